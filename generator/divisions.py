"""The divisions of a register: how a CSV of them is read, and what each is called.

The CSV has the columns `code,parent_code,level,name,short_name`, one division a row, one
prefecture in all.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import pinyin
from generator.messages import N_, catalogue
from generator.problems import Problem

COLUMNS = ("code", "parent_code", "level", "name", "short_name")

_NATIONALITIES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西"
    "|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克"
    "|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
_OF_NATIONALITIES = rf"(?:(?:(?:{_NATIONALITIES})族|蒙古|哈萨克|柯尔克孜|塔吉克)*(?:自治|民族)?)"


@dataclass(frozen=True, slots=True)
class Level:
    """A level of the command system: what its body is called and how its divisions are named."""

    above: str
    kind: str
    body: str
    endings: re.Pattern[str]


def _level(above: str, kind: str, body: str, endings: str) -> Level:
    return Level(above, kind, body, re.compile(rf"(.+?){_OF_NATIONALITIES}(?:{endings})"))


LEVELS: Mapping[str, Level] = {
    "prefecture": _level("", "headquarters", "脱贫攻坚指挥部", "自治州|地区|州|盟|市"),
    "county": _level("prefecture", "headquarters", "脱贫攻坚指挥部", "林区|特区|县|市|区|旗"),
    "town": _level("county", "workstation", "脱贫攻坚工作站", "街道办事处|街道|镇|乡|苏木"),
    "village": _level("town", "war_room", "脱贫攻坚作战室", "社区|村|嘎查"),
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

    @property
    def community(self) -> bool:
        """Whether this is an urban community, governed by a residents' committee."""
        committee = self.name.endswith(("居民委员会", "居委会", "社区"))
        return self.level == "village" and committee

    @property
    def plain_name(self) -> str:
        """The division's own name; at the lowest level what residents say, without the committee.

        Some registers write 茂村村村民委员会, some 茂村村民委员会: both lose the committee only.
        """
        if self.level != "village":
            return self.name
        for committee, kept in (
            ("村村民委员会", "村"),
            ("村民委员会", "村"),
            ("村村委会", "村"),
            ("村委会", "村"),
            ("居民委员会", ""),
            ("居委会", ""),
        ):
            if self.name.endswith(committee) and self.name != committee:
                return self.name.removesuffix(committee) + kept
        return self.name

    @property
    def spoken_name(self) -> str:
        """The short name to show, such as 黔南州, 墨冲镇, 丙午村 or 广惠社区."""
        return self.plain_name if self.level == "village" else self.short_name or self.name

    @property
    def stem(self) -> str:
        """The short name without what kind of division it is: 卡蒲 for 卡蒲毛南族乡.

        A stem of one character keeps its ending, as official spellings do (费县 is Feixian).
        """
        match = LEVELS[self.level].endings.fullmatch(self.spoken_name)
        return match[1] if match and len(match[1]) > 1 else self.spoken_name

    def fields(self) -> dict[str, str]:
        """Return the fields of this division's unit record, in the order they are written."""
        level = LEVELS[self.level]
        fields = {
            "name": self.plain_name + level.body,
            "division": self.plain_name,
            "short_name": self.spoken_name,
            "pinyin": " ".join(pinyin.syllables(self.stem)),
            "level": self.level,
            "kind": level.kind,
        }
        if self.level == "village":
            fields["settlement"] = "community" if self.community else "village"
        fields["code"] = self.code
        return {key: value for key, value in fields.items() if value}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that stops the import, or is worth saying after it; `values` fill `message`."""

    message: str
    values: tuple[tuple[str, str | int], ...] = ()

    def text(self, language: str) -> str:
        """Return the sentence in `language`."""
        return catalogue(language).gettext(self.message).format_map(dict(self.values))


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
                yield f"{fault.place}: {fault.message(language)}"
            else:
                yield fault.text(language)


def read_register(content: bytes) -> list[Division]:
    """Read the bytes of a register, ordered by code; raise RegisterError with all its faults."""
    rows = csv.reader(io.StringIO(_decode(content), newline=""))
    try:
        heading = [cell.strip() for cell in next(rows, [])]
        missing = [column for column in COLUMNS if column not in heading]
        if missing:
            message = N_("row 1: the column {columns} is missing; the heading must name {all}")
            values = {"columns": ", ".join(missing), "all": ",".join(COLUMNS)}
            raise RegisterError([fault(message, **values)])
        where = [heading.index(column) for column in COLUMNS]
        divisions = []
        for cells in rows:
            if any(cell.strip() for cell in cells):
                cells.extend([""] * (len(heading) - len(cells)))
                picked = (" ".join(cells[index].split()) for index in where)
                divisions.append(Division(rows.line_num, *picked))
    except csv.Error as error:
        message = N_("row {row}: this is not valid CSV ({reason})")
        raise RegisterError([fault(message, row=rows.line_num, reason=str(error))]) from error
    faults = list(_judge(divisions))
    if faults:
        raise RegisterError(faults)
    return sorted(divisions, key=lambda each: each.code)


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        try:
            content.decode("gb18030")
        except UnicodeDecodeError:
            message = N_("row {row}: the file is not UTF-8 text; save it as “CSV UTF-8”")
        else:
            message = N_(
                "row {row}: the file is saved as GBK; in Excel choose “Save as” and the type"
                " “CSV UTF-8 (comma delimited)”"
            )
        raise RegisterError([fault(message, row=row)]) from error


def _judge(divisions: Sequence[Division]) -> Iterator[Fault]:
    """Yield what is wrong with the rows, in their order."""
    top = [each for each in divisions if each.level == "prefecture"]
    if len(top) != 1:
        message = N_("there must be one row of the level prefecture, but there are {count}")
        yield fault(message, count=len(top))
    first: dict[str, Division] = {}
    for each in divisions:
        first.setdefault(each.code, each)
    for each in divisions:
        yield from _judge_itself(each, first[each.code])
        yield from _judge_parent(each, first.get(each.parent_code))


def _judge_itself(division: Division, first: Division) -> Iterator[Fault]:
    row, code, name = division.row, division.code, division.name
    if not re.fullmatch(r"[0-9]+", code):
        message = N_(
            "row {row}: the code “{code}” should be digits only; in a spreadsheet format the"
            " column as text, or long codes are cut"
        )
        yield fault(message, row=row, code=code)
    elif first is not division:
        message = N_("row {row}: the code {code} is already in row {first}")
        yield fault(message, row=row, code=code, first=first.row)
    if not name:
        yield fault(N_("row {row}: the name is missing"), row=row)
    elif not (name + division.short_name).isprintable():
        yield fault(N_("row {row}: there is an invisible character in the name"), row=row)


def _judge_parent(division: Division, parent: Division | None) -> Iterator[Fault]:
    row, name, level = division.row, division.name, LEVELS.get(division.level)
    if level is None:
        message = N_("row {row}: the level “{level}” is unknown; it must be one of {all}")
        yield fault(message, row=row, level=division.level, all=", ".join(LEVELS))
    elif level.above and parent is None:
        message = N_("row {row}: no row has the code “{parent}”, the parent of {name}")
        yield fault(message, row=row, parent=division.parent_code, name=name)
    elif level.above and parent and parent.level != level.above:
        message = N_(
            "row {row}: the parent of {name} must be of the level {above}, but {parent} is of the"
            " level {level}"
        )
        values = {"above": level.above, "parent": parent.name, "level": parent.level}
        yield fault(message, row=row, name=name, **values)
