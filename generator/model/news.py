"""News: what happened to a record and on which day; each kind says its own, in its declaration.

An event stands on the day on which it happened, as far as that is stated: `2018-03` where only the
month is known. No event has a day that nobody stated, and none lies in the future. Whether
something is late is asked of the record's own view: it was late on the day after it was due.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeAlias

from generator.model.kinds.kind import View
from generator.parse.field_types import parse_date

Told: TypeAlias = tuple[str, str, str, int | None, str, str]
"""What happened: see `told`."""
Event: TypeAlias = tuple[str, str, str, str, str, int | None, str, str, str]
"""The same with its record: date, kind, id, step, title, amount, until, note, and `known_as`.

A plain tuple, as it is marshalled; the greatest is the latest, and no two begin with the same four.
"""
OF_VILLAGE, ABOVE = 20, 60
"""How many of the latest events are told of a village, and of each place above."""
IN_FEED = 12
"""How many of them stand in the feed of a village, whose readers ask for it often."""
_DAY = len("2018-03-01")


@dataclass(frozen=True, kw_only=True, eq=False)
class News:
    """What is told of the records of a kind as news."""

    words: Mapping[str, str]
    """Each step that a record may come to, with what is said then (a msgid)."""
    until: Mapping[str, str] = field(default_factory=dict)
    """Of each step that says until when, how that is said: a msgid with `%(date)s`."""
    alerts: Collection[str] = ()
    """The steps that need someone's attention: shown in red."""
    of: Callable[[View], Iterable[Told]]
    """From the view of a record: what happened to it, by `told`."""
    places: Callable[[View, str], Iterable[tuple[str, str]]] | None = None
    """From a view and a step: the units it is told of, each with whom it concerns, "" for itself.

    Only of a kind whose records belong to no unit; of all others their folder says it.
    """


def told(
    when: str, step: str, title: str, *, amount: int | None = None, until: str = "", note: str = ""
) -> Told:
    """Return that a record came to a `step` on a date (ISO, as far as it is known).

    `amount` is in fen, `until` the ISO date up to which something can be done, or was to be done.
    """
    return (when, step, title, amount, until, note)


def event(kind: str, ident: str, each: Told, known: str = "") -> Event:
    """Return what happened, with the record that it happened to; `known` is by `known_as`."""
    return (each[0], kind, ident, *each[1:], known or ident)


def known_as(ident: str, view: View) -> str:
    """Return the id by which subscribers know a record: that of the first address it had.

    Else all that ever happened to it would be told once more when it moves.
    """
    moved = view.get("moved")
    return str(moved[0]) if moved else ident


def first_known(known: str, places: Mapping[str, str]) -> str:
    """Return that id as it was before a place moved that the record lies in or is.

    `places` has the first id of each place that moved. A record that says itself where it was is
    known by that.
    """
    above = known.removesuffix("/")
    while above and places:
        if above in places:
            return places[above] + known[len(above) :]
        above = above.rpartition("/")[0]
    return known


def happened(
    kind: str, ident: str, each: Iterable[Told], as_of: date, known: str = ""
) -> list[Event]:
    """Return what happened to a record up to a day; asked of a clock, it notes until when."""
    known = known or ident
    found: list[Event] = [(one[0], kind, ident, *one[1:], known) for one in each if one[0]]
    if not found or not as_of < _first(max(found)[0]):
        return found
    return [one for one in found if not as_of < _first(one[0])]


def newest(events: Iterable[Event], most: int) -> list[Event]:
    """Return the latest of some events, the latest first, `most` at most.

    What is known to the month alone comes after what has a day in it.
    """
    return sorted(events, reverse=True)[:most]  # most are of lists that are in order already


def known_to_the_day(when: str) -> bool:
    """Tell whether an ISO date says the day."""
    return len(when) == _DAY


@lru_cache(maxsize=20_000)
def day_after(when: str) -> str:
    """Return the day after all that a date can mean: when what was due then is late."""
    return (parse_date(when).last + timedelta(days=1)).isoformat()


def surely_after(when: str, other: str) -> bool:
    """Tell whether an ISO date lies after another, whatever the parts are that are not known."""
    known = min(len(when), len(other))
    return when[:known] > other[:known]


def in_turn(kind: str, dates: Iterable[str]) -> Iterator[str]:
    """Yield a step for each of several things of a `kind`: its date is in it, so that it stays.

    Of those of one date, the second and later ones are numbered.
    """
    met: dict[str, int] = {}
    for when in dates:
        met[when] = met.get(when, 0) + 1
        yield f"{kind}-{when}" + (f"-{met[when]}" if met[when] > 1 else "")


@lru_cache(maxsize=20_000)
def _first(when: str) -> date:
    return parse_date(when).first
