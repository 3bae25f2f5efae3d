"""The command system of the corpus, held against what is promised: kept, missed or not stated.

It is read and counted here from scratch, with the numbers of the rules in `config.yaml`, so that
pages of any side can be held against it. The corpus has meetings, rectifications and notices (and
the allotments of `money`); of exits, teams, assessments and libraries it has none.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from generator.base.workdays import last_in_time
from tests.benchmarks import records
from tests.benchmarks.records import View

if TYPE_CHECKING:
    from tests.benchmarks.prefecture import Prefecture

MANY = ("meetings", "rectifications", "disclosures")
WHOLE = 24
"""How many of each of `MANY` stand on its page of duties; the earlier have pages by year."""
SHOWN = {"rectifications": ("overdue",), "allocations": ("idle",), "meetings": ("overdue",)}
"""The states whose records stand on the way into the lists of a kind."""


def read(content: Path, as_of: date) -> Iterator[tuple[str, dict[str, View]]]:
    """Yield each kind of `MANY` with its records by id, each in the state of a day."""
    makers = {"meetings": _meeting, "rectifications": _rectification, "disclosures": _notice}
    for kind, make in makers.items():
        found = {}
        for ident, data, body in records.every(content, kind):
            own = {"id": ident, "unit": ident.rpartition("/")[0]}
            found[ident] = {**own, **make(data, str(as_of)), "body": body}
        yield kind, found


def _meeting(data: View, as_of: str) -> View:
    decisions = [
        {
            **{name: each.get(name, "") for name in ("what", "owner", "due", "done")},
            "state": ("late" if each["done"] > each["due"] else "done")
            if "done" in each
            else ("overdue" if each["due"] < as_of else "open"),
        }
        for each in data.get("decisions", ())
    ]
    states = {each["state"] for each in decisions}
    worst = next((state for state in ("overdue", "open") if state in states), "done")
    return {
        **{name: data.get(name, "") for name in ("date", "title", "chair")},
        "present": int(data["present"]),
        "reports": list(data.get("reports", ())),
        "decisions": decisions,
        "state": worst if decisions else "none",
    }


def _rectification(data: View, as_of: str) -> View:
    closed, deadline = data.get("closed"), data["deadline"]
    if closed:
        state = "closed_late" if closed["date"] > deadline else "closed"
    else:
        state = "overdue" if deadline < as_of else "open"
    names = ("date", "found", "by", "document", "responsible", "deadline")
    return {
        **{name: data.get(name, "") for name in names},
        "done": list(data.get("done", ())),
        "closed": closed,
        "state": state,
    }


def _notice(data: View, as_of: str) -> View:
    first, last = data["first"], data["last"]
    return {
        "date": first,
        **{name: data[name] for name in ("stage", "title", "first", "last", "phone")},
        "year": int(data["year"]),
        "projects": data["projects"],
        "places": [{**each, "days": days(each["up"], each["down"])} for each in data["places"]],
        "objections": list(data["objections"]),
        "days": days(first, last),
        "state": "to_come" if first > as_of else "closed" if last < as_of else "open",
    }


def days(first: str, last: str) -> int:
    """Return how many days there are from one to another, both counted."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1


def strips(meetings: Mapping[str, View], as_of: date) -> dict[str, list[View]]:
    """Return the months since the first meeting of each town, each with its first meeting."""
    found: dict[str, list[View]] = {}
    for unit, group in groupby(meetings.values(), itemgetter("unit")):
        held = {each["date"][:7]: each["id"] for each in group}  # the latest come first
        at = date.fromisoformat(f"{min(held)}-01")
        months = found[unit] = []
        while at <= as_of:
            month, at = at.isoformat()[:7], (at + timedelta(days=31)).replace(day=1)
            state = "kept" if month in held else "open" if at > as_of else "missed"
            months.append({"period": month, "state": state, "meeting": held.get(month, "")})
    return found


def of_unit(found: "Prefecture", ident: str) -> View:
    """Return what a unit's page of duties shows that its own records do not say.

    Its months, its least staff (0 where that is not known, and "" for the state of no rule), the
    years of the records that have pages of their own, and the nearest unit with a ledger of money.
    """
    least, state = _staffing(found, ident)
    funds = [each for each in found.line(ident) if found.figures[each]["allocations"]]
    return {
        "strip": found.strips.get(ident, []),
        "least": least,
        "staffing": state,
        "years": sorted({each["date"][:4] for each in earlier(found, ident)}, reverse=True),
        "funds": funds[-1] if funds else "",
    }


def of_kind(found: "Prefecture", ident: str, kind: str) -> list[View]:
    """Return the records of a kind of a unit, the latest first."""
    return found.by_place[kind].get(ident, [])


def earlier(found: "Prefecture", ident: str) -> list[View]:
    """Return the records of a unit that do not stand on its page of duties in full."""
    return [each for kind in MANY for each in of_kind(found, ident, kind)[WHOLE:]]


