"""What a batch of records hands up: names, list rows, figures, references and problems."""

import heapq
import marshal
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from generator import disclosures, figures, natural, rows, source
from generator.content import File
from generator.figures import Figures
from generator.kinds import allocation, document
from generator.kinds.every import COMMAND, KINDS, place_of
from generator.kinds.kind import View
from generator.problems import Place, Problem

NEWS = 50
"""Entries of a feed."""


class Reference(NamedTuple):
    """A record named by another, to be looked for once all are known: its kind and its id."""

    kind: str
    id: str
    file: str
    path: tuple[source.Step, ...]


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
    units: list[View] = field(default_factory=list)
    unfolded: list[View] = field(default_factory=list)
    """The rows of the projects until `fold`, which puts them in order."""
    projects: rows.Rows = field(default_factory=lambda: rows.NO_ROWS)
    commendations: list[View] = field(default_factory=list)
    contacts: list[View] = field(default_factory=list)
    nominations: list[View] = field(default_factory=list)
    """Whom each commendation is to honour, public or not: for warnings alone."""
    documents: list[View] = field(default_factory=list)
    pages: list[View] = field(default_factory=list)
    records: dict[str, list[View]] = field(default_factory=dict)
    """The rows of the records of `COMMAND`, by kind."""
    strips: dict[str, list[View]] = field(default_factory=dict)
    """The periods in which each unit should have met, as `meeting.strip` has them."""
    allotments: list[View] = field(default_factory=list)
    """The rows of the allotments; what became of them, projects elsewhere may have to say."""
    libraries: list[View] = field(default_factory=list)
    """The libraries of projects, with all that they name."""
    taken: dict[str, rows.Taken] = field(default_factory=dict)
    """What the projects take from each allotment they name, here or elsewhere."""
    disclosed: disclosures.Settled | None = None
    """What the batch alone knows of what was disclosed."""
    lists: dict[rows.Key, rows.Part] = field(default_factory=dict)
    """The part of each list that the records make."""
    by_unit: dict[str, rows.Rows] = field(default_factory=dict)
    late: dict[str, rows.Rows] = field(default_factory=dict)
    """The projects of each unit, and the first late ones of each and of what is below it."""
    latest: list[View] = field(default_factory=list)
    """The rows of the projects that something was last recorded of, up to the day of the data."""
    search: bytes = b""
    """The digest of what the search finds: no amount among it."""
    figures: dict[str, Figures] = field(default_factory=dict)
    unpublished: list[tuple[str, str, str]] = field(default_factory=list)
    """Kind, key and reason (draft or board_only) of records that the site leaves out."""
    drafts: list[tuple[str, str, str]] = field(default_factory=list)
    """Kind, key and file of drafts that are taken as if they were public: in previews alone."""
    references: list[Reference] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    anchors: list[Anchored] = field(default_factory=list)
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
            natural.key(row["id"]),
        )
    )
    table = rows.Table.of(projects)
    summary.projects = rows.Rows.of(table, range(len(projects)))
    summary.lists = rows.parts(projects, table)
    for kind, found in summary.records.items():
        # of each unit the latest first
        found.sort(key=lambda row: (row["date"], natural.key(row["id"])), reverse=True)
        found.sort(key=lambda row: (codes.get(row["unit"], ""), row["unit"]))
        summary.lists.update(rows.parts_of(kind, found))
    summary.taken = rows.taken(projects, table)
    summary.by_unit = rows.by_unit(projects, table)
    summary.late = rows.late(projects, table, summary.key)
    # what is planned for a year to come is no news yet
    news = [row for row in projects if row["updated"] <= as_of.isoformat()]
    summary.latest = heapq.nlargest(NEWS, news, newest)
    people = [[post["person"] for post in row["posts"]] for row in summary.contacts]
    said = [*map(_searched, projects), people, [row["id"] for row in summary.contacts]]
    summary.search = source.digest(marshal.dumps(said, 2))


_searched = itemgetter("unit", "id", "title", "year", "stage")


def newest(row: View) -> tuple[str, str]:
    """Return what news are ordered by."""
    return (row["updated"], row["id"])


def add(summary: Summary, file: File, view: View) -> None:
    """Add what lists, figures and other pages need of a published record to the summary."""
    kind, place = file.kind, place_of(file.kind, file.id)
    if kind == "projects":
        summary.unfolded.append(rows.of_project(view, place))
        figures.count(summary.figures, place, figures.of_project(view))
    elif kind == "units":
        summary.units.append({name: view[name] for name in rows.UNIT})
    elif kind == "supervisors":
        summary.contacts.append({**view, "mark": source.digest(marshal.dumps(view, 2))})
        states = [post["state"] for post in view["posts"]]
        counted = figures.of_posts(states, len(view["groups"]), len(view["groups_unknown"]))
        figures.count(summary.figures, file.id, counted)
    elif kind == "commendations":
        summary.commendations.append({k: v for k, v in view.items() if k != "body"})
    elif kind == "documents":
        row = {name: view[name] for name in document.ROW}
        row["mark"] = source.digest(marshal.dumps(row, 2))
        summary.documents.append(row)
    elif kind == "allocations":
        summary.allotments.append(rows.of_record(allocation.row(view), view, kind, place))
    elif kind in COMMAND:
        module = KINDS[kind][0]
        row = rows.of_record(module.row(view), view, kind, place)
        summary.records.setdefault(kind, []).append(row)
        figures.count(summary.figures, place, module.figures(view))
        if kind == "libraries":
            library = {k: v for k, v in view.items() if k != "body"}
            summary.libraries.append({**library, "unit": place})
    else:
        row = {name: view[name] for name in ("id", "title", "summary", "order", "file")}
        summary.pages.append({**row, "language": file.language})
