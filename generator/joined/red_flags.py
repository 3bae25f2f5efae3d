"""What of projects is worth a look: each by a configured measure, with the records it rests on.

None of it is a fault by itself, and none is told but by a measure that the settings give.
"""

import marshal
import pickle
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from heapq import nsmallest
from itertools import chain, islice
from pathlib import Path
from statistics import median
from typing import NamedTuple, TypeAlias

from generator.base import money
from generator.base.atomic_write import write_whole
from generator.base.digests import digest
from generator.base.findings import Finding, Step, finding
from generator.base.problems import Problem
from generator.model.kinds.kind import View
from generator.model.rules import FlagRules
from generator.parse import validation
from generator.parse.field_types import parse_date
from generator.records.cache import BROKEN
from generator.records.signals import Signal, unpacked

MOST = 20
"""Records that one of them names: a contractor may have hundreds."""


KEPT = ".flags"
"""The ending of a file, beside those of a batch, in which is kept what was found in its county."""
SHARED = ("P983", "P984")
"""Those that are of all the projects that they rest on."""


_ROUNDED = 1 + 1e-12
"""A cost that is just so many times the median may be more by as much as fractions are rounded."""
PRICES = {False: "\0:settled price", True: "\0:audited price"}
"""What the price is called that is held against the bid."""


SORTS = {
    "P980": "above_bid",
    "P981": "many_changes",
    "P982": "early_payment",
    "P983": "share",
    "P984": "split",
    "P985": "per_household",
    "P986": "per_kilometre",
}
"""What pages call them."""


class Project(NamedTuple):
    """A project, as something worth a look names it."""

    id: str
    file: str
    title: str


class Flag(NamedTuple):
    """Something worth a look: its code, the project that it is told of, values for the message.

    `records` are the projects that it rests on, its own first.
    """

    code: str
    project: Project
    path: tuple[Step, ...]
    values: tuple[tuple[str, str], ...]
    records: tuple[Project, ...]
    source: str
    measure: tuple[tuple[str, str], ...] = ()
    """The numbers of the measure, as the settings have them."""

    def finding(self) -> Finding:
        """Return it as it is told of the record."""
        others = "、".join(each.id for each in self.records[1:MOST])
        others += "……" if len(self.records) > MOST else ""
        said = {**dict(self.values), "records": others, "source": self.source}
        return finding(self.code, *self.path, **said)

    def view(self) -> View:
        """Return it as the page of a project shows it."""
        records = [{"id": each.id, "title": each.title} for each in self.records[:MOST]]
        sort, values = SORTS[self.code], dict(self.values)
        if values.pop("price", "") == PRICES[True]:
            sort = "audited_above_bid"
        return {
            "sort": sort,
            "values": values,
            "records": records if len(records) > 1 else [],
            "more": max(0, len(self.records) - MOST),
            "source": self.source,
            "measure": dict(self.measure),
        }


Told: TypeAlias = tuple[Flag, list[Problem]]
"""Something worth a look, and how it is told at its place."""


class County(NamedTuple):
    """A county of which is told what is worth a look, as none of it rests on records of others.

    `signals` are those of its batches, packed; what is found is kept in a `file`, if there is one,
    under the digest `by` of all that it is told by.
    """

    signals: tuple[bytes, ...]
    by: bytes
    file: Path | None


def of_county(
    asked: County,
    rules: FlagRules,
    town: Callable[[str], str],
    county: Callable[[str], str],
    names: Mapping[str, str],
    root: Path,
) -> list[Told]:
    """Return all that is worth a look in a county; what is as it was is not judged anew.

    The others are as in `flags`, but that `names` are of the places of the county alone; the files
    of records lie beneath `root`.
    """
    mark = digest(asked.by + marshal.dumps([*names.items()], 2))
    kept = _kept(asked.file, mark) if asked.file else None
    if kept is not None:
        return kept
    signals = chain.from_iterable(map(unpacked, asked.signals))
    found = [
        (each, validation.place([each.finding()], each.project.file, root))
        for each in flags(signals, rules, town, county, names)
    ]
    if asked.file and asked.file.parent.is_dir():
        write_whole(asked.file, mark + pickle.dumps(found, 5))
    return found


