"""The day of a build notes for which other days its answers are the same: right by construction."""

import pickle
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.base.clock import ALWAYS, Clock, Span
from tests.records import steady

DAY = date(2018, 12, 31)
NEAR = st.dates(date(2018, 11, 1), date(2019, 2, 28))
OTHER = date(2019, 1, 5)
QUESTIONS: dict[str, Callable[[date, date], object]] = {
    "before": lambda clock, other: clock < other,
    "not after": lambda clock, other: clock <= other,
    "after": lambda clock, other: clock > other,
    "not before": lambda clock, other: clock >= other,
    "asked the other way": lambda clock, other: (other < clock, other >= clock),
    "the same": lambda clock, other: (clock == other, other == clock, clock != other),
    "the later": lambda clock, other: max(clock, other) is clock,
    "a month ago": lambda clock, other: clock - timedelta(days=30) > other,
    "in a week": lambda clock, other: other < clock + timedelta(days=7),
    "moved twice": lambda clock, other: clock - timedelta(days=30) + timedelta(days=3) <= other,
    "days between": lambda clock, other: (clock - other, other - clock),
    "the year": lambda clock, _: clock.year,
    "the month": lambda clock, _: (clock.year, clock.month),
    "the year some days ago": lambda clock, _: (clock - timedelta(days=12)).year,
    "its parts": lambda clock, other: (clock.year, clock.month, clock.day) > (2019, other.month, 3),
    "its text": lambda clock, _: (clock.isoformat(), str(clock), f"{clock:%d}", repr(clock)),
    "other texts": lambda clock, _: (clock.strftime("%j"), clock.ctime(), clock.timetuple()),
    "its number": lambda clock, _: clock.toordinal(),
    "the day of the week": lambda clock, _: (clock.weekday(), clock.isoweekday()),
    "the week": lambda clock, _: clock.isocalendar(),
    "as a key": lambda clock, other: {other: 1}.get(clock),
    "another day of it": lambda clock, _: clock.replace(day=1),
}


def asked(question: str, day: date, other: date) -> tuple[object, Span]:
    """Return an answer, and for which days it holds."""
    clock = Clock.of(day)
    return QUESTIONS[question](clock, other), clock.noted


@pytest.mark.parametrize("question", QUESTIONS)
@steady()
@given(day=NEAR, other=NEAR, then=NEAR)
def test_an_answer_is_that_of_a_date_and_holds_as_long_as_it_says(
    question: str, day: date, other: date, then: date
) -> None:
    answer, span = asked(question, day, other)
    assert answer == QUESTIONS[question](day, other)
    assert span.holds(day)
    if span.holds(then):
        assert QUESTIONS[question](then, other) == answer
        assert asked(question, then, other) == (answer, span)  # whatever was built before


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("before", None, date(2019, 1, 5)),
        ("not after", None, date(2019, 1, 6)),
        ("after", None, date(2019, 1, 6)),
        ("a month ago", None, date(2019, 2, 5)),
        ("in a week", date(2018, 12, 30), None),
        ("the year", date(2018, 1, 1), date(2019, 1, 1)),
        ("the month", date(2018, 12, 1), date(2019, 1, 1)),
        ("its text", DAY, date(2019, 1, 1)),
    ],
)
def test_it_holds_until_the_very_day_of_the_change(
    question: str, since: date | None, until: date | None
) -> None:
    _, span = asked(question, DAY, OTHER)
    assert span.since == (since.toordinal() if since else 1)
    assert span.next == (until.isoformat() if until else "")


def test_blocks_note_for_themselves_and_for_what_is_around_them() -> None:
    clock = Clock.of(DAY)
    with clock.noting() as outer:
        assert clock < date(2019, 3, 1)
        with clock.noting() as inner:
            assert clock < date(2019, 2, 1)
        with clock.noting() as nothing:
            pass
    assert (inner[0].next, nothing[0]) == ("2019-02-01", ALWAYS)
    assert outer[0].next == clock.noted.next == "2019-02-01"


def test_in_another_process_it_is_a_clock_that_has_noted_nothing() -> None:
    clock = Clock.of(DAY)
    assert clock < OTHER
    again = pickle.loads(pickle.dumps(clock))  # noqa: S301 (made here)
    assert (type(again), again.noted, again) == (Clock, ALWAYS, DAY)


def test_the_ends_of_all_days_are_no_ends() -> None:
    for day in (date.min, date.max):
        clock = Clock.of(day)
        assert clock.year == day.year
        assert clock <= date.max
        assert clock >= date.min
        assert clock.noted.holds(day)
    assert ALWAYS.next == ""
