"""Poverty exit: in time or late against the plan, and what is not known stays a gap."""

import tempfile
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.kinds import exit as exits
from generator.model.kinds.kind import Rules
from generator.pages import charts
from tests.conftest import files
from tests.records import EXIT, RULES, Small, changed, codes, judge, read, steady, unit
from tests.test_build import clean_copy, edit, make
from tests.test_rollups import ABOVE, UNITS

PLANNED = "planned: 2017\n"
VILLAGE = {"level": "village", "poor": None, "short_name": "上村"}


def view(text: str, day: str = "2018-12-31") -> Any:
    rules = Rules(date.fromisoformat(day), {}, RULES.commendation_notice)
    return exits.view(read("exits", text, "jia"), rules)


def out(day: str) -> str:
    return f"exited: {{date: {day}, document: 示例扶退〔2018〕3号}}\n"


def test_a_record_as_it_should_be_has_nothing_wrong() -> None:
    assert judge("exits", EXIT) == []


@pytest.mark.parametrize(
    ("text", "day", "state"),
    [
        (PLANNED + out("2017-12-31"), "2018-12-31", "in_time"),
        (PLANNED + out("2017"), "2018-12-31", "in_time"),
        (PLANNED + out("2018-01"), "2018-12-31", "late"),
        (out("2018-01"), "2018-12-31", "exited"),
        (PLANNED, "2017-12-31", "planned"),
        (PLANNED, "2018-01-01", "due"),
        ("population: [{year: 2016, poor_people: 5, source: 甲}]\n", "2018-12-31", "figures"),
        ("population: []\n", "2018-12-31", "unknown"),
    ],
)
def test_an_exit_is_held_against_the_plan_and_the_day(text: str, day: str, state: str) -> None:
    assert view(text, day)["state"] == state


def test_what_is_said_twice_or_of_a_year_to_come_is_found() -> None:
    entry = "{year: 2016, poor_people: 5, source: 甲}"
    twice = changed(EXIT, population=f"[{entry}, {entry}]")
    (found,) = judge("exits", twice)
    assert (found.code, found.path, found.first) == (
        "P971", ("population", 1, "year"), ("population", 0),
    )  # fmt: skip
    later = changed(EXIT, population="[{year: 2019, poor_people: 5, source: 甲}]")
    assert codes(judge("exits", later)) == ["P972 population.0.poor_people"]
    for day, told in (("2019-12-30", ["P972 population.0.poor_people"]), ("2019-12-31", [])):
        assert codes(judge("exits", later, replace(RULES, as_of=date.fromisoformat(day)))) == told
    assert codes(judge("exits", changed(EXIT, population="[{year: 2019, source: 甲}]"))) == [
        "P975 population.0"
    ]
    assert codes(judge("exits", changed(EXIT, exited="{date: 2019-02}"))) == [
        "P304 exited.date",
        "P976 exited",
    ]


def judged(text: str, **unit: object) -> list[str]:
    return codes([*exits.beside(view(text), {**VILLAGE, **unit}, {}, RULES)])


def test_each_level_states_what_is_its_own() -> None:
    assert judged(EXIT, level="county") == []
    assert judged(EXIT) == ["P974 population"]
    assert judged(EXIT, level="prefecture") == ["P974 planned", "P974 exited"]


def test_an_exit_of_a_place_that_is_not_poor_is_a_contradiction() -> None:
    assert judged(PLANNED + out("2018"), poor=False) == ["P973 exited"]
    assert judged(PLANNED + out("2018"), poor=True) == []
    assert judged(PLANNED + out("2018"), poor=None) == []
    assert judged(PLANNED, poor=False) == []


def counted(text: str | None, **unit: object) -> dict[str, int]:
    return exits.figures_at(view(text) if text else None, {**VILLAGE, **unit})


