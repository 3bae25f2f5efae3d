"""What files to be taken away are put together from: pieces, each of some records of a batch.

A piece that is as it was is taken from the file that stands in the site, so that one record that
changes makes no more anew than the pieces of those few. Where in these files the pieces lie, and of
what they were made, is kept beside the batches; whatever of that is missing is made again.
"""

import marshal
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, TypeAlias

from generator.base import light_workbook, workbook_rows
from generator.base.atomic_write import write_whole

_FORM = 3
Slot: TypeAlias = tuple[str, str]
"""Where a piece belongs: the name of a file, and a part of it (a sheet, a list), or ""."""


class Piece(NamedTuple):
    """A part of a file that some records give; of rows of a workbook `crc` and `size`, unpacked.

    `first` is the number of the first of these. Where it is as it was, `content` is None, and
    `start` and `end` say where it lies.
    """

    content: bytes | None
    crc: int = 0
    size: int = 0
    start: int = 0
    end: int = 0
    first: int = 0


Placed: TypeAlias = tuple[dict[Slot, Piece], Slot, Piece]
"""The pieces of some records, which of them was put into a file, and where it lies there."""


@dataclass(slots=True)
class Some:
    """What some records of a batch give: their pieces, and how many rows they have in each table.

    `stamp` is the digest of all that they were made from.
    """

    stamp: bytes
    pieces: dict[Slot, Piece] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)


Making: TypeAlias = Callable[[Mapping[str, int]], Some]
"""Makes the pieces of some records; it is given the number of the next row of each table."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The files of a place as they stand in the site: `sums` are those of the ones that do.

    `made` gets the sum of each file that is made anew, or stays, by its address.
    """

    site: Path
    sums: Mapping[str, str]
    made: dict[str, str] = field(default_factory=dict)


class Kept(NamedTuple):
    """What was kept of a place: its files by name, each with sum and digest of all but its pieces.

    `batches` have a digest of all that each was made from, and what `some` records of it gave, by
    names; `order` is that of these.
    """

    files: dict[str, tuple[str, bytes]]
    batches: dict[str, tuple[bytes, list[str]]]
    some: dict[str, Some]
    order: list[str]


NOTHING = Kept({}, {}, {}, [])


def kept(path: Path, by: bytes) -> Kept:
    """Return what was kept in a file, if that was made `by` the same, else nothing."""
    try:
        form, said, files, batches, order, some = marshal.loads(path.read_bytes())  # noqa: S302
    except (OSError, ValueError, EOFError, TypeError):
        return NOTHING
    if (form, said) != (_FORM, by):
        return NOTHING
    found = {
        key: Some(stamp, {slot: Piece(None, *where) for slot, where in pieces.items()}, rows)
        for key, (stamp, pieces, rows) in some.items()
    }
    return Kept(files, batches, found, order)


