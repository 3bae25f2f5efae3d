"""Pictures say what the numbers beside them say, and nothing that is not known."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import settings
from generator.pages import charts
from tests.records import steady

AS_OF = "2018-12-31"
DATES = st.one_of(
    st.just(""),
    st.dates(date(2015, 1, 1), date(2021, 12, 31)).map(
        lambda day: day.isoformat()[: (4, 7, 10)[day.day % 3]]
    ),
)


def project(plan: str, actual: str, stage: str = "under_way") -> dict[str, Any]:
    """Return a project's view with two spans such as `2018-03 2018-11`; - for what is not known."""
    spans = [[each.strip("-") for each in span.split(" ")] for span in (plan, actual)]
    (a, b), (c, d) = spans
    return {
        "plan": {"start": a, "finish": b},
        "actual": {"start": c, "finish": d},
        "stage": stage,
        "going_until": AS_OF if stage == "under_way" and c and not d else "",
    }


@pytest.mark.parametrize(
    ("iso", "first", "last"),
    [
        ("2018", "2018-01-01", "2018-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2018-03-05", "2018-03-05", "2018-03-05"),
    ],
)
def test_a_month_or_a_year_is_drawn_whole(iso: str, first: str, last: str) -> None:
    assert date.fromordinal(charts.first_day(iso)).isoformat() == first
    assert date.fromordinal(charts.last_day(iso)).isoformat() == last


def test_work_in_the_planned_time_is_drawn_below_the_plan() -> None:
    drawn = charts.timeline(project("2018-01-01 2018-12-31", "2018-04-11 2018-09-07", "accepted"))
    assert drawn
    plan, actual = drawn["bars"]
    assert (plan["x"], plan["width"]) == (0, 100)
    assert (actual["row"], actual["open"]) == ("actual", False)
    assert actual["x"] == pytest.approx(100 * 100 / 364, abs=0.01)
    assert drawn["late"] is None
    assert [tick["date"] for tick in drawn["ticks"]] == ["2018-01", "2018-07"]


def test_work_that_goes_on_is_drawn_up_to_the_given_day_and_late_from_the_planned_end() -> None:
    drawn = charts.timeline(project("2018-03 2018-06", "2018-03-01 -"))
    assert drawn
    assert drawn["bars"][1]["open"]
    assert drawn["bars"][1]["x"] + drawn["bars"][1]["width"] == 100
    share = (date(2018, 12, 31) - date(2018, 6, 30)).days / (
        date(2018, 12, 31) - date(2018, 3, 1)
    ).days
    assert drawn["late"]["width"] == pytest.approx(100 * share, abs=0.02)


def test_work_of_which_no_end_is_known_is_not_drawn_as_going_on_once_it_is_over() -> None:
    drawn = charts.timeline(project("2018-03 2018-06", "2018-03-01 -", "stopped"))
    assert drawn
    assert [bar["row"] for bar in drawn["bars"]] == ["plan"]


def test_work_that_began_after_the_day_up_to_which_it_is_drawn_has_the_least_width() -> None:
    begun = {**project("2018-12-01 2019-02", "2018-12-15 -"), "going_until": "2018-12-01"}
    drawn = charts.timeline(begun)
    assert drawn
    [bar] = [each for each in drawn["bars"] if each["row"] == "actual"]
    assert (bar["x"], bar["width"]) == (pytest.approx(14 * 100 / 89, abs=0.01), charts.LEAST)
    alone = charts.timeline({**project("- -", "2018-12-15 -"), "going_until": "2018-12-01"})
    assert alone
    assert (alone["first"], alone["last"]) == ("2018-12-15", "2018-12-15")


@pytest.mark.parametrize(("day", "end"), [("2018-02-18", False), ("2018-02-19", True)])
def test_what_is_said_of_the_day_ends_there_once_there_is_no_room_before_it(
    day: str, *, end: bool
) -> None:
    drawn = charts.timeline(project("2018-01-01 2018-04-11", "- -", "approved"), day)
    assert drawn
    assert (drawn["said"], drawn["end"]) == (drawn["today"], end)


def test_a_date_that_has_just_enough_room_begins_at_its_tick() -> None:
    at = 100 - charts.LABEL
    assert charts._labelled([(at, "2018-07")]) == [{"x": at, "date": "2018-07", "end": False}]
    assert charts._labelled([(at + 1, "2018-07")]) == [
        {"x": at + 1, "date": "2018-07", "end": True}
    ]


def test_half_years_are_marked_where_there_are_less_than_three() -> None:
    for plan, ticks in (("2017-01-01 2018-12", 4), ("2016-01-01 2018-12", 3)):
        drawn = charts.timeline(project(plan, "- -", "approved"))
        assert drawn
        assert len(drawn["ticks"]) == ticks


def test_poor_people_of_two_years_are_drawn_and_of_one_are_not() -> None:
    years = [{"year": year, "people": 900, "planned": None} for year in (2017, 2018)]
    assert len(charts.people(years, 2018) or []) == 2
    assert charts.people(years[:1], 2018) is None


