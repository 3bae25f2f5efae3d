"""Markdown becomes safe HTML, with its links and pictures named by what they lead to.

A link to another record is written as the path of its file, from this file or from `/` (the
content folder), so that it also works where git shows the records. In the HTML made here such a
link reads `href="@/projects/…"`; `pages` fills in the address, which differs from page to page.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions.toc import slugify_unicode
from markdown.treeprocessors import Treeprocessor

TAGS = {
    *("p", "br", "hr", "em", "strong", "del", "code", "pre", "blockquote", "sub", "sup"),
    *("h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "a", "img"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "th": {"align"},
    "td": {"align"},
    **{f"h{n}": {"id"} for n in range(2, 7)},
}
SCHEMES = {"http", "https", "mailto", "tel"}
MARK = "@/"

_TAG = re.compile(r"<\s*(/?)\s*([A-Za-z][\w:-]*)([^>]*)>|<[!?][^>]*>?")
_MARKED = re.compile(r'(href|src)="@/([^"#]*)(#[^"]*)?"')
_ALIGN = re.compile(r' style="text-align: (left|center|right);"')


@dataclass(frozen=True, slots=True)
class Prose:
    """Safe HTML; the content paths it links to and shows; and what is wrong with it.

    Each target carries the number of its line within the body, from 0.
    """

    html: str
    links: tuple[tuple[str, int], ...]
    pictures: tuple[tuple[str, int], ...]
    faults: tuple[tuple[str, int, tuple[tuple[str, str], ...]], ...]


class _Targets(Treeprocessor):
    """Marks the targets of links and pictures, and starts headings at the second level."""

    links: list[str]
    pictures: list[tuple[str, str]]
    folder: str

    def run(self, root: Element) -> None:
        self.links, self.pictures = [], []
        for element in root.iter():
            if element.tag == "a":
                href = element.get("href", "")
                if _inside(href):
                    target = self._resolve(href)
                    self.links.append(target)
                    element.set("href", MARK + target)
            elif element.tag == "img":
                src = element.get("src", "")
                target = self._resolve(src) if _inside(src) else src
                self.pictures.append((target, element.get("alt", "")))
                element.set("src", MARK + target)
            elif element.tag == "h1":
                element.tag = "h2"

    def _resolve(self, target: str) -> str:
        path, hash_, fragment = unquote(target).partition("#")
        base = "" if path.startswith("/") else self.folder
        return posixpath.normpath(posixpath.join(base, path.lstrip("/"))) + hash_ + fragment


def _inside(target: str) -> bool:
    """Tell whether a link's target is a file of the content, not an address or an anchor."""
    return not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#|$", target)


@lru_cache(maxsize=1)
def _markdown() -> tuple[Any, _Targets]:
    """Return this process's Markdown converter: making one costs more than using it."""
    converter = Markdown(
        extensions=["tables", "sane_lists", "toc"],
        extension_configs={"toc": {"slugify": slugify_unicode, "toc_depth": "2-4"}},
        output_format="html",
    )
    targets = _Targets(converter)
    converter.treeprocessors.register(targets, "targets", 8)  # after toc has named the headings
    return converter, targets


def render(body: str, file: str) -> Prose:
    """Turn Markdown into safe HTML; `file` is the record's path within the content folder."""
    if not body.strip():
        return Prose("", (), (), ())
    converter, targets = _markdown()
    targets.folder = posixpath.dirname(file)
    converter.reset()
    html = converter.convert(body)
    faults = list(_raw_html(converter.htmlStash.rawHtmlBlocks, body))
    for target, alt in targets.pictures:
        if not alt.strip():
            faults.append(("P703", _line(body, target), (("target", target),)))
    clean = nh3.clean(
        _ALIGN.sub(r' align="\1"', html),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    return Prose(
        clean,
        tuple((target, _line(body, target)) for target in targets.links),
        tuple((target, _line(body, target)) for target, _ in targets.pictures),
        tuple(faults),
    )


def fill(html: str, addresses: dict[str, str]) -> str:
    """Return `html` with each marked target replaced by its address in `addresses`."""

    def address(match: re.Match[str]) -> str:
        attribute, target, fragment = match.groups()
        return f'{attribute}="{addresses[target]}{fragment or ""}"'

    return _MARKED.sub(address, html) if MARK in html else html


def targets_of(html: str) -> Iterator[str]:
    """Yield the marked targets in `html`, without fragments."""
    return (match.group(2) for match in _MARKED.finditer(html))


def _raw_html(
    stash: list[Any], body: str
) -> Iterator[tuple[str, int, tuple[tuple[str, str], ...]]]:
    """Yield a fault for each piece of raw HTML that the sanitiser would drop."""
    for raw in stash:
        if not isinstance(raw, str) or raw.startswith("<!--"):
            continue
        for tag in _TAG.finditer(raw):
            name, rest = (tag.group(2) or "").lower(), (tag.group(3) or "").strip(" /")
            if tag.group(1):
                continue  # what it closes has been named already
            if name not in TAGS or rest or name in ("a", "img"):
                shown = tag.group()[:60]
                yield "P704", _line(body, shown), (("html", shown),)
                break


def _line(body: str, needle: str) -> int:
    """Return the number of the line where `needle` first stands in `body`, from 0."""
    name = needle.rpartition("#")[0] or needle
    for candidate in (needle, name, posixpath.basename(name)):
        at = body.find(candidate)
        if at >= 0:
            return body.count("\n", 0, at)
    return 0
