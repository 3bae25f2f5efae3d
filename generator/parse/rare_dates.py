"""Dates that are written in a rare way, and what is wrong with those that no one can read."""

import re
from calendar import monthrange
from datetime import date, timedelta

from generator.base.messages import N_
from generator.base.patterns import pattern

_EPOCH = date(1899, 12, 30)
"""Day 0 of a spreadsheet, as its days after February 1900 count (ECMA-376 part 1, 18.17.4)."""
FIRST_YEAR, LAST_YEAR = 1900, 2199
LONGEST = 100
_LEAP_YEAR = 2000
"""Stands in where the year is missing: a day that is in no year at all is wrong all the same."""
_SIGNS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_IN_CHINESE = pattern(
    r"(?P<y>[〇○零一二三四五六七八九]{4})年(?:(?P<m>[一二三四五六七八九十]{1,2})月"
    r"(?:(?P<d>[一二三四五六七八九十]{1,3})日?)?)?"
)
_MIDNIGHT = pattern(r"(?:[T ] *0?0:00(?::00(?:\.0+)?)?Z?)$", re.ASCII)
_COMPACT = pattern(r"((?:19|20|21)\d\d)(\d\d)(\d\d)", re.ASCII)
_SERIAL = pattern(r"([2-9]\d{4})(?:\.\d*)?", re.ASCII)
_WHOLE = pattern(r"(\d{4}) *[-./年] *(\d{1,2})(?: *[-./月] *(\d{1,2}) *[日号]?| *月)?", re.ASCII)
_NO_YEAR = pattern(r"(\d{1,2}) *[-./月] *(\d{1,2}) *[日号]?", re.ASCII)
_FORMS = (
    (re.compile(r"民国"), N_("a year of the Republic is 1911 less than the year wanted here")),
    (
        re.compile(
            r"\d *[日月年号]? *(?:至|到|[~～—–]|、|和| - |;) *\d|年 *\d{1,2} *月? *- *\d{1,2} *月"
            r"|\d{4} *[./年] *\d{1,2} *[./月] *\d{1,2} *[日号]? *- *\d",
            re.ASCII,
        ),
        N_("two dates stand in one field"),
    ),
    (
        re.compile(r"\d{4} *[-./年] *\d{1,2} *[-./月] *\d{1,2}(?!\d)", re.ASCII),
        N_("something stands beside the day, such as a time or a weekday"),
    ),
    (re.compile(r"\d{1,2} *[-./] *\d{1,2} *[-./] *\d{4}", re.ASCII), N_("the year comes first")),
    (
        re.compile(r"半年|季度|[上中下]旬|[月年][初中底末]", re.ASCII),
        N_("a part of a month or of a year is written as the month or the year"),
    ),
    (
        re.compile(r"(?<!\d)\d\d *(?:[-./] *\d{1,2} *[-./] *\d|年)", re.ASCII),
        N_("a year has four digits"),
    ),
    (re.compile(r"^\d{5,}$", re.ASCII), N_("year, month and day are not set apart")),
    (re.compile(r"^\d{1,2} *月?$", re.ASCII), N_("the year is missing")),
)
"""What a text that is no date looks like, and what is wrong with it; the first that fits."""
_LENGTHS = {
    28: N_("that month has 28 days"),
    29: N_("that month has 29 days"),
    30: N_("that month has 30 days"),
    31: N_("that month has 31 days"),
}


def plain(text: str) -> str:
    """Return a date as `2018-03-01` where it is written in a way that is rare but plain.

    These are `20180301`, `二〇一八年三月一日` and a day with the time 00:00:00, as programs give it
    to a day; any other text comes back as it is.
    """
    if len(text) > LONGEST:  # patterns may take long over it
        return text
    text = _MIDNIGHT.sub("", text)
    compact = _COMPACT.fullmatch(text)
    if compact:
        return "-".join(compact.groups())
    chinese = _IN_CHINESE.fullmatch(text)
    if not chinese:
        return text
    parts = [chinese["y"].translate(_SIGNS), *map(_number, chinese.group("m", "d"))]
    return "-".join(part for part in parts if part)


def _number(signs: str | None) -> str:
    """Return `31` for 三十一, and nothing for nothing."""
    tens, ten, ones = (signs or "").translate(_SIGNS).rpartition("十")
    return f"{tens or '1'}{ones or '0'}" if ten else ones


def fault(text: str) -> tuple[str, dict[str, str]]:
    """Return the code of what is wrong with a text that is no date, and what fills its message."""
    text = plain(text)
    if len(text) > LONGEST:
        return "P104", {}
    whole, serial, bare = (each.fullmatch(text) for each in (_WHOLE, _SERIAL, _NO_YEAR))
    if whole:
        year, month, day = (int(part) if part else None for part in whole.groups())
        return _impossible(year or 0, month or 0, day, "")
    if serial:
        return "P130", {"day": (_EPOCH + timedelta(days=int(serial[1]))).isoformat()}
    if bare:
        also = N_(", and the year is missing")
        code, values = _impossible(_LEAP_YEAR, int(bare[1]), int(bare[2]), f"\0:{also}")
        return (code, values) if values else ("P131", {"reason": "\0:" + N_("the year is missing")})
    if re.fullmatch(r"\d{4}", text, re.ASCII):
        return _impossible(int(text), 1, None, "")
    for form, reason in _FORMS:
        if form.search(text):
            return "P131", {"reason": f"\0:{reason}"}
    return "P104", {}


def _impossible(year: int, month: int, day: int | None, also: str) -> tuple[str, dict[str, str]]:
    """Return why there is no such date; `also` is what else is wrong with it."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return "P131", {"reason": "\0:" + N_("a year lies between 1900 and 2199")}
    if not 1 <= month <= 12:
        return "P129", {"reason": "\0:" + N_("months are counted from 1 to 12"), "also": also}
    last = monthrange(year, month)[1]
    if day == 0:
        return "P129", {"reason": "\0:" + N_("days are counted from 1"), "also": also}
    if day is not None and day > last:
        return "P129", {"reason": f"\0:{_LENGTHS[last]}", "also": also}
    return "P104", {}
