"""The log of public records: what was published, when, and that nothing of it was changed unseen.

Each entry says on which day a public record was first published as it is, by its SHA-256; or, with
null, that it is published no more. Of a record no more than that is kept, as nothing can be taken
out of a log again.

    {"day":"2026-11-29","path":"projects/duyun/2018-gonglu","sha256":"9f86d081…"}

The entries are the leaves of a tree (`base.merkle`), its tiles and its checkpoint files of the site
beneath `log/`. As no build can make anew what was published before, the same files are kept in a
folder beside the settings; whichever of both has more goes on, if the other is its beginning.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from generator.base import disk_files, merkle, signed_note
from generator.base.log_proofs import Checkpoint
from generator.base.merkle import Tree
from generator.base.messages import N_
from generator.base.patterns import pattern
from generator.base.signed_note import Key, NoSigning, Note, PrivateKey, Unreadable
from generator.build.site_access import Refused
from generator.records.receipts import DIGITS

FOLDER = "log/"
"""Where it lies in a site."""
CHECKPOINT = "checkpoint"
KEYS = "keys"
"""Every key that it has named as its own: see `log_keys`."""
WITNESSED = "witnessed"
"""The last checkpoint that others cosigned."""
WITNESS = "witness/"
"""Folder of the last checkpoint that each of them cosigned, by the hash of its key."""
DAY = 86_400
"""Seconds of a day: so far may clocks and time zones be apart."""
FIND, PATHS = "find/", "path/"
"""Folders of lists by which entries are found: see `found_by`."""
LOST = N_(
    "There is no log of public records in {folder}, nor in the site. Bring it back: from a copy of"
    " the last site, or with portal log fetch from where it is published. Only if there never was"
    " one: portal log new."
)
FORKED = N_(
    "The log of public records in {folder} and the one in the site went different ways: neither is"
    " the beginning of the other. Nothing was changed. Find out which one is published, and remove"
    " the other."
)
BROKEN = N_(
    "The log of public records in {folder} was changed or is not whole: its tiles do not lead to"
    " its checkpoint. Bring it back with portal log fetch from where it is published."
)
SOURCE = N_(
    "The log of public records there was changed or is not whole: its tiles do not lead to its"
    " checkpoint. Nothing was taken, and {folder} is as it was."
)
SOURCE_OTHER = N_(
    "The log of public records there is that of another site: it has another name. Nothing was"
    " taken, and {folder} is as it was."
)
OTHER = N_("The log of public records in {folder} is that of another site: it has another name.")
Digests = Mapping[str, str]
"""The SHA-256 of each public record, in hexadecimal, by kind and key: `units/duyun`."""
_ENTRY = pattern(rb'"path":"([^"\\]*)","sha256":(?:null|"([0-9a-f]{64})")')


class Entry(NamedTuple):
    """What an entry says: a day in ISO form, a record, and its digest; None if it went."""

    day: str
    path: str
    digest: str | None

    @property
    def content(self) -> bytes:
        """The bytes that are the leaf."""
        said = {"day": self.day, "path": self.path, "sha256": self.digest}
        return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()

    @staticmethod
    def read(content: bytes) -> "Entry":
        """Return what an entry says. Raises `Broken`."""
        try:
            found = json.loads(content)
            said = Entry(str(found["day"]), str(found["path"]), found["sha256"])
        except (ValueError, KeyError, TypeError):
            raise merkle.Broken("an entry is none") from None
        return said


@dataclass(frozen=True, slots=True)
class Log:
    """A log as it lies in a folder. A new one has no entry."""

    folder: Path
    note: Note
    head: Checkpoint

    @staticmethod
    def read(folder: Path) -> "Log | None":
        """Return the log in a folder, None if there is none. Raises `Refused`, OSError."""
        try:
            content = (folder / CHECKPOINT).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        try:
            note = signed_note.read(content.decode())
            return Log(folder, note, Checkpoint.of(note))
        except ValueError:
            raise Refused(BROKEN, folder) from None

    @property
    def tree(self) -> Tree:
        """Its tree."""
        return Tree(self.head.size, self.tile)

    def tile(self, url: str) -> bytes:
        """Return the bytes of a tile. Raises OSError."""
        return (self.folder / url).read_bytes()

    def grew_from(self, other: "Log | Checkpoint") -> bool:
        """Tell whether another log is the beginning of this one. Raises `Broken`, OSError."""
        before = other if isinstance(other, Checkpoint) else other.head
        tree = self.tree
        if tree.root() != self.head.root:
            raise merkle.Broken(str(self.folder))
        return before.size <= tree.size and tree.root(before.size) == before.root

    def last(self) -> dict[str, str]:
        """Return the digest of each record that is there, as its last entry has it."""
        found: dict[str, str] = {}
        for number in range(-(-self.head.size // merkle.WIDE)):
            width = min(merkle.WIDE, self.head.size - number * merkle.WIDE)
            tile = self.tile(merkle.address("entries", number, width))
            for path, digest in _ENTRY.findall(tile):
                found[path.decode()] = digest.decode()
        return {path: digest for path, digest in found.items() if digest}

    def entries_of(self, path: str) -> Iterator[tuple[int, Entry]]:
        """Yield the entries of a record with their numbers, the first before the last."""
        of = sha256(path.encode()).hexdigest()
        for line in disk_files.read(self.folder / f"{PATHS}{of[:2]}").decode().splitlines():
            code, _, said = line.partition(" ")
            if code == of[:DIGITS]:
                number = int(said)
                at, within = divmod(number, merkle.WIDE)
                width = min(merkle.WIDE, self.head.size - at * merkle.WIDE)
                content = merkle.unbundled(self.tile(merkle.address("entries", at, width)))[within]
                yield number, Entry.read(content)

    def urls(self) -> Iterator[str]:
        """Yield the addresses of all its files, from its own folder."""
        yield from merkle.addresses(self.head.size)
        for by in (FIND, PATHS):
            yield from sorted(f"{by}{each.name}" for each in (self.folder / by).glob("*"))
        yield from (each for each in (KEYS,) if (self.folder / each).is_file())
        yield CHECKPOINT
        yield from cosigned(self.folder)


@dataclass(frozen=True, slots=True)
class Grown:
    """A log, with what is new in it: files by address, and those that they take the place of."""

    before: Log
    note: Note
    head: Checkpoint
    files: dict[str, bytes] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    signed: bool = False
    """Whether the checkpoint is signed by the log's key."""

    @property
    def more(self) -> int:
        """How many entries are new."""
        return self.head.size - self.before.head.size

    def keep(self) -> None:
        """Write what is new into the folder of the log, the checkpoint as the last."""
        folder = self.before.folder
        for url, content in self.files.items():
            if url != CHECKPOINT:
                _write(folder / url, content)
        if CHECKPOINT in self.files:
            _write(folder / CHECKPOINT, self.files[CHECKPOINT])
        for url in self.gone:
            (folder / url).unlink(missing_ok=True)
            disk_files.drop_empty((folder / url).parent, folder)


