"""Villages held against each other: money planned per household, the share paid, what is late.

Like stands beside like: villages beside villages, communities beside communities. What is not
known of a village is None, and stands in no median. One that has ended is no neighbour any more:
its households are counted by the village that they belong to now.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from statistics import median

from generator.joined.unit_tree import Hierarchy
from generator.model.kinds.kind import View
from generator.records.totals import Figures, late_projects, paid_share

FEWEST = 2
"""Villages that a median is of at least: that of one village is its own number."""
DIGITS = 2
"""Digits of a rounded amount that are not nought.

What stands on the pages of others is rounded, so that a payment here remakes no page there.
"""
FEN = 100


def rounded(fen: float) -> int:
    """Return an amount of fen rounded half up to two digits, to whole yuan at least."""
    yuan = int(fen) // FEN + (int(fen) % FEN >= FEN // 2)
    step: int = 10 ** max(0, len(str(yuan)) - DIGITS)
    return (yuan + step // 2) // step * step * FEN


def per_household(figures: Figures, households: int | None) -> int | None:
    """Return the planned money per household, in fen; None where one of the two is not known."""
    if not households or "planned" not in figures:
        return None
    return figures["planned"] // households


def share(figures: Figures) -> int | None:
    """Return how much of the planned money is paid, in whole percent; None where not known.

    All is paid at 100 alone, and nothing at 0 alone.
    """
    part = paid_share(figures)
    if part is None:
        return None
    inside = 0 < figures["paid"] < figures["planned"]
    return min(max(round(part), 1), 99) if inside else round(part)


def share_in_words(figures: Figures) -> str:
    """Return how much of the planned money is paid, `68%`; "" where that is not known."""
    part = share(figures)
    return "" if part is None else in_words(figures["paid"], figures["planned"], part)


def in_words(part: int, whole: int, percent: int) -> str:
    """Return a share as people read it: `68%`, `<1%` for less than a hundredth, `>99%`."""
    if 0 < part * 100 < whole:
        return "<1%"
    if whole * 99 < part * 100 < whole * 100:
        return ">99%"
    return f"{percent}%"


def compare(tree: Hierarchy, figures: Mapping[str, Figures]) -> dict[str, View]:
    """Return for each village how it stands beside those of its town and its county.

    `per_household` is its own money, in fen; `least` tells that an amount is missing in it. `town`
    and `county` are the medians of the villages of its like there, rounded, None for too few;
    `community` tells that these are communities. `neighbours` are all of its like in its town, the
    very same list for each of them, with rounded amounts; `since` is the first year of their
    projects.
    """
    found: dict[str, View] = {}
    for county in tree.children.get(tree.root, ()):
        by_town = {
            town: _by_like(tree, tree.children.get(town, ()))
            for town in tree.children.get(county, ())
        }
        for like in (False, True):
            whole = [each[like] for each in by_town.values()]
            of_county = _median(tree, figures, chain.from_iterable(whole))
            for villages in whole:
                found.update(_of_town(tree, figures, villages, of_county, community=like))
    return found


def _by_like(tree: Hierarchy, units: Sequence[str]) -> dict[bool, list[str]]:
    """Return the villages (False) and the communities (True) among units, in their order."""
    parts: dict[bool, list[str]] = defaultdict(list)
    for unit in units:
        own = tree.units[unit]
        if own["level"] == "village" and not own["dissolved"]:
            parts[own["settlement"] == "community"].append(unit)
    return parts


def _of_town(
    tree: Hierarchy,
    figures: Mapping[str, Figures],
    villages: Sequence[str],
    of_county: int | None,
    *,
    community: bool,
) -> dict[str, View]:
    neighbours = [_row(tree.units[each], figures[each]) for each in villages]
    years = [
        name.partition(":")[2]
        for each in villages
        for name in figures[each]
        if name.startswith("year:")
    ]
    shared: View = {
        "town": _median(tree, figures, villages),
        "county": of_county,
        "community": community,
        "neighbours": neighbours,
        "since": min(years, default=""),
    }
    return {
        each: {
            "per_household": per_household(figures[each], tree.units[each]["households"]),
            "least": "planned_unknown" in figures[each],
            **shared,
        }
        for each in villages
    }


def _row(unit: View, figures: Figures) -> View:
    """Return what stands of a village on the pages of its neighbours."""
    own = per_household(figures, unit["households"])
    return {
        "id": unit["id"],
        "short_name": unit["short_name"],
        "per_household": None if own is None else rounded(own),
        "least": "planned_unknown" in figures,
        "paid": share_in_words(figures),
        "late": late_projects(figures) if "projects" in figures else None,
        "undated": figures.get("time:unknown", 0),
    }


def _median(tree: Hierarchy, figures: Mapping[str, Figures], units: Iterable[str]) -> int | None:
    """Return the median of the money per household, rounded; of villages whose money is known."""
    known = [
        own
        for each in units
        if "planned_unknown" not in figures[each]
        and (own := per_household(figures[each], tree.units[each]["households"])) is not None
    ]
    return rounded(median(known)) if len(known) >= FEWEST else None
