"""The list of a site's files, `SHA256SUMS`, which anyone can check with `sha256sum -c`."""

import io
from collections.abc import Collection, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from generator.base.disk_files import digest_of, lines_of

SUMS = "SHA256SUMS"
FEW = 16
"""Where no more than one line of so many is another, the others are taken as they stand."""
MUCH = 64_000_000
"""Bytes of a list up to which it is looked up and changed in memory: some half a million files."""
_SUM = len(f"{'0' * 64}  ")
"""Bytes that stand before the address in a line."""


def listing_lines(sums: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the lines of `SHA256SUMS`: of addresses in order, each with the SHA-256 of its file."""
    for url, each in sums:
        yield f"{each}  {url}\n"


class Sums(Protocol):
    """The SHA-256 of each file of a site, by address."""

    def get(self, key: str, /) -> str | None:
        """Return that of a file, None if there is no such file."""

    def beginning(self, start: str, /) -> Iterator[str]:
        """Yield the addresses that begin so, in order."""

    def unordered(self) -> Iterable[str]:
        """Return the addresses in any order."""

    def __bool__(self) -> bool: ...


class Listed:
    """A list of sums that `listing_lines` gave, looked up as it lies.

    No line is taken apart but those that are asked for: of a hundred thousand files an edit changes
    a few dozen.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content

    @classmethod
    def read(cls, site: Path) -> "tuple[str, Listed | None]":
        """Return what `sums_digest` does of a site, and its list unless that is too large."""
        try:
            file = site / SUMS
            if file.stat().st_size > MUCH:
                return sums_digest(site), None
            content = file.read_bytes()
        except OSError:  # it says so, or that there is none
            return sums_digest(site), None
        return sha256(content).hexdigest(), cls(content)

    def get(self, key: str) -> str | None:
        """Return the SHA-256 of a file, None if it is not listed."""
        start, end = self._line(key.encode())
        return self._content[start : start + 64].decode() if end > start else None

    def __contains__(self, url: str) -> bool:
        start, end = self._line(url.encode())
        return end > start

    def __bool__(self) -> bool:
        return bool(self._content)

    def __len__(self) -> int:
        return self._content.count(b"\n")

    def beginning(self, start: str) -> Iterator[str]:
        """Yield the addresses that begin so, in order."""
        at, _ = self._line(start.encode())
        while at < len(self._content):
            end = self._content.index(b"\n", at)
            url = self._content[at + _SUM : end].decode()
            if not url.startswith(start):
                return
            yield url
            at = end + 1

    def unordered(self) -> Iterator[str]:
        """Yield all addresses."""
        return self.beginning("")

    def changed(self, sums: Collection[tuple[str, str]], gone: Collection[str]) -> bytes:
        """Return the list with other `sums` and without `gone`.

        Returns b"" where too much of it is another: write it anew then.
        """
        if (len(sums) + len(gone)) * FEW > len(self):
            return b""
        parts, at = list[bytes | memoryview](), 0
        rest, view = dict.fromkeys(gone, "") | dict(sums), memoryview(self._content)
        for url in sorted(rest):
            start, end = self._line(url.encode())
            parts.append(view[at:start])
            if rest[url]:
                parts.append(f"{rest[url]}  {url}\n".encode())
            at = end
        return b"".join([*parts, view[at:]])

    def _line(self, url: bytes) -> tuple[int, int]:
        """Return where the line of an address begins and ends; where it would, if there is none."""
        content = self._content
        low, high = 0, len(content)
        while low < high:
            start = content.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = content.index(b"\n", start)
            found = content[start + _SUM : end]
            if found == url:
                return start, end + 1
            if found < url:
                low = end + 1
            else:
                high = start
        return low, low


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


def _entries(lines: Iterable[bytes]) -> Iterator[tuple[str, str]]:
    for each in lines:
        line = each.decode("utf-8", "replace")
        line = line[:-2] if line.endswith("\r\n") else line[:-1]
        if each.endswith(b"\n") and line[64:66] == "  " and within_site(line[66:]):
            yield line[66:], line[:64]


def sums_digest(site: Path) -> str:
    """Return what tells a site's list of files from any other; "" when there is none."""
    return digest_of(site / SUMS)


def within_site(url: str) -> bool:
    """Tell whether an address does not lead out of the site."""
    if not url or url[0] == "/":
        return False
    return ".." not in url or ".." not in url.split("/")
