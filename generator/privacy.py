"""What may never be published, and how a mobile number is shown.

Rules: the brief, "Privacy". Identity numbers are told by their check digit (GB 11643-1999, which
is ISO 7064 MOD 11-2) and a possible date of birth; bank cards by their issuer's prefix and Luhn.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from stdnum import luhn
from stdnum.iso7064 import mod_11_2

_RUN = re.compile(r"(?<![0-9A-Za-z])[0-9](?:[ \-]?[0-9]){13,22}(?:[ \-]?[Xx])?(?![0-9A-Za-z])")
_CARD = re.compile(r"6\d{15,18}|4\d{15}|5[1-5]\d{14}|955\d{13,16}")
MOBILE = re.compile(r"1\d{10}")


def numbers(text: str) -> Iterator[tuple[str, int]]:
    """Yield a problem code and an offset for each identity or bank card number in `text`.

    Full-width digits, and digits grouped by spaces or hyphens, are seen through.
    """
    plain = text if text.isascii() else _ascii_digits(text)
    for run in _RUN.finditer(plain):
        digits = re.sub(r"[ \-]", "", run.group()).upper()
        if _identity(digits):
            yield "P601", run.start()
        elif _CARD.fullmatch(digits) and luhn.is_valid(digits):
            yield "P602", run.start()


def _ascii_digits(text: str) -> str:
    """Return `text`, offsets unchanged, with full-width digits, letters and spaces narrowed."""
    return text.translate(_NARROW)


_NARROW = {
    code: narrow
    for code in (*range(0xFF01, 0xFF5F), 0x3000)
    if len(narrow := unicodedata.normalize("NFKC", chr(code))) == 1
}


def _identity(digits: str) -> bool:
    if len(digits) != 18 or not mod_11_2.is_valid(digits):
        return False
    try:
        born = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    return 1880 <= born.year <= 2100 and digits[0] in "12345678"


def is_mobile(phone: str) -> bool:
    """Tell whether `phone` is a mobile number written in full (11 digits that start with 1)."""
    return MOBILE.fullmatch(phone) is not None


def masked(phone: str) -> str:
    """Return a mobile number as `138****1234`; any other number as it is."""
    return f"{phone[:3]}****{phone[-4:]}" if is_mobile(phone) else phone
