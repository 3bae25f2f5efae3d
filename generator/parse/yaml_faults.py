"""What libyaml cannot read, or reads otherwise than it was typed: found and told at its place.

Looked for only where there may be something: fields that are as they should be never come here.
"""

import re
from collections.abc import Callable
from typing import Any

import yaml

from generator.base.messages import N_
from generator.base.patterns import pattern
from generator.base.problems import Place, Problem, problem
from generator.parse import front_matter, yaml_mistakes
from generator.parse.yaml_mistakes import Meant

_TAB_INDENT = pattern(r"^ *(?:- *)*\t", re.MULTILINE)
_CLOSING = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken, yaml.FlowEntryToken)
_BLOCK_REMARK = pattern(r"[>|][-+0-9]*\#")
_YAML_TAG = "tag:yaml.org,2002:"
DEEPEST = 20
"""How many lists and groups may lie in one another: thousands would crash YAML's own reader."""
OPENED = (
    # what libyaml was doing where the fault lies at the beginning of the thing, not at its end
    "while scanning a simple key",
    "while scanning a quoted scalar",
    "while parsing a flow sequence",
    "while parsing a flow mapping",
)
REASONS = (
    # what the system and libyaml say is wrong, word by word: here for the catalogues to have them
    N_("No such file or directory"),
    N_("Permission denied"),
    N_("Input/output error"),
    N_("Is a directory"),
    N_("No such device or address"),
    N_("Too many levels of symbolic links"),
    N_("mapping values are not allowed in this context"),
    N_("block sequence entries are not allowed in this context"),
    N_("mapping keys are not allowed in this context"),
    N_("could not find expected ':'"),
    N_("did not find expected key"),
    N_("did not find expected '-' indicator"),
    N_("did not find expected ',' or ']'"),
    N_("did not find expected ',' or '}'"),
    N_("did not find expected node content"),
    N_("did not find expected <document start>"),
    N_("did not find expected comment or line break"),
    N_("did not find expected alphabetic or numeric character"),
    N_("found character that cannot start any token"),
    N_("found unexpected end of stream"),
    N_("found unexpected document indicator"),
    N_("found unknown escape character"),
    N_("but found another document"),
    N_("a field's name must be text"),
    N_("it is nested too deeply"),
    N_("it cannot be read"),
    N_("found unexpected ':'"),
)


def swallowed(file: str, front: str, first_line: int) -> Problem | None:
    """Find signs that YAML's reader drops with what is behind them, though they were typed.

    A # right behind a quotation mark or a bracket is no remark, and a ? in brackets with no space
    behind it is a part of the text; libyaml 0.2.5 takes them for a remark and for a sign.
    """
    try:
        for token in yaml.scan(front, Loader=yaml.CBaseLoader):
            start, end = token.start_mark.index, token.end_mark.index
            mark, sign = token.end_mark, "#"
            if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
                stuck = _BLOCK_REMARK.match(front, start) is not None
                mark = token.start_mark
            elif isinstance(token, yaml.KeyToken):
                stuck = (
                    front[start : start + 1] == "?" and not front[start + 1 : start + 2].isspace()
                )
                mark, sign = token.start_mark, "?"
            else:
                closed = isinstance(token, _CLOSING)
                closed = closed or (isinstance(token, yaml.ScalarToken) and not token.plain)
                stuck = closed and front[end : end + 1] == "#"
            if stuck:
                line = front.split("\n")[mark.line].strip()
                return problem("P032", at(file, mark, first_line), sign=sign, line=line)
    except yaml.YAMLError:
        pass  # the loader will say what is broken
    return None


def broken(
    file: str,
    front: str,
    first_line: int,
    error: yaml.YAMLError,
    broken_at: Callable[[str], int | None],
) -> Meant:
    """Return what keeps fields from being read, in the words of whoever typed them.

    `broken_at` gives the line, from 0, at which fields cannot be read, None where they can.
    """
    mark = getattr(error, "problem_mark", None)
    ahead = getattr(error, "context_mark", None)
    seen = mark.line if mark else 0
    if getattr(error, "context", None) in OPENED:
        mark = ahead or mark
    lines = front.rstrip().split("\n")
    line = min(mark.line, len(lines) - 1) if mark else 0
    tab = _TAB_INDENT.match(lines[line])
    if tab:
        return Meant(problem("P004", Place(file, line + first_line, tab.end())))
    fence = _fence(file, lines, min(seen, len(lines) - 1))
    if fence is not None:
        return Meant(front_matter.inside(file, fence + first_line, lines[fence]))
    above = next((n for n in range(line - 1, -1, -1) if lines[n].strip()), line)
    tried = [line, above, *([ahead.line] if ahead else []), min(seen, len(lines) - 1)]
    tried += yaml_mistakes.opened(lines[: seen + 1])
    meant = yaml_mistakes.item_above(file, front.split("\n"), first_line, line)
    meant = meant or yaml_mistakes.explained(file, front, first_line, tried, broken_at)
    meant = meant or yaml_mistakes.unclosed(file, lines, first_line, line, broken_at)
    if meant:
        return meant
    column = min(mark.column, len(lines[line])) if mark else 0
    reason = getattr(error, "problem", None)
    said = reason if reason in REASONS else "it cannot be read"
    place = Place(file, line + first_line, column + 1)
    return Meant(problem("P003", place, reason=f"\0:{said}"))


def _fence(file: str, lines: list[str], last: int) -> int | None:
    """Return which of the lines up to `last` was meant to part fields from a text."""
    begun = file.endswith(".md")
    for n, line in enumerate(lines[: last + 1]):
        if (
            begun
            and front_matter.like(line)
            and (n == last or line.strip() == front_matter.FENCE or not line[0].isspace())
        ):
            return n
        begun = begun or bool(line.strip())  # a .yaml file may begin with such a line
    return None


def refused(file: str, front: str, first_line: int) -> Problem | None:
    """Find an anchor, an alias or a tag, which hide what a record says; or where it is too deep."""
    depth = 0
    try:
        for event in yaml.parse(front, Loader=yaml.CBaseLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > DEEPEST:
                spot = at(file, event.start_mark, first_line)
                return problem("P003", spot, reason="\0:it is nested too deeply")
            anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            what = f"{sign}{anchor}" if anchor else (tag or "").replace(_YAML_TAG, "!!")
            if what:
                return problem("P006", at(file, event.start_mark, first_line), what=what)
    except yaml.YAMLError:
        pass  # the loader will say what is broken
    return None


def at(file: str, mark: Any, first_line: int) -> Place:
    """Return the place of a mark of YAML's; its fields begin at `first_line` of the file."""
    return Place(file, mark.line + first_line, mark.column + 1)
