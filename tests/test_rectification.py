"""Rectifications: whether what was to be mended was mended, and in time."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.model.kinds import rectification
from generator.model.kinds.kind import Rules
from tests.conftest import files
from tests.records import RECTIFICATION, RULES, Small, changed, codes, judge, read
from tests.test_build import clean_copy, edit, make


def rules(day: str) -> Rules:
    return Rules(date.fromisoformat(day), {}, RULES.commendation_notice)


def view(text: str, day: str = "2018-12-31") -> Any:
    return rectification.view(read("rectifications", text, "jia/dong/2018-x"), rules(day))


def told(deadline: str | None, closed: str | None) -> str:
    more = f"{{date: {closed}, by: 示例县扶贫局}}" if closed else None
    return changed(RECTIFICATION, deadline=deadline, closed=more)


def test_a_rectification_as_it_should_be_has_nothing_wrong() -> None:
    assert judge("rectifications", RECTIFICATION) == []


@pytest.mark.parametrize(
    ("deadline", "closed", "state", "counted"),
    [
        ("2018-08-31", "2018-08-31", "closed", {"kept": 1}),
        ("2018-08", "2018-08-31", "closed", {"kept": 1}),
        ("2018-08-31", "2018-09-01", "closed_late", {"missed": 1}),
        ("2018-12-30", None, "overdue", {"missed": 1}),
        ("2018-12-31", None, "open", {}),
        ("2018-12", None, "open", {}),
        (None, None, "open", {"unknown": 1}),
        (None, "2018-08-31", "closed", {"unknown": 1}),
    ],
)
def test_it_is_held_against_its_deadline_and_the_day_of_the_data(
    deadline: str | None, closed: str | None, state: str, counted: dict[str, int]
) -> None:
    found = view(told(deadline, closed))
    assert found["state"] == state
    assert rectification.kept([found]) == counted


def test_each_is_counted_and_a_unit_that_has_none_has_nothing_to_keep() -> None:
    deadlines = [("2018-08-31", "2018-08-31"), ("2018-09", "2018-09-02"), ("2018-08", None)]
    views = [view(told(*each)) for each in deadlines]
    assert rectification.kept(views) == {"kept": 2, "missed": 1}
    assert rectification.kept([]) == {}


def test_without_a_deadline_it_is_asked_for() -> None:
    assert codes(judge("rectifications", told(None, "2018-08-31"))) == ["P940"]


def test_what_is_overdue_is_told_until_it_is_closed() -> None:
    text = told("2018-08-31", None)
    assert codes(judge("rectifications", text)) == ["P941 deadline"]
    assert codes(judge("rectifications", text, rules("2018-08-31"))) == []


def test_what_is_closed_says_what_was_done() -> None:
    assert codes(judge("rectifications", changed(RECTIFICATION, done=None))) == ["P942 ^closed"]


@pytest.mark.parametrize("text", ["举报人示例甲", "根据群众举报人反映", "an informant"])
@pytest.mark.parametrize("field", ["by", "responsible"])
def test_no_informant_is_named(field: str, text: str) -> None:
    assert codes(judge("rectifications", changed(RECTIFICATION, **{field: text}))) == [
        f"P943 {field}"
    ]
    checked = changed(RECTIFICATION, closed=f"{{date: 2018-08-10, by: {text}}}")
    assert codes(judge("rectifications", checked)) == ["P943 closed.by"]


def test_nothing_is_done_or_due_before_it_was_found_nor_done_after_the_day_of_the_data() -> None:
    found = codes(judge("rectifications", changed(RECTIFICATION, date="2018-09-01")))
    assert found == ["P305 deadline", "P305 done.0.date", "P305 closed.date"]
    assert codes(judge("rectifications", RECTIFICATION, rules("2018-07-31"))) == [
        "P304 closed.date"
    ]
    assert codes(judge("rectifications", RECTIFICATION, rules("2018-06-11")))[0] == "P304 date"


def test_what_was_done_stands_in_order_and_before_the_closing() -> None:
    steps = "\n  - {date: 2018-08-01, what: 甲}\n  - {date: 2018-07-01, what: 乙}"
    assert codes(judge("rectifications", changed(RECTIFICATION, done=steps))) == [
        "P303 done.1.date"
    ]
    late = "\n  - {date: 2018-08-11, what: 甲}"
    assert codes(judge("rectifications", changed(RECTIFICATION, done=late))) == ["P303 closed.date"]


def test_a_photo_that_is_not_there_is_told(tmp_path: Path) -> None:
    small = Small(tmp_path, {"content/rectifications/jia/dong/fafang.jpg": None})
    [found] = small.problems()
    assert found.endswith("P702 done.1.photos.1.file")


@pytest.mark.usefixtures("published")
def test_an_edit_shows_on_the_pages_of_all_above_as_in_a_build_from_nothing(
    whole: Path, tmp_path: Path
) -> None:
    make(whole)
    before = files(whole / "site")
    record = whole / "content/rectifications/jia/dong/2018-gongshi.yaml"
    edit(record, "deadline: 2019-01-31", "deadline: 2018-12-20")
    make(whole)
    after = files(whole / "site")
    assert after == clean_copy(whole, tmp_path / "clean")
    changed_ = {url for url in after if before.get(url) != after[url]}
    assert {
        "compliance/jia/dong.html",
        "compliance/jia.html",
        "compliance/shili.html",
        "lists/rectifications/index.html",
        "lists/rectifications/overdue.html",
        "lists/rectifications/open.html",
    } <= changed_
    shown = after["compliance/jia/dong.html"].decode()
    assert "两个项目开工前没有公示" in shown
    assert "media/" in shown  # the photo of what was done
