"""The pages of money say what the ledger says, and are made again when it changes anywhere."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.build import build
from generator.build.preview_first import Session, Watched
from generator.model import problem_words
from tests.conftest import AS_OF, files, load

GONGLU = "projects/jia/dong/shang/2018-gonglu.md"
COUNTY = "allocations/jia/2018-zhuanxiang.yaml"
GIVER = "allocations/shili/2018-zhuanxiang.md"


def make(root: Path) -> dict[str, bytes]:
    report = build.build(load(root), AS_OF)
    assert report.published, [(e.place, problem_words.message(e, "en")) for e in report.problems]
    return files(root / "site")


def clean(root: Path, to: Path) -> dict[str, bytes]:
    """Return the files of a build from nothing of the same sources."""
    shutil.copytree(root, to, ignore=shutil.ignore_patterns("site", ".portal"))
    return make(to)


def words(made: dict[str, bytes], url: str) -> str:
    """Return what stands in a page, without markup."""
    text = made[url].decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))


def put(root: Path, path: str, text: str) -> None:
    file = root / "content" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def edit(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        text = (root / "content" / path).read_text("utf-8")
        assert old in text
        put(root, path, text.replace(old, new))

    return change


def rename(path: str, to: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        (root / "content" / path).rename(root / "content" / to)

    return change


def remove(path: str) -> Callable[[Path], None]:
    return lambda root: (root / "content" / path).unlink()


def both(*changes: Callable[[Path], None]) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        for each in changes:
            each(root)

    return change


def add(path: str, text: str) -> Callable[[Path], None]:
    return lambda root: put(root, path, text)


MORE = (
    "date: 2018-12-20\nfund: 财政专项扶贫资金\nlevel: central\npurpose: poverty\namount: 50万元\n"
)
EDITS: dict[str, Callable[[Path], None]] = {
    "a project has another title": edit(GONGLU, "title: 上村通组公路硬化", "title: 上村的路"),
    "a project is paid more": edit(
        GONGLU, "amount: 400000.00", "amount: 500000.00\n    allocation: jia/2018-zhuanxiang"
    ),
    "a project takes nothing any more": edit(GONGLU, "    allocation: jia/2018-zhuanxiang\n", ""),
    "a village has another name": edit("units/jia/dong/shang.yaml", "_name: 上村", "_name: 高村"),
    "a county has another name": edit("units/jia.yaml", "short_name: 甲县", "short_name: 丙县"),
    "a county gets less": edit(COUNTY, "300万元", "299.5万元"),
    "money comes to a town": add(
        "allocations/jia/dong/2018-x.yaml",
        MORE.replace("50万元", "1万元\nfrom_allocation: jia/2018-zhuanxiang"),
    ),
    "money comes to another county": add("allocations/yi/2018-x.yaml", MORE),
    "the principle is told otherwise": edit(GIVER, "按贫困", "平均按贫困"),
    "money goes": remove("allocations/jia/2018-zhenghe.yaml"),
    "money is renamed": rename(
        "allocations/jia/2018-zhenghe.yaml", "allocations/jia/2018-zhenghe-b.yaml"
    ),
    "all money of a village goes": both(
        remove("allocations/jia/dong/xia/2017-qiao.yaml"),
        edit("projects/jia/dong/xia/2017-qiao.md", ", allocation: jia/dong/xia/2017-qiao", ""),
    ),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the whole site as it was built once; no test changes it."""
    root = tmp_path_factory.mktemp("funds") / "whole"
    shutil.copytree(Path(__file__).parent / "sites/whole", root)
    make(root)
    return root


@pytest.mark.parametrize("what", EDITS)
def test_whatever_changes_anywhere_the_pages_are_those_of_a_build_from_nothing(
    built: Path, tmp_path: Path, what: str
) -> None:
    root = tmp_path / "whole"
    shutil.copytree(built, root)
    before = files(root / "site")
    EDITS[what](root)
    after = make(root)
    changed = {url for url in after if after[url] != before.get(url)}
    assert any(url.startswith(("funds/", "allocations/")) for url in changed)
    assert after == clean(root, tmp_path / "clean")


def test_a_page_says_what_came_in_what_it_became_and_what_is_left(built: Path) -> None:
    text = words(files(built / "site"), "funds/jia.html")
    assert "收到5,450,000.00元：用到项目1,450,000.00元，还没用4,000,000.00元" in text
    assert "这里的项目计划花的钱里，有3,550,000.00元没查到" in text
    assert "其中压着没动4,000,000.00元" in text
    assert "东镇 450,000" not in text  # the town received nothing, its village did
    assert "乙县" in words(files(built / "site"), "funds/shili.html").partition("没填拨来的钱")[2]


