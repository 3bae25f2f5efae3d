"""A build in parts, for any runner of jobs: each reads its share and makes its share of the pages.

A share follows from names alone, so parts need not know of each other; they may run at once, in any
order, and twice. All lies in the state of the site, which they share. A join makes what lacks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.base.digests import digest
from generator.base.messages import N_
from generator.base.problems import Problem, errors, in_order
from generator.base.processes import uncollected, unheard, workers
from generator.base.progress import Stages, Tell
from generator.build import made_jobs
from generator.build.background_scan import Scout
from generator.build.load import Read, summaries_of
from generator.build.preview_first import Session
from generator.build.rendered import Rendered
from generator.build.site_writer import Output
from generator.build.steps import Run
from generator.model.config import Config
from generator.records import view_cache
from generator.records.batches import Batch

if TYPE_CHECKING:
    from generator.build.keep_going import Earlier, Reason


DAYS = "days"
"""The folder among what was made that has a file for each day of which it was made."""


@dataclass(frozen=True, slots=True)
class Share:
    """One of `of` parts, the first being number 1."""

    number: int
    of: int

    def has(self, name: str) -> bool:
        """Tell whether something of this name belongs to it."""
        return int.from_bytes(digest(name.encode())[:8], "big") % self.of == self.number - 1


@dataclass(frozen=True, slots=True)
class PartReport:
    """What came of a part: problems in order, how many places it read, and jobs of pages it made.

    `unread` counts the places of other parts that are not read yet; while there are any, no page
    can be made. `pages` is None where none was tried.
    """

    problems: list[Problem]
    read: int = 0
    unread: int = 0
    pages: int | None = None
    earlier: "tuple[Earlier, ...]" = ()
    """As in `report.Report`, and so is what follows."""
    hindered: "tuple[Reason, ...]" = ()


def make(
    config: Config,
    as_of: date,
    share: Share,
    *,
    site: Path | None = None,
    jobs: int = 1,
    tell: Tell,
    keeps_going: bool = False,
    alone: Callable[[], None] = unheard,
) -> PartReport:
    """Read what is of this share; make its pages once all others have read theirs, too.

    Nothing of the site changes. A part that `keeps_going` makes pages without the places that have
    errors, as a build does. Raises OSError for the machine's faults, `site_access.Refused`
    where a build is at it.
    """
    out = Output(site or config.output, config.state, config.root)
    scout, session = Scout(config.root, config.settings.content, out), Session(goes_on=False)
    with scout, uncollected(), out.in_part(), workers(jobs, alone) as pool:
        run = Run(config, as_of, out, pool, scout, Stages(tell), session, True, keeps_going)
        run.look()
        own = [each for each in run.sources.batches if share.has(each.key)]
        problems, count = _read(own, run)
        if any(errors(problems)) and not keeps_going:
            return PartReport(in_order(problems), count)
        others = (each for each in run.sources.batches if not share.has(each.key))
        unread = sum(view_cache.summary(each) is None for each in others)
        if unread:
            return PartReport(in_order(problems), count, unread)
        found = run.read()
        if any(errors(found.problems)):
            return _refused(run, found.problems, count)
        return _make(share, run, found, count)


def _read(own: list[Batch], run: Run) -> tuple[list[Problem], int]:
    """Read the places of a part that are not read yet; return all its problems, and how many."""
    kept = {each.key: view_cache.summary(each) for each in own}
    stale = [each for each in own if kept[each.key] is None]
    with run.stages(N_("Reading")) as stage:
        for summary in stage.told(summaries_of(run.pool, stale), len(stale)):
            kept[summary.key] = summary
    found = (problem for each in kept.values() if each for problem in each.problems)
    return [*run.sources.tree.problems, *found], len(stale)


def _make(share: Share, run: Run, found: Read, count: int) -> PartReport:
    """Make those jobs of a part that are not as they were, and keep them until someone joins."""
    past = run.past(found)
    drafts = run.plan(found, past)
    if any(errors(found.problems)):
        return _refused(run, found.problems, count)
    stale = [each for each in drafts if share.has(each.name) and past.job(each) is None]
    done = Rendered(run.out)
    with run.stages(N_("Making pages")) as stage:
        made = stage.told(made_jobs.made(run.pool, past, stale, run.out.made), len(stale))
        for draft, one in zip(stale, made, strict=True):
            done.take(draft.name, b"", one)
    if stale:
        _note_day(run.as_of, run.out)
    problems = [*found.problems, *done.problems]
    again = run.without(found, problems, done)
    if again:  # others may not have seen it: whoever joins finds it, too
        return _make(share, run, again, count)
    said, earlier = run.refused(problems), run.earlier
    hindered = said.hindered if any(errors(problems)) else ()
    return PartReport(said.problems, count, 0, len(stale), earlier, hindered)


def _note_day(as_of: date, out: Output) -> None:
    """Leave word of which day the pages of a part are, for whoever joins."""
    folder = out.made / DAYS
    folder.mkdir(parents=True, exist_ok=True)
    (folder / as_of.isoformat()).touch()


def days(out: Output) -> list[date]:
    """Return of which days the pages are that parts have made, the earliest first; [] for none."""
    folder = out.made / DAYS
    names = sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []
    return [date.fromisoformat(each) for each in names]


def _refused(run: Run, problems: list[Problem], count: int) -> PartReport:
    said = run.refused(problems)
    return PartReport(said.problems, count, hindered=said.hindered)
