"""What is asked of an import, and what it would do: the files as they are to be, what is wrong.

Nothing is written here: whoever wants the files of `Plan.writes` so writes them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.base.problems import Problem
from generator.parse.sheet_book import Book
from generator.records.sheet_memory import Memory
from generator.records.sheet_merge import Changed
from generator.records.sheet_table import Row, Table
from generator.records.sheet_totals import Sum


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of an import."""

    root: Path
    content: str
    folder: str
    files: Sequence[Path]
    under: str = ""
    sheets: Sequence[str] = ()
    hidden: bool = False
    """Whether hidden sheets and rows, and rows struck through, are taken too."""
    published: bool = False
    """Whether new records are public at once, not drafts."""
    kept: bool = True
    """Whether what stands in the workbooks is kept, for a copy of it."""
    overwrite: bool = False
    """Whether the sheet's value is taken where it and the record have both changed."""
    noting: bool = True
    """Whether what the sheets say is noted for the next import."""


@dataclass(frozen=True, slots=True)
class Write:
    """A file as it is to be."""

    path: str
    content: bytes
    row: Row
    new: bool
    changes: Sequence[Changed] = ()


@dataclass(slots=True)
class Plan:
    """What an import would do, and what is wrong."""

    folder: str
    writes: list[Write] = field(default_factory=list)
    same: int = 0
    """Records that the sheet says nothing new of."""
    bad: int = 0
    """Rows that are not taken."""
    problems: list[Problem] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    books: dict[str, Book] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    """Numbers of rows that were not known, each with the address of its record."""
    memory: Memory = field(default_factory=Memory)
    """What the last import said of each record, and what this one does."""
