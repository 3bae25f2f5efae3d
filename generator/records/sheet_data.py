"""What a row says → the fields of a record, as a clerk would have typed them."""

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticCustomError

from generator.base.half_width import narrow
from generator.base.privacy import is_mobile, masked
from generator.model.kinds.registry import KINDS
from generator.model.spending import FUND_LEVELS
from generator.parse import not_known
from generator.parse.field_types import parse_date
from generator.parse.model_fields import inner, validators
from generator.parse.phones import parse_phone
from generator.parse.sheet_cells import Unsure
from generator.parse.yaml_nodes import Raw
from generator.records import sheet_columns, sheet_people
from generator.records.sheet_answers import Answers
from generator.records.sheet_columns import Field
from generator.records.sheet_table import Row
from generator.records.sheet_words import (
    ITEM,
    MEANINGS,
    NOT_POOR,
    ORDINAL,
    PLACES,
    Data,
    Path,
    Where,
)

if TYPE_CHECKING:
    from generator.base.findings import Step

_UNTIL = re.compile(r"\s*(?:—+|–+|-{1,2}|~|～|至|到|―+)\s*")
_DATED = re.compile(r"\d{4}\s*(?:[-./年]\s*\d{1,2})?(?:\s*[-./月]\s*\d{1,2})?\s*[年月日号]*")
_YES = {
    "√": "是",
    "✓": "是",
    "✔": "是",
    "对": "是",
    "y": "是",
    "×": "否",
    "✗": "否",
    "n": "否",
    "x": "否",
}
_NAMED = frozenset(
    ("person", "person_responsible", "name", "chair", "responsible", "owner", "by", "payee")
)
_NAME = re.compile(r"(?<![^\s])([\u4e00-\u9fff])\s+([\u4e00-\u9fff])(?![^\s])")
"""A name of two characters that stand apart, as columns of names are set: 张 三."""
_ENDS = {"since": "until", "first": "last"}
_NO_END = frozenset(("长期", "长期有效", "永久", "永久有效", "至今", "现在", "目前"))
"""What stands for a last day where there is none."""
_UP_TO_NOW = re.compile(r"\s*(?:[-—~～至到]+\s*(?:今|现在|目前)|起|开始)$")
_ORDINAL = re.compile(r"[1-9]\d*(\.[1-9]\d*)*")
_HOUSEHOLDS = re.compile("[户人,]")
_NOTHING = re.compile(r"[0.,\s]*(?:[百千]?万元?|亿元?|千?元)?")
"""No money, as amounts of a level that gives none are filled in."""
_FIELD_ENDS = re.compile(r"[\n、；;]|[，,](?!\d)")


def known_texts(folder: str, row: Row, answers: Answers) -> dict[Path, str]:
    """Return the texts of a row that say something, with the site's words for them."""
    found: dict[Path, str] = {}
    every, of_people = sheet_columns.fields(folder), folder in sheet_people.POSTS
    for path, text in row.texts.items():
        of = every[path]
        words = answers.values.get(path)
        if words and text in words:
            text = words[text]  # noqa: PLW2901 (from here on it is what is meant)
        elif path in MEANINGS:
            bare = re.sub(r"\s", "", narrow(text))
            text = MEANINGS[path].get(bare, text)  # noqa: PLW2901 (as above)
        if of.want == "yes":
            text = _YES.get(narrow(text).strip().casefold(), text)  # noqa: PLW2901
        if path[-1] == "until" and text in _NO_END:
            continue
        if of_people and sheet_people.nobody(folder, path, text):
            found[path] = text
            continue
        if path == ("posts", ITEM, "group"):
            text = sheet_people.group_of(text)  # noqa: PLW2901 (as above)
            if not text:
                continue
        if not_known.worth(text):
            if not_known.elsewhere(text):
                row.faults.append((path, Unsure("P122", value=text)))
                continue
            if not _answers(of, text) and path not in PLACES and not _none(of, text):
                continue
        found[path] = text
    return found


