"""Examples as a site's own clerks would write them: 示例市 or 示例盟 where the models say 示例州.

What a level is called follows the places at the top of the site's tree: the place above all by its
own word, the counties by what most of them are. A level that the site has none of is called as the
place above it that there is (东莞 has no counties), and one above the whole site as the whole.
Where there is only the place above all as yet, what lies below is called as ours.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.base.messages import CHINESE
from generator.model.levels import ORDER, WHOLE
from generator.parse import site_words
from generator.records import sheet_places
from generator.records.batches import Tree
from generator.records.sheet_places import Unit

_OURS = {"province": "省", "prefecture": "州", "county": "县"}
"""The words of the models' examples; towns and villages are called 镇 and 村 everywhere."""
_LEVEL_OF = {word: level for level, word in _OURS.items()}
_EXAMPLE = re.compile(rf"示例([{''.join(_LEVEL_OF)}])")
_ENDING = re.compile(r"(?:自治区|自治州|自治县|自治旗|地区|林区|特区|兵团|[省市州盟县区旗])$")


@dataclass(frozen=True, slots=True)
class Examples:
    """What the places of a site are called, by level; without that the models' own words hold."""

    words: Mapping[str, str] = field(default_factory=dict)

    def own(self, example: str) -> str:
        """Return an example with the words of this site."""

        def called(match: re.Match[str]) -> str:
            return "示例" + self.words.get(_LEVEL_OF[match[1]], match[1])

        return _EXAMPLE.sub(called, example) if self.words else example


def of_site(root: Path, tree: Tree) -> Examples:
    """Return the examples of the site in a folder; its places at the top are read."""
    top = {file.id: file.path for file in tree.files if file.kind == "units" and "/" not in file.id}
    return of_places(sheet_places.read(root, top).values(), whole(root))


def whole(root: Path) -> str:
    """Return what the pages of a site call all of it, where they have a word of their own."""
    own = site_words.read(root, CHINESE)
    return next((own[each][0] for each in WHOLE.values() if own.get(each)), "")


def of_places(places: Iterable[Unit], said: str = "") -> Examples:
    """Return the examples of a site with these places at the top of its tree.

    `said` is what its pages call all of it, such as 全市, "" where they say it as ours do.
    """
    units = sorted(places, key=lambda unit: ORDER.index(unit.level))
    root = units[0] if units else None
    own = said.removeprefix("全") if said.startswith("全") else ""
    if root is None:
        return Examples({level: own for level in ("prefecture",) if own})
    words: dict[str, str] = {}
    last = own or _most([root]) or _OURS.get(root.level, "")
    for level, ours in _OURS.items():
        if level == root.level:
            words[level] = last
        elif ORDER.index(level) > ORDER.index(root.level):
            found = _most([unit for unit in units if unit.level == level])
            none = len(units) > 1 and not any(unit.level == level for unit in units)
            words[level] = last = last if none else found or ours
        elif level != "province":
            words[level] = last
    return Examples({level: word for level, word in words.items() if word})


def _most(units: Iterable[Unit]) -> str:
    """Return what most of these places are, by how their names end; "" where none says it."""
    said = Counter(word for unit in units if (word := _word(unit)))
    return max(said, key=lambda word: (said[word], word in _OURS.values()), default="")


def _word(unit: Unit) -> str:
    found = (_ENDING.search(name) for name in unit.names)
    word = next((each[0] for each in found if each), "")
    return word[-1] if word in ("自治州", "自治县", "自治旗") else word
