"""What open data, history and proof cost: builds with all, without history, with none of it.

`python -m tests.benchmarks.open_data FOLDER` lays a prefecture with a repository of git in `FOLDER`
(20,000 commits, each of which changed a project) and lets three sites of it be built by turns:
`all` has all that docs/open-data.md and docs/proof.md speak of, `untold` all but history,
`none` none of it. Said is processor time of all processes, as others may use the machine as well;
Linux only.
"""

import argparse
import re
import shutil
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from generator.base.signed_note import LOG, PrivateKey
from tests.benchmarks import corpus, measure
from tests.benchmarks.measure import Command, Time

SIDES = ("all", "untold", "none")
NAME = "mingjing.example/log"
BEGAN = 1_514_764_800
"""When the first commit was made, in seconds: 1 January 2018."""
HOUR = 3_600
FLAGS = """\
  flags:
    above_bid: {percent: 10, source: made up}
    many_changes: {number: 3, source: made up}
    early_payment: {days: 30, source: made up}
    share: {percent: 50, projects: 5000, source: made up}
    split: {below: 100万元, number: 5, source: made up}
    cost: {times: 20, projects: 5, source: made up}
    shown: yes
"""
"""Measures that some of a hundred projects are beyond: amounts are chance here, and all projects
are of one contractor, so that what others would set says something of every third."""
STEP = 7_919
"""How far the project of a commit lies from that of the one before: no divisor of their number."""
_BUDGET = re.compile(r"^(budget: )(\d+)\.", re.MULTILINE)
_LAST = re.compile(r"(level: county, amount: )(\d+)\.")
_PARTS = re.compile(r"(?m)^(  (?:tables|workbooks|standards|guide|records|twins)): yes")


def lay(folder: Path, per_village: int, villages: int | None, commits: int) -> None:
    """Write the records, their repository, and the sites that are built of them."""
    corpus.write(folder, per_village, villages)
    _repository(folder, commits)
    for side in SIDES:
        root = folder / side
        root.mkdir()
        (root / "content").symlink_to("../content")
        (root / "config.yaml").write_text(_settings(folder, side), "utf-8")
        if side != "none":
            measure.timed(command(folder, side, "log", "new"))


def _settings(folder: Path, side: str) -> str:
    text = (folder / "config.yaml").read_text("utf-8")
    if side == "none":
        return _PARTS.sub(r"\1: no", text)
    text = re.sub(
        r"(?m)^(history:\n)  shown: no$", f"\\1  shown: {'yes' if side == 'all' else 'no'}", text
    )
    private = PrivateKey.of(NAME, LOG, bytes(32))
    (folder / "key").write_text(private.text(), "utf-8")
    return f"{text}{FLAGS}log: {{name: {NAME}, key: {private.key}}}\n"


def _repository(folder: Path, commits: int) -> None:
    """Make a repository of the content, in which each commit changed the budget of a project."""
    projects = sorted((folder / "content/projects").rglob("*.md"))
    chosen = [projects[n * STEP % len(projects)] for n in range(commits)]
    left = Counter(chosen)

    def commit(when: int) -> bytes:
        return b"commit refs/heads/main\ncommitter A <a@example.org> %d +0800\ndata 1\n.\n" % when

    def file(path: Path) -> bytes:
        content = path.read_bytes()
        if left[path]:
            content = changed(content.decode(), left[path]).encode()
        name = path.relative_to(folder).as_posix().encode()
        return b"M 100644 inline %s\ndata %d\n%s\n" % (name, len(content), content)

    def stream() -> Iterator[bytes]:
        yield commit(BEGAN)
        yield from (
            file(each) for each in sorted((folder / "content").rglob("*")) if each.is_file()
        )
        for n, path in enumerate(chosen, start=1):
            left[path] -= 1
            yield commit(BEGAN + n * HOUR) + file(path)

    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "fast-import", "--quiet", told=b"".join(stream()))
    git(folder, "reset", "--quiet")


