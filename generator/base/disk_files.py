"""Files on the disk: read where there are any, told apart, written to last, removed."""

import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from hashlib import file_digest, sha256
from itertools import islice
from pathlib import Path

from generator.base.system_errors import naming

AT_ONCE = 10_000
"""Lines that are written together."""


def lines_of(file: Path) -> Iterator[bytes]:
    """Yield the lines of a file, nothing if it is not there, or no file."""
    try:
        with file.open("rb") as lines:
            yield from lines
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return


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


def remove_tree(folder: Path) -> None:
    """Remove a folder and all in it. Raises OSError that names what cannot be removed."""
    try:
        shutil.rmtree(folder)
    except OSError:  # it names no more than the end of a path, so what is left is tried one by one
        for where, folders, files in os.walk(folder, topdown=False):
            for name in (*files, *folders):
                path = Path(where, name)
                path.rmdir() if is_folder(path) else path.unlink()
        folder.rmdir()


def is_folder(path: str | Path) -> bool:
    """Tell whether there is a folder, and no link to one."""
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False
