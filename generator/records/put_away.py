"""What batches hand up and others seldom ask for, put away in a file while a nation is joined.

Of a few hundred batches all of it is at hand. Of some thousand it would fill the memory of the one
process that joins them, though most of it is looked at once: it lies in a file without a name,
which ends with this process, and is read where it is asked for.
"""

import pickle
from dataclasses import fields
from typing import Any

from generator.base.spill_file import File, Stretch
from generator.model.kinds.kind import View
from generator.records.summary import Summary

MANY = 400
"""Batches from which on this is done: a large prefecture has fewer."""
SELDOM = ("disclosed", "figures", "headings", "latest", "searched", "times")
"""The fields that are put away; so are the rows of projects, and what these say of parties."""


class PutAway(Summary):
    """A summary of which some fields lie in a file: each is read anew where it is asked for."""

    __slots__ = ("_away", "_spots")
    _away: File
    _spots: dict[str, tuple[int, int]]


def _read(name: str) -> property:
    def field(self: PutAway) -> Any:
        return pickle.loads(self._away.read(*self._spots[name]))  # noqa: S301 (put there by this process)

    return property(field)


for _name in SELDOM:
    setattr(PutAway, _name, _read(_name))


class _Row:
    """Something whose values Python keeps by names that it keeps once for all of its like."""


def _compact(row: View) -> View:
    """Return the same row in half the memory: as all of them have the same names in one order."""
    found = _Row()
    for name, value in row.items():
        setattr(found, name, value)
    return vars(found)


def put_away(summary: Summary, file: File) -> Summary:
    """Return the same summary, of which what is seldom asked for lies in a file."""
    if isinstance(summary, PutAway):
        return summary
    made = object.__new__(PutAway)
    made._away = file
    made._spots = {name: file.add(pickle.dumps(getattr(summary, name), 5)) for name in SELDOM}
    for each in fields(Summary):
        if each.name not in SELDOM:
            setattr(made, each.name, getattr(summary, each.name))
    made.units = [*map(_compact, summary.units)]
    ids = {row["id"]: row["id"] for row in made.units}  # of which the others are copies
    made.by_unit = {ids.get(unit, unit): each for unit, each in summary.by_unit.items()}
    made.late = {ids.get(unit, unit): each for unit, each in summary.late.items()}
    made.parties = {
        ident: each._replace(packed=Stretch(file, bytes(each.packed)))
        for ident, each in summary.parties.items()
    }
    table = summary.projects.table
    if isinstance(table.content, bytes) and table.content:
        table.content = Stretch(file, table.content)
        table.units = tuple(ids.get(unit, unit) for unit in table.units)
    return made
