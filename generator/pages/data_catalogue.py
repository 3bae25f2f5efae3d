"""The data of the site as a catalogue in DCAT-AP 3, for portals that gather such: JSON-LD.

Ids are full addresses, percent-encoded, as readers of JSON-LD name relative ones after the folder
that they run in, and drop those with a blank: so there is none without `base_url`. What the
vocabularies of others say (media types, languages) is said again with its class, as a validator
that fetches nothing would find none.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from generator.base.messages import TRADITIONAL
from generator.model.kinds.kind import View
from generator.model.kinds.registry import KINDS
from generator.model.public_tables import tables
from generator.pages.downloads import FOLDER
from generator.pages.whole_files import File

NAME = "catalog.jsonld"
_TYPES = {
    "csv": ("CSV", "text/csv"),
    "jsonl": ("JSON_LINES", "application/jsonl"),
    "xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_EUROPA = "http://publications.europa.eu/resource/authority"
_LANGUAGES = {"zh": "ZHO", "en": "ENG"}
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}


def catalogue(
    files: Mapping[str, File],
    about: Mapping[str, str],
    names: Mapping[str, str],
    languages: Sequence[str],
) -> View:
    """Return the catalogue of the tables among `files`, by their names in the folder.

    `about` has `title`, `place`, `day` of the last report, `licence_url`, `url` (the full address
    of the site), `language`, `says` (what the site is for), `publisher` with `email` and `phone`
    (as a link), and as `demo` what is said where the data is made up; "" for what there is not.
    `names` are what kinds are called.
    """
    base = quote(about["url"], safe="%/:@")
    spoken, demo = about["language"], about["demo"]
    said_by = [{"@id": each} for each in _spoken(languages)]
    told: View = {
        "dct:publisher": {"@id": f"{base}#publisher"},
        "dct:language": said_by,
        **({"dct:modified": _day(about["day"])} if about["day"] else {}),
    }
    datasets = [
        {
            "@id": f"{base}{FOLDER}/index.html#{kind}",
            "@type": "dcat:Dataset",
            "dct:title": _text(f"{about['place']} {names[kind]}", spoken),
            "dct:description": _text(f"{demo}{about['title']}: {names[kind]}", spoken),
            "dcat:contactPoint": {"@id": f"{base}#contact"},
            "dcat:landingPage": {"@id": f"{base}{FOLDER}/index.html"},
            **told,
            "dcat:distribution": [_distribution(base, name, files[name], about) for name in own],
        }
        for kind in KINDS
        if (own := _files_of(kind, files))
    ]
    whole = {
        "@id": f"{base}{FOLDER}/index.html",
        "@type": ["dcat:Catalog", "foaf:Document"],
        "dct:title": _text(about["title"], spoken),
        "dct:description": _text(f"{demo}{about['says'] or about['title']}", spoken),
        "foaf:homepage": {"@id": base, "@type": "foaf:Document"},
        **told,
        "dcat:dataset": [{"@id": each["@id"]} for each in datasets],
    }
    spoken_in = [{**each, "@type": "dct:LinguisticSystem"} for each in said_by]
    graph = [whole, *datasets, *_people(base, about), *spoken_in]
    return {"@context": _CONTEXT, "@graph": graph}


def _files_of(kind: str, files: Mapping[str, File]) -> list[str]:
    """Return the names of the files of a kind that are there."""
    wanted = [f"{table.name}.{ending}" for table in tables(kind) for ending in _TYPES]
    return [name for name in wanted if name in files]


def _people(base: str, about: Mapping[str, str]) -> tuple[View, View]:
    """Return who publishes all this, and how to reach them."""
    reached: View = {
        "@id": f"{base}#contact",
        "@type": ["vcard:Kind", "vcard:Organization"],
        "vcard:fn": about["publisher"],
    }
    if about["email"]:
        reached["vcard:hasEmail"] = {"@id": f"mailto:{about['email']}"}
    if about["phone"]:
        reached["vcard:hasTelephone"] = {"@id": about["phone"]}
    by = {
        "@id": f"{base}#publisher",
        "@type": "foaf:Agent",
        "foaf:name": _text(about["publisher"], about["language"]),
    }
    return by, reached


def _distribution(base: str, name: str, file: File, about: Mapping[str, str]) -> View:
    """Return one file of a dataset: where it lies, how large it is, and the digest of its bytes."""
    ending = name.rpartition(".")[2]
    form, media = _TYPES[ending]
    address = f"{base}{quote(file.url)}"
    terms = about["licence_url"]
    return {
        "@id": f"{address}#file",
        "@type": "dcat:Distribution",
        "dct:title": _text(name, about["language"]),
        "dcat:accessURL": {"@id": address, "@type": "rdfs:Resource"},
        "dcat:downloadURL": {"@id": address},
        "dct:format": {
            "@id": f"{_EUROPA}/file-type/{form}",
            "@type": ["dct:IMT", "dct:MediaTypeOrExtent"],  # of which CKAN looks at the first
            "rdfs:label": ending.upper(),
        },
        "dcat:mediaType": {
            "@id": f"http://www.iana.org/assignments/media-types/{media}",
            "@type": ["dct:MediaType", "dct:MediaTypeOrExtent"],
        },
        "dcat:byteSize": {"@value": str(file.size), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {
                "@id": "http://spdx.org/rdf/terms#checksumAlgorithm_sha256",
                "@type": "spdx:ChecksumAlgorithm",
            },
            "spdx:checksumValue": {"@value": file.sum, "@type": "xsd:hexBinary"},
        },
        **(
            {"dct:license": {"@id": quote(terms, safe="%/:@?=&#"), "@type": "dct:LicenseDocument"}}
            if terms
            else {}
        ),
    }


def _text(text: str, language: str) -> dict[str, str]:
    return {"@value": text, "@language": language}


def _day(iso: str) -> Any:
    """Return a date as precise as it is known."""
    kinds = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}
    return {"@value": iso, "@type": kinds[len(iso)]}


def _spoken(languages: Sequence[str]) -> list[str]:
    """Return the languages of the site as the European vocabulary calls them, where it does."""
    found = []
    for each in languages:
        code = _LANGUAGES.get(each.partition("-")[0])
        if code and each != TRADITIONAL:
            found.append(f"{_EUROPA}/language/{code}")
    return [*dict.fromkeys(found)]
