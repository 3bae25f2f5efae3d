"""Sums and rules that templates ask for: what is not known is never counted as nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.schedule import STAGES
from generator.pages import sums
from generator.records import totals

COUNTY = {"id": "jia", "short_name": "甲县", "level": "county", "phone": "0854-1"}
TOWN = {"id": "jia/dong", "short_name": "东镇", "level": "town", "phone": ""}
VILLAGE = {"id": "jia/dong/shang", "short_name": "上村", "level": "village", "phone": ""}


def test_projects_past_their_finish_and_past_their_start_are_late() -> None:
    figures = {"time:overdue": 2, "time:not_started": 1, "time:finished_late": 5, "projects": 9}
    assert totals.late_projects(figures) == 3
    assert totals.late_projects({}) == 0


@given(st.dictionaries(st.sampled_from([*STAGES]), st.integers(1, 10**6), min_size=1))
def test_the_parts_of_a_bar_follow_each_other_and_fill_it(numbers: dict[str, int]) -> None:
    parts = sums.shares({f"stage:{code}": n for code, n in numbers.items()}, "stage")
    assert [part["code"] for part in parts] == [code for code in STAGES if code in numbers]
    assert [part["number"] for part in parts] == [numbers[part["code"]] for part in parts]
    at = 0.0
    for part in parts:
        assert part["x"] == pytest.approx(at, abs=0.06)
        at += part["width"]
    assert at == pytest.approx(100, abs=0.06)


def test_parts_of_nothing_have_no_width() -> None:
    assert sums.shares({"source:central": 0}, "source")[0]["width"] == 0
    assert sums.shares({"projects": 3}, "source") == []


def test_planned_money_of_which_no_source_is_stated_is_a_share_of_its_own() -> None:
    told = sums.shares({"planned": 400, "source:central": 100}, "source")
    assert [(each["code"], each["number"], each["width"]) for each in told] == [
        *(("central", 100, 25), ("", 300, 75))
    ]
    assert len(sums.shares({"planned": 100, "source:central": 100}, "source")) == 1
    assert sums.shares({"planned": 100}, "source") == [], "nothing is known of any"


@pytest.mark.parametrize(
    ("figures", "share"),
    [
        ({"planned": 200, "paid": 50}, 25),
        ({"planned": 200, "paid": 500}, 100),
        ({"planned": 200, "paid": 0}, 0),
        ({"planned": 0, "paid": 0}, 0),
        ({"planned": 0, "paid": 50}, None),
        ({"planned": 200}, None),
        ({"planned": 200, "paid": 50, "paid_unknown": 1}, None),
        ({"planned": 200, "paid": 50, "planned_unknown": 1}, None),
    ],
)
def test_how_much_is_paid_is_told_only_where_all_money_is_known(
    figures: dict[str, int], share: float | None
) -> None:
    assert totals.paid_share(figures) == share


def test_what_was_paid_out_is_what_is_paid_and_what_came_back() -> None:
    assert sums.came_back({"paid": 900_000, "returned": 10_000}) == {
        "out": 910_000,
        "back": 10_000,
        "exact": False,
    }
    told = sums.came_back({"paid": 1, "returned": 10_001})
    assert told
    assert told["exact"]
    assert sums.came_back({"paid": 1, "returned": 0}) is None
    assert sums.came_back({"paid": 1}) is None


def test_money_that_is_not_traced_is_never_less_than_nothing() -> None:
    assert sums.untraced({"planned": 5, "traced": 3}) == 2
    assert sums.untraced({"planned": 5}) == 5
    assert sums.untraced({"traced": 5}) == 0


def test_rules_are_summed_and_told_one_by_one() -> None:
    told = sums.duties({"kept:meetings": 2, "missed:meetings": 1, "unknown:money": 3, "units": 9})
    assert [told[state] for state in ("kept", "missed", "unknown")] == [2, 1, 3]
    assert told["rules"] == [
        {"rule": "meetings", "kept": 2, "missed": 1, "unknown": 0, "years": []},
        {"rule": "money", "kept": 0, "missed": 0, "unknown": 3, "years": []},
    ]


def test_a_rule_stands_by_year_and_what_was_missed_weighs_more_than_what_was_kept() -> None:
    told = sums.duties(
        {
            "kept:meetings": 15,
            "missed:meetings": 1,
            "unknown:meetings": 1,
            "kept:meetings:2016": 4,
            "kept:meetings:2017": 11,
            "missed:meetings:2017": 1,
            "unknown:meetings:2018": 1,
        }
    )
    [rule] = told["rules"]
    assert (rule["kept"], rule["missed"], rule["unknown"]) == (15, 1, 1)
    assert [(each["year"], each["kept"], each["all"], each["state"]) for each in rule["years"]] == [
        ("2016", 4, 4, "kept"),
        ("2017", 11, 12, "missed"),
        ("2018", 0, 1, "unknown"),
    ]


def view(**more: Any) -> dict[str, Any]:
    unit = {"id": "jia/dong/shang", "level": "village"}
    empty: dict[str, Any] = {
        "figures": {},
        "records": {},
        "earlier": {},
        "children": [],
        "duties": {},
        "staffing": None,
        "funds": "",
    }
    return {"unit": unit, **empty, **more}


def test_a_page_of_duties_has_sections_for_records_and_for_those_of_places_below() -> None:
    assert sums.sections(view()) == []
    assert sums.sections(view(records={"meetings": [{}]}, duties={"assessments": [{}]})) == [
        "meetings",
        "assessments",
    ]
    below = {"exits": 1, "teams": 2, "meetings": 3}
    assert sums.sections(view(figures=below)) == ["teams", "exits"]
    assert sums.sections(view(staffing={"staff": 1})) == ["teams"]


def test_a_rule_leads_to_the_records_behind_it_or_to_the_ledger() -> None:
    of = view(figures={"kept:staffing": 1, "missed:money": 1, "kept:exits": 1, "exits": 1})
    of |= {"staffing": {"staff": 1}, "funds": "jia"}
    of["sections"] = sums.sections(of)
    assert [(each["rule"], each["section"], each["url"]) for each in sums.rules(of)] == [
        ("staffing", "teams", ""),
        ("exits", "", ""),  # only places below have records
        ("money", "", "funds/jia.html"),
    ]
    of = view(figures={"kept:supervisors": 1, "missed:reporting": 1})
    of["sections"] = []
    assert [(each["rule"], each["url"]) for each in sums.rules(of)] == [
        ("supervisors", "supervisors/jia/dong/shang.html"),
        ("reporting", "units/jia/dong/shang.html"),
    ]


def test_a_year_of_a_rule_leads_to_the_record_that_broke_it_or_to_the_places_below() -> None:
    def letter(name: str, state: str) -> dict[str, Any]:
        date = f"{name[:4]}-05-01"
        return {"id": f"jia/{name}", "date": date, "due": date, "doubtful": (), "state": state}

    counts = {
        "kept:answers": 3,
        "kept:answers:2017": 2,
        "kept:answers:2018": 1,
        "missed:answers": 1,
        "missed:answers:2018": 1,
        "missed:meetings": 1,
        "missed:meetings:2018": 1,
        "missed:disclosures": 1,
        "missed:disclosures:2016": 1,
    }
    own = [letter(*each) for each in (("2018-b", "answered"), ("2018-a", "late"))]
    earlier = [{"id": "jia/2017-a", "date": "2017-05-01", "url": "compliance/jia-2017.html"}]
    of = view(figures=counts, records={"answers": own}, earlier={"answers": earlier})
    of["duties"] = {"meetings": [{"period": "2018-01"}], "disclosures": [{"year": "2016"}]}
    of["sections"] = sums.sections(of)

    def led() -> dict[tuple[str, str], str]:
        every = [(each["rule"], year) for each in sums.rules(of) for year in each["years"]]
        return {(rule, year["year"]): year["anchor"] or year["url"] for rule, year in every}

    assert led() == {
        ("answers", "2017"): "compliance/jia-2017.html#answers-2017-a",
        ("answers", "2018"): "answers-2018-a",
        ("meetings", "2018"): "meetings-of-2018",
        ("disclosures", "2016"): "disclosures-of-2016",
    }
    of["children"] = [{"figures": {"missed:answers": 1, "missed:answers:2018": 1}}]
    assert led()["answers", "2018"] == "below"
    assert [each["missed_at"] for each in sums.rules(of) if each["rule"] == "answers"] == ["below"]


def test_villages_without_contacts_are_counted() -> None:
    assert sums.silent_villages({"units:village": 5, "villages_with_contacts": 3}) == 2
    assert sums.silent_villages({"units:village": 1, "villages_with_contacts": 3}) == 0


def test_years_come_with_the_latest_first() -> None:
    found = sums.years({"year:2017": 1, "year_paid:2018": 9, "year:2018": 2, "projects": 3})
    assert found == [{"year": "2018", "number": 2}, {"year": "2017", "number": 1}]


def test_places_are_told_apart_by_a_figure() -> None:
    rows = [{"id": "a", "figures": {"x": 0}}, {"id": "b", "figures": {}}]
    assert [row["id"] for row in sums.having(rows, "x")] == ["a"]
    assert [row["id"] for row in sums.lacking(rows, "x")] == ["b"]


def periods(states: str) -> list[dict[str, Any]]:
    codes = {"k": "kept", "m": "missed", "o": "open"}
    return [{"period": str(n), "state": codes[each]} for n, each in enumerate(states)]


def test_how_often_a_place_met_counts_what_is_over() -> None:
    assert sums.held(periods("m" * 15 + "ko")) == {"kept": 1, "all": 16}
    assert sums.held([]) == {"kept": 0, "all": 0}


def test_periods_stand_by_year_the_latest_first() -> None:
    found = sums.of_years([{"period": each} for each in ("2016-H2", "2017-H1", "2017-H2")])
    assert [(each["year"], len(each["periods"])) for each in found] == [("2017", 2), ("2016", 1)]


def test_the_latest_sixty_periods_are_drawn_in_a_row() -> None:
    drawn = sums.squares(periods("m" * 10 + "k" * 60))
    assert {each["state"] for each in drawn["squares"]} == {"kept"}
    assert [each["x"] for each in drawn["squares"]][:2] == [1, 13]
    assert (drawn["width"], drawn["height"]) == (720, 12)


def test_the_first_notices_with_a_fault_are_shown() -> None:
    rows = [{"id": n, "faults": ["late"] if n % 2 else []} for n in range(40)]
    assert [row["id"] for row in sums.faulty(rows, "late")] == [*range(1, 20, 2)]


def test_a_town_or_village_that_stands_alone_is_named_after_the_place_above() -> None:
    top = {"short_name": "示例州", "level": "prefecture"}
    assert sums.titled(COUNTY, [top]) == "甲县"
    assert sums.titled(TOWN, [top, COUNTY]) == "甲县 东镇"
    assert sums.titled(VILLAGE, [top, COUNTY, TOWN]) == "东镇 上村"
    assert sums.titled(VILLAGE, []) == "上村"


def test_the_nearest_office_with_a_phone_is_called_else_the_own() -> None:
    assert sums.office(VILLAGE, [COUNTY, TOWN]) is COUNTY
    assert sums.office(COUNTY, []) is COUNTY
    assert sums.office(VILLAGE, [TOWN]) is VILLAGE


def test_the_way_leads_through_the_same_pages_of_the_places_above() -> None:
    assert sums.steps([COUNTY, TOWN], "funds", "Money") == [
        ("funds/jia.html", "Money", COUNTY),
        ("funds/jia/dong.html", "", TOWN),  # by its name in the language of the page
    ]
    assert sums.steps([COUNTY], "units") == [("units/jia.html", "", COUNTY)]


def test_only_what_is_stated_is_shown() -> None:
    assert sums.stated([("a", ""), ("b", 0), ("c", "x"), ("d", None)]) == [("c", "x")]


@pytest.mark.parametrize(
    ("phone", "number", "extension"),
    [
        ("0854-0000000", "0854-0000000", ""),
        ("0854-0000000转8001", "0854-0000000", "8001"),
        ("138****0000", "", ""),
    ],
)
def test_a_masked_number_is_not_called_and_an_extension_is_asked_for(
    phone: str, number: str, extension: str
) -> None:
    assert sums.dial(phone) == {"number": number, "extension": extension}


def test_each_text_is_listed_once_in_the_readers_language_where_there_is_one() -> None:
    rows = [
        {"id": "about", "language": "en", "title": "About"},
        {"id": "about", "language": "", "title": "关于"},
        {"id": "complain", "language": "", "title": "举报"},
    ]
    assert [row["title"] for row in sums.read_in(rows, "en")] == ["About", "举报"]
    assert [row["title"] for row in sums.read_in(rows, "zh-Hans")] == ["关于", "举报"]


@pytest.mark.parametrize(
    ("texts", "language", "text", "lang", "translated", "settled"),
    [
        ({"": "文", "en": "text"}, "en", "text", "en", True, False),
        ({"": "文"}, "en", "文", "zh-Hans", False, False),
        ({"": "文"}, "zh-Hans", "文", "zh-Hans", True, False),
        ({"": "文"}, "zh-Hant", "文", "zh-Hant", True, False),
        ({"": "文", "zh-Hant": "繁"}, "zh-Hant", "繁", "zh-Hant", True, True),
    ],
)
def test_a_reader_gets_a_text_in_their_language_where_it_is_translated(
    texts: dict[str, Any], language: str, text: str, lang: str, translated: bool, settled: bool
) -> None:
    assert sums.reading(texts, language, "zh-Hans") == {
        "text": text,
        "language": lang,
        "translated": translated,
        "settled": settled,
    }


def test_every_filter_is_there_under_its_own_name() -> None:
    assert all(name == each.__name__ for name, each in sums.FILTERS.items())
