"""Files become judged records: a batch is read whole, and hands up only what others need.

`read_batch` runs in any process; the views of its records stay in a file of the batch, and the
`Summary` carries names, list rows, figures, references and problems.
"""

import marshal
import pickle
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

from generator.base import digests, vouched_numbers
from generator.base.clock import ALWAYS, Span
from generator.base.findings import Finding, finding
from generator.base.folder_scan import Stat
from generator.base.problems import errors, problem
from generator.base.processes import uncollected
from generator.model import duplicates, place_ends, public_record
from generator.model.kinds import commendation, document
from generator.model.kinds.kind import Judged, Named, View
from generator.model.kinds.registry import KINDS
from generator.model.news import known_to_the_day
from generator.parse import (
    attachment_text,
    markdown_text,
    mobile_numbers,
    record_file,
    validation,
)
from generator.parse.markdown_text import Prose
from generator.parse.record_file import Source
from generator.records import (
    batch_news,
    cache,
    disclosures,
    files_beside,
    freshness,
    other_mistakes,
    parsed_files,
    signals,
    totals,
    view_cache,
)
from generator.records import duties as compliance
from generator.records.batches import Batch, File
from generator.records.summary import Reference, Summary, add, fold

Names: TypeAlias = tuple[Named, ...]
"""Kind and id of each record that one names, and the field it is named in."""


def read_batch(batch: Batch) -> Summary:
    """Read and judge every record of the batch; keep their views, return what others need."""
    with uncollected():
        return _read_batch(batch)[0]


def read_batch_pickled(batch: Batch) -> bytes:
    """Do what `read_batch` does, in another process: what it kept is what it sends."""
    with uncollected():
        return _read_batch(batch)[1]


def read_batch_kept(batch: Batch) -> bytes:
    """Do what `read_batch` does, on another machine; return nothing where all of it was kept.

    What was not kept (see `cache.Store.lend`) is sent whole, as `read_batch_pickled` does.
    """
    with uncollected():
        summary, content = _read_batch(batch)
    return content if summary.unread else b""


def glance(batch: Batch, file: File) -> tuple[View, Summary] | None:
    """Return the view of one record of the batch and what it hands up, before all else is read.

    None if it is not public, or has an error.
    """
    reader = _Reader(batch)
    reader.take([file])
    view = reader.views[file.kind].get(file.key)
    return (view, reader.summary) if view and not any(errors(reader.summary.problems)) else None


def _read_batch(batch: Batch) -> tuple[Summary, bytes]:
    """Return the summary of a batch, and the same as it is kept."""
    reader = _Reader(batch)
    reader.known, judged = batch.store.sources()
    before = batch.store.views_of(judged, reader.by)
    if before:
        reader.before = view_cache.unpacked(before)
        reader.public_before = view_cache.public_in(BytesIO(before))
    for files in parsed_files.groups(batch.files):
        reader.take(files)
    views, summary = reader.views, reader.summary
    reader.beside()
    summary.disclosed, aside = disclosures.settle(views, reader.reached, summary.key, reader.rules)
    views["duties"] = _duties(views, summary, reader)
    _news(views, summary, reader.news)
    summary.references = _elsewhere(reader.named, summary, batch)
    fold(summary, reader.clock)
    dumped = view_cache.packed(views)
    beside = view_cache.packed_aside(aside, reader.public, len(dumped))
    looked = blake2b(dumped, digest_size=16)  # views are large: what both begin with is read once
    whole = looked.copy()
    whole.update(beside + reader.by)
    looked.update(marshal.dumps(summary.unpublished, 2))
    summary.signals = signals.packed(reader.signals) if reader.signals else b""
    summary.views = looked.digest()
    summary.public = digests.digest(marshal.dumps([*reader.public.items()], 2))
    summary.span = reader.clock.noted
    stamped = (batch.stamp, batch.settled, batch.young)
    content = dumped + beside
    if summary.unread:  # its stamp would stand for it after the system has changed its mind
        batch.store.lend(content)
        return summary, pickle.dumps(summary, 5)
    pickled = batch.store.keep(stamped, summary, content, reader.parsed, whole.digest())
    return summary, pickled


