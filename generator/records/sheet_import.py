"""The story of an import: workbooks are read, rows become records, and it is said what would be.

Nothing is written here: `Plan.writes` are the files as they are to be, and whoever wants them so
writes them. A row that is not right is told and left out; the others are not kept from going in.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from generator.base.codes import CODES
from generator.base.findings import Finding, Step
from generator.base.problems import Place, Problem, errors, problem
from generator.base.processes import InProcess
from generator.model.kinds.kind import Judged, Rules, View
from generator.model.kinds.registry import KINDS
from generator.model.levels import LEVELS
from generator.parse import record_edit, record_file, sheet_file, validation
from generator.parse.sheet_book import Book, Unreadable
from generator.parse.sheet_cells import Unsure
from generator.parse.split_values import named
from generator.records import (
    sheet_answers,
    sheet_columns,
    sheet_data,
    sheet_judge,
    sheet_memory,
    sheet_merge,
    sheet_people,
    sheet_places,
    sheet_posts,
    sheet_refs,
    sheet_table,
)
from generator.records.batches import Tree
from generator.records.sheet_answers import Answers
from generator.records.sheet_data import Data
from generator.records.sheet_existing import Existing
from generator.records.sheet_find import Finder
from generator.records.sheet_judge import Told, judge, read_again
from generator.records.sheet_memory import Memory
from generator.records.sheet_merge import Changed, Last
from generator.records.sheet_places import Places
from generator.records.sheet_refs import Titles
from generator.records.sheet_table import Row, Table
from generator.records.sheet_totals import Adding, Sum
from generator.records.sheet_waiting import New, Verdict, Waiting
from generator.records.sheet_words import HAMLET, ITEM, ORDINAL, PLACE_LEVELS, VILLAGE
from generator.records.sheet_words import Path as FieldPath

_GROUPS: Mapping[str, FieldPath] = {
    "projects": ("address",),
    "supervisors": ("posts", ITEM, "group"),
}
"""Where records say of which group of a village they are."""


@dataclass(frozen=True, slots=True)
class Write:
    """A file as it is to be."""

    path: str
    content: bytes
    row: Row
    new: bool
    changes: Sequence[Changed] = ()


@dataclass(slots=True)
class Plan:
    """What an import would do, and what is wrong."""

    folder: str
    writes: list[Write] = field(default_factory=list)
    same: int = 0
    """Records that the sheet says nothing new of."""
    bad: int = 0
    """Rows that are not taken."""
    problems: list[Problem] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    books: dict[str, Book] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    """Numbers of rows that were not known, each with the address of its record."""
    memory: Memory = field(default_factory=Memory)
    """What the last import said of each record, and what this one does."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of an import."""

    root: Path
    content: str
    folder: str
    files: Sequence[Path]
    under: str = ""
    sheets: Sequence[str] = ()
    hidden: bool = False
    """Whether hidden sheets and rows, and rows struck through, are taken too."""
    published: bool = False
    """Whether new records are public at once, not drafts."""
    kept: bool = True
    """Whether what stands in the workbooks is kept, for a copy of it."""
    overwrite: bool = False
    """Whether the sheet's value is taken where it and the record have both changed."""
    noting: bool = True
    """Whether what the sheets say is noted for the next import."""


def plan(asked: Asked, tree: Tree, rules: Rules, pool: Executor | None = None) -> Plan:
    """Return what importing would do; a `pool` helps with thousands of rows. Raises OSError."""
    made = Plan(asked.folder)
    answers, problems = sheet_answers.read(asked.root, asked.content, asked.folder)
    numbers, more = sheet_answers.numbers(asked.root, asked.content, asked.folder)
    made.problems += problems + more
    made.memory = sheet_memory.read(asked.root, asked.content, asked.folder)
    if any(errors(made.problems)):
        return made
    files = {file.id: file.path for file in tree.files if file.kind == "units"}
    places = Places(sheet_places.read(asked.root, files), asked.under)
    answers = _units_of(answers, asked.folder, places)
    own = {f.id: f.path for f in tree.files if f.kind == asked.folder and not f.language}
    existing = Existing(asked.root, asked.folder, own, places)
    existing.look(asked.under)
    every: dict[str, dict[str, str]] = {}
    for file in tree.files:
        if not file.language:
            every.setdefault(file.kind, {})[file.id] = file.path
    titles = Titles(asked.root, every, places)
    work = _Work(
        asked, rules, answers, places, existing, numbers, made, pool or InProcess(), titles
    )
    for path in asked.files:
        work.take(path)
    made.problems += work.tell().all()
    work.vanished()
    return made


