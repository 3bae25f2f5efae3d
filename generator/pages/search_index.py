"""What the search of the site reads: small files that a browser asks for, and no server behind.

Three kinds, all JSON, each with a mark in its name that changes with what it says, so that a
browser that has one never asks for it again. `search/places.MARK.json` has every place with its
name, its pinyin and the place above it: enough to find a place however it is typed.
`search/words-N.MARK.json` say at which places a word occurs (`search_words`), with the first lines
that are to be shown of it, and which firms and bodies with a page of their own have it in their
name (`search_parties`). `search/units/….MARK.json` have all that is found in one town and its
villages.

Words name places by their number. So both say which places they were made `of`, and a browser that
has got them before and after an update does not take one village for another. All say their
`form`, which a script of another build does not read.
"""

import marshal
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from itertools import pairwise
from typing import Any, TypeAlias

from generator.base.lock_free import cached_property
from generator.base.messages import TRADITIONAL
from generator.model import traditional_text
from generator.model.everyday_words import POSTS, Everyday
from generator.model.kinds.kind import View
from generator.pages import packed_places, search_parties
from generator.pages.packed_places import Place
from generator.pages.search_words import SHARDS, plain, shard, whole, words

FORM = 7
"""To be raised with that in `search.js` when what the files are like changes."""
FOLDER = "search/"
"""Where the files lie, from the root of the site; those of a section lie below it."""
KINDS = ("projects", "posts", "sent", "leaders", "honours", "issued")
"""What is found at a place; the lines of a file of words begin with the number of one of these."""
SAID = {"posts": (0, 2), "sent": (0, 2), "leaders": (0, 1), "honours": (0, 1), "issued": (0,)}
"""Which values of a row it is found by besides its words of everyday; projects by more."""
PLACES, LINES = 6, 2
"""Of a word the first places, and of each its first lines, stand in the file of the word itself."""
TOWN = 2
"""How deep in the tree the places are whose file has all that is found below them, too."""
_HAN = range(0x4E00, 0xA000)
NOTHING: Mapping[str, Any] = {}
Found: TypeAlias = dict[str, list[Any]]
"""What is found at one place: rows by kind, as `rows_of` has them."""


def places_file(mark: str, folder: str = FOLDER) -> str:
    """Return the address of the file of places, from the root of the site."""
    return f"{folder}places.{mark}.json"


def words_file(number: int, mark: str, folder: str = FOLDER) -> str:
    """Return the address of one of the files of words."""
    return f"{folder}words-{number}.{mark}.json"


def unit_file(ident: str, mark: str) -> str:
    """Return the address of the file of one town, or of a place above the towns."""
    return f"search/units/{ident}.{mark}.json"


def traditional_file(url: str) -> str:
    """Return the address of the file that pages in Traditional characters read instead."""
    return f"search/{TRADITIONAL}/{url.removeprefix('search/')}"


def shown_of(url: str, content: Any) -> Any:
    """Return what is shown of a file: the names of places, all of a town; of words nothing."""
    if url.rpartition("/")[2].startswith("places."):
        return packed_places.names_of(content)
    return content["found"] if url.startswith("search/units/") else None


def people_of(shown: Any) -> set[str]:
    """Return the names of people among what `shown_of` gives of a town."""
    if not isinstance(shown, dict):
        return set()
    named = ("posts", "sent", "leaders", "honours")
    names = {row[0] for one in shown.values() for name in named for row in one.get(name, ())}
    return traditional_text.named_doubtfully(names)


def honoured(honours: Iterable[View], issued: Iterable[View]) -> Found:
    """Return what is found of the honours that a place has and gave."""
    found = {
        "honours": [
            [row["name"], row["commendation"]["title"], row["commendation"]["id"]]
            for row in honours
        ],
        "issued": [[row["title"], row["id"]] for row in issued],
    }
    return {name: rows for name, rows in found.items() if rows}


