"""The story: content becomes a site, or a list of problems."""

import marshal
import pickle
import tempfile
from collections.abc import Collection, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from generator import (
    anchors,
    early,
    folders,
    kept_assets,
    pages,
    render,
    sitemap,
    store,
    templates,
    validation,
)
from generator.config import Config, today
from generator.early import UNWATCHED, Watched
from generator.gather import Memory, Read, Sources, kept_of, look, plan, read
from generator.jobs import Draft, Ready
from generator.kinds.kind import Finding
from generator.ledger import Job, Last, Ledger
from generator.links import Links, Noted
from generator.messages import N_
from generator.output import IN_SHORT, Output, Published, Refused, foreign
from generator.page import mark_of
from generator.past import Past, made_of, same_urls
from generator.problems import Problem, errors, in_order
from generator.scout import Scout
from generator.source import digest
from generator.stages import Stage, Stages, Tell
from generator.workers import GivenUp, InProcess, spread, uncollected, workers

FEW = 2_000
"""Pages that one process looks through while others would still be starting."""
PREVIEW_SCRIPT = "livereload.js"
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
    drafts: tuple[tuple[str, str], ...] = ()
    """Kind and key of the drafts that are shown: none but in a preview."""
    stages: tuple[Stage, ...] = ()
    of: object = None
    """What it was made of: to take every record apart takes a while."""


INSIDE = N_(
    "{folder} lies in the folder of the records or of the templates, or around it: choose another"
)


class Superseded(Exception):
    """The build was given up, as what it was made from has changed; nothing was published."""


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
    preview: bool = False,
    tell: Tell = quiet,
    memory: Memory | None = None,
    changed: Collection[Path] = (),
    watched: Watched = UNWATCHED,
    scout: Scout | None = None,
) -> Report:
    """Turn content into a site, or into a list of problems that leaves the site untouched.

    `state` is where what is known of it is kept, else the folder of the configuration. With `full`
    nothing of the last build is taken for fresh. With a `memory` of an earlier build
    nothing but `changed` is looked for. Raises OSError for the machine's faults and
    `output.Refused` for a folder that is not ours, `Superseded` when it is no longer wanted. A
    `scout` for the same site may have set out before this program was read.
    """
    again, memory = memory is not None, memory or Memory()
    stages = Stages(tell)
    days = 0 if preview else config.settings.keep_assets
    out = Output(site or config.output, state or config.state, config.root)
    if config.overlaps(out.site):
        raise Refused(INSIDE, out.site)
    apart = 1 if memory.sources else jobs
    scout = scout or Scout(config.root, config.settings.content, out, apart)
    with scout, uncollected(), out, workers(jobs) as pool:
        if full:
            out.forget()
        with stages(N_("Looking for changes")) as stage:
            same = memory.settings == (config.digest, as_of)
            sums = out.sums_digest()
            last = memory.last if memory.last and memory.sums == sums else None
            lost: set[str] | None = None if last is None else set()
            last = last or Ledger(out.ledger).read(sums)  # while the scout is under way
            compiled = partial(_compile, config, out, None if again else pool)
            sources = look(
                config, as_of, out.records, memory, changed, scout, compiled, drafts=preview
            )
            whole = digest(
                sources.templates + config.digest + marshal.dumps([preview, sources.mark], 2)
            )
            if last.whole == whole and lost is None:
                lost = scout.lost(sums)
            stage.count = len(sources.tree.stats)
        due = "kept" in last.jobs and kept_assets.overdue(out.site, days, today(config))
        if last.whole == whole and not lost and not due:
            if again:  # so that the first edit needs no more than the next one
                memory.last, memory.sums = last, sums
                memory.made = {each.url: each for job in last.jobs.values() for each in job.made}
                for batch in sources.batches:
                    summary = kept_of(batch, memory)
                    if summary:
                        memory.summaries[batch.key] = (batch.stamp, summary)
            said: Report = pickle.loads(last.said)  # noqa: S301 (written by this program)
            same_files = Published(0, 0, said.published.of if said.published else 0)
            return replace(said, published=same_files, stages=stages.done)
        guessed: dict[str, str] = {}
        if same and watched.urls and memory.last is last:
            guessed = early.guess(config, as_of, sources, memory, changed, watched)
        _go_on(watched)
        found = read(config, sources, pool, stages, memory)
        _go_on(watched)
        problems = found.problems
        if any(errors(problems)):
            return Report(in_order(problems), stages=stages.done)
        press = _press(found, config, as_of, sources, out, preview=preview)
        if lost is None:  # asked for as late as can be: it may still be looking
            lost = scout.lost(sums)
        past = Past(last, lost, press)
        with stages(N_("Planning")) as stage:
            ahead = past.jobs_of(watched.urls)
            planned, more = plan(found, config, as_of, sources, ahead)
            problems += more
            drafts = []
            for draft in planned if not any(errors(problems)) else ():
                drafts.append(draft)
                if draft.name in ahead:
                    early.show(draft, ahead[draft.name], past, guessed, watched)
                _go_on(watched)
            stage.count = len(drafts)
        if any(errors(problems)):
            return Report(in_order(problems), stages=stages.done)
        now, printed, links = _print(drafts, past, pool, stages, watched)
        pool.shutdown(wait=False)  # what is left needs their memory, not their hands
        problems += [each for one in printed.values() for each in one.problems]
        now["files"] = _files(config, press, now, printed, last, lost)
        now["folders"] = _folders(found, past, now, printed, links)
        # the ledger is of the very list of files that lies in the site
        known = (each for job in last.jobs.values() for each in job.made)
        old = {each.url: each.sum for each in known} or out.sums()
        stay = _kept(press, out, now["files"], old, last, days, today(config))
        if stay:
            now["kept"] = Job(b"", tuple(stay.made))
            printed |= {"kept": stay} if now["kept"] != last.jobs.get("kept") else {}
        made = made_of(now, printed, last, memory)
        if not any(errors(problems)):  # a page that could not be made breaks every link to it
            broken = links.broken(made, [PREVIEW_SCRIPT] if preview else [], out.site)
            problems += anchors.placed(broken, found.summaries)
        if any(errors(problems)):
            return Report(in_order(problems), stages=stages.done)
        with stages(N_("Publishing")) as stage:
            staged = {url: made[url] for one in printed.values() for url in one.staged}
            altered = out.altered(staged, old, thorough=not last.jobs)
            published = out.publish({url: each.sum for url, each in made.items()}, altered, old)
            units = len(found.library.units)
            projects = sum(map(len, found.library.by_unit.values()))
            drafts_ = tuple((kind, ident) for kind, ident, _ in found.drafts)
            report = Report(in_order(problems), published, units, projects, drafts_)
            memory.last, memory.sums = Last(whole, pickle.dumps(report), now), out.sums_digest()
            memory.made, memory.printed = made, (found, press)
            ledger = Ledger(out.ledger)
            ledger.write(memory.last, memory.sums, printed, anew=not last.jobs)
            store.prune(out.records, {batch.store.name for batch in sources.batches})
            store.prune_folders(out.compiled, press.templates.hex())
            stage.count = published.written + published.removed
        return replace(report, stages=stages.done, of=(found, last, memory))


