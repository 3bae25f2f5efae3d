#!/usr/bin/env bash
# SheetJS shows amounts of yuan as dollars, and 4.3万元 as .43万元.
#
# `sheet_to_csv` gives cells as they are shown, and is behind many a web form that takes workbooks, as browsers run it.
# A good guess is that it shows them as Excel does, as it knows hundreds of formats. Of two that are common in China
# it does not: [$-804] says that a cell is Chinese and shows nothing itself (ECMA-376 part 1, 18.8.31; Excel writes
# it with [DBNum1] and before dates); SheetJS shows “$” for it, in front of the number. And of 0"."0,"万元", by
# which 43160.5 is shown as 4.3万元, it fills in the digits one place too far: .43万元, and 12.35万元 for 1234567, a tenth of
# what it is and as plausible. (With ! for the quotes it shows 43!.2万元, as LibreOffice does.)
#
# `portal import` reads the workbook itself: 4.31605万元, and no dollars. Of a .csv it refuses $43160.50 and .43万元
# (tests/test_sheet_file.py, "an amount with a dollar or without its first digit is refused"); of 12.35万元 nobody can
# tell, so docs/sheets.md asks for the workbook and not for a .csv that was made of it.
#
# Seen 2026-11-30: xlsx 0.18.5 (npm, the newest there), Node 20; output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund "xlsx@0.18.5" >/dev/null
cat >look.mjs <<'JS'
import XLSX from 'xlsx'

for (const z of ['[$-804]0.00', '[DBNum1][$-804]General', '0"."0,"万元"', '0.00,"千元"', '[$¥-804]0.00']) {
  const sheet = { '!ref': 'A1:C1', A1: { t: 'n', v: 8000, z }, B1: { t: 'n', v: 43160.5, z }, C1: { t: 'n', v: 1234567, z } }
  const book = XLSX.utils.book_new()
  XLSX.utils.book_append_sheet(book, sheet, 'a')
  const again = XLSX.read(XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }))
  console.log(`${z}: ${XLSX.utils.sheet_to_csv(again.Sheets.a, { FS: ' ' })}`)
}
JS
node look.mjs | tee out.txt
diff out.txt - <<'SEEN'
[$-804]0.00: $8000.00 $43160.50 $1234567.00
[DBNum1][$-804]General: $8000 $43160.5 $1234567
0"."0,"万元": .08万元 .43万元 12.35万元
0.00,"千元": 8.00千元 43.16千元 1234.57千元
[$¥-804]0.00: ¥8000.00 ¥43160.50 ¥1234567.00
SEEN
echo "as seen"
