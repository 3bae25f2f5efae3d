"""The sums of a sheet, held against the totals that stand in it, to the fen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pydantic_core import PydanticCustomError

from generator.base.money import spoken
from generator.base.problems import Place, Problem, problem
from generator.parse import sheet_rows
from generator.parse.amounts import parse_money
from generator.parse.field_types import parse_count
from generator.parse.sheet_book import MOST_COLUMNS
from generator.parse.sheet_cells import Unsure, text_of
from generator.parse.sheet_rows import Is, Other
from generator.records.sheet_table import Row, Table
from generator.records.sheet_words import Path


@dataclass(slots=True)
class Sum:
    """What the rows of a column add up to, and what the sheet says of it."""

    table: Table
    column: int
    path: Path
    heading: str
    total: int
    """In fen, or as counted."""
    stated: int | None = None
    """The sheet's own total, None where it has none."""

    @property
    def money(self) -> bool:
        """Whether this is money."""
        return self.table.fields[self.column].want == "money"

    def spoken(self, amount: int) -> str:
        """Return an amount of the column as people read it."""
        return spoken(amount) if self.money else f"{amount:,}"


class Adding:
    """Adds up the columns of a table, row by row."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.parts: dict[int, list[tuple[int, int]]] = {column: [] for column in table.amounts}

    def add(self, row: Row) -> None:
        """Take the amounts of a row; what cannot be read is told elsewhere, and adds nothing."""
        for column, parts in self.parts.items():
            of = self.table.fields[column]
            text = row.texts.get(of.path)
            spot = row.number * MOST_COLUMNS + column
            if text and spot not in self.table.rows.above:
                amount = _amount(text, money=of.want == "money")
                if amount:
                    parts.append((row.number, amount))

    def sums(self) -> Iterator[Sum]:
        """Yield what each column adds up to."""
        for column, parts in self.parts.items():
            names = self.table.heading.names.get(column, ())
            path = self.table.fields[column].path
            total = sum(amount for _, amount in parts)
            found = Sum(self.table, column, path, " · ".join(names), total)
            for other in self.table.rows.others:
                if other.what is Is.TOTAL and sheet_rows.of_all(other.said):
                    stated = self._stated(other, column)
                    found.stated = (
                        stated if found.stated is None else max(found.stated, stated or 0)
                    )
            yield found

    def faults(self) -> Iterator[Problem]:
        """Yield each total of the sheet that its rows do not add up to."""
        totals = [each for each in self.table.rows.others if each.what is Is.TOTAL]
        for other in totals:
            for column, parts in self.parts.items():
                stated = self._stated(other, column)
                if stated is None:
                    continue
                added = [*self._added(other, totals, parts)]
                if stated not in added:
                    near = min(added, key=lambda each: abs(each - stated))
                    yield self._wrong(other, column, stated, near)

    def _wrong(self, other: Other, column: int, stated: int, added: int) -> Problem:
        table = self.table
        told = Sum(table, column, (), "", 0).spoken
        values = {
            "stated": told(stated),
            "sum": told(added),
            "difference": told(abs(stated - added)),
        }
        place = Place(table.file, other.row + 1, column + 1, table.sheet.name)
        return problem("P583", place, said=other.said, **values)

    def _stated(self, other: Other, column: int) -> int | None:
        table = self.table
        at = other.row * MOST_COLUMNS + column
        value = table.amount(other.row, column)
        if at in table.sheet.broken or value in (None, ""):
            return None
        of = table.fields[column]
        try:
            text = text_of(
                value, of.want, table.sheet.style(other.row, column), table.units.get(column)
            )
        except Unsure:
            return None
        return _amount(text, money=of.want == "money")

    def _added(
        self, other: Other, totals: Sequence[Other], parts: Sequence[tuple[int, int]]
    ) -> Iterator[int]:
        """Yield what a total may be of: all rows, those above, those below, up to the next."""
        every = [each.row for each in totals]
        whole = sheet_rows.of_all(other.said)
        if whole:
            yield sum(amount for _, amount in parts)
            every = [each.row for each in totals if sheet_rows.of_all(each.said)]
        above = max((row for row in every if row < other.row), default=-1)
        below = min((row for row in every if row > other.row), default=1 << 30)
        sides = [(above, other.row), (other.row, below)]
        every_side = [[n for row, n in parts if a < row < b] for a, b in sides]
        some = [sum(each) for each in every_side if each]
        yield from some or ([] if whole else [0])


@lru_cache(maxsize=20_000)
def _amount(text: str, *, money: bool) -> int | None:
    try:
        return parse_money(text) if money else parse_count(text)
    except PydanticCustomError:
        return None
