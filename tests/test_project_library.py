"""Project libraries: what stands in one, how it is held against projects, and what pages show."""

import re
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.build import build
from generator.model import problem_words
from generator.model.kinds import project_library
from generator.model.kinds.kind import Readjusted, Rules
from tests.conftest import AS_OF, files, load
from tests.records import LIBRARY, PROJECT, RULES, Small, changed, codes, judge, read, unit

FILE, LU = "libraries/jia/2018.md", "projects/jia/dong/shang/2018-lu.md"
COUNTY = {"level": "county"}


def rules(day: str, first: int = 10, last: int = 12) -> Rules:
    months = Readjusted(first, last, "示例规定")
    return Rules(date.fromisoformat(day), {}, RULES.commendation_notice, library=months)


def view(day: str) -> Any:
    return project_library.view(read("libraries", changed(LIBRARY, date=day)), rules("2018-12-31"))


def problems(root: Path, laid: Mapping[str, str | None]) -> list[tuple[str, str, str]]:
    found = Small(root, {f"content/{path}": text for path, text in laid.items()}).library()[1]
    return [(p.place.file.removeprefix("content/"), p.code, p.field) for p in found]


def entries(*each: str) -> str:
    return "".join(f"\n  - {{{line}}}" for line in each)


def test_a_library_as_it_should_be_has_nothing_wrong() -> None:
    assert judge("libraries", LIBRARY) == []


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2018-09-30", "out_of_time"),
        ("2018-10-01", "in_time"),
        ("2018-12-31", "in_time"),
        ("2018-01-01", "out_of_time"),
    ],
)
def test_a_library_is_readjusted_in_its_months_or_at_another_time(day: str, state: str) -> None:
    assert view(day)["state"] == state


def test_a_project_stands_once_in_a_library() -> None:
    twice = entries("project: jia/a, urgency: 急", "project: jia/a, urgency: 急")
    assert codes(judge("libraries", changed(LIBRARY, entries=twice))) == ["P937 entries.1.project"]
    gone = entries("project: jia/dong/shang/2018-lu, why: 不做了")
    assert codes(judge("libraries", changed(LIBRARY, removed=gone))) == ["P937 removed.0.project"]


def test_a_library_is_not_readjusted_after_the_day_of_the_data() -> None:
    assert codes(judge("libraries", changed(LIBRARY, date="2019-01-01"))) == ["P304 date"]


@pytest.mark.parametrize(
    ("days", "as_of", "counted"),
    [
        ([], "2018-12-31", {"unknown": 1}),
        (["2016-11-01", "2018-10-01"], "2018-12-31", {"kept": 2, "missed": 1}),
        (["2017-09-30"], "2018-12-31", {"kept": 0, "missed": 1}),
        (["2017-09-30"], "2019-01-01", {"kept": 0, "missed": 2}),
        (["2018-11-01", "2018-12-01"], "2018-12-31", {"kept": 1, "missed": 0}),
    ],
)
def test_each_year_since_the_first_library_is_kept_or_missed_once_it_is_over(
    days: list[str], as_of: str, counted: dict[str, int]
) -> None:
    found = project_library.kept(COUNTY, [view(day) for day in days], rules(as_of))
    assert found == counted


def test_only_counties_are_held_to_it() -> None:
    assert project_library.kept({"level": "town"}, [], RULES) == {}


def test_a_library_names_projects_of_its_county(tmp_path: Path) -> None:
    laid = {
        "units/yi.yaml": unit("county", "乙县"),
        "libraries/yi/2018.md": changed(LIBRARY, removed=None, moved=None),
    }
    assert problems(tmp_path, laid) == [("libraries/yi/2018.md", "P936", "entries.1.project")]


def test_a_project_that_is_not_there_or_not_public_is_told(tmp_path: Path) -> None:
    lost = entries("project: jia/dong/shang/2018-lo, urgency: 急")
    assert problems(tmp_path, {FILE: changed(LIBRARY, entries=lost)}) == [
        (FILE, "P211", "entries.1.project")
    ]
    assert (FILE, "P212", "entries.1.project") in problems(
        tmp_path / "b", {LU: changed(PROJECT, status="draft")}
    )


def test_the_urgency_of_the_latest_library_is_that_of_the_project(tmp_path: Path) -> None:
    other = changed(LIBRARY, entries=entries("project: jia/dong/shang/2018-lu, urgency: 缓"))
    assert problems(tmp_path, {FILE: other}) == [(FILE, "P938", "entries.1.urgency")]
    older = {"libraries/jia/2017.md": changed(other, year="2017", date="2017-11-20", moved=None)}
    assert problems(tmp_path / "b", older) == []  # it was so then
    silent = {FILE: other, LU: changed(PROJECT, urgency=None)}
    assert problems(tmp_path / "c", silent) == []


