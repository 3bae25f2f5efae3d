"""Deadlines that cannot be counted, as the holidays of a year are not known."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from generator.calendar import in_doubt, last_in_time
from generator.fields import PartialDate
from generator.kinds.kind import Finding, Rules, finding
from generator.source import Step

MOST = 3
"""Years that one record is told of: a slip such as 2108 for 2018 leaves a century unknown."""


def uncounted(
    stage: str, days: Iterable[tuple[tuple[Step, ...], PartialDate | None]], rules: Rules
) -> Iterator[Finding]:
    """Yield where the deadline of a stage of disclosure cannot be counted, though it may be over.

    `days` are what must be disclosed, each with the path of its field.
    """
    rule = rules.disclosures.get(stage)
    if rule is None or rule.within is None or rule.within_unit != "working":
        return
    for path, day in days:
        if day is not None:
            for year in _years(day.last, rule.within, rules.as_of):
                yield finding("P406", *path, year=year)


@lru_cache(maxsize=20_000)
def _years(event: date, within: int, as_of: date) -> tuple[int, ...]:
    over = last_in_time(event, within, working=True) < as_of
    return in_doubt(event, within)[:MOST] if over else ()
