"""Above prefectures the search is cut into sections, and answers as before; in Chromium."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from generator.build import build
from generator.pages import search_index, search_sections
from generator.pages.packed_places import Place
from tests import machine
from tests.conftest import AS_OF, ROOT, files, load, serve
from tests.test_project import LEAST
from tests.test_search_index import TABLE

PLACES = {
    "guo": ("示例国", "shi li guo", "nation"),
    "dong": ("东省", "dong", "province"),
    "xi": ("西自治区", "xi", "province"),
    "dong/jia": ("甲市", "jia", "prefecture"),
    "dong/yi": ("乙州", "yi", "prefecture"),
    "xi/bing": ("丙市", "bing", "prefecture"),
    "xi/ding": ("丁县", "ding", "county"),
    "dong/jia/wu": ("戊县", "wu", "county"),
    "dong/yi/ji": ("己县", "ji", "county"),
    "xi/bing/geng": ("庚县", "geng", "county"),
    "dong/jia/wu/he": ("河镇", "he", "town"),
    "dong/yi/ji/shan": ("山乡", "shan", "town"),
    "xi/bing/geng/he": ("河口镇", "he kou", "town"),
    "xi/ding/tian": ("田镇", "tian", "town"),
    "dong/jia/wu/he/hongguang": ("红光村", "hong guang", "village"),
    "dong/yi/ji/shan/hongguang": ("红光村", "hong guang", "village"),
    "xi/bing/geng/he/xinmin": ("新民村", "xin min", "village"),
    "xi/ding/tian/longtan": ("龙潭村", "long tan", "village"),
    "xi/ding/tian/hongguang": ("红光社区", "hong guang", "village"),
}


FIRMS = {
    "dong/jia/wu/he/hongguang": "东省宏源建设有限公司",
    "xi/ding/tian/longtan": "乙州宏源建设有限公司",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a site of a small nation, cut as one of 620,000 villages is."""
    root = tmp_path_factory.mktemp("nation")
    shutil.copyfile(ROOT / "tests/sites/whole/config.yaml", root / "config.yaml")
    for ident, (name, pinyin, level) in PLACES.items():
        path = root / f"content/units/{ident}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        kind = {"village": "war_room", "town": "workstation"}.get(level, "headquarters")
        lines = (f"name: {name}脱贫攻坚", f"short_name: {name}", f"pinyin: {pinyin}")
        text = "\n".join((*lines, f"level: {level}", f"kind: {kind}", ""))
        path.write_text(text, "utf-8")
    for ident, firm in FIRMS.items():
        path = root / f"content/projects/{ident}/2018-yinshui.yaml"
        path.parent.mkdir(parents=True)
        text = LEAST.replace("title: 路", f"title: 人畜饮水工程\ncontractor: {firm}")
        path.write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_sections, "LIMIT", 10)
        report = build.build(load(root), AS_OF)
        assert report.published, report.problems
        yield root / "site"


@pytest.fixture(scope="module")
def shown(site: Path) -> Iterator[Page]:
    """Give a page of a phone that shows where places are found."""
    with machine.open_browser() as browser, serve(site) as address:
        page = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
        page.goto(f"{address}az/index.html")
        yield page


def found(page: Page, typed: str) -> list[str]:
    """Return what is found by a text: places with those above them, what is recorded there."""
    page.fill("#q", "")
    page.wait_for_selector("#found", state="hidden")
    page.fill("#q", typed)
    page.wait_for_selector("#found", state="visible")
    rows = page.locator("#found > ol.rows > li > p, #found > ol.rows ul a").all_inner_texts()
    return [row.replace("\n", " ") for row in rows]


