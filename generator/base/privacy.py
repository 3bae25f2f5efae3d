"""What may never be published, and how a mobile number is shown.

Rules: the brief, "Privacy". What is an identity or card number stands in `identity_numbers`;
how digits are read whatever they are written with, in `folding` and `digit_runs`; here is where
they are looked for.
"""

import re
from collections.abc import Iterator

from generator.base import folding, identity_numbers, number_context
from generator.base.digit_runs import Run, apart, runs
from generator.base.number_context import Said
from generator.base.patterns import pattern

MOBILE = pattern(r"1[0-9]{10}")
_ODD = bytes((*b"<&", 0xC2, *range(0xD9, 0xE2), 0xEA, *range(0xF0, 0xF5)))
"""What needs a closer look: markup, entities, and bytes of UTF-8 that begin digits of other scripts
and little else that stands in these texts."""
_BETWEEN = bytes(
    code
    for code in range(256)
    if code not in _ODD
    and ((code < 0x80 and not chr(code).isalnum()) or (code >= 0x80 and not 0xE4 <= code <= 0xE9))
)
"""Bytes of UTF-8 that may stand between the digits of a number: all but letters and Han."""


def _sort(code: int) -> str:
    if code in _ODD:
        return "9"
    if code in b"1lI":  # letters that stand for digits: see `folding.spelled`
        return "1"
    return "0" if ord("0") <= code <= ord("9") or code in b"Oo" else "a"


_SORTS = bytes(ord(_sort(code)) for code in range(256))
"""A one, another digit, a letter; 9 is for what needs a closer look wherever it stands."""
_MOBILE_DIGITS = pattern(rb"1[01]{10}")
_ODD_DIGITS = "０１２３４５６７８９①②③④⑤⑥⑦⑧⑨⓪⁰⁴⁵⁶⁷⁸⁹₀₁₂⑴⑵⒈⒉❶❷➀➁➊➋⓵⓶㈠㈡㊀㊁〡〢ⅠⅡⅰⅱ壹贰貳＆"
"""The other digits: one of each sort stands in every number that is written in it."""
_HAN = "一二三四五六七八九〇零"
_NUMERAL = "[一二三四五六七八九〇零壹贰叁肆伍陆柒捌玖貳參陸幺两兩]"
_HAN_LEAST = 6
_BY_DIGITS = rf"(?:[^A-Za-z\u4e00-\u9fff]{{0,16}}{_NUMERAL}){{{_HAN_LEAST - 1}}}"
_HAN_DIGITS = pattern(_NUMERAL + _BY_DIGITS)
"""Chinese numerals by digits: no sum is said so, and no date has more than four of them."""
_MIXED = "[一二三四五六七八九零幺]"
_BESIDE = r"(?:\W?[0-9]|(?<=[0-9].)|(?<=[0-9]\W.))"
_MIXED_DIGITS = pattern(_MIXED + _BESIDE, re.DOTALL)
"""A numeral beside an ASCII digit, as in `一三八00000000`: no one writes a sum or a day so."""
_LOOSE = pattern(
    f"[{_ODD_DIGITS}{_NUMERAL[1:-1]}]"
    f"(?:(?<=[{_ODD_DIGITS}])|(?<={_MIXED}){_BESIDE}|(?<={_NUMERAL}){_BY_DIGITS})",
    re.DOTALL,
)
"""Found in every text that may have any of these; each text is looked through, so only once."""
_ALONE = pattern(r"[ \t;]*[0-9]+[ \t;]*")
_LEAST, _LEAST_MOBILE = 15, 11


def may_have(text: str, content: bytes | None = None) -> tuple[bool, bool]:
    """Tell whether identity or card numbers, and mobiles, are worth a closer look at `text`.

    Every text is looked through, so this is quick: the digits that have nothing but signs and
    spaces between them are counted. What it does not find, the exact looks do not either.
    `content` is the file that the text was read from: its other line ends and its byte order mark
    lie between digits like any sign.
    """
    written = text.encode("utf-8", "replace") if content is None else content
    digits = written.translate(_SORTS, _BETWEEN)
    if b"9" in digits or _loosely(text):
        return True, True
    return b"0" * _LEAST in digits.replace(b"1", b"0"), _MOBILE_DIGITS.search(digits) is not None


