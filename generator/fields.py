"""The field types that the kinds of record share: money, date, percent, count, choice.

Each turns the text a clerk typed into one plain value, or raises a `PydanticCustomError` whose
type is a code of `codes.CODES`. Values are plain (int, float, str, PartialDate) so that they
can be summed, compared, pickled and marshalled.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, StringConstraints
from pydantic_core import PydanticCustomError, core_schema

from generator.messages import N_
from generator.source import half_width

AMBIGUOUS_BELOW = 10_000
"""A bare whole number below this may be meant in 万元, so the clerk is asked (yuan)."""


class Part(BaseModel):
    """A group of fields: unknown keys are refused and values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class PartialDate(NamedTuple):
    """A date known to the day, the month or the year; `month` and `day` are 0 when not known."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def first(self) -> date:
        """The first day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day it can mean."""
        if self.day:
            return self.first
        if self.month in (0, 12):
            return date(self.year, 12, 31)
        return date(self.year, self.month + 1, 1) - timedelta(days=1)

    @lru_cache(maxsize=20_000)  # noqa: B019 (dates are few, and the same in many records)
    def iso(self) -> str:
        """Return `2018-03-01`, `2018-03` or `2018`: as much as is known."""
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in self[1:] if part)]
        return "-".join(parts)

    def after(self, other: "PartialDate | date") -> bool:
        """Tell whether this lies after `other` for sure, whatever the parts not known are."""
        if self[2]:  # as most are
            if type(other) is not PartialDate:
                return self > (other.year, other.month, other.day)
            if other[2]:
                return self > other
        return self.first > (other.last if isinstance(other, PartialDate) else other)


def wrong(code: str, value: str, **more: str) -> PydanticCustomError:
    """Return the error that refuses `value` with `code`; `more` fills its message and hint."""
    return PydanticCustomError(code, "{value}", {"value": value, **more})


def scalar(value: Any) -> str:
    """Return the scalar that the clerk typed, or say that this is no scalar."""
    if not isinstance(value, str):
        raise PydanticCustomError("P110", "not text")
    return value


@cache
def _kept(parse: Callable[[Any], Any]) -> Callable[[str], Any]:
    return lru_cache(maxsize=20_000)(parse)


@dataclass(frozen=True)
class Known(PlainValidator):
    """A validator of texts that are few, and the same in many records: what each means is kept."""

    def __get_pydantic_core_schema__(self, *_: Any) -> core_schema.CoreSchema:
        """Let pydantic itself ask for what is kept, so that no code of ours is run for it."""
        text = core_schema.str_schema(strict=True)
        as_it_is = core_schema.simple_ser_schema("any")
        return core_schema.no_info_after_validator_function(
            _kept(self.func), text, serialization=as_it_is
        )


_MONEY = re.compile(
    r"¥? *(?P<number>[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?: \d{3})+|\d+)(?P<fraction>\.\d+)?"
    r" *(?P<unit>元|万元?|亿元?)?",
    re.ASCII,
)
LONGEST_MONEY = 100
_TO_THE_FEN = re.compile(r"\d{1,14}\.\d\d", re.ASCII)
_BETWEEN = dict.fromkeys(map(ord, ", ."))
_MONEY_UNITS = {"元": 1, "万": 10_000, "万元": 10_000, "亿": 10**8, "亿元": 10**8}


def parse_money(value: Any) -> int:
    """Return an amount in fen, exactly.

    Takes yuan (`1250000.00`, `1,250,000元`), 万元 and 亿元. A bare whole number below 10,000 is
    refused as ambiguous, unless it is 0; so are fractions of a fen, and amounts below nothing.
    """
    typed = scalar(value)
    if _TO_THE_FEN.fullmatch(typed):
        return int(typed.replace(".", ""))  # as nearly all are written
    text = half_width(typed)
    match = _MONEY.fullmatch(text) if len(text) < LONGEST_MONEY else None
    if not match:
        raise wrong("P311" if _below_nothing(text) else "P102", value)
    number, fraction, unit = match.group("number", "fraction", "unit")
    places = len(fraction) - 1 if fraction else 0
    digits = int(f"{number}{fraction or ''}".translate(_BETWEEN))
    scale: int = 10**places
    if not unit and 0 < digits < AMBIGUOUS_BELOW * scale and places != 2:
        raise wrong("P103", text)
    fen, rest = divmod(digits * 100 * _MONEY_UNITS[unit or "元"], scale)
    if rest or fen >= 10**17:
        raise wrong("P102", value)
    return fen


_BELOW = re.compile(
    r"¥? *(?:[-\u2010-\u2015\u2212\u2796\ufe63]+"
    r"|核减|扣减|冲减|退回|返还|交回|收回|红字|[负減减退扣])"
    r" *(?P<a>.+)|\((?P<b>[^()]+)\)(?P<c>[^()]*)|(?P<d>.+?) *[-\u2212]"
)


def _below_nothing(text: str) -> bool:
    """Tell whether this is an amount with a sign or a word before it that takes it away.

    Bookkeepers put such an amount into brackets, and some programs the sign behind it.
    """
    match = _BELOW.fullmatch(text) if len(text) < LONGEST_MONEY else None
    if not match:
        return False
    signless = match["a"] or match["d"] or f"{match['b']}{match['c']}"
    return bool(_MONEY.fullmatch(signless.strip()))


def parse_outgoing(value: Any) -> int:
    """Return an amount as `parse_money` does; one below nothing has a field of its own."""
    try:
        return parse_money(value)
    except PydanticCustomError as error:
        if error.type == "P311":
            raise wrong("P310", value) from None
        raise


_DATE = re.compile(
    r"(?P<y>\d{4})(?: *[-./年] *(?P<m>\d{1,2})(?: *[-./月] *(?P<d>\d{1,2}) *日?| *月)?| *年)?",
    re.ASCII,
)


@lru_cache(maxsize=20_000)
def _date(value: str) -> PartialDate | None:
    match = _DATE.fullmatch(half_width(value))
    if not match:
        return None
    found = PartialDate(*(int(part or 0) for part in match.groups()))
    if "0" in (match["m"], match["d"]) or "00" in (match["m"], match["d"]):
        return None
    try:
        day = found.first
    except ValueError:
        return None
    return found if 1900 <= day.year <= 2199 else None


def parse_date(value: Any) -> PartialDate:
    """Return a date at its own precision, from `2018-03-01`, `2018.3`, `2018年3月` or `2018`."""
    found = _date(scalar(value))
    if found is None:
        raise wrong("P104", value)
    return found


def parse_day(value: Any) -> PartialDate:
    """Return a date that must be known to the day."""
    found = parse_date(value)
    if not found.day:
        raise wrong("P119", value)
    return found


def parse_year(value: Any) -> int:
    """Return a year from 1949 to 2199."""
    text = half_width(scalar(value)).removesuffix("年").rstrip()
    if not re.fullmatch(r"[0-9]{4}", text) or not 1949 <= int(text) <= 2199:
        raise wrong("P114", value)
    return int(text)


def parse_percent(value: Any) -> float:
    """Return a percentage from 0 to 100, at most one digit after the point."""
    text = half_width(scalar(value)).removesuffix("%").rstrip()
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9])?", text) or float(text) > 100:
        raise wrong("P105", value)
    return float(text)


_COUNT = re.compile(r"([0-9]{1,9}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,2}) *[户人个名]?")


def parse_count(value: Any) -> int:
    """Return a whole number, 0 or more; `1,200` and a measure word (户 人 个 名) are accepted."""
    match = _COUNT.fullmatch(half_width(scalar(value)))
    if not match:
        raise wrong("P106", value)
    return int(match[1].replace(",", ""))


_YES = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}


def parse_yes(value: Any) -> bool:
    """Return True for yes, true or 是, False for no, false or 否."""
    answer = _YES.get(half_width(scalar(value)).lower())
    if answer is None:
        raise wrong("P113", value)
    return answer


def parse_email(value: Any) -> str:
    """Return an e-mail address."""
    text = half_width(scalar(value))
    if not re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", text, re.ASCII):
        raise wrong("P115", value)
    return text


def parse_link(value: Any) -> str:
    """Return a web address that starts with http:// or https://."""
    text = scalar(value).strip()
    if not re.fullmatch(r"https?://[^\s<>\"'/?#\\]+[^\s<>\"'\\]*", text):
        raise wrong("P116", value)
    return text