def test_places_are_counted_by_level_and_year() -> None:
    assert counted(PLANNED + out("2018-02")) == {
        "exits_planned:village:2017": 1,
        "exits_done:village:2018": 1,
        "missed:exits": 1,
        "missed:exits:2017": 1,
    }
    assert counted(EXIT, level="county") == {
        "exits_planned:county:2018": 1,
        "exits_done:county:2018": 1,
        "exits_stated:county": 1,
        "kept:exits": 1,
        "kept:exits:2018": 1,
    }


def test_what_is_not_known_is_never_kept_and_nothing_is_asked_of_who_promised_nothing() -> None:
    assert counted(None) == {}
    assert counted(None, poor=True) == {"unknown:exits": 1}
    assert counted(None, poor=True, level="prefecture") == {}
    assert counted(out("2018"))["unknown:exits"] == 1
    assert counted("planned: 2020\n") == {"exits_planned:village:2020": 1}
    figures = "population: [{year: 2016, planned: 5, source: 甲}]\n"
    assert counted(figures, level="county") == {}
    assert counted(figures, level="county", poor=True) == {"unknown:exits": 1}


def test_exits_are_added_up_year_by_year_and_what_is_to_come_has_no_number() -> None:
    figures = {
        "exits_planned:village:2016": 2, "exits_planned:village:2018": 3,
        "exits_planned:village:2019": 1, "exits_done:village:2017": 1,
        "exits_done:village:2018": 2, "exits_done:county:2016": 9,
    }  # fmt: skip
    found = exits.by_year(figures, "village", 2018)
    assert [tuple(each.values()) for each in found] == [
        ("2016", 2, 0, 2, 0),
        ("2017", 0, 1, 2, 1),
        ("2018", 3, 2, 5, 3),
        ("2019", 1, None, 6, None),
    ]
    assert exits.by_year({}, "village", 2018) == []


def years(*each: tuple[int, int | None, int | None]) -> list[Any]:
    return [{"year": year, "people": people, "planned": planned} for year, people, planned in each]


def test_the_picture_has_a_column_for_each_year_and_a_gap_where_nothing_is_known() -> None:
    found = charts.people(years((2015, 200, None), (2017, 100, 50), (2019, None, 0)), 2018)
    assert found is not None
    assert [each["year"] for each in found] == [2015, 2016, 2017, 2018, 2019]
    assert [each["top"] for each in found] == [30, None, 110, None, None]
    assert [each["target"] for each in found] == [None, None, 150, None, 190]
    assert [each["gap"] for each in found] == [False, True, False, True, False]
    assert [each["word"] for each in found] == [None, None, None, None, 184], "one lies in a column"
    assert found[0]["left"] == 4
    assert found[0]["width"] == 12


def test_the_line_of_a_target_never_strikes_a_number_out() -> None:
    """10,000 stood in the line of 12,000, beneath which its column is."""
    found = charts.people(years((2016, 300, None), (2017, 100, 120), (2018, 100, 200)), 2018)
    assert found is not None
    for each in found[1:]:
        assert not each["label"] - 12 < each["target"] < each["label"]
    assert [each["label"] - each["top"] for each in found] == [-6, pytest.approx(-16.7), -6]


def test_there_is_no_picture_of_one_year_or_of_nothing() -> None:
    assert charts.people(years((2015, 200, None)), 2018) is None
    assert charts.people(years((2015, None, None), (2016, None, 0)), 2018) is None
    assert charts.people([], 2018) is None


def test_figures_roll_up_to_the_prefecture(tmp_path: Path) -> None:
    laid = {"content/exits/jia/dong/shang.yaml": PLANNED}
    library, problems = Small(tmp_path, laid).library()
    assert problems == []
    whole = library.figures["shili"]
    assert (whole["exits"], whole["exits:due"], whole["exits:in_time"]) == (2, 1, 1)
    assert (whole["missed:exits"], whole["kept:exits"]) == (1, 1)
    assert exits.by_year(whole, "village", 2018)[0]["planned"] == 1


