"""Texts as a reader sees them: any digit as an ASCII one, unseen signs and markup out of the way.

Every character keeps its place, so that what is found in a folded text stands at the same place in
the text itself.
"""

import html
import re
import unicodedata
from functools import lru_cache

from generator.base.patterns import pattern

UNSEEN = "\0"
"""What stands for a sign that no reader sees."""
LETTER = "a"
"""What stands for a letter that is none of A–Z."""
LINE, CELL = "\n", "|"

_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and signs that look like nothing, though Unicode counts them among those seen."""
_SPOKEN = {"幺": "1", "两": "2", "兩": "2"}
"""Digits as people say them, which Unicode does not know as such."""
_LETTERED = pattern(
    r"(?<![0-9A-Za-z])(?:[1Il][3-9](?:[0-9OoIl]{9}|[0-9OoIl][- .]?[0-9OoIl]{4}[- .]?[0-9OoIl]{4})"
    r"|[1-9][0-9OoIl]{14,17}[0-9OoIlXx])(?![0-9A-Za-z])"
)
"""As many signs as a private number has, letters that look like digits among them: 139OOOO...."""
_LIKE = str.maketrans("OoIl", "0011")
_ESCAPES = pattern(r"(?:%[0-9A-Fa-f]{2})+")
"""Signs of an address written by their bytes."""
_REST = "\u2060"
"""What no one sees, in the place of the rest of such a sign."""
_DOTS = "\u00b7\u2022\u2024\u2027\u2219\u22c5\u30fb\uff65\u3002"
_ENTITY = pattern(r"&(?:#[0-9]{1,8}|#[xX][0-9A-Fa-f]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});?")
_MARKUP = pattern(r"<!--.*?(?:-->|\Z)|<[!?/]?([A-Za-z][\w:-]{0,30})(?:\s[^<>]*)?/?>", re.DOTALL)
_ELSEWHERE = "\n甲\n"
"""A line of its own between two pieces of a page: no number goes on over it."""
_CELLS = {"td", "th"}
_LINES = {
    *("br", "p", "div", "li", "tr", "ul", "ol", "dl", "dt", "dd", "table", "thead", "tbody", "hr"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "section", "article", "header"),
    *("footer", "nav", "main", "figure", "figcaption", "summary", "details", "option", "title"),
}


class _Signs(dict[int, str]):
    """What each character is folded to; with `loosely`, ① and 一 are digits too, not letters."""

    def __init__(self, *, loosely: bool) -> None:
        super().__init__({code: chr(code) for code in range(0x20, 0x7F)})
        self.update({0x09: " ", 0x0A: LINE, 0x0B: LINE, 0x0C: LINE, 0x0D: LINE})
        self._loosely = loosely

    def __missing__(self, code: int) -> str:
        found = self[code] = _folded(chr(code), loosely=self._loosely)
        return found


def _folded(char: str, *, loosely: bool) -> str:
    category = unicodedata.category(char)
    if char in _FILLERS or category in ("Cf", "Mn", "Me", "Cc", "Cn"):
        return UNSEEN
    if category[0] == "Z":
        return " " if category == "Zs" else LINE
    if category == "Nd":
        return str(unicodedata.decimal(char))
    value = unicodedata.numeric(char, -1.0)
    if value in range(10) or char in _SPOKEN:
        return _SPOKEN.get(char) or str(int(value)) if loosely else LETTER
    if category == "Pd" or char == "\u2212":
        return "-"
    if char in "、，":
        return ","
    if char in _DOTS:
        return "."
    plain = unicodedata.normalize("NFKC", char)
    if len(plain) == 1 and " " <= plain <= "~":
        return plain
    return LETTER if category[0] in "LN" else "~"


@lru_cache(maxsize=2)
def _signs(*, loosely: bool) -> _Signs:
    """Return this process's table of what characters are folded to; it learns as it is used."""
    return _Signs(loosely=loosely)


def folded(text: str, *, loosely: bool = False) -> str:
    """Return `text`, each character at its place, with digits, spaces and signs as ASCII ones.

    What is not seen becomes `UNSEEN`, a letter that is none of A–Z becomes `LETTER`. With
    `loosely`, circled, raised and Chinese numerals are digits as well.
    """
    return text.translate(_signs(loosely=loosely))


def shown(text: str, *, loosely: bool = False) -> str:
    """Return a text with markup as `folded` does, without its tags, comments and entities.

    What they stood for is at their first character; the rest of each is `UNSEEN`.
    """

    def entity(match: re.Match[str]) -> str:
        written = match.group()
        means = html.unescape(written)
        seen = written if means == written else folded(means, loosely=loosely)
        return seen[: len(written)].ljust(len(written), UNSEEN)

    def tag(match: re.Match[str]) -> str:
        name, length = (match[1] or "").lower(), match.end() - match.start()
        first = CELL if name in _CELLS else LINE if name in _LINES else UNSEEN
        return first.ljust(length, UNSEEN)

    found = folded(text, loosely=loosely)
    if "<" in found:
        found = _MARKUP.sub(tag, found)
    return _ENTITY.sub(entity, found) if "&" in found else found


def spelled(text: str) -> str:
    """Return a text, each character at its place, with lettered and escaped digits as digits."""
    found = _LETTERED.sub(lambda each: each[0].translate(_LIKE), text)
    return _ESCAPES.sub(_unescaped, found) if "%" in found else found


def _unescaped(match: re.Match[str]) -> str:
    """Return escapes as what they stand for, each at its first sign, the rest unseen."""
    means = bytes.fromhex(match[0].replace("%", "")).decode("utf-8", "replace")
    return "".join(each.ljust(3 * len(each.encode()), _REST) for each in means)[
        : len(match[0])
    ].ljust(len(match[0]), _REST)


def spoken(text: str) -> str:
    """Return what is read of a page: without tags, what stands in other cells and lines apart."""

    def tag(match: re.Match[str]) -> str:
        name = (match[1] or "").lower()
        return _ELSEWHERE if name in _CELLS or name in _LINES else ""

    return html.unescape(_MARKUP.sub(tag, text))


def readings(text: str, *, loosely: bool) -> list[str]:
    """Return all that `text` may be read as: as it stands, without its markup, and `loosely`."""
    plain = spelled(text)
    if plain != text:
        return [*_readings(text, loosely=loosely), *_readings(plain, loosely=loosely)]
    return _readings(text, loosely=loosely)


def _readings(text: str, *, loosely: bool) -> list[str]:
    marked = "<" in text or "&" in text or "＜" in text
    found = []
    for each in (False, True) if loosely else (False,):
        found.append(folded(text, loosely=each))
        if marked:
            found.append(shown(text, loosely=each))
    return found
