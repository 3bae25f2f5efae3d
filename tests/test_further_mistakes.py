"""A file that cannot be read is read on: all that is wrong with it is told at once."""

import itertools
import random
from pathlib import Path

import pytest

from generator.base.problems import Place, Problem, problem
from generator.model.kinds.registry import KINDS
from generator.parse import further_mistakes, record_file, validation
from tests.records import LONGER

FILE = "content/projects/jia/dong/shang/2018-lu.md"
GOOD = """---
title: 上村通组公路硬化
year: 2018
category: infrastructure
stage: under_way
performance_target: 方便86户出行
address: 上村二组
task: 硬化公路2公里
budget: 120000
sources:
  - fund: 中央财政专项扶贫资金
    level: central
    amount: 80000
  - fund: 县级配套资金
    level: county
    amount: 40000
payments:
  - date: 2018-05-02
    amount: 30000
plan:
  start: 2018-03
  finish: 2018-11
beneficiaries:
  households: 86
  people: 301
person_responsible: 示例甲
phone: 0854-0000160
---

先修主路，再修入户路。
"""
MISTAKES: dict[str, tuple[str, str]] = {
    # what a clerk typed in place of what: one mistake each
    "a wide colon": ("title: 上村", "title：上村"),
    "no blank behind a colon": ("address: 上村", "address:上村"),
    "an equals sign": ("task: 硬化", "task=硬化"),
    "a year with a letter": ("year: 2018\n", "year: 20I8\n"),
    "a stage that is none": ("stage: under_way", "stage: begun"),
    "no number": ("budget: 120000", "budget: 十二万多"),
    "a name that is there twice": ("category: inf", "category: water\ncategory: inf"),
    "a quotation that is not closed": ("performance_target: 方", 'performance_target: "方'),
    "a colon in a text": ("fund: 县级配套资金", "fund: 县级: 配套资金"),
    "a wrong indent": ("    level: central\n", "   level: central\n"),
    "a tab": ("  start: 2018-03\n", "\tstart: 2018-03\n"),
    "a day that is none": ("date: 2018-05-02", "date: 2018-15-02"),
    "an unknown field": ("person_responsible: 示例甲", "manager: 示例甲"),
    "a hyphen without a blank": ("  - fund: 中央", "  -fund: 中央"),
    "a sign no one sees": ("phone: 0854-", "phone: 0854\u200b-"),
    "people in words": ("people: 301", "people: 很多"),
    "an odd blank": ("  finish: 2018-11", "\u3000finish: 2018-11"),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / FILE).parent.mkdir(parents=True)
    return tmp_path


def problems(root: Path, text: str | bytes) -> list[Problem]:
    """Return all that is said of a project with this text."""
    content = text.encode() if isinstance(text, str) else text
    (root / FILE).write_bytes(content)
    model = KINDS["projects"].model
    read, first = record_file.read(root, FILE)
    if read is None:
        return further_mistakes.told(root, FILE, model, first)
    return validation.validate(model, read, root)[1]


def told(root: Path, text: str | bytes) -> list[str]:
    """Return line and code of each."""
    return sorted(f"{each.place.line}: {each.code}" for each in problems(root, text))


def with_mistakes(*names: str) -> str:
    text = GOOD
    for name in names:
        before, after = MISTAKES[name]
        assert text.count(before) == 1, name
        text = text.replace(before, after)
    return text


def codes(root: Path, *names: str) -> list[str]:
    return sorted(each.code for each in problems(root, with_mistakes(*names)))


def test_nothing_is_said_of_a_good_record(root: Path) -> None:
    assert told(root, GOOD) == []


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_alone_is_one_problem(root: Path, name: str) -> None:
    assert len(codes(root, name)) == 1


@pytest.mark.parametrize(("one", "other"), [*itertools.combinations(MISTAKES, 2)])
def test_two_mistakes_are_both_told(root: Path, one: str, other: str) -> None:
    both = codes(root, one, other)
    assert both == sorted([*codes(root, one), *codes(root, other)])


