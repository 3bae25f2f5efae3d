"""What ` #` cuts off: YAML takes it for a remark, the clerk may have meant it as text.

A remark (`# ` with a blank) behind a value in quotation marks, or behind a code, is taken for one:
neither can go on behind it. Behind a text it may be part of what was typed, however many blanks
stand before it, so it is told.
"""

from collections.abc import Iterator
from typing import Any

from generator.base.patterns import pattern

CUT = pattern(r"\S[ \t]+#|\n[ \t]+#[^\s#]")
"""Found in every text that has a remark behind something."""
_BELOW = pattern(r"[ \t]*\n(?P<margin>[ \t]+)(?P<cut>#[^\s#][^\n]*)")
"""A line like the next one of a text, but for its #: `#1标段` with no blank behind the sign."""
_REST = pattern(r"(?:[ \t]*,)?[ \t]+(?P<cut>#[^\n]*)")
_SLUG = pattern(r"[a-z0-9_/.-]+")

Path = tuple[str | int, ...]
Cut = tuple[Path, str]
"""The path of a value, and what was cut off behind it."""


def cuts(node: Any, text: str, path: Path = (), margin: int = 0) -> Iterator[Cut]:
    """Yield the path of each value in `text`, composed as `node`, that a remark may have cut.

    `margin` is how far the name of the value is indented (characters).
    """
    if node.id == "mapping":
        for key, each in node.value:
            yield from cuts(each, text, (*path, key.value), key.start_mark.column)
    elif node.id == "sequence":
        for n, each in enumerate(node.value):
            yield from cuts(each, text, (*path, n), each.start_mark.column - 1)
    elif node.style not in ("|", ">"):
        below = None if node.style or not node.value else _BELOW.match(text, node.end_mark.index)
        if below and len(below["margin"]) > margin:
            yield path, below["cut"].rstrip()
            return
        rest = _REST.match(text, node.end_mark.index)
        if rest and not _apart(node, rest["cut"]):
            yield path, rest["cut"].rstrip()


def _apart(node: Any, cut: str) -> bool:
    """Tell whether a remark is surely one."""
    if cut[1:2] not in (" ", "\t", "", "#"):
        return False
    return node.style in ("'", '"') or _SLUG.fullmatch(node.value) is not None
