"""Compliance: what the command system promises, held against what is recorded.

For each rule it is counted how often it was kept, how often missed, and where that is not known:
unknown is never counted as kept. What is not due yet is not counted at all. A unit's own counts
are figures (`kept:meetings`, `missed:meetings`, `unknown:meetings`), rolled up like all others;
what can be told by year is so once more (`kept:meetings:2018`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.base.messages import N_
from generator.model.kinds.kind import Rules, View
from generator.model.kinds.registry import DUTIES
from generator.parse.field_types import parse_date
from generator.records import totals
from generator.records.totals import Figures

RULES = {duty.rule: duty.says for _, duty in DUTIES}
"""What each rule promises, in their order."""
STATES = {
    "kept": N_("kept"),
    "missed": N_("missed"),
    "unknown": N_("not stated"),
}


ANSWERED = tuple(
    (kind, duty.rule, duty.answer, duty.standing) for kind, duty in DUTIES if duty.answer
)
"""The rules that the records of one batch can say of whether they were kept, and by which kind."""


def of_unit(
    unit: View, own: Mapping[str, Sequence[View]], rules: Rules
) -> tuple[dict[str, Sequence[View]], Figures]:
    """Return what stands on a unit's page of duties above its records, by kind, and the figures.

    `own` has the views of the unit's records by kind. Only what the records of one batch can say
    is judged here: `site_data` adds what depends on others.
    """
    ended = unit.get("dissolved", False)
    if ended:  # what was due by its last day stays kept or missed
        rules = replace(rules, as_of=parse_date(unit["last_day"]).last)
    strips: dict[str, Sequence[View]] = {}
    found: Figures = {}
    for kind, rule, answer, standing in ANSWERED:
        if ended and standing:
            continue
        counts, strip, figures, years = answer(unit, own.get(kind, ()), rules)
        if ended:
            counts = {state: n for state, n in counts.items() if state != "unknown"}
            figures = {name: n for name, n in figures.items() if not name.startswith("unknown:")}
        totals.add(found, {f"{state}:{rule}": n for state, n in counts.items() if n})
        for year, of_year in years.items():
            totals.add(found, {f"{state}:{rule}:{year}": n for state, n in of_year.items() if n})
        totals.add(found, dict(figures))
        if strip:
            strips[kind] = strip
    return strips, found
