"""Two small sites by hand, one after the other, and what a reader meets in a half of each."""

import os
import re
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.base.sorted_rows import SortedRows
from generator.build import old_assets, publish, sums_file
from generator.build.publish import Publishing, Site
from generator.model.publish_targets import Target

OLD, NEW = "body {}", "body {color: black}"
LINK = re.compile(r'(?:href|src)="([^"]+)"')


CHANGES = frozenset(
    ("os.rename", "os.symlink", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "open")
)
Hook = Callable[[str], None]
_hooks: list[Hook] = []


class Killed(BaseException):
    """The process ends here."""


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if not _hooks or event not in CHANGES:
        return
    if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & os.O_ACCMODE):
        return
    hook = _hooks.pop()  # what it does itself is not looked at
    try:
        hook(event)
    finally:
        _hooks.append(hook)


sys.addaudithook(_audit)


def killing(steps: int) -> Hook:
    """Return what ends the process before the change that comes after so many."""
    left = steps

    def kill(_: str) -> None:
        nonlocal left
        if not left:
            raise Killed
        left -= 1

    return kill


@contextmanager
def before_each_change(hook: Hook) -> Iterator[None]:
    """Call `hook` before each change that is made to any file or folder."""
    _hooks.append(hook)
    try:
        yield
    finally:
        _hooks.clear()


def style(content: str) -> str:
    """Return the address of a style."""
    return f"assets/site.{old_assets.mark(content.encode())}.css"


def page(of: str, *links: str, more: str = "") -> bytes:
    """Return a page with a style and links, all addresses from the root."""
    anchors = "".join(f'<a href="{each}">x</a>' for each in links)
    return f'<link href="{style(of)}">{anchors}{more}'.encode()


BEFORE: dict[str, bytes] = {
    "404.html": page(OLD, "index.html"),
    "index.html": page(OLD, "units/都匀 市.html", "old/gone.html", "feed.xml"),
    "index.html.gz": b"old, packed",
    "units/都匀 市.html": page(OLD, "index.html", more='<img src="media/a-1.jpg">'),
    "old/gone.html": page(OLD, "old/deep/er.html"),
    "old/deep/er.html": page(OLD, "index.html"),
    "same.html": b"no style at all",
    style(OLD): OLD.encode(),
    "media/a-1.jpg": b"picture",
    "search/places.json": b'["units/...", "old/gone.html"]',
    "feed.xml": b"old",
}
AFTER: dict[str, bytes] = {
    "404.html": page(NEW, "index.html"),
    "index.html": page(NEW, "units/都匀 市.html", "a new/页.html", "feed.xml", "feeds/new.xml"),
    "units/都匀 市.html": page(NEW, "index.html", more='<img src="media/b-2.jpg">'),
    "a new/页.html": page(NEW, "a new/二.html", "index.html"),
    "a new/二.html": page(NEW, "a new/页.html"),
    "same.html": b"no style at all",
    style(NEW): NEW.encode(),
    "media/b-2.jpg": b"another",
    "search/places.json": b'["units/...", "a new/x.html"]',
    "feed.xml": b"new",
    "feeds/new.xml": b"a further one",
}


def lay(folder: Path, files: Mapping[str, bytes]) -> Site:
    """Write a site as a build would have left it; what it had of an earlier one goes."""
    for path in sorted(folder.rglob("*"), reverse=True) if folder.exists() else ():
        path.rmdir() if path.is_dir() else path.unlink()
    for url, content in files.items():
        (folder / url).parent.mkdir(parents=True, exist_ok=True)
        (folder / url).write_bytes(content)
    sums = {url: sha256(content).hexdigest() for url, content in files.items()}
    (folder / sums_file.SUMS).write_bytes(listing(sums))
    return Site(folder, SortedRows((url, (sums[url], len(files[url]))) for url in files))


def listing(sums: Mapping[str, str]) -> bytes:
    """Return the content of a list of sums, of the SHA-256 of each file by its address."""
    return "".join(sums_file.listing_lines(sorted(sums.items()))).encode()


def sums(files: Mapping[str, bytes]) -> bytes:
    """Return the list of sums of a site of these files."""
    return listing({url: sha256(each).hexdigest() for url, each in files.items()})


def run(site: Site, target: Target, *, full: bool = False) -> Publishing:
    """Publish, and return what was done."""
    work = publish.prepared(site, target, full=full)
    work.run(lambda *_: None)
    return work


def broken(there: Mapping[str, bytes], known: Collection[str], new: Collection[str]) -> list[str]:
    """Return what a reader would miss in a target that has these files, by page.

    Each page that lies there has to have its style and pictures; each that is reached from the
    first one, or from those that were `known`, leads to pages that are there. Of pages that are
    not in the `new` site, and to which nothing leads any more, some go before others.
    """
    missing = []
    for url, content in there.items():
        if url.endswith(".html"):
            needs = LINK.findall(content.decode())
            missing += [
                f"{url}: {each}"
                for each in needs
                if not each.endswith(".html") and each not in there
            ]
    open_, seen = ["index.html", *known], set()
    while open_:
        url = open_.pop()
        if url in seen or not url.endswith(".html") or url not in there:
            continue
        seen.add(url)
        for link in LINK.findall(there[url].decode()):
            if link not in there and (link in new or url in new):
                missing.append(f"{url}: {link}")
            open_.append(link)
    return missing


def contradictions(there: Mapping[str, bytes]) -> list[str]:
    """Return what a list of sums says of a target that is not so: it is whole where it has one."""
    if sums_file.SUMS not in there:
        return []
    found = sums_file.listed(there[sums_file.SUMS])
    return [url for url in found if sha256(there.get(url, b"")).hexdigest() != found[url]]