def _units_of(answers: Answers, folder: str, places: Places) -> Answers:
    """Return the answers with the addresses of units where they have their names."""
    known, fill = sheet_columns.fields(folder), dict(answers.fill)
    for path, text in answers.fill.items():
        if path in known and known[path].names_unit:
            with suppress(Unsure):  # what it is not is told with each row
                fill[path] = places.any(text)
    return replace(answers, fill=fill)


class _Work:
    """Takes workbooks one after another; what was taken is known to the later ones."""

    def __init__(
        self,
        asked: Asked,
        rules: Rules,
        answers: Answers,
        places: Places,
        existing: Existing,
        numbers: dict[str, str],
        made: Plan,
        pool: Executor,
        titles: Titles,
    ) -> None:
        self.asked, self.rules, self.answers, self.places = asked, rules, answers, places
        self.existing, self.made = existing, made
        self.kind = KINDS[asked.folder]
        imports = sheet_answers.path_of(asked.content, asked.folder)
        self.titles = titles
        self.shown: dict[str, View | None] = {}
        """What the public sees of places, as far as it was asked."""
        self.waiting = Waiting(asked.folder, self.kind.ending, asked.root, rules, pool)
        self.told = Told(asked.folder, imports)
        self.met: dict[str, Row] = {}
        """The first row of each record, by its id."""
        self.months: dict[str, Table] = {}
        """The sheet of the latest month that has said something of a record, by its id."""
        self.later: dict[tuple[int, int], tuple[str, int]] = {}
        """Months with rows that a later one has, too: its sheet, and how many."""
        self.find = Finder(asked.folder, rules, places, existing, numbers, self.told, made.numbers)

    def tell(self) -> Told:
        """Return what tells of rows; those that wait are told of first, so that all is in order."""
        self._settle(self.waiting.settled())
        return self.told

    def take(self, path: Path) -> None:
        """Take one workbook."""
        made, name = self.made, path.name
        try:
            book = sheet_file.read(path)
        except Unreadable as wrong:
            made.problems.append(problem(wrong.code, Place(name), **wrong.values))
            return
        made.books[name] = book
        found, problems = sheet_table.tables(
            book,
            name,
            self.asked.folder,
            self.answers,
            self.places,
            named=self.asked.sheets,
            hidden=self.asked.hidden,
        )
        made.problems += problems
        if not found and not any(errors(problems)):
            made.problems.append(problem("P559", Place(name)))
        made.tables += found
        groups: dict[str, list[tuple[Data, sheet_data.Where, Row]]] = {}
        for table in found:
            self._table(table, groups)
            if not self.asked.kept:
                table.sheet.rows.clear()  # a third of all memory
        for ident, rows in groups.items():
            self._record(ident, rows)

    def _table(
        self, table: Table, groups: dict[str, list[tuple[Data, sheet_data.Where, Row]]]
    ) -> None:
        """Take the rows of a table: each is a record, or adds an entry to one that waits."""
        adding = Adding(table)
        several = any(map(_of_list, table.columns))
        units = [of.path for of in table.fields.values() if of.names_unit]
        refs = [of.path for of in table.fields.values() if sheet_refs.names_record(of.info)]
        for row in table.read():
            row.texts = sheet_data.known_texts(self.asked.folder, row, self.answers)
            self._hamlet(row)
            self._named_units(row, units)
            self._named_records(row, refs)
            adding.add(row)
            data, where = sheet_data.record(self.asked.folder, row.texts, self.answers, row)
            if table.year and "year" in self.kind.model.model_fields:
                data.setdefault("year", table.year)
            sheet_data.consented(self.asked.folder, data)
            ident = self.find.ident(row, data)
            if (row.faults and self.tell().faults(row, row.faults)) or ident is None:
                self._look(data, where, row)
                self.made.bad += 1
                continue
            row.faults.clear()
            if self._superseded(ident, table):
                continue
            if several or table.own:
                row.texts = {ORDINAL: row.texts[ORDINAL]} if ORDINAL in row.texts else {}
                groups.setdefault(ident, []).append((data, where, row))
            else:
                self._record(ident, [(data, where, row)])
        if table.month in self.later:
            later, count = self.later.pop(table.month)
            place = Place(table.file, sheet=table.sheet.name)
            self.tell().plain("P598", place, later=later, count=str(count))
        self.made.sums += adding.sums()
        for each in adding.faults():
            self.tell().problems.append(each)
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

    def _named_units(self, row: Row, columns: Sequence[FieldPath]) -> None:
        """Put the addresses of units into the place of their names."""
        for path in columns:
            text = row.texts.get(path)
            if text is None:
                continue
            try:
                each = [self.places.any(name) for name in re.split("[\n、；;，]", text) if name]
            except Unsure as unsure:
                row.faults.append((path, unsure))
                del row.texts[path]
            else:
                row.texts[path] = "\n".join(each)

    def _named_records(self, row: Row, columns: Sequence[FieldPath]) -> None:
        """Put the addresses of records into the place of their titles."""
        for path in columns:
            text = row.texts.get(path)
            if text is None or text.isascii():
                continue
            named = {level: row.texts.get(at, "") for at, level in PLACE_LEVELS.items()}
            try:
                within = self.places.find(named) if any(named.values()) else self.asked.under
            except Unsure:
                within = self.asked.under
            kind = sheet_refs.named_kind(path)
            try:
                each = [
                    self.titles.find(kind, title.strip(), within)
                    for title in re.split("[\n、；;]", text)
                    if title.strip()
                ]
            except Unsure as unsure:
                row.faults.append((path, unsure))
                del row.texts[path]
            else:
                row.texts[path] = "\n".join(each)

    def _hamlet(self, row: Row) -> None:
        """Put the group that stands behind the name of a village where a record has it."""
        path = _GROUPS.get(self.asked.folder)
        if path is None or row.table.own or VILLAGE not in row.texts:
            return
        village, group = self.places.hamlet(row.texts[VILLAGE])
        said = sheet_people.group_of(row.texts.pop(HAMLET, ""))
        group = f"{group}{said}" if said not in group else group
        if not group:
            return
        row.texts[VILLAGE] = village
        there = row.texts.get(path, "")
        if not there:
            row.texts[path] = group if path != ("address",) else f"{village}{group}"
        elif path == ("address",) and group not in there:
            row.texts[path] = f"{village}{group}，{there}"

    def _look(self, data: Data, where: sheet_data.Where, row: Row) -> None:
        """Tell what else is wrong with a row that cannot be taken, so that all is told at once."""
        if row.table.own or any(map(_of_list, row.table.columns)) or self.asked.folder == "units":
            return  # of these one row is no whole record
        sheet_data.filled(self.asked.folder, data, self.answers)
        found = judge(self.asked.folder, "", "", {**data, "status": "draft"}, self.rules)
        told = {path for path, _ in row.faults}
        rest = [
            each
            for each in found
            if CODES[each.code].severity == "error" and where.get(each.path) not in told
        ]
        whole = {at: (path, row) for at, path in where.items()}
        lost = {path for path in told if not path[0].startswith("@")}
        self.tell().findings([each for each in rest if each.path not in lost], whole, row, data)

    def _left_out(self, table: Table, column: int) -> None:
        names = table.heading.names[column]
        if sheet_columns.candidates(self.asked.folder, names, self.answers.columns):
            return
        cells = (
            row[column] for row in table.sheet.rows[table.heading.last + 1 :] if column < len(row)
        )
        if any(each not in (None, "") for each in cells):
            place = Place(table.file, table.heading.last + 1, column + 1, table.sheet.name)
            self.tell().plain("P587", place, heading=" · ".join(names), file=self.tell().imports)

    def _record(self, ident: str, rows: list[tuple[Data, sheet_data.Where, Row]]) -> None:
        """Hold what rows say of one record against what is there."""
        first = rows[0][2]
        if ident in self.met and not first.table.own:
            met = self.met[ident].place()
            other = met.cell if met.file == first.table.file else str(met)
            self.tell().plain("P582", first.place(), other=other)
            for each in rows:
                self._look(*each)
            self.made.bad += len(rows)
            return
        self.met[ident] = first
        data, where = sheet_data.merged(rows)
        faulty = False
        for _, _, row in rows:
            faulty = bool(row.faults and self.tell().faults(row, row.faults)) or faulty
        if faulty:
            self.made.bad += len(rows)
        elif ident in self.existing.files:
            self._changed(ident, data, where, rows)
        else:
            self._new(ident, data, where, rows)

    def _new(self, ident: str, data: Data, where: Any, rows: Sequence[Any]) -> None:
        row = rows[0][2]
        if self.asked.folder == "units":
            self.tell().plain("P567", row.place(), value=ident, level="", nearest="", within="")
            self.made.bad += len(rows)
            return
        unread = self.existing.unread.get(self.kind.place_of(ident))
        if unread:  # it might be this very record
            self.tell().plain("P584", row.place(), file=unread)
        if unread or self._elsewhere(ident, row):
            self.made.bad += len(rows)
            return
        if self.asked.folder == "supervisors":
            groups = sheet_people.settle_groups(data, _texts(data.get("groups")))
            if groups and "groups" not in data and ("groups",) not in self.answers.fill:
                data["groups"] = [*groups]
                self.tell().warn("P549", row.place(), groups="、".join(groups))
        said = sheet_memory.marks(data) if self.asked.noting else ()
        noted = {name: (mark,) for name, mark in said}
        sheet_data.filled(self.asked.folder, data, self.answers)
        data.setdefault("status", "published" if self.asked.published else "draft")
        data = sheet_data.in_order(self.asked.folder, data)
        if data["status"] in ("published", "公开"):
            del data["status"]
        path = f"{self.asked.content}/{self.asked.folder}/{ident}{self.kind.ending}"
        self._settle(self.waiting.add(New(ident, path, data, where, rows, noted)))

    def _settle(self, judged: Iterable[tuple[New, Verdict]]) -> None:
        """Take new records that have been judged, or tell what is wrong with them."""
        for new, (found, content, problems, more) in judged:
            told, row, made = self.told, new.rows[0][2], self.made
            late = self._late(new.ident, new.path, new.data)
            bad = told.findings([*found, *late], new.where, row, new.data)
            told.of_file(problems, row)
            if told.findings(more, new.where, row, new.data) or bad or any(errors(problems)):
                made.bad += len(new.rows)
                continue
            made.writes.append(Write(new.path, content, row, new=True))
            if new.noted:
                made.memory.note(new.ident, new.noted)

    def _judged(self, ident: str, file: str, data: Data) -> list[Finding]:
        """Return what is wrong with the fields of a record, and what is later than its place."""
        found = judge(self.asked.folder, ident, file, data, self.rules)
        return [*found, *self._late(ident, file, data)]

    def _late(self, ident: str, file: str, data: Data) -> Iterator[Finding]:
        """Yield what a record tells of a place after its last day, or cannot tell of it."""
        units = self.places.units

        def ends(place: str) -> Mapping[str, str] | None:
            return units[place].ends() if place in units else None

        folder, rules = self.asked.folder, self.rules
        yield from sheet_judge.after_end(folder, ident, file, data, rules, ends)
        unit = self._unit(self.kind.place_of(ident)) if self.kind.beside else None
        yield from sheet_judge.beside(folder, ident, file, data, rules, unit)

    def _unit(self, place: str) -> View | None:
        """Return what the public sees of a place, None where its record cannot be read."""
        if place not in self.shown:
            path = self.titles.files.get("units", {}).get(place, "")
            source = record_file.read(self.asked.root, path)[0] if path else None
            units = KINDS["units"]
            record: Any = validation.held(units.model, source.data)[0] if source else None
            if record is not None:
                record = units.view(Judged(place, path, record), self.rules)
            self.shown[place] = record
        return self.shown[place]

    def _elsewhere(self, ident: str, row: Row) -> bool:
        """Tell whether a kind belongs to another level than that of its place, and say so."""
        unit = self.places.units.get(self.kind.place_of(ident))
        if self.kind.level is None or unit is None or unit.level == self.kind.level[0]:
            return False
        level = f"\0:{LEVELS[unit.level][0]}"
        self.tell().plain(self.kind.level[1], row.place(), unit=unit.id, level=level)
        return True

    def _sound(self, path: str, content: bytes, data: Any, where: Any, row: Row) -> bool:
        """Tell whether a file as it would lie there says what was meant, and nothing private."""
        problems, found = read_again(path, content, data, self.asked.folder, self.asked.root)
        self.tell().of_file(problems, row)
        bad = self.tell().findings(found, where, row, data or {})
        return not bad and not any(errors(problems))

    def _changed(self, ident: str, data: Data, where: Any, rows: Sequence[Any]) -> None:
        """Say what of a record changes, and judge it as it would be then."""
        folder, row = self.asked.folder, rows[0][2]
        content, source = self.existing.read(ident)
        if source is None:
            self.tell().plain("P584", row.place(), file=self.existing.files[ident])
            self.made.bad += len(rows)
            return
        data.pop("status", None) if not row.table.own else None
        old = record_file.filled(source.data)
        if folder == "supervisors":
            sheet_people.settle_groups(data, _texts(old.get("groups")))
        ordered = any(ORDINAL in each.texts for _, _, each in rows)
        # an export has the corrections in it; a template that was filled in has none
        exported = all(each.table.own and each.addressed for _, _, each in rows)
        last = Last(
            cache(lambda: None if exported else self.made.memory.of(ident) or {}),
            self.asked.overwrite,
            self.asked.noting,
        )
        merge = sheet_merge.merge(folder, old, data, self.rules, ordered=ordered, last=last)
        for path, count in merge.unclear:
            self.tell().plain("P588", row.place(_cell(path, where)), count=count)
        if merge.unclear:
            self.made.bad += len(rows)
            return
        self._held(merge, where, self.existing.files[ident], row)
        if not merge.edits:
            self.made.same += 1
        elif not self._edited(ident, content, old, merge, where, rows):
            return
        if self.asked.noting:
            self.made.memory.note(ident, merge.noted)

    def _held(self, merge: sheet_merge.Merge, where: Any, file: str, row: Row) -> None:
        """Tell what stays as it was written by hand; where the sheet has changed, too, it waits."""
        moved = _moved(where, merge.moved) if merge.held else {}
        for each in merge.held:
            path = _cell(each.path, moved)
            of = next(
                (of for at, (_, of) in moved.items() if at[: len(each.path)] == each.path), row
            )
            old = sheet_merge.spoken(each.old) if each.old else f"\0:{sheet_merge.NOTHING}"
            nobody = each.new == sheet_posts.NOBODY
            new = f"\0:{sheet_posts.NOBODY}" if nobody else sheet_merge.spoken(each.new)
            code = {"said": "P589", "both": "P590", "hand": "P591"}[each.why]
            self.tell().plain(code, of.place(path), path or (), file=file, old=old, new=new)

    def _edited(
        self,
        ident: str,
        content: bytes,
        old: Data,
        merge: sheet_merge.Merge,
        where: Any,
        rows: Sequence[Any],
    ) -> bool:
        """Take a record as it is to be; return whether it can be taken."""
        row, file = rows[0][2], self.existing.files[ident]
        try:
            new = record_edit.edited(file, content, merge.edits)
        except record_edit.Refused as refused:
            place = row.place(_cell(refused.path, where))
            self.tell().plain("P585", place, file=file, reason=f"\0:{refused.reason}")
            self.made.bad += len(rows)
            return False
        data: Any = sheet_merge.applied(old, merge.edits)
        moved = _moved(where, merge.moved)
        before = {(each.code, each.path) for each in self._judged(ident, file, old)}
        found = self._judged(ident, file, data)
        fresh = [each for each in found if (each.code, each.path) not in before]
        bad = self.tell().findings(fresh, moved, row, data)
        if not self._sound(file, new, None, moved, row) or bad:
            self.made.bad += len(rows)
            return False
        for path in merge.kept:
            self.tell().warn("P586", row.place(), file=file, entry=named(path))
        self.made.writes.append(Write(file, new, row, new=False, changes=merge.changes))
        return True

    def vanished(self) -> None:
        """Tell which records of the places and years of the sheets are in none of them."""
        if self.kind.lies != "in_unit" or not self.find.covered:
            return
        for ident in self.existing.beneath(self.find.covered, self.find.years):
            if ident not in self.met and ident in self.existing.files:
                self.made.problems.append(problem("P579", Place(self.existing.files[ident])))


def _texts(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _of_list(path: FieldPath) -> bool:
    """Tell whether a column is of an entry of a list, so that several rows may be one record."""
    return "[]" in path or (path[0] != "sources" and path[1:2] != () and path[1][0] == "@")


def _cell(path: tuple[Step, ...], where: Any) -> FieldPath | None:
    for length in range(len(path), 0, -1):
        if path[:length] in where:
            found: FieldPath = where[path[:length]][0]
            return found
    of: FieldPath | None = next(
        (each for at, (each, _) in where.items() if at[0] in path[:1]), None
    )
    return of


def _moved(where: Any, moved: dict[tuple[Step, ...], tuple[Step, ...]]) -> Any:
    """Return where things come from, by where they stand in the record."""
    found = {}
    for at, from_ in where.items():
        to = next((moved[at[:n]] + at[n:] for n in range(len(at), 0, -1) if at[:n] in moved), at)
        found[to] = from_
    return found