@pytest.mark.parametrize("seed", range(12 * LONGER))
def test_any_mistakes_are_all_told(root: Path, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 (to be the same each time)
    names = dice.sample([*MISTAKES], dice.randint(3, len(MISTAKES)))
    alone = sorted(code for name in names for code in codes(root, name))
    assert codes(root, *names) == alone, names


@pytest.mark.parametrize("seed", range(60 * LONGER))
def test_whatever_a_file_has_become_something_is_said_of_one_that_cannot_be_read(
    root: Path, seed: int
) -> None:
    dice = random.Random(seed)  # noqa: S311 (to be the same each time)
    lines = GOOD.split("\n")
    for _ in range(dice.randint(1, 8)):
        n = dice.randrange(len(lines))
        sign = dice.choice(
            ["：", '"', "'", "[", "{", "}", "\t", "- ", "#", "&a ", "*a", "|", " ", "---"]
        )
        at = dice.randint(0, len(lines[n]))
        lines[n] = dice.choice([lines[n][:at] + sign + lines[n][at:], lines[n][at:], "", sign])
    text = "\n".join(lines)
    found = problems(root, text)
    last = text.count("\n") + 1
    assert all(1 <= each.place.line <= last for each in found)
    (root / FILE).write_text(text, encoding="utf-8")
    if record_file.read(root, FILE)[0] is None:
        assert found


def test_a_file_of_windows_is_read_on_in_its_own_signs(root: Path) -> None:
    text = with_mistakes("a wide colon", "no number")
    assert told(root, text.encode("gb18030")) == ["2: P002", "2: P015", "9: P125"]


def test_a_damaged_file_is_not_read_in_signs_that_it_was_not_written_in(root: Path) -> None:
    broken = with_mistakes("no number").encode().replace("硬化".encode(), "硬化".encode()[:-1], 1)
    assert told(root, broken) == ["2: P002"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("---\ntitle", "－－－\ntitle", ["1: P021", "9: P125"]),
        ("---\ntitle", "title", ["1: P021", "8: P125"]),
        ("---\ntitle", "\n---\ntitle", ["2: P012", "10: P125"]),
        ("\n---\n\n先", "\n－－－\n\n先", ["28: P021", "9: P125"]),
        ("\n---\n\n先", "\n----\n\n先", ["28: P021", "9: P125"]),
    ],
)
def test_fields_between_other_signs_than_hyphens_are_read(
    root: Path, before: str, after: str, expected: list[str]
) -> None:
    text = with_mistakes("no number")
    assert before in text
    assert told(root, text.replace(before, after)) == sorted(expected)


def test_of_a_merge_that_is_not_finished_nothing_else_is_said(root: Path) -> None:
    text = with_mistakes("no number", "a wide colon").replace(
        "year: 2018\n", "<<<<<<< HEAD\nyear: 2018\n=======\nyear: 2019\n>>>>>>> theirs\n"
    )
    assert told(root, text) == ["3: P018"]


def test_what_is_left_out_is_not_told_as_lacking(root: Path) -> None:
    text = GOOD.replace("stage: under_way", "stage: @@@ : [").replace("budget: 12", "budget: x12")
    assert told(root, text) == ["5: P014", "5: P108", "9: P102"]
    anchored = GOOD.replace("stage: under_way", "stage: *one").replace("budget: 12", "budget: x12")
    assert told(root, anchored) == ["5: P006", "9: P102"]


def test_lines_below_one_that_is_left_out_are_not_told_of_as_well(root: Path) -> None:
    text = GOOD.replace("plan:\n", "plan: &one\n").replace("budget: 12", "budget: x12")
    assert told(root, text) == ["20: P006", "9: P102"]


def test_an_identity_number_hides_no_other_mistake_and_is_not_repeated(root: Path) -> None:
    number = "110101" + "19900307" + "7715"
    text = with_mistakes("no number", "a wide colon").replace("示例甲", f"示例甲{number}")
    found = problems(root, text)
    assert {f"{each.place.line}: {each.code}" for each in found} == {
        "2: P015",
        "26: P601",
        "9: P125",
    }
    assert not any(number in value for each in found for _, value in each.values)


