"""What is measured of every side: its rows, each of some rounds in which the sides take turns."""

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from tests.benchmarks import machine, measure, prefecture, report, sameness, views
from tests.benchmarks.measure import Command, Memory, Time
from tests.benchmarks.page import Page
from tests.benchmarks.prefecture import Change, Prefecture
from tests.benchmarks.serving import Served, served
from tests.benchmarks.sides import ROOT, Ours, Side

AS_OF = date(2018, 12, 31)
MORE = 1_234_567
"""Fen that a change adds to a budget; each change some more than the one before."""


@dataclass
class Measured:
    """What was measured on one file system: times and memory by row and side, and by side alone."""

    times: dict[str, dict[str, list[Time]]] = field(default_factory=dict)
    memory: dict[str, dict[str, Memory]] = field(default_factory=dict)
    served: dict[str, Served] = field(default_factory=dict)
    """How soon the preview of each side showed what was saved."""
    rewritten: list[int] = field(default_factory=list)
    """How many files our build wrote on each new day."""

    def note(self, row: str, side: str, time: Time) -> None:
        """Keep a time, and say it."""
        self.times.setdefault(row, {}).setdefault(side, []).append(time)
        say(f"  {row}: {side} {time.wall:.2f} s, processor {time.cpu:.2f} s")


@dataclass
class Bench:
    """One corpus in one work folder, with every side that is compared on it."""

    folder: Path
    prefecture: Prefecture
    ours: Ours
    peers: Sequence[Side]
    rounds: dict[str, int]
    """How many rounds each side takes part in."""
    measured: Measured = field(default_factory=Measured)
    made: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)
    """Files and bytes by kind, for each side."""
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def sides(self) -> list[Side]:
        """Ours, then the peers: the order of every round."""
        return [self.ours, *self.peers]

    def turns(self) -> Iterator[Side]:
        """Yield the sides by turns, round by round."""
        for n in range(max(self.rounds.values())):
            yield from (side for side in self.sides if n < self.rounds[side.name])

    def cold(self) -> None:
        """Time every side without pages and caches; look at what each has made."""
        for side in self.turns():
            side.forget()
            self.measured.note("cold", side.name, timed(side.command()))
            if side.name not in self.made:
                self.made[side.name] = sameness.counts(side)
                sameness.same_content(side)
        sameness.same_counts(self.made)

    def prime(self) -> None:
        """Leave every side as a build leaves it, with its caches."""
        for side in self.sides:
            measure.timed(side.command(warm=True))

    @property
    def quick(self) -> list[Side]:
        """Ours and Hugo: the others take as long for anything as after an amount has changed."""
        return [s for s in self.sides if s is self.ours or s.name.startswith("Hugo")]

    def nothing(self) -> None:
        """Time ours and Hugo where nothing has changed since the last run."""
        for side in self.turns():
            if side in self.quick:
                self.measured.note("nothing", side.name, timed(side.command(warm=True)))

    def amount(self) -> None:
        """Time every side after one amount has changed, another for each round."""
        for n in range(max(self.rounds.values())):
            change = self.change()
            for side in self.sides:
                side.change(change)
                if n < self.rounds[side.name]:
                    self.measured.note("amount", side.name, timed(side.command(warm=True)))
                    sameness.shows(side, change)

    def segments(self) -> None:
        """Time ours, and those that can make the pages alone that a changed amount has touched."""
        for n in range(max(self.rounds.values())):
            change = self.change()
            for side in self.sides:
                side.change(change)
                command = self.ours.command() if side is self.ours else side.segment()
                if command and n < self.rounds[side.name]:
                    self.measured.note("segments", side.name, timed(command))
                    sameness.shows(side, change)

    def day(self) -> None:
        """Time ours and Hugo on the next day, when nothing else has changed, round by round."""
        for n in range(max(self.rounds.values())):
            before, self.prefecture = self.prefecture, self._next_day()
            changed = differing(before, self.prefecture)
            for side in self.sides:
                side.renew(self.prefecture, changed)
                if side in self.quick and n < self.rounds[side.name]:
                    old = stamps(side) if side is self.ours else set()
                    self.measured.note("day", side.name, timed(side.command(warm=True)))
                    if side is self.ours:
                        self.measured.rewritten.append(len(stamps(side) - old))
                    if n == 0:
                        sameness.same_content(side)

    def _next_day(self) -> Prefecture:
        day = self.prefecture.as_of + timedelta(days=1)
        return prefecture.read(self.ours.folder, day)

    def serve(self) -> None:
        """Look how soon the preview of each side shows an amount that was saved."""
        for side in self.sides:
            changes: list[Change] = []

            def change(changes: list[Change] = changes) -> Change:
                changes.append(self.change())
                return changes[-1]

            if side.preview(0):
                side.forget()  # and leave nothing of a preview's pages
                self.measured.served[side.name] = found = served(
                    side, change, self.rounds[side.name]
                )
                say(f"  serve: {side.name} {found}")
                side.forget()
            for each in (each for each in self.sides if each is not self.ours or each is not side):
                for made in changes:
                    each.change(made)

    def change(self) -> Change:
        """Change the next project; those of one round lie far from those of the next."""
        n = next(self.numbers)
        idents = list(self.prefecture.projects)
        return self.prefecture.change(idents[n * 7919 % len(idents)], n * MORE)

    def template(self) -> None:
        """Time our build after a template of every page, and one of the units' pages, changed."""
        own = self.ours.folder / "templates"
        own.mkdir()
        for n in range(self.rounds[self.ours.name]):
            for name, row in (("base.html", "template of all"), ("unit.html", "template of units")):
                mark = f"<!-- {row} {n} -->"
                shipped = (ROOT / "templates" / name).read_text("utf-8")
                changed = shipped.replace("<h1>", f"<h1>{mark}")
                changed = changed.replace("</footer>", f"{mark}</footer>")
                (own / name).write_text(changed, "utf-8", newline="\n")
                self.measured.note(row, self.ours.name, timed(self.ours.command()))
                if mark not in self.ours.page(f"units/{self.prefecture.root}.html"):
                    raise sameness.Different(f"{mark} is not on the page")
        shutil.rmtree(own)

    def workers(self) -> None:
        """Time our build cold with one worker and with two."""
        for _ in range(self.rounds[self.ours.name]):
            for jobs in (1, 2):
                self.ours.jobs = jobs
                self.ours.forget()
                time = timed(self.ours.command())
                self.measured.note(f"workers {jobs}", self.ours.name, time)
        self.ours.jobs = None

    def memory(self) -> None:
        """Look at the memory of every side, cold and after a changed amount, in runs of its own."""
        for side in self.sides:
            side.forget()
            self._look("cold", side, side.command())
        self.prime()
        change = self.change()
        for side in self.sides:
            side.change(change)
            self._look("amount", side, side.command(warm=True))

    def _look(self, row: str, side: Side, command: Command) -> None:
        found = measure.peak_memory(command)
        self.measured.memory.setdefault(row, {})[side.name] = found
        say(f"  {row}: {side.name} {found.peak / 1e6:.0f} MB ({found.kind})")


