#!/usr/bin/env bash
# pylightxl reads the amounts of a table and leaves out the texts beside them, if they stand in their own cells.
#
# A text of .xlsx stands in a table that all sheets share, or in its cell (t="inlineStr", ECMA-376 18.18.11). What writes
# a row at a time does the latter, as XlsxWriter with constant_memory, and exports of databases. pylightxl asks for the
# shared table alone; of a text in its cell it has "", of a number the number, and says nothing. A good guess is that it
# reads both, or neither. A list of payments has all its sums then and no names; who adds them up by place has one place.
#
# Ours: what docs/open-data.md says of workbooks ("What stands there"), and tables as CSV beside each workbook; texts stay in their
# cells, as openpyxl, calamine, pandas, SheetJS, exceljs, xlsx-populate, Luckyexcel and LibreOffice read them so.
#
# Seen 2026-12-01: pylightxl 1.61, XlsxWriter 3.2.9 and openpyxl 3.1.5 of PyPI, with Python 3.11; output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv own
own/bin/pip install --quiet --disable-pip-version-check "pylightxl==1.61" "XlsxWriter==3.2.9" "openpyxl==3.1.5" 2>/dev/null
cat >look.py <<'PY'
import openpyxl
import pylightxl
import xlsxwriter

ROWS = [("项目", "付款"), ("饮水", 30000), ("公路", 70000)]
for memory in (False, True):
    book = xlsxwriter.Workbook("list.xlsx", {"constant_memory": memory})
    sheet = book.add_worksheet("付款")
    for n, row in enumerate(ROWS):
        sheet.write_row(n, 0, row)
    book.close()
    print("constant_memory:", memory)
    print("  openpyxl ", [[*row] for row in openpyxl.load_workbook("list.xlsx").active.values])
    print("  pylightxl", [*pylightxl.readxl("list.xlsx").ws("付款").rows])
PY
PYTHONIOENCODING=utf-8 own/bin/python look.py | tee out.txt
diff out.txt - <<'SEEN'
constant_memory: False
  openpyxl  [['项目', '付款'], ['饮水', 30000], ['公路', 70000]]
  pylightxl [['项目', '付款'], ['饮水', 30000], ['公路', 70000]]
constant_memory: True
  openpyxl  [['项目', '付款'], ['饮水', 30000], ['公路', 70000]]
  pylightxl [['', ''], ['', 30000], ['', 70000]]
SEEN
echo "as seen"
