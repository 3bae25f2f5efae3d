"""Tables as plain text (.csv): UTF-8 where it is that, else GB18030, and nothing guessed."""

import codecs
import csv
import io
import re

from generator.parse.sheet_book import MOST_COLUMNS, Book, Sheet, Unreadable
from generator.parse.sheet_cells import ERA

_LOST = re.compile(r"(?<![^,;\t\n\"])\?{2,}(?![^,;\t\n\"])")
"""A cell of nothing but question marks, where a program could not write what stood there."""
_QUOTED = '0""'
_FORMAT = re.compile(r'(?:#,##)?0(?:\.0+)?"[^"]*\d\d[^"]*"')
"""What xlsx2csv writes for 3.5 shown as 3.5km: the format, with a month where its m was."""
_LONGEST = 10**6


def read(content: bytes, name: str) -> Book:
    """Return a table of one sheet, called `name`. Raises Unreadable.

    No program that tells encodings is asked: of few rows they take GB18030 for Korean.
    """
    text = _decoded(content)
    if len(_LOST.findall(text)) > 2 and not re.search(r"[\u4e00-\u9fff]", text):
        raise Unreadable("P553")
    csv.field_size_limit(_LONGEST)
    try:
        found = [*csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))]
    except csv.Error as error:
        raise Unreadable("P550", reason=str(error)) from error
    sheet = Sheet(name, [[cell or None for cell in row] for row in found])
    if ERA in text or _QUOTED in text:
        sheet.broken = {
            number * MOST_COLUMNS + column: cell
            for number, row in enumerate(found)
            for column, cell in enumerate(row)
            if ERA in cell or _FORMAT.fullmatch(cell)
        }
    return Book("csv", [sheet])


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        form = "utf-16"  # what Excel calls “Unicode text”
    else:
        form = "utf-8-sig"
    for each in (form, "gb18030"):
        try:
            return content.decode(each)
        except UnicodeDecodeError:
            continue
    raise Unreadable("P552")


def _delimiter(text: str) -> str:
    """Return what parts the cells: of comma, tab and semicolon the one that is used most."""
    head = "\n".join(text.splitlines()[:20])
    return max(",\t;", key=head.count)
