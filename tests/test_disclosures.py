"""What is disclosed of projects, within a batch and from one to another, and what was late."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.joined import notices_elsewhere
from generator.model.kinds.kind import Disclosing, Rules
from generator.records import disclosures
from tests.records import (
    ALLOCATION,
    COMMENDATION,
    PROJECT,
    RULES,
    Small,
    changed,
    codes,
    judge,
    steady,
    unit,
)

SOON = Disclosing(10, "calendar", 20, "calendar", "示例规定")
RULED = replace(
    RULES,
    disclosures={
        "library": SOON,
        "year_plan": SOON,
        "plan_change": SOON,
        "before_start": Disclosing(10, "calendar", 0, "calendar", "示例规定"),
        "after_completion": SOON,
        "allocation": SOON,
        "commendation_decided": SOON,
    },
)
LU = "jia/dong/shang/2018-lu"
"""It starts 2018-03-08, is changed 2018-06-01 and finished 2018-09-25."""


def notice(stage: str, first: str, last: str | None = None, **more: str) -> str:
    lines = {"stage": stage, "title": "公示", "year": first[:4], "first": first, **more}
    lines.setdefault("projects", f"[{LU}]")
    return "".join(f"{k}: {v}\n" for k, v in {**lines, **({"last": last} if last else {})}.items())


def site(root: Path, /, **notices: str) -> Small:
    """Return a small site with notices alone: `jia__lu` is that of jia called lu."""
    files: dict[str, str | bytes | None] = {
        "content/disclosures/jia/2018-lu-kaigong.md": None,
        "content/disclosures/jia/board.jpg": None,
        "content/answers/jia/dong/2018-li.md": None,  # which is about that notice
    }
    paths = {name.replace("__", "/"): text for name, text in notices.items()}
    return Small(root, files | {f"content/disclosures/{p}.yaml": t for p, t in paths.items()})


def counted(small: Small, place: str = "jia/dong/shang", rules: Rules = RULED) -> dict[str, int]:
    figures = small.library(rules)[0].figures[place]
    names = ("kept", "missed", "unknown")
    return {n: figures[f"{n}:disclosures"] for n in names if f"{n}:disclosures" in figures}


def states(events: Any, *notices: tuple[str, str]) -> dict[str, str]:
    """Hold events against notices, each a stage and its first day, long enough."""
    shown = [{"stage": s, "first": f, "brief": False, "state": "standing"} for s, f in notices]
    return disclosures.states_of(events, shown)


DAYS = st.sampled_from(["2018-01-01", "2018-02-01", "2018-02-15", "2018-03-01", "2018-04-01"])
EVENTS = st.tuples(st.just("") | DAYS, st.just("") | DAYS, st.booleans())
NOTICES = st.fixed_dictionaries(
    {
        "stage": st.sampled_from(["library", "plan_change"]),
        "first": DAYS,
        "brief": st.booleans(),
        "state": st.sampled_from(["to_come", "standing", "closed"]),
    }
)


@steady(300)
@given(
    st.dictionaries(st.sampled_from(["library", "plan_change"]), st.lists(EVENTS, max_size=3)),
    st.lists(NOTICES, max_size=5),
)
def test_a_stage_is_as_good_as_the_worst_of_its_events_and_each_as_the_best_of_its_notices(
    events: dict[str, list[tuple[str, str, bool]]], notices: list[dict[str, Any]]
) -> None:
    wanted: dict[str, str] = {}
    for stage, each in events.items():
        came = {""}
        for since, until, over in each:
            after = [
                not one["brief"] and (not until or one["first"] <= until)
                for one in notices
                if one["stage"] == stage and one["state"] != "to_come" and one["first"] >= since
            ]
            none = "overdue" if over and until else "" if until else "unknown"
            came.add("kept" if any(after) else "missed" if after else none)
        worst = max(came, key=["", "kept", "unknown", "overdue", "missed"].index)
        wanted |= {stage: worst} if worst else {}
    assert disclosures.states_of(events, notices) == wanted
    for one in notices:
        before = [each for each in events.get(one["stage"], []) if each[0] <= one["first"]]
        late = bool(before and before[-1][1] and one["first"] > before[-1][1])
        assert disclosures.is_late(events, one) == late


def test_a_notice_of_the_very_day_is_held_against_what_happened_on_it() -> None:
    """And not against the event before, for which it would be late."""
    events = {"library": [("2018-01-01", "2018-01-10", True), ("2018-03-01", "2018-03-10", True)]}

    def late(day: str) -> bool:
        return disclosures.is_late(events, {"stage": "library", "first": day})

    assert not late("2018-03-01")
    assert late("2018-02-28")
    assert not late("2018-03-10")
    assert late("2018-03-11")


LATER = Disclosing(10, "calendar", 20, "working", "示例规定")
UNCOUNTED = replace(
    RULES,
    as_of=date(2029, 12, 31),
    disclosures={"plan_change": LATER, "after_completion": LATER},
)


@pytest.mark.parametrize(
    ("stage", "day", "notices", "state"),
    [
        # no deadline of these years can be counted, so nothing is missed
        ("after_completion", "2027-09-25", [], "unknown"),
        ("after_completion", "2027-09-25", ["2028-09-25"], "unknown"),
        # no more days went by than there may be working days
        ("after_completion", "2027-09-25", ["2027-10-01"], "kept"),
        ("after_completion", "2027-09-25", ["2028-09-25", "2027-10-01"], "kept"),
        ("plan_change", "2026-12-28", ["2027-03-01"], "unknown"),
        ("after_completion", "2018-09-25", [], "overdue"),
        ("after_completion", "2018-09-25", ["2019-09-25"], "missed"),
    ],
)
def test_what_cannot_be_counted_is_never_missed(
    stage: str, day: str, notices: list[str], state: str
) -> None:
    events = {stage: disclosures._events(stage, [day], UNCOUNTED)}
    assert states(events, *((stage, first) for first in notices)) == {stage: state}
    if state != "missed":
        assert not any(
            disclosures.is_late(events, {"stage": stage, "first": first}) for first in notices
        )


def test_a_notice_that_may_have_been_too_short_is_neither_kept_nor_missed() -> None:
    events = {"library": [("", "", False)]}
    doubtful = {"stage": "library", "first": "2027-02-01", "brief": False, "doubtful": True}
    assert disclosures.states_of(events, [{**doubtful, "state": "closed"}]) == {
        "library": "unknown"
    }


def test_where_no_one_records_notices_nothing_is_known(tmp_path: Path) -> None:
    # the library, the year plan, the change, the start and the finish
    assert counted(site(tmp_path)) == {"unknown": 5}


def test_a_unit_that_records_any_is_held_to_what_has_a_day(tmp_path: Path) -> None:
    small = site(tmp_path, jia__dong__shang__a=notice("before_start", "2018-02-20"))
    assert counted(small) == {"kept": 1, "missed": 2, "unknown": 2}


def test_the_unit_above_stands_for_it_and_that_above_does_not(tmp_path: Path) -> None:
    other = notice("allocation", "2018-02-20", projects="[]")
    assert counted(site(tmp_path / "town", jia__dong__a=other)) == {"missed": 3, "unknown": 2}
    assert counted(site(tmp_path / "county", jia__a=other)) == {"unknown": 5}


@pytest.mark.parametrize(
    ("stage", "first", "kept"),
    [
        ("before_start", "2018-03-08", True),
        ("before_start", "2018-03-09", False),
        ("plan_change", "2018-06-21", True),
        ("plan_change", "2018-06-22", False),
        ("after_completion", "2018-10-15", True),
        ("after_completion", "2018-10-16", False),
        ("library", "2018-12-01", True),
        ("year_plan", "2018-12-01", True),
    ],
)
def test_a_notice_is_in_time_up_to_the_last_day(
    tmp_path: Path, stage: str, first: str, kept: bool
) -> None:
    small = site(tmp_path, jia__dong__shang__a=notice(stage, first))
    late = small.library(RULED)[0].figures["jia/dong/shang"].get("disclosures:late", 0)
    assert ("kept" in counted(small), late) == (kept, 0 if kept else 1)


def test_what_is_up_too_briefly_is_missed_unless_it_was_put_up_again(tmp_path: Path) -> None:
    brief = notice("before_start", "2018-02-01", "2018-02-03")
    again = notice("before_start", "2018-02-10", "2018-02-19")
    one = site(tmp_path / "one", jia__dong__shang__a=brief)
    assert counted(one) == {"missed": 3, "unknown": 2}
    two = site(tmp_path / "two", jia__dong__shang__a=brief, jia__dong__shang__b=again)
    assert counted(two) == {"kept": 1, "missed": 2, "unknown": 2}


def test_what_is_not_due_or_still_to_come_is_not_counted(tmp_path: Path) -> None:
    day = replace(RULED, as_of=date(2018, 10, 15))
    small = site(tmp_path, jia__dong__shang__a=notice("after_completion", "2018-10-16"))
    assert counted(small, rules=day) == {"missed": 2, "unknown": 2}


def test_a_change_counts_by_the_notices_after_it_and_the_worst_of_them_is_that_of_the_stage() -> (
    None
):
    events = {
        "plan_change": [("2018-03-01", "2018-03-21", True), ("2018-06-01", "2018-06-21", True)]
    }
    first, second = ("plan_change", "2018-03-10"), ("plan_change", "2018-06-10")
    assert states(events, first, second) == {"plan_change": "kept"}
    assert states(events, first) == {"plan_change": "overdue"}
    # the second is in time for the second change alone
    assert states(events, second) == {"plan_change": "missed"}


def test_a_date_that_is_known_to_the_month_is_late_only_for_sure(tmp_path: Path) -> None:
    begun = {f"content/projects/{LU}.md": PROJECT.replace("start: 2018-03-08", "start: 2018-03")}
    for first, kept in (("2018-03-31", True), ("2018-04-01", False)):
        small = site(tmp_path / first, jia__dong__shang__a=notice("before_start", first))
        for path, text in begun.items():
            small.write(path, text)
        assert ("kept" in counted(small)) is kept


# ---- from one batch to another


def test_a_notice_of_the_county_counts_for_the_project_of_a_village(tmp_path: Path) -> None:
    small = site(tmp_path, jia__a=notice("before_start", "2018-02-20"))
    assert counted(small) == {"kept": 1, "unknown": 4}
    library = small.library(RULED)[0]
    told = library.disclosed["jia/dong"]
    assert [each["id"] for each in told["notices"][f"projects/{LU}"]] == ["jia/a"]
    assert library.disclosed["jia"]["titles"] == {f"projects/{LU}": ("", "上村通组公路硬化")}


def test_what_was_late_for_a_project_elsewhere_is_late_in_lists_and_figures(tmp_path: Path) -> None:
    small = site(
        tmp_path,
        jia__a=notice("before_start", "2018-03-09"),
        jia__b=notice("library", "2018-03-09"),
    )
    library = small.library(RULED)[0]
    assert library.figures["jia"]["disclosures:late"] == 1
    assert library.figures["jia/dong"].get("disclosures:late") is None
    assert library.disclosed["jia"]["late"] == {"jia/a": [f"projects/{LU}"]}
    parts = [parts["disclosures", "late"] for own in library.lists.values() for parts in own
             if ("disclosures", "late") in parts]  # fmt: skip
    assert [row["id"] for part in parts for row in part.rows] == ["jia/a"]
    notices = [row for row in library.records["jia"] if row["kind"] == "disclosures"]
    assert {row["id"]: row["faults"] for row in notices} == {
        "jia/a": ["late"], "jia/b": [],
    }  # fmt: skip


def test_a_notice_that_was_late_nearby_and_far_away_is_counted_once(tmp_path: Path) -> None:
    there = "content/projects/jia/2018-lu.md"
    small = site(
        tmp_path, jia__a=notice("before_start", "2018-03-09", projects=f"[{LU}, jia/2018-lu]")
    )
    small.write(there, changed(PROJECT, photos=None, progress=None).partition("# ")[0])
    library, problems = small.library(RULED)
    assert [each.code for each in problems if each.severity == "error"] == []
    assert library.figures["jia"]["disclosures:late"] == 1


def test_the_decision_of_a_commendation_is_disclosed_in_time_or_late(tmp_path: Path) -> None:
    for first, late in (("2018-07-21", 0), ("2018-07-22", 1)):
        text = notice("commendation_decided", first, projects="[]", commendation='"2018"')
        library = site(tmp_path / first, jia__a=text).library(RULED)[0]
        assert library.figures["jia"].get("disclosures:late", 0) == late
    assert "date: 2018-07-01" in COMMENDATION


def test_an_allotment_of_money_is_disclosed_in_time_or_late(tmp_path: Path) -> None:
    """That of the county is of 2018-02-20; a town may disclose it too."""
    for first, late in (("2018-03-12", 0), ("2018-03-13", 1)):
        for place in ("jia", "jia__dong"):
            text = notice("allocation", first, projects="[]", allocations="[jia/2018-zhuanxiang]")
            library = site(tmp_path / first / place, **{f"{place}__a": text}).library(RULED)[0]
            figures = library.figures[place.replace("__", "/")]
            assert figures.get("disclosures:late", 0) == late


def test_projects_that_are_not_there_or_not_public_are_no_one_to_hold_a_notice_to(
    tmp_path: Path,
) -> None:
    small = site(
        tmp_path, jia__a=notice("library", "2018-02-20", projects="[jia/dong/shang/2018-no]")
    )
    assert small.problems(RULED) == ["disclosures/jia/a.yaml:5:12: P211 projects.1"]


def test_the_figures_do_not_depend_on_where_a_notice_lies(tmp_path: Path) -> None:
    """A county's notices, and the same of the town: but for who is held to what is absent."""
    stages = {"library": "2018-01-05", "year_plan": "2018-01-05", "plan_change": "2018-06-10",
              "before_start": "2018-03-09", "after_completion": "2018-09-30"}  # fmt: skip
    found = []
    for place in ("jia", "jia__dong"):
        notices = {f"{place}__{n}": notice(*each) for n, each in enumerate(stages.items())}
        found.append(counted(site(tmp_path / place, **notices)))
    assert found == [{"kept": 4, "missed": 1}] * 2


