"""The keys that a log names as its own, each in an entry: who signed it, from when until when.

An entry has the digest of a record that names one key. What keys there were lies beside the log,
one a line, and nobody has to trust that list: a key counts only for the time between its entry
and the one that names the next, which no one can put there afterwards.
"""

from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from generator.base import disk_files, signed_note
from generator.base.log_proofs import Checkpoint
from generator.base.signed_note import LOG, Key, Note, Unreadable
from generator.build.log_reader import Elsewhere
from generator.build.public_log import KEYS
from generator.model import public_record

RECORD = "log/key"
"""What the key of a log is called among its public records, and where that one stands."""


class Term(NamedTuple):
    """From which day until which a log named a key as its own."""

    key: Key
    since: str
    until: str


def record(key: str) -> bytes:
    """Return the public record that names the key of a log."""
    return public_record.canonical({"fields": {"key": key}, "id": "key", "kind": "log"})


def listed(*files: bytes, key: str = "") -> bytes:
    """Return a list with the keys of all these lists, and with one more: each once."""
    keys = [str(each) for content in files for each in _keys(content)]
    return "".join(f"{each}\n" for each in dict.fromkeys([*keys, key]) if each).encode()


def bring(folder: Path, site: Elsewhere) -> None:
    """Bring the list of a log to a folder, beside what that has. Raises as `Elsewhere.read`."""
    there = listed(disk_files.read(folder / KEYS), site.listed(KEYS))
    if there:
        (folder / KEYS).write_bytes(there)


def earlier(site: Elsewhere, note: Note) -> Term | None:
    """Return whose an earlier checkpoint is, if by a key that the log named then and no more.

    Raises as `Elsewhere.tree`, and `NoSigning`.
    """
    keys = _keys(site.listed(KEYS))
    signed = [each for each in keys if each.kind == LOG and note.signed_by(each) is not None]
    size = Checkpoint.of(note).size
    entries = [(n, each) for n, each in enumerate(site.entries()) if each.path == RECORD]
    for at, ((number, now), (later, then)) in enumerate(pairwise(entries)):
        for key in signed:
            # before the first entry of all it signed already, as logs did not always name keys
            if now.digest in _digests(key) and (not at or number < size) and size <= later:
                return Term(key, now.day, then.day)
    return None


def _digests(key: Key) -> list[str]:
    own = record(str(key))
    return [sha256(each).hexdigest() for each in (own, public_record.of_demonstration(own))]


def _keys(content: bytes) -> list[Key]:
    found: list[Key] = []
    for line in content.decode("ascii", "replace").split("\n"):
        try:
            found.append(signed_note.key(line))
        except Unreadable:
            continue
    return found
