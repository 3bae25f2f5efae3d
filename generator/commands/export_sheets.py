"""`portal export` and `portal template`: a workbook that `portal import` takes back.

Beside the records it has a sheet of choices, which the drop-downs are made from, and one that says
what each column means. A property of the workbook tells it from others.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from generator.base import labels
from generator.base.cell_names import letters
from generator.base.messages import CHINESE, N_, catalogue
from generator.base.problems import Problem
from generator.model.config import Config
from generator.model.kinds.kind import Rules
from generator.model.kinds.registry import KINDS
from generator.parse import site_words
from generator.parse.site_words import Words
from generator.records import own_examples, sheet_export, sheet_places
from generator.records.batches import Tree, walk
from generator.records.own_examples import Examples
from generator.records.sheet_columns import Field
from generator.records.sheet_export import Exporter, Page, Value
from generator.records.sheet_places import Places
from generator.records.sheet_table import ABOUT, BESIDE, CHOICES, PROPERTY
from generator.records.sheet_words import ADDRESS, ITEM

_FREE = 500
"""Rows below the last that have drop-downs, too."""
_LONGEST_NAME = 31
_WIDTHS = {"money": 16, "text": 24, "code": 18, "list": 24, "choice": 14}
"""Widths of columns, in digits: a Chinese sign is as wide as two, which `autofit` does not know."""


@dataclass(frozen=True, slots=True)
class Speech:
    """How a workbook speaks."""

    language: str
    examples: Examples
    own: Words
    """The site's words in this language."""

    @classmethod
    def of(cls, found: Config, tree: Tree, language: str) -> "Speech":
        """Return how workbooks of a site speak. Raises OSError."""
        examples = own_examples.of_site(found.root, tree)
        return cls(language, examples, site_words.read(found.root, language))


def written(
    found: Config, rules: Rules, folder: str, under: str, into: Path, language: str
) -> tuple[int, list[Problem]]:
    """Write the records of a kind; return how many, and which cannot be read. Raises OSError."""
    tree = walk(found.root, found.settings.content)
    units = {file.id: file.path for file in tree.files if file.kind == "units"}
    places = Places(sheet_places.read(found.root, units))
    exporter = Exporter(folder, places, rules, language, site_words.read(found.root, CHINESE))
    problems: list[Problem] = []
    count = 0
    for file in tree.files:
        place = KINDS[folder].place_of(file.id)
        if file.kind == folder and not file.language and places.within(place, under):
            wrong = exporter.add(found.root, file.id, file.path)
            problems += wrong
            count += not wrong
    book(into, folder, exporter.pages, rules, Speech.of(found, tree, language))
    return count, problems


def template(found: Config, rules: Rules, folder: str, into: Path, language: str) -> None:
    """Write the workbook of a kind without records, to be filled in. Raises OSError."""
    tree = walk(found.root, found.settings.content)
    pages = sheet_export.pages(folder, levels=True)
    book(into, folder, pages, rules, Speech.of(found, tree, language))


def book(into: Path, folder: str, pages: Sequence[Page], rules: Rules, speech: Speech) -> None:
    """Write a workbook of pages. Raises OSError."""
    import xlsxwriter  # noqa: PLC0415 (for workbooks alone)

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        with xlsxwriter.Workbook(str(into), options) as made:
            made.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 (the same each time)
            made.set_custom_property(PROPERTY, folder)
            _Book(made, folder, rules, speech).all(pages)
    except xlsxwriter.exceptions.FileCreateError as error:
        raise error.args[0] from None  # what the system said


