"""Workbooks written fast, and put together from others without being written anew.

A sheet is compressed in pieces: what stands before its rows, some rows at a time, what stands
behind. Rows and cells name their numbers: the standard lets them be left out, but exceljs and what
shows workbooks in browsers by it, xlsx-populate and Luckyexcel then read nothing. So rows of one
workbook are taken into another as they are compressed where they keep their numbers, else `moved`.
Where they lie is said in the comment of the archive. The same rows give the same bytes.
"""

import json
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from typing import TypeAlias

from generator.base.patterns import pattern

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767
"""Characters that a cell may have; what is longer ends in `…`."""
MOST_ROWS = 1_048_576
"""Rows that a sheet may have, headings among them: of one with more, programs say it is broken."""
BENEATH = 2
"""The number of the first row beneath headings."""
_FORM = 2
"""How what the comment of an archive says is written."""
_LISTED = 400
"""Pieces of rows that the comment of an archive names, which may have 65,535 bytes."""
_LEAST = 256
"""Rows of such a piece, at least."""
_LEVEL = 3
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_UNSAID = pattern("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\ufffe\uffff]")
"""Signs that XML cannot have. None is left in a text, so that some stand for parts of cells."""
_CELL, _AT, _TEXT, _TEXT_ENDS, _NUMBER, _AMOUNT, _ENDS, _ROW, _ROW_AT, _ROW_ENDS = map(
    chr, range(0x10, 0x1A)
)
_WRITTEN = {
    _CELL: '<c r="',
    _TEXT: '" t="inlineStr"><is><t xml:space="preserve">',
    _TEXT_ENDS: "</t></is></c>",
    _NUMBER: '"><v>',
    _AMOUNT: '" s="2"><v>',
    _ENDS: "</v></c>",
    _ROW: '<row r="',
    _ROW_AT: '">',
    _ROW_ENDS: "</row>",
}
"""What stands for parts of cells; `_AT` stands for the number of their row."""
_ROWS, _CELLS = _WRITTEN[_ROW].encode(), _WRITTEN[_CELL].encode()
_DAY = (1 << 5) | 1
"""The first of January 1980, the earliest day that an archive can say."""
_Placed: TypeAlias = tuple[int, int, int, int, int, int, str]
"""Where rows lie in a workbook, from and to, and what `Piece` says of them."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something compressed: its bytes, and checksum and size of what they stand for.

    Of rows it says how many they are, and the number of the first. `key` is the digest of what they
    were moved from, if they were.
    """

    packed: bytes
    crc: int
    size: int
    rows: int = 0
    first: int = 0
    key: str = ""

    def after(self, crc: int) -> int:
        """Return the checksum of something, with this behind it."""
        return combined(crc, self.crc, self.size)


@dataclass(slots=True)
class Sheet:
    """A sheet: its name, its headings, widths of columns in signs, and its rows as pieces."""

    name: str
    headings: Sequence[str]
    widths: Sequence[int] = ()
    rows: list[Piece] = field(default_factory=list)


@cache
def letters(number: int) -> str:
    """Return what the column of a number is called: A for the first."""
    rest, last = divmod(number - 1, 26)
    return (letters(rest) if rest else "") + chr(ord("A") + last)


def text(value: str, column: str) -> str:
    """Return a cell of text, which no program takes for a formula."""
    if len(value) > LONGEST:
        value = value[: LONGEST - 1] + "…"
    if not value.isprintable():
        value = _UNSAID.sub("", value)
    return f"{_CELL}{column}{_AT}{_TEXT}{value}{_TEXT_ENDS}"


def texts(values: Sequence[str | None], column: str) -> list[str]:
    """Return cells of texts, none where there is None."""
    if all(v is None or (len(v) <= LONGEST and v.isprintable()) for v in values):
        start = f"{_CELL}{column}{_AT}{_TEXT}"
        return ["" if v is None else f"{start}{v}{_TEXT_ENDS}" for v in values]
    return ["" if v is None else text(v, column) for v in values]


def amounts(values: Sequence[str | None], column: str) -> list[str]:
    """Return cells with amounts of money, each written with two digits after the point."""
    start = f"{_CELL}{column}{_AT}{_AMOUNT}"
    return ["" if v is None else f"{start}{v}{_ENDS}" for v in values]


