"""Each number of a place leads to what it counts, at every level."""

import re
from pathlib import Path
from typing import Any

import pytest

from generator.build import build
from generator.pages.place_figures import counted, picks_of_party, share, spread
from tests.conftest import AS_OF, load
from tests.records import changed
from tests.test_project import LEAST


@pytest.mark.parametrize(
    ("planned", "paid", "said"),
    [
        (1000, 0, "0%"),
        (1000, 9, "<1%"),
        (1000, 10, "1%"),
        (1000, 685, "68%"),
        (1000, 990, "99%"),
        (1000, 991, ">99%"),
        (1000, 1000, "100%"),
    ],
)
def test_less_than_a_hundredth_is_not_told_as_a_whole_one(
    planned: int, paid: int, said: str
) -> None:
    assert share({"planned": planned, "paid": paid}) == said


TOWN = {"id": "jia/dong", "level": "town"}


def village(name: str, **figures: int) -> dict[str, Any]:
    named = {each.replace("__", ":"): number for each, number in figures.items()}
    return {"id": f"jia/dong/{name}", "level": "village", "figures": named}


def test_what_a_town_counts_is_told_by_village_and_what_is_its_own_apart() -> None:
    figures = {"stage:under_way": 5, "time:finished_late": 1, "planned_unknown": 2, "projects": 9}
    below = [
        village("shang", stage__under_way=3, planned_unknown=2),
        village("xia", stage__under_way=1, time__finished_late=1),
    ]
    found = spread(TOWN, figures, below)
    assert [(each["code"], each["number"], each["own"]) for each in found] == [
        ("under_way", 5, 1),
        ("mended", 1, 0),
        ("planned_unknown", 2, 0),
    ]
    assert [(each["url"], each["number"]) for each in found[0]["places"]] == [
        ("units/jia/dong/shang.html#only-under_way", 3),
        ("units/jia/dong/xia.html#only-under_way", 1),
    ]


def test_what_a_county_has_lists_of_is_not_told_by_town() -> None:
    county = {"id": "jia", "level": "county"}
    figures = {"stage:under_way": 5, "time:finished_late": 1, "time:unknown": 2}
    town = {**TOWN, "figures": {"stage:under_way": 5, "time:unknown": 2}}
    [found] = spread(county, figures, [town], "shi")
    assert (found["code"], found["own"]) == ("undated", 0)
    assert [each["url"] for each in found["places"]] == ["units/jia/dong.html#at-undated"]


@pytest.mark.parametrize("level", ["prefecture", "county", "town", "village"])
def test_no_number_of_a_place_leads_nowhere(level: str) -> None:
    depth = ("prefecture", "county", "town", "village").index(level)
    ident = "/".join(("jia", "dong", "shang")[: max(1, depth)])
    assert all(counted({"id": ident, "level": level}, ident if not depth else "shi").values())


def test_of_a_party_what_is_late_or_done_can_be_shown_alone() -> None:
    sums = {"overdue": 0, "not_started": 1, "finished_late": 0, "accepted": 3, "failed": 0}
    assert picks_of_party(sums) == ["late", "accepted"]


@pytest.mark.parametrize(
    "page",
    [
        *("index", "units/qiannan", "units/duyun", "units/duyun/mochong"),
        *("units/duyun/mochong/bingwu", "units/duyun/mochong/liangmu"),
        *("supervisors/qiannan", "supervisors/duyun"),
        *("parties/index", "compliance/duyun/mochong/bingwu", "compliance/duyun"),
    ],
)
def test_counts_on_pages_are_links_to_places_that_are_there(demonstration: Path, page: str) -> None:
    path = demonstration / f"{page}.html"
    text = path.read_text("utf-8-sig").partition("<main")[2]
    shown = re.sub(r"<(svg|template)[ >].*?</\1>", "", text, flags=re.DOTALL)
    counts = re.findall(
        r'<strong class="alert">(?:(?!</strong>).)*</strong>|<ul class="bars">.*?</ul>'
        r'|<p class="says">.*?</p>|(?<!<h2>帮扶队伍</h2>\n)<ul class="stages">.*?</ul>',
        shown,
        re.DOTALL,
    )
    for each in counts:
        bare = re.sub(r"<small.*?</small>|<a .*?</a>", "", each, flags=re.DOTALL)
        words = re.sub(r"<[^>]*>", "", bare)
        assert not re.search(r"[1-9]\d*(?:个|条|$)", words.strip()), each
        for url in re.findall(r'<a [^>]*href="([^"#]*)#([^"]+)"', each):
            there = (path.parent / url[0]).resolve() if url[0] else path
            assert f'id="{url[1]}"' in there.read_text("utf-8"), url


def test_beside_each_sum_stands_of_how_many_projects_it_is_not_stated(whole: Path) -> None:
    for name, lines in (("2018-a", "budget: 1万元"), ("2018-b", "")):
        text = changed(LEAST, title=name, stage="under_way", budget=None, actual="{start: 2018-03}")
        path = whole / f"content/projects/jia/dong/xia/{name}.md"
        path.write_text(f"---\n{text}{lines}\n---\n", "utf-8")
    report = build.build(load(whole), AS_OF)
    assert report.published
    page = (whole / "site/units/jia/dong/xia.html").read_text("utf-8")
    said = page.partition('<p class="says">')[2].partition("</p>")[0]
    plain = re.sub(r"\s+", " ", re.sub("<[^>]*>", "", said))
    assert re.search(r"计划花\S+ 万元 另有1个项目没填，付了\S+ 万元 另有2个项目没填", plain)
