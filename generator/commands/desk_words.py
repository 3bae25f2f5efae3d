"""What is said at the desk of a change: its fields by their names, and the pages that show it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from babel.dates import format_date

from generator.base.messages import CHINESE, N_, catalogue
from generator.commands.desk_find import Finder
from generator.commands.desk_records import Asked
from generator.model import problem_words
from generator.model.kinds.registry import KINDS
from generator.parse import site_words
from generator.parse.yaml_nodes import Raw
from generator.records.form_changes import Change, Path, changes
from generator.records.form_judge import Told
from generator.records.record_forms import Field

OWN_NAMES = {"pages": N_("text that explains the site")}
"""What records of kinds that `portal new` does not write are called."""
LONGEST = 120
"""Signs that are shown of a text that is longer."""


class Shown(NamedTuple):
    """A change as it is told: the field, what stood there, what is to stand there."""

    field: str
    old: str
    new: str


class Seen(NamedTuple):
    """A page that shows a change: what it is, and its address."""

    what: str
    url: str


def kind_name(folder: str, language: str) -> str:
    """Return what a record of a kind is called."""
    english, chinese = KINDS[folder].called
    if folder in OWN_NAMES:
        return catalogue(language).gettext(OWN_NAMES[folder])
    if language == CHINESE:
        return chinese.partition("、")[0]
    new = KINDS[folder].new
    return catalogue(language).gettext(new.says) if new else english


def moment(when: datetime, language: str) -> str:
    """Return day, hour and minute as people say them, by the clock of whoever sits at the desk."""
    own = when.astimezone()
    return f"{format_date(own, 'long', locale=language.replace('-', '_'))} {own:%H:%M}"


class Words:
    """Says things in the language of whoever sits at the desk."""

    def __init__(self, language: str, finder: Finder) -> None:
        self.language, self.finder = language, finder
        self.ours = catalogue(language).gettext

    def tr(self, text: str) -> str:
        """Return one of our texts as this site says it, in the language of whoever sits there."""
        own = self.finder.own_words(self.language).get(text)
        return own[0] if own else self.ours(text)

    def kind(self, folder: str) -> str:
        """Return what a record of a kind is called."""
        return kind_name(folder, self.language)

    def example(self, field: Field) -> str:
        """Return the example of a field, with the words of the site's own places.

        Places and records are chosen by name: of these none is shown.
        """
        if field.sort in ("unit", "record"):
            return ""
        return self.finder.examples().own(field.example)

    def changes(
        self,
        fields: Sequence[Field],
        old: Mapping[str, Raw],
        new: Mapping[str, Raw],
        texts: tuple[str, str] = ("", ""),
    ) -> list[Shown]:
        """Return what differs between two states of a record, and of the text below its fields."""
        found = [self.change(fields, each) for each in changes(old, new)]
        if texts[0].strip() != texts[1].strip():
            found.append(Shown(self.tr(N_("the text")), *map(self.value, texts)))
        elif texts[0] != texts[1]:
            found.append(Shown(self.tr(N_("blank lines in the text")), "", ""))
        if not found and [*old] != [*new]:
            found.append(Shown(self.tr(N_("the order of the fields")), "", ""))
        return found

    def change(self, fields: Sequence[Field], each: Change) -> Shown:
        """Return one change as it is told."""
        name, field = self.field(fields, each.path)
        return Shown(name, self.value(each.old, field), self.value(each.new, field))

    def field(self, fields: Sequence[Field], path: Path) -> tuple[str, Field | None]:
        """Return what people call the field at a path: 资金来源 2 · 金额."""
        found: Field | None = None
        parts: list[str] = []
        for step in path:
            if isinstance(step, int):
                parts[-1:] = [f"{parts[-1] if parts else ''} {step + 1}"]
                continue
            among = found.parts if found else fields
            found = next((field for field in among if field.name == step), None)
            parts.append(found.label(self.tr) if found else step)
        return " · ".join(parts) or self.tr(N_("the record")), found

    def value(self, value: "Raw | None", field: Field | None = None) -> str:
        """Return a value as it is told, with labels and names in it."""
        if value is None or value == "":
            return self.tr(N_("nothing"))
        if isinstance(value, str):
            if field and field.choices:
                value = self.choice(field, value)
            elif field and field.sort == "unit":
                value = f"{self.finder.name(value)} ({value})"
            return value if len(value) <= LONGEST else value[:LONGEST] + "…"
        parts: Iterable[str]
        if isinstance(value, list):
            parts = (self.value(each, field) for each in value)
            return "；".join(parts) or self.tr(N_("none"))
        among = field.parts if field else ()
        known = {each.name: each for each in among}
        parts = (
            f"{known[name].label(self.tr) if name in known else name} "
            f"{self.value(each, known.get(name))}"
            for name, each in value.items()
        )
        return "，".join(parts)

    def choice(self, field: Field, typed: str) -> str:
        """Return the label of a choice, what was typed where it is none."""
        for code, words in field.choices:
            if typed in (code, *words):
                return self.label(words)
        return typed

    def label(self, words: Sequence[str]) -> str:
        """Return the label of a choice from its words: English first, then Chinese."""
        if self.language == CHINESE or len(words) == 1:
            return site_words.label(self.finder.own_words(CHINESE), words)
        return self.tr(words[0]) if words[0].isascii() else words[0]

    def problem(self, each: Told) -> dict[str, Any]:
        """Return a problem as a form shows it."""
        return {
            "path": [*each.path],
            "code": each.problem.code,
            "error": each.error,
            "label": problem_words.about(each.problem, self.language),
            "message": problem_words.message(each.problem, self.language),
            "hint": problem_words.hint(each.problem, self.language),
        }

    def pages(self, asked: Asked, title: str) -> Iterator[Seen]:
        """Yield the pages that may show a change of a record: its own, and those of places."""
        kind = KINDS[asked.folder]
        ident, place = asked.ident, kind.place_of(asked.ident)
        if asked.folder != "units":
            what = title or kind_name(asked.folder, self.language)
            yield Seen(self.tr(N_("{record}: its own page")).format(record=what), kind.url(ident))
        line = self.finder.line(place) if place else self.finder.line("")
        for n, each in enumerate(reversed(line)):
            name = self.finder.name(each)
            said = N_("{place}: its page") if not n and place else N_("{place}: sums and lists")
            yield Seen(self.tr(said).format(place=name), f"units/{each}.html")
