"""No page keeps anyone out: axe-core finds nothing, on a phone and a screen, in any mode.

Every template is looked at, in Chinese and English. A page is loaded once and shown in one of the
modes, which take turns, so that each is seen on many pages: light and dark, in large type, on a
phone and a screen. `LONGER=2 ./portal test tests/test_accessibility.py` shows each in every mode.
"""

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from tests import machine
from tests.records import LONGER
from tests.test_browser import kinds

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text("utf-8")
CHINESE = [("light", 360), ("light", 1280), ("dark", 360), ("large", 1280)]
ENGLISH = [("light", 360), ("dark", 1280), ("large", 360)]
RULES = "{'label-content-name-mismatch': {enabled: true}}"
"""Who speaks to the machine says what stands there; axe-core tests this only when asked to."""
FOUND = f"""async () => (
    await axe.run({{resultTypes: ['violations'], preload: false, rules: {RULES}}})
  ).violations.flatMap(
    each => each.nodes.map(node => `${{each.id}}: ${{node.html.slice(0, 150)}}`))"""


@pytest.fixture(scope="module")
def village(demonstration: Path) -> str:
    """Give the address of a village with projects, below the units."""
    projects = min((demonstration / "projects").glob("*/*/*/"))
    return projects.relative_to(demonstration / "projects").as_posix()


@pytest.mark.parametrize(("language", "modes"), [("zh-Hans", CHINESE), ("en", ENGLISH)])
def test_axe_finds_nothing_on_any_page(
    demonstration: Path, address: str, village: str, language: str, modes: list[tuple[str, int]]
) -> None:
    urls = [*kinds(demonstration, village), "az/index.html?q=%E9%A5%AE%E6%B0%B4"]
    with machine.open_browser() as browser:
        # axe-core alone needs this: the pages' policy lets no other script in
        page = browser.new_context(bypass_csp=True).new_page()
        page.add_init_script(AXE)
        found: dict[str, list[str]] = {}
        own = [each for each in urls if each.startswith("en/") == (language == "en")]
        for n, url in enumerate(own):
            page.goto(f"{address}{url}")
            if "?" in url:
                page.wait_for_selector("#found > ol > li")
            assert page.evaluate("document.documentElement.lang") == language
            found |= {
                f"{url} {m} {w}": wrong
                for m, w in (modes if LONGER > 1 else (modes[n % len(modes)],))
                if (wrong := violations(page, m, w))
            }
    assert found == {}


def violations(page: Page, mode: str, wide: int) -> list[str]:
    """Return what axe-core has against a page in a mode."""
    page.set_viewport_size({"width": wide, "height": 800})
    page.emulate_media(color_scheme="dark" if mode == "dark" else "light")
    page.evaluate("on => document.documentElement.classList.toggle('large', on)", mode == "large")
    wrong: list[str] = page.evaluate(FOUND)
    return wrong
