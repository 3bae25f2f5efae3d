"""The only writer of the site: stage, then journal, then replace and prune.

What belongs to us stands in the site's own list `SHA256SUMS` (which anyone can check with
`sha256sum -c`), so a lost ledger never leaves a page behind, and files that others put there are
left alone. A build that is killed before its journal is written leaves the old site; one killed
later is finished by the next.
"""

import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from generator.messages import N_

SUMS = "SHA256SUMS"


class Refused(Exception):
    """The folder cannot be written to: it is not ours, or another build is at it.

    `message` is a msgid with the place `{folder}`.
    """

    def __init__(self, message: str, folder: Path) -> None:
        super().__init__(message.format(folder=folder))
        self.message, self.folder = message, folder


@dataclass(frozen=True, slots=True)
class Published:
    """How many files were written, removed and left as they were."""

    written: int
    removed: int
    kept: int


class Output:
    """The site's folder, as a transaction; use it as a context manager, one build at a time.

    `site` is the folder to publish to, `state` the folder of ledgers; both are made when needed.
    """

    def __init__(self, site: Path, state: Path, root: Path) -> None:
        self.site = site
        self.state = state / _name(site, root)
        self.stage = self.state / "stage"
        self.records = self.state / "records"
        self.compiled = self.state / "compiled"
        self.ledger = self.state / "ledger.sqlite"
        self._journal = self.state / "journal.json"
        self._lock = FileLock(self.state / "lock")

    def __enter__(self) -> Self:
        self.state.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise Refused(N_("another build is writing to {folder}"), self.site) from None
        try:
            if self._journal.exists():
                self._replay()
            self._refuse_foreign()
            shutil.rmtree(self.stage, ignore_errors=True)
            self.stage.mkdir()
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.stage, ignore_errors=True)
        self._lock.release()

    def _refuse_foreign(self) -> None:
        if self.site.is_dir() and not (self.site / SUMS).exists() and any(self.site.iterdir()):
            raise Refused(
                N_("{folder} holds files that were not made by portal; empty it or choose another"),
                self.site,
            )

    def sums(self) -> dict[str, str]:
        """Return the SHA-256 of each file of the site, by address, as last published."""
        # a line without its end was cut, and names some folder or nothing
        lines = _listed(self.site).decode("utf-8", "replace").split("\n")[:-1]
        return {line[66:]: line[:64] for line in lines if line[64:66] == "  "}

    def sums_digest(self) -> str:
        """Return what tells this list of files from any other; "" when there is none."""
        return sums_digest(self.site)

    def size(self, url: str) -> int:
        """Return the size in bytes of the file at `url`, -1 if there is none."""
        try:
            return (self.site / url).stat().st_size
        except OSError:
            return -1

    def forget(self) -> None:
        """Drop what is known of the last build, but for the list of files."""
        for folder in (self.records, self.compiled):
            shutil.rmtree(folder, ignore_errors=True)
        self.ledger.unlink(missing_ok=True)

    def put(self, url: str, content: bytes) -> None:
        """Stage the file at `url`; nothing of the site changes yet."""
        put(self.stage, url, content)

    def publish(
        self, sums: dict[str, str], staged: Iterable[str], old: dict[str, str]
    ) -> Published:
        """Make the site consist of `sums` (address → SHA-256), taking `staged` from the stage.

        `old` is what `sums` returned before. Files that are neither staged nor pruned keep their
        bytes and their time.
        """
        replace = sorted(staged)
        remove = sorted(set(old) - set(sums))
        listing = "".join(f"{sums[url]}  {url}\n" for url in sorted(sums)).encode()
        if replace or remove or not old or old != sums:
            self.put(SUMS, listing)
            if not old and len(replace) == len(sums) and self._appear():
                return Published(len(replace), 0, 0)
            journal = json.dumps({"replace": [*replace, SUMS], "remove": remove})
            fresh = self._journal.with_suffix(".new")
            with fresh.open("w", encoding="utf-8") as file:
                file.write(journal)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._journal)
            self._replay()
        return Published(len(replace), len(remove), len(sums) - len(replace))

    def _appear(self) -> bool:
        """Make a site that is not there yet of the whole stage, at once; tell whether it could be.

        It could not where the stage is on another disk. A folder that is there stays, as does who
        owns it.
        """
        if os.path.lexists(self.site):
            return False
        try:
            self.site.parent.mkdir(parents=True, exist_ok=True)
            self.stage.rename(self.site)
        except OSError:
            return False
        return True

    def _replay(self) -> None:
        """Do what the journal says that is not done yet, then drop it."""
        journal = json.loads(self._journal.read_text("utf-8"))
        for url in journal["replace"]:
            # a Path for each of many thousand files would cost more than moving them
            _move(os.path.join(self.stage, url), os.path.join(self.site, url))  # noqa: PTH118
        for url in journal["remove"]:
            target = self.site / url
            target.unlink(missing_ok=True)
            _drop_empty(target.parent, self.site)
        self._journal.unlink()

    def clean(self) -> int:
        """Remove every file of the site that we made, and the state; return how many."""
        urls = [*self.sums(), SUMS] if (self.site / SUMS).exists() else []
        for url in urls:
            target = self.site / url
            target.unlink(missing_ok=True)
            _drop_empty(target.parent, self.site)
        if self.site.is_dir() and not any(self.site.iterdir()):
            self.site.rmdir()
        return len(urls)


def sums_digest(site: Path) -> str:
    """Return what tells a site's list of files from any other; "" when there is none."""
    listing = _listed(site)
    return sha256(listing).hexdigest() if listing else ""


def _listed(site: Path) -> bytes:
    """Return the list of files as it stands in the site, nothing if there is none."""
    try:
        return (site / SUMS).read_bytes()
    except FileNotFoundError:
        return b""


def put(stage: Path, url: str, content: bytes) -> None:
    """Write `content` to `url` beneath `stage`; for processes that render into the stage."""
    # a Path for each of many thousand files would cost more than writing them
    path = os.path.join(stage, url)  # noqa: PTH118
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    try:
        file = os.open(path, flags, 0o666)
    except FileNotFoundError:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, flags, 0o666)
    try:
        while content:
            content = content[os.write(file, content) :]
    finally:
        os.close(file)


def _name(site: Path, root: Path) -> str:
    """Return the name of the state of this output: it stays the same when the root is moved."""
    site, root = site.resolve(), root.resolve()
    where = site.relative_to(root).as_posix() if site.is_relative_to(root) else site.as_posix()
    return f"{site.name}-{blake2b(where.encode(), digest_size=4).hexdigest()}"


def _move(source: str, target: str) -> None:
    """Move a file, unless that was done before; make the folder it goes into."""
    try:
        os.replace(source, target)  # noqa: PTH105 (as above)
    except OSError:
        if os.path.lexists(source):
            _move_elsewhere(Path(source), Path(target))


def _move_elsewhere(source: Path, target: Path) -> None:
    """Move a file to where there is no folder yet, or to another disk."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        source.replace(target)
    except OSError:
        # another file system (or, on Windows, a folder in the way): copy beside, then rename
        beside = target.with_name(f".{target.name}.portal")
        shutil.copyfile(source, beside)
        beside.replace(target)
        source.unlink()


def _drop_empty(folder: Path, stop: Path) -> None:
    while folder not in (stop, folder.parent):
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
