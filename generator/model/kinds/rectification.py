"""Rectifications: what a unit was told to mend, by when, and what came of it.

The negative list (负面清单) and mending by a deadline (限期整改): the article's part on mechanisms.
Who told of it is nobody's business: a record names the body that found it, never an informant.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated, TypedDict

from pydantic import Field

from generator.base.findings import Finding, finding
from generator.base.messages import N_
from generator.base.privacy import names_informant
from generator.model import due_dates, news
from generator.model.kinds.declaration import Answer, Duty, Kind, Lists, New, by_year
from generator.model.kinds.kind import Judged, Named, Rules, View, in_order, ordered
from generator.model.view_types import Codes, IsoDate, PhotoView, RecordView
from generator.parse.field_types import Date, Day, Part, PartialDate, Photo, Record, Text

NAME = N_("Rectifications")
STATES = {
    "overdue": N_("overdue, not mended"),
    "open": N_("being mended"),
    "closed_late": N_("mended late"),
    "closed": N_("mended"),
}
SHOWN = ("overdue",)
"""The states whose records stand on the first page of the lists."""


class Step(Part):
    """Something done to mend it, with what shows that it was done."""

    date: Date = Field(description=N_("when it was done"), examples=["2018-07-20"])
    what: Text = Field(description=N_("what was done"), examples=["补发养殖补助12户"])
    evidence: Text | None = Field(
        None,
        description=N_("the paper that shows it, by name or number"),
        examples=["示例镇整改报告〔2018〕3号"],
    )
    photos: list[Photo] | None = Field(None, description=N_("pictures that show it"))


class Closing(Part):
    """The end of it: someone looked whether it is mended."""

    date: Day = Field(description=N_("day on which it was closed"), examples=["2018-08-10"])
    by: Text = Field(
        description=N_("which body checked that it is mended"), examples=["示例县扶贫局"]
    )


class Rectification(Record):
    """One thing the unit whose folder it lies in was told to mend."""

    date: Day = Field(description=N_("day on which it was found"), examples=["2018-06-12"])
    found: Text = Field(description=N_("what was found"), examples=["养殖补助没有按时发到户"])
    by: Text = Field(
        description=N_("which body found it; never who told of it"), examples=["示例县扶贫局"]
    )
    document: Text | None = Field(
        None,
        description=N_("number of the negative list or of the order to mend it"),
        examples=["示例扶整〔2018〕5号"],
    )
    responsible: Text | None = Field(
        None, description=N_("body or post that has to mend it"), examples=["示例镇财政所"]
    )
    deadline: Date | None = Field(
        None, description=N_("by when it has to be mended"), examples=["2019-03-31"]
    )
    done: list[Step] | None = Field(None, description=N_("what was done to mend it"))
    closed: Closing | None = Field(
        None, description=N_("when it was closed; without it, it is still open")
    )


def state(data: Rectification, as_of: date) -> str:
    """Return a key of `STATES`, as of the day; what has no deadline is never late."""
    if data.closed is not None:
        late = data.deadline is not None and data.closed.date.after(data.deadline)
        return "closed_late" if late else "closed"
    overdue = data.deadline is not None and data.deadline.last < as_of
    return "overdue" if overdue else "open"


def judge(rectification: Judged[Rectification], rules: Rules) -> Iterator[Finding]:
    """Yield what is wrong with a rectification seen alone."""
    data, as_of = rectification.data, rules.as_of
    if data.date.after(as_of):
        yield finding("P304", "date", date=data.date.iso(), as_of=as_of.isoformat())
    for name, text in (("by", data.by), ("responsible", data.responsible)):
        if text and names_informant(text):
            yield finding("P943", name, value=text)
    if data.deadline is None:
        yield finding("P940")
    yield from ordered(data.date, data.deadline, ("deadline",))
    steps = data.done or ()
    for n, each in enumerate(steps):
        yield from ordered(data.date, each.date, ("done", n, "date"))
    dates: list[tuple[tuple[str | int, ...], PartialDate]] = [
        (("done", n, "date"), each.date) for n, each in enumerate(steps)
    ]
    if data.closed is not None:
        dates.append((("closed", "date"), data.closed.date))
        yield from ordered(data.date, data.closed.date, ("closed", "date"))
        if names_informant(data.closed.by):
            yield finding("P943", "closed", "by", value=data.closed.by)
        if not steps:
            yield finding("P942", "^closed")
    yield from in_order(dates, as_of)
    if state(data, as_of) == "overdue" and data.deadline:
        yield finding("P941", "deadline", deadline=data.deadline.iso())


def named(rectification: Judged[Rectification]) -> Iterator[Named]:
    """Yield the records that a rectification names: the unit that has to mend it."""
    yield ("units", rectification.folder, ())


def photos(data: Rectification) -> Iterator[tuple[tuple[str | int, ...], Photo]]:
    """Yield each photo of the record with the path of its `file` field."""
    for m, step in enumerate(data.done or ()):
        for n, photo in enumerate(step.photos or ()):
            yield ("done", m, "photos", n, "file"), photo


class DoneView(TypedDict):
    """A step that was taken to mend it."""

    date: IsoDate
    what: str
    evidence: str
    photos: list[PhotoView]


class ClosedView(TypedDict):
    """That it was found to be mended."""

    date: IsoDate
    by: str


class RectificationRow(TypedDict):
    """What lists show of something to be mended."""

    date: IsoDate
    state: Annotated[str, Codes("rectifications"), "whether it is mended, and in time"]
    found: str
    deadline: IsoDate


class RectificationView(RecordView, RectificationRow):
    """Something that a place was told to mend."""

    by: str
    document: str
    responsible: str
    done: list[DoneView]
    closed: ClosedView | None
    pictures: Annotated[list[str], "the files of all its photos"]


def view(rectification: Judged[Rectification], rules: Rules) -> View:
    """Return what the public sees of a rectification, but for its text.

    `file` of a photo is its path under the content folder; `pictures` has those of all photos.
    """
    data = rectification.data
    beside = f"rectifications/{rectification.folder}"
    return {
        "id": rectification.id,
        "date": data.date.iso(),
        "found": data.found,
        "by": data.by,
        "document": data.document or "",
        "responsible": data.responsible or "",
        "deadline": data.deadline.iso() if data.deadline else "",
        "state": state(data, rules.as_of),
        "done": [
            {
                "date": each.date.iso(),
                "what": each.what,
                "evidence": each.evidence or "",
                "photos": [
                    {"file": f"{beside}/{one.file}", "alt": one.alt} for one in each.photos or ()
                ],
            }
            for each in data.done or ()
        ],
        "closed": {"date": data.closed.date.iso(), "by": data.closed.by} if data.closed else None,
        "pictures": [f"{beside}/{photo.file}" for _, photo in photos(data)],
    }


def row(view: View) -> View:
    """Return what lists show of a rectification."""
    return {name: view[name] for name in ("date", "state", "found", "deadline")}


def told(view: View) -> Iterator[news.Told]:
    """Yield that something was found, that it was not mended in time, that it was mended."""
    found, deadline = view["found"], view["deadline"]
    yield news.told(view["date"], "found", found, until=deadline)
    if view["state"] in ("overdue", "closed_late"):
        yield news.told(news.day_after(deadline), "overdue", found, until=deadline)
    if view["closed"]:
        yield news.told(view["closed"]["date"], "mended", found)


def due(view: View) -> Iterator[due_dates.Due]:
    """Yield the day by which something is to be mended; once it is mended, nothing is due."""
    if view["deadline"]:
        mended = view["state"] in ("closed", "closed_late")
        yield due_dates.due(
            view["deadline"],
            "deadline",
            view["found"],
            since=view["date"],
            ahead=view["state"] == "open",
            what="mended" if mended else "",
        )


def kept(views: Iterable[View]) -> dict[str, int]:
    """Count what was mended in time, and what was not; what is not due yet is not counted.

    Where no deadline is stated, it is unknown, whether it is mended or not.
    """
    return dict(Counter(state_ for _, state_ in _kept(views)))


def _kept(views: Iterable[View]) -> Iterator[tuple[str, str]]:
    """Yield the year of each deadline that has passed or is not stated, and whether it was kept."""
    return (told for told in map(of_record, views) if told[1])


def of_record(view: View) -> tuple[str, str]:
    """Return the year of a deadline and whether it was kept, each "" where it cannot be said."""
    if not view["deadline"]:
        return "", "unknown"
    kept_ = {"open": "", "closed": "kept"}.get(view["state"], "missed")
    return view["deadline"][:4], kept_


def answer(_unit: View, rectifications: Sequence[View], _rules: Rules) -> Answer:
    """Return what a unit mended in time; one that was told to mend nothing has nothing to keep."""
    dated = (each for each in _kept(rectifications) if each[0])
    return Answer(kept(rectifications), years=by_year(dated))


KIND = Kind(
    folder="rectifications",
    order=70,
    called=("rectifications", "整改"),
    example="duyun/mochong/2018-buzhu.md",
    model=Rectification,
    lies="in_unit",
    happened=("date", "done.date", "closed.date"),
    judge=judge,
    named=named,
    view=view,
    shows=RectificationView,
    reckoned={"state": N_("state on the day of the data")},
    photos=photos,
    alike=("date", "found"),
    lists=Lists(
        name=NAME, states=STATES, shown=SHOWN, row=row, shows=RectificationRow, by_year=True
    ),
    duties=(
        Duty(
            rule="rectifications",
            order=70,
            says=N_("what was to be mended, mended in time"),
            answer=answer,
            of_record=of_record,
        ),
    ),
    due_dates=due_dates.DueDates(
        words={
            "deadline": N_("to be mended by today"),
            "mended": N_("to be mended by today, done"),
        },
        of=due,
    ),
    news=news.News(
        words={
            "found": N_("to be mended"),
            "overdue": N_("not mended in time"),
            "mended": N_("mended"),
        },
        until={
            "found": N_("to be mended by %(date)s"),
            "overdue": N_("was to be mended by %(date)s"),
        },
        alerts=("overdue",),
        of=told,
    ),
    alerts={"rectifications": ("overdue", "closed_late")},
    new=New(
        word="rectification",
        says=N_("rectification"),
        needed={Rectification: ("deadline",)},
        apart={Step: ("photos",)},
    ),
)
