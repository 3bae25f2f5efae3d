"""Places that have ended: what each belongs to now, who came from which, and what in it cannot be.

A place that was merged or dissolved keeps its records and its page. It counts as no place any more,
has no duties after its last day, and whoever looks for its name is led to what it belongs to now.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from generator.base.messages import N_
from generator.base.problems import Problem, problem
from generator.joined import references
from generator.model.kinds.kind import View


class Moved(NamedTuple):
    """A record that lay elsewhere: `old` is the id that it had there."""

    kind: str
    id: str
    old: str
    file: str


_NAMED = 6
"""Places that a message names at most."""


@dataclass(slots=True)
class Succession:
    """Which places have ended; `into` has what each is now, `came` where a place comes from."""

    ended: dict[str, str] = field(default_factory=dict)
    """The last day of each, in ISO form."""
    into: dict[str, list[str]] = field(default_factory=dict)
    came: dict[str, list[str]] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    """What those that a place comes from were called, nearest first."""

    def of(self, unit: str) -> list[object]:
        """Return what is said of a place, for marks."""
        return [each.get(unit) for each in (self.ended, self.into, self.came, self.names)]


def join(units: Mapping[str, View]) -> Succession:
    """Return the succession of all places; successors that are not there are left out."""
    found = Succession()
    for ident, row in units.items():
        if not row["dissolved"]:
            continue
        found.ended[ident] = row["last_day"]
        into = [each for each in row["successors"] if each in units and each != ident]
        if into:
            found.into[ident] = into
        for each in into:
            found.came.setdefault(each, []).append(ident)
    names: dict[str, list[str]] = defaultdict(list)
    for ident in found.ended:
        for heir in _heirs(ident, found.into):
            for name in (units[ident]["short_name"], *units[ident]["former_names"]):
                if name not in names[heir]:
                    names[heir].append(name)
    found.names = dict(names)
    return found


def _heirs(ident: str, into: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield every place that one went into, through all that ended in their turn."""
    seen, waiting = {ident}, [*into.get(ident, ())]
    while waiting:
        at = waiting.pop()
        if at not in seen:
            seen.add(at)
            yield at
            waiting.extend(into.get(at, ()))


def faults(
    units: Mapping[str, View], children: Mapping[str, list[str]], root: Path
) -> Iterator[Problem]:
    """Yield places that ended while what lies beneath them goes on."""
    for ident, row in units.items():
        if not row["dissolved"]:
            continue
        going = [each for each in children.get(ident, ()) if not units[each]["dissolved"]]
        if going:
            names = "、".join(units[each]["short_name"] for each in going[:_NAMED])
            names += "…" if len(going) > _NAMED else ""
            spot = references.place(root, row["file"], ("until",))
            yield problem("P224", spot, "until", count=len(going), names=names)


def circles(units: Mapping[str, View], root: Path) -> Iterator[Problem]:
    """Yield places that belong to one that belongs to them in its turn, at each that says so."""
    into = {ident: row["successors"] for ident, row in units.items() if row["successors"]}
    for ident, heirs in into.items():
        for n, first in enumerate(heirs):
            round_ = _way_back(ident, first, into) if first != ident else []
            if round_:
                names = " → ".join(units[each]["short_name"] for each in (ident, *round_))
                spot = references.place(root, units[ident]["file"], ("successor", n))
                yield problem("P228", spot, f"successor.{n + 1}", names=names)


def _way_back(ident: str, first: str, into: Mapping[str, list[str]]) -> list[str]:
    """Return the places from `first` on that lead back to one, this at the end; [] if none do."""
    ways = {first: [first]}
    waiting = [first]
    for at in waiting:
        for each in into.get(at, ()):
            if each == ident:
                return [*ways[at], ident]
            if each not in ways:
                ways[each] = [*ways[at], each]
                waiting.append(each)
    return []


def faults_of_moved(
    moved: Iterable[Moved], ids: Mapping[str, Collection[str]], root: Path
) -> Iterator[Problem]:
    """Yield records whose old address is their own, that of another, or claimed by another."""
    claimed: dict[tuple[str, str], str] = {}
    for each in moved:
        other = claimed.setdefault((each.kind, each.old), each.file)
        why = ""
        if each.old == each.id:
            why = N_(": the record lies there now")
        elif each.old in ids.get(each.kind, ()):
            why = N_(": another record lies there")
        elif other != each.file:
            why = N_(": another record says that it moved from there, too")
        if why:
            spot = references.place(root, each.file, ("moved",))
            yield problem("P226", spot, "moved", value=each.old, why=f"\0:{why}")
