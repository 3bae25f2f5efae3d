"""What the last build made, and from what: one SQLite file, which may be deleted at any time."""

import errno
import marshal
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import starmap
from pathlib import Path
from typing import NamedTuple, SupportsBytes, TypeAlias

from generator.base import folder_scan
from generator.build.sums_file import sums_digest

SCHEMA = 5
LARGE = 32_000_000
"""Bytes from which on a database is read as it is asked for: it has some 160 a file of the site."""


Sizes: TypeAlias = dict[str, dict[str, int]]
"""Sizes of files in bytes, by folder and name."""
_BROKEN = (sqlite3.Error, OSError, TypeError, ValueError, EOFError, AttributeError)
"""What reading raises where something else stands in a database, or nothing that can be read."""


class Made(NamedTuple):
    """A file of the site: its address, the key of all that it was made from, and its bytes' sum.

    `key` is 16 bytes, `sum` the SHA-256 in hexadecimal, `size` in bytes; `deep` are the places
    within other pages that it links to.
    """

    url: str
    key: bytes
    sum: str
    size: int
    deep: tuple[str, ...] = ()


class Job:
    """What a job of the last build was made from, as a digest, and the files it made.

    Where these lie in a file, as `packed` gives them, they are read each time they are asked for.
    """

    __slots__ = ("_made", "mark")

    def __init__(self, mark: bytes, made: tuple[Made, ...] | SupportsBytes) -> None:
        self.mark, self._made = mark, made

    @property
    def made(self) -> tuple[Made, ...]:
        """The files. Raises OSError if they cannot be read any more."""
        if isinstance(self._made, tuple):
            return self._made
        return tuple(starmap(Made, marshal.loads(bytes(self._made))))  # noqa: S302 (written by this program)

    @property
    def packed(self) -> bytes:
        """The files, packed."""
        if isinstance(self._made, tuple):
            return marshal.dumps([*map(tuple, self._made)])
        return bytes(self._made)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Job) and self.mark == other.mark and self.made == other.made

    __hash__ = None  # type: ignore[assignment] # as what it consists of may lie elsewhere


def _unpacked(made: SupportsBytes) -> tuple[Made, ...] | SupportsBytes:
    """Return files as they are kept in memory: those that lie in a file stay there."""
    return tuple(starmap(Made, marshal.loads(made))) if isinstance(made, bytes) else made  # noqa: S302 (written by this program)


class _Row:
    """The files of a job, which lie in the database."""

    __slots__ = ("_base", "_name")

    def __init__(self, base: "_Opened", name: str) -> None:
        self._base, self._name = base, name

    def __bytes__(self) -> bytes:
        return self._base.made(self._name)


