"""The corpus read by other means than the generator's, as input for the peers and as a yardstick.

Reading, sums and lists are done here from scratch, so that a page of any side (ours included) can
be held against them. What a peer's templates could only find by looking through all records stands
ready in a unit's view: its figures, and which projects below it are late.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from generator.base.messages import CHINESE, catalogue
from generator.build.code_words import LABELS
from generator.records.list_rows import since
from tests.benchmarks import duties, money, records
from tests.benchmarks.records import View

SHOWN, ROWS = 10, 100
"""Late projects on a unit's page, and news on the first page."""
LATE = ("overdue", "not_started")


@dataclass
class Prefecture:
    """Every record of a corpus by its id; money in fen, dates in ISO form, "" for no text.

    `units` stand in the order of the register, which is that of the tree; `projects` by unit and
    then the latest year first; `commendations` the latest first.
    """

    folder: Path
    as_of: date
    site: View
    units: dict[str, View] = field(default_factory=dict)
    projects: dict[str, View] = field(default_factory=dict)
    contacts: dict[str, View] = field(default_factory=dict)
    commendations: dict[str, View] = field(default_factory=dict)
    pages: dict[str, View] = field(default_factory=dict)
    command: dict[str, dict[str, View]] = field(default_factory=dict)
    """The records of the command system by kind, as lists have them: by unit, the latest first."""
    strips: dict[str, list[View]] = field(default_factory=dict)
    """The periods in which each unit should have met."""
    rules: View = field(default_factory=dict)
    figures: dict[str, Counter[str]] = field(default_factory=dict)

    @cached_property
    def root(self) -> str:
        """The id of the prefecture's own unit."""
        return next(ident for ident, unit in self.units.items() if unit["level"] == "prefecture")

    def line(self, unit: str) -> list[str]:
        """Return the ids from the root down to `unit`."""
        if unit == self.root:
            return [unit]
        steps = unit.split("/")
        return [self.root, *("/".join(steps[: n + 1]) for n in range(len(steps)))]

    def place(self, unit: str) -> str:
        """Return the names from the county down to `unit`."""
        line = self.line(unit)
        return " ".join(self.units[each]["short_name"] for each in line[1:] or line)

    def heading(self, unit: str) -> str:
        """Return the name of a unit, with that above it where it does not stand by itself."""
        name: str = self.units[unit]["short_name"]
        if self.units[unit]["level"] in ("prefecture", "county"):
            return name
        return f"{self.units[self.line(unit)[-2]]['short_name']} {name}"

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each unit among the units, and of each project among the projects."""
        return {
            **{ident: n for n, ident in enumerate(self.units, 1)},
            **{ident: n for n, ident in enumerate(self.projects, 1)},
        }

    @cached_property
    def children(self) -> dict[str, list[str]]:
        """The units right beneath each."""
        found: dict[str, list[str]] = {ident: [] for ident in self.units}
        for ident in self.units:
            if ident != self.root:
                found[self.line(ident)[-2]].append(ident)
        return found

    @cached_property
    def projects_of(self) -> dict[str, list[str]]:
        """The projects of each unit's own."""
        found: dict[str, list[str]] = {ident: [] for ident in self.units}
        for ident, project in self.projects.items():
            found[project["unit"]].append(ident)
        return found

    @cached_property
    def late(self) -> dict[str, list[str]]:
        """The projects at and below each unit that are late longest; of a town all of them."""
        found: dict[str, list[str]] = {ident: [] for ident in self.units}
        late = [each for each, own in self.projects.items() if own["timeliness"] in LATE]
        for ident in sorted(late, key=lambda each: since(self.projects[each])):
            for unit in self.line(self.projects[ident]["unit"]):
                if len(found[unit]) < (ROWS if unit.count("/") == 1 else SHOWN):
                    found[unit].append(ident)
        return found

    @cached_property
    def honours(self) -> dict[str, list[View]]:
        """The honours of each unit, with id and title of their commendation."""
        found: dict[str, list[View]] = {ident: [] for ident in self.units}
        for ident, commendation in self.commendations.items():
            for each in commendation["honorees"]:
                short = {"honour": each["honour"], "name": each["name"]}
                found[each["unit"]].append(
                    {**short, "commendation": ident, "title": commendation["title"]}
                )
        return found

    @cached_property
    def lists(self) -> dict[tuple[str, int], list[str]]:
        """The projects of each county and year."""
        found: dict[tuple[str, int], list[str]] = {}
        for ident, project in self.projects.items():
            county = self.line(project["unit"])[:2][-1]
            found.setdefault((county, project["year"]), []).append(ident)
        return found

    @cached_property
    def latest(self) -> list[str]:
        """The projects with the latest news."""
        known = [i for i, each in self.projects.items() if each["updated"] <= str(self.as_of)]
        return sorted(known, key=lambda i: (self.projects[i]["updated"], i), reverse=True)[:SHOWN]

    def unit_view(self, ident: str) -> View:
        """Return all that a unit's page shows, its projects and its children's rows left out."""
        unit = self.units[ident]
        village = unit["level"] == "village"
        contacts = self.contacts.get(ident)
        return {
            **{name: value for name, value in unit.items() if name != "body"},
            "figures": dict(self.figures[ident]),
            "late": [] if village else self.late[ident],
            "honours": self.honours[ident],
            "contacts": contacts["posts"] if contacts else [],
            "duties": duties.of_unit(self, ident),
        }

    @cached_property
    def by_place(self) -> dict[str, dict[str, list[View]]]:
        """The records of the command system by kind and unit, the latest first."""
        found: dict[str, dict[str, list[View]]] = {kind: {} for kind in self.command}
        for kind, rows in self.command.items():
            for each in rows.values():
                found[kind].setdefault(each["unit"], []).append(each)
        return found

    @cached_property
    def named(self) -> dict[str, list[str]]:
        """The notices that name each project, the first of them first."""
        notices = self.command["disclosures"].values()
        found: dict[str, list[str]] = {ident: [] for ident in self.projects}
        for notice in sorted(notices, key=lambda each: (each["first"], each["id"])):
            for ident in notice["projects"]:
                found[ident].append(notice["id"])
        return found

    def change(self, ident: str, more: int) -> "Change":
        """Add `more` fen to a project's budget and to its last source."""
        project = self.projects[ident]
        source = project["sources"][-1]
        before = (project["planned"], source["amount"])
        project["planned"] += more
        source["amount"] += more
        for unit in self.line(project["unit"]):
            self.figures[unit].update({"planned": more, f"source:{source['level']}": more})
        return Change(ident, before[0], project["planned"], before[1], source["amount"])


