"""A page of text says where it stands in the menu, and for which day it holds."""

from generator.model.kinds import page
from tests.records import PAGE, RULES, changed, judge, read


def test_a_page_shows_what_its_record_says() -> None:
    assert judge("pages", PAGE) == []
    assert page.view(read("pages", PAGE, "about"), RULES) == {
        "id": "about",
        "title": "怎样看懂这些数字",
        "summary": "每个数字是怎么来的",
        "order": 10,
        "date": "2018-06-30",
    }


def test_a_page_without_an_order_is_in_no_menu_but_one_of_order_0_is() -> None:
    view = page.view(read("pages", changed(PAGE, order=None, date=None, summary=None)), RULES)
    assert (view["order"], view["date"], view["summary"]) == (None, "", "")
    assert page.view(read("pages", changed(PAGE, order="0")), RULES)["order"] == 0
