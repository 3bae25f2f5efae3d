"""What the last build made, and from what: one SQLite file, which may be deleted at any time."""

import marshal
import sqlite3
import zlib
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import starmap
from pathlib import Path
from typing import Any, NamedTuple

from generator.base import folder_scan

SCHEMA = 5


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


class Kept(NamedTuple):
    """A job as it is kept: its files, their sizes by folder and name, and `Job.deep`, packed."""

    made: bytes
    sizes: bytes
    deep: bytes

    @property
    def check(self) -> int:
        """By which bytes that are not as they were written are known."""
        return zlib.crc32(self.deep, zlib.crc32(self.sizes, zlib.crc32(self.made)))


class Job:
    """What a job of the last build was made from, as a digest, and the files it made.

    What was kept of it is unpacked when it is first asked for: for most jobs no one does.
    """

    __slots__ = ("_deep", "_kept", "_made", "mark")

    def __init__(
        self, mark: bytes, made: Iterable[Made] = (), kept: tuple[bytes, bytes] | None = None
    ) -> None:
        self.mark = mark
        self._kept = kept
        self._made = None if kept else tuple(made)
        self._deep: dict[str, str] | None = None

    @property
    def made(self) -> tuple[Made, ...]:
        """The files it made."""
        if self._made is None and self._kept:
            self._made = tuple(starmap(Made, marshal.loads(self._kept[0])))  # noqa: S302 (our own)
        return self._made or ()

    @property
    def deep(self) -> Mapping[str, str]:
        """The places within other pages that its pages link to, each with the first that does."""
        if self._deep is None:
            self._deep = marshal.loads(self._kept[1]) if self._kept else _deep(self.made)  # noqa: S302
        return self._deep

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Job) and (self.mark, self.made) == (other.mark, other.made)

    __hash__ = None  # type: ignore[assignment]

    def packed(self) -> Kept:
        """Return it as it is to be kept."""
        sizes: dict[str, dict[str, int]] = {}
        for each in self.made:
            folder, _, name = each.url.rpartition("/")
            sizes.setdefault(folder, {})[name] = each.size
        made = [*map(tuple, self.made)]
        return Kept(*(marshal.dumps(each, 4) for each in (made, sizes, dict(self.deep))))


def _deep(made: Iterable[Made]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in made:
        for target in each.deep:
            found[target] = min(each.url, found.get(target, each.url))
    return found


@dataclass(frozen=True, slots=True)
class Last:
    """The last build: `whole` is the digest of all it was made from, `said` what it reported."""

    whole: bytes = b""
    said: bytes = b""
    jobs: Mapping[str, Job] = field(default_factory=dict)


class Ledger:
    """The last build, kept under the list of files (`sums`, a digest) that it left in the site.

    A ledger that is missing, broken, of another form or of another list of files is empty: it
    costs time, never correctness.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, sums: str) -> Last:
        """Return the last build if it left the site with `sums`, else an empty one."""
        asked = "SELECT name, mark, made, sizes, deep, checked FROM jobs"
        kept, whole, said, rows = self._read(asked)
        if not sums or kept != sums:
            return Last()
        jobs = {}
        for name, mark, made, sizes, deep, check in rows:
            if Kept(made, sizes, deep).check != check:
                return Last()
            jobs[name] = Job(mark, kept=(made, deep))
        return Last(whole, said, jobs)

    def sizes(self) -> tuple[str, dict[str, dict[str, int]]]:
        """Return the sums of the last build, and the sizes of its files by folder and name."""
        sums, _, _, rows = self._read("SELECT sizes FROM jobs")
        found: dict[str, dict[str, int]] = {}
        try:
            for (sizes,) in rows:
                for folder, own in marshal.loads(sizes).items():  # noqa: S302 (our own)
                    if folder in found:
                        found[folder].update(own)
                    else:
                        found[folder] = own
        except (ValueError, EOFError, TypeError):  # `read` sees that, too, and takes none of it
            return "", {}
        return sums, found

    def _read(self, asked: str) -> tuple[str, bytes, bytes, list[Any]]:
        """Return sums, whole and what was said of the last build, and rows; nothing if unread."""
        nothing = "", b"", b"", list[Any]()
        if not self.path.exists():
            return nothing
        try:
            uri = f"{self.path.resolve().as_uri()}?mode=ro"
            with closing(sqlite3.connect(uri, uri=True)) as base:
                if base.execute("PRAGMA user_version").fetchone() != (SCHEMA,):
                    return nothing
                kept, whole, said = base.execute("SELECT sums, whole, said FROM last").fetchone()
                return kept, whole, said, base.execute(asked).fetchall()
        except (sqlite3.Error, TypeError, ValueError):
            return nothing

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
                base.execute(
                    "CREATE TABLE jobs (name TEXT PRIMARY KEY, mark BLOB, made BLOB, sizes BLOB,"
                    " deep BLOB, checked INTEGER)"
                )
                base.execute(f"PRAGMA user_version = {SCHEMA}")
            base.execute("DELETE FROM last")
            base.execute("INSERT INTO last VALUES (?, ?, ?)", (sums, last.whole, last.said))
            there = {name for (name,) in base.execute("SELECT name FROM jobs")}
            base.executemany(
                "DELETE FROM jobs WHERE name = ?", [(name,) for name in there - set(last.jobs)]
            )
            packed = ((name, last.jobs[name].mark, last.jobs[name].packed()) for name in changed)
            base.executemany(
                "REPLACE INTO jobs VALUES (?, ?, ?, ?, ?, ?)",
                ((name, mark, *kept, kept.check) for name, mark, kept in packed),
            )
            base.execute("COMMIT")


def lost(ledger: Path, site: Path) -> tuple[str, list[str]]:
    """Return what tells the list of files of the last build from others, and which are lost of it.

    These are not there any more, or not of the size, as the build left them that made the list.
    """
    sums, known = Ledger(ledger).sizes()
    return sums, folder_scan.lost(site, known)
