"""Files become judged records: a batch is read whole, and hands up only what others need.

A batch is a place of the tree (a town with its villages, or what lies above the towns) with all
its records. `read_batch` runs in any process; the views of its records stay in a file of the
batch, and the `Summary` carries names, list rows, figures, references and problems.
"""

import heapq
import marshal
import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from generator import (
    attachments,
    compliance,
    disclosures,
    figures,
    pictures,
    privacy,
    prose,
    rows,
    source,
    validation,
)
from generator.fields import Record
from generator.figures import Figures
from generator.kinds import (
    allocation,
    assessment,
    commendation,
    disclosure,
    document,
    meeting,
    page,
    project,
    project_library,
    rectification,
    supervisors,
    team,
    unit,
)
from generator.kinds import exit as exits
from generator.kinds.kind import Finding, Judged, Rules, View, finding
from generator.problems import Place, Problem, problem
from generator.prose import Prose
from generator.source import Source
from generator.store import Store, Young
from generator.workers import uncollected

KINDS: Mapping[str, tuple[Any, type[Record]]] = {
    "units": (unit, unit.Unit),
    "projects": (project, project.Project),
    "commendations": (commendation, commendation.Commendation),
    "supervisors": (supervisors, supervisors.Supervisors),
    "exits": (exits, exits.Exit),
    "meetings": (meeting, meeting.Meeting),
    "rectifications": (rectification, rectification.Rectification),
    "assessments": (assessment, assessment.Assessment),
    "documents": (document, document.Document),
    "teams": (team, team.Team),
    "allocations": (allocation, allocation.Allocation),
    "disclosures": (disclosure, disclosure.Disclosure),
    "libraries": (project_library, project_library.ProjectLibrary),
    "pages": (page, page.Page),
}
OF_UNIT = ("units", "supervisors", "exits", "teams")
"""Kinds whose records have the id of the unit they belong to."""
OF_NONE = ("commendations", "documents", "pages")
"""Kinds whose records belong to no unit by their path; of all others the folder says the unit."""
COMMAND = (
    "exits",
    "meetings",
    "rectifications",
    "assessments",
    "teams",
    "disclosures",
    "libraries",
)
"""Kinds that stand on a unit's page of compliance, and in a list of their own."""
LISTED = (*COMMAND, "allocations")
"""Kinds in lists of their own, by their states. Allotments stand on a unit's page of money."""
ENDINGS = (".md", ".yaml", ".yml")
IGNORED = {".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep", ".gitignore"}
_USUAL = re.compile(
    rf"({'|'.join(KINDS)})/({source.SLUG}(?:/{source.SLUG})*)\.(?:md|yaml|yml)", re.ASCII
)
"""The path of a record that is no translation and named as it should be."""
NEWS = 50
"""Entries of a feed."""
SETTLED = 2_000_000_000
"""Nanoseconds after which a file's time is trusted to tell it from what it was (FAT counts 2 s)."""
FEW = 20
"""Files of a batch that are looked into rather than read the batch again."""
REGISTER_FILES = {"slugs.yaml"}
"""Files at the root of the content folder that other programs of ours read."""


class Stat(NamedTuple):
    """When a file was last changed, in nanoseconds, and its size in bytes."""

    changed: int
    size: int


class File(NamedTuple):
    """A record's file: its kind's folder, its id, its language ("" unless it is a translation)."""

    kind: str
    id: str
    language: str
    path: str

    @property
    def key(self) -> str:
        """The id, and the language of a translation: a draft of it is no draft of the record."""
        return f"{self.id}.{self.language}" if self.language else self.id


