"""A record to be, judged as `check` would judge it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any, TypeAlias

from generator.base.codes import CODES
from generator.base.findings import Finding, Step
from generator.base.problems import Problem
from generator.model import duplicates, place_ends
from generator.model.kinds.declaration import Kind
from generator.model.kinds.kind import Judged, Rules, View
from generator.model.kinds.registry import KINDS
from generator.parse import mobile_numbers, model_fields, record_file, validation
from generator.parse.record_file import Raw

Ends: TypeAlias = Callable[[str], Mapping[str, str] | None]
"""Gives the name and the last day of a place, None if it has no last day: see `place_ends`."""


def judge(folder: str, ident: str, file: str, data: dict[str, Raw], rules: Rules) -> list[Finding]:
    """Return what is wrong with the fields of a record, seen alone."""
    kind = KINDS[folder]
    record, findings = validation.held(kind.model, data)
    wrong = [each for each in findings if CODES[each.code].severity == "error"]
    if record is None or wrong:
        return [*findings, *_besides(kind, data, wrong, rules)]
    if kind.settled:
        record = kind.settled(record, rules)
    judged: Judged[Any] = Judged(ident, file, record)
    return [*findings, *kind.judge(judged, rules), *duplicates.entries(record)]


def after_end(
    folder: str, ident: str, file: str, data: dict[str, Raw], rules: Rules, ends: Ends
) -> Iterator[Finding]:
    """Yield what a record tells of a place after its last day; `ends` says which that is."""
    kind = KINDS[folder]
    own = kind.place_of(ident)
    if not ends(own) and folder not in ("documents", "commendations"):
        return
    view = _view(kind, ident, file, data, rules)
    if view is not None:
        yield from place_ends.of_record(folder, view, own, kind.begins(view), ends)


def beside(
    folder: str, ident: str, file: str, data: dict[str, Raw], rules: Rules, unit: View | None
) -> Iterator[Finding]:
    """Yield what of a record cannot be of its place: a village states no poor people by year."""
    kind = KINDS[folder]
    if kind.beside is None or unit is None:
        return
    view = _view(kind, ident, file, data, rules)
    if view is not None:
        yield from kind.beside(view, unit, {each: {} for each in KINDS}, rules)


def _view(
    kind: Kind[Any], ident: str, file: str, data: dict[str, Raw], rules: Rules
) -> View | None:
    """Return what pages would show of a record, None if it does not fit its model."""
    record, _ = validation.held(kind.model, data)
    if record is None:
        return None
    if kind.settled:
        record = kind.settled(record, rules)
    return kind.view(Judged(ident, file, record), rules)


_OF_ONE_FIELD = ("P108", "P304")
"""Codes of the judges of kinds that are about one field, whatever the others say."""


def _besides(
    kind: Kind[Any], data: dict[str, Raw], wrong: Sequence[Finding], rules: Rules
) -> Iterator[Finding]:
    """Yield what else is wrong with single fields of a record that does not fit its model.

    It is judged with other values where it does not fit; what follows from these is not told.
    """
    mended: Any = deepcopy(data)
    for each in wrong:
        _mend(kind.model, mended, each.path)
    record, _ = validation.held(kind.model, mended)
    if record is None:
        return
    if kind.settled:
        record = kind.settled(record, rules)
    bad = {each.path[:1] for each in wrong}
    for each in kind.judge(Judged("", "", record), rules):
        if each.code in _OF_ONE_FIELD and each.path[:1] not in bad:
            yield each


def _mend(model: Any, data: Any, path: tuple[Step, ...]) -> None:
    """Put a value that fits at a place in a record; take away what need not be there."""
    for n, step in enumerate(path):
        if isinstance(step, int):
            if not isinstance(data, list) or step >= len(data) or n + 1 == len(path):
                return
            data = data[step]
            continue
        info = model.model_fields.get(step)
        if not isinstance(data, dict):
            return
        part = model_fields.inner(info.annotation) if info else None
        deeper = n + 1 < len(path) and isinstance(data.get(step), dict | list)
        if deeper and hasattr(part, "model_fields"):
            model, data = part, data[step]
            continue
        data.pop(step, None)
        if info is not None and info.is_required():
            offered = [
                each.choices for each in model_fields.validators(info) if hasattr(each, "choices")
            ]
            data[step] = next(iter(offered[0])) if offered else (info.examples or [""])[0]
        return


def read_again(
    file: str, content: bytes, data: "Raw | None", folder: str, root: Path
) -> tuple[list[Problem], list[Finding]]:
    """Return what is wrong with a record as it will lie in its file: numbers of people, signs.

    Where it would be read otherwise than it was meant (`data`), which cannot be, that is an
    AssertionError.
    """
    source, problems = record_file.parse(file, content)
    if source is None:
        return problems, []
    assert data is None or source.data == data, file
    if not source.mobiles:
        return problems, []
    record, _ = validation.held(KINDS[folder].model, source.data)
    return problems, [*mobile_numbers.of_record(source, record, root)] if record else []
