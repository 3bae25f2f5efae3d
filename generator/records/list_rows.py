"""Rows: what lists show of a record, and the part of each list that one batch gives.

Lists are long and changes are small: a part carries the digests and the sums of its rows, so that
a list of thirty thousand projects is known to be unchanged without a look at any of them. Projects
are so many that their rows are kept as plain bytes, which take a quarter of the memory.
"""

import marshal
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from operator import itemgetter
from typing import Final, NamedTuple, Protocol, TypeAlias, TypeVar, overload

from generator.base.digests import digest
from generator.base.findings import Step
from generator.model import parties
from generator.model.kinds.kind import View
from generator.model.schedule import LATE
from generator.model.urls import numbered
from generator.parse.field_types import parse_date

_T = TypeVar("_T")
ROWS = 100
"""Rows on one page of a list."""
SHOWN = 10
"""Late projects, and latest news, shown on the page of a unit above the village."""
MARK = 16
"""Bytes of a row's digest."""
PROJECT = (
    *("id", "title", "year", "category", "stage", "urgency", "planned", "paid", "returned"),
    *("percent", "timeliness", "plan", "actual", "updated", "file"),
)
WHO = ("contractor", "implementer", "responsible_unit", "person_responsible")
"""Who does a project and answers for it: what the search finds it by besides its title."""
_VALUES = (*PROJECT, "unit", "changed", "mark")
UNIT = (
    *("id", "name", "short_name", "level", "kind", "code", "settlement", "poor", "phone"),
    *("staff", "least", "pinyin", "parent", "households", "dissolved", "last_day"),
    *("successors", "former_names"),
    "file",
)
marks = itemgetter("mark")
_packing = itemgetter(*_VALUES)
_taking = itemgetter("id", "title", "category")

_NUMBER: Final = "I"
_SIZE: Final = 4
"""How numbers are packed: as plain bytes, which pickle at once."""

_Took: TypeAlias = tuple[int, int, int, int, int, tuple[Step, ...]]
"""The sums of one project, as in `spending.Taken`, its number, and where it names the allotment."""
Key: TypeAlias = tuple[str, str]
"""What a list is of: ("year", "2018"), ("category", …), ("stage", …) or ("late", ""), all of
projects; or a kind of record with a state of it, "" for any."""


class Content(Protocol):
    """The bytes of rows, at hand or in a file: see `put_away`."""

    def __len__(self) -> int: ...
    def __bytes__(self) -> bytes: ...
    def __getitem__(self, part: slice, /) -> bytes: ...


class Table:
    """The rows of all projects of a batch, one after another in bytes, and where each ends.

    What they take from allotments, which no list shows, is left to `taken`. `units` are those that
    they belong to, "" for the root.
    """

    __slots__ = ("_at", "content", "ends", "units")

    def __init__(self, content: bytes, ends: bytes, units: tuple[str, ...] = ()) -> None:
        self.content: Content = content
        self.ends, self.units = ends, units
        self._at = memoryview(ends).cast(_NUMBER)

    def __reduce__(self) -> tuple[type, tuple[bytes, bytes, tuple[str, ...]]]:
        return Table, (bytes(self.content), self.ends, self.units)

    @classmethod
    def of(cls, rows: Sequence[View]) -> "Table":
        """Return a table of rows: of each the values, in an order of their own."""
        packed = [marshal.dumps(_packing(row), 2) for row in rows]
        units = tuple(sorted({row["unit"] for row in rows}))
        return cls(b"".join(packed), _numbers(accumulate(map(len, packed))), units)

    def packed(self, number: int) -> bytes:
        """Return the bytes of the row of this number, of which `unpacked` makes it."""
        start = self._at[number - 1] if number else 0
        return self.content[start : self._at[number]]

    def row(self, number: int) -> View:
        """Return the row of this number, made anew."""
        return unpacked(self.packed(number))


def unpacked(packed: bytes) -> View:
    """Return the row of a project from its bytes in a table."""
    return dict(zip(_VALUES, marshal.loads(packed), strict=True))  # noqa: S302 (made above)


