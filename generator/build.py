"""The story: content becomes a site, or a list of problems."""

import marshal
import pickle
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

from generator import library, output, pages, reading, render, sitemap, store, templates
from generator.addresses import project_url
from generator.config import Config
from generator.content import Batch, File, Tree, after, batches, ignored, key_of, walk
from generator.jobs import Draft, OfPlace, Some
from generator.ledger import Job, Last, Ledger, Made
from generator.library import Library
from generator.messages import N_
from generator.output import Output, Published
from generator.problems import Problem, errors, in_order
from generator.source import digest
from generator.stages import Stage, Stages, Tell
from generator.summary import Summary
from generator.workers import GivenUp, InProcess, readily, spread, uncollected, workers

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
    key: bytes = b""
    """The key of the press that made them."""
    made: dict[str, Made] = field(default_factory=dict)
    """Those files by address."""
    printed: "tuple[Read, render.Press] | None" = None
    """What they were made of, and with."""

    def forget(self) -> None:
        """Begin anew, as after a fault."""
        self.sources, self.settings, self.last, self.printed = None, None, None, None
        self.summaries.clear()


@dataclass(frozen=True, slots=True)
class Watched:
    """Pages that someone looks at now: they are made first, and shown before all others are done.

    `show` is given those that became others, by address, and where they lie for the moment. What
    is shown may still be taken back: by a link of another page that leads nowhere. Once `stale`
    says that there is something newer to show, the build is given up.
    """

    urls: frozenset[str] = frozenset()
    show: Callable[[dict[str, Path]], None] = lambda _: None
    stale: Callable[[], bool] = lambda: False


UNWATCHED = Watched()


class Superseded(Exception):
    """The build was given up, as what it was made from has changed; nothing was published."""


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
    memory: Memory | None = None,
    changed: Collection[Path] = (),
    watched: Watched = UNWATCHED,
) -> Report:
    """Turn content into a site, or into a list of problems that leaves the site untouched.

    With `full` nothing of the last build is taken for fresh. With a `memory` of an earlier build
    nothing but `changed` is looked for. Raises OSError for the machine's faults and
    `output.Refused` for a folder that is not ours, `Superseded` when it is no longer wanted.
    """
    again, memory = memory is not None, memory or Memory()
    stages = Stages(tell)
    with (
        uncollected(),
        Output(site or config.output, config.state, config.root) as out,
        workers(jobs) as pool,
    ):
        if full:
            out.forget()
        with stages(N_("Looking for changes")) as stage:
            same = memory.settings == (config.digest, as_of)
            sums = out.sums_digest()
            last = memory.last if memory.last and memory.sums == sums else None
            # on another processor, as each looks at some ten thousand files
            gone = None if last else readily(pool).submit(_lost, out.ledger, out.site, sums)
            sources = look(config, as_of, out.records, memory, changed)
            whole = digest(
                sources.templates + config.digest + marshal.dumps([preview, sources.mark], 2)
            )
            last = last or Ledger(out.ledger).read(sums)
            lost = gone.result() if gone else set()
            stage.count = len(sources.tree.stats)
        if last.whole == whole and not lost:
            if again:  # so that the first edit needs no more than the next one
                memory.last, memory.sums = last, sums
                memory.made = {each.url: each for job in last.jobs.values() for each in job.made}
                for batch in sources.batches:
                    summary = reading.kept(batch)
                    if summary:
                        memory.summaries[batch.key] = (batch.stamp, summary)
            said: Report = pickle.loads(last.said)  # noqa: S301 (written by this program)
            kept = Published(0, 0, sum(len(job.made) for job in last.jobs.values()))
            return replace(said, published=kept, stages=stages.done)
        guessed: dict[str, str] = {}
        if same and watched.urls and memory.last is last:
            guessed = _guess(config, as_of, sources, memory, changed, watched)
        found = read(config, sources, pool, stages, memory)
        problems = found.problems
        if any(errors(problems)):
            return Report(in_order(problems), stages=stages.done)
        press = _press(found, config, as_of, sources, out, preview=preview)
        past = _Past(last, lost, press)
        with stages(N_("Planning")) as stage:
            ahead = past.jobs_of(watched.urls)
            planned, more = plan(found, config, as_of, sources, ahead)
            problems += more
            drafts = []
            for draft in planned if not any(errors(problems)) else ():
                drafts.append(draft)
                if draft.name in ahead:
                    _show(draft, ahead[draft.name], past, guessed, watched)
            stage.count = len(drafts)
        if any(errors(problems)):
            return Report(in_order(problems), stages=stages.done)
        now, printed = _print(drafts, past, pool, stages, watched)
        problems += [each for one in printed.values() for each in one.problems]
        if memory.key == press.key and _same_urls(now, printed, last, memory):
            now["files"] = last.jobs["files"]
        else:
            now["files"] = _files(config, press, now, printed, last, lost)
        made = _made(now, printed, last, memory)
        if not any(errors(problems)):  # a page that could not be made breaks every link to it
            beside = {PREVIEW_SCRIPT: Made(PREVIEW_SCRIPT, b"", "", 0)} if preview else {}
            problems += render.broken([*printed.values()], {**made, **beside}, out.site)
        if any(errors(problems)):
            return Report(in_order(problems), stages=stages.done)
        with stages(N_("Publishing")) as stage:
            known = memory.made if last is memory.last else {}
            old = {url: each.sum for url, each in known.items()} or out.sums()
            staged = {url for one in printed.values() for url in one.staged}
            staged -= {
                url
                for url in staged
                if old.get(url) == made[url].sum and out.size(url) == made[url].size
            }
            published = out.publish({url: each.sum for url, each in made.items()}, staged, old)
            units, projects = len(found.library.units), sum(1 for _ in found.library.projects)
            report = Report(in_order(problems), published, units, projects)
            memory.last, memory.sums = Last(whole, pickle.dumps(report), now), out.sums_digest()
            memory.key, memory.made, memory.printed = press.key, made, (found, press)
            ledger = Ledger(out.ledger)
            ledger.write(memory.last, memory.sums, printed, anew=not last.jobs)
            store.prune(out.records, {batch.store.name for batch in sources.batches})
            store.prune_folders(out.compiled, press.templates.hex())
            stage.count = published.written + published.removed
        return replace(report, stages=stages.done)


