"""What two people made of one record, put together field by field.

Each field that only one of them changed is as that one made it; in a list both may have added
entries, or changed different ones. Where both changed the same otherwise, it is a clash: nothing is
decided here, unless it is told whose is to stand. All is written into the file of one of them, so
that what it has of comments and order stays; where both have comments of their own, the whole is a
clash.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from generator.parse import edit_spans, record_edit, record_file
from generator.parse.record_edit import Path
from generator.parse.yaml_nodes import Raw
from generator.records import form_changes
from generator.records.form_changes import Entry

TEXT: Path = ("",)
"""The path of the text below the fields."""
WHOLE: Path = ()
"""The path of a file that can only be taken as one or the other."""
_GONE: Any = object()


@dataclass(frozen=True, slots=True)
class Merged:
    """A record that says what both do; without bytes where there are clashes."""

    content: bytes | None
    clashes: list[Path] = field(default_factory=list)


def merged(
    file: str,
    model: type[BaseModel],
    states: tuple[bytes, bytes, bytes],
    ours: "Mapping[Path, bool] | None" = None,
) -> Merged:
    """Return what both made of a record; `states` are that of before, ours and theirs.

    `ours` says of each clash whether ours is to stand; None that it always is.
    """
    base, mine, other = states
    if mine in (base, other):
        return Merged(other)
    if other == base:
        return Merged(mine)
    read = [record_file.parse(file, each)[0] for each in states]
    if any(each is None for each in read):
        return _whole(mine, other, ours)
    before, one, two = (each for each in read if each is not None)
    clashes: list[Path] = []
    choose = _Choose(clashes, ours)
    data = choose.group((), before.data, one.data, two.data)
    text = choose.one(TEXT, before.body, one.body, two.body)
    if clashes and ours is not None:
        return Merged(None, clashes)
    for into, said, besides in ((other, two.data, mine), (mine, one.data, other)):
        with suppress(record_edit.Refused):
            made = toward(file, model, into, said, data)
            made = form_changes.with_text(file, made, text)
            if not _remarks(file, besides) - _remarks(file, base) - _remarks(file, made):
                return Merged(made, clashes)
    return _whole(mine, other, ours)


def _whole(mine: bytes, other: bytes, ours: "Mapping[Path, bool] | None") -> Merged:
    if ours is None:
        return Merged(mine, [WHOLE])
    if WHOLE in ours:
        return Merged(mine if ours[WHOLE] else other)
    return Merged(None, [WHOLE])


def _remarks(file: str, content: bytes) -> Any:
    """Return the comments among the fields of a file."""
    return edit_spans.comments(record_edit.fields_of(file, content))


@dataclass(frozen=True, slots=True)
class _Choose:
    clashes: list[Path]
    ours: "Mapping[Path, bool] | None"

    def one(self, path: Path, base: Any, mine: Any, other: Any) -> Any:
        """Return the value that is to stand at a path."""
        if mine in (base, other):
            return other
        if other == base:
            return mine
        if isinstance(mine, Mapping) and isinstance(other, Mapping):
            return self.group(path, base if isinstance(base, Mapping) else {}, mine, other)
        if isinstance(mine, list) and isinstance(other, list) and isinstance(base, list | str):
            found = self.list(path, base if isinstance(base, list) else [], mine, other)
            if found is not None:
                return found
        if self.ours is not None and path not in self.ours:
            self.clashes.append(path)
            return other
        self.clashes.extend([path] if self.ours is None else [])
        return mine if self.ours is None or self.ours[path] else other

    def group(
        self, path: Path, base: Mapping[str, Raw], mine: Mapping[str, Raw], other: Mapping[str, Raw]
    ) -> dict[str, Any]:
        """Return the fields that are to stand in a group."""
        found = {}
        for name in dict.fromkeys((*other, *mine)):
            value = self.one(
                (*path, name),
                base.get(name, _GONE),
                mine.get(name, _GONE),
                other.get(name, _GONE),
            )
            if value is not _GONE:
                found[name] = value
        return found

    def list(
        self, path: Path, base: Sequence[Raw], mine: Sequence[Raw], other: Sequence[Raw]
    ) -> list[Any] | None:
        """Return the entries that are to stand in a list, None where that cannot be told."""
        end = len(base)
        if len(mine) < end or len(other) < end:
            return None
        if any(x not in base and x in each[end:] for each in (mine, other) for x in each[:end]):
            return None
        kept = [self.one((*path, n), base[n], mine[n], other[n]) for n in range(end)]
        added = [each for each in mine[end:] if each not in other[end:]]
        return [*kept, *other[end:], *added]


def toward(
    file: str,
    model: type[BaseModel],
    content: bytes,
    data: Mapping[str, Raw],
    wanted: Mapping[str, Raw],
) -> bytes:
    """Return the bytes of a record made to say what is wanted. Raises Refused."""
    typed = {name: _aligned(data.get(name), wanted.get(name)) for name in {**data, **wanted}}
    edits = form_changes.edits(model, data, typed)
    return form_changes.edited(file, content, data, edits)


def _aligned(old: "Raw | None", new: "Raw | None") -> Any:
    """Return a value as a form would hand it back, entries of lists with their numbers."""
    if isinstance(new, Mapping):
        before: Mapping[str, Raw] = old if isinstance(old, Mapping) else {}
        return {name: _aligned(before.get(name), new.get(name)) for name in {**before, **new}}
    if not isinstance(new, list):
        return new
    free = dict(enumerate(old)) if isinstance(old, list) else {}
    numbers: list[int | None] = []
    for each in new:
        at = next((n for n, value in free.items() if value == each), None)
        if at is not None:
            del free[at]
        numbers.append(at)
    found = []
    for n, each in enumerate(new):
        was = numbers[n]
        if was is None and n in free and isinstance(free[n], type(each)):
            was = n
            del free[n]
        there = old[was] if was is not None and isinstance(old, list) else None
        found.append(Entry(was, _aligned(there, each)))
    return found
