"""What a worker of a cluster does: one task at a time, and none for another program than its own.

Workers stay up, and what they once imported stays as it was. So each task says by which program,
which Python and which templates it is to be done, and a worker that has others refuses it. What
travels is made of plain values alone: also a worker that has another program is to understand it.
"""

import os
import pickle
import socket
import sys
import threading
import time
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from generator.base import digests, processes
from generator.build import made_jobs  # noqa: F401 (all that tasks need is loaded before they come)
from generator.parse import template_files
from generator.records import cache, history, read_batch  # noqa: F401 (as above)

SMALL = 60_000
"""Bytes that travel with a task or with its answer; what is larger lies in the shared folder."""
LIBRARIES = (
    *("babel", "brotli", "chinesecalendar", "icalendar", "jinja2", "markdown", "markupsafe", "nh3"),
    *("opencc", "pillow", "pydantic", "pypdfium2", "pypinyin", "pyromark", "python-stdnum"),
    *("pyyaml", "rapidfuzz", "tzdata", "zxing-cpp"),
)
"""The libraries that what is made depends on: all machines are to have them in the same version."""
LATE = 5.0
"""Seconds until what one machine put into a shared folder must be seen on all others."""
PAUSE = 0.05
_ALONE = threading.Lock()
Sent: TypeAlias = dict[str, Any]
"""Plain values by name."""


class Needs(NamedTuple):
    """What a worker must have as the coordinator has it: digests, and the minor of Python."""

    program: bytes
    python: tuple[int, int]
    templates: bytes


def _versions() -> str:
    found = []
    for each in LIBRARIES:
        try:
            found.append(f"{each} {version(each)}")
        except PackageNotFoundError:
            found.append(f"{each} -")
    return "\n".join(found)


def _program() -> bytes:
    return digests.digest(cache.files_of_program() + _versions().encode())


PROGRAM = _program()
"""The digest of this program as this process has it; what lies on the disk may change later."""


def needs(root: Path) -> Needs:
    """Return what this process makes the pages of the site in the folder `root` with."""
    return Needs(PROGRAM, sys.version_info[:2], template_files.digest(root, b""))


def here(root: str, token: str) -> Sent:
    """Return what tells this worker from others, and what of the shared folder it sees.

    `token` is a file that the coordinator has just written there.
    """
    try:
        seen = _read(Path(token)).decode()
    except OSError as error:
        seen = f"{error.strerror}"
    mine = needs(Path(root))
    return {
        "host": socket.gethostname(),
        "process": os.getpid(),
        "clock": time.time(),
        "program": mine.program,
        "python": [*mine.python],
        "templates": mine.templates,
        "seen": seen,
    }


def do(task: Sent) -> Sent:
    """Do a task; return what became of it, which is small: see `Answer` of `cluster`.

    A process does one at a time, however many threads its worker has.
    """
    asked = Needs(task["program"], tuple(task["python"]), task["templates"])
    who = {"worker": _address()}
    with _ALONE, processes.uncollected():  # Dask leaves the collector on
        lacks = _lacks(asked, task["root"])
        if lacks:
            return {**who, "refused": lacks}
        try:
            work, *given = (_opened(each) for each in task["given"])
            made = pickle.dumps(work(*given), 5)
        except Exception as error:  # noqa: BLE001 (handed on, as executors do)
            return {**who, **_failed(error)}
        finally:
            processes.tidy()
        try:
            return {**who, **_sent(made, Path(task["folder"]))}
        except OSError as error:
            return {**who, **_failed(error)}


def _address() -> str:
    """Return where the scheduler knows this worker."""
    from distributed import get_worker  # noqa: PLC0415 (only there where there are workers)

    return str(get_worker().address)


def _lacks(asked: Needs, root: str) -> str:
    """Return in what this worker differs from what is asked for, "" if in nothing."""
    if asked.python != sys.version_info[:2]:
        return "python"
    if asked.program != PROGRAM:
        return "program"
    return "" if _has_templates(Path(root), asked.templates) else "templates"


_templates: dict[Path, bytes] = {}


def _has_templates(root: Path, asked: bytes) -> bool:
    """Tell whether the templates are those; they are looked at again only where they are not."""
    if _templates.get(root) != asked:
        _templates[root] = template_files.digest(root, b"")
    return _templates[root] == asked


def _failed(error: Exception) -> Sent:
    """Return what a task failed of: the machine's fault, or a mistake of ours."""
    if isinstance(error, OSError):
        said = error.errno, error.strerror or str(error), str(error.filename or "")
        return {"system": said}
    try:
        pickled = pickle.dumps(error, 5)
        pickle.loads(pickled)  # noqa: S301 (our own)
    except Exception:  # noqa: BLE001 (an exception may be made of anything)
        pickled = pickle.dumps(RuntimeError(f"{type(error).__name__}: {error}"), 5)
    return {"error": pickled}


def _sent(made: bytes, folder: Path) -> Sent:
    """Return an answer, or the file in which it lies where it is large."""
    if len(made) <= SMALL:
        return {"answer": made}
    path = folder / f"answer-{os.urandom(8).hex()}"
    path.write_bytes(made)
    return {"file": str(path)}


def _opened(part: bytes | list[str]) -> Any:
    """Return a part of a task: it came along, or lies in a file; one of many tasks is kept."""
    if isinstance(part, bytes):
        return pickle.loads(part)  # noqa: S301 (sent by this program)
    path, shared = part
    return _shared(path) if shared else pickle.loads(_read(Path(path)))  # noqa: S301 (as above)


@lru_cache(maxsize=4)
def _shared(path: str) -> Any:
    return pickle.loads(_read(Path(path)))  # noqa: S301 (as above)


def _read(path: Path) -> bytes:
    """Return the bytes of a file that another machine has just written."""
    until = time.monotonic() + LATE
    while True:
        try:
            return path.read_bytes()
        except FileNotFoundError:
            if time.monotonic() > until:
                raise
            time.sleep(PAUSE)
