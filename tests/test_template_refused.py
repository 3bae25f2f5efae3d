"""What a site's own templates may not do is told at its line; what they may do is not."""

from pathlib import Path

import pytest
from jinja2 import Environment

from generator.build import build, template_refused
from generator.build.template_trial import Trial
from tests.conftest import AS_OF, load


def refused(text: str) -> list[str]:
    """Return code and line of what is refused of a template, and what it asks for."""
    environment = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    environment.newstyle_gettext = True  # type: ignore[attr-defined] # as ours
    template = environment.parse(text)
    return [
        f"{each.code}:{each.place.line} {dict(each.values).get('asked', '')}".strip()
        for each in template_refused.refused(template, "unit.html")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\n{% autoescape false %}{{ a }}{% endautoescape %}", ["P825:2 {% autoescape %}"]),
        ("{% autoescape a %}{{ a }}{% endautoescape %}", ["P825:1 {% autoescape %}"]),
        ("{{ unit.name|safe }}", ["P825:1 |safe"]),
        ("{{ (unit.name ~ 'x')|upper|safe }}", ["P825:1 |safe"]),
        ("{{ unit.pop('name') }}", ["P826:1 unit.pop"]),
        ("{% set x = children.append(1) %}", ["P826:1 children.append"]),
        ("{% for each in children %}{{ each.clear() }}{% endfor %}", ["P826:1 each.clear"]),
        ("{% set x = unit.leaders %}{{ x[0].update(a=1) }}", ["P826:1 x.update"]),
        ("{% set x = children %}{% for y in x %}{{ y.pop() }}{% endfor %}", ["P826:1 y.pop"]),
        ("{{ _('%(n)s places') }}", ["P828:1"]),
        ("{{ _('%(n)s of %(all)s', n=1) }}", ["P828:1"]),
        ("{{ _('100%') }}", ["P828:1"]),
        ("{{ ngettext('one', '%(n)s many', 3) }}", ["P828:1"]),
        ("{% macro a() %}{% include ['b', 'c'] without context %}{% endmacro %}", ["P805:1"]),
        ("{% set a %}\n{% include 'b' ignore missing without context %}{% endset %}", ["P805:2"]),
    ],
)
def test_what_may_not_be_is_told_at_its_line(text: str, expected: list[str]) -> None:
    assert refused(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "{% autoescape true %}{{ a }}{% endautoescape %}",
        "{{ '<br>'|safe }}",
        "{% set x = [] %}{% for y in children %}{% set _ = x.append(y) %}{% endfor %}{{ x }}",
        "{% set x = children|list %}{{ x.pop().name }}",
        "{% set x = dict(unit) %}{% set _ = x.update(a=1) %}",
        "{% import 'm.html' as m %}{{ m.update(1) }}",
        "{% macro a(x) %}{{ x.sort() }}{% endmacro %}",
        "{{ unit.get('name') }}{% for a, b in figures.items() %}{{ a }}{% endfor %}",
        "{{ _('%(n)s places', n=1) }}{{ _('100%%') }}{{ _('plain') }}{{ _(word) }}",
        "{{ ngettext('%(num)s place', '%(num)s places', 3) }}{{ _('%(n)s', **values) }}",
        "{% trans %}100%{% endtrans %}",
        "{% include 'b' without context %}{% macro a() %}{% include 'b' %}{% endmacro %}",
    ],
)
def test_what_may_be_is_not_complained_of(text: str) -> None:
    assert refused(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<script src="https://x.example/a.js"></script>', ['1:9 src="https://x.example/a.js']),
        ("\n <img alt=x src=//x.example/a.png>", ["2:13 src=//x.example/a.png"]),
        ('<p style="color: red">', ['1:4 style="color: red']),
        ('<p class="a"\n onclick="go()">', ['2:2 onclick="go()']),
        ("<style>p {}</style>", ["1:1 <style>"]),
        ("<script>go()</script>", ["1:1 <script>"]),
        ('<link rel="stylesheet" href="http://x.example/a.css">', ['1:24 href="http://x.ex']),
        ('<a href="https://x.example/">x</a>', []),
        ('<link rel="license" href="https://x.example/">', []),
        ('<script src="{{ page.top }}{{ site.assets["a.js"] }}"></script>', []),
        ('<script type="application/ld+json">{}</script>', []),
        ("{# <style> #}<p>1 < 2</p>", []),
    ],
)
def test_what_the_policy_of_the_pages_forbids_is_told(text: str, expected: list[str]) -> None:
    found = [
        f"{each.place.line}:{each.place.column} {dict(each.values)['found']}"
        for each in template_refused.unfollowed(text, "unit.html")
    ]
    assert len(found) == len(expected)
    assert all(one.startswith(two) for one, two in zip(found, expected, strict=True))


