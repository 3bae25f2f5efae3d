"""A phone is read as people write it, and a mobile shown in full only while consent holds."""

from datetime import date

import pytest

from generator.base.privacy import masked
from generator.parse.phones import (
    Consent,
    address_of,
    parse_phone,
    parse_text_line,
    shown_phone,
)
from tests.test_field_types import refused


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0854-8220000", "0854-8220000"),
        ("08548220000", "0854-8220000"),
        ("0854 8220000", "0854-8220000"),
        ("(0854)8220000", "0854-8220000"),
        ("（0854）8220000", "0854-8220000"),
        ("０８５４－８２２００００", "0854-8220000"),
        ("0854—8220000", "0854-8220000"),
        ("0854--8220000", "0854-8220000"),
        ("010-12345678", "010-12345678"),
        ("02112345678", "021-12345678"),
        ("0854-8220000-123", "0854-8220000转123"),
        ("0854-8220000转123", "0854-8220000转123"),
        ("0854-8220000 转 123", "0854-8220000转123"),
        ("10000001234", "10000001234"),
        ("100 0000 1234", "10000001234"),
        ("100-0000-1234", "10000001234"),
        ("100****1234", "100****1234"),
        ("100＊＊＊＊1234", "100****1234"),
        ("100 **** 1234", "100****1234"),
        ("12317", "12317"),
        ("110", "110"),
        ("95598", "95598"),
        ("400-000-0000", "400-000-0000"),
        ("0854-8220000转8001", "0854-8220000转8001"),
        ("0854-8220000,8001", "0854-8220000转8001"),
        ("0854-8220000（转8001）", "0854-8220000转8001"),
        ("0854-8220000分机8001", "0854-8220000转8001"),
        ("0854-8220000 转分机8001", "0854-8220000转8001"),
        ("0854-8220000 ext. 8001", "0854-8220000转8001"),
        ("0854-8220000;ext=8001", "0854-8220000转8001"),
        ("0854-8220000总机转8001", "0854-8220000转8001"),
        ("总机：0854-8220000 转 8001", "0854-8220000转8001"),
        ("0854-8220000 ( 转 8001 )", "0854-8220000转8001"),
        ("0854-8220000接8001", "0854-8220000转8001"),
        ("400-000-0000转1", "400-000-0000转1"),
        ("12345转5", "12345转5"),
        ("0854-8220000#12", "0854-8220000转12"),
        ("+86 854 8220000", "0854-8220000"),
        ("+86-0854-8220000", "0854-8220000"),
        ("0086 854 8220000", "0854-8220000"),
        ("+86 10 12345678", "010-12345678"),
        ("+86 10000001234", "10000001234"),
        ("0854 822 0000", "0854-8220000"),
        ("010-1234-5678", "010-12345678"),
        ("0854/8220000", "0854-8220000"),
        ("[0854]8220000", "0854-8220000"),
        ("电话：0854-8220000", "0854-8220000"),
        ("Tel: 0854-8220000", "0854-8220000"),
        ("100.0000.1234", "10000001234"),
        ("100xxxx1234", "100****1234"),
        ("100××××1234", "100****1234"),
        ("0854-12345", "0854-12345"),
    ],
)
def test_a_phone_is_read_as_people_write_it(typed: str, number: str) -> None:
    assert parse_phone(typed) == number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1069 0000 12", "1069000012"),
        ("106575257112345", "106575257112345"),
        ("12345", "12345"),
        ("0854-0000111", "0854-0000111"),
    ],
)
def test_text_messages_go_to_a_platform_or_a_phone(typed: str, number: str) -> None:
    assert parse_text_line(typed) == number
    assert masked(number) == number, "it is nobody's own"


@pytest.mark.parametrize(
    "typed",
    [
        "1000000123", "100000012345", "0854-822000", "0854-8220000-", "01-2345678901",
        "010000001234", "0139-0000-1234", "085-48220000", "打村委会", "", "1", "100***1234",
        "٠854-8220000", "+1 212 8220000", "0854-8220000-12-3",
    ],
)  # fmt: skip
def test_what_is_no_phone_is_refused(typed: str) -> None:
    assert refused(parse_phone, typed) == "P107"


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        ("P132", "0854-8220000/8220001|0854-8220000、8220001|0854-8220000；10000001234|119/120"),
        ("P132", "0854-8220000 0854-8220001|0854-8220000或10000001234|8220000,8220001"),
        ("P132", "0854-8220000 8001|0854-8220000(8001)"),
        ("P133", "8220000(办)|0854-8220000（办公室）|示例甲0854-8220000|村委会电话0854-8220000"),
        ("P138", "8220000|12345678|8220000,8001|8220000转8001|822-0000"),
        ("P139", "8001|转8001|668001|分机8001|ext. 8001|转5|内线 12"),
    ],
)
def test_a_number_that_no_one_can_dial_as_it_stands_is_told_why(code: str, typed: str) -> None:
    found = {each: refused(parse_phone, each) for each in typed.split("|")}
    assert found == dict.fromkeys(typed.split("|"), code)


def test_a_mobile_written_with_a_zero_before_it_never_passes_for_a_landline() -> None:
    assert refused(parse_phone, "013900001234") == "P107"
    assert refused(parse_phone, "0139-0000-1234") == "P107"


def consent(first: str, until: str | None = None) -> Consent:
    found = {"date": first, "scope": "公开"} | ({"until": until} if until else {})
    return Consent.model_validate(found)


@pytest.mark.parametrize(
    ("given_on", "until", "shown"),
    [
        ("2018-01-10", None, "10000001234"),
        ("2018-06-30", "2018-06-30", "10000001234"),
        ("2018-01-10", "2018-06", "10000001234"),
        ("2018-01-10", "2018", "10000001234"),
        ("2018-07-01", None, "100****1234"),
        ("2018-01-10", "2018-06-29", "100****1234"),
        ("2017-01-10", "2017", "100****1234"),
    ],
)
def test_a_mobile_is_shown_in_full_only_while_consent_holds(
    given_on: str, until: str | None, shown: str
) -> None:
    assert shown_phone("10000001234", consent(given_on, until), date(2018, 6, 30)) == shown


def test_without_consent_a_mobile_is_masked_and_other_numbers_stay() -> None:
    day = date(2018, 6, 30)
    assert shown_phone("10000001234", None, day) == "100****1234"
    assert shown_phone("100****1234", None, day) == "100****1234"
    assert shown_phone("0854-8220000", None, day) == "0854-8220000"
    assert shown_phone("12317", None, day) == "12317"
    assert shown_phone(None, None, day) == ""


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("0854-8220000", "tel:+86-854-8220000"),
        ("0854-8220000转123", "tel:+86-854-8220000;ext=123"),
        ("0854-8220000 转 123", "tel:+86-854-8220000;ext=123"),
        ("10000001234", "tel:+86-10000001234"),
        ("12317", "tel:12317;phone-context=+86"),
        ("12317转1", "tel:12317;ext=1;phone-context=+86"),
        ("100****1234", ""),  # programs read another number of it, see findings/phonenumbers-….sh
        ("", ""),
    ],
)
def test_a_number_as_a_link_is_the_whole_number_for_any_caller_or_none(
    number: str, address: str
) -> None:
    assert address_of(number) == address
