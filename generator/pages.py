"""The library becomes pages: every view a template sees is made here.

A view is plain and closed: what is not in it cannot leak.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from generator import charts, disclosures, funds, lists, reading, search, source
from generator.addresses import (
    OF_KIND,
    Address,
    attachment_url,
    commendation_url,
    continued,
    directory_url,
    document_url,
    page_url,
    picture_url,
    project_url,
    unit_url,
)
from generator.config import Config
from generator.figures import Figures
from generator.jobs import Copies, Draft, Index, OfPlace, Page, Pictures, Ready, mark_of
from generator.kinds import document
from generator.kinds.every import KINDS, LISTED
from generator.kinds.kind import View
from generator.library import Library
from generator.lists import listed
from generator.pictures import LARGE, SMALL
from generator.problems import Place, Problem, problem
from generator.prose import targets_of
from generator.rows import SHOWN, paged
from generator.source import digest
from generator.summary import NEWS, Summary
from generator.validation import nearest

_T = TypeVar("_T")
POSTS = ("units:village", "villages_with_contacts", "posts", "post:", "groups")
"""What the figures that a directory shows begin with."""


def site(library: Library, config: Config, as_of: date, assets: dict[str, str]) -> View:
    """Return what every page of the site may show besides its own view.

    `assets` maps a name in templates/assets to its address from the root of the site.
    """
    settings = config.settings
    menu: dict[str, View] = defaultdict(dict)
    for row in library.pages:
        if row["order"] is not None:
            menu[row["id"]][row["language"]] = row["title"]
            menu[row["id"]].setdefault("order", row["order"])
    ordered = sorted(menu, key=lambda ident: (menu[ident]["order"], ident))
    return {
        "title": settings.title,
        "tagline": settings.tagline,
        "demo": settings.demo,
        "base_url": settings.base_url or "",
        "as_of": as_of.isoformat(),
        "languages": list(settings.languages),
        "menu": [
            {"url": page_url(i), "title": {k or "": v for k, v in menu[i].items() if k != "order"}}
            for i in ordered
        ],
        "complaints": settings.complaints.model_dump(),
        "footer": settings.footer.model_dump(),
        "categories": settings.categories,
        "purposes": settings.purposes,
        "idle_money": settings.rules.idle_money.model_dump(),
        "assets": assets,
        "root": library.units[library.root]["id"],
    }


def plan(
    library: Library,
    summaries: Sequence[Summary],
    config: Config,
    as_of: date,
    keeps: dict[str, Path],
    ahead: Collection[str] = (),
) -> tuple[Iterator[Draft], list[Problem]]:
    """Plan every page. `keeps` maps a batch's key to the file of its views.

    The jobs named in `ahead` come first, and each is planned when it is taken. Two records that
    would make the same page are a problem.
    """
    problems = [*_collisions(library, config), *_lost_tiles(library, config)]
    return _drafts(_Maker(library, config, as_of), summaries, keeps, ahead), problems


def of_place(library: Library, summary: Summary, config: Config, as_of: date, keep: Path) -> Draft:
    """Plan the pages of one batch, whose views lie in `keep`."""
    return _Maker(library, config, as_of).of_place(summary, keep)


def _drafts(
    maker: "_Maker", summaries: Sequence[Summary], keeps: dict[str, Path], ahead: Collection[str]
) -> Iterator[Draft]:
    library, config = maker.library, maker.config
    places = [each for each in summaries if each.units or each.projects]
    for summary in sorted(places, key=lambda each: _of_place(each) not in ahead):
        yield maker.of_place(summary, keeps[summary.key])
    loose = next((each for each in summaries if not each.key), Summary(""))
    yield from maker.ready(loose, keeps.get(loose.key))
    searched = mark_of(maker.names, library.commendations, [each.search for each in summaries])
    yield Draft("search", searched, maker.index)
    root = config.root / config.settings.content
    shown = tuple(
        (picture_url(picture, longest), root / target, longest)
        for target, picture in sorted(library.pictures.items())
        for longest in (LARGE, SMALL)
    )
    yield Draft("pictures", mark_of([url for url, _, _ in shown]), lambda: Pictures(shown))
    copied = tuple(
        (attachment_url(each), root / target)
        for target, each in sorted(library.attachments.items())
    )
    yield Draft("attachments", mark_of([u for u, _ in copied]), lambda: Copies(copied))


def _of_place(summary: Summary) -> str:
    """Return the name of the job that makes the pages of a batch."""
    return f"place {summary.key}"


def _lost_tiles(library: Library, config: Config) -> Iterator[Problem]:
    """Find the units of the picture of the first page that are not there."""
    for ident in config.settings.tiles:
        if ident not in library.units:
            text = source.text_of(config.root, config.file)
            [spot] = source.places(text, config.file, [("tiles", ident)])
            near = nearest(ident, library.units)
            yield problem("P201", spot, "tiles", value=ident, nearest=near)


def _collisions(library: Library, config: Config) -> Iterator[Problem]:
    """Find the pages of text that would take the address of another page; no other kind can."""
    deep = any("/" in row["id"] for row in library.pages)  # else no project is in the way
    taken = {
        **{unit_url(row["id"]): row["file"] for row in library.units.values()},
        **{project_url(row["id"]): row["file"] for row in library.projects if deep},
        **{commendation_url(row["id"]): row["file"] for row in library.commendations},
        **{document_url(row["id"]): row["file"] for row in library.documents.values()},
        **{directory_url(ident): "templates" for ident in library.units},
        **dict.fromkeys(("index.html", "404.html", "sitemap.html"), "templates"),
    }
    made = ("lists", "az", "compliance", "funds", "allocations", "libraries")
    folders = {*made, *config.settings.languages}
    for row in library.pages:
        url = page_url(row["id"])
        other = taken.get(url) or ("templates" if url.partition("/")[0] in folders else "")
        if other:
            yield problem("P203", Place(row["file"]), url=url, other=other)


class _Maker:
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

    # one record's page

    def of_place(self, summary: Summary, keep: Path) -> Draft:
        library = self.library
        units = {row["id"] for row in summary.units}
        units.update(unit or library.root for unit in summary.by_unit)
        ordered, addresses = sorted(units), self._addresses(summary)
        disclosed = library.disclosed.get(summary.key) or disclosures.nothing()
        ranks = library.ranking.places.get(summary.key, {})
        return Draft(
            _of_place(summary),
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
                else self._unit_mark(unit),
                library.money_of(unit),
                [ledger.allotments[each]["seen"] for each in ledger.by_unit.get(unit, ())],
                _rows_mark(library.ranking.named(unit).values()),
            )
            for unit in units
        ]

    def _unit_mark(self, ident: str) -> bytes:
        """Return the digest of what `unit` gives, but for names, which `names` stands for."""
        library = self.library
        below = [library.figures[child] for child in library.children.get(ident, ())]
        rows = [*library.by_unit.get(ident, ()), *library.late.get(ident, ())]
        given = self._given(ident)
        strips = [library.strips.get(child) for child in library.children.get(ident, ())]
        return mark_of(library.figures[ident], below, given, strips, _rows_mark(rows))

    def _titles(self, ident: str) -> dict[str, str]:
        """Return the titles of the projects that the records of a unit name."""
        library = self.library
        named = {
            project for row in library.records.get(ident, ()) for project in row.get("projects", ())
        }
        return {
            row["id"]: row["title"]
            for folder in sorted({each.rpartition("/")[0] or library.root for each in named})
            for row in library.by_unit.get(folder, ())
            if row["id"] in named
        }

    def _given(self, unit: str) -> list[object]:
        """Return what records of any batch say of a unit itself, but for figures and names.

        The honours that it has and gave, the documents that it issued, how its staff stands to
        a minimum that its county decides, and the titles of the projects that its records name.
        """
        library = self.library
        said = (library.honours, library.issued, library.documents_of, library.staffing)
        return [*(each.get(unit) for each in said), self._titles(unit)]

    def _addresses(self, summary: Summary) -> dict[str, Address]:
        """Return where the texts of a batch lead."""
        targets = [*(link.target for link in summary.links), *summary.pictures]
        return {target: self.address(target) for target in sorted(targets)}

    def address(self, target: str) -> Address:
        picture = self.library.pictures.get(target)
        if picture:
            return ("media", picture_url(picture, LARGE))
        kind, ident = self.library.published[target]
        return ("page", OF_KIND[kind](ident))

    def unit(self, ident: str) -> View:
        library = self.library
        return {
            "place": self.library.short(ident),
            "crumbs": self.crumbs(ident),
            "figures": library.figures[ident],
            "children": self.children(ident),
            "projects": library.by_unit.get(ident, []),
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
                unit: self._named(unit)
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
                            **{name: each[name] for name in ("id", "title", "category")},
                            "place": self._beneath(each["unit"] or self.library.root, above),
                            "assigned": assigned,
                            "paid": paid,
                        }
                        for each, assigned, paid in ledger.projects(ident)
                    ),
                ],
            }

    def _beneath(self, unit: str, above: int) -> list[str]:
        """Return the names of a place and of those between it and one at level `above`."""
        place = self.library.place(unit)
        return place[above:] or place[-1:]

    def crumbs(self, ident: str) -> list[View]:
        return [self.library.short(each) for each in self.library.line(ident)[:-1]]

    def children(self, ident: str) -> list[View]:
        library = self.library
        return [
            {**self.library.short(child), "figures": library.figures[child]}
            for child in library.children.get(ident, ())
        ]

    def index(self) -> Index:
        """Return what the search finds places by."""
        library = self.library
        numbers = {ident: number for number, ident in enumerate(library.units)}
        places = [
            [row["short_name"], row["pinyin"], numbers.get(library.above[ident], -1), ident]
            for ident, row in library.units.items()
        ]
        found = [
            search.of_unit(
                library.by_unit.get(ident, ()),
                library.contacts.get(ident),
                library.honours.get(ident, ()),
                library.issued.get(ident, ()),
            )
            for ident in library.units
        ]
        return Index(places, found)

    # lists

    def ready(self, loose: Summary, keep: Path | None) -> Iterator[Draft]:
        """Yield the other jobs, each enough work for a process and no more.

        `loose` is the batch of records that have no place, `keep` the file of its views.
        """
        library = self.library

        def draft(name: str, pages: Callable[[], Iterator[Page]], *parts: object) -> Draft:
            return Draft(name, mark_of(self.names, *parts), lambda: Ready(tuple(pages())))

        def views(kind: str) -> dict[str, View]:
            return reading.load(keep)[kind] if keep else {}

        counties = (library.root, *library.children.get(library.root, ()))
        shared = [library.figures[county] for county in counties]
        texts = (loose.views, self._addresses(loose))
        news = library.latest[:SHOWN]
        root = self._unit_mark(library.root)
        tiles, figure = [*self._tiles()], self.config.settings.tile_figure
        home, exits = partial(self._home, tiles), _rows_mark(self._exits())
        yield draft("home", home, root, _rows_mark(news), texts, tiles, figure, exits)
        yield draft("map", self._map, self._years(), library.pages)
        yield draft("texts", lambda: self._texts(views("pages")), texts)
        yield draft("documents", lambda: self._documents(views("documents")), texts)
        yield draft("commendations", lambda: self._commendations(views("commendations")), texts)
        yield draft(
            "lists", self._overview, shared, _rows_mark(library.by_unit.get(library.root, ()))
        )
        for kind in LISTED:
            module = KINDS[kind][0]
            chosen = lists.first(library, kind, module.SHOWN)
            figures = [
                {name: n for name, n in each.items() if name.startswith(kind)} for each in shared
            ]
            made = partial(self._records, kind, counties, figures, chosen)
            yield draft(f"lists {kind}", made, figures, _rows_mark(chosen))
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

    def _texts(self, views: dict[str, View]) -> Iterator[Page]:
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

    def _documents(self, views: dict[str, View]) -> Iterator[Page]:
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
                "unit": self._named(own["unit"]) if own["unit"] else None,
                "after": [found[each] for each in document.chain(found, ident)[1:]],
                "before": before[ident],
                "addresses": {t: self.address(t) for t in targets_of(own["body"])},
            }
            yield Page(document_url(ident), "document.html", view, own["file"])
        url = "lists/documents/index"
        for address, rows, pager in paged(url, [*found.values()]):
            yield Page(address, "documents.html", {"rows": rows, "pager": pager})

    def _commendations(self, views: dict[str, View]) -> Iterator[Page]:
        library = self.library
        for ident, own in views.items():
            units = {each["unit"] for each in own["honorees"]} | {own["by"]}
            view = {
                "commendation": own,
                "units": {unit: self._named(unit) for unit in sorted(units)},
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
                    "units": {unit: self._named(unit) for unit in sorted(shown)},
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

    def _named(self, unit: str) -> View:
        library = self.library
        return {"id": unit, "place": library.place(unit), "name": library.units[unit]["name"]}

    def _honoured(self) -> dict[str, list[tuple[View, list[View]]]]:
        """Return the honoured units by county, in the order of the tree."""
        found: dict[str, list[tuple[View, list[View]]]] = {}
        for unit in self.library.below(self.library.root):
            rows = self.library.honours.get(unit)
            if rows:
                county = self.library.county(unit)
                found.setdefault(county, []).append((self._named(unit), rows))
        return found

    def _directory(self, top: str) -> Iterator[Page]:
        """Yield the directory of supervisors: of the root alone, or of a county and all below."""
        library = self.library
        for unit in [top] if top == library.root else library.below(top):
            file = library.contacts[unit]["file"] if unit in library.contacts else ""
            view = {
                "place": self.library.short(unit),
                "crumbs": self.crumbs(unit),
                "figures": self._posts(unit),
                "children": [
                    {**library.short(child), "figures": self._posts(child)}
                    for child in library.children.get(unit, ())
                ],
                "contacts": library.contacts.get(unit),
                "below": {
                    child: library.contacts[child]
                    for child in library.children.get(unit, ())
                    if child in library.contacts
                },
            }
            yield Page(directory_url(unit), "directory.html", view, file)

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
            entry = {**self._named(ident), "pinyin": spelled, "short_name": row["short_name"]}
            letters[spelled[0]].append(entry)
        counts = [(letter, len(letters[letter])) for letter in sorted(letters)]
        children = library.children.get(library.root, ())
        filters = {"counties": [*map(library.short, children)], "years": self._years()}
        yield Page("az/index.html", "az.html", {"letters": counts, "letter": "", **filters})
        for letter in sorted(letters):
            rows = sorted(letters[letter], key=lambda row: (row["pinyin"], row["id"]))
            url = f"az/{letter}"
            for address, chosen, pager in paged(url, rows):
                view = {"letters": counts, "letter": letter, "rows": chosen, "pager": pager}
                yield Page(address, "az.html", view)


def _together(pairs: Iterable[tuple[View, _T]]) -> Iterator[tuple[View, list[_T]]]:
    """Yield what stands first in pairs one after another, each with all that stands second."""
    for first, group in groupby(pairs, itemgetter(0)):
        yield first, [second for _, second in group]


def _rows_mark(rows: Iterable[View]) -> bytes:
    """Return the digest of list rows, from those that were taken when they were read."""
    return digest(b"".join(map(itemgetter("mark"), rows)))
