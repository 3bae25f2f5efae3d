#!/usr/bin/env bash
# pyarrow makes each day of OC4IDS the day before, and a payment of New Year one of the year before: no zone is left to tell it.
#
# OC4IDS wants dates with time and zone, so a day in China is its midnight: 2018-01-01T00:00:00+08:00. JSON has texts alone for
# that, and pyarrow leaves amounts, years and months that are texts as they are ("2018-01", "375000.00"). A good guess is that
# a time stays a text too, or becomes a time with its zone, as DuckDB's does. But read_json makes a naive timestamp[s] of it,
# counted in UTC: 2017-12-31 16:00, in silence. So to_pylist, year() and a cast to date32 say the day before, and the money of
# a year that began with a payment is too low by it. In one file texts of a day alone ("2018-01-01") keep their day.
# With the type said to be string all is as it was written.
#
# Our tables and records have days alone; docs/open-data.md says under “OC4IDS” that a day is the first ten signs of a time.
#
# Seen on 2026-12-01 with version 26.0.1 of pyarrow (PyPI), DuckDB 2.0.1, Python 3.11; output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "pyarrow==26.0.1" "duckdb==2.0.1"
cat >"$folder/look.py" <<'PYTHON'
import json
import sys
import warnings
from pathlib import Path

import duckdb
import pyarrow as pa
from pyarrow import compute
from pyarrow import json as arrow

warnings.simplefilter("error")
path = Path(sys.argv[1], "transactions.jsonl")
payments = [("1", "2018-01-01T00:00:00+08:00", "100.00"), ("2", "2018-07-01T00:00:00+08:00", "20.00")]
lines = [
    json.dumps({"id": n, "date": date, "day": date[:10], "month": date[:7], "amount": amount})
    for n, date, amount in payments
]
path.write_text("\n".join(lines) + "\n", encoding="utf-8")
read = arrow.read_json(path)
print(", ".join(f"{each.name}: {each.type}" for each in read.schema))
print("date, day:", read["date"][0], "|", read["day"][0])
print("as a day:", read["date"].cast(pa.date32())[0])
amounts = [int(each[:-3]) for each in read["amount"].to_pylist()]
years = compute.year(read["date"]).to_pylist()
print("paid in 2018:", sum(a for a, year in zip(amounts, years) if year == 2018))
asked = arrow.ParseOptions(explicit_schema=pa.schema([("date", pa.string())]))
print("asked for texts:", arrow.read_json(path, parse_options=asked)["date"][0])
duckdb.sql("SET TimeZone='Asia/Shanghai'")
found = duckdb.sql(f"SELECT date, date::DATE FROM read_json('{path}')")
print("duckdb:", found.types[0], found.fetchall()[0][1])
PYTHON
"$folder/venv/bin/python" "$folder/look.py" "$folder" | tee "$folder/out.txt"
diff "$folder/out.txt" - <<'SEEN'
id: string, date: timestamp[s], day: timestamp[s], month: string, amount: string
date, day: 2017-12-31 16:00:00 | 2018-01-01 00:00:00
as a day: 2017-12-31
paid in 2018: 20
asked for texts: 2018-01-01T00:00:00+08:00
duckdb: TIMESTAMP WITH TIME ZONE 2018-01-01
SEEN
