"""The story of an import: workbooks are read, rows become records, and it is said what would be.

A row that is not right is told and left out; the others are not kept from going in.
"""

from concurrent.futures import Executor
from pathlib import Path

from generator.base.problems import Place, errors, problem
from generator.base.processes import InProcess
from generator.model.kinds.kind import Rules
from generator.model.kinds.registry import KINDS
from generator.parse import sheet_file
from generator.parse.sheet_book import Unreadable
from generator.records import (
    sheet_columns,
    sheet_data,
    sheet_memory,
    sheet_refs,
    sheet_words,
)
from generator.records.batches import Tree
from generator.records.sheet_addresses import Addresses
from generator.records.sheet_changes import Changes, of_list
from generator.records.sheet_find import Finder
from generator.records.sheet_known import Known, Said
from generator.records.sheet_plan import Asked, Plan
from generator.records.sheet_table import Reader, Row, Table
from generator.records.sheet_totals import Adding
from generator.records.sheet_words import ORDINAL, Data


def plan(asked: Asked, tree: Tree, rules: Rules, pool: Executor | None = None) -> Plan:
    """Return what importing would do; a `pool` helps with thousands of rows. Raises OSError."""
    made = Plan(asked.folder)
    said = Said.read(asked)
    made.problems += said.problems
    made.memory = sheet_memory.read(asked.root, asked.content, asked.folder)
    if any(errors(made.problems)):
        return made
    known = Known.look(asked, said, tree)
    changes = Changes(asked, rules, known, made, pool or InProcess())
    books = _Books(asked, rules, known, made, changes)
    for path in asked.files:
        books.take(path)
    made.problems += changes.tell().all()
    changes.vanished(books.find.covered, books.find.years)
    return made


class _Books:
    """Takes workbooks one after another; what was taken is known to the later ones."""

    def __init__(
        self, asked: Asked, rules: Rules, known: Known, made: Plan, changes: Changes
    ) -> None:
        self.asked, self.known, self.made, self.changes = asked, known, made, changes
        self.kind = KINDS[asked.folder]
        self.reader = Reader(
            *(asked.folder, known.answers, known.places), asked.sheets, hidden=asked.hidden
        )
        self.addresses = Addresses(asked.folder, asked.under, known.places, known.titles)
        self.months: dict[str, Table] = {}
        """The sheet of the latest month that has said something of a record, by its id."""
        self.later: dict[tuple[int, int], tuple[str, int]] = {}
        """Months with rows that a later one has, too: its sheet, and how many."""
        self.find = Finder(
            *(asked.folder, rules, known.places, known.existing, known.numbers),
            *(changes.told, made.numbers),
        )

    def take(self, path: Path) -> None:
        """Take one workbook."""
        made, name = self.made, path.name
        try:
            book = sheet_file.read(path)
        except Unreadable as wrong:
            made.problems.append(problem(wrong.code, Place(name), **wrong.values))
            return
        made.books[name] = book
        found, problems = self.reader.tables(book, name)
        made.problems += problems
        if not found and not any(errors(problems)):
            made.problems.append(problem("P559", Place(name)))
        made.tables += found
        groups: dict[str, list[tuple[Data, sheet_words.Where, Row]]] = {}
        for table in found:
            self._table(table, groups)
            if not self.asked.kept:
                table.sheet.rows.clear()  # a third of all memory
        for ident, rows in groups.items():
            self.changes.take(ident, rows)

    def _table(
        self, table: Table, groups: dict[str, list[tuple[Data, sheet_words.Where, Row]]]
    ) -> None:
        """Take the rows of a table: each is a record, or adds an entry to one that waits."""
        adding = Adding(table)
        several = any(map(of_list, table.columns))
        units = [of.path for of in table.fields.values() if of.names_unit]
        refs = [of.path for of in table.fields.values() if sheet_refs.names_record(of.info)]
        for row in table.read():
            row.texts = sheet_data.known_texts(self.asked.folder, row, self.known.answers)
            self.addresses.group(row)
            self.addresses.units(row, units)
            self.addresses.records(row, refs)
            adding.add(row)
            data, where = sheet_data.record(self.asked.folder, row.texts, self.known.answers, row)
            if table.year and "year" in self.kind.model.model_fields:
                data.setdefault("year", table.year)
            sheet_data.consented(self.asked.folder, data)
            ident = self.find.ident(row, data)
            if (row.faults and self.changes.tell().faults(row, row.faults)) or ident is None:
                self.changes.look(data, where, row)
                self.made.bad += 1
                continue
            row.faults.clear()
            if self._superseded(ident, table):
                continue
            if several or table.own:
                row.texts = {ORDINAL: row.texts[ORDINAL]} if ORDINAL in row.texts else {}
                groups.setdefault(ident, []).append((data, where, row))
            else:
                self.changes.take(ident, [(data, where, row)])
        if table.month in self.later:
            later, count = self.later.pop(table.month)
            place = Place(table.file, sheet=table.sheet.name)
            self.changes.tell().plain("P598", place, later=later, count=str(count))
        self.made.sums += adding.sums()
        for each in adding.faults():
            self.changes.tell().problems.append(each)
        for column in table.unknown:
            self._left_out(table, column)

    def _superseded(self, ident: str, table: Table) -> bool:
        """Tell whether the sheet of a later month has said something of a record already."""
        if table.month == (0, 0) or table.own:
            return False
        first = self.months.setdefault(ident, table)
        if first.file != table.file or first.month <= table.month:
            return False
        sheet, count = self.later.get(table.month, (first.sheet.name, 0))
        self.later[table.month] = (sheet, count + 1)
        return True

    def _left_out(self, table: Table, column: int) -> None:
        names = table.heading.names[column]
        if sheet_columns.candidates(self.asked.folder, names, self.known.answers.columns):
            return
        cells = (
            row[column] for row in table.sheet.rows[table.heading.last + 1 :] if column < len(row)
        )
        if any(each not in (None, "") for each in cells):
            place = Place(table.file, table.heading.last + 1, column + 1, table.sheet.name)
            told = self.changes.tell()
            told.plain("P587", place, heading=" · ".join(names), file=told.imports)
