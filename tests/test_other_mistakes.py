"""A wrong field hides nothing else: neither the text, nor rules that do not rest on it."""

import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.model.kinds.registry import KINDS
from generator.parse import record_file, stand_ins, validation
from generator.parse.record_file import Raw
from tests.conftest import ROOT
from tests.records import LONGER, Small

FILE = "content/projects/jia/dong/shang/2018-lu.md"
GOOD = """---
title: 上村通组公路硬化
year: 2018
category: infrastructure
stage: under_way
performance_target: 方便86户出行
nature: extension
urgency: light
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
actual:
  start: 2018-04
phone: 0854-0000160
---

先修主路，再修入户路。
"""
FIELDS = {
    "year": ("year: 2018\n", "year: 20I8\n"),
    "stage": ("stage: under_way", "stage: begun"),
    "budget": ("budget: 120000", "budget: 很多"),
    "payments": ("date: 2018-05-02", "date: 2018-15-02"),
    "nature": ("nature: extension", "nature: other"),
    "name": ("urgency: light", "urgence: light"),
    "title": ("title: 上村通组公路硬化\n", ""),
    "phone": ("phone: 0854-0000160", "phone: 打村里"),
    "plan": ("finish: 2018-11", "finish: 冬天"),
}
"""What does not fit, by the field that it is in."""
RULES = {
    "P301": ("budget sources", "amount: 40000", "amount: 40001"),
    "P108": ("", "category: infrastructure", "category: infra"),
    "P307": ("stage actual payments", "actual:\n  start: 2018-04\n", ""),
    "P308": ("", "performance_target: 方便86户出行\n", ""),
    "P604": ("", "入户路。", "入户路。问13912345678。"),
    "P704": ("", "入户路。", "入户路。<font>急</font>"),
    "P305": ("plan", "start: 2018-03", "start: 2019-03"),
}
"""Rules that are broken, the fields they rest on, and how."""


def said(root: Path, text: str) -> set[str]:
    """Return place and code of every problem of the project."""
    small = Small(root, {FILE: text})
    start = FILE.removeprefix("content/")
    found = [each.removeprefix(f"{start}:") for each in small.problems() if each.startswith(start)]
    return {each.partition(" ")[2].partition(" ")[0] for each in found}


def typed(*pairs: tuple[str, str]) -> str:
    text = GOOD
    for before, after in pairs:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("code", RULES)
def test_what_rests_on_no_wrong_field_is_told_beside_it(
    tmp_path: Path, field: str, code: str
) -> None:
    rests_on, before, after = RULES[code]
    usual = said(tmp_path, GOOD)
    broken, wrong = said(tmp_path, typed((before, after))), said(tmp_path, typed(FIELDS[field]))
    assert code in broken - usual
    both = said(tmp_path, typed((before, after), FIELDS[field]))
    assert both <= broken | wrong
    if field not in rests_on.split():
        assert code in both


def test_nothing_is_said_of_a_rule_that_may_rest_on_a_wrong_field(tmp_path: Path) -> None:
    text = typed(FIELDS["budget"], ("amount: 40000", "amount: 40001"))
    assert "P301" not in said(tmp_path, text)


def spoilt(value: Raw) -> Raw:
    """Return what no field of this form takes."""
    return "@@" if isinstance(value, str) else {"@": "@"}


def records() -> Mapping[str, list[Path]]:
    """Return files of the demonstration by kind."""
    return {kind: sorted((ROOT / "content" / kind).rglob("*.*")) for kind in KINDS}


@pytest.mark.parametrize("seed", range(40 * LONGER))
def test_no_false_thing_is_said_of_a_record_with_a_wrong_field(seed: int) -> None:
    """Rules are quiet of the demonstration; so they are where a field of it is spoilt."""
    dice = random.Random(seed)  # noqa: S311 (to be the same each time)
    kind = dice.choice([*KINDS])
    files = [each for each in records()[kind] if each.suffix in (".md", ".yaml")]
    path = dice.choice(files).relative_to(ROOT).as_posix()
    read, _ = record_file.read(ROOT, path)
    assert read is not None
    name = dice.choice([*read.data])
    wrong = record_file.Source(path, {**read.data, name: spoilt(read.data[name])}, "", 1, b"")
    found = stand_ins.pair(KINDS[kind].model, wrong)
    if found is None:
        return
    assert found.names == {name}
    one, other = found.records
    assert one != other
    whole, _ = validation.validate(KINDS[kind].model, read, ROOT)
    for each in found.records:
        left = {key: value for key, value in vars(each).items() if key != name}
        assert left == {key: value for key, value in vars(whole).items() if key != name}


def test_two_records_are_made_for_most_wrong_fields() -> None:
    """Else the test above could not fail."""
    file = next(iter(sorted((ROOT / "content" / "projects").rglob("*.md"))))
    read, _ = record_file.read(ROOT, file.relative_to(ROOT).as_posix())
    assert read is not None
    model = KINDS["projects"].model
    lacking = []
    for name in read.data:
        wrong = record_file.Source("a", {**read.data, name: spoilt(read.data[name])}, "", 1, b"")
        taken = validation.held(model, wrong.data)[0] is not None  # a text may be anything
        if not taken and stand_ins.pair(model, wrong) is None:
            lacking.append(name)
    assert lacking == []
