"""Whether a cell says what a public record says, however a spreadsheet has saved it."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from generator.base.messages import catalogue, catalogues
from generator.base.patterns import pattern
from generator.model.public_tables import BETWEEN, Column
from generator.parse.sheet_cells import DAYS, Value

_NUMBERS = ("money", "percent", "count", "year")
_YES = {"true": True, "yes": True, "是": True, "1": True}
_NO = {"false": False, "no": False, "否": False, "0": False}
_DAY = pattern(
    r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})日?(?:[ T]0?0:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?)?"
)
_MONTH = pattern(r"(\d{4})\D{1,2}(\d{1,2})月?")
_SHORT = pattern(r"([A-Z][a-z]{2})-(\d\d)")
"""A month as spreadsheets show it that take 2018-03 for one: Mar-18."""
_FIRST = date(1899, 12, 30)
"""The day before the first that spreadsheets count."""
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_TENFOLD = pattern(r"-?\d(?:\.\d+)?[eE]\+?\d+")


@cache
def languages() -> Sequence[Callable[[str], str]]:
    """Return what says our texts in each language that tables may be in."""
    return [catalogue(each).gettext for each in catalogues()]


def key(value: Any) -> str:
    """Return a cell of a key: an id, a number, a language."""
    return _plain(shown(value))


def shown(value: Any) -> str:
    """Return a cell as it is told."""
    if isinstance(value, list):
        return BETWEEN.join(map(str, value))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def of_day(column: Column, value: Value, later: int) -> Value:
    """Return a cell, a day where a spreadsheet counts days and shows a date."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    days = value + later
    if column.type not in ("date", "day") or not DAYS[0] <= days <= DAYS[1] or days % 1:
        return value
    return _FIRST + timedelta(days=int(days))


def same(column: Column, here: Value, there: Any) -> bool | None:
    """Tell whether a cell says what a record says; None where that is lost.

    A spreadsheet makes the first day of a month, and 1.2E+17 of a long number.
    """
    if there is None or there == "" or here is None or here == "":
        return (here is None or here == "") and (there is None or there == "")
    if column.type in _NUMBERS and not column.many:
        return _number(here) is not None and _number(here) == _number(there)
    if column.type == "yes":
        return _truth(here) == _truth(there) is not None
    if column.type in ("date", "day"):
        said = _date(here, str(there))
        return None if said == f"{there}-01" else said == str(there)
    one, other = _plain(shown(here)), _plain(shown(there))
    if one == other:
        return True
    if column.type == "code":
        return _code(column, one, there)
    return _shortened(here, other)


def _plain(text: str) -> str:
    text = text[1:] if re.match(r"'[=+\-@\t\r\n＝＋－＠]", text) else text
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip()


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool):
        return None
    try:
        return Decimal(_plain(str(value)).replace(",", "").removesuffix("%"))
    except InvalidOperation:
        return None


def _truth(value: Any) -> bool | None:
    said = str(value).strip().lower()
    return _YES.get(said, _NO.get(said))


def _date(here: Value, there: str) -> str:
    """Return a date as records have it, whatever a spreadsheet made of it."""
    if isinstance(here, datetime | date):
        said = here.isoformat()[:10]
    else:
        said = _plain(shown(here))
        if (found := _DAY.fullmatch(said)) or (found := _MONTH.fullmatch(said)):
            said = "-".join(each.zfill(2) for each in found.groups())
        elif (found := _SHORT.fullmatch(said)) and found[1] in _MONTHS:
            said = f"{there[:2]}{found[2]}-{_MONTHS.index(found[1]) + 1:02}"
    return said


def _code(column: Column, here: str, there: Any) -> bool | None:
    """Tell whether a workbook has the word of a code; those of the settings are not known here."""
    every = there if isinstance(there, list) else [there]
    if column.labels and not here.isascii():
        return None
    words = (BETWEEN.join(say(column.choices.get(x, x)) for x in every) for say in languages())
    return here in [*map(_plain, words)]


def _shortened(here: Value, there: str) -> bool | None:
    """Tell whether a program took digits for a number: it drops noughts, and ends of long ones."""
    said = _plain(shown(here))
    if _TENFOLD.fullmatch(said) and there.isdecimal():
        return None
    number = _number(here)
    return bool(there.isdecimal() and number is not None and number == Decimal(there))
