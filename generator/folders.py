"""Folders get a page: whoever shortens an address is led on to what belongs there.

A server answers a folder without an index with its own refusal, or with a list of all its files.
"""

import posixpath
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain

from generator.library import Library
from generator.page import Page

INDEX = "index.html"
_WHOLE = {
    "units": "az/index.html",
    "projects": "lists/projects/index.html",
    "commendations": "lists/commendations/index.html",
    "supervisors": "supervisors/{root}.html",
    "compliance": "compliance/{root}.html",
    "documents": "lists/documents/index.html",
    "allocations": "lists/allocations/index.html",
    "funds": "lists/allocations/index.html",
    "libraries": "lists/libraries/index.html",
    "lists": "sitemap.html",
    "feeds": "sitemap.html",
}
"""Where a topmost folder leads; all others lead to the first page."""
_OF_PLACE = {
    "projects": "units/{place}.html",
    "commendations": "lists/commendations/unit/{place}.html",
    "allocations": "funds/{place}.html",
    "libraries": "units/{place}.html",
}
"""Where the folder of a place leads if no page bears its very name."""


def indexes(
    urls: Iterable[str], languages: Sequence[str], library: Library
) -> tuple[list[Page], list[Page]]:
    """Return the pages of folders without an index: those in every language, those in the first.

    `urls` are those of all files, from the root of the site. Only the first language has folders
    of files that are no pages, like pictures.
    """
    there = {*urls}
    ends = [f"{language}/" for language in languages[1:]]
    own = {url for url in there if not url.startswith(tuple(ends))}
    folders = [*_folders(own)]
    shared = set.intersection(
        {*folders},
        *({*_folders(u.removeprefix(end) for u in there if u.startswith(end))} for end in ends),
    )
    found: tuple[list[Page], list[Page]] = ([], [])
    for folder in sorted(folders):
        url = f"{folder}/{INDEX}"
        if url not in own:
            to = lead(folder, own, library.root)
            unit = library.units.get(_place(to))
            view = {"to": to, "place": unit["short_name"] if unit else ""}
            found[folder not in shared].append(Page(url, "folder.html", view))
    return found


def lead(folder: str, there: Collection[str], root: str) -> str:
    """Return the address that a folder leads to: one of `there`, `root` being the topmost unit.

    That is the page of its name, else the list of what lies in it, else where the folder above
    leads, at last the first page.
    """
    if not folder:
        return INDEX
    kind, _, place = folder.partition("/")
    pattern = (_OF_PLACE if place else _WHOLE).get(kind, "")
    wanted = (f"{folder}.html", f"{folder}/{INDEX}", pattern.format(place=place, root=root))
    found = next((url for url in wanted if url in there), "")
    return found or lead(posixpath.dirname(folder), there, root)


def _place(url: str) -> str:
    """Return the id of the place whose page or list is at `url`; of any other, that of none."""
    start = _OF_PLACE["commendations"].partition("{")[0]
    path = url.removesuffix(".html")
    return path.removeprefix(start) if path.startswith(start) else path.partition("/")[2]


def _folders(urls: Iterable[str]) -> Iterator[str]:
    """Yield each folder that one of the files lies in, once."""
    direct = {posixpath.dirname(url) for url in urls}
    lines = chain.from_iterable(_line(folder) for folder in direct)
    yield from dict.fromkeys(lines)


def _line(folder: str) -> Iterator[str]:
    while folder:
        yield folder
        folder = posixpath.dirname(folder)
