"""News: what happened stands on the day on which it did, and on none that nobody stated."""

from datetime import date

import pytest

from generator.base.clock import Clock
from generator.model import news
from generator.model.kinds.kind import View
from generator.model.kinds.registry import KINDS
from generator.records.batch_news import Gathered
from tests.records import (
    ALLOCATION,
    COMMENDATION,
    DISCLOSURE,
    EXIT,
    MEETING,
    PROJECT,
    RECTIFICATION,
    RULES,
    changed,
    read,
)

AS_OF = RULES.as_of


def events(kind: str, text: str, as_of: date = AS_OF) -> dict[str, news.Event]:
    """Return what is told of a record, by its steps."""
    own = KINDS[kind]
    assert own.news
    rules, clock = RULES.asked_by_clock() if as_of == AS_OF else (RULES, Clock.of(as_of))
    view = own.view(read(kind, text), rules)
    found = news.happened(kind, "x", own.news.of(view), clock)
    return {event[3]: event for event in found}


def days(kind: str, text: str) -> dict[str, str]:
    """Return the date of each step."""
    return {step: event[0] for step, event in events(kind, text).items()}


def test_each_step_of_a_project_stands_on_its_own_day() -> None:
    assert days("projects", PROJECT) == {
        "started": "2018-03-08",
        "finished": "2018-09-25",
        "passed": "2018-10-15",
        "changed-2018-06-01": "2018-06-01",
    }


@pytest.mark.parametrize(
    ("plan", "actual", "stage", "late"),
    [
        ("{finish: 2018-09-30}", "{start: 2018-03}", "under_way", {"overdue": "2018-10-01"}),
        ("{finish: 2018-09}", "{start: 2018-03}", "under_way", {"overdue": "2018-10-01"}),
        ("{finish: 2018-12-31}", "{start: 2018-03}", "under_way", {}),
        ("{finish: 2018}", "{start: 2018-03}", "under_way", {}),
        ("{start: 2018-03, finish: 2019}", None, "approved", {"not_started": "2018-04-01"}),
        ("{start: 2018-03, finish: 2019}", "{start: 2018-03-31}", "under_way", {}),
        (
            "{start: 2018-03, finish: 2019}",
            "{start: 2018-04}",
            "under_way",
            {"not_started": "2018-04-01"},
        ),
        (
            "{start: 2018-03, finish: 2018-06}",
            None,
            "approved",
            {"not_started": "2018-04-01", "overdue": "2018-07-01"},
        ),
    ],
)
def test_a_project_is_late_on_the_day_after_it_was_to_be_done(
    plan: str, actual: str | None, stage: str, late: dict[str, str]
) -> None:
    text = changed(PROJECT, plan=plan, actual=actual, stage=stage, acceptance=None, progress=None)
    found = days("projects", text)
    assert {step: day for step, day in found.items() if step in ("overdue", "not_started")} == late


def test_that_it_was_late_stays_once_it_is_done() -> None:
    late = changed(PROJECT, actual="{start: 2018-03-08, finish: 2018-10-02}")
    assert days("projects", late)["overdue"] == "2018-10-01"


def test_a_date_stands_as_far_as_it_is_known() -> None:
    text = changed(PROJECT, actual="{start: 2018-03, finish: 2018-09}")
    found = days("projects", text)
    assert (found["started"], found["finished"]) == ("2018-03", "2018-09")


def test_a_project_is_stopped_by_the_last_change_and_by_no_day_if_there_is_none() -> None:
    stopped = changed(PROJECT, stage="stopped", acceptance=None, actual=None)
    assert days("projects", stopped) == {"stopped": "2018-06-01"}
    assert days("projects", changed(stopped, changes=None)) == {}


def test_what_lies_in_the_future_is_told_when_it_has_come_and_the_clock_notes_it() -> None:
    clock = Clock.of(date(2018, 6, 1))
    every = [
        news.told("2018-05-31", "a", "甲"),
        news.told("2018-06", "b", "甲"),
        news.told("2018-06-02", "c", "甲"),
    ]
    assert [each[3] for each in news.happened("x", "x", every, clock)] == ["a", "b"]
    assert clock.noted.until == date(2018, 6, 2).toordinal()
    assert clock.noted.since <= date(2018, 6, 1).toordinal()
    later = Clock.of(date(2018, 6, 2))
    assert [each[3] for each in news.happened("x", "x", every, later)] == ["a", "b", "c"]
    assert later.noted.since == date(2018, 6, 2).toordinal()


