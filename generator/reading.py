"""Files become judged records: a batch is read whole, and hands up only what others need.

`read_batch` runs in any process; the views of its records stay in a file of the batch, and the
`Summary` carries names, list rows, figures, references and problems.
"""

import marshal
import pickle
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeAlias

from generator import (
    attachments,
    compliance,
    disclosures,
    figures,
    gate,
    inspection,
    kept,
    pictures,
    prose,
    source,
    store,
    twice,
    validation,
    vouching,
)
from generator.content import Batch, File
from generator.fields import Photo
from generator.kinds import assessment, commendation, document, team
from generator.kinds import exit as exits
from generator.kinds.every import COMMAND, KINDS, place_of
from generator.kinds.kind import Finding, Judged, Named, Rules, View, finding
from generator.listing import Stat
from generator.problems import Place, Problem, errors, problem
from generator.prose import Prose
from generator.source import Slips, Source
from generator.summary import Anchored, Link, Reference, Summary, add, fold
from generator.workers import uncollected

Names: TypeAlias = tuple[Named, ...]
"""Kind and id of each record that one names, and the field it is named in."""
Told: TypeAlias = Callable[[Path, str], list[tuple[str, dict[str, str]]]]
"""Gives codes and values of what is wrong in an attachment, by its path and the digest of it."""
LOOKED_INTO = ("commendations", "documents")
"""Kinds whose records hand up more than their views say: whom they honour, a file beside them."""


def read_batch(batch: Batch) -> Summary:
    """Read and judge every record of the batch; keep their views, return what others need."""
    with uncollected():
        return _read_batch(batch)[0]


def read_batch_pickled(batch: Batch) -> bytes:
    """Do what `read_batch` does, in another process: what it kept is what it sends."""
    with uncollected():
        return _read_batch(batch)[1]


def glance(batch: Batch, file: File) -> tuple[View, Summary] | None:
    """Return the view of one record of the batch and what it hands up, before all else is read.

    None if it is not public, or has an error.
    """
    reader = _Reader(batch)
    reader.take(file)
    view = reader.views[file.kind].get(file.key)
    return (view, reader.summary) if view and not any(errors(reader.summary.problems)) else None


def _read_batch(batch: Batch) -> tuple[Summary, bytes]:
    """Return the summary of a batch, and the same as it is kept."""
    reader = _Reader(batch)
    reader.known, judged = batch.store.sources()
    before = batch.store.views_of(judged, reader.by)
    reader.before = kept.unpacked(before) if before else {}
    for file in batch.files:
        reader.take(file)
    views, summary = reader.views, reader.summary
    reader.beside()
    aside = _disclosed(views, reader.reached, summary, batch.rules)
    views["duties"] = _duties(views, summary, batch.rules)
    summary.references = _elsewhere(reader.named, summary, batch)
    fold(summary, batch.rules.as_of)
    dumped = kept.packed(views)
    beside = kept.packed_aside(aside, len(dumped))
    looked = blake2b(dumped, digest_size=16)  # views are large: what both begin with is read once
    whole = looked.copy()
    whole.update(beside + reader.by)
    looked.update(marshal.dumps(summary.unpublished, 2))
    summary.views = looked.digest()
    stamped = (batch.stamp, batch.settled, batch.young)
    content = dumped + beside
    if summary.unread:  # its stamp would stand for it after the system has changed its mind
        batch.store.lend(content)
        return summary, pickle.dumps(summary, 5)
    pickled = batch.store.keep(stamped, summary, content, reader.parsed, whole.digest())
    return summary, pickled


