"""A file becomes a mapping of text, a Markdown body and a digest.

Every scalar is read as the text the clerk typed (`no`, `0123` and `1.10` stay as they are); the
models in `kinds` turn text into values. Places are looked up only when there is a problem, by
composing the file once more, so they cost nothing on good files.
"""

import errno
import operator
import os
import re
import stat as modes
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined] # the stubs do not hand it on

from generator.base import privacy, short_cuts, vouched_numbers
from generator.base.digests import digest
from generator.base.findings import Step
from generator.base.messages import N_
from generator.base.patterns import pattern
from generator.base.problems import Place, Problem, problem
from generator.parse import (
    field_names,
    front_matter,
    merge_conflicts,
    plain_fields,
    swallowed_lines,
    yaml_faults,
    yaml_mistakes,
    yaml_remarks,
)

Raw: TypeAlias = "str | list[Raw] | dict[str, Raw]"

_FENCE = pattern(r"^---[^\S\n]*$", re.MULTILINE)
_LAST_FENCE = pattern(r"\n---[^\S\n]*$", re.MULTILINE)
"""The same after a line: a pattern that begins with known characters is found much sooner."""
_CHINESE = pattern(r"^[^\x00-\x7f][^:\n]*:", re.MULTILINE)
CONTROL = pattern(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff"
    r"\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"  # unseen, or they turn text about
)
_SHORTHAND = pattern(r"(?:^|[\s\[{,:])[&*!]", re.MULTILINE)
_STUCK = pattern(r"""["'\]},]\#|[>|][-+0-9]*\#|[\[{,]\s*\?[^\s,\]}]""")
_INDENTED = pattern(r"\n[ \-?]{40}")
_BELOW = pattern(r"\s*([a-z][a-z_]*)[:：](?:\s|$)")
_BLOCK = pattern(r"[:-][ \t]+[|>][-+0-9]*[ \t]*(?:#[^\n]*)?$", re.MULTILINE)
"""The head of a text that begins on the next line."""
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
"""Without waiting: a pipe that lies where a file should be would never be opened."""
_AT_ONCE = 1 << 16
MISNAMED = ("-", "－", "—", "–", "\u3000", "\u00a0", "\u2003", "\u2002", "\u202f")
"""With these a name begins where a hyphen or a blank was meant."""

NOT_A_FILE = N_("it is neither a file nor a folder, but a pipe, a socket or a device")


class Slips(NamedTuple):
    """What of a file the model has to say whether it was lost; plain, as it is marshalled."""

    unfilled: bool = False
    """Whether some key has no value."""
    nameless: tuple[tuple[Step, ...], ...] = ()
    """Pieces that stand in a flow mapping like keys, with neither colon nor value."""
    cut: tuple[tuple[tuple[Step, ...], str], ...] = ()
    """Values, and what stands behind each as a remark that may have been meant as text."""
    broken: bool = False
    """Whether there may be a tab or a line break in some value."""
    below: str = ""
    """The name with which the body begins as a line of a field does."""


NO_SLIPS = Slips()


