"""The picture that messengers show of a village's page: its three numbers, and the code of it.

The signs are drawn from `share_card.txt`, so that a publisher's machine needs no font, and the file
is written here byte by byte, without a library whose next version might pack it otherwise: the same
numbers are the same bytes on any machine. The name of the village, for which thousands of signs
would have to be shipped, stands beside the picture in every messenger, as the title of the page.
"""

import struct
from functools import cache
from pathlib import Path
from zlib import adler32, crc32

from generator.base.digests import digest
from generator.base.money import WAN, exact, ten_thousands
from generator.model.kinds.kind import View
from generator.pages.qr_code import cells

WIDE, HIGH = 400, 210
"""Its size in pixels, of which messengers show the half."""
PAPER, INK = bytes.fromhex("fdfcf8"), bytes.fromhex("25356f")
SMALL, MIDDLE, LARGE = 22, 30, 38
FORM = b"3"
"""Changes with how a card is drawn: it is a part of its address."""
_LEFT, _ROWS = 10, (0, 68, 136)
"""Where the three numbers begin, from the left and from above."""
_CODE, _QUIET = 200, 4
"""How wide the place for the code is, and the modules around it that stay free."""


def figures(of: View, url: str) -> View | None:
    """Return what the card of a village says, from its figures; None where it has no project.

    Money is in fen, None where it is not stated; `least` names the sums that leave out projects
    whose amounts are not. `url` is the full address of its page.
    """
    projects = of.get("projects", 0)
    if not projects or not url:
        return None
    said = {name: of.get(name) for name in ("planned", "paid")}
    least = [name for name in said if said[name] is not None and of.get(f"{name}_unknown")]
    return {**said, "least": least, "projects": projects, "url": url}


def address(ident: str, card: View) -> str:
    """Return where the card of a village lies: what it says is in its name."""
    mark = digest(repr([FORM, *sorted(card.items())]).encode()).hex()[:10]
    return f"media/card-{ident.replace('/', '-')}-{mark}.png"


def made(card: View) -> bytes:
    """Return the card as a PNG file."""
    rows = [0] * HIGH
    lines = (
        (_called("计划花", "planned", card), *_money(card["planned"])),
        (_called("已经付了", "paid", card), *_money(card["paid"])),
        ("项目", str(card["projects"]), "个"),
    )
    for top, (name, number, unit) in zip(_ROWS, lines, strict=True):
        _write(rows, name, SMALL, _LEFT, top)
        known, large = number != _UNKNOWN, len(number) <= len("123.45")
        size = LARGE if known and large else MIDDLE
        at = _write(rows, number, size, _LEFT, top + 24)
        if known:
            _write(rows, unit, SMALL, at + 4, top + 24 + (13 if large else 7))
    _draw_code(rows, card["url"])
    return _png(rows)


_UNKNOWN = "没填"


def _called(words: str, name: str, card: View) -> str:
    """Return what a sum is called: one that leaves out projects is said to be the least."""
    return f"{words}至少" if name in card["least"] else words


def _money(fen: int | None) -> tuple[str, str]:
    """Return an amount and its unit; one without a place for its fraction is told in whole."""
    if fen is None:
        return _UNKNOWN, ""
    if fen < WAN:
        return exact(fen).removesuffix(".00"), "元"
    said = ten_thousands(fen)
    return said if len(said) <= len("12,345.67") else said.partition(".")[0], "万元"


@cache
def _signs() -> dict[tuple[str, int], tuple[int, tuple[int, ...]]]:
    """Return how wide each sign of a size is, and its rows of bits from above."""
    found: dict[tuple[str, int], tuple[int, tuple[int, ...]]] = {}
    text = Path(__file__).with_suffix(".txt").read_text("utf-8")
    for line in text.splitlines():
        sign, size, wide, rows = line.split(" ")
        found[sign, int(size)] = int(wide), tuple(int(row, 16) for row in rows.split(","))
    return found


def _write(rows: list[int], text: str, size: int, left: int, top: int) -> int:
    """Draw a text; return where it ends."""
    signs = _signs()
    for sign in text:
        wide, drawn = signs[sign, size]
        shift = WIDE - left - wide
        for n, row in enumerate(drawn):
            rows[top + n] |= row << shift
        left += wide
    return left


def _draw_code(rows: list[int], url: str) -> None:
    """Draw the QR code of an address at the right, as large as its place allows."""
    code = cells(url)
    scale = _CODE // (len(code) + 2 * _QUIET)
    across = scale * len(code)
    left, top = WIDE - _CODE + (_CODE - across) // 2, (HIGH - across) // 2
    ones, none = "1" * scale, "0" * scale
    for n, row in enumerate(code):
        bits = int("".join(ones if dark else none for dark in row), 2) << (WIDE - left - across)
        for m in range(scale):
            rows[top + n * scale + m] |= bits


def _png(rows: list[int]) -> bytes:
    """Return rows of bits as a picture of two colours; its data is stored as it is."""
    packed = b"".join(b"\0" + row.to_bytes(WIDE // 8, "big") for row in rows)
    size = struct.pack("<HH", len(packed), len(packed) ^ 0xFFFF)
    stored = b"\x78\x01\x01" + size + packed + struct.pack(">I", adler32(packed))
    head = struct.pack(">IIBBBBB", WIDE, HIGH, 1, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", PAPER + INK), (b"IDAT", stored), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc32(name + data))
        for name, data in parts
    )
