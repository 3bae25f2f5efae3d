"""Meetings of the four levels: who met and when, who reported, and what was decided.

The cadence of each level and who reports to whom: the article's part on the four-level linkage.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Annotated, Any, TypedDict

from pydantic import Field

from generator.base.findings import Finding, finding
from generator.base.messages import N_
from generator.model import due_dates, news
from generator.model.kinds.declaration import Answer, Duty, Kind, Lists, New, by_year
from generator.model.kinds.kind import Judged, Named, Rules, View, named_twice, ordered
from generator.model.view_types import Codes, Id, IsoDate, IsoDay, RecordView
from generator.parse.field_types import Count, Date, Day, Part, Record, RecordRef, Text, UnitRef

NAME = N_("Meetings")
PERIODS = {
    "year": (N_("every year"), "每年"),
    "half_year": (N_("every half year"), "每半年"),
    "quarter": (N_("every quarter"), "每季度"),
    "month": (N_("every month"), "每月"),
}
MONTHS = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}
STATES = {
    "done": N_("all decisions carried out"),
    "open": N_("decisions being carried out"),
    "overdue": N_("decisions overdue"),
    "unknown": N_("not stated whether decisions were carried out"),
    "none": N_("no decisions stated"),
}
"""What has become of a meeting's decisions, by the worst of them."""
SHOWN = ("overdue",)
"""The states whose records stand on the first page of the lists."""
DECISIONS = {
    "done": N_("done"),
    "late": N_("done late"),
    "open": N_("to be done"),
    "overdue": N_("overdue"),
    "unknown": N_("no day set"),
}
KEPT = {
    "kept": N_("met"),
    "missed": N_("no meeting stated"),
    "open": N_("not over yet"),
}


class Decision(Part):
    """Something decided, with who does it and by when."""

    what: Text = Field(description=N_("what was decided"), examples=["六月底前完成通组路验收"])
    owner: Text = Field(description=N_("who does it"), examples=["示例镇扶贫工作站"])
    project: RecordRef | None = Field(
        None,
        description=N_("the project it is about, by its address"),
        examples=["duyun/mochong/bingwu/2018-gonglu"],
    )
    due: Date | None = Field(None, description=N_("by when"), examples=["2018-06-30"])
    done: Date | None = Field(None, description=N_("when it was done"), examples=["2018-06-25"])


class Meeting(Record):
    """A meeting of the unit whose folder it lies in; the text below the fields is the minutes."""

    date: Day = Field(description=N_("day of the meeting"), examples=["2018-04-10"])
    title: Text | None = Field(
        None, description=N_("name of the meeting"), examples=["四月脱贫攻坚工作调度会"]
    )
    chair: Text | None = Field(None, description=N_("who led it, by post"), examples=["站长"])
    present: Count | None = Field(None, description=N_("how many took part"), examples=["24"])
    reports: list[UnitRef] | None = Field(
        None,
        description=N_("units that reported, by their addresses"),
        examples=["[duyun/mochong/bingwu]"],
    )
    decisions: list[Decision] | None = Field(None, description=N_("what was decided"))


def state_of(decision: Decision, as_of: date) -> str:
    """Return a key of `DECISIONS`, as of the day."""
    if decision.done is not None:
        late = decision.due is not None and decision.done.after(decision.due)
        return "late" if late else "done"
    if decision.due is None:
        return "unknown"
    return "overdue" if decision.due.last < as_of else "open"


def state(meeting: Meeting, as_of: date) -> str:
    """Return a key of `STATES`: the worst of what became of the decisions."""
    found = {state_of(each, as_of) for each in meeting.decisions or ()}
    worst = next((each for each in ("overdue", "unknown", "open") if each in found), None)
    return worst or ("done" if found else "none")


