"""Markdown as CommonMark and GitHub read it, by pulldown-cmark: what it finds, and where.

Three things are read otherwise, as they come out wrong in Chinese: `**重点：**后面` is strong, even
though a full-width sign stands before the closing stars (CommonMark's flaw); nothing is struck out
of `3~5月，6~8月`, as a lone `~` is a range; a bare address ends where Chinese begins.

Why this library: it is exact (all examples of CommonMark), its time grows with the length of a text
and with nothing else, and it tells the place of each thing. See `docs/dependencies.md`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from itertools import accumulate
from typing import Any, TypeAlias
from unicodedata import category

from pyromark import Markdown, Options

from generator.base.lock_free import cached_property
from generator.base.patterns import pattern
from generator.parse import safe_html

Event: TypeAlias = tuple[Any, Any]
"""What was found, and where: the number of its first byte (`start`) and of that after (`end`)."""

_PLAIN = Options.ENABLE_TABLES | Options.ENABLE_TASKLISTS | Options.ENABLE_FOOTNOTES
_PARSERS = {
    False: Markdown(options=_PLAIN),
    True: Markdown(options=_PLAIN | Options.ENABLE_STRIKETHROUGH),
}
_CJK = (
    r"\u2e80-\u312f\u3190-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
    r"\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u00b7"
)
_CHINESE = pattern(f"[{_CJK}]")
"""Signs of Chinese, with those that Chinese shares with other languages."""
_STARS = pattern(r"(?<=([^\s*\\]))(\*+)(?=([^\s*]))")
_LONE = pattern(r"(?<![~\\])~(?!~)")
_ADDRESS = pattern(r"\bhttps?://[\w-][\w.:-]*(?:[/?#][!#-;=?-Z^_a-z~]*)?", re.ASCII | re.IGNORECASE)
_BLOCK = 512
_WITHIN = bytes(range(0x80, 0xC0))
"""The bytes that no sign begins with."""
_FREE = [chr(code) for code in range(0xE000, 0xE040)]
"""Signs for private use: of those that a text does not have, two may stand in it for a while."""


class Source:
    """A text made ready to be parsed, and where things stand in it."""

    def __init__(self, body: str) -> None:
        self.stand_in: dict[int, str] = {}
        """Signs that were put into the text, and what they stand for."""
        struck = "~~" in body
        if struck and _LONE.search(body) and (sign := self._free(body)):
            body = _LONE.sub(sign, body)
            self.stand_in[ord(sign)] = "~"
        if "*" in body and _CHINESE.search(body) and (sign := self._free(body)):
            apart = _STARS.sub(lambda match: _apart(match, sign), body)
            if apart != body:
                body = apart
                self.stand_in[ord(sign)] = ""
        self.text = body
        self.parser = _PARSERS[struck]

    def _free(self, body: str) -> str:
        """Return a sign that neither the text has nor stands for another."""
        return next(
            (sign for sign in _FREE if sign not in body and ord(sign) not in self.stand_in), ""
        )

    @cached_property
    def bytes(self) -> bytes:
        """The text as its events count."""
        return self.text.encode("utf-8", "surrogatepass")

    @cached_property
    def _lines(self) -> list[int]:
        """Where each line begins."""
        return [0, *(match.end() for match in re.finditer(b"\n", self.bytes))]

    def events(self) -> Iterable[Event]:
        """Return what is found in the text, in order, with what stands in for other signs."""
        return self.parser.events_with_range(self.text, merge_text=True)

    def plain(self, value: Any) -> Any:
        """Return a value with what the signs in it stand for."""
        if isinstance(value, str):
            return value.translate(self.stand_in)
        if isinstance(value, dict):
            return {key: self.plain(each) for key, each in value.items()}
        return value

    def slice(self, start: int, end: int) -> str:
        """Return what was typed between two places."""
        return str(self.plain(self.bytes[start:end].decode("utf-8", "replace")))

    def place(self, at: int) -> tuple[int, int]:
        """Return line, from 0, and column, from 1, of a byte."""
        line = bisect_right(self._lines, at) - 1
        return line, self._signs(at) - self._signs(self._lines[line]) + 1

    def _signs(self, at: int) -> int:
        """Return how many signs of what was typed stand before a byte.

        A line may be as long as a text and have a thousand links, so none is counted from its
        beginning.
        """
        block = at // _BLOCK
        more = _count(self.bytes[block * _BLOCK : at])
        return self._blocks[block] + more - bisect_left(self._put_in, at)

    @cached_property
    def _blocks(self) -> list[int]:
        """How many signs stand before each block of the text."""
        text = self.bytes
        counts = (_count(text[at : at + _BLOCK]) for at in range(0, len(text), _BLOCK))
        return [*accumulate(counts, initial=0)]

    @cached_property
    def _put_in(self) -> list[int]:
        """Where signs stand that are for nothing that was typed."""
        signs = [chr(sign).encode() for sign, what in self.stand_in.items() if not what]
        return [match.start() for sign in signs for match in re.finditer(sign, self.bytes)]


def _count(text: bytes) -> int:
    """Return how many signs begin in a part of a text."""
    return len(text.translate(None, _WITHIN))


def label(name: str) -> str:
    """Return a link's label as it is compared with others."""
    return " ".join(name.split()).casefold()


def linked(text: str) -> str:
    """Return words as HTML, with bare addresses made links."""
    if "://" not in text:
        return escape(text, quote=False)
    html, last = "", 0
    for match in _ADDRESS.finditer(text):
        url, at = _trimmed(match.group()), match.start()
        if not safe_html.keeps(url):
            continue
        html += f'{escape(text[last:at], quote=False)}<a href="{escape(url)}">{escape(url)}</a>'
        last = at + len(url)
    return html + escape(text[last:], quote=False)


def _trimmed(url: str) -> str:
    """Return an address without the signs at its end that belong to the sentence around it."""
    while url[-1] in "?!.,:;*_~'" or (url[-1] == ")" and url.count(")") > url.count("(")):
        url = url[:-1]
    return url


def _apart(match: re.Match[str], sign: str) -> str:
    """Put a sign between stars and what else keeps them from being signs of emphasis in Chinese."""
    before, stars, after = match.groups()
    left, right = _kept_apart(before, after)
    return f"{sign * left}{stars}{sign * right}"


@lru_cache(maxsize=2_000)
def _kept_apart(before: str, after: str) -> tuple[bool, bool]:
    """Tell whether a sign belongs on the left and on the right of stars between two characters.

    Stars open where a word follows, or a sign after a blank or another sign; they close likewise.
    Chinese has no blanks, so a full-width sign is taken for a word, and a Chinese word for a blank.
    """
    opens = not _punctuation(after) or _punctuation(before)
    closes = not _punctuation(before) or _punctuation(after)
    chinese = bool(_CHINESE.match(before) or _CHINESE.match(after))
    return chinese and not closes, chinese and not opens


def _punctuation(sign: str) -> bool:
    return category(sign)[0] in "PS"
