#!/usr/bin/env bash
# frictionless passes figures that no reader of tables adds up: １２, 1_000 and ٣ are valid integers and numbers to it.
#
# Table Schema has integers and numbers as XML Schema writes them: digits are 0 to 9. A clerk's input method leaves full-width
# digits, and a program may write 1_000. A good guess is a type error, as it tells 1，000 and 五. But a value is
# handed to Python's int() and Decimal(), which take the digits of any script, and underscores between them; so are
# year and yearmonth. To pandas and DuckDB one such cell makes a column of amounts a column of text,
# whose “sum” in pandas is its cells side by side. So "the validator says it is valid" does not mean that anyone else can add it up.
#
# Our tables are held to the forms themselves beside the validator (tests/test_open_standards.py, "figures and days
# are written as every reader takes them"); what clerks type is taken in any width and written in 0 to 9.
#
# Seen 2026-11-30: frictionless 5.21.0, pandas 3.1.1, duckdb 2.0.1 (PyPI), Python 3.11; output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "frictionless==5.21.0" "pandas==3.1.1" "duckdb==2.0.1"
cat >"$folder/look.py" <<'PYTHON'
import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pandas

os.chdir(sys.argv[1])
script = Path(sys.executable).with_name("frictionless")


def valid(kind: str, value: str) -> str:
    Path("t.csv").write_text(f'n,m\n"{value}",x\n', encoding="utf-8")
    fields = [{"name": "n", "type": kind}, {"name": "m", "type": "string"}]
    resource = {"name": "t", "path": "t.csv", "encoding": "utf-8", "schema": {"fields": fields}}
    Path("p.json").write_text(json.dumps({"name": "p", "resources": [resource]}), encoding="utf-8")
    done = subprocess.run([script, "validate", "p.json", "--json"], capture_output=True, text=True)
    return "valid" if json.loads(done.stdout)["valid"] else "error"


for kind, values in {
    "integer": ["12", "１２", "1_000", "٣", "1,000", "五"],
    "number": ["１２５０", "1_000.50", "1,000.50"],
    "year": ["２０１８"],
    "yearmonth": ["２０１８-０３"],
    "date": ["２０１８-０３-０１"],
}.items():
    print(f"{kind}:", ", ".join(f"{value} {valid(kind, value)}" for value in values))
Path("t.csv").write_text("n\n100\n１２\n1_000\n", encoding="utf-8")
print("pandas:", pandas.read_csv("t.csv").n.sum())
print("DuckDB:", duckdb.sql("select typeof(n) from read_csv('t.csv') limit 1").fetchall()[0][0])
PYTHON
PYTHONIOENCODING=utf-8 PYTHONUTF8=1 "$folder/venv/bin/python" "$folder/look.py" "$folder" | tee "$folder/out.txt"
diff "$folder/out.txt" - <<'SEEN'
integer: 12 valid, １２ valid, 1_000 valid, ٣ valid, 1,000 error, 五 error
number: １２５０ valid, 1_000.50 valid, 1,000.50 error
year: ２０１８ valid
yearmonth: ２０１８-０３ valid
date: ２０１８-０３-０１ error
pandas: 100１２1_000
DuckDB: VARCHAR
SEEN
echo "as seen"
