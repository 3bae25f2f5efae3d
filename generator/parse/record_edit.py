"""Fields of a record changed where they stand: only the lines that change are written anew.

Comments, order, quotation marks, blanks and line ends stay as a person typed them. A value is put
in between the marks that YAML's reader gives it; what comes out is read again and compared with
what was asked, and an edit that would lose a comment, or comes out otherwise, is refused.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import yaml

from generator.base.findings import Step
from generator.base.messages import N_
from generator.parse import (
    edit_spans,
    field_names,
    list_edit,
    record_text,
    yaml_fields,
)
from generator.parse.yaml_nodes import Raw

Path: TypeAlias = tuple[Step, ...]
MARK = "\ufeff"
"""Some editors write it first; YAML's readers count it or not, so it is put aside."""
LOST = N_("a comment that stands there would be lost")
OTHERWISE = N_(
    "what stands there is written in a way that cannot be changed without its neighbours"
)
NOT_THERE = N_("it is not there")
UNREAD = edit_spans.UNREAD


Refused = edit_spans.Refused


@dataclass(frozen=True, slots=True)
class Put:
    """A text in the place of another, or a field that was not there: a text, a list, a group.

    A path that ends in the length of a list adds an item. `after` are the fields that stand before
    a new one, if they are there: by them it is put in its place.
    """

    path: Path
    value: Raw
    after: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """A field, or an item of a list, that is taken away."""

    path: Path


@dataclass(frozen=True, slots=True)
class Order:
    """The items of a list in another order: the numbers of those that are to stand there."""

    path: Path
    order: Sequence[int]


@dataclass(frozen=True, slots=True)
class Whole:
    """A field or an item written anew with all that is in it, where no smaller edit can be made."""

    path: Path
    value: Raw


Edit: TypeAlias = Put | Gone | Order | Whole


def edited(file: str, content: bytes, edits: Sequence[Edit]) -> bytes:
    """Return the bytes of `file` with the edits made one after another. Raises Refused.

    What is as it was asked for already stays untouched, byte by byte.
    """
    text = decoded(content)
    mark, text = (MARK, text[1:]) if text.startswith(MARK) else ("", text)
    start, end = _fields(text, file)
    model = field_names.model_of(file)
    for each in edits:
        front = text[start:end]
        changed = _made(front, each, model)
        if changed != front:
            _compare(front, changed, each, model)
            text, end = text[:start] + changed + text[end:], start + len(changed)
    return (mark + text).encode()


def decoded(content: bytes) -> str:
    """Return the text of a file. Raises Refused."""
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise Refused(UNREAD) from error


def fields_of(file: str, content: bytes) -> str:
    """Return the lines of the fields of a file. Raises Refused."""
    text = decoded(content).removeprefix(MARK)
    start, end = _fields(text, file)
    return text[start:end]


def text_begins(text: str, file: str) -> int:
    """Return where the text below the fields of a file begins. Raises Refused."""
    start = len(MARK) if text.startswith(MARK) else 0
    _, end = _fields(text[start:], file)
    found = re.compile(r"---[^\S\r\n]*(?:\r?\n|\Z)").match(text, start + end)
    return found.end() if found else len(text)


def _fields(text: str, file: str) -> tuple[int, int]:
    """Return where the fields of a file begin and end."""
    if not file.endswith(".md"):
        return 0, len(text)
    opened = re.match(r"---[^\S\r\n]*\r?\n", text)
    if not opened:
        raise Refused(UNREAD)
    closed = re.compile(r"^---[^\S\r\n]*\r?$", re.MULTILINE).search(text, opened.end())
    if not closed:
        raise Refused(UNREAD)
    return opened.end(), closed.start()


