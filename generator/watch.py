"""Finding what changed in a site's sources while someone works on them."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from watchfiles import Change, DefaultFilter, awatch

STEP = 10
"""Milliseconds between two looks at what the system has told; a save is over after one or two."""
FEW = 4
"""Files that an editor touches in one save: the file, its copy, what it tries the folder with."""
SETTLE = 100
"""Milliseconds without a further change after which many changes count as one."""


class Changes:
    """What has changed and is yet to be looked at.

    A save of a few files is told at once. Where there are more (a `git checkout`), nothing is told
    until they have come to rest, so that they are one change, and are not read half done.
    """

    def __init__(self) -> None:
        self._told = asyncio.Event()
        self._paths: set[Path] = set()
        self._burst: set[Path] = set()
        self._rest: asyncio.TimerHandle | None = None

    def note(self, paths: Collection[Path]) -> None:
        """Take note of paths that were changed or removed."""
        self._paths.update(paths)
        self._burst.update(paths)
        if len(self._burst) <= FEW:
            self._told.set()
        else:
            self._told.clear()
        if self._rest:
            self._rest.cancel()
        self._rest = asyncio.get_running_loop().call_later(SETTLE / 1000, self._settle)

    def _settle(self) -> None:
        if len(self._burst) > FEW:
            self._told.set()
        self._burst.clear()

    @property
    def waiting(self) -> bool:
        """Whether there is something to look at now."""
        return self._told.is_set()

    async def ahead(self) -> set[Path]:
        """Wait for changes, and return them as `wait` will: nothing is taken."""
        await self._told.wait()
        return {*self._paths}

    async def wait(self) -> set[Path]:
        """Wait for changes; return the paths of those that were not returned before.

        Whoever looks does so afterwards, so that no change made meanwhile is missed.
        """
        await self._told.wait()
        self._told.clear()
        paths, self._paths = self._paths, set()
        return paths


class _Only(DefaultFilter):
    """Lets through nothing but certain paths."""

    def __init__(self, paths: Iterable[Path]) -> None:
        super().__init__()
        self.paths = {str(path) for path in paths}

    def __call__(self, _change: Change, path: str) -> bool:
        return path in self.paths


@asynccontextmanager
async def watching(folders: Iterable[Path], file: Path) -> AsyncIterator[Changes]:
    """Give what changes beneath `folders`, and in `file`, from now on.

    A folder may be made, removed and made again meanwhile, if the folder it is in stays.
    """
    changes = Changes()
    followed: dict[Path, asyncio.Task[None]] = {}
    given = [*folders]
    named = {file, *given}

    async def beneath(folder: Path) -> None:
        async for found in awatch(folder, step=STEP, debounce=SETTLE // 2):
            changes.note({Path(path) for _, path in found})

    async def beside(parent: Path) -> None:
        async for found in awatch(parent, watch_filter=_Only(named), step=STEP, recursive=False):
            paths = {Path(path) for _, path in found}
            for folder in paths.intersection(given):
                follow(folder)
            changes.note(paths)

    def follow(folder: Path) -> None:
        if folder in followed:
            followed.pop(folder).cancel()
        if folder.is_dir():
            followed[folder] = asyncio.create_task(beneath(folder))

    parents = {each.parent for each in named if each.parent.is_dir()}
    tasks = [asyncio.create_task(beside(parent)) for parent in parents]
    for folder in given:
        follow(folder)
    await asyncio.sleep(0)  # every watch is set at its task's first step
    try:
        yield changes
    finally:
        tasks += followed.values()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