def changed(text: str, by: int) -> str:
    """Return the text of a project with so many yuan more in its budget and its last source."""
    for line in (_BUDGET, _LAST):
        text = line.sub(lambda found: f"{found[1]}{int(found[2]) + by}.", text, count=1)
    return text


def git(folder: Path, *words: str, told: bytes | None = None) -> None:
    """Ask git for something in a folder. Raises CalledProcessError."""
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *words], cwd=folder, input=told, check=True)


class Bench:
    """The three sites of a folder, built by turns."""

    def __init__(self, folder: Path, day: str) -> None:
        self.folder, self.day = folder, day
        self.projects = sorted((folder / "content/projects").rglob("*.md"))
        self.times: dict[tuple[str, str], list[Time]] = {}
        self.round = 0

    def build(self, side: str, what: str) -> None:
        """Build a site, and keep what that took."""
        took = measure.timed(command(self.folder, side, "build", "--as-of", self.day))
        self.times.setdefault((what, side), []).append(took)

    def cold(self) -> None:
        """Build each site from nothing."""
        for side in SIDES:
            for name in ("site", ".portal"):
                shutil.rmtree(self.folder / side / name, ignore_errors=True)
            self.build(side, "from nothing")

    def edit(self, what: str, *, commit: bool = False) -> None:
        """Change an amount in another project, commit that, and build each site."""
        path = self.projects[(self.round * STEP + 17) % len(self.projects)]
        self.round += 1
        path.write_bytes(changed(path.read_bytes().decode(), 1).encode())
        if commit:
            git(self.folder, "commit", "--quiet", "--all", "--message=.")
        for side in SIDES:
            self.build(side, what)

    def table(self) -> str:
        """Return the medians: processor time of each side, and how often that of the last."""
        lines = [f"| seconds of processor time | {' | '.join(SIDES)} |", "|---|---:|---:|---:|"]
        for what in dict.fromkeys(name for name, _ in self.times):
            found = {side: [each.cpu for each in self.times[what, side]] for side in SIDES}
            least = statistics.median(found["none"])
            cells = [
                f"{statistics.median(own):.2f} ({min(own):.2f}–{max(own):.2f})"
                f" {statistics.median(own) / least:.2f}×"
                for own in found.values()
            ]
            lines.append(f"| {what}, of {len(found['none'])} | {' | '.join(cells)} |")
        return "\n".join(lines)


def command(folder: Path, side: str, *words: str) -> Command:
    """Return a command of the site of a side."""
    said = [sys.executable, "-m", "generator", *words]
    settings = str(folder / side / "config.yaml")
    return Command([*said, "--config", settings], corpus.ROOT, {"PORTAL_KEY": str(folder / "key")})


def main() -> None:
    asked = argparse.ArgumentParser(description="what open data, history and proof cost")
    asked.add_argument("folder", type=Path)
    asked.add_argument("--projects-per-village", type=int, default=20, metavar="N")
    asked.add_argument("--villages", type=int, metavar="N", help="not all, but N of them")
    asked.add_argument("--commits", type=int, default=20_000, metavar="N")
    asked.add_argument("--cold", type=int, default=3, metavar="N", help="rounds of whole builds")
    asked.add_argument("--edits", type=int, default=7, metavar="N", help="rounds of edits")
    asked.add_argument("--as-of", default="2018-12-31", metavar="DAY")
    said = asked.parse_args()
    if not said.folder.exists():
        lay(said.folder, said.projects_per_village, said.villages, said.commits)
    bench = Bench(said.folder, said.as_of)
    for _ in range(said.cold):
        bench.cold()
        bench.edit("the first amount after it")
        print(bench.table(), flush=True)
    for _ in range(said.edits):
        bench.edit("an amount, not committed")
        bench.edit("an amount, committed", commit=True)
    print(bench.table())


if __name__ == "__main__":
    main()