def check(config: Config, as_of: date, jobs: int = 1, tell: Tell = quiet) -> list[Problem]:
    """Read and judge everything; return every problem, in order. Nothing is written."""
    with tempfile.TemporaryDirectory(prefix="portal-") as scratch, workers(jobs) as pool:
        sources = look(config, as_of, Path(scratch))
        found = read(config, sources, pool, Stages(tell))
        more = [] if any(errors(found.problems)) else plan(found, config, as_of, sources)[1]
        return in_order([*found.problems, *more, *templates.faults(config.root)])


def _lost(ledger: Path, site: Path, sums: str) -> set[str]:
    """Return the files of the last build that are no longer there as it left them."""
    sizes = output.sizes(site)
    jobs = Ledger(ledger).read(sums).jobs.values()
    return {each.url for job in jobs for each in job.made if sizes.get(each.url) != each.size}


def _same_urls(
    now: dict[str, Job], printed: dict[str, render.Printed], last: Last, memory: Memory
) -> bool:
    """Tell whether the files surely are at the addresses of the build that is remembered."""
    if last is not memory.last or now.keys() != last.jobs.keys() - {"files"}:
        return False
    return all(
        [each.url for each in now[name].made] == [each.url for each in last.jobs[name].made]
        for name in printed
    )


def _made(
    now: dict[str, Job], printed: dict[str, render.Printed], last: Last, memory: Memory
) -> dict[str, Made]:
    """Return every file of the site by address: those that are remembered, and what is new."""
    if last is not memory.last:
        return {each.url: each for job in now.values() for each in job.made}
    made = dict(memory.made)
    for name in {*printed, *(last.jobs.keys() - now.keys())}:
        for each in last.jobs[name].made if name in last.jobs else ():
            made.pop(each.url, None)
    for name in printed:
        made.update((each.url, each) for each in now[name].made)
    return made


@dataclass(frozen=True, slots=True)
class Sources:
    """What there is to build from, not yet read."""

    tree: Tree
    batches: list[Batch]
    program: bytes
    templates: bytes

    @property
    def mark(self) -> list[object]:
        """What tells this content from any other."""
        faults = [repr(each) for each in self.tree.problems]
        # a file may lie where no record does, and so in no batch
        beside = sorted(self.tree.pictures | self.tree.attachments)
        return [*(batch.stamp for batch in self.batches), *beside, *faults]


def look(
    config: Config,
    as_of: date,
    records: Path,
    memory: Memory | None = None,
    changed: Collection[Path] = (),
) -> Sources:
    """Find out what there is, and what of it has changed since it was last read."""
    memory = memory or Memory()
    root, content = config.root, config.settings.content
    settings, now = (config.digest, as_of), time.time_ns()
    program = memory.sources.program if memory.sources else store.program()
    found = None
    if memory.sources and memory.settings == settings:
        files = _content_files(config, changed)
        tree, cut = memory.sources.tree, memory.sources.batches
        found = None if files is None else after(tree, cut, root, files, now)
    if found is None:
        tree, rules = walk(root, content), config.rules(as_of)
        found = tree, batches(tree, root, content, rules, records, program, now)
    memory.settings = settings
    memory.sources = Sources(*found, program, templates.digest(root, program))
    return memory.sources


