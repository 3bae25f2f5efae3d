"""What a sheet says, held against a record that is there: which of its fields change, no more.

Two values are compared by what they mean: 125万元 is 1250000.00, and 2018 says nothing against
2018-09-30. What the sheet leaves empty is kept; an entry of a list that is not in the sheet, too.
A value that was corrected by hand since the last import stays: `Merge.held` says where the sheet
still has what it had then, and where both have changed.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from generator.base.findings import Step
from generator.base.messages import N_
from generator.base.privacy import is_mobile, masked
from generator.model.kinds.kind import Rules, coded
from generator.model.kinds.registry import KINDS
from generator.parse.field_types import PartialDate, parse_date, parse_day
from generator.parse.model_fields import inner, is_list, validators
from generator.parse.phones import parse_phone
from generator.parse.record_edit import Edit, Gone, Put, wanted
from generator.parse.sheet_cells import clean
from generator.parse.yaml_nodes import Raw
from generator.records import sheet_memory, sheet_posts
from generator.records.sheet_memory import Marks

_IDENTIFY = (
    "person",
    "name",
    "project",
    "title",
    "fund",
    "what",
    "unit",
    "half",
    "year",
    "date",
    "group",
    "role",
    "level",
    "found",
    "number",
    "file",
    "where",
)
"""Fields of an entry that tell it from others: two that agree in none of them are not one."""


_APART = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
NOTHING = N_("nothing")
"""What is said of a value that is not there."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A value that becomes another: its field, what it was (None if nothing), what it is to be."""

    path: tuple[Step, ...]
    old: "Raw | None"
    new: Raw


Why: TypeAlias = Literal["said", "both", "hand"]
"""The sheet says what it said; both have changed since; or no import has ever written the value."""


@dataclass(frozen=True, slots=True)
class Held:
    """A value that stays as it was written by hand, though the sheet says another."""

    path: tuple[Step, ...]
    old: "Raw | None"
    """What stands in the record; None where it was taken out."""
    new: Raw
    why: Why
    """`said` where the sheet says what it said the last time; else someone has to decide."""


@dataclass(slots=True)
class Merge:
    """What has to be done to a record so that it says what the sheet does."""

    edits: list[Edit] = field(default_factory=list)
    changes: list[Changed] = field(default_factory=list)
    kept: list[tuple[Step, ...]] = field(default_factory=list)
    """Entries of lists in the sheet that the sheet does not have."""
    unclear: list[tuple[tuple[Step, ...], str]] = field(default_factory=list)
    """Fields that several entries of the record could take; with their number."""
    moved: dict[tuple[Step, ...], tuple[Step, ...]] = field(default_factory=dict)
    """Where entries of the sheet's lists stand in the record."""
    held: list[Held] = field(default_factory=list)
    noted: Marks = field(default_factory=dict)
    """What the sheet says, to be told the next time from what was corrected by hand."""
    known_as: dict[tuple[Step, ...], tuple[Step, ...]] = field(default_factory=dict)
    """By what entries of the record's lists are known in `noted`."""

    def label(self, path: tuple[Step, ...]) -> tuple[Step, ...]:
        """Return by what a place of the record is known in `noted`."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.known_as:
                return self.known_as[path[:length]] + path[length:]
        return path

    def put(
        self, path: tuple[Step, ...], old: "Raw | None", new: Raw, after: Sequence[str]
    ) -> None:
        """Note a value that is to stand at a path."""
        self.edits.append(Put(path, new, after))
        self.changes.append(Changed(path, old, new))


@dataclass(frozen=True, slots=True)
class Last:
    """How a merge deals with what was written by hand since the last import."""

    said: Callable[[], Marks | None] = lambda: None
    """Gives what imports have said of the record; None where the sheet is to be taken as it is."""
    overwrite: bool = False
    """Whether the sheet's value is taken where both have changed."""
    noting: bool = False
    """Whether `noted` is wanted."""


