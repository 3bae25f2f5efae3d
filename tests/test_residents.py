"""What residents come for, by touch at 360 pixels: with scripts and without, in large type too.

Each way counts its touches from the page that someone is on. Tasks that end in a search are held in
`test_search_index.py` and `test_browser.py`.
"""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page
from playwright.sync_api import TimeoutError as TooLong

from generator.build import build
from tests.conftest import AS_OF, load
from tests.sites import lay

VILLAGE = "units/duyun/mochong/bingwu.html"
WIDE, HIGH = 360, 640
WAYS = {"scripts": (True, ""), "no scripts": (False, ""), "large": (True, "#large")}


class Resident:
    """Someone with a phone, whose touches are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.touches = page, 0

    def touch(self, what: Locator) -> None:
        """Touch something that is shown."""
        what.click()
        self.touches += 1

    def sees(self, what: Locator) -> bool:
        """Tell whether something stands within the screen, as it is now."""
        box = what.bounding_box()
        return bool(box and box["y"] > -2 and box["y"] + box["height"] <= HIGH)


@pytest.fixture(scope="module")
def phones(chromium: Browser) -> Iterator[dict[str, Page]]:
    """Give a phone for each way: to start one takes longer than most of what is done with it."""
    contexts = {
        way: chromium.new_context(
            viewport={"width": WIDE, "height": HIGH}, java_script_enabled=javascript
        )
        for way, (javascript, _) in WAYS.items()
    }
    yield {way: context.new_page() for way, context in contexts.items()}
    for context in contexts.values():
        context.close()


@pytest.fixture(params=WAYS)
def resident(
    request: pytest.FixtureRequest, phones: dict[str, Page], address: str
) -> Iterator[Resident]:
    """Give someone who has opened the page of a village, on a phone that remembers nothing."""
    page, mark = phones[request.param], WAYS[request.param][1]
    page.goto(f"{address}robots.txt")  # where no script keeps anything
    page.evaluate("localStorage.clear(); sessionStorage.clear()")
    page.goto(f"{address}{VILLAGE}{mark}")
    yield Resident(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDE


def test_money_progress_and_whom_to_call_stand_in_the_first_screen(resident: Resident) -> None:
    page = resident.page
    notice = page.locator(".demo").bounding_box()  # which a site of one's own does not have
    assert notice
    page.evaluate(f"scrollTo(0, {notice['height']})")
    said = page.locator(".says").all_inner_texts()
    assert re.fullmatch(r"2016年以来计划花[\d.,]+ 万元，付了[\d.,]+ 万元（\d+%）", said[0].strip())
    assert re.match(r"\d+个项目，\d+个过期没完工", said[1])
    for each in page.locator(".says").all():
        assert resident.sees(each)
    assert resident.sees(page.locator(".call a.tel:visible").first)
    assert resident.sees(page.locator(".groups summary"))


def test_whom_group_five_calls_is_two_touches_away(resident: Resident) -> None:
    page = resident.page
    resident.touch(page.locator(".groups summary"))
    resident.touch(page.locator(".groups a").filter(has_text="五组"))
    own = page.locator(".group:visible")
    assert own.count() == 1
    assert "五组" in own.inner_text()
    assert "示例丁申" in own.inner_text()
    assert resident.sees(own.locator("a.tel"))
    first = page.locator(".call li:visible").first
    assert first.inner_text() == own.inner_text(), "the own group stands first"
    assert resident.touches == 2


def test_where_a_post_is_vacant_someone_who_answers_stands_beside_it(resident: Resident) -> None:
    page = resident.page
    resident.touch(page.locator(".groups summary"))
    resident.touch(page.locator(".groups a").filter(has_text="四组"))
    assert "空缺" in page.locator(".group:visible").inner_text()
    assert page.locator(".group:visible a.tel").count() == 1
    if page.locator(".groups:not([open])").count():
        resident.touch(page.locator(".groups summary"))
    resident.touch(page.locator(".groups a").filter(has_text="九组"))
    own = page.locator(".group:visible").last.inner_text()
    assert "先找" in own, "a masked number cannot be called"


def test_a_count_leads_to_what_it_counts_and_back_to_all(resident: Resident) -> None:
    page = resident.page
    rows = page.locator("table.cards tbody tr:has(th a[href*='/projects/']):visible")
    whole = rows.count()
    for link in ("#only-late", "#only-mended", "#only-under_way", "#only-now"):
        counted = page.locator(f".answers a[href='{link}']").first
        number = re.match(r"\D*?(\d+)个|.* (\d+)$", counted.inner_text())
        resident.touch(counted)
        shown = rows.count()
        assert 0 < shown < whole, link
        if number and link != "#only-now":
            assert shown == int(number[1] or number[2]), link
    resident.touch(page.locator(".only:visible a"))
    assert rows.count() == whole


def test_whether_the_own_village_gets_more_than_the_next_is_one_touch_away(
    resident: Resident,
) -> None:
    page = resident.page
    per = page.locator("a[href='#neighbours']")
    assert re.search(r"平均每户计划花[\d,]+ 元", per.inner_text())
    beside = per.locator("xpath=..").inner_text()
    assert re.search(r"居中的村： ?本镇[\d,]+ 元 全县[\d,]+ 元", beside.replace("\n", " "))
    resident.touch(per)
    table = page.locator(".beside tbody tr")
    assert table.count() == 3
    assert "丙午村" in table.last.inner_text()
    assert resident.touches == 1


def test_chips_lead_to_projects_people_money_honours_and_notices(resident: Resident) -> None:
    page = resident.page
    chips = page.locator(".chips a")
    assert [each.strip() for each in chips.all_inner_texts()] == [
        "项目",
        "找谁",
        "钱",
        "表彰",
        "公示",
    ]
    for n, there in enumerate(("项目", "有事找谁", "钱", "受表彰")):
        resident.touch(chips.nth(n))
        target = page.locator(page.evaluate("location.hash"))
        assert there in target.inner_text()
        assert resident.sees(target) or n == 1
    resident.touch(chips.nth(4))
    page.wait_for_url("**/compliance/duyun/mochong/bingwu.html#disclosures")


def test_the_phone_keeps_the_group_and_shows_it_at_the_next_visit(
    chromium: Browser, address: str
) -> None:
    context = chromium.new_context(viewport={"width": WIDE, "height": HIGH})
    page = context.new_page()
    page.goto(address + VILLAGE)
    page.click(".groups summary")
    page.click(".groups a:text-is('五组')")
    page.goto(f"{address}index.html")
    page.goto(address + VILLAGE)
    own = page.locator(".group:visible")
    assert "示例丁申" in own.inner_text()
    assert page.inner_text(".groups summary span") == "我是五组（换一组）"
    other = "units/duyun/mochong/shazhai.html"
    page.goto(address + other)
    assert page.locator(".group:visible").count() == 0, "of another village nobody has said so"
    context.close()


def test_an_empty_village_leads_to_its_town(resident: Resident, address: str) -> None:
    page = resident.page
    page.goto(f"{address}units/duyun/mochong/baitou.html")
    assert "项目一直没填过" in page.inner_text(".answers")
    assert "0" not in page.inner_text(".money")
    resident.touch(page.locator(".money a").first)
    page.wait_for_url("**/units/duyun/mochong.html")


def test_a_very_long_name_makes_no_page_wider_than_the_phone(
    chromium: Browser, tmp_path: Path
) -> None:
    root = lay(tmp_path / "whole")
    name = "布依族苗族水族瑶族壮族侗族毛南族仡佬族彝族回族满族蒙古族联合示范新村第一分村社区"
    (root / "content/units/jia/dong/chang.yaml").write_text(
        f"name: {name}作战室\nshort_name: {name}\nlevel: village\nkind: war_room\npinyin: chang\n",
        "utf-8",
    )
    project = root / "content/projects/jia/dong/chang/2018-qiao.yaml"
    project.parent.mkdir()
    project.write_text(
        "title: 便桥\nyear: 2018\ncategory: water\nstage: library\nbudget: 1万元\n"
        "performance_target: 建桥1座\n",
        "utf-8",
    )
    assert build.build(load(root), AS_OF).published
    context = chromium.new_context(viewport={"width": WIDE, "height": HIGH})
    page = context.new_page()
    beside = """[...document.querySelectorAll('.trail li + li')].filter(step => step.offsetWidth &&
        step.querySelector('a').getBoundingClientRect().left
          < step.getBoundingClientRect().left + 8).length"""
    urls = ("units/jia/dong", "units/jia/dong/chang", "compliance/jia/dong", "az/c")
    for url in (*urls, "projects/jia/dong/chang/2018-qiao"):
        for mark in ("", "#large"):
            page.goto((root / f"site/{url}.html").as_uri() + mark)
            assert page.evaluate("document.documentElement.scrollWidth") <= WIDE, url
            assert page.evaluate(beside) == 0, "the sign before a step stands in a line of its own"
    page.goto((root / "site/units/jia/dong/shang.html").as_uri())
    lines = """[...document.querySelectorAll('.beside .n')].map(figure => {
        const words = document.createRange();
        words.selectNodeContents(figure);
        return new Set([...words.getClientRects()].map(box => box.top)).size;
    })"""
    assert {*page.evaluate(lines)} == {1}, "a long name leaves the figures beside it no room"
    context.close()


def test_a_site_without_complaint_lines_is_made_and_leads_to_none(tmp_path: Path) -> None:
    root = lay(tmp_path / "whole")
    config = root / "config.yaml"
    text = config.read_text("utf-8")
    config.write_text(re.sub(r"(?m)^complaints:\n(  .*\n)+", "", text), "utf-8")
    unit = root / "content/units/jia/dong/shang.yaml"
    for each in (unit, unit.parent.with_suffix(".yaml"), unit.parent.parent.with_suffix(".yaml")):
        each.write_text(re.sub(r"(?m)^phone: .*\n", "", each.read_text("utf-8")), "utf-8")
    report = build.build(load(root), AS_OF)
    assert report.published, report.problems
    page = (root / "site/units/jia/dong/shang.html").read_text("utf-8")
    assert "#complain" not in page
    assert "反映问题" in page


def test_of_money_that_no_project_states_nothing_more_is_missing(
    chromium: Browser, tmp_path: Path
) -> None:
    root = lay(tmp_path / "whole")
    for name in ("kong", "liang"):
        (root / f"content/units/jia/dong/{name}.yaml").write_text(
            f"name: {name}村作战室\nshort_name: {name}村\nlevel: village\nkind: war_room\n"
            f"pinyin: {name}\n",
            "utf-8",
        )
    for place, name, budget in (("kong", "a", ""), ("liang", "b", ""), ("liang", "c", "10万元")):
        path = root / f"content/projects/jia/dong/{place}/2018-{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"---\ntitle: {name}井\nyear: 2018\ncategory: water\nstage: approved\n"
            f"performance_target: 好\nbudget: {budget}\nplan: {{finish: 2019}}\n---\n",
            "utf-8",
        )
    assert build.build(load(root), AS_OF).published
    page = chromium.new_page()
    page.goto((root / "site/units/jia/dong/kong.html").as_uri())
    assert re.search("计划花没填，付了0 元", page.inner_text(".answers"))
    page.goto((root / "site/units/jia/dong/liang.html").as_uri())
    assert re.search(r"计划花10.00 万元\s另有1个项目没填，付了0 元", page.inner_text(".answers"))
    page.close()


def test_a_project_without_a_supervisor_says_who_answers_instead(
    chromium: Browser, tmp_path: Path
) -> None:
    root = lay(tmp_path / "whole")
    (root / "content/supervisors/jia/dong/shang.yaml").write_text(
        "groups: [一组]\nposts:\n  - {role: both, vacant: yes}\n", "utf-8"
    )
    road = root / "content/projects/jia/dong/shang/2018-gonglu.md"
    text = road.read_text("utf-8")
    road.write_text(re.sub(r"(?m)^phone.*\n(  .*\n)*", "", text), "utf-8")
    assert build.build(load(root), AS_OF).published
    page = chromium.new_page()
    page.goto((root / "site/projects/jia/dong/shang/2018-gonglu.html").as_uri())
    assert "先找" in page.inner_text(".call")
    assert page.locator(".call a.tel").count() == 1
    page.close()


def test_a_village_of_nine_projects_with_its_style_is_light(demonstration: Path) -> None:
    page = (demonstration / VILLAGE).read_bytes()
    style = next((demonstration / "assets").glob("style.*.css")).read_bytes()
    script = next((demonstration / "assets").glob("site.*.js")).read_bytes()
    assert sum(len(gzip.compress(each, 9)) for each in (page, style)) <= 14 * 1024
    assert len(gzip.compress(script, 9)) <= 20 * 1024


def test_who_got_the_money_of_a_project_is_two_touches_away(resident: Resident) -> None:
    page = resident.page
    resident.touch(page.locator("table.cards th a:text-is('丙午村刺梨扩种')"))
    resident.touch(page.locator("main a[href*='/parties/']").first)
    page.wait_for_url("**/parties/**")
    assert page.inner_text("h1").startswith("示例种植专业合作社")
    assert "已付给它" in page.inner_text(".answers")
    rows = page.locator("tbody tr:visible")
    assert page.inner_text(".answers .far b").startswith(f"{rows.count()}个项目")
    late = page.locator(".answers a[href='#only-mended']")
    if late.count():
        whole = rows.count()
        late.click()
        assert 0 < rows.count() < whole
    assert resident.touches == 2


def test_whether_a_late_project_is_done_is_one_touch_away_in_the_village(
    resident: Resident, address: str
) -> None:
    page = resident.page
    resident.touch(page.locator(".says a[href='#only-mended']"))
    rows = page.locator("tbody tr.finished_late:visible")
    assert rows.count() == 2
    for text in rows.all_inner_texts():
        assert re.search(r"\d+年\d+月\d+日完工 · 晚了才完工 · 晚了\d+天", text)
    assert resident.touches == 1
    page.goto(f"{address}units/duyun/mochong.html")  # and from its town two
    resident.touch(page.locator(".says a[href='#at-mended']"))
    resident.touch(page.locator("#at-mended + ul a:has-text('丙午村')"))
    page.wait_for_url("**/bingwu.html#only-mended")
    assert page.locator("tbody tr.finished_late:visible").count() == 2
    assert page.locator("tbody tr.overdue:visible").count() == 0


def test_what_was_promised_and_not_kept_leads_from_its_year_to_the_record(
    resident: Resident, address: str
) -> None:
    page = resident.page
    page.goto(f"{address}compliance/duyun/mochong/bingwu.html")
    for rule, kind in (("来信按时答复", "answers"), ("项目每个阶段按时公示", "disclosures")):
        year = page.locator(f".rule:has-text('{rule}') .years .missed a").last
        assert re.fullmatch(r"\d{4}年\s\d+/\d+", year.inner_text().strip())
        resident.touch(year)
        shown = page.locator(page.evaluate("location.hash"))
        assert (shown.get_attribute("id") or "").startswith(f"{kind}-")
        assert re.search("答复晚了|没有按规定公示", shown.inner_text())
        box = shown.bounding_box()
        assert box
        assert -2 < box["y"] < HIGH
    assert resident.touches == 2


def test_a_village_typed_as_in_an_address_is_one_touch_away(
    resident: Resident, address: str
) -> None:
    page = resident.page
    page.goto(address + "index.html")
    page.fill("#q", "都匀市墨冲镇丙午村")
    found = page.locator("#found > ol > li a").first
    try:
        found.wait_for(timeout=4000)
        resident.touch(found)
    except TooLong:  # no scripts: the form leads to the letters
        resident.touch(page.locator("form.search button"))
        resident.touch(page.locator("main a:text-is('B')").first)
        resident.touch(page.locator("main a[href$='/duyun/mochong/bingwu.html']").first)
    page.wait_for_url("**/units/duyun/mochong/bingwu.html")
    assert resident.touches <= 3
