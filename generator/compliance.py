"""Compliance: what the command system promises, held against what is recorded.

For each rule it is counted how often it was kept, how often missed, and where that is not known:
unknown is never counted as kept. What is not due yet is not counted at all. A unit's own counts
are figures (`kept:meetings`, `missed:meetings`, `unknown:meetings`), rolled up like all others.
"""

from collections.abc import Mapping, Sequence

from generator import figures
from generator.figures import Figures
from generator.kinds import assessment, meeting, project_library, rectification, team
from generator.kinds import exit as exits
from generator.kinds.kind import Rules, View
from generator.messages import N_

RULES = {
    "staffing": N_("as many people as required"),
    "exits": N_("poverty exits by the planned year"),
    "meetings": N_("meetings held on time"),
    "disclosures": N_("projects disclosed in time and long enough, stage by stage"),
    "supervisors": N_("supervisors for the village and each group"),
    "first_secretary": N_("first secretary of a poor village"),
    "rectifications": N_("what was to be mended, mended in time"),
    "reports": N_("half-year reports handed in in time"),
    "money": N_("money not left idle"),
    "library": N_("project library readjusted in time"),
}
STATES = {
    "kept": N_("kept"),
    "missed": N_("missed"),
    "unknown": N_("unknown"),
}


def of_unit(
    unit: View, own: Mapping[str, Sequence[View]], contacts: View | None, rules: Rules
) -> tuple[View, Figures]:
    """Return what stands on a unit's page of compliance besides its records, and the figures.

    `own` has the views of the unit's records by kind. Only what the records of one batch can say
    is judged here: `library` adds what depends on others.
    """
    found: Figures = {}
    strip = meeting.strip(unit, own.get("meetings", ()), rules)
    if unit["level"] in rules.meetings:
        _count(found, "meetings", meeting.kept(strip) or {"unknown": 0 if strip else 1})
    if unit["level"] == "village":
        _count(found, "supervisors", _supervised(contacts))
        _count(found, "first_secretary", team.kept(unit, next(iter(own.get("teams", ())), None)))
    # a unit that was told to mend nothing has nothing to keep
    _count(found, "rectifications", rectification.kept(own.get("rectifications", ())))
    _count(found, "library", project_library.kept(unit, own.get("libraries", ()), rules))
    reports = assessment.strip(unit, own.get("assessments", ()), rules)
    if rules.half_year_reports and unit["level"] in rules.half_year_reports.levels:
        _count(found, "reports", assessment.kept(reports) or {"unknown": 0 if reports else 1})
    figures.add(found, exits.figures_at(next(iter(own.get("exits", ())), None), unit))
    return {"meetings": strip, "assessments": reports}, found


def _count(found: Figures, rule: str, counted: Mapping[str, int]) -> None:
    for state, number in counted.items():
        if number:
            found[f"{state}:{rule}"] = found.get(f"{state}:{rule}", 0) + number


def _supervised(contacts: View | None) -> Figures:
    """Count the village and its groups by whether each has someone in post."""
    if contacts is None:
        return {"unknown": 1}
    by_place: dict[str, set[str]] = {}
    for post in contacts["posts"]:
        by_place.setdefault(post["group"], set()).add(post["state"])
    found = {"kept": 0, "missed": 0, "unknown": 0}
    for place in ("", *contacts["groups"]):
        states = by_place.get(place)
        state = "unknown" if states is None else "kept" if "held" in states else "missed"
        found[state] += 1
    return found
