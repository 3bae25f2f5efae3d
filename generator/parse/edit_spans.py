"""Where in the fields of a record things stand: entries, ends of what was typed, comments."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from generator.base.findings import Step
from generator.base.messages import N_
from generator.parse import field_names, yaml_nodes

UNREAD = N_("the file cannot be read")


class Refused(Exception):
    """An edit that cannot be made without harm; `reason` is a msgid, `path` the field."""

    def __init__(self, reason: str, path: tuple[Step, ...] = ()) -> None:
        super().__init__(reason)
        self.reason, self.path = reason, path


def read(front: str, model: Any = None) -> tuple[Any, Any]:
    """Return the node that fields are, and what they say by codes. Raises Refused."""
    try:
        node = yaml_nodes.composed(front)
        field_names.coded(node, model)
        return node, {} if node is None else yaml_nodes.built(node, [])
    except yaml.YAMLError as error:
        raise Refused(UNREAD) from error


def entries(parent: Any) -> Iterator[tuple[Step, int, Any]]:
    """Yield the name or number of each entry, where it begins, and its value."""
    for n, each in enumerate(parent.value):
        if isinstance(each, tuple):
            yield each[0].value, each[0].start_mark.index, each[1]
        else:
            yield n, each.start_mark.index, each


def end_of(node: Any, front: str) -> int:
    """Return where what was typed for a node ends: a block's mark lies behind later comments."""
    if isinstance(node, yaml.ScalarNode):
        if node.style in ("|", ">"):
            start = node.start_mark.index
            return int(start + len(front[start : node.end_mark.index].rstrip("\r\n \t")))
        return int(node.end_mark.index)
    if node.flow_style or not node.value:
        return int(node.end_mark.index)
    final = node.value[-1]
    return end_of(final[1] if isinstance(final, tuple) else final, front)


def line_end(front: str, at: int) -> int:
    """Return where the line ends on which `at` lies, before its break."""
    found = re.compile(r"[\r\n]").search(front, at)
    return found.start() if found else len(front)


def over_break(front: str, at: int) -> int:
    """Return where the next line begins, for the end of a line."""
    return at + (2 if front[at : at + 2] == "\r\n" else 1 if at < len(front) else 0)


def after(front: str, node: Any, margin: int) -> int:
    """Return the end of the last line of a node, with comments below that are further in."""
    at = line_end(front, end_of(node, front))
    while at < len(front):
        start = over_break(front, at)
        end = line_end(front, start)
        line = front[start:end]
        if not line.lstrip().startswith("#") or len(line) - len(line.lstrip()) <= margin:
            return at
        at = end
    return at


def put_lines(front: str, at: int, lines: Sequence[str]) -> str:
    """Return the fields with lines put in behind the line that ends at `at`."""
    break_ = break_of(front)
    rest = front[at:]
    return front[:at] + "".join(f"{break_}{line}" for line in lines) + rest


def break_of(front: str) -> str:
    """Return what ends the lines of a file."""
    found = re.search(r"\r\n|\n|\r", front)
    return found[0] if found else "\n"


def comments(front: str) -> Counter[str]:
    """Return the comments of fields: what begins with # and lies in no text."""
    node, _ = read(front)
    taken = sorted(spans(node)) if node is not None else []
    found, at = Counter[str](), 0
    for start, end in [*taken, (len(front), len(front))]:
        found.update(each.rstrip() for each in re.findall(r"#[^\r\n]*", front[at:start]))
        at = max(at, end)
    return found


def spans(node: Any) -> Iterator[tuple[int, int]]:
    """Yield where texts stand."""
    if isinstance(node, yaml.ScalarNode):
        end = node.end_mark.index
        yield node.start_mark.index, end
    else:
        for each in node.value:
            for part in each if isinstance(each, tuple) else (each,):
                yield from spans(part)
