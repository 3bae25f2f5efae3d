"""Assessments: weights, totals, reports by their days, and what a veto may be about."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.model.kinds import assessment
from generator.model.kinds.kind import Reports, Rules, Weight
from tests.conftest import files
from tests.records import ASSESSMENT, RULES, Small, changed, codes, read, spot
from tests.test_build import clean_copy, edit, make


def rules(day: str, months: int = 1) -> Rules:
    return Rules(
        date.fromisoformat(day),
        {},
        RULES.commendation_notice,
        poverty_weight=Weight(40, "示例规定"),
        half_year_reports=Reports(("town",), months, "示例规定"),
    )


ENDED = rules("2018-12-31")


def found(text: str, by: Rules = ENDED) -> list[str]:
    record = read("assessments", text, "jia/dong/2017")
    return codes(list(assessment.judge(record, by)))


def view(text: str) -> Any:
    return assessment.view(read("assessments", text, "jia/dong/2017"), ENDED)


def measured(*lines: str) -> str:
    return changed(ASSESSMENT, measures="\n" + "\n".join(f"  - {{{line}}}" for line in lines))


def reported(*lines: str) -> str:
    return changed(ASSESSMENT, reports="\n" + "\n".join(f"  - {{{line}}}" for line in lines))


def strip(text: str, by: Rules, level: str = "town") -> list[str]:
    unit = {"level": level}
    return [f"{x['period']} {x['state']}" for x in assessment.strip(unit, [view(text)], by)]


def test_an_assessment_as_it_should_be_has_nothing_wrong() -> None:
    assert found(ASSESSMENT) == []


def test_the_total_is_weighted_and_there_only_when_every_score_is() -> None:
    assert view(ASSESSMENT)["total"] == 83.425
    unscored = ["name: 甲, weight: 50, score: 80", "name: 乙, weight: 50"]
    assert view(measured(*unscored))["total"] is None
    assert view(changed(ASSESSMENT, measures=None))["total"] is None
    assert view(measured("name: 甲, weight: 100, score: 0"))["total"] == 0


def test_a_year_is_vetoed_scored_or_being_assessed() -> None:
    assert view(ASSESSMENT)["state"] == "vetoed"
    assert view(changed(ASSESSMENT, veto=None))["state"] == "scored"
    assert view(changed(ASSESSMENT, veto=None, measures=None))["state"] == "assessing"


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        (["33.3", "33.3", "33.4"], []),
        (["33.3", "33.3", "33.3"], ["P950 measures"]),
        (["50", "50", "0.1"], ["P950 measures"]),
    ],
)
def test_the_weights_are_the_whole(weights: list[str], expected: list[str]) -> None:
    lines = [f"name: 第{n}项, weight: {x}, poverty: yes" for n, x in enumerate(weights)]
    assert found(measured(*lines)) == expected


def test_party_building_and_poverty_work_weigh_enough() -> None:
    lines = ["name: 甲, weight: 20, poverty: yes", "name: 乙, weight: 19.9, poverty: yes"]
    assert found(measured(*lines, "name: 丙, weight: 60.1")) == ["P951 measures"]
    lines[1] = "name: 乙, weight: 20, poverty: yes"
    assert found(measured(*lines, "name: 丙, weight: 60")) == []
    unruled = Rules(RULES.as_of, {}, RULES.commendation_notice)
    assert found(measured("name: 丙, weight: 100"), unruled) == []


def test_the_file_is_named_after_the_year() -> None:
    assert "P952 year" in found(changed(ASSESSMENT, year="2018"))


def test_what_is_measured_or_reported_stands_once() -> None:
    twice = measured("name: 甲, weight: 50, poverty: yes", "name: 甲, weight: 50, poverty: yes")
    assert found(twice) == ["P901 measures.1.name"]
    halves = reported("half: 1, date: 2017-07-01", "half: 上半年, date: 2017-07-02")
    assert found(halves) == ["P901 reports.1.half"]


def test_nothing_has_happened_after_the_day_of_the_data() -> None:
    assert found(ASSESSMENT, rules("2017-09-04")) == [
        "P304 reports.1.date",
        "P304 evaluations.0.date",
        "P304 inspections.0.date",
        "P304 consequences.0.date",
        "P304 veto.date",
    ]


def test_what_belongs_to_a_year_does_not_come_before_it() -> None:
    for day, expected in (("2016-12-31", ["P957 inspections.0.date"]), ("2017", []), ("2018", [])):
        line = f"[{{date: {day}, kind: 暗访, found: 甲}}]"
        assert found(changed(ASSESSMENT, inspections=line)) == expected, day


def test_an_inspection_names_no_informant() -> None:
    line = "[{date: 2017-09-05, kind: 暗访, by: 举报人示例甲, found: 甲}]"
    assert found(changed(ASSESSMENT, inspections=line)) == ["P943 inspections.0.by"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2016-12-31", ["P954 veto.date"]),
        ("2017-01-01", []),
        ("2018-12-31", []),
        ("2019-01-01", ["P304 veto.date", "P954 veto.date"]),
    ],
)
def test_a_veto_is_of_its_year_or_the_next(day: str, expected: list[str]) -> None:
    assert found(changed(ASSESSMENT, veto=f"{{date: {day}, why: 甲}}")) == expected


def test_a_veto_is_about_the_unit_itself() -> None:
    other = "{date: 2018-01-10, why: 甲, rectification: jia/dong/shang/2017-x}"
    assert found(changed(ASSESSMENT, veto=other)) == ["P953 veto.rectification"]


@pytest.mark.parametrize(
    ("begun", "ended", "fits"),
    [
        ("2017-12-31", "", True),
        ("2016-01-01", "2017-01-01", True),
        ("2018-01-01", "", False),
        ("2016-01-01", "2016-12-31", False),
    ],
)
def test_what_a_veto_names_was_open_in_its_year(begun: str, ended: str, fits: bool) -> None:
    closed = {"date": ended, "by": "甲"} if ended else None
    named = {"jia/dong/2017-gongshi": {"date": begun, "closed": closed}}
    assert [each.code for each in assessment.unfit(view(ASSESSMENT), named)] == (
        [] if fits else ["P955"]
    )
    assert [*assessment.unfit(view(ASSESSMENT), {})] == []


def test_a_veto_that_names_nothing_is_told(tmp_path: Path) -> None:
    gone = {"content/rectifications/jia/dong/2017-gongshi.yaml": None}
    line = spot(ASSESSMENT, "jia/dong/2017-gongshi")
    assert Small(tmp_path, gone).problems() == [
        f"assessments/jia/dong/2017.md:{line}: P211 veto.rectification"
    ]


def test_reports_are_due_by_the_end_of_the_month_after_each_half_year() -> None:
    both = reported("half: 1, date: 2017-07-31", "half: 2, date: 2018-02-01")
    assert strip(both, ENDED) == ["2017-H1 kept", "2017-H2 late", "2018-H1 missed", "2018-H2 open"]
    two_months = rules("2018-08-31", months=2)
    assert strip(both, two_months) == ["2017-H1 kept", "2017-H2 kept", "2018-H1 open"]


def test_a_half_year_is_listed_from_the_first_day_of_its_last_month() -> None:
    both = reported("half: 1, date: 2017-07-31", "half: 2, date: 2018-02-01")
    assert strip(both, rules("2018-05-31")) == ["2017-H1 kept", "2017-H2 late"]
    assert strip(both, rules("2018-06-01"))[2:] == ["2018-H1 open"]


def test_a_report_is_missed_the_day_after_it_was_due() -> None:
    none = changed(ASSESSMENT, reports=None)
    assert strip(none, rules("2017-05-31")) == []
    assert strip(none, rules("2017-07-31")) == ["2017-H1 open"]
    assert strip(none, rules("2017-08-01")) == ["2017-H1 missed"]


@pytest.mark.parametrize(
    ("day", "level", "warned"),
    [
        ("2018-01-31", "town", ["P956 reports"]),
        ("2018-02-01", "town", ["P956 reports", "P956 reports"]),
        ("2017-07-31", "town", []),
        ("2018-02-01", "village", []),
    ],
)
def test_a_report_that_is_not_recorded_is_warned_of_where_the_year_is(
    day: str, level: str, warned: list[str]
) -> None:
    none = view(changed(ASSESSMENT, reports=None))
    assert codes([*assessment.missed(none, level, rules(day))]) == warned
    late = view(reported("half: 1, date: 2017-12-31", "half: 2, date: 2018-12-31"))
    assert [*assessment.missed(late, level, rules("2019-01-01"))] == []


def test_only_the_levels_that_report_are_held_to_it() -> None:
    assert strip(ASSESSMENT, ENDED, "village") == []
    assert assessment.strip({"level": "town"}, [], ENDED) == []


def test_late_reports_are_missed_and_those_not_due_are_not_counted() -> None:
    states = ["kept", "late", "missed", "open", "kept"]
    assert assessment.kept([{"state": each} for each in states]) == {"kept": 2, "missed": 2}


@pytest.mark.usefixtures("published")
def test_an_edit_shows_on_the_pages_of_all_above_as_in_a_build_from_nothing(
    whole: Path, tmp_path: Path
) -> None:
    make(whole)
    record = whole / "content/assessments/jia/dong/2018.yaml"
    edit(record, "date: 2018-07-12", "date: 2018-08-12")
    veto = "veto: {date: 2018-12-20, why: 整改落实不力, rectification: jia/dong/2018-gongshi}\n"
    edit(record, "reports:", f"{veto}reports:")
    make(whole)
    after = files(whole / "site")
    assert after == clean_copy(whole, tmp_path / "clean")
    shown = after["compliance/jia/dong.html"].decode()
    assert "#rectifications-2018-gongshi" in shown
    assert "晚了才报" in shown
    assert "整改落实不力" in shown
    listed = after["lists/assessments/vetoed.html"].decode()
    assert "compliance/jia/dong.html#assessments-2018" in listed
