"""The search of a site above prefectures: cut, so that no file grows with the nation.

Each prefecture (or county right under a province) is a section with places and words of its own,
which are just what a site of that prefecture alone would have. Above them are one file of places,
down to the counties, and files that say in which sections a word occurs: `search.js` looks there
first, and then into the few sections where all that was typed occurs.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from generator.base.patterns import pattern
from generator.pages import search_index, search_parties
from generator.pages.packed_places import Place
from generator.pages.search_index import Found, Table
from generator.pages.search_words import plain, whole, words

LIMIT = 20_000
"""Places from which on the search is cut: the file of so many is some 90 KB, compressed."""
FILES = 1024
"""Files that the words of all sections are cut into: of a nation each is some 10 KB."""
EXACT, SOUND = "=", "~"
"""What whole names, and what names as they sound, begin with among the words of sections."""
_ENDING = pattern(r"(?:村|社区|居委会|镇|乡|街道|县|市|州|区|寨)$")
_FOLDS = tuple(
    (pattern(old), new)
    for old, new in (
        ("([zcs])h", r"\1"),
        ("ng+", "n"),
        ("n", "l"),
        ("h", "f"),
        ("v", "u"),
        ("fu(?=[ao])", "f"),
        ("fui", "fei"),
        ("f[uo]l", "fel"),
        ("r", "l"),
    )
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the search: its uppermost place, and the mark in the names of its files."""

    ident: str
    mark: str

    @property
    def folder(self) -> str:
        """Where its files lie, from the root of the site."""
        return folder(self.ident)


def folder(ident: str) -> str:
    """Return where the files of the section of a place lie, from the root of the site."""
    return f"search/in/{ident}/"


def where_file(number: int, mark: str) -> str:
    """Return the address of one of the files that say in which sections words occur."""
    return f"search/where-{number}.{mark}.json"


def file_of(word: str) -> int:
    """Return the number of the file that says where a word occurs; `search.js` counts the same."""
    number = 0
    units = word.encode("utf-16-be")  # as a browser counts characters
    for at in range(0, len(units), 2):
        number = (number * 31 + int.from_bytes(units[at : at + 2], "big")) % 65_521
    return number % FILES


def folded(spelled: str) -> str:
    """Return pinyin as it sounds in Guizhou, as `search.js` folds what is typed."""
    for old, new in _FOLDS:
        spelled = old.sub(new, spelled)
    return spelled


class Said(NamedTuple):
    """What a section is found by: all words, and those of them that nearly all its records say."""

    words: set[str]
    common: list[str]


def words_of(places: Sequence[Place], found: Sequence[Found], table: Table) -> Said:
    """Return what something in a section is found by: its records, names of places and of firms."""
    made: set[str] = set()
    for place in places:
        joined = place.pinyin.replace(" ", "")
        if joined:
            made.add(SOUND + folded(joined))
        for name in (place.name, *place.former):
            text = plain(name)
            made.add(EXACT + bare(text))
            made.update(words(text))
    many: Counter[str] = Counter()
    for place, one in zip(places, found, strict=True):
        own, there = plain(place.name), set[str]()
        for kind in search_index.KINDS:
            for row in one.get(kind, ()):
                text = table.text(kind, row)
                there.update(words(text))
                codes = table.codes(kind, row, text, own)
                there.update(each for each in codes if each[:1] not in "ys")
        many.update(there)
    made.update(many)
    made.update(EXACT + whole(each.name) for each in search_parties.named(places, found).values())
    return Said(made, search_parties.common(many, sum(map(bool, found))))


def common(said: Sequence[Said]) -> str:
    """Return the words that nearly all records say in half of the sections, one after another."""
    many = Counter(word for each in said for word in each.common)
    return "".join(word for word, count in many.most_common() if count * 2 >= len(said))


def bare(name: str) -> str:
    """Return a name without what it ends in, as `search.js` takes it off what is typed."""
    return _ENDING.sub("", name) if len(name) > 2 else name


def files(
    sections: Sequence[Section], said: Sequence[Said], mark: str
) -> Iterator[tuple[str, Any]]:
    """Yield address and content of the files that say in which sections words occur.

    `said` are the words of each section, as `words_of` gives them.
    """
    at: dict[str, list[int]] = {}
    for number, each in enumerate(said):
        for word in each.words:
            at.setdefault(word, []).append(number)
    made: list[dict[str, list[int]]] = [{} for _ in range(FILES)]
    for word in sorted(at):
        made[file_of(word)][word] = search_index.gaps(at[word])
    of = search_index.of_places(section.ident for section in sections)
    for number, content in enumerate(made):
        yield where_file(number, mark), {"form": search_index.FORM, "of": of, "words": content}


def listed(
    sections: Sequence[Section], places: Sequence[Place], said: Sequence[Said]
) -> Mapping[str, Any]:
    """Return what the file of the places above says of sections: number of the place, and mark."""
    numbers = {place.ident: number for number, place in enumerate(places)}
    return {
        "sections": [[numbers[section.ident], section.mark] for section in sections],
        "common": common(said),
        "parts": search_index.of_places(section.ident for section in sections),
    }
