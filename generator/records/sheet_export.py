"""Records → the rows of a workbook, from which `portal import` takes nothing but what was changed.

What stands there is what was typed, in the form of a table: amounts as numbers of yuan, choices by
their labels, dates as texts that no program turns into others. A field that a record does not have
is an empty cell; nothing is filled in that no one has said.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from pydantic_core import PydanticCustomError

from generator.base.messages import CHINESE
from generator.base.problems import Problem
from generator.model.kinds.kind import Rules, coded
from generator.model.kinds.registry import KINDS
from generator.parse import record_file, site_words
from generator.parse.site_words import Words
from generator.parse.yaml_nodes import Raw
from generator.records import sheet_columns
from generator.records.sheet_columns import Field
from generator.records.sheet_merge import parser
from generator.records.sheet_places import Places
from generator.records.sheet_words import ADDRESS, ITEM, ORDINAL, PLACE_LEVELS, PLACES
from generator.records.sheet_words import Path as FieldPath

Value: TypeAlias = str | int | float | None
LONGEST = 32_767
"""Characters that a cell may have; a longer text is left out, and stays as it is in its record."""
_DIGITS = 10**15
"""Fen from which on an amount has more digits than a spreadsheet keeps: it becomes a text."""


@dataclass(slots=True)
class Page:
    """A sheet: the records, or the entries of one of their lists; its columns and rows."""

    path: FieldPath
    """() for the records, the list for entries: ("sources", "[]")."""
    columns: Sequence[Field]
    rows: list[list[Value]] = field(default_factory=list)


def pages(folder: str, *, levels: bool = False) -> list[Page]:
    """Return the sheets of a kind without rows: the records first, then each list of groups.

    With `levels` projects have a column for the money of each level, as clerks' sheets have.
    """
    every = sheet_columns.fields(folder)
    placed = KINDS[folder].lies != "anywhere"
    first = [every[ADDRESS], *(every[path] for path in PLACES if placed)]
    plain = [of for path, of in every.items() if not _starts(path) and ITEM not in path]
    plain = [of for of in plain if of.path != ("plan",)]
    if levels and folder == "projects":
        plain += [of for path, of in every.items() if path[1:2] and path[1].startswith("@")]
    found = [Page((), [*first, *plain])]
    listed = [of for path, of in every.items() if ITEM in path and not _starts(path)]
    for prefix in dict.fromkeys(map(_within, listed)):
        own = [of for of in listed if _within(of) == prefix]
        found.append(Page(prefix, [every[ADDRESS], every[ORDINAL], *own]))
    return found


def _starts(path: FieldPath) -> bool:
    return any(each.startswith("@") for each in path)


def _within(of: Field) -> FieldPath:
    """Return the innermost list that a field is of."""
    last = len(of.path) - 1 - of.path[::-1].index(ITEM)
    return of.path[: last + 1]


class Exporter:
    """Fills the sheets of a kind with its records."""

    def __init__(
        self, folder: str, places: Places, rules: Rules, language: str, own: Words
    ) -> None:
        """`own` are the site's own words in Chinese."""
        self.folder, self.places, self.rules, self.own = folder, places, rules, own
        self.chinese = language == CHINESE
        self.pages = pages(folder)

    def add(self, root: Path, ident: str, path: str) -> list[Problem]:
        """Add a record; return why it cannot be read, if it cannot."""
        source, problems = record_file.read(root, path)
        if source is None:
            return problems
        for page in self.pages:
            for ordinal, data in _entries(source.data, page.path, ()):
                row = [self.cell(of, ident, ordinal, data, page.path) for of in page.columns]
                page.rows.append(row)
        return []

    def cell(
        self, of: Field, ident: str, ordinal: str, data: Mapping[str, Raw], within: FieldPath
    ) -> Value:
        """Return what stands in a column for an entry, or for the record."""
        if of.path == ADDRESS:
            return ident
        if of.path == ORDINAL:
            return ordinal
        if of.path in PLACES:
            return self._place(ident, of.path)
        value: Any = data
        for step in of.path[len(within) :]:
            value = value.get(step) if isinstance(value, Mapping) else None
        return self.value(of, value)

    def _place(self, ident: str, path: FieldPath) -> str:
        place = KINDS[self.folder].place_of(ident)
        level = PLACE_LEVELS[path]
        seen = set[str]()
        while place and place not in seen:
            unit = self.places.units.get(place)
            if unit and unit.level == level:
                return unit.names[0]
            seen.add(place)
            place = self.places.above(place)
        return ""

    def value(self, of: Field, value: "Raw | None") -> Value:
        """Return a text of a record as a table has it; as typed where it says nothing else."""
        if isinstance(value, list):
            shown = "\n".join(
                " ".join(str(each).split()) for each in value if isinstance(each, str)
            )
            return shown if len(shown) <= LONGEST else None
        if not isinstance(value, str) or value == "":
            return None
        text = " ".join(value.split())
        if of.info is None or len(text) > LONGEST:
            return text if len(text) <= LONGEST else None
        among = {"category": self.rules.categories, "purpose": self.rules.purposes}.get(of.path[-1])
        if among and len(of.path) == 1:
            return self._label(among.get(coded(text, among), {}), text)
        try:
            meant = parser(of.info)(text)
        except PydanticCustomError:
            return text
        if of.want == "money" and isinstance(meant, int):
            return meant / 100 if meant < _DIGITS else f"{meant // 100}.{meant % 100:02d}元"
        if of.want in ("count", "year", "percent") and isinstance(meant, int | float):
            return meant
        if of.want == "yes":
            return ("是" if meant else "否") if self.chinese else ("yes" if meant else "no")
        if of.want == "choice":
            labels = of.choices[meant]
            return site_words.label(self.own, labels) if self.chinese else labels[0]
        return text

    def _label(self, labels: Mapping[str, str], typed: str) -> str:
        wanted = CHINESE if self.chinese else "en"
        return labels.get(wanted) or next(iter(labels.values()), typed)


def _entries(
    data: Mapping[str, Raw], path: FieldPath, numbers: tuple[int, ...]
) -> Iterator[tuple[str, Mapping[str, Raw]]]:
    """Yield the number of each entry of a list within a list, and what it says: `2.1`."""
    if not path:
        yield ".".join(map(str, numbers)), data
        return
    value: Any = data
    at = path.index(ITEM)
    for step in path[:at]:
        value = value.get(step) if isinstance(value, Mapping) else None
    for n, each in enumerate(value if isinstance(value, list) else (), 1):
        if isinstance(each, Mapping):
            yield from _entries(each, path[at + 1 :], (*numbers, n))