def _made(front: str, edit: Edit, model: Any) -> str:
    """Return the fields with one edit made; those of a record in Chinese get Chinese names."""
    node, data = edit_spans.read(front, model)
    *above, last = edit.path
    parent = _at(node, above)
    name = last
    if model is not None and isinstance(edit, Put | Whole):
        name, written = _in_chinese(front, edit, model)
        if _value_of(data, edit.path) != edit.value:
            edit = replace(edit, value=written)
    if parent is None and not above and node is None and isinstance(edit, Put):
        break_ = edit_spans.break_of(front)
        return front + break_.join([*record_text.lines({str(name): edit.value}), ""])
    if parent is None or (isinstance(last, int) != isinstance(parent, yaml.SequenceNode)):
        raise Refused(NOT_THERE, edit.path)
    if isinstance(edit, Gone):
        return _without(front, parent, last, edit.path)
    there = _child(parent, last)
    if isinstance(edit, Order):
        if not isinstance(there, yaml.SequenceNode):
            raise Refused(NOT_THERE, edit.path)
        return list_edit.ordered(front, there, edit.order)
    if there is None:
        if isinstance(edit, Whole):
            raise Refused(NOT_THERE, edit.path)
        return _added(front, parent, edit, name)
    if isinstance(edit, Whole):
        return list_edit.rewritten(front, parent, last, edit.value)
    if _value_at(data, edit.path) == edit.value:
        return front
    if isinstance(there, yaml.ScalarNode):
        return _spliced(front, parent, there, edit)
    raise Refused(OTHERWISE, edit.path)


def _in_chinese(front: str, edit: Put | Whole, model: Any) -> tuple[Step, Raw]:
    """Return name and value of an edit as they are written: in Chinese where its record is."""
    last = edit.path[-1]
    own = field_names.model_at(model, edit.path[:-1])
    if not yaml_fields.in_chinese(front):
        return last, edit.value
    name = field_names.names(own).get(last, last) if own and isinstance(last, str) else last
    inside = field_names.model_at(model, edit.path)
    return name, field_names.renamed(edit.value, inside)


def _value_of(data: Any, path: Path) -> Any:
    """Return what stands at a path, None if nothing does."""
    try:
        return _value_at(data, path)
    except (LookupError, TypeError):
        return None


def _value_at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _at(node: Any, path: Sequence[Step]) -> Any:
    for step in path:
        node = _child(node, step) if node is not None else None
    return node


def _child(node: Any, step: Step) -> Any:
    if isinstance(node, yaml.MappingNode) and isinstance(step, str):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        return node.value[step] if step < len(node.value) else None
    return None


def _spliced(front: str, parent: Any, old: Any, edit: Put) -> str:
    """Return the fields with a value in the place of a text."""
    start, end = old.start_mark.index, old.end_mark.index
    flow = bool(parent.flow_style)
    if not isinstance(edit.value, str):
        return _grown(front, parent, old, edit)
    if old.style in ("|", ">"):
        block = front[start:end]
        end = start + len(block.rstrip("\r\n \t"))
        if re.search(r"^[|>][-+0-9]*[^\S\n]+#", block):
            raise Refused(LOST, edit.path)
    new = _as_before(edit.value, old.style, flow=flow)
    if "\n" in edit.value and not flow:
        new = list_edit.block(front, parent, edit.value) or new
    if start == end:  # an empty value: its mark is right behind the colon or the hyphen
        before = front[:start]
        gap = "" if before.endswith((" ", "\t")) else " "
        rest = front[end : end + 1]
        return f"{before}{gap}{new}{' ' if rest == '#' else ''}{front[end:]}"
    return front[:start] + new + front[end:]


def _as_before(text: str, style: str | None, *, flow: bool) -> str:
    """Return a text with the quotation marks that the one before it had, if they will do."""
    if style == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    if style == '"':
        return record_text.quoted(text)
    return record_text.scalar(text, flow=flow)


def _grown(front: str, parent: Any, old: Any, edit: Put) -> str:
    """Return the fields with a list or a group where nothing stood behind the colon."""
    start, end = old.start_mark.index, old.end_mark.index
    if start != end or parent.flow_style or not edit.value or not isinstance(edit.path[-1], str):
        raise Refused(OTHERWISE, edit.path)
    line_end = edit_spans.line_end(front, end)
    margin = parent.start_mark.column
    return edit_spans.put_lines(front, line_end, [*record_text.lines(edit.value, margin + 2)])


