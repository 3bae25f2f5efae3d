"""Allotments of money: to whom, how much, from where, for what; and what became of each.

The document number, the principle and the phone are what disclosure practice asks of the
allocation of a fund. The purposes, and that what is alike in purpose is pooled, are the article's.
What is passed on, assigned and paid stands in other records: `generator.funds` adds it.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from generator import deadlines, returns
from generator.fields import Day, Money, Outgoing, Part, Record, RecordRef, Text, Yes, choice
from generator.kinds.kind import (
    Finding,
    Judged,
    Named,
    Rules,
    View,
    coded,
    finding,
    in_order,
    ordered,
    phone_findings,
    unknown_choice,
)
from generator.messages import N_
from generator.money import spoken
from generator.phones import Phone, shown_phone
from generator.spending import FUND_LEVELS

NAME = N_("Allotments of money")
STATES = {
    "idle": N_("money idle"),
    "open": N_("not yet assigned"),
    "partly": N_("partly assigned"),
    "late": N_("passed on late"),
    "assigned": N_("assigned in full"),
    "passed": N_("passed on in full"),
    "returned": N_("given back in full"),
}
"""What has become of an allotment by the day of the data: see `state`."""
SHOWN = ("idle",)
"""The states whose records stand on the first page of the lists."""
PURPOSES = {
    "poverty": {"zh-Hans": "财政专项扶贫", "en": "special poverty alleviation"},
    "water-soil": {
        "zh-Hans": "农田水利设施建设和水土保持",
        "en": "farmland irrigation, water and soil conservation",
    },
    "modern-farming": {"zh-Hans": "现代农业生产发展", "en": "modern agriculture"},
    "extension": {
        "zh-Hans": "农业技术推广与服务",
        "en": "agricultural extension and services",
    },
    "development": {
        "zh-Hans": "农业综合开发",
        "en": "comprehensive agricultural development",
    },
    "education": {"zh-Hans": "教育", "en": "education"},
    "health-social": {
        "zh-Hans": "医疗卫生和社会事业",
        "en": "health and social affairs",
    },
}
"""What money is for, unless the configuration says otherwise: the article's seven."""
KEPT = {"assigned": "kept", "passed": "kept", "idle": "missed", "late": "missed"}
"""How the rule that money does not lie idle is answered; the other states are not due yet."""


class GivenBack(Part):
    """Money of an allotment that went back to where it came from."""

    date: Day = Field(description=N_("when it went back"), examples=["2018-11-20"])
    amount: Money = Field(
        description=N_("amount that went back, without a minus sign"), examples=["10万元"]
    )
    why: Text = Field(description=N_("why it went back"), examples=["项目结余，县财政收回"])
    document: Text | None = Field(
        None,
        description=N_("number of the document that asks for it"),
        examples=["示例财农〔2018〕9号"],
    )


class Allocation(Record):
    """Money allotted to the unit whose folder it lies in, in one document."""

    date: Day = Field(description=N_("day of the document"), examples=["2018-03-05"])
    document: Text | None = Field(
        None,
        description=N_("number of the document that allots it"),
        examples=["示例财农〔2018〕1号"],
    )
    fund: Text = Field(description=N_("name of the fund"), examples=["中央财政专项扶贫资金"])
    level: Annotated[str, choice(FUND_LEVELS)] = Field(
        description=N_("level the money comes from"), examples=["central"]
    )
    purpose: Text = Field(
        description=N_("what the money is for, one of the purposes in config.yaml"),
        examples=["poverty"],
    )
    amount: Outgoing = Field(description=N_("amount"), examples=["500万元"])
    returns: list[GivenBack] | None = Field(
        None,
        description=N_(
            "what of it was given back or taken back, by date: it can be given out anew"
        ),
    )
    from_allocation: RecordRef | None = Field(
        None,
        description=N_(
            "the allotment of a place above that this is passed on from, by its address; without"
            " it, the money enters the prefecture here"
        ),
        examples=["qiannan/2018-zhuanxiang"],
    )
    pooled: Yes = Field(
        False, description=N_("whether the money is pooled (统筹整合)"), examples=["yes"]
    )
    origin: Text | None = Field(
        None,
        description=N_("what fund it was before it was pooled"),
        examples=["农业综合开发补助资金"],
    )
    principle: Text | None = Field(
        None, description=N_("by what principle it is shared out"), examples=["按贫困人口数分配"]
    )
    phone: Phone | None = Field(
        None, description=N_("phone for questions"), examples=["0854-0000000"]
    )
    note: Text | None = Field(None, description=N_("note"), examples=["第一批"])


