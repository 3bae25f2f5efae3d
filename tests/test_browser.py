"""Pages as a resident's browser shows them: real Chromium, on a phone and on a screen."""

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import urljoin

import feedparser
import pytest
from playwright.sync_api import Browser, Page

from generator.commands import building_labels
from tests.conftest import serve

LEFT = "net::ERR_ABORTED"  # the page was left before its icon came
WIDTHS = {"phone": (360, 640), "screen": (1280, 900)}
LONG_HEADS = (
    *("duyun/mochong/shazhai", "libo/jialiang/shiban"),
    *("libo/yaoshan/gaoqiao", "sandu/jiuqian/yanggong"),
)
"""Villages of which most is said before whom to call."""


@pytest.fixture(scope="module")
def unscripted(chromium: Browser) -> Iterator[Page]:
    """Give a phone without scripts, which keeps nothing: see `opened`."""
    wide, high = WIDTHS["phone"]
    context = chromium.new_context(
        viewport={"width": wide, "height": high}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def opened(page: Page, url: str) -> Page:
    """Open a page anew, whatever the phone shows."""
    page.goto("about:blank")  # else a mark at the end of the address would load nothing
    page.goto(url)
    return page


@pytest.fixture(scope="module")
def village(demonstration: Path) -> str:
    """Give the address of a village with projects, below the units."""
    projects = min((demonstration / "projects").glob("*/*/*/"))
    return projects.relative_to(demonstration / "projects").as_posix()


def kinds(site: Path, village: str) -> list[str]:
    """Return one address of every kind of page."""
    county, town, _ = village.split("/")
    chosen = [
        *("index.html", "404.html", "sitemap.html", "about.html"),
        *("data/index.html", "data/fields.html"),
        *("news/qiannan.html", f"news/{village}.html"),
        *(f"units/{county}.html", f"units/{county}/{town}.html", f"units/{village}.html"),
        *("lists/projects/index.html", "lists/projects/late.html"),
        "lists/projects/stage/failed.html",
        *("lists/disclosures/index.html", "lists/answers/overdue.html"),
        *("lists/parties/index.html", "lists/parties/s.html"),
        *(f"compliance/{county}.html", f"compliance/{village}.html"),
        *("lists/commendations/index.html", "lists/commendations/year/2018.html"),
        *(f"supervisors/{county}/{town}.html", f"supervisors/{village}.html"),
        *(f"funds/{county}.html", "lists/allocations/index.html"),
        *("az/index.html", "az/d.html"),
    ]
    folders = ("projects", "commendations", "allocations", "parties", "documents", "libraries")
    for folder in folders:
        first = next(p for p in (site / folder).rglob("*.html") if p.name != "index.html")
        chosen.append(first.relative_to(site).as_posix())
    return [*chosen, *(f"en/{url}" for url in chosen)]


def look(
    browser: Browser, url: str, width: str, *, javascript: bool = True
) -> tuple[Page, list[str]]:
    """Open `url`; return the page and what its console complained of."""
    wide, high = WIDTHS[width]
    context = browser.new_context(
        viewport={"width": wide, "height": high}, java_script_enabled=javascript
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on(
        "requestfailed", lambda r: None if r.failure == LEFT else said.append(f"failed: {r.url}")
    )
    page.on("pageerror", lambda e: said.append(str(e)))
    page.goto(url)
    return page, said


def test_pages_fit_their_screen_and_the_console_is_silent(
    chromium: Browser, demonstration: Path, address: str, village: str
) -> None:
    page, said = look(chromium, address, "phone")
    for url in kinds(demonstration, village):
        page.goto(address + url)
        for wide, high in WIDTHS.values():
            page.set_viewport_size({"width": wide, "height": high})
            needed = page.evaluate("document.documentElement.scrollWidth")
            assert needed <= wide, (url, needed)
        assert said == [], (url, said)
        if "404" not in url:
            styled = page.evaluate(
                "document.styleSheets.length && getComputedStyle(document.body)"
                ".fontFamily.includes('sans')"
            )
            assert styled, f"{url} has no style from file://"
    page.context.close()


@pytest.mark.parametrize("type_", ["", "#large"])
def test_the_first_screen_in_english_has_a_phone_too(
    unscripted: Page, address: str, village: str, type_: str
) -> None:
    for each in (village, *LONG_HEADS) if type_ else (village,):
        page = opened(unscripted, f"{address}en/units/{each}.html{type_}")
        head = page.locator("body > header").bounding_box()
        phone = page.locator(".call a.tel:visible").first.bounding_box()
        assert head
        assert phone
        assert phone["y"] + phone["height"] <= WIDTHS["phone"][1] + head["y"], each


def test_the_first_screen_of_a_village_says_how_much_how_far_and_whom_to_call(
    unscripted: Page, demonstration: Path, village: str
) -> None:
    page = opened(unscripted, (demonstration / f"units/{village}.html").as_uri())
    high = WIDTHS["phone"][1]
    for words in ("计划花", "付了", "万元", "项目", "民生监督员"):
        found = page.get_by_text(words).all()
        tops = [box["y"] for each in found if (box := each.bounding_box())]
        assert any(0 <= top < high - 20 for top in tops), words
    calls = [
        box["y"] for each in page.locator("a[href^='tel:']").all() if (box := each.bounding_box())
    ]
    assert any(top < high for top in calls), "no number to call on the first screen"


def test_a_resident_gets_from_home_to_the_village_by_touch_alone(
    unscripted: Page, demonstration: Path, village: str
) -> None:
    page = opened(unscripted, (demonstration / "index.html").as_uri())
    parts = village.split("/")
    for depth in range(1, 4):
        target = "/".join(parts[:depth])
        page.locator(f"main a[href$='{target}.html']").first.click()
        page.wait_for_url(f"**/units/{target}.html")
    assert page.locator("h1").inner_text()


def test_a_newcomer_follows_money_to_a_paid_project_and_back_by_touch_alone(
    chromium: Browser, demonstration: Path
) -> None:
    page, said = look(chromium, (demonstration / "index.html").as_uri(), "phone", javascript=False)
    page.get_by_role("link", name="看钱从哪里来").first.click()
    page.wait_for_url("**/funds/qiannan.html")
    passed = page.get_by_role("link", name="拨给都匀市")
    central = page.locator("a[href*='/allocations/']").filter(has_text="中央财政专项扶贫资金")
    for n in range(central.count()):  # the latest may not have been passed on to that county
        central.nth(n).click()
        page.wait_for_url("**/allocations/qiannan/*.html")
        if passed.count():
            break
        page.go_back()
    name = page.url.rpartition("/")[2]
    assert "直接来自：中央" in page.inner_text("main")
    passed.click()
    page.wait_for_url(f"**/allocations/duyun/{name}")
    rows = page.locator("tbody tr").filter(has=page.locator("a[href*='/projects/']"))
    paid = next(
        row for row in rows.all() if not row.locator("td").last.inner_text().startswith("0.00")
    )
    amount = paid.locator("td").first.inner_text().strip()
    assert re.fullmatch(r"[\d,]+\.\d\d", amount)
    way = paid.locator("a[href*='/projects/']")
    title = way.inner_text()
    way.click()
    page.wait_for_url("**/projects/duyun/**")
    assert title in page.inner_text("h1")
    money = page.inner_text("main")
    assert amount in money
    source = page.locator("tr", has=page.locator(f"a[href$='allocations/duyun/{name}']"))
    assert amount in source.first.inner_text()
    assert "出自中央财政专项扶贫资金" in money
    # and back up again
    source.first.locator("a").click()
    page.wait_for_url(f"**/allocations/duyun/{name}")
    page.get_by_role("link", name="黔南州拨来").click()
    page.wait_for_url(f"**/allocations/qiannan/{name}")
    page.locator("a.more").filter(has_text="黔南州的资金").click()
    page.wait_for_url("**/funds/qiannan.html")
    page.locator(".trail a").first.click()
    page.wait_for_url("**/index.html")
    assert said == []
    page.context.close()


def test_targets_are_large_enough_for_a_thumb(
    chromium: Browser, demonstration: Path, village: str
) -> None:
    page, _ = look(chromium, (demonstration / f"units/{village}.html").as_uri(), "phone")
    small = page.evaluate(
        """() => [...document.querySelectorAll('a[href^="tel:"], summary')]
             .filter(e => e.offsetParent && e.getBoundingClientRect().height < 44)
             .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert small == []
    page.context.close()


@pytest.mark.parametrize(("language", "large"), [("", ""), ("", "#large"), ("en", "#large")])
def test_the_words_of_a_timeline_lie_over_no_bar_and_over_no_other_word(
    chromium: Browser, demonstration: Path, language: str, large: str
) -> None:
    page, _ = look(chromium, (demonstration / "index.html").as_uri(), "phone")
    drawn = 0
    there = sorted((demonstration / language / "projects").rglob("*.html"))
    for path in [path for path in there if path.name != "index.html"][::15]:
        page.goto(path.as_uri() + large)
        drawn += page.locator(".time").count()
        assert page.evaluate(OVERLAPS) == [], path
    assert drawn > 3
    page.context.close()


OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll('.time span, .time text, .time rect:not(.ground)')];
  const box = each => {
    const range = document.createRange();
    range.selectNodeContents(each);
    return (each.tagName === 'SPAN' ? range : each).getBoundingClientRect();
  };
  return boxes.flatMap((one, n) => boxes.slice(n + 1)
    .filter(two => one.tagName !== 'rect' || two.tagName !== 'rect')
    .filter(two => {
      const [a, b] = [box(one), box(two)];
      return a.left < b.right && b.left < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom;
    })
    .map(two => `${one.outerHTML} ${two.outerHTML}`));
}"""


# ---- large type


def size(page: Page) -> float:
    """Return the least size of text that is shown, in pixels."""
    return float(
        page.evaluate(
            """() => Math.min(...[...document.querySelectorAll('body *')]
                 .filter(e => e.offsetParent && [...e.childNodes].some(
                   n => n.nodeType === 3 && n.data.trim() && e.getClientRects().length))
                 .map(e => parseFloat(getComputedStyle(e).fontSize)))"""
        )
    )


def test_large_type_stays_from_page_to_page_until_it_is_switched_off(
    chromium: Browser, address: str, village: str
) -> None:
    page, said = look(chromium, f"{address}units/{village}.html", "phone")
    assert size(page) < 18
    page.click(".type a:visible")
    assert size(page) >= 18
    assert "#" not in page.url
    page.click("header a >> nth=0")
    page.wait_for_url("**/index.html")
    assert size(page) >= 18
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS["phone"][0]
    page.click(".type a:visible")
    page.reload()
    assert size(page) < 18
    assert said == []
    page.context.close()


@pytest.mark.parametrize(("language", "head"), [("", 120), ("en/", 160)])
def test_in_large_type_the_head_is_short_and_search_money_and_phones_come_first(
    chromium: Browser, address: str, village: str, language: str, head: int
) -> None:
    page, _ = look(chromium, f"{address}{language}index.html#large", "phone")

    def box(selector: str) -> tuple[float, float]:
        found = page.locator(selector).first.bounding_box()
        assert found
        return found["y"], found["y"] + found["height"]

    top, bottom = box("body > header")
    assert bottom - top <= head
    high = WIDTHS["phone"][1] + top  # over it stands that the data is made up
    assert box("form.search button")[1] <= high
    assert page.locator(".lead").is_hidden()
    page.goto(f"{address}{language}units/{village}.html#large")
    assert size(page) >= 18
    assert box(".says")[1] <= high
    assert box(".call a.tel:visible")[1] <= high
    assert box(".says")[1] <= box(".call")[0]
    top, bottom = box(".trail")
    assert bottom - top <= 60, "the way up is one line"
    page.context.close()


def test_no_line_begins_with_a_comma_behind_a_number(
    unscripted: Page, address: str, village: str
) -> None:
    for mark in ("", "#large"):
        page = opened(unscripted, f"{address}units/{village}.html{mark}")
        for wide in (320, 340, 360, 390, 412):
            page.set_viewport_size({"width": wide, "height": 740})
            assert page.evaluate(COMMAS) == [], (mark, wide)
    page.set_viewport_size({"width": WIDTHS["phone"][0], "height": WIDTHS["phone"][1]})


COMMAS = """[...document.querySelectorAll('.answers p')].flatMap(p => {
    const found = [], texts = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) for (let n = 0; n < texts.currentNode.length; n++) {
        if (!'，；。'.includes(texts.currentNode.data[n])) continue;
        const range = document.createRange();
        range.setStart(texts.currentNode, n);
        range.setEnd(texts.currentNode, n + 1);
        const sign = range.getBoundingClientRect(), own = p.getBoundingClientRect();
        if (sign.width && sign.left - own.left < 3) found.push(p.textContent.trim());
    }
    return found;
})"""


def test_a_label_has_its_phone_however_long_its_words_are(unscripted: Page, tmp_path: Path) -> None:
    titles = {
        "上村水井": 15,
        "七组至九组太阳能路灯安装及三年管护服务采购" * 2: 8,
        "“A & B”road repair " * 5: 6,
    }
    rows = "".join(
        f'<th scope="row"><a href="../projects/x/{n}.html">{escape(each)}</a></th>'
        for n, each in enumerate(titles)
    )
    (tmp_path / "units").mkdir()
    for name in ("上村", "上坝下坝左岸右岸联合新村第二片区易地扶贫搬迁安置村"):
        (tmp_path / "units/x.html").write_text(f"<h1>{name}</h1>{rows}", "utf-8")
        unscripted.goto("about:blank")  # whose policy lets styles in
        words = ("扫码看钱花到哪里、干到哪步、有事找谁", "0854-0000000 12317 12345")
        unscripted.set_content(building_labels.page(tmp_path, "https://example.org/", ["x"], words))
        least = list(titles.values()) if name == "上村" else [11, 7, 7]
        for label, points in zip(unscripted.locator(".label").all(), least, strict=True):
            box, phone = label.bounding_box(), label.locator("p").last.bounding_box()
            assert box
            assert phone
            assert phone["y"] + phone["height"] <= box["y"] + box["height"]
            assert (
                label.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
                >= points * 4 / 3 - 0.1
            )


def test_a_phone_number_in_large_type_stays_within_a_narrow_screen(
    chromium: Browser, address: str, demonstration: Path
) -> None:
    pages = sorted((demonstration / "allocations").rglob("*.html"))
    url = next(
        each for each in pages if 'class="tel"' in each.read_text("utf-8").partition("<footer")[0]
    )
    page, _ = look(chromium, f"{address}{url.relative_to(demonstration).as_posix()}#large", "phone")
    assert size(page) >= 18
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS["phone"][0]
    page.context.close()


def test_a_link_turns_large_type_on_without_scripts_and_another_off(
    unscripted: Page, address: str, village: str
) -> None:
    page = opened(unscripted, f"{address}units/{village}.html#large")
    assert size(page) >= 18
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS["phone"][0]
    page.click(".type a:visible")
    assert size(page) < 18


# ---- lists to work with


def rows(page: Page) -> list[str]:
    """Return the titles of the projects that are shown, in their order."""
    return page.locator("table.cards tbody tr:visible th > a").all_inner_texts()


def test_a_list_is_filtered_and_sorted_and_its_address_shows_the_same(
    chromium: Browser, address: str
) -> None:
    page, said = look(chromium, f"{address}lists/projects/late.html", "screen")
    every = rows(page)
    page.select_option("select[name=sort]", "money")
    exact = "table.cards tbody tr:visible td:nth-child(3)"
    amounts = [
        float(text.replace(",", ""))
        for text in page.locator(exact).all_inner_texts()
        if text[0].isdigit()
    ]
    assert amounts == sorted(amounts, reverse=True)
    assert sorted(rows(page)) == sorted(every)
    page.fill("input[name=words]", "饮水")
    chosen = rows(page)
    assert 0 < len(chosen) < len(every)
    texts = page.locator("table.cards tbody tr:visible").all_inner_texts()
    assert all("饮水" in text for text in texts)
    said_there = page.inner_text("form.filters [role=status]")
    assert str(len(chosen)) in said_there
    other, _ = look(chromium, page.url, "screen")
    assert rows(other) == chosen
    other.context.close()
    page.select_option("select[name=stage]", "在建")
    assert all("在建" in text for text in page.locator("tbody tr:visible").all_inner_texts())
    assert said == []
    page.context.close()


def test_without_scripts_a_list_is_whole_and_has_no_empty_tools(
    unscripted: Page, address: str
) -> None:
    page = opened(unscripted, f"{address}lists/projects/late.html?words=x")
    assert rows(page)
    assert page.locator("form").count() == 0


# ---- notices that are open


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2018-12-31T08:00:00", "还剩2天"),
        ("2019-01-01T23:59:00", "还剩1天"),
        ("2019-01-02T08:00:00", "今天是最后一天"),
        ("2019-01-03T00:01:00", "现在已经结束"),
    ],
)
def test_the_clock_of_the_reader_says_how_many_days_a_notice_is_open(
    chromium: Browser, unscripted: Page, demonstration: Path, now: str, words: str
) -> None:
    """The notice of the town's library is open until 2019-01-02; the page says that by itself."""
    url = (demonstration / "lists/disclosures/index.html").as_uri()
    plain = opened(unscripted, url)
    row = "tr:has-text('墨冲镇2019年项目库公示')"
    text = plain.inner_text(row)
    assert "2019年1月2日" in text
    assert words not in text
    page, said = look(chromium, "about:blank", "phone")
    page.clock.set_fixed_time(now)
    page.goto(url)
    assert words in page.inner_text(row)
    assert said == []
    page.context.close()


def test_a_village_leads_to_its_news_its_feed_and_its_calendar(
    chromium: Browser, demonstration: Path
) -> None:
    village = "duyun/mochong/bingwu"
    with serve(demonstration) as address:
        for language, news, feed, calendar in (
            ("", "最近的变化", "新消息订阅", "加到手机日历"),
            (
                "en/",
                "What changed lately",
                "Subscribe to the news (Atom)",
                "Add to the phone's calendar",
            ),
        ):
            page, said = look(chromium, f"{address}{language}units/{village}.html", "phone")
            with page.expect_download() as loaded:
                page.get_by_role("link", name=calendar).click()
            assert loaded.value.suggested_filename == "bingwu.ics"
            assert "BEGIN:VEVENT" in loaded.value.path().read_text("utf-8")
            named = page.locator('link[rel=alternate][type="application/atom+xml"]')
            feeds = [each.get_attribute("href") or "" for each in named.all()]
            page.get_by_role("link", name=news).click()
            assert page.url == f"{address}{language}news/{village}.html"
            rows = page.locator(".news li")
            assert rows.count() == 20
            to = page.locator("main").get_by_role("link", name=feed).get_attribute("href")
            assert to in feeds
            found = feedparser.parse(page.request.get(urljoin(page.url, to or "")).body())
            assert not found.bozo
            assert found.entries
            for entry in found.entries:
                own = entry.link.partition("/qiannan/")[2].partition("#")[0]
                assert page.request.get(address + own).ok
            rows.first.get_by_role("link").click()
            assert page.locator("h1").is_visible()
            assert said == []


PRINTED = ("index.html", "units/duyun.html", "supervisors/duyun.html", "compliance/duyun.html")


@pytest.mark.parametrize("url", PRINTED)
def test_numbers_that_lead_somewhere_stand_on_paper_too(
    chromium: Browser, address: str, url: str
) -> None:
    """The county's table had no number of projects, late ones and vacant posts when printed."""
    page = chromium.new_page()
    page.goto(f"{address}{url}")
    page.emulate_media(media="print")
    lost = page.evaluate(
        """() => [...document.querySelectorAll('main a.way')]
            .filter(each => !each.closest('.onscreen, details, .says'))
            .map(each => [each.textContent.trim(), each.getClientRects().length])"""
    )
    assert len(lost) > 1
    assert [text for text, drawn in lost if not drawn] == []
    page.close()


def test_records_that_are_folded_stand_on_paper_by_their_titles(
    chromium: Browser, address: str
) -> None:
    """Beneath 限期整改 and 公示 nothing stood, as if nothing was recorded."""
    page = chromium.new_page()
    page.goto(f"{address}compliance/duyun.html")
    page.emulate_media(media="print")
    for section in ("rectifications", "disclosures"):
        assert page.locator(f"#{section} details[id] summary").first.is_visible()
    assert not page.locator(".report").first.is_visible()
    page.close()
