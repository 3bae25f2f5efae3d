"""Where records lie now that lay elsewhere: as they say themselves, and as their places say.

Of a place that moved, all that lies beneath it had other addresses, though none of it says so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from generator.model.kinds.registry import KINDS

_UNITS = "units"
_MOST = 20
"""Moves that are followed: records that each say to have been the other would lead on for ever."""


@dataclass(frozen=True, slots=True)
class Moves:
    """All moves of a site, by where records lay before."""

    records: dict[tuple[str, str], str] = field(default_factory=dict)
    """Where one lies now that says it moved, by its kind and its id before."""

    def __bool__(self) -> bool:
        return bool(self.records)

    @property
    def places(self) -> Iterator[str]:
        """The addresses that places had before."""
        return (ident for kind, ident in self.records if kind == _UNITS)

    def now(self, kind: str, ident: str) -> str:
        """Return the id that a record has now; the same if it never moved."""
        seen = {ident}
        for _ in range(_MOST):
            found = self._next(kind, ident)
            if found in seen:
                break
            seen.add(found)
            ident = found
        return ident

    def _next(self, kind: str, ident: str) -> str:
        own = self.records.get((kind, ident))
        if own is not None or KINDS[kind].lies == "anywhere":
            return own or ident
        above = ident
        while above:
            place = self.records.get((_UNITS, above))
            if place is not None:
                return place + ident[len(above) :]
            above = above.rpartition("/")[0]
        return ident


def moves(told: Iterable[tuple[str, str, str]]) -> Moves:
    """Return the moves that records tell: the kind of each, its id and one that it had before."""
    return Moves({(kind, before): now for kind, now, before in told})
