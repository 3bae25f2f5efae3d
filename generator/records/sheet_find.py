"""The record that a row is of: by address, by number, by place, year and name; else a new one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.base import address_parts
from generator.model.kinds.kind import Rules
from generator.model.kinds.registry import KINDS
from generator.parse.sheet_cells import Unsure
from generator.records import sheet_merge
from generator.records.sheet_existing import DATED, Existing, key_of
from generator.records.sheet_places import Places, all_of
from generator.records.sheet_table import Row
from generator.records.sheet_told import Told
from generator.records.sheet_words import ADDRESS, NUMBER, PLACE_LEVELS, PLACES, TOWN, Data
from generator.records.sheet_words import Path as FieldPath


@dataclass(slots=True)
class Finder:
    """Finds the records of rows; a new one that it has made an address for is found again."""

    folder: str
    rules: Rules
    places: Places
    existing: Existing
    numbers: dict[str, str]
    """The addresses of records by the numbers of rows; `fresh` are those that were not known."""
    told: Told
    fresh: dict[str, str] = field(default_factory=dict)
    covered: set[str] = field(default_factory=set)
    """The places that the sheets are of."""
    years: set[str] = field(default_factory=set)

    def ident(self, row: Row, data: Data) -> str | None:
        """Return the id of the record of a row, a new record's too; None if it has no place."""
        texts = row.texts
        address = texts.get(ADDRESS, "")
        if address:
            return self._addressed(address, row, data)
        number = texts.get(NUMBER, "")
        if number in self.numbers and self.numbers[number] in self.existing.files:
            self.cover(self.numbers[number].rpartition("/")[0], data)
            return self.numbers[number]
        try:
            place = self._place(row, data)
        except Unsure as unsure:
            row.faults.append((_column_of(row, unsure), unsure))
            return None
        self.cover(place, data)
        if KINDS[self.folder].lies == "as_unit":
            return place
        ident = self._by_key(row, place, data, number)
        if ident and number:
            self.numbers[number] = self.fresh[number] = ident
        return ident

    def _addressed(self, address: str, row: Row, data: Data) -> str | None:
        """Return the address that a row has, if a record has it, or a new one could have it."""
        kind = KINDS[self.folder]
        place = kind.place_of(address)
        self.cover(place, data)
        if address in self.existing.files:
            return address
        proper = all(map(address_parts.is_slug, address.split("/")))
        known = kind.lies == "anywhere" or place in self.places.units
        key = key_of(self.folder, "" if kind.lies == "anywhere" else place, data)
        if not (proper and known) or self.existing.by_key.get(key):
            self.told.plain("P580", row.place(ADDRESS), value=address)
            return None
        return address

    def _by_key(self, row: Row, place: str, data: Data, number: str) -> str | None:
        """Return the record that is called as a row is, or a new one's id; None if several are."""
        anywhere = KINDS[self.folder].lies == "anywhere"
        key = key_of(self.folder, "" if anywhere else place, data)
        known = self.existing.by_key.get(key, [])
        if number:  # of another number it is another record
            others = (
                {ident for each, ident in self.numbers.items() if each != number}
                if known
                else set()
            )
            known = [each for each in known if each not in others]
        if len(known) > 1:
            known = [*self._likest(known, data)]
        if len(known) > 1:
            self.told.plain("P581", row.place(), records="、".join(known))
            return None
        return known[0] if known else self._fresh(key, place, data, number)

    def _fresh(self, key: Any, place: str, data: Data, number: str) -> str:
        """Return the address for a new record, by which later rows of the same name find it."""
        ident = self.existing.free(place, data)
        if not number:
            self.existing.by_key.setdefault(key, []).append(ident)
        return ident

    def _likest(self, idents: Sequence[str], data: Data) -> Iterator[str]:
        """Yield the records that agree with a row in most fields."""
        scores: dict[str, int] = {}
        for ident in idents:
            source = self.existing.read(ident)[1] if ident in self.existing.files else None
            said = source.data if source else {}
            found = sheet_merge.merge(self.folder, said, data, self.rules, ordered=False)
            scores[ident] = -len(found.changes)
        best = max(scores.values())
        yield from (ident for ident, score in scores.items() if score == best)

    def _place(self, row: Row, data: Data) -> str:
        """Return the place of a row: by its columns, by the name of its sheet, else `under`."""
        table, texts = row.table, row.texts
        named = {level: texts.get(path, "") for path, level in PLACE_LEVELS.items()}
        said = any(named.values())
        part = "" if texts.get(TOWN) else table.part_at(row.number)
        if {*PLACES} & table.columns.keys() and not (said or part):
            raise Unsure("P592", whole=self.places.name(self.places.root))
        within = part or table.within
        places = self.places.beneath(within) if within else self.places
        if said:
            return places.find(named)
        place = within or self._unit_of(row)
        address = texts.get(("address",), "") if self.folder == "projects" else ""
        return self._of_address(row, data, place, address) if address else place

    def _of_address(self, row: Row, data: Data, place: str, address: str) -> str:
        """Return the place that an address is of, where no column has any; else say it is not told.

        What was put at the place of the whole sheet once is found there again.
        """
        if all_of(address) or self.existing.by_key.get(key_of(self.folder, place, data)):
            return place
        found = self.places.beneath(place).named_in(address)
        if not found:
            values = {"value": address, "within": self.places.name(place)}
            self.told.warn("P593", row.place(("address",)), ("address",), **values)
        return found or place

    def _unit_of(self, row: Row) -> str:
        """Return the place of a row without columns for it: of a unit by its own name or code.

        Raises Unsure where a unit is named that there is not.
        """
        named = ""
        for path in (("code",), ("short_name",), ("name",), ("division",)):
            text = row.texts.get(path) if self.folder == "units" else None
            if text:
                named = named or text
                if found := self.places.body(text):
                    return found
        if named:
            return self.places.any(named)
        if KINDS[self.folder].lies == "anywhere":
            return self.places.under
        return self.places.find({})

    def cover(self, place: str, data: Data) -> None:
        """Note that a sheet is of a place, and of a year if it has one."""
        self.covered.add(place)
        when = next((str(data[name]) for name in DATED if isinstance(data.get(name), str)), "")
        if when:
            self.years.add(when[:4])


def _column_of(row: Row, unsure: Unsure) -> FieldPath:
    """Return the column that names what is not known; else that of the smallest place."""
    value = unsure.values.get("value")
    at = (path for path in PLACES if value and row.texts.get(path) == value)
    return next(at, _deepest(row))


def _deepest(row: Row) -> FieldPath:
    """Return the column of the smallest place that a row names."""
    return next((path for path in reversed(PLACES) if path in row.texts), PLACES[-1])
