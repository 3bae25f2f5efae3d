"""What a record refers to: files beside it, pictures, places of other records in its text."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from generator.base import findings, privacy
from generator.base.findings import Finding, finding
from generator.base.problems import Place, problem
from generator.model.kinds.kind import Judged
from generator.parse import attachments, mobile_numbers, pictures
from generator.parse.field_types import Photo
from generator.parse.markdown_text import Prose
from generator.parse.record_file import Source
from generator.records.batches import Batch
from generator.records.summary import Anchored, Link, Summary

if TYPE_CHECKING:
    from generator.model.kinds import document

Told: TypeAlias = Callable[[Path, str], list[tuple[str, dict[str, str]]]]
"""Gives codes and values of what is wrong in an attachment, by its path and the digest of it."""


def unread(path: str, error: OSError, summary: Summary) -> None:
    """Report, once, that the system would not give a file of the content."""
    if path not in summary.unread:
        summary.unread.add(path)
        reason = error.strerror or str(error)
        summary.problems.append(problem("P001", Place(path), reason=f"\0:{reason}"))


def text(batch: Batch, read: Source, prose: Prose, summary: Summary) -> str:
    """Return the HTML of a record's text; note what it refers to, and what is wrong with it."""
    for code, line, column, values in prose.faults:
        place = Place(read.file, read.body_line + line, column)
        summary.problems.append(problem(code, place, **dict(values)))
    if read.body:
        summary.problems.extend(mobile_numbers.of_text(read, prose))
    for target, line, column in prose.links:
        place = Place(read.file, read.body_line + line, column)
        summary.links.append(Link(target, place))
    file = read.file[len(batch.content) + 1 :]
    for target, fragment, line, column in prose.anchors:
        place = Place(read.file, read.body_line + line, column)
        summary.anchors.append(Anchored(file, target, fragment, place))
    for target, line, column in prose.pictures:
        place = Place(read.file, read.body_line + line, column)
        wrong = picture(batch, target, summary)
        if wrong and not _refused(batch, target):
            shown = privacy.masked_in(target)
            summary.problems.append(problem(wrong.code, place, target=shown, **wrong.values))
    return prose.html


def unshown(
    photos: Iterable[tuple[tuple[findings.Step, ...], Photo]],
    batch: Batch,
    record: Judged[Any],
    summary: Summary,
) -> Iterator[Finding]:
    """Find the photos of a record that cannot be shown; note the others."""
    for path, photo in photos:
        target = beside(batch, record, photo.file)
        wrong = picture(batch, target, summary)
        if wrong and not _refused(batch, target):
            shown = privacy.masked_in(photo.file)
            yield finding(wrong.code, *path, target=shown, **wrong.values)


def _refused(batch: Batch, target: str) -> bool:
    """Tell whether a file was left out for a number in its name, which has been told (P607)."""
    private = any(privacy.mobiles(target)) or any(privacy.numbers(target))
    return private and (batch.root / batch.content / target).is_file()


def beside(batch: Batch, record: Judged[Any], name: str) -> str:
    """Return the content path of a file that lies beside a record."""
    return f"{record.file[len(batch.content) + 1 :].rpartition('/')[0]}/{name}"


def attachment(
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
    target = beside(batch, record, data.attachment)
    path, limit = batch.root / batch.content / target, batch.rules.attachments
    if f"{batch.content}/{target}" not in batch.attachments:
        if not _refused(batch, target):
            yield finding("P960", "attachment", target=privacy.masked_in(data.attachment))
        return
    try:
        size, most = attachments.size(path), limit.megabytes * attachments.MEGABYTE
        found = attachments.look(path, record.id.rpartition("/")[2]) if size <= most else None
    except OSError as error:
        unread(f"{batch.content}/{target}", error, summary)
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


def picture(batch: Batch, target: str, summary: Summary) -> pictures.Unfit | None:
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
            unread(path, error, summary)
    return None
