"""The pictures in docs/images are those that `python -m tests.screenshots` takes, and are shown."""

import re
from pathlib import Path

import pytest
from PIL import Image

from tests import screenshots
from tests.conftest import ROOT

SHOWN = re.compile(r'<img src="([^"]+)"[^>]* alt="[^"]+"|!\[[^\]]+\]\(([^)]+)\)')


def shown(file: Path) -> list[Path]:
    """Return the pictures that a text shows, each with words for those who do not see it."""
    found = SHOWN.findall(file.read_text("utf-8"))
    return [(file.parent / (one or other)).resolve() for one, other in found]


def test_the_folder_holds_each_picture_and_nothing_else() -> None:
    assert sorted(each.name for each in screenshots.IMAGES.iterdir()) == sorted(screenshots.names())


def test_every_picture_is_shown_in_the_documentation() -> None:
    found = [*shown(ROOT / "docs/screens.md"), *shown(ROOT / "docs/content.zh.md")]
    assert sorted(found) == sorted(
        (screenshots.IMAGES / name).resolve() for name in screenshots.names()
    )


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readme_shows_pictures_that_are_there(name: str) -> None:
    pictures = shown(ROOT / name)
    assert pictures
    assert all(each.is_file() for each in pictures)


def test_pictures_are_light_and_of_the_size_of_their_screen() -> None:
    files = [screenshots.IMAGES / name for name in screenshots.names()]
    assert sum(file.stat().st_size for file in files) <= screenshots.HEAVIEST
    for page in screenshots.PAGES:
        for screen, size in screenshots.SCREENS.items():
            with Image.open(screenshots.IMAGES / f"{page}-{screen}.webp") as picture:
                assert picture.size == (size.wide * size.dense, size.high * size.dense)


def test_every_picture_is_of_a_page_of_the_demonstration_site(demonstration: Path) -> None:
    for url in screenshots.PAGES.values():
        assert (demonstration / url.partition("?")[0]).is_file(), url
