"""Pictures of numbers, as positions for the templates to draw: shares of the width in percent.

Every picture stands beside the same facts in words or in a table.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from generator.figures import Figures
from generator.kinds.kind import View
from generator.messages import N_

TILES = {
    "accepted": (N_("share of projects accepted"), "验收合格"),
    "paid": (N_("money paid (10,000 yuan)"), "已付资金"),
    "late": (N_("share of projects late now"), "逾期"),
    "planned": (N_("money planned (10,000 yuan)"), "计划资金"),
}
"""What the tiles of the first page may show of a county: codes, with their labels."""
STEPS = 5
"""Shades of a tile, from light to dark."""
FEWEST_YEARS = 2
"""Years that a timeline spans before it is marked by years alone, and not by half years."""
LEAST = 1.0
"""What a bar is wide at least, to be seen."""
LABEL = 48.0
"""What a date takes of the width at most: in large type, on a phone."""
DONE = ("completed", "accepted", "failed")


def tiles(counties: Sequence[Figures], figure: str) -> list[View]:
    """Return for each county its `figures` of all `TILES`, and the `step` of shade of `figure`.

    A share of the projects is in percent, rounded down; an amount is in fen, and of how many
    projects it is not stated stands beside it (`paid_unknown`). None is what cannot be known. Of
    amounts, the largest is the darkest.
    """
    found: list[dict[str, int | None]] = []
    for each in counties:
        projects = each.get("projects", 0)
        late = each.get("time:overdue", 0) + each.get("time:not_started", 0)
        found.append(
            {
                "accepted": each.get("stage:accepted", 0) * 100 // projects if projects else None,
                "late": late * 100 // projects if projects else None,
                **{name: each.get(name) for name in ("paid", "planned")},
                **{name: each.get(name, 0) for name in ("paid_unknown", "planned_unknown")},
            }
        )
    largest = 100
    if figure in ("paid", "planned"):
        largest = max((each[figure] or 0 for each in found), default=0) or 1

    def step(value: int | None) -> int | None:
        return None if value is None else min(value * STEPS // largest, STEPS - 1)

    return [{"figures": each, "step": step(each[figure])} for each in found]


@lru_cache(maxsize=10_000)
def first_day(iso: str) -> int:
    """Return the first day of a date that may be a month or a year, as its ordinal."""
    year, month, day = (int(part) for part in [*iso.split("-"), "1", "1"][:3])
    return date(year, month, day).toordinal()


@lru_cache(maxsize=10_000)
def last_day(iso: str) -> int:
    """Return the last day of a date that may be a month or a year, as its ordinal."""
    parts = [int(part) for part in iso.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1]).toordinal()


def timeline(project: View, as_of: str) -> View | None:
    """Return plan against actual of a project's view, None where too little is known to draw it.

    `bars` have `row` (plan or actual), `x`, `width` and whether they go on (`open`, up to the day
    of the data); `late` is the part of the actual time after the planned end; `ticks` have `x`, and
    those with room for it a `date`, which begins there or has its `end` there.
    """
    plan, actual = _span(project["plan"]), _span(project["actual"])
    going = actual[0] is not None and actual[1] is None and project["stage"] == "under_way"
    if going:
        actual = actual[0], max(first_day(as_of), actual[0] or 0)
    if None in plan and None in actual:
        return None
    known = [day for day in (*plan, *actual) if day is not None]
    low, high = min(known), max(known)
    wide = max(1, high - low)

    def x(day: int) -> float:
        return round((day - low) * 100 / wide, 2)

    bars: list[View] = []
    for row, (start, finish) in (("plan", plan), ("actual", actual)):
        if start is None or finish is None:
            continue
        left = x(start)
        width = max(LEAST, round(x(finish) - left, 2))
        open_ = going and row == "actual"
        bars.append({"row": row, "x": min(left, 100 - LEAST), "width": width, "open": open_})
    late = None
    if plan[1] is not None and actual[0] is not None and actual[1] is not None:
        since = max(plan[1], actual[0])
        if actual[1] > since:
            late = {"x": x(since), "width": x(actual[1]) - x(since)}
    return {
        "bars": bars,
        "late": late,
        "ticks": _labelled([(x(day), iso) for day, iso in _ticks(low, high)]),
    }


def _labelled(ticks: Sequence[tuple[float, str]]) -> list[View]:
    """Return ticks as drawn; a date that would lie over the one before it is left out."""
    drawn: list[View] = []
    free = 0.0
    for x, iso in ticks:
        end = x + LABEL > 100
        room = (x - LABEL if end else x) >= free
        if room:
            free = x if end else x + LABEL
        drawn.append({"x": x, "date": iso if room else "", "end": end})
    return drawn


def _span(dates: View) -> tuple[int | None, int | None]:
    start, finish = dates["start"], dates["finish"]
    return first_day(start) if start else None, last_day(finish) if finish else None


def _ticks(low: int, high: int) -> list[tuple[int, str]]:
    """Return the days that a timeline is marked at, with what to call them."""
    first = date.fromordinal(low)
    days = _beginnings(first.year, date.fromordinal(high).year)
    inside = [each for each in days if low <= each[0] <= high]
    return inside or [(low, first.isoformat()[:7])]


@lru_cache(maxsize=1_000)
def _beginnings(first: int, last: int) -> list[tuple[int, str]]:
    """Return the first days of years, or of half years, from one year to another, as above."""
    months = (1,) if last - first >= FEWEST_YEARS else (1, 7)
    days = [date(year, month, 1) for year in range(first, last + 1) for month in months]
    return [(day.toordinal(), day.isoformat()[:7]) for day in days]


FEWEST_COLUMNS = 2
HIGH, BOTTOM = 160, 190
"""Height of the tallest column, and where columns stand, in pixels."""


def people(population: list[View], as_of: str) -> list[View] | None:
    """Return the poor people of each year from the first to the last, None for less than two.

    Each has `year`, `people`, the column's `x` (its middle), `left` and `width` in percent, its
    `top` in pixels and the `target`, also in pixels: None for what is not known, so that it stays
    empty. `gap` tells that a number is missing of a year that is over on `as_of`.
    """
    by_year = {each["year"]: each for each in population}
    known = [each[name] for each in population for name in ("people", "planned")]
    highest = max([each for each in known if each is not None], default=0)
    years = range(min(by_year, default=0), max(by_year, default=-1) + 1)
    if len(years) < FEWEST_COLUMNS or not highest:
        return None
    step = 100 / len(years)

    def height(number: int | None) -> float | None:
        return None if number is None else round(BOTTOM - number * HIGH / highest, 1)

    found = []
    for n, year in enumerate(years):
        own = by_year.get(year, {"people": None, "planned": None})
        over = f"{year}-12-31" <= as_of
        found.append(
            {
                "year": year,
                "people": own["people"],
                "x": round((n + 0.5) * step, 2),
                "left": round((n + 0.2) * step, 2),
                "width": round(0.6 * step, 2),
                "top": height(own["people"]),
                "target": height(own["planned"]),
                "gap": over and own["people"] is None,
            }
        )
    return found
