#!/usr/bin/env bash
# xlsx-populate, saving a workbook that has no document properties, adds docProps/app.xml and docProps/core.xml with
# no byte in them. openpyxl, and pandas by it, then open the workbook no more; LibreOffice and SheetJS do.
#
# Both parts may be left out (ECMA-376 part 1, 15.2.12; part 2, 8.3): the workbook was valid, and openpyxl had read it.
# A part that is there has to be XML. It was met while our own workbooks were taken through it, not guessed
# first; one would expect that what comes out is read as what went in was. (The library asks for
# what such a part has, gets none, and writes that.) So who writes workbooks does well to give them both.
#
# Seen on 2026-12-01 with version 1.21.0 (openpyxl 3.1.5); output:
#   without: openpyxl reads 7; saved again, with properties of False, False: not at all
#   with: openpyxl reads 7; saved again, with properties of True, True: 7
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "openpyxl==3.1.5"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund "xlsx-populate@1.21.0" >/dev/null
cat > write.py <<'END'
import zipfile

import openpyxl

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
PROPERTIES = {
    "docProps/app.xml": f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    'extended-properties"><Application>one</Application></Properties>',
    "docProps/core.xml": f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/'
    'metadata/core-properties"><cp:category>one</cp:category></cp:coreProperties>',
}
book = openpyxl.Workbook()
book.active["A1"] = 7
book.save("plain.xlsx")
for name in ("without", "with"):
    with zipfile.ZipFile("plain.xlsx") as old, zipfile.ZipFile(f"{name}.xlsx", "w") as new:
        for part in old.namelist():
            content = old.read(part).decode()
            if part in PROPERTIES:
                if name == "without":
                    continue
                content = PROPERTIES[part]
            if name == "without" and part in ("_rels/.rels", "[Content_Types].xml"):
                end = "/>"
                pieces = content.split(end)
                content = end.join(each for each in pieces if "docProps" not in each)
            new.writestr(part, content)
END
venv/bin/python write.py
cat > again.js <<'END'
const populate = require('xlsx-populate');
Promise.all(['without', 'with'].map(name => populate.fromFileAsync(name + '.xlsx').then(book => book.toFileAsync(name + '-again.xlsx'))));
END
node again.js
cat > read.py <<'END'
import sys
import zipfile

import openpyxl

name = sys.argv[1]
with zipfile.ZipFile(f"{name}-again.xlsx") as again:
    app, core = (again.getinfo(f"docProps/{part}.xml").file_size for part in ("app", "core"))
first = openpyxl.load_workbook(f"{name}.xlsx").active["A1"].value
try:
    last = openpyxl.load_workbook(f"{name}-again.xlsx").active["A1"].value
except SyntaxError:
    last = "not at all"
print(f"openpyxl reads {first}; saved again, with properties of {app > 0}, {core > 0}: {last}")
END
found="without: $(venv/bin/python read.py without)
with: $(venv/bin/python read.py with)"
echo "$found"
[ "$found" = "without: openpyxl reads 7; saved again, with properties of False, False: not at all
with: openpyxl reads 7; saved again, with properties of True, True: 7" ]