def own(root: Path, **texts: str) -> Path:
    for name, text in texts.items():
        file = root / "templates" / name.replace("__", "/").replace("_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return root


def test_a_template_that_no_page_is_made_with_is_told_with_the_name_that_was_meant(
    whole: Path,
) -> None:
    own(whole, untt_html="a", unit_html_txt="b", units__unit_html="c", assets__own_css="d")
    own(whole, unit_html='{% extends "shipped/unit.html" %}{% block duties %}'
        '{% include "mine.html" %}{% endblock %}', mine_html="e")  # fmt: skip
    found = {
        (each.place.file, dict(each.values)["nearest"])
        for each in build.check(load(whole), AS_OF)
        if each.code == "P829"
    }
    assert found == {
        ("templates/untt.html", "unit.html"),
        ("templates/unit.html.txt", "unit.html"),
        ("templates/units/unit.html", "unit.html"),
    }


def test_where_a_template_is_chosen_when_the_page_is_made_none_is_called_unused(
    whole: Path,
) -> None:
    chosen = '{% include [unit.level ~ ".html", "of-all.html"] %}'
    own(whole, unit_html=f'{{% extends "shipped/unit.html" %}}{{% block duties %}}{chosen}'
        "{% endblock %}", village_html="a")  # fmt: skip
    (whole / "templates/of-all.html").write_text("b")
    assert [each.code for each in Trial(whole).faults()] == []


def test_a_frame_of_ones_own_may_have_another_policy(whole: Path) -> None:
    own(whole, unit_html='{% extends "shipped/unit.html" %}{% block duties %}<p style="x">'
        "{% endblock %}")  # fmt: skip
    assert [each.code for each in Trial(whole).faults()] == ["P830"]
    own(whole, base_html='<meta http-equiv="Content-Security-Policy" content="x">'
        "{% block duties %}{% endblock %}")  # fmt: skip
    assert "P830" not in {each.code for each in Trial(whole).faults()}


@pytest.mark.parametrize(
    ("text", "code", "values"),
    [
        ("{{ above.name }}", "P817", {"reason": "None.name"}),
        ("{{ unit.level|label('levl') }}", "P814", {"name": "levl", "nearest": "level"}),
        ("{{ 'vilage'|label('level') }}", "P814", {"name": "vilage", "nearest": "village"}),
        ("{% include 'unit.html' %}", "P805", {}),
        ("{{ m.tel([1]) }}", "P805", {}),
    ],
)
def test_what_a_page_fails_of_is_told_at_the_own_template_that_asked_for_it(
    whole: Path, text: str, code: str, values: dict[str, str]
) -> None:
    block = f"{{% block duties %}}\n{text}\n{{% endblock %}}"
    own(whole, unit_html=f'{{% extends "shipped/unit.html" %}}\n{block}')
    wrong = [each for each in build.check(load(whole), AS_OF) if each.severity == "error"]
    assert {each.code for each in wrong} == {code}
    assert {str(each.place).partition(":")[0] for each in wrong} == {"templates/unit.html"}
    assert all(values.items() <= dict(each.values).items() for each in wrong)
