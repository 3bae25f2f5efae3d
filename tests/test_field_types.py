"""What a clerk types becomes one plain value, or a problem that says what to write."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from generator.base import labels
from generator.base.codes import CODES
from generator.base.messages import CHINESE, ENGLISH
from generator.base.problems import Place, problem
from generator.model import problem_words
from generator.parse import field_types, phones
from generator.parse.amounts import parse_money
from generator.parse.field_types import PartialDate
from tests.records import steady

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
PARTIAL = st.builds(
    lambda day, known: PartialDate(*(day.year, day.month, day.day)[:known]), DAYS, st.integers(1, 3)
)


def refused(parse: Callable[[Any], object], value: Any) -> str:
    """Return the code by which `parse` refuses `value`."""
    with pytest.raises(PydanticCustomError) as error:
        parse(value)
    assert error.value.type in CODES
    values = {name: str(each) for name, each in (error.value.context or {}).items()}
    found = problem(error.value.type, Place("x"), "field", nearest="", **values)
    assert all(
        problem_words.message(found, each) and problem_words.hint(found, each)
        for each in (CHINESE, ENGLISH)
    )
    return error.value.type


# ---- dates


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("2018-03-01", "2018-03-01"),
        ("2018-3-1", "2018-03-01"),
        ("2018.3.1", "2018-03-01"),
        ("2018/3/1", "2018-03-01"),
        ("2018年3月1日", "2018-03-01"),
        ("2018年03月01日", "2018-03-01"),
        ("２０１８年３月１日", "2018-03-01"),
        ("2018 年 3 月 1 日", "2018-03-01"),
        ("2018—03—01", "2018-03-01"),
        ("2016-02-29", "2016-02-29"),
        ("2018.3", "2018-03"),
        ("2018-03", "2018-03"),
        ("2018年3月", "2018-03"),
        ("2018.10", "2018-10"),
        ("2018", "2018"),
        ("2018年", "2018"),
        ("2018年3月1号", "2018-03-01"),
        ("20180301", "2018-03-01"),
        ("二〇一八年三月三十一日", "2018-03-31"),
        ("二零一八年十二月", "2018-12"),
        ("二○一八年十月二十日", "2018-10-20"),
        ("二〇一八年", "2018"),
        ("2018-3-1 00:00:00", "2018-03-01"),
        ("2018-03-01T00:00:00Z", "2018-03-01"),
        ("2018/3/1 0:00", "2018-03-01"),
    ],
)
def test_a_date_keeps_its_own_precision(typed: str, iso: str) -> None:
    assert field_types.parse_date(typed).iso() == iso


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2018--3",
        "2018-",
        "2018-1 0",
        "2018年三月",
        "去年",
        "去年12月31日",
        "明年3月",
        "明年3月1日前",
        "٢٠١٨",
        "②018",
        "2018,3,1",
        "2018.3-5",
        "2018。3。1",
    ],
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    assert refused(field_types.parse_date, typed) == "P104"


@pytest.mark.parametrize("typed", ["2018", "2018-03", "2018年3月"])
def test_where_the_day_matters_it_must_be_known(typed: str) -> None:
    assert refused(field_types.parse_day, typed) == "P119"


@steady()
@given(PARTIAL)
def test_a_date_shown_in_iso_form_is_read_as_itself(when: PartialDate) -> None:
    assert field_types.parse_date(when.iso()) == when


@steady()
@given(PARTIAL)
def test_a_date_means_a_day_from_its_first_to_its_last(when: PartialDate) -> None:
    one_more, one_less = when.last + timedelta(days=1), when.first - timedelta(days=1)
    known = sum(1 for part in when if part)
    assert (when.first.year, when.first.month, when.first.day)[:known] == when[:known]
    assert (when.last.year, when.last.month, when.last.day)[:known] == when[:known]
    assert (one_more.year, one_more.month, one_more.day)[:known] != when[:known]
    assert (one_less.year, one_less.month, one_less.day)[:known] != when[:known]


@steady()
@given(PARTIAL, PARTIAL)
def test_a_date_is_after_another_only_when_that_is_sure(one: PartialDate, two: PartialDate) -> None:
    assert one.after(two) == (one.first > two.last)
    assert one.after(two.last) == (one.first > two.last)
    assert not (one.after(two) and two.after(one))


@pytest.mark.parametrize(
    ("one", "two", "sure"),
    [
        ("2018-03-02", "2018-03-01", True),
        ("2018-03-01", "2018-03-01", False),
        ("2018-03-31", "2018-03", False),
        ("2018-04", "2018-03-31", True),
        ("2018-03", "2018-03-01", False),
        ("2018-12-31", "2018", False),
        ("2019", "2018-12-31", True),
        ("2018", "2018-01-01", False),
    ],
)
def test_a_month_is_not_after_one_of_its_days(one: str, two: str, sure: bool) -> None:
    assert field_types.parse_date(one).after(field_types.parse_date(two)) is sure


# ---- other numbers, yes and no


@pytest.mark.parametrize("typed", ["2018", "2018年", "２０１８", " 2018 年 ", "2018年度"])
def test_a_year_is_four_digits(typed: str) -> None:
    assert field_types.parse_year(typed) == 2018


@pytest.mark.parametrize("typed", ["18", "1948", "2200", "2018-01", "二〇一八", "٢٠١٨", ""])
def test_what_is_no_year_is_refused(typed: str) -> None:
    assert refused(field_types.parse_year, typed) == "P114"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0", 0),
        ("60", 60),
        ("62.5%", 62.5),
        ("６０％", 60),
        ("60 %", 60),
        ("100", 100),
        ("100.0", 100),
    ],
)
def test_a_percentage_lies_between_0_and_100(typed: str, value: float) -> None:
    assert field_types.parse_percent(typed) == value


@pytest.mark.parametrize("typed", ["100.1", "101", "-1", "62.55", "约60", "六成", "", "%", "٦٠"])
def test_what_is_no_percentage_is_refused(typed: str) -> None:
    assert refused(field_types.parse_percent, typed) == "P105"


@pytest.mark.parametrize(
    ("typed", "value"),
    [("0", 0), ("120", 120), ("1,200", 1200), ("１２０户", 120), ("120 户", 120), ("340人", 340)],
)
def test_a_count_may_carry_its_measure_word(typed: str, value: int) -> None:
    assert field_types.parse_count(typed) == value


@pytest.mark.parametrize(
    "typed",
    [
        "-1",
        "1.5",
        "12,00",
        "12户人",
        "户",
        "",
        "八",
        "٣",
        "五六十户",
        "十五六户",
        "两千零五",
        "廿五",
        "3万5",
    ],
)
def test_what_is_no_count_is_refused(typed: str) -> None:
    assert refused(field_types.parse_count, typed) == "P106"


@pytest.mark.parametrize(
    ("typed", "value"),
    [("yes", True), ("YES", True), ("true", True), ("是", True), ("no", False), ("否", False)],
)
def test_yes_and_no_are_read_in_two_languages(typed: str, value: bool) -> None:
    assert field_types.parse_yes(typed) is value


@pytest.mark.parametrize("typed", ["y", "on", "1", "不", "", "是的"])
def test_what_is_neither_yes_nor_no_is_refused(typed: str) -> None:
    assert refused(field_types.parse_yes, typed) == "P113"


# ---- addresses and names


@pytest.mark.parametrize(
    ("parse", "typed", "value"),
    [
        (field_types.parse_email, "office@example.org", "office@example.org"),
        (field_types.parse_email, "ｏffice@example.org ", "office@example.org"),
        (field_types.parse_link, "https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        (field_types.parse_unit, "duyun/mochong", "duyun/mochong"),
        (field_types.parse_unit, "/duyun/mochong/", "duyun/mochong"),
        (field_types.parse_unit, "units/duyun/mochong.yaml", "duyun/mochong"),
        (field_types.parse_file, " 照片 1.jpg", "照片 1.jpg"),
    ],
)
def test_addresses_are_read_as_people_write_them(
    parse: Callable[[Any], str], typed: str, value: str
) -> None:
    assert parse(typed) == value


@pytest.mark.parametrize(
    ("parse", "code", "values"),
    [
        (
            field_types.parse_email,
            "P115",
            ["a@b", "a b@c.cn", "mailto:a@b.cn", "示例@b.cn", "a@b..cn", ""],
        ),
        (
            field_types.parse_link,
            "P116",
            [
                "example.org",
                "ftp://a.b",
                "javascript:alert(1)",
                "https://a b",
                "http://",
                "http:///a",
                'https://a"b',
                "https://<a>",
                "https://a\\b",
                "",
            ],
        ),
        (
            field_types.parse_unit,
            "P117",
            ["都匀", "Duyun", "../duyun", "duyun//x", "duyun_x", "", "/"],
        ),
        (
            field_types.parse_file,
            "P118",
            ["../a.jpg", "b/a.jpg", "b\\a.jpg", ".a.jpg", "..", "", " "],
        ),
    ],
)
def test_what_is_no_address_is_refused(
    parse: Callable[[Any], str], code: str, values: list[str]
) -> None:
    for value in values:
        assert refused(parse, value) == code, value


@pytest.mark.parametrize(
    "parse",
    [
        parse_money,
        field_types.parse_date,
        field_types.parse_day,
        field_types.parse_year,
        field_types.parse_percent,
        field_types.parse_count,
        field_types.parse_yes,
        phones.parse_phone,
        field_types.parse_email,
        field_types.parse_link,
        field_types.parse_unit,
        field_types.parse_file,
        field_types.choice(field_types.STATUSES).func,
    ],
)
@steady()
@given(value=st.one_of(st.text(), st.just([]), st.just({"a": "b"})))
def test_whatever_is_typed_is_read_or_refused_with_words(
    parse: Callable[[Any], object], value: Any
) -> None:
    try:
        parse(value)
    except PydanticCustomError:
        code = refused(parse, value)
        assert (code == "P110") == (not isinstance(value, str))


KNOWN = (
    field_types.Date,
    field_types.Day,
    field_types.Year,
    field_types.Percent,
    field_types.Count,
    field_types.Yes,
    field_types.UnitRef,
    field_types.RecordRef,
    field_types.Status,
    phones.Phone,
)
TYPED = [
    "2018-03-01",
    "2018年3月",
    "2018",
    "62.5%",
    "是",
    "1,200户",
    "０８５４-0000000",
    "a/b.md",
    "草稿",
    "7",
]


@pytest.mark.parametrize("known", KNOWN)
@steady()
@given(
    st.one_of(
        st.sampled_from(TYPED), st.text("2018-./ab是年% ", max_size=8), st.just([]), st.just({})
    )
)
def test_what_is_kept_of_a_text_is_what_it_is_read_as(known: Any, value: Any) -> None:
    (validator,) = known.__metadata__
    asked: TypeAdapter[Any] = TypeAdapter(known)
    for _ in range(2):
        try:
            found = asked.validate_python(value)
        except ValidationError as error:
            (told,) = error.errors()
            code = "P110" if told["type"] == "string_type" else told["type"]
            assert code == refused(validator.func, value)
        else:
            assert found == validator.func(value) == asked.dump_python(found)
            assert type(found) is type(validator.func(value))


@pytest.mark.parametrize("known", KNOWN)
def test_a_text_that_is_kept_is_not_read_again(known: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: TypeAdapter[Any] = TypeAdapter(known)
    readable = [each for each in TYPED if takes(asked, each)]
    assert readable
    monkeypatch.setattr(field_types, "scalar", None)
    monkeypatch.setattr(phones, "scalar", None)
    assert all(takes(asked, each) for each in readable)


def takes(asked: TypeAdapter[Any], value: str) -> bool:
    """Tell whether `value` is read."""
    try:
        asked.validate_python(value)
    except ValidationError:
        return False
    return True


# ---- choices


CHOICES = {"under_way": ("under way", "在建"), "urgent": ("urgent", "急", "紧急")}


@pytest.mark.parametrize("typed", ["under_way", "Under Way", "under way", "在建", "ｕnder_way"])
def test_a_choice_is_taken_by_its_code_or_one_of_its_labels(typed: str) -> None:
    assert field_types.choice(CHOICES).func(typed) == "under_way"  # type: ignore[call-arg]


def test_an_unknown_choice_is_told_all_that_are_known() -> None:
    with pytest.raises(PydanticCustomError) as error:
        field_types.choice(CHOICES).func("在建中")  # type: ignore[call-arg]
    assert error.value.type == "P108"
    assert error.value.context is not None
    assert (
        labels.value(error.value.context["choices"], CHINESE) == "在建（under_way）、急（urgent）"
    )
    assert "在建" in error.value.context["among"].split("\n")


@pytest.mark.parametrize("typed", ["1234567890", "86,000,000,000户"])
def test_a_count_of_too_many_digits_is_told_as_too_large(typed: str) -> None:
    assert refused(field_types.parse_count, typed) == "P141"
