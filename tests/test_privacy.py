"""Identity and bank card numbers are found wherever and however they are written."""

from codecs import BOM_UTF8
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import source
from generator.privacy import is_mobile, masked, may_have, mobiles, narrow, numbers
from tests.records import PROJECT as PROJECT_TEXT
from tests.records import Small, changed, steady


def identity(first17: str) -> str:
    """Return an identity number that no one has, with the check digit of GB 11643."""
    weights = [2 ** (17 - n) % 11 for n in range(17)]
    total = sum(int(digit) * weight for digit, weight in zip(first17, weights, strict=True))
    return first17 + "10X98765432"[total % 11]


def card(digits: str) -> str:
    """Return a bank card number that no one has, with its check digit by Luhn."""
    doubled = [int(d) * (2 - n % 2) for n, d in enumerate(reversed(digits))]
    return digits + str(-sum(n // 10 + n % 10 for n in doubled) % 10)


ID = identity("52270119900101123")
WITH_X = next(
    each for n in range(100) if (each := identity(f"522701198502030{n:02d}")).endswith("X")
)
CARD = card("622202123456789012")
MOBILE = "139" + "0000" + "1234"
PROJECT = "content/projects/jia/dong/shang/2018-lu.md"


def found(text: str) -> list[str]:
    return [f"{code} {at}" for code, at in numbers(text)]


@pytest.mark.parametrize("number", [ID, WITH_X, WITH_X.lower(), identity("11010519491231002")])
def test_an_identity_number_is_told_by_its_check_digit(number: str) -> None:
    assert found(number) == ["P601 0"]


@pytest.mark.parametrize("wrong", range(1, 10))
def test_another_check_digit_makes_it_no_identity_number(wrong: int) -> None:
    assert found(ID[:-1] + str((int(ID[-1]) + wrong) % 10)) == []


@pytest.mark.parametrize("born", ["19901301", "19900230", "18790101", "21010101", "00000000"])
def test_no_one_is_born_on_a_day_that_is_not(born: str) -> None:
    assert found(identity(f"522701{born}123")) == []


@pytest.mark.parametrize(
    "written",
    [
        f"{ID[:6]} {ID[6:14]} {ID[14:]}",
        f"{ID[:6]}-{ID[6:14]}-{ID[14:]}",
        f"{ID[:6]} - {ID[6:14]} - {ID[14:]}",
        f"{ID[:6]}—{ID[6:]}",
        f"{ID[:6]}\u00a0{ID[6:]}",
        f"{ID[:6]}\n  {ID[6:]}",
        " ".join(ID),
        "".join(chr(ord(digit) + 0xFEE0) for digit in ID),
        f"{WITH_X[:-1]}Ｘ",
        f"{WITH_X[:-1]} x",
    ],
)
def test_spaces_hyphens_and_wide_digits_hide_nothing(written: str) -> None:
    assert found(written) == ["P601 0"]


@pytest.mark.parametrize(
    "around",
    [
        "1 {} 示例甲",
        "身份证号{}，电话0854-0000123",
        "ID{}",
        "2018-03-01 {} 10000001234",
        "{} 2018-03-01",
        "{} 2018",
        "0854-0000123 {} 0854-0000124",
        "| 1 | {} | 125.00 |",
        "522701106201 {}",
        "照片{}.jpg",
    ],
)
@pytest.mark.parametrize(("number", "code"), [(ID, "P601"), (WITH_X, "P601"), (CARD, "P602")])
def test_other_numbers_beside_it_hide_nothing(around: str, number: str, code: str) -> None:
    assert found(around.format(number)) == [f"{code} {around.index('{')}"]


def test_all_the_numbers_of_a_list_are_found() -> None:
    assert found(f"{ID} {CARD}\n{WITH_X}{ID}") == ["P601 0", "P602 19", "P601 39", "P601 57"]


@pytest.mark.parametrize(
    "written",
    [
        CARD,
        " ".join(CARD[n : n + 4] for n in range(0, 19, 4)),
        f"{CARD[:6]} {CARD[6:]}",
        card("411111111111111"),
        card("622848001234567"),
        "".join(chr(ord(digit) + 0xFEE0) for digit in CARD),
    ],
)
def test_a_bank_card_number_is_told_by_its_issuer_and_check_digit(written: str) -> None:
    assert found(written) == ["P602 0"]


@pytest.mark.parametrize(
    "text",
    [
        "522701106201",
        "代码 522701106201 522701106202",
        "示例财农〔2018〕1号、示例党发〔2018〕2号",
        "0854-8220000 0854-8220001 0854-8220002",
        "10000001234 10000001235",
        "1,250,000.00 875000.00 12345678901234.00",
        "2018-03-01 2018-09-30 2018-12-31 2019-03-01",
        "20180301123456789",
        "IMG_20180301_123456",
        "mmexport1521234567890.jpg",
        f"9{ID}",
        f"{ID}9",
        CARD[:-1] + str((int(CARD[-1]) + 1) % 10),
        f"{CARD[:5]} {CARD[5:]}",
        "4000 1200 3000 4500",
        "网站标识码5227000001 公安备52270102000123号",
    ],
)
def test_other_numbers_are_left_in_peace(text: str) -> None:
    assert found(text) == []


@steady(200)
@given(st.text(alphabet="0123456789 -年月日元,.\n|", max_size=30), st.booleans())
def test_the_check_of_a_run_of_digits_does_not_depend_on_its_width(text: str, wide: bool) -> None:
    whole = f"{text}甲{ID}乙{text}"
    if wide:
        whole = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in whole)
    assert f"P601 {len(text) + 1}" in found(whole)


SIGNS = st.sampled_from([*"０５9138Xx -—－\u3000\u00a0\n|.,年月在a_", ID, CARD, WITH_X, MOBILE])


@steady(500)
@given(st.lists(SIGNS, max_size=30).map("".join))
def test_what_the_quick_look_passes_over_the_exact_ones_do_not_find(text: str) -> None:
    number, mobile = may_have(text)
    with patch("generator.privacy.may_have", lambda _: (True, True)):
        assert number or found(text) == []
    assert mobile or [*mobiles(text)] == []
    as_in_windows = BOM_UTF8 + text.replace("\n", "\r\n").encode()
    assert may_have(text, as_in_windows) == (number, mobile)


def test_the_quick_look_passes_over_what_most_records_have() -> None:
    text = "stage: under_way\nplan: {start: 2018-03-01, finish: 2018-09-28}\nbudget: 1250000.00\n"
    assert may_have(text) == (False, False)


def test_narrowing_keeps_every_character_at_its_place() -> None:
    text = "".join(map(chr, (*range(0x20, 0x3100), *range(0xFE00, 0xFFF0))))
    assert len(narrow(text)) == len(text)


# ---- where they are looked for


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (changed(PROJECT_TEXT, address=f"示例甲 {ID}"), "11:14"),
        (f"---\n{ID}: x\n---\n", "2:1"),
        (f"---\n# {ID}\ntitle: x\n---\n", "2:3"),
        (f"---\ntitle: x\n---\n\n示例甲的身份证号是{ID}。", "5:10"),
        (f"---\ntitle: x\n---\n![照片](照片{ID}.jpg)", "4:9"),
        (f"---\ntitle: >-\n  甲{ID[:9]}\n  {ID[9:]}\n---\n", "3:4"),
        ('---\ntitle: "' + "".join(f"\\x3{digit}" for digit in ID) + '"\n---\n', "2:8"),
    ],
    ids=["field", "key", "comment", "body", "link", "folded", "escaped"],
)
def test_a_record_with_an_identity_number_is_refused_at_its_line(text: str, place: str) -> None:
    record, problems = source.parse("a.md", text.encode())
    assert record is None
    (only,) = problems
    assert only.code == "P601"
    assert str(only.place) == f"a.md:{place}"
    assert ID not in repr(only)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        (f"projects/jia/dong/shang/{ID}.md", ID),
        (f"projects/jia/dong/shang/{ID[:6]}-{ID[6:]}.md", f"{ID[:6]}-{ID[6:]}"),
        (f"projects/jia/dong/shang/甲{ID}.jpg", ID),
        (f"projects/jia/dong/shang/甲 {WITH_X}.xlsx", WITH_X),
        (f"projects/{ID}/x.md", ID),
        (f"甲{ID}.docx", ID),
    ],
)
def test_a_file_named_by_an_identity_number_is_refused_and_its_name_said_by_no_message(
    tmp_path: Path, name: str, number: str
) -> None:
    small = Small(tmp_path, {f"content/{name}": "---\ntitle: x\n---\n"})
    shown = name.replace(number, f"{number[:3]}***{number[-2:]}")
    about = [each for each in small.problems() if "***" in each or number in each]
    assert about == [f"{shown}: P601"]