def _content_files(config: Config, changed: Collection[Path]) -> list[str] | None:
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


def read(
    config: Config,
    sources: Sources,
    pool: Executor,
    stages: Stages,
    memory: Memory | None = None,
) -> Read:
    """Read and judge what has changed, and join it with all else."""
    known = memory.summaries if memory else {}
    root, content = config.root, config.settings.content
    batches = sources.batches
    with stages(N_("Reading")) as stage:
        kept: dict[str, Summary] = {}
        stale = []
        for batch in batches:
            stamp, before = known.get(batch.key, (b"", None))
            summary = before if stamp == batch.stamp else reading.kept(batch)
            if summary is None:
                stale.append(batch)
            else:
                kept[batch.key] = summary
        work = InProcess() if len(stale) == 1 else pool
        for summary in stage.told(spread(work, reading.read_batch, stale), len(stale)):
            kept[summary.key] = summary
        stage.count = sum(len(each.files) for each in stale)
    if memory:
        memory.summaries = {each.key: (each.stamp, kept[each.key]) for each in batches}
    with stages(N_("Joining")) as stage:
        summaries = [kept[each.key] for each in batches]
        found, problems = library.join(
            summaries, sources.tree, root, content, config.settings.languages
        )
        stage.count = len(summaries)
    return Read(found, summaries, problems)


def plan(
    found: Read, config: Config, as_of: date, sources: Sources, ahead: Collection[str] = ()
) -> tuple[Iterator[Draft], list[Problem]]:
    """Plan every page, in which no error was found; the jobs named in `ahead` come first."""
    keeps = {each.key: each.store.views for each in sources.batches}
    return pages.plan(found.library, found.summaries, config, as_of, keeps, ahead)


def _press(
    found: Read, config: Config, as_of: date, sources: Sources, out: Output, *, preview: bool
) -> render.Press:
    """Return what pages are made with."""
    assets = templates.assets(config.root)
    addresses = {name: url for name, (url, _) in assets.items()}
    site = pages.site(found.library, config, as_of, addresses)
    site["preview"] = preview
    endings = () if preview else tuple(config.settings.precompress)
    for language in config.settings.languages:  # it may have been pruned since it was last used
        folder = templates.compiled(out.compiled, language, sources.templates)
        folder.mkdir(parents=True, exist_ok=True)
    return render.Press(
        root=config.root,
        stage=out.stage,
        compiled=out.compiled,
        site=site,
        languages=config.settings.languages,
        templates=sources.templates,
        key=digest(sources.templates + marshal.dumps([site, *endings], 2)),
        endings=endings,
    )


@dataclass(frozen=True, slots=True)
class _Past:
    """What the last build made, but for what is `lost` of it, beside the press of this one."""

    last: Last
    lost: set[str]
    press: render.Press

    def job(self, draft: Draft) -> Job | None:
        """Return the job that the last build did, if it is the very same."""
        before = self.last.jobs.get(draft.name)
        if before is None or before.mark != self.mark(draft):
            return None
        return before if self.lost.isdisjoint(made.url for made in before.made) else None

    def mark(self, draft: Draft) -> bytes:
        """Return the digest of all that a job is made from."""
        return digest(self.press.key + draft.mark)

    def made(self, name: str) -> dict[str, Made]:
        """Return the files that are there of the last build's job of this name, by address."""
        before = self.last.jobs[name].made if name in self.last.jobs else ()
        return {each.url: each for each in before if each.url not in self.lost}

    def jobs_of(self, urls: frozenset[str]) -> dict[str, frozenset[str]]:
        """Return the names of the jobs that made pages at `urls`, each with those of its own.

        None if the assets that pages load are others now: no page is shown before these.
        """
        there = {each.url for each in self.last.jobs["files"].made} if self.last.jobs else set()
        if not urls or not there.issuperset(self.press.site["assets"].values()):
            return {}
        found = {
            name: urls.intersection(each.url for each in job.made)
            for name, job in self.last.jobs.items()
        }
        return {name: own for name, own in found.items() if own}


