"""What would be lost of a text, or shown otherwise than its author sees it: found, by its place."""

import re
from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

from generator.base.messages import N_
from generator.base.patterns import pattern
from generator.parse import safe_html
from generator.parse.markdown_parser import Source, label

SHOWN = 60
"""How many signs of a text are repeated to say what is meant."""
_DEFINES = pattern(rb"\[((?:[^\[\]\\]|\\.)+)\]:", re.DOTALL)
_ASIDE = pattern(r"\[(?://|#|comment|注释)\]:\s*(?:#|<>)(?=\s|$)", re.IGNORECASE)
"""How a remark is written in Markdown that no one is to see."""
_NAME = pattern(r"<(?:(/?)([A-Za-z][^\s/>]*)|[!?])")
_VOID = {"br", "hr"}
_NEED_NO_END = {"p", "li", "dt", "dd", "thead", "tbody", "tr", "th", "td"}
"""Tags that HTML lets end where the next one begins."""
_ODD_DASHES = pattern(
    r"[|｜]?[ \t]*[:：]?[-—–－―─]+[:：]?[ \t]*(?:[|｜][ \t]*[:：]?[-—–－―─]+[:：]?[ \t]*)+[|｜]?"
)
_NOTE = pattern(r"(?<!\\)\[\^[^\s\[\]]+\]")
_CHINESE = pattern(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_FENCE = pattern(rb"(`{3,}|~{3,})")
_DASHES = pattern(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_HASHES = pattern(r"#{1,6}[\u3400-\u9fff\uf900-\ufaff]")
_LINK = pattern(r"(?<!\\)\[[^\[\]]*\]\([^()\s]*\s[^()]*\)")


class Fault(NamedTuple):
    """What is wrong in a text: its line within the body from 0, its column from 1."""

    code: str
    line: int
    column: int
    values: tuple[tuple[str, str], ...]


class Lost:
    """Takes note, while a text is written, of what would not be seen of it."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.found: list[tuple[str, int, dict[str, str]]] = []
        """Code, place in the text, and what is said of it."""
        text = source.text
        bars = "|" in text or "｜" in text
        dashes = "--" in text or "—" in text or "－" in text or "─" in text
        self.odd = "](" in text or "#" in text or "[^" in text or (bars and dashes)
        """Whether any words may be such as were not meant to be shown as they are."""
        self.seen = bytearray(len(source.bytes)) if "]:" in text else None
        """Which bytes are shown, or stand in a link: what is left may define one."""
        self.open: dict[str, int] = {}
        """HTML tags that were opened and not closed."""
        self.unclosed: list[tuple[str, int, str, bool]] = []
        """Of those that pass: name, place, what was typed, and whether within a line of text."""

    def add(self, code: str, at: int, **values: str) -> None:
        """Note what is wrong at a byte of the text."""
        self.found.append((code, at, values))

    def covers(self, start: int, end: int) -> None:
        """Note that something of the text is shown."""
        if self.seen is not None:
            self.seen[start:end] = b"\1" * (end - start)

    def html(self, pieces: list[tuple[str, int]], *, inline: bool = False) -> None:
        """Look at raw HTML, given in pieces with their places, for what the sanitiser drops."""
        text = "".join(piece for piece, _ in pieces)
        begins = [0, *accumulate(len(piece) for piece, _ in pieces)]

        def at(position: int) -> int:
            index = bisect_right(begins, position) - 1
            piece, start = pieces[index]
            return start + len(piece[: position - begins[index]].encode())

        where = 0
        while (where := text.find("<", where)) >= 0:
            if text.startswith("<!--", where):
                end = text.find("-->", where + 2)
                if end < 0:
                    line = text[where : where + SHOWN].partition("\n")[0]
                    self.add("P712", at(where), html=line)
                    return
                where = end + 3
                continue
            tag = _NAME.match(text, where)
            if not tag:
                where += 1
                continue
            end = text.find(">", tag.end())
            shown = text[where : end + 1 if end >= 0 else where + SHOWN][:SHOWN]
            if end < 0 or self._dropped(tag, text[tag.end() : end]):
                self.add("P704", at(where), html=shown)
            else:
                self._follow(tag, at(where), shown, inline=inline)
            if end < 0:
                return
            where = end + 1

    def _dropped(self, tag: re.Match[str], rest: str) -> bool:
        """Tell whether the sanitiser would drop a tag, or something of it."""
        closing, name = tag.group(1), (tag.group(2) or "").lower()
        if closing:
            if not self.open.get(name):
                return True
            self.open[name] -= 1
            return False  # what it closes has been named already
        if name not in _VOID:
            self.open[name] = self.open.get(name, 0) + 1
        return name not in safe_html.TAGS or bool(rest.strip(" /\t\r\n")) or name in ("a", "img")

    def _follow(self, tag: re.Match[str], at: int, typed: str, *, inline: bool) -> None:
        """Keep in mind which tags that pass are still open."""
        name = (tag.group(2) or "").lower()
        if not tag.group(1):
            if name and name not in _VOID and name not in _NEED_NO_END:
                self.unclosed.append((name, at, typed, inline))
            return
        for n in range(len(self.unclosed) - 1, -1, -1):
            if self.unclosed[n][0] == name:
                del self.unclosed[n]
                break

    def ends(self, *, inline: bool = False) -> None:
        """Note each tag that is still open where a text ends, or with `inline` a paragraph of it.

        The sanitiser ends it there; other programs let it go on.
        """
        for name, at, typed, within in self.unclosed:
            if within or not inline:
                self.add("P720", at, html=typed, end=f"</{name}>")
        self.unclosed = [each for each in self.unclosed if inline and not each[3]]

    def code(self, start: int, end: int, info: str | None) -> None:
        """Look at code: between fences, with what stands after the first, or indented."""
        self.covers(start, end)
        if info is None:
            if words := _CHINESE.search(self.source.slice(start, end)):
                line = self.source.slice(start, end).strip().partition("\n")[0]
                self.add("P714", start, text=line[:SHOWN] or words.group())
            return
        if _CHINESE.search(info):
            self.add("P715", start, text=info[:SHOWN])
        typed = self.source.bytes[start:end]
        fence = _FENCE.match(typed)
        last = typed.rstrip().rpartition(b"\n")[2].strip(b" \t>")
        if fence and not (
            b"\n" in typed.rstrip() and last.startswith(fence[1]) and not last.strip(fence[1][:1])
        ):
            self.add("P716", start, fence=fence[1].decode())

    def row(self, end_of_cells: int, end: int) -> None:
        """Look at what stands in a row of a table after as many cells as its head has."""
        if not self.source.bytes[end_of_cells:end].strip(b" |\t\r\n"):
            return
        rest = self.source.slice(end_of_cells, end)
        if words := rest.strip(" |\t\r\n"):
            at = end_of_cells + len(rest[: rest.index(words)].encode())
            self.add("P711", at, cells=words[:SHOWN])

    def words(self, text: str, start: int, end: int, *, first: bool) -> None:
        """Look at words that are shown; `first` in their line, or not."""
        kind = ""
        typed = text
        if first and _HASHES.match(text) and self.source.bytes[start - 1 : start] != b"\\":
            kind = N_("a heading: a blank is missing after #")
        elif first and "|" in text and _DASHES.fullmatch(text):
            kind = N_("a table: the line above must have as many cells")
        elif first and ("|" in text or "｜" in text) and _ODD_DASHES.fullmatch(text):
            kind = N_("a table: its second line has ordinary hyphens and bars, as in | --- | --- |")
        elif "[^" in text and (note := _NOTE.search(self.source.slice(max(0, start - 1), end))):
            kind, typed = (
                N_("a note: a line that begins with the same and a colon is missing"),
                note[0],
            )
        elif "](" in text and (link := self._link(start, end)):
            kind, typed = N_("a link: blanks in its address are written as %20"), link
        if kind:
            self.add("P713", start, text=typed[:SHOWN], kind=f"\0:{kind}")

    def _link(self, start: int, end: int) -> str:
        """Return what looks like a link in words that are shown, "" if nothing does."""
        link = _LINK.search(self.source.slice(max(0, start - 1), end))
        return link.group() if link else ""

    def definitions(self, used: set[str]) -> dict[str, int]:
        """Look at definitions of links that no link uses; return where the others stand."""
        there: dict[str, int] = {}
        if self.seen is None:
            return there
        for match in _DEFINES.finditer(self.source.bytes):
            at = match.start()
            if self.seen[at] or match[1].startswith(b"^"):
                continue
            name = label(self.source.slice(*match.span(1)))
            if name in used and name not in there:
                there[name] = at
                continue
            line = self.source.slice(at, at + 4 * SHOWN).partition("\n")[0].rstrip("\ufffd\r")
            if not _ASIDE.match(line):
                self.add("P710", at, text=line[:SHOWN])
        return there
