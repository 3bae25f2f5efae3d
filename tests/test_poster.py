"""Sheets for the notice board and the wall, printed by the real browser and read again."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from generator import poster
from generator.kinds.kind import View
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
    "four": (4, 8, 0, [A4]),
    "twelve": (12, 8, 0, [A3]),
    "groups": (5, 21, 0, [A3]),
    "long": (5, 4, 100, [A3]),
    "many": (30, 4, 0, [A3, A3]),
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
    ("posts", "projects", "papers"),
    [
        (0, 0, ["a4", "a4", "a4"]),
        (0, 4, ["a4", "a4", "a3"]),
        (1, 4, ["a4", "a4", "a3 tight"]),
        (9, 4, ["a4 tight", "a4 tight", "a3 tight"]),
        (0, 9, ["a4 tight", "a3", "a3 tight"]),
        (9, 6, ["a4 tight", "a3", "a3 tight"]),
        (9, 24, ["a3 tight", "a3 tight", "a3 tight"]),
    ],
)
def test_the_paper_is_told_from_the_lengths_of_the_texts(
    posts: int, projects: int, papers: list[str]
) -> None:
    contacts = {"posts": [{"duty": ""}] * posts, "groups_unknown": ["第9组"]}
    found = [
        poster.paper([_project("，并修排水沟" * more)] * projects, contacts if posts else None, [])
        for more in (0, 8, 30)
    ]
    assert found == papers


def _project(more: str) -> View:
    return {
        "title": "公路硬化第1段",
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
            assert "今年的项目many" in text
            assert "谁来建" in text


def test_the_wall_chart_of_a_town_of_forty_villages_is_one_sheet(full: Path) -> None:
    [(size, text, _)] = sheets(full / "yi-xi.pdf")
    assert size == WALL
    assert "第39村" in text


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
    for words in ("今年的项目", "万元", "谁来建", "受益", "民生监督员", "张贴日期", "签字", "盖章"):
        assert words in text, words
    assert "演示数据" in text
    assert codes == [f"https://example.org/shili/units/{VILLAGE}.html"]


def test_the_wall_chart_of_a_town_or_a_county_is_one_sheet_across(printed: Path) -> None:
    for name in ("jia-dong", "jia"):
        [(size, text, codes)] = sheets(printed / f"{name}.pdf")
        assert size == WALL
        assert "计划（万元）" in text
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