def differing(before: Prefecture, after: Prefecture) -> list[Page]:
    """Return the pages that show something else than before."""
    old = {(page.kind, page.ident): page for page in views.pages(before)}
    return [page for page in views.pages(after) if old.get((page.kind, page.ident)) != page]


def stamps(side: Side) -> set[tuple[str, int, int]]:
    """Return address, time and number of each file that a side has made."""
    made = side.folder / side.output
    found = set()
    for path, _, names in os.walk(made):
        for name in names:
            stat = Path(path, name).stat()
            found.add((f"{path}/{name}", stat.st_mtime_ns, stat.st_ino))
    return found


def timed(command: Command) -> Time:
    """Time a command; what was written before it is on its disk by then, and no part of it."""
    machine.settle()
    return measure.timed(command)


def plain(measured: Measured) -> report.Found:
    """Return what was measured as JSON has it."""
    return {
        "times": {
            row: {side: [asdict(time) for time in times] for side, times in sides.items()}
            for row, sides in measured.times.items()
        },
        "memory": {
            row: {side: asdict(memory) for side, memory in sides.items()}
            for row, sides in measured.memory.items()
        },
        "served": {side: asdict(each) for side, each in measured.served.items()},
        "rewritten": measured.rewritten,
    }


def say(words: str) -> None:
    """Tell who waits what has been done."""
    print(words, file=sys.stderr, flush=True)
