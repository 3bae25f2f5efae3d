"""What stands around the rows of a table says of them: sheets called by months, parts by towns."""

import re
from collections.abc import Collection, Iterator

from generator.base.half_width import narrow
from generator.parse.sheet_book import Sheet
from generator.parse.sheet_heading import Heading
from generator.parse.sheet_rows import Is, Rows
from generator.records.sheet_places import Places
from generator.records.sheet_words import PLACES, Path

_YEAR = re.compile(r"((?:19|20)\d\d)年?度?")
_YEAR_OF = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年(?!\s*\d{1,2}\s*月)")
_FEW = 2
_MONTH = re.compile(
    r"(?:((?:19|20)\d\d)[年.-])?(?:(1[0-2]|0?[1-9])|(十[一二]?|[一二三四五六七八九]))(?:月份?)?"
)
_MONTHS = "一二三四五六七八九十"
_LEADING = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[)）、.．]+\s*")


def unseen(sheet: Sheet, heading: Heading) -> Iterator[int]:
    """Yield the columns that are hidden and hold something."""
    for column in sorted(sheet.hidden_columns & heading.names.keys()):
        rows = sheet.rows[heading.last + 1 :]
        if any(column < len(row) and row[column] not in (None, "") for row in rows):
            yield column


def month(name: str) -> tuple[int, int]:
    """Return the year and the month that a sheet is called by, (0, 0) if it is called by none."""
    said = _MONTH.fullmatch(re.sub(r"\s", "", narrow(name)))
    if said is None or not (said[1] or "月" in name):
        return (0, 0)
    month = int(said[2]) if said[2] else sum(_MONTHS.index(each) + 1 for each in said[3])
    return (int(said[1] or 0), month)


def in_notes(heading: Heading, columns: Collection[Path], places: Places) -> str:
    """Return the only town that the titles above a table name, where no column has any."""
    if {*PLACES[:2]} & {*columns}:
        return ""
    found = {place for note in heading.notes for place in places.towns_in(note)}
    return found.pop() if len(found) == 1 else ""


def parts(rows: Rows, places: Places) -> Iterator[tuple[int, str]]:
    """Yield the rows that head a part of a table, each with the place that it names, or "".

    A total that names a place may stand below what it is of; only one above all rows heads a part.
    """
    first = min(rows.records, default=0)
    above = any(each.what is Is.TOTAL and each.row < first for each in rows.others)
    for other in rows.others:
        if other.what is Is.SECTION or (other.what is Is.TOTAL and above):
            said = _LEADING.sub("", re.sub(r"(?:小计|合计|总计)?[:：]?$", "", other.said))
            place = places.called(said)
            if place or other.what is Is.SECTION:
                yield other.row, place


def year(name: str, heading: Heading) -> str:
    """Return the year that a sheet is called by, else the only one that its titles name, or ""."""
    called = _YEAR.fullmatch(name.strip())
    if called:
        return called[1]
    found = {each for note in heading.notes for each in _YEAR_OF.findall(narrow(note))}
    return found.pop() if len(found) == 1 else ""


def words_alone(sheet: Sheet) -> bool:
    """Tell whether a sheet has texts and no table: no row has more than two cells."""
    return all(sum(each not in (None, "") for each in row) <= _FEW for row in sheet.rows)
