"""The money of a project: where it comes from, what is paid, what it takes from each allotment."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, TypeAlias

from pydantic import Field

from generator.base.findings import Finding, Step, finding
from generator.base.messages import N_
from generator.base.money import spoken
from generator.parse.field_types import (
    Date,
    Money,
    Outgoing,
    Part,
    PartialDate,
    RecordRef,
    Text,
    Yes,
    choice,
)

FUND_LEVELS = {
    "central": (N_("central"), "中央"),
    "province": (N_("province"), "省级", "自治区级"),
    "prefecture": (N_("prefecture level"), "州级", "市级", "盟级", "地区级"),
    "county": (N_("county level"), "县级", "旗级", "旗县级", "区县级"),
    "social": (N_("society"), "社会"),
    "self_raised": (N_("raised by those who gain"), "自筹"),
}

FundLevel = Annotated[str, choice(FUND_LEVELS)]
Taken: TypeAlias = tuple[str, int, int, int, int, tuple[Step, ...]]
"""What a project takes from an allotment: its id, what is assigned, paid, came back, and what of
that came back of late, in fen; and the first field that names it.

What came back and was not paid out again is no longer assigned, nor is it paid. A plain tuple, as
it is marshalled.
"""


class Source(Part):
    """One source of the project's money."""

    fund: Text = Field(description=N_("name of the fund"), examples=["财政专项扶贫资金"])
    level: FundLevel = Field(description=N_("level the money comes from"), examples=["central"])
    amount: Money = Field(description=N_("amount"), examples=["125万元"])
    document: Text | None = Field(
        None,
        description=N_("number of the document that allots it"),
        examples=["示例财农〔2018〕1号"],
    )
    pooled: Yes | None = Field(
        None, description=N_("whether the money is pooled (统筹整合)"), examples=["yes"]
    )
    allocation: RecordRef | None = Field(
        None,
        description=N_("the allotment it is assigned from, by its address"),
        examples=["duyun/2018-zhuanxiang"],
    )


class Payment(Part):
    """Money paid out."""

    date: Date = Field(description=N_("when it was paid"), examples=["2018-05-10"])
    amount: Outgoing = Field(description=N_("amount"), examples=["37.5万元"])
    payee: Text | None = Field(
        None,
        description=N_("to whom it was paid, by the full name; no account and no household"),
        examples=["示例建筑公司"],
    )
    note: Text | None = Field(None, description=N_("what for"), examples=["开工预付款"])
    allocation: RecordRef | None = Field(
        None,
        description=N_("the allotment it is paid from; not needed where all is assigned from one"),
        examples=["duyun/2018-zhuanxiang"],
    )


class Return(Part):
    """Money that was paid out and came back: cut by the audit, left over, taken back."""

    date: Date = Field(description=N_("when it came back"), examples=["2018-11-20"])
    amount: Money = Field(
        description=N_("amount that came back, without a minus sign"), examples=["1万元"]
    )
    why: Text = Field(description=N_("why it came back"), examples=["审计核减退回"])
    by: Text | None = Field(None, description=N_("who paid it back"), examples=["示例建筑公司"])
    document: Text | None = Field(
        None,
        description=N_("number of the document that asks for it"),
        examples=["示例审〔2018〕1号"],
    )
    allocation: RecordRef | None = Field(
        None,
        description=N_("the allotment it goes back to; not needed where all is assigned from one"),
        examples=["duyun/2018-zhuanxiang"],
    )


def planned(budget: int | None, sources: Sequence[Source] | None) -> int | None:
    """Return the money planned, in fen: the budget, else the sum of the sources, else None."""
    if budget is not None:
        return budget
    return sum(each.amount for each in sources) if sources else None


def paid(
    stage: str, payments: Sequence[Payment] | None, returns: Sequence[Return] | None = None
) -> int | None:
    """Return the money paid less what came back, in fen.

    None when no one has recorded whether anything is paid.
    """
    if payments is None:
        return 0 if stage in ("library", "approved") else None
    spent = sum(each.amount for each in payments)
    return spent - returned(returns) if returns else spent


def returned(returns: Sequence[Return] | None) -> int:
    """Return the money that came back, in fen."""
    return sum([each.amount for each in returns]) if returns else 0


def only_allotment(sources: Sequence[Source] | None) -> str:
    """Return the id of the allotment that all sources are assigned from, "" if there is none."""
    found = {each.allocation for each in sources or ()}
    return (found.pop() or "") if len(found) == 1 else ""


