"""Our build beside its peers, on the same records, making the same pages.

`python -m tests.benchmarks.peers --write` installs what is missing, measures for about an hour and
puts the numbers into `docs/benchmarks.md` and `docs/benchmarks.json`. What is compared with what,
and where a side makes more or less than another, stands there too.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks import corpus, machine, measure, prefecture, report
from tests.benchmarks.generators import PEERS
from tests.benchmarks.prefecture import Prefecture
from tests.benchmarks.rows import AS_OF, Bench, Measured, plain, say, timed
from tests.benchmarks.sides import Ours

ROWS = (
    *("cold", "nothing", "day", "amount", "segments"),
    *("template", "workers", "memory", "serve"),
)
WORK = (Path("/dev/shm/mingjing-benchmark"), Path("/var/tmp/mingjing-benchmark"))  # noqa: S108
"""Where it is done unless it is said: in memory, and on disk."""
TOOLS = WORK[1] / "tools"


def bench(work: Path, chosen: argparse.Namespace, per_village: int) -> Bench:
    """Write corpus and every side's input into `work`, which is emptied first."""
    shutil.rmtree(work, ignore_errors=True)
    say(f"writing the corpus, {per_village} projects a village")
    corpus.write(work / "corpus", per_village, chosen.villages)
    found = prefecture.read(work / "corpus", AS_OF)
    ours = Ours(work / "corpus", found, chosen.tools)
    peers = [PEERS[name](work / name, found, chosen.tools) for name in chosen.peers]
    slow = chosen.slow_runs or chosen.runs
    rounds = {side.name: chosen.runs if side.name.startswith("Hugo") else slow for side in peers}
    for side in peers:
        side.install()
        say(f"converting for {side.version()}")
        side.convert()
    return Bench(work, found, ours, peers, {ours.name: chosen.runs, **rounds})


def tenfold(work: Path, chosen: argparse.Namespace) -> dict[str, object]:
    """Time our build cold on ten times the projects, and look at its memory."""
    shutil.rmtree(work, ignore_errors=True)
    say("writing the corpus, ten times as large")
    projects, _ = corpus.write(work / "corpus", chosen.projects_per_village * 10, chosen.villages)
    # no one looks into so many records by other means: the pages are those of the smaller corpus
    ours = Ours(work / "corpus", Prefecture(work / "corpus", AS_OF, {}), chosen.tools)
    measured = Measured()
    for _ in range(chosen.tenfold):
        ours.forget()
        measured.note("tenfold", ours.name, timed(ours.command()))
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
            say(f"{name} has been measured already")
            continue
        say(f"on {name}")
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
        found["systems"][name] = plain(made.measured)
        found["versions"] = [side.version() for side in made.sides]
        found["made"] = found["made"] or made.made
    if chosen.tenfold:
        try:
            found["tenfold"] = tenfold(chosen.work[0] / "run", chosen)
        finally:
            shutil.rmtree(chosen.work[0] / "run", ignore_errors=True)
    return found


def _measure(made: Bench, rows: Sequence[str], *, first: bool) -> None:
    """Measure the rows asked for; those of ours alone and the memory on the first system only."""
    steps: dict[str, Callable[[], None]] = {"cold": made.cold}
    if {"nothing", "day", "amount", "segments", "template"} & set(rows):
        steps["prime"] = made.prime
    steps |= {"nothing": made.nothing, "day": made.day, "amount": made.amount}
    steps["segments"] = made.segments
    if first:
        steps |= {"template": made.template, "workers": made.workers, "memory": made.memory}
        steps["serve"] = made.serve
    for name, step in steps.items():
        if name in rows or name == "prime":
            say(name)
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
