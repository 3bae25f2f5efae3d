"""How a site is replaced file by file, so that whoever is killed meanwhile leaves word of it.

What is to come is written into the site first, and its list of sums taken away (see
`half_published`). When every file is in its place, the new list of sums is put there as the last
one, and the word of what was to come goes.
"""

import errno
import os
import shutil
import stat
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path

from generator.base.disk_files import digest_of, drop_empty, is_folder, lasting, remove_tree, same
from generator.base.sorted_rows import SortedRows
from generator.base.system_errors import held_open, named, naming
from generator.build.half_published import COPY, LIST, PART, half, may_lie, tidy
from generator.build.journal import Journal
from generator.build.sums_file import SUMS, entries

_FILE, _FOLDER = 0o444, 0o555
"""What lets all read a file, and look into a folder."""
TRIES, PAUSE = 5, 0.2
"""How often, and after how many seconds, a file that another program holds is tried again."""


class Halted(OSError):
    """Publishing stopped midway, at `filename`: `done` files of `of` are in their places.

    `site` has no list of sums until a later build has gone on from there.
    """

    def __init__(self, cause: OSError, site: Path, done: int, of: int) -> None:
        super().__init__(cause.errno, cause.strerror, cause.filename)
        self.cause, self.site, self.done, self.of = cause, site, done, of


