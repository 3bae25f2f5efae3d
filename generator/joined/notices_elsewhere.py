"""What notices say of records of other batches, and what that changes.

A county discloses the year plan of all its towns, or its whole project library, which stands for
every project in it. Each batch has settled what it can by itself (`disclosures.settle`); here the
few records are looked at that notices of other batches name.
"""

import marshal
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from generator.model.kinds.kind import View
from generator.records import totals
from generator.records.batches import CUT, batch_of
from generator.records.disclosures import (
    KIND,
    UNDATED,
    Aside,
    Events,
    Settled,
    Title,
    count,
    is_late,
    lies_in,
    not_disclosed,
    worst,
    years_of,
)
from generator.records.totals import PackedFigures

LISTED: Events = {"library": [UNDATED]}
"""The stage of every project that a whole library discloses."""


def join(
    settled: Iterable[tuple[str, Settled]],
    records: Mapping[str, Iterable[View]],
    above: Mapping[str, str],
    root: str,
    aside: Callable[[str], Aside],
    cut: int = CUT,
) -> tuple[PackedFigures, dict[str, View]]:
    """Return figures by unit, and by batch what its pages must know of other batches.

    `settled` and `records` (the rows of notices) go by batch, `above` is the tree; `aside` gives
    what a batch has put aside; the tree is `cut` into batches (`batches.cut_of`). Of a batch are
    told: `notices` of other batches that name its projects, by key; the `states` these make
    otherwise, with the `years` of those stages; of what its own notices name elsewhere the
    `titles`; by the id of its notices what they disclosed `late`, here or there; which units are
    `held` to what they have not recorded; and what `failed` of the root's projects.
    """
    told: dict[str, View] = {}
    counted, settled_ = PackedFigures(), dict[str, Settled]()
    for batch, each in settled:
        if each.late:
            late = {notice: [*own] for notice, own in each.late.items()}
            told[batch] = {**nothing(), "late": late}
        for unit, own in each.counted.items():
            totals.count(counted, unit or root, own)
        # what has been counted, and what pages alone tell of places, is most of it
        settled_[batch] = each._replace(counted={}, failed={} if batch else each.failed)
    for batch, named in _named_elsewhere(settled_, cut).items():
        mine, (listed, events_) = told.setdefault(batch, nothing()), aside(batch)
        known: dict[str, Any] = {}
        for key, foreign in named.items():
            unit = key.partition("/")[2].rpartition("/")[0] or root
            if _only_listed(listed.get(key, ""), foreign):
                mine["notices"][key] = [{**each, "late": False} for each in foreign]
                _move(counted, unit, years_of(key, LISTED)["library"], listed[key], "kept")
                continue
            if not known:
                known = marshal.loads(events_)  # noqa: S302 (made by `settle`)
            if key not in known:
                continue
            title_, events, own, states = known[key]
            mine["notices"][key] = _tell(told, key, title_, events, foreign, cut)
            after = _changed(events, own, foreign, states)
            if after:
                mine["states"][key] = {**states, **after}
                years = mine["years"][key] = years_of(key, events)
                for stage, state in after.items():
                    _move(counted, unit, years[stage], states.get(stage, ""), state)
    _held(counted, told, records, above, cut)
    _of_root(settled_, told, root, aside, cut)
    for batch, mine in told.items():
        for row in records.get(batch, ()):
            if row["id"] in mine["late"]:
                totals.count(counted, row["unit"] or root, {f"{KIND}:late": 1})
    for unit, own in counted.items():
        counted[unit] = {name: n for name, n in own.items() if n and name[0] != ":"}
    return counted, told


def _held(
    counted: PackedFigures,
    told: dict[str, View],
    records: Mapping[str, Iterable[View]],
    above: Mapping[str, str],
    cut: int,
) -> None:
    """Count what no notice is recorded of as missed where a unit is held to that, else unknown."""
    recording = {row["unit"] for each in records.values() for row in each}
    for unit, own in counted.items():
        overdue = [name for name in own if name.startswith(f"overdue:{KIND}")]
        held = unit in recording or above.get(unit) in recording
        for name in overdue:
            as_ = "missed" if held else "unknown"
            totals.add(own, {name.replace("overdue", as_): own.pop(name)})
        if overdue:
            counted[unit] = own
        if overdue and held:
            told.setdefault(batch_of(unit, cut), nothing())["held"].append(unit)


