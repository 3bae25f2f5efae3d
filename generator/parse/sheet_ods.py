"""Workbooks of LibreOffice (.ods), read from their XML.

calamine reads them too, and tells neither merged cells nor formats nor what is hidden; odfpy only
builds a tree, and takes ten times as long. What stands here is what both leave to their reader.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree as ET

from generator.base.cell_names import cell_name
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
from generator.parse.sheet_cells import ERA, PLAIN, Style, Value

_PARTS = {"year": "yyyy", "month": "m", "day": "d", "hours": "h", "minutes": "mm", "seconds": "s"}
_FARTHEST = 30
"""Digits before which a sign may be drawn: more than any number has."""


def read(content: bytes) -> Book:
    """Return the workbook in `content`. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(each.file_size for each in parts.infolist()) > MOST_BYTES:
                raise Unreadable("P550", reason=f"\0:{TOO_LARGE}")
            locked = b"encryption-data" in parts.read("META-INF/manifest.xml")
            content = b"" if locked else parts.read("content.xml")
            root = ET.fromstring(content)  # noqa: S314 (expat bounds what entities may grow to)
            shared = parts.read("styles.xml") if "styles.xml" in parts.namelist() else b"<x/>"
            outer = ET.fromstring(shared)  # noqa: S314 (as above)
            meta = parts.read("meta.xml") if "meta.xml" in parts.namelist() else b"<x/>"
            told = ET.fromstring(meta)  # noqa: S314 (as above)
        reader = _Reader([*outer.iter(), *(each for each in root.iter() if _within(each))])
        sheets = [reader.sheet(each) for each in root.iter() if _name(each) == "table:table"]
        later = any(
            _name(each) == "table:null-date" and _get(each, "date-value").startswith("1904")
            for each in root.iter()
        )
    except DAMAGES as error:
        raise Unreadable("P550", reason=f"\0:{DAMAGED}") from error
    for sheet in sheets:
        sheet.later = SINCE_1904 if later else 0
    properties = {
        _get(each, "name"): "".join(each.itertext()).strip()
        for each in told.iter()
        if _name(each) == "meta:user-defined"
    }
    return Book("ods", sheets, properties)


_SPACES = {
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0": "number",
    "urn:oasis:names:tc:opendocument:xmlns:meta:1.0": "meta",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext",
}


def _name(element: ET.Element) -> str:
    space, _, name = str(element.tag).removeprefix("{").rpartition("}")
    return f"{_SPACES.get(space, '')}:{name}"


def _get(element: ET.Element, name: str, default: str = "", space: str = "") -> str:
    """Return an attribute by its own name, of any or of one namespace."""
    for key, value in element.items():
        within, _, own = key.removeprefix("{").rpartition("}")
        if own == name and (not space or _SPACES.get(within) == space):
            return value
    return default


def _within(element: ET.Element) -> bool:
    return _name(element).startswith(("style:", "number:"))


class _Reader:
    """Reads tables, with the styles that the file has."""

    def __init__(self, styles: list[ET.Element]) -> None:
        self.formats: dict[str, str] = {}
        self.styles: dict[str, tuple[str, str, bool]] = {}
        for each in styles:
            name = _name(each)
            if name.startswith("number:") and name.endswith("-style"):
                self.formats[_get(each, "name")] = _format(each)
            elif name == "style:style":
                struck = any(
                    _get(part, "text-line-through-style", "none") != "none" for part in each
                )
                data = _get(each, "data-style-name")
                self.styles[_get(each, "name")] = (data, _get(each, "parent-style-name"), struck)
        self.hidden = {
            _get(each, "name")
            for each in styles
            if _name(each) == "style:style"
            and any(_get(part, "display", "true") == "false" for part in each)
        }
        self.known: dict[str, Style] = {}

    def style(self, name: str) -> Style:
        """Return how cells of a style are shown; what it does not say, those above it do."""
        if name not in self.known:
            code, struck, seen, now = "", False, set[str](), name
            while now in self.styles and now not in seen:
                seen.add(now)
                data, above, line = self.styles[now]
                code, struck = code or self.formats.get(data, ""), struck or line
                now = above
            self.known[name] = Style(code, struck) if code or struck else PLAIN
        return self.known[name]

    def sheet(self, table: ET.Element) -> Sheet:
        """Return a table. Raises Unreadable."""
        sheet = Sheet(_get(table, "name"), hidden=_get(table, "style-name") in self.hidden)
        defaults = [*_defaults(table)]
        sheet.hidden_columns.update(_hidden_columns(table))
        row = 0
        for each in _rows(table):
            times = int(_get(each, "number-rows-repeated", "1"))
            cells = self._cells(each, sheet, row, defaults)
            if _get(each, "visibility", "visible") != "visible" and times < MOST_COLUMNS:
                sheet.hidden_rows.update(range(row, row + times))
            if cells:
                if (row + times) * len(cells) > MOST_CELLS:
                    name = cell_name(row + times - 1, len(cells) - 1)
                    raise Unreadable("P551", sheet=sheet.name, cell=name)
                while len(sheet.rows) < row:
                    sheet.rows.append([])
                sheet.rows.extend(list(cells) for _ in range(times))
            row += times
        return sheet

    def _cells(
        self, row: ET.Element, sheet: Sheet, number: int, defaults: list[str]
    ) -> list[Value]:
        """Return the cells of a row up to the last that holds something, and note their styles."""
        cells: list[Value] = []
        waiting = 0
        for cell in row:
            if _name(cell) not in ("table:table-cell", "table:covered-table-cell"):
                continue
            times = int(_get(cell, "number-columns-repeated", "1"))
            at = len(cells) + waiting
            over = int(_get(cell, "number-rows-spanned", "1"))
            across = int(_get(cell, "number-columns-spanned", "1"))
            if over > 1 or across > 1:
                sheet.merged.append(Area(number, at, number + over - 1, at + across - 1))
            value, broken = _value(cell)
            if value is None and not broken:
                waiting += times
                continue
            if at + times > MOST_COLUMNS:
                raise Unreadable("P551", sheet=sheet.name, cell=cell_name(number, at))
            cells.extend([None] * waiting + [value] * times)
            waiting = 0
            for column in range(at, at + times):
                default = defaults[column] if column < len(defaults) else ""
                style = self.style(_get(cell, "style-name", default, "table"))
                if style.struck or (style.code and not isinstance(value, str | bool)):
                    sheet.styles[number * MOST_COLUMNS + column] = style
                if isinstance(value, datetime) and ERA in style.code:
                    broken = _text(cell)
                if broken:
                    sheet.broken[number * MOST_COLUMNS + column] = broken
        return cells


