"""Poverty exit: how many are poor each year, and which places left poverty, against the plan.

One file a unit. The article's figures and plan: 592,400 rural poor at the end of 2015, all poor
counties delisted and all poor villages out by 2018, moderately prosperous by 2020.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, TypedDict

from pydantic import Field

from generator.base.findings import Finding, finding
from generator.base.messages import N_
from generator.model import news
from generator.model.kinds.declaration import Answer, Days, Duty, Kind, Lists, New
from generator.model.kinds.kind import Judged, Named, Rules, View
from generator.model.view_types import Codes, IsoDate, RecordView, YearNumber
from generator.parse.field_types import Count, Date, Part, Record, Text, Year

NAME = N_("Poverty exit")
STATES = {
    "in_time": N_("exited in time"),
    "late": N_("exited late"),
    "exited": N_("exited, planned year not stated"),
    "due": N_("due and not exited"),
    "planned": N_("planned for later"),
    "unknown": N_("year of exit not stated"),
    "figures": N_("figures of the population alone"),
}
"""What has become of a place's exit on the day of the data; no place is judged by silence."""
SHOWN = ("due", "late")
"""The states whose records stand on the first page of the lists."""
OUT = ("in_time", "late", "exited")
KEPT = {"in_time": "kept", "late": "missed", "due": "missed", "exited": "unknown"}
"""State → whether the plan was kept; a state that is left out is judged by no one yet."""
WHOLES = ("nation", "province", "prefecture")
"""Levels of which nothing exits by itself."""
COUNTED = (*WHOLES, "county")
"""Levels that state their poor population."""


class Population(Part):
    """The poor people of a place at the end of one year, and how many were planned to be left."""

    year: Year = Field(description=N_("year"), examples=["2015"])
    poor_people: Count | None = Field(
        None, description=N_("poor people at the end of the year"), examples=["592400"]
    )
    planned: Count | None = Field(
        None,
        description=N_("poor people that were planned to be left at its end"),
        examples=["450000"],
    )
    source: Text = Field(description=N_("where the figure stands"), examples=["示例统计公报"])


class Exited(Part):
    """That a place left poverty: when, by which document, and who evaluated it."""

    date: Date = Field(description=N_("date"), examples=["2018-09-20"])
    document: Text | None = Field(
        None, description=N_("document number"), examples=["示例扶退〔2018〕3号"]
    )
    evaluated_by: Text | None = Field(
        None, description=N_("who evaluated it"), examples=["示例第三方评估组"]
    )


class Exit(Record):
    """The poverty exit of one unit, under the unit's address."""

    population: list[Population] | None = Field(
        None, description=N_("poor people by year, of the prefecture or a county")
    )
    planned: Year | None = Field(
        None,
        description=N_("year by whose end the place is to leave poverty"),
        examples=["2018"],
    )
    exited: Exited | None = Field(None, description=N_("when the place left poverty"))


def state(data: Exit, as_of: date) -> str:
    """Return a key of `STATES`, as of the day; a planned year is due once it is over."""
    if data.exited is not None:
        if data.planned is None:
            return "exited"
        return "late" if data.exited.date.first.year > data.planned else "in_time"
    if data.planned is not None:
        return "due" if data.planned < as_of.year else "planned"
    return "figures" if data.population else "unknown"


def judge(exit_: Judged[Exit], rules: Rules) -> Iterator[Finding]:
    """Yield what is wrong with a record seen alone."""
    data, as_of = exit_.data, rules.as_of
    if not data.population and data.planned is None and data.exited is None:
        yield finding("P970")
    seen: dict[int, int] = {}
    for n, each in enumerate(data.population or ()):
        path = ("population", n)
        if each.year in seen:
            values = (("year", str(each.year)),)
            yield Finding("P971", (*path, "year"), values, first=(*path[:1], seen[each.year]))
        seen.setdefault(each.year, n)
        if each.poor_people is not None and date(each.year, 12, 31) > as_of:
            yield finding(
                "P972", *path, "poor_people", year=str(each.year), as_of=as_of.isoformat()
            )
        if each.poor_people is None and each.planned is None:
            yield finding("P975", *path, year=str(each.year))
    if data.exited is not None:
        if data.exited.date.after(as_of):
            when = data.exited.date.iso()
            yield finding("P304", "exited", "date", date=when, as_of=as_of.isoformat())
        if data.exited.document is None and data.exited.evaluated_by is None:
            yield finding("P976", "exited")