SHAN, TIAN = "红光村 东省 乙州 己县 山乡", "红光社区 西自治区 丁县 田镇"
HE = "红光村 东省 甲市 戊县 河镇 1个项目"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("庚县", "庚县 西自治区 丙市"),
        ("红光村", HE),
        ("乙州红光村", SHAN),
        ("东省乙州红光村", SHAN),
        ("西自治区红光", TIAN),
        ("hong guang", HE),
        ("yizhou hongguang", SHAN),
        ("xinmincun", "新民村 西自治区 丙市 庚县 河口镇"),
        ("新民村委会", "新民村 西自治区 丙市 庚县 河口镇"),
        ("兴民村", "新民村 西自治区 丙市 庚县 河口镇"),
        ("龙·潭村", "龙潭村 西自治区 丁县 田镇 1个项目"),
    ],
)
def test_a_place_is_found_in_whichever_section_it_lies(shown: Page, typed: str, first: str) -> None:
    assert found(shown, typed)[0] == first


def test_what_is_recorded_is_found_in_every_section_that_has_it(shown: Page) -> None:
    rows = found(shown, "饮水")
    assert [row for row in rows if "饮水" not in row] == [HE, "龙潭村 西自治区 丁县 田镇 1个项目"]
    assert len(rows) == 4


def test_a_firm_is_found_in_whichever_section_it_is_recorded(shown: Page) -> None:
    assert found(shown, "乙州宏源建设有限公司")[0] == "乙州宏源建设有限公司 它的全部项目"
    assert found(shown, "宏源建设公司")[:2] == [f"{name} 它的全部项目" for name in FIRMS.values()]


def test_where_more_sections_have_it_they_are_counted_and_shown_when_asked_for(
    shown: Page,
) -> None:
    assert found(shown, "红光") == [HE, SHAN]
    assert "另外1个地方也有" in shown.locator("#found [role=status]").inner_text()
    shown.locator("#found > button").click()
    shown.wait_for_selector("#found > ol.rows > li:nth-child(3)")
    assert TIAN in shown.locator("#found > ol.rows > li > p").last.inner_text().replace("\n", " ")
    assert not shown.locator("#found > button").is_visible()


def test_what_is_nowhere_is_told_so(shown: Page) -> None:
    assert found(shown, "没有这个村") == []
    assert "没有查到" in shown.locator("#found [role=status]").inner_text()


def test_the_first_file_has_no_place_below_the_counties(site: Path) -> None:
    [places] = site.glob("search/places.*.json")
    names = search_index.shown_of(f"search/{places.name}", json.loads(places.read_bytes()))
    above = ("nation", "province", "prefecture", "county")
    assert sorted(names) == sorted(name for name, _, level in PLACES.values() if level in above)


def test_nothing_that_changes_in_one_section_changes_the_files_of_another(site: Path) -> None:
    root, before = site.parent, files(site)
    path = root / "content/projects/xi/ding/tian/longtan/2018-yinshui.yaml"
    path.write_text(path.read_text("utf-8").replace("人畜饮水工程", "蓄水池"), "utf-8")
    assert build.build(load(root), AS_OF).published
    after = files(site)
    for folder, changes in (("dong/jia", False), ("xi/bing", False), ("xi/ding", True)):
        start = f"search/in/{folder}/"
        old, new = ({url for url in each if url.startswith(start)} for each in (before, after))
        assert (old != new) is changes, folder


def test_a_section_is_found_by_whole_names_of_firms_and_says_what_tells_nothing() -> None:
    places = [Place("甲市", "jia shi", -1, "jia"), Place("乙县", "yi xian", 0, "jia/yi", 1)]
    places += [Place(f"村{n}", "cun", 1, f"jia/yi/{n}", 2) for n in range(30)]
    row = ["通路", 2018, "library", "road", False, "示例宏源（二队）公司", "p1", "jia/yi/lu"]
    found: list[search_index.Found] = [{}, {}, *({"projects": [row]} for _ in range(30))]
    said = search_sections.words_of(places, found, TABLE)
    assert {"=示例宏源2队公司", "通路", "公司"} <= said.words
    assert "公司" in said.common
    assert "甲市" not in said.common
    other = search_sections.Said(set(), ["工程"])
    assert "公司" in search_sections.common([said, other])
    assert "公司" not in search_sections.common([said, other, other])
