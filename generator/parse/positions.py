"""Where in a file something stands: looked up only where there is a problem.

The file is composed once more for it, so that good files pay nothing.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import yaml

from generator.base.findings import Step
from generator.base.patterns import pattern
from generator.base.problems import Place
from generator.parse import field_names, record_file, yaml_nodes

_NAME = pattern("[a-z][a-z_]*")
_MAPPING = pattern(r" *\n( +)[a-z][a-z_]*:[ \n]")
_VALUE = pattern(r" +[^\s#&!*|>?:,%@`\[{-]")
"""A blank and the first sign of a value that begins on the line of its name."""


class Drawn:
    """The fields of a file as they were typed: `text`, which begins at `first_line` of the file."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.first_line = record_file.fields_of(text, file)
        self.file = file
        try:
            self.node: Any = yaml_nodes.composed(self.text) if self.text.strip() else None
        except yaml.YAMLError:  # it has been written anew since
            self.node = None
        field_names.coded(self.node, field_names.model_of(file))
        self._pairs: dict[int, dict[str, int]] = {}

    def index(self, node: Any, name: str) -> int | None:
        """Return which pair of a mapping has the key `name`: the mapping is looked through once."""
        pairs = self._pairs.get(id(node))
        if pairs is None:
            pairs = {}
            for n, (key, _) in enumerate(node.value):
                pairs.setdefault(key.value, n)
            self._pairs[id(node)] = pairs
        return pairs.get(name)

    def node_at(self, path: Iterable[Step]) -> Any:
        """Return what stands at `path`, None if nothing does."""
        node = self.node
        for step in path:
            if isinstance(step, int):
                if node is None or node.id != "sequence" or step >= len(node.value):
                    return None
                node = node.value[step]
            else:
                at = self.index(node, step) if node is not None and node.id == "mapping" else None
                if at is None:
                    return None
                node = node.value[at][1]
        return node

    def find(self, path: tuple[Step, ...]) -> Place:
        """Return where a path of keys and indexes stands.

        A path that is not there gives the place of its nearest existing ancestor; a path ending
        in the name of a key points at the value, and at the key when the last step is preceded by
        "^".
        """
        node = self.node
        if node is None:
            return Place(self.file, 1, 1)
        mark = node.start_mark
        for step in path:
            if isinstance(step, str) and node.id == "mapping":
                at_key, name = step.startswith("^"), step.removeprefix("^")
                at = self.index(node, name)
                if at is None:
                    break
                key, node = node.value[at]
                mark = key.start_mark if at_key or not node.value else node.start_mark
            elif isinstance(step, int) and node.id == "sequence":
                if step >= len(node.value):
                    break
                node = node.value[step]
                mark = node.start_mark
            else:
                break
        return self.place(mark)

    def place(self, mark: Any) -> Place:
        """Return the place of a mark of the parser."""
        return Place(self.file, mark.line + self.first_line, mark.column + 1)

    def place_at(self, index: int) -> Place:
        """Return the place of the character at `index` of the text."""
        line = self.text.count("\n", 0, index)
        return Place(self.file, line + self.first_line, index - self.text.rfind("\n", 0, index))

    def typed(self, start: Any, end: Any) -> str:
        """Return what was typed between two marks, without blanks around it."""
        return self.text[start.index : end.index].strip()

    def line(self, mark: Any) -> str:
        """Return the line that a mark stands on."""
        start = mark.index - mark.column
        end = self.text.find("\n", start)
        return self.text[start:] if end < 0 else self.text[start:end]


@lru_cache(maxsize=8)
def drawn(text: str, file: str) -> Drawn:
    """Return the fields of a whole file as they were typed.

    Its text has been read before without a problem; one that has not has no fields.
    """
    return Drawn(text, file)


def quickly(text: str, file: str, path: tuple[Step, ...]) -> Place | None:
    """Return where the value of a field of the record itself stands, as `Drawn.find` does.

    None where that cannot be told without composing the file: the field stands there under
    another name, more than once, or its value is no plain text and no field within.
    """
    name = path[0] if len(path) == 1 else None
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        return None
    fields, first_line = record_file.fields_of(text, file)
    start = f"\n{name}:"
    at = 0 if fields.startswith(start[1:]) else fields.find(start) + 1
    if (not at and not fields.startswith(start[1:])) or fields.find(start, at) >= 0:
        return None
    end = at + len(name) + 1
    line = fields.count("\n", 0, at) + first_line
    inner = _MAPPING.match(fields, end)
    if inner:  # its first field stands on the next line
        return Place(file, line + 1, len(inner[1]) + 1)
    value = _VALUE.match(fields, end)
    return Place(file, line, value.end() - at) if value else None


def places(text: str, file: str, paths: Iterable[tuple[Step, ...]]) -> list[Place]:
    """Return where in `text` (a whole file) each path of keys and indexes stands."""
    return [*_places(text, file, tuple(paths))]


@lru_cache(maxsize=500)
def _places(text: str, file: str, paths: tuple[tuple[Step, ...], ...]) -> tuple[Place, ...]:
    """Return what `places` does; a preview asks for the same again after each edit."""
    found = drawn(text, file)
    return tuple(map(found.find, paths))
