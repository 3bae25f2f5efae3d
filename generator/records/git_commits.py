"""What `git log` says of the content: commit by commit what became of which file."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeAlias

from generator.base.folder_scan import RECORDS
from generator.model.kinds.registry import KINDS

TOLD = (
    *("log", "-z", "--raw", "-m", "--no-renames", "--no-abbrev", "--no-ext-diff"),
    *("--ignore-submodules=none", "--topo-order", "--reverse", "--format=%m %H %ct %P"),
)
"""How git is asked."""
LAST = 253_370_764_800
"""The end of the year 9998, in seconds: programs have no later day."""
Entry: TypeAlias = tuple[str, str, str]
"""What a commit did to a file: its path within the content, what it was, and what it became."""
Commit: TypeAlias = tuple[str, str, int | None, list[str], list[list[Entry]]]


def by_record(line: list[Entry]) -> dict[str, Entry]:
    """Return what a commit did to each record, by kind and key.

    The file of one may have got another ending, or have come from where the content lay before.
    """
    found: dict[str, Entry] = {}
    for path, old, new in line:
        key = key_of(path)
        if not key:
            continue
        other = found.get(key)
        if other is None:
            found[key] = path, old, new
        else:
            found[key] = path if new else other[0], other[1] or old, new or other[2]
    return found


def commits(told: bytes, prefixes: Sequence[bytes]) -> Iterator[Commit]:
    """Yield each commit: its side, name and own time, those that it follows, what it changed.

    The time is None where a program has written none that git can read. The side of one that is no
    more is `<`. Of one that joins lines there is a part for each line that it differs from.
    """

    def parts() -> Iterator[tuple[bytes, list[Entry]]]:
        head, entries, tokens = b"", list[Entry](), iter(told.split(b"\0"))
        for token in tokens:
            said = token.lstrip(b"\n")
            if said.startswith(b":"):
                path = next(tokens)
                prefix = next(filter(path.startswith, prefixes), None)
                if prefix is not None:
                    _, _, old, new, _ = said.decode().split(" ", 4)
                    name = path[len(prefix) :].decode("utf-8", "surrogateescape")
                    entries.append((name, old.strip("0") and old, new.strip("0") and new))
            elif said:
                if head:
                    yield head, entries
                head, entries = said, []
        if head:
            yield head, entries

    for head, same in groupby(parts(), key=lambda each: each[0]):
        side, commit, written, *named = head.decode().split(" ")
        parents = [each for each in named if each]
        time_ = min(int(written), LAST) if written.isdecimal() else None
        yield side, commit, time_, parents, [own for _, own in same]


def key_of(path: str) -> str:
    """Return kind and key of the record that a file of the content is, "" if it is none."""
    kind, _, rest = path.partition("/")
    stem, dot, ending = rest.rpartition(".")
    return f"{kind}/{stem}" if kind in KINDS and stem and dot + ending in RECORDS else ""
