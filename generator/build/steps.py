"""The steps of a build, in the order in which `build` tells them, and what they hand on."""

import marshal
import pickle
from concurrent.futures import BrokenExecutor, Executor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from generator.base.digests import digest
from generator.base.messages import N_, written
from generator.base.problems import Place, Problem, errors, in_order, problem
from generator.base.processes import Far, GivenUp, InProcess, spread
from generator.base.progress import Stages
from generator.build import old_assets
from generator.build.background_scan import Scout
from generator.build.build_db import BuildDb, Job, Last
from generator.build.file_list import FileList
from generator.build.last_good import Good, Shelf
from generator.build.load import Read, kept_of, plan, read, read_with
from generator.build.preview_first import Session, Superseded
from generator.build.previous_build import Past
from generator.build.rendered import Rendered
from generator.build.report import Report
from generator.build.site_writer import Output, Published
from generator.build.sources import Sources, look
from generator.build.sums_file import Listed, Sums
from generator.joined import anchors
from generator.model.config import Config, today
from generator.parse import template_files
from generator.records import cache

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from generator.build import staged_files
    from generator.build.keep_going import Earlier
    from generator.build.log_step import Logging
    from generator.build.places_left import PlacesLeft
    from generator.pages.jobs import Draft

FEW = 2_000
"""Pages that one process looks through while others would still be starting."""
OTHERS = 8
"""Of how many other programs, which other sites may use, compiled templates stay."""
PREVIEW_SCRIPT = "livereload.js"
"""What a page of the preview has beside the site: it comes from the preview's server."""


