"""Teams: who is in post, what ties them to the place, and staff against its minimum."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.kinds import team, unit
from generator.model.kinds.kind import Rules, Staffing
from tests.conftest import files
from tests.records import RULES, TEAM, Small, changed, codes, judge, read, steady
from tests.test_build import clean_copy, edit, make

BONDS = "responsibility: 甲, projects: [jia/dong/shang/2018-lu], funds: [{fund: 甲}]"
SECRETARY = f"role: first_secretary, name: 示例甲, {BONDS}"
ENOUGH = Rules(
    RULES.as_of,
    RULES.categories,
    RULES.commendation_notice,
    staffing={"county": Staffing(20, 20, "示例规定"), "town": Staffing(8, 5, "示例规定")},
)


def rules(day: str) -> Rules:
    return Rules(date.fromisoformat(day), {}, RULES.commendation_notice)


def view(text: str, day: str = "2018-12-31") -> Any:
    return team.view(read("teams", text, "jia/dong/shang"), rules(day))


def members(*lines: str) -> str:
    return changed(TEAM, members="\n" + "\n".join(f"  - {{{line}}}" for line in lines))


def test_a_team_as_it_should_be_has_nothing_wrong() -> None:
    assert judge("teams", TEAM) == []


@pytest.mark.parametrize(
    ("lines", "state", "problems"),
    [
        ([SECRETARY], "held", []),
        (["role: resident, vacant: yes"], "vacant", []),
        ([SECRETARY, "role: resident, vacant: yes"], "vacant", []),
        ([f"{SECRETARY}, until: 2018-12-30"], "over", ["P922 members.0.until"]),
        ([f"{SECRETARY}, until: 2018-12-31"], "held", []),
        ([f"{SECRETARY}, until: 2018-06", SECRETARY], "held", []),
        ([f"{SECRETARY}, since: 2019-01"], "to_come", []),
    ],
)
def test_terms_are_held_against_the_day_of_the_data(
    lines: list[str], state: str, problems: list[str]
) -> None:
    assert view(members(*lines))["state"] == state
    assert codes(judge("teams", members(*lines))) == problems


def test_one_who_was_followed_is_told_last_and_stands_in_no_list() -> None:
    shown = view(members(f"{SECRETARY}, until: 2018-06", SECRETARY.replace("示例", "示例后")))
    assert [each["state"] for each in shown["members"]] == ["held", ""]
    assert shown["members"][0]["name"].startswith("示例后")
    assert len(team.row(shown)["members"]) == 1


def test_one_whose_term_is_over_is_not_followed_by_one_in_another_role() -> None:
    resident = SECRETARY.replace("first_secretary", "resident")
    lines = [f"{SECRETARY}, until: 2018-06", resident]
    assert view(members(*lines))["state"] == "over"
    assert codes(judge("teams", members(*lines))) == ["P922 members.0.until"]


def test_a_team_without_anyone_says_so() -> None:
    assert view(changed(TEAM, members=None))["state"] == "none"


def test_a_post_has_someone_or_is_vacant() -> None:
    assert codes(judge("teams", members("role: resident"))) == ["P920 members.0"]
    both = f"{SECRETARY}, vacant: yes"
    assert codes(judge("teams", members(both))) == ["P921 members.0.vacant"]


@pytest.mark.parametrize("bond", team.BONDS)
def test_who_is_sent_is_tied_by_all_three_bonds(bond: str) -> None:
    text = TEAM.replace("  - role: 驻村干部\n    vacant: yes\n", "")
    lines = text.split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith(f"    {bond}:"))
    end = at + 1
    while lines[end].startswith("      "):
        end += 1
    [found] = judge("teams", "\n".join(lines[:at] + lines[end:]))
    assert (found.code, dict(found.values)["fields"].split("\t")[1]) == ("P924", bond)


def test_a_mobile_number_is_masked_without_consent() -> None:
    hidden = members(f"{SECRETARY}, phone: 10000001234")
    assert view(hidden)["members"][0]["phone"] == "100****1234"
    assert codes(judge("teams", hidden)) == ["P603 members.0.phone"]
    assert view(TEAM)["members"][0]["phone"] == "10000001234"


def test_nothing_is_counted_or_held_after_the_day_of_the_data() -> None:
    assert codes(judge("teams", TEAM, rules("2018-04-30"))) == [
        "P304 date",
        "P304 trainings.0.date",
        "P304 pairing.date",
    ]


def test_no_more_households_are_paired_than_there_are() -> None:
    more = changed(TEAM, pairing="{date: 2018-12, households: 5, paired: 6}")
    assert codes(judge("teams", more)) == ["P923 pairing.paired"]
    same = changed(TEAM, pairing="{date: 2018-12, households: 6, paired: 6}")
    assert codes(judge("teams", same)) == []


def test_households_are_counted_where_they_live() -> None:
    def beside(text: str, level: str) -> list[str]:
        return codes([*team.beside(view(text), {"level": level}, {}, RULES)])

    assert beside(TEAM, "town") == ["P925 pairing"]
    assert beside(TEAM, "village") == []
    assert beside(changed(TEAM, pairing=None), "town") == []


def test_those_in_post_those_trained_and_households_are_counted() -> None:
    held = "{date: 2018, level: 村, title: 甲}"
    unknown = f"[{held}, {held.replace('}', ', trainees: 4}')}]"
    text = changed(members(SECRETARY, SECRETARY, "role: resident, vacant: yes"), trainings=unknown)
    assert team.KIND.figures(view(text)) == {
        "teams": 1, "teams:vacant": 1, "sent:first_secretary": 2, "trainings": 2,
        "trainees": 4, "trainees_unknown": 1, "to_pair": 64, "paired": 60,
    }  # fmt: skip


def test_only_a_first_secretary_in_post_whose_number_can_be_called_is_named_to_call() -> None:
    for line, called in [
        (f"{SECRETARY}, phone: 0854-0000001", "0854-0000001"),
        (f"{SECRETARY}, phone: 100****1234", None),
        (SECRETARY, None),
        (f"{SECRETARY}, phone: 0854-0000001, until: 2018-06", None),
        (f"{SECRETARY.replace('first_secretary', 'resident')}, phone: 0854-0000001", None),
    ]:
        found = team.to_call(view(members(line)))
        assert (found["phone"] if found else None) == called
    assert team.to_call(None) is None


# ---- staff against its minimum


@pytest.mark.parametrize(
    ("staff", "poor", "least", "state"),
    [
        (8, True, 8, "kept"),
        (7, True, 8, "missed"),
        (5, False, 5, "kept"),
        (4, False, 5, "missed"),
        (8, None, None, "kept"),
        (7, None, None, "unknown"),
        (5, None, None, "unknown"),
        (4, None, None, "missed"),
        (None, True, 8, "unknown"),
        (None, None, None, "unknown"),
    ],
)
def test_a_towns_minimum_is_that_of_its_county(
    staff: int | None, poor: bool | None, least: int | None, state: str
) -> None:
    row = {"staff": staff, "least": [8, 5]}
    assert unit.staffing(row, poor) == {"staff": staff, "least": least, "state": state}


def test_a_level_without_a_rule_has_no_staff_to_keep() -> None:
    assert unit.staffing({"staff": 3, "least": None}, True) is None


@steady(30)
@given(
    st.sampled_from(["yes", "no", None]),
    st.lists(st.none() | st.integers(3, 9), min_size=1, max_size=4),
    st.none() | st.integers(18, 22),
)
def test_the_county_counts_its_own_staff_and_that_of_its_towns(
    tmp_path_factory: pytest.TempPathFactory,
    poor: str | None,
    towns: list[int | None],
    own: int | None,
) -> None:
    def laid(level: str, staff: int | None, name: str = "甲", **more: str) -> str:
        fields = {"name": name, "short_name": name, "level": level, "kind": "workstation", **more}
        fields |= {} if staff is None else {"staff": str(staff)}
        return "".join(f"{name}: {value}\n" for name, value in fields.items())

    placed: dict[str, str | bytes | None] = {"content/units/shili.yaml": laid("prefecture", None)}
    placed["content/units/jia.yaml"] = laid("county", own, **({"poor": poor} if poor else {}))
    for n, staff in enumerate(towns):
        placed[f"content/units/jia/z{n}.yaml"] = laid("town", staff, "乙丙丁戊"[n])
    small = Small(tmp_path_factory.mktemp("staff"), placed, rich=False)
    library, problems = small.library(ENOUGH)

    def state(staff: int | None, minima: set[int]) -> str:
        if staff is None:
            return "unknown"
        enough = {staff >= each for each in minima}
        return "unknown" if len(enough) == 2 else "kept" if enough == {True} else "missed"

    minima = {"yes": {8}, "no": {5}, None: {8, 5}}[poor]
    expected = [state(own, {20}), *(state(each, minima) for each in towns)]
    found = library.figures["shili"]
    for each in ("kept", "missed", "unknown"):
        assert found.get(f"{each}:staffing", 0) == expected.count(each)
    # and each that has too few is warned of at the line that says so
    files = ["content/units/jia.yaml", *(f"content/units/jia/z{n}.yaml" for n in range(len(towns)))]
    few = {file for file, each in zip(files, expected, strict=True) if each == "missed"}
    assert {(x.code, x.field, x.place.file) for x in problems} == {
        ("P926", "staff", file) for file in few
    }


# ---- pages


def test_a_county_that_is_said_to_be_poor_changes_the_pages_of_its_towns(
    whole: Path, tmp_path: Path
) -> None:
    # the town does not state its staff, so that no figure changes with its minimum
    county = whole / "content/units/yi.yaml"
    stated = [x for x in county.read_text("utf-8").splitlines() if not x.startswith("poor:")]
    county.write_text("\n".join(stated) + "\n", "utf-8")
    for poor in ("", "poor: yes\n", "poor: no\n"):
        county.write_text("\n".join(stated) + f"\n{poor}", "utf-8")
        make(whole)
        shown = files(whole / "site")
        assert shown == clean_copy(whole, tmp_path / "clean")
        page = shown["compliance/yi/xi.html"].decode()
        assert ("至少8人" in page, "至少5人" in page) == ("yes" in poor, "no" in poor)


@pytest.mark.usefixtures("published")
def test_the_title_of_a_project_elsewhere_is_that_of_now(whole: Path, tmp_path: Path) -> None:
    make(whole)
    edit(whole / "content/projects/2018-peixun.md", "title: ", "title: 又名")
    make(whole)
    shown = files(whole / "site")
    assert shown == clean_copy(whole, tmp_path / "clean")
    assert ">又名" in shown["compliance/jia/dong/shang.html"].decode()


@pytest.mark.usefixtures("published")
def test_the_first_secretary_can_be_called_from_the_page_of_the_village(whole: Path) -> None:
    make(whole)
    call = files(whole / "site")["units/jia/dong/shang.html"].decode()
    assert 'href="tel:0854-0000321"' in call
    edit(whole / "content/teams/jia/dong/shang.yaml", "phone: 0854-0000321", "phone: 100****0321")
    make(whole)
    assert "示例巳" not in files(whole / "site")["units/jia/dong/shang.html"].decode()


@pytest.mark.usefixtures("published")
def test_the_lists_say_who_was_sent_where(whole: Path) -> None:
    make(whole)
    listed = files(whole / "site")["lists/teams/held.html"].decode()
    assert "示例巳" in listed
    assert "示例州水务局" in listed
    assert "compliance/jia/dong/shang.html#teams" in listed


def test_a_team_of_no_unit_is_told(tmp_path: Path) -> None:
    lost = {"content/teams/jia/nan.yaml": TEAM}
    assert Small(tmp_path, lost).problems() == ["teams/jia/nan.yaml:1:1: P201"]
