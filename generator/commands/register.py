"""The register of divisions becomes unit records; what changed since is told, and changed if asked.

Each division without a record gets one under `units/`; the folder gives the parent. A record that
is there is never moved or renamed: its address is already in somebody's hands. Where the register
gives another code or name than it has, that is proposed, and what was is kept beside it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.base import labels
from generator.base.messages import N_
from generator.base.patterns import pattern
from generator.commands import register_addresses, register_corrections, register_records
from generator.commands.divisions import Division, Fault, RegisterError, fault
from generator.commands.register_addresses import Address
from generator.commands.register_records import Match, Record
from generator.commands.register_tree import Register
from generator.model.kinds.registry import KINDS
from generator.parse import record_edit
from generator.parse.record_edit import Put
from generator.records import file_names

_CHANGED = ("name", "division", "short_name", "settlement", "code")
"""Fields that follow the register where a place has another name or code than it had."""


@dataclass(frozen=True, slots=True)
class Change:
    """What the register proposes for a record: fields with what stands there and what it gives."""

    record: Record
    division: Division
    fields: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Import:
    """What an import would do: files to write, with their text, and what it leaves and why."""

    new: Mapping[str, str]
    left: int
    remarks: tuple[Fault, ...]
    addresses: Mapping[str, Address]
    changes: tuple[Change, ...] = ()
    vanished: tuple[Record, ...] = ()


def plan(content: Path, register: Register, records: list[Record] | None = None) -> Import:
    """Judge what importing `register` into the folder `content` would write, change and leave.

    Raises RegisterError when a record there or a correction cannot be read, or asks for the
    impossible. Nothing is written.
    """
    records = register_records.read(content) if records is None else records
    codes = {each.code for each in register.divisions}
    gone = {code for each in records for code in (each.text("code"), each.code)}
    said = register_corrections.read(content, codes, gone)
    matches = register_records.matched(register, records)
    _same_site(register, records, matches)
    ids = {code: match.record.id for code, match in matches.items()}
    uncoded = {each.id: each for each in records if not each.code}
    taken = {each.id for each in records} - ({*uncoded} - {*ids.values()})
    addresses = register_addresses.given(register, ids, taken, said)
    new: dict[str, str] = {}
    remarks: list[Fault] = []
    changes: list[Change] = []
    for division in register.divisions:
        address = addresses[division.code]
        match = matches.get(division.code)
        if match is None and address.id in uncoded:
            match = Match(uncoded[address.id], "place")  # most likely this very unit, by hand
            addresses[division.code] = replace(address, new=False, doubts=())
        if match is None:
            new[f"units/{address.id}.yaml"] = as_yaml(division.fields(address.reading.words))
            continue
        change = _change(division, match, root=division.code == register.root.code)
        if change:
            changes.append(change)
        else:
            remarks.extend(_differences(division, match))
        remarks.extend(_misplaced(division, match, register, addresses))
    wrong = [*file_names.faults([f"content/{file}" for file in new], "content")]
    if wrong:
        raise RegisterError(wrong)
    vanished = tuple(register_records.vanished(records, matches))
    left = len(register.divisions) - len(new)
    return Import(new, left, tuple(remarks), addresses, tuple(changes), vanished)


def _same_site(register: Register, records: list[Record], matches: Mapping[str, Match]) -> None:
    """Raise RegisterError where a register begins at another place than the site."""
    root = register_records.root_of(records)
    if root is None or root.id in {each.record.id for each in matches.values()}:
        return
    message = N_(
        "the register begins at {name} ({code}), but the site is of {own} ({file}): write the code"
        " of the register there, or name the division with --prefecture CODE"
    )
    values = {"own": root.text("short_name") or root.text("name"), "file": root.file}
    first = register.root
    raise RegisterError([fault(message, name=first.name, code=first.code, **values)])


def write(content: Path, files: Mapping[str, str]) -> None:
    """Write `files` (path under `content` to text), none of which may exist."""
    for file, text in files.items():
        path = content / file
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as out:
            out.write(text)


def change(content: Path, changes: Sequence[Change]) -> Iterator[Fault]:
    """Write what the register proposes into the records; yield those that cannot be changed.

    A name and a code that were stay findable, as former ones.
    """
    for each in changes:
        path = content / each.record.file
        edits = [Put((name,), new, after=_CHANGED) for name, (_, new) in each.fields.items()]
        for kept, was in (
            ("former_names", _was(each, "division") or _was(each, "short_name")),
            ("former_codes", _was(each, "code")),
        ):
            there = each.record.texts(kept)
            if was and was not in there:
                value: record_edit.Path = (kept, len(there)) if there else (kept,)
                edits.append(Put(value, was if there else [was], after=_CHANGED))
        try:
            path.write_bytes(record_edit.edited(each.record.file, path.read_bytes(), edits))
        except record_edit.Refused as refused:
            message = N_("{file} was not changed: {reason}")
            yield fault(message, file=each.record.file, reason=f"\0{refused.reason}")


def _was(of: Change, name: str) -> str:
    return of.fields.get(name, ("", ""))[0]


def as_yaml(fields: Mapping[str, str]) -> str:
    """Return `fields` as YAML that every reader takes for text, one field a line."""
    return "".join(f"{key}: {_scalar(value)}\n" for key, value in fields.items())


_PLAIN = pattern(r"[^\W\d_]\w*(?: \w+)*")
_NOT_TEXT = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"}


def _scalar(value: str) -> str:
    """Quote what is not plainly a word: a program may take a code for a number, `no` for false."""
    if _PLAIN.fullmatch(value) and value.lower() not in _NOT_TEXT:
        return value
    return json.dumps(value, ensure_ascii=False)


def _change(division: Division, match: Match, *, root: bool) -> Change | None:
    """Return what the register proposes for a record whose place has another name or code now.

    The place above all has the only name at its level: where it has no code yet, it gets that.
    """
    record, given = match.record, division.fields("")
    if root and match.by == "place" and not record.text("code"):
        return Change(record, division, {"code": ("", division.code)}) if division.code else None
    if match.by in ("place", "former") or division.body:
        return None
    renamed = match.by == "code" and not {division.name, division.plain_name} & record.names
    recoded = match.by in ("name", "stem", "moved")
    if not (renamed and record.text("division")) and not recoded:
        return None
    fields = {
        name: (record.text(name), given[name])
        for name in _CHANGED
        if name in given and record.text(name) != given[name]
    }
    if record.text("code") and record.code == division.code:
        fields.pop("code", None)
    return Change(record, division, fields) if fields else None


def field_name(name: str) -> str:
    """Return a field of a unit's record as a value of a `Fault`: what it is called, its code."""
    return labels.fields(KINDS["units"].model, [name])


def _differences(division: Division, match: Match) -> Iterator[Fault]:
    """Yield how a record that is left alone differs from the register, for a person to judge."""
    record, given = match.record, division.fields("")
    for key, value in given.items():
        there = record.text(key)
        same = there == value or (key == "code" and record.code == division.code)
        if not same and not (key == "code" and match.by == "former"):
            message = N_("{file}: {field} is “{there}”, the register gives “{value}”")
            values = {"field": field_name(key), "there": there, "value": value}
            yield fault(message, file=record.file, **values)


def _misplaced(
    division: Division, match: Match, register: Register, addresses: Mapping[str, Address]
) -> Iterator[Fault]:
    above = division.parent_code
    right = "" if above in ("", register.root.code) else addresses[above].id
    record = match.record
    if record.folder != right and record.text("parent") != right:
        message = N_("{file}: the register puts this unit under {folder}")
        yield fault(message, file=record.file, folder=f"units/{right}")
