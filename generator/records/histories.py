"""The histories of all records, by batch: which have to be told anew, and where they lie."""

import marshal
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from itertools import chain
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from generator.base.atomic_write import write_whole
from generator.base.digests import digest
from generator.base.processes import InProcess, spread
from generator.model.kinds.kind import Rules, View
from generator.model.kinds.registry import KINDS, place_of
from generator.records import former_addresses, git_history, history, record_history
from generator.records.batches import batch_of
from generator.records.former_addresses import Moves
from generator.records.git_history import ENDING, Log, Lost, file_name
from generator.records.history import Told
from generator.records.record_history import Task

OFF = "off"
"""That a site does not tell what was changed."""
FEW = 4
"""Batches that this process tells sooner than another hears of them."""
TOGETHER = 2_000
"""Versions that are told at once: their contents take some megabytes."""
_TOLD, _EVENTS, _RECORDS = "told", ".events", ".records"
Moved = tuple[str, str, str, str]


class OfBatch(NamedTuple):
    """What was changed of the records of one batch: as in `history.Told`, and where it lies."""

    file: Path
    mark: bytes
    gone: list[View]
    late: list[View]
    counts: dict[str, dict[str, int]]
    named: list[str]
    versions: Mapping[str, int] = MappingProxyType({})


@dataclass(slots=True)
class Histories:
    """What was changed of the records of a site, as far as that is known.

    `unknown` says why it is not: a key of `git_history.UNKNOWN`, or `OFF`.
    """

    unknown: str = OFF
    folder: Path = Path()
    marks: dict[str, bytes] = field(default_factory=dict)
    """By batch the digest of what is told of its records."""
    gone: list[View] = field(default_factory=list)
    late: list[View] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    """All three as in `history.Told`, of all batches."""
    named: dict[str, list[str]] = field(default_factory=dict)
    """The records that what is told of a batch names, by kind and id."""
    head: str = ""
    """The commit up to which it is told."""
    rewritten: str = ""
    """The day of a site whose commit is no part of git's history any more, in ISO form."""

    batches: Mapping[str, OfBatch] = field(default_factory=dict)
    """All of it, batch by batch."""

    def file(self, batch: str) -> Path | None:
        """Return where what is told of a batch lies, if anything does."""
        return self.batches[batch].file if batch in self.batches else None

    def of_batch(self, batch: str) -> OfBatch | None:
        """Return what is told of the records of a batch, if anything is."""
        return self.batches.get(batch)

    def versions(self, batch: str, record: str) -> int:
        """Return how many versions there are of a record of a batch, as far as that is known."""
        of = self.batches.get(batch)
        return of.versions.get(record, 0) if of and not self.unknown else 0

    def with_earlier(self, earlier: Mapping[str, OfBatch | None]) -> "Histories":
        """Return the same with what was told of some batches earlier, None where nothing was."""
        if self.unknown:
            return self
        found = {key: each for key, each in self.batches.items() if key not in earlier}
        found |= {key: each for key, each in earlier.items() if each is not None}
        return _all(self.folder, self.unknown, self.head, dict(sorted(found.items())))


@dataclass(frozen=True, slots=True)
class Asked:
    """What histories are told by: where the records lie, where all is kept, and the settings."""

    content: Path
    folder: Path
    zone: str
    days: int | None
    rules: Rules
    program: bytes
    mark: bytes
    """What tells the state of the repository: `git_history.mark`."""
    unsaid: tuple[str, ...] = ()
    """Records, by kind and id, of which no value is told."""


def told(asked: Asked, moved: Iterable[Moved], pool: Executor) -> Histories:
    """Return all histories; those whose versions are as they were the last time stay."""
    lay = sorted({(kind, now, before) for kind, now, before, _ in moved})
    return _told(asked, lay, pool)


def _told(asked: Asked, lay: list[tuple[str, str, str]], pool: Executor) -> Histories:
    said = (asked.zone, asked.days, dict(asked.rules.categories), dict(asked.rules.purposes))
    settings = digest(asked.program + marshal.dumps((said, lay, asked.unsaid), 2))
    whole, kept, head = _kept(asked.folder / _TOLD)
    if whole == settings + asked.mark and asked.mark:
        return _all(asked.folder, "", head, _of_batches(asked.folder, kept))

    def batch(key: str) -> str:
        kind, _, ident = key.partition("/")
        anywhere = KINDS[kind].lies == "anywhere"
        return "" if anywhere else batch_of(place_of(kind, ident), asked.rules.cut)

    log = git_history.read(asked.content, asked.folder, batch, asked.rules.cut)
    if log.unknown:
        return Histories(log.unknown)
    by = digest(settings + record_history.day_of(log.began, asked.zone).isoformat().encode())
    moves = former_addresses.moves(lay)
    try:
        former = _former([*lay, *_with_places(log, moves)], batch)
    except Lost:
        return _anew(asked, lay, pool)
    stamps = {
        each: digest(b"".join([by, *(log.marks.get(one, b"-") for one in (each, *of))]))
        for each in log.marks
        for of in [sorted({batch(one) for pair in former.get(each, ()) for one in pair})]
    }
    files = {each: asked.folder / file_name(each, _EVENTS) for each in stamps}
    stale = [
        each
        for each, stamp in stamps.items()
        if kept.get(each, (b"",))[0] != stamp or not files[each].exists()
    ]
    where = InProcess() if len(stale) <= FEW else pool
    try:
        tasks = [_task(asked, log, each, former.get(each, ()), batch) for each in stale]
        tasks = [replace(each, by=by, moves=moves) for each in tasks]
        fresh = chain.from_iterable(spread(where, history.tell, _together(tasks)))
        made = {key: (stamps[key], _plain(each)) for key, each in zip(stale, fresh, strict=True)}
    except Lost:
        return _anew(asked, lay, pool)
    except subprocess.CalledProcessError:  # git cannot give what it names
        return Histories("partial")
    now = {key: made.get(key) or kept[key] for key in stamps}
    _keep(asked.folder, settings + asked.mark, now, head=log.head)
    return _all(asked.folder, "", log.head, _of_batches(asked.folder, now))


