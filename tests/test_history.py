"""What was changed of records, told from git: only what the public may read, and all of that."""

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.base.processes import InProcess
from generator.build import build, public_log
from generator.model.kinds.kind import View
from generator.model.kinds.registry import KINDS
from generator.pages.shown_changes import UNCOMMITTED, Told
from generator.parse import model_fields
from generator.records import (
    git_history,
    histories,
    history,
    history_fields,
    record_history,
    version_text,
)
from generator.records.histories import Asked, Histories
from tests import sites
from tests.conftest import load

FOLDER = "content/projects/jia/dong/shang"
PROJECT = f"{FOLDER}/2018-gonglu.md"
KEY = "projects/jia/dong/shang/2018-gonglu"
BATCH = "jia/dong"
DAYS = 30


class Site:
    """A small site in a folder of a repository, whose commits have their days."""

    def __init__(self, root: Path) -> None:
        self.top, self.root = root, root / "site"
        self.moved: list[tuple[str, str, str, str]] = []

    def git(self, *arguments: str, when: str = "2018-06-01") -> None:
        sites.git(self.root, *arguments, when=when)

    def commit(self, when: str) -> None:
        sites.commit(self.root, when)

    def edit(self, old: str, new: str, file: str = PROJECT) -> None:
        path = self.root / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8", newline="\n")

    def told(self, state: str = "state", content: Path | None = None) -> Histories:
        found = load(self.root)
        here = content or found.content
        rules, mark = found.rules(sites.AS_OF), git_history.mark(here)
        asked = Asked(here, self.top / state, "Asia/Shanghai", DAYS, rules, b"", mark)
        return histories.told(asked, self.moved, InProcess())

    def events(self, key: str = KEY, batch: str = BATCH, state: str = "state") -> list[View]:
        found = self.told(state)
        return history.load(found.file(batch)).get(key, [])


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("repository")
    site = Site(root)
    sites.lay(site.root)
    (site.root / ".gitignore").write_text("/site/\n/log/\n/.portal/\n", "utf-8")
    subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
    site.commit("2018-06-01")
    return root


@pytest.fixture
def site(committed: Path, tmp_path: Path) -> Site:
    shutil.copytree(committed, tmp_path / "repository")
    return Site(tmp_path / "repository")


def steps(events: list[View]) -> list[tuple[str, str]]:
    return [(each["day"], each["step"]) for each in events]


def changes(events: list[View]) -> dict[str, tuple[Any, Any]]:
    """Return what the last event changed: by the name of the field, what it was and is."""
    return {
        each["what"][-1][0]: (each["before"][1], each["after"][1]) for each in events[-1]["changes"]
    }


def test_what_was_changed_is_told_by_day_field_and_value(site: Site) -> None:
    site.edit("budget: 125万元", "budget: 126万元")
    site.edit("amount: 250000.00", "amount: 26万元")
    site.commit("2018-07-01")
    events = site.events()
    assert steps(events) == [("2018-06-01", "new"), ("2018-07-01", "changed")]
    [budget, source] = events[-1]["changes"]
    assert (budget["before"], budget["after"]) == (("money", 125_000_000), ("money", 126_000_000))
    assert [number for _, number in source["what"]] == [2, 0]


def test_another_way_to_write_the_same_is_no_change(site: Site) -> None:
    site.edit("amount: 250000.00", "amount: 25万元  # 县里配套")
    site.commit("2018-07-01")
    assert steps(site.events()) == [("2018-06-01", "new")]


def test_the_day_is_that_of_the_site_s_time_zone(site: Site) -> None:
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-01T23:30:00+0000")
    assert steps(site.events())[-1] == ("2018-07-02", "changed")


def test_a_number_that_was_taken_out_does_not_come_back(site: Site) -> None:
    site.edit("person_responsible: 示例丁", "person_responsible: 示例丁13812341234")
    site.edit("note: 路基完成", "note: 路基完成，身份证522701199001010016")
    site.commit("2018-07-01")
    site.edit("person_responsible: 示例丁13812341234", "person_responsible: 示例戊")
    site.edit("，身份证522701199001010016", "")
    site.commit("2018-07-02")
    found = site.told()
    kept = found.file(BATCH)
    assert kept is not None
    assert b"13812341234" not in kept.read_bytes()
    assert b"522701199001010016" not in kept.read_bytes()
    assert len(history.load(kept)[KEY]) == 3, "that it was changed is told"


def test_what_was_private_and_is_taken_out_comes_back_from_no_version_where_that_is_said(
    site: Site,
) -> None:
    private = "某户张三患重病"
    gone = "projects/jia/dong/shang/2019-yangzhi"
    for file in (PROJECT, f"content/{gone}.md"):
        site.edit("title: ", f"title: {private}", file)
    site.edit("note: 路基完成", f"note: {private}", PROJECT)
    site.edit("payee: 示例路桥公司 (一队)", f"payee: {private}", PROJECT)
    site.commit("2018-07-01")
    site.edit(f"title: {private}", "title: ", PROJECT)
    site.edit(f"note: {private}", "note: 路基完成", PROJECT)
    entry = f"  - date: 2018-05-10\n    amount: 37.5万元\n    payee: {private}\n"
    site.edit(f"{entry}    note: 开工预付款\n    allocation: jia/2018-zhuanxiang\n", "", PROJECT)
    (site.root / f"content/{gone}.md").unlink()
    site.commit("2018-08-01")

    def published() -> tuple[list[str], list[str]]:
        report = build.build(load(site.root), date(2018, 12, 31))
        assert report.published, report.problems
        made = [each for each in (site.root / "site").rglob("*") if each.is_file()]
        names = [each.name for each in made if private.encode() in each.read_bytes()]
        told = [dict(each.values) for each in report.problems if each.code == "P842"]
        return names, [str(each["name"]) for each in told]

    assert published()[0], "as long as nobody says so"
    before = "unsaid: []"
    for said in (f"[{KEY}, {gone}, projects/jia/nowhere]", f"[{KEY}, {gone}]"):
        site.edit(before, f"unsaid: {said}", "config.yaml")
        before = f"unsaid: {said}"
        names, nowhere = published()
        assert names == []
        assert nowhere == (["projects/jia/nowhere"] if "nowhere" in said else [])
    page = (site.root / f"site/{KEY}.html").read_text("utf-8")
    assert "2018年8月1日" in page, "that it was changed is told"
    assert "改了" in page


def test_a_mobile_number_is_masked_though_its_holder_once_agreed(site: Site) -> None:
    consent = "phone_consent: {date: 2018-01-01, scope: 网站}"
    site.edit("phone: 100****0004", f"phone: '13812341234'\n{consent}")
    site.commit("2018-07-01")
    told = str(site.events()[-1])
    assert "138****1234" in told
    assert "13812341234" not in told


