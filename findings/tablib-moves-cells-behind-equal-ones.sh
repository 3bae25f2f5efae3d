#!/usr/bin/env bash
# tablib reads two equal cells of .ods as one and moves those behind them: what was paid is the day on which work began.
#
# Of equal cells beside each other, empty ones among them, OpenDocument writes one that says how often
# (table:number-columns-repeated; part 3, 19.675), of equal rows likewise; LibreOffice does so for every two. tablib's reader
# asks for neither. A good guess is that a reader of .ods knows it, or refuses what it cannot read. Of a project that is paid in
# full (planned 12, paid 12) the second amount is lost and the day of its start stands under "paid"; behind an empty
# cell likewise; of two payments alike there is one. All rows have as many cells as there are headings, so nothing is said.
# What it takes for a text is the first thing in a cell: with a remark (office:annotation) the day of the remark is the name
# of the village, and of a cell of two lines the first is left. calamine has all of it.
#
# Ours: .ods is read by calamine; tests/test_import_odd_sheets.py holds what is equal, empty, of two lines and with remarks.
# docs/open-data.md says so of programs that read what was saved as .ods.
#
# Seen 2026-12-01: tablib 3.10.0, odfpy 1.4.1 (by which tablib reads) and python-calamine 0.9.1 of PyPI, with Python 3.11; output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv own
own/bin/pip install --quiet --disable-pip-version-check "tablib==3.10.0" "odfpy==1.4.1" "python-calamine==0.9.1" 2>/dev/null
cat >look.py <<'PY'
import datetime
import pathlib

import tablib
from odf.dc import Date
from odf.office import Annotation
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from python_calamine import CalamineWorkbook


def cell(value, times=1, remark=""):
    """Return a cell as LibreOffice writes it: one for so many that are equal."""
    own = {"numbercolumnsrepeated": times} if times > 1 else {}
    if isinstance(value, datetime.date):
        made = TableCell(valuetype="date", datevalue=value.isoformat(), **own)
    elif isinstance(value, int):
        made = TableCell(valuetype="float", value=value, **own)
    else:
        made = TableCell(valuetype="string", **own) if value else TableCell(**own)
    if remark:
        note = Annotation()
        note.addElement(Date(text="2018-12-01T00:00:00"))
        note.addElement(P(text=remark))
        made.addElement(note)
    for line in str(value).split("\n") if value else ():
        made.addElement(P(text=line))
    return made


def row(*cells, times=1):
    """Return a row, one for so many that are equal."""
    made = TableRow(**({"numberrowsrepeated": times} if times > 1 else {}))
    for each in cells:
        made.addElement(each)
    return made


begun, done = datetime.date(2018, 3, 5), datetime.date(2018, 9, 1)
table = Table(name="projects")
for each in (
    row(*map(cell, ("place", "planned", "paid", "begun", "done"))),
    row(cell("甲村"), cell(12), cell(7), cell(begun), cell(done)),
    row(cell("乙村"), cell(12, times=2), cell(begun), cell("")),
    row(cell("丙村"), cell("", times=2), cell(begun), cell(done)),
    row(cell("丁村"), cell(5), cell(3), cell(begun), cell(done), times=2),
    row(cell("戊村", remark="to be asked"), cell(5), cell(3), cell("一组\n二组"), cell(done)),
):
    table.addElement(each)
book = OpenDocumentSpreadsheet()
book.spreadsheet.addElement(table)
book.save("list.ods")

def told(value):
    """Return a value as it is to be shown."""
    if value == "":
        return "-"
    return value.strftime("%F") if isinstance(value, datetime.date) else repr(value)


for name, rows in (
    ("calamine", CalamineWorkbook.from_path("list.ods").get_sheet_by_index(0).to_python()[1:]),
    ("tablib", [*tablib.Dataset().load(pathlib.Path("list.ods").read_bytes(), format="ods")]),
):
    print(name)
    for each in rows:
        print("  ", *map(told, each))
PY
PYTHONIOENCODING=utf-8 own/bin/python look.py | tee out.txt
diff out.txt - <<'SEEN'
calamine
   '甲村' 12.0 7.0 2018-03-05 2018-09-01
   '乙村' 12.0 12.0 2018-03-05 -
   '丙村' - - 2018-03-05 2018-09-01
   '丁村' 5.0 3.0 2018-03-05 2018-09-01
   '丁村' 5.0 3.0 2018-03-05 2018-09-01
   '戊村' 5.0 3.0 '一组\n二组' 2018-09-01
tablib
   '甲村' 12.0 7.0 2018-03-05 2018-09-01
   '乙村' 12.0 2018-03-05 - -
   '丙村' 2018-03-05 2018-09-01 - -
   '丁村' 5.0 3.0 2018-03-05 2018-09-01
   '2018-12-01T00:00:00' 5.0 3.0 '一组' 2018-09-01
SEEN
echo "as seen"
