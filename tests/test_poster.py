"""Sheets for the notice board and the wall, printed by the real browser and read again."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from generator import poster
from tests import machine
from tests.conftest import ROOT, load
from tests.test_build import make

A4, A3, WALL = (210, 297), (297, 420), (420, 297)
VILLAGE = "jia/dong/shang"


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