@pytest.mark.parametrize("kept_back", ["status: draft", "board_only: yes", '"board_only": yes'])
def test_what_was_kept_back_is_told_by_no_version(site: Site, kept_back: str) -> None:
    site.edit("title: ", f"{kept_back}\ntitle: ")
    site.edit("task: 硬化路面", "task: 保密内容")
    site.commit("2018-07-01")
    found = site.told()
    [gone] = found.gone
    assert (gone["id"], gone["why"], gone["title"]) == (KEY[9:], "withheld", "")
    assert KEY not in history.load(found.file(BATCH))
    site.edit(f"{kept_back}\n", "")
    site.edit("保密内容", "硬化路面")
    site.commit("2018-07-02")
    events = site.events()
    assert [step for _, step in steps(events)] == ["new", "withheld", "back"]
    assert "保密" not in str(events)


def test_a_record_that_is_gone_keeps_a_line_until_it_is_back(site: Site) -> None:
    site.git("rm", "-q", PROJECT)
    site.commit("2018-07-01")
    [gone] = site.told().gone
    assert (gone["title"], gone["day"], gone["why"]) == ("上村通组公路硬化", "2018-07-01", "gone")
    site.git("revert", "--no-edit", "HEAD", when="2018-07-05")
    assert not site.told().gone
    assert [step for _, step in steps(site.events())] == ["new", "gone", "back"]


def test_what_comes_back_otherwise_says_what_is_other(site: Site) -> None:
    path = site.root / PROJECT
    text = path.read_text("utf-8")
    path.unlink()
    site.commit("2018-07-01")
    path.write_text(text.replace("budget: 125万元", "budget: 126万元"), "utf-8")
    site.commit("2018-08-01")
    assert steps(site.events())[1:] == [("2018-07-01", "gone"), ("2018-08-01", "back")]
    assert changes(site.events()) == {"planned money in all": (125_000_000, 126_000_000)}
    # nor is it told by way of a draft, nor is what stood in that
    site.edit("---\n", "---\nstatus: draft\n")
    site.edit("budget: 126万元", "budget: 999万元")
    site.commit("2018-09-01")
    site.edit("status: draft\n", "")
    site.edit("budget: 999万元", "budget: 127万元")
    site.commit("2018-09-02")
    assert steps(site.events())[3:] == [("2018-09-01", "withheld"), ("2018-09-02", "back")]
    assert changes(site.events()) == {"planned money in all": (126_000_000, 127_000_000)}
    # and what comes back as it was has nothing to tell
    path.unlink()
    site.commit("2018-10-01")
    path.write_text(text.replace("budget: 125万元", "budget: 127万元"), "utf-8")
    site.commit("2018-10-02")
    assert (site.events()[-1]["step"], site.events()[-1]["changes"]) == ("back", [])


def test_what_is_withdrawn_where_lines_are_joined_is_told(site: Site) -> None:
    path = site.root / PROJECT
    text = path.read_text("utf-8")
    site.git("checkout", "-q", "-b", "side")
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-01")
    site.git("checkout", "-q", "main")
    site.edit("note: 路基完成", "note: 路基完成了")
    site.commit("2018-07-02")
    site.git("merge", "-q", "--no-commit", "--no-ff", "side", when="2018-07-03")
    path.unlink()
    site.commit("2018-07-03")
    assert site.events() == []
    [gone] = site.told().gone
    assert (gone["id"], gone["day"], gone["why"]) == (KEY.partition("/")[2], "2018-07-03", "gone")
    assert gone["title"] == "上村通组公路硬化"
    # and brought back, it is held against what was shown last
    path.write_text(text.replace("budget: 125万元", "budget: 126万元"), "utf-8", newline="\n")
    site.commit("2018-07-04")
    assert steps(site.events())[-2:] == [("2018-07-03", "gone"), ("2018-07-04", "back")]
    assert changes(site.events())["planned money in all"] == (125_000_000, 126_000_000)


def test_of_two_lines_one_of_which_withdrew_a_record_the_joined_one_counts(site: Site) -> None:
    path = site.root / PROJECT
    site.git("checkout", "-q", "-b", "side")
    path.unlink()
    site.commit("2018-07-01")
    site.git("checkout", "-q", "main")
    site.edit("note: 路基完成", "note: 路基完成了")
    site.commit("2018-07-02")
    text = path.read_text("utf-8")
    site.git("branch", "other")
    site.git("merge", "-q", "--no-commit", "-s", "ours", "side", when="2018-07-03")
    path.unlink()
    site.commit("2018-07-03")
    assert [(each["day"], each["why"]) for each in site.told().gone] == [("2018-07-03", "gone")]
    site.git("checkout", "-q", "other")
    site.edit("note: 路基完成了", "note: 路基完成")
    site.commit("2018-06-30")
    site.git("merge", "-q", "--no-commit", "-s", "ours", "side", when="2018-07-05")
    path.write_text(text.replace("示例丁", "示例戊"), "utf-8", newline="\n")
    site.commit("2018-07-05")
    assert site.told().gone == []
    assert steps(site.events())[-1][0] == "2018-07-05"


def _joined(site: Site, text: str, when: str) -> None:
    """Join the line `side` into main, with a project that neither of them has."""
    site.git("merge", "-q", "--no-commit", "--no-ff", "-s", "ours", "side", when=when)
    (site.root / PROJECT).write_text(text, "utf-8", newline="\n")
    site.commit(when)


def test_what_a_join_dropped_and_another_brought_back_is_told_as_it_is_now(site: Site) -> None:
    site.git("checkout", "-q", "-b", "side")
    site.edit("示例丁", "示例戊")
    site.commit("2018-06-26")
    site.git("checkout", "-q", "-b", "later")
    site.edit("示例戊", "示例己")
    site.commit("2018-06-29")
    site.git("checkout", "-q", "main")
    site.edit("示例丁", "示例庚")
    site.commit("2018-06-30")
    text = (site.root / PROJECT).read_text("utf-8")
    _joined(site, text.replace("示例庚", "示例戊"), "2018-07-01")
    assert changes(site.events()) == {"person responsible": ("示例庚", "示例戊")}
    site.git("merge", "-q", "--no-edit", "later", when="2018-07-02")
    assert steps(site.events())[-1] == ("2018-07-02", "joined")
    assert changes(site.events()) == {"person responsible": ("示例戊", "示例己")}
    assert site.events() == site.events(state="anew")


