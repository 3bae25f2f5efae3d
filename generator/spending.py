"""The money of a project: where it comes from, what is paid, what it takes from each allotment."""

from collections.abc import Iterator, Sequence
from typing import Annotated, TypeAlias

from pydantic import Field

from generator.fields import Date, Money, Part, RecordRef, Text, Yes, choice
from generator.kinds.kind import Finding, finding
from generator.messages import N_
from generator.money import spoken
from generator.source import Step

FUND_LEVELS = {
    "central": (N_("central"), "中央"),
    "province": (N_("province"), "省级"),
    "prefecture": (N_("prefecture level"), "州级", "市级"),
    "county": (N_("county level"), "县级"),
    "social": (N_("society"), "社会"),
    "self_raised": (N_("raised by those who gain"), "自筹"),
}

FundLevel = Annotated[str, choice(FUND_LEVELS)]
Taken: TypeAlias = tuple[str, int, int, tuple[Step, ...]]
"""What a project takes from an allotment: its id, what is assigned and what is paid, in fen, and
the first field that names it. A plain tuple, as it is marshalled."""


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
    amount: Money = Field(description=N_("amount"), examples=["37.5万元"])
    note: Text | None = Field(None, description=N_("what for"), examples=["开工预付款"])
    allocation: RecordRef | None = Field(
        None,
        description=N_("the allotment it is paid from; not needed where all is assigned from one"),
        examples=["duyun/2018-zhuanxiang"],
    )


def planned(budget: int | None, sources: Sequence[Source] | None) -> int | None:
    """Return the money planned, in fen: the budget, else the sum of the sources, else None."""
    if budget is not None:
        return budget
    return sum(each.amount for each in sources) if sources else None


def paid(stage: str, payments: Sequence[Payment] | None) -> int | None:
    """Return the money paid, in fen; None when no one has recorded whether anything is paid."""
    if payments is None:
        return 0 if stage in ("library", "approved") else None
    return sum(each.amount for each in payments)


def only_allotment(sources: Sequence[Source] | None) -> str:
    """Return the id of the allotment that all sources are assigned from, "" if there is none."""
    found = {each.allocation for each in sources or ()}
    return (found.pop() or "") if len(found) == 1 else ""


def taken(sources: Sequence[Source] | None, payments: Sequence[Payment] | None) -> list[Taken]:
    """Return what a project takes from each allotment it names."""
    paths = named(sources, payments)
    if not paths:
        return []
    given, gone = assigned(sources), dict.fromkeys(paths, 0)
    only = only_allotment(sources)
    for payment in payments or ():
        ident = payment.allocation or only
        if ident:
            gone[ident] += payment.amount
    return [(ident, given.get(ident, 0), gone[ident], path) for ident, path in paths.items()]


def named(
    sources: Sequence[Source] | None, payments: Sequence[Payment] | None
) -> dict[str, tuple[Step, ...]]:
    """Return the allotments that a project names, each with the first field that does."""
    paths: dict[str, tuple[Step, ...]] = {}
    for n, each in enumerate(sources or ()):
        if each.allocation:
            paths.setdefault(each.allocation, ("sources", n, "allocation"))
    for n, payment in enumerate(payments or ()):
        if payment.allocation:
            paths.setdefault(payment.allocation, ("payments", n, "allocation"))
    return paths


def assigned(sources: Sequence[Source] | None) -> dict[str, int]:
    """Return what is assigned to a project from each allotment that its sources name."""
    found: dict[str, int] = {}
    for each in sources or ():
        if each.allocation:
            found[each.allocation] = found.get(each.allocation, 0) + each.amount
    return found


def faults(
    budget: int | None, sources: Sequence[Source] | None, payments: Sequence[Payment] | None
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
    if not payments:
        return
    spent = 0
    for n, payment in enumerate(payments):
        spent += payment.amount
        if total is not None and spent > total:
            yield finding(
                "P302", "payments", n, "amount", paid=spoken(spent), planned=spoken(total)
            )
            break
    only, given, gone = only_allotment(sources), assigned(sources), dict[str, int]()
    for n, payment in enumerate(payments):
        ident, amount = payment.allocation or only, payment.amount
        if not ident:
            continue
        before = gone.get(ident, 0)
        gone[ident] = now = before + amount
        if before <= given.get(ident, 0) < now:
            yield finding(
                "P934",
                "payments",
                n,
                "amount",
                allocation=ident,
                paid=spoken(now),
                assigned=spoken(given.get(ident, 0)),
            )
