#!/usr/bin/env bash
# pySHACL finds nothing wrong with "2018年7月" as an xsd:gYearMonth, or with "unknown" as a year.
#
# SHACL, 4.1.2: a value whose text is none of its datatype is a violation of sh:datatype. DCAT-AP allows xsd:gYear and
# xsd:gYearMonth for days that are known less precisely, so a catalogue has them. A good guess is that they are held to
# their form as xsd:date is, of which "2018年7月" and "2018-02-30" are told. But pySHACL asks rdflib, and to rdflib a text is
# wrong where it cannot be made a value; of months and years it makes none, so there is nothing that fails. So it is
# with xsd:anyURI, xsd:language and xsd:base64Binary; and "2018-07-01" is a moment (xsd:dateTime), midnight. "The validator
# of DCAT-AP says it conforms" means nothing for the day of a catalogue that is known to the month.
#
# Ours are held to the forms themselves beside the validator (tests/test_open_standards.py, "every typed value of the
# catalogue is of its type").
#
# Seen 2026-11-30: pySHACL 0.40.1, rdflib 7.6.0 (PyPI), Python 3.11; output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "pyshacl==0.40.1" "rdflib==7.6.0"
cat >"$folder/look.py" <<'PYTHON'
import pyshacl
from rdflib import Graph

HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <urn:x:> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . "
for kind, values in {
    "date": ["2018-07-01", "2018-02-30", "2018年7月"],
    "gYearMonth": ["2018-07", "2018-13", "201807", "2018年7月"],
    "gYear": ["2018", "2018年", "unknown"],
    "dateTime": ["2018-07-01T00:00:00", "2018-07-01"],
    "anyURI": ["https://x.example/", "墨 冲"],
    "language": ["zh", "中文"],
}.items():
    shape = f"x:s a sh:NodeShape ; sh:targetSubjectsOf x:p ; sh:property [ sh:path x:p ; sh:datatype xsd:{kind} ] ."
    shapes = Graph().parse(data=HEAD + shape, format="turtle")
    said = []
    for value in values:
        data = Graph().parse(data=f'{HEAD} x:a x:p "{value}"^^xsd:{kind} .', format="turtle")
        said.append(f"{value} {'conforms' if pyshacl.validate(data, shacl_graph=shapes)[0] else 'told'}")
    print(f"{kind}: {', '.join(said)}")
PYTHON
PYTHONIOENCODING=utf-8 "$folder/venv/bin/python" "$folder/look.py" 2>/dev/null | tee "$folder/out.txt"
diff "$folder/out.txt" - <<'SEEN'
date: 2018-07-01 conforms, 2018-02-30 told, 2018年7月 told
gYearMonth: 2018-07 conforms, 2018-13 conforms, 201807 conforms, 2018年7月 conforms
gYear: 2018 conforms, 2018年 conforms, unknown conforms
dateTime: 2018-07-01T00:00:00 conforms, 2018-07-01 conforms
anyURI: https://x.example/ conforms, 墨 冲 conforms
language: zh conforms, 中文 conforms
SEEN
echo "as seen"