def judge(meeting: Judged[Meeting], rules: Rules) -> Iterator[Finding]:
    """Yield what is wrong with a meeting seen alone."""
    data, as_of = meeting.data, rules.as_of
    if data.date.after(as_of):
        yield finding("P304", "date", date=data.date.iso(), as_of=as_of.isoformat())
    for n, each in enumerate(data.decisions or ()):
        path = ("decisions", n)
        yield from ordered(data.date, each.due, (*path, "due"))
        yield from ordered(data.date, each.done, (*path, "done"))
        if each.done and each.done.after(as_of):
            yield finding("P304", *path, "done", date=each.done.iso(), as_of=as_of.isoformat())
    yield from named_twice(data.reports, ("reports",))


def named(meeting: Judged[Meeting]) -> Iterator[Named]:
    """Yield the records that a meeting names: the unit that met, and those that reported."""
    yield ("units", meeting.folder, ())
    for n, unit in enumerate(meeting.data.reports or ()):
        yield ("units", unit, ("reports", n))
    for n, each in enumerate(meeting.data.decisions or ()):
        if each.project:
            yield ("projects", each.project, ("decisions", n, "project"))


class MeetingDecisionView(TypedDict):
    """Something that was decided."""

    what: str
    owner: str
    project: Id
    due: IsoDate
    done: IsoDate
    state: Annotated[str, Codes("decision"), "what became of it"]


class MeetingRow(TypedDict):
    """What lists show of a meeting."""

    date: IsoDay
    title: str
    state: Annotated[str, Codes("meetings"), "what became of its decisions, the worst of them"]
    decisions: Annotated[int, "how many decisions it made"]
    units: Annotated[list[Id], "the places that reported"]


class MeetingView(RecordView):
    """A meeting."""

    date: IsoDay
    title: str
    chair: str
    present: int | None
    reports: Annotated[list[Id], "the places that reported; see `names`"]
    state: Annotated[str, Codes("meetings"), "what became of its decisions, the worst of them"]
    decisions: list[MeetingDecisionView]


class PeriodView(TypedDict):
    """A period in which a place should have met."""

    period: Annotated[str, "the period, as `2018-Q1`: see `period`"]
    state: Annotated[str, Codes("period"), "whether it met"]
    meetings: Annotated[list[Id], "its meetings in it"]


def view(meeting: Judged[Meeting], rules: Rules) -> View:
    """Return what the public sees of a meeting, but for its minutes."""
    data = meeting.data
    return {
        "id": meeting.id,
        "date": data.date.iso(),
        "title": data.title or "",
        "chair": data.chair or "",
        "present": data.present,
        "reports": list(data.reports or ()),
        "state": state(data, rules.as_of),
        "decisions": [
            {
                "what": each.what,
                "owner": each.owner,
                "project": each.project or "",
                "due": each.due.iso() if each.due else "",
                "done": each.done.iso() if each.done else "",
                "state": state_of(each, rules.as_of),
            }
            for each in data.decisions or ()
        ],
    }


def row(view: View) -> View:
    """Return what lists show of a meeting."""
    return {
        "date": view["date"],
        "title": view["title"],
        "state": view["state"],
        "decisions": len(view["decisions"]),
        "units": view["reports"],
    }


def told(view: View) -> Iterator[news.Told]:
    """Yield that a meeting was held."""
    yield news.told(view["date"], "met", view["title"])


def figures(view: View) -> dict[str, int]:
    """Return how many decisions a meeting adds to the figures of its unit, by their states."""
    found: dict[str, int] = {}
    for each in view["decisions"]:
        name = f"decisions:{each['state']}"
        found[name] = found.get(name, 0) + 1
    return found


def strip(unit: View, meetings: Sequence[View], rules: Rules) -> list[View]:
    """Return the periods in which a unit should have met, each with what came of it.

    They run from when the unit was established, else from its first meeting, to the day of the
    data; none where its level has no cadence or nothing says when to begin. Each has `period`
    (`2018`, `2018-H1`, `2018-Q1` or `2018-01`), `state` (a key of `KEPT`) and the ids of its
    `meetings`.
    """
    cadence = rules.meetings.get(unit["level"])
    days = sorted((each["date"], each["id"]) for each in meetings)
    start = unit["established"] or (days[0][0] if days else "")
    if cadence is None or not start:
        return []
    months = MONTHS[cadence.every]
    held: dict[date, list[str]] = {}
    for day, ident in days:
        held.setdefault(_first(_day(day), months), []).append(ident)
    at = _first(_day(start), months)
    found = []
    while at <= rules.as_of:
        following = _first(at + timedelta(days=31 * months), months)
        within = held.get(at, [])
        open_ = following > rules.as_of
        state_ = "kept" if within else "open" if open_ else "missed"
        found.append({"period": _period(at, months), "state": state_, "meetings": within})
        at = following
    return found


