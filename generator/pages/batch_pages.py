"""The pages of one batch: a town with its villages, or what lies above the towns."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from generator.base import natural_order
from generator.model import due_dates
from generator.model.due_dates import Day
from generator.model.kinds import team
from generator.model.kinds.kind import View
from generator.model.kinds.registry import COMMAND, LISTS, place_of, url_of
from generator.model.news import ABOVE, Event
from generator.model.schedule import LATE
from generator.model.urls import (
    Address,
    allocation_url,
    calendar_url,
    compliance_url,
    continued,
    feed_url,
    funds_url,
    library_url,
    news_url,
    project_url,
    unit_url,
    yearly,
)
from generator.pages import downloads, news_pages, share_card, shown_earlier, sums, whom
from generator.pages.page_mark import Earlier, Page, mark_of
from generator.pages.record_changes import SHOWN, Told, withdrawn
from generator.parse.markdown_text import targets_of
from generator.records import disclosures, list_rows, news, receipts, times, view_cache
from generator.records.summary import Summary

SHEET = (
    *(
        "title",
        "year",
        "stage",
        "timeliness",
        "percent",
        "planned",
        "paid",
        "returned",
        "sources",
        "contractor",
    ),
    *(
        "implementer",
        "plan",
        "actual",
        "acceptance",
        "task",
        "performance_target",
        "beneficiaries",
        "mark",
    ),
)
"""What the sheet for the notice board says of a project; and its mark, for that of the page."""
UNIT = (
    *("place", "crumbs", "figures", "children", "late", "honours", "issued", "funds"),
    *("into", "came", "ended", "compared"),
)
COMPLIANCE = (
    *("crumbs", "figures", "children", "names", "strips", "documents"),
    *("staffing", "titles", "funds", "bodies"),
)
MANY = tuple(kind for kind, lists in LISTS.items() if lists.by_year)
"""The kinds of which a unit has more records year by year."""
WHOLE = 24
"""How many of each of these stand on its page of duties; the earlier have pages by year."""
ASKED = 5
"""How many of the latest letters stand on the page of the place that they are about."""
NAMED = 20
"""How many records that a notice discloses are named there: a town's plan may have hundreds."""
FUNDS = ("crumbs", "figures", "children", "place")
"""What of a unit comes from elsewhere: for its page, that of its compliance, that of its money."""
SUMS = ("amount", "returned", "passed", "assigned", "paid", "came_back", "left")
ALLOTTED = ("id", "date", "fund", *SUMS, "state", "since", "due")
"""What the table of a unit's allotments says of each."""
URGENT = ("urgent", "important", "deferred", "light")
"""The urgencies, what comes first before what can wait."""


