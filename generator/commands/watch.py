"""Finding what changed in a site's sources while someone works on them."""

import asyncio
import os
import platform
import time
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TypeAlias

from watchfiles import Change, DefaultFilter, awatch

STEP = 10
"""Milliseconds between two looks at what the system has told; a save is over after one or two."""
FEW = 4
"""Files that an editor touches in one save: the file, its copy, what it tries the folder with."""
SETTLE = 100
"""Milliseconds without a further change after which many changes count as one."""
EVERY, SHARE = 0.5, 4
"""Seconds between two looks at every file, at least; and how often the time that one takes."""
State: TypeAlias = tuple[int, int, int]
"""Time, size and number of a file, by which one that was written anew is told."""


class Changes:
    """What has changed and is yet to be looked at.

    A save of a few files is told at once. Where there are more (a `git checkout`), nothing is told
    until they have come to rest, so that they are one change, and are not read half done.
    """

    def __init__(self) -> None:
        self.times = 0
        """How many times something was noted."""
        self._told = asyncio.Event()
        self._more = asyncio.Event()
        self._paths: dict[Path, int] = {}
        self._burst: set[Path] = set()
        self._rest: asyncio.TimerHandle | None = None

    def note(self, paths: Collection[Path]) -> None:
        """Take note of paths that were changed or removed."""
        self.times += 1
        self._more.set()
        self._paths.update(dict.fromkeys(paths, self.times))
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
            self._more.set()
        self._burst.clear()

    @property
    def waiting(self) -> bool:
        """Whether there is something to look at now."""
        return self._told.is_set()

    async def ahead(self, beyond: int = 0) -> tuple[int, set[Path]]:
        """Wait for changes; return `times`, and those since it was `beyond`. None is taken."""
        while not (self.waiting and self.times > beyond):
            self._more.clear()
            await self._more.wait()
        return self.times, {path for path, noted in self._paths.items() if noted > beyond}

    async def wait(self) -> set[Path]:
        """Wait for changes; return the paths of those that were not returned before.

        Whoever looks does so afterwards, so that no change made meanwhile is missed.
        """
        await self._told.wait()
        self._told.clear()
        paths, self._paths = {*self._paths}, {}
        return paths


class _Only(DefaultFilter):
    """Lets through nothing but certain paths."""

    def __init__(self, paths: Iterable[Path]) -> None:
        super().__init__()
        self.paths = {str(path) for path in paths}

    def __call__(self, _change: Change, path: str) -> bool:
        return path in self.paths


def events() -> bool:
    """Tell whether the system can be relied upon to tell of changes.

    Linux within Windows never hears of what a Windows program writes.
    """
    return "microsoft" not in platform.uname().release.lower()


def look(folder: Path) -> dict[str, State]:
    """Return the state of every file beneath a folder; what programs keep there is left out."""
    found: dict[str, State] = {}
    folders = [str(folder)]
    while folders:
        with suppress(OSError), os.scandir(folders.pop()) as entries:  # gone, or not for us
            for each in entries:
                with suppress(OSError):
                    if not each.is_dir(follow_symlinks=False):
                        found[each.path] = _state(each.stat())
                    elif each.name not in DefaultFilter.ignore_dirs:
                        folders.append(each.path)
    return found


def _beside(paths: Iterable[Path]) -> dict[str, State]:
    """Return the state of some files, and of folders whether they are those of before."""
    found = {}
    for path in paths:
        with suppress(OSError):
            state = path.stat()
            found[str(path)] = (0, 0, state.st_ino) if path.is_dir() else _state(state)
    return found


def _state(found: os.stat_result) -> State:
    return found.st_mtime_ns, found.st_size, found.st_ino


async def _polled(see: Callable[[], dict[str, State]]) -> AsyncIterator[set[Path]]:
    """Yield what changes, by looking at everything again and again.

    watchfiles can do so too, but goes by whole seconds: of two saves within one it sees the first.
    """
    before, took = see(), 0.0
    wanted = DefaultFilter()
    while True:
        await asyncio.sleep(max(EVERY, SHARE * took))
        began = time.monotonic()
        now = await asyncio.to_thread(see)
        took = time.monotonic() - began
        # a path whose state is another stands there twice
        changed = {path for path, _ in before.items() ^ now.items()}
        before = now
        paths = {Path(path) for path in changed if wanted(Change.modified, path)}
        if paths:
            yield paths


def _told(how: Change, path: Path) -> Iterable[Path]:
    """Return what is told of by a path: by that of a new folder, all that lies in it.

    Of what was put there before the system looked into that folder, it says nothing.
    """
    if how != Change.added or not path.is_dir():
        return (path,)
    return [Path(each) for each in look(path)] or (path,)


class _Ears:
    """Hears of changes from the system; where it does not tell of them, looks for them."""

    def __init__(self, tell: Callable[[str], None], *, poll: bool) -> None:
        self.poll, self._tell = poll, tell

    async def beneath(self, folder: Path) -> AsyncIterator[set[Path]]:
        """Yield what changes beneath a folder."""
        if not self.poll:
            try:
                async for found in awatch(
                    folder, step=STEP, debounce=SETTLE // 2, force_polling=False
                ):
                    yield {path for how, told in found for path in _told(how, Path(told))}
            except FileNotFoundError:
                return  # it is told of where it lies
            except (OSError, RuntimeError) as error:  # watchfiles' own fault is a RuntimeError
                self._deaf(error)
                yield {folder.parent}  # nobody knows what happened meanwhile
        async for paths in _polled(lambda: look(folder)):
            yield paths

    async def beside(self, parent: Path, named: Collection[Path]) -> AsyncIterator[set[Path]]:
        """Yield which of the files and folders that are `named` in a folder change."""
        if not self.poll:
            try:
                async for found in awatch(
                    parent,
                    watch_filter=_Only(named),
                    step=STEP,
                    recursive=False,
                    force_polling=False,
                ):
                    yield {Path(path) for _, path in found}
            except (OSError, RuntimeError) as error:
                self._deaf(error)
                yield {*named}
        async for paths in _polled(lambda: _beside(named)):
            yield paths.intersection(named)

    def _deaf(self, error: Exception) -> None:
        if not self.poll:
            self.poll = True
            self._tell(str(error).partition(" about [")[0])


@asynccontextmanager
async def watching(
    folders: Iterable[Path],
    file: Path,
    *,
    poll: bool = False,
    tell: Callable[[str], None] = lambda _: None,
) -> AsyncIterator[Changes]:
    """Give what changes beneath `folders`, and in `file`, from now on.

    A folder may be made, removed and made again meanwhile, if the folder it is in stays. With
    `poll`, or where the system stops telling of changes, every file is looked at again and again;
    `tell` is told why.
    """
    changes = Changes()
    ears = _Ears(tell, poll=poll)
    followed: dict[Path, asyncio.Task[None]] = {}
    given = [*folders]
    named = {file, *given}

    async def beneath(folder: Path) -> None:
        async for paths in ears.beneath(folder):
            changes.note(paths)

    async def beside(parent: Path) -> None:
        async for paths in ears.beside(parent, {each for each in named if each.parent == parent}):
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