UNITS = {"jia": "shi", "jia/dong": "jia", "jia/dong/shang": "jia/dong", "yi/xi/zhong": "yi/xi"}
PROJECTS = ("jia/dong/shang/a", "jia/dong/shang/b", "jia/dong/c", "jia/d", "yi/xi/zhong/e")
STAGES = ("library", "year_plan", "plan_change", "before_start", "after_completion")
LISTED = st.sets(st.sampled_from(PROJECTS))
DATES = ("2018-01-05", "2018-03-20", "2018-10-01", "2018-12-20", "2019-01-10")


def described(stage: str, dates: list[str]) -> Any:
    return {
        "title": "项目",
        "stage": stage,
        "changes": [{"date": each} for each in dates[:1]],
        "actual": {"start": dates[0] if dates else "", "finish": dates[1] if dates[1:] else ""},
    }


@steady(150)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(("library", "approved", "under_way", "stopped")),
            st.lists(st.sampled_from(DATES[:4]), max_size=2).map(sorted),
        ),
        min_size=5,
        max_size=5,
    ),
    st.lists(
        st.tuples(
            st.sampled_from((*UNITS, "jia")),
            st.sampled_from(STAGES),
            st.sampled_from(DATES),
            st.booleans(),
            st.sets(st.sampled_from(PROJECTS), min_size=1),
            st.sampled_from(("", "jia/2018", "yi/2018")),
        ),
        max_size=6,
    ),
    st.fixed_dictionaries({"jia/2018": LISTED, "yi/2018": LISTED}),
)
def test_whatever_names_what_each_stage_is_counted_once_where_its_project_is(
    projects: Any, notices: Any, libraries: Any
) -> None:
    views: dict[str, Any] = {}
    every = []

    def of(ident: str) -> Any:
        batch = "/".join(ident.split("/")[:-1][:2])
        empty: dict[str, Any] = {
            kind: {}
            for kind in ("projects", "allocations", "commendations", "disclosures", "libraries")
        }
        return views.setdefault(batch, empty)

    for ident, told in zip(PROJECTS, projects, strict=True):
        of(ident)["projects"][ident] = described(*told)
    for ident, listed in libraries.items():
        entries = [{"project": each} for each in sorted(listed)]
        of(ident)["libraries"][ident] = {"entries": entries}
    for n, (place, stage, first, brief, named, library) in enumerate(notices):
        ident = f"{place}/n{n}"
        view = {
            "id": ident, "stage": stage, "first": first, "last": "", "late": [], "until": "",
            "state": "to_come" if first > "2018-12-31" else "standing",
            "faults": ["brief"] if brief else [], "projects": sorted(named),
            "allocations": [], "commendation": "", "library": library,
        }  # fmt: skip
        of(ident)["disclosures"][ident] = view
        with_it = libraries[library] if library and stage == "library" else set()
        every.append({**view, "brief": brief, "projects": {*named, *with_it}})
    reached = {
        batch: {i: disclosures.reached(i, each, RULED) for i, each in own["projects"].items()}
        for batch, own in views.items()
    }
    both = {
        batch: disclosures.settle(own, reached[batch], batch, RULED) for batch, own in views.items()
    }
    settled = {batch: each for batch, (each, _) in both.items()}
    rows = {
        batch: [
            {"id": i, "unit": i.rpartition("/")[0], "faults": [*each["faults"]]}
            for i, each in own["disclosures"].items()
        ]
        for batch, own in views.items()
    }
    packed, _ = notices_elsewhere.join(
        settled.items(), rows, UNITS, "shi", lambda batch: both[batch][1]
    )
    found = dict(packed.items())
    by_year: dict[str, Counter[str]] = {}
    for place, figures in found.items():
        for name in [name for name in figures if name.count(":") == 2]:
            state, kind, _ = name.split(":")
            by_year.setdefault(place, Counter())[f"{state}:{kind}"] += figures.pop(name)
    recording = {each["id"].rpartition("/")[0] for each in every}
    wanted: dict[str, Counter[str]] = {}
    for ident, told in zip(PROJECTS, projects, strict=True):
        unit = ident.rpartition("/")[0]
        held = bool({unit, UNITS.get(unit)} & recording)
        events = disclosures.events_of(described(*told), RULED)
        own = [each for each in every if ident in each["projects"]]
        for state in disclosures.states_of(events, own).values():
            state = {"overdue": "missed" if held else "unknown"}.get(state, state)  # noqa: PLW2901
            wanted.setdefault(unit, Counter())[f"{state}:disclosures"] += 1
        for each in own:
            if disclosures.is_late(events, each):
                each["late"] = True
    for each in every:
        if each["late"]:
            place = each["id"].rpartition("/")[0]
            wanted.setdefault(place, Counter())["disclosures:late"] += 1
    assert {unit: each for unit, each in found.items() if each} == wanted
    late = "disclosures:late"
    stages = {unit: {n: k for n, k in each.items() if n != late} for unit, each in wanted.items()}
    assert by_year == {unit: each for unit, each in stages.items() if each}


