#!/usr/bin/env bash
# openpyxl drops what merged cells cover, though the sums of the sheet count it.
#
# “Merge and Center” clears all cells but the first. Excel's format painter does not: who paints a merged cell over
# others merges them and keeps what they held, a common trick in Chinese offices, so that filters and sums still
# work. The file then has values in cells that lie within a merged range. Excel and LibreOffice count them in every
# sum. openpyxl gives None for them (they become MergedCell), and a workbook that it loads and saves again has lost
# them, with formulas over them left as they were. python-calamine gives them as any other value.
# Whoever reads such a table with openpyxl finds less than its own total says; whoever reads it with calamine finds
# what no one sees on the sheet. `portal import` takes what is the same as the cell that covers it, and tells the
# rest (P546).
#
# Seen 2026-11-30: openpyxl 3.1.5, python-calamine 0.9.1, XlsxWriter 3.3.1 (PyPI), Python 3.11: of 100 and, covered,
# 50 openpyxl reads 100 and None, after a round trip too; calamine reads 100 and 50.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    "openpyxl==3.1.5" "python-calamine==0.9.1" "XlsxWriter==3.3.1"
cat >"$folder/look.py" <<'PYTHON'
import sys

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

path, again = f"{sys.argv[1]}/covered.xlsx", f"{sys.argv[1]}/again.xlsx"
with xlsxwriter.Workbook(path) as book:
    sheet = book.add_worksheet("2018")
    sheet.write_row(0, 0, ["项目", "金额"])
    sheet.write_column(1, 0, ["修路", "修桥"])
    sheet.merge_range("B2:B3", 100)
    sheet.write("B3", 50)  # as the format painter leaves it
    sheet.write_formula("B4", "=SUM(B2:B3)", None, 150)


def by_openpyxl(name: str) -> list[object]:
    return [cell.value for cell in openpyxl.load_workbook(name, data_only=True).active["B"]]


def by_calamine(name: str) -> list[object]:
    return [row[1] for row in CalamineWorkbook.from_path(name).get_sheet_by_index(0).to_python()]


first, others = by_openpyxl(path), by_calamine(path)
openpyxl.load_workbook(path).save(again)
kept = by_calamine(again)
print("openpyxl:", first)
print("calamine:", others)
print("calamine, after openpyxl loaded and saved it:", kept)
assert first == ["金额", 100, None, 150], first
assert others == ["金额", 100.0, 50.0, 150.0], others
assert kept[1:3] == [100.0, ""], kept
PYTHON
"$folder/venv/bin/python" "$folder/look.py" "$folder"