@dataclass(frozen=True, slots=True)
class Tree:
    """What lies in the content folder: records, what lies beside them, what is wrong with names.

    Paths are relative to the site's folder (that of config.yaml).
    """

    files: tuple[File, ...]
    pictures: frozenset[str]
    problems: tuple[Problem, ...]
    stats: Mapping[str, Stat]
    units: frozenset[str]
    """The ids of the units among them."""
    pages: tuple[File, ...]
    """The texts among them, and their translations."""
    attachments: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Batch:
    """Records to be read together; `key` is the place they lie in, "" for what has no place."""

    key: str
    root: Path
    content: str
    files: tuple[File, ...]
    pictures: frozenset[str]
    rules: Rules
    stamp: bytes
    """The digest of all that decides what reading the batch gives, besides the program."""
    store: Store
    settled: bytes = b""
    """The same without the contents of `young`: what the stamp is once their times are trusted."""
    young: tuple[tuple[str, bytes], ...] = ()
    """The files whose time does not yet tell them from what they were, with their digests."""
    attachments: frozenset[str] = frozenset()


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


@dataclass(slots=True)
class Summary:
    """What a batch hands up. Rows are views cut down to what lists and figures need."""

    key: str
    views: bytes = b""
    """The digest of the views that are kept, and of what is kept back."""
    units: list[View] = field(default_factory=list)
    projects: list[View] = field(default_factory=list)
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
    by_unit: dict[str, list[View]] = field(default_factory=dict)
    late: dict[str, list[View]] = field(default_factory=dict)
    """The projects of each unit, and the first late ones of each and of what is below it."""
    latest: list[View] = field(default_factory=list)
    """The rows of the projects that something was last recorded of, up to the day of the data."""
    search: bytes = b""
    """The digest of what the search finds: no amount among it."""
    figures: dict[str, Figures] = field(default_factory=dict)
    unpublished: list[tuple[str, str, str]] = field(default_factory=list)
    """Kind, key and reason (draft or board_only) of records that the site leaves out."""
    references: list[Reference] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    pictures: dict[str, View] = field(default_factory=dict)
    attachments: dict[str, View] = field(default_factory=dict)
    withheld_links: list[Link] = field(default_factory=list)
    withheld_files: set[str] = field(default_factory=set)
    """What records link to, show and attach that the site leaves out: judged, never made."""
    problems: list[Problem] = field(default_factory=list)


def walk(root: Path, content: str) -> Tree:
    """List the content folder, in order; names that cannot be addresses are problems."""
    files: list[File] = []
    found: set[str] = set()
    attached: set[str] = set()
    problems: list[Problem] = []
    stats = _files(root, content)
    for path in stats:
        usual = _USUAL.fullmatch(path, len(content) + 1)
        if usual and not privacy.may_have_number(path):
            files.append(File(usual[1], usual[2], "", path))  # nearly all are such
            continue
        kind, _, rest = path[len(content) + 1 :].partition("/")
        name = path.rpartition("/")[2]
        readable = path.encode("utf-8", "replace").decode()
        problems.extend(problem(code, Place(readable)) for code, _ in privacy.numbers(readable))
        if readable != path:  # named on a machine with another encoding
            example = source.slug_like(name.rpartition(".")[0]) or "2018-gonglu"
            bad = readable.rpartition("/")[2]
            problems.append(problem("P009", Place(readable), name=bad, example=example))
        elif kind not in KINDS or not rest:
            if rest or kind not in REGISTER_FILES:
                problems.append(problem("P010", Place(path)))
        elif name.lower().endswith(pictures.ENDINGS):
            found.add(path)
        elif kind == "documents" and name.lower().endswith(attachments.ENDINGS):
            attached.add(path)
        elif not name.endswith(ENDINGS):
            problems.append(problem("P010", Place(path)))
        else:
            stem = rest.rpartition(".")[0]
            ident, _, language = stem.partition(".") if kind == "pages" else (stem, "", "")
            wrong = next((part for part in ident.split("/") if not source.is_slug(part)), None)
            if wrong is not None:
                example = source.slug_like(wrong) or "2018-gonglu"
                problems.append(problem("P009", Place(path), name=wrong, example=example))
            else:
                files.append(File(kind, ident, language, path))
    files.sort()
    for one, two in pairwise(files):
        if one.id == two.id and one[:3] == two[:3]:
            problems.append(problem("P202", Place(two.path), other=one.path))
    units = frozenset(file.id for file in files if file.kind == "units")
    pages = tuple(file for file in files if file.kind == "pages")
    shown, beside = frozenset(found), frozenset(attached)
    return Tree(tuple(files), shown, tuple(problems), stats, units, pages, beside)


