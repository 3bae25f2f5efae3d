#!/usr/bin/env bash
# chrono reads 明年3月1日 (1 March of next year) and 去年12月31日 as days of this year, and says that it is certain.
#
# chrono has a locale of Chinese, reads 昨天, 三天后, 下周五 and 二〇一八年三月一日, and finds days in any text, so notes and tasks are
# made with it. A good guess is that it knows 今年, 去年 and 明年, or leaves what it does not know. It leaves the first sign
# alone and takes the rest, 年3月1日, for a day without a year: the one nearest to today. A project that is to be ready by
# 1 March next year is three quarters of a year late at once. Of 3月1日至5日 the end is lost (3月1日至4月2日 has one), and 18年3月1日 is a
# day of the year 18.
#
# A day that is told by another day is refused, as a page stands for years (P104: generator/parse/field_types.py, `parse_date`; tests/
# test_field_types.py, "what is no date is refused"); 18年3月1日 is 2018 in a workbook, and asked about in a record.
#
# Seen 2026-11-30: chrono-node 2.10.3 (npm), Node 20; on 28 December 2018; output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund "chrono-node@2.10.3" >/dev/null
cat >look.mjs <<'JS'
import * as chrono from 'chrono-node'
const day = (date) => `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`
const today = new Date(2018, 11, 28, 12)
for (const typed of ['二〇一八年三月一日', '昨天', '明年3月1日前完工', '去年12月31日', '今年3月1日', '3月1日至4月2日', '3月1日至5日', '18年3月1日']) {
  const found = chrono.zh.hans.parse(typed, today)
  console.log(typed, found.map((x) => `“${x.text}” ${day(x.start.date())}${x.end ? ` to ${day(x.end.date())}` : ''}`).join())
}
JS
TZ=Asia/Shanghai node look.mjs | tee out.txt
diff out.txt - <<'SEEN'
二〇一八年三月一日 “二〇一八年三月一日” 2018-3-1
昨天 “昨天” 2018-12-27
明年3月1日前完工 “年3月1日” 2018-3-1
去年12月31日 “年12月31日” 2018-12-31
今年3月1日 “年3月1日” 2018-3-1
3月1日至4月2日 “3月1日至4月2日” 2018-3-1 to 2018-4-2
3月1日至5日 “3月1日” 2018-3-1
18年3月1日 “18年3月1日” 18-3-1
SEEN
echo "as seen"
