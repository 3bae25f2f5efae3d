"""Texts in Markdown made of random pieces, and what browsers make of them."""

from html.parser import HTMLParser

from hypothesis import strategies as st

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
