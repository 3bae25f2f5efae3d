"""Live preview: the site is built beside the real one, served, and reloaded after each edit.

The build runs outside the server's loop. Problems of the content lie over the page, with file and
line, until they are mended; the last good page stays beneath them.
"""

import asyncio
import gc
import sys
from collections.abc import Callable, Collection
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from tornado.httpserver import HTTPServer

from generator.base.messages import N_
from generator.base.problems import Problem, errors, in_order
from generator.base.processes import NO_FORK, cores, unheard
from generator.build import build, preview_first
from generator.build import load as gather
from generator.build.site_writer import Refused, served
from generator.commands import (
    draft_marks,
    machine_faults,
    preview_callers,
    preview_server,
)
from generator.commands.terminal import FORMS, Terminal
from generator.commands.watch import Changes, events, watching
from generator.model import config
from generator.model.config import Config
from generator.pages import downloads
from generator.parse import template_files

if TYPE_CHECKING:
    from generator.commands.desk_server import At

PAUSE, IDLE = 0.3, 5
"""Seconds without a change after which a preview drops what the last build left, and tidies up.

After the longer one it makes what the builds before it put off.
"""
FILES = f"/{downloads.FOLDER}/"
"""What the addresses have in them of files to be taken away, and of pages that lead to these."""
SWITCH = 0.001
"""Seconds after which the build lets the server answer; it has the processor for most of them."""


@dataclass(slots=True)
class Preview:
    """The state of a preview: where its pages lie, and what is wrong with the content now."""

    config: Path
    language: str
    site: Path
    problems: list[Problem] = field(default_factory=list)
    news: int = 0
    """How many times there was something new to see."""
    served: dict[str, int] = field(default_factory=dict)
    """For each address that was asked for, what `news` was then."""
    ahead: dict[str, Path] = field(default_factory=dict)
    """Pages of a build that is not done yet, by address: where they lie for the moment."""
    guessed: dict[str, bytes] = field(default_factory=dict)
    """Pages of records that were saved while a build was under way."""
    memory: gather.Memory = field(default_factory=gather.Memory)
    drafts: frozenset[str] = frozenset()
    """Where drafts are shown, by `draft_marks.addresses`, in the last build that was right."""
    shown: int = 0
    """How many drafts that are."""
    lock: Lock = field(default_factory=Lock)
    """Held by whoever changes `guessed`: the builder, or who guesses beside it."""
    known: tuple[Config, date] | None = None
    """The configuration and the day of the last build."""
    awaited: dict[str, Path] = field(default_factory=dict)
    """Addresses of pages that will be looked at in a moment, each with the record being saved."""
    alone: Callable[[], None] = unheard
    """Told where the system ends a process of a build: see `processes.workers`."""
    put_off: bool = False
    """Whether files to be taken away are as they were before what was changed last."""

    def guess(
        self,
        changed: Collection[Path],
        watched: preview_first.Watched,
        before: Collection[Path] = (),
    ) -> None:
        """Show what can be told of `changed` at once: a build that they overtook is still busy.

        `before` are others that no build knows yet. The next build shows it once more if it was
        wrong.
        """
        sources = self.memory.sources
        if self.known is None or sources is None or any(errors(self.problems)):
            return
        found, as_of = self.known
        if not all(path.is_relative_to(found.content) for path in (*changed, *before)):
            return

        def show(pages: dict[str, Path]) -> None:
            new = {url: path.read_bytes() for url, path in pages.items()}
            with self.lock:
                fresh = {url for url, page in new.items() if self.guessed.get(url) != page}
                self.guessed = {**self.guessed, **new}
            watched.show({url: path for url, path in pages.items() if url in fresh})

        # what it looks at may change meanwhile; the build will tell
        with NO_FORK, suppress(Exception):
            preview_first.guess(
                found,
                as_of,
                sources,
                self.memory,
                changed,
                replace(watched, show=show),
                before,
            )

    def rebuild(
        self,
        changed: Collection[Path] = (),
        watched: preview_first.Watched = preview_first.UNWATCHED,
    ) -> bool:
        """Build once more, after `changed`; return whether a reader sees anything new.

        Where nothing was changed, what was `put_off` is made too. After a fault nothing is taken
        for known, as what was told to have changed is lost. Raises OSError, `Refused` and
        `preview_first.Superseded` as `build.build` does.
        """
        guessed = self.guessed
        try:
            seen = self._rebuild(changed, watched)
        except preview_first.Superseded:
            raise  # all that was told is known
        except BaseException:
            self.memory.forget()
            self._settle(guessed)
            raise
        finally:
            self.ahead = {}
        self._settle(guessed)
        return seen

    def _settle(self, guessed: dict[str, bytes]) -> None:
        """Forget what was `guessed` before a build that has come to its end."""
        with self.lock:
            kept = {u: page for u, page in self.guessed.items() if guessed.get(u) is not page}
            self.guessed = kept

    def _rebuild(self, changed: Collection[Path], watched: preview_first.Watched) -> bool:
        before = self.problems
        # a fault now would be one again: what is changed next puts off what is not made
        self.put_off = self.put_off and bool(changed)

        def show(pages: dict[str, Path]) -> None:
            if watched.stale():
                return  # what is newer may be shown by now
            self.ahead = {**self.ahead, **pages}
            self._settle({url: page for url, page in self.guessed.items() if url in pages})
            watched.show(pages)

        found, problems = config.load(self.config)
        if found is None:
            self.problems = in_order(problems)
            self.memory.forget()
            return self.problems != before
        self.known = found, config.day(found)
        report = build.build(
            *self.known,
            site=self.site,
            jobs=cores(),
            session=preview_first.Session(
                self.memory,
                changed,
                # while there are errors, a page would be shown with those of before
                preview_first.UNWATCHED if any(errors(before)) else replace(watched, show=show),
                drafts=True,
                puts_off=bool(changed),
            ),
            alone=self.alone,
        )
        self.problems = in_order([*problems, *report.problems])
        done, were = report.published, self.drafts
        if done:
            self.drafts = draft_marks.addresses(report.drafts, found.settings.languages)
            self.shown = len(report.drafts)
        self.put_off = report.put_off or (self.put_off and not done)
        new = bool(done and (done.written or done.removed)) or self.drafts != were
        return new or self.problems != before


