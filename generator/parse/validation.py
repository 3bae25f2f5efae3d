"""A mapping of text is held against a model; what does not fit becomes problems with places."""

import typing
from collections.abc import Collection, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, StringConstraints, ValidationError
from pydantic.fields import FieldInfo

from generator.base import labels
from generator.base.findings import Finding, Step
from generator.base.problems import Problem, errors, problem
from generator.base.spelling import nearest
from generator.parse import (
    front_matter,
    meant_fields,
    not_known,
    positions,
    record_file,
    split_values,
    typing_slips,
)
from generator.parse.field_types import parse_file, parse_link, several
from generator.parse.meant_fields import MANY
from generator.parse.model_fields import inner, validators
from generator.parse.positions import Drawn
from generator.parse.record_file import Source
from generator.parse.yaml_nodes import Raw

_OPEN = (parse_file, parse_link)
"""What else than texts may have a ` #` in it."""

M = TypeVar("M", bound=BaseModel)

_STRUCTURE = {
    "string_type": "P110",
    "list_type": "P111",
    "dict_type": "P112",
    "model_type": "P112",
    "model_attributes_type": "P112",
}


def validate(
    model: type[M],
    read: Source,
    root: Path,
    open_: Collection[str] | None = None,
    typed: str | None = None,
) -> tuple[M | None, list[Problem]]:
    """Return the fields of `read` as `model`, or None and every way in which they do not fit.

    A field without a value is not filled in, which is the same as no line at all; what is no field
    is never left out. With the fields may come warnings. `root` is the folder that `read.file` is
    relative to; it is looked at only to find places. `open_` are the outermost fields in which
    something may be not known; all if there are none. `typed` is the text that was read, if it is
    not that of the file.
    """
    lost, data = read.slips, _typed(model, read)
    record, findings = held(model, data, read.data, open_)
    below = lost.below in model.model_fields
    if not (findings or lost.nameless or lost.cut or below):
        return record, []
    text = record_file.text_of(root, read.file) if typed is None else typed
    drawn = positions.drawn(text, read.file)
    problems = [*typing_slips.cut(lost.cut, drawn, partial(_may_hold, model))]
    findings = typing_slips.kept(findings, problems)
    if lost.nameless:
        known = partial(_fields, model)
        apart, findings = split_values.taken_apart(lost.nameless, findings, drawn, known)
        problems += apart
    if below:
        line = typing_slips.first_line(text, read.body_line)
        problems.append(front_matter.wrong(read.file, line, front_matter.BELOW))
        findings = [each for each in findings if each.code != "P101"]  # they may stand there, too
    may_be_text = partial(_is_text, model)
    problems += (
        typing_slips.meant(each, drawn, may_be_text) or _problem(each, drawn) for each in findings
    )
    return (None if any(errors(problems)) else record), problems


def _typed(model: type[BaseModel], read: Source) -> dict[str, Raw]:
    """Return the fields that are filled in, each text on one line."""
    data = filled(model, read.data) if read.slips.unfilled else read.data
    return typing_slips.in_line(data) if read.slips.broken else data


def prepared(
    model: type[BaseModel], read: Source, open_: Collection[str] | None = None
) -> dict[str, Raw]:
    """Return the fields of `read` as they are held against the model."""
    return known(model, _typed(model, read), open_)


def known(
    model: type[BaseModel], data: dict[str, Raw], open_: Collection[str] | None = None
) -> dict[str, Raw]:
    """Return fields without those of which is only said that something is not known."""
    return _known(model, data, open_)[0] if not_known.may_be(data) else data


def held(
    model: type[M],
    data: dict[str, Raw],
    typed: dict[str, Raw] | None = None,
    open_: Collection[str] | None = None,
) -> tuple[M | None, list[Finding]]:
    """Return fields as `model`, or None, and every way in which they do not fit, not yet placed.

    `typed` are the fields with those that have no value, if they are other; `open_` as above.
    """
    record, findings = _held(model, data, typed, open_)
    misnamed = record is None and any(each.code in ("P109", "P111") for each in findings)
    if misnamed and len(findings) < MANY:
        meant = meant_fields.of(model, typing_slips.in_line(data if typed is None else typed))
        if meant:
            then = _held(model, filled(model, meant.data), meant.data, open_)[1]
            findings = meant.together(findings, then)
    return record, findings


def _held(
    model: type[M],
    data: dict[str, Raw],
    typed: dict[str, Raw] | None,
    open_: Collection[str] | None,
) -> tuple[M | None, list[Finding]]:
    """Return what `held` does, but for what fields say whose names are none."""
    findings, gone = list[Finding](), dict[tuple[Step, ...], str]()
    if not_known.may_be(data):
        data, findings, gone = _known(model, data, open_)
    record: M | None = None
    try:
        record = model.model_validate(data)
    except ValidationError as error:
        whole = data if typed is None else typed
        names: dict[tuple[Step, ...], Mapping[str, str]] = {}
        findings += (
            _finding(model, whole, each, gone, None if n >= MANY else names)
            for n, each in enumerate(error.errors(include_url=False))
        )
    return record, findings


