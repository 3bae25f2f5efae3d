#!/usr/bin/env bash
# pypinyin reads the seam of an address written in one as an office: 镇长, 县长, 市长, 州长, 省长.
#
# A village whose name begins with 长 (cháng, long) is read right alone. Behind the name of its town, as addresses
# and titles of projects have it, 镇 and 长 make 镇长 (zhènzhǎng, the head of a town), and the village is read
# otherwise: an address or an index made from the whole text has another spelling than one made from the name.
#
# Seen 2026-11-29: pypinyin 0.55.0 (PyPI)
#   长江村, 长安乡, 长征村, 长春: chang. Behind 盘江镇, 惠水县, 都匀市, 贵州省 each is zhang, behind
#   涟江街道 too (道长 is a head of monks); behind 摆所乡 not
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "pypinyin==0.55.0"
cat >"$folder/look.py" <<'PYTHON'
from pypinyin import lazy_pinyin

for above, name in (
    *(("盘江镇", "长江村"), ("惠水县", "长安乡"), ("都匀市", "长征村"), ("贵州省", "长春")),
    *(("摆所乡", "长江村"), ("涟江街道", "长征村")),
):
    alone, within = lazy_pinyin(name), lazy_pinyin(above + name)[-len(name):]
    print(above, name, alone[0], within[0])
PYTHON
"$folder/venv/bin/python" "$folder/look.py" | tee "$folder/out.txt"
diff "$folder/out.txt" - <<'SEEN'
盘江镇 长江村 chang zhang
惠水县 长安乡 chang zhang
都匀市 长征村 chang zhang
贵州省 长春 chang zhang
摆所乡 长江村 chang chang
涟江街道 长征村 chang zhang
SEEN
echo "as seen"
