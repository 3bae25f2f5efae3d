"""A resident finds the village by whatever they type, and what is recorded there; in Chromium."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from opencc import OpenCC
from playwright.sync_api import Page

from generator import build, search
from tests import machine
from tests.conftest import AS_OF, ROOT, load, serve
from tests.sites import lay


@pytest.fixture(scope="module")
def shown(address: str) -> Iterator[Page]:
    """Give a page of a phone that shows where places are found."""
    with machine.open_browser() as browser:
        page = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
        page.goto(f"{address}az/index.html")
        yield page


@pytest.fixture(scope="module")
def places(demonstration: Path) -> list[list[Any]]:
    """Give the places as the search reads them."""
    found: list[list[Any]] = json.loads((demonstration / "search/places.json").read_bytes())[
        "places"
    ]
    return found


def found(page: Page, text: str) -> list[str]:
    """Type `text`; return what is then found, a line each."""
    with page.expect_event("console", lambda m: m.text == f"found {text}"):
        page.evaluate(
            """text => {
                const said = document.querySelector('#found [role=status]');
                said.textContent = '';
                const watch = new MutationObserver(() => {
                  if (said.textContent) { watch.disconnect(); console.log(`found ${text}`); }
                });
                watch.observe(said, {childList: true});
            }""",
            text,
        )
        page.fill("#q", text)
    return [each.inner_text() for each in page.locator("#found > ol > li").all()]


# ---- the files


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("冗空村卫生室", ["冗空", "空村", "村卫", "卫生", "生室"]),
        ("路", ["路"]),
        ("ＡＢ线 2018年", ["ab", "线", "2018", "年"]),
        ("", []),
    ],
)
def test_a_text_is_found_by_any_two_neighbouring_characters(text: str, cut: list[str]) -> None:
    assert list(search.words(text)) == cut


def test_no_word_is_made_of_the_end_of_one_text_and_the_beginning_of_another() -> None:
    titles = [[text, 2018, "library", "road", "jia/lu"] for text in ("修路", "水池 ab", "cd")]
    files = dict(search.files([["甲", "jia", -1, "jia"]], [{"projects": titles}]))
    urls = [f"search/words-{number}.json" for number in range(search.SHARDS)]
    found = {word for url in urls for word in files[url]["words"]}
    assert found == {"修路", "水池", "ab", "cd", "y2018", "slibrary"}


def test_the_browser_looks_for_a_word_in_the_file_that_has_it(shown: Page) -> None:
    count = "(piece.charCodeAt(0) * 31 + (piece.length > 1 ? piece.charCodeAt(1) : 0)) % SHARDS"
    assert count in (ROOT / "templates/assets/search.js").read_text("utf-8")
    for word in ("冗空", "村", "2018", "ab", "a", "𠀋", "y2018"):
        given = shown.evaluate(
            f"piece => {{ const SHARDS = {search.SHARDS}; return {count}; }}", word
        )
        assert search.shard(word) == given


def test_an_id_is_what_pinyin_and_the_place_above_do_not_say() -> None:
    places = [
        ["黔南州", "qian nan", -1, "qiannan"],
        ["都匀市", "du yun", 0, "duyun"],
        ["墨冲镇", "mo chong", 1, "duyun/mochong"],
        ["藜峨社区", "li e", 2, "duyun/mochong/li-e"],
    ]
    [(_, content), *_] = search.files(places, [{}, {}, {}, {"issued": [["表彰", "2018"]]}])
    assert [row[3:] for row in content["places"]] == [["/qiannan"], ["/duyun"], [""], ["li-e", 1]]


def test_traditional_characters_are_those_of_the_characters_that_occur() -> None:
    assert search.variants("独山县") == "獨独縣县"
    assert "乾干" in search.variants("干")
    assert search.variants("乾干") == "幹干榦干"  # 乾 is a character of its own there


def test_every_name_is_found_by_its_traditional_characters_as_a_page_shows_them(
    demonstration: Path, places: list[list[Any]]
) -> None:
    variants = json.loads((demonstration / "search/places.json").read_bytes())["variants"]
    simple = str.maketrans(dict(zip(variants[::2], variants[1::2], strict=True)))
    names = [row[0] for row in places]
    shown = OpenCC("s2t").convert("\n".join(names)).split("\n")
    assert sum(one != other for one, other in zip(names, shown, strict=True)) > 500
    lost = [one for one, other in zip(names, shown, strict=True) if other.translate(simple) != one]
    assert lost == ["干里村", "干村村"]  # shown with 幹, and 幹 is a character of its own in 元幹村


def test_the_first_search_and_a_later_one_are_small(demonstration: Path) -> None:
    def size(path: Path) -> int:
        return len(gzip.compress(path.read_bytes()))

    script = next((demonstration / "assets").glob("search.*.js"))
    words = sorted((size(path) for path in demonstration.glob("search/words-*.json")), reverse=True)
    units = max(size(path) for path in (demonstration / "search/units").rglob("*.json"))
    later = sum(words[:4]) + 10 * units
    assert later <= 40_000
    assert size(script) + size(demonstration / "search/places.json") + later <= 150_000
    assert len([*(demonstration / "search").rglob("*.json")]) <= 3_000


# ---- finding


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("full", "r => r[0]"),
        ("short", "r => r[0].slice(0, r[1].split(' ').length)"),
        ("pinyin", "r => r[1].replace(/ /g, '')"),
        ("spaced", "r => r[1]"),
    ],
)
def test_every_village_is_among_the_first_five_but_for_the_seventh_of_a_name(
    shown: Page, places: list[list[Any]], kind: str, typed: str
) -> None:
    def depth(number: int) -> int:
        return 1 + depth(places[number][2]) if number >= 0 else 0

    villages = [number for number in range(len(places)) if depth(number) == 4]
    assert len(villages) == 1464
    ranks = shown.evaluate(
        f"""async ([rows, villages]) => {{
            const find = document.querySelector('form.search').find, typed = {typed};
            const ranks = [];
            for (const number of villages) {{
              const hits = (await find(typed(rows[number]), {{}})).hits;
              ranks.push(hits.findIndex(hit => hit.place.number === number));
            }}
            return ranks;
        }}""",
        [places, villages],
    )
    assert -1 not in ranks, kind
    assert sum(rank < 5 for rank in ranks) >= 0.99 * len(ranks)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("冗空村", "冗空村\n 平塘县 甲茶镇"),
        ("平塘 冗空", "冗空村\n 平塘县 甲茶镇"),
        ("ｒｏｎｇｋｏｎｇ", "冗空村\n 平塘县 甲茶镇"),
        ("rongkongcun", "冗空村\n 平塘县 甲茶镇"),
        ("獨山縣", "独山县"),
        ("Dūyún", "都匀市"),
    ],
)
def test_a_place_is_found_however_it_is_typed(shown: Page, typed: str, first: str) -> None:
    assert re.sub(r"\s+", " ", found(shown, typed)[0]) == re.sub(r"\s+", " ", first)


def test_villages_of_one_name_say_which_town_they_are_of(shown: Page) -> None:
    lines = found(shown, "石板村")
    assert len(lines) == len({*lines}) > 3
    assert all(line.startswith("石板村") for line in lines)


def test_a_project_is_found_with_its_place_written_before_it(shown: Page) -> None:
    apart, together = found(shown, "丙午 路灯"), found(shown, "丙午路灯")
    assert apart == together
    assert "丙午村一组至三组路灯增设" in apart[0]
    assert "2016年" in apart[0]


def test_where_only_the_place_is_known_the_place_is_shown(shown: Page) -> None:
    assert found(shown, "冗空 滑雪场")[0].startswith("冗空村")
    assert "滑雪场" in shown.inner_text("#found [role=status]")


def test_what_is_nowhere_says_so_and_leaves_the_letters(shown: Page) -> None:
    assert found(shown, "没有的地方啊") == []
    assert shown.locator(".letters").is_visible()


def test_a_search_can_be_narrowed_and_its_address_shared(shown: Page) -> None:
    every = found(shown, "饮水")
    shown.select_option("select[name=year]", "2018")
    shown.wait_for_url("**year=2018*")
    shown.wait_for_selector(f"#found > ol:not(:has(> li:nth-child({len(every)})))")
    narrowed = shown.inner_text("#found > ol")
    assert "2018年" in narrowed
    assert "2017年" not in narrowed
    other = shown.context.new_page()
    other.goto(shown.url)
    other.wait_for_selector("#found > ol > li")
    assert other.inner_text("#found > ol") == narrowed
    other.close()
    shown.select_option("select[name=year]", "")


def test_a_person_in_a_post_is_found_with_the_post(shown: Page, demonstration: Path) -> None:
    path, post = next(
        (path, row)
        for path in sorted((demonstration / "search/units").rglob("*.json"))
        for row in json.loads(path.read_bytes()).get("posts", ())
    )
    shown_there = found(shown, post[0])
    assert any(post[0] in line for line in shown_there)
    assert path.exists()


def test_the_home_page_leads_to_what_was_typed(shown: Page, address: str) -> None:
    page = shown.context.new_page()
    page.goto(f"{address}index.html")
    page.fill("#q", "冗空")
    page.press("#q", "Enter")
    page.wait_for_selector("#found > ol > li a:has-text('冗空村')")
    page.click("#found > ol > li a:has-text('冗空村')")
    assert page.inner_text("h1") == "冗空村"
    page.close()


def test_without_scripts_the_form_leads_to_the_letters(shown: Page, address: str) -> None:
    browser = shown.context.browser
    assert browser
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}en/index.html")
    page.fill("#q", "冗空")
    page.press("#q", "Enter")
    page.wait_for_url("**/en/az/index.html?q=*")
    page.click(".letters a[href$='az/r.html']")
    assert page.locator("a:has-text('冗空村')").is_visible()
    page.context.close()


def test_when_a_file_of_the_search_is_missing_the_page_says_what_else_to_do(
    shown: Page, address: str
) -> None:
    page = shown.context.new_page()
    page.route("**/places.json", lambda route: route.abort())
    page.goto(f"{address}az/index.html?q=%E5%86%97%E7%A9%BA")
    page.wait_for_selector("#found [role=status]:has-text('字母')")
    page.close()


# ---- in Traditional characters


@pytest.fixture(scope="module")
def traditional(shown: Page, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Give the page of the search in Traditional characters, of a site that has it."""
    root = lay(tmp_path_factory.mktemp("traditional") / "whole")
    settings = root / "config.yaml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("[zh-Hans, en]", "[zh-Hans, zh-Hant, en]"), "utf-8")
    report = build.build(load(root), AS_OF)
    assert report.published, report.problems
    with serve(root / "site") as address:
        page = shown.context.new_page()
        page.goto(f"{address}zh-Hant/az/index.html")
        yield page
        page.close()


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("甲县", ["甲縣"]),
        ("甲縣", ["甲縣"]),
        ("示例庚", ["上村 甲縣 東鎮", "示例庚 民生監督員兼聯絡員"]),
        ("东镇 硬化", ["上村 甲縣 東鎮", "上村通組公路硬化", "2018年 · 在建"]),
        ("東鎮 硬化", ["上村 甲縣 東鎮", "上村通組公路硬化", "2018年 · 在建"]),
        ("表彰", ["2018年度脫貧攻堅表彰"]),
    ],
)
def test_what_is_found_by_either_characters_is_shown_in_traditional_ones(
    traditional: Page, typed: str, lines: list[str]
) -> None:
    shown = " ".join(found(traditional, typed))
    for line in lines:
        assert line in re.sub(r"\s+", " ", shown)
    assert OpenCC("s2t").convert(shown) == shown
    status = traditional.inner_text("#found [role=status]")
    assert OpenCC("s2t").convert(status) == status


def test_what_is_not_found_is_said_in_the_characters_that_were_typed(traditional: Page) -> None:
    found(traditional, "甲縣 東東")
    assert "東東" in traditional.inner_text("#found [role=status]")


def test_a_site_without_traditional_pages_has_no_files_for_them(demonstration: Path) -> None:
    assert (demonstration / "search").is_dir()
    assert not (demonstration / "search/zh-Hant").exists()