class _Reader:
    """Takes the files of a batch, one by one: what is public goes into views and summary.

    What may be used the next time is put into `parsed`.
    """

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.summary = Summary(batch.key)
        self.views: kept.Views = {**{kind: {} for kind in KINDS}, kept.MANY: kept.Packed()}
        self.reached: disclosures.Reached = {}
        self.named: list[tuple[str, Names]] = []
        """The file of each record, and what it names."""
        self.parsed: store.Sources = {}
        self.by = repr(batch.rules).encode()
        self.rules = source.digest(self.by)
        self.known: store.Sources = {}
        self.before: kept.Views = {}
        """What was kept of the last time."""
        self.young = {path for path, _ in batch.young}
        self.marks: dict[tuple[Any, ...], tuple[str, str]] = {}
        """What tells a record of a place from the others; its key, and its file."""

    def take(self, file: File) -> None:
        """Take a file: as it was the last time, or read and judged anew."""
        batch, path = self.batch, file.path
        stat = batch.stats.get(path)
        when = None if stat is None or path in self.young else stat
        was = self.before.get(file.kind, {}).get(file.key)
        if was is not None and _as_before(batch, path, was, self.known, when):
            mark, content, names, _ = self.known[path]
            self.parsed[path] = (mark, content, names, when)
            if file.kind == disclosures.KIND:
                disclosures.forget(was)
            self._publish(file, was, names)
            return
        try:
            read, text, problems = _parsed(batch, path, self.known)
        except OSError as error:
            _unread(path, error, self.summary)
            return
        if read is None:
            self.summary.problems.extend(problems)
            return
        names = self._judge(file, read, text)
        if not read.mobiles and not text.faults:
            said = read.slips  # plain, to be marshalled
            slips = (said.unfilled, said.nameless, said.cut, said.broken, said.below)
            found = (
                read.data,
                read.body_line,
                slips,
                text.html,
                text.links,
                text.pictures,
                text.anchors,
            )
            # packed while it is near at hand, as are the views of projects
            self.parsed[path] = (read.digest, marshal.dumps(found, 2), names, when)

    def _judge(self, file: File, read: Source, text: Prose) -> Names | None:
        """Judge a record; return what it names if its view and that say all of it, else None."""
        batch, summary = self.batch, self.summary
        module, model = KINDS[file.kind]
        data, problems = validation.validate(model, read, batch.root)
        if data is None:
            summary.problems.extend(problems)
            return None
        if hasattr(module, "settled"):
            data = module.settled(data, batch.rules)
        told, record = problems, Judged(file.id, file.path, data)
        draft = data.status == "draft"
        shown = batch.rules.drafts and file.path not in batch.rules.held
        withheld = data.board_only or (draft and not shown)
        into = Summary(batch.key) if withheld else summary
        into.problems.extend(told)
        html = _text(batch, read, text, into)
        photos = [*module.photos(data)] if hasattr(module, "photos") else []
        attached = set[str]()
        findings = [
            *module.judge(record, batch.rules),
            *twice.entries(data),
            *(_unshown(photos, batch, record, into) if photos else ()),
            *(
                self._attachment(record, read, html, into, attached)
                if file.kind == "documents"
                else ()
            ),
            *gate.of_record(read, data, batch.root, attached),
        ]
        if findings:
            into.problems.extend(validation.place(findings, file.path, batch.root))
        if isinstance(data, commendation.Commendation):
            honoured = Judged(file.id, file.path, data)
            summary.nominations.append(commendation.nomination(honoured, batch.rules))
        names: Names = tuple(module.named(record))
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
        summary.vouched |= vouching.vouched(read.data)
        view = module.view(record, batch.rules)
        view["file"], view["body"] = file.path, html
        if file.kind == "projects":  # of which there are so many that a page's key counts
            view["mark"] = source.digest(read.digest + self.rules)
        if isinstance(data, document.Document) and data.attachment:
            view["attachment"] = summary.attachments.get(_beside(batch, record, data.attachment))
        self._publish(file, view, names)
        more = file.kind in LOOKED_INTO or text.links or text.pictures or text.anchors or photos
        return None if findings or told or more or draft else names

    def _attachment(
        self, record: Judged[Any], read: Source, text: str, into: Summary, attached: set[str]
    ) -> Iterator[Finding]:
        """Judge the file beside a document; what it says is kept by the digest of its bytes.

        Numbers vouched for that stand there are put into `attached`.
        """
        vouched_for = vouching.vouched(read.data)

        def told(path: Path, mark: str) -> list[tuple[str, dict[str, str]]]:
            key, by = str(path), " ".join((mark, *sorted(vouched_for))).encode()
            if key in self.known and self.known[key][0] == by:
                self.parsed[key] = self.known[key]
                found: inspection.Told = marshal.loads(self.known[key][1])  # noqa: S302 (written by this program)
            else:
                found = inspection.told(path, vouched_for)
                self.parsed[key] = (by, marshal.dumps(found, 2), None, None)
            wrong, met = found
            attached.update(met)
            return wrong

        return _attachment(self.batch, record, text, into, told)

    def _publish(self, file: File, view: View, names: Names) -> None:
        mark = twice.mark(file.kind, place_of(file.kind, file.id), view)
        first, other = self.marks.setdefault(mark, (file.key, file.path)) if mark else ("", "")
        if mark and first != file.key:  # two files of one name have a problem of their own
            name = twice.MARKS[file.kind][0]
            self._unfit(view, [finding("P135", f"^{name}", other=other)])
        self.views[file.kind][file.key] = view
        if file.kind == kept.MANY:
            self.reached[file.key] = disclosures.reached(file.key, view, self.batch.rules)
        add(self.summary, file, view)
        if headings := prose.headings_of(view["body"]):
            self.summary.headings[file.path[len(self.batch.content) + 1 :]] = headings
        self.named.append((file.path, names))

    def beside(self) -> None:
        """Hold records of the batch against each other."""
        views = self.views
        for ident, each in views["assessments"].items():
            self._unfit(each, assessment.beside(each, views["rectifications"]))
            of = views["units"].get(place_of("assessments", ident))
            if of:
                self._unfit(each, assessment.missed(each, of["level"], self.batch.rules))
        for ident, each in views["teams"].items():
            if ident in views["units"]:
                self._unfit(each, team.beside(each, views["units"][ident]["level"]))
        for ident, each in views["exits"].items():
            if ident in views["units"]:
                self._unfit(each, exits.beside(each, views["units"][ident]))

    def _unfit(self, view: View, findings: Iterable[Finding]) -> None:
        found = validation.place(findings, view["file"], self.batch.root)
        self.summary.problems.extend(found)


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


