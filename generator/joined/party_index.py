"""All parties: who builds, carries out or is paid for projects, joined over all batches."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from generator.records import party_rows
from generator.records.list_rows import Part
from generator.records.party_rows import SUMS, OfParty


@dataclass(slots=True)
class Party:
    """A party: its name as first recorded, the unit within which that is known, and its sums.

    `parts` are what each batch says of it, in the order in which their projects are listed. The
    sums are those of `party_rows.SUMS`.
    """

    id: str
    name: str
    within: str
    sums: dict[str, int]
    parts: list[OfParty] = field(default_factory=list)

    @property
    def marks(self) -> bytes:
        """The digests of its rows, one after another."""
        return b"".join(each.marks for each in self.parts)

    def rows(self) -> list[Part]:
        """Return its rows as parts of a list."""
        return [Part(each.rows, each.marks, 0, 0) for each in self.parts]

    def said(self) -> list[party_rows.Said]:
        """Return what each of its projects says of it, in the order of the rows."""
        return [said for each in self.parts for said in each.said()]


class _Read(Protocol):
    """What a batch hands up of parties."""

    @property
    def parties(self) -> dict[str, OfParty]: ...


def join(summaries: Iterable[_Read]) -> dict[str, Party]:
    """Return each party by its id, from batches in the order in which lists have them."""
    found: dict[str, Party] = {}
    for summary in summaries:
        for ident, each in summary.parties.items():
            known = found.get(ident)
            if known is None:
                sums = dict(zip(SUMS, each.sums, strict=True))
                found[ident] = Party(ident, each.name, each.within, sums, [each])
            else:
                known.parts.append(each)
                for name, number in zip(SUMS, each.sums, strict=True):
                    known.sums[name] += number
    return found
