"""What is changed at a desk reaches the others, by git or by a file, and nothing is lost."""

import os
import re
import shutil
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from generator.commands import desk_bundle
from generator.commands.desk_bundle import Unfit
from generator.commands.desk_find import Finder
from generator.commands.desk_git import Failed, Three
from generator.commands.desk_hand import SHOWN, Hand
from generator.commands.desk_records import Records
from generator.commands.desk_words import Words
from generator.model.config import day
from tests import offices
from tests.conftest import ROOT, load
from tests.offices import git

ROAD = "content/projects/jia/dong/shang/2018-gonglu.md"
BRIDGE = "content/projects/jia/dong/xia/2017-qiao.md"


@pytest.fixture(autouse=True)
def _own_git(monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)


def hand(root: Path) -> Hand:
    config = load(root)
    records = Records(lambda: (config, day(config)), lambda: None)
    finder = Finder(lambda: root, records.tree, lambda: None)
    return Hand(records, Words("zh-Hans", finder))


@pytest.fixture
def two(tmp_path: Path) -> tuple[Hand, Hand]:
    """Two desks, each with a copy of what lies in a bare repository."""
    first, second = offices.two(tmp_path)
    return hand(first), hand(second)


def mend(of: Hand, path: str, old: str, new: str) -> None:
    file = of.records.root / path
    before = file.read_bytes()
    assert old.encode() in before
    of.saved(path, before)
    file.write_bytes(before.replace(old.encode(), new.encode()))


def note(of: Hand, who: str, message: str = "改一改") -> None:
    said = {f"file:{each.path}": "yes" for each in of.changed()}
    of.write_down({**said, "clerk": who, "message": message})


def send(of: Hand, who: str, **choices: str) -> dict[str, Any]:
    return of.hand_in({"clerk": who, **choices})


def both(of: Hand) -> list[dict[str, Any]]:
    found = of.both()
    assert found
    return list(found["clashes"])


def test_what_is_changed_is_said_in_words_and_written_down_under_a_name(
    two: tuple[Hand, Hand],
) -> None:
    one, _ = two
    mend(one, ROAD, "bid_price: 122万元", "bid_price: 121万元")
    values = one.values()
    assert [each["title"] for each in values["files"]] == ["上村通组公路硬化"]
    assert values["files"][0]["changes"][0][1:] == ("122万元", "121万元")
    assert values["proposed"].startswith("上村通组公路硬化：")
    settings = one.records.root / "config.yaml"
    settings.write_text(settings.read_text("utf-8") + "# 一行\n", "utf-8")
    note(one, "示例甲", "中标价按合同改过")
    root = one.records.root
    assert git(root, "log", "-1", "--format=%an|%s") == "示例甲|中标价按合同改过\n"
    assert git(root, "show", "--name-only", "--format=", "HEAD").split() == [ROAD]
    assert one.values()["written"] == ["中标价按合同改过"]
    assert one.waiting() == 1  # as it was asked for just now
    assert hand(root).clerk().name == "示例甲"


def test_nothing_is_written_down_without_a_name_a_word_or_a_record(two: tuple[Hand, Hand]) -> None:
    one, _ = two
    mend(one, ROAD, "122万元", "121万元")
    for said in (
        {f"file:{ROAD}": "yes", "clerk": " ", "message": "改"},
        {f"file:{ROAD}": "yes", "clerk": "甲 <a@b>", "message": "改"},
        {f"file:{ROAD}": "yes", "clerk": "甲", "message": " "},
        {"clerk": "甲", "message": "改", "file:config.yaml": "yes"},
    ):
        with pytest.raises(Failed):
            one.write_down(said)
    assert len(one.changed()) == 1


def test_what_others_changed_elsewhere_comes_along(two: tuple[Hand, Hand]) -> None:
    one, other = two
    mend(one, ROAD, "122万元", "121万元")
    note(one, "示例甲")
    assert send(one, "示例甲") == {"done": True}
    mend(other, BRIDGE, "year: 2017", "year: 2018")
    note(other, "示例乙")
    assert send(other, "示例乙") == {"done": True}
    assert "121万元" in (other.records.root / ROAD).read_text("utf-8")
    assert other.values()["written"] == []
    assert one.take_in({"clerk": "示例甲"})["done"]
    assert "year: 2018" in (one.records.root / BRIDGE).read_text("utf-8")
    assert git(one.records.root, "status", "--porcelain", "content") == ""