def _defaults(table: ET.Element) -> Iterator[str]:
    """Yield the style of the cells of each column that have none of their own."""
    for each in table.iter():
        if _name(each) == "table:table-column":
            times = min(int(_get(each, "number-columns-repeated", "1")), 256)
            yield from [_get(each, "default-cell-style-name")] * times


def _hidden_columns(table: ET.Element) -> Iterator[int]:
    """Yield the columns that are hidden; one that is so up to the end is none of a table."""
    column = 0
    for each in table.iter():
        if _name(each) == "table:table-column":
            times = int(_get(each, "number-columns-repeated", "1"))
            if _get(each, "visibility", "visible") != "visible" and times < MOST_COLUMNS // 16:
                yield from range(column, column + times)
            column += times


def _rows(table: ET.Element) -> Iterator[ET.Element]:
    """Yield the rows of a table, those in groups too, and none of a table within."""
    for each in table:
        name = _name(each)
        if name == "table:table-row":
            yield each
        elif name in ("table:table-rows", "table:table-header-rows", "table:table-row-group"):
            yield from _rows(each)


def _value(cell: ET.Element) -> tuple[Value, str]:
    """Return what a cell holds, and what is wrong with it."""
    kind = _get(cell, "value-type", space="office")
    if _get(cell, "value-type", space="calcext") == "error":
        return None, _text(cell) or "#"
    if kind in ("float", "percentage", "currency"):
        number = float(_get(cell, "value", "0", "office"))
        return (int(number) if number.is_integer() else number), ""
    if kind == "date":
        return _date(_get(cell, "date-value", space="office")), ""
    if kind == "boolean":
        return _get(cell, "boolean-value", space="office") in ("true", "1", "1.0"), ""
    text = _text(cell)
    if not kind and _get(cell, "formula", space="table") and not text:
        return None, "="
    return text or None, ""


def _date(text: str) -> Value:
    try:
        return datetime.fromisoformat(re.sub(r"\.\d+$", "", text))
    except ValueError:
        return text


def _text(cell: ET.Element) -> str:
    """Return the text of a cell, without the remarks pinned to it."""
    return "\n".join("".join(_pieces(each)) for each in cell if _name(each) == "text:p")


def _pieces(element: ET.Element) -> Iterator[str]:
    yield element.text or ""
    for each in element:
        name = _name(each)
        if name == "text:s":
            yield " " * int(_get(each, "c", "1"))
        elif name == "text:tab":
            yield "\t"
        elif name == "text:line-break":
            yield "\n"
        elif name != "office:annotation":
            yield from _pieces(each)
        yield each.tail or ""


def _format(style: ET.Element) -> str:
    """Return a format as Excel would write it, as far as it says what a value is."""
    parts: list[str] = []
    percent = _name(style) == "number:percentage-style"
    for each in style:
        name = _name(each).partition(":")[2]
        if name in _PARTS:
            parts.append(_PARTS[name])
        elif name == "text":
            said = "".join(each.itertext())
            # the sign that makes percentages stands within a text: 万%
            words = re.split("(%)", said) if percent else [said]
            parts.extend(word if percent and word == "%" else f'"{word}"' for word in words if word)
        elif name == "number":
            parts.append(_digits(each))
    return "".join(parts)


def _digits(number: ET.Element) -> str:
    """Return the digits of a format, with the signs that are drawn between them.

    A sign stands before as many digits as its position says, counted from the point to the left.
    """
    places = int(_get(number, "decimal-places", "0") or 0)
    factor = _get(number, "display-factor", "1")
    commas = "," * ((len(factor.partition(".")[0]) - 1) // 3)
    drawn = {
        at: "".join(each.itertext())
        for each in number
        if _name(each) == "number:embedded-text"
        and 0 <= (at := int(_get(each, "position", "0"))) <= _FARTHEST
    }
    whole = "0"
    for at in range(max(drawn, default=0), -1, -1):
        whole += f'"{drawn[at]}"' if at in drawn else ""
        whole += "0" if at else ""
    return f"{whole}{'.' if places else ''}{'0' * places}{commas}"
