"""Places change: one that has ended stays findable, has no duties, and says what became of it."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from generator.base.messages import CHINESE
from generator.build import build
from generator.joined import succession
from generator.model import problem_words
from generator.model.config import Config
from tests import sites
from tests.conftest import files, load

UNIT = "content/units/jia/dong"
BEFORE, AFTER = date(2018, 12, 31), date(2019, 1, 1)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a small site in which 下村 ends with 2018 and is part of 上村 from then on."""
    root = sites.lay(tmp_path / "site")
    changed(root, "xia", "until: 2018-12-31", "successor: [jia/dong/shang]")
    return root


def changed(root: Path, village: str, *lines: str) -> None:
    file = root / UNIT / f"{village}.yaml"
    file.write_text(file.read_text("utf-8") + "".join(f"{line}\n" for line in lines), "utf-8")


def built(config: Config, day: date) -> dict[str, str]:
    report = build.build(config, day, jobs=1)
    assert report.published, report.problems
    after = "P227"  # which records of a place that has ended cannot but have
    told = [each for each in report.problems if each.code != after]
    assert not [each for each in told if each.code.startswith("P2")]
    return {
        name: content.decode()
        for name, content in files(config.output).items()
        if name.endswith((".html", ".json"))
    }


def former(pages: dict[str, str]) -> dict[str, list[str]]:
    """Return what the search knows places by besides their names, by these."""
    (content,) = (page for name, page in pages.items() if name.startswith("search/places."))
    found: dict[str, list[str]] = json.loads(content).get("former", {})
    names = ["示例州", "甲县", "东镇", "上村", "下村", "乙县", "西镇", "中心社区"]
    return {names[int(number)]: own for number, own in found.items()}


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_place_ends_by_itself_on_the_day_after_its_last(site: Path) -> None:
    config = load(site)
    before = built(config, BEFORE)
    assert "到2018年12月31日为止" in text(before["units/jia/dong/xia.html"])
    assert "现在属于" not in before["units/jia/dong/xia.html"]
    after = built(config, AFTER)  # nothing was changed but the day
    page = after["units/jia/dong/xia.html"]
    assert "2018年12月31日撤销" in text(page)
    assert 'href="../../../units/jia/dong/shang.html"' in page
    heir = after["units/jia/dong/shang.html"]
    assert "../../../units/jia/dong/xia.html" in heir
    assert "2018年12月31日" in text(after["units/jia/dong.html"])
    fresh = sites.lay(site.parent / "fresh")
    changed(fresh, "xia", "until: 2018-12-31", "successor: [jia/dong/shang]")
    assert built(load(fresh), AFTER) == after


def test_one_that_has_ended_counts_once_and_has_no_duties(site: Path) -> None:
    config = load(site)
    before, after = built(config, BEFORE), built(config, AFTER)

    def villages(pages: dict[str, str]) -> int:
        found = re.search(
            r"村和社区.*?<tbody>(.*?)</tbody>", pages["supervisors/jia.html"], re.DOTALL
        )
        assert found
        cell = re.search(r'data-l="村和社区">\s*(\d+)', found[1])
        assert cell
        return int(cell[1])

    assert villages(before) == villages(after) + 1
    assert "没填" in text(before["compliance/jia/dong/xia.html"])
    rows = re.findall(r"民生监督员[^<]*</th>", after["compliance/jia/dong/xia.html"])
    assert not rows


def test_its_name_finds_what_it_belongs_to_in_the_search(site: Path) -> None:
    assert former(built(load(site), AFTER)) == {"上村": ["下村"]}
    assert former(built(load(site), BEFORE)) == {}


def test_a_successor_that_ended_in_its_turn_leads_further(site: Path) -> None:
    changed(site, "shang", "until: 2019-02-28", "successor: [yi/xi/zhong]")
    found = former(built(load(site), date(2019, 3, 1)))
    assert {name: sorted(names) for name, names in found.items()} == {
        "上村": ["下村"],
        "中心社区": ["上村", "下村"],
    }


def test_places_that_belong_to_each_other_in_a_circle_are_each_told_the_way_round(
    site: Path,
) -> None:
    changed(site, "shang", "until: 2019-02-28", "successor: [yi/xi/zhong]")
    zhong = site / "content/units/yi/xi/zhong.yaml"
    said = zhong.read_text("utf-8")
    zhong.write_text(f"{said}until: 2030-12-31\nsuccessor: [jia/dong/shang]\n", "utf-8")
    found = [each for each in sites.judge(site) if each.code == "P228"]
    assert {each.place.file.rpartition("/")[2]: dict(each.values)["names"] for each in found} == {
        "shang.yaml": "上村 → 中心社区 → 上村",
        "zhong.yaml": "中心社区 → 上村 → 中心社区",
    }, "下村 is in no circle, it only leads into one"


def test_an_old_address_that_is_the_records_own_is_said_to_be_just_that(tmp_path: Path) -> None:
    root = sites.lay(tmp_path / "site")
    changed(root, "shang", "moved: [jia/dong/shang]")
    [found] = [each for each in sites.judge(root) if each.code == "P226"]
    said = problem_words.message(found, CHINESE)
    assert "这份档案现在就在那里" in said
    assert "另一份" not in said


