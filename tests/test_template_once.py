"""What is made once for many pages says nothing of any one of them."""

from pathlib import Path

import pytest
from jinja2 import DictLoader

from generator.base.messages import CHINESE, ENGLISH
from generator.build import build, template_once
from generator.build.template_compiler import FastEnvironment
from generator.build.template_environment import PageEnvironment
from generator.build.template_once import Once, OnceError
from generator.model import problem_words
from tests.conftest import AS_OF, load

BOTH = pytest.mark.parametrize("kind", [FastEnvironment, PageEnvironment])


def made(kind: type[PageEnvironment], **templates: str) -> PageEnvironment:
    environment = kind(loader=DictLoader(templates), autoescape=True, extensions=[Once])
    environment.globals["_"] = str
    return environment


REFUSED = {
    "a view beside the key": (
        "{% once page.top %}{{ unit.short_name }}{% endonce %}",
        "unit.short_name",
    ),
    "another part of what the key is of": (
        "{% once unit.id %}{{ unit.name }}{% endonce %}",
        "unit.name",
    ),
    "the whole of what the key is of": ("{% once unit.id %}{{ unit }}{% endonce %}", "unit"),
    "a key written otherwise": ("{% once unit['a'] %}{{ unit.a }}{% endonce %}", "unit.a"),
    "a name set from a page": ("{% set a = page.x %}{% once 1 %}{{ a }}{% endonce %}", "a"),
    "a name set from such": (
        "{% set a = page.x %}{% set b = a ~ 1 %}{% once 1 %}{{ b }}{% endonce %}",
        "b",
    ),
    "a name set where it depends": (
        "{% if x %}{% set a = site.x %}{% endif %}{% once 1 %}{{ a }}{% endonce %}",
        "a",
    ),
    "a name set to two things": (
        "{% set a = site.x %}{% set a = unit %}{% once 1 %}{{ a }}{% endonce %}",
        "a",
    ),
    "words set as a block": (
        "{% set a %}{{ unit }}{% endset %}{% once 1 %}{{ a }}{% endonce %}",
        "a",
    ),
    "what a loop around it names": (
        "{% for u in units %}{% once 1 %}{{ u.id }}{% endonce %}{% endfor %}",
        "u.id",
    ),
    "the loop around it": (
        "{% for u in units %}{% once 1 %}{{ loop.index }}{% endonce %}{% endfor %}",
        "loop.index",
    ),
    "what stands for a page after its own loop": (
        "{% once 1 %}{% for unit in site.all %}{{ unit }}{% endfor %}{{ unit }}{% endonce %}",
        "unit",
    ),
    "what a name may be where it is not set": (
        "{% once 1 %}{% if site.x %}{% set u = 1 %}{% endif %}{{ u }}{% endonce %}",
        "u",
    ),
    "what with names": ("{% with u = unit %}{% once 1 %}{{ u }}{% endonce %}{% endwith %}", "u"),
    "what a macro is given": (
        "{% macro x(unit) %}{% once 1 %}{{ unit }}{% endonce %}{% endmacro %}",
        "unit",
    ),
    "a macro that names a page": (
        "{% macro x() %}{{ unit }}{% endmacro %}{% once 1 %}{{ x() }}{% endonce %}",
        "x",
    ),
    "a macro of a macro that does": (
        (
            "{% macro f() %}{{ g() }}{% endmacro %}{% macro g() %}{{ unit }}{% endmacro %}"
            "{% once 1 %}{{ f() }}{% endonce %}"
        ),
        "f",
    ),
    "an import that is given the page": (
        "{% import 'a' as m with context %}{% once 1 %}{{ m.x() }}{% endonce %}",
        "m.x",
    ),
    "one name of such an import": (
        "{% from 'a' import t with context %}{% once 1 %}{{ t() }}{% endonce %}",
        "t",
    ),
    "an import within, that is given the page": (
        "{% once 1 %}{% import 'a' as m with context %}{{ m.x() }}{% endonce %}",
        "{% import … with context %}",
    ),
    "an import under a loop's name": (
        "{% import 'a' as m %}{% for m in units %}{% once 1 %}{{ m }}{% endonce %}{% endfor %}",
        "m",
    ),
    "a file that is given the page": (
        "{% once 1 %}{% include 'a' %}{% endonce %}",
        "{% include %}",
    ),
    "a block, that a page may have otherwise": (
        "{% once 1 %}{% block b %}{% endblock %}{% endonce %}",
        "{% block b %}",
    ),
    "what stands below": (
        "{% block b %}{% once 1 %}{{ super() }}{% endonce %}{% endblock %}",
        "super",
    ),
    "another block": ("{% block b %}{% once 1 %}{{ self.b() }}{% endonce %}{% endblock %}", "self"),
    "what a caller has": (
        "{% macro x() %}{% once 1 %}{{ caller() }}{% endonce %}{% endmacro %}",
        "caller",
    ),
    "words handed to a macro": (
        "{% import 'a' as m %}{% once 1 %}{% call m.x() %}{{ unit }}{% endcall %}{% endonce %}",
        "unit",
    ),
    "what may be missing": ("{% once 1 %}{{ unit|default('') }}{% endonce %}", "unit"),
    "what is asked for alone": (
        "{% once 1 %}{% if unit is defined %}1{% endif %}{% endonce %}",
        "unit",
    ),
    "a variable of words": ("{% once 1 %}{{ _('%(n)s', n=unit.n) }}{% endonce %}", "unit.n"),
    "what others fill": (
        "{% set n = namespace(a=1) %}{% set n.a = unit %}{% once 1 %}{{ n.a }}{% endonce %}",
        "n.a",
    ),
    "a list that others fill": (
        "{% set n = [] %}{% set x = n.append(unit) %}{% once 1 %}{{ n }}{% endonce %}",
        "n",
    ),
    "another thing by the site's name": (
        "{% set site = unit %}{% once 1 %}{{ site.x }}{% endonce %}",
        "{% set site %}",
    ),
    "another thing by the name of a function": (
        "{% set range = unit %}{% once 1 %}{{ range }}{% endonce %}",
        "range",
    ),
    "a piece within, whose key is not the outer one's": (
        "{% once a %}{% once b %}{{ b }}{% endonce %}{% endonce %}",
        "b",
    ),
}
TAKEN = {
    "the key, and what it has": (
        "{% once page.top, unit %}{{ page.top }}{{ unit.a.b }}{% endonce %}"
    ),
    "the key with something behind it": "{% once unit.a %}{{ unit.a.b }}{% endonce %}",
    "the site": "{% once page.top %}{{ site.x }}{% endonce %}",
    "an import": "{% import 'a' as m %}{% once posts %}{{ m.x(posts) }}{% endonce %}",
    "a name set from the site": (
        "{% set a = site.x %}{% set b = a ~ 1 %}{% once 1 %}{{ b }}{% endonce %}"
    ),
    "a name as key": "{% set base = page.base %}{% once base %}{{ base }}{% endonce %}",
    "its own loop": (
        "{% once posts %}{% for p in posts %}{{ loop.index }}{{ p.x }}{% endfor %}{% endonce %}"
    ),
    "its own names": "{% once 1 %}{% set a = site.x %}{{ a }}{% endonce %}",
    "a macro of what it is given": (
        "{% macro x(unit) %}{{ unit }}{{ site.x }}{% endmacro %}{% once 1 %}{{ x(1) }}{% endonce %}"
    ),
    "a macro that calls itself": (
        "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{% endif %}{% endmacro %}"
        "{% once 1 %}{{ f(3) }}{% endonce %}"
    ),
    "a file that is not given the page": (
        "{% once 1 %}{% include 'a' without context %}{% endonce %}"
    ),
    "functions": "{% once 1 %}{{ range(3)|join }}{% endonce %}",
}


