"""The demonstration site as a whole, read by code that is not the build's own."""

import html
import itertools
import posixpath
import re
import subprocess
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import html5lib
import pytest

from tests import machine
from tests.conftest import ROOT, load
from tests.records import LONGER

BASE = "https://mingjing.example/qiannan/"


_TAG = re.compile(r"<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-zA-Z:-]+)(?:=(?:"([^"]*)"|'[^']*'))?""")
_NOT_WORDS = re.compile(r"<style.*?</style>|<[^>]*>", re.DOTALL)


class _Reader:
    """Notes links, ids, images and words of a page."""

    def __init__(self, text: str) -> None:
        # of some million tags there are few that are otherwise
        self.tags = [_tag(tag, attributes) for tag, attributes in _TAG.findall(text)]
        values = [value for _, value in self.tags]
        self.links = [each[name] for each in values for name in ("href", "src") if name in each]
        self.ids = {each["id"] for each in values if "id" in each}
        self.images = [value for tag, value in self.tags if tag == "img"]
        self.words = html.unescape(_NOT_WORDS.sub("", text))


@cache
def _tag(name: str, attributes: str) -> tuple[str, dict[str, str]]:
    values = _ATTRIBUTE.findall(attributes)
    return name, {each: html.unescape(value) for each, value in values}


@cache
def everything(site: Path) -> dict[str, _Reader]:
    """Return every HTML page by its address, those of folders too, which only lead on."""
    found = sorted(site.rglob("*.html"))
    return {p.relative_to(site).as_posix(): _Reader(p.read_text("utf-8")) for p in found}


@cache
def pages(site: Path) -> dict[str, _Reader]:
    """Return every HTML page that shows something by its address."""
    return {url: page for url, page in everything(site).items() if not leads_on(page)}


def leads_on(page: _Reader) -> bool:
    """Tell whether a page is that of a folder, which only leads on."""
    return any(values.get("http-equiv") == "refresh" for _, values in page.tags)


def test_every_division_of_the_register_has_a_page(demonstration: Path) -> None:
    rows = (ROOT / "tests/data/qiannan_units.csv").read_text("utf-8").splitlines()[1:]
    units = [url for url in pages(demonstration) if url.startswith("units/")]
    assert len(rows) == 1586
    assert len(units) == 1587  # and the Duyun Economic Development Zone
    codes = {row.split(",")[0] for row in rows}
    records = (ROOT / "content/units").rglob("*.yaml")
    recorded = {code for p in records for code in re.findall(r'\ncode: "(\d+)"', p.read_text())}
    assert recorded == codes


def test_the_steps_of_the_way_to_a_page_are_numbered_one_by_one(demonstration: Path) -> None:
    longest = 0
    for path in demonstration.rglob("*.html"):
        found = re.findall(r'itemprop="position" content="(\d+)"', path.read_text("utf-8"))
        assert [int(each) for each in found] == [*range(1, len(found) + 1)], path
        longest = max(longest, len(found))
    assert longest > 4


def test_every_link_within_the_site_leads_somewhere(demonstration: Path) -> None:
    files = (p for p in demonstration.rglob("*") if p.is_file())
    there = {p.relative_to(demonstration).as_posix() for p in files}
    found = everything(demonstration)
    broken = []
    for url, page in found.items():
        for link in {*page.links}:
            path, anchor = led(posixpath.dirname(url), link)
            target = url if path == "" else path
            if target is None:
                continue
            if target not in there or (anchor and anchor not in found[target].ids):
                broken.append((url, link))
    assert broken == []


@cache
def led(folder: str, link: str) -> tuple[str | None, str]:
    """Return the address and the place that a link on a page of a folder leads to.

    None where that is not in the site, "" for the page itself.
    """
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None, ""
    path = parts.path and posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
    return path, unquote(parts.fragment)


def test_every_page_is_reached_by_links_from_home(demonstration: Path) -> None:
    found = pages(demonstration)
    reached, todo = {"index.html"}, ["index.html"]
    while todo:
        url = todo.pop()
        for link in {*found[url].links}:
            path, _ = led(posixpath.dirname(url), link)
            if path and path.endswith(".html") and path not in reached:
                reached.add(path)
                todo.append(path)
    assert set(found) - reached == {"404.html", "en/404.html"}


def test_links_are_relative_and_nothing_is_fetched_from_others(demonstration: Path) -> None:
    # a tag that stands on many pages is the same one
    tags = {id(tag): (url, tag) for url, p in everything(demonstration).items() for tag in p.tags}
    assert len(tags) > 10_000
    for url, (tag, values) in tags.values():
        for name in ("src", "srcset", "data", "poster"):
            assert not (values.get(name) or "").startswith(("http", "//", "/")), url
        href = values.get("href") or ""
        if tag in ("link", "script") and href.startswith("http"):
            assert values.get("rel") in ("canonical", "alternate"), url
        assert not href.startswith("/"), (url, href)


def test_no_page_has_an_inline_style_or_a_script_that_holds_it_up(
    demonstration: Path,
) -> None:
    for url, page in everything(demonstration).items():
        for tag, values in page.tags:
            if tag == "script" and values.get("type") == "application/ld+json":
                continue  # no script, but what the page is of
            if tag == "script":  # nothing is held up by it, and the policy of the page allows it
                searches = "az/index" in url or url.removesuffix("index.html") in (
                    "",
                    "en/",
                    "zh-Hant/",
                )
                assert "assets/site." in (values.get("src") or "") or searches, url
                assert "defer" in values, url
            assert "style" not in values, url
            assert not any(name.startswith("on") for name in values), url


def test_every_page_has_a_policy_a_language_a_title_and_one_heading(demonstration: Path) -> None:
    titles: dict[str, str] = {}
    for url, page in pages(demonstration).items():
        tags = page.tags
        metas = [values for tag, values in tags if tag == "meta"]
        policy = [m for m in metas if m.get("http-equiv") == "Content-Security-Policy"]
        assert policy, url
        assert "default-src 'none'" in (policy[0].get("content") or ""), url
        language = next(values.get("lang") for tag, values in tags if tag == "html")
        assert language == ("en" if url.startswith("en/") else "zh-Hans"), url
        assert sum(1 for tag, _ in tags if tag == "h1") == 1, url
        text = (demonstration / url).read_text("utf-8")
        title = re.search(r"<title>([^<]+)</title>", text)
        assert title, url
        titles[url] = title[1]
        if "404" not in url:
            assert any(m.get("name") == "description" and m.get("content") for m in metas), url
    assert len(set(titles.values())) > len(titles) * 0.6, "titles do not tell pages apart"


def test_every_page_says_its_day_its_record_and_that_it_is_a_demonstration(
    demonstration: Path,
) -> None:
    for url, page in pages(demonstration).items():
        words = page.words
        if url.endswith("404.html"):
            continue
        english = url.startswith("en/")
        assert ("demonstration" if english else "演示") in words.lower(), url
        assert ("December 31, 2018" if english else "2018年12月31日") in words, url
        kind = url.removeprefix("en/").partition("/")[0]
        if kind in ("units", "projects", "commendations"):
            stem = url.removeprefix("en/").removesuffix(".html")
            assert f"content/{stem}." in words, url


def test_canonical_addresses_and_languages_point_to_each_other(demonstration: Path) -> None:
    for url, page in pages(demonstration).items():
        if url.endswith("404.html"):
            continue
        links = [values for tag, values in page.tags if tag == "link"]
        canonical = [v["href"] for v in links if v.get("rel") == "canonical"]
        assert canonical == [BASE + url], url
        others = {v.get("hreflang"): v["href"] for v in links if v.get("hreflang")}
        plain = url.removeprefix("en/")
        assert others["zh-Hans"] == BASE + plain, url
        assert others["en"] == f"{BASE}en/{plain}", url
        properties = {v.get("property"): v.get("content") for t, v in page.tags if t == "meta"}
        assert properties["og:url"] == BASE + url, url
        assert properties["og:title"], url


def test_every_picture_has_words_a_size_and_no_metadata(demonstration: Path) -> None:
    seen = 0
    for url, page in pages(demonstration).items():
        for image in page.images:
            seen += 1
            assert image.get("alt"), url
    assert seen > 20
    for path in (demonstration / "media").iterdir():
        content = path.read_bytes()
        assert b"Exif" not in content
        assert b"GPS" not in content
        assert len(content) < 80_000


def test_no_phone_that_could_ring_and_no_number_that_identifies(demonstration: Path) -> None:
    for url, page in everything(demonstration).items():
        words = page.words + " ".join(link for link in page.links if link[:4] == "tel:")
        assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", words), url
        assert not re.search(r"(?<!\d)\d{17}[\dXx](?!\w)", words), url
        for number in re.findall(r"0854-?(\d{7,8})", words):
            assert number.startswith("0000"), (url, number)


def test_one_thing_is_no_plural_in_english(demonstration: Path) -> None:
    several = re.compile(r"(?<![\d.,])1 (?!is\b|was\b|has\b)(?:[a-z]+s|people)\b[^<]{0,20}")
    found = {
        text
        for path in (demonstration / "en").rglob("*.html")
        for text in several.findall(
            re.sub(r"</?(?:b|a|small)\b[^>]*>", "", path.read_text("utf-8-sig"))
        )
    }
    assert found == set()


def test_links_to_places_have_their_pinyin_in_english(demonstration: Path) -> None:
    folders = "units|compliance|supervisors|funds"
    link = re.compile(rf'<a[^>]* href="[^"]*/(?:{folders})/([^"#]+)\.html"[^>]*>(.*?)</a>')
    trails = re.compile(r'<nav class="trail".*?</nav>', re.DOTALL)
    found = set()
    for folder in ("compliance", "supervisors", "funds", "allocations", "meetings"):
        for path in (demonstration / "en" / folder).rglob("*.html"):
            said = path.read_text("utf-8-sig")
            reports = re.findall(r"<p>Reported:.*?</p>", said, re.DOTALL)
            for part in (*trails.findall(said), *reports):
                for unit, text in link.findall(part):
                    name = re.sub("<[^>]*>", "", text)
                    if not name.isascii() and not name.endswith(unit.rpartition("/")[2].title()):
                        found.add((path.name, name))
    assert found == set()


def test_every_page_parses_strictly(demonstration: Path) -> None:
    found = sorted(demonstration.rglob("*.html"))
    kinds: dict[tuple[str, int], list[Path]] = {}
    for path in found:
        url = path.relative_to(demonstration).as_posix()
        kinds.setdefault((url.partition("/")[0], url.count("/")), []).append(path)
    # strict parsing is slow: every page of small kinds, an even choice of large ones
    chosen = itertools.chain.from_iterable(p[:: max(1, len(p) // 25)] for p in kinds.values())
    for path in chosen:
        parser = html5lib.HTMLParser(strict=True)
        parser.parse(path.read_bytes())


def test_each_figure_of_a_table_stands_beneath_its_heading_for_programs_too(
    demonstration: Path,
) -> None:
    # to those that make Markdown of pages a cell is one wide and one high, see findings/html-….sh
    wide = 0
    for path in demonstration.rglob("*.html"):
        text = path.read_text("utf-8")
        assert "rowspan=" not in text, path
        for row in re.findall(r"<tr\b.*?</tr>", text, re.DOTALL) if "colspan=" in text else ():
            cells = re.findall(r"<t[hd]\b[^>]*>", row)
            assert not any("colspan" in cell for cell in cells[:-1]), (path, row)
            wide += "colspan" in row
    assert wide


def test_each_row_of_a_table_is_as_wide_as_its_head(demonstration: Path) -> None:
    spanned = 0
    for path in demonstration.rglob("*.html"):
        text = path.read_text("utf-8")
        for table in (
            re.findall(r"<table\b.*?</table>", text, re.DOTALL) if "colspan=" in text else ()
        ):
            rows = re.findall(r"<tr\b.*?</tr>", table, re.DOTALL)
            each = [re.findall(r"<t[hd]\b[^>]*>", row) for row in rows]
            wide = {sum(int(span(cell)) for cell in row) for row in each}
            assert len(wide) == 1, (path, wide)
            spanned += "colspan" in table
    assert spanned


def test_no_number_runs_into_the_one_beside_it(demonstration: Path) -> None:
    # 10 projects, 1 of them late, were 101
    within = r"(?:a|b|em|small|span|strong|time)"
    glued = re.compile(
        rf"\d(?:</{within}>)+(?:<{within}\b[^>]*>)+\d|\d<(?!small){within}\b[^>]*>\d"
    )
    for path in demonstration.rglob("*.html"):
        assert not glued.findall(path.read_text("utf-8")), path


def span(cell: str) -> str:
    """Return over how many columns a cell goes."""
    found = re.search(r'colspan="(\d+)"', cell)
    return found[1] if found else "1"


_OPENED = re.compile(rb"<[a-z][^>]*>")
_SAID = re.compile(rb'( (?:class|dir|lang|media|name|rel|role|scope|type)="[^"]*")|="[^"]*"')


def built_otherwise(folder: Path) -> list[Path]:
    """Return a page for each set of tags and attributes; their values matter where few are used."""
    found: dict[frozenset[bytes], Path] = {}
    for path in sorted(folder.rglob("*.html")):
        opened = set(_OPENED.findall(path.read_bytes()))
        found.setdefault(frozenset(_SAID.sub(rb"\1", each) for each in opened), path)
    return [*found.values()]


def test_the_nu_checker_finds_no_error_on_any_page_style_or_drawing(demonstration: Path) -> None:
    """Of ten thousand pages it reads those that are made of other tags; with LONGER, all."""
    words = ("--errors-only", "--skip-non-html", "--also-check-css", "--also-check-svg")
    chosen = [demonstration] if LONGER > 1 else built_otherwise(demonstration)
    assert len(chosen) > 300 or LONGER > 1
    drawn = (each for each in demonstration.rglob("*") if each.suffix in (".css", ".svg"))
    done = subprocess.run(
        [
            *(*machine.need_nu_checker(), *words, "--format", "gnu"),
            *map(str, (*chosen, *drawn, ROOT / "docs/design.html")),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr.strip().splitlines()[:20] == []
    assert done.returncode == 0


def test_the_site_map_lists_every_page_once(demonstration: Path) -> None:
    tree = ET.parse(demonstration / "sitemap.xml")  # noqa: S314 (our own)
    listed = [node.text for node in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    wanted = [BASE + url for url in pages(demonstration) if not url.endswith("404.html")]
    assert sorted(filter(None, listed)) == sorted(wanted)
    robots = (demonstration / "robots.txt").read_text()
    assert f"Sitemap: {BASE}sitemap.xml" in robots


def test_feeds_are_atom_with_absolute_addresses_of_pages_that_exist(demonstration: Path) -> None:
    feeds = [demonstration / "feed.xml", *(demonstration / "feeds").rglob("*.xml")]
    assert len(feeds) > 20
    atom = "{http://www.w3.org/2005/Atom}"
    for feed in [*feeds, demonstration / "en/feed.xml"]:
        root = ET.parse(feed).getroot()  # noqa: S314 (our own)
        assert root.tag == f"{atom}feed"
        for name in ("id", "title", "updated"):
            assert root.findtext(f"{atom}{name}"), (feed, name)
        times = []
        for entry in root.iter(f"{atom}entry"):
            link = entry.find(f"{atom}link")
            assert link is not None
            href = link.get("href", "")
            assert href.startswith(BASE)
            assert (demonstration / href.removeprefix(BASE).partition("#")[0]).is_file()
            times.append(entry.findtext(f"{atom}updated") or "")
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", times[-1])
        assert times == sorted(times, reverse=True)


def test_long_lists_are_paged(demonstration: Path) -> None:
    for url, page in pages(demonstration).items():
        if "/az/" in f"/{url}":
            rows = sum(1 for tag, _ in page.tags if tag == "li")
            assert rows < 200, url
    assert (demonstration / "az/d-2.html").is_file()


def test_the_list_of_sums_covers_every_file(demonstration: Path) -> None:
    lines = (demonstration / "SHA256SUMS").read_text("utf-8").splitlines()
    there = {
        p.relative_to(demonstration).as_posix() for p in demonstration.rglob("*") if p.is_file()
    }
    assert {line[66:] for line in lines} == there - {"SHA256SUMS"}


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_the_shipped_configuration_has_both_languages(language: str) -> None:
    assert language in load(ROOT).settings.languages
