"""Whether what someone holds was published, when, and whether it still is: asked of a log.

What is held is a receipt, a file of public records, the code of one, or a copy of a whole site.
Each answer is a `Finding`: what is true, and whether that is as it should be.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.base import log_proofs
from generator.base.log_proofs import Checkpoint, Receipt
from generator.base.messages import N_
from generator.base.signed_note import LOG, Key
from generator.build.log_reader import Elsewhere, last
from generator.build.public_log import Entry, found_by
from generator.model import public_record
from generator.records.receipts import DIGITS, code

WHOLE = N_("The log has {count} entries, the last of {day}; all of them lead to its checkpoint.")
MISLED = N_("The list {url}, by which readers find entries, is not that of the log.")
EMPTY = N_("The log has no entry yet.")
SIGNED = N_("It is signed with the key {key}.")
STRANGE = N_("It is not signed with the key {key}.")
UNSIGNED = N_("It is not signed: whoever can write to the site could have made it anew.")
RECEIPT_SIGNED = N_("The receipt is signed with the key {key}.")
RECEIPT_STRANGE = N_("The receipt is not signed with the key {key}.")
EARLIER = N_("The receipt is signed with another key, perhaps an earlier one.")
COSIGNED = N_("{name} cosigned it on {day}, when it had {count} entries; it forgot none of them.")
FORKED = N_(
    "{name} cosigned another log on {day}, with {count} entries: this one forgot some of them or"
    " has others in their place."
)
STILL = N_("{path}: published as it is here on {day} (entry {number}), and still so.")
REPLACED = N_(
    "{path}: published as it is here on {day} (entry {number}); on {later} something else took its"
    " place."
)
WITHDRAWN = N_(
    "{path}: published as it is here on {day} (entry {number}); on {later} it was withdrawn."
)
NEVER = N_("{path}: never published as it is here. What was published last: {code}, on {day}.")
UNKNOWN = N_("{path}: never published; the log has no entry of it.")
NO_CODE = N_("No record with the code {code} was ever published.")
SHORT = N_("“{value}” is no code: a code has {count} digits from 0 to 9 and letters from a to f.")
NOT_HELD = N_("The receipt is none: what it says does not lead to its checkpoint.")
OTHER_LOG = N_("The receipt is one of another log: {name}.")
FORGOTTEN = N_(
    "The log forgot: the receipt proves {path} with {count} entries, and the log of today is no"
    " continuation of that."
)
RECEIPT = N_("The receipt proves that {path} was published as {code} on {day} (entry {number}).")
NO_RECORDS = N_("{path} holds no public record.")
NO_FILES = N_("This copy has no files of public records, so that only its log was checked.")
NOT_CHECKED = N_(
    "{path}: this kind of file cannot be checked, as the log is of records. Take the .json of the"
    " record, which its page links to, or the code on its page."
)
ODD = N_("{file} holds what is no public record, or says something twice.")
REST = N_("{file}: what stands there beside {count} public records was not checked.")
TWICE = N_(
    "{file} says something twice under one name, so that it may be read in two ways: no such file"
    " was ever published."
)
UNSEEN = N_("{name} is to cosign this log, and nothing that it cosigned is shown here.")
NO_FILE = N_("There is no {file}.")
IN_FILES = N_("In {files}:")
LACKS = N_("{path}: published according to the log, and not there.")
JSON = (".json", ".jsonl")
SPACE = re.compile(r"[\s-]+")


class NotHeld(Exception):
    """What was given can be no record that was ever published: a msgid with its values."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message, self.values = message, values


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence (a msgid with its values), and whether what it says is as it should be.

    Where it says that something could not be `checked`, that is neither good nor wrong.
    """

    message: str
    values: Mapping[str, object]
    good: bool = True
    checked: bool = True


def log(site: Elsewhere, keys: Sequence[Key]) -> Iterator[Finding]:
    """Judge the log of a site as a whole, by the keys that it is to be signed with."""
    entries = [*site.entries()]
    for url, lines in found_by(enumerate(each.content for each in entries)).items():
        if site.tile(url) != lines:
            yield _said(MISLED, good=False, url=url)
    if entries:
        yield _said(WHOLE, count=len(entries), day=entries[-1].day)
    else:
        yield _said(EMPTY)
    yield from signatures(site, keys)


def signatures(site: Elsewhere, keys: Sequence[Key]) -> Iterator[Finding]:
    """Judge who signed the log, and who cosigned it."""
    of_log = [key for key in keys if key.kind == LOG]
    if not site.note.lines:
        yield _said(UNSIGNED, good=not of_log)
    signed = [key for key in of_log if site.note.signed_by(key) is not None]
    for key in signed:  # one of an earlier time may be among the keys, too
        yield _said(SIGNED, key=key)
    for key in of_log if site.note.lines and not signed else ():
        yield _said(STRANGE, good=False, key=key)
    for key in keys:
        if key.kind != LOG and not any(
            note and note.signed_by(key) is not None for note in (site.witnessed, site.note)
        ):
            yield Finding(UNSEEN, {"name": key.name}, checked=False)
        for note in (site.witnessed, site.note) if key.kind != LOG else ():
            seconds = note.signed_by(key) if note else None
            if note and seconds is not None:
                head = Checkpoint.of(note)
                good = site.continues(head)
                day = datetime.fromtimestamp(seconds, UTC).date().isoformat()
                message = COSIGNED if good else FORKED
                yield _said(message, good=good, name=key.name, day=day, count=head.size)


def of_code(site: Elsewhere, text: str) -> Iterator[Finding]:
    """Say what was published with a code, and what became of it. Raises `NotHeld`."""
    wanted = SPACE.sub("", text).lower()
    if not re.fullmatch(f"[0-9a-f]{{{DIGITS},64}}", wanted):
        if re.search(r"[./\\]", text):
            raise NotHeld(NO_FILE, file=text)
        raise NotHeld(SHORT, value=text, count=DIGITS)
    found = site.found(wanted)
    if not found:
        yield _said(NO_CODE, good=False, code=text)
    latest = last(site.entries()) if found else {}
    for number, entry in found:
        yield became(number, entry, latest)


def became(number: int, entry: Entry, latest: Mapping[str, Entry]) -> Finding:
    """Say what became of a record that was published as an entry says."""
    now = latest[entry.path]
    values: dict[str, Any] = {"path": entry.path, "day": entry.day, "number": number}
    if now.digest == entry.digest:
        return _said(STILL, **values)
    return _said(REPLACED if now.digest else WITHDRAWN, **values, later=now.day)


def of_records(site: Elsewhere, held: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """Say of each record, its path and its digest, whether it was published so."""
    every = [*enumerate(site.entries())]
    latest = last(entry for _, entry in every)
    numbers = {(entry.path, entry.digest): number for number, entry in reversed(every)}
    for path, digest in held:
        number = numbers.get((path, digest))
        if number is not None:
            yield became(number, every[number][1], latest)
        elif path in latest:
            now = latest[path]
            shown = code(now.digest) if now.digest else "–"
            yield _said(NEVER, good=False, path=path, code=shown, day=now.day)
        else:
            yield _said(UNKNOWN, good=False, path=path)


def of_receipt(site: Elsewhere, held: Receipt, keys: Sequence[Key]) -> Iterator[Finding]:
    """Judge a receipt, and whether the log of today goes on from it."""
    if not held.holds:
        yield _said(NOT_HELD, good=False)
        return
    entry, head = Entry.read(held.entry), held.checkpoint
    values: dict[str, Any] = {"path": entry.path, "day": entry.day, "number": held.index}
    yield _said(RECEIPT, **values, code=code(entry.digest or ""))
    yield from _signed(held, [key for key in keys if key.kind == LOG])
    if head.name != site.head.name:
        yield _said(OTHER_LOG, good=False, name=head.name)
    elif not site.continues(head):
        yield _said(FORGOTTEN, good=False, path=entry.path, count=head.size)
    else:
        yield became(held.index, entry, last(site.entries()))


def _signed(held: Receipt, keys: Sequence[Key]) -> Iterator[Finding]:
    """Say with which of a log's keys a receipt is signed, if any is known."""
    signed = [key for key in keys if held.note.signed_by(key) is not None]
    for key in signed:
        yield _said(RECEIPT_SIGNED, key=key)
    if signed or not keys:
        return
    if not held.note.lines or any(held.note.claims(key) for key in keys):
        yield _said(RECEIPT_STRANGE, good=False, key=keys[-1])
    else:
        yield Finding(EARLIER, {}, checked=False)


