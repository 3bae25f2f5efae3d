"""Style and scripts use what old phones do not know only where `docs/browsers.md` says what then.

The data are MDN's; `tests/browser_support.py` keeps what matters of them.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

import pytest

from tests import browser_support, stylesheet
from tests.browser_support import FLOOR, NEVER, Feature
from tests.conftest import ROOT

PAGE = ROOT / "docs/browsers.md"
ASSETS = ROOT / "templates/assets"
OTHERS = "crypto.js"
"""Taken over as it is; `test_check_page` runs it in the engine of an old phone."""
HOW = ("before it", "apart", "harmless", "asked first")
MEANT = {
    "forEach": "builtins.Array.forEach",  # lists of nodes are borrowed for `[].forEach.call`
    "dataset": "api.HTMLElement.dataset",
    "replace": "builtins.String.replace",
    "name": "api.HTMLInputElement.name",
    "value": "api.HTMLInputElement.value",
    "at": "a place in a text, of our own",
    "open": "api.HTMLDetailsElement.open",
    "all": "builtins.Promise.all",
    "decode": "what a TextDecoder does",
    "flat": "a name as it is typed without tones, of our own",
    "detached": "a kind of signature, of tweetnacl",
    "keys": "builtins.Object.keys",
    "download": "api.HTMLAnchorElement.download",
    "connection": "api.Navigator.connection",
    "any": "whether anything was found, of our own",
}
"""What names stand for in our scripts that mean something newer on other objects."""


class Row(NamedTuple):
    """A row of the page: what is used, since when it is known, and how older phones do without."""

    names: tuple[str, ...]
    chrome: str
    ios: str
    how: str
    instead: str


def rows() -> list[Row]:
    """Return the rows of the table of the page."""
    found = []
    for line in PAGE.read_text("utf-8").splitlines():
        if line.startswith("| `"):
            names, *rest = (cell.strip() for cell in line.strip("| ").split(" | "))
            found.append(Row(tuple(re.findall(r"`([^`]+)`", names)), *rest))
    return found


def styles() -> str:
    """Return the styles, and what rules of style stand in pages themselves."""
    inline = [
        rules
        for each in (ROOT / "templates").rglob("*.html")
        for rules in re.findall(r"<style>(.*?)</style>", each.read_text("utf-8"), re.DOTALL)
    ]
    inline = [re.sub(r"\{\{.*?\}\}", "", each) for each in inline]  # what only mends the line
    return "\n".join([stylesheet.text(), *inline])


@pytest.fixture(scope="module")
def used() -> Mapping[str, Feature]:
    """Return what is used and newer than the oldest phones, by name."""
    found = [each.feature for each in browser_support.in_stylesheet(styles())]
    own = [each for each in ASSETS.glob("*.js") if each.name != OTHERS]
    for script in own:
        found += browser_support.in_script(script.read_text("utf-8"), MEANT)
    return {each.name: each for each in found}


def test_what_old_phones_do_not_know_stands_in_the_page_of_browsers(
    used: Mapping[str, Feature],
) -> None:
    told = [name for row in rows() for name in row.names]
    assert sorted(told) == sorted(used), "docs/browsers.md"


def test_the_page_says_since_which_version_each_is_known(used: Mapping[str, Feature]) -> None:
    def written(version: float) -> str:
        return "–" if version == NEVER else f"{version:g}"

    for row in rows():
        features = [used[name] for name in row.names]
        newest = (written(max(f.chrome for f in features)), written(max(f.ios for f in features)))
        assert (row.chrome, row.ios) == newest, row.names
        assert row.how in HOW
        assert row.instead


def test_what_falls_back_to_a_rule_before_it_has_one_wherever_it_is_used() -> None:
    before = {name for row in rows() if row.how == "before it" for name in row.names}
    uses = [each for each in browser_support.in_stylesheet(styles()) if each.feature.name in before]
    assert uses
    assert [each.where for each in uses if not each.falls_back] == []


def test_the_data_are_those_that_the_page_names() -> None:
    version = browser_support.data()["source"].rpartition(" ")[2]
    assert f"({version}, kept in" in PAGE.read_text("utf-8")
    assert browser_support.data()["floor"] == [*FLOOR]


@pytest.mark.parametrize(
    ("css", "names"),
    [
        ("a { inset: 0 }", ["properties.inset"]),
        ("a { padding: max(1rem, 2px) }", ["types.max"]),
        ("a:is(b, c) { color: red }", ["selectors.is"]),
        ("a { display: flex; gap: 1px }", ["properties.gap.flex_context"]),
        ("@media (hover: hover) { a { color: red } }", []),
        ("a { width: 10dvh }", ["the unit dvh"]),
        ("a { justify-content: start }", ["properties.justify-content.start"]),
        ("@media print { a { inset: 0 } }", []),
        ("a { color: red; display: block }", []),
    ],
)
def test_what_a_stylesheet_uses_is_found(css: str, names: list[str]) -> None:
    found = [
        each.feature.name for each in browser_support.in_stylesheet(css) if not each.falls_back
    ]
    assert found == names


@pytest.mark.parametrize(
    ("css", "falls_back"),
    [
        ("a { padding: 1px; padding: max(1rem, 2px) }", True),
        ("a { padding: max(1rem, 2px); padding: 1px }", False),
        ("@supports (inset: 0) { a { inset: 0 } }", True),
        ("@supports not (inset: 0) { a { inset: 0 } }", False),
    ],
)
def test_a_rule_that_all_know_before_one_that_some_do_not_is_a_way_back(
    css: str, *, falls_back: bool
) -> None:
    assert [each.falls_back for each in browser_support.in_stylesheet(css)] == [falls_back]


@pytest.mark.parametrize(
    ("script", "name"),
    [
        ("a?.b", "operators.optional_chaining"),
        ("var a = /\\p{L}/u;", "regular_expressions.unicode_character_class_escape"),
        ("Object.entries(a)", "builtins.Object.entries"),
        ("new URLSearchParams(a)", "api.URLSearchParams"),
        ("window.fetch(a)", "api.fetch"),
        ("async function a() {}", "statements.async_function"),
    ],
)
def test_what_a_script_uses_is_found(script: str, name: str) -> None:
    assert name in {each.name for each in browser_support.in_script(script, {})}


def test_a_name_that_may_mean_something_new_has_to_be_explained() -> None:
    with pytest.raises(LookupError, match=r"\.replaceAll may be .*String\.replaceAll"):
        list(browser_support.in_script("a.b.replaceAll('c', 'd')", {}))
    with pytest.raises(LookupError, match=r"\.forEach may be .*api\.NodeList\.forEach"):
        list(browser_support.in_script("a.forEach(b)", {}))
    assert list(browser_support.in_script("a.forEach(b)", MEANT)) == []
