"""What pages show of figures and rows, worked out: templates ask for it, and reckon nothing.

Each of these is a filter of its name; what it gives is whole numbers, shares of a width in percent,
or the rows that it was given.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import TypeAlias

from generator.base.messages import CHINESE, TRADITIONAL
from generator.model import schedule, spending
from generator.model.kinds.kind import View
from generator.model.kinds.registry import COMMAND, DUTIES
from generator.model.urls import directory_url, funds_url, unit_url
from generator.parse.field_types import parse_date
from generator.parse.phones import EXTENSION
from generator.records.duties import RULES, STATES
from generator.records.totals import Figures, late_projects

WHOLES: Mapping[str, Iterable[str]] = {"stage": schedule.STAGES, "source": spending.FUND_LEVELS}
"""Figures that are shares of a whole: what stands before their colon, and the codes behind it."""
SECTIONS = ("teams", *(kind for kind in COMMAND if kind != "teams"))
"""The kinds of records that pages of duties have sections for: whom to ask comes first."""
OF_RECORD = {duty.rule: duty.of_record for _, duty in DUTIES}
"""How it is told of a record of which year it is, and what became of the rule."""
BELOW = "below"
"""The id of the places right below, on a page of duties."""
SHOWN_IN = {duty.rule: duty.section or kind for kind, duty in DUTIES}
"""The section that shows what became of each rule."""
NOTICES = 10
"""Notices with a fault that the calendar shows of each fault."""
SQUARES = 60
"""Periods that are drawn in the row of a place."""
WEIGHS = ("missed", "unknown")
"""States of a year that weigh more than that something was kept."""
SIDE = 12
"""How wide one period is drawn, in pixels."""
NAMED_ALONE = ("nation", "province", "prefecture", "county")
"""The levels whose names are known without that of the place above."""
Step: TypeAlias = tuple[str, str, View]
"""A page on the way to another: its address, its name, "" for that of its place, and the place."""


def days_late(project: View, as_of: str) -> View:
    """Return by how many `days` a project is or was late, and since when it was `due`, in ISO form.

    Of what is late now the days are known where the data is of a fixed day, `as_of`; else None. Of
    a month or a year it is late from its last day on; `least` says that it was finished in some
    month or year, of which the first day counts.
    """
    state = project["timeliness"]
    due = project["plan"]["start" if state == "not_started" else "finish"]
    if state not in (*schedule.LATE, "finished_late"):
        return {"days": None, "due": "", "least": False}
    last = parse_date(due).last
    if state == "finished_late":
        done = parse_date(project["actual"]["finish"])
        return {"days": (done.first - last).days, "due": "", "least": done.first != done.last}
    days = (date.fromisoformat(as_of) - last).days if as_of else None
    return {"days": days, "due": last.isoformat(), "least": False}


def late_of_party(sums: Mapping[str, int]) -> int:
    """Count the projects of a party that are past their planned finish or start."""
    return sum(sums[state] for state in schedule.LATE)


def payees(payments: Iterable[View]) -> list[str]:
    """Return to whom payments were made, as far as that is said."""
    return [each["payee"] for each in payments if each["payee"]]


def shares(figures: Figures, of: str) -> list[View]:
    """Return the shares of a whole, `of` "stage" or "source", as a bar is drawn of them.

    Each has its `code`, its `number` (projects, or fen), where it begins (`x`) and its `width`,
    both in percent; what is nothing is left out. Planned money of which no source is stated stands
    last, with "" for its code, where others have theirs.
    """
    found = [(code, figures[f"{of}:{code}"]) for code in WHOLES[of] if f"{of}:{code}" in figures]
    whole = sum(number for _, number in found)
    rest = figures.get("planned", 0) - whole if found and of == "source" else 0
    if rest > 0:
        found.append(("", rest))
        whole += rest
    drawn: list[View] = []
    at: float = 0
    for code, number in found:
        part = number * 100 / whole if whole else 0
        drawn.append({"code": code, "number": number, "x": round(at, 2), "width": round(part, 2)})
        at += part
    return drawn


def came_back(of: View | Figures) -> View | None:
    """Return what was paid `out` and what of it came `back`, in fen; None where nothing did.

    `of` is a project or figures. `exact` tells that an amount in 10,000 yuan would not say all.
    """
    back = of.get("returned")
    if not back:
        return None
    return {"out": (of["paid"] or 0) + back, "back": back, "exact": bool(back % 10_000)}


def untraced(figures: Figures) -> int:
    """Return the planned money, in fen, that does not say which allotment it comes from."""
    return max(0, figures.get("planned", 0) - figures.get("traced", 0))


def duties(figures: Figures) -> View:
    """Return how often what was promised was `kept`, `missed`, and is `unknown`.

    The same stands for each of the `rules` of which anything is said, under its code, `rule`, and
    of each of its `years` that it can be told of, with the `state` that weighs most.
    """
    years: dict[str, dict[str, View]] = {}
    for name, number in figures.items():
        state, _, rest = name.partition(":")
        rule, _, year = rest.partition(":")
        if year and state in STATES and rule in RULES:
            empty = {"year": year, **dict.fromkeys(STATES, 0)}
            years.setdefault(rule, {}).setdefault(year, empty)[state] = number
    of_rules: list[View] = [
        {
            "rule": rule,
            **{state: figures.get(f"{state}:{rule}", 0) for state in STATES},
            "years": [
                {
                    **each,
                    "all": sum(each[state] for state in STATES),
                    "state": next((state for state in WEIGHS if each[state]), "kept"),
                }
                for _, each in sorted(years.get(rule, {}).items())
            ],
        }
        for rule in RULES
        if any(f"{state}:{rule}" in figures for state in STATES)
    ]
    sums = {state: sum(each[state] for each in of_rules) for state in STATES}
    return {**sums, "rules": of_rules}


def sections(view: View) -> list[str]:
    """Return the kinds of records that a page of duties has a section for, in their order.

    `view` has its `records` and `duties` by kind, `figures` and `staffing`: places below may have
    records where the place itself has none.
    """
    figures = view["figures"]
    below = {"exits": "exits" in figures, "teams": bool(view["staffing"]) or "teams" in figures}
    return [
        kind
        for kind in SECTIONS
        if view["records"].get(kind) or view["duties"].get(kind) or below.get(kind)
    ]


def rules(view: View) -> list[View]:
    """Return the rules that a page of duties says something of, as `duties` does.

    Each has the `section` of that page which shows the records behind it, or the `url` of another
    page, "" where there is none; `missed_at` has the id of what shows where it was missed. Each
    year has the `anchor` of its records on that page, or their `url`. `view` is as above, with its
    `sections` and the place whose money it shows, `funds`.
    """
    found: list[View] = []
    for each in duties(view["figures"])["rules"]:
        rule = each["rule"]
        section = SHOWN_IN[rule]
        there = section in view["sections"] and (section != "exits" or view["records"].get(section))
        shown, url = (section, "") if there else ("", _elsewhere(rule, view))
        missed_at = BELOW if _below(f"missed:{rule}", view) else shown
        years_ = []
        for year in each["years"]:
            name = f"{rule}:{year['year']}"
            below = any(_below(f"{state}:{name}", view) for state in STATES)
            anchor = BELOW if below else _of_year(rule, year["year"], shown, view)
            to = {"anchor": "", "url": anchor} if "#" in anchor else {"anchor": anchor, "url": url}
            years_.append({**year, **to})
        of_rule = {"section": shown, "url": url, "missed_at": missed_at, "years": years_}
        found.append({**each, **of_rule})
    return found


def _below(figure: str, view: View) -> bool:
    """Tell whether the places right below have a figure, with all that lies beneath them."""
    return any(each["figures"].get(figure) for each in view["children"])


def _of_year(rule: str, year: str, section: str, view: View) -> str:
    """Return the id of what shows on a page of duties how a rule was kept in a year.

    That is the first record that broke it, else the first; else the years above the records. Where
    these have a page of their own, it is the address there.
    """
    failed: Sequence[View] = view["duties"].get(section, ())
    of_record = OF_RECORD[rule]
    own = view["records"].get(section, ())
    if of_record is not None:
        told = [(each, state) for each in own for y, state in (of_record(each),) if y == year]
        told.sort(key=lambda each: each[1] != "missed")
        if told:
            return f"{section}-{_name(told[0][0])}"
        earlier = (each for each in view["earlier"].get(section, ()) if each["date"][:4] == year)
        return next((f"{each['url']}#{section}-{_name(each)}" for each in earlier), section)
    if any(year in (each.get("year"), str(each.get("period"))[:4]) for each in failed):
        return f"{section}-of-{year}"
    dated = (each for each in own if each.get("first", "")[:4] == year)
    return next((f"{section}-{_name(each)}" for each in dated), section)


def _name(record: View) -> str:
    """Return the last part of the id of a record."""
    return str(record["id"]).rpartition("/")[2]


def _elsewhere(rule: str, view: View) -> str:
    """Return another page than that of duties that shows what is behind a rule, "" for none."""
    ident, level = view["unit"]["id"], view["unit"]["level"]
    if rule == "money" and view["funds"]:
        return funds_url(view["funds"])
    if rule == "supervisors":
        return directory_url(ident)
    if rule == "entries":
        return "lists/entries/index.html"
    return unit_url(ident) if rule == "reporting" and level == "village" else ""


def silent_villages(figures: Figures) -> int:
    """Count the villages of which nothing is stated about supervisors or liaisons."""
    return max(0, figures.get("units:village", 0) - figures.get("villages_with_contacts", 0))


def years(figures: Figures) -> list[View]:
    """Return each `year` that has projects, the latest first, with their `number`."""
    found = ((name.partition(":")[2], n) for name, n in figures.items() if name.startswith("year:"))
    return [{"year": year, "number": n} for year, n in sorted(found, reverse=True)]


def having(rows: Iterable[View], figure: str) -> list[View]:
    """Return the places whose figures have the one of this name."""
    return [row for row in rows if figure in row["figures"]]


def lacking(rows: Iterable[View], figure: str) -> list[View]:
    """Return the places whose figures do not have the one of this name."""
    return [row for row in rows if figure not in row["figures"]]


def held(periods: Sequence[View]) -> View:
    """Return how often a place met: `kept` periods of `all` that are over."""
    over = [each for each in periods if each["state"] != "open"]
    return {"kept": sum(each["state"] == "kept" for each in over), "all": len(over)}


def of_years(periods: Sequence[View]) -> list[View]:
    """Return the `periods` of each `year`, the latest year first."""
    grouped = groupby(periods, lambda each: str(each["period"])[:4])
    return [{"year": year, "periods": [*own]} for year, own in grouped][::-1]


def squares(periods: Sequence[View]) -> View:
    """Return the latest periods as squares in a row: each with its `state` and `x`, in pixels.

    The row is `width` pixels wide and `height` high.
    """
    shown = periods[-SQUARES:]
    return {
        "squares": [{"state": each["state"], "x": n * SIDE + 1} for n, each in enumerate(shown)],
        "width": len(shown) * SIDE,
        "height": SIDE,
    }


def faulty(rows: Iterable[View], fault: str) -> list[View]:
    """Return the first notices that have a fault, a code of `disclosures`."""
    return [row for row in rows if fault in row["faults"]][:NOTICES]


def titled(place: View, crumbs: Sequence[View]) -> str:
    """Return how a place is called where it stands alone: a town or village after its county."""
    if place["level"] in NAMED_ALONE or not crumbs:
        return str(place["short_name"])
    return f"{crumbs[-1]['short_name']} {place['short_name']}"


def office(unit: View, crumbs: Sequence[View]) -> View:
    """Return the place whose office is called: the unit, else the nearest above with a phone."""
    return next((each for each in (unit, *reversed(crumbs)) if each["phone"]), unit)


def steps(places: Sequence[View], folder: str, first: str = "") -> list[Step]:
    """Return the way through the pages that places have in a folder; `first` names the first.

    The others are called as places are in the language of the page.
    """
    return [
        (f"{folder}/{each['id']}.html", "" if n else first, each) for n, each in enumerate(places)
    ]


def stated(pairs: Iterable[tuple[str, object]]) -> list[tuple[str, object]]:
    """Return the pairs of a term and a value that have a value."""
    return [pair for pair in pairs if pair[1]]


@lru_cache(maxsize=10_000)
def dial(phone: str) -> View:
    """Return the `number` that is called, "" where it is masked, and the `extension` to ask for."""
    number, _, extension = phone.partition(EXTENSION)
    return {"number": "" if "*" in phone else number, "extension": extension}


def read_in(rows: Iterable[View], language: str) -> list[View]:
    """Return each text once: in this language where it has been translated, else as written."""
    found: dict[str, View] = {}
    for row in rows:
        if row["language"] == language or (not row["language"] and row["id"] not in found):
            found[row["id"]] = row
    return [*found.values()]


def reading(texts: Mapping[str, View], language: str, own: str) -> View:
    """Return what a reader of `language` gets of a text that is written in `own`.

    That is its `text`, the `language` it is in, whether it is `translated`, and whether it is
    `settled`: written by someone in the very characters of this language.
    """
    turned = language == TRADITIONAL and language not in texts
    reads = CHINESE if turned else language
    translated = reads in texts or reads == own
    return {
        "text": texts.get(reads, texts[""]),
        "language": language if translated else own,
        "translated": translated,
        "settled": language == TRADITIONAL and language in texts,
    }


FILTERS = {
    each.__name__: each
    for each in (
        *(
            late_projects,
            days_late,
            late_of_party,
            payees,
            shares,
            came_back,
            untraced,
            duties,
            silent_villages,
            years,
        ),
        *(
            having,
            lacking,
            held,
            of_years,
            squares,
            faulty,
            titled,
            office,
            steps,
            stated,
            dial,
            read_in,
        ),
        reading,
    )
}
"""All of them, by their names."""