@dataclass(frozen=True, slots=True)
class Change:
    """A project's budget and its last source's amount in fen, before and after."""

    project: str
    planned_before: int
    planned: int
    before: int
    amount: int


def read(folder: Path, as_of: date) -> Prefecture:
    """Read the corpus in `folder`, looked at as of a day."""
    content = folder / "content"
    settings = records.mapping((folder / "config.yaml").read_text("utf-8"))
    found = Prefecture(folder, as_of, {})
    units = {ident: records.unit(ident, data) for ident, data, _ in records.every(content, "units")}
    found.units = dict(sorted(units.items(), key=lambda each: (each[1]["code"] or "~", each[0])))
    projects = [records.project(*each, as_of) for each in records.every(content, "projects")]
    order = {ident: n for n, ident in enumerate(found.units)}
    projects.sort(key=lambda each: (order[each["unit"]], -each["year"], each["id"]))
    found.projects = {each["id"]: each for each in projects}
    for ident, data, _ in records.every(content, "supervisors"):
        found.contacts[ident] = records.contacts(data)
    given = [records.commendation(*each) for each in records.every(content, "commendations")]
    given.sort(key=lambda each: (-each["year"], each["id"]))
    found.commendations = {each["id"]: each for each in given}
    for ident, data, body in records.every(content, "pages"):
        found.pages[ident] = {"id": ident, "title": data["title"], "body": body}
    found.site = _site(settings, found)
    _roll_up(found)
    rules = found.rules = settings["rules"]
    found.command = {
        kind: _ordered(found, read) for kind, read in duties.read(content, found.as_of)
    }
    found.command["allocations"] = _ordered(
        found, money.read(content, found.projects, rules, as_of)
    )
    found.strips = duties.strips(found.command["meetings"], as_of)
    for unit, own in (*duties.counted(found, rules), *money.counted(found)):
        _add(found, unit, own)
    return found


def _site(settings: View, found: Prefecture) -> View:
    tr = catalogue(CHINESE).gettext
    return {
        "title": settings["title"][CHINESE],
        "tagline": settings["tagline"][CHINESE],
        "base_url": settings["base_url"],
        "as_of": found.as_of.isoformat(),
        "lines": [each for each in settings["complaints"]["national_lines"] if each],
        "menu": [{"id": each["id"], "title": each["title"]} for each in found.pages.values()],
        "root": found.root,
        "categories": {code: each[CHINESE] for code, each in settings["categories"].items()},
        "labels": {
            kind: {code: tr(label) for code, label in codes.items()}
            for kind, codes in LABELS.items()
        },
        "stages": list(LABELS["stage"]),
        "fund_levels": list(LABELS["fund_level"]),
        "purposes": {code: each[CHINESE] for code, each in settings["purposes"].items()},
        "purpose_codes": list(settings["purposes"]),
        "idle_money": settings["rules"]["idle_money"],
        "rules": list(LABELS["rule"]),
        "kinds": list(LABELS["kind"]),
        "states": {kind: list(LABELS[kind]) for kind in LABELS["kind"]},
    }


def _roll_up(found: Prefecture) -> None:
    """Add each record to the figures of every unit of its line."""
    found.figures = {ident: Counter() for ident in found.units}
    for project in found.projects.values():
        own = Counter(
            {
                "projects": 1,
                "planned": project["planned"],
                "paid": project["paid"],
                f"stage:{project['stage']}": 1,
                f"time:{project['timeliness']}": 1,
                f"year:{project['year']}": 1,
            }
        )
        for each in project["sources"]:
            own[f"source:{each['level']}"] += each["amount"]
        _add(found, project["unit"], own)
    for ident, contacts in found.contacts.items():
        posts = contacts["posts"]
        vacant = sum(each["vacant"] for each in posts)
        _add(found, ident, Counter({"posts": len(posts), "vacant": vacant}))
    for ident, honours in found.honours.items():
        _add(found, ident, Counter({"honours": len(honours)}))


def _add(found: Prefecture, unit: str, own: Counter[str]) -> None:
    for each in found.line(unit):
        found.figures[each].update(own)


def _ordered(found: Prefecture, read: dict[str, View]) -> dict[str, View]:
    """Return records of the command system by unit, the latest of each first; the root's last."""
    order = {**found.order, found.root: len(found.units) + 1}
    rows = sorted(read.values(), key=lambda each: (each["date"], each["id"]), reverse=True)
    rows.sort(key=lambda each: order[each["unit"]])
    return {each["id"]: {**each, "weight": n} for n, each in enumerate(rows, 1)}
