"""The tables of downloads: a kind's public records as rows, by the declaration of the kind.

The first table of a kind has one row for each record: its id, the place it is of, its fields (those
of a group as `plan_start`), what is reckoned from them (`Kind.reckoned`), its text. Each list of
groups is a table of its own, `projects-payments`: the id of the record, the number of the entry
from 1, and its fields; of a list within such a list there are the numbers of both.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, TypeAlias, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.base.messages import N_
from generator.model import public_record
from generator.model.kinds.declaration import Kind
from generator.model.kinds.kind import View
from generator.model.kinds.registry import KINDS
from generator.model.view_types import Codes, Unit
from generator.parse import field_types
from generator.parse.amounts import parse_money, parse_outgoing
from generator.parse.field_types import Choice
from generator.parse.model_fields import inner

Cell: TypeAlias = str | int | float | bool | list[str] | None
Path: TypeAlias = tuple[str, ...]
BETWEEN = "；"
"""What stands between the values of a list in one cell: no value of these has it."""
ID = N_("address of the record")
PLACE_ID = N_("address of the place")
PLACE = N_("place, from the county down")
NUMBER = N_("number of the entry, from 1")
PARENT = N_("number of the entry that it belongs to, from 1")
TEXT = N_("text of the record, without markup")
_TYPES: Mapping[Any, str] = {
    parse_money: "money",
    parse_outgoing: "money",
    field_types.parse_date: "date",
    field_types.parse_day: "day",
    field_types.parse_year: "year",
    field_types.parse_percent: "percent",
    field_types.parse_count: "count",
    field_types.parse_yes: "yes",
    field_types.parse_unit: "unit",
    field_types.parse_record: "record",
    field_types.parse_link: "link",
}
_UNITS = {"fen": "money", "percent": "percent", "year": "year", "ISO date to the day": "day"}
_PLAIN = {int: "count", bool: "yes", float: "percent"}


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column: its name, the type of its values, and what these mean.

    Types: text, money (yuan), date (to the day, month or year), day, year, count, percent, yes,
    code, unit and record (an id), link. `meanings` are those of the groups that it is of and its
    own, msgids; `choices` the words of its codes.
    """

    name: str
    type: str
    meanings: tuple[str, ...]
    path: Path = ()
    many: bool = False
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    labels: str = ""
    """The setting whose codes these are: categories, purposes."""
    reckoned: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table: `path` is the list that its rows are entries of, () for the records themselves."""

    name: str
    kind: str
    path: Path
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    """The columns that together are of one row alone."""
    meanings: tuple[str, ...] = ()
    """What the list means, and what it is in."""


@cache
def tables(folder: str) -> tuple[Table, ...]:
    """Return the tables of a kind, that of its records first."""
    kind = KINDS[folder]
    lists: list[Table] = []
    fields = [*_columns(kind, kind.model, (), (), lists, ())]
    first = [Column("id", "record", (ID,), required=True)]
    if kind.folder == "pages":
        first.append(Column("language", "text", (N_("language of a translation"),)))
    if kind.lies != "anywhere":
        first += [
            Column("place_id", "unit", (PLACE_ID,), required=True),
            Column("place", "text", (PLACE,)),
        ]
    reckoned = [_reckoned(kind, name) for name in kind.reckoned]
    columns = (*first, *fields, *reckoned, Column("text", "text", (TEXT,)))
    keys = ("id", "language") if kind.folder == "pages" else ("id",)
    return (Table(folder, folder, (), columns, keys), *lists)


def every() -> Iterator[Table]:
    """Yield the tables of all kinds."""
    for folder in KINDS:
        yield from tables(folder)


def _columns(
    kind: Kind[Any],
    model: type[BaseModel],
    within: Path,
    meanings: tuple[str, ...],
    lists: list[Table],
    above: Path,
) -> Iterator[Column]:
    """Yield the columns of a group of fields, `within` groups of its row; add `lists` in it.

    `above` are the lists that the row is of.
    """
    public = {name for name, _, _ in public_record.plan(model)}
    for name, info in model.model_fields.items():
        if name not in public:
            continue
        said = (*meanings, info.description or "")
        part, path = inner(info.annotation), (*within, name)
        if not public_record.is_group(info):
            yield _column(info, path, said)
        elif _is_list(info):
            _add_list(kind, part, (*above, *path), said, lists)
        else:
            yield from _columns(kind, part, path, said, lists, above)


def _add_list(
    kind: Kind[Any],
    part: type[BaseModel],
    path: Path,
    meanings: tuple[str, ...],
    lists: list[Table],
) -> None:
    at = len(lists)
    parents = [each for each in lists if path[: len(each.path)] == each.path]
    keys = ("id", "parent", "number") if parents else ("id", "number")
    first = [Column("id", "record", (ID,), required=True)]
    if parents:
        first.append(Column("parent", "count", (PARENT,), required=True))
    first.append(Column("number", "count", (NUMBER,), required=True))
    lists.append(Table("", "", path, (), ()))  # so that lists within it know of it
    columns = (*first, *_columns(kind, part, (), (), lists, path))
    name = "-".join((kind.folder, *path)).replace("_", "-")
    lists[at] = Table(name, kind.folder, path, columns, keys, meanings)


def _column(info: FieldInfo, path: Path, meanings: tuple[str, ...]) -> Column:
    through = public_record.through(info)
    func = public_record.typed(info)
    chosen = next((each for each in through if isinstance(each, Choice)), None)
    name = "_".join(path)
    setting = {"category": "categories", "purpose": "purposes"}.get(name, "")
    type_ = "code" if chosen or setting else _TYPES.get(func, "text") if func else "text"
    return Column(
        name=name,
        type=type_,
        meanings=meanings,
        path=path,
        many=_is_list(info),
        required=info.is_required() and len(path) == 1,
        choices={code: words[0] for code, words in chosen.choices.items()} if chosen else {},
        labels=setting,
    )


def _reckoned(kind: Kind[Any], name: str) -> Column:
    hint = get_type_hints(kind.shows, include_extras=True)[name]
    parts = [*_parts(hint)]
    meaning = next((each for each in parts if isinstance(each, str)), "")
    codes = next((each.table for each in parts if isinstance(each, Codes)), "")
    unit = next((each.says for each in parts if isinstance(each, Unit)), "")
    plain = next((_PLAIN[each] for each in parts if each in _PLAIN), "date")
    words = {
        code: word if isinstance(word, str) else word[0]
        for code, word in kind.words().get(codes, {}).items()
    }
    type_ = "code" if codes else _UNITS.get(unit, plain)
    says = kind.reckoned[name] or meaning
    return Column(name, type_, (says,), (name,), choices=words, reckoned=True)


def _parts(hint: Any) -> Iterator[Any]:
    """Yield the types and what is said of them in an annotation."""
    if get_origin(hint) is Annotated:
        inside, *said = get_args(hint)
        yield from said
        yield from _parts(inside)
    elif get_args(hint):
        for each in get_args(hint):
            yield from _parts(each)
    else:
        yield hint


def _is_list(info: FieldInfo) -> bool:
    kinds = (info.annotation, *get_args(info.annotation))
    return any(get_origin(each) is list for each in kinds)


def rows(table: Table, record: View, first: Mapping[str, Cell]) -> Iterable[list[Cell]]:
    """Return the rows of a table that a public record has.

    `first` has the columns that are none of its fields: its place, and what is reckoned.
    """
    fields = record["fields"]
    if table.path:
        if table.path[0] not in fields:
            return ()
        found: list[list[Cell]] = []
        _entries(table, fields, table.path, [record["id"]], found)
        return found
    get, own = fields.get, first.get
    before, within, behind = _order(table)
    return (
        [
            record["id"],
            *[own(name) for name in before],
            *[get(a) if b is None else get(a, _NOTHING).get(b) for a, b in within],
            *[own(name) for name in behind],
            record.get("text"),
        ],
    )


_NOTHING: Mapping[str, Any] = {}


@cache
def _order(table: Table) -> tuple[list[str], list[tuple[str, str | None]], list[str]]:
    """Return the columns of the first table of a kind, but for the id and the text.

    They are those before the fields; the fields, each as its group and its name in it, None where
    it is in no group; and what is reckoned.
    """
    before = [each.name for each in table.columns[1:-1] if not each.path]
    behind = [each.name for each in table.columns if each.reckoned]
    return before, _paths(table), behind


@cache
def _paths(table: Table) -> list[tuple[str, str | None]]:
    """Return the fields of a table, each as its group and its name in it."""
    found = []
    for each in table.columns:
        if each.path and not each.reckoned:
            name, *within = each.path
            if len(within) > 1:  # no kind has groups within groups
                raise ValueError(each.name)
            found.append((name, within[0] if within else None))
    return found


def _entries(
    table: Table, fields: Any, path: Path, keys: list[Cell], found: list[list[Cell]]
) -> None:
    """Add the entries of the list at `path`, behind the keys of what it is in."""
    for n, step in enumerate(path):
        fields = fields.get(step)
        if fields is None:
            return
        if isinstance(fields, list):
            paths = _paths(table)
            for number, entry in enumerate(fields, start=1):
                if n + 1 < len(path):
                    _entries(table, entry, path[n + 1 :], [*keys, number], found)
                    continue
                get = entry.get
                own = [get(a) if b is None else get(a, _NOTHING).get(b) for a, b in paths]
                found.append([*keys, number, *own])
            return
