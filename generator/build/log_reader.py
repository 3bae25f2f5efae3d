"""A log of public records as others read it: from a copy of a site, or where it is published."""

import gzip
import zlib
from collections.abc import Iterator
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from generator.base import log_proofs, merkle, signed_note
from generator.base.lock_free import cached_property
from generator.base.log_proofs import Checkpoint, Receipt, receipt
from generator.base.merkle import Tree
from generator.base.messages import N_
from generator.base.signed_note import Key, Note, Unreadable
from generator.build.public_log import CHECKPOINT, FIND, FOLDER, WITNESSED, Entry, of_witness
from generator.records.receipts import DIGITS

SECONDS = 30
"""After how many an answer is no longer waited for."""
MOST = 32 * 1024 * 1024
"""Bytes of the largest file that is taken from elsewhere."""

CUT = N_("the connection was cut")
CERTIFICATE = N_("its certificate is not valid, so that it may be another site")
_REASONS = {
    "Connection reset by peer": CUT,
    "Connection refused": N_("no one answers at this address: connection refused"),
    "Name or service not known": N_("there is no such name, or no network"),
    "Temporary failure in name resolution": N_("there is no such name, or no network"),
    "timed out": N_("it took too long to answer"),
    "The read operation timed out": N_("it took too long to answer"),
    "no host given": N_("the address names no host"),
    "Invalid IPv6 URL": N_("this is no address"),
}
"""What is said of faults of the network that are met every day."""


class Elsewhere:
    """A site in a folder or at an address of the web, and its log."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.web = where.startswith(("https://", "http://"))

    def read(self, url: str, most: int = MOST) -> bytes:
        """Return a file of the site. Raises OSError, FileNotFoundError where it is not there."""
        if not self.web:
            return Path(self.where, url).read_bytes()
        address = f"{self.where.rstrip('/')}/{quote(url)}"
        said = {"User-Agent": "portal", "Cache-Control": "no-cache", "Accept-Encoding": "identity"}
        try:
            asked = Request(address, headers=said)  # noqa: S310 (http and https alone: see above)
            with urlopen(asked, timeout=SECONDS) as answer:  # noqa: S310
                found: bytes = answer.read(most)
            if answer.headers.get("Content-Length", "").strip() not in ("", str(len(found))):
                raise ConnectionResetError(0, CUT)
            if answer.headers.get("Content-Encoding", "").lower() in ("gzip", "x-gzip"):
                found = gzip.decompress(found)  # some servers do not ask whether one takes it
        except URLError as error:
            if getattr(error, "code", 0) in (403, 404, 410):
                raise FileNotFoundError(2, "Not Found", address) from None
            raise OSError(0, _reason(error), address) from None
        except (IncompleteRead, RemoteDisconnected, EOFError, zlib.error):
            raise OSError(0, CUT, address) from None
        except (HTTPException, ValueError) as error:
            raise OSError(0, _REASONS.get(str(error), str(error)), address) from None
        except OSError as error:  # while it is read
            why = error.strerror or str(error)
            raise OSError(0, _REASONS.get(why, why), address) from None
        begins = found[:18].removeprefix(b"\xef\xbb\xbf").lower()
        if begins.startswith((b"<!doctype html", b"<html")):  # no file of a log is one
            raise FileNotFoundError(2, "Not Found", address)
        return found

    def tile(self, url: str) -> bytes:
        """Return a file of the log. Raises as `read`."""
        return self.read(FOLDER + url)

    def listed(self, url: str) -> bytes:
        """Return a list by which entries are found, b"" where there is none. Raises as `read`."""
        try:
            return self.tile(url)
        except FileNotFoundError:
            return b""

    @cached_property
    def note(self) -> Note:
        """The checkpoint as it is signed. Raises OSError, `Unreadable`."""
        return _note(self.tile(CHECKPOINT))

    @cached_property
    def head(self) -> Checkpoint:
        """The checkpoint. Raises as `note`."""
        return Checkpoint.of(self.note)

    @cached_property
    def tree(self) -> Tree:
        """The tree of the checkpoint; it leads to its root. Raises as `note`, and `Broken`."""
        tree = Tree(self.head.size, self.tile)
        if tree.root() != self.head.root:
            raise merkle.Broken("the tiles lead to another root")
        return tree

    @cached_property
    def witnessed(self) -> Note | None:
        """The last checkpoint that others cosigned, if there is one. Raises as `note`."""
        try:
            return _note(self.tile(WITNESSED))
        except FileNotFoundError:
            return None

    def cosigned(self, key: Key) -> Note | None:
        """The last checkpoint that a witness cosigned, if there is one. Raises as `note`."""
        try:
            return _note(self.tile(of_witness(key)))
        except FileNotFoundError:
            return self.witnessed

    @cached_property
    def keys(self) -> list[Key]:
        """The keys that the site itself says its log and its witnesses have."""
        try:
            lines = self.tile("key").decode().split("\n")
            return [signed_note.key(each) for each in lines if each]
        except (FileNotFoundError, ValueError):
            return []

    def entries(self) -> Iterator[Entry]:
        """Yield every entry in its order, each held against the tree. Raises as `tree`."""
        yield from self._entries

    @cached_property
    def _entries(self) -> list[Entry]:
        return [Entry.read(each) for each in self.tree.checked(self.head.root)]

    def found(self, code: str) -> list[tuple[int, Entry]]:
        """Return the entries of records whose digest begins so, as the lists of the log lead there.

        These lists are not trusted: only what is in the tree counts, and what is in no list may be
        in the tree all the same. Raises as `tree`.
        """
        lines = self.listed(FIND + code[:2]).decode("ascii", "replace").split("\n")
        pairs = [each.split(" ") for each in lines if each.startswith(code[:DIGITS])]
        numbers = [
            int(each[1]) for each in pairs if len(each) == 2 and log_proofs.is_number(each[1])
        ]
        every = [(n, Entry.read(self.tree.entry(n))) for n in numbers if n < self.head.size]
        return [(n, each) for n, each in every if (each.digest or "").startswith(code)]

    def receipt(self, number: int) -> Receipt:
        """Return the receipt of an entry. Raises as `tree`."""
        return receipt(self.tree, number, self.note)

    def continues(self, before: Checkpoint) -> bool:
        """Tell whether the log is that of a checkpoint, and forgot nothing of it since."""
        if before.name != self.head.name or before.size > self.head.size:
            return False
        proof = self.tree.consistency(before.size)
        head = self.head
        return merkle.grew(before.size, before.root, head.size, head.root, proof)


def _reason(error: URLError) -> str:
    """Return why an address could not be asked, as a person is told."""
    if getattr(error, "code", 0):
        return f"HTTP {getattr(error, 'code', 0)}"
    why = getattr(error.reason, "strerror", None) or str(error.reason)
    return CERTIFICATE if "CERTIFICATE" in why else _REASONS.get(why, why)


def _note(content: bytes) -> Note:
    try:
        return signed_note.read(content.decode())
    except UnicodeDecodeError:
        raise Unreadable("no note") from None


def last(entries: Iterator[Entry]) -> dict[str, Entry]:
    """Return the last entry of each record."""
    return {each.path: each for each in entries}
