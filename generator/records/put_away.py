"""What batches hand up and others seldom ask for, put away in a file while a nation is joined.

Of a few hundred batches all of it is at hand. Of some thousand it would fill the memory of the one
process that joins them, though most of it is looked at once: it lies in a file without a name,
which ends with this process, and is read where it is asked for.
"""

import pickle
import tempfile
from dataclasses import fields
from pathlib import Path
from typing import Any

from generator.model.kinds.kind import View
from generator.records.summary import Summary

MANY = 400
"""Batches from which on this is done: a large prefecture has fewer."""
SELDOM = ("disclosed", "figures", "headings", "latest", "searched", "times")
"""The fields that are put away; so are the rows of projects, and what these say of parties."""


class File:
    """A file without a name, to which is only added; `folder` is where it lies."""

    def __init__(self, folder: Path) -> None:
        where = folder if folder.is_dir() else None
        self._file = tempfile.TemporaryFile(dir=where, buffering=0)  # noqa: SIM115 (it ends with this)
        self._end = 0

    def __del__(self) -> None:
        self._file.close()

    def add(self, content: bytes) -> tuple[int, int]:
        """Add something; return where it lies and how many bytes it has."""
        at = self._file.seek(self._end)
        self._end += len(content)
        whole = memoryview(content)
        while whole:
            whole = whole[self._file.write(whole) :]
        return at, len(content)

    def read(self, at: int, size: int) -> bytes:
        """Return so many bytes. Raises OSError if they cannot be read."""
        self._file.seek(at)
        found = self._file.read(size)
        while len(found) < size:
            more = self._file.read(size - len(found))
            if not more:
                raise EOFError
            found += more
        return found


class Stretch:
    """Bytes that lie in a file: a part is read where it is asked for."""

    __slots__ = ("_at", "_file", "_size")

    def __init__(self, file: File, content: bytes) -> None:
        self._file = file
        self._at, self._size = file.add(content)

    def __len__(self) -> int:
        return self._size

    def __bytes__(self) -> bytes:
        return self._file.read(self._at, self._size)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, bytes | Stretch) and bytes(self) == bytes(other)

    __hash__ = None  # type: ignore[assignment] # as of a list

    def __reduce__(self) -> tuple[type, tuple[bytes]]:
        return bytes, (bytes(self),)

    def __getitem__(self, part: slice) -> bytes:
        start, end, _ = part.indices(self._size)
        return self._file.read(self._at + start, max(0, end - start))


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
