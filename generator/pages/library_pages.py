"""The pages of the project libraries of one batch."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from generator.model.kinds.kind import View
from generator.model.urls import continued, library_url
from generator.pages.batch_views import BatchViews
from generator.pages.page_mark import Page
from generator.records import freshness, list_rows

URGENT = ("urgent", "important", "deferred", "light")
"""The urgencies, what comes first before what can wait."""


def pages(batch: BatchViews, ident: str, own: View) -> Iterator[Page]:
    """Yield the pages of a library, by urgency; `ranked` has the projects that it names."""
    of_unit = batch.units[ident.rpartition("/")[0]]
    entries = [each for code in URGENT for each in own["entries"] if each["urgency"] == code] + [
        {**each, "urgency": ""} for each in own["removed"]
    ]
    counts = Counter(each["urgency"] for each in entries)
    beside = ("entries", "removed", "said", "until", "moved")
    library = {name: value for name, value in own.items() if name not in beside}
    for address, chosen, pager in list_rows.paged(
        library_url(ident).removesuffix(".html"), entries, continued
    ):
        first = pager["number"] == 1
        view = {
            "library": library if first else {"year": own["year"]},
            "groups": [
                (code, [{**of_unit["ranked"][each["project"]], **each} for each in group])
                for code, group in groupby(chosen, itemgetter("urgency"))
            ],
            "counts": {code: counts[code] for code in {each["urgency"] for each in chosen}},
            "count": len(own["entries"]),
            "pager": pager,
            "addresses": batch.addresses_of(own) if first else {},
            "history": batch.changed.of(f"libraries/{ident}") if first else None,
            **{name: of_unit[name] for name in ("place", "crumbs")},
        }
        codes, when = batch.codes_of(f"libraries/{ident}"), freshness.of_view(own)
        yield Page(address, "library.html", view, own["file"], times=when, codes=codes)
