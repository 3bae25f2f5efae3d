"""A table of a site's content that is no record: read, held to its model, and judged."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from generator.base.findings import Finding
from generator.base.problems import Problem
from generator.parse import further_mistakes, record_file, validation
from generator.parse.field_types import Part

T = TypeVar("T", bound=Part)


def read(
    root: Path, file: str, model: type[T], judge: Callable[[T], Iterable[Finding]]
) -> tuple[T, list[Problem]]:
    """Return the table in `file`, which is relative to `root`, and every problem with it.

    Where there is no such file, or with anything wrong in it, the table is empty. `judge` yields
    what is wrong with one that fits its model.
    """
    if not (root / file).is_file():
        return model(), []
    source, problems = record_file.read(root, file)
    if source is None:
        return model(), further_mistakes.told(root, file, model, problems)
    found, problems = validation.validate(model, source, root)
    if found is None:
        return model(), problems
    faults = validation.place(judge(found), file, root)
    return model() if faults else found, [*problems, *faults]
