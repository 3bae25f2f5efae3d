#!/usr/bin/env bash
# PyYAML and ruamel.yaml read a rare character of JSON as two halves that no file can hold, or refuse the whole.
#
# YAML 1.2 means every file of JSON to be one of YAML, too (1.3 of it; ruamel.yaml reads 1.2, PyYAML 1.1), and many
# programs write JSON in ASCII, PHP and Python by default. A village such as 那𡌶村, whose second character lies beyond the 65,536 first ones, is then "那\ud844\udf36村".
# A good guess is that a YAML reader gives 那𡌶村, as every reader of JSON does. PyYAML's reader in Python and ruamel.yaml
# give two lone surrogates without a word: the text is a sign longer, is equal to no name of a register, and fails as late as
# where it is written (UnicodeEncodeError). The reader of the same PyYAML that is made with libyaml refuses it. Both
# YAML libraries of JavaScript read it right. Common names never show it: 墨 is "\u58a8", and all agree.
#
# `portal check` (by libyaml) tells it as P014 with the line to write, 那𡌶村 in it (generator/parse/yaml_mistakes.py,
# `_halves`; tests/test_record_file.py, CURES). Our own JSON is UTF-8 and has no escapes of this kind.
#
# Seen 2026-11-30: PyYAML 6.0.4, ruamel.yaml 0.19.1 (PyPI), Python 3.11; js-yaml 5.5.0, yaml 2.9.1 (npm), Node 20;
# output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "PyYAML==6.0.4" "ruamel.yaml==0.19.1"
npm install --silent --no-audit --no-fund "js-yaml@5.5.0" "yaml@2.9.1" >/dev/null
python3 -c 'import json; print(json.dumps({"name": "那𡌶村"}))' >a.json
cat >look.py <<'PYTHON'
import json
from pathlib import Path

import yaml
from ruamel.yaml import YAML

text = Path("a.json").read_text(encoding="ascii")
print(text.strip())
readers = {
    "json": json.loads,
    "PyYAML": lambda said: yaml.load(said, yaml.SafeLoader),
    "PyYAML, libyaml": lambda said: yaml.load(said, yaml.CSafeLoader),
    "ruamel.yaml": YAML(typ="safe", pure=True).load,
}
for who, read in readers.items():
    try:
        name = read(text)["name"]
        name.encode()
        print(f"{who}: {len(name)} signs, {name}")
    except yaml.YAMLError as error:
        print(f"{who}: {type(error).__name__}")
    except UnicodeEncodeError as error:
        print(f"{who}: {len(name)} signs, {type(error).__name__}")
PYTHON
cat >look.mjs <<'JS'
import fs from 'node:fs'
import * as one from 'js-yaml'
import * as other from 'yaml'

const text = fs.readFileSync('a.json', 'ascii')
console.log(`js-yaml: ${one.load(text).name}`)
console.log(`yaml: ${other.parse(text).name}`)
JS
{ PYTHONIOENCODING=utf-8 venv/bin/python look.py; node look.mjs; } | tee out.txt
diff out.txt - <<'SEEN'
{"name": "\u90a3\ud844\udf36\u6751"}
json: 3 signs, 那𡌶村
PyYAML: 4 signs, UnicodeEncodeError
PyYAML, libyaml: ScannerError
ruamel.yaml: 4 signs, UnicodeEncodeError
js-yaml: 那𡌶村
yaml: 那𡌶村
SEEN
echo "as seen"
