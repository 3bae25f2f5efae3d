"""Those that are compared: our build, and what all peers have in common.

Every side makes the same pages at the same addresses, but for the pages of a list, which are named
as each is used to. A peer reads one file for each record, as our build does, but for contacts,
which are in that of their village.
"""

import json
import re
import shutil
import sys
from abc import ABC, abstractmethod
from calendar import timegm
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import ClassVar

from generator import __version__
from generator.parse import template_files
from tests.benchmarks.command_views import file_of, records_url
from tests.benchmarks.measure import Command
from tests.benchmarks.page import Page
from tests.benchmarks.prefecture import Change, Prefecture
from tests.benchmarks.records import View
from tests.benchmarks.views import list_url, pages, project_page, site, unit_page

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


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

    def save(self, change: Change) -> None:
        """Write anew the file of a project alone, as someone does who looks at its page."""
        self.change(change)

    def renew(self, later: Prefecture, changed: Iterable[Page]) -> None:
        """Write the input as of a later day, on which the pages `changed` show something else."""
        del changed
        self.prefecture = later

    def segment(self) -> Command | None:
        """Return the command that makes what the last change has touched, where there is one."""
        return None

    def preview(self, port: int) -> Command | None:
        """Return the command that shows the pages while one writes, None where it is not tried."""
        del port
        return None

    def address(self, port: int, url: str) -> str:
        """Return where a preview shows a page."""
        return f"http://127.0.0.1:{port}/{url}"

    @abstractmethod
    def version(self) -> str:
        """Return name and version of what makes the pages."""

    @abstractmethod
    def list_url(self, county: str, year: int, number: int) -> str:
        """Return the address of page `number` of a list of projects."""

    @abstractmethod
    def records_url(self, kind: str, state: str, number: int) -> str:
        """Return the address of page `number` of a list of records; `state` "" is any."""

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

    def leads_on(self, url: str) -> bool:
        """Tell whether this is the page of a folder that leads on, which no other side makes."""
        del url
        return False


class Ours(Side):
    """Our build as a user starts it, on the corpus itself; `jobs` None is its own choice."""

    name = "Mingjing"
    output = "site"
    traces = ("site", ".portal")
    jobs: int | None = None

    def forget(self) -> None:
        """Remove everything, what the environment keeps of shipped templates as well."""
        super().forget()
        template_files.forget_shared()

    def leads_on(self, url: str) -> bool:
        """Tell whether this is the page of a folder that leads on, which no other side makes."""
        return url.endswith("index.html") and 'http-equiv="refresh"' in self.page(url)

    def command(self, *, warm: bool = False) -> Command:
        del warm
        words = [sys.executable, "-m", "generator", "build"]
        words += ["--config", str(self.folder / "config.yaml")]
        words += ["--as-of", self.prefecture.as_of.isoformat()]
        words += ["--jobs", str(self.jobs)] if self.jobs else []
        return Command(words, ROOT, {})

    def preview(self, port: int) -> Command:
        words = [sys.executable, "-m", "generator", "serve", "--port", str(port)]
        day = str(timegm(self.prefecture.as_of.timetuple()))
        given = {"PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": day}
        return Command(words, self.folder, given)

    def convert(self) -> None:
        """Do nothing: the corpus is our input."""

    def change(self, change: Change) -> None:
        path = self.folder / f"content/projects/{change.project}.md"
        text = path.read_text("utf-8")
        text = text.replace(
            f"budget: {_yuan(change.planned_before)}", f"budget: {_yuan(change.planned)}", 1
        )
        # the last source: the one before it may be as much
        source = rf"(sources:\n(?:  - .*\n)*  - .*amount: ){re.escape(_yuan(change.before))}"
        text = re.sub(source, rf"\g<1>{_yuan(change.amount)}", text, count=1)
        path.write_text(text, "utf-8", newline="\n")

    def install(self) -> None:
        """Do nothing: it is what runs this."""

    def version(self) -> str:
        return f"Mingjing {__version__}"

    def list_url(self, county: str, year: int, number: int) -> str:
        more = f"-{number}" if number > 1 else ""
        return f"lists/projects/place/{county}/{year}{more}.html"

    def records_url(self, kind: str, state: str, number: int) -> str:
        more = f"-{number}" if number > 1 else ""
        return f"lists/{kind}/{file_of(state)}{more}.html"


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
        self._write_words()
        for page in pages(self.prefecture):
            self._write(page)

    def _write_words(self) -> None:
        put(self.folder / self.words, as_json(site(self.prefecture)))

    def renew(self, later: Prefecture, changed: Iterable[Page]) -> None:
        super().renew(later, changed)
        self._write_words()
        for page in changed:
            self._write(page)

    def save(self, change: Change) -> None:
        self._write(project_page(self.prefecture, change.project))

    def change(self, change: Change) -> None:
        self.save(change)
        for unit in self.prefecture.line(self.prefecture.projects[change.project]["unit"]):
            self._write(unit_page(self.prefecture, unit))

    def _write(self, page: Page) -> None:
        made = self.file(page)
        if made:
            put(self.folder / made[0], made[1])

    @property
    @abstractmethod
    def program(self) -> Path:
        """What is run; it is there where the peer is installed."""

    @abstractmethod
    def file(self, page: Page) -> tuple[str, str] | None:
        """Return path and text of the file that makes `page`, None where it needs none."""

    def list_url(self, county: str, year: int, number: int) -> str:
        more = f"page/{number}/" if number > 1 else ""
        return f"{list_url(county, year)}{more}index.html"

    def records_url(self, kind: str, state: str, number: int) -> str:
        more = f"page/{number}/" if number > 1 else ""
        return f"{records_url(kind, state)}{more}index.html"


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def put(path: Path, text: str) -> None:
    """Write a file, and the folders it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")


def as_json(view: View | list[View]) -> str:
    """Return data as a file of JSON."""
    return json.dumps(view, ensure_ascii=False, indent=1, default=str) + "\n"
