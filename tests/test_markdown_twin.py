"""Twins of pages in Markdown: what pages say, with source and day; what is not known is said."""

import re
import shutil
from pathlib import Path

import markdown_it
import pytest

from generator.build import made_text
from generator.build.build import build
from generator.build.object_target import content_type
from generator.build.twin_text import text
from generator.model import config
from tests.conftest import files, load

WHOLE = Path(__file__).parent / "sites/whole"
ROAD = "projects/jia/dong/shang/2018-gonglu"
PLACE = "units/jia/dong/shang"
BASE = "https://example.org/shili/"


def make(root: Path, *, full: bool = False) -> list[str]:
    found = load(root)
    done = build(found, config.day(found), full=full)
    assert done.published or done.problems
    return [each.code for each in done.problems]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("twins") / "whole"
    shutil.copytree(WHOLE, root)
    make(root)
    return root


def of(root: Path, name: str) -> str:
    return (root / f"site/{name}.md").read_text("utf-8")


def test_each_page_of_a_place_and_of_a_project_has_a_twin_in_its_language_and_names_it(
    built: Path,
) -> None:
    site = built / "site"
    pages = [
        page
        for folder in ("units", "projects", "en/units", "en/projects")
        for page in (site / folder).rglob("*.html")
        if "<main" in page.read_text("utf-8") and page.name != "index.html"
    ]
    assert len(pages) > 20
    for page in pages:
        said = page.read_text("utf-8")
        named = re.search(r'<link rel="alternate" type="text/markdown" href="([^"]*)">', said)
        assert named, page
        assert (page.parent / named[1]).resolve() == page.with_suffix(".md").resolve()
        assert page.with_suffix(".md").is_file()
    assert content_type(f"{ROAD}.md") == "text/markdown; charset=utf-8"
    assert content_type("data/projects.jsonl") == "application/jsonl"
    assert content_type("data/catalog.jsonld") == "application/ld+json"


def test_a_twin_in_english_names_places_with_their_pinyin(built: Path) -> None:
    said = of(built, f"en/{PLACE}")
    assert said.splitlines()[0].endswith(" Shang")
    assert "- Place: 示例州 Shili 甲县 Jia 东镇 Dong\n" in said
    assert "\n## 上村 Shang\n" in said
    assert "| [上村 Shang](" in of(built, "en/units/jia/dong")
    assert "- Place: 示例州 Shili 甲县 Jia 东镇 Dong 上村 Shang\n" in of(built, f"en/{ROAD}")
    assert "Shang" not in re.sub(r"\(.*?\)", "", of(built, PLACE))


def test_a_twin_says_where_it_is_from_of_which_day_and_what_is_not_known(built: Path) -> None:
    said = of(built, ROAD)
    assert said.startswith("# 上村通组公路硬化\n\n> 这是演示数据")
    assert f"- 来源: {BASE}{ROAD}.html\n- 数据文件: {BASE}{ROAD}.json\n" in said
    assert "- 最近一次上报: 2018年11月20日\n" in said
    assert "- 计划花: 1,250,000.00 元\n- 已经付了: 775,000.00 元\n" in said
    assert "| 2018年8月20日 | 400,000.00 元 | 没填 | 没填 |" in said
    assert "- 补助标准: 没填\n" in said
    english = of(built, f"en/{ROAD}")
    assert "- Money planned: CNY 1,250,000.00\n" in english
    assert "- Subsidy standard: not stated\n" in english
    assert f"- Source: {BASE}en/{ROAD}.html\n- Data: {BASE}{ROAD}.json\n" in english


def test_sums_of_a_place_stand_there_to_the_fen_and_its_projects_lead_to_their_twins(
    built: Path,
) -> None:
    said, page = of(built, PLACE), (built / f"site/{PLACE}.html").read_text("utf-8")
    planned = re.search(r"- 计划花: ([0-9,.]+) 元", said)
    assert planned
    assert f"{planned[1]} 元" in page
    assert f"[上村通组公路硬化]({BASE}{ROAD}.md)" in said


