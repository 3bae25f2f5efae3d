"""Runs of digits in a folded text: what a reader may take for one number, or for several.

A run has groups of digits; between two of them stand signs, spaces, line ends, or what no one sees.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from generator.base.folding import CELL, LINE, UNSEEN
from generator.base.patterns import pattern

LONGEST_GAP = 12
"""How many signs may stand between the digits of one number, those unseen not counted."""
_RUN = pattern(r"[0-9]+(?:[^0-9A-Za-z]{1,2000}[0-9]+)*(?:[^0-9A-Za-z]{0,40}[Xx](?![A-Za-z]))?")
_GROUP = pattern(r"[0-9]+|[Xx]")
_WRITTEN = str.maketrans("", "", UNSEEN + "*`\\")
"""Takes away what Markdown does not show."""


@dataclass(slots=True)
class Run:
    """Digits of neighbouring groups: `digits[bounds[n]:bounds[n + 1]]` is the group `n`.

    `at` is where each group stands in the text, `gaps` what stands before each (of the first: "").
    The last digit may be an X. `ends` has at which digits a group ends, with its number.
    """

    digits: str
    bounds: list[int]
    at: list[int]
    gaps: list[str]
    ends: dict[int, int]

    def ends_at(self, group: int) -> int:
        """Return how many digits a group has."""
        return self.bounds[group + 1] - self.bounds[group]

    def has(self, number: str) -> bool:
        """Tell whether some of the groups make up `number`."""
        at = self.digits.find(number)
        while at >= 0:
            if (at == 0 or at in self.ends) and at + len(number) in self.ends:
                return True
            at = self.digits.find(number, at + 1)
        return False

    def sizes(self, first: int, last: int) -> list[int]:
        """Return how long the groups from `first` to `last` are, as they are seen."""
        bounds = self.bounds
        sizes: list[int] = []
        for n in range(first, last + 1):
            size = bounds[n + 1] - bounds[n]
            if n > first and not self.gaps[n]:
                sizes[-1] += size
            else:
                sizes.append(size)
        return sizes

    def between(self, first: int, last: int) -> list[str]:
        """Return what is seen between the groups from `first` to `last`."""
        return [gap for gap in self.gaps[first + 1 : last + 1] if gap]


def runs(text: str, least: int) -> Iterator[Run]:
    """Yield the runs of at least `least` digits in a folded text, in order."""
    for found in _RUN.finditer(text):
        if found.end() - found.start() < least:
            continue
        for run in _cut(text, found):
            if len(run.digits) >= least:
                yield run


def _cut(text: str, found: re.Match[str]) -> Iterator[Run]:
    """Yield the parts of what was found, cut where too much stands between two digits."""
    groups: list[tuple[str, int, str]] = []
    end = 0
    for group in _GROUP.finditer(text, found.start(), found.end()):
        gap = text[end : group.start()].translate(_WRITTEN) if groups else ""
        if len(gap) > LONGEST_GAP or gap.count(LINE) > 2:
            yield _run(groups)
            groups, gap = [], ""
        groups.append((group.group().upper(), group.start(), gap))
        end = group.end()
    if groups:
        yield _run(groups)


def _run(groups: list[tuple[str, int, str]]) -> Run:
    """Return groups of digits, each with its place and what stands before it, as a run."""
    bounds = [0, *accumulate(len(digits) for digits, _, _ in groups)]
    ends = {end: n for n, end in enumerate(bounds[1:])}
    at, gaps = [start for _, start, _ in groups], [gap for _, _, gap in groups]
    return Run("".join(digits for digits, _, _ in groups), bounds, at, gaps, ends)


def apart(gap: str) -> bool:
    """Tell whether a gap is one between things that are counted up: cells, lines, commas."""
    return any(sign in gap for sign in f"{CELL}{LINE},;/")