def _files(root: Path, content: str) -> dict[str, Stat]:
    """Return the files beneath the content folder, in order, by path; a loop costs least so."""
    found: list[tuple[str, Stat]] = []
    folders = [content]
    while folders:
        folder = folders.pop()
        with os.scandir(root / folder) as entries:
            for entry in entries:
                name = entry.name
                if ignored(name):
                    continue
                if entry.is_dir():
                    folders.append(f"{folder}/{name}")
                else:
                    found.append((f"{folder}/{name}", _stat(entry)))
    return dict(sorted(found))


def ignored(name: str) -> bool:
    """Tell whether a file or folder of this name is no part of the content."""
    return name in IGNORED or name.startswith((".", "~$")) or name.endswith("~")


def _stat(entry: "os.DirEntry[str]") -> Stat:
    """Return what tells a file from what it was; nothing of a link that leads nowhere."""
    try:
        found = entry.stat()
    except OSError:
        return Stat(0, 0)
    return Stat(found.st_mtime_ns, found.st_size)


def place_of(kind: str, ident: str) -> str:
    """Return the id of the unit a record belongs to; "" when it belongs to none in particular."""
    if kind in OF_UNIT:
        return ident
    return "" if kind in OF_NONE else ident.rpartition("/")[0]


def batches(
    tree: Tree, root: Path, content: str, rules: Rules, keep: Path, program: bytes, now: int
) -> list[Batch]:
    """Cut the tree at its towns: each batch is a town with all beneath it, or a place above.

    What is read is kept in the folder `keep`. `now` is the time in nanoseconds: a file changed
    within the last `SETTLED` of it may change again without its time telling, so its content is
    part of the stamp.
    """
    cut: dict[str, list[File]] = {}
    for file in tree.files:
        key = "/".join(place_of(file.kind, file.id).split("/")[:2])
        cut.setdefault(key, []).append(file)
    shown: dict[str, set[str]] = {}
    for path in tree.pictures:
        kind, _, rest = path[len(content) + 1 :].partition("/")
        folder = rest.rpartition("/")[0]
        key = "" if kind in OF_NONE else "/".join(folder.split("/")[:2])
        shown.setdefault(key, set()).add(path)
    made = []
    for key, files in sorted(cut.items()):
        store = Store(keep, key.replace("/", "+") or "+", program)
        beside = frozenset(shown.get(key, ()))
        batch = Batch(key, root, content, tuple(files), beside, rules, b"", store)
        if not key:
            batch = replace(batch, attachments=tree.attachments)
        made.append(_stamped(batch, tree, now))
    return made


def _stamped(batch: Batch, tree: Tree, now: int) -> Batch:
    parts: list[object] = [batch.content, repr(batch.rules)]
    young = []
    beside = (*sorted(batch.pictures), *sorted(batch.attachments))
    for path in (*beside, *(file.path for file in batch.files)):
        stat = tree.stats[path]
        parts += (path, *stat)
        if stat.changed > now - SETTLED:
            young.append((path, source.digest_of(batch.root / path)))
    settled = source.digest(marshal.dumps(parts, 2))
    stamp = source.digest(settled + marshal.dumps(young, 2)) if young else settled
    return replace(batch, stamp=stamp, settled=settled, young=tuple(young))


def after(
    tree: Tree, cut: list[Batch], root: Path, changed: Collection[str], now: int
) -> tuple[Tree, list[Batch]] | None:
    """Return tree and batches once the files at `changed` were written anew.

    None if more than that has happened: a file that is new or gone.
    """
    stats = dict(tree.stats)
    for path in changed:
        if path not in stats:
            return None
        try:
            found = (root / path).stat()
        except OSError:
            return None
        stats[path] = Stat(found.st_mtime_ns, found.st_size)
    tree = replace(tree, stats=stats)
    touched = {*changed}
    stamped = [
        _stamped(batch, tree, now)
        if not touched.isdisjoint((*batch.pictures, *batch.attachments))
        or any(file.path in touched for file in batch.files)
        else batch
        for batch in cut
    ]
    return tree, stamped


