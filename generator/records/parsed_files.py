"""Files of a batch as they are parsed: many at once, and each step for all of them.

What reads YAML, what reads Markdown and the sanitiser are large programs. Where one of them is
asked a hundred times over, the processor has it at hand; where they take turns at each file, it
has to fetch them again, which costs a sixth of all reading.
"""

import marshal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from generator.base import digests
from generator.base.problems import Problem
from generator.parse import markdown_text, record_file
from generator.parse.markdown_text import NONE, Prose
from generator.parse.record_file import Source
from generator.parse.yaml_fields import Slips
from generator.records import cache

AT_ONCE = 100
"""Files that each step is done for before the next: more would no longer be at hand themselves."""

T = TypeVar("T")


@dataclass(slots=True)
class Parsed:
    """A file as parsed, and its text as HTML; or what is wrong with it, or the system's error."""

    source: Source | None = None
    text: Prose = NONE
    problems: Sequence[Problem] = ()
    error: OSError | None = None


def groups(files: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield files in groups of those that are parsed at once."""
    rest = iter(files)
    while some := [*islice(rest, AT_ONCE)]:
        yield some


def parsed(root: Path, content: str, paths: Sequence[str], known: cache.Sources) -> list[Parsed]:
    """Return files as parsed, in their order; `known` has what the same bytes gave.

    `content` is the folder of the records beneath `root`.
    """
    found = [Parsed() for _ in paths]
    whole = [_read(root, path, into) for path, into in zip(paths, found, strict=True)]
    marks = [digests.digest(each) for each in whole]
    fresh = []
    for path, mark, read, into in zip(paths, marks, whole, found, strict=True):
        if into.error:
            continue
        if path in known and known[path][0] == mark:
            into.source, into.text = unpacked(path, mark, known[path][1])
        else:
            into.source, into.problems = record_file.parse(path, read, mark)
            fresh.append(into)
    for into in fresh:
        if into.source:
            file = into.source.file[len(content) + 1 :]
            into.text = markdown_text.render(into.source.body, file)
    return found


def _read(root: Path, path: str, into: Parsed) -> bytes:
    """Return the bytes of a file; none, and the error, where the system does not give it."""
    try:
        return record_file.content(root, path)
    except OSError as error:
        into.error = error
        return b""


def packed(read: Source, text: Prose) -> bytes:
    """Return what is kept of a file in which nothing is wrong, for `unpacked`."""
    said = read.slips  # plain, to be marshalled
    slips = (said.unfilled, said.nameless, said.cut, said.broken, said.below)
    shown = (text.html, text.links, text.pictures, text.anchors)
    return marshal.dumps((read.data, read.body_line, slips, *shown), 2)


def unpacked(path: str, mark: bytes, content: bytes) -> tuple[Source, Prose]:
    """Return a file as parsed, and its text, from what is kept of it; `mark` is its digest."""
    data, line, slips, html, links, pictures, anchors = marshal.loads(content)  # noqa: S302 (written by this program)
    same = Source(path, data, "", line, mark, mobiles=False, slips=Slips(*slips))
    return same, Prose(html, links, pictures, (), anchors)
