"""When records of a place last said something, and when that is too long ago."""

from datetime import date

import pytest

from generator.records import freshness


@pytest.mark.parametrize(
    ("said", "day", "found"),
    [
        ("2018-11-30", "2018-12-31", ("kept", ("", "2019-01-01"))),
        ("2018-11-30", "2019-01-01", ("missed", freshness.NEVER)),
        ("2018-11", "2018-12-31", ("kept", ("", "2019-01-01"))),
        ("", "2018-12-31", ("unknown", freshness.NEVER)),
    ],
)
def test_a_report_holds_for_so_many_days_the_last_of_them_too(
    said: str, day: str, found: tuple[str, freshness.Times]
) -> None:
    assert freshness.reported((said, ""), 31, date.fromisoformat(day)) == found


def test_of_several_the_last_report_counts_and_the_first_day_of_change() -> None:
    each = [("2018-11-30", ""), ("2018-12-01", "2019-02-01"), ("", "2019-01-01")]
    assert freshness.both(each) == ("2018-12-01", "2019-01-01")


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ({"date": "2018-05-31"}, "2018-05-31"),
        ({"date": "2018-06-01"}, "2018-06-01"),
        ({"date": "2018-06-02"}, ""),
        ({"date": "2018-06"}, "2018-06"),
        ({"date": "2018-07"}, ""),
        ({"date": "2018"}, ""),
        ({"date": "2017"}, ""),
        ({"updated": "2018-03-01", "date": "2018-01-01"}, "2018-03-01"),
        ({"updated": "", "date": "2018-01-01"}, "2018-01-01"),
        ({}, ""),
    ],
)
def test_a_record_reports_on_a_day_or_in_a_month_up_to_the_day_of_the_data(
    view: dict[str, str], said: str
) -> None:
    assert freshness.said(view, date(2018, 6, 1)) == said
