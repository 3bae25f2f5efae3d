"""Markdown becomes safe HTML, with its links and pictures named by what they lead to.

A link to another record is written as the path of its file, from this file or from `/` (the
content folder), so that it also works where git shows the records. In the HTML made here such a
link reads `href="@/projects/…"`; `plan` fills in the address, which differs from page to page.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import TypeAlias
from urllib.parse import quote, unquote

from generator.base.patterns import pattern
from generator.parse import safe_html
from generator.parse.markdown_html import ANCHOR, MARK, Refused, Writer, tag
from generator.parse.markdown_lost import Fault

__all__ = ["ANCHOR", "MARK", "NONE", "Anchor", "Prose", "Target", "fill", "render", "targets_of"]

_MARKED = pattern(r'(<(?:a|img)(?: [a-z]+="[^"]*")*? (?:href|src)=")@/([^"#]*)(#[^"]*)?"')
_HEADING = pattern(rf'<h[2-6] id="{ANCHOR}([^"]*)"')
_WORDS = pattern(r'>[^<>]*="[^<>]*')
"""Words that have what looks like an attribute: clean HTML has `<` and `>` in its tags alone."""
_SHORT = 200
"""Characters of a text that other records may well have, too."""
_WIDE = '<div class="scroll told" tabindex="0"><table>'
"""What a table stands in on its page: where a screen is narrow, it alone is moved sideways."""


Target: TypeAlias = tuple[str, int, int]
"""A content path that a text links to or shows, and where: line from 0, column from 1."""
Anchor: TypeAlias = tuple[str, str, int, int]
"""A place within a page that a text links to: a content path, "" for its own; the fragment."""


@dataclass(frozen=True, slots=True)
class Prose:
    """Safe HTML; the content paths it links to and shows; and what is wrong with it.

    Each target and each fault carries its line within the body, from 0, and its column, from 1.
    `anchors` are the places within pages that it links to, but for its own headings.
    """

    html: str
    links: tuple[Target, ...]
    pictures: tuple[Target, ...]
    faults: tuple[Fault, ...]
    anchors: tuple[Anchor, ...] = ()


NONE = Prose("", (), (), ())
"""The prose of a record without text."""


def render(body: str, file: str) -> Prose:
    """Turn Markdown into safe HTML; `file` is the record's path within the content folder."""
    if not body.strip():
        return NONE
    if len(body) > _SHORT or "[" in body or "<" in body:
        return _written(body, file)
    return _alone(body)


@lru_cache(maxsize=1_000)
def _alone(body: str) -> Prose:
    """Return a short text that leads nowhere as HTML: many records have the very same."""
    return _written(body, "")


def _written(body: str, file: str) -> Prose:
    writer = Writer(body)
    try:
        writer.write()
    except Refused as refused:
        line, column = writer.source.place(refused.at)
        return Prose("", (), (), (Fault(refused.code, line, column, refused.values),))
    if not (writer.links or writer.pictures):
        html = _clean(writer)
        return Prose(html, (), (), _in_order(writer.faults()))
    return _aimed(writer, file)


def _aimed(writer: Writer, file: str) -> Prose:
    """Return what was written, with each link and picture aimed at what it means."""
    links: list[Target] = []
    pictures: list[Target] = []
    anchors: list[Anchor] = []
    faults = [*writer.faults()]
    for each in writer.links:
        line, column = writer.source.place(each.at)
        href = each.target
        aim = href
        if href.startswith("#"):
            if ANCHOR + unquote(href[1:]) in writer.names:
                aim = f"#{ANCHOR}{href[1:]}"
            elif href != "#":
                anchors.append(("", unquote(href[1:]), line, column))
        elif _inside(href):
            path, fragment = _resolved(href, file)
            links.append((path, line, column))
            if len(fragment) > 1:
                anchors.append((path, unquote(fragment[1:]), line, column))
                if path.endswith(".md"):
                    fragment = f"#{ANCHOR}{fragment[1:]}"
            aim = MARK + quote(path) + fragment
        elif href.startswith("//") or not safe_html.keeps(href):
            faults.append(Fault("P116", line, column, (("value", href[:60]),)))
        writer.html[each.place] = tag("a", href=aim, title=each.title)
    for each in writer.pictures:
        line, column = writer.source.place(each.at)
        src = each.target
        path = _resolved(src, file)[0] if _inside(src) else src[:60]
        pictures.append((path, line, column))
        if not each.alt.strip():
            faults.append(Fault("P703", line, column, (("target", path),)))
        shown = tag("img", alt=each.alt, src=MARK + quote(path), title=each.title)
        writer.html[each.place] = shown
    html = _clean(writer)
    return Prose(html, tuple(links), tuple(pictures), _in_order(faults), tuple(anchors))


def _clean(writer: Writer) -> str:
    """Return what was written as safe HTML, in whose words nothing looks like an attribute."""
    html = safe_html.clean(writer.made().strip())
    if '="' not in html:
        return html
    return _WORDS.sub(lambda match: match.group().replace('"', "&quot;"), html)


def _in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return what is wrong in the order of its places."""
    return tuple(sorted(faults, key=lambda each: (each.line, each.column)))


def _inside(target: str) -> bool:
    """Tell whether a link's target is a file of the content, not an address or an anchor."""
    return not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#", target)


def _resolved(target: str, file: str) -> tuple[str, str]:
    """Return the content path that `target` means in `file`, and the fragment with its hash."""
    path, hash_, fragment = target.partition("#")
    base = "" if path.startswith("/") else posixpath.dirname(file)
    where = posixpath.normpath(posixpath.join(base, unquote(path).lstrip("/")))
    return where, hash_ + fragment


def fill(html: str, addresses: dict[str, str], within: str = "") -> str:
    """Return `html` with each marked target replaced by its address in `addresses`.

    A text that shares its page with others is `within` an element: its anchors begin with the id
    of that element. So an address that leads to such an element is followed by the rest of it.
    """
    if within:
        html = html.replace(' id="', f' id="{within}-')
        html = html.replace(f' href="#{ANCHOR}', f' href="#{within}-{ANCHOR}')
    if "<table>" in html:
        html = html.replace("<table>", _WIDE).replace("</table>", "</table></div>")
    if MARK not in html:
        return html

    def address(match: re.Match[str]) -> str:
        before, target, fragment = match.groups()
        found, fragment = addresses[unquote(target)], fragment or ""
        return f'{before}{found}{fragment.replace("#", "-") if "#" in found else fragment}"'

    return _MARKED.sub(address, html)


def targets_of(html: str) -> Iterator[str]:
    """Yield the marked targets in `html`, without fragments."""
    marked = _MARKED.finditer(html) if MARK in html else ()
    return (unquote(match.group(2)) for match in marked)


def headings_of(html: str) -> tuple[str, ...]:
    """Return the names of the headings in `html`, as links lead to them."""
    return tuple(map(unescape, _HEADING.findall(html))) if f' id="{ANCHOR}' in html else ()