def test_a_stage_is_of_the_year_of_what_was_to_be_disclosed_else_of_its_project() -> None:
    events: disclosures.Events = {
        "library": [disclosures.UNDATED],
        "plan_change": [("2016-12-30", "2017-01-26", True), ("2017-03-01", "2017-03-29", True)],
        "before_start": [("", "2018-02-01", True)],
    }
    assert disclosures.years_of("projects/jia/dong/2016-lu", events) == {
        "library": "2016",
        "plan_change": "2017",
        "before_start": "2018",
    }


def test_what_was_not_disclosed_stands_by_year_the_latest_first_and_no_more_than_fits() -> None:
    failed = [{"key": f"projects/{n}", "year": year} for n, year in enumerate(("2016", "2018") * 3)]
    found = disclosures.by_year(failed, 4)
    assert [(each["year"], each["count"], each["left_out"]) for each in found] == [
        ("2018", 3, 0),
        ("2016", 3, 2),
    ]
    assert [row["key"] for row in found[1]["rows"]] == ["projects/0"]


LIBRARY = f"year: 2018\ndate: 2018-11-20\nentries:\n  - {{project: {LU}, urgency: 急}}\n"


@pytest.mark.parametrize("place", ["jia", "jia__dong", "jia__dong__shang", "shili"])
def test_a_notice_of_a_whole_library_discloses_each_project_in_it(
    tmp_path: Path, place: str
) -> None:
    text = notice("library", "2018-11-25", projects="[]", library="jia/2018")
    small = site(tmp_path, **{f"{place}__a": text})
    small.write("content/libraries/jia/2018.yaml", LIBRARY)
    assert counted(small)["kept"] == 1
    library = small.library(RULED)[0]
    [told] = library.disclosed["jia/dong"]["notices"][f"projects/{LU}"]
    assert (told["id"], told["whole"]) == (f"{place}/a".replace("__", "/"), True)
    # what was taken out of it is not disclosed with it, and a plan that names it is none of it
    small.write("content/libraries/jia/2018.yaml", LIBRARY.replace("entries:", "removed:")
                .replace("urgency: 急", "why: 不做了") + "entries: []\n")  # fmt: skip
    assert counted(small).get("kept", 0) == 0
    small.write("content/libraries/jia/2018.yaml", LIBRARY)
    small.write(
        f"content/disclosures/{place.replace('__', '/')}/a.yaml",
        text.replace("stage: library", "stage: before_start"),
    )
    assert counted(small).get("kept", 0) == 0


