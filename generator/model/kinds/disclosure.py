"""Disclosures: what was put up for all to see at each stage, where, for how long, with what answer.

Stages, fields and periods: State Council poverty office 2018 no. 11 and the practice of
commendations (the brief, "Fields that disclosure practice asks for" and "Periods").
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated, TypedDict

from pydantic import Field

from generator.base import labels
from generator.base.findings import Finding, Step, finding
from generator.base.messages import N_
from generator.base.workdays import Counted, days_between
from generator.model import deadlines, due_dates, news
from generator.model.kinds.commendation import DAY_UNITS
from generator.model.kinds.declaration import Days, Duty, Kind, Lists, New
from generator.model.kinds.kind import (
    Disclosing,
    Judged,
    Named,
    Rules,
    View,
    named_twice,
    ordered,
    phone_findings,
)
from generator.model.view_types import (
    Codes,
    Id,
    InDays,
    IsoDay,
    ObjectionView,
    PhotoView,
    RecordView,
    ShownPhone,
    YearNumber,
)
from generator.parse.field_types import (
    Count,
    Day,
    Email,
    Link,
    Objection,
    Part,
    PartialDate,
    Photo,
    Record,
    RecordRef,
    Text,
    UnitRef,
    Year,
    choice,
)
from generator.parse.phones import Phone, shown_phone

NAME = N_("Notices")
STAGES = {
    "library": (N_("project library"), "项目库"),
    "year_plan": (N_("year plan"), "年度计划"),
    "plan_change": (N_("change of the plan"), "计划调整"),
    "before_start": (N_("before work starts"), "开工前"),
    "after_completion": (N_("after completion"), "完工后"),
    "allocation": (N_("fund allocation"), "资金分配"),
    "commendation_proposed": (N_("commendation proposed"), "拟表彰"),
    "commendation_decided": (N_("commendation decided"), "表彰决定"),
}
NAMES = {
    "allocation": "allocations",
    "commendation_proposed": "commendation",
    "commendation_decided": "commendation",
}
"""The field that says what is disclosed at a stage; at the others it is `projects`."""
STATES = {
    "to_come": N_("to come"),
    "open": N_("open to objections"),
    "standing": N_("on show for good"),
    "closed": N_("over"),
    "unanswered": N_("objections not answered"),
    "late": N_("put up late"),
    "brief": N_("up too briefly"),
}
"""One of the first four is the state of a notice; the others are what is wrong with it."""
SHOWN = ("open", "unanswered", "late", "brief")
"""The states whose records stand on the first page of the lists."""
WHERE = {"website": (N_("website"), "网站"), "board": (N_("notice board"), "公示栏", "固定公示栏")}

_PROJECTS = "国开办发〔2018〕11号：公示不少于10天，形成或变更后20个工作日内公开"
_IN_LIBRARY = (
    *("nature", "address", "task", "responsible_unit", "plan", "sources"),
    *("beneficiaries", "benefit_mechanism"),
)
_PLANNED = ("subsidy_standard", "implementer", "person_responsible", "approval_document")
_COMPLETED = ("payments", "results", "bid_price", "settled_price", "audited_price")
RULES: Mapping[str, Disclosing] = {
    "library": Disclosing(10, "calendar", 20, "working", _PROJECTS, _IN_LIBRARY),
    "year_plan": Disclosing(10, "calendar", 20, "working", _PROJECTS, _PLANNED),
    "plan_change": Disclosing(10, "calendar", 20, "working", _PROJECTS),
    "before_start": Disclosing(10, "calendar", 0, "calendar", f"{_PROJECTS}；开工前在现场公示"),
    "after_completion": Disclosing(10, "calendar", 20, "working", _PROJECTS, _COMPLETED),
    "allocation": Disclosing(10, "calendar", 20, "working", _PROJECTS),
    "commendation_proposed": Disclosing(
        5, "working", None, "working", "表彰公示不少于5个工作日的通行做法"
    ),
    "commendation_decided": Disclosing(0, "working", 20, "working", "政府信息20个工作日内公开"),
}
"""The measures where config.yaml names none. What every project must have stands in no `needs`."""

Stage = Annotated[str, choice(STAGES)]
Where = Annotated[str, choice(WHERE)]


class Place(Part):
    """Where a notice can be read: a website, or a board with the days it hung there."""

    where: Where = Field(description=N_("website or notice board"), examples=["board"])
    url: Link | None = Field(
        None, description=N_("address on the website"), examples=["https://example.org/gs/12.html"]
    )
    unit: UnitRef | None = Field(
        None,
        description=N_("whose board, by the address of the unit; else that of who discloses"),
        examples=["duyun/mochong/bingwu"],
    )
    up: Day | None = Field(None, description=N_("day it was put up"), examples=["2018-02-20"])
    down: Day | None = Field(None, description=N_("day it was taken down"), examples=["2018-03-05"])
    photo: Photo | None = Field(None, description=N_("picture of the board with the notice"))


class Disclosure(Record):
    """A notice, by the unit whose folder it lies in."""

    stage: Stage = Field(
        description=N_("what has reached the day of its disclosure"), examples=["before_start"]
    )
    title: Text = Field(description=N_("title of the notice"), examples=["通组公路开工前公示"])
    year: Year = Field(description=N_("year it is about"), examples=["2018"])
    first: Day = Field(description=N_("first day of the notice"), examples=["2018-02-20"])
    last: Day | None = Field(
        None,
        description=N_("last day of the notice; without it, it stays on show for good"),
        examples=["2018-03-05"],
    )
    projects: list[RecordRef] | None = Field(
        None,
        description=N_("the projects it discloses, by their addresses"),
        examples=["[duyun/mochong/bingwu/2018-gonglu]"],
    )
    allocations: list[RecordRef] | None = Field(
        None,
        description=N_("the allotments of money it discloses, by their addresses"),
        examples=["[qiannan/2018-zhuanxiang]"],
    )
    commendation: RecordRef | None = Field(
        None,
        description=N_("the commendation it discloses, by its address"),
        examples=["2018/di-1-pi"],
    )
    library: RecordRef | None = Field(
        None,
        description=N_(
            "the project library it discloses, by its address: at the stage library, it stands for"
            " every project in it"
        ),
        examples=["duyun/2018"],
    )
    places: list[Place] | None = Field(None, description=N_("where it can be read"))
    phone: Phone | None = Field(
        None, description=N_("phone for objections"), examples=["0854-0000100"]
    )
    address: Text | None = Field(
        None, description=N_("address for objections"), examples=["示例镇扶贫工作站"]
    )
    email: Email | None = Field(
        None, description=N_("e-mail for objections"), examples=["office@example.org"]
    )
    objections: list[Objection] | None = Field(
        None, description=N_("objections received; an empty list [] says that there were none")
    )
    objections_received: Count | None = Field(
        None, description=N_("how many objections were received in all"), examples=["3"]
    )


def state(data: Disclosure, as_of: date) -> str:
    """Return one of the first four keys of `STATES`, as of the day."""
    if data.first.after(as_of):
        return "to_come"
    if data.last is None:
        return "standing"
    return "closed" if data.last.last < as_of else "open"


def faults(data: Disclosure, rules: Rules) -> list[str]:
    """Return what is wrong with a notice seen alone: keys of `STATES`, the gravest first."""
    over = state(data, rules.as_of) in ("closed", "standing")
    silent = over and any(each.answer is None for each in data.objections or ())
    found = ["unanswered"] if silent else []
    return [*found, "brief"] if _brief(data, rules.disclosures.get(data.stage)) else found


def _spans(data: Disclosure) -> list[tuple[tuple[Step, ...], PartialDate, PartialDate]]:
    """Return the days the notice could be seen, as a whole and on each board, and their field."""
    found: list[tuple[tuple[Step, ...], PartialDate, PartialDate]] = []
    if data.last and data.first <= data.last:
        found.append((("last",), data.first, data.last))
    for n, each in enumerate(data.places or ()):
        up, down = each.up or data.first, each.down
        if each.where == "board" and down and up <= down:
            found.append((("places", n, "down"), up, down))
    return found


@lru_cache(maxsize=20_000)
def _counted(first: PartialDate, last: PartialDate, unit: str) -> Counted:
    return days_between(first.first, last.first, working=unit == "working")


def _brief(
    data: Disclosure, rule: Disclosing | None
) -> list[tuple[tuple[Step, ...], int, Disclosing]]:
    """Return the field and the days of each span that is shorter than the rule has it.

    Where the whole notice is, the boards it hung on within that time are not told of again.
    """
    if rule is None:
        return []
    found = [
        (path, counted.days, rule)
        for path, first, last in _spans(data)
        if (counted := _counted(first, last, rule.unit)).most < rule.days
    ]
    return found[:1] if found and found[0][0] == ("last",) else found


def _doubtful(data: Disclosure, rule: Disclosing | None) -> bool:
    """Tell whether the notice may have been too short, as the holidays of a year are not known."""
    if rule is None:
        return False
    every = (_counted(first, last, rule.unit) for _, first, last in _spans(data))
    return any(each.days < rule.days <= each.most for each in every)


def _years_unknown(data: Disclosure, rules: Rules) -> list[int]:
    """Return the years in which only weekends could be left out of the count."""
    rule = rules.disclosures.get(data.stage)
    if rule is None or "working" not in (rule.unit, rule.within_unit):
        return []
    last = data.last if data.last and data.first <= data.last else data.first
    return [*_unknown(data.first, last)]


@lru_cache(maxsize=20_000)
def _unknown(first: PartialDate, last: PartialDate) -> tuple[int, ...]:
    """Return the years between two days whose official holidays are not known."""
    return _counted(first, last, "working").years_unknown


def judge(disclosure: Judged[Disclosure], rules: Rules) -> Iterator[Finding]:
    """Yield what is wrong with a notice seen alone."""
    data = disclosure.data
    yield from ordered(data.first, data.last, ("last",))
    for path, days, rule in _brief(data, rules.disclosures.get(data.stage)):
        unit = f"\0:{DAY_UNITS[rule.unit]}"
        yield finding("P911", *path, days=days, unit=unit, least=rule.days, source=rule.source)
    for year in _years_unknown(data, rules)[: deadlines.MOST]:
        yield finding("P406", "first", year=year)
    yield from _named_things(data)
    yield from _objections(data, rules)
    for n, each in enumerate(data.places or ()):
        yield from ordered(each.up, each.down, ("places", n, "down"))
    yield from phone_findings(data.phone, None, (), rules)


def _named_things(data: Disclosure) -> Iterator[Finding]:
    """Hold what is disclosed to the stage: it is named, and each record once."""
    wanted = NAMES.get(data.stage, "projects")
    if not getattr(data, wanted) and not (data.stage == "library" and data.library):
        label = f"\0:{STAGES[data.stage][0]}"
        yield finding("P913", "stage", stage=label, missing=labels.fields(Disclosure, [wanted]))
    for name, every in (("projects", data.projects), ("allocations", data.allocations)):
        yield from named_twice(every, (name,))


def _objections(data: Disclosure, rules: Rules) -> Iterator[Finding]:
    over = state(data, rules.as_of) in ("closed", "standing")
    for n, each in enumerate(data.objections or ()):
        path, as_of = ("objections", n), rules.as_of.isoformat()
        yield from ordered(data.first, each.date, (*path, "date"))
        yield from ordered(each.date, each.answered, (*path, "answered"))
        for name, when in (("date", each.date), ("answered", each.answered)):
            if when and when.after(rules.as_of):
                yield finding("P304", *path, name, date=when.iso(), as_of=as_of)
        if over and each.answer is None:
            yield finding("P912", *path, date=each.date.iso())
    told, listed = data.objections_received, len(data.objections or ())
    if told is not None and told < listed:
        yield finding("P914", "objections_received", told=told, listed=listed)


def named(disclosure: Judged[Disclosure]) -> Iterator[Named]:
    """Yield the records a notice names: who discloses, what, and whose boards it hangs on."""
    data = disclosure.data
    yield ("units", disclosure.folder, ())
    for n, ident in enumerate(data.projects or ()):
        yield ("projects", ident, ("projects", n))
    for n, ident in enumerate(data.allocations or ()):
        yield ("allocations", ident, ("allocations", n))
    if data.commendation:
        yield ("commendations", data.commendation, ("commendation",))
    if data.library:
        yield ("libraries", data.library, ("library",))
    for n, each in enumerate(data.places or ()):
        if each.unit:
            yield ("units", each.unit, ("places", n, "unit"))


def photos(data: Disclosure) -> Iterator[tuple[tuple[str | int, ...], Photo]]:
    """Yield each picture of a board with the path of its `file` field."""
    for n, each in enumerate(data.places or ()):
        if each.photo:
            yield ("places", n, "photo", "file"), each.photo


class NoticePlaceView(TypedDict):
    """Where a notice was put up."""

    where: Annotated[str, Codes("where")]
    url: str
    unit: Annotated[Id, "the place, where it is another's board; see `names`"]
    up: IsoDay
    down: IsoDay
    days: Annotated[InDays | None, "how long it hung there, counted as `day_unit`"]
    photos: Annotated[list[PhotoView], "the photo of it, where there is one"]


class DisclosureRow(TypedDict):
    """What lists show of a notice."""

    date: Annotated[IsoDay, "the first day"]
    stage: Annotated[str, Codes("disclosed")]
    title: str
    first: IsoDay
    last: IsoDay
    state: Annotated[str, Codes("disclosures"), "whether it is open"]
    phone: ShownPhone
    address: str
    email: str
    faults: Annotated[list[Annotated[str, Codes("disclosures")]], "what is wrong with it"]


class DisclosureRowInLists(DisclosureRow):
    """A notice in a list."""

    units: Annotated[list[Id], "the places whose boards it was on"]


class DisclosureView(RecordView, DisclosureRow):
    """A notice."""

    year: YearNumber | None
    days: Annotated[InDays | None, "how long it is up, counted as `day_unit`"]
    day_unit: Annotated[str, Codes("days"), "how its days are counted"]
    years_unknown: Annotated[list[YearNumber], "years of which the holidays are not known"]
    doubtful: Annotated[bool, "whether it cannot be told if it is long enough, as of that"]
    projects: list[Id]
    allocations: list[Id]
    commendation: Id
    library: Id
    places: list[NoticePlaceView]
    pictures: Annotated[list[str], "the files of all its photos"]
    objections: Annotated[list[ObjectionView] | None, "objections; None where that is not stated"]
    objections_received: Annotated[int | None, "how many objections came in"]


def view(disclosure: Judged[Disclosure], rules: Rules) -> View:
    """Return what the public sees of a notice; whether it was late, others say: `disclosures`.

    `file` of a photo is its path under the content folder; `pictures` has those of all photos.
    """
    data, rule = disclosure.data, rules.disclosures.get(disclosure.data.stage)
    beside = f"disclosures/{disclosure.folder}"
    unit = rule.unit if rule else "calendar"
    days: dict[tuple[Step, ...], int] = {}
    if rule:
        days = {path: _counted(up, down, unit).days for path, up, down in _spans(data)}
    return {
        "id": disclosure.id,
        "date": data.first.iso(),
        "stage": data.stage,
        "title": data.title,
        "year": data.year,
        "first": data.first.iso(),
        "last": _iso(data.last),
        "state": state(data, rules.as_of),
        "faults": faults(data, rules),
        "days": days.get(("last",)),
        "day_unit": unit,
        "years_unknown": _years_unknown(data, rules)[: deadlines.MOST],
        "doubtful": _doubtful(data, rule),
        "projects": list(data.projects or ()),
        "allocations": list(data.allocations or ()),
        "commendation": data.commendation or "",
        "library": data.library or "",
        "places": [
            {
                "where": each.where,
                "url": each.url or "",
                "unit": each.unit or "",
                "up": _iso(each.up),
                "down": _iso(each.down),
                "days": days.get(("places", n, "down")),
                "photos": [
                    {"file": f"{beside}/{one.file}", "alt": one.alt} for one in (each.photo,) if one
                ],
            }
            for n, each in enumerate(data.places or ())
        ],
        "pictures": [f"{beside}/{photo.file}" for _, photo in photos(data)],
        "phone": shown_phone(data.phone, None, rules.as_of),
        "address": data.address or "",
        "email": data.email or "",
        "objections": None
        if data.objections is None
        else [
            {
                "date": each.date.iso(),
                "what": each.what,
                "answer": each.answer or "",
                "answered": _iso(each.answered),
            }
            for each in data.objections
        ],
        "objections_received": data.objections_received
        if data.objections is None or data.objections_received is not None
        else len(data.objections),
    }


def row(view: View) -> View:
    """Return what lists show of a notice."""
    names = ("date", "stage", "title", "first", "last", "state", "phone", "address")
    return {
        **{name: view[name] for name in (*names, "email")},
        "faults": [*view["faults"]],
        "units": [each["unit"] for each in view["places"] if each["unit"]],
    }


def told(view: View) -> Iterator[news.Told]:
    """Yield that a notice was put up: to objections until its last day, or for good."""
    if view["state"] != "to_come":
        step = "opened" if view["last"] else "shown"
        yield news.told(view["first"], step, view["title"], until=view["last"])


def due(view: View) -> Iterator[due_dates.Due]:
    """Yield the last day on which one may object to a notice."""
    if view["last"]:
        ahead = view["state"] in ("to_come", "open")
        yield due_dates.due(
            view["last"], "objections", view["title"], since=view["first"], ahead=ahead
        )


def _iso(when: PartialDate | None) -> str:
    return when.iso() if when else ""


def begins(view: View) -> Days:
    """Yield the first day of the notice."""
    yield ("first",), view["first"]


KIND = Kind(
    folder="disclosures",
    order=120,
    called=("notices", "公示"),
    example="duyun/mochong/bingwu/2018-gonglu-kaigong.md",
    model=Disclosure,
    lies="in_unit",
    happened=("first",),
    judge=judge,
    named=named,
    view=view,
    begins=begins,
    shows=DisclosureView,
    reckoned={"state": N_("state on the day of the data")},
    photos=photos,
    alike=("first", "stage", "title"),
    lists=Lists(
        name=NAME, states=STATES, shown=SHOWN, row=row, shows=DisclosureRowInLists, by_year=True
    ),
    duties=(
        Duty(
            rule="disclosures",
            order=40,
            says=N_("projects disclosed in time and long enough, stage by stage"),
        ),
    ),
    labels={"disclosed": STAGES, "where": WHERE},
    due_dates=due_dates.DueDates(
        words={"objections": N_("last day for objections")},
        of=due,
    ),
    news=news.News(
        words={
            "opened": N_("notice open to objections"),
            "shown": N_("disclosed for good"),
        },
        until={
            "opened": N_("objections until %(date)s"),
        },
        of=told,
    ),
    new=New(
        word="disclosure",
        says=N_("disclosure notice"),
        names={
            "projects": "projects",
            "allocations": "allocations",
            "commendation": "commendations",
            "library": "libraries",
        },
        needed={Disclosure: ("projects",)},
        apart={Place: ("photo",)},
    ),
)