def _go_on(watched: Watched) -> None:
    """Raise Superseded if there is something newer: what is remembered by now is not lost."""
    if watched.stale():
        raise Superseded


def check(config: Config, as_of: date, jobs: int = 1, tell: Tell = quiet) -> list[Problem]:
    """Read and judge everything; return every problem, in order. Nothing of the site is written.

    The shipped templates cannot fail on what passed until then, so that it need not be made into
    pages; a site's own can, so they are tried with all its records, in a folder thrown away.
    """
    unfit = _not_ours(config)
    if templates.own(config.root):
        with tempfile.TemporaryDirectory(prefix="portal-") as scratch:
            site, state = Path(scratch) / "site", Path(scratch) / "state"
            report = build(config, as_of, site=site, state=state, jobs=jobs, tell=tell)
        return in_order([*unfit, *report.problems, *templates.faults(config.root)])
    with tempfile.TemporaryDirectory(prefix="portal-") as scratch, workers(jobs) as pool:
        sources = look(config, as_of, Path(scratch))
        found = read(config, sources, pool, Stages(tell))
        more = [] if any(errors(found.problems)) else plan(found, config, as_of, sources)[1]
        faults = templates.faults(config.root)
        return in_order([*unfit, *found.problems, *more, *faults])


def _not_ours(config: Config) -> list[Problem]:
    """Return why a build would not write to the folder of the settings, as it is now."""
    reason = foreign(config.output)
    if not reason:
        return []
    values = (("value", config.settings.output), ("reason", f"\0:{IN_SHORT[reason]}"))
    found = Finding("P802", ("output",), values)
    return validation.place([found], config.file, config.root)


def _compile(config: Config, out: Output, pool: Executor | None, digest: bytes) -> None:
    """Have the templates of this digest compiled in `pool`, where they are not.

    That is begun while no other process but the scout has anything to do, as it takes as long as
    to look at all files of a large site. Without a pool each is compiled when it is used.
    """
    for language in sorted({*map(render.written, config.settings.languages)}):
        folder = templates.compiled(out.compiled, language, digest)
        if not folder.is_dir():
            folder.mkdir(parents=True)
            if pool:
                pool.submit(templates.prepare, config.root, language, folder)


