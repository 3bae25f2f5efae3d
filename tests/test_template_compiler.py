"""Templates mean what they mean in Jinja, only sooner."""

import gc
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import (
    DictLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    UndefinedError,
    pass_context,
)
from jinja2.runtime import Context
from markupsafe import Markup

from generator.build.template_compiler import FastEnvironment
from generator.build.template_environment import PageEnvironment
from generator.build.template_once import Once

TEMPLATES = {
    "base.html": "<{% block a %}{% endblock %}|{% block b %}base{% endblock %}>{{ tail }}",
    "page.html": (
        "{% extends 'base.html' %}{% import 'macros.html' as m %}"
        "{% block a %}{% for n in numbers %}{% if n > 1 %}{{ m.pair(n, text) }}{% endif %}"
        "{{ loop.index }}{{ m.pair(n) }}{% endfor %}{{ self.b() }}{% endblock %}"
        "{% block b %}{{ super() }}{{ m.pair(b=1, a=2) }}{% call m.around() %}{{ text }}"
        "{% endcall %}{% endblock %}"
    ),
    "macros.html": (
        "{% macro pair(a, b='none') %}({{ a }}{{ b }}){% endmacro %}"
        "{% macro around() %}[{{ caller() }}]{% endmacro %}"
    ),
}
VIEW = {"numbers": [1, 2, 3], "text": "<b>", "tail": "&", "site": {}}


class Plain(PageEnvironment):
    """Jinja as it comes."""

    getattr = Environment.getattr


def made(kind: type[PageEnvironment], **templates: str) -> PageEnvironment:
    return kind(
        loader=DictLoader({**TEMPLATES, **templates}),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=[Once],
    )


def test_inheritance_macros_and_blocks_give_what_jinja_gives() -> None:
    ours, theirs = (made(kind).get_template("page.html") for kind in (FastEnvironment, Plain))
    assert ours.render(VIEW) == theirs.render(VIEW)
    assert "&lt;b&gt;" in ours.render(VIEW)


LOOPS = {
    "a test": "{% for n in numbers if n > 1 %}{{ n }}{% endfor %}",
    "a test of two names": "{% for a, b in [(1, 2), (3, 3)] if a != b %}{{ a }}{{ b }}{% endfor %}",
    "a test and else": "{% for n in numbers if n > 9 %}{{ n }}{% else %}-{% endfor %}",
    "a test and the loop": "{% for n in numbers if n > 1 %}{{ n }}{{ loop.index }}{% endfor %}",
    "the loop in a test": "{% for n in numbers if loop.index %}{{ n }}{% endfor %}",
    "a test within a test": (
        "{% for n in numbers if n > 1 %}{% for m in numbers if m < n %}{{ m }}{% endfor %}"
        "{% endfor %}"
    ),
    "a name that is set within": (
        "{% set x = 2 %}{% for n in numbers if n >= x %}{% set x = 9 %}{{ n }}{{ x }}{% endfor %}"
        "{{ x }}"
    ),
    "the name of the loop outside": "{% set n = 3 %}{% for n in numbers if n < 3 %}{{ n }}"
    "{% endfor %}{{ n }}",
    "a list that grows": (
        "{% set found = [1] %}{% for n in found if n < 4 %}{{ n }}{{ found.append(n + 1) }}"
        "{% endfor %}"
    ),
    "a loop of loops": (
        "{% for n in [[1, [2]], 3] recursive if n %}{{ loop(n) if n is iterable else n }}"
        "{% endfor %}"
    ),
    "a block": (
        "{% for n in numbers if n > 1 %}{% block c scoped %}{{ n }}{% endblock %}{% endfor %}"
    ),
    "an error in a test": "{% for n in numbers if n > text %}{{ n }}{% endfor %}",
}


@pytest.mark.parametrize("text", LOOPS.values(), ids=LOOPS)
def test_a_loop_skips_what_it_skips_in_jinja(text: str) -> None:
    ours, theirs = (made(kind, page=text) for kind in (FastEnvironment, Plain))
    said = [outcome_of_page(each) for each in (ours, theirs)]
    assert said[0] == said[1]


