"""Lines that YAML takes for a part of the text above them, and texts it takes for a sign."""

import re
from collections.abc import Iterator
from typing import Any

from generator.base.patterns import pattern
from generator.base.problems import Place, Problem, problem
from generator.parse import field_names, field_synonyms, front_matter
from generator.parse.yaml_mistakes import quoted

_NAME = r"[a-z][a-z_]{2,}"
_SUSPECT = pattern(
    rf"\n[ \t]+(?:{_NAME}(?::[^\s/]|：)|[-—–]{{2,}}[ \t]*$|---[ \t])"
    r"|\n( *)(?:- )?[^\s#-][^\n:]*+: [^\s|>\"'\[{&*#\n][^\n]*+\n\1 +- ",
    re.MULTILINE,
)
"""Looked for after a line end put before the text: a known character is found much sooner."""
_FIELD = pattern(rf"(?P<name>{_NAME})[:：](?P<value>(?!//).*)")
_WIDE = pattern(r"(?P<name>\w{1,30})\s*：\s*(?P<value>.*)")
_WIDE_ITEM = pattern(r"- +\w{1,30}\s*：")
_HEADER = pattern(r"[|>][-+]?\d[-+]?|[|>][-+]\d")


def find(node: Any, text: str, file: str, first_line: int, *, unfilled: bool) -> Problem | None:
    """Return the first line in the fields `text`, composed as `node`, that is part of no field.

    `unfilled` says whether some value is empty.
    """
    signs = unfilled and ("|" in text or ">" in text)
    if not (signs or _SUSPECT.search(f"\n{text}")):
        return None
    lines = text.split("\n")
    for each in _scalars(node):
        start, end = each.start_mark, each.end_mark
        if each.style in ("|", ">"):
            fault = _sign(each, lines, file, first_line) if not each.value.strip() else None
            if fault:
                return fault
        elif not each.style and end.line > start.line:
            for n in range(start.line + 1, end.line + 1):
                fault = _line(lines, n, file, first_line)
                if fault:
                    return fault
    return None


def stuck(node: Any, model: Any, text: str, file: str, first_line: int) -> Problem | None:
    """Return the first item of a list that is a text, as a Chinese colon stands behind its name.

    `- 姓名：张三` is a text to YAML; where `model` has groups of fields, one with that name.
    """
    if "：" not in text or not _WIDE_ITEM.search(text):
        return None
    for each, known in _items(node, model):
        match = _WIDE.fullmatch(text[each.start_mark.index :].split("\n", 1)[0].rstrip())
        name = match["name"] if match else ""
        codes = field_names.codes(known)
        if match and (name in codes or field_synonyms.code(name, known.model_fields)):
            column = each.start_mark.column
            place = Place(file, each.start_mark.line + first_line, column + len(name) + 1)
            line = f"{name}: {match['value']}".rstrip()
            return problem("P015", place, typed=match[0], line=f"- {line}")
    return None


def _items(node: Any, model: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each plain text that stands where a list should have a group of fields of a model."""
    if model is None or node.id == "scalar":
        return
    if node.id == "sequence":
        for each in node.value:
            if each.id == "scalar" and not each.style:
                yield each, model
            yield from _items(each, model)
        return
    fields = model.model_fields
    for key, value in node.value:
        code = key.value if key.value in fields else field_synonyms.code(key.value, fields)
        yield from _items(value, field_names.inner_model(model, code))


def _scalars(node: Any) -> Iterator[Any]:
    stack = [node]
    while stack:
        each = stack.pop()
        if each.id == "scalar":
            yield each
        elif each.id == "sequence":
            stack.extend(reversed(each.value))
        else:
            stack.extend(part for pair in reversed(each.value) for part in reversed(pair))


def _line(lines: list[str], n: int, file: str, first_line: int) -> Problem | None:
    line = lines[n].strip()
    place = Place(file, n + first_line, len(lines[n]) - len(lines[n].lstrip()) + 1)
    if front_matter.like(line):
        return front_matter.inside(file, n + first_line, lines[n])
    match = _FIELD.fullmatch(line)
    if match:
        named = f"{match['name']}: {match['value'].strip()}"
        return problem("P015", place, match["name"], typed=line, line=named)
    if line.startswith("- "):
        above = lines[n - 1].strip()
        return problem("P024", place, typed=line, above=above)
    return None


def _sign(node: Any, lines: list[str], file: str, first_line: int) -> Problem | None:
    """Return what is wrong with a value such as `>5`, of which YAML leaves nothing."""
    start = node.start_mark
    line = lines[start.line]
    typed = line[start.column :].strip()
    if not _HEADER.fullmatch(typed):
        return None
    mended = f"{line[: start.column]}{quoted(typed)}".strip()
    place = Place(file, start.line + first_line, start.column + 1)
    return problem("P014", place, typed=typed, sign=typed[0], line=mended)