def test_what_two_lines_had_as_a_draft_is_new_where_they_are_joined(site: Site) -> None:
    path = site.root / PROJECT
    text = path.read_text("utf-8")
    draft = text.replace("---\n", "---\nstatus: draft\n", 1)
    path.write_text(draft, "utf-8", newline="\n")
    site.git("commit", "-qa", "--amend", "--no-edit")
    site.git("checkout", "-q", "-b", "side")
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-01")
    site.git("checkout", "-q", "main")
    site.edit("示例丁", "示例己")
    site.commit("2018-07-02")
    _joined(site, text, "2018-07-20")
    [event] = site.events()
    assert (event["day"], event["step"], event["changes"]) == ("2018-07-20", "new", [])
    assert {each["late"] for each in site.told().late} == {49}, "counted like any new one"
    assert site.events() == site.events(state="anew")


def test_what_two_lines_made_public_is_new_once_and_came_back_from_nowhere(site: Site) -> None:
    path = site.root / PROJECT
    text = path.read_text("utf-8")
    path.write_text(text.replace("---\n", "---\nstatus: draft\n", 1), "utf-8", newline="\n")
    site.git("commit", "-qa", "--amend", "--no-edit")
    site.git("checkout", "-q", "-b", "side")
    site.edit("status: draft\n", "")
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-02")
    site.git("checkout", "-q", "main")
    site.edit("status: draft\n", "")
    site.commit("2018-07-01")
    _joined(site, text.replace("示例丁", "示例戊"), "2018-07-05")
    assert steps(site.events()) == [("2018-07-01", "new"), ("2018-07-05", "joined")]
    assert changes(site.events()) == {"person responsible": ("示例丁", "示例戊")}
    assert site.events() == site.events(state="anew")


def test_what_two_lines_entered_is_new_once(site: Site) -> None:
    path = site.root / PROJECT
    text = path.read_text("utf-8")
    path.unlink()
    site.git("commit", "-qa", "--amend", "--no-edit")
    site.git("checkout", "-q", "-b", "side")
    path.write_text(text, "utf-8", newline="\n")
    site.commit("2018-07-02")
    site.git("checkout", "-q", "main")
    path.write_text(text, "utf-8", newline="\n")
    site.commit("2018-07-01")
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-01T12:00:00+0800")
    _joined(site, text.replace("示例丁", "示例戊"), "2018-07-05")
    assert [step for _, step in steps(site.events())] == ["new", "changed"]
    assert changes(site.events()) == {"person responsible": ("示例丁", "示例戊")}, "as it is now"
    assert site.events() == site.events(state="anew")


def test_what_was_changed_where_lines_that_had_withdrawn_it_are_joined_is_told(site: Site) -> None:
    path = site.root / PROJECT
    text = path.read_text("utf-8")
    path.unlink()
    site.commit("2018-06-10")
    site.git("checkout", "-q", "-b", "side")
    path.write_text(text.replace("示例丁", "示例戊"), "utf-8", newline="\n")
    site.commit("2018-07-02")
    site.git("checkout", "-q", "main")
    path.write_text(text, "utf-8", newline="\n")
    site.commit("2018-07-01")
    _joined(site, text.replace("budget: 125万元", "budget: 126万元"), "2018-07-05")
    assert [step for _, step in steps(site.events())] == ["new", "gone", "back", "joined"]
    assert changes(site.events()) == {"planned money in all": (125_000_000, 126_000_000)}
    assert site.events() == site.events(state="anew")


@pytest.mark.parametrize("draft", [False, True])
@pytest.mark.parametrize("back", [False, True])
def test_what_a_line_withdrew_that_was_not_public_is_told_as_the_public_line_had_it(
    site: Site, *, draft: bool, back: bool
) -> None:
    path, other = site.root / PROJECT, "content/projects/jia/dong/xia/2018-dapeng.md"
    text = path.read_text("utf-8")
    site.git("checkout", "-q", "-b", "side")
    if draft:
        site.edit("---\n", "---\nstatus: draft\n")
    else:
        path.unlink()
    site.commit("2018-07-01")
    if back:
        path.write_text(text.replace("示例丁", "示例己"), "utf-8", newline="\n")
        site.commit("2018-07-02")
    site.git("checkout", "-q", "main")
    site.edit("title: ", "title: 新", other)
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-02")
    assert steps(site.events())[1:] == [("2018-07-02", "changed")]
    site.git("merge", "-q", "--no-commit", "-s", "ours", "side", when="2018-07-03")
    site.commit("2018-07-03")
    assert steps(site.events())[1:] == [("2018-07-02", "changed")]
    assert changes(site.events()) == {"person responsible": ("示例丁", "示例戊")}
    assert site.told().gone == []
    # and what is done after that is told against what was public
    site.edit("示例戊", "示例庚")
    site.commit("2018-07-04")
    assert changes(site.events()) == {"person responsible": ("示例戊", "示例庚")}
    assert site.events() == site.events(state="anew")


def test_what_was_public_is_told_though_a_line_that_was_not_took_it_in_first(site: Site) -> None:
    """Main withdrew it and brought it back; a side that dropped main's was put into main."""
    path = site.root / PROJECT
    text = path.read_text("utf-8")
    site.git("checkout", "-q", "-b", "side")
    site.edit("示例丁", "示例己")
    site.commit("2018-07-02")
    site.git("checkout", "-q", "main")
    path.unlink()
    site.commit("2018-07-01")
    path.write_text(text.replace("示例丁", "示例戊"), "utf-8", newline="\n")
    site.commit("2018-07-03")
    site.git("checkout", "-q", "side")
    site.git("merge", "-q", "--no-commit", "-s", "ours", "main", when="2018-07-04")
    path.unlink()
    site.commit("2018-07-04")
    site.git("checkout", "-q", "main")
    site.edit("示例戊", "示例庚")
    site.commit("2018-07-05")
    site.git("merge", "-q", "--no-commit", "-s", "ours", "side", when="2018-07-06")
    site.commit("2018-07-06")
    told = [("2018-07-01", "gone"), ("2018-07-03", "back"), ("2018-07-05", "changed")]
    assert steps(site.events())[1:] == told
    assert site.told().gone == []


def test_what_the_public_line_withdrew_comes_back_when_it_is_joined_with_one_that_has_it(
    site: Site,
) -> None:
    site.git("checkout", "-q", "-b", "side")
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-02")
    site.git("checkout", "-q", "main")
    (site.root / PROJECT).unlink()
    site.commit("2018-07-01")
    site.git("merge", "-q", "--no-commit", "-s", "ours", "side", when="2018-07-03")
    site.git("checkout", "side", "--", f":/site/{PROJECT}")
    site.commit("2018-07-03")
    assert steps(site.events())[1:] == [("2018-07-01", "gone"), ("2018-07-03", "back")]
    assert changes(site.events()) == {"person responsible": ("示例丁", "示例戊")}


