"""What began at a place after its last day: it belongs to what the place is part of now."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from generator.base.findings import Finding, Step, finding
from generator.model.kinds.kind import View
from generator.parse.field_types import parse_date

Day: TypeAlias = tuple[tuple[Step, ...], str]
"""A day, in ISO form or shorter, with its field; "" where none is stated."""

Known: TypeAlias = Callable[[str], Mapping[str, Any] | None]
"""Gives what is known of a place: its name and its last day, "" if it has none."""


def faults(unit: Mapping[str, Any], days: Iterable[Day]) -> Iterator[Finding]:
    """Yield what of these days surely lies after the last day of a unit, if it has one."""
    if not unit["last_day"]:
        return
    last = parse_date(unit["last_day"])
    named = {"place": unit["short_name"], "last": unit["last_day"]}
    for path, day in days:
        if day and parse_date(day).after(last):
            yield finding("P227", *path, day=day, **named)


def of_record(
    folder: str,
    view: View,
    own: str,
    days: Iterable[Day],
    unit: Known,
) -> Iterator[Finding]:
    """Yield the same of all places that one record is of: its `own`, and those that it names.

    `unit` may give none for a place without a last day.
    """
    ended = unit(own)
    if ended:
        yield from faults(ended, days)
    if folder == "documents" and (ended := unit(view["unit"])):
        yield from faults(ended, [(("date",), view["date"])])
    if folder == "commendations":
        yield from of_honours(view, unit)


def of_honours(view: View, unit: Known) -> Iterator[Finding]:
    """Yield the same of who gives a commendation, and of the places that are commended."""
    year = str(view["year"])
    named: list[tuple[tuple[Step, ...], str]] = [(("by",), view["by"])]
    named += [(("honorees", n, "unit"), each["unit"]) for n, each in enumerate(view["honorees"])]
    for path, ident in named:
        if ended := unit(ident):
            yield from faults(ended, [(path, year)])
