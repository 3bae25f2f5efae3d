"""Lists, page by page: projects by county and year, category, stage, the late ones; and records.

Those are the records of the command system, by kind and state.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from typing import overload

from generator.base.digests import digest
from generator.joined.site_data import Library
from generator.model.kinds.kind import View
from generator.model.kinds.registry import LISTS
from generator.model.schedule import STAGES
from generator.model.urls import numbered
from generator.pages.jobs import Draft, Listed
from generator.pages.page_mark import Page, mark_of
from generator.records import list_rows
from generator.records.list_rows import ROWS, pager

PROJECTS, RECORDS = "projects.html", "records.html"
"""The templates of lists: of projects, and of records of the command system."""
FEW = 40
"""Late projects on one page, so that the first is soon there on a slow phone."""
MOST = 500
"""Pages of one list at most: some lists share a folder, and none has an end in a nation."""
TOGETHER = 10
"""Pages of a list that are made together: a change of one row makes no more than these anew."""


@dataclass(frozen=True, slots=True)
class _List:
    """One list: where it lies, what it is of, and its rows, which are read where they are shown."""

    library: Library
    names: bytes
    """The digest of all places' names, which stand beside each row."""
    url: str
    about: View
    parts: Sequence[list_rows.Part]
    rows: int = field(default_factory=lambda: ROWS)  # as it is by then: tests take fewer
    """So many stand on a page."""
    named: bool = False
    """Whether its sums are shown, and no row."""

    @property
    def template(self) -> str:
        """The template of its pages."""
        return RECORDS if self.about["by"] in LISTS else PROJECTS

    def drafts(self) -> Iterator[Draft]:
        """Plan the pages of the list; an empty one has one page."""
        about, parts = self.about, self.parts
        of = about["place"]["id"] if "place" in about else about.get("county", "")
        if isinstance(parts, Ordered):
            marks, parts = parts.marks, parts.parts
        else:
            marks = b"".join(each.marks for each in parts)
        # the sums stand on the first page alone: an amount changes that one, and its own
        sums = {
            "count": len(marks) // list_rows.MARK,
            "planned": sum(part.planned for part in parts),
            "unknown": sum(part.unknown for part in parts),
        }
        if self.named:
            marks = b""
        count = len(marks) // list_rows.MARK
        pages = min(max(1, -(-count // self.rows)), MOST)
        left = max(0, count - MOST * self.rows)
        size = self.rows * list_rows.MARK
        for first in range(0, pages, TOGETHER):
            chosen = range(first, min(first + TOGETHER, pages))
            below = [digest(marks[n * size : (n + 1) * size]) for n in chosen]
            shown = None if first else sums
            mark = mark_of(self.names, about, shown, pages, left, below)
            make = partial(self._job, chosen, below, shown, pages, left)
            yield Draft(f"{self.url} {first}", mark, make, of)

    def _job(
        self, chosen: range, below: Sequence[bytes], sums: View | None, pages: int, left: int
    ) -> Listed:
        """Return some pages of the list, with the digests of the rows `below` the head of each."""
        shown: list[bytes | View] = []
        units: set[str] = set()
        parts = () if self.named else self.parts
        for some in between(parts, chosen.start * self.rows, chosen.stop * self.rows):
            if isinstance(some, list_rows.Rows):
                shown += some.packed()
                units.update(some.table.units)
            else:
                shown += some
                units.update(row["unit"] for row in some)
        made, own = [], []
        for n, mark in zip(chosen, below, strict=True):
            first = (n - chosen.start) * self.rows
            own.append(shown[first : first + self.rows])
            shown_sums = None if n else sums
            of = pager(self.url, n + 1, pages, left=left)
            view = {"about": self.about, "sums": shown_sums, "pager": of}
            key = mark_of(self.names, self.about, shown_sums, pages, left, mark)
            made.append(Page(numbered(self.url, n + 1), self.template, view, mark=key))
        places = {each or self.library.root for each in units}
        named = {each: self.library.place(each) for each in places}
        return Listed(tuple(made), tuple(own), named, self.library.root)


def drafts(library: Library, categories: Iterable[str], names: bytes) -> Iterator[Draft]:
    """Plan every list; `names` is the digest of all places' names, which stand beside each row."""
    for each in _lists(library, categories, names):
        yield from each.drafts()


def _lists(library: Library, categories: Iterable[str], names: bytes) -> Iterator[_List]:
    for county in (library.root, *library.children.get(library.root, ())):
        own = library.lists.get(county, [])
        years = {what for parts in own for kind, what in parts if kind == "year"}
        for year in sorted(years, reverse=True):
            about = {"by": "place", "place": library.short(county), "year": int(year)}
            url = f"lists/projects/place/{county}/{year}"
            yield _List(library, names, url, about, _of(own, ("year", year)))
    every = [parts for own in library.lists.values() for parts in own]
    for by in ("late", "mended"):
        yield from _late(library, by, names)
    for category in categories:
        url, about = f"lists/projects/category/{category}", {"by": "category", "category": category}
        yield _List(library, names, url, about, _of(every, ("category", category)))
    for stage in STAGES:
        yield from _stage(library, stage, names)
    for kind, lists in LISTS.items():
        for state in ("", *lists.states):
            url = f"lists/{kind}/{state.replace('_', '-') or 'all'}"
            about = {"by": kind, "state": state}
            yield _List(library, names, url, about, _of(every, (kind, state)))


def _late(library: Library, by: str, names: bytes) -> Iterator[_List]:
    """Plan the lists of what is late, or was and is done (`mended`): of all, and by county."""
    own = {county: _of(parts, (by, "")) for county, parts in library.lists.items()}
    counts = {county: sum(len(each.order) for each in parts) for county, parts in own.items()}
    counties = [each for each in library.children.get(library.root, ()) if counts.get(each)]
    chips = [{**library.short(each), "count": counts[each]} for each in counties]
    about: View = {"by": by, "county": "", "chips": chips, "count": sum(counts.values())}
    every = [part for parts in own.values() for part in parts]
    for county in ("", *counties):
        url = f"lists/projects/{by}/{county}".removesuffix("/")
        ordered = Ordered.of(own[county] if county else every)
        yield _List(library, names, url, {**about, "county": county}, ordered, FEW)


def _stage(library: Library, stage: str, names: bytes) -> Iterator[_List]:
    """Plan the lists of a stage: of all, and by county.

    Where all would fill several pages, that of all has the ways to those of the counties alone, so
    that no project is shown twice.
    """
    own = {county: _of(parts, ("stage", stage)) for county, parts in library.lists.items()}
    counts = {county: sum(len(each.rows) for each in own[county]) for county in own}
    url = f"lists/projects/stage/{stage.replace('_', '-')}"
    about: View = {"by": "stage", "stage": stage, "county": ""}
    there = [each for each in own if counts[each]]
    chips = [{**library.short(each), "count": counts[each]} for each in there]
    total = sum(counts.values())
    every = [part for parts in own.values() for part in parts]
    whole = {**about, "chips": chips, "count": total}
    yield _List(library, names, url, whole, every, named=total > ROWS)
    for county in there:
        about = {**about, "county": county, "place": library.short(county)}
        yield _List(library, names, f"{url}/{county}", about, own[county])


class Ordered(Sequence[list_rows.Part]):
    """The rows of several parts as parts of one row each, by what their lists are ordered by.

    A part is made when it is asked for: most builds ask for none.
    """

    def __init__(self, parts: Sequence[list_rows.Part], at: Sequence[tuple[int, int]]) -> None:
        self.parts, self.at = parts, at

    @classmethod
    def of(cls, parts: Sequence[list_rows.Part]) -> "Ordered":
        """Return the rows of parts in their order; among equals that of the parts stays."""
        found = [
            (days, number, n)
            for number, part in enumerate(parts)
            for n, days in enumerate(part.order)
        ]
        return cls(parts, [(number, n) for _, number, n in sorted(found)])

    @property
    def marks(self) -> bytes:
        """The digests of all rows, one after another."""
        size = list_rows.MARK
        return b"".join(self.parts[p].marks[n * size : (n + 1) * size] for p, n in self.at)

    def __len__(self) -> int:
        return len(self.at)

    @overload
    def __getitem__(self, at: int) -> list_rows.Part: ...
    @overload
    def __getitem__(self, at: slice) -> "Ordered": ...
    def __getitem__(self, at: int | slice) -> "list_rows.Part | Ordered":
        if isinstance(at, slice):
            return Ordered(self.parts, self.at[at])
        number, n = self.at[at]
        return list_rows.Part(self.parts[number].rows[n : n + 1], b"", 0, 0)


def first(library: Library, kind: str, states: Iterable[str]) -> list[View]:
    """Return the rows of one kind of record in some of its states, each once.

    Of each state they are no more than stand on one page.
    """
    every = [parts for own in library.lists.values() for parts in own]
    found: dict[str, View] = {}
    for state in states:
        shown = chain.from_iterable(part.rows for part in _of(every, (kind, state)))
        found.update((row["id"], row) for row in islice(shown, ROWS))
    return [*found.values()]


def _of(
    all_parts: Iterable[Mapping[list_rows.Key, list_rows.Part]], key: list_rows.Key
) -> list[list_rows.Part]:
    return [parts[key] for parts in all_parts if key in parts]


def between(parts: Iterable[list_rows.Part], first: int, end: int) -> Iterator[Sequence[View]]:
    """Yield what of each part is from number `first` up to `end` of all rows together."""
    if isinstance(parts, Ordered):
        parts, end, first = parts[first:end], end - first, 0
    at = 0
    for part in parts:
        if at < end and at + len(part.rows) > first:
            yield part.rows[max(first - at, 0) : end - at]
        at += len(part.rows)


def listed(library: Library, chosen: Iterable[View]) -> list[View]:
    """Return rows with the names of their places, for lists of many places.

    What a project takes from allotments, which a row may still have, no list shows.
    """
    found = []
    for row in chosen:
        unit = row["unit"] or library.root
        shown = {**row, "unit": unit, "place": library.place(unit)}
        shown.pop("taken", None)
        found.append(shown)
    return found
