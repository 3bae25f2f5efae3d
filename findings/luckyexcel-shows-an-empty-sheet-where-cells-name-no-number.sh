#!/usr/bin/env bash
# Luckyexcel shows an empty sheet where cells name no number, and says that all went well.
#
# In a sheet of .xlsx a row may say its number and a cell its place (r="3", r="C3"). Both are optional in ECMA-376 (18.3.1.4,
# 18.3.1.73): without them each follows the one before it, as Excel, LibreOffice, openpyxl, pandas, calamine and SheetJS read
# it. What writes fast leaves them out, as rows can be put together then without being written anew. A good guess is
# that whoever opens the file sees the same table. Luckyexcel, by which office portals show attachments in the browser,
# finds the sheet and its name, and no cell: who opens the county's list of payments sees an empty one. exceljs and
# xlsx-populate say that such a file is broken.
#
# Ours: rows and cells name their numbers (generator/base/light_workbook.py; tests/test_downloads.py, "rows and cells of
# workbooks name their numbers"), though that is half of what is in a sheet, and rows that come into another workbook
# have to be written anew.
#
# Seen 2026-12-01: luckyexcel 1.0.1 and xlsx 0.18.5 (SheetJS) of npm, with Node 20.20; output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund "luckyexcel@1.0.1" "xlsx@0.18.5" >/dev/null
cat >write.py <<'PY'
import zipfile

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
ROWS = [("项目", "付款"), ("饮水", 30000), ("公路", 70000)]


def cell(value, at):
    if isinstance(value, int):
        return f"<c{at}><v>{value}</v></c>"
    return f'<c{at} t="inlineStr"><is><t>{value}</t></is></c>'


for name, numbered in (("with", True), ("without", False)):
    rows = ""
    for n, row in enumerate(ROWS, start=1):
        cells = "".join(cell(v, f' r="{"AB"[c]}{n}"' if numbered else "") for c, v in enumerate(row))
        rows += f'<row r="{n}">{cells}</row>' if numbered else f"<row>{cells}</row>"
    with zipfile.ZipFile(f"{name}.xlsx", "w") as book:
        book.writestr("[Content_Types].xml", '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' + "".join(f'<Override PartName="/xl/{p}.xml" ContentType="{KIND}.{k}+xml"/>' for p, k in (("workbook", "sheet.main"), ("styles", "styles"), ("worksheets/sheet1", "worksheet"))) + "</Types>")
        book.writestr("_rels/.rels", f'<Relationships xmlns="{RELATED}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        book.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="付款" sheetId="1" r:id="rId1"/></sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{RELATED}"><Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>')
        book.writestr("xl/styles.xml", f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>')
        book.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>')
PY
python3 write.py
cat >show.js <<'JS'
const fs = require('fs');
global.window = global;
const lucky = require('luckyexcel');
const sheetjs = require('xlsx');
for (const name of ['with', 'without']) {
    const content = fs.readFileSync(name + '.xlsx');
    const book = sheetjs.read(content);
    console.log(name + ' numbers, SheetJS: ' + JSON.stringify(sheetjs.utils.sheet_to_json(book.Sheets[book.SheetNames[0]], { header: 1 })));
    lucky.transformExcelToLucky(content,
        found => fs.appendFileSync('lucky.txt', name + ' numbers, Luckyexcel: ' + found.sheets.map(each => each.name + ', ' + each.celldata.length + ' cells').join() + '\n'),
        error => fs.appendFileSync('lucky.txt', name + ' numbers, Luckyexcel: ' + error + '\n'));
}
JS
node show.js | grep SheetJS >out.txt
sort lucky.txt >>out.txt
cat out.txt
diff out.txt - <<'SEEN'
with numbers, SheetJS: [["项目","付款"],["饮水",30000],["公路",70000]]
without numbers, SheetJS: [["项目","付款"],["饮水",30000],["公路",70000]]
with numbers, Luckyexcel: 付款, 6 cells
without numbers, Luckyexcel: 付款, 0 cells
SEEN
echo "as seen"
