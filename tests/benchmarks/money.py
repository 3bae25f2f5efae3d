"""The allotments of the corpus: what of each was passed on, assigned to projects, paid, is left."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks import records
from tests.benchmarks.records import View

if TYPE_CHECKING:
    from tests.benchmarks.prefecture import Prefecture

SUMS = ("amount", "passed", "assigned", "paid", "left")
_NAMES = ("date", "document", "fund", "level", "purpose")


def read(content: Path, projects: Mapping[str, View], rules: View, as_of: date) -> dict[str, View]:
    """Return every allotment by its id, with what it went to: `to` has ids, `projects` sums too."""
    given = {ident: data for ident, data, _ in records.every(content, "allocations")}
    onward: dict[str, list[str]] = defaultdict(list)
    for ident in sorted(given, key=lambda each: (given[each]["date"], each), reverse=True):
        onward[given[ident].get("from_allocation", "")].append(ident)
    taken: dict[str, dict[str, View]] = defaultdict(dict)
    for name, project in projects.items():
        for entries, field in ((project["sources"], "assigned"), (project["payments"], "paid")):
            for each in entries:
                if each["allocation"]:
                    none = {"id": name, "assigned": 0, "paid": 0}
                    row = taken[each["allocation"]].setdefault(name, none)
                    row[field] += each["amount"]
    found = {}
    for ident, data in given.items():
        to, used = onward[ident], [*taken[ident].values()]
        amount, passed = records.fen(data["amount"]), [records.fen(given[i]["amount"]) for i in to]
        assigned = sum(each["assigned"] for each in used)
        left = amount - sum(passed) - assigned
        day = date.fromisoformat(data["date"])
        due = day + timedelta(days=int(rules["idle_money"]["days"]))
        late = any(given[each]["date"] > str(due) for each in to)
        found[ident] = {
            "id": ident,
            "unit": ident.rpartition("/")[0],
            **{name: data.get(name, "") for name in _NAMES},
            "from": data.get("from_allocation", ""),
            "amount": amount,
            "passed": sum(passed),
            "assigned": assigned,
            "paid": sum(each["paid"] for each in used),
            "left": left,
            "state": _state(amount, left, over=due < as_of, late=late, on=bool(to and not used)),
            "due": str(due),
            "days": (as_of - day).days,
            "to": to,
            "projects": used,
            "body": "",
        }
    return found


def _state(amount: int, left: int, *, over: bool, late: bool, on: bool) -> str:
    if left:
        return "idle" if over else "open" if left == amount else "partly"
    return "late" if late else "passed" if on else "assigned"


def counted(found: "Prefecture") -> Iterator[tuple[str, Counter[str]]]:
    """Yield what allotments add to the figures of their units, and of those above them.

    What is passed on within a place is counted once.
    """
    for each in found.command["allocations"].values():
        state, purpose = each["state"], f"purpose:{each['purpose']}"
        own = Counter(
            {
                "allocations": 1,
                f"allocations:{state}": 1,
                "funds:in": each["amount"],
                purpose: each["amount"],
                "funds:assigned": each["assigned"],
                "funds:paid": each["paid"],
                "funds:left": each["left"],
                "funds:idle": each["left"] if state == "idle" else 0,
            }
        )
        if state not in ("open", "partly"):
            own[f"{'missed' if state in ('idle', 'late') else 'kept'}:money"] = 1
        yield each["unit"], own
        if each["from"]:
            less = Counter({"funds:in": -each["amount"], purpose: -each["amount"]})
            yield each["from"].rpartition("/")[0], less
    for project in found.projects.values():
        traced = sum(each["amount"] for each in project["sources"] if each["allocation"])
        yield project["unit"], Counter({"traced": traced})
