"""Full-width letters, digits and signs are read as the ASCII ones that were meant."""

import pytest

from generator.base.half_width import half_width, narrow


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("２０１８Ａ", "2018A"),
        ("０８５４－０００", "0854-000"),
        ("0854\u2212000", "0854-000"),
        ("0854\u2010000", "0854-000"),
        ("0854\u2015000", "0854-000"),
        ("￥5", "¥5"),
        ("\u3000上村\xa0", "上村"),
        ("②½", "②½"),
    ],
)
def test_what_was_typed_wider_than_it_is_meant(typed: str, meant: str) -> None:
    assert half_width(typed) == meant
    assert len(narrow(typed)) == len(typed)
