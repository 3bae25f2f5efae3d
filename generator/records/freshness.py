"""When the records of a place last said something, and when what they say changes by itself."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeAlias

from generator.model.kinds.kind import View
from generator.parse.field_types import parse_date

Times: TypeAlias = tuple[str, str]
"""The day of the last thing reported, and the next day on which something changes though nothing is
reported: in ISO form, "" for none. A plain tuple, as it is marshalled."""
NEVER: Times = ("", "")
_YEAR = 4


def said(view: View, as_of: date) -> str:
    """Return the day, or the month, of the last thing that a record reports; "" for none.

    A year alone says in which plan something stands, not that anything was reported in it; and
    what lies after `as_of` is not yet.
    """
    found: str = view.get("updated") or view.get("date") or ""
    if len(found) <= _YEAR or parse_date(found).first > as_of:
        return ""
    return found


def both(times: Iterable[Times]) -> Times:
    """Return the last day that something was said, and the first on which something changes."""
    last, following = "", ""
    for one, until in times:
        last = max(last, one)
        if until and (not following or until < following):
            following = until
    return last, following


def new_year(year: int) -> Times:
    """Return that something changes when a year is over, as what shows the money of the year."""
    return "", f"{year + 1:04}-01-01"


def reported(of: Times, days: int, as_of: date) -> tuple[str, Times]:
    """Return whether a place reported something lately: kept, missed, unknown where it never did.

    And the day on which it is stale, `days` after the last report, if nothing follows until then.
    """
    last, _ = of
    if not last:
        return "unknown", NEVER
    day = parse_date(last).last + timedelta(days=days)
    if day < as_of:
        return "missed", NEVER
    return "kept", ("", (day + timedelta(days=1)).isoformat())


def of_view(view: View) -> Times:
    """Return those of one record, from its view."""
    return view["said"], view["until"]