def numbers(text: str) -> Iterator[tuple[str, int]]:
    """Yield a problem code and an offset for each identity, card or account number in `text`.

    Digits of every script, grouped by whatever signs, with markup or what no one sees between
    them, are seen through, whatever other numbers (a serial number, a date, a phone) stand beside
    them. In order of their places. P601: an identity number, P602: a card's, P605: an identity
    number of 15 digits, P606: an account's, as the words before it say.
    """
    if may_have(text)[0]:
        yield from ((code, at) for code, at, _ in found(text))


def found(text: str) -> list[tuple[str, int, str]]:
    """Return code, offset and digits of each number that `numbers` finds in `text`."""
    seen: dict[int, tuple[str, str]] = {}
    for reading in folding.readings(text, loosely=_loosely(text)):
        cut = [*runs(reading, _LEAST)]
        several = _several_children(cut)
        for run in cut:
            for code, at, digits in _of(run, text, several=several):
                seen.setdefault(at, (code, digits))
    return [(code, at, digits) for at, (code, digits) in sorted(seen.items())]


def _loosely(text: str) -> bool:
    """Tell whether `text` may have digits that are none of those of a script: ① ¹ 一."""
    if not _LOOSE.search(text):
        return False
    if any(map(text.__contains__, _ODD_DIGITS)) or _MIXED_DIGITS.search(text):
        return True
    return sum(map(text.count, _HAN)) >= _HAN_LEAST and _HAN_DIGITS.search(text) is not None


def _several_children(cut: list[Run]) -> bool:
    """Tell whether there are several numbers like those of children, each with its check digit.

    Of the numbers of files, every eleventh has it.
    """
    like = {
        run.digits[start : start + 18]: child
        for run in cut
        for n, start in enumerate(run.bounds[:-1])
        if (child := identity_numbers.childlike(run, n)) is not None
    }
    return len(like) > 1 and all(like.values())


def _of(run: Run, text: str, *, several: bool) -> Iterator[tuple[str, int, str]]:
    """Yield code, offset and digits of each number in a run."""
    n = 0
    while n < len(run.at):
        code, last = identity_numbers.identity(run, n, text, several=several)
        if not code:
            code, last = identity_numbers.card(run, n, text)
        if code:
            yield code, run.at[n], run.digits[run.bounds[n] : run.bounds[last + 1]]
        n = last + 1


def redacted(text: str) -> str:
    """Return `text`, in which only three first and two last digits are left of such a number."""
    if len(text) < _LEAST or not may_have(text)[0]:
        return text
    plain = folding.spelled(text)
    for _, at, digits in reversed(found(text)):
        text = f"{text[:at]}{digits[:3]}***{digits[-2:]}{text[_end(plain, at, len(digits)) :]}"
    return text


def masked_in(text: str) -> str:
    """Return `text` with each mobile number in it masked."""
    plain = folding.spelled(text)
    for digits, at in reversed(found_mobiles(text)):
        first = plain.find(digits[0], at)
        end = _end(plain, first, len(digits)) if first >= 0 else len(text)
        text = f"{text[:at]}{masked(digits)}{text[end:]}"
    return text


def in_a_column(text: str, at: int, digits: str) -> bool:
    """Tell whether a number at `at` is two lines of a column of which more lines are numbers."""
    start = text.rfind("\n", 0, at) + 1
    end = _end(text, at, len(digits))
    lines = text[start:end].count("\n") + 1
    column = [*text[:start].split("\n")[-2:-1], *text[start:].split("\n")[: lines + 1]]
    return lines == 2 and len(column) > 2 and all(map(_ALONE.fullmatch, filter(None, column)))


def _end(text: str, at: int, count: int) -> int:
    """Return where so many digits end that begin at `at` in `text`."""
    while count and at < len(text):
        char = folding.folded(text[at], loosely=True)
        count -= char.isdigit() or char in "Xx"
        at += 1
    while at < len(text) and folding.folded(text[at]) == folding.UNSEEN:
        at += 1  # the rest of what stood for the last digit
    return at