def test_a_project_that_a_notice_names_beside_its_library_is_told_of_once(tmp_path: Path) -> None:
    text = notice("library", "2018-11-25", library="jia/2018")
    small = site(tmp_path, jia__a=text)
    small.write("content/libraries/jia/2018.yaml", LIBRARY)
    library = small.library(RULED)[0]
    [told] = library.disclosed["jia/dong"]["notices"][f"projects/{LU}"]
    assert not told["whole"]
    assert counted(small)["kept"] == 1


def test_what_the_prefecture_has_not_disclosed_of_its_own_projects_is_told_by_name(
    tmp_path: Path,
) -> None:
    small = site(tmp_path, shili__a=notice("year_plan", "2018-01-05", projects="[2018-lu]"))
    bare = changed(PROJECT, photos=None, progress=None).partition("# ")[0]
    small.write("content/projects/2018-lu.md", bare)
    told = small.library(RULED)[0].disclosed["shili"]
    assert [each["key"] for each in told["failed"]] == ["projects/2018-lu"] * 3
    assert told["titles"]["projects/2018-lu"] == ("", "上村通组公路硬化")
    silent = site(tmp_path / "silent")
    silent.write("content/projects/2018-lu.md", bare)
    assert "shili" not in silent.library(RULED)[0].disclosed


