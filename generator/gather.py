"""From the folders to one library: what there is, what of it is read again, and what follows.

What a process that builds again and again remembers stands here too: it spares most of it.
"""

import marshal
import pickle
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from generator import (
    kept,
    library,
    pages,
    reading,
    render,
    source,
    store,
    templates,
    traditional,
)
from generator.config import Config
from generator.content import SLUGS, Batch, Tree, after, batches, walk
from generator.jobs import Draft
from generator.ledger import Last, Made
from generator.library import Library
from generator.listing import Stat, ignored
from generator.messages import N_, TRADITIONAL
from generator.problems import Place, Problem, errors, problem
from generator.scout import Scout
from generator.stages import Stages
from generator.summary import Summary
from generator.workers import InProcess, spread


@dataclass(slots=True)
class Memory:
    """What a process that builds again and again keeps of its last build.

    It spares looking at every file: only those that are told to have changed.
    """

    sources: "Sources | None" = None
    settings: tuple[bytes, date] | None = None
    """The configuration and the day that `sources` were found with."""
    summaries: dict[str, tuple[bytes, Summary]] = field(default_factory=dict)
    """What each batch handed up, and its stamp."""
    last: Last | None = None
    sums: str = ""
    """The digest of the list of files that `last` left in the site."""
    made: dict[str, Made] = field(default_factory=dict)
    """Those files by address."""
    printed: "tuple[Read, render.Press] | None" = None
    """What they were made of, and with."""
    held: frozenset[str] = frozenset()
    """The files of drafts that were left out, though they were to be shown."""

    def forget(self) -> None:
        """Begin anew, as after a fault."""
        self.sources, self.settings, self.last, self.printed = None, None, None, None
        self.summaries.clear()


@dataclass(frozen=True, slots=True)
class Sources:
    """What there is to build from, not yet read."""

    tree: Tree
    batches: list[Batch]
    program: bytes
    templates: bytes
    table: bytes
    """The digest of what the site says of Traditional characters, b"" where it says nothing."""

    @property
    def keeps(self) -> dict[str, Path]:
        """The file of the views of each batch, by its key."""
        return {each.key: each.store.views for each in self.batches}

    @property
    def mark(self) -> list[object]:
        """What tells this content from any other."""
        faults = [repr(each) for each in self.tree.problems]
        # a file may lie where no record does, and so in no batch
        beside = sorted(self.tree.pictures | self.tree.attachments)
        return [*(batch.stamp for batch in self.batches), *beside, *faults, self.table]


def look(
    config: Config,
    as_of: date,
    records: Path,
    memory: Memory | None = None,
    changed: Collection[Path] = (),
    scout: Scout | None = None,
    meanwhile: Callable[[bytes], None] = lambda _: None,
    *,
    drafts: bool = False,
) -> Sources:
    """Find out what there is, and what of it has changed since it was last read.

    With `drafts` these are part of it. It is never so for a site that is published: no two builds
    that differ in it may share a memory or the folder `records`.
    While the `scout` looks, what is kept of each batch is put into the memory; `meanwhile` is told
    the digest of the templates before that, so that others can begin with them.
    """
    memory = memory or Memory()
    root, content = config.root, config.settings.content
    settings, now = (config.digest, as_of), time.time_ns()
    program = memory.sources.program if memory.sources else store.program()
    made_with = templates.digest(root, program)
    meanwhile(made_with)
    found = None
    if memory.sources and memory.settings == settings:
        files = content_files(config, changed)
        tree, cut = memory.sources.tree, memory.sources.batches
        found = None if files is None else after(tree, cut, root, files, now)
    if found is None:
        rules = replace(config.rules(as_of), drafts=drafts)
        if scout and scout.apart and not memory.summaries:
            memory.summaries = dict(kept.summaries(records, program))
        listed, now = (scout.content(), scout.began) if scout else (None, now)
        tree = walk(root, content, listed)
        found = tree, batches(tree, root, content, rules, records, program, now)
    memory.settings = settings
    table = root / content / traditional.FILE
    opened = _opened(f"{content}/{traditional.FILE}", found[0].stats)
    said = source.digest_of(table) if opened else b""
    memory.sources = Sources(*found, program, made_with, said)
    return memory.sources


def content_files(config: Config, changed: Collection[Path]) -> list[str] | None:
    """Return which of the paths are of the content, None if one is of nothing that is known.

    What editors put into the content for a moment is left out.
    """
    files = []
    for path in changed:
        if path.is_relative_to(config.content):
            if not any(map(ignored, path.relative_to(config.content).parts)):
                files.append(path.relative_to(config.root).as_posix())
        elif path != config.root / config.file and not any(
            path.is_relative_to(folder) for folder in templates.folders(config.root)
        ):
            return None
    return files


@dataclass(frozen=True, slots=True)
class Read:
    """Everything read, joined and judged."""

    library: Library
    summaries: list[Summary]
    problems: list[Problem]
    words: bytes = b""
    """How names are written in Traditional characters, where there are pages in them."""

    @property
    def drafts(self) -> list[tuple[str, str, str]]:
        """Kind, key and file of each draft among it."""
        return [each for summary in self.summaries for each in summary.drafts]


