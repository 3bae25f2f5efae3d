"""What the search of the site reads: small files that a browser asks for, and no server behind.

Three kinds, all JSON. `search/places.json` has every place with its name, pinyin and the place
above it: enough to find a place by any part of its name. `search/words-*.json` say at which
places two neighbouring characters, or a word in Latin letters, occur in the title of a project
or a commendation or in a name. `search/units/….json` have what is found at one place.

Words name places by their number. So both say which places they were made `of`, and a browser that
has got them before and after an update does not take one village for another. All say their
`form`, which a script of another build does not read.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from itertools import pairwise
from operator import add
from typing import Any

from generator import traditional
from generator.kinds.kind import View
from generator.messages import TRADITIONAL

PLACES = "search/places.json"
FORM = 1
"""To be raised with that in `search.js` when what the files are like changes."""
SHARDS = 64
"""Files that the words are cut into: each is a few kilobytes, and a search needs two or three."""
_RUNS = re.compile(r"[㐀-鿿]+|[^\W_㐀-鿿]+")
_HAN = range(0x4E00, 0xA000)


def unit_file(ident: str) -> str:
    """Return the address of the file of one place, from the root of the site."""
    return f"search/units/{ident}.json"


def traditional_file(url: str) -> str:
    """Return the address of the file that pages in Traditional characters read instead."""
    return f"search/{TRADITIONAL}/{url.removeprefix('search/')}"


def shown_of(url: str, content: Any) -> Any:
    """Return what is shown of a file: the names of places, all of one place; of words nothing."""
    if url == PLACES:
        return [row[0] for row in content["places"]]
    return content if url.startswith("search/units/") else None


def people_of(shown: Any) -> set[str]:
    """Return the names of people among what `shown_of` gives of one place."""
    if not isinstance(shown, dict):
        return set()
    names = {row[0] for name in ("posts", "honours") for row in shown.get(name, ())}
    return traditional.named_doubtfully(names)


def words(text: str) -> Iterator[str]:
    """Yield what a text can be found by: each two neighbouring characters, each Latin word.

    A character that stands alone is a word. `search.js` cuts what is typed in the same way.
    """
    for run in _RUNS.findall(unicodedata.normalize("NFKC", text).lower()):
        if "㐀" <= run[0] <= "鿿" and len(run) > 1:
            yield from map(add, run, run[1:])
        else:
            yield run


def shard(word: str) -> int:
    """Return the number of the file that a word stands in; `search.js` counts the same."""
    units = f"{word}\0".encode("utf-16-be")  # as a browser counts characters
    return (int.from_bytes(units[:2], "big") * 31 + int.from_bytes(units[2:4], "big")) % SHARDS


def of_unit(
    projects: Iterable[View], contacts: View | None, honours: Iterable[View], issued: Iterable[View]
) -> View:
    """Return what is found at one place: titles with what lists say of them, names with posts."""
    found: dict[str, list[Any]] = {
        "projects": [
            [row["title"], row["year"], row["stage"], row["category"], row["id"]]
            for row in projects
        ],
        "posts": [
            [post["person"], post["role"], post["group"]]
            for post in (contacts or {}).get("posts", ())
            if post["person"]
        ],
        "honours": [
            [row["name"], row["commendation"]["title"], row["commendation"]["id"]]
            for row in honours
        ],
        "issued": [[row["title"], row["id"]] for row in issued],
    }
    return {name: rows for name, rows in found.items() if rows}


def texts_of(found: View) -> Iterator[str]:
    """Yield the texts of one place, as `of_unit` has them, that words are taken from."""
    yield from (row[0] for rows in found.values() for row in rows)
    yield from (row[1] for row in found.get("honours", ()))


def codes_of(found: View) -> Iterator[str]:
    """Yield the years and stages of a place's projects as words for the filters."""
    for _, year, stage, *_ in found.get("projects", ()):
        yield f"y{year}"
        yield f"s{stage}"


def files(places: Sequence[Sequence[Any]], found: Iterable[View]) -> Iterator[tuple[str, Any]]:
    """Yield address and content of the files of places and words.

    `places` are short name, pinyin, number of the place above (-1 for none) and id; `found` what
    `of_unit` says of each. A row that ends in 1 is of a place that has a file of its own.
    """
    index: dict[str, list[int]] = defaultdict(list)
    letters: set[str] = set()
    rows = []
    for number, (place, one) in enumerate(zip(places, found, strict=True)):
        texts = [*texts_of(one)]
        letters.update(place[0], *texts)
        # at once, as no word goes beyond the end of a line
        for word in {*words("\n".join(texts)), *codes_of(one)}:
            index[word].append(number)
        rows.append([*place[:3], _tail(places, place), *([1] if one else [])])
    of = mark(place[3] for place in places)
    yield PLACES, {"form": FORM, "of": of, "places": rows, "variants": variants(letters)}
    shards: list[dict[str, list[int]]] = [{} for _ in range(SHARDS)]
    for word in sorted(index):
        shards[shard(word)][word] = _gaps(index[word])
    for number, content in enumerate(shards):
        yield f"search/words-{number}.json", {"form": FORM, "of": of, "words": content}


def mark(idents: Iterable[str]) -> str:
    """Return what tells these places in this order from any others."""
    return blake2b("\n".join(idents).encode(), digest_size=5).hexdigest()


def _tail(places: Sequence[Sequence[Any]], place: Sequence[Any]) -> str:
    """Return the id without what its pinyin and the place above it say; with a slash if whole."""
    _, pinyin, above, ident = place
    start = f"{places[above][3]}/" if above >= 0 else ""
    if not start or not ident.startswith(start):
        return f"/{ident}"
    tail: str = ident[len(start) :]
    return "" if tail == pinyin.replace(" ", "") else tail


def _gaps(numbers: Sequence[int]) -> list[int]:
    """Return ascending numbers as the first and the steps between them, which are shorter."""
    return [numbers[0], *(two - one for one, two in pairwise(numbers))]


def variants(letters: Iterable[str]) -> str:
    """Return Traditional characters, each before the Simplified one that occurs among `letters`.

    A character that occurs itself stays what it is.
    """
    occur = {*letters}
    return "".join(
        old + new for old, new in _simplified().items() if new in occur and old not in occur
    )


@cache
def _simplified() -> Mapping[str, str]:
    from opencc import OpenCC  # noqa: PLC0415 (not needed by most builds, and slow to load)

    every = [*map(chr, _HAN)]
    made = OpenCC("t2s").convert("\n".join(every)).split("\n")
    return {old: new for old, new in zip(every, made, strict=True) if old != new}
