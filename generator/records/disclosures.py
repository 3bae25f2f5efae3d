"""What is disclosed of each project, held against its own days: in time, late, or not at all.

A notice may name what lies in another batch: a county discloses the year plan of all its towns, or
its whole project library, which stands for every project in it. So each batch settles what it can
by itself, and hands up what its notices say of others; `notices_elsewhere` looks at those few
alone. What is disclosed is known here by a key, `projects/…`: projects, allotments of money,
commendations.
"""

import marshal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from generator.base.digests import digest
from generator.base.workdays import in_doubt, last_in_time
from generator.model.kinds.kind import Rules, View
from generator.parse.field_types import parse_date
from generator.records.batches import batch_of
from generator.records.totals import Figures

KIND = "disclosures"
FAILED = ("missed", "overdue")
"""States of a stage that stand on the page of the unit; the second only if it is held to them."""
UNDATED: "Event" = ("", "", False)
"""What has no day of its own, so that no notice of it is late."""
_WORST = (*FAILED, "unknown", "kept")


Event: TypeAlias = tuple[str, str, bool | None]
"""What must be disclosed: since when and until when ("" for no limit), and if that has passed.

None says that it cannot be told, as the holidays of a year are not known: the day is then the
earliest that it may be. The days are in ISO form; a plain tuple, as it is marshalled.
"""
Title: TypeAlias = tuple[str, str]
"""The day that belongs to a name, in ISO form, or "", and the name."""
Events: TypeAlias = Mapping[str, Sequence[Event]]
"""The stages reached, each with its events."""
Reached: TypeAlias = dict[str, tuple[Title, Events]]
"""By the id of a project: how a notice names it, and the stages it has reached."""


def lies_in(key: str, cut: int) -> str:
    """Return the key of the batch that what is disclosed lies in, as the tree is `cut`."""
    kind, _, ident = key.partition("/")
    return "" if kind == "commendations" else batch_of(ident.rpartition("/")[0], cut)


def events_of(project: View, rules: Rules) -> dict[str, list[Event]]:
    """Return the stages of disclosure that a project has reached."""
    actual, stage = project["actual"], project["stage"]
    found: dict[str, list[Event]] = {"library": [UNDATED]}
    if stage not in ("library", "stopped"):
        found["year_plan"] = [UNDATED]
    if project["changes"]:
        days = [each["date"] for each in project["changes"]]
        found["plan_change"] = _events("plan_change", days, rules)
    if actual["start"]:
        found["before_start"] = _events("before_start", [actual["start"]], rules)
    if actual["finish"]:
        found["after_completion"] = _events("after_completion", [actual["finish"]], rules)
    return found


def _events(stage: str, days: Iterable[str], rules: Rules) -> list[Event]:
    rule = rules.disclosures.get(stage)
    within, working = (rule.within, rule.within_unit == "working") if rule else (None, False)
    ahead = stage == "before_start"
    found: list[Event] = []
    for iso in days:
        since, last, doubt = _event(iso, within, working, ahead)
        over = None if doubt else last is not None and last < rules.as_of
        found.append((since, last.isoformat() if last else "", over))
    return found


@lru_cache(maxsize=20_000)
def _event(
    iso: str, within: int | None, working: bool, ahead: bool
) -> tuple[str, date | None, bool]:
    """Return from when on something of a day, or `ahead` of it, must be disclosed; until when.

    None is no limit. It is in doubt where the holidays of a year are not known.
    """
    day = parse_date(iso)
    since = "" if ahead else day.first.isoformat()
    if within is None:
        return since, None, False
    last = last_in_time(day.last, within, working=working)
    return since, last, working and bool(in_doubt(day.last, within))


def years_of(key: str, events: Events) -> dict[str, str]:
    """Return the year of each stage: of the last thing that was to be disclosed at it.

    What has no day of its own is of the year of the project, with which its name begins.
    """
    own = key.rpartition("/")[2][:4]
    found = {}
    for stage, each in events.items():
        since, until, _ = each[-1]
        found[stage] = since[:4] or until[:4] or own
    return found


def count(sums: Figures, state: str, year: str, number: int) -> None:
    """Count stages of a year, in place: in all, and by that year."""
    for name in (f"{state}:{KIND}", f"{state}:{KIND}:{year}"):
        sums[name] = sums.get(name, 0) + number


