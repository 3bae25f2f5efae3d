"""In Traditional characters names stand as people write them, and nothing but text is turned."""

import re
from pathlib import Path
from typing import Any

import pytest
from opencc import OpenCC

from generator.model import traditional_text
from generator.model.traditional_text import Own, person, place, turner
from generator.pages import search_index
from tests import traditional as listed
from tests.conftest import ROOT
from tests.test_build import edit, make

PLAIN = turner(b"")
UNITS = [
    {"short_name": name, "level": level}
    for name, level in (
        ("龙里县", "county"),
        ("墨冲镇", "town"),
        ("谷脚镇", "town"),
        ("大冲社区", "village"),
        ("水冲村", "village"),
        ("长冲村", "village"),
        ("干里村", "village"),
        ("干村村", "village"),
        ("里免村", "village"),
        ("果里村", "village"),
        ("丛里村", "village"),
        ("斗篷冲村", "village"),
        ("伙塘村", "village"),
    )
]
NAMED = turner(traditional_text.words(UNITS, Own()))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("墨冲镇", "墨沖鎮"),
        ("大冲社区", "大沖社區"),
        ("斗篷冲村", "斗篷沖村"),
        ("龙里县", "龍里縣"),
        ("丛里村", "叢里村"),
        ("干里村", "干里村"),
        ("干村村", "干村村"),
        ("伙塘村", "伙塘村"),
        ("斗底村", "斗底村"),
        ("谷脚镇", "谷腳鎮"),
        ("云里村", "雲里村"),
        ("长征村", "長征村"),
        ("后坝村", "後壩村"),
        ("三台村", "三臺村"),
        ("台州市", "台州市"),
        ("于田县", "于田縣"),
    ],
)
def test_the_name_of_a_place_is_turned_by_its_own_table(name: str, shown: str) -> None:
    assert place(name) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("于建国", "于建國"),
        ("范小云", "范小雲"),
        ("余发干", "余發干"),
        ("姜里平", "姜里平"),
        ("党丑", "党丑"),
        ("罗建党", "羅建黨"),
        ("钟后松", "鍾后松"),
        ("沈冲", "沈沖"),
        ("示例己丑", "示例己丑"),
        ("示例甲丑", "示例甲丑"),
    ],
)
def test_the_name_of_a_person_is_turned_character_by_character(name: str, shown: str) -> None:
    assert person(name) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("墨冲镇大冲社区至水冲组公路", "墨沖鎮大沖社區至水沖組公路"),
        ("墨冲工作站和墨冲中学", "墨沖工作站和墨沖中學"),
        ("龙里的路", "龍里的路"),
        ("干里村干部在干里村里", "干里村幹部在干里村裏"),
        ("骨干村民", "骨幹村民"),
        ("村里免费体检", "村裏免費體檢"),
        ("苹果里有虫，果里村没有", "蘋果裏有蟲，果里村沒有"),
        ("收入增长冲击新高", "收入增長衝擊新高"),
        ("斗篷冲村", "斗篷沖村"),
    ],
)
def test_names_of_places_stand_in_prose_as_they_do_alone(text: str, shown: str) -> None:
    assert NAMED.text(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("学生发放助学补助", "學生發放助學補助"),
        ("学生发助学补助", "學生發助學補助"),
        ("办理发放手续", "辦理發放手續"),
        ("资金发放到人", "資金發放到人"),
        ("假发票和空白发票", "假發票和空白發票"),
        ("理发店", "理髮店"),
        ("村干部抗旱", "村幹部抗旱"),
        ("干旱时晒干", "乾旱時曬乾"),
        ("干辣椒和豆腐干", "乾辣椒和豆腐乾"),
        ("若干干渠", "若干幹渠"),
        ("不干涉", "不干涉"),
        ("公里和里程", "公里和里程"),
        ("离村5里路", "離村5里路"),
        ("村里长期缺水", "村裏長期缺水"),
        ("州里填，县里选，乡里报", "州裏填，縣裏選，鄉裏報"),
        ("建立台账", "建立臺賬"),
        ("台风吹倒一台水泵", "颱風吹倒一臺水泵"),
        ("玉米面积和平方米面积", "玉米面積和平方米面積"),
        ("墙面粉刷，发面条", "牆面粉刷，發麪條"),
        ("制度和制作", "制度和製作"),
        ("征地，征求意见，长征", "徵地，徵求意見，長征"),
        ("准备，批准，不准打药", "準備，批准，不准打藥"),
        ("不准确，不准备案", "不準確，不準備案"),
        ("复核，恢复，批复，重复", "複核，恢復，批覆，重複"),
        ("考核和去核对", "考核和去核對"),
        ("只有名单只在网上", "只有名單只在網上"),
        ("每户鸡苗50只，羊3只。", "每戶雞苗50隻，羊3隻。"),
        ("冲水，冲毁，冲突", "沖水，沖毀，衝突"),
        ("防冲和厕所冲不干净", "防沖和廁所沖不乾淨"),
        ("奋斗，漏斗", "奮鬥，漏斗"),
        ("看表彰，举手表决", "看表彰，舉手表決"),
        ("手表和代表", "手錶和代表"),
        ("每个人参加", "每個人參加"),
        ("为了解决，了解情况", "爲了解決，瞭解情況"),
        ("农家具备条件", "農家具備條件"),
        ("合伙人的伙食", "合夥人的伙食"),
        ("己丑年和小丑", "己丑年和小丑"),
        ("结余，余额，余某", "結餘，餘額，余某"),
        ("松土种松树", "鬆土種松樹"),
        ("采购和风采", "採購和風采"),
        ("历史和日历", "歷史和日曆"),
        ("联系，关系，体系", "聯繫，關係，體系"),
        ("云南省，人云亦云", "雲南省，人云亦云"),
        ("向往的方向", "嚮往的方向"),
        ("小黄姜和姜书记", "小黃薑和姜書記"),
        ("示范范围", "示範範圍"),
        ("后来的皇后", "後來的皇后"),
        ("打谷场在山谷", "打穀場在山谷"),
        ("样才算，才定", "樣才算，才定"),
        ("没有回音", "沒有回音"),
        ("宿舍和舍得", "宿舍和捨得"),
    ],
)
def test_prose_is_turned_word_by_word(text: str, shown: str) -> None:
    assert PLAIN.text(text) == shown


