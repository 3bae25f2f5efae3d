"""A sheet → a table of records to be: its columns by field, its rows by what they are."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.base import labels
from generator.base.half_width import narrow
from generator.base.messages import CHINESE, ENGLISH, N_, catalogue
from generator.base.problems import Place, Problem, problem
from generator.model.kinds.registry import KINDS
from generator.parse import sheet_heading, sheet_parts, sheet_rows
from generator.parse.sheet_book import MOST_COLUMNS, Book, Sheet
from generator.parse.sheet_cells import (
    HUNDREDS,
    PLAIN,
    Unsure,
    Value,
    counted_from,
    of_hundred,
    plain,
    text_of,
)
from generator.parse.sheet_heading import Heading
from generator.parse.sheet_rows import Columns, Rows
from generator.records import sheet_columns, sheet_sections
from generator.records.sheet_answers import Answers
from generator.records.sheet_columns import Field
from generator.records.sheet_places import Places
from generator.records.sheet_words import ADDRESS, COUNTER, ITEM, MAIN, PLACES, SKIP, Path

PROPERTY = "mingjing"
"""The property of a workbook that `portal export` has made; its value is the folder of a kind."""
BESIDE = "mingjing-beside"
"""The property that names its sheets without records, a line each."""
ABOUT, CHOICES = N_("What the columns mean"), N_("Choices")
"""What these sheets are called."""
_NAMES = ("title", "name", "person", "found", "fund", "what", "document")


@dataclass(slots=True)
class Row:
    """What a row says: texts by field, the cell of each, what cannot be told."""

    table: "Table"
    number: int
    texts: dict[Path, str] = field(default_factory=dict)
    faults: list[tuple[Path, Unsure]] = field(default_factory=list)
    addressed: bool = False
    """Whether it has the address of a record, as each row of an export has."""

    def place(self, path: Path | None = None) -> Place:
        """Return the cell of a field; of the row's name where it has none of that."""
        table = self.table
        column = table.columns.get(path) if path else None
        if column is None:
            column = next(iter(table.names), min(table.fields, default=0))
        at = table.rows.above.get(self.number * MOST_COLUMNS + column) if table.rows.above else None
        row, column = (self.number, column) if at is None else divmod(at, MOST_COLUMNS)
        return Place(table.file, row + 1, column + 1, table.sheet.name)


@dataclass(slots=True)
class Table:
    """A sheet with its heading understood."""

    file: str
    sheet: Sheet
    heading: Heading
    fields: Mapping[int, Field]
    """By column, without those that are left out."""
    columns: Mapping[Path, int]
    rows: Rows
    names: Sequence[int]
    """Columns with the name of a record."""
    unknown: Sequence[int]
    """Columns that hold no field, or are left out because the site says so."""
    units: Mapping[int, int | None]
    """The unit of each column of money, in yuan; of percentages what `of_hundred` says."""
    own: bool
    """Whether `portal export` or `portal template` made the workbook."""
    within: str = ""
    """The place that the sheet is called by, "" if it is called by none."""
    year: str = ""
    """The year that it is called by."""
    month: tuple[int, int] = (0, 0)
    """The year and the month that it is called by: (0, 3) is March of any year."""
    parts: Sequence[tuple[int, str]] = ()
    """Rows that head a part of the table, each with the place that it names."""

    def part_at(self, row: int) -> str:
        """Return the place that the part of the table is called by in which a row lies, or ""."""
        at = bisect_right(self.parts, row, key=lambda each: each[0]) if self.parts else 0
        return self.parts[at - 1][1] if at else ""

    @property
    def amounts(self) -> list[int]:
        """The columns with money and counts."""
        return [column for column, each in self.fields.items() if each.want in ("money", "count")]

    def read(self) -> Iterator[Row]:
        """Yield the rows that are records."""
        sheet, rows, columns = self.sheet, self.rows, [*self.fields]
        broken, styled = sheet.broken, sheet.styles
        shared = {*rows.shared}
        for number in rows.records:
            row = Row(self, number)
            cells = sheet_rows.values(sheet, rows, number, columns)
            for column, value, at_row, at_column in cells:
                of = self.fields[column]
                at = at_row * MOST_COLUMNS + at_column
                if at in broken or at in shared:
                    continue
                if at in rows.beneath:
                    row.faults.append((of.path, Unsure("P546", value=plain(value))))
                    continue
                style = styled.get(at, PLAIN) if styled else PLAIN
                if sheet.later and of.want in ("date", "period"):
                    value = counted_from(value, sheet.later)  # noqa: PLW2901 (from here on)
                try:
                    text = text_of(value, of.want, style, self.units.get(column))
                except Unsure as unsure:
                    row.faults.append((of.path, unsure))
                    continue
                if text:
                    row.texts[of.path] = text
            row.addressed = ADDRESS in row.texts
            self._broken(row)
            yield row

    def _broken(self, row: Row) -> None:
        """Note cells without a value that are not empty, and amounts that several rows share."""
        for at in (self.sheet.broken, self.rows.shared):
            if not at:
                continue
            for column, of in self.fields.items():
                spot = row.number * MOST_COLUMNS + column
                spot = self.rows.above.get(spot, spot)
                if spot not in at:
                    continue
                if isinstance(at, dict):
                    row.faults.append((of.path, Unsure("P565", value=at[spot])))
                else:
                    row.faults.append((of.path, Unsure("P558")))

    def amount(self, row: int, column: int) -> Value:
        """Return what stands in a cell of a total."""
        cells = self.sheet.rows[row]
        return cells[column] if column < len(cells) else None