def states_of(events: Events, notices: Sequence[View]) -> dict[str, str]:
    """Return what came of each stage that is due: kept, missed, unknown or overdue.

    The last means that no notice is recorded though it should be: whether that is missed or
    unknown depends on whether the unit records notices at all.
    """
    found = {}
    by_stage: dict[str, list[View]] = {}
    for notice in notices:
        by_stage.setdefault(notice["stage"], []).append(notice)
    for stage, each in events.items():
        state = worst(each, by_stage.get(stage, ()))
        if state:
            found[stage] = state
    return found


def worst(events: Sequence[Event], notices: Sequence[View]) -> str:
    """Return what came of a stage, by the notices of it; "" where it is not due."""
    up = [each for each in notices if each["state"] != "to_come"] if notices else ()
    if len(events) == 1:  # as nearly always
        return _state(events[0], up)
    states = {_state(event, up) for event in events}
    return next((state for state in _WORST if state in states), "")


def _state(event: Event, notices: Iterable[View]) -> str:
    since, until, over = event
    state = "unknown" if not until or over is None else "overdue" if over else ""
    doubt = False
    for each in notices:
        if each["first"] >= since:
            after = bool(until) and each["first"] > until
            if not (after or each["brief"] or each.get("doubtful")):
                return "kept"
            if each["brief"] or (after and over is not None):
                state = "missed"
            else:
                doubt = True
    return "unknown" if doubt else state


def is_late(events: Events, notice: View) -> bool:
    """Tell whether a notice began later than the last thing before it allows."""
    for event in reversed(events.get(notice["stage"], ())):
        if event[0] <= notice["first"]:
            return _after(notice, event)
    return False


def _after(notice: View, event: Event) -> bool:
    """Tell whether a notice began later than an event allows, if that can be counted."""
    _, until, over = event
    return bool(until) and over is not None and bool(notice["first"] > until)


def _short(view: View) -> View:
    """Return what others need of a notice; `whole` is of a library, see `notices_elsewhere`."""
    names = ("id", "stage", "first", "last", "state", "until")
    short = {name: view[name] for name in names}
    brief, doubt = "brief" in view["faults"], {"doubtful": True} if view.get("doubtful") else {}
    return {**short, **doubt, "brief": brief, "whole": False}


def keys(view: View) -> list[str]:
    """Return the keys of what a notice names."""
    found = [f"{kind}/{ident}" for kind in ("projects", "allocations") for ident in view[kind]]
    return [*found, f"commendations/{view['commendation']}"] if view["commendation"] else found


# ---- one batch


def reached(ident: str, project: View, rules: Rules) -> tuple[Title, Events]:
    """Return what `settle` needs of a project."""
    return title(f"projects/{ident}", project), events_of(project, rules)


class Settled(NamedTuple):
    """What a batch says of its notices and of what is disclosed of its records."""

    counted: dict[str, Figures]
    """What came of the stages reached, by unit: `kept:disclosures`, `overdue:disclosures` …

    The same stands by year: `kept:disclosures:2018`.
    """
    failed: dict[str, list[View]]
    """The projects and stages that were missed or are overdue, by unit."""
    away: list[tuple[View, list[str]]]
    """The notices that name records of other batches, and the keys of these."""
    whole: list[tuple[View, str, list[str]]]
    """The notices of whole libraries, with the id of the library, and the projects named beside."""
    libraries: dict[str, list[str]]
    """The projects in each library."""
    late: dict[str, list[str]]
    """By notice of the batch, the keys of those records of the batch that it disclosed too late."""


class Aside(NamedTuple):
    """What a batch knows of its own records, and what is seldom asked for: it stays in a file."""

    listed: dict[str, str]
    """By key, what the batch itself says of the stage of the library of its projects."""
    events: bytes
    """By key, marshalled: title, events, notices of the batch itself, and what came of these."""


