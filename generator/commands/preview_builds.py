"""Builds of a preview beside its server: when there is one, and which pages are told of it."""

import asyncio
import gc
from collections.abc import Collection
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from generator.build import preview_first
from generator.commands import preview_server
from generator.commands.preview_state import Preview
from generator.commands.watch import Changes
from generator.pages import downloads

PAUSE, IDLE = 0.3, 5
"""Seconds without a change after which a preview drops what the last build left, and tidies up.

After the longer one it makes what the builds before it put off.
"""
SETTLED = 1.0
"""Seconds without a save after which what was shown already is built."""
FILES = f"/{downloads.FOLDER}/"
"""What the addresses have in them of files to be taken away, and of pages that lead to these."""


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

    async def first(self, told: set[Path]) -> dict[str, str]:
        """Show what was `told` where that is all that anyone looks at; return the sums of pages.

        Then a build can wait until no one has saved for a moment: what is saved next would have to
        wait for it to give up. What is told meanwhile is added.
        """
        shown: dict[str, str] = {}
        new = set(told)
        while new:
            soon = self._soon()
            if not soon or not self.preview.tells(told, soon):
                break
            self.noticed |= new
            now = preview_first.Watched(soon, self._tell_ahead)
            before = (self.unbuilt | self.noticed) - new
            guess = self.preview.guess
            shown |= await self.loop.run_in_executor(self.guesser, guess, new, now, before)
            await asyncio.sleep(0)  # what was shown is noted
            if not soon <= shown.keys():
                break
            try:
                new = await asyncio.wait_for(self.changes.wait(), SETTLED)
            except TimeoutError:
                break
            told |= new
        return shown

    async def rebuild(self, told: set[Path]) -> None:
        """Build once more after what was `told`; raise what `Preview.rebuild` does."""
        preview, changes = self.preview, self.changes
        self.unsure.update(self.shown, self.ahead)
        self.shown.clear()
        self.ahead.clear()
        guessed = await self.first(told)
        watched = preview_first.Watched(self._soon(), self._tell, lambda: changes.waiting)
        before = preview.problems
        self.unbuilt.update(told)
        self.noticed.clear()
        building = self.loop.run_in_executor(self.builder, preview.rebuild, told, watched, guessed)
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
