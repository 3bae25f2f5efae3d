"""Pages of what can be taken away: all of it, that of each place, and what the fields mean."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.base import labels as field_labels
from generator.base.messages import CHINESE, N_, written
from generator.joined.site_data import Library
from generator.model.kinds.kind import View
from generator.model.kinds.registry import KINDS
from generator.model.public_tables import tables
from generator.model.settings import Settings
from generator.pages import download_tables, whole_files
from generator.pages.downloads import FOLDER, STANDARDS, folder
from generator.pages.page_mark import Page
from generator.pages.whole_files import FORMS, File, Part
from generator.parse import site_words

FIELDS = f"{FOLDER}/fields.csv"


def pages(
    library: Library,
    settings: Settings,
    parts: Sequence[Part],
    whole: Mapping[str, File],
    home: Path,
) -> list[Page]:
    """Return the page of all that can be taken away, one of each place, and the dictionary.

    `whole` are the files of the whole site, by their names in its folder; `home` is the folder of
    the settings.
    """
    rows, day = whole_files.whole(parts)
    open_data = settings.open_data
    terms = {"name": open_data.licence or "", "url": open_data.licence_url or ""}
    shorts = {part.place: library.short(part.place) for part in parts}
    of = [settings.categories[c] for c in open_data.infrastructure if c in settings.categories]
    about: View = {"licence": terms, "dictionary": FIELDS}
    said = _Said(settings, home)
    below = _below(library, parts, shorts)
    top = [each for each in _own(parts, shorts) if each["id"] == library.root]
    first: View = {
        "place": None,
        "own": False,
        "day": day,
        "kinds": _kinds(whole, rows, said.name, sheets=open_data.workbooks),
        "standards": _standards(whole),
    }
    listed = {"places": [*top, *below.get(library.root, ())]}
    every = [("", {**first, **listed, "infrastructure": of, **about}, library.root)]
    for part in parts:
        beneath = [] if part.place == library.root else below.get(part.place, [])
        own: View = {
            "place": shorts[part.place],
            "own": part.place in below,
            "places": beneath,
            "day": part.day,
            "kinds": _kinds(part.files, part.rows, said.name, sheets=open_data.workbooks),
            "standards": _standards(part.files),
        }
        every.append((part.place, {**own, "infrastructure": of, **about}, part.place))
    fields: View = {"tables": _described(settings, home), **about}
    return [
        *(
            Page(f"{folder(place)}/index.html", "data.html", view, times=library.times[of])
            for place, view, of in every
        ),
        Page(f"{FOLDER}/fields.html", "data-fields.html", fields),
    ]


def _own(parts: Sequence[Part], shorts: Mapping[str, View]) -> list[View]:
    """Return the places that have files of their own, each with what is in these."""
    return [
        {**shorts[part.place], "rows": part.rows.get("projects", 0), "day": part.day}
        for part in parts
    ]


def _below(
    library: Library, parts: Sequence[Part], shorts: Mapping[str, View]
) -> dict[str, list[View]]:
    """Return by each place those right beneath it, each with what it and all below it have."""
    own = {each["id"]: each for each in _own(parts, shorts)}
    found: dict[str, list[View]] = {}
    for place in reversed(own):  # what is below a place stands behind it
        above = library.above[place]
        if above in own:
            found.setdefault(above, []).insert(0, own[place])
            if above != library.root:
                own[above]["rows"] += own[place]["rows"]
                own[above]["day"] = max(own[above]["day"], own[place]["day"])
    return found


def fields_table(settings: Settings, home: Path) -> bytes:
    """Return the dictionary of fields as a table, in each of the languages."""
    languages = [*dict.fromkeys(written(each) for each in settings.languages)]
    return _table(_described(settings, home), languages, demo=settings.demo)


def _described(settings: Settings, home: Path) -> list[View]:
    said = _Said(settings, home)
    coded = {"categories": settings.categories, "purposes": settings.purposes}
    return _fields(said.text, said.name, coded)


class _Said:
    """What is said in each language that pages are written in, by the site's own words."""

    def __init__(self, settings: Settings, home: Path) -> None:
        languages = dict.fromkeys((CHINESE, *map(written, settings.languages)))
        self.said = {
            each: site_words.speaker(site_words.read(home, each), each) for each in languages
        }

    def text(self, message: str) -> dict[str, str]:
        """Return one of our texts."""
        return {each: said(message) for each, said in self.said.items()}

    def name(self, meaning: str) -> dict[str, str]:
        """Return what a field is called, by what it means."""
        return {each: field_labels.name(meaning, said) for each, said in self.said.items()}


