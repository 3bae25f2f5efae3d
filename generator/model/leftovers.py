"""What a site that is no demonstration still has of the one it was begun from.

An address that nobody can open, sources that are made up, a text about another prefecture: all of
it is valid, and nobody would be told.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from generator.base.findings import Finding, finding
from generator.base.patterns import pattern
from generator.base.problems import Place, Problem, problem
from generator.model.settings import Settings
from generator.parse.field_types import Part

_MADE_UP = pattern(r"示例|演示|[Dd]emonstration")
_RESERVED = re.compile(r"(?:^|\.)(?:example(?:\.(?:com|net|org))?|invalid|test)$")
"""Domains that no one can have (RFC 2606)."""
_SHOWN_AS_OF = date(2018, 12, 31)
_ELSEWHERE = pattern(r"黔南|Qiannan")


def of_settings(settings: Settings) -> Iterator[Finding]:
    """Yield one finding that names all settings which still are the demonstration's."""
    if settings.demo:
        return
    found = [*_names(settings)]
    if found:
        yield finding("P820", "demo", fields="、".join(found))


def _names(settings: Settings) -> Iterator[str]:
    for name in ("title", "tagline"):
        if any(_MADE_UP.search(text) for text in getattr(settings, name).values()):
            yield name
    host = urlsplit(settings.base_url or "").hostname or ""
    if _RESERVED.search(host):
        yield "base_url"
    domain = (settings.feed_name or "").partition(",")[0].rpartition("@")[2]
    if _RESERVED.search(domain):
        yield "feed_name"
    if settings.as_of and settings.as_of.first == _SHOWN_AS_OF:
        yield "as_of"
    yield from _sources(settings.rules, "rules")


def _sources(part: Part, path: str) -> Iterator[str]:
    """Yield the paths of sources of rules that are made up."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, Part):
            yield from _sources(value, f"{path}.{name}")
        elif name == "source" and _MADE_UP.search(str(value)):
            yield f"{path}.{name}"


def of_pages(root: Path, files: Iterable[str], names: Iterable[str]) -> Iterator[Problem]:
    """Yield the texts among `files` that speak of the demonstration's prefecture.

    `names` are those of the place that the site is of.
    """
    if any(_ELSEWHERE.search(name) for name in names):
        return
    for file in files:
        text = (root / file).read_text("utf-8", "replace")
        said = _ELSEWHERE.search(text)
        if said:
            line = text.count("\n", 0, said.start()) + 1
            column = said.start() - text.rfind("\n", 0, said.start())
            yield problem("P821", Place(file, line, column), name=said[0])
