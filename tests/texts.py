"""Texts in Markdown made of random pieces, and what Markdown and browsers make of them."""

import re
from html.parser import HTMLParser
from unittest.mock import patch

from hypothesis import strategies as st
from markdown.blockparser import BlockParser
from markdown.extensions.tables import TableProcessor
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor

from generator.prose import Prose, render

FILE = "projects/jia/dong/2018-lu.md"
PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *(
                    "\n",
                    "\n\n",
                    "    ",
                    "- ",
                    "1. ",
                    "> ",
                    "# ",
                    "|",
                    "|a|",
                    "\n--|--\n",
                    "===",
                    "---",
                    "\n",
                    "\\*",
                    "*",
                    "**",
                    "_",
                    "`",
                    "```",
                ),
                *(
                    "[",
                    "](",
                    ")",
                    "![",
                    "]: ",
                    "<",
                    ">",
                    "</",
                    "/>",
                    "<!--",
                    "-->",
                    '"',
                    "'",
                    "&",
                    ";",
                ),
                *(
                    "a",
                    "b.md",
                    "甲",
                    "script",
                    "onerror=x",
                    "javascript:",
                    "https://x.cn",
                    "&#58;",
                    "@/",
                ),
                *(
                    "<b>",
                    "<br>",
                    "<img src=x>",
                    "<a href='x'>",
                    "<p>",
                    "<td>",
                    "\\",
                    "#",
                    "x:y",
                    "%0a",
                ),
            ]
        ),
        st.text(max_size=3),
    ),
    max_size=30,
).map("".join)
"""Texts with whatever might break what is made of them, or break out of it."""

PLAIN = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *("\n", "\n\n", "\n- ", "\n1. ", "\n３. ", "\n> ", "\n\n## ", "\n---\n", "\n===\n"),
                *(
                    "\n    ",
                    "\n\n    - ",
                    "\n\n| 甲 | 乙 |\n|:-:|--:|\n|",
                    "|",
                    "\n|",
                    "|\n",
                    "\\|",
                ),
                *("**", "*", "***", "_", "`", "\\*", "甲", "乙 丙", "a", " ", "  \n", "  "),
                *(' style="text-align: left;"', '"', "'", ">", "]", "amp;", "#58;", "\xa0", "\x0c"),
                *(
                    "\0",
                    "\x02",
                    "\r",
                    "\t",
                    "\u2028",
                    "\u3000",
                    "\ufeff",
                    "İ",
                    "e\u0301",
                    "\x1f",
                    "\x85",
                ),
            ]
        ),
        st.sampled_from(["甲", "乙 丙", "\n\n", "**", "\n- ", "|"]),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=30,
).map("".join)
"""Texts of which most need no cleaning, and with whatever might make them need it."""


class Seen(HTMLParser):
    """What a browser would see: tags, attributes, text, and what must never be there."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")


APPLY = "_InlineProcessor__applyPattern"


def unspared(body: str) -> Prose:
    """Render a text as Markdown itself would, without what is spared here."""
    with (
        patch("generator.markup._PLAIN", re.compile("(?!)")),
        patch("generator.markup._OTHERS", ("",)),
        patch("generator.markup._Inline.run", InlineProcessor.run),
        patch(f"generator.markup._Inline.{APPLY}", getattr(InlineProcessor, APPLY)),
        patch("generator.markup._Unescape.run", UnescapeTreeprocessor.run),
        patch("generator.markup._Parser.parseBlocks", BlockParser.parseBlocks),
        patch("generator.markup._Table._split_row", getattr(TableProcessor, "_split_row")),  # noqa: B009 (not in its stubs)
        patch("generator.markup._STRONG", re.compile("(?!)")),
        patch("generator.markup._UNREADY", ("",)),
        patch("generator.sanitiser.written", lambda root: None),  # noqa: ARG005
    ):
        return render(body, FILE)
