"""Deadlines that cannot be counted, as the holidays of a year are not known."""

from collections.abc import Iterable, Iterator

from generator.base.findings import Finding, Step, finding
from generator.base.workdays import in_doubt, last_in_time
from generator.model.kinds.kind import Rules
from generator.parse.field_types import PartialDate

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
            over = last_in_time(day.last, rule.within, working=True) < rules.as_of
            for year in in_doubt(day.last, rule.within)[:MOST] if over else ():
                yield finding("P406", *path, year=year)