def settle(
    views: Mapping[str, Mapping[str, View]], projects: Reached, batch: str, rules: Rules
) -> tuple[Settled, Aside]:
    """Hold the projects of a batch against its notices.

    The views of the `projects` themselves are not looked at: `reached` has taken what is needed.
    """
    here: dict[str, list[View]] = {}
    away: list[tuple[View, list[str]]] = []
    whole: list[tuple[View, str, list[str]]] = []
    for notice in views[KIND].values():
        short, elsewhere = _short(notice), []
        for key in keys(notice):
            if lies_in(key, rules.cut) == batch:
                here.setdefault(key, []).append(short)
            else:
                elsewhere.append(key)
        if elsewhere:
            away.append((short, elsewhere))
        if notice["library"] and notice["stage"] == "library":
            whole.append((short, notice["library"], notice["projects"]))
    known: dict[str, tuple[Title, Events, list[View], dict[str, str]]] = {}
    counted: dict[str, Figures] = {}
    failed: dict[str, list[View]] = {}
    for ident, (named, events) in projects.items():
        key, unit = f"projects/{ident}", ident.rpartition("/")[0]
        notices = here.get(key, [])
        states = states_of(events, notices)
        known[key] = (named, events, notices, states)
        sums = counted.setdefault(unit, {})
        years = years_of(key, events)
        for stage, state in states.items():
            count(sums, state, years[stage], 1)
        failed.setdefault(unit, []).extend(_failed(key, states, years))
    for key, view, stage, day in _dated(views):
        events = {stage: _events(stage, [day], rules)} if day else {}
        known[key] = (title(key, view), events, here.get(key, []), {})
    late: dict[str, list[str]] = {}
    for key, (_, events, notices, _) in known.items():
        for each in notices:
            if is_late(events, each):
                late.setdefault(each["id"], []).append(key)
    libraries = {
        ident: [each["project"] for each in view["entries"]]
        for ident, view in views["libraries"].items()
    }
    listed = {key: states["library"] for key, (*_, states) in known.items() if "library" in states}
    # a notice of many records is written once; how often a thing is written depends on who else
    # has it at hand, so these bytes cannot tell what has changed
    aside = Aside(listed, marshal.dumps(known))
    return Settled(counted, failed, away, whole, libraries, late), aside


def _dated(views: Mapping[str, Mapping[str, View]]) -> Iterator[tuple[str, View, str, str]]:
    """Yield key, view, stage and day ("" for none yet) of what is no project."""
    for ident, view in views["commendations"].items():
        day = view["decision"]["date"] if view["decision"] else ""
        yield f"commendations/{ident}", view, "commendation_decided", day
    for ident, view in views["allocations"].items():
        yield f"allocations/{ident}", view, "allocation", view["date"]


def title(key: str, view: View) -> Title:
    """Return how a notice names what it discloses: money by its day and its fund."""
    if key.startswith("allocations"):
        return (view["date"], view["fund"])
    return ("", view["title"])


def told_late(own: Iterable[View], late: Mapping[str, Sequence[str]]) -> list[View]:
    """Return rows of notices, those that are `late` saying so now."""
    return [
        _marked({**row, "faults": [*row["faults"], "late"]}) if row["id"] in late else row
        for row in own
    ]


def _marked(row: View) -> View:
    """Return a row with the digest of what it says now."""
    bare = {name: value for name, value in row.items() if name != "mark"}
    return {**bare, "mark": digest(marshal.dumps(bare, 2))}


# ---- pages


def by_project(views: Iterable[View], late: Mapping[str, Sequence[str]]) -> dict[str, list[View]]:
    """Return what pages of projects show of notices, by project.

    `late` has by notice what it disclosed too late; of each is said whether this project was. Each
    has the `unit` that put it up, and what that is called: `by`.
    """
    found: dict[str, list[View]] = {}
    for view in views:
        shown = {**_short(view), "late": False, "unit": view["unit"], "by": view["by"]}
        for project in view["projects"]:
            own = f"projects/{project}" in late.get(view["id"], ())
            found.setdefault(project, []).append({**shown, "late": True} if own else shown)
    return found


def not_disclosed(unit: str, failed: Sequence[View], told: View) -> Iterator[View]:
    """Yield the projects and stages of a unit that were not disclosed as they should be."""
    held = unit in told["held"]
    every = [each for each in failed if each["key"] not in told["states"]]
    for key, states in told["states"].items():
        if key.partition("/")[2].rpartition("/")[0] == unit:
            every += _failed(key, states, told["years"][key])
    for each in every:
        if each["state"] == "missed" or held:
            yield each


def by_year(failed: Iterable[View], most: int) -> list[View]:
    """Return by `year`, the latest first, `count` and `rows` of what was not disclosed.

    No more than `most` rows are given in all; how many of a year are `left_out` is said.
    """
    years: dict[str, list[View]] = {}
    for each in failed:
        years.setdefault(each["year"], []).append(each)
    found: list[View] = []
    for year, own in sorted(years.items(), reverse=True):
        rows = own[:most]
        most -= len(rows)
        left_out = len(own) - len(rows)
        found.append({"year": year, "count": len(own), "rows": rows, "left_out": left_out})
    return found


def _failed(key: str, states: Mapping[str, str], years: Mapping[str, str]) -> list[View]:
    return [
        {"key": key, "stage": stage, "state": state, "year": years[stage]}
        for stage, state in states.items()
        if state in FAILED
    ]
