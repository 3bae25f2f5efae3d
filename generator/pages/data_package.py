"""The tables of the whole site as a Frictionless data package: columns, keys, codes, digests."""

from collections.abc import Mapping, Sequence

from generator.model.kinds.kind import View
from generator.model.public_tables import Column, Table, every
from generator.pages.download_tables import DEMO
from generator.pages.downloads import FOLDER
from generator.pages.whole_files import File

NAME = "datapackage.json"
_TYPES = {
    "money": "number",
    "percent": "number",
    "count": "integer",
    "year": "integer",
    "yes": "boolean",
    "day": "date",
}
"""What a column's type is called; all others are texts."""
_DATE = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"


def package(
    files: Mapping[str, File],
    about: Mapping[str, str],
    labels: Mapping[str, Sequence[str]],
    licence_url: str,
    *,
    demo: bool,
) -> View:
    """Return the package of the tables among `files`, by their names in the folder.

    `labels` are the codes of categories and purposes.
    """
    tables = [each for each in every() if f"{each.name}.csv" in files]
    there = {each.name for each in tables}
    licence = {
        **({"name": about["licence"].replace(" ", "-")} if about["licence"] else {}),
        **({"path": licence_url} if licence_url else {}),
    }
    return {
        **({"demo": True} if demo else {}),
        "name": "data",
        "title": about["title"],
        **({"homepage": about["url"]} if about["url"] else {}),
        **({"licenses": [licence]} if licence else {}),
        "profile": "tabular-data-package",
        "resources": [
            _resource(each, files[f"{each.name}.csv"], there, labels, demo=demo) for each in tables
        ],
    }


def _resource(
    table: Table, file: File, there: set[str], labels: Mapping[str, Sequence[str]], *, demo: bool
) -> View:
    columns = (*table.columns, DEMO) if demo else table.columns
    keys = []
    if table.path:
        keys.append({"fields": "id", "reference": {"resource": table.kind, "fields": "id"}})
    elif any(each.name == "place_id" for each in columns) and "units" in there:
        keys.append({"fields": "place_id", "reference": {"resource": "units", "fields": "id"}})
    return {
        "name": table.name,
        "profile": "tabular-data-resource",
        "path": file.url[len(FOLDER) + 1 :],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sum}",
        "schema": {
            "fields": [_field(each, labels) for each in columns],
            "primaryKey": [*table.keys],
            **({"foreignKeys": keys} if keys and table.kind != "pages" else {}),
        },
    }


def _field(column: Column, labels: Mapping[str, Sequence[str]]) -> View:
    codes = [*labels[column.labels]] if column.labels else [*column.choices]
    limits: View = {}
    if column.required:
        limits["required"] = True
    if codes and not column.many:
        limits["enum"] = codes
    if column.type == "date":
        limits["pattern"] = _DATE
    return {
        "name": column.name,
        "type": "string" if column.many else _TYPES.get(column.type, "string"),
        "description": ": ".join(filter(None, column.meanings)),
        **({"constraints": limits} if limits else {}),
    }
