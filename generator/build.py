"""The story: content becomes a site, or a list of problems."""

import marshal
import pickle
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path

from generator import library, pages, reading, render, sitemap, store, templates
from generator.config import Config
from generator.jobs import Draft
from generator.ledger import Job, Last, Ledger, Made
from generator.library import Library
from generator.messages import N_
from generator.output import Output, Published
from generator.problems import Problem, errors, in_order
from generator.source import digest
from generator.stages import Stage, Stages, Tell
from generator.workers import InProcess, uncollected, workers

FEW = 2_000
"""Pages that one process looks through while others would still be starting."""
PREVIEW_SCRIPT = "/livereload.js"
"""What a page of the preview has beside the site: it comes from the preview's server."""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a build: problems in order, and what was published, None if refused.

    `stages` has the seconds each stage took and how many things it dealt with.
    """

    problems: list[Problem]
    published: Published | None = None
    units: int = 0
    projects: int = 0
    stages: tuple[Stage, ...] = ()


def quiet(stage: str, done: int, of: int) -> None:
    """Tell no one."""


def build(
    config: Config,
    as_of: date,
    *,
    site: Path | None = None,
    jobs: int = 1,
    full: bool = False,
    preview: bool = False,
    tell: Tell = quiet,
) -> Report:
    """Turn content into a site, or into a list of problems that leaves the site untouched.

    With `full` nothing of the last build is taken for fresh. Raises OSError for the machine's
    faults and `output.Refused` for a folder that is not ours.
    """
    stages = Stages(tell)
    with (
        uncollected(),
        Output(site or config.output, config.state, config.root) as out,
        workers(jobs) as pool,
    ):
        if full:
            out.forget()
        with stages(N_("Looking for changes")) as stage:
            sources = look(config, as_of, out.records)
            whole = digest(
                sources.templates + config.digest + marshal.dumps([preview, sources.mark], 2)
            )
            last = Ledger(out.ledger).read(out.sums_digest())
            sizes = out.sizes()
            made = {each.url: each for job in last.jobs.values() for each in job.made}
            lost = {url for url, each in made.items() if sizes.get(url) != each.size}
            stage.count = len(sources.tree.stats)
        if last.whole == whole and not lost:
            said: Report = pickle.loads(last.said)  # noqa: S301 (written by this program)
            kept = Published(0, 0, len(made))
            return replace(said, published=kept, stages=stages.done)
        found = read(config, as_of, sources, pool, stages)
        problems = found.problems
        if any(errors(problems)):
            return Report(in_order(problems), stages=stages.done)
        press = _press(found, config, as_of, sources, out, preview=preview)
        now, printed = _print(found.plan, press, pool, last, lost, stages)
        problems += [each for one in printed.values() for each in one.problems]
        now["files"] = _files(out, _others(config, press, now), printed, last, lost)
        made = {each.url: each for job in now.values() for each in job.made}
        if not any(errors(problems)):  # a page that could not be made breaks every link to it
            beside = {PREVIEW_SCRIPT} if preview else set()
            problems += render.broken(list(printed.values()), {*made, *beside})
        if any(errors(problems)):
            return Report(in_order(problems), stages=stages.done)
        with stages(N_("Publishing")) as stage:
            old = out.sums()
            staged = {url for one in printed.values() for url in one.staged}
            staged -= {
                url
                for url in staged
                if old.get(url) == made[url].sum and sizes.get(url) == made[url].size
            }
            published = out.publish({url: each.sum for url, each in made.items()}, staged)
            units, projects = len(found.library.units), sum(1 for _ in found.library.projects)
            report = Report(in_order(problems), published, units, projects)
            Ledger(out.ledger).write(
                Last(whole, pickle.dumps(report), now),
                out.sums_digest(),
                printed,
                anew=not last.jobs,
            )
            store.prune(out.records, {batch.store.name for batch in sources.batches})
            store.prune_folders(out.compiled, press.templates.hex())
            stage.count = published.written + published.removed
        return replace(report, stages=stages.done)


def check(config: Config, as_of: date, jobs: int = 1, tell: Tell = quiet) -> list[Problem]:
    """Read and judge everything; return every problem, in order. Nothing is written."""
    with tempfile.TemporaryDirectory(prefix="portal-") as scratch, workers(jobs) as pool:
        sources = look(config, as_of, Path(scratch))
        problems = read(config, as_of, sources, pool, Stages(tell)).problems
        return in_order([*problems, *templates.faults(config.root)])


@dataclass(frozen=True, slots=True)
class Sources:
    """What there is to build from, not yet read."""

    tree: reading.Tree
    batches: list[reading.Batch]
    templates: bytes

    @property
    def mark(self) -> list[object]:
        """What tells this content from any other."""
        faults = [repr(each) for each in self.tree.problems]
        return [*(batch.stamp for batch in self.batches), *faults]


def look(config: Config, as_of: date, records: Path) -> Sources:
    """Find out what there is, and what of it has changed since it was last read."""
    root, content = config.root, config.settings.content
    tree = reading.walk(root, content)
    program = store.program()
    rules = config.rules(as_of)
    batches = reading.batches(tree, root, content, rules, records, program, time.time_ns())
    return Sources(tree, batches, templates.digest(root, program))


@dataclass(frozen=True, slots=True)
class Read:
    """Everything read, joined and judged; the plan is empty where there is an error."""

    library: Library
    plan: list[Draft]
    problems: list[Problem]


def read(config: Config, as_of: date, sources: Sources, pool: Executor, stages: Stages) -> Read:
    """Read and judge what has changed, and plan every page if nothing forbids it."""
    root, content = config.root, config.settings.content
    batches = sources.batches
    with stages(N_("Reading")) as stage:
        kept = {each.key: each.store.summary(each.stamp) for each in batches}
        stale = [each for each in batches if kept[each.key] is None]
        work = InProcess() if len(stale) == 1 else pool
        for summary in stage.told(work.map(reading.read_batch, stale), len(stale)):
            kept[summary.key] = summary
        stage.count = sum(len(each.files) for each in stale)
    with stages(N_("Joining")) as stage:
        summaries = [kept[each.key] for each in batches]
        found, problems = library.join(
            summaries, sources.tree, root, content, config.settings.languages
        )
        stage.count = len(summaries)
    drafts: list[Draft] = []
    if not any(errors(problems)):
        with stages(N_("Planning")) as stage:
            keeps = {each.key: each.store.views for each in batches}
            drafts, more = pages.plan(found, summaries, config, as_of, keeps)
            problems += more
            stage.count = len(drafts)
    return Read(found, drafts, problems)


def _press(
    found: Read, config: Config, as_of: date, sources: Sources, out: Output, *, preview: bool
) -> render.Press:
    """Return what pages are made with."""
    assets = templates.assets(config.root)
    addresses = {name: url for name, (url, _) in assets.items()}
    site = pages.site(found.library, config, as_of, addresses)
    site["preview"] = preview
    return render.Press(
        root=config.root,
        stage=out.stage,
        compiled=out.compiled,
        site=site,
        languages=config.settings.languages,
        templates=sources.templates,
        key=digest(sources.templates + marshal.dumps(site, 2)),
    )


def _others(
    config: Config, press: render.Press, now: dict[str, Job]
) -> Iterator[tuple[str, bytes]]:
    """Yield the files that are no pages: assets, site map, robots.txt."""
    for url, path in templates.assets(config.root).values():
        yield url, path.read_bytes()
    urls = sorted(each.url for job in now.values() for each in job.made)
    shown = [url for url in urls if url.endswith(".html") and not url.endswith("404.html")]
    yield from sitemap.files(shown, press.site["base_url"])


def _print(
    plan: list[Draft],
    press: render.Press,
    pool: Executor,
    last: Last,
    lost: set[str],
    stages: Stages,
) -> tuple[dict[str, Job], dict[str, render.Printed]]:
    """Make the pages of every job whose sources changed; return all jobs, and what was printed."""
    now: dict[str, Job] = {}
    stale: list[Draft] = []
    for draft in plan:
        before = last.jobs.get(draft.name)
        fresh = before and before.mark == digest(press.key + draft.mark)
        if before and fresh and lost.isdisjoint(made.url for made in before.made):
            now[draft.name] = before
        else:
            stale.append(draft)
    known = [
        {each.url: each for each in last.jobs[draft.name].made if each.url not in lost}
        if draft.name in last.jobs
        else {}
        for draft in stale
    ]
    printed: dict[str, render.Printed] = {}
    with stages(N_("Making pages")) as stage:
        work = partial(render.render, press=press)
        # a few pages are made sooner here than another process is told of them
        small = sum(len(each) or FEW for each in known) < FEW
        done = (InProcess() if small else pool).map(work, (draft.make() for draft in stale), known)
        for draft, one in zip(stale, stage.told(done, len(stale)), strict=True):
            printed[draft.name] = one
            now[draft.name] = Job(digest(press.key + draft.mark), tuple(one.made))
        stage.count = sum(len(each.staged) for each in printed.values())
    return now, printed


def _files(
    out: Output,
    files: Iterable[tuple[str, bytes]],
    printed: dict[str, render.Printed],
    last: Last,
    lost: set[str],
) -> Job:
    """Stage the files that are no pages, where they changed."""
    known = {each.url: each for each in last.jobs["files"].made} if "files" in last.jobs else {}
    one = render.Printed()
    for url, content in files:
        made = Made(url, b"", sha256(content).hexdigest(), len(content))
        one.made.append(made)
        if known.get(url) != made or url in lost:
            out.put(url, content)
            one.staged.append(url)
    printed["files"] = one
    return Job(b"", tuple(one.made))