@pytest.mark.parametrize("target", range(70, 131))
def test_the_number_of_a_column_and_what_its_target_is_called_never_lie_over_each_other(
    target: int,
) -> None:
    """Where the line of the target was right above the number, both had the same foot."""
    top = 100
    label = charts._label(top, target)
    if not charts._covered(target, top):
        assert abs((target - charts.ABOVE) - label) >= 2 * charts.ABOVE
    assert not label - 2 * charts.ABOVE < target < label
    assert charts._label(top, None) == top - charts.ABOVE
    assert charts._covered(target, top) == (target > top - 3 * charts.ABOVE)


@pytest.mark.parametrize(
    ("plan", "actual"), [("- -", "- -"), ("2018-03 -", "- -"), ("- 2018", "- 2018")]
)
def test_where_no_span_is_known_nothing_is_drawn(plan: str, actual: str) -> None:
    assert charts.timeline(project(plan, actual, "approved")) is None


@steady()
@given(st.tuples(DATES, DATES), st.tuples(DATES, DATES), st.sampled_from(["under_way", "accepted"]))
def test_whatever_the_dates_the_picture_stays_in_its_frame(
    plan: tuple[str, str], actual: tuple[str, str], stage: str
) -> None:
    spans = {
        "plan": dict(zip(("start", "finish"), plan, strict=True)),
        "actual": dict(zip(("start", "finish"), actual, strict=True)),
    }
    going = stage == "under_way" and actual[0] and not actual[1]
    drawn = charts.timeline({**spans, "stage": stage, "going_until": AS_OF if going else ""})
    if not drawn:
        return
    for each in drawn["bars"]:
        assert each["width"] >= charts.LEAST
    for each in (*drawn["bars"], *filter(None, [drawn["late"]])):
        assert 0 <= each["x"] <= 100
        assert each["width"] > 0
        assert each["x"] + each["width"] <= 100.01
    shown = [tick for tick in drawn["ticks"] if tick["date"]]
    assert shown
    starts = [tick["x"] - charts.LABEL * tick["end"] for tick in shown]
    ends = [start + charts.LABEL for start in starts]
    assert starts[0] >= 0
    assert ends[-1] <= 100
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))


# ---- the tiles of the first page

COUNTIES = [
    {"projects": 4, "stage:accepted": 3, "time:overdue": 1, "planned": 10_000_000, "paid": 900},
    {"projects": 3, "stage:accepted": 0, "time:not_started": 2, "planned": 4_100_000},
    {"units:village": 7},
]


@pytest.mark.parametrize(
    ("figure", "values", "steps"),
    [
        ("accepted", [75, 0, None], [3, 0, None]),
        ("late", [25, 66, None], [1, 4, None]),
        ("planned", [10_000_000, 4_100_000, None], [4, 2, None]),
        ("paid", [900, None, None], [4, None, None]),
        ("paid_share", [1, None, None], [0, None, None]),
    ],
)
def test_a_tile_is_the_darker_the_more_of_the_chosen_figure(
    figure: str, values: list[int | None], steps: list[int | None]
) -> None:
    drawn = charts.tiles(COUNTIES, figure)
    assert [each["figures"][figure] for each in drawn] == values
    assert [each["step"] for each in drawn] == steps
    assert charts.tiles(COUNTIES, "late")[0]["figures"] == drawn[0]["figures"]


def test_each_fifth_of_the_projects_is_a_darker_shade() -> None:
    counties = [{"projects": 100, "stage:accepted": n} for n in (0, 19, 20, 39, 40, 79, 80, 100)]
    shades = [each["step"] for each in charts.tiles(counties, "accepted")]
    assert shades == [0, 0, 1, 1, 2, 3, 4, 4]


def test_a_tile_tells_less_than_a_hundredth_as_that() -> None:
    """One late project of 200 was “0% late”."""
    county = {"projects": 200, "stage:accepted": 199, "time:overdue": 1, "planned": 400, "paid": 3}
    [drawn] = charts.tiles([county], "late")
    assert drawn["shares"] == {"accepted": ">99%", "late": "<1%", "paid_share": "<1%"}
    assert charts.tiles([{}], "late")[0]["shares"] == {"accepted": "", "late": "", "paid_share": ""}


@pytest.mark.parametrize("figure", settings.TILES)
def test_tiles_without_a_project_have_no_shade(figure: str) -> None:
    assert [each["step"] for each in charts.tiles([{}, {"projects": 0}], figure)] == [None, None]
    assert charts.tiles([], figure) == []


def test_a_name_joined_by_a_hyphen_stands_in_two_lines() -> None:
    assert charts.lines_of("Duyun-Kaifaqu") == ["Duyun-", "Kaifaqu"]
    assert charts.lines_of("Longli") == ["Longli"]


def test_long_names_of_tiles_that_begin_alike_differ_in_what_is_shown() -> None:
    names = ["科尔沁左翼中", "科尔沁左翼后", "苏尼特左", "察布查尔", "塔什库尔干"]
    labels = [charts.label_of(each) for each in names]
    assert [charts.lines_of(each) for each in labels] == [
        ["科尔沁", "左翼中"],
        ["科尔沁", "左翼后"],
        ["苏尼特左"],
        ["察布查尔"],
        ["塔什库", "尔干"],
    ]
    long = charts.lines_of(charts.label_of("乌拉盖管理区哈拉盖图农牧场"))
    assert [len(each) for each in long] == [5, 5]
