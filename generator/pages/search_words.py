"""Texts cut into what they are found by; `search.js` cuts what is typed in the very same way.

No dictionary cuts Chinese into words, so none cuts it wrongly: a text is found by any two signs of
it that stand beside each other, a sign being one Chinese character, or a run of Latin letters or of
digits. Signs that people leave out when they type (quotes, the dot of 龙·潭) part nothing, and
numbers are the same in either way of writing: 二〇一八年 is 2018年, 十号 is 10号.
三组到五组, 三至五组 and 3-5组 are 三组至五组, 三村民组 is 三组.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from operator import add

from generator.base.patterns import pattern

SHARDS = 128
"""Files that the words are cut into: each is a few kilobytes, and a search needs one or two."""
_LEFT_OUT = pattern(r"[·•・‧“”\"‘’'「」『』《》〈〉]")
_DIGITS = "〇零○一二三四五六七八九"
_VALUE = {**{sign: str(n) for n, sign in enumerate("零一二三四五六七八九")}, "〇": "0", "○": "0"}
_YEAR = pattern(rf"[{_DIGITS}]{{4}}(?![{_DIGITS}])")
_COUNTED = pattern(r"([一二三四五六七八九]?)(十?)([一二三四五六七八九]?)(?=[号组期批轮队次标])")
_GROUP = pattern(r"村民小?组")
_SMALL = pattern(r"([0-9一二三四五六七八九十])小组")
_UP_TO = pattern(
    r"([0-9一二三四五六七八九十])组?[ ]*[至到~—–-]+[ ]*(?=[0-9一二三四五六七八九十]+组)"
)
_RUNS = pattern(r"[^\W_]+")
_SIGNS = pattern(r"[㐀-鿿]|[^\W_㐀-鿿]+")
_HAN_ALONE = pattern(r"[㐀-鿿]+")


def plain(text: str) -> str:
    """Return a text in small letters, without what people leave out, its numbers in digits."""
    folded = unicodedata.normalize("NFKC", text).lower()
    folded = _LEFT_OUT.sub("", folded)
    if not folded.isascii() and any(sign in folded for sign in "号组期批轮队次标〇零○"):
        if "组" in folded:
            folded = _SMALL.sub(r"\1组", _GROUP.sub("组", folded))
            folded = _UP_TO.sub(r"\1组至", folded)
        folded = _YEAR.sub(_year, folded)
        folded = _COUNTED.sub(_counted, folded)
    return folded


def _year(found: re.Match[str]) -> str:
    return "".join(map(_VALUE.__getitem__, found.group()))


def _counted(found: re.Match[str]) -> str:
    tens, ten, ones = found.groups()
    if not ten:
        return (_VALUE[tens] if tens else "") + (_VALUE[ones] if ones else "")
    return (_VALUE[tens] if tens else "1") + (_VALUE[ones] if ones else "0")


def words(text: str) -> Iterator[str]:
    """Yield what a text can be found by: each two neighbouring signs, each run of letters, digits.

    A character that stands alone is a word.
    """
    for run in _RUNS.findall(plain(text)):
        if _HAN_ALONE.fullmatch(run):
            if len(run) > 1:
                yield from map(add, run, run[1:])
            else:
                yield run
            continue
        signs = _SIGNS.findall(run)
        yield from map(add, signs, signs[1:])
        yield from (each for each in signs if len(signs) == 1 or not "㐀" <= each[0] <= "鿿")


@lru_cache(maxsize=4096)
def whole(text: str) -> str:
    """Return a word of everyday as it is looked for: as it is typed, without what parts it."""
    return "".join(_RUNS.findall(plain(text)))


def shard(word: str) -> int:
    """Return the number of the file that a word stands in; `search.js` counts the same."""
    units = f"{word}\0".encode("utf-16-be")  # as a browser counts characters
    return (int.from_bytes(units[:2], "big") * 31 + int.from_bytes(units[2:4], "big")) % SHARDS
