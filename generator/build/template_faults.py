"""What is wrong in a template, told at its file and line."""

import re
from collections.abc import Collection, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateNotFound, UndefinedError
from jinja2.environment import TemplateModule
from jinja2.exceptions import TemplateSyntaxError
from jinja2.filters import FILTERS
from jinja2.tests import TESTS
from jinja2.utils import missing

from generator.base.messages import ENGLISH, N_
from generator.base.patterns import pattern
from generator.base.problems import Place, Problem, problem
from generator.build import template_filters, template_syntax
from generator.build.template_loader import ENDINGS, Loader
from generator.build.template_once import OnceError
from generator.parse.template_files import SHIPPED, SHIPPED_NAME, folders

_NO_FUNCTION = pattern(r"No (?:filter|test) named '(\w+)'")


class NameMissing(UndefinedError):
    """A template asked for what is not there: a name, `among` those of which there are some."""

    of_nothing = False
    """Whether it was asked of what is not known on this page: of None."""

    def __init__(self, asked: str, among: Collection[str], message: str | None = None) -> None:
        super().__init__(message)
        self.asked, self.among = asked, among


class NothingMissing(NameMissing):
    """A template asked something of what is not known on this page."""

    of_nothing = True


class Missing(StrictUndefined):
    """What stands for a name that is not there; to do anything with it is an error."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[Exception] = UndefinedError,
    ) -> None:
        super().__init__(hint, obj, name, exc)  # type: ignore[arg-type] # Jinja's own is as wide
        if hint is None and name is not None:
            kind = NothingMissing if obj is None else NameMissing
            told = partial(kind, str(name), _names_of(obj))
            self._undefined_exception = told  # type: ignore[assignment] # called as a class is


def _names_of(thing: Any) -> Collection[str]:
    if isinstance(thing, dict):
        return [each for each in thing if isinstance(each, str)]
    if isinstance(thing, TemplateModule):
        return [each for each in vars(thing) if not each.startswith("_")]
    return ()


def fault(error: Exception, root: Path, given: Collection[str] = ()) -> Problem | None:
    """Return an error in a template as a problem at its file and line; None for any other error.

    `given` are the names that the template of the page was given.
    """
    from generator.base.spelling import nearest  # noqa: PLC0415 (needed where something is wrong)

    place = _place(error, root)
    if place is None:
        return None
    if isinstance(error, NameMissing):
        if error.of_nothing:
            known = f"None.{error.asked}"
            return problem("P817", place, reason=known, example="{% if … is not none %}")
        if not error.among and error.asked in given:
            return problem("P827", place, name=error.asked)
        near = nearest(error.asked, error.among or given)
        return problem("P814", place, name=error.asked, nearest=near)
    if isinstance(error, TemplateNotFound) and error.name:
        return not_there(str(error.name), place, root)
    if isinstance(error, template_filters.NoCode):
        near = nearest(error.asked, error.among)
        return problem("P814", place, name=error.asked, nearest=near)
    if isinstance(error.__cause__, UnicodeDecodeError):
        return problem("P805", place, reason="\0:" + N_("it is no text in UTF-8: save it as that"))
    if isinstance(error, RecursionError):
        said = "\0:" + N_("it is a part of itself, straight or through others")
        return problem("P805", place, reason=said)
    reason = re.sub(r"\s+", " ", str(error))
    function = _NO_FUNCTION.search(reason)
    if function:
        near = nearest(function[1], _functions())
        return problem("P814", place, name=function[1], nearest=near)
    if isinstance(error, OnceError):
        return problem("P818", place, asked=error.asked, example="{% once page.top, unit %}")
    if isinstance(error, TypeError | AttributeError) and "None" in reason:
        return problem("P817", place, reason=reason, example="{% if … is not none %}")
    return template_syntax.told(reason, place, _macros()) or problem("P805", place, reason=reason)


def _functions() -> list[str]:
    """Return the names of all filters and tests."""
    ours = template_filters.filters(ENGLISH, str, template_filters.labels(str))
    return [*ours, *template_filters.TESTS, *FILTERS, *TESTS]


def _macros() -> list[str]:
    """Return the names of the shipped macros that a template may import."""
    files = [each / "macros.html" for each in SHIPPED]
    texts = [each.read_text("utf-8") for each in files if each.is_file()]
    return [name for text in texts for name in re.findall(r"\{%-? macro (\w+)", text)]


def not_there(name: str, place: Place, root: Path) -> Problem:
    """Return that there is no template of a name, which stands at a place."""
    from generator.base.spelling import nearest  # noqa: PLC0415 (as above)

    return problem("P815", place, name=name, nearest=nearest(name, [*_known(root)]))


def _known(root: Path) -> Iterator[str]:
    """Yield the names by which templates can be named."""
    loader = Loader(folders(root))
    yield from (each for each in loader.list_templates() if each.endswith(ENDINGS))
    yield from (SHIPPED_NAME + each for each in loader.shipped_names())


def _place(error: Exception, root: Path) -> Place | None:
    """Return where in a template an error came up; None where none has part in it."""
    file, line = "", 0
    if isinstance(error, TemplateSyntaxError):
        file, line = error.filename or error.name or "templates", error.lineno
    elif isinstance(error, TemplateError):
        file = "templates"
    trace = error.__traceback__
    steps = [] if not file else [(file, line)]
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.endswith((".html", ".xml")):
            steps.append((name, trace.tb_lineno))
        trace = trace.tb_next
    if not steps:
        return None
    own = [each for each in steps if Path(each[0]).is_relative_to(root / "templates")]
    file, line = (own or steps)[-1]  # what ours fails of was handed to it
    path = Path(file)
    if path.is_absolute() and path.is_relative_to(root):
        file = path.relative_to(root).as_posix()
    return Place(file, line, 1 if line else 0)