@dataclass(frozen=True)
class Table:
    """The words of everyday as texts are held against them, and the words for categories."""

    everyday: Everyday
    categories: Mapping[str, str]

    @cached_property
    def things(self) -> "_Meant":
        """The things that words of records stand for."""
        return _Meant.of(self.everyday.things)

    @cached_property
    def bodies(self) -> "_Meant":
        """What bodies are called by people, for their names in records."""
        own = ((word, (*every, word)) for word, every in self.everyday.bodies)
        return _Meant.of([(word, [plain(each) for each in every]) for word, every in own])

    @cached_property
    def roles(self) -> dict[str, list[str]]:
        """The words for each post, by its code."""
        found: dict[str, list[str]] = {code: [] for code in POSTS}
        for word, codes in self.everyday.posts:
            for code in codes:
                found[code].append(whole(word))
        return found

    @cached_property
    def named(self) -> dict[str, str]:
        """All that a category is called, for its code, as `plain` has it."""
        return {code: plain(name) for code, name in self.categories.items()}

    def text(self, kind: str, row: Sequence[Any]) -> str:
        """Return what a row can be found by, as `plain` has it, its parts a line each."""
        if kind == "projects":
            return f"{plain(row[0])}\n{self.named.get(row[3], '')}\n{plain(row[5])}"
        return plain("\n".join(row[n] for n in SAID[kind]))

    def codes(self, kind: str, row: Sequence[Any], text: str, place: str) -> Iterator[str]:
        """Yield the words of everyday that a row stands for, and what filters ask for.

        The name of its own `place` is none of these: what is done in 高桥村 is no bridge for that.
        """
        if kind == "projects":
            yield f"y{row[1]}"
            yield f"s{row[2]}"
            yield f"{row[1]}年"
            if row[4]:
                yield from map(whole, self.everyday.late)
            said = "\n".join(text.split("\n", 2)[:2])
            yield from self.things.said_in(said.replace(place, ""))
        else:
            yield from self.roles.get(row[1] if kind in ("posts", "sent") else kind, ())
        yield from self.bodies.said_in(text)


@dataclass(frozen=True, slots=True)
class _Meant:
    """Words that people type, by the words of records that they stand for."""

    words: Mapping[str, Sequence[str]]
    pattern: re.Pattern[str] | None
    """Finds the words of records, the longest at each sign."""

    @classmethod
    def of(cls, table: Sequence[tuple[str, Sequence[str]]]) -> "_Meant":
        """Return them for a table of words with what each stands for."""
        meant = {each for _, every in table for each in every}
        words = {
            each: [whole(word) for word, every in table if any(e in each for e in every)]
            for each in meant
        }
        longest = sorted(words, key=lambda word: (-len(word), word))
        found = re.compile(f"(?=({'|'.join(map(re.escape, longest))}))") if longest else None
        return cls(words, found)

    def said_in(self, text: str) -> Iterator[str]:
        """Yield the words that people may type for what a text says."""
        if self.pattern:
            for each in {*self.pattern.findall(text)}:
                yield from self.words[each]


@dataclass
class _Index:
    """At which places each word occurs, in the order in which they are shown, and first lines."""

    at: dict[str, list[int]] = field(default_factory=dict)
    first: dict[str, list[tuple[int, list[tuple[str, int]]]]] = field(default_factory=dict)

    def add(self, number: int, found: Found, table: Table, place: str) -> str:
        """Note the words of a `place`, whose number is `number`; return all that it says."""
        place = plain(place)
        rows = [(kind, n, row) for kind in KINDS for n, row in enumerate(found.get(kind, ()))]
        texts = [table.text(kind, row) for kind, _, row in rows]
        coded: dict[str, list[tuple[str, int]]] = {}
        for (kind, n, row), text in zip(rows, texts, strict=True):
            for code in {*table.codes(kind, row, text, place)}:
                coded.setdefault(code, []).append((kind, n))
        every = "\n".join(texts)
        # at once, as no word goes beyond the end of a line
        for word in {*words(every)} | coded.keys():
            self.at.setdefault(word, []).append(number)
            first = self.first.setdefault(word, [])
            if len(first) < PLACES and word[:1] not in "ys":
                lines = coded.get(word) or [
                    (kind, n)
                    for (kind, n, _), text in zip(rows, texts, strict=True)
                    if word in text
                ]
                first.append((number, lines))
        return every


