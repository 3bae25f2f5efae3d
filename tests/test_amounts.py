"""Money is read exactly as it is typed, or refused with a cure that names no other amount."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.base.codes import CODES
from generator.base.messages import CHINESE, ENGLISH
from generator.base.money import exact
from generator.base.problems import Place, problem
from generator.model import problem_words
from generator.parse.amounts import parse_money
from tests.records import steady
from tests.test_field_types import refused


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1250000.00", 125_000_000),
        ("10000", 1_000_000),
        ("10000.00", 1_000_000),
        ("125万元", 125_000_000),
        ("125万", 125_000_000),
        ("125 万元", 125_000_000),
        ("37.5万元", 37_500_000),
        ("125.50万", 125_500_000),
        ("1.2亿元", 12_000_000_000),
        ("1.2亿", 12_000_000_000),
        ("3千元", 300_000),
        ("1.5百万元", 150_000_000),
        ("125万元整", 125_000_000),
        ("500元", 50_000),
        ("125.50元", 12_550),
        ("0.01元", 1),
        ("0.000001万元", 1),
        ("200,000.00元", 20_000_000),
        ("１２５万元", 125_000_000),
        ("１，２５０，０００．００", 125_000_000),
        ("1,250,000", 125_000_000),
        ("1 250 000", 125_000_000),
        ("1\u00a0250\u3000000元", 125_000_000),
        ("¥1,250,000.00", 125_000_000),
        ("￥125万", 125_000_000),
        ("人民币125万元", 125_000_000),
        ("0", 0),
        ("0.00", 0),
        ("0元", 0),
        ("999999999999999.99", 10**17 - 1),
    ],
)
def test_money_is_read_to_the_fen(typed: str, fen: int) -> None:
    assert parse_money(typed) == fen


@pytest.mark.parametrize(
    "typed",
    [
        "125", "9999", "1", "125.5", "1,250", "１２５", "0.5", "125.50", "0.50", "9,999.99",
        "1 250.00", "9999.99", "１２５．５０", "00125.50", "0.01",
    ],
)  # fmt: skip
def test_a_small_bare_number_may_be_yuan_or_ten_thousands_so_the_clerk_is_asked(typed: str) -> None:
    assert refused(parse_money, typed) == "P103"


@pytest.mark.parametrize(("typed", "fen"), [("¥125.50", 12_550), ("￥125", 12_500)])
def test_the_sign_of_the_yuan_is_a_unit(typed: str, fen: int) -> None:
    assert parse_money(typed) == fen


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        ("P102", "|元|1.|1_000元|1e5|②元|4²万元|½万元|٣٤٥元|2万亩|125元/户|打欠条"),
        ("P145", "99999999999999999999.99|100000000000000000000元|9999999999999999亿"),
        ("P123", "1,2500元|12,50,000元|0,125元|1,25|125 00元|12 5万|.5元|1,00,000|20000,50"),
        ("P123", "1.250.000,00|12,5万元|1'250'000"),
        ("P124", "0.001元|0.0000001万元|125.505|12500.005|125.505元"),
        ("P125", "125万 左右|约125万|125万-130万|12-15万元|约12万元|100万元以上|十几万|1万～2万元"),
        ("P311", "-5元|－５元|(5元)"),
        ("P126", "一百万元|12万5千元|125万5000元|壹佰万元整|五万"),
    ],
)
def test_what_is_no_exact_amount_is_refused_with_what_is_wrong(code: str, typed: str) -> None:
    assert {each: refused(parse_money, each) for each in typed.split("|")} == dict.fromkeys(
        typed.split("|"), code
    )


@pytest.mark.parametrize(
    "typed",
    [
        "3亿5000万元",
        "12万5千元",
        "12万5000元",
        "3万5",
        "1百20元",
        "五六十万元",
        "三四百元",
        "十五六万",
    ],
)
def test_an_amount_of_several_parts_is_refused_and_never_put_together(typed: str) -> None:
    # programs that read such amounts count a part of them twice, or put two guesses side by side
    assert refused(parse_money, typed) == "P126"


@pytest.mark.parametrize("code", ["P102", "P123", "P124", "P125", "P126", "P145"])
def test_no_hint_about_an_amount_names_another_amount(code: str) -> None:
    found = problem(code, Place("x"), "budget", value="1,00,000")
    assert code in CODES
    for language in (CHINESE, ENGLISH):
        assert not re.search(r"\d", problem_words.hint(found, language))


@steady()
@given(st.integers(0, 10**17 - 1))
def test_an_amount_written_in_full_comes_back_as_it_was(fen: int) -> None:
    assert parse_money(f"{exact(fen)}元") == fen
    if fen >= 10**6:
        assert parse_money(exact(fen)) == fen


@steady()
@given(st.integers(0, 10**8), st.integers(0, 6), st.sampled_from(["元", "万元", "亿元"]))
def test_fractions_of_a_fen_are_refused_and_all_else_is_exact(
    n: int, places: int, unit: str
) -> None:
    amount = Decimal(n).scaleb(-places)
    fen = amount * {"元": 100, "万元": 10**6, "亿元": 10**10}[unit]
    typed = f"{amount:f}{unit}"
    if fen == int(fen) and fen < 10**17:
        assert parse_money(typed) == fen
    else:
        assert refused(parse_money, typed) == ("P124" if fen != int(fen) else "P145")


@steady()
@given(st.from_regex(r"[0-9]{1,18}\.[0-9]{2}", fullmatch=True))
def test_a_bare_amount_from_ten_thousand_on_means_yuan(typed: str) -> None:
    unit = f"{typed}元"
    if 0 < Decimal(typed) < 10_000:
        assert refused(parse_money, typed) == "P103"
    elif Decimal(typed) < 10**15:
        assert parse_money(typed) == parse_money(unit) == int(Decimal(typed) * 100)
    else:
        assert refused(parse_money, typed) == refused(parse_money, unit) == "P145"


def test_amounts_stay_below_a_thousand_million_million_yuan() -> None:
    for typed in ("999999999999999.99", "999,999,999,999,999.99元"):
        assert parse_money(typed) == 10**17 - 1
    for typed in ("1000000000000000.00", "1000000000000000元", "1000000000000000.01元"):
        assert refused(parse_money, typed) == "P145"
