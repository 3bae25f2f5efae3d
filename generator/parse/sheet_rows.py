"""The rows of a table: which are records, and what all the others are; none is dropped unnamed.

Totals and footers look like records: they have amounts, and a text where a name stands. Merged
cells say something of all their rows, but an amount over three rows is one amount.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from generator.base.half_width import narrow
from generator.base.messages import N_
from generator.parse import sheet_heading
from generator.parse.sheet_book import MOST_COLUMNS, Area, Sheet
from generator.parse.sheet_cells import Value, plain
from generator.parse.sheet_heading import Heading

_TOTAL = re.compile(r"[^\d]{0,8}(?:合计|总计|小计|累计|共计|总合计)[:：]?(?:[（(].*[)）])?")
_SOME = re.compile(
    r"(?:(?:小计|合计|总计|累计|共计)[:：]?)?(?:共|共计)?\d+(?:[个项处条人名位户村支笔件次])(?:项目|工程)?"
)
"""What stands in the place of a name in a total: 3个项目."""
_PART_OF = re.compile(r"其中")
_WHOLE = re.compile(r"合计|总计|累计|共计")
_FOOTER = re.compile(
    r"(?:填表|填报|制表|审核|审批|复核|经办|报送|统计)(?:人|单位|日期|时间|说明|负责人)?[:：（( ]"
    r"|(?:单位|部门|主要|分管)?负责人(?:签字|签章|签名)?[（(]?(?:签字|签章|签名|盖章)?[)）]?[:：]"
    r"|(?:联系人|联系电话|备注|说明|注|附注|附|日期|盖章)[:：]|备注|注\d|填表说明|（盖章）|\(盖章\)"
)
_SECTION = re.compile(r"[（(]?[一二三四五六七八九十]+[)）、.．]?")
_NUMBERED = re.compile(r"(?:[（(][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+[、.．])")
_COUNTED = re.compile(r"\d+(?:\.0)?")
_MANY = 6
"""Cells of a footer at most: 填表人, 审核人, 日期, each with its name beside it."""


class Is(Enum):
    """What a row is, if no record; each with its words (a msgid)."""

    TOTAL = N_("total")
    PART_OF = N_("part of a total")
    FOOTER = N_("remark below the table")
    HEADING = N_("heading, once more")
    NUMBERS = N_("numbers of the columns")
    SECTION = N_("heading of a part")
    HIDDEN = N_("hidden")
    STRUCK = N_("struck through")


@dataclass(frozen=True, slots=True)
class Other:
    """A row that is no record: what it is, and what it begins with."""

    row: int
    what: Is
    said: str
    amounts: tuple[str, ...] = ()
    """What the heading of a part has in the columns of amounts: they are of no record."""


@dataclass(slots=True)
class Rows:
    """The rows of a table below its heading, from 0."""

    records: list[int] = field(default_factory=list)
    others: list[Other] = field(default_factory=list)
    above: dict[int, int] = field(default_factory=dict)
    """Empty cells that a merged one covers, each with the cell that speaks for it."""
    shared: list[int] = field(default_factory=list)
    """Merged cells with one amount for several records."""
    beneath: dict[int, Value] = field(default_factory=dict)
    """What lies beneath merged cells and is another value than these show: sums count it."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What the sorting of rows has to know of columns, all from 0."""

    names: Collection[int]
    """Those with the name of a record: a row without one is none."""
    amounts: Collection[int]
    """Those with money and counts."""
    counter: int | None
    """That with the running number (序号)."""
    known: Collection[int]
    """All that are read."""


