#!/usr/bin/env bash
# phonenumbers takes a masked mobile number for a shorter number of a stranger.
#
# 138****1234 is how a number is shown whose holder did not agree: four digits are kept back, and nobody can call it. A
# good guess is that a reader of phone numbers refuses it, as it refuses 0854-8221234转801. To libphonenumber, of which this
# is the Python form, a star may stand between digits like a blank or a hyphen, so it reads 1381234, says that this
# is a possible number, and writes tel:+86-1381234, seven digits as in a town where people dial just seven. Of
# 138xxxx1234 it reads 138999 (x is on the 9 of a keypad) and extension 1234. Only is_valid_number says no. So an
# address book or a crawler that is given public tables may list, and dial, someone else.
#
# Our pages link no masked number, and Popolo and DCAT leave them out (generator/parse/phones.py, `address_of`; tests/
# test_phones.py, "a number as a link is the whole number …"; tests/test_open_standards.py, "what popolo names is there").
#
# Seen 2026-11-30: phonenumbers 9.0.43 (PyPI), Python 3.11; output: see below. The numbers are made up.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "phonenumbers==9.0.43"
cat >"$folder/look.py" <<'PYTHON'
import phonenumbers as known

for typed in ("138****1234", "138 **** 1234", "138xxxx1234", "0854-8221234", "0854-8221234转801"):
    try:
        number = known.parse(typed, "CN")
    except known.NumberParseException:
        print(f"{typed}: refused")
        continue
    link = known.format_number(number, known.PhoneNumberFormat.RFC3966)
    print(f"{typed}: {link}, possible {known.is_possible_number(number)}, valid {known.is_valid_number(number)}")
PYTHON
PYTHONIOENCODING=utf-8 "$folder/venv/bin/python" "$folder/look.py" | tee "$folder/out.txt"
diff "$folder/out.txt" - <<'SEEN'
138****1234: tel:+86-1381234, possible True, valid False
138 **** 1234: tel:+86-1381234, possible True, valid False
138xxxx1234: tel:+86-138999;ext=1234, possible True, valid False
0854-8221234: tel:+86-854-822-1234, possible True, valid True
0854-8221234转801: refused
SEEN
echo "as seen"
