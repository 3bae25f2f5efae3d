"""Meetings: what becomes of decisions, and the periods in which a unit should have met."""

from datetime import date
from typing import Any

import pytest

from generator.base.findings import Finding
from generator.model.kinds import meeting
from generator.model.kinds.kind import Cadence, Rules
from tests.records import MEETING, RULES, changed, codes, judge, read


def rules(day: str, **every: str) -> Rules:
    cadences = {level: Cadence(each, "示例规定") for level, each in every.items()}
    return Rules(date.fromisoformat(day), {}, RULES.commendation_notice, meetings=cadences)


def view(text: str, day: str = "2018-12-31", ident: str = "jia/dong/2018-04") -> Any:
    return meeting.view(read("meetings", text, ident), rules(day))


def decided(*lines: str) -> str:
    return changed(MEETING, decisions="\n" + "\n".join(f"  - {{{line}}}" for line in lines))


def strip(days: list[str], as_of: str, every: str, since: str = "") -> list[str]:
    views = [view(changed(MEETING, date=day), ident=f"jia/dong/{day}") for day in days]
    unit = {"level": "town", "established": since}
    found = meeting.strip(unit, views, rules(as_of, town=every))
    return [f"{each['period']} {each['state']}" for each in found]


def test_a_meeting_as_it_should_be_has_nothing_wrong() -> None:
    assert judge("meetings", MEETING) == []


@pytest.mark.parametrize(
    ("line", "state", "of_all"),
    [
        ("what: 甲, owner: 乙, due: 2018-06, done: 2018-06-30", "done", "done"),
        ("what: 甲, owner: 乙, due: 2018-06-01, done: 2018-07-01", "late", "done"),
        ("what: 甲, owner: 乙, done: 2018-07-01", "done", "done"),
        ("what: 甲, owner: 乙, due: 2018-12-30", "overdue", "overdue"),
        ("what: 甲, owner: 乙, due: 2018-12", "open", "open"),
        ("what: 甲, owner: 乙", "unknown", "unknown"),
    ],
)
def test_a_decision_is_held_against_the_day_of_the_data(line: str, state: str, of_all: str) -> None:
    found = view(decided(line))
    assert [each["state"] for each in found["decisions"]] == [state]
    assert found["state"] == of_all


def test_the_worst_decision_is_that_of_the_meeting() -> None:
    lines = ["what: 甲, owner: 乙, done: 2018-05-01", "what: 丙, owner: 丁, due: 2018-05-01"]
    assert view(decided(*lines))["state"] == "overdue"
    assert view(changed(MEETING, decisions=None))["state"] == "none"


def test_what_lies_after_the_day_of_the_data_has_not_been_held_or_done() -> None:
    assert codes(judge("meetings", MEETING, rules("2018-04-09"))) == [
        "P304 date",
        "P304 decisions.0.done",
    ]
    assert judge("meetings", MEETING, rules("2018-05-01")) == [
        Finding(
            "P304",
            ("decisions", 0, "done"),
            (("date", "2018-06-25"), ("as_of", "2018-05-01")),
        )
    ]


def test_nothing_is_due_or_done_before_it_was_decided() -> None:
    lines = ["what: 甲, owner: 乙, due: 2018-03-01, done: 2018-04-09"]
    found = judge("meetings", decided(*lines))
    assert [(each.code, each.path[-1]) for each in found] == [("P305", "due"), ("P305", "done")]


def test_a_unit_that_reported_is_named_once() -> None:
    twice = changed(MEETING, reports="[jia/dong/shang, jia/dong/xia, jia/dong/shang]")
    assert codes(judge("meetings", twice)) == ["P901 reports.2"]


def test_each_month_is_kept_or_missed_and_the_last_is_not_over() -> None:
    assert strip(["2018-01-31", "2018-03-01"], "2018-04-15", "month") == [
        "2018-01 kept", "2018-02 missed", "2018-03 kept", "2018-04 open",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        ("quarter", ["2017-Q4 missed", "2018-Q1 kept", "2018-Q2 open"]),
        ("half_year", ["2017-H2 missed", "2018-H1 kept"]),
        ("year", ["2017 missed", "2018 kept"]),
    ],
)
def test_periods_are_those_of_the_calendar(every: str, expected: list[str]) -> None:
    assert strip(["2018-02-10"], "2018-05-31", every, since="2017-12") == expected


def test_a_period_that_ends_on_the_day_of_the_data_is_over_the_day_after() -> None:
    assert strip(["2018-01-05"], "2018-02-28", "month")[-1] == "2018-02 open"
    assert strip(["2018-01-05"], "2018-03-01", "month")[-2:] == ["2018-02 missed", "2018-03 open"]


def test_nothing_is_said_of_a_unit_without_a_rule_or_a_beginning() -> None:
    assert strip([], "2018-12-31", "month") == []
    views = [view(MEETING)]
    assert meeting.strip({"level": "village", "established": "2016"}, views, RULES) == []


def test_periods_kept_and_missed_are_counted_and_open_ones_are_not() -> None:
    periods = [{"state": each} for each in ("kept", "missed", "kept", "open")]
    assert meeting.kept(periods) == {"kept": 2, "missed": 1}
