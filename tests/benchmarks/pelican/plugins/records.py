"""Reads records of YAML and Markdown, finds what pages show of each other, and pages the lists."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml
from markdown import Markdown
from pelican import signals
from pelican.generators import Generator
from pelican.readers import BaseReader

ROWS = 100


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
        own = {"title": view["title"], "url": url, "save_as": url, "template": view["kind"]}
        html = self.markdown.reset().convert(body) if body.strip() else ""
        return html, {**own, "status": "published", "view": view}


class Lists(Generator):  # type: ignore[misc]
    """The lists of projects by county and year, `ROWS` rows a page."""

    def generate_output(self, writer: Any) -> None:
        """Write every page of every list."""
        template = self.get_template("list")
        for (unit, year), rows in self.context["lists"].items():
            last = -(-len(rows) // ROWS)
            whole = {
                "unit": unit,
                "year": year,
                "total": len(rows),
                "planned": sum(row["planned"] for row in rows),
                "last": last,
            }
            for number in range(1, last + 1):
                shown = rows[(number - 1) * ROWS : number * ROWS]
                list_ = {**whole, "number": number, "rows": shown}
                url = list_url(unit, year, number)
                writer.write_file(f"{url}index.html", template, self.context, list=list_, url=url)


def list_url(unit: str, year: int, number: int) -> str:
    """Return the address of a page of a list."""
    url = f"lists/projects/place/{unit}/{year}/"
    return url if number == 1 else f"{url}page/{number}/"


def join(generators: list[Any]) -> None:
    """Put what pages show of other records into the context of all."""
    context = generators[0].context
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    pages = [page.view for page in context["pages"]]
    for view in sorted((each for each in pages if "weight" in each), key=lambda v: v["weight"]):
        if "id" in view:
            found[view["kind"]][view["id"]] = view
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
        list_url=list_url,
    )


def add_reader(readers: Any) -> None:
    """Take the place of Pelican's own reader of Markdown."""
    readers.reader_classes["md"] = Reader


def lists(_: Any) -> type[Lists]:
    """Have the lists made too."""
    return Lists


def register() -> None:
    """Connect all this."""
    signals.readers_init.connect(add_reader)
    signals.all_generators_finalized.connect(join)
    signals.get_generators.connect(lists)
