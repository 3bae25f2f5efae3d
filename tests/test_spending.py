"""A project's money adds up, and money that no one recorded is not known."""

import pytest

from tests.records import PROJECT, changed, judge
from tests.test_project import LEAST, listed, small, view


@pytest.mark.parametrize(
    ("changes", "planned"),
    [
        ({}, 1_000_000),
        ({"budget": None}, None),
        ({"budget": None, "sources": listed("fund: 一, level: county, amount: 3元")}, 300),
        ({"budget": None, "sources": "[]"}, None),
        ({"budget": "0"}, 0),
        ({"budget": "9元", "sources": listed("fund: 一, level: county, amount: 3元")}, 900),
    ],
)
def test_the_money_planned_is_the_budget_or_what_the_sources_give(
    changes: dict[str, str | None], planned: int | None
) -> None:
    assert view(changed(LEAST, **changes))["planned"] == planned


@pytest.mark.parametrize(
    ("changes", "paid"),
    [
        ({"stage": "library"}, 0),
        ({"stage": "approved"}, 0),
        ({"stage": "under_way"}, None),
        ({"stage": "accepted"}, None),
        ({"stage": "stopped"}, None),
        ({"stage": "under_way", "payments": "[]"}, 0),
        ({"stage": "under_way", "payments": listed("date: 2018, amount: 3元")}, 300),
    ],
)
def test_money_no_one_recorded_is_not_known_rather_than_none(
    changes: dict[str, str | None], paid: int | None
) -> None:
    assert view(changed(LEAST, **changes))["paid"] == paid


def test_sources_that_do_not_add_up_to_the_budget_are_found_with_the_difference() -> None:
    (wrong,) = judge("projects", changed(PROJECT, budget="126万元"))
    assert (wrong.code, wrong.path) == ("P301", ("budget",))
    assert dict(wrong.values) == {
        "sum": "1,250,000.00元", "budget": "1,260,000.00元", "difference": "10,000.00元",
    }  # fmt: skip


def test_the_sum_of_sources_is_exact_to_the_fen() -> None:
    sources = listed(*(f"fund: 一, level: county, amount: {n}.01元" for n in range(100)))
    total = f"{sum(range(100)) + 1}.00元"
    assert small(budget=total, sources=sources) == []
    assert small(budget=f"{total[:-3]}1元", sources=sources) == ["P301 budget"]


def test_the_payment_that_first_exceeds_the_plan_is_named_once() -> None:
    payments = listed(*(f"date: 2018-0{n}, amount: 5000元" for n in (3, 4, 5, 6)))
    text = changed(LEAST, stage="approved", payments=payments)
    (wrong,) = judge("projects", text)
    assert (wrong.code, wrong.path) == ("P302", ("payments", 2, "amount"))
    assert dict(wrong.values) == {"paid": "15,000.00元", "planned": "10,000.00元"}


def test_all_that_is_planned_may_be_paid() -> None:
    assert small(stage="approved", payments=listed("date: 2018-03, amount: 1万元")) == []


def test_without_any_money_recorded_there_is_a_warning() -> None:
    assert small(budget=None) == ["P309"]
