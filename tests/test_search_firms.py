"""A resident looks for a firm by what people call it, where many are recorded."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from generator.build.build import build
from tests import machine, sites
from tests.conftest import load, serve

FIRMS = (
    "甲县宏源建筑工程有限公司",
    "贵州宏源路桥有限责任公司",
    *(f"贵州{brand}建设工程有限公司" for brand in ("天成", "永兴", "云山", "瑞丰", "长青", "德信")),
    *("甲县天成水利有限公司", "上村天成种养殖农民专业合作社"),
)
RECORD = """\
---
title: 第{n}号工程
year: 2018
category: infrastructure
stage: library
contractor: {firm}
performance_target: 方便86户出行
---
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Give the page of the search of a site with many firms."""
    root = sites.lay(tmp_path_factory.mktemp("firms") / "site")
    for n, firm in enumerate(FIRMS * 4):
        village = ("jia/dong/shang", "jia/dong/xia")[n % 2]
        path = root / f"content/projects/{village}/2018-gongcheng-{n}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(RECORD.format(n=n, firm=firm), "utf-8")
    assert build(load(root), sites.AS_OF).published
    with serve(root / "site") as address, machine.open_browser() as browser:
        made = browser.new_page()
        made.goto(f"{address}az/index.html")
        yield made


def found(page: Page, typed: str) -> list[str]:
    """Return the names in bold of what is found, without what stands behind them."""
    page.goto(f"{page.url.partition('?')[0]}?q={quote(typed)}")
    page.wait_for_selector("#found:not([hidden]) [role=status]:not(:empty)")
    return [each.inner_text() for each in page.locator("#found > ol > li > p > a").all()]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("甲县宏源建筑工程有限公司", ["甲县宏源建筑工程有限公司"]),
        (
            "甲县宏源建筑",
            ["甲县宏源建筑工程有限公司"],
        ),  # 甲县 is a place, and here a part of a name
        ("甲县 宏源", ["甲县宏源建筑工程有限公司"]),
        ("宏源建筑公司", ["甲县宏源建筑工程有限公司"]),
        ("天成合作社", ["上村天成种养殖农民专业合作社"]),
        ("天成公司", ["甲县天成水利有限公司", "贵州天成建设工程有限公司"]),
        ("宏源", ["甲县宏源建筑工程有限公司", "贵州宏源路桥有限责任公司"]),
    ],
)
def test_a_firm_is_found_by_any_part_of_its_name(page: Page, typed: str, names: list[str]) -> None:
    assert sorted(found(page, typed)[: len(names)]) == sorted(names)


def test_of_many_firms_those_of_the_most_projects_come_first_and_all_when_asked(page: Page) -> None:
    assert len([name for name in found(page, "贵州") if name.endswith("公司")]) == 5
    page.click("#found > button")
    page.wait_for_function("document.querySelectorAll('#found > ol > li').length > 6")
    every = [each.inner_text() for each in page.locator("#found > ol > li > p > a").all()]
    assert len([name for name in every if name.startswith("贵州")]) == 7


def test_a_place_with_a_firm_finds_what_is_recorded_there(page: Page) -> None:
    names = found(page, "上村宏源")
    assert names[0] == "上村"
    assert "甲县宏源建筑工程有限公司" in names
