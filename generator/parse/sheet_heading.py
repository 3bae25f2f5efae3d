"""The heading of a table: found under title rows, over one to four rows, with merged cells.

A heading is where most cells are columns that are known: which are, the caller tells. What stands
above it is kept for what it says of the whole sheet: `单位：万元`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.parse.sheet_book import Sheet
from generator.parse.sheet_cells import plain, unit_in

DEEPEST, TALLEST = 40, 4
"""Rows within which a heading begins; rows that it may have."""
LEAST = 2
"""Columns that must be known: one alone may be a word of any text."""

Names = tuple[str, ...]
"""What stands over a column, from the top down: (资金来源（万元）, 中央)."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a table begins: its rows of headings, from 0, and what stands over each column."""

    first: int
    last: int
    names: dict[int, Names]
    """By column; columns with nothing over them are left out."""
    notes: tuple[str, ...]
    """What stands above."""
    unit: int | None
    """The unit of money that stands above, in yuan."""

    def unit_of(self, column: int) -> int | None:
        """Return the unit of money of a column: its own, of what it belongs to, of the sheet."""
        for name in reversed(self.names.get(column, ())):
            own = unit_in(name)
            if own is not None:
                return own
        return self.unit


def find(sheet: Sheet, known: Callable[[Names], bool]) -> Heading | None:
    """Return the heading of a sheet, None where no rows have columns that are `known`."""
    texts = [[plain(cell) for cell in row] for row in sheet.rows[: DEEPEST + TALLEST]]
    widest = max(map(len, texts), default=0)
    for row in texts:
        row.extend([""] * (widest - len(row)))
    across = [[*row] for row in texts]
    down: dict[int, int] = {}
    for area in sheet.merged:
        if area.top >= len(texts):
            continue
        said = texts[area.top][area.left] if area.left < widest else ""
        for number in range(area.top, min(area.bottom + 1, len(texts))):
            for column in range(area.left, min(area.right + 1, widest)):
                across[number][column] = said
        down[area.top] = max(down.get(area.top, area.top), area.bottom)
    best: tuple[int, int, int] | None = None  # columns known, height and place, both as less
    for first in range(min(DEEPEST, len(texts))):
        for height in range(1, min(TALLEST, len(texts) - first) + 1):
            names = _names(across[first : first + height])
            told = [each for each in names.values() if known(each)]
            # two columns under one name are one until the row below tells them apart
            parted = all(
                any(each and known((each,)) for each in texts[first + n]) for n in range(1, height)
            )
            found = len({each if parted else each[:1] for each in told})
            if found >= LEAST and (best is None or (found, -height, -first) > best):
                best = (found, -height, -first)
    if best is None:
        return None
    first = -best[2]
    last = first - best[1] - 1
    for number in range(first, last + 1):  # 序号 merged over three rows: all of them are heading
        if down.get(number, number) < first + TALLEST:
            last = max(last, down.get(number, number))
    for area in sheet.merged:  # what stands above the lowest row is heading, too
        if area.top < first <= area.bottom <= last and first - area.top < TALLEST:
            first = area.top
    notes = tuple(each for row in texts[:first] for each in row if each)
    above = [*notes, *(each for row in texts[first : last + 1] for each in row)]
    units = (*map(_note, above), *map(_alone, notes))
    unit = next((found for found in units if found is not None), None)
    return Heading(first, last, _names(across[first : last + 1]), notes, unit)


def on_its_side(sheet: Sheet, known: Callable[[Names], bool]) -> bool:
    """Tell whether names of columns stand below one another in the first or second column."""
    for column in (0, 1):
        cells = [plain(row[column]) for row in sheet.rows[:DEEPEST] if column < len(row)]
        if len({each for each in cells if each and known((each,))}) > LEAST:
            return True
    return False


def _note(text: str) -> int | None:
    """Return the unit that a note names; a heading of one column says it of that column alone."""
    return unit_in(text) if re.match(r"[（(]?(?:金额|计量|货币)?单位", text) else None


def _alone(text: str) -> int | None:
    """Return the unit that stands alone in brackets of a title: 资金分配表（万元）."""
    found = re.search(r"[（(][^（()）\d]*元[)）]", text)
    return unit_in(found[0]) if found else None


def _names(rows: Sequence[Sequence[str]]) -> dict[int, Names]:
    """Return what stands over each column, from the top down, each only once.

    Without merged cells (.csv) what belongs to several columns stands over the first of them: an
    empty cell is of the one on its left, where something else stands below it.
    """
    filled = [[*row] for row in rows]
    for n, row in enumerate(filled[:-1]):
        below = rows[n + 1]
        for column in range(1, len(row)):
            if not row[column] and below[column] and below[column - 1] and row[column - 1]:
                row[column] = row[column - 1]
    found = {}
    for column in range(len(filled[0]) if filled else 0):
        names = tuple(dict.fromkeys(row[column] for row in filled if row[column]))
        if names:
            found[column] = names
    return found


def numbers_of_columns(row: Sequence[str]) -> bool:
    """Tell whether a row only counts the columns: 1 2 3, or 甲 乙 1 2."""
    cells = [each for each in row if each]
    if any(len(each) > 2 for each in cells):
        return False
    digits = [int(each) for each in cells if re.fullmatch(r"\d{1,2}", each)]
    words = [each for each in cells if re.fullmatch("[甲乙丙丁戊己]", each)]
    ascending = all(later == one + 1 for one, later in pairwise(digits))
    return (
        len(digits) + len(words) == len(cells) and len(digits) > 2 and ascending and digits[0] < 3
    )


def repeated(row: Sequence[str], names: dict[int, Names]) -> bool:
    """Tell whether a row is the heading once more, as on each printed page."""
    cells = [(column, each) for column, each in enumerate(row) if each]
    same = sum(1 for column, each in cells if each in names.get(column, ()))
    return len(cells) > 1 and same * 2 > len(cells)
