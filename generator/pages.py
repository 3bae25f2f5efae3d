"""The library becomes pages: every view a template sees is made here.

A view is plain and closed: what is not in it cannot leak.
"""

import marshal
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from generator import reading
from generator.addresses import (
    OF_KIND,
    Address,
    commendation_url,
    directory_url,
    numbered,
    page_url,
    picture_url,
    project_url,
    unit_url,
)
from generator.config import Config
from generator.jobs import Draft, OfPlace, Page, Pictures, Ready
from generator.kinds.kind import View
from generator.kinds.project import LATE, STAGES
from generator.library import Library
from generator.pictures import LARGE, SMALL
from generator.problems import Place, Problem, problem
from generator.prose import targets_of
from generator.source import digest

ROWS = 100
"""Rows on one page of a list."""
SHOWN = 10
"""Late projects, and latest news, shown on the page of a unit above the village."""
FEED_ENTRIES = 50


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
        "assets": assets,
        "root": library.units[library.root]["id"],
    }


def plan(
    library: Library,
    summaries: Sequence[reading.Summary],
    config: Config,
    as_of: date,
    keeps: dict[str, Path],
) -> tuple[list[Draft], list[Problem]]:
    """Plan every page. `keeps` maps a batch's key to the file of its views.

    Two records that would make the same page are a problem.
    """
    maker = _Maker(library, config, as_of)
    problems = list(_collisions(library, config))
    drafts: list[Draft] = []
    loose = reading.Summary("")
    for summary in summaries:
        if summary.units or summary.projects:
            drafts.append(maker.of_place(summary, keeps[summary.key]))
        if summary.key == loose.key:
            loose = summary
    drafts += maker.ready(loose, keeps.get(loose.key))
    root = config.root / config.settings.content
    shown = tuple(
        (picture_url(picture, longest), root / target, longest)
        for target, picture in sorted(library.pictures.items())
        for longest in (LARGE, SMALL)
    )
    drafts.append(Draft("pictures", _mark([url for url, _, _ in shown]), lambda: Pictures(shown)))
    return drafts, problems


def _mark(*parts: Any) -> bytes:
    return digest(marshal.dumps(parts, 2))


