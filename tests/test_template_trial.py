"""Before a site is built, `check` says whether its own templates can be used."""

from pathlib import Path

import pytest

from generator.base.problems import Problem
from generator.build import build, template_trial
from generator.build.template_trial import Trial
from generator.pages.page_mark import Page
from tests.conftest import AS_OF, load


def own(root: Path, **texts: str) -> Path:
    """Give a site templates of its own; `__` stands for `/` in their names."""
    for name, text in texts.items():
        file = root / "templates" / f"{name.replace('__', '/')}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="\n")
    return root


def told(root: Path) -> list[str]:
    """Return what `check` says of the templates: code and place."""
    return [f"{each.code} {each.place}" for each in found(root)]


def found(root: Path) -> list[Problem]:
    return [each for each in build.check(load(root), AS_OF) if each.severity == "error"]


def extending(name: str, block: str, text: str) -> str:
    return f'{{% extends "shipped/{name}.html" %}}\n{{% block {block} %}}\n{text}\n{{% endblock %}}'


GOOD = {
    "unit": extending("unit", "call", "{{ m.tel(unit.phone) }}{{ super() }}"),
    "macros": '{% extends "shipped/macros.html" %}{% macro tel(n) %}{{ n }}{% endmacro %}',
    "parts__meetings": '{% extends "shipped/parts/meetings.html" %}\n'
    "{% macro mark(state) %}{{ state|label('meetings') }}{% endmacro %}",
    "base": extending("base", "skip", "{% if letter is defined %}{{ letter }}{% endif %}"),
    "folder": extending("folder", "content", "{{ to }}"),
    "more": "{{ whatever }}",
}


def test_templates_that_can_be_used_are_not_complained_of(whole: Path) -> None:
    assert told(own(whole, **GOOD)) == []
    assert build.build(load(whole), AS_OF).published


def test_what_shipped_templates_lead_to_is_found_without_parsing_them(tmp_path: Path) -> None:
    trial = Trial(tmp_path)
    texts = [trial._text(name) for name in trial.names]
    found = [sorted(template_trial._shipped_led(text)) for text in texts]
    assert found == [sorted(template_trial._led(text) or ()) for text in texts]
    assert len(texts) > 50
    assert sum("parts/" in each for each in found) > 3


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("unit", extending("unit", "call", "{{ unit.fone }}"), ["P814 templates/unit.html:3:1"]),
        ("unit", extending("unit", "call", "{{ unti.phone }}"), ["P814 templates/unit.html:3:1"]),
        ("unit", extending("unit", "call", "{{ m.tell(1) }}"), ["P814 templates/unit.html:3:1"]),
        ("unit", extending("unit", "call", "{{ figures.nope }}"), ["P814 templates/unit.html:3:1"]),
        (
            "unit",
            extending("unit", "call", "{{ unit.phone|fon }}"),
            ["P814 templates/unit.html:3:1"],
        ),
        ("unit", extending("unit", "calls", ""), ["P816 templates/unit.html:2:1"]),
        (
            "unit",
            extending("unit", "call", "{% if 1 is begum %}{% endif %}"),
            ["P814 templates/unit.html:3:1"],
        ),
        ("unit", extending("unit", "call", "{% if %}"), ["P824 templates/unit.html:3:1"]),
        ("unit", extending("unti", "call", ""), ["P815 templates/unit.html:1:1"]),
        (
            "unit",
            extending("unit", "call", '{% include "x.html" %}'),
            ["P815 templates/unit.html:3:1"],
        ),
        (
            "macros",
            "{% macro tel(n) %}{{ page }}{% endmacro %}",
            ["P814 templates/macros.html:1:1"],
        ),
        ("base", extending("base", "skip", "{{ unit.id }}"), ["P814 templates/base.html:3:1"]),
        ("folder", extending("folder", "content", "{{ too }}"), ["P814 templates/folder.html:3:1"]),
        ("404", extending("404", "demo", "{{ site.asof }}"), ["P814 templates/404.html:3:1"]),
    ],
)
def test_what_cannot_be_used_is_told_at_its_line(
    whole: Path, name: str, text: str, expected: list[str]
) -> None:
    own(whole, **{name: text})
    wrong = [*Trial(whole).faults()] or found(whole)  # what needs no record is found without any
    assert sorted({f"{each.code} {each.place}" for each in wrong})[:1] == expected


def test_the_name_that_was_meant_is_offered(whole: Path) -> None:
    own(whole, unit=extending("unit", "call", "{{ unit.adress }}{{ unti.id }}"))
    [wrong] = found(whole)
    assert dict(wrong.values) == {"name": "unti", "nearest": "unit"}
    own(whole, unit=extending("unit", "call", "{{ unit.adress }}"))
    [wrong] = found(whole)
    assert dict(wrong.values) == {"name": "adress", "nearest": "address"}
    own(whole, unit=extending("unit", "answer", ""))
    [wrong] = found(whole)
    assert dict(wrong.values) == {"name": "answer", "nearest": "answers"}
    own(whole, unit=extending("unit", "call", "{{ 1|cont }}"))
    [wrong] = found(whole)
    assert dict(wrong.values) == {"name": "cont", "nearest": "count"}
    own(whole, unit=extending("unti", "call", ""))
    [wrong] = found(whole)
    assert dict(wrong.values)["nearest"] == "shipped/unit.html"


