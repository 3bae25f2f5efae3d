"""What ` #` cuts off behind values of every kind, and below them."""

from pathlib import Path

import pytest

from generator.model.kinds.project import Project
from generator.parse import record_file, validation

FIELDS = {
    "title": "上村晒谷场",
    "year": "2018",
    "category": "infrastructure",
    "stage": "library",
    "performance_target": "方便86户晒谷",
}


def told(tmp_path: Path, lines: str) -> list[str]:
    """Return place, code and field of what is told of a project with `lines` in it."""
    kept = "".join(f"{k}: {v}\n" for k, v in FIELDS.items() if not lines.startswith(f"{k}:"))
    (tmp_path / "x.yaml").write_text(kept + lines + "\n", encoding="utf-8")
    read, problems = record_file.read(tmp_path, "x.yaml")
    if read is not None:
        problems = validation.validate(Project, read, tmp_path)[1]
    return [f"{p.place.line}:{p.place.column} {p.code} {p.field}".rstrip() for p in problems]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("budget: 5万元 #县级", "6:13 P140 budget"),
        ("stage: library #已入库", "5:16 P140 stage"),
        ("phone: 0854-0000000 #办公室", "6:21 P140 phone"),
        ("photos: #以后再加", "6:9 P140 photos"),
        ("plan:\n  start: 2019-01 #大概", "7:18 P140 plan.start"),
        ("task: 硬化 #1标段", "6:10 P017 task"),
        ("results: 修路\n  #1 修桥", "7:3 P017 results"),
    ],
)
def test_what_a_number_sign_cuts_off_is_told_behind_values_of_every_kind(
    tmp_path: Path, lines: str, expected: str
) -> None:
    assert told(tmp_path, lines) == [expected]


@pytest.mark.parametrize(
    "lines",
    [
        "budget: 5万元 # 县级",
        "task: C# 培训",
        "task: 见附件#3",
        "plan:\n  start: 2019-01\n  #finish: 2019-05",
        "photos: []\n#- file: a.jpg",
        "results: 修路\n  # 备注",
    ],
)
def test_a_remark_in_its_usual_form_and_what_is_none_are_left_alone(
    tmp_path: Path, lines: str
) -> None:
    assert told(tmp_path, lines) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("payments:\n  - {date: 2018-05-10, amount: 1万元, note: 见 #3 票}", "7:43 P014"),
        ("progress:\n  - {date: 2018-06, percent: 30, note: 路基: 完成}", "7:40 P014"),
        ("changes:\n  - {date: 2018-05, what: 甲}, {date: 2018-06, what: 乙}", "7:5 P142"),
        ("task； 甲", "6:5 P015"),
        ("task= 甲", "6:5 P015"),
        ("status:", "6:1 P013 status"),
        ("beneficiaries: {households: 86000000000}", "6:29 P141 beneficiaries.households"),
    ],
)
def test_what_cannot_be_read_in_brackets_is_told_at_its_very_place(
    tmp_path: Path, lines: str, expected: str
) -> None:
    assert told(tmp_path, lines) == [expected]