BLOCKS = {
    "nothing in a block": "{% extends 'base.html' %}{% block b %}{% endblock %}",
    "a block in a block": (
        "{% extends 'base.html' %}"
        "{% block a %}<{% block c %}{{ text }}{% endblock %}>{% endblock %}"
    ),
    "a block that must be filled": "{% block c required %}{% endblock %}",
    "what is set before": (
        "{% extends 'base.html' %}{% set tail = 'mine' %}{% set x = text %}"
        "{% block a %}{{ x }}{{ tail }}{% endblock %}"
    ),
    "what is set by the names of the view": (
        "{% set text = 1 %}{% block c %}{{ text }}{% endblock %}{% include 'tail.html' %}{{ text }}"
    ),
    "what an include sets": "{% include 'sets.html' %}{{ text }}{{ x is defined }}",
    "an import with what is known": (
        "{% set x = 1 %}{% import 'with.html' as w with context %}{{ w.all() }}"
    ),
    "a base that may be none": "{% extends 'base.html' if numbers %}{% block a %}1{% endblock %}2",
}


@pytest.mark.parametrize("text", BLOCKS.values(), ids=BLOCKS)
def test_blocks_and_names_are_those_of_jinja(text: str) -> None:
    more = {
        "tail.html": "({{ text }})",
        "sets.html": "{% set x = 1 %}{% set text = 2 %}{{ x }}{{ text }}",
        "with.html": "{% macro all() %}{{ x }}{{ text }}{% endmacro %}",
    }
    ours, theirs = (made(kind, page=text, **more) for kind in (FastEnvironment, Plain))
    assert outcome_of_page(ours) == outcome_of_page(theirs)


def outcome_of_page(environment: PageEnvironment) -> str:
    try:
        return environment.get_template("page").render(VIEW)
    except Exception as error:  # noqa: BLE001 (any that Jinja raises)
        return f"{type(error)} {error}"


def test_templates_are_loaded_anew_where_they_may_change_and_only_there() -> None:
    for reload, then in ((True, "2"), (False, "1")):
        texts = {"page": "1"}
        environment = FastEnvironment(loader=DictLoader(texts), auto_reload=reload)
        assert environment.get_template("page").render() == "1"
        texts["page"] = "2"
        assert environment.get_template("page").render() == then


TEXTS = st.lists(st.text("<a", max_size=2) | st.integers() | st.builds(Markup), max_size=3)


@cache
def joining(kind: type[PageEnvironment]) -> list[Template]:
    environment = made(
        kind,
        filter="{{ things|join(between) }}{{ things|join }}{{ things|join(between)|length }}",
        attribute="{{ [{'a': '<'}]|join(between, attribute='a') }}",
        nothing="{{ nothing|join }}",
        few="{% set few = between ~ '<' %}{{ few }}{{ few|length }}",
        more="{% set all = between ~ things|first|default('') ~ safe %}{{ all }}{{ all|length }}",
        missing="{{ '<' ~ nowhere }}",
    )
    names = ("filter", "attribute", "nothing", "few", "more", "missing")
    return [environment.get_template(name) for name in names]


@given(TEXTS | st.tuples(st.just("<"), st.just("b")) | st.just("ab"), st.sampled_from(["", "<", 1]))
def test_texts_are_joined_as_jinja_joins_them(things: object, between: object) -> None:
    view = {"things": things, "between": between, "safe": Markup("<b>"), "nothing": None}
    for ours, theirs in zip(joining(FastEnvironment), joining(Plain), strict=True):
        assert outcome(ours, view) == outcome(theirs, view)


def test_what_a_template_shows_goes_through_those_around_it_as_one_text() -> None:
    """Piece by piece, a page that was a part of itself took seconds to fail."""
    template = made(FastEnvironment).get_template("page.html")
    assert len([*template.root_render_func(template.new_context(dict(VIEW)))]) == 1


def test_a_page_that_is_made_leaves_nothing_of_its_view_behind() -> None:
    own = (
        "{% extends 'base.html' %}{% macro twice(n) %}{{ n }}{{ again(n) }}{% endmacro %}"
        "{% macro again(n) %}{{ text }}{% if n %}{{ twice(n - 1) }}{% endif %}{% endmacro %}"
        "{% block a %}{% macro here(n) %}{{ n }}{{ self.b() }}{% endmacro %}"
        "{{ here(1) }}{% endblock %}{% block b %}{{ numbers }}{% endblock %}"
    )
    template = made(FastEnvironment, **{"own.html": own}).get_template("own.html")
    view = {**VIEW, "numbers": [object()]}
    template.render(view)
    gc.collect()
    gc.disable()
    try:
        template.render(view)
        assert gc.get_referrers(view["numbers"]) == [view]
    finally:
        gc.enable()


