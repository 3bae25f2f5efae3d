"""The pages of the command system that every peer makes: duties, money, lists; and its records.

A record has a file of its own; a page that is of no one record needs none: a peer makes it from
what its unit's file says, and from the records of the unit.
"""

from collections.abc import Iterator

from tests.benchmarks import duties
from tests.benchmarks.page import Kind, Page, day
from tests.benchmarks.prefecture import Prefecture
from tests.benchmarks.records import View

RECORDS: dict[str, Kind] = {
    "meetings": "meeting",
    "rectifications": "rectification",
    "disclosures": "notice",
    "allocations": "allotment",
}
"""The kind of page that a record of each kind has, or would have: but one stand on others."""
MADE: tuple[Kind, ...] = ("duties", "year of duties", "funds", "overview", "records")
"""The kinds of pages that are of no one record."""


def pages(prefecture: Prefecture) -> Iterator[Page]:
    """Yield every page and every record; a list stands for all its pages."""
    for kind, made in RECORDS.items():
        for ident, each in prefecture.command[kind].items():
            yield record(prefecture, made, ident, each)
    for ident, unit in prefecture.units.items():
        own = duties.of_unit(prefecture, ident)
        short, name = unit["short_name"], prefecture.heading(ident)
        place = {"unit": ident, "weight": prefecture.order[ident]}
        view = {
            **place,
            "title": f"{short}：该做的做到没有",
            "heading": f"{name}：该做的做到没有",
            "lead": f"{name}：该做的哪些做到了，哪些没做到，哪些没填，都附记录。",
        }
        yield Page("duties", ident, f"compliance/{ident}.html", view)
        for year in own["years"]:
            words = f"{year}年的会议、限期整改和公示"
            lead = f"{name}：{words}"
            view = {**place, "title": f"{short}：{words}", "heading": lead, "lead": lead}
            url = f"compliance/{ident}--{year}.html"
            yield Page("year of duties", f"{ident}--{year}", url, {**view, "year": year})
        if own["funds"] == ident:
            view = {
                **place,
                "title": f"{short}的资金",
                "heading": f"{name}的资金",
                "lead": f"{name}：拨来多少钱，从哪里来，用到哪些项目，还有多少没用。",
            }
            yield Page("funds", ident, f"funds/{ident}.html", view)
    yield from _lists(prefecture)


def record(prefecture: Prefecture, kind: Kind, ident: str, own: View) -> Page:
    """Return a record of the command system; only an allotment has a page, with a record's name."""
    view = {name: value for name, value in own.items() if name != "body"}
    url = ""
    if kind == "allotment":
        name = prefecture.heading(own["unit"])
        named = f"{day(own['date'])} {own['fund']}"
        words = "这笔钱从哪里来，用到了哪些项目，还有多少没有安排。"
        view |= {
            "title": named,
            "heading": f"{name} {named}",
            "lead": f"{name}，{named}：{words}",
            "record": f"content/allocations/{ident}.yaml",
        }
        url = f"allocations/{ident}.html"
    return Page(kind, ident, url, view, own["body"])


def _lists(prefecture: Prefecture) -> Iterator[Page]:
    labels = prefecture.site["labels"]
    for kind, states in prefecture.site["states"].items():
        title = labels["kind"][kind]
        view = {"title": title, "lead": f"{title}，按地方排列，新的在前。", "of": kind}
        shown = duties.SHOWN.get(kind, ())
        yield Page("overview", kind, f"lists/{kind}/index.html", {**view, "shown": [*shown]})
        for state in ("", *states):
            name = f"{title}：{labels[kind][state]}" if state else title
            lead = f"{name}，按地方排列，新的在前。"
            view = {"title": name, "lead": lead, "of": kind, "state": state}
            yield Page("records", f"{kind}/{file_of(state)}", records_url(kind, state), view)


def file_of(state: str) -> str:
    """Return how a state is called in an address, "" for any."""
    return state.replace("_", "-") or "all"


def records_url(kind: str, state: str) -> str:
    """Return the address of the first page of a list of records."""
    return f"lists/{kind}/{file_of(state)}/"
