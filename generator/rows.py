"""Rows: what lists show of a record, and the part of each list that one batch gives.

Lists are long and changes are small: a part carries the digests and the sums of its rows, so that
a list of thirty thousand projects is known to be unchanged without a look at any of them. Projects
are so many that their rows are kept as plain bytes, which take a quarter of the memory.
"""

import marshal
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple, TypeAlias, TypeVar, overload

from generator.addresses import numbered
from generator.kinds.kind import View
from generator.schedule import LATE
from generator.source import digest

_T = TypeVar("_T")
ROWS = 100
"""Rows on one page of a list."""
SHOWN = 10
"""Late projects, and latest news, shown on the page of a unit above the village."""
MARK = 16
"""Bytes of a row's digest."""
PROJECT = (
    *("id", "title", "year", "category", "stage", "urgency", "planned", "paid", "percent"),
    *("timeliness", "plan", "actual", "updated", "file"),
)
_PACKED = (*PROJECT, "unit", "changed", "mark", "taken")
UNIT = (
    *("id", "name", "short_name", "level", "kind", "code", "settlement", "poor", "phone"),
    *("staff", "least", "pinyin", "parent"),
    "file",
)
marks = itemgetter("mark")

Key: TypeAlias = tuple[str, str]
"""What a list is of: ("year", "2018"), ("category", …), ("stage", …) or ("late", ""), all of
projects; or a kind of record with a state of it, "" for any."""


class Rows(Sequence[View]):
    """Rows of projects, each in bytes until it is looked at: then it is a dict, made anew."""

    __slots__ = ("packed",)
    __hash__ = None  # type: ignore[assignment] # as of a list

    def __init__(self, packed: Iterable[bytes] = ()) -> None:
        self.packed = [*packed]

    def __reduce__(self) -> tuple[type, tuple[list[bytes]]]:
        return Rows, (self.packed,)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows) and self.packed == other.packed

    def __len__(self) -> int:
        return len(self.packed)

    def __iter__(self) -> Iterator[View]:
        return map(_unpacked, self.packed)

    @overload
    def __getitem__(self, at: int) -> View: ...
    @overload
    def __getitem__(self, at: slice) -> "Rows": ...
    def __getitem__(self, at: int | slice) -> "View | Rows":
        return Rows(self.packed[at]) if isinstance(at, slice) else _unpacked(self.packed[at])

    def __add__(self, more: "Rows") -> "Rows":
        return Rows(self.packed + more.packed)


Both: TypeAlias = tuple[View, bytes]
"""A row of a project, and the same in bytes."""


def packed(row: View) -> bytes:
    """Return a row of a project in bytes: its values, in an order of their own."""
    return marshal.dumps(tuple(map(row.get, _PACKED)), 2)


def _unpacked(content: bytes) -> View:
    row = dict(zip(_PACKED, marshal.loads(content), strict=True))  # noqa: S302 (made by `packed`)
    if row["taken"] is None:
        del row["taken"]
    return row


class Part(NamedTuple):
    """Rows of a list, their digests one after another, and sums: `unknown` counts rows.

    `planned` is in fen; it leaves out the rows whose planned money is not known.
    """

    rows: Sequence[View]
    marks: bytes
    planned: int
    unknown: int


def of_project(view: View, unit: str) -> View:
    """Return the row of a project of `unit` ("" for the root)."""
    row = {name: view[name] for name in PROJECT}
    row["unit"] = unit
    row["changed"] = len(view["changes"])
    row["mark"] = digest(marshal.dumps(row, 2))
    if view["taken"]:  # no list shows it
        row["taken"] = view["taken"]
    return row


class Taken(NamedTuple):
    """What the projects of a batch take from one allotment, in fen: sums, rows, and a digest."""

    assigned: int
    paid: int
    rows: Rows
    mark: bytes
    units: tuple[str, ...]
    """The units that the projects belong to, "" for the root."""