def test_a_twin_says_whom_to_ask_where_no_one_in_post_can_be_called_and_where_a_place_went(
    tmp_path: Path,
) -> None:
    root = tmp_path / "whole"
    shutil.copytree(WHOLE, root)
    village = root / "content/units/jia/dong/xia.yaml"
    ended = "until: 2018-06-30\nsuccessor: [jia/dong/shang]\n"
    village.write_text(village.read_text("utf-8") + ended, "utf-8")
    make(root)
    said = of(root, "units/jia/dong/xia")
    assert f"\n- 现在属于: [甲县 东镇 上村]({BASE}{PLACE}.md)\n" in said
    came = f"[甲县 东镇 下村]({BASE}units/jia/dong/xia.md) 到2018年6月30日为止"
    assert came in of(root, PLACE)
    assert "\n- 先找 东镇办公电话 [0854-0000110](tel:0854-0000110)\n" in said
    english = of(root, "en/projects/jia/dong/xia/2018-dapeng")
    assert (
        "\n- Phone: not stated\n- Ask instead: Office of 东镇 Dong [0854-0000110](tel:" in english
    )
    assert "\n- 一组 Ask instead" not in english
    for language, words in (("", "先找"), ("en/", "Ask instead")):
        for file in (root / f"site/{language}units").rglob("*.md"):
            page = file.with_suffix(".html").read_text("utf-8")
            assert (words in file.read_text("utf-8")) <= (words in page or "0854-0000110" in page)


def test_all_that_twins_lead_to_is_there(built: Path) -> None:
    for file in (built / "site").rglob("*.md"):
        for url in re.findall(re.escape(BASE) + r"([^)\s]+)", file.read_text("utf-8")):
            assert (built / "site" / url.partition("#")[0]).is_file(), (file, url)


def test_without_an_address_of_the_site_they_lead_from_where_they_lie(tmp_path: Path) -> None:
    root = tmp_path / "whole"
    shutil.copytree(WHOLE, root)
    settings = root / "config.yaml"
    said = settings.read_text("utf-8").replace(f"base_url: {BASE}\n", "")
    settings.write_text(said, "utf-8")
    make(root)
    for language in ("", "en/"):
        file = root / f"site/{language}{PLACE}.md"
        urls = re.findall(r"(\.\./[^)\s]+)", file.read_text("utf-8"))
        assert len(urls) > 2
        for url in urls:
            assert (file.parent / url).resolve().is_file(), url


def test_a_switch_takes_them_away_and_a_change_makes_what_a_whole_build_makes(
    tmp_path: Path,
) -> None:
    root = tmp_path / "whole"
    shutil.copytree(WHOLE, root)
    make(root)
    record = root / f"content/{ROAD}.md"
    record.write_text(record.read_text("utf-8").replace("400000.00", "400000.01"), "utf-8")
    make(root)
    changed = files(root / "site")
    assert "400,000.01 元" in of(root, ROAD)
    make(root, full=True)
    assert files(root / "site") == changed
    settings = root / "config.yaml"
    settings.write_text(settings.read_text("utf-8").replace("twins: yes", "twins: no"), "utf-8")
    make(root)
    left = files(root / "site")
    assert not [name for name in left if name.endswith(".md")]
    assert b"text/markdown" not in left[f"{ROAD}.html"]
    assert b".md" not in left["llms.txt"]


def test_nothing_in_a_record_is_markdown_in_its_twin() -> None:
    said = text("*粗* [甲](tel:13800138000) <b> | 一\n二 `x` \\ _ ~")
    tokens = markdown_it.MarkdownIt().enable("table").parse(said)
    inline = tokens[1].children or []
    assert {each.type for each in inline} <= {"text", "text_special"}
    assert "".join(each.content for each in inline) == (
        "*粗* [甲](tel:13800138000) <b> | 一 二 `x` \\ _ ~"
    )


def test_the_last_look_finds_a_number_in_a_twin_and_leaves_a_phone_that_may_be_shown() -> None:
    def found(said: str) -> str:
        content = f"# 上村\n\n{said}\n"
        return made_text.private(content, content.encode(), frozenset())

    assert found("- 说明: 13800138000")
    assert found("- 说明: " + text("[13800138000](tel:13800138000)"))
    assert not found("- 电话: [13800138000](tel:13800138000)")
    assert not found("- 计划花: 13,800,138,000.00 元")
    calendar = "BEGIN:VCALENDAR\r\nUID:{}\r\nSUMMARY:{}\r\n"
    for uid, said, wrong in (("13800138000", "上村", False), ("1", "致电13800138000", True)):
        text_ = calendar.format(uid, said)
        assert bool(made_text.private(text_, text_.encode(), frozenset())) == wrong