@dataclass(slots=True)
class Run:
    """One build: its steps in the order of the story, and what they hand on to each other."""

    config: Config
    as_of: date
    out: Output
    pool: Executor
    scout: Scout
    stages: Stages
    session: Session
    lasting: bool = False
    """Whether what is made of jobs outlives this process: see `made_jobs`."""
    keeps_going: bool = False
    """Whether places that have errors are to be shown as they were: see `keep_going`."""
    left: "PlacesLeft | None" = None
    """These places: None where it does not keep going, or nothing is read yet."""
    sources: Sources = field(init=False)
    last: Last = field(init=False)
    sums: str = ""
    """The digest of the list of files that lies in the site."""
    listed: Listed | None = None
    """That list, where it is not too large to be held, and is of the last build."""
    whole: bytes = b""
    """The digest of all that the site is made from."""
    lost: set[str] | None = None
    """Files that are not as the last build left them; None until the scout was asked."""
    old: Sums = field(init=False)
    """The sums of the files that the last build left, by address."""
    same_settings: bool = False
    logging: "Logging | None" = None
    """The log of public records, where the site has one."""

    def open_log(self) -> None:
        """Open the log of public records. Raises `Refused` if it is lost, before anything is made.

        A preview adds nothing to it.
        """
        if self.config.settings.log.name and not self.session.drafts:
            from generator.build import log_step  # noqa: PLC0415 (of no use to most sites)

            self.logging = log_step.Logging.of(self.config, self.out)

    def look(self) -> None:
        """Find out what there is, and what the last build left."""
        config, memory = self.config, self.session.memory
        with self.stages(N_("Looking for changes")) as stage:
            self.same_settings = memory.settings == (config.digest, self.as_of)
            self.sums, self.listed = Listed.read(self.out.site)
            remembered = memory.last if memory.sums == self.sums else None
            self.lost = set() if remembered else None
            if remembered and self.same_settings and memory.sources:
                self.session.guess_new(config, self.as_of, memory.sources)
            # while the scout is under way
            self.last = remembered or BuildDb(self.out.build_db).read(self.sums)
            if self.session.goes_on:
                for job in self.last.jobs.values():
                    job.made  # noqa: B018 (taken apart now, so that the first edit need not)
            if not self.last.jobs:
                self.listed = None
            pool = None if self.session.goes_on else self.pool
            self.sources = look(
                *(config, self.as_of, self.out.records, memory, self.session.changed),
                *(self.scout, partial(_compile, config, self.out, pool)),
                drafts=self.session.drafts,
                history=True,
            )
            made_with = self.sources.templates + config.digest
            day = self.as_of.isoformat()
            mark = marshal.dumps([self.session.drafts, day, self.sources.mark], 2)
            self.whole = digest(made_with + mark)
            if self.last.whole in self._wholes and self.lost is None:
                self.lost = self.scout.lost(self.sums)
            stage.count = len(self.sources.tree.stats)

    def unchanged(self) -> bool:
        """Tell whether the site is what a build would make, and no old asset's time is over."""
        if self.last.whole not in self._wholes or self.lost:
            return False
        if self.logging and not self.logging.published:
            return False
        kept = "kept" in self.last.jobs
        return not (kept and old_assets.overdue(self.out.site, self._days, today(self.config)))

    @property
    def _without(self) -> bytes:
        """What stands for `whole` where places are shown as they were, which few want."""
        return digest(self.whole + b"earlier")

    @property
    def _wholes(self) -> tuple[bytes, ...]:
        return (self.whole, self._without) if self.keeps_going else (self.whole,)

    def as_it_was(self) -> Report:
        """Return the report of the last build, as of one that wrote nothing."""
        memory = self.session.memory
        if self.session.goes_on:  # so that the first edit needs no more than the next one
            memory.last, memory.sums = self.last, self.sums
            memory.made = FileList(self.out.rows, self.last.jobs, self.listed)
            for name, job in self.last.jobs.items():
                memory.made.keep(name, job)
            for batch in self.sources.batches:
                summary = kept_of(batch, memory)
                if summary:
                    memory.summaries[batch.key] = (batch.stamp, summary)
        said: Report = pickle.loads(self.last.said)  # noqa: S301 (written by this program)
        same_files = Published(0, 0, said.published.of if said.published else 0)
        return replace(said, published=same_files, stages=self.stages.done)

    def guess(self) -> None:
        """Let a session show what was saved before anything else is read."""
        if self.same_settings and self.session.memory.last is self.last:
            self.session.guess(self.config, self.as_of, self.sources)
        self.session.go_on()

    def read(self) -> Read:
        """Read and judge everything; where a build goes on, without the places that have errors.

        What is wrong with these does not stand among the problems of what is read.
        """
        memory = self.session.memory
        if isinstance(self.pool, Far):
            self.pool.meanwhile = _load
        found = read(self.config, self.sources, self.pool, self.stages, memory)
        found.problems.extend(self.own_templates())
        if not self.keeps_going:
            return found
        from generator.build.places_left import PlacesLeft  # noqa: PLC0415 (hardly ever of use)

        self.left = PlacesLeft((found, self.sources), self._shelf, self._pictures, self._join)
        return self._go_on(self.left) if any(errors(found.problems)) else found

    def without(self, found: Read, wrong: "Collection[Problem]", done: Rendered) -> Read | None:
        """Return what is read but for the places in whose pages something is wrong.

        None where nothing is, a build does not go on, or none of the places can be blamed.
        """
        wrong, left = [*errors(wrong)], self.left
        if not (left and wrong and left.blame(wrong, found, self.sources, done)):
            return None
        found = self._go_on(left)
        self.out.clear_stage()
        return None if left.hindered or any(errors(found.problems)) else found

    def _go_on(self, left: "PlacesLeft") -> Read:
        """Return what is read with places as they were, and build of that from now on."""
        going = left.go_on()
        self.sources = going.sources
        return going.found

    def _join(self, good: "Mapping[str, Good]", sources: Sources) -> Read:
        """Return what is read with some places as they were."""
        joined = read_with(good, self.config, sources, self.pool, self.stages)
        joined.problems.extend(self.own_templates())
        return joined

    def _pictures(self) -> "Collection[str]":
        """Return the addresses of the pictures of the last build that are still there."""
        if self.lost is None:
            self.lost = self.scout.lost(self.sums)
        before = self.last.jobs.get("pictures")
        return {each.url for each in before.made if each.url not in self.lost} if before else ()

    @property
    def _shelf(self) -> Shelf:
        return Shelf(self.out.good, self.sources.program)

    @property
    def _told(self) -> list[Problem]:
        """What is wrong in places that are shown as they were."""
        return self.left.told if self.left else []

    @property
    def earlier(self) -> "tuple[Earlier, ...]":
        """The places that are shown as they were."""
        return self.left.earlier if self.left else ()

    def own_templates(self) -> list[Problem]:
        """Return what keeps the site's own templates from being used, as far as no page is needed.

        A process that builds again and again looks at them only where they have changed.
        """
        if not template_files.own(self.config.root):
            return []
        from generator.build.template_trial import Trial  # noqa: PLC0415 (slow to load, and of no use where nothing has changed)

        memory, templates_ = self.session.memory, self.sources.templates
        if memory.tried is None or memory.tried[0] != templates_:
            memory.tried = templates_, [*Trial(self.config.root).faults()]
        return memory.tried[1]

    def refused(self, problems: list[Problem], put_off: "Collection[str]" = ()) -> Report:
        """Return the report of a build that left the site as it was.

        Where jobs were `put_off`, a link to what they make may be what it was refused for.
        """
        hindered = self.left.hindered if self.left else ()
        every = in_order([*problems, *self._told])
        return Report(every, stages=self.stages.done, hindered=hindered, put_off=bool(put_off))

    def rewritten(self, found: Read) -> list[Problem]:
        """Return that git's history is not that of which the log of public records tells."""
        changed = found.library.changed.of
        gone = self.logging.rewritten(changed) if self.logging else None
        if gone is None:
            return []
        changed.rewritten = gone.day
        place = Place(self.config.settings.content)
        return [problem("P822", place, day=gone.day, number=gone.number)]

    def unsaid(self, found: Read) -> list[Problem]:
        """Return which records of `history.unsaid` there are none of, here or in git."""
        said = self.config.settings.history.unsaid
        changed = found.library.changed.of
        if not said or changed.unknown:
            return []
        files = self.sources.tree.files
        known = {f"{each.kind}/{each.id}" for each in files}
        known |= {f"{each['kind']}/{each['id']}" for each in changed.gone}
        return [
            problem("P842", Place(self.config.file), name=each)
            for each in said
            if each not in known
        ]

    def past(self, found: Read) -> Past:
        """Return what still stands of the last build, beside what pages are made with now."""
        where = self.out.stage, self.out.compiled
        press = press_of(found, self.config, self.as_of, self.sources, *where, self.session.drafts)
        far = isinstance(self.pool, Far)  # others do not see it
        press = replace(press, site_folder=None if far else self.out.site)
        if self.lost is None:  # asked for as late as can be: it may still be looking
            self.lost = self.scout.lost(self.sums)
        return Past(self.last, self.lost, press)

    def plan(self, found: Read, past: Past) -> "list[Draft]":
        """Return the jobs of all pages; add to the problems of `found` what is wrong with them."""
        with self.stages(N_("Planning")) as stage:
            ahead = past.jobs_of(self.session.watched.urls)
            planned, more = plan(found, self.config, self.as_of, self.sources, ahead)
            found.problems.extend(more)
            drafts = []
            for draft in planned if not any(errors(found.problems)) else ():
                drafts.append(draft)
                if draft.name in ahead:
                    self.session.show(draft, ahead[draft.name], past)
                self.session.go_on()
            stage.count = len(drafts)
        return drafts

    def render(self, drafts: "list[Draft]", past: Past) -> Rendered:
        """Make the pages of every job that is not as it was.

        Raises `Superseded` where a session wants them no longer.
        """
        from generator.build import render  # noqa: PLC0415 (slow to load, and of no use where nothing has changed)
        from generator.pages import download_plan  # noqa: PLC0415 (as above)

        done = Rendered(self.out, self.last.jobs, self.listed)
        stale: list[Draft] = []
        for draft in drafts:
            before = past.job(draft)
            if not before and download_plan.may_wait(draft.name):
                before = self._put_off(draft.name, past, done)
            if before:
                done.keep(draft.name, before)
            else:
                stale.append(draft)
        # a few pages are made sooner here than another process is told of them
        before_ = (past.made(draft.name) for draft in stale)
        small = all(each < FEW for each in accumulate(map(_pages, before_)))
        with self.stages(N_("Making pages")) as stage:
            where = InProcess() if small else self.pool
            if self.lasting and not small:
                from generator.build import made_jobs  # noqa: PLC0415 (of no use to most builds)

                made = made_jobs.made(self.pool, past, stale, self.out.made)
            else:
                ready, given_up = (draft.make() for draft in stale), self.session.watched.stale
                known = (past.made(draft.name) for draft in stale)
                work = partial(render.render, press=past.press)
                made = spread(where, work, ready, known, given_up=given_up)
            try:
                for draft, one in zip(stale, stage.told(made, len(stale)), strict=True):
                    done.take(draft.name, past.mark(draft), one)
            except GivenUp:
                past.press.halt.touch()  # for the jobs that were begun
                raise Superseded from None
            stage.count = done.count
        return done

    def _put_off(self, name: str, past: Past, done: Rendered) -> Job | None:
        """Return a job as the last build did it, if it may be done later, and note that it is.

        To make all files to be taken away takes longer than all that one who types waits for, and
        no one takes them from a preview at that moment.
        """
        before = self.last.jobs.get(name)
        if not (self.session.puts_off and before and past.stands(before)):
            return None
        done.put_off.append(name)
        return before

    def add_files(self, done: Rendered, found: Read, past: Past) -> None:
        """Add what is no page of a record: assets, site map, folders' pages, older assets."""
        from generator.build import open_files, site_files  # noqa: PLC0415 (slow to load, and of no use where nothing has changed)

        if self.config.settings.open_data.tables:
            before = self._put_off(open_files.JOB, past, done) if done.put_off else None
            if before:
                done.keep(open_files.JOB, before)
            else:
                open_files.OpenFiles(self.config, found.library, past, done, self.out.site).add()
        site_files.files(self.config, past, done)
        site_files.folders(found.library, past, done)
        self.old = self.listed or self.out.sums()
        day = today(self.config)
        site_files.older(past, self.out.site, done, self.old, self._days, day)
        if self.logging:
            self.logging.add(found.summaries, self.sources.keeps, day, past, done)

    def broken_links(self, done: Rendered, found: Read) -> list[Problem]:
        """Return a problem for each link that leads nowhere."""
        if any(errors(done.problems)):  # a page that could not be made breaks every link to it
            return []
        beside = [PREVIEW_SCRIPT] if self.session.drafts else []
        return [
            *anchors.placed(
                done.links.broken(
                    done.jobs, done.fresh, done.files.__contains__, beside, self.out.site
                ),
                found.summaries,
            )
        ]

    def publish(self, problems: list[Problem], done: Rendered, found: Read, past: Past) -> Report:
        """Replace the site, and remember what was made, and from what; not if there are errors."""
        if any(errors(problems)):
            return self.refused(problems, done.put_off)
        out, memory, first = self.out, self.session.memory, not self.last.jobs
        with self.stages(N_("Publishing")) as stage:
            published = out.publish(done.files, done.staged, self.old, thorough=first)
            projects = sum(map(len, found.library.by_unit.values()))
            drafts = tuple((kind, ident) for kind, ident, _ in found.drafts)
            units = len(found.library.units)
            every = in_order([*problems, *self._told])
            put_off = bool(done.put_off)
            report = Report(
                every, published, units, projects, drafts, earlier=self.earlier, put_off=put_off
            )
            logged = self.logging.keep() if self.logging else None
            before = memory.last
            whole = self._without if self.earlier else self.whole
            if put_off:  # what it is made from is not all that lies there
                whole = digest(whole + b"put off")
            memory.last = Last(whole, pickle.dumps(report), done.jobs)
            memory.sums = out.sums_digest()
            memory.made, memory.printed = done.files, (found, past.press)
            if not (self.session.goes_on or self.session.drafts):
                self._keep_good(found, {each.place for each in self.earlier})
            BuildDb(out.build_db).write(memory.last, memory.sums, done.fresh, anew=first)
            if self.lasting and out.made.is_dir():
                from generator.build import made_jobs  # noqa: PLC0415 (of no use to most builds)

                made_jobs.forget(self.pool, out.made)
            out.forget_made()
            cache.prune(out.records, {batch.store.name for batch in self.sources.batches})
            cache.prune_folders(out.compiled, past.press.templates.hex())
            if past.press.shared:
                shared = past.press.shared
                cache.prune_folders(shared.parent, shared.name, OTHERS)
            stage.count = published.written + published.removed
        return replace(
            report, stages=self.stages.done, log=logged, of=(found, before, self.last, memory)
        )

    def _keep_good(self, found: Read, earlier: set[str]) -> None:
        """Keep each place as it has just been published, for builds that go on without it."""
        tree, root, day = self.sources.tree, found.library.root, self.as_of.isoformat()
        told = found.library.changed.of
        self._shelf.keep(self.sources.batches, tree.stats, earlier, root, day, told)

    @property
    def _days(self) -> int:
        """For how many days assets of earlier builds stay: none in a preview."""
        return 0 if self.session.drafts else self.config.settings.keep_assets