def _collisions(library: Library, config: Config) -> Iterator[Problem]:
    """Find the pages of text that would take the address of another page; no other kind can."""
    taken = {
        **{unit_url(row["id"]): row["file"] for row in library.units.values()},
        **{project_url(row["id"]): row["file"] for row in library.projects},
        **{commendation_url(row["id"]): row["file"] for row in library.commendations},
        **{directory_url(ident): "templates" for ident in library.units},
        **dict.fromkeys(("index.html", "404.html", "sitemap.html"), "templates"),
    }
    folders = ("lists", "az", *config.settings.languages)
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
        self.names = _mark(
            [[row[name] for name in names] for row in library.units.values()],
            sorted(library.above.items()),
        )
        self.by_unit: dict[str, list[View]] = defaultdict(list)
        for row in library.projects:
            self.by_unit[row["unit"] or library.root].append(row)
        self.late: dict[str, list[View]] = defaultdict(list)
        for row in self._listed(each for each in library.projects if each["timeliness"] in LATE):
            for unit in library.line(row["unit"] or library.root):
                if len(self.late[unit]) < SHOWN:
                    self.late[unit].append(row)

    # one record's page

    def of_place(self, summary: reading.Summary, keep: Path) -> Draft:
        library = self.library
        units = {row["id"] for row in summary.units}
        units.update(row["unit"] or library.root for row in summary.projects)
        ordered, addresses = sorted(units), self._addresses(summary)
        return Draft(
            f"place {summary.key}",
            _mark(summary.views, addresses, self.names, [self._unit_mark(u) for u in ordered]),
            lambda: OfPlace(
                keep,
                {unit: self.unit(unit) for unit in ordered},
                addresses,
                summary.pictures,
                library.root,
            ),
        )

    def _unit_mark(self, ident: str) -> bytes:
        """Return the digest of what `unit` gives, but for names, which `names` stands for."""
        library = self.library
        below = [library.figures[child] for child in library.children.get(ident, ())]
        rows = [*self.by_unit.get(ident, ()), *self.late.get(ident, ())]
        honours = library.honours.get(ident, [])
        return _mark(library.figures[ident], below, honours, _rows_mark(rows))

    def _addresses(self, summary: reading.Summary) -> dict[str, Address]:
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
            "place": self.short(ident),
            "crumbs": self.crumbs(ident),
            "figures": library.figures[ident],
            "children": self.children(ident),
            "projects": self.by_unit.get(ident, []),
            "late": self.late.get(ident, []),
            "honours": library.honours.get(ident, []),
        }

    def short(self, ident: str) -> View:
        row = self.library.units[ident]
        return {name: row[name] for name in ("id", "name", "short_name", "level", "phone")}

    def crumbs(self, ident: str) -> list[View]:
        return [self.short(each) for each in self.library.line(ident)[:-1]]

    def children(self, ident: str) -> list[View]:
        library = self.library
        return [
            {**self.short(child), "figures": library.figures[child]}
            for child in library.children.get(ident, ())
        ]

    # lists

    def ready(self, loose: reading.Summary, keep: Path | None) -> Iterator[Draft]:
        """Yield the other jobs, each enough work for a process and no more.

        `loose` is the batch of records that have no place, `keep` the file of its views.
        """
        library = self.library

        def draft(name: str, pages: Callable[[], Iterator[Page]], *parts: object) -> Draft:
            return Draft(name, _mark(self.names, *parts), lambda: Ready(tuple(pages())))

        def views(kind: str) -> dict[str, View]:
            return reading.load(keep)[kind] if keep else {}

        counties = (library.root, *library.children.get(library.root, ()))
        figures = {unit: _mark(library.figures[unit]) for unit in library.units}
        shared = [figures[county] for county in counties]
        texts = (loose.views, self._addresses(loose))
        every = _rows_mark(library.projects)
        yield draft("top", self._top, every, texts, shared, self.as_of)
        yield draft("texts", lambda: self._texts(views("pages")), texts)
        yield draft("commendations", lambda: self._commendations(views("commendations")), texts)
        yield draft("lists", self._overview, shared, _rows_mark(self.by_unit[library.root]))
        yield draft("alphabet", self._alphabet)
        for county in counties:
            below = [county] if county == library.root else [*library.below(county)]
            posts = [library.contacts[unit]["mark"] for unit in below if unit in library.contacts]
            of_units = [figures[unit] for unit in below]
            pages = partial(self._directory, county)
            yield draft(f"directory {county}", pages, of_units, posts, shared)
            rows = [row for unit in below for row in self.by_unit.get(unit, ())]
            pages = partial(self._place_lists, county, rows)
            yield draft(f"lists {county}", pages, _rows_mark(rows))
        for name, about, url, rows in self._lists():
            yield draft(name, partial(self._paged, url, about, rows), _rows_mark(rows))

    def _lists(self) -> Iterator[tuple[str, View, str, list[View]]]:
        """Yield name, what it is about, address and rows of each list across all places."""
        projects = self.library.projects
        late = [row for row in projects if row["timeliness"] in LATE]
        yield "late", {"by": "late"}, "lists/projects/late", late
        categories: dict[str, list[View]] = {each: [] for each in self.config.settings.categories}
        stages: dict[str, list[View]] = {each: [] for each in STAGES}
        for row in projects:
            categories[row["category"]].append(row)
            stages[row["stage"]].append(row)
        for category, rows in categories.items():
            about = {"by": "category", "category": category}
            yield f"category {category}", about, f"lists/projects/category/{category}", rows
        for stage, rows in stages.items():
            url = f"lists/projects/stage/{stage.replace('_', '-')}"
            yield f"stage {stage}", {"by": "stage", "stage": stage}, url, rows

    def _listed(self, rows: Iterable[View]) -> list[View]:
        """Return project rows with the names of their places, for lists of many places."""
        library, names = self.library, {}
        listed = []
        for row in rows:
            unit = row["unit"] or library.root
            if unit not in names:
                line = library.line(unit)
                names[unit] = [library.units[each]["short_name"] for each in line[1:] or line]
            listed.append({**row, "unit": unit, "place": names[unit]})
        return listed

    def _top(self) -> Iterator[Page]:
        library = self.library
        # what is planned for a year to come is no news yet
        known = [row for row in library.projects if row["updated"] <= self.as_of]
        counties = {unit: library.county(unit) for unit in library.units}
        latest = sorted(known, key=lambda row: (row["updated"], row["id"]), reverse=True)
        commended = library.commendations[:SHOWN]
        home = self.unit(library.root)
        home["latest"], home["commendations"] = self._listed(latest[:SHOWN]), commended
        yield Page("index.html", "home.html", home)
        yield Page("404.html", "404.html", {})
        children = [self.short(each) for each in library.children.get(library.root, ())]
        map_ = {"counties": children, "years": self._years(), "pages": library.pages}
        yield Page("sitemap.html", "sitemap.html", map_)
        if self.config.settings.base_url:
            entries = self._entries(latest, library.commendations)
            yield Page("feed.xml", "feed.xml", {"of": None, "entries": entries})
            by_county: dict[str, list[View]] = defaultdict(list)
            for row in latest:
                by_county[counties[row["unit"] or library.root]].append(row)
            for child in library.children.get(library.root, ()):
                rows = by_county[child]
                view = {"of": self.short(child), "entries": self._entries(rows, ())}
                yield Page(f"feeds/{child}.xml", "feed.xml", view)

    def _entries(self, projects: Iterable[View], commended: Iterable[View]) -> list[View]:
        """Return feed entries, the latest first; a date not known to the day is its first day."""
        rows = [(row["updated"], project_url(row["id"]), row) for row in projects]
        rows += [(row["updated"], commendation_url(row["id"]), row) for row in commended]
        rows.sort(key=lambda each: each[:2], reverse=True)
        return [
            {
                "updated": (updated + "-01-01")[:10],
                "url": url,
                "title": row["title"],
                "stage": row["stage"],
                "percent": row.get("percent"),
                "place": self._listed([row])[0]["place"] if "unit" in row else [],
            }
            for updated, url, row in rows[:FEED_ENTRIES]
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
                {**self.short(county), "honours": sum(len(rows) for _, rows in units)}
                for county, units in counties.items()
            ],
        }
        yield Page("lists/commendations/index.html", "commendations.html", overview)
        for year in years:
            rows = [row for row in library.commendations if row["year"] == year]
            units = {each["unit"] for row in rows for each in row["honorees"]}
            of_year = {
                "year": year,
                "rows": rows,
                "units": {unit: self._named(unit) for unit in sorted(units)},
            }
            yield Page(f"lists/commendations/year/{year}.html", "commendations-year.html", of_year)
        for county, honoured in counties.items():
            of_county = {"place": self.short(county), "units": honoured}
            url = f"lists/commendations/unit/{county}.html"
            yield Page(url, "commendations-unit.html", of_county)

    def _named(self, unit: str) -> View:
        line = self.library.line(unit)
        names = [self.library.units[each]["short_name"] for each in line[1:] or line]
        return {"id": unit, "place": names, "name": self.library.units[unit]["name"]}

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
                "place": self.short(unit),
                "crumbs": self.crumbs(unit),
                "figures": library.figures[unit],
                "children": self.children(unit),
                "contacts": library.contacts.get(unit),
                "below": {
                    child: library.contacts[child]
                    for child in library.children.get(unit, ())
                    if child in library.contacts
                },
            }
            yield Page(directory_url(unit), "directory.html", view, file)

    def _years(self) -> list[int]:
        return sorted({row["year"] for row in self.library.projects}, reverse=True)

    def _place_lists(self, county: str, rows: list[View]) -> Iterator[Page]:
        for year in sorted({row["year"] for row in rows}, reverse=True):
            chosen = [row for row in rows if row["year"] == year]
            about = {"by": "place", "place": self.short(county), "year": year}
            yield from self._paged(f"lists/projects/place/{county}/{year}", about, chosen)

    def _overview(self) -> Iterator[Page]:
        library = self.library
        counties = [library.root, *library.children.get(library.root, ())]
        figures = {
            each: library.figures[each] if each != library.root else self._own_years()
            for each in counties
        }
        view = {
            "counties": [{**self.short(each), "figures": figures[each]} for each in counties],
            "years": self._years(),
            "figures": library.figures[library.root],
        }
        yield Page("lists/projects/index.html", "lists.html", view)

    def _own_years(self) -> View:
        """Return the number of the root's own projects by year, without those below it."""
        own: dict[str, int] = defaultdict(int)
        for row in self.by_unit.get(self.library.root, ()):
            own[f"year:{row['year']}"] += 1
        return dict(own)

    def _paged(self, url: str, about: View, rows: list[View]) -> Iterator[Page]:
        """Yield the pages of a list of projects, `ROWS` rows each; an empty list has one page."""
        known = [row["planned"] for row in rows if row["planned"] is not None]
        # the sums stand on the first page alone: an amount changes that one, and its own
        sums = {"count": len(rows), "planned": sum(known), "unknown": len(rows) - len(known)}
        for number, chosen, pager in paged(url, self._listed(rows)):
            shown = sums if number == 1 else None
            view = {"about": about, "sums": shown, "rows": chosen, "pager": pager}
            mark = _mark(self.names, about, shown, _rows_mark(chosen), pager)
            yield Page(numbered(url, number), "projects.html", view, mark=mark)

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
        yield Page("az/index.html", "az.html", {"letters": counts, "letter": "", "rows": []})
        for letter in sorted(letters):
            rows = sorted(letters[letter], key=lambda row: (row["pinyin"], row["id"]))
            url = f"az/{letter}"
            for number, chosen, pager in paged(url, rows):
                view = {"letters": counts, "letter": letter, "rows": chosen, "pager": pager}
                yield Page(numbered(url, number), "az.html", view)


def _rows_mark(rows: Iterable[View]) -> bytes:
    """Return the digest of list rows, from those that were taken when they were read."""
    return digest(b"".join(row["mark"] for row in rows))


def paged(url: str, rows: list[View]) -> Iterator[tuple[int, list[View], View]]:
    """Yield number, rows and pager of each page of a list; at least one, though it be empty.

    A pager has `number`, `pages`, the addresses `previous` and `next` ("" for none) and
    `addresses` of all pages.
    """
    pages = max(1, -(-len(rows) // ROWS))
    addresses = [numbered(url, n) for n in range(1, pages + 1)]
    for number in range(1, pages + 1):
        pager = {
            "number": number,
            "pages": pages,
            "previous": addresses[number - 2] if number > 1 else "",
            "next": addresses[number] if number < pages else "",
            "addresses": addresses,
        }
        yield number, rows[(number - 1) * ROWS : number * ROWS], pager
