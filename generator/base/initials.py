"""The letter that a name begins with in pinyin, and the order of names under one letter.

Where thousands of names are put in order, `pinyin` would take longer to load than all else. The
3,755 common characters of GB 2312 stand in it in the order of their pinyin; for the letters of
those and of the 3,008 others there is a table, made by `pinyin` and held to it by a test.
"""

from pathlib import Path

from generator.base.patterns import pattern

TABLE = Path(__file__).with_name("initials.txt")
"""Of each character from row 16 of GB 2312 on its letter, 94 a row; a full stop where is none."""
FIRST_ROW, ROW = 16, 94
_NOT = pattern(r"[\W_]+")
_letters: list[str] = []


def of(name: str) -> str:
    """Return the first letter of a name in pinyin, small; "" where it begins with none."""
    bare = _NOT.sub("", name)[:1].lower()
    if bare.isascii():
        return bare if bare.isalpha() else ""
    if not _letters:
        _letters.append(TABLE.read_text("ascii").replace("\n", ""))
    at = _at(bare)
    letter = _letters[0][at] if 0 <= at < len(_letters[0]) else "."
    return "" if letter == "." else letter


def order(name: str) -> bytes:
    """Return what names under a letter are ordered by: nearly as they are said."""
    return _NOT.sub("", name).encode("gb18030", "replace")


def _at(character: str) -> int:
    """Return where a character stands in the table, -1 where it is not there."""
    code = character.encode("gb2312", "ignore")
    return (code[0] - 0xA0 - FIRST_ROW) * ROW + code[1] - 0xA1 if len(code) == 2 else -1
