"""Lists put into another order, and values written anew whole, among fields that stay as they are.

What these return is held against what was asked by `record_edit`, which also refuses what would
lose a comment.
"""

import re
from collections.abc import Sequence
from typing import Any

import yaml

from generator.base.findings import Step
from generator.parse import edit_spans, record_text
from generator.parse.yaml_nodes import Raw

_PRINTED = re.compile(r"[^\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\t]*")


def ordered(front: str, node: Any, order: Sequence[int]) -> str:
    """Return the fields with the items of a list in another order, each with its comments.

    A comment on lines of its own belongs to the item below it; above the first item it belongs to
    the list, and stays. Raises Refused where that cannot be told.
    """
    if node.flow_style:
        spans = [(each.start_mark.index, edit_spans.end_of(each, front)) for each in node.value]
        texts = [front[start:end] for start, end in spans]
        made, at = "", 0
        for (start, end), n in zip(spans, order, strict=True):
            made += front[at:start] + texts[n]
            at = end
        return made + front[at:]
    begins = [_begin(front, each, first=n == 0) for n, each in enumerate(node.value)]
    margin = node.start_mark.column
    last = edit_spans.after(front, node.value[-1], margin)
    bounds = [*begins, last]
    break_ = edit_spans.break_of(front)
    texts = [front[bounds[n] : bounds[n + 1]] for n in range(len(begins))]
    texts = [each.removesuffix("\n").removesuffix("\r") for each in texts]
    head = front[: begins[0]]
    line = head.rpartition("\n")[2]
    if line.strip():  # the first shares its line with what is above it
        raise edit_spans.Refused("")
    return head + break_.join(texts[n] for n in order) + front[last:]


def _begin(front: str, item: Any, *, first: bool) -> int:
    """Return where the lines of an item begin: those of comments above it are among them."""
    start = item.start_mark.index
    at = front.rindex("-", 0, start + (front[start : start + 1] == "-"))
    begun = front.rfind("\n", 0, at) + 1
    column = at - begun
    if first:
        return begun
    while begun:
        above = front.rfind("\n", 0, begun - 1) + 1
        line = front[above : begun - 1]
        bare = line.lstrip(" ")
        if not bare.startswith("#") or len(line) - len(bare) > column:
            return begun
        begun = above
    return begun


def rewritten(front: str, parent: Any, last: Step, value: Raw) -> str:
    """Return the fields with a value written anew behind its name or its hyphen."""
    if isinstance(last, str):
        key, old = next(pair for pair in parent.value if pair[0].value == last)
        head = front.index(":", key.end_mark.index) + 1
    else:
        old = parent.value[last]
        start = old.start_mark.index
        head = front.rindex("-", 0, start + (front[start : start + 1] == "-")) + 1
    end = max(edit_spans.end_of(old, front), head)
    if parent.flow_style:
        start = old.start_mark.index
        return front[:start] + flow(value) + front[end:]
    if isinstance(value, str) or not value:
        text = record_text.scalar(value) if isinstance(value, str) else flow(value)
        return f"{front[:head]} {text}{front[end:]}"
    margin = parent.start_mark.column + 2
    lines = [*record_text.lines(value, margin)]
    break_ = edit_spans.break_of(front)
    if isinstance(last, int):
        lines[0] = lines[0].lstrip()
        return f"{front[:head]} {break_.join(lines)}{front[end:]}"
    kept = front[head : edit_spans.line_end(front, head)]
    behind = kept if kept.strip().startswith("#") else ""
    return front[:head] + behind + break_ + break_.join(lines) + front[end:]


def flow(value: Raw) -> str:
    """Return a value on one line, as it stands within brackets."""
    if isinstance(value, str):
        return record_text.scalar(value, flow=True)
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    return f"{{{', '.join(f'{name}: {flow(each)}' for name, each in value.items())}}}"


def block(front: str, parent: Any, text: str) -> str:
    """Return a text of several lines as lines of its own behind `|`; "" where it cannot be so."""
    lines = text.removesuffix("\n").split("\n")
    if not _PRINTED.fullmatch(text) or lines[0][:1] in ("", " ") or not lines[-1]:
        return ""
    margin = " " * (parent.start_mark.column + 2)
    sign = "|" if text.endswith("\n") else "|-"
    if isinstance(parent, yaml.SequenceNode):
        return ""
    return edit_spans.break_of(front).join(
        [sign, *(f"{margin}{each}" if each else "" for each in lines)]
    )
