"""Money as clerks type it: read exactly, or refused with what is wrong with it.

No message or hint of a refused amount names another amount: an example would be copied, and the
budget of a village with it.
"""

import re
from typing import Any

from pydantic_core import PydanticCustomError

from generator.base.half_width import narrow
from generator.base.patterns import pattern
from generator.base.typed import scalar, wrong

AMBIGUOUS_BELOW = 10_000
"""A bare number below this may be meant in 万元, so the clerk is asked (yuan)."""
LONGEST_MONEY = 100
_MOST = 10**17
"""Amounts stay below this, in fen, so that sums of many stay whole numbers of 64 bits."""
_UNITS = {
    "": 1,
    "元": 1,
    "圆": 1,
    "千元": 1_000,
    "万": 10_000,
    "万元": 10_000,
    "百万元": 10**6,
    "千万元": 10**7,
    "亿": 10**8,
    "亿元": 10**8,
}
_MONEY = pattern(
    r"(?P<yuan>¥|RMB|CNY|人民币)? *"
    r"(?P<number>[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?: \d{3})+|\d+)(?P<fraction>\.\d+)?"
    rf" *(?P<unit>{'|'.join(each for each in _UNITS if each)})?整?",
    re.ASCII,
)
_TO_THE_FEN = pattern(r"[1-9]\d{4,13}\.\d\d", re.ASCII)
"""An amount that no one can take for 万元, as nearly all are written."""
_BETWEEN = dict.fromkeys(map(ord, ", ."))
_AROUND = pattern(
    r"约|大概|大约|左右|上下|以[上下内]|不[到超足]|近|[\d百千万亿十][余多]|超过|至少|最[多高低少]|预计|估|暂定"
    r"|几|[\d元万亿] *[-~至到] *¥?\d|[\d元万亿] *[+]$|^[<>≤≥±]"
)
"""Words and signs of an amount that is not one exact number."""
_NUMERALS = pattern(r"[〇零一二三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟两]")
_WHOLE = pattern(
    r"(?:¥|RMB|CNY|人民币)? *[\d,. '’]*\d *(?:[千百]?万元?|亿元?|千?元|圆)?整?", re.ASCII
)


def parse_money(value: Any) -> int:
    """Return an amount in fen, exactly.

    Takes yuan (`1250000.00`, `1,250,000元`, `¥125.50`), 万元, 亿元, 千元. Refused are a bare number
    below 10,000, whatever its decimals, unless it is 0, parts of a fen, and amounts below nothing.
    """
    typed = scalar(value)
    if _TO_THE_FEN.fullmatch(typed):
        return int(typed.replace(".", ""))
    text = narrow(typed).strip()
    match = _MONEY.fullmatch(text) if len(text) < LONGEST_MONEY else None
    if not match:
        raise wrong("P311" if _below_nothing(text) else _fault(text), value)
    number, fraction, unit = match.group("number", "fraction", "unit")
    digits = int(f"{number}{fraction or ''}".translate(_BETWEEN))
    scale: int = 10 ** (len(fraction) - 1 if fraction else 0)
    fen, rest = divmod(digits * 100 * _UNITS[unit or ""], scale)
    if rest:
        raise wrong("P124", value)
    if not (unit or match["yuan"]) and 0 < digits < AMBIGUOUS_BELOW * scale:
        raise wrong("P103", text)
    if fen >= _MOST:
        raise wrong("P145", value)
    return fen


def _fault(text: str) -> str:
    """Return the code of what is wrong with a text that is not read as money."""
    if len(text) >= LONGEST_MONEY:
        return "P102"
    if _AROUND.search(text):
        return "P125"
    if _WHOLE.fullmatch(text):
        return "P123"
    if re.search(r"\d", text, re.ASCII) and re.search(r"[万亿千].*\d", text):
        return "P126"
    return "P126" if _NUMERALS.search(text) and re.search("[元万亿圆整]", text) else "P102"


_BELOW = pattern(
    r"¥? *(?:[-\u2010-\u2015\u2212\u2796\ufe63]+"
    r"|核减|扣减|冲减|退回|返还|交回|收回|红字|[负減减退扣])"
    r" *(?P<a>.+)|\((?P<b>[^()]+)\)(?P<c>[^()]*)|(?P<d>.+?) *[-\u2212]"
)


def _below_nothing(text: str) -> bool:
    """Tell whether this is an amount with a sign or a word before it that takes it away.

    Bookkeepers put such an amount into brackets, and some programs the sign behind it.
    """
    match = _BELOW.fullmatch(text) if len(text) < LONGEST_MONEY else None
    if not match:
        return False
    signless = match["a"] or match["d"] or f"{match['b']}{match['c']}"
    return bool(_MONEY.fullmatch(signless.strip()))


def parse_outgoing(value: Any) -> int:
    """Return an amount as `parse_money` does; one below nothing has a field of its own."""
    try:
        return parse_money(value)
    except PydanticCustomError as error:
        if error.type == "P311":
            raise wrong("P310", value) from None
        raise
