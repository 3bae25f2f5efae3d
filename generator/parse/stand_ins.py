"""A record of which some fields do not fit, with others in their place: what else is wrong with it?

Rules hold a whole record, so that one wrong field would hide what they say of the others. Two
records are made that differ in nothing but those fields: what rules say of both rests on none of
them. Neither of the two is ever published.
"""

import typing
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from generator.parse import validation
from generator.parse.model_fields import inner, is_list
from generator.parse.record_file import Raw, Source

M = TypeVar("M", bound=BaseModel)

SOME = ("2000", "2040", "2000-01-01", "2040-12-31", "1", "99999999", "甲", "乙")
"""Values of which most fields that must be filled in take two, if none that they choose from."""


class Pair(NamedTuple):
    """The outermost fields that do not fit, and the record with one thing and another for them."""

    names: frozenset[str]
    records: tuple[Any, Any]


def pair(model: type[M], read: Source, open_: Collection[str] | None = None) -> Pair | None:
    """Return two records for the fields of `read`; None where all fit, or no two can be made."""
    data = validation.prepared(model, read, open_)
    errors = _errors(model, data)
    names = frozenset(str(each["loc"][0]) for each in errors if each["loc"])
    if not names or not all(each["loc"] for each in errors):
        return None
    strange = names - model.model_fields.keys()
    meant = {validation.meant_by(model, name) for name in strange}
    if "" in meant:  # it may stand for anything that seems to lack
        return None
    names |= meant
    fits: dict[str, Any] = {name: each for name, each in data.items() if name not in names}
    one, other = dict(fits), dict(fits)
    for name in names & model.model_fields.keys():
        own = [each for each in errors if each["loc"][0] == name]
        found = [*_instead(model, fits, name, data.get(name), own)]
        if not found or found[0] == found[-1]:
            return None
        for record, value in ((one, found[0]), (other, found[-1])):
            if value is not None:
                record[name] = value
    try:
        return Pair(names, (model.model_validate(one), model.model_validate(other)))
    except ValidationError:  # the model holds some fields to each other
        return None


def _errors(model: type[BaseModel], data: dict[str, Raw]) -> list[Any]:
    try:
        model.model_validate(data)
    except ValidationError as error:
        return error.errors(include_url=False)
    return []


def _instead(
    model: type[BaseModel], fits: dict[str, Any], name: str, typed: "Raw | None", errors: list[Any]
) -> "Iterator[Raw | None]":
    """Yield what may stand in place of a field; None for no such line."""
    info = model.model_fields[name]
    if not info.is_required():
        yield None
    wrong = {each["loc"][1] for each in errors if len(each["loc"]) > 1}
    part = inner(info.annotation)
    choices = [str(each.get("ctx", {}).get("among", "")).split("\n") for each in errors]
    tried: list[Raw] = []
    if is_list(info) and isinstance(typed, list) and wrong:
        tried.append([each for n, each in enumerate(typed) if n not in wrong])
    if isinstance(typed, dict) and wrong:
        tried.append({key: each for key, each in typed.items() if key not in wrong})
    if isinstance(part, type) and issubclass(part, BaseModel):
        tried += ([each] if is_list(info) else each for each in _groups(part))
    tried += [str(each) for each in info.examples or ()]
    tried += [each for some in choices for each in some if each]
    for value in (*tried, *SOME):
        left = typing.cast("dict[str, Raw]", {**fits, name: value})
        if not any(each["loc"][:1] == (name,) for each in _errors(model, left)):
            yield value


def _groups(part: type[BaseModel]) -> "Iterator[Raw]":
    """Yield groups of a field: what must be filled in, and what may be, too."""
    examples: dict[str, Raw] = {
        name: str(info.examples[0]) for name, info in part.model_fields.items() if info.examples
    }
    yield {name: each for name, each in examples.items() if part.model_fields[name].is_required()}
    for name, each in examples.items():
        yield {name: each}
    yield examples