def taken(rows: Iterable[Both]) -> dict[str, Taken]:
    """Return what rows of projects take from each allotment."""
    found: dict[str, list[tuple[int, int, Both]]] = defaultdict(list)
    for both in rows:
        for ident, assigned, paid, _ in both[0].get("taken", ()):
            found[ident].append((assigned, paid, both))
    return {
        ident: Taken(
            sum(assigned for assigned, _, _ in each),
            sum(paid for _, paid, _ in each),
            Rows(content for _, _, (_, content) in each),
            digest(
                marshal.dumps(
                    [(*sums, row["id"], row["title"], row["category"]) for *sums, (row, _) in each],
                    2,
                )
            ),
            tuple(sorted({row["unit"] for _, _, (row, _) in each})),
        )
        for ident, each in found.items()
    }


def of_record(row: View, view: View, kind: str, unit: str) -> View:
    """Return the row of a record of `unit`, from what its kind shows in lists."""
    row = {**row, "id": view["id"], "file": view["file"], "kind": kind, "unit": unit}
    row["mark"] = digest(marshal.dumps(row, 2))
    return row


def parts_of(kind: str, rows: Iterable[View]) -> dict[Key, Part]:
    """Return the parts of the lists of records of a kind: of all, by state, by what is wrong."""
    found: dict[Key, list[View]] = defaultdict(list)
    for row in rows:
        found[kind, ""].append(row)
        for state in (row["state"], *row.get("faults", ())):
            found[kind, state].append(row)
    return {key: part(each) for key, each in found.items()}


def part(rows: Sequence[View], content: Rows | None = None) -> Part:
    """Return rows as a part of a list, in bytes if they are of projects."""
    planned = [row.get("planned", 0) for row in rows]
    known = [amount for amount in planned if amount is not None]
    shown = [*rows] if content is None else content
    return Part(shown, b"".join(map(marks, rows)), sum(known), len(rows) - len(known))


def parts(rows: Iterable[Both]) -> dict[Key, Part]:
    """Return the part of each list that rows of projects belong to, in their order."""
    found: dict[Key, list[Both]] = defaultdict(list)
    for both in rows:
        row, _ = both
        found["year", str(row["year"])].append(both)
        found["category", row["category"]].append(both)
        found["stage", row["stage"]].append(both)
        if row["timeliness"] in LATE:
            found["late", ""].append(both)
    return {
        key: part([row for row, _ in each], Rows(content for _, content in each))
        for key, each in found.items()
    }


def by_unit(rows: Iterable[Both]) -> dict[str, Rows]:
    """Return rows of projects by the unit they belong to."""
    found: dict[str, list[bytes]] = {}
    for row, content in rows:
        found.setdefault(row["unit"], []).append(content)
    return {unit: Rows(each) for unit, each in found.items()}


def late(rows: Iterable[Both], place: str) -> dict[str, Rows]:
    """Return the first late projects of each unit, and of those above it from `place` on."""
    found: dict[str, list[bytes]] = defaultdict(list)
    for row, content in rows:
        if row["timeliness"] in LATE:
            unit: str = row["unit"]
            while len(unit) >= len(place):
                if len(found[unit]) < SHOWN:
                    found[unit].append(content)
                above = unit.rpartition("/")[0]
                if above == unit:
                    break
                unit = above
    return {unit: Rows(each) for unit, each in found.items()}


def paged(
    url: str, every: Sequence[_T], address: Callable[[str, int], str] = numbered
) -> Iterator[tuple[str, Sequence[_T], View]]:
    """Yield address, rows and pager of each page of a list; at least one, though it be empty.

    `address` makes the address of a page from `url` and its number.
    """
    pages = max(1, -(-len(every) // ROWS))
    for number in range(1, pages + 1):
        chosen = every[(number - 1) * ROWS : number * ROWS]
        yield address(url, number), chosen, pager(url, number, pages, address)


def pager(url: str, number: int, pages: int, address: Callable[[str, int], str] = numbered) -> View:
    """Return which page of how many this is, and the addresses beside it, "" for none."""
    return {
        "number": number,
        "pages": pages,
        "previous": address(url, number - 1) if number > 1 else "",
        "next": address(url, number + 1) if number < pages else "",
    }
