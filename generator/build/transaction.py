"""How a site is replaced file by file, so that whoever is killed meanwhile leaves word of it.

While files are being replaced, the site has no `SHA256SUMS`: that was moved into the folder
`.publishing`, beside a list of what is to come. So whoever mirrors or serves the site can tell a
half published one from a whole one, and the next build knows each file that may lie there, even if
all else that it kept is lost. When every file is in its place, the new `SHA256SUMS` is put there as
the last one, and the folder goes.
"""

import errno
import json
import os
import shutil
import stat
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path

from generator.base.system_errors import held_open, named, naming

SUMS = "SHA256SUMS"
PART = ".publishing"
"""The folder in a half published site: what was there, what is to come, a file being copied."""
TRIES, PAUSE = 5, 0.2
"""How often, and after how many seconds, a file that another program holds is tried again."""
LIST, _COPY = "list", "copy"
"""The names in it of what is to come, and of a file being copied."""


class Halted(OSError):
    """Publishing stopped midway, at `filename`: `done` files of `of` are in their places.

    `site` has no list of sums until a later build has gone on from there.
    """

    def __init__(self, cause: OSError, site: Path, done: int, of: int) -> None:
        super().__init__(cause.errno, cause.strerror, cause.filename)
        self.cause, self.site, self.done, self.of = cause, site, done, of


@dataclass(frozen=True, slots=True)
class Change:
    """What a site is to become: files that are taken from the stage, and files that go.

    The list of sums that it ends with lies in the stage beside them.
    """

    replace: list[str]
    remove: list[str]
    sums: str
    """The SHA-256 of that list."""
    where: dict[str, list[str]] = field(default_factory=dict)
    """Other folders, from the stage, and the files that are taken from each."""

    def written(self, file: Path) -> None:
        """Write it down, to be there after whatever happens."""
        lasting(file, json.dumps(asdict(self)).encode())

    @staticmethod
    def read(file: Path) -> "Change | None":
        """Return what was written down; None if it is not there, or not all of it."""
        try:
            found = json.loads(file.read_bytes())
            replace, remove = ([*map(str, found[each])] for each in ("replace", "remove"))
            where = {str(k): [*map(str, urls)] for k, urls in found.get("where", {}).items()}
            return Change(replace, remove, str(found["sums"]), where)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None


def listing(sums: Mapping[str, str]) -> bytes:
    """Return the content of `SHA256SUMS`, which `sha256sum -c` takes."""
    return "".join(f"{sums[url]}  {url}\n" for url in sorted(sums)).encode()


def listed(content: bytes) -> dict[str, str]:
    """Return the SHA-256 by address of a list of sums.

    A line without its end was cut, and names some folder or nothing. Nor does one count that leads
    out of the site, as what is listed may be removed. Ends of lines may be those of Windows, as
    some program that carries files makes them.
    """
    lines = content.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")[:-1]
    return {
        line[66:]: line[:64] for line in lines if line[64:66] == "  " and within_site(line[66:])
    }


def whole(site: Path) -> bool:
    """Tell whether every file of a site is in its place, as its list of sums says."""
    return (site / SUMS).is_file()


def half(site: Path) -> bool:
    """Tell whether a build began to replace the files of a site, and none has come to the end."""
    part = site / PART
    return not whole(site) and ((part / LIST).is_file() or (part / SUMS).is_file())


def may_lie(site: Path) -> set[str]:
    """Return the addresses of all files of ours that may lie in a half published site."""
    part = site / PART
    lines = read(part / LIST).decode("utf-8", "replace").split("\n")[:-1]
    return {*filter(within_site, lines), *listed(read(part / SUMS))}


def tidy(site: Path) -> None:
    """Remove what publishing leaves beside the files of a site that is whole, or was not begun."""
    part = site / PART
    remove_tree(part) if _is_folder(part) else part.unlink(missing_ok=True)


