"""Our build beside its peers, on the same records, making the same pages.

`python -m tests.benchmarks.peers --write` installs what is missing, measures for about an hour and
puts the numbers into `docs/benchmarks.md` and `docs/benchmarks.json`. What is compared with what,
and where a side makes more or less than another, stands there too.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import count
from pathlib import Path

from tests.benchmarks import corpus, machine, measure, prefecture, report, sameness
from tests.benchmarks.generators import PEERS
from tests.benchmarks.measure import Command, Memory, Time
from tests.benchmarks.prefecture import Change, Prefecture
from tests.benchmarks.sides import ROOT, Ours, Side

AS_OF = date(2018, 12, 31)
ROWS = ("cold", "nothing", "amount", "template", "workers", "memory")
WORK = (Path("/dev/shm/mingjing-benchmark"), Path("/var/tmp/mingjing-benchmark"))  # noqa: S108
"""Where it is done unless it is said: in memory, and on disk."""
TOOLS = WORK[1] / "tools"
MORE = 1_234_567
"""Fen that a change adds to a budget; each change some more than the one before."""


@dataclass
class Measured:
    """What was measured on one file system: times by row and side, memory by row and side."""

    times: dict[str, dict[str, list[Time]]] = field(default_factory=dict)
    memory: dict[str, dict[str, Memory]] = field(default_factory=dict)

    def note(self, row: str, side: str, time: Time) -> None:
        """Keep a time, and say it."""
        self.times.setdefault(row, {}).setdefault(side, []).append(time)
        _say(f"  {row}: {side} {time.wall:.2f} s, processor {time.cpu:.2f} s")


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
            self.measured.note("cold", side.name, _timed(side.command()))
            if side.name not in self.made:
                self.made[side.name] = sameness.counts(side)
                sameness.same_content(side)
        sameness.same_counts(self.made)

    def prime(self) -> None:
        """Leave every side as a build leaves it, with its caches."""
        for side in self.sides:
            measure.timed(side.command(warm=True))

    def nothing(self) -> None:
        """Time ours and Hugo where nothing has changed since the last run.

        The others make every page each time, and take as long as after an amount has changed.
        """
        for side in self.turns():
            if side is self.ours or side.name.startswith("Hugo"):
                self.measured.note("nothing", side.name, _timed(side.command(warm=True)))

    def amount(self) -> None:
        """Time every side after one amount has changed, another for each round."""
        for n in range(max(self.rounds.values())):
            change = self.change()
            for side in self.sides:
                side.change(change)
                if n < self.rounds[side.name]:
                    self.measured.note("amount", side.name, _timed(side.command(warm=True)))
                    sameness.shows(side, change)

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
                self.measured.note(row, self.ours.name, _timed(self.ours.command()))
                if mark not in self.ours.page(f"units/{self.prefecture.root}.html"):
                    raise sameness.Different(f"{mark} is not on the page")
        shutil.rmtree(own)

    def workers(self) -> None:
        """Time our build cold with one worker and with two."""
        for _ in range(self.rounds[self.ours.name]):
            for jobs in (1, 2):
                self.ours.jobs = jobs
                self.ours.forget()
                time = _timed(self.ours.command())
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
        _say(f"  {row}: {side.name} {found.peak / 1e6:.0f} MB ({found.kind})")


def bench(work: Path, chosen: argparse.Namespace, per_village: int) -> Bench:
    """Write corpus and every side's input into `work`, which is emptied first."""
    shutil.rmtree(work, ignore_errors=True)
    _say(f"writing the corpus, {per_village} projects a village")
    corpus.write(work / "corpus", per_village, chosen.villages)
    found = prefecture.read(work / "corpus", AS_OF)
    ours = Ours(work / "corpus", found, chosen.tools)
    peers = [PEERS[name](work / name, found, chosen.tools) for name in chosen.peers]
    slow = chosen.slow_runs or chosen.runs
    rounds = {side.name: chosen.runs if side.name.startswith("Hugo") else slow for side in peers}
    for side in peers:
        side.install()
        _say(f"converting for {side.version()}")
        side.convert()
    return Bench(work, found, ours, peers, {ours.name: chosen.runs, **rounds})


def _timed(command: Command) -> Time:
    """Time a command; what was written before it is on its disk by then, and no part of it."""
    machine.settle()
    return measure.timed(command)


def tenfold(work: Path, chosen: argparse.Namespace) -> dict[str, object]:
    """Time our build cold on ten times the projects, and look at its memory."""
    shutil.rmtree(work, ignore_errors=True)
    _say("writing the corpus, ten times as large")
    projects, _ = corpus.write(work / "corpus", chosen.projects_per_village * 10, chosen.villages)
    # no one looks into so many records by other means: the pages are those of the smaller corpus
    ours = Ours(work / "corpus", Prefecture(work / "corpus", AS_OF, {}), chosen.tools)
    measured = Measured()
    for _ in range(chosen.tenfold):
        ours.forget()
        measured.note("tenfold", ours.name, _timed(ours.command()))
    ours.forget()
    memory = measure.peak_memory(ours.command())
    times = measured.times["tenfold"][ours.name]
    return {
        "projects": projects,
        "times": [asdict(time) for time in times],
        "memory": asdict(memory),
    }


