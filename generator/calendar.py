"""Counting days: calendar days, and working days by the official holiday arrangements."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar  # type: ignore[import-untyped] # nobody publishes types for it


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of days, and the years whose official holidays are not known."""

    days: int
    years_unknown: tuple[int, ...] = ()


@lru_cache(maxsize=10_000)
def days_between(first: date, last: date, *, working: bool) -> Counted:
    """Count the days from `first` to `last`, both included.

    With `working`, weekends and official holidays are left out and make-up working days counted
    (State Council arrangements, from the package chinesecalendar); for a year it does not cover,
    only weekends are left out and the year is named in the result.
    """
    span = (last - first).days + 1
    if not working:
        return Counted(span)
    unknown: set[int] = set()
    days = 0
    for n in range(span):
        day = first + timedelta(days=n)
        try:
            days += chinese_calendar.is_workday(day)
        except NotImplementedError:
            unknown.add(day.year)
            days += day.weekday() < 5
    return Counted(days, tuple(sorted(unknown)))


@lru_cache(maxsize=10_000)
def last_in_time(event: date, days: int, *, working: bool) -> date:
    """Return the last day on which something happens at most `days` days after `event`.

    Days are counted as `days_between` counts them, from the day after the event.
    """
    if not working:
        return event + timedelta(days=days)
    at = event
    while days:
        at += timedelta(days=1)
        days -= days_between(at, at, working=True).days
    return at
