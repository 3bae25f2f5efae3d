"""Tables that someone holds: as they were downloaded, or as a spreadsheet has saved them again.

A row is a public record, or an entry of a list in one. It is held against the records that the log
proves, cell by cell, by what the cells mean: 375000.00 saved as 375000, 2018-03-01 as 2018/3/1 and
true as TRUE say the same. What is no field of a record, as the name of its place or what is
reckoned from others, the log does not prove; it is held against the site's own table.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from itertools import zip_longest
from typing import Any

from generator.base.messages import N_
from generator.build import held_cells, held_records, log_check
from generator.build.log_check import Finding, said
from generator.build.log_reader import Elsewhere, last
from generator.build.public_log import Entry
from generator.model import public_record, public_tables
from generator.model.public_tables import Column, Table
from generator.pages import download_tables
from generator.parse import sheet_file
from generator.parse.sheet_book import Sheet, Unreadable
from generator.parse.sheet_cells import Value

SAME = N_("{file}: {count} of the {all} rows that are published now stand here as they are.")
NO_ROWS = N_("{file}: no row stands here, of {all} that are published now.")
ABSENT = N_("{file}, row {row}: of {key} nothing is published now.")
OTHER = N_(
    "{file}, row {row} ({key}), {column}: here it says “{here}”, published is “{there}”, and that"
    " since {day}. Was this file taken away before, that may be why."
)
OTHER_TABLE = N_(
    "{file}, row {row} ({key}), {column}: here it says “{here}”, the table of the site says"
    " “{there}”. Was this file taken away on another day, that may be why."
)
AGAIN = N_("{file}, row {row}: {key} stands there before. Sums made of it are too high.")
UNPROVED = N_(
    "{file}: {columns} are as the table of the site has them. The log is of records, and proves"
    " none of these."
)
UNSEEN = N_("{file}: {columns} could not be checked.")
MORE = N_("{file}: {more} more rows or cells are not as they are published.")
MOST = 20
"""Cells and rows of one table that are told one by one."""
LARGEST = 1 << 30
"""Bytes of the largest list or table that is taken from a site."""
LEAST = 3
"""Columns that a table has at least."""
_HEADS = 5
"""Rows in which the names of columns are looked for."""
Key = tuple[str, ...]


@dataclass(slots=True)
class Rows:
    """Rows of a table, by their keys: the cells of columns by name, and since when they hold."""

    cells: dict[Key, Mapping[str, Any]] = field(default_factory=dict)
    days: dict[Key, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet that is a table: where its names of columns stand, and which they are."""

    sheet: Sheet
    table: Table
    head: int
    columns: tuple[Column | None, ...]

    def called(self, name: str) -> str:
        """Return what this sheet calls a column."""
        names = zip(self.columns, self.sheet.rows[self.head], strict=False)
        return next(str(cell) for column, cell in names if column and column.name == name)

    def rows(self) -> Iterator[tuple[int, Key, Mapping[str, Value]]]:
        """Yield the number of each row as people count, its key, its cells by column."""
        for number, row in enumerate(self.sheet.rows[self.head + 1 :], self.head + 2):
            named = zip_longest(self.columns, row)
            later = self.sheet.later
            cells = {
                column.name: held_cells.of_day(column, cell, later)
                for column, cell in named
                if column
            }
            if any(each not in (None, "") for each in row):
                yield number, tuple(held_cells.key(cells.get(k)) for k in self.table.keys), cells


def parts(name: str, content: bytes) -> list[list[Part]]:
    """Return the sheets in a file that are tables of ours, each as all tables that it may be."""
    try:
        book = sheet_file.book(content, name)
    except Unreadable:
        return []
    return [found for sheet in book.sheets if (found := _part(sheet))]


def _part(sheet: Sheet) -> list[Part]:
    """Return which tables a sheet may be: those that most of its names of columns are of."""
    best, found = 0, list[Part]()
    for at, row in enumerate(sheet.rows[:_HEADS]):
        names = [str(each or "").strip() for each in row]
        for table in public_tables.every() if sum(map(bool, names)) > 1 else ():
            known = {name: [*columns] for name, columns in _names(table).items()}
            columns = tuple(known[each].pop(0) if known.get(each) else None for each in names)
            own = {each.name for each in columns if each}
            fits = len(own) if len(own) >= LEAST and len(own) * 2 > sum(map(bool, names)) else 0
            if fits and fits >= best and own > {*table.keys} - {"language"}:
                found = [*(found if fits == best else ()), Part(sheet, table, at, columns)]
                best = fits
    return found


@cache
def _names(table: Table) -> dict[str, list[Column]]:
    """Return the columns of a table by all that they are called: in tables, and in workbooks.

    There some are called alike; they stand in their order.
    """
    columns = download_tables.columns(table, demo=True)
    found = {each.name: [each] for each in columns}
    for words in held_cells.languages():
        own: dict[str, list[Column]] = {}
        for each in columns:
            own.setdefault(download_tables.heading(each, words), []).append(each)
        found = {**own, **found}
    return found


def of_tables(site: Elsewhere, name: str, every: Sequence[Sequence[Part]]) -> Iterator[Finding]:
    """Say of each table in a file whether its rows are those that are published now.

    Some tables have the same columns: it is the one that most of its rows are of.
    """
    latest = last(site.entries())
    for sheet in every:
        found = []
        for each in sheet:
            try:
                told = [*_of_part(site, name, each, latest, alone=len(every) == 1)]
            except FileNotFoundError:  # it gives no such records away
                continue
            found.append(told)
        if found:
            yield from min(found, key=_amiss)
        else:
            yield Finding(log_check.NOT_CHECKED, {"path": name}, checked=False)


