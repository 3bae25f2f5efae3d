"""Pages that someone looks at in a preview: shown before the build that makes them is done."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator import reading, render
from generator.addresses import project_url
from generator.config import Config
from generator.content import File, key_of
from generator.gather import Memory, Sources, content_files
from generator.jobs import Draft, Some
from generator.past import Past
from generator.place import OfPlace
from generator.problems import errors
from generator.views import Views


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


def guess(
    config: Config,
    as_of: date,
    sources: Sources,
    memory: Memory,
    changed: Collection[Path],
    to: Watched,
) -> dict[str, str]:
    """Show the pages of changed projects before anything else is read; return their sums.

    All that they show of other records is taken as it was in the last build: mostly it still is.
    Where it is not, `show` will show the page once more. `sources` may be those of the last build.
    It may run beside a build, in another thread.
    """
    if memory.printed is None or memory.printed[1].templates != sources.templates:
        return {}
    before, press = memory.printed
    press = replace(press, stage=press.stage.with_name("guess"))  # it outlives the build
    wanted = {press.page_of(url) for url in to.urls}
    guessed: dict[str, str] = {}
    for path in content_files(config, changed) or ():
        kind, _, ident = path[len(config.settings.content) + 1 :].rpartition(".")[0].partition("/")
        url, key = project_url(ident), key_of(File(kind, ident, "", path))
        if kind != "projects" or url not in wanted or path in memory.held:
            continue
        batch = next((each for each in sources.batches if each.key == key), None)
        file = next((each for each in batch.files if each.path == path), None) if batch else None
        summary = next((each for each in before.summaries if each.key == key), None)
        own = reading.glance(batch, file) if batch and file else None
        if batch is None or summary is None or own is None:
            continue
        views = Views(before.library, config, as_of)
        job = views.of_place(summary, batch.store.views).make()
        if not isinstance(job, OfPlace) or not job.knows(*own):
            continue
        job.views["projects"][ident] = own[0]
        one = render.render(Some(job, frozenset([url])), {}, press)
        guessed |= {each.url: each.sum for each in one.made if each.url in to.urls}
    guessed = {u: s for u, s in guessed.items() if u in memory.made and memory.made[u].sum != s}
    if guessed:
        to.show({url: press.stage / url for url in guessed})
    return guessed


def show(
    draft: Draft, urls: frozenset[str], past: Past, guessed: dict[str, str], to: Watched
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
