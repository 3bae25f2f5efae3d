"""Commendations: advanced collectives and outstanding individuals, proposed, then decided."""

from collections.abc import Iterator
from typing import Annotated, TypedDict

from pydantic import Field

from generator.base.findings import Finding, finding
from generator.base.messages import N_
from generator.base.workdays import days_between
from generator.model import deadlines, due_dates, news, urls
from generator.model.kinds.declaration import Kind, New
from generator.model.kinds.kind import Judged, Named, Rules, View, ordered, phone_findings
from generator.model.people import together
from generator.model.view_types import (
    Codes,
    Id,
    IsoDate,
    IsoDay,
    ObjectionView,
    RecordView,
    ShownPhone,
    YearNumber,
)
from generator.parse.field_types import (
    Count,
    Date,
    Day,
    Email,
    Objection,
    Part,
    PartialDate,
    Record,
    Text,
    UnitRef,
    Year,
    choice,
)
from generator.parse.phones import Phone, shown_phone

HONOURS = {
    "collective": (N_("advanced collective"), "先进集体", "集体"),
    "individual": (N_("outstanding individual"), "优秀个人", "个人"),
}
STAGES = {
    "approved": N_("approved, list not yet public"),
    "proposed": N_("proposed, open to objections"),
    "noticed": N_("notice ended, awaiting the decision"),
    "decided": N_("decided"),
}
STEPS = {
    "done": N_("done"),
    "under_way": N_("going on now"),
    "to_come": N_("still to come"),
    "unknown": N_("not stated"),
}
"""How far each step from the approval to the decision is, on the day of the data."""
DAY_UNITS = {"calendar": N_("days"), "working": N_("working days")}

Honour = Annotated[str, choice(HONOURS)]


class Approval(Part):
    """Leave to hold the commendation."""

    date: Date = Field(description=N_("date"), examples=["2018-01-15"])
    document: Text | None = Field(
        None, description=N_("document number"), examples=["示例表彰〔2018〕1号"]
    )
    by: Text = Field(description=N_("who approved it"), examples=["示例省表彰工作办公室"])


class Proposal(Part):
    """The list as it was proposed, before it was made public."""

    date: Date = Field(description=N_("date"), examples=["2018-05-20"])
    by: Text = Field(description=N_("who proposed the list"), examples=["示例州表彰工作办公室"])
    document: Text | None = Field(
        None, description=N_("document number"), examples=["示例表彰〔2018〕3号"]
    )


