"""From what there is to one library: what of it is read again, and what follows from all."""

import marshal
import pickle
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.base import digests
from generator.base.folder_scan import Stat
from generator.base.messages import N_, TRADITIONAL
from generator.base.problems import Place, Problem, errors, problem
from generator.base.processes import Far, InProcess, spread
from generator.base.progress import Stages
from generator.build.build_memory import Memory
from generator.build.last_good import Good
from generator.build.sources import Sources, opened
from generator.model import site_tables
from generator.model.config import Config
from generator.parse import record_file
from generator.records import histories, view_cache
from generator.records.batches import Batch
from generator.records.summary import Summary

if TYPE_CHECKING:
    from generator.joined.site_data import Library
    from generator.pages.jobs import Draft


@dataclass(frozen=True, slots=True)
class Read:
    """Everything read, joined and judged."""

    library: "Library"
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
                stamp=digests.digest(batch.stamp + mark),
                settled=digests.digest(batch.settled + mark),
            )
        made.append(batch)
    return replace(sources, batches=made)


def read_with(
    good: Mapping[str, Good], config: Config, sources: Sources, pool: Executor, stages: Stages
) -> Read:
    """Read what has changed, and join it with the places of `good` as they were, by their keys.

    `sources` have these places as they were. What is wrong with them is found once more, as far as
    the other places have to do with it, at lines of the files as they are now.
    """
    return _read(config, sources, pool, stages, Memory(), good)


def _read(
    config: Config,
    sources: Sources,
    pool: Executor,
    stages: Stages,
    memory: Memory | None = None,
    good: Mapping[str, Good] | None = None,
) -> Read:
    """Read and judge what has changed, and join it with all else; see `read_with` for `good`."""
    from generator.joined import site_data  # noqa: PLC0415 (slow to load, and of no use where nothing has changed)
    from generator.model import everyday_words, leftovers, traditional_text  # noqa: PLC0415 (as above)

    memory = memory or Memory()
    root, content = config.root, config.settings.content
    batches, good = sources.batches, good or {}
    of_good = {key: each.summary for key, each in good.items()}
    summaries = _summaries(sources, of_good, memory, pool, stages)
    changed = _changed(config, sources, summaries, pool, stages)
    if good:
        changed = changed.with_earlier({key: each.changes for key, each in good.items()})
    with stages(N_("Joining")) as stage:
        rules = batches[0].rules if batches else None  # they are the same for all
        stamps = {each.key: sources.program + each.stamp for each in batches}
        given = site_data.Given(
            *(sources.tree, root, content, config.settings.languages, sources.keeps),
            rules=rules,
            changed=changed,
            flags=config.settings.rules.flags,
            earlier={key: each.day for key, each in good.items()},
            stamps=None if good else stamps,
        )
        found, problems = site_data.join(summaries, given)
        stats = sources.tree.stats
        table = f"{content}/{site_tables.TRADITIONAL}"
        own, faults = (
            traditional_text.own(root, content)
            if opened(table, stats)
            else (traditional_text.Own(), [])
        )
        shown = TRADITIONAL in config.settings.languages
        words = traditional_text.words(found.units.values(), own) if shown else b""
        found.turned = words
        if opened(f"{content}/{site_tables.WORDS}", stats):
            found.everyday, more = everyday_words.own(root, content)
            faults = [*faults, *more]
        if not config.settings.demo and found.root:
            names = (found.units[found.root][name] for name in ("short_name", "name"))
            texts = (each.path for each in sources.tree.pages)
            faults = [*faults, *leftovers.of_pages(root, texts, names)]
        stage.count = len(summaries)
    slugs = _of_slugs(root, content, stats)
    return Read(found, summaries, [*problems, *faults, *slugs], words)


