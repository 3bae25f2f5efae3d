"""Pages that someone looks at in a preview: shown before the build that makes them is done."""

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.base.problems import errors
from generator.build.build_memory import Memory
from generator.build.load import Read
from generator.build.previous_build import Past
from generator.build.sources import Sources, content_files
from generator.model.config import Config
from generator.model.kinds.registry import COMMAND, OF_NONE, place_of, url_of
from generator.records.batches import Batch, File, key_of

if TYPE_CHECKING:
    from generator.joined.site_data import Library
    from generator.model.kinds.kind import View
    from generator.pages.jobs import Draft, Job

_OF_PLACE = frozenset(("projects", "units", *COMMAND))
"""The kinds of records whose pages are made with those of their place."""


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


@dataclass(slots=True)
class Session:
    """What a process that builds again and again, as a preview does, hands to each of its builds.

    With the memory of an earlier build nothing but `changed` is looked for. It steps in between
    the steps of a build (`build.build`), and nothing of it is needed for the site to be right.
    """

    memory: Memory = field(default_factory=Memory)
    changed: Collection[Path] = ()
    watched: Watched = UNWATCHED
    drafts: bool = False
    """Whether drafts are shown, as in a preview, which serves a script of its own, too."""
    goes_on: bool = True
    """Whether another build is to come, so that it pays to remember."""
    puts_off: bool = False
    """Whether files to be taken away stay as they were, for a later build to make: see `steps`."""
    guessed: dict[str, str] = field(default_factory=dict)
    """The sums of the pages that were shown before anything was read, by address."""

    def jobs_apart(self, jobs: int) -> int:
        """Return for how many jobs a scout is sent out: one that knows what changed needs none."""
        return 1 if self.memory.sources else jobs

    def guess(self, config: Config, as_of: date, sources: Sources) -> None:
        """Show what was saved before anything is read."""
        if self.watched.urls and not self.guessed:
            self.guessed = guess(config, as_of, sources, self.memory, self.changed, self.watched)

    def guess_new(self, config: Config, as_of: date, last: Sources) -> None:
        """Show new records before anything is looked for: `last` are the sources without them."""
        if not all(each.is_relative_to(config.content) for each in self.changed):
            return  # what pages are made with may be another now, which `last` does not tell
        new = [each for each in self.changed if each.suffix and each.is_file()]
        files = content_files(config, new) or ()
        some = self.watched.urls and not self.guessed
        if some and any(each not in last.tree.stats for each in files):
            self.guessed = guess(config, as_of, last, self.memory, new, self.watched)

    def show(self, draft: "Draft", urls: frozenset[str], past: Past) -> None:
        """Make the pages at `urls` of a job ahead of all others, and show them."""
        show(draft, urls, past, self.guessed, self.watched)

    def go_on(self) -> None:
        """Raise Superseded if there is something newer: what is remembered by now is not lost."""
        if self.watched.stale():
            raise Superseded


def guess(
    config: Config,
    as_of: date,
    sources: Sources,
    memory: Memory,
    changed: Collection[Path],
    to: Watched,
    before: Collection[Path] = (),
) -> dict[str, str]:
    """Show the pages of changed records before anything else is read; return their sums.

    Only of those whose page is one of their place, or is made with these: a project's, and a unit's
    page of duties with a new meeting on it; and of those of no place. All that they show of other
    records is taken as it was in the last build, but for the records `before`, changed since then:
    mostly it still is. Where it is not, `show` will show the page once more. `sources` may be those
    of the last build. It may run beside a build, in another thread.
    """
    from generator.build import render  # noqa: PLC0415 (slow to load, and of no use where nothing has changed)

    if memory.printed is None or memory.printed[1].templates != sources.templates:
        return {}
    last, press = memory.printed
    press = replace(press, stage=press.stage.with_name("guess"))  # it outlives the build
    wanted = {press.page_of(url) for url in to.urls}
    guessed: dict[str, str] = {}
    changes = (
        [each for each in content_files(config, some) or () if each not in memory.held]
        for some in (changed, before)
    )
    for key, files in _by_batch(config, sources, wanted, *changes).items():
        batch = next((each for each in sources.batches if each.key == key), None)
        if batch is None:
            continue
        jobs = _of_place(last, config, as_of, batch, files)
        if not key:
            # beside these lie records of the topmost unit, whose page shows too much for a guess
            without = [file for file in files if file.kind in OF_NONE]
            jobs = _of_none(last.library, config, as_of, batch, without)
        for job in jobs:
            with suppress(LookupError):  # it may name what is of another batch: the build will tell
                one = render.render(job, {}, press)
                if not any(errors(one.problems)):
                    guessed |= {each.url: each.sum for each in one.made if each.url in to.urls}
    guessed = {u: s for u, s in guessed.items() if memory.made.sum(u) != s}
    if guessed:
        to.show({url: press.stage / url for url in guessed})
    return guessed


