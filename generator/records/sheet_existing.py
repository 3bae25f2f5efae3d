"""The records of a kind that are there, found again by what a row says of them.

By the address or the number that the row has; else by place, year and name, whatever else the sheet
says of them by now.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pydantic_core import PydanticCustomError

from generator.base import pinyin
from generator.base.half_width import narrow
from generator.model.kinds.registry import KINDS
from generator.parse import record_file
from generator.parse.field_types import parse_date, parse_year
from generator.parse.record_file import Source
from generator.parse.yaml_nodes import Raw
from generator.records.sheet_places import Places

KEYS: Mapping[str, tuple[str, ...]] = {
    "projects": ("year", "title"),
    "meetings": ("date", "title"),
    "allocations": ("document", "fund", "date"),
    "rectifications": ("date", "found"),
    "answers": ("date", "title"),
    "disclosures": ("first", "stage", "title"),
    "assessments": ("year",),
    "libraries": ("year", "date"),
    "commendations": ("year", "title"),
    "documents": ("number", "title"),
    "pages": ("title",),
}
"""By which fields a record of a place is found again, where that is other than what `keys` says."""
DATED = ("year", "date", "first")
"""Those of them that say the year."""
_LONGEST = 48
"""Characters of the last part of an address that is made from a name."""

Key = tuple[object, ...]


@dataclass(slots=True)
class Existing:
    """The records of one kind: `files` by id."""

    root: Path
    folder: str
    files: dict[str, str]
    places: Places
    by_key: dict[Key, list[str]] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    """Places with a record that cannot be read, which any row might be of; with its file."""
    _names: dict[str, set[str]] = field(default_factory=dict)

    def look(self, under: str) -> None:
        """Read what the records beneath a place are called."""
        if KINDS[self.folder].lies == "as_unit":
            return
        anywhere = KINDS[self.folder].lies == "anywhere"
        for ident, path in self.files.items():
            place = ident.rpartition("/")[0]
            self._names.setdefault(place, set()).add(ident.rpartition("/")[2])
            if under and not anywhere and not self.places.within(place, under):
                continue
            source, _ = record_file.read(self.root, path)
            if source is not None:
                for each in {place, *_places_before(source.data)}:
                    of = "" if anywhere else each or self.places.root
                    key = key_of(self.folder, of, source.data)
                    if ident not in self.by_key.setdefault(key, []):
                        self.by_key[key].append(ident)
            else:
                self.unread[place] = path

    def read(self, ident: str) -> tuple[bytes, Source | None]:
        """Return the bytes of a record, and what they say; nothing of one that cannot be read."""
        path = self.files[ident]
        content = record_file.content(self.root, path)
        return content, record_file.parse(path, content)[0]

    def free(self, place: str, data: Mapping[str, Raw]) -> str:
        """Return an address for a new record of a place, which from now on is taken."""
        name = slug(self.folder, data)
        taken = self._names.setdefault(place, set())
        found, number = name, 1
        while found in taken:
            number += 1
            found = f"{name}-{number}"
        taken.add(found)
        return f"{place}/{found}" if place else found

    def beneath(self, places: set[str], years: set[str]) -> Iterator[str]:
        """Yield the records of places, or what lies beneath them, and of years if there are any."""
        seen = set[str]()
        at = [n for n, name in enumerate(keys(self.folder), 1) if name in DATED]
        for key, idents in self.by_key.items():
            if years and at and str(key[at[0]])[:4] not in years:
                continue
            place = str(key[0])
            while place and place not in places:
                place = place.rpartition("/")[0]
            if place:
                yield from (each for each in idents if each in self.files and each not in seen)
                seen.update(idents)


def _places_before(data: Mapping[str, Raw]) -> Iterator[str]:
    """Yield the places that a record lay in before, which sheets may still name."""
    moved = data.get("moved")
    for each in moved if isinstance(moved, list) else ():
        if isinstance(each, str):
            yield each.strip().rpartition("/")[0]


@cache
def keys(folder: str) -> tuple[str, ...]:
    """Return by which fields a record of a place is found again.

    Of a kind that a place has once, by none; else by what no two of one place have in common.
    """
    kind = KINDS[folder]
    if folder in KEYS or kind.lies == "as_unit":
        return KEYS.get(folder, ())
    fields = kind.model.model_fields
    return tuple(each for each in kind.alike if each in fields) or (*fields,)


def key_of(folder: str, place: str, data: Mapping[str, Raw]) -> Key:
    """Return by what a record is found again."""
    return (place, *(_alike(name, data.get(name, "")) for name in keys(folder)))


def _alike(name: str, value: Raw) -> object:
    if not isinstance(value, str):
        return ""
    try:
        if name == "year":
            return parse_year(value)
        if name in ("date", "first"):
            return parse_date(value).iso()
    except PydanticCustomError:
        pass
    return re.sub(r"[\W_]+", "", narrow(value)).casefold()


def slug(folder: str, data: Mapping[str, Raw]) -> str:
    """Return what the address of a record may end in: `2018-gonglu-yinghua`."""
    name = next(
        (
            data[each]
            for each in ("title", "name", "found", "fund", "stage")
            if isinstance(data.get(each), str)
        ),
        "",
    )
    when = next(
        (str(data[each]) for each in ("year", "date", "first") if isinstance(data.get(each), str)),
        "",
    )
    year = re.match(r"\d{4}(?:-\d\d)?", when) if folder == "meetings" else re.match(r"\d{4}", when)
    words = pinyin.words(str(name))
    if len(words) > _LONGEST:
        words = words[:_LONGEST].rpartition("-")[0] or words[:_LONGEST]
    parts = [*([year[0]] if year else []), *([words.strip("-")] if words.strip("-") else [])]
    found = "-".join(parts) or folder.rstrip("s")
    return re.sub("-{2,}", "-", re.sub("[^a-z0-9-]", "", found)).strip("-") or folder.rstrip("s")
