#!/usr/bin/env bash
# vdirsyncer, subscribed to a calendar that has a UID of its own (RFC 7986, 5.3), keeps one of its entries alone: the
# last. It splits the calendar by the UIDs of its entries, and then calls each piece by the first UID in it, which is
# that of the calendar; so the pieces take each other's place. No word is said, and its end is 0.
#
# Guessed before: two entries, as without that line. icalendar, vobject, ical.js, node-ical and ical-expander have all
# entries either way. Met with our own calendars, which had such a UID.
#
# Seen on 2026-12-01 with version 0.21.0; output:
#   without a UID of the calendar: 20190105 20190108
#   with one: 20190108
set -eu
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "vdirsyncer==0.21.0"
mkdir "$work/web"
cat > "$work/make.py" <<'END'
import pathlib
import sys

for name, own in (("plain", ()), ("named", ("UID:5f1c6a4e-6f0a-4f0e-9d43-0d1f2a3b4c5d",))):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example.org//days//EN", *own]
    for day in (5, 8):
        lines += ["BEGIN:VEVENT", f"UID:day-{day}@example.org", "DTSTAMP:20181220T000000Z"]
        lines += [f"DTSTART;VALUE=DATE:201901{day:02}", f"SUMMARY:last day {day}", "END:VEVENT"]
    text = "\r\n".join([*lines, "END:VCALENDAR", ""])
    pathlib.Path(sys.argv[1], f"{name}.ics").write_bytes(text.encode())
END
python3 "$work/make.py" "$work/web"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
python3 -m http.server "$port" --bind 127.0.0.1 --directory "$work/web" >/dev/null 2>&1 &
server=$!
found() {
    mkdir "$work/$1"
    cat > "$work/$1.conf" <<END
[general]
status_path = "$work/$1.status"
[pair one]
a = "web"
b = "own"
collections = null
[storage web]
type = "http"
url = "http://127.0.0.1:$port/$1.ics"
[storage own]
type = "filesystem"
path = "$work/$1"
fileext = ".ics"
END
    yes | "$work/venv/bin/vdirsyncer" -c "$work/$1.conf" discover >/dev/null 2>&1 || true
    "$work/venv/bin/vdirsyncer" -c "$work/$1.conf" sync >/dev/null 2>&1
    cat "$work/$1"/*.ics | sed -n 's/^DTSTART;VALUE=DATE:\([0-9]*\).*/\1/p' | sort | paste -s -d ' ' -
}
sleep 2
said="without a UID of the calendar: $(found plain)
with one: $(found named)"
echo "$said"
[ "$said" = "without a UID of the calendar: 20190105 20190108
with one: 20190108" ]
