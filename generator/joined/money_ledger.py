"""The ledger of money: each allotment, what of it was passed on, assigned, paid, and what is left.

An allotment is known to the batch of its unit, those passed on from it and the projects it is
assigned to may lie in others: so it is settled where all are joined. Nothing is counted twice: what
enters a unit and all below it is what they received less what was passed on among them, and so
each figure is a sum over the units. At each unit and all below it, to the fen:

    funds:in = funds:assigned + funds:left, and funds:in is the sum of every `purpose:…`

What was given back counts where it came from, or nowhere if it came from outside; what projects
gave back is assigned to them no more.

Money of projects that names no allotment is no part of it: see `totals.of_project` for `traced`.
"""

import marshal
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Protocol

from generator.base import digests, findings, natural_order
from generator.base.findings import Finding, finding
from generator.base.money import spoken
from generator.model.kinds import allocation
from generator.model.kinds.kind import View
from generator.model.spending import FUND_LEVELS
from generator.records import list_rows, totals
from generator.records.totals import Figures

SETTLED = ("passed", "assigned", "paid", "came_back", "left", "state", "since", "due")
"""What pages say of an allotment besides its own record."""
ONWARD = ("fund", "amount", "returned", "date")
"""What they say of one that was passed on from it."""


@dataclass(slots=True)
class Ledger:
    """Every public allotment by its id, each settled: a row with these besides.

    `passed`, `assigned`, `paid`, `came_back` (from projects) and `left` are in fen, `state` is a
    key of `allocation.STATES`, `to` has the ids of those passed on from it.
    """

    allotments: dict[str, View] = field(default_factory=dict)
    seen: dict[str, bytes] = field(default_factory=dict)
    """The digest of all that the page of each shows of it and of what it went to."""
    by_unit: dict[str, list[str]] = field(default_factory=dict)
    """The ids of each unit's allotments, the latest first."""
    taken: dict[str, list[list_rows.Taken]] = field(default_factory=dict)
    """What projects take from each allotment, by batch."""
    figures: dict[str, Figures] = field(default_factory=dict)
    """What the allotments of each unit add to its figures."""

    def unknown(
        self, drafts: Collection[str] = ()
    ) -> Iterator[tuple[str, View, tuple[findings.Step, ...]]]:
        """Yield each id that projects name and no allotment has, with row and field of each.

        Those of `drafts` are among them, too.
        """
        for ident in self.taken.keys() - self.allotments.keys() | self.taken.keys() & {*drafts}:
            for each in self.taken[ident]:
                for row, path in each.named():
                    yield ident, row, path

    def projects(self, ident: str) -> Iterator[tuple[int, int, int, str, str, str]]:
        """Yield of each project that an allotment is assigned to what `Taken.told` has."""
        for each in self.taken.get(ident, ()):
            yield from each.told()


class _Read(Protocol):
    """What a batch hands up for the ledger."""

    @property
    def allotments(self) -> list[View]: ...
    @property
    def taken(self) -> Mapping[str, list_rows.Taken]: ...


def settle(summaries: Iterable[_Read]) -> Ledger:
    """Return the ledger of all allotments and of what projects take from them."""
    ledger = Ledger()
    found: dict[str, View] = {}
    for summary in summaries:
        found.update((row["id"], row) for row in summary.allotments)
        for ident, taken in summary.taken.items():
            ledger.taken.setdefault(ident, []).append(taken)
    onward: dict[str, list[View]] = defaultdict(list)
    for ident in sorted(
        found, key=lambda each: (found[each]["date"], natural_order.key(each)), reverse=True
    ):
        row = found[ident]
        ledger.by_unit.setdefault(row["unit"], []).append(ident)
        if row["from"] in found:
            onward[row["from"]].append(row)
    for ident, row in found.items():
        passed, users = onward.get(ident, ()), ledger.taken.get(ident, ())
        settled = ledger.allotments[ident] = _settled(row, passed, users)
        told = (*(each.mark for each in users), *(each["mark"] for each in passed))
        ledger.seen[ident] = digests.digest(b"".join((settled["mark"], *told)))
        _count(ledger, settled)
    return ledger


def _settled(row: View, onward: Sequence[View], taken: Sequence[list_rows.Taken]) -> View:
    passed = sum(each["amount"] - each["returned"] for each in onward)
    assigned = sum(each.assigned for each in taken)
    late = any(each["date"] > row["due"] for each in onward)
    back = sum(each.returned for each in taken)
    fresh = sum(each.fresh for each in taken) + sum(each["fresh"] for each in onward)
    left = row["amount"] - row["returned"] - passed - assigned
    sums = (passed, assigned, sum(each.paid for each in taken), late, back, fresh)
    state = allocation.state(row, passed, assigned, fresh, late=late)
    mark = digests.digest(row["mark"] + marshal.dumps(sums, 2))
    return {
        **row,
        "passed": passed,
        "assigned": assigned,
        "paid": sums[2],
        "came_back": back,
        "fresh": fresh,
        "left": left,
        "state": state,
        # what came back of late is due later than what is over
        # and has not been idle since it was allotted
        "since": row["date"] if left > back + sum(each["returned"] for each in onward) else "",
        "due": "" if row["over"] and state in ("open", "partly") else row["due"],
        "to": [each["id"] for each in onward],
        "mark": mark,
    }