class Place:
    """The files of a place, put together from the pieces of its batches.

    `url` is the address of a file by its name.
    """

    def __init__(self, before: Kept, standing: Standing, url: Callable[[str], str]) -> None:
        self.before, self.standing, self.url = before, standing, url
        self.batches: dict[str, tuple[bytes, list[str]]] = {}
        self.some: dict[str, Some] = {}
        self.next: defaultdict[str, int] = defaultdict(lambda: light_workbook.BENEATH)
        """The number of the next row of each table."""
        self.files: dict[str, bytes] = {}
        """The digest of all but the pieces of each file, by its name."""
        self._read: dict[str, bytes] = {}

    def take(self, key: str, stamp: bytes) -> bool:
        """Take a batch as it was; return False if it is not, or not all of it stands."""
        before, keys = self.before.batches.get(key, (b"", []))
        if before != stamp or not all(self._stand(self.before.some[each]) for each in keys):
            return False
        self.batches[key] = stamp, keys
        for each in keys:
            self._add(each, self.before.some[each])
        return True

    def cut(self, key: str, stamp: bytes, some: Iterable[tuple[bytes, Making]]) -> None:
        """Take a batch of which some records are not as they were; those that are stay.

        Of `some` records there is a digest of all that they give, and what makes that.
        """
        keys = list[str]()
        for number, (mark, make) in enumerate(some):
            keys.append(f"{key} {number}")
            found = self.before.some.get(keys[-1])
            as_was = found is not None and found.stamp == mark and self._stand(found)
            self._add(keys[-1], found if found and as_was else make(self.next))
        self.batches[key] = stamp, keys

    def _add(self, key: str, some: Some) -> None:
        self.some[key] = some
        for name, rows in some.rows.items():
            self.next[name] += rows

    def keep(self, path: Path, by: bytes) -> None:
        """Keep where the pieces of the files lie."""
        sums = {name: self.standing.made.get(self.url(name), "") for name in self.files}
        files = {name: (sums[name], frame) for name, frame in self.files.items()}
        told = {
            key: (own.stamp, {slot: tuple(one)[1:] for slot, one in own.pieces.items()}, own.rows)
            for key, own in self.some.items()
        }
        said = (_FORM, by, files, self.batches, [*self.some], told)
        write_whole(path, marshal.dumps(said, 4))

    def has(self, name: str, part: str = "") -> bool:
        """Tell whether there is any such piece."""
        return any((name, part) in each.pieces for each in self.some.values())

    def same(self, name: str, frame: bytes) -> bool:
        """Tell whether a file is as it stands: all its pieces, and its `frame`, a digest."""
        if not self._stands(name) or self.before.files[name][1] != frame:
            return False
        if self._slots(name, self.some) != self._slots(name, self._old()):
            return False
        for key, some in self.some.items():
            for slot, piece in some.pieces.items():
                if slot[0] == name and piece.content is not None:
                    old = self.before.some[key].pieces[slot]
                    if self._standing(name, old.start, old.end) != piece.content:
                        return False
        for key, some in self.some.items():
            for slot in [each for each in some.pieces if each[0] == name]:
                some.pieces[slot] = self.before.some[key].pieces[slot]
        self.files[name] = frame
        return True

    def sound(self, names: Iterable[str]) -> bool:
        """Tell whether files that are to be made of what stands of them are what was made then."""
        for name in names:
            if not self._stands(name):
                continue
            self._read[name] = (self.standing.site / self.url(name)).read_bytes()
            if sha256(self._read[name]).hexdigest() != self.before.files[name][0]:
                return False
        return True

    def put(self, name: str, frame: bytes, made: Sequence[bytes | str], between: bytes) -> bytes:
        """Return a file: bytes that stand in it, and the parts whose pieces follow one another."""
        found, at = list[bytes](), 0
        placed: list[Placed] = []
        for each in made:
            if isinstance(each, bytes):
                found.append(each)
                at += len(each)
                continue
            first = True
            for some in self.some.values():
                piece = some.pieces.get((name, each))
                if piece is None:
                    continue
                if between and not first:
                    found.append(between)
                    at += len(between)
                first = False
                content = self.content(name, piece)
                found.append(content)
                end = at + len(content)
                placed.append((some.pieces, (name, each), piece._replace(start=at, end=end)))
                at = end
        self._put(name, frame, placed)
        return b"".join(found)

    def fresh(self, name: str) -> Iterator[bytes]:
        """Yield the pieces of a file that were made anew."""
        for some in self.some.values():
            piece = some.pieces.get((name, ""))
            if piece and piece.content:
                yield piece.content

    def rows(self, name: str, part: str) -> list[workbook_rows.Piece]:
        """Return the rows of a sheet; those that others before them moved on get their numbers."""
        found, first = list[workbook_rows.Piece](), light_workbook.BENEATH
        for some in self.some.values():
            piece = some.pieces.get((name, part))
            if piece is None:
                continue
            rows, content = some.rows[part], self.content(name, piece)
            own = workbook_rows.Piece(content, piece.crc, piece.size, rows, piece.first)
            if piece.first != first:
                own = workbook_rows.moved(own, first)
                some.pieces[name, part] = Piece(own.packed, own.crc, own.size, first=first)
            found.append(own)
            first += rows
        return found

    def put_workbook(self, name: str, frame: bytes, content: bytes, parts: Sequence[str]) -> None:
        """Note where the rows of each sheet lie; `parts` is "" for one without rows of records."""
        placed: list[Placed] = []
        for part, start in zip(parts, light_workbook.starts_of(content), strict=True):
            at = start
            for some in self.some.values() if part else ():
                piece = some.pieces.get((name, part))
                if piece is not None:
                    end = at + len(self.content(name, piece))
                    placed.append((some.pieces, (name, part), piece._replace(start=at, end=end)))
                    at = end
        self._put(name, frame, placed)

    def _put(self, name: str, frame: bytes, placed: Iterable[Placed]) -> None:
        """Note where the pieces of a file lie that was made, and forget how it stood."""
        for pieces, slot, piece in placed:
            pieces[slot] = piece
        self.files[name] = frame
        self._read.pop(name, None)

    def content(self, name: str, piece: Piece) -> bytes:
        """Return what a piece holds; it is of a file that is `sound`."""
        if piece.content is not None:
            return piece.content
        return self._read[name][piece.start : piece.end]

    def _stands(self, name: str) -> bool:
        before = self.before.files.get(name)
        return before is not None and self.standing.sums.get(self.url(name)) == before[0]

    def _stand(self, some: Some) -> bool:
        return all(self._stands(name) for name in {name for name, _ in some.pieces})

    def _old(self) -> dict[str, Some]:
        return {key: self.before.some[key] for key in self.before.order}

    def _standing(self, name: str, start: int, end: int) -> bytes:
        with (self.standing.site / self.url(name)).open("rb") as file:
            file.seek(start)
            return file.read(end - start)

    @staticmethod
    def _slots(name: str, some: Mapping[str, Some]) -> list[tuple[str, Slot]]:
        """Return who has which pieces of a file, in order."""
        return [
            (key, slot)
            for key, each in some.items()
            for slot in sorted(each.pieces)
            if slot[0] == name
        ]