def filled(model: type[BaseModel], data: dict[str, Raw]) -> dict[str, Raw]:
    """Return `data` without the fields of `model` that have no value, at any depth."""
    found: dict[str, Raw] = {}
    for key, value in data.items():
        info = model.model_fields.get(key)
        part = inner(info.annotation) if info else None
        if not (isinstance(part, type) and issubclass(part, BaseModel)):
            if info is None or value != "" or (info.description or "") in not_known.DECIDING:
                found[key] = value  # of what decides what is published, nothing is guessed
        elif isinstance(value, dict):
            found[key] = filled(part, value)
        elif isinstance(value, list):
            found[key] = [filled(part, x) if isinstance(x, dict) else x for x in value]
        elif value != "":
            found[key] = value
    return found


def _known(
    model: type[BaseModel], data: dict[str, Raw], open_: Collection[str] | None
) -> tuple[dict[str, Raw], list[Finding], dict[tuple[Step, ...], str]]:
    """Return the fields without those that only say that something is not known.

    With them come what is wrong with some, and the path and the text of each that is left out.
    """
    findings, gone = list[Finding](), dict[tuple[Step, ...], str]()
    for path, text in not_known.found(data):
        info = _info_at(model, path)
        if info is None or (open_ is not None and path[0] not in open_):
            continue  # there is no such field, which is told
        name = typing.cast("str", path[0])
        if not_known.says_none(info, text) and data[name] in (text, [text]):
            data = {**data, name: []}
            continue
        if not_known.elsewhere(text):
            findings.append(Finding("P122", path, (("value", text),)))
        elif not not_known.answers(info, validators(info), text):
            gone[path] = text
            if not_known.perhaps_none(info, validators(info), text):
                findings.append(Finding("P136", path, (("value", text),)))
    kept = _without(data, (), gone, findings)
    return typing.cast("dict[str, Raw]", kept), findings, gone


def _without(
    data: Raw,
    path: tuple[Step, ...],
    gone: Mapping[tuple[Step, ...], str],
    findings: list[Finding],
) -> Raw:
    """Return `data` without what is at the paths `gone`; a group or list of these alone is empty.

    An item of a list stays, so that those after it keep their places: it is told.
    """
    if isinstance(data, dict):
        kept: dict[str, Raw] = {}
        for name, each in data.items():
            if (*path, name) in gone:
                continue
            kept[name] = _without(each, (*path, name), gone, findings)
            if each and not kept[name]:
                del kept[name]
        return kept
    if not isinstance(data, list):
        return data
    items = [
        [] if (*path, n) in gone else _without(each, (*path, n), gone, findings)
        for n, each in enumerate(data)
    ]
    if not any(items):
        return []
    for n, each in enumerate(data):
        if (*path, n) in gone:
            findings.append(Finding("P121", (*path, n), (("value", gone[*path, n]),)))
            items[n] = each
    return items


def _info_at(model: type[BaseModel], path: tuple[Step, ...]) -> FieldInfo | None:
    """Return the field that the value at `path` is of; an item of a list is of its list's."""
    names = [step for step in path if isinstance(step, str)]
    parent = _model_at(model, tuple(names[:-1]))
    return parent.model_fields.get(names[-1]) if parent else None


def place(
    findings: Iterable[Finding], file: str, root: Path, typed: str | None = None
) -> list[Problem]:
    """Return the findings in `file` as problems at their lines; composes the file once at most.

    `typed` is as in `validate`.
    """
    found = list(findings)
    if not found:
        return []
    text = record_file.text_of(root, file) if typed is None else typed
    spots = [None if each.first else positions.quickly(text, file, each.path) for each in found]
    if None not in spots:
        given = zip(found, filter(None, spots), strict=True)
        return [problem(f.code, at, split_values.named(f.path), **told(f)) for f, at in given]
    drawn = positions.drawn(text, file)
    return [_problem(each, drawn) for each in found]


def _problem(found: Finding, drawn: Drawn) -> Problem:
    values = told(found)
    if found.first is not None:
        values["first"] = str(drawn.find(found.first).line)
    return problem(
        found.code, drawn.find(found.typed or found.path), split_values.named(found.path), **values
    )


def told(found: Finding) -> dict[str, str]:
    """Return the values of a finding, with the known name that is nearest to what was typed."""
    values = {"nearest": "", **dict(found.values)}
    among = values.pop("among", None)
    if among is not None:
        near = nearest(values.get("value", values.get("key", "")), among.split("\n"))
        values["nearest"] = labels.one_of(values["choices"], near) if "choices" in values else near
    return values


