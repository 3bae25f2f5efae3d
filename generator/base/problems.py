"""Problems are values: what is wrong, where, and how to put it right.

What a code means stands in `codes`; `problem_words` says it in the language of a reader.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.base.cell_names import cell_name
from generator.base.codes import CODES, Severity
from generator.base.privacy import redacted


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file; `file` is relative to the folder of config.yaml, with forward slashes.

    `line` and `column` count from 1; 0 means the file as a whole. In a workbook they are those of a
    cell in `sheet`.
    """

    file: str
    line: int = 0
    column: int = 0
    sheet: str = ""

    @property
    def cell(self) -> str:
        """What a spreadsheet calls the cell, `威宁县!H17`; "" where this is none of a workbook."""
        if not self.sheet:
            return ""
        return (
            f"{self.sheet}!{cell_name(self.line - 1, self.column - 1)}" if self.line else self.sheet
        )

    def __str__(self) -> str:
        if self.sheet:
            return f"{self.file} {self.cell}"
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, at one place.

    `field` is the path of the field, such as `sources.2.amount`, or empty; `values` fill the named
    places of the message and the hint of `code`.
    """

    code: str
    place: Place
    field: str = ""
    values: tuple[tuple[str, str], ...] = ()

    @property
    def severity(self) -> Severity:
        """Whether it stops a build."""
        return CODES[self.code].severity


def problem(code: str, place: Place, /, field: str = "", **values: str | float) -> Problem:
    """Make a problem; what starts with U+0000 and `:`, and what `labels` makes, is translated.

    What is said of a file is read by others than its author: no identity number is repeated.
    """
    shown = tuple((name, redacted(str(value))) for name, value in values.items())
    return Problem(code, place, redacted(field), shown)


def errors(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield those problems that stop a build."""
    return (each for each in problems if each.severity == "error")


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems sorted by place, without repetitions."""
    return sorted(set(problems), key=_order)


def _order(each: Problem) -> tuple[str, str, Place, str, str, tuple[tuple[str, str], ...]]:
    place = each.place
    return place.file, place.sheet, place, each.code, each.field, each.values
