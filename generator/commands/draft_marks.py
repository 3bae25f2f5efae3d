"""Drafts in a preview: what leads to one says so, and so does its own page.

The marks are put into pages as they are served. So no page that is made says of anything that it
is a draft, and none of it can come into a site; and whatever a page is made by, a template of the
site's own among others, what leads to a draft is marked.
"""

import html
import json
import posixpath
import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache, partial
from typing import Any
from urllib.parse import unquote

from generator.base.messages import CHINESE, N_, TRADITIONAL, catalogue
from generator.base.patterns import pattern
from generator.model import traditional_text
from generator.model.kinds.registry import url_of
from generator.model.urls import unit_url
from generator.pages import search_index

_LANGUAGE = pattern(r'<html[^>]* lang="([^"]*)"')
_LINK = pattern(r'<svg\b.*?</svg>|<a\b[^>]*?\shref="([^"]*)"[^>]*>.*?</a>', re.DOTALL)
_HEADED = pattern(
    r'<(?:details|section|h2)\b[^>]*?\sid="([^"]*)".*?(?=</(?:summary|h2)>)', re.DOTALL
)
_FEED_LANGUAGE = pattern(r'<feed\b[^>]* xml:lang="([^"]*)"')
_FEED_LINK = pattern(r'<link rel="self" [^>]*href="([^"]*)"')
_ENTRY = pattern(
    r'<entry>\s*<id>[^<]*</id>\s*<link [^>]*href="([^"]*)"/>\s*<title>[^<]*(?=</title>)'
)
_CONTINUED = pattern(r"--\d+(?=\.html$)")
_TITLES = {"projects": "projects", "issued": "commendations", "honours": "commendations"}
"""What the search says of a place, and the kind of record it is of; each row ends in an id."""
_MARK = (
    "display:inline-block;margin:0 .3em;padding:0 .4em;border:1px dashed currentColor;"
    "border-radius:.2em;font-size:.8125rem;font-weight:normal;white-space:nowrap"
)
_NOTE = "margin:.5rem 0;padding:.3rem .6rem;border:2px dashed currentColor"


def addresses(drafts: Iterable[tuple[str, str]], languages: Sequence[str]) -> frozenset[str]:
    """Return where drafts (kind and key of each) stand, from the root of a site of `languages`.

    What is a part of a page has a fragment. The first language has no folder of its own.
    """
    found: set[str] = set()
    for kind, key in drafts:
        ident, _, only = key.partition(".") if kind == "pages" else (key, "", "")
        own = {url_of(kind, ident)}
        if kind == "supervisors":  # they stand on the page of their village too
            own.add(f"{unit_url(ident)}#supervisors")
        for language in [only] if only else languages:
            folder = "" if language == languages[0] else f"{language}/"
            found.update(folder + url for url in own)
    return frozenset(found)


def marked(page: str, url: str, drafts: Collection[str], count: int) -> str:
    """Return a page, which stands at `url`, with all marked that leads to one of the `drafts`.

    There are `count` of them on the site; every page says so, as its lists and sums have them too.
    """
    if not drafts:
        return page
    found = _LANGUAGE.search(page, 0, 1000)
    language = html.unescape(found[1]) if found else CHINESE
    mark = f'<span class="draft" style="{_MARK}">{html.escape(label(language))}</span>'
    at = _CONTINUED.sub("", url)
    head, body, rest = page.partition("<body")
    if not body:
        return page
    rest = _HEADED.sub(partial(_heading, at, drafts, mark), rest)
    rest = _LINK.sub(partial(_link, url, drafts, mark), rest)
    note = html.escape(_counted(language, count))
    note = f'<p class="drafts" style="{_NOTE}">{mark if at in drafts else ""} {note}</p>'
    # within what is printed for the notice board too
    rest = re.sub(r'<main\b[^>]*>|<section class="sheet[^>]*>', lambda m: m[0] + note, rest)
    return head + body + rest


def _heading(at: str, drafts: Collection[str], mark: str, found: re.Match[str]) -> str:
    return found[0] + (mark if f"{at}#{html.unescape(found[1])}" in drafts else "")


def _link(url: str, drafts: Collection[str], mark: str, found: re.Match[str]) -> str:
    href = html.unescape(found[1] or "")
    if not href or ":" in href:
        return found[0]
    path, hash_, fragment = unquote(href).partition("#")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(url), path)) if path else url
    target = _CONTINUED.sub("", path)
    whole = bool(path != url and target in drafts)
    return found[0] + (mark if whole or f"{target}{hash_}{fragment}" in drafts else "")


def marked_feed(feed: str, url: str, drafts: Collection[str]) -> str:
    """Return an Atom feed, which stands at `url`, with the titles of drafts marked."""
    language = _FEED_LANGUAGE.search(feed)
    mark = f"〔{html.escape(label(html.unescape(language[1]) if language else CHINESE))}〕"
    own = _FEED_LINK.search(feed)
    top = own[1].removesuffix(url) if own else ""

    def entry(found: re.Match[str]) -> str:
        href = found[1].removeprefix(top)
        if not top:  # there they lead on from the feed
            href = posixpath.normpath(posixpath.join(posixpath.dirname(url), href))
        at = unquote(html.unescape(href))
        return found[0] + (mark if at in drafts else "")

    return _ENTRY.sub(entry, feed)


def marked_search(content: bytes, url: str, drafts: Collection[str]) -> bytes:
    """Return a file of a town, or of words, as the search reads it, the titles of drafts marked.

    Pages of all languages share the file, but for those in Traditional characters.
    """
    said: Any = json.loads(content)
    mark = f"〔{label(TRADITIONAL if f'/{TRADITIONAL}/' in url else CHINESE)}〕"
    found = said.get("found", {})
    shown = said.get("shown", found)
    for ident, own in found.items():
        for of, kind in _TITLES.items():
            for row, told in zip(own.get(of, ()), shown[ident].get(of, ()), strict=True):
                if url_of(kind, row[-1]) in drafts:
                    told[0] += mark
    for line in said.get("lines", ()):
        title_of = _TITLES.get(search_index.KINDS[line[0]])
        if title_of and url_of(title_of, line[-1]) in drafts:
            line[1] += mark
    return json.dumps(said, ensure_ascii=False).encode()


@cache
def label(language: str) -> str:
    """Return what is said of a draft, in `language`."""
    return _said(language, catalogue(_written(language)).gettext(N_("Draft · not published yet")))


@cache
def _counted(language: str, count: int) -> str:
    ntr = catalogue(_written(language)).ngettext
    said = ntr(
        "This preview shows {n} draft and counts it as if it were public; the site does not.",
        "This preview shows {n} drafts and counts them as if they were public; the site does not.",
        count,
    )
    return _said(language, said.format(n=count))


def _written(language: str) -> str:
    return CHINESE if language == TRADITIONAL else language


def _said(language: str, text: str) -> str:
    return traditional_text.convert(text) if language == TRADITIONAL else text