def _of_place(
    last: Read, config: Config, as_of: date, batch: Batch, files: Collection[File]
) -> "Iterator[Job]":
    """Yield a job for each page that shows records of a place."""
    from generator.pages.jobs import Some  # noqa: PLC0415 (slow to load, and of no use where nothing has changed)
    from generator.pages.place_views import Views  # noqa: PLC0415 (as above)

    summary = next((each for each in last.summaries if each.key == batch.key), None)
    if summary is None:
        return
    job = Views(last.library, config, as_of).of_place(summary, batch.store.views).make()
    for url in {_page_of(file) for file in files if _put(job, batch, file)}:
        yield Some(job, frozenset([url]))


def _of_none(
    library: "Library", config: Config, as_of: date, batch: Batch, files: Collection[File]
) -> "Iterator[Job]":
    """Yield a job for the page of each of some records that have no place."""
    from generator.model.kinds import document  # noqa: PLC0415 (as above)
    from generator.pages.jobs import Ready  # noqa: PLC0415 (as above)
    from generator.pages.overviews import Overviews  # noqa: PLC0415 (as above)
    from generator.records import read_batch, view_cache  # noqa: PLC0415 (as above)

    views: dict[str, dict[str, View]] = {kind: {} for kind in OF_NONE}
    if any(file.kind == "pages" for file in files):  # a text stands beside its translations
        views["pages"] = {**view_cache.load(batch.store.views)["pages"]}
    documents = dict(library.documents)
    for file in files:
        own = read_batch.glance(batch, _known(batch, file))
        if own:
            views[file.kind][file.key] = own[0]
            documents |= {row["id"]: row for row in own[1].documents}
    rows = {row["id"]: row for row in document.replaced(documents)}
    maker = Overviews(replace(library, documents=rows), config, as_of)
    for file in files:
        page = maker.of_none(file.kind, file.id, views[file.kind])
        if page:
            yield Ready((page,))


def pages_of(config: Config, changed: Collection[Path]) -> set[str]:
    """Return the addresses of the pages of changed records, as far as `guess` makes them."""
    files = (_file(config, path) for path in content_files(config, changed) or ())
    return {_page_of(file) for file in files if file}


def _by_batch(
    config: Config,
    sources: Sources,
    wanted: Collection[str],
    changed: Collection[str],
    before: Collection[str],
) -> dict[str, list[File]]:
    """Return the records that wanted pages show, by the key of their batch.

    These are of pages of which one was `changed`, with what was changed `before`.
    """
    cut = sources.batches[0].rules.cut if sources.batches else 0
    found: dict[str, list[File]] = {}
    fresh = set[str]()
    for path in (*changed, *before):
        file = _file(config, path)
        if file is None:
            continue
        url = _page_of(file)
        if path in changed:
            fresh.add(url)
        if url in wanted and url in fresh:
            found.setdefault(key_of(file, cut), []).append(file)
    return found


def _file(config: Config, path: str) -> File | None:
    """Return the record of a path, None if it is none: of a folder made for one is told, too."""
    kind, _, ident = path[len(config.settings.content) + 1 :].rpartition(".")[0].partition("/")
    if kind not in _OF_PLACE and kind not in OF_NONE:
        return None
    name, _, language = ident.partition(".") if kind == "pages" else (ident, "", "")
    return File(kind, name, language, path)


def _page_of(file: File) -> str:
    """Return the address of the page that a record has, or stands on."""
    return url_of(file.kind, file.id).partition("#")[0]


def _known(batch: Batch, file: File) -> File:
    """Return a record of a batch as that has it, itself if it is new."""
    return next((each for each in batch.files if each.path == file.path), file)


def _put(job: "Job", batch: Batch, file: File) -> bool:
    """Put a record as it is now into the job of its place; return whether all it shows is there."""
    from generator.pages.batch_pages import OfPlace  # noqa: PLC0415 (as above)
    from generator.records import read_batch  # noqa: PLC0415 (as above)

    own = read_batch.glance(batch, _known(batch, file))
    if own is None or not isinstance(job, OfPlace) or not job.knows(*own):
        return False
    if file.kind != "projects" and place_of(file.kind, file.id) not in job.views["units"]:
        return False  # the place is new itself
    job.views[file.kind][file.id] = own[0]
    return True


def show(
    draft: "Draft", urls: frozenset[str], past: Past, guessed: dict[str, str], to: Watched
) -> None:
    """Make some pages of a job ahead of all others, and show those that became others.

    But not those that are as was `guessed`: these have been shown.
    """
    from generator.build import render  # noqa: PLC0415 (slow to load, and of no use where nothing has changed)
    from generator.pages.jobs import Some  # noqa: PLC0415 (as above)

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