def new(folder: Path, name: str, key: PrivateKey | None) -> Log:
    """Begin a log without an entry in a folder. Raises OSError."""
    head = Checkpoint(name, 0, merkle.EMPTY)
    note = _signed(head, key)
    _write(folder / CHECKPOINT, str(note).encode())
    return Log(folder, note, head)


def opened(folder: Path, site: Path, name: str) -> Log:
    """Return the log of this name that is kept in `folder`, brought up to the one in the site.

    Raises `Refused` where there is none, where it was changed, or where the two are at odds.
    """
    kept, there = Log.read(folder), Log.read(site / FOLDER)
    if kept is None and there is None:
        raise Refused(LOST, folder)
    for each in (kept, there):
        if each and each.head.name != name:
            raise Refused(OTHER, each.folder)
    best = max((each for each in (kept, there) if each), key=lambda each: each.head.size)
    try:
        if any(not best.grew_from(each) for each in (kept, there, best) if each):
            raise Refused(FORKED, folder)
        if best is there:
            _restore(there, folder)
            return Log(folder, there.note, there.head)
    except (merkle.Broken, FileNotFoundError):
        raise Refused(BROKEN, best.folder) from None
    return best


def changes(digests: Digests, before: Digests) -> list[tuple[str, str | None]]:
    """Return the records that are not as they were published before, None for those that went."""
    return [
        *((path, digest) for path, digest in sorted(digests.items()) if before.get(path) != digest),
        *((path, None) for path in sorted(set(before) - set(digests))),
    ]


def grown(
    log: Log, more: Sequence[tuple[str, str | None]], day: date, key: PrivateKey | None
) -> Grown:
    """Return the log with an entry for each of these changes, its checkpoint signed with the key.

    Where there is nothing new, it is as it was, but that it may be signed now, or by another key.
    """
    if not more and (key is None or log.note.claims(key.key)):
        return Grown(log, log.note, log.head, signed=bool(log.note.lines))
    entries = [Entry(day.isoformat(), *each).content for each in more]
    tree, size = log.tree, log.head.size + len(entries)
    files = merkle.grown(tree, entries) if entries else {}
    root = Tree(size, _either(files, log.tile)).root()
    head = Checkpoint(log.head.name, size, root)
    note = _signed(head, key)
    for url, lines in found_by(enumerate(entries, log.head.size)).items():
        files[url] = disk_files.read(log.folder / url) + lines
    files[CHECKPOINT] = str(note).encode()
    gone = {*merkle.addresses(log.head.size)} - {*merkle.addresses(size)}
    return Grown(log, note, head, files, tuple(sorted(gone)), key is not None)