def _amiss(told: Sequence[Finding]) -> int:
    """Return how much of a table is not as it is published."""
    return sum(int(str(each.values.get("more", 1))) for each in told if not each.good)


def _of_part(
    site: Elsewhere, name: str, part: Part, latest: Mapping[str, Entry], *, alone: bool
) -> Iterator[Finding]:
    proved, strange = _proved(site, part.table, latest)
    yield from log_check.of_records(site, strange)
    held = _Held(name, part, proved, _shown(site, part.table), alone=alone)
    good = sum(held.row(*each) for each in part.rows())
    if not good and not held.wrong:
        yield Finding(NO_ROWS, {**held.where, "all": len(proved.cells)}, checked=False)
        return
    yield from held.wrong[:MOST]
    if held.wrong[MOST:]:
        yield said(MORE, good=False, **held.where, more=len(held.wrong) - MOST)
    if good:
        yield said(SAME, **held.where, count=good, all=len(proved.cells))
    lost = held.unseen if held.shown.cells else held.unseen | held.beside
    for names, message in ((held.beside - lost, UNPROVED), (lost, UNSEEN)):
        if names:
            values = {**held.where, "columns": "、".join(map(part.called, sorted(names)))}
            yield Finding(message, values, checked=False)


class _Held:
    """A table that is held against what is published, row by row."""

    def __init__(self, name: str, part: Part, proved: Rows, shown: Rows, *, alone: bool) -> None:
        table = part.table
        self.part, self.proved, self.shown = part, proved, shown
        sheet = part.sheet.name
        self.where: dict[str, Any] = {"file": name if alone else f"{name} “{sheet}”"}
        self.fields = {each.name for each in table.columns if each.path and not each.reckoned}
        self.fields |= {"text"}
        own = {each.name for each in part.columns if each}
        self.beside = own - self.fields - {*table.keys, "demo"}
        """The columns that are no part of a record."""
        self.wrong = list[Finding]()
        self.seen, self.unseen = set[Key](), set[str]()

    def row(self, number: int, key: Key, cells: Mapping[str, Value]) -> bool:
        """Note what of a row is not as it is published; tell whether all of it is."""
        told = {**self.where, "row": number, "key": " ".join(key).strip()}
        before = len(self.wrong)
        cells_of = self.proved.cells
        published = self._published(key)
        if published not in cells_of:
            self.wrong.append(said(ABSENT, good=False, **told))
            return False
        if key in self.seen:
            self.wrong.append(said(AGAIN, good=False, **told))
        self.seen.add(key)
        for column in filter(None, self.part.columns):
            of, message = cells_of[published], OTHER
            if column.name in self.beside:
                of, message = self.shown.cells.get(key, {}), OTHER_TABLE
            elif column.name not in self.fields:
                continue
            if column.name in self.beside and not self.shown.cells:
                continue
            here, there = cells.get(column.name), of.get(column.name)
            same = held_cells.same(column, here, there)
            if same is None:
                self.unseen.add(column.name)
            elif not same:
                both = {"here": held_cells.shown(here), "there": held_cells.shown(there)}
                since = {
                    "column": self.part.called(column.name),
                    "day": self.proved.days[published],
                }
                self.wrong.append(said(message, good=False, **told, **both, **since))
        return len(self.wrong) == before

    def _published(self, key: Key) -> Key:
        """Return by what a row is known among those of records: none names the first language."""
        if "language" not in self.part.table.keys:
            return key
        if self.shown.cells and key not in self.shown.cells:
            return ()
        return key if key in self.proved.cells else (*key[:-1], "")


def _proved(
    site: Elsewhere, table: Table, latest: Mapping[str, Entry]
) -> tuple[Rows, list[tuple[str, str]]]:
    """Return the rows that the records of the site make, and records that the log does not prove.

    Raises FileNotFoundError where the site has no list of them.
    """
    found, strange = Rows(), list[tuple[str, str]]()
    names = [each.name for each in table.columns]
    content = site.read(f"data/{table.kind}.jsonl", LARGEST)
    for line in held_records.decoded(content).split("\n"):
        if not line:
            continue
        record = json.loads(line)
        path = held_records.path(record)
        digest = sha256(public_record.canonical(record)).hexdigest()
        entry = latest.get(path)
        if entry is None or entry.digest != digest:
            strange.append((path, digest))
            continue
        first = {"language": record.get("language")}
        for cells in public_tables.rows(table, record, first):
            row = dict(zip(names, cells, strict=True))
            key = tuple(held_cells.key(row.get(each)) for each in table.keys)
            found.cells[key], found.days[key] = row, entry.day
    return found, strange


def _shown(site: Elsewhere, table: Table) -> Rows:
    """Return the rows of the table that the site itself gives, if it gives any."""
    found = Rows()
    try:
        content = site.read(f"data/{table.name}.csv", LARGEST)
    except FileNotFoundError:
        return found
    for sheet in parts("table.csv", content)[:1]:
        for part in (each for each in sheet if each.table is table):
            found.cells |= {key: cells for _, key, cells in part.rows()}
    return found