def read_batch(batch: Batch) -> Summary:
    """Read and judge every record of the batch; keep their views, return what others need."""
    with uncollected():
        return _read_batch(batch)


def _read_batch(batch: Batch) -> Summary:
    summary = Summary(batch.key)
    views: dict[str, dict[str, View]] = {kind: {} for kind in KINDS}
    known, judged = batch.store.sources()
    parsed: dict[str, Any] = {}
    by = repr(batch.rules).encode()
    before = batch.store.views_of(judged, by).get("projects", {})
    for file in batch.files:
        if file.kind == "projects" and _as_before(batch, file, known):
            was = before.get(file.id)
            if was is not None:
                parsed[file.path] = known[file.path]
                views["projects"][file.id] = was
                _project(file, was, summary)
                place = place_of(file.kind, file.id)
                summary.references += [Reference("units", place, file.path, ())] if place else ()
                continue
        read, prosed, problems = _parsed(batch, file.path, known, parsed)
        if read is None:
            summary.problems.extend(problems)
            continue
        module, model = KINDS[file.kind]
        data, problems = validation.validate(model, read, batch.root)
        if data is None:
            summary.problems.extend(problems)
            continue
        record = Judged(file.id, file.path, data)
        withheld = data.status == "draft" or data.board_only
        into = Summary(batch.key) if withheld else summary
        text = _text(batch, read, prosed, into)
        findings = [
            *module.judge(record, batch.rules),
            *_photos(module, batch, record, into),
            *_attachment(batch, record, text, into),
            *(_mobiles(read.data, data) if read.mobiles else ()),
        ]
        into.problems.extend(validation.place(findings, file.path, batch.root))
        if isinstance(data, commendation.Commendation):
            summary.nominations.append(
                commendation.nomination(Judged(file.id, file.path, data), batch.rules)
            )
        if withheld:
            reason = "draft" if data.status == "draft" else "board_only"
            summary.unpublished.append((file.kind, file.key, reason))
            summary.withheld_links.extend(into.links)
            summary.withheld_files.update((*into.pictures, *into.attachments))
            summary.problems.extend(into.problems)
            _references(module, record, summary)
            continue
        view = module.view(record, batch.rules)
        view["file"], view["body"] = file.path, text
        if isinstance(data, document.Document) and data.attachment:
            view["attachment"] = summary.attachments.get(_beside(batch, record, data.attachment))
        views[file.kind][file.key] = view
        if isinstance(data, project.Project) and file.path in parsed:
            more = findings or prosed.links or prosed.pictures or [*project.photos(data)]
            parsed[file.path] = (*parsed[file.path][:-1], not more)
        _rows(file, record, view, summary)
        _references(module, record, summary)
    for each in views["assessments"].values():
        unfit = assessment.beside(each, views["rectifications"])
        summary.problems.extend(validation.place(unfit, each["file"], batch.root))
    for ident, each in views["teams"].items():
        if ident in views["units"]:
            unfit = team.beside(each, views["units"][ident]["level"])
            summary.problems.extend(validation.place(unfit, each["file"], batch.root))
    _disclosed(views, summary, batch.rules)
    for ident, each in views["exits"].items():
        if ident in views["units"]:
            unfit = exits.beside(each, views["units"][ident])
            summary.problems.extend(validation.place(unfit, each["file"], batch.root))
    views["duties"] = _duties(views, summary, batch.rules)
    fold(summary, batch.rules.as_of)
    # records of the batch itself are known to be there: others are left to be looked for
    own = {(file.kind, file.id) for file in batch.files}
    own -= {(kind, ident) for kind, ident, _ in summary.unpublished}
    # what projects take stands in `taken`, and what libraries name in them: to be looked for there
    told = {
        *(("allocations", row["file"]) for row in summary.projects if "taken" in row),
        *(("projects", row["file"]) for row in summary.libraries),
    }
    summary.references = [
        each
        for each in summary.references
        if each[:2] not in own and (each.kind, each.file) not in told
    ]
    dumped = marshal.dumps(views, 2)
    summary.views = source.digest(dumped + marshal.dumps(summary.unpublished, 2))
    when = (batch.stamp, batch.settled, batch.young)
    batch.store.keep(when, summary, dumped, parsed, by)
    return summary


