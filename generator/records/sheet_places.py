"""Places of a sheet by their names: a village within its town, a town within its county.

In one real county 122 of 624 villages share their name with another: where a name may mean two
places, both are told and neither is taken.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from pydantic_core import PydanticCustomError

from generator.base.half_width import narrow
from generator.base.messages import N_
from generator.base.nationalities import NATIONALITIES
from generator.base.spelling import nearest
from generator.model.levels import BY_DEPTH, LEVELS, ORDER
from generator.parse import not_known, record_file
from generator.parse.field_types import parse_date
from generator.parse.sheet_cells import Unsure

_COMMITTEE = re.compile(
    r"(?:村民委员会|居民委员会|村委会|居委会|居委|村?支两委|村?两委|党支部|党总支"
    r"|人民政府|政府|街道办事处|办事处|(?<=村)村?委|(?<=嘎查)(?:村|委员会|委会))$"
)
_ENDINGS = {
    "nation": re.compile(r"(?!)"),
    "province": re.compile(r"(?:自治区|省|市)$"),
    "prefecture": re.compile(r"(?:自治州|地区|州|盟|市)$"),
    "county": re.compile(r"(?:自治县|自治旗|县|市|区|旗)$"),
    "town": re.compile(r"(?:街道|民族乡|镇|乡|苏木)$"),
    "village": re.compile(r"(?:社区|村|嘎查)$"),
}
_ALL = re.compile(
    r"(?:全|各|整个)(?:省|自治区|州|市|盟|县|区|旗|乡镇|乡|镇|苏木|街道|村|嘎查|社区|部)+"
    r"|多个?(?:村|嘎查)|镇级|乡级|苏木级|县级|旗级|镇直|县直|旗直"
)
_WHOLE = re.compile(
    r"(?:全|整个)(?:(乡镇|乡|镇|苏木镇|苏木|街道)|(村|嘎查|社区))|(镇级|乡级|苏木级|镇直)"
)
"""Words for all of one town, or of one village: which one, another cell or the sheet says."""
_ITSELF = re.compile(r"(?:[省市州盟县区旗]?本级|[省市州盟县区旗]?直)$")
_GROUP = re.compile(r"第?[一二三四五六七八九十\d]+(?:村民)?(?:小组|组)$")
_BODY = re.compile(
    r"(?:脱贫攻坚|扶贫开发|扶贫|乡村振兴)?(?:工作领导小组|领导小组|指挥部|工作站|作战室)(?:办公室)?$"
)
_OF_A_NATIONALITY = re.compile(rf"(.{{2,}}?)(?:(?:{NATIONALITIES})族)+(?:自治)?([乡镇县州旗])")
_HAMLET = re.compile(
    r"(.+?(?:村|社区|居委会|村委会|嘎查))"
    r"(第?[一二三四五六七八九十\d]+(?:村民)?(?:小组|组|社|队|屯)"
    r"|[\u4e00-\u9fff]{1,6}(?:小组|组|寨|屯|自然村|社|队|浩特|独贵龙))"
)
"""A group within a village: 沙寨村三组, 沙寨村大寨."""
_SEVERAL = re.compile(r"[、,，;；/\n和及]|\s{1,}")
_AND_OTHERS = re.compile(
    r"等(?:[一二三四五六七八九十几数\d]+个?)?(?:行政村|村|社区|嘎查|乡镇|镇|乡|地|处)?$"
)
MOST = 6
"""Places that a message names at most."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as far as its name goes: its id, its level, the names it has."""

    id: str
    level: str
    names: tuple[str, ...]
    parent: str = ""
    """The id of what it lies in, where its record says so; else its folder does."""
    last: str = ""
    """Its last day, in ISO form or shorter, where it was or will be merged or dissolved."""
    former: tuple[str, ...] = ()
    """The names that it had before."""

    def ends(self) -> dict[str, str] | None:
        """Return what is told of it where something is of a later day; None without a last day."""
        return {"short_name": self.names[0], "last_day": self.last} if self.last else None


