#!/usr/bin/env bash
# Lightning CSS makes a style newer for UC, QQ and Baidu, whose browsers it was asked to write it for.
#
# browserslistToTargets leaves out names that it has no numbers of: and_uc, and_qq, baidu, op_mini and kaios, all of which
# browserslist knows. Nothing is said. Where no name is left, the style is written for the newest browser there is: four
# sides become `inset` (Chrome 87), rgba() becomes #00000080 (Chrome 62), min-width becomes a comparison (Chrome 104), so
# that a style that was right on a phone of 2016 is wrong on it after it was "built for" it. With a second name the first
# one counts for nothing. A good guess is an error, or the oldest form where a browser is not known: Babel does that, for
# the same names, with scripts.
#
# Ours: the style is sent as it is written, held to the engines of docs/browsers.md by a lint and by measuring in them;
# what an adopter who builds his own style should ask for stands there, too (docs/browsers.md, "Styles of your own").
#
# Seen 2026-12-01: lightningcss 1.33.0, browserslist 4.29.6, caniuse-lite 1.0.30001828 of npm, with Node 20.20;
# output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund "lightningcss@1.33.0" "browserslist@4.29.6" "caniuse-lite@1.0.30001828" >/dev/null
cat >write.js <<'JS'
const { transform, browserslistToTargets } = require('lightningcss');
const browserslist = require('browserslist');
const code = Buffer.from('.a{top:0;right:0;bottom:0;left:0;color:rgba(0,0,0,.5)}@media (min-width:640px){.a{top:1px}}');
for (const asked of ['chrome 49', 'and_uc 15.5', 'and_qq 14.9', 'baidu 13.18', 'chrome 109, and_uc 15.5']) {
    const targets = browserslistToTargets(browserslist(asked));
    const made = transform({ filename: 'a.css', code, minify: true, targets }).code;
    console.log(asked + ' ' + JSON.stringify(Object.keys(targets)) + ' ' + made);
}
JS
node write.js | tee out.txt
diff out.txt - <<'SEEN'
chrome 49 ["chrome"] .a{color:rgba(0,0,0,.5);top:0;bottom:0;left:0;right:0}@media (min-width:640px){.a{top:1px}}
and_uc 15.5 [] .a{color:#00000080;inset:0}@media (width>=640px){.a{top:1px}}
and_qq 14.9 [] .a{color:#00000080;inset:0}@media (width>=640px){.a{top:1px}}
baidu 13.18 [] .a{color:#00000080;inset:0}@media (width>=640px){.a{top:1px}}
chrome 109, and_uc 15.5 ["chrome"] .a{color:#00000080;inset:0}@media (width>=640px){.a{top:1px}}
SEEN
echo "as seen"
