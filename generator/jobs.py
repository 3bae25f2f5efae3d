"""Jobs: pages to be made together, in any process; each is whole in itself and pickles."""

import marshal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from generator import search
from generator.page import Page
from generator.place import OfPlace


@dataclass(frozen=True, slots=True)
class Ready:
    """Pages whose views are complete: lists, directories, commendations, texts."""

    pages: tuple[Page, ...]

    def __iter__(self) -> Iterator[Page]:
        return iter(self.pages)

    def data(self) -> Iterator[tuple[str, Any]]:
        """Yield nothing: the search finds places."""
        yield from ()


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
        elif isinstance(self.job, Ready):
            yield from (page for page in self.job if page.url in self.urls)

    def data(self) -> Iterator[tuple[str, Any]]:
        """Yield nothing: pages alone are looked at."""
        yield from ()


Job: TypeAlias = Ready | OfPlace | Index | Pictures | Copies | Some


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