class Loaded(NamedTuple):
    """What some fields say, or what is wrong with them first.

    `data` may be there beside a fault: one that the rest can be read with. `lines` are the fields
    as they were probably meant, line by line, where a fault has such a cure.
    """

    data: dict[str, Raw] | None
    slips: Slips = NO_SLIPS
    fault: Problem | None = None
    lines: list[str] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One file as read: its fields as text, its Markdown body and where the body starts.

    `file` is relative to the site's folder with forward slashes; `body_line` is the number of the
    body's first line; `digest` is of the bytes on disk.
    """

    file: str
    data: dict[str, Raw]
    body: str
    body_line: int
    digest: bytes
    mobiles: bool = True
    """Whether a mobile number may stand somewhere in the file; False when surely none does."""
    slips: Slips = NO_SLIPS
    """What may have been lost of what was typed: the model says whether it has."""


class _DuplicateKey(yaml.MarkedYAMLError):
    def __init__(self, key: str, first: Any, mark: Any) -> None:
        super().__init__(problem_mark=mark)
        self.key, self.first = key, first


class _Loader(CParser):
    """What CBaseLoader reads with, without its tags and values: the schema alone decides types."""

    # these are called for every node, so they are the cheapest there are that take what is passed
    resolve: Any = "".format
    """Give every node the same empty tag, whatever is asked."""
    descend_resolver: Any = operator.is_
    ascend_resolver: Any = "".isascii
    """What these two return is not looked at."""


def composed(text: str) -> Any:
    """Return the node of the one document in `text`, None if there is none.

    Raises yaml.YAMLError where it cannot be read.
    """
    return _Loader(text).get_single_node()


def built(node: Any, unfilled: list[bool]) -> Any:
    """Return what a node means: texts, lists and mappings of them.

    A key without a value has an empty text, and `unfilled` grows: the model knows whether it is a
    field not filled in, or a piece of a text that a comma cut off. A key written twice is refused.
    Raises yaml.MarkedYAMLError.
    """
    if type(node) is yaml.ScalarNode:
        return node.value
    try:
        return _built(node, unfilled)
    except (TypeError, LookupError):  # a key that is no text, or one that is there twice
        raise next(_faults(node)) from None


def _built(node: Any, unfilled: list[bool]) -> Any:
    """Return what a list or mapping means; where `_faults` has something to say, some error."""
    # most values are texts: a call for each of them would cost more than all else here
    text, value = yaml.ScalarNode, node.value
    if type(node) is yaml.SequenceNode:
        return [each.value if type(each) is text else _built(each, unfilled) for each in value]
    mapping: dict[Any, Any] = {}
    for key, each in value:  # in a mapping of few keys, quicker than a comprehension
        mapping[key.value] = each.value if type(each) is text else _built(each, unfilled)
    if len(mapping) < len(value):
        raise LookupError
    if "" in mapping.values():
        unfilled.append(True)
    return mapping


def filled(data: dict[str, Raw]) -> dict[str, Raw]:
    """Return the fields of a record that have a value, for who asks before a model has read it."""
    return {key: each for key, each in data.items() if each != ""}


def _nameless(node: Any, path: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """Yield the path of each key of a flow mapping that has neither a colon nor a value."""
    if type(node) is yaml.SequenceNode:
        for n, each in enumerate(node.value):
            yield from _nameless(each, (*path, n))
    elif type(node) is yaml.MappingNode:
        for key, each in node.value:
            to = (*path, key.value)
            if node.flow_style and not each.value and key.end_mark.index == each.end_mark.index:
                yield to
            else:
                yield from _nameless(each, to)


def _faults(node: Any) -> Iterator[yaml.MarkedYAMLError]:
    """Yield what is wrong with the keys of a node, in their order."""
    if type(node) is yaml.SequenceNode:
        for each in node.value:
            yield from _faults(each)
    elif type(node) is yaml.MappingNode:
        firsts: dict[str, Any] = {}
        for key, each in node.value:
            if type(key) is not yaml.ScalarNode:
                yield yaml.MarkedYAMLError(
                    problem="a field's name must be text", problem_mark=key.start_mark
                )
            elif key.value in firsts:
                yield _DuplicateKey(key.value, firsts[key.value].start_mark, key.start_mark)
            else:
                firsts[key.value] = key
            yield from _faults(each)


def content(root: Path, file: str) -> bytes:
    """Return the bytes of `file` under `root`. Raises OSError; what is no file is such, too."""
    # a Path for each of many thousand files would cost more than reading them
    # and so would a file object, which asks for size and place of each before it reads
    opened = os.open(f"{root}/{file}", _READ)
    try:
        if not modes.S_ISREG(mode := os.fstat(opened).st_mode) and not modes.S_ISDIR(mode):
            raise OSError(errno.EINVAL, NOT_A_FILE)
        found = os.read(opened, _AT_ONCE)
        while more := os.read(opened, _AT_ONCE):
            found += more
    finally:
        os.close(opened)
    return found


def read(root: Path, file: str) -> tuple[Source | None, list[Problem]]:
    """Read `file` under `root`; return it as a Source, or None and what is wrong with it.

    Files ending in `.md` are front matter between two lines `---` and a Markdown body, or a body
    alone; all others are YAML. A byte order mark and CRLF line ends are accepted.
    """
    try:
        return parse(file, content(root, file))
    except OSError as error:
        reason = error.strerror or str(error)
        return None, [problem("P001", Place(file), reason=f"\0:{reason}")]


def parse(file: str, content: bytes, mark: bytes = b"") -> tuple[Source | None, list[Problem]]:
    """Turn the bytes of `file` into a Source, or None and what is wrong; see `read`.

    `mark` is their digest, where it is known.
    """
    text, problems = decode(file, content)
    if text is None:
        return None, problems
    number, mobile = privacy.may_have(text, content)
    # those that someone vouches for are found among them once the fields are known
    found = privacy.found(text) if number else []
    problems = [problem(code, place(file, text, at)) for code, at, _ in found]
    merge = merge_conflicts.unfinished(text, file)
    if merge:
        return None, [*problems, merge]
    front, body, first_line, body_line, fault = split(file, text)
    if fault:
        return None, [*problems, fault]
    data, slips, fault, _ = load(file, front, first_line)
    below = _BELOW.match(body)
    if below:
        slips = slips._replace(below=below[1])
    if fault or data is None:
        # what is vouched for is not known until the fault is mended
        said = [] if f"{vouched_numbers.FIELD}:" in front else problems
        return None, [*said, *([fault] if fault else [])]
    if found:
        refused = vouched_numbers.refused(text, vouched_numbers.vouched(data))
        problems = [problem(code, place(file, text, at)) for code, at in refused]
    if problems:
        return None, problems
    mobiles = mobile or "\\" in front  # an escape may hide digits
    return Source(file, data, body, body_line, mark or digest(content), mobiles, slips), []


def plain(text: str) -> dict[str, Raw] | None:
    """Return some fields that are plain in every way, None where YAML is to read them.

    Nothing is looked for in them that may not be shown.
    """
    if CONTROL.search(text) or not short_cuts.taken("PyYAML"):
        return None
    return plain_fields.read(text)


def fields_of(text: str, file: str) -> tuple[str, int]:
    """Return the fields of a whole file, and on which of its lines they begin."""
    front, _, first_line, _, _ = split(file, text)
    return front, first_line


def parts(text: str, file: str) -> tuple[str, str]:
    """Return the fields and the body of a whole file, nothing where they cannot be told apart."""
    front, body, _, _, fault = split(file, text)
    return ("", "") if fault else (front, body)


def text_of(root: Path, file: str) -> str:
    """Return the text of a file that has been read without a problem, "" where it has gone."""
    try:
        found = content(root, file)
    except OSError:
        return ""
    text, _ = decode(file, found)
    return text or ""


def decode(file: str, content: bytes) -> tuple[str | None, list[Problem]]:
    """Return the text of a file with plain line ends, or None and what keeps it from being read."""
    try:
        text = content.decode("utf-8-sig" if content.startswith(BOM_UTF8) else "utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        guess = ""
        if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content:
            guess = N_("; it seems to be UTF-16")
        else:
            try:
                content.decode("gb18030")
                guess = N_("; it seems to be GBK, as Windows writes it")
            except UnicodeDecodeError:
                pass
        spot = Place(file, line, 1)
        return None, [problem("P002", spot, guess=f"\0:{guess}" if guess else "")]
    text = with_line_ends(text)
    control = CONTROL.search(text)
    if control:
        name = f"U+{ord(control.group()):04X}"
        return None, [problem("P011", place(file, text, control.start()), name=name)]
    return text, []


def with_line_ends(text: str) -> str:
    """Return a text with line ends of one kind, whichever it was typed with."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def split(file: str, text: str) -> tuple[str, str, int, int, Problem | None]:
    """Split into YAML, body, the YAML's first line, the body's first line, and a fault."""
    if not file.endswith(".md"):
        return text, "", 1, 1, None
    first = _FENCE.match(text)
    if not first:
        return "", text, 1, 1, front_matter.opening(file, text)
    last = _LAST_FENCE.search(text, first.end())
    if not last:
        return "", "", 1, 1, front_matter.closing(file, text)
    front, body = text[first.end() + 1 : last.start()], text[last.end() + 1 :]
    return front, body, 2, text.count("\n", 0, last.start()) + 3, None


