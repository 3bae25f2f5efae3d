"""What is kept of each batch once it is read: its summary, and the views of its records."""

import marshal
import os
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from generator.base import digests
from generator.model.kinds.kind import View
from generator.records import cache, disclosures
from generator.records.batches import Batch
from generator.records.summary import Summary

FEW = 20
"""Files of a batch that are looked into rather than read the batch again."""
MANY = "projects"
"""The kind that has so many records that each is packed as soon as it is judged."""
_OFFSET = 8
"""Bytes of each number at the end of a file of views: where what is put behind them begins."""


class Packed(MutableMapping[str, View]):
    """Views of one kind by id, each packed by itself: it is unpacked anew whenever it is asked for.

    So no more than one of them is whole at a time, and that one is near at hand. Their names of
    values are kept once: every view has the same in the same order; ValueError if one has not.
    """

    def __init__(self, names: tuple[str, ...] = (), values: dict[str, bytes] | None = None) -> None:
        self.names = names
        self.values_of = {} if values is None else values

    def __getitem__(self, ident: str) -> View:
        values = marshal.loads(self.values_of[ident])  # noqa: S302 (written by this program)
        return dict(zip(self.names, values, strict=True))

    def __setitem__(self, ident: str, view: View) -> None:
        names = tuple(view)
        if names != self.names:
            if self.values_of:
                raise ValueError(ident)
            self.names = names
        self.values_of[ident] = marshal.dumps(tuple(view.values()), 2)

    def __delitem__(self, ident: str) -> None:
        del self.values_of[ident]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_of)

    def __len__(self) -> int:
        return len(self.values_of)


Public: TypeAlias = dict[str, bytes]
"""Public records in their canonical form (see `public_record`), by kind and key: `units/duyun`."""
Views: TypeAlias = dict[str, MutableMapping[str, View]]
"""Views of records: kind, then id, then view; those of `MANY` are `Packed`."""


def packed(views: Views) -> bytes:
    """Return views as `unpacked` takes them."""
    many = views[MANY]
    if not isinstance(many, Packed):
        raise TypeError(MANY)
    return marshal.dumps({**views, MANY: (many.names, many.values_of)}, 2)


def unpacked(content: bytes) -> Views:
    """Return the views that `packed` made it of; what follows these is not read."""
    views = marshal.loads(content)  # noqa: S302 (as above)
    return {**views, MANY: Packed(*views[MANY])}


def packed_aside(aside: disclosures.Aside, public: Public, behind: int) -> bytes:
    """Return what is put aside, as it stands in a file behind so many bytes of packed views."""
    records, rest = marshal.dumps(public, 2), marshal.dumps(tuple(aside), 2)
    starts = behind, behind + len(records)
    return records + rest + b"".join(each.to_bytes(_OFFSET, "big") for each in starts)


def load(keep: Path) -> Views:
    """Return the views in a file of a batch."""
    return unpacked(keep.read_bytes())


def aside(keep: Path) -> disclosures.Aside:
    """Return what was put aside, in a file of a batch, of what was disclosed."""
    with keep.open("rb") as file:
        return disclosures.Aside(*_behind(file, 1))


def public(keep: Path) -> Public:
    """Return the public records in a file of a batch, in their order; no view of it is read."""
    with keep.open("rb") as file:
        return public_in(file)


def public_in(file: BinaryIO) -> Public:
    """Return the public records in an open file of a batch."""
    found: Public = _behind(file, 2)
    return found


def _behind(file: BinaryIO, nth: int) -> Any:
    """Return what is kept behind the views: the first or the second, from the end."""
    file.seek(-_OFFSET * nth, os.SEEK_END)
    file.seek(int.from_bytes(file.read(_OFFSET), "big"))
    return marshal.load(file)  # noqa: S302 (written by this program)


def summary(batch: Batch) -> Summary | None:
    """Return the summary that is kept of the batch, if nothing of it has changed since.

    A file that was young when it was read is looked into, as its time told nothing.
    """

    def same(young: cache.Young) -> bool:
        return len(young) <= FEW and all(
            digests.digest_of(batch.root / path) == mark for path, mark in young
        )

    found: Summary | None = batch.store.summary(batch.stamp, batch.settled, same)
    return found if found and found.span.holds(batch.rules.as_of) else None


def count(folder: Path) -> int:
    """Return of how many batches the summary is kept in the `folder`."""
    return sum(1 for _ in folder.glob(f"*{cache.SUMMARY}"))


def summaries(folder: Path, program: bytes) -> Iterator[tuple[str, tuple[bytes, Summary]]]:
    """Yield of each batch that is kept in the `folder` its key, and its stamp and its summary."""
    for path in sorted(folder.glob(f"*{cache.SUMMARY}")):
        found = cache.Store(folder, path.stem, program).kept()
        if found:
            yield found[1].key, found
