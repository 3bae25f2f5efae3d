"""Lines that git leaves where two versions of a file could not be merged."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.base import folder_scan
from generator.base.patterns import pattern
from generator.base.problems import Place, Problem, problem

SIGNS = ("<<<<<<<", ">>>>>>>", "||||||| ")
"""One of these is in every file that holds an unfinished merge, or what is left of one."""
_MARK = pattern(r"[ \t]*(?:(<{7}|={7}|>{7})(?: .*)?|(\|{7}) [^|]+)")
_IN_BYTES = tuple(sign.encode() for sign in SIGNS)
_SHOWN = 40
"""Of a mark no more is shown (characters)."""
_FENCE = pattern(r" {0,3}(?P<sign>`{3,}|~{3,})(?P<rest>.*)")


class _Merge(NamedTuple):
    """A place where versions were not merged: the lines of its marks, 0 for one that is gone."""

    opened: int
    base: int
    parted: int
    closed: int

    @property
    def first(self) -> int:
        return self.opened or self.base or self.parted or self.closed


def unfinished(text: str, file: str) -> Problem | None:
    """Return the problem of a file in which a merge was left unfinished, None if there is none.

    A row of `=` alone underlines a heading, and whole examples of such lines may be shown in a text
    between lines of ```.
    """
    if not any(sign in text for sign in SIGNS):
        return None
    lines = text.split("\n")
    found = _left(lines, file)
    if not found:
        return None
    first = found[0]
    line = lines[first.first - 1]
    place = Place(file, first.first, len(line) - len(line.lstrip()) + 1)
    if not (first.opened and first.parted and first.closed):
        return problem("P143", place, typed=line.strip()[:_SHOWN])
    ours = _lines(first.opened, first.base or first.parted)
    theirs = _lines(first.parted, first.closed)
    return problem("P018", place, count=len(found), ours=ours, theirs=theirs)


def versions(text: str, file: str) -> tuple[str, ...]:
    """Return the two texts that were not merged, each line where it stands, the others empty.

    None where marks are gone, as then no one knows which lines are whose.
    """
    lines = text.split("\n")
    ours, theirs = [*lines], [*lines]
    for each in _left(lines, file):
        if not (each.opened and each.parted and each.closed):
            return ()
        parted = range((each.base or each.parted) - 1, each.closed)
        for n in (each.opened - 1, *parted):
            ours[n] = ""
        for n in (*range(each.opened - 1, each.parted), each.closed - 1):
            theirs[n] = ""
    return "\n".join(ours), "\n".join(theirs)


def _left(lines: list[str], file: str) -> list[_Merge]:
    """Return the merges of a file that are not done, without those that a text shows."""
    found = [*_merges(_marks(lines))]
    if file.endswith(".md"):
        shown = [*_fenced(lines)]
        found = [each for each in found if not _within(each, shown)]
    return found


def of_templates(root: Path) -> Iterator[Problem]:
    """Yield the same of each file of which pages, styles and scripts are made, and of words."""
    there = [each for each in ("templates", "locale") if (root / each).is_dir()]
    files = [found for each in there for found in folder_scan.files(str(root), each).items()]
    for path, stat in files:
        if stat[0] < 0:
            continue  # `unopened_files` tells of it
        try:
            content = (root / path).read_bytes()
        except OSError:
            continue
        if any(sign in content for sign in _IN_BYTES):
            found = unfinished(content.decode("utf-8", "replace").replace("\r\n", "\n"), path)
            if found:
                yield found


def _marks(lines: list[str]) -> Iterator[tuple[int, str]]:
    for n, line in enumerate(lines, start=1):
        if line[:1] in "<|=> \t":
            match = _MARK.fullmatch(line)
            if match:
                yield n, line.lstrip()[0]


def _merges(marks: Iterator[tuple[int, str]]) -> Iterator[_Merge]:
    """Put marks together: a new one begins where a sign comes that should have come before."""
    at = dict.fromkeys("<|=>", 0)
    order = "<|=>"
    for line, sign in marks:
        if any(at[later] for later in order[order.index(sign) :]):
            yield from _whole(at)
            at = dict.fromkeys(order, 0)
        at[sign] = line
        if sign == ">":
            yield from _whole(at)
            at = dict.fromkeys(order, 0)
    yield from _whole(at)


def _whole(at: dict[str, int]) -> Iterator[_Merge]:
    """Yield what marks tell of, if they can have no other meaning."""
    if at["<"] or at["|"] or at[">"]:
        yield _Merge(at["<"], at["|"], at["="], at[">"])


def _fenced(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the first and last line of each block of code in Markdown that is closed."""
    opened, sign = 0, ""
    for n, line in enumerate(lines, start=1):
        match = _FENCE.fullmatch(line) if "```" in line or "~~~" in line else None
        if match is None:
            continue
        if not opened:
            opened, sign = n, match["sign"]
        elif match["sign"].startswith(sign) and not match["rest"].strip():
            yield opened, n
            opened = 0


def _within(merge: _Merge, shown: list[tuple[int, int]]) -> bool:
    marks = [line for line in merge if line]
    return any(first < min(marks) and max(marks) < last for first, last in shown)


def _lines(above: int, below: int) -> str:
    """Return which lines lie between two others."""
    if below - above < 2:
        return "—"
    return f"{above + 1}" if below - above == 2 else f"{above + 1}–{below - 1}"
