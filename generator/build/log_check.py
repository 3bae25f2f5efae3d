"""Whether what someone holds was published, when, and whether it still is: asked of a log.

What is held is a receipt, a file of public records, the code of one, or a copy of a whole site.
Each answer is a `Finding`: what is true, and whether that is as it should be.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.base import log_proofs, merkle
from generator.base.log_proofs import Checkpoint, Receipt
from generator.base.messages import N_
from generator.base.patterns import pattern
from generator.base.signed_note import LOG, Key, Unreadable
from generator.build import held_records, log_keys
from generator.build.held_records import Held
from generator.build.log_reader import Elsewhere
from generator.build.public_log import FIND, Entry, found_by
from generator.records.receipts import DIGITS, code

WHOLE = N_("The log has {count} entries, the last of {day}; all of them lead to its checkpoint.")
MISLED = N_("The list {url}, by which readers find entries, is not that of the log.")
EMPTY = N_("The log has no entry yet.")
SIGNED = N_("It is signed with the key {key}.")
STRANGE = N_("It is not signed with the key {key}.")
UNSIGNED = N_("It is not signed: whoever can write to the site could have made it anew.")
UNNAMED = N_(
    "It is signed, and no key is known to look by: whoever can write to the site could have made it"
    " anew. Ask the publisher for the public key, and give it with --key."
)
RECEIPT_SIGNED = N_("The receipt is signed with the key {key}.")
RECEIPT_STRANGE = N_("The receipt is not signed with the key {key}.")
FORMER = N_(
    "The receipt is signed with the key {key}, an earlier one: the log itself names it as its own"
    " from {since} to {until}."
)
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
BACK = N_(
    "{path}: published as it is here on {day} (entry {number}); on {later} it was otherwise or"
    " withdrawn, and since {again} it is so again."
)
BECAME = (STILL, REPLACED, WITHDRAWN, BACK)
"""What is said of an entry of this very log."""
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
OTHER_SORT = N_("The receipt is of a log whose entries are not those of public records.")
RECEIPT_GONE = N_(
    "The receipt proves that {path} was withdrawn on {day} (entry {number}), not what it said."
)
RECEIPT = N_("The receipt proves that {path} was published as {code} on {day} (entry {number}).")
NO_RECORDS = N_(
    "{path} holds no public record, so that there is nothing to check. Take the .json of the"
    " record, which its page links to, or the code on its page."
)
NOTHING = N_("{path} is empty.")
NO_JSON = N_(
    "{path} is not whole, or something in it was mistyped (line {line}): it cannot be read, and so"
    " not be checked. Download it once more."
)
CUT = N_(
    "{path} begins like a receipt, and is not whole, or was changed when it was saved. Make it once"
    " more: portal verify CODE --receipt FILE, or the page that checks."
)
AGAIN = N_(
    "{file}: {path} stands there {count} times. No file was published so, and sums made of it are"
    " too high."
)
NOT_CHECKED = N_(
    "{path}: this kind of file cannot be checked, as the log is of records. Take the .json of the"
    " record, which its page links to, a table of the page of downloads, or the code on its page."
)
REST = N_("{file}: what stands there beside {count} public records was not checked.")
TWICE = N_(
    "{file} says something twice under one name, so that it may be read in two ways: no such file"
    " was ever published."
)
UNSEEN = N_("{name} is to cosign this log, and nothing that it cosigned is shown here.")
NO_FILE = N_("There is no {file}.")
JSON = (".json", ".jsonl")
_ASIDE = pattern("^.*[:=]|[^0-9a-z]+", re.DOTALL)
"""What people type with a code: what it is called, blanks, hyphens, quotation marks."""
_WHOLE = pattern(r"(?<![0-9a-z])[0-9a-f]{64}(?![0-9a-z])")
"""A whole digest, as programs say it beside the name of a file: sha256sum, openssl, certutil."""
_ALIKE = str.maketrans("oli", "011")
"""Letters that no code has, and the digits that they look like."""


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
        if site.listed(url) != lines:
            yield said(MISLED, good=False, url=url)
    if entries:
        yield said(WHOLE, count=len(entries), day=entries[-1].day)
    else:
        yield said(EMPTY)
    yield from signatures(site, keys)


def signatures(site: Elsewhere, keys: Sequence[Key]) -> Iterator[Finding]:
    """Judge who signed the log, and who cosigned it."""
    of_log = [key for key in keys if key.kind == LOG]
    if not site.note.lines:
        yield said(UNSIGNED, good=not of_log)
    elif not of_log and any(site.head.name in line.split() for line in site.note.lines):
        yield said(UNNAMED)
    signed = [key for key in of_log if site.note.signed_by(key) is not None]
    for key in signed:  # one of an earlier time may be among the keys, too
        yield said(SIGNED, key=key)
    for key in of_log if site.note.lines and not signed else ():
        yield said(STRANGE, good=False, key=key)
    for key in keys:
        if key.kind != LOG:
            yield from _cosigned(site, key)


def _cosigned(site: Elsewhere, key: Key) -> Iterator[Finding]:
    """Judge what a witness has cosigned of the log."""
    seen = False
    for note in (site.cosigned(key), site.note):
        seconds = note.signed_by(key) if note else None
        if note and seconds is not None:
            seen, head = True, Checkpoint.of(note)
            good = site.continues(head)
            day = log_proofs.day_of(seconds).isoformat()
            message = COSIGNED if good else FORKED
            yield said(message, good=good, name=key.name, day=day, count=head.size)
    if not seen:
        yield Finding(UNSEEN, {"name": key.name}, checked=False)


def of_code(site: Elsewhere, text: str) -> Iterator[Finding]:
    """Say what was published with a code, and what became of it. Raises `NotHeld`."""
    wanted = as_code(text)
    if not re.fullmatch(f"[0-9a-f]{{{DIGITS},64}}", wanted):
        if re.search(r"[./\\]", text):
            raise NotHeld(NO_FILE, file=text)
        raise NotHeld(SHORT, value=text, count=DIGITS)
    every = [*enumerate(site.entries())]
    found = [(n, each) for n, each in every if (each.digest or "").startswith(wanted)]
    if not found:
        yield said(NO_CODE, good=False, code=text)
    elif [*site.found(wanted)] != found:
        yield said(MISLED, good=False, url=f"{FIND}{wanted[:2]}")
    trails = _trails(every)
    for number, entry in {entry.path: (n, entry) for n, entry in reversed(found)}.values():
        yield became(number, entry, trails)


def as_code(text: str) -> str:
    """Return a code as it is written in the log, however it was typed.

    >>> as_code("核对码：９Ｆ８６ d081-884c 7d65 9a2F")
    '9f86d081884c7d659a2f'
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    whole = _WHOLE.findall(plain)
    if len(whole) == 1:
        return str(whole[0])
    return _ASIDE.sub("", plain).translate(_ALIKE)


