"""Cells of a spreadsheet → the text a clerk would have typed into a record, by the kind of field.

A cell has a value and a number format, and either may say what is meant: 125 shown as 125.00万元, a
day shown as 2018年11月. What cannot be told for sure is refused (`Unsure`), never guessed.
Money goes out with its unit (`125万元`, `1250000.00元`), dates as far as they are known.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Literal, TypeAlias

from generator.base.half_width import narrow

Value: TypeAlias = "str | int | float | bool | date | datetime | time | timedelta | None"
Want: TypeAlias = Literal[
    "text", "code", "money", "date", "year", "percent", "count", "yes", "choice", "list", "period"
]
"""What a column holds: the kind of its field."""

LONGEST_EXACT = 10**15
"""From here on a number of a spreadsheet has lost digits (it keeps fifteen)."""
DAYS = (18_264, 73_415)
"""Day numbers of 1950-01-01 and 2100-12-31: what else stands in a column of dates is no day."""
UNITS = (
    ("千万元", 10**7),
    ("百万元", 10**6),
    ("万元", 10**4),
    ("千元", 10**3),
    ("亿元", 10**8),
    ("千万", 10**7),
    ("百万", 10**6),
    ("万", 10**4),
    ("亿", 10**8),
    ("元", 1),
    ("圆", 1),
)
"""Units of money as headings, notes and formats write them, the longest first; in yuan."""
ERA = "/通用格式"
"""What is left of G/通用格式, as Chinese Excel calls its General format, where LibreOffice read it.

To it the letter before is an era, and the number a day: it shows CE/通用格式 for any number.
"""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BROKEN_LINE = re.compile(r"(?<=[\u3400-\u9fff）」》，、；。])\s*\n\s*(?=[\u3400-\u9fff（「《])")
"""A line broken to fit a cell, where Chinese has no blank."""
_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_QUOTED = re.compile(r'"([^"]*)"|[\\!](.)|_.|\*.|\[[^\]]*\]')
_DRAWN = re.compile(r'(?:\\!|"!")\.')
"""A point that is only drawn, after LibreOffice: to it the sign before, `!`, is one to be shown."""
_NUMBER = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-+]?\d+(?:\.\d+)?|[-+]?\.\d+")
_TENFOLD = re.compile(r"\d+(?:\.\d+)?[eE]\+?\d+")
_WHOLE, _CODE = re.compile(r"\d+\.0"), re.compile(r"0\d")
_UNIT_NOTE = re.compile(
    r"(?:金额)?(?:计量|货币)?单位[:：/ ]*(?:人民币)?(千万元|百万元|万元|千元|亿元|元|万)"
)
_IN_BRACKETS = re.compile(
    r"[（(【\[/、,，](?:单位[:：])?(?:人民币)?(千万元|百万元|万元|千元|亿元|元)[^（）()]*(?:[)）】\]]|$)"
    r"|[（(【\[/](?:单位[:：])?([万亿])(?:[)）】\]]|$)"
)
_YUAN = re.compile(r"(?:¥|人民币|RMB)", re.IGNORECASE)
_IN_YUAN = re.compile(r"\d{4,}(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?")
"""¥1,200.00 is of yuan, as bookkeepers write it, whatever the heading says; ¥12 need not be."""
_SHORT_YEAR = re.compile(r"(\d\d)年(\d{1,2}月(?:\d{1,2}[日号])?)")
"""18年7月: that a year is meant the sign says, and no record is of another century."""
_ODD_SIGNS = re.compile(r"(\d{4})[、,。](\d{1,2})(?:[、,。](\d{1,2}))?")
_TIME_OF_DAY = re.compile(
    r"(\d{4}\D+\d{1,2}\D+\d{1,2}[日号]?)(?:[T ]*(?:[上下中]午|早上|晚上|凌晨)?[T ]*"
    r"\d{1,2}(?:[:点时]\d{0,2}(?::\d{1,2}(?:\.\d+)?)?分?(?:\d{1,2}秒)?)Z?"
    r"|[T ]*(?:[上下]午|全天))"
)
_WEEKDAY = re.compile(r" *\(?(?:星期|周)[一二三四五六日天]\)? *")
_NOISE = Decimal("0.0001")
"""Yuan: a hundredth of a fen, which is what sums of binary numbers are off by."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell is shown: its number format, whether it is struck through."""

    code: str = ""
    struck: bool = False


