"""Made-up workbooks of clerks, the same in four forms: what one says of a table, all of them say.

Each form is written by another program than the one that reads it here: .xlsx by XlsxWriter,
.xls by xlwt, .ods as LibreOffice lays it out, .csv by Python.
"""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape
from typing import Any

import xlsxwriter
import xlwt

FORMS = ("xlsx", "xls", "ods", "csv")
Cell = str | int | float | bool | date | None
WAN, SCALED, MONTH, DAY = '0.00"万元"', '0!.0,"万元"', 'yyyy"年"m"月"', "yyyy-mm-dd"
FINE, SPOILT, TIMES = '0!.0000"万元"', '0\\!.0,"万元"', '0.00,,"万元"%'
"""Of 12500 all mean 1.25万元: as SCALED does, as LibreOffice leaves that, by % on another line."""
GENERAL = 'g/"通用格式万元"'
"""What LibreOffice makes of G/通用格式"万元": a day and its era."""


@dataclass(frozen=True)
class Sheet:
    """A sheet: its rows, and what is said of cells by row and column, from 0."""

    rows: Sequence[Sequence[Cell]]
    name: str = "甲县"
    merged: Sequence[tuple[int, int, int, int]] = ()
    """First row and column, last row and column."""
    beneath: Mapping[tuple[int, int], Cell] = field(default_factory=dict)
    """What cells hold that merged ones cover, as after Excel's format painter; no .xls has them."""
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: Sequence[int] = ()
    struck: Sequence[int] = ()
    """Rows that are struck through."""
    hidden: bool = False
    hidden_columns: Sequence[int] = ()


def made(form: str, *sheets: Sheet, encoding: str = "utf-8-sig") -> bytes:
    """Return a workbook of a form; of a .csv the first sheet that is not hidden is all."""
    if form == "csv":
        return _csv(next(each for each in sheets if not each.hidden), encoding)
    return {"xlsx": _xlsx, "xls": _xls, "ods": _ods}[form](sheets)


def _xlsx(sheets: Sequence[Sheet]) -> bytes:
    into = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(into, options) as book:
        book.set_properties({"created": datetime(2018, 1, 1)})  # noqa: DTZ001 (the same each time)
        for each in sheets:
            sheet = book.add_worksheet(each.name)
            if each.hidden:
                sheet.hide()
            else:
                sheet.activate()
                sheet.set_first_sheet()
            for row in each.hidden_rows:
                sheet.set_row(row, None, None, {"hidden": True})
            for column in each.hidden_columns:
                sheet.set_column(column, column, None, None, {"hidden": True})
            known: dict[tuple[str, bool], Any] = {}
            for n, cells in enumerate(each.rows):
                for column, value in enumerate(cells):
                    code, struck = each.formats.get((n, column), ""), n in each.struck
                    if isinstance(value, date) and not code:
                        code = DAY
                    said = {"num_format": code} if code else {}
                    form = known.setdefault(
                        (code, struck), book.add_format({**said, "font_strikeout": struck})
                    )
                    if isinstance(value, str):
                        sheet.write_string(n, column, value, form)
                    elif value is not None:
                        sheet.write(n, column, value, form)
            for top, left, bottom, right in each.merged:
                first = each.rows[top][left]
                sheet.merge_range(top, left, bottom, right, "")
                sheet.write(top, left, first)
            for (row, column), value in each.beneath.items():
                sheet.write(row, column, value)
    return into.getvalue()


def _xls(sheets: Sequence[Sheet]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    for each in sheets:
        sheet = book.add_sheet(each.name)
        sheet.visibility = int(each.hidden)
        covered = {
            (row, column): (top, left, bottom, right)
            for top, left, bottom, right in each.merged
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        }
        for column in each.hidden_columns:
            sheet.col(column).hidden = True
        for n, cells in enumerate(each.rows):
            sheet.row(n).hidden = n in each.hidden_rows
            for column, value in enumerate(cells):
                style = xlwt.XFStyle()
                style.font.struck_out = n in each.struck
                code = each.formats.get((n, column), DAY if isinstance(value, date) else "")
                if code:
                    style.num_format_str = code
                area = covered.get((n, column))
                if area is None and value is not None:
                    sheet.write(n, column, value, style)
                elif area is not None and area[:2] == (n, column):
                    sheet.write_merge(area[0], area[2], area[1], area[3], value, style)
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


_ODS_STYLES = {
    WAN: '<number:number-style style:name="{n}"><number:number number:decimal-places="2"/>'
    "<number:text>万元</number:text></number:number-style>",
    SCALED: '<number:number-style style:name="{n}"><number:number number:decimal-places="0"'
    ' number:display-factor="1000"><number:embedded-text number:position="1">.'
    "</number:embedded-text></number:number><number:text>万元</number:text></number:number-style>",
    FINE: '<number:number-style style:name="{n}"><number:number number:min-integer-digits="5">'
    '<number:embedded-text number:position="4">.</number:embedded-text></number:number>'
    "<number:text>万元</number:text></number:number-style>",
    SPOILT: '<number:number-style style:name="{n}"><number:number number:decimal-places="1"'
    ' number:display-factor="1000"><number:embedded-text number:position="0">!'
    "</number:embedded-text></number:number><number:text>万元</number:text></number:number-style>",
    TIMES: '<number:percentage-style style:name="{n}"><number:number number:decimal-places="2"'
    ' number:display-factor="1000000"/><number:text>万元%</number:text></number:percentage-style>',
    GENERAL: '<number:date-style style:name="{n}"><number:era/>'
    "<number:text>/通用格式万元</number:text></number:date-style>",
    MONTH: '<number:date-style style:name="{n}"><number:year number:style="long"/>'
    "<number:text>年</number:text><number:month/><number:text>月</number:text></number:date-style>",
    DAY: '<number:date-style style:name="{n}"><number:year number:style="long"/>'
    "<number:text>-</number:text><number:month/><number:text>-</number:text><number:day/>"
    "</number:date-style>",
}
_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
        ("fo", "xsl-fo-compatible"),
    )
)


