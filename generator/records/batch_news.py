"""News of a batch: what happened at each of its places, told there and at the places above."""

import marshal
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import TypeAlias, TypeVar

from generator.base.clock import Clock
from generator.model import due_dates, news
from generator.model.due_dates import Day
from generator.model.kinds.kind import View
from generator.model.kinds.registry import KINDS
from generator.model.news import ABOVE, OF_VILLAGE, Event

T = TypeVar("T")
Elsewhere: TypeAlias = tuple[Event, tuple[tuple[str, str], ...]]
"""An event, and the units that it is told of, each with whom it concerns there."""
DayElsewhere: TypeAlias = tuple[Day, tuple[str, ...]]
"""A day by which something is due, and the units in whose calendars it stands."""
KIND = "news"
"""The name under which the events of each unit stand among the views of a batch."""


def packed(events: Iterable[Event], days: Iterable[Day]) -> bytes:
    """Return events and days as `unpacked` takes them."""
    return marshal.dumps(([*events], [*days]), 2)


def unpacked(content: bytes) -> tuple[list[Event], list[Day]]:
    """Return the events and days that `packed` made it of."""
    found: tuple[list[Event], list[Day]] = marshal.loads(content)  # noqa: S302 (made above)
    return found


class Gathered:
    """The events of a batch, as its records are read."""

    def __init__(self) -> None:
        self.by_unit: dict[str, list[Event]] = {}
        self.elsewhere: list[Elsewhere] = []
        self.days: dict[str, list[Day]] = {}
        self.days_elsewhere: list[DayElsewhere] = []

    def add(self, kind: str, ident: str, view: View, unit: str, clock: Clock) -> None:
        """Add what happened to a record of a `unit`, "" for none, up to the day of the clock.

        And the days by which something is due, which its view knows whether they have passed.
        """
        declared = KINDS[kind]
        own = declared.news
        if own is None:
            return
        known = news.known_as(ident, view)
        if declared.due_dates is not None:
            for each in declared.due_dates.of(view):
                day = due_dates.day(kind, ident, each, known)
                if own.places is None:
                    self.days.setdefault(unit, []).append(day)
                else:
                    places = dict.fromkeys(place for place, _ in own.places(view, each[1]))
                    self.days_elsewhere.append((day, tuple(places)))
        events = news.happened(kind, ident, own.of(view), clock, known)
        if not events:
            return
        if own.places is None:
            self.by_unit.setdefault(unit, []).extend(events)
            return
        for event in events:
            self.elsewhere.append((event, tuple(own.places(view, event[3]))))

    def add_strips(self, unit: View, strips: Mapping[str, Sequence[View]]) -> None:
        """Add the days that what stands on a unit's page of duties above its records says."""
        for kind, strip in strips.items():
            declared = KINDS[kind].due_dates
            for each in declared.of_strip(unit, strip) if declared else ():
                section = f"{unit['id']}/"  # it is of no record: the page has them all
                day = due_dates.day(kind, section, each)
                self.days.setdefault(unit["id"], []).append(day)

    def settle(
        self, batch: str, villages: Collection[str]
    ) -> tuple[dict[str, View], list[Event], list[Day]]:
        """Return the latest of each unit and what lies below it, and those of the whole batch.

        Everything in the folder of a place is its own and of what lies below it; places above the
        batches are batches by themselves. `villages` keep fewer than others.
        """
        found = {unit: news.newest(each, ABOVE) for unit, each in self.by_unit.items()}
        kept = {
            unit: news.newest(each, ABOVE)[: OF_VILLAGE if unit in villages else ABOVE]
            for unit, each in _with_below(found, batch).items()
        }
        top = news.newest(chain.from_iterable(found.values()), ABOVE)
        if top:
            kept[batch] = top
        own_days = {unit: due_dates.chosen(each, ABOVE) for unit, each in self.days.items()}
        days = {
            unit: due_dates.chosen(each, ABOVE)
            for unit, each in _with_below(own_days, batch).items()
        }
        all_days = due_dates.chosen(chain.from_iterable(own_days.values()), ABOVE)
        if all_days:
            days[batch] = all_days
        views = {
            unit: {"events": kept.get(unit, []), "days": days.get(unit, [])}
            for unit in sorted(kept.keys() | days.keys())
        }
        return views, top, all_days


def _with_below(own: Mapping[str, list[T]], batch: str) -> dict[str, list[T]]:
    """Return what each place has with what lies below it, but for the place of the batch itself."""
    found: dict[str, list[T]] = {}
    for unit, each in own.items():
        place = unit
        while len(place) > len(batch):
            found.setdefault(place, []).extend(each)
            place = place.rpartition("/")[0]
    return found
