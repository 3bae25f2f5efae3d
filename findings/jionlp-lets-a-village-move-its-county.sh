#!/usr/bin/env bash
# JioNLP puts 罗甸县沫阳镇安阳村 into Henan, 1,100 km from the county that it begins with.
#
# `parse_location` finds province, city, county, town and village of an address that may lack its first parts. A county
# at its head, written out with 县, is what nobody would doubt. But a village with the name of a city elsewhere counts
# for more, if that city has a county of the same name: 安阳村 makes it 安阳市安阳县, 红河村 makes it 红河县 in Yunnan, and
# what stood before it (county and town) is gone from the answer, `full_location` and all. With the prefecture or the
# province before it, all is right. Of the 1,464 villages of Qiannan it is these two, so that no sample shows it; 20 more
# lose their town, as a street of 2020 (井城街道) is not in its tables, and with it the village. A list of payees or
# projects that is sorted by county in this way has lines fewer, and some of another province.
#
# Ours: what is typed is looked for among the places of the site alone, and all parts of it have to fit one of them
# (templates/assets/search.js; tests/test_search_index.py, "a place is found however it is typed").
#
# Seen 2026-12-01: jionlp 1.5.31 (PyPI), Python 3.11; output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "jionlp==1.5.31"
cat >"$folder/look.py" <<'PYTHON'
import jionlp

for village in ("罗甸县沫阳镇董架村", "罗甸县沫阳镇安阳村", "罗甸县红水河镇红河村", "黔南州罗甸县沫阳镇安阳村", "独山县井城街道虹桥社区"):
    found = jionlp.parse_location(village, town_village=True)
    print(village, *(found[part] or "-" for part in ("province", "city", "county", "town", "village", "detail")))
PYTHON
PYTHONIOENCODING=utf-8 "$folder/venv/bin/python" "$folder/look.py" | grep -v '^#' | tee "$folder/out.txt"
diff "$folder/out.txt" - <<'SEEN'
罗甸县沫阳镇董架村 贵州省 黔南布依族苗族自治州 罗甸县 沫阳镇 董架村 沫阳镇董架村
罗甸县沫阳镇安阳村 河南省 安阳市 安阳县 - - 村
罗甸县红水河镇红河村 云南省 红河哈尼族彝族自治州 红河县 - - 村
黔南州罗甸县沫阳镇安阳村 贵州省 黔南布依族苗族自治州 罗甸县 沫阳镇 安阳村 沫阳镇安阳村
独山县井城街道虹桥社区 贵州省 黔南布依族苗族自治州 独山县 - - 井城街道虹桥社区
SEEN
echo "as seen"