def copied(name: str, read: Callable[[str], bytes], folder: Path) -> Log:
    """Bring a log to a folder, from where `read` gives its files; each of them is checked.

    Raises `Refused` for one that is not whole, or not the continuation of what lies in the folder;
    OSError where it cannot be read.
    """
    try:
        note = signed_note.read(read(CHECKPOINT).decode())
        head = Checkpoint.of(note)
        try:
            files = {url: read(url) for url in merkle.addresses(head.size)}
        except FileNotFoundError:
            raise Refused(SOURCE, folder) from None
        tree = Tree(head.size, files.__getitem__)
        entries = [*tree.checked(head.root)]
    except (ValueError, Unreadable):
        raise Refused(SOURCE, folder) from None
    if head.name != name:
        raise Refused(SOURCE_OTHER, folder)
    kept = Log.read(folder)
    if kept and not (kept.head.size <= head.size and tree.root(kept.head.size) == kept.head.root):
        raise Refused(FORKED, folder)
    for url, lines in found_by(enumerate(entries)).items():
        _write(folder / url, lines)
    for url, content in files.items():
        _write(folder / url, content)
    _write(folder / CHECKPOINT, str(note).encode())
    return Log(folder, note, head)


def cosigned(folder: Path) -> list[str]:
    """Return the addresses of what others cosigned of a log, from its own folder."""
    own = [WITNESSED] if (folder / WITNESSED).is_file() else []
    return own + sorted(f"{WITNESS}{each.name}" for each in (folder / WITNESS).glob("*"))


def of_witness(key: Key) -> str:
    """Return the address of the last checkpoint that a witness cosigned."""
    return f"{WITNESS}{key.hash.hex()}"


def witnessed(folder: Path, note: Note, by: Iterable[Key]) -> bool:
    """Keep a checkpoint that others cosigned, with those who cosigned the same one before.

    Witnesses come on different days, so that of each the last one is kept. Tell whether there is
    anything to keep: all of them may have cosigned a later one before.
    """
    size, kept, every = Checkpoint.of(note).size, False, [*by]
    tomorrow = int(time.time()) + DAY
    for url in (WITNESSED, *map(of_witness, every)):
        try:
            before = [signed_note.read((folder / url).read_text(encoding="utf-8"))]
            later = Checkpoint.of(before[0]).size > size
        except (OSError, ValueError):
            before, later = [], False
        if later:
            continue
        same = [each for each in before if each.text == note.text]
        both = signed_note.joined([*same, note])
        with suppress(NoSigning):  # which line holds is not known then
            for key in every:
                both = both.with_one_of(key, tomorrow)
        _write(folder / url, str(both).encode())
        kept = True
    return kept


def found_by(entries: Iterable[tuple[int, bytes]]) -> dict[str, bytes]:
    """Return the lines by which entries are found, by the address of the file they stand in.

    `find/9f` has the codes that begin so, `path/9f` the digests of the paths that begin so, each
    with the number of the entry. Nobody has to trust them: an entry is proved by the tree.
    """
    lines: dict[str, list[str]] = {}
    for number, each in entries:
        for path, digest in _ENTRY.findall(each):
            of = sha256(path).hexdigest()
            lines.setdefault(f"{PATHS}{of[:2]}", []).append(f"{of[:DIGITS]} {number}\n")
            if digest:
                said = digest.decode()
                lines.setdefault(f"{FIND}{said[:2]}", []).append(f"{said[:DIGITS]} {number}\n")
    return {url: "".join(found).encode() for url, found in lines.items()}


def _restore(log: Log, folder: Path) -> None:
    """Put the files of a log into another folder, the checkpoint as the last."""
    for url in log.urls():
        source = log.folder / url
        if not disk_files.same(folder / url, _digest(source)):
            _write(folder / url, source.read_bytes())
    for path in [*folder.glob("tile/**/*")]:
        url = path.relative_to(folder).as_posix()
        if path.is_file() and url not in {*merkle.addresses(log.head.size)}:
            path.unlink()
            disk_files.drop_empty(path.parent, folder)


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _either(files: Mapping[str, bytes], read: Callable[[str], bytes]) -> Callable[[str], bytes]:
    return lambda url: files[url] if url in files else read(url)


def _signed(head: Checkpoint, key: PrivateKey | None) -> Note:
    return Note(head.text(), (key.signed(head.text()),) if key else ())


def _write(path: Path, content: bytes) -> None:
    """Put a file into its place, whole or not at all."""
    beside = path.with_name(f"{path.name}.new")
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.name == CHECKPOINT:  # what it says of the tiles must be true whatever happens
        disk_files.lasting(beside, content)
    else:
        beside.write_bytes(content)
    beside.replace(path)