def _answers(of: Field, text: str) -> bool:
    """Tell whether a word such as 无 is an answer to what a field asks."""
    return of.info is not None and not_known.answers(of.info, validators(of.info), text)


def _none(of: Field, text: str) -> bool:
    """Tell whether a word such as 无 says of a list that a record must have that it has nothing."""
    return of.info is not None and not_known.says_none(of.info, text)


def record(
    folder: str, texts: Mapping[Path, str], answers: Answers, row: Row
) -> tuple[Data, Where]:
    """Return the fields that one row says, and where each comes from.

    An item of a list is the first of its list here; `merged` puts those of several rows together.
    """
    data: Data = {}
    where: Where = {}
    ordinal = texts.get(ORDINAL, "")
    for path, text in texts.items():
        if path[0].startswith("@") or (path[1:2] and path[1].startswith("@")):
            continue
        if path == ("plan",):
            _period(data, where, text, row)
            continue
        if path[-1] in _ENDS and _both_ends(data, where, path, texts, ordinal):
            continue
        _set(data, where, path, _typed(folder, path, text, own=row.table.own), ordinal)
    _sums(data, where, texts, row)
    if folder == "projects":
        _sources(data, where, texts, answers)
        if "sources" not in data:
            _one_source(data, where, texts, row)
    if folder in sheet_people.POSTS:
        _people(folder, data, where, texts, own=row.table.own)
    return data, where


def _people(folder: str, data: Data, where: Where, texts: Mapping[Path, str], *, own: bool) -> None:
    """Put the people of a row's posts, and say of those that nobody holds that they are vacant."""
    by_post = sheet_people.paths(folder)
    held = {p: _typed(folder, p, text, own=own) for p, text in texts.items() if p in by_post}
    sheet_people.put(folder, data, where, held)
    name, person = sheet_people.list_of(folder)
    entries = data.get(name)
    if isinstance(entries, list) and entries and (name, ITEM, person) in texts:
        data[name] = [
            sheet_people.vacant(folder, each) if isinstance(each, dict) else each
            for each in entries
        ]


def _both_ends(
    data: Data, where: Where, path: Path, texts: Mapping[Path, str], ordinal: str
) -> bool:
    """Put 2017.3-2019.3 into both ends of a time; return whether it is such, and is not said."""
    until = (*path[:-1], _ENDS[path[-1]])
    dates = _dates(texts[path]) if until not in texts else []
    for at, day in zip((path, until), dates, strict=False):
        _set(data, where, at, day, ordinal)
    return len(dates) == 2


def _typed(folder: str, path: Path, text: str, *, own: bool) -> Raw:
    """Return a text as a record has it: dates in one form, mobile numbers masked, lists parted."""
    of = sheet_columns.fields(folder)[path]
    if _none(of, text):
        return []
    if of.want == "list":
        parts = text.split("\n") if own else _FIELD_ENDS.split(text)
        return [each.strip() for each in parts if each.strip()]
    if of.want == "date":
        try:
            return parse_date(_since(path, text)).iso()
        except PydanticCustomError:
            return text
    if own:
        return text
    if of.want == "code" and path[-1] == "phone":
        return _with_its_nought(text)
    return _NAME.sub(r"\1\2", text) if path[-1] in _NAMED else text


def _since(path: Path, text: str) -> str:
    """Return the day of 2018年3月至今, where that is asked for since when someone is there."""
    return _UP_TO_NOW.sub("", text) if path[-1] in ("since", "start") else text


def _with_its_nought(text: str) -> str:
    """Return a landline with the nought that a spreadsheet took from it for a number."""
    if not re.fullmatch(r"[2-9]\d{9,10}", text):
        return text
    for each in (text, f"0{text}"):
        try:
            parse_phone(each)
        except PydanticCustomError:
            continue
        return each
    return text


