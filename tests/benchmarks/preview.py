"""How long a saved change takes to show in the browser, on a prefecture of full size.

`python -m tests.benchmarks.preview --write` starts the real `serve`, looks at its pages in a real
Chromium, saves changes as a clerk does, and puts the numbers into `docs/benchmarks.md`. The
time is that from just before the file is saved until the frame is drawn that shows the change.
"""

import argparse
import math
import subprocess
import sys
import tempfile
import time
from calendar import timegm
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page

from tests.benchmarks import corpus, machine, measure, prefecture, report, said, sameness
from tests.benchmarks.peers import WORK
from tests.benchmarks.prefecture import Prefecture
from tests.benchmarks.rows import AS_OF, MORE
from tests.benchmarks.sides import ROOT, Ours
from tests.machine import open_browser
from tests.test_serve import LISTENS, free_port, get

LIBRARIES = ("livereload", "playwright", "tornado", "watchfiles")
STAY = 5
"""Edits while one page is open; then that of a place far away is opened."""
FAR = 0.618
"""The part of all projects from there to there: another village, and mostly another county."""
PAUSE = 500
"""Milliseconds between two edits, after the page listens again; no person is faster."""
LONGEST = 300_000
"""Milliseconds after which a change that does not show is a fault."""
AWAIT = "words => sessionStorage.setItem('awaited', words)"
TELL = """
new MutationObserver(() => {
  const words = sessionStorage.getItem('awaited');
  if (words && document.querySelector('main')?.textContent.includes(words)) {
    sessionStorage.removeItem('awaited');
    requestAnimationFrame(() => console.log(`shown ${Date.now()} ${words}`));
  }
}).observe(document, {childList: true, characterData: true, subtree: true});
"""
"""Runs in every document and says when the words awaited have come into it and are drawn.

Looking from outside would put scripts of its own into each new document, and be late itself.
"""
AMOUNT = "an amount; the project's page is open"
VILLAGE = "an amount; the village's page is open"
TEMPLATE = "the template of projects; a project's page is open"


def projects(found: Prefecture, edits: int) -> list[str]:
    """Return the project of each edit: some edits of one, then one far from it."""
    idents = list(found.projects)
    return [idents[int((n // STAY + 1) * FAR % 1 * len(idents))] for n in range(edits)]


class Server(NamedTuple):
    """A preview: its process, its address, and the seconds until it was ready."""

    process: int
    address: str
    ready: float


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Give a preview as a clerk starts it in `folder`, ready; end it at last."""
    address = f"http://127.0.0.1:{(port := free_port())}/"
    given = {"PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": str(timegm(AS_OF.timetuple()))}
    words = [sys.executable, "-m", "generator", "serve", "--port", str(port)]
    began = time.perf_counter()
    out, err = subprocess.DEVNULL, subprocess.PIPE
    with subprocess.Popen(
        words, cwd=folder, env=measure.USUAL | given, stdout=out, stderr=err, text=True
    ) as process:
        try:
            ready = any(address in line for line in process.stderr or ())  # the first build is done
            if not ready or "<h1" not in get(address):
                raise measure.Failed("the preview did not start")
            yield Server(process.pid, address, time.perf_counter() - began)
        finally:
            process.terminate()


@dataclass
class Bench:
    """The records, the browser's page, and what was measured."""

    ours: Ours
    address: str
    page: Page
    said: list[str] = field(default_factory=list)
    """What the page has told its console."""
    times: dict[str, list[float]] = field(default_factory=dict)
    """Milliseconds from just before the save until the page shows it, by row."""

    def amounts(self, edits: int, row: str) -> None:
        """Change amounts of projects while the page of each, or of its village, is open."""
        found = self.ours.prefecture
        for n, ident in enumerate(projects(found, edits), 1):
            change = found.change(ident, n * MORE)
            unit = found.projects[ident]["unit"]
            url, fen = f"projects/{ident}.html", change.planned
            if row == VILLAGE:
                url, fen = f"units/{unit}.html", found.figures[unit]["planned"]
            self._time(row, url, partial(self.ours.change, change), said.yuan(fen))

    def templates(self, edits: int) -> None:
        """Change the site's own template of projects while the page of one is open."""
        shipped = (ROOT / "templates/project.html").read_text("utf-8")
        own = self.ours.folder / "templates/project.html"
        own.parent.mkdir(exist_ok=True)
        for n, ident in enumerate(projects(self.ours.prefecture, edits)):
            words = f"（样式{n}）"
            text = shipped.replace("<h1>", f"<h1>{words}")
            save = partial(own.write_text, text, "utf-8", newline="\n")
            self._time(TEMPLATE, f"projects/{ident}.html", save, words)

    def _time(self, row: str, url: str, save: Callable[[], object], words: str) -> None:
        if self.page.url != self.address + url:
            self.page.goto(self.address + url)
        self.page.wait_for_function(LISTENS)
        self.page.wait_for_timeout(PAUSE)
        self.page.evaluate(AWAIT, words)
        began = math.floor(time.time() * 1000)
        save()
        while not (shown := [each for each in self.said if each.endswith(words)]):
            if time.time() * 1000 - began > LONGEST:
                raise sameness.Different(f"{url} does not show {words}")
            self.page.wait_for_timeout(20)
        took = int(shown[0].split()[1]) - began
        self.times.setdefault(row, []).append(took)
        print(f"  {row}: {took} ms", file=sys.stderr, flush=True)


def run(folder: Path, edits: int, others: int) -> report.Found:
    """Measure on the corpus in `folder`: cold and warm start, and every kind of edit."""
    ours = Ours(folder, prefecture.read(folder, AS_OF), folder)
    ours.forget()
    with serving(folder) as server:
        cold = server.ready
    with serving(folder) as server, open_browser() as browser:
        made = Bench(ours, server.address, browser.new_page())
        made.page.add_init_script(TELL)
        made.page.on("console", lambda message: made.said.append(message.text))
        made.amounts(edits, AMOUNT)
        made.amounts(others, VILLAGE)
        made.templates(others)
        memory = measure.pss(server.process)
        versions = [f"Chromium {browser.version}", *(f"{it} {version(it)}" for it in LIBRARIES)]
    (folder / "templates/project.html").unlink()  # earlier, it would be a change to build
    return {
        "projects": len(ours.prefecture.projects),
        "system": machine.file_system(folder),
        "cold": cold,
        "warm": server.ready,
        "memory": memory,
        "times": made.times,
        "machine": {**machine.describe(), "preview": ", ".join(versions)},
    }


def main() -> int:
    """Measure, and show or write what was found."""
    parser = argparse.ArgumentParser(description="measure the preview, from a save to the page")
    add = parser.add_argument
    add("--corpus", type=Path, metavar="FOLDER", help="one made before; its amounts are changed")
    add("--edits", type=int, default=50, metavar="N", help="edits of an amount (50)")
    add("--others", type=int, default=10, metavar="N", help="edits of each other kind (10)")
    add("--write", action="store_true", help="write the numbers into the documentation")
    chosen = parser.parse_args()
    memory = WORK[0].parent if WORK[0].parent.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="mingjing-preview-", dir=memory) as work:
        folder = chosen.corpus.absolute() if chosen.corpus else Path(work, "corpus")
        if not chosen.corpus:
            corpus.write(folder, 20)
        found = run(folder, chosen.edits, chosen.others)
    given = f"--edits {chosen.edits} --others {chosen.others}"
    found["command"] = f"python -m tests.benchmarks.preview {given} --write"
    if chosen.write:
        report.put(report.DOCUMENT, report.PREVIEW, report.preview(found))
    else:
        print(report.preview(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
