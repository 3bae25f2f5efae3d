"""A project's money adds up, its dates follow one another, and its stage is what its fields say."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from generator.fields import PartialDate
from generator.kinds import project
from generator.kinds.kind import Rules, in_order
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


# ---- money


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


# ---- other rules of one record


def test_a_project_has_a_performance_target_and_a_category_of_the_configuration() -> None:
    assert small(performance_target=None) == ["P308"]
    (wrong,) = judge("projects", changed(LEAST, category="watr"))
    assert (wrong.code, wrong.path) == ("P108", ("category",))
    assert dict(wrong.values)["choices"] == "infrastructure、water"


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


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"plan": "{start: 2018-09, finish: 2018-03}"}, "P305 plan.finish"),
        ({"plan": "{start: 2018-09, finish: 2018}"}, None),
        ({"actual": "{start: 2018-09-26, finish: 2018-09-25}"}, "P305 actual.finish"),
        ({"actual": "{start: 2018-03-08, finish: 2018-10-16}"}, "P305 acceptance.date"),
        ({"acceptance": "{date: 2018-10, result: 合格, by: 示例组}"}, None),
        ({"acceptance": "{date: 2019-01, result: 合格, by: 示例组}"}, "P304 acceptance.date"),
        ({"plan": "{start: 2030, finish: 2031}"}, None),
    ],
)
def test_dates_that_contradict_one_another_are_found(
    changes: dict[str, str | None], place: str | None
) -> None:
    assert found(**changes) == ([place] if place else [])


def test_what_happened_did_not_happen_in_the_future() -> None:
    assert found(actual="{start: 2019-01-01, finish: 2019-02}", acceptance=None, stage="在建") == [
        "P304 actual.start", "P304 actual.finish", "P307 stage",
    ]  # fmt: skip


def test_progress_does_not_fall() -> None:
    (wrong,) = judge(
        "projects",
        changed(
            PROJECT,
            progress=listed(
                "date: 2018-04, percent: 62.5",
                "date: 2018-05, percent: 30",
                "date: 2018-06, percent: 100",
            ),
        ),
    )
    assert (wrong.code, wrong.path) == ("P306", ("progress", 1, "percent"))
    assert dict(wrong.values) == {"before": "62.5", "now": "30"}


# ---- stages

BEGUN = "{start: 2018-03-08}"
DONE = "{start: 2018-03-08, finish: 2018-09-25}"
PASSED = "{date: 2018-10-15, result: passed, by: 示例组}"
FAILED = "{date: 2018-10-15, result: failed, by: 示例组}"
HALF, WHOLE = listed("date: 2018-05, percent: 50"), listed("date: 2018-09, percent: 100")
CHANGE = listed("date: 2018-05, what: 停, why: 二, approved_by: 三")


@pytest.mark.parametrize(
    ("stage", "changes", "contradiction"),
    [
        ("library", {}, None),
        ("library", {"actual": BEGUN}, "an actual start is recorded"),
        ("library", {"progress": HALF}, "progress is recorded"),
        ("library", {"progress": listed("date: 2018-05, percent: 0")}, None),
        ("library", {"payments": listed("date: 2018-05, amount: 1元")}, "payments are recorded"),
        ("library", {"payments": "[]"}, None),
        ("approved", {"payments": listed("date: 2018-05, amount: 1元")}, None),
        ("approved", {"actual": BEGUN}, "an actual start is recorded"),
        ("approved", {"acceptance": PASSED}, "an acceptance is recorded"),
        ("under_way", {}, "no actual start is recorded"),
        ("under_way", {"actual": BEGUN, "progress": HALF}, None),
        ("under_way", {"actual": DONE}, "an actual finish is recorded"),
        ("under_way", {"actual": BEGUN, "acceptance": FAILED}, "an acceptance is recorded"),
        ("completed", {"actual": DONE}, None),
        ("completed", {"actual": DONE, "progress": WHOLE}, None),
        ("completed", {"actual": BEGUN}, "no actual finish is recorded"),
        (
            "completed",
            {"actual": DONE, "progress": HALF},
            "the last recorded progress is below 100%",
        ),
        ("completed", {"actual": DONE, "acceptance": PASSED}, "an acceptance is recorded"),
        ("accepted", {"actual": DONE, "acceptance": PASSED}, None),
        ("accepted", {"actual": DONE}, "no passed acceptance is recorded"),
        ("accepted", {"actual": DONE, "acceptance": FAILED}, "no passed acceptance is recorded"),
        ("failed", {"actual": DONE, "acceptance": FAILED}, None),
        ("failed", {"actual": DONE, "acceptance": PASSED}, "no failed acceptance is recorded"),
        ("stopped", {"changes": CHANGE}, None),
        ("stopped", {"changes": CHANGE, "actual": DONE, "progress": HALF}, None),
        ("stopped", {}, "no change says why and who approved it"),
    ],
)  # fmt: skip
def test_the_stage_is_what_the_fields_say(
    stage: str, changes: dict[str, str | None], contradiction: str | None
) -> None:
    wrong = judge("projects", changed(LEAST, stage=stage, **changes))
    assert codes(wrong) == (["P307 stage"] if contradiction else [])
    if contradiction:
        assert dict(wrong[0].values)["contradiction"] == f"_:{contradiction}"


@pytest.mark.parametrize(
    ("stage", "changes", "percent"),
    [
        ("library", {}, 0),
        ("approved", {}, 0),
        ("under_way", {}, None),
        ("under_way", {"progress": "[]"}, None),
        ("under_way", {"progress": HALF}, 50),
        ("completed", {}, 100),
        ("stopped", {}, None),
        ("stopped", {"progress": HALF}, 50),
    ],
)
def test_how_far_a_project_is_comes_from_its_log_or_its_stage(
    stage: str, changes: dict[str, str | None], percent: float | None
) -> None:
    assert view(changed(LEAST, stage=stage, **changes))["percent"] == percent


@pytest.mark.parametrize(
    ("stage", "plan", "actual", "timeliness"),
    [
        ("library", "{}", "{}", "unknown"),
        ("library", "{start: 2018-12-31, finish: 2019}", "{}", "on_time"),
        ("library", "{start: 2018-12-30, finish: 2019}", "{}", "not_started"),
        ("library", "{start: 2018-11}", "{}", "not_started"),
        ("library", "{start: 2018-12}", "{}", "unknown"),
        ("approved", "{start: 2018-03, finish: 2018-11}", "{}", "overdue"),
        ("under_way", "{start: 2018-03, finish: 2018-12-31}", BEGUN, "on_time"),
        ("under_way", "{start: 2018-03, finish: 2018}", BEGUN, "on_time"),
        ("under_way", "{start: 2018-03, finish: 2018-12-30}", BEGUN, "overdue"),
        ("under_way", "{start: 2018-03}", BEGUN, "unknown"),
        ("completed", "{finish: 2018-09-25}", DONE, "on_time"),
        ("completed", "{finish: 2018-09}", DONE, "on_time"),
        ("completed", "{finish: 2018-09-24}", DONE, "finished_late"),
        ("completed", "{finish: 2018-08}", DONE, "finished_late"),
        ("completed", "{}", DONE, "unknown"),
        ("completed", "{finish: 2018-01}", "{}", "unknown"),
        ("stopped", "{finish: 2018-01}", "{}", "stopped"),
        ("stopped", "{}", "{}", "stopped"),
    ],
)
def test_a_project_is_late_only_when_that_is_sure(
    stage: str, plan: str, actual: str, timeliness: str
) -> None:
    shown = view(changed(LEAST, stage=stage, plan=plan, actual=actual))
    assert shown["timeliness"] == timeliness


def test_lateness_changes_with_the_day_and_not_before() -> None:
    text = changed(LEAST, stage="under_way", plan="{finish: 2018-06}", actual=BEGUN)
    assert view(text, date(2018, 6, 30))["timeliness"] == "on_time"
    assert view(text, date(2018, 7, 1))["timeliness"] == "overdue"


def test_photos_are_listed_with_the_places_they_stand_at() -> None:
    record = read("projects", PROJECT)
    assert [(path, photo.file) for path, photo in project.photos(record.data)] == [
        (("photos", 0, "file"), "photo.jpg"), (("progress", 0, "photos", 0, "file"), "photo.jpg"),
    ]  # fmt: skip


def test_a_project_only_says_what_its_fields_allow() -> None:
    with pytest.raises(ValidationError) as error:
        read("projects", changed(LEAST, households="[示例甲, 示例乙]"))
    assert [each["type"] for each in error.value.errors()] == ["extra_forbidden"]
