"""The search with names as they are: rare signs, firms called after places, a title many times."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from generator.build.build import build
from tests import machine, sites
from tests.conftest import load, serve
from tests.test_search_firms import found

VILLAGE = """\
name: {name}脱贫攻坚作战室
short_name: {name}
level: village
kind: war_room
pinyin: {pinyin}
settlement: village
"""
PROJECT = """\
---
title: {title}
year: 2018
category: infrastructure
stage: library
performance_target: 方便出行
address: {address}
contractor: {firms[0]}
implementer: {firms[1]}
---
"""
FIRMS = ("贵州水各建设有限公司", "水各村村民委员会")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Give the page of the search of a site with such names."""
    root = sites.lay(tmp_path_factory.mktemp("awkward") / "site")
    for ident, name, pinyin in (
        ("shuige", "水各村", "shui ge"),
        ("yatong", "𮧵𪣻村", "ya tong"),
        ("zhouren", "㑇𠆲村", "zhou ren"),
    ):
        own = root / f"content/units/jia/dong/{ident}.yaml"
        own.write_text(VILLAGE.format(name=name, pinyin=pinyin), "utf-8")
    titles = ["《“四在农家·美丽乡村”小康寨》项目（一期）", *["太阳能路灯安装"] * 3, "𪣻寨串户路"]
    for n, title in enumerate(titles):
        where = "jia/dong/" + ("yatong" if "𪣻" in title else "shuige")
        path = root / f"content/projects/{where}/2018-{n}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PROJECT.format(title=title, address=f"第{n}小组", firms=FIRMS), "utf-8")
    assert build(load(root), sites.AS_OF).published
    with serve(root / "site") as address, machine.open_browser() as browser:
        made = browser.new_page()
        made.goto(f"{address}az/index.html")
        yield made


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("水各", "水各村"),
        ("水各村", "水各村"),
        ("㑇𠆲", "㑇𠆲村"),
        ("㑇儣村", "㑇𠆲村"),
        ("𮧵", "𮧵𪣻村"),
        ("𮧵塿", "𮧵𪣻村"),
        ("yatong", "𮧵𪣻村"),
        ("zhou ren", "㑇𠆲村"),
        ("yt", "𮧵𪣻村"),
        ("𪣻寨", "𮧵𪣻村"),
    ],
)
def test_names_with_signs_of_two_units_mix_up_no_other(page: Page, typed: str, first: str) -> None:
    assert found(page, typed)[0] == first


def test_a_place_comes_before_firms_that_are_called_after_it(page: Page) -> None:
    first, *others = found(page, "水各")
    assert (first, {*others}) == ("水各村", {*FIRMS})


def lines(page: Page) -> list[str]:
    return [each.inner_text() for each in page.locator("#found > ol ul li").all()]


def test_of_projects_of_one_title_each_says_where_it_is(page: Page) -> None:
    found(page, "太阳能路灯")
    assert [line.partition(" ")[0] for line in lines(page)] == [
        *("太阳能路灯安装（第1小组）", "太阳能路灯安装（第2小组）", "可能还有，见这个地方的网页")
    ]
    found(page, "水各村2组路灯")
    assert [line.partition(" ")[0] for line in lines(page)] == ["太阳能路灯安装（第2小组）"]


def test_of_all_who_do_a_project_those_are_told_that_were_typed(page: Page) -> None:
    found(page, "四在农家")
    assert lines(page)[0].endswith(f"进了项目库，还没批 · {FIRMS[0]}")
    found(page, "水各小康寨")  # the name of a place is in those of many
    assert lines(page)[0].endswith(f"还没批 · {FIRMS[0]}")
    found(page, "小康寨 村民委员会")
    assert lines(page)[0].endswith(f"还没批 · {FIRMS[1]}")
