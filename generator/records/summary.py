"""What a batch of records hands up: names, list rows, figures, references and problems."""

import heapq
import marshal
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

from generator.base import digests, findings, natural_order
from generator.base.clock import ALWAYS, Span
from generator.base.problems import Place, Problem
from generator.model import parties
from generator.model.kinds import document
from generator.model.kinds.declaration import KindError
from generator.model.kinds.kind import View
from generator.model.kinds.registry import COMMAND, KINDS, LISTS
from generator.model.schedule import LATE
from generator.parse.field_types import parse_date
from generator.records import disclosures, list_rows, party_rows, totals
from generator.records.batch_news import DayElsewhere, Elsewhere
from generator.records.batches import File
from generator.records.freshness import Times
from generator.records.totals import Figures


class Reference(NamedTuple):
    """A record named by another, to be looked for once all are known: its kind and its id."""

    kind: str
    id: str
    file: str
    path: tuple[findings.Step, ...]


class Link(NamedTuple):
    """A content file that a record's text links to."""

    target: str
    place: Place


class Anchored(NamedTuple):
    """A place within a page that a text links to: that of `target`, or its own where it is ""."""

    file: str
    target: str
    fragment: str
    place: Place


@dataclass(slots=True)
class Summary:
    """What a batch hands up. Rows are views cut down to what lists and figures need."""

    key: str
    views: bytes = b""
    """The digest of the views that are kept, and of what is kept back."""
    county: int = 1
    """How many parts the address of a county has."""
    public: bytes = b""
    """The digest of the public records, which are kept with the views: `view_cache.public`."""
    units: list[View] = field(default_factory=list)
    unfolded: list[View] = field(default_factory=list)
    """The rows of the projects until `fold`, which puts them in order."""
    projects: list_rows.Rows = field(default_factory=lambda: list_rows.NO_ROWS)
    commendations: list[View] = field(default_factory=list)
    contacts: list[View] = field(default_factory=list)
    nominations: list[View] = field(default_factory=list)
    """Whom each commendation is to honour, public or not: for warnings alone."""
    documents: list[View] = field(default_factory=list)
    pages: list[View] = field(default_factory=list)
    records: dict[str, list[View]] = field(default_factory=dict)
    """The rows of the records of `registry.COMMAND`, by kind."""
    strips: dict[str, list[View]] = field(default_factory=dict)
    """The periods in which each unit should have met, as `meeting.strip` has them."""
    allotments: list[View] = field(default_factory=list)
    """The rows of the allotments; what became of them, projects elsewhere may have to say."""
    libraries: list[View] = field(default_factory=list)
    """The libraries of projects, with all that they name."""
    taken: dict[str, list_rows.Taken] = field(default_factory=dict)
    """What the projects take from each allotment they name, here or elsewhere."""
    parties: dict[str, party_rows.OfParty] = field(default_factory=dict)
    """What the projects say of those who build, carry out or are paid, by the ids of these."""
    signals: bytes = b""
    """What of the projects may be worth a look, where that is asked: see `signals.packed`."""
    disclosed: disclosures.Settled | None = None
    """What the batch alone knows of what was disclosed."""
    lists: dict[list_rows.Key, list_rows.Part] = field(default_factory=dict)
    """The part of each list that the records make."""
    by_unit: dict[str, list_rows.Rows] = field(default_factory=dict)
    late: dict[str, list_rows.Rows] = field(default_factory=dict)
    """The projects of each unit, and the first late ones of each and of what is below it."""
    latest: list[View] = field(default_factory=list)
    """The rows of the projects that something was last recorded of, up to the day of the data."""
    news: bytes = b""
    """The latest events of all its places, and the days by which something is due, packed."""
    has_news: tuple[bool, bool] = (False, False)
    """Whether there are such events, and whether one is known to the day, and so in feeds."""
    days_elsewhere: list[DayElsewhere] = field(default_factory=list)
    news_elsewhere: list[Elsewhere] = field(default_factory=list)
    """What is told of places by records that lie in no place's folder."""
    searched: dict[str, bytes] = field(default_factory=dict)
    """What the search finds at each unit ("" for the root): rows by kind, marshalled; no amount."""
    search: bytes = b""
    """The digest of that."""
    units_searched: dict[str, View] = field(default_factory=dict)
    """What the search finds of units themselves, until `fold`."""
    figures: dict[str, Figures] = field(default_factory=dict)
    unpublished: list[tuple[str, str, str]] = field(default_factory=list)
    """Kind, key and reason (draft or board_only) of records that the site leaves out."""
    drafts: list[tuple[str, str, str]] = field(default_factory=list)
    """Kind, key and file of drafts that are taken as if they were public: in previews alone."""
    references: list[Reference] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    anchors: list[Anchored] = field(default_factory=list)
    moved: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Kind and id of records that lay elsewhere, the id that they had there, and their file."""
    headings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The names of the headings of texts, by the path of their file in the content."""
    pictures: dict[str, View] = field(default_factory=dict)
    attachments: dict[str, View] = field(default_factory=dict)
    withheld_links: list[Link] = field(default_factory=list)
    withheld_files: set[str] = field(default_factory=set)
    """What records link to, show and attach that the site leaves out: judged, never made."""
    vouched: frozenset[str] = frozenset()
    """The digits of numbers that public records vouch for."""
    problems: list[Problem] = field(default_factory=list)
    times: dict[str, Times] = field(default_factory=dict)
    """When records of each unit last said something, and when that changes by itself."""
    span: Span = ALWAYS
    """The days for which all of this holds, whatever else is the same."""
    unread: set[str] = field(default_factory=set)
    """Files that the system would not give: this is never kept, as it may give them next time."""