def _summaries(
    sources: Sources,
    given: Mapping[str, Summary],
    memory: Memory,
    pool: Executor,
    stages: Stages,
) -> list[Summary]:
    """Return what each batch hands up, in their order: read are those that have changed.

    Some are `given`, by their keys.
    """
    batches, known = sources.batches, dict[str, Summary]()

    def take(summary: Summary) -> None:
        known[summary.key] = memory.taken(summary, len(batches), sources.records.parent)

    with stages(N_("Reading")) as stage:
        stale = []
        for batch in batches:
            summary = given.get(batch.key) or kept_of(batch, memory)
            if summary is None:
                stale.append(batch)
            else:
                take(summary)
        stale.sort(key=lambda batch: -len(batch.files))  # so that no one waits long for the last
        one_by_one = summaries_of(InProcess() if len(stale) == 1 else pool, stale)
        for summary in stage.told(one_by_one, len(stale)):
            take(summary)
        stage.count = sum(len(each.files) for each in stale)
    kept_in_mind = (each for each in batches if not known[each.key].unread)
    memory.summaries = {each.key: (each.stamp, known[each.key]) for each in kept_in_mind}
    return [known[each.key] for each in batches]


def _changed(
    config: Config, sources: Sources, summaries: list[Summary], pool: Executor, stages: Stages
) -> histories.Histories:
    """Return what was changed of all records, as far as git knows and it is asked for."""
    if sources.history is None or not sources.batches:
        return histories.Histories()
    rule = config.settings.rules.entries
    asked = histories.Asked(
        config.content,
        sources.records.with_name("history"),
        config.settings.time_zone,
        rule.days if rule else None,
        sources.batches[0].rules,
        sources.program,
        sources.history,
        tuple(sorted(config.settings.history.unsaid)),
    )
    moved = (each for summary in summaries for each in summary.moved)
    with stages(N_("Telling what was changed")) as stage:
        changed = histories.told(asked, moved, pool)
        stage.count = len(changed.marks)
    return changed


def _of_slugs(root: Path, content: str, stats: Mapping[str, Stat]) -> list[Problem]:
    """Return what is wrong with the file of addresses that the register of divisions is read with.

    No page is made of it, so that no one else would see that a merge was left unfinished there.
    """
    file = f"{content}/{site_tables.SLUGS}"
    return record_file.read(root, file)[1] if opened(file, stats) else []


def summaries_of(pool: Executor, stale: list[Batch]) -> Iterator[Summary]:
    """Read batches; yield what each hands up, in their order."""
    from generator.records import read_batch as reading  # noqa: PLC0415 (slow to load, and of no use where nothing has changed)

    if isinstance(pool, InProcess):
        return spread(pool, reading.read_batch, stale)
    if isinstance(pool, Far):
        return _read_far(pool, stale)
    done = spread(pool, reading.read_batch_pickled, stale)
    return map(pickle.loads, done)


def _read_far(pool: Far, stale: list[Batch]) -> Iterator[Summary]:
    """Read batches on other machines, which keep what they read where this one sees it."""
    from generator.records import read_batch as reading  # noqa: PLC0415 (as above)

    sent = (replace(each, store=replace(each.store, build=pool.folder)) for each in stale)
    for batch, said in zip(stale, spread(pool, reading.read_batch_kept, sent), strict=True):
        found = pickle.loads(said) if said else view_cache.summary(batch)  # noqa: S301 (our own)
        yield found or reading.read_batch(batch)


def kept_of(batch: Batch, memory: Memory) -> Summary | None:
    """Return what the batch handed up the last time, None if it has changed since.

    The memory drops it, so as not to be filled with what is of use no more.
    """
    stamp, summary = memory.summaries.pop(batch.key, (b"", None))
    if summary and stamp == batch.stamp and summary.span.holds(batch.rules.as_of):
        return summary
    return view_cache.summary(batch)


def plan(
    found: Read, config: Config, as_of: date, sources: Sources, ahead: Collection[str] = ()
) -> "tuple[Iterator[Draft], list[Problem]]":
    """Plan every page, in which no error was found; the jobs named in `ahead` come first."""
    from generator.pages import plan as pages  # noqa: PLC0415 (slow to load, and of no use where nothing has changed)

    return pages.plan(found.library, found.summaries, config, as_of, sources.keeps, ahead)
