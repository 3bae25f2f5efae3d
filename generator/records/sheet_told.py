"""What is wrong with rows, told at the cells that it comes from.

What a sheet cannot know (a start, the name of a fund) is one question for all its rows. Warnings of
one sort are told once, with the cells where there are more of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from generator.base import labels, privacy
from generator.base.codes import CODES
from generator.base.findings import Finding, Step
from generator.base.problems import Place, Problem, problem
from generator.model.kinds.registry import KINDS
from generator.model.schedule import CONTRADICTIONS
from generator.parse import validation
from generator.parse.sheet_cells import Unsure
from generator.parse.split_values import named
from generator.parse.yaml_nodes import Raw
from generator.records.sheet_table import Row
from generator.records.sheet_words import Path as FieldPath

Origins: TypeAlias = Mapping[tuple[Step, ...], tuple[FieldPath, Row]]
_MOST = 20
"""Cells that are named where there are more of one sort."""
_LACKS = {
    0: ("actual", "start"),
    3: ("actual", "start"),
    4: ("actual", "finish"),
    5: ("actual", "finish"),
    7: ("acceptance", "result"),
    8: ("acceptance", "result"),
    9: ("acceptance", "result"),
    10: ("changes", "[]", "what"),
}
"""The field that the fact of each `CONTRADICTIONS` is about."""


@dataclass(slots=True)
class _Question:
    """What is asked once: the first cell, how many rows wait for the answer, what else is said."""

    place: Place
    code: str
    about: str
    values: Mapping[str, str]
    rows: int = 0
    also: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class Told:
    """What is wrong with rows, as it is told in the end."""

    folder: str
    imports: str
    """The file that answers are to be written into."""
    problems: list[Problem] = field(default_factory=list)
    _questions: dict[tuple[object, ...], _Question] = field(default_factory=dict)
    _warned: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    _first: dict[tuple[str, ...], Place] = field(default_factory=dict)

    def faults(self, row: Row, faults: Sequence[tuple[FieldPath, Unsure]]) -> bool:
        """Tell what cannot be told of cells; return whether the row cannot be taken."""
        bad = False
        for path, unsure in faults:
            place, about = row.place(path), self._about(path)
            error = CODES[unsure.code].severity == "error"
            bad = bad or error
            if unsure.code == "P577":
                key: tuple[object, ...] = (unsure.code, row.table.sheet.name, path)
                heading = " · ".join(row.table.heading.names[row.table.columns[path]])
                self._ask(key, place, unsure.code, about, heading=heading)
            elif error:
                self.problems.append(problem(unsure.code, place, about, **unsure.values))
            else:
                self._warn(unsure.code, place, about, unsure.values)
        return bad

    def findings(
        self, found: Sequence[Finding], where: Origins, row: Row, data: Mapping[str, Raw]
    ) -> bool:
        """Tell findings at the cells that they come from; return whether one is an error."""
        bad = False
        for each in found:
            path, of = _nearest(each.path, where, row)
            error = CODES[each.code].severity == "error"
            bad = bad or error
            if error and self._asked(each, where, of, path, data):
                continue
            field_ = f"{self.folder}/{named(each.path)}" if each.path else ""
            values = validation.told(each)
            if each.first is not None:
                at, first = _nearest(each.first, where, row)
                values["first"] = str(first.place(at).line)
            if error:
                self.problems.append(problem(each.code, of.place(path), field_, **values))
            else:
                self._warn(each.code, of.place(path), field_, values)
        return bad

    def plain(self, code: str, place: Place, path: FieldPath = (), **values: str) -> None:
        """Tell one problem of a cell."""
        self.problems.append(problem(code, place, self._about(path), **values))

    def of_file(self, problems: Sequence[Problem], row: Row) -> None:
        """Tell what is wrong with the text of a record at the cell that it comes from.

        At the row where no cell alone has it.
        """
        for each in problems:
            has = (path for path, text in row.texts.items() if each.code in _private(text))
            path = next(has, ())
            place, about = row.place(path or None), self._about(path)
            self.problems.append(problem(each.code, place, about, **dict(each.values)))

    def warn(self, code: str, place: Place, path: FieldPath = (), **values: str) -> None:
        """Tell a warning, which is told once for all of its sort."""
        self._warn(code, place, self._about(path), values)

    def _about(self, path: FieldPath) -> str:
        if not path or path[0].startswith("@"):
            return ""
        return f"{self.folder}/{'.'.join(each for each in path if each[0] not in '@[')}"

    def _asked(
        self,
        each: Finding,
        where: Origins,
        row: Row,
        path: FieldPath | None,
        data: Mapping[str, Raw],
    ) -> bool:
        """Ask what no row can know of itself; return whether this is such."""
        columns = row.table.columns
        steps = tuple("[]" if isinstance(step, int) else step for step in each.path)
        if each.code == "P101" and steps not in columns and each.path not in where:
            if steps[:1] == ("sources",) and len(each.path) == 3:
                if ("sources", "@all", steps[2]) in columns:
                    return False
                level = _level(data, each.path)
                also = f"sources.{level}.{steps[2]}: …"
            else:
                also = f"{'.'.join(step for step in steps if step != '[]')}: …"
            about = f"{self.folder}/{'.'.join(step for step in steps if step != '[]')}"
            self._ask((each.code, steps), row.place(None), "P574", about, also, file=self.imports)
            return True
        if each.code == "P308" and ("performance_target",) not in columns:
            about = f"{self.folder}/performance_target"
            also = "performance_target: …"
            self._ask((each.code,), row.place(None), "P574", about, also, file=self.imports)
            return True
        if each.code == "P307":
            said = dict(each.values)
            lacks = _LACKS.get(CONTRADICTIONS.index(said["contradiction"].removeprefix("\0:")), ())
            if lacks and lacks not in columns and lacks[:1] not in {one[:1] for one in columns}:
                key: tuple[object, ...] = (each.code, *said.values())
                needed = labels.fields(KINDS[self.folder].model, [lacks[0]])
                self._ask(
                    key, row.place(path), "P575", f"{self.folder}/stage", **said, fields=needed
                )
                return True
        if each.code == "P108" and path is not None:
            values = validation.told(each)
            field_ = ".".join(each for each in path if each != "[]")
            line = f"{field_}: {{{values['value']}: …}}"
            about = f"{self.folder}/{named(each.path)}"
            word = (each.code, path, values["value"])
            self._ask(word, row.place(path), "P576", about, **values, file=self.imports, line=line)
            return True
        return False

    def _ask(
        self,
        key: tuple[object, ...],
        place: Place,
        code: str,
        about: str,
        also: str = "",
        **values: str,
    ) -> None:
        asked = self._questions.setdefault(key, _Question(place, code, about, values))
        asked.rows += 1
        if also:
            asked.also[also] = None

    def _warn(self, code: str, place: Place, about: str, values: Mapping[str, str]) -> None:
        sort = (
            code,
            place.file,
            place.sheet,
            about if "." not in about else about.partition(".")[0],
        )
        more = self._warned.get(sort)
        if more is None:
            self._warned[sort] = []
            self._first[sort] = place
            self.problems.append(problem(code, place, about, **values))
        else:
            more.append(place.cell.rpartition("!")[2])

    def all(self) -> Iterator[Problem]:
        """Yield every problem: those of one cell, those of many, the questions."""
        yield from self.problems
        for asked in self._questions.values():
            lines = {"lines": "、".join(asked.also)} if asked.also else {}
            values = {**asked.values, **lines, "count": str(asked.rows)}
            yield problem(asked.code, asked.place, asked.about, **values)
        for sort, cells in self._warned.items():
            if cells:
                named_ = "、".join(cells[:_MOST]) + ("…" if len(cells) > _MOST else "")
                values = {"code": sort[0], "count": str(len(cells)), "cells": named_}
                yield problem("P578", self._first[sort], "", **values)


def _private(text: str) -> set[str]:
    """Return the codes of what is told of numbers in a text that are a person's."""
    return {code for code, _, _ in privacy.found(text)}


def _level(data: Mapping[str, Raw], path: tuple[Step, ...]) -> str:
    sources: Any = data.get("sources", [])
    try:
        return str(sources[path[1]]["level"])
    except (IndexError, KeyError, TypeError):
        return "…"


def _nearest(path: tuple[Step, ...], where: Origins, row: Row) -> tuple[FieldPath | None, Row]:
    """Return the field of the sheet that something in a record comes from, and its row."""
    steps = tuple(each.removeprefix("^") if isinstance(each, str) else each for each in path)
    for length in range(len(steps), 0, -1):
        if steps[:length] in where:
            return where[steps[:length]]
    for at, found in where.items():
        if steps and at[: len(steps)] == steps:
            return found
    columns = row.table.columns
    flat = tuple("[]" if isinstance(each, int) else each for each in steps)
    return (flat if flat in columns else None), row