def consented(folder: str, data: Data) -> None:
    """Mask the mobile numbers of a record that has no consent beside them, in place."""
    if isinstance(data.get("phone"), str) and "phone_consent" not in data and folder != "units":
        data["phone"] = _masked(str(data["phone"]))
    for each in data.values():
        for part in each if isinstance(each, list) else ():
            if isinstance(part, dict) and "phone" in part and "phone_consent" not in part:
                part["phone"] = _masked(str(part["phone"]))


def _masked(text: str) -> str:
    try:
        number = parse_phone(text)
    except PydanticCustomError:
        return text
    return masked(number) if is_mobile(number) else text


def _set(data: Data, where: Where, path: Path, value: Raw, ordinal: str) -> None:
    """Put a value at a path, making the groups and the lists on the way."""
    at: list[Step] = []
    now: Any = data
    counted = (
        [int(each) - 1 for each in ordinal.split(".")]
        if ordinal and _ORDINAL.fullmatch(ordinal)
        else []
    )
    for n, step in enumerate(path):
        key: Step = step
        if step == ITEM:
            key = counted.pop(0) if counted else 0
            while len(now) <= key:
                now.append({})
        at.append(key)
        if n + 1 == len(path):
            now[key] = value
        elif isinstance(key, int):
            now = now[key]
        else:
            now = now.setdefault(key, [] if path[n + 1] == ITEM else {})
    where[tuple(at)] = path


def _period(data: Data, where: Where, text: str, row: Row) -> None:
    """Put 2018.3-2018.9 into start and finish; a length such as 6个月 is no date, and is told."""
    dates = _dates(text)
    if len(dates) != 2:
        row.faults.append((("plan",), Unsure("P572", value=text)))
        return
    for name, day in zip(("start", "finish"), dates, strict=True):
        if name not in data.setdefault("plan", {}):
            _set(data, where, ("plan", name), day, "")
            where["plan", name] = ("plan",)


def _dates(text: str) -> list[str]:
    """Return the two dates of a period, none if it is no period."""
    narrowed = narrow(text)
    for parted in _UNTIL.finditer(narrowed):
        pair = narrowed[: parted.start()], _with_year(narrowed, parted)
        if not all(_DATED.fullmatch(each.strip()) for each in pair):
            continue
        first, last = (each.strip() for each in pair)
        if (
            parted[0].strip() == "-"
            and re.fullmatch(r"\d{4}", first)
            and not re.match(r"\d{4}", last)
        ):
            continue  # 2018-3 is a month
        try:
            found = [parse_date(each) for each in (first, last)]
        except PydanticCustomError:
            continue
        return [each.iso() for each in found]
    return []


def _with_year(text: str, parted: re.Match[str]) -> str:
    """Return the end of a period, with the year of its beginning where it has none."""
    first, last = text[: parted.start()], text[parted.end() :]
    year = re.match(r"(\d{4})\s*([-./年])", first)
    days = len(re.findall(r"\d+", first)) == 3
    shape = r"\d{1,2}\s*([-./月])\s*\d{1,2}\s*[日号]?" if days else r"\d{1,2}\s*(月)份?"
    found = re.fullmatch(shape, last.strip())
    if year and found and (found[1] == "月") == (year[2] == "年"):
        return f"{year[1]}{year[2]}{last.strip()}"
    return last


def _sums(data: Data, where: Where, texts: Mapping[Path, str], row: Row) -> None:
    """Put the households and people in all, where those that are poor and those not are known."""
    for path, (whole, poor) in NOT_POOR.items():
        some, others = texts.get(path), texts.get(("beneficiaries", poor))
        if some is None or ("beneficiaries", whole) in texts:
            continue
        digits = [_HOUSEHOLDS.sub("", each or "") for each in (some, others)]
        if all(each.isdecimal() for each in digits):
            total = str(sum(map(int, digits)))
            _set(data, where, ("beneficiaries", whole), total, "")
            where["beneficiaries", whole] = path
        elif not digits[0].isdecimal():
            row.faults.append((path, Unsure("P106", value=some)))
        elif not others:
            row.faults.append((path, Unsure("P545", value=some)))