@dataclass(frozen=True)
class OfPlace:
    """The units and projects of one batch; their views are completed where they are rendered.

    `units` has, for each unit of the batch, what comes from elsewhere: its line of units, its
    figures, its children's, its list of projects.
    """

    keep: Path
    units: dict[str, View]
    addresses: dict[str, Address]
    pictures: dict[str, View]
    root: str
    ranks: dict[str, View]
    """The place of each project in the latest library of its county, where it has one."""
    year: int
    """The year of the data, whose projects stand on the sheet for the notice board."""
    disclosed: View
    """What other batches say of what was disclosed: see `notices_elsewhere.join`."""
    receipts: bool = False
    """Whether records have codes by which they are checked: where there is a log of them."""
    demo: bool = False
    """Whether the records are of a demonstration."""
    feeds: bool = False
    """Whether places have feeds: where it is known by what name their entries are to be known."""
    base_url: str = ""
    """The full address of the site, where it is known."""
    public: bool = False
    """Whether each record is a file of data, too."""
    letters: Mapping[str, list[View]] = field(default_factory=dict)
    """What residents asked about these records, by kind and id: see `answered_letters`."""
    changed: Told = field(default_factory=Told)
    """What was changed of these records."""
    flags: Mapping[str, list[View]] = field(default_factory=dict)
    """What of these projects is worth a look, where pages are to say it."""
    earlier: Mapping[str, Earlier] = field(default_factory=dict)
    """By unit the places beneath or around it that are shown as they were."""

    def __iter__(self) -> Iterator[Page]:
        yield from self.pages()

    @cached_property
    def views(self) -> view_cache.Views:
        """The views that were kept of the batch: kind, then id, then view."""
        return view_cache.load(self.keep)

    @cached_property
    def codes(self) -> dict[str, str]:
        """The codes of the public records of the batch, by kind and key."""
        return receipts.codes(view_cache.public(self.keep), demo=self.demo) if self.receipts else {}

    def codes_of(self, *paths: str) -> tuple[str, ...]:
        """Return the codes of these records."""
        return tuple(self.codes[path] for path in paths) if self.receipts else ()

    @cached_property
    def projects(self) -> dict[str, list[View]]:
        """The rows of the projects of each unit, each made once for all its pages."""
        return {ident: [*more["projects"]] for ident, more in self.units.items()}

    @cached_property
    def row_of(self) -> dict[str, View]:
        """The rows of all projects of the batch by their ids: sooner at hand than their views."""
        return {row["id"]: row for own in self.projects.values() for row in own}

    def knows(self, project: View, summary: Summary) -> bool:
        """Tell whether all that the page of a project shows besides its view is at hand."""
        pictures, links = summary.pictures.items(), targets_of(project["body"])
        return pictures <= self.pictures.items() and {*links} <= self.addresses.keys()

    def pages(self, only: Collection[str] | None = None) -> Iterator[Page]:
        """Yield the pages; where `only` some are asked for, those alone are put together."""
        for page in self._pages(only):
            yield shown_earlier.of_place(page, self.earlier) if self.earlier else page

    def _pages(self, only: Collection[str] | None) -> Iterator[Page]:

        def wanted(url: str, *more: str) -> bool:
            """Tell whether a page is asked for, one that it goes on to, or one of those `more`."""
            if only is None:
                return True
            starts = (url.removesuffix(".html") + "--", *more)
            return any(each == url or each.startswith(starts) for each in only)

        def asked(pages: Iterator[Page]) -> Iterator[Page]:
            return (each for each in pages if only is None or each.url in only)

        views = self.views
        contacts = views["supervisors"]
        notices = disclosures.by_project(
            map(self._by, views[disclosures.KIND].values()), self.disclosed["late"]
        )
        around: dict[str, tuple[View, bytes, str]] = {}
        on_sheet: dict[str, list[tuple[tuple[int, natural_order.Key], str, View]]] = {}
        for ident in views["projects"]:
            folder = ident.rpartition("/")[0]
            asked_for = wanted(project_url(ident))
            if not asked_for and not wanted(unit_url(folder or self.root)):
                continue
            own = views["projects"][ident]
            if on_board(own, self.year):
                row = {name: own[name] for name in SHEET}
                place_, name = (-row["year"], natural_order.key(ident)), ident.rpartition("/")[2]
                on_sheet.setdefault(folder, []).append((place_, name, row))
            if asked_for:
                if folder not in around:
                    around[folder] = self._around(folder, contacts)
                told = map(self._by, self.disclosed["notices"].get(f"projects/{ident}", ()))
                shown = sorted([*notices.get(ident, ()), *told], key=_begun)
                yield self._project(ident, own, around[folder], shown)
        records = _on_duties(views)
        for ident, own in views["units"].items():
            happened = self._happened(ident, own["level"])
            if happened and wanted(news_url(ident), self._feed(ident)):
                yield from asked(self._news(ident, happened))
            if wanted(unit_url(ident)):
                ordered = sorted(on_sheet.get(ident, []), key=itemgetter(0))
                village = own["level"] == "village"
                printed = [f"{ident}/{name}" for _, name, _ in ordered] if village else []
                view = self._of_unit(ident, [row for _, _, row in ordered], happened)
                yield from asked(self._unit(view, own["file"], printed))
            if wanted(compliance_url(ident)):
                yield from asked(self._compliance(own, records.get(ident, {}), views))
            if self.units[ident]["funds"] == ident and wanted(funds_url(ident), "allocations/"):
                yield from asked(self._funds(ident, views["allocations"]))
        for ident, own in views["libraries"].items():
            if wanted(library_url(ident)):
                yield from asked(self._library(ident, own))

    def card(self, ident: str) -> View | None:
        """Return what the picture says that messengers show of a place: of villages alone."""
        if self.views["units"][ident]["level"] != "village" or not self.base_url:
            return None
        return share_card.figures(self.units[ident]["figures"], self.base_url + unit_url(ident))

    def _card(self, ident: str) -> str:
        """Return the address of that picture, "" where there is none."""
        card = self.card(ident)
        return share_card.address(ident, card) if card else ""

    def cards(self) -> Iterator[tuple[str, View]]:
        """Yield address and content of each such picture, in no language."""
        for ident in self.views["units"]:
            card = self.card(ident)
            if card:
                yield share_card.address(ident, card), card

    def data(self) -> Iterator[tuple[str, Any]]:
        """Yield nothing: what the search shows of each unit is made with its index."""
        yield from ()

    def _of_unit(self, ident: str, sheet: list[View], happened: Sequence[Event]) -> View:
        """Return what the page of a unit is given; `sheet` is for the board of a village alone."""
        views = self.views
        own, of_unit = views["units"][ident], self.units[ident]
        village = own["level"] == "village"
        contacts, secretary = (
            views["supervisors"].get(ident),
            team.to_call(views["teams"].get(ident)),
        )
        return {
            "unit": own,
            "sheet": sheet if village else [],
            "contacts": contacts,
            "secretary": secretary,
            "whom": whom.to_call(own, contacts, secretary, of_unit["crumbs"]) if village else None,
            "above": self._above(of_unit) if village else None,
            "addresses": self._addresses(own),
            **{name: self.units[ident][name] for name in UNIT},
            "projects": self.projects[ident],
            "news": news_url(ident) if happened else "",
            "answers": self.letters.get(f"units/{ident}", [])[:ASKED],
            "withdrawn": withdrawn(self.units[ident]["gone"][:SHOWN]),
            "calendar": self._calendar(ident),
            "card": self._card(ident),
            "feed": self._feed(ident) if self.feeds and news_pages.has_feed(happened) else "",
        }

    def _above(self, village: View) -> View | None:
        """Return the town of a village with its leaders, who are asked where the village is silent.

        They stand in the same batch but where a village's record names a town elsewhere.
        """
        if not village["crumbs"]:
            return None
        town = village["crumbs"][-1]
        own = self.views["units"].get(town["id"])
        return {**town, "leaders": own["leaders"] if own else []}

    def _unit(self, view: View, file: str, printed: Sequence[str]) -> Iterator[Page]:
        """Yield the page of a unit, and those that its further projects fill.

        `printed` are the projects on its sheet for the notice board.
        """
        ident = view["place"]["id"]
        codes = self.codes_of(f"units/{ident}", *(f"projects/{each}" for each in printed))
        url = unit_url(ident).removesuffix(".html")
        times_ = _with(self.units[ident]["times"], view["answers"])
        for address, chosen, pager in list_rows.paged(url, view["projects"], continued):
            if pager["number"] == 1:
                first = {**view, "projects": chosen, "pager": pager}
                mark = mark_of_unit(first)
                yield Page(address, "unit.html", first, file, mark, times_, codes)
            else:
                more = {**{name: view[name] for name in ("place", "crumbs")}, "projects": chosen}
                yield Page(address, "unit-projects.html", {**more, "pager": pager}, times=times_)

    def _happened(self, ident: str, level: str) -> Sequence[Event]:
        """Return what is told of a unit as news."""
        own = self.views[news.KIND].get(ident)
        elsewhere = self.units[ident]["news"]
        return news_pages.latest(own["events"] if own else (), elsewhere, level)

    def _feed(self, ident: str) -> str:
        """Return the address of the feed of a unit, where it has one."""
        return feed_url(ident, whole=ident == self.root)

    def _news(self, ident: str, happened: Sequence[Event]) -> Iterator[Page]:
        """Yield the page of what changed lately at a unit, and its feed."""
        of_unit = self.units[ident]
        yield from news_pages.pages(
            of_unit["place"],
            of_unit["crumbs"],
            happened,
            self._names(ident, happened),
            of_unit["times"],
            feed=self.feeds,
            calendar=self._calendar(ident),
        )

    def _names(self, ident: str, told: Iterable[Event | Day]) -> dict[str, Sequence[str]]:
        """Return the names of the places that something is told of, from a unit downwards."""
        of_unit = self.units[ident]
        above, names = len(of_unit["crumbs"]), dict(of_unit["places"])
        for _, kind, each, *_ in told:
            unit = place_of(kind, each)
            if unit not in names and unit in self.units:
                names[unit] = self.units[unit]["place_names"][above:]
        return {**names, ident: (), "": ()}

    def _days(self, ident: str) -> list[Day]:
        """Return the days in the calendar of a unit, where it has one."""
        own = self.views[news.KIND].get(ident)
        every = [*(own["days"] if own else ()), *self.units[ident]["days"]]
        return due_dates.chosen(every, ABOVE) if self.feeds else []

    def _calendar(self, ident: str) -> str:
        """Return the address of the calendar of a unit with days that lie ahead, else nothing."""
        days = self._days(ident)
        return calendar_url(ident) if days and days[0][-1] else ""

    def calendars(self) -> Iterator[tuple[str, View]]:
        """Yield address and content of each calendar, in no language."""
        for ident in self.views["units"]:
            days = self._days(ident)
            if days:
                names = self._names(ident, days)
                place = self.units[ident]["place"]
                yield calendar_url(ident), news_pages.calendar(place, days, names)

    def records(self) -> Iterator[tuple[str, bytes]]:
        """Yield address and content of each public record, where they are files."""
        if self.public:
            yield from downloads.records(self.keep)

    def _around(self, folder: str, contacts: Mapping[str, View]) -> tuple[View, bytes, str]:
        """Return what the pages of all projects of a unit show, its digest, and when it changes."""
        posts = contacts[folder]["posts"] if folder in contacts else []
        until = contacts[folder]["until"] if folder in contacts else ""
        of_unit = self.units[folder or self.root]
        view = {
            "posts": [post for post in posts if not post["group"]],
            **{name: of_unit[name] for name in ("place", "crumbs", "funds")},
        }
        return view, mark_of(view), until

    def _project(
        self, ident: str, own: View, around: tuple[View, bytes, str], notices: list[View]
    ) -> Page:
        beside = own["file"].partition("projects/")[2].rpartition("/")[0]
        files = [each["file"] for each in own["photos"]]
        files += [each["file"] for entry in own["progress"] for each in entry["photos"]]
        others = {
            "notices": notices,
            "answers": self.letters.get(f"projects/{ident}", []),
            "history": self.changed.of(f"projects/{ident}"),
            "flags": self.flags.get(ident, []),
            "pictures": {
                file: self.pictures["/".join(filter(None, ("projects", beside, file)))]
                for file in files
            },
            "addresses": self._addresses(own),
            "rank": self.ranks.get(ident),
            "fund_of": {
                each["allocation"]: each["fund"] for each in own["sources"] if each["allocation"]
            },
        }
        shared, shared_mark, following = around
        view = {"project": own, **shared, **others}
        mark = mark_of(own["mark"], shared_mark, others)
        asked = self.letters.get(f"projects/{ident}", [])
        until = [*(each["until"] for each in chain(notices, asked)), following]
        when = times.both((times.of_view(own), *(("", each) for each in until)))
        codes = self.codes_of(f"projects/{ident}")
        return Page(project_url(ident), "project.html", view, own["file"], mark, when, codes)

    def _compliance(
        self, unit: View, records: dict[str, list[View]], views: View
    ) -> Iterator[Page]:
        """Yield the page of a unit's duties, and those of the years of its earlier records."""
        url = compliance_url(unit["id"])
        of_unit = self.units[unit["id"]]
        short = {name: unit[name] for name in ("id", "name", "short_name", "level")}
        whole = {k: own[:WHOLE] if k in MANY else own for k, own in records.items()}
        earlier = {k: own[WHOLE:] for k, own in records.items() if k in MANY and own[WHOLE:]}
        failed = views["duties"][unit["id"]][disclosures.KIND]
        missing = [*disclosures.not_disclosed(unit["id"], failed, self.disclosed)]
        if unit["id"] == self.root:
            missing += self.disclosed["failed"]
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
            **self._records(whole, [row for year in missed for row in year["rows"]], views),
            **{name: of_unit[name] for name in COMPLIANCE},
            "history": self.changed.of_place(unit["id"], of_unit["gone"], of_unit["entered_late"]),
        }
        view["sections"] = sums.sections(view)
        view["rules"] = sums.rules(view)
        asked = chain.from_iterable(view["disclosed"]["asked"].values())
        yield Page(url, "compliance.html", view, times=_with(of_unit["times"], asked))
        of_years: dict[str, dict[str, list[View]]] = {}
        for kind, own in earlier.items():
            for each in own:
                of_year = of_years.setdefault(yearly(url, each["date"]), {})
                of_year.setdefault(kind, []).append(each)
        for address, of_year in of_years.items():
            view = {
                "unit": short,
                "year": next(iter(of_year.values()))[0]["date"][:4],
                **self._records(of_year, [], views),
                **{name: of_unit[name] for name in ("crumbs", "names", "titles")},
            }
            yield Page(address, "compliance-year.html", view, times=of_unit["times"])

    def _records(self, records: dict[str, list[View]], missing: list[View], views: View) -> View:
        """Return records of a unit by kind, with what they need to be shown."""
        every = [*chain.from_iterable(records.values())]
        targets = [target for each in every for target in targets_of(each["body"])]
        return {
            "records": records,
            "disclosed": self._disclosed(records.get(disclosures.KIND, []), missing, views),
            "addresses": {target: self.addresses[target] for target in targets},
            "pictures": {
                file: self.pictures[file] for each in every for file in each.get("pictures", ())
            },
        }

    def _library(self, ident: str, own: View) -> Iterator[Page]:
        """Yield the pages of a library, by urgency; `ranked` has the projects that it names."""
        of_unit = self.units[ident.rpartition("/")[0]]
        entries = [
            each for code in URGENT for each in own["entries"] if each["urgency"] == code
        ] + [{**each, "urgency": ""} for each in own["removed"]]
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
                "addresses": self._addresses(own) if first else {},
                "history": self.changed.of(f"libraries/{ident}") if first else None,
                **{name: of_unit[name] for name in ("place", "crumbs")},
            }
            codes, when = self.codes_of(f"libraries/{ident}"), times.of_view(own)
            yield Page(address, "library.html", view, own["file"], times=when, codes=codes)

    def _funds(self, ident: str, allotments: Mapping[str, View]) -> Iterator[Page]:
        """Yield the page of a unit's money, and those of each of its allotments.

        `ledger` has what became of each allotment.
        """
        of_unit = self.units[ident]
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
            yield from self._allotment(each, where)

    def _allotment(self, own: View, where: View) -> Iterator[Page]:
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
                "answers": self.letters.get(f"allocations/{own['id']}", []) if first else [],
                "rows": chosen,
                "pager": pager,
                "addresses": self._addresses(own) if first else {},
                "history": self.changed.of(f"allocations/{own['id']}") if first else None,
                **where,
            }
            codes = self.codes_of(f"allocations/{own['id']}")
            when = _with(times.of_view(own), view["answers"])
            yield Page(address, "allocation.html", view, own["file"], times=when, codes=codes)

    def _by(self, notice: View) -> View:
        """Return a notice with the name of the unit that put it up."""
        unit = notice["id"].rpartition("/")[0]
        name = self.disclosed["names"].get(unit) or self.units[unit]["place"]["short_name"]
        return {**notice, "unit": unit, "by": name}

    def _disclosed(self, notices: list[View], missing: list[View], views: View) -> View:
        """Return what other records say of a unit's notices: what was late, by their ids.

        Titles go by the key of what is named or was `missing`.
        """
        elsewhere = self.disclosed["titles"]

        def title(key: str) -> disclosures.Title:
            kind, _, ident = key.partition("/")
            own = self.row_of if kind == view_cache.MANY else views[kind]
            return elsewhere.get(key) or disclosures.title(kind, own[ident])

        keys = {each["id"]: disclosures.keys(each) for each in notices}
        named = {ident: own[:NAMED] for ident, own in keys.items()}
        late = self.disclosed["late"]
        every = {*chain.from_iterable(named.values()), *(each["key"] for each in missing)}
        return {
            "named": named,
            "more": {ident: max(0, len(own) - NAMED) for ident, own in keys.items()},
            "titles": {key: title(key) for key in sorted(every)},
            "urls": {key: _url(key) for key in sorted(every)},
            "late": {each["id"]: late.get(each["id"], []) for each in notices},
            "asked": {
                each["id"]: self.letters.get(f"{disclosures.KIND}/{each['id']}", [])
                for each in notices
            },
        }

    def _addresses(self, own: View) -> dict[str, Address]:
        return {target: self.addresses[target] for target in targets_of(own["body"])}