class Replacing:
    """The files of a site, being replaced; whatever was done before is left alone.

    What raises OSError names the file of the site that could not be replaced.
    """

    open_to_all = False
    """Whether what is put there is for all to read, though new files of this process are not."""

    def __init__(self, site: Path, stage: Path) -> None:
        self.site, self.stage = site, stage
        self.done = 0
        self.missing: list[str] = []
        """Files that were not in the stage: moved before, or lost."""
        self._real = {str(site)}

    def finish(self, journal: Journal, folder: Path | None = None) -> bool:
        """Go on with what was interrupted; return whether the site is whole now.

        It is not where the stage was lost, or some of its bytes with the current. What memory
        should not hold meanwhile lies in `folder`.
        """
        self.run(journal, folder)
        if digest_of(self.stage / SUMS) != journal.sums:
            return False
        sums = SortedRows(entries(self.stage / SUMS), folder=folder)
        if any(not same(self.site / url, sums.get(url) or "") for url, _ in journal.replaced()):
            return False
        self.seal()
        return True

    def run(self, journal: Journal, folder: Path | None = None) -> None:
        """Replace and remove; the list of sums goes first, and is to be put back with `seal`.

        Raises Halted, or OSError where nothing was touched yet.
        """
        try:
            self._begin(SortedRows(((url, "") for url in journal.urls()), folder=folder))
            for url, home in journal.replaced():
                self._take(url, home)
                self.done += 1
            for url in journal.removed():
                self._remove(url)
                self.done += 1
        except OSError as error:
            if half(self.site):
                raise Halted(error, self.site, self.done, journal.of) from error
            raise

    def wanting(self, urls: Collection[str]) -> list[str]:
        """Return which of these files do not lie in the site with the bytes they should have."""
        sums = {url: each for url, each in entries(self.stage / SUMS) if url in urls}
        return [url for url in urls if not same(self.site / url, sums.get(url, ""))]

    def seal(self) -> None:
        """Put the new list of sums into the site, which is whole from then on.

        Raises Halted where a file that it names has not come, or it cannot be put there.
        """
        last = self.stage / SUMS
        try:
            missing = [*self.missing, *([] if last.is_file() else [SUMS])]
            lost = self.wanting(missing) if missing else []
            if lost:
                raise FileNotFoundError(
                    errno.ENOENT, os.strerror(errno.ENOENT), str(self.stage / lost[0])
                )
            self._move(str(last), str(self.site / SUMS))
            tidy(self.site)
        except OSError as error:
            if half(self.site):
                raise Halted(error, self.site, self.done, self.done + 1) from error
            raise

    def _begin(self, urls: SortedRows[str]) -> None:
        """Leave word of what may lie in the site from now on, then take its list of sums away."""
        part = self.site / PART
        if not half(self.site):
            tidy(self.site)
        naming(part, lambda: part.mkdir(parents=True, exist_ok=True))
        urls.update((url, "") for url in may_lie(self.site))
        beside = part / f"{LIST}.new"
        lasting(beside, (f"{url}\n" for url in urls))
        naming(part / LIST, lambda: beside.replace(part / LIST))
        with suppress(FileNotFoundError):
            naming(self.site / SUMS, lambda: (self.site / SUMS).replace(part / SUMS))

    def _take(self, url: str, home: str) -> None:
        """Move a file out of where it is staged, unless that was done before."""
        # a Path for each of many thousand files would cost more than moving them
        source = os.path.join(self.stage, home, url)  # noqa: PTH118
        self._move(source, os.path.join(self.site, url))  # noqa: PTH118

    def _move(self, source: str, target: str) -> None:
        try:
            self.make_real(os.path.dirname(target))  # noqa: PTH120 (as above)
            _patiently(lambda: os.replace(source, target))  # noqa: PTH105 (as above)
        except OSError as error:
            if not os.path.lexists(source):
                self.missing.append(os.path.relpath(target, self.site).replace(os.sep, "/"))
            elif isinstance(error, IsADirectoryError) or is_folder(target):
                # whatever stands at an address of ours is ours to replace
                remove_tree(Path(target))
                naming(target, lambda: os.replace(source, target))  # noqa: PTH105
            elif error.errno == errno.EXDEV:
                naming(target, lambda: self._carry(source, target))
            else:
                raise named(error, error.filename if error.filename2 is None else target) from None

    def _carry(self, source: str, target: str) -> None:
        """Move a file to where the stage is not."""
        self.copy(source, target)
        Path(source).unlink()

    def copy(self, source: str, target: str, *, timed: bool = False) -> None:
        """Copy a file to where the stage is not: beside the site's files, then into its place.

        If `timed`, it keeps its time.
        """
        beside = self.site / PART / COPY
        try:
            shutil.copyfile(source, beside)
            if timed:
                shutil.copystat(source, beside)
            if self.open_to_all:
                _let_read(str(beside), _FILE)
            if target == str(self.site / SUMS):
                with beside.open("r+b") as file:
                    os.fsync(file.fileno())
        except OSError:
            with suppress(OSError):  # of no use, and there is no room for it
                beside.unlink()
            raise
        _patiently(lambda: beside.replace(target))

    def make_real(self, folder: str) -> None:
        """Make a folder of the site, in the place of what stands there: a file, or a link away."""
        if folder in self._real:
            return
        self.make_real(os.path.dirname(folder))  # noqa: PTH120 (as above)
        if not is_folder(folder):
            if os.path.lexists(folder):
                naming(folder, lambda: os.unlink(folder))  # noqa: PTH108 (as above)
            naming(folder, lambda: os.mkdir(folder))  # noqa: PTH102 (as above)
            if self.open_to_all:
                _let_read(folder, _FOLDER)
        self._real.add(folder)

    def _remove(self, url: str) -> None:
        """Remove a file, and the folders that are empty without it; nothing behind a link."""
        target = self.site / url
        if any(each.is_symlink() for each in target.parents if self.site in each.parents):
            return
        if not is_folder(target):
            with suppress(NotADirectoryError):  # a file may be where the folder was
                naming(target, lambda: _patiently(lambda: target.unlink(missing_ok=True)))
        drop_empty(target.parent, self.site)


def remove_all(site: Path, urls: Iterable[str]) -> None:
    """Remove files of a site, and the folders that are empty then."""
    each = Replacing(site, site)
    for url in urls:
        each._remove(url)  # noqa: SLF001 (of this module)


def make_open(folder: Path) -> None:
    """Make a folder that all may look into, and those above it that are missing."""
    if not folder.is_dir():
        make_open(folder.parent)
        naming(folder, folder.mkdir)
        _let_read(str(folder), _FOLDER)


def _let_read(path: str, rights: int) -> None:
    """Let all read what is published, whatever whoever publishes keeps from others by habit."""
    naming(path, lambda: os.chmod(path, stat.S_IMODE(os.stat(path).st_mode) | rights))  # noqa: PTH101, PTH116 (as above)


def _patiently(do: Callable[[], object]) -> None:
    """Do it, again and again for a second if another program holds the file: a virus scanner."""
    for _ in range(TRIES):
        try:
            do()
        except OSError as error:
            if not held_open(error):
                raise
            time.sleep(PAUSE)
        else:
            return
    do()
