"""A record of which some fields do not fit, with others in their place: what else is wrong with it?

Rules hold a whole record, so that one wrong field would hide what they say of the others. Several
records are made that differ in nothing but those fields: what rules say of all of them rests on
none of these. None of them is ever published.
"""

import typing
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from generator.base.findings import Finding
from generator.parse import meant_fields
from generator.parse.model_fields import inner, is_list, validators
from generator.parse.yaml_nodes import Raw, keys

M = TypeVar("M", bound=BaseModel)

SOME = ("1", "99999999", "2000-01-01", "2040-12-31", "2000", "2040", "甲", "乙")
"""Values of which most fields that must be filled in take two, if none that they choose from."""
_MANY = 6
"""Of so many things is each field in turn: what is said of one may be said of the next, too."""
_WITHIN = 3
"""Of so many things is a part of a field, if only that does not fit."""


class StandIns(NamedTuple):
    """The outermost fields that do not fit, and the record with one thing and another for them."""

    names: frozenset[str]
    records: tuple[Any, ...]

    def agreed(self, judge: Callable[[Any], Iterable[Finding]]) -> list[Finding]:
        """Return what `judge` says of all of the records, but for what it says of those fields."""
        first, *others = ([*judge(each)] for each in self.records)
        return [
            each for each in first if all(each in other for other in others) and self._apart(each)
        ]

    def _apart(self, found: Finding) -> bool:
        paths = (found.path, found.first)
        return not any(path and str(path[0]).removeprefix("^") in self.names for path in paths)


def of(model: type[M], data: dict[str, Raw]) -> StandIns | None:
    """Return records for fields as `validation.prepared` gives them.

    None where all fit, or where no two things can be found for one that does not.
    """
    errors = _errors(model, data)
    names = frozenset(str(each["loc"][0]) for each in errors if each["loc"])
    if not names or not all(each["loc"] for each in errors):
        return None
    meant = meant_fields.by_name(model, data)
    if names - model.model_fields.keys() - meant.keys():  # it may stand for anything that lacks
        return None
    names |= {*meant.values()}
    fits: dict[str, Any] = {name: each for name, each in data.items() if name not in names}
    records = [dict(fits) for _ in range(_MANY)]
    for name in names & model.model_fields.keys():
        own = [each for each in errors if each["loc"][0] == name]
        found = [*islice(_instead(model, fits, name, data.get(name), own), _MANY)]
        if len(found) < 2:
            return None
        for n, record in enumerate(records):
            value = found[n % len(found)]
            if value is not None:
                record[name] = value
    try:
        return StandIns(names, tuple(model.model_validate(each) for each in records))
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
    """Yield what may stand in place of a field, each once; None for no such line."""
    info = model.model_fields[name]
    if not info.is_required():
        yield None
    seen: list[Raw] = []
    for value in _tried(model, fits, name, typed, errors):
        left = typing.cast("dict[str, Raw]", {**fits, name: value})
        if value not in seen and not any(
            each["loc"][:1] == (name,) for each in _errors(model, left)
        ):
            seen.append(value)
            yield value


def _tried(
    model: type[BaseModel], fits: dict[str, Any], name: str, typed: "Raw | None", errors: list[Any]
) -> "Iterator[Raw]":
    """Yield what a field may hold, those things first that differ most."""
    info = model.model_fields[name]
    wrong = {each["loc"][1] for each in errors if len(each["loc"]) > 1}
    part, several = inner(info.annotation), is_list(info)
    if typed is not None and wrong:
        yield from _mended(model, fits, typed, errors)
    if several and isinstance(typed, list) and wrong:
        yield [each for n, each in enumerate(typed) if n not in wrong]
    if isinstance(typed, dict) and wrong:
        yield {key: each for key, each in typed.items() if key not in wrong}
    if isinstance(part, type) and issubclass(part, BaseModel):
        for group in _groups(part):
            yield [group] if several else group
    for text in _texts(info):
        yield [text] if several else text


def _texts(info: Any) -> Iterator[str]:
    """Yield texts of which a field may take some."""
    for choices in (each.choices for each in validators(info) if hasattr(each, "choices")):
        known = [*choices]
        yield from (known[0], known[-1], known[len(known) // 2], *known)
    yield from (str(each) for each in info.examples or ())
    yield from SOME


def _mended(
    model: type[BaseModel], fits: dict[str, Any], typed: Raw, errors: list[Any]
) -> "Iterator[Raw]":
    """Yield what was typed, with other things for those parts of it alone that do not fit.

    What fits in it is what other rules may rest on: nothing is yielded where that cannot be kept.
    """
    parts = [_part(model, each["loc"], fits) for each in errors]
    if None in parts:
        return
    for n in range(_WITHIN):
        mended: Any = deepcopy(typed)
        for error, part in zip(errors, parts, strict=True):
            within: Any = mended
            for step in error["loc"][1:-1]:
                within = within[step]
            if part and part.name != error["loc"][-1]:
                within.pop(error["loc"][-1], None)
            if part:
                within[part.name] = part.values[n % len(part.values)]
        yield mended


class _Part(NamedTuple):
    """A part of a field: its last step, and what it may hold."""

    name: str | int
    values: list[Raw]


def _part(model: Any, path: tuple[str | int, ...], fits: dict[str, Any]) -> _Part | None:
    """Return what a part of a field is and may hold, None where that is not known.

    What stands elsewhere in the record by the same name is of it: what is paid from some money
    names that by which the source does.
    """
    owner, field, last = model, "", path[-1]
    for step in path:
        if not (isinstance(model, type) and issubclass(model, BaseModel)):
            continue  # in a list of texts
        if isinstance(step, str):
            owner, field = model, step if step in model.model_fields else _meant(model, step)
            if not field:
                return None
            last = field if step == last else last
            model = inner(owner.model_fields[field].annotation)
    if isinstance(model, type) and issubclass(model, BaseModel):
        return None
    info = owner.model_fields[field]
    several = is_list(info)
    values: list[Raw] = []
    alike = [value for steps, value in keys(fits) if steps[-1] == field]
    for text in (*dict.fromkeys(alike), *_texts(info)):
        errors = _errors(owner, {field: [text] if several else text})
        if text not in values and not any(each["loc"][:1] == (field,) for each in errors):
            values.append(text)
    values = values[:_WITHIN]
    whole = several and isinstance(last, str)
    return _Part(last, [[each] for each in values] if whole else values) if values else None


def _meant(model: type[BaseModel], name: str) -> str:
    return meant_fields.by_name(model, {name: ""}).get(name, "")


def _groups(part: type[BaseModel]) -> "Iterator[Raw]":
    """Yield groups of a field: what must be filled in, and what may be, too."""
    examples: dict[str, Raw] = {
        name: str(info.examples[0]) for name, info in part.model_fields.items() if info.examples
    }
    yield {name: each for name, each in examples.items() if part.model_fields[name].is_required()}
    yield examples
    for name, each in examples.items():
        yield {name: each}