def test_what_one_line_withdrew_and_the_joined_one_has_is_otherwise_since_then(
    site: Site,
) -> None:
    path = site.root / PROJECT
    text = path.read_text("utf-8")
    site.git("checkout", "-q", "-b", "side")
    path.unlink()
    site.commit("2018-07-01")
    site.git("checkout", "-q", "main")
    site.edit("title: ", "title: 新", "content/projects/jia/dong/xia/2018-dapeng.md")
    site.commit("2018-07-02")
    site.git("merge", "-q", "--no-commit", "-s", "ours", "side", when="2018-07-03")
    path.write_text(text.replace("budget: 125万元", "budget: 126万元"), "utf-8", newline="\n")
    site.commit("2018-07-03")
    assert steps(site.events())[1:] == [("2018-07-03", "changed")]
    assert changes(site.events()) == {"planned money in all": (125_000_000, 126_000_000)}


def test_what_became_a_draft_where_lines_were_joined_says_nothing_of_the_draft(site: Site) -> None:
    site.git("checkout", "-q", "-b", "side")
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-01")
    site.git("checkout", "-q", "main")
    site.edit("note: 路基完成", "note: 路基完成了")
    site.commit("2018-07-02")
    site.git("merge", "-q", "--no-commit", "-s", "ours", "side", when="2018-07-03")
    site.edit("---\n", "---\nstatus: draft\n")
    site.edit("budget: 125万元", "budget: 999万元")
    site.commit("2018-07-03")
    assert [(each["why"], each["day"]) for each in site.told().gone] == [("withheld", "2018-07-03")]
    site.edit("status: draft\n", "")
    site.edit("budget: 999万元", "budget: 130万元")
    site.commit("2018-07-04")
    assert steps(site.events())[-2:] == [("2018-07-03", "withheld"), ("2018-07-04", "back")]
    assert changes(site.events()) == {"planned money in all": (125_000_000, 130_000_000)}
    assert "99900" not in str(site.events())


def test_another_order_is_no_change(site: Site) -> None:
    path = site.root / PROJECT
    _, front, text = path.read_text("utf-8").split("---\n", 2)
    blocks = re.findall(r"(?m)^\S.*\n(?:^[ -].*\n)*", front)
    path.write_text("---\n" + "".join(reversed(blocks)) + f"---\n{text}", "utf-8")
    site.commit("2018-07-01")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    site.commit("2018-07-02")
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n"))
    [sources] = re.findall(r"(?m)^sources:\n((?:  .*\n)+)", front)
    entries = re.findall(r"  - .*\n(?:    .*\n)*", sources)
    site.edit(sources, "".join(reversed(entries)))
    site.commit("2018-07-03")
    assert steps(site.events()) == [("2018-06-01", "new")]
    # one that stands elsewhere is not taken for another that was changed
    site.edit("amount: 250000.00", "amount: 26万元")
    site.edit(
        "".join(reversed(entries)).replace("250000.00", "26万元"),
        sources.replace("250000.00", "26万元"),
    )
    site.commit("2018-07-04")
    assert len(changes(site.events())) == 1


def test_late_entries_are_told_and_counted(site: Site) -> None:
    site.edit(
        "  - date: 2018-08-20\n",
        "  - date: 2018-07-20\n    amount: 2万元\n  - date: 2018-08-10\n    amount: 1万元\n"
        "  - date: 2018-08-20\n",
    )
    site.edit("    percent: 80\n", "    percent: 80\n  - date: 2018-08-29\n    percent: 81\n")
    site.commit("2018-08-30")
    found = site.told()
    late = {row["of"]: (row["late"], row["behind"]) for row in found.late}
    assert late == {"2018-07-20": (41, True), "2018-08-10": (0, True), "2018-08-29": (0, True)}
    assert found.late[0]["title"] == "上村通组公路硬化"
    counts = found.counts["jia/dong/shang"]
    assert counts == {"missed": 3, "missed:2018": 3}
    added = [each for each in site.events()[-1]["changes"] if each["how"] == "added"]
    assert [each["what"][-1][1] for each in added] == [2, 3, 3]


def test_what_is_entered_on_the_last_of_so_many_days_is_not_late(site: Site) -> None:
    site.edit(
        "  - date: 2018-08-20\n",
        "  - date: 2018-07-30\n    amount: 2万元\n  - date: 2018-07-31\n    amount: 1万元\n"
        "  - date: 2018-08-20\n",
    )
    site.commit("2018-08-30")
    late = {row["of"]: row["late"] for row in site.told().late}
    assert late == {"2018-07-30": DAYS + 1, "2018-07-31": 0}


def test_the_day_that_a_commit_says_is_told_where_it_is_more_than_a_day_earlier(
    site: Site,
) -> None:
    """A clock that is an hour slow is no news."""
    for said, now, before in (
        ("示例戊", "2018-07-03", "示例丁"),
        ("示例己", "2018-07-02", "示例戊"),
        ("示例庚", "2018-07-01", "示例己"),
    ):
        site.edit(before, said)
        site.commit(now)
    told = [(each["day"], each["written"]) for each in site.events()[1:]]
    assert told == [("2018-07-03", ""), ("2018-07-03", ""), ("2018-07-03", "2018-07-01")]


def test_what_came_with_all_others_is_not_late(site: Site) -> None:
    assert site.told().counts == {}
    file = f"{FOLDER}/2018-xin.md"
    (site.root / file).write_text((site.root / PROJECT).read_text("utf-8"), "utf-8")
    site.commit("2018-09-30")
    found = site.told()
    dates = {"2018-05-08", "2018-05-10", "2018-06-01", "2018-06-20", "2018-08-20"}
    assert {row["of"] for row in found.late} == dates
    assert max(row["late"] for row in found.late) == 121, "not counted from before all began"


def test_a_record_that_moved_takes_its_history_along(site: Site) -> None:
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-01")
    site.git("mv", PROJECT, f"{FOLDER}/2018-lu.md")
    site.edit("title: ", f"moved: [{KEY[9:]}]\ntitle: ", f"{FOLDER}/2018-lu.md")
    site.commit("2018-08-01")
    site.moved = [("projects", "jia/dong/shang/2018-lu", KEY[9:], "")]
    events = site.events("projects/jia/dong/shang/2018-lu")
    assert [step for _, step in steps(events)] == ["new", "changed", "moved"]
    assert not site.told().gone


def test_a_move_is_told_bit_by_bit_as_it_is_told_at_once(site: Site) -> None:
    now = "jia/dong/2018-gonglu"
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-01")
    site.told()
    site.git("mv", PROJECT, f"content/projects/{now}.md")
    site.moved = [("projects", now, KEY[9:], "")]
    site.commit("2018-07-02")
    site.told()
    site.edit("示例戊", "示例己", f"content/projects/{now}.md")
    site.commit("2018-07-03")
    events = site.events(f"projects/{now}")
    assert events == site.events(f"projects/{now}", state="anew")
    assert [step for _, step in steps(events)] == ["new", "changed", "changed"]
    assert (site.told().gone, site.told("anew").gone) == ([], [])


