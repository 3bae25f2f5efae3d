#!/usr/bin/env bash
# openpyxl gives a date of Chinese Excel as a number, where its format is one of those that are
# named by an id alone (27 to 36 and 50 to 58): no text of the format stands in the file, and its
# table of formats has none for them. Excel shows 2018年3月1日; python-calamine reads the day.
#
# Expected: a date, as ECMA-376 part 1, 18.8.30 lists these ids for zh-cn.
#
# Seen 2026-11-29: openpyxl 3.1.5, python-calamine 0.9.1, Python 3.11; output:
#   openpyxl: 43160 General False
#   calamine: 2018-03-01
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "openpyxl==3.1.5" \
    "python-calamine==0.9.1"
cat > "$work/look.py" <<'END'
import datetime
import re
import sys
import zipfile
from pathlib import Path

import openpyxl
from python_calamine import CalamineWorkbook

made, wanted = Path(sys.argv[1]) / "a.xlsx", Path(sys.argv[1]) / "b.xlsx"
book = openpyxl.Workbook()
book.active["A1"] = datetime.date(2018, 3, 1)
book.save(made)
with zipfile.ZipFile(made) as parts, zipfile.ZipFile(wanted, "w") as into:
    for name in parts.namelist():
        text = parts.read(name).decode()
        if name == "xl/styles.xml":  # as Chinese Excel writes it: the id, and no text for it
            text = re.sub(r"<numFmts.*?</numFmts>", "", text)
            text = re.sub(r'numFmtId="(14|164)"', 'numFmtId="31"', text)
        into.writestr(name, text)
cell = openpyxl.load_workbook(wanted).active["A1"]
print("openpyxl:", cell.value, cell.number_format, cell.is_date)
print("calamine:", CalamineWorkbook.from_path(str(wanted)).get_sheet_by_index(0).to_python()[0][0])
END
found=$("$work/venv/bin/python" "$work/look.py" "$work")
echo "$found"
[ "$found" = "openpyxl: 43160 General False
calamine: 2018-03-01" ]