def sums(found: "Prefecture", ident: str) -> Counter[str]:
    """Return how often anything was kept, missed and not stated of a unit and all below it."""
    found_: Counter[str] = Counter(kept=0, missed=0, unknown=0)
    for name, number in found.figures[ident].items():
        state = name.partition(":")[0]
        if state in found_:
            found_[state] += number
    return found_


def counted(found: "Prefecture", rules: View) -> Iterator[tuple[str, Counter[str]]]:
    """Yield what is to be added to the figures of units, and of those above them."""
    for kind in MANY:
        for each in found.command[kind].values():
            yield each["unit"], Counter({kind: 1, f"{kind}:{each['state']}": 1})
    for ident, unit in found.units.items():
        own = _kept(found, ident, unit, rules)
        yield ident, Counter({name: number for name, number in own.items() if number})
    for ident in found.projects:
        yield found.projects[ident]["unit"], _disclosed(found, ident, rules)


def _kept(found: "Prefecture", ident: str, unit: View, rules: View) -> Counter[str]:
    """Count what was promised of a unit itself."""
    own: Counter[str] = Counter()
    level, strip = unit["level"], found.strips.get(ident, [])
    for each in strip:
        own[f"{each['state']}:meetings"] += 1
    del own["open:meetings"]
    if level in rules["meetings"] and not strip:
        own["unknown:meetings"] = 1
    own["unknown:reports"] = level in rules["half_year_reports"]["levels"]
    own["unknown:library"] = level == "county"
    own["unknown:exits"] = unit["poor"] == "yes" and level != "prefecture"
    state = _staffing(found, ident)[1]
    if state:
        own[f"{state}:staffing"] = 1
    if level == "village":
        own.update(_supervised(found.contacts.get(ident)))
        stated = unit["poor"] == "" and unit["settlement"] != "community"
        own["unknown:first_secretary"] = stated or unit["poor"] == "yes"
    for each in of_kind(found, ident, "rectifications"):
        if each["state"] != "open":
            own[f"{'kept' if each['state'] == 'closed' else 'missed'}:rectifications"] += 1
    return own


def _supervised(contacts: View | None) -> Counter[str]:
    """Count the village and its groups by whether each has someone in post."""
    if contacts is None:
        return Counter({"unknown:supervisors": 1})
    own: Counter[str] = Counter()
    for place in ("", *contacts["groups"]):
        posts = [each for each in contacts["posts"] if each["group"] == place]
        held = any(not each["vacant"] for each in posts)
        own[f"{'unknown' if not posts else 'kept' if held else 'missed'}:supervisors"] += 1
    return own


def _staffing(found: "Prefecture", ident: str) -> tuple[int, str]:
    """Return how many people a unit has at least, and how its staff stands to that."""
    unit = found.units[ident]
    rule = found.rules["staffing"].get(unit["level"])
    if rule is None:
        return 0, ""
    in_poor = int(rule["least"])
    in_other = int(rule.get("not_poor", in_poor))
    poor = found.units[found.line(ident)[:2][-1]]["poor"]
    meant = {"yes": {in_poor}, "no": {in_other}}.get(poor, {in_poor, in_other})
    staff = unit["staff"]
    states = {"unknown" if not staff else "kept" if int(staff) >= n else "missed" for n in meant}
    least = meant.pop() if len(meant) == 1 else 0
    return least, states.pop() if len(states) == 1 else "unknown"


def _disclosed(found: "Prefecture", ident: str, rules: View) -> Counter[str]:
    """Count what came of the stages of disclosure that a project has reached."""
    project, as_of = found.projects[ident], str(found.as_of)
    start, finish = project["actual"]["start"], project["actual"]["finish"]
    stages = {"library": ""}
    if project["stage"] not in ("library", "stopped"):
        stages["year_plan"] = ""
    if start:
        stages["before_start"] = start
    if finish:
        stages["after_completion"] = finish
    own: Counter[str] = Counter()
    notices = [found.command["disclosures"][each] for each in found.named[ident]]
    for stage, day in stages.items():
        rule = rules["disclosures"][stage]
        until = _until(day, int(rule["within"]), rule["within_unit"]) if day else "9999"
        since = "" if stage == "before_start" else day
        up = [each for each in notices if each["stage"] == stage and each["first"] >= since]
        if any(each["days"] >= int(rule["days"]) and each["first"] <= until for each in up):
            own["kept:disclosures"] += 1
        elif up or until < as_of:
            own["missed:disclosures"] += 1
        elif not day:
            own["unknown:disclosures"] += 1
    return own


@cache
def _until(day: str, within: int, unit: str) -> str:
    """Return the last day on which a notice of what was done on a day is in time."""
    return str(last_in_time(date.fromisoformat(day), within, working=unit == "working"))