def _count(ledger: Ledger, row: View) -> None:
    """Add an allotment to the figures of its unit, and take it from those it was passed on by."""
    state, amount = row["state"], row["amount"] - row["returned"]
    purpose = f"purpose:{row['purpose']}"
    own = ledger.figures.setdefault(row["unit"], {})
    found = {
        "allocations": 1,
        f"allocations:{state}": 1,
        "funds:in": amount,
        purpose: amount,
        "funds:assigned": row["assigned"],
        "funds:paid": row["paid"],
        "funds:left": row["left"],
        "funds:idle": row["left"] - row["fresh"] if state == "idle" else 0,
    }
    if row["came_back"]:
        found["funds:back"] = row["came_back"]
    if row["returned"]:
        found["funds:given_back"] = row["returned"]
    answer = allocation.KEPT.get(state)
    if answer:
        found[f"{answer}:money"] = 1
    totals.add(own, found)
    if row["from"]:
        giver = row["from"].rpartition("/")[0]
        totals.count(ledger.figures, giver, {"funds:in": -amount, purpose: -amount})


def parts(ledger: Ledger, units: Iterable[str]) -> dict[list_rows.Key, list_rows.Part]:
    """Return the parts of the lists of allotments that those of `units` make."""
    idents = chain.from_iterable(ledger.by_unit.get(unit, ()) for unit in units)
    return list_rows.parts_of("allocations", (ledger.allotments[ident] for ident in idents))


def silent(whole: Figures) -> bool:
    """Tell whether there are projects here or below, and nothing in the ledger."""
    entries = whole.get("allocations", 0) or "traced" in whole
    return bool(whole.get("projects", 0) and not entries)


_FEW = 3
"""Of so many records is told what they take from an allotment that gave more than it has."""


def faults(
    ledger: Ledger, lines: Mapping[str, Sequence[str]], root: str
) -> Iterator[tuple[str, Finding]]:
    """Yield what cannot be, each with the file it stands in.

    `lines` has the ids from the `root` down to each unit. What names a unit that is not there is
    left to those who look for units.
    """
    for row in ledger.allotments.values():
        if row["left"] < 0 and row["returned"] <= row["amount"]:  # else its own record says so
            given = ("amount", *(("returned",) if row["returned"] else ()), "passed", "assigned")
            sums = {name: spoken(row[name]) for name in given}
            code = "P318" if row["returned"] else "P930"
            most = _largest(ledger, row)
            yield row["file"], finding(code, "amount", **sums, over=spoken(-row["left"]), most=most)
        giver = ledger.allotments.get(row["from"])
        if giver and row["unit"] in lines and giver["unit"] in lines:
            for fault in _passed_on(row, giver, lines[row["unit"]]):
                yield row["file"], fault
    for ident, batches in ledger.taken.items():
        allotment = ledger.allotments.get(ident)
        if allotment is None:
            continue
        for batch in batches:
            of = {unit: lines.get(unit or root, ()) for unit in batch.units}
            beside = {unit for unit, line in of.items() if line and allotment["unit"] not in line}
            for row, path in batch.named() if beside else ():
                if row["unit"] in beside:
                    fault = finding("P932", *path, unit=allotment["unit"])
                    yield row["file"], fault


def _largest(ledger: Ledger, row: View) -> str:
    """Return the few largest sums that an allotment went to, each with the record that says so."""
    given = [(ledger.allotments[each], f"allocations/{each}") for each in row["to"]]
    sums = [(each["amount"] - each["returned"], name) for each, name in given]
    sums += [
        (assigned, f"projects/{ident}") for assigned, *_, ident, _, _ in ledger.projects(row["id"])
    ]
    few = sorted(sums, key=lambda each: (-each[0], each[1]))[:_FEW]
    return "、".join(f"{name} {spoken(amount)}" for amount, name in few)


def _passed_on(row: View, giver: View, line: Sequence[str]) -> Iterator[Finding]:
    """Yield what is wrong with one allotment seen beside the one it is passed on from."""
    if giver["unit"] not in line[:-1]:
        yield finding("P931", "from_allocation", unit=row["unit"], giver=giver["unit"])
    if row["date"] < giver["date"]:
        days = {"later": row["date"], "earlier": giver["date"]}
        yield finding("P948", "date", giver=row["from"], **days)
    # pooled money may be of another fund and serve another purpose than what it was
    for name in ("level",) if row["pooled"] else ("level", "fund", "purpose"):
        if row[name] != giver[name]:
            was = giver[name]
            if name == "level":
                was = f"\0:{FUND_LEVELS[was][0]}"
            yield finding("P933", name, giver=row["from"], was=was)
