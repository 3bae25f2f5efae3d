"""The unit records that are there, and which division of a register each of them is.

A division is known by its code, a code it had, or where that changed by its name at the same place:
撤县设市 changes code and name, and all codes below. None is written a second time.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.base import address_parts
from generator.base.problems import Problem, errors
from generator.commands.divisions import Division, RegisterError
from generator.commands.register_rows import bare
from generator.commands.register_tree import Register
from generator.model.levels import LEVELS, ORDER
from generator.parse import record_file, yaml_nodes
from generator.parse.yaml_nodes import Raw

_CODES = {word: level for level, words in LEVELS.items() for word in (level, *words)}


@dataclass(frozen=True, slots=True)
class Record:
    """A unit record that is there: its id (path under `units`, no suffix), its file, its fields."""

    id: str
    file: str
    fields: Mapping[str, Raw]

    def text(self, name: str) -> str:
        """Return a field's text; empty if there is none."""
        value = self.fields.get(name, "")
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts of a list."""
        value = self.fields.get(name, ())
        value = [value] if isinstance(value, str) else value
        return tuple(each for each in value if isinstance(each, str) and each)

    @property
    def code(self) -> str:
        """The division's code without the zeros that fill it up; empty if the record has none."""
        return bare(self.text("code"))

    @property
    def folder(self) -> str:
        """The id of the unit whose folder it lies in; of what lies at the top that is unknown."""
        return self.id.rpartition("/")[0]

    @property
    def level(self) -> str:
        """The level it claims, "" if that is none."""
        return _CODES.get(self.text("level"), "")

    @property
    def names(self) -> set[str]:
        """All names of the place, of now and before."""
        own = {self.text("short_name"), self.text("division")}
        return {each for each in (*own, *self.texts("former_names")) if each}


@dataclass(frozen=True, slots=True)
class Match:
    """The record that a division is; `by` is `code`, `former`, `name`, `stem`, `moved`, `place`."""

    record: Record
    by: str


def read(content: Path) -> list[Record]:
    """Return the unit records that are there.

    Raises RegisterError where one has errors: it might be written a second time.
    """
    found, faults = [], list[Problem]()
    for path in sorted((content / "units").rglob("*")):
        file = path.relative_to(content)
        unit = file.relative_to("units").with_suffix("").as_posix()
        # what has no address is no record: a copy put aside as mochong.old.yaml must not count
        addressed = all(address_parts.is_slug(part) for part in unit.split("/"))
        if addressed and path.suffix in (".yaml", ".yml", ".md") and path.is_file():
            said, problems = record_file.read(content, file.as_posix())
            faults.extend(errors(problems))
            if said:
                found.append(Record(unit, file.as_posix(), yaml_nodes.filled(said.data)))
    if faults:
        raise RegisterError(faults)
    return found


def root_of(records: Iterable[Record]) -> Record | None:
    """Return the record of the unit that all others lie beneath, if there is one such."""
    at_top = [each for each in records if not each.folder and each.level and not each.text("until")]
    highest = min((ORDER.index(each.level) for each in at_top), default=0)
    found = [each for each in at_top if ORDER.index(each.level) == highest]
    return found[0] if len(found) == 1 else None


def matched(register: Register, records: list[Record]) -> dict[str, Match]:
    """Return which record each division is, by code; those without one are new."""
    found: dict[str, Match] = {}
    used: set[str] = set()
    codes = {each.code for each in register.divisions}

    def take(code: str, record: Record, by: str) -> None:
        found[code] = Match(record, by)
        used.add(record.id)

    by_code = {record.code: record for record in reversed(records) if record.code}
    for each in register.divisions:
        if each.code and each.code in by_code:
            take(each.code, by_code[each.code], "code")
    former = {bare(code): record for record in records for code in record.texts("former_codes")}
    for each in register.divisions:
        old = former.get(each.code)
        if each.code not in found and old and old.id not in used:
            take(each.code, old, "former")
    # what is left may have another code today; only who lost theirs can be meant
    loose = [each for each in records if each.id not in used and each.code not in codes]
    _by_place(register, loose, found, take)
    lost = [each for each in loose if each.id not in used and each.code]
    _moved(register, lost, found, take)
    return found


