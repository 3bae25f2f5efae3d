"""What is kept of a batch comes back as it was; projects one by one, as they are asked for."""

from pathlib import Path

import pytest

from generator.model.kinds.kind import View
from generator.model.kinds.registry import KINDS
from generator.records import view_cache
from generator.records.disclosures import Aside

TWO: dict[str, View] = {
    "jia/a": {"title": "甲", "file": "a.md", "sources": [{"fund": "衔接", "amount": 100}]},
    "jia/b": {"title": "乙", "file": "b.md", "sources": []},
}


def kept_views(projects: dict[str, View]) -> view_cache.Views:
    """Return the views of a batch with these projects and a unit."""
    views: view_cache.Views = {**{kind: {} for kind in KINDS}, view_cache.MANY: view_cache.Packed()}
    views["units"]["jia"] = {"name": "甲县", "level": "county"}
    for ident, view in projects.items():
        views[view_cache.MANY][ident] = view
    return views


@pytest.mark.parametrize("projects", [TWO, {}])
def test_views_come_back_as_they_were_in_the_order_they_were_put_in(
    projects: dict[str, View],
) -> None:
    found = view_cache.unpacked(view_cache.packed(kept_views(projects)))
    assert {kind: {**each} for kind, each in found.items()} == {
        **{kind: {} for kind in KINDS},
        "units": {"jia": {"name": "甲县", "level": "county"}},
        "projects": projects,
    }
    assert [*found["projects"]] == [*projects]
    assert [[*view] for view in found["projects"].values()] == [[*v] for v in projects.values()]


def test_the_names_of_what_projects_say_are_kept_once() -> None:
    content = view_cache.packed(kept_views(TWO))
    assert [content.count(name) for name in (b"title", b"file", b"sources")] == [1, 1, 1]


def test_a_view_that_is_changed_stays_as_it_was_kept_until_it_is_put_back() -> None:
    projects = kept_views(TWO)[view_cache.MANY]
    view = projects["jia/a"]
    view["title"] = "丙"
    assert projects["jia/a"]["title"] == "甲"
    projects["jia/a"] = view
    assert projects["jia/a"]["title"] == "丙"
    del projects["jia/a"]
    assert {**projects} == {"jia/b": TWO["jia/b"]}
    assert (len(projects), "jia/a" in projects, projects.get("jia/a")) == (1, False, None)


@pytest.mark.parametrize(
    "other", [{"title": "丙"}, {"file": "c.md", "title": "丙", "sources": []}, {}]
)
def test_projects_that_say_other_things_or_in_another_order_are_refused(other: View) -> None:
    projects = kept_views(TWO)[view_cache.MANY]
    with pytest.raises(ValueError, match="jia/c"):
        projects["jia/c"] = other
    assert {**projects} == TWO


def test_what_is_put_aside_lies_behind_the_views_and_is_read_by_itself(tmp_path: Path) -> None:
    file, aside = tmp_path / "jia.views", Aside({"projects/jia/a": "kept"}, b"events")
    content = view_cache.packed(kept_views(TWO))
    file.write_bytes(content + view_cache.packed_aside(aside, {"units/jia": b"{}"}, len(content)))
    assert view_cache.aside(file) == aside
    assert view_cache.public(file) == {"units/jia": b"{}"}
    assert {**view_cache.load(file)["projects"]} == TWO
