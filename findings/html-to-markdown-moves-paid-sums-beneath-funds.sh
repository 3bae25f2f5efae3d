#!/usr/bin/env bash
# Converters of HTML to Markdown move figures beneath other headings, where a cell before them is wide or high.
#
# Tables of projects have the village once for all its projects (rowspan) and 合计 across two columns (colspan). Markdown has
# neither; a good guess is that a converter leaves an empty cell for what is covered, as browsers lay it out, and as
# trafilatura does. markdownify (which MarkItDown is made with) does so for colspan and not for rowspan; html2text, node-html-markdown
# and Turndown's plugin for tables do for neither. Each cell behind moves to the left: what was paid stands beneath the funds, and of the sums, 12 of
# 27 paid become funds of 12. No line is odd in itself, and GitHub shows the row as whole, with an empty cell at its end. So
# programs that read texts, and people who ask them, take one sum for the other.
#
# On our pages no cell is high, and a wide one is the last of its row (templates/macros.html, `children`; tests/test_site.py,
# "each figure of a table stands beneath its heading for programs too"). Our own button that gives a table as .csv had the
# same fault (templates/assets/site.js, `across`; tests/test_table_download.py). Whoever wants Markdown takes the twin of a page.
#
# Seen 2026-11-30: markdownify 1.2.3, html2text 2025.4.15, trafilatura 2.3.1 (PyPI), Python 3.11; node-html-markdown 2.0.0,
# turndown 7.2.5 with turndown-plugin-gfm 1.0.2 (npm), Node 20; output without blanks: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "markdownify==1.2.3" "html2text==2025.4.15" "trafilatura==2.3.1" "lxml_html_clean==0.4.5"
npm install --silent --no-audit --no-fund "node-html-markdown@2.0.0" "turndown@7.2.5" "turndown-plugin-gfm@1.0.2" >/dev/null
cat >table.html <<'HTML'
<html><body><article><p>良亩村的项目和资金都在下面的表里，请看。良亩村的项目和资金都在下面的表里，请看。</p><table><thead><tr><th>村</th><th>项目</th><th>资金</th><th>已付</th></tr></thead><tbody><tr><td rowspan="2">良亩村</td><td>修路</td><td>12</td><td>9</td></tr><tr><td>饮水</td><td>15</td><td>3</td></tr><tr><td colspan="2">合计</td><td>27</td><td>12</td></tr></tbody></table></article></body></html>
HTML
cat >look.py <<'PYTHON'
from pathlib import Path

import html2text
import markdownify
import trafilatura

page = Path("table.html").read_text(encoding="utf-8")
made = {"markdownify": markdownify.markdownify(page), "html2text": html2text.html2text(page), "trafilatura": trafilatura.extract(page)}
for name, text in made.items():
    print(name, [row.replace(" ", "").removeprefix("|").removesuffix("|") for row in text.splitlines() if "饮水" in row or "合计" in row])
PYTHON
cat >look.cjs <<'JS'
const page = require('fs').readFileSync('table.html', 'utf8')
const turndown = new (require('turndown'))()
turndown.use(require('turndown-plugin-gfm').gfm)
const made = { 'node-html-markdown': require('node-html-markdown').NodeHtmlMarkdown.translate(page), turndown: turndown.turndown(page) }
for (const [name, text] of Object.entries(made)) {
  const rows = text.split('\n').filter((row) => /饮水|合计/.test(row)).map((row) => row.replace(/ /g, '').replace(/^\||\|$/g, ''))
  console.log(name, JSON.stringify(rows))
}
JS
{ PYTHONIOENCODING=utf-8 venv/bin/python look.py; node look.cjs; } | tee out.txt
diff out.txt - <<'SEEN'
markdownify ['饮水|15|3', '合计||27|12']
html2text ['饮水|15|3', '合计|27|12']
trafilatura ['|饮水|15|3', '合计||27|12']
node-html-markdown ["饮水|15|3|","合计|27|12|"]
turndown ["饮水|15|3","合计|27|12"]
SEEN
echo "as seen"