def renamed(site: Site, old: str, new: str) -> None:
    """Give a place another address, with all beneath it and all that names it."""
    for kind in sorted((site.root / "content").iterdir()):
        for path in (kind / old, kind / f"{old}.yaml"):
            if path.exists():
                path.rename(kind / path.name.replace(path.stem, new.rpartition("/")[2]))
    for path in (site.root / "content").rglob("*"):
        if path.suffix in (".md", ".yaml"):
            text = path.read_text("utf-8").replace(f"{old}/", f"{new}/")
            path.write_text(re.sub(rf": {old}$", f": {new}", text, flags=re.MULTILINE), "utf-8")


def test_all_beneath_a_place_that_moved_takes_its_history_along(site: Site) -> None:
    answer = "answers/jian/dong/shang/2018-gonglu-shuigou"
    site.edit("示例丁", "示例戊")
    site.commit("2018-06-15")
    site.told()
    renamed(site, "jia", "jian")
    site.moved = [("units", "jian", "jia", "")]
    site.commit("2018-07-01")
    site.told()
    now = PROJECT.replace("/jia/", "/jian/")
    site.edit("示例戊", "示例己", now)
    site.commit("2018-07-02")
    key, batch = KEY.replace("/jia/", "/jian/"), "jian/dong"
    days = ["2018-06-01", "2018-06-15", "2018-07-02"]
    assert [day for day, _ in steps(site.events(key, batch))] == days
    assert site.events(key, batch) == site.events(key, batch, state="anew")
    assert (site.told().gone, site.told().late) == ([], [])
    # what names a record by its new address names the same one
    assert steps(site.events(answer, batch)) == [("2018-06-01", "new")]
    assert steps(site.events("commendations/2017-niandu", "")) == [("2018-06-01", "new")]
    # one that then moved by itself has been at three addresses
    (site.root / now).rename(site.root / now.replace("2018-gonglu", "2018-lu"))
    moved = ("projects", "jian/dong/shang/2018-lu", "jian/dong/shang/2018-gonglu", "")
    site.moved.append(moved)
    site.commit("2018-07-03")
    key = "projects/jian/dong/shang/2018-lu"
    assert [day for day, _ in steps(site.events(key, batch))] == days
    assert site.events(key, batch) == site.events(key, batch, state="anew")
    assert site.told().gone == []


def test_a_record_that_came_to_an_address_which_a_place_left_has_a_history_of_its_own(
    site: Site,
) -> None:
    text = (site.root / PROJECT).read_text("utf-8")
    renamed(site, "jia", "jian")
    site.moved = [("units", "jian", "jia", "")]
    site.commit("2018-07-01")
    (site.root / FOLDER).mkdir(parents=True)
    (site.root / PROJECT).write_text(text.replace("示例丁", "示例戊"), "utf-8")
    site.commit("2018-07-02")
    assert steps(site.events())[-1][0] == "2018-07-02"


def test_records_that_each_say_to_have_been_the_other_end_no_build(site: Site) -> None:
    one, two = KEY[9:], "jia/dong/shang/2018-yinshui"
    site.moved = [("projects", one, two, ""), ("projects", two, one, "")]
    site.moved += [("units", "jia", "jia/dong", ""), ("units", "jia/dong", "jia", "")]
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-01")
    assert isinstance(site.events(), list)


def test_what_is_kept_of_a_place_and_was_lost_is_read_anew(site: Site) -> None:
    site.told()
    kept = site.top / "state/jia+dong.versions"
    kept.write_bytes(kept.read_bytes()[:-1])
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-01")
    assert steps(site.events())[-1] == ("2018-07-01", "changed")
    kept.write_bytes(kept.read_bytes()[:-1])
    (site.top / "state/told").unlink()
    assert site.events() == site.events(state="anew")


