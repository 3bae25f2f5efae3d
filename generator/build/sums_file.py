"""The list of a site's files, `SHA256SUMS`, which anyone can check with `sha256sum -c`."""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.base.disk_files import digest_of, lines_of

SUMS = "SHA256SUMS"


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
