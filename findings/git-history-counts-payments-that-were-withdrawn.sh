#!/usr/bin/env bash
# git-history goes on counting what was taken out of a table: a payment that was withdrawn is no change, and stays among the items.
#
# It turns the versions of a table that git has into a database: who follows a site keeps a repository of its tables, and asks it
# what changed. `item` has “the most recent version of each row”, `item_version` each version. A good guess is that a row
# which a commit took out is told as that, or is at least in `item` no more. But rows that are not there are never looked at:
# nothing says that one went, nor of which day; who adds `item` up has paid what was taken back and what was paid in its place. With
# --full-versions it is the same; a row that came back is no change either. (An issue asks for it: simonw/git-history 53.)
#
# Ours: what was withdrawn is told on pages, with its day, and by `portal diff`; the log has an entry with null for it.
# docs/open-data.md says under “What a change does” what git-history leaves out.
#
# Seen 2026-12-01: git-history 0.8, sqlite-utils 4.2.1 (PyPI), Python 3.11, git 2.39; output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "git-history==0.8" "sqlite-utils==4.2.1"
git init --quiet --initial-branch main kept
commit() {
  printf '%s\n' "id,date,amount" "${@:2}" >kept/payments.csv
  git -C kept add payments.csv
  GIT_COMMITTER_DATE="$1T10:00:00+0800" GIT_AUTHOR_DATE="$1T10:00:00+0800" \
    git -C kept -c user.name=x -c user.email=x@x.example commit --quiet --message "$1"
}
commit 2018-07-01 "1,2018-06-20,10000" "2,2018-06-28,30000"
commit 2018-07-02 "1,2018-06-20,10000" "3,2018-06-28,30000"
commit 2018-07-03 "1,2018-06-20,10000"
commit 2018-07-04 "1,2018-06-20,10000" "2,2018-06-28,30000"
commit 2018-07-05 "1,2018-06-20,10001"
for how in "" --full-versions; do
  rm -f said.db
  # shellcheck disable=SC2086
  (cd kept && ../venv/bin/git-history file ../said.db payments.csv --csv --id id --repo . --silent $how)
  venv/bin/python - <<'PYTHON'
import sqlite3

said = sqlite3.connect("said.db")
versions = "select i.id, c.commit_at from item_version v join item i on i._id = v._item join commits c on c.id = v._commit"
print("versions:", [f"{row} {day[:10]}" for row, day in said.execute(f"{versions} order by 2, 1")])
print("items:", said.execute("select id, amount from item order by id").fetchall())
print("added up:", said.execute("select sum(amount) from item").fetchone()[0])
PYTHON
done | tee out.txt
echo "in the table: $(tail -n +2 kept/payments.csv)" | tee -a out.txt
diff out.txt - <<'SEEN'
versions: ['1 2018-07-01', '2 2018-07-01', '3 2018-07-02', '1 2018-07-05']
items: [('1', '10001'), ('2', '30000'), ('3', '30000')]
added up: 70001
versions: ['1 2018-07-01', '2 2018-07-01', '3 2018-07-02', '1 2018-07-05']
items: [('1', '10001'), ('2', '30000'), ('3', '30000')]
added up: 70001
in the table: 1,2018-06-20,10001
SEEN
