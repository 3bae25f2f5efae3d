"""Allotments of money: to whom, how much, from where, for what; and what became of each.

The document number, the principle and the phone are what disclosure practice asks of the
allocation of a fund. The purposes, and that what is alike in purpose is pooled, are the article's.
What is passed on, assigned and paid stands in other records, which
`generator.joined.money_ledger` adds up.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, TypedDict

from pydantic import Field

from generator.base.findings import Finding, finding
from generator.base.messages import N_
from generator.base.money import spoken
from generator.model import deadlines, news, returned_money, urls
from generator.model.kinds.declaration import Duty, Kind, Lists, New
from generator.model.kinds.kind import (
    Judged,
    Named,
    Rules,
    View,
    coded,
    in_order,
    ordered,
    phone_findings,
    unknown_choice,
)
from generator.model.spending import FUND_LEVELS
from generator.model.view_types import (
    Codes,
    Id,
    InFen,
    IsoDate,
    IsoDay,
    RecordView,
    ShownPhone,
)
from generator.parse.field_types import (
    Day,
    Money,
    Outgoing,
    Part,
    Record,
    RecordRef,
    Text,
    Yes,
    choice,
)
from generator.parse.phones import Phone, shown_phone

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
    yield from returned_money.nothing(entries)
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


class GivenBackView(TypedDict):
    """Money of an allotment that was given back."""

    date: IsoDate
    amount: InFen
    why: str
    document: str


class AllocationRow(TypedDict):
    """What lists show of an allotment."""

    date: IsoDate
    fund: str
    level: Annotated[str, Codes("fund_level")]
    purpose: Annotated[str, "what it is for, a code of `site.purposes`"]
    amount: InFen
    returned: Annotated[InFen, "what of it was given back"]
    fresh: Annotated[InFen, "what came back of late, and so is not idle yet"]
    from_: Annotated[Id, "the allotment that it was passed on from; empty: from outside"]
    pooled: bool
    due: Annotated[IsoDay, "until when it is to be passed on or assigned"]
    over: Annotated[bool, "whether that day has passed"]


class SettledView(TypedDict):
    """What became of an allotment, as the records of others say."""

    passed: Annotated[InFen, "what was passed on"]
    assigned: Annotated[InFen, "what projects say that they have from it"]
    paid: Annotated[InFen, "what of that is paid, less what came back"]
    came_back: Annotated[InFen, "what projects gave back"]
    left: Annotated[InFen, "what is not yet assigned or passed on"]
    state: Annotated[str, Codes("allocations"), "whether it is idle, and whether it was late"]
    since: Annotated[IsoDate, "since when what is left has been there; empty: it came back"]
    due: Annotated[IsoDay, "until when what is left is to be assigned or passed on"]


class AllocationListRow(AllocationRow, SettledView):
    """An allotment in a list."""

    to: Annotated[list[Id], "the allotments that it was passed on as"]


class AllocationView(RecordView, AllocationRow):
    """An allotment of money: what its own record says of it."""

    document: str
    returns: Annotated[list[GivenBackView], "what of it was given back, by date"]
    origin: str
    principle: str
    phone: ShownPhone
    note: str


def view(allocation: Judged[Allocation], rules: Rules) -> View:
    """Return what the public sees of an allotment's own record; money in fen.

    `due` is the day by which it is to be passed on or assigned, `over` whether that has passed.
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
        "fresh": returned_money.lately(
            data.returns, rules.as_of - timedelta(days=rules.idle_money.days)
        ),
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
    }


ROW = (
    *("date", "fund", "level", "purpose", "amount", "returned", "fresh", "from", "pooled", "due"),
    "over",
)


def row(view: View) -> View:
    """Return what the ledger and lists need of an allotment."""
    return {name: view[name] for name in ROW}


def told(view: View) -> Iterator[news.Told]:
    """Yield that money arrived, and that some went back; that it lies idle, the ledger says."""
    fund = view["fund"]
    yield news.told(view["date"], "arrived", fund, amount=view["amount"], until=view["due"])
    steps = news.in_turn("given_back", [each["date"] for each in view["returns"]])
    for step, each in zip(steps, view["returns"], strict=True):
        yield news.told(each["date"], step, fund, amount=each["amount"], note=each["why"])


def told_idle(row: View) -> news.Told:
    """Return that what is left of an allotment, as the ledger settled it, lies idle."""
    left, due = row["left"] - row["fresh"], row["due"]
    return news.told(news.day_after(due), "idle", row["fund"], amount=left, until=due)


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


KIND = Kind(
    folder="allocations",
    order=110,
    called=("allotments", "资金"),
    example="duyun/2018-zhuanxiang.md",
    model=Allocation,
    lies="in_unit",
    happened=("date", "returns.date"),
    judge=judge,
    named=named,
    view=view,
    shows=AllocationView,
    settled=settled,
    alike=("date", "fund", "document", "amount", "from"),
    page=urls.allocation_url,
    templates=("allocation.html",),
    lists=Lists(
        name=NAME, states=STATES, shown=SHOWN, row=row, shows=AllocationListRow, on_duties=False
    ),
    duties=(Duty(rule="money", order=90, says=N_("money not left idle")),),
    news=news.News(
        words={
            "arrived": N_("money arrived"),
            "given_back": N_("money given back"),
            "idle": N_("money lies idle"),
        },
        until={
            "arrived": N_("to be assigned or passed on by %(date)s"),
            "idle": N_("was to be assigned or passed on by %(date)s"),
        },
        alerts=("idle",),
        of=told,
    ),
    alerts={"allocations": ("idle", "late")},
    new=New(
        word="allocation",
        says=N_("allotment of money"),
        names={"from_allocation": "allocations"},
    ),
)