def test_notices_are_told_once_they_are_up_with_the_day_until_which_one_may_object() -> None:
    opened = events("disclosures", DISCLOSURE)["opened"]
    assert (opened[0], opened[6]) == ("2018-02-20", "2018-03-05")
    assert [*events("disclosures", changed(DISCLOSURE, last=None))] == ["shown"]
    assert events("disclosures", changed(DISCLOSURE, first="2019-01-02", last="2019-02-01")) == {}


def test_what_was_to_be_mended_is_told_when_found_when_late_and_when_mended() -> None:
    assert days("rectifications", RECTIFICATION) == {"found": "2018-06-12", "mended": "2018-08-10"}
    late = changed(RECTIFICATION, closed=None)
    assert days("rectifications", late) == {"found": "2018-06-12", "overdue": "2018-09-01"}


def test_meetings_money_and_exits_are_told() -> None:
    assert days("meetings", MEETING) == {"met": "2018-04-10"}
    assert days("allocations", ALLOCATION) == {"arrived": "2018-02-20"}
    assert events("allocations", ALLOCATION)["arrived"][5] == 300_0000_00
    back = changed(ALLOCATION, returns="[{date: 2018-11-20, amount: 10万元, why: 结余}]")
    assert days("allocations", back)["given_back-2018-11-20"] == "2018-11-20"
    assert days("exits", EXIT) == {"exited": "2018-09-20"}


def test_a_commendation_is_told_of_who_gives_it_and_of_each_who_is_honoured() -> None:
    assert days("commendations", COMMENDATION) == {
        "proposed": "2018-06-04",
        "decided": "2018-07-01",
        "withdrawn-2018-11-01": "2018-11-01",
    }
    own = KINDS["commendations"]
    assert own.news
    assert own.news.places
    view = own.view(read("commendations", COMMENDATION), RULES)
    assert [*own.news.places(view, "decided")] == [
        ("shili", ""),
        ("jia/dong/shang", "示例甲"),
        ("jia/dong", ""),
    ]
    assert [*own.news.places(view, "withdrawn-2018-11-01")] == [
        ("shili", ""),
        ("jia/dong/shang", "示例甲"),
    ]


def test_two_changes_of_one_day_are_two_events() -> None:
    days_ = ["2018-03-01", "2018-03-01", "2018-04"]
    assert [*news.in_turn("changed", days_)] == [
        "changed-2018-03-01",
        "changed-2018-03-01-2",
        "changed-2018-04",
    ]


@pytest.mark.parametrize(
    ("when", "other", "after"),
    [
        ("2018-03-02", "2018-03-01", True),
        ("2018-03-01", "2018-03-01", False),
        ("2018-03-31", "2018-03", False),
        ("2018-04", "2018-03-31", True),
        ("2018", "2018-03", False),
        ("2019", "2018-12-31", True),
    ],
)
def test_a_date_is_after_another_only_where_that_is_sure(
    when: str, other: str, *, after: bool
) -> None:
    assert news.surely_after(when, other) == after


def meeting(day: str) -> View:
    return {"date": day, "title": "会"}


def test_a_village_keeps_its_latest_and_its_town_those_of_all() -> None:
    gathered, clock = Gathered(), Clock.of(AS_OF)
    for unit in ("jia/dong", "jia/dong/shang", "jia/dong/xia"):
        for number in range(70):
            day = f"2018-{number % 12 + 1:02d}-{number // 12 + 1:02d}"
            gathered.add("meetings", f"{unit}/{number}", meeting(day), unit, clock)
    kept, top, _ = gathered.settle("jia/dong", {"jia/dong/shang"})
    assert len(kept["jia/dong/shang"]["events"]) == news.OF_VILLAGE
    assert len(top) == news.ABOVE
    assert kept["jia/dong"]["events"] == top
    assert [each[0] for each in top] == sorted((each[0] for each in top), reverse=True)
    assert {each[2].rpartition("/")[0] for each in top} == {
        "jia/dong",
        "jia/dong/shang",
        "jia/dong/xia",
    }


def test_what_is_known_to_the_month_comes_after_the_days_of_that_month() -> None:
    every = [news.event("x", "x", news.told(day, "a", "")) for day in ("2018-03", "2018-03-01")]
    assert [each[0] for each in news.newest(every, 5)] == ["2018-03-01", "2018-03"]
