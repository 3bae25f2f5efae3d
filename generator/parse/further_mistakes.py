"""What else is wrong with a file that cannot be read: all of it is told at once.

Whoever is told of one mistake, mends it and is then told of the next gives up at the fifth. So what
is wrong is mended here as its hint says, or left out where no one knows what was meant, and the
rest is read on. Nothing of that is published: a file with a mistake stops the build.
"""

from codecs import BOM_UTF8
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import BaseModel
from yaml import YAMLError

from generator.base import privacy, vouched_numbers
from generator.base.patterns import pattern
from generator.base.problems import Place, Problem, problem
from generator.parse import (
    front_matter,
    merge_conflicts,
    record_file,
    validation,
    yaml_fields,
    yaml_nodes,
)
from generator.parse.record_file import Source
from generator.parse.yaml_fields import Loaded

MOST = 40
"""Mistakes of one file that are looked for one after the other."""
LARGEST = 200_000
"""A longer file (characters) is not read on: each mistake is another look at all of it."""
UNSURE = ("P101", "P013")
"""What is said of a field that is not there, which may be what was left out."""
ROW = 3
"""The same mistake in so many lines that follow each other is mostly one, made above them."""
_BY_OTHERS = ("P003", "P016", "P024", "P034")
"""Mistakes that are seen by how a line goes with those around it."""
INDENT = 2
"""Blanks by which what lies within is indented, as a tab was probably meant."""
_CHINESE = pattern("[\u4e00-\u9fff]")
_SHORTHAND = pattern(r"[&*!]\S*\s*")
"""A sign by which YAML names, repeats or types what stands behind it."""
_WORD = pattern(r"\w")


@dataclass(slots=True)
class Rest:
    """What is wrong with a file, in the order it was found, and what can be read of it besides."""

    problems: list[Problem] = field(default_factory=list)
    source: Source | None = None
    text: str = ""
    """The whole file as it was probably meant, with as many lines."""
    gaps: bool = False
    """Whether something was left out of it, so that no one can say what lacks."""
    above: int | None = None
    """How many of the problems lie where they are said; the others are a line further up."""


Judge: TypeAlias = Callable[[Rest, Source, Any], Iterable[Problem]]
"""Tells what else is wrong with the rest of a file: its fields, and their model if they fit it."""


def told(
    root: Path,
    file: str,
    model: type[BaseModel],
    first: Iterable[Problem],
    open_: Collection[str] | None = None,
    judge: Judge | None = None,
) -> list[Problem]:
    """Return all that is wrong with `file` under `root`, of which `first` keeps it from being read.

    `model` and `open_` are as in `validation.validate`.
    """
    try:
        return in_content(file, record_file.content(root, file), model, first, open_, judge)
    except OSError:
        return [*first]


def in_content(
    file: str,
    content: bytes,
    model: type[BaseModel],
    first: Iterable[Problem],
    open_: Collection[str] | None = None,
    judge: Judge | None = None,
) -> list[Problem]:
    """Return the same of the bytes of a file, which need not lie anywhere yet."""
    left = rest(file, content)
    read = left.source
    if read is not None:
        record, problems = validation.validate(model, read, Path(), open_, left.text)
        left.problems += (each for each in problems if not (left.gaps and each.code in UNSURE))
        left.problems += judge(left, read, record) if judge else ()
    if left.above is not None:
        left.problems[left.above :] = map(_line_above, left.problems[left.above :])
    return [*dict.fromkeys([*first, *left.problems])]


def rest(file: str, content: bytes) -> Rest:
    """Return what is wrong with the bytes of a file, mistake by mistake, and what else it says."""
    found = Rest()
    text = _text(file, content, found)
    if text is None or len(text) > LARGEST:
        return found
    merge = merge_conflicts.unfinished(text, file)
    if merge:  # which of the two versions holds is not known
        found.problems.append(merge)
        return found
    whole = _between_fences(file, text, found)
    if whole is None:
        return found
    front, body, first_line, body_line, _ = record_file.split(file, whole)
    lines = front.split("\n")
    loaded = _read_on(file, lines, first_line, found)
    data = loaded.data
    if data is None:
        return found
    known = vouched_numbers.vouched(data)
    if privacy.may_have(whole)[0]:
        refused = vouched_numbers.refused(whole, known)
        found.problems += (
            problem(code, record_file.place(file, whole, at)) for code, at in refused
        )
    shown = whole.split("\n")
    shown[first_line - 1 : first_line - 1 + len(lines)] = lines
    found.text = "\n".join(shown)
    found.source = Source(file, data, body, body_line, b"", slips=loaded.slips)
    return found


