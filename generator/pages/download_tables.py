"""A table to be taken away: its columns and headings, as CSV, as the sheet of a workbook."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Any, TypeAlias

from generator.base import labels, light_workbook, workbook_rows
from generator.base.light_workbook import Sheet
from generator.base.messages import CHINESE, N_
from generator.model import public_record
from generator.model.kinds.registry import KINDS
from generator.model.public_tables import BETWEEN, Cell, Column, Table, tables

Words: TypeAlias = Callable[[str], str]
"""What is said for one of our English texts, in the language of the files."""
Columns: TypeAlias = Sequence[Sequence[Any]]
"""The values of a table, column by column: it is so that many are written at once."""
MARK = "\ufeff"
"""What tells spreadsheets that a table is in UTF-8."""
DEMO = Column("demo", "yes", (N_("demonstration data"),))
_FORMULAS = frozenset("=+-@\t\r\n＝＋－＠")
"""What a cell begins with that a spreadsheet takes for a formula."""
_WORDS = ("text", "record", "unit", "link")
"""Types of columns in which anything may stand."""
_WIDTHS = {"text": 24, "money": 16, "code": 12, "record": 28, "unit": 24}
_SHEET_SIGNS = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LONGEST_NAME = 31


def columns(table: Table, *, demo: bool) -> Sequence[Column]:
    """Return the columns of a table; in a demonstration the last one says that it is one."""
    return (*table.columns, DEMO) if demo else table.columns


def heading(column: Column, words: Words) -> str:
    """Return what people call a column: the groups that it is of, and its own name."""
    return "·".join(labels.name(each, words) for each in column.meanings if each) or column.name


def sheet_name(table: Table, words: Words, language: str) -> str:
    """Return what the sheet of a table is called, within the limits of spreadsheets."""
    wanted = (
        "·".join(labels.name(each, words) for each in table.meanings)
        if table.path
        else called(table.kind, language)
    )
    return wanted.translate(_SHEET_SIGNS)[:_LONGEST_NAME]


def called(kind: str, language: str) -> str:
    """Return what the records of a kind are called."""
    english, chinese = KINDS[kind].called
    return chinese if language == CHINESE else english


def too_many(kind: str, rows: Mapping[str, int]) -> bool:
    """Tell whether a table of a kind has more rows than the sheet of a workbook may have."""
    return any(rows.get(each.name, 0) >= light_workbook.MOST_ROWS for each in tables(kind))


def blank(table: Table, words: Words, language: str, *, demo: bool) -> Sheet:
    """Return the sheet of a table without rows."""
    own = columns(table, demo=demo)
    widths = [_WIDTHS.get(each.type, 12) for each in own]
    return Sheet(sheet_name(table, words, language), [heading(each, words) for each in own], widths)


def workbook(
    kind: str,
    sheets: Sequence[Sheet],
    about: Mapping[str, str],
    words: Words,
    language: str,
    *,
    demo: bool,
) -> bytes:
    """Return the workbook of a kind: of what it is, then a sheet for each table with rows."""
    said = [
        (N_("Site"), about["title"]),
        (N_("What"), called(kind, language)),
        (N_("Place"), about["place"]),
        (N_("Last report"), about["day"]),
        (N_("Licence"), about["licence"] or words(N_("not stated"))),
        (N_("Address"), about["url"]),
    ]
    if demo:
        made_up = words(
            N_("Demonstration data: the projects, amounts, names and phones here are made up.")
        )
        said.insert(0, (N_("Demonstration"), made_up))
    lines = [
        workbook_rows.text(words(name), "A") + workbook_rows.text(value, "B")
        for name, value in said
        if value
    ]
    first = Sheet(words(N_("About this file")), (), (16, 60), [workbook_rows.piece(lines, 1)])
    names: dict[str, int] = {}
    for sheet in sheets:
        names[sheet.name] = names.get(sheet.name, 0) + 1
        if names[sheet.name] > 1:
            sheet.name = f"{sheet.name[: _LONGEST_NAME - 3]} {names[sheet.name]}"
    return light_workbook.made([first, *sheets])


def table(lines: Iterable[Iterable[str]]) -> bytes:
    """Return lines of texts as a table, none of them a formula."""
    written = StringIO(newline="")
    csv.writer(written).writerows([safe(each) for each in line] for line in lines)
    return (MARK + written.getvalue()).encode()


def safe(value: str) -> str:
    """Return a text as a cell of a table that no spreadsheet takes for a formula.

    What looks like one is put behind an apostrophe, which these take for the sign of a text.
    """
    return f"'{value}" if value[:1] in _FORMULAS and value else value


def cells_of(column: Column, own: Sequence[Any]) -> Sequence[Any]:
    """Return the values of a column as a table has them."""
    if column.many:
        own = [v if v is None else BETWEEN.join(v) for v in own]
    elif column.type == "yes":
        return [v if v is None else "true" if v else "false" for v in own]
    elif column.type not in _WORDS:
        return own
    return [f"'{v}" if v and v[0] in _FORMULAS else v for v in own]


def lists(names: Iterable[str], *, demo: bool) -> Iterator[bytes | str]:
    """Yield a JSON object of lists, whose entries stand where the names are."""
    before = b'{"demo":true,' if demo else b"{"
    for name in names:
        yield before + b'"%s":[' % name.encode()
        yield name
        before = b"],"
    yield b"]}"


def json_of(value: object) -> bytes:
    """Return a value as JSON on one line, its characters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def reckoned(column: Column, value: Any) -> Cell:
    """Return a value of a view as a public record has it."""
    if value is None or value == "":
        return None
    if column.type == "money":
        return public_record.yuan(value)
    return public_record.number(value) if isinstance(value, float) else value
