"""What lies in folders: each file's time and size, none of them opened."""

import os
import stat as modes
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

IGNORED = frozenset(
    (
        *(".DS_Store", "Icon\r", "__MACOSX"),
        *("Thumbs.db", "thumbs.db", "ehthumbs.db", "desktop.ini", "Desktop.ini", "$RECYCLE.BIN"),
    )
)
"""What systems put into folders by themselves; no one has typed it."""

Stat: TypeAlias = tuple[int, int, int, int]
"""When a file was last written, its size in bytes, how much later the system last changed anything
of it, and its number; times in nanoseconds.

The first time can be set to any, as copying does and some editors do; the second cannot. It mostly
is the same, so the difference is short to send and to digest. On Windows the second is when the
file was made, and the number is 0: it is not asked for there at once.
"""
NOWHERE: Stat = (0, 0, 0, 0)
"""What a link that leads nowhere has."""
LEADS_OUT: Stat = (-1, 1, 0, 0)
"""In place of the time and size of a link that leads out of the folder it lies in."""
LEADS_INTO: Stat = (-1, 2, 0, 0)
"""The same of a link to a folder within it, whose files would have two addresses."""
NO_FILE: Stat = (-1, 3, 0, 0)
"""The same of what is neither file nor folder: a pipe, a socket, a device."""
FOLDER: Stat = (-1, 4, 0, 0)
"""The same of a folder that is named as a record."""
RECORDS = (".md", ".yaml", ".yml")
_JUNCTIONS = os.name == "nt" and hasattr(os.DirEntry, "is_junction")
_NUMBERED = os.name != "nt"


def stat_of(found: os.stat_result) -> Stat:
    """Return what tells a file from what it was, as far as the system does; `NO_FILE` of others."""
    if not modes.S_ISREG(found.st_mode):
        return NO_FILE
    number = found.st_ino if _NUMBERED else 0
    written = found.st_mtime_ns
    return written, found.st_size, found.st_ctime_ns - written, number


def changed(of: Stat) -> int:
    """Return the latest time at which a file may have been changed, in nanoseconds."""
    return of[0] + max(0, of[2])


def files(root: str, content: str) -> dict[str, Stat]:
    """Return the files beneath the content folder of `root`, in order, by path from `root`.

    What is ignored by its name is left out, with all that lies in it. A link that leads nowhere
    is `NOWHERE`. Links are followed to files beneath the content folder alone, so
    that one which was pushed cannot publish what else lies on the machine; the content folder may
    itself be a link, as whoever runs the machine laid it. Raises OSError if a folder cannot be
    looked into.
    """
    found: dict[str, Stat] = {}
    folders = [content]
    while folders:  # a loop costs less than a walk that yields
        folder = folders.pop()
        for entry in _entries(f"{root}/{folder}"):
            name = entry.name
            if (name[0] in ".~" or name[-1] == "~" or name in IGNORED) and ignored(name):
                continue
            if entry.is_symlink() or (_JUNCTIONS and entry.is_junction()):  # type: ignore[attr-defined]
                found[f"{folder}/{name}"] = linked(f"{root}/{content}", f"{root}/{folder}/{name}")
                continue
            if entry.is_dir():
                if name.endswith(RECORDS):
                    found[f"{folder}/{name}"] = FOLDER
                    continue
                folders.append(f"{folder}/{name}")
                continue
            try:
                found[f"{folder}/{name}"] = stat_of(entry.stat())
            except OSError:
                found[f"{folder}/{name}"] = NOWHERE
    return {path: found[path] for path in sorted(found)}


def linked(folder: str, path: str) -> Stat:
    """Return time and size of the file that a link at `path` leads to, or why it is not followed.

    It is followed to files beneath `folder` alone.
    """
    home = os.path.realpath(folder)
    if not os.path.realpath(path).startswith(f"{home}{os.sep}"):
        return LEADS_OUT
    try:
        stat = os.stat(path)  # noqa: PTH116 (a Path for each costs more)
    except OSError:
        return NOWHERE
    if modes.S_ISDIR(stat.st_mode):
        return LEADS_INTO
    return stat_of(stat)


def ignored(name: str) -> bool:
    """Tell whether a file or folder of this name is no part of the content."""
    return name in IGNORED or name.startswith((".", "~$", "~WRL")) or name.endswith("~")


def sizes(site: Path) -> Iterator[tuple[str, int]]:
    """Yield the address and the size in bytes of each file that now lies in the site's folder.

    Links are none, nor is what they lead to.
    """
    folders = [""] if site.is_dir() else []
    while folders:
        folder = folders.pop()
        for entry in _entries(f"{site}/{folder}"):
            if entry.is_file(follow_symlinks=False):  # as nearly all are
                yield f"{folder}{entry.name}", entry.stat(follow_symlinks=False).st_size
            elif entry.is_dir(follow_symlinks=False):
                folders.append(f"{folder}{entry.name}/")


def size(path: Path) -> int:
    """Return the size in bytes of a file of the site, -1 if none lies there: a link is none."""
    try:
        found = path.lstat()
    except OSError:
        return -1
    return found.st_size if modes.S_ISREG(found.st_mode) else -1


def lost(site: Path, known: Mapping[str, Mapping[str, int]]) -> list[str]:
    """Return the addresses of those files that do not lie in the site's folder in this size.

    `known` has sizes in bytes by folder and name. Links are no files, nor is what lies behind them.
    """
    found: list[str] = []
    real = {"": site.is_dir()}

    def is_real(folder: str) -> bool:
        if folder not in real:
            real[folder] = is_real(folder.rpartition("/")[0]) and _is_folder(f"{site}/{folder}")
        return real[folder]

    for folder, own in known.items():
        start = f"{folder}/" if folder else ""
        there = _lacking(f"{site}/{folder}", own) if is_real(folder) else own
        found += [start + name for name in there]
    return found


def _lacking(folder: str, own: Mapping[str, int]) -> list[str]:
    """Return which files do not lie in a folder in this size; what else lies there is not read."""
    if os.stat not in os.supports_dir_fd:
        return [name for name, of in own.items() if size(Path(folder, name)) != of]
    found = []
    opened = os.open(folder, os.O_RDONLY)
    try:
        for name, of in own.items():
            try:
                there = os.stat(name, dir_fd=opened, follow_symlinks=False)
            except OSError:
                found.append(name)
                continue
            if there.st_size != of or not modes.S_ISREG(there.st_mode):
                found.append(name)
    finally:
        os.close(opened)
    return found


def _is_folder(path: str) -> bool:
    try:
        return modes.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def size_of(site: Path) -> Callable[[str], int]:
    """Return what tells the size of a file of the site by its address, as `sizes` does; else -1.

    It is for sites with so many files that these would fill the memory.
    """

    @lru_cache(maxsize=10_000)
    def real(folder: str) -> bool:
        """Tell whether there is a folder, and no link on the way to it."""
        if folder and not real(folder.rpartition("/")[0]):
            return False
        try:
            found = os.lstat(f"{site}/{folder}") if folder else os.stat(site)  # noqa: PTH116 (as above)
        except OSError:
            return False
        return modes.S_ISDIR(found.st_mode)

    return lambda url: size(site / url) if real(url.rpartition("/")[0]) else -1


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    """Yield what lies in a folder; while it is open, the system need not look up its path."""
    if os.scandir not in os.supports_fd:
        with os.scandir(folder) as entries:
            yield from entries
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        with os.scandir(opened) as found:
            yield from found
    finally:
        os.close(opened)