def files(
    places: Sequence[Place],
    found: Iterable[Found],
    table: Table,
    mark: str,
    salt: bytes = b"",
    folder: str = FOLDER,
    more: Mapping[str, Any] = NOTHING,
) -> Iterator[tuple[str, Any]]:
    """Yield address and content of all files of the search; `found` is what is at each place.

    `mark` tells all that these are made from; `salt` what else is said of a town's in its file.
    They lie in `folder`; `more` is what else the file of places says.
    """
    known = [*found]
    index, letters = _Index(), {*table.everyday.letters}
    for number in sorted(range(len(places)), key=lambda n: (places[n].depth, n)):
        letters.update(places[number].name, *places[number].former)
        if known[number]:
            letters.update(index.add(number, known[number], table, places[number].name))
    common = search_parties.common(
        {word: len(there) for word, there in index.at.items()}, sum(map(bool, known))
    )
    of = of_places(place.ident for place in places)
    towns: dict[str, dict[str, Found]] = {}
    for place, one in zip(places, known, strict=True):
        if one:
            towns.setdefault(_town(places, place), {})[place.ident] = one
    marks = {}
    for ident, own in towns.items():
        digest = blake2b(marshal.dumps((FORM, own), 2) + salt, digest_size=5).hexdigest()
        marks[ident] = digest
        yield unit_file(ident, digest), {"form": FORM, "found": own}
    yield (
        places_file(mark, folder),
        {
            "form": FORM,
            "of": of,
            **packed_places.packed(
                places, [len(one.get("projects", ())) if one else -1 for one in known]
            ),
            "files": {n: marks[p.ident] for n, p in enumerate(places) if p.ident in marks},
            **_everyday(table.everyday),
            "variants": variants(letters),
            "common": "".join(common),
            **more,
        },
    )
    parties = search_parties.by_shard(search_parties.named(places, known))
    for number, content in enumerate(_shards(index, known)):
        yield (
            words_file(number, mark, folder),
            {"form": FORM, "of": of, **content, **parties[number]},
        )


def _everyday(words: Everyday) -> dict[str, Any]:
    """Return what the file of places says of words of everyday."""
    return {
        "things": [[whole(word), [*map(whole, every)]] for word, every in words.things],
        "bodies": [[whole(word), [*map(whole, (*every, word))]] for word, every in words.bodies],
        "works": [*map(whole, words.works)],
        "late": [*map(whole, words.late)],
        "posts": [[whole(word), [*codes]] for word, codes in words.posts],
        "stages": [[whole(word), [*codes]] for word, codes in words.stages],
        "pages": [[code, [*map(whole, every)]] for code, every in words.pages],
    }


def _shards(index: _Index, known: Sequence[Found]) -> list[dict[str, Any]]:
    """Return the files of words: the places of each, and its first lines by their number there."""
    made: list[dict[str, Any]] = [{"words": {}, "first": {}, "lines": []} for _ in range(SHARDS)]
    seen: list[dict[tuple[int, str, int], int]] = [{} for _ in range(SHARDS)]
    for word in sorted(index.at):
        number = shard(word)
        content, numbers = made[number], seen[number]
        content["words"][word] = gaps(sorted(index.at[word]))
        first = []
        for place, lines in index.first[word]:
            shown = []
            for kind, n in lines[:LINES]:
                key = (place, kind, n)
                if key not in numbers:
                    numbers[key] = len(content["lines"])
                    content["lines"].append([KINDS.index(kind), *known[place][kind][n]])
                shown.append(numbers[key])
            first.append([place, len(lines), *shown])
        if first:
            content["first"][word] = first
    return made


def _town(places: Sequence[Place], place: Place) -> str:
    """Return the id of the place whose file has what is found at another, or at itself."""
    while place.depth > TOWN:
        place = places[place.above]
    return place.ident


def of_places(idents: Iterable[str]) -> str:
    """Return what tells these places in this order from any others."""
    return blake2b("\n".join(idents).encode(), digest_size=5).hexdigest()


def gaps(numbers: Sequence[int]) -> list[int]:
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
