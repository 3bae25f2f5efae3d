"""The order in which people look for names with numbers: 第2号 before 第10号, 二组 before 十组.

`templates/assets/tables.js` orders rows by the same rule.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from generator.base.patterns import pattern

Number: TypeAlias = tuple[int, str, str]
"""How many digits a whole part has, these digits, and those after the point: no number is made of
them, as they may be thousands."""
Key: TypeAlias = tuple[tuple[str | Number, ...], str]
"""The texts and the numbers of a name in turn, a text first; then the name itself, for ties."""

_DIGITS = "〇零一二三四五六七八九"
_TENS = {"十": 10, "百": 100, "千": 1000}
_VALUES = {**{sign: max(n - 1, 0) for n, sign in enumerate(_DIGITS)}, "两": 2}
_COUNTED = "组号批期队社段次届季月年片区级类条章节屯层栋幢户名楼个村款项卷册辆台座"
_NUMBER = pattern(
    r"((?<![0-9]\.)(?!(?:19|20)[0-9]{2}\.)[0-9]+\.[0-9]+(?!\.?[0-9])|[0-9]+"
    rf"|(?<=第)[{_DIGITS}十百千两]+|[{_DIGITS}十百千两]+(?=小?[{_COUNTED}]|标段|村民))"
)
_HAS = pattern(rf"[0-9{_DIGITS}十百千两]")
_NARROW = {0xFF10 + n: str(n) for n in range(10)} | {0xFF0E: "."}


@lru_cache(maxsize=4096)
def key(name: str) -> Key:
    """Return what `name` is ordered by.

    Digits count as the number they are, full-width ones too, with what stands after one decimal
    point (2018.10 is a month, and 1.2.10 a heading: each of their numbers counts alone); so do
    Chinese numerals after 第 or before what is counted. Leading zeros do not count.
    """
    text = name if name.isascii() else name.translate(_NARROW)
    if not _HAS.search(text):
        return ((text,), name)
    parts: list[str | Number] = [*_NUMBER.split(text)]
    parts[1::2] = [_number(str(part)) for part in parts[1::2]]
    return (tuple(parts), name)


def _number(written: str) -> Number:
    if not written[0].isascii():
        written = _chinese(written)
    whole, _, after = written.partition(".")
    whole = whole.lstrip("0")
    return (len(whole), whole, after.rstrip("0"))


def _chinese(written: str) -> str:
    """Return the digits of a Chinese numeral: 一百零二, or one written by digits (二〇一八)."""
    if not any(sign in _TENS for sign in written):
        return "".join(str(_VALUES[sign]) for sign in written)
    whole, digit = 0, 0
    for sign in written:
        if sign in _TENS:
            whole += (digit or 1) * _TENS[sign]
            digit = 0
        else:
            digit = _VALUES[sign]
    return str(whole + digit)


def in_sequence(names: Sequence[str]) -> list[str]:
    """Return names in order if they differ in their numbers alone, as 二组 and 十组; else as is.

    What people put into an order of their own, such as 上寨 before 下寨, stays in it.
    """
    keys = [key(name)[0] for name in names]
    texts = {each[::2] for each in keys}
    return sorted(names, key=key) if len(texts) == 1 and len(keys[0]) > 1 else list(names)
