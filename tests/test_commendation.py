"""A commendation is proposed for long enough, then decided; its list is public when that begins."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from generator.model.kinds import commendation
from generator.model.kinds.kind import Notice, Quotas, Rules
from tests.records import COMMENDATION, RULES, changed, codes, judge, read

PROPOSED = changed(COMMENDATION, decision=None, withdrawals=None)


def on(day: str) -> Rules:
    return Rules(date.fromisoformat(day), RULES.categories, RULES.commendation_notice)


def found(text: str, rules: Rules = RULES) -> list[str]:
    return codes(judge("commendations", text, rules))


def view(text: str, rules: Rules = RULES) -> dict[str, object]:
    return commendation.view(read("commendations", text), rules)


def dated(first: str, last: str, decision: str | None = None) -> str:
    return changed(
        COMMENDATION,
        approval=None,
        withdrawals=None,
        notice=f"{{first: {first}, last: {last}}}",
        decision=f"{{date: {decision}}}" if decision else None,
    )


def test_a_rich_commendation_has_nothing_wrong() -> None:
    assert found(COMMENDATION) == []


# ---- stages


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        ("2018-06-03", "approved"),
        ("2018-06-04", "proposed"),
        ("2018-06-08", "proposed"),
        ("2018-06-09", "noticed"),
    ],
)
def test_the_stage_follows_the_day_the_site_is_made_for(day: str, stage: str) -> None:
    assert view(PROPOSED, on(day))["stage"] == stage


@pytest.mark.parametrize(
    ("day", "notice"),
    [
        ("2018-06-03", "to_come"),
        ("2018-06-04", "under_way"),
        ("2018-06-08", "under_way"),
        ("2018-06-09", "done"),
    ],
)
def test_the_notice_is_under_way_on_its_last_day(day: str, notice: str) -> None:
    data = read("commendations", PROPOSED).data
    assert commendation.steps(data, on(day))["notice"] == notice


def test_with_a_decision_it_is_decided() -> None:
    assert view(COMMENDATION)["stage"] == "decided"


def test_before_its_notice_begins_the_list_is_not_public() -> None:
    before = view(PROPOSED, on("2018-06-03"))
    assert before["honorees"] == []
    assert "示例甲" not in repr(before)
    assert "示例甲" in repr(view(PROPOSED, on("2018-06-04")))


# ---- honorees


def honorees(*each: str) -> str:
    listed = "".join(f"\n  - {{{honoree}}}" for honoree in each)
    return changed(COMMENDATION, honorees=listed, withdrawals=None)


@pytest.mark.parametrize(
    ("first", "second", "twice"),
    [
        ("individual, name: 示例甲, unit: jia", "个人, name: 示例甲, unit: jia", True),
        ("collective, unit: jia", "集体, unit: jia", True),
        ("individual, name: 示例甲, unit: jia", "individual, name: 示例甲, unit: yi", False),
        ("individual, name: 示例甲, unit: jia", "individual, name: 示例乙, unit: jia", False),
        ("collective, unit: jia", "collective, name: 示例队, unit: jia", False),
    ],
)
def test_no_one_is_honoured_twice_in_one_decision(first: str, second: str, twice: bool) -> None:
    judged = judge("commendations", honorees(f"honour: {first}", f"honour: {second}"))
    assert codes(judged) == (["P401 honorees.1"] if twice else [])
    if twice:
        assert judged[0].first == ("honorees", 0)


def test_an_individual_needs_a_name_and_a_collective_does_not() -> None:
    text = honorees("honour: individual, unit: jia", "honour: collective, unit: jia")
    assert found(text) == ["P407 honorees.0"]


def test_only_who_was_honoured_can_lose_the_honour() -> None:
    text = COMMENDATION.replace("    unit: jia/dong/shang\n    date", "    unit: jia\n    date")
    assert found(text) == ["P404 withdrawals.0"]


def test_an_honour_withdrawn_stays_in_the_list_and_says_so() -> None:
    shown = commendation.view(read("commendations", COMMENDATION), RULES)["honorees"]
    assert [each["withdrawn"] for each in shown] == [
        {"date": "2018-11-01", "reason": "申报材料不实", "document": "示例党发〔2018〕2号"},
        None,
    ]


# ---- the notice


@pytest.mark.parametrize(
    ("first", "last", "enough"),
    [
        ("2018-06-04", "2018-06-08", True),  # Monday to Friday
        ("2018-06-04", "2018-06-07", False),
        ("2018-06-08", "2018-06-13", False),  # over a weekend: four working days
        ("2018-06-08", "2018-06-14", True),
        ("2018-10-01", "2018-10-07", False),  # the holiday week has none
        ("2018-09-26", "2018-09-30", True),  # Wednesday to Sunday, both days of the weekend worked
    ],
)
def test_a_notice_lasts_as_many_working_days_as_configured(
    first: str, last: str, enough: bool
) -> None:
    assert found(dated(first, last)) == ([] if enough else ["P402 notice.last"])


def test_calendar_days_count_where_the_configuration_says_so() -> None:
    rules = Rules(RULES.as_of, RULES.categories, Notice(7, "calendar", "示例规定"))
    assert found(dated("2018-10-01", "2018-10-07"), rules) == []
    (short,) = judge("commendations", dated("2018-10-01", "2018-10-06"), rules)
    assert dict(short.values) == {
        "days": "6", "unit": "\0:days", "least": "7", "source": "示例规定",
    }  # fmt: skip


def test_holidays_that_are_not_known_are_a_warning_for_each_year() -> None:
    text = changed(dated("2098-12-29", "2099-01-12"), year="2098")
    assert found(text) == ["P406 notice", "P406 notice"]


def test_a_notice_does_not_end_before_it_begins() -> None:
    assert found(dated("2018-06-08", "2018-06-04")) == ["P305 notice.last"]


@pytest.mark.parametrize("text", [dated("2018-06", "2018-06-30"), dated("2018-06-04", "2018")])
def test_a_notice_needs_its_days(text: str) -> None:
    with pytest.raises(ValidationError) as error:
        read("commendations", text)
    assert [each["type"] for each in error.value.errors()] == ["P119"]


def test_a_mobile_for_objections_is_masked_as_no_one_has_consented() -> None:
    text = COMMENDATION.replace("0854-0000100", "10000001234")
    assert found(text) == ["P603 notice.phone"]
    assert "10000001234" not in repr(view(text))


# ---- the decision


def test_there_is_a_notice_or_a_decision() -> None:
    text = changed(COMMENDATION, notice=None, decision=None, withdrawals=None)
    assert found(text) == ["P405"]
    assert found(changed(COMMENDATION, notice=None)) == []
    assert found(PROPOSED) == []


@pytest.mark.parametrize(
    ("decision", "early"),
    [
        ("2018-06-07", True),
        ("2018-06-08", True),
        ("2018-06-09", False),
        ("2018-07-01", False),
    ],
)
def test_a_decision_comes_after_the_last_day_of_the_notice(decision: str, early: bool) -> None:
    text = dated("2018-06-04", "2018-06-08", decision)
    assert found(text) == (["P403 decision.date"] if early else [])


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"approval": "{date: 2018-06-05, by: 示例办}"}, "P305 notice.first"),
        ({"approval": "{date: 2018-08, by: 示例办}", "notice": None}, "P305 decision.date"),
        ({"decision": "{date: 2019-01-01}"}, "P304 decision.date"),
    ],
)
def test_dates_follow_one_another_up_to_the_day_of_the_site(
    changes: dict[str, str | None], place: str
) -> None:
    text = changed(COMMENDATION, proposal=None, withdrawals=None)
    assert found(changed(text, **changes)) == [place]


@pytest.mark.parametrize(
    ("day", "place"),
    [
        ("2018-06-30", "P305 withdrawals.0.date"),
        ("2018-06", "P305 withdrawals.0.date"),
        ("2018-07", None),
        ("2018", None),
        ("2019-01", "P304 withdrawals.0.date"),
    ],
)
def test_an_honour_is_withdrawn_after_it_was_given_and_not_in_the_future(
    day: str, place: str | None
) -> None:
    text = COMMENDATION.replace("date: 2018-11-01", f"date: {day}")
    assert found(text) == ([place] if place else [])


def test_the_last_thing_recorded_is_what_lists_go_by() -> None:
    assert view(COMMENDATION)["updated"] == "2018-11-01"
    assert view(changed(COMMENDATION, withdrawals=None))["updated"] == "2018-07-01"
    assert view(PROPOSED)["updated"] == "2018-06-04"


# ---- from the approval to the decision


def steps(text: str, day: str = "2018-12-31") -> dict[str, str]:
    return commendation.view(read("commendations", text), on(day))["steps"]  # type: ignore[no-any-return]


def test_each_step_says_how_far_it_is_and_what_is_not_recorded_is_not_stated() -> None:
    assert steps(COMMENDATION) == {
        "approval": "done", "proposal": "done", "notice": "done", "decision": "done",
    }  # fmt: skip
    bare = changed(PROPOSED, approval=None, proposal=None)
    for day, notice in (
        ("2018-06-03", "to_come"), ("2018-06-04", "under_way"), ("2018-06-09", "done"),
    ):  # fmt: skip
        assert steps(bare, day) == {
            "approval": "unknown", "proposal": "unknown", "notice": notice, "decision": "to_come",
        }  # fmt: skip
    assert steps(changed(COMMENDATION, notice=None))["notice"] == "unknown"


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"proposal": "{date: 2018-01-14, by: 示例办}"}, "P305 proposal.date"),
        ({"proposal": "{date: 2018-06-05, by: 示例办}"}, "P305 notice.first"),
        ({"proposal": "{date: 2018-07-02, by: 示例办}", "notice": None}, "P305 decision.date"),
        ({"proposal": "{date: 2018-01-15, by: 示例办}"}, None),
        ({"proposal": "{date: 2018-06, by: 示例办}"}, None),
    ],
)
def test_a_list_is_proposed_after_the_approval_and_before_the_notice(
    changes: dict[str, str | None], place: str | None
) -> None:
    assert found(changed(COMMENDATION, **changes)) == ([place] if place else [])


def test_a_proposal_lies_not_in_the_future() -> None:
    early = changed(PROPOSED, notice="{first: 2019-02-01, last: 2019-02-15}")
    assert found(changed(early, proposal="{date: 2019-01, by: 示例办}")) == ["P304 proposal.date"]


def objected(*each: str, received: str = "") -> str:
    listed = ", ".join(f"{{what: 甲, {one}}}" for one in each)
    count = f"objections_received: {received}, " if received else ""
    notice = f"{{first: 2018-06-04, last: 2018-06-08, {count}objections: [{listed}]}}"
    return changed(COMMENDATION, notice=notice)


def test_no_more_objections_are_listed_than_were_received() -> None:
    one = "date: 2018-06-05, answered: 2018-06-12"
    assert found(objected(one, one, received="1")) == ["P914 notice.objections_received"]
    assert found(objected(one, one, received="2")) == []
    assert found(objected(one, received="5")) == []
    assert found(objected(one)) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("date: 2018-06-05", "P412 notice.objections.0"),
        ("date: 2018-06-03, answered: 2018-06-12", "P305 notice.objections.0.date"),
        ("date: 2018-06-05, answered: 2018-06-04", "P305 notice.objections.0.answered"),
        ("date: 2018-06-05, answered: 2019-06-04", "P304 notice.objections.0.answered"),
        ("date: 2018-06-05, answered: 2018-06-05", None),
    ],
)
def test_what_was_objected_is_answered_by_the_decision(line: str, told: str | None) -> None:
    assert found(objected(line)) == ([told] if told else [])


def test_before_the_decision_an_objection_may_be_without_an_answer() -> None:
    open_ = changed(objected("date: 2018-06-05"), decision=None, withdrawals=None)
    assert found(open_) == []


def notice(text: str) -> Any:
    return commendation.view(read("commendations", text), RULES)["notice"]


def test_objections_are_shown_with_their_answers_and_none_is_not_the_same_as_not_stated() -> None:
    assert notice(COMMENDATION)["received"] == 1
    assert notice(COMMENDATION)["objections"][0]["answered"] == "2018-06-12"
    assert notice(objected())["received"] == 0
    assert notice(dated("2018-06-04", "2018-06-08"))["received"] is None


# ---- quotas


def test_no_more_are_honoured_than_the_quotas_allow() -> None:
    rules = replace(RULES, commendation_quotas=Quotas(1, 0, None, "示例规定"))
    assert found(COMMENDATION, rules) == ["P409 ^honorees"]
    (told,) = judge("commendations", COMMENDATION, rules)
    assert dict(told.values) == {"count": "1", "most": "0", "source": "示例规定"}
    rules = replace(RULES, commendation_quotas=Quotas(0, None, None, "示例规定"))
    assert found(COMMENDATION, rules) == ["P408 ^honorees"]
