"""The tables of a sheet: one below another, or one beside another, as clerks save paper.

Each table is given as a sheet of its own, in which all that is of the others is empty: so a cell
stays where it is, and whoever reads a table sees no other.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from generator.parse import sheet_heading, sheet_rows
from generator.parse.sheet_book import Sheet
from generator.parse.sheet_cells import Value, plain
from generator.parse.sheet_heading import Heading, Names

LEAST = 3
"""Columns that must be known for a row within a table to be the heading of another."""
_NOTES = 2
"""Texts of a row at most that may be a title or a note above a heading."""

Known = Callable[[Names], bool]


def tables(sheet: Sheet, known: Known) -> list[tuple[Sheet, Heading]]:
    """Return each table of a sheet with its heading; none where no heading is found."""
    heading = sheet_heading.find(sheet, known)
    if heading is None:
        return []
    return [each for part, of in _beside(sheet, heading) for each in _below(part, of, known)]


def _beside(sheet: Sheet, heading: Heading) -> Iterator[tuple[Sheet, Heading]]:
    """Yield the tables that stand beside one another under the same names."""
    columns = sorted(heading.names)
    period = _period([heading.names[each] for each in columns])
    if not period:
        yield sheet, heading
        return
    for start in range(0, len(columns), period):
        first = columns[start]
        end = columns[start + period] if start + period < len(columns) else 1 << 14
        names = {each: heading.names[each] for each in columns[start : start + period]}
        rows = [
            [*([None] * min(first, len(row))), *row[first:end]]
            for row in sheet.rows[heading.first :]
        ]
        above: list[list[Value]] = [[*row] for row in sheet.rows[: heading.first]]
        merged = [each for each in sheet.merged if first <= each.left < end]
        part = replace(sheet, rows=[*above, *rows], merged=merged)
        yield part, replace(heading, names=names)


def _period(names: Sequence[Names]) -> int:
    """Return after how many columns the names begin once more; 0 where they do not."""
    for period in range(LEAST, len(names) // 2 + 1):
        whole, rest = divmod(len(names), period)
        if not rest and names == [*names[:period]] * whole:
            return period
    return 0


def _below(sheet: Sheet, heading: Heading, known: Known) -> Iterator[tuple[Sheet, Heading]]:
    """Yield the tables that stand below one another under headings of their own."""
    starts = [*_more_headings(sheet, heading, known)]
    if not starts:
        yield sheet, heading
        return
    yield _rows_of(sheet, 0, starts[0][0]), heading
    for n, (start, found) in enumerate(starts):
        end = starts[n + 1][0] if n + 1 < len(starts) else len(sheet.rows)
        unit = found.unit if found.unit is not None else heading.unit
        yield _rows_of(sheet, start, end), replace(found, unit=unit)


def _more_headings(sheet: Sheet, heading: Heading, known: Known) -> Iterator[tuple[int, Heading]]:
    """Yield the first row of each further table, which may be a note, and its heading."""
    number, names = heading.last + 1, heading.names
    while number < len(sheet.rows):
        row = sheet.rows[number]
        if _may_be_heading(row):
            texts = [plain(cell) for cell in row]
            told = [each for each in texts if each]
            right = sum(1 for each in told if known((each,)))
            other = right >= LEAST and right * 2 > len(told)
            same = all(each in names.get(n, ()) for n, each in enumerate(texts) if each)
            if other and not same:
                start = _with_notes(sheet, number, heading.last + 1)
                found = sheet_heading.find(_rows_of(sheet, start, len(sheet.rows)), known)
                if found is not None and found.first <= number <= found.last:
                    yield start, found
                    number, names = found.last, found.names
        number += 1


def _may_be_heading(row: Sequence[Value]) -> bool:
    """Tell whether a row has words alone, and enough of them: nearly none of records has."""
    words = 0
    for cell in row:
        if cell is None or cell == "":
            continue
        if not isinstance(cell, str) or cell[0].isdigit():
            return False
        words += 1
    return words >= LEAST


def _with_notes(sheet: Sheet, number: int, least: int) -> int:
    """Return where the titles and notes above a heading begin."""
    start = number
    while start > least:
        texts = {plain(cell) for cell in sheet.rows[start - 1]} - {""}
        if len(texts) > _NOTES or any(map(sheet_rows.is_total, texts)):
            break
        start -= 1
    return start


def _rows_of(sheet: Sheet, start: int, end: int) -> Sheet:
    """Return a sheet with some of its rows alone; the others are empty."""
    rows: list[list[Value]] = [[] for _ in range(start)]
    merged = [each for each in sheet.merged if start <= each.top < end]
    return replace(sheet, rows=[*rows, *sheet.rows[start:end]], merged=merged)
