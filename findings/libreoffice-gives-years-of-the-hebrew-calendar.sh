#!/usr/bin/env bash
# LibreOffice writes a day of the format e年m月d日 in the Hebrew calendar: 2018-03-01 becomes 778年12月14日.
#
# In Chinese Excel e is the year in full, like yyyy and shorter to type, so e"年"m"月"d"日" shows 2018年3月1日. A good guess
# is that LibreOffice does the same, as it does for most of Excel's signs, or shows the number of the day. Where the
# locale is English, as on most servers that turn workbooks into .csv, it writes the year of the Hebrew calendar
# without the thousands (5778), its month and its day. In a Chinese locale it writes the year with two digits. As
# .xlsx and .ods the day stays what it was.
#
# `portal import` refuses such a day (P104), takes 18年3月1日 for 2018, and of a cell shown as e年 takes the year alone
# (tests/test_sheet_file.py, "a year of another calendar is refused", "a day shown by the sign for years alone …").
#
# Needs LibreOffice (soffice). Seen 2026-11-30: LibreOffice 7.4.7, XlsxWriter 3.3.1; output: see below.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
command -v soffice >/dev/null || { echo "soffice is not installed"; exit 2; }
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "XlsxWriter==3.3.1"
cat >"$work/make.py" <<'PYTHON'
import sys
from datetime import datetime

import xlsxwriter

with xlsxwriter.Workbook(sys.argv[1]) as book:
    sheet = book.add_worksheet()
    for column, code in enumerate(('yyyy"年"m"月"d"日"', 'e"年"m"月"d"日"')):
        form = book.add_format({"num_format": code})
        for row, day in enumerate((datetime(2018, 3, 1), datetime(2018, 12, 28))):
            sheet.write_datetime(row, column, day, form)
PYTHON
"$work/venv/bin/python" "$work/make.py" "$work/a.xlsx"
for locale in en-US zh-CN; do
    mkdir -p "$work/$locale/user"
    cat >"$work/$locale/user/registrymodifications.xcu" <<XML
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>$locale</value></prop></item>
</oor:items>
XML
    soffice "-env:UserInstallation=file://$work/$locale" --headless \
        --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76' --outdir "$work" "$work/a.xlsx" >/dev/null 2>&1
    sed "s/^/$locale: /" "$work/a.csv"
done | tee "$work/out.txt"
diff "$work/out.txt" - <<'SEEN'
en-US: 2018年3月1日,778年12月14日
en-US: 2018年12月28日,779年10月20日
zh-CN: 2018年3月1日,18年3月1日
zh-CN: 2018年12月28日,18年12月28日
SEEN
echo "as seen"