def merge(
    folder: str,
    old: Mapping[str, Raw],
    new: Mapping[str, Raw],
    rules: Rules,
    *,
    ordered: bool,
    last: Last = Last(),
) -> Merge:
    """Return what has to change in the record `old` to say what `new` does.

    With `ordered` the entries of lists stand at the numbers that they have in the record.
    """
    found = Merge()
    comparing = _Comparing(folder, rules, ordered, last)
    comparing.group(KINDS[folder].model, (), old, new, found)
    return found


@dataclass(frozen=True, slots=True)
class _Comparing:
    folder: str
    rules: Rules
    ordered: bool
    last: Last

    def differs(
        self,
        path: tuple[Step, ...],
        old: "Raw | None",
        new: Raw,
        found: Merge,
    ) -> bool:
        """Tell whether a value of the sheet is to be put; note it, or that the hand's one stays."""
        at = found.label(path)
        why = self._held(at, old, new)
        if why is None:
            if self.last.noting:
                found.noted.update((name, (said,)) for name, said in sheet_memory.marks(new, at))
            return True
        found.held.append(Held(path, old, new, why))
        return False

    def _held(self, at: tuple[Step, ...], old: "Raw | None", new: Raw) -> Why | None:
        """Return None where the sheet's value is to be put, else why it is not."""
        said = self.last.said()
        if said is None:
            return None
        now = [*sheet_memory.marks(new, at)]
        if all(mark in said.get(name, ()) for name, mark in now):
            return "said"
        if self.last.overwrite:
            return None
        if old is None or old == "":
            one = isinstance(new, str) and now[0][0] in said
            return "both" if one else None
        before = list(old) if isinstance(old, Sequence) and not isinstance(old, str) else old
        own = said.get(sheet_memory.label(at), ())
        if sheet_memory.mark(before) in own:
            return None
        return "both" if own else "hand"

    def agree(self, path: tuple[Step, ...], old: Raw, new: Raw, found: Merge) -> None:
        """Note two values that mean the same, as each is written."""
        if self.last.noting:
            both = dict.fromkeys((sheet_memory.mark(new), sheet_memory.mark(old)))
            found.noted[sheet_memory.label(found.label(path))] = tuple(both)

    def group(
        self,
        model: type[BaseModel],
        path: tuple[Step, ...],
        old: Mapping[str, Raw],
        new: Mapping[str, Raw],
        found: Merge,
    ) -> None:
        """Compare the fields of a group."""
        names = [*model.model_fields]
        for name, value in new.items():
            info = model.model_fields.get(name)
            if info is None:
                continue
            at, before = (*path, name), old.get(name)
            after = names[: names.index(name)]
            part: Any = inner(info.annotation)
            grouped = isinstance(part, type) and issubclass(part, BaseModel)
            if before is None or before == "":
                if self.differs(at, None, value, found):
                    found.put(at, None, value, after)
            elif is_list(info) and isinstance(value, list) and isinstance(before, list):
                if grouped:
                    self.entries(part, at, before, value, found)
                else:
                    self.texts(at, info, before, value, found)
            elif grouped and isinstance(value, Mapping) and isinstance(before, Mapping):
                self.group(part, at, before, value, found)
            elif self.equal(info, name, before, value):
                self.agree(at, before, value, found)
            elif self.differs(at, before, value, found):
                found.put(at, before, value, after)

    def equal(self, info: FieldInfo, name: str, old: Raw, new: Raw) -> bool:
        """Tell whether two texts of a field mean the same."""
        if not (isinstance(old, str) and isinstance(new, str)):
            return old == new
        if old == new:
            return True
        among = {"category": self.rules.categories, "purpose": self.rules.purposes}.get(name)
        if among:
            return coded(old, among) == coded(new, among)
        return _same(parser(info), old, new)

    def entries(
        self,
        model: type[BaseModel],
        path: tuple[Step, ...],
        old: Sequence[Raw],
        new: Sequence[Raw],
        found: Merge,
    ) -> None:
        """Compare the entries of a list: each with the one it agrees with most, else it is new."""
        free = dict(enumerate(old))
        agree = partial(self._agree, model)
        posts = {} if self.ordered else sheet_posts.the_same(model, old, new, agree)
        end = len(old)
        for n, each in enumerate(new):
            if not isinstance(each, Mapping) or not each:
                continue
            others = {m: one for m, one in free.items() if m not in posts.values()}
            at = n if self.ordered else posts.get(n, self.nearest(model, others, each))
            if at is None and not self.ordered and self.split(model, path, free, each, found):
                continue
            there = free.pop(at, None) if at is not None else None
            known_as = (*found.label(path), sheet_memory.step_of(dict(each), n, new))
            if there is None:
                found.moved[*path, n] = (*path, end)
                found.known_as[*path, end] = known_as
                if self.differs((*path, end), None, dict(each), found):
                    found.put((*path, end), None, dict(each), ())
                    end += 1
                continue
            found.moved[*path, n] = (*path, at if at is not None else n)
            found.known_as[found.moved[*path, n]] = known_as
            if isinstance(there, Mapping):
                self.entry(model, found.moved[*path, n], there, each, found)
        found.kept += [(*path, n) for n in sorted(free)]

    def entry(
        self,
        model: type[BaseModel],
        at: tuple[Step, ...],
        there: Mapping[str, Raw],
        new: Mapping[str, Raw],
        found: Merge,
    ) -> None:
        """Compare an entry; of a post that someone else holds now, nothing stays of who held it."""
        who = None if self.ordered else sheet_posts.another(model, there, new)
        if who is None:
            self.group(model, at, there, new, found)
            return
        if not self.differs((*at, who), there.get(who), new.get(who, sheet_posts.NOBODY), found):
            return
        left = [name for name in there if name not in sheet_posts.OF_THE_POST]
        if who in new:
            found.edits.append(Put((*at, who), new[who], [*model.model_fields]))
        found.edits += [Gone((*at, name)) for name in left if name != who or who not in new]
        found.changes.append(Changed((*at, who), there.get(who), new.get(who, sheet_posts.NOBODY)))
        names, of_post = [*model.model_fields], {*sheet_posts.OF_THE_POST}
        for name, each in new.items():
            if name != who and name not in of_post:  # whatever was said of who held it before
                found.put((*at, name), None, each, names[: names.index(name)])
                if self.last.noting:
                    told = sheet_memory.marks(each, found.label((*at, name)))
                    found.noted.update((label, (mark,)) for label, mark in told)
        self.group(
            model,
            at,
            {name: each for name, each in there.items() if name in of_post},
            {name: each for name, each in new.items() if name in of_post},
            found,
        )

    def nearest(
        self, model: type[BaseModel], free: Mapping[int, Raw], new: Mapping[str, Raw]
    ) -> int | None:
        """Return the number of the entry that agrees most with a new one, None if none does."""
        if "level" in new and "fund" in model.model_fields and "fund" not in new:
            alike = [n for n, each in free.items() if self._agree(model, each, new, "level")]
            return alike[0] if len(alike) == 1 else None
        best, score = None, (0, 0)
        of_level = "level" in new and "fund" in model.model_fields
        for n, each in free.items():
            other = of_level and isinstance(each, Mapping) and "level" in each
            if other and not self._agree(model, each, new, "level"):
                continue  # of one fund there may be money of several levels
            agree = [name for name in new if self._agree(model, each, new, name)]
            told = [name for name in agree if name in _IDENTIFY]
            first = next((name for name in _IDENTIFY if name in new), "")
            if first in agree and (len(told), len(agree)) > score:
                best, score = n, (len(told), len(agree))
        return best

    def split(
        self,
        model: type[BaseModel],
        path: tuple[Step, ...],
        free: Mapping[int, Raw],
        new: Mapping[str, Raw],
        found: Merge,
    ) -> bool:
        """Tell whether a sum of the sheet is of several entries: it may agree, and stays whole."""
        if "level" not in new or "fund" in new or "fund" not in model.model_fields:
            return False
        alike = [each for each in free.values() if self._agree(model, each, new, "level")]
        if len(alike) < 2:
            return False
        amount = parser(model.model_fields["amount"])
        try:
            parts = [amount(str(each["amount"])) for each in alike if isinstance(each, Mapping)]
            if sum(parts) == amount(str(new["amount"])):
                return True
        except (PydanticCustomError, KeyError):
            pass
        found.unclear.append(((*path, "amount"), str(len(alike))))
        return True

    def texts(
        self,
        path: tuple[Step, ...],
        info: FieldInfo,
        old: Sequence[Raw],
        new: Sequence[Raw],
        found: Merge,
    ) -> None:
        """Compare a list of texts, which a cell holds whole."""
        parse = parser(info)
        same = len(old) == len(new) and all(
            _same(parse, str(x), str(y)) for x, y in zip(old, new, strict=True)
        )
        if same:
            self.agree(path, list(old), list(new), found)
        elif self.differs(path, list(old), list(new), found):
            found.changes.append(Changed(path, list(old), list(new)))
            found.edits += [Put((*path, n), each) for n, each in enumerate(new)]
            found.edits += [Gone((*path, n)) for n in reversed(range(len(new), len(old)))]

    def _agree(self, model: type[BaseModel], old: Raw, new: Mapping[str, Raw], name: str) -> bool:
        info = model.model_fields.get(name)
        if info is None or not isinstance(old, Mapping) or name not in old:
            return False
        return self.equal(info, name, old[name], new[name])


