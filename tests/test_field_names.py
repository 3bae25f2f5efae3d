"""Fields of a record may be called in Chinese, and it is the same record."""

import re
from pathlib import Path
from typing import Any

import pytest

from generator.build import build
from generator.model.kinds.registry import KINDS
from generator.parse import field_names, front_matter, record_edit, record_file, record_text
from generator.parse.record_edit import Gone, Put
from tests.conftest import AS_OF, files, load
from tests.records import RICH

MODELS = [each for kind in KINDS.values() for each in field_names.every(kind.model)]


def in_chinese(file: str, text: str) -> str:
    """Return a record with Chinese names for its fields, each on a line as before."""
    source, problems = record_file.parse(file, text.encode())
    assert source is not None, problems
    model = field_names.model_of(file)
    data = field_names.renamed(source.data, model)
    fields = "\n".join(record_text.lines(data))
    if file.endswith(".md"):
        return f"{front_matter.FENCE}\n{fields}\n{front_matter.FENCE}\n{source.body}"
    return fields + "\n"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: str(model.__name__))
def test_no_two_fields_of_a_group_have_one_name(model: Any) -> None:
    assert len(field_names.codes(model)) == len(model.model_fields)
    assert not any(name.isascii() or ":" in name for name in field_names.codes(model))


@pytest.mark.parametrize("file", [each for each in RICH if field_names.model_of(each)])
def test_a_record_in_chinese_says_the_same(file: str) -> None:
    if not file.endswith((".md", ".yaml")):
        return
    plain, _ = record_file.parse(file, RICH[file].encode())
    assert plain is not None
    text = in_chinese(file, RICH[file])
    assert not plain.data or re.search(r"^[\u4e00-\u9fff]+.*:", text, re.MULTILINE)
    source, problems = record_file.parse(file, text.encode())
    assert source is not None, problems
    assert source.data == plain.data
    assert [*source.data] == [*plain.data]


def test_a_whole_site_in_chinese_is_the_same_site(whole: Path) -> None:
    assert build.build(load(whole), AS_OF).published
    before = (whole / "site/SHA256SUMS").read_text("utf-8")
    for path in sorted((whole / "content").rglob("*")):
        name = path.relative_to(whole).as_posix()
        if path.suffix in (".md", ".yaml") and field_names.model_of(name):
            path.write_text(in_chinese(name, path.read_text("utf-8")), "utf-8")
    report = build.build(load(whole), AS_OF)
    assert report.published, report.problems
    assert (whole / "site/SHA256SUMS").read_text("utf-8") == before
    assert files(whole / "site")


FILE = "content/projects/jia/dong/shang/2018-lu.yaml"
TEXT = """\
项目名称: 通组路  # 名字和批文一致
项目年度: 2018
计划开工和完工:
  开工日期: 2018-03
资金来源:
  - 资金名称: 专项资金
    金额: 100万元
"""


def edited(*edits: record_edit.Edit) -> str:
    return record_edit.edited(FILE, TEXT.encode(), edits).decode()


def test_what_is_changed_in_a_record_in_chinese_keeps_its_names() -> None:
    assert edited(Put(("title",), "产业路")) == TEXT.replace("通组路", "产业路")
    assert edited(Put(("sources", 0, "amount"), "90万元")) == TEXT.replace("100万元", "90万元")
    assert edited(Gone(("year",))) == TEXT.replace("项目年度: 2018\n", "")


def test_what_is_added_to_a_record_in_chinese_gets_a_chinese_name() -> None:
    made = edited(
        Put(("plan", "finish"), "2018-09"),
        Put(("sources", 1), {"fund": "县级配套", "level": "county"}),
        Put(("beneficiaries",), {"households": "86"}),
    )
    assert "  完工日期: 2018-09\n" in made
    assert "  - 资金名称: 县级配套\n    资金来自哪一级: county\n" in made
    assert made.endswith("受益群众:\n  户数: 86\n")


def test_a_record_in_codes_stays_one() -> None:
    text = TEXT
    model: Any = KINDS["projects"].model
    for code, name in field_names.names(model).items():
        text = text.replace(f"{name}:", f"{code}:")
    made = record_edit.edited(FILE, text.encode(), [Put(("stage",), "在建")]).decode()
    assert made.endswith("stage: 在建\n")


def test_both_names_may_stand_in_one_record() -> None:
    source, _ = record_file.parse(FILE, "title: 路\n项目年度: 2018\n".encode())
    assert source is not None
    assert source.data == {"title": "路", "year": "2018"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title: 路\nyear: 2018\n项目名称: 路\n", 3),
        ("项目名称: 路\ntitle: 桥\n", 2),
        ("plan:\n  开工日期: 2018\n  start: 2018\n", 3),
        ("sources:\n  - {fund: 甲, 资金名称: 乙}\n", 2),
    ],
)
def test_two_names_of_one_field_are_told(text: str, line: int) -> None:
    source, problems = record_file.parse(FILE, text.encode())
    assert source is None
    assert [(each.code, each.place.line) for each in problems] == [("P036", line)]