@dataclass(frozen=True, slots=True)
class Reader:
    """Finds the tables of workbooks: how they are to be taken."""

    folder: str
    """The kind of the records."""
    answers: Answers
    places: Places
    named: Collection[str] = ()
    """The sheets that were asked for, all if there are none."""
    hidden: bool = False
    """Whether hidden sheets, rows and columns count; a sheet that was asked for by name does."""

    def tables(self, book: Book, file: str) -> tuple[list[Table], list[Problem]]:
        """Return the tables of a workbook, and what is wrong with its sheets."""
        folder, named = self.folder, self.named
        found: list[Table] = []
        problems: list[Problem] = []
        bare: list[Sheet] = []
        own = _ours(book)
        if own and own != folder:
            problems.append(problem("P556", Place(file), own=own, folder=folder))
            return found, problems
        known = [each.name for each in book.sheets]
        problems += (
            problem("P555", Place(file), value=name, known="、".join(known))
            for name in named
            if name not in known
        )
        beside = _beside(book) if own else []
        known_name = sheet_columns.known(folder, self.answers.columns)
        for sheet in book.sheets:
            asked = not named or sheet.name in named
            if sheet.name in beside or not asked or not any(map(any, sheet.rows)):
                continue
            parts = sheet_parts.tables(sheet, known_name)
            if not parts:
                if not own and not sheet.hidden:
                    bare.append(sheet)
                continue
            if sheet.hidden and not (self.hidden or named):
                if not own:
                    problems.append(problem("P570", Place(file, sheet=sheet.name)))
                continue
            for part, heading in parts:
                table, more = self._table(file, part, heading, own=bool(own))
                problems += more
                if not own or ADDRESS in table.columns:
                    found.append(table)
        for sheet in bare:  # how to fill it in, beside what is filled in
            code = "P543" if sheet_heading.on_its_side(sheet, known_name) else "P559"
            code = "P594" if found and sheet_sections.words_alone(sheet) else code
            problems.append(problem(code, Place(file, sheet=sheet.name)))
        if not own:
            problems += _settled(found)
        return found, problems

    def _table(
        self, file: str, sheet: Sheet, heading: Heading, *, own: bool
    ) -> tuple[Table, list[Problem]]:
        folder, answers, places = self.folder, self.answers, self.places
        problems: list[Problem] = []
        if not (own or self.hidden):
            heading, problems = _seen(file, sheet, heading)
        assigned = sheet_columns.assigned(folder, heading.names, answers.columns)
        taken = {column: of for column, of in assigned.fields.items() if of.path != SKIP}
        columns = {of.path: column for column, of in taken.items()}
        names = [
            column
            for column, of in taken.items()
            if of.path[-1] in _NAMES and of.path[0] != "sources"
        ]
        names = names[:1] if ("title",) in columns else names
        counter = columns.get(COUNTER)
        amounts = [n for n, of in taken.items() if of.want in ("money", "count", "percent")]
        sorting = Columns(names, amounts, counter, [*taken])
        rows = sheet_rows.sorted_out(sheet, heading, sorting, hidden=self.hidden)
        read = {column: of for column, of in taken.items() if of.path != COUNTER}
        if folder in MAIN:
            rows.shared = [each for each in rows.shared if not _of_one(sheet, rows, taken, each)]
        units = {
            column: heading.unit_of(column) or answers.unit
            for column, of in read.items()
            if of.want == "money"
        }
        units |= {
            column: HUNDREDS if own else _percentages(sheet, heading, rows, column)
            for column, of in read.items()
            if of.want == "percent"
        }
        skipped = [column for column in heading.names if column not in taken]
        year = "" if ("year",) in columns else sheet_sections.year(sheet.name, heading)
        table = Table(
            file,
            sheet,
            heading,
            read,
            {of.path: n for n, of in read.items()},
            rows,
            names,
            skipped,
            units,
            own,
            places.called(sheet.name) or sheet_sections.in_notes(heading, columns, places),
            year,
            sheet_sections.month(sheet.name),
            [] if own else [*sheet_sections.parts(rows, places)],
        )
        problems += _of_columns(table, assigned, folder, answers)
        return table, problems