class _Reader:
    """Takes the files of a batch in their order: what is public goes into views and summary.

    What may be used the next time is put into `parsed`.
    """

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.summary = Summary(batch.key, county=batch.rules.county)
        self.views: view_cache.Views = {
            **{kind: {} for kind in KINDS},
            view_cache.MANY: view_cache.Packed(),
        }
        self.reached: disclosures.Reached = {}
        self.signals: list[signals.Signal] = []
        self.news = batch_news.Gathered()
        self.named: list[tuple[str, Names]] = []
        """The file of each record, and what it names."""
        self.parsed: cache.Sources = {}
        self.rules, self.clock = batch.rules.asked_by_clock()
        self.by = batch.rules.measures.encode()
        self.judged_by = digests.digest(self.by)
        self.known: cache.Sources = {}
        self.before: view_cache.Views = {}
        self.public: view_cache.Public = {}
        self.public_before: view_cache.Public = {}
        """Both of what was kept of the last time."""
        self.young = {path for path, _ in batch.young}
        self.marks: dict[tuple[Any, ...], tuple[str, str]] = {}
        """What tells a record of a place from the others; its key, and its file."""

    def take(self, files: Sequence[File]) -> None:
        """Take some files, each as it was the last time, or read and judged anew."""
        batch = self.batch
        before = [self._as_before(file) for file in files]
        stale = [file.path for file, was in zip(files, before, strict=True) if was is None]
        fresh = iter(parsed_files.parsed(batch.root, batch.content, stale, self.known))
        for file, was in zip(files, before, strict=True):
            with self.clock.noting() as noted:
                if was is None:
                    self._fresh(file, next(fresh))
                else:
                    self._same(file, was)
            if file.path in self.parsed:
                self.parsed[file.path] = (*self.parsed[file.path][:4], tuple(noted[0]))

    def _same(self, file: File, was: View) -> None:
        """Take the view that a file had the last time."""
        mark, content, names, _, span = self.known[file.path]
        self.parsed[file.path] = (mark, content, names, self._when(file.path), span)
        self.clock.note(Span(*span))
        name = public_name(file)
        self.public[name] = self.public_before[name]
        self._publish(file, was, names)

    def _when(self, path: str) -> Stat | None:
        """Return what the system says of a file, None while that does not tell."""
        return None if path in self.young else self.batch.stats.get(path)

    def _as_before(self, file: File) -> View | None:
        """Return the view that was kept of a file, if that has the same content to this day."""
        was = self.before.get(file.kind, {}).get(file.key)
        if was is None or public_name(file) not in self.public_before:
            return None
        same = _as_before(self.batch, file.path, was, self.known, self._when(file.path))
        return was if same else None

    def _fresh(self, file: File, found: parsed_files.Parsed) -> None:
        """Judge a file that was read anew, and keep what may be used the next time."""
        read, text = found.source, found.text
        if found.error:
            files_beside.unread(file.path, found.error, self.summary)
        if read is None:
            told = other_mistakes.of_unread(self.batch, file, found.problems, self.rules)
            self.summary.problems.extend(told)
            return
        names = self._judge(file, read, text)
        if not read.mobiles and not text.faults:
            # packed while it is near at hand, as are the views of projects
            kept = parsed_files.packed(read, text)
            when = self._when(file.path)
            self.parsed[file.path] = (read.digest, kept, names, when, tuple(ALWAYS))

    def _judge(self, file: File, read: Source, text: Prose) -> Names | None:
        """Judge a record; return what it names if its view and that say all of it, else None."""
        batch, summary = self.batch, self.summary
        kind = KINDS[file.kind]
        data, problems = validation.validate(kind.model, read, batch.root)
        if data is None:
            problems += other_mistakes.of_unfit(batch, file, read, text, self.rules)
            summary.problems.extend(problems)
            return None
        if kind.settled:
            data = kind.settled(data, self.rules)
        told, record = problems, Judged(file.id, file.path, data)
        draft = data.status == "draft"
        shown = batch.rules.drafts and file.path not in batch.rules.held
        withheld = data.board_only or (draft and not shown)
        into = Summary(batch.key, county=batch.rules.county) if withheld else summary
        into.problems.extend(told)
        html = files_beside.text(batch, read, text, into)
        wrong = [
            problem(code, mobile_numbers.place_in_text(read, at), value=said)
            for code, at, said in (kind.judge_text(read.body) if kind.judge_text else ())
        ]
        into.problems.extend(wrong)
        photos = [*kind.photos(data)] if kind.photos else []
        attached = set[str]()
        findings = [
            *kind.judge(record, self.rules),
            *duplicates.entries(data),
            *(files_beside.unshown(photos, batch, record, into) if photos else ()),
            *(
                self._attachment(record, read, html, into, attached)
                if isinstance(data, document.Document)
                else ()
            ),
            *mobile_numbers.of_record(read, data, batch.root, attached),
        ]
        if findings:
            into.problems.extend(validation.place(findings, file.path, batch.root))
        if isinstance(data, commendation.Commendation):
            honoured = Judged(file.id, file.path, data)
            summary.nominations.append(commendation.nomination(honoured, self.rules))
        names: Names = tuple(kind.named(record))
        summary.unread |= into.unread
        if withheld:
            reason = "draft" if draft and not shown else "board_only"
            summary.unpublished.append((file.kind, file.key, reason))
            summary.withheld_links.extend(into.links)
            summary.withheld_files.update((*into.pictures, *into.attachments))
            summary.problems.extend(into.problems)
            self.named.append((file.path, names))
            return None
        if draft:
            summary.drafts.append((file.kind, file.key, file.path))
        summary.vouched |= vouched_numbers.vouched(read.data)
        self._open(file, record, html)
        self._publish(file, self._view(file, record, read, html), names)
        # whom a commendation honours, and the file beside a document, are handed up besides
        looked_into = isinstance(data, commendation.Commendation | document.Document)
        more = looked_into or text.links or text.pictures or text.anchors or photos
        return None if findings or told or wrong or more or draft else names

    def _open(self, file: File, record: Judged[Any], html: str) -> None:
        """Take what is public of a record; nothing of a translation that the site does not show."""
        shown = self.rules.languages
        if not file.language or not shown or file.language in shown:
            kind = KINDS[file.kind]
            open_ = public_record.public(kind, record, html, self.rules, file.language)
            self.public[public_name(file)] = public_record.canonical(open_)

    def _view(self, file: File, record: Judged[Any], read: Source, html: str) -> View:
        """Return the public view of a record, and for which days it holds."""
        with self.clock.noting() as told_on:
            view = KINDS[file.kind].view(record, self.rules)
            view["said"] = freshness.said(view, self.clock)
        view["until"] = told_on[0].next
        view["file"], view["body"] = file.path, html
        view["moved"] = record.data.moved or []
        if file.kind == "projects":  # of which there are so many that a page's key counts
            # what is asked of the day is the same on all days of a span, which its first one tells
            since = self.clock.noted.since.to_bytes(4, "big")
            view["mark"] = digests.digest(read.digest + self.judged_by + since)
        if isinstance(record.data, document.Document) and record.data.attachment:
            name = files_beside.beside(self.batch, record, record.data.attachment)
            view["attachment"] = self.summary.attachments.get(name)
        return view

    def _attachment(
        self, record: Judged[Any], read: Source, text: str, into: Summary, attached: set[str]
    ) -> Iterator[Finding]:
        """Judge the file beside a document; what it says is kept by the digest of its bytes.

        Numbers vouched for that stand there are put into `attached`.
        """
        vouched_for = vouched_numbers.vouched(read.data)

        def told(path: Path, mark: str) -> list[tuple[str, dict[str, str]]]:
            key, by = str(path), " ".join((mark, *sorted(vouched_for))).encode()
            if key in self.known and self.known[key][0] == by:
                self.parsed[key] = self.known[key]
                found: attachment_text.Told = marshal.loads(self.known[key][1])  # noqa: S302 (written by this program)
            else:
                found = attachment_text.told(path, vouched_for)
                self.parsed[key] = (by, marshal.dumps(found, 2), None, None, tuple(ALWAYS))
            wrong, met = found
            attached.update(met)
            return wrong

        return files_beside.attachment(self.batch, record, text, into, told)

    def _publish(self, file: File, view: View, names: Names) -> None:
        kind = KINDS[file.kind]
        mark = duplicates.mark(kind, kind.place_of(file.id), view)
        first, other = self.marks.setdefault(mark, (file.key, file.path)) if mark else ("", "")
        if mark and first != file.key:  # two files of one name have a problem of their own
            self._unfit(view, [finding("P135", f"^{kind.alike[0]}", other=other)])
        self.views[file.kind][file.key] = view
        unit = kind.place_of(file.id)
        with self.clock.noting() as due:
            if file.kind == view_cache.MANY:
                self.reached[file.key] = disclosures.reached(file.key, view, self.rules)
                if self.rules.signals:
                    self.signals.append(signals.of(view))
            self.news.add(file.kind, file.id, view, unit, self.clock)
        own = self.summary.times.get(unit, freshness.NEVER)
        following = ("", view["until"]), ("", due[0].next)
        # what the site says of itself is no report of what is done
        said = "" if file.kind == "pages" else view["said"]
        self.summary.times[unit] = freshness.both((own, (said, ""), *following))
        for other in self._told_of(file, view):
            own = self.summary.times.get(other, freshness.NEVER)
            self.summary.times[other] = freshness.both((own, *following))
        add(self.summary, file, view)
        if headings := markdown_text.headings_of(view["body"]):
            self.summary.headings[file.path[len(self.batch.content) + 1 :]] = headings
        self.named.append((file.path, names))

    def _told_of(self, file: File, view: View) -> set[str]:
        """Return the other places whose pages change when what a record says of itself does."""
        news = KINDS[file.kind].news
        found = {place for place, _ in news.places(view, "")} if news and news.places else set()
        if file.kind == disclosures.KIND:
            found.update(KINDS["projects"].place_of(each) for each in view["projects"])
        return found - {KINDS[file.kind].place_of(file.id)}

    def beside(self) -> None:
        """Hold records of the batch against each other."""
        views = self.views
        for kind in KINDS.values():
            if kind.beside is not None:
                for ident, each in views[kind.folder].items():
                    unit = views["units"].get(kind.place_of(ident))
                    self._unfit(each, kind.beside(each, unit, views, self.rules))
        for unit in [each for each in views["units"].values() if each["last_day"]]:
            for kind in KINDS.values():
                for ident in views[kind.folder]:
                    if kind.place_of(ident) == unit["id"]:
                        each = views[kind.folder][ident]
                        self._unfit(each, place_ends.faults(unit, kind.begins(each)))

    def _unfit(self, view: View, findings: Iterable[Finding]) -> None:
        found = validation.place(findings, view["file"], self.batch.root)
        self.summary.problems.extend(found)


