"""A share of a processor for each process, so that one machine stands for several slower ones.

Where two processors do the work of four processes, these take each other's time, and what is
measured is the machine. With half a processor each, all of them go on as on four processors that
are half as fast. It takes control groups of Linux, of either version, and root.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup")
PERIOD = 50_000
"""Microseconds in which a process has its share: half of the usual, as messages wait for it."""


class Shares:
    """Control groups, one for each process that is started by the words of `of`."""

    def __init__(self, percent: int) -> None:
        self.percent = percent
        self._made: list[Path] = []

    def of(self, name: str, words: Sequence[str]) -> list[str]:
        """Return a command that starts the same in a group of its own."""
        if self.percent >= 100:
            return [*words]
        old = (GROUPS / "cpu").is_dir()
        group = (GROUPS / "cpu" if old else GROUPS) / f"mingjing-{os.getpid()}-{name}"
        group.mkdir(exist_ok=True)
        self._made.append(group)
        quota = PERIOD * self.percent // 100
        if old:
            (group / "cpu.cfs_period_us").write_text(f"{PERIOD}")
            (group / "cpu.cfs_quota_us").write_text(f"{quota}")
        else:
            (group / "cpu.max").write_text(f"{quota} {PERIOD}")
        return ["sh", "-c", f'echo $$ >{group}/cgroup.procs && exec "$@"', "sh", *words]

    def close(self) -> None:
        """Remove the groups; the processes in them must have ended."""
        for group in self._made:
            with suppress(OSError):
                group.rmdir()


@contextmanager
def shares(percent: int) -> Iterator[Shares]:
    """Give control groups in which each process has so many hundredths of a processor."""
    made = Shares(percent)
    try:
        yield made
    finally:
        made.close()