@pytest.mark.parametrize(("text", "asked"), REFUSED.values(), ids=REFUSED)
def test_what_may_differ_between_pages_is_refused_at_its_line(text: str, asked: str) -> None:
    for kind in (FastEnvironment, PageEnvironment):
        with pytest.raises(OnceError) as raised:
            made(kind, **{"a.html": f"\n\n{text}"}).get_template("a.html")
        assert (raised.value.asked, raised.value.lineno) == (asked, 3)


@pytest.mark.parametrize("text", TAKEN.values(), ids=TAKEN)
def test_what_is_the_same_on_all_is_taken(text: str) -> None:
    for kind in (FastEnvironment, PageEnvironment):
        made(kind, a=text).get_template("a")


@BOTH
def test_what_stands_in_once_is_made_once_for_each_key_and_each_view_of_the_site(
    kind: type[PageEnvironment],
) -> None:
    text = "{% once key, 1 %}{{ made() }}{% endonce %}{% once key %}{{ made() }}{% endonce %}"
    numbers = iter(range(100))
    environment = made(kind, once=text)
    environment.globals["made"] = lambda: next(numbers)
    template = environment.get_template("once")
    site: dict[str, object] = {}

    def page(key: str, site: dict[str, object]) -> str:
        return template.render(key=key, site=site)

    assert [page("a", site), page("a", site), page("b", site)] == ["01", "01", "23"]
    assert page("a", {}) == "45"


