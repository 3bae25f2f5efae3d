"""What is wide in a text is moved sideways alone, or wrapped: never the page, on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from generator.build import build
from generator.model import config
from generator.model.site_tables import CONFIG
from tests import machine, sites

WIDE = "\n\n".join(
    (
        "|" + "|".join(f"第{n}季度资金" for n in range(10)) + "|\n" + "|--" * 10 + "|\n"
        "|" + "|".join("20,000.00元" for _ in range(10)) + "|",
        "    " + "从粘贴来的段落前面有四个空格的一段话，" * 6,
        "```\n" + "a" * 200 + "\n```",
        "- > | 甲 | 乙 |\n  > |--|--|\n  > | " + "丙" * 200 + " | https://example.org/"
        "" + "b" * 200 + " |",
        "`" + "c" * 200 + "`",
    )
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a site in which one record of each kind that can has a wide text."""
    folder = sites.lay(tmp_path_factory.mktemp("wide"))
    for kind in sorted((folder / "content").iterdir()):
        for path in sorted(kind.rglob("*.md")):
            path.write_text(f"{path.read_text('utf-8')}\n\n{WIDE}\n", "utf-8")
    unit = max((folder / "content/units").rglob("*.yaml"), key=lambda path: (len(path.parts), path))
    unit.with_suffix(".md").write_text(f"---\n{unit.read_text('utf-8')}\n---\n{WIDE}\n", "utf-8")
    unit.unlink()
    found, _ = config.load(folder / CONFIG)
    assert found
    report = build.build(found, sites.AS_OF)
    assert report.published, report.problems
    return found.output


@pytest.fixture(scope="module")
def phone() -> Iterator[Page]:
    """Give a page as wide as a cheap phone."""
    with machine.open_browser() as browser:
        yield browser.new_page(viewport={"width": 360, "height": 640})


def test_no_text_makes_its_page_wider_than_a_phone(site: Path, phone: Page) -> None:
    seen: dict[str, str] = {}
    for path in sorted(site.rglob("*.html")):
        text = path.read_text("utf-8")
        if 'class="scroll told"' in text:
            seen.setdefault(path.relative_to(site).parts[0], path.as_uri())
    assert {"projects", "units", "compliance", "documents", "commendations"} <= seen.keys()
    for url in seen.values():
        phone.goto(url)
        for large in (False, True):
            if large:
                phone.evaluate("document.documentElement.classList.add('large')")
            wide = phone.evaluate(
                "Math.max(...[...document.querySelectorAll('.told, pre, main p, main li')]"
                ".filter(e => !e.parentElement.closest('.scroll'))"
                ".map(e => Math.max(e.getBoundingClientRect().right,"
                " e.matches('.told') ? 0 : e.scrollWidth)))"
            )
            assert wide <= 360, (url, large, wide)
            if not large:
                assert phone.evaluate("document.documentElement.scrollWidth") <= 360, url
            moved = phone.evaluate(
                "[...document.querySelectorAll('.told')].some(e => e.scrollWidth > e.clientWidth)"
            )
            assert moved, url
