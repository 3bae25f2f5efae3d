"""Records are joined: the tree of units holds, lists and honours stand in order."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.base.messages import ENGLISH
from generator.model import problem_words
from tests.records import (
    COMMENDATION,
    PROJECT,
    Small,
    changed,
    unit,
)

LU = "content/projects/jia/dong/shang/2018-lu.md"


def problems(root: Path, files: Mapping[str, str | None]) -> list[str]:
    """Return the problems of the rich site with `files` laid over it, under content/units."""
    laid = {f"content/units/{path}": text for path, text in files.items()}
    return Small(root, laid).problems()


def test_the_rich_site_has_nothing_wrong(tmp_path: Path) -> None:
    assert Small(tmp_path).problems() == []


# ---- the tree


def test_folders_and_parents_make_the_tree(tmp_path: Path) -> None:
    files = {
        "content/units/beta.yaml": unit("town", parent="jia"),
        "content/units/beta/gamma.yaml": unit("village"),
    }
    library, found = Small(tmp_path, files).library()
    assert found == []
    assert library.root == "shili"
    assert library.children == {
        "shili": ["jia"], "jia": ["beta", "jia/dong"], "jia/dong": ["jia/dong/shang"],
        "beta": ["beta/gamma"],
    }  # fmt: skip
    assert library.line("jia/dong/shang") == ["shili", "jia", "jia/dong", "jia/dong/shang"]
    assert library.county("beta/gamma") == "jia"
    assert library.county("shili") == "shili"
    assert list(library.below("jia")) == [
        "jia", "beta", "beta/gamma", "jia/dong", "jia/dong/shang",
    ]  # fmt: skip


def test_units_stand_in_the_order_of_the_register(tmp_path: Path) -> None:
    files = {
        "content/units/a.yaml": unit("county"),
        "content/units/b.yaml": unit("county", "一县", code='"522702"'),
        "content/units/c.yaml": unit("county", code='"522701"'),
    }
    library, _ = Small(tmp_path, files).library()
    assert library.children["shili"] == ["c", "b", "a", "jia"]


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"x.yaml": unit("town")}, ["units/x.yaml:3:8: P204 level"]),
        ({"x.yaml": unit("village", parent="jia")}, ["units/x.yaml:5:9: P204 level"]),
        ({"jia/x.yaml": unit("county")}, ["units/jia/x.yaml:3:8: P204 level"]),
        ({"jia/dong/x.yaml": unit("town")}, ["units/jia/dong/x.yaml:3:8: P204 level"]),
        (
            {"jia/dong/shang/x.yaml": unit("village")},
            ["units/jia/dong/shang/x.yaml:3:8: P204 level"],
        ),
        ({"yi/x.yaml": unit("town")}, ["units/yi/x.yaml:3:8: P201 parent"]),
        ({"x.yaml": unit("town", parent="jai")}, ["units/x.yaml:5:9: P201 parent"]),
        ({"jia/x.yaml": unit("town", parent="shili")}, ["units/jia/x.yaml:5:9: P208 parent"]),
        ({"jia/x.yaml": unit("town", parent="jia")}, []),
        ({"x.yaml": unit("county", parent="shili")}, []),
    ],
)
def test_a_unit_stands_under_one_of_the_level_above(
    tmp_path: Path, files: dict[str, str | None], found: list[str]
) -> None:
    assert problems(tmp_path, files) == found


def test_an_unknown_parent_is_told_the_nearest_unit(tmp_path: Path) -> None:
    small = Small(tmp_path, {"content/units/x.yaml": unit("town", parent="jia/dnog")})
    (found,) = small.library()[1]
    assert "did you mean “jia/dong”" in problem_words.message(found, ENGLISH)


@pytest.mark.parametrize("size", [1, 2, 3, 30])
def test_parents_that_lead_in_a_circle_are_named_once(tmp_path: Path, size: int) -> None:
    names = [f"x{n:02d}" for n in range(size)]
    circle = {
        f"content/units/{name}.yaml": unit("town", parent=names[(n + 1) % size])
        for n, name in enumerate(names)
    }
    below = {
        "content/units/x00/y.yaml": unit("village"),
        "content/units/x00/y/z.yaml": unit("town"),
    }
    library, found = Small(tmp_path, circle | below).library()
    assert [each.code for each in found] == ["P205", "P204"]
    assert dict(found[0].values)["chain"] == " → ".join([*names, names[0]])
    assert str(found[0].place) == "content/units/x00.yaml:5:9"
    assert library.line("x00/y/z")[-1] == "x00/y/z"


def test_there_is_one_prefecture(tmp_path: Path) -> None:
    files = {"shili.yaml": None, "x.yaml": unit("county", "示例州")}
    found = problems(tmp_path, files)
    named = ("commendations", "allocations")  # those of the prefecture that is gone
    assert [each for each in found if not each.startswith(named)] == ["units: P206 level"]


def test_a_second_prefecture_is_named_where_it_stands(tmp_path: Path) -> None:
    assert problems(tmp_path, {"zhou.yaml": unit("prefecture")}) == [
        "units/zhou.yaml:3:8: P206 level"
    ]


@pytest.mark.parametrize(
    "text", [unit("prefecture", staff="many"), unit("prefecture") + "x: y\n", "a: [", "\0", ""]
)
def test_a_prefecture_with_a_fault_of_its_own_is_not_also_called_missing(
    tmp_path: Path, text: str
) -> None:
    found = problems(tmp_path, {"shili.yaml": text})
    assert found
    assert all(each.startswith("units/shili.yaml") for each in found)
    assert not any("P206" in each for each in found)


def test_a_prefecture_in_a_file_that_cannot_be_an_address_is_not_also_called_missing(
    tmp_path: Path,
) -> None:
    files: dict[str, str | None] = {"shili.yaml": None, "Shili.yaml": unit("prefecture")}
    found = problems(tmp_path, files)
    assert not any("P206" in each for each in found)
    assert "units/Shili.yaml: P009" in found


def test_a_fault_of_a_record_that_is_no_unit_does_not_hide_that_there_is_no_prefecture(
    tmp_path: Path,
) -> None:
    files = {"content/units/shili.yaml": None, LU: changed(PROJECT, budget="x")}
    files["content/units/x.yaml"] = unit("county")  # of two counties none is above all
    found = Small(tmp_path, files).problems()
    assert "units: P206 level" in found
    assert any("P102" in each for each in found)


def test_a_code_belongs_to_one_division(tmp_path: Path) -> None:
    files = {
        "x.yaml": unit("county", code='"522702"'),
        "y.yaml": unit("county", "二县", code="522702"),
        "z.yaml": unit("county", "三县"),
    }
    (found,) = problems(tmp_path, files)
    assert found == "units/y.yaml:5:7: P207 code"


def test_no_units_at_all_is_one_problem(tmp_path: Path) -> None:
    assert Small(
        tmp_path, {"content/pages/a.md": "---\ntitle: x\n---\n"}, rich=False
    ).problems() == ["units: P206 level"]


# ---- lists


def test_commendations_stand_by_year_and_honours_by_unit(tmp_path: Path) -> None:
    older = changed(COMMENDATION, year="2016", withdrawals=None)
    library, found = Small(tmp_path, {"content/commendations/2016.md": older}).library()
    assert found == []
    assert [row["id"] for row in library.commendations] == ["2018", "2016"]
    of_village = library.honours["jia/dong/shang"]
    assert [each["commendation"]["id"] for each in of_village] == ["2018", "2016"]
    assert [bool(each["withdrawn"]) for each in of_village] == [True, False]


def test_projects_stand_by_unit_and_the_latest_year_first(tmp_path: Path) -> None:
    files = {
        "content/projects/jia/dong/shang/2017-a.md": changed(PROJECT, year="2017"),
        "content/projects/jia/2018-b.md": changed(PROJECT, photos=None).replace(
            "photo.jpg", "x.jpg"
        ),
        "content/projects/jia/dong/shang/2018-c.md": PROJECT,
    }
    library, _ = Small(tmp_path, files).library()
    rows = (row for own in library.by_unit.values() for row in own)
    assert [row["id"].rpartition("/")[2] for row in rows] == [
        "2018-b", "2017-jiguang", "2018-c", "2018-lu", "2017-a",
    ]  # fmt: skip


def test_places_above_show_the_first_late_projects_of_all_below(tmp_path: Path) -> None:
    plan = "title: 修路\nyear: 2018\ncategory: infrastructure\nstage: approved\n"
    plan += "plan: {start: 2018-03, finish: 2018-11}\n"
    named = [f"{place}2018-{n:02d}" for place in ("jia/dong/shang/", "jia/", "") for n in range(6)]
    files = {f"content/projects/{each}.yaml": plan for each in named}
    library, _ = Small(tmp_path, files).library()

    def late(unit: str) -> list[str]:
        return [row["id"] for row in library.late.get(unit, ()) if row["id"] in named]

    assert late("jia/dong/shang") == late("jia/dong") == named[:6]
    assert late("jia") == [*named[6:12], *named[:4]]
    assert sorted(late(library.root)) == sorted([*named[12:], *named[6:10]])
