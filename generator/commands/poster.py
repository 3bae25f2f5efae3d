"""Sheets for notice boards and walls: pages of the site, printed to PDF by an installed browser."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from generator.base.system_errors import Ended
from generator.model.urls import unit_url

BROWSERS = (
    *("chromium", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge", "msedge"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    "chromium-browser",
)
"""Browsers that print to PDF, by name on the PATH or by where they are installed."""
LONGEST = 120
"""Seconds after which a browser that prints one page is given up."""


def browser(environment: str = "PORTAL_BROWSER") -> str | None:
    """Return the program of an installed browser, None if there is none."""
    names = (os.environ.get(environment, ""), *BROWSERS)
    return next(filter(None, map(shutil.which, filter(None, names))), None)


def units(site: Path, wanted: Iterable[str], *, below: bool) -> Iterator[str]:
    """Yield the units to be printed; with `below` every village below each as well.

    A unit that has no page is yielded too, for `missing` to find.
    """
    for unit in wanted:
        yield unit
        inside = site / "units" / unit
        for path in sorted(inside.rglob("*.html")) if below else ():
            ident = path.relative_to(site / "units").with_suffix("").as_posix()
            # only villages have nothing below them; what has two hyphens is a further page of one
            if not path.with_suffix("").is_dir() and "--" not in ident:
                yield ident


def missing(site: Path, chosen: Iterable[str]) -> list[str]:
    """Return the units that have no page in the site."""
    return [unit for unit in chosen if not (site / unit_url(unit)).is_file()]


def poster(unit: str) -> str:
    """Return the name of a unit's PDF."""
    return f"{unit.replace('/', '-')}.pdf"


def prints(
    program: str, site: Path, chosen: Iterable[str], folder: Path, jobs: int
) -> Iterator[Path]:
    """Print the page of each unit into `folder`; yield each file once it is there.

    Raises OSError when the browser does not print.
    """
    folder.mkdir(parents=True, exist_ok=True)

    def one(unit: str) -> Path:
        return print_page(program, site / unit_url(unit), folder / poster(unit))

    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(one, [*dict.fromkeys(chosen)])


def print_page(program: str, page: Path, target: Path) -> Path:
    """Print the file of a page to the PDF file `target`, and return that.

    Raises OSError when the browser does not print.
    """
    with tempfile.TemporaryDirectory(prefix="portal-", ignore_cleanup_errors=True) as own:
        made = Path(own) / "page.pdf"
        words = [
            *(program, "--headless", "--disable-gpu", "--disable-background-networking"),
            *("--no-first-run", "--no-pdf-header-footer", f"--user-data-dir={own}/profile"),
            # two pages of its own window, which no one sees and which take a third of its time
            "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup",
            *(["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []),
            *(f"--print-to-pdf={made}", page.resolve().as_uri()),
        ]
        try:
            done = subprocess.run(words, capture_output=True, timeout=LONGEST, check=False)
        except subprocess.TimeoutExpired as error:
            raise OSError(0, "the browser does not end", str(target)) from error
        if not made.is_file():
            if done.returncode < 0:
                raise Ended.of(program, done.returncode)
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
            raise OSError(0, " ".join(said) or "the browser printed nothing", str(target))
        shutil.move(made, target)
    return target