def test_two_fields_of_one_record_are_put_together(two: tuple[Hand, Hand]) -> None:
    one, other = two
    mend(one, ROAD, "bid_price: 122万元", "bid_price: 121万元")
    note(one, "示例甲")
    send(one, "示例甲")
    # the very next line, where lines alone could not be put together
    mend(
        other, ROAD, "contractor: 示例路桥公司（一队）", "contractor: 示例路桥公司（二队）  # 改名"
    )
    note(other, "示例乙")
    assert send(other, "示例乙") == {"done": True}
    made = (other.records.root / ROAD).read_text("utf-8")
    assert "bid_price: 121万元" in made
    assert "（二队）" in made


def test_the_same_field_is_decided_by_a_person_and_nothing_is_lost(two: tuple[Hand, Hand]) -> None:
    one, other = two
    mend(one, ROAD, "bid_price: 122万元", "bid_price: 121万元")
    mend(one, ROAD, "address: 一组至二组", "address: 一组至三组")
    note(one, "示例甲")
    send(one, "示例甲")
    mend(other, ROAD, "bid_price: 122万元", "bid_price: 120万元")
    note(other, "示例乙")
    before = git(other.records.root, "rev-parse", "HEAD")
    assert send(other, "示例乙") == {"to": "/desk/both"}
    assert git(other.records.root, "rev-parse", "HEAD") == before
    assert git(other.records.root, "status", "--porcelain", "content") == ""
    (clash,) = both(other)
    assert (clash["base"], clash["mine"], clash["theirs"]) == ("122万元", "120万元", "121万元")
    assert clash["title"] == "上村通组公路硬化"
    assert send(other, "示例乙", **{f"both:{clash['key']}": "mine"}) == {"done": True}
    made = (other.records.root / ROAD).read_text("utf-8")
    assert "bid_price: 120万元" in made
    assert "一组至三组" in made
    log = git(other.records.root, "log", "--format=%an", "origin/main")
    assert {"示例甲", "示例乙"} <= {*log.split()}


def test_entries_that_both_added_to_a_list_are_both_kept(two: tuple[Hand, Hand]) -> None:
    one, other = two
    end = "  - date: 2018-11-20\n    percent: 80\n"
    mend(one, ROAD, end, f"{end}  - date: 2018-12-01\n    percent: 90\n")
    note(one, "示例甲")
    send(one, "示例甲")
    mend(other, ROAD, end, f"{end}  - date: 2018-12-05\n    percent: 95\n")
    note(other, "示例乙")
    assert send(other, "示例乙") == {"done": True}
    made = (other.records.root / ROAD).read_text("utf-8")
    assert made.index("percent: 90") < made.index("percent: 95")


def test_a_record_that_one_took_away_and_the_other_changed_is_asked_about(
    two: tuple[Hand, Hand],
) -> None:
    one, other = two
    (one.records.root / BRIDGE).unlink()
    note(one, "示例甲")
    send(one, "示例甲")
    mend(other, BRIDGE, "year: 2017", "year: 2018")
    note(other, "示例乙")
    assert send(other, "示例乙") == {"to": "/desk/both"}
    (clash,) = both(other)
    assert clash["field"] == "整条记录"
    send(other, "示例乙", **{f"both:{clash['key']}": "mine"})
    assert "year: 2018" in (other.records.root / BRIDGE).read_text("utf-8")


def test_what_is_not_written_down_is_never_written_over(two: tuple[Hand, Hand]) -> None:
    one, other = two
    mend(one, ROAD, "122万元", "121万元")
    note(one, "示例甲")
    send(one, "示例甲")
    mend(other, ROAD, "122万元", "119万元")
    with pytest.raises(Failed) as failed:
        other.take_in({"clerk": "示例乙"})
    assert "记下来" in other.said(failed.value)
    assert "119万元" in (other.records.root / ROAD).read_text("utf-8")


def test_a_server_that_is_not_there_is_told(two: tuple[Hand, Hand]) -> None:
    one, _ = two
    mend(one, ROAD, "122万元", "121万元")
    note(one, "示例甲")
    git(one.records.root, "remote", "set-url", "origin", "/nowhere/all.git")
    with pytest.raises(Failed) as failed:
        send(one, "示例甲")
    assert one.said(failed.value)
    assert one.values()["written"]


@pytest.fixture
def apart(tmp_path: Path) -> tuple[Hand, Hand]:
    """Two desks without git."""
    for name in ("jia", "yi"):
        shutil.copytree(ROOT / "tests/sites/whole", tmp_path / name)
    return hand(tmp_path / "jia"), hand(tmp_path / "yi")


