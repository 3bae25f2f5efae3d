"""What the sides have made is held against the records: that they made the same, and all of it."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from generator.build.code_words import LABELS
from tests.benchmarks import duties, said
from tests.benchmarks.page import day
from tests.benchmarks.prefecture import Change
from tests.benchmarks.said import ROWS, row, yuan
from tests.benchmarks.sides import Side

SHARED = (
    "units",
    "projects",
    "lists by county and year",
    "commendations",
    "first page and texts",
    "duties by place",
    "money by place",
    "allotments of money",
    "lists of records by kind and state",
)
"""Kinds of pages that every side makes, and all make the same number of."""
SAMPLE = 40
"""Projects looked at on each side."""
LISTS = 5
"""Pages looked at of each list of records."""
_FIRST = re.compile(r"lists/commendations/(?:index|year/\d+)\.html")
_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")

_T = TypeVar("_T")


class Different(Exception):
    """A side has not made what the records say, or not as many pages as the others."""


def kind(url: str) -> str:
    """Return what kind of file of a site `url` is: one of `SHARED`, or what only some make."""
    top, _, rest = url.partition("/")
    if not url.endswith(".html"):
        return "other files"
    if top in ("units", "projects", "commendations"):
        return top
    if rest.startswith("projects/place/"):
        return "lists by county and year"
    if _FIRST.fullmatch(url):  # the further pages of a year are ours alone: others have it on one
        return "commendations"
    if url in ("index.html", "about.html", "lists/projects/index.html"):
        return "first page and texts"
    if top == "lists" and rest.partition("/")[0] in LABELS["kind"]:
        return "lists of records by kind and state"
    return {
        "supervisors": "supervisors by place",
        "lists": "other lists",
        "compliance": "duties by place",
        "funds": "money by place",
        "allocations": "allotments of money",
        "libraries": "project libraries",
        "documents": "documents",
        "az": "places from A to Z",
    }.get(top, "site map, page not found")


def counts(side: Side) -> dict[str, tuple[int, int]]:
    """Return how many files of each kind `side` has made, and their bytes."""
    number: Counter[str] = Counter()
    size: Counter[str] = Counter()
    for url, length in side.files():
        what = "pages of folders, which lead on" if side.leads_on(url) else kind(url)
        number[what] += 1
        size[what] += length
    return {each: (number[each], size[each]) for each in number}


def same_counts(made: dict[str, dict[str, tuple[int, int]]]) -> None:
    """Raise `Different` unless all sides have made the same number of each shared kind."""
    for each in SHARED:
        numbers = {side: found.get(each, (0, 0))[0] for side, found in made.items()}
        if len(set(numbers.values())) != 1 or not min(numbers.values()):
            raise Different(f"{each}: {numbers}")


def same_content(side: Side) -> None:
    """Hold a sample of the pages of `side` to the records; raises `Different`."""
    found = side.prefecture
    _hold(side, "index.html", [f"数据截至{day(found.site['as_of'])}"])
    projects = list(_spread(list(found.projects), SAMPLE))
    units = {unit for ident in projects for unit in found.line(found.projects[ident]["unit"])}
    for ident in projects:
        _hold(side, f"projects/{ident}.html", said.of_project(found, ident))
    for ident in sorted(units):
        _hold(side, f"units/{ident}.html", said.of_unit(found, ident))
    for ident in _spread(list(found.commendations), SAMPLE):
        _hold(side, f"commendations/{ident}.html", said.of_commendation(found, ident))
    same_duties(side)
    for (county, year), idents in _spread(list(found.lists.items()), SAMPLE):
        for n in range(0, len(idents), ROWS):
            rows = (each for ident in idents[n : n + ROWS] for each in row(found.projects[ident]))
            _hold(side, side.list_url(county, year, n // ROWS + 1), rows)


def same_duties(side: Side) -> None:
    """Hold a sample of the pages of the command system to the records; raises `Different`."""
    found = side.prefecture
    units = [found.root, *found.children[found.root][:2], *_spread([*found.strips], SAMPLE)]
    units += _spread(list(found.units), SAMPLE)
    for ident in dict.fromkeys(units):
        _hold(side, f"compliance/{ident}.html", said.of_duties(found, ident))
        own = duties.of_unit(found, ident)
        for year in own["years"]:
            _hold(side, f"compliance/{ident}--{year}.html", said.of_year(found, ident, year))
        if own["funds"] == ident:
            _hold(side, f"funds/{ident}.html", said.of_funds(found, ident))
    for ident in _spread(list(found.command["allocations"]), SAMPLE):
        _hold(side, f"allocations/{ident}.html", said.of_allotment(found, ident))
    for kind, states in found.site["states"].items():
        _hold(side, f"lists/{kind}/index.html", said.of_overview(found, kind))
        every = list(found.command.get(kind, {}).values())
        for state in ("", *states):
            rows = [each for each in every if state in ("", each["state"])]
            pages = range(max(1, -(-len(rows) // ROWS)))
            for n in _spread(pages, LISTS):
                lines = said.of_lines(found, kind, rows[n * ROWS : (n + 1) * ROWS])
                _hold(side, side.records_url(kind, state, n + 1), lines)


def shows(side: Side, change: Change) -> None:
    """Raise `Different` unless the pages of `side` show a change, and its ancestors' sums."""
    found = side.prefecture
    project = found.projects[change.project]
    amounts = [yuan(change.planned), yuan(change.amount)]
    _hold(side, f"projects/{change.project}.html", amounts)
    line = found.line(project["unit"])
    for unit in line:
        _hold(side, f"units/{unit}.html", [yuan(found.figures[unit]["planned"])])
        if duties.of_unit(found, unit)["funds"] == unit:
            _hold(side, f"funds/{unit}.html", [said.untraced(found, unit)])
    _hold(side, f"units/{line[-1]}.html", row(project))
    key = (line[1], project["year"])
    page = found.lists[key].index(change.project) // ROWS + 1
    _hold(side, side.list_url(*key, page), row(project))


def text(page: str) -> str:
    """Return the words of a page without tags and spaces."""
    return _SPACE.sub("", html.unescape(_TAG.sub("", page)))


def _hold(side: Side, url: str, said_: Iterable[str]) -> None:
    """Raise `Different` unless a page says each of these, as often as it is among them."""
    try:
        found = text(side.page(url))
    except OSError as error:
        raise Different(f"{side.name} has not made {url}") from error
    for each, times in Counter(_SPACE.sub("", words) for words in said_).items():
        if each and sum(map(found.count, each.split(said.OR))) < times:
            often = f" {times} times" if times > 1 else ""
            raise Different(
                f"{side.name}: {url} does not say {each.replace(said.OR, ' or ')}{often}"
            )


def _spread(rows: Sequence[_T], number: int) -> Iterator[_T]:
    """Yield `number` of `rows`, from all over."""
    return islice(rows[:: max(1, len(rows) // number)], number)
