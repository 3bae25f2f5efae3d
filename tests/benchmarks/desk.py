"""How long a clerk waits at the desk: until a form opens, until it answers, until a save shows.

`python -m tests.benchmarks.desk` lays out the demonstration (`--per-village N`: a prefecture of as
many projects in each village), starts the real desk, and asks it as the script of a form does. The
time of a save is that from its being sent until the page it leads to is served with the change.
"""

import argparse
import json
import math
import re
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.parse import record_file
from tests.benchmarks import corpus
from tests.conftest import ROOT
from tests.test_desk import Clerk, Form, desk

LONGEST = 60.0
"""Seconds after which a change that does not show is a fault."""
EVERY = 0.01
"""Seconds between two looks at a page."""
NEW: Mapping[str, Mapping[str, Any]] = {
    "projects": {
        "title": "新路{n}",
        "year": "2018",
        "category": "infrastructure",
        "stage": "library",
        "performance_target": "方便群众{n}",
    },
    "meetings": {"date": "2018-05-{day}", "title": "新会{n}"},
    "answers": {"date": "2018-05-{day}", "title": "新来信{n}"},
    "rectifications": {"date": "2018-05-{day}", "found": "新问题{n}", "by": "示例县扶贫局"},
    "disclosures": {
        "stage": "year_plan",
        "title": "新公告{n}",
        "year": "2018",
        "first": "2018-05-{day}",
    },
    "documents": {"title": "新文件{n}", "issuer": "示例州", "date": "2018-05-{day}"},
}
"""What is typed into the form of a new record; what it cannot be saved without, is told."""
CHANGED: Mapping[str, str] = {
    "projects": "performance_target",
    "units": "duties",
    "meetings": "title",
    "answers": "title",
    "rectifications": "found",
    "commendations": "title",
    "documents": "title",
    "disclosures": "title",
}
"""The field of records of each kind that is changed."""


@dataclass
class Bench:
    """A desk, and what was measured: milliseconds by what was waited for."""

    clerk: Clerk
    pause: float
    """Seconds between a change that shows and the next form."""
    times: dict[str, list[float]] = field(default_factory=dict)

    def took(self, what: str, ask: Callable[[], Any]) -> Any:
        """Do something; keep how long it took."""
        began = time.perf_counter()
        answer = ask()
        self.times.setdefault(what, []).append((time.perf_counter() - began) * 1000)
        return answer

    def shown(self, what: str, save: Callable[[], dict[str, Any]], words: str) -> bool:
        """Save something, and wait until the page it leads to has these words."""
        began = time.perf_counter()
        said = save()
        if "to" not in said:
            print(f"  {what}: not saved, {json.dumps(said, ensure_ascii=False)[:300]}")
            return False
        while words not in self.page(said["to"].partition("#")[0]):
            if time.perf_counter() - began > LONGEST:
                print(f"  {what}: {said['to']} does not show {words}")
                return False
            time.sleep(EVERY)
        self.times.setdefault(what, []).append((time.perf_counter() - began) * 1000)
        return True

    def page(self, url: str) -> str:
        """Return a page as it is served at the moment, "" while there is none."""
        try:
            return self.clerk.get(url)
        except OSError as error:
            print(f"  {url}: {error}")
            return ""

    def change(self, kind: str, ident: str, n: int) -> None:
        """Open a record, look at what is typed, save it, and wait until it shows."""
        form = self.took(f"{kind}: a form opens", lambda: self.clerk.form(kind, ident))
        words = f"{kind}改动第{n}次"
        fields = {CHANGED[kind]: words}
        self.took(f"{kind}: a form answers", lambda: form.look(fields))
        self.shown(f"{kind}: a change shows", lambda: form.save(fields), words)
        time.sleep(self.pause)

    def new(self, kind: str, place: str, n: int) -> None:
        """Fill in the form of a new record, save it, and wait until it shows."""
        path = f"/desk/new?kind={kind}&place={place}"
        self.took(f"{kind}: an empty form opens", lambda: self.clerk.get(path))
        given = {
            name: text.format(n=n, day=f"{n % 28 + 1:02d}") for name, text in NEW[kind].items()
        }
        words = given.get("title") or given.get("found") or ""
        form = Form(self.clerk, kind, "", "")
        said = {"place": place, "name": f"new/{kind}"}
        self.shown(f"{kind}: a new record shows", lambda: form.save(given, **said), words)
        time.sleep(self.pause)


def records(root: Path, kind: str) -> Iterator[str]:
    """Yield the ids of public records of a kind, from here and there."""
    found = sorted(
        each for each in (root / "content" / kind).rglob("*.*") if each.suffix in (".md", ".yaml")
    )
    for n in range(len(found)):
        path = found[int((n + 1) * 0.618 * len(found)) % len(found)]
        source, _ = record_file.read(root, path.relative_to(root).as_posix())
        if source and "status" not in source.data and not re.search(r"\.en\.md$", path.name):
            yield path.relative_to(root / "content" / kind).as_posix().rpartition(".")[0]


def run(root: Path, times: int, pause: float) -> dict[str, list[float]]:
    """Measure on the site in a folder."""
    began = time.perf_counter()
    with desk(root) as clerk:
        print(f"ready after {time.perf_counter() - began:.1f} s")
        clerk.enter()
        bench = Bench(clerk, pause)
        for kind in CHANGED:
            for n, ident in zip(range(times), records(root, kind), strict=False):
                bench.change(kind, ident, n)
        for kind in NEW:
            deep = 2 if kind == "projects" else 1
            places = (each for each in records(root, "units") if each.count("/") == deep)
            for n, place in zip(range(times), places, strict=False):
                bench.new(kind, place, n)
    return bench.times


def main() -> None:
    """Measure, and show what was found."""
    parser = argparse.ArgumentParser(description="measure the desk")
    parser.add_argument("--per-village", type=int, default=0, metavar="N")
    parser.add_argument("--times", type=int, default=10, metavar="N")
    parser.add_argument("--pause", type=float, default=0.7, metavar="SECONDS")
    parser.add_argument("--corpus", type=Path, metavar="FOLDER", help="one made before")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mingjing-desk-") as work:
        root = chosen.corpus or Path(work, "site")
        if chosen.per_village and not root.exists():
            corpus.write(root, chosen.per_village)
        elif not root.exists():
            for name in ("content", "templates"):
                shutil.copytree(ROOT / name, root / name)
            shutil.copy(ROOT / "config.yaml", root)
        for what, found in run(root, chosen.times, chosen.pause).items():
            found.sort()
            most = found[min(len(found) - 1, math.ceil(len(found) * 0.95) - 1)]
            print(
                f"{what}: median {statistics.median(found):.0f} ms, 95th {most:.0f}, n {len(found)}"
            )


if __name__ == "__main__":
    main()