_ENDING = re.compile(r"\.(md|ya?ml)$")
_UNIT = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*")


def parse_unit(value: Any) -> str:
    """Return the id of a unit, its path under content/units; a trailing `.yaml` is forgiven."""
    text = half_width(scalar(value)).strip("/").removeprefix("units/").removesuffix(".yaml")
    if not _UNIT.fullmatch(text):
        raise wrong("P117", value)
    return text


def parse_record(value: Any) -> str:
    """Return the id of a record: its path under the folder of its kind, without the ending."""
    text = _ENDING.sub("", half_width(scalar(value)).strip("/"))
    if not _UNIT.fullmatch(text):
        raise wrong("P120", value)
    return text


def parse_file(value: Any) -> str:
    """Return the name of a file that lies beside the record."""
    text = scalar(value).strip()
    if not text or "/" in text or "\\" in text or text.startswith("."):
        raise wrong("P118", value)
    return text


@dataclass(frozen=True)
class Choice(Known):
    """A validator that knows what it takes: codes, each with its labels, the Chinese one second.

    With a single label it is the Chinese one; after the second come other ways to write it.
    """

    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)

    @property
    def shown(self) -> str:
        """The codes, each with a label, for a person to choose from."""
        return "、".join(f"{code} ({labels[:2][-1]})" for code, labels in self.choices.items())


