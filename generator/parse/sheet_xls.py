"""Workbooks of old Excel (.xls), and of the programs that still write them: by xlrd, whole."""

from typing import Any

from generator.parse.sheet_book import (
    DAMAGED,
    MOST_COLUMNS,
    SINCE_1904,
    Area,
    Book,
    Sheet,
    Unreadable,
)
from generator.parse.sheet_cells import Style, Value


def read(content: bytes) -> Book:
    """Return the workbook in `content`. Raises Unreadable."""
    import xlrd  # noqa: PLC0415 (for these alone)

    try:
        # xlrd tells what it finds strange to a stream, standard output by default
        with xlrd.open_workbook(
            file_contents=content, formatting_info=True, on_demand=False, logfile=_Nowhere()
        ) as book:
            styles = [_style(book, each) for each in book.xf_list]
            sheets = [_sheet(book, each, styles, xlrd) for each in book.sheets()]
    except Exception as error:  # on damaged files it fails anywhere, with any error
        raise Unreadable("P550", reason=f"\0:{DAMAGED}") from error
    return Book("xls", sheets)


class _Nowhere:
    """A stream that nobody reads."""

    def write(self, _text: str) -> None:
        """Forget it."""

    def flush(self) -> None:
        """Have nothing to bring out."""


def _style(book: Any, xf: Any) -> Style:
    form = book.format_map.get(xf.format_key)
    font = book.font_list[xf.font_index] if xf.font_index < len(book.font_list) else None
    return Style(form.format_str if form else "", bool(font and font.struck_out))


def _sheet(book: Any, read_sheet: Any, styles: list[Style], xlrd: Any) -> Sheet:
    sheet = Sheet(read_sheet.name, hidden=read_sheet.visibility != 0)
    sheet.merged = [
        Area(top, left, bottom - 1, right - 1)
        for top, bottom, left, right in read_sheet.merged_cells
    ]
    hidden = (row for row, each in read_sheet.rowinfo_map.items() if each.hidden)
    sheet.hidden_rows = {*hidden}
    sheet.hidden_columns = {n for n, each in read_sheet.colinfo_map.items() if each.hidden}
    sheet.later = SINCE_1904 if book.datemode else 0
    for row in range(read_sheet.nrows):
        kinds, values = read_sheet.row_types(row), read_sheet.row_values(row)
        cells: list[Value] = []
        for column, (kind, value) in enumerate(zip(kinds, values, strict=True)):
            cells.append(_value(book, kind, value, xlrd))
            at = row * MOST_COLUMNS + column
            if kind == xlrd.XL_CELL_ERROR:
                sheet.broken[at] = xlrd.error_text_from_code.get(value, "#")
            style = styles[read_sheet.cell_xf_index(row, column)]
            if style.struck or (style.code not in ("", "General", "@") and kind in (2, 3)):
                sheet.styles[at] = style
        sheet.rows.append(cells)
    return sheet


def _value(book: Any, kind: int, value: Any, xlrd: Any) -> Value:
    if kind == xlrd.XL_CELL_TEXT:
        return str(value)
    if kind == xlrd.XL_CELL_NUMBER:
        return float(value)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind != xlrd.XL_CELL_DATE:
        return None
    try:
        found: Value = xlrd.xldate.xldate_as_datetime(value, book.datemode)
    except (ValueError, OverflowError):
        return float(value)
    return found