def _anew(asked: Asked, lay: list[tuple[str, str, str]], pool: Executor) -> Histories:
    """Return all histories, after what was kept of versions was lost."""
    asked.folder.joinpath(git_history.NAME).unlink(missing_ok=True)
    return _told(asked, lay, pool)


def _with_places(log: Log, moves: Moves) -> Iterator[tuple[str, str, str]]:
    """Yield the records that moved with a place: kind, where each lies now, where it lay.

    One that is still there, or is there again, is another. Raises `Lost`.
    """
    for place in moves.places:
        for batch in log.marks:
            within = f"{place}/".startswith(f"{batch}/") or batch.startswith(f"{place}/")
            if not batch or not within:
                continue
            for key, versions in log.versions(batch).items():
                kind, _, ident = key.partition("/")
                if f"{ident}/".startswith(f"{place}/") and not versions[-1][6]:
                    now = moves.now(kind, ident)
                    if now != ident and (kind, ident) not in moves.records:
                        yield kind, now, ident


def _together(tasks: Sequence[Task]) -> list[list[Task]]:
    """Return tasks in order as they are to be told at once: of some thousand versions each."""
    found, many = list[list[Task]](), TOGETHER
    for task in tasks:
        if many >= TOGETHER:
            found.append([])
            many = 0
        found[-1].append(task)
        many += sum(map(len, task.versions.values()))
    return found


def _former(
    lay: Iterable[tuple[str, str, str]], batch: Callable[[str], str]
) -> dict[str, list[tuple[str, str]]]:
    """Return the records that lay elsewhere before, by the batches of both: now, and before.

    In the batch where one lay it is told no more.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for kind, now, before in dict.fromkeys(lay):
        pair = f"{kind}/{now}", f"{kind}/{before}"
        for each in {batch(one) for one in pair}:
            found.setdefault(each, []).append(pair)
    return found


def _task(
    asked: Asked,
    log: Log,
    key: str,
    former: Sequence[tuple[str, str]],
    batch: Callable[[str], str],
) -> Task:
    """Return what is to be told of a batch: the versions of its records. Raises `Lost`."""
    own = dict(log.versions(key))
    before: dict[str, list[Any]] = {}
    for now, old in former:
        if now in log.versions(batch(now)):
            if now in own:
                before.setdefault(now, []).extend(log.versions(batch(old)).get(old, ()))
            own.pop(old, None)
    return Task(
        asked.content,
        asked.folder / file_name(key, _EVENTS),
        own,
        {each: sorted(versions) for each, versions in before.items() if versions},
        asked.zone,
        record_history.day_of(log.began, asked.zone),
        asked.days,
        asked.rules,
        asked.folder / file_name(key, _RECORDS),
        unsaid=frozenset(asked.unsaid),
    )


def _plain(each: Told) -> tuple[Any, ...]:
    return each.mark, each.gone, each.late, each.counts, each.named, each.versions


def _of_batches(
    folder: Path, kept: Mapping[str, tuple[bytes, tuple[Any, ...]]]
) -> dict[str, OfBatch]:
    return {
        key: OfBatch(folder / file_name(key, _EVENTS), *told) for key, (_, told) in kept.items()
    }


def _all(folder: Path, unknown: str, head: str, batches: Mapping[str, OfBatch]) -> Histories:
    """Put what is told of each batch together."""
    found = Histories(unknown, folder, head=head, batches=batches)
    for key, each in batches.items():
        found.marks[key] = each.mark
        found.named[key] = each.named
        found.gone += each.gone
        found.late += each.late
        for unit, own in each.counts.items():
            of = found.counts.setdefault(unit, {})
            for name, number in own.items():
                of[name] = of.get(name, 0) + number
    found.gone.sort(key=itemgetter("day", "kind", "id"), reverse=True)
    found.late.sort(key=itemgetter("day", "kind", "id", "of"), reverse=True)
    return found


def _kept(path: Path) -> tuple[bytes, dict[str, tuple[bytes, Any]], str]:
    try:
        whole, kept, head = marshal.loads(path.read_bytes())  # noqa: S302 (written by this program)
    except (OSError, ValueError, EOFError, TypeError):
        return b"", {}, ""
    return whole, kept, head


def _keep(folder: Path, whole: bytes, kept: Mapping[str, Any], *, head: str) -> None:
    """Keep what was told, and forget what batches that are no more had."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / _TOLD
    write_whole(path, marshal.dumps((whole, dict(kept), head), 4))
    for ending in (_EVENTS, _RECORDS, ENDING):
        names = {file_name(batch, ending) for batch in kept}
        for each in folder.glob(f"*{ending}"):
            if each.name not in names:
                each.unlink(missing_ok=True)