_PREFIXES = ("", "0", "86", "086", "0086", "17951", "17911", "17909", "12593")
"""What people put before a mobile number: the trunk, the country, a cheaper network."""
_SIZES = ((3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (3, 4, 2, 2), (3, 2, 2, 4), (3, 2, 2, 2, 2))
"""How many digits the groups of a mobile number have."""
_AMOUNTS = ((3, 3, 3, 2), (9, 2), (10, 1))
"""Those of an amount in hundreds of millions: 174,124,093.84."""
_LISTED = ((4, 4, 3), (4, 3, 4), (3, 4, 4), (5, 6), (6, 5), (3, 3, 3, 2), (5, 3, 3))
_MONEY_AFTER = pattern(r"[ \0]*(?:万|亿)?元")
_DAY = pattern(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")


def mobiles(text: str) -> Iterator[tuple[str, int]]:
    """Yield the masked form and the offset of each mobile number in `text`, in order."""
    yield from ((masked(digits), at) for digits, at in found_mobiles(text))


def found_mobiles(text: str) -> list[tuple[str, int]]:
    """Return digits and offset of each mobile number in `text`, in order."""
    seen: dict[int, str] = {}
    for reading in folding.readings(text, loosely=_loosely(text)):
        for run in runs(reading, _LEAST_MOBILE):
            n = 0
            while n < len(run.at):
                digits, last = _mobile(run, n, text)
                if digits:
                    seen.setdefault(run.at[n], digits)
                n = last + 1
    return [(digits, at) for at, digits in sorted(seen.items())]


def _mobile(run: Run, first: int, text: str) -> tuple[str, int]:
    """Return the mobile number that begins with a group, and its last group; "" if none does."""
    start = run.bounds[first]
    for prefix in _PREFIXES:
        if not run.digits.startswith(prefix, start):
            continue
        begins = start + len(prefix)
        last = run.ends.get(begins + 11)
        digits = run.digits[begins : begins + 11]
        if last is None or digits[0] != "1" or digits[1] < "3" or "X" in digits:
            continue
        sizes = run.sizes(first, last)
        if prefix == "0" and sizes[0] == 1 and run.gaps[first + 1] == "." and len(sizes) < 11:
            continue
        while prefix and sizes[0] <= len(prefix):
            prefix = prefix[sizes.pop(0) :]  # noqa: PLW2901 (what is left of it)
        sizes[0] -= len(prefix)
        if _is_dialled(run, first, last, tuple(sizes), text):
            return digits, last
    return "", first


def _is_dialled(run: Run, first: int, last: int, sizes: tuple[int, ...], text: str) -> bool:
    """Tell whether groups of such sizes are one number to dial, and not a row of numbers."""
    after = run.gaps[last + 1] if last + 1 < len(run.gaps) else ""
    end = run.at[last] + run.ends_at(last)
    if len(sizes) == 1:
        if after == "." and run.sizes(last + 1, last + 1)[0] <= 2:
            return False
        amount = run.gaps[first] == "." or text[max(0, run.at[first] - 1) : run.at[first]] in "¥￥"
        return not (amount and first) and not _MONEY_AFTER.match(text, end)
    if len(sizes) == 11:
        return True
    gaps, at = run.between(first, last), run.at[first]
    if number_context.right_before(text, at, Said.PHONE):
        return True
    zero = any(run.digits[each] == "0" for each in run.bounds[first + 1 : last + 1])
    if sizes in _AMOUNTS and gaps[-1] == "." and {*gaps[:-1]} <= {","}:
        return number_context.nearby(text, at, Said.PHONE)
    if _DAY.fullmatch(run.digits, run.bounds[last] + run.ends_at(last) - 8):
        return number_context.nearby(text, at, Said.PHONE)  # a number and a day
    if sizes in _SIZES and not any(map(apart, gaps)):
        return zero or "." not in gaps or len({*gaps}) == 1
    if zero and (sizes in (*_SIZES, *_LISTED) or len(sizes) == 2):
        return True
    if sizes in ((1, 10), (2, 9)) and gaps[0] != "." and not apart(gaps[0]):
        return True
    return sizes in (*_SIZES, *_LISTED) and number_context.nearby(text, at, Said.PHONE)


_INFORMANT = pattern("举报人|检举人|投诉人|信访人|反映人|告发人|线人|informant", re.IGNORECASE)


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
