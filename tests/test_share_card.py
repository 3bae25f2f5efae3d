"""The picture that messengers show of a village: small, and the same bytes everywhere."""

import hashlib
import io
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from generator.pages import share_card
from tests.conftest import files
from tests.test_build import edit, make

URL = "https://example.org/shili/units/jia/dong/shang.html"
CARD = {"planned": 215_000_000, "paid": 97_500_00, "least": [], "projects": 3, "url": URL}


def test_the_same_numbers_are_the_same_bytes_on_any_machine() -> None:
    made = share_card.made(CARD)
    assert hashlib.sha256(made).hexdigest() == (
        "646d7c2dc6d166bb373bf0e3d734a1fec97b1745ff794b4ce01eedd30a07651c"
    )
    assert len(made) < 12_000


def test_it_is_a_picture_with_the_code_of_the_page() -> None:
    picture = Image.open(io.BytesIO(share_card.made(CARD)))
    assert picture.size == (share_card.WIDE, share_card.HIGH)
    assert [each.text for each in zxingcpp.read_barcodes(picture.convert("L"))] == [URL]


def test_less_than_ten_thousand_yuan_is_told_in_yuan() -> None:
    """21 yuan were 0.0021 of 10,000."""
    assert share_card._money(21_00) == ("21", "元")
    assert share_card._money(9_999_99) == ("9,999.99", "元")
    assert share_card._money(1_000_000) == ("1.00", "万元")
    assert share_card._money(123_456_789_00) == ("12,345.68", "万元")
    assert share_card._money(None) == ("没填", "")
    assert share_card.made({**CARD, "planned": 21_00}) != share_card.made(CARD)


@pytest.mark.parametrize("planned", [None, 0, 1_00, 99_999_99, 123_456_789_00, 9_999_999_999_00])
def test_every_amount_has_room_beside_the_code(planned: int | None) -> None:
    one, two = (
        Image.open(io.BytesIO(share_card.made({**CARD, "planned": each}))).convert("1")
        for each in (planned, 5_00)
    )
    code = (share_card.WIDE - 190, 0, share_card.WIDE, share_card.HIGH)
    assert one.crop(code).tobytes() == two.crop(code).tobytes()


def test_where_no_project_is_recorded_or_the_address_is_not_known_there_is_none() -> None:
    assert share_card.figures({}, URL) is None
    assert share_card.figures({"projects": 3}, "") is None
    found = share_card.figures({"projects": 3, "paid": 0}, URL)
    assert found == {"planned": None, "paid": 0, "least": [], "projects": 3, "url": URL}


def test_a_sum_that_leaves_out_projects_is_called_the_least() -> None:
    """Who shares the picture shares no more than is known: the page says how many it leaves out."""
    of = {"projects": 3, "planned": 5_00, "paid": None, "planned_unknown": 1, "paid_unknown": 3}
    found = share_card.figures(of, URL)
    assert found is not None
    assert found["least"] == ["planned"], "of none that is known there is no sum"
    whole = {**found, "least": []}
    assert share_card.made(found) != share_card.made(whole)
    assert share_card.address("jia", found) != share_card.address("jia", whole)


@pytest.mark.usefixtures("published")
def test_villages_with_projects_have_one_and_it_stays_while_its_numbers_do(whole: Path) -> None:
    make(whole)
    before = files(whole / "site")
    cards = {url for url in before if url.startswith("media/card-")}
    assert {url.rpartition("-")[0] for url in cards} == {
        "media/card-jia-dong-shang",
        "media/card-jia-dong-xia",
        "media/card-yi-xi-zhong",
    }
    [own] = (url for url in cards if "shang" in url)
    page = before["units/jia/dong/shang.html"].decode()
    assert f'<meta property="og:image" content="https://example.org/shili/{own}">' in page
    assert own not in before["en/units/jia/dong/shang.html"].decode()
    edit(whole / "content/projects/jia/dong/shang/2018-yinshui.md", "30万元", "31万元")
    make(whole)
    after = files(whole / "site")
    assert own not in after
    assert cards - {own} < after.keys()