PLAIN = Style()


class Unsure(Exception):
    """What a cell means cannot be told; `code` and `values` are those of the problem."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(frozen=True, slots=True)
class Shown:
    """What a number format says of numbers: their unit in yuan, what they are scaled by.

    A number times `scale` is what is shown. `unit` is None where the format names none.
    """

    unit: int | None
    scale: Decimal
    percent: bool


@lru_cache(maxsize=2_000)
def shown(code: str) -> Shown:
    r"""Return what a number format says of numbers.

    `0!.0,"万元"` shows 12500 as 1.3万元: a comma at the end takes thousands away, and a point that
    is only drawn moves the digits behind it. LibreOffice writes `0\!.0,"万元"` of it, and shows
    12!.5万元, which nobody means. `0.00,,"万元"%` shows 1.25万元: % is on a line that is not seen.
    """
    literals: list[str] = []

    def literal(match: re.Match[str]) -> str:
        if match[1] is None and match[2] is None:
            return ""
        literals.append(match[1] if match[1] is not None else match[2])
        return "\0" if literals[-1] == "." else "\1"

    bare = _QUOTED.sub(literal, _DRAWN.sub('"."', _first_section(code)))
    words = "".join(literals) + re.sub(r"[^\u4e00-\u9fff]", "", bare)
    unit = next((yuan for word, yuan in UNITS if word in words), None)
    last = max(bare.rfind(sign) for sign in "0#?")
    commas = re.match(",*", bare[last + 1 :]) if last >= 0 else None
    drawn = bare.find("\0")
    behind = 0
    if 0 <= drawn < last and "." not in bare[drawn:last]:
        behind = sum(bare[drawn : last + 1].count(sign) for sign in "0#?")
    power = 3 * (len(commas[0]) if commas else 0) + behind
    percent = "%" in bare
    return Shown(unit, Decimal(1).scaleb(2 - power if percent and power else -power), percent)


def _first_section(code: str) -> str:
    """Return the part of a number format that is for positive numbers."""
    quoted = False
    for n, sign in enumerate(code):
        if sign == '"':
            quoted = not quoted
        elif sign == ";" and not quoted and code[n - 1 : n] not in ("\\", "!"):
            return code[:n]
    return code


@lru_cache(maxsize=2_000)
def precision(code: str) -> Literal["year", "month", "day"]:
    """Return how much of a date a number format shows: `yyyy年m月` shows no day."""
    bare = _QUOTED.sub("", _first_section(code)).casefold()
    if bare == "general" or {"d", "h", "s"} & {*bare} or not {"y", "e"} & {*bare}:
        return "day"
    return "month" if "m" in bare else "year"


def clean(text: str) -> str:
    """Return a text as it is seen: one blank for each run of blanks and line breaks in it."""
    if text.isprintable() and " " not in text and "_x" not in text:
        return text  # any other blank, and what is not seen, is not printable
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    if "\n" in text:
        text = _BROKEN_LINE.sub("", text)
    return " ".join(_UNSEEN.sub("", text).split())


def plain(value: Value) -> str:
    """Return what a cell says, whatever it is asked for: for headings, notes and remarks."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, datetime):
        return day(value)
    return value.isoformat() if isinstance(value, date | time) else str(value)


def number(value: float) -> str:
    """Return a number with the fifteen digits that spreadsheets keep, without an exponent."""
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    return f"{Decimal(f'{value:.15g}'):f}"


def day(value: datetime) -> str:
    """Return a day, with its time of day if that is not midnight."""
    at = value.time()
    return value.date().isoformat() if at == time() else value.isoformat(" ", "seconds")


