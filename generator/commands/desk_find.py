"""Places and records found by what people call them, for the fields of a form that name them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator.base import pinyin
from generator.base.half_width import narrow
from generator.model.kinds.registry import KINDS
from generator.model.levels import ORDER
from generator.parse import record_file, site_words, yaml_nodes
from generator.parse.field_types import parse_date
from generator.parse.sheet_cells import Unsure
from generator.parse.site_words import Words
from generator.records import own_examples, sheet_places
from generator.records.batches import Tree
from generator.records.own_examples import Examples
from generator.records.sheet_places import Places, Unit

if TYPE_CHECKING:
    from generator.joined.site_data import Library

MOST = 20
"""What is shown of all that is found."""
_LOOKED = 500
"""Records that are opened at most to see what they are called."""


class Found(NamedTuple):
    """A place or a record: its id, what it is called, and where it lies."""

    id: str
    name: str
    where: str


@dataclass(slots=True)
class Finder:
    """Finds places and records; what the preview knows already is not read again."""

    root: Callable[[], Path]
    tree: Callable[[], Tree]
    library: "Callable[[], Library | None]"
    _units: tuple[object, dict[str, Unit]] | None = None
    _examples: tuple[object, Examples] | None = None
    _words: tuple[object, dict[str, Words]] = (None, {})
    _titles: dict[str, tuple[object, str]] = field(default_factory=dict)

    def units(self) -> Mapping[str, Unit]:
        """Return all places by id."""
        library = self.library()
        of: object = library.units if library and library.units else self.tree().ids["units"]
        if self._units is None or self._units[0] is not of:
            found = [*self._read(library)]
            self._units = of, {each.id: each for each in found}
        return self._units[1]

    def _read(self, library: "Library | None") -> Iterable[Unit]:
        if library and library.units:
            for ident, row in library.units.items():
                names = (row["short_name"], row["name"])
                level = row["level"] if row["level"] in ORDER else ORDER[-1]
                kept = tuple(dict.fromkeys(each for each in names if each))
                yield Unit(ident, level, kept, last=row["last_day"])
        else:
            files = {file.id: file.path for file in self.tree().files if file.kind == "units"}
            yield from sheet_places.read(self.root(), files).values()

    def examples(self) -> Examples:
        """Return examples with the words of the site's own places."""
        units = self.units()
        if self._examples is None or self._examples[0] is not units:
            top = (each for each in units.values() if "/" not in each.id)
            self._examples = units, own_examples.of_places(top, own_examples.whole(self.root()))
        return self._examples[1]

    def own_words(self, language: str) -> Words:
        """Return the site's own words for our texts in a language, as of the last build."""
        units = self.units()
        if self._words[0] is not units:
            self._words = units, {}
        if language not in self._words[1]:
            self._words[1][language] = site_words.read(self.root(), language)
        return self._words[1][language]

    def ends(self, ident: str) -> Mapping[str, str] | None:
        """Return the name and the last day of a place, None if it has no last day."""
        unit = self.units().get(ident)
        return unit.ends() if unit else None

    def over(self, ident: str, as_of: date) -> bool:
        """Tell whether a place is no more, on a day."""
        unit = self.units().get(ident)
        return unit is not None and bool(unit.last) and parse_date(unit.last).last < as_of

    def name(self, ident: str) -> str:
        """Return what a place is called, its id where that is not known."""
        unit = self.units().get(ident)
        return unit.names[0] if unit else ident

    def line(self, ident: str) -> list[str]:
        """Return a place and all that lies above it, the widest first."""
        units = self.units()
        parts = ident.split("/")
        found = ["/".join(parts[:n]) for n in range(1, len(parts) + 1)]
        tops = [each for each in units.values() if "/" not in each.id]
        top = min(tops, key=lambda each: ORDER.index(each.level)).id if tops else ""
        line = [each for each in found if each in units]
        return line if not top or top in line else [top, *line]

    def where(self, ident: str) -> str:
        """Return by their names where a place lies: 都匀市 · 墨冲镇."""
        above = self.line(ident)[1:-1] if ident in self.units() else []
        return " · ".join(map(self.name, above))

    def id_of(self, name: str) -> str:
        """Return the id of the only place that is called so; the name itself if there is none."""
        if not name or name.isascii():
            return name
        try:
            return Places(self.units()).any(name)
        except Unsure:
            return name

    def places(self, asked: str, level: str = "") -> list[Found]:
        """Return the places that an asked-for text may mean, by name or as typed in pinyin."""
        word = narrow(asked).strip().casefold()
        parts = [part for part in word.replace("/", " ").split() if part]
        found: list[tuple[bool, int, int, str]] = []
        for ident, unit in self.units().items():
            if level and unit.level != level:
                continue
            score = _score(parts, unit.names, ident, self.where)
            if score is not None:  # what is no more comes last: it has what is of its own days
                found.append((bool(unit.last), score, ident.count("/"), ident))
        found.sort()
        return [Found(i, self.name(i), self.where(i)) for *_, i in found[:MOST]]

    def records(self, folder: str, asked: str, near: str = "") -> list[Found]:
        """Return the records of a kind that a text may mean, those `near` a place first."""
        word = narrow(asked).strip().casefold()
        sound = pinyin.words(asked).replace("-", "") if asked and not asked.isascii() else ""
        found: list[tuple[int, Found]] = []
        place_of = KINDS[folder].place_of
        for ident, title in self._titled(folder, near):
            plain = ident.replace("-", "")
            named = word in title.casefold() or word in ident  # of no word, all are
            if not named and not (sound and sound in plain):
                continue
            place = place_of(ident)
            far = 0 if place == near else 1 if near.startswith(place) else 2
            found.append((far, Found(ident, title, self._whole(place))))
            if len(found) > 20 * MOST:
                break
        found.sort(key=lambda each: each[0])
        return [each for _, each in found[:MOST]]

    def _whole(self, place: str) -> str:
        return " · ".join(map(self.name, self.line(place)[1:])) if place else ""

    def _titled(self, folder: str, near: str) -> Iterator[tuple[str, str]]:
        library = self.library()
        if folder == "projects" and library and library.by_unit:
            near_first = [near, *(each for each in library.by_unit if each != near)]
            for unit in near_first:
                for row in library.by_unit.get(unit, ()):
                    yield row["id"], row["title"]
            return
        files = [file for file in self.tree().files if file.kind == folder and not file.language]
        town = near.rpartition("/")[0] or near
        files.sort(key=lambda file: (not file.id.startswith(near), not file.id.startswith(town)))
        for n, file in enumerate(files):
            yield file.id, self.title(file.path) if n < _LOOKED else file.id

    def title(self, path: str) -> str:
        """Return what a record is called, by its file."""
        when = self.tree().stats.get(path)
        known = self._titles.get(path)
        if known is None or known[0] != when:
            source, _ = record_file.read(self.root(), path)
            said = source.data if source else {}
            known = self._titles[path] = when, title_of(said) or path.rpartition("/")[2]
        return known[1]


def title_of(said: Mapping[str, yaml_nodes.Raw]) -> str:
    """Return what a record says it is called, "" if it does not."""
    names = ("title", "short_name", "name", "fund", "found", "date", "year")
    return next((each for name in names if isinstance(each := said.get(name), str) and each), "")


def _score(
    parts: list[str], names: Iterable[str], ident: str, where: Callable[[str], str]
) -> int | None:
    """Return how far a place is from what was asked for, None if it is not meant at all."""
    if not parts:
        return 3
    *above, last = parts
    last_id = ident.rpartition("/")[2].replace("-", "")
    best: int | None = None
    for name in (each.casefold() for each in names):
        if name == last:
            best = 0
        elif name.startswith(last) or last_id == last:
            best = min(best, 1) if best is not None else 1
        elif last in name or last_id.startswith(last):
            best = min(best, 2) if best is not None else 2
        elif len(last) > len(name) > 1 and last.endswith(name):
            before = last.removesuffix(name)
            if before in where(ident).replace(" · ", ""):
                best = 1
    if best is not None and above:
        line = where(ident) + " " + ident
        if not all(each in line for each in above):
            return None
    return best
