"""A file becomes a mapping of text, a Markdown body and a digest.

What its fields say is read by `yaml_fields`.
"""

import errno
import os
import re
import stat as modes
from codecs import BOM_UTF8
from dataclasses import dataclass
from pathlib import Path

from generator.base import privacy, vouched_numbers
from generator.base.digests import digest
from generator.base.messages import N_
from generator.base.patterns import pattern
from generator.base.problems import Place, Problem, problem
from generator.parse import front_matter, merge_conflicts, yaml_fields
from generator.parse.yaml_nodes import Raw

_FENCE = pattern(r"^---[^\S\n]*$", re.MULTILINE)
_LAST_FENCE = pattern(r"\n---[^\S\n]*$", re.MULTILINE)
"""The same after a line: a pattern that begins with known characters is found much sooner."""
_BELOW = pattern(r"\s*([a-z][a-z_]*)[:：](?:\s|$)")
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
"""Without waiting: a pipe that lies where a file should be would never be opened."""
_AT_ONCE = 1 << 16
NOT_A_FILE = N_("it is neither a file nor a folder, but a pipe, a socket or a device")


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
    slips: yaml_fields.Slips = yaml_fields.NO_SLIPS
    """What may have been lost of what was typed: the model says whether it has."""


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
    data, slips, fault, _ = yaml_fields.load(file, front, first_line)
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
    control = yaml_fields.CONTROL.search(text)
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


def place(file: str, text: str, start: int) -> Place:
    """Return the place of the sign at `start` of a whole text."""
    line = text.count("\n", 0, start) + 1
    return Place(file, line, start - (text.rfind("\n", 0, start) + 1) + 1)
