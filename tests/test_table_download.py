"""A table of a page is taken away as a file: just what it shows, filtered as it is."""

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests import old_engines

LATE = "lists/projects/late.html"
TAKE = "下载这张表（CSV）"


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
    assert not any("," in cell for row in rows for cell in row[3:5])
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


def test_what_is_said_beside_a_number_has_a_column_of_its_own(
    chromium: Browser, address: str
) -> None:
    page = chromium.new_page()
    page.goto(address + "units/duyun.html")
    head, *rows = taken(page)
    at = head.index("已付（元）·说明")
    assert (head[at - 1], head[at + 1]) == ("已付（元）", "项目")
    notes = [row[at] for row in rows if row[at]]
    assert any("另有" in each and "没填" in each for each in notes), "a sum that lacks something"
    assert any("退回" in each for each in notes)
    assert all(row[at - 1].replace(".", "", 1).isdecimal() for row in rows if row[at])
    page.goto(address + "compliance/duyun.html")
    head, *rows = taken(page)
    assert head[2:5] == ["做到", "没做到", "没做到·说明"]
    assert all(each.isdecimal() for row in rows for each in row[2:4])
    assert any("按时" in row[4] for row in rows)
    page.close()


def test_a_row_is_called_what_it_is_whatever_else_stands_in_its_first_cell(
    chromium: Browser, address: str
) -> None:
    page = chromium.new_page()
    page.goto(address + "lists/allocations/all.html")
    name, about, url, _ = taken(page)[1]
    assert name == page.locator("ul[data-take] > li > a").first.inner_text()
    assert "90.00 万元" in about, "an amount stays beside its unit"
    assert url.endswith(".html")
    page.goto(address + "projects/duyun/guilan/wengqi/2018-jigeng-dao.html")
    names = [row[0] for row in taken(page)[1:]]
    assert names == ["农业综合开发补助资金", "群众投工投劳折资"], (
        "and not what leads to where it is from"
    )
    page.close()


def test_each_of_several_tables_has_a_file_of_its_own_name(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    page.goto(address + "compliance/duyun.html")
    names = []
    for button in page.get_by_role("button", name=TAKE).all():
        with page.expect_download() as waiting:
            button.click()
        names.append(waiting.value.suggested_filename)
    assert len({*names}) == len(names) == 3
    assert names[1].startswith("贫困退出 - ")
    page.close()


def named(page: Page, nth: int = 0) -> str:
    """Take away a table of a page, and return what the file is called."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=TAKE).nth(nth).click()
    return waiting.value.suggested_filename


def test_a_file_that_has_not_all_of_a_list_is_called_so(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    page.goto(address + LATE)
    whole = named(page)
    all_of = page.locator("table.cards tbody tr").count()
    page.goto(f"{address}{LATE}?sort=money")
    assert named(page) == whole, "in another order it is all the same"
    word = page.locator("tbody th > a:first-child").first.inner_text()
    page.goto(f"{address}{LATE}?words={word}")
    some = page.locator("table.cards tbody tr:visible").count()
    assert 0 < some < all_of
    assert named(page) == whole.replace(".csv", f" - 本页{all_of}个项目中的{some}个.csv")
    page.locator("[name=words]").fill("")
    assert named(page) == whole
    # one page of several, and another table of that page
    page.goto(f"{address}units/duyun.html")
    before = [named(page, nth) for nth in range(2)]
    page.evaluate(
        """() => document.querySelectorAll('main table.cards')[1].insertAdjacentHTML(
          'afterend', '<nav class="pager"><a>2</a> <span>第1页，共3页</span></nav>')"""
    )
    last = before[1].replace(".csv", " - 第1页，共3页.csv")
    assert [named(page, nth) for nth in range(2)] == [before[0], last]
    page.close()


def test_what_a_spreadsheet_takes_for_a_formula_is_put_behind_an_apostrophe(
    chromium: Browser, address: str
) -> None:
    page = chromium.new_page()
    page.goto(address + "units/duyun.html")
    page.evaluate(
        """() => {
          const row = document.querySelector('main table.cards tbody tr:not(.blank)');
          row.cells[0].innerHTML = '<a href="x.html">=1+1</a> <small>@SUM(A1)</small>';
          [1, 2, 3].forEach(n => { row.cells[n].className = ''; });
          row.cells[1].textContent = '+86';
          row.cells[2].innerHTML = '1 <small class="yuan">-1,234.50 元</small> <small>-x</small>';
          row.cells[3].textContent = '＝"a",b';
        }"""
    )
    [row] = [each for each in taken(page) if each[0] == "'=1+1"]
    assert row[:7] == ["'=1+1", "'@SUM(A1)", "'+86", "", "-1234.50", "'-x", '\'＝"a",b']
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


def test_figures_of_the_first_page_are_exact_and_each_under_its_heading(
    chromium: Browser, address: str
) -> None:
    page = chromium.new_page()
    page.goto(f"{address}index.html")
    page.locator("details", has=page.locator("table")).first.locator("summary").first.click()
    [table] = page.locator("main details table").filter(has_text="已经付了").all()
    place, about, *head = (lines := taken(page))[0]
    assert {len(line) for line in lines} == {len(head) + 2}
    assert (place, about) == ("地方", "说明")
    assert "已经付了（元）" in head, "exact, so not in 万元"
    paid = {row[0]: row[lines[0].index("已经付了（元）")] for row in lines[1:]}
    exact = table.locator("tbody tr").evaluate_all(
        """rows => rows.map(row => [row.cells[0].textContent.trim(),
          ((row.querySelector('[data-l^="已经付了"] .yuan') || {}).textContent || '')
            .replace(/[^0-9.]/g, '')])"""
    )
    assert paid == dict(exact)
    assert sum(bool(each) for each in paid.values()) == 3
    assert not any(cell == "没填" for line in lines for cell in line), "unknown is empty"
    page.close()


@pytest.mark.parametrize("version", old_engines.EACH_TIME)
def test_what_is_equal_keeps_its_order_in_old_engines_too(
    version: old_engines.Version, chromium: Browser, address: str
) -> None:
    url = f"{address}{LATE}?sort=money"
    page = chromium.new_page()
    page.goto(url)
    names = page.locator("tbody th > a:first-child").all_text_contents()
    page.close()
    with old_engines.running(version) as engine:
        found = engine.ask(
            url=url,
            size=[360, 640],
            wait="document.querySelector('.take')",
            script="[].map.call(document.querySelectorAll('tbody th > a:first-child'),"
            " function (each) { return each.textContent; })",
        )
    assert found["value"] == names


def test_what_is_late_stands_beside_the_number_of_projects(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    page.goto(f"{address}lists/parties/m.html")
    head, *rows = taken(page)
    at = head.index("项目")
    assert head[at + 1] == "项目·说明"
    assert all(row[at].isdecimal() for row in rows)
    assert ["10", "1个过期"] in [row[at : at + 2] for row in rows]
    page.close()


def test_amounts_are_exact_in_project_libraries_too_and_their_unit_is_that_of_no_rows(
    chromium: Browser, address: str
) -> None:
    page = chromium.new_page()
    page.goto(f"{address}libraries/duyun/2018.html")
    head, *rows = taken(page)
    planned = [row[head.index("计划（元）")] for row in rows]
    assert "378000.00" in planned
    assert all(re.fullmatch(r"\d+\.\d\d", each) for each in planned)
    page.goto(f"{address}{LATE}?words=none-of-them")
    assert taken(page) == [["项目", "说明", "进度", "计划（元）", "已付（元）", "网页", "demo"]]
    page.close()