def sorted_out(sheet: Sheet, heading: Heading, columns: Columns, *, hidden: bool = False) -> Rows:
    """Return which rows are records, and what the others are; `hidden` ones are taken if asked."""
    found = Rows()
    _merge(sheet, heading, columns, found)
    counted = _counted(sheet, heading, columns.counter)
    for number in range(heading.last + 1, len(sheet.rows)):
        row = sheet.rows[number]
        texts = [plain(cell) for cell in row] if any(cell not in (None, "") for cell in row) else []
        if not any(texts) and not _broken(sheet, number, columns):
            continue
        what = _other(texts, heading, columns, counted)
        if what in (Is.TOTAL, Is.SECTION, Is.PART_OF) and found.above:
            spoken = [*texts]  # 乡镇 alone is no total where merged cells say all else of the row
            for column in columns.known:
                value, at, _ = cell(sheet, found, number, column)
                if at != number and column < len(spoken) and not spoken[column]:
                    spoken[column] = plain(value)
            what = _other(spoken, heading, columns, counted)
        if what is None and not hidden:
            what = Is.HIDDEN if number in sheet.hidden_rows else None
            what = what or (Is.STRUCK if _struck(sheet, number, columns) else None)
        if what is None:
            found.records.append(number)
        else:
            money = _amounts(texts, columns) if what is Is.SECTION else ()
            found.others.append(Other(number, what, _said(texts, what, columns), money))
    return found


def _amounts(texts: Sequence[str], columns: Columns) -> tuple[str, ...]:
    return tuple(texts[n] for n in sorted(columns.amounts) if n < len(texts) and texts[n])


def _said(texts: Sequence[str], what: Is, columns: Columns) -> str:
    """Return by what a person finds a row again: a record by its name."""
    if what in (Is.HIDDEN, Is.STRUCK):
        named = [texts[each] for each in columns.names if each < len(texts) and texts[each]]
        if named:
            return named[0]
    if what in (Is.HIDDEN, Is.STRUCK, Is.SECTION):
        said = next((each for n, each in enumerate(texts) if each and n != columns.counter), "")
        return said or next(filter(None, texts), "")
    return next(filter(None, texts), "")


def _broken(sheet: Sheet, row: int, columns: Columns) -> bool:
    return bool(sheet.broken) and any(
        row * MOST_COLUMNS + column in sheet.broken for column in columns.known
    )


def _struck(sheet: Sheet, row: int, columns: Columns) -> bool:
    return bool(sheet.styles) and any(sheet.style(row, each).struck for each in columns.names)


def _counted(sheet: Sheet, heading: Heading, counter: int | None) -> bool:
    """Tell whether rows are counted 1, 2, 3: then 一 and 二 head parts of the table."""
    if counter is None:
        return False
    rows = sheet.rows[heading.last + 1 : heading.last + 200]
    return any(_COUNTED.fullmatch(plain(row[counter])) for row in rows if counter < len(row))


def _other(texts: Sequence[str], heading: Heading, columns: Columns, counted: bool) -> Is | None:
    """Return what a row is, None if it is a record."""
    named = [texts[each] for each in columns.names if each < len(texts) and texts[each]]
    if _totals(texts, columns, named):
        return Is.TOTAL
    first = next((each for each in texts if each), "")
    if _FOOTER.match(narrow(first)) and sum(map(bool, texts)) <= _MANY and named in ([], [first]):
        return Is.FOOTER
    if sheet_heading.numbers_of_columns(texts):
        return Is.NUMBERS
    if sheet_heading.repeated(texts, heading.names):
        return Is.HEADING
    counter = columns.counter
    number = texts[counter] if counter is not None and counter < len(texts) else ""
    if counted and number and _SECTION.fullmatch(number):
        return Is.SECTION
    if counted and _COUNTED.fullmatch(number):
        return None
    return _of_a_part(texts, columns, named, counted) if columns.names else None


def is_total(text: str) -> bool:
    """Tell whether a text is a word for a total: 合计, 墨冲镇小计."""
    return "计" in text and bool(_TOTAL.fullmatch(narrow(text).replace(" ", "")))


