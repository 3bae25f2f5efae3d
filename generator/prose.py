"""Markdown becomes safe HTML, with its links and pictures named by what they lead to.

A link to another record is written as the path of its file, from this file or from `/` (the
content folder), so that it also works where git shows the records. In the HTML made here such a
link reads `href="@/projects/…"`; `pages` fills in the address, which differs from page to page.
"""

import html
import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from threading import Lock
from typing import Any
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element

from markdown.extensions.toc import slugify_unicode, unique
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, HTML_PLACEHOLDER_RE

from generator import markup, sanitiser

MARK = "@/"
ANCHOR = "text-"
"""What the ids of a text's headings start with, so that none is also an id of the page."""

_ONE = Lock()
"""The converter takes one text after another; a preview has two threads."""
_TAG = re.compile(r"<\s*(/?)\s*([A-Za-z][\w:-]*)([^>]*)>|<[!?][^>]*>?")
_CODE = re.compile(
    r"^(?P<fence>```+|~~~+)[^`\n]*\n(?s:.*?)^(?P=fence)"
    r"|(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"
    r"|^(?: {4}|\t).*",
    re.MULTILINE,
)
_MARKED = re.compile(r'(<(?:a|img)(?: [a-z]+="[^"]*")*? (?:href|src)=")@/([^"#]*)(#[^"]*)?"')
_AIMED = {"a", "img", *(f"h{n}" for n in range(1, 7))}
"""What has an aim, or is one: links, pictures and headings."""
Fault = tuple[str, int, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Prose:
    """Safe HTML; the content paths it links to and shows; and what is wrong with it.

    Each target and each fault carries the number of its line within the body, from 0.
    """

    html: str
    links: tuple[tuple[str, int], ...]
    pictures: tuple[tuple[str, int], ...]
    faults: tuple[Fault, ...]


NONE = Prose("", (), (), ())
"""The prose of a record without text."""


class _Targets(Treeprocessor):
    """Marks the targets of links and pictures, and names headings, from the second level on.

    `links` and `pictures` hold what was written and the content path it means; `outside` the
    addresses that no reader could follow.
    """

    links: list[tuple[str, str]]
    pictures: list[tuple[str, str, str]]
    outside: list[str]
    names: set[str]
    file: str

    def run(self, root: Element) -> None:
        self.links, self.pictures, self.outside, self.names = [], [], [], set()
        self.within: list[tuple[Element, str]] = []
        for element in root.iter():
            if element.tag not in _AIMED:
                continue
            if element.tag == "a":
                self._link(element)
            elif element.tag == "img":
                src = _plain(element.get("src", ""))
                target, _ = self._resolve(src) if _inside(src) else (src[:60], "")
                self.pictures.append((src, target, element.get("alt", "")))
                element.set("src", MARK + quote(target))
            else:
                self._name(element)
        for element, fragment in self.within:
            if ANCHOR + unquote(fragment) in self.names:
                element.set("href", f"#{ANCHOR}{fragment}")

    def _name(self, heading: Element) -> None:
        """Give a heading an anchor made of its words; the page itself has the only h1."""
        words = HTML_PLACEHOLDER_RE.sub("", "".join(heading.itertext()))
        heading.set("id", unique(ANCHOR + slugify_unicode(words, "-"), self.names))
        if heading.tag == "h1":
            heading.tag = "h2"

    def _link(self, element: Element) -> None:
        href = _plain(element.get("href", ""))
        if href.startswith("#"):
            self.within.append((element, href[1:]))
        elif _inside(href):
            target, fragment = self._resolve(href)
            if fragment and target.endswith(".md"):
                fragment = f"#{ANCHOR}{fragment[1:]}"
            self.links.append((href, target))
            element.set("href", MARK + quote(target) + fragment)
        else:
            element.set("href", href)
            if href.startswith("//") or not sanitiser.keeps(href):
                self.outside.append(href)

    def _resolve(self, target: str) -> tuple[str, str]:
        """Return the content path that `target` means, and the fragment with its hash."""
        path, hash_, fragment = target.partition("#")
        base = "" if path.startswith("/") else posixpath.dirname(self.file)
        where = posixpath.normpath(posixpath.join(base, unquote(path).lstrip("/")))
        return where, hash_ + fragment


def _plain(target: str) -> str:
    """Return a target without the entities it may be written with, as in `<name@example.org>`."""
    return html.unescape(target.replace(AMP_SUBSTITUTE, "&"))


def _inside(target: str) -> bool:
    """Tell whether a link's target is a file of the content, not an address or an anchor."""
    return not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#", target)


@lru_cache(maxsize=1)
def _markdown() -> tuple[markup.SafeMarkdown, _Targets]:
    """Return this process's converter, and what has found the targets of a text."""
    return markup.converter(_Targets)


def render(body: str, file: str) -> Prose:
    """Turn Markdown into safe HTML; `file` is the record's path within the content folder."""
    if not body.strip():
        return NONE
    with _ONE:
        return _render(body, file)


def _render(body: str, file: str) -> Prose:
    converter, targets = _markdown()
    targets.file = file
    converter.reset()
    try:
        made = converter.convert(body)
    except RecursionError:
        _markdown.cache_clear()  # it stopped half-way, and would remember where
        return Prose("", (), (), (("P708", _deepest(body), ()),))
    raw = converter.htmlStash.rawHtmlBlocks[converter.fenced :]
    if not (raw or targets.links or targets.pictures or targets.outside):
        return Prose(made, (), (), ())
    lines = _Lines(body)
    faults = list(_raw_html(raw, lines))
    links = [(target, lines.of_target(href)) for href, target in targets.links]
    pictures = [(target, lines.of_target(src)) for src, target, _ in targets.pictures]
    for (_, _, alt), (target, line) in zip(targets.pictures, pictures, strict=True):
        if not alt.strip():
            faults.append(("P703", line, (("target", target),)))
    for href in targets.outside:
        shown = (("value", href[:60]),)
        faults.append(("P116", lines.of_target(href), shown))
    return Prose(made, tuple(links), tuple(pictures), tuple(faults))


def fill(html: str, addresses: dict[str, str], within: str = "") -> str:
    """Return `html` with each marked target replaced by its address in `addresses`.

    A text that shares its page with others is `within` an element: its anchors begin with the id
    of that element. So an address that leads to such an element is followed by the rest of it.
    """
    if within:
        html = html.replace(' id="', f' id="{within}-').replace(' href="#', f' href="#{within}-')
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


def _raw_html(stash: list[Any], lines: "_Lines") -> Iterator[Fault]:
    """Yield a fault for each piece of raw HTML that the sanitiser would drop."""
    for raw in stash:
        if not isinstance(raw, str) or raw.startswith("<!--"):
            continue
        for tag in _TAG.finditer(raw):
            name, rest = (tag.group(2) or "").lower(), (tag.group(3) or "").strip(" /")
            if tag.group(1):
                continue  # what it closes has been named already
            if name not in sanitiser.TAGS or rest or name in ("a", "img"):
                yield "P704", lines.of_tag(tag.group()), (("html", tag.group()[:60]),)
                break


def _deepest(body: str) -> int:
    """Return the number of the line with the most signs and spaces at its beginning, from 0."""
    depths = [len(line) - len(line.lstrip(" \t>*+-.0123456789")) for line in body.split("\n")]
    return depths.index(max(depths))


class _Lines:
    """Finds the lines of things in a body, from 0: where one stands twice, first one then two."""

    def __init__(self, body: str) -> None:
        self.body = body

    @cached_property
    def seen(self) -> Counter[str]:
        """How often a line was asked for, of each pattern."""
        return Counter()

    @cached_property
    def outside_code(self) -> str:
        """The body with code blanked out, each character and line at its place."""
        return _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), self.body)

    def of_tag(self, tag: str) -> int:
        return self._line(tag, re.escape(tag))

    def of_target(self, target: str) -> int:
        return self._line(target, rf"(?:\]\(\s*<?|\]:\s*<?|<){re.escape(target)}(?=[\s)>\"'])")

    def _line(self, name: str, pattern: str) -> int:
        found = [match.start() for match in re.finditer(pattern, self.outside_code + "\n")]
        found = found or [max(0, self.body.find(name))]
        at = found[min(self.seen[pattern], len(found) - 1)]
        self.seen[pattern] += 1
        return self.body.count("\n", 0, at)
