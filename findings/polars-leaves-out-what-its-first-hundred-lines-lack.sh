#!/usr/bin/env bash
# polars leaves out of JSON Lines whatever no record of the first hundred lines has: no error, no warning, no column.
#
# A record says what is known of it, so a field may come late in a file: money that came back, an audited price. polars is strict
# with what it reads: 62.5 after a hundred whole numbers, a text or true among numbers, a value after a hundred nulls are each a
# ComputeError. A good guess is that a field which comes late is an error as well, or a column with nulls before it, as in
# pandas and pyarrow. But read_ndjson, scan_ndjson and fields within fields drop it in silence, and the number of rows is right.
# ignore_errors is off. So a program in polars finds that no money ever came back, in a county whose first hundred projects
# returned none. With infer_schema_length=None all is there.
#
# Our tables name every column in their first line and in datapackage.json, with a test for each ("test_open_standards.py");
# docs/open-data.md says under “JSON Lines” how polars has to be asked.
#
# Seen 2026-12-01: polars 1.44.2, pandas 3.1.1, pyarrow 26.0.1 (PyPI), Python 3.11; output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "polars==1.44.2" "pandas==3.1.1" "pyarrow==26.0.1"
cat >"$folder/look.py" <<'PYTHON'
import json
import os
import sys
import warnings
from pathlib import Path

import pandas
import polars
from pyarrow import json as arrow

os.chdir(sys.argv[1])
warnings.simplefilter("error")


def write(late: dict[str, object], first: dict[str, object]) -> None:
    records = [first] * 100 + [late]
    lines = [json.dumps({"id": f"{n}", **each}) for n, each in enumerate(records)]
    Path("t.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def tried(late: dict[str, object], first: dict[str, object]) -> str:
    write(late, first)
    try:
        read = polars.read_ndjson("t.jsonl")
    except polars.exceptions.ComputeError:
        return "an error"
    return f"{read.height} rows, {read.row(-1, named=True)}"


print("a number:", tried({"percent": 62.5}, {"percent": 60}))
print("a text:", tried({"percent": "62.5"}, {"percent": 60}))
print("after nulls:", tried({"returned": "9.00"}, {"returned": None}))
print("a field:", tried({"paid": "1.00", "returned": "9.00"}, {"paid": "1.00"}))
print("within:", tried({"fields": {"paid": "1.00", "returned": "9.00"}}, {"fields": {"paid": "1.00"}}))
write({"paid": "1.00", "returned": "9.00"}, {"paid": "1.00"})
print("lazy:", polars.scan_ndjson("t.jsonl").collect().columns)
print("asked for all:", polars.read_ndjson("t.jsonl", infer_schema_length=None).columns)
print("pandas:", [*pandas.read_json("t.jsonl", lines=True, dtype=False).columns])
print("pyarrow:", arrow.read_json("t.jsonl").column_names)
PYTHON
"$folder/venv/bin/python" "$folder/look.py" "$folder" | tee "$folder/out.txt"
diff "$folder/out.txt" - <<'SEEN'
a number: an error
a text: an error
after nulls: an error
a field: 101 rows, {'id': '100', 'paid': '1.00'}
within: 101 rows, {'id': '100', 'fields': {'paid': '1.00'}}
lazy: ['id', 'paid']
asked for all: ['id', 'paid', 'returned']
pandas: ['id', 'paid', 'returned']
pyarrow: ['id', 'paid', 'returned']
SEEN