def _text(file: str, content: bytes, found: Rest) -> str | None:
    """Return the text of a file without the signs that no one sees; None if no one can read it."""
    text, problems = record_file.decode(file, content)
    found.problems += problems
    if text is not None:
        return text
    try:
        text = content.decode("utf-8-sig" if content.startswith(BOM_UTF8) else "utf-8")
    except UnicodeDecodeError:
        text = _of_windows(content)
    if text is None:
        return None
    text = record_file.with_line_ends(text)
    for n, line in enumerate(text.split("\n"), start=1):
        sign = yaml_fields.CONTROL.search(line)
        if sign:
            place = Place(file, n, sign.start() + 1)
            found.problems.append(problem("P011", place, name=f"U+{ord(sign[0]):04X}"))
    return yaml_fields.CONTROL.sub("", text)


def _of_windows(content: bytes) -> str | None:
    """Return a text in GBK, as Windows writes it; None if it may be UTF-8 that was damaged."""
    signs = len(_CHINESE.findall(content.decode("utf-8", "ignore")))  # of three bytes each
    if 6 * signs > sum(byte > 127 for byte in content) or b"\0" in content:
        return None
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError:
        return None


def _between_fences(file: str, text: str, found: Rest) -> str | None:
    """Return a text with the lines right that its fields stand between, None if unsure."""
    for _ in range(3):
        fault = record_file.split(file, text)[4]
        if fault is None:
            return text
        if found.above is None or fault.code != "P007":  # of both lines is told by the first's
            found.problems.append(fault)
        lines, n = text.split("\n"), fault.place.line - 1
        reason = dict(fault.values).get("reason", "")
        if reason.endswith(front_matter.ABOVE):
            text, found.above = f"{front_matter.FENCE}\n{text}", len(found.problems)
            continue
        if fault.code == "P007" and _fields_alone(text):
            text = f"{text.rstrip()}\n{front_matter.FENCE}\n"
            continue
        if fault.code != "P012" and not reason.endswith(front_matter.ALONE):
            return None  # where the fields end is not known
        found.gaps = found.gaps or _WORD.search(lines[n]) is not None
        at = 0 if not "".join(lines[:n]).strip() else n
        lines[n] = ""
        lines[at] = front_matter.FENCE
        text = "\n".join(lines)
    return None


def _fields_alone(text: str) -> bool:
    """Tell whether all that stands below the first line can be read as fields, without a text."""
    try:
        node = yaml_nodes.composed(text.partition("\n")[2])
    except YAMLError:
        return False
    return node is not None and node.id == "mapping"


def _read_on(file: str, lines: list[str], first_line: int, found: Rest) -> Loaded:
    """Read fields; each mistake is put down, and `lines` are written as it was probably meant."""
    seen: list[Problem] = []
    for _ in range(MOST):
        loaded = yaml_fields.load(file, "\n".join(lines), first_line)
        fault = loaded.fault
        if fault is None:
            return loaded
        if seen and fault.code in _BY_OTHERS and fault.place.line < seen[-1].place.line:
            return Loaded(None)  # it comes of how the last one was mended, so that was no cure
        again = any((each.code, each.place.line) == (fault.code, fault.place.line) for each in seen)
        seen.append(fault)
        if _in_a_row(seen, lines, first_line):
            # what was meant is another thing, by which these lines are right: that one is told
            del found.problems[len(found.problems) - ROW + 2 :]
            return Loaded(None)
        if again:
            found.gaps = True
            n = fault.place.line - first_line
            lines[:] = _blank(lines, n, n + 1)
            continue
        found.problems.append(fault)
        if loaded.data is not None:
            front = "\n".join(lines)
            hidden = [*yaml_fields.escapes(file, front, first_line, loaded.data)]
            if fault in hidden:
                found.problems += hidden
                return loaded
        mended = loaded.lines or _mended(lines, fault, first_line, found)
        if mended is None or mended == lines:
            return loaded
        lines[:] = mended
    return Loaded(None)


