"""A site whose files are being replaced: how that can be seen, and what may lie there.

Meanwhile it has no `SHA256SUMS`: that was moved into the folder `.publishing`, beside a list of
what is to come. So whoever mirrors or serves the site can tell a half published one from a whole
one, and the next build knows each file that may lie there, even if all else that it kept is lost.
"""

from collections.abc import Iterator
from pathlib import Path

from generator.base.disk_files import is_folder, lines_of, remove_tree
from generator.build.sums_file import SUMS, entries, within_site

PART = ".publishing"
"""The folder in a half published site: what was there, what is to come, a file being copied."""
LIST, COPY = "list", "copy"
"""The names in it of what is to come, and of a file being copied."""


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
    remove_tree(part) if is_folder(part) else part.unlink(missing_ok=True)
