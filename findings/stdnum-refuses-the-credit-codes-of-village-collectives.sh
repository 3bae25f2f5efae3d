#!/usr/bin/env bash
# python-stdnum takes no unified social credit code that begins with a letter.
#
# GB 32100-2015: the first sign says who registered the body. 1 to 9 are departments, A the army, N agriculture
# (N2: the economic collective of a village, which builds many a project and is paid for it), Y others. The last
# sign is the check sign, of all before it. `validate` asks for eight digits at the beginning, so it answers
# InvalidFormat; `calc_check_digit` of the same module reckons the check sign of such a code as of any other.
#
# Seen 2026-11-29: python-stdnum 2.2 (PyPI). The codes are made up, with the right check sign.
#   91522700MA6D1A2B3… (a company): valid; N2522700MA6D1A2B3… and Y1522700MA6D1A2B3…: InvalidFormat
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "python-stdnum==2.2"
cat >"$folder/look.py" <<'PYTHON'
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

for first in ("91", "54", "N2", "Y1"):
    code = f"{first}522700MA6D1A2B3"
    code += uscc.calc_check_digit(code)
    try:
        uscc.validate(code)
        print(code, "valid")
    except ValidationError as error:
        print(code, type(error).__name__)
PYTHON
"$folder/venv/bin/python" "$folder/look.py" | tee "$folder/out.txt"
diff "$folder/out.txt" - <<'SEEN'
91522700MA6D1A2B34 valid
54522700MA6D1A2B3Y valid
N2522700MA6D1A2B3K InvalidFormat
Y1522700MA6D1A2B3E InvalidFormat
SEEN
echo "as seen"