@pytest.mark.parametrize(
    "kept",
    [
        '<a href="https://example.org/发展/干部.html">',
        '<a href="#发展" id="发展" class="发展" data-key="发展">',
        '<img src="../media/发展.jpg">',
        "<code>content/发展/干部.md</code>",
        "<script>var 发 = '发';</script>",
        "<!-- 发展 -->",
        '<a href="x" hreflang="zh-Hans" lang="zh-Hans" rel="alternate">简体中文</a>',
        '<article translate="no"><p>发展</p></article>',
        '<meta property="og:url" content="https://example.org/发展">',
    ],
)
def test_what_is_no_text_stays(kept: str) -> None:
    page = f"<p>发</p>{kept}<p>发</p>"
    assert PLAIN.page(page) == page.replace("<p>发</p>", "<p>發</p>")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "见 https://example.org/发展/干部.html ，发",
            "見 https://example.org/发展/干部.html ，發",
        ),
        ("发到 fazhan.发展@example.org 吧", "發到 fazhan.发展@example.org 吧"),
        ("附件“干部发展.xlsx”发", "附件“干部发展.xlsx”發"),
    ],
)
def test_addresses_and_names_of_files_in_a_text_stay(text: str, shown: str) -> None:
    assert PLAIN.text(text) == shown


def test_attributes_that_people_read_are_turned() -> None:
    page = '<td data-l="发展" title=\'干部\'><img alt="墨冲镇"><meta name="title" content="发">'
    assert NAMED.page(page) == (
        '<td data-l="發展" title=\'幹部\'><img alt="墨沖鎮"><meta name="title" content="發">'
    )
    escaped = r"""<p data-categories='{"roads": "\u53d1\u5c55"}'>"""
    assert PLAIN.page(escaped) == """<p data-categories='{"roads": "發展"}'>"""


def test_people_of_a_page_are_turned_as_people_wherever_they_stand() -> None:
    view = {"posts": [{"person": "范小云"}], "unit": {"leaders": [{"name": "于干", "post": "x"}]}}
    found = traditional_text.people(view)
    assert found == {"范小云", "于干"}
    page = "<p>联系范小云或者于干，范围不限</p>"
    assert PLAIN.page(page, found) == "<p>聯繫范小雲或者于干，範圍不限</p>"


def test_the_table_of_a_site_comes_before_all_others() -> None:
    table = Own(
        places={"墨冲镇": "墨衝鎮"}, people={"范小云": "范小云"}, phrases={"发展": "發展了"}
    )
    mine = turner(traditional_text.words(UNITS, table))
    assert mine.text("墨冲镇发展") == "墨衝鎮發展了"
    assert mine.page("<p>范小云</p>", {"范小云"}) == "<p>范小云</p>"


