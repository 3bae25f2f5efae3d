"""Records that a sheet names by their titles, as people do: a project of a village, a commendation.

A record names others by their addresses, which no clerk has at hand.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pydantic.fields import FieldInfo

from generator.base.half_width import narrow
from generator.model.kinds.registry import NAMED_KINDS
from generator.parse import model_fields, record_file
from generator.parse.sheet_cells import Unsure
from generator.records.sheet_places import Places
from generator.records.sheet_words import Path as FieldPath

_TITLES = ("title", "document", "fund", "found")


@cache
def named_kind(path: FieldPath) -> str:
    """Return the kind of the records that a field may name, "" for none that is known."""
    return NAMED_KINDS.get(path[-1], "")


def names_record(info: FieldInfo | None) -> bool:
    """Tell whether a field holds the address of a record."""
    return info is not None and model_fields.names_record(info)


@dataclass(slots=True)
class Titles:
    """The records there are by their titles; `files` by kind and id. Each kind is read once."""

    root: Path
    files: Mapping[str, Mapping[str, str]]
    places: Places
    _known: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def find(self, kind: str, text: str, within: str) -> str:
        """Return the address of the record that a text names; of several that within a place.

        What is an address already stays. Raises Unsure.
        """
        if text.isascii() or not kind:
            return text
        found = self._titles(kind).get(_alike(text), [])
        inside = [each for each in found if self.places.within(_place(each), within)]
        found = inside or found
        if len(found) == 1:
            return found[0]
        if found:
            raise Unsure("P581", records="、".join(found))
        raise Unsure("P548", value=text)

    def _titles(self, kind: str) -> dict[str, list[str]]:
        if kind not in self._known:
            titles: dict[str, list[str]] = {}
            for ident, path in self.files.get(kind, {}).items():
                source, _ = record_file.read(self.root, path)
                said = source.data if source else {}
                for each in {said.get(name) for name in _TITLES if isinstance(said.get(name), str)}:
                    titles.setdefault(_alike(str(each)), []).append(ident)
            self._known[kind] = titles
        return self._known[kind]


def _place(ident: str) -> str:
    return ident.rpartition("/")[0]


def _alike(text: str) -> str:
    return re.sub(r"[\W_]+", "", narrow(text)).casefold()
