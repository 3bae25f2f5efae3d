"""Honours held against what else is recorded of the honoured: warnings for staff, on no page.

The records are joined by then; what one record says alone is judged by `kinds.commendation`.
"""

from collections.abc import Iterator, Mapping, Sequence

from generator.base.findings import Finding, finding
from generator.base.messages import N_
from generator.model import place_ends
from generator.model.kinds.kind import View

FRONT_LINE = ("town", "village")
"""Levels of the units at the front line."""


def faults(
    nomination: View, units: Mapping[str, View], records: Mapping[str, Sequence[View]]
) -> Iterator[Finding]:
    """Yield where too few of the honoured work at the front line, and who should not be honoured.

    A place is honoured for no year that it had ended before.

    `nomination` is what `commendation.nomination` returns, `records` the rows of each unit. A unit
    conflicts whose year was vetoed, or that has not mended in time what it was told to mend.
    """
    people = [each for each in nomination["honorees"] if each["honour"] == "individual"]
    levels = [units[each["unit"]]["level"] for each in people if each["unit"] in units]
    least = nomination["least"]
    if levels and least is not None:
        share = sum(level in FRONT_LINE for level in levels) * 100 / len(levels)
        if share < least:
            yield finding(
                "P410",
                "^honorees",
                share=f"{share:.1f}",
                least=f"{least:g}",
                source=nomination["source"],
            )
    year = str(nomination["year"])
    yield from place_ends.of_honours(nomination, units.get)
    for n, each in enumerate(nomination["honorees"]):
        if each["honour"] != "collective" or each["unit"] not in units:
            continue
        for row in records.get(each["unit"], ()):
            why = _conflict(row, year)
            if why:
                name = each["name"] or units[each["unit"]]["short_name"]
                values = {"name": name, "year": year, "why": f"\0:{why}", "other": row["file"]}
                yield finding("P413", "honorees", n, "unit", **values)


def _conflict(row: View, year: str) -> str:
    """Return in words why a record forbids an honour for `year`, "" if it does not."""
    if row["kind"] == "assessments" and row["state"] == "vetoed" and row["date"] == year:
        return N_("its year was vetoed")
    overdue = row["kind"] == "rectifications" and row["state"] == "overdue"
    if overdue and row["deadline"][:4] <= year:
        return N_("what it was told to mend is overdue")
    return ""