class _Book:
    """Writes the sheets of a workbook."""

    def __init__(self, made: Any, folder: str, rules: Rules, speech: Speech) -> None:
        self.made, self.folder, self.rules = made, folder, rules
        self.language, self.examples, self.own = speech.language, speech.examples, speech.own
        self.tr = site_words.speaker(speech.own, speech.language)
        # by these names such a sheet is known again, where xlrd reads no properties
        self.ours = catalogue(speech.language).gettext
        self.names: list[str] = []
        self.lists: dict[tuple[str, ...], str] = {}
        """The choices that a drop-down has been made of, each with its defined name."""
        self.choices: Any = None
        head = {
            "bold": True,
            "text_wrap": True,
            "valign": "top",
            "bottom": 1,
            "bg_color": "#EEF3F8",
        }
        self.head = made.add_format(head)
        self.forms = {
            "money": made.add_format({"num_format": "#,##0.00"}),
            "number": made.add_format({"num_format": "General"}),
            "text": made.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
        }

    def all(self, pages: Sequence[Page]) -> None:
        """Write every sheet: the records, their lists, what columns mean, the choices."""
        sheets = [self.made.add_worksheet(self.title(page)) for page in pages]
        about = self.made.add_worksheet(self.name(self.ours(ABOUT)))
        self.choices = self.made.add_worksheet(self.name(self.ours(CHOICES)))
        beside = (about.get_name(), self.choices.get_name())
        self.made.set_custom_property(BESIDE, "\n".join(beside))
        for sheet, page in zip(sheets, pages, strict=True):
            self.page(sheet, page)
        self.about(about, [*zip([each.get_name() for each in sheets], pages, strict=True)])
        sheets[0].activate()

    def title(self, page: Page) -> str:
        """Return the name of a sheet: what its kind or its list is called."""
        if not page.path:
            called = KINDS[self.folder].called
            return self.name(called[1] if self.language == CHINESE else called[0])
        deep = sum(1 for step in page.path if step != ITEM)
        return self.name(labels.name(page.columns[-1].meanings[deep - 1], self.tr))

    def name(self, wanted: str) -> str:
        """Return a name that a sheet may have, and none has."""
        bare = re.sub(r"[\[\]:*?/\\']", " ", wanted).strip()[:_LONGEST_NAME]
        found, number = bare, 1
        while found.casefold() in self.names:
            number += 1
            found = f"{bare[: _LONGEST_NAME - 3]}-{number}"
        self.names.append(found.casefold())
        return found

    def heading(self, of: Field) -> str:
        """Return the heading of a column, with the unit of money."""
        name = of.name(self.language, self.tr)
        return f"{name}（元）" if of.want == "money" else name

    def page(self, sheet: Any, page: Page) -> None:
        """Write a sheet of records or entries."""
        last = len(page.rows) + _FREE
        for column, of in enumerate(page.columns):
            sheet.write_string(0, column, self.heading(of), self.head)
            width = 34 if of.path == ADDRESS else _WIDTHS.get(of.want, 12)
            sheet.set_column(column, column, width, self.form(of))
            self.offer(sheet, column, of, last)
        for number, row in enumerate(page.rows, 1):
            for column, value in enumerate(row):
                self.cell(sheet, number, column, page.columns[column], value)
        sheet.freeze_panes(1, 1)
        if page.rows:
            sheet.autofilter(0, 0, len(page.rows), len(page.columns) - 1)

    def form(self, of: Field) -> Any:
        """Return the format of a column: what no program may turn into something else is text."""
        if of.want == "money":
            return self.forms["money"]
        numeric = of.want in ("count", "year", "percent")
        return self.forms["number" if numeric else "text"]

    def cell(self, sheet: Any, row: int, column: int, of: Field, value: Value) -> None:
        """Write a cell."""
        if value is None or value == "":
            return
        if isinstance(value, str):
            sheet.write_string(row, column, value, self.forms["text"])
        else:
            sheet.write_number(row, column, value, self.form(of))

    def offer(self, sheet: Any, column: int, of: Field, last: int) -> None:
        """Put what may be chosen behind a column, and what it means beside its cells."""
        said: dict[str, Any] = {"input_title": self.heading(of)[:32], "show_error": False}
        meaning = self.tr(of.meanings[-1]) if of.meanings else self.heading(of)
        said["input_message"] = meaning[:255]
        choices = self.offered(of)
        if choices:
            said |= {"validate": "list", "source": f"={self.listed(choices)}", "ignore_blank": True}
        else:
            said |= {"validate": "any"}
        sheet.data_validation(1, column, last, column, said)

    def offered(self, of: Field) -> tuple[str, ...]:
        """Return what a column may hold, as people know it; nothing where anything may stand."""
        chinese = self.language == CHINESE
        if of.want == "yes":
            return ("是", "否") if chinese else ("yes", "no")
        of_site = {"category": self.rules.categories, "purpose": self.rules.purposes}
        among = of_site.get(of.path[0]) if len(of.path) == 1 else None
        if among:
            return tuple(_label(each, code, chinese=chinese) for code, each in among.items())
        return tuple(
            site_words.label(self.own, each) if chinese else each[0] for each in of.choices.values()
        )

    def listed(self, choices: tuple[str, ...]) -> str:
        """Return the name of a range of choices: a list within a cell takes 255 characters."""
        if choices not in self.lists:
            sheet = self.choices
            column = len(self.lists)
            for row, each in enumerate(choices):
                sheet.write_string(row, column, each, self.forms["text"])
            name, letter = f"choices_{column + 1}", letters(column)
            place = f"='{sheet.get_name()}'!${letter}$1:${letter}${len(choices)}"
            self.made.define_name(name, place)
            self.lists[choices] = name
        return self.lists[choices]

    def about(self, sheet: Any, pages: Sequence[tuple[str, Page]]) -> None:
        """Write what each column means."""
        heads = (
            N_("sheet"),
            N_("column"),
            N_("field"),
            N_("meaning"),
            N_("choices"),
            N_("example"),
        )
        for column, head in enumerate(heads):
            sheet.write_string(0, column, self.tr(head), self.head)
        row = 0
        for name, page in pages:
            for of in page.columns:
                row += 1
                code = "" if of.path[0].startswith("@") else ".".join(of.path)
                meaning = self.tr(of.meanings[-1]) if of.meanings else self.heading(of)
                said = of.info.examples if of.info else None
                example = self.examples.own(str(said[0])) if said else ""
                cells = (
                    name,
                    self.heading(of),
                    code,
                    meaning,
                    "、".join(self.offered(of)),
                    example,
                )
                for column, text in enumerate(cells):
                    sheet.write_string(row, column, text, self.forms["text"])
        for column, width in enumerate((16, 28, 28, 60, 40, 28)):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)


def _label(named: Mapping[str, str], code: str, *, chinese: bool) -> str:
    return named.get(CHINESE if chinese else "en") or next(iter(named.values()), code)
