"""A mapping of text is held against a model; what does not fit becomes problems with places."""

import re
import types
import typing
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, StringConstraints, ValidationError
from pydantic.fields import FieldInfo

from generator import fences, pieces, places, source, syntax
from generator.fields import parse_file, parse_link
from generator.kinds.kind import Finding
from generator.phones import parse_phone
from generator.places import Drawn
from generator.problems import Problem, errors, problem
from generator.source import Raw, Source, Step
from generator.syntax import quoted

MANY = 300
"""How many things may be wrong in a file for each to be told what was probably meant."""
_BREAK = re.compile(r"[ \t]*[\t\n\r\v\f][ \t\n\r\v\f]*")

_OPEN = (parse_file, parse_link, parse_phone)
"""What else than texts may have a ` #` in it."""

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

    A field without a value is not filled in, which is the same as no line at all; what is no field
    is never left out. `root` is the folder that `read.file` is relative to; it is looked at only
    to find places.
    """
    slips = read.slips
    data = _filled(model, read.data) if slips.unfilled else read.data
    if slips.broken:
        data = _in_line(data)
    fields, findings = None, list[Finding]()
    try:
        fields = model.model_validate(data)
    except ValidationError as error:
        findings = [_finding(model, read.data, each) for each in error.errors(include_url=False)]
    if fields is not None and not (slips.nameless or slips.cut or slips.below):
        return fields, []
    drawn = places.drawn(source.text_of(root, read.file), read.file)
    problems = list(_cut(model, slips.cut, drawn))
    lines = {each.field: dict(each.values)["line"] for each in problems}
    findings = [
        replace(each, values=(("line", lines[pieces.named(each.path)]),))
        if each.code == "P013" and pieces.named(each.path) in lines
        else each
        for each in findings
    ]
    if slips.nameless:
        known = partial(_fields, model)
        apart, findings = pieces.taken_apart(slips.nameless, findings, drawn, known)
        problems.extend(apart)
    if slips.below in model.model_fields:
        problems.append(fences.wrong(read.file, _line_of(read, root), fences.BELOW))
        findings = [each for each in findings if each.code != "P101"]
    for n, each in enumerate(findings[MANY:], start=MANY):  # no one reads so many proposals
        findings[n] = replace(each, values=tuple(v for v in each.values if v[0] != "among"))
    problems.extend(_meant(model, each, drawn) or _problem(each, drawn) for each in findings)
    return (None if any(errors(problems)) else fields), problems


def _line_of(read: Source, root: Path) -> int:
    """Return the number of the first line of the body that says something."""
    lines = source.text_of(root, read.file).split("\n")[read.body_line - 1 :]
    return read.body_line + next(n for n, line in enumerate(lines) if line.strip())


def _in_line(data: Any) -> Any:
    """Return texts, at any depth, with a single blank for each line break and tab in them."""
    if isinstance(data, str):
        return _BREAK.sub(" ", data)
    if isinstance(data, list):
        return [_in_line(each) for each in data]
    return {key: _in_line(each) for key, each in data.items()}


def _cut(
    model: type[BaseModel], cut: Iterable[tuple[tuple[Step, ...], str]], drawn: Drawn
) -> Iterator[Problem]:
    """Yield a warning for each text behind which something was taken for a remark."""
    for path, lost in cut:
        if not may_hold(model, path):
            continue
        node = drawn.node_at(path)
        at = drawn.text.index("#", node.end_mark.index)
        value = pieces.one_line(drawn.typed(node.start_mark, node.end_mark))
        whole = f"{value}{drawn.text[node.end_mark.index : at]}{lost}" if value else lost
        if node.style:
            whole = f"{node.value} {lost}"
        head = drawn.line(node.start_mark)[: node.start_mark.column]
        flow = "{" in head or "[" in head
        line = quoted(whole) if flow else f"{head.strip()} {quoted(whole)}".strip()
        spot = drawn.place(node.end_mark)
        column = spot.column + at - node.end_mark.index
        yield problem("P017", replace(spot, column=column), pieces.named(path), cut=lost, line=line)


def _meant(model: type[BaseModel], found: Finding, drawn: Drawn) -> Problem | None:
    """Return what was probably meant where a list, a group or a name is not what it should be."""
    if found.code not in ("P109", "P110", "P111", "P112"):
        return None
    if found.code == "P110" and is_text(model, found.path):
        return pieces.whole(found, drawn)
    node = drawn.node_at((*found.path[:-1],) if found.code == "P109" else found.path)
    if node is None or node.id == "sequence":
        return None
    mark = node.start_mark
    if found.code == "P109":
        at = drawn.index(node, str(found.path[-1]).removeprefix("^"))
        mark = mark if at is None else node.value[at][0].start_mark
    if drawn.text[mark.index : mark.index + 1] not in source.MISNAMED:
        return None
    begun = mark.index - mark.column
    above = drawn.text[max(0, begun - 400) : begun].split("\n")[-3:-1]
    number = mark.line + drawn.first_line
    return syntax.misnamed(drawn.file, drawn.line(mark), above, number)


def _filled(model: type[BaseModel], data: dict[str, Raw]) -> dict[str, Raw]:
    """Return `data` without the fields of `model` that have no value, at any depth."""
    found: dict[str, Raw] = {}
    for key, value in data.items():
        info = model.model_fields.get(key)
        part = inner(info.annotation) if info else None
        if not (isinstance(part, type) and issubclass(part, BaseModel)):
            if info is None or value != "":
                found[key] = value
        elif isinstance(value, dict):
            found[key] = _filled(part, value)
        elif isinstance(value, list):
            found[key] = [_filled(part, x) if isinstance(x, dict) else x for x in value]
        elif value != "":
            found[key] = value
    return found


def place(findings: Iterable[Finding], file: str, root: Path) -> list[Problem]:
    """Return the findings in `file` as problems at their lines; composes the file once."""
    found = list(findings)
    if not found:
        return []
    drawn = places.drawn(source.text_of(root, file), file)
    return [_problem(each, drawn) for each in found]


def _problem(found: Finding, drawn: Drawn) -> Problem:
    values = {"nearest": "", **dict(found.values)}
    among = values.pop("among", None)
    if among is not None:
        values["nearest"] = nearest(values.get("value", values.get("key", "")), among.split("\n"))
    if found.first is not None:
        values["first"] = str(drawn.find(found.first).line)
    return problem(found.code, drawn.find(found.path), pieces.named(found.path), **values)


def _finding(model: type[BaseModel], data: Raw, error: Any) -> Finding:
    path: tuple[Step, ...] = error["loc"]
    kind: str = error["type"]
    if kind in ("missing", "string_too_short"):
        return _missing(model, data, path)
    if kind == "extra_forbidden":
        known = _fields(model, path[:-1])
        values = {"key": str(path[-1]), "known": "、".join(known), "among": "\n".join(known)}
        return Finding("P109", (*path[:-1], f"^{path[-1]}"), tuple(values.items()))
    if kind in _STRUCTURE:
        return Finding(_STRUCTURE[kind], path)
    values = {name: str(value) for name, value in error.get("ctx", {}).items()}
    return Finding(kind, path, tuple(values.items()))


def _missing(model: type[BaseModel], data: Raw, path: tuple[Step, ...]) -> Finding:
    """Return that a field is missing, or that it is there and has no value."""
    example = _example(model, path)
    *above, last = path
    for step in above:
        data = data[step]  # type: ignore[index] # pydantic has come this way
    if isinstance(last, int):
        return Finding("P013", path, (("line", f"- {example or '…'}"),))
    if isinstance(data, dict) and last in data:
        return Finding("P013", path, (("line", f"{last}: {example or '…'}"),))
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


def is_text(model: type[BaseModel], path: tuple[Step, ...]) -> bool:
    """Tell whether what stands at `path` is a text in which anything may stand."""
    *above, last = (step for step in path if isinstance(step, str))
    parent = _model_at(model, (*above,))
    info = parent.model_fields.get(last) if parent else None
    if info is None:
        return False
    part = inner(info.annotation)
    through = [*validators(info), *getattr(part, "__metadata__", ())]
    return any(isinstance(each, StringConstraints) for each in through)


def may_hold(model: type[BaseModel], path: tuple[Step, ...]) -> bool:
    """Tell whether more could stand at `path` than does: it is no choice, date or number."""
    *above, last = (step for step in path if isinstance(step, str))
    parent = _model_at(model, (*above,))
    if parent is None:  # within a field that takes groups of its own, such as texts by language
        return True
    info = parent.model_fields.get(last)
    if info is None:
        return False
    through = [*validators(info), *getattr(inner(info.annotation), "__metadata__", ())]
    return is_text(model, path) or any(getattr(each, "func", None) in _OPEN for each in through)


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
