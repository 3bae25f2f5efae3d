#!/usr/bin/env bash
# xlsx2csv writes the number format in place of the number where a unit in it has one of the letters d, h, m, s or y.
#
# A length of 3.5 that is shown as 3.5km has the format 0.0"km"; what stands in quotation marks is text (ECMA-376 part 1,
# 18.8.31). A good guess is 3.5, or 3.5km as the cell shows it: with 0.00"公里" the number is there, and whoever tried
# that trusts it. But xlsx2csv looks for letters of dates within the quotation marks as well, takes 3.5 for a
# day of January 1900, and fills its month in: 0.0"k01" for 3.5km, and for 1,250km 0.0"k06". So it does with
# m, mm, m², m³, hm², 元/m, MW, kWh. Two roads of other lengths may come out the same, and the number is nowhere.
#
# `portal import` reads the workbook itself, by calamine, which gives 3.5; of a .csv it tells such a cell as broken
# (P565; generator/parse/sheet_csv.py; tests/test_sheet_file.py, "a format that stands for the number it was to show …").
#
# Seen 2026-11-30: xlsx2csv 0.8.6, XlsxWriter 3.3.1, python-calamine 0.9.1 (PyPI), Python 3.11; output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "xlsx2csv==0.8.6" "XlsxWriter==3.3.1" \
    "python-calamine==0.9.1"
cat >"$folder/make.py" <<'PYTHON'
import sys

import xlsxwriter

with xlsxwriter.Workbook(sys.argv[1]) as book:
    sheet = book.add_worksheet()
    for row, code in enumerate(('0.0"km"', '0"m²"', '#,##0"元/m"', '0.00"公里"', '0.00"万元"')):
        sheet.write_row(row, 0, [3.5, 1250, 1251], book.add_format({"num_format": code}))
PYTHON
cat >"$folder/look.py" <<'PYTHON'
import csv
import sys

from python_calamine import CalamineWorkbook

path, text = sys.argv[1:]
with open(text, encoding="utf-8", newline="") as file:
    written = [*csv.reader(file)]
for row, cells in zip(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(), written, strict=True):
    print(*row, "→", *cells)
PYTHON
"$folder/venv/bin/python" "$folder/make.py" "$folder/a.xlsx"
PYTHONIOENCODING=utf-8 "$folder/venv/bin/xlsx2csv" "$folder/a.xlsx" "$folder/a.csv"
PYTHONIOENCODING=utf-8 "$folder/venv/bin/python" "$folder/look.py" "$folder/a.xlsx" "$folder/a.csv" | tee "$folder/out.txt"
diff "$folder/out.txt" - <<'SEEN'
3.5 1250.0 1251.0 → 0.0"k01" 0.0"k06" 0.0"k06"
3.5 1250.0 1251.0 → 0"01²" 0"06²" 0"06²"
3.5 1250.0 1251.0 → #,##0"元/01" #,##0"元/06" #,##0"元/06"
3.5 1250.0 1251.0 → 3.500000 1250 1251
3.5 1250.0 1251.0 → 3.500000 1250 1251
SEEN
echo "as seen"