@BOTH
def test_pieces_of_other_blocks_and_templates_are_others(kind: type[PageEnvironment]) -> None:
    environment = made(
        kind,
        base="{% once 1 %}a{% endonce %}{% block b %}{% endblock %}{% once 1 %}c{% endonce %}",
        page="{% extends 'base' %}{% block b %}{% once 1 %}b{% endonce %}{% endblock %}",
    )
    site: dict[str, object] = {}
    assert environment.get_template("base").render(site=site) == "ac"
    assert environment.get_template("page").render(site=site) == "abc"


@BOTH
def test_keys_are_the_same_by_what_they_are_and_not_by_how_they_compare(
    kind: type[PageEnvironment],
) -> None:
    template = made(kind, once="{% once key %}{{ key }}{% endonce %}").get_template("once")
    site: dict[str, object] = {}
    for value in (1, True, 1.0, "1", None, "None", ["a"], ["a"], {"a": 1}, {"a": 2}, ()):
        assert template.render(site=site, key=value) == made(kind, a="{{ key }}").get_template(
            "a"
        ).render(key=value)


@BOTH
def test_what_has_no_view_of_the_site_keeps_nothing(kind: type[PageEnvironment]) -> None:
    macros = "{% macro m(key) %}{% once 1 %}{{ made() }}{% endonce %}{% endmacro %}"
    environment = made(
        kind, macros=macros, page="{% import 'macros' as m %}{{ m.m(1) }}{{ m.m(1) }}"
    )
    numbers = iter(range(9))
    environment.globals["made"] = lambda: next(numbers)
    assert environment.get_template("page").render(site={}) == "01"


def test_a_thing_as_key_is_held_so_that_none_comes_in_its_place() -> None:
    thing = ["a"]
    assert template_once.key(thing) == template_once.key(thing)
    assert template_once.key(thing) != template_once.key(["a"])
    assert template_once.key(thing).thing is thing  # type: ignore[attr-defined] # of no common type


def test_an_adopters_template_that_would_put_one_village_on_all_pages_is_refused(
    whole: Path,
) -> None:
    folder = whole / "templates"
    folder.mkdir()
    (folder / "unit.html").write_text(
        '{% extends "shipped/unit.html" %}\n{% block heading %}\n'
        "{% once page.top %}<h1>{{ place.short_name }}</h1>{% endonce %}\n{% endblock %}\n"
    )
    for problems in (
        build.check(load(whole), AS_OF),
        build.build(load(whole), AS_OF).problems,
    ):
        told = [each for each in problems if each.severity == "error"]
        assert [f"{each.place} {each.code}" for each in told] == ["templates/unit.html:3:1 P818"]
        said = [problem_words.message(told[0], tag) for tag in (CHINESE, ENGLISH)]
        assert all("place.short_name" in each for each in said)


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "{% once 1 %}{% include 'a.html' without context %}{% endonce %}",
        "{% macro f() %}{% include 'a.html' without context %}{% endmacro %}{{ f() }}",
        "{% set x %}{% if 1 %}{% include 'a.html' without context %}{% endif %}{% endset %}{{ x }}",
        "{% filter trim %}{% include 'a.html' without context %}{% endfilter %}",
    ],
)
def test_what_is_included_without_context_is_there_where_text_is_gathered(
    kind: type[PageEnvironment], text: str
) -> None:
    environment = made(kind, **{"page.html": text, "a.html": "<b>{{ unit is defined }}</b>"})
    assert environment.get_template("page.html").render(unit=1, site={}) == "<b>False</b>"