@dataclass(slots=True)
class Places:
    """The units there are, found by name within `under`, the id of one of them or ""."""

    units: Mapping[str, Unit]
    under: str = ""
    root: str = ""
    """The id of the place above all, in whose folder the others do not lie; "" if there is none."""
    _exact: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _stems: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _former: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _known: dict[tuple[str, ...], str | Unsure] = field(default_factory=dict)
    _beneath: "dict[str, Places]" = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.root = self.root or _root(self.units.values())
        for unit in self.units.values():
            for name in dict.fromkeys(map(key, unit.names)):
                self._exact.setdefault((unit.level, name), []).append(unit.id)
            for name in dict.fromkeys(map(key, unit.former)):
                self._former.setdefault((unit.level, name), []).append(unit.id)
            for stem in _stems(unit):
                self._stems.setdefault((unit.level, stem), []).append(unit.id)

    def find(self, named: Mapping[str, str]) -> str:
        """Return the id of the place that names by level mean; `under` where there is none.

        Raises Unsure where there is no such place, or more than one.
        """
        asked = (self.under, *(named.get(level, "") for level in ORDER))
        found = self._known.get(asked)
        if found is None:
            try:
                found = self._find(named)
            except Unsure as error:
                found = error
            self._known[asked] = found
        if isinstance(found, Unsure):
            raise found
        return found

    def _find(self, named: Mapping[str, str]) -> str:
        within, known = self.under, bool(self.under)
        whole = ""
        for level in ORDER:
            name = named.get(level, "")
            if _WHOLE.fullmatch(name):
                whole = name
            if not name or _ALL.fullmatch(name) or not_known.not_known(name):
                continue
            below = any(named.get(each) for each in ORDER[ORDER.index(level) + 1 :])
            within, known = (self._one if below else self._whole)(name, level, within), True
        if not known:
            raise self.nowhere()
        self._all_of_one(whole, within)
        return within

    def _all_of_one(self, whole: str, within: str) -> None:
        """Raise Unsure where a word means all of one town or village, and none is named."""
        said = _WHOLE.fullmatch(whole)
        unit = self.units.get(within)
        if said is None or unit is None:
            return
        level = "village" if said[2] else "town"
        if ORDER.index(unit.level) < ORDER.index(level):
            values = {"level": f"\0:{LEVELS[level][0]}", "within": self.name(within)}
            raise Unsure("P595", value=whole, **values)

    def nowhere(self) -> Unsure:
        """Return that no column says where things are, with a place of this site to name."""
        names = {unit.level: unit.id for unit in reversed([*self.units.values()])}
        found = (names[level] for level in ("town", "village", "county") if level in names)
        return Unsure("P566", example=next(found, self.root))

    def beneath(self, ident: str) -> "Places":
        """Return the same places, found within one of them."""
        if ident == self.under:
            return self
        if ident not in self._beneath:
            self._beneath[ident] = Places(self.units, ident, self.root)
        return self._beneath[ident]

    def named_in(self, text: str) -> str:
        """Return the only place beneath `under` that an address of a building site is of; else "".

        上村三组 is of 上村, and 甲县东镇上村 is of it, too.
        """
        try:
            return self.any(_GROUP.sub("", narrow(text).strip())) if not text.isascii() else ""
        except Unsure:
            return ""

    def above(self, ident: str) -> str:
        """Return the id of the place that another lies in, "" for the one above all."""
        unit = self.units.get(ident)
        if ident == self.root:
            return ""
        return (unit.parent if unit else "") or ident.rpartition("/")[0] or self.root

    def within(self, ident: str, other: str) -> bool:
        """Tell whether a place is another or lies in it; all lie in "", and in the root."""
        if other in ("", self.root) or f"{ident}/".startswith(f"{other}/"):
            return True
        seen = {""}
        while ident not in seen:
            seen.add(ident)
            ident = self.above(ident)
            if ident == other:
                return True
        return False

    def _one(self, name: str, level: str, within: str) -> str:
        """Return the only place of a level that a name means within another."""
        word = key(name)
        own = self.units.get(within)
        while own and ORDER.index(own.level) > ORDER.index(level):  # it is said of what is above
            own = self.units.get(self.above(own.id))
        if own and own.level == level:
            if word in map(key, own.names) or word in _stems(own):
                return within
            raise self._none(name, level, within)
        found = self._inside(self._exact.get((level, word), ()), within)
        if not found and own and word in map(key, own.names):
            return within  # the town once more in the column of villages: it is of all the town
        if not found:
            found = self._inside(self._stems.get((level, word), ()), within)
        if not found:
            found = self._prefixed(word, level, within)
        if not found and within in ("", self.root) and self._is_root(word):
            found = [self.root]
        if not found:
            found = self._inside(self._former.get((level, word), ()), within)
        if len(found) == 1:
            return found[0]
        if found:
            raise Unsure("P568", value=name, places=self._told(found))
        raise self._none(name, level, within)

    def _whole(self, name: str, level: str, within: str) -> str:
        """Return the place of the smallest name of a row: 东镇上村 for a town is that village."""
        try:
            return self._one(name, level, within)
        except Unsure:
            for lower in ORDER[ORDER.index(level) + 1 :]:
                found = self._prefixed(key(name), lower, within)
                if len(found) == 1:
                    return found[0]
            raise

    def hamlet(self, name: str) -> tuple[str, str]:
        """Return village and group of 沙寨村三组; no group where all is the name of a village."""
        word = re.sub(r"\s", "", narrow(name))
        parted = _HAMLET.fullmatch(word)
        if parted is None or ("village", key(word)) in self._exact:
            return name, ""
        return parted[1], parted[2]

    def _is_root(self, word: str) -> bool:
        """Tell whether a name in the column of a lower level means the place above all."""
        root = self.units.get(self.root)
        return root is not None and (
            _ITSELF.sub("", word) in {*map(key, root.names)} | _stems(root)
        )

    def _inside(self, ids: Iterable[str], within: str) -> list[str]:
        return [each for each in ids if each != within and self.within(each, within)]

    def _prefixed(self, word: str, level: str, within: str) -> list[str]:
        """Return the places that are called with what lies above before their name: 东镇上村."""
        found = []
        for (of, name), ids in chain(self._exact.items(), self._former.items()):
            if of == level and word.endswith(name) and word != name:
                before = word[: -len(name)]
                for ident in self._inside(ids, within):
                    above = self.units.get(self.above(ident))
                    if above and any(
                        before.endswith(each) for each in _stems(above) | {*map(key, above.names)}
                    ):
                        found.append(ident)
        return found

    def _none(self, name: str, level: str, within: str) -> Unsure:
        some = _AND_OTHERS.sub("", name)
        parts = [each for each in _SEVERAL.split(some) if each]
        if len(parts) > 1 or some != name:
            try:
                for each in parts:
                    self._one(each, level, within)
            except Unsure:
                pass
            else:
                return Unsure("P569", value=name)
        elsewhere = self._exact.get((level, key(name)), [])
        known = [
            unit.names[0]
            for unit in self.units.values()
            if unit.level == level and self.within(unit.id, within)
        ]
        values = {"value": name, "level": f"\0:{LEVELS[level][0]}", "nearest": nearest(name, known)}
        alike = self._inside(
            self._stems.get((level, _ENDINGS[level].sub("", key(name))), ()), within
        )
        if alike:
            values["nearest"] = self._told(alike)
        if not values["nearest"] and elsewhere:
            values["nearest"] = self._told(elsewhere)
        return Unsure("P567", **values, within=self.name(within))

    def _told(self, ids: Iterable[str]) -> str:
        found = [*ids]
        names = [f"{self._before(each)}{self.name(each)}" for each in found[:MOST]]
        return "、".join(names) + ("…" if len(found) > MOST else "")

    def _before(self, ident: str) -> str:
        above = self.above(ident)
        return self.name(above) if above != self.root else ""

    def name(self, ident: str) -> str:
        """Return what people call a place, "" if there is none."""
        unit = self.units.get(ident)
        return unit.names[0] if unit else ident

    def any(self, name: str) -> str:
        """Return the id of the place that a name means, of whatever level: 东镇, 东镇上村.

        What is an address already stays. Raises Unsure.
        """
        if name.isascii():
            return name
        word = key(name)
        own = self.units.get(self.under)
        if own and word in map(key, own.names):
            return self.under
        found = [
            each
            for level in ORDER
            for each in self._inside(self._exact.get((level, word), ()), self.under)
        ]
        for level in () if found else reversed(ORDER):
            found = self._prefixed(word, level, self.under)
            if found:
                break
        if len(found) == 1:
            return found[0]
        if found:
            raise Unsure("P568", value=name, places=self._told(found))
        known = [each.names[0] for each in self.units.values()]
        near, place = nearest(name, known), N_("place")
        values = {"level": f"\0:{place}", "within": self.name(self.under)}
        raise Unsure("P567", value=name, nearest=near, **values)

    def towns_in(self, text: str) -> Iterator[str]:
        """Yield the towns beneath `under` that a title names in full: 墨冲镇2018年项目表."""
        word = key(text)
        for unit in self.units.values() if text else ():
            names = unit.names if unit.level == "town" else ()
            if any(each in word and f"{each}等" not in word for each in map(key, names) if each):
                yield from self._inside([unit.id], self.under)

    def body(self, name: str) -> str:
        """Return the place, `under` too, whose body a name means: 墨冲镇扶贫工作站; else ""."""
        own = self.units.get(self.under)
        for word in dict.fromkeys((name, _BODY.sub("", re.sub(r"\s", "", narrow(name))))):
            if own and key(word) in map(key, own.names):
                return self.under
            if word and (found := self.called(word)):
                return found
        return ""

    def called(self, name: str) -> str:
        """Return the place beneath `under` that a name, such as that of a sheet, means; else ""."""
        for level in ORDER[1:]:
            found = self._inside(self._exact.get((level, key(name)), ()), self.under)
            if len(found) == 1:
                return found[0]
        return ""


