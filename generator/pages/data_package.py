"""The tables of the whole site as a Frictionless data package: columns, keys, codes, digests."""

from collections.abc import Iterator, Mapping, Sequence

from generator.model.kinds.kind import View
from generator.model.kinds.registry import NAMED_KINDS
from generator.model.public_tables import Column, Table, every, tables
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
    own = [each for each in every() if f"{each.name}.csv" in files]
    there = {each.name for each in own}
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
            _resource(each, files[f"{each.name}.csv"], there, labels, demo=demo) for each in own
        ],
    }


def _resource(
    table: Table, file: File, there: set[str], labels: Mapping[str, Sequence[str]], *, demo: bool
) -> View:
    columns = (*table.columns, DEMO) if demo else table.columns
    keys = [*_keys(table, there)]
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


def _keys(table: Table, there: set[str]) -> Iterator[View]:
    """Yield the foreign keys of a table: of entries into what they are in, of what names another.

    A cell with several ids is none, as the standard has no form for that.
    """
    if table.path:
        yield _key("id", table.kind, "id")
    if "parent" in table.keys:
        above = [each for each in tables(table.kind)[1:] if each.path == table.path[:-1]]
        yield from (_key(["id", "parent"], each.name, ["id", "number"]) for each in above)
    for each in table.columns:
        if each.many or each.name == "id":
            continue
        of = "units" if each.type == "unit" else ""
        if each.type == "record":
            of = NAMED_KINDS[each.path[-1]]
        if of in there:
            yield _key(each.name, "" if of == table.name else of, "id")


def _key(fields: str | list[str], resource: str, named: str | list[str]) -> View:
    return {"fields": fields, "reference": {"resource": resource, "fields": named}}


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
