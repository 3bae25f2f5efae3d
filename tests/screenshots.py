"""Take the pictures of the pages in docs/images: `python -m tests.screenshots`.

They show the first screens of the demonstration site, as the installed Chromium draws them, and
the printed sheet of a village. How a font is drawn differs from machine to machine, so no test
compares them; a test holds their names and their weight.
"""

import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser

from generator.commands import poster
from tests import machine
from tests.conftest import ROOT, demonstrate, serve
from tests.test_desk import desk

IMAGES = ROOT / "docs/images"
HEAVIEST = 700_000
"""What all pictures together may weigh, in bytes."""
VILLAGE = "duyun/mochong/bingwu"
PAGES = {
    "home": "index.html",
    "county": "units/duyun.html",
    "village": f"units/{VILLAGE}.html",
    "project": f"projects/{VILLAGE}/2017-yinshui-gongcheng.html",
    "list": "lists/projects/late.html",
    "search": "az/index.html?q=饮水",
}
SHEET = "sheet"
DESK = ("writing-form", "writing-words", "writing-hand")
"""Pictures of the desk at which clerks write."""


class Screen(NamedTuple):
    """A screen: its size in pixels of the page, and how many of its own each of these has."""

    wide: int
    high: int
    dense: float
    quality: int


SCREENS = {"phone": Screen(360, 720, 1.5, 56), "desk": Screen(1280, 900, 1, 56)}


def names() -> Iterator[str]:
    """Yield the name of each picture."""
    for page in PAGES:
        for screen in SCREENS:
            yield f"{page}-{screen}.webp"
    yield f"{SHEET}.webp"
    yield from (f"{each}.webp" for each in DESK)


def take(browser: Browser, address: str, name: str) -> None:
    """Take the pictures of the page `name` of the site at `address`, one for each screen."""
    for screen, size in SCREENS.items():
        page = browser.new_page(
            viewport={"width": size.wide, "height": size.high},
            device_scale_factor=size.dense,
            locale="zh-CN",
        )
        page.goto(address + PAGES[name])
        if "?" in PAGES[name]:
            page.wait_for_selector("#found > ol > li")
        page.wait_for_load_state("networkidle")
        keep(page.screenshot(), f"{name}-{screen}.webp", size.quality)
        page.close()


def printed(site: Path, folder: Path) -> None:
    """Take the picture of the sheet that the village's page is printed as."""
    [file] = poster.prints(str(machine.need_browser()), site, [VILLAGE], folder, jobs=1)
    sheet = pypdfium2.PdfDocument(file)[0].render(scale=1.15).to_pil()
    out = io.BytesIO()
    sheet.save(out, "PNG")
    keep(out.getvalue(), f"{SHEET}.webp", 48)


def write(browser: Browser, root: Path) -> None:
    """Take the pictures of the desk: a form, what is said before it is saved, handing in."""
    for name in ("content", "templates"):  # they are those of this repository
        (root / name).unlink()
        shutil.copytree(ROOT / name, root / name)
    git(root, "init", "-q", "-b", "main")
    (root / ".gitignore").write_text("/.portal/\n/site/\n", "utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "示例")
    os.environ["GIT_CONFIG_GLOBAL"] = os.devnull  # no picture is of who sits at this machine
    with desk(root) as clerk:
        page = browser.new_page(viewport={"width": 1100, "height": 820}, locale="zh-CN")
        page.goto(f"{clerk.address}/desk/enter?key={clerk.key}")
        page.goto(f"{clerk.address}/{PAGES['project']}")
        page.click(".desk-bar a")
        year = page.locator("[data-name=year] input").first
        right = year.input_value()
        year.fill("二零一八")
        page.wait_for_selector(".told .error")
        keep(page.screenshot(), "writing-form.webp", 55)
        year.fill(right)
        page.locator("[data-name=address] textarea").first.fill("村口到三组")
        page.click("#save")
        page.wait_for_selector("#words:not([hidden])")
        page.locator("#words").scroll_into_view_if_needed()
        keep(page.screenshot(), "writing-words.webp", 55)
        page.click("#yes")
        page.wait_for_url("**/projects/**")
        page.goto(f"{clerk.address}/desk/")
        page.fill("#clerk", "示例甲")
        keep(page.screenshot(), "writing-hand.webp", 55)
        page.close()


def git(folder: Path, *command: str) -> None:
    """Run git in a folder."""
    named = ("-c", "user.name=示例", "-c", "user.email=x@example.org")
    subprocess.run(["git", *named, *command], cwd=folder, check=True)


def keep(picture: bytes, name: str, quality: int) -> None:
    """Write a picture into docs/images, made small."""
    IMAGES.mkdir(exist_ok=True)
    with Image.open(io.BytesIO(picture)) as opened:
        opened.convert("RGB").save(IMAGES / name, "WEBP", quality=quality, method=6)


def main() -> None:
    """Build the demonstration site and take every picture."""
    machine.need_chinese_font()
    with tempfile.TemporaryDirectory() as work:
        site = demonstrate(Path(work) / "demonstration")
        with serve(site) as address, machine.open_browser() as browser:
            for name in PAGES:
                take(browser, address, name)
        printed(site, Path(work))
        with machine.open_browser() as browser:
            write(browser, Path(work) / "demonstration")
    for name in names():
        print(f"{(IMAGES / name).stat().st_size:7,} {name}")  # noqa: T201


if __name__ == "__main__":
    main()
