"""Projects of infrastructure as OC4IDS has them (Open Contracting for Infrastructure Data, 0.9).

Which categories are infrastructure, the settings say; all other projects are left out. What is not
known is left out, never empty and never 0. Days are days at midnight in China; what is known to the
month or the year alone is left out, as the standard has no form for it. What was planned stands in
`forecasts`, what happened in `implementationPeriod`: none is taken for the other.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from generator.base.messages import N_
from generator.model.kinds.kind import View
from generator.model.urls import project_url
from generator.pages.download_tables import Words

VERSION = "0.9"
STATUS = {
    "library": "identification",
    "approved": "preparation",
    "under_way": "implementation",
    "completed": "completion",
    "failed": "completion",
    "accepted": "maintenance",
    "stopped": "cancelled",
}
TYPES = {"new": "construction", "continued": "construction", "extension": "expansion"}
SECTORS = {
    "water": ["waterAndWaste"],
    "education": ["education"],
    "health": ["health"],
    "housing": ["socialHousing"],
    "road": ["transport.road"],
    "energy": ["energy"],
}
"""The sectors of categories by their codes; of any other code none is said."""
CURRENCY = "CNY"


def package(url: str, publisher: str, day: str, *, demo: bool) -> View:
    """Return a package but for its `projects`, which stand last in it: see `project`.

    `url` is its address, `day` when something was last reported.
    """
    return {
        **({"demo": True} if demo else {}),
        "uri": url,
        "version": VERSION,
        "publishedDate": f"{first_day(day)}T00:00:00+08:00",
        "publisher": {"name": publisher},
    }


def first_day(date: str) -> str:
    """Return the first day that a date can mean."""
    return f"{date}-01-01"[:10] if len(date) == 4 else f"{date}-01"[:10]


def project(
    record: View, view: View, place: str, base_url: str, language: str, words: Words
) -> View:
    """Return one project: its public record, its view and the names of its place are given.

    Its texts are in the first `language` of the site, whose `words` are those of titles; where
    none was named, readers would take it for English. Of one that moved, the ids it had before
    stand beside that of now, so that files of earlier days can be held against those of today.
    """
    fields = record["fields"]
    get = fields.get
    where = "，".join(filter(None, (place, get("address"))))
    actual = get("actual") or {}
    found = {
        "id": record["id"],
        "updated": _moment(view["updated"]),
        "language": language.partition("-")[0],
        "identifiers": [{"id": each} for each in dict.fromkeys(get("moved") or ())],
        "title": get("title"),
        "description": get("task"),
        "purpose": get("performance_target"),
        "status": STATUS[fields["stage"]],
        "type": TYPES.get(get("nature", "")),
        "sector": SECTORS.get(fields["category"]),
        "locations": [{"id": "place", "description": where}] if where else None,
        "budget": _budget(fields, view),
        "forecasts": _forecasts(get("plan") or {}, words),
        "implementationPeriod": _period(actual.get("start"), actual.get("finish")),
        "parties": _parties(fields),
        "publicAuthority": _named(get("responsible_unit"), "responsible_unit"),
        "metrics": _progress(get("progress") or (), words),
        "completion": _completion(fields),
        "transactions": [*_transactions(fields)] or None,
        "documents": [
            {
                "id": "page",
                "title": get("title"),
                "url": base_url + project_url(record["id"]),
                "format": "text/html",
            }
        ],
    }
    return _known(found)


def _known(found: Mapping[str, Any]) -> View:
    """Return what is known of it."""
    return {name: value for name, value in found.items() if value not in (None, {}, [], "")}


def _moment(date: str | None) -> str | None:
    """Return a day as the standard has it; None where it is not known to the day."""
    return f"{date}T00:00:00+08:00" if date and len(date) == 10 else None


def _period(start: str | None, finish: str | None) -> View | None:
    return _known({"startDate": _moment(start), "endDate": _moment(finish)}) or None


def _money(yuan: str | None) -> View | None:
    return None if yuan is None else {"amount": float(yuan), "currency": CURRENCY}


def _fen(fen: int | None) -> View | None:
    return None if fen is None else {"amount": fen / 100, "currency": CURRENCY}


def _named(name: str | None, ident: str) -> View | None:
    return {"id": ident, "name": name} if name else None


def _budget(fields: View, view: View) -> View | None:
    parts = [
        _known(
            {
                "id": str(n),
                "description": each["fund"],
                "amount": _money(each["amount"]),
            }
        )
        for n, each in enumerate(fields.get("sources") or (), start=1)
    ]
    group = {"id": "sources", "budgetBreakdown": parts} if parts else None
    return (
        _known({"amount": _fen(view["planned"]), "budgetBreakdowns": [group] if group else None})
        or None
    )


def _forecasts(plan: View, words: Words) -> list[View] | None:
    period = _period(plan.get("start"), plan.get("finish"))
    if period is None:
        return None
    title = words(N_("Planned duration"))
    return [{"id": "plan", "title": title, "observations": [{"id": "plan", "period": period}]}]


def _parties(fields: View) -> list[View] | None:
    roles = (
        ("responsible_unit", "publicAuthority"),
        ("implementer", "administrativeEntity"),
        ("contractor", "supplier"),
    )
    return [
        {"id": name, "name": fields[name], "roles": [role]}
        for name, role in roles
        if fields.get(name)
    ] or None


def _progress(log: Iterable[View], words: Words) -> list[View] | None:
    seen = [
        _known(
            {
                "id": str(n),
                "period": _known({"endDate": _moment(each["date"])}),
                "measure": each["percent"],
                "unit": {"name": "%"},
                "notes": each.get("note"),
            }
        )
        for n, each in enumerate(log, start=1)
        if each.get("percent") is not None
    ]
    if not seen:
        return None
    title = words(N_("Physical progress"))
    return [{"id": "physicalProgress", "title": title, "observations": seen}]


def _completion(fields: View) -> View | None:
    actual, accepted = fields.get("actual") or {}, fields.get("acceptance") or {}
    return (
        _known(
            {
                "endDate": _moment(actual.get("finish")),
                "finalValue": _money(fields.get("audited_price") or fields.get("settled_price")),
                "finalScopeDetails": "，".join(
                    filter(None, (accepted.get("note"), fields.get("results")))
                ),
            }
        )
        or None
    )


def _transactions(fields: View) -> Iterable[View]:
    """Yield what was paid, and what came back as amounts below nought."""
    for n, each in enumerate(fields.get("payments") or (), start=1):
        yield _known(
            {
                "id": f"payments-{n}",
                "date": _moment(each["date"]),
                "value": _money(each["amount"]),
                "payee": _named(each.get("payee"), f"payee-{n}"),
            }
        )
    for n, each in enumerate(fields.get("returns") or (), start=1):
        yield _known(
            {
                "id": f"returns-{n}",
                "date": _moment(each["date"]),
                "value": _money(f"-{each['amount']}"),
            }
        )
