"""Texts that are signed: the form of C2SP signed notes, its keys, and witnesses' signatures.

A key is one line of text, `name+hash+base64`: what is public of it may be published, the private
one begins with `PRIVATE+KEY+`. Signing and checking need the library cryptography, which is loaded
when there is a signature at all; where it has no package, `NoSigning` says so.
"""

import os
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from generator.base.messages import N_

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

LOG, WITNESS = 1, 4
"""Kinds of keys: of a log, and of one who cosigns what logs say."""
PRIVATE = "PRIVATE+KEY+"
DASH = "— "
SHORTEST = 68
"""Bytes of the shortest signature with what names its key."""
NO_SIGNING = N_(
    "Signatures can be neither made nor checked on this machine, as there is no package of the"
    " library “cryptography” for it. Nothing else needs it."
)


class NoSigning(Exception):
    """There is no library that signs; `message` is a msgid."""

    message = NO_SIGNING


class Unreadable(ValueError):
    """A text is no key or no note."""


@dataclass(frozen=True, slots=True)
class Key:
    """A public key: whose, of which kind, its 32 bytes."""

    name: str
    kind: int
    public: bytes

    @property
    def hash(self) -> bytes:
        """The four bytes by which signatures name their key."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        material = b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.hash.hex()}+{material}"


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """A key to sign with. It is never shown but in the file that it is kept in."""

    key: Key
    _seed: bytes

    @staticmethod
    def new(name: str, kind: int = LOG) -> "PrivateKey":
        """Return a new key. Raises `NoSigning`, `Unreadable` for a name that cannot be."""
        return PrivateKey.of(name, kind, os.urandom(32))

    @staticmethod
    def of(name: str, kind: int, seed: bytes) -> "PrivateKey":
        """Return the key that these 32 bytes make. Raises `Unreadable` for a name not `fit`."""
        if not fit(name):
            raise Unreadable(name)
        public = _signer(seed).public_key().public_bytes_raw()
        return PrivateKey(Key(name, kind, public), seed)

    @staticmethod
    def read(text: str) -> "PrivateKey":
        """Return the key that a text holds. Raises `Unreadable`, `NoSigning`."""
        name, kind, seed, said = _parts(text.strip().removeprefix(PRIVATE))
        found = PrivateKey.of(name, kind, seed)
        if not text.startswith(PRIVATE) or said != found.key.hash.hex():
            raise Unreadable("no private key")
        return found

    def text(self) -> str:
        """Return what is kept in its file: a secret."""
        material = b64encode(bytes([self.key.kind]) + self._seed).decode()
        return f"{PRIVATE}{self.key.name}+{self.key.hash.hex()}+{material}\n"

    def signed(self, text: str, seconds: int = 0) -> str:
        """Return the line that signs a text; a witness says at which time (POSIX seconds)."""
        signature = _signer(self._seed).sign(_message(self.key.kind, text, seconds))
        stamp = seconds.to_bytes(8) if self.key.kind == WITNESS else b""
        said = b64encode(self.key.hash + stamp + signature).decode()
        return f"{DASH}{self.key.name} {said}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text with the lines that sign it, each with its end."""

    text: str
    lines: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(self.lines)}"

    def claims(self, key: Key) -> bool:
        """Tell whether a line says that it is of this key, whatever it is worth."""
        start = f"{DASH}{key.name} "
        said = (line.removeprefix(start) for line in self.lines if line.startswith(start))
        return any(_of(each.strip())[:4] == key.hash for each in said)

    def signed_by(self, key: Key) -> int | None:
        """Return when this key last signed it, in POSIX seconds: 0 for a log's, which says none.

        None if it did not. Raises `NoSigning`.
        """
        return max((seconds for _, seconds in self.lines_by(key)), default=None)

    def lines_by(self, key: Key) -> Iterator[tuple[str, int]]:
        """Yield the lines by which this key signed it, and when. Raises `NoSigning`."""
        for line in self.lines:
            name, _, said = line.removeprefix(DASH).strip().partition(" ")
            given = _of(said)
            if name != key.name or given[:4] != key.hash:
                continue
            stamp = given[4:12] if key.kind == WITNESS else b""
            seconds = int.from_bytes(stamp)
            message = _message(key.kind, self.text, seconds)
            if _holds(key.public, given[4 + len(stamp) :], message):
                yield line, seconds

    def with_one_of(self, key: Key, until: int) -> "Note":
        """Return it with one line of this key, where there are any: that of the latest time.

        A time after `until` is that of a clock which was wrong, and gives way to any other.
        Raises `NoSigning`.
        """
        times = {line: at if at <= until else -1 for line, at in self.lines_by(key)}
        others = times.keys() - {max(times, key=times.__getitem__, default="")}
        return Note(self.text, tuple(line for line in self.lines if line not in others))


def read(content: str) -> Note:
    """Return the note that a text holds, unsigned ones too. Raises `Unreadable`."""
    text, parted, rest = content.rpartition("\n\n")
    lines = tuple(rest.splitlines(keepends=True))
    if not parted or any(not each.startswith(DASH) or each[-1] != "\n" for each in lines):
        raise Unreadable("no note")
    return Note(f"{text}\n", lines)


def whole(line: str) -> bool:
    """Tell whether a line that signs a note has a name, and as much as the shortest signature."""
    name, _, said = line.removeprefix(DASH).strip().partition(" ")
    return bool(name) and len(_of(said)) >= SHORTEST


def joined(notes: Iterable[Note]) -> Note:
    """Return one text with the signatures of all its notes, each once. Raises `Unreadable`."""
    every = [*notes]
    if len({each.text for each in every}) != 1:
        raise Unreadable("notes of different texts")
    lines: Sequence[str] = [line for each in every for line in each.lines]
    return Note(every[0].text, tuple(dict.fromkeys(lines)))


def key(text: str) -> Key:
    """Return the public key that a text holds. Raises `Unreadable`."""
    name, kind, public, said = _parts(text.strip())
    found = Key(name, kind, public)
    if found.hash.hex() != said or not fit(name) or kind not in (LOG, WITNESS):
        raise Unreadable("no key")
    return found


def fit(name: str) -> bool:
    """Tell whether a log or a witness may be called so: ASCII, no blanks, no plus."""
    return name.isascii() and name.isprintable() and not {*name} & {" ", "+"} and bool(name)


def there() -> bool:
    """Tell whether signatures can be made and checked on this machine."""
    try:
        _signer(os.urandom(32))
    except NoSigning:
        return False
    return True


def _parts(text: str) -> tuple[str, int, bytes, str]:
    """Return name, kind, material and hash of a key's text. Raises `Unreadable`."""
    name, _, rest = text.partition("+")
    said, _, material = rest.partition("+")
    try:
        found = b64decode(material, validate=True)
    except ValueError:
        raise Unreadable("no key") from None
    if len(found) != 33:
        raise Unreadable("no key")
    return name, found[0], found[1:], said


def _of(said: str) -> bytes:
    """Return the bytes of a signature, b"" where they are none."""
    try:
        return b64decode(said, validate=True)
    except ValueError:
        return b""


def _message(kind: int, text: str, seconds: int) -> bytes:
    if kind == WITNESS:
        text = f"cosignature/v1\ntime {seconds}\n{text}"
    return text.encode()


def _signer(seed: bytes) -> "Ed25519PrivateKey":
    try:
        from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415 (slow)
    except ImportError:
        raise NoSigning from None
    return ed25519.Ed25519PrivateKey.from_private_bytes(seed)


def _holds(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 (as above)
        from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415
    except ImportError:
        raise NoSigning from None
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
