"""Reads records of YAML and Markdown, finds what pages show of each other, and pages the lists.

A record without an address has no page: it stands on pages that are of no one record.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from markdown import Markdown
from pelican import signals
from pelican.generators import Generator
from pelican.readers import BaseReader

Url: TypeAlias = Callable[[int], str]
"""The address of a page of a list by its number."""
ROWS = 100
WHOLE = 24
"""How many records of a kind stand on a page of duties in full."""
KINDS = {
    "meeting": "meetings",
    "rectification": "rectifications",
    "notice": "disclosures",
    "allotment": "allocations",
}


class Reader(BaseReader):  # type: ignore[misc] # Pelican has no types
    """A file of YAML front matter and Markdown; the mapping becomes the page's `view`."""

    enabled = True
    file_extensions = ("md",)

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.markdown = Markdown(
            extensions=["tables", "sane_lists", "fenced_code", "toc"], output_format="html"
        )

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return the HTML of the text, and what Pelican and the templates are to know."""
        _, front, body = Path(source_path).read_text("utf-8").split("---\n", 2)
        view = yaml.load(front, Loader=yaml.CSafeLoader)
        url = view["url"]
        template = view["kind"] if url else "record"
        title = view.get("title", "")
        own = {"title": title, "url": url, "save_as": url, "template": template}
        html = self.markdown.reset().convert(body) if body.strip() else ""
        return html, {**own, "status": "published", "view": view}


class Made(Generator):  # type: ignore[misc]
    """Pages of no one record: lists, `ROWS` rows a page; duties and money of each unit."""

    def generate_output(self, writer: Any) -> None:
        """Write all of them."""
        self.writer, words = writer, self.settings["WORDS"]
        for (unit, year), rows in self.context["lists"].items():
            own = {"unit": unit, "year": year, "planned": sum(row["planned"] for row in rows)}
            self.paged("list", own, rows, partial(list_url, unit, year))
        for ident, unit in self.context["units"].items():
            own = unit["duties"]
            self.made("duties", f"compliance/{ident}.html", unit=unit)
            for year in own["years"]:
                self.made(
                    "year-of-duties", f"compliance/{ident}--{year}.html", unit=unit, year=year
                )
            if own["funds"] == ident:
                self.made("funds", f"funds/{ident}.html", unit=unit)
        for kind in words["kinds"]:
            every = [page.view for page in self.context["records"][kind]]
            self.made("overview", f"lists/{kind}/index.html", kind=kind, rows=every)
            for state in ("", *words["states"][kind]):
                rows = [row for row in every if row["state"] == state] if state else every
                own = {"kind": kind, "state": state}
                self.paged("records", own, rows, partial(records_url, kind, state))

    def paged(self, name: str, own: dict[str, Any], rows: list[Any], url: Url) -> None:
        """Write every page of a list."""
        last = max(1, -(-len(rows) // ROWS))
        whole = {**own, "total": len(rows), "last": last, "url": url}
        for number in range(1, last + 1):
            list_ = {**whole, "number": number, "rows": rows[(number - 1) * ROWS : number * ROWS]}
            self.made(name, f"{url(number)}index.html", list=list_, url=url(number))

    def made(self, name: str, path: str, **view: Any) -> None:
        """Write one page."""
        view = {"url": path, **view, "WHOLE": WHOLE}
        self.writer.write_file(path, self.get_template(name), self.context, **view)


def list_url(unit: str, year: int, number: int) -> str:
    """Return the address of a page of a list."""
    url = f"lists/projects/place/{unit}/{year}/"
    return url if number == 1 else f"{url}page/{number}/"


def records_url(kind: str, state: str, number: int) -> str:
    """Return the address of a page of a list of records."""
    url = f"lists/{kind}/{state.replace('_', '-') or 'all'}/"
    return url if number == 1 else f"{url}page/{number}/"


def duty_sums(figures: dict[str, int]) -> dict[str, int]:
    """Return how often anything was kept, missed and not stated."""
    found = {"kept": 0, "missed": 0, "unknown": 0}
    for name, number in figures.items():
        state = name.partition(":")[0]
        if state in found:
            found[state] += number
    return found


def join(generators: list[Any]) -> None:
    """Put what pages show of other records into the context of all."""
    context = generators[0].context
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    records: dict[str, list[Any]] = defaultdict(list)
    of_place: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    pages = [page for page in context["pages"] if "weight" in page.view]
    for page in sorted(pages, key=lambda page: page.view["weight"]):
        view = page.view
        if "id" in view:
            found[view["kind"]][view["id"]] = view
        if view["kind"] in KINDS:
            records[KINDS[view["kind"]]].append(page)
            of_place[view["unit"]][KINDS[view["kind"]]].append(page)
    units = found["unit"]
    root = generators[0].settings["WORDS"]["root"]
    children, by_unit, paged = defaultdict(list), defaultdict(list), defaultdict(list)
    lines = {}
    for ident, unit in units.items():
        steps = ident.split("/")
        line = [root] if ident != root else []
        line += ["/".join(steps[: n + 1]) for n in range(len(steps))]
        lines[ident] = [units[each] for each in line]
        if ident != root:
            children[line[-2]].append(unit)
    for project in found["project"].values():
        by_unit[project["unit"]].append(project)
        paged[project["unit"].split("/")[0], project["year"]].append(project)
    context.update(
        units=units,
        projects=found["project"],
        commendations=list(found["commendation"].values()),
        lines=lines,
        children=children,
        by_unit=by_unit,
        lists=paged,
        records=records,
        of_place=of_place,
        notices=found["notice"],
        allotments=found["allotment"],
        duty_sums={ident: duty_sums(unit["figures"]) for ident, unit in units.items()},
        records_url=records_url,
    )


def add_reader(readers: Any) -> None:
    """Take the place of Pelican's own reader of Markdown."""
    readers.reader_classes["md"] = Reader


def made(_: Any) -> type[Made]:
    """Have the pages of no one record made too."""
    return Made


def register() -> None:
    """Connect all this."""
    signals.readers_init.connect(add_reader)
    signals.all_generators_finalized.connect(join)
    signals.get_generators.connect(made)