@dataclass(frozen=True, slots=True)
class Where:
    """Where a preview is served, and to whom."""

    host: str
    port: int
    allowed: tuple[str, ...] = ()
    """Further names by which it may be asked for, as behind a proxy."""
    poll: bool = False
    """Whether to look for changes, instead of being told of them."""
    desk: bool = False
    """Whether a clerk may change records there."""
    opened: Callable[[str], None] | None = None
    """What opens the address of the desk in a browser."""


def serve(path: Path, where: Where, out: Terminal) -> int:
    """Serve the site of the configuration at `path` until interrupted; return the exit code.

    Raises `preview_callers.CannotListen` when that is not possible at the address or port.
    """
    found, problems = config.load(path)
    if found is None:
        FORMS["text"](problems, out)
        return 1
    preview = Preview(path, out.language, found.state / "preview", alone=out.alone)
    sys.setswitchinterval(SWITCH)
    with served(found.state):
        asyncio.run(_serve(preview, found, where, out))
    return 0


async def _serve(preview: Preview, found: config.Config, where: Where, out: Terminal) -> None:
    sockets = preview_callers.listen(where.host, where.port)
    bound = preview_callers.addresses(sockets)
    asking = preview_callers.Callers.of(where.host, bound, where.allowed)
    desk = _desk(preview, found, where) if where.desk else None
    longest = desk.longest if desk else preview_server.LONGEST
    server = HTTPServer(preview_server.application(preview, asking, desk), max_body_size=longest)
    server.add_sockets(sockets)
    if preview_callers.reachable(bound):
        said = N_("Careful: everyone in this network can read the preview, drafts among it.")
        out.say(out.tr(said))
    own = [found.root / "templates", found.root / template_files.WORDS]
    folders = [found.content, *own, *template_files.SHIPPED]
    poll = where.poll or not events()

    def deaf(reason: str) -> None:
        said = N_(
            "The system does not tell of changed files ({reason}). The preview looks for them"
            " itself now; an edit may take a second longer to show."
        )
        out.say(out.tr(said).format(reason=reason))

    with ThreadPoolExecutor(1) as builder, ThreadPoolExecutor(1) as guesser:
        file = found.root / found.file
        async with watching(folders, file, poll=poll, tell=deaf) as changes:
            rebuilds = Rebuilds(preview, changes, builder, guesser)
            out.say(out.tr(N_("Making the preview …")))
            await _first(rebuilds, changes)
            gc.freeze()  # it is all needed; to look through it would hold up the first edit
            FORMS["text"](preview.problems, out)
            if desk:
                said, address = (
                    N_("The desk is at {address}; end with Ctrl-C."),
                    desk.address,
                )
                if where.opened:
                    where.opened(address)
            else:
                said = N_("Look at {address}; end with Ctrl-C.")
                address = preview_callers.shown(where.host, bound, where.port)
            out.say(out.tr(said).format(address=address))
            while True:
                told = await idle(changes, preview.put_off)
                try:
                    await rebuilds.rebuild(told)
                except preview_first.Superseded:
                    continue
                except OSError as error:
                    out.say(machine_faults.sentence(error, out.language))
                except MemoryError:
                    out.say(out.tr(machine_faults.NO_MEMORY))
                except Refused as refused:
                    out.say(out.tr(refused.message).format(folder=refused.folder))
                else:
                    FORMS["text"](list(errors(preview.problems)), out)


