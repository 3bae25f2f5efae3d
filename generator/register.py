"""The register of divisions becomes unit records: `python -m generator.register CSV CONTENT_DIR`.

The CSV has the columns `code,parent_code,level,name,short_name`, one division a row, one
prefecture in all. Each division without a record gets one under `units/`; the folder gives the
parent. A record that is there is never changed, moved or renamed: its address is already in
somebody's hands, and a clerk may have worked on it.
"""

import argparse
import csv
import io
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from generator import pinyin, source
from generator.messages import N_, catalogue, terminal_language
from generator.problems import Problem, errors

COLUMNS = ("code", "parent_code", "level", "name", "short_name")
OVERRIDES = "slugs.yaml"

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


def _fault(message: str, **values: str | int) -> Fault:
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


@dataclass(frozen=True, slots=True)
class Record:
    """A unit record that is there: its id (path under `units`, no suffix), its file, its fields."""

    id: str
    file: str
    fields: Mapping[str, source.Raw]

    @property
    def code(self) -> str:
        """The division's code; empty if the record has none."""
        code = self.fields.get("code", "")
        return code if isinstance(code, str) else ""


@dataclass(frozen=True, slots=True)
class Import:
    """What an import would do: files to write, with their text, and what it leaves and why."""

    new: Mapping[str, str]
    left: int
    remarks: tuple[Fault, ...]


def read_register(content: bytes) -> list[Division]:
    """Read the bytes of a register, ordered by code; raise RegisterError with all its faults."""
    rows = csv.reader(io.StringIO(_decode(content), newline=""))
    try:
        heading = [cell.strip() for cell in next(rows, [])]
        missing = [column for column in COLUMNS if column not in heading]
        if missing:
            message = N_("row 1: the column {columns} is missing; the heading must name {all}")
            values = {"columns": ", ".join(missing), "all": ",".join(COLUMNS)}
            raise RegisterError([_fault(message, **values)])
        where = [heading.index(column) for column in COLUMNS]
        divisions = []
        for cells in rows:
            if any(cell.strip() for cell in cells):
                cells.extend([""] * (len(heading) - len(cells)))
                picked = (" ".join(cells[index].split()) for index in where)
                divisions.append(Division(rows.line_num, *picked))
    except csv.Error as error:
        message = N_("row {row}: this is not valid CSV ({reason})")
        raise RegisterError([_fault(message, row=rows.line_num, reason=str(error))]) from error
    faults = list(_judge(divisions))
    if faults:
        raise RegisterError(faults)
    return sorted(divisions, key=lambda each: each.code)


def plan(content: Path, divisions: Sequence[Division]) -> Import:
    """Judge what importing `divisions` (as read) into the folder `content` would write and leave.

    Raises RegisterError when a record there or `slugs.yaml` cannot be read, or asks for the
    impossible. Nothing is written.
    """
    records = _records(content)
    ids = _ids(divisions, records, _overrides(content, divisions))
    by_id = {record.id: record for record in records}
    new: dict[str, str] = {}
    remarks: list[Fault] = []
    for division in divisions:
        record = by_id.get(ids[division.code])
        if record:
            remarks.extend(_differences(division, record, ids))
        else:
            new[f"units/{ids[division.code]}.yaml"] = as_yaml(division.fields())
    return Import(new, len(divisions) - len(new), tuple(remarks))


def write(content: Path, files: Mapping[str, str]) -> None:
    """Write `files` (path under `content` to text), none of which may exist."""
    for file, text in files.items():
        path = content / file
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as out:
            out.write(text)


def as_yaml(fields: Mapping[str, str]) -> str:
    """Return `fields` as YAML that every reader takes for text, one field a line."""
    return "".join(f"{key}: {_scalar(value)}\n" for key, value in fields.items())


_PLAIN = re.compile(r"[^\W\d_]\w*(?: \w+)*")
_NOT_TEXT = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"}


def _scalar(value: str) -> str:
    """Quote what is not plainly a word: a program may take a code for a number, `no` for false."""
    if _PLAIN.fullmatch(value) and value.lower() not in _NOT_TEXT:
        return value
    return json.dumps(value, ensure_ascii=False)


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
        raise RegisterError([_fault(message, row=row)]) from error


