"""Files to be taken away: the public records of a place and of all below it, kind by kind.

For programs there are tables as CSV (one for each list in a record, too) and the records
themselves as JSON Lines, each line in its canonical form; for people a workbook for each kind.
`index.json` says what there is. The files of the whole site are put together of these: see
`whole_files`.
"""

import csv
import json
import marshal
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import quote

from generator.base import workbook_rows
from generator.base.digests import digest
from generator.base.messages import N_
from generator.model import public_record
from generator.model.kinds.kind import View
from generator.model.kinds.registry import KINDS
from generator.model.public_tables import BETWEEN, Cell, Column, Table, rows, tables
from generator.pages import download_pieces, infrastructure_data, shown_earlier
from generator.pages.download_pieces import Kept, Making, Piece, Place, Some, Standing
from generator.pages.download_tables import (
    MARK,
    Columns,
    Words,
    blank,
    cells_of,
    columns,
    json_of,
    lists,
    reckoned,
    too_many,
    workbook,
)
from generator.pages.page_mark import Earlier, Page
from generator.pages.people_data import People
from generator.records import view_cache
from generator.records.view_cache import MANY

_Own: TypeAlias = tuple[str, bytes]
"""A public record: kind and key, and what it says."""
FOLDER = "data"
PIECES = ".pieces"
"""The ending of a file, beside those of a batch, that says where the pieces of a place lie."""
INDEX = "index.json"
OC4IDS, POPOLO = "oc4ids.json", "popolo.json"
STANDARDS = {
    OC4IDS: "OC4IDS",
    POPOLO: "Popolo",
    "datapackage.json": "Frictionless Data Package",
    "catalog.jsonld": "DCAT-AP",
}
"""Files in open standards, each with what its standard is called."""
_YEAR = len("2018")
_TOGETHER = 40
"""Projects of which a piece is made: of fewer, there would be more pieces to put together."""


def folder(place: str) -> str:
    """Return the folder of the files of a place, those of the whole site for ""."""
    return f"{FOLDER}/{place}" if place else FOLDER


def record_url(kind: str, key: str) -> str:
    """Return the address of a public record, from the root of the site."""
    return f"{kind}/{key}.json"