def _trails(every: Iterable[tuple[int, Entry]]) -> Mapping[str, Sequence[tuple[int, Entry]]]:
    """Return the entries of each record with their numbers, the first before the last."""
    found: dict[str, list[tuple[int, Entry]]] = {}
    for number, entry in every:
        found.setdefault(entry.path, []).append((number, entry))
    return found


def became(number: int, entry: Entry, trails: Mapping[str, Sequence[tuple[int, Entry]]]) -> Finding:
    """Say what became of a record that was published as an entry says."""
    later = [each for n, each in trails.get(entry.path, ()) if n > number]
    others = [each for each in later if each.digest != entry.digest]
    values: dict[str, Any] = {"path": entry.path, "day": entry.day, "number": number}
    if not others:
        return said(STILL, **values)
    now = later[-1]
    if now.digest == entry.digest:
        again = later[later.index(others[-1]) + 1].day
        return said(BACK, **values, later=others[0].day, again=again)
    if now.digest is None:
        return said(WITHDRAWN, **values, later=now.day)
    taken = next(each for each in others if each.digest)
    return said(REPLACED, **values, later=taken.day)


def of_records(site: Elsewhere, held: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """Say of each record, its path and its digest, whether it was published so."""
    every = [*enumerate(site.entries())]
    trails = _trails(every)
    numbers = {(entry.path, entry.digest): number for number, entry in reversed(every)}
    for path, digest in held:
        number = numbers.get((path, digest))
        if number is not None:
            yield became(number, every[number][1], trails)
        elif path in trails:
            now = trails[path][-1][1]
            shown = code(now.digest) if now.digest else "–"
            yield said(NEVER, good=False, path=path, code=shown, day=now.day)
        else:
            yield said(UNKNOWN, good=False, path=path)


def of_receipt(site: Elsewhere, held: Receipt, keys: Sequence[Key]) -> Iterator[Finding]:
    """Judge a receipt, and whether the log of today goes on from it."""
    if not held.holds:
        yield said(NOT_HELD, good=False)
        return
    try:
        entry, head = Entry.read(held.entry), held.checkpoint
    except merkle.Broken:
        yield said(OTHER_SORT, good=False)
        return
    values: dict[str, Any] = {"path": entry.path, "day": entry.day, "number": held.index}
    if entry.digest:
        yield said(RECEIPT, **values, code=code(entry.digest))
    else:
        yield said(RECEIPT_GONE, **values)
    yield from _signed(site, held, [key for key in keys if key.kind == LOG])
    if head.name != site.head.name:
        yield said(OTHER_LOG, good=False, name=head.name)
    elif not site.continues(head):
        yield said(FORGOTTEN, good=False, path=entry.path, count=head.size)
    elif entry.digest:
        yield became(held.index, entry, _trails(enumerate(site.entries())))


def _signed(site: Elsewhere, held: Receipt, keys: Sequence[Key]) -> Iterator[Finding]:
    """Say with which of a log's keys a receipt is signed, if any is known."""
    signed = [key for key in keys if held.note.signed_by(key) is not None]
    for key in signed:
        yield said(RECEIPT_SIGNED, key=key)
    if signed or not keys:
        return
    if not held.note.lines or any(held.note.claims(key) for key in keys):
        yield said(RECEIPT_STRANGE, good=False, key=keys[-1])
    elif term := log_keys.earlier(site, held.note):
        yield said(FORMER, key=term.key, since=term.since, until=term.until)
    else:
        yield Finding(EARLIER, {}, checked=False)


def of_file(site: Elsewhere, name: str, content: bytes, keys: Sequence[Key]) -> Iterator[Finding]:
    """Judge a file that someone holds: a receipt, or public records. Raises `NotHeld`."""
    text = held_records.decoded(content)
    if text.lstrip().startswith(log_proofs.PROOF):
        try:
            receipt = log_proofs.read(text.strip())
        except Unreadable:
            raise NotHeld(CUT, path=name) from None
        yield from of_receipt(site, receipt, keys)
        return
    held = held_records.records(text)
    if held.twice:
        yield said(TWICE, good=False, file=name)
    if not held.found:
        if held.twice:
            return
        raise _none(name, text, held)
    yield from of_records(site, [*dict.fromkeys(held.found)])
    for path, count in held.repeated:
        yield said(AGAIN, good=False, file=name, path=path, count=count)
    if held.rest:
        yield Finding(REST, {"file": name, "count": len(held.found)}, checked=False)


def _none(name: str, text: str, held: Held) -> NotHeld:
    """Return what is said of a file that has no public record."""
    if Path(name).suffix.lower() not in JSON:
        return NotHeld(NOT_CHECKED, path=name)
    if not text.strip():
        return NotHeld(NOTHING, path=name)
    if held.broken:
        return NotHeld(NO_JSON, path=name, line=held.broken)
    return NotHeld(NO_RECORDS, path=name)


def said(message: str, *, good: bool = True, **values: Any) -> Finding:
    """Return a finding of something that was checked."""
    return Finding(message, values, good)
