"""Answers to letters: what residents brought up, from how many, and what was answered by when.

From how many a letter came is told, never from whom: what speaks of a person who wrote is refused.
The promise, within how many days an answer is given, is a measure of the settings.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Annotated, TypedDict

from pydantic import Field

from generator.base import labels
from generator.base.findings import Finding, finding
from generator.base.letter_writers import names_writer, writers
from generator.base.messages import N_
from generator.base.workdays import days_between, in_doubt, last_in_time
from generator.model import deadlines, due_dates, news, urls
from generator.model.kinds.declaration import Answer as Kept
from generator.model.kinds.declaration import Duty, Kind, Lists, New, by_year
from generator.model.kinds.kind import Judged, Named, Rules, View, ordered
from generator.model.view_types import (
    Codes,
    Id,
    InDays,
    IsoDate,
    IsoDay,
    PageUrl,
    RecordView,
)
from generator.parse.field_types import Count, Date, Day, Part, Record, RecordRef, Text, UnitRef

NAME = N_("Answers to letters")
STATES = {
    "overdue": N_("overdue, not answered"),
    "open": N_("not answered yet"),
    "late": N_("answered late"),
    "undated": N_("answered, when is not stated"),
    "answered": N_("answered"),
}
SHOWN = ("overdue", "open")
"""The states whose records stand on the first page of the lists."""
ABOUT = {
    "project": "projects",
    "unit": "units",
    "allocation": "allocations",
    "commendation": "commendations",
    "notice": "disclosures",
}
"""The fields that say what a letter is about, each with the folder of that record."""


class About(Part):
    """What a letter is about, as far as it is recorded here."""

    project: RecordRef | None = Field(
        None,
        description=N_("the project, by its address"),
        examples=["duyun/mochong/bingwu/2018-gonglu"],
    )
    unit: UnitRef | None = Field(
        None, description=N_("the place, by its address"), examples=["duyun/mochong/bingwu"]
    )
    allocation: RecordRef | None = Field(
        None,
        description=N_("the allotment of money, by its address"),
        examples=["qiannan/2018-zhuanxiang"],
    )
    commendation: RecordRef | None = Field(
        None, description=N_("the commendation, by its address"), examples=["2018/di-1-pi"]
    )
    notice: RecordRef | None = Field(
        None,
        description=N_("the notice, by its address"),
        examples=["duyun/mochong/bingwu/2018-gonglu-kaigong"],
    )


class Letter(Record):
    """What one or several residents brought up with the unit whose folder it lies in."""

    date: Day = Field(description=N_("day on which it came in"), examples=["2018-06-12"])
    title: Text = Field(
        description=N_("what it asks, in few words; never who wrote"),
        examples=["公路什么时候修完"],
    )
    people: Count | None = Field(
        None, description=N_("from how many people; never from whom"), examples=["3"]
    )
    about: About | None = Field(
        None, description=N_("what it is about; without it, the unit whose folder it lies in")
    )
    due: Date | None = Field(
        None,
        description=N_("day by which an answer was promised, if not that of the site's promise"),
        examples=["2018-06-30"],
    )
    by: Text | None = Field(
        None, description=N_("which body answers; never who wrote"), examples=["示例镇扶贫工作站"]
    )
    answered: Day | None = Field(
        None,
        description=N_("day on which it was answered; without it and the answer, it is still open"),
        examples=["2018-06-20"],
    )
    answer: Text | None = Field(
        None, description=N_("the answer, as the public reads it"), examples=["9月底前修完"]
    )


@lru_cache(maxsize=10_000)
def _promised(came: date, days: int, unit: str) -> tuple[date, tuple[int, ...]]:
    """Return the last day of a promise, and the years of which the holidays are not known."""
    working = unit == "working"
    last = last_in_time(came, days, working=working)
    return last, in_doubt(came, days) if working else ()


def promised(data: Letter, rules: Rules) -> tuple[str, tuple[int, ...]]:
    """Return the date by which an answer is promised, "" for none, and the years in doubt."""
    if data.due is not None:
        return data.due.iso(), ()
    if rules.answers is None:
        return "", ()
    last, doubt = _promised(data.date.last, rules.answers.days, rules.answers.unit)
    return last.isoformat(), doubt


def state(data: Letter, rules: Rules) -> str:
    """Return a key of `STATES`; what has no day, or one that cannot be counted, is never late."""
    due, doubt = promised(data, rules)
    last = None
    if due and not doubt:
        last = data.due.last if data.due is not None else date.fromisoformat(due)
    if data.answered is not None:
        return "late" if last is not None and data.answered.first > last else "answered"
    if data.answer is not None:
        return "undated"
    return "overdue" if last is not None and last < rules.as_of else "open"


def taken(data: Letter, rules: Rules) -> int | None:
    """Return how many days the answer took, from the day after the letter came.

    Counted as the promise counts them; None while there is none, and where that is not known.
    """
    if data.answered is None or data.date.after(data.answered.first):
        return None
    came, answered = data.date.first, data.answered.first
    if came >= answered:
        return 0
    working = rules.answers is not None and rules.answers.unit == "working"
    counted = days_between(came + timedelta(days=1), answered, working=working)
    return None if counted.years_unknown else counted.days


def judge(letter: Judged[Letter], rules: Rules) -> Iterator[Finding]:
    """Yield what is wrong with an answer to a letter seen alone."""
    data, as_of = letter.data, rules.as_of
    for name, when in (("date", data.date), ("answered", data.answered)):
        if when is not None and when.after(as_of):
            yield finding("P304", name, date=when.iso(), as_of=as_of.isoformat())
    yield from ordered(data.date, data.due, ("due",))
    yield from ordered(data.date, data.answered, ("answered",))
    for name in ("title", "by", "answer"):
        text = getattr(data, name)
        if text and names_writer(text):
            yield finding("P944", name, value=text)
    if data.people == 0:
        yield finding("P945", "people")
    missing = _missing(data)
    if missing:
        at = "answered" if data.answered else "answer"
        yield finding("P946", at, missing=labels.fields(Letter, missing))
    due, doubt = promised(data, rules)
    over = bool(doubt) and date.fromisoformat(due) < as_of
    for year in doubt[: deadlines.MOST] if over else ():
        yield finding("P406", "date", year=year)
    if state(data, rules) == "overdue":
        yield finding("P947", "due" if data.due else "date", due=due)


def judge_text(text: str) -> Iterator[tuple[str, int, str]]:
    """Yield where the text of an answer speaks of the person who wrote."""
    yield from (("P944", at, words) for at, words in writers(text))


def _missing(data: Letter) -> list[str]:
    """Return the fields that an answer lacks: when it was given, what it says, by whom."""
    given = {name for name in ("answered", "answer", "by") if getattr(data, name) is not None}
    if not given & {"answered", "answer"}:
        return []
    return [name for name in ("answered", "answer", "by") if name not in given]


def named(letter: Judged[Letter]) -> Iterator[Named]:
    """Yield the records that a letter names: whom it was written to, and what it is about."""
    yield ("units", letter.folder, ())
    about = letter.data.about
    for name, folder in ABOUT.items() if about else ():
        ident = getattr(about, name)
        if ident:
            yield (folder, ident, ("about", name))


class SubjectView(TypedDict):
    """What a letter is about; "" is none of that kind."""

    project: Id
    unit: Id
    allocation: Id
    commendation: Id
    notice: Id


class AnswerRow(TypedDict):
    """What lists show of a letter and its answer."""

    date: IsoDay
    state: Annotated[str, Codes("answers"), "whether it is answered, and in time"]
    title: str
    people: int | None
    due: Annotated[IsoDate, "by when an answer was promised, empty for no promise"]
    by: str
    answered: IsoDay
    answer: str
    days: Annotated[InDays | None, "how long the answer took, counted as `day_unit`"]
    day_unit: Annotated[str, Codes("days"), "how days are counted"]
    about: Annotated[SubjectView, "what it is about"]


class AnswerRowInLists(AnswerRow):
    """A letter and its answer in a list."""

    projects: Annotated[list[Id], "the project that it is about, if one"]
    units: Annotated[list[Id], "the place that it is about, if one"]
    until: Annotated[IsoDay, "when it next changes though nothing is reported, empty for never"]


class AnswerView(RecordView, AnswerRow):
    """A letter and its answer."""

    notice_url: Annotated[PageUrl, "the address of the notice that it is about, empty for none"]
    doubtful: Annotated[bool, "whether the last day cannot be told, as holidays are not known"]


def view(letter: Judged[Letter], rules: Rules) -> View:
    """Return what the public sees of a letter and its answer, but for its text."""
    data = letter.data
    due, doubt = promised(data, rules)
    return {
        "id": letter.id,
        "date": data.date.iso(),
        "title": data.title,
        "people": data.people,
        "about": {name: (data.about and getattr(data.about, name)) or "" for name in ABOUT},
        "notice_url": _notice_url(data),
        "due": due,
        "doubtful": bool(doubt),
        "by": data.by or "",
        "answered": data.answered.iso() if data.answered else "",
        "answer": data.answer or "",
        "state": state(data, rules),
        "days": taken(data, rules),
        "day_unit": rules.answers.unit if rules.answers else "calendar",
    }


def _notice_url(data: Letter) -> str:
    """Return the address of the notice that a letter is about, "" for none."""
    unit, _, name = ((data.about and data.about.notice) or "").rpartition("/")
    return urls.duty_url(unit, "disclosures", name) if unit else ""


def row(view: View) -> View:
    """Return what lists show of a letter, and pages of what it is about: all but its text."""
    names = ("date", "state", "title", "people", "due", "by", "answered", "answer", "days")
    about = view["about"]
    return {
        **{name: view[name] for name in (*names, "day_unit", "about")},
        "projects": [about["project"]] if about["project"] else [],
        "units": [about["unit"]] if about["unit"] else [],
        "until": view.get("until", ""),
    }


def told(view: View) -> Iterator[news.Told]:
    """Yield that a letter came in, that it was not answered in time, that it was answered."""
    title, due = view["title"], view["due"]
    yield news.told(view["date"], "came", title, until="" if view["doubtful"] else due)
    if view["state"] in ("overdue", "late"):
        yield news.told(news.day_after(due), "overdue", title, until=due)
    if view["answered"]:
        yield news.told(view["answered"], "answered", title, note=view["by"])


def due(view: View) -> Iterator[due_dates.Due]:
    """Yield the day by which a letter is to be answered, where that can be told."""
    if view["due"] and not view["doubtful"]:
        yield due_dates.due(
            view["due"],
            "due",
            view["title"],
            since=view["date"],
            ahead=view["state"] == "open",
            what="answered" if view["answered"] or view["state"] == "undated" else "",
        )


def kept(_unit: View, letters: Sequence[View], _rules: Rules) -> Kept:
    """Return how often a unit answered in time; what is not due yet is not counted.

    Where no answer is promised by a day that can be counted, or none knows when it was given, it is
    unknown.
    """
    told = [*filter(all, map(of_letter, letters))]
    return Kept(Counter(state_ for _, state_ in told), years=by_year(told))


def of_letter(letter: View) -> tuple[str, str]:
    """Return the year in which a letter came, and if it was answered in time: "" for not due."""
    if not letter["due"] or letter["doubtful"] or letter["state"] == "undated":
        state_ = "unknown"
    elif letter["state"] == "open":
        state_ = ""
    else:
        state_ = "kept" if letter["state"] == "answered" else "missed"
    return letter["date"][:4], state_


KIND = Kind(
    folder="answers",
    order=72,
    called=("answers to letters", "来信答复"),
    example="duyun/mochong/bingwu/2018-gonglu-jindu.md",
    model=Letter,
    lies="in_unit",
    happened=("date", "answered"),
    judge=judge,
    judge_text=judge_text,
    named=named,
    view=view,
    shows=AnswerView,
    alike=("date", "title"),
    lists=Lists(
        name=NAME, states=STATES, shown=SHOWN, row=row, shows=AnswerRowInLists, by_year=True
    ),
    duties=(
        Duty(
            rule="answers",
            order=72,
            says=N_("letters of residents answered in time"),
            answer=kept,
            of_record=of_letter,
        ),
    ),
    due_dates=due_dates.DueDates(
        words={
            "due": N_("letter to be answered by today"),
            "answered": N_("letter to be answered by today, done"),
        },
        of=due,
    ),
    news=news.News(
        words={
            "came": N_("letter came in"),
            "overdue": N_("letter not answered in time"),
            "answered": N_("letter answered"),
        },
        until={
            "came": N_("to be answered by %(date)s"),
            "overdue": N_("was to be answered by %(date)s"),
        },
        alerts=("overdue",),
        of=told,
    ),
    alerts={"answers": ("overdue", "late")},
    new=New(
        word="answer",
        says=N_("answer to a letter"),
        names={name: folder for name, folder in ABOUT.items() if name != "unit"},
        needed={Letter: ("people", "by", "answered", "answer")},
    ),
)