def _press(
    found: Read, config: Config, as_of: date, sources: Sources, out: Output, *, preview: bool
) -> render.Press:
    """Return what pages are made with."""
    assets = templates.assets(config.root)
    addresses = {name: url for name, (url, _) in assets.items()}
    site = pages.site(found.library, config, as_of, addresses)
    site["preview"] = preview
    endings = () if preview else tuple(config.settings.precompress)
    return render.Press(
        root=config.root,
        stage=out.stage,
        compiled=out.compiled,
        site=site,
        languages=config.settings.languages,
        templates=sources.templates,
        key=digest(sources.templates + marshal.dumps([site, *endings], 2)),
        endings=endings,
        vouched=config.vouched.union(*(each.vouched for each in found.summaries)),
        words=found.words,
    )


def _print(
    drafts: list[Draft], past: Past, pool: Executor, stages: Stages, watched: Watched
) -> tuple[dict[str, Job], dict[str, render.Printed], Links]:
    """Make the pages of every job whose sources changed.

    Return all jobs, what was printed, and what was noted of links.
    """
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
    links = Links()
    with stages(N_("Making pages")) as stage:
        work = partial(render.render, press=past.press)
        # a few pages are made sooner here than another process is told of them
        small = sum(len(each) or FEW for each in known) < FEW
        where = InProcess() if small else pool
        made = (draft.make() for draft in stale)
        done = spread(where, work, made, known, given_up=watched.stale)
        try:
            for draft, one in zip(stale, stage.told(done, len(stale)), strict=True):
                links.add(one.noted, (each.url for each in one.made))
                one.noted = Noted()
                printed[draft.name] = one
                now[draft.name] = Job(past.mark(draft), tuple(one.made))
        except GivenUp:
            past.press.halt.touch()  # for the jobs that were begun
            raise Superseded from None
        stage.count = sum(len(each.staged) for each in printed.values())
    return now, printed, links


def _files(
    config: Config,
    press: render.Press,
    now: dict[str, Job],
    printed: dict[str, render.Printed],
    last: Last,
    lost: set[str],
) -> Job:
    """Stage the files that are no pages, where they changed: assets, site map, robots.txt."""
    before = last.jobs.get("files", Job(b"", ()))
    urls: list[str] = []
    if same_urls(now, printed, last):
        mark = press.key + before.mark[len(press.key) :]
    else:
        urls = _sorted_urls(now)
        mark = press.key + digest("\n".join(urls).encode())
    if before.mark == mark and lost.isdisjoint(each.url for each in before.made):
        return before
    urls = urls or _sorted_urls(now)
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


def _folders(
    found: Read,
    past: Past,
    now: dict[str, Job],
    printed: dict[str, render.Printed],
    links: Links,
) -> Job:
    """Stage the pages of folders that have none of their own, where they changed.

    Which folders there are is known by their files alone, so that it comes after all others.
    """
    name, press = "folders", past.press
    names = [row["short_name"] for row in found.library.units.values()]
    draft = Draft(name, mark_of(now["files"].mark, names), lambda: Ready(()))
    before = past.job(draft)
    if before:
        return before
    urls = (each.url for job in now.values() for each in job.made)
    everywhere, first = folders.indexes(urls, press.languages, found.library)
    alone = replace(press, languages=press.languages[:1])
    one = printed[name] = render.Printed()
    for pages_, pressed in ((everywhere, press), (first, alone)):
        part = render.render(Ready(tuple(pages_)), past.made(name), pressed)
        links.add(part.noted, (each.url for each in part.made))
        one.made += part.made
        one.staged += part.staged
        one.problems += part.problems
    return Job(past.mark(draft), tuple(one.made))


def _kept(
    press: render.Press,
    out: Output,
    files: Job,
    old: Iterable[str],
    last: Last,
    days: int,
    today: date,
) -> render.Printed | None:
    """Return the assets of earlier builds that stay for `days`, None if there are none."""
    one = render.Printed()
    names = {"files", "kept"}.intersection(last.jobs)
    before = (each for name in names for each in last.jobs[name].made)
    known = {each.url: each for each in before}
    now = {each.url for each in files.made}
    assets = (url for url in old if url.startswith("assets/"))
    for url, content in kept_assets.find(out.site, assets, now, days, today):
        render.keep(one, press, url, b"", content, known)
    return one if one.made else None


def _sorted_urls(jobs: dict[str, Job]) -> list[str]:
    return sorted(each.url for job in jobs.values() for each in job.made)
