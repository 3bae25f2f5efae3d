"""A text that a comma, a bracket or a colon took apart: what was typed, and how to keep it whole.

In `{amount: 20000,50, note: 一组, 二组修路}` YAML sees the values 20000 and 一组, and two keys
without a value. Nothing is guessed from such pieces: all that is said builds on the whole text.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from generator.base.findings import Finding, Step
from generator.base.patterns import pattern
from generator.base.problems import Problem, problem
from generator.parse.positions import Drawn
from generator.parse.yaml_mistakes import LONGEST, quoted

_GLUED = pattern(r"(?P<name>[^\s:：]+?)[:：](?P<value>.*)", re.DOTALL)

Path = tuple[Step, ...]


def named(path: Iterable[Step]) -> str:
    """Return the name of a field as problems give it: `sources.2.amount`."""
    return ".".join(
        str(step + 1) if isinstance(step, int) else step.removeprefix("^") for step in path
    )


@dataclass
class _Group:
    """A flow mapping with pieces in it: `ends` has the last piece that belongs to each pair."""

    path: Path
    node: Any
    names: list[str]
    strays: set[str] = field(default_factory=set)
    ends: dict[int, int] = field(default_factory=dict)
    glued: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Name and value of a key that has no space behind its colon."""
    empty: list[int] = field(default_factory=list)
    alone: list[int] = field(default_factory=list)

    def sort_out(self) -> None:
        """Find out what each piece belongs to."""
        head: int | None = None
        for n, (key, value) in enumerate(self.node.value):
            if key.value not in self.strays:
                head = n if value.id == "scalar" else None
                continue
            match = _GLUED.fullmatch(key.value)
            if key.value in self.names:
                self.empty.append(n)
                head = None
            elif match and (match["name"] in self.names or self._pair(match)):
                self.glued[n] = match["name"], match["value"].strip()
                head = None
            elif head is None:
                self.alone.append(n)
            else:
                self.ends[head] = n

    def _pair(self, match: re.Match[str]) -> bool:
        """Tell whether a piece is a pair of a group that takes any name: 乙县：乙縣."""
        return not self.names and match[0][match.end("name")] == "：" and bool(match["value"])

    def spans(self) -> Iterator[tuple[Any, Any, str]]:
        """Yield what is to be written otherwise: from which mark to which, and how."""
        for head, last in self.ends.items():
            yield (*self.marks(head, last), "")
        for n, (name, value) in self.glued.items():
            key = self.node.value[n][0]
            yield key.start_mark, key.end_mark, f"{name}: {value}"

    def marks(self, head: int, last: int) -> tuple[Any, Any]:
        """Return where a text that was taken apart begins and ends."""
        end = self.node.value[last][1].end_mark
        return self.node.value[head][1].start_mark, end


def taken_apart(
    nameless: Iterable[Path],
    findings: list[Finding],
    drawn: Drawn,
    known: Callable[[Path], list[str]],
) -> tuple[list[Problem], list[Finding]]:
    """Return what is wrong with texts that were taken apart, and the findings that stay.

    What was found of a piece says nothing that helps, so it is left out. `known` gives the names of
    the fields of the group at a path.
    """
    groups: dict[Path, _Group] = {}
    unlike = {each.path for each in findings if each.code in ("P110", "P111")}
    for path in nameless:
        parent = path[:-1]
        if parent in unlike:
            continue
        if parent not in groups:
            groups[parent] = _Group(parent, drawn.node_at(parent), known(parent))
        groups[parent].strays.add(str(path[-1]))
    problems: list[Problem] = []
    settled: set[Path] = set()
    for group in groups.values():
        group.sort_out()
        problems.extend(_problems(group, drawn))
        settled.update((*group.path, f"^{name}") for name in group.strays)
        settled.update((*group.path, name) for name in group.strays)
        settled.update((*group.path, group.node.value[head][0].value) for head in group.ends)
        settled.update((*group.path, name) for name, _ in group.glued.values())
    sizes = {len(path) for path in settled}
    bare = {path for path, group in groups.items() if group.ends and not group.names}
    stay = [
        each
        for each in findings
        if each.path not in bare and not any(each.path[:size] in settled for size in sizes)
    ]
    return problems, stay


def _problems(group: _Group, drawn: Drawn) -> Iterator[Problem]:
    pairs = group.node.value
    spans = sorted(
        ((start, end, new or quoted(one_line(drawn.typed(start, end))))
         for start, end, new in group.spans()),
        key=lambda span: span[0].index,
    )  # fmt: skip
    for head, last in group.ends.items():
        start, end = group.marks(head, last)
        typed = one_line(drawn.typed(start, end))
        name = pairs[head][0].value
        line = rewritten(drawn, spans) or f"{name}: {quoted(typed)}"
        place = drawn.place(pairs[head + 1][0].start_mark)
        yield problem("P014", place, named((*group.path, name)), typed=typed, sign=",", line=line)
    for n, (name, value) in group.glued.items():
        line = rewritten(drawn, spans) or f"{name}: {value}"
        place = drawn.place(pairs[n][0].start_mark)
        typed = pairs[n][0].value
        yield problem("P015", place, named((*group.path, name)), typed=typed, line=line)
    for n in group.empty:
        name = pairs[n][0].value
        place = drawn.place(pairs[n][0].start_mark)
        yield problem("P013", place, named((*group.path, name)), line=f"{name}: …")
    for n in group.alone[:1]:
        yield problem("P112", drawn.place(pairs[n][0].start_mark), named(group.path))


def rewritten(drawn: Drawn, spans: list[tuple[Any, Any, str]]) -> str:
    """Return the line of `spans` with each written anew; empty if it is long, or not one line."""
    first = spans[0][0]
    if any(mark.line != first.line for start, end, _ in spans for mark in (start, end)):
        return ""
    line = drawn.line(first)
    for start, end, new in reversed(spans):
        tail = line[end.column :]
        line = line[: start.column] + new + tail
    line = line.strip()
    return line if len(line) <= LONGEST else ""


def whole(found: Finding, drawn: Drawn) -> Problem | None:
    """Return what is wrong with a text that was read as a list or a group of fields.

    None where it takes more than one line: then it may well be meant as one.
    """
    node = drawn.node_at(found.path)
    if node is None or node.id == "scalar":
        return None
    typed = drawn.typed(node.start_mark, node.end_mark)
    if "\n" in typed:
        return None
    sign = typed[0] if node.flow_style else ":" if node.id == "mapping" else "-"
    line = drawn.line(node.start_mark)
    line = f"{line[: node.start_mark.column]}{quoted(typed)}".strip() if typed in line else ""
    if not typed or not line or len(line) > LONGEST:
        return None
    rest = drawn.line(node.start_mark)[node.start_mark.column + len(typed) :].rstrip()
    place = drawn.place(node.start_mark)
    return problem("P014", place, named(found.path), typed=typed, sign=sign, line=f"{line}{rest}")


def one_line(text: str) -> str:
    """Return a text that was typed on several lines as YAML reads it, on one."""
    return re.sub(r"\s*\n\s*", " ", text)
