"""What a log says of itself, and what may be kept of it: checkpoints, and receipts of one entry.

A checkpoint (C2SP tlog-checkpoint) is a name, a number of entries and a root, signed as a note. A
receipt (C2SP tlog-proof) is an entry, its place, the proof that it is in the tree of a checkpoint,
and that checkpoint: all that is needed to check it later, without a network.
"""

from base64 import b64decode
from dataclasses import dataclass
from datetime import UTC, date, datetime

from generator.base import merkle, signed_note
from generator.base.signed_note import Note, Unreadable

PROOF = "c2sp.org/tlog-proof@v1"
"""The first line of a receipt."""
DIGITS = 20
"""Of the largest number that a log can count to."""
_LAST = int(datetime(9999, 12, 31, tzinfo=UTC).timestamp())


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The tree of a log at some time: the log's name, how many entries it had, its root."""

    name: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the text that is signed."""
        return f"{self.name}\n{self.size}\n{merkle.shown(self.root)}\n"

    @staticmethod
    def of(note: Note) -> "Checkpoint":
        """Return the checkpoint that a note is. Raises `Unreadable`."""
        name, size, root, *_ = [*note.text.split("\n"), "", "", ""]
        found = _hash(root)
        if not name or not is_number(size) or str(int(size)) != size:
            raise Unreadable("no checkpoint")
        return Checkpoint(name, int(size), found)


@dataclass(frozen=True, slots=True)
class Receipt:
    """An entry of a log, with the proof that it is in the tree of the checkpoint that `note` is."""

    entry: bytes
    index: int
    proof: tuple[bytes, ...]
    note: Note

    @property
    def checkpoint(self) -> Checkpoint:
        """The checkpoint."""
        return Checkpoint.of(self.note)

    def __str__(self) -> str:
        return "\n".join(
            (
                PROOF,
                f"extra {merkle.shown(self.entry)}",
                f"index {self.index}",
                *map(merkle.shown, self.proof),
                "",
                str(self.note),
            )
        )

    @property
    def holds(self) -> bool:
        """Whether the entry is in the tree of the checkpoint; not, who signed that."""
        of = self.checkpoint
        return merkle.held_in(self.entry, self.index, of.size, self.proof, of.root)


def receipt(tree: merkle.Tree, index: int, note: Note) -> Receipt:
    """Return the receipt of an entry of the tree that a checkpoint is of. Raises as `Tree`."""
    return Receipt(tree.entry(index), index, tuple(tree.inclusion(index)), note)


def is_number(text: str) -> bool:
    """Tell whether a text is a number as logs count: digits, below 2 to the 64th."""
    return text.isascii() and text.isdecimal() and len(text) <= DIGITS and int(text) < 2**64


def read(content: str) -> Receipt:
    """Return the receipt that a text is, whatever its lines end in. Raises `Unreadable`."""
    head, _, rest = content.replace("\r\n", "\n").partition("\n\n")
    checkpoint, _, lines = rest.partition("\n\n")
    rest = "\n".join([checkpoint.rstrip("\n"), "", *filter(None, lines.split("\n")), ""])
    first, extra, index, *proof = [*head.split("\n"), "", ""]
    proof = proof[:-2] if len(proof) >= 2 else []
    number = index.removeprefix("index ")
    if first != PROOF or not extra.startswith("extra ") or not is_number(number):
        raise Unreadable("no receipt")
    try:
        entry = b64decode(extra.removeprefix("extra "), validate=True)
    except ValueError:
        raise Unreadable("no receipt") from None
    found = Receipt(entry, int(number), tuple(map(_hash, proof)), signed_note.read(rest))
    found.checkpoint  # noqa: B018 (a receipt with none is none)
    if not all(map(signed_note.whole, found.note.lines)):
        raise Unreadable("a signature is cut")
    return found


def day_of(seconds: int) -> date:
    """Return the day of a time in POSIX seconds; the last of the calendar for all after it.

    >>> [day_of(each).isoformat() for each in (0, 10**18)]
    ['1970-01-01', '9999-12-31']
    """
    return datetime.fromtimestamp(min(seconds, _LAST), UTC).date()


def _hash(text: str) -> bytes:
    try:
        found = b64decode(text, validate=True)
    except ValueError:
        found = b""
    if len(found) != merkle.SIZE:
        raise Unreadable("no hash")
    return found