def test_what_a_function_of_jinja_is_called_with_is_what_jinja_hands_it() -> None:
    text = (
        "{% block a %}{% set x = 1 %}{{ names() }}{% for n in numbers %}{% set y = n %}"
        "{{ names() }}{% set z = names() %}{{ z }}{% endfor %}{% endblock %}"
    )

    @pass_context
    def names(context: Context) -> str:
        return "<" + " ".join(f"{name}={context.get(name)}" for name in ("x", "y", "n")) + ">"

    said = [
        made(kind, page=text).get_template("page").render(VIEW | {"names": names})
        for kind in (FastEnvironment, Plain)
    ]
    assert said[0] == said[1]
    assert "y=3" in said[0]


def test_translated_words_stand_between_their_values_which_are_escaped() -> None:
    text = (
        "{{ _('%(a)s of %(b)s%%', b=m.pair(1, b=2), a=text) }}"
        "{% set later = _('%(a)s!', a=text) %}{{ later }}{{ later|upper }}{{ _('&') }}"
    )
    environment = made(FastEnvironment, page="{% import 'macros.html' as m %}" + text)
    environment.words = lambda words: words.replace("%(a)s of %(b)s", "%(b)s: %(a)s")
    page = environment.get_template("page").render(text="<b>")
    assert page == "(12): &lt;b&gt;%&lt;b&gt;!&LT;B&GT;!&"


def test_a_macro_called_with_too_much_is_an_error() -> None:
    text = "{% import 'macros.html' as m %}{{ m.pair(1, 2, 3) }}"
    with pytest.raises(TypeError, match="pair"):
        made(FastEnvironment, page=text).get_template("page").render()


def test_a_name_within_a_thing_that_has_none_is_an_error() -> None:
    template = made(FastEnvironment, page="{{ thing.name }}").get_template("page")
    things: list[object] = [{}, 3, [1]]
    for thing in things:
        with pytest.raises(UndefinedError, match="name"):
            template.render(thing=thing)


RARE = {
    "a method": "{{ place.get('name') }}{% for k, v in place.items() %}{{ k }}{{ v }}{% endfor %}",
    "a method of a text": "{{ place.name.upper() }}{{ place.name.upper }}",
    "a method of a list": (
        "{% set l = [1] %}{% set x = l.append(2) %}{{ l }}{{ x }}"
        "{% set y = l.pop() %}{{ l }}{{ y }}"
    ),
    "a method of a tuple and of a text": (
        "{% set x = (1, 1).count(1) %}{{ x }}{% set y = place.name.count('a') %}{{ y }}"
    ),
    "a method called with nothing": "{% set x = place.get() %}{{ x }}",
    "a method of a list, of a mapping": "{% set x = place.append(1) %}{{ x }}",
    "a method of what is missing": "{% set x = nowhere.get('a') %}{{ x }}",
    "an attribute of a loop": "{% for n in numbers %}{{ loop.index }}{{ loop.nope }}{% endfor %}",
    "a loop passed on": (
        "{% macro at(one) %}{{ one.index }}{% endmacro %}"
        "{% for n in numbers %}{{ at(loop) }}{% endfor %}"
    ),
    "a namespace": "{% set n = namespace(a=1) %}{% set n.a = n.a + 1 %}{{ n.a }}",
    "a namespace by another name": "{% set n = namespace(a=1) %}{% set o = n %}{{ o.a }}",
    "what is missing, asked for": (
        "{{ place.none is defined }}{{ place.none|default('-') }}{{ place['x'] is undefined }}"
        "{{ place.none is none }}{% set x = place.none %}{{ x is defined }}"
    ),
    "what is missing": "{{ place.none }}",
    "what is missing in what is missing": "{{ place.none.name }}",
    "a name that is missing": "{{ nowhere.name }}",
    "what is missing in an import": "{% import 'macros.html' as m %}{{ m.none }}",
    "what is missing in an import, called": "{% import 'macros.html' as m %}{{ m.none(1) }}",
    "a macro of an import": "{% import 'macros.html' as m %}{{ m.pair.name }}",
    "a view by the name of an import": (
        "{% import 'macros.html' as m %}{% for m in [place] %}{{ m.name }}{% endfor %}"
    ),
    "a place in a list": "{{ numbers[0] }}{{ numbers.0 }}{{ numbers[:2] }}{{ numbers[7] }}",
    "a key that is a word of a template": "{% set key = 'name' %}{{ place[key] }}{{ place.name }}",
    "an attribute of what is written there": "{{ 'a'.upper() }}{{ {'a': 1}.a }}{{ (1, 2)[0] }}",
    "texts put together": "{{ 'a' ~ place.name ~ 1 }}{{ '<' ~ safe ~ '>' }}{{ '<' ~ place.name }}",
    "an error within a call": "{{ numbers|sum(attribute='x') }}",
}


