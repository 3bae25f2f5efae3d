"""Pages of no one place: the first, directories, A to Z, feeds, texts, documents, honours."""

import marshal
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from generator import charts, kept, lists, natural, search
from generator.addresses import (
    attachment_url,
    commendation_url,
    continued,
    directory_url,
    document_url,
    page_url,
    project_url,
)
from generator.figures import Figures
from generator.jobs import Draft, Index, Ready
from generator.kinds import document
from generator.kinds.every import KINDS, LISTED
from generator.kinds.kind import View
from generator.lists import listed
from generator.page import Page, mark_of
from generator.prose import targets_of
from generator.rows import SHOWN, paged
from generator.summary import NEWS, Summary
from generator.views import Views, rows_mark

_T = TypeVar("_T")
POSTS = ("units:village", "villages_with_contacts", "posts", "post:", "groups")
"""What the figures that a directory shows begin with."""


class Overviews(Views):
    """Makes the pages that are of no batch of places."""

    def index(self) -> Index:
        """Return what the search finds places by."""
        library = self.library
        numbers = {ident: number for number, ident in enumerate(library.units)}
        places = [
            [row["short_name"], row["pinyin"], numbers.get(library.above[ident], -1), ident]
            for ident, row in library.units.items()
        ]
        found = [
            marshal.dumps(
                search.of_unit(
                    library.by_unit.get(ident, ()),
                    library.contacts.get(ident),
                    library.honours.get(ident, ()),
                    library.issued.get(ident, ()),
                ),
                2,
            )
            for ident in library.units
        ]
        return Index(places, found)

    def ready(self, loose: Summary, keep: Path | None) -> Iterator[Draft]:
        """Yield the other jobs, each enough work for a process and no more.

        `loose` is the batch of records that have no place, `keep` the file of its views.
        """
        library = self.library

        def draft(name: str, pages: Callable[[], Iterator[Page]], *parts: object) -> Draft:
            return Draft(name, mark_of(self.names, *parts), lambda: Ready(tuple(pages())))

        def views(kind: str) -> Mapping[str, View]:
            return kept.load(keep)[kind] if keep else {}

        counties = (library.root, *library.children.get(library.root, ()))
        shared = [library.figures[county] for county in counties]
        texts = (loose.views, self.addresses(loose))
        news = library.latest[:SHOWN]
        root = self.unit_mark(library.root)
        tiles, figure = [*self._tiles()], self.config.settings.tile_figure
        home, exits = partial(self._home, tiles), rows_mark(self._exits())
        yield draft("home", home, root, rows_mark(news), texts, tiles, figure, exits)
        yield draft("map", self._map, self._years(), library.pages)
        yield draft("texts", lambda: self._texts(views("pages")), texts)
        yield draft("documents", lambda: self._documents(views("documents")), texts)
        yield draft("commendations", lambda: self._commendations(views("commendations")), texts)
        yield draft(
            "lists", self._overview, shared, rows_mark(library.by_unit.get(library.root, ()))
        )
        for kind in LISTED:
            module = KINDS[kind][0]
            chosen = lists.first(library, kind, module.SHOWN)
            figures = [
                {name: n for name, n in each.items() if name.startswith(kind)} for each in shared
            ]
            made = partial(self._records, kind, counties, figures, chosen)
            yield draft(f"lists {kind}", made, figures, rows_mark(chosen))
        yield draft("alphabet", self._alphabet, self._years())
        for county in counties:
            # every figure of a directory is counted from the posts below it
            below = [*library.below(county)]
            posts = [library.contacts[unit]["mark"] for unit in below if unit in library.contacts]
            yield draft(f"directory {county}", partial(self._directory, county), posts)
        if self.config.settings.base_url:
            for name, view in self._feeds():
                pages = partial(iter, [Page(name, "feed.xml", view)])
                yield draft(name, pages, view)
        yield from lists.drafts(library, self.config.settings.categories, self.names)

    def _posts(self, unit: str) -> View:
        """Return the figures of a unit that have to do with supervisors."""
        figures = self.library.figures[unit]
        return {name: number for name, number in figures.items() if name.startswith(POSTS)}

    def _home(self, tiles: Sequence[View]) -> Iterator[Page]:
        library = self.library
        home = self.unit(library.root)
        home["projects"] = [*home["projects"]]
        home["latest"] = listed(library, library.latest[:SHOWN])
        home["commendations"] = library.commendations[:SHOWN]
        home["tiles"], home["tile_figure"] = tiles, self.config.settings.tile_figure
        home["population"] = [each for row in self._exits() for each in row["population"]]
        yield Page("index.html", "home.html", home)

    def _exits(self) -> list[View]:
        """Return the row of the prefecture's poverty exit, if there is one."""
        rows = self.library.records.get(self.library.root, ())
        return [row for row in rows if row["kind"] == "exits"]

    def _tiles(self) -> Iterator[View]:
        """Yield the counties that have a place on the picture, with what it shows of each."""
        library, settings = self.library, self.config.settings
        there = [ident for ident in settings.tiles if ident in library.units]
        drawn = charts.tiles([library.figures[ident] for ident in there], settings.tile_figure)
        for ident, shown in zip(there, drawn, strict=True):
            unit, (column, row) = library.units[ident], settings.tiles[ident]
            yield {
                "id": ident,
                "name": unit["short_name"],
                "label": unit["short_name"][: len(unit["pinyin"].split()) or None][:4],
                "column": column,
                "row": row,
                **shown,
            }

    def _map(self) -> Iterator[Page]:
        library = self.library
        yield Page("404.html", "404.html", {})
        children = [library.short(each) for each in library.children.get(library.root, ())]
        map_ = {"counties": children, "years": self._years(), "pages": library.pages}
        yield Page("sitemap.html", "sitemap.html", map_)

    def _feeds(self) -> Iterator[tuple[str, View]]:
        """Yield address and view of the feed of all places and of each county."""
        library = self.library
        entries = self._entries(library.latest, library.commendations)
        yield "feed.xml", {"of": None, "entries": entries}
        by_county: dict[str, list[View]] = defaultdict(list)
        for row in library.latest:
            by_county[library.county(row["unit"] or library.root)].append(row)
        for child in library.children.get(library.root, ()):
            view = {"of": library.short(child), "entries": self._entries(by_county[child], ())}
            yield f"feeds/{child}.xml", view

    def _entries(self, projects: Sequence[View], commended: Sequence[View]) -> list[View]:
        """Return feed entries, the latest first; a date not known to the day is its first day."""
        news = projects[:NEWS]
        rows = [(row["updated"], project_url(row["id"]), row) for row in news]
        rows += [(row["updated"], commendation_url(row["id"]), row) for row in commended]
        rows.sort(key=lambda each: each[:2], reverse=True)
        return [
            {
                "updated": (updated + "-01-01")[:10],
                "url": url,
                "title": row["title"],
                "stage": row["stage"],
                "percent": row.get("percent"),
                "place": self.library.place(row["unit"] or self.library.root)
                if "unit" in row
                else [],
            }
            for updated, url, row in rows[:NEWS]
        ]

    def _texts(self, views: Mapping[str, View]) -> Iterator[Page]:
        """Yield a page per text; its translations lie in the view, by language."""
        texts: dict[str, View] = defaultdict(dict)
        for key, view in views.items():
            ident, _, language = key.partition(".")
            texts[ident][language] = view
        for ident, by_language in texts.items():
            if "" in by_language:
                bodies = [view["body"] for view in by_language.values()]
                addresses = {t: self.address(t) for body in bodies for t in targets_of(body)}
                view = {"texts": by_language, "addresses": addresses}
                yield Page(page_url(ident), "page.html", view, by_language[""]["file"])

    def _documents(self, views: Mapping[str, View]) -> Iterator[Page]:
        """Yield a page per document, and their list: those in force first, by year."""
        found = self.library.documents
        before: dict[str, list[View]] = defaultdict(list)
        for row in found.values():
            for ident in document.chain(found, row["id"])[1:]:
                before[ident].append(row)
        for ident, own in views.items():
            attachment = own["attachment"]
            view = {
                "document": {**own, "state": found[ident]["state"]},
                "url": attachment_url(attachment) if attachment else "",
                "unit": self.named(own["unit"]) if own["unit"] else None,
                "after": [found[each] for each in document.chain(found, ident)[1:]],
                "before": before[ident],
                "addresses": {t: self.address(t) for t in targets_of(own["body"])},
            }
            yield Page(document_url(ident), "document.html", view, own["file"])
        url = "lists/documents/index"
        for address, rows, pager in paged(url, [*found.values()]):
            yield Page(address, "documents.html", {"rows": rows, "pager": pager})

    def _commendations(self, views: Mapping[str, View]) -> Iterator[Page]:
        library = self.library
        for ident, own in views.items():
            units = {each["unit"] for each in own["honorees"]} | {own["by"]}
            view = {
                "commendation": own,
                "units": {unit: self.named(unit) for unit in sorted(units)},
                "addresses": {t: self.address(t) for t in targets_of(own["body"])},
            }
            yield Page(commendation_url(ident), "commendation.html", view, own["file"])
        years = sorted({row["year"] for row in library.commendations}, reverse=True)
        counties = self._honoured()
        overview = {
            "years": [(y, [r for r in library.commendations if r["year"] == y]) for y in years],
            "counties": [
                {**self.library.short(county), "honours": sum(len(rows) for _, rows in units)}
                for county, units in counties.items()
            ],
        }
        yield Page("lists/commendations/index.html", "commendations.html", overview)
        short = ("id", "title", "stage")
        for year in years:
            decided = [row for row in library.commendations if row["year"] == year]
            named = [(row, each) for row in decided for each in row["honorees"] or (None,)]
            for address, chosen, pager in paged(f"lists/commendations/year/{year}", named):
                shown = {each["unit"] for _, each in chosen if each}
                of_year: View = {
                    "year": year,
                    "rows": [
                        ({name: row[name] for name in short}, [*filter(None, honoured)])
                        for row, honoured in _together(chosen)
                    ],
                    "units": {unit: self.named(unit) for unit in sorted(shown)},
                    "pager": pager,
                }
                yield Page(address, "commendations-year.html", of_year)
        for county, units_ in counties.items():
            held = [(unit, row) for unit, rows in units_ for row in rows]
            url = f"lists/commendations/unit/{county}"
            for address, of_page, pager in paged(url, held, continued):
                of_county: View = {
                    "place": self.library.short(county),
                    "units": [*_together(of_page)],
                    "pager": pager,
                }
                yield Page(address, "commendations-unit.html", of_county)

    def _honoured(self) -> dict[str, list[tuple[View, list[View]]]]:
        """Return the honoured units by county, in the order of the tree."""
        found: dict[str, list[tuple[View, list[View]]]] = {}
        for unit in self.library.below(self.library.root):
            rows = self.library.honours.get(unit)
            if rows:
                county = self.library.county(unit)
                found.setdefault(county, []).append((self.named(unit), rows))
        return found

    def _directory(self, top: str) -> Iterator[Page]:
        """Yield the directory of supervisors: of the root alone, or of a county and all below."""
        library = self.library
        for unit in [top] if top == library.root else library.below(top):
            children = library.children.get(unit, ())
            contacts = library.contacts.get(unit)
            below = {each: library.contacts[each] for each in children if each in library.contacts}
            view = {
                "place": self.library.short(unit),
                "crumbs": self.crumbs(unit),
                "figures": self._posts(unit),
                "children": [
                    {**library.short(child), "figures": self._posts(child)} for child in children
                ],
                "contacts": contacts,
                "below": below,
            }
            # whoever is named here stands in a row that has a digest of its own
            told = [each["mark"] for each in (contacts, *below.values()) if each]
            mark = mark_of({**view, "contacts": contacts is None, "below": [*below]}, told)
            file = contacts["file"] if contacts else ""
            yield Page(directory_url(unit), "directory.html", view, file, mark)

    def _years(self) -> list[int]:
        parts = chain.from_iterable(self.library.lists.values())
        years = {int(what) for each in parts for kind, what in each if kind == "year"}
        return sorted(years, reverse=True)

    def _overview(self) -> Iterator[Page]:
        library = self.library
        counties = [library.root, *library.children.get(library.root, ())]
        figures = {
            each: library.figures[each] if each != library.root else self._own_years()
            for each in counties
        }
        view = {
            "counties": [
                {**self.library.short(each), "figures": figures[each]} for each in counties
            ],
            "years": self._years(),
            "figures": library.figures[library.root],
        }
        yield Page("lists/projects/index.html", "lists.html", view)

    def _records(
        self, kind: str, places: Sequence[str], figures: Sequence[Figures], rows: Sequence[View]
    ) -> Iterator[Page]:
        """Yield the way into the lists of one kind of record of the command system."""
        library = self.library
        view = {
            "kind": kind,
            "states": [*KINDS[kind][0].STATES],
            "figures": figures[0],
            "counties": [
                {**library.short(place), "figures": own}
                for place, own in zip(places[1:], figures[1:], strict=True)
            ],
            "rows": listed(library, rows),
        }
        yield Page(f"lists/{kind}/index.html", "overview.html", view)

    def _own_years(self) -> View:
        """Return the number of the root's own projects by year, without those below it."""
        own: dict[str, int] = defaultdict(int)
        for row in self.library.by_unit.get(self.library.root, ()):
            own[f"year:{row['year']}"] += 1
        return dict(own)

    def _alphabet(self) -> Iterator[Page]:
        library = self.library
        letters: dict[str, list[View]] = defaultdict(list)
        for ident, row in library.units.items():
            spelled = row["pinyin"].lower()
            if not ("a" <= spelled[:1] <= "z"):
                spelled = ident.rpartition("/")[2].replace("-", " ")
            entry = {**self.named(ident), "pinyin": spelled, "short_name": row["short_name"]}
            letters[spelled[0]].append(entry)
        counts = [(letter, len(letters[letter])) for letter in sorted(letters)]
        children = library.children.get(library.root, ())
        filters = {"counties": [*map(library.short, children)], "years": self._years()}
        yield Page("az/index.html", "az.html", {"letters": counts, "letter": "", **filters})
        for letter in sorted(letters):
            rows = sorted(
                letters[letter],
                key=lambda row: (natural.key(row["pinyin"]), natural.key(row["id"])),
            )
            url = f"az/{letter}"
            for address, chosen, pager in paged(url, rows):
                view = {"letters": counts, "letter": letter, "rows": chosen, "pager": pager}
                yield Page(address, "az.html", view)


def _together(pairs: Iterable[tuple[View, _T]]) -> Iterator[tuple[View, list[_T]]]:
    """Yield what stands first in pairs one after another, each with all that stands second."""
    for first, group in groupby(pairs, itemgetter(0)):
        yield first, [second for _, second in group]
