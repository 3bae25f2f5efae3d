"""Phones that show pages otherwise: darkened, in colours of their own, sparing data, on paper."""

from collections.abc import Iterator
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, FloatRect, Locator, Page, ViewportSize, expect

from tests import machine

VILLAGE = "units/duyun/mochong/bingwu.html"
DUTIES = "compliance/duyun/mochong/bingwu.html"
PROJECT = "projects/duyun/mochong/bingwu/2018-weifang-gaizao.html"
SEARCH = "az/index.html?q=%E9%A5%AE%E6%B0%B4"  # 饮水
PICTURES = {"index.html": (".people", ".map"), PROJECT: (".time svg",)}
"""Pages with pictures that have words in them."""
TEXT, THING = 4.5, 3
"""How much lighter than its ground a word, and a part of a picture, must be at least: WCAG."""
DARKENED = "--blink-settings=forceDarkModeEnabled=true,forceDarkModeImagePolicy=0"
"""What some phones do by night to all pages, whatever these say of themselves."""
PHONE: ViewportSize = {"width": 360, "height": 640}
PAPER: ViewportSize = {"width": 800, "height": 1000}
Colour = tuple[int, int, int]


@pytest.fixture(scope="module")
def darkened(chromium: Browser) -> Iterator[Browser]:
    """Give the same as it darkens all pages."""
    browser = chromium.browser_type.launch(
        executable_path=machine.need_browser(), args=[*machine.BROWSER_FLAGS, DARKENED]
    )
    yield browser
    browser.close()


