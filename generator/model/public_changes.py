"""What is otherwise between two states of what is public of a record, field by field.

An entry of a list that is new or gone is told whole, and those behind it are not taken for others.
One that only stands at another place of its list is the same.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple


class Field(NamedTuple):
    """A field that is otherwise: its path in the record, what it was and is; None if not there.

    The steps of a path are names, and for the entries of a list their numbers from 1.
    """

    path: str
    before: Any
    after: Any


def fields(was: Mapping[str, Any], now: Mapping[str, Any], path: str = "") -> Iterator[Field]:
    """Yield the fields that are otherwise, each as deep as it goes.

    An entry of a list that is new or gone is one field, whose value is the group of its fields.
    """
    for name in dict.fromkeys([*was, *now]):
        before, after = was.get(name), now.get(name)
        if before == after:
            continue
        at = f"{path}.{name}" if path else name
        if isinstance(before, dict) or isinstance(after, dict):
            yield from fields(before or {}, after or {}, at)
        elif _groups(before) or _groups(after):
            yield from _entries(before or [], after or [], at)
        else:
            yield Field(at, before, after)


def leaves(found: Field) -> Iterator[Field]:
    """Yield an entry that is new or gone as the fields that are in it; any other field as it is."""
    entry = found.after if isinstance(found.after, dict) else found.before
    if not isinstance(entry, dict):
        yield found
        return
    for path, value in _leaves(entry, found.path):
        yield Field(path, None, value) if found.before is None else Field(path, value, None)


def _groups(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)


def _entries(was: list[Any], now: list[Any], path: str) -> Iterator[Field]:
    """Yield what is otherwise in a list of groups, by the numbers that its entries have now.

    Entries that are gone have those from before.
    """
    if not was or not now:
        yield from (Field(f"{path}.{n}", each, None) for n, each in enumerate(was, 1))
        yield from (Field(f"{path}.{n}", None, each) for n, each in enumerate(now, 1))
        return
    one, two = [*map(repr, was)], [*map(repr, now)]
    apart = [
        (range(first, last), range(begin, end))
        for what, first, last, begin, end in SequenceMatcher(
            None, one, two, autojunk=False
        ).get_opcodes()
        if what != "equal"
    ]
    gone = Counter(one[n] for old, _ in apart for n in old)
    came = Counter(two[n] for _, new in apart for n in new)
    moved = gone & came, gone & came
    for old, new in apart:
        lost, more = _others(old, one, moved[0]), _others(new, two, moved[1])
        both = min(len(lost), len(more))
        for before, after in zip(lost[:both], more[:both], strict=True):
            yield from fields(was[before], now[after], f"{path}.{after + 1}")
        yield from (Field(f"{path}.{n + 1}", was[n], None) for n in lost[both:])
        yield from (Field(f"{path}.{n + 1}", None, now[n]) for n in more[both:])


def _others(numbers: Iterable[int], entries: Sequence[str], moved: Counter[str]) -> list[int]:
    """Return which entries do not only stand elsewhere; those that do are counted off."""
    found = []
    for n in numbers:
        if moved[entries[n]] > 0:
            moved[entries[n]] -= 1
        else:
            found.append(n)
    return found


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _leaves(each, f"{path}.{name}")
    elif _groups(value):
        for number, each in enumerate(value, 1):
            yield from _leaves(each, f"{path}.{number}")
    else:
        yield path, value