def _guess(
    config: Config,
    as_of: date,
    sources: Sources,
    memory: Memory,
    changed: Collection[Path],
    to: Watched,
) -> dict[str, str]:
    """Show the pages of changed projects before anything else is read; return their sums.

    All that they show of other records is taken as it was in the last build: mostly it still is.
    Where it is not, `_show` will show the page once more.
    """
    if memory.printed is None or memory.printed[1].templates != sources.templates:
        return {}
    before, press = memory.printed
    press = replace(press, stage=press.stage / "guess")
    wanted = {press.page_of(url) for url in to.urls}
    guessed: dict[str, str] = {}
    for path in _content_files(config, changed) or ():
        kind, _, ident = path[len(config.settings.content) + 1 :].rpartition(".")[0].partition("/")
        url, key = project_url(ident), key_of(File(kind, ident, "", path))
        if kind != "projects" or url not in wanted:
            continue
        batch = next((each for each in sources.batches if each.key == key), None)
        file = next((each for each in batch.files if each.path == path), None) if batch else None
        summary = next((each for each in before.summaries if each.key == key), None)
        own = reading.glance(batch, file) if batch and file else None
        if batch is None or summary is None or own is None:
            continue
        job = pages.of_place(before.library, summary, config, as_of, batch.store.views).make()
        if not isinstance(job, OfPlace) or not job.knows(*own):
            continue
        job.views["projects"][ident] = own[0]
        one = render.render(Some(job, frozenset([url])), {}, press)
        guessed |= {each.url: each.sum for each in one.made if each.url in to.urls}
    guessed = {u: s for u, s in guessed.items() if u in memory.made and memory.made[u].sum != s}
    if guessed:
        to.show({url: press.stage / url for url in guessed})
    return guessed


def _show(
    draft: Draft, urls: frozenset[str], past: _Past, guessed: dict[str, str], to: Watched
) -> None:
    """Make some pages of a job ahead of all others, and show those that became others.

    But not those that are as was `guessed`: these have been shown.
    """
    press = past.press
    if past.job(draft):
        if not urls.isdisjoint(guessed):
            to.show({url: press.stage / url for url in urls})
        return
    job = Some(draft.make(), frozenset(map(press.page_of, urls)))
    one = render.render(job, past.made(draft.name), press)
    sums = {each.url: each.sum for each in one.made}
    seen = {
        url: press.stage / url
        for url in urls.intersection(sums)
        if (url in one.staged or url in guessed) and guessed.get(url) != sums[url]
    }
    if seen and not any(errors(one.problems)):
        to.show(seen)


def _print(
    drafts: list[Draft], past: _Past, pool: Executor, stages: Stages, watched: Watched
) -> tuple[dict[str, Job], dict[str, render.Printed]]:
    """Make the pages of every job whose sources changed; return all jobs, and what was printed."""
    now: dict[str, Job] = {}
    stale: list[Draft] = []
    for draft in drafts:
        before = past.job(draft)
        if before:
            now[draft.name] = before
        else:
            stale.append(draft)
    known = [past.made(draft.name) for draft in stale]
    printed: dict[str, render.Printed] = {}
    with stages(N_("Making pages")) as stage:
        work = partial(render.render, press=past.press)
        # a few pages are made sooner here than another process is told of them
        small = sum(len(each) or FEW for each in known) < FEW
        where = InProcess() if small else pool
        made = (draft.make() for draft in stale)
        done = spread(where, work, made, known, given_up=watched.stale)
        try:
            for draft, one in zip(stale, stage.told(done, len(stale)), strict=True):
                printed[draft.name] = one
                now[draft.name] = Job(past.mark(draft), tuple(one.made))
        except GivenUp:
            past.press.halt.touch()  # for the jobs that were begun
            raise Superseded from None
        stage.count = sum(len(each.staged) for each in printed.values())
    return now, printed


def _files(
    config: Config,
    press: render.Press,
    now: dict[str, Job],
    printed: dict[str, render.Printed],
    last: Last,
    lost: set[str],
) -> Job:
    """Stage the files that are no pages, where they changed: assets, site map, robots.txt."""
    urls = sorted(each.url for job in now.values() for each in job.made)
    mark = digest(press.key + "\n".join(urls).encode())
    before = last.jobs.get("files", Job(b"", ()))
    if before.mark == mark and lost.isdisjoint(each.url for each in before.made):
        return before
    shown = [url for url in urls if url.endswith(".html") and not url.endswith("404.html")]
    assets = templates.assets(config.root).values()
    known = {each.url: each for each in before.made if each.url not in lost}
    one = printed["files"] = render.Printed()
    for url, content in (
        *((url, path.read_bytes()) for url, path in assets),
        *sitemap.files(shown, press.site["base_url"]),
    ):
        render.keep(one, press, url, b"", content, known)
    return Job(mark, tuple(one.made))
