"""A mapping of text is held against a model; what does not fit becomes problems with places."""

import types
import typing
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from generator import source
from generator.kinds.kind import Finding
from generator.problems import Place, Problem, problem
from generator.source import Source, Step

M = TypeVar("M", bound=BaseModel)

_STRUCTURE = {
    "string_type": "P110",
    "list_type": "P111",
    "dict_type": "P112",
    "model_type": "P112",
    "model_attributes_type": "P112",
}


def nearest(value: str, among: Iterable[str]) -> str:
    """Return the member of `among` most like `value`, or an empty text when none is near."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 (rarely needed, and slow to load)

    names = list(among)
    found = process.extractOne(value, names, scorer=fuzz.ratio, score_cutoff=60)
    # 完工了 is half of 完工待验收: what is short beside a name may still be a part of it
    found = found or process.extractOne(value, names, scorer=fuzz.WRatio, score_cutoff=70)
    return str(found[0]) if found else ""


def validate(model: type[M], read: Source, root: Path) -> tuple[M | None, list[Problem]]:
    """Return the fields of `read` as `model`, or None and every way in which they do not fit.

    `root` is the folder that `read.file` is relative to; it is looked at only to find places.
    """
    try:
        return model.model_validate(read.data), []
    except ValidationError as error:
        findings = [_finding(model, each) for each in error.errors(include_url=False)]
    return None, place(findings, read.file, root)


def place(findings: Iterable[Finding], file: str, root: Path) -> list[Problem]:
    """Return the findings in `file` as problems at their lines; composes the file once."""
    found = list(findings)
    if not found:
        return []
    text = source.text_of(root, file)
    spots = source.places(text, file, [each.path for each in found])
    firsts = source.places(text, file, [each.first or () for each in found])
    return [_problem(*each) for each in zip(found, spots, firsts, strict=True)]


def _problem(found: Finding, spot: Place, first: Place) -> Problem:
    values = dict(found.values)
    among = values.pop("among", None)
    if among is not None:
        values["nearest"] = nearest(values.get("value", values.get("key", "")), among.split("\n"))
    if found.first is not None:
        values["first"] = str(first.line)
    field = ".".join(
        str(step + 1) if isinstance(step, int) else step.removeprefix("^") for step in found.path
    )
    return problem(found.code, spot, field, **values)


def _finding(model: type[BaseModel], error: Any) -> Finding:
    path: tuple[Step, ...] = error["loc"]
    kind: str = error["type"]
    if kind in ("missing", "string_too_short"):
        return _missing(model, path)
    if kind == "extra_forbidden":
        known = _fields(model, path[:-1])
        values = {"key": str(path[-1]), "known": "、".join(known), "among": "\n".join(known)}
        return Finding("P109", (*path[:-1], f"^{path[-1]}"), tuple(values.items()))
    if kind in _STRUCTURE:
        return Finding(_STRUCTURE[kind], path)
    values = {name: str(value) for name, value in error.get("ctx", {}).items()}
    return Finding(kind, path, tuple(values.items()))


def _missing(model: type[BaseModel], path: tuple[Step, ...]) -> Finding:
    example = _example(model, path)
    return Finding("P101", path, (("example", example),) if example else ())


def _model_at(model: type[BaseModel], path: tuple[Step, ...]) -> type[BaseModel] | None:
    """Return the model that the value at `path` is read as."""
    found: Any = model
    for step in path:
        if isinstance(step, int):
            continue
        if not (isinstance(found, type) and issubclass(found, BaseModel)):
            return None
        info = found.model_fields.get(str(step))
        if info is None:
            return None
        found = inner(info.annotation)
    return found if isinstance(found, type) and issubclass(found, BaseModel) else None


def inner(annotation: Any) -> Any:
    """Return what `X | None`, `list[X]` and `dict[str, X]` hold: X."""
    while True:
        origin = typing.get_origin(annotation)
        if origin in (typing.Union, types.UnionType):
            annotation = next(
                each for each in typing.get_args(annotation) if each is not type(None)
            )
        elif origin in (list, tuple, dict):
            annotation = typing.get_args(annotation)[-1 if origin is dict else 0]
        else:
            return annotation


def validators(info: FieldInfo) -> list[Any]:
    """Return what a field's text goes through: the metadata of its annotation."""
    options = (info.annotation, *typing.get_args(info.annotation))
    return [*info.metadata, *(m for each in options for m in getattr(each, "__metadata__", ()))]


def is_list(info: FieldInfo) -> bool:
    """Tell whether a field is a list, if it is there."""
    options = (info.annotation, *typing.get_args(info.annotation))
    return any(typing.get_origin(each) is list for each in options)


def _fields(model: type[BaseModel], path: tuple[Step, ...]) -> list[str]:
    found = _model_at(model, path)
    return list(found.model_fields) if found else []


def _example(model: type[BaseModel], path: tuple[Step, ...]) -> str:
    parent = _model_at(model, path[:-1])
    info = parent.model_fields.get(str(path[-1])) if parent else None
    return str(info.examples[0]) if info and info.examples else ""