def beside(
    view: View, unit: View | None, _views: Mapping[str, Mapping[str, View]], _rules: Rules
) -> Iterator[Finding]:
    """Yield what is wrong with a record of `unit`, both as the public sees them."""
    if unit is None:
        return
    level = unit["level"]
    fields = ["population"] if level not in COUNTED else []
    fields += ["planned", "exited"] if level in WHOLES else []
    for name in fields:
        if view[name]:
            yield finding("P974", name, level=f"\0:{level}")
    if unit["poor"] is False and view["exited"]:
        yield finding("P973", "exited", name=unit["short_name"])


def named(exit_: Judged[Exit]) -> Iterator[Named]:
    """Yield the records that one names: the unit it is of."""
    yield ("units", exit_.id, ())


class ExitedView(TypedDict):
    """That a place came off the list of poor places."""

    date: IsoDate
    document: str
    evaluated_by: str


class PopulationView(TypedDict):
    """How many people were poor at the end of a year."""

    year: YearNumber
    people: Annotated[int | None, "poor people at the end of the year"]
    planned: int | None
    source: str


class ExitRow(TypedDict):
    """The poverty exit of a place."""

    date: Annotated[IsoDate, "when it came off the list, else the year planned for that"]
    state: Annotated[str, Codes("exits"), "how far it is"]
    planned: YearNumber | None
    exited: ExitedView | None
    population: Annotated[list[PopulationView], "poor people, year by year"]


class ExitView(RecordView, ExitRow):
    """The poverty exit of a place, with its text."""


class ExitYearView(TypedDict):
    """How many places of a level were planned to exit and did, in a year and until its end."""

    year: Annotated[str, "the year"]
    planned: Annotated[int, "planned for the year"]
    done: Annotated[int | None, "exited in it; None where it has not begun"]
    all_planned: Annotated[int, "planned until its end"]
    all_done: Annotated[int | None, "exited until its end; None where it has not begun"]


def view(exit_: Judged[Exit], rules: Rules) -> View:
    """Return what the public sees of a record, but for its text; the years in their order."""
    data = exit_.data
    years = sorted(data.population or (), key=lambda each: each.year)
    return {
        "id": exit_.id,
        "date": data.exited.date.iso() if data.exited else f"{data.planned or ''}",
        "state": state(data, rules.as_of),
        "planned": data.planned,
        "exited": None
        if data.exited is None
        else {
            "date": data.exited.date.iso(),
            "document": data.exited.document or "",
            "evaluated_by": data.exited.evaluated_by or "",
        },
        "population": [
            {
                "year": each.year,
                "people": each.poor_people,
                "planned": each.planned,
                "source": each.source,
            }
            for each in years
        ],
    }


def row(view: View) -> View:
    """Return what lists and the first page show of a record."""
    return {name: view[name] for name in ("date", "state", "planned", "exited", "population")}


def told(view: View) -> Iterator[news.Told]:
    """Yield that a place left poverty; how it is called, its pages say."""
    if view["exited"]:
        yield news.told(view["exited"]["date"], "exited", "", note=view["exited"]["document"])


def figures_at(view: View | None, unit: View) -> dict[str, int]:
    """Return what is counted by level, and whether the plan was kept.

    `exits_planned:village:2018` and `exits_done:village:2018` count places by year,
    `exits_stated:county` those that state their poor population. A place on the list of poor places
    that has no record is unknown; of any other nothing is promised.
    """
    level = unit["level"]
    if view is None:
        return {"unknown:exits": 1} if unit["poor"] and level not in WHOLES else {}
    found = {}
    if view["planned"]:
        found[f"exits_planned:{level}:{view['planned']}"] = 1
    if view["exited"]:
        found[f"exits_done:{level}:{view['exited']['date'][:4]}"] = 1
    if any(each["people"] is not None for each in view["population"]):
        found[f"exits_stated:{level}"] = 1
    state_ = view["state"]
    silent = state_ == "unknown" or (state_ == "figures" and unit["poor"])
    kept = KEPT.get(state_, "unknown" if silent else "")
    if kept and level not in WHOLES:
        found[f"{kept}:exits"] = 1
        if view["planned"]:
            found[f"{kept}:exits:{view['planned']}"] = 1
    return found


