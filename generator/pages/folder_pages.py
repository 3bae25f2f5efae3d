"""Folders get a page: whoever shortens an address is led on to what belongs there.

A server answers a folder without an index with its own refusal, or with a list of all its files.
"""

import posixpath
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Protocol

from generator.base import sorted_rows
from generator.base.sorted_rows import SortedRows
from generator.joined.site_data import Library
from generator.model.kinds.kind import View
from generator.model.kinds.registry import KINDS, url_of
from generator.pages.page_mark import Page

INDEX = "index.html"
_PLACED = frozenset(folder for folder, kind in KINDS.items() if kind.lies != "anywhere") | {
    *("compliance", "funds", "news", "commendations", "documents"),
}
"""Folders of the site in which pages lie by the ids of places."""
_WHOLE = {
    "units": "az/index.html",
    "supervisors": "supervisors/{root}.html",
    "compliance": "compliance/{root}.html",
    "funds": "lists/allocations/index.html",
    "lists": "sitemap.html",
    "feeds": "sitemap.html",
    "parties": "lists/parties/index.html",
    "news": "news/{root}.html",
    "calendars": "news/{root}.html",
}
"""Where a topmost folder leads that has no lists of its name; all others lead to the first page."""
_OF_PLACE = {
    "projects": "units/{place}.html",
    "commendations": "lists/commendations/unit/{place}.html",
    "allocations": "funds/{place}.html",
    "libraries": "units/{place}.html",
    "feeds": "news/{place}.html",
    "calendars": "news/{place}.html",
}
"""Where the folder of a place leads if no page bears its very name."""


class Addresses(Protocol):
    """Addresses that can be asked for, and walked through."""

    def __contains__(self, url: object, /) -> bool:
        """Tell whether an address is among them."""

    def __iter__(self) -> Iterator[str]:
        """Yield all of them, in any order."""


def indexes(
    there: SortedRows[Any],
    rows: Callable[[], SortedRows[str]],
    languages: Sequence[str],
    library: Library,
) -> Iterator[tuple[Page, bool]]:
    """Yield the pages of folders without an index, each with whether every language has it.

    `there` has the addresses of all files, from the root of the site; `rows` makes what holds
    folders. Only the first language has folders of files that are no pages, like pictures.
    """
    ends = tuple(f"{language}/" for language in languages[1:])
    own = _Own(there, ends)
    left = moved(own, library)
    for url, to in left.items():
        yield Page(url, "folder.html", _shown(to, library, moved=True)), True
    own.more = left
    folders = rows()
    beside = (f"{end}{url}" for end in ("", *ends) for url in left)
    folders.update((each, "") for each in folders_of(chain(there.unordered(), beside)))
    for folder in folders:
        if f"{folder}/".startswith(ends):
            continue
        url = f"{folder}/{INDEX}"
        if url not in own:
            to = lead(folder, own, library.root)
            shared = all(f"{end}{folder}" in folders for end in ends)
            yield Page(url, "folder.html", _shown(to, library, moved=False)), shared


class _Own:
    """The addresses in the first language: those that are there, and those of `more`."""

    def __init__(self, there: SortedRows[Any], ends: tuple[str, ...]) -> None:
        self._there, self._ends = there, ends
        self.more: Mapping[str, str] = {}

    def __contains__(self, url: object) -> bool:
        if not isinstance(url, str) or url.startswith(self._ends):
            return False
        return url in self._there or url in self.more

    def __iter__(self) -> Iterator[str]:
        return (url for url in self._there.unordered() if not url.startswith(self._ends))


def moved(there: Addresses, library: Library) -> dict[str, str]:
    """Return the addresses at which records were before, each with the one of `there` that is it.

    Of a place that moved, all pages that lie beneath it had other addresses, too. What a program
    reads, like the JSON beside a page, can lead nowhere: a page in its stead would be no JSON.
    """
    found: dict[str, str] = {}
    for each in library.moved:
        url, old = url_of(each.kind, each.id), url_of(each.kind, each.old)
        if url in there and old not in there:
            found.setdefault(old, url)
    places = [(each.id, each.old) for each in library.moved if each.kind == "units"]
    for url in there if places else ():
        folder, _, rest = url.partition("/")
        if folder not in _PLACED or not url.endswith(".html"):
            continue
        for new, old in places:
            if rest.startswith((f"{new}.", f"{new}/", f"{new}--")):
                was = f"{folder}/{old}{rest[len(new) :]}"
                if was not in there:
                    found.setdefault(was, url)
    return dict(sorted(found.items()))


def _shown(to: str, library: Library, *, moved: bool) -> View:
    """Return what is shown of a page that leads to `to`, if that is of a place or a project.

    A project is named to those alone who look for it at its old address.
    """
    ident = _place(to)
    unit = library.units.get(ident)
    named = moved and not unit and to.startswith("projects/")
    row = library.rows_of([ident]).get(ident) if named else None
    return {
        "to": to,
        "place": unit["short_name"] if unit else row["title"] if row else "",
        "unit": ident if unit else "",
        "moved": moved,
    }


def lead(folder: str, there: Container[str], root: str) -> str:
    """Return the address that a folder leads to: one of `there`, `root` being the topmost unit.

    That is the page of its name, else the list of what lies in it, else where the folder above
    leads, at last the first page.
    """
    if not folder:
        return INDEX
    kind, _, place = folder.partition("/")
    pattern = (_OF_PLACE if place else _WHOLE).get(kind, "")
    lists = "" if place else f"lists/{kind}/{INDEX}"
    wanted = (f"{folder}.html", f"{folder}/{INDEX}", lists, pattern.format(place=place, root=root))
    found = next((url for url in wanted if url in there), "")
    return found or lead(posixpath.dirname(folder), there, root)


def _place(url: str) -> str:
    """Return the id of the place whose page or list is at `url`; of any other, that of none."""
    start = _OF_PLACE["commendations"].partition("{")[0]
    path = url.removesuffix(".html")
    return path.removeprefix(start) if path.startswith(start) else path.partition("/")[2]


def folders_of(urls: Iterable[str]) -> Iterator[str]:
    """Yield each folder that one of the files lies in, some of them more than once."""
    seen, last = set[str](), ""
    for url in urls:
        folder = posixpath.dirname(url)
        if folder == last:
            continue
        last = folder
        while folder and folder not in seen:
            seen.add(folder)
            yield folder
            folder = posixpath.dirname(folder)
        if len(seen) > sorted_rows.MOST:
            seen.clear()
