"""What the sentence of a place says of its figures, and where what each number counts is listed.

Each of these is a filter of its name.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from generator.joined import comparison
from generator.model import schedule
from generator.model.kinds.kind import View
from generator.model.urls import unit_url
from generator.pages.charts import lines_of
from generator.records.totals import Figures

ONLY: Final = "#only-"
"""What the places of a village's page are called that show some of its projects alone."""
SILENT = ("planned_unknown", "paid_unknown")
"""What is not known of a project's money."""
PICKED = ("late", "mended", "undated", "now", "paid", *SILENT)
"""What can be shown alone beside a stage: late, was late, without dates, of this year, paid for."""
FIGURE = {"mended": "time:finished_late", "undated": "time:unknown", **{n: n for n in SILENT}}
"""The figures that say how many projects there are, of what is no stage."""
AT: Final = "#at-"
"""What the parts of a place's page are called that say in which places below it has projects."""
SPREAD = ("mended", "undated", *SILENT)
"""What is said place by place, beside stages, where there is no list of it."""


def counted(place: View, root: str = "") -> View:
    """Return where what each number of a place counts is listed, "" for nowhere.

    That is an address behind `page.base`, or a place on its own page: of `all` its projects, of
    what is `planned` and `paid`, of the `late` ones, those that were (`mended`), those `undated`,
    those of this year (`now`), those whose money is not known; of each stage under its code. `root`
    is the id of the unit above all: what lies right beneath it has lists of its own.
    """
    level, ident = place["level"], place["id"]
    if level == "village":
        own = {each: ONLY + each for each in (*PICKED, *schedule.STAGES)}
        return {**own, "all": "#projects", "planned": "#projects"}
    found = dict.fromkeys(("all", "planned", "paid", "now"), "#places")
    found.update((code, AT + code) for code in (*SPREAD, *schedule.STAGES))
    if "/" in ident:
        return {**found, "late": "#late"}
    county = "" if ident == root else f"/{ident.partition('/')[0]}"
    lists = {by: f"lists/projects/{by}{county}.html" for by in ("late", "mended")}
    stages = {code: _stage_list(code, county) for code in schedule.STAGES}
    return {**found, **lists, **stages}


def _stage_list(code: str, county: str) -> str:
    return f"lists/projects/stage/{code.replace('_', '-')}{county}.html"


def counted_of_child(place: View, root: str = "") -> View:
    """Return the same from the page of the place above."""
    own, found = unit_url(place["id"]), counted(place, root)
    return {name: f"{own}{url}" if url.startswith("#") else url for name, url in found.items()}


def spread(place: View, figures: Figures, children: Iterable[View], root: str = "") -> list[View]:
    """Return how many projects lie where, of what the page of a place counts and has no list of.

    Each has its `code`, its `number`, and the `places` right below that have some: the `place`, its
    `number`, and the `url` of what shows them. What is the place's `own` is a number beside.
    """
    rows, led = [*children], counted(place, root)
    to = [counted_of_child(row, root) for row in rows]
    found: list[View] = []
    for code in (*schedule.STAGES, *SPREAD):
        number = figures.get(FIGURE.get(code, f"stage:{code}"), 0)
        if not number or led[code] != AT + code:
            continue
        name = FIGURE.get(code, f"stage:{code}")
        places = [
            {"place": row, "number": row["figures"][name], "url": url[code]}
            for row, url in zip(rows, to, strict=True)
            if row["figures"].get(name)
        ]
        own = number - sum(each["number"] for each in places)
        found.append({"code": code, "number": number, "places": places, "own": own})
    return found


def since(figures: Figures) -> str:
    """Return the first year that has projects, "" for none."""
    years = (name.partition(":")[2] for name in figures if name.startswith("year:"))
    return min(years, default="")


def of_year(figures: Figures, year: int) -> View:
    """Return what of the figures is of projects of one year, under the names that wholes have.

    What is `planned` and `paid` is left out where it is not known of any project.
    """
    whole = {"projects": f"year:{year}"}
    for name in ("planned", "paid", "planned_unknown", "paid_unknown"):
        whole[name] = f"year_{name}:{year}"
    return {name: figures[key] for name, key in whole.items() if key in figures}


def share(figures: Figures) -> str:
    """Return how much of the planned money is paid, `68%`; "" where that is not known.

    Less than a hundredth is `<1%`, and all but less than a hundredth `>99%`.
    """
    return comparison.share_in_words(figures)


def whole_yuan(fen: int) -> str:
    """Return an amount in yuan, rounded half up to whole ones: `4,073`."""
    return f"{(fen + 50) // 100:,}"


def picks(figures: Figures, year: int) -> list[str]:
    """Return which of a village's projects can be shown alone: `PICKED` and stages there are."""
    there = {
        "late": any(f"time:{state}" in figures for state in schedule.LATE),
        "mended": "time:finished_late" in figures,
        "undated": "time:unknown" in figures,
        "now": f"year:{year}" in figures,
        "paid": "paid" in figures,
        **{name: name in figures for name in SILENT},
    }
    stages = [code for code in schedule.STAGES if f"stage:{code}" in figures]
    return [*(name for name in PICKED if there[name]), *stages]


def picks_of_party(sums: Mapping[str, int]) -> list[str]:
    """Return which of a party's projects can be shown alone: late ones, and how others ended."""
    there = {
        "late": any(sums[state] for state in schedule.LATE),
        "mended": sums["finished_late"],
        "accepted": sums["accepted"],
        "failed": sums["failed"],
    }
    return [name for name, some in there.items() if some]


FILTERS = {
    each.__name__: each
    for each in (
        *(counted, counted_of_child, spread, since, of_year, share, whole_yuan, picks),
        *(picks_of_party, lines_of),
    )
}
"""All of them, by their names."""
