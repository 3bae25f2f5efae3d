"""A project's stage and dates are what its fields say, and it is late only when that is sure."""

from datetime import date

import pytest

from tests.records import PROJECT, changed, codes, judge
from tests.test_project import LEAST, found, listed, view

BEGUN = "{start: 2018-03-08}"
DONE = "{start: 2018-03-08, finish: 2018-09-25}"
PASSED = "{date: 2018-10-15, result: passed, by: 示例组}"
FAILED = "{date: 2018-10-15, result: failed, by: 示例组}"
HALF, WHOLE = listed("date: 2018-05, percent: 50"), listed("date: 2018-09, percent: 100")
CHANGE = listed("date: 2018-05, what: 停, why: 二, approved_by: 三")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"plan": "{start: 2018-09, finish: 2018-03}"}, "P305 plan.finish"),
        ({"plan": "{start: 2018-09, finish: 2018}"}, None),
        ({"actual": "{start: 2018-09-26, finish: 2018-09-25}"}, "P305 actual.finish"),
        ({"actual": "{start: 2018-03-08, finish: 2018-10-16}"}, "P305 acceptance.date"),
        ({"acceptance": "{date: 2018-10, result: 合格, by: 示例组}"}, None),
        ({"acceptance": "{date: 2019-01, result: 合格, by: 示例组}"}, "P304 acceptance.date"),
        ({"plan": "{start: 2030, finish: 2031}"}, None),
    ],
)
def test_dates_that_contradict_one_another_are_found(
    changes: dict[str, str | None], place: str | None
) -> None:
    assert found(**changes) == ([place] if place else [])


def test_what_happened_did_not_happen_in_the_future() -> None:
    assert found(actual="{start: 2019-01-01, finish: 2019-02}", acceptance=None, stage="在建") == [
        "P304 actual.start", "P304 actual.finish", "P307 stage",
    ]  # fmt: skip


def test_progress_does_not_fall() -> None:
    (wrong,) = judge(
        "projects",
        changed(
            PROJECT,
            progress=listed(
                "date: 2018-04, percent: 62.5",
                "date: 2018-05, percent: 30",
                "date: 2018-06, percent: 100",
            ),
        ),
    )
    assert (wrong.code, wrong.path) == ("P306", ("progress", 1, "percent"))
    assert dict(wrong.values) == {"before": "62.5", "now": "30"}


@pytest.mark.parametrize(
    ("stage", "changes", "contradiction"),
    [
        ("library", {}, None),
        ("library", {"actual": BEGUN}, "an actual start is recorded"),
        ("library", {"progress": HALF}, "progress is recorded"),
        ("library", {"progress": listed("date: 2018-05, percent: 0")}, None),
        ("library", {"payments": listed("date: 2018-05, amount: 1元")}, "payments are recorded"),
        ("library", {"payments": "[]"}, None),
        ("approved", {"payments": listed("date: 2018-05, amount: 1元")}, None),
        ("approved", {"actual": BEGUN}, "an actual start is recorded"),
        ("approved", {"acceptance": PASSED}, "an acceptance is recorded"),
        ("under_way", {}, "no actual start is recorded"),
        ("under_way", {"actual": BEGUN, "progress": HALF}, None),
        ("under_way", {"actual": DONE}, "an actual finish is recorded"),
        ("under_way", {"actual": BEGUN, "acceptance": FAILED}, "an acceptance is recorded"),
        ("completed", {"actual": DONE}, None),
        ("completed", {"actual": DONE, "progress": WHOLE}, None),
        ("completed", {"actual": BEGUN}, "no actual finish is recorded"),
        (
            "completed",
            {"actual": DONE, "progress": HALF},
            "the last recorded progress is below 100%",
        ),
        ("completed", {"actual": DONE, "acceptance": PASSED}, "an acceptance is recorded"),
        ("accepted", {"actual": DONE, "acceptance": PASSED}, None),
        ("accepted", {"actual": DONE}, "no passed acceptance is recorded"),
        ("accepted", {"actual": DONE, "acceptance": FAILED}, "no passed acceptance is recorded"),
        ("failed", {"actual": DONE, "acceptance": FAILED}, None),
        ("failed", {"actual": DONE, "acceptance": PASSED}, "no failed acceptance is recorded"),
        ("stopped", {"changes": CHANGE}, None),
        ("stopped", {"changes": CHANGE, "actual": DONE, "progress": HALF}, None),
        ("stopped", {}, "no change says why and who approved it"),
    ],
)  # fmt: skip
def test_the_stage_is_what_the_fields_say(
    stage: str, changes: dict[str, str | None], contradiction: str | None
) -> None:
    wrong = judge("projects", changed(LEAST, stage=stage, **changes))
    assert codes(wrong) == (["P307 stage"] if contradiction else [])
    if contradiction:
        assert dict(wrong[0].values)["contradiction"] == f"\0:{contradiction}"


@pytest.mark.parametrize(
    ("stage", "changes", "percent"),
    [
        ("library", {}, 0),
        ("approved", {}, 0),
        ("under_way", {}, None),
        ("under_way", {"progress": "[]"}, None),
        ("under_way", {"progress": HALF}, 50),
        ("completed", {}, 100),
        ("stopped", {}, None),
        ("stopped", {"progress": HALF}, 50),
    ],
)
def test_how_far_a_project_is_comes_from_its_log_or_its_stage(
    stage: str, changes: dict[str, str | None], percent: float | None
) -> None:
    assert view(changed(LEAST, stage=stage, **changes))["percent"] == percent


@pytest.mark.parametrize(
    ("stage", "plan", "actual", "timeliness"),
    [
        ("library", "{}", "{}", "unknown"),
        ("library", "{start: 2018-12-31, finish: 2019}", "{}", "on_time"),
        ("library", "{start: 2018-12-30, finish: 2019}", "{}", "not_started"),
        ("library", "{start: 2018-11}", "{}", "not_started"),
        ("library", "{start: 2018-12}", "{}", "unknown"),
        ("approved", "{start: 2018-03, finish: 2018-11}", "{}", "overdue"),
        ("under_way", "{start: 2018-03, finish: 2018-12-31}", BEGUN, "on_time"),
        ("under_way", "{start: 2018-03, finish: 2018}", BEGUN, "on_time"),
        ("under_way", "{start: 2018-03, finish: 2018-12-30}", BEGUN, "overdue"),
        ("under_way", "{start: 2018-03}", BEGUN, "unknown"),
        ("completed", "{finish: 2018-09-25}", DONE, "on_time"),
        ("completed", "{finish: 2018-09}", DONE, "on_time"),
        ("completed", "{finish: 2018-09-24}", DONE, "finished_late"),
        ("completed", "{finish: 2018-08}", DONE, "finished_late"),
        ("completed", "{}", DONE, "unknown"),
        ("completed", "{finish: 2018-01}", "{}", "unknown"),
        ("stopped", "{finish: 2018-01}", "{}", "stopped"),
        ("stopped", "{}", "{}", "stopped"),
    ],
)
def test_a_project_is_late_only_when_that_is_sure(
    stage: str, plan: str, actual: str, timeliness: str
) -> None:
    shown = view(changed(LEAST, stage=stage, plan=plan, actual=actual))
    assert shown["timeliness"] == timeliness


def test_lateness_changes_with_the_day_and_not_before() -> None:
    text = changed(LEAST, stage="under_way", plan="{finish: 2018-06}", actual=BEGUN)
    assert view(text, date(2018, 6, 30))["timeliness"] == "on_time"
    assert view(text, date(2018, 7, 1))["timeliness"] == "overdue"
