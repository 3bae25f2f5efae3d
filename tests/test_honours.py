"""Honours held against other records: what staff are told, and no page shows."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.joined import honours
from generator.model.kinds import commendation
from generator.model.kinds.kind import Quotas
from tests.records import COMMENDATION, RULES, Small, changed, codes, read

UNITS: dict[str, Any] = {
    "jia": {"level": "county", "short_name": "甲县", "last_day": ""},
    "jia/dong": {"level": "town", "short_name": "东镇", "last_day": ""},
    "jia/dong/shang": {"level": "village", "short_name": "上村", "last_day": ""},
}


def nominated(least: float | None, *units: str, honour: str = "individual") -> Any:
    people = [{"honour": honour, "name": "", "unit": unit} for unit in units]
    of = {"file": "x", "by": "qiannan", "year": 2018}
    return {**of, "honorees": people, "least": least, "source": "示例"}


@pytest.mark.parametrize(
    ("least", "units", "told"),
    [
        (50, ("jia", "jia/dong"), []),
        (51, ("jia", "jia/dong"), ["P410 ^honorees"]),
        (60, ("jia", "jia/dong", "jia/dong/shang"), []),
        (None, ("jia",), []),
        (100, (), []),
        (100, ("nowhere",), []),
    ],
)
def test_enough_of_the_honoured_work_at_the_front_line(
    least: float | None, units: tuple[str, ...], told: list[str]
) -> None:
    assert codes([*honours.faults(nominated(least, *units), UNITS, {})]) == told


def row(kind: str, state: str, **more: str) -> dict[str, str]:
    return {"kind": kind, "state": state, "file": "y", "date": "", "deadline": "", **more}


@pytest.mark.parametrize(
    ("record", "conflict"),
    [
        (row("assessments", "vetoed", date="2018"), True),
        (row("assessments", "vetoed", date="2017"), False),
        (row("assessments", "scored", date="2018"), False),
        (row("rectifications", "overdue", deadline="2018-08-31"), True),
        (row("rectifications", "overdue", deadline="2017"), True),
        (row("rectifications", "overdue", deadline="2019-01-31"), False),
        (row("rectifications", "open", deadline="2018-08-31"), False),
        (row("meetings", "overdue", date="2018-01-01"), False),
    ],
)
def test_a_unit_that_was_vetoed_or_has_not_mended_is_not_honoured(
    record: dict[str, str], conflict: bool
) -> None:
    records = {"jia/dong": [record]}
    found = [*honours.faults(nominated(None, "jia/dong", honour="collective"), UNITS, records)]
    assert codes(found) == (["P413 honorees.0.unit"] if conflict else [])
    assert [*honours.faults(nominated(None, "jia/dong"), UNITS, records)] == []  # a person of it


def test_a_list_that_is_not_public_yet_is_looked_at_too() -> None:
    hidden = changed(COMMENDATION, notice="{first: 2019-06-03, last: 2019-06-14}", decision=None)
    record = read("commendations", changed(hidden, withdrawals=None))
    assert commendation.view(record, RULES)["honorees"] == []
    assert len(commendation.nomination(record, RULES)["honorees"]) == 2


def test_staff_are_told_at_the_line_and_no_page_says_so(tmp_path: Path) -> None:
    veto = "year: 2018\nveto: {date: 2018-12-20, why: 整改落实不力}\n"
    laid = {"content/assessments/jia/dong/2018.yaml": veto}
    library, told = Small(tmp_path, laid).library()
    assert [each.code for each in told] == ["P413"]
    assert told[0].severity == "warning"
    assert told[0].place.file == "content/commendations/2018.md"
    assert "P413" not in repr(library.commendations) + repr(library.honours)
    rules = replace(RULES, commendation_quotas=Quotas(None, None, 100, "示例规定"))
    assert Small(tmp_path / "all").problems(rules) == []  # the only individual is of a village