def test_a_commit_has_only_those_records_told_anew_that_it_changed(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = f"{FOLDER}/2018-yinshui.md"
    site.edit("示例丁", "示例戊")
    site.edit("title: ", "title: 新", other)
    site.commit("2018-07-01")
    site.told()
    told, begin = list[str](), record_history.Teller.begin

    def noted(teller: Any, key: str) -> None:
        told.append(key)
        begin(teller, key)

    monkeypatch.setattr(record_history.Teller, "begin", noted)
    site.edit("title: 新", "title: 改", other)
    site.commit("2018-07-02")
    key = "projects/jia/dong/shang/2018-yinshui"
    events = site.events(key)
    assert [step for _, step in steps(events)] == ["new", "changed", "changed"]
    assert told == [key]
    assert steps(site.events())[-1] == ("2018-07-01", "changed"), "as it was told before"


def test_other_signs_of_markdown_for_the_same_text_are_no_change(site: Site) -> None:
    site.edit("# 施工情况\n", "# 施工情况\n\n- 甲\n- **乙**\n")
    site.commit("2018-07-01")
    site.edit("# 施工情况\n\n- 甲\n- **乙**\n", "施工情况\n====\n\n* 甲\n* __乙__\n")
    site.commit("2018-07-02")
    assert steps(site.events())[1:] == [("2018-07-01", "changed")]
    site.edit("* 甲\n", "1. 甲\n")
    site.commit("2018-07-03")
    site.edit("__乙__", "~~乙~~")
    site.commit("2018-07-04")
    assert [day for day, _ in steps(site.events())[2:]] == ["2018-07-03", "2018-07-04"]


def test_another_ending_is_the_same_record(site: Site) -> None:
    old = "content/projects/jia/dong/2018-shuichang.yaml"
    text = (site.root / old).read_text("utf-8")
    site.git("rm", "-q", old)
    (site.root / old).with_suffix(".md").write_text(f"---\n{text}---\n", "utf-8")
    site.commit("2018-07-01")
    assert steps(site.events("projects/jia/dong/2018-shuichang")) == [("2018-06-01", "new")]


def test_of_what_todays_models_refuse_it_is_told_that_it_was_changed(site: Site) -> None:
    site.edit("bid_price: 122万元", "bid_price: 一百多万\nold_field: 旧")
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-01")
    site.edit("bid_price: 一百多万\nold_field: 旧", "bid_price: 122万元")
    site.commit("2018-07-02")
    for event in site.events()[1:]:
        assert [c["how"] for c in event["changes"] if c["what"][0][0] == "bid price"] == ["unsaid"]
        assert "一百多万" not in str(event)
        assert "旧" not in str(event)
    path = site.root / PROJECT
    whole = path.read_bytes()
    path.write_bytes(b"---\ntitle: [\n---\n")
    site.commit("2018-07-03")
    path.write_bytes(whole)
    site.commit("2018-07-04")
    assert [step for _, step in steps(site.events())][-2:] == ["unread", "unread"]


def test_lines_that_were_joined_are_told_once_and_what_was_dropped_is_told(site: Site) -> None:
    site.git("checkout", "-qb", "other")
    site.edit("示例丁", "示例戊")
    site.edit("address: 一组至二组", "address: 三组")
    site.commit("2018-07-02")
    site.git("checkout", "-q", "main")
    site.edit("percent: 80", "percent: 85")
    site.commit("2018-07-01")
    site.git("merge", "-q", "other", when="2018-07-05")
    events = site.events()
    assert [step for _, step in steps(events)] == ["new", "changed", "changed"]
    site.git("checkout", "-qb", "third", "HEAD~1")
    site.edit("contractor: 示例路桥公司（一队）", "contractor: 示例路桥公司")
    site.commit("2018-07-06")
    site.git("checkout", "-q", "main")
    site.git("merge", "-q", "-s", "ours", "third", when="2018-07-09")
    events = site.events()
    assert steps(events)[-1] == ("2018-07-09", "joined")
    assert changes(events) == {"contractor": ("示例路桥公司", "示例路桥公司（一队）")}
    assert site.events(state="anew") == events


def test_what_is_told_bit_by_bit_is_what_is_told_at_once(site: Site) -> None:
    site.told()
    site.git("checkout", "-qb", "other")
    for n in range(3):
        site.edit("task: ", f"task: {n}")
        site.commit(f"2018-06-1{n}")
    site.git("checkout", "-q", "main")
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-01")
    site.told()
    site.git("merge", "-q", "other", when="2018-07-05")
    assert site.events() == site.events(state="anew")
    site.edit("示例戊", "示例己")
    site.git("commit", "-qa", "--amend", "--no-edit", when="2018-07-06")
    assert site.events() == site.events(state="anew"), "rewritten"
    site.git("reset", "-q", "--hard", "HEAD^")
    assert site.events() == site.events(state="anew"), "gone back"


def test_a_commit_is_no_older_than_what_it_follows(site: Site) -> None:
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-01")
    site.edit("示例戊", "示例己")
    site.commit("2018-06-20")
    last = site.events()[-1]
    assert (last["day"], last["written"]) == ("2018-07-01", "2018-06-20")


def test_a_commit_of_a_day_that_has_not_come_moves_no_other_one(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment = "  - date: 2018-08-20\n    amount: 400000.00\n"
    # the clock of one machine is twelve years ahead
    monkeypatch.setattr(time, "time", lambda: 1_546_300_800.0)
    site.edit(payment, "")
    site.commit("2018-07-01")
    site.edit("示例丁", "示例戊")
    site.edit("plan:\n", f"{payment}plan:\n")
    site.commit("2030-01-01")
    site.edit("示例戊", "示例己")
    site.commit("2018-09-01")
    one = site.events()
    assert [(each["day"], each["written"]) for each in one[-2:]] == [
        ("2018-07-01", "2030-01-01"),
        ("2018-09-01", ""),
    ]
    assert not any(change["late"] for each in one for change in each["changes"])
    assert site.events(state="anew") == one
    monkeypatch.undo()
    assert build.build(load(site.root), sites.AS_OF).published
    page = (site.root / f"site/{KEY}.html").read_text("utf-8")
    assert ("2030年1月1日，这一天还没有到" in page) == (time.time() < 1_893_456_000)


@pytest.mark.parametrize("when", ["1970-01-01T00:00:00+0000", "2099-12-31"])
def test_a_first_commit_of_a_wrong_day_is_as_old_as_what_follows_it(site: Site, when: str) -> None:
    """Git writes 1970 where a program gave no day: no later one is moved by that."""
    site.git("commit", "--amend", "--no-edit", when=when)
    for said, before, day in (
        ("示例戊", "示例丁", "2018-07-01"),
        ("示例己", "示例戊", "2018-07-02"),
    ):
        site.edit(before, said)
        site.commit(day)
    told = [(each["day"], each["step"], each["written"]) for each in site.events()]
    assert told == [
        ("2018-07-01", "new", when[:10]),
        ("2018-07-01", "changed", ""),
        ("2018-07-02", "changed", ""),
    ]


@pytest.mark.parametrize("said", [" -100 +0000", "", " 1530000000", " 99999999999999999999 +0000"])
def test_a_commit_whose_day_no_program_can_read_is_as_old_as_what_it_follows(
    site: Site, said: str
) -> None:
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-01")
    who = "committer t <t@example.org>"
    commit = subprocess.check_output(["git", "cat-file", "commit", "HEAD"], cwd=site.root)
    odd = re.sub(rf"(?m)^{who}.*", who + said, commit.decode())
    make = ["git", "hash-object", "-t", "commit", "-w", "--literally", "--stdin"]
    name = subprocess.check_output(make, cwd=site.root, input=odd.encode()).decode().strip()
    site.git("reset", "-q", "--soft", name)
    site.edit("示例戊", "示例己")
    site.commit("2018-07-03")
    days = ["2018-06-01", "2018-06-01", "2018-07-03"]
    assert [day for day, _ in steps(site.events())] == days


@pytest.mark.parametrize(
    "setting",
    ["log.diffMerges=combined", "log.diffMerges=off", "diff.relative=true", "color.ui=always"],
)
def test_what_a_person_set_for_git_changes_nothing_of_what_is_told(
    site: Site, setting: str
) -> None:
    site.git("checkout", "-q", "-b", "side")
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-01")
    site.git("checkout", "-q", "main")
    site.edit("note: 路基完成", "note: 路基完成了")
    site.commit("2018-07-02")
    site.git("merge", "-q", "--no-commit", "--no-ff", "side")
    site.edit("示例戊", "示例庚")
    site.commit("2018-07-03")
    events = site.events()
    assert len(events) == 4
    site.git("config", *setting.split("="))
    assert site.events(state="anew") == events


def test_where_nothing_is_known_that_is_said(site: Site, tmp_path: Path) -> None:
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-01")
    clone = tmp_path / "clone"
    url = (site.top).as_uri()
    subprocess.run(["git", "clone", "-q", "--depth", "1", url, str(clone)], check=True)
    assert Site(clone).told().unknown == "shallow"
    assert Told("shallow").of(KEY) == {"unknown": "shallow", "events": []}
    shutil.rmtree(clone / ".git")
    assert Site(clone).told().unknown == "repository"
    subprocess.run(["git", "init", "-q", str(clone)], check=True)
    assert Site(clone).told().unknown == "commits"
    found = site.told()
    told = Told(found.unknown, found.file(BATCH)).of("projects/jia/dong/shang/2030-xin")
    assert told == {"unknown": UNCOMMITTED, "events": []}


def test_a_folder_that_is_a_link_is_looked_for_where_it_lies(site: Site, tmp_path: Path) -> None:
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-01")
    link = tmp_path / "content"
    link.symlink_to(site.root / "content")
    found = site.told("other", link)
    assert len(history.load(found.file(BATCH))[KEY]) == 2


def test_a_hook_s_repository_is_not_taken_for_that_of_the_content(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "bare")], check=True)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "bare"))
    assert site.told().unknown == ""


