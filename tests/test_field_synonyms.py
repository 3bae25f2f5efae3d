"""A Chinese name in the place of a field's code is told the one code it stands for."""

from pathlib import Path
from typing import Any

import pytest

from generator.model import problem_words
from generator.model.kinds.disclosure import Disclosure
from generator.model.kinds.project import Beneficiaries, Project
from generator.model.kinds.registry import KINDS
from generator.model.kinds.unit import Unit
from generator.model.spending import Payment, Source
from generator.parse import field_synonyms, record_file
from generator.parse.model_fields import inner
from generator.parse.validation import validate

COLUMNS = {
    # of county project librariesand usual variants
    "项目名称": "title",
    "*项目名称（必填）": "title",
    "一、项目名称": "title",
    "项目年度": "year",
    "实施年度": "year",
    "项目类别": "category",
    "项目状态": "stage",
    "项目主管单位": "responsible_unit",
    "实施主体": "implementer",
    "建设详细地址": "address",
    "建设性质": "nature",
    "绩效目标": "performance_target",
    "项目建设规模及内容": "task",
    "项目负责人": "person_responsible",
    "联系方式": "phone",
    "总投资（万元）": "budget",
    "统筹资金规模": "budget",
    "补助标准": "subsidy_standard",
    "批复文号": "approval_document",
    "中标价": "bid_price",
    "施工单位": "contractor",
    "资金来源": "sources",
}


@pytest.mark.parametrize(("column", "code"), COLUMNS.items())
def test_a_column_of_a_clerks_workbook_leads_to_the_field_of_a_project(
    column: str, code: str
) -> None:
    assert field_synonyms.code(column, Project.model_fields) == code


@pytest.mark.parametrize(
    ("model", "column", "code"),
    [
        (Beneficiaries, "受益贫困户", "poor_households"),
        (Beneficiaries, "受益贫困人口", "poor_people"),
        (Payment, "拨付金额", "amount"),
        (Payment, "备注", "note"),
        (Source, "资金名称", "fund"),
        (Disclosure, "公示标题", "title"),
        (Unit, "单位名称", "name"),
        (Project, "没有这一栏", ""),
        (Project, "title", ""),
    ],
)
def test_a_word_leads_to_the_field_that_the_record_at_hand_has(
    model: Any, column: str, code: str
) -> None:
    assert field_synonyms.code(column, model.model_fields) == code


def test_every_word_leads_to_fields_that_are_there_and_stands_once() -> None:
    there: set[str] = set()

    def note(model: Any) -> None:
        for name, info in model.model_fields.items():
            there.add(name)
            part = inner(info.annotation)
            if hasattr(part, "model_fields"):
                note(part)

    for model in (kind.model for kind in KINDS.values()):
        note(model)
    assert {code for codes in field_synonyms.WORDS.values() for code in codes} <= there
    words = [word for line in field_synonyms.WORDS for word in line.split()]
    assert len({*words}) == len(words)


@pytest.mark.parametrize(("column", "code"), [("工程名称", "title"), ("建设规模", "task")])
def test_a_clerk_who_writes_a_column_for_a_field_is_offered_that_one_field_alone(
    column: str, code: str, tmp_path: Path
) -> None:
    file = "content/projects/jia/x.yaml"
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(f"{column}: 示例\nyear: 2018\n", "utf-8")
    read, problems = record_file.read(tmp_path, file)
    assert read is not None, problems
    _, problems = validate(Project, read, tmp_path)
    [told] = [each for each in problems if each.code == "P109"]
    said = problem_words.message(told, "zh-Hans") + problem_words.hint(told, "zh-Hans")
    assert code in said
    assert "benefit_mechanism" not in said