def on_board(project: View, year: int) -> bool:
    """Tell whether a project stands on the notice board: of this year, or not settled yet.

    That is what is not finished, not accepted, failed, or was or is late, whatever its year.
    """
    return (
        project["year"] == year
        or project["stage"] not in ("accepted", "stopped")
        or project["timeliness"] in (*LATE, "finished_late")
    )


def _with(when: times.Times, letters: Iterable[View]) -> times.Times:
    """Return when a page changes by itself that shows some letters besides."""
    return times.both((when, *(("", each["until"]) for each in letters)))


def mark_of_unit(view: View) -> bytes:
    """Return the digest of the view of a unit's page; most of it is of rows, which have their own.

    Names of places, which stand beside the late projects, are no part of theirs.
    """
    late = view["late"]
    told = {
        name: b"".join(map(list_rows.marks, view[name])) for name in ("sheet", "projects", "late")
    }
    return mark_of({**view, **told}, [(row["unit"], row["place"]) for row in late])


def _url(key: str) -> str:
    """Return the address of a record by its key, `projects/…`."""
    kind, _, ident = key.partition("/")
    return url_of(kind, ident)


def _begun(notice: View) -> tuple[str, natural_order.Key]:
    return (notice["first"], natural_order.key(notice["id"]))


def _latest(found: tuple[str, View]) -> tuple[str, natural_order.Key]:
    return (found[1]["date"], natural_order.key(found[0]))


def _on_duties(views: view_cache.Views) -> dict[str, dict[str, list[View]]]:
    """Return the records on the pages of duties by unit and kind, the latest first."""
    records: dict[str, dict[str, list[View]]] = {}
    for kind in COMMAND:
        for ident, each in sorted(views[kind].items(), key=_latest, reverse=True):
            of_unit = records.setdefault(place_of(kind, ident), {})
            of_unit.setdefault(kind, []).append(each)
    return records
