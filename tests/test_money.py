"""Amounts are shown exactly, and no amount reads as nothing."""

import re
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.base.money import as_a_board_says, exact, millions, spoken, ten_thousands
from generator.build import templates
from generator.parse import template_files
from tests.conftest import ROOT
from tests.records import steady

FEN = st.one_of(st.integers(0, 10**17), st.integers(0, 20_000))


@pytest.mark.parametrize(
    ("fen", "shown"),
    [
        (125_000_000, "1,250,000.00"),
        (123_456_789, "1,234,567.89"),
        (5, "0.05"),
        (0, "0.00"),
        (-1_050, "-10.50"),
        (10**17 - 1, "999,999,999,999,999.99"),
    ],
)
def test_yuan_have_both_places_and_commas(fen: int, shown: str) -> None:
    assert exact(fen) == shown


@pytest.mark.parametrize(
    ("fen", "shown"),
    [
        (125_000_000, "125.00"),
        (0, "0.00"),
        (1_234_567_800_000, "1,234,567.80"),
        (15_000, "0.02"),
        (14_999, "0.01"),
        (99_999_999, "100.00"),
        (5_000, "0.01"),
    ],
)
def test_ten_thousands_are_rounded_half_up(fen: int, shown: str) -> None:
    assert ten_thousands(fen) == shown


@pytest.mark.parametrize(
    ("fen", "shown"), [(4_999, "0.004999"), (100, "0.0001"), (4_950, "0.00495"), (1, "0.000001")]
)
def test_a_small_payment_never_looks_like_none(fen: int, shown: str) -> None:
    assert ten_thousands(fen) == shown


@steady()
@given(FEN)
def test_ten_thousands_are_never_further_off_than_half_a_place(fen: int) -> None:
    shown, true = Decimal(ten_thousands(fen).replace(",", "")), Decimal(fen) / 10**6
    rounded = true.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert shown == (rounded if rounded or not fen else true)
    assert (shown == 0) == (fen == 0)


@pytest.mark.parametrize(
    ("fen", "said"),
    [
        (0, "0 元"),
        (1, "0.01 元"),
        (2_100, "21 元"),
        (34_560, "345.60 元"),
        (999_999, "9,999.99 元"),
        (1_000_000, "1.00 万元"),
        (208_564_000, "208.56 万元"),
        (9_999_994_999, "9,999.99 万元"),
        (9_999_995_000, "1.00 亿元"),
        (12_345_678_900, "1.23 亿元"),
        (10**17, "10,000,000.00 亿元"),
        (-2_100, "-21 元"),
        (-208_564_000, "-208.56 万元"),
    ],
)
def test_a_sum_is_told_in_the_unit_of_a_notice_board(fen: int, said: str) -> None:
    assert " ".join(as_a_board_says(fen)) == said


@steady()
@given(FEN)
def test_a_sum_of_less_than_ten_thousand_yuan_loses_no_fen(fen: int) -> None:
    said, unit = as_a_board_says(fen)
    size = {"元": 100, "万元": 10**6, "亿元": 10**10}[unit]
    off = abs(Decimal(said.replace(",", "")) * size - fen)
    assert off == 0 if unit == "元" else off <= Decimal(size) / 200
    assert ten_thousands(-fen) == (f"-{ten_thousands(fen)}" if fen else "0.00")


@steady()
@given(FEN)
def test_yuan_shown_are_the_amount_itself(fen: int) -> None:
    assert Decimal(exact(fen).replace(",", "")) * 100 == fen
    assert exact(-fen) == (f"-{exact(fen)}" if fen else "0.00")
    assert spoken(fen) == f"{exact(fen)}元"


@pytest.mark.parametrize(
    ("fen", "said"),
    [
        (0, "0"),
        (35, "0.35"),
        (99, "0.99"),
        (100, "1"),
        (34_559_950, "345,600"),
        (99_999_949, "999,999"),
        (99_999_950, "1.00 million"),
        (208_564_000, "2.09 million"),
        (99_999_499_949, "999.99 million"),
        (99_999_999_949, "1.00 billion"),
        (125_000_000_000, "1.25 billion"),
        (-208_564_000, "-2.09 million"),
    ],
)
def test_english_says_amounts_in_english(fen: int, said: str) -> None:
    assert millions(fen) == said


@pytest.mark.parametrize(
    ("fen", "chinese", "english"),
    [
        (2_100, "21 元", "CNY 21"),
        (999_999, "9,999.99 元", "CNY 10,000 CNY 9,999.99"),
        (208_564_050, "208.56 万元 2,085,640.50 元", "CNY 2.09 million CNY 2,085,640.50"),
        (15_000_000_000, "1.50 亿元 150,000,000.00 元", "CNY 150.00 million CNY 150,000,000.00"),
    ],
)
def test_a_sum_stands_once_where_it_is_exact_as_it_is(fen: int, chinese: str, english: str) -> None:
    """21 yuan stood there twice: 21 元 21.00 元."""
    for language, said in (("zh-Hans", chinese), ("en", english)):
        macros = templates.environment(tuple(template_files.folders(ROOT)), language).get_template(
            "macros.html"
        )
        shown = str(vars(macros.module)["sum_of"](fen))
        assert " ".join(re.sub(r"<[^>]+>", "", shown).split()) == said
