"""What the projects of a batch say of those who build, carry out or are paid, party by party."""

import marshal
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from generator.base.digests import digest
from generator.model import parties
from generator.model.kinds.kind import View
from generator.records.list_rows import Content, Rows, Table

Said: TypeAlias = tuple[str, int | None, int | None, int]
"""What one project says of a party: roles, bid price, what was paid to it, and to no one named."""
SUMS = (
    *("projects", "built", "bid", "bid_unknown", "received", "received_unknown", "unnamed"),
    *("overdue", "not_started", "finished_late", "accepted", "failed"),
)
"""The sums over the projects of a party: money in fen, the others count projects.

`built` are those whose contractor it is; `unnamed` is what these paid to no one named.
"""


class OfParty(NamedTuple):
    """What the projects of a batch say of one party: in `rows`, and with the same order `packed`.

    `sums` are those of `SUMS`. `marks` has 16 bytes of each row, and of what its project says.
    """

    name: str
    within: str
    rows: Rows
    packed: Content
    sums: tuple[int, ...]
    marks: bytes

    def said(self) -> list[Said]:
        """Return what each project says of the party."""
        found: list[Said] = marshal.loads(bytes(self.packed))  # noqa: S302 (made below)
        return found


def of_batch(rows: Sequence[View], table: Table) -> dict[str, OfParty]:
    """Return what the projects of a table say of each party; `parties` is taken out of the rows."""
    found: dict[str, list[tuple[int, parties.Part]]] = defaultdict(list)
    for n, row in enumerate(rows):
        for each in row.pop("parties", ()):
            found[each[0]].append((n, each))
    return {ident: _of_party(each, rows, table) for ident, each in found.items()}


def _of_party(
    named: Sequence[tuple[int, parties.Part]], rows: Sequence[View], table: Table
) -> OfParty:
    said = [part[3:] for _, part in named]
    own = [rows[n] for n, _ in named]
    marks = [
        digest(row["mark"] + marshal.dumps(each, 2)) for row, each in zip(own, said, strict=True)
    ]
    _, name, within, *_ = named[0][1]
    return OfParty(
        name,
        within,
        Rows.of(table, (n for n, _ in named)),
        marshal.dumps(said, 2),
        _sums(own, said),
        b"".join(marks),
    )


def _sums(rows: Sequence[View], said: Sequence[Said]) -> tuple[int, ...]:
    times = [row["timeliness"] for row in rows]
    stages = [row["stage"] for row in rows]
    bids = [bid for roles, bid, _, _ in said if "c" in roles]
    received = [got for _, _, got, _ in said]
    return (
        len(rows),
        len(bids),
        sum(bid or 0 for bid in bids),
        bids.count(None),
        sum(got or 0 for got in received),
        received.count(None),
        sum(unnamed for roles, _, _, unnamed in said if "c" in roles),
        *(times.count(each) for each in ("overdue", "not_started", "finished_late")),
        *(stages.count(each) for each in ("accepted", "failed")),
    )
