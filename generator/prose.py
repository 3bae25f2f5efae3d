"""Markdown becomes safe HTML, with its links and pictures named by what they lead to.

A link to another record is written as the path of its file, from this file or from `/` (the
content folder), so that it also works where git shows the records. In the HTML made here such a
link reads `href="@/projects/…"`; `pages` fills in the address, which differs from page to page.
"""

import html
import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from threading import Lock
from typing import Any
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element, SubElement

import nh3
from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor, ParagraphProcessor
from markdown.extensions.tables import TableProcessor
from markdown.extensions.toc import slugify_unicode, unique
from markdown.inlinepatterns import DelimiterProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import InlineProcessor, Treeprocessor, UnescapeTreeprocessor
from markdown.util import AMP_SUBSTITUTE, HTML_PLACEHOLDER_RE, AtomicString

TAGS = {
    *("p", "br", "hr", "em", "strong", "del", "code", "pre", "blockquote", "sub", "sup"),
    *("h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "a", "img"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    **{f"h{n}": {"id"} for n in range(2, 7)},
}
CLASSES = {tag: {"left", "center", "right"} for tag in ("th", "td")}
SCHEMES = {"http", "https", "mailto", "tel"}
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
_HEADINGS = {f"h{n}" for n in range(1, 7)}
_SIGNS = re.compile(r"[\\`*_\[<&\x02]")
"""The signs that Markdown's inline patterns begin with, but for a line's end after two spaces."""
_BEGINS = {
    "backtick": "`",
    "escape": "\\",
    **dict.fromkeys(("reference", "link", "short_reference"), "["),
    **dict.fromkeys(("image_link", "image_reference", "short_image_ref"), "!["),
    **dict.fromkeys(("autolink", "automail", "html"), "<"),
    "linebreak": "  \n",
    "entity": "&",
}
"""What must stand in a text for a pattern of Markdown's to find anything there."""
_OTHERS = re.compile(r"[\\`\[<&\x02]")
"""The same without those of the last pattern, which are `*` and `_`."""
_STRONG = re.compile(r"(?<!\*)\*\*(?!\s)([^*_]+)(?<!\s)\*\*(?!\*)")
_LINE = r"[^ \d#>*+_=|\n\[-][^\n\[|]*"
_PLAIN = re.compile(rf"{_LINE}(?:\n{_LINE})*\Z")
_CLAIMS = {
    **dict.fromkeys(("indent", "code"), "    "),
    "table": "|",
    "hashheader": "#",
    "setextheader": "\n",
    "olist": ". ",
    "ulist": " ",
    "quote": ">",
    "reference": "[",
}
"""What must stand in a block for a kind of Markdown's to claim it; any, where nothing is said."""
_ALIGN = re.compile(r' style="text-align: (left|center|right);"')
_UNREADY = re.compile(r"[<&\t\r\x02\x03]")
"""What Markdown takes out of a text, or writes otherwise, before it looks at its blocks."""
_ALTERED = re.compile(r"[&<>\0\r\xa0\x02\x03]")
"""What the sanitiser writes otherwise where it stands in a text, or Markdown itself does."""
_HEADS = {f"h{n}" for n in range(2, 7)}
_PHRASES = {"strong", "em", "code", "br"}
_BLOCKS = {"p", "ul", "ol", "blockquote", "table", "pre", "hr", *_HEADS}
_MAY_HOLD = {
    tag: held
    for tags, held in (
        (("p", "th", "td", "strong", "em", *_HEADS), _PHRASES),
        (("div", "blockquote"), _BLOCKS),
        (("ul", "ol"), {"li"}),
        (("li",), _PHRASES | _BLOCKS),
        (("pre",), {"code"}),
        (("code", "hr", "br"), set()),
        (("table",), {"thead", "tbody"}),
        (("thead", "tbody"), {"tr"}),
        (("tr",), {"th", "td"}),
    )
    for tag in tags
}
"""What an element may hold: the sanitiser, which reads as a browser does, then leaves it there."""
_VOID = {"hr", "br"}
_WORDLESS = _VOID | {"pre", "table", "thead", "tbody", "tr"}
"""What holds no words of its own: a browser would put those of a table before it."""
_SIDES = {f"text-align: {side};": f' class="{side}"' for side in ("left", "center", "right")}
_NAMED = {"ol": "start", **dict.fromkeys(_HEADS, "id")}
_NAME = re.compile(r"[\w-]+")
_DEEP = 40
"""How many elements within each other are written here; the sanitiser takes any number."""

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


class _Markdown(Markdown):
    """Markdown that gives safe HTML, and spares a text the steps that would change nothing of it.

    A text that needs no preparing is one whose every character Markdown would keep. And what is
    made of nothing but our own tags and of words without signs need not be read and cleaned again:
    it would come out the same, which a test holds.
    """

    tree: tuple[Any, ...]
    """The `treeprocessors`, which would be sorted again for each text."""
    fenced = 0
    """How much of the stash is code between fences."""

    def convert(self, source: str) -> str:
        """Return a text as safe HTML."""
        self.fenced = 0
        if _UNREADY.search(source) or "\n " in source or "```" in source or "~~~" in source:
            self.lines = source.split("\n")
            for preprocessor in self.preprocessors:
                self.lines = preprocessor.run(self.lines)
        else:
            self.lines = [source + "\n\n"]
        self.parser.parseDocument(self.lines)
        root = self.parser.root
        for each in self.tree:
            each.run(root)
        html = None if self.htmlStash.html_counter else _written(root)
        return self._cleaned(root) if html is None else html

    def _cleaned(self, root: Element) -> str:
        """Return a tree as HTML without whatever the sanitiser does not know."""
        html = self.serializer(root)
        html = html.removeprefix("<div>").removesuffix("</div>").strip()
        for postprocessor in self.postprocessors:
            html = postprocessor.run(html)
        return _cleaner().clean(_ALIGN.sub(r' class="\1"', html.strip()))


def _written(root: Element) -> str | None:
    """Return a tree as safe HTML; nothing where the sanitiser might have to alter it."""
    html: list[str] = []
    words: list[str] = []
    if root.text or not _write(root, html, words, _DEEP):
        return None
    said = "".join(words)
    return None if _ALTERED.search(said) or " style=" in said else "".join(html).strip()


def _write(parent: Element, html: list[str], words: list[str], levels: int) -> bool:
    """Write what an element holds; tell whether all of it is known to be left as it is."""
    may_hold, wordless = _MAY_HOLD[parent.tag], parent.tag in _WORDLESS
    for element in parent:
        tag, text, tail = element.tag, element.text or "", element.tail or ""
        attributes = _attributes(element) if element.keys() else ""
        if tag not in may_hold or attributes is None:
            return False
        if (text and tag in _WORDLESS) or (tail and wordless):
            return False
        html.append(f"<{tag}{attributes}>{text}")
        if len(element) and not (levels and _write(element, html, words, levels - 1)):
            return False
        html.append(tail if tag in _VOID else f"</{tag}>{tail}")
        words += text, tail
    return True


def _attributes(element: Element) -> str | None:
    """Return an element's attribute as it is written; nothing for those of another kind."""
    written = ""
    for name, value in element.items():
        if name == "style" and value in _SIDES and element.tag in ("th", "td"):
            written += _SIDES[value]
        elif name == _NAMED.get(element.tag) and _NAME.fullmatch(value):
            written += f' {name}="{value}"'
        else:
            return None
    return written


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
            if element.tag == "a":
                self._link(element)
            elif element.tag == "img":
                src = _plain(element.get("src", ""))
                target, _ = self._resolve(src) if _inside(src) else (src[:60], "")
                self.pictures.append((src, target, element.get("alt", "")))
                element.set("src", MARK + quote(target))
            elif element.tag in _HEADINGS:
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
            if href.startswith("//") or not _kept(href):
                self.outside.append(href)

    def _resolve(self, target: str) -> tuple[str, str]:
        """Return the content path that `target` means, and the fragment with its hash."""
        path, hash_, fragment = target.partition("#")
        base = "" if path.startswith("/") else posixpath.dirname(self.file)
        where = posixpath.normpath(posixpath.join(base, unquote(path).lstrip("/")))
        return where, hash_ + fragment


class _Fences(Preprocessor):
    """Notes how much of the stash is code between fences: all that lies there by now."""

    md: _Markdown

    def run(self, lines: list[str]) -> list[str]:
        self.md.fenced = len(self.md.htmlStash.rawHtmlBlocks)
        return lines


class _Plain(ParagraphProcessor):
    """Paragraphs that no other kind of block could claim, taken before each of those is tried."""

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 (as Markdown calls it)
        return _PLAIN.match(block) is not None


class _Table(TableProcessor):
    """Tables, whose rows are parted without a look at each sign where none is code or escaped."""

    def _split_row(self, row: str) -> list[str]:
        if "`" in row or "\\" in row:
            whole: Any = getattr(TableProcessor, "_split_row")  # noqa: B009 (not in its stubs)
            return list(whole(self, row))
        # each such sign parts two cells, but one that borders the row
        if self.border:
            row = row.removeprefix("|").removesuffix("|")
        return row.split("|")


class _Parser(BlockParser):
    """Markdown's parser of blocks, which tries each only for what its signs let it be."""

    kinds: tuple[tuple[str, BlockProcessor], ...]
    """The `blockprocessors`, which would be sorted again for each block, with their signs."""

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802
        while blocks:
            block = blocks[0]
            for sign, kind in self.kinds:
                if sign in block and kind.test(parent, block):  # noqa: SIM102 (as Markdown has it)
                    if kind.run(parent, blocks) is not False:
                        break


class _Inline(InlineProcessor):
    """Markdown's inline patterns, spared where a text has no sign that any of them begins with.

    They are half of all the work otherwise; the result is the same, which a test holds.
    """

    begins: Mapping[Any, str]
    """What each pattern begins with."""

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        signed = []
        for element in tree.iter():
            text = element.text
            if element.tail:
                return super().run(tree, ancestors)
            if text and (_SIGNS.search(text) or "  \n" in text):
                if len(element) or "<" in text or "&" in text:
                    return super().run(tree, ancestors)
                signed.append(element)
        # where words stand alone in their elements, and none is stashed, others need no visit
        left = [element for element in signed if not _emphasised(element)]
        if left:
            visited = Element(tree.tag)
            visited.extend(left)
            super().run(visited, ancestors)
        return tree

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if not _OTHERS.search(data) and "  \n" not in data:
            if "*" not in data and "_" not in data:
                return data
            patternIndex = max(patternIndex, len(self.inlinePatterns) - 1)  # noqa: N806
        whole = getattr(InlineProcessor, "_InlineProcessor__handleInline")  # noqa: B009 (mangled)
        return str(whole(self, data, patternIndex))

    def _InlineProcessor__applyPattern(  # noqa: N802
        self, pattern: Any, data: str, *where: int
    ) -> tuple[str, bool, int]:
        if self.begins.get(pattern, "") not in data:
            return data, False, 0
        whole: Any = getattr(InlineProcessor, "_InlineProcessor__applyPattern")  # noqa: B009 (mangled)
        found: tuple[str, bool, int] = whole(self, pattern, data, *where)
        return found


def _emphasised(element: Element) -> bool:
    """Make `**words**` strong in an element of words alone; False where it has other signs too."""
    text = element.text or ""
    if _OTHERS.search(text) or "  \n" in text or isinstance(text, AtomicString):
        return False
    before, *parts = _STRONG.split(text)
    between = parts[1::2]
    if any("*" in words or "_" in words for words in (before, *between)):
        return False
    element.text = before
    for words, after in zip(parts[::2], between, strict=True):
        strong = SubElement(element, "strong")
        strong.text, strong.tail = words, after
    return True


class _Emphasis(DelimiterProcessor):
    """The pattern of `*` and `_`, which looks at each sign of a text one after another.

    That is spared where words without such signs stand between two of `**`.
    """

    def handleMatch(  # type: ignore[override]  # noqa: N802 (as Markdown has it)
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        match = None if self.regions else _STRONG.match(data, m.start())
        if match is None:
            return super().handleMatch(m, data)
        strong = Element("strong")
        strong.text = match.group(1)
        return strong, match.start(), match.end()


class _Unescape(UnescapeTreeprocessor):
    """Puts back what a backslash kept from being a sign; spared where there is no backslash."""

    md: Any

    def run(self, root: Element) -> None:
        if any("\\" in line for line in self.md.lines):
            super().run(root)


def _plain(target: str) -> str:
    """Return a target without the entities it may be written with, as in `<name@example.org>`."""
    return html.unescape(target.replace(AMP_SUBSTITUTE, "&"))


def _inside(target: str) -> bool:
    """Tell whether a link's target is a file of the content, not an address or an anchor."""
    return not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#", target)


def _kept(address: str) -> bool:
    """Tell whether the sanitiser keeps a link to `address`."""
    link = f'<a href="{html.escape(address)}">'
    return "href=" in _cleaner().clean(link)


@lru_cache(maxsize=1)
def _markdown() -> tuple[Any, _Targets]:
    """Return this process's Markdown converter: making one costs more than using it."""
    converter: Any = _Markdown(
        extensions=["tables", "sane_lists", "fenced_code"], output_format="html"
    )
    converter.treeprocessors.deregister("prettify")  # line ends for people who read HTML
    emphasis = _Emphasis("*", "strong,em", converter)
    emphasis.add("_", "strong,em", smart=True)
    converter.inlinePatterns.register(emphasis, "em_strong", 60)
    inline: Any = _Inline(converter)
    converter.treeprocessors.register(inline, "inline", 20)
    converter.treeprocessors.register(_Unescape(converter), "unescape", 0)
    blocks = converter.parser.blockprocessors
    blocks.register(_Plain(converter.parser), "plain", 200)
    blocks.register(_Table(converter.parser, {"use_align_attribute": False}), "table", 75)
    targets = _Targets(converter)
    converter.treeprocessors.register(targets, "targets", -1)  # last: headings have their ids
    # fenced code is 25, raw HTML 20
    converter.preprocessors.register(_Fences(converter), "fences", 22)
    converter.tree = tuple(converter.treeprocessors)
    parser = _Parser(converter)
    parser.blockprocessors = blocks
    for each in blocks:
        each.parser = parser
    kinds = {blocks.get_index_for_name(name): sign for name, sign in _CLAIMS.items()}
    parser.kinds = tuple((kinds.get(at, ""), each) for at, each in enumerate(blocks))
    converter.parser = parser
    # these would be sorted again for each pattern of each text
    patterns = inline.inlinePatterns
    inline.begins = {patterns[name]: sign for name, sign in _BEGINS.items()}
    inline.inlinePatterns = tuple(patterns)
    return converter, targets


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    """Return the sanitiser: what it does not know, it drops."""
    return nh3.Cleaner(
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes=SCHEMES,
        link_rel=None,
    )


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
    lines = _Lines(body)
    faults = list(_raw_html(converter.htmlStash.rawHtmlBlocks[converter.fenced :], lines))
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

    def address(match: re.Match[str]) -> str:
        before, target, fragment = match.groups()
        found, fragment = addresses[unquote(target)], fragment or ""
        return f'{before}{found}{fragment.replace("#", "-") if "#" in found else fragment}"'

    return _MARKED.sub(address, html) if MARK in html else html


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
            if name not in TAGS or rest or name in ("a", "img"):
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
