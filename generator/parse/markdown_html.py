"""Writes what is found in a text of Markdown as HTML, and notes its links, pictures and faults."""

from collections.abc import Callable, Iterator
from html import escape
from typing import Any, NamedTuple, TypeAlias

from generator.base.patterns import pattern
from generator.parse.markdown_lost import Fault, Lost
from generator.parse.markdown_parser import Source, label, linked

MARK = "@/"
ANCHOR = "text-"
"""What the ids of a text's headings start with, so that none is also an id of the page."""
DEEPEST = 100
"""How many lists, quotations and other things may lie in one another."""
MOST = 200_000
"""How many things a text may be made of: a table of empty cells has many in a few signs."""
_SIDES = {
    "None": "",
    **{side: f' class="{side.lower()}"' for side in ("Left", "Center", "Right")},
}
_BLOCKS = ("Paragraph", "Item", "TableCell")
"""What ends with the tags that were opened within it."""
_TAGS = {
    "Paragraph": ("<p>", "</p>"),
    "Emphasis": ("<em>", "</em>"),
    "Strong": ("<strong>", "</strong>"),
    "Strikethrough": ("<del>", "</del>"),
    "TableHead": ("<thead><tr>", "</tr></thead>"),
}
_BREAKS = {"SoftBreak": "\n", "HardBreak": "<br>", "Rule": "<hr>"}
_NUMBER = pattern(rb"[ \t>]*(\d{1,9})")
_SIGNS = pattern(r"[<>&#|｜\[\]]|://")
"""Words without any of these are written as they are: nothing to escape, to link or to tell."""
_BY_LABEL = {"Reference", "Collapsed", "Shortcut"}
Span: TypeAlias = dict[str, int]
End: TypeAlias = str | Callable[[Span], str]


def _slugified(words: str) -> str:
    """Return the words of a heading as a part of an address."""
    from markdown.extensions.toc import slugify_unicode  # noqa: PLC0415 (slow to load)

    return str(slugify_unicode(words, "-"))


class Refused(Exception):
    """Things lie too deeply in one another, or are too many: the code, and the byte."""

    def __init__(self, code: str, at: int, *values: tuple[str, str]) -> None:
        super().__init__(code, at)
        self.code, self.at, self.values = code, at, values


class Aimed(NamedTuple):
    """A link or a picture whose address is for others to find out.

    `place` is where it stands in the HTML, `at` the byte of the text; `alt` describes a picture.
    """

    place: int
    target: str
    at: int
    title: str
    alt: str = ""
    label: str = ""


class _Items:
    """The items of a list as they are read: the number each was given, by its place in the HTML."""

    def __init__(self, start: int | None) -> None:
        self.start = start
        self.numbers: list[tuple[int, int]] = []
        self.row = 0


