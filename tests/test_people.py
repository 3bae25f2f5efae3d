"""Several people in the place of one are told; one person is not."""

import pytest

from generator.model.people import together
from generator.parse.field_types import several


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("示例甲、示例乙", True),
        ("示例甲，示例乙；示例丙", True),
        ("示例甲", False),
        ("张 三", False),
        ("阿里木·买买提", False),
        ("示例甲（兼）", False),
        ("示例甲、", False),
        (None, False),
    ],
)
def test_names_of_several_people_are_told(name: str | None, told: bool) -> None:
    assert [each.code for each in together(name, "name")] == ["P146"] * told


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        ("一、二组", "[一组, 二组]"),
        ("一组、二组", "[一组, 二组]"),
        ("1、2小组", "[1小组, 2小组]"),
        ("大寨、二组", "[大寨, 二组]"),
        ("一、大寨", "[一, 大寨]"),
    ],
)
def test_the_groups_that_are_proposed_have_their_whole_names(entry: str, line: str) -> None:
    assert several(entry)["line"] == line