def test_a_moved_record_leaves_a_page_that_leads_on_without_script(tmp_path: Path) -> None:
    root = sites.lay(tmp_path / "site")
    changed(root, "shang", "moved: [jia/jiu/shang]")
    pages = built(load(root), date(2018, 12, 31))
    old = pages["units/jia/jiu/shang.html"]
    assert 'http-equiv="refresh" content="0; url=../../../units/jia/dong/shang.html"' in old
    assert '<a href="../../../units/jia/dong/shang.html">上村</a>' in old
    assert "noindex" in old
    assert "<script" not in old
    # all that lies beneath the place had other addresses, too
    assert "compliance/jia/jiu/shang.html" in pages
    moved = {name for name in pages if name.startswith("projects/jia/jiu/shang/")}
    own = {name for name in pages if re.match(r"projects/jia/dong/shang/.*\.html$", name)}
    assert own
    assert not [name for name in moved if not name.endswith(".html")], "what a program reads"
    assert {name.replace("/jiu/", "/dong/") for name in moved} >= own
    assert "units/jia/jiu/shang.html" not in pages["sitemap.html"]
    assert "en/units/jia/jiu/shang.html" in pages


def test_a_project_may_have_moved_alone(tmp_path: Path) -> None:
    root = sites.lay(tmp_path / "site")
    (file, *_) = sorted((root / "content/projects/jia/dong/shang").glob("*.md"))
    said = file.read_text("utf-8")
    file.write_text(said.replace("---\n", "---\nmoved: [jia/dong/shang/lao]\n", 1), "utf-8")
    pages = built(load(root), date(2018, 12, 31))
    assert f"{file.stem}.html" in pages["projects/jia/dong/shang/lao.html"]


END = date(2015, 12, 31)
"""A day before all that the small site records."""


@pytest.mark.parametrize(
    ("unit", "told"),
    [
        (
            "jia/dong",
            {
                "answers/jia/dong/2018-shuiguan.yaml date",
                "assessments/jia/dong/2018.yaml year",
                "commendations/2017-niandu.md honorees.1.unit",
                "disclosures/jia/dong/2018-biangeng.yaml first",
                "meetings/jia/dong/2018-11.md date",
                "projects/jia/dong/2018-shuichang.yaml year",
                "rectifications/jia/dong/2018-buzhu.md date",
                "rectifications/jia/dong/2018-gongshi.yaml date",
                "teams/jia/dong.yaml date",
            },
        ),
        (
            "jia/dong/shang",
            {
                "answers/jia/dong/shang/2018-gonglu-shuigou.md date",
                "commendations/2017-niandu.md honorees.2.unit",
                "disclosures/jia/dong/shang/2018-gonglu-kaigong.md first",
                "exits/jia/dong/shang.yaml exited.date",
                "projects/jia/dong/shang/2018-gonglu.md actual.start",
                "projects/jia/dong/shang/2018-yinshui.md actual.start",
                "projects/jia/dong/shang/2019-yangzhi.md plan.start",
                "supervisors/jia/dong/shang.yaml posts",
                "teams/jia/dong/shang.yaml date",
            },
        ),
        ("yi", {"libraries/yi/2018.yaml date"}),
        (
            "shili",
            {
                "allocations/shili/2018-zhuanxiang.md date",
                "commendations/2017-niandu.md by",
                "commendations/2018-niandu.md by",
                "documents/2016-yijian.md date",
                "units/shili.yaml leaders.1.since",
            },
        ),
    ],
)
def test_what_began_after_a_places_last_day_is_told_of_every_kind(
    unit: str, told: set[str], tmp_path: Path
) -> None:
    root = sites.lay(tmp_path / "site")
    file = root / f"content/units/{unit}.yaml"
    file.write_text(file.read_text("utf-8") + f"until: {END}\n", "utf-8")
    found = [each for each in sites.judge(root) if each.code == "P227"]
    assert {f"{each.place.file.removeprefix('content/')} {each.field}" for each in found} == told
    assert all(("last", END.isoformat()) in each.values for each in found)


def test_who_leads_or_is_honoured_after_the_last_day_is_told_and_what_began_before_is_not(
    site: Path,
) -> None:
    changed(site, "shang", "until: 2018-12-31", "established: 2019-02")
    round_ = site / "content/commendations/2018-niandu.md"
    said = round_.read_text("utf-8").replace("year: 2018", "year: 2019", 1)
    round_.write_text(said.replace("yi/xi/zhong", "jia/dong/xia"), "utf-8")
    found = [each for each in sites.judge(site) if each.code == "P227"]
    assert {f"{each.place.file.removeprefix('content/')} {each.field}" for each in found} == {
        "units/jia/dong/shang.yaml established",
        "commendations/2018-niandu.md honorees.1.unit",
        "projects/jia/dong/shang/2019-yangzhi.md plan.start",
    }


@pytest.mark.parametrize(("count", "more"), [(6, False), (7, True)])
def test_of_the_places_beneath_one_that_ended_the_first_six_are_named(
    tmp_path: Path, count: int, *, more: bool
) -> None:
    (tmp_path / "x.yaml").write_text("until: 2018-06-30\n", "utf-8")
    below = [f"dong/{n}" for n in range(count)]
    units = {each: {"dissolved": False, "short_name": each[-1]} for each in below}
    ended = {"dong": {"dissolved": True, "file": "x.yaml"}}
    [told] = succession.faults({**ended, **units}, {"dong": below}, tmp_path)
    said = dict(told.values)
    assert (said["count"], said["names"]) == (str(count), "0、1、2、3、4、5" + "…" * more)