def _disclosed(views: Mapping[str, Mapping[str, View]], summary: Summary, rules: Rules) -> None:
    """Hold projects and notices of the batch against each other; the notices learn what was late.

    This comes once all is read, so what lists and figures say of those notices is put right.
    """
    kind = disclosures.KIND
    summary.disclosed = disclosures.settle(views, summary.key, rules)
    late = {ident: view["late"] for ident, view in views[kind].items() if view["late"]}
    if late:
        summary.records[kind] = disclosures.told_late(summary.records[kind], late)
        for ident in late:
            own = summary.figures.setdefault(place_of(kind, ident), {})
            figures.add(own, {f"{kind}:late": 1})


def _duties(
    views: Mapping[str, Mapping[str, View]], summary: Summary, rules: Rules
) -> dict[str, View]:
    """Return what `compliance` says of each unit of the batch; add it to the figures."""
    own: dict[str, dict[str, list[View]]] = {}
    for kind in COMMAND:
        for ident, view in views[kind].items():
            own.setdefault(place_of(kind, ident), {}).setdefault(kind, []).append(view)
    found = {}
    failed = summary.disclosed.failed if summary.disclosed else {}
    for ident, unit_ in views["units"].items():
        contacts = views["supervisors"].get(ident)
        found[ident], counted = compliance.of_unit(unit_, own.get(ident, {}), contacts, rules)
        figures.add(summary.figures.setdefault(ident, {}), counted)
        found[ident]["disclosures"] = failed.get(ident, [])
        if found[ident]["meetings"]:
            summary.strips[ident] = found[ident]["meetings"]
    return found


def fold(summary: Summary, as_of: date) -> None:
    """Put the records of a summary in order, and fold what lists need of them."""
    codes = {row["id"]: row["code"] or "~" for row in summary.units}
    summary.projects.sort(
        key=lambda row: (codes.get(row["unit"], ""), row["unit"], -row["year"], row["id"])
    )
    summary.lists = rows.parts(summary.projects)
    for kind, found in summary.records.items():
        # of each unit the latest first
        found.sort(key=lambda row: (row["date"], row["id"]), reverse=True)
        found.sort(key=lambda row: (codes.get(row["unit"], ""), row["unit"]))
        summary.lists.update(rows.parts_of(kind, found))
    summary.taken = rows.taken(summary.projects)
    summary.by_unit = rows.by_unit(summary.projects)
    summary.late = rows.late(summary.projects, summary.key)
    # what is planned for a year to come is no news yet
    news = [row for row in summary.projects if row["updated"] <= as_of.isoformat()]
    summary.latest = heapq.nlargest(NEWS, news, newest)
    people = [[post["person"] for post in row["posts"]] for row in summary.contacts]
    said = [*map(_searched, summary.projects), people, [row["id"] for row in summary.contacts]]
    summary.search = source.digest(marshal.dumps(said, 2))


_searched = itemgetter("unit", "id", "title", "year", "stage")


def newest(row: View) -> tuple[str, str]:
    """Return what news are ordered by."""
    return (row["updated"], row["id"])


def _as_before(batch: Batch, file: File, known: Mapping[str, Any]) -> bool:
    """Tell whether a file has the content that gave a view and nothing else to be said."""
    if file.path not in known or not known[file.path][-1]:
        return False
    try:
        content = (batch.root / file.path).read_bytes()
    except OSError:
        return False
    mark: bytes = known[file.path][0]
    return source.digest(content) == mark


