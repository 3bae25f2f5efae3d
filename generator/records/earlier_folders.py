"""Where in its repository the content lay before its folder was given another name.

Whoever moves a site into a folder of its own, or calls the folder of its records otherwise, has not
written them anew: their history goes on.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from generator.base import git
from generator.model.kinds.registry import KINDS
from generator.records.git_commits import commits, key_of


def of(here: Path, prefix: bytes, told: bytes) -> list[bytes]:
    """Return the folders in which the content lay before, by all that git has told (`TOLD`).

    One in which the state of today has records is that of another site. Raises CalledProcessError.
    """
    found, at = list[bytes](), prefix
    while True:
        came = next((each for each in commits(told, (at,)) if _records(each[4])), None)
        before = _before(here, at, came[1], came[3][0]) if came and came[3] else None
        if before is None or before in (prefix, *found) or _in_use(here, before):
            return found
        found.append(before)
        at = before


def _records(lines: list[list[tuple[str, str, str]]]) -> bool:
    return any(key_of(path) for line in lines for path, _, _ in line)


def _before(here: Path, folder: bytes, commit: str, parent: str) -> bytes | None:
    """Return the folder from which a commit took most records of another, None if it did not."""
    how = ("-r", "-z", "--name-status", "-M100%", "--no-ext-diff")
    told = iter(git.asked(here, "diff-tree", *how, parent, commit).split(b"\0"))
    came, taken = 0, Counter[bytes]()
    for status in filter(None, told):
        old = next(told)
        new = next(told) if status.startswith(b"R") else old
        rest = new.removeprefix(folder)
        is_new = status[:1] in b"AR" and new.startswith(folder)
        if is_new and key_of(rest.decode("utf-8", "replace")):
            came += 1
            if new != old and (b"/" + old).endswith(b"/" + rest):
                taken[old.removesuffix(rest)] += 1
    [(most, many)] = taken.most_common(1) or [(b"", 0)]
    return most if 2 * many > came else None


def _in_use(here: Path, folder: bytes) -> bool:
    """Tell whether records lie in a folder now."""
    return any(name in KINDS for name in _names(here, folder))


def _names(here: Path, folder: bytes) -> Iterator[str]:
    path = filter(None, [folder.decode("utf-8", "surrogateescape")])
    told = git.asked(here, "ls-tree", "--full-tree", "--name-only", "-z", "HEAD", "--", *path)
    for each in told.split(b"\0"):
        yield each.decode("utf-8", "replace").rpartition("/")[2]
