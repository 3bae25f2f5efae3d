"""What a site has and says before a workbook is opened: its answers, places, records, numbers."""

from contextlib import suppress
from dataclasses import dataclass, replace

from generator.base.problems import Problem
from generator.parse.sheet_cells import Unsure
from generator.records import sheet_answers, sheet_columns, sheet_places
from generator.records.batches import Tree
from generator.records.sheet_answers import Answers
from generator.records.sheet_existing import Existing
from generator.records.sheet_places import Places
from generator.records.sheet_plan import Asked
from generator.records.sheet_refs import Titles


@dataclass(frozen=True, slots=True)
class Said:
    """What a site says once of the sheets of a kind."""

    answers: Answers
    numbers: dict[str, str]
    """The addresses of records by the numbers that rows have."""
    problems: list[Problem]

    @staticmethod
    def read(asked: Asked) -> "Said":
        """Read it, with what is wrong in it."""
        where = asked.root, asked.content, asked.folder
        answers, problems = sheet_answers.read(*where)
        numbers, more = sheet_answers.numbers(*where)
        return Said(answers, numbers, [*problems, *more])


@dataclass(frozen=True, slots=True)
class Known:
    """What an import is held against."""

    answers: Answers
    """What the site says once, with units by their addresses."""
    numbers: dict[str, str]
    places: Places
    existing: Existing
    titles: Titles

    @staticmethod
    def look(asked: Asked, said: Said, tree: Tree) -> "Known":
        """Look through the places of a site, and its records of the kind. Raises OSError."""
        of_kind: dict[str, dict[str, str]] = {}
        for file in tree.files:
            if not file.language:
                of_kind.setdefault(file.kind, {})[file.id] = file.path
        places = Places(sheet_places.read(asked.root, of_kind.get("units", {})), asked.under)
        answers = _units_of(said.answers, asked.folder, places)
        own = dict(of_kind.get(asked.folder, {}))
        existing = Existing(asked.root, asked.folder, own, places)
        existing.look(asked.under)
        titles = Titles(asked.root, of_kind, places)
        return Known(answers, said.numbers, places, existing, titles)


def _units_of(answers: Answers, folder: str, places: Places) -> Answers:
    """Return the answers with the addresses of units where they have their names."""
    known, fill = sheet_columns.fields(folder), dict(answers.fill)
    for path, text in answers.fill.items():
        if path in known and known[path].names_unit:
            with suppress(Unsure):  # what it is not is told with each row
                fill[path] = places.any(text)
    return replace(answers, fill=fill)