class Notice(Part):
    """The public notice of the proposed list, with where to object."""

    first: Day = Field(description=N_("first day of the notice"), examples=["2018-06-04"])
    last: Day = Field(description=N_("last day of the notice"), examples=["2018-06-08"])
    phone: Phone | None = Field(
        None, description=N_("phone for objections"), examples=["0854-0000000"]
    )
    address: Text | None = Field(
        None, description=N_("address for objections"), examples=["示例州表彰工作办公室"]
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


class Decision(Part):
    """The decision that makes the list final."""

    date: Day = Field(description=N_("date"), examples=["2018-07-01"])
    document: Text | None = Field(
        None, description=N_("document number"), examples=["示例党发〔2018〕1号"]
    )


class Honoree(Part):
    """One who is honoured: a collective or an individual, tied to a unit."""

    honour: Honour = Field(description=N_("collective or individual"), examples=["individual"])
    name: Text | None = Field(
        None,
        description=N_("name; a collective without one is the unit itself"),
        examples=["示例甲"],
    )
    unit: UnitRef = Field(description=N_("the unit, by its address"), examples=["duyun/mochong"])
    post: Text | None = Field(
        None, description=N_("post of an individual"), examples=["驻村第一书记"]
    )
    reason: Text | None = Field(
        None, description=N_("for what"), examples=["带领群众修通三条通组路"]
    )


class Withdrawal(Part):
    """An honour taken back."""

    name: Text | None = Field(None, description=N_("name as under honorees"), examples=["示例甲"])
    unit: UnitRef = Field(description=N_("unit as under honorees"), examples=["duyun/mochong"])
    date: Date = Field(description=N_("date"), examples=["2018-11-05"])
    reason: Text = Field(description=N_("why"), examples=["申报材料不实"])
    document: Text | None = Field(
        None, description=N_("document number"), examples=["示例党发〔2018〕2号"]
    )


class Commendation(Record):
    """One round of commendation; decided once it has a decision."""

    title: Text = Field(
        description=N_("name of the commendation"), examples=["2018年度脱贫攻坚表彰（示例）"]
    )
    year: Year = Field(description=N_("year it is for"), examples=["2018"])
    by: UnitRef = Field(description=N_("unit that commends"), examples=["qiannan"])
    approval: Approval | None = Field(None, description=N_("approval"))
    proposal: Proposal | None = Field(None, description=N_("how the list was proposed"))
    notice: Notice | None = Field(None, description=N_("notice of the proposed list"))
    decision: Decision | None = Field(None, description=N_("decision"))
    honorees: list[Honoree] = Field(description=N_("who is honoured"), examples=["[]"])
    withdrawals: list[Withdrawal] | None = Field(None, description=N_("honours taken back"))


def stage(data: Commendation, rules: Rules) -> str:
    """Return a key of `STAGES`, as of the day in `rules`."""
    if data.decision:
        return "decided"
    if data.notice is None or data.notice.first.after(rules.as_of):
        return "approved"
    return "noticed" if data.notice.last.last < rules.as_of else "proposed"


def judge(commendation: Judged[Commendation], rules: Rules) -> Iterator[Finding]:
    """Yield what is wrong with a commendation seen alone."""
    data = commendation.data
    if not data.notice and not data.decision:
        yield finding("P405")
    yield from _honorees(data)
    yield from _dates(data, rules)
    yield from _quotas(data, rules)
    if data.notice:
        yield from _length(data.notice, rules)
        yield from _objections(data, data.notice, rules)
        yield from phone_findings(data.notice.phone, None, ("notice",), rules)


def _honorees(data: Commendation) -> Iterator[Finding]:
    seen: dict[tuple[str, str | None, str], int] = {}
    for n, each in enumerate(data.honorees):
        key = (each.honour, each.name, each.unit)
        if each.honour == "individual":
            yield from together(each.name, "honorees", n, "name")
        if each.honour == "individual" and each.name is None:
            yield finding("P407", "honorees", n)
        elif key in seen:
            yield Finding(
                "P401",
                ("honorees", n),
                (("name", each.name or each.unit),),
                first=("honorees", seen[key]),
            )
        seen.setdefault(key, n)
    honoured = {(each.name, each.unit) for each in data.honorees}
    for n, gone in enumerate(data.withdrawals or ()):
        if (gone.name, gone.unit) not in honoured:
            yield finding("P404", "withdrawals", n, name=gone.name or gone.unit)


def _quotas(data: Commendation, rules: Rules) -> Iterator[Finding]:
    """Hold how many are honoured to the configured quotas; their share needs the other records."""
    quotas = rules.commendation_quotas
    if quotas is None:
        return
    for code, honour, most in (
        ("P408", "collective", quotas.collectives),
        ("P409", "individual", quotas.individuals),
    ):
        count = sum(each.honour == honour for each in data.honorees)
        if most is not None and count > most:
            yield finding(code, "^honorees", count=count, most=most, source=quotas.source)


def _objections(data: Commendation, notice: Notice, rules: Rules) -> Iterator[Finding]:
    listed, told = notice.objections or (), notice.objections_received
    if told is not None and told < len(listed):
        yield finding("P914", "notice", "objections_received", told=told, listed=len(listed))
    for n, each in enumerate(listed):
        path: tuple[str | int, ...] = ("notice", "objections", n)
        yield from ordered(notice.first, each.date, (*path, "date"))
        yield from ordered(each.date, each.answered, (*path, "answered"))
        for name, day in (("date", each.date), ("answered", each.answered)):
            if day and day.after(rules.as_of):
                as_of = rules.as_of.isoformat()
                yield finding("P304", *path, name, date=day.iso(), as_of=as_of)
        if each.answered is None and data.decision:
            yield finding("P412", *path, date=data.decision.date.iso())


def _before(data: Commendation) -> PartialDate | None:
    """Return the last date that a commendation has before its notice."""
    if data.proposal:
        return data.proposal.date
    return data.approval.date if data.approval else None


def _dates(data: Commendation, rules: Rules) -> Iterator[Finding]:
    notice, decision = data.notice, data.decision
    if data.approval and data.approval.date.after(rules.as_of):
        day, as_of = data.approval.date.iso(), rules.as_of.isoformat()
        yield finding("P304", "approval", "date", date=day, as_of=as_of)
    decided = [(("decision", "date"), decision.date if decision else None)]
    yield from deadlines.uncounted("commendation_decided", decided, rules)
    if data.proposal:
        when, where = data.proposal.date, ("proposal", "date")
        yield from ordered(data.approval.date if data.approval else None, when, where)
        if when.after(rules.as_of):
            yield finding("P304", *where, date=when.iso(), as_of=rules.as_of.isoformat())
    if notice:
        yield from ordered(notice.first, notice.last, ("notice", "last"))
        yield from ordered(_before(data), notice.first, ("notice", "first"))
    if decision:
        if decision.date.after(rules.as_of):
            yield finding(
                "P304",
                "decision",
                "date",
                date=decision.date.iso(),
                as_of=rules.as_of.isoformat(),
            )
        if notice and decision.date.first <= notice.last.first:
            yield finding(
                "P403", "decision", "date", date=decision.date.iso(), last=notice.last.iso()
            )
        elif not notice:
            yield from ordered(_before(data), decision.date, ("decision", "date"))
    for n, gone in enumerate(data.withdrawals or ()):
        path = ("withdrawals", n, "date")
        if decision:
            yield from ordered(decision.date, gone.date, path)
        if gone.date.after(rules.as_of):
            yield finding("P304", *path, date=gone.date.iso(), as_of=rules.as_of.isoformat())


def _length(notice: Notice, rules: Rules) -> Iterator[Finding]:
    """Hold the length of the notice to the configured rule (first and last day count)."""
    rule = rules.commendation_notice
    first, last = notice.first.first, notice.last.first
    if first > last:
        return
    counted = days_between(first, last, working=rule.unit == "working")
    for year in counted.years_unknown[: deadlines.MOST]:
        yield finding("P406", "notice", year=year)
    if counted.most < rule.days:
        yield finding(
            "P402",
            "notice",
            "last",
            days=counted.days,
            unit=f"\0:{DAY_UNITS[rule.unit]}",
            least=rule.days,
            source=rule.source,
        )


def updated(data: Commendation) -> PartialDate:
    """Return the date of the last thing recorded, for feeds and lists."""
    dates = [PartialDate(data.year)]
    if data.approval:
        dates.append(data.approval.date)
    if data.proposal:
        dates.append(data.proposal.date)
    if data.notice:
        dates.append(data.notice.first)
    if data.decision:
        dates.append(data.decision.date)
    dates.extend(each.date for each in data.withdrawals or ())
    return max(dates)


def steps(data: Commendation, rules: Rules) -> dict[str, str]:
    """Return how far approval, proposal, notice and decision are, each a key of `STEPS`.

    What is not recorded is not stated, but for the decision, which then is yet to come.
    """
    now = stage(data, rules)
    found = {name: "done" if part else "unknown" for name, part in _first(data).items()}
    if data.notice is None:
        found["notice"] = "unknown"
    elif data.notice.first.after(rules.as_of):
        found["notice"] = "to_come"
    else:
        found["notice"] = "done" if data.notice.last.last < rules.as_of else "under_way"
    found["decision"] = "done" if now == "decided" else "to_come"
    return found


def _first(data: Commendation) -> dict[str, Approval | Proposal | None]:
    return {"approval": data.approval, "proposal": data.proposal}


def named(commendation: Judged[Commendation]) -> Iterator[Named]:
    """Yield the records that a commendation names: who commends, and the units honoured."""
    yield ("units", commendation.data.by, ("by",))
    for n, each in enumerate(commendation.data.honorees):
        yield ("units", each.unit, ("honorees", n, "unit"))


def nomination(commendation: Judged[Commendation], rules: Rules) -> View:
    """Return whom a commendation is to honour, public or not; see `honours.faults`.

    `least` is the share of people at the front line in percent that `source` asks for.
    """
    data, quotas = commendation.data, rules.commendation_quotas
    return {
        "file": commendation.file,
        "by": data.by,
        "year": data.year,
        "honorees": [
            {"honour": each.honour, "name": each.name or "", "unit": each.unit}
            for each in data.honorees
        ],
        "least": quotas.front_line if quotas else None,
        "source": quotas.source if quotas else "",
    }


class StepsView(TypedDict):
    """How far each step of a commendation is."""

    approval: Annotated[str, Codes("step"), "approved"]
    proposal: Annotated[str, Codes("step"), "list proposed"]
    notice: Annotated[str, Codes("step"), "public notice"]
    decision: Annotated[str, Codes("step"), "decided"]


class ApprovalView(TypedDict):
    """The approval, or the proposal of a list."""

    date: IsoDate
    document: str
    by: str


class NoticeView(TypedDict):
    """The public notice of a commendation."""

    first: IsoDay
    last: IsoDay
    phone: ShownPhone
    address: str
    email: str
    received: Annotated[int | None, "how many objections came in"]
    objections: list[ObjectionView]


class DecisionView(TypedDict):
    """The decision."""

    date: IsoDate
    document: str


class WithdrawnView(TypedDict):
    """That an honour was taken back."""

    date: Annotated[IsoDate, "when"]
    reason: Annotated[str, "why"]
    document: Annotated[str, "the document"]


class HonoreeView(TypedDict):
    """Someone who is honoured; a collective without a name is the unit itself."""

    honour: Annotated[str, Codes("honour")]
    name: str
    unit: Id
    post: str
    reason: str
    withdrawn: Annotated[WithdrawnView | None, "that it was taken back, where it was"]


class CommendationRow(TypedDict):
    """A round of commendation, but for its text."""

    id: Annotated[Id, "its id, by which its page is called"]
    file: Annotated[str, "its file, from the folder of the site"]
    title: str
    year: YearNumber
    by: Id
    stage: Annotated[str, Codes("commendation"), "how far it is"]
    steps: Annotated[StepsView, "the same, step by step"]
    approval: ApprovalView | None
    proposal: ApprovalView | None
    notice: NoticeView | None
    decision: DecisionView | None
    honorees: Annotated[list[HonoreeView], "who is honoured; empty before the notice"]
    updated: Annotated[IsoDate, "the date of the last thing recorded"]
    said: Annotated[IsoDate, "the day of the last thing that it reports, empty for none"]
    until: Annotated[IsoDay, "when it next changes though nothing is reported, empty for never"]


class CommendationView(RecordView, CommendationRow):
    """A round of commendation."""


def view(commendation: Judged[Commendation], rules: Rules) -> View:
    """Return what the public sees of the record; honorees name their unit by its id.

    Before the first day of the notice the list is not public, and so it is empty.
    """
    data = commendation.data
    now = stage(data, rules)
    gone = {(each.name, each.unit): each for each in data.withdrawals or ()}
    return {
        "id": commendation.id,
        "title": data.title,
        "year": data.year,
        "by": data.by,
        "stage": now,
        "steps": steps(data, rules),
        **{
            name: part and {"date": part.date.iso(), "document": part.document or "", "by": part.by}
            for name, part in _first(data).items()
        },
        "notice": None
        if data.notice is None
        else {
            "first": data.notice.first.iso(),
            "last": data.notice.last.iso(),
            "phone": shown_phone(data.notice.phone, None, rules.as_of),
            "address": data.notice.address or "",
            "email": data.notice.email or "",
            "received": len(data.notice.objections)
            if data.notice.objections_received is None and data.notice.objections is not None
            else data.notice.objections_received,
            "objections": [
                {
                    "date": each.date.iso(),
                    "what": each.what,
                    "answer": each.answer or "",
                    "answered": each.answered.iso() if each.answered else "",
                }
                for each in data.notice.objections or ()
            ],
        },
        "decision": None
        if data.decision is None
        else {
            "date": data.decision.date.iso(),
            "document": data.decision.document or "",
        },
        "honorees": [
            {
                "honour": each.honour,
                "name": each.name or "",
                "unit": each.unit,
                "post": each.post or "",
                "reason": each.reason or "",
                "withdrawn": _withdrawn(gone.get((each.name, each.unit))),
            }
            for each in (data.honorees if now != "approved" else ())
        ],
        "updated": updated(data).iso(),
    }


def told(view: View) -> Iterator[news.Told]:
    """Yield that a list was open to objections, was decided, that honours were taken back."""
    title, notice = view["title"], view["notice"]
    if notice and view["steps"]["notice"] != "to_come":
        yield news.told(notice["first"], "proposed", title, until=notice["last"])
    if view["decision"]:
        yield news.told(view["decision"]["date"], "decided", title)
    gone = {each["withdrawn"]["date"] for each in view["honorees"] if each["withdrawn"]}
    for step, day in zip(news.in_turn("withdrawn", sorted(gone)), sorted(gone), strict=True):
        yield news.told(day, step, title)


def due(view: View) -> Iterator[due_dates.Due]:
    """Yield the last day on which one may object to a list; all whom it names are told."""
    notice = view["notice"]
    if notice:
        ahead = view["steps"]["notice"] in ("to_come", "under_way")
        yield due_dates.due(
            notice["last"], "objections", view["title"], since=notice["first"], ahead=ahead
        )


def places(view: View, step: str) -> Iterator[tuple[str, str]]:
    """Yield who commends, and the place of each whom a step is about, with the name."""
    yield view["by"], ""
    for each in view["honorees"]:
        gone = each["withdrawn"]
        if not step.startswith("withdrawn") or (gone and gone["date"] in step):
            yield each["unit"], each["name"]


def held_back(data: Commendation, rules: Rules) -> tuple[str, ...]:
    """Return the fields that say who is to be honoured, until the notice does."""
    return ("honorees", "withdrawals") if stage(data, rules) == "approved" else ()


def _withdrawn(gone: Withdrawal | None) -> View | None:
    if gone is None:
        return None
    return {"date": gone.date.iso(), "reason": gone.reason, "document": gone.document or ""}


KIND = Kind(
    folder="commendations",
    order=30,
    called=("commendations", "表彰"),
    example="qiannan/2018-niandu.md",
    model=Commendation,
    lies="anywhere",
    judge=judge,
    named=named,
    view=view,
    shows=CommendationView,
    reckoned={
        "stage": N_("how far the commendation is"),
        "updated": N_("date of the last thing recorded"),
    },
    held_back=held_back,
    alike=("year", "title", "by"),
    page=urls.commendation_url,
    templates=("commendation.html",),
    due_dates=due_dates.DueDates(words={"objections": N_("last day for objections")}, of=due),
    news=news.News(
        words={
            "proposed": N_("proposed for commendation, open to objections"),
            "decided": N_("commended"),
            "withdrawn": N_("commendation taken back"),
        },
        until={
            "proposed": N_("objections until %(date)s"),
        },
        alerts=("withdrawn",),
        of=told,
        places=places,
    ),
    labels={"honour": HONOURS, "commendation": STAGES, "step": STEPS, "days": DAY_UNITS},
    new=New(
        word="commendation",
        says=N_("commendation"),
        needed={Commendation: ("notice",), Honoree: ("name",)},
    ),
)
