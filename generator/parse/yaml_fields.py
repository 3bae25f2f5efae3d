"""The fields of a file become a mapping of text, or what is wrong with them first.

Places are looked up only when there is a problem, by composing the fields once more, so they cost
nothing on good files.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from generator.base import short_cuts, vouched_numbers
from generator.base.findings import Step
from generator.base.patterns import pattern
from generator.base.problems import Place, Problem, problem
from generator.parse import (
    field_names,
    plain_fields,
    swallowed_lines,
    yaml_faults,
    yaml_mistakes,
    yaml_nodes,
    yaml_remarks,
)
from generator.parse.yaml_nodes import Raw

_CHINESE = pattern(r"^[^\x00-\x7f][^:\n]*:", re.MULTILINE)
CONTROL = pattern(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff"
    r"\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"  # unseen, or they turn text about
)
_SHORTHAND = pattern(r"(?:^|[\s\[{,:])[&*!]", re.MULTILINE)
_STUCK = pattern(r"""["'\]},]\#|[>|][-+0-9]*\#|[\[{,]\s*\?[^\s,\]}]""")
_INDENTED = pattern(r"\n[ \-?]{40}")
_BLOCK = pattern(r"[:-][ \t]+[|>][-+0-9]*[ \t]*(?:#[^\n]*)?$", re.MULTILINE)
"""The head of a text that begins on the next line."""
MISNAMED = ("-", "－", "—", "–", "\u3000", "\u00a0", "\u2003", "\u2002", "\u202f")
"""With these a name begins where a hyphen or a blank was meant."""


class Slips(NamedTuple):
    """What of a file the model has to say whether it was lost; plain, as it is marshalled."""

    unfilled: bool = False
    """Whether some key has no value."""
    nameless: tuple[tuple[Step, ...], ...] = ()
    """Pieces that stand in a flow mapping like keys, with neither colon nor value."""
    cut: tuple[tuple[tuple[Step, ...], str], ...] = ()
    """Values, and what stands behind each as a remark that may have been meant as text."""
    broken: bool = False
    """Whether there may be a tab or a line break in some value."""
    below: str = ""
    """The name with which the body begins as a line of a field does."""


NO_SLIPS = Slips()


class Loaded(NamedTuple):
    """What some fields say, or what is wrong with them first.

    `data` may be there beside a fault: one that the rest can be read with. `lines` are the fields
    as they were probably meant, line by line, where a fault has such a cure.
    """

    data: dict[str, Raw] | None
    slips: Slips = NO_SLIPS
    fault: Problem | None = None
    lines: list[str] | None = None


def plain(text: str) -> dict[str, Raw] | None:
    """Return some fields that are plain in every way, None where YAML is to read them.

    Nothing is looked for in them that may not be shown.
    """
    if CONTROL.search(text) or not short_cuts.taken("PyYAML"):
        return None
    return plain_fields.read(text)


def load(file: str, front: str, first_line: int) -> Loaded:
    """Return what the fields `front`, which begin at `first_line` of the file, say."""
    if not front.strip():
        return Loaded({})
    plain = plain_fields.read(front) if short_cuts.taken("PyYAML") else None
    if plain is not None:
        return Loaded(plain)
    opened = front.count("[") + front.count("{")
    signs = "&" in front or "*" in front or "!" in front  # rare, and sooner seen than searched
    deep = opened > yaml_faults.DEEPEST or _INDENTED.search(f"\n{front}")
    if deep or (signs and _SHORTHAND.search(front)):
        fault = yaml_faults.refused(file, front, first_line)
        if fault:
            return Loaded(None, fault=fault)
    unfilled: list[bool] = []
    if ("#" in front or "?" in front) and _STUCK.search(front):
        fault = yaml_faults.swallowed(file, front, first_line)
        if fault:
            return Loaded(None, fault=fault)
    try:
        node = yaml_nodes.composed(front)
        field_names.coded(node, field_names.model_of(file))
        data = None if node is None else yaml_nodes.built(node, unfilled)
    except (field_names.Twice, yaml_nodes.DuplicateKey) as error:
        return Loaded(None, fault=_twice(file, front, first_line, error))
    except yaml.YAMLError as error:
        meant = yaml_faults.broken(file, front, first_line, error, yaml_nodes.broken_at)
        return Loaded(None, fault=meant.told, lines=meant.lines)
    if data is None:
        return Loaded({})
    if not isinstance(data, dict):
        found = yaml_mistakes.explained(
            file, front, first_line, _lines_of(front), yaml_nodes.fields_broken_at
        )
        if found:
            return Loaded(None, fault=found.told, lines=found.lines)
        return Loaded(None, fault=problem("P008", Place(file, first_line, 1)))
    stuck = swallowed_lines.stuck(node, field_names.model_of(file), front, file, first_line)
    if stuck:
        return Loaded(None, fault=stuck, lines=_with_line(front, stuck, first_line))
    lost = swallowed_lines.find(node, front, file, first_line, unfilled=bool(unfilled))
    lost = lost or next(escapes(file, front, first_line, data), None)
    return Loaded(data, _slips(node, front, unfilled), lost)


