"""Counts and prices that cannot stand beside one another are told, and no others."""

from typing import Any

import pytest

from generator.base.messages import CHINESE
from generator.base.problems import Place, problem
from generator.model import number_bounds, problem_words
from generator.model.kinds.project import Beneficiaries
from tests.records import changed, codes, judge
from tests.test_project import LEAST

NAMES = ("households", "people", "poor_households", "poor_people")


def gains(*counts: int | None) -> list[str]:
    """Return code and field of what is wrong with households, people, and the poor of each."""
    told = {name: str(n) for name, n in zip(NAMES, counts, strict=True) if n is not None}
    group = Beneficiaries.model_validate(told)
    return [
        f"{each.code} {each.path[-1]}" for each in number_bounds.gains(group, ("beneficiaries",))
    ]


@pytest.mark.parametrize(
    ("counts", "wrong"),
    [
        ((86, 40, 100, 400), ["households", "poor_households", "poor_people"]),
        ((86, 40, None, None), ["households"]),
        ((None, None, 23, 20), ["poor_households"]),
        ((20, None, 23, None), ["poor_households"]),
        ((None, 40, None, 41), ["poor_people"]),
        ((None, 40, 41, None), ["poor_households"]),
        ((0, 40, None, None), ["people"]),
        ((86, 340, 0, 5), ["poor_people"]),
        ((86, 100, 23, 91), ["households"]),
    ],
)
def test_counts_that_cannot_all_be_true_are_told(
    counts: tuple[int | None, ...], wrong: list[str]
) -> None:
    assert gains(*counts) == [f"P127 {each}" for each in wrong]


@pytest.mark.parametrize(
    "counts",
    [
        (86, 340, 23, 91),
        (86, 86, 86, 86),
        (0, 0, 0, 0),
        (None, None, None, None),
        (86, None, None, 400),
        (None, 340, 23, None),
        (86, 340, 0, 0),
        (86, 340, 86, 340),
    ],
)
def test_counts_that_can_be_true_pass(counts: tuple[int | None, ...]) -> None:
    assert gains(*counts) == []


def test_both_numbers_are_told_with_the_names_of_their_fields() -> None:
    group = Beneficiaries.model_construct(
        households=86, people=40, poor_households=None, poor_people=None
    )
    (found,) = number_bounds.gains(group, ())
    told = problem_words.message(problem(found.code, Place("x"), "", **dict(found.values)), CHINESE)
    assert "户数（households）是86" in told
    assert "人数（people）却是40" in told


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"budget": "8万元", "bid_price": "9万元"}, ["P128 bid_price"]),
        ({"budget": "8万元", "bid_price": "8万元"}, []),
        ({"budget": None, "bid_price": "9万元"}, []),
        ({"budget": "8万元", "settled_price": "9万元"}, ["P128 settled_price"]),
        (
            {"budget": "8万元", "settled_price": "7万元", "audited_price": "7.5万元"},
            ["P128 audited_price"],
        ),
        ({"budget": "8万元", "settled_price": "7.5万元", "audited_price": "7万元"}, []),
    ],
)
def test_a_price_over_what_bounds_it_in_practice_is_warned_of(
    changes: dict[str, str | None], wrong: list[str]
) -> None:
    found = judge("projects", changed(LEAST, **changes))
    assert [each for each in codes(found) if each.startswith("P128")] == wrong


def rows(**people: int | None) -> list[dict[str, Any]]:
    """Return rows of exits that state the poor people of years such as y2017."""
    stated = [{"year": int(year[1:]), "people": number} for year, number in people.items()]
    return [{"file": "content/exits/top.yaml", "population": stated}]


def test_counties_that_state_more_poor_people_than_the_prefecture_are_warned_of() -> None:
    below = {"jia": rows(y2017=60, y2018=10), "yi": rows(y2017=50, y2018=None)}
    names = {"jia": "甲县", "yi": "乙县"}
    ((file, found),) = number_bounds.populations(rows(y2017=100, y2018=20), below, names)
    assert (file, found.code, found.path) == (
        "content/exits/top.yaml",
        "P137",
        ("population", 0, "poor_people"),
    )
    assert dict(found.values)["counties"] == "甲县 60、乙县 50"
    assert [*number_bounds.populations(rows(y2017=110), below, names)] == []
    assert [*number_bounds.populations([], below, names)] == []
