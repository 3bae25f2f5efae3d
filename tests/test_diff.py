"""`portal diff`: what a change of records does, told against what git has."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.build import change
from generator.commands import cli
from tests import sites

PROJECT = "content/projects/jia/dong/shang/2018-gonglu.md"


def git(root: Path, *arguments: str) -> None:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a repository whose folder `site` is the small whole site."""
    root = tmp_path_factory.mktemp("repository")
    sites.lay(root / "site")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "all")
    return root


@pytest.fixture(autouse=True)
def in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def site(committed: Path, tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    shutil.copytree(committed, root)
    return root / "site"


def diff(site: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str, str]:
    config = ("--config", str(site / "config.yaml"))
    code = cli.main(["diff", *config, "--as-of", "2018-12-31", "--jobs", "1", *more])
    said = capsys.readouterr()
    return code, said.out, said.err


def edit(site: Path, old: str, new: str, file: str = PROJECT) -> None:
    path = site / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_where_nothing_changed_it_says_so(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = diff(site, capsys)
    assert code == 0
    assert "新增0条记录，改动0条，撤下0条" in said
    assert "公开的内容没有变化。" in said


def test_it_tells_records_fields_and_what_becomes_of_the_sums(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(site, "amount: 37.5万元", "amount: 38万元")
    edit(site, "title: ", "title: 新")
    code, said, _ = diff(site, capsys, "--format", "json")
    found = json.loads(said)
    assert code == 0
    [changed] = found["changed"]
    assert changed["path"] == PROJECT[8:-3]
    assert {each["path"]: each["after"] for each in changed["fields"]} == {
        "payments.1.amount": "380000.00",
        "title": "新上村通组公路硬化",
    }
    paid = [(each["unit"], each["after"] - each["before"]) for each in found["sums"]]
    assert paid == [(unit, 500_000) for unit in ("shili", "jia", "jia/dong", "jia/dong/shang")]
    _, said, _ = diff(site, capsys)
    assert "示例州: 已付资金（元）" in said
    assert "(+5,000.00)" in said


def test_a_record_that_moved_is_the_same_one_and_what_changed_in_it_is_told(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(site, "amount: 37.5万元", "amount: 38万元")
    edit(site, "title: ", "moved: [jia/dong/shang/2018-gonglu]\ntitle: ")
    (site / PROJECT).rename(site / PROJECT.replace("2018-gonglu", "2018-xinlu"))
    for other in (site / "content").rglob("*"):
        if other.is_file() and "xinlu" not in other.name:
            content = other.read_bytes()
            other.write_bytes(content.replace(b"shang/2018-gonglu", b"shang/2018-xinlu"))
    _, said, _ = diff(site, capsys, "--format", "json")
    found = json.loads(said)
    assert not [each for name in ("new", "withdrawn") for each in found[name]]
    [moved] = [each for each in found["changed"] if "moved" in each]
    assert moved["moved"] == PROJECT[8:-3]
    assert ("payments.1.amount", "380000.00") in [
        (each["path"], each["after"]) for each in moved["fields"]
    ]


def test_of_a_place_that_moved_all_beneath_it_moved() -> None:
    record = b'{"fields":{}}'
    before = change.State(
        {"units/jia/jiu": record, "exits/jia/jiu": record, "projects/jia/jiu/lu": record},
        {"jia/jiu": {"projects": 1}},
        {"jia/jiu": "旧"},
        0,
    )
    after = change.State(
        {"units/jia/xin": record, "exits/jia/xin": record, "projects/jia/xin/lu": record},
        {"jia/xin": {"projects": 2}},
        {"jia/xin": "新"},
        0,
        {"units/jia/xin": ["jia/jiu"]},
    )
    found = change.between(before, after)
    assert [(each.path, each.moved) for each in found.changed] == [
        (now, now.replace("xin", "jiu")) for now in sorted(after.records)
    ]
    assert (found.new, found.gone) == ([], [])
    assert [(each.unit, each.before, each.after) for each in found.figures] == [("jia/xin", 1, 2)]


def test_in_markdown_nothing_of_a_record_is_taken_for_marks(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(site, "title: ", "title: 路*灯*<b>")
    code, said, _ = diff(site, capsys, "--format", "markdown")
    assert code == 0
    assert said.startswith("## ")
    assert r"路\*灯\*\<b\>" in said


def test_a_number_that_no_page_shows_is_not_told(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(site, "title: ", "phone: '13812345678'\ntitle: 新") if "phone:" not in (
        site / PROJECT
    ).read_text("utf-8") else edit(site, "title: ", "title: 新")
    _, said, _ = diff(site, capsys)
    assert "13812345678" not in said


def test_a_state_that_git_does_not_know_is_a_sentence(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, said = diff(site, capsys, "nowhere")
    assert code == 2
    assert "git 在这里不认识“nowhere”这个版本。" in said
    code, _, said = diff(site, capsys, "--", "--output=x")
    assert code == 2
    assert not (site / "x").exists()


def test_outside_of_a_repository_it_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    code, _, said = diff(sites.lay(tmp_path / "alone"), capsys)
    assert code == 2
    assert "不在 git 仓库里" in said


def test_without_git_it_is_a_sentence(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(site))
    code, _, said = diff(site, capsys)
    assert code == 2
    assert "这台机器没有装 git" in said
