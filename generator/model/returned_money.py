"""Money that came back: held against what was paid by then, and what was paid from where.

How it is counted stands in `generator.model.spending`: it is paid no more, and what it was assigned
from has it again.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from generator.base.findings import Finding, finding
from generator.base.messages import N_
from generator.base.money import spoken
from generator.base.patterns import pattern
from generator.model.spending import Payment, Return, Source, named, only_allotment
from generator.parse.field_types import PartialDate

_NONE = N_("none")
_BACK = pattern(r"退回|退款|缴回|交回|追回|收回|冲减|红字|冲红|核减")
_LAST = pattern(r"(?:退回|退款|缴回|交回|追回|收回)[)）。]?")
_ONWARD = pattern(r"支付|付款|拨付|预付|扣|后|余款|尾款|补付")
_HELD = pattern(r"质保|保证金|押金")
"""What is given back to a contractor is paid: 退回质保金; and so is 审计核减后支付."""


def _reads_as_back(note: str) -> bool:
    """Tell whether a payment's note speaks of money that came back."""
    found = _BACK.search(note)
    if not found or _HELD.search(note):
        return False
    return not _ONWARD.search(note) or bool(_LAST.fullmatch(note[found.start() :]))


class _Dated(Protocol):
    """Money that came back on a day."""

    @property
    def date(self) -> PartialDate: ...
    @property
    def amount(self) -> int: ...


def faults(
    sources: Sequence[Source] | None,
    payments: Sequence[Payment] | None,
    returns: Sequence[Return] | None,
) -> Iterator[Finding]:
    """Yield what is wrong with the money that came back to a project."""
    for n, payment in enumerate(payments or ()):
        if payment.note and _reads_as_back(payment.note):
            yield finding("P319", "payments", n, "note", note=payment.note)
    if not returns:
        return
    yield from nothing(returns)
    back = 0
    for n, each in enumerate(returns):
        back += each.amount
        before = [p.amount for p in payments or () if not p.date.after(each.date)]
        if not before:
            yield finding("P312", "returns", n, "date", date=each.date.iso())
            return
        if back > sum(before):
            values = {"returned": spoken(back), "paid": spoken(sum(before))}
            yield finding("P313", "returns", n, "amount", **values)
            return
    yield from _by_allotment(sources, payments or (), returns)


def nothing(returns: Sequence[_Dated]) -> Iterator[Finding]:
    """Yield the entries by which nothing came back."""
    for n, each in enumerate(returns):
        if not each.amount:
            yield finding("P316", "returns", n, "amount")


def _by_allotment(
    sources: Sequence[Source] | None, payments: Sequence[Payment], returns: Sequence[Return]
) -> Iterator[Finding]:
    """Yield what went back to an allotment that it was not paid from, or not as much."""
    known, only = named(sources, payments), only_allotment(sources)
    back: dict[str, int] = {}
    over: set[str] = set()
    for n, each in enumerate(returns):
        ident = each.allocation or only
        if not ident or ident in over:
            continue
        if ident not in known:
            names = "、".join(known) or f"\0:{_NONE}"
            yield finding("P314", "returns", n, "allocation", allocation=ident, known=names)
            continue
        back[ident] = back.get(ident, 0) + each.amount
        paid = sum(
            p.amount
            for p in payments
            if (p.allocation or only) == ident and not p.date.after(each.date)
        )
        if back[ident] > paid:
            over.add(ident)
            values = {"returned": spoken(back[ident]), "paid": spoken(paid)}
            yield finding("P315", "returns", n, "amount", allocation=ident, **values)


def lately(returns: Sequence[_Dated] | None, since: date) -> int:
    """Return what came back on `since` or later, or may have, in fen."""
    return sum(each.amount for each in returns or () if each.date.last >= since)
