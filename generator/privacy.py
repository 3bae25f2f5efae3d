"""What may never be published, and how a mobile number is shown.

Rules: the brief, "Privacy". Identity numbers are told by their check digit (GB 11643-1999, which
is ISO 7064 MOD 11-2) and a possible date of birth; bank cards by their issuer's prefix and Luhn.
"""

import re
from collections.abc import Iterator
from datetime import date

_RUN = re.compile(r"[0-9]+(?:(?:[ \-]{1,3}| *\n *)[0-9]+)*(?:[ \-]{0,3}[Xx])?")
_GROUP = re.compile(r"[0-9]+|[Xx]")
_CARD = re.compile(r"6\d{15,18}|4\d{15}|5[1-5]\d{14}|955\d{13,16}")
_CARD_GROUPS = re.compile(r"4 4 4 4(?: [1-3])?|6 1[0-3]|1[6-9]")
"""How many digits the groups of a card number have: four and four, six and the rest, or all."""
MOBILE = re.compile(r"1[0-9]{10}")
_MOBILE_IN_TEXT = re.compile(
    r"(?<![0-9.])1[3-9][0-9](?P<gap>[ -]?)[0-9]{4}(?P=gap)[0-9]{4}(?![0-9]|\.[0-9])"
)


_WIDE_DIGITS = "０１２３４５６７８９"
_BETWEEN = bytes(
    code
    for code in range(256)
    if (code < 0x80 and not chr(code).isalnum())
    or 0x80 <= code < 0xC0
    or code in (0xC2, 0xE2, 0xE3, 0xEF)
)
"""Bytes of UTF-8 that may stand between the digits of a number: signs, spaces, wide or not."""
_SORTS = bytes(
    ord("1" if code == 0x31 else "0" if 0x30 <= code < 0x3A else "a") for code in range(256)
)
_MOBILE_DIGITS = re.compile(rb"1[01]{10}")


def may_have(text: str, content: bytes | None = None) -> tuple[bool, bool]:
    """Tell whether identity or card numbers, and mobiles, are worth a closer look at `text`.

    Every text is looked through, so this is quick: the digits that have nothing but signs and
    spaces between them are counted. What it does not find, the exact looks do not either.
    `content` is the file that the text was read from: its other line ends and its byte order mark
    lie between digits like any sign.
    """
    written = text.encode("utf-8", "replace") if content is None else content
    runs = written.translate(_SORTS, _BETWEEN)
    wide = any(digit in text for digit in _WIDE_DIGITS)
    number = b"0" * 16 in runs.replace(b"1", b"0")
    return wide or number, wide or _MOBILE_DIGITS.search(runs) is not None


def numbers(text: str) -> Iterator[tuple[str, int]]:
    """Yield a problem code and an offset for each identity or bank card number in `text`.

    Full-width digits, and digits grouped by spaces or hyphens, are seen through, whatever other
    numbers (a serial number, a date, a phone) stand beside them.
    """
    if not may_have(text)[0]:
        return
    for run in _RUN.finditer(narrow(text)):
        if len(run.group()) < 16:
            continue
        groups = [(each.group(), each.start()) for each in _GROUP.finditer(run.group())]
        at = 0
        while at < len(groups):
            code, used = _starting(groups[at : at + 19])
            if code:
                yield code, run.start() + groups[at][1]
            at += used


def _starting(groups: list[tuple[str, int]]) -> tuple[str, int]:
    """Return the code of the number that the first of `groups` begin, and how many it takes."""
    from stdnum import luhn  # noqa: PLC0415 (rarely needed, and slow to load)

    digits, sizes = "", ""
    for used, (group, _) in enumerate(groups, start=1):
        digits += group.upper()
        sizes += f" {len(group)}"
        if len(digits) > 19:
            break
        if _identity(digits):
            return "P601", used
        if _CARD.fullmatch(digits) and _CARD_GROUPS.fullmatch(sizes[1:]) and luhn.is_valid(digits):
            return "P602", used
    return "", 1


def narrow(text: str) -> str:
    """Return `text`, offsets unchanged, with full-width forms, odd spaces and dashes as ASCII."""
    return text.translate(_NARROW) if _WIDE.search(text) else text


_NARROW: dict[int, int | str] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys((0xA0, *range(0x2000, 0x200B), 0x202F, 0x3000), " "),
    **dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-"),
    0xFFE5: "¥",
}
_WIDE = re.compile("[" + "".join(map(chr, _NARROW)) + "]")
"""A letter wider than the others is the same letter; other likenesses (② ², ½) are left alone."""


def mobiles(text: str) -> Iterator[tuple[str, int]]:
    """Yield the masked form and the offset of each mobile number in `text`."""
    for found in _MOBILE_IN_TEXT.finditer(narrow(text)):
        yield masked(re.sub("[ -]", "", found.group())), found.start()


def _identity(digits: str) -> bool:
    from stdnum.iso7064 import mod_11_2  # noqa: PLC0415 (as above)

    if len(digits) != 18 or not mod_11_2.is_valid(digits):
        return False
    try:
        born = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    return 1880 <= born.year <= 2100 and digits[0] in "12345678"


_INFORMANT = re.compile("举报人|检举人|投诉人|信访人|反映人|告发人|线人|informant", re.IGNORECASE)


def names_informant(text: str) -> bool:
    """Tell whether `text`, which should name a body, speaks of someone who told of a wrong.

    Who reports a wrong is protected, so whoever reads the site may not learn of them.
    """
    return _INFORMANT.search(text) is not None


def is_mobile(phone: str) -> bool:
    """Tell whether `phone` is a mobile number written in full (11 digits that start with 1)."""
    return MOBILE.fullmatch(phone) is not None


def masked(phone: str) -> str:
    """Return a mobile number as `138****1234`; any other number as it is."""
    return f"{phone[:3]}****{phone[-4:]}" if is_mobile(phone) else phone
