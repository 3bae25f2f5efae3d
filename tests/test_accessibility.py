"""No page keeps anyone out: axe-core finds nothing, on a phone and a screen, in any mode.

Every template is looked at, in Chinese and English, light, dark and in large type.
"""

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser

from tests import machine
from tests.test_browser import kinds

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text("utf-8")
MODES = {"light": ("light", ""), "dark": ("dark", ""), "large": ("light", "#large")}
FOUND = """async () => (await axe.run({rules: RULES})).violations.flatMap(
  each => each.nodes.map(node => `${each.id}: ${node.html.slice(0, 150)}`))"""
RULES = "{'label-content-name-mismatch': {enabled: true}}"
"""Who speaks to the machine says what stands there; axe-core tests this only when asked to."""


@pytest.fixture(scope="module")
def village(demonstration: Path) -> str:
    """Give the address of a village with projects, below the units."""
    projects = next((demonstration / "projects").glob("*/*/*"))
    return projects.relative_to(demonstration / "projects").as_posix()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("wide", [360, 1280])
def test_axe_finds_nothing_on_any_page(
    demonstration: Path, address: str, village: str, mode: str, wide: int
) -> None:
    scheme, fragment = MODES[mode]
    with machine.open_browser() as browser:
        found = violations(browser, demonstration, address, village, (scheme, fragment, wide))
    assert found == {}


def violations(
    browser: Browser, site: Path, address: str, village: str, mode: tuple[str, str, int]
) -> dict[str, list[str]]:
    """Return what axe-core has against each page, by its address."""
    scheme, fragment, wide = mode
    context = browser.new_context(
        viewport={"width": wide, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,  # for axe-core alone: the pages' policy lets no other script in
    )
    page = context.new_page()
    found = {}
    for url in [*kinds(site, village), "az/index.html?q=%E9%A5%AE%E6%B0%B4"]:
        page.goto(f"{address}{url}{fragment}")
        if "?" in url:
            page.wait_for_selector("#found > ol > li")
        page.evaluate(AXE)
        wrong = page.evaluate(FOUND.replace("RULES", RULES))
        if wrong:
            found[url] = wrong
    context.close()
    return found