def _judge(divisions: Sequence[Division]) -> Iterator[Fault]:
    """Yield what is wrong with the rows, in their order."""
    top = [each for each in divisions if each.level == "prefecture"]
    if len(top) != 1:
        message = N_("there must be one row of the level prefecture, but there are {count}")
        yield _fault(message, count=len(top))
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
        yield _fault(message, row=row, code=code)
    elif first is not division:
        message = N_("row {row}: the code {code} is already in row {first}")
        yield _fault(message, row=row, code=code, first=first.row)
    if not name:
        yield _fault(N_("row {row}: the name is missing"), row=row)
    elif not (name + division.short_name).isprintable():
        yield _fault(N_("row {row}: there is an invisible character in the name"), row=row)


def _judge_parent(division: Division, parent: Division | None) -> Iterator[Fault]:
    row, name, level = division.row, division.name, LEVELS.get(division.level)
    if level is None:
        message = N_("row {row}: the level “{level}” is unknown; it must be one of {all}")
        yield _fault(message, row=row, level=division.level, all=", ".join(LEVELS))
    elif level.above and parent is None:
        message = N_("row {row}: no row has the code “{parent}”, the parent of {name}")
        yield _fault(message, row=row, parent=division.parent_code, name=name)
    elif level.above and parent and parent.level != level.above:
        message = N_(
            "row {row}: the parent of {name} must be of the level {above}, but {parent} is of the"
            " level {level}"
        )
        values = {"above": level.above, "parent": parent.name, "level": parent.level}
        yield _fault(message, row=row, name=name, **values)


def _records(content: Path) -> list[Record]:
    """Read the unit records that are there; one of unknown code could be written a second time."""
    found, faults = [], list[Problem]()
    for path in sorted((content / "units").rglob("*")):
        file = path.relative_to(content)
        unit = file.relative_to("units").with_suffix("").as_posix()
        # what has no address is no record: a copy put aside as mochong.old.yaml must not count
        addressed = all(source.is_slug(part) for part in unit.split("/"))
        if addressed and path.suffix in (".yaml", ".yml", ".md") and path.is_file():
            read, problems = source.read(content, file.as_posix())
            faults.extend(errors(problems))
            if read:
                found.append(Record(unit, file.as_posix(), read.data))
    if faults:
        raise RegisterError(faults)
    return found


def _overrides(content: Path, divisions: Iterable[Division]) -> dict[str, str]:
    """Read the slugs that a person has chosen, by code."""
    if not (content / OVERRIDES).exists():
        return {}
    read, problems = source.read(content, OVERRIDES)
    if read is None:
        raise RegisterError(list(errors(problems)))
    codes = {each.code for each in divisions}
    slugs: dict[str, str] = {}
    faults = []
    for code, slug in read.data.items():
        if code not in codes:
            message = N_("{file}: the register has no code {code}")
            faults.append(_fault(message, file=OVERRIDES, code=code))
        elif not isinstance(slug, str) or not source.is_slug(slug):
            message = N_("{file}: “{slug}” (of {code}) must be small letters, digits and hyphens")
            faults.append(_fault(message, file=OVERRIDES, code=code, slug=str(slug)))
        else:
            slugs[code] = slug
    if faults:
        raise RegisterError(faults)
    return slugs


def _ids(
    divisions: Sequence[Division], records: Sequence[Record], overrides: Mapping[str, str]
) -> dict[str, str]:
    """Give every division its id, by code: that of its record if it has one, else a free one."""
    ids = {record.code: record.id for record in reversed(records) if record.code}
    uncoded = {record.id for record in records if not record.code}
    taken = {record.id for record in records}
    faults = []
    for above, group in _siblings(divisions).items():
        folder = f"{ids[above]}/" if above else ""
        slugs = _slugs(group)
        # those chosen by a person are given out first, so that no machine-made one is in the way
        for each in sorted(group, key=lambda each: each.code not in overrides):
            if each.code in ids:
                continue
            unit = folder + overrides.get(each.code, slugs[each.code])
            if each.code in overrides:
                if unit in taken:
                    message = N_("{file}: “{slug}” (of {code}) is already the slug of a sibling")
                    values = {"slug": overrides[each.code], "code": each.code}
                    faults.append(_fault(message, file=OVERRIDES, **values))
            elif unit in uncoded:
                uncoded.remove(unit)  # most likely this very unit, written by hand
            else:
                unit = _free(unit, taken)
            ids[each.code] = unit
            taken.add(unit)
    if faults:
        raise RegisterError(faults)
    return ids