def _desk(preview: Preview, found: Config, where: Where) -> "At":
    """Return the desk beside a preview: it knows what the preview has read."""
    from generator.commands import desk_server  # noqa: PLC0415 (a preview alone does without)

    memory, first = preview.memory, (found, config.day(found))
    return desk_server.beside(
        preview.language,
        lambda: preview.known or first,
        lambda: memory.sources.tree if memory.sources else None,
        lambda: memory.printed[0].library if memory.printed else None,
        where.port,
        preview.awaited,
    )


async def _first(rebuilds: "Rebuilds", changes: Changes) -> None:
    """Build until a build comes to its end, whatever is saved meanwhile.

    A file that vanishes while it is read is such a change; any other fault is raised.
    """
    told: set[Path] = set()
    while True:
        try:
            return await rebuilds.rebuild(told)
        except preview_first.Superseded:
            told = await changes.wait()
        except OSError:
            if not changes.waiting:
                raise
            told = await changes.wait()


class Rebuilds:
    """Builds beside the server, and tells the pages that listen what to show."""

    def __init__(
        self, preview: Preview, changes: Changes, builder: Executor, guesser: Executor
    ) -> None:
        self.preview, self.changes = preview, changes
        self.builder, self.guesser = builder, guesser
        self.loop = asyncio.get_running_loop()
        self.shown: set[str] = set()
        self.ahead: set[str] = set()
        """What was shown beside a build."""
        self.unsure: set[str] = set()
        """What was shown of a build that did not come to its end."""
        self.unbuilt: set[Path] = set()
        """What was told to builds since the last one that came to its end."""
        self.noticed: set[Path] = set()
        """What was changed beside a build, and is told to the next."""

    def _show(self, pages: list[str], among: set[str]) -> None:
        among.update(pages)
        for url in pages:
            if self.preview.awaited.get(url) in self.unbuilt | self.noticed:
                del self.preview.awaited[url]
        self.preview.news += 1
        preview_server.reload(pages)

    def _tell(self, pages: Collection[str]) -> None:
        self.loop.call_soon_threadsafe(self._show, [*pages], self.shown)

    def _tell_ahead(self, pages: Collection[str]) -> None:
        self.loop.call_soon_threadsafe(self._show, [*pages], self.ahead)

    def _soon(self) -> frozenset[str]:
        """Return the addresses that someone looks at, or will once what is saved is there."""
        return preview_server.watched() | self.preview.awaited.keys()

    async def _beside(self, building: asyncio.Future[bool]) -> None:
        """Show what is saved while a build goes on: it may be a while until that gives up."""
        seen = 0
        while not building.done():
            overtaken = asyncio.ensure_future(self.changes.ahead(seen))
            first: set[asyncio.Future[Any]] = {building, overtaken}
            await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
            if overtaken.done() and not building.done():
                seen, changed = overtaken.result()
                self.noticed |= changed
                now = preview_first.Watched(self._soon(), self._tell_ahead)
                before = (self.unbuilt | self.noticed) - changed  # two of them may be of one page
                guess = self.preview.guess
                await self.loop.run_in_executor(self.guesser, guess, changed, now, before)
            overtaken.cancel()

    async def rebuild(self, told: Collection[Path]) -> None:
        """Build once more after what was `told`; raise what `Preview.rebuild` does."""
        preview, changes = self.preview, self.changes
        watched = preview_first.Watched(self._soon(), self._tell, lambda: changes.waiting)
        before = preview.problems
        self.unbuilt.update(told)
        self.noticed.clear()
        self.unsure.update(self.shown, self.ahead)
        self.shown.clear()
        self.ahead.clear()
        building = self.loop.run_in_executor(self.builder, preview.rebuild, told, watched)
        await self._beside(building)
        seen = await building
        known = self.unbuilt - self.noticed  # what is saved just now is for the next build
        for url in [url for url, file in [*preview.awaited.items()] if file in known]:
            del preview.awaited[url]  # the desk puts others there
        self.unbuilt.clear()
        sure = preview.problems == before and not self.unsure
        if not told and preview.news and sure:  # the pages are as they were, but for those of files
            preview_server.reload({u for u in preview_server.watched() if FILES in f"/{u}"})
        elif seen or self.unsure:
            # what was shown already is as it was shown, unless something turned out to be wrong
            good = self.shown | self.ahead if preview.problems == before else set[str]()
            for path, news in preview.served.items():
                if preview_server.url_of(path) in good and news == preview.news:
                    preview.served[path] = news + 1
            preview.news += 1
            preview_server.reload(preview_server.watched() - good)
        self.unsure.clear()
        self.shown.clear()


async def idle(changes: Changes, put_off: bool = False) -> set[Path]:
    """Wait for changes; tidy up when there are none for a while, as it takes its time.

    Where something was `put_off`, return without a change after that while.
    """
    for pause, generation in ((PAUSE, 0), (IDLE, 2)):
        try:
            return await asyncio.wait_for(changes.wait(), pause)
        except TimeoutError:
            gc.collect(generation)
    if put_off:
        return set()
    gc.freeze()  # what is left is needed until the end, and need not be looked through again
    return await changes.wait()
