"""The jobs of the search: one for all, or above prefectures one for each section and one above."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from generator.joined.site_data import Library
from generator.model.config import Config
from generator.model.levels import MIXED
from generator.pages import search_index, search_sections
from generator.pages.jobs import Above, Draft, Index
from generator.pages.packed_places import Place
from generator.pages.page_mark import mark_of
from generator.pages.search_sections import Section
from generator.records.summary import Summary

MARK = 10
"""Signs of the mark in the names of files of the search, as in those of styles and scripts."""


class Search:
    """What the search of a site is made from, and the jobs that make it."""

    def __init__(
        self, library: Library, config: Config, names: bytes, summaries: Sequence[Summary]
    ) -> None:
        self.library, self.config, self.names = library, config, names
        self.summaries = summaries
        settings = config.settings
        self.said = (
            *(search_index.FORM, names, settings.demo, library.everyday.plain),
            *(settings.categories, library.turned),
        )
        self.whole = mark_of(*self.said, library.commendations, [each.search for each in summaries])
        self.mark = self.whole.hex()[:MARK]
        """What stands in the names of the files that pages lead to."""

    def drafts(self) -> Iterator[Draft]:
        """Yield the jobs."""
        order = [*self.library.below(self.library.root)]
        roots = self._roots() if len(order) > search_sections.LIMIT else []
        if not roots:
            yield Draft("search", self.whole, partial(self._index, order, self.mark))
            return
        below = {root: [*self.library.below(root)] for root in roots}
        marks = {root: self._mark_of(root, units) for root, units in below.items()}
        for root, units in below.items():
            made = partial(self._section, root, units, marks[root])
            yield Draft(f"search {root}", marks[root], made)
        sections = [Section(root, mark.hex()[:MARK]) for root, mark in marks.items()]
        above = [unit for unit in order if self._above(unit, below)]
        yield Draft("search", self.whole, partial(self._top, above, sections, below))

    def _roots(self) -> list[str]:
        """Return the places that sections begin at: the highest beneath nation and provinces."""
        library = self.library
        return [
            unit
            for unit in library.below(library.root)
            if library.units[unit]["level"] not in MIXED
            and library.above[unit]
            and library.units[library.above[unit]]["level"] in MIXED
        ]

    def _above(self, unit: str, below: dict[str, list[str]]) -> bool:
        """Tell whether a place is looked for above all sections: towns and villages are not."""
        above = self.library.above[unit]
        of_section = above in below and self.library.units[unit]["level"] == "county"
        return unit in below or of_section or self.library.units[unit]["level"] in MIXED

    def _mark_of(self, root: str, units: Sequence[str]) -> bytes:
        """Return the mark of a section: it stays where nothing of it changes."""
        there, library = {*units}, self.library
        said = [
            each.search
            for each in self._beneath(units, root)
            if not there.isdisjoint(each.searched) or each.key == root
        ]
        honours = [
            (library.honours.get(unit), library.issued.get(unit))
            for unit in units
            if unit in library.honours or unit in library.issued
        ]
        return mark_of(*self.said, said, honours)

    def _section(self, root: str, units: Sequence[str], mark: bytes) -> Index:
        return self._index(units, mark.hex()[:MARK], search_sections.folder(root))

    def _top(
        self, above: Sequence[str], sections: list[Section], below: dict[str, list[str]]
    ) -> Above:
        parts = [self._index(below[each.ident], each.mark, each.folder) for each in sections]
        return Above(self._index(above, self.mark), sections, parts)

    def _beneath(self, units: Iterable[str], *more: str) -> list[Summary]:
        """Return the summaries of the batches that some units lie in, in their order."""
        wanted = {*map(self.library.batch, units), *more}
        return [each for each in self.summaries if each.key in wanted]

    def _found(self, units: Sequence[str]) -> dict[str, bytes]:
        """Return what batches say of some places."""
        root = self.library.root
        own = ("",) if root in units else ()
        return {
            unit or root: found
            for each in self._beneath(units, *own)
            for unit, found in each.searched.items()
        }

    def _index(self, order: Sequence[str], mark: str, folder: str = search_index.FOLDER) -> Index:
        """Return what some places are found by; each stands below the one above it."""
        library, settings = self.library, self.config.settings
        numbers = {ident: number for number, ident in enumerate(order)}
        places: list[Place] = []
        for ident in order:
            row, above = library.units[ident], numbers.get(library.above[ident], -1)
            depth = places[above].depth + 1 if above >= 0 else 0
            places.append(Place(row["short_name"], row["pinyin"], above, ident, depth))
        honoured = {
            number: search_index.honoured(
                library.honours.get(ident, ()), library.issued.get(ident, ())
            )
            for number, ident in enumerate(order)
            if ident in library.honours or ident in library.issued
        }
        categories = {code: " ".join(name.values()) for code, name in settings.categories.items()}
        table = search_index.Table(library.everyday, categories)
        salt = library.turned + bytes([settings.demo])
        by_unit = self._found(order)
        found = [by_unit.get(ident, b"") for ident in order]
        names = library.succession.names
        came = {number: names[ident] for number, ident in enumerate(order) if ident in names}
        return Index(places, found, honoured, table, mark, salt, came, folder)
