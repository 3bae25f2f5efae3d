"""The form of a kind of record, made from its model: what is asked, how, and what is there already.

What a form shows of a record goes to the browser as plain values and comes back the same way: a
text for a field, a mapping for a group, and for a list its entries, each with the number it had in
the file. What stands in a file in a shape that a form has no place for is not shown, and stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.base import labels
from generator.base.labels import Translate
from generator.base.messages import CHINESE, ENGLISH
from generator.model.kinds.kind import Rules
from generator.model.kinds.registry import KINDS
from generator.parse import attachments
from generator.parse.amounts import parse_money, parse_outgoing
from generator.parse.field_types import (
    Choice,
    Photo,
    alike,
    parse_count,
    parse_date,
    parse_day,
    parse_email,
    parse_file,
    parse_link,
    parse_percent,
    parse_record,
    parse_unit,
    parse_year,
    parse_yes,
)
from generator.parse.model_fields import inner, is_list, validators
from generator.parse.phones import parse_phone
from generator.parse.yaml_nodes import Raw
from generator.records.form_changes import Entry, Typed

Sort: TypeAlias = Literal[
    "text",
    "choice",
    "yes",
    "money",
    "date",
    "day",
    "year",
    "percent",
    "count",
    "phone",
    "email",
    "link",
    "unit",
    "record",
    "photo",
    "file",
    "group",
]
_SORTS: Mapping[Any, Sort] = {
    parse_money: "money",
    parse_outgoing: "money",
    parse_date: "date",
    parse_day: "day",
    parse_year: "year",
    parse_percent: "percent",
    parse_count: "count",
    parse_yes: "yes",
    parse_phone: "phone",
    parse_email: "email",
    parse_link: "link",
    parse_unit: "unit",
    parse_record: "record",
    parse_file: "file",
    attachments.parse: "file",
}
NONE_YET = "[]"
"""What the meaning of a list says where an empty one says something: that there is none yet."""
YES_NO: Mapping[str, tuple[str, ...]] = {"yes": ("yes", "是"), "no": ("no", "否")}


class Misshapen(ValueError):
    """What came from a browser is not of the form's shape."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form."""

    name: str
    meaning: str
    """What it means (a msgid); its label is the beginning of that."""
    sort: Sort
    listed: bool
    needed: bool
    example: str = ""
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The codes that it takes, each with its labels as in `field_types.Choice`."""
    parts: "tuple[Field, ...]" = ()
    """The fields of a group."""
    records: str = ""
    """The kind of the records it names."""
    default: str = ""
    """The code of what is meant where nothing is said, "" where that means nothing."""

    @property
    def says_none(self) -> bool:
        """Whether an empty list says something that no list does not."""
        return self.listed and NONE_YET in self.meaning

    def label(self, tr: Translate) -> str:
        """Return what people call it."""
        return labels.name(self.meaning, tr)


def fields(folder: str, rules: Rules) -> tuple[Field, ...]:
    """Return the fields of a kind in the order of its model, with the choices of the settings."""
    among = {"category": rules.categories, "purpose": rules.purposes}
    own = {
        name: tuple((code, _labels(words)) for code, words in table.items())
        for name, table in among.items()
    }
    return tuple(
        Field(**{**_plain(each), "sort": "choice", "choices": own[each.name]})
        if own.get(each.name) and each.sort == "text"
        else each
        for each in _fields_of(folder)
    )


def _labels(words: Mapping[str, str]) -> tuple[str, ...]:
    """Return labels by language as those of a choice: English first, then Chinese, then others."""
    chinese = words.get(CHINESE, words.get("", next(iter(words.values()), "")))
    return tuple(dict.fromkeys((words.get(ENGLISH, chinese), chinese, *words.values())))


def _plain(field: Field) -> dict[str, Any]:
    return {name: getattr(field, name) for name in Field.__slots__}


@cache
def _fields_of(folder: str) -> tuple[Field, ...]:
    kind = KINDS[folder]
    needed = kind.new.needed if kind.new else {}
    names = kind.new.names if kind.new else {}

    def of(model: type[BaseModel]) -> tuple[Field, ...]:
        asked = {name for part, every in needed.items() if part is model for name in every}
        return tuple(
            field(model, name, info, name in asked) for name, info in model.model_fields.items()
        )

    def field(model: type[BaseModel], name: str, info: FieldInfo, asked: bool) -> Field:
        part = inner(info.annotation)
        group = part if isinstance(part, type) and issubclass(part, BaseModel) else None
        through = [*validators(info), *getattr(part, "__metadata__", ())]
        choice = next((each for each in through if isinstance(each, Choice)), None)
        sort: Sort = "group" if group else "choice" if choice else _sort(through)
        if model is Photo and sort == "file":
            sort = "photo"
        options = choice.choices if choice else YES_NO if sort == "yes" else {}
        return Field(
            name,
            info.description or name,
            sort,
            is_list(info),
            info.is_required() or asked,
            str(info.examples[0]) if info.examples else "",
            tuple(options.items()),
            of(group) if group else (),
            names.get(name, "") if sort == "record" else "",
            _default(info, sort) if options else "",
        )

    return of(kind.model)


def _default(info: FieldInfo, sort: Sort) -> str:
    if info.is_required() or info.default is None:
        return ""
    return ("yes" if info.default else "no") if sort == "yes" else str(info.default)


def _sort(through: Sequence[Any]) -> Sort:
    found = (_SORTS.get(getattr(each, "func", None)) for each in through)
    return next((each for each in found if each), "text")


def code_of(field: Field, typed: str) -> str:
    """Return the code that a text means in a field of choices, the text itself if it means none."""
    wanted = alike(typed)
    for code, words in field.choices:
        if wanted in map(alike, (code, *words)):
            return code
    return typed


def state(among: Sequence[Field], data: Mapping[str, Raw]) -> dict[str, Any]:
    """Return what a form shows of a record, as plain values; see `typed` for the way back."""
    shown: dict[str, Any] = {}
    for field in among:
        value = data.get(field.name)
        if _fits(field, value):
            shown[field.name] = _shown(field, value)
    return shown


def locked(among: Sequence[Field], data: Mapping[str, Raw]) -> list[str]:
    """Return the names in a record, or a group of it, that its form has no place for."""
    known = {field.name: field for field in among}
    return [
        name for name, value in data.items() if name not in known or not _fits(known[name], value)
    ]


def _fits(field: Field, value: "Raw | None") -> bool:
    """Tell whether a value has the shape of its field."""
    if value is None or value == "":
        return True
    if field.listed:
        return isinstance(value, list) and all(_fits_one(field, each) for each in value)
    return _fits_one(field, value)


def _fits_one(field: Field, value: Raw) -> bool:
    if field.sort != "group":
        return isinstance(value, str)
    return isinstance(value, dict) and not locked(field.parts, value)


def _shown(field: Field, value: "Raw | None") -> Any:
    if field.listed:
        if value is None or value == "":
            return None
        return [[n, _one(field, each)] for n, each in enumerate(value)]
    return _one(field, value)


def _one(field: Field, value: Any) -> Any:
    if field.sort == "group":
        return state(field.parts, value or {})
    return value or ""


def typed(among: Sequence[Field], posted: object) -> Typed:
    """Return what a browser handed back as the fields of a form. Raises Misshapen."""
    if not isinstance(posted, dict):
        raise Misshapen
    known = {field.name: field for field in among}
    found: dict[str, Any] = {}
    for name, value in posted.items():
        if name not in known:
            raise Misshapen(name)
        found[name] = _typed(known[name], value)
    return found


def _typed(field: Field, value: object) -> Any:
    if not field.listed:
        return _typed_one(field, value)
    if value is None:
        return None
    if not isinstance(value, list):
        raise Misshapen(field.name)
    entries = []
    for each in value:
        if not (isinstance(each, list) and len(each) == 2):
            raise Misshapen(field.name)
        was, inside = each
        if not (was is None or type(was) is int):
            raise Misshapen(field.name)
        entries.append(Entry(was, _typed_one(field, inside)))
    return entries


def _typed_one(field: Field, value: object) -> Any:
    if field.sort == "group":
        return typed(field.parts, value)
    if not isinstance(value, str):
        raise Misshapen(field.name)
    return value.replace("\r\n", "\n")