def _sources(data: Data, where: Where, texts: Mapping[Path, str], answers: Answers) -> None:
    """Put a source for each level that gives money; what is said of all is said of each."""
    found: list[Raw] = []
    for level in FUND_LEVELS:
        path = ("sources", f"@{level}", "amount")
        amount = texts.get(path)
        if amount is None or _NOTHING.fullmatch(amount):
            continue
        item: dict[str, Raw] = {}
        for name in ("fund", "level", "amount", "document", "pooled"):
            of_all = ("sources", "@all", name)
            said = {"level": level, "amount": amount}.get(name) or texts.get(of_all)
            said = (
                said or answers.fill.get(("sources", f"@{level}", name)) or answers.fill.get(of_all)
            )
            if said:
                item[name] = said
                where["sources", len(found), name] = of_all if of_all in texts else path
        where["sources", len(found)] = path
        found.append(item)
    if found:
        data["sources"] = found


_LEVEL_SIGNS = (
    ("central", re.compile("中央|国家")),
    ("province", re.compile("省级|省财政|省专|省本级|自治区")),
    ("prefecture", re.compile("[州市盟]级|[州盟]财政|市州|地级|地区级|盟市|[州市盟]本级")),
    ("county", re.compile("[县旗]级|[县旗]财政|(?<!自治)区级|县区|旗县|[县旗]本级")),
    ("social", re.compile("社会|帮扶|捐")),
    ("self_raised", re.compile("自筹")),
)


def _one_source(data: Data, where: Where, texts: Mapping[Path, str], row: Row) -> None:
    """Put the source that a row names in one cell, whose money is all the project has.

    Of which level it is the name says; where it says none, or several, that is told.
    """
    path = ("sources", "@all", "fund")
    fund, amount = texts.get(path), texts.get(("budget",))
    if not fund or not amount or _NOTHING.fullmatch(amount):
        return
    levels = [level for level, sign in _LEVEL_SIGNS if sign.search(fund)]
    if len(levels) != 1:
        row.faults.append((path, Unsure("P547", value=fund)))
        return
    item: dict[str, Raw] = {"fund": fund, "level": levels[0], "amount": amount}
    for name in ("document", "pooled"):
        if said := texts.get(("sources", "@all", name)):
            item[name] = said
    data["sources"] = [item]
    where.update({("sources", 0): path, ("sources", 0, "amount"): ("budget",)})


def filled(folder: str, data: Data, answers: Answers) -> None:
    """Put in what the site says of all new records of a kind, where a row says nothing."""
    for path, text in answers.fill.items():
        if path[0] == "sources":
            continue
        if path[1:2] == (ITEM,) and len(path) == 3:
            entries = data.get(path[0])
            for each in entries if isinstance(entries, list) else ():
                if isinstance(each, dict):
                    each.setdefault(path[2], text)
            continue
        group: Any = data
        for step in path[:-1]:
            group = group.setdefault(step, {})
        of = sheet_columns.fields(folder).get(path)
        listed = of is not None and of.want == "list"
        none = of is not None and _none(of, text)
        group.setdefault(path[-1], [] if none else _FIELD_ENDS.split(text) if listed else text)


def in_order(folder: str, data: Data) -> Data:
    """Return the fields of a record in the order of its model, at any depth."""
    found: Data = _ordered(KINDS[folder].model, data)
    return found


@cache
def _layout(model: Any) -> list[tuple[str, Any]]:
    """Return the fields of a model, each with the model of what is in it, None for a text."""
    parts = [(name, inner(info.annotation)) for name, info in model.model_fields.items()]
    return [(name, part if hasattr(part, "model_fields") else None) for name, part in parts]


def _ordered(model: Any, data: Any) -> Any:
    found = {}
    for name, part in _layout(model):
        if name not in data:
            continue
        value = data[name]
        if part is not None:
            value = (
                [_ordered(part, each) for each in value]
                if isinstance(value, list)
                else _ordered(part, value)
            )
        found[name] = value
    return found
