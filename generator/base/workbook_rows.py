"""Rows of workbooks, written fast and compressed some at a time, so that they can be moved.

Rows and cells name their numbers: the standard lets them be left out, but exceljs and what shows
workbooks in browsers by it, xlsx-populate and Luckyexcel then read nothing. So rows that are taken
to another place in a sheet are `moved`. The same rows give the same bytes.
"""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

from generator.base.patterns import pattern

LONGEST = 32_767
"""Characters that a cell may have; what is longer ends in `…`."""
_LISTED = 400
"""Pieces of rows that a workbook names, so that their list stays short."""
_LEAST = 256
"""Rows of such a piece, at least."""
_LEVEL = 3
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
    return packed(written("".join(lines)).encode(), len(lines), first)


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
    return packed(_ROWS.join(found), own.rows, first)


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


def written(cells: str) -> str:
    """Return cells as they stand in a sheet: all at once, as they are many."""
    cells = escape(cells, quote=False)
    for sign, said in _WRITTEN.items():
        cells = cells.replace(sign, said)
    return cells


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


def heading(names: Sequence[str]) -> str:
    """Return the cells of the first row, of headings, as they stand in a sheet."""
    cells = [text(each, letters(n)) for n, each in enumerate(names, start=1)]
    return written("".join(cells).replace(_AT, "1")).replace("<c ", '<c s="1" ')


def packed(content: bytes, rows: int = 0, first: int = 0, *, last: bool = False) -> Piece:
    """Return what can stand between other pieces, or as the `last` of them, compressed."""
    maker = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    packed = maker.compress(content) + maker.flush(zlib.Z_FINISH if last else zlib.Z_FULL_FLUSH)
    return Piece(packed, zlib.crc32(content), len(content), rows, first)