def fold(summary: Summary, as_of: date) -> None:
    """Put the records of a summary in order, and fold what lists need of them."""
    codes = {row["id"]: row["code"] or "~" for row in summary.units}
    projects, summary.unfolded = summary.unfolded, []
    projects.sort(
        key=lambda row: (
            codes.get(row["unit"], ""),
            row["unit"],
            -row["year"],
            natural_order.key(row["id"]),
        )
    )
    list_rows.tell_apart(projects)
    table = list_rows.Table.of(projects)
    summary.projects = list_rows.Rows.of(table, range(len(projects)))
    summary.lists = list_rows.parts(projects, table)
    for kind, found in summary.records.items():
        # of each unit the latest first
        found.sort(key=lambda row: (row["date"], natural_order.key(row["id"])), reverse=True)
        found.sort(key=lambda row: (codes.get(row["unit"], ""), row["unit"]))
        summary.lists.update(list_rows.parts_of(kind, found))
    summary.taken = list_rows.taken(projects, table)
    summary.parties = party_rows.of_batch(projects, table)
    summary.by_unit = list_rows.by_unit(projects, table)
    summary.late = list_rows.late(projects, table, summary.key)
    # what is planned for a year to come is no news yet
    lately = [row for row in projects if not parse_date(row["updated"]).first > as_of]
    summary.latest = heapq.nlargest(list_rows.SHOWN, lately, newest)
    summary.searched = _searched(summary, projects)
    summary.search = digests.digest(marshal.dumps([*summary.searched.items()], 2))


def _searched(summary: Summary, projects: Iterable[View]) -> dict[str, bytes]:
    """Return what is found at each unit by kind: titles with what lists say of them, and people.

    Rows end in the id of a record that has a page of its own; a name stands first in all others.
    Who does a project stands a line each, and behind it the id of each.
    """
    units, summary.units_searched = summary.units_searched, {}
    found: dict[str, dict[str, list[Any]]] = defaultdict(dict)
    for row in projects:
        who = row.pop("who")
        named, parties_ = "\n".join(name for name, _ in who), ",".join(ident for _, ident in who)
        told = [*_told(row), row["timeliness"] in LATE, named, parties_.rstrip(","), row["id"]]
        found[row["unit"]].setdefault("projects", []).append(told)
    for row in summary.contacts:
        posts = [[p["person"], p["role"], p["group"]] for p in row["posts"] if p["person"]]
        found[row["id"]]["posts"] = posts
    for row in summary.records.get("teams", ()):
        sent = [[m["name"], m["role"], m["sent_by"]] for m in row["members"] if m["name"]]
        found[row["unit"]]["sent"] = sent
    for ident, own in units.items():
        found[ident]["leaders"] = own["leaders"]
        found[ident]["former"] = own["former"]
    return {
        unit: marshal.dumps({kind: rows for kind, rows in own.items() if rows}, 2)
        for unit, own in sorted(found.items())
        if any(own.values())
    }