def taken(
    sources: Sequence[Source] | None,
    payments: Sequence[Payment] | None,
    returns: Sequence[Return] | None,
    since: date,
) -> list[Taken]:
    """Return what a project takes from each allotment it names; `since` is what "of late" means."""
    paths = named(sources, payments, returns)
    if not paths:
        return []
    given, gone = assigned(sources), dict.fromkeys(paths, 0)
    only = only_allotment(sources)
    for payment in payments or ():
        ident = payment.allocation or only
        if ident:
            gone[ident] += payment.amount
    if not returns:
        return [(i, given.get(i, 0), gone[i], 0, 0, path) for i, path in paths.items()]
    back, late = dict.fromkeys(paths, 0), dict.fromkeys(paths, 0)
    for each in returns:
        ident = each.allocation or only
        if ident:
            back[ident] += each.amount
            late[ident] += each.amount if each.date.last >= since else 0
    found: list[Taken] = []
    for ident, path in paths.items():
        has, spent = given.get(ident, 0), gone[ident] - back[ident]
        free = max(0, min(back[ident], has - spent))
        fresh = min(free, late[ident])
        found.append((ident, has - free, spent, back[ident], fresh, path))
    return found


def named(
    sources: Sequence[Source] | None,
    payments: Sequence[Payment] | None,
    returns: Sequence[Return] | None = None,
) -> dict[str, tuple[Step, ...]]:
    """Return the allotments that a project names, each with the first field that does."""
    paths: dict[str, tuple[Step, ...]] = {}
    every: tuple[tuple[str, Sequence[Source | Payment | Return] | None], ...] = (
        ("sources", sources),
        ("payments", payments),
        ("returns", returns),
    )
    for name, entries in every:
        for n, each in enumerate(entries or ()):
            if each.allocation:
                paths.setdefault(each.allocation, (name, n, "allocation"))
    return paths


def assigned(sources: Sequence[Source] | None) -> dict[str, int]:
    """Return what is assigned to a project from each allotment that its sources name."""
    found: dict[str, int] = {}
    for each in sources or ():
        if each.allocation:
            found[each.allocation] = found.get(each.allocation, 0) + each.amount
    return found


def faults(
    budget: int | None,
    sources: Sequence[Source] | None,
    payments: Sequence[Payment] | None,
    returns: Sequence[Return] | None = None,
) -> Iterator[Finding]:
    """Yield where the sums of a project contradict one another, or no sum is known."""
    total = planned(budget, sources)
    if total is None:
        yield finding("P309")
    if budget is not None and sources:
        added = sum(each.amount for each in sources)
        if added != budget:
            yield finding(
                "P301",
                "budget",
                sum=spoken(added),
                budget=spoken(budget),
                difference=spoken(abs(added - budget)),
            )
    if payments:
        yield from _overpaid(total, payments, returns)
        yield from _overdrawn(sources, payments, returns)


def _overpaid(
    total: int | None, payments: Sequence[Payment], returns: Sequence[Return] | None
) -> Iterator[Finding]:
    """Yield the payment with which more is paid than planned, less what may have come back."""
    spent = 0
    for n, payment in enumerate(payments):
        spent += payment.amount
        if total is not None and spent > total:
            now = spent - sum(back_by(payment.date, returns))
            if now > total:
                values = {"paid": spoken(now), "planned": spoken(total)}
                yield finding("P302", "payments", n, "amount", **values)
                return


def _overdrawn(
    sources: Sequence[Source] | None,
    payments: Sequence[Payment],
    returns: Sequence[Return] | None,
) -> Iterator[Finding]:
    """Yield each payment with which more is paid from an allotment than is assigned from it."""
    only, given, gone = only_allotment(sources), assigned(sources), dict[str, int]()
    over: set[str] = set()
    for n, payment in enumerate(payments):
        ident = payment.allocation or only
        if not ident:
            continue
        gone[ident] = now = gone.get(ident, 0) + payment.amount
        least = given.get(ident, 0)
        if now <= least or ident in over:
            continue
        now -= sum(back_by(payment.date, returns, ident, only))
        if now > least:
            over.add(ident)
            values = {"paid": spoken(now), "assigned": spoken(least)}
            yield finding("P934", "payments", n, "amount", allocation=ident, **values)


def back_by(
    day: PartialDate, returns: Sequence[Return] | None, ident: str = "", only: str = ""
) -> Iterator[int]:
    """Yield what may have come back by a day, to the allotment `ident` if one is given."""
    for each in returns or ():
        if not each.date.after(day) and (not ident or (each.allocation or only) == ident):
            yield each.amount
