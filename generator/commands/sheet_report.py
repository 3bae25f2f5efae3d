"""A copy of a workbook with its faults in it: cells marked, and told in remarks pinned to them.

The copy is made of what was read, so that it is the same for all forms: values, number formats
that say something, and merged cells. What is right in it can be taken in again once the rest is
mended.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from generator.base.messages import N_, catalogue
from generator.base.problems import Problem, in_order
from generator.model import problem_words
from generator.parse.sheet_book import Sheet
from generator.parse.sheet_cells import Value
from generator.records.sheet_plan import Plan

_MOST = 30_000
"""Characters that a remark, or a cell, may have; Excel takes 32,767."""
_COLOURS = {"error": "#FFC7CE", "warning": "#FFEB9C"}
_WIDEST = 40
"""Characters."""


def write(made: Plan, path: Path, language: str) -> None:
    """Write the copy of the first workbook, and before its sheets all problems. Raises OSError."""
    import xlsxwriter  # noqa: PLC0415 (for reports and exports alone)

    problems = in_order(made.problems)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        with xlsxwriter.Workbook(str(path), options) as book:
            book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 (the same each time)
            copy = _Copy(book, language)
            copy.listed(problems)
            name, read = next(iter(made.books.items()), ("", None))
            for sheet in read.sheets if read else ():
                own = [p for p in problems if (p.place.file, p.place.sheet) == (name, sheet.name)]
                copy.sheet(sheet, own)
    except xlsxwriter.exceptions.FileCreateError as error:
        raise error.args[0] from None  # what the system said


class _Copy:
    """Writes sheets into a workbook."""

    def __init__(self, book: Any, language: str) -> None:
        self.book, self.language = book, language
        self.tr = catalogue(language).gettext
        self.formats: dict[tuple[str, str], Any] = {}
        self.names = {""}

    def form(self, code: str, mark: str) -> Any:
        """Return the format of a cell: its number format, the colour of what is wrong with it."""
        if (code, mark) not in self.formats:
            said: dict[str, object] = {"num_format": code} if code else {}
            if mark:
                said |= {"bg_color": _COLOURS[mark], "border": 1}
            self.formats[code, mark] = self.book.add_format(said)
        return self.formats[code, mark]

    def name(self, wanted: str) -> str:
        """Return a name that no sheet has yet."""
        found, number = wanted[:31], 1
        while found.casefold() in self.names:
            number += 1
            found = f"{wanted[:28]}-{number}"
        self.names.add(found.casefold())
        return found

    def listed(self, problems: Sequence[Problem]) -> None:
        """Write a sheet with all problems."""
        sheet = self.book.add_worksheet(self.name(self.tr(N_("Problems"))))
        heads = (N_("where"), N_("weight"), N_("code"), N_("what is wrong"), N_("what to do"))
        weights = {"error": N_("error"), "warning": N_("warning")}
        sheet.write_row(0, 0, map(self.tr, heads), self.book.add_format({"bold": True}))
        for n, each in enumerate(problems, 1):
            told = self.told(each)
            sheet.write_row(
                n,
                0,
                (
                    each.place.cell or str(each.place),
                    self.tr(weights[each.severity]),
                    each.code,
                    *told,
                ),
            )
        sheet.set_column(0, 2, 14)
        sheet.set_column(3, 4, 60)
        sheet.freeze_panes(1, 0)

    def told(self, each: Problem) -> tuple[str, str]:
        """Return what is wrong, and what to do."""
        said = problem_words.message(each, self.language)
        return said, problem_words.hint(each, self.language)

    def sheet(self, read: Sheet, problems: Sequence[Problem]) -> None:
        """Write the copy of a sheet."""
        name = self.name(read.name)
        sheet = self.book.add_worksheet(name)
        marks = _marked(problems)
        if read.hidden:
            sheet.hide()
        for row in read.hidden_rows:
            sheet.set_row(row, None, None, {"hidden": True})
        widths: dict[int, int] = {}
        for n, cells in enumerate(read.rows):
            for column, value in enumerate(cells):
                told = marks.get((n, column), ())
                mark = _heaviest(told)
                if value is not None and value != "":
                    self.cell(sheet, read, n, column, value, mark)
                    wide = sum(2 if ord(sign) > 0x2E80 else 1 for sign in str(value)[:_WIDEST])
                    widths[column] = min(_WIDEST, max(widths.get(column, 8), wide + 2))
                elif mark:
                    sheet.write_blank(n, column, None, self.form("", mark))
        for column, width in widths.items():
            sheet.set_column(column, column, width)
        for area in read.merged:
            if area.bottom > area.top or area.right > area.left:
                self.merge(sheet, read, area, _heaviest(marks.get((area.top, area.left), ())))
        for (row, column), found in marks.items():
            text = "\n".join(
                f"{each.code} {self.told(each)[0]} — {self.told(each)[1]}" for each in found
            )
            sheet.write_comment(
                row, column, text[:_MOST], {"x_scale": 2, "y_scale": 1 + len(found)}
            )

    def merge(self, sheet: Any, read: Sheet, area: Any, mark: str) -> None:
        """Merge cells as they were, with what stands in the first."""
        first = read.rows[area.top][area.left : area.left + 1] if area.top < len(read.rows) else []
        sheet.merge_range(*area, "", self.form("", mark))
        if first and first[0] not in (None, ""):
            self.cell(sheet, read, area.top, area.left, first[0], mark)

    def cell(self, sheet: Any, read: Sheet, row: int, column: int, value: Value, mark: str) -> None:
        """Write what stands in a cell, as it stood there."""
        code = read.style(row, column).code
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value, self.form(code, mark))
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, self.form(code, mark))
        elif isinstance(value, datetime):
            whole = value.time() == time()
            form = code or ("yyyy-mm-dd" if whole else "yyyy-mm-dd hh:mm")
            sheet.write_datetime(row, column, value, self.form(form, mark))
        elif isinstance(value, date | time | timedelta):
            form = code or ("yyyy-mm-dd" if isinstance(value, date) else "[h]:mm")
            sheet.write_datetime(row, column, value, self.form(form, mark))
        else:
            sheet.write_string(row, column, str(value), self.form("@" if code == "@" else "", mark))


def _marked(problems: Sequence[Problem]) -> Mapping[tuple[int, int], list[Problem]]:
    found: dict[tuple[int, int], list[Problem]] = {}
    for each in problems:
        if each.place.line and each.place.column:
            found.setdefault((each.place.line - 1, each.place.column - 1), []).append(each)
    return found


def _heaviest(found: Sequence[Problem]) -> str:
    weights = [each.severity for each in found]
    return "error" if "error" in weights else "warning" if weights else ""