def _with_line(front: str, told: Problem, first_line: int) -> list[str]:
    """Return the lines of `front` with that of a problem as its cure has it."""
    lines, n = front.split("\n"), told.place.line - first_line
    margin = len(lines[n]) - len(lines[n].lstrip(" "))
    lines[n] = " " * margin + dict(told.values)["line"]
    return lines


def _twice(
    file: str, front: str, first_line: int, error: "field_names.Twice | yaml_nodes.DuplicateKey"
) -> Problem:
    """Return what is wrong with a field that stands there a second time."""
    place = yaml_faults.at(file, error.problem_mark, first_line)
    first = error.first.line + first_line
    if isinstance(error, field_names.Twice):
        names = {"name": error.names[1], "other": error.names[0], "first": first}
        return problem("P036", place, error.code, key=error.code, **names)
    if error.key[:1] in MISNAMED:
        lines = front.split("\n")[: error.first.line + 1]
        meant = yaml_mistakes.misnamed(file, lines[-1], lines[:-1], first)
        if meant:
            return meant
    return problem("P005", place, error.key, key=error.key, first=first)


def _lines_of(front: str) -> list[int]:
    """Return the first lines, from 0, that say something."""
    lines = front.split("\n")
    return [n for n, line in enumerate(lines) if line.strip() and line.lstrip()[0] != "#"][:2]


def _slips(node: Any, front: str, unfilled: list[bool]) -> Slips:
    cut = "#" in front and yaml_remarks.CUT.search(front)
    broken = "\t" in front or "\\" in front or "\n\n" in front
    broken = broken or (("|" in front or ">" in front) and bool(_BLOCK.search(front)))
    if not (unfilled or cut or broken):
        return NO_SLIPS
    return Slips(
        unfilled=bool(unfilled),
        nameless=tuple(yaml_nodes.nameless(node)) if unfilled and "{" in front else (),
        cut=tuple(yaml_remarks.cuts(node, front)) if cut else (),
        broken=broken,
    )


def escapes(file: str, front: str, first_line: int, data: dict[str, Raw]) -> Iterator[Problem]:
    r"""Yield what escapes such as `\x00` hide: it stands in the value, not in the text."""
    known = vouched_numbers.vouched(data)
    for path, value in yaml_nodes.keys(data) if "\\" in front else ():
        shown = " : ".join([*(step for step in path if isinstance(step, str)), value])
        control = CONTROL.search(shown)
        refused = () if path[0] == vouched_numbers.FIELD else vouched_numbers.refused(shown, known)
        code = "P011" if control else next((code for code, _ in refused), None)
        if code:
            node = yaml_nodes.composed(front)
            field_names.coded(node, field_names.model_of(file))
            values = {"name": f"U+{ord(control.group()):04X}"} if control else {}
            yield problem(code, _spot(node, path, file, first_line), **values)


def _spot(node: Any, path: tuple[Step, ...], file: str, first_line: int) -> Place:
    """Return the place of a value, that of the key where an empty one has none."""
    mark = node.start_mark
    for step in path:
        if isinstance(step, str):
            key, node = next(pair for pair in node.value if pair[0].value == step)
            mark = node.start_mark if node.value else key.start_mark
        else:
            node = node.value[step]
            mark = node.start_mark
    return yaml_faults.at(file, mark, first_line)


def in_chinese(front: str) -> bool:
    """Tell whether most names of the outermost fields, as they are typed, are Chinese."""
    return bool(_CHINESE.search(front)) and field_names.in_chinese(yaml_nodes.composed(front))
