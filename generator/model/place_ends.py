"""What began at a place after its last day: it belongs to what the place is part of now."""

from collections.abc import Iterable, Iterator

from generator.base.findings import Finding, Step, finding
from generator.model.kinds.kind import View
from generator.parse.field_types import parse_date


def faults(unit: View, days: Iterable[tuple[tuple[Step, ...], str]]) -> Iterator[Finding]:
    """Yield what of these days surely lies after the last day of a unit, if it has one."""
    if not unit["last_day"]:
        return
    last = parse_date(unit["last_day"])
    named = {"place": unit["short_name"], "last": unit["last_day"]}
    for path, day in days:
        if day and parse_date(day).after(last):
            yield finding("P227", *path, day=day, **named)
