"""Workbooks of Excel (.xlsx, .xlsm): values by calamine, and by a look of ours what it leaves out.

calamine reads a million cells in half a second, openpyxl in eight; but calamine has no number
formats, no hidden rows, and leaves out what was never computed. Those stand as attributes of the
cells in the XML of a sheet, which is looked through once, without taking it apart.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any
from xml.etree import ElementTree as ET

from generator.base.cell_names import cell_name, column_of
from generator.parse.sheet_book import (
    DAMAGED,
    DAMAGES,
    MOST_BYTES,
    MOST_CELLS,
    MOST_COLUMNS,
    SINCE_1904,
    TOO_LARGE,
    Area,
    Book,
    Sheet,
    Unreadable,
)
from generator.parse.sheet_cells import Style, precision, shown

_TAG = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"(?: s="(\d+)")?(?: t="(\w+)")?\s*(/?)>'
    rb"|<(?:\w+:)?(row|c)\b([^>]*)>"
)
"""A cell or a row as it begins, whoever wrote it."""
_PLAIN_ROW = re.compile(rb'<row r="(\d+)"')
_COLUMN = re.compile(rb'<c r="([A-Z]+)')
_HIDDEN_ROW = re.compile(rb'<row r="(\d+)"[^>]* hidden="(?:1|true)"')
_ATTRIBUTE = re.compile(rb'(\w+)="([^"]*)"')
_UNCOMPUTED = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
"""A formula without a value."""
_ZERO = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"<(?:\w+:)?v>0</(?:\w+:)?v>\s*</(?:\w+:)?c>"
)
"""A formula whose value is 0."""
_COLUMNS = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_REFERENCE = re.compile(rb"([A-Z]{1,3})(\d{1,7})")
_MONTHS = {17: "mmm-yy", **dict.fromkeys((27, 36, 50, 52, 57), "yyyy年m月")}
"""Formats that stand in the program, not in the file, and show no day: those of Chinese Excel."""
_PERCENTS = {9: "0%", 10: "0.00%"}


def read(content: bytes) -> Book:
    """Return the workbook in `content`. Raises Unreadable."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 (for sheets alone)

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(each.file_size for each in parts.infolist()) > MOST_BYTES:
                raise Unreadable("P550", reason=f"\0:{TOO_LARGE}")
            listed = [*_sheets(parts)]
            styles = _styles(parts)
            said = parts.read("xl/workbook.xml")
            uncomputed = _says(said, b"calcPr", b"fullCalcOnLoad")
            sheets = [
                _facts(parts.read(part), name, styles, uncomputed=uncomputed)
                for name, part, _ in listed
            ]
            properties = _properties(parts)
            later = SINCE_1904 if _says(said, b"workbookPr", b"date1904") else 0
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for sheet, (name, _, hidden) in zip(sheets, listed, strict=True):
            sheet.hidden, sheet.later = hidden, later
            _values(book, sheet, name)
    except (CalamineError, *DAMAGES) as error:
        raise Unreadable("P550", reason=f"\0:{DAMAGED}") from error
    return Book("xlsx", sheets, properties)


def _says(text: bytes, element: bytes, attribute: bytes) -> bool:
    """Tell whether an element of the workbook says yes to something."""
    found = re.search(rb"<(?:\w+:)?%s\b([^>]*)>" % element, text)
    told = dict(_ATTRIBUTE.findall(found[1])) if found else {}
    return told.get(attribute) in (b"1", b"true")


def _values(book: Any, sheet: Sheet, name: str) -> None:
    """Put the values that calamine reads into a sheet."""
    read_sheet = book.get_sheet_by_name(name)
    rows = read_sheet.to_python(skip_empty_area=False)
    sheet.merged = [Area(*first, *last) for first, last in read_sheet.merged_cell_ranges or ()]
    if sheet.styles:
        _only_dates_by_month(sheet, rows)
    sheet.rows = rows


