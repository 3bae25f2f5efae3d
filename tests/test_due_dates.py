"""Days by which something is due: which of them stand in the calendar of a place."""

from datetime import date

import pytest

from generator.model import due_dates
from generator.model.kinds import meeting
from generator.model.kinds.kind import Cadence, Rules
from generator.model.kinds.registry import KINDS
from tests.records import (
    COMMENDATION,
    DISCLOSURE,
    RECTIFICATION,
    RULES,
    changed,
    read,
)


def due(kind: str, text: str) -> list[due_dates.Due]:
    """Return the days of a record."""
    own = KINDS[kind]
    assert own.due_dates
    return [*own.due_dates.of(own.view(read(kind, text), RULES))]


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2018-12-20", "2018-12-31", [("2018-12-31", True)]),
        ("2018-12-20", "2018-12-30", [("2018-12-30", False)]),
        ("2019-01-10", "2019-01-30", [("2019-01-30", True)]),
        ("2018-12-20", None, []),
    ],
)
def test_a_notice_has_its_last_day_for_objections(
    first: str, last: str | None, days: list[tuple[str, bool]]
) -> None:
    found = due("disclosures", changed(DISCLOSURE, first=first, last=last))
    assert [(each[0], each[-1]) for each in found] == days
    assert all(each[4] == first for each in found)


@pytest.mark.parametrize(
    ("change", "days"),
    [
        ({"closed": None, "deadline": "2019-02-28"}, [("2019-02-28", "deadline", True)]),
        ({"closed": None, "deadline": "2019-02"}, [("2019-02-28", "deadline", True)]),
        ({"closed": None}, [("2018-08-31", "deadline", False)]),
        ({}, [("2018-08-31", "mended", False)]),
        ({"deadline": None}, []),
    ],
)
def test_what_is_to_be_mended_has_its_deadline_until_it_is_mended(
    change: dict[str, str | None], days: list[tuple[str, str, bool]]
) -> None:
    found = due("rectifications", changed(RECTIFICATION, **change))
    assert [(each[0], each[2], each[-1]) for each in found] == days
    assert all(each[1] == "deadline" for each in found), "the name of the entry stays"


def test_the_list_of_a_commendation_has_its_last_day_for_objections() -> None:
    assert [(each[0], each[-1]) for each in due("commendations", COMMENDATION)] == [
        ("2018-06-08", False)
    ]


@pytest.mark.parametrize(
    ("every", "day", "last", "since"),
    [
        ("month", date(2018, 12, 5), "2018-12-31", "2018-12-01"),
        ("month", date(2018, 2, 5), "2018-02-28", "2018-02-01"),
        ("quarter", date(2018, 5, 5), "2018-06-30", "2018-04-01"),
        ("half_year", date(2018, 7, 1), "2018-12-31", "2018-07-01"),
        ("year", date(2018, 7, 1), "2018-12-31", "2018-01-01"),
    ],
)
def test_a_meeting_is_due_by_the_end_of_the_period_that_goes_on(
    every: str, day: date, last: str, since: str
) -> None:
    rules = Rules(
        as_of=day,
        categories={},
        commendation_notice=RULES.commendation_notice,
        meetings={"town": Cadence(every, "")},
    )
    unit = {"id": "jia/dong", "level": "town", "established": "2016-03", "short_name": "东镇"}
    [found] = meeting.due(unit, meeting.strip(unit, [], rules))
    assert (found[0], found[3], found[4], found[-1]) == (last, "东镇", since, True)
    held = {"date": day.isoformat(), "id": "jia/dong/x"}
    assert [*meeting.due(unit, meeting.strip(unit, [held], rules))] == []


def day(when: str, *, ahead: bool = True) -> due_dates.Day:
    each = due_dates.due(when, "a", "", since=when, ahead=ahead)
    return due_dates.day("disclosures", when, each)


def passed(when: str) -> due_dates.Day:
    return day(when, ahead=False)


@pytest.mark.parametrize(
    ("days", "chosen"),
    [
        ([], []),
        ([day("2019-02-01"), day("2019-01-01")], ["2019-01-01", "2019-02-01"]),
        ([day("2019-01-01"), passed("2018-01-01")], ["2019-01-01"]),
        ([passed("2018-01-01"), passed("2018-03-01")], ["2018-03-01"]),
    ],
)
def test_a_calendar_has_what_lies_ahead_and_else_the_last_that_passed(
    days: list[due_dates.Day], chosen: list[str]
) -> None:
    assert [each[0] for each in due_dates.chosen(days, 2)] == chosen


def test_to_choose_of_what_was_chosen_gives_the_same_as_to_choose_of_all() -> None:
    def choose(each: list[due_dates.Day]) -> list[due_dates.Day]:
        return due_dates.chosen(each, 3)

    one = [day(f"2019-01-0{n}") for n in (5, 2, 8, 1)]
    two = [day("2019-01-03"), passed("2018-12-01")]
    gone = [passed("2018-11-01"), passed("2018-12-05")]
    assert choose([*choose(one), *choose(two)]) == choose([*one, *two])
    assert choose([*choose(gone), *choose(two[1:])]) == choose([*gone, *two[1:]])
    assert choose([*choose(gone), *choose(one)]) == choose(one)
