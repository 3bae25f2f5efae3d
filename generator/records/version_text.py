"""The fields of a version of a record as text, cut into those that may have changed: unparsed.

So what is told of thousands of versions costs little: see `history`.
"""

import re

from generator.base.patterns import pattern

_KEY = pattern(r"^(?![\s#-])[^:\n]*", re.MULTILINE)
"""The name of a field of the record itself, where a line begins with one."""
_USUAL = pattern(r"^(?:[a-z][a-z_]*:|[\s#-]|\Z)", re.MULTILINE)
"""How a line begins that is written as nearly all are."""
_REFERRING = pattern(r"(?:^|[\s\[{,:])[&*]|<<", re.MULTILINE)


class Unfit(Exception):
    """A version that today's models do not take."""


def hiding(front: str) -> bool:
    """Tell whether fields may hold a record back: by those that do, or written in a rare way."""
    if "board_only" in front or "status" in front or named_elsewhere(front):
        return True
    return front.count("\n") + 1 != len(_USUAL.findall(front))


def named_elsewhere(front: str) -> bool:
    """Tell whether a part of the fields may stand for another, or be what others stand for."""
    some = "&" in front or "*" in front or "<<" in front
    return some and _REFERRING.search(front) is not None


def blocks_of(front: str) -> dict[str, str]:
    """Return fields as the lines that they stand in, by their names. Raises `Unfit`.

    All stand under "" where they cannot be told from each other.
    """
    starts = [*_KEY.finditer(front)]
    if named_elsewhere(front):
        return {"": front}
    found: dict[str, str] = {}
    ends = [*(each.start() for each in starts[1:]), len(front)]
    for each, end in zip(starts, ends, strict=False):
        name = each[0].strip()
        if name in found:
            raise Unfit
        found[name] = front[each.start() : end].rstrip("\n")
    return found


def apart(one: str, two: str) -> tuple[str, str]:
    """Return what of two texts of fields is otherwise, in whole fields."""
    most, least = min(len(one), len(two)), 0
    while least < most:  # how much both begin with
        middle = (least + most + 1) // 2
        least, most = (middle, most) if one[:middle] == two[:middle] else (least, middle - 1)
    start = least
    while start and not (one[start - 1 : start] == "\n" and _KEY.match(one, start)):
        start = one.rfind("\n", 0, start - 1) + 1
    if start and not _KEY.match(two, start):
        return one, two
    most, least = min(len(one), len(two)) - start, 0
    while least < most:  # how much both end with
        middle = (least + most + 1) // 2
        same = one[len(one) - middle :] == two[len(two) - middle :]
        least, most = (middle, most) if same else (least, middle - 1)
    key = _KEY.search(one, len(one) - least) if least else None
    while key and one[key.start() - 1 : key.start()] != "\n":
        # an end of nothing is where nothing more can be found
        key = _KEY.search(one, key.end() + 1) if key.end() < len(one) else None
    end = len(one) - key.start() if key else 0
    return one[start : len(one) - end], two[start : len(two) - end]