def _only_dates_by_month(sheet: Sheet, rows: list[list[Any]]) -> None:
    """Leave out formats of days on cells that hold none: `m` of a number says nothing."""
    for at in [at for at, style in sheet.styles.items() if style.code and not style.struck]:
        row, column = divmod(at, MOST_COLUMNS)
        if (
            row >= len(rows)
            or column >= len(rows[row])
            or not isinstance(rows[row][column], int | float | date)
        ):
            del sheet.styles[at]


def _sheets(parts: zipfile.ZipFile) -> Iterator[tuple[str, str, bool]]:
    """Yield name, part and whether it is hidden, of each sheet with cells."""
    root = ET.fromstring(parts.read("xl/workbook.xml"))  # noqa: S314 (expat bounds what entities may grow to)
    links = ET.fromstring(parts.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 (as above)
    targets = {each.get("Id"): (each.get("Type", ""), each.get("Target", "")) for each in links}
    for each in root.iter():
        if not each.tag.endswith("}sheet"):
            continue
        ident = next((value for key, value in each.items() if key.endswith("}id")), None)
        kind, target = targets.get(ident, ("", ""))
        if kind.endswith("/worksheet"):
            part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            hidden = each.get("state", "visible") != "visible"
            yield each.get("name", ""), part.replace("xl/./", "xl/"), hidden


def _styles(parts: zipfile.ZipFile) -> dict[int, Style]:
    """Return the styles of cells that say more than their values, by number."""
    if "xl/styles.xml" not in parts.namelist():
        return {}
    root = ET.fromstring(parts.read("xl/styles.xml"))  # noqa: S314 (as above)
    codes: dict[int, str] = {**_MONTHS, **_PERCENTS}
    struck: list[bool] = []
    found: dict[int, Style] = {}
    for group in root:
        name = group.tag.rpartition("}")[2]
        if name == "numFmts":
            codes |= {int(each.get("numFmtId", "0")): each.get("formatCode", "") for each in group}
        elif name == "fonts":
            struck = [any(_struck(part) for part in font) for font in group]
        elif name == "cellXfs":
            for n, each in enumerate(group):
                font = int(each.get("fontId", "0"))
                code = codes.get(int(each.get("numFmtId", "0")), "")
                style = Style(
                    code if _tells(code) else "", struck=font < len(struck) and struck[font]
                )
                if style.code or style.struck:
                    found[n] = style
    return found


def _struck(part: ET.Element) -> bool:
    return part.tag.rpartition("}")[2] == "strike" and part.get("val", "1") not in ("0", "false")


def _tells(code: str) -> bool:
    """Tell whether a number format says more of a cell than its value does."""
    said = shown(code)
    decimals = code.rstrip("_ ") == "0.00"  # as of 2018.10, which is kept as 2018.1
    return bool(
        said.unit or said.scale != 1 or said.percent or precision(code) != "day" or decimals
    )


def _facts(
    text: bytes, name: str, styles: Mapping[int, Style], *, uncomputed: bool = False
) -> Sheet:
    """Return a sheet without values: formats, what is hidden, what is broken. Raises Unreadable.

    Programs that write formulas and compute none put 0 for their values, and ask whoever opens
    the workbook to compute them (`uncomputed`).
    """
    sheet = Sheet(name)
    for found in _COLUMNS.finditer(text[: text.find(b"sheetData") + 1]):
        told = dict(_ATTRIBUTE.findall(found[1]))
        first, last = int(told.get(b"min", b"1")), int(told.get(b"max", b"0"))
        if told.get(b"hidden") in (b"1", b"true") and last - first < MOST_COLUMNS // 16:
            sheet.hidden_columns.update(range(first - 1, last))
    if _said_plainly(text):
        _quick_facts(text, sheet, styles)
    else:
        _slow_facts(text, sheet, styles)
    formulas = b"<f" in text or b":f" in text
    patterns = (_UNCOMPUTED, _ZERO) if uncomputed else (_UNCOMPUTED,)
    for found in chain.from_iterable(each.finditer(text) for each in patterns if formulas):
        reference = _REFERENCE.search(dict(_ATTRIBUTE.findall(found[1])).get(b"r", b""))
        if reference:
            at = (int(reference[2]) - 1) * MOST_COLUMNS + column_of(reference[1].decode())
            sheet.broken[at] = "="
    return sheet


def _said_plainly(text: bytes) -> bool:
    """Tell whether each row and cell says where it is, in the way of nearly all programs.

    So it is, too, that no cell can be so far out that it has to be looked for.
    """
    for name in (b"row", b"c"):
        every = sum(map(text.count, (b"<%s " % name, b"<%s>" % name, b":%s " % name)))
        if text.count(b'<%s r="' % name) != every:
            return False
    lowest = max(map(int, _PLAIN_ROW.findall(text)), default=0)
    widest = max((column_of(each.decode()) for each in {*_COLUMN.findall(text)}), default=0)
    return lowest * (widest + 1) <= MOST_CELLS


def _quick_facts(text: bytes, sheet: Sheet, styles: Mapping[int, Style]) -> None:
    """Note what a sheet says besides values, looking at those cells alone that say something."""
    for found in _HIDDEN_ROW.finditer(text):
        sheet.hidden_rows.add(int(found[1]) - 1)
    numbers = "|".join(map(str, styles)) or "-"
    says = rf's="(?:{numbers})"|t="e"'
    telling = re.compile(
        rf'<c r="([A-Z]{{1,3}})(\d{{1,7}})"(?=[^>]* (?:{says}))([^>]*[^>/])>'.encode()
    )
    for found in telling.finditer(text):
        at = (int(found[2]) - 1) * MOST_COLUMNS + column_of(found[1].decode())
        told = dict(_ATTRIBUTE.findall(found[3]))
        style = styles.get(int(told.get(b"s", b"0")))
        if style:
            sheet.styles[at] = style
        if told.get(b"t") == b"e":
            sheet.broken[at] = "#"


def _slow_facts(text: bytes, sheet: Sheet, styles: Mapping[int, Style]) -> None:
    """Note what a sheet says besides values, whoever wrote it. Raises Unreadable."""
    row, column, widest, lowest = -1, -1, 0, 0
    for tag in _TAG.finditer(text):
        letters, number, style, kind, empty, other, rest = tag.groups(b"")
        if letters:
            row, column = int(number) - 1, column_of(letters.decode())
        else:
            told = dict(_ATTRIBUTE.findall(rest))
            reference = _REFERENCE.fullmatch(told.get(b"r", b""))
            if other == b"row":
                row, column = int(told.get(b"r", b"0")) - 1 if b"r" in told else row + 1, -1
                if told.get(b"hidden") in (b"1", b"true"):
                    sheet.hidden_rows.add(row)
                continue
            column = column_of(reference[1].decode()) if reference else column + 1
            row = int(reference[2]) - 1 if reference else row
            style, kind, empty = told.get(b"s", b""), told.get(b"t", b""), rest[-1:]
        if empty == b"/":
            continue
        widest, lowest = max(widest, column), max(lowest, row)
        if style and int(style) in styles:
            sheet.styles[row * MOST_COLUMNS + column] = styles[int(style)]
        if kind == b"e":
            sheet.broken[row * MOST_COLUMNS + column] = "#"
    if (widest + 1) * (lowest + 1) > MOST_CELLS:
        raise Unreadable("P551", sheet=sheet.name, cell=cell_name(lowest, widest))


def _properties(parts: zipfile.ZipFile) -> dict[str, str]:
    """Return the properties that someone has given to the workbook."""
    if "docProps/custom.xml" not in parts.namelist():
        return {}
    root = ET.fromstring(parts.read("docProps/custom.xml"))  # noqa: S314 (as above)
    return {each.get("name", ""): "".join(each.itertext()).strip() for each in root}
