"""Villages stand beside their like: what is not known is in no median, and amounts are rounded."""

from typing import Any

import pytest

from generator.joined import comparison
from generator.joined.unit_tree import Hierarchy
from generator.records.totals import Figures


def tree(villages: dict[str, dict[str, Any]]) -> Hierarchy:
    """Return a tree of these villages, their towns and counties, by their ids."""
    found = Hierarchy(root="shi")
    found.units["shi"] = {"id": "shi", "level": "prefecture"}
    levels = ("county", "town", "village")
    for ident, own in villages.items():
        parts = ident.split("/")
        for n, level in enumerate(levels):
            unit = "/".join(parts[: n + 1])
            if unit not in found.units:
                above = "/".join(parts[:n]) or "shi"
                found.units[unit] = {
                    "id": unit,
                    "short_name": unit,
                    "level": level,
                    "settlement": "village",
                    "households": None,
                    "dissolved": False,
                }
                found.children.setdefault(above, []).append(unit)
        found.units[ident].update(own)
    return found


def money(yuan: int | None, **more: int) -> Figures:
    """Return the figures of a village with one project of so much money."""
    planned = {"planned_unknown": 1} if yuan is None else {"planned": yuan * 100}
    return {"projects": 1, "year:2017": 1, "paid": 0, **planned, **more}


HOUSES = {"households": 100}
VILLAGES = {
    **{f"jia/dong/{name}": dict(HOUSES) for name in "abc"},
    **{f"jia/nan/{name}": dict(HOUSES) for name in "de"},
    "jia/nan/f": {},
    "yi/xi/g": dict(HOUSES),
}
FIGURES = {
    "jia/dong/a": money(100_000),
    "jia/dong/b": money(300_000),
    "jia/dong/c": money(512_345),
    "jia/nan/d": money(700_000),
    "jia/nan/e": money(None),
    "jia/nan/f": money(900_000),
    "yi/xi/g": money(100_000),
}


def test_a_village_stands_beside_the_median_of_its_town_and_of_its_county() -> None:
    found = comparison.compare(tree(VILLAGES), FIGURES)
    of = {
        ident: (each["per_household"], each["town"], each["county"])
        for ident, each in found.items()
    }
    assert of["jia/dong/a"] == (100_000, 300_000, 410_000)
    assert of["jia/dong/c"] == (512_345, 300_000, 410_000)
    assert of["jia/nan/d"] == (700_000, None, 410_000), "one known village is no median"
    assert of["yi/xi/g"] == (100_000, None, None)


def test_a_village_that_has_ended_is_no_neighbour_and_in_no_median() -> None:
    ended = {**VILLAGES, "jia/dong/b": {**HOUSES, "dissolved": True}}
    found = comparison.compare(tree(ended), FIGURES)
    assert "jia/dong/b" not in found
    assert [row["id"] for row in found["jia/dong/a"]["neighbours"]] == ["jia/dong/a", "jia/dong/c"]
    assert found["jia/dong/a"]["town"] == 310_000


def test_what_is_not_known_is_none_and_in_no_median() -> None:
    found = comparison.compare(tree(VILLAGES), FIGURES)
    rows = {row["id"]: row for row in found["jia/nan/d"]["neighbours"]}
    assert rows["jia/nan/e"]["per_household"] is None, "no amount"
    assert rows["jia/nan/f"]["per_household"] is None, "no households"
    assert (rows["jia/nan/e"]["least"], rows["jia/nan/f"]["least"]) == (True, False)
    silent = comparison.compare(tree(VILLAGES), {**FIGURES, "jia/nan/f": {}})
    row = silent["jia/nan/d"]["neighbours"][-1]
    assert (row["late"], row["paid"]) == (None, ""), "no projects are not none that are late"
    assert silent["jia/nan/d"]["county"] == 410_000


def test_an_amount_that_is_missing_in_a_sum_keeps_it_out_of_the_median() -> None:
    more = {**FIGURES, "jia/dong/c": money(9_000_000, planned_unknown=1)}
    found = comparison.compare(tree(VILLAGES), more)["jia/dong/c"]
    assert (found["per_household"], found["least"], found["town"]) == (9_000_000, True, 200_000)


def test_communities_stand_beside_communities_alone() -> None:
    villages: dict[str, dict[str, Any]] = {ident: {**own} for ident, own in VILLAGES.items()}
    villages["jia/dong/c"]["settlement"] = "community"
    found = comparison.compare(tree(villages), FIGURES)
    assert [row["id"] for row in found["jia/dong/a"]["neighbours"]] == ["jia/dong/a", "jia/dong/b"]
    assert found["jia/dong/a"]["town"] == 200_000
    assert (found["jia/dong/c"]["community"], found["jia/dong/c"]["town"]) == (True, None)


def test_villages_of_a_town_share_one_list_so_that_it_is_drawn_once() -> None:
    found = comparison.compare(tree(VILLAGES), FIGURES)
    assert found["jia/dong/a"]["neighbours"] is found["jia/dong/b"]["neighbours"]


def test_a_payment_to_one_village_changes_nothing_on_the_pages_of_another_county() -> None:
    before = comparison.compare(tree(VILLAGES), FIGURES)
    paid = {**FIGURES, "jia/dong/c": money(512_399, paid=5_000)}
    after = comparison.compare(tree(VILLAGES), paid)
    assert before["yi/xi/g"] == after["yi/xi/g"]
    assert before["jia/nan/d"] == after["jia/nan/d"]


@pytest.mark.parametrize(
    ("fen", "shown"),
    [(0, 0), (49, 0), (50, 100), (999, 1_000), (407_321, 410_000), (995_000, 1_000_000)],
)
def test_amounts_of_others_have_two_digits(fen: int, shown: int) -> None:
    assert comparison.rounded(fen) == shown


@pytest.mark.parametrize(
    ("planned", "paid", "share"),
    [
        (1000, 0, 0),
        (1000, 1, 1),
        (1000, 685, 68),
        (1000, 999, 99),
        (1000, 1000, 100),
        (10, 20, 100),
    ],
)
def test_all_is_paid_at_a_hundred_percent_alone_and_nothing_at_none(
    planned: int, paid: int, share: int
) -> None:
    assert comparison.share({"planned": planned, "paid": paid}) == share


@pytest.mark.parametrize(
    ("planned", "paid", "said"),
    [
        (1000, 0, "0%"),
        (1000, 9, "<1%"),
        (1000, 10, "1%"),
        (1000, 990, "99%"),
        (1000, 994, ">99%"),
        (1000, 1000, "100%"),
    ],
)
def test_beside_others_too_less_than_a_hundredth_is_told_as_that(
    planned: int, paid: int, said: str
) -> None:
    """Of 1,000 yuan 9 were 1% in the table of neighbours, and <1% on the village's own page."""
    units = {"d": {"id": "d", "short_name": "丁", "households": 10}}
    row = comparison._row(units["d"], {"projects": 1, "planned": planned, "paid": paid})
    assert row["paid"] == said
