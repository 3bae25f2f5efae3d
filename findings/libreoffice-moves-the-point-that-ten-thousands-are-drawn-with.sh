#!/usr/bin/env bash
# LibreOffice loses the point of the format by which Chinese offices show yuan as 万元, and saves another.
#
# 0!.0,"万元" shows 43160.5 as 4.3万元: the comma takes thousands away, and ! draws the next sign, so the last digit
# stands behind a point that is none. It is in every Chinese guide to such formats, and programs write it into files
# (alibaba/easyexcel, issue 3830: WPS shows it as it is meant, Office does not). A good guess is that LibreOffice, which has
# read Excel's files for decades, knows the sign, or leaves what it does not know. It takes ! for a sign to be shown and
# the point for a true one: it shows 43!.2万元, and saves 0\!.0,"万元", of which no program can tell
# any more that the point was drawn. Whoever goes by the format alone now reads 43.16万元, ten times as much;
# of 0!.0000"万元" ten thousand times. Quotes ("." for !.) are kept.
#
# `portal import` takes a point behind a drawn ! for a drawn one (generator/parse/sheet_cells.py, `shown`;
# tests/test_sheet_file.py, "ten thousands that a format draws are so many yuan in every form").
#
# Needs LibreOffice (soffice). Seen 2026-11-30: LibreOffice 7.4.7, XlsxWriter 3.3.1, openpyxl 3.1.5; output: see below.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
command -v soffice >/dev/null || { echo "soffice is not installed"; exit 2; }
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "openpyxl==3.1.5" "XlsxWriter==3.3.1"
cat >"$work/make.py" <<'PYTHON'
import sys

import xlsxwriter

with xlsxwriter.Workbook(sys.argv[1]) as book:
    sheet = book.add_worksheet()
    for row, code in enumerate(('0!.0,"万元"', '0!.0000"万元"', '0"."0,"万元"')):
        sheet.write_number(row, 0, 43160.5, book.add_format({"num_format": code}))
PYTHON
cat >"$work/look.py" <<'PYTHON'
import csv
import sys

import openpyxl

before, after = (openpyxl.load_workbook(f"{sys.argv[1]}/{name}").active for name in ("a.xlsx", "after/a.xlsx"))
with open(f"{sys.argv[1]}/after/a.csv", encoding="utf-8") as text:
    shown = [row[0] for row in csv.reader(text)]
for n, said in enumerate(shown, 1):
    print(f"{before.cell(n, 1).number_format} shows {said}, saved {after.cell(n, 1).number_format}")
PYTHON
"$work/venv/bin/python" "$work/make.py" "$work/a.xlsx"
for form in xlsx 'csv:Text - txt - csv (StarCalc):44,34,76'; do
    soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to "$form" \
        --outdir "$work/after" "$work/a.xlsx" >/dev/null 2>&1
done
PYTHONIOENCODING=utf-8 "$work/venv/bin/python" "$work/look.py" "$work" | tee "$work/out.txt"
diff "$work/out.txt" - <<'SEEN'
0!.0,"万元" shows 43!.2万元, saved 0\!.0,"万元"
0!.0000"万元" shows 43160!.5000万元, saved 0\!.0000"万元"
0"."0,"万元" shows 4.3万元, saved 0\.0,"万元"
SEEN
echo "as seen"
