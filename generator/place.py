"""The pages of one batch: a town with its villages, or what lies above the towns."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from generator import disclosures, kept, natural, rows, search
from generator.addresses import (
    OF_KIND,
    Address,
    allocation_url,
    compliance_url,
    continued,
    funds_url,
    library_url,
    project_url,
    unit_url,
    yearly,
)
from generator.kinds import team
from generator.kinds.every import COMMAND, place_of
from generator.kinds.kind import View
from generator.page import Page, mark_of
from generator.prose import targets_of
from generator.summary import Summary

SHEET = (
    *("title", "stage", "percent", "planned", "paid", "returned", "sources", "contractor"),
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
UNIT = ("place", "crumbs", "figures", "children", "late", "honours", "issued", "funds")
COMPLIANCE = (
    *("crumbs", "figures", "children", "names", "strips", "documents"),
    *("staffing", "titles", "funds"),
)
MANY = ("meetings", "rectifications", disclosures.KIND)
"""The kinds of which a unit has more records year by year."""
WHOLE = 24
"""How many of each of these stand on its page of duties; the earlier have pages by year."""
FUNDS = ("crumbs", "figures", "children", "place")
"""What of a unit comes from elsewhere: for its page, that of its compliance, that of its money."""
SUMS = ("amount", "returned", "passed", "assigned", "paid", "came_back", "left")
ALLOTTED = ("id", "date", "fund", *SUMS, "state", "days", "due")
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
    """What other batches say of what was disclosed: see `elsewhere.join`."""

    def __iter__(self) -> Iterator[Page]:
        yield from self.pages()

    @cached_property
    def views(self) -> kept.Views:
        """The views that were kept of the batch: kind, then id, then view."""
        return kept.load(self.keep)

    @cached_property
    def projects(self) -> dict[str, list[View]]:
        """The rows of the projects of each unit, each made once for its page and for the search."""
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
        notices = disclosures.by_project(map(self._by, views[disclosures.KIND].values()))
        around: dict[str, tuple[View, bytes]] = {}
        on_sheet: dict[str, list[tuple[natural.Key, View]]] = {}
        for ident in views["projects"]:
            folder = ident.rpartition("/")[0]
            asked_for = wanted(project_url(ident))
            if not asked_for and not wanted(unit_url(folder or self.root)):
                continue
            own = views["projects"][ident]
            if own["year"] == self.year:
                row = {name: own[name] for name in SHEET}
                on_sheet.setdefault(folder, []).append((natural.key(ident), row))
            if asked_for:
                if folder not in around:
                    around[folder] = self._around(folder, contacts)
                told = map(self._by, self.disclosed["notices"].get(f"projects/{ident}", ()))
                shown = sorted([*notices.get(ident, ()), *told], key=_begun)
                yield self._project(ident, own, around[folder], shown)
        records: dict[str, dict[str, list[View]]] = {}
        for kind in COMMAND:
            for ident, each in sorted(views[kind].items(), key=_latest, reverse=True):
                of_unit = records.setdefault(place_of(kind, ident), {})
                of_unit.setdefault(kind, []).append(each)
        for ident, own in views["units"].items():
            if wanted(unit_url(ident)):
                view = {
                    "unit": own,
                    "sheet": [row for _, row in sorted(on_sheet.get(ident, []), key=itemgetter(0))]
                    if own["level"] == "village"
                    else [],
                    "contacts": contacts.get(ident),
                    "secretary": team.to_call(views["teams"].get(ident)),
                    "addresses": self._addresses(own),
                    **{name: self.units[ident][name] for name in UNIT},
                    "projects": self.projects[ident],
                }
                yield from asked(self._unit(view, own["file"]))
            if wanted(compliance_url(ident)):
                yield from asked(self._compliance(own, records.get(ident, {}), views))
            if self.units[ident]["funds"] == ident and wanted(funds_url(ident), "allocations/"):
                yield from asked(self._funds(ident, views["allocations"]))
        for ident, own in views["libraries"].items():
            if wanted(library_url(ident)):
                yield from asked(self._library(ident, own))

    def data(self) -> Iterator[tuple[str, Any]]:
        """Yield address and content of what the search shows of each unit of the batch."""
        for ident in self.views["units"]:
            more = self.units[ident]
            contacts = self.views["supervisors"].get(ident)
            own = self.projects[ident]
            found = search.of_unit(own, contacts, more["honours"], more["issued"])
            if found:
                yield search.unit_file(ident), {"form": search.FORM, **found}

    def _unit(self, view: View, file: str) -> Iterator[Page]:
        """Yield the page of a unit, and those that its further projects fill."""
        url = unit_url(view["place"]["id"]).removesuffix(".html")
        for address, chosen, pager in rows.paged(url, view["projects"], continued):
            if pager["number"] == 1:
                first = {**view, "projects": chosen, "pager": pager}
                yield Page(address, "unit.html", first, file, mark_of_unit(first))
            else:
                more = {**{name: view[name] for name in ("place", "crumbs")}, "projects": chosen}
                yield Page(address, "unit-projects.html", {**more, "pager": pager})

    def _around(self, folder: str, contacts: Mapping[str, View]) -> tuple[View, bytes]:
        """Return what the pages of all projects of a unit show, and the digest of it."""
        posts = contacts[folder]["posts"] if folder in contacts else []
        of_unit = self.units[folder or self.root]
        view = {
            "posts": [post for post in posts if not post["group"]],
            **{name: of_unit[name] for name in ("place", "crumbs", "funds")},
        }
        return view, mark_of(view)

    def _project(
        self, ident: str, own: View, around: tuple[View, bytes], notices: list[View]
    ) -> Page:
        beside = own["file"].partition("projects/")[2].rpartition("/")[0]
        files = [each["file"] for each in own["photos"]]
        files += [each["file"] for entry in own["progress"] for each in entry["photos"]]
        others = {
            "notices": notices,
            "pictures": {
                file: self.pictures["/".join(filter(None, ("projects", beside, file)))]
                for file in files
            },
            "addresses": self._addresses(own),
            "rank": self.ranks.get(ident),
        }
        shared, shared_mark = around
        view = {"project": own, **shared, **others}
        mark = mark_of(own["mark"], shared_mark, others)
        return Page(project_url(ident), "project.html", view, own["file"], mark)

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
        view = {
            "unit": short,
            "duties": {**views["duties"][unit["id"]], disclosures.KIND: missing[: rows.ROWS]},
            "missing": len(missing),
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
            **self._records(whole, missing[: rows.ROWS], views),
            **{name: of_unit[name] for name in COMPLIANCE},
        }
        yield Page(url, "compliance.html", view)
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
                **{name: of_unit[name] for name in ("crumbs", "names")},
            }
            yield Page(address, "compliance-year.html", view)

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
        library = {name: value for name, value in own.items() if name not in ("entries", "removed")}
        for address, chosen, pager in rows.paged(
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
                **{name: of_unit[name] for name in ("place", "crumbs")},
            }
            yield Page(address, "library.html", view, own["file"])

    def _funds(self, ident: str, allotments: Mapping[str, View]) -> Iterator[Page]:
        """Yield the page of a unit's money, and those of each of its allotments.

        `ledger` has what became of each allotment.
        """
        of_unit = self.units[ident]
        own = [{**allotments[each["id"]], **each} for each in of_unit["ledger"]]
        table = [{name: each[name] for name in ALLOTTED} for each in own]
        sums = {name: sum(each[name] for each in own) for name in SUMS}
        for address, chosen, pager in rows.paged(
            funds_url(ident).removesuffix(".html"), table, continued
        ):
            view = {
                "allotments": chosen,
                "sums": {"count": len(own), **sums},
                "pager": pager,
                **{name: of_unit[name] for name in FUNDS},
            }
            yield Page(address, "funds.html", view)
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
        for address, chosen, pager in rows.paged(url, own["rows"], continued):
            first = pager["number"] == 1
            view = {
                "allotment": whole if first else {name: own[name] for name in ("date", "fund")},
                "used": used if first else {},
                "rows": chosen,
                "pager": pager,
                "addresses": self._addresses(own) if first else {},
                **where,
            }
            yield Page(address, "allocation.html", view, own["file"])

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
            own = self.row_of if kind == kept.MANY else views[kind]
            return elsewhere.get(key) or disclosures.title(kind, own[ident])

        named = {each["id"]: disclosures.keys(each) for each in notices}
        late = self.disclosed["late"]
        every = {*chain.from_iterable(named.values()), *(each["key"] for each in missing)}
        return {
            "named": named,
            "titles": {key: title(key) for key in sorted(every)},
            "urls": {key: _url(key) for key in sorted(every)},
            "late": {each["id"]: [*each["late"], *late.get(each["id"], ())] for each in notices},
        }

    def _addresses(self, own: View) -> dict[str, Address]:
        return {target: self.addresses[target] for target in targets_of(own["body"])}


def mark_of_unit(view: View) -> bytes:
    """Return the digest of the view of a unit's page; most of it is of rows, which have their own.

    Names of places, which stand beside the late projects, are no part of theirs.
    """
    late = view["late"]
    told = {name: b"".join(map(rows.marks, view[name])) for name in ("sheet", "projects", "late")}
    return mark_of({**view, **told}, [(row["unit"], row["place"]) for row in late])


def _url(key: str) -> str:
    """Return the address of a record by its key, `projects/…`."""
    kind, _, ident = key.partition("/")
    return OF_KIND[kind](ident)


def _begun(notice: View) -> tuple[str, natural.Key]:
    return (notice["first"], natural.key(notice["id"]))


def _latest(found: tuple[str, View]) -> tuple[str, natural.Key]:
    return (found[1]["date"], natural.key(found[0]))
