"""What templates are given is a contract: described key by key, and held to by every page."""

import pytest
from jinja2 import nodes

from generator.build import template_filters
from generator.pages.views.contract import GIVEN
from generator.pages.views.latest import FeedPage
from generator.pages.views.shared import PlaceView
from tests import template_docs as docs

EVERYWHERE = {"site", "page"}
PLACE = {"id": "jia", "name": "甲县", "short_name": "甲", "level": "county", "phone": ""}
"""What every template of a page is given."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> docs.Checked:
    """Give what came of holding every page of the small whole site, and more, to the contract."""
    return docs.checked(docs.site_of(tmp_path_factory.mktemp("site")))


def test_every_page_is_given_what_is_declared_and_nothing_else(found: docs.Checked) -> None:
    assert found.faults == []


def test_the_document_is_made_from_templates_and_code(found: docs.Checked) -> None:
    """After a change: `python -m tests.template_docs`."""
    assert docs.FILE.read_text("utf-8") == docs.page(found)


def test_what_is_declared_is_there_on_some_page(found: docs.Checked) -> None:
    lost = [
        f"{docs.title(shape)}.{key.name}"
        for shape, own in docs.declared().items()
        for key in own
        if (shape, key.name) not in found.examples
    ]
    assert lost == []


def test_every_key_has_a_meaning() -> None:
    silent = [
        f"{docs.title(shape)}.{key.name}"
        for shape, own in docs.declared().items()
        for key in own
        if not (docs.meanings().get((shape, key.name)) or key.said)
    ]
    assert silent == []


def test_every_template_of_a_page_has_its_declaration_and_no_other() -> None:
    pages = {each for each in docs.names() if each not in docs.FRAMES and "/" not in each}
    assert GIVEN.keys() == pages


@pytest.mark.parametrize("name", docs.names())
def test_templates_blocks_and_macros_say_what_they_are_for(name: str) -> None:
    assert docs.about(name)
    frame = {each.name: each.said for each in docs.blocks("base.html")}
    own = docs.blocks(name)
    assert len(own) == len([*docs.parsed(name).find_all(nodes.Block)])
    assert [each.name for each in own if not (each.said or frame.get(each.name))] == []
    assert len(docs.macros(name)) == len([*docs.parsed(name).find_all(nodes.Macro)])
    assert [each.name for each in docs.macros(name) if not each.said] == []


@pytest.mark.parametrize("name", docs.names())
def test_a_template_asks_for_nothing_that_it_is_not_given(name: str) -> None:
    given: set[str] = set()
    if name in GIVEN:
        given = {key.name for key in docs.keys(GIVEN[name])} | EVERYWHERE
    if name == "base.html":
        given = {"title", "description"} | EVERYWHERE  # which each page sets
    assert docs.asked(name) - given == set()


def test_every_figure_is_described_and_every_description_is_of_one(found: docs.Checked) -> None:
    assert [name for name in found.figures if not docs.fits(name)] == []
    there = {each for name in found.figures for each in docs.fits(name)}
    assert [name for name, _, _ in docs.figures() if name not in there] == []


@pytest.mark.parametrize("name", docs.names())
def test_templates_name_figures_that_there_are(name: str) -> None:
    asked = set()
    for each in docs.parsed(name).find_all((nodes.Getitem, nodes.Call, nodes.Compare)):
        match each:
            case nodes.Getitem(node=nodes.Name(name="figures" | "f"), arg=nodes.Const(value=key)):
                asked.add(key)
            case nodes.Call(
                node=nodes.Getattr(node=nodes.Name(name="figures" | "f"), attr="get"),
                args=[nodes.Const(value=key), *_],
            ):
                asked.add(key)
            case nodes.Compare(
                expr=nodes.Const(value=str(key)),
                ops=[nodes.Operand(expr=nodes.Name(name="figures" | "f"))],
            ):
                asked.add(key)
    assert [key for key in asked if not docs.fits(key)] == []


def test_every_filter_and_every_test_of_ours_says_what_it_gives() -> None:
    functions = {name: docs.environment().filters[name] for name in docs.our_filters()}
    functions |= template_filters.TESTS
    assert len(functions) > 30
    assert [name for name, each in functions.items() if not each.__doc__] == []
    used = {
        node.name
        for name in docs.names()
        for node in docs.parsed(name).find_all((nodes.Filter, nodes.Test))
    }
    assert functions.keys() - used == set()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"new": 1}, "place.new is not declared in PlaceView"),
        ({"level": None}, "place.level is None"),
        ({"level": "hamlet"}, "place.level is 'hamlet'"),
        ({"id": 5}, "place.id is 5"),
    ],
)
def test_a_view_that_is_not_as_declared_is_told(change: dict[str, object], said: str) -> None:
    place = dict(PLACE)
    held = docs.Checked()
    held.view(place, PlaceView, "place")
    assert held.faults == []
    held.view({**place, **change}, PlaceView, "place")
    assert [each.startswith(said) for each in held.faults] == [True]
    del place["phone"]
    held = docs.Checked()
    held.view(place, PlaceView, "place")
    assert held.faults == ["place has no phone, which PlaceView declares"]


@pytest.mark.parametrize("day", ["2018", "2018-1-1", "yesterday", 2018])
def test_a_date_that_is_none_is_told(day: object) -> None:
    held = docs.Checked()
    held.view({"of": PLACE, "known_as": "jia", "entries": [], "updated": day}, FeedPage, "feed")
    assert len(held.faults) == 1
