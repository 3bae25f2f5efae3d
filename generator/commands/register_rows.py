"""A register as clerks have it, .csv or a workbook, → its rows: which column is what.

Headings may be Chinese or English, levels words or left out: a code tells its level by its length,
and the place above by how it begins. Of a sheet without these headings nothing is read.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.base.half_width import narrow
from generator.base.messages import N_
from generator.base.problems import Place, problem
from generator.commands.divisions import Division, Fault, RegisterError, fault
from generator.model.levels import LEVELS
from generator.parse import sheet_file
from generator.parse.sheet_book import Sheet, Unreadable
from generator.parse.sheet_cells import plain

_WORDS: Mapping[str, str] = {
    "code": "code 代码 编码 区划代码 区划编码 行政区划代码 行政区划编码 统计用区划代码"
    " 统计用区划代码（12位） 统计区划代码 地区代码 单位代码 adcode",
    "parent_code": "parent_code parentcode parent 上级代码 上级编码 上级区划代码 父级代码 上级 pid",
    "level": "level 级别 层级 行政级别 区划级别 级 类型",
    "name": "name 名称 区划名称 行政区划名称 地名 单位名称 地区名称 全称",
    "short_name": "short_name shortname 简称 简称名",
}
_ABOVE = ("streetcode", "areacode", "citycode", "provincecode")
"""Columns of lists of one level each that name the places above, the nearest first."""
_COLUMNS = {word: column for column, words in _WORDS.items() for word in words.split()}
_DEEPEST = 15
"""Rows above the heading at most: a title, a note."""
_LEVEL_WORDS: Mapping[str, str] = {
    "nation": "国家 国 全国 中央 0",
    "province": "省级 自治区 直辖市 省市 1",
    "prefecture": "市 州 地区 盟 市级 州级 地级 地级市 地市 地市级 市州 市州级 自治州 设区的市 2",
    "county": "县级 区县 县区 县市区 县市 区 旗 县级市 市辖区 自治县 3",
    "town": "镇 乡 街道 乡级 镇级 乡镇级 乡镇街道 苏木 民族乡 4",
    "village": "社区 村级 村社区 村居 行政村 居委会 村委会 嘎查 5",
}
_LEVELS = {
    **{word: level for level, words in _LEVEL_WORDS.items() for word in words.split()},
    **{word: level for level, names in LEVELS.items() for word in (level, names[1])},
}
_OF_LENGTH = {2: "province", 4: "prefecture", 6: "county", 9: "town", 12: "village"}
_MOVED = str.maketrans("\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864", "龴龵龶龷龸龹龺龻")
"""Signs that GB 18030 had no other place for until 2022, and programs still read as private."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where each column stands; `above` are further ones that name places above."""

    row: int
    at: Mapping[str, int]
    above: Sequence[int]


def read_register(content: bytes, name: str = "register.csv") -> list[Division]:
    """Return the rows of the register in `content`, a file called `name`, as they stand.

    Their codes are without the zeros that fill them up. Raises RegisterError with all faults.
    """
    try:
        book = sheet_file.book(content, name)
    except Unreadable as error:
        raise RegisterError([problem(error.code, Place(name), **error.values)]) from error
    found: list[Division] = []
    faults: list[Fault] = []
    headed = False
    for sheet in book.sheets:
        columns = None if sheet.hidden else _columns(sheet)
        if columns is None:
            continue
        headed = True
        for division in _rows(sheet, columns):
            faults.extend(_faults(division))
            found.append(division)
    if not headed:
        message = N_(
            "{file}: no row is a heading with the columns code and name (代码、名称);"
            " parent_code, level and short_name (上级代码、级别、简称) may stand beside them"
        )
        raise RegisterError([fault(message, file=name)])
    if faults:
        raise RegisterError(faults)
    return found


def bare(code: str) -> str:
    """Return a code without the zeros that fill it up: 520500000000 is 5205."""
    if len(code) == 12 and code.endswith("000"):
        code = code[:9]
    if len(code) == 9 and code.endswith("000"):
        code = code[:6]
    if len(code) == 6 and code.endswith("00"):
        code = code[:4]
        return code[:2] if code.endswith("00") else code
    return code


def _columns(sheet: Sheet) -> _Columns | None:
    """Return where the columns of a sheet stand, None where no row is their heading."""
    for number, row in enumerate(sheet.rows[:_DEEPEST]):
        said = [re.sub(r"[\s*＊:：]", "", narrow(plain(cell))).lower() for cell in row]
        said = [each.replace("(", "（").replace(")", "）") for each in said]
        at: dict[str, int] = {}
        for column, word in enumerate(said):
            if word in _COLUMNS:
                at.setdefault(_COLUMNS[word], column)
        if "code" in at and "name" in at:
            above = [said.index(word) for word in _ABOVE if word in said]
            return _Columns(number, at, above)
    return None


def _rows(sheet: Sheet, columns: _Columns) -> Iterator[Division]:
    for number, row in enumerate(sheet.rows[columns.row + 1 :], start=columns.row + 2):
        texts = [plain(cell).translate(_MOVED) for cell in row]
        if not any(texts):
            continue

        def cell(column: int | None, texts: Sequence[str] = texts) -> str:
            return texts[column] if column is not None and column < len(texts) else ""

        said = {name: cell(columns.at.get(name)) for name in _WORDS}
        parent = said["parent_code"] or next(filter(None, map(cell, columns.above)), "")
        level = said["level"]
        if level:
            level = _LEVELS.get(_word(level), level)
        code = narrow(said["code"])
        if not level or len(code) in (6, 9, 12):
            code = bare(code)
        level = level or _level(code, said["name"])
        name, short = said["name"].replace(" ", ""), said["short_name"].replace(" ", "")
        made = Division(number, code, bare(narrow(parent)), level, name, short)
        yield replace(made, parent_code="") if made.parent_code == code else made


def _word(level: str) -> str:
    return re.sub(r"[（(）)、/\s]", "", level).lower()


def _level(code: str, name: str) -> str:
    if code == "10" and name in ("中国", "全国", "中华人民共和国"):
        return "nation"
    return _OF_LENGTH.get(len(code), "")


def _faults(division: Division) -> Iterator[Fault]:
    """Yield what is wrong with a row by itself."""
    row, code, name = division.row, division.code, division.name
    if not re.fullmatch(r"[0-9]+", code):
        message = N_(
            "row {row}: the code “{code}” should be digits only; in a spreadsheet format the"
            " column as text, or long codes are cut"
        )
        yield fault(message, row=row, code=code)
    elif division.level not in LEVELS:
        words = "、".join(names[1] for names in LEVELS.values())
        message = N_(
            "row {row}: the level “{level}” of {code} is unknown; write one of {all}, or leave the"
            " column out where codes have 2, 4, 6, 9 or 12 digits"
        )
        yield fault(message, row=row, code=code, level=division.level, all=words)
    if not name:
        yield fault(N_("row {row}: the name is missing"), row=row)