def _parsed(
    batch: Batch, path: str, known: dict[str, Any], parsed: dict[str, Any]
) -> tuple[Source | None, Prose, list[Problem]]:
    """Return a file as parsed, and its text as HTML; `known` has what the same content gave.

    What may be used the next time is put into `parsed`. What has faults is parsed each time.
    """
    try:
        content = (batch.root / path).read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        return None, prose.NONE, [problem("P001", Place(path), reason=f"_:{reason}")]
    mark = source.digest(content)
    if path in known and known[path][0] == mark:
        parsed[path] = known[path]
        _, data, line, html, links, shown, _ = known[path]
        return Source(path, data, "", line, mark, mobiles=False), Prose(html, links, shown, ()), []
    read, problems = source.parse(path, content)
    if read is None:
        return None, prose.NONE, problems
    text = prose.render(read.body, path[len(batch.content) + 1 :])
    if not read.mobiles and not text.faults:
        found = (read.data, read.body_line, text.html, text.links, text.pictures)
        parsed[path] = (mark, *found, False)
    return read, text, []


def kept(batch: Batch) -> Summary | None:
    """Return the summary that is kept of the batch, if nothing of it has changed since.

    A file that was young when it was read is looked into, as its time told nothing.
    """

    def same(young: Young) -> bool:
        return len(young) <= FEW and all(
            source.digest_of(batch.root / path) == mark for path, mark in young
        )

    found: Summary | None = batch.store.summary(batch.stamp, batch.settled, same)
    return found


def load(keep: Path) -> dict[str, dict[str, View]]:
    """Return the views that `read_batch` kept: kind, then id, then view."""
    views: dict[str, dict[str, View]] = marshal.loads(keep.read_bytes())  # noqa: S302 (written by this build)
    return views


def _text(batch: Batch, read: Source, text: Prose, summary: Summary) -> str:
    for code, line, values in text.faults:
        place = Place(read.file, read.body_line + line, 1)
        summary.problems.append(problem(code, place, **dict(values)))
    for masked, at in privacy.mobiles(read.body) if read.mobiles else ():
        place = Place(read.file, read.body_line + read.body.count("\n", 0, at), 1)
        summary.problems.append(problem("P604", place, masked=masked))
    for target, line in text.links:
        place = Place(read.file, read.body_line + line, 1)
        summary.links.append(Link(target.partition("#")[0], place))
    for target, line in text.pictures:
        place = Place(read.file, read.body_line + line, 1)
        code = _picture(batch, target, summary)
        if code:
            summary.problems.append(problem(code, place, target=target))
    return text.html


def _mobiles(written: source.Raw, data: Record) -> Iterator[Finding]:
    """Find mobile numbers in texts of the record, where no consent can stand beside them."""
    for path, value in source.keys(written):
        masked = next(privacy.mobiles(value), None)
        if masked and path[-1] not in ("phone", "email"):
            read: Any = data
            for step in path:
                read = read[step] if isinstance(step, int) else getattr(read, step)
            if isinstance(read, str):  # not an amount of money
                yield finding("P604", *path, masked=masked[0])


def _photos(module: Any, batch: Batch, record: Judged[Any], summary: Summary) -> Iterator[Finding]:
    """Find the photos of a record, of a kind that has any, which cannot be shown."""
    if not hasattr(module, "photos"):
        return
    for path, photo in module.photos(record.data):
        code = _picture(batch, _beside(batch, record, photo.file), summary)
        if code:
            yield finding(code, *path, target=photo.file)


def _beside(batch: Batch, record: Judged[Any], name: str) -> str:
    """Return the content path of a file that lies beside a record."""
    return f"{record.file[len(batch.content) + 1 :].rpartition('/')[0]}/{name}"


