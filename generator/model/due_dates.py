"""Days by which something is due: each kind says its own, and places have them as a calendar.

A calendar on a phone is for what lies ahead. So that one that was subscribed to never vanishes, a
place of which nothing lies ahead keeps the last of its days that have passed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from generator.model.kinds.kind import View
from generator.parse.field_types import parse_date

Due: TypeAlias = tuple[str, str, str, str, str, bool]
"""A day by which something is due: see `due`."""
Day: TypeAlias = tuple[str, str, str, str, str, str, str, str, bool]
"""The same with its record: day, kind, id, step, what, title, since, `news.known_as`, ahead.

A plain tuple, as it is marshalled; no two of a place begin with the same four.
"""


@dataclass(frozen=True, kw_only=True, eq=False)
class DueDates:
    """Which days of the records of a kind stand in calendars."""

    words: Mapping[str, str]
    """What may be due, each with how it is called (a msgid)."""
    of: Callable[[View], Iterable[Due]] = lambda _: ()
    """From the view of a record: its days, by `due`."""
    of_strip: Callable[[View, Sequence[View]], Iterable[Due]] = lambda *_: ()
    """From the view of a unit, and what stands on its page of duties above the records."""


def due(when: str, step: str, title: str, *, since: str, ahead: bool, what: str = "") -> Due:
    """Return the last day that a date (ISO, maybe to the month) means, and what is due by then.

    `step` tells the days of one record apart and stays; `what` is a key of the kind's words, where
    that is another. `since` is the day from which this is known; `ahead` tells whether the day has
    not passed, and that somebody still has to do it.
    """
    return (parse_date(when).last.isoformat(), step, what or step, title, since, ahead)


def day(kind: str, ident: str, each: Due, known: str = "") -> Day:
    """Return a day that something is due, with the record that says so."""
    when, step, what, title, since, ahead = each
    return (when, kind, ident, step, what, title, since, known or ident, ahead)


def chosen(days: Iterable[Day], most: int) -> list[Day]:
    """Return the days that stand in a calendar, the nearest first, `most` at most.

    To choose of what was chosen of several places gives the same as to choose of all.
    """
    every = sorted(days)
    ahead = [each for each in every if each[-1]]
    return ahead[:most] or every[-1:]
