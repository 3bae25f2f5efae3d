"""The peers: what each is given, its templates, its command."""

import subprocess
from pathlib import Path

from tests.benchmarks import front
from tests.benchmarks.command_views import MADE
from tests.benchmarks.hugo_sides import Hugo, HugoBest, HugoJson, HugoToml
from tests.benchmarks.measure import Command
from tests.benchmarks.page import Page
from tests.benchmarks.sides import Peer, put
from tests.benchmarks.tools import VERSIONS, pip, said


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

    def preview(self, port: int) -> Command:
        words = ["node", str(self.program), "--serve", "--incremental", f"--port={port}"]
        return Command(words, self.folder, {})

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
        eleventy = said(*self.command().words, "--version").strip()
        return f"Eleventy {eleventy} on Node {said('node', '--version').strip()[1:]}"

    def file(self, page: Page) -> tuple[str, str] | None:
        if page.kind in ("list", *MADE):
            return None  # all of a kind are made by one template
        made = {"layout": f"{page.kind}.11ty.js"} if page.url else {}  # others show what has none
        view = {**made, "kind": page.kind, "permalink": page.url or False, **page.view}
        path = f"{page.kind}/{page.ident or 'index'}"
        return f"content/{path}.md", f"---\n{front.yaml_of(view)}---\n\n{page.body}\n"


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
        return f"Pelican {said(self.command().words[0], '--version').strip()}"

    def file(self, page: Page) -> tuple[str, str] | None:
        if page.kind in ("list", *MADE):
            return None  # all of them are made by the plugin
        view = {"kind": page.kind, "url": page.url, **page.view}
        path = f"{page.kind}/{page.ident or 'index'}"
        return f"content/{path}.md", f"---\n{front.yaml_of(view)}---\n\n{page.body}\n"


PEERS: dict[str, type[Peer]] = {
    peer.name.lower(): peer for peer in (Hugo, HugoJson, HugoToml, HugoBest, Eleventy, Pelican)
}
