"""Names of fields in Chinese: in a record, 项目名称 is `title`.

The Chinese names are those that messages and docs say. They are turned into codes where a file is
read, at its nodes, so that all that lies above knows codes alone; and a field that is added to a
record in Chinese gets its name in Chinese. Records in codes alone pay nothing for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import yaml

from generator.base import labels
from generator.base.findings import Step
from generator.base.messages import CHINESE, catalogue
from generator.parse.model_fields import inner

_MODELS: dict[str, Any] = {}
"""The model of each kind of record, by the folder of its records."""


class Twice(yaml.MarkedYAMLError):
    """A field that stands there by two of its names: `code`, and both as they were typed."""

    def __init__(self, code: str, first: tuple[Any, str], second: tuple[Any, str]) -> None:
        super().__init__(problem_mark=second[0].start_mark)
        self.code, self.names = code, (first[1], second[1])
        self.first = first[0].start_mark


def know(models: Mapping[str, Any]) -> None:
    """Take note of the models of records, by folder: the kinds lie above this package."""
    _MODELS.update(models)


def model_of(file: str) -> Any:
    """Return the model of a record by its path, None where it is no record's."""
    return next((_MODELS[part] for part in file.split("/") if part in _MODELS), None)


def known(name: str) -> bool:
    """Tell whether some field of some record is called so in Chinese."""
    return name in _every_name(len(_MODELS))


@cache
def _every_name(_models: int) -> frozenset[str]:
    return frozenset(
        name for kind in _MODELS.values() for model in every(kind) for name in codes(model)
    )


@cache
def codes(model: Any) -> Mapping[str, str]:
    """Return the code of each field of a model by its Chinese name."""
    tr = catalogue(CHINESE).gettext
    found: dict[str, str] = {}
    for name, info in model.model_fields.items():
        found.setdefault(labels.name(info.description or name, tr), name)
    return found


@cache
def names(model: Any) -> Mapping[str, str]:
    """Return the Chinese name of each field of a model by its code."""
    return {code: name for name, code in codes(model).items()}


def inner_model(model: Any, code: str) -> Any:
    """Return the model of what a field holds, None where that is no group or list of groups."""
    info = getattr(model, "model_fields", {}).get(code)
    part = inner(info.annotation) if info else None
    return part if hasattr(part, "model_fields") else None


def model_at(model: Any, path: Sequence[Step]) -> Any:
    """Return the model of what stands at a path, None where that is no group or list of groups."""
    for step in path:
        if isinstance(step, str):
            model = inner_model(model, step)
    return model


def coded(node: Any, model: Any) -> None:
    """Turn Chinese names at nodes into codes, at any depth. Raises Twice."""
    if node is None or model is None:
        return
    if node.id == "sequence":
        for each in node.value:
            coded(each, model)
        return
    if node.id != "mapping":
        return
    typed: dict[str, tuple[Any, str]] = {}
    for key, value in node.value:
        if key.id != "scalar":
            continue
        name = code = key.value
        if not name.isascii():
            code = codes(model).get(name.strip(), name)
        before = typed.setdefault(code, (key, name))
        if before[1] != name:
            raise Twice(code, before, (key, name))
        key.value = code
        if value.id != "scalar":
            coded(value, inner_model(model, code))


def in_chinese(node: Any) -> bool:
    """Tell whether most names of the outermost fields, as they are typed, are Chinese.

    `node` is what `yaml_nodes.composed` makes of them.
    """
    if node is None or node.id != "mapping" or not node.value:
        return False
    chinese = sum(not key.value.isascii() for key, _ in node.value if key.id == "scalar")
    return 2 * chinese > len(node.value)


def renamed(value: Any, model: Any) -> Any:
    """Return fields with their codes turned into Chinese names, at any depth."""
    if isinstance(value, list):
        return [renamed(each, model) for each in value]
    if not isinstance(value, dict) or model is None:
        return value
    known = names(model)
    return {
        known.get(code, code): renamed(each, inner_model(model, code))
        for code, each in value.items()
    }


def every(model: Any, seen: "set[Any] | None" = None) -> Iterator[Any]:
    """Yield a model and all models of what its fields hold."""
    seen = set() if seen is None else seen
    if model is None or model in seen:
        return
    seen.add(model)
    yield model
    for code in model.model_fields:
        yield from every(inner_model(model, code), seen)
