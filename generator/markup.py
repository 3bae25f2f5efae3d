"""Python-Markdown as it is used here: made for speed, as a good part of a cold build is done in it.

What a text means stays what Markdown says. A step is spared where it would change nothing: each
kind of block, each inline pattern and each round of preparing begins with signs, and most texts
have few of them. Tests hold the result to that of Markdown without any of this.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import DelimiterProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import InlineProcessor, Treeprocessor, UnescapeTreeprocessor
from markdown.util import AtomicString

from generator import sanitiser

T = TypeVar("T", bound=Treeprocessor)
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
_OTHERS = ("\\", "`", "[", "<", "&", "\x02", "  \n")
"""The signs of all those patterns but the last, which begins with `*` and `_`."""
_STRONG = re.compile(r"(?<!\*)\*\*(?!\s)([^*_]+)(?<!\s)\*\*(?!\*)")
_LINE = r"[^ \d#>*+_=|\n\[-][^\n\[|]*"
_PLAIN = re.compile(
    rf"(?P<paragraph>{_LINE}(?:\n{_LINE})*)\Z"
    rf"|(?P<ulist>[*+-] {_LINE}(?:\n[*+-] {_LINE})*)\Z"
    rf"|(?P<olist>\d+\. {_LINE}(?:\n\d+\. {_LINE})*)\Z"
    rf"|(?P<quote>> (?!\s){_LINE}(?:\n> (?!\s){_LINE})*)\Z"
    r"|(?P<hashheader>#{1,6} [^\\#|\n]+)\Z"
)
"""Blocks of the most common kinds of Markdown's, in a form that no other kind could claim."""
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
_UNREADY = ("\n ", "```", "~~~", "<", "&", "\t", "\r", "\x02", "\x03")
"""What Markdown takes out of a text, or writes otherwise, before it looks at its blocks."""


class SafeMarkdown(Markdown):
    """Markdown that gives safe HTML, and spares a text the steps that would change nothing of it.

    A text that needs no preparing is one whose every character Markdown would keep. And what is
    made of nothing but our own tags and of words without signs need not be read and cleaned again:
    it would come out the same, which a test holds.
    """

    tree: tuple[Any, ...]
    """The `treeprocessors`, which would be sorted again for each text."""
    text = ""
    """What is made into HTML, once it is prepared."""
    fenced = 0
    """How much of the stash is code between fences."""

    def convert(self, source: str) -> str:
        """Return a text as safe HTML."""
        self.fenced = 0
        self.text = source.strip("\n") if _ready(source) else self._prepared(source)
        root = Element(self.doc_tag)
        self.parser.parseChunk(root, self.text)
        for each in self.tree:
            each.run(root)
        html = None if self.htmlStash.html_counter else sanitiser.written(root)
        return self._cleaned(root) if html is None else html

    def _prepared(self, source: str) -> str:
        """Return a text as Markdown looks at its blocks."""
        lines = source.split("\n")
        for preprocessor in self.preprocessors:
            lines = preprocessor.run(lines)
        return "\n".join(lines)

    def _cleaned(self, root: Element) -> str:
        """Return a tree as HTML without whatever the sanitiser does not know."""
        html = self.serializer(root)
        html = html.removeprefix("<div>").removesuffix("</div>").strip()
        for postprocessor in self.postprocessors:
            html = postprocessor.run(html)
        return sanitiser.clean(_ALIGN.sub(r' class="\1"', html.strip()))


def _ready(source: str) -> bool:
    """Tell whether Markdown would keep a text as it is, but for the empty lines around it.

    Those belong to the text only after code, all of whose lines begin with spaces.
    """
    return not (source.startswith(" ") or _any(_UNREADY, source))


def _any(signs: tuple[str, ...], text: str) -> bool:
    """Tell whether any of some signs stands in a text, which takes less than a pattern does."""
    for sign in signs:  # noqa: SIM110 (faster than `any`)
        if sign in text:
            return True
    return False


class _Fences(Preprocessor):
    """Notes how much of the stash is code between fences: all that lies there by now."""

    md: SafeMarkdown

    def run(self, lines: list[str]) -> list[str]:
        self.md.fenced = len(self.md.htmlStash.rawHtmlBlocks)
        return lines


class _Paragraph(BlockProcessor):
    """Paragraphs of a plain form, and the words of an item of a list."""

    def run(self, parent: Element, blocks: list[str]) -> bool:
        listed = self.parser.state.isstate("list")
        if listed and (len(parent) or parent.text):
            return False
        if words := blocks.pop(0).lstrip():
            (parent if listed else SubElement(parent, "p")).text = words
        return True


