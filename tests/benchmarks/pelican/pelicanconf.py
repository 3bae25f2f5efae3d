"""The peer's settings: every record is a page, read and joined by the plugin beside this file."""

import json
from pathlib import Path
from urllib.parse import urlsplit

HERE = Path(__file__).parent
WORDS = json.loads((HERE / "site.json").read_text("utf-8"))

SITENAME = WORDS["title"]
SITEURL = WORDS["base_url"].rstrip("/")
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh-Hans"
PATH = "content"
OUTPUT_PATH = "output"
PAGE_PATHS = [""]
ARTICLE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
THEME = "theme"
THEME_STATIC_PATHS: list[str] = []
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["records"]
DIRECT_TEMPLATES: list[str] = []
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
PAGE_TRANSLATION_ID = None  # there is one language: nothing to match
PAGE_ORDER_BY = "basename"
SLUGIFY_SOURCE = "basename"
JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
JINJA_GLOBALS = {"BASE": urlsplit(WORDS["base_url"]).path}
JINJA_FILTERS = {
    "wan": lambda fen: f"{(fen + 0.5) / 1_000_000:,.2f}",
    "yuan": lambda fen: f"{fen / 100:,.2f}",
    "count": lambda number: f"{number:,}",
    "name": lambda ident: ident.rpartition("/")[2],
    "above": lambda ident: ident.rpartition("/")[0],
    "month": lambda iso: f"{iso[:4]}年{int(iso[5:7])}月",
    "day": lambda iso: f"{iso[:4]}年{int(iso[5:7])}月{int(iso[8:])}日",
}
GZIP_CACHE = False  # packing costs more time than it saves
READERS = {"rst": None}
