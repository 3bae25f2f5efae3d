"""The public record: what of a record's fields everyone may read, as plain data in one form.

Downloads, standards and whoever wants to prove what a site said all go by it. It is taken from the
declaration of the kind: a field that a kind has is in it, but for what pages never show (whether it
is a draft, who consented, who vouches for a number). A mobile number is masked as on pages. What a
kind holds back until a day is not in it before (`Kind.held_back`), and of a record that is left out
of the site there is none.

    {"fields": {…}, "id": "duyun/mochong/bingwu/2018-gonglu", "kind": "projects", "text": "…"}

`fields` goes by the names of the fields, groups and lists within it likewise. `language` is there
in a translation alone, `text` (see `plain_text`) where there is one. Values:

- money is yuan as a text with two digits after the point, `"1250000.00"`: no reader rounds it;
- a date is a text as precise as it is known: `"2018-03-01"`, `"2018-03"`, `"2018"`;
- a year, a count, a percentage is a number; yes and no are true and false; a choice is its code;
- what is not known is not there. A list that is there and empty says that there is none.
"""

import json
from collections.abc import Callable, Collection
from datetime import date
from functools import cache
from typing import Any, TypeAlias

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.model.kinds.declaration import Kind
from generator.model.kinds.kind import Judged, Rules, View
from generator.parse import field_types, plain_text
from generator.parse.amounts import parse_money, parse_outgoing
from generator.parse.field_types import PartialDate
from generator.parse.model_fields import inner, validators
from generator.parse.phones import Consent, parse_phone, shown_phone

NEVER = frozenset({"status", "board_only", "vouched"})
"""Fields of every record that no page shows."""
DEMONSTRATION = b'{"demo":true,'
"""How the public record of a demonstration begins; what it is of stands in the settings."""
_FORM = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_Convert: TypeAlias = Callable[[Any, date], Any]


def public(
    kind: Kind[Any], record: Judged[Any], html: str, rules: Rules, language: str = ""
) -> View:
    """Return the public record; `html` is the text of it as pages show it, safe already."""
    held = kind.held_back(record.data, rules) if kind.held_back else ()
    found: View = {
        "fields": fields(record.data, rules.as_of, held),
        "id": record.id,
        "kind": kind.folder,
    }
    if language:
        found["language"] = language
    if html:
        found["text"] = plain_text.of(html)
    return found


def canonical(record: View) -> bytes:
    """Return a public record in the one form of RFC 8785 (JSON Canonicalization Scheme).

    UTF-8, no blanks, keys in their order, each sign as itself but for those that JSON escapes. All
    numbers are whole, or have one digit after the point, and so are written alike everywhere.
    """
    return _FORM.encode(record).encode()


def of_demonstration(content: bytes) -> bytes:
    """Return the canonical form of a public record that says it is one of a demonstration."""
    return DEMONSTRATION + content[1:]


def fields(data: BaseModel, as_of: date, held: Collection[str] = ()) -> View:
    """Return the fields of a record, or of a group of fields, but for those `held` back."""
    found: View = {}
    values = vars(data)
    for name, convert, consent in plan(type(data)):
        value = values[name]
        if value is None or name in held:
            continue
        if consent is not None:
            found[name] = shown_phone(value, values[consent] if consent else None, as_of)
        else:
            found[name] = convert(value, as_of) if convert else value
    return found


@cache
def plan(model: type[BaseModel]) -> tuple[tuple[str, _Convert | None, str | None], ...]:
    """Return the public fields of a model in the order of their names, with how each is written.

    For a phone that is the name of the consent to show it, "" where there can be none.
    """
    found: list[tuple[str, _Convert | None, str | None]] = []
    for name, info in sorted(model.model_fields.items()):
        if name in NEVER or inner(info.annotation) is Consent:
            continue
        if typed(info) is parse_phone:
            consent = f"{name}_consent"
            found.append((name, None, consent if consent in model.model_fields else ""))
        else:
            found.append((name, _converter(info), None))
    return tuple(found)


def typed(info: FieldInfo) -> Callable[[Any], Any] | None:
    """Return what reads the text of a field: a function of `field_types`; None for a plain text."""
    return next((each.func for each in through(info) if hasattr(each, "func")), None)


def through(info: FieldInfo) -> list[Any]:
    """Return what the text of a field, or of each of a list, goes through."""
    return [*validators(info), *getattr(inner(info.annotation), "__metadata__", ())]


def is_group(info: FieldInfo) -> bool:
    """Tell whether a field is a group of fields, or a list of such groups."""
    part = inner(info.annotation)
    return isinstance(part, type) and issubclass(part, BaseModel)


def yuan(fen: int) -> str:
    """Return an amount in yuan with two digits after the point."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}.{rest:02d}"


def number(value: float) -> float:
    """Return a whole number as one, as it is written without a point."""
    return int(value) if value == int(value) else value


def _converter(info: FieldInfo) -> _Convert | None:
    """Return how the value of a field is written; None where it is as it is."""
    if is_group(info):
        return _group
    return _BY_TYPE.get(typed(info))


def _group(value: Any, as_of: date) -> Any:
    if isinstance(value, list):
        return [fields(each, as_of) for each in value]
    return fields(value, as_of)


def _yuan(value: int, _as_of: date) -> str:
    return yuan(value)


def _iso(value: PartialDate, _as_of: date) -> str:
    return value.iso()


def _number(value: float, _as_of: date) -> float:
    return number(value)


_BY_TYPE: dict[Callable[[Any], Any] | None, _Convert] = {
    parse_money: _yuan,
    parse_outgoing: _yuan,
    field_types.parse_date: _iso,
    field_types.parse_day: _iso,
    field_types.parse_percent: _number,
}
