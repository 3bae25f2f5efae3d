"""Answers to letters: how many asked what and when it was answered, and never who asked."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from generator.base.letter_writers import names_writer
from generator.joined import answered_letters
from generator.model.kinds import answer
from generator.model.kinds.kind import Promise, Rules
from tests.conftest import files
from tests.records import RULES, Small, changed, codes, judge, read
from tests.test_build import clean_copy, edit, make

LETTER = """\
date: 2018-06-04
title: 公路水沟谁来管护
people: 3
about:
  project: jia/dong/shang/2018-lu
by: 东镇扶贫工作站
answered: 2018-06-12
answer: 由村里的公益岗管护
"""
WORKING = Promise(15, "working", "示例规定")
OPEN = changed(LETTER, answered=None, answer=None)


def rules(day: str = "2018-12-31", promise: Promise | None = WORKING) -> Rules:
    return Rules(date.fromisoformat(day), {}, RULES.commendation_notice, answers=promise)


def view(text: str, day: str = "2018-12-31", promise: Promise | None = WORKING) -> Any:
    return answer.view(read("answers", text, "jia/dong/2018-x"), rules(day, promise))


def row(**more: Any) -> dict[str, Any]:
    """Return the row of a letter that was answered on the day it came, but for what is given."""
    about = dict.fromkeys(answer.ABOUT, "")
    found = {"id": "jia/dong/1", "unit": "jia/dong", "date": "2018-06-04", "title": "甲"}
    found |= {"state": "answered", "due": "2018-06-26", "by": "东镇扶贫工作站", "answer": "乙"}
    found |= {"answered": "2018-06-04", "until": "", "day_unit": "working"}
    return {**found, "people": 1, "days": 0, "about": about, **more}


def test_a_letter_as_it_should_be_has_nothing_wrong() -> None:
    assert judge("answers", LETTER, rules()) == []
    assert judge("answers", OPEN, rules("2018-06-26")) == []


@pytest.mark.parametrize(
    ("promise", "day", "answered", "state", "counted"),
    [
        (WORKING, "2018-12-31", "2018-06-26", "answered", {"kept": 1}),
        (WORKING, "2018-12-31", "2018-06-27", "late", {"missed": 1}),  # 18 June was a holiday
        (WORKING, "2018-06-26", None, "open", {}),
        (WORKING, "2018-06-27", None, "overdue", {"missed": 1}),
        (Promise(15, "calendar", "甲"), "2018-12-31", "2018-06-19", "answered", {"kept": 1}),
        (Promise(15, "calendar", "甲"), "2018-12-31", "2018-06-20", "late", {"missed": 1}),
        (None, "2018-12-31", None, "open", {"unknown": 1}),
        (None, "2018-12-31", "2018-12-30", "answered", {"unknown": 1}),
    ],
)
def test_it_is_held_to_the_promise_of_the_site_in_days_of_its_sort(
    promise: Promise | None, day: str, answered: str | None, state: str, counted: dict[str, int]
) -> None:
    said = None if answered is None else "已办"
    found = view(changed(LETTER, answered=answered, answer=said), day, promise)
    assert found["state"] == state
    assert answer.kept({}, [found], rules()).counts == counted


def test_an_answer_that_says_no_day_is_neither_overdue_nor_in_time() -> None:
    found = view(changed(LETTER, answered=None), "2019-12-31")
    assert found["state"] == "undated"
    assert answer.kept({}, [found], rules()).counts == {"unknown": 1}
    assert "overdue" not in [each[1] for each in answer.told(found)]
    assert [each[2] for each in answer.due(found)] == ["answered"]
    assert not any(each[-1] for each in answer.due(found))


def test_a_day_of_its_own_comes_before_the_promise() -> None:
    own = changed(LETTER, due="2018-06-11")
    assert view(own)["state"] == "late"
    assert view(changed(own, due="2018-06"))["state"] == "answered"


def test_where_the_holidays_are_not_known_nothing_is_called_late() -> None:
    text = changed(OPEN, date="2090-01-02")
    assert view(text, "2090-12-31")["state"] == "open"
    assert view(text, "2090-12-31")["doubtful"]
    assert answer.kept({}, [view(text, "2090-12-31")], rules()).counts == {"unknown": 1}
    assert codes(judge("answers", text, rules("2090-12-31"))) == ["P406 date"]
    assert codes(judge("answers", text, rules("2090-01-10"))) == []
    assert (
        view(changed(LETTER, date="2090-01-02", answered="2090-01-04"), "2090-12-31")["days"]
        is None
    )


def test_the_days_that_an_answer_took_are_counted_as_the_promise_counts_them() -> None:
    assert view(LETTER)["days"] == 6  # from a Monday to the Tuesday of the week after
    assert view(LETTER, promise=None)["days"] == 8
    assert view(changed(LETTER, answered="2018-06-04"))["days"] == 0
    assert view(OPEN)["days"] is None


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"title": "来信人说水沟堵了"}, ["P944 title"]),
        ({"by": "反映人"}, ["P944 by"]),
        ({"answer": "已给投诉者回话"}, ["P944 answer"]),
        ({"title": "村民李四等3人反映水沟堵了"}, ["P944 title"]),
        ({"people": "0"}, ["P945 people"]),
        ({"answer": None}, ["P946 answered"]),
        ({"answered": None}, ["P946 answer"]),
        ({"by": None}, ["P946 answered"]),
        ({"answered": "2018-06-03"}, ["P305 answered"]),
        ({"answered": "2019-01-02"}, ["P304 answered"]),
    ],
)
def test_what_cannot_be_is_told_at_its_place(change: dict[str, Any], found: list[str]) -> None:
    assert codes(judge("answers", changed(LETTER, **change), rules())) == found


def test_the_text_below_the_fields_names_no_one_either(tmp_path: Path) -> None:
    text = f"---\n{LETTER}---\n\n答复如下。\n\n来信人示例甲，村民张三反映过。\n"
    own = {"content/answers/jia/dong/2018-x.md": text}
    found = [each for each in Small(tmp_path, own).problems() if "2018-x" in each]
    assert found == [
        "answers/jia/dong/2018-x.md:14:1: P944",
        "answers/jia/dong/2018-x.md:14:8: P944",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "村民反映路坏了",
        "反映人行道坏了",
        "投诉人数增多",
        "群众普遍反映水小",
        "一线人员太少",
        "来信已转办",
    ],
)
def test_a_sentence_may_say_that_someone_wrote(text: str) -> None:
    assert not names_writer(text)


def test_the_median_is_of_the_latest_hundred_and_of_few_it_is_not_told() -> None:
    def usual(rows: list[dict[str, Any]]) -> Any:
        [body] = answered_letters.join(rows, "shili", ()).bodies.values()
        return body["usual"]

    took = [row(id=f"jia/dong/{n}", days=n) for n in (1, 9, 2, 30)]
    assert usual(took) is None
    assert usual([*took, row(id="jia/dong/o", days=None, answered="", state="open")]) is None
    assert usual([*took, row(id="jia/dong/5", days=4)]) == 4
    day = date(2016, 1, 1)
    many = [
        row(id=f"jia/dong/{n}", days=50 if n < 60 else 3, answered=str(day + timedelta(days=n)))
        for n in range(160)
    ]
    assert usual(many) == 3


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("jia/dong", "东镇扶贫工作站"), ("jia/dong/shang", "东镇扶贫工作站"), True),
        (("jia/dong", "甲县水务局"), ("jia/xi", "甲县 水务局"), True),
        (("jia/dong", "东镇扶贫工作站"), ("yi/dong", "东镇扶贫工作站"), False),
        (("jia/dong/shang", "村委会"), ("jia/dong/xia", "村委会"), False),
        (("jia/dong", "镇政府"), ("jia/dong/xia", "镇政府"), True),
        (("jia/dong", "镇政府"), ("jia/xi", "镇政府"), False),
        (("jia/dong", "州水务局"), ("yi/xi", "州水务局"), True),
        (("jia/dong", "示例州水务局"), ("yi/xi", "示例州水务局"), True),
    ],
)
def test_a_body_is_one_in_its_county_and_one_called_by_its_level_in_its_place(
    one: tuple[str, str], other: tuple[str, str], *, same: bool
) -> None:
    rows = [row(unit=unit, by=by) for unit, by in (one, other)]
    assert (len(answered_letters.join(rows, "shili", ["示例州"]).bodies) == 1) is same


def test_a_letter_stands_beside_what_it_is_about_in_whatever_batch_it_lies(tmp_path: Path) -> None:
    own = {"content/answers/jia/2018-lu.yaml": changed(LETTER, by="甲县交通局")}
    library, _ = Small(tmp_path, own).library(RULES)
    about = library.letters.about["jia/dong"]["projects/jia/dong/shang/2018-lu"]
    assert {each["id"] for each in about} >= {"jia/2018-lu"}


@pytest.mark.usefixtures("published")
def test_pages_show_it_and_an_edit_changes_them_as_a_build_from_nothing_does(
    whole: Path, tmp_path: Path
) -> None:
    make(whole)
    shown = files(whole / "site")
    project = shown["projects/jia/dong/shang/2018-yinshui.html"].decode()
    assert "水管什么时候接通" in project
    assert 'href="../../../../compliance/jia/dong.html#answers-2018-shuiguan"' in project
    duties = shown["compliance/jia/dong.html"].decode()
    assert 'id="answers-2018-shuiguan"' in duties
    assert "来信15个工作日内答复" in duties
    assert "水管什么时候接通" in shown["lists/answers/open.html"].decode()
    assert "来信按时答复" in shown["compliance/jia/dong/shang.html"].decode()
    letter = whole / "content/answers/jia/dong/2018-shuiguan.yaml"
    edit(letter, "by: 东镇", "answered: 2018-12-20\nanswer: 已经接通\nby: 上村")
    make(whole)
    assert "已经接通" in files(whole / "site")["projects/jia/dong/shang/2018-yinshui.html"].decode()
    assert files(whole / "site") == clean_copy(whole, tmp_path / "clean")


@pytest.mark.parametrize(
    ("by", "known"),
    [
        ("省民政厅", "dong/省民政厅"),
        ("州民政局", "dong/jia/州民政局"),
        ("县民政局", "dong/jia/wu/县民政局"),
        ("镇政府", "dong/jia/wu/he/镇政府"),
        ("民政局", "dong/jia/wu/民政局"),
    ],
)
def test_a_body_is_of_the_place_that_its_name_leaves_out_however_deep_that_lies(
    by: str, known: str
) -> None:
    letters = answered_letters.join((), "guo", ["示例国"], county=3)
    assert letters.key({"by": by, "unit": "dong/jia/wu/he/cun"}) == known
