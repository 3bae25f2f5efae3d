"""What the last build made, and from what: one SQLite file, which may be deleted at any time."""

import marshal
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import starmap
from pathlib import Path
from typing import Any, NamedTuple

from generator.base import folder_scan
from generator.build.site_writer import sums_digest

SCHEMA = 4


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


class Job(NamedTuple):
    """What a job of the last build was made from, as a digest, and the files it made."""

    mark: bytes
    made: tuple[Made, ...]


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
        found = self._read(sums)
        if found is None:
            return Last()
        whole, said, jobs = found
        try:
            made = {name: Job(mark, tuple(starmap(Made, files))) for name, mark, files in jobs}
        except TypeError:
            return Last()
        return Last(whole, said, made)

    def sizes(self, sums: str) -> Iterator[tuple[str, int]]:
        """Yield the address and the size of each file of the build that left the site so."""
        for _, _, files in (self._read(sums) or (b"", b"", []))[2]:
            for url, _, _, size, *_ in files:
                yield url, size

    def _read(self, sums: str) -> tuple[bytes, bytes, list[tuple[str, bytes, Any]]] | None:
        if not self.path.exists():
            return None
        try:
            uri = f"{self.path.resolve().as_uri()}?mode=ro"
            with closing(sqlite3.connect(uri, uri=True)) as base:
                if base.execute("PRAGMA user_version").fetchone() != (SCHEMA,):
                    return None
                kept, whole, said = base.execute("SELECT sums, whole, said FROM last").fetchone()
                if kept != sums:
                    return None
                rows = base.execute("SELECT name, mark, made FROM jobs").fetchall()
                jobs = [(name, mark, marshal.loads(made)) for name, mark, made in rows]  # noqa: S302
                return whole, said, jobs
        except (sqlite3.Error, TypeError, ValueError, EOFError):
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
                base.execute("CREATE TABLE jobs (name TEXT PRIMARY KEY, mark BLOB, made BLOB)")
                base.execute(f"PRAGMA user_version = {SCHEMA}")
            base.execute("DELETE FROM last")
            base.execute("INSERT INTO last VALUES (?, ?, ?)", (sums, last.whole, last.said))
            there = {name for (name,) in base.execute("SELECT name FROM jobs")}
            base.executemany(
                "DELETE FROM jobs WHERE name = ?", [(name,) for name in there - set(last.jobs)]
            )
            base.executemany(
                "REPLACE INTO jobs VALUES (?, ?, ?)",
                (
                    (name, last.jobs[name].mark, marshal.dumps([*map(tuple, last.jobs[name].made)]))
                    for name in changed
                ),
            )
            base.execute("COMMIT")


def lost(ledger: Path, site: Path) -> tuple[str, list[str]]:
    """Return what tells the list of files of the site from others, and which files are lost.

    These are not there any more, or not of the size, as the build left them that made the list.
    """
    sums = sums_digest(site)
    sizes = folder_scan.sizes(site)
    known = Ledger(ledger).sizes(sums)
    return sums, [url for url, size in known if sizes.get(url) != size]
