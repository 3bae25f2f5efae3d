"""The stages of a build: how long each takes, and who is told how far it is."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
Tell = Callable[[str, int, int], None]
"""Told of progress: the stage's name (a msgid), how much of it is done, and of how much."""


@dataclass(slots=True)
class Stage:
    """A stage: its name (a msgid), the seconds it took, and how many things it dealt with."""

    name: str
    tell: Tell | None
    seconds: float = 0.0
    count: int = 0

    def told(self, work: Iterable[T], of: int) -> Iterator[T]:
        """Yield what is done, telling of each how many of the `of` things are done by now."""
        for number, each in enumerate(work, start=1):
            if self.tell:
                self.tell(self.name, number, of)
            yield each


class Stages:
    """The stages of one build, timed as they pass."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._stages: list[Stage] = []

    @contextmanager
    def __call__(self, name: str) -> Iterator[Stage]:
        """Time what is done within as the stage `name`."""
        stage = Stage(name, self._tell)
        self._stages.append(stage)
        started = time.perf_counter()
        try:
            yield stage
        finally:
            stage.seconds = time.perf_counter() - started
            stage.tell = None  # what is kept of a stage is only its figures

    @property
    def done(self) -> tuple[Stage, ...]:
        """The stages so far, in their order."""
        return tuple(self._stages)