def outcome(template: Template, view: Mapping[str, object]) -> str:
    try:
        return template.render(view)
    except Exception as error:  # noqa: BLE001 (any that Jinja raises)
        return f"{type(error)} {error}"


@pytest.mark.parametrize("text", RARE.values(), ids=RARE)
def test_a_name_means_all_that_it_means_in_jinja(text: str) -> None:
    view = VIEW | {"place": {"name": "<a>"}, "safe": Markup("<b>")}
    ours, theirs = (made(kind, page=text).get_template("page") for kind in (FastEnvironment, Plain))
    assert outcome(ours, view) == outcome(theirs, view)
    assert outcome(ours, view) == outcome(theirs, view), "the second page as well"


@pytest.mark.parametrize("kind", [FastEnvironment, PageEnvironment])
def test_a_key_of_a_view_comes_before_its_methods(kind: type[PageEnvironment]) -> None:
    template = made(kind, page="{% set x = v.get(1) %}{{ x }}{{ v.get(2) }}{{ v.items }}")
    view = {"v": {"get": lambda number: -number, "items": 3}}
    assert template.get_template("page").render(view) == "-1-23"


VALUES = st.recursive(
    st.none() | st.integers() | st.text("<a&", max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b", "items", "get"]), inner, max_size=4)
    ),
    max_leaves=12,
)
PATHS = st.lists(
    st.sampled_from([".a", ".b", ".items", ".get", "['a']", "[0]", ".get('a')"]), max_size=4
).map("".join)


@settings(deadline=None)  # a template is compiled in it
@given(st.lists(PATHS, max_size=4), VALUES)
def test_keys_that_are_looked_for_at_once_are_those_of_the_plain_way(
    paths: list[str], value: object
) -> None:
    text = "".join(f"{{{{ v{path} }}}}{{{{ v{path} is defined }}}}" for path in paths)
    ours, plain = (
        made(kind, page=text).get_template("page") for kind in (FastEnvironment, PageEnvironment)
    )
    found = outcome(ours, {"v": value})
    if " at 0x" not in found:  # a method shown as it is
        assert found == outcome(plain, {"v": value})


def test_an_error_of_a_template_stands_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("{% if true %}\n\n{{ place.none }}\n{% endif %}")
    environment = FastEnvironment(loader=FileSystemLoader(tmp_path), undefined=StrictUndefined)
    with pytest.raises(UndefinedError) as raised:
        environment.get_template("page.html").render(place={})
    last = raised.traceback[-1]
    assert (Path(last.path).name, last.lineno + 1) == ("page.html", 3)


@pytest.mark.parametrize(
    "text",
    [
        "{{ '%g, %s'|format(n, text) }}",
        "{{ '%g'|format(text) }}",
        "{{ '%g'|format(n) }}{{ '%g'|format }}",
        "{{ '%g'|format(n)|upper ~ text }}{{ '%g<'|format(n) }}",
        "{{ '%g'|format(none.x) }}",
        "{{ '%(a)s'|format(a=text) }}{{ '%s %s'|format(*[1, text]) }}{{ '%d%%'|format(n) }}",
        "{{ '%s'|format }}",
        "{{ text|format(n) }}{{ ('%s'|safe)|format(text) }}{{ ('<%s>'|safe)|format(1)|upper }}",
    ],
)
def test_a_text_with_values_is_what_the_filter_of_jinja_gives(text: str) -> None:
    ours, theirs = (made(kind, page=text).get_template("page") for kind in (FastEnvironment, Plain))
    view = {"n": 2.5, "text": "<b>"}
    assert outcome(ours, view) == outcome(theirs, view)


@pytest.mark.parametrize("call", ["m(1)", "m(1, 2)", "m(1, 2, 3)", "m(b=1, a=2)", "m()", "m(*[1])"])
@pytest.mark.parametrize(
    "macro", ["a, b='<'", "a, b, c", "a", "", "a, b=2, caller=none"], ids=lambda macro: f"({macro})"
)
@pytest.mark.parametrize("more", ["", "{{ varargs }}", "{{ kwargs }}", "{{ caller is defined }}"])
def test_a_macro_is_called_as_jinja_calls_it(call: str, macro: str, more: str) -> None:
    body = f"{{% macro m({macro}) %}}{{{{ [a, b, c]|map('default', '-')|join(' ') }}}}{more}"
    text = f"{body}{{% endmacro %}}{{{{ {call} }}}}{{% set x = {call} %}}{{{{ x }}}}"
    ours, theirs = (made(kind, page=text).get_template("page") for kind in (FastEnvironment, Plain))
    assert outcome(ours, {}) == outcome(theirs, {})