def load(file: str, front: str, first_line: int) -> Loaded:
    """Return what the fields `front`, which begin at `first_line` of the file, say."""
    if not front.strip():
        return Loaded({})
    plain = plain_fields.read(front) if short_cuts.taken("PyYAML") else None
    if plain is not None:
        return Loaded(plain)
    opened = front.count("[") + front.count("{")
    signs = "&" in front or "*" in front or "!" in front  # rare, and sooner seen than searched
    deep = opened > yaml_faults.DEEPEST or _INDENTED.search(f"\n{front}")
    if deep or (signs and _SHORTHAND.search(front)):
        fault = yaml_faults.refused(file, front, first_line)
        if fault:
            return Loaded(None, fault=fault)
    unfilled: list[bool] = []
    if ("#" in front or "?" in front) and _STUCK.search(front):
        fault = yaml_faults.swallowed(file, front, first_line)
        if fault:
            return Loaded(None, fault=fault)
    try:
        node = composed(front)
        field_names.coded(node, field_names.model_of(file))
        data = None if node is None else built(node, unfilled)
    except (field_names.Twice, _DuplicateKey) as error:
        return Loaded(None, fault=_twice(file, front, first_line, error))
    except yaml.YAMLError as error:
        meant = yaml_faults.broken(file, front, first_line, error, broken_at)
        return Loaded(None, fault=meant.told, lines=meant.lines)
    if data is None:
        return Loaded({})
    if not isinstance(data, dict):
        found = yaml_mistakes.explained(file, front, first_line, _lines_of(front), _fields_broken)
        if found:
            return Loaded(None, fault=found.told, lines=found.lines)
        return Loaded(None, fault=problem("P008", Place(file, first_line, 1)))
    model = field_names.model_of(file)
    stuck = swallowed_lines.stuck(node, model, front, file, first_line)
    if stuck:
        return Loaded(None, fault=stuck, lines=_with_line(front, stuck, first_line))
    lost = swallowed_lines.find(node, front, file, first_line, unfilled=bool(unfilled))
    lost = lost or next(escapes(file, front, first_line, data), None)
    return Loaded(data, _slips(node, front, unfilled), lost)