class Replacing:
    """The files of a site, being replaced; whatever was done before is left alone.

    What raises OSError names the file of the site that could not be replaced.
    """

    def __init__(self, site: Path, stage: Path) -> None:
        self.site, self.stage = site, stage
        self.done = 0
        self.missing: list[str] = []
        """Files that were not in the stage: moved before, or lost."""
        self._real = {str(site)}
        self._where: dict[str, str] = {}

    def finish(self, change: Change) -> bool:
        """Go on with what was interrupted; return whether the site is whole now.

        It is not where the stage was lost, or some of its bytes with the current.
        """
        self.run(change)
        if not same(self.stage / SUMS, change.sums) or self.wanting(change.replace):
            return False
        self.seal()
        return True

    def run(self, change: Change) -> None:
        """Replace and remove; the list of sums goes first, and is to be put back with `seal`.

        Raises Halted, or OSError where nothing was touched yet.
        """
        of = len(change.replace) + len(change.remove)
        try:
            self._begin({*change.replace, *change.remove})
            self._where = {
                url: os.path.join(self.stage, folder)  # noqa: PTH118 (as below)
                for folder, urls in change.where.items()
                for url in urls
            }
            for url in change.replace:
                self._take(url)
                self.done += 1
            for url in change.remove:
                self._remove(url)
                self.done += 1
        except OSError as error:
            if half(self.site):
                raise Halted(error, self.site, self.done, of) from error
            raise

    def wanting(self, urls: Collection[str]) -> list[str]:
        """Return which of these files do not lie in the site with the bytes they should have."""
        sums = listed(read(self.stage / SUMS)) if urls else {}
        return [url for url in urls if not same(self.site / url, sums.get(url, ""))]

    def seal(self) -> None:
        """Put the new list of sums into the site, which is whole from then on."""
        last = self.stage / SUMS
        try:
            lost = self.wanting([*self.missing, *([] if last.is_file() else [SUMS])])
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

    def _begin(self, urls: set[str]) -> None:
        """Leave word of what may lie in the site from now on, then take its list of sums away."""
        part = self.site / PART
        if not half(self.site):
            tidy(self.site)
        naming(part, lambda: part.mkdir(parents=True, exist_ok=True))
        urls |= may_lie(self.site)
        beside = part / f"{LIST}.new"
        content = "".join(f"{url}\n" for url in sorted(urls)).encode()
        naming(beside, lambda: lasting(beside, content))
        naming(part / LIST, lambda: beside.replace(part / LIST))
        with suppress(FileNotFoundError):
            naming(self.site / SUMS, lambda: (self.site / SUMS).replace(part / SUMS))

    def _take(self, url: str) -> None:
        """Move a file out of where it is staged, unless that was done before."""
        # a Path for each of many thousand files would cost more than moving them
        source = os.path.join(self._where.get(url, self.stage), url)  # noqa: PTH118
        self._move(source, os.path.join(self.site, url))  # noqa: PTH118

    def _move(self, source: str, target: str) -> None:
        try:
            self.make_real(os.path.dirname(target))  # noqa: PTH120 (as above)
            _patiently(lambda: os.replace(source, target))  # noqa: PTH105 (as above)
        except OSError as error:
            if not os.path.lexists(source):
                self.missing.append(os.path.relpath(target, self.site).replace(os.sep, "/"))
            elif isinstance(error, IsADirectoryError) or _is_folder(target):
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
        beside = self.site / PART / _COPY
        try:
            shutil.copyfile(source, beside)
            if timed:
                shutil.copystat(source, beside)
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
        if not _is_folder(folder):
            if os.path.lexists(folder):
                naming(folder, lambda: os.unlink(folder))  # noqa: PTH108 (as above)
            naming(folder, lambda: os.mkdir(folder))  # noqa: PTH102 (as above)
        self._real.add(folder)

    def _remove(self, url: str) -> None:
        """Remove a file, and the folders that are empty without it; nothing behind a link."""
        target = self.site / url
        if any(each.is_symlink() for each in target.parents if self.site in each.parents):
            return
        if not _is_folder(target):
            with suppress(NotADirectoryError):  # a file may be where the folder was
                naming(target, lambda: _patiently(lambda: target.unlink(missing_ok=True)))
        drop_empty(target.parent, self.site)


def remove_all(site: Path, urls: Iterable[str]) -> None:
    """Remove files of a site, and the folders that are empty then."""
    each = Replacing(site, site)
    for url in urls:
        each._remove(url)  # noqa: SLF001 (of this module)


def remove_tree(folder: Path) -> None:
    """Remove a folder and all in it. Raises OSError that names what cannot be removed."""
    try:
        shutil.rmtree(folder)
    except OSError:  # it names no more than the end of a path, so what is left is tried one by one
        for where, folders, files in os.walk(folder, topdown=False):
            for name in (*files, *folders):
                path = Path(where, name)
                path.rmdir() if _is_folder(path) else path.unlink()
        folder.rmdir()


def drop_empty(folder: Path, stop: Path) -> None:
    """Remove a folder and those above, up to `stop`, as long as they are empty."""
    while folder not in (stop, folder.parent):
        try:
            folder.rmdir()
        except FileNotFoundError:
            pass  # whoever was killed here may have left the one above
        except OSError:
            return
        folder = folder.parent


def same(path: Path, digest: str) -> bool:
    """Tell whether a file has the bytes of this SHA-256; a link or a folder has not."""
    try:
        return not path.is_symlink() and sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        return False


def read(path: Path) -> bytes:
    """Return the bytes of a file, nothing if it is not there, or no file."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return b""


def lasting(path: Path, content: bytes) -> None:
    """Write a file, and return when it is on the disk. Raises OSError that names it."""

    def write() -> None:
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    naming(path, write)


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


def within_site(url: str) -> bool:
    """Tell whether an address does not lead out of the site."""
    if not url or url[0] == "/":
        return False
    return ".." not in url or ".." not in url.split("/")


def _is_folder(path: str | Path) -> bool:
    """Tell whether there is a folder, and no link to one."""
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False
