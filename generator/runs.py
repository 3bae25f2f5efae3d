"""Runs of digits in a folded text: what a reader may take for one number, or for several.

A run has groups of digits; between two of them stand signs, spaces, line ends, or what no one sees.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.folding import CELL, LINE, UNSEEN

LONGEST_GAP = 12
"""How many signs may stand between the digits of one number, those unseen not counted."""
_RUN = re.compile(r"[0-9]+(?:[^0-9A-Za-z]{1,2000}[0-9]+)*(?:[^0-9A-Za-z]{0,40}[Xx](?![A-Za-z]))?")
_GROUP = re.compile(r"[0-9]+|[Xx]")
_WRITTEN = str.maketrans("", "", UNSEEN + "*`\\")
"""Takes away what Markdown does not show."""


@dataclass(slots=True)
class Run:
    """Digits of neighbouring groups: `digits[starts[n]:starts[n + 1]]` is the group `n`.

    `at` is where each group stands in the text, `gaps` what stands before each (of the first: "").
    The last digit may be an X.
    """

    digits: str
    starts: list[int]
    at: list[int]
    gaps: list[str]
    end: int
    """Where the last group ends in the text."""

    @property
    def ends(self) -> dict[int, int]:
        """At which digits a group ends, with the number of the group."""
        return {end: n for n, end in enumerate([*self.starts[1:], len(self.digits)])}

    def ends_at(self, group: int) -> int:
        """Return how many digits a group has."""
        return [*self.starts, len(self.digits)][group + 1] - self.starts[group]

    def has(self, number: str) -> bool:
        """Tell whether some of the groups make up `number`."""
        at = self.digits.find(number)
        while at >= 0:
            if at in self.starts and at + len(number) in self.ends:
                return True
            at = self.digits.find(number, at + 1)
        return False

    def sizes(self, first: int, last: int) -> list[int]:
        """Return how long the groups from `first` to `last` are, as they are seen."""
        bounds = [*self.starts, len(self.digits)]
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
    run: Run | None = None
    for group in _GROUP.finditer(text, found.start(), found.end()):
        gap = text[run.end : group.start()].translate(_WRITTEN) if run else ""
        if run is None or len(gap) > LONGEST_GAP or gap.count(LINE) > 2:
            if run:
                yield run
            run = Run("", [], [], [], 0)
            gap = ""
        run.starts.append(len(run.digits))
        run.at.append(group.start())
        run.gaps.append(gap)
        run.digits += group.group().upper()
        run.end = group.end()
    if run:
        yield run


def apart(gap: str) -> bool:
    """Tell whether a gap is one between things that are counted up: cells, lines, commas."""
    return any(sign in gap for sign in f"{CELL}{LINE},;/")