_told = itemgetter("title", "year", "stage", "category")


def newest(row: View) -> tuple[str, str]:
    """Return what news are ordered by."""
    return (row["updated"], row["id"])


def add(summary: Summary, file: File, view: View) -> None:
    """Add what lists, figures and other pages need of a published record to the summary."""
    kind = KINDS[file.kind]
    place = kind.place_of(file.id)
    for old in view.get("moved", ()):
        summary.moved.append((file.kind, file.id, old, file.path))
    if file.kind in COMMAND:
        row = list_rows.of_record(LISTS[file.kind].row(view), view, file.kind, place)
        summary.records.setdefault(file.kind, []).append(row)
        totals.count(summary.figures, place, kind.figures(view))
    if file.kind in _HANDED:
        _HANDED[file.kind](summary, file, view, place)


def _project(summary: Summary, _file: File, view: View, place: str) -> None:
    row = list_rows.of_project(view, place)
    row["parties"] = parties.of_project(view, place, summary.county)  # no list shows it: see `fold`
    summary.unfolded.append(row)
    totals.count(summary.figures, place, totals.of_project(view))


def _unit(summary: Summary, _file: File, view: View, _place: str) -> None:
    summary.units.append({name: view[name] for name in list_rows.UNIT})
    official = view["division"] if view["level"] != "village" else ""
    former = [*view["former_names"], *([official] if official != view["short_name"] else [])]
    leaders = [[each["name"], each["post"]] for each in view["leaders"]]
    summary.units_searched[view["id"]] = {"leaders": leaders, "former": [*filter(None, former)]}


def _contacts(summary: Summary, _file: File, view: View, place: str) -> None:
    summary.contacts.append({**view, "mark": digests.digest(marshal.dumps(view, 2))})
    states = [post["state"] for post in view["posts"]]
    counted = totals.of_posts(states, len(view["groups"]), len(view["groups_unknown"]))
    totals.count(summary.figures, place, counted)


def _commendation(summary: Summary, _file: File, view: View, _place: str) -> None:
    row = {k: v for k, v in view.items() if k not in ("body", "moved")}
    summary.commendations.append(row)


def _document(summary: Summary, _file: File, view: View, _place: str) -> None:
    row = {name: view[name] for name in document.ROW}
    row["mark"] = digests.digest(marshal.dumps(row, 2))
    summary.documents.append(row)


def _allotment(summary: Summary, file: File, view: View, place: str) -> None:
    row = LISTS[file.kind].row(view)
    summary.allotments.append(list_rows.of_record(row, view, file.kind, place))


def _library(summary: Summary, _file: File, view: View, place: str) -> None:
    library = {k: v for k, v in view.items() if k != "body"}
    summary.libraries.append({**library, "unit": place})


def _page(summary: Summary, file: File, view: View, _place: str) -> None:
    row = {name: view[name] for name in ("id", "title", "summary", "order", "file")}
    summary.pages.append({**row, "language": file.language})


_HANDED: Mapping[str, Callable[[Summary, File, View, str], None]] = {
    "units": _unit,
    "projects": _project,
    "commendations": _commendation,
    "supervisors": _contacts,
    "documents": _document,
    "allocations": _allotment,
    "libraries": _library,
    "pages": _page,
}
"""What the kinds hand up whose records have pages of their own; all others have lists alone."""

for _kind in KINDS:
    if _kind not in COMMAND and _kind not in _HANDED:
        raise KindError(f"of the kind “{_kind}” nothing is handed up: it has no part of the duties")
