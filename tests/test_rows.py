"""Rows of projects are what they were, whatever they are kept as."""

import pickle

from generator import rows
from generator.kinds.kind import View
from generator.rows import Rows


def row(ident: str, **told: object) -> View:
    """Return the row of a project."""
    view: View = {**dict.fromkeys(rows.PROJECT), "id": ident, "changes": [], "taken": []}
    of = {"year": 2018, "category": "water", "stage": "library", "timeliness": "on_time"}
    return rows.of_project({**view, **of, **told}, "jia/dong")


def both(*found: View) -> list[rows.Both]:
    """Return rows with their bytes."""
    return [(each, rows.packed(each)) for each in found]


TAKEN = [("jia/2018-zhuanxiang", 5_000, 100, ("sources", 0, "allocation"))]
ONE, TWO = row("one", planned=None), row("two", taken=TAKEN, planned=7, timeliness="overdue")


def test_a_row_is_the_same_once_it_is_looked_at() -> None:
    kept = Rows(content for _, content in both(ONE, TWO))
    assert [*kept] == [kept[0], kept[1]] == [ONE, TWO]
    assert "taken" not in kept[0]
    assert kept[1]["taken"] == TAKEN
    assert len(kept) == 2


def test_slices_and_sums_of_rows_are_rows() -> None:
    kept = Rows(content for _, content in both(ONE, TWO))
    assert [*kept[1:]] == [TWO]
    assert kept[1:] + kept[:1] == Rows(content for _, content in both(TWO, ONE))
    assert kept != [ONE, TWO]


def test_lists_that_have_a_row_in_common_share_it_in_any_process() -> None:
    parts = pickle.loads(pickle.dumps(rows.parts(both(ONE, TWO))))  # noqa: S301 (our own)
    shared = [parts["year", "2018"], parts["late", ""], parts["category", "water"]]
    assert len({id(part.rows.packed[-1]) for part in shared}) == 1


def test_a_part_has_the_marks_and_the_sums_of_its_rows() -> None:
    part = rows.parts(both(ONE, TWO))["category", "water"]
    assert part.marks == ONE["mark"] + TWO["mark"]
    assert (part.planned, part.unknown) == (7, 1)
    assert [*part.rows] == [ONE, TWO]


def test_what_is_taken_from_an_allotment_changes_no_mark_of_lists() -> None:
    other = [(TAKEN[0][0], 6_000, *TAKEN[0][2:])]
    assert row("two", taken=TAKEN)["mark"] == row("two", taken=other)["mark"]
    assert row("two")["mark"] != row("one")["mark"]
