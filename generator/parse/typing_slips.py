"""What was typed and would be lost or told wrongly: found by the reader, judged with a model."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from generator.base.findings import Finding, Step
from generator.base.patterns import pattern
from generator.base.problems import Problem, problem
from generator.parse import split_values, yaml_fields, yaml_mistakes
from generator.parse.positions import Drawn
from generator.parse.yaml_mistakes import quoted

_BREAK = pattern(r"[ \t]*[\t\n\r\v\f][ \t\n\r\v\f]*")

Path = tuple[Step, ...]


def first_line(text: str, body_line: int) -> int:
    """Return the number of the first line of the body that says something."""
    lines = text.split("\n")[body_line - 1 :]
    return body_line + next(n for n, line in enumerate(lines) if line.strip())


def in_line(data: Any) -> Any:
    """Return texts, at any depth, with a single blank for each line break and tab in them."""
    if isinstance(data, str):
        return _BREAK.sub(" ", data)
    if isinstance(data, list):
        return [in_line(each) for each in data]
    return {key: in_line(each) for key, each in data.items()}


def cut(
    lost: Iterable[tuple[Path, str]], drawn: Drawn, may_hold: Callable[[Path], bool | None]
) -> Iterator[Problem]:
    """Yield a warning for each value behind which something was taken for a remark.

    `may_hold` tells whether more could stand at a path than does; None if nothing may be there.
    """
    for path, remark in lost:
        open_ = may_hold(path)
        if open_ is None:
            continue
        node = drawn.node_at(path)
        at = drawn.text.index("#", node.end_mark.index)
        if not open_:
            if not remark[1:2].isspace():
                yield problem("P140", drawn.place_at(at), split_values.named(path), cut=remark)
            continue
        value = split_values.one_line(drawn.typed(node.start_mark, node.end_mark))
        whole = f"{value}{drawn.text[node.end_mark.index : at]}{remark}" if value else remark
        if node.style:
            whole = f"{node.value} {remark}"
        whole = split_values.one_line(whole)
        head = drawn.line(node.start_mark)[: node.start_mark.column]
        flow = "{" in head or "[" in head
        line = quoted(whole) if flow else f"{head.strip()} {quoted(whole)}".strip()
        yield problem("P017", drawn.place_at(at), split_values.named(path), cut=remark, line=line)


def kept(findings: list[Finding], told: Iterable[Problem]) -> list[Finding]:
    """Return the findings; where nothing is left of a value, the line that keeps all of it."""
    lines = {each.field: dict(each.values)["line"] for each in told if each.code == "P017"}
    if not lines:
        return findings
    return [
        replace(each, values=(("line", lines[split_values.named(each.path)]),))
        if each.code == "P013" and split_values.named(each.path) in lines
        else each
        for each in findings
    ]


def meant(found: Finding, drawn: Drawn, is_text: Callable[[Path], bool]) -> Problem | None:
    """Return what was probably meant where a list, a group or a name is not what it should be."""
    if found.code not in ("P109", "P110", "P111", "P112"):
        return None
    if found.code == "P110" and is_text(found.path):
        return split_values.whole(found, drawn)
    node = drawn.node_at(found.path[:-1] if found.code == "P109" else found.path)
    if node is None or node.id == "sequence":
        return None
    mark = node.start_mark
    if found.code == "P109":
        at = drawn.index(node, str(found.path[-1]).removeprefix("^"))
        mark = mark if at is None else node.value[at][0].start_mark
    if drawn.text[mark.index : mark.index + 1] not in yaml_fields.MISNAMED:
        return None
    begun = mark.index - mark.column
    above = drawn.text[max(0, begun - 400) : begun].split("\n")[-3:-1]
    number = mark.line + drawn.first_line
    return yaml_mistakes.misnamed(drawn.file, drawn.line(mark), above, number)