def numbers(values: Sequence[float | None], column: str) -> list[str]:
    """Return cells with numbers."""
    start = f"{_CELL}{column}{_AT}{_NUMBER}"
    return ["" if v is None else f"{start}{v}{_ENDS}" for v in values]


def piece(rows: Iterable[str], first: int) -> Piece:
    """Return rows from that number on, each of its cells one after another, compressed."""
    lines = [
        f"{_ROW}{number}{_ROW_AT}{cells.replace(_AT, str(number))}{_ROW_ENDS}"
        for number, cells in enumerate(rows, first)
    ]
    return _piece(_written("".join(lines)).encode(), len(lines), first)


def moved(own: Piece, first: int) -> Piece:
    """Return rows with the numbers from `first` on, their cells as they are."""
    if own.first == first:
        return own
    found = [b""]
    lines = zlib.decompressobj(-15).decompress(own.packed).split(_ROWS)
    for number, line in enumerate(lines[1:], first):
        before, _, cells = line.partition(b'">')
        one, two = 1 + len(before), 2 + len(before)  # where a number ends behind its letters
        new = b"%d" % number
        at = [
            each[:1] + new + each[one:] if each[1] < ord("A") else each[:2] + new + each[two:]
            for each in cells.split(_CELLS)[1:]
        ]
        found.append(b'%d">%b' % (number, _CELLS.join([b"", *at])) if at else new + b'"></row>')
    return _piece(_ROWS.join(found), own.rows, first)


def together(pieces: Iterable[Piece], least: int) -> list[Piece]:
    """Return rows, as they are compressed, in pieces of so many; the last may have fewer."""
    found, some = list[Piece](), list[Piece]()
    for each in pieces:
        some.append(each)
        if sum(one.rows for one in some) >= least:
            found.append(_together(some))
            some = []
    return [*found, _together(some)] if some else found


def least_of(rows: int) -> int:
    """Return how many rows a piece is to have at least, for so many of a workbook."""
    least = _LEAST
    while rows > least * _LISTED:
        least *= 2
    return least


def _together(some: Sequence[Piece]) -> Piece:
    if len(some) == 1:
        return some[0]
    crc, size = 0, 0
    for each in some:
        crc, size = each.after(crc), size + each.size
    packed, rows = b"".join(each.packed for each in some), sum(each.rows for each in some)
    return Piece(packed, crc, size, rows, some[0].first)


def _written(cells: str) -> str:
    """Return cells as they stand in a sheet: all at once, as they are many."""
    cells = escape(cells, quote=False)
    for sign, said in _WRITTEN.items():
        cells = cells.replace(sign, said)
    return cells


