#!/usr/bin/env bash
# LibreOffice, asked to convert a workbook that asks to be computed when it is opened, computes nothing:
# it keeps the 0 that a program wrote in the place of each value, and leaves out that it was asked.
#
# ECMA-376 part 1, 18.2.2: with fullCalcOnLoad the application should compute the whole workbook when it
# loads it. XlsxWriter sets it, as it writes formulas and computes none. Expected: 3 and 3, as Excel has
# them; seen are 0, and 99 where a wrong value was written. After that no reader can tell such a 0 from
# a true one. (The default for .xlsx is “never recalculate”, but for files of LibreOffice itself.)
#
# Needs LibreOffice (soffice). Seen 2026-11-30: LibreOffice 7.4.7, XlsxWriter 3.3.1, openpyxl 3.1.5; output:
#   before: asks to be computed True, [1, 2, 0, 99]
#   after: asks to be computed False, [1, 2, 0, 99]
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
command -v soffice >/dev/null || { echo "soffice is not installed"; exit 2; }
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "openpyxl==3.1.5" \
    "XlsxWriter==3.3.1"
cat > "$work/make.py" <<'END'
import sys

import xlsxwriter

with xlsxwriter.Workbook(sys.argv[1]) as book:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, [1, 2])
    sheet.write_formula("C1", "=A1+B1")
    sheet.write_formula("D1", "=A1+B1", None, 99)
END
cat > "$work/look.py" <<'END'
import sys
import zipfile

import openpyxl

with zipfile.ZipFile(sys.argv[1]) as parts:
    asks = b'fullCalcOnLoad="1"' in parts.read("xl/workbook.xml")
(row,) = openpyxl.load_workbook(sys.argv[1], data_only=True).active.iter_rows(values_only=True)
print(f"asks to be computed {asks}, {[*row]}")
END
"$work/venv/bin/python" "$work/make.py" "$work/a.xlsx"
mkdir "$work/after"
soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to xlsx \
    --outdir "$work/after" "$work/a.xlsx" >/dev/null 2>&1
found="before: $("$work/venv/bin/python" "$work/look.py" "$work/a.xlsx")
after: $("$work/venv/bin/python" "$work/look.py" "$work/after/a.xlsx")"
echo "$found"
[ "$found" = "before: asks to be computed True, [1, 2, 0, 99]
after: asks to be computed False, [1, 2, 0, 99]" ]