def _disclosed(
    views: kept.Views, reached: disclosures.Reached, summary: Summary, rules: Rules
) -> disclosures.Aside:
    """Hold projects and notices of the batch against each other; the notices learn what was late.

    Return what is to be put aside. This comes once all is read, so what lists and figures say of
    those notices is put right.
    """
    kind = disclosures.KIND
    summary.disclosed, aside = disclosures.settle(views, reached, summary.key, rules)
    late = {ident: view["late"] for ident, view in views[kind].items() if view["late"]}
    if late:
        summary.records[kind] = disclosures.told_late(summary.records[kind], late)
        for ident in late:
            figures.count(summary.figures, place_of(kind, ident), {f"{kind}:late": 1})
    return aside


def _duties(views: kept.Views, summary: Summary, rules: Rules) -> dict[str, View]:
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
        figures.count(summary.figures, ident, counted)
        found[ident]["disclosures"] = failed.get(ident, [])
        if found[ident]["meetings"]:
            summary.strips[ident] = found[ident]["meetings"]
    return found


def _as_before(batch: Batch, path: str, was: View, known: store.Sources, when: Stat | None) -> bool:
    """Tell whether a file has the content that gave the view `was`, and nothing else to be said.

    `when` is what the system says of it, None while that does not tell.
    """
    if path not in known or was["file"] != path:
        return False
    mark, _, names, then = known[path]
    if names is None:
        return False
    if when is not None and when == then:
        return True
    try:
        content = source.content(batch.root, path)
    except OSError:
        return False
    return bool(source.digest(content) == mark)


def _parsed(
    batch: Batch, path: str, known: store.Sources
) -> tuple[Source | None, Prose, list[Problem]]:
    """Return a file as parsed, and its text as HTML; `known` has what the same content gave.

    Raises OSError if it cannot be read.
    """
    content = source.content(batch.root, path)
    mark = source.digest(content)
    if path in known and known[path][0] == mark:
        data, line, slips, html, links, shown, deep = marshal.loads(known[path][1])  # noqa: S302 (written by this program)
        same = Source(path, data, "", line, mark, mobiles=False, slips=Slips(*slips))
        return same, Prose(html, links, shown, (), deep), []
    read, problems = source.parse(path, content, mark)
    if read is None:
        return None, prose.NONE, problems
    return read, prose.render(read.body, path[len(batch.content) + 1 :]), []


