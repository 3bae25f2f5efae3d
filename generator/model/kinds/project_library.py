"""A county's project library as readjusted: which projects come first, which were taken out.

The order by 轻重缓急 and that a library is readjusted each fourth quarter: the article and county
practice (the brief, "Mechanisms" and "Periods").
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, TypedDict

from pydantic import Field

from generator.base.findings import Finding, Step, finding
from generator.base.messages import N_
from generator.model import urls
from generator.model.kinds.declaration import Answer, Duty, Kind, Lists, New, by_year
from generator.model.kinds.kind import Judged, Named, Rules, View
from generator.model.kinds.project import Urgency
from generator.model.view_types import Codes, Id, IsoDay, RecordView, YearNumber
from generator.parse.field_types import Day, Part, Record, RecordRef, Text, Year

NAME = N_("Project libraries")
STATES = {
    "in_time": N_("readjusted in time"),
    "out_of_time": N_("readjusted at another time"),
}
SHOWN = ("in_time", "out_of_time")
"""The states whose records stand on the first page of the lists."""


class Entry(Part):
    """A project of the library; its rank is its place in the list."""

    project: RecordRef = Field(
        description=N_("the project, by its address"),
        examples=["duyun/mochong/bingwu/2018-gonglu"],
    )
    urgency: Urgency = Field(
        description=N_("urgency: 轻 light, 重 important, 缓 can wait, 急 urgent"), examples=["急"]
    )
    why: Text | None = Field(None, description=N_("why it stands here"), examples=["雨季前要通车"])


class Removed(Part):
    """A project that was taken out of the library."""

    project: RecordRef = Field(
        description=N_("the project, by its address"),
        examples=["duyun/mochong/bingwu/2017-jiguang"],
    )
    why: Text = Field(description=N_("why it was taken out"), examples=["群众改用其他项目"])


class ProjectLibrary(Record):
    """The library of the county whose folder it lies in, for one year."""

    year: Year = Field(description=N_("year the library is for"), examples=["2018"])
    date: Day = Field(description=N_("day on which it was readjusted"), examples=["2018-11-20"])
    document: Text | None = Field(
        None, description=N_("number of the document"), examples=["示例扶领〔2018〕30号"]
    )
    entries: list[Entry] = Field(
        description=N_("the projects, the first to be done first"), examples=["[]"]
    )
    removed: list[Removed] | None = Field(
        None, description=N_("projects that were taken out this time")
    )


def judge(library: Judged[ProjectLibrary], rules: Rules) -> Iterator[Finding]:
    """Yield what is wrong with a library seen alone."""
    data, as_of = library.data, rules.as_of
    if data.date.after(as_of):
        yield finding("P304", "date", date=data.date.iso(), as_of=as_of.isoformat())
    first: dict[str, tuple[Step, ...]] = {}
    for ident, path in _projects(data):
        if ident in first:
            yield Finding("P937", path, (("value", ident),), first=first[ident])
        first.setdefault(ident, path)


def named(library: Judged[ProjectLibrary]) -> Iterator[Named]:
    """Yield the records that a library names: its county, and every project."""
    yield ("units", library.folder, ())
    for ident, path in _projects(library.data):
        yield ("projects", ident, path)


def _projects(data: ProjectLibrary) -> Iterator[tuple[str, tuple[Step, ...]]]:
    """Yield each project that stands in a library, or was taken out of it, and where."""
    for n, entry in enumerate(data.entries):
        yield entry.project, ("entries", n, "project")
    for n, gone in enumerate(data.removed or ()):
        yield gone.project, ("removed", n, "project")


class EntryView(TypedDict):
    """A project in a library."""

    project: Id
    urgency: Annotated[str, Codes("urgency")]
    why: str
    rank: Annotated[int, "its place among all, from 1 on"]


class RemovedView(TypedDict):
    """A project that was taken out of a library."""

    project: Id
    why: str


class LibraryRow(TypedDict):
    """What lists show of a project library."""

    year: YearNumber
    date: IsoDay
    document: str
    state: Annotated[str, Codes("libraries"), "whether it was readjusted in time"]
    entries: Annotated[int, "how many projects it has"]
    removed: Annotated[int, "how many were taken out"]


class LibraryView(RecordView):
    """A county's project library of one year."""

    year: YearNumber
    date: IsoDay
    document: str
    state: Annotated[str, Codes("libraries"), "whether it was readjusted in time"]
    entries: list[EntryView]
    removed: list[RemovedView]


def view(library: Judged[ProjectLibrary], rules: Rules) -> View:
    """Return what the public sees of a library; what the projects are stands in their records."""
    data = library.data
    months = range(rules.library.first_month, rules.library.last_month + 1)
    return {
        "id": library.id,
        "year": data.year,
        "date": data.date.iso(),
        "document": data.document or "",
        "state": "in_time" if data.date.month in months else "out_of_time",
        "entries": [
            {"project": each.project, "urgency": each.urgency, "why": each.why or "", "rank": n}
            for n, each in enumerate(data.entries, start=1)
        ],
        "removed": [{"project": each.project, "why": each.why} for each in data.removed or ()],
    }


def row(view: View) -> View:
    """Return what lists show of a library."""
    return {
        **{name: view[name] for name in ("year", "date", "document", "state")},
        "entries": len(view["entries"]),
        "removed": len(view["removed"]),
    }


def kept(unit: View, libraries: Sequence[View], rules: Rules) -> dict[str, int]:
    """Return how often a county readjusted its library in the months of the rule.

    The years are those from its first library on; one whose months are not over is not counted.
    """
    if unit["level"] != "county":
        return {}
    if not libraries:
        return {"unknown": 1}
    return {"kept": 0, "missed": 0, **Counter(each for _, each in _kept(libraries, rules))}


def _kept(libraries: Sequence[View], rules: Rules) -> Iterator[tuple[str, str]]:
    """Yield each year from the first library on, and whether it was kept."""
    rule = rules.library
    days = [date.fromisoformat(each["date"]) for each in libraries]
    for year in range(min(days).year, rules.as_of.year + 1):
        end = date(year, rule.last_month, monthrange(year, rule.last_month)[1])
        if any(date(year, rule.first_month, 1) <= day <= end for day in days):
            yield str(year), "kept"
        elif end < rules.as_of:
            yield str(year), "missed"


def answer(unit: View, libraries: Sequence[View], rules: Rules) -> Answer:
    """Return how often a county readjusted its library in time."""
    dated = _kept(libraries, rules) if libraries and unit["level"] == "county" else ()
    return Answer(kept(unit, libraries, rules), years=by_year(dated))


KIND = Kind(
    folder="libraries",
    order=130,
    called=("project libraries", "项目库"),
    example="duyun/2018.yaml",
    model=ProjectLibrary,
    lies="in_unit",
    level=("county", "P231"),
    happened=("date",),
    judge=judge,
    named=named,
    view=view,
    shows=LibraryView,
    alike=("year", "date"),
    page=urls.library_url,
    templates=("library.html",),
    lists=Lists(name=NAME, states=STATES, shown=SHOWN, row=row, shows=LibraryRow),
    duties=(
        Duty(
            rule="library",
            order=100,
            says=N_("project library readjusted in time"),
            answer=answer,
        ),
    ),
    alerts={"libraries": ("out_of_time",)},
    new=New(
        word="library",
        says=N_("project library"),
        names={"project": "projects"},
    ),
)
