"""What a cold build would take with other parsers: `python -m tests.benchmarks.parsers FOLDER`.

Every text of a corpus is parsed in one process by what we use and by others, and by nothing at all.
What is saved is taken from the processor time of a cold build with one worker, as the benchmark has
measured it: no other parser is built in, as none of them tells what our messages need (lines and
columns) or gives the same HTML.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from site import addsitedir
from statistics import median
from typing import Any, NamedTuple

from generator.parse import markdown_text, safe_html, yaml_nodes
from tests.benchmarks import report
from tests.benchmarks.machine import describe
from tests.benchmarks.peers import TOOLS
from tests.benchmarks.tools import pip

BETWEEN = "<!-- parsers -->", "<!-- /parsers -->"
VERSIONS = {"rapidyaml": "0.15.2", "cmarkgfm": "2025.10.22", "mistune": "3.4.0"}
ROUNDS = 3
NOTHING = "nothing at all"
Parse = Callable[[str], object]


class Texts(NamedTuple):
    """What all records of a folder consist of: their fields, and their bodies in Markdown."""

    fields: list[str]
    bodies: list[str]


def texts(folder: Path) -> Texts:
    """Return the texts of the records in `folder/content`."""
    found = Texts([], [])
    for path in sorted((folder / "content").rglob("*")):
        if path.suffix in (".yaml", ".yml"):
            found.fields.append(path.read_text("utf-8"))
        elif path.suffix == ".md":
            _, fields, body = path.read_text("utf-8").split("---\n", 2)
            found.fields.append(fields)
            found.bodies.append(body)
    return found


def fields_by() -> dict[str, Parse]:
    """Return what may parse fields, ours first: from text to a mapping of texts."""
    ryml: Any = import_module("ryml")

    def rapid(text: str) -> object:
        tree = ryml.parse_in_arena(text.encode())
        return json.loads(ryml.emit_json_malloc(tree, tree.root_id()))

    return {
        "PyYAML (libyaml), as we use it": lambda text: yaml_nodes.built(
            yaml_nodes.composed(text), []
        ),
        f"rapidyaml {VERSIONS['rapidyaml']} (C++), without lines and columns": rapid,
    }


def bodies_by() -> dict[str, Parse]:
    """Return what may turn Markdown into HTML, ours first: its HTML is cleaned, as it must be."""
    cmark: Any = import_module("cmarkgfm")
    mistune: Any = import_module("mistune")
    nh3: Any = import_module("nh3")
    quick = mistune.create_markdown(plugins=["table"])
    clean = {
        "tags": safe_html.TAGS,
        "attributes": safe_html.ATTRIBUTES,
        "url_schemes": safe_html.SCHEMES,
    }
    return {
        "pulldown-cmark (Rust), as we use it": lambda text: markdown_text.render(
            text, "projects/a.md"
        ),
        f"mistune {VERSIONS['mistune']}": lambda text: nh3.clean(quick(text), **clean),
        f"cmarkgfm {VERSIONS['cmarkgfm']} (C)": lambda text: nh3.clean(
            cmark.github_flavored_markdown_to_html(text), **clean
        ),
    }


def seconds(parse: Parse, every: Iterable[str], rounds: int = ROUNDS) -> float:
    """Return the least processor time in which `every` text was parsed."""
    found = []
    for _ in range(rounds):
        began = time.process_time()
        for text in every:
            parse(text)
        found.append(time.process_time() - began)
    return min(found)


def measure(found: Texts, by: Sequence[Mapping[str, Parse]]) -> list[dict[str, float]]:
    """Return the seconds that each parser takes, of fields and of bodies."""
    took = []
    for every, parsers in zip(found, by, strict=True):
        took.append({name: seconds(parse, every) for name, parse in parsers.items()})
    return took


def tables(took: Sequence[Mapping[str, float]], measured: Mapping[str, Any]) -> Iterable[str]:
    """Yield what each took, and what a cold build would take, beside Hugo.

    `measured` is what the benchmark has found on the first file system.
    """
    cold = {side: [each["wall"] for each in times] for side, times in measured["cold"].items()}
    ours, hugo = median(cold[report.OURS]), median(cold["Hugo"])
    alone = median(each["cpu"] for each in measured["workers 1"][report.OURS])
    yield ""
    head = ["seconds of one processor for all texts", "takes", "a cold build"]
    rows = []
    for parsers in took:
        own = next(iter(parsers.values()))
        for name, each in {**parsers, NOTHING: 0.0}.items():
            rows.append([name, f"{each:.1f}", *_would(own - each, alone, ours, hugo)])
    fastest = [min(parsers.values()) for parsers in took]
    every = [next(iter(parsers.values())) for parsers in took]
    saved = sum(every) - sum(fastest)
    rows.append(
        ["**the fastest of each**", f"{sum(fastest):.1f}", *_would(saved, alone, ours, hugo)]
    )
    rows.append([f"**both by {NOTHING}**", "0.0", *_would(sum(every), alone, ours, hugo)])
    yield from report.table([*head, "beside Hugo's on YAML"], rows)
    yield f"Of {alone:.1f} seconds of processor time that a cold build takes with one worker.\n"
    yield "\n".join(f"- {name}: {value}" for name, value in describe().items())
    yield "\n```sh\npython -m tests.benchmarks.parsers FOLDER --write\n```"


def _would(saved: float, alone: float, ours: float, hugo: float) -> list[str]:
    """Return what a cold build would take of the clock with so much saved, beside Hugo's."""
    would = ours * (1 - saved / alone)
    return [f"{would:.1f}", f"{hugo / would:.1f}×"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and say or write what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folder", type=Path, help="a corpus, as `tests.benchmarks.corpus` writes it"
    )
    parser.add_argument("--tools", type=Path, default=TOOLS, metavar="DIR")
    parser.add_argument("--write", action="store_true", help="put the numbers into the document")
    chosen = parser.parse_args(arguments)
    there = chosen.tools.absolute() / "parsers"
    if not there.is_dir():
        pip(there, *(f"{name}=={version}" for name, version in VERSIONS.items()))
    addsitedir(str(next(there.glob("lib/python*/site-packages"))))
    found = texts(chosen.folder)
    took = measure(found, [fields_by(), bodies_by()])
    first = next(iter(json.loads(report.DATA.read_text("utf-8"))["systems"].values()))
    text = "\n".join(tables(took, first["times"]))
    if chosen.write:
        report.put(report.DOCUMENT, BETWEEN, text)
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