def _finding(
    model: type[BaseModel],
    data: Raw,
    error: Any,
    gone: Mapping[tuple[Step, ...], str],
    names: dict[tuple[Step, ...], Mapping[str, str]] | None,
) -> Finding:
    path: tuple[Step, ...] = error["loc"]
    kind: str = error["type"]
    if kind in ("missing", "string_too_short"):
        return _missing(model, data, path, gone)
    if kind == "extra_forbidden":
        return _unknown_key(model, data, path, names)
    if kind in _STRUCTURE:
        code, group = _STRUCTURE[kind], _model_at(model, path)
        parts = labels.fields(group, group.model_fields) if code == "P112" and group else ""
        return Finding(code, path, (("parts", parts),) if parts else ())
    values = {name: str(value) for name, value in error.get("ctx", {}).items()}
    if values.get("value") == "":
        return _missing(model, data, path, gone)
    if isinstance(path[-1], int) and (told := several(values.get("value", ""))):
        return Finding("P144", path, tuple(told.items()))
    return Finding(kind, path, tuple(values.items()))


def _unknown_key(
    model: type[BaseModel],
    data: Raw,
    path: tuple[Step, ...],
    names: dict[tuple[Step, ...], Mapping[str, str]] | None,
) -> Finding:
    """Return a finding about a key that is no field, with the field that it may stand for.

    `names` has what those of each group of `data` were meant to be. Without it that is not looked
    for: no one reads so many proposals.
    """
    *above, key = path
    of, group = _model_at(model, path[:-1]), data
    fields = of.model_fields if of else {}
    for step in above:
        group = group[step]  # type: ignore[index] # pydantic has come this way
    if names is None or of is None or not isinstance(group, dict):
        some = (("key", str(key)), ("known", "、".join(fields)), ("nearest", ""))
        return Finding("P109", (*above, f"^{key}"), some)
    if path[:-1] not in names:
        names[path[:-1]] = meant_fields.by_name(of, group)
    code = names[path[:-1]].get(str(key), "")
    among = [code] if code else meant_fields.perhaps(of, str(key), group) or [*fields]
    return meant_fields.no_field(of, path, among, nearest=code)


def _missing(
    model: type[BaseModel],
    data: Raw,
    path: tuple[Step, ...],
    gone: Mapping[tuple[Step, ...], str],
) -> Finding:
    """Return that a field is missing, or that it is there and has no value."""
    example = _example(model, path)
    if gone.get(path, "").strip():
        values = {"example": example or "…", "unknown": gone[path].strip()}
        return Finding("P101", path, tuple(values.items()))
    *above, last = path
    for step in above:
        data = data[step]  # type: ignore[index] # pydantic has come this way
    if isinstance(last, int):
        return Finding("P013", path, (("line", f"- {example or '…'}"),))
    if isinstance(data, dict) and last in data:
        return Finding("P013", path, (("line", f"{last}: {example or '…'}"),))
    group = _model_at(model, path)
    if example or not group:
        return Finding("P101", path, (("example", example),) if example else ())
    needed = [name for name, info in group.model_fields.items() if info.is_required()]
    parts = labels.fields(group, needed or group.model_fields)
    return Finding("P101", path, (("example", ""), ("parts", parts)))


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


def _is_text(model: type[BaseModel], path: tuple[Step, ...]) -> bool:
    """Tell whether what stands at `path` is a text in which anything may stand."""
    *above, last = (step for step in path if isinstance(step, str))
    parent = _model_at(model, (*above,))
    info = parent.model_fields.get(last) if parent else None
    if info is None:
        return False
    part = inner(info.annotation)
    through = [*validators(info), *getattr(part, "__metadata__", ())]
    return any(isinstance(each, StringConstraints) for each in through)


def _may_hold(model: type[BaseModel], path: tuple[Step, ...]) -> bool | None:
    """Tell whether more could stand at `path` than does: it is no choice, date or number.

    None if there is no such field.
    """
    *above, last = (step for step in path if isinstance(step, str))
    parent = _model_at(model, (*above,))
    if parent is None:  # within a field that takes groups of its own, such as texts by language
        return True
    info = parent.model_fields.get(last)
    if info is None:
        return None
    through = [*validators(info), *getattr(inner(info.annotation), "__metadata__", ())]
    return _is_text(model, path) or any(getattr(each, "func", None) in _OPEN for each in through)


def _fields(model: type[BaseModel], path: tuple[Step, ...]) -> list[str]:
    found = _model_at(model, path)
    return list(found.model_fields) if found else []


def _example(model: type[BaseModel], path: tuple[Step, ...]) -> str:
    parent = _model_at(model, path[:-1])
    info = parent.model_fields.get(str(path[-1])) if parent else None
    return str(info.examples[0]) if info and info.examples else ""
