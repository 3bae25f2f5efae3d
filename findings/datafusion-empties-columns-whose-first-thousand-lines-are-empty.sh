#!/usr/bin/env bash
# DataFusion reads a column of a CSV file whose first thousand lines are empty as empty to its end: no error, no warning.
#
# What is rare comes late in a table of a county: a village that ended, money that came back, an audited price. DataFusion takes
# types from the first 1,000 lines and is strict with what follows: a fraction or a text after a thousand whole numbers is an
# error. A good guess is that the first value after a thousand empty cells is an error as well, or that an empty column is text,
# as in DuckDB and polars; pyarrow, whose types these are, has the day. But the column gets the type Null, in which nothing can
# stand, and what does is dropped; the header has its name, the number of rows is right, and "where until is not null" finds no
# village that ended. (Adding such a column up is an error; counting and comparing it is none.)
# With schema_infer_max_records, or types given, all is there.
#
# Ours: datapackage.json gives the type of each column; docs/open-data.md says under “Frictionless” how DataFusion has to be asked.
#
# Seen 2026-12-01: datafusion 55.0.0, pyarrow 25.0.1, polars 1.44.2, duckdb 2.0.1 (PyPI), Python 3.11; output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "datafusion==55.0.0" "pyarrow==25.0.1" "polars==1.44.2" "duckdb==2.0.1"
cat >"$folder/look.py" <<'PYTHON'
import os
import sys
from pathlib import Path

import duckdb
import polars
import pyarrow
from datafusion import SessionContext
from pyarrow import csv

os.chdir(sys.argv[1])
MANY = 1_000


def write(first: str, last: str, many: int = MANY) -> None:
    lines = ["id,until,name", *(f"{n},{first},村" for n in range(many)), f"{many},{last},村"]
    Path("t.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def read(**how: object) -> str:
    context = SessionContext()
    context.register_csv("t", "t.csv", **how)
    try:
        found = context.sql("select * from t where until is not null and id >= 999").to_pylist()
        rows = context.sql("select count(*) as n from t").to_pylist()[0]["n"]
    except Exception as error:
        return "an error" if "Parser error" in str(error) or "parsing" in str(error) else str(error)
    return f"{rows} rows, {[str(each['until']) for each in found]}"


write("5", "62.5")
print("a fraction after whole numbers:", read())
write("5", "more")
print("a text after whole numbers:", read())
write("", "2019-05-01", MANY - 1)
print("a day after 999 empty lines:", read())
write("", "2019-05-01")
print("a day after 1,000 empty lines:", read())
print("more lines looked at:", read(schema_infer_max_records=MANY + 1))
types = pyarrow.schema([("id", pyarrow.int64()), ("until", pyarrow.string()), ("name", pyarrow.string())])
print("types given:", read(schema=types))
print("polars:", polars.read_csv("t.csv")["until"].drop_nulls().to_list())
write("", "2019-05-01", 30_000)
print("duckdb:", [str(each) for each, in duckdb.sql("select until from 't.csv' where until is not null").fetchall()])
print("pyarrow:", [str(each) for each in csv.read_csv("t.csv")["until"].drop_null().to_pylist()])
PYTHON
"$folder/venv/bin/python" "$folder/look.py" "$folder" | tee "$folder/out.txt"
diff "$folder/out.txt" - <<'SEEN'
a fraction after whole numbers: an error
a text after whole numbers: an error
a day after 999 empty lines: 1000 rows, ['2019-05-01']
a day after 1,000 empty lines: 1001 rows, []
more lines looked at: 1001 rows, ['2019-05-01']
types given: 1001 rows, ['2019-05-01']
polars: ['2019-05-01']
duckdb: ['2019-05-01']
pyarrow: ['2019-05-01']
SEEN
