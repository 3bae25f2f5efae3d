"""A division of the register: what it is called, what its body is called, what is no office.

Names are cut by rule and nothing is made up: what no rule knows stays as it is written.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.base import labels
from generator.base.messages import catalogue
from generator.base.nationalities import NATIONALITIES
from generator.base.problems import Problem
from generator.model import problem_words

_OF_NATIONALITIES = rf"(?:(?:(?:{NATIONALITIES})族|蒙古|哈萨克|柯尔克孜|塔吉克)*(?:自治|民族)?)"
_VILLAGERS = re.compile(r"(?:村民委员会|村民委会|村委员会|村委会)$")
_RESIDENTS = re.compile(r"(?:居民委员会|居民委会|居委会)$")
_OTHERS = re.compile(
    r"(?:牧民委员会|牧委会|渔民委员会|渔委会|(?<=社区)委员会|(?<=嘎查)委员会|(?<=嘎查)委会)$"
)
_SETTLED = ("村", "社区", "嘎查")
_STAND_INS = re.compile(
    r"市辖区|县|郊县|(?:省|自治区|市)?(?:直辖|直属)(?:县级|县|市)?行政(?:区划|单位)"
)
_NO_OFFICE = re.compile(r"虚拟|生活区$|类似(?:居委会|社区|村委会|居民委员会|村民委员会)$")


@dataclass(frozen=True, slots=True)
class Level:
    """A level of the command system: what its body is called and how its divisions are named."""

    kind: str
    body: str
    endings: re.Pattern[str]


def _level(kind: str, body: str, endings: str, of: str = _OF_NATIONALITIES) -> Level:
    return Level(kind, body, re.compile(rf"(.+?){of}(?:{endings})"))


_HEADQUARTERS = ("headquarters", "脱贫攻坚指挥部")
LEVELS: Mapping[str, Level] = {
    "nation": _level(*_HEADQUARTERS, "(?!)"),
    "province": _level(*_HEADQUARTERS, "省|自治区|特别行政区|市", "(?:壮族|回族|维吾尔)?"),
    "prefecture": _level(*_HEADQUARTERS, "自治州|地区|州|盟|市"),
    # 浦东新区 is Pudong, but 碑林区 is Beilin
    "county": _level(*_HEADQUARTERS, "(?<=..)(?:新区|林区|特区)|县|市|区|旗"),
    "town": _level("workstation", "脱贫攻坚工作站", "街道办事处|地区办事处|街道|地区|镇|乡|苏木"),
    "village": _level("war_room", "脱贫攻坚作战室", "社区|村|嘎查"),
}


@dataclass(frozen=True, slots=True)
class Division:
    """One row of the register; `row` counts as a spreadsheet does, the heading being row 1."""

    row: int
    code: str
    parent_code: str
    level: str
    name: str
    short_name: str
    full_title: bool = field(default=False, compare=False)
    """Whether its committee stays in its name, as a place beside it would be called the same."""
    body: str = field(default="", compare=False)
    """What its office is called, where that is not the usual body of its level."""

    @property
    def community(self) -> bool:
        """Whether this is an urban community, governed by a residents' committee."""
        if self.level != "village" or _VILLAGERS.search(self.name):
            return False
        return bool(_RESIDENTS.search(self.name)) or self.name.endswith(("社区", "社区委员会"))

    @property
    def plain_name(self) -> str:
        """The division's own name; at the lowest level what residents say, without the committee.

        Some registers write 茂村村村民委员会, some 茂村村民委员会: both lose the committee only. So
        do 东沟社区村民委员会 and 巴音嘎查村民委员会, which are no 村 by name.
        """
        if self.level != "village" or self.full_title:
            return self.name
        for committee, kept in ((_VILLAGERS, "村"), (_RESIDENTS, ""), (_OTHERS, "")):
            own = committee.sub("", self.name)
            if own and own != self.name:
                return own if own.endswith(_SETTLED) else own + kept
        return self.name

    @property
    def spoken_name(self) -> str:
        """The short name to show, such as 黔南州, 墨冲镇, 丙午村 or 广惠社区."""
        if self.level == "village":
            return self.plain_name
        if self.short_name:
            return self.short_name
        own = LEVELS[self.level].endings.fullmatch(self.name)
        for ending in ("自治州", "自治县", "自治旗"):
            if self.name.endswith(ending) and own and len(own[1]) > 1:
                return own[1] + ending[-1]
        return self.name

    @property
    def stem(self) -> str:
        """The short name without what kind of division it is: 卡蒲 for 卡蒲毛南族乡.

        A stem of one character keeps its ending, as official spellings do (费县 is Feixian).
        """
        own = _OTHERS.sub("", _RESIDENTS.sub("", self.spoken_name)) or self.spoken_name
        match = LEVELS[self.level].endings.fullmatch(own)
        return match[1] if match and len(match[1]) > 1 else own

    @property
    def ending(self) -> str:
        """What kind of division the name says it is: 县, 街道, 社区; empty where it does not."""
        return self.spoken_name.removeprefix(self.stem)

    @property
    def stand_in(self) -> bool:
        """Whether the row only stands for a level that is not there, as 市辖区 does."""
        return self.level in ("prefecture", "county") and bool(_STAND_INS.fullmatch(self.name))

    @property
    def no_office(self) -> bool:
        """Whether the row is one of statistics alone, without a committee, as 虚拟社区."""
        return self.level == "village" and bool(_NO_OFFICE.search(self.name))

    def fields(self, pinyin: str) -> dict[str, str]:
        """Return the fields of this division's unit record, in the order they are written.

        `pinyin` is how the own part of its name is read, "" if not all of it is known.
        """
        level = LEVELS[self.level]
        fields = {
            "name": self.body or self.plain_name + level.body,
            "division": self.plain_name,
            "short_name": self.spoken_name,
            "pinyin": pinyin,
            "level": self.level,
            "kind": level.kind,
        }
        if self.level == "village":
            fields["settlement"] = "community" if self.community else "village"
        fields["code"] = self.code
        return {key: value for key, value in fields.items() if value}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that stops the import, or is worth saying after it; `values` fill `message`.

    A value that begins with NUL is a message itself.
    """

    message: str
    values: tuple[tuple[str, str | int], ...] = ()

    def text(self, language: str) -> str:
        """Return the sentence in `language`."""
        tr = catalogue(language).gettext
        values = {
            name: _shown(value, tr, language) if isinstance(value, str) else value
            for name, value in self.values
        }
        return tr(self.message).format_map(values)


def _shown(value: str, tr: Callable[[str], str], language: str) -> str:
    if value.startswith(labels.FIELDS):
        return labels.value(value, language)
    return tr(value[1:]) if value.startswith("\0") else value


def fault(message: str, **values: str | int) -> Fault:
    """Return the fault that `message`, a msgid with named places, says of `values`."""
    return Fault(message, tuple(values.items()))


class RegisterError(Exception):
    """The register or the records beside it cannot be used; nothing has been written."""

    def __init__(self, faults: Sequence[Fault | Problem]) -> None:
        super().__init__(faults)
        self.faults = tuple(faults)

    def lines(self, language: str) -> Iterator[str]:
        """Yield one sentence for each thing that is wrong, in `language`."""
        for fault in self.faults:
            if isinstance(fault, Problem):
                yield f"{fault.place}: {problem_words.message(fault, language)}"
            else:
                yield fault.text(language)
