#!/usr/bin/env bash
# Readers of Chinese numerals make 560 households of 五六十户 (fifty or sixty), 5 of 两千零五 (2,005), 350,000 of 三点五万 (35,000).
#
# Notices count in signs, and each of these is how it is said. A good guess is that a package made for nothing else reads it, or
# refuses it. What they do not know they leave out, or put beside the rest: chinese2digits takes neighbouring figures for
# digits (三四百元: 3,400; but 十五六户: 66), and a unit behind digits for more of them (3万5: 300,005); nzh has no 两 and no 廿 and goes
# on with what remains (两千零五 and 廿五: 5; 二〇一八: 218); chinese-numbers-to-arabic has no point (三点五万) and no 〇. None of
# them raises anything, and each result is a count like any other; 一百二十户 and 一百零五 come out right.
#
# A count is typed in digits; all of these are refused (P106: generator/parse/field_types.py, `parse_count`; tests/test_field_types.py, "what
# is no count is refused"), and so is money in signs (P126). Years in signs are read sign by sign (二〇一八年: 2018).
#
# Seen 2026-11-30: chinese2digits 6.0.2 (PyPI), Python 3.11; nzh 1.0.14, chinese-numbers-to-arabic 1.5.0 (npm), Node 20.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "chinese2digits==6.0.2"
npm install --silent --no-audit --no-fund "nzh@1.0.14" "chinese-numbers-to-arabic@1.5.0" >/dev/null
cat >look.py <<'PYTHON'
import chinese2digits

for typed in ("一百二十户", "五六十户", "十五六户", "三四百元", "3万5"):
    print("chinese2digits", typed, chinese2digits.takeNumberFromString(typed)["replacedText"])
PYTHON
cat >look.cjs <<'JS'
const nzh = require('nzh')
const { toInteger } = require('chinese-numbers-to-arabic')
for (const typed of ['一百零五', '两千零五', '廿五', '二〇一八']) console.log('nzh', typed, nzh.cn.decodeS(typed))
for (const typed of ['两千零五', '三点五万', '二〇一八']) console.log('chinese-numbers-to-arabic', typed, toInteger(typed))
JS
{ PYTHONIOENCODING=utf-8 venv/bin/python look.py; node look.cjs; } | tee out.txt
diff out.txt - <<'SEEN'
chinese2digits 一百二十户 120户
chinese2digits 五六十户 560户
chinese2digits 十五六户 66户
chinese2digits 三四百元 3400元
chinese2digits 3万5 300005
nzh 一百零五 105
nzh 两千零五 5
nzh 廿五 5
nzh 二〇一八 218
chinese-numbers-to-arabic 两千零五 2005
chinese-numbers-to-arabic 三点五万 350000
chinese-numbers-to-arabic 二〇一八 218
SEEN
echo "as seen"
