"""Styles and scripts of earlier builds: they stay a while for pages that readers still have.

A page that is open, or that a browser kept, asks for the style that it was made with. Each asset
has the digest of its content in its name, so that those of several builds lie side by side. Which
of them are of earlier builds, and the day until which each was in use, stands in a small file of
the site itself: no lost cache forgets it. A first build has none of them, and no such file.

Only what pages cannot do without is kept: a picture that was taken away is gone at once.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from hashlib import blake2b
from pathlib import Path

from generator.base.patterns import pattern

LIST = "assets/kept.txt"
LEFT = "assets/left.txt"
"""The same of a target, for what the site that was published there does not keep itself."""
ENDINGS = frozenset((".css", ".js", ".mjs", ".woff", ".woff2", ".ttf", ".otf"))
"""What is kept: styles, scripts, and the fonts that styles name."""
_ADDRESS = pattern(r"assets/[^/\\]+\.([0-9a-f]{10})(\.[a-z0-9]+)")
_LINE = pattern(r"(\d{4}-\d\d-\d\d)  (.+)", re.ASCII)


def overdue(site: Path, days: int, today: date) -> bool:
    """Tell whether anything that is kept in `site` has been there for more than `days`."""
    return any(not _in_time(day, days, today) for day in _read(_text(site)).values())


def find(
    site: Path, old: Iterable[str], now: Collection[str], days: int, today: date
) -> Iterator[tuple[str, bytes]]:
    """Yield address and content of what stays of earlier builds, and of the file that lists it.

    `old` are the addresses of the last build, `now` those of the assets of this one. Whatever is
    not listed was in use until `today`. What lies there with other bytes than those its name has
    the digest of does not stay.
    """
    if not days:
        return
    known = _read(_text(site))
    kept = {}
    for url in sorted({*old}.difference(now)):
        day = min(known.get(url, today), today)  # the clock may have been wrong
        if _in_time(day, days, today):
            content = _content(site, url)
            if content is not None:
                kept[url] = day
                yield url, content
    if kept:
        yield LIST, _listing(kept)


def left(
    known: Iterable[bytes], gone: Iterable[str], days: int, today: date
) -> tuple[dict[str, date], bytes]:
    """Return which of the files that are to go from a target stay there, and the list of them.

    `known` are the lists there of what stays already. A site that was made anew, or on another
    machine, keeps nothing of those before it; the target then does.
    """
    found: dict[str, date] = {}
    for each in known:
        found |= _read(each.decode("utf-8", "replace"))
    stays = {}
    for url in sorted({*gone}) if days else ():
        named = _ADDRESS.fullmatch(url)
        day = min(found.get(url, today), today)
        if named and named[2] in ENDINGS and _in_time(day, days, today):
            stays[url] = day
    return stays, _listing(stays)


def in_use(used: Iterable[str], known: Iterable[bytes], site: Path) -> bytes:
    """Return the list of assets that `site` has not, of a folder that readers see.

    `used` are the addresses of its assets, and `known` the lists that lie in it: what none of these
    has is in use to this day.
    """
    found = {url: date.max for url in used if _of_pages(url)}
    for each in known:
        found |= _read(each.decode("utf-8", "replace"))
    return _listing({url: day for url, day in found.items() if not (site / url).is_file()})


def _of_pages(url: str) -> bool:
    """Tell whether an address is that of what pages cannot do without."""
    found = _ADDRESS.fullmatch(url)
    return found is not None and found[2] in ENDINGS


def named(content: bytes) -> list[str]:
    """Return the addresses of assets that a list has."""
    found = _read(content.decode("utf-8", "replace"))
    return [url for url in found if _ADDRESS.fullmatch(url)]


def _listing(kept: Mapping[str, date]) -> bytes:
    return "".join(f"{day.isoformat()}  {url}\n" for url, day in kept.items()).encode()


def _in_time(day: date, days: int, today: date) -> bool:
    return today - day <= timedelta(days)


def _content(site: Path, url: str) -> bytes | None:
    """Return the bytes of an asset that can stay, None if it cannot."""
    named = _ADDRESS.fullmatch(url)
    if named is None or named[2] not in ENDINGS:
        return None
    path = site / url
    try:
        content = path.read_bytes()
    except OSError:
        return None
    return content if mark(content) == named[1] and not path.is_symlink() else None


def mark(content: bytes) -> str:
    """Return what stands in the name of an asset for its content."""
    return blake2b(content, digest_size=5).hexdigest()


def _text(site: Path) -> str:
    try:
        return (site / LIST).read_text("utf-8", "replace")
    except OSError:
        return ""


def _read(text: str) -> dict[str, date]:
    """Return until which day each asset that is kept was in use; lines that say nothing are not."""
    found = {}
    for line in text.splitlines():
        parts = _LINE.fullmatch(line)
        try:
            if parts:
                found[parts[2]] = date.fromisoformat(parts[1])
        except ValueError:
            continue
    return found
