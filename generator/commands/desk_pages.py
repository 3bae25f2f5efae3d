"""The pages of the desk as HTML: forms from models, lists of records, sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator.base import labels
from generator.base.messages import N_, catalogue
from generator.commands.desk_words import Words
from generator.records import record_forms
from generator.records.record_forms import Field

FILES = Path(__file__).parent / "desk_files"
SAID: Mapping[str, str] = {
    "same": N_("Nothing is changed."),
    "changed": N_("Changes: {n}. All is right so far."),
    "wrong": N_("To be put right first: {n}."),
    "gone": N_(
        "The desk does not answer. Is the program still running? What you typed stays here."
    ),
    "saving": N_("Saving …"),
    "notsaved": N_("It is not saved."),
    "sending": N_("Taking the file in …"),
    "clash": N_("Not saved: someone else was faster."),
    "both": N_("Both of you changed: {fields}. There, yours would stand."),
}
"""What the script of a form says."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A field as a form shows it, in the language of whoever sits at the desk."""

    of: Field
    words: Words
    chinese: bool = False
    """Whether its record is written in Chinese, choices by their labels too."""

    @property
    def name(self) -> str:
        """Its code."""
        return self.of.name

    @property
    def sort(self) -> str:
        """How it is asked for."""
        return self.of.sort

    @property
    def listed(self) -> bool:
        """Whether there may be several."""
        return self.of.listed

    @property
    def needed(self) -> bool:
        """Whether no record may be without it."""
        return self.of.needed

    @property
    def records(self) -> str:
        """The kind of the records it names."""
        return self.of.records

    @property
    def says_none(self) -> bool:
        """Whether an empty list says something."""
        return self.of.says_none

    @property
    def label(self) -> str:
        """What people call it."""
        return self.of.label(self.words.tr)

    @property
    def remark(self) -> str:
        """What it means besides its label, "" where that says all."""
        said = self.words.tr(self.of.meaning)
        named = labels.name(self.of.meaning, self.words.tr)
        return "" if said == named else said

    @property
    def example(self) -> str:
        """An example, "" where there are choices."""
        return "" if self.of.choices else self.words.example(self.of)

    @property
    def default(self) -> str:
        """What is meant where nothing is chosen, in brackets; "" where that means nothing."""
        words = dict(self.of.choices).get(self.of.default)
        return (
            self.words.tr(N_("({choice})")).format(choice=self.words.label(words)) if words else ""
        )

    @property
    def parts(self) -> "list[Shown]":
        """The fields of a group."""
        return [Shown(each, self.words, self.chinese) for each in self.of.parts]

    @property
    def blank(self) -> Any:
        """What an entry of a list that is added holds."""
        return record_forms.state(self.of.parts, {}) if self.of.sort == "group" else ""

    def options(self, value: str) -> list[dict[str, object]]:
        """Return its choices; what stands in the file stays as it is typed there."""
        code = record_forms.code_of(self.of, value) if value else ""
        found: list[dict[str, object]] = [
            {
                "value": value if each == code else words[:2][-1] if self.chinese else each,
                "label": self.words.label(words) if words else each,
                "selected": each == code and bool(value),
            }
            for each, words in self.of.choices
        ]
        if value and not any(each["selected"] for each in found):
            found.append({"value": value, "label": value, "selected": True})
        return found


def parted(
    fields: Sequence[Field], state: Mapping[str, Any], words: Words, *, chinese: bool = False
) -> tuple[list[Shown], list[Shown]]:
    """Return the fields that are needed or filled in, and the others; none that is not shown."""
    known = [each for each in fields if each.name in state]
    live = [
        each
        for each in known
        if each.needed or each.name == "status" or not _empty(state[each.name])
    ]
    rest = [each for each in known if each not in live]
    return [Shown(each, words, chinese) for each in live], [
        Shown(each, words, chinese) for each in rest
    ]


def _empty(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_empty, value.values()))
    return value is None or value == ""


@cache
def _environment(language: str) -> Environment:
    made = Environment(
        loader=FileSystemLoader(FILES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    of = catalogue(language)

    def gettext(message: str, **values: object) -> Markup:
        return Markup(of.gettext(message)) % values if values else Markup(of.gettext(message))  # noqa: S704 (our own words)

    made.globals["_"] = gettext
    return made


def page(name: str, language: str, values: Mapping[str, Any]) -> str:
    """Return a page of the desk, by the name of its template."""
    tr = catalogue(language).gettext
    said = {each: tr(text) for each, text in SAID.items()}
    known = {"language": language, "waiting": 0, "said": said, **values}
    return _environment(language).get_template(name).render(known)


def bar(text: str, links: Sequence[tuple[str, str]]) -> str:
    """Return a page of the preview with the desk's own links above it."""
    head, body, rest = text.partition("<body")
    if not body:
        return text
    end = rest.index(">") + 1
    made = "".join(
        f'<a href="{Markup.escape(url)}">{Markup.escape(said)}</a>' for said, url in links
    )
    style = '<link rel="stylesheet" href="/desk/files/bar.css">'
    return f'{head}{body}{rest[:end]}{style}<div class="desk-bar">{made}</div>{rest[end:]}'