def run(chosen: argparse.Namespace) -> report.Found:
    """Measure everything that was asked for."""
    found: report.Found = {
        "command": _command(chosen),
        "machine": machine.describe(),
        "versions": [],
        "projects": 0,
        "units": 0,
        "posts": 0,
        "made": {},
        "systems": {},
        "tenfold": None,
    }
    for folder in chosen.work:
        name = machine.file_system(folder)
        if name in found["systems"]:
            _say(f"{name} has been measured already")
            continue
        _say(f"on {name}")
        try:
            made = bench(folder / "run", chosen, chosen.projects_per_village)
            found["projects"] = len(made.prefecture.projects)
            found["units"] = len(made.prefecture.units)
            found["posts"] = sum(len(each["posts"]) for each in made.prefecture.contacts.values())
            if chosen.write and chosen.add:  # to be told so after an hour would be too late
                report.same_corpus(json.loads(report.DATA.read_text("utf-8")), found)
            _measure(made, chosen.rows, first=not found["systems"])
        finally:
            shutil.rmtree(folder / "run", ignore_errors=True)
        found["systems"][name] = _plain(made.measured)
        found["versions"] = [side.version() for side in made.sides]
        found["made"] = found["made"] or made.made
    if chosen.tenfold:
        try:
            found["tenfold"] = tenfold(chosen.work[0] / "run", chosen)
        finally:
            shutil.rmtree(chosen.work[0] / "run", ignore_errors=True)
    return found


def _plain(measured: Measured) -> report.Found:
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
    }


def _measure(made: Bench, rows: Sequence[str], *, first: bool) -> None:
    """Measure the rows asked for; those of ours alone and the memory on the first system only."""
    steps: dict[str, Callable[[], None]] = {"cold": made.cold}
    if {"nothing", "amount", "template"} & set(rows):
        steps["prime"] = made.prime
    steps |= {"nothing": made.nothing, "amount": made.amount}
    if first:
        steps |= {"template": made.template, "workers": made.workers, "memory": made.memory}
    for name, step in steps.items():
        if name in rows or name == "prime":
            _say(name)
            step()


def _command(chosen: argparse.Namespace) -> str:
    """Return the command that measures the same, without the folders of this machine."""
    words = ["python -m tests.benchmarks.peers"]
    words.append(f"--projects-per-village {chosen.projects_per_village}")
    words += [f"--villages {chosen.villages}"] if chosen.villages else []
    words.append(f"--runs {chosen.runs}")
    words += [f"--slow-runs {chosen.slow_runs}"] if chosen.slow_runs else []
    words.append(f"--peers {','.join(chosen.peers)}")
    rows = ",".join(chosen.rows) or "''"
    words += [f"--rows {rows}"] if tuple(chosen.rows) != ROWS else []
    words += [f"--tenfold {chosen.tenfold}"] if chosen.tenfold else []
    return " ".join([*words, "--write", *(["--add"] if chosen.add else [])])


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _among(known: Sequence[str]) -> Callable[[str], list[str]]:
    def chosen(text: str) -> list[str]:
        names = [each.strip().lower() for each in text.split(",") if each.strip()]
        for each in names:
            if each not in known:
                raise argparse.ArgumentTypeError(f"{each} is none of {', '.join(known)}")
        return names

    return chosen


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="measure our build beside its peers")
    add = parser.add_argument
    add("--projects-per-village", type=int, default=20, metavar="N")
    add("--villages", type=int, metavar="N", help="not all, but N of them: for a trial")
    add("--runs", type=int, default=5, metavar="N", help="rounds (5)")
    add("--slow-runs", type=int, metavar="N", help="rounds of Eleventy and Pelican (as --runs)")
    add("--peers", type=_among(list(PEERS)), default=list(PEERS), help=", ".join(PEERS))
    add("--rows", type=_among(ROWS), default=list(ROWS), help=", ".join(ROWS))
    add("--work", type=Path, nargs="+", metavar="DIR", help="work folders, one a file system")
    add("--tools", type=Path, default=TOOLS, metavar="DIR", help="where the peers are installed")
    add("--tenfold", type=int, default=0, metavar="N", help="N rounds with ten times the projects")
    add("--write", action="store_true", help="write the numbers into the documentation")
    add("--add", action="store_true", help="with --write: keep the rows not measured this time")
    return parser


def main() -> int:
    """Measure, and show or write what was found."""
    chosen = _parser().parse_args()
    chosen.work = [each.absolute() for each in chosen.work or WORK]
    chosen.tools = chosen.tools.absolute()
    found = run(chosen)
    if chosen.write:
        report.write(found, add=chosen.add)
    else:
        print(report.numbers(found))
        print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
