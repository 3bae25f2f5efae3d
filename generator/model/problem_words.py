"""What a problem says in its reader's language: its message, its cure, the name of its field.

The words of `codes` ask for a field by `{label:projects.budget}`, or for the line to be written by
`{line:supervisors.posts.vacant=yes}`: the models of the kinds know what these are called.
"""

import re
from functools import cache
from typing import Any

from generator.base import labels
from generator.base.codes import CODES
from generator.base.labels import Translate
from generator.base.messages import N_, catalogue
from generator.base.patterns import pattern
from generator.base.problems import Problem
from generator.model.kinds.registry import KINDS
from generator.model.settings import Settings
from generator.parse.model_fields import inner

_ASKED = pattern(r"\{(label|line):([\w.]+)(?:=(\w+))?\}")


_SITE = "config"


def message(each: Problem, language: str) -> str:
    """Return what is wrong, in `language`."""
    return _filled(each, CODES[each.code].message, language)


def hint(each: Problem, language: str) -> str:
    """Return how to put it right, in `language`."""
    spec = CODES[each.code]
    return _filled(each, (each.place.sheet and spec.in_cell) or spec.hint, language)


def about(each: Problem, language: str) -> str:
    """Return the field as people know it, with its path; "" if it is about none."""
    return of_problem(each.place.file, each.field, language) if each.field else ""


def _filled(each: Problem, text: str, language: str) -> str:
    tr = catalogue(language).gettext
    values = {"field": re.split("[./]", each.field)[-1], "example": "…", "unknown": "", "parts": ""}
    for name, value in each.values:
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
    return words(tr(text), tr).format_map(values)


def words(text: str, tr: Translate) -> str:
    """Return a message or a hint with the fields that it names: see the top of this module."""
    return _ASKED.sub(lambda found: _asked(found, tr), text) if "{l" in text else text


def _asked(found: re.Match[str], tr: Translate) -> str:
    form, path, value = found.groups()
    kind, _, field = path.partition(".")
    meaning, code = _meaning(kind, field), field.rpartition(".")[2]
    if form == "label":
        return labels.shown(meaning, code, tr)
    line = tr(N_("“{code}: {value}” ({label})"))
    return line.format(code=code, value=value or "…", label=labels.name(meaning, tr))


def of_problem(file: str, field: str, language: str) -> str:
    """Return name and path of a problem's field: `amount (payments.2.amount)`."""
    kind = next((part for part in file.split("/") if part in KINDS), _SITE)
    if "/" in field:  # of a workbook, which may be called anything
        kind, _, field = field.partition("/")
    return labels.shown(_meaning(kind, field), field, catalogue(language).gettext)


@cache
def _meaning(kind: str, field: str) -> str:
    """Return what the field at a path of groups means, "" if there is none."""
    model: Any = Settings if kind == _SITE else KINDS[kind].model
    meaning = ""
    for step in field.split("."):
        if step.isdigit():
            continue
        info = getattr(model, "model_fields", {}).get(step)
        if info is None:
            return ""
        meaning, model = info.description or "", inner(info.annotation)
    return meaning