def all_of(text: str) -> bool:
    """Tell whether a text means all of a place, not one within it: 全镇, 各村."""
    return bool(_ALL.fullmatch(text))


def key(name: str) -> str:
    """Return what two names of one place have in common: 上村村委会 and 上村."""
    return _COMMITTEE.sub("", re.sub(r"\s|[（(].*?[)）]", "", narrow(name))) or name


def _stems(unit: Unit) -> set[str]:
    """Return the names of a unit without what it is: 墨冲 of 墨冲镇; 墨冲乡 is not among them.

    归兰水族乡 is called 归兰乡 and 归兰, too.
    """
    names = [key(each) for each in unit.names]
    stems = {_ENDINGS[unit.level].sub("", each) for each in names}
    for found in filter(None, map(_OF_A_NATIONALITY.fullmatch, names)):
        stems |= {found[1], f"{found[1]}{found[2]}"}
    return stems - {""}


def read(root: Path, files: Mapping[str, str]) -> dict[str, Unit]:
    """Return the units of a site by id; `files` are those of their records, by id."""
    found = {}
    codes = {word: code for code, words in LEVELS.items() for word in (code, *words)}
    for ident, path in files.items():
        source, _ = record_file.read(root, path)
        if source is None:
            continue
        said = source.data
        names = [said.get(each) for each in ("short_name", "division", "name")]
        depth = min(ident.count("/") + 1, len(BY_DEPTH) - 1)
        level = codes.get(str(said.get("level", "")), BY_DEPTH[depth])
        kept = tuple(dict.fromkeys(each for each in names if isinstance(each, str) and each))
        above = str(said.get("parent") or "").strip()
        before = said.get("former_names")
        former = (
            [each for each in before if isinstance(each, str)] if isinstance(before, list) else []
        )
        found[ident] = Unit(
            ident,
            level,
            kept or (ident.rpartition("/")[2],),
            above,
            _day(said.get("until")),
            tuple(former),
        )
    return found


def _day(said: object) -> str:
    try:
        return parse_date(said).iso() if isinstance(said, str) and said else ""
    except PydanticCustomError:
        return ""


def _root(units: Iterable[Unit]) -> str:
    """Return the id of the one place that is of a higher level than all others, "" if none is."""
    depths = [(ORDER.index(unit.level), unit.id) for unit in units]
    highest = min(depths, default=(0, ""))[0]
    found = [ident for depth, ident in depths if depth == highest]
    return found[0] if len(found) == 1 else ""
