"""Pages as phones that never update show them, measured in Chrome 49, 69 and today's.

`LONGER=2 ./portal test tests/test_old_phones.py` measures in Chrome 56 and 65 as well. What is not
right is found by `tests/measures.js`; `docs/browsers.md` tells what older phones get otherwise.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests import old_engines
from tests.conftest import ROOT
from tests.old_engines import Engine
from tests.records import LONGER

MEASURES = (ROOT / "tests/measures.js").read_text("utf-8")
VILLAGE = "duyun/mochong/bingwu"
SEARCH = "az/index.html?q=%E4%B8%99%E5%8D%88%E6%9D%91+%E9%A5%AE%E6%B0%B4"  # 丙午村 饮水
FOUND = "document.querySelector('#found ol li ul a')"
PHONE, SCREEN = [360, 640], [1280, 900]
TWICE = "document.documentElement.style.setProperty('font-size', '34px', 'important')"


@pytest.fixture(scope="module")
def urls(demonstration: Path) -> list[str]:
    """Give the address of a page of every kind that residents come to."""
    firsts = []
    for folder in ("projects/duyun", "commendations/duyun", "allocations/duyun"):
        pages = sorted((demonstration / folder).rglob("*.html"))
        first = next(each for each in pages if each.name != "index.html")
        firsts.append(first.relative_to(demonstration).as_posix())
    return [
        *("index.html", "units/duyun.html", "units/duyun/mochong.html", f"units/{VILLAGE}.html"),
        *("units/duyun/mochong/baitou.html", f"projects/{VILLAGE}/2017-yinshui-gongcheng.html"),
        *("lists/parties/index.html", "projects/sandu/dujiang/zenlei/2018-tuigeng-huanlin.html"),
        *("lists/projects/index.html", "lists/projects/late.html"),
        *("lists/projects/place/duyun/2018.html", "lists/disclosures/late.html"),
        *(SEARCH, "az/d.html", "supervisors/duyun.html", f"compliance/{VILLAGE}.html"),
        *("funds/duyun.html", "figures.html", "sitemap.html", "404.html", *firsts),
    ]


@pytest.fixture(scope="module", params=old_engines.PHONES if LONGER > 1 else old_engines.EACH_TIME)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Give an engine of old phones."""
    with old_engines.running(request.param) as running:
        yield running


def measured(engine: Engine, url: str, size: list[int]) -> list[str]:
    """Return what is not right with a page in an old engine, what its console says included."""
    engine.ask(url="about:blank")  # else a mark at the end of the address would load nothing
    waits = {"wait": FOUND} if "?q=" in url else {}
    answer = engine.ask(size=size, url=url, script=MEASURES, **waits)
    return [*answer["value"], *said(engine, answer)]


def said(engine: Engine, answer: dict[str, Any]) -> list[str]:
    """Return what the console says, without what harms nothing.

    Chrome 56 knows `preload`, and not yet that of a file for `fetch`: it is loaded when asked for.
    """
    words: list[str] = answer["said"]
    return [each for each in words if engine.version != 56 or "rel=preload" not in each]


@pytest.mark.parametrize(("folder", "type_"), [("", ""), ("", "#large"), ("en/", "#large")])
def test_on_an_old_phone_nothing_is_glued_cut_covered_too_low_or_sideways(
    engine: Engine, address: str, urls: list[str], folder: str, type_: str
) -> None:
    faults = {url: measured(engine, address + folder + url + type_, PHONE) for url in urls}
    engine.ask(script="localStorage.clear()")
    assert {url: found for url, found in faults.items() if found} == {}


def test_on_an_old_computer_nothing_is_glued_cut_covered_too_low_or_sideways(
    engine: Engine, address: str, urls: list[str]
) -> None:
    faults = {url: measured(engine, address + url, SCREEN) for url in urls[::2]}
    assert {url: found for url, found in faults.items() if found} == {}


def off_screen(faults: list[str]) -> list[str]:
    """Return those of the faults that no one can read past."""
    return [each for each in faults if each.startswith(("scrolls", "touches", "is cut:"))]


