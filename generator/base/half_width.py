"""Full-width letters, digits and signs as their ASCII forms."""

from generator.base.patterns import pattern


def half_width(text: str) -> str:
    """Return `text` with full-width digits, letters and signs as their ASCII forms, stripped."""
    return text.strip() if text.isascii() else narrow(text).strip()


def narrow(text: str) -> str:
    """Return `text`, offsets unchanged, with full-width forms, odd spaces and dashes as ASCII."""
    return text.translate(_NARROW) if _WIDE.search(text) else text


_NARROW: dict[int, int | str] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys((0xA0, *range(0x2000, 0x200B), 0x202F, 0x3000), " "),
    **dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-"),
    0xFFE5: "¥",
}


_WIDE = pattern("[" + "".join(map(chr, _NARROW)) + "]")
"""A letter wider than the others is the same letter; other likenesses (② ², ½) are left alone."""