def _ods(sheets: Sequence[Sheet]) -> bytes:
    styles = "".join(each.format(n=f"N{n}") for n, each in enumerate(_ODS_STYLES.values()))
    for n in range(len(_ODS_STYLES)):
        styles += f'<style:style style:name="c{n}" style:family="table-cell"'
        styles += f' style:data-style-name="N{n}"/>'
    styles += (
        '<style:style style:name="struck" style:family="table-cell"><style:text-properties'
        ' style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="hidden" style:family="table"><style:table-properties'
        ' table:display="false"/></style:style>'
    )
    tables = "".join(map(_ods_table, sheets))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as parts:
        for name, text in (
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            ("META-INF/manifest.xml", "<manifest/>"),
            ("content.xml", content),
        ):
            parts.writestr(zipfile.ZipInfo(name, (2018, 1, 1, 0, 0, 0)), text)
    return into.getvalue()


def _ods_table(sheet: Sheet) -> str:
    spans = {
        (top, left): (bottom - top + 1, right - left + 1)
        for top, left, bottom, right in sheet.merged
    }
    covered = {
        (row, column)
        for top, left, bottom, right in sheet.merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - spans.keys()
    rows = []
    for n, cells in enumerate(sheet.rows):
        hidden = ' table:visibility="filter"' if n in sheet.hidden_rows else ""
        made_cells = []
        for column, value in enumerate(cells):
            if (n, column) in covered:
                own = _ods_cell(sheet.beneath.get((n, column)), "")
                made_cells.append(own.replace("table:table-cell", "table:covered-table-cell"))
                continue
            down, across = spans.get((n, column), (1, 1))
            said = (
                ""
                if (down, across) == (1, 1)
                else (
                    f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"'
                )
            )
            code = sheet.formats.get((n, column), DAY if isinstance(value, date) else "")
            if n in sheet.struck:
                said += ' table:style-name="struck"'
            elif code:
                said += f' table:style-name="c{[*_ODS_STYLES].index(code)}"'
            made_cells.append(_ods_cell(value, said))
        rows.append(f"<table:table-row{hidden}>{''.join(made_cells)}</table:table-row>")
    style = ' table:style-name="hidden"' if sheet.hidden else ""
    end = (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    shown = {True: "collapse", False: "visible"}
    columns = "".join(
        f'<table:table-column table:visibility="{shown[n in sheet.hidden_columns]}"/>'
        for n in range(max(sheet.hidden_columns, default=-1) + 1)
    )
    name = escape(sheet.name)
    return f'<table:table table:name="{name}"{style}>{columns}{"".join(rows)}{end}</table:table>'


def _ods_cell(value: Cell, said: str) -> str:
    if value is None:
        return f"<table:table-cell{said}/>"
    if isinstance(value, bool):
        kind, more, shown = "boolean", f' office:boolean-value="{str(value).lower()}"', str(value)
    elif isinstance(value, date):
        kind, more, shown = "date", f' office:date-value="{value.isoformat()}"', value.isoformat()
    elif isinstance(value, int | float):
        kind, more, shown = "float", f' office:value="{value}"', f"{value}"
    else:
        kind, more, shown = "string", "", value
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in shown.split("\n"))
    return f'<table:table-cell{said} office:value-type="{kind}"{more}>{lines}</table:table-cell>'


def _csv(sheet: Sheet, encoding: str) -> bytes:
    into = io.StringIO(newline="")
    writer = csv.writer(into)
    for n, row in enumerate(sheet.rows):
        cells = []
        for column, value in enumerate(row):
            shown: object = value
            if isinstance(value, float | int) and sheet.formats.get((n, column)) == WAN:
                shown = f"{value:.2f}万元"  # a program writes what it shows
            cells.append("" if shown is None else shown)
        writer.writerow(cells)
    return into.getvalue().encode(encoding)
