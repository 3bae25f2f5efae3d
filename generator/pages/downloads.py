"""Files to be taken away: the public records of a place and of all below it, kind by kind.

For programs there are tables as CSV (one for each list in a record, too) and the records
themselves as JSON Lines, each line in its canonical form; for people a workbook for each kind.
`index.json` says what there is. The files of the whole site are put together of these: see
`whole_files`.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote

from generator.base import labels, light_workbook
from generator.base.light_workbook import Sheet
from generator.base.messages import CHINESE, N_
from generator.model import public_record
from generator.model.kinds.kind import View
from generator.model.kinds.registry import KINDS
from generator.model.public_tables import BETWEEN, Cell, Column, Table, rows, tables
from generator.pages import infrastructure_data, shown_earlier
from generator.pages.page_mark import Earlier, Page
from generator.pages.people_data import People
from generator.records import view_cache

Words: TypeAlias = Callable[[str], str]
"""What is said for one of our English texts, in the language of the files."""
Columns: TypeAlias = Sequence[Sequence[Any]]
"""The values of a table, column by column: it is so that many are written at once."""
FOLDER = "data"
INDEX = "index.json"
OC4IDS, POPOLO = "oc4ids.json", "popolo.json"
STANDARDS = {
    OC4IDS: "OC4IDS",
    POPOLO: "Popolo",
    "datapackage.json": "Frictionless Data Package",
    "catalog.jsonld": "DCAT-AP",
}
"""Files in open standards, each with what its standard is called."""
MARK = "\ufeff"
"""What tells spreadsheets that a table is in UTF-8."""
DEMO = Column("demo", "yes", (N_("demonstration data"),))
_FORMULAS = frozenset("=+-@\t\r\n＝＋－＠")
"""What a cell begins with that a spreadsheet takes for a formula."""
_WORDS = ("text", "record", "unit", "link")
"""Types of columns in which anything may stand."""
_WIDTHS = {"text": 24, "money": 16, "code": 12, "record": 28, "unit": 24}
_SHEET_SIGNS = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LONGEST_NAME = 31


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


@dataclass(frozen=True, slots=True)
class Downloads:
    """The files of one place: `keeps` are those of the batches that are of it."""

    place: str
    keeps: tuple[Path, ...]
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
        self, words: Words, language: str, halted: Callable[[], bool] = lambda: False
    ) -> Iterator[tuple[str, bytes]]:
        """Yield address and content of each file; no more of them once all is `halted`."""
        lines: dict[str, list[bytes]] = {}
        found: dict[str, list[list[Cell]]] = {}
        people, built = People(), list[tuple[View, View, str]]()
        for keep in self.keeps:
            if halted():
                return
            for record, view in self._take(keep, lines, found):
                if not self.standards:
                    continue
                people.add(record, self.above.get(record["id"], ""))
                fields = record["fields"]
                if record["kind"] == "projects" and fields["category"] in self.infrastructure:
                    unit = record["id"].rpartition("/")[0] or self.root
                    built.append((record, view, self.names.get(unit, "")))
        where = folder(self.place)
        for kind, own in lines.items():
            yield f"{where}/{kind}.jsonl", b"".join(own)
            by_column = {
                each: [*zip(*found[each.name], strict=True)] or [()] * len(each.columns)
                for each in tables(kind)
            }
            for table, cells in by_column.items():
                if found[table.name]:
                    yield f"{where}/{table.name}.csv", self._csv(table, cells)
            if self.sheets:
                sheets = [
                    self._sheet(table, cells, words, language) for table, cells in by_column.items()
                ]
                yield (
                    f"{where}/{kind}.xlsx",
                    workbook(kind, sheets, self.about, words, language, demo=self.demo),
                )
        if self.standards:
            yield from self._standards(where, people, built)
        counted = {name: len(own) for name, own in found.items() if own}
        said: View = {
            "place": self.place,
            "day": self.about["day"],
            "rows": dict(sorted(counted.items())),
            **({"earlier": shown_earlier.views(self.earlier)} if self.earlier else {}),
        }
        if self.demo:
            said = {"demo": True, **said}
        yield f"{where}/{INDEX}", json.dumps(said, ensure_ascii=False).encode()

    def _take(
        self, keep: Path, lines: dict[str, list[bytes]], found: dict[str, list[list[Cell]]]
    ) -> Iterator[tuple[View, View]]:
        """Add the records of a batch; yield each with its view."""
        views = view_cache.load(keep)
        for name, content in view_cache.public(keep).items():
            kind, _, key = name.partition("/")
            if kind not in lines:
                lines[kind] = []
                found.update({each.name: [] for each in tables(kind)})
            whole = public_record.of_demonstration(content) if self.demo else content
            lines[kind] += (whole, b"\n")
            record = json.loads(content)
            view = views[kind][key]
            first = self._first(kind, record, view)
            for table in tables(kind):
                found[table.name] += rows(table, record, first)
            yield record, view

    def _standards(
        self, where: str, people: People, built: Sequence[tuple[View, View, str]]
    ) -> Iterator[tuple[str, bytes]]:
        """Yield the files in open standards that a place has."""
        if people.organizations:
            yield f"{where}/{POPOLO}", _json(people.all(demo=self.demo))
        base, day = self.about["url"], self.about["day"]
        if built and base and day:  # which without an address or a day cannot be valid
            url = f"{quote(base, safe='%/:@')}{where}/{OC4IDS}"
            package = infrastructure_data.package(
                built, url, base, self.about["publisher"], day, demo=self.demo
            )
            yield f"{where}/{OC4IDS}", _json(package)

    def _first(self, kind: str, record: View, view: View) -> dict[str, Cell]:
        """Return what a row says that is no field of its record."""
        of, ident = KINDS[kind], record["id"]
        found: dict[str, Cell] = {}
        if of.lies != "anywhere":
            unit = of.place_of(ident) or self.root
            found = {"place_id": unit, "place": self.names.get(unit, "")}
        if kind == "pages":
            found["language"] = record.get("language") or self.about["language"]
        for column in tables(kind)[0].columns:
            if column.reckoned:
                found[column.name] = _reckoned(column, view[column.name])
        return found

    def _csv(self, table: Table, own: Columns) -> bytes:
        cells = [_written(column, each) for column, each in zip(table.columns, own, strict=True)]
        if self.demo:
            cells.append(["true"] * len(own[0]))
        written = StringIO(newline="")
        writer = csv.writer(written)
        writer.writerow([each.name for each in columns(table, demo=self.demo)])
        writer.writerows(zip(*cells, strict=True))
        return (MARK + written.getvalue()).encode()

    def _sheet(self, table: Table, own: Columns, words: Words, language: str) -> Sheet:
        cells = [
            self._cells(column, each, words, language)
            for column, each in zip(table.columns, own, strict=True)
        ]
        if self.demo and own:
            cells.append(light_workbook.texts([words(N_("yes"))] * len(own[0])))
        sheet = blank(table, words, language, demo=self.demo)
        sheet.rows.append(light_workbook.piece(map("".join, zip(*cells, strict=True))))
        return sheet

    def _cells(self, column: Column, own: Sequence[Any], words: Words, language: str) -> list[str]:
        """Return the values of a column as cells of a workbook."""
        if column.type == "money":
            return light_workbook.amounts(own)
        if column.type in ("count", "percent", "year"):
            return light_workbook.numbers(own)
        if column.many:
            return light_workbook.texts([v if v is None else BETWEEN.join(v) for v in own])
        if column.type == "yes":
            said = {True: words(N_("yes")), False: words(N_("no"))}
            return light_workbook.texts([v if v is None else said[v] for v in own])
        if column.labels or column.choices:
            known = self._labels(column, words, language)
            return light_workbook.texts([v if v is None else known.get(v, v) for v in own])
        return light_workbook.texts(own)

    def _labels(self, column: Column, words: Words, language: str) -> dict[str, str]:
        """Return the words of the codes of a column."""
        if not column.labels:
            return {code: words(word) for code, word in column.choices.items()}
        return {
            code: label.get(language) or label.get("") or next(iter(label.values()), code)
            for code, label in self.settings[column.labels].items()
        }


def columns(table: Table, *, demo: bool) -> Sequence[Column]:
    """Return the columns of a table; in a demonstration the last one says that it is one."""
    return (*table.columns, DEMO) if demo else table.columns


def heading(column: Column, words: Words) -> str:
    """Return what people call a column: the groups that it is of, and its own name."""
    return "·".join(labels.name(each, words) for each in column.meanings if each) or column.name


def sheet_name(table: Table, words: Words, language: str) -> str:
    """Return what the sheet of a table is called, within the limits of spreadsheets."""
    wanted = (
        "·".join(labels.name(each, words) for each in table.meanings)
        if table.path
        else called(table.kind, language)
    )
    return wanted.translate(_SHEET_SIGNS)[:_LONGEST_NAME]


def called(kind: str, language: str) -> str:
    """Return what the records of a kind are called."""
    english, chinese = KINDS[kind].called
    return chinese if language == CHINESE else english


def blank(table: Table, words: Words, language: str, *, demo: bool) -> Sheet:
    """Return the sheet of a table without rows."""
    own = columns(table, demo=demo)
    widths = [_WIDTHS.get(each.type, 12) for each in own]
    return Sheet(sheet_name(table, words, language), [heading(each, words) for each in own], widths)


def workbook(
    kind: str,
    sheets: Sequence[Sheet],
    about: Mapping[str, str],
    words: Words,
    language: str,
    *,
    demo: bool,
) -> bytes:
    """Return the workbook of a kind: of what it is, then a sheet for each table with rows."""
    said = [
        (N_("Site"), about["title"]),
        (N_("What"), called(kind, language)),
        (N_("Place"), about["place"]),
        (N_("Last report"), about["day"]),
        (N_("Licence"), about["licence"] or words(N_("not stated"))),
        (N_("Address"), about["url"]),
    ]
    if demo:
        made_up = words(
            N_("Demonstration data: the projects, amounts, names and phones here are made up.")
        )
        said.insert(0, (N_("Demonstration"), made_up))
    lines = [
        light_workbook.text(words(name)) + light_workbook.text(value)
        for name, value in said
        if value
    ]
    first = Sheet(words(N_("About this file")), (), (16, 60), [light_workbook.piece(lines)])
    names: dict[str, int] = {}
    for sheet in sheets:
        names[sheet.name] = names.get(sheet.name, 0) + 1
        if names[sheet.name] > 1:
            sheet.name = f"{sheet.name[: _LONGEST_NAME - 3]} {names[sheet.name]}"
    return light_workbook.made([first, *sheets])


def table(lines: Iterable[Iterable[str]]) -> bytes:
    """Return lines of texts as a table, none of them a formula."""
    written = StringIO(newline="")
    csv.writer(written).writerows([safe(each) for each in line] for line in lines)
    return (MARK + written.getvalue()).encode()


def safe(value: str) -> str:
    """Return a text as a cell of a table that no spreadsheet takes for a formula.

    What looks like one is put behind an apostrophe, which these take for the sign of a text.
    """
    return f"'{value}" if value[:1] in _FORMULAS and value else value


def _written(column: Column, own: Sequence[Any]) -> Sequence[Any]:
    """Return the values of a column as a table has them."""
    if column.many:
        own = [v if v is None else BETWEEN.join(v) for v in own]
    elif column.type == "yes":
        return [v if v is None else "true" if v else "false" for v in own]
    elif column.type not in _WORDS:
        return own
    return [f"'{v}" if v and v[0] in _FORMULAS else v for v in own]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _reckoned(column: Column, value: Any) -> Cell:
    """Return a value of a view as a public record has it."""
    if value is None or value == "":
        return None
    if column.type == "money":
        return public_record.yuan(value)
    return public_record.number(value) if isinstance(value, float) else value
