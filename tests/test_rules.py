"""docs/rules.md says what the program judges by; `python -m tests.rules` makes it."""

import re

import pytest
from pydantic import TypeAdapter, ValidationError

from generator.base.codes import CODES
from generator.model.rules import Month, RuleSet
from generator.records import duties
from tests import rules


def test_the_rules_are_written_down_as_they_are() -> None:
    assert rules.FILE.read_text(encoding="utf-8") == rules.text()


def test_every_code_about_records_has_a_measure_or_a_reason() -> None:
    measured = {code for info in RuleSet.model_fields.values() for code in rules.codes_of(info)}
    ruled = {code for code in CODES if code.startswith(rules.RULED)}
    ruled -= {code for code in CODES if code.startswith(rules.OF_SHEETS)}
    assert measured <= ruled
    assert ruled == measured | set(rules.FIXED)
    assert not measured & set(rules.FIXED)


def test_every_measure_of_the_shipped_configuration_says_where_it_stands() -> None:
    table = rules.text().partition("## Measures")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([\w.]+)` \| .*? \| .*? \| (.*?) \| (.*?) \|", table, re.MULTILINE)
    assert {path.partition(".")[0] for path, _, _ in rows} == set(RuleSet.model_fields)
    for path, value, stands in rows:
        assert value, path
        assert stands, path


def test_every_rule_that_is_counted_is_listed() -> None:
    assert all(f"| {said} |" in rules.text() for said in duties.RULES.values())


@pytest.mark.parametrize(("typed", "month"), [("1", 1), ("12", 12), ("07", 7)])
def test_a_month_is_one_of_twelve(typed: str, month: int) -> None:
    assert TypeAdapter[int](Month).validate_python(typed) == month


@pytest.mark.parametrize("typed", ["0", "13", "-1", "1.0", "１", "", "十二", None])
def test_what_is_no_month_is_refused(typed: str | None) -> None:
    with pytest.raises(ValidationError, match="P802"):
        TypeAdapter[int](Month).validate_python(typed)