def test_pages_say_what_was_changed_where_it_is_looked_for(site: Site) -> None:
    site.edit("budget: 125万元", "budget: 126万元")
    site.edit("amount: 250000.00", "amount: 26万元")
    paid = "  - date: 2018-08-20\n"
    site.edit(paid, f"  - date: 2018-07-20\n    amount: 2万元\n{paid}")
    site.git("rm", "-q", f"{FOLDER}/2019-yangzhi.md")
    site.commit("2018-08-30")
    report = build.build(load(site.root), date(2018, 12, 31))
    assert report.published, report.problems

    def page(url: str) -> str:
        return (site.root / "site" / url).read_text("utf-8")

    own = page(f"{KEY}.html")
    assert "由1,250,000.00 元改为1,260,000.00 元" in own
    assert "补记2018年7月20日的事，晚了41天" in own
    assert "撤下" in page("units/jia/dong/shang.html")
    duties = page("compliance/jia/dong/shang.html")
    assert "晚了41天" in duties
    assert not re.search(r"另外还有[^<]*处", duties)
    assert "撤下" in duties
    assert "及时登记" in page("compliance/shili.html"), "it counts above"
    assert "晚了41天" in page("lists/entries/jia.html")
    for kind in ("documents", "commendations", "libraries", "allocations"):
        shown = next((site.root / "site" / kind).rglob("2018*.html"))
        assert "首次登记" in shown.read_text("utf-8"), shown
    again = build.build(load(site.root), date(2018, 12, 31))
    assert again.published
    assert again.published.written == 0


def test_records_that_a_change_names_are_called_what_people_call_them(site: Site) -> None:
    team, notice = (
        "content/teams/jia/dong/shang.yaml",
        "content/disclosures/jia/2018-niandu-jihua.md",
    )
    site.edit("[jia/dong/shang/2018-yinshui, 2018-peixun]", "[2018-peixun]", team)
    site.edit("jia/dong/shang/2018-yinshui, yi/xi/zhong", "yi/xi/zhong", notice)
    site.commit("2018-07-01")
    assert build.build(load(site.root), date(2018, 12, 31)).published

    def history(url: str) -> str:
        text = (site.root / "site" / url).read_text("utf-8")
        return text.partition('<section id="entries">')[2].partition("</section>")[0]

    drinking, training = "上村饮水工程", "全州农技培训"
    for url in ("compliance/jia/dong/shang.html", "compliance/jia.html"):
        said = history(url)
        assert drinking in said, url
        assert "2018-yinshui" not in said, url
    assert training in history("compliance/jia/dong/shang.html")
    project = "content/projects/jia/dong/shang/2018-yinshui.md"
    site.edit(drinking, "上村的水", project)
    build.build(load(site.root), date(2018, 12, 31))
    assert "上村的水" in history("compliance/jia.html"), "as it is called now"
    for url in ("compliance/jia/dong/shang.html", "compliance/jia.html"):
        changed = history(url)
        build.build(load(site.root), date(2018, 12, 31), full=True)
        assert history(url) == changed


def test_of_each_field_that_names_a_record_it_is_known_of_which_kind_that_is() -> None:
    found = {
        (folder, path): history_fields.refers(kind.model, path)
        for folder, kind in KINDS.items()
        for path in _paths(kind.model)
    }
    assert found["projects", "sources.allocation"] == "allocations"
    assert found["documents", "unit"] == "units"
    assert found["documents", "replaced_by"] == "documents"
    assert {*found.values()} <= {*KINDS, ""}


def _paths(model: Any, before: str = "") -> Iterator[str]:
    for name, info in model.model_fields.items():
        yield before + name
        inner = model_fields.inner(info.annotation)
        if hasattr(inner, "model_fields"):
            yield from _paths(inner, f"{before}{name}.")


def test_where_the_folder_got_another_name_histories_go_on(site: Site) -> None:
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-01")
    site.git("checkout", "-q", "-b", "side")
    site.edit("note: 路基完成", "note: 路基完成了")
    site.commit("2018-07-02")
    site.git("checkout", "-q", "main")
    site.told()
    for folder, when in (("fupin", "2018-08-01"), ("fupin/qiannan", "2018-08-02")):
        to = site.top / folder
        to.parent.mkdir(exist_ok=True)
        if to.parent == site.root:  # into a folder of its own, within the one that it was
            site.root.rename(site.top / "whole")
            site.root.mkdir()
            (site.top / "whole").rename(to)
        else:
            site.root.rename(to)
        site.root = to
        sites.commit(site.top, when)
    events = site.events()
    assert steps(events) == [("2018-06-01", "new"), ("2018-07-01", "changed")]
    site.git("-C", str(site.top), "merge", "-q", "--no-edit", "side", when="2018-09-01")
    site.edit("示例戊", "示例己")
    site.commit("2018-09-02")
    assert [day for day, _ in steps(site.events())[2:]] == ["2018-07-02", "2018-09-02"]
    assert site.events() == site.events(state="anew")
    late = "  - date: 2018-06-20\n    amount: 1万元\n"
    site.edit("  - date: 2018-08-20\n", f"{late}  - date: 2018-08-20\n")
    site.commit("2018-09-20")
    assert [(each["of"], each["late"]) for each in site.told().late] == [("2018-06-20", 92)]


def test_a_folder_that_another_site_has_now_is_no_earlier_one(site: Site) -> None:
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-01")
    site.git("mv", str(site.root), str(site.top / "one"))
    sites.commit(site.top, "2018-08-01")
    assert (site.top / "one").is_dir()
    shutil.copytree(site.top / "one", site.root)
    site.edit("示例戊", "示例庚")
    sites.commit(site.top, "2018-08-02")
    site.root = site.top / "one"
    assert steps(site.events()) == [("2018-08-01", "new")]


def test_what_follows_what_is_not_taken_from_grafts_of_one_copy(site: Site) -> None:
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-01")
    events = site.events()
    last = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=site.root)
    grafts = site.top / ".git/info/grafts"
    grafts.parent.mkdir(exist_ok=True)
    grafts.write_bytes(last)
    assert len(events) == 2
    assert site.events(state="anew") == events


