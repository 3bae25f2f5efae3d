"""What the last import said of each record: a short mark for each of its values.

It stands in `content/imports/KIND-last.yaml`, a line for each record. By it a value that someone
has corrected by hand since is told from one that the sheet has changed since: where the sheet says
the same as the last time, the hand's value stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias
from zlib import crc32

from generator.base.findings import Step
from generator.parse import record_text
from generator.parse.yaml_nodes import Raw
from generator.records.batches import IMPORTS

Label: TypeAlias = str
"""A value of a sheet: its field, and of an entry of a list what `step_of` knows it by."""
Marks: TypeAlias = dict[Label, tuple[str, ...]]
_HEAD = """\
# 每条记录上次导入时表格里写的是什么（只记指纹）：这样手工改过的，下次导入不会被盖掉。不用手改。
# What the last import said of each record, in marks: so the next keeps what was corrected by hand.
"""


def path_of(content: str, folder: str) -> str:
    """Return where what the last import said of the records of a kind is kept."""
    return f"{content}/{IMPORTS}/{folder}-last.yaml"


def mark(value: Raw) -> str:
    """Return what tells a value from others; of a text that is no more than 24 bits of it."""
    said = value.strip() if isinstance(value, str) else repr(value)
    return f"{crc32(said.encode()) & 0xFFFFFF:06x}"


_KNOWN_BY = (
    *(("group", "role"), ("post",), ("person",), ("name", "unit"), ("project",), ("fund",)),
    *(("what",), ("year",), ("half",), ("date",), ("where", "unit"), ("file",)),
)
"""Fields that an entry of a list is known by, the first that it has and no other has alike.

A post is known before who holds it, so that a new holder is one who follows the old.
"""


def step_of(entry: Raw, n: int, every: Sequence[Raw]) -> Step:
    """Return what an entry of a sheet's list is known by among `every`, whatever their order is.

    Money is known by its level, others by a mark of what identifies them, else by their number.
    """
    if not isinstance(entry, dict):
        return n
    level = entry.get("level")
    if isinstance(level, str):
        levels = [each.get("level") for each in every[:n] if isinstance(each, dict)]
        return n if level in levels else level
    for names in _KNOWN_BY:
        said = _said(entry, names)
        if said and sum(1 for each in every if _said(each, names) == said) == 1:
            return f"~{mark(said)}"
    return n


def _said(entry: Raw, names: Sequence[str]) -> str:
    """Return what an entry says in some fields of which it has the last, "" where it has not."""
    if not isinstance(entry, dict) or not entry.get(names[-1]):
        return ""
    return "\n".join(str(entry.get(name) or "") for name in names)


def marks(value: Raw, at: tuple[Step, ...] = ()) -> Iterator[tuple[Label, str]]:
    """Yield the mark of each value beneath a place in what a sheet says; of texts in a list one."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from marks(each, (*at, name))
    elif isinstance(value, list) and any(isinstance(each, dict) for each in value):
        for n, each in enumerate(value):
            yield from marks(each, (*at, step_of(each, n, value)))
    else:
        yield label(at), mark(value)


def label(at: tuple[Step, ...]) -> Label:
    """Return the label of a place in what a sheet says."""
    return "".join(".".join(map(str, at)).split())


@dataclass(slots=True)
class Memory:
    """What is known of the last import, by the ids of records; what this one says besides."""

    lines: dict[str, str] = field(default_factory=dict)
    fresh: dict[str, str] = field(default_factory=dict)

    def of(self, ident: str) -> Marks | None:
        """Return what the last import said of a record, None where it said nothing."""
        line = self.lines.get(ident)
        if line is None:
            return None
        parted = (each.partition("=") for each in line.split())
        return {name: tuple(said.split("|")) for name, _, said in parted if said}

    def note(self, ident: str, said: Mapping[Label, Sequence[str]]) -> None:
        """Note what this import says of a record; what it says nothing of stays known."""
        known = {**(self.of(ident) or {}), **said}
        line = " ".join(f"{name}={'|'.join(known[name])}" for name in sorted(known))
        if line != self.lines.get(ident):
            self.fresh[ident] = line


def read(root: Path, content: str, folder: str) -> Memory:
    """Return what the last import said; a line that was spoilt is as if it were not there."""
    try:
        text = (root / path_of(content, folder)).read_bytes().decode("utf-8", "replace")
    except OSError:
        return Memory()
    parted = (line.partition(": ") for line in text.splitlines() if not line.startswith("#"))
    return Memory({ident: said.strip().strip("\"'") for ident, _, said in parted if said})


def write(memory: Memory, root: Path, content: str, folder: str) -> None:
    """Keep what this import has said. Raises OSError."""
    if not memory.fresh:
        return
    whole = {**memory.lines, **memory.fresh}
    path = root / path_of(content, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (f"{ident}: {record_text.quoted(said)}\n" for ident, said in sorted(whole.items()))
    path.write_text(_HEAD + "".join(lines), "utf-8", newline="\n")
