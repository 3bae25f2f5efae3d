"""A page of the search that was open while the site was renewed; in Chromium."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from generator.build import build
from generator.pages import search_index
from tests.conftest import AS_OF, load, serve
from tests.sites import lay

SAID = "#found [role=status]"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a small site."""
    root = lay(tmp_path_factory.mktemp("renewed") / "whole")
    report = build.build(load(root), AS_OF)
    assert report.published, report.problems
    return root / "site"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Give where it is served."""
    with serve(site) as where:
        yield where


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """Give the page of the search, not searched with yet, in a browser that has seen nothing."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{address}az/index.html")
    yield page
    context.close()


def give(page: Page, site: Path, name: str, **changed: object) -> list[str]:
    """Let the browser get the files called `name` with something changed; note what it asked."""
    asked: list[str] = []

    def answer(route: object) -> None:
        url = route.request.url  # type: ignore[attr-defined]
        asked.append(url)
        path = site / "search" / url.partition("/search/")[2]
        content = {**json.loads(path.read_bytes()), **changed}
        route.fulfill(json=content)  # type: ignore[attr-defined]

    page.route(f"**/search/{name}", answer)
    return asked


def test_the_places_are_asked_for_again_when_words_are_of_others(page: Page, site: Path) -> None:
    # as of a build with other places, that was there when the page was opened
    asked = give(page, site, "places.*", of="0000000000")
    page.reload()
    page.focus("#q")
    for _ in range(50):
        if asked:
            break
        page.wait_for_timeout(100)
    page.unroute("**/search/places.*")
    page.fill("#q", "硬化")
    page.wait_for_selector("#found > ol > li a:has-text('上村')")
    assert "Load" not in page.inner_text(SAID)
    assert asked


@pytest.mark.parametrize(
    ("name", "typed", "changed"),
    [
        ("places.*", "硬化", {"of": "0000000000"}),
        ("words-*.json", "硬化", {"of": "0000000000"}),
        ("places.*", "硬化", {"form": search_index.FORM + 1}),
        ("words-*.json", "硬化", {"form": None}),
        ("units/**", "上村硬化", {"form": search_index.FORM + 1}),
    ],
)
def test_a_page_whose_script_and_files_stay_of_two_builds_asks_to_be_loaded_again(
    page: Page, site: Path, name: str, typed: str, changed: dict[str, object]
) -> None:
    give(page, site, name, **changed)
    page.reload()
    page.fill("#q", typed)
    page.wait_for_selector(f"{SAID} a")
    assert page.locator("#found > ol > li").count() == 0
    page.unroute(f"**/search/{name}")
    page.click(f"{SAID} a")
    page.wait_for_selector("#found > ol > li a:has-text('上村')")
    assert page.input_value("#q") == typed


def test_what_is_not_found_is_said_as_it_was_typed(page: Page, address: str) -> None:
    for typed in (
        "$&",
        "$77",
        "$$",
        "$`没",
        "<b>没",
        "%",
        "a+b",
        "%20",
        "{q}",
        "{n}",
        "\\u0000",
        "'\"",
    ):
        page.evaluate("text => { document.querySelector('#q').value = text; }", typed)
        page.press("#q", "Enter")
        page.wait_for_function(
            "([at, text]) => document.querySelector(at).textContent.includes(`“${text}”`)",
            arg=[SAID, typed],
        )
    page.goto(f"{address}az/index.html?q=%24%26")
    page.wait_for_selector(f"{SAID}:has-text('“$&”')")
    page.goto(f"{address}az/index.html?q=%D7%A9%D7%9C%D7%95%D7%9D")
    page.wait_for_selector(f"{SAID}:has-text('“\u2068שלום\u2069”')")


def test_a_text_that_is_far_too_long_is_cut_and_still_answered(page: Page, address: str) -> None:
    page.goto(f"{address}az/index.html?q={'a+' * 3_000}")
    page.wait_for_selector(f"{SAID}:has-text('“a a')", timeout=20_000)
    assert len(page.inner_text(SAID)) < 300
    assert len(page.url) < 400


def test_words_and_places_say_which_places_they_are_of(site: Path) -> None:
    of = {json.loads(path.read_bytes())["of"] for path in site.glob("search/*.json")}
    assert len(of) == 1
    assert search_index.of_places(["a/b", "a"]) != search_index.of_places(["a", "a/b"])
    assert all(
        json.loads(path.read_bytes())["form"] == search_index.FORM
        for path in site.rglob("search/**/*.json")
    )