def _attachment(
    batch: Batch, record: Judged[Any], text: str, summary: Summary
) -> Iterator[Finding]:
    """Look at the file beside a document, and whether there is anything to read at all."""
    data = record.data
    if not isinstance(data, document.Document):
        return
    if data.attachment is None:
        if not text:
            yield finding("P965")
        return
    target = _beside(batch, record, data.attachment)
    path, limit = batch.root / batch.content / target, batch.rules.attachments
    if f"{batch.content}/{target}" not in batch.attachments:
        yield finding("P960", "attachment", target=data.attachment)
        return
    size = attachments.size(path)
    if size > limit.megabytes * attachments.MEGABYTE:
        yield finding(
            "P961",
            "attachment",
            target=data.attachment,
            size=f"{size / attachments.MEGABYTE:.1f}",
            most=limit.megabytes,
            source=limit.source,
        )
        return
    name = record.id.rpartition("/")[2]
    summary.attachments[target] = found = attachments.look(path, name)
    if not found["sound"]:
        yield finding("P966", "attachment", target=data.attachment, type=found["type"])


def _picture(batch: Batch, target: str, summary: Summary) -> str:
    """Note that the picture `target` (a content path) is shown; return a code if it cannot be."""
    path = f"{batch.content}/{target}"
    if path not in batch.pictures:
        return "P702"
    if target not in summary.pictures:
        picture = pictures.look(batch.root / path)
        if picture is None:
            return "P706"
        summary.pictures[target] = picture
    return ""


def _references(module: Any, record: Judged[Any], summary: Summary) -> None:
    for kind, ident, path in module.named(record):
        summary.references.append(Reference(kind, ident, record.file, path))


def _spelled(pinyin: str) -> str:
    """Return pinyin that a list from A to Z can go by; else none, and the address stands in."""
    return pinyin if pinyin[:1].isascii() and pinyin[:1].isalnum() else ""


def _project(file: File, view: View, summary: Summary) -> None:
    """Add what others need of a published project to the summary."""
    folder = place_of(file.kind, file.id)
    summary.projects.append(rows.of_project(view, folder))
    figures.add(summary.figures.setdefault(folder, {}), figures.of_project(view))


def _rows(file: File, record: Judged[Any], view: View, summary: Summary) -> None:
    """Add what lists, figures and other pages need of a published record to the summary."""
    data = record.data
    if isinstance(data, project.Project):
        _project(file, view, summary)
    elif isinstance(data, unit.Unit):
        row = {name: view[name] for name in rows.UNIT}
        row["pinyin"], row["parent"] = _spelled(data.pinyin or ""), data.parent or ""
        summary.units.append(row)
    elif isinstance(data, supervisors.Supervisors):
        summary.contacts.append({**view, "mark": source.digest(marshal.dumps(view, 2))})
        own = summary.figures.setdefault(record.id, {})
        states = [post["state"] for post in view["posts"]]
        unknown = len(view["groups_unknown"])
        figures.add(own, figures.of_posts(states, len(view["groups"]), unknown))
    elif isinstance(data, commendation.Commendation):
        summary.commendations.append({k: v for k, v in view.items() if k != "body"})
    elif isinstance(data, document.Document):
        row = {name: view[name] for name in document.ROW}
        row["mark"] = source.digest(marshal.dumps(row, 2))
        summary.documents.append(row)
    elif isinstance(data, allocation.Allocation):
        place = place_of(file.kind, file.id)
        summary.allotments.append(rows.of_record(allocation.row(view), view, file.kind, place))
    elif file.kind in COMMAND:
        module, place = KINDS[file.kind][0], place_of(file.kind, file.id)
        row = rows.of_record(module.row(view), view, file.kind, place)
        summary.records.setdefault(file.kind, []).append(row)
        figures.add(summary.figures.setdefault(place, {}), module.figures(view))
        if file.kind == "libraries":
            summary.libraries.append(
                {k: v for k, v in view.items() if k != "body"} | {"unit": place}
            )
    else:
        row = {name: view[name] for name in ("id", "title", "summary", "order", "file")}
        summary.pages.append({**row, "language": file.language})
