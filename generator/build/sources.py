"""What there is to build from: the files of the content, cut into batches, with their stamps."""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator.base import digests
from generator.base.folder_scan import Stat, ignored
from generator.build.background_scan import Scout
from generator.build.build_memory import Memory
from generator.model import site_tables
from generator.model.config import Config
from generator.parse import template_files
from generator.records import cache, git_history, view_cache
from generator.records.batches import Batch, Tree, after, batches, county_of, cut_of, walk


@dataclass(frozen=True, slots=True)
class Sources:
    """What there is to build from, not yet read."""

    tree: Tree
    batches: list[Batch]
    program: bytes
    templates: bytes
    table: bytes
    """The digests of its tables of Traditional characters and of words, b"" where it has none."""
    history: bytes | None = None
    """What tells the state of the repository of git, b"" for none; None where no one asks."""
    records: Path = Path()
    """The folder in which is kept what was read."""

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
        stamps = [batch.stamp for batch in self.batches]
        return [*stamps, *beside, *faults, self.table, self.history or b""]


def look(
    config: Config,
    as_of: date,
    records: Path,
    memory: Memory | None = None,
    changed: Collection[Path] = (),
    scout: Scout | None = None,
    meanwhile: Callable[[bytes, bytes], None] = lambda *_: None,
    *,
    drafts: bool = False,
    history: bool = False,
) -> Sources:
    """Find out what there is, and what of it has changed since it was last read.

    With `drafts` these are part of it. It is never so for a site that is published: no two builds
    that differ in it may share a memory or the folder `records`.
    While the `background_scan` looks, what is kept of each batch is put into the memory;
    With `history` it is asked for what git has of the records, where the settings want that.
    `meanwhile` is told the digests of templates and program before that, so that others can begin
    with them.
    """
    memory = memory or Memory()
    root, content = config.root, config.settings.content
    settings, now = (config.digest, as_of), time.time_ns()
    program = memory.sources.program if memory.sources else cache.program()
    made_with = template_files.digest(root, program)
    meanwhile(made_with, program)
    found = None
    if memory.sources and memory.settings == settings:
        files = content_files(config, changed)
        tree, cut = memory.sources.tree, memory.sources.batches
        found = None if files is None else after(tree, cut, root, files, now)
    if found is None:
        rules = replace(config.rules(as_of), drafts=drafts)
        if scout and scout.apart and not memory.summaries:
            many = view_cache.count(records)
            memory.summaries = {
                key: (stamp, memory.taken(summary, many, records.parent))
                for key, (stamp, summary) in view_cache.summaries(records, program)
            }
        listed, now = (scout.content(), scout.began) if scout else (None, now)
        tree = walk(root, content, listed)
        rules = replace(rules, cut=cut_of(tree), county=county_of(tree))
        found = tree, batches(tree, root, content, rules, records, program, now)
    memory.settings = settings
    tables = (site_tables.TRADITIONAL, site_tables.WORDS)
    there = [each for each in tables if opened(f"{content}/{each}", found[0].stats)]
    said = b"".join(each.encode() + digests.digest_of(root / content / each) for each in there)
    told = history and config.settings.history.shown
    state = git_history.mark(config.content) if told else None
    memory.sources = Sources(*found, program, made_with, said, state, records)
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
            path.is_relative_to(folder)
            for folder in (
                config.root / "templates",
                *template_files.folders(config.root),
                config.root / template_files.WORDS,
            )
        ):
            return None
    return files


def opened(file: str, stats: Mapping[str, Stat]) -> bool:
    """Tell whether a file is there and may be opened: see `unopened_files`."""
    return file in stats and stats[file][0] >= 0
