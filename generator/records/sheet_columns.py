"""What the columns of a sheet mean: fields of a kind by their names here and in clerks' workbooks.

Where a word leads is decided in this order: what the site's own file says (`content/imports/`), the
name of the field as `portal export` writes it, the words of `sheet_words`, those of
`field_synonyms`. A word that may mean two fields means none until someone says which.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.base import labels
from generator.base.half_width import narrow
from generator.base.messages import CHINESE, ENGLISH, N_, catalogue
from generator.model.kinds.registry import KINDS
from generator.model.spending import FUND_LEVELS
from generator.parse import field_synonyms
from generator.parse.amounts import parse_money, parse_outgoing
from generator.parse.field_types import (
    Choice,
    parse_count,
    parse_date,
    parse_day,
    parse_percent,
    parse_record,
    parse_unit,
    parse_year,
    parse_yes,
)
from generator.parse.model_fields import inner, is_list, validators
from generator.parse.phones import parse_phone
from generator.parse.sheet_cells import Want
from generator.parse.sheet_heading import Names
from generator.records import sheet_people
from generator.records.sheet_words import (
    ADDRESS,
    BOTH,
    COUNTER,
    HAMLET,
    ITEM,
    MAIN,
    NOT_POOR,
    NUMBER,
    ORDINAL,
    PLACE_WORDS,
    PLACES,
    SKIP,
    TOPICS,
    WORDS,
    Path,
)

_LEFT_OUT = ("vouched",)
"""What no sheet may carry: numbers that look like a person's."""
_WANTS: Mapping[Any, Want] = {
    parse_money: "money",
    parse_outgoing: "money",
    parse_date: "date",
    parse_day: "date",
    parse_year: "year",
    parse_percent: "percent",
    parse_count: "count",
    parse_yes: "yes",
    parse_phone: "code",
    parse_unit: "code",
    parse_record: "code",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a column may hold; those that are none of a record begin with `@`."""

    path: Path
    want: Want
    meanings: tuple[str, ...] = ()
    """What it means, and before that what its groups mean (msgids)."""
    info: FieldInfo | None = None

    def name(self, language: str, say: Callable[[str], str] | None = None) -> str:
        """Return what people call it: 计划开工和完工·开工日期; `say` has a site's own words."""
        tr = say or catalogue(language).gettext
        if self.path[0] in _OWN_WORDS:
            return tr(_OWN_WORDS[self.path[0]])
        return "·".join(labels.name(each, tr) for each in self.meanings)

    @property
    def names_unit(self) -> bool:
        """Whether it is the address of a unit, which a sheet has by its name."""
        part = inner(self.info.annotation) if self.info else None
        through = [
            *(validators(self.info) if self.info else ()),
            *getattr(part, "__metadata__", ()),
        ]
        return any(getattr(each, "func", None) is parse_unit for each in through)

    @property
    def choices(self) -> Mapping[str, tuple[str, ...]]:
        """The codes that it takes, with their labels; none if it is no choice."""
        found = validators(self.info) if self.info else []
        return next((each.choices for each in found if isinstance(each, Choice)), {})


OF_ALL = N_("of all sources alike")
_OWN_WORDS = {
    "@address": N_("address of the record"),
    "@ordinal": N_("which entry, from 1"),
    "@county": N_("county"),
    "@town": N_("town or township"),
    "@village": N_("village, by name"),
    "@number": N_("number of the record in the workbook"),
}
_ASIDE = re.compile(r"[（(\[【].*?[)）\]】]|[\s*＊★:：]|^[一二三四五六七八九十\d]+[、.．]")
_BRACKETS = re.compile(r"[\s（()）*＊★:：、/及和与或]")
_UNIT = re.compile(
    r"(?:[/(（](?:单位)?(?:千万|百万|万|千|亿)?元[)）]?|(?:千万|百万|万|千|亿)元|[/(（][户人个%％][)）]?)$"
)


def bare(heading: str) -> str:
    """Return the words of a heading without remarks in brackets, stars and numbers."""
    return _ASIDE.sub("", narrow(heading))


@cache
def fields(folder: str) -> Mapping[Path, Field]:
    """Return the fields of a kind by path, in the order of its model."""
    found = {each.path: each for each in _leaves(KINDS[folder].model, (), ())}
    if folder == "projects":
        money = found["sources", ITEM, "amount"].meanings[0]
        for level in FUND_LEVELS:
            amount = ("sources", f"@{level}", "amount")
            found[amount] = Field(amount, "money", (money, FUND_LEVELS[level][0]))
        for name in ("pooled", "document", "fund"):
            of = found["sources", ITEM, name]
            path = ("sources", "@all", name)
            found[path] = Field(path, of.want, (OF_ALL, of.meanings[-1]), of.info)
        found |= {path: Field(path, "count") for path in NOT_POOR}
        found["plan",] = Field(("plan",), "period", found["plan", "start"].meanings[:1])
    for of_post, of_entry in sheet_people.paths(folder).items():
        of = found[of_entry]
        found[of_post] = Field(of_post, of.want, of.meanings, of.info)
    every: tuple[Path, ...] = (*PLACES, HAMLET, COUNTER, NUMBER, ADDRESS, ORDINAL, SKIP)
    return found | {path: Field(path, "code" if path == NUMBER else "text") for path in every}


def _leaves(model: type[BaseModel], path: Path, meanings: Sequence[str]) -> Iterator[Field]:
    for name, info in model.model_fields.items():
        if name in _LEFT_OUT:
            continue
        at, means = (*path, name), (*meanings, info.description or name)
        part = inner(info.annotation)
        listed = is_list(info)
        if isinstance(part, type) and issubclass(part, BaseModel):
            yield from _leaves(part, (*at, ITEM) if listed else at, means)
        else:
            yield Field(at, "list" if listed else _want(info), means, info)


def _want(info: FieldInfo) -> Want:
    for each in validators(info):
        if isinstance(each, Choice):
            return "choice"
        func = getattr(each, "func", None)
        if func in _WANTS:
            return _WANTS[func]
    return "code" if (info.description or "").startswith("code of ") else "text"


@cache
def _by_label(folder: str) -> Mapping[str, Path]:
    """Return the fields of a kind by their names in both languages, by the last part if unique."""
    whole, last = dict[str, Path](), dict[str, list[Path]]()
    by_post = sheet_people.paths(folder)
    for path, each in fields(folder).items():
        if path in by_post:
            continue
        if not each.meanings and path[0] not in _OWN_WORDS:
            continue
        for language in (CHINESE, ENGLISH):
            name = each.name(language)
            whole.setdefault(_BRACKETS.sub("", narrow(name)).casefold(), path)
            short = _BRACKETS.sub("", narrow(name.rpartition("·")[2])).casefold()
            if "@" not in "".join(path) and path[:2] in (path[:1], (MAIN.get(folder), ITEM)):
                last.setdefault(short, []).append(path)
    return {**{name: paths[0] for name, paths in last.items() if len({*paths}) == 1}, **whole}


def candidates(folder: str, names: Names, own: Mapping[str, str]) -> tuple[Path, ...]:
    """Return the fields that a column may hold, the likeliest first; none if no one knows it.

    `own` are headings with the fields that the site says they stand for.
    """
    said = _own(folder, names, own)
    if said is not None:
        return said
    last = _UNIT.sub("", bare(names[-1])) or bare(names[-1])
    whole = _BRACKETS.sub("", _UNIT.sub("", narrow(names[-1]))).casefold()
    table = _by_label(folder)
    if len(names) > 1:
        above = [bare(each) for each in names[:-1]]
        found = _who_gains(folder, above, last) or _within(folder, above, last)
        if found:
            return (found,)
        alone = candidates(folder, (names[-1],), own)
        if alone and alone[0] in PLACES and "sources" in (_group(folder, word) for word in above):
            return ()  # 资金来源 over 市县: money of one of two, and no place
        of_post = sheet_people.below_post(folder, above[-1], alone[-1]) if alone else None
        if of_post:
            return (of_post,)
        if last in ("姓名", "名字"):  # 负责人及电话 over 姓名 and 电话
            who = re.sub(r"[及和与、/]?(?:联系)?(?:电话|方式)$", "", above[-1])
            return candidates(folder, (who,), own)
    posts = sheet_people.by_heading(folder, last)
    if posts:
        return (*posts, sheet_people.paths(folder)[posts[0]])
    words = WORDS.get(folder, {})
    for word in (last, bare(names[-1])):
        if word in words:
            return words[word]
        if word in PLACE_WORDS:
            return (PLACE_WORDS[word],)
    if whole in PLACE_WORDS:  # 嘎查、村
        return (PLACE_WORDS[whole],)
    for word in (whole, last.casefold()):
        if word in table:
            return (table[word],)
    return _of_synonym(folder, last) or _otherwise(folder, last)


_LEADING, _TRAILING = re.compile(r"^(?:其中|主要)"), re.compile(r"(?<=..)(?:情况|姓名|名单)$")
_SAME = (
    (re.compile(r"(?:日期|年月日?)$"), "时间"),
    (re.compile(r"(?:联系)?(?:电话号码|手机号码|手机号|联系方式|手机|电话)$"), "电话"),
    (re.compile(r"部门|机构|机关"), "单位"),
    (re.compile(r"以及|[与和及、]"), "及"),
    (re.compile(r"(?:数量|总数)$"), "数"),
)


def _spelled(word: str) -> str:
    """Return what the ways to write one heading have in common: 开工日期 and 开工时间."""
    word = _TRAILING.sub("", _LEADING.sub("", word))
    for pattern, one in _SAME:
        word = pattern.sub(one, word)
    return word


@cache
def _by_spelling(folder: str) -> Mapping[str, tuple[Path, ...]]:
    """Return the fields of a kind by the spelling of all their names; what may be two is none."""
    found: dict[str, set[tuple[Path, ...]]] = {}
    every = {word: (path,) for word, path in _by_label(folder).items()}
    places = {word: (path,) for word, path in PLACE_WORDS.items() if path != COUNTER}
    for word, paths in [*every.items(), *places.items(), *WORDS.get(folder, {}).items()]:
        found.setdefault(_spelled(word), set()).add(paths)
    return {word: next(iter(paths)) for word, paths in found.items() if len(paths) == 1}


def _otherwise(folder: str, word: str) -> tuple[Path, ...]:
    """Return the fields that a heading means that is written otherwise: 其中贫困户, 会议地点."""
    table = _by_spelling(folder)
    short = re.sub(f"^(?:{TOPICS.get(folder, '(?!)')})(?=..)", "", word)
    for each in (word, short):
        found = table.get(_spelled(each)) or _of_synonym(folder, _LEADING.sub("", each))
        if found:
            return found
    return ()


_POOR = re.compile(r"贫困|建档立卡|脱贫户")
_NOT_POOR = re.compile(r"非贫困|一般农?户|非建档立卡")


def _who_gains(folder: str, above: Sequence[str], last: str) -> Path | None:
    """Return the count that stands below 其中：贫困户, within that of all who gain."""
    if folder != "projects" or not any(map(_POOR.search, above)):
        return None
    who = "受益非贫困" if any(map(_NOT_POOR.search, above)) else "受益贫困"
    of = {"户": "户", "户数": "户", "人": "人口", "人数": "人口", "人口": "人口", "人口数": "人口"}
    word = f"{who}{of[last]}" if last in of else ""
    return WORDS[folder][word][0] if word else None


def _own(folder: str, names: Names, own: Mapping[str, str]) -> tuple[Path, ...] | None:
    for key in (" · ".join(names), "·".join(names), names[-1], bare(names[-1])):
        if key in own:
            path = tuple(own[key].split("."))
            return (path,) if path in fields(folder) else (SKIP,)
    return None


def _within(folder: str, above: Sequence[str], last: str) -> Path | None:
    """Return the field of a group that stands above: 计划 · 开工时间, 资金来源 · 中央."""
    groups = _groups(folder)
    for word in reversed(above):
        group = _group(folder, word)
        if not group:
            continue
        if group == "sources" and f"{last}资金" in WORDS.get(folder, {}):
            return WORDS[folder][f"{last}资金"][0]
        of = {path[-1]: path for path in reversed(groups[group]) if "@" not in "".join(path)}
        code = field_synonyms.code(last, of)
        for path in of.values():
            names = {
                fields(folder)[path].name(each).rpartition("·")[2] for each in (CHINESE, ENGLISH)
            }
            if last in map(bare, names):
                return path
        if code:
            return of[code]
    return None


@cache
def _groups(folder: str) -> Mapping[str, Sequence[Path]]:
    """Return the fields of each group of a kind."""
    groups = dict[str, list[Path]]()
    for path in fields(folder):
        if len(path) > 1 and "@" not in path[0]:
            groups.setdefault(path[0], []).append(path)
    return groups


@cache
def _groups_by_label(folder: str) -> Mapping[str, str]:
    """Return the groups of a kind by their names in both languages, the first of two."""
    found = dict[str, str]()
    model = KINDS[folder].model
    for name in _groups(folder):
        meaning = model.model_fields[name].description or name
        for language in (CHINESE, ENGLISH):
            found.setdefault(bare(labels.name(meaning, catalogue(language).gettext)), name)
    return found


def _group(folder: str, word: str) -> str:
    groups = _groups(folder)
    code = _groups_by_label(folder).get(word) or field_synonyms.code(word, groups)
    if code:
        return code
    short = {"计划": "plan", "实际": "actual", "受益": "beneficiaries", "资金": "sources"}
    return next((n for key, n in short.items() if word.startswith(key) and n in groups), "")


def _of_synonym(folder: str, word: str) -> tuple[Path, ...]:
    """Return the field that a word of `field_synonyms` leads to: of the record, or of one group."""
    if not field_synonyms.codes(word):
        return ()  # as nearly all that stands in a sheet
    every = [path for path in fields(folder) if not "".join(path).startswith("@")]
    outer = {path[0]: path for path in every if len(path) == 1}
    code = field_synonyms.code(word, outer)
    if code:
        return (outer[code],)
    inside = [path for path in every if len(path) > 1 and "@" not in "".join(path)]
    lists = [path for path in inside if path[:2] == (MAIN.get(folder), ITEM) and len(path) == 3]
    groups = [path for path in inside if path[1] != ITEM and len(path) == 2]
    for some in (groups, lists):
        found = dict[str, Path]()
        for path in some:
            code = field_synonyms.code(word, {path[-1]})
            if code:
                found.setdefault(path[0], path)
        if some is lists and found:
            return (next(iter(found.values())),)
        if len(found) == 1:
            return (*found.values(),)
    return ()


def known(folder: str, own: Mapping[str, str]) -> Callable[[Names], bool]:
    """Return what tells whether a column is known, for who looks for the heading."""
    told: dict[Names, bool] = {}

    def is_known(names: Names) -> bool:
        if names not in told:
            told[names] = bool(candidates(folder, names, own))
        return told[names]

    return is_known


@dataclass(frozen=True, slots=True)
class Assigned:
    """Which column holds which field; what is left over."""

    fields: Mapping[int, Field]
    doubled: Sequence[tuple[int, int, Path]]
    """Columns that would hold a field that another holds already: both, and the field."""
    unknown: Sequence[int]
    """Columns that hold no field."""
    unsure: Sequence[tuple[int, tuple[Path, ...]]] = ()
    """Columns that may hold either of two fields, and no other column tells which."""


def assigned(folder: str, names: Mapping[int, Names], own: Mapping[str, str]) -> Assigned:
    """Return which column holds which field: the one that has no other choice before the others."""
    options = {column: candidates(folder, each, own) for column, each in names.items()}
    _people(folder, names, options)
    holders: dict[Path, int] = {}
    found: dict[int, Field] = {}
    doubled: list[tuple[int, int, Path]] = []
    unsure: list[tuple[int, tuple[Path, ...]]] = []
    every = fields(folder)
    for column in sorted(options, key=lambda each: (len(options[each]), each)):
        paths = options[column]
        if not paths:
            continue
        free = next((path for path in paths if path == SKIP or path not in holders), None)
        if free is None:
            doubled.append((holders[paths[0]], column, paths[0]))
            continue
        holders[free] = column
        found[column] = every[free]
    for pair in BOTH if folder == "projects" else ():
        for column in [each for each, paths in options.items() if paths == pair and each in found]:
            if not _decided(pair, found, column):
                del found[column]
                unsure.append((column, pair))
    unknown = [column for column in names if not options[column]]
    doubled = [each for each in doubled if each[2] != COUNTER]
    return Assigned(dict(sorted(found.items())), doubled, unknown, unsure)


def _decided(pair: tuple[Path, ...], found: Mapping[int, Field], column: int) -> bool:
    """Tell whether another column has one of two fields, so that this one has the other."""
    groups = {path[0] for path in pair if path != found[column].path}
    return any(of.path[0] in groups for n, of in found.items() if n != column)


def _people(folder: str, names: Mapping[int, Names], options: dict[int, tuple[Path, ...]]) -> None:
    """Settle which columns are of people by their post, and whose the phones beside them are."""
    told = any(
        sheet_people.says_post(folder, path) for each in options.values() for path in each[:1]
    )
    person: Path | None = None
    taken: set[Path] = set()
    for column in sorted(names):
        paths = options[column]
        if len(paths) > 1 and paths[0] in sheet_people.paths(folder):
            free = [each for each in paths[:-1] if each not in taken]
            options[column] = paths = paths[-1:] if told else (*free, paths[0])[:1]
            taken.add(paths[0])
        if paths and sheet_people.is_person(folder, paths[0]):
            person = paths[0]
        elif person and sheet_people.is_phone(bare(names[column][-1])):
            options[column] = ((*person[:2], "phone"),)
            person = None
