"""To report something: one tap, with and without scripts, on a small screen and in large type."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import serve
from tests.sites import lay
from tests.test_build import make

PROJECT = "projects/jia/dong/shang/2018-gonglu.html"
VILLAGE = "units/jia/dong/shang.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a small site whose lines take text messages and mails; give its address."""
    root = lay(tmp_path_factory.mktemp("report") / "site")
    settings = root / "config.yaml"
    text = settings.read_text("utf-8")
    line = "  email: jubao@example.org\n"
    settings.write_text(text.replace(line, f'{line}  sms: "12345"\n'), "utf-8")
    make(root)
    with serve(root / "site") as address:
        yield address


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("large", [False, True])
def test_one_tap_gives_the_text_to_copy_or_to_send(
    chromium: Browser, site: str, *, scripts: bool, large: bool
) -> None:
    context = chromium.new_context(
        viewport={"width": 360, "height": 640},
        java_script_enabled=scripts,
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    page.goto(site + PROJECT + ("#large" if large else ""))
    for n, words in enumerate(("“上村通组公路硬化”项目", "2018年5月10日付款375,000.00元")):
        whole = page.locator(".report").nth(n)
        whole.locator("summary").click()  # the one tap
        text = whole.locator(".copied").inner_text()
        for each in (
            "甲县东镇上村",
            words,
            f"https://example.org/shili/{PROJECT}",
            "2018年11月20日",
        ):
            assert each in text, each
        href = ""
        for kind in ("sms:12345?&body=", "mailto:jubao@example.org?subject="):
            href = str(whole.locator(f'a[href^="{kind}"]').get_attribute("href"))
            assert unquote(href.partition("body=")[2]) == text
        assert "反映问题：上村通组公路硬化" in unquote(href)
        if scripts:
            # where it is told stands there before it is told, so that it is read aloud
            expect(whole.locator("[role=status]")).to_contain_text("已复制")
            assert page.evaluate("navigator.clipboard.readText()") == text
            assert re.search(r"\d+年\d+月\d+日写。$", text)
    wide = "document.documentElement.scrollWidth"
    if scripts:
        assert page.evaluate(wide) <= 360
    for link in page.locator(".report[open] a").all():
        box = link.bounding_box()
        assert box
        assert box["height"] >= 44
    context.close()


def test_each_project_payment_post_and_place_has_one(tmp_path: Path) -> None:
    root = lay(tmp_path / "site")
    make(root)
    project, village = ((root / "site" / url).read_text("utf-8") for url in (PROJECT, VILLAGE))
    assert project.count('class="report"') == 1 + 2  # two payments
    assert village.count('class="report"') == 1 + 3  # three posts
    assert "民生监督员 示例辛" in village
    own = (root / "site/supervisors/jia/dong/shang.html").read_text("utf-8")
    assert own.count('class="report"') == 3
    of_town = (root / "site/supervisors/jia/dong.html").read_text("utf-8")
    assert of_town.count('class="report"') == 1  # the one post for the whole village
    assert "甲县东镇上村：" in of_town
    allotments = [*(root / "site/allocations").rglob("*.html")]
    told = [path for path in allotments if 'class="report"' in path.read_text("utf-8")]
    assert told
    assert all("拨款“" in path.read_text("utf-8") for path in told)
    rows = "".join(path.read_text("utf-8") for path in allotments)
    went = re.findall(r'<tr><th scope="row"><a href="[^"]*projects/.*?</tr>', rows, re.DOTALL)
    assert went
    for each in went:  # one tap from the row, whose text names project, place and allotment
        assert each.count('class="report"') == 1
        assert re.search(r"甲县\S*“[^”]+”项目，“[^”]+”下达的\S+元", each), each
    assert "sms:" not in project  # no line of this site takes text messages


def test_english_pages_say_the_pinyin_of_places_in_rows(tmp_path: Path) -> None:
    root = lay(tmp_path / "site")
    make(root)
    for url in ("allocations/jia/2018-zhuanxiang.html", "lists/disclosures/all.html"):
        chinese, english = ((root / "site" / lead / url).read_text("utf-8") for lead in ("", "en"))
        english = re.sub('<bdi lang="zh-Hans">|</bdi>', "", english)
        assert re.search(r"村 (?:Xia|Shang)\b", english), url
        assert not re.search(r"村 (?:Xia|Shang)\b", chinese), url
