"""What the sides have made is held against the records: that they made the same, and all of it."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from tests.benchmarks.prefecture import TEXTS, Change, Prefecture, View
from tests.benchmarks.sides import Side
from tests.benchmarks.views import day

SHARED = ("units", "projects", "lists by county and year", "commendations", "first page and texts")
"""Kinds of pages that every side makes, and all make the same number of."""
CODES = ("category", "stage", "nature", "urgency")
ROWS = 100
"""Rows on one page of a list, on every side."""
SAMPLE = 40
"""Projects looked at on each side."""
_FIRST = re.compile(r"lists/commendations/(?:index|year/\d+)\.html")
_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")
_MARKS = re.compile(r"^(?:[-#>]+|\d+\.)\s|[|*]")
_RULE = re.compile(r"[|:-]+")

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
        number[kind(url)] += 1
        size[kind(url)] += length
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
    projects = list(_spread(list(found.projects), SAMPLE))
    units = {unit for ident in projects for unit in found.line(found.projects[ident]["unit"])}
    for ident in projects:
        _hold(side, f"projects/{ident}.html", of_project(found, ident))
    for ident in sorted(units):
        _hold(side, f"units/{ident}.html", of_unit(found, ident))
    for ident in _spread(list(found.commendations), SAMPLE):
        _hold(side, f"commendations/{ident}.html", of_commendation(found, ident))
    for (county, year), idents in _spread(list(found.lists.items()), SAMPLE):
        for n in range(0, len(idents), ROWS):
            rows = (row for ident in idents[n : n + ROWS] for row in _row(found.projects[ident]))
            _hold(side, side.list_url(county, year, n // ROWS + 1), rows)


def shows(side: Side, change: Change) -> None:
    """Raise `Different` unless the pages of `side` show a change, and its ancestors' sums."""
    found = side.prefecture
    project = found.projects[change.project]
    amounts = [yuan(change.planned), yuan(change.amount)]
    _hold(side, f"projects/{change.project}.html", amounts)
    line = found.line(project["unit"])
    for unit in line:
        _hold(side, f"units/{unit}.html", [yuan(found.figures[unit]["planned"])])
    _hold(side, f"units/{line[-1]}.html", _row(project))
    key = (line[1], project["year"])
    page = found.lists[key].index(change.project) // ROWS + 1
    _hold(side, side.list_url(*key, page), _row(project))


def of_project(found: Prefecture, ident: str) -> Iterator[str]:
    """Yield what a project's page must say: every text, amount, date and count, and its body."""
    project = found.projects[ident]
    labels = found.site["labels"]
    yield from (project[name] for name in TEXTS if name not in CODES and project[name])
    yield found.site["categories"][project["category"]]
    yield from (labels[name][project[name]] for name in CODES[1:])
    yield labels["timeliness"][project["timeliness"]]
    yield from (yuan(project["planned"]), yuan(project["paid"]))
    for source in project["sources"]:
        yield from (source["fund"], labels["fund_level"][source["level"]], source["document"])
        yield yuan(source["amount"])
    for payment in project["payments"]:
        yield from (day(payment["date"]), yuan(payment["amount"]), payment["note"])
    for entry in project["progress"]:
        yield from (day(entry["date"]), f"{entry['percent']}%", entry["note"])
    for period in (project["plan"], project["actual"]):
        yield from (day(period[name]) for name in ("start", "finish") if period[name])
    if project["acceptance"]:
        yield from (day(project["acceptance"]["date"]), project["acceptance"]["by"])
    yield from (f"{number:,}" for number in project["beneficiaries"].values())
    yield from (found.units[each]["short_name"] for each in found.line(project["unit"]))
    posts = found.contacts[project["unit"]]["posts"]
    yield from (post["person"] for post in posts if not post["group"])
    yield from pieces(project["body"])
    yield day(found.site["as_of"])


def of_unit(found: Prefecture, ident: str) -> Iterator[str]:
    """Yield what a unit's page must say: its sums, what is beneath it, its projects, its people."""
    unit, figures = found.units[ident], found.figures[ident]
    yield from (unit["name"], unit["short_name"], unit["code"])
    yield from (yuan(figures["planned"]), yuan(figures["paid"]))
    for name, number in figures.items():
        if name.startswith("stage:"):
            yield f"{found.site['labels']['stage'][name[6:]]}{number:,}"
        elif name.startswith("source:"):
            yield yuan(number)
    for child in found.children[ident]:
        yield found.units[child]["short_name"]
        if found.figures[child]["projects"]:
            yield from (yuan(found.figures[child][name]) for name in ("planned", "paid"))
    late = () if unit["level"] == "village" else found.late[ident]
    for project in (*found.projects_of[ident], *late):
        yield from _row(found.projects[project])
    for post in found.contacts[ident]["posts"] if ident in found.contacts else ():
        yield from (post["group"], post["person"], post["phone"])
    for honour in found.honours[ident]:
        yield from (honour["name"], honour["title"])


def of_commendation(found: Prefecture, ident: str) -> Iterator[str]:
    """Yield what a commendation's page must say: the decision, and each one with the place."""
    given = found.commendations[ident]
    yield from (given["title"], day(given["decision"]["date"]), given["decision"]["document"])
    yield from pieces(given["body"])
    for each in given["honorees"]:
        yield each["name"] + found.place(each["unit"])


def pieces(body: str) -> Iterator[str]:
    """Yield the text of a body of Markdown line by line, without its marks."""
    for line in body.splitlines():
        text = _MARKS.sub("", line)
        if text and not _RULE.fullmatch(_SPACE.sub("", line)):
            yield text


def yuan(fen: int) -> str:
    """Return an amount as every side writes it in full: `1,250,000.00`."""
    return f"{fen // 100:,}.{fen % 100:02d}"


def text(page: str) -> str:
    """Return the words of a page without tags and spaces."""
    return _SPACE.sub("", html.unescape(_TAG.sub("", page)))


def _row(project: View) -> Iterator[str]:
    yield from (project["title"], yuan(project["planned"]), yuan(project["paid"]))


def _hold(side: Side, url: str, said: Iterable[str]) -> None:
    try:
        found = text(side.page(url))
    except OSError as error:
        raise Different(f"{side.name} has not made {url}") from error
    for each in said:
        if _SPACE.sub("", each) not in found:
            raise Different(f"{side.name}: {url} does not say {each}")


def _spread(rows: Sequence[_T], number: int) -> Iterator[_T]:
    """Yield `number` of `rows`, from all over."""
    return islice(rows[:: max(1, len(rows) // number)], number)
