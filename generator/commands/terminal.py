"""The terminal: what a person or another program is told, in their form and language."""

import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.base.messages import N_, catalogue
from generator.base.problems import Problem, errors

if TYPE_CHECKING:
    from generator.base.progress import Stage, Tell
    from generator.build.keep_going import Earlier
    from generator.build.report import Report

_DRAWN_EVERY = 0.1
"""Seconds between two drawings of a bar."""
_PLAIN_EVERY = 5.0
"""Seconds between lines of progress where there is no terminal to draw a bar on."""


class Terminal:
    """Where messages go: results to standard output, all else to standard error."""

    def __init__(self, language: str) -> None:
        self.language = language
        messages = catalogue(language)
        self.tr, self.ntr = messages.gettext, messages.ngettext
        self._drawn, self._later = False, list[str]()

    def say(self, sentence: str) -> None:
        """Tell the person at the terminal something."""
        print(sentence, file=sys.stderr, flush=True)

    def alone(self) -> None:
        """Say that this process does the work of others that the system has ended.

        While bars are drawn it is said after them.
        """
        said = N_(
            "The system has ended a process of this program, or lets it start none: mostly, memory"
            " does not suffice. The rest is done in one process, which takes longer. Close other"
            " programs, or give the machine more memory; build, check and diff need less with"
            " --jobs 1."
        )
        self._later.append(self.tr(said))
        if not self._drawn:
            self._catch_up()

    def _catch_up(self) -> None:
        for each in self._later:
            self.say(each)
        self._later.clear()

    def result(self, text: str) -> None:
        """Print what was asked for."""
        print(text, flush=True)

    def built(self, report: "Report", where: Path, as_of: date) -> None:
        """Say what a build has made."""
        done = report.published
        if done is None:
            return
        self.say(
            self.tr(
                N_(
                    "{site} as of {day}: {units} units, {projects} projects; {written} files"
                    " written, {removed} removed, {kept} unchanged."
                )
            ).format(
                site=where,
                day=as_of.isoformat(),
                units=report.units,
                projects=report.projects,
                written=done.written,
                removed=done.removed,
                kept=done.kept,
            )
        )

    def stages(self, stages: "Sequence[Stage]") -> None:
        """Say how long each stage of a build took, the longest first."""
        for each in sorted(stages, key=lambda stage: -stage.seconds):
            self.say(f"{each.seconds:8.3f} s  {each.count:7,}  {self.tr(each.name)}")

    @contextmanager
    def progress(self) -> "Iterator[Tell]":
        """Give a function to be told of progress: bars on a terminal, plain lines elsewhere."""
        if sys.stderr.isatty():
            self._drawn = True
            try:
                with self._bars() as tell:
                    yield tell
            finally:
                self._drawn = False
                self._catch_up()
        else:
            yield self._lines()

    @contextmanager
    def _bars(self) -> "Iterator[Tell]":
        from rich.console import Console  # noqa: PLC0415 (slow to import, only for a person)
        from rich.progress import Progress, TaskID  # noqa: PLC0415

        tasks: dict[str, TaskID] = {}
        shown = 0.0
        # by itself it draws in another thread; processes are forked best where there is none
        with Progress(console=Console(stderr=True), transient=True, auto_refresh=False) as bars:

            def tell(stage: str, done: int, of: int) -> None:
                nonlocal shown
                if stage not in tasks:
                    tasks[stage] = bars.add_task(self.tr(stage), total=of)
                bars.update(tasks[stage], completed=done, total=of)
                if time.monotonic() - shown >= _DRAWN_EVERY:
                    bars.refresh()
                    shown = time.monotonic()

            yield tell

    def _lines(self) -> "Tell":
        said = time.monotonic()

        def tell(stage: str, done: int, of: int) -> None:
            nonlocal said
            if time.monotonic() - said >= _PLAIN_EVERY:
                said = time.monotonic()
                self.say(f"{self.tr(stage)} {done}/{of}")

        return tell


def _text(problems: Sequence[Problem], out: Terminal) -> None:
    """Print problems by place, errors after all warnings: so they stand where a terminal ends."""
    from generator.model import problem_words  # noqa: PLC0415 (slow to load, and mostly all is well)

    for each in sorted(problems, key=lambda each: each.severity == "error"):
        field = f" {problem_words.about(each, out.language)}" if each.field else ""
        head = f"{each.place}: {each.severity} {each.code}{field}"  # editors know this form
        hint = out.tr(N_("hint: {hint}")).format(hint=problem_words.hint(each, out.language))
        out.result(f"{head}: {problem_words.message(each, out.language)}\n    {hint}")
    if problems:
        wrong = sum(1 for _ in errors(problems))
        out.result(_summary(wrong, len(problems) - wrong, out))


def _summary(wrong: int, doubtful: int, out: Terminal) -> str:
    parts = []
    if wrong:
        parts.append(out.ntr("{n} error", "{n} errors", wrong).format(n=wrong))
    if doubtful:
        parts.append(out.ntr("{n} warning", "{n} warnings", doubtful).format(n=doubtful))
    return out.tr(N_(", ")).join(parts)


def rows(problems: Sequence[Problem], out: Terminal) -> list[dict[str, str | int]]:
    """Return problems as another program reads them; those of a workbook have their cell, too."""
    from generator.model import problem_words  # noqa: PLC0415 (slow to load, and mostly all is well)

    return [
        {
            "file": each.place.file,
            **({"cell": each.place.cell} if each.place.cell else {}),
            "line": each.place.line,
            "column": each.place.column,
            "severity": each.severity,
            "code": each.code,
            "field": each.field,
            "label": problem_words.about(each, out.language),
            "message": problem_words.message(each, out.language),
            "hint": problem_words.hint(each, out.language),
        }
        for each in problems
    ]


def _json(problems: Sequence[Problem], out: Terminal) -> None:
    out.result(json.dumps({"problems": rows(problems, out)}, ensure_ascii=False, indent=1))


def json_with(problems: Sequence[Problem], earlier: "Sequence[Earlier]", out: Terminal) -> None:
    """Print problems as `_json` does, and the places that stay as they were."""
    said = {"problems": rows(problems, out), "kept": [each._asdict() for each in earlier]}
    out.result(json.dumps(said, ensure_ascii=False, indent=1))


def _github(problems: Sequence[Problem], out: Terminal) -> None:
    """Print workflow commands, which show each problem beside its line in a pull request."""
    from generator.model import problem_words  # noqa: PLC0415 (slow to load, and mostly all is well)

    for each in problems:
        place = each.place
        where = f"file={_property(place.file)}"
        if place.line:
            where += f",line={place.line},col={place.column}"
        title = _property(f"{each.code} {problem_words.about(each, out.language)}".strip())
        message = _data(
            f"{problem_words.message(each, out.language)}\n{problem_words.hint(each, out.language)}"
        )
        out.result(f"::{each.severity} {where},title={title}::{message}")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMS: Mapping[str, Callable[[Sequence[Problem], Terminal], None]] = {
    "text": _text,
    "json": _json,
    "github": _github,
}


def remove(folder: Path) -> None:
    """Remove a folder of caches, if it is there."""
    if folder.exists():
        shutil.rmtree(folder)
