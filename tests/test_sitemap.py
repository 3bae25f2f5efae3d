"""Search engines are told every address once, in files of a size they accept."""

import xml.etree.ElementTree as ET

import pytest

from generator.pages import sitemap

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "https://example.org/a/"


def listed(content: bytes) -> list[str]:
    """Return the addresses in a site map file."""
    return [node.text or "" for node in ET.fromstring(content).iter(f"{SPACE}loc")]  # noqa: S314


def test_without_an_address_of_the_site_there_is_no_site_map() -> None:
    assert [url for url, _ in sitemap.files(["index.html"], "", "2018-12-31")] == ["robots.txt"]


def test_a_small_site_has_one_file_with_absolute_addresses() -> None:
    files = dict(sitemap.files(["index.html", "units/a&b.html"], BASE, "2018-12-31"))
    assert sorted(files) == ["robots.txt", "sitemap.xml"]
    assert listed(files["sitemap.xml"]) == [f"{BASE}index.html", f"{BASE}units/a&b.html"]
    assert f"Sitemap: {BASE}sitemap.xml" in files["robots.txt"].decode()


def test_a_large_site_is_spread_over_files_that_an_index_lists(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sitemap, "SITEMAP_URLS", 2)
    urls = [f"{n}.html" for n in range(5)]
    files = dict(sitemap.files(urls, BASE, "2018-12-31"))
    parts = [f"sitemap-{n}.xml" for n in (1, 2, 3)]
    assert listed(files["sitemap.xml"]) == [BASE + part for part in parts]
    assert [each for part in parts for each in listed(files[part])] == [BASE + u for u in urls]
