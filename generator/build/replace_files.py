"""How a site is replaced file by file, so that whoever is killed meanwhile leaves word of it.

While files are being replaced, the site has no `SHA256SUMS`: that was moved into the folder
`.publishing`, beside a list of what is to come. So whoever mirrors or serves the site can tell a
half published one from a whole one, and the next build knows each file that may lie there, even if
all else that it kept is lost. When every file is in its place, the new `SHA256SUMS` is put there as
the last one, and the folder goes.
"""

import errno
import io
import json
import os
import shutil
import stat
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import file_digest, sha256
from itertools import islice
from pathlib import Path

from generator.base.sorted_rows import SortedRows
from generator.base.system_errors import held_open, named, naming

SUMS = "SHA256SUMS"
PART = ".publishing"
"""The folder in a half published site: what was there, what is to come, a file being copied."""
TRIES, PAUSE = 5, 0.2
"""How often, and after how many seconds, a file that another program holds is tried again."""
GOES = -1
"""What stands in a change in the place of a folder for a file that goes."""
_END = "."
AT_ONCE = 10_000
"""Lines that are written together."""
LIST, _COPY = "list", "copy"
"""The names in it of what is to come, and of a file being copied."""


class Halted(OSError):
    """Publishing stopped midway, at `filename`: `done` files of `of` are in their places.

    `site` has no list of sums until a later build has gone on from there.
    """

    def __init__(self, cause: OSError, site: Path, done: int, of: int) -> None:
        super().__init__(cause.errno, cause.strerror, cause.filename)
        self.cause, self.site, self.done, self.of = cause, site, done, of


class Change:
    """What a site is to become: files that are taken from the stage, and files that go.

    It stands in `file`, as there may be millions of them: a line for what is common, one for each
    file, in their order, and one that says that this is all. The list of sums that it ends with
    lies in the stage beside them.
    """

    def __init__(self, file: Path, sums: str, where: Sequence[str], of: int) -> None:
        self.file = file
        self.sums = sums
        """The SHA-256 of that list."""
        self.where = where
        """The folders, from the stage, from which files are taken."""
        self.of = of
        """How many files these are."""

    @staticmethod
    def written(
        file: Path, sums: str, where: Sequence[str], lines: Iterable[tuple[int, str]]
    ) -> "Change":
        """Write it down, to be there after whatever happens.

        Of each file there is the number of its folder, or `GOES`, and its address.
        """
        count = 0

        def text() -> Iterator[str]:
            nonlocal count
            yield json.dumps({"sums": sums, "where": [*where]}) + "\n"
            for folder, url in lines:
                count += 1
                yield f"{folder} {url}\n"
            yield _END

        lasting(file, text())
        return Change(file, sums, where, count)

    @staticmethod
    def read(file: Path) -> "Change | None":
        """Return what was written down; None if it is not there, or not all of it."""
        try:
            with file.open(encoding="utf-8") as lines:
                said = json.loads(next(lines))
                count, last = -1, ""
                for count, last in enumerate(lines):  # noqa: B007 (the last one is looked at)
                    pass
            if last != _END:
                return None
            return Change(file, str(said["sums"]), [*map(str, said["where"])], count)
        except (OSError, ValueError, KeyError, TypeError, StopIteration):
            return None

    def replaced(self) -> Iterator[tuple[str, str]]:
        """Yield the address of each file that is taken, and its folder, from the stage."""
        for folder, url in self._lines():
            if folder != GOES:
                yield url, self.where[folder]

    def removed(self) -> Iterator[str]:
        """Yield the address of each file that goes."""
        for folder, url in self._lines():
            if folder == GOES:
                yield url

    def urls(self) -> Iterator[str]:
        """Yield the address of each file."""
        for _, url in self._lines():
            yield url

    def _lines(self) -> Iterator[tuple[int, str]]:
        with self.file.open(encoding="utf-8", newline="\n") as lines:
            next(lines)
            for line in islice(lines, self.of):
                folder, _, url = line[:-1].partition(" ")
                yield int(folder), url


def listing(sums: Mapping[str, str]) -> bytes:
    """Return the content of `SHA256SUMS`, which `sha256sum -c` takes."""
    return "".join(listing_lines((url, sums[url]) for url in sorted(sums))).encode()


