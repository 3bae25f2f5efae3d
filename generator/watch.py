"""Finding what changed in a site's sources while someone works on them."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from watchfiles import Change, DefaultFilter, awatch

SETTLE = 80
"""Milliseconds without a further change after which changes count as one (a `git checkout`)."""


class _Only(DefaultFilter):
    """Lets through one file of a folder."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def __call__(self, _change: Change, path: str) -> bool:
        return Path(path).name == self.name


@asynccontextmanager
async def watching(folders: Iterable[Path], file: Path) -> AsyncIterator[asyncio.Event]:
    """Give an event that is set when anything beneath `folders`, or `file`, is changed or removed.

    Whoever waits clears it first and then looks, so that no change made meanwhile is missed.
    """
    changed = asyncio.Event()

    async def follow(paths: list[Path], only: DefaultFilter, *, recursive: bool) -> None:
        async for _ in awatch(*paths, watch_filter=only, step=SETTLE, recursive=recursive):
            changed.set()

    there = [folder for folder in folders if folder.is_dir()]
    tasks = [asyncio.create_task(follow([file.parent], _Only(file.name), recursive=False))]
    if there:
        tasks.append(asyncio.create_task(follow(there, DefaultFilter(), recursive=True)))
    try:
        yield changed
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