def settled(data: Allocation, rules: Rules) -> Allocation:
    """Return an allotment with its purpose as a code, where the record names it by a label."""
    code = coded(data.purpose, rules.purposes)
    return data if code == data.purpose else data.model_copy(update={"purpose": code})


def judge(allocation: Judged[Allocation], rules: Rules) -> Iterator[Finding]:
    """Yield what is wrong with an allotment seen alone."""
    data, as_of = allocation.data, rules.as_of
    if data.date.after(as_of):
        yield finding("P304", "date", date=data.date.iso(), as_of=as_of.isoformat())
    yield from unknown_choice("purpose", data.purpose, rules.purposes)
    if data.returns:
        yield from _given_back(data, as_of)
    if data.pooled and data.origin is None:
        yield finding("P935", "pooled")
    yield from deadlines.uncounted("allocation", [(("date",), data.date)], rules)
    yield from phone_findings(data.phone, None, (), rules)


def _given_back(data: Allocation, as_of: date) -> Iterator[Finding]:
    entries = data.returns or ()
    yield from returns.nothing(entries)
    yield from in_order(
        [(("returns", n, "date"), each.date) for n, each in enumerate(entries)], as_of
    )
    back = 0
    for n, each in enumerate(entries):
        yield from ordered(data.date, each.date, ("returns", n, "date"))
        if back <= data.amount < back + each.amount:
            values = {"returned": spoken(back + each.amount), "amount": spoken(data.amount)}
            yield finding("P317", "returns", n, "amount", **values)
        back += each.amount


def named(allocation: Judged[Allocation]) -> Iterator[Named]:
    """Yield the records that an allotment names: its unit, and the allotment it is part of."""
    yield ("units", allocation.folder, ())
    if allocation.data.from_allocation:
        yield ("allocations", allocation.data.from_allocation, ("from_allocation",))


def view(allocation: Judged[Allocation], rules: Rules) -> View:
    """Return what the public sees of an allotment's own record; money in fen.

    `due` is the day by which it is to be passed on or assigned, `over` whether that has passed,
    `days` how many days it has been there.
    """
    data = allocation.data
    due = data.date.first + timedelta(days=rules.idle_money.days)
    return {
        "id": allocation.id,
        "date": data.date.iso(),
        "document": data.document or "",
        "fund": data.fund,
        "level": data.level,
        "purpose": data.purpose,
        "amount": data.amount,
        "returned": sum(each.amount for each in data.returns or ()),
        "fresh": returns.lately(data.returns, rules.as_of - timedelta(days=rules.idle_money.days)),
        "returns": [
            {
                "date": each.date.iso(),
                "amount": each.amount,
                "why": each.why,
                "document": each.document or "",
            }
            for each in data.returns or ()
        ],
        "from": data.from_allocation or "",
        "pooled": data.pooled,
        "origin": data.origin or "",
        "principle": data.principle or "",
        "phone": shown_phone(data.phone, None, rules.as_of),
        "note": data.note or "",
        "due": due.isoformat(),
        "over": due < rules.as_of,
        "days": (rules.as_of - data.date.first).days,
    }


ROW = (
    *("date", "fund", "level", "purpose", "amount", "returned", "fresh", "from", "pooled", "due"),
    *("over", "days"),
)


def row(view: View) -> View:
    """Return what the ledger and lists need of an allotment."""
    return {name: view[name] for name in ROW}


def state(row: View, passed: int, assigned: int, fresh: int = 0, *, late: bool) -> str:
    """Return a key of `STATES`; `late` says that some of it was passed on after it was due.

    Idle is what is not assigned or passed on in whole when it is due; what came back of late
    (`fresh`) is not due yet.
    """
    has = row["amount"] - row["returned"]
    left = has - passed - assigned
    if row["returned"] and not has:
        return "returned"
    if left > 0:
        if row["over"] and left > fresh:
            return "idle"
        return "open" if left == has else "partly"
    if late:
        return "late"
    return "passed" if passed and not assigned else "assigned"
