"""Notices seen alone: their state on the day of the data, how long they were up, objections."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.base.workdays import days_between, last_in_time
from generator.model.kinds import disclosure
from generator.model.kinds.kind import Disclosing, Rules
from tests.records import DISCLOSURE, RULES, changed, codes, judge, read, steady

ALONE = changed(DISCLOSURE, places=None, objections=None, objections_received=None)
NEVER = "{date: 2018-02-25, what: 问路面厚度}"


def rules(day: str = "2018-12-31", **more: Any) -> Rules:
    rule = {"days": 10, "unit": "calendar", "within": 0, "within_unit": "calendar", **more}
    stages = {"before_start": Disclosing(source="示例规定", **rule)}
    return Rules(date.fromisoformat(day), {}, RULES.commendation_notice, disclosures=stages)


def view(text: str, by: Rules) -> Any:
    return disclosure.view(read("disclosures", text, "jia/dong/shang/2018-lu"), by)


def test_a_notice_as_it_should_be_has_nothing_wrong() -> None:
    assert judge("disclosures", DISCLOSURE, rules()) == []


@pytest.mark.parametrize(
    ("day", "last", "state"),
    [
        ("2018-02-19", "2018-03-05", "to_come"),
        ("2018-02-20", "2018-03-05", "open"),
        ("2018-03-05", "2018-03-05", "open"),
        ("2018-03-06", "2018-03-05", "closed"),
        ("2018-03-06", None, "standing"),
        ("2018-02-19", None, "to_come"),
    ],
)
def test_a_notice_is_open_from_its_first_to_its_last_day(
    day: str, last: str | None, state: str
) -> None:
    text = changed(ALONE, first="2018-02-20", last=last)
    assert view(text, rules(day))["state"] == state


@pytest.mark.parametrize(
    ("last", "unit", "days", "brief"),
    [
        ("2018-02-20", "calendar", 1, True),
        ("2018-03-01", "calendar", 10, False),
        ("2018-02-28", "calendar", 9, True),
        # the days after the Spring Festival: work on Saturday the 24th, none on the two Sundays
        ("2018-03-01", "working", 7, True),
        ("2018-03-06", "working", 10, False),
    ],
)
def test_days_are_counted_both_ends_included_and_as_the_rule_says(
    last: str, unit: str, days: int, brief: bool
) -> None:
    text = changed(ALONE, first="2018-02-20", last=last)
    found = view(text, rules(unit=unit))
    assert (found["days"], found["faults"]) == (days, ["brief"] if brief else [])
    assert codes(judge("disclosures", text, rules(unit=unit))) == (["P911 last"] if brief else [])


@pytest.mark.parametrize(
    ("last", "brief", "doubtful"),
    [
        ("2029-03-13", True, False),
        ("2029-03-14", False, True),
        ("2029-03-15", False, True),
        ("2029-03-16", False, False),
    ],
)
def test_where_holidays_are_not_known_a_notice_may_have_been_long_enough(
    last: str, *, brief: bool, doubtful: bool
) -> None:
    """Ten working days; two at the weekend may have been worked."""
    text = changed(ALONE, first="2029-03-05", last=last)
    found = view(text, rules("2029-12-31", unit="working"))
    assert ("brief" in found["faults"], found["doubtful"]) == (brief, doubtful)


def test_a_board_that_was_taken_down_on_the_day_it_was_put_up_hung_for_a_day() -> None:
    board = "[{where: board, up: 2018-02-20, down: 2018-02-20}]"
    text = changed(ALONE, last=None, places=board)
    assert codes(judge("disclosures", text, rules())) == ["P911 places.0.down"]


def test_a_board_is_counted_from_the_day_it_was_put_up_to_that_it_was_taken_down() -> None:
    board = "[{where: board, up: 2018-02-20, down: 2018-02-26}]"
    text = changed(ALONE, last=None, places=board)
    assert codes(judge("disclosures", text, rules())) == ["P911 places.0.down"]
    found = view(text, rules())
    assert (found["places"][0]["days"], found["faults"], found["state"]) == (
        7,
        ["brief"],
        "standing",
    )


def test_a_board_within_a_notice_that_is_too_brief_is_not_told_of_twice() -> None:
    board = "[{where: board, down: 2018-02-21}]"
    text = changed(ALONE, last="2018-02-21", places=board)
    assert codes(judge("disclosures", text, rules())) == ["P911 last"]


def test_the_days_of_a_website_are_those_of_the_notice() -> None:
    text = changed(ALONE, places="[{where: website, up: 2018-02-20, down: 2018-02-21}]")
    assert judge("disclosures", text, rules()) == []


def test_a_year_without_known_holidays_is_warned_of_where_working_days_count() -> None:
    text = changed(ALONE, first="2098-12-27", last="2099-01-09", year="2098")
    by = rules("2099-12-31", unit="working")
    assert codes(judge("disclosures", text, by)) == ["P406 first", "P406 first"]
    assert view(text, by)["years_unknown"] == [2098, 2099]
    assert view(text, by)["days"] == 10  # weekends alone are left out
    assert judge("disclosures", text, rules("2099-12-31")) == []


@pytest.mark.parametrize(
    ("day", "last", "unanswered"),
    [("2018-03-05", "2018-03-05", False), ("2018-03-06", "2018-03-05", True),
     ("2018-03-06", None, True)],
)  # fmt: skip
def test_an_objection_is_to_be_answered_by_the_end_of_the_notice(
    day: str, last: str | None, unanswered: bool
) -> None:
    text = changed(ALONE, last=last, objections=f"[{NEVER}]")
    assert ("unanswered" in view(text, rules(day))["faults"]) is unanswered
    found = codes(judge("disclosures", text, rules(day)))
    assert found == (["P912 objections.0"] if unanswered else [])


def test_as_many_objections_are_counted_as_are_listed_unless_more_are_said() -> None:
    assert view(ALONE, rules())["objections_received"] is None
    assert view(changed(ALONE, objections="[]"), rules())["objections_received"] == 0
    assert view(changed(ALONE, objections_received="3"), rules())["objections_received"] == 3
    text = changed(DISCLOSURE, objections_received="0")
    assert codes(judge("disclosures", text, rules())) == ["P914 objections_received"]


def test_nothing_is_answered_before_it_was_asked_or_after_the_day_of_the_data() -> None:
    text = changed(
        ALONE, objections="[{date: 2018-02-19, what: 甲, answer: 乙, answered: 2018-02-18}]"
    )
    assert codes(judge("disclosures", text, rules())) == [
        "P305 objections.0.date",
        "P305 objections.0.answered",
    ]
    late = changed(ALONE, objections="[{date: 2018-02-25, what: 甲}]")
    assert codes(judge("disclosures", late, rules("2018-02-24"))) == ["P304 objections.0.date"]


def test_a_notice_says_what_it_discloses_and_each_thing_once() -> None:
    assert codes(judge("disclosures", changed(ALONE, projects=None), rules())) == ["P913 stage"]
    decided = changed(ALONE, stage="commendation_decided", commendation=None)
    assert codes(judge("disclosures", decided, rules())) == ["P913 stage"]
    given = changed(ALONE, stage="allocation", allocations=None)
    assert codes(judge("disclosures", given, rules())) == ["P913 stage"]
    twice = changed(ALONE, projects="[jia/dong/shang/2018-lu, jia/dong/shang/2018-lu]")
    assert codes(judge("disclosures", twice, rules())) == ["P901 projects.1"]


def test_a_mobile_number_is_masked_and_warned_of() -> None:
    text = changed(ALONE, phone="10000001234")
    assert view(text, rules())["phone"] == "100****1234"
    assert codes(judge("disclosures", text, rules())) == ["P603 phone"]


def test_without_a_rule_for_its_stage_nothing_is_too_brief() -> None:
    text = changed(ALONE, last="2018-02-20")
    assert judge("disclosures", text) == []
    assert view(text, RULES)["days"] is None


DAYS = st.dates(date(2005, 1, 1), date(2025, 11, 30))


@steady(60)
@given(DAYS, st.integers(0, 25), st.booleans())
def test_the_last_day_in_time_is_the_last_that_is_no_more_days_away(
    event: date, days: int, working: bool
) -> None:
    last = last_in_time(event, days, working=working)
    following = event + timedelta(days=1)
    assert days_between(following, last, working=working).days == days
    if days:
        before = last - timedelta(days=1)
        assert days_between(following, before, working=working).days == days - 1
