"""Fields and choices as people know them: what a form would call them, and the code in the file.

What a field means stands in its description, whose beginning is its name; where it is not, the name
stands in `NAMES`. Values of problems hold several as `fields` and `choices` return them. All of
them are put into the reader's language here.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from generator.base.messages import CHINESE, N_, catalogue
from generator.base.patterns import pattern

Translate: TypeAlias = Callable[[str], str]

NAMES = {
    "draft keeps the record out of the site": N_("published or draft"),
    "yes keeps the record out of everything but the count of what is kept back": N_(
        "on the notice board only"
    ),
    "numbers that look like a person's and are none; shown to no one": N_("numbers vouched for"),
    "planned money in all": N_("planned money"),
    "yes when no one holds it": N_("whether no one holds it"),
    "supervisor, liaison or both": N_("role"),
    "yes for party-building and poverty work": N_("party-building and poverty work"),
    "yes when the records are demonstration data": N_("demonstration data"),
    "new, continued or extended": N_("nature of the project"),
}
"""Names of fields whose description does not begin with one."""
_ENDS = pattern(r" *[；，：（,;:(]")
# no text that was typed has U+0000 in it, so none is taken for one of these or for a message
FIELDS, _CHOICES = "\0f:", "\0c:"


def name(meaning: str, tr: Translate) -> str:
    """Return what people call a field by what it means, in the language of `tr`."""
    return _ENDS.split(tr(NAMES.get(meaning, meaning)), maxsplit=1)[0]


def shown(meaning: str, code: str, tr: Translate) -> str:
    """Return a field's name and code: `planned money (budget)`; the code alone if it has none."""
    label = name(meaning, tr) if meaning else ""
    return tr(N_("{label} ({code})")).format(label=label, code=code) if label else code


def fields(model: Any, names: Iterable[str], within: str = "") -> str:
    """Return fields of a model, `within` a group such as `footer.`, as a value of a problem."""
    known = model.model_fields
    every = (f"{known[each].description or ''}\t{within}{each}" for each in names)
    return FIELDS + "\n".join(every)


def together(each: Iterable[str]) -> str:
    """Return several values that `fields` made as one."""
    return FIELDS + "\n".join(one.removeprefix(FIELDS) for one in each)


def choices(among: Mapping[str, Sequence[str] | Mapping[str, str]]) -> str:
    """Return codes as a value of a problem; labels as in `field_types.Choice`, or by language."""
    return _CHOICES + json.dumps(dict(among), default=dict)


def one_of(every: str, word: str) -> str:
    """Return the one of `every`, a value that `choices` made, with `word` as its code or label."""
    for code, known in json.loads(every.removeprefix(_CHOICES)).items():
        if word == code or word in (known.values() if isinstance(known, dict) else known):
            return choices({code: known})
    return word


def value(text: str, language: str) -> str:
    """Return a value of a problem as people read it: fields, choices, a msgid or a plain text."""
    tr = catalogue(language).gettext
    if text.startswith("\0:"):
        return tr(text[2:]) if text[2:] else ""  # the empty msgid is the head of the catalogue
    if text.startswith(FIELDS):
        every = [each.split("\t") for each in text[len(FIELDS) :].split("\n")]
        return _joined([shown(meaning, code, tr) for meaning, code in every], tr)
    if not text.startswith(_CHOICES):
        return text
    among = json.loads(text[len(_CHOICES) :]).items()
    pair = tr(N_("{label} ({code})"))
    every_label = [(_label(labels, language), code) for code, labels in among]
    told = (pair.format(label=label, code=code) if label else code for label, code in every_label)
    return _joined([*told], tr)


def _label(labels: list[str] | dict[str, str], language: str) -> str:
    """Return the label of a choice in a language, or the next best."""
    chinese = language.startswith("zh")
    if isinstance(labels, list):
        shown = catalogue(language).gettext(labels[0])
        written = labels[:2][-1]
        if not chinese or shown in written or written in shown:
            return written if chinese else shown
        if shown not in labels[2:]:
            return written
        says = catalogue(language).gettext(N_("{written}, on pages “{shown}”"))
        return says.format(written=written, shown=shown)
    near = (language, CHINESE if chinese else language.partition("-")[0], "", CHINESE)
    found = next((labels[each] for each in near if each in labels), None)
    return next(iter(labels.values()), "") if found is None else found


def _joined(each: list[str], tr: Translate) -> str:
    """Return a list of things as it stands in a sentence."""
    found = each[0]
    for following in each[1:]:
        found = tr(N_("{before}, {next}")).format(before=found, next=following)
    return found
