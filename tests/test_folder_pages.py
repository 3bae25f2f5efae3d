"""Whoever shortens an address is led on: no folder answers with a refusal or a list of files."""

import posixpath
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from generator.pages.folder_pages import lead
from tests import machine
from tests.conftest import ROOT, files
from tests.test_build import clean_copy, edit, make

BASE = "https://example.org/shili/"
ON = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]+)">')
LINK = re.compile(r'<p><a href="([^"]+)">([^<]+)</a></p>')
THERE = {
    *("index.html", "sitemap.html", "az/index.html", "guide.html", "units/shi.html"),
    *("units/jia.html", "units/jia/zhen.html", "units/jia/zhen/cun.html", "funds/jia.html"),
    *("lists/projects/index.html", "lists/allocations/index.html", "lists/libraries/index.html"),
    *("lists/commendations/index.html", "lists/commendations/unit/jia.html"),
    *("lists/documents/index.html", "supervisors/shi.html", "supervisors/jia.html"),
    *("compliance/shi.html", "compliance/jia.html"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the small whole site in three languages, to be looked at."""
    root = tmp_path_factory.mktemp("folders") / "whole"
    shutil.copytree(ROOT / "tests/sites/whole", root)
    edit(root / "config.yaml", "[zh-Hans, en]", "[zh-Hans, zh-Hant, en]")
    make(root)
    return root / "site"


def read(page: Path) -> str:
    """Return a page, without what marks Chinese words on pages in English."""
    return re.sub('<bdi lang="zh-Hans">|</bdi>', "", page.read_text("utf-8"))


def led(site: Path) -> dict[str, str]:
    """Return where each page of a folder leads, both from the root of the site."""
    found = {}
    for url, content in files(site).items():
        on = ON.search(content.decode()) if url.endswith(".html") else None
        if on:
            found[url] = posixpath.normpath(posixpath.join(posixpath.dirname(url), on[1]))
    return found


@pytest.mark.parametrize("which", ["small", "demonstration"])
def test_every_folder_opens_with_a_page(which: str, request: pytest.FixtureRequest) -> None:
    where: Path = request.getfixturevalue("site" if which == "small" else "demonstration")
    folders = [path for path in where.rglob("*") if path.is_dir()]
    assert len(folders) > 50
    assert [path for path in folders if not (path / "index.html").is_file()] == []
    there = {path.relative_to(where).as_posix() for path in where.rglob("*.html")}
    leads = led(where)
    assert {*leads.values()} <= there - {*leads}, "a folder leads to one that leads on"
    if which == "demonstration":
        honoured = (where / "commendations/libo/index.html").read_text("utf-8")
        assert '../../lists/commendations/unit/libo.html">荔波县</a>' in honoured


@pytest.mark.parametrize(
    ("folder", "to"),
    [
        ("units", "az/index.html"),
        ("units/jia", "units/jia.html"),
        ("units/jia/zhen", "units/jia/zhen.html"),
        ("compliance", "compliance/shi.html"),
        ("compliance/jia", "compliance/jia.html"),
        ("supervisors", "supervisors/shi.html"),
        ("projects", "lists/projects/index.html"),
        ("projects/jia/zhen/cun", "units/jia/zhen/cun.html"),
        ("projects/gone/zhen", "lists/projects/index.html"),
        ("allocations", "lists/allocations/index.html"),
        ("allocations/jia", "funds/jia.html"),
        ("allocations/yi", "lists/allocations/index.html"),
        ("funds", "lists/allocations/index.html"),
        ("libraries/jia", "units/jia.html"),
        ("libraries", "lists/libraries/index.html"),
        ("commendations/jia", "lists/commendations/unit/jia.html"),
        ("commendations/shi", "lists/commendations/index.html"),
        ("documents/jia", "lists/documents/index.html"),
        ("lists", "sitemap.html"),
        ("lists/projects/stage", "lists/projects/index.html"),
        ("feeds", "sitemap.html"),
        ("guide", "guide.html"),
        ("other/deep", "index.html"),
        ("media", "index.html"),
        ("search/units/jia", "index.html"),
    ],
)
def test_a_folder_leads_to_the_list_or_the_place_that_it_is_of(folder: str, to: str) -> None:
    assert lead(folder, THERE, "shi") == to


def test_english_pages_of_folders_say_the_pinyin_of_places(site: Path) -> None:
    for url, name in (("en/units/jia/index.html", "甲县 Jia"), ("units/jia/index.html", "甲县")):
        text = read(site / url)
        assert f"<h1>{name}</h1>" in text
        assert f"<title>{name} - " in text
        assert f">{name}</a>" in text


def test_the_page_of_a_folder_leads_on_with_a_link_and_is_nothing_to_be_found(site: Path) -> None:
    shared = 0
    for url, to in led(site).items():
        text = read(site / url)
        link, on = LINK.search(text.partition("</h1>")[2]), ON.search(text)
        assert link, url
        assert on, url
        assert link[1] == on[1], url
        assert f"<h1>{link[2]}</h1>" in text, url
        assert '<meta name="robots" content="noindex">' in text, url
        assert f'<link rel="canonical" href="{BASE}{to}">' in text, url
        assert "<script" not in text, url
        language = next((each for each in ("zh-Hant", "en") if url.startswith(f"{each}/")), "")
        assert f'<html lang="{language or "zh-Hans"}">' in text, url
        assert to.startswith(f"{language}/" if language else ""), url
        shared += bool(language)
    assert shared > 50
    map_ = (site / "sitemap.xml").read_text("utf-8")
    assert [url for url in led(site) if f"{BASE}{url}<" in map_] == []
    assert f"{BASE}az/index.html<" in map_
    assert not (site / "en/media").exists(), "only the first language has files that are no pages"


def test_the_page_of_a_folder_names_its_place_in_the_language_of_its_reader(site: Path) -> None:
    shown = {url: LINK.search(read(site / url).partition("</h1>")[2]) for url in led(site)}
    names = {url: found[2] for url, found in shown.items() if found}
    assert (names["units/jia/index.html"], names["en/units/jia/index.html"]) == ("甲县", "甲县 Jia")
    assert names["zh-Hant/units/jia/index.html"] == "甲縣"
    assert names["units/index.html"] == "按拼音找地名"
    assert names["en/units/index.html"] == "Places from A to Z"


@pytest.mark.usefixtures("published")
def test_pages_of_folders_follow_their_places(whole: Path, tmp_path: Path) -> None:
    make(whole)
    page = whole / "site/units/jia/index.html"
    before = page.stat().st_mtime_ns
    make(whole)
    assert page.stat().st_mtime_ns == before
    page.unlink()
    make(whole)
    assert page.is_file()
    shutil.rmtree(whole / "content/documents")
    for path in (whole / "content").rglob("*.md"):
        text = re.sub(r"\[([^\]]*)\]\([^)]*documents/[^)]*\)", r"\1", path.read_text("utf-8"))
        path.write_text(text, "utf-8", newline="\n")
    assert files(whole / "site") != clean_copy(whole, tmp_path / "clean")
    make(whole)
    assert not (whole / "site/documents").exists()
    edit(whole / "content/units/jia.yaml", "甲县", "丁县")
    make(whole)
    assert ">丁县<" in page.read_text("utf-8")
    assert files(whole / "site") == clean_copy(whole, tmp_path / "clean")


@pytest.fixture(scope="module")
def phone() -> Iterator[Page]:
    """Give a page as wide as a cheap phone, without scripts."""
    with machine.open_browser() as browser:
        context = browser.new_context(
            viewport={"width": 360, "height": 640}, java_script_enabled=False
        )
        yield context.new_page()


@pytest.mark.parametrize(
    "url", ["units/index.html", "units/jia/index.html", "en/projects/jia/index.html"]
)
def test_a_folder_leads_on_from_a_disk_and_without_scripts(
    site: Path, phone: Page, url: str
) -> None:
    wanted = (site / led(site)[url]).as_uri()
    phone.goto((site / url).as_uri())
    phone.wait_for_url(wanted)
    assert phone.locator("h1").count() == 1
