"""The pages of one batch: a town with its villages, or what lies above the towns."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import Any

from generator.base import natural_order
from generator.model import due_dates
from generator.model.due_dates import Day
from generator.model.kinds import team
from generator.model.kinds.kind import View
from generator.model.kinds.registry import place_of
from generator.model.news import ABOVE, Event
from generator.model.schedule import LATE
from generator.model.urls import (
    calendar_url,
    compliance_url,
    continued,
    feed_url,
    funds_url,
    library_url,
    news_url,
    project_url,
    unit_url,
)
from generator.pages import (
    downloads,
    duty_pages,
    fund_pages,
    library_pages,
    news_pages,
    share_card,
    shown_earlier,
    whom_to_call,
)
from generator.pages.batch_views import BatchViews, with_letters
from generator.pages.page_mark import Page, mark_of
from generator.pages.shown_changes import SHOWN, withdrawn
from generator.parse.markdown_text import targets_of
from generator.records import batch_news, disclosures, freshness, list_rows
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
"""What of a unit comes from elsewhere for its page."""
ASKED = 5
"""How many of the latest letters stand on the page of the place that they are about."""


@dataclass(frozen=True)
class OfPlace(BatchViews):
    """The pages of the units and projects of one batch, the pictures and calendars of these."""

    def __iter__(self) -> Iterator[Page]:
        yield from self.pages()

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
            map(self.by, views[disclosures.KIND].values()), self.disclosed["late"]
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
                row = {**{name: own[name] for name in SHEET}, "where": own["address"]}
                place_, name = (-row["year"], natural_order.key(ident)), ident.rpartition("/")[2]
                on_sheet.setdefault(folder, []).append((place_, name, row))
            if asked_for:
                if folder not in around:
                    around[folder] = self._around(folder, contacts)
                told = map(self.by, self.disclosed["notices"].get(f"projects/{ident}", ()))
                shown = sorted([*notices.get(ident, ()), *told], key=_begun)
                yield self._project(ident, own, around[folder], shown)
        records = duty_pages.on_duties(views)
        for ident, own in views["units"].items():
            happened = self._happened(ident, own["level"])
            if happened and wanted(news_url(ident), self._feed(ident)):
                yield from asked(self._news(ident, happened))
            if wanted(unit_url(ident)):
                ordered = sorted(on_sheet.get(ident, []), key=itemgetter(0))
                village = own["level"] == "village"
                printed = [f"{ident}/{name}" for _, name, _ in ordered] if village else []
                rows = [row for _, _, row in ordered]
                list_rows.tell_apart(rows)
                view = self._of_unit(ident, rows, happened)
                yield from asked(self._unit(view, own["file"], printed))
            if wanted(compliance_url(ident)):
                yield from asked(duty_pages.pages(self, own, records.get(ident, {}), views))
            if self.units[ident]["funds"] == ident and wanted(funds_url(ident), "allocations/"):
                yield from asked(fund_pages.pages(self, ident, views["allocations"]))
        for ident, own in views["libraries"].items():
            if wanted(library_url(ident)):
                yield from asked(library_pages.pages(self, ident, own))

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
        letters = self.letters.get(f"units/{ident}", [])
        contacts, secretary = (
            views["supervisors"].get(ident),
            team.to_call(views["teams"].get(ident)),
        )
        return {
            "unit": own,
            "sheet": sheet if village else [],
            "contacts": contacts,
            "secretary": secretary,
            "whom": whom_to_call.to_call(own, contacts, secretary, of_unit["crumbs"])
            if village
            else None,
            "above": self._above(of_unit) if village else None,
            "addresses": self.addresses_of(own),
            **{name: self.units[ident][name] for name in UNIT},
            "projects": self.projects[ident],
            "news": news_url(ident) if happened else "",
            "answers": letters[:ASKED],
            "answers_left": max(0, len(letters) - ASKED),
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
        times_ = with_letters(self.units[ident]["times"], view["answers"])
        times_ = freshness.both((times_, ("", self.units[ident]["until_beside"])))
        if view["figures"].get("projects", 0):
            times_ = freshness.both((times_, freshness.new_year(self.year)))
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
        own = self.views[batch_news.KIND].get(ident)
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
            moved=self.moved,
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
        own = self.views[batch_news.KIND].get(ident)
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
                yield (
                    calendar_url(ident),
                    news_pages.calendar(place, days, names, self.moved, self.versions),
                )

    def records(self) -> Iterator[tuple[str, bytes]]:
        """Yield address and content of each public record, where they are files."""
        if self.public:
            yield from downloads.records(self.keep)

    def _around(self, folder: str, contacts: Mapping[str, View]) -> tuple[View, bytes, str]:
        """Return what the pages of all projects of a unit show, its digest, and when it changes."""
        posts = contacts[folder]["posts"] if folder in contacts else []
        posts = [post for post in posts if not post["group"]]
        unit = folder or self.root
        own, sent = self.views["units"].get(unit), self.views["teams"].get(unit)
        known = filter(None, (contacts.get(folder), own, sent))
        until = freshness.both(("", freshness.of_view(each)[1]) for each in known)[1]
        of_unit = self.units[unit]
        view = {
            "posts": posts,
            "instead": whom_to_call.of_project(
                own, of_unit["place"], posts, team.to_call(sent), of_unit["crumbs"]
            ),
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
            "addresses": self.addresses_of(own),
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
        when = freshness.both((freshness.of_view(own), *(("", each) for each in until)))
        codes = self.codes_of(f"projects/{ident}")
        return Page(project_url(ident), "project.html", view, own["file"], mark, when, codes)


def on_board(project: View, year: int) -> bool:
    """Tell whether a project stands on the notice board: of this year, or not settled yet.

    That is what is not finished, not accepted, failed, or was or is late, whatever its year.
    """
    return (
        project["year"] == year
        or project["stage"] not in ("accepted", "stopped")
        or project["timeliness"] in (*LATE, "finished_late")
    )


def mark_of_unit(view: View) -> bytes:
    """Return the digest of the view of a unit's page; most of it is of rows, which have their own.

    Names of places, which stand beside the late projects, are no part of theirs.
    """
    late = view["late"]
    told = {
        name: b"".join(map(list_rows.marks, view[name])) for name in ("sheet", "projects", "late")
    }
    return mark_of({**view, **told}, [(row["unit"], row["place"]) for row in late])


def _begun(notice: View) -> tuple[str, natural_order.Key]:
    return (notice["first"], natural_order.key(notice["id"]))
