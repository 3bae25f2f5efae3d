"""Public records in what someone holds: in a file as it was downloaded, or as it was saved again.

Another order, other blanks, another encoding of the same text are the same record: its digest is
that of what it says.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NoReturn

from generator.model import public_record

_MARKED = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_UNMARKED = ((b"{\0", "utf-16-le"), (b"\0{", "utf-16-be"))
_OTHERS = ("utf-8-sig", "gb18030")
"""As Chinese editors save a text: the second is what Windows calls ANSI."""


@dataclass(slots=True)
class Held:
    """What a text holds: path and digest of each public record in it."""

    found: list[tuple[str, str]] = field(default_factory=list)
    rest: bool = False
    """Whether something else stands there."""
    twice: bool = False
    """Whether something stands there twice under one name: readers may take either."""
    broken: int = 0
    """The first line that is no JSON, 0 if all of it is."""

    @property
    def repeated(self) -> list[tuple[str, int]]:
        """The records that stand there more than once, and how often: sums would be too high."""
        count = Counter(each for each, _ in self.found)
        return sorted((each, times) for each, times in count.items() if times > 1)


def decoded(content: bytes) -> str:
    """Return a text, whatever encoding an editor has saved it in."""
    for start, encoding in (*_MARKED, *_UNMARKED):
        if content.startswith(start):
            return content.decode(encoding, "replace")
    for encoding in _OTHERS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")


def records(text: str) -> Held:
    """Return what a text holds: JSON, or a record a line."""
    held, parts = Held(), list[Any]()
    try:
        whole = _read(text, held)
        parts = whole if isinstance(whole, list) else [whole]
    except (ValueError, RecursionError) as error:
        parts = _by_line(text, held)
        held.broken = held.broken if parts else getattr(error, "lineno", 1)
    for part in parts:
        try:
            every = _within(part)
            digests = [sha256(_canonical(each)).hexdigest() for each in every]
        except RecursionError:
            held.rest = True
            continue
        held.rest = held.rest or not any(each is part for each in every)
        held.found += [(path(each), digest) for each, digest in zip(every, digests, strict=True)]
    return held


def _by_line(text: str, held: Held) -> list[Any]:
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        try:
            if line.strip():
                found.append(_read(line, held))
        except (ValueError, RecursionError):
            held.broken, held.rest = held.broken or number, True
    return found


def _read(text: str, held: Held) -> Any:
    """Return what JSON says; raises ValueError, RecursionError."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        held.twice = held.twice or len(found) < len(pairs)
        return found

    return json.loads(text, object_pairs_hook=once, parse_float=_number, parse_constant=_no_number)


def _number(text: str) -> float:
    """Return a number; a whole one is the same with and without a point (RFC 8785)."""
    found = float(text)
    return int(found) if found.is_integer() and abs(found) < 2**53 else found


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def _canonical(record: dict[str, Any]) -> bytes:
    try:
        return public_record.canonical(record)
    except UnicodeEncodeError:  # half a sign, which no record has
        return b""


def path(record: dict[str, Any]) -> str:
    """Return the path of a public record: its kind and id, with the language of a translation."""
    of = f"{record['kind']}/{record['id']}"
    return f"{of}.{record['language']}" if "language" in record else of


def _within(found: Any) -> list[dict[str, Any]]:
    """Return the public records in what a file of JSON holds."""
    if isinstance(found, dict):
        if isinstance(found.get("kind"), str) and isinstance(found.get("fields"), dict):
            return [found] if isinstance(found.get("id"), str) else []
        return [each for part in found.values() for each in _within(part)]
    if isinstance(found, list):
        return [each for part in found for each in _within(part)]
    return []
