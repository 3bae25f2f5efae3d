"""Who may write to a site: one at a time, and only where the folder is ours."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from generator.base.messages import N_
from generator.build import half_published

LOST_LINK = N_(
    "{folder} is a link to a folder that is not there; make that folder, or remove the link"
)
A_FILE = N_("{folder} is a file and no folder; move it away, or choose another folder")
FOREIGN = N_("{folder} holds files that were not made by portal; empty it or choose another")
IN_SHORT = {
    LOST_LINK: N_("it is a link to a folder that is not there"),
    A_FILE: N_("it is a file and no folder"),
    FOREIGN: N_("that folder holds files that were not made by portal"),
}
"""The same, said of a folder that has been named."""

BUSY = N_("a build or a publish is at {folder}; wait for it")
SERVED = N_("a preview shows pages that lie in {folder}; end it first, with Ctrl-C where it runs")
PARTS_BUSY = N_("parts of the site at {folder} are being made; wait for them")
_SERVED = "served-"
PARTS = "parts"
"""The folder of a site's state with a lock for each part that is being made."""
PATIENCE = 60
"""Seconds for which a part waits until others have begun."""


class Refused(Exception):
    """The folder cannot be written to: it is not ours, or another build is at it.

    `message` is a msgid with the place `{folder}`, and one for each of `more`.
    """

    def __init__(self, message: str, folder: Path | str, **more: str) -> None:
        self.message, self.values = message, {"folder": str(folder), **more}
        super().__init__(message.format(**self.values))


def _acquire(lock: FileLock, message: str, folder: Path, seconds: float = 0) -> None:
    """Take `lock` within so many seconds, or raise `Refused` with the `message`."""
    try:
        lock.acquire(timeout=seconds)
    except Timeout:
        raise Refused(message, folder) from None


class Access:
    """The lock of a site, which is in its folder of the state, and those of its parts."""

    def __init__(self, site: Path, state: Path) -> None:
        self.site, self.state = site, state
        self._lock = FileLock(state / "lock")

    def take(self, seconds: float = 0) -> None:
        """Take the lock of the site. Raises `Refused` if a build or a publish has it so long."""
        self.state.mkdir(parents=True, exist_ok=True)
        _acquire(self._lock, BUSY, self.site, seconds)

    def release(self) -> None:
        """Let others take it."""
        self._lock.release()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep builds away while the site is read. Raises `Refused` if one is at it."""
        self.take()
        try:
            yield
        finally:
            self._lock.release()

    @contextmanager
    def in_part(self) -> Iterator[None]:
        """Work beside others that do the same, and keep builds away meanwhile.

        Raises `Refused` if a build is at it, or does not end soon.
        """
        own = self.state / PARTS / f"{os.urandom(8).hex()}.lock"
        self.take(PATIENCE)  # others begin at the same time
        try:
            own.parent.mkdir(exist_ok=True)
            lock = FileLock(own)
            lock.acquire(timeout=0)
        finally:
            self._lock.release()
        try:
            yield
        finally:
            lock.release()
            own.unlink(missing_ok=True)

    def refuse_parts(self) -> None:
        """Raise `Refused` while parts of this site are made; forget those that were ended."""
        for path in sorted((self.state / PARTS).glob("*.lock")):
            lock = FileLock(path)
            _acquire(lock, PARTS_BUSY, self.site)
            lock.release()
            path.unlink(missing_ok=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep all others away that have a state beside this one: previews, other configurations.

        Raises `Refused` if one is at work.
        """
        with ExitStack() as held:
            for path in sorted(self.state.parent.glob("*/lock")):
                if path.parent != self.state:
                    other, served = FileLock(path), path.parent.name.startswith(_SERVED)
                    folder = self.state.parent if served else path.parent
                    _acquire(other, SERVED if served else BUSY, folder)
                    held.callback(other.release)
            yield


@contextmanager
def served(state: Path) -> Iterator[None]:
    """Keep whoever wants to be `alone` away from a preview in `state`, also while it is idle.

    There may be several previews, so each has a lock of its own, which ends with its process.
    """
    folder = state / f"{_SERVED}{os.getpid()}"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / "lock"):
            yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def foreign(site: Path) -> str:
    """Return why a folder cannot be written to as it is (a msgid), "" if it can.

    It is none, or holds files and none of them is known as ours.
    """
    if site.is_symlink() and not site.exists():
        return LOST_LINK
    if site.exists() and not site.is_dir():
        return A_FILE
    if site.is_dir() and not (half_published.whole(site) or half_published.half(site)):
        return FOREIGN if any(each.name != half_published.PART for each in site.iterdir()) else ""
    return ""


def refuse_foreign(site: Path) -> None:
    """Raise `Refused` where `foreign` has something to say, or where no folder can be made."""
    above = next((each for each in site.parents if os.path.lexists(each)), site)
    if not above.is_dir() and above != site:
        raise Refused(A_FILE if above.exists() else LOST_LINK, above)
    said = foreign(site)
    if said:
        raise Refused(said, site)