def test_a_branch_that_is_another_name_of_one_goes_on(site: Site) -> None:
    site.git("branch", "-m", "main", "master")
    site.git("symbolic-ref", "refs/heads/main", "refs/heads/master")
    site.git("symbolic-ref", "HEAD", "refs/heads/main")
    assert len(site.events()) == 1
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-01")
    assert steps(site.events())[1:] == [("2018-07-01", "changed")]


def test_a_repository_within_another_is_asked_where_it_holds_the_records(
    site: Site, tmp_path: Path
) -> None:
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-01")
    outer = tmp_path / "outer"
    outer.mkdir()
    sites.git(outer, "init", "-q", "-b", "main")
    allowed = ("-c", "protocol.file.allow=always")
    sites.git(outer, *allowed, "submodule", "add", "-q", site.top.as_uri(), "data")
    sites.git(outer, "commit", "-qm", "x", when="2019-01-01")
    within = Site(outer / "data")
    assert (outer / "data/.git").is_file()
    assert steps(within.events()) == steps(site.events())
    mark = git_history.mark(within.root / "content")
    within.edit("示例戊", "示例己")
    within.commit("2018-08-01")
    assert git_history.mark(within.root / "content") != mark
    assert steps(within.events())[-1] == ("2018-08-01", "changed")


def test_a_commit_that_joins_three_lines_tells_no_change_twice(site: Site) -> None:
    edits = {
        "one": ("示例丁", "示例戊"),
        "two": ("budget: 125万元", "budget: 126万元"),
        "three": ("task: 硬化路面2公里", "task: 硬化路面3公里"),
    }
    for day, (name, (old, new)) in enumerate(edits.items(), 1):
        site.git("checkout", "-q", "-b", name, "main")
        site.edit(old, new)
        site.commit(f"2018-07-0{day}")
    lines = site.root / PROJECT
    text = lines.read_text("utf-8")
    for old, new in edits.values():
        text = text.replace(old, new, 1)
    site.git("checkout", "-q", "main")
    site.git("merge", "-q", "--no-commit", "-s", "ours", *edits, when="2018-07-09")
    lines.write_text(text, "utf-8", newline="\n")
    site.commit("2018-07-09")
    parents = subprocess.run(
        ["git", "log", "-1", "--format=%P"], cwd=site.root, check=True, capture_output=True
    ).stdout.split()
    assert len(parents) == 4
    told = [
        (each["day"], change["what"][-1][0]) for each in site.events() for change in each["changes"]
    ]
    days = [day for day, _ in told]
    assert sorted(days) == ["2018-07-01", "2018-07-02", "2018-07-03"]


@pytest.mark.parametrize("kind", ["--filter=blob:none", "--depth=1"])
def test_a_clone_that_has_not_all_is_told_and_asks_nobody(
    site: Site, tmp_path: Path, kind: str
) -> None:
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-01")
    site.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "-q", kind, site.top.as_uri(), str(clone)], check=True, capture_output=True
    )
    shutil.rmtree(site.top)  # whom it would ask is gone
    own = Site(clone)
    why = "partial" if "filter" in kind else "shallow"
    assert own.told().unknown == why
    report = build.build(load(own.root), date(2018, 12, 31))
    assert report.published, report.problems
    said = (own.root / "site" / f"{KEY}.html").read_text("utf-8")
    assert "首次登记" not in said
    assert "查不到" in said


def test_a_repository_that_lost_a_part_is_told_and_ends_no_build(site: Site) -> None:
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-01")
    for name in ("HEAD~1:" + f"site/{PROJECT}", "HEAD~1^{tree}"):
        lost = subprocess.run(
            ["git", "rev-parse", name], cwd=site.root, check=True, capture_output=True, text=True
        ).stdout.strip()
        (site.top / f".git/objects/{lost[:2]}/{lost[2:]}").unlink()
        found = site.told(f"state-{lost}")
        told = Told(found.unknown, found.file(BATCH)).of(KEY)
        assert told
        steps_ = [each["step"] for each in told["events"]]
        assert found.unknown == "partial" or "unread" in steps_


def test_a_history_that_was_rewritten_is_told_where_there_is_a_log(site: Site) -> None:
    name = "example.org/shili"
    site.edit("history:", f"log: {{name: {name}}}\nhistory:", "config.yaml")
    site.commit("2018-06-02")
    public_log.new(site.root / "log", name, None)
    site.edit("示例丁", "示例戊")
    site.commit("2018-07-01")

    def published() -> list[str]:
        report = build.build(load(site.root), date(2018, 12, 31))
        assert report.published, report.problems
        return [each.code for each in report.problems]

    def duties() -> str:
        return (site.root / "site/compliance/jia.html").read_text("utf-8")

    assert "P822" not in published()
    before = public_log.opened(site.root / "log", site.root / "site", name)
    site.edit("示例戊", "示例己")
    site.commit("2018-07-02")
    assert "P822" not in published()
    assert "改写" not in duties()
    site.git("reset", "-q", "--hard", "HEAD^^")
    site.edit("示例丁", "示例己")
    site.commit("2018-07-02")
    assert "P822" in published()
    assert "改写" in duties()
    assert "P822" in published(), "as long as it is so"
    after = public_log.opened(site.root / "log", site.root / "site", name)
    assert after.grew_from(before), "what was published then still is on record"
    shutil.rmtree(site.root / ".portal")
    assert "P822" in published(), "the log is what tells, nothing that may be deleted"


def test_a_site_may_tell_nothing_of_changes(site: Site) -> None:
    site.edit("history: {shown: yes", "history: {shown: no", "config.yaml")
    assert build.build(load(site.root), date(2018, 12, 31)).published
    assert "修改记录" not in (site.root / "site" / f"{KEY}.html").read_text("utf-8")


@pytest.mark.parametrize("one", ["", "\n", "坏: [", "a: 1\nb: 2\n", "x", "\n\n"])
@pytest.mark.parametrize("two", ["", "\n", "坏: [", "a: 1\nb: 3\n", "a: 1\n\nc: 2"])
def test_what_is_otherwise_is_found_in_empty_and_broken_versions_too(one: str, two: str) -> None:
    was, became = version_text.apart(one, two)
    assert was in one
    assert became in two


@pytest.mark.parametrize("once", ["", "坏: [", "\n", "---\n---\n"])
def test_a_record_that_was_empty_or_broken_once_is_told_of_all_the_same(
    site: Site, once: str
) -> None:
    path = site.root / PROJECT
    whole = path.read_text("utf-8")
    path.write_text(once, "utf-8")
    site.commit("2018-07-01")
    path.write_text(whole.replace("budget: 125万元", "budget: 126万元"), "utf-8")
    site.commit("2018-07-02")
    assert "2018-07-02" in [each["day"] for each in site.events()]
