"""Rows of projects are what they were, whatever they are kept as."""

import pickle

from generator.model.kinds.kind import View
from generator.records import list_rows
from generator.records.list_rows import Rows, Table


def row(ident: str, unit: str = "jia/dong", **told: object) -> View:
    """Return the row of a project."""
    view: View = {
        **dict.fromkeys((*list_rows.PROJECT, *list_rows.WHO)),
        "id": ident,
        "changes": [],
        "taken": [],
        "payments": None,
        "parties": {},
        "address": "",
    }
    plan = {"start": "", "finish": "2018-06"}
    of = {"year": 2018, "category": "water", "stage": "library", "timeliness": "on_time"}
    return list_rows.of_project({**view, **of, "plan": plan, **told}, unit)


TAKEN = [("jia/2018-zhuanxiang", 5_000, 100, 30, 20, ("sources", 0, "allocation"))]
ONE, TWO = row("one", planned=None), row("two", taken=TAKEN, planned=7, timeliness="overdue")
THREE = row("three", planned=5, timeliness="overdue")
READ = [ONE, TWO, THREE]
TABLE = Table.of(READ)
ONE, TWO, THREE = (
    {name: value for name, value in each.items() if name not in ("taken", "who", "where")}
    for each in READ
)
BOTH = [ONE, TWO, THREE]


def test_a_row_is_the_same_once_it_is_looked_at() -> None:
    kept = Rows.of(TABLE, range(3))
    assert [*kept] == [kept[0], kept[1], kept[-1]] == BOTH
    assert len(kept) == 3
    assert [*map(list_rows.unpacked, kept[1:].packed())] == [TWO, THREE]


def test_some_rows_of_a_table_stand_in_any_order() -> None:
    kept = Rows.of(TABLE, [2, 0, 1])
    assert [*kept] == [THREE, ONE, TWO]
    assert [*kept[1:]] == [ONE, TWO]
    assert [*kept[:-1][1:]] == [ONE]
    assert [*list_rows.NO_ROWS] == []


def test_lists_that_have_a_row_in_common_share_it_in_any_process() -> None:
    parts = pickle.loads(pickle.dumps(list_rows.parts(READ, TABLE)))  # noqa: S301 (our own)
    assert len({id(part.rows.table) for part in parts.values()}) == 1
    assert [*parts["late", ""].rows] == [TWO, THREE]
    assert parts["late", ""].rows.table.units == ("jia/dong",)


def test_a_part_has_the_marks_and_the_sums_of_its_rows() -> None:
    part = list_rows.parts(READ, TABLE)["category", "water"]
    assert part.marks == ONE["mark"] + TWO["mark"] + THREE["mark"]
    assert (part.planned, part.unknown) == (12, 1)
    assert [*part.rows] == BOTH


def test_what_is_taken_from_an_allotment_changes_no_mark_of_lists() -> None:
    other = [(TAKEN[0][0], 6_000, *TAKEN[0][2:])]
    assert row("two", taken=TAKEN)["mark"] == row("two", taken=other)["mark"]
    assert row("two")["mark"] != row("one")["mark"]


def test_what_is_taken_from_an_allotment_is_told_with_who_takes_it() -> None:
    found = list_rows.taken(READ, TABLE)[TAKEN[0][0]]
    assert found[:4] == (5_000, 100, 30, 20)
    assert found.units == ("jia/dong",)
    assert [*found.rows] == [TWO]
    assert found.told() == [(5_000, 100, 30, "two", TWO["title"], "water")]
    assert [*found.named()] == [(TWO, TAKEN[0][5])]


def test_a_project_is_found_by_whom_it_paid_once_and_not_by_people() -> None:
    names = ("示例（甲）建筑公司", "示例 (甲) 建筑公司", "示例路桥公司", "示例乙", "")
    paid = [{"payee": name} for name in names]
    known = {"示例路桥公司": "a1", "示例（甲）建筑公司": "b2"}
    named = {"contractor": "示例路桥公司", "person_responsible": "示例甲"}
    found = row("x", **named, payments=paid, parties=known)
    assert found["who"] == [("示例路桥公司", "a1"), ("示例甲", ""), ("示例（甲）建筑公司", "b2")]
    assert row("x", contractor="示例路桥公司")["who"] == [("示例路桥公司", "")]


def test_a_project_leads_to_no_page_of_whoever_may_be_a_person() -> None:
    known = {"示例甲": "a1", "示例 路桥\n公司": "b2"}
    found = row("x", contractor="示例甲", implementer="示例 路桥\n公司", parties=known)
    assert found["who"] == [("示例甲", ""), ("示例 路桥 公司", "b2")]


def test_a_village_shows_its_first_late_projects_and_its_town_a_page_of_them() -> None:
    each = [row(str(n), "jia/dong/shang", timeliness="overdue") for n in range(list_rows.ROWS + 2)]
    found = list_rows.late(each, Table.of(each), "jia")
    assert {unit: len(rows) for unit, rows in found.items()} == {
        "jia/dong/shang": list_rows.SHOWN,
        "jia/dong": list_rows.ROWS,
        "jia": list_rows.SHOWN,
    }


def test_projects_of_one_title_at_a_place_say_where_they_are() -> None:
    lamp = {"title": "路灯", "address": "二组"}
    rows = [row("one", **lamp), row("two", title="路灯"), row("three", "jia/dong/xia", **lamp)]
    rows.append(row("four", title="水池", address="一组"))
    marks = [each["mark"] for each in rows]
    list_rows.tell_apart(rows)
    assert [each["title"] for each in rows] == ["路灯（二组）", "路灯", "路灯", "水池"]
    assert [each["mark"] == mark for each, mark in zip(rows, marks, strict=True)] == [
        *(False, True, True, True)
    ]
    Table.of(rows)  # nothing is left over that is for this alone
    assert not any("where" in each for each in rows)
