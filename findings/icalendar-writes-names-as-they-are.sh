#!/usr/bin/env bash
# icalendar writes the name of a calendar without the signs that a text needs, and reads it so.
#
# RFC 7986, 5.1: NAME is of type TEXT, in which a comma, a semicolon and a backslash have a backslash before
# them (RFC 5545, 3.3.11). RFC 7986, 5.7: REFRESH-INTERVAL must say VALUE=DURATION.
#
# Seen 2026-11-29: icalendar 7.3.2 (PyPI)
#   add("name", "a, b; c") and Calendar.new(name=…): NAME:a, b; c; add("summary", "a, b; c"): SUMMARY:a\, b\; c
#   reading NAME:a\, b\; c gives “a\, b\; c”
#   Calendar.new(refresh_interval=…): REFRESH-INTERVAL:P1D
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "icalendar==7.3.2"
cat >"$folder/write.py" <<'PYTHON'
from datetime import timedelta

from icalendar import Calendar

added = Calendar()
added.add("name", "a, b; c")
added.add("summary", "a, b; c")
new = Calendar.new(name="a, b; c", refresh_interval=timedelta(days=1))
for calendar in (added, new):
    for line in calendar.to_ical().decode().splitlines():
        if line.startswith(("NAME", "SUMMARY", "REFRESH")):
            print(line)
whole = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nNAME:a\\, b\\; c\r\nEND:VCALENDAR\r\n"
read = Calendar.from_ical(whole)["name"]
print("read", getattr(read, "ical_value", str(read)))
PYTHON
"$folder/venv/bin/python" "$folder/write.py" >"$folder/out.txt"
printf '%s\n' 'NAME:a, b; c' 'SUMMARY:a\, b\; c' 'NAME:a, b; c' 'REFRESH-INTERVAL:P1D' 'read a\, b\; c' >"$folder/seen.txt"
diff "$folder/seen.txt" "$folder/out.txt"
echo "as seen"
