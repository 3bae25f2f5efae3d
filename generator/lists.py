"""Lists, page by page: projects by county and year, category, stage, the late ones; and records.

Those are the records of the command system, by kind and state.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice

from generator import rows
from generator.addresses import numbered
from generator.jobs import Draft, Listed
from generator.kinds.every import KINDS, LISTED
from generator.kinds.kind import View
from generator.library import Library
from generator.page import Page, mark_of
from generator.rows import ROWS, pager
from generator.schedule import STAGES
from generator.source import digest

PROJECTS, RECORDS = "projects.html", "records.html"
"""The templates of lists: of projects, and of records of the command system."""
TOGETHER = 10
"""Pages of a list that are made together: a change of one row makes no more than these anew."""


def drafts(library: Library, categories: Iterable[str], names: bytes) -> Iterator[Draft]:
    """Plan every list; `names` is the digest of all places' names, which stand beside each row."""
    for county in (library.root, *library.children.get(library.root, ())):
        own = library.lists.get(county, [])
        years = {what for parts in own for kind, what in parts if kind == "year"}
        for year in sorted(years, reverse=True):
            about = {"by": "place", "place": library.short(county), "year": int(year)}
            url = f"lists/projects/place/{county}/{year}"
            yield from _drafts(library, PROJECTS, url, about, _of(own, ("year", year)), names)
    every = [parts for own in library.lists.values() for parts in own]
    url, about = "lists/projects/late", {"by": "late"}
    yield from _drafts(library, PROJECTS, url, about, _of(every, ("late", "")), names)
    for category in categories:
        url, about = f"lists/projects/category/{category}", {"by": "category", "category": category}
        yield from _drafts(library, PROJECTS, url, about, _of(every, ("category", category)), names)
    for stage in STAGES:
        url, about = (
            f"lists/projects/stage/{stage.replace('_', '-')}",
            {"by": "stage", "stage": stage},
        )
        yield from _drafts(library, PROJECTS, url, about, _of(every, ("stage", stage)), names)
    for kind in LISTED:
        for state in ("", *KINDS[kind][0].STATES):
            url = f"lists/{kind}/{state.replace('_', '-') or 'all'}"
            about = {"by": kind, "state": state}
            yield from _drafts(library, RECORDS, url, about, _of(every, (kind, state)), names)


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


def _of(all_parts: Iterable[Mapping[rows.Key, rows.Part]], key: rows.Key) -> list[rows.Part]:
    return [parts[key] for parts in all_parts if key in parts]


def _drafts(
    library: Library, template: str, url: str, about: View, parts: list[rows.Part], names: bytes
) -> Iterator[Draft]:
    """Plan the pages of one list; an empty list has one page."""
    marks = b"".join(part.marks for part in parts)
    count = len(marks) // rows.MARK
    # the sums stand on the first page alone: an amount changes that one, and its own
    sums = {
        "count": count,
        "planned": sum(part.planned for part in parts),
        "unknown": sum(part.unknown for part in parts),
    }
    pages = max(1, -(-count // ROWS))
    size = ROWS * rows.MARK
    for first in range(0, pages, TOGETHER):
        chosen = range(first, min(first + TOGETHER, pages))
        below = [digest(marks[n * size : (n + 1) * size]) for n in chosen]
        shown = None if first else sums
        mark = mark_of(names, about, shown, pages, below)
        make = partial(
            _job, library, template, url, about, shown, (names, pages, below), parts, chosen
        )
        yield Draft(f"{url} {first}", mark, make)


def _job(
    library: Library,
    template: str,
    url: str,
    about: View,
    sums: View | None,
    marks: tuple[bytes, int, list[bytes]],
    parts: list[rows.Part],
    chosen: range,
) -> Listed:
    names, pages, below = marks
    shown: list[bytes | View] = []
    units: set[str] = set()
    for some in _between(parts, chosen.start * ROWS, chosen.stop * ROWS):
        if isinstance(some, rows.Rows):
            shown += some.packed()
            units.update(some.table.units)
        else:
            shown += some
            units.update(row["unit"] for row in some)
    made, own = [], []
    for n, mark in zip(chosen, below, strict=True):
        first = (n - chosen.start) * ROWS
        own.append(shown[first : first + ROWS])
        shown_sums = None if n else sums
        view = {"about": about, "sums": shown_sums, "pager": pager(url, n + 1, pages)}
        key = mark_of(names, about, shown_sums, pages, mark)
        made.append(Page(numbered(url, n + 1), template, view, mark=key))
    places = {unit or library.root: library.place(unit or library.root) for unit in units}
    return Listed(tuple(made), tuple(own), places, library.root)


def _between(parts: Iterable[rows.Part], first: int, end: int) -> Iterator[Sequence[View]]:
    """Yield what of each part is from number `first` up to `end` of all rows together."""
    at = 0
    for part in parts:
        if at < end and at + len(part.rows) > first:
            yield part.rows[max(first - at, 0) : end - at]
        at += len(part.rows)


def listed(library: Library, chosen: Iterable[View]) -> list[View]:
    """Return rows with the names of their places, for lists of many places."""
    found = []
    for row in chosen:
        unit = row["unit"] or library.root
        found.append({**row, "unit": unit, "place": library.place(unit)})
    return found