def _totals(texts: Sequence[str], columns: Columns, named: Sequence[str]) -> bool:
    """Tell whether a row is a total: it has a word for it, or counts its rows beside it."""
    counts = len(named) == 1 and bool(_SOME.fullmatch(narrow(named[0]).replace(" ", "")))
    for column, text in enumerate(texts):
        if "计" in text and column not in columns.amounts and is_total(text):
            return counts or [*named] in ([], [text])
    told = {each for n, each in enumerate(texts) if each and n not in columns.amounts}
    return counts and len(told) <= 2  # the place, and how many


def _of_a_part(
    texts: Sequence[str], columns: Columns, named: Sequence[str], counted: bool
) -> Is | None:
    """Return what a row is that says next to nothing: of a part of the table, or of a total.

    A record that lacks all but a name would not go in either; so nothing is lost by it.
    """
    told = {each for n, each in enumerate(texts) if each and n not in columns.amounts}
    if any(map(_PART_OF.match, told)) and len(told) <= 2:
        return Is.PART_OF
    if len(told) > 1 or (not told and not named):
        return None
    text = next(iter(told))
    if named and not (counted or _NUMBERED.match(text)):
        return None
    return Is.TOTAL if _amounts(texts, columns) and not named else Is.SECTION


def of_all(said: str) -> bool:
    """Tell whether a total is one of the whole table, not of a part (小计)."""
    return bool(_WHOLE.search(narrow(said).replace(" ", "")))


def _merge(sheet: Sheet, heading: Heading, columns: Columns, found: Rows) -> None:
    """Note which cells merged ones speak for, and which of those hold one amount for several."""
    for area in sheet.merged:
        if area.bottom <= heading.last:
            continue
        beneath = _beneath(sheet, area)
        found.beneath |= beneath
        if area.bottom == area.top:
            continue
        top = max(area.top, heading.last + 1)
        for column in range(area.left, area.right + 1):
            speaks = area.top * MOST_COLUMNS + area.left
            if column in columns.amounts and column == area.left and not beneath:
                if _value(sheet, area.top, column) in (None, ""):
                    continue
                found.shared.append(speaks)
            if column not in columns.known or column != area.left:
                continue  # of cells merged sideways the first column speaks
            for row in range(top + (top == area.top), area.bottom + 1):
                found.above[row * MOST_COLUMNS + column] = speaks


def _beneath(sheet: Sheet, area: Area) -> dict[int, Value]:
    """Return what a merged cell covers and does not show.

    Where it was merged with Excel's format painter, the others keep what they held.
    """
    found: dict[int, Value] = {}
    shown = _value(sheet, area.top, area.left)
    for row in range(area.top, min(area.bottom + 1, len(sheet.rows))):
        for column, value in enumerate(sheet.rows[row][area.left : area.right + 1], area.left):
            if value not in (None, "", shown) and plain(value) != plain(shown):
                found[row * MOST_COLUMNS + column] = value
    return found


def _value(sheet: Sheet, row: int, column: int) -> Value:
    cells = sheet.rows[row] if row < len(sheet.rows) else []
    return cells[column] if column < len(cells) else None


def cell(sheet: Sheet, rows: Rows, row: int, column: int) -> tuple[Value, int, int]:
    """Return what a cell holds, and where that stands: in a merged cell above, or itself."""
    at = rows.above.get(row * MOST_COLUMNS + column) if rows.above else None
    if at is not None:
        row, column = divmod(at, MOST_COLUMNS)
    return _value(sheet, row, column), row, column


def values(
    sheet: Sheet, rows: Rows, row: int, known: Collection[int]
) -> Iterator[tuple[int, Value, int, int]]:
    """Yield each column of a row that holds something: the column, what, and where it stands."""
    cells = sheet.rows[row]
    for column in known:
        value = cells[column] if column < len(cells) else None
        at_row, at_column = row, column
        if rows.above and (value is None or value == ""):
            value, at_row, at_column = cell(sheet, rows, row, column)
        if value is not None and value != "":
            yield column, value, at_row, at_column
