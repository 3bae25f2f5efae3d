"""Jobs: pages to be made together, in any process; each is whole in itself and pickles."""

import marshal
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

from generator.model.kinds.kind import View
from generator.pages import downloads, search_index, search_sections
from generator.pages.batch_pages import OfPlace
from generator.pages.downloads import Downloads
from generator.pages.packed_places import Place
from generator.pages.page_mark import Earlier, Page, mark_of
from generator.pages.search_sections import Section
from generator.pages.shown_earlier import of_place, said
from generator.records import list_rows


@dataclass(frozen=True, slots=True)
class Ready:
    """Pages whose views are complete: overviews, directories, commendations, texts."""

    pages: tuple[Page, ...]

    def __iter__(self) -> Iterator[Page]:
        return iter(self.pages)

    def data(self) -> Iterator[tuple[str, Any]]:
        """Yield nothing: the search finds places."""
        yield from ()


@dataclass(frozen=True, slots=True)
class Listed:
    """Pages of a list but for their rows, which are completed where the pages are made.

    Most rows are of projects: their bytes travel much faster than what they are unpacked to.
    """

    pages: tuple[Page, ...]
    rows: tuple[list[bytes | View], ...]
    """The rows of each page: projects as `list_rows.unpacked` takes them, other records whole."""
    places: dict[str, list[str]]
    """The names that stand beside the rows of a unit, at least for each that has some."""
    root: str
    more: tuple[list[View], ...] = ()
    """What stands beside each row of each page, where that is more than a row says."""

    def __iter__(self) -> Iterator[Page]:
        for n, (page, own) in enumerate(zip(self.pages, self.rows, strict=True)):
            rows = [*map(self._whole, own)]
            if self.more:
                rows = [{**row, **more} for row, more in zip(rows, self.more[n], strict=True)]
            yield replace(page, view={**page.view, "rows": rows})

    def data(self) -> Iterator[tuple[str, Any]]:
        """Yield nothing: the search finds places."""
        yield from ()

    def _whole(self, packed: bytes | View) -> View:
        """Return a row with the names of its place."""
        row = list_rows.unpacked(packed) if isinstance(packed, bytes) else {**packed}
        unit = row["unit"] = row["unit"] or self.root
        row["place"] = self.places[unit]
        return row


@dataclass(frozen=True, slots=True)
class Index:
    """What the search finds places by: see `search_index.files`.

    `found` has what batches say of each place, marshalled as they are kept, b"" for nothing: no
    rows travel with it. `honoured` has what commendations say of some places, by their numbers.
    """

    places: list[Place]
    found: list[bytes]
    honoured: dict[int, search_index.Found]
    table: search_index.Table
    mark: str
    salt: bytes
    came: dict[int, list[str]] = field(default_factory=dict)
    """What those were called that have ended in some places, by their numbers."""
    folder: str = search_index.FOLDER
    """Where the files lie, from the root of the site."""

    def __iter__(self) -> Iterator[Page]:
        yield from ()

    def data(self) -> Iterator[tuple[str, Any]]:
        """Yield address and content of each file."""
        yield from self.files(search_index.NOTHING)

    def files(self, more: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """Yield address and content of each file; `more` is what else that of the places says."""
        places, found = self.whole()
        yield from search_index.files(
            places, found, self.table, self.mark, self.salt, self.folder, more
        )

    def whole(self) -> tuple[list[Place], list[search_index.Found]]:
        """Return the places with all their names, and what is found at each."""
        own = (marshal.loads(each) if each else {} for each in self.found)  # noqa: S302 (our own)
        found = [{**one, **self.honoured.get(n, {})} for n, one in enumerate(own)]
        places = [
            place._replace(former=(*one.pop("former", ()), *self.came.get(n, ())))
            for n, (place, one) in enumerate(zip(self.places, found, strict=True))
        ]
        return places, found


@dataclass(frozen=True, slots=True)
class Above:
    """What the search of a nation or a province looks into first: see `search_sections`."""

    top: Index
    """The places above, down to the counties."""
    sections: list[Section]
    parts: list[Index]
    """What is found in each section."""

    def __iter__(self) -> Iterator[Page]:
        yield from ()

    def data(self) -> Iterator[tuple[str, Any]]:
        """Yield address and content of each file."""
        said = [search_sections.words_of(*each.whole(), each.table) for each in self.parts]
        listed = search_sections.listed(self.sections, self.top.places, said)
        yield from self.top.files(listed)
        yield from search_sections.files(self.sections, said, self.top.mark)


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures to be made small: address, file, longest side in pixels; same in all languages."""

    pictures: tuple[tuple[str, Path, int], ...]


@dataclass(frozen=True, slots=True)
class Copies:
    """Files to be copied as they are: address and file; same in all languages."""

    files: tuple[tuple[str, Path], ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Some pages of a job, by their addresses, and none of its other files."""

    job: "Job"
    urls: frozenset[str]

    def __iter__(self) -> Iterator[Page]:
        if isinstance(self.job, OfPlace):
            yield from self.job.pages(self.urls)
        elif isinstance(self.job, Ready | Listed):
            yield from (page for page in self.job if page.url in self.urls)

    def data(self) -> Iterator[tuple[str, Any]]:
        """Yield nothing: pages alone are looked at."""
        yield from ()


@dataclass(frozen=True, slots=True)
class Records:
    """The public records of no place, each as a file of its own: `keep` has those of the batch."""

    keep: Path

    def __iter__(self) -> Iterator[Page]:
        yield from ()

    def data(self) -> Iterator[tuple[str, Any]]:
        """Yield nothing: see `records`."""
        yield from ()

    def records(self) -> Iterator[tuple[str, bytes]]:
        """Yield address and content of each file."""
        yield from downloads.records(self.keep)


Job: TypeAlias = (
    Ready | Listed | OfPlace | Index | Above | Pictures | Copies | Some | Downloads | Records
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A job that may not have to be done: its name, and how to make it.

    `mark` is the digest of all that its pages are made from, but for templates and site: the same
    mark, the same pages. It is taken from rows and figures, so that a job that stays as it was
    costs next to nothing.
    """

    name: str
    mark: bytes
    make: Callable[[], Job]
    of: str = ""
    """The place that its pages tell of alone, "" for all of them."""


def saying(draft: Draft, earlier: Earlier, by: Mapping[str, Earlier] | None = None) -> Draft:
    """Return a job of pages, all of which say that some places are shown as they were.

    Where it is known `by` unit, pages say it of the place that they are of.
    """
    if not earlier:
        return draft

    def make() -> Job:
        job = draft.make()
        if not isinstance(job, Ready | Listed):
            raise TypeError(draft.name)
        return replace(
            job,
            pages=tuple(of_place(each, by) if by else said(each, earlier) for each in job.pages),
        )

    return replace(draft, mark=mark_of(draft.mark, earlier), make=make)
