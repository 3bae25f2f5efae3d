"""Names with numbers stand in the order of the numbers, in lists and in the browser alike."""

import itertools
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from generator.base import natural_order
from generator.model.kinds import document, supervisors
from tests.conftest import ROOT
from tests.records import PROJECT, RULES, Small, changed, read, steady

IN_ORDER = (
    ("第2号", "第10号"),
    ("第9号", "第10号", "第100号"),
    ("示例扶通〔2018〕9号", "示例扶通〔2018〕10号", "示例扶通〔2019〕1号"),
    ("第２号", "第10号", "第１１号"),
    ("二组", "十组", "十一组", "二十组", "一百零二组"),
    ("第二组", "第3组", "第十组"),
    ("第一批", "第二批", "第十批", "第十二批"),
    ("一期", "2期", "三期"),
    ("1标段", "二标段", "10标段"),
    ("二小组", "十小组"),
    ("2村", "十村", "11村"),
    ("007号", "8号", "0010号"),
    ("1.25公里", "1.5公里", "2公里", "10.1公里"),
    ("1.2.9 款", "1.2.10 款"),
    ("2018.9 通报", "2018.10 通报"),
    ("2018-gonglu", "2018-gonglu-2", "2018-gonglu-10"),
    ("jia/9", "jia/10"),
    ("二〇一八年", "2019年", "二〇二〇年"),
    ("两户", "三户"),
    ("机井2", "机井2号", "机井10"),
)


@pytest.mark.parametrize("names", IN_ORDER, ids=str)
def test_what_differs_in_a_number_stands_in_the_order_of_the_numbers(
    names: tuple[str, ...],
) -> None:
    for each in itertools.permutations(names):
        assert tuple(sorted(each, key=natural_order.key)) == names


@pytest.mark.parametrize("name", ["三都县", "八一桥", "九龙", "万里", "十里铺", "一心组", "第"])
def test_a_numeral_that_counts_nothing_is_a_part_of_the_name(name: str) -> None:
    assert natural_order.key(name)[0] == (name,)


@steady(200)
@given(st.lists(st.text(alphabet="第一二十百组号0129０９.·a-", max_size=8), max_size=8))
def test_any_names_have_one_order_whatever_order_they_came_in(names: list[str]) -> None:
    turned = names[::-1]
    assert sorted(names, key=natural_order.key) == sorted(turned, key=natural_order.key)


def test_a_number_may_be_as_long_as_a_name() -> None:
    assert natural_order.key("9" * 9000) < natural_order.key("1" + "0" * 9000)


@pytest.mark.parametrize(
    ("groups", "shown"),
    [
        ("[十组, 二组, 一组]", ["一组", "二组", "十组"]),
        ("[第10组, 第2组]", ["第2组", "第10组"]),
        ("[上寨, 下寨, 中寨]", ["上寨", "下寨", "中寨"]),
        ("[下寨, 二组, 一组]", ["下寨", "二组", "一组"]),
        ("[一组]", ["一组"]),
    ],
)
def test_numbered_groups_stand_by_number_and_others_as_they_were_put(
    groups: str, shown: list[str]
) -> None:
    text = f"groups: {groups}\nposts:\n  - {{role: supervisor, person: 示例甲}}\n"
    found = supervisors.view(read("supervisors", text, "jia/dong/shang"), RULES)
    assert found["groups"] == found["groups_unknown"] == shown


def test_documents_of_a_day_stand_by_number() -> None:
    rows = [
        {"state": "in_force", "date": "2018-03-01", "id": "a", "number": f"示例〔2018〕{n}号"}
        for n in (10, 2, 9)
    ]
    states = [*document.STATES]
    for row in rows:
        row["state"] = states[0]
    rows.sort(key=document.order, reverse=True)
    assert [row["number"] for row in rows] == [f"示例〔2018〕{n}号" for n in (10, 9, 2)]


def test_projects_of_a_place_and_a_year_stand_by_number(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {
        f"content/projects/jia/dong/shang/2018-jing-{n}.md": changed(PROJECT, title=f"{n}号机井")
        for n in (10, 2, 9)
    }
    rows = Small(tmp_path, files).library()[0].by_unit["jia/dong/shang"]
    found = [row["title"] for row in rows if row["title"].endswith("机井")]
    assert found == ["2号机井", "9号机井", "10号机井"]


def in_browser(browser: Browser, tables: list[list[str]], file: Path) -> Any:
    """Return the order in which the script of the site puts the rows of tables with these names."""
    tools = (
        '<template class="tools"><details><form><input name="words">'
        '<label><select name="year"></select></label>'
        '<select name="sort"><option value=""></option><option value="name"></option></select>'
        '<p role="status" data-shown=""></p></form></details></template>'
    )
    about = "<small>2018年 · 饮水</small></th><td>在建</td><td><td></tr>"
    rows = ("".join(f"<tr><th><a>{name}</a>{about}" for name in names) for names in tables)
    body = "".join(f"{tools}<table><tbody>{each}</tbody></table>" for each in rows)
    script = (ROOT / "templates/assets/tables.js").read_text(encoding="utf-8")
    script += "window.tables({})"
    page = f'<!doctype html><meta charset="utf-8"><body>{body}<script>{script}</script>'
    file.write_text(page, encoding="utf-8")
    asked = "&".join(f"sort{n or ''}=name" for n in range(len(tables)))
    opened = browser.new_page()
    opened.goto(f"{file.as_uri()}?{asked}")
    return opened.evaluate(
        "[...document.querySelectorAll('tbody')].map(table =>"
        " [...table.querySelectorAll('a')].map(each => each.textContent))"
    )


def test_the_browser_puts_names_in_the_same_order(chromium: Browser, tmp_path: Path) -> None:
    tables = [
        [*(f"长{each}" for each in range(6 - len(names))), *names[1:], names[0]]
        for names in IN_ORDER
    ]
    for names, found in zip(
        IN_ORDER, in_browser(chromium, tables, tmp_path / "names.html"), strict=True
    ):
        assert tuple(name for name in found if name in names) == names
