"""Jobs: pages to be made together, in any process; each is whole in itself and pickles."""

import marshal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from generator import rows, search
from generator.kinds.kind import View
from generator.page import Page
from generator.place import OfPlace


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
    """The rows of each page: of projects as `rows.unpacked` takes them, of other records whole."""
    places: dict[str, list[str]]
    """The names that stand beside the rows of a unit, at least for each that has some."""
    root: str

    def __iter__(self) -> Iterator[Page]:
        for page, own in zip(self.pages, self.rows, strict=True):
            yield replace(page, view={**page.view, "rows": [*map(self._whole, own)]})

    def data(self) -> Iterator[tuple[str, Any]]:
        """Yield nothing: the search finds places."""
        yield from ()

    def _whole(self, packed: bytes | View) -> View:
        """Return a row with the names of its place."""
        row = rows.unpacked(packed) if isinstance(packed, bytes) else {**packed}
        unit = row["unit"] = row["unit"] or self.root
        row["place"] = self.places[unit]
        return row


@dataclass(frozen=True, slots=True)
class Index:
    """What the search finds places by: see `search.files`.

    `found` has what `search.of_unit` says of each place, marshalled: no rows travel with it.
    """

    places: list[list[Any]]
    found: list[bytes]

    def __iter__(self) -> Iterator[Page]:
        yield from ()

    def data(self) -> Iterator[tuple[str, Any]]:
        """Yield address and content of each file."""
        yield from search.files(self.places, map(marshal.loads, self.found))


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


Job: TypeAlias = Ready | Listed | OfPlace | Index | Pictures | Copies | Some


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
