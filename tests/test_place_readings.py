"""Names of places are read as their people do, or a person is told what to look at."""

import pytest

from generator.base.place_readings import known, read, syllables_of


def reading(name: str, of_code: str = "5205", **said: str) -> str:
    return read(of_code, f"{name}县", name, said).words


def doubts(name: str, code: str = "5205", **said: str) -> list[str]:
    return [each.marks for each in read(code, f"{name}县", name, said).doubts]


@pytest.mark.parametrize(
    ("code", "name", "own", "expected"),
    [
        ("130225", "乐亭县", "乐亭", "lao ting"),
        ("330382", "乐清市", "乐清", "yue qing"),
        ("440113", "番禺区", "番禺", "pan yu"),
        ("510682", "什邡市", "什邡", "shi fang"),
        ("522701", "都匀市", "都匀", "du yun"),
        ("610829", "吴堡县", "吴堡", "wu bu"),
        ("3415", "六安市", "六安", "lu an"),
        ("341500", "六安市", "六安", "lu an"),
        ("620722000000", "民乐县", "民乐", "min yue"),
    ],
)
def test_known_divisions_are_read_by_their_codes_without_a_doubt(
    code: str, name: str, own: str, expected: str
) -> None:
    found = read(code, name, own, {})
    assert found.words == expected
    assert not found.doubts


def test_a_known_reading_is_of_that_name_alone() -> None:
    assert ("130225", "乐亭县") in known()
    assert read("130225", "乐平县", "乐平", {}).words == "le ping"


def test_other_signs_with_several_readings_are_doubtful() -> None:
    assert doubts("长寨") == ["several"]
    assert doubts("平寨") == []
    (doubt,) = read("1", "长寨", "长寨", {}).doubts
    assert doubt.values == {"sign": "长", "reading": "chang", "others": "zhang"}


def test_what_the_site_says_goes_before_all_else() -> None:
    assert reading("长子", "140428", 长子="chang zi") == "chang zi"
    assert reading("圩背", 圩="xu") == "xu bei"
    assert doubts("圩背", 圩="xu") == []
    assert doubts("圩长", 圩="xu") == ["several"]
    assert reading("长老", "520599", **{"520599": "zhang lao"}) == "zhang lao"
    assert reading("长子沟长", 长="chang", 长子="zhang zi") == "zhang zi gou chang"


def test_a_sign_without_a_reading_does_not_vanish() -> None:
    found = read("1", "那𡌶村", "那𡌶", {"那": "na"})
    assert (found.words, found.slug, found.whole) == ("", "na", False)
    assert [each.values["code"] for each in found.doubts] == ["U+21336"]
    assert read("1", "那𡌶村", "那𡌶", {"𡌶": "lao", "那": "na"}).words == "na lao"


def test_a_private_sign_is_named_with_its_code() -> None:
    (doubt,) = read("1", "大\ue170", "大\ue170", {}).doubts
    assert (doubt.marks, doubt.values) == ("private", {"code": "U+E170"})


def test_signs_written_in_parts_are_doubtful() -> None:
    assert "parts" in doubts("大(土郎)")
    assert "parts" not in doubts("中国矿业大学（北京）")


@pytest.mark.parametrize("code", ["540102", "150203", "654002", "513231"])
def test_places_with_another_language_may_have_another_spelling(code: str) -> None:
    assert "language" in doubts("平安", code)


@pytest.mark.parametrize(
    ("name", "slug"), [("藜峨", "li-e"), ("吉安", "ji-an"), ("瓮安", "wengan"), ("延安", "yanan")]
)
def test_a_hyphen_parts_what_would_read_as_one_syllable(name: str, slug: str) -> None:
    assert read("1", name, name, {}).slug == slug


@pytest.mark.parametrize("typed", ["xi an", "Xi'an", "xī ān", "xi-an", " XI  AN "])
def test_readings_may_be_typed_in_several_ways(typed: str) -> None:
    assert syllables_of(typed) == ("xi", "an")