def test_a_project_in_the_library_by_its_stage_stands_in_one(tmp_path: Path) -> None:
    file = "projects/jia/dong/2019-x.yaml"
    text = (
        "title: 路\nyear: 2019\ncategory: water\nstage: library\n"
        "performance_target: 好\nbudget: 2万元\n"
    )
    assert problems(tmp_path, {file: text}) == [(file, "P939", "stage")]
    notice = (
        "disclosures/jia/2018-lu-kaigong.md",
        "disclosures/jia/board.jpg",
        "answers/jia/dong/2018-li.md",
    )
    none = {file: text, FILE: None, **dict.fromkeys(notice)}
    assert problems(tmp_path / "b", none) == []  # nothing is known of any
    listed = changed(
        LIBRARY,
        entries=entries("project: jia/dong/2019-x, urgency: 急"),
        removed=entries("project: jia/dong/shang/2018-lu, why: 已完工"),
    )
    assert problems(tmp_path / "c", {file: text, FILE: listed}) == []


# ---- pages


def make(root: Path) -> dict[str, bytes]:
    report = build.build(load(root), AS_OF)
    assert report.published, [(e.place, problem_words.message(e, "en")) for e in report.problems]
    return files(root / "site")


def words(made: dict[str, bytes], url: str) -> str:
    text = made[url].decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))


LISTED, PLACE = "content/libraries/yi/2018.yaml", "content/projects/yi/xi/zhong/2018-lumian.md"


def test_a_project_says_its_rank_and_the_library_ranks_by_urgency(whole: Path) -> None:
    second = "projects/yi/2018-shui.md"
    text = (whole / PLACE).read_text("utf-8").replace("中心社区巷道硬化", "乙县水塘")
    (whole / "content/projects/yi").mkdir(exist_ok=True)
    (whole / f"content/{second}").write_text(text, "utf-8")
    library = (whole / LISTED).read_text("utf-8")
    light, heavy = "yi/2018-shui, urgency: 轻", "yi/xi/zhong/2018-lumian, urgency: 急"
    swapped = entries(f"project: {light}", f"project: {heavy}").lstrip("\n")
    head = library.partition("  - ")[0]
    (whole / LISTED).write_text(f"{head}{swapped}\n", "utf-8")
    made = make(whole)
    page = words(made, "libraries/yi/2018.html")
    assert page.index("中心社区巷道硬化 西乡 中心社区 2") < page.index("乙县水塘 1")
    assert "在2018年度项目库里排第2，共2个" in words(made, "projects/yi/xi/zhong/2018-lumian.html")
    assert "在2018年度项目库里排第1，共2个" in words(made, "projects/yi/2018-shui.html")
    assert b"libraries/yi/2018.html" in made["compliance/yi.html"]
    assert b"libraries/yi/2018.html" in made["lists/libraries/index.html"]
    assert re.search(
        "项目库按时调整 做到 1 没填 1 2018年 1/1", words(made, "compliance/shili.html")
    )


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (LISTED, "雨季前要完工", "群众反映最急"),
        (LISTED, "entries:\n", "removed:\n"),
        (LISTED, "year: 2018", "year: 2019"),
        (PLACE, "中心社区巷道硬化", "中心社区的巷道"),
        (PLACE, "budget: 15万元", "budget: 16万元"),
    ],
)
def test_what_changes_in_one_place_is_made_again_in_the_other(
    whole: Path, tmp_path: Path, file: str, old: str, new: str
) -> None:
    before = make(whole)
    text = (whole / file).read_text("utf-8")
    assert old in text
    text = text.replace(old, new)
    if new.startswith("removed"):
        text = text.replace(", urgency: 急", "") + "entries: []\n"
    (whole / file).write_text(text, "utf-8")
    after = make(whole)
    assert after["libraries/yi/2018.html"] != before["libraries/yi/2018.html"]
    clean = tmp_path / "clean"
    shutil.copytree(whole, clean, ignore=shutil.ignore_patterns("site", ".portal"))
    assert make(clean) == after


def test_the_rank_of_a_project_is_that_in_the_latest_library(tmp_path: Path) -> None:
    older = changed(LIBRARY, year="2017", date="2017-11-20", moved=None)
    found, _ = Small(tmp_path, {"content/libraries/jia/2017.md": older}).library()
    assert [each["id"] for each in found.ranking.libraries["jia"]] == ["jia/2018", "jia/2017"]
    places = {each["library"] for part in found.ranking.places.values() for each in part.values()}
    assert places == {"jia/2018"}