def test_a_wrong_table_is_told_and_used_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    for text, code in (
        ("places: {墨冲镇: 墨沖}\n", "P730"),
        ("phrases: {发: 發}\n", "P730"),
        ("phrases: {发展: <b>}\n", "P730"),
        ("places: [墨冲镇]\n", "P112"),
        ("place: {墨冲镇: 墨沖鎮}\n", "P109"),
        ("places: {墨冲镇: 墨沖鎮\n", "P033"),
    ):
        (tmp_path / "content/traditional.yaml").write_text(text, "utf-8")
        table, problems = traditional_text.own(tmp_path, "content")
        assert [each.code for each in problems] == [code], text
        assert table == Own()


def test_every_entry_of_the_shipped_tables_is_a_possible_reading() -> None:
    """What turns back into what it was made from cannot be a slip of the pen."""
    back = OpenCC("t2s")
    known = traditional_text._shipped()
    for name in ("places", "people", "surnames", "phrases"):
        for left, right in known[name].items():
            if right not in (left, "乾", "幹群", "灶臺"):
                assert back.convert(right).replace("乾", "干") in (left, right), (left, right)
            assert len(left) == len(right)


def test_all_names_of_places_are_turned_without_phrases() -> None:
    """Every character of every shipped name is the one that stands for it in names."""
    odd = re.compile("[衝裏鬥夥]")
    names = {
        re.findall(r"^short_name: (\S+)", path.read_text("utf-8"), re.MULTILINE)[0]
        for path in (ROOT / "content/units").rglob("*.yaml")
    }
    turned = {name: place(name) for name in names}
    assert len(names) > 1000
    assert [name for name, shown in turned.items() if odd.search(shown)] == []
    every = turner(
        traditional_text.words([{"short_name": name, "level": "village"} for name in names], Own())
    )
    for name, shown in turned.items():
        assert every.text(f"在{name}里发展") == f"在{shown}裏發展"


def test_data_of_the_search_is_turned_without_its_addresses() -> None:
    of_place: dict[str, Any] = {
        "projects": [["墨冲镇发展", 2018, "planned", "road", False, "", "moc/2018-a"]],
        "posts": [["范小云", "leader", "干里村"]],
    }
    shown = {"moc": of_place}
    turned = NAMED.data(shown, search_index.people_of(shown))["moc"]
    assert turned["projects"] == [["墨沖鎮發展", 2018, "planned", "road", False, "", "moc/2018-a"]]
    assert turned["posts"] == [["范小雲", "leader", "干里村"]]


def test_a_page_has_the_links_of_the_simplified_one_and_the_names_of_the_table(whole: Path) -> None:
    edit(whole / "config.yaml", "languages: [zh-Hans, en]", "languages: [zh-Hans, zh-Hant, en]")
    page = whole / "content/pages/about.md"
    link = "[干部](https://example.org/发展/干部.html)"
    page.write_text(f"{page.read_text('utf-8')}\n\n## 发展\n\n{link} [发展](#发展)\n", "utf-8")
    (whole / "content/traditional.yaml").write_text("places: {甲县: 甲懸}\n", "utf-8")
    make(whole)
    pages = {
        "": (whole / "site/about.html").read_text("utf-8"),
        "zh-Hant": (whole / "site/zh-Hant/about.html").read_text("utf-8"),
    }
    links = [
        re.findall('href="(https://example[^"]*发[^"]*|#[^"]*)"', each) for each in pages.values()
    ]
    assert links[0] == links[1]
    assert "https://example.org/发展/干部.html" in links[1]
    assert ">幹部</a>" in pages["zh-Hant"]
    assert "尚未翻譯" not in pages["zh-Hant"]
    assert re.findall('lang="zh-Hans"[^>]*>(.*?)</a>', pages["zh-Hant"]) == ["中文 (简体)"]
    unit = whole / "site/zh-Hant/units/jia.html"
    assert "甲懸" in unit.read_text("utf-8")
    (whole / "content/traditional.yaml").unlink()
    make(whole)
    assert "甲懸" not in unit.read_text("utf-8")


def test_all_shipped_text_reads_as_it_was_reviewed() -> None:
    """What `python -m tests.traditional` lists belongs into `tests/traditional.txt`, once right."""
    places, known = listed.shipped(), listed.reviewed()
    assert {one: two for one, two in known.items() if places.get(one, two) != two} == {}
    assert {one: two for one, two in listed.rare(places).items() if one not in known} == {}
