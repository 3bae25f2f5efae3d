"""The text of a record without markup: for downloads, and for machines that read.

It is taken from the safe HTML that pages show, never from what was typed, so that nothing is in it
that no page shows. What a reader of plain text needs stands there as in Markdown: `##` before a
heading, `-` or a number before an entry, `>` before what is quoted, `|` between the cells of a
table, `~~` around what is struck out. Links lead to what they name in the content folder:
`[上村](/units/jia/dong/shang.md)`.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

from generator.base.patterns import pattern
from generator.parse.markdown_html import ANCHOR, MARK

_TAG = pattern(r"<(/?)([a-z0-9]+)([^>]*)>")
_VALUE = pattern(r' (href|src|alt|start|value)="([^"]*)"')
_LINES = pattern(r"\n{3,}")
_QUOTED_NOTHING = pattern(r"(?:\n>)+(?=\n(?!>)|$)")
_NESTED = pattern(
    r"<(?:pre|a|img|dl|sup|br)\b|<ol |<li [a-z]|<li><p>|<li>(?:(?!</li>).)*<[uo]l>"
    r"|<blockquote>(?!<p>(?:(?!</?p>|<blockquote>).)*</p></blockquote>)",
    re.DOTALL,
)
"""What the quick way does not know."""
_QUOTED_TAGS = pattern(r"<blockquote><p>(.*?)</p></blockquote>", re.DOTALL)
_ROWS = pattern(r"<thead>.*?</thead>", re.DOTALL)
_ANY = pattern("<[^>]*>")
_SAID = {
    **dict.fromkeys(("</p>", "</ul>", "</ol>", "</table>"), "\n\n"),
    **{f"</h{n}>": "\n\n" for n in range(2, 7)},
    "</li>": "\n",
    "<ul>": "",
    "<tr>": "|",
    "</tr>": "\n",
    "</td>": " |",
    "</th>": " |",
    "<td>": " ",
    "<th>": " ",
    **{
        f'<{cell} class="{side}">': " "
        for cell in ("td", "th")
        for side in ("left", "right", "center")
    },
    "<hr>": "---\n\n",
    "<del>": "~~",
    "</del>": "~~",
}
_HEADINGS = {f"h{n}": "#" * n + " " for n in range(2, 7)}
_HEADS = {f"<h{n} "[:4]: sign for n, sign in enumerate(_HEADINGS.values(), start=2)}
_ENDED = frozenset({"p", "pre", "dl", "table", *_HEADINGS})
"""What an empty line follows."""


@lru_cache(maxsize=1_000)
def of(html: str) -> str:
    """Return the text of safe HTML (see `safe_html`); the last of its lines has no end."""
    if "<" not in html:
        return unescape(html).strip()
    return exactly(html) if _NESTED.search(html) else _quickly(html)


def exactly(html: str) -> str:
    """Return the same, tag by tag."""
    reader = _Reader()
    at = 0
    for found in _TAG.finditer(html):
        reader.words(unescape(html[at : found.start()]))
        reader.tag(found[2], found[3], ends=bool(found[1]))
        at = found.end()
    reader.words(unescape(html[at:]))
    return reader.text()


def _quickly(html: str) -> str:
    """Return the same of a text in which nothing is within a list or a quotation: as most are."""
    number = 0

    def said(found: re.Match[str]) -> str:
        nonlocal number
        whole = found[0]
        if whole == "<ol>":
            number = 1
        elif whole == "<ul>":
            number = 0
        elif whole == "<li>":
            if not number:
                return "- "
            number += 1
            return f"{number - 1}. "
        return _SAID.get(whole) or _HEADS.get(whole[:4], "")

    text = _QUOTED_TAGS.sub(lambda found: "> " + found[1].replace("\n", "\n> ") + "\n\n", html)
    text = _ROWS.sub(_headed, text)
    lines = unescape(_ANY.sub(said, text)).split("\n")
    return _LINES.sub("\n\n", "\n".join(map(str.rstrip, lines))).strip("\n")


def _headed(found: re.Match[str]) -> str:
    """Return the head of a table with the line below it."""
    cells = found[0].count("</th>")
    return f"{found[0]}|{' --- |' * cells}\n"


class _Reader:
    """Takes tags and the words between them in their order."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.before: list[str] = []
        """What stands before each line: of quotes and entries."""
        self.entries: list[int | None] = []
        """The lists that are open: the number of the next entry, None where they have none."""
        self.aims: list[str] = []
        self.exact = False
        self.cells = 0
        self.first = True

    def words(self, text: str) -> None:
        """Take what stands between two tags; line ends in it are blanks but in what is exact."""
        if self.exact:
            self.made.append(text.replace("\n", self._line()))
            return
        if text.strip() or (text and " " in text and self.made and self.made[-1][-1:] not in "\n "):
            self.made.append(re.sub(r"\s*\n\s*", self._line(), text))

    def tag(self, name: str, more: str, *, ends: bool) -> None:
        """Take a tag."""
        values = {key: unescape(value) for key, value in _VALUE.findall(more)}
        if name in _ENDED and ends:
            self._end(name)
        elif name in _HEADINGS:
            self.made.append(_HEADINGS[name])
        elif name in ("ul", "ol"):
            self._list(ends=ends, start=int(values.get("start") or 1) if name == "ol" else None)
        elif name in _TAKEN:
            _TAKEN[name](self, values, ends)

    def text(self) -> str:
        """Return all that was taken."""
        lines = "".join(self.made).split("\n")
        whole = _QUOTED_NOTHING.sub("", "\n".join(line.rstrip() for line in lines))
        return _LINES.sub("\n\n", whole).strip("\n")

    def _line(self) -> str:
        return "\n" + "".join(self.before)

    def _end(self, name: str) -> None:
        if name == "pre":
            self.made.append("```")
            self.exact = False
        self.made.append(self._line() if name == "p" and self.entries else self._line() * 2)

    def _list(self, *, ends: bool, start: int | None) -> None:
        if ends:
            self.entries.pop()
            if not self.entries:
                self.made.append(self._line())
        else:
            self.entries.append(start)

    def item(self, values: dict[str, str], ends: bool) -> None:
        """Take the start or the end of an entry."""
        if ends:
            self.before.pop()
            if self.made[-1].startswith("\n"):  # of a paragraph, or of entries within this one
                self.made.pop()
            self.made.append(self._line())
            return
        number = self.entries[-1] if self.entries else None
        if number is not None and self.entries:
            number = int(values.get("value") or number)
            self.entries[-1] = number + 1
        sign = "- " if number is None else f"{number}. "
        if self.made and not self.made[-1].endswith("\n" + "".join(self.before)):
            self.made.append(self._line())
        self.made.append(sign)
        self.before.append(" " * len(sign))

    def quote(self, _: dict[str, str], ends: bool) -> None:
        """Take those of a quotation."""
        if ends:
            self.before.pop()
            self.made.append(self._line() * 2)
        else:
            self.made.append("> ")
            self.before.append("> ")

    def code(self, _: dict[str, str], ends: bool) -> None:
        """Take the start of what is exact."""
        if not ends:
            self.made.append("```" + self._line())
            self.exact = True

    def row(self, _: dict[str, str], ends: bool) -> None:
        """Take those of a row of a table."""
        if ends:
            self.made.append(" |" + self._line())
        else:
            self.cells, self.first = 0, True

    def cell(self, _: dict[str, str], ends: bool) -> None:
        """Take the start of a cell."""
        if not ends:
            self.cells += 1
            self.made.append("| " if self.first else " | ")
            self.first = False

    def head(self, _: dict[str, str], ends: bool) -> None:
        """Take the end of the head of a table."""
        if ends:
            self.made.append("|" + " --- |" * self.cells + self._line())

    def line_break(self, _: dict[str, str], ends: bool) -> None:
        """Take a line break."""
        if not ends:
            self.made.append(self._line())

    def rule(self, _: dict[str, str], ends: bool) -> None:
        """Take a line across."""
        if not ends:
            self.made.append("---" + self._line() * 2)

    def struck(self, _: dict[str, str], _ends: bool) -> None:
        """Take those of words struck out."""
        self.made.append("~~")

    def raised(self, _: dict[str, str], ends: bool) -> None:
        """Take the start of raised words."""
        if not ends:
            self.made.append("^")

    def link(self, values: dict[str, str], ends: bool) -> None:
        """Take those of a link."""
        if not ends:
            aim = _aim(values.get("href", ""))
            self.aims.append(aim)
            if not aim and self.made and self.made[-1] == "^":  # a note has brackets of its own
                self.made.pop()
            self.made.append("[" if aim else "")
            return
        aim = self.aims.pop() if self.aims else ""
        if aim:
            self.made.append(f"]({aim})")

    def picture(self, values: dict[str, str], _ends: bool) -> None:
        """Take a picture."""
        self.made.append(f"![{values.get('alt', '')}]({_aim(values.get('src', ''))})")

    def term(self, _: dict[str, str], ends: bool) -> None:
        """Take the end of a term or of what it means."""
        if ends:
            self.made.append(self._line())


def _aim(address: str) -> str:
    """Return where a link leads, a path of the content folder from its `/`; "" within the text."""
    if address.startswith("#"):
        return ""
    if not address.startswith(MARK):
        return address
    return "/" + unquote(address.removeprefix(MARK)).replace(f"#{ANCHOR}", "#")


_TAKEN: dict[str, Callable[[_Reader, dict[str, str], bool], None]] = {
    "li": _Reader.item,
    "blockquote": _Reader.quote,
    "pre": _Reader.code,
    "tr": _Reader.row,
    "th": _Reader.cell,
    "td": _Reader.cell,
    "thead": _Reader.head,
    "br": _Reader.line_break,
    "hr": _Reader.rule,
    "del": _Reader.struck,
    "sup": _Reader.raised,
    "a": _Reader.link,
    "img": _Reader.picture,
    "dt": _Reader.term,
    "dd": _Reader.term,
}
