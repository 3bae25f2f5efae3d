"""What only says that something is not known is published as not known, in every field."""

from pathlib import Path
from typing import Any

import pytest

from generator.base.messages import CHINESE, ENGLISH
from generator.base.problems import Problem
from generator.model import problem_words
from generator.model.kinds.registry import KINDS
from generator.parse import record_file
from generator.parse.validation import validate
from tests.test_project import LEAST

NOT_KNOWN = """null|~|/|\\|'-'|'--'|——|—|…|……|无|暂无|没有|未定|待定|不详|不明|未知|N/A|n/a
na|none|tbd|'?'|？|'*'|0000-00-00|空|略|///|'/ / /'|（无）|“无”|无。|【待定】|ＮＡ|Ｎ／Ａ
XXX|待　定|'#N/A'|尚未确定|'  '|－|－－|⸺|○○|数据缺失|还没定|待批复|尚不清楚"""
UNIT = "name: a\nshort_name: b\nlevel: town\nkind: workstation\n"


def judged(folder: Path, text: str, kind: str = "projects") -> tuple[Any, list[Problem]]:
    """Return the record that `text` says, or None, and what is wrong with it."""
    (folder / "x.yaml").write_text(text, "utf-8")
    read, problems = record_file.read(folder, "x.yaml")
    assert read is not None, problems
    return validate(KINDS[kind].model, read, folder)


def said(problems: list[Problem]) -> list[str]:
    return [f"{each.place.line}:{each.place.column} {each.code} {each.field}" for each in problems]


@pytest.mark.parametrize("typed", [*NOT_KNOWN.replace("\n", "|").split("|"), "-" * 40])
def test_a_text_that_says_nothing_is_as_if_its_line_were_not_there(
    tmp_path: Path, typed: str
) -> None:
    data, problems = judged(tmp_path, f"{LEAST}address: {typed}\n")
    assert problems == []
    assert data == judged(tmp_path, LEAST)[0]


@pytest.mark.parametrize(
    "typed",
    [
        *("无障碍通道", "一组/二组", "未知路12号", "没有台阶的路", "0", "空心村", "略阳路", "XX村"),
        *("暂无人居住", "1", "A", "同上组", "待定路", "无 障碍", "None Street", "a/b"),
    ],
)
def test_a_text_that_says_something_stays_as_it_is(tmp_path: Path, typed: str) -> None:
    data, problems = judged(tmp_path, f"{LEAST}address: {typed}\n")
    assert (problems, data.address) == ([], typed)


@pytest.mark.parametrize("typed", ["/", "待定", "——", "'?'", "n/a"])
def test_in_a_field_of_any_type_it_means_the_same(tmp_path: Path, typed: str) -> None:
    fields = ("nature", "urgency", "budget", "phone", "bid_price", "sources", "payments", "plan")
    text = "".join(f"{name}: {typed}\n" for name in fields)
    least = LEAST.replace("budget: 1万元\n", "")
    data, problems = judged(tmp_path, least + text)
    assert problems == []
    assert data == judged(tmp_path, least)[0]


def test_a_group_or_a_list_of_nothing_else_is_not_known(tmp_path: Path) -> None:
    more = "plan: {start: /, finish: 待定}\npayments:\n- {date: /, amount: ——}\n- /\n"
    data, problems = judged(tmp_path, LEAST + more)
    assert (data.plan, data.payments, problems) == (None, None, [])


def test_a_field_that_is_needed_is_told_at_the_sign_that_stands_there(tmp_path: Path) -> None:
    data, (found,) = judged(tmp_path, LEAST.replace("title: 路", "title: /"))
    assert data is None
    assert said([found]) == ["1:8 P101 title"]
    assert "“/”" in problem_words.message(found, CHINESE)
    assert "not known" in problem_words.message(found, ENGLISH)


@pytest.mark.parametrize("none", ["[]", "无", "[无]", "没有"])
def test_a_list_that_every_record_has_may_say_that_there_is_none(tmp_path: Path, none: str) -> None:
    """A community has no villager groups."""
    record, problems = judged(tmp_path, f"groups: {none}\nposts: []\n", "supervisors")
    assert (record.groups, problems) == ([], [])


def test_an_item_among_others_is_told_as_the_others_would_move_up(tmp_path: Path) -> None:
    _, problems = judged(tmp_path, "groups: [一组, 无, 三组]\nposts: []\n", "supervisors")
    assert said(problems) == ["1:14 P121 groups.2"]
    more = "sources:\n- {fund: 甲, level: 县级, amount: 1万元}\n- {fund: /, level: /, amount: /}\n"
    _, problems = judged(tmp_path, LEAST + more)
    assert [each.code for each in problems] == ["P101"] * 3


@pytest.mark.parametrize("typed", ["同上", "同前", "（同上）", "〃", "ditto"])
def test_what_points_at_another_cell_is_an_error(tmp_path: Path, typed: str) -> None:
    data, problems = judged(tmp_path, f"{LEAST}address: {typed}\n")
    assert (data, said(problems)) == (None, ["7:10 P122 address"])


@pytest.mark.parametrize("field", ["payments", "budget"])
def test_none_is_never_taken_for_nothing_paid_and_the_clerk_is_told(
    tmp_path: Path, field: str
) -> None:
    text = LEAST.replace("budget: 1万元\n", "") + f"{field}: 无\n"
    data, problems = judged(tmp_path, text)
    assert getattr(data, field) is None
    assert [each.code for each in problems] == ["P136"]


@pytest.mark.parametrize(
    ("text", "kind", "wrong"),
    [
        (f"{LEAST}status: 待定\n", "projects", "P108 status"),
        (f"{LEAST}board_only: '?'\n", "projects", "P113 board_only"),
        (f"{UNIT}poor: 无\n", "units", "P113 poor"),
        (
            f"{LEAST}phone_consent: {{date: 2018-01-01, scope: a, until: 未定}}\n",
            "projects",
            "P104 phone_consent.until",
        ),
        (f"{LEAST}xyz: /\n", "projects", "P109 xyz"),
    ],
)
def test_where_silence_would_decide_something_it_must_be_said_plainly(
    tmp_path: Path, text: str, kind: str, wrong: str
) -> None:
    data, problems = judged(tmp_path, text, kind)
    assert data is None
    assert [line.partition(" ")[2] for line in said(problems)] == [wrong]


def test_a_place_may_be_called_na(tmp_path: Path) -> None:
    data, problems = judged(tmp_path, f"{UNIT}pinyin: na\nparent: na\n", "units")
    assert (data.pinyin, data.parent, problems) == ("na", "na", [])