def _load() -> None:
    """Load what pages are planned and made with, which takes half a second."""
    from generator.build import open_files, render  # noqa: F401, PLC0415 (as where they are used)
    from generator.pages import plan  # noqa: F401, PLC0415 (as above)


def _pages(made: "Collection[str]") -> int:
    """Return how many of these files are pages: what lies beside them is made in no time.

    Of a job that has not been done before no one knows.
    """
    return sum(url.endswith(".html") for url in made) if made else FEW


def _compile(
    config: Config, out: Output, pool: Executor | None, digest: bytes, program: bytes
) -> None:
    """Have the templates of this digest compiled in `pool`, where they are not.

    That is begun while no other process but the scout has anything to do, as it takes as long as
    to look at all files of a large site. Without a pool each is compiled when it is used.
    """
    root, shared = config.root, template_files.shared(program)
    own = template_files.own(root) or (root / template_files.WORDS).is_dir()
    for language in sorted({*map(written, config.settings.languages)}):
        folder = template_files.compiled(out.compiled, language, digest)
        lacking = (own or not shared) and not folder.is_dir()
        folder.mkdir(parents=True, exist_ok=True)
        # those of all sites may be gone though this one has its folder: see `forget_shared`
        if pool and (lacking or (shared and not (shared / language).is_dir())):
            from generator.build import templates  # noqa: PLC0415 (slow to load, and of no use where nothing has changed)

            with suppress(BrokenExecutor):  # then each is compiled when it is used, too
                pool.submit(templates.prepare, root, language, folder, program)


def press_of(
    found: Read,
    config: Config,
    as_of: date,
    sources: Sources,
    stage: Path,
    compiled: Path,
    drafts: bool = False,
) -> "staged_files.Press":
    """Return what pages are made with, staged and compiled there."""
    from generator.build import staged_files, templates  # noqa: PLC0415 (slow to load, and of no use where nothing has changed)
    from generator.pages import plan as pages  # noqa: PLC0415 (as above)

    assets = templates.assets(config.root)
    addresses = {name: asset.url for name, asset in assets.items()}
    site = pages.site(found.library, config, as_of, addresses)
    site["preview"] = drafts
    endings = () if drafts else tuple(config.settings.precompress)
    return staged_files.Press(
        root=config.root,
        stage=stage,
        compiled=compiled,
        shared=template_files.shared(sources.program),
        program=sources.program,
        site=site,
        languages=config.settings.languages,
        as_of=as_of.isoformat(),
        templates=sources.templates,
        key=digest(sources.templates + marshal.dumps([site, *endings], 2)),
        endings=endings,
        vouched=config.vouched.union(*(each.vouched for each in found.summaries)),
        words=found.words,
    )
