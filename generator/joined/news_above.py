"""News of places that records of several batches tell: folded up the tree, and told from elsewhere.

What happened in a town and its villages is known to their batch. The places above have the latest
of all their batches; commendations, which lie in no place's folder, are told of each place that
they name and of those above it; that money lies idle is known once the ledger is settled.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from generator.base.digests import digest
from generator.joined.money_ledger import Ledger
from generator.joined.unit_tree import Hierarchy
from generator.model import due_dates, news
from generator.model.due_dates import Day
from generator.model.kinds import allocation
from generator.model.news import ABOVE, Event
from generator.records.batch_news import packed, unpacked
from generator.records.summary import Summary


@dataclass(slots=True)
class News:
    """What is told of places beside what their own batches know."""

    tops: dict[str, bytes] = field(default_factory=dict)
    """The latest of each batch, and the days by which something is due there, packed."""
    below: dict[str, list[str]] = field(default_factory=dict)
    """The batches with news that lie below each place above the towns, and are not its own."""
    told: dict[str, list[Event]] = field(default_factory=dict)
    """What records that are not of its batch tell of each place."""
    days: dict[str, list[Day]] = field(default_factory=dict)
    """The days that such records say for the calendar of each place."""
    there: set[str] = field(default_factory=set)
    """The places above the villages, and those that records elsewhere tell of, that have any."""
    dated: set[str] = field(default_factory=set)
    """Those of them that have some in feeds."""

    def of(self, unit: str) -> tuple[list[Event], list[Day]]:
        """Return the latest that the batch of a unit does not know, and days of its calendar."""
        every, days = [*self.told.get(unit, ())], [*self.days.get(unit, ())]
        for batch in self.below.get(unit, ()):
            events, due = unpacked(self.tops[batch])
            every += events
            days += due
        return news.newest(every, ABOVE), due_dates.chosen(days, ABOVE)

    def mark(self, unit: str) -> bytes:
        """Return the digest of what `of` returns, without a look at each."""
        told, days = self.told.get(unit, ()), self.days.get(unit, ())
        tops = [self.tops[batch] for batch in self.below.get(unit, ())]
        return digest(b"".join((packed(told, days) if told or days else b"", *tops)))


def join(tree: Hierarchy, summaries: Iterable[Summary], ledger: Ledger) -> News:
    """Return the news that batches have of each other's places."""
    found = News()
    for summary in summaries:
        if summary.news:
            found.tops[summary.key] = summary.news
            line = tree.line(summary.key or tree.root)
            there, dated = summary.has_news
            found.there.update(line if there else ())
            found.dated.update(line if dated else ())
            for unit in line:
                if tree.batch(unit) != summary.key:
                    found.below.setdefault(unit, []).append(summary.key)
        for event, places in summary.news_elsewhere:
            _tell(found, tree, event, places)
        for day, units in summary.days_elsewhere:
            above = (each for unit in units if unit in tree.units for each in tree.line(unit))
            for unit in dict.fromkeys(above):
                found.days.setdefault(unit, []).append(day)
    for row in ledger.allotments.values():
        if row["state"] == "idle":
            idle = news.event("allocations", row["id"], allocation.told_idle(row))
            _tell(found, tree, idle, [(row["unit"], "")])
    return found


def _tell(found: News, tree: Hierarchy, event: Event, places: Iterable[tuple[str, str]]) -> None:
    """Tell an event of some places, with whom it concerns there, and of all above them."""
    names: dict[str, list[str]] = defaultdict(list)
    for unit, name in places:
        if unit not in tree.units:  # which is told as a problem
            continue
        names[unit] += [name] if name else []
        for above in tree.line(unit)[:-1]:
            names.setdefault(above, [])
    found.there.update(names)
    found.dated.update(names if news.known_to_the_day(event[0]) else ())
    for unit, own in names.items():
        told = (*event[:7], "、".join(own), event[8]) if own else event
        found.told.setdefault(unit, []).append(told)
