"""The files of the whole site, put together from those of its places, and what is said of them.

Little is made anew for that: tables and lines follow one another as they are, and rows of workbooks
get the numbers that they have there, but for those that have them in the workbook that stands.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import chain
from operator import attrgetter
from pathlib import Path

from generator.base import light_workbook, workbook_rows
from generator.model.kinds.registry import KINDS
from generator.model.public_tables import tables
from generator.pages import download_tables, shown_earlier
from generator.pages.download_tables import Words
from generator.pages.downloads import folder
from generator.pages.page_mark import Earlier

FORMS = (".xlsx", ".csv", ".jsonl")
_AT_ONCE = 1 << 18
"""Bytes of a file that are read at once: so many stay near the processor."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to be taken away: its address, the digest of its bytes, and their number."""

    url: str
    sum: str
    size: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one place has: its files by their names in its folder, and how many rows they have."""

    place: str
    files: Mapping[str, File]
    day: str
    rows: Mapping[str, int]

    @classmethod
    def of(cls, place: str, files: Sequence[File], index: bytes) -> "Part":
        """Return what is in the folder of a place; `index` is what says so."""
        said = json.loads(index)
        start = len(folder(place)) + 1
        named = {each.url[start:]: each for each in files}
        return cls(place, named, said["day"], said["rows"])


def names(parts: Sequence[Part]) -> list[str]:
    """Return the names of all files of the whole, kind by kind: those that some place has.

    There is no workbook of what is too much for one.
    """
    there = {name for part in parts for name in part.files}
    rows, _ = whole(parts)
    wanted = []
    for kind in KINDS:
        wanted += [f"{table.name}.csv" for table in tables(kind)]
        wanted.append(f"{kind}.jsonl")
        wanted += [] if download_tables.too_many(kind, rows) else [f"{kind}.xlsx"]
    return [name for name in wanted if name in there]


def follows(name: str) -> bool:
    """Tell whether the files of this name follow one another in that of the whole."""
    return not name.endswith(".xlsx")


def contents(name: str, parts: Sequence[Path]) -> Iterator[memoryview]:
    """Yield a file of the whole bit by bit: those of the same name that places have, in order.

    What is yielded holds until the next is asked for.
    """
    buffer = memoryview(bytearray(_AT_ONCE))
    for number, path in enumerate(parts):
        with path.open("rb", buffering=0) as file:
            if number and name.endswith(".csv"):  # all have the same headings
                file.seek(len(file.read(_AT_ONCE).partition(b"\r\n")[0]) + 2)
            while size := file.readinto(buffer):
                yield buffer[:size]


def made(
    name: str,
    parts: Sequence[bytes],
    before: bytes,
    about: Mapping[str, str],
    spoken: tuple[Words, str],
    *,
    demo: bool,
) -> bytes:
    """Return a workbook of the whole from those of the same name that places have, in order.

    `before` is what was made so the last time, nothing for none.
    """
    stem, (words, language) = name.removesuffix(".xlsx"), spoken
    sheets = [download_tables.blank(table, words, language, demo=demo) for table in tables(stem)]
    # by what they are made of, as an earlier program may have had other sheets
    there = chain(*light_workbook.rows_of(before)) if before else ()
    known = {(each.key, each.first): each for each in there if each.key}
    own = [light_workbook.rows_of(each)[1:] for each in parts]
    least = workbook_rows.least_of(sum(each.rows for part in own for each in chain(*part)))
    for number, sheet in enumerate(sheets):
        first = light_workbook.BENEATH
        for part in own:
            for each in workbook_rows.together(filter(attrgetter("rows"), part[number]), least):
                key = blake2b(each.packed, digest_size=8).hexdigest()
                found = known.get((key, first))
                sheet.rows.append(found or replace(workbook_rows.moved(each, first), key=key))
                first += each.rows
    return download_tables.workbook(stem, sheets, about, words, language, demo=demo)


def whole(parts: Sequence[Part]) -> tuple[dict[str, int], str]:
    """Return how many rows each table of the whole has, and the day of the last report."""
    rows: dict[str, int] = {}
    for part in parts:
        for name, count in part.rows.items():
            rows[name] = rows.get(name, 0) + count
    return rows, max((part.day for part in parts), default="")


def index(
    parts: Sequence[Part], about: Mapping[str, str], earlier: Earlier, *, demo: bool
) -> bytes:
    """Return what says what there is of the whole, and which places are in it as they were."""
    rows, day = whole(parts)
    said = {
        **({"demo": True} if demo else {}),
        "place": "",
        "day": day,
        "rows": rows,
        "places": [part.place for part in parts],
        "licence": about["licence"],
        **({"earlier": shown_earlier.views(earlier)} if earlier else {}),
    }
    return json.dumps(said, ensure_ascii=False).encode()