def _only_listed(state: str, notices: Iterable[View]) -> bool:
    """Tell whether notices of whole libraries alone make a project's stage of that name kept.

    `state` is what its batch says of that stage. This is so for tens of thousands of projects,
    whose events need not be looked at, as nothing else about them changes.
    """
    return state in ("unknown", "kept") and all(
        each["whole"] and not (each["brief"] or each.get("doubtful") or each["state"] == "to_come")
        for each in notices
    )


def _move(counted: PackedFigures, unit: str, year: str, was: str, now: str) -> None:
    """Count a stage of a unit's project in another state than it was."""
    own = counted.get(unit, {})
    for state, number in ((was, -1), (now, 1)):
        count(own, state, year, number)
    counted[unit] = own


def _of_root(
    settled: Mapping[str, Settled],
    told: dict[str, View],
    root: str,
    aside: Callable[[str], Aside],
    cut: int,
) -> None:
    """Tell the batch of the root of its projects, which lie in none of its folders."""
    loose = settled.get("")
    if loose is None:
        return
    held = [""] if root in told.get(batch_of(root, cut), nothing())["held"] else []
    there = {**told.get("", nothing()), "held": held}
    failed = [*not_disclosed("", loose.failed.get("", ()), there)]
    if failed:
        mine = told.setdefault(batch_of(root, cut), nothing())
        events: dict[str, Any] = marshal.loads(aside("").events)  # noqa: S302 (made by `settle`)
        mine["failed"] = failed
        mine["titles"].update((each["key"], events[each["key"]][0]) for each in failed)


def _named_elsewhere(settled: Mapping[str, Settled], cut: int) -> dict[str, dict[str, list[View]]]:
    """Return what notices say of records of other batches: by their batch, then by key.

    What is disclosed with a whole library is among them, in whatever batch.
    """
    named: dict[str, dict[str, list[View]]] = {}
    entries = {ident: own for each in settled.values() for ident, own in each.libraries.items()}
    for each in settled.values():
        found = [*each.away]
        for notice, library, beside in each.whole:
            listed = [f"projects/{own}" for own in entries.get(library, ()) if own not in beside]
            found.append(({**notice, "whole": True}, listed))
        for notice, keys_ in found:
            for key in keys_:
                batch = lies_in(key, cut)
                if batch in settled:
                    named.setdefault(batch, {}).setdefault(key, []).append(notice)
    return named


def _changed(
    events: Events, own: list[View], foreign: list[View], states: Mapping[str, str]
) -> dict[str, str]:
    """Return what comes of the stages of a project that the notices of others make different."""
    found = {}
    for stage in {each["stage"] for each in foreign}:
        if stage in events and states:
            notices = [each for each in (*own, *foreign) if each["stage"] == stage]
            state = worst(events[stage], notices)
            if state != states.get(stage, ""):
                found[stage] = state
    return found


def _tell(
    told: dict[str, View],
    key: str,
    title_: Title,
    events: Events,
    notices: Iterable[View],
    cut: int,
) -> list[View]:
    """Return the notices of others for the batch of a record; tell each of them what it named."""
    found = []
    for each in notices:
        late = is_late(events, each)
        found.append({**each, "late": late})
        if each["whole"]:  # its page names the library, which is never late for a project
            continue
        theirs = told.setdefault(batch_of(each["id"].rpartition("/")[0], cut), nothing())
        theirs["titles"][key] = title_
        if late:
            theirs["late"].setdefault(each["id"], []).append(key)
    return found


def nothing() -> View:
    """Return what a batch is told that no other has to do with."""
    names = ("notices", "states", "years", "titles", "late")
    return {**{name: {} for name in names}, "held": [], "failed": []}
