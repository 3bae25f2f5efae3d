"""A county's project library as readjusted: which projects come first, which were taken out.

The order by 轻重缓急 and that a library is readjusted each fourth quarter: the article and county
practice (the brief, "Mechanisms" and "Periods").
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date

from pydantic import Field

from generator.fields import Day, Part, Record, RecordRef, Text, Year
from generator.kinds.kind import Finding, Judged, Named, Rules, View, finding
from generator.kinds.project import Urgency
from generator.messages import N_
from generator.source import Step

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


def figures(view: View) -> dict[str, int]:
    """Return what a library adds to the figures of its county."""
    return {"libraries": 1, f"libraries:{view['state']}": 1}


def kept(unit: View, libraries: Sequence[View], rules: Rules) -> dict[str, int]:
    """Return how often a county readjusted its library in the months of the rule, by year.

    The years are those from its first library on; one whose months are not over is not counted.
    """
    if unit["level"] != "county":
        return {}
    if not libraries:
        return {"unknown": 1}
    rule = rules.library
    days = [date.fromisoformat(each["date"]) for each in libraries]
    found = {"kept": 0, "missed": 0}
    for year in range(min(days).year, rules.as_of.year + 1):
        end = date(year, rule.last_month, monthrange(year, rule.last_month)[1])
        if any(date(year, rule.first_month, 1) <= day <= end for day in days):
            found["kept"] += 1
        elif end < rules.as_of:
            found["missed"] += 1
    return found