def due(unit: View, periods: Sequence[View]) -> Iterator[due_dates.Due]:
    """Yield the last day of the period that goes on, while the unit has not met in it."""
    for each in periods[-1:]:
        if each["state"] == "open" and not each["meetings"]:
            first = each["period"]
            yield due_dates.due(
                _last(first),
                f"due-{first}",
                unit["short_name"],
                since=_start(first),
                ahead=True,
                what="due",
            )


def kept(periods: Iterable[View]) -> dict[str, int]:
    """Return how many periods were kept and missed; a unit with none is unknown."""
    found: dict[str, int] = {}
    for each in periods:
        if each["state"] != "open":
            found[each["state"]] = found.get(each["state"], 0) + 1
    return found


def _day(iso: str) -> date:
    parts: list[Any] = [*map(int, iso.split("-")), 1, 1]
    return date(*parts[:3])


def _period(first: date, months: int) -> str:
    if months == 12:
        return str(first.year)
    part = (first.month - 1) // months + 1
    return f"{first.year}-" + {6: f"H{part}", 3: f"Q{part}", 1: f"{part:02d}"}[months]


def _start(period: str) -> str:
    """Return the first day of a period as `_period` writes it, in ISO form."""
    year, _, part = period.partition("-")
    months = {"H": 6, "Q": 3}.get(part[:1], 1)
    number = int(part.lstrip("HQ") or 1)
    return date(int(year), (number - 1) * months + 1, 1).isoformat()


def _last(period: str) -> str:
    """Return the last day of a period as `_period` writes it, in ISO form."""
    months = {"H": 6, "Q": 3, "": 12}.get(period.partition("-")[2][:1], 1)
    following = _first(_day(_start(period)) + timedelta(days=31 * months), months)
    return (following - timedelta(days=1)).isoformat()


def _first(day: date, months: int) -> date:
    """Return the first day of the period of `months` months that `day` lies in."""
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def answer(unit: View, meetings: Sequence[View], rules: Rules) -> Answer:
    """Return in how many periods a unit met, where its level has to, and the periods."""
    periods = strip(unit, meetings, rules)
    if unit["level"] not in rules.meetings:
        return Answer(strip=periods)
    over = ((each["period"][:4], each["state"]) for each in periods if each["state"] != "open")
    counts = kept(periods) or {"unknown": 0 if periods else 1}
    return Answer(counts, periods, years=by_year(over))


KIND = Kind(
    folder="meetings",
    order=60,
    called=("meetings", "会议"),
    example="duyun/mochong/2018-04.md",
    model=Meeting,
    lies="in_unit",
    happened=("date",),
    judge=judge,
    named=named,
    view=view,
    shows=MeetingView,
    reckoned={"state": N_("state on the day of the data")},
    alike=("date", "title"),
    lists=Lists(
        name=NAME,
        states=STATES,
        shown=SHOWN,
        row=row,
        shows=MeetingRow,
        figures=figures,
        by_year=True,
    ),
    counts={"decisions:STATE": "decisions, by what became of them: codes of `decision`"},
    duties=(Duty(rule="meetings", order=30, says=N_("meetings held on time"), answer=answer),),
    labels={"decision": DECISIONS, "period": KEPT},
    due_dates=due_dates.DueDates(words={"due": N_("meeting due by today")}, of_strip=due),
    news=news.News(words={"met": N_("meeting held")}, of=told),
    alerts={"meetings": ("overdue",), "decision": ("overdue", "late")},
    new=New(
        word="meeting",
        says=N_("meeting"),
        names={"project": "projects"},
    ),
)
