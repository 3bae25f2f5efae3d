"""The codes by which readers check public records: the beginnings of their SHA-256."""

from collections.abc import Mapping
from hashlib import sha256

from generator.model import public_record

DIGITS = 20
"""Hexadecimal digits of a code: 80 bits, as `sha256sum` shows them first."""


def digests(records: Mapping[str, bytes], *, demo: bool) -> dict[str, str]:
    """Return the SHA-256 of each public record as it is published, in hexadecimal.

    `records` are canonical, by kind and key; those of a demonstration say that they are.
    """
    made = public_record.of_demonstration if demo else bytes
    return {path: sha256(made(content)).hexdigest() for path, content in records.items()}


def code(digest: str) -> str:
    """Return the code of a record as people read it.

    >>> code("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
    '9f86 d081 884c 7d65 9a2f'
    """
    return " ".join(digest[at : at + 4] for at in range(0, DIGITS, 4))


def codes(records: Mapping[str, bytes], *, demo: bool) -> dict[str, str]:
    """Return the code of each public record."""
    return {path: code(each) for path, each in digests(records, demo=demo).items()}
