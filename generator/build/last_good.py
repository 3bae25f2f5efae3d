"""What each place last said without a fault, as it was published: for builds that go on without it.

It lies beside what is kept of the last reading, which a broken record takes the place of: links to
the same files, as these are never written to but replaced. One folder, which may be deleted at any
time; then no build can go on without a place until it has been published once more.
"""

import marshal
import os
import shutil
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from generator.base.atomic_write import name_beside, write_whole
from generator.base.digests import digest
from generator.base.folder_scan import Stat
from generator.base.messages import N_
from generator.records import cache
from generator.records.batches import Batch, File
from generator.records.cache import Store
from generator.records.histories import Histories, OfBatch
from generator.records.summary import Summary

NONE = N_("no earlier state of {place} is kept: build the site once when it has no error")
OTHER = N_(
    "what is kept of {place} was made by another version of this program, or by other settings"
)
INDEX, REST, EVENTS = "index", ".rest", ".events"
_FORM = 1
_Seen: TypeAlias = tuple[tuple[int, int], ...]
"""Size and time in nanoseconds of each file of a place that is kept, so that links stay."""
_Entry: TypeAlias = tuple[str, bytes, _Seen, bytes]
"""The day, the digest of what its records were judged by, its files, the mark of its changes."""
_BROKEN = (OSError, ValueError, EOFError, TypeError, KeyError)


class Good(NamedTuple):
    """A place as it was last published without a fault, and on which day (ISO) the site was of."""

    day: str
    summary: Summary
    files: tuple[File, ...]
    pictures: frozenset[str]
    stats: Mapping[str, Stat]
    store: Store
    changes: OfBatch | None
    """What was changed of its records, where that was told."""

    def batch(self, now: Batch) -> Batch:
        """Return the batch as it was, in the place of what it is now."""
        return replace(
            now, files=self.files, pictures=self.pictures, stats=self.stats, store=self.store
        )


class Shelf:
    """The folder in which the places of one site are kept, each as it was last good."""

    def __init__(self, folder: Path, program: bytes) -> None:
        self.folder, self.program = folder, program
        self._by: tuple[object, bytes] = (None, b"")

    def of(self, batch: Batch) -> Good | str:
        """Return a place as it was last published without a fault, or why it is not known."""
        _, entries = self._index()
        entry = entries.get(batch.key)
        store = Store(self.folder, batch.store.name, self.program)
        if entry is None or _seen(store) != entry[2]:
            return NONE
        kept = store.kept()
        if kept is None or entry[1] != self._judged(batch):
            return OTHER
        try:
            files, pictures, stats, told = marshal.loads(  # noqa: S302 (written by this program)
                (self.folder / (batch.store.name + REST)).read_bytes()
            )
        except _BROKEN:
            return NONE
        events = self.folder / (batch.store.name + EVENTS)
        return Good(
            entry[0],
            kept[1],
            tuple(map(File._make, files)),
            frozenset(pictures),
            stats,
            store,
            OfBatch(events, *told) if told else None,
        )

    @property
    def root(self) -> str:
        """The topmost unit of the site as it was last published."""
        return self._index()[0]

    def keep(
        self,
        batches: Iterable[Batch],
        stats: Mapping[str, Stat],
        earlier: Collection[str],
        root: str,
        day: str,
        changed: Histories,
    ) -> None:
        """Keep the places as they are published now, but for those that are shown as of `earlier`.

        `stats` are those of all files. What cannot be kept is not: that does no harm before someone
        asks for it.
        """
        _, before = self._index()
        self.folder.mkdir(parents=True, exist_ok=True)
        now: dict[str, _Entry] = {}
        names = {INDEX}
        for batch in batches:
            entry = before.get(batch.key)
            if batch.key not in earlier:
                entry = self._kept(batch, stats, entry, day, changed)
            if entry:
                now[batch.key] = entry
                endings = (cache.SUMMARY, cache.VIEWS, REST, EVENTS)
                names.update(batch.store.name + each for each in endings)
        write_whole(self.folder / INDEX, marshal.dumps((_FORM, self.program, root, now), 2))
        for path in self.folder.iterdir():
            if path.name not in names:
                path.unlink(missing_ok=True)

    def _kept(
        self,
        batch: Batch,
        stats: Mapping[str, Stat],
        before: _Entry | None,
        day: str,
        changed: Histories,
    ) -> _Entry | None:
        """Keep a place; return its entry, None if it could not be kept."""
        told = changed.of_batch(batch.key)
        mark, seen = told.mark if told else b"", _seen(batch.store)
        entry = (day, self._judged(batch), seen, mark)
        there = Store(self.folder, batch.store.name, self.program)
        if seen and before and before[1:] == entry[1:] and _seen(there) == seen:
            return entry
        try:
            for source, kept in zip(_files(batch.store), _files(there), strict=True):
                _link(source, kept)
            rest: Any = (
                [*map(tuple, batch.files)],
                sorted(batch.pictures),
                {**batch.stats, **{path: stats[path] for path in batch.pictures}},
                tuple(told)[1:] if told else None,
            )
            write_whole(self.folder / (there.name + REST), marshal.dumps(rest, 2))
            if told and told.file.exists():
                _link(told.file, self.folder / (there.name + EVENTS))
        except (OSError, ValueError):
            return None
        return entry

    def _judged(self, batch: Batch) -> bytes:
        """Return the digest of what the records of a batch are judged by, but for the day.

        Mostly it is the same for all.
        """
        if self._by[0] is not batch.rules:
            said = f"{batch.content}\0{batch.rules.measures}"
            self._by = batch.rules, digest(said.encode())
        return self._by[1]

    def _index(self) -> tuple[str, dict[str, _Entry]]:
        """Return the topmost unit, and what is kept of each place."""
        try:
            form, _, root, entries = marshal.loads((self.folder / INDEX).read_bytes())  # noqa: S302 (as above)
        except _BROKEN:
            return "", {}
        return (root, entries) if form == _FORM else ("", {})


def _files(store: Store) -> tuple[Path, Path]:
    return store.folder / f"{store.name}{cache.SUMMARY}", store.views


def _seen(store: Store) -> _Seen:
    """Return what tells the files of a place from others, nothing where one is not there."""
    try:
        stats = [path.stat() for path in _files(store)]
    except OSError:
        return ()
    return tuple((each.st_size, each.st_mtime_ns) for each in stats)


def _link(source: Path, target: Path) -> None:
    """Have the same file in two places, or a copy where a disk knows no links."""
    beside = name_beside(target)
    try:
        os.link(source, beside)
    except OSError:
        shutil.copy2(source, beside)
    with suppress(FileNotFoundError):
        target.unlink()  # a link to the same file would not be replaced
    beside.replace(target)