class Writer:
    """A text on its way into HTML, which must still be cleaned.

    `html` has its parts; `names` are the ids of headings.
    """

    def __init__(self, body: str) -> None:
        self.source = Source(body)
        self.html: list[str] = []
        self.links: list[Aimed] = []
        self.pictures: list[Aimed] = []
        self.names: set[str] = set()
        self.lost = Lost(self.source)
        self._again: dict[str, int] = {}  # how often headings had the same words
        self._ends: list[End] = []
        self._plain = 0  # within how many things addresses are not made links
        self._alt: list[str] | None = None  # the description of the picture that is being read
        self._words: list[str] | None = None  # those of the heading that is being read
        self._raw: list[tuple[str, int]] | None = None  # the block of HTML that is being read
        self._items: list[_Items] = []
        self._cells: list[tuple[str, str]] = []  # what a cell of each column begins and ends with
        self._body: list[tuple[str, str]] = []  # the same of those beneath the head of a table
        self._column = 0
        self._cell = 0  # where the last one ended
        self._notes: dict[str, int] = {}  # numbers of footnotes, by label
        self._defined: list[tuple[str, int, int]] = []  # their label, and where in `html` they are

    def write(self) -> None:
        """Find the HTML of the whole text; raise Refused where it is out of bounds."""
        add, ends, lost = self.html.append, self._ends, self.lost
        stands, plain = self.source.stand_in, self.source.plain
        count, open_, all_seen = 0, lost.open, lost.seen is None
        for event, span in self.source.events():
            if type(event) is str:
                add(_BREAKS[event]) if self._alt is None else self._alt.append(" ")
                continue
            ((kind, value),) = event.items()
            if stands and kind != "End":
                value = plain(value)
            if kind == "Text":
                if all_seen and self._alt is self._words is None and not _SIGNS.search(value):
                    add(value)
                else:
                    self._text(value, span)
            elif kind == "Start":
                count += 1
                if len(ends) >= DEEPEST or (open_ and sum(open_.values()) > DEEPEST):
                    raise Refused("P708", span["start"])
                if count > MOST:
                    raise Refused("P718", span["start"], ("most", f"{MOST:,}"))
                opening, end = self._start(value, span)
                add(opening)
                ends.append(end)
            elif kind == "End":
                end = ends.pop()
                if value == "TableCell":
                    self._cell = span["end"]
                if lost.unclosed and value in _BLOCKS:
                    lost.ends(inline=True)
                add(end if type(end) is str else end(span))  # type: ignore[operator]
            else:
                self._leaf(kind, value, span)
        self._finish()

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong with the text itself."""
        for code, at, values in self.lost.found:
            yield Fault(code, *self.source.place(at), tuple(values.items()))

    # ---- what has begun: what it writes now, and what at its end

    def _start(self, what: Any, span: Span) -> tuple[str, End]:
        if self._alt is not None:
            return "", ""
        if type(what) is not str:
            ((name, more),) = what.items()
            begin: Callable[[Any, Span], tuple[str, End]] = getattr(self, f"_{name.lower()}")
            return begin(more, span)
        if what == "TableCell":
            self._column += 1
            return self._cells[self._column - 1]
        if what == "Item":
            return self._item(span)
        if what == "TableRow":
            return self._table_row()
        return self._html_block() if what == "HtmlBlock" else _TAGS[what]

    def _heading(self, more: Any, _: Span) -> tuple[str, End]:
        """Give a heading an anchor made of its words; the page itself has the only h1."""
        index, tag = len(self.html), f"h{max(2, int(more['level'][1]))}"
        words: list[str] = []
        self._words = words

        def end(_: Span) -> str:
            self._words = None
            name = self._name(ANCHOR + _slugified("".join(words)))
            self.html[index] = f'<{tag} id="{escape(name)}">'
            return f"</{tag}>"

        return "", end

    def _name(self, name: str) -> str:
        """Return the id of a heading: where another has it, with the next number."""
        plain = name
        while name in self.names:
            self._again[plain] = self._again.get(plain, 0) + 1
            name = f"{plain}_{self._again[plain]}"
        self.names.add(name)
        return name

    def _blockquote(self, _: Any, __: Span) -> tuple[str, End]:
        return "<blockquote>", "</blockquote>"

    def _codeblock(self, more: Any, span: Span) -> tuple[str, End]:
        info = None if more == "Indented" else more["Fenced"]
        self.lost.code(span["start"], span["end"], info)
        self._plain += 1

        def end(_: Span) -> str:
            self._plain -= 1
            return "</code></pre>"

        return "<pre><code>", end

    def _html_block(self) -> tuple[str, End]:
        raw: list[tuple[str, int]] = []
        self._raw = raw

        def end(_: Span) -> str:
            self._raw = None
            self.lost.html(raw)
            return ""

        return "", end

    def _list(self, start: int | None, _: Span) -> tuple[str, End]:
        items = _Items(start)
        self._items.append(items)

        def end(_: Span) -> str:
            self._items.pop()
            if start is None:
                return "</ul>"
            self._number(items)
            return "</ol>"

        if start is None:
            return "<ul>", end
        return "<ol>" if start == 1 else f'<ol start="{start}">', end

    def _item(self, span: Span) -> tuple[str, End]:
        items = self._items[-1]
        if items.start is not None:
            begins = span["start"]
            number = _NUMBER.match(self.source.bytes, begins)
            items.numbers.append((len(self.html), int(number[1]) if number else 0))
        return "<li>", "</li>"

    def _number(self, items: _Items) -> None:
        """Let each item have the number that was typed, unless all have the same.

        mdformat writes 1 for every item after the first, whatever that is: those are counted on.
        Two items, 2 and 1, are the latest first.
        """
        typed = [number for _, number in items.numbers]
        if len({*typed}) == 1 or ({*typed[1:]} == {1} and typed != [2, 1]):
            return
        expected = items.start or 0
        for index, number in items.numbers:
            if number != expected:
                self.html[index] = f'<li value="{number}">'
            expected = number + 1

    def _table(self, sides: Any, _: Span) -> tuple[str, End]:
        head, body = (
            [(f"<{tag}{_SIDES[side]}>", f"</{tag}>") for side in sides] for tag in ("th", "td")
        )
        self._cells, self._body, self._column = head, body, 0
        return "<table>", lambda _: "</table>" if self._cells is head else "</tbody></table>"

    def _table_row(self) -> tuple[str, End]:
        begins = "<tr>" if self._cells is self._body else "<tbody><tr>"
        self._cells, self._column = self._body, 0
        return begins, self._row_ends

    def _row_ends(self, span: Span) -> str:
        self.lost.row(self._cell, span["end"])
        return "</tr>"

    def _link(self, more: Any, span: Span) -> tuple[str, End]:
        target, kind = more["dest_url"], more["link_type"]
        named = label(more["id"]) if kind in _BY_LABEL else ""
        if kind == "Email" and not target.startswith("mailto:"):
            target = f"mailto:{target}"
        self.links.append(Aimed(len(self.html), target, span["start"], more["title"], "", named))
        self.lost.covers(span["start"], span["end"])
        self._plain += 1

        words = len(self.html) + 1

        def end(_: Span) -> str:
            self._plain -= 1
            if not "".join(self.html[words:]).strip() and self._shows_nothing(words):
                self.lost.add("P719", span["start"], target=target[:60])
            return "</a>"

        return "", end

    def _shows_nothing(self, since: int) -> bool:
        """Tell whether nothing was written that a reader sees; a picture is written later."""
        return all(each.place < since for each in self.pictures[-1:])

    def _image(self, more: Any, span: Span) -> tuple[str, End]:
        named = label(more["id"]) if more["link_type"] in _BY_LABEL else ""
        alt: list[str] = []
        self._alt = alt
        index = len(self.html)
        self.lost.covers(span["start"], span["end"])

        def end(_: Span) -> str:
            self._alt = None
            target, title = more["dest_url"], more["title"]
            self.pictures.append(Aimed(index, target, span["start"], title, "".join(alt), named))
            return ""

        return "", end

    def _footnotedefinition(self, name: str, span: Span) -> tuple[str, End]:
        index = len(self.html)

        def end(_: Span) -> str:
            # the end itself is not in `html` yet
            self._defined.append((name, index, len(self.html) + 1))
            return ""

        self.lost.covers(span["start"], span["start"] + 1)
        return "", end

    # ---- what has no parts

    def _text(self, text: str, span: Span) -> None:
        lost = self.lost
        if lost.seen is not None:
            lost.covers(span["start"], span["end"])
        if self._alt is not None:
            self._alt.append(text)
            return
        if self._words is not None:
            self._words.append(text)
        if self._plain:
            self.html.append(escape(text, quote=False))
            return
        if lost.odd:
            first = self.html[-1] in ("<p>", "\n", "<li>", "<br>")
            lost.words(text, span["start"], span["end"], first=first)
        self.html.append(linked(text))

    def _leaf(self, kind: str, value: Any, span: Span) -> None:
        self.lost.covers(span["start"], span["end"])
        if kind == "Html":
            if self._raw is not None:
                self._raw.append((value, span["start"]))
            self.html.append(value)
            return
        if kind == "InlineHtml":
            self.lost.html([(value, span["start"])], inline=True)
        if self._alt is not None:
            self._alt.append(value if kind == "Code" else "")
        elif kind == "Code":
            if self._words is not None:
                self._words.append(value)
            self.html.append(f"<code>{escape(value, quote=False)}</code>")
        elif kind == "InlineHtml":
            self.html.append(value)
        elif kind == "TaskListMarker":
            self.html.append("☑ " if value else "☐ ")
        elif kind == "FootnoteReference":
            self.html.append(self._note(value))

    # ---- footnotes, and the end

    def _note(self, name: str) -> str:
        """Return the number that leads to a footnote; the first that does can be led back to."""
        again = name in self._notes
        number = self._notes.setdefault(name, len(self._notes) + 1)
        here = "" if again else f' id="{ANCHOR}from-{number}"'
        return f'<sup{here}><a href="#{ANCHOR}note-{number}">[{number}]</a></sup>'

    def _finish(self) -> None:
        self.lost.ends()
        used = {each.label for each in (*self.links, *self.pictures) if each.label}
        there = self.lost.definitions(used)
        if there:
            for all_ in (self.links, self.pictures):
                all_[:] = [each._replace(at=there.get(each.label, each.at)) for each in all_]

    def made(self) -> str:
        """Return the HTML, with footnotes at its end in the order of their numbers."""
        if not self._defined:
            return "".join(self.html)
        texts: list[tuple[int, int, str]] = []
        for order, (name, start, end) in enumerate(self._defined):
            known = self._notes.get(name, 0)
            number = known or len(self._notes) + 1 + order
            back = f' <a href="#{ANCHOR}from-{number}">↩</a>' if known else ""
            text = "".join(self.html[start:end])
            self.html[start:end] = [""] * (end - start)
            at = f' id="{ANCHOR}note-{number}"' if known else ""
            texts.append((number, order, f"<li{at}>{text}{back}</li>"))
        notes = "".join(text for *_, text in sorted(texts))
        return f"{''.join(self.html)}<hr><ol>{notes}</ol>"


def tag(name: str, **attributes: str) -> str:
    """Return an opening tag with those of its attributes that say something."""
    said = "".join(
        f' {each}="{escape(value)}"'
        for each, value in attributes.items()
        if value or each in ("href", "src", "alt")
    )
    return f"<{name}{said}>"
