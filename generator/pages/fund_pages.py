"""The pages of the money of one batch: what a unit was given, and each allotment of it."""

from collections.abc import Iterator, Mapping

from generator.model.kinds.kind import View
from generator.model.urls import allocation_url, continued, funds_url
from generator.pages.batch_views import BatchViews, with_letters
from generator.pages.page_mark import Page
from generator.records import freshness, list_rows

FUNDS = ("crumbs", "figures", "children", "place")
"""What of a unit comes from elsewhere for the page of its money."""
SUMS = ("amount", "returned", "passed", "assigned", "paid", "came_back", "left")
ALLOTTED = ("id", "date", "fund", *SUMS, "state", "since", "due")
"""What the table of a unit's allotments says of each."""


def pages(batch: BatchViews, ident: str, allotments: Mapping[str, View]) -> Iterator[Page]:
    """Yield the page of a unit's money, and those of each of its allotments.

    `ledger` has what became of each allotment.
    """
    of_unit = batch.units[ident]
    own = [{**allotments[each["id"]], **each} for each in of_unit["ledger"]]
    table = [{name: each[name] for name in ALLOTTED} for each in own]
    sums = {name: sum(each[name] for each in own) for name in SUMS}
    for address, chosen, pager in list_rows.paged(
        funds_url(ident).removesuffix(".html"), table, continued
    ):
        view = {
            "allotments": chosen,
            "sums": {"count": len(own), **sums},
            "pager": pager,
            **{name: of_unit[name] for name in FUNDS},
        }
        yield Page(address, "funds.html", view, times=of_unit["times"])
    where = {name: of_unit[name] for name in ("place", "crumbs")}
    for each in own:
        yield from _allotment(batch, each, where)


def _allotment(batch: BatchViews, own: View, where: View) -> Iterator[Page]:
    """Yield the pages of an allotment: all that is said of it on the first, what it went to."""
    whole = {name: value for name, value in own.items() if name != "rows"}
    used: dict[str, int] = {}
    for row in own["rows"] if own["pooled"] else ():
        if row["kind"] == "projects":
            used[row["category"]] = used.get(row["category"], 0) + row["assigned"]
    url = allocation_url(own["id"]).removesuffix(".html")
    for address, chosen, pager in list_rows.paged(url, own["rows"], continued):
        first = pager["number"] == 1
        view = {
            "allotment": whole if first else {name: own[name] for name in ("date", "fund")},
            "used": used if first else {},
            "answers": batch.letters.get(f"allocations/{own['id']}", []) if first else [],
            "rows": chosen,
            "pager": pager,
            "addresses": batch.addresses_of(own) if first else {},
            "history": batch.changed.of(f"allocations/{own['id']}") if first else None,
            **where,
        }
        codes = batch.codes_of(f"allocations/{own['id']}")
        when = with_letters(freshness.of_view(own), view["answers"])
        yield Page(address, "allocation.html", view, own["file"], times=when, codes=codes)