_PARSERS: dict[int, tuple[FieldInfo, Callable[[Any], Any]]] = {}


def parser(info: FieldInfo) -> Callable[[Any], Any]:
    """Return what turns the text of a field into what it means."""
    if id(info) not in _PARSERS:  # which is held, so that its number stays its own
        through = [*validators(info), *getattr(inner(info.annotation), "__metadata__", ())]
        parse = next((each.func for each in through if hasattr(each, "func")), clean)
        _PARSERS[id(info)] = (info, parse)
    return _PARSERS[id(info)][1]


def _same(parse: Callable[[Any], Any], old: str, new: str) -> bool:
    """Tell whether two texts mean the same; a date that is less exact says nothing against one."""
    try:
        one, two = parse(old), parse(new)
    except PydanticCustomError:
        return _close(old) == _close(new)
    if parse is clean:
        return _close(old) == _close(new)
    if isinstance(one, PartialDate) and parse in (parse_date, parse_day):
        said = 1 + bool(two.month) + bool(two.day)
        return tuple(one)[:said] == tuple(two)[:said]
    if parse is parse_phone:
        return shown(one) == shown(two) and (one == two or is_mobile(one) or is_mobile(two))
    return bool(one == two)


def _close(text: str) -> str:
    """Return a text without the blanks between Chinese characters, which say nothing: 张 三."""
    return _APART.sub("", clean(text))


def shown(phone: str) -> str:
    """Return a number as the site may show it without consent."""
    return masked(phone) if is_mobile(phone) else phone


def applied(old: Raw, edits: Sequence[Edit]) -> Raw:
    """Return what a record says once the edits are made."""
    for each in edits:
        old = wanted(old, each)
    return old


def leaves(path: tuple[Step, ...], value: Raw) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Yield each text beneath a path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for n, each in enumerate(value):
            yield from leaves((*path, n), each)
    else:
        for name, each in value.items():
            yield from leaves((*path, name), each)


def spoken(value: Raw) -> str:
    """Return a value as a person is told of it, on one line."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "、".join(map(spoken, value))
    return " ".join(map(spoken, value.values()))
