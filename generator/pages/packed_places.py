"""All places in a few kilobytes: what a browser loads before it can find one.

Names stand one after another, each closed by a small letter for what it ends in (`c` for 村), so
that most of them are the two characters that tell a village. Their pinyin is said once for each
character; whoever is read otherwise is named. `search.js` unpacks it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from generator.base.patterns import pattern

ENDS: Mapping[str, str] = {
    "c": "村", "s": "社区", "z": "镇", "x": "乡", "d": "街道", "j": "居委会", "a": "县", "i": "市",
}  # fmt: skip
"""What names end in, by the letter that closes them; `_` closes those that end in nothing of it."""
_CLOSING = pattern("[a-z_]")


class Place(NamedTuple):
    """A place as the search knows it."""

    name: str
    pinyin: str
    above: int
    """The number of the place above, -1 for none."""
    ident: str
    depth: int = 0
    """How many places are above it."""
    former: tuple[str, ...] = ()
    """What it was called, or is called officially."""


def packed(places: Sequence[Place], records: Sequence[int]) -> dict[str, Any]:
    """Return names, pinyin, depths, ids and numbers of records; places stand below those above.

    `records` has how many projects are recorded of each, -1 where nothing at all is. A depth is
    a digit. `odd` has names that cannot be closed by a letter, `spelled` the pinyin that does not
    follow from the characters, `tails` the ids that do not follow from pinyin and place above.
    """
    cut = [_cut(place) for place in places]
    read = _readings(cut, places)
    odd: dict[int, str] = {}
    spelled: dict[int, str] = {}
    tails: dict[int, str] = {}
    names: list[str] = []
    for number, (place, (bare, closing)) in enumerate(zip(places, cut, strict=True)):
        if _CLOSING.search(bare):
            odd[number] = place.name
            bare, closing = "", "_"  # noqa: PLW2901 (it is said apart)
        names.append(bare + closing)
        if " ".join(read.get(sign, "?") for sign in bare) != place.pinyin:
            spelled[number] = place.pinyin
        tail = _tail(places, place)
        if tail:
            tails[number] = tail
    return {
        "names": "".join(names),
        "read": "".join(sign + each for sign, each in read.items()),
        "depths": "".join(chr(ord("0") + place.depth) for place in places),
        "odd": odd,
        "spelled": spelled,
        "tails": tails,
        "former": {n: [*place.former] for n, place in enumerate(places) if place.former},
        "filed": [each for n, count in enumerate(records) if count >= 0 for each in (n, count)],
    }


def names_of(content: Mapping[str, Any]) -> list[str]:
    """Return the names of places from what `packed` made of them."""
    names: list[str] = []
    start = 0
    for found in _CLOSING.finditer(content["names"]):
        bare = content["names"][start : found.start()]
        names.append(content["odd"].get(len(names), bare + ENDS.get(found.group(), "")))
        start = found.end()
    return names


def _cut(place: Place) -> tuple[str, str]:
    """Return a name without what it ends in, and the letter for that."""
    syllables = len(place.pinyin.split())
    for letter, end in ENDS.items():
        bare = place.name.removesuffix(end)
        if bare != place.name and syllables == len(bare):
            return bare, letter
    return place.name, "_"


def _readings(cut: Sequence[tuple[str, str]], places: Sequence[Place]) -> dict[str, str]:
    """Return the reading that each character has in most names."""
    counted: dict[str, Counter[str]] = {}
    for (bare, _), place in zip(cut, places, strict=True):
        syllables = place.pinyin.split()
        if len(syllables) <= len(bare):
            for sign, each in zip(bare, syllables, strict=False):
                if each.isascii() and each.isalpha() and not _CLOSING.search(sign):
                    counted.setdefault(sign, Counter())[each] += 1
    return {sign: each.most_common(1)[0][0] for sign, each in counted.items()}


def _tail(places: Sequence[Place], place: Place) -> str:
    """Return the id without what its pinyin and the place above it say; with a slash if whole."""
    start = f"{places[place.above].ident}/" if place.above >= 0 else ""
    if not start or not place.ident.startswith(start):
        return f"/{place.ident}"
    tail = place.ident[len(start) :]
    return "" if tail == place.pinyin.replace(" ", "") else tail