def choice(choices: Mapping[str, tuple[str, ...]]) -> Choice:
    """Return a validator that takes a code of `choices`, or one of the labels of a code."""
    known = {label.lower(): code for code, labels in choices.items() for label in (code, *labels)}

    def parse(value: Any) -> str:
        text = half_width(scalar(value)).lower()
        code = known.get(text.replace(" ", "_")) or known.get(text)
        if code is None:
            raise wrong("P108", value, choices=taken.shown, among="\n".join(known))
        return code

    taken = Choice(parse, choices=choices)
    return taken


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Money = Annotated[int, PlainValidator(parse_money)]
"""Fen."""
Outgoing = Annotated[int, PlainValidator(parse_outgoing)]
"""Fen, of money that goes out and may come back: that has a field of its own, `returns`."""
Date = Annotated[PartialDate, Known(parse_date)]
Day = Annotated[PartialDate, Known(parse_day)]
Year = Annotated[int, Known(parse_year)]
Percent = Annotated[float, Known(parse_percent)]
Count = Annotated[int, Known(parse_count)]
Yes = Annotated[bool, Known(parse_yes)]
Email = Annotated[str, PlainValidator(parse_email)]
Link = Annotated[str, PlainValidator(parse_link)]
UnitRef = Annotated[str, Known(parse_unit)]
RecordRef = Annotated[str, Known(parse_record)]
"""The id of a record of the kind that the field is about."""
FileName = Annotated[str, PlainValidator(parse_file)]

STATUSES = {
    "published": (N_("published"), "公开"),
    "draft": (N_("draft"), "草稿"),
}
Status = Annotated[str, choice(STATUSES)]


class Photo(Part):
    """A picture that lies beside the record."""

    file: FileName = Field(
        description=N_("name of the picture file, beside this record"), examples=["photo-1.jpg"]
    )
    alt: Text = Field(
        description=N_("what is to be seen, for those who cannot see it"),
        examples=["村民在新修的路上行走"],
    )


class Objection(Part):
    """An objection and its answer; who objected is never said."""

    date: Day = Field(description=N_("day it was received"), examples=["2018-02-25"])
    what: Text = Field(
        description=N_("what it says, naming no person"), examples=["要求写明路面厚度"]
    )
    answer: Text | None = Field(
        None, description=N_("the answer, naming no person"), examples=["已在公示栏补写：厚20厘米"]
    )
    answered: Day | None = Field(
        None, description=N_("day it was answered"), examples=["2018-02-27"]
    )


class Record(Part):
    """What every record may carry."""

    status: Status = Field(
        "published", description=N_("draft keeps the record out of the site"), examples=["draft"]
    )
    board_only: Yes = Field(
        False,
        description=N_("yes keeps the record out of everything but the count of what is kept back"),
        examples=["yes"],
    )