def _kinds(
    files: Mapping[str, File],
    rows: Mapping[str, int],
    name: Callable[[str], dict[str, str]],
    *,
    sheets: bool = False,
) -> list[View]:
    """Return the files of a folder as the page of downloads shows them, kind by kind.

    `name` gives what a field is called in each language of the site; `sheets` says that there would
    be workbooks.
    """
    found = []
    for kind in KINDS:
        if not rows.get(kind):
            continue
        lists = [each for each in tables(kind)[1:] if f"{each.name}.csv" in files]
        found.append(
            {
                "kind": kind,
                "name": {"": KINDS[kind].called[0], "zh-Hans": KINDS[kind].called[1]},
                "rows": rows[kind],
                "too_many": sheets and download_tables.too_many(kind, rows),
                "files": [_shown(files[f"{kind}{e}"]) for e in FORMS if f"{kind}{e}" in files],
                "lists": [
                    {
                        "name": _joined([name(meaning) for meaning in each.meanings]),
                        "rows": rows.get(each.name, 0),
                        "file": _shown(files[f"{each.name}.csv"]),
                    }
                    for each in lists
                ],
            }
        )
    return found


def _standards(files: Mapping[str, File]) -> list[View]:
    """Return the files in open standards."""
    return [
        {"url": files[name].url, "form": called, "size": files[name].size}
        for name, called in STANDARDS.items()
        if name in files
    ]


def _shown(file: File) -> View:
    form = {"csv": "CSV", "jsonl": "JSON Lines", "xlsx": "XLSX"}[file.url.rpartition(".")[2]]
    return {"url": file.url, "form": form, "size": file.size}


TYPES = {
    "text": N_("text"),
    "money": N_("amount in yuan"),
    "date": N_("date: day, month or year, as known"),
    "day": N_("date to the day"),
    "year": N_("year"),
    "count": N_("number"),
    "percent": N_("percent"),
    "yes": N_("true or false"),
    "code": N_("code"),
    "unit": N_("address of a place"),
    "record": N_("address of a record"),
    "link": N_("web address"),
}
"""What the types of columns are called."""


def _fields(
    said: Callable[[str], dict[str, str]],
    name: Callable[[str], dict[str, str]],
    labels: Mapping[str, Mapping[str, Mapping[str, str]]],
) -> list[View]:
    """Return the dictionary of fields: each table with its columns.

    `said` gives a text in each language, `name` what a field is called; `labels` are those of codes
    that the settings have.
    """
    found = []
    for kind in KINDS:
        for table in tables(kind):
            columns = [
                {
                    "name": column.name,
                    "label": _joined([name(each) for each in column.meanings if each]),
                    "says": said(column.meanings[-1]),
                    "type": said(TYPES[column.type]),
                    "many": column.many,
                    "choices": [(code, {**label}) for code, label in labels[column.labels].items()]
                    if column.labels
                    else [(code, said(word)) for code, word in column.choices.items()],
                }
                for column in table.columns
            ]
            found.append(
                {
                    "name": table.name,
                    "kind": {"": KINDS[kind].called[0], "zh-Hans": KINDS[kind].called[1]},
                    "of": _joined([name(each) for each in table.meanings]),
                    "columns": columns,
                }
            )
    return found


def _joined(parts: Sequence[dict[str, str]]) -> dict[str, str]:
    if not parts:
        return {}
    return {language: "·".join(each[language] for each in parts) for language in parts[0]}


def _table(described: Sequence[View], languages: Sequence[str], *, demo: bool) -> bytes:
    """Return the dictionary of fields as a table, in each of the languages."""
    last = ["true"] if demo else []
    lines: list[list[Any]] = [
        [
            *("table", "field"),
            *(f"{what}_{each}" for each in languages for what in _SAID),
            *(["demo"] if demo else []),
        ]
    ]
    for table in described:
        for column in table["columns"]:
            words = [text for each in languages for text in _in(each, column)]
            lines.append([table["name"], column["name"], *words, *last])
    return download_tables.table(lines)


_SAID = ("type", "label", "meaning", "codes")
"""What the dictionary of fields says of each, in each language."""


def _in(language: str, column: View) -> tuple[str, ...]:
    """Return what the dictionary says of a column in a language, in the order of `_SAID`."""
    codes = "；".join(
        f"{code}={label.get(language) or label.get('') or next(iter(label.values()), '')}"
        for code, label in column["choices"]
    )
    return column["type"][language], column["label"][language], column["says"][language], codes
