"""The machine that is measured on: what it is, and what lies on which file system. Linux only."""

import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("jinja2", "markdown", "nh3", "pydantic", "pyyaml")
"""Those our build spends its time in."""


def describe() -> dict[str, str]:
    """Return what the numbers depend on; no names of hosts or folders."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "processor": f"{_processor()}, {len(os.sched_getaffinity(0))} cores",
        "memory": f"{memory / 2**30:.0f} GiB",
        "system": f"{platform.system()} {_kernel()}, {_distribution()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}; {libraries}",
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _kernel() -> str:
    """Return the kernel's version without what its builder has added."""
    return platform.release().partition("-")[0]


def _distribution() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return sys.platform


def file_system(folder: Path) -> str:
    """Return on what kind of file system `folder` lies or will lie: `memory (tmpfs)`."""
    there = folder.absolute()
    best, kind = Path(), ""
    for line in Path("/proc/self/mountinfo").read_text("utf-8").splitlines():
        before, _, after = line.partition(" - ")
        point = Path(before.split()[4].encode().decode("unicode_escape"))
        if there.is_relative_to(point) and len(point.parts) >= len(best.parts):
            best, kind = point, after.split()[0]
    return f"memory ({kind})" if kind in ("tmpfs", "ramfs") else f"disk ({kind})"


def settle() -> None:
    """Have everything written to disk that waits for it."""
    os.sync()
