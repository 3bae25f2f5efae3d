"""A page to be made, and the digest of what it is made from."""

import marshal
from dataclasses import dataclass
from typing import Any, TypeAlias

from generator.base.digests import digest
from generator.model.kinds.kind import View
from generator.records.freshness import NEVER, Times

Earlier: TypeAlias = tuple[tuple[str, str, str], ...]
"""Places that are shown as they were on a day: id, what people call it, the day in ISO form."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be made in every language: its address, its template and its view.

    `file` is the record it shows, "" for none; `mark` a digest of the whole view where its maker
    has one at hand. `times` are those of the records that it shows.
    """

    url: str
    template: str
    view: View
    file: str = ""
    mark: bytes = b""
    times: Times = NEVER
    codes: tuple[str, ...] = ()
    """The codes of its record, and of others that are printed with it; none without a log."""
    earlier: Earlier = ()
    """The places it tells of that are shown as they were, as their records have errors."""


def mark_of(*parts: Any) -> bytes:
    """Return the digest of plain values, for the mark of a draft or of a page."""
    return digest(marshal.dumps(parts, 2))
