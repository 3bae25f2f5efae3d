"""Links: where those of the pages lead, and which of them lead nowhere.

A job notes those of its own pages, and has done with the ones that lead to these. What is left is
held against all pages once they are made.
"""

import html
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import unquote

from generator.base.patterns import pattern
from generator.base.problems import Place, Problem, problem
from generator.base.sorted_rows import FIRST, LEAST, SortedRows
from generator.build.build_db import Job

Ids: TypeAlias = tuple[str, ...]
_MARKS = pattern(r' ((?:id|href|src)="(?! [a-z-]+[ =>]|/?>)[^"]*)"')
"""Finds ids and links as they stand in a page, each with its attribute: `id="main`.

Where another attribute or the end of the tag follows, the quote has closed a text that ends in
` id=`, and opens nothing.
"""
_STRAIGHT = pattern(r"(?:[\w-][\w.-]*/)*[\w-][\w.-]*(?:#[\w.-]+)?", re.ASCII)
_PLAIN = pattern(r"[\w.-]+", re.ASCII)
_OUTSIDE = pattern(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


@dataclass(slots=True)
class Noted:
    """What the pages of a job link to, and what can be linked to in them."""

    away: dict[str, str] = field(default_factory=dict)
    """Each address within the site that is linked to, and one page that does.

    Those with a fragment are of the page itself; those into others stand in `Made.deep`.
    """
    ids: dict[str, Ids] = field(default_factory=dict)
    """The ids in each page that was made."""


class Notes:
    """Takes the pages of a job, one by one."""

    def __init__(self) -> None:
        self._noted = Noted()
        # of the pages that lie as deep: links that lead to the same from all of them, those within
        # other pages with where they lead
        self._met: dict[str, tuple[set[str], dict[str, str]]] = {}
        self._same: dict[Ids, _Within] = {}  # by ids as they are found

    def take(self, url: str, content: str) -> tuple[Ids, list[str]]:
        """Note a page; return the places within other pages it links to, and ids it has twice."""
        top = "../" * url.count("/")
        met, far = self._met.setdefault(top, (set(), {}))
        marks = _MARKS.findall(content)
        found = tuple([each for each in marks if each[0] == "i"])
        within = self._same.get(found)  # most pages of a kind have the same
        if within is None:
            within = self._same[found] = _within(found)
        ids, known, twice = within
        self._noted.ids[url] = ids
        deep: set[str] = set()
        for mark in set(marks) - met - known:
            if mark in far:
                deep.add(far[mark])
                continue
            value = mark.partition('"')[2]
            if top and value.startswith(top) and _STRAIGHT.fullmatch(value, len(top)):
                target = value[len(top) :]  # as most are written, and as `resolve` would say
                same = True
            else:
                target = resolve(url, value)
                same = not target  # out of the site
            if "#" in target and value[:1] != "#":
                target = intern(target)  # a hundred pages may lead to one place
                deep.add(target)
                if same:
                    far[mark] = target
                continue
            if same:
                met.add(mark)
            elif value[:1] == "#" and target[len(url) + 1 :] in ids:
                continue
            if target:
                self._noted.away.setdefault(target, url)
        return tuple(sorted(deep)), twice

    def noted(self, made: Iterable[str]) -> Noted:
        """Return what was noted but for the links to what the job has `made` itself."""
        there = {*made}
        away = {target: url for target, url in self._noted.away.items() if target not in there}
        return Noted(away, self._noted.ids)


class Links:
    """What all jobs have noted of the pages that were made anew; `rows` makes what holds it."""

    def __init__(self, rows: Callable[..., SortedRows[Any]]) -> None:
        self._rows = rows
        self._away: SortedRows[str] = rows(stays=FIRST)
        self._ids: SortedRows[Ids] = rows()

    def add(self, noted: Noted) -> None:
        """Add what a job has noted."""
        self._away.update(noted.away.items())
        self._ids.update(noted.ids.items())

    def broken(
        self,
        jobs: Mapping[str, Job],
        fresh: Collection[str],
        made: Callable[[str], bool],
        more: Collection[str],
        site: Path,
    ) -> Iterator[Problem]:
        """Yield a problem for each link within the site that leads nowhere.

        `made` tells of every file there will be, of all `jobs`, but for `more`. The pages of those
        named in `fresh` were noted; others lie in `site` as they are.
        """
        new = self._ids

        @lru_cache(maxsize=1_000)
        def ids(url: str) -> Ids:
            fresh = new.get(url)
            if fresh is not None:
                return fresh
            try:
                return _ids(_MARKS.findall((site / url).read_text("utf-8")))
            except (FileNotFoundError, NotADirectoryError):
                return ()

        def there(target: str) -> bool:
            path, _, fragment = target.partition("#")
            if not made(path) and path not in more:
                return False
            return not fragment or fragment in ids(path)

        links: SortedRows[str] = self._rows(self._away.items(), stays=LEAST)
        links.update(self._deep(jobs, fresh))
        for target, url in links.items():
            if not there(target):
                yield problem("P705", Place(url), page=url, target=target)

    def _deep(self, jobs: Mapping[str, Job], fresh: Collection[str]) -> Iterator[tuple[str, str]]:
        """Yield places within pages, each with a page that leads there, where either is new."""
        new = self._ids

        @lru_cache(maxsize=100_000)
        def is_new(page: str) -> bool:
            return page in new

        for name, job in jobs.items():
            if name not in fresh and not any(map(is_new, job.leads)):
                continue
            for each in job.made:
                for target in each.deep:
                    if is_new(target.partition("#")[0]) or each.url in new:
                        yield target, each.url


class _Within(NamedTuple):
    """What lies within a page: its ids, what of its marks needs no look, ids it has twice.

    These are the ids as they were found, and the links that surely lead to one.
    """

    ids: Ids
    known: frozenset[str]
    twice: list[str]


def _within(found: Ids) -> _Within:
    ids = _ids(found)
    # in other links characters stand for others
    inward = (f'href="#{value}' for value in ids if _PLAIN.fullmatch(value))
    twice = [value for value, times in Counter(ids).items() if times > 1]
    return _Within(ids, frozenset((*found, *inward)), twice)


def _ids(marks: Iterable[str]) -> Ids:
    return tuple(html.unescape(each[len('id="') :]) for each in marks if each[0] == "i")


def resolve(url: str, target: str) -> str:
    """Return the address within the site that `target` leads to from `url`, else ""."""
    target = html.unescape(target)
    if not target or _OUTSIDE.match(target):
        return ""
    path, hash_, fragment = target.partition("#")
    path = path.partition("?")[0]  # what a page is asked by is for its script
    if path.startswith("/"):
        return target
    where = posixpath.normpath(posixpath.join(posixpath.dirname(url), path)) if path else url
    return unquote(where) + hash_ + unquote(fragment)