def by_year(figures: Mapping[str, int], level: str, this_year: int) -> list[View]:
    """Return how many places of a level were planned to exit and did, by year, and in all.

    Each year has its `year`, `planned` and `done` (in it), `all_planned` and `all_done` (up to its
    end); what is done is None in years after `this_year`.
    """
    years: dict[int, dict[str, int]] = {}
    for name, number in figures.items():
        what, _, rest = name.partition(":")
        of, _, when = rest.partition(":")
        if what in ("exits_planned", "exits_done") and of == level:
            years.setdefault(int(when), {})[what] = number
    found: list[View] = []
    planned = done = 0
    for year in range(min(years, default=0), max(years, default=-1) + 1):
        own = years.get(year, {})
        planned += own.get("exits_planned", 0)
        done += own.get("exits_done", 0)
        begun = year <= this_year
        found.append(
            {
                "year": str(year),
                "planned": own.get("exits_planned", 0),
                "done": own.get("exits_done", 0) if begun else None,
                "all_planned": planned,
                "all_done": done if begun else None,
            }
        )
    return found


def so_far(figures: Mapping[str, int], level: str, this_year: int) -> View | None:
    """Return the latest of the years that has begun, as above; None where there is none."""
    begun = [each for each in by_year(figures, level, this_year) if each["all_done"] is not None]
    return begun[-1] if begun else None


def by_place(places: Sequence[View], figures: Mapping[str, int], this_year: int) -> View:
    """Return how many villages were planned to exit and did: in all `years`, and in each place.

    `years` are those of all places together; the `rows` have the place's `id` and
    `short_name`, `years` in that order, and what is `all` up to now. Each of these has `planned`
    and `done`, None for years to come, or is None where nothing is recorded.
    """
    every = [each["year"] for each in by_year(figures, "village", this_year)]
    rows: list[View] = []
    for place in places:
        own = by_year(place["figures"], "village", this_year)
        of_years = {each["year"]: each for each in own}
        begun = so_far(place["figures"], "village", this_year)
        rows.append(
            {
                "id": place["id"],
                "short_name": place["short_name"],
                "years": [of_years.get(year) for year in every],
                "all": {
                    "planned": own[-1]["all_planned"],
                    "done": begun["all_done"] if begun else 0,
                }
                if own
                else None,
            }
        )
    return {"years": every, "rows": rows}


def answer(unit: View, exits: Sequence[View], _rules: Rules) -> Answer:
    """Return what is counted of a unit by level and year, and whether its plan was kept."""
    return Answer(figures=figures_at(next(iter(exits), None), unit))


def at_level(level: str) -> tuple[Collection[str], Collection[str]]:
    """Return the fields that do not belong to a unit of this level, and those it is asked for."""
    if level in WHOLES:
        return ("planned", "exited"), ("population",)
    return () if level in COUNTED else ("population",), ("planned",)


def begins(view: View) -> Days:
    """Yield when the place left poverty; what was planned may come to nothing."""
    yield ("exited", "date"), view["exited"]["date"] if view["exited"] else ""


KIND = Kind(
    folder="exits",
    order=50,
    called=("poverty exit", "贫困退出"),
    example="duyun/mochong/bingwu.yaml",
    model=Exit,
    lies="as_unit",
    judge=judge,
    named=named,
    view=view,
    begins=begins,
    shows=ExitView,
    reckoned={"state": N_("state on the day of the data")},
    beside=beside,
    lists=Lists(name=NAME, states=STATES, shown=SHOWN, row=row, shows=ExitRow),
    counts={
        "exits_planned:LEVEL:YEAR": "places of a level that are planned to exit by that year",
        "exits_done:LEVEL:YEAR": "places of a level that exited in that year",
        "exits_stated:LEVEL": "places of a level that state their poor people",
    },
    duties=(
        Duty(
            rule="exits",
            order=20,
            says=N_("poverty exits by the planned year"),
            answer=answer,
        ),
    ),
    news=news.News(words={"exited": N_("left poverty")}, of=told),
    alerts={"exits": ("due", "late")},
    new=New(
        word="exit",
        says=N_("poverty exit"),
        needed={Exit: ("planned",)},
        at_level=at_level,
    ),
)