def test_each_allotment_leads_to_where_it_came_from_and_where_it_went(built: Path) -> None:
    made = files(built / "site")
    county = made["allocations/jia/2018-zhuanxiang.html"].decode()
    above = made["allocations/shili/2018-zhuanxiang.html"].decode()
    assert 'href="../../allocations/shili/2018-zhuanxiang.html"' in county
    assert 'href="../../projects/jia/dong/shang/2018-gonglu.html"' in county
    assert 'href="../../funds/jia.html"' in county
    assert above.count('href="../../allocations/jia/2018-zh') == 2
    for place in ("jia", "shili"):
        ledger = made[f"funds/{place}.html"].decode()
        assert f'href="../allocations/{place}/2018-zhuanxiang.html"' in ledger
    project = made["projects/jia/dong/shang/2018-gonglu.html"].decode()
    assert 'href="../../../../allocations/jia/2018-zhuanxiang.html"' in project
    assert "没查到是哪笔钱拨的" in project  # the county's own share
    assert "没填出自哪笔钱" in project  # the second payment
    only = made["projects/jia/dong/xia/2017-qiao.html"].decode()
    assert only.count("出自财政专项扶贫资金") == 2  # both payments, without a word in the record


def test_the_page_of_an_allotment_tells_the_whole_of_it(built: Path) -> None:
    made = files(built / "site")
    pooled = words(made, "allocations/jia/2018-zhenghe.html")
    assert "2018年3月5日 县级涉农整合资金 甲县" in pooled
    assert "合起来以前是什么钱 农业综合开发补助资金" in pooled
    assert "甲县的资金" in pooled
    assert "还没用 200.00 万元 2,000,000.00 元 情况 压着没动" in pooled


def test_projects_of_an_allotment_stand_with_all_the_places_below_its_own(built: Path) -> None:
    """Villages of two towns may have the same name."""
    made = files(built / "site")
    assert "上村通组公路硬化 东镇 上村 " in words(made, "allocations/jia/2018-zhuanxiang.html")
    of_village = words(made, "allocations/jia/dong/xia/2017-qiao.html")
    assert "下村 " in of_village
    assert "东镇 下村" not in of_village.partition("钱到了哪里")[2]


def test_the_projects_of_an_allotment_fill_as_many_pages_as_they_need(
    built: Path, tmp_path: Path
) -> None:
    """The second page has another address than the allotment whose name ends in a two."""
    root = tmp_path / "whole"
    shutil.copytree(built, root)
    for n in (2, 3):
        put(root, f"allocations/jia/2018-zhuanxiang-{n}.yaml", MORE)
    project = (
        "title: 第{n}条路\nyear: 2018\ncategory: infrastructure\nstage: approved\n"
        "performance_target: 方便出行\nsources:\n  - {{fund: 财政专项扶贫资金, level: central,"
        " amount: 0.01万元, allocation: jia/2018-zhuanxiang}}\n"
    )
    for n in range(200):
        put(root, f"projects/jia/dong/shang/2018-lu-{n}.yaml", project.format(n=n))
    made = make(root)
    first = "allocations/jia/2018-zhuanxiang.html"
    pages = [first, *(f"allocations/jia/2018-zhuanxiang--{n}.html" for n in (2, 3))]
    shown = [re.findall(r'href="[./]*(projects/[^"]*)"', made[url].decode()) for url in pages]
    assert [len(each) for each in shown] == [100, 100, 1]
    assert len({*shown[0], *shown[1], *shown[2]}) == 201
    assert "allocations/jia/2018-zhuanxiang--4.html" not in made
    assert "还没用" in words(made, first)
    assert "还没用" not in words(made, pages[1])
    assert "第2页" in made[pages[1]].decode().partition("</title>")[0]
    assert 'href="../../allocations/jia/2018-zhuanxiang--2.html"' in made[first].decode()
    for n in (2, 3):
        assert "条路" not in words(made, f"allocations/jia/2018-zhuanxiang-{n}.html")
    before = made[pages[2]]
    put(root, "projects/jia/dong/shang/2018-lu-0.yaml", project.format(n="零"))
    after = make(root)
    assert after[pages[2]] == before
    assert after == clean(root, tmp_path / "clean")


def test_a_place_without_allotments_leads_to_the_nearest_above_and_has_no_page(
    built: Path,
) -> None:
    made = files(built / "site")
    assert "funds/jia/dong/shang.html" not in made
    assert b'href="../../../funds/jia/dong.html"' in made["units/jia/dong/shang.html"]
    assert b"funds/shili.html" in made["index.html"]
    assert b"funds/shili.html" in made["compliance/yi.html"]


def test_duties_count_idle_money_as_missed_and_silence_as_unknown(built: Path) -> None:
    made = files(built / "site")
    assert "钱没有压着不动 没做到 2 做到 1 近期" in words(made, "compliance/jia.html")
    assert "钱没有压着不动 没填 2 近期" in words(made, "compliance/yi.html")


def test_an_allotment_that_is_looked_at_is_shown_before_anything_is_published(
    built: Path, tmp_path: Path
) -> None:
    root = tmp_path / "whole"
    shutil.copytree(built, root)
    EDITS["a project has another title"](root)
    shown: dict[str, str] = {}
    url = "allocations/jia/2018-zhuanxiang.html"

    def show(pages: dict[str, Path]) -> None:
        shown.update({at: path.read_text("utf-8") for at, path in pages.items()})
        assert "上村的路" not in (root / "site" / url).read_text("utf-8")

    build.build(load(root), AS_OF, session=Session(watched=Watched(frozenset([url]), show)))
    assert shown.keys() == {url}
    assert "上村的路" in shown[url]
    assert shown[url] == (root / "site" / url).read_text("utf-8")