def unit_in(text: str) -> int | None:
    """Return the unit of money that a heading or a note names, in yuan: 资金（万元）, 单位：元."""
    found = _UNIT_NOTE.search(narrow(text)) or _IN_BRACKETS.search(narrow(text))
    word = next(filter(None, found.groups()), "") if found else ""
    return next((yuan for each, yuan in UNITS if each == word), None)


def text_of(value: Value, want: Want, style: Style = PLAIN, unit: int | None = None) -> str:
    """Return the text that a record would have for a cell; "" if it is empty. Raises Unsure.

    `unit` is that of the column: of money in yuan, where its heading or the sheet names one; of
    percentages what `of_hundred` says.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return _of_text(value, want, unit)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _of_number(value, want, style, unit)
    if isinstance(value, date):
        return _of_date(value, want, style)
    if want in ("text", "list"):
        return str(value)
    raise Unsure("P560", value=str(value))


def _of_text(value: str, want: Want, unit: int | None) -> str:
    if want == "list":
        lines = [clean(each) for each in value.replace("_x000D_", "").splitlines()]
        return "\n".join(each for each in lines if each)
    text = clean(value)
    if want == "money":
        bare = narrow(text).replace(" ", "")
        if unit is not None:  # the sign says no more than that it is money
            signless = _YUAN.sub("", bare, count=1)
            if signless != bare and unit > 1 and _IN_YUAN.fullmatch(signless):
                raise Unsure("P562", value=text, shown=name_of(1), head=name_of(unit))
            bare = signless
        if _NUMBER.fullmatch(bare) and not _CODE.match(bare):
            return money(Decimal(bare.replace(",", "")), unit)
        return text
    if want in ("count", "year", "percent", "date"):
        text = narrow(text)  # full-width digits, as an input method leaves them
    if want == "percent" and _NUMBER.fullmatch(text.removesuffix("分")):
        return _percent(text.removesuffix("分"), unit)
    if want in ("code", "count") and _TENFOLD.fullmatch(text):
        raise Unsure("P561", value=text)
    if want in ("code", "count", "year") and _WHOLE.fullmatch(text):
        return text[:-2]  # 13800000000.0, as pandas and other programs write it
    if want == "date" and text.isdecimal() and len(text) in (5, 6):
        return _date_of_number(int(text), PLAIN)
    return date_as_typed(text) if want == "date" else text


def date_as_typed(text: str) -> str:
    """Return a date without what stands beside its day, and with its year in full.

    A time of day and a weekday say nothing of a day; 18年7月 and 2018、7、1 are plain dates.
    """
    text = narrow(text)
    text = _WEEKDAY.sub(" ", text).strip() if "周" in text or "星期" in text else text
    timed = _TIME_OF_DAY.fullmatch(text)
    text = timed[1] if timed else text
    odd = _ODD_SIGNS.fullmatch(text)
    if odd:
        return "-".join(filter(None, odd.groups()))
    short = _SHORT_YEAR.fullmatch(text)
    return f"20{short[1]}年{short[2]}" if short else text


@lru_cache(maxsize=20_000, typed=True)
def _of_number(value: float, want: Want, style: Style, unit: int | None) -> str:
    said = shown(style.code) if style.code else None
    if want == "money":
        own = said.unit if said else None
        exact = Decimal(number(value)) * (said.scale if said else 1)
        if own is not None and unit is not None and own != unit:
            raise Unsure("P562", value=number(value), shown=name_of(own), head=name_of(unit))
        return money(exact, own if own is not None else unit)
    if want == "percent" and said and said.percent:
        return f"{(Decimal(number(value)) * 100).normalize():f}%"
    if want == "percent":
        return _percent(number(value), unit)
    if abs(value) >= LONGEST_EXACT and want != "count":
        raise Unsure("P561", value=number(value))
    if want in ("date", "period"):
        return _date_of_number(value, style)
    return number(value)


FRACTIONS, HUNDREDS, MIXED = 100, 1, 0
"""Whether the percentages of a column are parts of 1, of 100, or some of one and some of other."""


def of_hundred(values: Iterable[tuple[Value, Style]]) -> int:
    """Return what the percentages of a column are: 0.68 is 68% where none of them is above 1."""
    plain_ones = [
        float(text)
        for value, style in values
        if not (style.code and shown(style.code).percent)
        and _NUMBER.fullmatch(text := narrow(plain(value)).replace(",", ""))
    ]
    parts = [each for each in plain_ones if 0 < each < 1]
    if not parts:
        return HUNDREDS
    return FRACTIONS if max(plain_ones) <= 1 else MIXED


def _percent(text: str, unit: int | None) -> str:
    exact = Decimal(text.replace(",", ""))
    if unit == FRACTIONS:
        return f"{(exact * 100).normalize():f}%"
    if unit == MIXED and 0 < exact < 1:
        raise Unsure("P597", value=text, whole=f"{(exact * 100).normalize():f}")
    return text


def counted_from(value: Value, later: int) -> Value:
    """Return a day number as it would be in the calendar of 1900; anything else as it is.

    `later` is by how many days the calendar of the workbook begins later.
    """
    if later and isinstance(value, int | float) and not isinstance(value, bool):
        shifted = value + later
        return shifted if DAYS[0] <= shifted <= DAYS[1] and value >= 10_000 else value
    return value


def _date_of_number(value: float, style: Style) -> str:
    """Return the date that a number in a column of dates means: 43160, 2018, 201803, 2018.3."""
    text = number(value)
    if "." not in text:
        if len(text) == 5:
            day = _day_number(int(text), text)
            # e"年" shows a year, and calamine and xlrd take it for the format of a number
            shows = precision(style.code) if style.code and day != text else "day"
            return day[: {"year": 4, "month": 7}.get(shows, 10)]
        return f"{text[:4]}-{text[4:]}" if re.fullmatch(r"(19|20)\d{4}", text) else text
    whole, _, part = text.partition(".")
    if DAYS[0] <= int(whole) <= DAYS[1]:
        return _day_number(int(whole), text)
    # typed as 2018.10, kept as 2018.1: only the format still tells which
    if part == "1" and style.code.rstrip("_ ") != "0.00":
        raise Unsure("P563", value=text)
    if re.fullmatch(r"(19|20)\d\d", whole) and len(part) <= 2:
        return f"{whole}-{part if len(part) == 2 else f'0{part}' if part != '1' else '10'}"
    return text


def _day_number(days: int, text: str) -> str:
    if not DAYS[0] <= days <= DAYS[1]:
        return text
    return (date(1899, 12, 30) + timedelta(days=days)).isoformat()


def _of_date(value: date, want: Want, style: Style) -> str:
    shows = precision(style.code) if style.code else "day"
    if want == "year" or (want in ("date", "period") and shows == "year"):
        return f"{value.year}"
    if want in ("date", "period"):
        if shows == "month":
            return f"{value.year:04d}-{value.month:02d}"
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    said = plain(value)
    if want in ("text", "list"):
        raise Unsure("P564", value=said)
    raise Unsure("P560", value=said)


def money(exact: Decimal, unit: int | None) -> str:
    """Return an amount with its unit: as it stands where that is to the fen, else in yuan.

    Sums in spreadsheets are off by a billionth (38.456000001): they are taken to the nearest fen,
    where they are no more than a hundredth of a fen away from it. Without a unit nothing but 0 says
    how much it is, however large the number. Raises Unsure.
    """
    if unit is None and exact:
        raise Unsure("P577", value=f"{exact:f}")
    unit = unit or 1
    with localcontext() as exactly:
        exactly.prec = 40
        yuan = exact * unit
        fen = yuan.quantize(Decimal("0.01"))
        if yuan == fen or abs(yuan - fen) > _NOISE:
            if unit == 1 and yuan == fen:
                return f"{fen:f}元"
            return f"{_short(exact)}{name_of(unit)}"
        within = fen / unit
        return f"{_short(within)}{name_of(unit)}" if within * unit == fen else f"{fen:f}元"


def _short(exact: Decimal) -> str:
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def name_of(unit: int) -> str:
    """Return the name of a unit of money, given in yuan."""
    return next(word for word, yuan in UNITS if yuan == unit)