def _with_line(front: str, told: Problem, first_line: int) -> list[str]:
    """Return the lines of `front` with that of a problem as its cure has it."""
    lines, n = front.split("\n"), told.place.line - first_line
    margin = len(lines[n]) - len(lines[n].lstrip(" "))
    lines[n] = " " * margin + dict(told.values)["line"]
    return lines


def _twice(
    file: str, front: str, first_line: int, error: "field_names.Twice | _DuplicateKey"
) -> Problem:
    """Return what is wrong with a field that stands there a second time."""
    place = yaml_faults.at(file, error.problem_mark, first_line)
    first = error.first.line + first_line
    if isinstance(error, field_names.Twice):
        names = {"name": error.names[1], "other": error.names[0], "first": first}
        return problem("P036", place, error.code, key=error.code, **names)
    if error.key[:1] in MISNAMED:
        lines = front.split("\n")[: error.first.line + 1]
        meant = yaml_mistakes.misnamed(file, lines[-1], lines[:-1], first)
        if meant:
            return meant
    return problem("P005", place, error.key, key=error.key, first=first)


def _lines_of(front: str) -> list[int]:
    """Return the first lines, from 0, that say something."""
    lines = front.split("\n")
    return [n for n, line in enumerate(lines) if line.strip() and line.lstrip()[0] != "#"][:2]


def _slips(node: Any, front: str, unfilled: list[bool]) -> Slips:
    cut = "#" in front and yaml_remarks.CUT.search(front)
    broken = "\t" in front or "\\" in front or "\n\n" in front
    broken = broken or (("|" in front or ">" in front) and bool(_BLOCK.search(front)))
    if not (unfilled or cut or broken):
        return NO_SLIPS
    return Slips(
        unfilled=bool(unfilled),
        nameless=tuple(_nameless(node)) if unfilled and "{" in front else (),
        cut=tuple(yaml_remarks.cuts(node, front)) if cut else (),
        broken=broken,
    )


def broken_at(front: str) -> int | None:
    """Return the line, from 0, at which fields cannot be read; None if they can."""
    try:
        node = composed(front)
        if node is not None:
            built(node, [])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return mark.line if mark else 0
    return None


def _fields_broken(front: str) -> int | None:
    """Return the same for what must be fields, not a list or a bare text."""
    line = broken_at(front)
    if line is None and not isinstance(composed(front), yaml.MappingNode):
        return 0
    return line


def escapes(file: str, front: str, first_line: int, data: dict[str, Raw]) -> Iterator[Problem]:
    r"""Yield what escapes such as `\x00` hide: it stands in the value, not in the text."""
    known = vouched_numbers.vouched(data)
    for path, value in keys(data) if "\\" in front else ():
        shown = " : ".join([*(step for step in path if isinstance(step, str)), value])
        control = CONTROL.search(shown)
        refused = () if path[0] == vouched_numbers.FIELD else vouched_numbers.refused(shown, known)
        code = "P011" if control else next((code for code, _ in refused), None)
        if code:
            node = composed(front)
            field_names.coded(node, field_names.model_of(file))
            values = {"name": f"U+{ord(control.group()):04X}"} if control else {}
            yield problem(code, _spot(node, path, file, first_line), **values)


def place(file: str, text: str, start: int) -> Place:
    """Return the place of the sign at `start` of a whole text."""
    line = text.count("\n", 0, start) + 1
    return Place(file, line, start - (text.rfind("\n", 0, start) + 1) + 1)


def _spot(node: Any, path: tuple[Step, ...], file: str, first_line: int) -> Place:
    """Return the place of a value, that of the key where an empty one has none."""
    mark = node.start_mark
    for step in path:
        if isinstance(step, str):
            key, node = next(pair for pair in node.value if pair[0].value == step)
            mark = node.start_mark if node.value else key.start_mark
        else:
            node = node.value[step]
            mark = node.start_mark
    return yaml_faults.at(file, mark, first_line)


def keys(data: Raw) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Yield every text in `data` with its path of keys and indexes, in order."""
    stack: list[tuple[tuple[Step, ...], Raw]] = [((), data)]
    while stack:
        path, value = stack.pop()
        if isinstance(value, str):
            yield path, value
        elif isinstance(value, list):
            stack.extend(((*path, n), each) for n, each in reversed(list(enumerate(value))))
        else:
            stack.extend(((*path, k), each) for k, each in reversed(list(value.items())))


def in_chinese(front: str) -> bool:
    """Tell whether most names of the outermost fields, as they are typed, are Chinese."""
    return bool(_CHINESE.search(front)) and field_names.in_chinese(composed(front))
