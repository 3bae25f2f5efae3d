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
from typing import NamedTuple, Protocol, TypeAlias
from zlib import crc32

from generator.base import folder_scan
from generator.build.sums_file import sums_digest

SCHEMA = 6
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


class Packed(Protocol):
    """The files of a job, packed, which lie elsewhere."""

    def __bytes__(self) -> bytes: ...


class Job:
    """What a job of the last build was made from, as a digest, and the files it made.

    These may be given `packed`: bytes are taken apart when they are asked for, which most never
    are; what lies in a file is read each time. `leads` are the pages into which their links lead
    deep, if that is known without taking them apart.
    """

    __slots__ = ("_leads", "_made", "mark")

    def __init__(
        self,
        mark: bytes,
        made: tuple[Made, ...] | bytes | Packed,
        leads: frozenset[str] | bytes | None = None,
    ) -> None:
        self.mark, self._made, self._leads = mark, made, leads

    @property
    def made(self) -> tuple[Made, ...]:
        """The files. Raises OSError if they cannot be read any more."""
        if isinstance(self._made, tuple):
            return self._made
        made = tuple(starmap(Made, marshal.loads(bytes(self._made))))  # noqa: S302 (written by this program)
        if isinstance(self._made, bytes):
            self._made = made
        return made

    @property
    def leads(self) -> frozenset[str]:
        """The pages that the links of its own pages lead to a place within."""
        if self._leads is None:
            found = frozenset(to.partition("#")[0] for each in self.made for to in each.deep)
            if not isinstance(self._made, tuple):
                return found
            self._leads = found
        elif isinstance(self._leads, bytes):
            self._leads = frozenset(marshal.loads(self._leads))  # noqa: S302 (written by this program)
        return self._leads

    @property
    def packed(self) -> bytes:
        """The files, packed."""
        if isinstance(self._made, tuple):
            return marshal.dumps([*map(tuple, self._made)])
        return bytes(self._made)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Job) and self.mark == other.mark and self.made == other.made

    __hash__ = None  # type: ignore[assignment] # as what it consists of may lie elsewhere


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
        said = "SELECT made, leads, sum FROM jobs WHERE name = ?"
        try:
            row = self._base.execute(said, (name,)).fetchone()
        except sqlite3.Error as error:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(self._path)) from error
        if row is None or not _whole(*row):
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
        return Last(whole, said, jobs)

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

    def _read(self, sums: str) -> tuple[bytes, bytes, dict[str, Job]] | None:
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
                    jobs = {}
                    rows = base.execute("SELECT name, mark, made, leads, sum FROM jobs")
                    for name, mark, made, leads, sum_ in rows:
                        if not _whole(made, leads, sum_):
                            return None
                        jobs[name] = Job(mark, made, leads)
                    return whole, said, jobs
                names = base.execute("SELECT name, mark FROM jobs").fetchall()
                opened = _Opened(self.path)
                return whole, said, {name: Job(mark, _Row(opened, name)) for name, mark in names}
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
                told = "name TEXT PRIMARY KEY, mark BLOB, made BLOB, leads BLOB, sum, sizes BLOB"
                base.execute(f"CREATE TABLE jobs ({told})")
                base.execute(f"PRAGMA user_version = {SCHEMA}")
            base.execute("DELETE FROM last")
            base.execute("INSERT INTO last VALUES (?, ?, ?)", (sums, last.whole, last.said))
            there = {name for (name,) in base.execute("SELECT name FROM jobs")}
            base.executemany(
                "DELETE FROM jobs WHERE name = ?", [(name,) for name in there - set(last.jobs)]
            )
            base.executemany(
                "REPLACE INTO jobs VALUES (?, ?, ?, ?, ?, ?)",
                (_row(name, last.jobs[name]) for name in changed),
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


def _row(name: str, job: Job) -> tuple[str, bytes, bytes, bytes, int, bytes]:
    made, leads = job.packed, marshal.dumps(sorted(job.leads), 4)
    return name, job.mark, made, leads, _sum(made, leads), marshal.dumps(_sizes(job), 4)


def _whole(made: bytes, leads: bytes, sum_: int) -> bool:
    """Tell whether a row is as it was written: it is not taken apart at once, and disks fail."""
    return _sum(made, leads) == sum_


def _sum(made: bytes, leads: bytes) -> int:
    return crc32(leads, crc32(made))


def _sizes(job: Job) -> Sizes:
    found: Sizes = {}
    for each in job.made:
        folder, _, name = each.url.rpartition("/")
        found.setdefault(folder, {})[name] = each.size
    return found