def _siblings(divisions: Iterable[Division]) -> dict[str, list[Division]]:
    """Group divisions by the code of the unit whose folder they lie in, the highest first."""
    siblings: dict[str, list[Division]] = defaultdict(list)
    for level in LEVELS:
        for each in divisions:
            if each.level == level:
                siblings[_folder_code(each)].append(each)
    return siblings


def _folder_code(division: Division) -> str:
    """Counties lie beside their prefecture, not in a folder of it: their addresses stay short."""
    return "" if division.level in ("prefecture", "county") else division.parent_code


def _slugs(siblings: Sequence[Division]) -> dict[str, str]:
    """Return the machine-made slug of each code: a community gives way to a village of its name."""
    slugs = {each.code: pinyin.slug(each.stem) or each.code for each in siblings}
    alike = Counter(slugs.values())
    for each in siblings:
        if each.community and alike[slugs[each.code]] > 1:
            slugs[each.code] += "-shequ"
    return slugs


def _free(unit: str, taken: set[str]) -> str:
    """Return the id `unit`, with the first number that makes it free."""
    number, free = 1, unit
    while free in taken:
        number += 1
        free = f"{unit}-{number}"
    return free


def _differences(division: Division, record: Record, ids: Mapping[str, str]) -> Iterator[Fault]:
    """Yield how a record that is left alone differs from the register, for a person to judge."""
    for key, value in division.fields().items():
        there = record.fields.get(key, "")
        if key != "pinyin" and there != value:
            message = N_("{file}: {field} is “{there}”, the register gives “{value}”")
            values = {"field": key, "there": str(there), "value": value}
            yield _fault(message, file=record.file, **values)
    right = ids.get(_folder_code(division), "")
    if record.id.rpartition("/")[0] != right:
        message = N_("{file}: the register puts this unit under {folder}")
        yield _fault(message, file=record.file, folder=f"units/{right}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Import a register from the command line; return the exit code.

    0 done; 1 something is wrong with the register or the records, and nothing is written; 2 wrong
    usage; 3 the machine refused to read or write.
    """
    language = terminal_language()
    tr = catalogue(language).gettext
    parser = argparse.ArgumentParser(
        prog="python -m generator.register",
        description=tr(N_("Make a unit record of every division of a register that has none yet.")),
        epilog=tr(N_("Example: python -m generator.register register.csv content")),
    )
    columns = tr(N_("the register: UTF-8, with the columns {columns}"))
    parser.add_argument("csv", type=Path, help=columns.format(columns=",".join(COLUMNS)))
    parser.add_argument("content", type=Path, help=tr(N_("the folder that holds “units”")))
    options = parser.parse_args(arguments)
    try:
        work = plan(options.content, read_register(options.csv.read_bytes()))
        write(options.content, work.new)
    except RegisterError as error:
        _say(sys.stderr, *error.lines(language), tr(N_("Nothing has been written.")))
        return 1
    except OSError as error:
        message = tr(N_("{file} cannot be read or written: {reason}"))
        _say(sys.stderr, message.format(file=error.filename, reason=error.strerror))
        return 2 if isinstance(error, FileNotFoundError) else 3
    message = tr(N_("{new} records written, {left} that were there left as they are."))
    remarks = (remark.text(language) for remark in work.remarks)
    _say(sys.stdout, *remarks, message.format(new=len(work.new), left=work.left))
    return 0


def _say(stream: TextIO, *lines: str) -> None:
    stream.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
