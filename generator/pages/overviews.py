"""Pages of no one place: the first, directories, A to Z, texts, documents, honours."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from generator.base import natural_order
from generator.model.kinds import document
from generator.model.kinds.kind import View
from generator.model.kinds.registry import LISTS, place_of, url_of
from generator.model.urls import (
    attachment_url,
    commendation_url,
    continued,
    directory_url,
    document_url,
    news_url,
    page_url,
)
from generator.pages import charts, list_pages, party_pages, shown_changes
from generator.pages.jobs import Draft, Ready, saying
from generator.pages.list_pages import listed
from generator.pages.page_mark import Page, mark_of
from generator.pages.place_views import Views, rows_mark
from generator.pages.shown_changes import Told
from generator.parse.markdown_text import targets_of
from generator.records import freshness, histories, receipts, view_cache
from generator.records.list_rows import SHOWN, paged
from generator.records.summary import Summary
from generator.records.totals import Figures

_T = TypeVar("_T")
POSTS = ("units:village", "villages_with_contacts", "posts", "post:", "groups")
"""What the figures that a directory shows begin with."""


class Overviews(Views):
    """Makes the pages that are of no batch of places."""

    searched = ""
    """The mark in the names of the files of the search."""

    def ready(self, loose: Summary, keep: Path | None) -> Iterator[Draft]:
        """Yield the other jobs, each enough work for a process and no more.

        `loose` is the batch of records that have no place, `keep` the file of its views.
        """
        library = self.library

        def draft(name: str, pages: Callable[[], Iterator[Page]], *parts: object) -> Draft:
            return Draft(name, mark_of(self.names, *parts), lambda: Ready(tuple(pages())))

        def telling(made: Draft, of: str = library.root) -> Draft:
            """Return a job whose pages tell of a place and of all beneath it."""
            return saying(made, self.earlier.get(of, ()))

        def views(kind: str) -> Mapping[str, View]:
            return view_cache.load(keep)[kind] if keep else {}

        log = self.config.settings.log.name
        opened = view_cache.public(keep) if keep and log else {}
        codes = receipts.codes(opened, demo=self.config.settings.demo)
        counties = (library.root, *library.children.get(library.root, ()))
        shared = [library.figures[county] for county in counties]
        changed = library.changed.of
        called = library.changed.names.get("", {})
        own = self._told
        of_records = (changed.unknown, changed.marks.get("", b""), called)
        texts = (loose.views, self.addresses(loose), loose.public if log else b"", *of_records)
        news = library.latest[:SHOWN]
        root = self.unit_mark(library.root)
        tiles, figure = [*self._tiles()], self.config.settings.tile_figure
        home, exits = partial(self._home, tiles), rows_mark(self._exits())
        searched = self.searched
        shown = (searched, root, self.as_of, rows_mark(news), texts, tiles, figure, exits)
        yield telling(draft("home", home, *shown))
        yield telling(draft("map", self._map, self._years(), library.pages, self._feeds(counties)))
        if log:
            yield draft("check", lambda: iter([Page("check.html", "check.html", {})]))
        yield draft("texts", lambda: self._texts(views("pages"), codes, own), texts)
        yield draft("documents", lambda: self._documents(views("documents"), codes, own), texts)
        asked = library.letters.mark("")
        made = partial(self._commendations, views("commendations"), codes, own)
        yield draft("commendations", made, texts, asked)
        own_rows = rows_mark(library.by_unit.get(library.root, ()))
        yield telling(draft("lists", self._overview, shared, own_rows))
        for kind, lists in LISTS.items():
            chosen = list_pages.first(library, kind, lists.shown)
            figures = [
                {name: n for name, n in each.items() if name.startswith(kind)} for each in shared
            ]
            made = partial(self._records, kind, counties, figures, chosen)
            yield telling(draft(f"lists {kind}", made, figures, rows_mark(chosen)))
        yield draft(
            *("alphabet", self._alphabet, searched, self._years()),
            *(library.times[library.root], self.as_of[:4]),
        )
        yield from self._directories(counties)
        for one in list_pages.drafts(library, self.config.settings.categories, self.names):
            yield telling(one, one.of or library.root)
        yield from map(telling, party_pages.drafts(library, self.names))
        yield from self._entered_late()

    def of_none(self, kind: str, ident: str, views: Mapping[str, View]) -> Page | None:
        """Return the page of one record of no place, None if there is none of that kind.

        It is made from the `views` of its kind and what is known of all others; no code is on it.
        """
        made = {
            "pages": self._texts,
            "documents": self._documents,
            "commendations": self._commendations,
        }
        url = url_of(kind, ident)
        pages = made[kind](views, {}, self._told) if kind in made else iter(())
        return next((page for page in pages if page.url == url), None)

    @property
    def _told(self) -> Told:
        """What was changed of the records that have no place."""
        changed = self.library.changed
        names = changed.names.get("", {})
        return Told(changed.of.unknown, changed.of.file(""), names=names)

    def _directories(self, counties: Iterable[str]) -> Iterator[Draft]:
        """Plan the directories of the topmost unit and of each of the counties."""
        contacts = self.library.contacts
        for county in counties:
            # every figure of a directory is counted from the posts below it
            below = [*self.library.below(county)]
            posts = [contacts[unit]["mark"] for unit in below if unit in contacts]
            made = partial(_ready, partial(self._directory, county))
            one = Draft(f"directory {county}", mark_of(self.names, posts), made)
            yield saying(one, self.earlier.get(county, ()), self.earlier)

    def _entered_late(self) -> Iterator[Draft]:
        """Plan the lists of what was entered late: of all, and by county."""
        library = self.library
        if (
            library.changed.of.unknown == histories.OFF
            or self.config.settings.rules.entries is None
        ):
            return
        late = library.changed.late
        counties = library.children.get(library.root, ())
        for county in ("", *counties):
            below = library.below(county) if county else [*library.below(library.root)]
            rows = [row for unit in below for row in late.get(unit, ())]
            rows.sort(key=itemgetter("day", "kind", "id"), reverse=True)
            made = partial(self._late_pages, county, rows)
            of = library.changed.of
            told = (rows, of.unknown, of.rewritten, sorted(late) if not county else ())
            mark = mark_of(self.names, *told)
            one = Draft(f"lists entries {county}", mark, partial(_ready, made))
            yield saying(one, self.earlier.get(county or library.root, ()))

    def _late_pages(self, county: str, rows: list[View]) -> Iterator[Page]:
        """Yield the pages of a list of what was entered late."""
        library, rule = self.library, self.config.settings.rules.entries
        late = library.changed.late
        counties = library.children.get(library.root, ())
        chips = [
            {**library.short(each), "count": n}
            for each in counties
            if (n := sum(len(late.get(unit, ())) for unit in library.below(each)))
        ]
        url = f"lists/entries/{county}" if county else "lists/entries/index"
        for address, chosen, pager in paged(url, rows, continued):
            view = {
                "county": library.short(county) if county else None,
                "unknown": library.changed.of.unknown,
                "rewritten": library.changed.of.rewritten,
                "days": rule.days if rule else 0,
                "source": rule.source if rule else "",
                "count": len(rows),
                "chips": [] if county else chips,
                "rows": [
                    {**row, "place": library.place(self._place(row))}
                    for row in shown_changes.rows(chosen)
                ],
                "pager": pager,
            }
            yield Page(address, "late-entries.html", view)

    def _place(self, row: View) -> str:
        """Return the place of a record, or the nearest above it that there is."""
        unit = place_of(row["kind"], row["id"])
        while unit and unit not in self.library.units:
            unit = unit.rpartition("/")[0]
        return unit or self.library.root

    def _posts(self, unit: str) -> View:
        """Return the figures of a unit that have to do with supervisors."""
        figures = self.library.figures[unit]
        return {name: number for name, number in figures.items() if name.startswith(POSTS)}

    def _home(self, tiles: Sequence[View]) -> Iterator[Page]:
        library = self.library
        unit = self.unit(library.root)
        home = {name: unit[name] for name in ("place", "figures", "children", "funds")}
        home["latest"] = listed(library, library.latest[:SHOWN])
        # not by year and id: a notice that is open to objections must not stand behind what is over
        told = sorted(library.commendations, key=itemgetter("updated"), reverse=True)
        home["commendations"] = told[:SHOWN]
        home["tiles"], home["map_size"] = tiles, charts.sheet(tiles)
        home["tile_figure"] = self.config.settings.tile_figure
        home["population"] = [each for row in self._exits() for each in row["population"]]
        home["as_of"] = self.as_of
        home["searched"] = self.searched
        home["news"] = news_url(library.root) if library.root in library.news.there else ""
        yield Page("index.html", "home.html", home, times=library.times[library.root])

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
            own = unit["short_name"][: len(unit["pinyin"].split()) or None]
            label = charts.label_of(own)
            yield {
                "id": ident,
                "name": unit["short_name"],
                "label": label,
                "column": column,
                "row": row,
                **shown,
                **charts.placed(label, column, row, shown["step"]),
            }

    def _map(self) -> Iterator[Page]:
        library = self.library
        yield Page("404.html", "404.html", {})
        counties = library.children.get(library.root, ())
        children = [library.short(each) for each in counties]
        map_ = {
            "counties": children,
            "feeds": [library.short(each) for each in self._feeds(counties)],
            "years": self._years(),
            "pages": library.pages,
        }
        yield Page("sitemap.html", "sitemap.html", map_)

    def _feeds(self, counties: Iterable[str]) -> list[str]:
        """Return those of the counties that have a feed."""
        dated = self.library.news.dated if self.config.settings.news_ids else ()
        return [county for county in counties if county in dated]

    def _texts(
        self, views: Mapping[str, View], codes: Mapping[str, str], changed: Told
    ) -> Iterator[Page]:
        """Yield a page per text; its translations lie in the view, by language."""
        texts: dict[str, View] = defaultdict(dict)
        for key, view in views.items():
            ident, _, language = key.partition(".")
            texts[ident][language] = view
        for ident, by_language in texts.items():
            if "" in by_language:
                bodies = [view["body"] for view in by_language.values()]
                addresses = {t: self.address(t) for body in bodies for t in targets_of(body)}
                told = changed.of(f"pages/{ident}")
                view = {"texts": by_language, "addresses": addresses, "history": told}
                file, own = by_language[""]["file"], _codes(codes, f"pages/{ident}")
                yield Page(page_url(ident), "page.html", view, file, codes=own)

    def _documents(
        self, views: Mapping[str, View], codes: Mapping[str, str], changed: Told
    ) -> Iterator[Page]:
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
                "history": changed.of(f"documents/{ident}"),
                "addresses": {t: self.address(t) for t in targets_of(own["body"])},
            }
            own_codes = _codes(codes, f"documents/{ident}")
            yield Page(document_url(ident), "document.html", view, own["file"], codes=own_codes)
        url = "lists/documents/index"
        for address, rows, pager in paged(url, [*found.values()]):
            groups = [
                (state, [(year, [*own]) for year, own in groupby(of_state, _year)])
                for state, of_state in groupby(rows, itemgetter("state"))
            ]
            yield Page(address, "documents.html", {"groups": groups, "pager": pager})

    def _commendations(
        self, views: Mapping[str, View], codes: Mapping[str, str], changed: Told
    ) -> Iterator[Page]:
        library = self.library
        letters = library.letters.about.get("", {})
        for ident, own in views.items():
            units = {each["unit"] for each in own["honorees"]} | {own["by"]}
            view = {
                "commendation": own,
                "units": {unit: self.named(unit) for unit in sorted(units)},
                "answers": letters.get(f"commendations/{ident}", []),
                "history": changed.of(f"commendations/{ident}"),
                "addresses": {t: self.address(t) for t in targets_of(own["body"])},
            }
            own_codes = _codes(codes, f"commendations/{ident}")
            yield Page(
                commendation_url(ident), "commendation.html", view, own["file"], codes=own_codes
            )
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
            ended = library.succession.ended
            children = [each for each in library.children.get(unit, ()) if each not in ended]
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
            when = freshness.of_view(contacts) if contacts else freshness.NEVER
            yield Page(directory_url(unit), "directory.html", view, file, mark, when)

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
            "states": [*LISTS[kind].states],
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
        filters: View = {"counties": [*map(library.short, children)], "years": self._years()}
        filters["searched"] = self.searched
        # as what is late is found by that, and what is of this year
        until = freshness.both(
            (("", library.times[library.root][1]), freshness.new_year(int(self.as_of[:4])))
        )
        first = {"letters": counts, "letter": "", **filters}
        yield Page("az/index.html", "az.html", first, times=until)
        for letter in sorted(letters):
            rows = sorted(
                letters[letter],
                key=lambda row: (natural_order.key(row["pinyin"]), natural_order.key(row["id"])),
            )
            url = f"az/{letter}"
            for address, chosen, pager in paged(url, rows):
                view = {"letters": counts, "letter": letter, "rows": chosen, "pager": pager}
                yield Page(address, "az.html", view)


def _year(row: View) -> str:
    return str(row["date"][:4])


def _together(pairs: Iterable[tuple[View, _T]]) -> Iterator[tuple[View, list[_T]]]:
    """Yield what stands first in pairs one after another, each with all that stands second."""
    for first, group in groupby(pairs, itemgetter(0)):
        yield first, [second for _, second in group]


def _ready(made: Callable[[], Iterator[Page]]) -> Ready:
    return Ready(tuple(made()))


def _codes(codes: Mapping[str, str], path: str) -> tuple[str, ...]:
    """Return the code of a record as its page shows it: none where there is no log."""
    return (codes[path],) if path in codes else ()