def records(keep: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the address of each public record of a batch, and what it says."""
    for name, content in view_cache.public(keep).items():
        kind, _, key = name.partition("/")
        yield record_url(kind, key), content


class Made(NamedTuple):
    """A file: its address and what it holds, None where it stays as it is.

    `new` are lines of it that no one has looked through yet.
    """

    url: str
    content: bytes | None
    new: Sequence[bytes] = ()


class Frame(NamedTuple):
    """What is in a file beside the pieces of its batches.

    `mark` is its digest, `parts` has its bytes and, where pieces stand, the names of their part;
    `between` stands between two of these. `kind` is that of a workbook, which has none of all that.
    """

    mark: bytes
    parts: Sequence[bytes | str] = ()
    between: bytes = b""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Downloads:
    """The files of one place: `keeps` are those of the batches that are of it."""

    place: str
    keeps: tuple[Path, ...]
    stamps: tuple[bytes, ...]
    """Of each of these the digest of all that its pieces are made from, but for what all share."""
    names: dict[str, str]
    """The names of each unit and of those above it, from the county down."""
    root: str
    about: dict[str, str]
    """What the first sheet of each workbook says: `title`, `place`, `day`, `licence`, `url`."""
    demo: bool
    settings: dict[str, dict[str, dict[str, str]]]
    """The labels of codes that the settings have: of `categories` and `purposes`."""
    sheets: bool
    above: dict[str, str] = field(default_factory=dict)
    """The unit above each, "" for none."""
    standards: bool = False
    infrastructure: tuple[str, ...] = ()
    """The categories of projects that are infrastructure."""
    earlier: Earlier = ()
    """What of it is as it was, as its records have errors."""

    def __iter__(self) -> Iterator[Page]:
        yield from ()

    def data(self) -> Iterator[tuple[str, Any]]:
        """Yield nothing: see `files`."""
        yield from ()

    def files(
        self,
        words: Words,
        language: str,
        standing: Standing,
        made_with: bytes,
        halted: Callable[[], bool] = lambda: False,
    ) -> Iterator[Made]:
        """Yield each file; no more of them once all is `halted`.

        `made_with` is the digest of the program and of its words.
        """
        by = digest(made_with + marshal.dumps(self._shared(language), 2))
        path = self.keeps[0].with_suffix(PIECES)
        given = (standing, words, language, halted)
        place = self._place(download_pieces.kept(path, by), *given)
        if halted():
            return
        frames = self._frames(place)
        same = {name for name, frame in frames.items() if place.same(name, frame.mark)}
        if not place.sound(frames.keys() - same):  # someone has changed what stands there
            place, same = self._place(download_pieces.NOTHING, *given), set()
            frames = self._frames(place)
        for name, frame in frames.items():
            url = f"{folder(self.place)}/{name}"
            if name in same:
                yield Made(url, None)
            elif frame.kind:
                yield Made(url, self._workbook(place, name, frame, words, language))
            else:
                lines = name.endswith(".jsonl")
                new = [*place.fresh(name)] if lines else []
                yield Made(url, place.put(name, frame.mark, frame.parts, frame.between), new)
        yield Made(f"{folder(self.place)}/{INDEX}", self._index(place))
        place.keep(path, by)

    def _place(
        self,
        before: Kept,
        standing: Standing,
        words: Words,
        language: str,
        halted: Callable[[], bool],
    ) -> Place:
        """Return all that the batches give: what is as it was, and what is made anew."""
        place = Place(before, standing, lambda name: f"{folder(self.place)}/{name}")
        for keep, stamp in zip(self.keeps, self.stamps, strict=True):
            if halted():
                break
            if not place.take(keep.name, stamp):
                place.cut(keep.name, stamp, self._cut(keep, words, language))
        return place

    def _cut(self, keep: Path, words: Words, language: str) -> Iterator[tuple[bytes, Making]]:
        """Yield of some records of a batch a digest of what they say, and what makes their pieces.

        Projects are so many that there are some pieces of them, in their order; all other records
        are together, as people are who have a post in several.
        """
        views, many, rest = view_cache.load(keep), list[_Own](), list[_Own]()
        projects, start = views[MANY], f"{MANY}/"
        for name, content in view_cache.public(keep).items():
            (many if name.startswith(start) else rest).append((name, content))

        def some(own: Sequence[_Own]) -> tuple[bytes, Making]:
            said = (self._said(name, content, views, projects) for name, content in own)
            mark = digest(b"".join([digest(each) for each in said]))
            return mark, lambda at: self._some(own, mark, views, (words, language), at)

        if rest:
            yield some(rest)
        for at in range(0, len(many), _TOGETHER):
            yield some(many[at : at + _TOGETHER])

    @staticmethod
    def _said(name: str, content: bytes, views: view_cache.Views, projects: object) -> bytes:
        """Return all that a record and its view give to files."""
        kind, _, key = name.partition("/")
        if kind == MANY and isinstance(projects, view_cache.Packed):
            return content + projects.values_of[key]
        view = views[kind][key]
        reckoned = [view[each.name] for each in tables(kind)[0].columns if each.reckoned]
        return content + marshal.dumps(reckoned, 2)

    def _shared(self, language: str) -> tuple[Any, ...]:
        """Return what all pieces are made from beside the records of their batches."""
        about = [self.about[name] for name in ("url", "language")]
        switches = (self.demo, self.sheets, self.standards, self.infrastructure)
        named = (self.root, self.names, self.above, self.settings, about)
        return (language, *switches, *map(json_of, named))

    def _some(
        self,
        own: Sequence[_Own],
        stamp: bytes,
        views: view_cache.Views,
        spoken: tuple[Words, str],
        first: Mapping[str, int],
    ) -> Some:
        """Return the pieces of some records of a batch.

        `first` is the number that the first of their rows has in each table.
        """
        made, words = Some(stamp), spoken[0]
        lines: dict[str, list[bytes]] = {}
        found: dict[str, list[list[Cell]]] = {}
        people, built = People(), list[bytes]()
        for record, view in self._take(own, views, lines, found):
            if not self.standards:
                continue
            people.add(record, self.above.get(record["id"], ""))
            fields = record["fields"]
            if record["kind"] == "projects" and fields["category"] in self.infrastructure:
                unit = record["id"].rpartition("/")[0] or self.root
                place, about = self.names.get(unit, ""), self.about
                said = (place, about["url"], about["language"], words)
                built.append(json_of(infrastructure_data.project(record, view, *said)))
        for kind, written in lines.items():
            made.pieces[f"{kind}.jsonl", ""] = Piece(b"".join(written))
            for table in tables(kind):
                rows_ = found[table.name]
                if not rows_:
                    continue
                made.rows[table.name] = len(rows_)
                cells = [*zip(*rows_, strict=True)]
                made.pieces[f"{table.name}.csv", ""] = Piece(self._csv(table, cells))
                if self.sheets:
                    rows_at = first[table.name]
                    packed = workbook_rows.piece(self._sheet(table, cells, *spoken), rows_at)
                    piece = Piece(packed.packed, packed.crc, packed.size, first=rows_at)
                    made.pieces[f"{kind}.xlsx", table.name] = piece
        for name, each in people.lists().items():
            if each:
                made.pieces[POPOLO, name] = Piece(b",".join(map(json_of, each)))
        if built:
            made.pieces[OC4IDS, ""] = Piece(b",".join(built))
        return made

    def _frames(self, place: Place) -> dict[str, Frame]:
        """Return what is in each file beside the pieces of its batches, by its name."""
        found: dict[str, Frame] = {}
        rows = self._counted(place)
        about = digest(json_of(self.about))
        for kind in KINDS:
            if not place.has(f"{kind}.jsonl"):
                continue
            found[f"{kind}.jsonl"] = Frame(b"", [""])
            for table in tables(kind):
                if place.has(f"{table.name}.csv"):
                    head = self._head(table)
                    found[f"{table.name}.csv"] = Frame(digest(head), [head, ""])
            if self.sheets and not too_many(kind, rows):
                found[f"{kind}.xlsx"] = Frame(about, kind=kind)
        if place.has(POPOLO, People.NAMES[0]):
            found[POPOLO] = Frame(b"", [*lists(People.NAMES, demo=self.demo)], b",")
        base, day = self.about["url"], self.about["day"]
        if place.has(OC4IDS) and base and day:  # which without an address or a day cannot be valid
            url = f"{quote(base, safe='%/:@')}{folder(self.place)}/{OC4IDS}"
            package = infrastructure_data.package(url, self.about["publisher"], day, demo=self.demo)
            head = json_of(package)[:-1] + b',"projects":['
            found[OC4IDS] = Frame(digest(head), [head, "", b"]}"], b",")
        return found

    def _workbook(
        self, place: Place, name: str, frame: Frame, words: Words, language: str
    ) -> bytes:
        own = tables(frame.kind)
        sheets = [blank(each, words, language, demo=self.demo) for each in own]
        for sheet, each in zip(sheets, own, strict=True):
            sheet.rows += place.rows(name, each.name)
        content = workbook(frame.kind, sheets, self.about, words, language, demo=self.demo)
        place.put_workbook(name, frame.mark, content, ["", *(each.name for each in own)])
        return content

    @staticmethod
    def _counted(place: Place) -> dict[str, int]:
        """Return how many rows each table has."""
        counted: dict[str, int] = {}
        for some in place.some.values():
            for name, count in some.rows.items():
                counted[name] = counted.get(name, 0) + count
        return counted

    def _index(self, place: Place) -> bytes:
        counted = self._counted(place)
        said: View = {
            "place": self.place,
            "day": self.about["day"],
            "rows": dict(sorted(counted.items())),
            **({"earlier": shown_earlier.views(self.earlier)} if self.earlier else {}),
        }
        if self.demo:
            said = {"demo": True, **said}
        return json.dumps(said, ensure_ascii=False).encode()

    def _take(
        self,
        own: Sequence[_Own],
        views: view_cache.Views,
        lines: dict[str, list[bytes]],
        found: dict[str, list[list[Cell]]],
    ) -> Iterator[tuple[View, View]]:
        """Add some records of a batch; yield each with its view."""
        names = {name for name, _ in own}
        for name, content in own:
            kind, _, key = name.partition("/")
            if kind not in lines:
                lines[kind] = []
                found.update({each.name: [] for each in tables(kind)})
            whole = public_record.of_demonstration(content) if self.demo else content
            lines[kind] += (whole, b"\n")
            record = json.loads(content)
            view = views[kind][key]
            first = self._first(kind, record, view, names)
            for table in tables(kind):
                found[table.name] += rows(table, record, first)
            yield record, view

    def _first(
        self, kind: str, record: View, view: View, names: Collection[str]
    ) -> dict[str, Cell]:
        """Return what a row says that is no field of its record; `names` are those beside it."""
        of, ident = KINDS[kind], record["id"]
        found: dict[str, Cell] = {}
        if of.lies != "anywhere":
            unit = of.place_of(ident) or self.root
            found = {"place_id": unit, "place": self.names.get(unit, "")}
        if kind == "pages":
            first = self.about["language"]
            # beside a translation into the first language, a text is of one that nothing says
            unsaid = f"{kind}/{ident}.{first}" in names
            found["language"] = record.get("language") or (None if unsaid else first)
        for column in tables(kind)[0].columns:
            if column.reckoned:
                found[column.name] = reckoned(column, view[column.name])
        if kind == MANY and len(view["updated"]) <= _YEAR:
            found["updated"] = None  # it is the year of the plan: nothing was reported
        return found

    def _head(self, table: Table) -> bytes:
        """Return what a table has before its rows."""
        written = StringIO(newline="")
        csv.writer(written).writerow([each.name for each in columns(table, demo=self.demo)])
        return (MARK + written.getvalue()).encode()

    def _csv(self, table: Table, own: Columns) -> bytes:
        cells = [cells_of(column, each) for column, each in zip(table.columns, own, strict=True)]
        if self.demo:
            cells.append(["true"] * len(own[0]))
        written = StringIO(newline="")
        csv.writer(written).writerows(zip(*cells, strict=True))
        return written.getvalue().encode()

    def _sheet(self, table: Table, own: Columns, words: Words, language: str) -> Iterator[str]:
        """Return the cells of each row of a workbook."""
        cells = [
            self._cells(column, each, workbook_rows.letters(number), words, language)
            for number, (column, each) in enumerate(zip(table.columns, own, strict=True), start=1)
        ]
        if self.demo:
            at = workbook_rows.letters(len(cells) + 1)
            cells.append(workbook_rows.texts([words(N_("yes"))] * len(own[0]), at))
        return map("".join, zip(*cells, strict=True))

    def _cells(
        self, column: Column, own: Sequence[Any], at: str, words: Words, language: str
    ) -> list[str]:
        """Return the values of a column as cells of a workbook; `at` is what it is called there."""
        if column.type == "money":
            return workbook_rows.amounts(own, at)
        if column.type in ("count", "percent", "year"):
            return workbook_rows.numbers(own, at)
        if column.many:
            own = [v if v is None else BETWEEN.join(v) for v in own]
        elif column.type == "yes":
            said = {True: words(N_("yes")), False: words(N_("no"))}
            own = [v if v is None else said[v] for v in own]
        elif column.labels or column.choices:
            known = self._labels(column, words, language)
            own = [v if v is None else known.get(v, v) for v in own]
        return workbook_rows.texts(own, at)

    def _labels(self, column: Column, words: Words, language: str) -> dict[str, str]:
        """Return the words of the codes of a column."""
        if not column.labels:
            return {code: words(word) for code, word in column.choices.items()}
        return {
            code: label.get(language) or label.get("") or next(iter(label.values()), code)
            for code, label in self.settings[column.labels].items()
        }
