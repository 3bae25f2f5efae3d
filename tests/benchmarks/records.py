"""How each kind of record of the corpus is read, by other means than the generator's.

Money is in fen, dates are in ISO form, "" is no text. Those of the command system are read in
`duties` and `money`.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import yaml

View: TypeAlias = dict[str, Any]

PERIODS = ("plan", "actual")
FINISHED = ("completed", "accepted", "failed")
UNIT = (
    *("name", "short_name", "level", "code", "phone", "address", "hours", "staff"),
    *("poor", "settlement"),
)
PRICES = ("bid_price", "settled_price", "audited_price")
TEXTS = (
    *("title", "category", "stage", "performance_target", "nature", "urgency", "address", "task"),
    *("benefit_mechanism", "responsible_unit", "implementer", "contractor", "person_responsible"),
    *("phone", "approval_document", "subsidy_standard", "results", "social_benefit"),
    "economic_benefit",
)


def every(content: Path, kind: str) -> Iterator[tuple[str, View, str]]:
    """Yield id, mapping and body of each record of a kind."""
    folder = content / kind
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        text = path.read_text("utf-8")
        ident = path.relative_to(folder).with_suffix("").as_posix()
        if path.suffix == ".md":
            _, front, body = text.split("---\n", 2)
            yield ident, mapping(front), body.strip()
        else:
            yield ident, mapping(text), ""


def mapping(text: str) -> View:
    """Return a file of YAML, or its front matter, as it is written: all values are text."""
    loaded: View = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 (it makes only text)
    return loaded


def unit(ident: str, data: View) -> View:
    """Return a unit; what depends on others is added in `Prefecture.unit_view`."""
    return {"id": ident, **{name: data.get(name, "") for name in UNIT}}


def project(ident: str, data: View, body: str, as_of: date) -> View:
    """Return a project with its sums, how far it is, and whether it is late as of a day."""
    sources = [
        {
            "fund": each["fund"],
            "level": each["level"],
            "amount": fen(each["amount"]),
            "document": each.get("document", ""),
            "pooled": each["pooled"] == "yes",
            "allocation": each.get("allocation", ""),
        }
        for each in data["sources"]
    ]
    payments = [
        {
            "date": each["date"],
            "amount": fen(each["amount"]),
            "note": each["note"],
            "allocation": each.get("allocation", ""),
        }
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
        "planned": fen(data["budget"]),
        "paid": sum(each["amount"] for each in payments),
        "percent": percent,
        "timeliness": timeliness(data["stage"], plan, actual, str(as_of)),
        **{name: fen(data[name]) if name in data else 0 for name in PRICES},
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


def timeliness(stage: str, plan: View, actual: View, as_of: str) -> str:
    """Return how a project stands to its plan."""
    if stage in FINISHED:
        return "finished_late" if actual["finish"] > plan["finish"] else "on_time"
    if plan["finish"] < as_of:
        return "overdue"
    return "not_started" if not actual["start"] and plan["start"] < as_of else "on_time"


def contacts(data: View) -> View:
    """Return the posts of a village, and the groups that should have one."""
    return {
        "groups": list(data.get("groups", ())),
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
        ],
    }


def commendation(ident: str, data: View, body: str) -> View:
    """Return a commendation with whom it honours."""
    honorees = [{"name": "", **each} for each in data["honorees"]]
    decided = {name: data[name] for name in ("title", "by", "decision")}
    year = int(data["year"])
    return {"id": ident, "year": year, **decided, "honorees": honorees, "body": body}


def fen(text: str) -> int:
    """Return an amount in fen: of yuan, as a bare number is, or of ten thousand yuan."""
    number = Decimal(text.removesuffix("元").removesuffix("万"))
    return int(number * 100 * (10_000 if text.endswith("万元") else 1))
