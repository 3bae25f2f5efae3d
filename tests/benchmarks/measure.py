"""What a command costs: wall time, processor time of all its processes, peak memory of them all.

Linux only: processes and their memory are read from `/proc`.
"""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
EVERY = 0.05
"""Seconds between two looks at the memory."""
LONGEST = 4000
"""Characters of what a failed command said last."""


class Failed(Exception):
    """A command that was to be measured failed; the text tells what it said last."""


USUAL = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
"""The environment of everyone: Python keeps what it compiles, unless it is told not to."""


@dataclass(frozen=True, slots=True)
class Command:
    """Words of a command, the folder it runs in, and what its environment has beside ours."""

    words: Sequence[str]
    folder: Path
    environment: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Time:
    """Seconds by the clock, and of processor time (user and system) of the whole process tree."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Memory:
    """The largest sum over all processes, in bytes.

    `kind` is PSS, which shares out what processes have in common, or RSS, which counts that once
    for each, where the kernel does not tell PSS.
    """

    peak: int
    kind: str


def timed(command: Command) -> Time:
    """Run `command` to its end and return what it took. Raises `Failed`."""
    with _running(command) as process:
        began = time.perf_counter()
        process.start()
        process.wait()
        wall = time.perf_counter() - began
    return Time(wall, process.cpu)


def peak_memory(command: Command) -> Memory:
    """Run `command` to its end, looking all the while; return the most it used. Raises `Failed`.

    Looking slows the command down, so such a run is not one to be timed.
    """
    shared = (PROC / "self/smaps_rollup").exists()
    used = pss if shared else rss
    most = 0
    with _running(command) as process:
        process.start()
        while process.wait(os.WNOHANG):
            most = max(most, sum(map(used, session(process.pid))))
            time.sleep(EVERY)
    return Memory(most, "PSS" if shared else "RSS")


class _Process:
    """A command in a session of its own, so that all its descendants can be found and ended."""

    def __init__(self, command: Command, said: int) -> None:
        self.command = command
        self.said = said
        self.child: subprocess.Popen[bytes] | None = None
        self.cpu = 0.0

    def start(self) -> None:
        self.child = subprocess.Popen(
            self.command.words,
            cwd=self.command.folder,
            env={**USUAL, **self.command.environment},
            stdin=subprocess.DEVNULL,
            stdout=self.said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        assert self.child is not None
        return self.child.pid

    def wait(self, options: int = 0) -> bool:
        """Wait, or only look (`os.WNOHANG`); return whether it still runs."""
        assert self.child is not None
        pid, status, usage = os.wait4(self.child.pid, options)
        if pid:
            self.child.returncode = os.waitstatus_to_exitcode(status)
            self.cpu = usage.ru_utime + usage.ru_stime
        return not pid


@contextmanager
def _running(command: Command) -> Iterator[_Process]:
    with tempfile.TemporaryFile() as said:
        process = _Process(command, said.fileno())
        try:
            yield process
        finally:
            if process.child is not None and process.child.returncode is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        assert process.child is not None
        if process.child.returncode:
            said.seek(0)
            words = said.read().decode("utf-8", "replace")[-LONGEST:]
            raise Failed(f"{' '.join(command.words)}: {process.child.returncode}\n{words}")


def session(leader: int) -> Iterator[int]:
    """Yield the processes of the session that `leader` started, those left by a parent too."""
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_bytes()
            except OSError:
                continue  # it has ended
            # after the name in brackets: state, parent, process group, session
            if int(stat.rpartition(b")")[2].split()[3]) == leader:
                yield int(entry.name)


def pss(process: int) -> int:
    """Return the proportional set size of a process in bytes; 0 once it has ended."""
    try:
        lines = (PROC / str(process) / "smaps_rollup").read_bytes().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(b"Pss:")), 0)


def rss(process: int) -> int:
    """Return the resident set size of a process in bytes; 0 once it has ended."""
    try:
        pages = int((PROC / str(process) / "statm").read_bytes().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