def published(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield file, path and digest of each public record of a copy of a site, in files of JSON."""
    for path in sorted(folder.rglob("*.json*")):
        if path.suffix not in JSON or not path.is_file():
            continue
        name = path.relative_to(folder).as_posix()
        content = path.read_bytes()
        if b'"fields":' in content and b'"kind":' in content:
            held = records(content.decode("utf-8", "replace"))
            for record, digest in held.found:
                yield name, record, digest
            if held.twice or (held.rest and path.suffix == ".jsonl"):
                yield name, "", ""


def of_file(site: Elsewhere, name: str, content: bytes, keys: Sequence[Key]) -> Iterator[Finding]:
    """Judge a file that someone holds: a receipt, or public records. Raises `NotHeld`."""
    text = content.decode("utf-8-sig", "replace")
    if text.startswith(log_proofs.PROOF):
        yield from of_receipt(site, log_proofs.read(text), keys)
        return
    held = records(text)
    if held.twice:
        yield _said(TWICE, good=False, file=name)
    if not held.found:
        if held.twice:
            return
        raise NotHeld(NO_RECORDS if Path(name).suffix in JSON else NOT_CHECKED, path=name)
    yield from of_records(site, held.found)
    if held.rest:
        yield Finding(REST, {"file": name, "count": len(held.found)}, checked=False)


def of_site(site: Elsewhere, there: Iterable[tuple[str, str, str]]) -> Iterator[Finding]:
    """Hold the public records of a copy of a site against the last entries of its log.

    A record is in several files. What is as the log says is not told one by one.
    """
    latest = {path: each for path, each in last(site.entries()).items() if each.digest}
    held: set[str] = set()
    odd: list[str] = []
    strange: dict[tuple[str, str], list[str]] = {}
    for file, path, digest in there:
        if not path:
            odd.append(file)
            continue
        held.add(path)
        if path not in latest or latest[path].digest != digest:
            strange.setdefault((path, digest), []).append(file)
    if not held:
        yield Finding(NO_FILES, {}, checked=False)
        return
    for file in odd:
        yield _said(ODD, good=False, file=file)
    for record, each in zip(strange, of_records(site, strange), strict=True):
        yield _said(IN_FILES, good=each.good, files="、".join(strange[record]))
        yield each
    for path in sorted(latest.keys() - held):
        yield _said(LACKS, good=False, path=path)


@dataclass(slots=True)
class Held:
    """What a text holds: path and digest of each public record in it."""

    found: list[tuple[str, str]] = field(default_factory=list)
    rest: bool = False
    """Whether something else stands there."""
    twice: bool = False
    """Whether something stands there twice under one name: readers may take either."""


def records(text: str) -> Held:
    """Return what a text holds: JSON, or a record a line."""
    held = Held()

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        held.twice = held.twice or len(found) < len(pairs)
        return found

    try:
        whole = json.loads(text, object_pairs_hook=once)
        parts = whole if isinstance(whole, list) else [whole]
    except ValueError:
        parts = []
        for line in filter(None, map(str.strip, text.split("\n"))):
            try:
                parts.append(json.loads(line, object_pairs_hook=once))
            except ValueError:
                held.rest = True
    for part in parts:
        every = [*_within(part)]
        held.rest = held.rest or not any(each is part for each in every)
        for each in every:
            path = f"{each['kind']}/{each['id']}"
            if "language" in each:
                path += f".{each['language']}"
            held.found.append((path, sha256(public_record.canonical(each)).hexdigest()))
    return held


def _within(found: Any) -> Iterator[dict[str, Any]]:
    """Yield the public records in what a file of JSON holds."""
    if isinstance(found, dict):
        if isinstance(found.get("kind"), str) and isinstance(found.get("fields"), dict):
            if isinstance(found.get("id"), str):
                yield found
        else:
            for each in found.values():
                yield from _within(each)
    elif isinstance(found, list):
        for each in found:
            yield from _within(each)


def _said(message: str, *, good: bool = True, **values: Any) -> Finding:
    return Finding(message, values, good)
