"""The rows of a register → the tree of one site: who lies beneath whom, what is left out of it.

A tree may begin at any level, and levels may be missing. What only stands for a level that is not
there (市辖区, 省直辖县级行政区划) gives its places to the one above; what is no office (虚拟社区)
is left out and named.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.base.messages import N_
from generator.base.problems import Problem
from generator.commands.divisions import Division, Fault, RegisterError, fault
from generator.model import levels

_LENGTHS = (9, 6, 4, 2)
SHOWN = 12
"""Divisions at the top that a message names at most."""


@dataclass(frozen=True, slots=True)
class Register:
    """The divisions of one site, each after that above it, and the rows that are none of them."""

    root: Division
    divisions: tuple[Division, ...]
    left_out: tuple[Division, ...] = ()

    @property
    def parents(self) -> dict[str, Division]:
        """The division above each, by code."""
        by_code = {each.code: each for each in self.divisions}
        return {each.code: by_code[each.parent_code] for each in self.divisions if each.parent_code}


def grown(rows: Sequence[Division], top: Division | str = "") -> Register:
    """Return the tree of `rows`. Raises RegisterError with all that is wrong.

    `top` is the code of the division to begin at, or that division where the rows may lack it.
    """
    first, faults = _distinct(rows)
    by_code = dict(first)
    root = top if isinstance(top, Division) else None
    if root:
        there = by_code.get(root.code)
        root = there if there and not there.stand_in else root
        by_code[root.code] = root
        top = root.code
    elif top and top not in by_code:
        message = N_("no row has the code {code}")
        raise RegisterError([*faults, fault(message, code=str(top))])
    above = {code: _above(each, by_code) for code, each in by_code.items()}
    cut = root is not None or bool(top)
    if root:
        above[root.code] = ""
    children: dict[str, list[str]] = defaultdict(list)
    for code, parent in above.items():
        children[parent].append(code)
    if not cut:
        top = _only(children, by_code, faults)
    elif root and not root.code:
        children[""] = [code for code in children[""] if code]
    return _collected(str(top), by_code, children, faults, cut=cut)


def _distinct(rows: Iterable[Division]) -> tuple[dict[str, Division], list[Fault | Problem]]:
    """Return the rows by code; the second row of a code may only say the same once more."""
    first: dict[str, Division] = {}
    faults: list[Fault | Problem] = []
    for each in rows:
        other = first.setdefault(each.code, each)
        if other is each or other.name == each.name:
            continue  # 东莞市 stands among the prefectures and among the counties
        message = N_("row {row}: the code {code} is already in row {first}")
        faults.append(fault(message, row=each.row, code=each.code, first=other.row))
    return first, faults


def _above(division: Division, by_code: Mapping[str, Division]) -> str:
    """Return the code of the row above a row: the one that is named, else by how codes begin."""
    if division.parent_code:
        return division.parent_code
    code = division.code
    for length in _LENGTHS:
        if length < len(code) and code[:length] in by_code:
            return code[:length]
    nation = next((each.code for each in by_code.values() if each.level == "nation"), "")
    return nation if nation != code and division.level == "province" else ""


def _only(
    children: Mapping[str, Sequence[str]],
    by_code: Mapping[str, Division],
    faults: list[Fault | Problem],
) -> str:
    """Return the one code at the top; raise where there are more.

    A list of one county may name the prefecture above it, which it does not have.
    """
    tops = [*children[""]]
    if not tops:
        orphans = [code for above in children if above not in by_code for code in children[above]]
        highest = min((_height(by_code[code]) for code in orphans), default=0)
        tops = [code for code in orphans if _height(by_code[code]) == highest]
    if len(tops) == 1:
        return tops[0]
    message = N_(
        "there must be one division at the top, but there are {count}: {names};"
        " --prefecture CODE takes one out of a longer list"
    )
    shown = "、".join(f"{by_code[each].name} ({each})" for each in tops[:SHOWN])
    shown += "…" if len(tops) > SHOWN else ""
    raise RegisterError([*faults, fault(message, count=len(tops), names=shown)])


def _height(division: Division) -> int:
    return levels.ORDER.index(division.level)


def _collected(
    top: str,
    by_code: Mapping[str, Division],
    children: Mapping[str, Sequence[str]],
    faults: list[Fault | Problem],
    *,
    cut: bool,
) -> Register:
    root = by_code[top]
    if root.stand_in:
        message = N_(
            "{name} ({code}) is no office, it only stands for a level that is not there: begin at"
            " one of its places or at the province, or give the site a division of its own first"
        )
        raise RegisterError([*faults, fault(message, name=root.name, code=root.code)])
    root = replace(root, parent_code="")
    found, left, seen = [root], list[Division](), {top}
    at = 0
    while at < len(found):
        above = found[at]
        own = _beneath(above.code, by_code, children, left, seen)
        found.extend(_titled([replace(each, parent_code=above.code) for each in own]))
        at += 1
    whole = Register(root, tuple(sorted(found[1:], key=lambda each: each.code)), tuple(left))
    whole = replace(whole, divisions=(root, *whole.divisions))
    faults.extend(_judged(whole))
    if not faults:
        faults.extend(_lost(by_code, seen, top if cut else ""))
    if faults:
        raise RegisterError(sorted(faults, key=_row))
    return whole


def _row(of: Fault | Problem) -> int:
    if isinstance(of, Problem):
        return 0
    return next((int(value) for name, value in of.values if name == "row"), 0)


def _beneath(
    code: str,
    by_code: Mapping[str, Division],
    children: Mapping[str, Sequence[str]],
    left: list[Division],
    seen: set[str],
) -> Iterator[Division]:
    """Yield what lies right beneath a code; in the place of stand-ins what lies beneath them."""
    for child in sorted(children.get(code, ())):
        if child in seen or child not in by_code:
            continue
        seen.add(child)
        each = by_code[child]
        if each.no_office:
            left.append(each)
        elif each.stand_in:
            left.append(each)
            yield from _beneath(child, by_code, children, left, seen)
        elif each.name == by_code[code].name and each.level != by_code[code].level:
            left.append(each)  # 儋州市 once more, as the county of itself
            yield from _beneath(child, by_code, children, left, seen)
        else:
            yield each


def _titled(siblings: Sequence[Division]) -> Iterator[Division]:
    """Yield places with the titles of their committees where they are called the same without.

    顾村居委会 and 顾村村委会 are two offices; the residents' keeps its title, else the later one.
    """
    first: dict[str, Division] = {}
    for each in sorted(siblings, key=lambda each: (each.community, each.code)):
        first.setdefault(each.spoken_name, each)
    for each in siblings:
        alone = first[each.spoken_name] is each or each.name == each.spoken_name
        yield each if alone else replace(each, full_title=True)


def _judged(register: Register) -> Iterator[Fault]:
    """Yield the places that lie where their level cannot."""
    parents = register.parents
    beside: dict[str, set[str]] = defaultdict(set)
    for each in register.divisions:
        beside[each.parent_code].add(each.level)
    for each in register.divisions:
        parent = parents.get(each.code)
        if parent and not levels.may_lie(each.level, parent.level, beside[parent.code]):
            message = N_(
                "row {row}: {name} is of the level {level}, and cannot lie right beneath {parent},"
                " which is of the level {above}"
            )
            values = {
                "level": f"\0{levels.LEVELS[each.level][0]}",
                "parent": parent.name,
                "above": f"\0{levels.LEVELS[parent.level][0]}",
            }
            yield fault(message, row=each.row, name=each.name, **values)


def _lost(by_code: Mapping[str, Division], seen: set[str], top: str) -> Iterator[Fault]:
    """Yield rows that name a place above which is not there, of those whose codes begin so."""
    for each in by_code.values():
        if each.code in seen or not each.parent_code or each.parent_code in by_code:
            continue
        if each.code.startswith(top):
            message = N_("row {row}: no row has the code “{parent}”, the parent of {name}")
            yield fault(message, row=each.row, parent=each.parent_code, name=each.name)
