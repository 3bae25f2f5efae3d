#!/usr/bin/env bash
# ckanext-dcat, by which CKAN takes in catalogues, knows no format of a file in the form that DCAT-AP 3 demands.
#
# By DCAT-AP 3 dct:format and dcat:mediaType are addresses, from the lists of the European Union and of IANA; a text is against
# its shapes (sh:nodeKind). A good guess is that the profile euro_dcat_ap_3 of CKAN reads the address of CSV as CSV: it finds
# licences by their addresses, and it “normalizes” formats unless told otherwise. But it does so with texts alone: "CSV" and
# "text/csv", which DCAT-AP forbids, become CSV, an address stays as it is. Then the file is said to be of the format
# http://publications.europa.eu/…/CSV, stands apart from all other CSV in the list of formats, and is not taken into the tables that
# CKAN shows (ckan.datapusher.formats). Of a catalogue in the wrong form it is.
#
# An address is read if what lies there says first of all that it is of the class dct:IMT, of older profiles, and then its label;
# it may be of the class that DCAT-AP 3 wants besides. For catalogues without that a CKAN can be told: a list of formats
# (ckan.resource_formats) in which both addresses are other names of CSV.
#
# Ours: data/catalog.jsonld, whose formats are of both classes and have labels (generator/pages/data_catalogue.py), with a test.
#
# Seen 2026-12-01: ckan 2.11.6, ckanext-dcat 2.4.4 (PyPI), Python 3.11; output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "ckan[requirements]==2.11.6" "ckanext-dcat==2.4.4"
cat >"$folder/look.py" <<'PYTHON'
import json
import sys
from pathlib import Path

from ckan import config as folder_of
from ckan.common import config
from ckan.lib import helpers

from ckanext.dcat.processors import RDFParser

FORM = "<http://publications.europa.eu/resource/authority/file-type/CSV>"
MEDIA = "<http://www.iana.org/assignments/media-types/text/csv>"
config.update({"ckan.locale_default": "zh_Hans_CN", "ckan.site_url": "https://ckan.example"})


def format_of(form: str, media: str, classes: str = "dct:MediaTypeOrExtent") -> str:
    more = f'{form} a {classes} ; rdfs:label "CSV" .' if form.startswith("<") else ""
    parser = RDFParser(profiles=["euro_dcat_ap_3"])
    parser.parse(
        f"""
        @prefix dcat: <http://www.w3.org/ns/dcat#> .
        @prefix dct: <http://purl.org/dc/terms/> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        <https://x.example/data#projects> a dcat:Dataset ;
            dct:title "项目"@zh ; dct:description "到村的项目"@zh ;
            dcat:distribution <https://x.example/projects.csv#file> .
        <https://x.example/projects.csv#file> a dcat:Distribution ;
            dct:format {form} ; dcat:mediaType {media} ;
            dcat:accessURL <https://x.example/projects.csv> .
        {more}
        """,
        "turtle",
    )
    [dataset] = parser.datasets()
    [resource] = dataset["resources"]
    told = helpers.unified_resource_format(resource["format"])  # as CKAN does when it saves one
    return f"{told}, {'known' if told.lower() in helpers.resource_formats() else 'not known'}"


if sys.argv[2:]:
    known = json.loads(Path(folder_of.__path__[0], "resource_formats.json").read_text("utf-8"))
    for each in known:
        if each[0] == "CSV":
            each[3] += [FORM.strip("<>"), MEDIA.strip("<>")]
    own = Path(sys.argv[1], "formats.json")
    own.write_text(json.dumps(known), "utf-8")
    config["ckan.resource_formats"] = str(own)
    print("addresses, once told:", format_of(FORM, MEDIA))
else:
    print("addresses, as DCAT-AP 3 has them:", format_of(FORM, MEDIA))
    print("texts, which it forbids:", format_of('"CSV"', '"text/csv"'))
    print("addresses, of both classes:", format_of(FORM, MEDIA, "dct:IMT, dct:MediaTypeOrExtent"))
PYTHON
(cd "$folder" && venv/bin/python look.py . && venv/bin/python look.py . told) | tee "$folder/out.txt"
diff "$folder/out.txt" - <<'SEEN'
addresses, as DCAT-AP 3 has them: http://publications.europa.eu/resource/authority/file-type/CSV, not known
texts, which it forbids: CSV, known
addresses, of both classes: CSV, known
addresses, once told: CSV, known
SEEN
