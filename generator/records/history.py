"""The histories of many records: which of their versions are told of, and where that is kept.

What is told of one record is told by `record_history`.
"""

import marshal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha1, sha256
from pathlib import Path
from typing import Any

from generator.base import digests
from generator.base.atomic_write import write_whole
from generator.model.kinds.kind import View
from generator.model.kinds.registry import KINDS
from generator.parse import record_file
from generator.records import git_commits, git_history
from generator.records.git_history import Version, blobs
from generator.records.record_history import Record, Task, Teller
from generator.records.versions import Versions


@dataclass(slots=True)
class Told:
    """What became of it: what lists and figures need; the rest lies in the file of the task."""

    mark: bytes = b""
    gone: list[View] = field(default_factory=list)
    """Records that were shown and are no more: kind, id, title, day."""
    late: list[View] = field(default_factory=list)
    """What was entered late, each with its record, the latest first."""
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    """How much was entered in time, and how much late, by place."""
    named: list[str] = field(default_factory=list)
    """The records that these events name, by kind and id."""
    versions: dict[str, int] = field(default_factory=dict)
    """How many versions there are of each record whose days stand in calendars, by kind and id."""


def tell(tasks: Sequence[Task]) -> list[Told]:
    """Tell the history of some batches; what pages show of each goes to the file of its task.

    All contents are asked of git at once, as to start it costs more than to read some.
    """
    tellers, wanted, here = list[Teller](), set[str](), dict[str, bytes]()
    for task in tasks:
        teller = Teller(task, Versions(task.rules, moves=task.moves), before=_before(task))
        for key, own in task.versions.items():
            if not teller.unchanged(key, own) and not teller.known(key):
                teller.changed[key] = _in_line(own, task.former.get(key, ()))
        of_task = {
            each for own in teller.changed.values() for one in own for each in _contents(one)
        }
        here |= _at_hand(task.content, (own[-1] for own in teller.changed.values()), of_task)
        wanted |= of_task
        tellers.append(teller)
    read = {**blobs(tasks[0].content, wanted - here.keys()), **here} if tasks else {}
    return [_told(each, read) for each in tellers]


def _before(task: Task) -> dict[str, Record]:
    """Return what was told of each record the last time, if it was told by the same."""
    try:
        by, found = marshal.loads(task.records.read_bytes())  # noqa: S302 (our own)
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return found if by == task.by else {}


def _contents(version: Version) -> Iterator[str]:
    """Yield the names of the contents that tell what a version is."""
    return filter(None, (version.old, version.new, *version.others))


def _told(teller: Teller, read: Mapping[str, bytes]) -> Told:
    """Tell the history of one batch."""
    teller.read.blobs = read
    told, events = Told(), dict[str, list[View]]()
    task = teller.task
    records = dict[str, Record]()
    for key, raw in task.versions.items():
        if key in teller.changed:
            record = teller.record(key)
        elif teller.known(key):
            record = teller.before[key]
        else:
            when, _, _, written = raw[0][:4]
            events[key] = [teller.came(when, written)]
            continue
        _, own, gone, late, counts = records[key] = record
        if gone:
            told.gone.append(gone)
        elif own:
            events[key] = own
        told.late += late
        folder, _, ident = key.partition("/")
        place = KINDS[folder].place_of(ident)
        for name, count in counts.items():
            of = told.counts.setdefault(place, {})
            of[name] = of.get(name, 0) + count
    told.named = sorted({*_named(events)})
    told.versions = {
        key: len(own) + len(task.former.get(key, ()))
        for key, own in task.versions.items()
        if KINDS[key.partition("/")[0]].due_dates
    }
    content = marshal.dumps(events, 2)  # the same bytes whatever objects are shared
    told.mark = digests.digest(content)
    _write(task.file, content)
    _write(task.records, marshal.dumps((task.by, records), 2))
    return told


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, content)


def _named(events: Mapping[str, Sequence[View]]) -> Iterator[str]:
    """Yield the records that events name."""
    for own in events.values():
        for event in own:
            for each in event["changes"]:
                for sort, what in values(each):
                    if sort == "records":
                        yield from what


def values(change: View) -> Iterator[tuple[str, Any]]:
    """Yield the values of a change, each with its sort."""
    yield change["before"]
    yield change["after"]
    for _, value in change["items"]:
        yield value


def load(file: Path | None) -> dict[str, list[View]]:
    """Return the events of each record of a batch, by kind and key, the first before the last."""
    if file is None:
        return {}
    found: dict[str, list[View]] = marshal.loads(file.read_bytes())  # noqa: S302 (our own)
    return found


def _at_hand(content: Path, last: Iterable[Version], wanted: set[str]) -> dict[str, bytes]:
    """Return those contents that are there as files, which are read sooner than asked for."""
    found = {}
    for version in last:
        if version.new in wanted:
            try:
                read = record_file.content(content, version.path)
            except OSError:
                continue
            make = sha1 if len(version.new) == len(git_history.NONE) else sha256
            if make(b"blob %d\0" % len(read) + read).hexdigest() == version.new:
                found[version.new] = read
    return found


def _in_line(own: Sequence[Any], former: Sequence[Any]) -> list[Version]:
    """Return the versions of a record in their order, with those of where it lay before.

    Where it left one place and came to another it neither was withdrawn nor is it new.
    """
    before = [Version(*each) for each in former]
    before.sort(key=lambda each: (each.when, each.depth, each.commit, each.new != ""))
    found: list[Version] = []
    for each in (*before, *(Version(*one) for one in own)):
        key = git_commits.key_of(each.path)
        while found and not found[-1].new and git_commits.key_of(found[-1].path) != key:
            found.pop()
        moved = found and git_commits.key_of(found[-1].path) != key
        came = moved and not each.old and not each.others and found[-1].new
        found.append(each._replace(old=found[-1].new) if came else each)
    return found
