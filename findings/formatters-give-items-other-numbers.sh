#!/usr/bin/env bash
# Formatters of Markdown give the items of a list other numbers than were typed: 3, 7, 12 become 3, 4, 5, or 3, 1, 1.
#
# What was found in an inspection is told by the numbers of its report: “3. …”, “7. …”, “12. …”; work is told by months,
# “5. 12日开工”, “7. 3日完工”. A good guess is that a formatter changes blanks and signs, and no figure. But CommonMark
# takes the number of the first item alone, so to a formatter the others mean nothing, and no check that the page
# stays the same sees anything: July is written over by June (Prettier) or by January (mdformat), in the record itself.
#
# Our pages have the numbers that were typed; where all but the first are 1, they are counted on (generator/parse/
# markdown_html.py, `_number`; tests/test_markdown_parser.py, "lists lie in one another and have the numbers that were
# typed"). `portal diff` says that the text is another. `5、` and `5．` are no lists, and stay.
#
# Seen 2026-11-30: Prettier 3.10.1 (npm), Node 20; mdformat 1.0.0 (PyPI), Python 3.11; output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "mdformat==1.0.0"
npm install --silent --no-audit --no-fund "prettier@3.10.1" >/dev/null
printf '%s\n' '5. 12日开工' '7. 3日完工' '' '查出的问题：' '' '3. 甲' '7. 乙' '12. 丙' '' '5、12日开工' >typed.md
cp typed.md prettier.md
cp typed.md mdformat.md
node_modules/.bin/prettier --log-level silent --write prettier.md
venv/bin/mdformat mdformat.md
for each in typed prettier mdformat; do
    echo "$each: $(grep -o '^[0-9]*[.、]' "$each.md" | tr '\n' ' ')"
done | tee out.txt
diff out.txt - <<'SEEN'
typed: 5. 7. 3. 7. 12. 5、 
prettier: 5. 6. 3. 4. 5. 5、 
mdformat: 5. 1. 3. 1. 1. 5、 
SEEN
echo "as seen"
