"""A project shows what its record says; its entries follow one another."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from generator.base import labels
from generator.base.messages import CHINESE
from generator.model.kinds import project
from generator.model.kinds.kind import Disclosing, Rules, ascending, in_order
from generator.parse.field_types import Part, PartialDate
from generator.parse.model_fields import inner, is_list
from tests.records import AS_OF, PROJECT, RULES, changed, codes, judge, read, steady

LEAST = """\
title: 路
year: 2018
category: water
stage: library
performance_target: 好
budget: 1万元
"""


def found(**changes: str | None) -> list[str]:
    return codes(judge("projects", changed(PROJECT, **changes)))


def small(**changes: str | None) -> list[str]:
    return codes(judge("projects", changed(LEAST, **changes)))


def view(text: str, as_of: date = AS_OF) -> dict[str, Any]:
    rules = Rules(as_of, RULES.categories, RULES.commendation_notice)
    return project.view(read("projects", text), rules)


def listed(*each: str) -> str:
    return "".join(f"\n  - {{{entry}}}" for entry in each)


def test_a_rich_project_has_nothing_wrong() -> None:
    assert found() == []
    assert small() == []


def test_a_project_shows_what_its_record_says() -> None:
    shown = view(PROJECT)
    assert (shown["planned"], shown["paid"]) == (125_000_000, 119_500_000)
    assert (shown["bid_price"], shown["settled_price"]) == (120_000_000, 119_800_000)
    assert (shown["percent"], shown["timeliness"]) == (100, "on_time")
    assert shown["plan"] == {"start": "2018-03", "finish": "2018-09-30"}
    assert shown["sources"][1]["level"] == "county"
    assert shown["sources"][0]["pooled"] is True
    assert shown["sources"][1]["pooled"] is None
    assert shown["beneficiaries"]["poor_people"] == 91
    assert shown["updated"] == "2018-10-20"
    assert shown["phone"] == "10000001234"


# ---- rules of one record


def test_a_project_has_a_performance_target_and_a_category_of_the_configuration() -> None:
    assert small(performance_target=None) == ["P308"]
    (wrong,) = judge("projects", changed(LEAST, category="watr"))
    assert (wrong.code, wrong.path) == ("P108", ("category",))
    assert labels.value(dict(wrong.values)["choices"], CHINESE) == (
        "基础设施（infrastructure）、饮水（water）"
    )


def test_a_mobile_without_consent_is_warned_of_and_masked() -> None:
    assert found(phone_consent=None) == ["P603 phone"]
    assert view(changed(PROJECT, phone_consent=None))["phone"] == "100****1234"


@pytest.mark.parametrize(
    ("word", "urgency"),
    [("轻", "light"), ("重", "important"), ("缓", "deferred"), ("急", "urgent")],
)
def test_urgency_is_one_of_four_words(word: str, urgency: str) -> None:
    assert view(changed(LEAST, urgency=word))["urgency"] == urgency


# ---- dates


@pytest.mark.parametrize("name", ["payments", "progress", "changes"])
def test_entries_stand_in_the_order_of_their_dates_and_none_in_the_future(name: str) -> None:
    rest = {
        "payments": "amount: 1元",
        "progress": "percent: 0",
        "changes": "what: 一, why: 二, approved_by: 三",
    }[name]

    def of(*dates: str) -> list[str]:
        return small(stage="approved", **{name: listed(*(f"date: {d}, {rest}" for d in dates))})

    assert of("2018-03-01", "2018-03-01", "2018-03", "2018", "2018-12-31") == []
    assert of("2018-03-02", "2018-03-01") == [f"P303 {name}.1.date"]
    assert of("2018-04", "2018-03-31", "2018-03-30") == [
        f"P303 {name}.1.date", f"P303 {name}.2.date",
    ]  # fmt: skip
    assert of("2018-05-20", "2018", "2018-03-01") == [f"P303 {name}.2.date"]
    assert of("2018-12-31", "2019-01-01") == [f"P304 {name}.1.date"]
    assert of("2018", "2018-12") == []


DATES = st.builds(
    lambda y, m, d, known: PartialDate(*(y, m, d)[:known]),
    st.integers(2017, 2018), st.integers(1, 3), st.integers(1, 3), st.integers(1, 3),
)  # fmt: skip


@steady(300)
@given(st.lists(DATES, max_size=6))
def test_entries_are_out_of_order_only_when_no_days_could_put_them_in_order(
    dates: list[PartialDate],
) -> None:
    wrong = list(in_order([((n,), each) for n, each in enumerate(dates)], AS_OF))
    day, possible = date.min, True
    for each in dates:
        day = max(day, each.first)
        possible = possible and day <= each.last
    assert (not wrong) == possible


@steady(300)
@given(st.lists(DATES, max_size=6), st.dates(date(2017, 1, 1), date(2018, 4, 1)))
def test_entries_told_to_be_in_order_at_once_have_nothing_wrong_and_days_in_order_are_told_so(
    dates: list[PartialDate], as_of: date
) -> None:
    wrong = [*in_order([((n,), each) for n, each in enumerate(dates)], as_of)]
    at_once = ascending(dates, as_of)
    assert not (at_once and wrong)
    assert at_once == (not wrong) or not all(each.day for each in dates)
    assert ascending(sorted(dates), as_of) == all(each.first <= as_of for each in dates)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, "plan、bid_price"),
        ({"plan": "{}"}, "plan、bid_price"),
        ({"plan": "{finish: 2018}"}, "bid_price"),
        ({"plan": "{finish: 2018}", "contractor": None}, ""),
        ({"plan": "{finish: 2018}", "bid_price": "1万元"}, ""),
        ({"sources": None}, "plan、sources、bid_price"),
        ({"sources": None, "budget": None}, "plan、bid_price"),  # P309 says so
        ({"board_only": "yes"}, ""),
        ({"status": "draft"}, ""),
    ],
)
def test_what_disclosure_asks_for_is_known_where_a_field_or_any_of_its_group_says_it(
    changes: dict[str, str | None], missing: str
) -> None:
    needs = ("plan", "sources", "plan", "bid_price")
    rules = replace(RULES, disclosures={"library": Disclosing(10, "calendar", 0, "", "", needs)})
    told = {"contractor": "甲", "sources": listed("fund: 一, level: county, amount: 1万元")}
    wrong = judge("projects", changed(LEAST, **{**told, **changes}), rules)
    fields = [dict(each.values)["fields"] for each in wrong if each.code == "P910"]
    named = [each.split("\t")[1] for each in "".join(fields).split("\n") if each]
    assert "、".join(named) == missing


def test_the_fields_that_are_groups_are_known() -> None:
    fields = project.Project.model_fields.items()
    groups = {
        name
        for name, info in fields
        if not is_list(info) and isinstance(of := inner(info.annotation), type)
        if issubclass(of, Part)
    }
    assert groups == project.GROUPS


def test_photos_are_listed_with_the_places_they_stand_at() -> None:
    record = read("projects", PROJECT)
    assert [(path, photo.file) for path, photo in project.photos(record.data)] == [
        (("photos", 0, "file"), "photo.jpg"), (("progress", 0, "photos", 0, "file"), "photo.jpg"),
    ]  # fmt: skip


def test_a_project_only_says_what_its_fields_allow() -> None:
    with pytest.raises(ValidationError) as error:
        read("projects", changed(LEAST, households="[示例甲, 示例乙]"))
    assert [each["type"] for each in error.value.errors()] == ["extra_forbidden"]


@pytest.mark.parametrize(
    ("finish", "day", "until"),
    [
        ("2018-06-30", "2018-06-30", "2018-06-01"),
        ("2018-06-30", "2018-07-01", "2018-07-01"),
        ("2018-07-10", "2018-07-10", "2018-07-01"),
        ("2018-07-10", "2018-07-11", "2018-07-11"),
        ("2018-07-10", "2018-08-20", "2018-08-01"),
        ("2018-07", "2018-07-31", "2018-07-01"),
        ("2018-07", "2018-08-01", "2018-08-01"),
    ],
)
def test_work_that_goes_on_is_drawn_up_to_the_first_of_the_month_or_beyond_its_planned_end(
    finish: str, day: str, until: str
) -> None:
    text = changed(
        LEAST,
        stage="under_way",
        plan=f"{{start: 2018-03, finish: {finish}}}",
        actual="{start: 2018-03-01}",
    )
    shown = project.view(read("projects", text), replace(RULES, as_of=date.fromisoformat(day)))
    assert shown["going_until"] == until
