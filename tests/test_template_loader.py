"""A site's own templates stand on the shipped ones, which keep a name of their own."""

import re
import tempfile
from functools import cache
from pathlib import Path

import pytest
from jinja2 import Environment, TemplateNotFound, nodes

from generator.build import build, template_faults, templates
from generator.build.template_loader import named_in
from generator.joined import anchors
from generator.parse import template_files
from tests.conftest import AS_OF, ROOT, load
from tests.sites import lay
from tests.test_templates import Site

SHIPPED = ROOT / "templates"
WIDEST = 160
MARKER = "!own!"
NOT_PAGES = ("base.html", "macros.html")


def shipped() -> list[str]:
    """Return the name of every shipped template."""
    paths = (path for path in SHIPPED.rglob("*.*ml") if path.suffix in (".html", ".xml"))
    return sorted(path.relative_to(SHIPPED).as_posix() for path in paths)


@cache
def parsed(name: str) -> nodes.Template:
    environment = templates.environment((SHIPPED,), "en")
    return environment.parse((SHIPPED / name).read_text("utf-8"), name)


def blocks(name: str) -> list[str]:
    # not by Jinja, as each process of the tests asks for them all before its first test
    return re.findall(r"{%-? *block (\w+)", (SHIPPED / name).read_text("utf-8"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Give the whole site, read once for this module."""
    made = Site(lay(tmp_path_factory.mktemp("site")), tmp_path_factory.mktemp("views"))
    (made.root / "compiled").mkdir()
    return made


def with_own(site: Site, own: dict[str, str], folder: Path) -> Site:
    """Return the site with templates of its own."""
    for name, text in own.items():
        path = folder / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    made: Site = object.__new__(Site)
    made.__dict__.update(site.__dict__, root=folder)
    where, kept = tuple(template_files.folders(folder)), site.root / "compiled"
    made.environments = {"en": templates.environment(where, "en", kept)}
    return made


def pages_of(site: Site, template: str) -> list[str]:
    """Return the pages of a template; of the frame, those of one that leaves it its own way."""
    named = "lists.html" if template == "base.html" else template
    return [url for url, page in site.pages.items() if page.template == named]


OF_GIT = "late-entries.html"
"""What needs the history of records, which the small site has none of."""
OVERRIDDEN = [(name, block) for name in shipped() if name != OF_GIT for block in blocks(name)]
OVERRIDDEN.remove(("base.html", "content"))  # which every page has otherwise


@pytest.mark.parametrize(("name", "block"), OVERRIDDEN)
def test_a_site_may_replace_each_block_of_each_template(
    site: Site, name: str, block: str, tmp_path: Path
) -> None:
    text = f'{{% extends "shipped/{name}" %}}{{% block {block} %}}{MARKER}{{% endblock %}}'
    own = with_own(site, {name: text}, tmp_path)
    assert any(MARKER in own.page(url) for url in pages_of(site, name))


def test_what_a_block_was_is_at_hand_where_it_is_replaced(site: Site, tmp_path: Path) -> None:
    text = '{% extends "shipped/unit.html" %}{% block duties %}<hr>{{ super() }}{% endblock %}'
    own = with_own(site, {"unit.html": text}, tmp_path)
    url = "units/jia.html"
    before = site.page(url)
    assert own.page(url) == before.replace(
        '<section class="onscreen">\n<h2>Duties', '<hr><section class="onscreen">\n<h2>Duties'
    )


def test_own_and_shipped_templates_stand_on_what_the_site_has_below_them(
    site: Site, tmp_path: Path
) -> None:
    own = with_own(
        site,
        {
            "base.html": '{% extends "shipped/base.html" %}{% block skip %}<i>own base</i>'
            "{% endblock %}",
            "macros.html": '{% extends "shipped/macros.html" %}'
            '{% import "shipped/macros.html" as ours %}'
            "{% macro tel(number) %}<i>own</i>{{ ours.tel(number) }}{% endmacro %}"
            "{% macro more() %}<i>more</i>{% endmacro %}",
            "unit.html": '{% extends "shipped/unit.html" %}'
            "{% block answers %}{{ super() }}{{ m.more() }}{% endblock %}",
            "parts/meetings.html": '{% extends "shipped/parts/meetings.html" %}'
            "{% macro mark(state) %}<i>own mark</i>{% endmacro %}",
        },
        tmp_path,
    )
    html = own.page("units/jia/dong/shang.html")
    assert "<i>own base</i>" in html
    assert "<i>more</i>" in html
    # a macro that is written anew is what all other shipped macros call, too
    assert '<i>own</i><a class="tel" href="tel:0854-0000111">' in html
    assert html.count("<i>own</i>") > 2
    assert "<i>own mark</i>" in own.page("compliance/jia.html")


def test_a_shipped_template_can_be_included_and_imported_by_its_name(
    site: Site, tmp_path: Path
) -> None:
    texts = {
        "az.html": '{% import "shipped/parts/documents.html" as parts %}{{ parts.line is defined }}'
        '{% include "shipped/404.html" %}'
    }
    html = with_own(site, texts, tmp_path).page("az/index.html")
    assert html.startswith("True")
    assert "Page not found" in html


def test_a_shipped_template_that_is_not_there_is_told_where_it_is_named(
    site: Site, tmp_path: Path
) -> None:
    for text in ('{% extends "shipped/missing.html" %}', '{% extends "shipped/../unit.html" %}'):
        own = with_own(site, {"az.html": f"{{# own #}}\n{text}"}, tmp_path)
        with pytest.raises(TemplateNotFound) as raised:
            own.page("az/index.html")
        found = template_faults.fault(raised.value, tmp_path)
        assert found
        assert str(found.place) == "templates/az.html:2:1"


def test_a_fault_in_own_macros_is_told_in_their_file(site: Site, tmp_path: Path) -> None:
    text = (
        '{% extends "shipped/macros.html" %}\n{% macro tel(number) %}\n{{ notthere }}{% endmacro %}'
    )
    own = with_own(site, {"macros.html": text}, tmp_path)
    with pytest.raises(Exception, match="notthere") as raised:
        own.page("units/jia.html")
    found = template_faults.fault(raised.value, tmp_path)
    assert found
    assert str(found.place) == "templates/macros.html:3:1"


def test_places_within_pages_are_looked_for_in_the_shipped_template_too(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "unit.html").write_text(
        '{% extends "shipped/unit.html" %}{% block answers %}<p id="mine"></p>{% endblock %}',
        "utf-8",
    )
    pages = anchors.Pages(tmp_path)
    assert pages.has("units", "mine")
    assert pages.has("units", "supervisors")
    assert pages.has("units", "main")
    assert not pages.has("units", "nowhere")
    (folder / "unit.html").write_text("nothing of ours", "utf-8")
    assert not anchors.Pages(tmp_path).has("units", "supervisors")


@pytest.mark.usefixtures("published")
def test_a_change_of_an_own_template_makes_its_pages_anew(whole: Path) -> None:
    config = load(whole)
    assert build.build(config, AS_OF).published
    (whole / "templates").mkdir()
    (whole / "templates/unit.html").write_text(
        '{% extends "shipped/unit.html" %}{% block call %}<p>own</p>{% endblock %}', "utf-8"
    )
    report = build.build(config, AS_OF)
    assert report.published
    assert report.published.written
    assert "<p>own</p>" in (whole / "site/units/jia.html").read_text("utf-8")
    assert "<p>own</p>" not in (whole / "site/index.html").read_text("utf-8")


@pytest.mark.parametrize("name", shipped())
def test_no_line_of_a_template_is_longer_than_an_editor_shows(name: str) -> None:
    lines = (SHIPPED / name).read_text("utf-8").splitlines()
    assert [line for line in lines if len(line) > WIDEST] == []


@pytest.mark.parametrize("name", shipped())
def test_no_template_reckons(name: str) -> None:
    """Sums and rules are worked out in `generator/pages`; numbers of a loop may be counted on."""
    signs = (nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.NSRef)
    assert not [type(each) for each in parsed(name).find_all(signs)]
    for each in parsed(name).find_all(nodes.Add):
        # lists are put together, and `loop.index + 1` is where a step of the way stands
        assert not each.find(nodes.Const) or _counts(each) or each.find(nodes.List), each
    sums = {each.name for each in parsed(name).find_all(nodes.Filter)} & {"sum", "max", "min"}
    assert not sums


def _counts(add: nodes.Add) -> bool:
    return isinstance(add.left, nodes.Getattr) and add.left.attr == "index"


@pytest.mark.parametrize("name", shipped())
def test_each_section_of_a_page_is_a_block_of_its_own(name: str) -> None:
    """What stands in `content` outside any other block is what stands around several of them."""
    content = [each for each in parsed(name).find_all(nodes.Block) if each.name == "content"]
    for block in content:
        inner = [each for each in block.find_all(nodes.Block) if each is not block]
        within = {id(node) for each in inner for node in each.find_all(nodes.TemplateData)}
        loose = [
            each.data.strip()
            for each in block.find_all(nodes.TemplateData)
            if id(each) not in within and "<section" in each.data
        ]
        assert loose == []
        assert inner or name in ("404.html", "folder.html", "base.html"), name


def test_names_of_templates_are_found_with_their_lines() -> None:
    text = (
        '{% extends "a.html" %}\n{% import "b.html" as b %}'
        '{% include ["c.html", x] %}\n{% include y %}'
    )
    found = [*named_in(Environment(autoescape=True).parse(text))]
    assert found == [("a.html", 1), ("b.html", 2), ("c.html", 2)]


def test_two_sites_in_one_process_have_each_its_own_templates(site: Site) -> None:
    text = '{{% extends "shipped/unit.html" %}}{{% block call %}}{}{{% endblock %}}'
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        first = with_own(site, {"unit.html": text.format("of one")}, Path(one))
        second = with_own(site, {"unit.html": text.format("of another")}, Path(other))
        assert "of one" in first.page("units/jia.html")
        assert "of another" in second.page("units/jia.html")
        assert "of one" not in second.page("units/jia.html")
