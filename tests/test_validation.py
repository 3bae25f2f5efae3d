"""What does not fit a model becomes problems that say what, where and how to mend it."""

from pathlib import Path
from typing import Any

import pytest

from generator import reading, source
from generator.kinds.kind import Finding
from generator.messages import CHINESE, ENGLISH
from generator.problems import Problem
from generator.validation import nearest, place, validate
from tests.records import PROJECT, SUPERVISORS, changed


def problems(root: Path, text: str, kind: str = "projects") -> list[Problem]:
    """Return what is wrong with the form of a record."""
    (root / "x.md").write_text(text, encoding="utf-8")
    read, broken = source.read(root, "x.md")
    assert read is not None, broken
    _, found = validate(reading.KINDS[kind][1], read, root)
    for each in found:
        assert all(each.message(tag) and each.hint(tag) for tag in (CHINESE, ENGLISH))
    return found


def said(found: list[Problem]) -> list[str]:
    return [f"{each.place.line}:{each.place.column} {each.code} {each.field}" for each in found]


def test_a_record_that_fits_is_returned(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text(PROJECT, encoding="utf-8")
    read, _ = source.read(tmp_path, "x.md")
    assert read is not None
    data, found = validate(reading.KINDS["projects"][1], read, tmp_path)
    assert found == []
    assert getattr(data, "year", None) == 2018


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"titel": "路"}, "2:1 P109 titel"),
        ({"title": None}, "2:1 P101 title"),
        ({"title": ""}, "4:1 P101 title"),
        ({"title": '"  "'}, "4:8 P101 title"),
        ({"title": "[路]"}, "4:8 P110 title"),
        ({"title": "\n  a: 路"}, "5:3 P110 title"),
        ({"year": "18"}, "5:7 P114 year"),
        ({"year": "[2018]"}, "5:7 P110 year"),
        ({"budget": "125万 左右"}, "25:9 P102 budget"),
        ({"budget": "125"}, "25:9 P103 budget"),
        ({"stage": "在建中"}, "7:8 P108 stage"),
        ({"sources": "many"}, "26:10 P111 sources"),
        ({"sources": "{fund: 甲}"}, "26:10 P111 sources"),
        ({"plan": "2018-03"}, "41:7 P112 plan"),
        ({"plan": "[2018-03]"}, "41:7 P112 plan"),
        ({"plan": "{start: 2018-13}"}, "41:15 P104 plan.start"),
        ({"plan": "{strat: 2018-03}"}, "41:8 P109 plan.strat"),
        ({"photos": "\n  - photo.jpg"}, "74:5 P112 photos.1"),
        ({"photos": "\n  - file: a/b.jpg\n    alt: 路"}, "74:11 P118 photos.1.file"),
        ({"photos": "\n  - file: b.jpg"}, "74:5 P101 photos.1.alt"),
        ({"photos": "\n  -"}, "74:4 P112 photos.1"),
        ({"board_only": "maybe"}, "3:13 P113 board_only"),
        ({"标题": "路"}, "2:1 P109 标题"),
        ({'"a.b"': "路"}, "2:1 P109 a.b"),
        ({"^title": "路"}, "2:1 P109 ^title"),
    ],
)
def test_each_misfit_is_named_at_its_place(
    tmp_path: Path, changes: dict[str, str | None], problem: str
) -> None:
    assert said(problems(tmp_path, changed(PROJECT, **changes))) == [problem]


def test_all_misfits_are_named_at_once(tmp_path: Path) -> None:
    text = changed(
        PROJECT, title=None, yaer="2018", budget="很多", photos="\n  - {file: a, att: b}"
    )
    assert said(problems(tmp_path, text)) == [
        "2:1 P101 title", "25:9 P102 budget", "73:6 P101 photos.1.alt", "73:16 P109 photos.1.att",
        "2:1 P109 yaer",
    ]  # fmt: skip


def values(found: list[Problem]) -> dict[str, Any]:
    (only,) = found
    return dict(only.values)


def test_an_unknown_field_is_told_the_nearest_and_all_the_fields_of_its_group(
    tmp_path: Path,
) -> None:
    found = values(problems(tmp_path, changed(PROJECT, plan="{strat: 2018-03}")))
    assert (found["key"], found["nearest"], found["known"]) == ("strat", "start", "start、finish")
    found = values(problems(tmp_path, changed(PROJECT, qqqqqq="x")))
    assert found["nearest"] == ""
    assert "performance_target" in found["known"]


def test_an_unknown_choice_is_told_the_nearest_label(tmp_path: Path) -> None:
    found = values(problems(tmp_path, changed(PROJECT, stage="验收不合格了")))
    assert found["nearest"] == "验收不合格"
    assert "accepted (验收合格)" in found["choices"]


def test_a_missing_field_is_shown_with_an_example(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, changed(SUPERVISORS, posts="\n  - vacant: yes"), "supervisors")
    assert found.field == "posts.1.role"
    assert "role: both" in found.hint(CHINESE)


def test_an_empty_item_of_a_list_is_named(tmp_path: Path) -> None:
    found = problems(tmp_path, changed(SUPERVISORS, groups="[一组, '', 三组]"), "supervisors")
    assert said(found) == ["3:14 P101 groups.2"]


def test_a_finding_may_point_at_a_second_line(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text(PROJECT, encoding="utf-8")
    finding = Finding("P401", ("budget",), (("name", "甲"),), first=("title",))
    (found,) = place([finding], "x.md", tmp_path)
    assert (str(found.place), dict(found.values)["first"]) == ("x.md:25:9", "4")


def test_without_findings_the_file_is_not_opened(tmp_path: Path) -> None:
    assert place([], "none.md", tmp_path) == []


@pytest.mark.parametrize(
    ("value", "among", "near"),
    [
        ("duyn", ["duyun", "libo"], "duyun"),
        ("jia/dnog", ["jia/dong", "jia"], "jia/dong"),
        ("xyz", ["duyun", "libo"], ""),
        ("", ["duyun"], ""),
        ("duyun", [], ""),
    ],
)
def test_the_nearest_name_is_near_or_none(value: str, among: list[str], near: str) -> None:
    assert nearest(value, among) == near
