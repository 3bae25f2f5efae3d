"""Counting days: calendar days, and working days by the official holiday arrangements."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar  # type: ignore[import-untyped] # nobody publishes types for it

_REACHES_BACK = 28
"""The day of December from which on the arrangement of the next year may say who works.

New Year's Day is part of the next year's: of 2018 it was known in December alone that the 29th, a
Saturday, was for work and the 31st was not. None of 2004 to 2026 reached further back.
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of days, and the years whose official holidays are not known."""

    days: int
    years_unknown: tuple[int, ...] = ()
    more: int = 0
    """How many more there may be, if every day in doubt is a day of work."""

    @property
    def most(self) -> int:
        """How many days there may be at most."""
        return self.days + self.more


@lru_cache(maxsize=10_000)
def days_between(first: date, last: date, *, working: bool) -> Counted:
    """Count the days from `first` to `last`, both included.

    With `working`, weekends and official holidays are left out and make-up working days counted
    (State Council arrangements, from the package chinesecalendar); for a year it does not cover,
    and the last days of the last that it does, only weekends are left out, the year is named in
    the result, and so is how far off that may be.
    """
    span = (last - first).days + 1
    if not working or span <= 0:
        return Counted(span)
    unknown: list[int] = []
    days = more = 0
    for year in range(first.year, last.year + 1):
        one, two = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
        sure = _sure_until(year)
        if sure is not None:
            days += _worked(one, min(two, sure))
            one = max(one, sure + timedelta(days=1))
        if one <= two:
            unsaid = year if sure is None else year + 1
            unknown.extend(() if unsaid in unknown else (unsaid,))
            weekdays = _weekdays(one, two)
            days += weekdays
            more += (two - one).days + 1 - weekdays
    return Counted(days, tuple(unknown), more)


@lru_cache(maxsize=10_000)
def last_in_time(event: date, days: int, *, working: bool) -> date:
    """Return the last day on which something happens at most `days` days after `event`.

    Days are counted as `days_between` counts them, from the day after the event. A day in doubt is
    taken for a day of work, so where `in_doubt` names years this is the earliest that it may be. A
    day that no calendar holds is taken for the last one there is.
    """
    if not working:
        return _later(event, days)
    at, left = event, days
    while left > 0 and at < date.max:
        following = at + timedelta(days=1)
        sure = _sure_until(following.year)
        if sure is None or following > sure:
            return _later(at, left)
        at = following
        left -= _worked(at, at)
    return at


@lru_cache(maxsize=10_000)
def in_doubt(event: date, days: int) -> tuple[int, ...]:
    """Return the years for which the last day in working days cannot be counted."""
    last = last_in_time(event, days, working=True)
    if last == event:
        return ()
    return days_between(event + timedelta(days=1), last, working=True).years_unknown


def _later(day: date, days: int) -> date:
    return day + timedelta(days=min(days, (date.max - day).days))


@lru_cache(maxsize=200)
def _known(year: int) -> bool:
    """Tell whether the arrangement of holidays of a year is known."""
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


@lru_cache(maxsize=200)
def _sure_until(year: int) -> date | None:
    """Return the last day of a year of which it is known whether people work; None if none is."""
    if not _known(year):
        return None
    return date(year, 12, 31 if _known(year + 1) else _REACHES_BACK - 1)


def _worked(first: date, last: date) -> int:
    """Count the working days of a year whose holidays are known."""
    return sum(works(first + timedelta(days=n)) for n in range((last - first).days + 1))


@lru_cache(maxsize=10_000)
def works(day: date) -> bool:
    """Tell whether people work on a day of a year whose holidays are known.

    This is what `chinese_calendar.is_workday` tells, which looks through all holidays each time.
    """
    if day in chinese_calendar.workdays:
        return True
    return day.weekday() < 5 and day not in chinese_calendar.holidays


def _weekdays(first: date, last: date) -> int:
    weeks, rest = divmod((last - first).days + 1, 7)
    return weeks * 5 + sum((first.weekday() + n) % 7 < 5 for n in range(rest))
