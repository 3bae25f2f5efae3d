"""The pages of money say what the ledger says, and are made again when it changes anywhere."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import build
from tests.conftest import AS_OF, files, load

GONGLU = "projects/jia/dong/shang/2018-gonglu.md"
COUNTY = "allocations/jia/2018-zhuanxiang.yaml"
GIVER = "allocations/shili/2018-zhuanxiang.md"


def make(root: Path) -> dict[str, bytes]:
    report = build.build(load(root), AS_OF)
    assert report.published, [(e.place, e.message("en")) for e in report.problems]
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
    assert any(url.startswith("funds/") for url in after if after[url] != before.get(url))
    assert after == clean(root, tmp_path / "clean")


def test_a_page_says_what_came_in_what_it_became_and_what_is_left(built: Path) -> None:
    text = words(files(built / "site"), "funds/jia.html")
    assert "5,450,000.00 = 1,450,000.00 + 4,000,000.00元" in text
    assert "没有对上的：这里的项目计划资金中有3,550,000.00元" in text
    assert "其中滞留4,000,000.00元" in text
    assert "统筹整合以前是什么资金 农业综合开发补助资金" in text
    assert "东镇 450,000" not in text  # the town received nothing, its village did
    assert (
        "乙县" in words(files(built / "site"), "funds/shili.html").partition("没有记录资金下达")[2]
    )


def test_each_allotment_leads_to_where_it_came_from_and_where_it_went(built: Path) -> None:
    made = files(built / "site")
    county, above = made["funds/jia.html"].decode(), made["funds/shili.html"].decode()
    assert 'href="../funds/shili.html#allocations-2018-zhuanxiang"' in county
    assert 'href="../projects/jia/dong/shang/2018-gonglu.html"' in county
    assert above.count('href="../funds/jia.html#allocations-2018-zh') == 2
    project = made["projects/jia/dong/shang/2018-gonglu.html"].decode()
    assert 'href="../../../../funds/jia.html#allocations-2018-zhuanxiang"' in project
    assert "没有对上是哪一笔资金" in project  # the county's own share
    assert "没有写明出自哪一笔资金" in project  # the second payment
    only = made["projects/jia/dong/xia/2017-qiao.html"].decode()
    assert only.count("出自财政专项扶贫资金") == 2  # both payments, without a word in the record


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
    assert re.search(r"资金没有滞留 1 2 0", words(made, "compliance/jia.html"))
    assert re.search(r"资金没有滞留 0 0 2", words(made, "compliance/yi.html"))
