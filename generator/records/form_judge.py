"""What is wrong with a record as it stands in a form: told by the rules that `check` goes by.

Each problem is told at its field, by the path that the form has for it. What only all records
together can tell (a name that two of them have) is told by the preview once it is saved.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.base import spelling
from generator.base.codes import CODES
from generator.base.findings import Finding, Step, finding
from generator.base.problems import Place, Problem, problem
from generator.model.kinds.kind import Judged, Rules
from generator.model.kinds.registry import KINDS
from generator.parse import (
    markdown_text,
    mobile_numbers,
    record_file,
    record_text,
    validation,
    yaml_nodes,
)
from generator.parse.split_values import named
from generator.parse.yaml_nodes import Raw
from generator.records import sheet_judge
from generator.records.sheet_judge import Ends


@dataclass(frozen=True, slots=True)
class Site:
    """What a record is judged within."""

    root: Path
    content: str
    rules: Rules
    ids: Mapping[str, Collection[str]] = field(default_factory=dict)
    """The records there are, by kind."""
    beside: Callable[[str], bool] = lambda _: False
    """Tells whether a picture or a file is there, by its path from the root."""
    ends: Ends = lambda _: None


@dataclass(frozen=True, slots=True)
class Told:
    """A problem at a field of a form; `path` is empty where it is of the record as a whole."""

    path: tuple[Step, ...]
    problem: Problem

    @property
    def error(self) -> bool:
        """Whether the record would stop a build."""
        return self.problem.severity == "error"


def judge(
    site: Site, folder: str, ident: str, file: str, data: Mapping[str, Raw], text: str = ""
) -> list[Told]:
    """Return what is wrong with the fields and the text of a record."""
    found = sheet_judge.judge(folder, ident, file, dict(data), site.rules)
    found += _names(site, folder, ident, file, data)
    found += sheet_judge.after_end(folder, ident, file, dict(data), site.rules, site.ends)
    told = [*_unique(_told(each, file) for each in found)]
    told += _text(file, text)
    told += _numbers(site, folder, file, data, text)
    return sorted(told, key=lambda each: not each.error)


def _told(each: Finding, file: str) -> Told:
    values = validation.told(each)
    if each.first is not None:
        values["first"] = named(each.first)
    path = tuple(s.removeprefix("^") if isinstance(s, str) else s for s in each.path)
    return Told(path, problem(each.code, Place(file), named(each.path), **values))


def _unique(told: Iterator[Told]) -> Iterator[Told]:
    seen: set[tuple[tuple[Step, ...], Problem]] = set()
    for each in told:
        if (each.path, each.problem) not in seen:
            seen.add((each.path, each.problem))
            yield each


def _names(
    site: Site, folder: str, ident: str, file: str, data: Mapping[str, Raw]
) -> Iterator[Finding]:
    """Yield which records and pictures are named and not there."""
    kind = KINDS[folder]
    record, _ = validation.held(kind.model, dict(data))
    if record is None:
        return
    for of, other, path in kind.named(Judged(ident, file, record)):
        known = site.ids.get(of)
        if known is None or other in known or (of, other) == (folder, ident):
            continue
        near = spelling.nearest(other, known)
        if of == "units":
            yield finding("P201", *path, value=other, nearest=near)
        else:
            code = "P230" if getattr(record, "status", "") == "draft" else "P211"
            yield finding(code, *path, value=other, folder=of, nearest=near)
    folder_of = file.rpartition("/")[0]
    for path, photo in kind.photos(record) if kind.photos else ():
        if not site.beside(f"{folder_of}/{photo.file}"):
            yield finding("P702", *path, target=photo.file)


def _text(file: str, text: str) -> Iterator[Told]:
    if text.strip():
        inside = file.partition("/")[2]
        for code, _, _, values in markdown_text.render(text, inside).faults:
            yield Told(("",), problem(code, Place(file), **dict(values)))


def _numbers(
    site: Site, folder: str, file: str, data: Mapping[str, Raw], text: str
) -> Iterator[Told]:
    """Yield numbers of people and signs that the file would be refused for.

    Each is told at the field that it stands in, where that alone is refused as well.
    """
    problems, findings = _read(site, folder, file, data, text)
    yield from (_told(each, file) for each in findings)
    for each in problems:
        path: tuple[Step, ...] = ()
        for steps, value in yaml_nodes.keys(dict(data)):
            alone = record_text.record({"vouched": data.get("vouched", []), "text": value}, ".yaml")
            _, again = record_file.parse("a.yaml", alone.encode())
            if any(one.code == each.code for one in again):
                path = steps
                break
        yield Told(path, problem(each.code, Place(file), **dict(each.values)))


def _read(
    site: Site, folder: str, file: str, data: Mapping[str, Raw], text: str
) -> tuple[Sequence[Problem], Sequence[Finding]]:
    written = record_text.record(dict(data), file[file.rindex(".") :]) + text
    source, problems = record_file.parse(file, written.encode())
    if source is None or not source.mobiles:
        return problems, []
    record: Any
    record, _ = validation.held(KINDS[folder].model, source.data)
    return problems, [*mobile_numbers.of_record(source, record, site.root)] if record else []


def wrong(told: Sequence[Told]) -> bool:
    """Tell whether the record would stop a build."""
    return any(CODES[each.problem.code].severity == "error" for each in told)
