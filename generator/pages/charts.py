"""Pictures of numbers, as positions for the templates to draw: shares of the width in percent.

Every picture stands beside the same facts in words or in a table.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from generator.joined.comparison import in_words, share, share_in_words
from generator.model import schedule
from generator.model.kinds.kind import View
from generator.records.totals import Figures

STEPS = 5
"""Shades of a tile, from light to dark."""
FEWEST_YEARS = 2
"""Years that a timeline spans before it is marked by years alone, and not by half years."""
LEAST = 1.0
"""What a bar is wide at least, to be seen."""
LABEL = 48.0
"""What a date takes of the width at most: in large type, on a phone."""
WIDE, HIGH = 100, 80
"""How wide and how high the cell of a tile is, in pixels."""
GAP = 3
"""What a tile leaves of its cell on each side."""
DARK = 3
"""The first of the `STEPS` that are so dark that light letters stand on them."""
LONG = 3
"""Characters that stand in a tile in large letters."""
LINE = 5
"""Characters that stand in one of two lines."""
WHOLE = 1_000_000
"""Fen of 10,000 yuan."""
_UNDER, _LINE = 68, 24
"""Where the dates of the picture of the time stand, and how far apart lines below are: pixels."""
AMOUNTS = ("paid", "planned")
"""Figures of tiles that are amounts; the others are shares in percent."""


def tiles(counties: Sequence[Figures], figure: str) -> list[View]:
    """Return for each county its `figures` of all `TILES`, and the `step` of shade of `figure`.

    A share of the projects is in percent, rounded down; an amount is in fen, and of how many
    projects it is not stated stands beside it (`paid_unknown`). None is what cannot be known. Of
    amounts and of what is late the largest is the darkest; `whole` has the shown one in whole
    10,000 yuan.
    """
    found: list[dict[str, int | None]] = []
    for each in counties:
        projects, of_projects = each.get("projects", 0), _of_projects(each)
        found.append(
            {
                **{
                    name: number * 100 // projects if projects else None
                    for name, number in of_projects.items()
                },
                "paid_share": share(each),
                **{name: each.get(name) for name in ("paid", "planned")},
                **{name: each.get(name, 0) for name in ("paid_unknown", "planned_unknown")},
            }
        )
    largest = 100
    if figure in (*AMOUNTS, "late"):  # hardly anywhere is more than a fifth late
        largest = max((each[figure] or 0 for each in found), default=0) or 1

    def step(value: int | None) -> int | None:
        return None if value is None else min(value * STEPS // largest, STEPS - 1)

    return [
        {
            "figures": each,
            "shares": _shares(county, each),
            "step": step(each[figure]),
            "whole": (each[figure] or 0) // WHOLE if figure in AMOUNTS else None,
        }
        for county, each in zip(counties, found, strict=True)
    ]


def _of_projects(county: Figures) -> dict[str, int]:
    """Return the numbers of projects that tiles show as shares of them all."""
    late = county.get("time:overdue", 0) + county.get("time:not_started", 0)
    return {"accepted": county.get("stage:accepted", 0), "late": late}


def _shares(county: Figures, found: Mapping[str, int | None]) -> dict[str, str]:
    """Return the shares of a tile as people read them; "" for what cannot be known."""
    said = dict.fromkeys(("accepted", "late"), "")
    for name, number in _of_projects(county).items():
        percent = found[name]
        if percent is not None:
            said[name] = in_words(number, county["projects"], percent)
    return {**said, "paid_share": share_in_words(county)}


def placed(label: str, column: int, row: int, step: int | None) -> View:
    """Return where a tile and its two lines stand, in pixels, and how its letters are.

    `x` and `y` are those of its upper left corner; `middle` is where its lines have their middle,
    `upper` and `lower` are the feet of the two, `first` and `second` those of a name of two lines
    over the lower one. They are `light`, or the upper one `long`.
    """
    left, top = column * WIDE, row * HIGH
    return {
        "x": left + GAP,
        "y": top + GAP,
        "width": WIDE - 2 * GAP,
        "height": HIGH - 2 * GAP,
        "inner": WIDE - 2 * GAP - 8,
        "middle": left + WIDE // 2,
        "upper": top + 37,
        "first": top + 21,
        "second": top + 39,
        "lower": top + 62,
        "light": step is not None and step >= DARK,
        "long": len(label) > LONG,
    }


def label_of(name: str) -> str:
    """Return a name as a tile has room for it: in two lines of `LINE` characters."""
    return name if len(name) <= 2 * LINE else f"{name[: 2 * LINE - 1]}…"


def lines_of(label: str) -> list[str]:
    """Return a name in its lines: `Duyun-`, `Kaifaqu`; 科尔沁, 左翼中."""
    # cut to four characters, that would be the same as 科尔沁左翼后
    first, hyphen, rest = label.partition("-")
    if hyphen:
        return [first + hyphen, rest]
    if label.isascii() or len(label) < LINE:
        return [label]
    half = (len(label) + 1) // 2
    return [label[:half], label[half:]]


def sheet(tiles: Sequence[View]) -> View | None:
    """Return how `wide` and how `high` the picture of tiles is, in pixels; None without any."""
    if not tiles:
        return None
    return {
        "wide": (max(each["column"] for each in tiles) + 1) * WIDE,
        "high": (max(each["row"] for each in tiles) + 1) * HIGH,
    }


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


def beneath(lines: Sequence[str]) -> View:
    """The lines of text below the picture of the time: its `height`, and where each line stands.

    They are pixels; the picture itself ends above 68.
    """
    stand = [{"y": _UNDER + _LINE * n, "text": each} for n, each in enumerate(lines, 1)]
    return {"height": _UNDER + 6 + _LINE * len(lines), "lines": stand}


def timeline(project: View, as_of: str = "") -> View | None:
    """Return plan against actual of a project's view, None where too little is known to draw it.

    `bars` have `row` (plan or actual), `x`, `width` and whether they go on (`open`, up to the day
    of the data); `late` is the part of the actual time after the planned end; `ticks` have `x`, and
    those with room for it a `date`, which begins there or has its `end` there. Where the data is of
    a fixed day, `as_of`, work that goes on is drawn up to it, and `today` is where that is. `said`
    is where what is late and the day are said, None for nowhere: the `end` of the words lies there,
    or their start. `first` and `last` are the days at its two ends, and `open` tells that the
    work is still to be done: there a script draws the day.
    """
    plan, actual = _span(project["plan"]), _span(project["actual"])
    going = bool(project["going_until"])
    open_ = project["stage"] in schedule.OPEN
    now = first_day(as_of) if as_of and open_ else None
    if going:
        actual = actual[0], max(now or first_day(project["going_until"]), actual[0] or 0)
    if None in plan and None in actual:
        return None
    known = [day for day in (*plan, *actual, now) if day is not None]
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
        goes_on = going and row == "actual"
        bars.append({"row": row, "x": min(left, 100 - LEAST), "width": width, "open": goes_on})
    late = None
    if plan[1] is not None and actual[0] is not None and actual[1] is not None:
        since = max(plan[1], actual[0])
        if actual[1] > since:
            late = {"x": x(since), "width": round(x(actual[1]) - x(since), 2)}
    today = None if now is None else x(now)
    said = round(late["x"] + late["width"], 2) if late and today is None else today
    return {
        "bars": bars,
        "late": late,
        "today": today,
        "said": said,
        "end": said is not None and said > LABEL,
        "open": open_,
        "first": date.fromordinal(low).isoformat(),
        "last": date.fromordinal(high).isoformat(),
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
TALLEST, BOTTOM = 160, 190
"""Height of the tallest column, and where columns stand, in pixels."""
ABOVE = 6
"""How far above its column a number stands, in pixels."""
BESIDE = 2
"""How much wider the line of a target is than the column, on each side, in percent."""


def people(population: list[View], over: int) -> list[View] | None:
    """Return the poor people of each year from the first to the last, None for less than two.

    Each has `year`, `people`, and its column: `x` (its middle), `left` and `width` in percent, its
    `top` and `height` and the foot of its number, `label`, in pixels. The `target` is in pixels,
    and its line goes from `from` to `to`, in percent; `word` is the foot of what it is called,
    where there is room above it. None is what is not known, so that it stays empty. `gap` tells
    that a number is missing of a year that is over: `over` is the last such.
    """
    by_year = {each["year"]: each for each in population}
    known = [each[name] for each in population for name in ("people", "planned")]
    highest = max([each for each in known if each is not None], default=0)
    years = range(min(by_year, default=0), max(by_year, default=-1) + 1)
    if len(years) < FEWEST_COLUMNS or not highest:
        return None
    step = 100 / len(years)

    def height(number: int | None) -> float | None:
        return None if number is None else round(BOTTOM - number * TALLEST / highest, 1)

    found = []
    for n, year in enumerate(years):
        own = by_year.get(year, {"people": None, "planned": None})
        target = height(own["planned"])
        top, left, width = height(own["people"]), round((n + 0.2) * step, 2), round(0.6 * step, 2)
        found.append(
            {
                "year": year,
                "people": own["people"],
                "x": round((n + 0.5) * step, 2),
                "left": left,
                "width": width,
                "top": top,
                "height": None if top is None else BOTTOM - top,
                "label": None if top is None else _label(top, target),
                "target": target,
                "word": None if target is None or _covered(target, top) else target - ABOVE,
                "from": left - BESIDE,
                "to": left + width + BESIDE,
                "gap": year <= over and own["people"] is None,
            }
        )
    return found


def _label(top: float, target: float | None) -> float:
    """Return the foot of a column's number: above the line of a target that would strike it."""
    if target is not None and top - 3 * ABOVE < target < top:
        return target - ABOVE
    return top - ABOVE


def _covered(target: float, top: float | None) -> bool:
    """Tell whether what a target is called would lie over a column or its number."""
    return top is not None and target > top - 3 * ABOVE