def _beside(book: Book) -> list[str]:
    """Return the sheets of a workbook of ours that have no records."""
    if BESIDE in book.properties:
        return book.properties[BESIDE].split("\n")
    both = (CHINESE, ENGLISH)
    return [catalogue(each).gettext(name) for each in both for name in (ABOUT, CHOICES)]


def _settled(found: list[Table]) -> Iterator[Problem]:
    """Put the table of the latest month first, take out summaries of others, and tell these."""
    if len({table.month for table in found} - {(0, 0)}) > 1:  # what is said last is said first
        found.sort(key=lambda table: table.month, reverse=True)
    if any(table.names for table in found):
        for table in [each for each in found if not each.names]:
            yield problem("P594", Place(table.file, sheet=table.sheet.name))
            found.remove(table)


def _ours(book: Book) -> str:
    """Return the kind of a workbook of ours, whatever it was saved with.

    Its properties are lost in an .xls, as xlrd reads none, and where exceljs, pyexcel or a page in
    the browser saved it. What the columns mean is still there, and begins with the kind's sheet.
    """
    if PROPERTY in book.properties:
        return book.properties[PROPERTY]
    about = {catalogue(each).gettext(ABOUT) for each in (CHINESE, ENGLISH)}
    guides = [sheet.rows for sheet in book.sheets if sheet.name in about]
    first = {rows[1][0] for rows in guides if rows[1:] and rows[1]}
    return next((folder for folder, kind in KINDS.items() if first & {*kind.called}), "")


def _seen(file: str, sheet: Sheet, heading: Heading) -> tuple[Heading, list[Problem]]:
    """Return a heading without the columns that are hidden, and which these are, told."""
    unseen = [*sheet_sections.unseen(sheet, heading)]
    if not unseen:
        return heading, []
    told = "、".join(f"“{' · '.join(heading.names[each])}”" for each in unseen)
    place = Place(file, heading.last + 1, unseen[0] + 1, sheet.name)
    left = {n: each for n, each in heading.names.items() if n not in unseen}
    return replace(heading, names=left), [problem("P596", place, headings=told)]


def _of_columns(
    table: Table, assigned: sheet_columns.Assigned, folder: str, answers: Answers
) -> Iterator[Problem]:
    """Yield which columns are of a field that another has, and which may be of either of two."""
    names = table.heading.names

    def at(column: int) -> Place:
        return Place(table.file, table.heading.last + 1, column + 1, table.sheet.name)

    for first, column, path in assigned.doubled:
        value, other = " · ".join(names[column]), " · ".join(names[first])
        means = _meaning(folder, path)
        yield problem("P571", at(column), value=value, other=other, means=means)
    for column, (one, other_) in assigned.unsure:
        yield problem(
            "P599",
            at(column),
            heading=" · ".join(names[column]),
            one=_meaning(folder, one),
            other=_meaning(folder, other_),
            first=".".join(one),
            second=".".join(other_),
            file=answers.file,
        )


def _percentages(sheet: Sheet, heading: Heading, rows: Rows, column: int) -> int:
    """Return what the plain numbers of a column of percentages are: see `of_hundred`."""
    if any("%" in narrow(each) for each in heading.names.get(column, ())):
        return HUNDREDS
    cells = (sheet_rows.cell(sheet, rows, row, column) for row in rows.records)
    return of_hundred((value, sheet.style(row, at)) for value, row, at in cells)


def _of_one(sheet: Sheet, rows: Rows, fields: Mapping[int, Field], spot: int) -> bool:
    """Tell whether a merged amount is of one record, whose entries stand in several rows."""
    top, column = divmod(spot, MOST_COLUMNS)
    path = fields[column].path
    bottom = next(each.bottom for each in sheet.merged if (each.top, each.left) == (top, column))
    places = [n for n, of in fields.items() if of.path in PLACES]
    said = {
        tuple(sheet_rows.cell(sheet, rows, row, each)[0] for each in places)
        for row in range(top, bottom + 1)
    }
    return bool(places) and len(said) == 1 and len(path) == 1


def _meaning(folder: str, path: Path) -> str:
    """Return what a field means, as a msgid; its path where it means nothing of a record."""
    of = sheet_columns.fields(folder)[path]
    code = ".".join(each for each in path if each[0] not in "@[") or path[0].strip("@")
    if not of.meanings:
        return code
    meaning = of.meanings[-1 if ITEM in path or len(path) == 1 else 0]
    return f"{labels.FIELDS}{meaning}\t{code}"
