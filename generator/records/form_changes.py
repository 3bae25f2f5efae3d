"""What someone made of a record in a form, held against its file: the edits that say the same.

A form hands back what its fields hold, and for each entry of a list which entry it was. A field
that the form did not show is not among that, and stays as it is. Texts that are the same are no
change, however they stand in the file.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from pydantic import BaseModel

from generator.base.findings import Step
from generator.parse import record_edit, record_text
from generator.parse.model_fields import inner
from generator.parse.record_edit import Edit, Gone, Order, Put, Refused, Whole
from generator.parse.yaml_nodes import Raw

Path: TypeAlias = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list in a form: which it was in the file (None if it is new), what it says."""

    was: int | None
    value: Any
    """A text, or the fields of a group."""


Typed: TypeAlias = "Mapping[str, str | Sequence[Entry] | Typed | None]"
"""Fields of a form: a text, None for nothing, a list, a group."""


@dataclass(frozen=True, slots=True)
class Change:
    """A value that becomes another: its field, what it was, what it is to be; None for nothing."""

    path: Path
    old: "Raw | None"
    new: "Raw | None"


def plain(typed: Any) -> Any:
    """Return what fields of a form would say in a record: nothing is left empty."""
    if isinstance(typed, Mapping):
        found = {name: plain(each) for name, each in typed.items()}
        return {name: each for name, each in found.items() if each not in (None, "", {})}
    if isinstance(typed, str) or typed is None:
        return typed
    return [plain(each.value) for each in typed]


def edits(model: type[BaseModel], old: Mapping[str, Raw], typed: Typed) -> dict[str, list[Edit]]:
    """Return what has to be done to a record, by the outermost field that it is done to."""
    found: dict[str, list[Edit]] = {}
    for each in _group(model, (), old, typed):
        found.setdefault(str(each.path[0]), []).append(each)
    return found


def _group(
    model: type[BaseModel] | None, path: Path, old: Mapping[str, Raw], typed: Typed
) -> Iterator[Edit]:
    known = [*model.model_fields] if model else []
    for name, value in typed.items():
        at, before = (*path, name), old.get(name)
        after = known[: known.index(name)] if name in known else ()
        info = model.model_fields.get(name) if model else None
        part = inner(info.annotation) if info else None
        group = part if isinstance(part, type) and issubclass(part, BaseModel) else None
        new = plain(value)
        if new in (None, "", {}):
            if before not in (None, "", {}):
                yield Gone(at)
        elif before in (None, "", {}):
            yield Put(at, new, after)
        elif isinstance(value, Mapping) and isinstance(before, Mapping):
            said = plain(_merged(before, value))
            if said:
                yield from _group(group, at, before, value)
            else:
                yield Gone(at)
        elif isinstance(new, list) and isinstance(before, list) and not isinstance(value, str):
            yield from _list(group, at, before, value)  # type: ignore[arg-type] # plain has told
        elif new != before:
            yield Put(at, new, after) if isinstance(before, str) else Whole(at, new)


def _merged(old: Mapping[str, Raw], typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return a group as typed, with the fields that the form did not show."""
    kept = {name: each for name, each in old.items() if name not in typed}
    return {**dict.fromkeys(kept, "…"), **typed}


def _list(
    group: type[BaseModel] | None, path: Path, old: Sequence[Raw], typed: Sequence[Entry]
) -> Iterator[Edit]:
    """Yield edits of a list: within its entries, then those that are new, gone and moved."""
    stays = [each.was for each in typed if each.was is not None]
    if not typed:
        if old:
            yield Whole(path, [])
        return
    if any(not 0 <= was < len(old) for was in stays) or len({*stays}) < len(stays):
        yield Whole(path, plain(typed))
        return
    for each in typed:
        if each.was is None:
            continue
        at, before = (*path, each.was), old[each.was]
        if isinstance(each.value, Mapping) and isinstance(before, Mapping):
            if plain(_merged(before, each.value)):
                yield from _group(group, at, before, each.value)
            else:
                yield Whole(at, {})
        elif plain(each.value) != before:
            shaped = isinstance(before, str) and isinstance(each.value, str)
            yield Put(at, each.value) if shaped else Whole(at, plain(each.value))
    fresh = [each for each in typed if each.was is None]
    for n, each in enumerate(fresh):
        yield Put((*path, len(old) + n), plain(each.value))
    gone = sorted({*range(len(old))} - {*stays}, reverse=True)
    yield from (Gone((*path, n)) for n in gone)
    left = [n for n in range(len(old) + len(fresh)) if n not in gone]
    numbers = iter(range(len(old), len(old) + len(fresh)))
    wanted = [next(numbers) if each.was is None else each.was for each in typed]
    order = [left.index(n) for n in wanted]
    if order != sorted(order):
        yield Order(path, order)


def edited(
    file: str, content: bytes, data: Mapping[str, Raw], by_field: Mapping[str, Sequence[Edit]]
) -> bytes:
    """Return the bytes of a record with the edits made. Raises Refused, which names the field.

    Where they cannot be made one by one, their field is written anew whole, unless a comment in it
    would be lost by that.
    """
    for name, some in by_field.items():
        try:
            content = record_edit.edited(file, content, some)
        except Refused as refused:
            new: Any = {name: data[name]} if name in data else {}
            for each in some:
                new = record_edit.wanted(new, each)
            if name not in data or name not in new:
                raise
            try:
                content = record_edit.edited(file, content, [Whole((name,), new[name])])
            except Refused:
                raise Refused(refused.reason, refused.path or (name,)) from refused
    return content


def with_text(file: str, content: bytes, text: str) -> bytes:
    """Return the bytes of a record with another text below its fields. Raises Refused."""
    if not file.endswith(".md"):
        return content
    whole = record_edit.decoded(content)
    at = record_edit.text_begins(whole, file)
    before = whole[at:]
    if before.replace("\r\n", "\n").replace("\r", "\n") == text:
        return content
    if "\r\n" in whole:
        text = text.replace("\n", "\r\n")
    if at and not whole[:at].endswith(("\n", "\r")):
        text = ("\r\n" if "\r\n" in whole else "\n") + text
    return (whole[:at] + text).encode()


def changes(old: Mapping[str, Raw], new: Mapping[str, Raw]) -> Iterator[Change]:
    """Yield what differs between two states of a record, down to the entries of its lists."""
    for name in dict.fromkeys((*old, *new)):
        yield from _differ((name,), old.get(name), new.get(name))


def _differ(path: Path, old: "Raw | None", new: "Raw | None") -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in dict.fromkeys((*old, *new)):
            yield from _differ((*path, name), old.get(name), new.get(name))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for n, (one, two) in enumerate(zip(old, new, strict=True)):
            yield from _differ((*path, n), one, two)
    elif isinstance(old, list) and isinstance(new, list):
        yield from (Change((*path, n), x, None) for n, x in enumerate(old) if x not in new)
        yield from (Change((*path, n), None, x) for n, x in enumerate(new) if x not in old)
    else:
        yield Change(path, old, new)


def fresh(model: type[BaseModel], typed: Typed, file: str, text: str) -> bytes:
    """Return the bytes of a new record: its fields in the order of the model."""
    said = plain(typed)
    data = {name: said[name] for name in model.model_fields if name in said}
    return (record_text.record(data, file[file.rindex(".") :]) + text).encode()
