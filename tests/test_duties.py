"""Compliance: what was promised is kept, missed or unknown, and unknown is never kept."""

from dataclasses import replace
from typing import Any

import pytest

from generator.model.kinds.kind import Cadence, Reports, Rules
from generator.records import duties
from tests.records import RULES

TOWN = {"id": "jia/dong", "level": "town", "established": "", "poor": False}
VILLAGE = {
    "id": "jia/dong/shang",
    "level": "village",
    "established": "",
    "poor": False,
    "settlement": "village",
}
MONTHLY = Rules(
    RULES.as_of,
    RULES.categories,
    RULES.commendation_notice,
    meetings={"town": Cadence("month", "示例规定")},
)


def counted(unit: Any, own: Any = (), contacts: Any = None) -> dict[str, int]:
    return duties.of_unit(unit, {**dict(own), "supervisors": contacts or ()}, MONTHLY)[1]


def meetings(*days: str) -> dict[str, Any]:
    return {"meetings": [{"id": f"jia/dong/{day}", "date": day} for day in days]}


def contacts(groups: list[str], *posts: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"groups": groups, "posts": [{"group": group, "state": s} for group, s in posts]}]


def test_a_unit_that_records_no_meeting_is_unknown() -> None:
    assert counted(TOWN) == {"unknown:meetings": 1}


def test_a_unit_that_was_established_and_never_met_has_missed() -> None:
    day = RULES.as_of.isoformat()[:7]
    assert counted({**TOWN, "established": day}) == {}  # the month is not over
    assert counted({**TOWN, "established": f"{RULES.as_of.year - 1}-12"})["missed:meetings"] > 10


def test_meetings_are_counted_by_period() -> None:
    year = RULES.as_of.year
    assert counted(TOWN, meetings(f"{year}-01-01", f"{year}-03-01", f"{year}-03-20")) == {
        "kept:meetings": 2,
        "missed:meetings": 9,
        f"kept:meetings:{year}": 2,
        f"missed:meetings:{year}": 9,
    }


def test_a_level_without_a_cadence_has_no_meetings_to_keep() -> None:
    assert counted({**TOWN, "level": "county"}) == {"unknown:library": 1}


def test_a_village_without_contacts_is_unknown() -> None:
    assert counted(VILLAGE) == {"unknown:supervisors": 1}


def test_the_village_and_each_group_need_someone_in_post() -> None:
    found = contacts(
        ["一组", "二组", "三组"],
        ("", "held"),
        ("一组", "vacant"),
        ("二组", "over"),
        ("二组", "held"),
    )
    assert counted(VILLAGE, (), found) == {
        "kept:supervisors": 2,
        "missed:supervisors": 1,
        "unknown:supervisors": 1,
    }


def test_a_county_or_town_that_records_no_assessment_is_unknown_in_its_reports() -> None:
    ruled = replace(MONTHLY, half_year_reports=Reports(("town",), 1, "示例规定"))

    def reports(level: str, *years: str) -> dict[str, int]:
        own = {"assessments": [{"date": year, "reports": []} for year in years]}
        found = duties.of_unit({**TOWN, "level": level}, own, ruled)[1]
        return {name: n for name, n in found.items() if name.endswith(":reports")}

    assert reports("town") == {"unknown:reports": 1}
    assert reports("county") == {}
    assert reports("town", str(RULES.as_of.year)) == {"missed:reports": 1}
    assert duties.of_unit(TOWN, {}, MONTHLY)[1] == {"unknown:meetings": 1}


def secretary(state: str = "", *, role: str = "first_secretary") -> dict[str, Any]:
    return {"teams": [{"members": [{"role": role, "state": state}] if state else []}]}


@pytest.mark.parametrize(
    ("poor", "own", "expected"),
    [
        (True, secretary("held"), "kept"),
        (True, secretary("vacant"), "missed"),
        (True, secretary("over"), "missed"),
        (True, secretary("to_come"), "missed"),
        (True, secretary("held", role="resident"), "unknown"),
        (True, secretary(), "unknown"),
        (True, {}, "unknown"),
        (None, secretary("held"), "kept"),
        (None, secretary("vacant"), "unknown"),
        (None, {}, "unknown"),
        (False, {}, ""),
    ],
)
def test_a_poor_village_has_its_first_secretary_in_post(
    poor: bool | None, own: Any, expected: str
) -> None:
    found = counted({**VILLAGE, "poor": poor}, own)
    named = [name for name in found if name.endswith(":first_secretary")]
    assert named == ([f"{expected}:first_secretary"] if expected else [])


def test_a_community_is_not_held_to_a_first_secretary_unless_it_is_poor() -> None:
    community = {**VILLAGE, "settlement": "community"}
    assert "unknown:first_secretary" not in counted({**community, "poor": None})
    assert counted({**community, "poor": True})["unknown:first_secretary"] == 1