def test_a_file_that_is_too_large_to_be_read_on_says_what_is_wrong_first(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(further_mistakes, "LARGEST", 100)
    assert told(root, with_mistakes("a wide colon", "no number")) == ["2: P015"]


def test_a_file_with_a_mistake_in_each_line_ends(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(further_mistakes, "MOST", 5)
    text = "---\n" + "\n".join(f"a{n}：b" for n in range(50)) + "\n---\n"
    assert len(told(root, text)) == 5


def test_a_remark_after_an_odd_blank_is_no_end(root: Path) -> None:
    """The only line left was a remark for us, and a text for YAML: that ended in a ValueError."""
    file = "content/supervisors/jia/dong/shang.yaml"
    (root / file).parent.mkdir(parents=True)
    (root / file).write_text("\u3000# 上村\ngroups: [甲]\nposts:\n  - role: both\n", "utf-8")
    model = KINDS["supervisors"].model
    first = record_file.read(root, file)[1]
    found = further_mistakes.told(root, file, model, first)
    assert found
    assert found[: len(first)] == first


def test_lines_that_are_wrong_by_one_above_them_are_not_told_of_each(root: Path) -> None:
    shifted = GOOD.replace(
        "plan:\n  start: 2018-03\n  finish: 2018-11\n", "plan:\n  start: 2018-03\n"
    )
    for name in ("budget", "sources", "payments"):
        shifted = shifted.replace(f"\n{name}:", f"\n   {name}:")
    assert len(told(root, shifted)) < 8


def test_a_line_that_is_wrong_twice_is_no_row_of_lines() -> None:
    """What was told of it was taken away with what follows from a line above."""
    lines = ["a", "b", "c"]
    told = {n: problem("P034", Place(FILE, n), found=1, wanted=0, line="") for n in (1, 2, 3)}
    assert further_mistakes._in_a_row([told[1], told[2], told[3]], lines, 1)
    assert not further_mistakes._in_a_row([told[1], told[1], told[2]], lines, 1)


def told_of(kind: str, ending: str, text: str) -> list[str]:
    """Return line, code and field of all that is wrong with a record of a kind."""
    file = f"content/{kind}/jia/dong/shang.{ending}"
    read, first = record_file.parse(file, text.encode())
    assert read is None
    found = further_mistakes.in_content(file, text.encode(), KINDS[kind].model, first)
    return [f"{each.place.line} {each.code} {each.field}".strip() for each in found]


def test_colons_of_chinese_throughout_are_told_line_by_line() -> None:
    roster = (
        "日期：2018.12.20\n队员：\n  - 角色：第一书记\n    姓名：李　四\n    派出单位：州水务局\n"
    )
    found = told_of("teams", "yaml", roster)
    assert [each for each in found if "P015" in each] == [
        "1 P015",
        "2 P015",
        "3 P015",
        "4 P015",
        "5 P015",
    ]
    assert not [each for each in found if "P016" in each or "P112" in each]  # no text that ran on


def test_an_item_with_a_colon_of_chinese_is_a_group_of_fields() -> None:
    text = (
        "---\n开会日期: 2019-02-08\n谁主持: 站长\n定了什么事:\n  - 定了什么事：修水管\n"
        "    谁来办：张三\n    什么时候办完: 明年\n---\n"
    )
    found = told_of("meetings", "md", text)
    assert found == ["5 P015", "6 P015", "7 P104 decisions.1.due"]


def test_a_comma_of_chinese_before_a_name_of_chinese_parts_fields() -> None:
    text = "year: 2018\nentries:\n  - {项目: jia/dong/shang/2018-lu，轻重缓急: 很急}\n"
    assert told_of("libraries", "yaml", text) == [
        "3 P022",
        "1 P101 date",
        "3 P108 entries.1.urgency",
    ]


def test_fields_without_the_lines_around_them_are_read_on() -> None:
    fields = "开会日期: 2019-1-8\n谁主持: 站长\n定了什么事:\n  - what: 修水管\n    due: 明年\n"
    wrong = ["P101 decisions.1.owner", "P104 decisions.1.due"]
    assert told_of("meetings", "md", fields) == ["1 P021", f"4 {wrong[0]}", f"5 {wrong[1]}"]
    opened = told_of("meetings", "md", f"---\n{fields}")
    assert opened == ["1 P007", f"5 {wrong[0]}", f"6 {wrong[1]}"]
    # where the text begins no one knows
    assert told_of("meetings", "md", f"---\n{fields}\n会上还说了别的。\n") == ["1 P007"]


def test_a_text_of_a_page_may_begin_with_a_colon() -> None:
    read, found = record_file.parse(
        "content/pages/dizhi.md", "地址：甲县一号\n电话照旧。\n".encode()
    )
    assert read is not None
    assert found == []
