"""Fields as nearly all of them are written, read without YAML's own reader: a short cut.

For each text that one makes a node and two marks, which is most of what it takes to read a record.
Here only what is plain in every way is read: a line each of `name: text`, `- text`, `name:` and
`- name: text`, two blanks for each step inwards; a text may stand in quotation marks, and be a list
`[…]` or a group `{name: text, …}`. Any line that is something else, has a remark, a sign of YAML's
or nothing behind its colon, leaves the whole to YAML. So nothing is read here otherwise than there,
and there is nothing in it that could be lost.
"""

from typing import Any, TypeAlias

from generator.base.patterns import pattern

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
Group: TypeAlias = dict[str, Value]

_NAME = "[a-z][a-z_]*"
_NEVER = r"\n\t\\#|>"
"""What leaves a line to YAML wherever it stands, as it may cut a text off, or hide what it says."""
_FIRST = rf"""[^{_NEVER}"'%@`&*!?\[\]{{}},: -]"""
_TEXT = rf"{_FIRST}[^{_NEVER}:]*+(?::(?=[^ \n])[^{_NEVER}:]*+)*+(?<! )"
_QUOTED = rf"""(?:"[^"{_NEVER}]++"|'[^'{_NEVER}]++')"""
_PART = rf"(?:{_QUOTED}|{_FIRST}[^{_NEVER}:,\[\]{{}}]*+(?<! ))"
"""A text in a list or a group on one line."""
_LIST = rf"\[(?:{_PART}(?:, {_PART})*+)?\]"
_GROUP = rf"\{{{_NAME}: (?:{_LIST}|{_PART})(?:, {_NAME}: (?:{_LIST}|{_PART}))*+\}}"
_VALUE = f"{_GROUP}|{_LIST}|{_QUOTED}|{_TEXT}"
_LINE = pattern(rf"\n( *)((?:- )?)(?:({_NAME}):(?: ({_VALUE}))?|({_VALUE}))(?=\n|\Z)")
"""A line: how far it is indented, its hyphen, its name and what is behind that, or a bare value."""
_PARTS = pattern(_PART)
_PAIRS = pattern(rf"({_NAME}): ({_LIST}|{_PART})")
_DEEPEST = 20
"""Blanks before a line: deeper ones are YAML's to judge."""


class _Else(Exception):
    """What the lines say together is not plain: YAML is to read it, or to refuse it."""


def read(front: str) -> Group | None:
    """Return the fields in a text, None where anything in it is not plain."""
    text = "\n" + front.removesuffix("\n")
    lines = _LINE.findall(text)
    if len(lines) < text.count("\n"):
        return None
    try:
        return _built(lines)
    except _Else:
        return None


def _built(lines: list[tuple[str, str, str, str, str]]) -> Group:
    """Return the groups and lists that lines stand for, by how far each is indented."""
    root: Group = {}
    around: list[tuple[int, Any]] = [(0, root)]  # what is open, and how far it is indented
    opened: Group | None = None  # that in which a name waits for what is beneath it
    waiting = ""
    for margin, dash, name, value, item in lines:
        indent = len(margin)
        if opened is not None:
            if indent != around[-1][0] + 2 or indent > _DEEPEST:
                raise _Else
            opened[waiting] = [] if dash else {}
            around.append((indent, opened[waiting]))
            opened = None
        while indent < around[-1][0]:
            around.pop()
        inner = around[-1][1]
        if indent != around[-1][0] or (type(inner) is list) != bool(dash) or not (name or dash):
            raise _Else
        if item:
            inner.append(_value(item))
            continue
        if dash:
            entry: Group = {}
            inner.append(entry)
            around.append((indent + 2, entry))
            inner = entry
        if name in inner:
            raise _Else
        if value:
            inner[name] = _value(value)
        else:
            opened, waiting = inner, name
    if opened is not None:
        raise _Else
    return root


def _value(typed: str) -> Value:
    """Return what stands behind a name or a hyphen."""
    first = typed[0]
    if first == "{":
        pairs = _PAIRS.findall(typed)
        group = dict(pairs)
        if len(group) < len(pairs):
            raise _Else
        if "[" in typed or '"' in typed or "'" in typed:
            return {name: _value(each) for name, each in pairs}
        return group
    if first == "[":
        return [_value(each) for each in _PARTS.findall(typed)]
    return typed[1:-1] if first in "\"'" else typed