class _Opened:
    """A database that is too large for the memory: it is read as it is asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._base = sqlite3.connect(_address(path), uri=True)

    def __del__(self) -> None:
        self._base.close()

    def made(self, name: str) -> bytes:
        """Return the files of a job, packed. Raises OSError if they cannot be read."""
        try:
            row = self._base.execute("SELECT made FROM jobs WHERE name = ?", (name,)).fetchone()
        except sqlite3.Error as error:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(self._path)) from error
        if row is None:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(self._path))
        found: bytes = row[0]
        return found


def _address(path: Path) -> str:
    return f"{path.resolve().as_uri()}?mode=ro"


@dataclass(frozen=True, slots=True)
class Last:
    """The last build: `whole` is the digest of all it was made from, `said` what it reported."""

    whole: bytes = b""
    said: bytes = b""
    jobs: Mapping[str, Job] = field(default_factory=dict)


class BuildDb:
    """The last build, kept under the list of files (`sums`, a digest) that it left in the site.

    A database that is missing, broken, of another form or of another list of files is empty: it
    costs time, never correctness.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, sums: str) -> Last:
        """Return the last build if it left the site with `sums`, else an empty one."""
        found = self._read(sums)
        if found is None:
            return Last()
        whole, said, jobs = found
        try:
            made = {name: Job(mark, _unpacked(files)) for name, mark, files in jobs}
        except (TypeError, ValueError, EOFError):
            return Last()
        return Last(whole, said, made)

    def sizes(self, sums: str) -> Iterator[Sizes]:
        """Yield the sizes of the files of each job of the build that left the site so.

        Raises one of `_BROKEN` if that cannot be read.
        """
        if not self.path.exists():
            return
        with closing(sqlite3.connect(_address(self.path), uri=True)) as base:
            if base.execute("PRAGMA user_version").fetchone() != (SCHEMA,):
                return
            if base.execute("SELECT sums FROM last").fetchone() == (sums,):
                for (sizes,) in base.execute("SELECT sizes FROM jobs"):
                    yield marshal.loads(sizes)  # noqa: S302 (written by this program)

    def _read(
        self, sums: str
    ) -> tuple[bytes, bytes, list[tuple[str, bytes, SupportsBytes]]] | None:
        if not self.path.exists():
            return None
        try:
            with closing(sqlite3.connect(_address(self.path), uri=True)) as base:
                if base.execute("PRAGMA user_version").fetchone() != (SCHEMA,):
                    return None
                kept, whole, said = base.execute("SELECT sums, whole, said FROM last").fetchone()
                if kept != sums:
                    return None
                if self.path.stat().st_size <= LARGE:
                    rows = base.execute("SELECT name, mark, made FROM jobs").fetchall()
                    return whole, said, rows
                names = base.execute("SELECT name, mark FROM jobs").fetchall()
                opened = _Opened(self.path)
                return whole, said, [(name, mark, _Row(opened, name)) for name, mark in names]
        except (sqlite3.Error, OSError, TypeError, ValueError):
            return None

    def write(self, last: Last, sums: str, changed: Iterable[str], *, anew: bool) -> None:
        """Keep `last`: the jobs named in `changed` are written, those it lacks are dropped.

        `anew` makes a new file, in the place of one that is missing or could not be read. If it
        cannot be written, it is dropped; OSError if not even that can be.
        """
        try:
            self._write(last, sums, changed, anew=anew)
        except sqlite3.Error:  # a full disk, or one of another owner: that costs time, no more
            self.path.unlink(missing_ok=True)

    def _write(self, last: Last, sums: str, changed: Iterable[str], *, anew: bool) -> None:
        if anew:
            self.path.unlink(missing_ok=True)
        with closing(sqlite3.connect(self.path, isolation_level=None)) as base:
            base.execute("PRAGMA synchronous = OFF")  # what a lost machine loses is made again
            base.execute("BEGIN")
            if anew:
                base.execute("CREATE TABLE last (sums TEXT, whole BLOB, said BLOB)")
                told = "name TEXT PRIMARY KEY, mark BLOB, made BLOB, sizes BLOB"
                base.execute(f"CREATE TABLE jobs ({told})")
                base.execute(f"PRAGMA user_version = {SCHEMA}")
            base.execute("DELETE FROM last")
            base.execute("INSERT INTO last VALUES (?, ?, ?)", (sums, last.whole, last.said))
            there = {name for (name,) in base.execute("SELECT name FROM jobs")}
            base.executemany(
                "DELETE FROM jobs WHERE name = ?", [(name,) for name in there - set(last.jobs)]
            )
            base.executemany(
                "REPLACE INTO jobs VALUES (?, ?, ?, ?)",
                (
                    (name, job.mark, job.packed, marshal.dumps(_sizes(job), 4))
                    for name in changed
                    for job in [last.jobs[name]]
                ),
            )
            base.execute("COMMIT")


def lost(file: Path, site: Path) -> tuple[str, list[str]]:
    """Return what tells the list of files of the site from others, and which files are lost.

    These are not there any more, or not of the size, as the build left them that made the list.
    """
    sums, found, last = sums_digest(site), list[str](), BuildDb(file)
    try:
        for sizes in last.sizes(sums):  # of one job after the other: all would fill the memory
            found += folder_scan.lost(site, sizes)
    except _BROKEN:
        found = [each.url for job in last.read(sums).jobs.values() for each in job.made]
    return sums, found


def _sizes(job: Job) -> Sizes:
    found: Sizes = {}
    for each in job.made:
        folder, _, name = each.url.rpartition("/")
        found.setdefault(folder, {})[name] = each.size
    return found