def made(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook; all pieces of rows are where their numbers say."""
    archive = _Archive(least_of(sum(each.rows for sheet in sheets for each in sheet.rows)))
    numbers = range(1, len(sheets) + 1)
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml"'
        f' ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
        for n in numbers
    )
    archive.add(
        "[Content_Types].xml",
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE}.styles+xml"/>'
        f"{kinds}</Types>",
    )
    archive.add(
        "_rels/.rels",
        f'{_HEAD}<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1"'
        f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    )
    named = "".join(
        f'<sheet name="{escape(sheet.name)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, sheet in zip(numbers, sheets, strict=True)
    )
    archive.add(
        "xl/workbook.xml",
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{named}</sheets></workbook>',
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    archive.add(
        "xl/_rels/workbook.xml.rels",
        f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{related}'
        f'<Relationship Id="rId{len(sheets) + 1}"'
        f' Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    )
    archive.add("xl/styles.xml", _STYLES)
    for n, sheet in zip(numbers, sheets, strict=True):
        archive.add_sheet(f"xl/worksheets/sheet{n}.xml", sheet)
    return archive.ended()


def rows_of(content: bytes) -> list[list[Piece]]:
    """Return the rows of each sheet of a workbook that `made` has made, still compressed.

    Nothing, if it was made in an earlier form.
    """
    return [
        [Piece(content[each[0] : each[1]], *each[2:]) for each in sheet]
        for sheet in _placed(content)
    ]


def starts_of(content: bytes) -> list[int]:
    """Return where the rows of each sheet begin in a workbook that `made` has made."""
    return [sheet[0][0] for sheet in _placed(content)]


def _placed(content: bytes) -> list[list[_Placed]]:
    at = content.rindex(b"PK\x05\x06")
    form, *sheets = json.loads(content[at + 22 :])
    return sheets if form == _FORM else []


def combined(first: int, second: int, size: int) -> int:
    """Return the CRC-32 of two texts one after another, from those of both; `size` of the second.

    The first is moved on by so many noughts: for each digit of their number by a matrix over the
    two-element field.
    """
    digit = 3  # a byte has 8 bits
    while size:
        if size & 1:
            first = _times(_moved(digit), first)
        size >>= 1
        digit += 1
    return first ^ second


@cache
def _moved(digit: int) -> list[int]:
    """Return the matrix that moves a CRC-32 on by two to the power of `digit` bits of nought."""
    if not digit:
        return [0xEDB88320, *(1 << n for n in range(31))]
    before = _moved(digit - 1)
    return [_times(before, row) for row in before]


def _times(matrix: Sequence[int], vector: int) -> int:
    found = 0
    for row in matrix:
        if not vector:
            break
        if vector & 1:
            found ^= row
        vector >>= 1
    return found


def _piece(content: bytes, rows: int = 0, first: int = 0, *, last: bool = False) -> Piece:
    maker = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    packed = maker.compress(content) + maker.flush(zlib.Z_FINISH if last else zlib.Z_FULL_FLUSH)
    return Piece(packed, zlib.crc32(content), len(content), rows, first)


class _Archive:
    """Writes a zip archive, all of whose files are of one day."""

    def __init__(self, least: int) -> None:
        self.least = least
        """How many rows are named together in the comment, at least."""
        self.parts: list[bytes] = []
        self.index: list[bytes] = []
        self.at = 0
        self.rows: list[list[_Placed]] = []

    def add(self, name: str, content: str) -> None:
        """Add a file."""
        self._add(name, [_piece(content.encode(), last=True)])

    def add_sheet(self, name: str, sheet: Sheet) -> None:
        """Add a sheet, and note where its rows lie."""
        widths = "".join(
            f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
            for n, width in enumerate(sheet.widths, start=1)
        )
        cells = [text(each, letters(n)) for n, each in enumerate(sheet.headings, start=1)]
        head = _written("".join(cells).replace(_AT, "1")).replace("<c ", '<c s="1" ')
        pane = (
            '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
            ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        )
        start = f'{_HEAD}<worksheet xmlns="{_MAIN}">{pane if head else ""}'
        start += f"<cols>{widths}</cols>" if widths else ""
        start += "<sheetData>" + (f'<row r="1">{head}</row>' if head else "")
        begun = _piece(start.encode())
        at = self.at + 30 + len(name.encode()) + len(begun.packed)
        placed = list[_Placed]()
        rows = sheet.rows or [_piece(b"", 0, BENEATH)]
        if not rows[0].key:  # those that were moved are named as they were moved
            rows = together(rows, self.least)
        for each in rows:
            end = at + len(each.packed)
            placed.append((at, end, each.crc, each.size, each.rows, each.first, each.key))
            at = end
        self.rows.append(placed)
        self._add(name, [begun, *rows, _piece(b"</sheetData></worksheet>", last=True)])

    def _add(self, name: str, pieces: Sequence[Piece]) -> None:
        crc, size = 0, 0
        for each in pieces:
            crc, size = each.after(crc), size + each.size
        packed = b"".join(each.packed for each in pieces)
        spelled = name.encode()
        fixed = struct.pack(
            "<HHHHHIIIHH", 20, 0, 8, 0, _DAY, crc, len(packed), size, len(spelled), 0
        )
        self.index.append(
            b"PK\x01\x02\x14\0" + fixed + struct.pack("<HHHII", 0, 0, 0, 0, self.at) + spelled
        )
        whole = b"PK\x03\x04" + fixed + spelled + packed
        self.parts.append(whole)
        self.at += len(whole)

    def ended(self) -> bytes:
        """Return the archive."""
        listed = b"".join(self.index)
        said = json.dumps([_FORM, *self.rows], separators=(",", ":")).encode()
        count = len(self.index)
        end = struct.pack("<HHHHIIH", 0, 0, count, count, len(listed), self.at, len(said))
        return b"".join([*self.parts, listed, b"PK\x05\x06", end, said])


_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