class Rows(Sequence[View]):
    """Some rows of a table, by their numbers: each is a dict while it is looked at."""

    __slots__ = ("numbers", "table")
    __hash__ = None  # type: ignore[assignment] # as of a list

    def __init__(self, table: Table, numbers: bytes) -> None:
        self.table, self.numbers = table, numbers

    def __reduce__(self) -> tuple[type, tuple[Table, bytes]]:
        return Rows, (self.table, self.numbers)

    @classmethod
    def of(cls, table: Table, numbers: Iterable[int]) -> "Rows":
        """Return the rows of these numbers."""
        return cls(table, _numbers(numbers))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows) and [*self] == [*other]

    def __len__(self) -> int:
        return len(self.numbers) // _SIZE

    def __iter__(self) -> Iterator[View]:
        return map(self.table.row, memoryview(self.numbers).cast(_NUMBER))

    def packed(self) -> Iterator[bytes]:
        """Yield the bytes of each, which travel to another process without the whole table."""
        return map(self.table.packed, memoryview(self.numbers).cast(_NUMBER))

    @overload
    def __getitem__(self, at: int) -> View: ...
    @overload
    def __getitem__(self, at: slice) -> "Rows": ...
    def __getitem__(self, at: int | slice) -> "View | Rows":
        numbers = memoryview(self.numbers).cast(_NUMBER)
        if isinstance(at, slice):
            return Rows(self.table, numbers[at].tobytes())
        return self.table.row(numbers[at])


def _numbers(every: Iterable[int]) -> bytes:
    return array(_NUMBER, every).tobytes()


NO_ROWS = Rows(Table(b"", b""), b"")


class Part(NamedTuple):
    """Rows of a list, their digests one after another, and sums: `unknown` counts rows.

    `planned` is in fen; it leaves out the rows whose planned money is not known.
    """

    rows: Sequence[View]
    marks: bytes
    planned: int
    unknown: int
    order: tuple[int, ...] = ()
    """Of late projects, and of those that were late, what their lists are ordered by."""


def of_project(view: View, unit: str) -> View:
    """Return the row of a project of `unit` ("" for the root)."""
    row = {name: view[name] for name in PROJECT}
    row["unit"] = unit
    row["changed"] = len(view["changes"])
    row["mark"] = digest(marshal.dumps(tuple(row.values()), 2))  # the names are always the same
    row["who"] = _who(view)  # for the search alone
    row["where"] = view["address"]  # for `tell_apart` alone
    if view["taken"]:  # for `taken` alone: no list shows it
        row["taken"] = view["taken"]
    return row


def tell_apart(rows: Iterable[View]) -> None:
    """Put where it is behind the title of a project that others of its place have as well.

    Thirty of a village may be 太阳能路灯安装, one for each group: lists and the search tell of
    them no more than this.
    """
    alike: dict[tuple[str, str], list[View]] = defaultdict(list)
    for row in rows:
        alike[row.get("unit", ""), row["title"]].append(row)
    for each in alike.values():
        for row in each:
            where = row.pop("where")
            if where and len(each) > 1:
                row["title"] = f"{row['title']}（{where}）"
                row["mark"] = digest(row["mark"] + where.encode())


def _who(view: View) -> list[tuple[str, str]]:
    """Return who does a project and answers for it, and who was paid, if surely no person.

    With each name stands the id of its party, "" where it has no page or may be a person's.
    """
    named = [*filter(None, (view[name] for name in WHO))]
    payees = dict.fromkeys(each["payee"] for each in view["payments"] or () if each["payee"])
    if payees:
        known = {*map(parties.folded, named)}
        for name in payees:
            if parties.folded(name) not in known and not parties.may_be_person(name):
                known.add(parties.folded(name))
                named.append(name)
    known_by = view["parties"]
    return [
        (" ".join(name.split()), "" if parties.may_be_person(name) else known_by.get(name, ""))
        for name in named
    ]


class Taken(NamedTuple):
    """What the projects of a batch take from one allotment, in fen: sums, rows, and a digest.

    The sums are those of `spending.Taken`.

    `packed` and `paths` are bytes that `told` and `named` make something of.
    """

    assigned: int
    paid: int
    returned: int
    fresh: int
    rows: Rows
    packed: bytes
    paths: bytes
    mark: bytes
    units: tuple[str, ...]
    """The units that the projects belong to, "" for the root."""

    def told(self) -> list[tuple[int, int, int, str, str, str]]:
        """Return of each project what is assigned, is paid, came back; id, title, category."""
        found: list[tuple[int, int, int, str, str, str]] = marshal.loads(self.packed)  # noqa: S302 (made below)
        return found

    def named(self) -> Iterator[tuple[View, tuple[Step, ...]]]:
        """Yield the row of each project, and the first field that names the allotment."""
        return zip(self.rows, marshal.loads(self.paths), strict=True)  # noqa: S302 (made below)


