#!/usr/bin/env bash
# csvkit sorts a table of roads, and 3m and 5m have become 0:03:00 and 0:05:00, counts of 0 and 1 False and True.
#
# csvkit is what journalists and auditors take public tables apart with. That a code loses its leading 0 to a program that
# guesses types is known; a good guess is that what is no number stays text, and what is one a number. But agate, which
# csvkit guesses by, tries truths before numbers and durations and days before text: a column of which every cell is 0 or 1 (objections to a
# notice, most years) is no number any more and has no sum; 3m is three minutes; 1-2 (groups one to two) is 2 January 2001,
# a year that nobody wrote. csvsort, csvjoin and csvjson write that over what was there. 4.5米, 3km and 2018-07 are left alone.
#
# Our tables say the type of each column beside them (data/datapackage.json), and docs/open-data.md tells to give csvkit
# --no-inference (tests/test_open_standards.py, "a column of noughts and ones is told as one of numbers").
#
# Seen 2026-11-30: csvkit 2.2.0 with agate 1.14.2 (PyPI), Python 3.11; output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "csvkit==2.2.0" "agate==1.14.2"
printf '%s\n' 'name,objections,length,width,groups,month' '乙路,0,5m,4.5米,3-4,2018-08' '甲路,1,3m,3.5米,1-2,2018-07' >typed.csv
{
    venv/bin/csvsort --columns name typed.csv
    venv/bin/csvsort --no-inference --columns name typed.csv
} | tee out.txt
diff out.txt - <<'SEEN'
name,objections,length,width,groups,month
乙路,False,0:05:00,4.5米,2001-03-04,2018-08
甲路,True,0:03:00,3.5米,2001-01-02,2018-07
name,objections,length,width,groups,month
乙路,0,5m,4.5米,3-4,2018-08
甲路,1,3m,3.5米,1-2,2018-07
SEEN
echo "as seen"
