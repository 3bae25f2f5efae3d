"""Digests: by which contents are told apart, so that what is unchanged is not made again."""

from hashlib import blake2b
from pathlib import Path


def digest(content: bytes) -> bytes:
    """Return the 16-byte digest by which contents are told apart."""
    return blake2b(content, digest_size=16).digest()


def digest_of(path: Path) -> bytes:
    """Return the digest of a file's bytes; that of nothing if it cannot be read."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return digest(b"")
