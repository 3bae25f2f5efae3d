"""Commendations: advanced collectives and outstanding individuals, proposed, then decided."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from generator.calendar import days_between
from generator.fields import (
    Date,
    Day,
    Email,
    Part,
    PartialDate,
    Phone,
    Record,
    Text,
    UnitRef,
    Year,
    choice,
    shown_phone,
)
from generator.kinds.kind import (
    Finding,
    Judged,
    Named,
    Rules,
    View,
    finding,
    ordered,
    phone_findings,
)
from generator.messages import N_

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
DAY_UNITS = {"calendar": N_("days"), "working": N_("working days")}

Honour = Annotated[str, choice(HONOURS)]


class Approval(Part):
    """Leave to hold the commendation."""

    date: Date = Field(description=N_("date"), examples=["2018-01-15"])
    document: Text | None = Field(
        None, description=N_("document number"), examples=["示例表彰〔2018〕1号"]
    )
    by: Text = Field(description=N_("who approved it"), examples=["示例省表彰工作办公室"])


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
    if data.notice:
        yield from _length(data.notice, rules)
        yield from phone_findings(data.notice.phone, None, ("notice",), rules)


def _honorees(data: Commendation) -> Iterator[Finding]:
    seen: dict[tuple[str, str | None, str], int] = {}
    for n, each in enumerate(data.honorees):
        key = (each.honour, each.name, each.unit)
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


def _dates(data: Commendation, rules: Rules) -> Iterator[Finding]:
    notice, decision = data.notice, data.decision
    if notice:
        yield from ordered(notice.first, notice.last, ("notice", "last"))
        if data.approval:
            yield from ordered(data.approval.date, notice.first, ("notice", "first"))
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
        elif data.approval and not notice:
            yield from ordered(data.approval.date, decision.date, ("decision", "date"))
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
    for year in counted.years_unknown:
        yield finding("P406", "notice", year=year)
    if counted.days < rule.days:
        yield finding(
            "P402",
            "notice",
            "last",
            days=counted.days,
            unit=f"_:{DAY_UNITS[rule.unit]}",
            least=rule.days,
            source=rule.source,
        )


def updated(data: Commendation) -> PartialDate:
    """Return the date of the last thing recorded, for feeds and lists."""
    dates = [PartialDate(data.year)]
    if data.approval:
        dates.append(data.approval.date)
    if data.notice:
        dates.append(data.notice.first)
    if data.decision:
        dates.append(data.decision.date)
    dates.extend(each.date for each in data.withdrawals or ())
    return max(dates)


def named(commendation: Judged[Commendation]) -> Iterator[Named]:
    """Yield the records that a commendation names: who commends, and the units honoured."""
    yield Named("units", commendation.data.by, ("by",))
    for n, each in enumerate(commendation.data.honorees):
        yield Named("units", each.unit, ("honorees", n, "unit"))


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
        "approval": None
        if data.approval is None
        else {
            "date": data.approval.date.iso(),
            "document": data.approval.document or "",
            "by": data.approval.by,
        },
        "notice": None
        if data.notice is None
        else {
            "first": data.notice.first.iso(),
            "last": data.notice.last.iso(),
            "phone": shown_phone(data.notice.phone, None, rules.as_of),
            "address": data.notice.address or "",
            "email": data.notice.email or "",
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


def _withdrawn(gone: Withdrawal | None) -> View | None:
    if gone is None:
        return None
    return {"date": gone.date.iso(), "reason": gone.reason, "document": gone.document or ""}
