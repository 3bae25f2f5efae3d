"""A Merkle tree in tiles (C2SP tlog-tiles): appending to it, proofs of it, checking them.

Leaves and nodes are hashed as RFC 6962 says. A tile has up to 256 hashes of one height; one that
is not full has its width in its name. Whoever has the tiles of a tree can prove what is in it, and
that it grew out of any smaller one, without asking anybody.
"""

import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import chain
from typing import TypeAlias

from generator.base.patterns import pattern

WIDE = 256
"""Hashes, or entries, of a full tile."""
SIZE = 32
"""Bytes of a hash."""
EMPTY = sha256().digest()
"""The root of a tree without leaves."""
MOST = 0xFFFF
"""Bytes of the longest entry."""
Read: TypeAlias = Callable[[str], bytes]
"""Gives the bytes of a tile by its address; raises OSError where it has none."""


class Broken(ValueError):
    """A proof, or a tile, does not lead to the root that it should."""


def leaf(entry: bytes) -> bytes:
    """Return the hash of an entry."""
    return sha256(b"\0" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash over two others."""
    return sha256(b"\1" + left + right).digest()


def over(hashes: Sequence[bytes]) -> bytes:
    """Return the hash over a power of two of others."""
    while len(hashes) > 1:
        pairs = zip(hashes[::2], hashes[1::2], strict=True)
        hashes = [node(left, right) for left, right in pairs]
    return hashes[0]


def cut(tile: bytes) -> list[bytes]:
    """Return the hashes of a tile."""
    return [tile[at : at + SIZE] for at in range(0, len(tile), SIZE)]


def address(level: int | str, number: int, width: int = WIDE) -> str:
    """Return where a tile lies; `level` is `entries` for those of entries.

    >>> address(0, 1234067, 17)
    'tile/0/x001/x234/067.p/17'
    """
    parts = [f"{number % 1000:03}"]
    while number >= 1000:
        number //= 1000
        parts.insert(0, f"x{number % 1000:03}")
    return f"tile/{level}/{'/'.join(parts)}{'' if width == WIDE else f'.p/{width}'}"


_ADDRESS = pattern(r"tile/(entries|\d|[1-5]\d|6[0-3])/((?:x\d{3}/)*\d{3})(?:\.p/([1-9]\d{0,2}))?")


def parsed(url: str) -> tuple[str, int, int] | None:
    """Return level, number and width of the tile at an address, None if it is of none."""
    found = _ADDRESS.fullmatch(url)
    if not found or int(found[3] or 1) >= WIDE:
        return None
    return found[1], int(re.sub("[x/]", "", found[2])), int(found[3] or WIDE)


def tiles(size: int) -> Iterator[tuple[int, int, int]]:
    """Yield level, number and width of each tile of hashes of a tree of so many leaves."""
    level, count = 0, size
    while count:
        for number in range(-(-count // WIDE)):
            yield level, number, min(WIDE, count - number * WIDE)
        level, count = level + 1, count // WIDE


def addresses(size: int) -> Iterator[str]:
    """Yield where everything of a tree of so many leaves lies: its hashes, and its entries."""
    for level, number, width in tiles(size):
        yield address(level, number, width)
        if not level:
            yield address("entries", number, width)


def bundle(entries: Sequence[bytes]) -> bytes:
    """Return entries as a tile of them holds them. Raises ValueError for one that is too long."""
    if any(len(each) > MOST for each in entries):
        raise ValueError("an entry has more than 65,535 bytes")
    return b"".join(len(each).to_bytes(2) + each for each in entries)


def unbundled(tile: bytes) -> list[bytes]:
    """Return the entries of a tile of them. Raises `Broken` if it was cut."""
    found, at = [], 0
    while at < len(tile):
        end = at + 2 + int.from_bytes(tile[at : at + 2])
        if end > len(tile):
            raise Broken("a tile of entries is cut")
        found.append(tile[at + 2 : end])
        at = end
    return found


class Tree:
    """A tree of `size` leaves whose tiles `read` gives. Each tile is asked for once."""

    def __init__(self, size: int, read: Read) -> None:
        self.size, self._read = size, read
        self._hashes: dict[tuple[int, int], list[bytes]] = {}

    def tile(self, level: int, number: int) -> list[bytes]:
        """Return the hashes of a tile, as many as the tree has there. Raises `Broken`, OSError."""
        if (level, number) not in self._hashes:
            width = min(WIDE, (self.size >> 8 * level) - number * WIDE)
            found = cut(_at_least(self._read, level, number, width))[:width]
            if len(found) != width or len(found[-1]) != SIZE:
                raise Broken(f"{address(level, number, width)} is cut")
            self._hashes[level, number] = found
        return self._hashes[level, number]

    def entry(self, index: int) -> bytes:
        """Return an entry. Raises `Broken` where it is not the one that was hashed, OSError."""
        return self.entries(index // WIDE)[index % WIDE]

    def entries(self, number: int) -> list[bytes]:
        """Return the entries of a tile, each held against its hash. Raises `Broken`, OSError."""
        hashes = self.tile(0, number)
        found = unbundled(_at_least(self._read, "entries", number, len(hashes)))[: len(hashes)]
        if [*map(leaf, found)] != hashes:
            raise Broken(f"{address('entries', number, len(hashes))} has other entries than hashed")
        return found

    def checked(self, root: bytes) -> Iterator[bytes]:
        """Yield every entry, when all tiles have been held against each other and the root.

        Raises `Broken`, OSError.
        """
        if self.root() != root:
            raise Broken("the tiles lead to another root")
        for level, number, _ in tiles(self.size):
            for at, above in enumerate(self.tile(level, number), number * WIDE) if level else ():
                if over(self.tile(level - 1, at)) != above:
                    raise Broken(address(level, number))
        every = [self.entries(number) for number in range(-(-self.size // WIDE))]
        yield from chain.from_iterable(every)

    def root(self, size: int | None = None) -> bytes:
        """Return the root, or that of the tree when it had so many leaves."""
        size = self.size if size is None else size
        return self._over(0, size) if size else EMPTY

    def _over(self, first: int, count: int) -> bytes:
        """Return the hash over some leaves; `first` is a multiple of the next power of two."""
        if count & (count - 1):
            left = _split(count)
            return node(self._over(first, left), self._over(first + left, count - left))
        height = count.bit_length() - 1
        level, rest = divmod(height, 8)
        number, at = divmod(first >> 8 * level, WIDE)
        return over(self.tile(level, number)[at : at + (1 << rest)])

    def inclusion(self, index: int) -> list[bytes]:
        """Return the proof that the leaf `index` is in the tree, from the leaf up to the root."""
        return self._inclusion(index, 0, self.size)

    def _inclusion(self, index: int, first: int, count: int) -> list[bytes]:
        if count == 1:
            return []
        left = _split(count)
        if index < left:
            return [*self._inclusion(index, first, left), self._over(first + left, count - left)]
        rest = self._inclusion(index - left, first + left, count - left)
        return [*rest, self._over(first, left)]

    def consistency(self, size: int) -> list[bytes]:
        """Return the proof that the tree grew out of the one that it was with `size` leaves."""
        return self._consistency(size, 0, self.size, whole=True) if 0 < size < self.size else []

    def _consistency(self, size: int, first: int, count: int, *, whole: bool) -> list[bytes]:
        if size == count:
            return [] if whole else [self._over(first, count)]
        left = _split(count)
        if size <= left:
            rest = self._consistency(size, first, left, whole=whole)
            return [*rest, self._over(first + left, count - left)]
        rest = self._consistency(size - left, first + left, count - left, whole=False)
        return [*rest, self._over(first, left)]


def grown(tree: Tree, entries: Sequence[bytes]) -> dict[str, bytes]:
    """Return the tiles that a tree has anew or otherwise when these entries are appended.

    Those that they take the place of are of a smaller width.
    """
    found = _row("entries", tree.size, tree, list(entries))
    level, row = 0, [*map(leaf, entries)]
    while row:
        before = tree.size >> 8 * level
        found |= _row(level, before, tree, row)
        start = before // WIDE * WIDE
        own = [*tree.tile(level, before // WIDE), *row] if before % WIDE else row
        full = range(start, start + len(own) // WIDE * WIDE, WIDE)
        row = [over(own[at - start : at - start + WIDE]) for at in full]
        level += 1
    return found


def _row(level: int | str, before: int, tree: Tree, new: list[bytes]) -> dict[str, bytes]:
    """Return the tiles of a level that had so many hashes before, and gets some more."""
    number = before // WIDE
    old: list[bytes] = []
    if before % WIDE:
        old = tree.entries(number) if isinstance(level, str) else tree.tile(level, number)
    own, joined = [*old, *new], bundle if isinstance(level, str) else b"".join
    return {
        address(level, number + at // WIDE, len(some)): joined(some)
        for at in range(0, len(own), WIDE)
        if (some := own[at : at + WIDE])
    }


def _at_least(read: Read, level: int | str, number: int, width: int) -> bytes:
    """Return a tile of this width, or what it has become since: the full one."""
    try:
        return read(address(level, number, width))
    except OSError as lost:
        if width == WIDE:
            raise
        try:
            return read(address(level, number))
        except FileNotFoundError:
            raise lost from None


def _split(count: int) -> int:
    """Return the largest power of two that is smaller than `count`."""
    return int(1 << (count - 1).bit_length() - 1)


def held_in(entry: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether a proof shows that an entry is the leaf `index` of the tree with this root."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf(entry)
    for each in proof:
        if not last:
            return False
        if at & 1 or at == last:
            found = node(each, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node(found, each)
        at, last = at >> 1, last >> 1
    return not last and found == root


def grew(size: int, root: bytes, later: int, later_root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether a proof shows that a tree grew out of a smaller one and forgot none of it."""
    if size == later:
        return root == later_root and not proof
    if size > later:
        return False
    if not size:
        return root == EMPTY and not proof
    rest = list(proof)
    if not size & (size - 1):
        rest.insert(0, root)
    if not rest:
        return False
    at, last = size - 1, later - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = rest[0]
    for each in rest[1:]:
        if not last:
            return False
        if at & 1 or at == last:
            old, new = node(each, old), node(each, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node(new, each)
        at, last = at >> 1, last >> 1
    return not last and old == root and new == later_root


def shown(digest: bytes) -> str:
    """Return a hash as checkpoints and proofs have it: base64."""
    return b64encode(digest).decode()
