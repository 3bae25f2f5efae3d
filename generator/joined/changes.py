"""What was changed of records, by place: what was withdrawn, and what was entered late."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.model.kinds.kind import View
from generator.model.kinds.registry import KINDS, place_of
from generator.records import former_addresses
from generator.records.batches import CUT, Tree, batch_of
from generator.records.histories import Histories
from generator.records.summary import Summary
from generator.records.versions import TITLES

RULE = "entries"
"""The duty that late entries break: its name in figures."""


@dataclass(slots=True)
class Changed:
    """What was changed, as far as it is known: see `histories.Histories`."""

    of: Histories = field(default_factory=Histories)
    cut: int = CUT
    """How the tree is cut into batches: see `batches.cut_of`."""
    gone: dict[str, list[View]] = field(default_factory=dict)
    """By place the records that are shown no more, the latest first."""
    late: dict[str, list[View]] = field(default_factory=dict)
    """By place what was entered late, the latest first."""
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    """By batch what people call the records that is told of there, by kind and id."""


def join(found: Histories, summaries: Sequence[Summary], tree: Tree, cut: int = CUT) -> Changed:
    """Return what was changed, but for records that lie elsewhere now, or are there again.

    A record of which nothing is shown is told of by its kind alone.
    """
    moved = {(kind, before) for s in summaries for kind, _, before, _ in s.moved}
    withheld = {(kind, key) for s in summaries for kind, key, _ in s.unpublished}
    shown = {(file.kind, file.key) for file in tree.files} - withheld
    changed = Changed(found, cut=cut)
    for row in found.gone:
        key = row["id"] + (f".{row['language']}" if row["language"] else "")
        if (row["kind"], key) not in shown and (row["kind"], row["id"]) not in moved:
            there = (row["kind"], key) in withheld
            told = {**row, "why": "withheld", "title": ""} if there else row
            changed.gone.setdefault(place_of(row["kind"], row["id"]), []).append(told)
    for row in found.late:
        if (row["kind"], row["id"]) in shown:
            changed.late.setdefault(place_of(row["kind"], row["id"]), []).append(row)
    return changed


def name(changed: Changed, summaries: Sequence[Summary], units: Mapping[str, Any]) -> None:
    """Note what people call the records that are named in what is told.

    Of one that was withdrawn that is what it was called last; where nothing is known, its address.
    """
    lie = {summary.key: summary for summary in summaries}
    moves = former_addresses.moves(row[:3] for s in summaries for row in s.moved)
    gone = {(row["kind"], row["id"]): row["title"] for row in changed.of.gone}
    rows: dict[str, View] = {}
    for batch, named in changed.of.named.items():
        found = changed.names[batch] = {}
        for key in named:
            kind, _, ident = key.partition("/")
            ident = moves.now(kind, ident)
            if kind == "units":
                called = units[ident]["short_name"] if ident in units else ""
            else:
                lies = KINDS[kind].lies != "anywhere"
                unit = batch_of(place_of(kind, ident), changed.cut) if lies else ""
                called = _called(lie.get(unit), rows, kind, ident)
            found[key] = called or gone.get((kind, ident)) or ident


def _called(summary: Summary | None, rows: dict[str, View], kind: str, ident: str) -> str:
    """Return what people call a record, "" if it is not there; `rows` keeps what was looked at."""
    unit = place_of(kind, ident)
    if summary is None:
        return ""
    of = f"{kind}/{unit}" if kind == "projects" else f"{kind}//{summary.key}"
    if of not in rows:
        rows[of] = {row["id"]: row for row in _rows(summary, kind, unit)}
    row = rows[of].get(ident, {})
    return next((str(row[each]) for each in TITLES if row.get(each)), "")


def _rows(summary: Summary, kind: str, unit: str) -> Iterable[View]:
    """Return the rows of a batch of some kind, projects of one unit alone."""
    if kind == "projects":
        return summary.by_unit.get(unit, ())
    of_kind: Mapping[str, Sequence[View]] = {
        "allocations": summary.allotments,
        "commendations": summary.commendations,
        "documents": summary.documents,
        "libraries": summary.libraries,
    }
    return of_kind[kind] if kind in of_kind else summary.records.get(kind, ())


def place(changed: Changed, units: Mapping[str, Any], root: str) -> None:
    """Put what was changed at places that there are: each at the nearest one above, if it is gone.

    What is entered in time, and what late, counts for the duty `RULE`.
    """

    def nearest(unit: str) -> str:
        while unit and unit not in units:
            unit = unit.rpartition("/")[0]
        return unit or root

    for by in (changed.gone, changed.late):
        for unit in [*by]:
            to = nearest(unit)
            if to != unit:
                rows = [*by.get(to, ()), *by.pop(unit)]
                by[to] = sorted(rows, key=lambda row: row["day"], reverse=True)
    for unit, own in changed.of.counts.items():
        of = changed.counts.setdefault(nearest(unit), {})
        for name, number in own.items():
            state, _, year = name.partition(":")
            figure = f"{state}:{RULE}" + (f":{year}" if year else "")
            of[figure] = of.get(figure, 0) + number