def taken(rows: Sequence[View], table: Table) -> dict[str, Taken]:
    """Return what the projects of a table take from each allotment."""
    found: dict[str, list[_Took]] = defaultdict(list)
    for n, row in enumerate(rows):
        for ident, *sums, path in row.get("taken", ()):
            found[ident].append((*sums, n, path))
    return {ident: _taken(each, rows, table) for ident, each in found.items()}


def _taken(each: Sequence[_Took], rows: Sequence[View], table: Table) -> Taken:
    """Return what is taken from one allotment."""
    packed = marshal.dumps([(*took[:3], *_taking(rows[took[4]])) for took in each], 2)
    return Taken(
        sum(took[0] for took in each),
        sum(took[1] for took in each),
        sum(took[2] for took in each),
        sum(took[3] for took in each),
        Rows.of(table, (n for *_, n, _ in each)),
        packed,
        marshal.dumps([path for *_, path in each], 2),
        digest(packed),
        tuple(sorted({rows[n]["unit"] for *_, n, _ in each})),
    )


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


def part(rows: Sequence[View], shown: Sequence[View] | None = None) -> Part:
    """Return rows as a part of a list; `shown` are the same, if they are to be kept otherwise."""
    planned = [row.get("planned", 0) for row in rows]
    known = [amount for amount in planned if amount is not None]
    kept = [*rows] if shown is None else shown
    return Part(kept, b"".join(map(marks, rows)), sum(known), len(rows) - len(known))


def parts(rows: Sequence[View], table: Table) -> dict[Key, Part]:
    """Return the part of each list that the projects of a table belong to, in their order."""
    found: dict[Key, list[int]] = defaultdict(list)
    for n, row in enumerate(rows):
        found["year", str(row["year"])].append(n)
        found["category", row["category"]].append(n)
        found["stage", row["stage"]].append(n)
        if row["timeliness"] in LATE:
            found["late", ""].append(n)
        elif row["timeliness"] == "finished_late":
            found["mended", ""].append(n)
    made = {key: part([rows[n] for n in each], Rows.of(table, each)) for key, each in found.items()}
    for key in (("late", ""), ("mended", "")):
        if key in made:
            made[key] = made[key]._replace(order=tuple(since(rows[n]) for n in found[key]))
    return made


def since(row: View) -> int:
    """Return what a project that is or was late is ordered by, as a number of days.

    What is late longest comes first, and what was finished last.
    """
    if row["timeliness"] == "finished_late":
        return -parse_date(row["actual"]["finish"]).first.toordinal()
    due = row["plan"]["start" if row["timeliness"] == "not_started" else "finish"]
    return parse_date(due).last.toordinal()


def by_unit(rows: Sequence[View], table: Table) -> dict[str, Rows]:
    """Return the projects of a table by the unit they belong to."""
    found: dict[str, list[int]] = {}
    for n, row in enumerate(rows):
        found.setdefault(row["unit"], []).append(n)
    return {unit: Rows.of(table, each) for unit, each in found.items()}


def late(rows: Sequence[View], table: Table, place: str) -> dict[str, Rows]:
    """Return the first late projects of each unit, and of those above it from `place` on."""
    found: dict[str, list[int]] = defaultdict(list)
    late = [n for n, row in enumerate(rows) if row["timeliness"] in LATE]
    for n in sorted(late, key=lambda n: since(rows[n])):
        unit: str = rows[n]["unit"]
        while len(unit) >= len(place):
            # a town's page shows all that it counts, as far as they fit on a page
            if len(found[unit]) < (ROWS if unit.count("/") == 1 else SHOWN):
                found[unit].append(n)
            above = unit.rpartition("/")[0]
            if above == unit:
                break
            unit = above
    return {unit: Rows.of(table, each) for unit, each in found.items()}


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


def pager(
    url: str, number: int, pages: int, address: Callable[[str, int], str] = numbered, left: int = 0
) -> View:
    """Return which page of how many this is, and the addresses beside it, "" for none.

    `left` is how many rows are on none of them.
    """
    return {
        "number": number,
        "pages": pages,
        "previous": address(url, number - 1) if number > 1 else "",
        "next": address(url, number + 1) if number < pages else "",
        "left": left,
    }
