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
from pydantic_core import core_schema

from generator.base import labels, vouched_numbers
from generator.base.half_width import half_width
from generator.base.messages import N_
from generator.base.patterns import pattern
from generator.base.typed import scalar, wrong
from generator.parse import rare_dates
from generator.parse.amounts import parse_money, parse_outgoing


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
        if self[2] and type(other) is PartialDate and other[2]:  # as most are
            return self > other
        return self.first > (other.last if isinstance(other, PartialDate) else other)


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


_DATE = pattern(
    r"(?P<y>\d{4})(?: *(?:(?P<sign>[-./])|年) *(?P<m>\d{1,2})"
    r"(?: *(?(sign)(?P=sign)|[-./月]) *(?P<d>\d{1,2}) *[日号]?| *月)?| *年)?",
    re.ASCII,
)


@lru_cache(maxsize=20_000)
def _date(value: str) -> PartialDate | None:
    text = half_width(value)
    match = _DATE.fullmatch(text) or _DATE.fullmatch(rare_dates.plain(text))
    if not match:
        return None
    found = PartialDate(*(int(part or 0) for part in match.group("y", "m", "d")))
    if "0" in (match["m"], match["d"]) or "00" in (match["m"], match["d"]):
        return None
    try:
        day = found.first
    except ValueError:
        return None
    return found if rare_dates.FIRST_YEAR <= day.year <= rare_dates.LAST_YEAR else None


def parse_date(value: Any) -> PartialDate:
    """Return a date at its own precision, from `2018-03-01`, `2018.3`, `2018年3月` or `2018`.

    `20180301`, `二〇一八年三月一日` and a day at 00:00:00 are taken too.
    """
    found = _date(scalar(value))
    if found is None:
        code, values = rare_dates.fault(half_width(value))
        raise wrong(code, value, **values)
    return found


def parse_day(value: Any) -> PartialDate:
    """Return a date that must be known to the day."""
    found = parse_date(value)
    if not found.day:
        raise wrong("P119", value)
    return found


def parse_year(value: Any) -> int:
    """Return a year from 1949 to 2199."""
    text = half_width(scalar(value)).removesuffix("度").removesuffix("年").rstrip()
    if not re.fullmatch(r"[0-9]{4}", text) or not 1949 <= int(text) <= 2199:
        raise wrong("P114", value)
    return int(text)


def parse_percent(value: Any) -> float:
    """Return a percentage from 0 to 100, at most one digit after the point."""
    text = half_width(scalar(value)).removesuffix("%").rstrip()
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9])?", text) or float(text) > 100:
        raise wrong("P105", value)
    return float(text)


_COUNT = pattern(r"([0-9]{1,9}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,2}) *[户人个名]?")


def parse_count(value: Any) -> int:
    """Return a whole number, 0 or more; `1,200` and a measure word (户 人 个 名) are accepted."""
    match = _COUNT.fullmatch(half_width(scalar(value)))
    if not match:
        digits = re.sub(r"[\s,]", "", half_width(scalar(value))).rstrip("户人个名")
        raise wrong("P141" if re.fullmatch(r"[1-9][0-9]{9,}", digits) else "P106", value)
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


_ENDING = pattern(r"\.(md|ya?ml)$")
_UNIT = pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*")


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


def parse_old(value: Any) -> str:
    """Return the id that a record had, where none needs to be any more."""
    return parse_record(value)


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


_BLANKS = pattern(r"[\s_-]+")


def alike(text: str) -> str:
    """Return what a code or a label is compared by: case, width and blanks make no difference."""
    return _BLANKS.sub("", half_width(text)).casefold()


def choice(choices: Mapping[str, tuple[str, ...]]) -> Choice:
    """Return a validator that takes a code of `choices`, or one of the labels of a code."""
    among = [label for code, labels in choices.items() for label in (code, *labels)]
    known = {alike(label): code for code, labels in choices.items() for label in (code, *labels)}

    def parse(value: Any) -> str:
        code = known.get(alike(scalar(value)))
        if code is None:
            told = {"choices": labels.choices(choices), "among": "\n".join(among)}
            raise wrong("P108", value, **told)
        return code

    return Choice(parse, choices=choices)


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
OldId = Annotated[str, Known(parse_old)]
"""The id that a record had before."""
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


def _reason(value: Any) -> str:
    text = scalar(value).strip()
    if len(text) < vouched_numbers.SHORTEST_REASON:
        raise wrong("P613", value, least=str(vouched_numbers.SHORTEST_REASON))
    return text


class Vouched(Part):
    """A number that looks like a person's, and who says that it is none; see `vouched_numbers`."""

    number: Text = Field(
        description=N_("the number, once more and in full"), examples=["5227012018000001"]
    )
    by: Text = Field(description=N_("who vouches that it is no person's"), examples=["示例甲"])
    why: Annotated[str, PlainValidator(_reason)] = Field(
        description=N_("what it is the number of, and how that is known"),
        examples=["施工合同的编号，已与合同原件核对"],
    )
    date: Day = Field(description=N_("day on which that was looked at"), examples=["2018-06-30"])


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
    moved: list[OldId] | None = Field(
        None,
        description=N_("where the record was before; pages there lead on to it"),
        examples=["[duyun/mochong/jiu]"],
    )
    vouched: list[Vouched] = Field(
        default_factory=list,  # pydantic would copy a list of its own for each record
        description=N_("numbers that look like a person's and are none; shown to no one"),
    )


_PARTED = pattern("[，、；;](?![^（(]*[）)])")
"""What stands in brackets parts none: 大寨（原一组、二组） is one group."""


_NUMERAL = pattern(r"第?[一二三四五六七八九十\d]+")
_NUMBERED = pattern(r"第?[一二三四五六七八九十\d]+([^一二三四五六七八九十\d].*)")


def several(entry: str) -> dict[str, str]:
    """Return what is said of an entry of a list that was meant as several; nothing if it is one."""
    sign = _PARTED.search(entry)
    parts = [part.strip() for part in _PARTED.split(entry)]
    if sign is None or not all(parts):
        return {}
    last = _NUMBERED.fullmatch(parts[-1])
    if last:  # 一、二组 are 一组 and 二组
        parts = [f"{each}{last[1]}" if _NUMERAL.fullmatch(each) else each for each in parts]
    return {"value": entry, "sign": sign[0], "line": f"[{', '.join(parts)}]"}
