"""A file without a name for what memory should not hold: it ends with this process."""

import errno
import os
import tempfile
from pathlib import Path


class File:
    """A file without a name, to which is only added; `folder` is where it lies."""

    def __init__(self, folder: Path) -> None:
        where = folder if folder.is_dir() else None
        self._file = tempfile.TemporaryFile(dir=where, buffering=0)  # noqa: SIM115 (it ends with this)
        self._end = 0

    def __del__(self) -> None:
        self._file.close()

    def add(self, content: bytes) -> tuple[int, int]:
        """Add something; return where it lies and how many bytes it has."""
        at = self._file.seek(self._end)
        self._end += len(content)
        whole = memoryview(content)
        while whole:
            whole = whole[self._file.write(whole) :]
        return at, len(content)

    def read(self, at: int, size: int) -> bytes:
        """Return so many bytes. Raises OSError if they cannot be read, or are there no more."""
        self._file.seek(at)
        found = self._file.read(size)
        while len(found) < size:
            more = self._file.read(size - len(found))
            if not more:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            found += more
        return found


class Stretch:
    """Bytes that lie in a file: a part is read where it is asked for."""

    __slots__ = ("_at", "_file", "_size")

    def __init__(self, file: File, content: bytes) -> None:
        self._file = file
        self._at, self._size = file.add(content)

    def __len__(self) -> int:
        return self._size

    def __bytes__(self) -> bytes:
        return self._file.read(self._at, self._size)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, bytes | Stretch) and bytes(self) == bytes(other)

    __hash__ = None  # type: ignore[assignment] # as of a list

    def __reduce__(self) -> tuple[type, tuple[bytes]]:
        return bytes, (bytes(self),)

    def __getitem__(self, part: slice) -> bytes:
        start, end, _ = part.indices(self._size)
        return self._file.read(self._at + start, max(0, end - start))
