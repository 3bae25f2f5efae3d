#!/usr/bin/env bash
# tiny-pinyin reads 黔南 as qie nan and 北京 as bao jing since Node 22.12: the same release, the same text.
#
# It brings no table of readings. It asks the collation of the runtime (Intl.Collator, zh) where a character lies among
# 400 others, the first of each syllable as ICU of 2016 sorted them, and takes the syllable of that place. CLDR 46 (ICU
# 76) sorts some of these otherwise, so that whole syllables fall to the one before: bei to bao, dian to di, qian to qie,
# na to mu. A good guess is that a library that was not changed reads as it did, and that an order is no more than an
# order. Addresses made so lead nowhere after an update of the runtime, and who types qiannan finds no 黔南.
#
# Ours: readings are looked up in tables that are shipped and pinned (generator/base/pinyin.py, generator/pages/
# packed_places.py, assets/sounds.json), never in the order of a collation: tests/test_pinyin.py, "no reading hangs on
# how a runtime sorts".
#
# Seen 2026-12-01: tiny-pinyin 1.3.2 with Node 20.18.1 (ICU 75.1) and 22.12.0 (ICU 76.1), all of npm; output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >read.js <<'JS'
const reader = require('tiny-pinyin');
const said = ['黔南', '北京', '电话', '前进', '那坡', '瓮安'].map(each => each + ' ' + reader.convertToPinyin(each, ' ', true));
console.log('ICU ' + process.versions.icu + ': ' + said.join(', '));
JS
npm init -y >/dev/null
npm install --silent --no-audit --no-fund "tiny-pinyin@1.3.2" >/dev/null
for node in "node@20.18.1" "node@22.12.0"; do
    mkdir runtime
    echo '{}' >runtime/package.json
    (cd runtime && npm install --silent --no-audit --no-fund "$node" >/dev/null)
    NODE_PATH="$folder/node_modules" runtime/node_modules/.bin/node read.js
    rm -rf runtime
done | tee out.txt
diff out.txt - <<'SEEN'
ICU 75.1: 黔南 qian nan, 北京 bei jing, 电话 dian hua, 前进 qian jin, 那坡 na po, 瓮安 weng an
ICU 76.1: 黔南 qie nan, 北京 bao jing, 电话 di hua, 前进 qie jin, 那坡 mu po, 瓮安 weng an
SEEN
echo "as seen"
