"""What pages show of places: made from the library, closed, and with a digest of each."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from operator import itemgetter
from pathlib import Path

from generator import elsewhere, funds
from generator.addresses import (
    OF_KIND,
    Address,
    picture_url,
)
from generator.config import Config
from generator.jobs import Draft
from generator.kinds.every import place_of
from generator.kinds.kind import View
from generator.library import Library
from generator.lists import listed
from generator.page import mark_of
from generator.pictures import LARGE
from generator.place import OfPlace
from generator.source import digest
from generator.summary import Summary


def job_name(summary: Summary) -> str:
    """Return the name of the job that makes the pages of a batch."""
    return f"place {summary.key}"


class Views:
    """Makes views from the library; holds what many of them share."""

    def __init__(self, library: Library, config: Config, as_of: date) -> None:
        self.as_of = as_of.isoformat()
        self.library = library
        self.config = config
        names = ("id", "name", "short_name", "level", "phone", "pinyin")
        self.names = mark_of(
            [[row[name] for name in names] for row in library.units.values()],
            sorted(library.above.items()),
        )

    def of_place(self, summary: Summary, keep: Path) -> Draft:
        """Plan the pages of one batch, whose views lie in `keep`."""
        library = self.library
        units = {row["id"] for row in summary.units}
        units.update(unit or library.root for unit in summary.by_unit)
        ordered, addresses = sorted(units), self.addresses(summary)
        disclosed = library.disclosed.get(summary.key) or elsewhere.nothing()
        ranks = library.ranking.places.get(summary.key, {})
        return Draft(
            job_name(summary),
            mark_of(
                *(summary.views, addresses, self.names, self.as_of[:4], ranks),
                *(self._from_elsewhere(ordered), disclosed),
            ),
            lambda: OfPlace(
                keep,
                {unit: self.unit(unit) for unit in ordered},
                addresses,
                summary.pictures,
                library.root,
                ranks,
                int(self.as_of[:4]),
                {**disclosed, "names": self._disclosing(disclosed)},
            ),
        )

    def _disclosing(self, disclosed: View) -> dict[str, str]:
        """Return the names of the units of other batches whose notices name projects of one."""
        notices = chain.from_iterable(disclosed["notices"].values())
        units = {each["id"].rpartition("/")[0] for each in notices}
        return {unit: self.library.units[unit]["short_name"] for unit in units}

    def _from_elsewhere(self, units: Sequence[str]) -> list[object]:
        """Return what `unit` gives of the units of a batch that its own records do not say."""
        library, own = self.library, set(units)
        ledger = library.ledger
        return [
            (
                [library.figures[unit], *self._given(unit)]
                if own.issuperset(library.children.get(unit, ()))
                else self.unit_mark(unit),
                library.money_of(unit),
                [ledger.allotments[each]["seen"] for each in ledger.by_unit.get(unit, ())],
                rows_mark(library.ranking.named(unit).values()),
            )
            for unit in units
        ]

    def unit_mark(self, ident: str) -> bytes:
        """Return the digest of what `unit` gives, but for names, which `names` stands for."""
        library = self.library
        below = [library.figures[child] for child in library.children.get(ident, ())]
        rows = [*library.by_unit.get(ident, ()), *library.late.get(ident, ())]
        given = self._given(ident)
        strips = [library.strips.get(child) for child in library.children.get(ident, ())]
        return mark_of(library.figures[ident], below, given, strips, rows_mark(rows))

    def _titles(self, ident: str) -> dict[str, str]:
        """Return the titles of the projects that the records of a unit name."""
        library = self.library
        named = {
            project for row in library.records.get(ident, ()) for project in row.get("projects", ())
        }
        return {ident: row["title"] for ident, row in library.rows_of(named).items()}

    def _given(self, unit: str) -> list[object]:
        """Return what records of any batch say of a unit itself, but for figures and names.

        The honours that it has and gave, the documents that it issued, how its staff stands to
        a minimum that its county decides, and the titles of the projects that its records name.
        """
        library = self.library
        said = (library.honours, library.issued, library.documents_of, library.staffing)
        return [*(each.get(unit) for each in said), self._titles(unit)]

    def addresses(self, summary: Summary) -> dict[str, Address]:
        """Return where the texts of a batch lead."""
        targets = [*(link.target for link in summary.links), *summary.pictures]
        return {target: self.address(target) for target in sorted(targets)}

    def address(self, target: str) -> Address:
        """Return where a text leads that names a content file."""
        picture = self.library.pictures.get(target)
        if picture:
            return ("media", picture_url(picture, LARGE))
        kind, ident = self.library.published[target]
        return ("page", OF_KIND[kind](ident))

    def unit(self, ident: str) -> View:
        """Return what the pages of a unit show of other records than its own."""
        library = self.library
        return {
            "place": self.library.short(ident),
            "crumbs": self.crumbs(ident),
            "figures": library.figures[ident],
            "children": self.children(ident),
            "projects": library.by_unit.get(ident, ()),
            "late": listed(library, library.late.get(ident, ())),
            "honours": library.honours.get(ident, []),
            "issued": library.issued.get(ident, []),
            "funds": library.money_of(ident),
            "ledger": [*self._ledger(ident)],
            "ranked": {
                row["id"]: {
                    **{name: row[name] for name in ("title", "stage", "planned", "year")},
                    "place": library.place(row["unit"] or library.root)[1:],
                }
                for row in library.ranking.named(ident).values()
            },
            "strips": {
                child: library.strips[child]
                for child in library.children.get(ident, ())
                if child in library.strips
            },
            "staffing": library.staffing.get(ident),
            "titles": self._titles(ident),
            "names": {
                unit: self.named(unit)
                for row in library.records.get(ident, ())
                for unit in row.get("units", ())
            },
            "documents": library.documents_of.get(ident, []),
        }

    def _ledger(self, unit: str) -> Iterator[View]:
        """Yield what became of each allotment of a unit, with where it came from and went to.

        What it went to stands in `rows`, those that were passed on before the projects.
        """
        ledger = self.library.ledger
        above = len(self.library.line(unit)) - 1
        for ident in ledger.by_unit.get(unit, ()):
            row = ledger.allotments[ident]
            yield {
                **{name: row[name] for name in funds.SETTLED},
                "id": ident,
                "giver": self.library.place(row["from"].rpartition("/")[0])[-1]
                if row["from"]
                else "",
                "rows": [
                    *(
                        {
                            "kind": "allocations",
                            "id": each,
                            **{name: ledger.allotments[each][name] for name in funds.ONWARD},
                            "place": self.library.place(ledger.allotments[each]["unit"])[above:],
                        }
                        for each in row["to"]
                    ),
                    *(
                        {
                            "kind": "projects",
                            "id": each,
                            "title": title,
                            "category": category,
                            "place": self._beneath(
                                place_of("projects", each) or self.library.root, above
                            ),
                            "assigned": assigned,
                            "paid": paid,
                            "returned": returned,
                        }
                        for assigned, paid, returned, each, title, category in ledger.projects(
                            ident
                        )
                    ),
                ],
            }

    def _beneath(self, unit: str, above: int) -> list[str]:
        """Return the names of a place and of those between it and one at level `above`."""
        place = self.library.place(unit)
        return place[above:] or place[-1:]

    def crumbs(self, ident: str) -> list[View]:
        """Return the units above one, the root first."""
        return [self.library.short(each) for each in self.library.line(ident)[:-1]]

    def children(self, ident: str) -> list[View]:
        """Return the units right below one, with their figures."""
        library = self.library
        return [
            {**self.library.short(child), "figures": library.figures[child]}
            for child in library.children.get(ident, ())
        ]

    def named(self, unit: str) -> View:
        """Return how a page names a unit that is not its own: with its place."""
        library = self.library
        return {"id": unit, "place": library.place(unit), "name": library.units[unit]["name"]}


def rows_mark(rows: Iterable[View]) -> bytes:
    """Return the digest of list rows, from those that were taken when they were read."""
    return digest(b"".join(map(itemgetter("mark"), rows)))
