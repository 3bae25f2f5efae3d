"""Fields of records as history tells of them: their names, their order, sorts of values."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from pydantic import BaseModel, create_model

from generator.model import public_record
from generator.model.kinds.registry import NAMED_KINDS
from generator.model.public_changes import Field
from generator.parse import field_types, model_fields
from generator.parse.amounts import parse_money, parse_outgoing
from generator.parse.field_types import Choice


def refers(model: Any, path: str) -> str:
    """Return the kind of the record that a field names, "" where it names none."""
    at, through = model, list[Any]()
    for part in path.split("."):
        info = at.model_fields.get(part) if hasattr(at, "model_fields") else None
        if info is None:
            return ""
        at, through = model_fields.inner(info.annotation), public_record.through(info)
    named = {getattr(each, "func", None) for each in through}
    if field_types.parse_unit in named:
        return "units"
    return NAMED_KINDS[path.rpartition(".")[2]] if field_types.parse_record in named else ""


_refers = cache(refers)


def renamed(model: Any, value: Any, now: Callable[[str, str], str], path: str = "") -> Any:
    """Return what is public of a record, where it names others with the ids that these have `now`.

    That is asked of by kind and id.
    """
    if isinstance(value, dict):
        at = f"{path}." if path else ""
        return {name: renamed(model, each, now, at + name) for name, each in value.items()}
    if isinstance(value, list):
        return [renamed(model, each, now, path) for each in value]
    kind = _refers(model, path) if isinstance(value, str) else ""
    return now(kind, value) if kind else value


def in_order(model: Any, leaves: Iterable[Field]) -> list[Field]:
    """Return the fields of an entry as the model of it has them."""
    every = [*leaves]
    path = plain(every[0].path).split(".")[:-1] if every else []
    at = model
    for part in path:
        info = at.model_fields.get(part) if hasattr(at, "model_fields") else None
        at = model_fields.inner(info.annotation) if info else None
    order = [*at.model_fields] if hasattr(at, "model_fields") else []
    places = {name: n for n, name in enumerate(order)}
    return sorted(every, key=lambda each: places.get(each.path.rpartition(".")[2], len(order)))


def plain(path: str) -> str:
    """Return a path without the numbers of entries."""
    return ".".join(each for each in path.split(".") if not each.isdecimal())


@cache
def partial(model: Any) -> type[BaseModel]:
    """Return a model with the same fields, none of which has to be there."""
    needed = {
        name: (info.annotation if not info.metadata else _annotated(info), None)
        for name, info in model.model_fields.items()
        if info.is_required()
    }
    made: type[BaseModel] = create_model(model.__name__, __base__=model, **needed)  # type: ignore[call-overload]
    return made


def _annotated(info: Any) -> Any:
    from typing import Annotated  # noqa: PLC0415

    return Annotated[info.annotation, *info.metadata]


@cache
def named(model: Any, path: str) -> tuple[tuple[str, int], ...]:
    """Return what people call a field, step by step: msgids, each with the number of an entry."""
    names: list[tuple[str, int]] = []
    at: Any = model
    for part in path.split("."):
        if part.isdecimal():
            names[-1] = (names[-1][0], int(part))
            continue
        info = at.model_fields.get(part) if hasattr(at, "model_fields") else None
        names.append((info.description if info and info.description else part, 0))
        at = model_fields.inner(info.annotation) if info else at
    return tuple(names)


@cache
def sort(model: Any, path: str) -> Any:
    """Return of what sort the value of a field is.

    Of a choice these are its words by their codes, of a record that is named its kind alone.
    """
    info, at = None, model
    for part in path.split("."):
        info = at.model_fields.get(part) if hasattr(at, "model_fields") else None
        if info is None:
            return ""
        at = model_fields.inner(info.annotation)
    if path in ("category", "purpose"):
        return path
    through = public_record.through(info) if info else []
    for each in through:
        if isinstance(each, Choice):
            return {code: words[0] for code, words in each.choices.items()}
    kind = refers(model, path)
    if kind:
        return (kind,)
    named = {getattr(each, "func", None) for each in through}
    if named & {parse_money, parse_outgoing}:
        return "money"
    if named & {field_types.parse_date, field_types.parse_day, field_types.parse_year}:
        return "date"
    return "percent" if field_types.parse_percent in named else ""