def _added(front: str, parent: Any, edit: Put, name: Step) -> str:
    """Return the fields with one more field in a group, called `name`, or item in a list."""
    last = edit.path[-1]
    if isinstance(last, int) and last != len(parent.value):
        raise Refused(NOT_THERE, edit.path)
    if parent.flow_style:
        return _added_in_flow(front, parent, edit, name)
    margin = parent.start_mark.column
    new: Raw = {name: edit.value} if isinstance(name, str) else [edit.value]
    lines = [*record_text.lines(new, margin)]
    before = _before(parent, edit)
    if before is None:  # first of its group: what stands above the group stays above it
        first = parent.value[0][0].start_mark.index
        head = front[:first]
        break_ = edit_spans.break_of(front)
        lines[0] = lines[0].lstrip()
        return head + break_.join([*lines, " " * margin + front[first:]])
    return edit_spans.put_lines(front, edit_spans.after(front, before, margin), lines)


def _before(parent: Any, edit: Put) -> Any:
    """Return the node after which something new stands, None if it is the first."""
    if isinstance(parent, yaml.SequenceNode):
        return parent.value[-1]
    known = set(edit.after)
    if not known:
        return parent.value[-1][1] if parent.value else None
    return next((value for key, value in reversed(parent.value) if key.value in known), None)


def _added_in_flow(front: str, parent: Any, edit: Put, last: Step) -> str:
    if not isinstance(edit.value, str):
        raise Refused(OTHERWISE, edit.path)
    new = record_text.scalar(edit.value, flow=True)
    new = f"{last}: {new}" if isinstance(last, str) else new
    if not parent.value:
        at = parent.start_mark.index + 1
        return front[:at] + new + front[at:]
    final = parent.value[-1]
    at = edit_spans.end_of(final[1] if isinstance(final, tuple) else final, front)
    return f"{front[:at]}, {new}{front[at:]}"


def _without(front: str, parent: Any, last: Step, path: Path) -> str:
    """Return the fields without a field or an item, and without its lines."""
    there = [*edit_spans.entries(parent)]
    at = next((n for n, (name, _, _) in enumerate(there) if name == last), None)
    if at is None:
        raise Refused(NOT_THERE, path)
    if len(there) == 1:
        raise Refused(OTHERWISE, path)
    _, start, value = there[at]
    if parent.flow_style:
        if at + 1 < len(there):
            return front[:start] + front[there[at + 1][1] :]
        return (
            front[: edit_spans.end_of(there[at - 1][2], front)]
            + front[edit_spans.end_of(value, front) :]
        )
    if isinstance(parent, yaml.SequenceNode):
        start = front.rindex("-", 0, start + (front[start : start + 1] == "-"))
    end = edit_spans.line_end(front, edit_spans.end_of(value, front))
    begun = front.rfind("\n", 0, start) + 1
    if front[begun:start].strip():  # it shares its line: with a hyphen, or the item before
        if at + 1 >= len(there) or at:
            raise Refused(OTHERWISE, path)
        return front[:start] + front[there[1][1] :]
    return front[:begun] + front[edit_spans.over_break(front, end) :]


def _compare(before: str, after: str, edit: Edit, model: Any) -> None:
    """Hold what came out against what was asked. Raises Refused."""
    _, was = edit_spans.read(before, model)
    try:
        _, now = edit_spans.read(after, model)
    except Refused as error:
        raise Refused(OTHERWISE, edit.path) from error
    if now != wanted(was, edit):
        raise Refused(OTHERWISE, edit.path)
    if edit_spans.comments(before) - edit_spans.comments(after):
        raise Refused(LOST, edit.path)


def wanted(data: Raw, edit: Edit) -> Raw:
    """Return what fields say once an edit is made; `data` is left as it is."""
    step, rest = edit.path[0], edit.path[1:]
    copy: Any = dict(data) if isinstance(data, dict) else list(data)
    if rest:
        copy[step] = wanted(copy[step], replace(edit, path=rest))
    elif isinstance(edit, Gone):
        del copy[step]
    elif isinstance(edit, Order):
        copy[step] = [copy[step][n] for n in edit.order]
    elif isinstance(copy, list) and step == len(copy):
        copy.append(edit.value)
    else:
        copy[step] = edit.value
    done: Raw = copy
    return done
