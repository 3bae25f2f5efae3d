"""Take the pictures of the pages in docs/images: `python -m tests.screenshots`.

They show the first screens of the demonstration site, as the installed Chromium draws them, and
the printed sheet of a village. How a font is drawn differs from machine to machine, so no test
compares them; a test holds their names and their weight.
"""

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser

from generator import poster
from tests import machine
from tests.conftest import ROOT, demonstrate, serve

IMAGES = ROOT / "docs/images"
HEAVIEST = 600_000
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


class Screen(NamedTuple):
    """A screen: its size in pixels of the page, and how many of its own each of these has."""

    wide: int
    high: int
    dense: float
    quality: int


SCREENS = {"phone": Screen(360, 720, 1.5, 60), "desk": Screen(1280, 900, 1, 60)}


def names() -> Iterator[str]:
    """Yield the name of each picture."""
    for page in PAGES:
        for screen in SCREENS:
            yield f"{page}-{screen}.webp"
    yield f"{SHEET}.webp"


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
    keep(out.getvalue(), f"{SHEET}.webp", 55)


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
    for name in names():
        print(f"{(IMAGES / name).stat().st_size:7,} {name}")  # noqa: T201


if __name__ == "__main__":
    main()