def test_a_name_is_missed_even_where_no_page_comes_to_it(whole: Path) -> None:
    own(whole, unit=extending("unit", "call", "{% if false %}{{ nowhere }}{% endif %}"))
    assert told(whole) == ["P814 templates/unit.html:3:1"]


@pytest.mark.parametrize(
    "texts",
    [
        # only of a project that has been accepted, only of one village, only where nothing is known
        {
            "project": ("results", "{{ project.acceptance.bye if project.acceptance else '' }}"),
            "unit": ("call", "{% if contacts %}{{ contacts.posts[0].fone }}{% endif %}"),
            "compliance": ("rules", "{{ unit.nope if 'sent:first_secretary' in figures else '' }}"),
        },
        {
            "project": ("money", "{% if project.paid is none %}{{ project.paid + 1 }}{% endif %}"),
            "unit": ("call", "{% if unit.level == 'town' %}{{ unit.nope }}{% endif %}"),
        },
        {"project": ("what", "{% for x in project.changes %}{{ x.when }}{% endfor %}")},
    ],
)
def test_pages_that_differ_in_what_they_have_are_tried(
    whole: Path, texts: dict[str, tuple[str, str]]
) -> None:
    own(whole, **{name: extending(name, *told_) for name, told_ in texts.items()})
    wrong = [each for each in found(whole) if each.code in ("P814", "P817")]
    assert {str(each.place) for each in wrong} == {f"templates/{name}.html:3:1" for name in texts}
    assert {*build.build(load(whole), AS_OF).problems} & {*wrong}


def test_a_link_of_an_own_template_that_leads_nowhere_is_told(whole: Path) -> None:
    link = '<a href="{{ page.base }}nowhere.html">甲</a>'
    link += '<a href="{{ page.base }}sitemap.html">乙</a>'
    own(
        whole,
        home=extending("home", "heading", link + '<a href="#gone">丙</a><a href="#main">丁</a>'),
    )
    links = {dict(each.values)["target"] for each in found(whole) if each.code == "P705"}
    assert links == {"nowhere.html", "index.html#gone", "en/nowhere.html", "en/index.html#gone"}
    assert links <= {
        dict(each.values).get("target") for each in build.build(load(whole), AS_OF).problems
    }


def test_no_link_of_the_shipped_templates_is_complained_of(whole: Path) -> None:
    own(whole, base=extending("base", "skip", "{{ super() }}"), macros=GOOD["macros"])
    assert [each.code for each in build.check(load(whole), AS_OF)] == []


def test_a_private_number_in_an_own_template_is_told(whole: Path) -> None:
    own(whole, unit=extending("unit", "call", "110101" + "19900307" + "8515"))
    assert {each.code for each in found(whole)} == {"P610"}


def test_only_the_pages_of_what_is_own_are_made(whole: Path, tmp_path: Path) -> None:
    own(whole, az=extending("az", "heading", ""))
    assert Trial(whole).affected() == {"az.html"}
    own(whole, parts__documents='{% extends "shipped/parts/documents.html" %}')
    assert Trial(whole).affected() >= {
        "az.html",
        "documents.html",
        "document.html",
        "compliance.html",
        "records.html",  # which chooses a part by the kind that it shows
    }
    assert "project.html" not in Trial(whole).affected()
    own(whole, macros='{% extends "shipped/macros.html" %}')
    assert {"project.html", "unit.html"} <= Trial(whole).affected()
    assert "404.html" not in Trial(whole).affected()
    assert Trial(tmp_path).affected() == set()


def test_a_page_like_one_before_is_not_made() -> None:
    view = {"unit": {"level": "town", "phone": "0854-1"}, "rows": [{"paid": 1}], "of": {"a/b": 1}}
    seen: set[template_trial.Seen] = set()

    def new(**changes: object) -> bool:
        return template_trial._new(Page("x", "unit.html", {**view, **changes}), seen)

    assert new()
    assert not new(unit={"level": "town", "phone": "0854-2"}, of={"c/d": 2})
    assert new(unit={"level": "village", "phone": "0854-1"})
    assert new(unit={"level": "town", "phone": ""})
    assert new(rows=[])
    assert new(rows=[{"paid": 5}, {"paid": None}])
    assert not new(rows=[{"paid": None}])


def test_a_template_that_is_empty_is_told(whole: Path) -> None:
    own(whole, unit=" \n", base="", mine="")
    assert told(whole) == ["P805 templates/base.html:1:1", "P805 templates/unit.html:1:1"]


def test_a_template_that_is_not_utf8_is_told(whole: Path) -> None:
    own(whole, unit="")
    (whole / "templates/unit.html").write_bytes("{# 甲\n乙 #}\n村".encode("gb18030"))
    assert [each.partition(":")[0] for each in told(whole)] == ["P805 templates/unit.html"]
