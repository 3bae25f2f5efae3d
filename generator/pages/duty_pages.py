"""The pages of duties of one batch: what each place has to do, and its records of that."""

from collections.abc import Iterator
from itertools import chain

from generator.base import natural_order
from generator.model.kinds.kind import View
from generator.model.kinds.registry import COMMAND, LISTS, place_of, url_of
from generator.model.urls import compliance_url, yearly
from generator.pages import sums
from generator.pages.batch_views import BatchViews, with_letters
from generator.pages.page_mark import Page
from generator.parse.markdown_text import targets_of
from generator.records import disclosures, list_rows, view_cache

COMPLIANCE = (
    *("crumbs", "figures", "children", "names", "strips", "documents"),
    *("staffing", "titles", "funds", "bodies"),
)
"""What of a unit comes from elsewhere for its page of duties."""
MANY = tuple(kind for kind, lists in LISTS.items() if lists.by_year)
"""The kinds of which a unit has more records year by year."""
WHOLE = 24
"""How many of each of these stand on its page of duties; the earlier have pages by year."""
NAMED = 20
"""How many records that a notice discloses are named there: a town's plan may have hundreds."""


def pages(
    batch: BatchViews, unit: View, records: dict[str, list[View]], views: View
) -> Iterator[Page]:
    """Yield the page of a unit's duties, and those of the years of its earlier records."""
    url = compliance_url(unit["id"])
    of_unit = batch.units[unit["id"]]
    short = {name: unit[name] for name in ("id", "name", "short_name", "level")}
    whole = {k: own[:WHOLE] if k in MANY else own for k, own in records.items()}
    earlier = {k: own[WHOLE:] for k, own in records.items() if k in MANY and own[WHOLE:]}
    failed = views["duties"][unit["id"]][disclosures.KIND]
    missing = [*disclosures.not_disclosed(unit["id"], failed, batch.disclosed)]
    if unit["id"] == batch.root:
        missing += batch.disclosed["failed"]
    missed = disclosures.by_year(missing, list_rows.ROWS)
    view = {
        "unit": short,
        "duties": {**views["duties"][unit["id"]], disclosures.KIND: missed},
        "earlier": {
            kind: [
                {
                    "id": each["id"],
                    "date": each["date"],
                    "title": each.get("title") or each.get("found", ""),
                    "url": yearly(url, each["date"]),
                }
                for each in own
            ]
            for kind, own in earlier.items()
        },
        **_records(batch, whole, [row for year in missed for row in year["rows"]], views),
        **{name: of_unit[name] for name in COMPLIANCE},
        "history": batch.changed.of_place(unit["id"], of_unit["gone"], of_unit["entered_late"]),
    }
    view["sections"] = sums.sections(view)
    view["rules"] = sums.rules(view)
    asked = chain.from_iterable(view["disclosed"]["asked"].values())
    yield Page(url, "compliance.html", view, times=with_letters(of_unit["times"], asked))
    of_years: dict[str, dict[str, list[View]]] = {}
    for kind, own in earlier.items():
        for each in own:
            of_year = of_years.setdefault(yearly(url, each["date"]), {})
            of_year.setdefault(kind, []).append(each)
    for address, of_year in of_years.items():
        view = {
            "unit": short,
            "year": next(iter(of_year.values()))[0]["date"][:4],
            **_records(batch, of_year, [], views),
            **{name: of_unit[name] for name in ("crumbs", "names", "titles")},
        }
        yield Page(address, "compliance-year.html", view, times=of_unit["times"])


def _records(
    batch: BatchViews, records: dict[str, list[View]], missing: list[View], views: View
) -> View:
    """Return records of a unit by kind, with what they need to be shown."""
    every = [*chain.from_iterable(records.values())]
    targets = [target for each in every for target in targets_of(each["body"])]
    return {
        "records": records,
        "disclosed": _disclosed(batch, records.get(disclosures.KIND, []), missing, views),
        "addresses": {target: batch.addresses[target] for target in targets},
        "pictures": {
            file: batch.pictures[file] for each in every for file in each.get("pictures", ())
        },
    }


def _disclosed(batch: BatchViews, notices: list[View], missing: list[View], views: View) -> View:
    """Return what other records say of a unit's notices: what was late, by their ids.

    Titles go by the key of what is named or was `missing`.
    """
    elsewhere = batch.disclosed["titles"]

    def title(key: str) -> disclosures.Title:
        kind, _, ident = key.partition("/")
        own = batch.row_of if kind == view_cache.MANY else views[kind]
        return elsewhere.get(key) or disclosures.title(kind, own[ident])

    keys = {each["id"]: disclosures.keys(each) for each in notices}
    named = {ident: own[:NAMED] for ident, own in keys.items()}
    late = batch.disclosed["late"]
    every = {*chain.from_iterable(named.values()), *(each["key"] for each in missing)}
    return {
        "named": named,
        "more": {ident: max(0, len(own) - NAMED) for ident, own in keys.items()},
        "titles": {key: title(key) for key in sorted(every)},
        "urls": {key: _url(key) for key in sorted(every)},
        "late": {each["id"]: late.get(each["id"], []) for each in notices},
        "asked": {
            each["id"]: batch.letters.get(f"{disclosures.KIND}/{each['id']}", [])
            for each in notices
        },
    }


def _url(key: str) -> str:
    """Return the address of a record by its key, `projects/…`."""
    kind, _, ident = key.partition("/")
    return url_of(kind, ident)


def _latest(found: tuple[str, View]) -> tuple[str, natural_order.Key]:
    return (found[1]["date"], natural_order.key(found[0]))


def on_duties(views: view_cache.Views) -> dict[str, dict[str, list[View]]]:
    """Return the records on the pages of duties by unit and kind, the latest first."""
    records: dict[str, dict[str, list[View]]] = {}
    for kind in COMMAND:
        for ident, each in sorted(views[kind].items(), key=_latest, reverse=True):
            of_unit = records.setdefault(place_of(kind, ident), {})
            of_unit.setdefault(kind, []).append(each)
    return records
