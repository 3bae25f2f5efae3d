"""Problems are values: what is wrong, where, and how to put it right.

What a code means stands in `codes`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator import labels
from generator.codes import CODES, Severity
from generator.messages import N_, catalogue
from generator.privacy import redacted


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file; `file` is relative to the folder of config.yaml, with forward slashes.

    `line` and `column` count from 1; 0 means the file as a whole.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, at one place.

    `field` is the path of the field, such as `sources.2.amount`, or empty; `values` fill the named
    places of the message and the hint of `code`.
    """

    code: str
    place: Place
    field: str = ""
    values: tuple[tuple[str, str], ...] = ()

    @property
    def severity(self) -> Severity:
        """Whether it stops a build."""
        return CODES[self.code].severity

    def message(self, language: str) -> str:
        """Return what is wrong, in `language`."""
        return self._fill(CODES[self.code].message, language)

    def hint(self, language: str) -> str:
        """Return how to put it right, in `language`."""
        return self._fill(CODES[self.code].hint, language)

    def _fill(self, text: str, language: str) -> str:
        tr = catalogue(language).gettext
        values = {
            "field": self.field.rpartition(".")[2],
            "example": "…",
            "unknown": "",
            "parts": "",
        }
        for name, value in self.values:
            values[name] = labels.value(value, language)
        nearest = values.get("nearest")
        if nearest:
            values["nearest"] = tr(N_("; did you mean “{value}”?")).format(value=nearest)
        if values["unknown"]:
            only = tr(N_("; “{value}” only says that it is not known"))
            values["unknown"] = only.format(value=values["unknown"])
        if values["parts"]:
            there = tr(N_("; below it, each on a line of its own, indented by two spaces: {value}"))
            values["parts"] = there.format(value=values["parts"])
        return labels.words(tr(text), tr).format_map(values)

    def about(self, language: str) -> str:
        """Return the field as people know it, with its path; "" if it is about none."""
        return labels.of_problem(self.place.file, self.field, language) if self.field else ""


def problem(code: str, place: Place, /, field: str = "", **values: str | float) -> Problem:
    """Make a problem; what starts with U+0000 and `:`, and what `labels` makes, is translated.

    What is said of a file is read by others than its author: no identity number is repeated.
    """
    shown = tuple((name, redacted(str(value))) for name, value in values.items())
    return Problem(code, place, redacted(field), shown)


def errors(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield those problems that stop a build."""
    return (each for each in problems if each.severity == "error")


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems sorted by place, without repetitions."""
    return sorted(set(problems), key=lambda each: (each.place, each.code, each.field, each.values))
