"""Sheets for notice boards and walls: pages of the site, printed to PDF by an installed browser."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from math import ceil
from pathlib import Path

from generator.addresses import unit_url
from generator.kinds.kind import View

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


PAPERS = {
    "a4": (188.0, 278.0, 10.0, 146.0),
    "a4 tight": (188.0, 278.0, 8.5, 120.0),
    "a3": (271.0, 397.0, 11.0, 170.0),
    "a3 tight": (271.0, 397.0, 9.5, 126.0),
}
"""Sheets for a notice board by their classes in style.css: width and height within the margins,
the size of the type in points, and what all but projects, honours and posts takes of the height,
as measured. Lengths are in millimetres. The smallest paper comes first."""
_MM = 25.4 / 72
_WIDE = re.compile("[⺀-￿]+")


def paper(projects: Sequence[View], contacts: View | None, honours: Sequence[View]) -> str:
    """Return the first of `PAPERS` that holds the sheet of a village; if none does, the last.

    It is told from the lengths of the texts, so that no browser has to be asked.
    """
    sheet = (
        [_lengths(each) for each in projects],
        [
            _length(
                f"优秀个人{each['name']}{each['post']}{each['reason']}"
                f"{each['commendation']['title']}"
            )
            for each in honours
        ],
        [
            _length(f"示例甲 民生监督员兼联络员{post['duty']}")
            for post in (contacts["posts"] if contacts else ())
        ],
        len(contacts["groups_unknown"]) if contacts else None,
    )
    fit = (name for name, (_, room, *_) in PAPERS.items() if _high(name, *sheet) <= room * 0.97)
    return next(fit, [*PAPERS][-1])


def _length(text: str) -> float:
    """Return how long a text is, in Chinese characters; others take less room."""
    return len(text) * 0.6 + len("".join(_WIDE.findall(text))) * 0.4


_MONEY = _length("计划 1000.00 已付 1000.00")
_BACK = _length("付出1000.00，退回1000.00")
_SPAN = _length("计划 2018年12月31日–2018年12月31日")
_STATE = _length("验收合格 100%")
_GAIN, _POOR = _length("1000户 1000人"), _length("其中贫困人口1000人")


def _lengths(project: View) -> tuple[float, float, list[float], float, float]:
    """Return the lengths of a project's title, task, sources, builder and acceptance."""
    accepted = project["acceptance"]
    return (
        _length(project["title"]),
        _length(project["task"] or project["performance_target"]),
        [_length(f"中央 {one['fund']} 1000.00") for one in project["sources"]]
        + ([_BACK] if project["returned"] else []),
        _length(project["contractor"] or project["implementer"]),
        _length(f"2018年12月31日 合格 {accepted['by']}") if accepted else 0,
    )


def _high(
    name: str,
    projects: Sequence[tuple[float, float, list[float], float, float]],
    honours: Sequence[float],
    posts: Sequence[float],
    unknown: int | None,
) -> float:
    """Return about how high a village's sheet is on a paper, in millimetres.

    Of honours and posts it takes the lengths; `unknown` is the number of groups without posts, None
    where nothing is stated of any.
    """
    wide, _, points, high = PAPERS[name]
    em = points * _MM

    def lines(length: float, share: float, size: float = 0.8) -> int:
        """Return how many lines a text takes in a column that has a share of the width."""
        return ceil(length * size * em / (wide * share - 3))

    money, state = lines(_MONEY, 0.24, 0.9), lines(_STATE, 0.12, 0.9)
    least = max(2 * lines(_SPAN, 0.2, 0.9), lines(_GAIN, 0.09, 0.9) + lines(_POOR, 0.09))
    for title, task, sources, builder, accepted in projects:
        tallest = max(
            lines(title, 0.23, 0.9) + lines(task, 0.23),
            money + sum([lines(each, 0.24) for each in sources]),
            lines(builder, 0.12, 0.9),
            state + lines(accepted, 0.12),
            least,
        )
        high += tallest * em * 0.9 * 1.3 + 1.5
    for each in honours:
        high += lines(each, 1, 1) * em * 1.4 + 1.5
    if unknown is not None:
        rows = [max(2 if wide < 200 else 1, lines(each, 0.2)) for each in posts]
        rows += [1] * unknown
        high += (sum(rows) / 2 + 1) * em * 0.85 * 1.3 + (len(rows) / 2 + 1) * 1.5
    return high


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
        target = folder / poster(unit)
        with tempfile.TemporaryDirectory(prefix="portal-", ignore_cleanup_errors=True) as own:
            made = Path(own) / "page.pdf"
            words = [
                *(program, "--headless", "--disable-gpu", "--disable-background-networking"),
                *("--no-first-run", "--no-pdf-header-footer", f"--user-data-dir={own}/profile"),
                *(["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []),
                *(f"--print-to-pdf={made}", (site / unit_url(unit)).resolve().as_uri()),
            ]
            try:
                done = subprocess.run(words, capture_output=True, timeout=LONGEST, check=False)
            except subprocess.TimeoutExpired as error:
                raise OSError(0, "the browser does not end", str(target)) from error
            if not made.is_file():
                said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
                raise OSError(0, " ".join(said) or "the browser printed nothing", str(target))
            shutil.move(made, target)
        return target

    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(one, [*dict.fromkeys(chosen)])
