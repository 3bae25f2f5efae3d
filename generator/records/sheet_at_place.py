"""A record to be, judged with the place that it is of: what it tells after that has ended."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.base.findings import Finding
from generator.model.kinds.kind import Judged, Rules, View
from generator.model.kinds.registry import KINDS
from generator.parse import record_file, validation
from generator.records import sheet_judge
from generator.records.sheet_places import Places
from generator.records.sheet_refs import Titles
from generator.records.sheet_words import Data


@dataclass(slots=True)
class AtPlace:
    """Judges records of a kind."""

    folder: str
    rules: Rules
    places: Places
    titles: Titles
    _shown: dict[str, View | None] = field(default_factory=dict)
    """What the public sees of places, as far as it was asked."""

    def of(self, ident: str, file: str, data: Data) -> list[Finding]:
        """Return what is wrong with the fields of a record, and what is later than its place."""
        found = sheet_judge.judge(self.folder, ident, file, data, self.rules)
        return [*found, *self.late(ident, file, data)]

    def late(self, ident: str, file: str, data: Data) -> Iterator[Finding]:
        """Yield what a record tells of a place after its last day, or cannot tell of it."""
        units = self.places.units

        def ends(place: str) -> Mapping[str, str] | None:
            return units[place].ends() if place in units else None

        folder, rules, kind = self.folder, self.rules, KINDS[self.folder]
        yield from sheet_judge.after_end(folder, ident, file, data, rules, ends)
        unit = self._unit(kind.place_of(ident)) if kind.beside else None
        yield from sheet_judge.beside(folder, ident, file, data, rules, unit)

    def _unit(self, place: str) -> View | None:
        """Return what the public sees of a place, None where its record cannot be read."""
        if place not in self._shown:
            path = self.titles.files.get("units", {}).get(place, "")
            source = record_file.read(self.titles.root, path)[0] if path else None
            units = KINDS["units"]
            record: Any = validation.held(units.model, source.data)[0] if source else None
            if record is not None:
                record = units.view(Judged(place, path, record), self.rules)
            self._shown[place] = record
        return self._shown[place]
