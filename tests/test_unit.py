"""A unit's record shows its office in full, and no private mobile without consent."""

from datetime import date

import pytest

from generator.model import levels
from generator.model.kinds import unit
from tests.records import RULES, VILLAGE, changed, codes, judge, read
from tests.records import unit as written


def view(text: str) -> dict[str, object]:
    return unit.view(read("units", text), RULES)


def test_a_rich_unit_has_nothing_wrong() -> None:
    assert judge("units", VILLAGE) == []


def test_a_unit_shows_what_its_record_says() -> None:
    shown = view(VILLAGE)
    assert shown["name"] == "上村脱贫攻坚作战室"
    assert (shown["level"], shown["kind"], shown["settlement"]) == (
        "village",
        "war_room",
        "village",
    )
    assert (shown["poor"], shown["staff"], shown["code"]) == (True, 3, "522701106201")
    assert (shown["phone"], shown["email"]) == ("0854-0000123", "shang@example.org")
    assert shown["leaders"] == [
        {"name": "示例甲", "post": "村党支部书记", "since": "2016-03", "phone": "10000001234"},
        {"name": "示例乙", "post": "第一书记", "since": "", "phone": ""},
    ]


def test_what_no_one_has_said_is_not_known_rather_than_none_or_no() -> None:
    shown = view(written("village"))
    assert (shown["poor"], shown["staff"]) == (None, None)
    assert (shown["phone"], shown["address"], shown["leaders"]) == ("", "", [])
    assert view(written("village", poor="no", staff="0"))["poor"] is False
    assert view(written("village", poor="no", staff="0"))["staff"] == 0


def test_a_code_keeps_its_zeros() -> None:
    assert view(written("village", code='"052270"'))["code"] == "052270"
    assert view(written("village", code="052270"))["code"] == "052270"


@pytest.mark.parametrize(
    ("level", "kind"), [("州", "指挥部"), ("县", "指挥部"), ("乡镇", "工作站"), ("村", "作战室")]
)
def test_levels_and_bodies_may_be_named_in_chinese(level: str, kind: str) -> None:
    shown = view(written(level, kind=kind))
    assert shown["level"] in levels.ORDER
    assert shown["kind"] in unit.BODIES


LEADERS = """
  - name: 示例甲
    post: 书记
    phone: 10000001234
    phone_consent: {date: 2018-01-10, scope: 公开, until: 2018-06-30}"""


def test_a_leaders_mobile_without_consent_is_warned_of_and_masked() -> None:
    text = written("village", leaders=LEADERS.rpartition("\n")[0])
    assert codes(judge("units", text)) == ["P603 leaders.0.phone"]
    assert "10000001234" not in repr(view(text))
    assert "100****1234" in repr(view(text))


def test_a_consent_that_has_run_out_counts_no_more() -> None:
    text = written("village", leaders=LEADERS)
    assert codes(judge("units", text)) == ["P603 leaders.0.phone"]
    earlier = type(RULES)(date(2018, 6, 30), RULES.categories, RULES.commendation_notice)
    assert judge("units", text, earlier) == []
    assert "10000001234" in repr(unit.view(read("units", text), earlier))


def test_a_mobile_as_the_phone_of_an_office_is_masked_too() -> None:
    text = changed(VILLAGE, phone="10000005678")
    assert codes(judge("units", text)) == ["P603 phone"]
    assert view(text)["phone"] == "100****5678"


@pytest.mark.parametrize(
    ("staff", "poor", "state", "least"),
    [
        (8, True, "kept", 8),
        (7, True, "missed", 8),
        (5, False, "kept", 5),
        (4, False, "missed", 5),
        (8, None, "kept", None),
        (7, None, "unknown", None),
        (5, None, "unknown", None),
        (4, None, "missed", None),
        (None, True, "unknown", 8),
    ],
)
def test_as_many_people_as_there_must_be_are_enough(
    staff: int | None, poor: bool | None, state: str, least: int | None
) -> None:
    found = unit.staffing({"least": (8, 5), "staff": staff}, poor)
    assert found == {"staff": staff, "least": least, "state": state}
    assert unit.staffing({"least": None, "staff": staff}, poor) is None
