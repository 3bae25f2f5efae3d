"""The corpus read by other means than the generator's, as input for the peers and as a yardstick.

Reading, sums and lists are done here from scratch, so that a page of any side (ours included) can
be held against them. What a peer's templates could only find by looking through all records stands
ready in a unit's view: its figures, and which projects below it are late.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from generator.messages import CHINESE, catalogue
from generator.templates import LABELS

View: TypeAlias = dict[str, Any]

SHOWN = 10
"""Late projects on a unit's page, and news on the first page."""
PERIODS = ("plan", "actual")
LATE = ("overdue", "not_started")
FINISHED = ("completed", "accepted", "failed")
TEXTS = (
    *("title", "category", "stage", "performance_target", "nature", "urgency", "address", "task"),
    *("benefit_mechanism", "responsible_unit", "implementer", "contractor", "person_responsible"),
    *("phone", "approval_document", "subsidy_standard", "results", "social_benefit"),
    "economic_benefit",
)


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
    figures: dict[str, Counter[str]] = field(default_factory=dict)
    traced: set[str] = field(default_factory=set)
    """The projects whose last source is of an allotment: it may not have more to give."""

    @property
    def free(self) -> list[str]:
        """The projects whose last source may be any amount."""
        return [ident for ident in self.projects if ident not in self.traced]

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
        """The first late projects at and below each unit, in the order of the register."""
        found: dict[str, list[str]] = {ident: [] for ident in self.units}
        for ident, project in self.projects.items():
            if project["timeliness"] in LATE:
                for unit in self.line(project["unit"]):
                    if len(found[unit]) < SHOWN:
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
        }

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
    settings = _yaml((folder / "config.yaml").read_text("utf-8"))
    found = Prefecture(folder, as_of, {})
    units = {ident: _unit(ident, data) for ident, data, _ in _records(content, "units")}
    found.units = dict(sorted(units.items(), key=lambda each: (each[1]["code"] or "~", each[0])))
    records = [*_records(content, "projects")]
    found.traced = {ident for ident, data, _ in records if "allocation" in data["sources"][-1]}
    projects = [_project(*each, as_of) for each in records]
    order = {ident: n for n, ident in enumerate(found.units)}
    projects.sort(key=lambda each: (order[each["unit"]], -each["year"], each["id"]))
    found.projects = {each["id"]: each for each in projects}
    for ident, data, _ in _records(content, "supervisors"):
        found.contacts[ident] = _contacts(data)
    given = [_commendation(*each) for each in _records(content, "commendations")]
    given.sort(key=lambda each: (-each["year"], each["id"]))
    found.commendations = {each["id"]: each for each in given}
    for ident, data, body in _records(content, "pages"):
        found.pages[ident] = {"id": ident, "title": data["title"], "body": body}
    found.site = _site(settings, found)
    _roll_up(found)
    return found


def _records(content: Path, kind: str) -> Iterator[tuple[str, View, str]]:
    """Yield id, mapping and body of each record of a kind."""
    folder = content / kind
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        text = path.read_text("utf-8")
        ident = path.relative_to(folder).with_suffix("").as_posix()
        if path.suffix == ".md":
            _, front, body = text.split("---\n", 2)
            yield ident, _yaml(front), body.strip()
        else:
            yield ident, _yaml(text), ""


def _yaml(text: str) -> View:
    loaded: View = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 (it makes only text)
    return loaded


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
    }


def _unit(ident: str, data: View) -> View:
    names = ("name", "short_name", "level", "code", "phone", "address", "hours", "staff")
    return {"id": ident, **{name: data.get(name, "") for name in names}}


def _project(ident: str, data: View, body: str, as_of: date) -> View:
    sources = [
        {
            "fund": each["fund"],
            "level": each["level"],
            "amount": _fen(each["amount"]),
            "document": each.get("document", ""),
            "pooled": each["pooled"] == "yes",
        }
        for each in data["sources"]
    ]
    payments = [
        {"date": each["date"], "amount": _fen(each["amount"]), "note": each["note"]}
        for each in data.get("payments", ())
    ]
    progress = [{**each, "percent": int(each["percent"])} for each in data.get("progress", ())]
    plan, actual = ({"start": "", "finish": "", **data.get(each, {})} for each in PERIODS)
    done = data["stage"] in FINISHED
    percent = progress[-1]["percent"] if progress else 100 if done else 0
    acceptance = data.get("acceptance")
    dates = [each["date"] for each in (*payments, *progress, *([acceptance] if acceptance else ()))]
    return {
        "id": ident,
        "unit": ident.rpartition("/")[0],
        **{name: data.get(name, "") for name in TEXTS},
        "year": int(data["year"]),
        "planned": _fen(data["budget"]),
        "paid": sum(each["amount"] for each in payments),
        "percent": percent,
        "timeliness": _timeliness(data["stage"], plan, actual, str(as_of)),
        "sources": sources,
        "payments": payments,
        "plan": plan,
        "actual": actual,
        "progress": progress,
        "acceptance": acceptance,
        "beneficiaries": {name: int(number) for name, number in data["beneficiaries"].items()},
        "updated": max([data["year"], *dates, actual["start"], actual["finish"]]),
        "body": body,
    }


def _timeliness(stage: str, plan: View, actual: View, as_of: str) -> str:
    if stage in FINISHED:
        return "finished_late" if actual["finish"] > plan["finish"] else "on_time"
    if plan["finish"] < as_of:
        return "overdue"
    return "not_started" if not actual["start"] and plan["start"] < as_of else "on_time"


def _contacts(data: View) -> View:
    return {
        "posts": [
            {
                "group": each.get("group", ""),
                "role": each["role"],
                "vacant": each.get("vacant") == "yes",
                "person": each.get("person", ""),
                "phone": each.get("phone", ""),
                "since": each.get("since", ""),
            }
            for each in data["posts"]
        ]
    }


def _commendation(ident: str, data: View, body: str) -> View:
    honorees = [{"name": "", **each} for each in data["honorees"]]
    decided = {name: data[name] for name in ("title", "by", "decision")}
    year = int(data["year"])
    return {"id": ident, "year": year, **decided, "honorees": honorees, "body": body}


def _fen(text: str) -> int:
    return int(Decimal(text) * 100)


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
