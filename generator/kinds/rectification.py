"""Rectifications: what a unit was told to mend, by when, and what came of it.

The negative list (负面清单) and mending by a deadline (限期整改): the article's part on mechanisms.
Who told of it is nobody's business: a record names the body that found it, never an informant.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from pydantic import Field

from generator.fields import Date, Day, Part, PartialDate, Photo, Record, Text
from generator.kinds.kind import (
    Finding,
    Judged,
    Named,
    Rules,
    View,
    finding,
    in_order,
    ordered,
)
from generator.messages import N_
from generator.privacy import names_informant

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


def figures(view: View) -> dict[str, int]:
    """Return what a rectification adds to the figures of its unit."""
    return {"rectifications": 1, f"rectifications:{view['state']}": 1}


def kept(views: Iterable[View]) -> dict[str, int]:
    """Count what was mended in time, and what was not; what is not due yet is not counted.

    Where no deadline is stated, it is unknown, whether it is mended or not.
    """
    found: dict[str, int] = {}
    for each in views:
        if not each["deadline"]:
            state_ = "unknown"
        elif each["state"] == "open":
            continue
        else:
            state_ = "kept" if each["state"] == "closed" else "missed"
        found[state_] = found.get(state_, 0) + 1
    return found
