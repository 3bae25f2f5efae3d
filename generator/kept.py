"""What is kept of each batch once it is read: its summary, and the views of its records."""

import marshal
import os
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import TypeAlias

from generator import disclosures, source, store
from generator.content import Batch
from generator.kinds.kind import View
from generator.summary import Summary

FEW = 20
"""Files of a batch that are looked into rather than read the batch again."""
MANY = "projects"
"""The kind that has so many records that each is packed as soon as it is judged."""
_OFFSET = 8
"""Bytes of the number at the end of a file of views: where what was put aside begins."""


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


def packed_aside(aside: disclosures.Aside, behind: int) -> bytes:
    """Return what is put aside, as it stands in a file behind so many bytes of packed views."""
    return marshal.dumps(tuple(aside), 2) + behind.to_bytes(_OFFSET, "big")


def load(keep: Path) -> Views:
    """Return the views in a file of a batch."""
    return unpacked(keep.read_bytes())


def aside(keep: Path) -> disclosures.Aside:
    """Return what was put aside, in a file of a batch, of what was disclosed."""
    with keep.open("rb") as file:
        file.seek(-_OFFSET, os.SEEK_END)
        file.seek(int.from_bytes(file.read(_OFFSET), "big"))
        return disclosures.Aside(*marshal.load(file))  # noqa: S302 (as above)


def summary(batch: Batch) -> Summary | None:
    """Return the summary that is kept of the batch, if nothing of it has changed since.

    A file that was young when it was read is looked into, as its time told nothing.
    """

    def same(young: store.Young) -> bool:
        return len(young) <= FEW and all(
            source.digest_of(batch.root / path) == mark for path, mark in young
        )

    found: Summary | None = batch.store.summary(batch.stamp, batch.settled, same)
    return found


def summaries(folder: Path, program: bytes) -> Iterator[tuple[str, tuple[bytes, Summary]]]:
    """Yield of each batch that is kept in the `folder` its key, and its stamp and its summary."""
    for path in sorted(folder.glob(f"*{store.SUMMARY}")):
        found = store.Store(folder, path.stem, program).kept()
        if found:
            yield found[1].key, found
