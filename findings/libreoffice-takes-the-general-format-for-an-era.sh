#!/usr/bin/env bash
# LibreOffice takes G/通用格式, the General format as Chinese Excel calls it, for an era: any number becomes “CE/通用格式”.
#
# Chinese Excel has the name in its dialogue of formats, so programs write it into workbooks (public code for POI and jxl
# does), with a unit behind it: G/通用格式"万元". A good guess is that a program that does not know the name shows the
# number plainly, or calls the format broken. LibreOffice finds the G of an era in it, so the number is a day, of which nothing but
# the era is shown. As .csv the amount is gone (in a Chinese locale even the CE); as .ods it is the day 2018-03-01 at noon;
# as .xlsx and .xls the number stays, with a format of no meaning. A column of amounts that is checked would fail; of a column
# of text (so many 亩, so many 公里) every cell would say CE/通用格式 from then on.
#
# `portal import` tells such a cell as broken (P565) and takes nothing for it; in .xlsx and .xls it still reads
# the number and its 万元 (generator/parse/sheet_csv.py, sheet_ods.py; tests/test_sheet_file.py, "a number that
# libreoffice took for an era is told as broken").
#
# Needs LibreOffice (soffice). Seen 2026-11-30: LibreOffice 7.4.7, XlsxWriter 3.3.1, openpyxl 3.1.5,
# python-calamine 0.9.1; output: see below.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
command -v soffice >/dev/null || { echo "soffice is not installed"; exit 2; }
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "openpyxl==3.1.5" "XlsxWriter==3.3.1" \
    "python-calamine==0.9.1"
cat >"$work/make.py" <<'PYTHON'
import sys

import xlsxwriter

with xlsxwriter.Workbook(sys.argv[1]) as book:
    sheet = book.add_worksheet()
    for row, code in enumerate(('G/通用格式"万元"', 'General"万元"')):
        sheet.write_number(row, 0, 43160.5, book.add_format({"num_format": code}))
PYTHON
cat >"$work/look.py" <<'PYTHON'
import csv
import sys

import openpyxl
from python_calamine import CalamineWorkbook

folder = sys.argv[1]
with open(f"{folder}/after/a.csv", encoding="utf-8") as text:
    print("csv:", *(row[0] for row in csv.reader(text)))
print("ods:", *(row[0] for row in CalamineWorkbook.from_path(f"{folder}/after/a.ods").get_sheet_by_index(0).to_python()))
cells = [row[0] for row in openpyxl.load_workbook(f"{folder}/after/a.xlsx").active]
print("xlsx:", *(f"{cell.value} {cell.number_format}" for cell in cells))
PYTHON
"$work/venv/bin/python" "$work/make.py" "$work/a.xlsx"
for form in xlsx ods 'csv:Text - txt - csv (StarCalc):44,34,76'; do
    soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to "$form" \
        --outdir "$work/after" "$work/a.xlsx" >/dev/null 2>&1
done
PYTHONIOENCODING=utf-8 "$work/venv/bin/python" "$work/look.py" "$work" | tee "$work/out.txt"
sed -i 's/^csv: CE/csv: /' "$work/out.txt" # the era has no name in some locales
diff "$work/out.txt" - <<'SEEN'
csv: /通用格式万元 43160.5万元
ods: 2018-03-01 12:00:00 43160.5
xlsx: 43160.5 g/"通用格式万元" 43160.5 General"万元"
SEEN
echo "as seen"
