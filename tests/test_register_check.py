"""Places of one name under one place, and codes that lie elsewhere, are warned of."""

import pytest

from generator.joined import register_check
from generator.model.kinds.kind import View
from tests.sites import WHOLE

ABOVE = {"shili": "", "jia": "shili", "kai": "shili", "jia/dong": "jia", "kai/he": "kai"}
LEVELS = {"shili": "prefecture", "jia": "county", "kai": "county", "jia/dong": "town"}
CODES = {"shili": "9901", "jia": "990101", "jia/dong": "990101001", "kai/he": "990102001"}


def tree(*more: View) -> list[str]:
    """Return the codes of the problems of a small tree with `more` units in it."""
    units: dict[str, View] = {}
    for ident in ABOVE:
        row = {"id": ident, "level": LEVELS.get(ident, "town"), "code": CODES.get(ident, "")}
        units[ident] = {**row, "short_name": ident, "file": "content/units/jia.yaml"}
        units[ident] |= {"parent": "", "dissolved": False}
    above = dict(ABOVE)
    for n, each in enumerate(more):
        ident = f"{each.pop('above', 'jia/dong')}/v{n}"
        units[ident] = {"level": "village", "code": "", "parent": "", "dissolved": False, **each}
        units[ident]["file"] = f"content/units/{('jia', 'yi', 'shili')[n % 3]}.yaml"
        above[ident] = ident.rpartition("/")[0]
    return [each.code for each in register_check.faults(units, above, WHOLE)]


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("丙午村", "丙午村", True), ("丙午村", "丙 午村", True), ("丙午村", "丙午村委会", True),
        ("丙午村", "丙午村村民委员会", True), ("丙午", "丙午村", True), ("丙午", "丙午社区", True),
        ("荷花社区", "荷花居委会", True), ("荷花社区", "荷花社区居民委员会", True),
        ("Ａ村", "A村", True), ("荷花村", "荷花社区", False), ("上村", "下村", False),
        ("第2村", "第10村", False), ("村", "社区", False),
    ],
)  # fmt: skip
def test_two_villages_of_one_name_in_one_town_are_warned_of(
    one: str, two: str, *, same: bool
) -> None:
    rows = [{"short_name": one}, {"short_name": two}]
    assert tree(*(dict(row) for row in rows)) == (["P220"] if same else [])
    elsewhere = [{"short_name": one}, {"short_name": two, "above": "kai/he"}]
    assert tree(*elsewhere) == []


def test_towns_and_counties_of_one_name_are_warned_of() -> None:
    for level, above in (("town", "jia"), ("county", "shili")):
        two = [{"short_name": name, "level": level, "above": above} for name in ("东镇", "东 镇")]
        assert tree(*two) == ["P220"]
    others = [{"short_name": name, "level": "town", "above": "jia"} for name in ("东镇", "东乡")]
    assert tree(*others) == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("990101001201", []),
        ("990101002201", ["P221"]),
        ("990102001201", ["P221"]),
        ("520101001201", ["P221"]),
        ("990101001", ["P222"]),
        ("99010100120", ["P222"]),
        ("9901010012010", ["P222"]),
        ("990101001000", ["P222"]),
        ("99010100120a", ["P222"]),
        ("９９０１０１００１２０１", ["P222"]),
        ("990101 001201", ["P222"]),
        ("", []),
    ],
)
def test_the_code_of_a_village_begins_with_that_of_its_town(code: str, found: list[str]) -> None:
    assert tree({"short_name": "甲", "code": code}) == found


@pytest.mark.parametrize(
    ("level", "above", "code", "found"),
    [
        ("town", "jia", "990101002", []),
        ("town", "jia", "990101002000", []),
        ("town", "jia", "990101000", ["P222"]),
        ("town", "jia", "990102002", ["P221"]),
        ("county", "shili", "990109", []),
        ("county", "shili", "990109000000", []),
        ("county", "shili", "990100", ["P222"]),
        ("county", "shili", "990209", ["P221"]),
        ("town", "kai", "990102009", []),
        ("town", "kai", "990202009", ["P221"]),
    ],
)
def test_a_code_has_the_form_of_its_level_and_begins_with_that_above(
    level: str, above: str, code: str, found: list[str]
) -> None:
    assert tree({"short_name": "甲", "level": level, "above": above, "code": code}) == found


def test_one_code_written_in_two_ways_is_one() -> None:
    assert register_check.full("990101") == register_check.full("990101000000")