def listing_lines(sums: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the lines of `SHA256SUMS`: of addresses in order, each with the SHA-256 of its file."""
    for url, each in sums:
        yield f"{each}  {url}\n"


def listed(content: bytes) -> dict[str, str]:
    """Return the SHA-256 by address of a list of sums; see `entries`."""
    return dict(_entries(io.BytesIO(content)))


def entries(file: Path) -> Iterator[tuple[str, str]]:
    """Yield address and SHA-256 of each file in a list of sums; nothing if it is not there.

    A line without its end was cut, and names some folder or nothing. Nor does one count that leads
    out of the site, as what is listed may be removed. Ends of lines may be those of Windows, as
    some program that carries files makes them.
    """
    yield from _entries(lines_of(file))


def lines_of(file: Path) -> Iterator[bytes]:
    """Yield the lines of a file, nothing if it is not there, or no file."""
    try:
        with file.open("rb") as lines:
            yield from lines
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return


def _entries(lines: Iterable[bytes]) -> Iterator[tuple[str, str]]:
    for each in lines:
        line = each.decode("utf-8", "replace")
        line = line[:-2] if line.endswith("\r\n") else line[:-1]
        if each.endswith(b"\n") and line[64:66] == "  " and within_site(line[66:]):
            yield line[66:], line[:64]


def whole(site: Path) -> bool:
    """Tell whether every file of a site is in its place, as its list of sums says."""
    return (site / SUMS).is_file()


def half(site: Path) -> bool:
    """Tell whether a build began to replace the files of a site, and none has come to the end."""
    part = site / PART
    return not whole(site) and ((part / LIST).is_file() or (part / SUMS).is_file())


def may_lie(site: Path) -> Iterator[str]:
    """Yield the addresses of all files of ours that may lie in a half published site.

    Some of them twice.
    """
    part = site / PART
    for each in lines_of(part / LIST):
        url = each[:-1].decode("utf-8", "replace")
        if each.endswith(b"\n") and within_site(url):
            yield url
    for url, _ in entries(part / SUMS):
        yield url


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

    def finish(self, change: Change, folder: Path | None = None) -> bool:
        """Go on with what was interrupted; return whether the site is whole now.

        It is not where the stage was lost, or some of its bytes with the current. What memory
        should not hold meanwhile lies in `folder`.
        """
        self.run(change, folder)
        if digest_of(self.stage / SUMS) != change.sums:
            return False
        sums = SortedRows(entries(self.stage / SUMS), folder=folder)
        if any(not same(self.site / url, sums.get(url) or "") for url, _ in change.replaced()):
            return False
        self.seal()
        return True

    def run(self, change: Change, folder: Path | None = None) -> None:
        """Replace and remove; the list of sums goes first, and is to be put back with `seal`.

        Raises Halted, or OSError where nothing was touched yet.
        """
        try:
            self._begin(SortedRows(((url, "") for url in change.urls()), folder=folder))
            for url, home in change.replaced():
                self._take(url, home)
                self.done += 1
            for url in change.removed():
                self._remove(url)
                self.done += 1
        except OSError as error:
            if half(self.site):
                raise Halted(error, self.site, self.done, change.of) from error
            raise

    def wanting(self, urls: Collection[str]) -> list[str]:
        """Return which of these files do not lie in the site with the bytes they should have."""
        sums = {url: each for url, each in entries(self.stage / SUMS) if url in urls}
        return [url for url in urls if not same(self.site / url, sums.get(url, ""))]

    def seal(self) -> None:
        """Put the new list of sums into the site, which is whole from then on."""
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


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal, "" if it is not there or has nothing in it."""
    try:
        with path.open("rb") as file:
            return (
                file_digest(file, "sha256").hexdigest() if os.fstat(file.fileno()).st_size else ""
            )
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return ""


def lasting(path: Path, content: bytes | Iterable[str]) -> str:
    """Write a file, and return its SHA-256 when it is on the disk. Raises OSError that names it."""
    sum_ = sha256()

    def write() -> None:
        with path.open("wb") as file:
            for each in (content,) if isinstance(content, bytes) else _gathered(content):
                sum_.update(each)
                file.write(each)
            file.flush()
            os.fsync(file.fileno())

    naming(path, write)
    return sum_.hexdigest()


def _gathered(lines: Iterable[str]) -> Iterator[bytes]:
    """Yield lines as bytes, many together."""
    rest = iter(lines)
    while some := [*islice(rest, AT_ONCE)]:
        yield "".join(some).encode()


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
