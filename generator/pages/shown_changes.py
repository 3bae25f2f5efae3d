"""What pages say of how records were changed: each of its own, places of all that lie there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from generator.base.lock_free import cached_property
from generator.model.kinds.kind import View
from generator.model.kinds.registry import COMMAND, place_of, url_of
from generator.records import history
from generator.records.histories import OFF

UNCOMMITTED = "uncommitted"
"""That a record is not in git yet."""
ROWS = 50
"""How many of each sort a page of duties names; a list has all that was late."""
SHOWN = 5
"""How many withdrawn records the page of a place names."""
OF_PLACE = ("units", "supervisors", *COMMAND)
"""Kinds without a page that is theirs alone: what was changed of them stands with the duties."""


@dataclass(frozen=True)
class Told:
    """What was changed of the records of a batch: why it is not known, or where it lies."""

    unknown: str = OFF
    file: Path | None = None
    rewritten: str = ""
    """The day of a site whose commit git has no more."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What people call the records that are named, by kind and id."""

    @cached_property
    def events(self) -> Mapping[str, list[View]]:
        """What happened to each record, by kind and key."""
        found = history.load(self.file)
        if self.names:
            for own in found.values():
                for event in own:
                    event["changes"] = [self._whole(each) for each in event["changes"]]
        return found

    def _whole(self, change: View) -> View:
        """Return a change in which records are called by their names."""
        if not any(sort == "records" for sort, _ in history.values(change)):
            return change
        items = [(label, self._called(value)) for label, value in change["items"]]
        both = {name: self._called(change[name]) for name in ("before", "after")}
        return {**change, **both, "items": items}

    def _called(self, value: tuple[str, Any]) -> tuple[str, Any]:
        sort, what = value
        return (sort, [self.names.get(each, each) for each in what]) if sort == "records" else value

    def of(self, path: str) -> View | None:
        """Return what the page of a record says of it, None where pages say nothing of changes."""
        if self.unknown == OFF:
            return None
        if self.unknown:
            return {"unknown": self.unknown, "events": []}
        events = self.events.get(path, [])
        return {"unknown": "" if events else UNCOMMITTED, "events": events}

    def of_place(self, unit: str, gone: Sequence[View], late: Sequence[View]) -> View | None:
        """Return what the page of duties says of the records of a place; None as above."""
        if self.unknown == OFF:
            return None
        changed = [] if self.unknown else [*self._changed(unit)]
        changed.sort(key=lambda each: (each["day"], each["kind"], each["id"]), reverse=True)
        return {
            "unknown": self.unknown,
            "rewritten": self.rewritten,
            "gone": withdrawn(gone)[:ROWS],
            "late": rows(late[:ROWS]),
            "more_late": max(0, len(late) - ROWS),
            "changed": changed[:ROWS],
        }

    def _changed(self, unit: str) -> Iterator[View]:
        """Yield what was changed of the records of a place that have no page of their own."""
        for path in self.by_place.get(unit, ()):
            kind, _, ident = path.partition("/")
            said = {"kind": kind, "id": ident, "url": url_of(kind, ident)}
            for each in islice(reversed(self.events[path]), ROWS):
                if each["changes"] or each["step"] not in ("new", "changed"):
                    yield {**said, **each}

    @cached_property
    def by_place(self) -> Mapping[str, list[str]]:
        """The records of each place that have no page of their own."""
        found: dict[str, list[str]] = {}
        for path in self.events:
            kind, _, ident = path.partition("/")
            if kind in OF_PLACE:
                found.setdefault(place_of(kind, ident), []).append(path)
        return found


def rows(late: Sequence[View]) -> list[View]:
    """Return what was entered late as lists show it: with the address of its record."""
    return [{**row, "url": url_of(row["kind"], row["id"])} for row in late]


def withdrawn(gone: Sequence[View]) -> list[View]:
    """Return records that are shown no more as pages name them: when, of which kind, which."""
    return [{name: row[name] for name in ("kind", "title", "day", "why")} for row in gone]
