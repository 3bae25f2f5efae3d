"""The last look: what a made file says, as its readers see it, has no one's number in it.

Sources are looked through more closely, with whatever may stand between digits. Here is found what
only comes together on a page: from two fields, from a template, from the settings.
"""

import html
import re
from collections.abc import Iterator

from generator.base import folding, identity_numbers, privacy
from generator.base.patterns import pattern

_HIDDEN = bytes(code for code in range(256) if code in b" -,()[]/_*" or 0x80 <= code < 0xC0)
_HIDDEN_DATA = _HIDDEN.translate(None, b",[]")
"""In files that programs read, numbers are listed."""
_SORTS = bytes(ord("0" if ord("0") <= code <= ord("9") else "a") for code in range(256))
_MANY = b"0" * 11
"""As many digits as a mobile number has: few pages have so many with nothing but signs between."""
_LONG = pattern(
    # a region and a day of birth, or what most cards begin with
    rb"[1-8][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])[0-9]{3}"
    rb"|62[0-9]{14}"
)
_WHOLE = pattern(rb"(?:0|(?:00)?86)?1[3-9][0-9]{9}|[2-9][0-9]{15,18}")
"""A mobile number, or as many digits as those of other cards, with nothing beside them."""
_DIALLED = pattern(r'<a class="tel" href="tel:([0-9*-]+)">\1</a>| href="sms:[0-9*-]+(?=[?"])')
"""A phone that a record may show: no text has such a class or such an address, see `safe_html`."""
_DIALLED_DATA = pattern(r'"(?:tele)?phone":"[0-9*-]+"')
"""The same in files of data: within a text the marks would stand behind others."""
_DIALLED_TEXT = pattern(r"\[([0-9*-]+)\]\(tel:\1\)")
"""The same in Markdown: in what comes from a record such brackets stand behind a backslash."""
_DATED = pattern(r"^(?:SUMMARY|LOCATION|NAME|DESCRIPTION):(.*)$", re.MULTILINE)
"""What people read of a calendar, whose lines are whole; its names are digits by chance."""
_UNREAD = pattern(
    r"<(style)\b.*?</\1>|<script(?! type=.application/ld\+json.)\b.*?</script>", re.DOTALL
)
_LETTER = pattern("[A-Za-z]")
_QUOTED = pattern(r'"((?:[^"\\]|\\.){11,})"')
_SAID = pattern(r' (?:alt|title|content|aria-label|value)="([^"]*)"| href="(?=[a-z]+:)([^"]*)"')
"""What people are told of attributes; addresses within the site are of names looked at before."""


def private(content: str, written: bytes, vouched: frozenset[str]) -> str:
    """Return the first number in a made file that no one may read, shortened; "" if there is none.

    `written` is the content in UTF-8; `vouched` are the digits that someone vouches for. What it is
    is told by how it begins: a page, data, Markdown (a heading first), a calendar.
    """
    hidden = _HIDDEN if content.startswith("<") else _HIDDEN_DATA
    signs = written.translate(None, hidden)
    sorts = signs.translate(_SORTS)
    if _MANY not in sorts or not _suspect(sorts, signs):
        return ""
    return next(_private(content, vouched), "")


def _suspect(sorts: bytes, signs: bytes) -> bool:
    """Tell whether a long run of digits may be someone's number: most are phones of offices, codes.

    `sorts` and `signs` are the same bytes, in the first of them all digits are 0.
    """
    at = sorts.find(_MANY)
    while at >= 0:
        end = at + len(_MANY)
        while sorts[end : end + 1] == b"0":
            end += 1
        if _WHOLE.fullmatch(signs, at, end) or _LONG.search(signs, at, end):
            return True
        at = sorts.find(_MANY, end)
    return False


def _private(content: str, vouched: frozenset[str]) -> Iterator[str]:
    """Yield what is surely someone's: where words decide, they have decided in the source."""
    for text in _texts(content):
        if not any(privacy.may_have(text)):
            continue
        for code, at, digits in privacy.found(text):
            sure = code == "P601" and int(digits[6:10]) < identity_numbers.FILED_SINCE
            sure = sure or (code == "P602" and not identity_numbers.real(digits))
            if sure and digits not in vouched and not _LETTER.match(text[max(0, at - 1) :]):
                yield f"{digits[:3]}***{digits[-2:]}"
        for digits, at in privacy.found_mobiles(text):
            if digits not in vouched and digits in text[at : at + len(digits) + 4]:
                yield privacy.masked(digits)


def _texts(content: str) -> Iterator[str]:
    """Yield what is read of a page, and what its attributes say; the words of what is no page."""
    if content.startswith("# "):
        yield _DIALLED_TEXT.sub(" ", content)
        return
    if content.startswith("BEGIN:"):
        yield from _DATED.findall(content)
        return
    if not content.startswith("<"):
        yield from _QUOTED.findall(_DIALLED_DATA.sub(" ", content))
        return
    seen = _DIALLED_DATA.sub(" ", _DIALLED.sub(" ", _UNREAD.sub(" ", content)))
    yield folding.spoken(seen)
    for found in _SAID.finditer(seen):
        yield html.unescape(found[1] or found[2] or "")
