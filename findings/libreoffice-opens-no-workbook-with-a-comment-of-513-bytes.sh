#!/usr/bin/env bash
# LibreOffice says of a workbook whose ZIP archive has a comment of more than 512 bytes that it could not be
# loaded, though it opens the very same workbook with a comment of 512. It is so with .xlsx and with .ods.
#
# A comment stands behind all parts of an archive, may have 65,535 bytes (APPNOTE.TXT 4.4.12), and is no part
# of the workbook; neither ECMA-376 part 2 nor ODF 1.3 part 2 forbids one. Expected, before any was opened: all of
# them open, as they do with openpyxl, exceljs and SheetJS. Met with workbooks that said there where their rows
# lie: 7 of 17 could not be opened, the longest of them, and no library noticed it.
#
# Needs LibreOffice (soffice). Seen on 2026-12-01 with version 7.4.7 (openpyxl 3.1.5 and odfpy 1.4.1 wrote); output:
#   xlsx 0: openpyxl reads 7, LibreOffice opens it
#   xlsx 512: openpyxl reads 7, LibreOffice opens it
#   xlsx 513: openpyxl reads 7, LibreOffice does not open it
#   ods 512: LibreOffice opens it
#   ods 513: LibreOffice does not open it
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
command -v soffice >/dev/null || { echo "soffice is not installed"; exit 2; }
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "openpyxl==3.1.5" "odfpy==1.4.1"
cat > "$work/make.py" <<'END'
import pathlib
import sys
import zipfile

import openpyxl
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow

work = pathlib.Path(sys.argv[1])
book = openpyxl.Workbook()
book.active["A1"] = 7
book.save(work / "plain.xlsx")
other = OpenDocumentSpreadsheet()
row, table = TableRow(), Table(name="one")
row.addElement(TableCell(valuetype="float", value="7"))
table.addElement(row)
other.spreadsheet.addElement(table)
other.save(work / "plain.ods")
for kind, sizes in (("xlsx", (0, 512, 513)), ("ods", (512, 513))):
    for size in sizes:
        path = work / f"{size}.{kind}"
        path.write_bytes((work / f"plain.{kind}").read_bytes())
        with zipfile.ZipFile(path, "a") as archive:
            archive.comment = b" " * size
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None and len(archive.comment) == size
END
cat > "$work/read.py" <<'END'
import sys

import openpyxl

print(f"openpyxl reads {openpyxl.load_workbook(sys.argv[1]).active['A1'].value}, ", end="")
END
"$work/venv/bin/python" "$work/make.py" "$work"
found=""
for each in 0.xlsx 512.xlsx 513.xlsx 512.ods 513.ods; do
    said=""
    case $each in *.xlsx) said=$("$work/venv/bin/python" "$work/read.py" "$work/$each") ;; esac
    rm -f "$work/${each%.*}.csv"
    soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to csv \
        --outdir "$work" "$work/$each" >/dev/null 2>&1 || true
    if [ -f "$work/${each%.*}.csv" ]; then opens="opens it"; else opens="does not open it"; fi
    found="$found${each#*.} ${each%.*}: ${said}LibreOffice $opens
"
done
printf '%s' "$found"
[ "$found" = "xlsx 0: openpyxl reads 7, LibreOffice opens it
xlsx 512: openpyxl reads 7, LibreOffice opens it
xlsx 513: openpyxl reads 7, LibreOffice does not open it
ods 512: LibreOffice opens it
ods 513: LibreOffice does not open it
" ]
