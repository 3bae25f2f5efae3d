"""Money that came back is recorded as such: judged, taken off what is paid, free to be used."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from generator.build import templates
from generator.model import returned_money, spending
from generator.model.kinds import project
from generator.pages import sums
from generator.parse import template_files
from generator.records import totals
from tests.conftest import ROOT
from tests.records import ALLOCATION, AS_OF, PROJECT, RULES, Small, changed, codes, judge, read
from tests.test_project import LEAST, listed

SOURCES = listed("fund: 甲, level: county, amount: 10万元, allocation: jia/a")
TWO = listed(
    "fund: 甲, level: county, amount: 6万元, allocation: jia/a",
    "fund: 乙, level: county, amount: 4万元, allocation: jia/b",
)
BACK = "why: 审计核减退回"


def project_with(payments: str, returns: str | None, sources: str = SOURCES) -> str:
    text = changed(LEAST, stage="approved", budget=None, sources=sources)
    return changed(text, payments=payments, returns=returns)


def of(*entries: str) -> str:
    return listed(*entries)


def wrong(payments: str, returns: str, sources: str = SOURCES) -> list[str]:
    return codes(judge("projects", project_with(payments, returns, sources)))


def taken(payments: str, returns: str, sources: str = SOURCES, since: date = AS_OF) -> list[Any]:
    data = read("projects", project_with(payments, returns, sources)).data
    return spending.taken(data.sources, data.payments, data.returns, since)


@pytest.mark.parametrize(
    "typed",
    [
        "-1万元", "－1万元", "−1万元", "—1万元", "-10000.00", "- 10000元", "-125", "¥-1万元",
        "-¥1万元", "负1万元", "减1万元", "核减1万元", "退回1万元", "扣 10000元", "(1万元)",
        "（10,000.00）元", "10000.00-", "红字1万元", "-0.01元", "-0",
    ],
)  # fmt: skip
def test_a_payment_below_nothing_is_sent_to_the_field_for_what_came_back(typed: str) -> None:
    for kind, text, path in (
        ("projects", changed(LEAST, payments=of(f'date: 2018, amount: "{typed}"')), "payments"),
        ("allocations", changed(ALLOCATION, amount=f'"{typed}"'), "amount"),
    ):
        (found,) = refused(kind, text)
        assert found[0] == "P310"
        assert found[1].startswith(path)
    assert [each[0] for each in refused("projects", changed(LEAST, budget=f'"{typed}"'))] == [
        "P311"
    ]


def refused(kind: str, text: str) -> list[tuple[str, str]]:
    try:
        read(kind, text)
    except ValidationError as error:
        return [(each["type"], ".".join(map(str, each["loc"]))) for each in error.errors()]
    return []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1-2万元", "P125"), ("--", "P102"), ("-", "P102"), ("()", "P102"),
        ("2018-05-10", "P125"), ("-一万元", "P126"), ("(甲)", "P102"), ("减", "P102"),
    ],
)  # fmt: skip
def test_what_is_no_amount_even_without_its_sign_is_none(typed: str, code: str) -> None:
    text = changed(LEAST, payments=of(f'date: 2018, amount: "{typed}"'))
    assert [each[0] for each in refused("projects", text)] == [code]


@pytest.mark.parametrize(
    ("payments", "returns", "found"),
    [
        (of("date: 2018-05, amount: 3万元"), of(f"date: 2018-06, amount: 1万元, {BACK}"), []),
        (of("date: 2018-05, amount: 3万元"), of(f"date: 2018-06, amount: 3万元, {BACK}"), []),
        (of("date: 2018-05-02, amount: 3万元"), of(f"date: 2018-05-02, amount: 1元, {BACK}"), []),
        (of("date: 2018-05-02, amount: 3万元"), of(f"date: 2018, amount: 1元, {BACK}"), []),
        ("[]", of(f"date: 2018-06, amount: 1万元, {BACK}"), ["P312 returns.0.date"]),
        (
            of("date: 2018-05-02, amount: 3万元"),
            of(f"date: 2018-05-01, amount: 1万元, {BACK}"),
            ["P312 returns.0.date"],
        ),
        (
            of("date: 2018-05, amount: 3万元", "date: 2018-08, amount: 3万元"),
            of(f"date: 2018-06, amount: 3万元, {BACK}", f"date: 2018-07, amount: 1元, {BACK}"),
            ["P313 returns.1.amount"],
        ),
        (
            of("date: 2018-05, amount: 3万元"),
            of(f"date: 2018-07, amount: 1元, {BACK}", f"date: 2018-06, amount: 1元, {BACK}"),
            ["P303 returns.1.date"],
        ),
        (
            of("date: 2018-05, amount: 3万元"),
            of(f"date: 2019-02-01, amount: 1万元, {BACK}"),
            ["P304 returns.0.date"],
        ),
        (
            of("date: 2018-05, amount: 3万元"),
            of(f"date: 2018-06, amount: 0, {BACK}"),
            ["P316 returns.0.amount"],
        ),
        (
            of("date: 2018-05, amount: 3万元"),
            of(f"date: 2018-06, amount: 1万元, {BACK}, allocation: jia/b"),
            ["P314 returns.0.allocation"],
        ),
    ],
)  # fmt: skip
def test_money_comes_back_after_it_was_paid_and_no_more_of_it(
    payments: str, returns: str, found: list[str]
) -> None:
    assert wrong(payments, returns) == found


def test_no_more_goes_back_to_an_allotment_than_was_paid_from_it() -> None:
    paid = of(
        "date: 2018-05, amount: 3万元, allocation: jia/a",
        "date: 2018-06, amount: 1万元, allocation: jia/b",
    )
    back = "date: 2018-07, amount: {}万元, why: 结余退回, allocation: jia/{}"
    assert wrong(paid, of(back.format(3, "a"), back.format(1, "b")), TWO) == []
    assert wrong(paid, of(back.format(2, "b")), TWO) == ["P315 returns.0.amount"]
    assert wrong(paid, of(back.format(2, "b"), back.format(1, "b")), TWO) == [
        "P315 returns.0.amount"
    ]


def test_what_came_back_may_be_paid_again() -> None:
    again = of("date: 2018-05, amount: 10万元", "date: 2018-07, amount: 2万元")
    assert wrong(again, of(f"date: 2018-06, amount: 2万元, {BACK}")) == []
    assert wrong(again, of(f"date: 2018-08, amount: 2万元, {BACK}")) == [
        "P302 payments.1.amount",
        "P934 payments.1.amount",
    ]
    assert taken(again, of(f"date: 2018-06, amount: 2万元, {BACK}")) == [
        ("jia/a", 10_000_000, 10_000_000, 2_000_000, 0, ("sources", 0, "allocation"))
    ]


def test_what_came_back_is_no_longer_paid_nor_assigned() -> None:
    paid, back = of("date: 2018-05, amount: 9万元"), of(f"date: 2018-06, amount: 2万元, {BACK}")
    assert [each[:4] for each in taken(paid, back)] == [("jia/a", 8_000_000, 7_000_000, 2_000_000)]
    shown = project.view(read("projects", project_with(paid, back)), RULES)
    assert (shown["planned"], shown["paid"], shown["returned"]) == (
        10_000_000,
        7_000_000,
        2_000_000,
    )
    summed = totals.of_project(shown)
    assert (summed["paid"], summed["returned"]) == (7_000_000, 2_000_000)
    assert (summed["traced"], summed["traced_paid"]) == (10_000_000, 7_000_000)
    without = totals.of_project(project.view(read("projects", project_with(paid, None)), RULES))
    assert "returned" not in without


def test_what_came_back_of_late_is_told_apart() -> None:
    paid = of("date: 2018-05, amount: 9万元")
    back = of(
        f"date: 2018-06-30, amount: 1万元, {BACK}", f"date: 2018-07-01, amount: 2万元, {BACK}"
    )
    late = {
        day: taken(paid, back, since=date(2018, *day))[0][4] for day in ((6, 30), (7, 1), (7, 2))
    }
    assert late == {(6, 30): 3_000_000, (7, 1): 2_000_000, (7, 2): 0}


def test_where_several_allotments_may_have_it_back_none_is_guessed() -> None:
    paid = of("date: 2018-05, amount: 3万元, allocation: jia/a")
    found = taken(paid, of(f"date: 2018-06, amount: 1万元, {BACK}"), TWO)
    assert [each[:4] for each in found] == [
        ("jia/a", 6_000_000, 3_000_000, 0),
        ("jia/b", 4_000_000, 0, 0),
    ]


@pytest.mark.parametrize(
    ("note", "warned"),
    [
        ("审计核减退回", True), ("结余缴回财政", True), ("收回", True), ("核减", True),
        ("退款", True), ("多付款退回", True), ("多支付的工程款收回。", True),
        ("追回违规资金", True), ("开工预付款", False), ("审计核减后支付尾款", False),
        ("退还质保金", False), ("退回质保金", False), ("退耕还林补助", False),
        ("扣除核减后付款", False), ("回收旧路面", False), ("验收后付款", False),
    ],
)  # fmt: skip
def test_a_payment_that_reads_as_if_it_came_back_is_asked_about(note: str, *, warned: bool) -> None:
    found = judge(
        "projects",
        changed(LEAST, stage="approved", payments=of(f"date: 2018, amount: 1元, note: {note}")),
    )
    assert codes(found) == (["P319 payments.0.note"] if warned else [])


def given_back(*entries: str) -> list[str]:
    return codes(judge("allocations", changed(ALLOCATION, returns=of(*entries))))


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        (("date: 2018-11-20, amount: 200万元, why: 收回",), []),
        (("date: 2018-11-20, amount: 300万元, why: 收回",), []),  # all of it
        (
            (
                "date: 2018-11-20, amount: 300万元, why: 收回",
                "date: 2018-11-21, amount: 0.01元, why: 收回",
            ),
            ["P317 returns.1.amount"],
        ),
        (("date: 2018-11-20, amount: 0, why: 收回",), ["P316 returns.0.amount"]),
        (("date: 2018-01-20, amount: 1万元, why: 收回",), ["P305 returns.0.date"]),
        (("date: 2019-01-20, amount: 1万元, why: 收回",), ["P304 returns.0.date"]),
        (
            (
                "date: 2018-11-20, amount: 250万元, why: 收回",
                "date: 2018-11-10, amount: 60万元, why: 收回",
            ),
            ["P303 returns.1.date", "P317 returns.1.amount"],
        ),
    ],
)
def test_an_allotment_gives_back_what_it_has_after_it_came(
    entries: tuple[str, ...], found: list[str]
) -> None:
    assert given_back(*entries) == found


def test_what_is_given_back_can_be_given_out_anew_above(tmp_path: Path) -> None:
    text = changed(ALLOCATION, returns=of("date: 2018-11-20, amount: 60万元, why: 收回"))
    whole = Small(tmp_path / "a").library()[0].ledger.allotments["shili/2018-zhuanxiang"]
    found, problems = Small(
        tmp_path / "b", {"content/allocations/jia/2018-zhuanxiang.md": text}
    ).library()
    assert problems == []
    above = found.ledger.allotments["shili/2018-zhuanxiang"]
    assert above["left"] == whole["left"] + 60_000_000
    own = found.figures["jia"]
    assert own["funds:given_back"] == 60_000_000
    assert own["funds:in"] == own["funds:assigned"] + own["funds:left"]


def test_the_last_thing_recorded_may_be_that_money_came_back() -> None:
    text = changed(
        PROJECT,
        returns=of(f"date: 2018-12-20, amount: 1元, {BACK}, allocation: jia/2018-zhuanxiang"),
    )
    assert judge("projects", text) == []
    assert project.view(read("projects", text), RULES)["updated"] == "2018-12-20"


@pytest.mark.parametrize(
    ("returned", "shown"),
    [
        (1_234_568, "paid out cny 1,012,345.68, came back cny 12,345.68"),
        (7, "paid out cny 1,000,000.07, came back cny 0.07"),
        (1_000_000, "paid out cny 1.01 million, came back cny 10,000"),
    ],
)
def test_money_that_came_back_is_shown_to_the_fen_where_it_is_summed(
    returned: int, shown: str
) -> None:
    macros = templates.environment(tuple(template_files.folders(ROOT)), "en").get_template(
        "macros.html"
    )
    money = sums.came_back({"paid": 100_000_000, "returned": returned})
    assert shown in str(vars(macros.module)["came_back"](money)).lower()


@pytest.mark.parametrize(
    ("day", "late"),
    [("2018-07-01", 100), ("2018-07-02", 100), ("2018-06-30", 0), ("2018-07", 100), ("2018-06", 0)],
)
def test_money_is_back_of_late_from_the_very_day_on_and_where_it_may_be(
    day: str, late: int
) -> None:
    back = [spending.Return(date=day, amount="1元", why="收回")]
    assert returned_money.lately(back, date(2018, 7, 1)) == late
    assert returned_money.lately(None, date(2018, 7, 1)) == 0
