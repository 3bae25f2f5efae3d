"""Days are counted as officials count them: first and last included, holidays left out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.calendar import Counted, days_between
from tests.records import steady

DAYS = st.dates(date(2004, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("first", "last", "calendar", "working"),
    [
        (date(2018, 6, 4), date(2018, 6, 8), 5, 5),
        (date(2018, 6, 8), date(2018, 6, 11), 4, 2),
        (date(2018, 6, 4), date(2018, 6, 4), 1, 1),
        (date(2018, 6, 9), date(2018, 6, 10), 2, 0),
        # National Day 2018: off from the 1st to the 7th, work on both Saturdays or Sundays around
        (date(2018, 9, 28), date(2018, 10, 8), 11, 4),
        # the Dragon Boat Festival fell on a Monday
        (date(2018, 6, 15), date(2018, 6, 19), 5, 2),
    ],
)
def test_working_days_follow_the_official_holidays(
    first: date, last: date, calendar: int, working: int
) -> None:
    assert days_between(first, last, working=False) == Counted(calendar)
    assert days_between(first, last, working=True) == Counted(working)


def test_a_year_without_known_holidays_is_named() -> None:
    found = days_between(date(2098, 12, 29), date(2099, 1, 4), working=True)
    assert found == Counted(5, (2098, 2099))


def test_no_holidays_are_needed_to_count_calendar_days() -> None:
    assert days_between(date(2099, 1, 1), date(2099, 1, 7), working=False) == Counted(7)


@steady(40)
@given(DAYS, st.integers(0, 60), st.integers(1, 60))
def test_two_spans_side_by_side_add_up(first: date, one: int, two: int) -> None:
    middle, last = first + timedelta(days=one), first + timedelta(days=one + two)
    for working in (True, False):
        parts = (
            days_between(first, middle, working=working).days
            + days_between(middle + timedelta(days=1), last, working=working).days
        )
        assert days_between(first, last, working=working).days == parts