def _kept(file: Path, mark: bytes) -> list[Told] | None:
    """Return what was kept, None if it was told by something else."""
    try:
        content = file.read_bytes()
        if not content.startswith(mark):
            return None
        found: list[Told] = pickle.loads(content[len(mark) :])  # noqa: S301 (our own)
    except (pickle.UnpicklingError, *BROKEN):
        return None
    return found


def flags(
    signals: Iterable[Signal],
    rules: FlagRules,
    town: Callable[[str], str],
    county: Callable[[str], str],
    names: Mapping[str, str],
) -> list[Flag]:
    """Return all that is worth a look, in the order of the projects.

    `town` and `county` say of a place in which it lies, `names` what places are called.
    """
    every = sorted(signals)
    town, county = cache(town), cache(county)  # many projects are of one place
    found = _above(every, rules) + _early(every, rules)
    found += _shares(every, rules, town, names)
    found += _splits(every, rules)
    found += _costs(every, rules, county)
    measures = _measures(rules)
    found = [each._replace(measure=measures[each.code]) for each in found]
    return sorted(found, key=lambda each: (each.project.file, each.code))


def _measures(rules: FlagRules) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the numbers of each measure, by what it tells."""
    of = {
        "P980": rules.above_bid,
        "P981": rules.many_changes,
        "P982": rules.early_payment,
        "P983": rules.share,
        "P984": rules.split,
        "P985": rules.cost,
        "P986": rules.cost,
    }
    found = {code: rule.model_dump(exclude={"source"}) for code, rule in of.items() if rule}
    return {
        code: tuple((name, _number(name, each)) for name, each in numbers.items())
        for code, numbers in found.items()
    }


def _number(name: str, value: float) -> str:
    return money.exact(int(value)) if name == "below" else f"{value:g}"


def _alone(code: str, one: Signal, field: str, source: str, **values: str) -> Flag:
    """Return what a project says by itself."""
    own = _named(one)
    return Flag(code, own, (field,), tuple(values.items()), (own,), source)


def _above(every: Sequence[Signal], rules: FlagRules) -> list[Flag]:
    """Return which projects cost more than was bid, and which were changed often."""
    found = []
    above, often = rules.above_bid, rules.many_changes
    whole = 1000 + _tenths(above.percent) if above else 0
    for one in every:
        bid, settled = one.bid, one.settled
        if above and bid and settled and settled * 1000 > bid * whole:
            more = (settled - bid) * 100 / bid
            amounts = {"bid": money.exact(bid), "settled": money.exact(settled)}
            values = {**amounts, "price": PRICES[one.audited], "percent": f"{more:.1f}"}
            found.append(_alone("P980", one, "bid_price", above.source, **values))
        if often and one.changes >= often.number:
            found.append(_alone("P981", one, "changes", often.source, number=str(one.changes)))
    return found


def _early(every: Sequence[Signal], rules: FlagRules) -> list[Flag]:
    """Return for which projects something was paid long before the work began."""
    rule, found = rules.early_payment, []
    # days in ISO form, however precise, stand in their own order
    for one in every if rule else ():
        if rule and one.paid and one.paid < one.start:
            before = (parse_date(one.start).first - parse_date(one.paid).last).days
            if before > rule.days:
                days = {"paid": one.paid, "start": one.start, "days": str(before)}
                found.append(_alone("P982", one, "payments", rule.source, **days))
    return found


def _shares(
    every: Sequence[Signal],
    rules: FlagRules,
    town: Callable[[str], str],
    names: Mapping[str, str],
) -> Iterator[Flag]:
    """Yield which contractors have much of the projects of a town and its villages."""
    rule = rules.share
    if rule is None:
        return
    places: dict[str, list[Signal]] = defaultdict(list)
    for one in every:
        if one.party and one.planned:
            places[town(_place(one))].append(one)
    for place, own in places.items():
        if len(own) < rule.projects:
            continue
        whole = sum(one.planned or 0 for one in own)
        for same in _grouped(own, lambda one: one.party).values():
            part = sum(one.planned or 0 for one in same)
            if part * 1000 >= whole * _tenths(rule.percent) and len(same) > 1:
                values = {
                    "contractor": same[0].contractor,
                    "place": names.get(place, place),
                    "percent": f"{part * 100 / whole:.0f}",
                    "number": str(len(same)),
                    "all": str(len(own)),
                }
                yield _of_contractor("P983", same, values, rule.source)


def _splits(every: Sequence[Signal], rules: FlagRules) -> Iterator[Flag]:
    """Yield like projects of a contractor in a place and a year that together reach a sum."""
    rule = rules.split
    if rule is None:
        return
    small = [one for one in every if one.party and one.planned and one.planned < rule.below]
    like = _grouped(small, lambda one: (_place(one), one.year, one.category, one.party))
    for same in like.values():
        together = sum(one.planned or 0 for one in same)
        if len(same) >= rule.number and together >= rule.below:
            values = {
                "contractor": same[0].contractor,
                "number": str(len(same)),
                "together": money.exact(together),
                "below": money.exact(rule.below),
            }
            yield _of_contractor("P984", same, values, rule.source)


def _costs(
    every: Sequence[Signal], rules: FlagRules, county: Callable[[str], str]
) -> Iterator[Flag]:
    """Yield the projects that cost far more or less for what they are than others of the county."""
    rule = rules.cost
    if rule is None:
        return
    times = rule.times * _ROUNDED
    measures: tuple[tuple[str, str, Callable[[Signal], float | None]], ...] = (
        ("P985", "beneficiaries", lambda one: one.households),
        ("P986", "task", lambda one: one.kilometres),
    )
    for code, field, measure in measures:
        counted = [(one, n) for one in every if one.planned and (n := measure(one))]
        like: dict[tuple[str, str], list[tuple[Signal, float]]] = defaultdict(list)
        for one, number in counted:
            cost = (one.planned or 0) / number
            like[county(_place(one)), one.category].append((one, cost))
        for own in like.values():
            if len(own) < rule.projects:
                continue
            middle = median(cost for _, cost in own)
            around = nsmallest(MOST, own, key=lambda each: abs(each[1] - middle))
            for one, cost in own:
                if cost > middle * times or cost * times < middle:
                    values = {
                        "cost": money.exact(round(cost)),
                        "median": money.exact(round(middle)),
                        "number": str(len(own)),
                    }
                    others = (each for each, _ in around if each is not one)
                    records = tuple(map(_named, (one, *islice(others, MOST - 1))))
                    said = tuple(values.items())
                    yield Flag(code, records[0], (field,), said, records, rule.source)


def _of_contractor(
    code: str, same: Sequence[Signal], values: Mapping[str, str], source: str
) -> Flag:
    records = tuple(map(_named, same))
    return Flag(code, records[0], ("contractor",), tuple(values.items()), records, source)


def _tenths(percent: float) -> int:
    """Return a percentage in tenths: what is just reached must be told from what is passed."""
    return round(percent * 10)


def _named(one: Signal) -> Project:
    return Project(one.id, one.file, one.title)


def _place(one: Signal) -> str:
    return one.id.rpartition("/")[0]


def _grouped(every: Iterable[Signal], by: Callable[[Signal], object]) -> dict[object, list[Signal]]:
    found: dict[object, list[Signal]] = defaultdict(list)
    for one in every:
        found[by(one)].append(one)
    return found
