"""A record to be, judged as `check` would judge it."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from generator.base.codes import CODES
from generator.base.findings import Finding
from generator.base.problems import Problem
from generator.model import duplicates, place_ends
from generator.model.kinds.declaration import Kind
from generator.model.kinds.kind import Judged, Rules, View
from generator.model.kinds.registry import KINDS
from generator.parse import mobile_numbers, record_file, stand_ins, validation
from generator.parse.yaml_nodes import Raw

Ends: TypeAlias = Callable[[str], Mapping[str, str] | None]
"""Gives the name and the last day of a place, None if it has no last day: see `place_ends`."""


def judge(folder: str, ident: str, file: str, data: dict[str, Raw], rules: Rules) -> list[Finding]:
    """Return what is wrong with the fields of a record, seen alone."""
    kind = KINDS[folder]
    record, findings = validation.held(kind.model, data)
    wrong = [each for each in findings if CODES[each.code].severity == "error"]
    if record is None or wrong:
        return [*findings, *_besides(kind, data, rules)]
    return [*findings, *_judged(kind, Judged(ident, file, record), rules)]


def _judged(kind: Kind[Any], record: Judged[Any], rules: Rules) -> Iterator[Finding]:
    if kind.settled:
        record = Judged(record.id, record.file, kind.settled(record.data, rules))
    yield from kind.judge(record, rules)
    yield from duplicates.entries(record.data)


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


def _besides(kind: Kind[Any], data: dict[str, Raw], rules: Rules) -> list[Finding]:
    """Return what rules say of a record some of whose fields do not fit, whatever these say."""
    found = stand_ins.of(kind.model, validation.known(kind.model, data))
    return (
        found.agreed(lambda record: _judged(kind, Judged("", "", record), rules)) if found else []
    )


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
