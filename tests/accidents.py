"""Accidents for tests: whoever works on files in a folder dies, or is refused, at the n-th of them.

What Python tells its audit hooks is counted, and each write and flush, so nothing in the program
needs to know of it. One that dies does nothing more to any file, and what it was writing is cut.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

EVENTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.utime"}
_WRITING = os.O_WRONLY | os.O_RDWR


class Killed(BaseException):
    """The process is no more."""


@dataclass
class Accident:
    """What happens to whoever works beneath `folder` at step `at`, from 1 on; 0 is never."""

    folder: str
    at: int
    fault: int
    """The number of the system's error at that step alone; 0 kills for good."""
    steps: int = 0
    paths: list[str] = field(default_factory=list)
    """The file of each step; "" where it is only written on."""

    def step(self, path: str | None = None, to: str | None = None) -> None:
        """Take a step, or die: at a file, where the system would name it; it names both of two."""
        self.steps += 1
        self.paths.append(path or "")
        if not self.fault and 0 < self.at <= self.steps:
            raise Killed
        if self.steps == self.at:
            raise OSError(self.fault, os.strerror(self.fault), path, None, to)


_under_way: list[Accident] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if not _under_way or event not in EVENTS:
        return
    path = arguments[0]
    if event == "open" and not (arguments[2] or 0) & _WRITING:
        return  # to read changes nothing
    if isinstance(path, bytes | str | os.PathLike):
        name = os.fsdecode(path)
        if not name.endswith("lock") and (name.startswith(_under_way[0].folder) or name[0] != "/"):
            to = os.fsdecode(arguments[1]) if event == "os.rename" else None
            _under_way[0].step(name, to)


sys.addaudithook(_hook)


@contextmanager
def accident(folder: Path, at: int = 0, fault: int = 0) -> Iterator[Accident]:
    """Let the n-th change to a file beneath a folder end in an accident; tell how many there were.

    Killed is raised through to here, and no further.
    """
    of = Accident(str(folder), at, fault)
    write = os.write

    def writing(file: int, content: bytes) -> int:
        try:
            of.step()
        except BaseException:
            write(file, content[: len(content) // 2])
            raise
        return write(file, content)

    def flushing(file: int) -> None:
        try:
            of.step()
        except Killed:
            os.ftruncate(file, os.fstat(file).st_size // 2)
            raise

    _under_way.append(of)
    try:
        with patch.object(os, "write", writing), patch.object(os, "fsync", flushing):
            yield of
    except Killed:
        pass
    finally:
        _under_way.clear()
