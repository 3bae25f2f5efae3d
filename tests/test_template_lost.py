"""What of a site's own templates would be shown nowhere, or breaks ours, is told before a build."""

from pathlib import Path

import pytest

from generator.build import build, template_lost
from tests.conftest import AS_OF, load

EXTENDS = '{% extends "shipped/unit.html" %}'
MACROS = '{% extends "shipped/macros.html" %}'
MEETINGS = '{% extends "shipped/parts/meetings.html" %}'


def told(root: Path, texts: dict[str, str]) -> list[str]:
    """Return what `check` says of a site with templates of its own."""
    for name, text in texts.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    found = build.check(load(root), AS_OF)
    return [
        f"{each.code} {each.place} {dict(each.values).get('nearest', '')}".strip() for each in found
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<p>a</p>" + EXTENDS, 1),
        (EXTENDS + "\n\n\n  <p>a</p>", 4),
        (EXTENDS + "\n<!-- a -->\n{% if site.demo %}\n<p>a</p>\n{% endif %}", 4),
        (EXTENDS + "\n{% for each in crumbs %}{{ each.name }}{% endfor %}", 2),
        (EXTENDS + "\n{{ unit.name }}", 2),
    ],
)
def test_what_stands_in_no_block_is_told_at_its_line(whole: Path, text: str, line: int) -> None:
    assert told(whole, {"templates/unit.html": text}) == [f"P832 templates/unit.html:{line}:1"]


def test_how_macros_are_called_is_asked_where_a_site_has_a_file_of_them_alone(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To read all that is shipped for it took half of what a check of one own page takes."""
    monkeypatch.setattr(template_lost, "calls", lambda: pytest.fail("it was asked"))
    assert told(whole, {"templates/unit.html": EXTENDS}) == []


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + EXTENDS + "\r\n{# a #}\r\n<!-- a\n b -->{% block duties %}a{% endblock %}\r\n",
        '{% set a %}b{% endset %}{% import "macros.html" as m %}' + EXTENDS,
        EXTENDS
        + "{% macro a() %}<p>b</p>{% endmacro %}{% if site.demo %}{% set a = 1 %}{% endif %}",
    ],
)
def test_what_is_not_to_be_shown_may_stand_in_no_block(whole: Path, text: str) -> None:
    assert told(whole, {"templates/unit.html": text}) == []


def test_the_mark_of_an_editor_before_a_template_comes_into_no_page(whole: Path) -> None:
    part = "\ufeff{% macro line(unit) %}[{{ unit.name }}]{% endmacro %}"
    use = '{% import "parts/mine.html" as mine %}{% block duties %}{{ mine.line(unit) }}'
    use += '{% include "mine.html" %}{% endblock %}'
    texts = {"unit.html": EXTENDS + use, "parts/mine.html": part, "mine.html": "\ufeff<p>a</p>"}
    assert told(whole, {f"templates/{name}": text for name, text in texts.items()}) == []
    build.build(load(whole), AS_OF)
    page = (whole / "site/units/jia.html").read_text("utf-8")
    assert "]<p>a</p>" in page
    assert page.count("\ufeff") == 1, "at its head"


def macro(line: str, body: str = "") -> str:
    return f"{{% macro {line} %}}{body}{{% endmacro %}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (macro("tel(number)"), ["P833 {}:1:1"]),
        (MACROS + "\n" + macro("tel()"), ["P834 {}:2:1"]),
        (MACROS + macro("tel(a, b)"), ["P834 {}:1:1"]),
        (MACROS + macro("times(page, site)"), ["P834 {}:1:1"]),
        (MACROS + macro("tell(a)"), ["P835 {}:1:1 tel"]),
        (MACROS + macro("tel(a)", "{{ tell(a) }}") + macro("tell(a)"), []),
        (MACROS + macro("tel(a, b='')"), []),
        (MACROS + macro("tel(a, b)", "{% if b is defined %}{{ b }}{% endif %}"), []),
        (MACROS + macro("tel()", "{{ varargs|first }}"), []),
        (MACROS + macro("times(page, site)", "{{ kwargs|length }}"), []),
    ],
)
def test_a_macro_in_the_place_of_ours_takes_what_ours_does(
    whole: Path, text: str, expected: list[str]
) -> None:
    file = "templates/macros.html"
    assert told(whole, {file: text}) == [each.format(file) for each in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (macro("line(a, b)"), ["P833 {}:1:1"]),
        (MEETINGS + macro("line(base)"), ["P834 {}:1:1"]),
        (MEETINGS + macro("line(base, row)"), []),
    ],
)
def test_macros_of_a_kind_take_what_the_pages_that_choose_them_hand_in(
    whole: Path, text: str, expected: list[str]
) -> None:
    file = "templates/parts/meetings.html"
    assert told(whole, {file: text}) == [each.format(file) for each in expected]


def test_a_template_without_its_first_line_is_told(whole: Path) -> None:
    texts = {
        "templates/unit.html": "{% block duties %}a{% endblock %}",
        "templates/feed.xml": "{% block title %}a{% endblock %}",
        "templates/project.html": '{% include "mine.html" %}',
        "templates/mine.html": "a",
        "templates/home.html": "<html><title>a</title></html>",
    }
    found = told(whole, texts)
    assert found == ["P836 templates/feed.xml:1:1", "P836 templates/unit.html:1:1"]


def test_a_part_that_is_included_knows_what_the_page_does(whole: Path) -> None:
    use = EXTENDS + '{% block duties %}{% include "parts/mine.html" %}{% endblock %}'
    texts = {"templates/unit.html": use, "templates/parts/mine.html": "<p>{{ unit.name }}</p>"}
    assert told(whole, texts) == []


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("template/unit.html", ["P829 template/unit.html templates/unit.html"]),
        ("Templates/parts/mine.html", ["P829 Templates/parts/mine.html templates/parts/mine.html"]),
        ("locales/en/LC_MESSAGES/mingjing.po", ["P809 locales/en/LC_MESSAGES/mingjing.po"]),
        ("template/note.txt", []),
        ("tempora/unit.html", []),
    ],
)
def test_a_folder_that_is_called_almost_as_it_should_be_is_told(
    whole: Path, file: str, expected: list[str]
) -> None:
    assert told(whole, {file: "a"}) == expected