def _in_a_row(seen: list[Problem], lines: list[str], first_line: int) -> bool:
    """Tell whether the last problems are the same one in line after line."""
    last = seen[-ROW:]
    code = last[-1].code
    if len(last) < ROW or code not in _BY_OTHERS or {each.code for each in last} != {code}:
        return False
    at = [each.place.line - first_line for each in last]
    between = (line for n in range(at[0], at[-1]) if n not in at for line in lines[n : n + 1])
    return at == sorted({*at}) and not any(line.strip() for line in between)


def _mended(lines: list[str], fault: Problem, first_line: int, found: Rest) -> list[str] | None:
    """Return lines without what is wrong at the place of `fault`, None where that is no way on."""
    n = fault.place.line - first_line
    if not 0 <= n < len(lines):
        return None
    if fault.code in ("P005", "P036"):  # what stands there first is held to the model
        return _blank(lines, n, _end_within(lines, n, fault.place.column - 1))
    if fault.code == "P004":
        tried = [*lines[:n], " " * _indent(lines, n) + lines[n].lstrip(), *lines[n + 1 :]]
        if _reads_past(tried, n, n + 1):
            return tried
    if fault.code == "P006":  # what it stands before is read as it is
        hidden = _SHORTHAND.sub("", lines[n][fault.place.column - 1 :], count=1)
        tried = [*lines[:n], lines[n][: fault.place.column - 1] + hidden, *lines[n + 1 :]]
        if _reads_past(tried, n, n + 1):
            found.gaps = True  # of what it stands for nothing is known
            return tried
    if fault.code == "P021":  # what stands below is no field
        return _blank(lines, n, len(lines))
    found.gaps = True
    margin = len(lines[n]) - len(lines[n].lstrip(" "))
    for first, last in ((n, _end_within(lines, n, margin)), _field(lines, n)):
        tried = _blank(lines, first, last)
        if _reads_past(tried, first, last):
            return tried
    return None


def _indent(lines: list[str], n: int) -> int:
    """Return by how many blanks line `n` was probably meant to be indented."""
    above = next((line for line in reversed(lines[:n]) if line.strip()), "")
    margin = len(above) - len(above.lstrip(" -"))
    return margin + (INDENT if above.rstrip().endswith(":") else 0)


def _reads_past(lines: list[str], first: int, last: int) -> bool:
    """Tell whether nothing is wrong with the lines from `first` to before `last`, from 0."""
    at = yaml_nodes.broken_at("\n".join(lines))
    return at is None or at < first or at >= last


def _blank(lines: list[str], first: int, last: int) -> list[str]:
    return [*lines[:first], *[""] * (last - first), *lines[last:]]


def _field(lines: list[str], n: int) -> tuple[int, int]:
    """Return the first line of the outermost field that line `n` is of, and that after its last."""
    first = n
    while first and (not lines[first].strip() or lines[first][0] in " \t-"):
        first -= 1
    last = n + 1
    while last < len(lines) and (not lines[last].strip() or lines[last][0] in " \t-"):
        last += 1
    return first, last


def _end_within(lines: list[str], n: int, margin: int) -> int:
    """Return the line after the last of a field at line `n`, which is indented by `margin`."""
    last = n + 1
    while last < len(lines):
        text = lines[last].lstrip(" ")
        indent = len(lines[last]) - len(text)
        if text and (indent < margin or (indent == margin and not text.startswith("- "))):
            break
        last += 1
    return last


def _line_above(each: Problem) -> Problem:
    return replace(each, place=replace(each.place, line=max(1, each.place.line - 1)))
