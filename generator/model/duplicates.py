"""What stands twice, as after a careless merge or a copied file: entries of a record, and records.

Nothing is taken away here: two equal payments may be true. So it is a warning, and a note that
tells the two apart ends it.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from generator.base import labels
from generator.base.findings import Finding, Step
from generator.model.kinds.declaration import Kind
from generator.model.kinds.kind import View
from generator.parse.field_types import Part
from generator.parse.model_fields import inner, is_list

TOLD_OTHERWISE = frozenset({"honorees", "entries", "removed", "population", "measures", "reports"})
"""Lists whose repetitions have problems of their own."""


@cache
def _lists(model: type[Part]) -> tuple[tuple[str, bool], ...]:
    """Return the fields of a model that hold several entries, and the groups that may."""
    found = []
    for name, info in model.model_fields.items():
        part = inner(info.annotation)
        if isinstance(part, type) and issubclass(part, Part) and name not in TOLD_OTHERWISE:
            several = is_list(info)
            if several or _lists(part):
                found.append((name, several))
    return tuple(found)


def entries(data: Part, path: tuple[Step, ...] = ()) -> Iterator[Finding]:
    """Yield each entry of a list in a record that is the same as one above it."""
    values = vars(data)
    for name, several in _lists(type(data)):
        held = values[name]
        if not held:
            continue
        if not several:
            yield from entries(held, (*path, name))
        elif len(held) > 1:
            marks = [_mark(each) for each in held]
            if len({*marks}) < len(marks):
                yield from _repeated(type(data), marks, (*path, name))


def _mark(entry: Part) -> tuple[Any, ...]:
    values = vars(entry).values()
    return tuple(str(each) if type(each) is list else each for each in values)


def _repeated(
    model: type[Part], marks: list[tuple[Any, ...]], path: tuple[Step, ...]
) -> Iterator[Finding]:
    firsts: dict[tuple[Any, ...], int] = {}
    for n, mark in enumerate(marks):
        if mark in firsts:
            values = (("list", labels.fields(model, [str(path[-1])])),)
            yield Finding("P134", (*path, n), values, first=(*path, firsts[mark]))
        firsts.setdefault(mark, n)


def mark(kind: Kind[Any], place: str, view: View) -> tuple[Any, ...] | None:
    """Return what no other record of one place has, None of kinds whose records are told apart."""
    return (kind.folder, place, *(view[part] for part in kind.alike)) if kind.alike else None
