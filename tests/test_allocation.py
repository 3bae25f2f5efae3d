"""Allotments of money: what stands in one record, and what a project takes from them."""

import json
from typing import Any

import pytest

from generator.model import spending
from generator.model.kinds import allocation, project
from generator.model.kinds.kind import Idle, Rules
from tests.records import ALLOCATION, AS_OF, GIVEN, PROJECT, RULES, changed, codes, judge, read

ROW = {"amount": 100, "returned": 0, "over": False}


def view(text: str, days: int = 30) -> Any:
    rules = Rules(
        AS_OF, {}, RULES.commendation_notice, idle_money=Idle(days, "示例规定"),
        purposes=RULES.purposes,
    )  # fmt: skip
    return allocation.view(read("allocations", text, "jia/2018-zhuanxiang"), rules)


def taken(**changes: str | None) -> list[tuple[str, int, int]]:
    data = read("projects", changed(PROJECT, **changes)).data
    found = spending.taken(data.sources, data.payments, data.returns, AS_OF)
    return [each[:3] for each in found]


def sources(*each: str) -> str:
    return "".join(f"\n  - {{fund: 甲, level: county, {entry}}}" for entry in each)


def payments(*each: str) -> str:
    return "".join(f"\n  - {{date: 2018-05-10, {entry}}}" for entry in each)


def test_an_allotment_as_it_should_be_has_nothing_wrong() -> None:
    assert judge("allocations", ALLOCATION) == []
    assert judge("allocations", GIVEN) == []


def test_a_purpose_that_is_not_configured_is_told_what_is() -> None:
    (found,) = judge("allocations", changed(GIVEN, purpose="povrety"))
    assert (found.code, found.path) == ("P108", ("purpose",))
    assert [*json.loads(dict(found.values)["choices"][3:])] == ["poverty", "education"]


def test_money_is_not_allotted_after_the_day_of_the_data() -> None:
    assert codes(judge("allocations", changed(GIVEN, date="2019-01-01"))) == ["P304 date"]


def test_what_is_pooled_says_what_it_was() -> None:
    assert codes(judge("allocations", changed(ALLOCATION, origin=None))) == ["P935 pooled"]
    assert judge("allocations", changed(ALLOCATION, origin=None, pooled=None)) == []


def test_a_mobile_number_is_masked() -> None:
    text = changed(GIVEN, phone="10000001234")
    assert codes(judge("allocations", text)) == ["P603 phone"]
    assert view(text)["phone"] == "100****1234"


@pytest.mark.parametrize(("day", "over"), [("2018-12-01", False), ("2018-11-30", True)])
def test_money_is_due_after_the_configured_days(day: str, over: bool) -> None:
    shown = view(changed(GIVEN, date=day))
    assert shown["over"] == over
    assert view(changed(GIVEN, date=day), days=31)["over"] is False


@pytest.mark.parametrize(
    ("over", "passed", "assigned", "late", "state"),
    [
        (False, 0, 0, False, "open"),
        (False, 0, 99, False, "partly"),
        (False, 99, 0, False, "partly"),
        (True, 0, 0, False, "idle"),
        (True, 60, 39, True, "idle"),
        (True, 60, 40, True, "late"),
        (True, 60, 40, False, "assigned"),
        (True, 0, 100, False, "assigned"),
        (True, 100, 0, False, "passed"),
    ],
)
def test_what_became_of_money(
    over: bool,
    passed: int,
    assigned: int,
    late: bool,
    state: str,
) -> None:
    assert allocation.state({**ROW, "over": over}, passed, assigned, late=late) == state


def test_every_state_has_its_words_and_those_that_answer_a_rule_are_states() -> None:
    assert set(allocation.KEPT) <= set(allocation.STATES)
    assert set(allocation.KEPT.values()) == {"kept", "missed"}


# ---- what a project takes


def test_a_project_names_what_it_takes_and_pays_from_each_allotment() -> None:
    assert taken() == [("jia/2018-zhuanxiang", 100_000_000, 37_500_000)]


def test_sources_of_one_allotment_are_added_and_its_payments_need_not_name_it() -> None:
    both = sources("amount: 100万元, allocation: jia/a", "amount: 25万元, allocation: jia/a")
    assert taken(sources=both, payments=payments("amount: 3万元", "amount: 2万元")) == [
        ("jia/a", 125_000_000, 5_000_000)
    ]


@pytest.mark.parametrize("other", ["allocation: jia/b, amount: 25万元", "amount: 25万元"])
def test_a_payment_is_not_attributed_where_it_may_be_from_elsewhere(other: str) -> None:
    found = taken(
        sources=sources("amount: 100万元, allocation: jia/a", other),
        payments=payments("amount: 3万元"),
    )
    assert found[0] == ("jia/a", 100_000_000, 0)
    assert sum(paid for *_, paid in found) == 0


def test_an_allotment_is_named_where_it_first_stands_be_it_in_a_payment_alone() -> None:
    both = sources("amount: 100万元, allocation: jia/a", "amount: 25万元, allocation: jia/a")
    paid = payments("amount: 3万元, allocation: jia/b", "amount: 2万元, allocation: jia/a")
    found = read("projects", changed(PROJECT, sources=both, payments=paid))
    paths = {"jia/a": ("sources", 0, "allocation"), "jia/b": ("payments", 0, "allocation")}
    assert {ident: path for kind, ident, path in project.named(found) if kind != "units"} == paths
    assert spending.taken(found.data.sources, found.data.payments, None, AS_OF) == [
        ("jia/a", 125_000_000, 2_000_000, 0, 0, paths["jia/a"]),
        ("jia/b", 0, 3_000_000, 0, 0, paths["jia/b"]),
    ]


def test_a_project_without_allotments_takes_nothing() -> None:
    plain = changed(PROJECT, sources=sources("amount: 125万元"), payments=payments("amount: 3万元"))
    found = read("projects", plain)
    assert spending.taken(found.data.sources, found.data.payments, None, AS_OF) == []
    assert project.view(found, RULES)["payments"][0]["allocation"] == ""


@pytest.mark.parametrize(
    ("paid", "found"),
    [
        (("amount: 60万元, allocation: jia/a", "amount: 40万元, allocation: jia/a"), []),
        (
            ("amount: 60万元, allocation: jia/a", "amount: 400000.01, allocation: jia/a",
             "amount: 2万元, allocation: jia/a"),
            ["P934 payments.1.amount"],
        ),
        (("amount: 110万元",), []),
        (("amount: 0.01元, allocation: jia/b",), ["P934 payments.0.amount"]),
    ],
)  # fmt: skip
def test_no_more_is_paid_from_an_allotment_than_was_assigned(
    paid: tuple[str, ...], found: list[str]
) -> None:
    text = changed(
        PROJECT,
        sources=sources("amount: 100万元, allocation: jia/a", "amount: 25万元"),
        payments=payments(*paid),
    )
    assert codes(judge("projects", text)) == found
