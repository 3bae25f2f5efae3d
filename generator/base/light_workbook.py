"""Workbooks put together from rows that are compressed already, without being written anew.

A sheet is compressed in pieces: what stands before its rows, some rows at a time (`workbook_rows`),
what stands behind. So rows of one workbook are taken into another as they are. Where they lie is
said in a part of its own, such as other programs may add and leave alone. It stood in the comment
of the archive: LibreOffice opens no workbook where that has more than 512 bytes.
"""

import json
import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from typing import TypeAlias

from generator.base.workbook_rows import Piece, heading, least_of, packed, together

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_576
"""Rows that a sheet may have, headings among them: of one with more, programs say it is broken."""
BENEATH = 2
"""The number of the first row beneath headings."""
_FORM = 3
"""How that is written where rows lie."""
_PLACES = "customXml/item1.xml"
"""Where it is said."""
_OWN = "urn:mingjing:rows"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_PACKAGE = "application/vnd.openxmlformats-package"
_OFFICE_TYPE = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DAY = (1 << 5) | 1
"""The first of January 1980, the earliest day that an archive can say."""
_Placed: TypeAlias = tuple[int, int, int, int, int, int, str]
"""Where rows lie in a workbook, from and to, and what `Piece` says of them."""


@dataclass(slots=True)
class Sheet:
    """A sheet: its name, its headings, widths of columns in signs, and its rows as pieces."""

    name: str
    headings: Sequence[str]
    widths: Sequence[int] = ()
    rows: list[Piece] = field(default_factory=list)


def made(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook; all pieces of rows are where their numbers say."""
    archive = _Archive(least_of(sum(each.rows for sheet in sheets for each in sheet.rows)))
    numbers = range(1, len(sheets) + 1)
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml"'
        f' ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
        for n in numbers
    )
    archive.add(
        "[Content_Types].xml",
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels"'
        f' ContentType="{_PACKAGE}.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE}.styles+xml"/>'
        f'<Override PartName="/docProps/app.xml" ContentType="{_OFFICE_TYPE}"/>'
        f'<Override PartName="/docProps/core.xml" ContentType="{_PACKAGE}.core-properties+xml"/>'
        f"{kinds}</Types>",
    )
    archive.add(
        "_rels/.rels",
        f'{_HEAD}<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1"'
        f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2"'
        f' Type="{_OFFICE}/extended-properties" Target="docProps/app.xml"/><Relationship Id="rId3"'
        f' Type="{_RELATIONS}/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>",
    )
    # xlsx-populate writes them without a byte where there are none, and openpyxl reads no such
    archive.add("docProps/app.xml", f'{_HEAD}<Properties xmlns="{_EXTENDED}"/>')
    archive.add("docProps/core.xml", f'{_HEAD}<cp:coreProperties xmlns:cp="{_CORE}"/>')
    named = "".join(
        f'<sheet name="{escape(sheet.name)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, sheet in zip(numbers, sheets, strict=True)
    )
    archive.add(
        "xl/workbook.xml",
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{named}</sheets></workbook>',
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    archive.add(
        "xl/_rels/workbook.xml.rels",
        f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{related}'
        f'<Relationship Id="rId{len(sheets) + 1}"'
        f' Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId{len(sheets) + 2}"'
        f' Type="{_OFFICE}/customXml" Target="../{_PLACES}"/></Relationships>',
    )
    archive.add("xl/styles.xml", _STYLES)
    for n, sheet in zip(numbers, sheets, strict=True):
        archive.add_sheet(f"xl/worksheets/sheet{n}.xml", sheet)
    return archive.ended()


def rows_of(content: bytes) -> list[list[Piece]]:
    """Return the rows of each sheet of a workbook that `made` has made, still compressed.

    Nothing, if it was made in an earlier form.
    """
    return [
        [Piece(content[each[0] : each[1]], *each[2:]) for each in sheet]
        for sheet in _placed(content)
    ]


def starts_of(content: bytes) -> list[int]:
    """Return where the rows of each sheet begin in a workbook that `made` has made."""
    return [sheet[0][0] for sheet in _placed(content)]


def _placed(content: bytes) -> list[list[_Placed]]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        try:
            said = archive.read(_PLACES).decode()
        except KeyError:
            return []
    form, *sheets = json.loads(said[said.index("[") : said.rindex("]") + 1])
    return sheets if form == _FORM else []


class _Archive:
    """Writes a zip archive, all of whose files are of one day."""

    def __init__(self, least: int) -> None:
        self.least = least
        """How many rows are named together, at least."""
        self.parts: list[bytes] = []
        self.index: list[bytes] = []
        self.at = 0
        self.rows: list[list[_Placed]] = []

    def add(self, name: str, content: str) -> None:
        """Add a file."""
        self._add(name, [packed(content.encode(), last=True)])

    def add_sheet(self, name: str, sheet: Sheet) -> None:
        """Add a sheet, and note where its rows lie."""
        widths = "".join(
            f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
            for n, width in enumerate(sheet.widths, start=1)
        )
        head = heading(sheet.headings)
        pane = (
            '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
            ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        )
        start = f'{_HEAD}<worksheet xmlns="{_MAIN}">{pane if head else ""}'
        start += f"<cols>{widths}</cols>" if widths else ""
        start += "<sheetData>" + (f'<row r="1">{head}</row>' if head else "")
        begun = packed(start.encode())
        at = self.at + 30 + len(name.encode()) + len(begun.packed)
        placed = list[_Placed]()
        rows = sheet.rows or [packed(b"", 0, BENEATH)]
        if not rows[0].key:  # those that were moved are named as they were moved
            rows = together(rows, self.least)
        for each in rows:
            end = at + len(each.packed)
            placed.append((at, end, each.crc, each.size, each.rows, each.first, each.key))
            at = end
        self.rows.append(placed)
        self._add(name, [begun, *rows, packed(b"</sheetData></worksheet>", last=True)])

    def _add(self, name: str, pieces: Sequence[Piece]) -> None:
        crc, size = 0, 0
        for each in pieces:
            crc, size = each.after(crc), size + each.size
        packed = b"".join(each.packed for each in pieces)
        spelled = name.encode()
        fixed = struct.pack(
            "<HHHHHIIIHH", 20, 0, 8, 0, _DAY, crc, len(packed), size, len(spelled), 0
        )
        self.index.append(
            b"PK\x01\x02\x14\0" + fixed + struct.pack("<HHHII", 0, 0, 0, 0, self.at) + spelled
        )
        whole = b"PK\x03\x04" + fixed + spelled + packed
        self.parts.append(whole)
        self.at += len(whole)

    def ended(self) -> bytes:
        """Return the archive."""
        said = json.dumps([_FORM, *self.rows], separators=(",", ":"))
        self.add(_PLACES, f'{_HEAD}<rows xmlns="{_OWN}">{escape(said, quote=False)}</rows>')
        listed, count = b"".join(self.index), len(self.index)
        end = struct.pack("<HHHHIIH", 0, 0, count, count, len(listed), self.at, 0)
        return b"".join([*self.parts, listed, b"PK\x05\x06", end])


_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