class _Items(BlockProcessor):
    """Lists of a plain form, but for those that go on with what stands before them."""

    def __init__(self, parser: BlockParser, tag: str) -> None:
        super().__init__(parser)
        self.tag = tag

    def run(self, parent: Element, blocks: list[str]) -> bool:
        if parent.tag in ("ul", "ol") or (len(parent) and parent[-1].tag == self.tag):
            return False
        lines = blocks.pop(0).split("\n")
        items = SubElement(parent, self.tag)
        start = lines[0].partition(".")[0]
        if self.tag == "ol" and start != "1":
            items.set("start", start)
        for line in lines:
            SubElement(items, "li").text = line.partition(" ")[2].lstrip()
        return True


class _Quote(BlockProcessor):
    """Quotations of a plain form, but for those within others, which might be too deep.

    And but for those after code, to which Markdown adds empty lines.
    """

    def run(self, parent: Element, blocks: list[str]) -> bool:
        before = parent[-1].tag if len(parent) else ""
        if self.parser.state or before == "pre":
            return False
        quote = parent[-1] if before == "blockquote" else SubElement(parent, "blockquote")
        SubElement(quote, "p").text = blocks.pop(0)[2:].replace("\n> ", "\n")
        return True


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
    plain: Mapping[Any, BlockProcessor]
    """The kinds of blocks that are known by their form alone."""

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802
        while blocks:
            block = blocks[0]
            plain = _PLAIN.match(block)
            if plain and self.plain[plain.lastgroup].run(parent, blocks) is not False:
                continue
            for sign, kind in self.kinds:
                if sign in block and kind.test(parent, block):  # noqa: SIM102 (as Markdown has it)
                    if kind.run(parent, blocks) is not False:
                        break


class _Inline(InlineProcessor):
    """Markdown's inline patterns, spared where a text has no sign that any of them begins with.

    They are half of all the work otherwise; the result is the same, which a test holds.
    """

    md: Any
    begins: Mapping[Any, str]
    """What each pattern begins with."""

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        whole = self.md.text
        others = _any(_OTHERS, whole)
        if not (others or "*" in whole or "_" in whole):
            return tree
        signed = []
        for element in tree.iter():
            text = element.text
            if element.tail:
                return super().run(tree, ancestors)
            if text and ("*" in text or "_" in text or (others and _any(_OTHERS, text))):
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
        if not _any(_OTHERS, data):
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
    if _any(_OTHERS, text) or isinstance(text, AtomicString):
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
        if "\\" in self.md.text:
            super().run(root)


def converter(last: Callable[[Markdown], T]) -> tuple[SafeMarkdown, T]:
    """Return a converter from Markdown to safe HTML, and what `last` has made for it.

    That looks at the tree of each text once all else is done. Making a converter costs more than
    using it.
    """
    made: Any = SafeMarkdown(
        extensions=["tables", "sane_lists", "fenced_code"], output_format="html"
    )
    made.treeprocessors.deregister("prettify")  # line ends for people who read HTML
    emphasis = _Emphasis("*", "strong,em", made)
    emphasis.add("_", "strong,em", smart=True)
    made.inlinePatterns.register(emphasis, "em_strong", 60)
    inline: Any = _Inline(made)
    made.treeprocessors.register(inline, "inline", 20)
    made.treeprocessors.register(_Unescape(made), "unescape", 0)
    blocks = made.parser.blockprocessors
    blocks.register(_Table(made.parser, {"use_align_attribute": False}), "table", 75)
    final = last(made)
    made.treeprocessors.register(final, "last", -1)  # by then headings have their ids
    # fenced code is 25, raw HTML 20
    made.preprocessors.register(_Fences(made), "fences", 22)
    made.tree = tuple(made.treeprocessors)
    parser = _Parser(made)
    parser.blockprocessors = blocks
    for each in blocks:
        each.parser = parser
    kinds = {blocks.get_index_for_name(name): sign for name, sign in _CLAIMS.items()}
    parser.kinds = tuple((kinds.get(at, ""), each) for at, each in enumerate(blocks))
    parser.plain = {
        "paragraph": _Paragraph(parser),
        "ulist": _Items(parser, "ul"),
        "olist": _Items(parser, "ol"),
        "quote": _Quote(parser),
        "hashheader": blocks["hashheader"],
    }
    made.parser = parser
    # these would be sorted again for each pattern of each text
    patterns = inline.inlinePatterns
    inline.begins = {patterns[name]: sign for name, sign in _BEGINS.items()}
    inline.inlinePatterns = tuple(patterns)
    return made, final
