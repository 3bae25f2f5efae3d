#!/usr/bin/env bash
# XlsxWriter's autofit makes a column of Chinese little more than half as wide as its text.
#
# The width of a column is counted in digits of the standard type; a Chinese sign is as wide as two. autofit adds
# up the pixels of each sign by a table that has the signs of ASCII, and takes all others for 8 pixels: one digit
# and a bit. A good guess would be that a wide sign counts twice, as East Asian Width has it. So the title of a
# project ends in the middle, or runs over the next cell, and an amount beside it hides the rest.
#
# Seen 2026-11-30: XlsxWriter 3.3.1 (PyPI). Wanted for 17 Chinese signs: 34 and some room; given: 20.43.
#   34 letters of ASCII: 35.14
# Here columns have widths of their own (generator/commands/export_sheets.py), by what a field holds.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "xlsxwriter==3.3.1"
cat >"$folder/look.py" <<'PYTHON'
import io
import re
import unicodedata
import zipfile

import xlsxwriter

for text in ("示例县示例镇示例村通组公路硬化工程", "abcdefghijklmnopqrstuvwxyzabcdefgh"):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write(0, 0, text)
    sheet.autofit()
    book.close()
    written = zipfile.ZipFile(out).read("xl/worksheets/sheet1.xml").decode()
    [width] = re.findall(r'width="([\d.]+)"', written)
    wanted = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
    print(f"wanted {wanted}, given {float(width):.2f}")
PYTHON
"$folder/venv/bin/python" "$folder/look.py" | tee "$folder/out.txt"
diff "$folder/out.txt" - <<'SEEN'
wanted 34, given 20.43
wanted 34, given 35.14
SEEN
echo "as seen"
