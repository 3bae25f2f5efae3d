"""Units, records and groups of villages that rows name, put as records have them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from generator.parse.sheet_cells import Unsure
from generator.records import sheet_people, sheet_refs
from generator.records.sheet_places import Places
from generator.records.sheet_refs import Titles
from generator.records.sheet_table import Row
from generator.records.sheet_words import HAMLET, ITEM, PLACE_LEVELS, VILLAGE
from generator.records.sheet_words import Path as FieldPath

_GROUPS: Mapping[str, FieldPath] = {
    "projects": ("address",),
    "supervisors": ("posts", ITEM, "group"),
}
"""Where records say of which group of a village they are."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Puts into the rows of a kind what their names stand for; what is not known is their fault."""

    folder: str
    under: str
    places: Places
    titles: Titles

    def units(self, row: Row, columns: Sequence[FieldPath]) -> None:
        """Put the addresses of units into the place of their names."""
        for path in columns:
            if path in row.texts:
                self._put(row, path, re.split("[\n、；;，]", row.texts[path]), self.places.any)

    def records(self, row: Row, columns: Sequence[FieldPath]) -> None:
        """Put the addresses of records into the place of their titles."""
        for path in columns:
            text = row.texts.get(path)
            if text is None or text.isascii():
                continue
            named = {level: row.texts.get(at, "") for at, level in PLACE_LEVELS.items()}
            try:
                within = self.places.find(named) if any(named.values()) else self.under
            except Unsure:
                within = self.under
            kind = sheet_refs.named_kind(path)
            find = partial(self.titles.find, kind, within=within)
            self._put(row, path, re.split("[\n、；;]", text), find)

    def _put(
        self, row: Row, path: FieldPath, names: Sequence[str], find: Callable[[str], str]
    ) -> None:
        """Put what `find` gives for each name into a field; if one is not known, it stays empty."""
        try:
            each = [find(name.strip()) for name in names if name.strip()]
        except Unsure as unsure:
            row.faults.append((path, unsure))
            del row.texts[path]
        else:
            row.texts[path] = "\n".join(each)

    def group(self, row: Row) -> None:
        """Put the group that stands behind the name of a village where a record has it."""
        path = _GROUPS.get(self.folder)
        if path is None or row.table.own or VILLAGE not in row.texts:
            return
        village, group = self.places.hamlet(row.texts[VILLAGE])
        said = sheet_people.group_of(row.texts.pop(HAMLET, ""))
        group = f"{group}{said}" if said not in group else group
        if not group:
            return
        row.texts[VILLAGE] = village
        there = row.texts.get(path, "")
        if not there:
            row.texts[path] = group if path != ("address",) else f"{village}{group}"
        elif path == ("address",) and group not in there:
            row.texts[path] = f"{village}{group}，{there}"