def _unread(path: str, error: OSError, summary: Summary) -> None:
    """Report, once, that the system would not give a file of the content."""
    if path not in summary.unread:
        summary.unread.add(path)
        reason = error.strerror or str(error)
        summary.problems.append(problem("P001", Place(path), reason=f"\0:{reason}"))


def _text(batch: Batch, read: Source, text: Prose, summary: Summary) -> str:
    for code, line, column, values in text.faults:
        place = Place(read.file, read.body_line + line, column)
        summary.problems.append(problem(code, place, **dict(values)))
    if read.body:
        summary.problems.extend(gate.of_text(read, text))
    for target, line, column in text.links:
        place = Place(read.file, read.body_line + line, column)
        summary.links.append(Link(target, place))
    file = read.file[len(batch.content) + 1 :]
    for target, fragment, line, column in text.anchors:
        place = Place(read.file, read.body_line + line, column)
        summary.anchors.append(Anchored(file, target, fragment, place))
    for target, line, column in text.pictures:
        place = Place(read.file, read.body_line + line, column)
        wrong = _picture(batch, target, summary)
        if wrong:
            summary.problems.append(problem(wrong.code, place, target=target, **wrong.values))
    return text.html


def _unshown(
    photos: Iterable[tuple[tuple[source.Step, ...], Photo]],
    batch: Batch,
    record: Judged[Any],
    summary: Summary,
) -> Iterator[Finding]:
    """Find the photos of a record that cannot be shown; note the others."""
    for path, photo in photos:
        wrong = _picture(batch, _beside(batch, record, photo.file), summary)
        if wrong:
            yield finding(wrong.code, *path, target=photo.file, **wrong.values)


def _beside(batch: Batch, record: Judged[Any], name: str) -> str:
    """Return the content path of a file that lies beside a record."""
    return f"{record.file[len(batch.content) + 1 :].rpartition('/')[0]}/{name}"


def _attachment(
    batch: Batch, record: Judged[Any], text: str, summary: Summary, told: Told
) -> Iterator[Finding]:
    """Look at the file beside a document, and whether there is anything to read at all.

    `told` gives what stands in the file, from what its content is known to say.
    """
    data: document.Document = record.data
    if data.attachment is None:
        if not text:
            yield finding("P965")
        return
    target = _beside(batch, record, data.attachment)
    path, limit = batch.root / batch.content / target, batch.rules.attachments
    if f"{batch.content}/{target}" not in batch.attachments:
        yield finding("P960", "attachment", target=data.attachment)
        return
    try:
        size, most = attachments.size(path), limit.megabytes * attachments.MEGABYTE
        found = attachments.look(path, record.id.rpartition("/")[2]) if size <= most else None
    except OSError as error:
        _unread(f"{batch.content}/{target}", error, summary)
        return
    if found is None:
        yield finding(
            "P961",
            "attachment",
            target=data.attachment,
            size=f"{size / attachments.MEGABYTE:.1f}",
            most=limit.megabytes,
            source=limit.source,
        )
        return
    summary.attachments[target] = found
    if not found["sound"]:
        yield finding("P966", "attachment", target=data.attachment, type=found["type"])
    for code, values in told(path, found["mark"]):
        yield finding(code, "attachment", target=data.attachment, **values)


def _picture(batch: Batch, target: str, summary: Summary) -> pictures.Unfit | None:
    """Note that the picture `target` (a content path) is shown; return why it cannot be."""
    path = f"{batch.content}/{target}"
    if path not in batch.pictures:
        other = next((each for each in batch.pictures if each.lower() == path.lower()), "")
        if not other:
            return pictures.misnamed(batch.root / path)
        return pictures.Unfit("P742", other=other.rpartition("/")[2])
    if target not in summary.pictures:
        try:
            summary.pictures[target] = pictures.look(batch.root / path)
        except pictures.Unfit as wrong:
            return wrong
        except OSError as error:
            _unread(path, error, summary)
    return None
