"""The story: content becomes a site, or a list of problems."""

import tempfile
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

from generator.base.findings import Finding
from generator.base.messages import N_
from generator.base.problems import Problem, errors, in_order
from generator.base.processes import uncollected, unheard, workers
from generator.base.progress import Stages, Tell
from generator.build.background_scan import Scout
from generator.build.load import Read, plan, read
from generator.build.preview_first import Session
from generator.build.report import Report
from generator.build.site_access import IN_SHORT, Refused, foreign
from generator.build.site_writer import Output
from generator.build.sources import look
from generator.build.steps import Run, press_of
from generator.model.config import Config
from generator.parse import site_words, template_files, validation

INSIDE = N_(
    "{folder} lies in the folder of the records or of the templates, or around it: choose another"
)


def quiet(stage: str, done: int, of: int) -> None:
    """Tell no one."""


def build(
    config: Config,
    as_of: date,
    *,
    site: Path | None = None,
    state: Path | None = None,
    jobs: int = 1,
    full: bool = False,
    tell: Tell = quiet,
    scout: Scout | None = None,
    session: Session | None = None,
    on: Callable[[Output], AbstractContextManager[Executor]] | None = None,
    joins: bool = False,
    keeps_going: bool = False,
    alone: Callable[[], None] = unheard,
) -> Report:
    """Turn content into a site, or into a list of problems that leaves the site untouched.

    `state` is where what is known of it is kept, else the folder of the configuration. With `full`
    nothing of the last build is taken for fresh. A `scout` for the same site may have set out
    before this program was read. A process that builds again and again has a `session`, which steps
    in between: see `preview_first`. `on` gives workers elsewhere, in the place of `jobs` processes
    here; what these make outlives a build that fails. A build that `joins` takes what parts made.
    Where places have errors, one that `keeps_going` leaves them as they were: see `keep_going`.
    `alone` is told where the system ends one of the `jobs`, and this process makes the rest.

    Raises OSError for the machine's faults, `site_access.Refused` for a folder that is not ours,
    `ClusterFault` for workers elsewhere, and `Superseded` when a session no longer wants it.
    """
    out = Output(site or config.output, state or config.state, config.root)
    if config.overlaps(out.site):
        raise Refused(INSIDE, out.site)
    session = session or Session(goes_on=False)
    scout = scout or Scout(config.root, config.settings.content, out, session.jobs_apart(jobs))
    with scout, uncollected(), out, on(out) if on else workers(jobs, alone) as pool:
        lasting = joins or on is not None
        run = Run(config, as_of, out, pool, scout, Stages(tell), session, lasting, keeps_going)
        if full:
            out.forget()
            template_files.forget_shared()
        run.open_log()
        run.look()
        if run.unchanged():
            return run.as_it_was()
        run.guess()
        found = run.read()
        session.go_on()
        return _made(run, found)


def _made(run: Run, found: Read) -> Report:
    """Make the site of what is read; where a place has errors then, without it if that is wanted.

    The report is of a build that was refused where nothing helps.
    """
    while not any(errors(found.problems)):
        found.problems.extend([*run.rewritten(found), *run.unsaid(found)])
        past = run.past(found)
        drafts = run.plan(found, past)
        if any(errors(found.problems)):
            break
        done = run.render(drafts, past)
        if not run.keeps_going:
            run.pool.shutdown(wait=False)  # what is left needs their memory, not their hands
        run.add_files(done, found, past)
        problems = [*found.problems, *done.problems, *run.broken_links(done, found)]
        again = run.without(found, problems, done)
        if again is None:
            return run.publish(problems, done, found, past)
        found = again
    return run.refused(found.problems)


def check(
    config: Config,
    as_of: date,
    jobs: int = 1,
    tell: Tell = quiet,
    alone: Callable[[], None] = unheard,
) -> list[Problem]:
    """Read and judge everything; return every problem, in order. Nothing of the site is written.

    The shipped templates cannot fail on what passed until then, so that it need not be made into
    pages; a site's own can, so they are tried on pages that differ: see `template_trial`.
    """
    from generator.build import template_lost, template_trial  # noqa: PLC0415 (slow to load, and of no use to a build)

    problems = _not_ours(config)
    with tempfile.TemporaryDirectory(prefix="portal-") as scratch, workers(jobs, alone) as pool:
        folder = Path(scratch)
        sources = look(config, as_of, folder)
        found = read(config, sources, pool, Stages(tell))
        problems += found.problems
        trial = template_trial.Trial(config.root) if template_files.own(config.root) else None
        problems += trial.faults() if trial else ()
        problems += template_lost.misplaced(config.root, config.output)
        if not any(errors(problems)):
            drafts, more = plan(found, config, as_of, sources)
            problems += more
            if trial and not any(errors(more)):
                press = press_of(found, config, as_of, sources, folder, folder)
                problems += trial.pages(drafts, press)
        if (config.root / template_files.WORDS).is_dir():
            said = template_trial.said(config.root)
            problems += site_words.unsaid(config.root, config.settings.languages, said)
    return in_order(problems)


def check_records(
    config: Config,
    as_of: date,
    jobs: int = 1,
    tell: Tell = quiet,
    alone: Callable[[], None] = unheard,
) -> list[Problem]:
    """Read and judge the records alone, where not all of the settings are known."""
    with tempfile.TemporaryDirectory(prefix="portal-") as scratch, workers(jobs, alone) as pool:
        sources = look(config, as_of, Path(scratch))
        return in_order(read(config, sources, pool, Stages(tell)).problems)


def _not_ours(config: Config) -> list[Problem]:
    """Return why a build would not write to the folder of the settings, as it is now."""
    reason = foreign(config.output)
    if not reason:
        return []
    values = (("value", config.settings.output), ("reason", f"\0:{IN_SHORT[reason]}"))
    found = Finding("P802", ("output",), values)
    return validation.place([found], config.file, config.root)
