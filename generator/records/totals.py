"""Figures: sums over records, folded up the unit tree.

A `Figures` is a plain mapping from a name to a whole number (counts, or fen), so that any two of
them add the same way and every level is the same fold over its children. A name with a colon is
one share of a whole: `stage:accepted` of `projects`, `source:central` of the recorded sources.
"""

import marshal
from collections.abc import Iterable, Iterator, MutableMapping
from typing import TypeAlias

from generator.model.kinds.kind import View
from generator.model.schedule import LATE

Figures: TypeAlias = dict[str, int]


class PackedFigures(MutableMapping[str, Figures]):
    """The figures of many units, packed: those of one are unpacked anew where they are asked for.

    A nation has some hundred thousand units, and most have figures of the same names.
    """

    def __init__(self) -> None:
        self._packed: dict[str, bytes] = {}
        self._names: list[tuple[str, ...]] = []
        self._numbers: dict[tuple[str, ...], int] = {}

    def __getitem__(self, unit: str) -> Figures:
        number, *values = marshal.loads(self._packed[unit])  # noqa: S302 (made below)
        return dict(zip(self._names[number], values, strict=True))

    def __setitem__(self, unit: str, figures: Figures) -> None:
        names = tuple(figures)
        number = self._numbers.get(names)
        if number is None:
            number = self._numbers[names] = len(self._names)
            self._names.append(names)
        self._packed[unit] = marshal.dumps((number, *figures.values()), 2)

    def __delitem__(self, unit: str) -> None:
        del self._packed[unit]

    def __contains__(self, unit: object) -> bool:
        return unit in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def add(into: Figures, other: Figures) -> None:
    """Add `other` to `into`, in place."""
    for name, number in other.items():
        into[name] = into.get(name, 0) + number


def count(of: MutableMapping[str, Figures], unit: str, part: Figures) -> None:
    """Add `part` to what is counted of a unit, in place; `part` itself stays as it is."""
    whole = of.get(unit, {})
    add(whole, part)
    of[unit] = whole


def total(parts: Iterable[Figures]) -> Figures:
    """Return the sum of `parts`."""
    whole: Figures = {}
    for part in parts:
        add(whole, part)
    return whole


def of_project(view: View) -> Figures:
    """Return what one project adds to its unit's figures; money in fen, unknown kept apart.

    `traced` is the part of the planned money that allotments were assigned for, `traced_paid` that
    of the paid money that was paid from them. What is paid is less what came back, `returned`.
    """
    figures: Figures = {
        "projects": 1,
        f"stage:{view['stage']}": 1,
        f"time:{view['timeliness']}": 1,
        f"category:{view['category']}": 1,
        f"year:{view['year']}": 1,
    }
    for name in ("planned", "paid"):
        amount = view[name]
        if amount is None:
            figures[f"{name}_unknown"] = 1
            figures[f"year_{name}_unknown:{view['year']}"] = 1
        else:
            figures[name] = amount
            figures[f"year_{name}:{view['year']}"] = amount
    for each in view["sources"]:
        name = f"source:{each['level']}"
        figures[name] = figures.get(name, 0) + each["amount"]
    taken = view["taken"]
    if taken:
        named = [each["amount"] for each in view["sources"] if each["allocation"]]
        figures["traced"] = sum(named)
        figures["traced_paid"] = sum([each[2] for each in taken])
    if view["returned"]:
        figures["returned"] = view["returned"]
    return figures


def without_posts(figures: Figures) -> Figures:
    """Return the figures of a place that has ended: without those that `of_posts` gives."""
    names = ("villages_with_contacts", "groups", "groups_unknown", "posts")
    return {
        name: number
        for name, number in figures.items()
        if name not in names and not name.startswith("post:")
    }


def late_projects(figures: Figures) -> int:
    """Count the projects that are past their planned finish or start."""
    return sum(figures.get(f"time:{state}", 0) for state in LATE)


def paid_share(figures: Figures) -> float | None:
    """Return how much of the planned money is paid, in percent; None where that is not known.

    It is known only where the money of every project is. Of nothing planned nothing is paid.
    """
    if not figures.keys() >= {"planned", "paid"} or figures.keys() & {
        "planned_unknown",
        "paid_unknown",
    }:
        return None
    if not figures["planned"]:
        return None if figures["paid"] else 0.0
    return round(min(figures["paid"] * 100 / figures["planned"], 100), 1)


def of_posts(states: Iterable[str], groups: int, groups_unknown: int) -> Figures:
    """Return what one village's contacts add: posts by state, and the groups nothing is known of.

    `villages_with_contacts` counts the village itself.
    """
    figures: Figures = {
        "villages_with_contacts": 1,
        "groups": groups,
        "groups_unknown": groups_unknown,
    }
    for state in states:
        add(figures, {"posts": 1, f"post:{state}": 1})
    return figures
