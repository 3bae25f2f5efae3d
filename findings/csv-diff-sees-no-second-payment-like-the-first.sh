#!/usr/bin/env bash
# csv-diff sees no second payment that is like the first: without a key equal rows are one, and to add or remove one is no change.
#
# Two instalments of one day and one amount are two rows that are alike. A good guess is that a tool which compares tables
# row by row, and is given no column to know rows by, counts them: one more is one row added, as diff and daff say. But csv-diff
# then knows a row by the digest of its cells, so that all rows that are alike are one: doubled or halved, the
# table “has not changed”, with exit code 0 and no output. With a key that stands in several rows the last of them alone is
# compared, so that another amount in the first is no change either, again without a word.
#
# Our tables of lists have a column `number` beside `id` and both as their primary key, so that no two rows are alike
# (tests/test_open_standards.py); portal diff tells an entry that is like another as added or taken out
# (tests/test_diff.py, "a second payment that is like the first is told").
#
# Seen 2026-12-01: csv-diff 1.2, daff 1.4.2 (PyPI), Python 3.11; output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "csv-diff==1.2" "daff==1.4.2"
cd "$folder"
printf 'project,date,amount\nbridge,2018-05-10,50000.00\nbridge,2018-06-10,60000.00\n' >one.csv
{
	cat one.csv
	printf 'bridge,2018-06-10,60000.00\n'
} >twice.csv
sed 's/50000.00/99999.00/' one.csv >other.csv
# diff ends with 1 where files differ, as it should
seen() {
	echo "$1: “$("$folder/venv/bin/csv-diff" "${@:2}" | head -n 1)”"
}
{
	seen "one more row" one.csv twice.csv
	seen "one less" twice.csv one.csv
	seen "another amount, by project" one.csv other.csv --key=project
	seen "another amount, without a key" one.csv other.csv
	echo "diff: $(diff one.csv twice.csv | tail -n 1 || true)"
	echo "daff: $(venv/bin/daff one.csv twice.csv | tr -d '\r' | grep '^+++')"
} | tee out.txt
diff out.txt - <<'SEEN'
one more row: “”
one less: “”
another amount, by project: “”
another amount, without a key: “1 row added, 1 row removed”
diff: > bridge,2018-06-10,60000.00
daff: +++,bridge,2018-06-10,60000.00
SEEN
