"""Figures: sums over records, folded up the unit tree.

A `Figures` is a plain mapping from a name to a whole number (counts, or fen), so that any two of
them add the same way and every level is the same fold over its children. A name with a colon is
one share of a whole: `stage:accepted` of `projects`, `source:central` of the recorded sources.
"""

from collections.abc import Iterable
from typing import TypeAlias

from generator.kinds.project import Project, planned
from generator.kinds.project import paid as paid_of

Figures: TypeAlias = dict[str, int]


def add(into: Figures, other: Figures) -> None:
    """Add `other` to `into`, in place."""
    for name, number in other.items():
        into[name] = into.get(name, 0) + number


def total(parts: Iterable[Figures]) -> Figures:
    """Return the sum of `parts`."""
    whole: Figures = {}
    for part in parts:
        add(whole, part)
    return whole


def of_project(data: Project, timeliness: str) -> Figures:
    """Return what one project adds to its unit's figures; money in fen, unknown kept apart."""
    figures: Figures = {
        "projects": 1,
        f"stage:{data.stage}": 1,
        f"time:{timeliness}": 1,
        f"category:{data.category}": 1,
        f"year:{data.year}": 1,
    }
    plan, spent = planned(data), paid_of(data)
    if plan is None:
        figures["planned_unknown"] = 1
    else:
        figures["planned"] = plan
        figures[f"year_planned:{data.year}"] = plan
    if spent is None:
        figures["paid_unknown"] = 1
    else:
        figures["paid"] = spent
        figures[f"year_paid:{data.year}"] = spent
    for each in data.sources or ():
        add(figures, {f"source:{each.level}": each.amount})
    return figures


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
