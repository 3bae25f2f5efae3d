"""The page of the design system shows everything that the stylesheet has; `tests/design.py`."""

import html5lib
import pytest

from tests import design, machine, stylesheet
from tests.conftest import ROOT
from tests.test_accessibility import AXE, FOUND, RULES
from tests.test_templates import Site


@pytest.fixture(scope="module")
def css() -> str:
    """Return the stylesheet of the pages."""
    return stylesheet.text()


def test_the_page_is_what_templates_and_stylesheet_make_today() -> None:
    made = design.page()
    assert made == design.PAGE.read_text("utf-8"), "run `python -m tests.design`"


def test_every_class_of_the_stylesheet_is_worn_by_an_example(css: str) -> None:
    page = html5lib.parse(design.PAGE.read_text("utf-8"), namespaceHTMLElements=False)
    worn = {name for each in page.iter() for name in each.get("class", "").split()}
    assert stylesheet.classes(css) - worn == set()


def test_every_custom_property_is_told_with_its_purpose(css: str) -> None:
    named = stylesheet.properties(css)
    assert list(named) == list(design.PURPOSES)
    for where in (stylesheet.DARK, stylesheet.PRINT):
        assert stylesheet.properties(css, where).keys() <= named.keys()
    text = design.PAGE.read_text("utf-8")
    assert [name for name in named if f"<code>{name}</code>" not in text] == []


def test_colours_stand_on_each_other_with_enough_contrast(css: str) -> None:
    found = [
        (each["front"], each["back"], each["least"], each["ratios"]) for each in design.pairs(css)
    ]
    assert [each for each in found if min(each[3].values()) < each[2]] == []


def test_contrast_is_computed_as_wcag_does() -> None:
    assert stylesheet.contrast("#fff", "#000000") == pytest.approx(21)
    assert stylesheet.contrast("#777", "#fff") == pytest.approx(4.48, abs=0.005)
    assert stylesheet.contrast("#abc", "#abc") == 1


def test_rules_are_read_with_their_condition_selectors_and_declarations() -> None:
    read = [
        *stylesheet.rules("/* .no {} */ a, .b:is(c, d) { x: y; }\n@media print { .e { z: 1 } }")
    ]
    assert read == [
        stylesheet.Rule("", ("a", ".b:is(c, d)"), "x: y;"),
        stylesheet.Rule("@media print", (".e",), "z: 1"),
    ]
    assert stylesheet.classes("@media print { .e.f > g:not(.h) { z: .5em } }") == {"e", "f", "h"}


def test_an_element_that_is_on_no_page_is_an_error(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    site = Site(ROOT / "tests/sites/whole", tmp_path_factory.mktemp("views"))
    with pytest.raises(LookupError, match=r"no \.nowhere on index\.html"):
        design.cut(site, "index.html", ".nowhere")


@pytest.mark.parametrize("wide", [360, 1280])
def test_the_page_needs_no_other_file_fits_its_screen_and_axe_finds_nothing(wide: int) -> None:
    with machine.open_browser() as browser:
        page = browser.new_page(viewport={"width": wide, "height": 800})
        asked: list[str] = []
        page.on("request", lambda each: asked.append(each.url))
        page.goto(design.PAGE.as_uri())
        assert [url for url in asked if not url.startswith("data:")] == [design.PAGE.as_uri()]
        assert page.evaluate("document.documentElement.scrollWidth") <= wide
        page.evaluate(AXE)
        # an example repeats the frame of a page within a page, so what is told of whole pages
        # cannot hold here; on real pages it does (test_accessibility.py)
        rules = "{'heading-order': off, 'landmark-unique': off}".replace("off", "{enabled: false}")
        assert page.evaluate(FOUND.replace(RULES, rules)) == []


def test_lists_of_a_text_have_their_dots_and_numbers_and_others_have_none() -> None:
    with machine.open_browser() as browser:
        page = browser.new_page()
        page.set_content(
            f"<style>{stylesheet.text()}</style><main><section>"
            "<ul><li>a<ol><li>b</ol></ul><ol><li>c</ol><ul class=rows><li>d</ul>"
            "<div class=call><ul><li>e</ul></div></section>"
            "<article><ol><li>f</ol></article></main><footer><section><ul><li>g</ul></section></footer>"
        )
        marks = page.evaluate(
            "[...document.querySelectorAll('ul, ol')].map(e => getComputedStyle(e).listStyleType)"
        )
        assert marks == ["disc", "decimal", "decimal", "none", "none", "decimal", "none"]