def public_name(file: File) -> str:
    """Return what a record is called among the public records of its batch."""
    return f"{file.kind}/{file.key}"


def _elsewhere(
    named: Iterable[tuple[str, Names]], summary: Summary, batch: Batch
) -> list[Reference]:
    """Return what the records of a batch name in others, to be looked for once all are known.

    What projects take stands in `taken`, and what libraries name in them: looked for there.
    """
    own = {(file.kind, file.id) for file in batch.files}
    own -= {(kind, ident) for kind, ident, _ in (*summary.unpublished, *summary.drafts)}
    told = {
        *(("allocations", row["file"]) for row in summary.unfolded if "taken" in row),
        *(("projects", row["file"]) for row in summary.libraries),
    }
    return [
        Reference(kind, ident, file, path)
        for file, names in named
        for kind, ident, path in names
        if (kind, ident) not in own and (kind, file) not in told
    ]


def _news(views: view_cache.Views, summary: Summary, gathered: batch_news.Gathered) -> None:
    """Add to the views what is told of each unit as news, and hand up what others tell."""
    villages = {row["id"] for row in summary.units if row["level"] == "village"}
    views[batch_news.KIND], latest, days = gathered.settle(summary.key, villages)
    if latest or days:
        summary.news = batch_news.packed(latest, days)
    summary.has_news = (
        bool(latest),
        any(known_to_the_day(event[0]) for event in latest),
    )
    summary.news_elsewhere = gathered.elsewhere
    summary.days_elsewhere = gathered.days_elsewhere


