"""What the product was tried with, suite by suite: `python -m tests.reliability`.

Each module of this package is a suite: `NAME` says what it tries, `run() -> Row` tries it and says
what came of it. Suites that a registry carries are installed by `run` into a folder that is
thrown away; none is kept here. With `--write` the table in docs/reliability.md is made anew.
"""

import importlib
import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "reliability.md"
BEGIN, END = "<!-- suites -->", "<!-- /suites -->"
HEAD = ("Suite", "Version", "Cases", "Failures", "Command")


@dataclass(frozen=True, slots=True)
class Row:
    """What came of a suite: how many cases were tried, how many failed, and how to try them again.

    `version` is of the suite where somebody else makes it, else the day or the seed that tells
    these cases from others.
    """

    suite: str
    version: str
    cases: int
    failures: int
    command: str


def suites() -> dict[str, ModuleType]:
    """Return the suites by the name of their module."""
    names = sorted(each.name for each in pkgutil.iter_modules(__path__))
    modules = (f"{__name__}.{name}" for name in names if name != "__main__")
    found = ((each.rpartition(".")[2], importlib.import_module(each)) for each in modules)
    return {name: module for name, module in found if hasattr(module, "run")}


def command(name: str) -> str:
    """Return the command that runs the suite in the module `name` alone."""
    return f"python -m tests.reliability {name}"


def cells(row: Row) -> tuple[str, ...]:
    """Return a row as it stands in the table."""
    numbers = (f"{row.cases:,}", f"{row.failures:,}")
    return (row.suite, row.version, *numbers, f"`{row.command}`")


def written(text: str, rows: Sequence[Row]) -> str:
    """Return the document `text` with `rows` in its table; rows of other suites stay."""
    before, _, rest = text.partition(BEGIN)
    table, _, after = rest.partition(END)
    lines = [line for line in table.strip().split("\n")[2:] if line]
    kept = {line.split("|")[1].strip(): line for line in lines}
    kept |= {row.suite: f"| {' | '.join(cells(row))} |" for row in rows}
    head = (f"| {' | '.join(HEAD)} |", "|---|---|--:|--:|---|")
    body = (*head, *(kept[name] for name in sorted(kept)))
    return "\n".join((f"{before}{BEGIN}", *body, f"{END}{after}"))