def carried(one: Hand, other: Hand) -> dict[str, Any]:
    """Carry a hand-over file from one desk to the other, and look into it there."""
    name, content = one.handed_over({"clerk": "示例甲"})
    assert name.endswith(".zip")
    assert other.look_into({}, content) == {"to": "/desk/taken"}
    found = other.taken()
    assert found
    return found


def test_without_git_a_file_is_handed_over_shown_and_taken_in(apart: tuple[Hand, Hand]) -> None:
    one, other = apart
    assert one.repository is None
    assert one.values()["files"] == []
    mend(one, ROAD, "bid_price: 122万元", "bid_price: 121万元")
    assert one.waiting() == 1
    shown = carried(one, other)
    assert shown["clerk"] == "示例甲"
    assert re.fullmatch(r"20\d\d年1?\d月[1-3]?\d日 \d\d:\d\d", shown["when"])
    assert shown["files"][0]["changes"][0][1:] == ("122万元", "121万元")
    assert "122万元" in (other.records.root / ROAD).read_text("utf-8")
    assert other.take({}) == {"to": "/desk/"}
    assert (other.records.root / ROAD).read_bytes() == (one.records.root / ROAD).read_bytes()
    one.over({})
    assert one.values()["files"] == []
    assert len(other.values()["files"]) == 1


def test_a_hand_over_file_meets_what_was_changed_here(apart: tuple[Hand, Hand]) -> None:
    one, other = apart
    mend(one, ROAD, "bid_price: 122万元", "bid_price: 121万元")
    mend(other, ROAD, "bid_price: 122万元", "bid_price: 120万元")
    mend(other, ROAD, "address: 一组至二组", "address: 一组至三组")
    (clash,) = carried(one, other)["clashes"]
    with pytest.raises(Failed):
        other.take({})
    other.take({f"both:{clash['key']}": "mine"})
    made = (other.records.root / ROAD).read_text("utf-8")
    assert "121万元" in made
    assert "一组至三组" in made


def test_a_record_with_a_mistake_is_not_taken_in(apart: tuple[Hand, Hand]) -> None:
    one, other = apart
    mend(one, ROAD, "year: 2018", "year: 不知道哪年")
    shown = carried(one, other)
    assert shown["files"][0]["faults"]
    assert other.take({}) == {"to": "/desk/?left=1"}
    assert "year: 2018" in (other.records.root / ROAD).read_text("utf-8")


@pytest.mark.parametrize(
    "path",
    [
        "../config.yaml",
        "units/../../config.yaml",
        "/etc/passwd",
        "units/.git/x.yaml",
        "projects/a/.htaccess",
        "projects/a/x.html",
        "imports/projects.yaml",
        "nothing/a.yaml",
        "units/a\\b.yaml",
        "units/A.yaml",
        "",
    ],
)
def test_a_hand_over_file_cannot_lead_out_of_the_content(path: str) -> None:
    assert not desk_bundle.fits(path)
    with pytest.raises(Unfit):
        desk_bundle.read(
            desk_bundle.made("x", datetime.now(UTC), [Three(path, None, b"a: b\n", None)])
        )


def test_what_is_no_hand_over_file_is_told(apart: tuple[Hand, Hand]) -> None:
    other = apart[1]
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("handover.json", '{"form": 1, "files": [{"path": "units/a.yaml"}]}')
    for content in (b"", b"PK", out.getvalue()):
        assert other.look_into({}, content)["message"]
    assert other.taken() is None


def test_what_an_import_changed_in_many_files_is_shown_in_short_and_written_down_at_once(
    two: tuple[Hand, Hand], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = two
    folder = one.records.root / "content/projects/jia/dong/shang"
    for n in range(SHOWN + 5):
        (folder / f"2018-lu-{n}.yaml").write_text(f"title: 路{n}\nyear: 2018\n", "utf-8")
    mend(one, ROAD, "122万元", "121万元")
    asked = list[str]()
    before = one.repository.before if one.repository else None
    assert before is not None

    def counted(_: object, path: str) -> bytes | None:
        asked.append(path)
        return before(path)

    monkeypatch.setattr(type(one.repository), "before", counted)
    shown = one.values()["files"]
    assert len(shown) == SHOWN + 6
    assert len(asked) == SHOWN  # git is asked for no more than is shown in full
    assert {each["title"] for each in shown} > {"路3", f"路{SHOWN + 4}"}
    note(one, "示例甲", "-m 收进来的")
    assert one.changed() == []
    assert git(one.records.root, "log", "-1", "--format=%s") == "-m 收进来的\n"
