#!/usr/bin/env bash
# JioNLP reads 3亿5000万元 as 650,050,000 yuan, and calls it accurate.
#
# Chinese reports write amounts with a unit behind each part of them: 3亿5000万元, 12万5千元. `parse_money` is made for
# Chinese texts and takes 3.5亿, 三万五千元, 壹佰万, 3~5万元 and 几十万. A good guess is that it reads such an amount, too, or says that
# it is illegal, as it says of 半亿元. Where digits and units take turns it counts parts of it more than once: 12万5千元 is 155,000,
# 12万5000元 is 155,005; and 1百20元 is 102. All in signs (十二万五千元), or all in digits, it is right, so whoever tried those
# trusts it. Between two figures it is wrong the other way: 五六十万元 (half a million and more) begins at 50,000. Sums that were
# taken out of notices in this way, to hold them against what was paid, are too high by up to six sevenths, and look as true as any.
#
# A field of money takes digits with one unit behind them; all of these are refused (P126: generator/parse/amounts.py;
# tests/test_amounts.py, "an amount of several parts is refused, and never put together").
#
# Seen 2026-11-30: jionlp 1.5.31 (PyPI), Python 3.11; output: see below. In yuan.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "jionlp==1.5.31"
cat >"$folder/look.py" <<'PYTHON'
import jionlp

for typed in ("3.5亿元", "三万五千元", "3亿5000万元", "1亿2千万元", "12万5千元", "12万5000元", "3万5千元", "1百20元", "五六百元", "五六十万元"):
    found = jionlp.parse_money(typed)
    print(f"{typed}: {found['num']} {found['definition']}")
PYTHON
PYTHONIOENCODING=utf-8 "$folder/venv/bin/python" "$folder/look.py" | grep -v '^#' | tee "$folder/out.txt"
diff "$folder/out.txt" - <<'SEEN'
3.5亿元: 350000000.00 accurate
三万五千元: 35000.00 accurate
3亿5000万元: 650050000.00 accurate
1亿2千万元: 220000000.00 accurate
12万5千元: 155000.00 accurate
12万5000元: 155005.00 accurate
3万5千元: 65000.00 accurate
1百20元: 102.00 accurate
五六百元: ['500.00', '600.00'] blur
五六十万元: ['50000.00', '600000.00'] blur
SEEN
echo "as seen"