def test_on_an_old_phone_whose_own_type_is_twice_as_large_nothing_is_off_the_screen(
    engine: Engine, address: str, urls: list[str]
) -> None:
    """Systems enlarge type up to twice, which moves no edge of the screen; all sizes follow it."""
    faults = {}
    for url in urls[1::2]:
        engine.ask(url="about:blank")
        engine.ask(size=PHONE, url=address + url, script=TWICE)
        faults[url] = off_screen(engine.ask(script=MEASURES)["value"])
    assert {url: found for url, found in faults.items() if found} == {}


def test_on_an_old_phone_the_search_answers_while_one_types(engine: Engine, address: str) -> None:
    typing = """(function () {
        var field = document.querySelector('#q');
        field.value = 'bingwu';
        field.dispatchEvent(new Event('input', { bubbles: true }));
    })()"""
    engine.ask(size=PHONE, url=f"{address}az/index.html", script=typing)
    answer = engine.ask(
        wait="document.querySelector('#found ol li a')",
        script="[document.querySelector('#found ol li a').textContent, location.search]",
    )
    assert answer == {"value": ["丙午村", "?q=bingwu"], "said": []}


def test_on_an_old_phone_the_search_finds_what_an_address_asks_for(
    engine: Engine, address: str
) -> None:
    answer = engine.ask(
        url=address + SEARCH,
        wait=FOUND,
        script="[].map.call(document.querySelectorAll('#found ol ul a'), function (each) {"
        " return each.textContent; })",
    )
    assert said(engine, answer) == []
    assert answer["value"]
    assert all("饮水" in each for each in answer["value"])
    asked = engine.ask(
        url=f"{address}az/index.html?q=%E7%94%B5%E8%AF%9D",
        wait="document.querySelector('#found ol li a')",
        script="document.querySelector('#found ol li a').getAttribute('href')",
    )
    assert asked == {"value": "../supervisors/qiannan.html", "said": []}, "电话 leads to phones"


def test_on_an_old_phone_a_list_is_filtered_and_its_address_keeps_how(
    engine: Engine, address: str
) -> None:
    answer = engine.ask(
        url=f"{address}lists/projects/late.html?words=%E9%A5%AE%E6%B0%B4",
        wait="document.querySelector('form.filters')",
        script="[].filter.call(document.querySelectorAll('tbody tr'), function (each) {"
        " return !each.hidden; }).map(function (each) { return each.textContent; })",
    )
    assert said(engine, answer) == []
    assert answer["value"]
    assert all("饮水" in each for each in answer["value"])
    asked = engine.ask(
        url=f"{address}az/index.html?q=%E7%94%B5%E8%AF%9D",
        wait="document.querySelector('#found ol li a')",
        script="document.querySelector('#found ol li a').getAttribute('href')",
    )
    assert asked == {"value": "../supervisors/qiannan.html", "said": []}, "电话 leads to phones"


def test_without_scripts_an_old_phone_is_led_to_the_letters_with_what_was_typed(
    engine: Engine, address: str
) -> None:
    engine.ask(url=f"{address}index.html", javascript=False)
    engine.ask(
        script="(document.querySelector('#q').value = '丙午',"
        " document.querySelector('form.search button').click(), 1)"
    )
    answer = engine.ask(
        wait="document.querySelector('.letters')",
        script="[location.pathname, decodeURIComponent(location.search),"
        " document.querySelectorAll('.letters a').length > 20]",
    )
    assert answer["value"] == ["/az/index.html", "?q=丙午", True]


# ---- today's


@pytest.mark.parametrize("type_", ["", "#large"])
@pytest.mark.parametrize("folder", ["", "en/"])
def test_on_the_phones_and_screens_of_today_it_is_no_other(
    chromium: Browser, address: str, urls: list[str], folder: str, type_: str
) -> None:
    faults = {}
    context = chromium.new_context()
    page = context.new_page()
    for n, url in enumerate(urls):
        for wide, high in (PHONE, SCREEN)[: 1 + n % 2]:
            page.set_viewport_size({"width": wide, "height": high})
            if wide == PHONE[0]:
                page.goto(address + folder + url + type_)
            else:
                page.reload()
            if "?q=" in url:
                page.wait_for_selector("#found ol li ul a")
            faults[url, wide] = page.evaluate(MEASURES)
    assert {each: found for each, found in faults.items() if found} == {}
    context.close()