def _duties(views: view_cache.Views, summary: Summary, reader: "_Reader") -> dict[str, View]:
    """Return what `duties` says of each unit of the batch; add it to the figures."""
    rules, clock = reader.rules, reader.clock
    own: dict[str, dict[str, list[View]]] = {}
    for kind in dict.fromkeys(kind for kind, *_ in compliance.ANSWERED):
        for ident, view in views[kind].items():
            of_unit = own.setdefault(KINDS[kind].place_of(ident), {})
            of_unit.setdefault(kind, []).append(view)
    found = {}
    failed = summary.disclosed.failed if summary.disclosed else {}
    for ident, unit_ in views["units"].items():
        with clock.noting() as due:
            strips, counted = compliance.of_unit(unit_, own.get(ident, {}), rules)
        before = summary.times.get(ident, freshness.NEVER)
        summary.times[ident] = freshness.both((before, ("", due[0].next)))
        totals.count(summary.figures, ident, counted)
        found[ident] = {**strips, disclosures.KIND: failed.get(ident, [])}
        reader.news.add_strips(unit_, strips)
        if "meetings" in strips:
            summary.strips[ident] = [*strips["meetings"]]
    return found


def _as_before(batch: Batch, path: str, was: View, known: cache.Sources, when: Stat | None) -> bool:
    """Tell whether a file has the content that gave the view `was`, and nothing else to be said.

    What was asked of the day must hold on this one, too.

    `when` is what the system says of it, None while that does not tell.
    """
    if path not in known or was["file"] != path:
        return False
    mark, _, names, then, span = known[path]
    if names is None or not Span(*span).holds(batch.rules.as_of):
        return False
    if when is not None and when == then:
        return True
    try:
        content = record_file.content(batch.root, path)
    except OSError:
        return False
    return bool(digests.digest(content) == mark)
