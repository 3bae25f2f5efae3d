"""A workbook as read: sheets of cells with what the program that wrote it says of them."""

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree import ElementTree as ET

from generator.base.messages import N_
from generator.parse.sheet_cells import PLAIN, Style, Value

MOST_COLUMNS = 1 << 14
"""The columns that a sheet may have; a cell is known by `row * MOST_COLUMNS + column`."""
MOST_CELLS = 20_000_000
"""More than these no sheet of people has: one cell far out would make a grid of billions."""
SINCE_1904 = 1_462
"""Days between the beginnings of the two calendars of Excel; that of 1904 comes from old Macs."""
MOST_BYTES = 1 << 30
"""Bytes that the parts of a workbook may have together, unpacked."""


DAMAGED = N_("it is damaged, or protected by a password")
DAMAGES = (
    *(zipfile.BadZipFile, zlib.error, ET.ParseError, LookupError, ValueError, EOFError, OSError),
    *(NotImplementedError, RuntimeError),  # what a ZIP asks for, and Python does not have
)
"""What reading a damaged file raises; its bytes are at hand, so the system has no part in it."""
NO_WORKBOOK = N_("it is no workbook of Excel, WPS or LibreOffice")
TOO_LARGE = N_("it is far too large")
PLAIN_TEXT = N_("plain text")
EMPTY = N_("it is empty")
LOCK = N_("Excel or WPS laid it beside a workbook that is open, and it goes when that is closed")
LOCKED = "~$"
"""What the name of such a file begins with."""


class Unreadable(Exception):
    """A file that is no workbook that can be read; `code` and `values` are those of the problem."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code, self.values = code, values


class Area(NamedTuple):
    """Merged cells: first and last row and column, from 0, both within."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """A sheet; rows and columns count from 0, and begin at A1 whatever is empty there."""

    name: str
    rows: list[list[Value]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    """Rows that are hidden, by hand or by a filter."""
    hidden_columns: set[int] = field(default_factory=set)
    later: int = 0
    """Days by which day numbers count from later than from 1900 on: see `SINCE_1904`."""
    styles: dict[int, Style] = field(default_factory=dict)
    """How cells are shown, where that says more than their values."""
    broken: dict[int, str] = field(default_factory=dict)
    """Cells with an error (`#N/A`), or a formula that was never computed (`=…`)."""

    def style(self, row: int, column: int) -> Style:
        """Return how a cell is shown."""
        return self.styles.get(row * MOST_COLUMNS + column, PLAIN)


@dataclass(slots=True)
class Book:
    """A workbook: its sheets in their order, and the properties that were given to it."""

    form: str
    """`xlsx`, `xls`, `ods` or `csv`."""
    sheets: list[Sheet]
    properties: Mapping[str, str] = field(default_factory=dict)
