"""What a phone remembers of a page, and reading aloud: with nothing told to anyone."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import serve
from tests.sites import lay
from tests.test_build import edit, make

VILLAGE = "units/jia/dong/shang.html"
VOICE = """
window.said = []; window.stopped = 0;
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
Object.defineProperty(window, 'speechSynthesis', { value: {
  speaking: false,
  getVoices: function () { return VOICES; },
  speak: function (one) { this.speaking = true; window.said.push(one.text); },
  cancel: function () { this.speaking = false; window.stopped++; },
  addEventListener: function () {}
} });
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a small site."""
    folder = lay(tmp_path_factory.mktemp("seen") / "site")
    make(folder)
    return folder


def later(page: Page, hours: float) -> None:
    """Let what the phone remembers be so much older."""
    page.evaluate(
        "hours => { var all = JSON.parse(localStorage['mingjing seen']);"
        " for (var path in all) all[path][0] -= hours * 36e5;"
        " localStorage['mingjing seen'] = JSON.stringify(all); }",
        hours,
    )


def test_what_is_new_since_the_last_visit_is_marked_until_it_is_switched_off(
    chromium: Browser, root: Path
) -> None:
    with serve(root / "site") as address:
        context = chromium.new_context(viewport={"width": 360, "height": 640})
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda each: asked.append(each.url))
        page.goto(address + VILLAGE)
        assert page.locator(".fresh").count() == 0  # nothing is known of an earlier visit
        later(page, 48)
        page.reload()
        assert page.locator(".fresh").count() == 0  # nothing has changed
        later(page, 48)
        record = root / "content/projects/jia/dong/shang/2018-gonglu.md"
        edit(record, "title: 上村通组公路硬化", "title: 上村通组公路硬化和边沟")
        make(root)
        page.reload()
        assert page.locator(".fresh").count() == 1
        assert "边沟" in page.locator("tr:has(.fresh)").inner_text()
        assert "有1处新的" in page.locator(".aids").inner_text()
        page.reload()  # of the same visit
        assert page.locator(".fresh").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        later(page, 48)
        page.reload()
        assert page.locator(".fresh").count() == 0  # it was seen
        page.get_by_role("button", name="不记，也不标").click()
        page.wait_for_load_state()
        assert page.evaluate("localStorage['mingjing seen']") is None
        page.reload()
        assert page.evaluate("localStorage['mingjing seen']") is None
        page.get_by_role("button", name="记下来，标出新的").click()
        page.wait_for_load_state()
        assert page.evaluate("localStorage['mingjing seen']")
        assert all(each.startswith(address) for each in asked)
        context.close()


@pytest.mark.parametrize(
    ("voices", "url", "offered"),
    [
        ("[{lang: 'zh-CN'}]", VILLAGE, True),
        ("[{lang: 'en-US'}]", VILLAGE, False),
        ("[]", VILLAGE, False),
        ("[{lang: 'zh-CN'}]", f"en/{VILLAGE}", False),
    ],
)
def test_a_page_is_read_aloud_where_there_is_a_chinese_voice_and_stops_again(
    chromium: Browser, root: Path, voices: str, url: str, *, offered: bool
) -> None:
    with serve(root / "site") as address:
        context = chromium.new_context(viewport={"width": 360, "height": 640})
        page = context.new_page()
        page.add_init_script(VOICE.replace("VOICES", voices))
        page.goto(address + url)
        button = page.locator(".aids button")
        assert button.count() == offered
        if offered:
            assert button.inner_text() == "读给我听"
            button.click()
            assert page.evaluate("said.length") == 1
            assert "上村" in page.evaluate("said[0]")
            assert button.inner_text() == "不读了"
            before = page.evaluate("stopped")
            button.click()
            assert page.evaluate("stopped") > before
            assert button.inner_text() == "读给我听"
        context.close()


def test_a_voice_that_fails_leaves_nothing_that_only_seems_to_read(
    chromium: Browser, root: Path
) -> None:
    """Some voices are on the net: where there is none, the button said 不读了 for ever."""
    with serve(root / "site") as address:
        page = chromium.new_page()
        page.add_init_script(VOICE.replace("VOICES", "[{lang: 'zh-CN'}]"))
        page.goto(address + VILLAGE)
        page.evaluate(
            "() => { window.all = []; speechSynthesis.speak = one => { all.push(one); }; }"
        )
        button = page.locator(".aids button")
        button.click()
        page.evaluate("all[0].onerror({error: 'network'})")
        assert button.inner_text() == "读给我听"
        button.click()
        page.evaluate("all[0].onerror({error: 'interrupted'})")  # told late, of what was stopped
        assert button.inner_text() == "不读了"
        page.evaluate("all[1].onend()")
        assert page.evaluate("all.length") == 3
        page.close()


def test_what_others_of_the_same_server_keep_is_left_and_harms_nothing(
    chromium: Browser, root: Path
) -> None:
    """A site lies under an address of another, whose scripts keep `seen` and `large`, too."""
    with serve(root / "site") as address:
        page, faults = chromium.new_page(), list[str]()
        page.on("pageerror", lambda each: faults.append(str(each)))
        page.goto(address + "about.html")
        others = "localStorage.seen = '1'; localStorage.large = 'no'"
        page.evaluate(f"{others}; localStorage['mingjing seen'] = '1'")
        page.goto(address + VILLAGE)
        assert not page.evaluate("document.documentElement.classList.contains('large')")
        assert faults == []
        assert page.get_by_role("button", name="不记，也不标").count() == 1
        assert page.evaluate("[localStorage.seen, localStorage.large]") == ["1", "no"]
        page.close()


REFUSED = {
    "full": "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceeded'); }",
    "forbidden": "Object.defineProperty(window, 'localStorage',"
    " { get: () => { throw new DOMException('', 'SecurityError'); } })",
    "none": "Object.defineProperty(window, 'localStorage', { value: null })",
    "silent": "Storage.prototype.setItem = () => {}",
    "unread": "Storage.prototype.getItem = () => { throw new Error('unread'); }",
    "small": "(set => { Storage.prototype.setItem = function (name, value) {"
    " if (value.length > 40) throw new DOMException('', 'QuotaExceeded');"
    " set.call(this, name, value); }; })(Storage.prototype.setItem)",
}
"""Phones that keep nothing, each by its script; the last one has room for a word and no more."""


@pytest.mark.parametrize("phone", REFUSED)
def test_where_the_phone_keeps_nothing_it_says_so_and_nothing_breaks(
    chromium: Browser, root: Path, phone: str
) -> None:
    with serve(root / "site") as address:
        context = chromium.new_context()
        context.add_init_script(REFUSED[phone])
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda each: faults.append(str(each)))
        page.goto(address + VILLAGE)
        assert page.get_by_role("button", name="不记，也不标").count() == 0
        told = page.locator("footer .asof").last
        assert told.inner_text().startswith("这部手机不让网页记东西")
        page.locator(".groups summary").click()
        page.locator(".groups a", has_text="一组").click()
        assert "示例辛" in page.locator(".group:visible").inner_text()
        kept = phone == "small"
        assert page.locator(".call .kept").count() == (not kept), "of the choice it is said as well"
        page.locator(".type a").first.click()
        assert page.evaluate("document.documentElement.classList.contains('large')")
        assert faults == []
        context.close()


@pytest.mark.parametrize("phone", ["full", "forbidden"])
def test_where_the_phone_keeps_nothing_large_type_stays_in_its_window(
    chromium: Browser, root: Path, phone: str
) -> None:
    """The next page was small again, and the address that would have kept it was taken away."""
    large = "document.documentElement.classList.contains('large')"
    with serve(root / "site") as address:
        context = chromium.new_context()
        context.add_init_script(REFUSED[phone])
        page = context.new_page()
        page.goto(address + VILLAGE)
        page.locator(".type a").first.click()
        page.goto(f"{address}index.html")
        assert page.evaluate(large)
        page.locator(".type a").last.click()
        page.goto(address + VILLAGE)
        assert not page.evaluate(large)
        other = context.new_page()
        other.goto(address + VILLAGE)
        assert not other.evaluate(large), "another window is not of the same choice"
        context.close()


@pytest.mark.parametrize(
    "kept",
    [
        *("1", "[]", "null", "{bad", '"x"', '{"PAGE": [1, 5]}', '{"PAGE": [1]}'),
        *('{"PAGE": ["x", "y"]}', '{"PAGE": [1, ["1"], {}, 3]}', '{"PAGE": {"0": 1}}'),
    ],
)
def test_what_an_earlier_site_kept_in_another_form_is_begun_anew(
    chromium: Browser, root: Path, kept: str
) -> None:
    """One such entry stopped all that scripts offer on its page, and was never gone."""
    with serve(root / "site") as address:
        context = chromium.new_context()
        page, faults = context.new_page(), list[str]()
        page.on("pageerror", lambda each: faults.append(str(each)))
        page.goto(f"{address}robots.txt")
        kept = kept.replace("PAGE", f"/{VILLAGE}")
        page.evaluate("kept => { localStorage['mingjing seen'] = kept; }", kept)
        page.goto(address + VILLAGE)
        assert faults == []
        assert page.evaluate(f"JSON.parse(localStorage['mingjing seen'])['/{VILLAGE}'].length") == 2
        page.locator(".groups summary").click()
        page.locator(".groups a", has_text="一组").click()
        assert page.locator(".group:visible").count() == 1
        context.close()


def test_a_phone_whose_clock_was_wrong_names_no_day_to_come(chromium: Browser, root: Path) -> None:
    """Until that day came, each visit was the same one, and all since then was new."""
    with serve(root / "site") as address:
        page = chromium.new_page()
        page.goto(address + VILLAGE)
        later(page, -24 * 365)
        page.reload()
        assert page.locator(".aids .fresh, .fresh").count() == 0
        first = f"JSON.parse(localStorage['mingjing seen'])['/{VILLAGE}'][0]"
        assert page.evaluate(f"{first} <= Date.now()")
        page.context.close()


def test_what_is_forgotten_is_the_chosen_group_too_and_not_the_large_type(
    chromium: Browser, root: Path
) -> None:
    with serve(root / "site") as address:
        context = chromium.new_context()
        page = context.new_page()
        page.goto(address + VILLAGE)
        page.locator(".groups summary").click()
        page.locator(".groups a", has_text="一组").click()
        page.locator(".type a").first.click()
        assert page.locator(".call .kept").count() == 0
        page.goto(address + VILLAGE)
        assert page.locator(".group:visible").count() == 1
        page.get_by_role("button", name="不记，也不标").click()
        page.wait_for_load_state()
        assert page.locator(".group:visible").count() == 0
        kept = page.evaluate("Object.keys(localStorage)")
        assert sorted(kept) == ["mingjing large", "mingjing unmarked"]
        context.close()


def test_two_windows_on_two_pages_remember_both(chromium: Browser, root: Path) -> None:
    with serve(root / "site") as address:
        context = chromium.new_context()
        one, two = context.new_page(), context.new_page()
        one.goto(address + VILLAGE)
        two.goto(f"{address}index.html")
        one.reload()
        seen = one.evaluate("Object.keys(JSON.parse(localStorage['mingjing seen']))")
        assert sorted(seen) == ["/index.html", f"/{VILLAGE}"]
        context.close()
