"""Firms and bodies in the search: those with a page of their own are found by any part of the name.

Their names stand in the files of words (`search_index`), so that who looks for a firm need not go
through the records of all places in which a word of its name occurs. Nearly all such names say
公司, and many say 建设 or 工程: words like these, which tell nothing from anything, are `common`.
The file of places has them, and `search.js` looks for a longer text by the first and the last of
its words that are not.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from generator.model import parties
from generator.pages.packed_places import Place
from generator.pages.search_words import SHARDS, shard, whole, words

Found: TypeAlias = dict[str, list[Any]]
"""As in `search_index`."""
COMMON, SHARE, LEAST = 96, 12, 24
"""So many words at most are common: those at one place in `SHARE`, and at `LEAST` places."""
MOST = 50
"""So many names at most have a word in its file: those of the most projects."""
_DEPTHS = {"anywhere": None, "county": 1, "town": 2}
"""How deep the places lie within which a name is known, by its `parties.reach`."""
_HAN = range(0x3400, 0xA000)


def common(many: Mapping[str, int], places: int) -> list[str]:
    """Return the words of two Chinese signs that tell least, by how many places say them.

    `places` is how many have anything recorded. The most frequent come first.
    """
    least = max(LEAST, places // SHARE)
    often = [
        (count, word)
        for word, count in many.items()
        if count >= least and len(word) == 2 and all(ord(sign) in _HAN for sign in word)
    ]
    often.sort(key=lambda each: (-each[0], each[1]))
    return [word for _, word in often[:COMMON]]


class Named(NamedTuple):
    """A name with the number of the place within which it is known, None for anywhere."""

    name: str
    within: int | None


def named(places: Sequence[Place], found: Sequence[Found]) -> dict[str, Named]:
    """Return who has a page of its own among the projects `found` at each of the places, by id.

    Those of the most projects come first; of several ways to write a name the first is told.
    """
    names: dict[str, Named] = {}
    many: Counter[str] = Counter()
    for number, one in enumerate(found):
        for row in one.get("projects", ()):
            for ident, name in zip(row[6].split(","), row[5].split("\n"), strict=False):
                if not ident:
                    continue
                many[ident] += 1
                if ident not in names:
                    depth = _DEPTHS[parties.reach(parties.folded(name))]
                    names[ident] = Named(name, _above(places, number, depth))
    return {ident: names[ident] for ident in sorted(names, key=lambda one: (-many[one], one))}


def _above(places: Sequence[Place], number: int, depth: int | None) -> int | None:
    """Return the place at a depth that another lies in, or is; None for no depth."""
    if depth is None:
        return None
    while places[number].depth > depth:
        number = places[number].above
    return number


def by_shard(names: Mapping[str, Named]) -> list[dict[str, Any]]:
    """Return what each file of words says: the `parties`, and by word which are `named`."""
    found: dict[str, list[str]] = {}
    for ident, (name, _) in names.items():
        # both as it is written and as one types it: 公司（一队） in one is 公司一队
        for word in {*words(name), *words(whole(name))}:
            if len(own := found.setdefault(word, [])) < MOST:
                own.append(ident)
    made: list[dict[str, Any]] = [{"parties": [], "named": {}} for _ in range(SHARDS)]
    numbers: list[dict[str, int]] = [{} for _ in range(SHARDS)]
    for word in sorted(found):
        content, seen = made[shard(word)], numbers[shard(word)]
        for ident in found[word]:
            if ident not in seen:
                seen[ident] = len(content["parties"])
                content["parties"].append(
                    [ident, *(one for one in names[ident] if one is not None)]
                )
        content["named"][word] = [seen[ident] for ident in found[word]]
    return made
