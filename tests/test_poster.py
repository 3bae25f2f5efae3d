"""Sheets for the notice board and the wall, printed by the real browser and read again."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from generator.commands import poster
from generator.model.kinds.kind import View
from generator.pages import batch_pages, paper
from tests import machine
from tests.conftest import ROOT, load
from tests.records import unit
from tests.sites import lay
from tests.test_build import make

A4, A3, WALL = (210, 297), (297, 420), (420, 297)
VILLAGE = "jia/dong/shang"
PROJECT = """\
---
title: 一组至三组通组公路硬化第{number}段
year: 2018
category: infrastructure
stage: accepted
performance_target: 硬化道路2公里
task: 硬化路面2公里，宽4.5米，含排水沟和错车道三处{more}
contractor: 示例路桥建设有限责任公司
budget: 125万元
sources:
  - {{fund: 财政专项扶贫资金, level: central, amount: 100万元}}
  - {{fund: 县级配套资金, level: county, amount: 25万元}}
payments: [{{date: 2018-05-10, amount: 37.5万元}}]
plan: {{start: 2018-05-01, finish: 2018-10-31}}
actual: {{start: 2018-05-08, finish: 2018-10-12}}
acceptance: {{date: 2018-12-10, result: passed, by: 甲县项目验收组}}
beneficiaries: {{households: 86, people: 340, poor_households: 23, poor_people: 91}}
---
"""
FULL = {
    # projects, posts, words more in the task: the sheets they take
    "bare": (0, 2, 0, [A4]),
    "four": (4, 8, 0, [A3]),
    "twelve": (12, 8, 0, [A3, A3]),
    "groups": (5, 21, 0, [A3, A3]),
    "long": (5, 4, 100, [A3, A3]),
    "many": (30, 4, 0, [A3, A3, A3, A3]),
}
"""Villages by how full their sheet is."""


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder in which a village, its town and its county are printed."""
    root = tmp_path_factory.mktemp("poster") / "whole"
    shutil.copytree(ROOT / "tests/sites/whole", root)
    make(root)
    chosen = [VILLAGE, "jia/dong", "jia"]
    files = [
        *poster.prints(str(machine.need_browser()), load(root).output, chosen, root / "pdf", jobs=2)
    ]
    assert [file.name for file in files] == ["jia-dong-shang.pdf", "jia-dong.pdf", "jia.pdf"]
    return root / "pdf"


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder in which the villages of `FULL` are printed, and a town of forty villages."""
    root = lay(tmp_path_factory.mktemp("poster") / "full")
    units, supervisors, projects = (
        root / "content" / kind / "jia/dong" for kind in ("units", "supervisors", "projects")
    )
    for name, (number, posts, more, _) in FULL.items():
        (units / f"{name}.yaml").write_text(unit("village", name, settlement="village"), "utf-8")
        (projects / name).mkdir()
        for n in range(number):
            text = PROJECT.format(number=n + 1, more="，并修排水沟" * (more // 6))
            (projects / name / f"2018-{n:02}.md").write_text(text, "utf-8")
        groups = [f"第{n}组" for n in range(1, posts)]
        lines = [
            f"  - {{{group}role: both, person: 示例庚, phone: 0854-0000111, since: 2018-01}}\n"
            for group in ("", *(f"group: {each}, " for each in groups))
        ]
        contacts = f"groups: [{', '.join(groups)}]\nposts:\n{''.join(lines)}"
        (supervisors / f"{name}.yaml").write_text(contacts, "utf-8")
    for n in range(40):
        text = unit("village", f"第{n}村", settlement="village", parent="yi/xi")
        (root / f"content/units/yi/xi/cun{n}.yaml").write_text(text, "utf-8")
    make(root)
    chosen = [*(f"jia/dong/{name}" for name in FULL), "yi/xi"]
    program = str(machine.need_browser())
    assert len([*poster.prints(program, root / "site", chosen, root / "pdf", jobs=2)]) == len(
        chosen
    )
    return root / "pdf"


@pytest.mark.parametrize("name", FULL)
def test_the_smallest_paper_is_taken_that_holds_the_sheet_of_a_village(
    full: Path, name: str
) -> None:
    number, posts, _, expected = FULL[name]
    found = [*sheets(full / f"jia-dong-{name}.pdf")]
    assert [size for size, _, _ in found] == expected
    text = "\n".join(text for _, text, _ in found)
    flat = re.sub(r"\s+", "", text)
    for n in range(1, number + 1):
        assert f"公路硬化第{n}段" in flat
    assert flat.count("县级配套资金25.00") == flat.count("甲县项目验收组") == number
    assert text.count("0854-0000111") == posts + 1  # and once more above all
    for words in ("张贴日期", "签字", "盖章", "投诉举报", "12317"):
        assert words in found[-1][1], words
    assert [len(codes) for _, _, codes in found] == [0] * (len(found) - 1) + [1]


@pytest.mark.parametrize(
    ("posts", "projects", "size"),
    [(0, 0, "a4"), (0, 2, "a4"), (9, 4, "a3"), (0, 9, "a3"), (9, 24, "a3")],
)
def test_the_paper_and_its_type_are_told_from_the_lengths_of_the_texts(
    posts: int, projects: int, size: str
) -> None:
    found = [
        paper.paper(
            [_project("，并修排水沟" * more)] * projects,
            {"posts": [{"duty": ""}] * posts, "groups_unknown": ["第9组"]} if posts else None,
            [],
            2018,
        )
        for more in (0, 8, 30)
    ]
    assert found[0]["size"] == size
    least = {"a4": 11, "a3": 14}
    assert all(each["points"] >= least[each["size"]] for each in found)
    for shorter, longer in pairwise(found):
        if shorter["size"] == longer["size"]:
            assert shorter["points"] >= longer["points"]


def test_a_wall_chart_has_its_villages_in_columns_and_type_of_fourteen_points_or_more() -> None:
    late = [{"title": "公路硬化第1段", "place": ["东镇", "上村"]}]
    for villages, of in ((3, 0), (12, 3), (13, 40), (20, 9), (60, 0)):
        found = paper.wall([{}] * villages, late * of)
        assert found["points"] >= 14
        assert found["columns"] == min(3, -(-villages // 13))
    assert paper.wall([{}] * 3, [])["points"] > paper.wall([{}] * 12, late * 12)["points"]


def test_type_grows_to_fill_the_paper() -> None:
    sizes = [paper.paper([_project("")] * n, None, [], 2018) for n in (0, 1, 2)]
    points = [each["points"] for each in sizes if each["size"] == "a4"]
    assert points[0] > points[-1] >= 11
    large = [paper.paper([_project("")] * n, None, [], 2018) for n in range(3, 12)]
    points = [each["points"] for each in large if each["size"] == "a3"]
    assert points == sorted(points, reverse=True)
    assert points[-1] == 14


@pytest.mark.parametrize(
    ("year", "stage", "timeliness", "there"),
    [
        (2018, "accepted", "on_time", True),
        (2016, "accepted", "on_time", False),
        (2016, "stopped", "stopped", False),
        (2016, "failed", "on_time", True),
        (2016, "under_way", "overdue", True),
        (2016, "approved", "not_started", True),
        (2016, "library", "unknown", True),
        (2016, "completed", "on_time", True),
        (2016, "accepted", "finished_late", True),
        (2019, "library", "on_time", True),
    ],
)
def test_what_is_not_settled_stands_on_the_board_whatever_its_year(
    year: int, stage: str, timeliness: str, *, there: bool
) -> None:
    view = {"year": year, "stage": stage, "timeliness": timeliness}
    assert batch_pages.on_board(view, 2018) is there


def _project(more: str) -> View:
    return {
        "title": "公路硬化第1段",
        "year": 2018,
        "timeliness": "on_time",
        "task": f"硬化公路{more}",
        "performance_target": "",
        "sources": [{"fund": "县级配套资金"}],
        "returned": 0,
        "contractor": "路桥建设 Co. Ltd",
        "implementer": "",
        "acceptance": {"by": "甲县项目验收组"},
    }


def test_where_one_sheet_is_too_small_each_has_the_heading_its_number_and_whole_projects(
    full: Path,
) -> None:
    texts = [re.sub(r"\s+", "", text) for _, text, _ in sheets(full / "jia-dong-many.pdf")]
    for number, text in enumerate(texts, 1):
        assert f"第{number}张，共{len(texts)}张" in text
    for text in texts:
        parts = text.count("路桥建设"), text.count("甲县项目验收组"), text.count("公路硬化第")
        assert len({*parts}) == 1
        if parts[0]:
            assert "项目资金公示many" in text
            assert "谁来建" in text


def test_the_wall_chart_of_a_town_of_forty_villages_is_one_sheet(full: Path) -> None:
    [(size, text, _)] = sheets(full / "yi-xi.pdf")
    assert size == WALL
    assert "第39村" in text


def test_all_type_on_a_board_is_as_large_as_it_is_to_be(full: Path) -> None:
    for name in ("bare", "four"):
        page = pypdfium2.PdfDocument(full / f"jia-dong-{name}.pdf")[0]
        least = 14 if page.get_size()[0] > 800 else 11
        text = page.get_textpage()
        sizes = {
            round(pypdfium2.raw.FPDFText_GetFontSize(text, n), 1)
            for n in range(text.count_chars())
            if text.get_text_range(n, 1).strip()
        }
        assert min(sizes) >= least - 0.1, (name, sizes)


def test_labels_have_each_project_and_the_code_of_its_page(printed: Path, tmp_path: Path) -> None:
    words = [
        sys.executable,
        "-m",
        "generator",
        "poster",
        VILLAGE,
        "--labels",
        "--out",
        str(tmp_path),
    ]
    done = subprocess.run(
        [*words, "--as-of", "2019-03-01", "--config", printed.parent / "config.yaml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    [(size, text, codes)] = sheets(tmp_path / "jia-dong-shang-labels.pdf")
    assert size == A4
    for title in ("上村饮水工程", "上村通组公路硬化", "上村养殖小区"):
        assert title in re.sub(r"\s+", "", text)
    base = f"https://example.org/shili/projects/{VILLAGE}"
    assert {*codes} == {
        f"{base}/{each}.html" for each in ("2018-gonglu", "2018-yinshui", "2019-yangzhi")
    }
    [(_, board, _)] = sheets(tmp_path / "jia-dong-shang.pdf")
    assert "过期没完工" in board  # by that day the road was to be finished


def sheets(file: Path) -> Iterator[tuple[tuple[int, int], str, list[str]]]:
    """Yield size in millimetres, text and QR codes of each sheet."""
    for page in pypdfium2.PdfDocument(file):
        wide, high = (round(each / 72 * 25.4) for each in page.get_size())
        picture = page.render(scale=2).to_pil().convert("L")
        codes = [code.text for code in zxingcpp.read_barcodes(picture)]
        yield (wide, high), page.get_textpage().get_text_range(), codes


def test_a_village_is_one_sheet_with_all_that_the_board_must_say(printed: Path) -> None:
    [(size, text, codes)] = sheets(printed / "jia-dong-shang.pdf")
    assert size in (A4, A3)
    for words in (
        "项目资金公示",
        "晚了才完工",
        "万元",
        "谁来建",
        "受益",
        "民生监督员",
        "张贴日期",
        "签字",
        "盖章",
    ):
        assert words in text, words
    assert "演示数据" in text
    assert codes == [f"https://example.org/shili/units/{VILLAGE}.html"]


def test_the_wall_chart_of_a_town_or_a_county_is_one_sheet_across(printed: Path) -> None:
    for name in ("jia-dong", "jia"):
        [(size, text, codes)] = sheets(printed / f"{name}.pdf")
        assert size == WALL
        assert "计划（万元）" in re.sub(r"\s+", "", text)
        assert codes == []


def test_units_below_are_the_villages_and_one_that_is_not_there_is_named(printed: Path) -> None:
    site = printed.parent / "site"
    below = [*poster.units(site, ["jia"], below=True)]
    assert below[0] == "jia"
    assert VILLAGE in below
    assert "jia/dong" not in below
    assert poster.missing(site, [*below, "jia/nowhere"]) == ["jia/nowhere"]


def test_the_command_says_what_is_not_there_and_prints_nothing(printed: Path) -> None:
    words = [sys.executable, "-m", "generator", "poster", "jia/nowhere", "--pdf", "none"]
    done = subprocess.run(
        [*words, "--config", printed.parent / "config.yaml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert "jia/nowhere" in done.stderr + done.stdout
    assert not (ROOT / "none").exists()
