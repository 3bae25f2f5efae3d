#!/usr/bin/env bash
# OpenCC turns the same character of two names of places into two, and takes the longest phrase from
# the left even where it cuts a word in half.
#
# Seen 2026-11-28: opencc 1.4.2 (PyPI), configuration s2t:
#   大冲 → 大沖, but 墨冲 → 墨衝 and 水冲 → 水衝: a valley in one name, a clash in the others
#   中职生发助学金 → 中職生髮助學金: 发 (to pay out) becomes hair, as 生发 (to grow hair) is a phrase
#   去看表彰大会 → 去看錶彰大會: 表 becomes a watch, as 看表 (to look at one's watch) is a phrase
#   手册里加上一页 → 手冊里加上一頁: “in” becomes a mile, as 里加 (Riga) is a phrase
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "opencc==1.4.2"
printf '%s\n' 大冲 墨冲 水冲 中职生发助学金 去看表彰大会 手册里加上一页 >"$folder/in.txt"
cat >"$folder/turn.py" <<'PYTHON'
import sys
from pathlib import Path

from opencc import OpenCC

turn = OpenCC("s2t")
for line in Path(sys.argv[1]).read_text("utf-8").splitlines():
    print(turn.convert(line))
PYTHON
PYTHONIOENCODING=utf-8 "$folder/venv/bin/python" "$folder/turn.py" "$folder/in.txt" >"$folder/out.txt"
printf '%s\n' 大沖 墨衝 水衝 中職生髮助學金 去看錶彰大會 手冊里加上一頁 >"$folder/seen.txt"
diff "$folder/seen.txt" "$folder/out.txt"
echo "as seen"
