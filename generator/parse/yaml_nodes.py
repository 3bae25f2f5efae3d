"""The nodes of YAML and what they mean: mappings, lists and the texts that were typed.

Every scalar is read as the text the clerk typed (`no`, `0123` and `1.10` stay as they are); the
models in `kinds` turn text into values.
"""

import operator
from collections.abc import Iterator
from typing import Any, TypeAlias

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined] # the stubs do not hand it on

from generator.base.findings import Step

Raw: TypeAlias = "str | list[Raw] | dict[str, Raw]"


class DuplicateKey(yaml.MarkedYAMLError):
    """A key that is there twice: which, and where it stood first."""

    def __init__(self, key: str, first: Any, mark: Any) -> None:
        super().__init__(problem_mark=mark)
        self.key, self.first = key, first


class _Loader(CParser):
    """What CBaseLoader reads with, without its tags and values: the schema alone decides types."""

    # these are called for every node, so they are the cheapest there are that take what is passed
    resolve: Any = "".format
    """Give every node the same empty tag, whatever is asked."""
    descend_resolver: Any = operator.is_
    ascend_resolver: Any = "".isascii
    """What these two return is not looked at."""


def composed(text: str) -> Any:
    """Return the node of the one document in `text`, None if there is none.

    Raises yaml.YAMLError where it cannot be read.
    """
    return _Loader(text).get_single_node()


def built(node: Any, unfilled: list[bool]) -> Any:
    """Return what a node means: texts, lists and mappings of them.

    A key without a value has an empty text, and `unfilled` grows: the model knows whether it is a
    field not filled in, or a piece of a text that a comma cut off. A key written twice is refused.
    Raises yaml.MarkedYAMLError.
    """
    if type(node) is yaml.ScalarNode:
        return node.value
    try:
        return _built(node, unfilled)
    except (TypeError, LookupError):  # a key that is no text, or one that is there twice
        raise next(_faults(node)) from None


def _built(node: Any, unfilled: list[bool]) -> Any:
    """Return what a list or mapping means; where `_faults` has something to say, some error."""
    # most values are texts: a call for each of them would cost more than all else here
    text, value = yaml.ScalarNode, node.value
    if type(node) is yaml.SequenceNode:
        return [each.value if type(each) is text else _built(each, unfilled) for each in value]
    mapping: dict[Any, Any] = {}
    for key, each in value:  # in a mapping of few keys, quicker than a comprehension
        mapping[key.value] = each.value if type(each) is text else _built(each, unfilled)
    if len(mapping) < len(value):
        raise LookupError
    if "" in mapping.values():
        unfilled.append(True)
    return mapping


def filled(data: dict[str, Raw]) -> dict[str, Raw]:
    """Return the fields of a record that have a value, for who asks before a model has read it."""
    return {key: each for key, each in data.items() if each != ""}


def nameless(node: Any, path: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """Yield the path of each key of a flow mapping that has neither a colon nor a value."""
    if type(node) is yaml.SequenceNode:
        for n, each in enumerate(node.value):
            yield from nameless(each, (*path, n))
    elif type(node) is yaml.MappingNode:
        for key, each in node.value:
            to = (*path, key.value)
            if node.flow_style and not each.value and key.end_mark.index == each.end_mark.index:
                yield to
            else:
                yield from nameless(each, to)


def _faults(node: Any) -> Iterator[yaml.MarkedYAMLError]:
    """Yield what is wrong with the keys of a node, in their order."""
    if type(node) is yaml.SequenceNode:
        for each in node.value:
            yield from _faults(each)
    elif type(node) is yaml.MappingNode:
        firsts: dict[str, Any] = {}
        for key, each in node.value:
            if type(key) is not yaml.ScalarNode:
                yield yaml.MarkedYAMLError(
                    problem="a field's name must be text", problem_mark=key.start_mark
                )
            elif key.value in firsts:
                yield DuplicateKey(key.value, firsts[key.value].start_mark, key.start_mark)
            else:
                firsts[key.value] = key
            yield from _faults(each)


def broken_at(front: str) -> int | None:
    """Return the line, from 0, at which fields cannot be read; None if they can."""
    try:
        node = composed(front)
        if node is not None:
            built(node, [])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return mark.line if mark else 0
    return None


def fields_broken_at(front: str) -> int | None:
    """Return the same for what must be fields, not a list or a bare text."""
    line = broken_at(front)
    if line is None and not isinstance(composed(front), yaml.MappingNode):
        return 0
    return line


def keys(data: Raw) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Yield every text in `data` with its path of keys and indexes, in order."""
    stack: list[tuple[tuple[Step, ...], Raw]] = [((), data)]
    while stack:
        path, value = stack.pop()
        if isinstance(value, str):
            yield path, value
        elif isinstance(value, list):
            stack.extend(((*path, n), each) for n, each in reversed(list(enumerate(value))))
        else:
            stack.extend(((*path, k), each) for k, each in reversed(list(value.items())))