@pytest.mark.parametrize("wide", [700, 800])
def test_on_a_phone_on_its_side_it_is_no_other(
    chromium: Browser, address: str, urls: list[str], wide: int
) -> None:
    """Names of places were cut beneath each other there, and money in large type went off it."""
    faults = {}
    page = chromium.new_page(viewport={"width": wide, "height": 360})
    for url in (each for each in (*urls, "compliance/duyun.html") if "?q=" not in each):
        for mark in ("", "#large"):
            page.goto("about:blank")
            page.goto(address + url + mark)
            faults[url, mark] = page.evaluate(MEASURES)
    page.close()
    assert {each: found for each, found in faults.items() if found} == {}


def test_where_the_phones_own_type_is_twice_as_large_nothing_is_off_the_screen(
    chromium: Browser, address: str, urls: list[str]
) -> None:
    faults = {}
    page = chromium.new_page(viewport={"width": PHONE[0], "height": PHONE[1]})
    for url in urls:
        page.goto(address + url)
        page.evaluate(TWICE)
        faults[url] = off_screen(page.evaluate(MEASURES))
    page.close()
    assert {url: found for url, found in faults.items() if found} == {}


@pytest.fixture
def lacking(chromium: Browser) -> Iterator[Page]:
    """Give a page of a browser that has no `fetch` and no `URLSearchParams`, as iOS 10.0."""
    context = chromium.new_context()
    context.add_init_script("delete window.fetch; delete window.URLSearchParams")
    page = context.new_page()
    yield page
    context.close()


def test_without_fetch_and_search_parameters_the_search_answers(
    lacking: Page, address: str
) -> None:
    lacking.goto(address + SEARCH)
    assert "饮水" in lacking.locator("#found ol li ul a").first.inner_text()
    lacking.fill("#q", "bingwu")
    lacking.wait_for_url("**/az/index.html?q=bingwu")
    assert lacking.locator("#found ol li a").first.inner_text() == "丙午村"


def test_where_a_list_cannot_be_filtered_it_is_whole(lacking: Page, address: str) -> None:
    lacking.goto(f"{address}lists/projects/late.html?words=x")
    assert lacking.locator("tbody tr:visible").count() > 5
    assert lacking.locator("form").count() == 0


def test_where_the_search_cannot_run_what_was_typed_stays_and_the_letters_lead_on(
    chromium: Browser, address: str
) -> None:
    context = chromium.new_context()
    context.add_init_script("delete String.prototype.normalize")
    page = context.new_page()
    page.goto(f"{address}az/index.html?q=%E4%B8%99+%25")
    assert page.input_value("#q") == "丙 %"
    assert "按字母找" in page.inner_text("#found")
    assert page.locator(".filters").is_hidden()
    page.goto(f"{address}az/index.html")
    assert page.locator("#found").is_hidden()
    context.close()


# ---- what is measured


FAULTS = {
    "<p style='width:400px'>很宽</p>": "scrolls sideways",
    "<p style='margin-left:-8px'>在边上的字</p>": "touches the edge",
    "<p>一行字</p><p style='margin-top:-2.5em'>又一行</p>": "lies over another",
    "<ul style='display:flex;list-style:none'><li>找地方</li><li>项目</li></ul>": "runs into",
    "<button style='height:50px'>一</button> <button style='height:50px'>二</button>": "",
    "<a href='x'>短</a>": "too low for a thumb",
    "<p>在一句话里的<a href='x'>链接</a>可以矮一些</p>": "",
    "<p>空缺的岗位 <a href='x' style='display:inline-block;height:50px'>2</a></p>": "too narrow",
    "<div style='width:20px;overflow:hidden;white-space:nowrap'>看不全的字</div>": "is cut",
    "<p style='width:1em'>一个字一行</p>": "stands sign beneath sign",
    "<p style='width:1em'>没填</p>": "stands sign beneath sign",
    "<p class='letters'><a style='display:block;height:50px'>一</a>"
    "<a style='display:block;height:50px'>二</a></p>": "sticks to the next",
    "<p hidden style='width:400px'>不在</p><details>关着</details>": "",
}


@pytest.mark.parametrize(("html", "fault"), FAULTS.items())
def test_each_fault_is_found_by_measuring(chromium: Browser, html: str, fault: str) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 640})
    page.set_content(f"<!doctype html><body style='margin:8px;font:16px sans-serif'>{html}")
    found = page.evaluate(MEASURES)
    page.close()
    assert any(each.startswith(fault) for each in found) if fault else not found, found
