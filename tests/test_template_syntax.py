"""A template that cannot be read is told in words, with what is to be written."""

import pytest
from jinja2 import Environment, TemplateSyntaxError

from generator.base.problems import Place
from generator.build import template_syntax

PLACE = Place("templates/unit.html", 1, 1)


def told(text: str) -> tuple[str, dict[str, str]]:
    """Return code and values of what Jinja itself says of a text."""
    with pytest.raises(TemplateSyntaxError) as caught:
        Environment(autoescape=True).parse(text)
    found = template_syntax.told(str(caught.value.message), PLACE)
    assert found is not None, caught.value.message
    return found.code, dict(found.values)


@pytest.mark.parametrize(
    ("text", "tag", "end"),
    [
        ("{% if a %}", "{% if %}", "{% endif %}"),
        ("{% block a %}{% for b in c %}{% endblock %}", "{% for %}", "{% endfor %}"),
        ("{% macro a() %}{% if b %}{% else %}{% endmacro %}", "{% if %}", "{% endif %}"),
        ("{# a", "{#", "#}"),
        ("{% raw %}a", "{% raw %}", "{% endraw %}"),
    ],
)
def test_what_does_not_end_is_told_with_its_end(text: str, tag: str, end: str) -> None:
    assert told(text) == ("P823", {"tag": tag, "end": end})


@pytest.mark.parametrize(
    ("text", "found", "near"),
    [
        ("{{ a｜upper }}", "｜", ""),
        ("{{ “a” }}", "“", ""),
        ("{{ a，b }}", "，", ""),
        ("{{ a } }}", "}", ""),
        ("{{ (a }}", "}", ""),
        ("{{ a b }}", "b", ""),
        ("{{ 1 + }}", "}}", ""),
        ("{% if %}", "%}", ""),
        ("{% set a == 1 %}", "==", ""),
        ("{{ a {{ b }}", "{", ""),
        ("{% fro a in b %}", "{% fro %}", "for"),
        ("{% endfi %}", "{% endfi %}", "endif"),
        ("{% do a %}", "{% do %}", ""),
    ],
)
def test_what_cannot_be_understood_is_told(text: str, found: str, near: str) -> None:
    code, values = told(text)
    assert (code, values["found"]) == ("P824", found)
    assert not near or values["nearest"] in (near, "from")


def test_a_name_that_ours_do_not_export_is_told_with_the_nearest() -> None:
    said = "the template 'macros.html' does not export the requested name 'tell'"
    found = template_syntax.told(said, PLACE, ["tel", "facts"])
    assert found is not None
    assert (found.code, dict(found.values)) == ("P814", {"name": "tell", "nearest": "tel"})
    assert template_syntax.told("division by zero", PLACE) is None


def test_braces_of_a_chinese_keyboard_are_told_where_they_stand() -> None:
    text = "{# {％ 说明 ％} #}\n{{ a }}％ {% if b %}\n一{％ if ％}二\n｛｛ a }}"
    found = template_syntax.wide(text, "templates/unit.html")
    assert [(str(each.place), dict(each.values)["found"]) for each in found] == [
        ("templates/unit.html:3:2", "{％"),
        ("templates/unit.html:3:8", "％}"),
        ("templates/unit.html:4:1", "｛｛"),
    ]
