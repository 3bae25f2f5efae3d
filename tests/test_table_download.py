"""A table of a page is taken away as a file: just what it shows, filtered as it is."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests import machine

LATE = "lists/projects/late.html"
TAKE = "下载这张表（CSV）"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Give the installed Chromium."""
    with machine.open_browser() as browser:
        yield browser


def taken(page: Page, nth: int = 0) -> list[list[str]]:
    """Take away a table of a page, and return its lines."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=TAKE).nth(nth).click()
    download = waiting.value
    assert download.suggested_filename.endswith(".csv")
    content = Path(download.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")  # else a spreadsheet takes it for GBK
    return [*csv.reader(io.StringIO(content[3:].decode(), newline=""))]


def test_a_table_gives_the_rows_it_shows_in_exact_amounts(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    page.goto(address + LATE)
    head, *rows = taken(page)
    assert head == ["项目", "说明", "进度", "计划（元）", "已付（元）", "网页", "demo"]
    shown = page.locator("table.cards tbody tr")
    assert len(rows) == shown.count() > 20
    assert [row[0] for row in rows] == page.locator("tbody th > a:first-child").all_inner_texts()
    exact = page.locator("td:nth-child(3) .yuan").all_text_contents()
    assert [row[3] for row in rows if row[3]] == [
        "".join(sign for sign in each if sign.isdigit() or sign == ".") for each in exact
    ]
    assert all(row[-1] == "true" and row[-2].startswith(address) for row in rows)
    assert not any("没填" in cell for row in rows for cell in row[3:5])  # unknown is empty
    page.close()


def test_rows_that_a_filter_hides_are_not_in_the_file(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    page.goto(address + LATE)
    word = page.locator("tbody th > a:first-child").first.inner_text()
    page.locator("summary", has_text="筛选").click()
    if not page.locator("input[name=words]").is_visible():  # it was open: the window is wide
        page.locator("summary", has_text="筛选").click()
    page.locator("input[name=words]").fill(word)
    rows = taken(page)[1:]
    assert 0 < len(rows) < 20
    assert all(word in " ".join(row) for row in rows)
    page.close()


def test_a_list_of_records_is_taken_away_as_well(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    page.goto(address + "lists/meetings/all.html")
    head, *rows = taken(page)
    assert head == ["名称", "说明", "网页", "demo"]
    assert len(rows) == page.locator("ul[data-take] > li").count()
    assert all(row[1] and row[2] for row in rows)
    page.close()


def test_a_browser_that_cannot_keep_files_is_offered_none(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    page.add_init_script("delete HTMLAnchorElement.prototype.download")
    page.goto(address + LATE)
    assert not page.get_by_role("button", name=TAKE).count()
    page.close()


def test_what_is_said_across_columns_moves_no_figure_to_another(
    chromium: Browser, address: str
) -> None:
    page = chromium.new_page()
    page.goto(address + "units/wengan.html")
    head, *rows = taken(page)
    assert head[4:7] == ["项目", "过期", "空缺岗位"]
    assert {len(row) for row in rows} == {len(head)}
    assert all(row[-1] == "true" and row[-2].startswith(address) for row in rows)
    assert [row for row in rows if not any(row[2:6])]  # no projects are stated: unknown is empty
    page.locator("tr.blank").first.evaluate("row => row.deleteCell(2) || row.deleteCell(2)")
    page.locator("tr.blank").first.evaluate("row => { row.cells[1].colSpan = 3 }")
    assert taken(page) == [head, *rows]  # as templates of another site may have it
    page.close()
