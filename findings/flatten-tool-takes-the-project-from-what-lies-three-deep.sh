#!/usr/bin/env bash
# Flatten Tool loses which project a sum belongs to, if it is told that projects are known by `id`.
#
# It turns JSON of OCDS and OC4IDS into sheets and back. In OCDS the id of what is listed has a name of its own (ocid);
# projects of OC4IDS are known by `id`, as is all that lies in them. Told so (--root-id id), it writes
# the id of the list into the column of the project, in the sheets of what lies three deep (sources in a breakdown,
# observations of a metric). So the sources of all projects are those of a project called "sources": the sheets no
# longer tell whose they are, and back in JSON there is a third project, the two have no sources, and of sums with the
# same number all but the first are gone. It ends with 0; that rows could not be merged is a warning. A good guess is that naming the id helps, as it does for OCDS. Left out, all is
# right, as then the default, ocid, is found nowhere.
#
# Ours: what docs/open-data.md says to those who want the county's OC4IDS as sheets ("In sheets"), and tables of our own
# with the record and the parent's number in each line (projects-sources.csv), which nothing has to be made of.
#
# Seen 2026-12-01: flattentool 0.28.0 of PyPI, with Python 3.11; output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv own
own/bin/pip install --quiet --disable-pip-version-check "flattentool==0.28.0" 2>/dev/null
cat >package.json <<'JSON'
{"projects": [
  {"id": "a-road", "budget": {"budgetBreakdowns": [{"id": "sources", "budgetBreakdown": [
    {"id": "1", "description": "province", "amount": {"amount": 300000, "currency": "CNY"}}]}]}},
  {"id": "b-bridge", "budget": {"budgetBreakdowns": [{"id": "sources", "budgetBreakdown": [
    {"id": "1", "description": "province", "amount": {"amount": 70000, "currency": "CNY"}}]}]}}
]}
JSON
for said in "" "--root-id=id"; do
    own/bin/flatten-tool flatten package.json --root-list-path projects --main-sheet-name projects $said -f csv -o sheets
    own/bin/flatten-tool unflatten sheets -f csv --root-list-path projects $said -o back.json 2>warnings.txt
    echo "flatten-tool ${said:-without a name}"
    cut -d, -f1,2,5 sheets/bud_bud_budgetBreakdown.csv | tail -n +2
    own/bin/python - <<'PY'
import json
for project in json.load(open("back.json"))["projects"]:
    parts = [part for each in project["budget"]["budgetBreakdowns"] for part in each.get("budgetBreakdown", [])]
    print(f"back: {project['id']}", [part["amount"]["amount"] for part in parts])
PY
    rm -rf sheets
done | tee out.txt
diff out.txt - <<'SEEN'
flatten-tool without a name
a-road,sources,300000
b-bridge,sources,70000
back: a-road ['300000']
back: b-bridge ['70000']
flatten-tool --root-id=id
sources,sources,300000
sources,sources,70000
back: sources ['300000']
back: a-road []
back: b-bridge []
SEEN
echo "as seen"
