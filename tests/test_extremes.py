"""Places that are not as most: of one project and of a hundred, of nothing known, of nought yuan.

Each page of theirs is measured as old phones are, on a phone and a screen, in usual and large type.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import ROOT, serve
from tests.sites import lay
from tests.test_build import make

MEASURES = (ROOT / "tests/measures.js").read_text("utf-8")
LONG = "布依族苗族水族瑶族壮族侗族毛南族仡佬族联合示范新村"
TITLE = f"{LONG}一组二组三组至杨柳大坪下寨坡脚桥头组通组公路硬化及边沟护栏路灯工程第三标段"
UNIT = """\
name: {name}脱贫攻坚作战室
short_name: {name}
level: village
kind: war_room
code: "9901010010{number}"
pinyin: {slug}
settlement: village
{more}"""
PROJECT = """\
---
title: {title}
year: {year}
category: infrastructure
stage: {stage}
performance_target: 硬化道路
{more}
---
"""
LATE = "plan: {start: 2018-01-01, finish: 2018-06-01}\nactual: {start: 2018-02-01}"
DONE = """\
plan: {start: 2017-01-01, finish: 2017-12-01}
actual: {start: 2017-02-01, finish: 2017-11-01}
acceptance: {date: 2017-12-10, result: passed, by: 示例验收组}"""
VILLAGES = {
    "yi": ("独一村", "households: 100"),
    "ershi": ("二十村", "households: 2"),
    "duo": ("一百村", "households: 12000"),
    "wu": ("没有村", "households: 88"),
    "buzhi": ("不知村", ""),
    "ling": ("零元村", "households: 10"),
    "jianglai": ("将来村", "households: 10"),
    "chang": (LONG, "households: 33"),
    "kong": ("空缺村", "households: 33"),
    "lao": ("老村", "households: 50"),
}
VACANT = "groups: [{groups}, 杨柳大坪下寨坡脚桥头联合组]\nposts:\n{posts}"


def write(file: Path, text: str) -> None:
    """Write a file and the folders above it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def fill(content: Path) -> None:
    """Write the villages into a town of the whole site."""
    for number, (slug, (name, more)) in enumerate(VILLAGES.items(), 11):
        text = UNIT.format(name=name, number=number, slug=slug, more=more)
        write(content / f"units/jia/dong/{slug}.yaml", text)

    def project(of: str, n: int, more: str, stage: str = "under_way", year: int = 2018) -> None:
        title = TITLE if of == "chang" else f"{VILLAGES[of][0]}第{n}号路"
        text = PROJECT.format(title=title, year=year, stage=stage, more=more)
        write(content / f"projects/jia/dong/{of}/{year}-p{n}.md", text)

    project("yi", 1, f"budget: 10万元\n{LATE}".replace("06-01", "12-31"))
    for n in range(20):
        project("ershi", n, f"budget: {n + 1}万元\n{LATE}")
    for n in range(249):
        paid = f"budget: {n % 9 + 1}00万元\npayments: [{{date: 2017-05-10, amount: 1万元}}]"
        project("duo", n, f"{paid}\n{DONE}", "accepted", 2017)
    project("duo", 249, f"budget: 5万元\n{LATE}")
    for n in range(4):
        project("buzhi", n, "", ("library", "approved")[n % 2])
    for n in range(2):
        project("ling", n, "budget: 0元\nplan: {start: 2019-01, finish: 2019-05}", "approved")
    project(
        "jianglai", 1, "budget: 9万元\nplan: {start: 2019-05, finish: 2022-11}", "library", 2019
    )
    project("chang", 1, f"budget: 123456.7890万元\n{DONE}\npayments: []", "accepted", 2017)
    project("kong", 1, f"budget: 10万元\n{LATE.replace('2018', '2010')}", year=2010)
    for year in range(2007, 2019):
        done = DONE.replace("2017", str(year))
        project("lao", 1, f"budget: 9万元\npayments: []\n{done}", "accepted", year)
    groups = [f"{each}组" for each in "一二三四五六七八九十"]
    posts = "".join(f"  - {{group: {each}, role: both, vacant: yes}}\n" for each in groups)
    posts += "  - {role: both, vacant: yes}\n"
    text = VACANT.format(groups=", ".join(groups), posts=posts)
    write(content / "supervisors/jia/dong/kong.yaml", text)
    for day in range(1, 9):
        letter = f"date: 2018-05-0{day}\ntitle: 第{day}封来信\npeople: 1\nby: 独一村村民委员会\n"
        answer = f"answered: 2018-05-1{day}\nanswer: 已办\n"
        write(content / f"answers/jia/dong/yi/2018-x{day}.yaml", letter + answer)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a site of such villages; give its address."""
    root = lay(tmp_path_factory.mktemp("extremes") / "site")
    fill(root / "content")
    make(root)
    with serve(root / "site") as address:
        yield address


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """Give a page of a phone."""
    page = chromium.new_page(viewport={"width": 360, "height": 640})
    yield page
    page.close()


@pytest.mark.parametrize("village", VILLAGES)
def test_its_pages_have_no_fault_that_can_be_measured(phone: Page, site: str, village: str) -> None:
    urls = [f"{of}/jia/dong/{village}.html" for of in ("units", "compliance", "supervisors")]
    for url in (*urls, f"en/{urls[0]}"):
        for wide in (360, 1280):
            phone.set_viewport_size({"width": wide, "height": 800})
            for mark in ("", "#large"):
                phone.goto(
                    "about:blank"
                )  # else what is folded would stay as it was laid out before
                phone.goto(f"{site}{url}{mark}")
                assert phone.evaluate(MEASURES) == [], (url, wide, mark)


@pytest.mark.parametrize("below", ["", "/nan"])
def test_a_place_above_villages_with_none_below_it_leads_to_its_own_projects(
    phone: Page, tmp_path: Path, below: str
) -> None:
    """A zone without towns had a project: its counts led nowhere, and no site was built."""
    root = lay(tmp_path / "site")
    text = "name: 丙区脱贫攻坚指挥部\nshort_name: 丙区\nlevel: county\nkind: headquarters\n"
    write(root / "content/units/bing.yaml", f'{text}code: "990103"\npinyin: bing\n')
    if below:
        text = text.replace("丙区", "南镇").replace("county", "town").replace("指挥部", "工作站")
        text = text.replace("headquarters", "workstation")
        write(root / "content/units/bing/nan.yaml", f'{text}code: "990103001"\npinyin: nan\n')
    more = f"budget: 10万元\n{LATE}"
    road = PROJECT.format(title="通组公路", year=2018, stage="under_way", more=more)
    write(root / f"content/projects/bing{below}/2018-lu.md", road)
    make(root)
    page = f"units/bing{below}.html"
    with serve(root / "site") as address:
        phone.goto(address + page)
        for link in phone.locator(".answers a.way").all():
            url = str(link.get_attribute("href"))
            if "#" in url:
                assert phone.locator(f"#{url.partition('#')[2]}").is_visible(), url
        phone.click(".says a.way >> nth=0")
        assert phone.locator(":target").get_by_text("通组公路").is_visible()


def test_a_tile_tells_nought_little_and_not_known_apart(phone: Page, tmp_path: Path) -> None:
    """Of 4,000 yuan it said 0, as of nothing, and of 142万元 a bare 142."""
    root = lay(tmp_path / "site")
    for number, (slug, more) in enumerate(
        {"bing": None, "ding": "[]", "wu": "[{date: 2018-05-10, amount: 4000元}]"}.items(), 3
    ):
        text = f"name: {slug}县指挥部\nshort_name: {slug}县\nlevel: county\nkind: headquarters\n"
        write(root / f"content/units/{slug}.yaml", f'{text}code: "99010{number}"\npinyin: {slug}\n')
        if more:
            road = f"budget: 10万元\npayments: {more}\n{LATE}"
            text = PROJECT.format(title="公路", year=2018, stage="under_way", more=road)
            write(root / f"content/projects/{slug}/2018-lu.md", text)
    tiles = ", ".join(f"{each}: [{n}, 0]" for n, each in enumerate(("jia", "bing", "ding", "wu")))
    with (root / "config.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f"\ntiles: {{{tiles}}}\ntile_figure: paid\n")
    make(root)
    with serve(root / "site") as address:
        phone.goto(address)
        said = phone.locator(".map .small").all_text_contents()
        assert said == ["142 万元", "没填", "0 万元", "<1 万元"]
        of = "each => getComputedStyle(each).strokeDasharray !== 'none'"
        assert [each.evaluate(of) for each in phone.locator(".map rect").all()] == [
            *(False, True, False, False)
        ]


def told(phone: Page, site: str, village: str) -> str:
    """Return what the first answers of a village say."""
    phone.goto(f"{site}units/jia/dong/{village}.html")
    return re.sub(r"\s+", " ", phone.inner_text(".answers"))


@pytest.mark.parametrize(
    ("village", "words"),
    [
        ("ershi", "20个项目，20个过期没完工"),
        ("duo", "250个项目，1个过期没完工"),
        ("buzhi", "计划花没填，付了0 元"),
        ("ling", "计划花0 元，付了0 元（0%）"),
        ("jianglai", "2019年以来计划花9.00 万元，付了0 元（0%）"),
        ("chang", "计划花12.35 亿元，付了0 元（0%）"),
    ],
)
def test_nought_is_not_what_is_not_stated(phone: Page, site: str, village: str, words: str) -> None:
    assert words in told(phone, site, village)


def test_beside_its_neighbours_a_village_of_nought_yuan_says_what_is_paid(
    phone: Page, site: str
) -> None:
    """0 of 0 yuan were paid, as its own page says; the table said 没填."""
    phone.goto(f"{site}units/jia/dong/yi.html")
    row = phone.locator(".beside tr", has_text="零元村").locator("td").all_inner_texts()
    assert row[:2] == ["0", "0%"]
    row = phone.locator(".beside tr", has_text="不知村").locator("td").all_inner_texts()
    assert row[:2] == ["没填", "没填"]


def test_where_every_post_is_vacant_each_group_is_led_to_who_answers(
    phone: Page, site: str
) -> None:
    phone.goto(f"{site}units/jia/dong/kong.html")
    groups = phone.locator(".groups a")
    assert groups.count() == 11
    for n in (0, 9, 10):
        phone.locator(".groups summary").click()
        name = groups.nth(n).inner_text()
        groups.nth(n).click()
        own = phone.locator(".group:visible").last
        assert name in own.inner_text()
        assert own.locator("a.tel").count() == 1


def test_twelve_years_of_a_duty_take_no_more_than_three_rows(phone: Page, site: str) -> None:
    """Two a row, they filled the screen, and what else was promised stood on the next."""
    phone.goto(f"{site}compliance/jia/dong/lao.html")
    strip = phone.locator(".years").first
    assert strip.locator("li").count() == 12
    tops = {each.bounding_box()["y"] for each in strip.locator("li").all()}  # type: ignore[index]
    assert len(tops) <= 3


def test_letters_that_stand_elsewhere_are_led_to(phone: Page, site: str) -> None:
    """Of eight letters five stood on the page of the village, as if there were no others."""
    phone.goto(f"{site}units/jia/dong/yi.html")
    assert phone.locator("#letters .asked > li").count() == 5
    phone.click("#letters .more:text('还有3封更早的来信')")
    assert phone.locator("#answers").get_by_text("第1封来信").count() == 1


def test_a_word_of_two_signs_is_not_cut_in_two(phone: Page, site: str) -> None:
    """付了没 / 填."""
    phone.goto(f"{site}units/jia/dong/yi.html")
    lines = phone.locator(".says .unknown").evaluate("each => each.getClientRects().length")
    assert lines == 1


def test_one_place_that_exited_is_told_in_english_as_one(phone: Page, site: str) -> None:
    """1 have exited, 1 were planned to."""
    phone.goto(f"{site}en/index.html")
    assert phone.get_by_text("Villages exited: 1; planned to by the end of 2018: 1").count() == 1
