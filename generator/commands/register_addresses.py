"""The addresses that a register gives: unit ids, how they are read, and what is doubtful in them.

An address is in somebody's hands once it is published, so what a person should look at is told
before it is written: signs with several readings, names that sound alike, signs no one can read.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.base import pinyin
from generator.base.messages import N_
from generator.base.place_readings import Doubt, Reading, read
from generator.commands.divisions import Division, RegisterError, fault
from generator.commands.register_corrections import Corrections
from generator.commands.register_tree import Register
from generator.model import site_tables

_NAMED = 3
"""Places that sound alike which are named at most."""


@dataclass(frozen=True, slots=True)
class Address:
    """What one division gets: its unit's id, its reading, and what a person should look at."""

    division: Division
    id: str
    reading: Reading
    doubts: tuple[Doubt, ...]
    new: bool
    """Whether the address is given now; one that was there stays whatever is said of it."""


def given(
    register: Register, known: Mapping[str, str], taken: Collection[str], said: Corrections
) -> dict[str, Address]:
    """Return the address of each division, by code; those that lie higher come first.

    `known` has the ids of divisions with a record, by code; `taken` all ids there are. Raises
    RegisterError where a chosen address is taken.
    """
    groups: dict[str, list[Division]] = defaultdict(list)
    root = register.root
    for each in register.divisions:
        # what lies right beneath the root lies beside it: addresses stay short
        groups["" if each.parent_code == root.code else each.parent_code].append(each)
    groups[""].sort(key=lambda each: (each is not root, each.code))
    found: dict[str, Address] = {}
    used, faults = {*taken}, []
    waiting = [""]
    while waiting:
        above = waiting.pop()
        group = groups.get(above, [])
        folder = f"{found[above].id}/" if above else ""
        readings = {each.code: _read(each, said) for each in group}
        slugs, doubts = _slugs(group, readings)
        # those chosen by a person are given out first, so that no machine-made one is in the way
        for each in sorted(group, key=lambda each: each.code not in said.slugs):
            code = each.code
            if code in known:
                found[code] = Address(each, known[code], readings[code], (), new=False)
                continue
            chosen = said.slugs.get(code)
            unit = folder + (chosen or slugs[code])
            marks = [*readings[code].doubts, *(() if chosen else doubts[code])]
            if chosen and unit in used:
                message = N_("{file}: “{slug}” (of {code}) is already the slug of a sibling")
                faults.append(fault(message, file=site_tables.SLUGS, slug=chosen, code=code))
            elif unit in used:
                free = _free(unit, used)
                marks.append(_taken(unit, free))
                unit = free
            if chosen:  # a person has looked at the address; only what cannot be read remains
                marks = [each for each in marks if each.marks in ("private", "unread", "parts")]
            found[code] = Address(each, unit, readings[code], tuple(marks), new=True)
            used.add(unit)
        waiting.extend(each.code for each in reversed(group) if each is not root)
    if faults:
        raise RegisterError(faults)
    return {each.code: found[each.code] for each in register.divisions}


def _read(division: Division, said: Corrections) -> Reading:
    return read(division.code, division.name, division.stem, said.readings)


def _slugs(
    siblings: Sequence[Division], readings: Mapping[str, Reading]
) -> tuple[dict[str, str], dict[str, list[Doubt]]]:
    """Return the machine-made slug of each code, and what is to be said of it.

    Where several would be the same, a community gives way to a village, and what comes later says
    what it is: the prefecture is chengde, its county chengde-xian. What still is the same is
    numbered.
    """
    slugs = {each.code: _slug(each, readings[each.code]) for each in siblings}
    doubts: dict[str, list[Doubt]] = {each.code: [] for each in siblings}
    plain = dict(slugs)
    for slug in [slug for slug, count in Counter(slugs.values()).items() if count > 1]:
        alike = [each for each in siblings if plain[each.code] == slug]
        for each in alike:
            if each.community:
                slugs[each.code] += "-shequ"
        rest = [each for each in alike if not each.community]
        for each in rest[1:]:
            ending = pinyin.slug(each.ending)
            if ending and each.ending != rest[0].ending:
                slugs[each.code] += f"-{ending}"
        for each in alike:
            if slugs[each.code] != slug:
                others = [other for other in alike if other is not each]
                doubts[each.code].append(_alike(each, others))
    return slugs, doubts


def _slug(division: Division, reading: Reading) -> str:
    """Return what a division's own name gives; a sign that cannot be read does not vanish in it."""
    slug, code = reading.slug, division.code
    if reading.whole and slug:
        return slug
    return f"{slug}-{code[-3:]}" if slug else code


def _alike(division: Division, others: Sequence[Division]) -> Doubt:
    names = "、".join(each.spoken_name for each in others[:_NAMED])
    names += "…" if len(others) > _NAMED else ""
    message = N_("{name} sounds like {others}")
    return Doubt("alike", message, {"name": division.spoken_name, "others": names})


def _taken(unit: str, free: str) -> Doubt:
    message = N_("the address {unit} is taken, so this would be {free}")
    return Doubt("taken", message, {"unit": unit, "free": free})


def _free(unit: str, taken: Collection[str]) -> str:
    """Return the id `unit`, with the first number that makes it free."""
    number, free = 1, unit
    while free in taken:
        number += 1
        free = f"{unit}-{number}"
    return free


def doubtful(addresses: Mapping[str, Address]) -> Iterator[Address]:
    """Yield the addresses that a person should look at before they are written.

    That all names of a region may have a spelling of their language is no reason to look at one.
    """
    for each in addresses.values():
        if each.new and any(doubt.marks != "language" for doubt in each.doubts):
            yield each
