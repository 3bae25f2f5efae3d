"""What pages show of places: made from the library, closed, and with a digest of each."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from operator import itemgetter
from pathlib import Path

from generator.base.digests import digest
from generator.joined import answered_letters, money_ledger, notices_elsewhere
from generator.joined.site_data import Library
from generator.model.config import Config
from generator.model.kinds.kind import View
from generator.model.kinds.registry import place_of, url_of
from generator.model.urls import Address, picture_url
from generator.pages import shown_changes, shown_earlier
from generator.pages.batch_pages import OfPlace
from generator.pages.jobs import Draft
from generator.pages.list_pages import listed
from generator.pages.page_mark import mark_of
from generator.parse.pictures import LARGE
from generator.records import freshness
from generator.records.summary import Summary


def job_name(key: str) -> str:
    """Return the name of the job that makes the pages of the batch of this key."""
    return f"place {key}"


class Views:
    """Makes views from the library; holds what many of them share."""

    def __init__(self, library: Library, config: Config, as_of: date) -> None:
        self.as_of = as_of.isoformat()
        self.library = library
        self.config = config
        self.earlier = shown_earlier.by_unit(library)
        self.moved: dict[str, str] = {}
        """The first id of each place that moved."""
        for each in library.moved:
            if each.kind == "units":
                self.moved.setdefault(each.id, each.old)
        names = ("id", "name", "short_name", "level", "phone", "pinyin", "dissolved", "last_day")
        more = ("successors", "former_names")
        self.names = mark_of(
            [[row[name] for name in (*names, *more)] for row in library.units.values()],
            sorted(library.above.items()),
        )

    def of_place(self, summary: Summary, keep: Path) -> Draft:
        """Plan the pages of one batch, whose views lie in `keep`."""
        library = self.library
        units = {row["id"] for row in summary.units}
        units.update(unit or library.root for unit in summary.by_unit)
        ordered, addresses = sorted(units), self.addresses(summary)
        disclosed = library.disclosed.get(summary.key) or notices_elsewhere.nothing()
        ranks = library.ranking.places.get(summary.key, {})
        public = self.config.settings.open_data.records
        changed = library.changed.of
        called = library.changed.names.get(summary.key, {})
        earlier = {unit: self.earlier[unit] for unit in ordered if unit in self.earlier}
        flags, versions = library.flags.get(summary.key, {}), self._versions(summary.key, ordered)
        return Draft(
            job_name(summary.key),
            mark_of(
                *(summary.views, addresses, self.names, self.as_of[:4], ranks),
                *(self._from_elsewhere(ordered), disclosed, library.letters.mark(summary.key)),
                summary.public if public or self.config.settings.log.name else b"",
                *(changed.unknown, changed.marks.get(summary.key, b""), changed.rewritten, flags),
                *(called, earlier, sorted(self.moved.items()), versions),
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
                self.config.settings.log.name is not None,
                self.config.settings.demo,
                self.config.settings.news_ids != "",
                self.config.settings.base_url or "",
                public,
                library.letters.about.get(summary.key, {}),
                shown_changes.Told(
                    changed.unknown, changed.file(summary.key), changed.rewritten, called
                ),
                flags,
                self.moved,
                versions,
                earlier,
            ),
        )

    def _versions(self, batch: str, units: Sequence[str]) -> dict[str, int]:
        """Return how many versions there are of records whose days calendars of a batch have."""
        library = self.library
        changed = library.changed.of
        own = changed.of_batch(batch)
        if changed.unknown:
            return {}
        found = dict(own.versions) if own else {}
        for unit in units:
            for _, kind, ident, *_ in library.news.of(unit)[1]:
                place = place_of(kind, ident)
                known = changed.versions(library.batch(place) if place else "", f"{kind}/{ident}")
                if known:
                    found[f"{kind}/{ident}"] = known
        return dict(sorted(found.items()))

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
                library.compared.get(unit),
                [ledger.seen[each] for each in ledger.by_unit.get(unit, ())],
                rows_mark(library.ranking.named(unit).values()),
                library.times[unit],
                self._beside(unit),
                library.news.mark(unit),
                library.changed.gone.get(unit),
                library.changed.late.get(unit),
            )
            for unit in units
        ]

    def _beside(self, ident: str) -> str:
        """Return when what stands of other villages beside a village changes, "" for never."""
        library = self.library
        if ident not in library.compared:
            return ""
        beside = library.children.get(library.above[ident], ())
        return freshness.both(("", library.times[each][1]) for each in beside)[1]

    def unit_mark(self, ident: str) -> bytes:
        """Return the digest of what `unit` gives, but for names, which `names` stands for."""
        library = self.library
        below = [library.figures[child] for child in library.children.get(ident, ())]
        rows = [*library.by_unit.get(ident, ()), *library.late.get(ident, ())]
        given = self._given(ident)
        strips = [library.strips.get(child) for child in library.children.get(ident, ())]
        times = library.times[ident]
        return mark_of(library.figures[ident], times, below, given, strips, rows_mark(rows))

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
        return [*(each.get(unit) for each in said), self._titles(unit), self._bodies(unit)]

    def _bodies(self, unit: str) -> list[View]:
        """Return how soon those bodies answer that answer letters of a unit."""
        library = self.library
        own = [row for row in library.records.get(unit, ()) if row["kind"] == answered_letters.KIND]
        return library.letters.of_unit(unit, own)

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
        return ("page", url_of(kind, ident))

    def unit(self, ident: str) -> View:
        """Return what the pages of a unit show of other records than its own."""
        library = self.library
        return {
            "place": self.library.short(ident),
            "crumbs": self.crumbs(ident),
            "figures": library.figures[ident],
            "children": self.children(ident),
            "compared": library.compared.get(ident),
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
            "bodies": self._bodies(ident),
            "names": {
                unit: self.named(unit)
                for row in library.records.get(ident, ())
                for unit in row.get("units", ())
            },
            "documents": library.documents_of.get(ident, []),
            **self._succession(ident),
            "times": library.times[ident],
            "until_beside": self._beside(ident),
            "gone": library.changed.gone.get(ident, []),
            "entered_late": library.changed.late.get(ident, []),
            **self._news(ident),
        }

    def _succession(self, ident: str) -> View:
        """Return what a place belongs to now, and what came to it; which below it have ended."""
        library = self.library
        ended = library.succession.ended
        return {
            "into": [self.named(each) for each in library.succession.into.get(ident, ())],
            "came": [
                {**self.named(each), "last_day": ended[each]}
                for each in library.succession.came.get(ident, ())
            ],
            "ended": {
                each: ended[each] for each in library.children.get(ident, ()) if each in ended
            },
        }

    def _news(self, ident: str) -> View:
        """Return what batches of other places, and records of none, tell of a unit as news.

        `days` are those of its calendar that they know of.
        `place_names` are those that others are told where the unit is; `places` has those of each
        unit that such news are of, as they are told here.
        """
        library = self.library
        happened, days = library.news.of(ident)
        units = {place_of(each[1], each[2]) for each in chain(happened, days)} - {"", ident}
        above = len(library.line(ident)) - 1
        return {
            "news": happened,
            "days": days,
            "place_names": library.place(ident),
            "places": {unit: library.place(unit)[above:] for unit in sorted(units)},
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
                **{name: row[name] for name in money_ledger.SETTLED},
                "id": ident,
                "giver": self.library.place(row["from"].rpartition("/")[0])[-1]
                if row["from"]
                else "",
                "rows": [
                    *(
                        {
                            "kind": "allocations",
                            "id": each,
                            **{name: ledger.allotments[each][name] for name in money_ledger.ONWARD},
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
