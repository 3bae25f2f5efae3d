"""Pages say what notices disclose, by name or with a library, and what the prefecture missed."""

import re
import shutil
from pathlib import Path

import pytest

from generator.build import build
from generator.model import problem_words
from tests.conftest import AS_OF, files, load

PROJECT = "projects/yi/xi/zhong/2018-lumian"
NOTICE = "content/disclosures/yi/2018-xiangmuku.yaml"
LIBRARY = "content/libraries/yi/2018.yaml"
OF_LIBRARY = (
    "stage: library\ntitle: 乙县项目库公示\nyear: 2018\nfirst: 2018-11-25\nlibrary: yi/2018\n"
)
OF_MONEY = (
    "stage: allocation\ntitle: 资金分配公示\nyear: 2018\nfirst: 2018-03-01\n"
    "allocations: [shili/2018-zhuanxiang, jia/2018-zhuanxiang]\n"
)


def make(root: Path) -> dict[str, bytes]:
    report = build.build(load(root), AS_OF)
    assert report.published, [(e.place, problem_words.message(e, "en")) for e in report.problems]
    return files(root / "site")


def words(made: dict[str, bytes], url: str) -> str:
    text = made[url].decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))


def put(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, "utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a site with notices of a library and of money, and a project of the prefecture."""
    root = tmp_path_factory.mktemp("notices") / "whole"
    shutil.copytree(Path(__file__).parent / "sites/whole", root)
    put(root, NOTICE, OF_LIBRARY)
    put(root, "content/disclosures/shili/2018-zijin.yaml", OF_MONEY)
    put(
        root,
        "content/projects/2018-qiao.yaml",
        "title: 州界大桥\nyear: 2018\ncategory: infrastructure\nstage: under_way\n"
        "performance_target: 通车\nbudget: 100万元\nplan: {start: 2018-03-01, finish: 2019-10-31}\n"
        "actual: {start: 2018-03-08}\n",
    )
    make(root)
    return root


def test_a_notice_names_money_by_its_day_and_its_fund(built: Path) -> None:
    page = words(files(built / "site"), "compliance/shili.html")
    assert "2018年2月1日 财政专项扶贫资金 2018年2月20日 财政专项扶贫资金" in page
    assert "各自的网页上都写着这份公示" not in page  # which is said of those that are left out
    english = words(files(built / "site"), "en/compliance/shili.html")
    assert "February 20, 2018 财政专项扶贫资金" in english


def test_what_the_prefecture_did_not_disclose_of_its_own_projects_has_a_name(built: Path) -> None:
    page = files(built / "site")["compliance/shili.html"].decode()
    assert re.search(r'href="../projects/2018-qiao.html">\s*州界大桥', page)


def test_a_project_names_the_notice_of_the_whole_library_it_stands_in(built: Path) -> None:
    made = files(built / "site")
    assert "项目库 2018年11月25日 乙县 · 一直贴着 · 随整个项目库公示" in words(
        made, f"{PROJECT}.html"
    )


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (NOTICE, "2018-11-25", "2018-11-26"),
        (NOTICE, "library: yi/2018", "projects: [yi/xi/zhong/2018-lumian]"),
        (NOTICE, "stage: library", "stage: before_start\nprojects: [yi/xi/zhong/2018-lumian]"),
        (LIBRARY, "entries:\n", "entries: []\nremoved:\n"),
    ],
)
def test_what_becomes_of_the_notice_or_the_library_shows_on_the_page_of_the_project(
    built: Path, tmp_path: Path, file: str, old: str, new: str
) -> None:
    root = tmp_path / "whole"
    shutil.copytree(built, root)
    before = files(root / "site")
    text = (root / file).read_text("utf-8")
    assert old in text
    text = text.replace(old, new)
    (root / file).write_text(
        text.replace(", urgency: 急", "") if "removed" in new else text, "utf-8"
    )
    after = make(root)
    assert after[f"{PROJECT}.html"] != before[f"{PROJECT}.html"]
    clean = tmp_path / "clean"
    shutil.copytree(root, clean, ignore=shutil.ignore_patterns("site", ".portal"))
    assert make(clean) == after