def test_a_unit_without_projects_has_nothing_to_disclose(tmp_path: Path) -> None:
    small = site(tmp_path)
    small.write("content/units/jia/dong/kong.yaml", unit("village", "空村"))
    assert counted(small, "jia/dong/kong") == {}


def test_each_project_is_told_of_the_notices_that_name_it_and_whether_it_is_late_in_them() -> None:
    days = {"stage": "before_start", "first": "2018-03-01", "last": "2018-03-10", "state": "over"}
    days["until"] = ""
    said = {"unit": "jia/dong", "by": "东镇", "faults": ["brief"]}
    notices = [
        {"id": "jia/dong/2018-a", "projects": [LU, "jia/dong/2018-qiao"], **days, **said},
        {"id": "jia/dong/2018-b", "projects": [LU], **days, **said, "faults": []},
    ]
    found = disclosures.by_project(notices, {"jia/dong/2018-a": [f"projects/{LU}"]})
    where = {**days, "unit": "jia/dong", "by": "东镇", "whole": False}
    first = {"id": "jia/dong/2018-a", "brief": True, **where}
    assert found == {
        LU: [
            {**first, "late": True},
            {"id": "jia/dong/2018-b", "brief": False, **where, "late": False},
        ],
        "jia/dong/2018-qiao": [{**first, "late": False}],
    }


def test_a_deadline_that_cannot_be_counted_is_warned_of_once_it_may_be_over() -> None:
    by = replace(UNCOUNTED, disclosures={**UNCOUNTED.disclosures, "allocation": LATER})
    later = PROJECT.replace("2018-09-25", "2027-09-25")
    assert "P406 actual.finish" in codes(judge("projects", later, by))
    assert "P406 actual.finish" not in codes(judge("projects", PROJECT, by))
    allotted = changed(ALLOCATION, date="2028-03-01")
    assert codes(judge("allocations", allotted, by)) == ["P406 date"]
    soon = replace(by, as_of=date(2028, 3, 12))
    assert judge("allocations", allotted, soon) == []