def _by_place(
    register: Register,
    loose: Iterable[Record],
    found: Mapping[str, Match],
    take: Callable[[str, Record, str], None],
) -> None:
    """Match by name what lies at the same place, from the top down."""
    beneath: dict[str, list[Record]] = defaultdict(list)
    for record in loose:
        beneath[record.folder].append(record)
    root = register.root
    groups: dict[str, list[Division]] = defaultdict(list)
    for each in register.divisions:
        groups[each.parent_code].append(each)
    if root.code not in found:
        alone = [each for each in beneath[""] if each.level == root.level]
        for record in alone:
            if root.name in record.names or root.spoken_name in record.names:
                take(root.code, record, "name" if record.code else "place")
                break
    for above in register.divisions:
        parent = found.get(above.code)
        if above is root:
            own = [each for each in beneath[""] if each.level != root.level]
        elif parent:
            own = beneath[parent.record.id]
        else:
            continue
        left = [each for each in groups[above.code] if each.code not in found and each is not root]
        for by, key in (("name", _named), ("stem", _stems)):
            _pair(left, own, by, key, found, take)


def _named(of: Division | Record) -> set[str]:
    if isinstance(of, Record):
        return of.names
    return {of.name, of.plain_name, of.spoken_name}


def _stems(of: Division | Record) -> set[str]:
    if isinstance(of, Division):
        return {of.stem}
    level = of.level or "village"
    return {Division(0, "", "", level, name, "").stem for name in of.names}


def _pair(
    divisions: Iterable[Division],
    records: Iterable[Record],
    by: str,
    key: Callable[[Division | Record], set[str]],
    found: Mapping[str, Match],
    take: Callable[[str, Record, str], None],
) -> None:
    """Match divisions and records that have a name in common that no other of either has."""
    used = {each.record.id for each in found.values()}
    ours: dict[tuple[str, str], list[Record]] = defaultdict(list)
    theirs: dict[tuple[str, str], list[Division]] = defaultdict(list)
    for record in records:
        if record.id not in used:
            for name in key(record):
                ours[record.level, name].append(record)
    for division in divisions:
        if division.code not in found:
            for name in key(division):
                theirs[division.level, name].append(division)
    for mark, places in theirs.items():
        there = ours.get(mark, ())
        if len(places) == len(there) == 1 and places[0].code not in found:
            record = there[0]
            if record.id not in {each.record.id for each in found.values()}:
                take(places[0].code, record, by if record.code else "place")


def _moved(
    register: Register,
    lost: list[Record],
    found: Mapping[str, Match],
    take: Callable[[str, Record, str], None],
) -> None:
    """Match what lost its code with what is new elsewhere in the same county under its name."""
    parents = register.parents
    home = {each.code: _county(each, parents) for each in register.divisions}
    new: dict[tuple[str, str, str], list[Division]] = defaultdict(list)
    for each in register.divisions:
        if each.code not in found:
            county = found.get(home[each.code])
            where = county.record.id if county else ""
            new[where, each.level, each.plain_name].append(each)
    old: dict[tuple[str, str, str], list[Record]] = defaultdict(list)
    for record in lost:
        for name in {record.text("division") or record.text("short_name")}:
            old[record.id.partition("/")[0], record.level, name].append(record)
    for mark, places in new.items():
        there = old.get(mark, ())
        if mark[0] and len(places) == len(there) == 1:
            take(places[0].code, there[0], "moved")


def _county(division: Division, parents: Mapping[str, Division]) -> str:
    """Return the code of the place right beneath the root that a division lies in."""
    while (above := parents.get(division.code)) is not None and above.code in parents:
        division = above
    return division.code


def vanished(records: Iterable[Record], matches: Mapping[str, Match]) -> Iterator[Record]:
    """Yield records with a code that no division of the register is, and that do not say why."""
    used = {each.record.id for each in matches.values()}
    for record in records:
        if record.code and record.id not in used and not record.text("until"):
            yield record
