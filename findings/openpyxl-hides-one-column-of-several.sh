#!/usr/bin/env bash
# openpyxl says of several hidden columns that the first alone is hidden; and whoever asks about the
# others changes the file: a column that was looked at is written on its own when the book is saved,
# shown, within the range of the hidden ones.
#
# ECMA-376 part 1, 18.3.1.13: one <col> says of all columns from min to max whether they are hidden. Rows
# are asked for in the same way (row_dimensions), and each is told as it is. Expected: True for C, D
# and E, and the same <cols> after reading as before.
#
# So what is hidden has to be taken from the ranges (min and max of each entry that is there), and no
# column may be asked for by its letter in a book that is saved.
#
# Seen 2026-11-30: openpyxl 3.1.5, XlsxWriter 3.3.1, Python 3.11; output:
#   hidden: C True, D False, E False
#   in the file: 3-5 hidden
#   saved: 3-5 hidden
#   looked at and saved: 3-5 hidden, 4-4 shown, 5-5 shown
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "openpyxl==3.1.5" \
    "XlsxWriter==3.3.1"
cat > "$work/look.py" <<'END'
import re
import sys
import zipfile
from pathlib import Path

import openpyxl
import xlsxwriter

made = Path(sys.argv[1]) / "a.xlsx"
with xlsxwriter.Workbook(str(made)) as book:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, range(6))
    sheet.set_column("C:E", None, None, {"hidden": True})


def columns(path):
    """Return what the file itself says of columns."""
    with zipfile.ZipFile(path) as parts:
        text = parts.read("xl/worksheets/sheet1.xml").decode()
    found = []
    for each in re.findall(r"<col ([^>]*)/>", text):
        said = dict(re.findall(r'(\w+)="([^"]*)"', each))
        state = "hidden" if said.get("hidden") in ("1", "true") else "shown"
        found.append(f"{said['min']}-{said['max']} {state}")
    return ", ".join(found)


read = openpyxl.load_workbook(made)
read.save(made.with_name("b.xlsx"))
of = read.active.column_dimensions
print("hidden:", ", ".join(f"{each} {of[each].hidden}" for each in "CDE"))
read.save(made.with_name("c.xlsx"))
print("in the file:", columns(made))
print("saved:", columns(made.with_name("b.xlsx")))
print("looked at and saved:", columns(made.with_name("c.xlsx")))
END
found=$("$work/venv/bin/python" "$work/look.py" "$work")
echo "$found"
[ "$found" = "hidden: C True, D False, E False
in the file: 3-5 hidden
saved: 3-5 hidden
looked at and saved: 3-5 hidden, 4-4 shown, 5-5 shown" ]