def light(pixel: Colour) -> float:
    """Return the luminance of a colour, as WCAG counts it."""
    parts = [n / 255 for n in pixel]
    r, g, b = (n / 12.92 if n <= 0.04045 else ((n + 0.055) / 1.055) ** 2.4 for n in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(*colours: Colour) -> float:
    """Return how much lighter the lightest of some colours is than the darkest."""
    every = [light(each) for each in colours]
    return (max(every) + 0.05) / (min(every) + 0.05)


def drawn(page: Page, box: FloatRect) -> list[Colour]:
    """Return the colours that are drawn within a box of a page, from the left of its first row."""
    shot = Image.open(BytesIO(page.screenshot(clip=box, full_page=True)))
    data = shot.convert("RGB").tobytes()
    return [(data[n], data[n + 1], data[n + 2]) for n in range(0, len(data), 3)]


WORDS = """svg => [...document.querySelectorAll(`main ${svg} text`)].map(each => {
  const {left, top, width, height} = each.getBoundingClientRect();
  return [each.textContent, {x: left, y: top + scrollY, width, height}];
}).filter(each => each[0].trim() && each[1].width)"""


def unread(page: Page, svg: str) -> list[str]:
    """Return the words of a picture that do not stand out from what is beneath them."""
    boxes = page.evaluate(WORDS, svg)
    assert boxes, svg
    return [text for text, box in boxes if contrast(*drawn(page, box)) < TEXT]


@pytest.mark.parametrize("url", PICTURES)
def test_where_a_phone_darkens_all_pages_the_words_of_pictures_are_read(
    darkened: Browser, address: str, url: str
) -> None:
    """What stands in pictures keeps its colours: dark numbers stood on a ground made dark."""
    page = darkened.new_page(viewport=PHONE)
    page.goto(address + url)
    assert contrast((0, 0, 0), *drawn(page, {"x": 0, "y": 300, "width": 1, "height": 1})) < 2
    for svg in PICTURES[url]:
        assert unread(page, svg) == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("url", PICTURES)
def test_in_colours_of_the_readers_own_the_words_of_pictures_are_read(
    chromium: Browser, address: str, url: str, scheme: str
) -> None:
    page = chromium.new_page(viewport=PHONE)
    page.goto(address + url)
    page.emulate_media(forced_colors="active", color_scheme=scheme)  # type: ignore[arg-type]
    for svg in PICTURES[url]:
        assert unread(page, svg) == []
    page.close()


BAR = """each => {
  const {left, top, width} = each.getBoundingClientRect();
  return {x: left, y: top + scrollY + 3, width, height: 1};
}"""


def across(page: Page, bar: Locator) -> list[Colour]:
    """Return the colours through the middle of a bar, from left to right."""
    return drawn(page, bar.evaluate(BAR))


@pytest.mark.parametrize("mode", ["light", "dark", "darkened", "forced"])
def test_a_bar_stands_out_from_its_ground_whatever_the_phone_does_to_it(
    chromium: Browser, darkened: Browser, address: str, mode: str
) -> None:
    page = (darkened if mode == "darkened" else chromium).new_page(viewport=PHONE)
    page.goto(address + VILLAGE)
    page.emulate_media(
        color_scheme="dark" if mode == "dark" else "light",
        forced_colors="active" if mode == "forced" else "none",
    )
    for each in page.locator(".bars svg").all():
        row = across(page, each)
        assert contrast(row[2], row[-3]) >= THING
    page.close()


def test_the_least_part_of_all_is_seen_and_none_is_not(chromium: Browser, address: str) -> None:
    """One project of 250 was drawn as half a pixel."""
    page = chromium.new_page(viewport=PHONE)
    page.goto(address + VILLAGE)
    bar = page.locator(".bars svg").first
    for width, least in (("0.4%", 2), ("0%", 0)):
        bar.locator("rect").evaluate("(each, width) => each.setAttribute('width', width)", width)
        row = across(page, bar)
        seen = sum(contrast(each, row[-3]) >= THING for each in row[:20])
        assert (seen >= least) if least else not seen, (width, seen)
    page.close()


def test_who_wants_more_contrast_has_no_grey_words_and_no_pale_lines(
    chromium: Browser, address: str
) -> None:
    page = chromium.new_page(viewport=PHONE)
    page.goto(address + VILLAGE)
    page.emulate_media(contrast="more")
    of = "(what, name) => getComputedStyle(document.querySelector(what))[name]"
    seen = page.evaluate(
        "[['body', 'color'], ['.head .asof', 'color'], ['.cards tr', 'borderBottomColor']]"
        f".map(each => ({of})(...each))"
    )
    assert len(set(seen)) == 1, seen
    page.close()


# ---- who saves data


@pytest.mark.parametrize("saves", [True, False])
def test_who_saves_data_loads_nothing_of_the_search_before_something_is_typed(
    chromium: Browser, address: str, *, saves: bool
) -> None:
    context = chromium.new_context(
        viewport=PHONE, extra_http_headers={"Save-Data": "on"} if saves else {}
    )
    said = "Object.defineProperty(navigator, 'connection', {value: {saveData: SAVES}})"
    context.add_init_script(said.replace("SAVES", str(saves).lower()))
    page, asked = context.new_page(), list[str]()
    page.on("request", lambda each: asked.append(each.url))
    page.goto(f"{address}index.html", wait_until="networkidle")
    assert not any("/search/" in each for each in asked)
    page.focus("#q")
    page.wait_for_timeout(300)
    assert any("/search/" in each for each in asked) != saves
    page.fill("#q", "丙午")
    page.wait_for_selector("#found > ol > li")
    context.close()


# ---- what is read aloud, and where one goes on


def test_what_a_search_says_stands_in_a_place_that_was_there_before(
    chromium: Browser, address: str
) -> None:
    """What appears together with its place is not read aloud, nor is what is marked as busy."""
    page = chromium.new_page(viewport=PHONE)
    page.goto(f"{address}index.html")
    there = "!!document.querySelector('#found [role=status]').getClientRects().length"
    assert page.evaluate(there)
    assert page.locator("#found").bounding_box()["height"] == 0  # type: ignore[index]
    page.fill("#q", "丙午")
    expect(page.locator("#found [role=status]")).to_contain_text("查到")
    page.fill("#q", "")
    expect(page.locator("#found [role=status]")).to_have_text("")
    page.route("**/search/**", lambda _: None)
    page.goto(f"{address}index.html")
    page.fill("#q", "饮水")
    expect(page.locator("#found [role=status]")).to_have_text("正在找……")
    assert not page.evaluate(
        "document.querySelector('#found [role=status]').closest('[aria-busy]')"
    )
    page.close()


@pytest.mark.parametrize("url", ["index.html", VILLAGE, DUTIES, PROJECT, "funds/duyun.html"])
def test_a_table_is_called_as_what_stands_above_it(
    chromium: Browser, address: str, url: str
) -> None:
    page = chromium.new_page(viewport=PHONE)
    page.goto(address + url)
    page.wait_for_selector("main table[aria-labelledby]", state="attached")
    names = page.locator("main table").evaluate_all(
        """all => all.filter(each => !each.closest('.sheet')).map(each => {
             const above = document.getElementById(each.getAttribute('aria-labelledby'));
             return above && above.textContent;
           })"""
    )
    assert names
    assert all(names)
    if url == VILLAGE:
        assert names == ["项目", "墨冲镇的村", "民生监督员和联络员"]
    page.close()


def test_who_asks_for_more_by_a_key_goes_on_at_the_first_that_is_new(
    chromium: Browser, address: str
) -> None:
    page = chromium.new_page(viewport=PHONE)
    page.goto(address + SEARCH)
    page.wait_for_selector("#found > ol > li")
    before = page.locator("#found > ol > li").count()
    page.focus("#found button")
    page.keyboard.press("Enter")
    expect(page.locator("#found > ol > li").nth(before).locator("a").first).to_be_focused()
    page.close()


def test_who_turns_on_large_type_by_a_key_stays_where_it_is_turned_off(
    chromium: Browser, address: str
) -> None:
    page = chromium.new_page(viewport=PHONE)
    page.goto(address + VILLAGE)
    page.focus(".type a")
    for text in ("平常字", "大字版"):
        page.keyboard.press("Enter")
        expect(page.locator(".type a:focus")).to_have_text(text)
    page.close()


# ---- on paper, by night


@pytest.mark.parametrize("wide", [768, 780])
@pytest.mark.parametrize("language", ["", "en/"])
def test_a_ledger_in_large_type_fits_a_tablet(
    chromium: Browser, address: str, language: str, wide: int
) -> None:
    page = chromium.new_page(viewport={"width": wide, "height": 1000})
    page.goto(f"{address}{language}funds/duyun.html#large")
    assert page.evaluate("document.documentElement.scrollWidth") <= wide
    cell = page.locator(".cards tbody td:last-child").first
    size = cell.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
    least = 3 if language else 4
    assert cell.evaluate("each => each.clientWidth") >= least * size, "no column of two signs"
    page.close()


@pytest.mark.parametrize("url", PICTURES)
def test_what_is_printed_by_night_is_as_printed_by_day(
    chromium: Browser, address: str, url: str
) -> None:
    """White words stood on pale tiles, and dashed targets on dark columns."""
    page = chromium.new_page(viewport=PAPER)
    page.goto(address + url)
    shots = []
    for scheme in ("light", "dark"):
        page.emulate_media(media="print", color_scheme=scheme)
        shots.append([page.locator(f"main {each}").screenshot() for each in PICTURES[url]])
        for svg in PICTURES[url]:
            assert unread(page, svg) == []
    assert shots[0] == shots[1]
    page.close()


@pytest.mark.parametrize("browser", ["chromium", "darkened"])
def test_the_code_of_a_village_is_read_from_paper_that_a_dark_phone_printed(
    request: pytest.FixtureRequest, address: str, browser: str
) -> None:
    context = request.getfixturevalue(browser).new_context(viewport=PHONE, color_scheme="dark")
    page = context.new_page()
    page.goto(address + VILLAGE)
    sheets = pypdfium2.PdfDocument(page.pdf(format="A4"))
    pictures = [sheet.render(scale=3).to_pil().convert("L") for sheet in sheets]
    found = [code.text for each in pictures for code in zxingcpp.read_barcodes(each)]
    assert [url.partition("/qiannan/")[2] for url in found] == [VILLAGE]
    for each in pictures:  # no paper is dark
        assert sum(each.histogram()[200:]) > each.width * each.height * 0.8
    context.close()


def test_words_beside_each_other_do_not_run_together_on_paper(
    chromium: Browser, address: str
) -> None:
    """按计划年份退出做到 1."""
    page = chromium.new_page(viewport=PAPER)
    page.goto(address + DUTIES)
    page.emulate_media(media="print")
    apart = page.evaluate(
        """() => [...document.querySelectorAll('.rule > * + :not(.years)')].map(each => {
             const own = each.getBoundingClientRect();
             const before = each.previousElementSibling.getBoundingClientRect();
             return own.top >= before.bottom - 1 ? 99 : own.left - before.right;
           })"""
    )
    assert len(apart) > 3
    assert min(apart) >= 4
    page.close()


def test_paper_says_where_its_page_is_where_no_code_leads_to_it(
    chromium: Browser, address: str
) -> None:
    shown = """() => { const link = document.querySelector('link[rel=canonical]');
      return link.getClientRects().length ? getComputedStyle(link, '::after').content : ''; }"""
    page = chromium.new_page(viewport=PAPER)
    for url, told in ((PROJECT, True), (VILLAGE, False)):
        page.goto(address + url)
        assert page.evaluate(shown) == ""
        page.emulate_media(media="print")
        assert (url in page.evaluate(shown)) == told
        page.emulate_media(media="screen")
    page.close()
