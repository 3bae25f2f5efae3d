"""What a site says once of the sheets it takes in: `content/imports/KIND.yaml`.

There stand headings that no one else has, words of a column with their codes, the unit of money,
and what no sheet says: the name of the fund that the money of each level comes from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import Field as Described

from generator.base import spelling
from generator.base.messages import CHINESE, ENGLISH, N_
from generator.base.problems import Place, Problem, problem
from generator.parse import record_file, site_words, validation
from generator.parse.field_types import Part, Text
from generator.parse.sheet_cells import UNITS
from generator.records import sheet_columns, sheet_words
from generator.records.batches import IMPORTS
from generator.records.sheet_words import Path as FieldPath


class Written(Part):
    """What such a file may say."""

    columns: dict[Text, Text] | None = Described(
        None, description=N_("headings, each with its field, or skip")
    )
    values: dict[Text, dict[Text, Text]] | None = Described(
        None, description=N_("words of a column, each with what they mean, by field")
    )
    fill: dict[Text, Text] | None = Described(
        None, description=N_("what no sheet says, by field: for new records")
    )
    unit: Text | None = Described(
        None, description=N_("unit of money where a sheet names none"), examples=["万元"]
    )


@dataclass(frozen=True, slots=True)
class Answers:
    """The same, as it is asked for."""

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[FieldPath, Mapping[str, str]] = field(default_factory=dict)
    fill: Mapping[FieldPath, str] = field(default_factory=dict)
    unit: int | None = None
    file: str = ""
    """Where they lie, or are to be written."""


def path_of(content: str, folder: str) -> str:
    """Return where the answers for a kind lie."""
    return f"{content}/{IMPORTS}/{folder}.yaml"


def numbers_of(content: str, folder: str) -> str:
    """Return where the numbers of rows stand, each with the address of its record."""
    return f"{content}/{IMPORTS}/{folder}-numbers.yaml"


def read(root: Path, content: str, folder: str) -> tuple[Answers, list[Problem]]:
    """Return what the site says of sheets of a kind, and what is wrong with it."""
    answers, problems = _read(root, content, folder)
    return _in_own_words(answers, root, folder), problems


def _in_own_words(answers: Answers, root: Path, folder: str) -> Answers:
    """Return the answers with what our workbooks have in the site's own words: 市级 for 州级."""
    columns = dict(answers.columns)
    values = {path: dict(words) for path, words in answers.values.items()}
    for language in (CHINESE, ENGLISH):
        own = site_words.read(root, language)
        say = site_words.speaker(own, language)
        for path, of in sheet_columns.fields(folder).items() if own else ():
            name = of.name(language, say)
            if name != of.name(language):
                columns.setdefault(name, ".".join(path))
            for code, labels in of.choices.items():
                if labels[0] in own:
                    values.setdefault(path, {}).setdefault(own[labels[0]][0], code)
    return replace(answers, columns=columns, values=values)


def _read(root: Path, content: str, folder: str) -> tuple[Answers, list[Problem]]:
    file = path_of(content, folder)
    if not (root / file).exists():
        return Answers(file=file), []
    source, problems = record_file.read(root, file)
    if source is None:
        return Answers(file=file), problems
    said, more = validation.validate(Written, source, root)
    problems += more
    if said is None:
        return Answers(file=file), problems
    known = sheet_columns.fields(folder)
    columns = {}
    for name, target in (said.columns or {}).items():
        columns[name] = ".".join(_of_row(target, folder, known))
        if dotted(columns[name]) not in known:
            problems.append(_unknown(file, f"columns.{name}", target, folder))
    values = {_of_row(name, folder, known): each for name, each in (said.values or {}).items()}
    fill = {dotted(name, folder): text for name, text in (said.fill or {}).items()}
    asked = [(name, _of_row(name, folder, known)) for name in said.values or ()]
    for name, path in (*asked, *((name, dotted(name, folder)) for name in said.fill or ())):
        if not _is_field(path, known):
            problems.append(_unknown(file, name, name, folder))
    unit = next((yuan for word, yuan in UNITS if word == said.unit), None)
    if said.unit is not None and unit is None:
        problems.append(problem("P102", Place(file), "unit", value=said.unit))
    return Answers(columns, values, fill, unit, file), problems


def _of_row(name: str, folder: str, known: Mapping[FieldPath, object]) -> FieldPath:
    """Return the field of a name, `county`, `town`, `village` and `number` of a row among them."""
    return (f"@{name}",) if (f"@{name}",) in known else dotted(name, folder)


def dotted(name: str, folder: str = "projects") -> FieldPath:
    """Return the field of `sources.central.fund`: of the money of that level.

    Of other lists it is that of each entry: `posts.role`.
    """
    parts = name.split(".")
    if parts[:1] == [sheet_words.MAIN.get(folder)] and parts[1:2] not in ([sheet_words.ITEM], []):
        parts.insert(1, sheet_words.ITEM)
    if parts[0] == "sources" and len(parts) == 3 and not parts[1].startswith("@"):
        parts[1] = f"@{parts[1]}"
    if parts[0] == "sources" and len(parts) == 2:
        parts.insert(1, "@all")
    return tuple(parts)


def _is_field(path: FieldPath, known: Mapping[FieldPath, object]) -> bool:
    if path in known:
        return True
    return path[0] == "sources" and len(path) == 3 and ("sources", "[]", path[2]) in known


def _unknown(file: str, where: str, value: str, folder: str) -> Problem:
    known = [".".join(path) for path in sheet_columns.fields(folder) if "@" not in "".join(path)]
    near = spelling.nearest(value, known)
    return problem("P557", Place(file), where, value=value, nearest=near, known="、".join(known))


def numbers(root: Path, content: str, folder: str) -> tuple[dict[str, str], list[Problem]]:
    """Return the addresses of records by the numbers that their rows had."""
    file = numbers_of(content, folder)
    if not (root / file).exists():
        return {}, []
    source, problems = record_file.read(root, file)
    data = source.data if source else {}
    return {key: each for key, each in data.items() if isinstance(each, str)}, problems
