"""Values by their keys, in the order of these; more than memory should hold lie in a file.

A site of a prefecture has a hundred thousand files, that of a nation many millions. The first are
kept as in any dictionary. Of the others SQLite keeps a table in a file that ends with this process.
"""

import errno
import marshal
import os
import sqlite3
import tempfile
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path
from typing import Any, Generic, TypeAlias, TypeVar

MOST = 200_000
"""Values that are kept in memory: some 80 MB of the files of a site."""
THEN = 20_000
"""The same of rows that have a file already, as these are not few."""
CACHE = 8_000
"""KiB of such a file that are kept in memory, too."""
LATEST = "INSERT OR REPLACE INTO rows VALUES (?, ?)"
"""Which of two values of one key stays: the latest."""
FIRST = "INSERT OR IGNORE INTO rows VALUES (?, ?)"
"""Likewise the first."""
LEAST = (
    "INSERT INTO rows VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = min(value,"
    " excluded.value)"
)
"""Likewise the least of texts."""
V = TypeVar("V")
Rows: TypeAlias = "Callable[..., SortedRows[Any]]"
"""What makes rows of what it is given, and knows where those lie that memory should not hold."""


class SortedRows(Generic[V]):
    """A dictionary that is walked through in the order of its keys.

    Keys are texts; values texts or what marshals. `folder` is where its file lies, if it comes to
    have one: it is made where it is not there. What cannot be written raises OSError.
    """

    def __init__(
        self,
        given: Iterable[tuple[str, V]] = (),
        stays: str = LATEST,
        folder: Path | None = None,
        most: int | None = None,
    ) -> None:
        self._folder, self._stays, self._most = folder, stays, MOST if most is None else most
        self._here: dict[str, V] = {}
        self._order: list[str] | None = None
        self._base: sqlite3.Connection | None = None
        self._home: tempfile.TemporaryDirectory[str] | None = None
        self.update(given)

    def update(self, given: Iterable[tuple[str, V]]) -> None:
        """Add values by their keys."""
        here, self._order = self._here, None
        rest = iter(given)
        while some := [*islice(rest, self._most)]:
            if self._stays is LATEST:
                here.update(some)
            elif self._stays is FIRST:
                for key, value in some:
                    here.setdefault(key, value)
            else:
                for key, value in some:
                    before = here.get(key)
                    if before is None or value < before:  # type: ignore[operator] # they are texts
                        here[key] = value
            if len(here) > self._most:
                self._put_away()
                here = self._here

    def put(self, key: str, value: V) -> None:
        """Add one value."""
        self.update(((key, value),))

    def get(self, key: str) -> V | None:
        """Return a value, None if there is none."""
        if self._base is None:
            return self._here.get(key)
        self._put_away()
        row = self._done("SELECT value FROM rows WHERE key = ?", key).fetchone()
        return _opened(row[0]) if row else None

    def __contains__(self, key: str) -> bool:
        if self._base is None or key in self._here:
            return key in self._here
        return self._done("SELECT 1 FROM rows WHERE key = ?", key).fetchone() is not None

    def __bool__(self) -> bool:
        return bool(self._here) or self._base is not None

    def __len__(self) -> int:
        if self._base is None:
            return len(self._here)
        self._put_away()
        return int(self._done("SELECT count(*) FROM rows").fetchone()[0])

    def __iter__(self) -> Iterator[str]:
        if self._base is None:
            yield from self._in_order()
            return
        self._put_away()
        for (key,) in self._done("SELECT key FROM rows ORDER BY key"):
            yield key

    def unordered(self) -> Iterable[str]:
        """Return the keys in any order."""
        return iter(self) if self._base else self._here.keys()

    def beginning(self, start: str) -> Iterator[str]:
        """Yield the keys that begin so, in order."""
        if self._base is None:
            order = self._in_order()
            for n in range(bisect_left(order, start), len(order)):
                if not order[n].startswith(start):
                    return
                yield order[n]
            return
        self._put_away()
        said = "SELECT key FROM rows WHERE key >= ? ORDER BY key"
        for (key,) in self._done(said, start):
            if not key.startswith(start):
                return
            yield key

    def items(self) -> Iterator[tuple[str, V]]:
        """Yield keys with their values, in order; none may be added meanwhile."""
        if self._base is None:
            for key in self._in_order():
                yield key, self._here[key]
            return
        self._put_away()
        for key, value in self._done("SELECT key, value FROM rows ORDER BY key"):
            yield key, _opened(value)

    def _in_order(self) -> list[str]:
        if self._order is None:
            self._order = sorted(self._here)
        return self._order

    def close(self) -> None:
        """Forget all, and remove the file."""
        self._here = {}
        if self._base is not None:
            self._base.close()
            self._base = None
        if self._home is not None:
            with suppress(OSError):
                self._home.cleanup()
            self._home = None

    def __del__(self) -> None:
        self.close()

    def _put_away(self) -> None:
        """Move what is here into the file."""
        if not self._here:
            return
        if self._base is None:
            self._base = self._made()
        # in order, so that each page of the file is read and written once
        rows = ((key, _closed(self._here[key])) for key in sorted(self._here))
        self._guarded(lambda base: base.executemany(self._stays, rows))
        self._here, self._most = {}, min(self._most, THEN)

    def _made(self) -> sqlite3.Connection:
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
        self._home = tempfile.TemporaryDirectory(dir=self._folder)
        path = Path(self._home.name, "rows.sqlite")
        # no other process sees it, and no build goes on with it: no locks, no journal, no waiting
        base = sqlite3.connect(
            f"{path.resolve().as_uri()}?nolock=1",
            isolation_level=None,
            uri=True,
            check_same_thread=False,
        )
        with closing(base.cursor()) as at:
            at.execute("PRAGMA journal_mode = OFF")
            at.execute("PRAGMA synchronous = OFF")
            at.execute(f"PRAGMA cache_size = -{CACHE}")
            at.execute("CREATE TABLE rows (key TEXT PRIMARY KEY, value) WITHOUT ROWID")
            at.execute("BEGIN")
        return base

    def _done(self, said: str, *values: str) -> sqlite3.Cursor:
        return self._guarded(lambda base: base.execute(said, values))

    def _guarded(self, do: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> sqlite3.Cursor:
        """Do it; what SQLite raises is raised as OSError that names the file."""
        assert self._base is not None
        try:
            return do(self._base)
        except sqlite3.Error as error:
            full = error.sqlite_errorcode == sqlite3.SQLITE_FULL
            number = errno.ENOSPC if full else errno.EIO
            where = self._home.name if self._home else ""
            raise OSError(number, os.strerror(number), where) from error


def _closed(value: Any) -> str | bytes:
    return value if isinstance(value, str) else marshal.dumps(value, 4)


def _opened(value: Any) -> Any:
    return value if isinstance(value, str) else marshal.loads(value)  # noqa: S302 (put there by this process)
