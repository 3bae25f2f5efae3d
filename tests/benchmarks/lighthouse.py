"""Let Lighthouse judge pages of the demonstration site: `python -m tests.benchmarks.lighthouse`.

The site is served by nginx with the settings of docs/hosting.md, compressed; Lighthouse looks at it
through the installed Chromium as a slow phone does (its own mobile profile). What it finds is
written into docs/lighthouse.md. It is installed by npm from the lock beside this file, into a
folder of its own. Where a score falls short, the command fails.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests import machine
from tests.benchmarks.machine import describe
from tests.benchmarks.peers import TOOLS
from tests.conftest import ROOT, demonstrate
from tests.screenshots import PAGES
from tests.test_servers import documented, serving

REPORT = ROOT / "docs/lighthouse.md"
LOCK = Path(__file__).with_name("lighthouse-locked")
CHOSEN = ("home", "county", "village", "project")
LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
"""The least score of each category."""
METRICS = {
    "first-contentful-paint": ("first paint, ms", 0),
    "largest-contentful-paint": ("largest paint, ms", 0),
    "total-blocking-time": ("blocked, ms", 0),
    "cumulative-layout-shift": ("shift", 3),
    "total-byte-weight": ("bytes sent", 0),
}
"""Measures beside the scores: what to call each, and its decimals."""
COMMAND = "python -m tests.benchmarks.lighthouse"


class Found(NamedTuple):
    """What Lighthouse says of a page: scores from 0 to 100 and measures, medians of all runs.

    `wrong` has what cost a score, by its name at Lighthouse.
    """

    page: str
    url: str
    scores: dict[str, int]
    measures: dict[str, float]
    wrong: tuple[str, ...]


def install(tools: Path) -> Path:
    """Install the locked Lighthouse beneath `tools` unless it is there; return its program."""
    folder = tools / "lighthouse"
    program = folder / "node_modules/lighthouse/cli/index.js"
    lock = LOCK / "package-lock.json"
    own = folder / lock.name
    if not program.is_file() or own.read_bytes() != lock.read_bytes():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", lock.name):
            shutil.copy(LOCK / name, folder)
        words = ("npm", "ci", "--no-audit", "--no-fund")
        subprocess.run(words, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return program


def look(program: Path, address: str) -> dict[str, Any]:
    """Return what one run of Lighthouse reports on a page."""
    flags = " ".join(("--headless=new", *machine.BROWSER_FLAGS))
    words = ["node", str(program), address, "--output=json", "--quiet"]
    words += ["--no-enable-error-reporting", f"--chrome-flags={flags}"]
    words.append(f"--only-categories={','.join(LEAST)}")
    environment = os.environ | {"CHROME_PATH": str(machine.need_browser())}
    done = subprocess.run(words, capture_output=True, text=True, check=True, env=environment)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def summed(page: str, url: str, reports: list[dict[str, Any]]) -> Found:
    """Return the medians of the runs on one page, and what cost a score in any of them."""
    wrong = {
        audit["id"]
        for report in reports
        for name, category in report["categories"].items()
        for audit in category["auditRefs"]
        if audit["weight"] and (report["audits"][audit["id"]]["score"] or 0) < 1
        if report["audits"][audit["id"]]["score"] is not None and name != "performance"
    }
    return Found(
        page,
        url,
        {
            name: round(
                statistics.median(each["categories"][name]["score"] * 100 for each in reports)
            )
            for name in LEAST
        },
        {
            name: statistics.median(each["audits"][name]["numericValue"] for each in reports)
            for name in METRICS
        },
        tuple(sorted(wrong)),
    )


def short(found: Iterable[Found]) -> Iterator[str]:
    """Yield a sentence for each score that is less than it must be."""
    for each in found:
        for name, least in LEAST.items():
            if each.scores[name] < least:
                why = ", ".join(each.wrong) or "its measures"
                yield f"{each.page}: {name} {each.scores[name]}, not {least} ({why})"


def text(found: Iterable[Found], about: dict[str, str], runs: int) -> str:
    """Return docs/lighthouse.md."""
    heads = [*LEAST, *(words for words, _ in METRICS.values())]
    lines = [
        f"<!-- Made by `{COMMAND}`; what is written here by hand is lost. -->",
        "# Lighthouse",
        "",
        "What Lighthouse says of pages of the demonstration site, in its own profile of a phone: a",
        "slow mobile network and a processor four times as slow as the one below, both simulated.",
        "nginx serves the site with the settings of [hosting.md](hosting.md), compressed.",
        "",
        f"| page | {' | '.join(heads)} |",
        f"|---|{'--:|' * len(heads)}",
    ]
    for each in found:
        scores = [str(each.scores[name]) for name in LEAST]
        measures = [f"{each.measures[name]:,.{places}f}" for name, (_, places) in METRICS.items()]
        lines.append(f"| {each.page} (`{each.url}`) | {' | '.join([*scores, *measures])} |")
    least = ", ".join(f"{name} {number}" for name, number in LEAST.items())
    lines += [
        "",
        f"Medians of {runs} runs. The command fails where a score is less than this: {least}.",
        "",
        *(f"- {name}: {value}" for name, value in about.items()),
        "",
        "Done again by",
        "",
        "```sh",
        COMMAND,
        "```",
        "",
        "which needs Node, npm, nginx and Chromium, and installs Lighthouse from",
        "`tests/benchmarks/lighthouse-locked` into a folder of its own.",
        "",
    ]
    return "\n".join(lines)


def run(program: Path, runs: int) -> tuple[list[Found], dict[str, str]]:
    """Build and serve the demonstration site, look at each page; return it with the versions."""
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        site, work = demonstrate(root / "demonstration", compressed=True), root / "work"
        work.mkdir()
        for folder in (root, site.parent, site):  # the server gives up the rights of root
            folder.chmod(0o755)
        found, versions = [], {}
        with serving("nginx", site, work, documented("nginx")) as port:
            for page in CHOSEN:
                address = f"http://127.0.0.1:{port}/{PAGES[page]}"
                reports = [look(program, address) for _ in range(runs)]
                found.append(summed(page, PAGES[page], reports))
                versions["Lighthouse"] = reports[0]["lighthouseVersion"]
                print(found[-1], file=sys.stderr, flush=True)
    for name, words in (
        ("Chromium", [str(machine.need_browser()), "--version"]),
        ("nginx", [str(machine.need_server("nginx")), "-v"]),
        ("Node", ["node", "--version"]),
    ):
        said = subprocess.run(words, capture_output=True, text=True, check=True)
        versions[name] = next(
            word.lstrip("v")
            for word in (said.stdout + said.stderr).replace("/", " ").split()
            if word.lstrip("v")[0].isdigit()
        )
    return found, versions


def main() -> int:
    """Look at the pages and write what was found; 1 where a score falls short."""
    parser = argparse.ArgumentParser(description="let Lighthouse judge the demonstration site")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="runs a page (3)")
    parser.add_argument("--tools", type=Path, default=TOOLS, metavar="DIR", help="where it is put")
    chosen = parser.parse_args()
    found, versions = run(install(chosen.tools.absolute()), chosen.runs)
    versions["processor"] = describe()["processor"]
    REPORT.write_text(text(found, versions, chosen.runs), "utf-8", newline="\n")
    missed = [*short(found)]
    for each in missed:
        print(each, file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