PLACES = [each for each, level in UNITS.items() if level != "prefecture"]
TYPED = st.dictionaries(
    st.sampled_from(PLACES),
    st.tuples(
        st.sampled_from(["", "2017", "2018", "2020"]),
        st.sampled_from(["", "2016-03", "2017-12-31", "2018-01-01", "2018-11"]),
        st.booleans(),
    ),
)
"""Place → planned year, day of its exit, and whether it is on the list of poor places."""


def typed_of(level: str, planned: str, day: str) -> Counter[str]:
    """Count what one record says, without the program's own rules."""
    found: Counter[str] = Counter()
    if planned:
        found[f"exits_planned:{level}:{planned}"] = 1
    if day:
        found[f"exits_done:{level}:{day[:4]}"] = 1
    if planned and day:
        state = "in_time" if day[:4] <= planned else "late"
        kept = "kept" if state == "in_time" else "missed"
    elif planned:
        state = "due" if planned < "2018" else "planned"
        kept = "missed" if state == "due" else ""
    else:
        state, kept = "exited", "unknown"
    if planned or day:
        found["exits"] = found[f"exits:{state}"] = 1
        found[f"{kept}:exits"] = bool(kept)
        found[f"{kept}:exits:{planned}"] = bool(kept and planned)
    return found


@steady(40)
@given(typed=TYPED)
def test_every_figure_is_the_count_of_the_exits_below(
    typed: dict[str, tuple[str, str, bool]],
) -> None:
    laid = {}
    expected: dict[str, Counter[str]] = {ident: Counter() for ident in UNITS}
    for ident, level in UNITS.items():
        planned, day, poor = typed.get(ident, ("", "", False))
        laid[f"content/units/{ident}.yaml"] = unit(level, **({"poor": "yes"} if poor else {}))
        own = typed_of(level, planned, day)
        if planned or day:
            lines = [f"planned: {planned}\n"] if planned else []
            lines += [f"exited: {{date: {day}, document: 甲}}\n"] if day else []
            laid[f"content/exits/{ident}.yaml"] = "".join(lines)
        elif poor:
            own["unknown:exits"] = 1
        at = ident
        while at:
            expected[at] += own
            at = ABOVE.get(at, "")
    with tempfile.TemporaryDirectory() as folder:
        library, _ = Small(Path(folder), laid, rich=False).library()
    for ident, counted in expected.items():
        found = library.figures[ident]
        told = {
            name: n for name, n in found.items() if name.startswith("exits") or ":exits" in name
        }
        assert told == {name: number for name, number in counted.items() if number}, ident


@pytest.mark.usefixtures("published")
def test_pages_show_the_picture_the_table_and_the_gap(whole: Path) -> None:
    make(whole)
    home = (whole / "site/index.html").read_text("utf-8")
    assert '<svg class="people"' in home
    assert "52,000" in home
    page = (whole / "site/compliance/shili.html").read_text("utf-8")
    assert "没填</text>" in page
    assert "21,000" in page
    county = (whole / "site/compliance/jia.html").read_text("utf-8")
    assert '<section id="exits">' in county
    listed = (whole / "site/lists/exits/index.html").read_text("utf-8")
    assert "compliance/jia/dong/shang.html#exits" in listed
    # nothing is added up for a place that states nothing itself
    (whole / "content/exits/shili.yaml").unlink()
    make(whole)
    page = (whole / "site/compliance/shili.html").read_text("utf-8")
    assert "9,000" not in page


@pytest.mark.usefixtures("published")
def test_whatever_changes_of_an_exit_the_next_build_is_that_from_nothing(
    whole: Path, tmp_path: Path
) -> None:
    make(whole)

    def again() -> None:
        make(whole)
        assert files(whole / "site") == clean_copy(whole, tmp_path / "clean")

    edit(whole / "content/exits/jia/dong/shang.yaml", "planned: 2017", "planned: 2018")
    again()
    edit(whole / "content/exits/shili.yaml", "21000", "22000")
    again()
    edit(whole / "content/units/jia/dong/shang.yaml", "poor: yes", "poor: no")
    again()
    (whole / "content/exits/shili.yaml").unlink()
    again()
