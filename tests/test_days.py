"""A day passes: only what it changes is made again, and the site is that of a clean build.

`LONGER=20 ./portal test tests/test_days.py` steps through more days.
"""

import random
import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from generator.build import build, page_text
from generator.build.sums_file import SUMS
from generator.model import config
from generator.model.kinds.kind import View
from generator.pages.page_mark import Page
from tests import sites
from tests.conftest import files, lay_demonstration, load
from tests.records import LONGER

FIRST, LAST = date(2018, 12, 31), date(2021, 12, 31)
"""No record of the whole site is dated after the first of them."""
SHOWN_DAILY = {"index.html", "en/index.html", "zh-Hant/index.html", "sitemap.xml", "day.json", SUMS}
"""What says of which day the site is."""


def built(root: Path, day: date, *, full: bool = False) -> tuple[int, dict[str, bytes]]:
    """Build for a day; return how many files were written, and the site."""
    report = build.build(load(root), day, full=full)
    assert report.published, report.problems
    return report.published.written, files(root / "site")


@pytest.fixture
def twin(tmp_path: Path) -> Path:
    """Lay the whole site beside the one that is built day by day: for clean builds."""
    return sites.lay(tmp_path / "twin")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Lay the whole site."""
    return sites.lay(tmp_path / "root")


def clean(root: Path, day: date) -> dict[str, bytes]:
    """Return what a build from nothing makes."""
    shutil.rmtree(root / "site", ignore_errors=True)
    for state in (root / ".portal").glob("*"):
        for path in state.iterdir():
            if path.name != "compiled":  # which no day has to do with
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    return built(root, day)[1]


def test_a_build_of_another_day_makes_what_a_clean_one_makes(root: Path, twin: Path) -> None:
    dice = random.Random(20)  # noqa: S311 (to be the same each time)
    span = (LAST - FIRST).days
    for _ in range(8 * LONGER):
        day = FIRST + timedelta(days=dice.randrange(span))
        assert built(root, day)[1] == clean(twin, day), day


def test_feeds_and_calendars_are_among_what_is_compared(root: Path) -> None:
    _, site = built(root, FIRST)
    kinds = {url.rpartition(".")[2] for url in site}
    assert {"xml", "ics"} <= kinds
    assert [url for url in site if url.startswith("feeds/")]


def test_only_what_a_new_day_changes_is_written(root: Path) -> None:
    day, (_, before) = FIRST, built(root, FIRST)
    for _ in range(40 * LONGER):
        day += timedelta(days=1)
        written, now = built(root, day)
        changed = {url for url in now if before.get(url) != now[url]} - {SUMS}
        assert written == len(changed), day
        before = now


def test_nothing_but_the_day_of_the_data_changes_where_no_deadline_passes(root: Path) -> None:
    _, before = built(root, date(2030, 3, 4))
    _, after = built(root, date(2030, 3, 5))
    assert before.keys() == after.keys()
    assert {url for url in before if before[url] != after[url]} <= SHOWN_DAILY


def noted(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Have each page that is made from now on note the day that it names, by address."""
    named: dict[str, str] = {}
    shown = page_text.context

    def noting(page: Page, url: str, *given: object) -> View:
        named[url] = page.times[1]
        return shown(page, url, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(page_text, "context", noting)
    return named


def test_a_page_is_the_same_on_all_days_before_the_one_it_names(
    root: Path, twin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = noted(monkeypatch)
    dice = random.Random(21)  # noqa: S311 (as above)
    for _ in range(3 * LONGER):
        named.clear()
        day = FIRST + timedelta(days=dice.randrange((LAST - FIRST).days))
        one = clean(root, day)
        held = dict(named)
        later = day + timedelta(days=dice.choice((1, 2, 10, 40)))
        two = clean(twin, later)
        dated = {url for url, until in held.items() if until}
        assert dated
        for url in dated - SHOWN_DAILY:
            if held[url] > later.isoformat():
                assert one[url] == two[url], (url, day, later)


def test_the_day_of_the_settings_is_that_of_the_site_on_whatever_day_it_is_built(
    root: Path,
) -> None:
    settings = root / "config.yaml"
    settings.write_text(f"{settings.read_text('utf-8')}\nas_of: 2018-12-31\n", "utf-8")
    found = load(root)
    assert config.day(found) == date(2018, 12, 31)
    assert "2018年12月31日" in built(root, config.day(found))[1]["units/jia.html"].decode()


@pytest.mark.skipif(LONGER == 1, reason="takes some ten minutes; LONGER=2 does it")
def test_each_day_of_a_year_of_the_demonstration_follows_from_the_one_before(
    tmp_path: Path,
) -> None:
    """A build of each day; on the first of each month and days by chance, held to a clean one."""
    made, afresh = (lay_demonstration(tmp_path / name) for name in ("daily", "afresh"))
    for folder in (made, afresh):  # its settings name the day of its records
        settings = (folder / "config.yaml").read_text("utf-8")
        without = settings.replace("\nas_of: 2018-12-31\n", "\n")
        (folder / "config.yaml").write_text(without, "utf-8")
    dice, day, sums = random.Random(365), FIRST, list[str]()  # noqa: S311 (as above)
    for _ in range(366):
        report = build.build(load(made), day, jobs=2)
        assert report.published
        sums.append((made / "site" / SUMS).read_text())
        if day.day == 1 or dice.random() < 1 / 60:
            assert build.build(load(afresh), day, jobs=2, full=True).published
            assert (afresh / "site" / SUMS).read_text() == sums[-1], day
        day += timedelta(days=1)
    assert len({*sums}) == len(sums), "each day says at least which one it is"


def test_the_page_of_data_names_no_day_that_has_come(root: Path) -> None:
    """Also where on that day nothing changes but what pages say of the days to come."""
    road = root / "content/projects/jia/dong/shang/2018-gonglu.md"
    road.with_name("2018-daolu.md").write_text(
        "---\ntitle: 上村道路\nyear: 2018\ncategory: water\nstage: approved\nbudget: 1万元\n"
        "performance_target: 好\nplan: {start: 2019-06, finish: 2020-02-29}\n---\n",
        "utf-8",
    )
    day, named = FIRST, re.compile(r"这一页(\d+)年(\d+)月(\d+)日会有变动")
    for _ in range(12):
        _, site = built(root, day)
        for url in ("data/index.html", "data/jia/index.html", "data/yi/index.html"):
            found = named.search(site[url].decode())
            assert not found or date(*map(int, found.groups())) > day, (url, day)
        every = (named.search(site[f"data/{each}index.html"].decode()) for each in ("", "jia/"))
        day = min(date(*map(int, each.groups())) for each in every if each)


def test_a_page_names_the_day_that_a_record_of_elsewhere_or_the_year_changes_it_on(
    root: Path, twin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a commendation, which lies in no place's folder; by the money of the year; and where a
    village is late that stands in the table of its neighbours.
    """
    for each in (root, twin):
        file = each / "content/commendations/2018-niandu.md"
        text = file.read_text("utf-8")
        file.write_text(re.sub(r"last: \S+", "last: 2019-10-11", text), "utf-8")
        road = each / "content/projects/jia/dong/shang/2018-gonglu.md"
        text = road.read_text("utf-8")
        road.write_text(text.replace("finish: 2019-01\n", "finish: 2019-07-12\n"), "utf-8")
    named = noted(monkeypatch)
    for day in (date(2019, 7, 3), date(2019, 10, 1), date(2019, 12, 20)):
        named.clear()
        one, held = clean(root, day), dict(named)
        two = clean(twin, day + timedelta(days=20))
        changed = {
            url for url in held if url.startswith(("units/", "news/")) and one[url] != two.get(url)
        }
        assert changed, day
        for url in changed:
            assert held[url], (url, day)
            assert held[url] <= (day + timedelta(days=20)).isoformat(), (url, day)
