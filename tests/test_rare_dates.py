"""A date that cannot be is told what exactly is wrong with it."""

import pytest
from pydantic_core import PydanticCustomError

from generator.base.messages import CHINESE, ENGLISH
from generator.base.problems import Place, problem
from generator.model import problem_words
from generator.parse.field_types import parse_date
from tests.test_field_types import refused


def told(typed: str, language: str) -> str:
    """Return what a clerk is told of a date."""
    with pytest.raises(PydanticCustomError) as error:
        parse_date(typed)
    found = problem(error.value.type, Place("x"), "date", **(error.value.context or {}))
    return f"{problem_words.message(found, language)}; {problem_words.hint(found, language)}"


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("2018-02-30", "that month has 28 days"),
        ("2016-02-30", "that month has 29 days"),
        ("2018-04-31", "that month has 30 days"),
        ("2018年3月32日", "that month has 31 days"),
        ("11月31日", "that month has 30 days, and the year is missing"),
        ("2018-13-01", "months are counted from 1 to 12"),
        ("2018-00", "months are counted from 1 to 12"),
        ("2018-01-0", "days are counted from 1"),
        ("二〇一八年二月三十日", "that month has 28 days"),
        ("20180231", "that month has 28 days"),
        ("2018-2-29 00:00:00", "that month has 28 days"),
    ],
)
def test_a_day_that_is_in_no_calendar_is_told_so(typed: str, part: str) -> None:
    assert refused(parse_date, typed) == "P129"
    assert part in told(typed, ENGLISH)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("43434", "2018-11-30"), ("43101", "2018-01-01"), ("43434.0", "2018-11-30")],
)
def test_a_number_of_a_spreadsheet_is_told_which_day_it_would_be(typed: str, day: str) -> None:
    assert refused(parse_date, typed) == "P130"
    assert all(day in told(typed, language) for language in (CHINESE, ENGLISH))


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("18年3月", "four digits"),
        ("18-3-1", "four digits"),
        ("3月1日", "the year is missing"),
        ("3月", "the year is missing"),
        ("18", "the year is missing"),
        ("3/1/2018", "the year comes first"),
        ("01.03.2018", "the year comes first"),
        ("民国107年", "Republic"),
        ("2018/3/1上午", "beside the day"),
        ("2018-03-01 10:00", "beside the day"),
        ("2018年3月1日 星期四", "beside the day"),
        ("2018-03-01至2018-04-01", "two dates"),
        ("2018-03~2018-04", "two dates"),
        ("2018.07.01-2018.09.30", "two dates"),
        ("2018年7-9月", "two dates"),
        ("2018年上半年", "a part of"),
        ("2018年3月底", "a part of"),
        ("2018年第一季度", "a part of"),
        ("201803", "not set apart"),
        ("0000-00-00", "between 1900 and 2199"),
        ("1899", "between 1900 and 2199"),
        ("2200", "between 1900 and 2199"),
    ],
)
def test_a_date_in_another_form_is_told_what_is_wrong_with_the_form(typed: str, part: str) -> None:
    assert refused(parse_date, typed) == "P131"
    assert part in told(typed, ENGLISH)


def test_a_text_too_long_for_a_date_is_not_looked_at_closely(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("generator.parse.rare_dates.LONGEST", 10)
    assert refused(parse_date, "2018-02-30 10:00") == "P104"
    assert refused(parse_date, "2018-02-30") == "P129"