def test_a_bank_card_number_in_the_configuration_is_found() -> None:
    _, (only,) = source.parse("config.yaml", f"footer:\n  contact: {CARD}\n".encode())
    assert (only.code, str(only.place)) == ("P602", "config.yaml:2:12")


# ---- mobile numbers


def test_a_mobile_keeps_three_digits_and_four() -> None:
    assert masked("10000001234") == "100****1234"
    assert masked("0854-8220000") == "0854-8220000"
    assert is_mobile("10000001234")
    assert not is_mobile("100****1234")
    assert not is_mobile("１00００001234")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        (f"有事打{MOBILE}", 3),
        (f"{MOBILE[:3]} {MOBILE[3:7]} {MOBILE[7:]}", 0),
        (f"{MOBILE[:3]}-{MOBILE[3:7]}-{MOBILE[7:]}", 0),
        (f"（{''.join(chr(ord(d) + 0xFEE0) for d in MOBILE)}）", 1),
        (f"tel:{MOBILE}", 4),
    ],
)
def test_a_mobile_number_in_a_text_is_found(text: str, at: int) -> None:
    assert list(mobiles(text)) == [("139****1234", at)]


@pytest.mark.parametrize(
    "text",
    [
        f"1{MOBILE}",
        f"{MOBILE}0",
        f"{MOBILE}.50",
        f"0.{MOBILE}",
        "139****1234",
        "0854-1390000",
        "12345",
    ],
)
def test_other_numbers_are_not_taken_for_mobiles(text: str) -> None:
    assert list(mobiles(text)) == []


def test_a_mobile_number_in_a_text_is_refused_for_no_consent_can_stand_beside_it(
    tmp_path: Path,
) -> None:
    text = changed(PROJECT_TEXT, address=f"找示例甲，{MOBILE}").rstrip() + f"\n\n或打{MOBILE}\n"
    found = Small(tmp_path, {PROJECT: text}).problems()
    body = text[: text.index("或打")].count("\n") + 1
    assert found == [
        "projects/jia/dong/shang/2018-lu.md:11:10: P604 address",
        f"projects/jia/dong/shang/2018-lu.md:{body}:3: P604",
    ]


def test_a_large_amount_is_no_mobile_number(tmp_path: Path) -> None:
    text = changed(PROJECT_TEXT, budget=MOBILE, sources=None, payments="[]")
    assert Small(tmp_path, {PROJECT: text}).problems() == []
