#!/usr/bin/env bash
# pandas makes numbers and days of texts in JSON: "052270" is 52270, "1e5" is 100000, and "2018" in a column `date` is 1 January 2018.
#
# JSON says what is a text, so public data have codes, phones and amounts as texts, and days as precise as they are known.
# That a program guesses types in a CSV is known; a good guess is that of JSON it takes each value as what it is, as
# DuckDB and polars do. pandas.read_json tries each column of texts as numbers again, so noughts before a code are gone, and
# amounts to the fen are floats. A column is one of days by its name: `date`, `modified`, or one that ends in _at or _time. There
# "2018" and "2018-03" become days that nobody wrote, and a year comes before its own spring; `since` beside it stays.
# With dtype=False all is as it was.
#
# In our lines all that could be guessed lies within `fields`, which it leaves alone (generator/model/public_record.py; tests/
# test_open_standards.py, "nothing in a line of records can be taken for a number or a day"); docs/open-data.md names that word.
#
# Seen 2026-11-30: pandas 3.1.1, duckdb 2.0.1, polars 2.1.0 (PyPI), Python 3.11; output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "pandas==3.1.1" "duckdb==2.0.1" "polars==2.1.0"
cat >lines.jsonl <<'JSON'
{"code":"052270103201","group":"1e5","budget":"576000.10","date":"2018","since":"2018"}
{"code":"052270103202","group":"2e5","budget":"45000.00","date":"2018-03","since":"2018-03"}
JSON
cat >look.py <<'PYTHON'
import duckdb
import pandas
import polars


def told(name: str, rows: list[tuple[object, ...]]) -> None:
    print(f"{name}:", "; ".join(", ".join(str(value).removesuffix(" 00:00:00") for value in row) for row in rows))


told("pandas", [*pandas.read_json("lines.jsonl", lines=True).itertuples(index=False, name=None)])
plain = pandas.read_json("lines.jsonl", lines=True, dtype=False)
told("pandas, told so", [*plain.itertuples(index=False, name=None)])
told("DuckDB", duckdb.connect().execute("from read_json('lines.jsonl')").fetchall())
told("polars", polars.read_ndjson("lines.jsonl").rows())
PYTHON
venv/bin/python look.py | tee out.txt
diff out.txt - <<'SEEN'
pandas: 52270103201, 100000.0, 576000.1, 2018-01-01, 2018; 52270103202, 200000.0, 45000.0, 2018-03-01, 2018-03
pandas, told so: 052270103201, 1e5, 576000.10, 2018, 2018; 052270103202, 2e5, 45000.00, 2018-03, 2018-03
DuckDB: 052270103201, 1e5, 576000.10, 2018, 2018; 052270103202, 2e5, 45000.00, 2018-03, 2018-03
polars: 052270103201, 1e5, 576000.10, 2018, 2018; 052270103202, 2e5, 45000.00, 2018-03, 2018-03
SEEN
echo "as seen"
