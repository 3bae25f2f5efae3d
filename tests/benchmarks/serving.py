"""How soon a preview shows what was saved: that of each side, as people use it.

A page is open; its project's file is saved with another amount, and the page is asked for again and
again until it has that. Only the file that a person would save is written: the sums of others,
which a conversion gives to peers, are written after all.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.benchmarks.measure import USUAL, Command
from tests.benchmarks.prefecture import Change
from tests.benchmarks.said import yuan
from tests.benchmarks.sides import Side
from tests.test_serve import free_port, get

LONGEST = 120.0
"""Seconds after which one gives up waiting for a page."""
START = 900.0
"""Seconds after which one gives up waiting for a preview to be ready."""
EVERY = 0.02
"""Seconds between two looks at a page."""
PAUSE = 3.0
"""Seconds between two edits: what goes on after a page is shown has ended by then."""


@dataclass
class Served:
    """Seconds until the preview was ready, and from each save until its page showed it.

    `ready` None and `lost` are those that one gave up.
    """

    ready: float | None
    seconds: list[float] = field(default_factory=list)
    lost: bool = False


def served(side: Side, change: Callable[[], Change], rounds: int) -> Served:
    """Start the preview of `side`, save `rounds` changes, and look how soon each is shown."""
    port = free_port()
    command = side.preview(port)
    assert command is not None
    began = time.perf_counter()
    with _running(command):
        home = side.address(port, f"units/{side.prefecture.root}.html")
        found = Served(_until(home, "<h1", began, START))
        if found.ready is None:
            return found
        for _ in range(rounds):
            time.sleep(PAUSE)
            made = change()
            page = side.address(port, f"projects/{made.project}.html")
            if yuan(made.planned_before) not in get(page):
                found.lost = True
                break
            began = time.perf_counter()
            side.save(made)
            took = _until(page, yuan(made.planned), began, LONGEST)
            if took is None:
                found.lost = True
                break
            found.seconds.append(took)
    return found


def _until(address: str, words: str, began: float, longest: float) -> float | None:
    """Return the seconds since `began` when a page has `words`, None if it has not for too long."""
    while words not in get(address):
        if time.perf_counter() - began > longest:
            return None
        time.sleep(EVERY)
    return time.perf_counter() - began


@contextmanager
def _running(command: Command) -> Iterator[None]:
    """Have a command run, and end it with all that it started."""
    with subprocess.Popen(
        command.words,
        cwd=command.folder,
        env={**USUAL, **command.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGKILL)
