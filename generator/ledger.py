"""What the last build made, and from what: one SQLite file, which may be deleted at any time."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

SCHEMA = 1


class Made(NamedTuple):
    """A file of the site: its address, the key of all that it was made from, and its bytes' sum.

    `key` is 16 bytes, `sum` the SHA-256 in hexadecimal, `size` in bytes.
    """

    url: str
    key: bytes
    sum: str
    size: int


class Ledger:
    """The rows of the last build; `sums` names the list of files they belong to.

    A ledger that is missing, broken, of another form or of another list of files is empty: it
    costs time, never correctness.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, sums: str) -> dict[str, Made]:
        """Return what the last build made, by address, if it left the site with `sums`."""
        if not self.path.exists():
            return {}
        try:
            with sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True) as base:
                (schema,) = base.execute("PRAGMA user_version").fetchone()
                if schema != SCHEMA:
                    return {}
                if base.execute("SELECT sums FROM state").fetchone() != (sums,):
                    return {}
                rows = base.execute("SELECT url, key, sum, size FROM files")
                return {row[0]: Made(*row) for row in rows}
        except (sqlite3.Error, TypeError, ValueError):
            return {}

    def write(self, made: Iterable[Made], sums: str) -> None:
        """Replace all rows; the file is made anew beside the old one and then takes its place."""
        fresh = self.path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        base = sqlite3.connect(fresh, isolation_level=None)
        try:
            base.execute("PRAGMA journal_mode = OFF")
            base.execute("PRAGMA synchronous = OFF")
            base.execute("BEGIN")
            base.execute("CREATE TABLE state (sums TEXT)")
            base.execute("INSERT INTO state VALUES (?)", (sums,))
            base.execute(
                "CREATE TABLE files (url TEXT PRIMARY KEY, key BLOB, sum TEXT, size INTEGER)"
                " WITHOUT ROWID"
            )
            base.executemany("INSERT INTO files VALUES (?, ?, ?, ?)", made)
            base.execute(f"PRAGMA user_version = {SCHEMA}")
            base.execute("COMMIT")
        finally:
            base.close()
        fresh.replace(self.path)
