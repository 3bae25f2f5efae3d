"""Days are counted as officials count them: first and last included, holidays left out."""

from datetime import date, timedelta

import chinese_calendar  # type: ignore[import-untyped] # nobody publishes types for it
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.base import workdays
from generator.base.workdays import Counted, days_between, in_doubt, last_in_time
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


def test_the_spring_festival_of_2020_was_made_longer() -> None:
    """By a notice of its own, while it lasted: see findings/workday-libraries-….sh."""
    eve = date(2020, 1, 23)
    assert last_in_time(eve, 1, working=True) == date(2020, 2, 3)
    assert last_in_time(eve, 10, working=True) == date(2020, 2, 14)
    assert days_between(date(2020, 1, 31), date(2020, 2, 2), working=True) == Counted(0)


def test_a_year_without_known_holidays_is_named() -> None:
    found = days_between(date(2098, 12, 29), date(2099, 1, 4), working=True)
    assert found == Counted(5, (2098, 2099), more=2)


def test_the_last_days_of_a_year_are_sure_with_the_next_years_holidays_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # as the library was before the holidays of 2019 were known, see findings/chinesecalendar-….sh
    late = [date(2018, 12, 29), date(2018, 12, 30), date(2018, 12, 31)]
    for kept in (chinese_calendar.holidays, chinese_calendar.workdays):
        for day in late:
            monkeypatch.delitem(kept, day, raising=False)
    monkeypatch.setattr(workdays, "_known", lambda year: year == 2018)
    for each in (workdays._sure_until, workdays.works, days_between, last_in_time, in_doubt):
        each.cache_clear()
    assert days_between(date(2018, 12, 24), date(2018, 12, 27), working=True) == Counted(4)
    told = days_between(date(2018, 12, 24), date(2019, 1, 4), working=True)
    assert told == Counted(10, (2019,), more=2)
    assert last_in_time(date(2018, 12, 24), 5, working=True) == date(2018, 12, 29)
    assert in_doubt(date(2018, 12, 24), 3) == ()
    assert in_doubt(date(2018, 12, 24), 5) == (2019,)
    monkeypatch.undo()
    for each in (workdays._sure_until, workdays.works, days_between, last_in_time, in_doubt):
        each.cache_clear()
    assert days_between(date(2018, 12, 24), date(2018, 12, 31), working=True) == Counted(6)


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


@pytest.mark.parametrize(
    ("event", "days", "last", "years"),
    [
        (date(2018, 9, 28), 3, date(2018, 10, 8), ()),  # work on the 29th and 30th, then leave
        (date(2026, 12, 1), 18, date(2026, 12, 25), ()),
        (date(2026, 12, 1), 20, date(2026, 12, 29), (2027,)),
        (date(2026, 12, 20), 20, date(2027, 1, 11), (2027,)),
        (date(2027, 5, 6), 20, date(2027, 5, 26), (2027,)),
        (date(2003, 12, 20), 20, date(2004, 1, 9), (2003,)),
        (date(9999, 12, 30), 20, date(9999, 12, 31), (9999,)),
        (date(9999, 12, 31), 20, date(9999, 12, 31), ()),
        (date(2018, 6, 4), 0, date(2018, 6, 4), ()),
    ],
)
def test_a_deadline_that_cannot_be_counted_names_the_years(
    event: date, days: int, last: date, years: tuple[int, ...]
) -> None:
    assert last_in_time(event, days, working=True) == last
    assert in_doubt(event, days) == years


def test_a_deadline_in_calendar_days_ends_with_the_calendar() -> None:
    assert last_in_time(date(9999, 12, 30), 20, working=False) == date(9999, 12, 31)
    assert last_in_time(date(2018, 6, 4), 4, working=False) == date(2018, 6, 8)


def test_days_in_doubt_are_never_more_than_there_are() -> None:
    found = days_between(date(2026, 12, 28), date(2027, 1, 10), working=True)
    assert found == Counted(4 + 6, (2027,), more=4)
    assert found.most == 14


def test_a_span_of_thousands_of_years_is_counted_year_by_year(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []
    real = workdays._weekdays

    def counted(first: date, last: date) -> int:
        asked.append(first.year)
        return real(first, last)

    monkeypatch.setattr(workdays, "_weekdays", counted)
    found = days_between(date(2099, 1, 1), date(2399, 12, 31), working=True)
    assert len(asked) == 301
    assert found.most == (date(2399, 12, 31) - date(2099, 1, 1)).days + 1


@steady(60)
@given(st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.integers(0, 300))
def test_weekdays_are_counted_as_one_counts_them_by_hand(first: date, span: int) -> None:
    days = [first + timedelta(days=n) for n in range(span + 1)]
    assert workdays._weekdays(days[0], days[-1]) == sum(day.weekday() < 5 for day in days)


def test_a_span_that_ends_before_it_begins_has_no_days() -> None:
    assert days_between(date(2099, 1, 2), date(2099, 1, 1), working=True).days <= 0


def test_a_day_of_work_is_one_that_the_arrangements_tell_of() -> None:
    days = (date(2018, 1, 1) + timedelta(days=n) for n in range(365))
    assert all(workdays.works(day) == chinese_calendar.is_workday(day) for day in days)
