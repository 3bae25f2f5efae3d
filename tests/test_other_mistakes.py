"""A wrong field hides nothing else: neither the text, nor rules that do not rest on it."""

import random
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from generator.model.kinds.registry import KINDS
from generator.parse import record_file, stand_ins, validation
from generator.parse.yaml_nodes import Raw
from generator.records import other_mistakes
from generator.records.batches import File, walk
from tests.conftest import ROOT, load
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


DOCUMENT = "content/documents/2018-yijian.md"
FRONT = "title: 意见（示例）\nissuer: 示例州指挥部\ndate: 去年\nattachment: yijian.pdf\n"


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        (FRONT, {"P104", "P960"}),
        (FRONT.replace("title:", "title："), {"P015", "P104", "P960"}),
        (FRONT.replace("attachment", "附件"), {"P104", "P109"}),  # which file is meant is not sure
        (FRONT.replace("yijian.pdf", "a/b.pdf"), {"P104", "P118"}),
    ],
)
def test_a_file_that_is_not_there_is_told_beside_a_wrong_field(
    tmp_path: Path, fields: str, codes: set[str]
) -> None:
    small = Small(tmp_path, {DOCUMENT: f"---\n{fields}---\n见附件。\n"})
    start = DOCUMENT.removeprefix("content/")
    told = [each.split()[1] for each in small.problems() if each.startswith(start)]
    assert {*told} == codes


BOARDS = (("P911", "first"), ("P911", "last"))


def spoilt(value: Raw) -> Raw:
    """Return what no field of this form takes."""
    if isinstance(value, str):
        return "@@"
    return [*value, {"@": "@"}] if isinstance(value, list) else {**value, "@": "@"}


def demonstration() -> Iterator[File]:
    """Yield the records of the demonstration."""
    yield from walk(ROOT, "content").files


def some(dice: random.Random, of: list[Raw], most: int = 2) -> list[Raw]:
    return dice.sample(of, min(len(of), most))


def leaves(value: Raw) -> Iterator[Raw]:
    """Yield what no field of this form takes, with one text within it spoilt at a time."""
    if isinstance(value, str):
        yield spoilt(value)
        return
    steps = value if isinstance(value, dict) else range(len(value))
    for step in steps:
        for wrong in leaves(value[step]):  # type: ignore[index] # it is of this value
            changed = copy(value)
            changed[step] = wrong  # type: ignore[index] # as above
            yield changed


@pytest.mark.parametrize("share", range(2))
def test_no_false_thing_is_said_of_a_record_with_a_wrong_field(share: int) -> None:
    """Whatever is said of a record of which a field is spoilt is true of the record as it was."""
    dice = random.Random(share)  # noqa: S311 (to be the same each time)
    rules = load(ROOT).rules(date(2018, 12, 31))
    files = [each for each in demonstration() if each.kind != "units"]
    made = 0
    for file in dice.sample(files, min(len(files), 60 * LONGER)):
        read, _ = record_file.read(ROOT, file.path)
        assert read is not None
        model = KINDS[file.kind].model
        whole, _ = validation.validate(model, read, ROOT)
        usual = [*other_mistakes.judged(file, read, whole, rules, ROOT)]
        spoils = [
            (name, wrong)
            for name, value in read.data.items()
            for wrong in (spoilt(value), *some(dice, [*leaves(value)]))
        ]
        for name, value in spoils:
            wrong = replace(read, data={**read.data, name: value})
            found = stand_ins.of(model, validation.prepared(model, wrong))
            if found is None:
                continue
            made += 1
            rest = replace(read, data={k: v for k, v in read.data.items() if k != name})
            told = found.agreed(partial(other_mistakes.judged, file, rest, rules=rules, root=ROOT))
            # how long a notice hung on each board is told where the whole time is not
            true = [each for each in told if each in usual or (each.code, name) in BOARDS]
            assert told == true, (file.path, name)
    assert made > 100


def test_records_are_made_for_every_wrong_field_of_a_project() -> None:
    file = next(each for each in demonstration() if each.kind == "projects")
    read, _ = record_file.read(ROOT, file.path)
    assert read is not None
    model = KINDS["projects"].model
    lacking = []
    for name, value in read.data.items():
        data = {**read.data, name: spoilt(value)}
        taken = validation.held(model, data)[0] is not None  # a text may be anything
        if not taken and stand_ins.of(model, data) is None:
            lacking.append(name)
    assert lacking == []