def read(
    config: Config,
    sources: Sources,
    pool: Executor,
    stages: Stages,
    memory: Memory | None = None,
) -> Read:
    """Read and judge what has changed, and join it with all else.

    A draft that no page can be made with is left out, and a warning says so: it is not to keep
    others from being seen. Where it is not told which ones those are, all drafts are left out.
    """
    memory = memory or Memory()
    memory.held = frozenset()
    found = _read(config, sources, pool, stages, memory)
    drafts = frozenset(file for _, _, file in found.drafts)
    if not drafts:
        return found
    # what a draft names and is not there does not keep it from being written, but from being shown
    faults = [each for each in found.problems if each.severity == "error" or each.code == "P230"]
    at_fault = {each.place.file: each for each in reversed(faults)}
    memory.held = drafts & at_fault.keys()
    if memory.held:
        found = _read(config, _without(sources, memory.held), pool, stages, memory)
    if memory.held != drafts and any(errors(found.problems)):
        memory.held = drafts
        found = _read(config, _without(sources, drafts), pool, stages, memory)
    if any(errors(found.problems)):
        return found
    for file in sorted(memory.held):
        fault = at_fault.get(file)
        place, code = (fault.place, fault.code) if fault else (Place(file), faults[0].code)
        found.problems.append(problem("P214", place, code=code))
    return found


def _without(sources: Sources, held: Collection[str]) -> Sources:
    """Return the same with the drafts in the files of `held` left out."""
    made = []
    for batch in sources.batches:
        own = tuple(sorted(file.path for file in batch.files if file.path in held))
        if own:
            mark = marshal.dumps(own, 2)
            batch = replace(  # noqa: PLW2901 (the same batch, judged otherwise)
                batch,
                rules=replace(batch.rules, held=own),
                stamp=source.digest(batch.stamp + mark),
                settled=source.digest(batch.settled + mark),
            )
        made.append(batch)
    return replace(sources, batches=made)


def _read(
    config: Config,
    sources: Sources,
    pool: Executor,
    stages: Stages,
    memory: Memory | None = None,
) -> Read:
    """Read and judge what has changed, and join it with all else."""
    memory = memory or Memory()
    root, content = config.root, config.settings.content
    batches = sources.batches
    with stages(N_("Reading")) as stage:
        known: dict[str, Summary] = {}
        stale = []
        for batch in batches:
            summary = kept_of(batch, memory)
            if summary is None:
                stale.append(batch)
            else:
                known[batch.key] = summary
        stale.sort(key=lambda batch: -len(batch.files))  # so that no one waits long for the last
        one_by_one = _summaries(InProcess() if len(stale) == 1 else pool, stale)
        for summary in stage.told(one_by_one, len(stale)):
            known[summary.key] = summary
        stage.count = sum(len(each.files) for each in stale)
    kept_in_mind = (each for each in batches if not known[each.key].unread)
    memory.summaries = {each.key: (each.stamp, known[each.key]) for each in kept_in_mind}
    with stages(N_("Joining")) as stage:
        summaries = [known[each.key] for each in batches]
        found, problems = library.join(
            summaries, sources.tree, root, content, config.settings.languages, sources.keeps
        )
        stats = sources.tree.stats
        table = f"{content}/{traditional.FILE}"
        own, faults = (
            traditional.own(root, content) if _opened(table, stats) else (traditional.Own(), [])
        )
        shown = TRADITIONAL in config.settings.languages
        words = traditional.words(found.units.values(), own) if shown else b""
        stage.count = len(summaries)
    slugs = _of_slugs(root, content, stats)
    return Read(found, summaries, [*problems, *faults, *slugs], words)


def _of_slugs(root: Path, content: str, stats: Mapping[str, Stat]) -> list[Problem]:
    """Return what is wrong with the file of addresses that the register of divisions is read with.

    No page is made of it, so that no one else would see that a merge was left unfinished there.
    """
    file = f"{content}/{SLUGS}"
    return source.read(root, file)[1] if _opened(file, stats) else []


def _opened(file: str, stats: Mapping[str, Stat]) -> bool:
    """Tell whether a file is there and may be opened: see `unread`."""
    return file in stats and stats[file][0] >= 0


def _summaries(pool: Executor, stale: list[Batch]) -> Iterator[Summary]:
    """Read batches; yield what each hands up, in their order."""
    if isinstance(pool, InProcess):
        return spread(pool, reading.read_batch, stale)
    done = spread(pool, reading.read_batch_pickled, stale)
    return map(pickle.loads, done)


def kept_of(batch: Batch, memory: Memory) -> Summary | None:
    """Return what the batch handed up the last time, None if it has changed since.

    The memory drops it, so as not to be filled with what is of use no more.
    """
    stamp, summary = memory.summaries.pop(batch.key, (b"", None))
    return summary if stamp == batch.stamp else kept.summary(batch)


def plan(
    found: Read, config: Config, as_of: date, sources: Sources, ahead: Collection[str] = ()
) -> tuple[Iterator[Draft], list[Problem]]:
    """Plan every page, in which no error was found; the jobs named in `ahead` come first."""
    return pages.plan(found.library, found.summaries, config, as_of, sources.keeps, ahead)
