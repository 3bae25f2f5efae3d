"""What does not fit a model becomes problems that say what, where and how to mend it."""

from pathlib import Path
from typing import Any

import pytest

from generator.base import labels
from generator.base.findings import Finding
from generator.base.messages import CHINESE, ENGLISH
from generator.base.problems import Problem
from generator.base.spelling import nearest
from generator.model import problem_words
from generator.model.kinds.registry import KINDS
from generator.model.traditional_text import Own
from generator.parse import positions, record_file
from generator.parse.validation import place, validate
from tests.conftest import ROOT
from tests.records import PROJECT, SUPERVISORS, changed, spot


def problems(root: Path, text: str, kind: str = "projects") -> list[Problem]:
    """Return what is wrong with the form of a record."""
    name = "x.md" if text.startswith("---") else "x.yaml"
    (root / name).write_bytes(text.encode())
    read, broken = record_file.read(root, name)
    assert read is not None, broken
    _, found = validate(KINDS[kind].model, read, root)
    for each in found:
        assert all(
            problem_words.message(each, tag) and problem_words.hint(each, tag)
            for tag in (CHINESE, ENGLISH)
        )
    return found


def said(found: list[Problem]) -> list[str]:
    return [f"{each.place.line}:{each.place.column} {each.code} {each.field}" for each in found]


def test_a_record_that_fits_is_returned(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text(PROJECT, encoding="utf-8")
    read, _ = record_file.read(tmp_path, "x.md")
    assert read is not None
    data, found = validate(KINDS["projects"].model, read, tmp_path)
    assert found == []
    assert getattr(data, "year", None) == 2018


@pytest.mark.parametrize(
    ("changes", "needle", "problem"),
    [
        ({"titel": "路"}, "titel", "P109 titel"),
        ({"title": None}, "status", "P101 title"),
        ({"title": ""}, "title", "P013 title"),
        ({"title": '"  "'}, '"  "', "P013 title"),
        ({"title": "[路]"}, "[路]", "P014 title"),
        ({"title": "\n  a: 路"}, "a: 路", "P014 title"),
        ({"year": "18"}, "18\n", "P114 year"),
        ({"year": "[2018]"}, "[2018]", "P110 year"),
        ({"budget": "125万 左右"}, "125万 左右", "P125 budget"),
        ({"budget": "125"}, "125\n", "P103 budget"),
        ({"stage": "在建中"}, "在建中", "P108 stage"),
        ({"sources": "many"}, "many", "P111 sources"),
        ({"plan": "2018-03"}, "2018-03\n", "P112 plan"),
        ({"plan": "[2018-03]"}, "[2018-03]", "P112 plan"),
        ({"plan": "{start: 2018-13}"}, "2018-13", "P129 plan.start"),
        ({"plan": "{strat: 2018-03}"}, "strat", "P109 plan.strat"),
        ({"plan": "{start: 2018, finish: 去年}"}, "去年", "P104 plan.finish"),
        ({"photos": "\n  - one.jpg"}, "one.jpg", "P112 photos.1"),
        ({"photos": "\n  - file: a/b.jpg\n    alt: 路"}, "a/b.jpg", "P118 photos.1.file"),
        ({"photos": "\n  - file: b.jpg"}, "file: b.jpg", "P101 photos.1.alt"),
        ({"photos": "\n  -"}, "\n---\n# ", "P112 photos.1"),
        ({"board_only": "maybe"}, "maybe", "P113 board_only"),
        ({"标题": "路"}, "标题", "P109 标题"),
        ({'"a.b"': "路"}, '"a.b"', "P109 a.b"),
        ({"^title": "路"}, "^title", "P109 ^title"),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_each_misfit_is_named_at_its_place(
    tmp_path: Path, changes: dict[str, str | None], needle: str, problem: str, ending: str
) -> None:
    text = changed(PROJECT, **changes)
    found = said(problems(tmp_path, text.replace("\n", ending)))
    assert found == [f"{spot(text, needle)} {problem}"]


APART = [
    # what was typed under `payments`, and the line that is proposed
    (
        "{date: 2018-05-10, amount: 20000,50, note: 一组, 二组修路}",
        '- {date: 2018-05-10, amount: "20000,50", note: "一组, 二组修路"}',
    ),
    (
        "{date: 2018-05-10, amount: 200,000.00元}",
        '- {date: 2018-05-10, amount: "200,000.00元"}',
    ),
    ("{date:2018-05-10, amount: 2万元}", "- {date: 2018-05-10, amount: 2万元}"),
    ("{date：2018-05-10, amount: 2万元}", "- {date: 2018-05-10, amount: 2万元}"),
    (
        '{date: 2018-05-10, amount: 2万元, note: 见"甲", 乙, 丙}',
        "- {date: 2018-05-10, amount: 2万元, note: '见\"甲\", 乙, 丙'}",
    ),
    (
        "{date: 2018-05-10, amount: 2万元, note: 'a', b}",
        "- {date: 2018-05-10, amount: 2万元, note: \"'a', b\"}",
    ),
]


@pytest.mark.parametrize(("typed", "line"), APART)
def test_a_text_that_a_comma_took_apart_is_shown_whole_and_nothing_is_said_of_its_pieces(
    tmp_path: Path, typed: str, line: str
) -> None:
    found = problems(tmp_path, changed(PROJECT, payments=f"\n  - {typed}"))
    assert {each.code for each in found} <= {"P014", "P015"}
    assert {dict(each.values)["line"] for each in found} == {line}


@pytest.mark.parametrize("line", [line for _, line in APART if "20000" not in line])
def test_the_line_that_is_proposed_for_a_text_taken_apart_is_a_good_one(
    tmp_path: Path, line: str
) -> None:
    assert problems(tmp_path, changed(PROJECT, payments=f"\n  {line}")) == []


@pytest.mark.parametrize(
    ("changes", "needle", "said_"),
    [
        ({"plan": "{start: 2018-03, finish}"}, "finish}", "P013 plan.finish"),
        ({"plan": "{2018-03, 2018-11}"}, "2018-03, ", "P112 plan"),
        ({"title": "{上村, 公路}"}, "{上村", "P014 title"),
        ({"year": ""}, "year", "P013 year"),
        ({"title": "上村, ~"}, "", ""),
        ({"contractor": ""}, "", ""),
        ({"photos": "\n  - {file: a.jpg, alt: }"}, "alt: }", "P013 photos.1.alt"),
        ({"没有这一项": ""}, "没有这一项", "P109 没有这一项"),
    ],
)
def test_a_known_field_may_be_empty_and_nothing_else_may(
    tmp_path: Path, changes: dict[str, str | None], needle: str, said_: str
) -> None:
    text = changed(PROJECT, **changes)
    assert said(problems(tmp_path, text)) == ([f"{spot(text, needle)} {said_}"] if said_ else [])


def test_all_misfits_are_named_at_once(tmp_path: Path) -> None:
    photos = "\n  - {file: a, att: b}"
    text = changed(PROJECT, title=None, yaer="2018", budget="很多", photos=photos)
    assert sorted(said(problems(tmp_path, text))) == sorted(
        f"{spot(text, needle)} {problem}"
        for needle, problem in [
            ("yaer", "P101 title"),
            ("yaer", "P109 yaer"),
            ("很多", "P102 budget"),
            ("att", "P109 photos.1.att"),
        ]
    )


def test_what_is_wrong_below_a_wrong_name_is_told_with_the_name(tmp_path: Path) -> None:
    text = (
        "年度: 2019\n名称: 下村桥\n类别: 交通\n阶段: 入库\n计划:\n  开工: 去年\n"
        "付款:\n  日期: 2018-13-02\n  多少: 37.5\n受益群众:\n  户数: 八十\n"
    )
    file = "content/projects/jia/x.yaml"
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    read, _ = record_file.read(tmp_path, file)
    assert read is not None
    _, found = validate(KINDS["projects"].model, read, tmp_path)
    assert sorted(said(found)) == sorted(
        f"{spot(text, needle)} {problem}"
        for needle, problem in [
            ("年度", "P109 年度"),
            ("名称", "P109 名称"),
            ("类别", "P109 类别"),
            ("阶段", "P109 阶段"),
            ("计划:", "P109 计划"),
            ("开工: ", "P109 plan.开工"),
            ("去年", "P104 plan.start"),
            ("日期: 2018-13-02", "P111 payments"),
            ("日期: 2018-13-02", "P109 payments.1.日期"),
            ("2018-13-02", "P129 payments.1.date"),
            ("多少", "P109 payments.1.多少"),
            ("日期: 2018-13-02", "P101 payments.1.amount"),
            ("八十", "P106 beneficiaries.households"),
        ]
    )


def test_a_pair_with_a_colon_of_chinese_among_names_of_any_kind_is_a_pair(tmp_path: Path) -> None:
    text = "places: {甲县: 甲縣, 乙县：乙縣, 丙县: 丙縣}\n"
    path = tmp_path / "content/traditional.yaml"
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    read, _ = record_file.read(tmp_path, "content/traditional.yaml")
    assert read is not None
    _, found = validate(Own, read, tmp_path)
    assert [each.code for each in found] == ["P015"]
    assert values(found)["line"] == "places: {甲县: 甲縣, 乙县: 乙縣, 丙县: 丙縣}"


@pytest.mark.parametrize(
    ("kind", "text", "name", "code"),
    [
        ("answers", "by: 村委会\n答复: 已修\n", "答复", "answer"),  # `by` is there
        ("allocations", "level: central\n来自: 甲县\n", "来自", ""),  # and so is `level`
        ("commendations", "公示:\n  first: 2018-06-04\n", "公示", "notice"),  # a group
        ("exits", "退出:\n  date: 2018-06-04\n", "退出", "exited"),
        ("exits", "退出: 2018-06-04\n", "退出", ""),  # the planned year, or when it was
        ("disclosures", "title: 甲\n项目: [jia/a]\n", "项目", "projects"),
        ("answers", "来信人: 张三\n人数: 3\n", "人数", "people"),
        ("answers", "来信人: 张三\n人数: 3\n", "来信人", ""),
    ],
)
def test_a_wrong_name_is_taken_for_no_field_that_is_there_or_of_another_kind(
    tmp_path: Path, kind: str, text: str, name: str, code: str
) -> None:
    found = {each.field: dict(each.values) for each in problems(tmp_path, text, kind)}
    assert found[name]["nearest"].endswith(f"\t{code}") if code else not found[name]["nearest"]


def values(found: list[Problem]) -> dict[str, Any]:
    (only,) = found
    return dict(only.values)


def test_an_unknown_field_is_told_the_nearest_or_else_all_the_fields_of_its_group(
    tmp_path: Path,
) -> None:
    found = values(problems(tmp_path, changed(PROJECT, plan="{strat: 2018-03}")))
    assert (found["key"], found["nearest"], found["known"]) == (
        "strat",
        "\0f:start\tstart",
        "\0f:start\tstart",
    )
    found = values(problems(tmp_path, changed(PROJECT, qqqqqq="x")))
    assert found["nearest"] == ""
    assert "performance_target" in found["known"]


def test_an_unknown_choice_is_told_the_nearest_label(tmp_path: Path) -> None:
    found = values(problems(tmp_path, changed(PROJECT, stage="验收不合格了")))
    assert labels.value(found["nearest"], CHINESE) == "验收不合格（failed）"
    assert "验收合格（accepted）" in labels.value(found["choices"], CHINESE)


def test_a_missing_field_is_shown_with_an_example(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, changed(SUPERVISORS, posts="\n  - vacant: yes"), "supervisors")
    assert found.field == "posts.1.role"
    assert "role: both" in problem_words.hint(found, CHINESE)


def test_an_empty_item_of_a_list_is_named(tmp_path: Path) -> None:
    found = problems(tmp_path, changed(SUPERVISORS, groups="[一组, '', 三组]"), "supervisors")
    assert said(found) == ["3:14 P013 groups.2"]


def test_a_finding_may_point_at_a_second_line(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text(PROJECT, encoding="utf-8")
    finding = Finding("P401", ("budget",), (("name", "甲"),), first=("title",))
    (found,) = place([finding], "x.md", tmp_path)
    assert (str(found.place), dict(found.values)["first"]) == ("x.md:25:9", "4")


def test_without_findings_the_file_is_not_opened(tmp_path: Path) -> None:
    assert place([], "none.md", tmp_path) == []


@pytest.mark.parametrize(
    ("value", "among", "near"),
    [
        ("duyn", ["duyun", "libo"], "duyun"),
        ("jia/dnog", ["jia/dong", "jia"], "jia/dong"),
        ("完工了", ["实施中", "完工待验收", "验收合格"], "完工待验收"),
        ("动工", ["实施中", "完工待验收", "验收合格"], ""),
        ("xyz", ["duyun", "libo"], ""),
        ("", ["duyun"], ""),
        ("duyun", [], ""),
    ],
)
def test_the_nearest_name_is_near_or_none(value: str, among: list[str], near: str) -> None:
    assert nearest(value, among) == near


# ---- what a remark cuts off


@pytest.mark.parametrize(
    ("changes", "cut", "line"),
    [
        ({"title": "张湾村 #1标段公路硬化"}, "#1标段公路硬化", 'title: "张湾村 #1标段公路硬化"'),
        ({"title": "张湾村 # 1标段"}, "# 1标段", 'title: "张湾村 # 1标段"'),
        ({"title": "上村公路  # 已核对"}, "# 已核对", 'title: "上村公路  # 已核对"'),
        ({"contractor": "# 待定标"}, "# 待定标", 'contractor: "# 待定标"'),
        ({"title": "张湾村\t#1标段"}, "#1标段", 'title: "张湾村\t#1标段"'),
        ({"title": '"张湾村" #1标段'}, "#1标段", 'title: "张湾村 #1标段"'),
        ({"task": "一组\n  二组 #三组"}, "#三组", 'task: "一组 二组 #三组"'),
        ({"contractor": "#1公司"}, "#1公司", 'contractor: "#1公司"'),
        ({"photos": "\n  - {file: a.jpg, alt: 一 #2,\n    }"}, "#2,", '"一 #2,"'),
        ({"photos": "\n  - file: a.jpg\n    alt: 一 #2"}, "#2", 'alt: "一 #2"'),
    ],
)
def test_what_a_remark_cuts_off_a_text_is_told_with_the_line_that_keeps_it(
    tmp_path: Path, changes: dict[str, str | None], cut: str, line: str
) -> None:
    (found,) = problems(tmp_path, changed(PROJECT, **changes))
    assert (found.code, found.severity) == ("P017", "warning")
    assert dict(found.values) == {"cut": cut, "line": line}


@pytest.mark.parametrize(
    "changes",
    [
        {"title": '"上村公路" # 已核对'},
        {"title": '"张湾村 #1标段"'},
        {"title": "张湾村#1标段"},
        {"stage": "library # 入库"},
        {"task": "|\n  一组 #1\n  # 二组"},
        {"plan": "# 计划\n  start: 2018-03 # 月\n  finish: 2018-11"},
        {"category": "infrastructure # 基础设施"},
    ],
)
def test_a_remark_that_stands_apart_or_behind_what_is_no_text_is_a_remark(
    tmp_path: Path, changes: dict[str, str | None]
) -> None:
    assert problems(tmp_path, changed(PROJECT, **changes)) == []


@pytest.mark.parametrize(
    ("changes", "cut"),
    [
        ({"stage": "library #入库"}, "#入库"),
        ({"year": "2018 #年度"}, "#年度"),
        ({"budget": "12万元 #县级配套"}, "#县级配套"),
        ({"phone": "0854-0000000 #8001"}, "#8001"),
    ],
)
def test_what_a_remark_cuts_off_where_nothing_more_can_stand_is_told_without_a_line_to_write(
    tmp_path: Path, changes: dict[str, str | None], cut: str
) -> None:
    (found,) = problems(tmp_path, changed(PROJECT, **changes))
    assert (found.code, found.severity) == ("P140", "warning")
    assert dict(found.values) == {"cut": cut}


# ---- what is on several lines, or stands in the wrong place


@pytest.mark.parametrize(
    "typed",
    [
        '"上村\\t公路\\n硬化"',
        '"上村\n\n  公路\n\n  硬化"',
        "|\n  上村\n  公路\n  硬化",
        "上村\t公路\t 硬化",
    ],
)
def test_tabs_and_line_breaks_in_a_text_are_published_as_one_blank(
    tmp_path: Path, typed: str
) -> None:
    (tmp_path / "x.md").write_text(changed(PROJECT, title=typed), encoding="utf-8")
    read, _ = record_file.read(tmp_path, "x.md")
    assert read is not None
    data, found = validate(KINDS["projects"].model, read, tmp_path)
    assert found == []
    assert getattr(data, "title", None) == "上村 公路 硬化"


@pytest.mark.parametrize(
    ("changes", "code", "line"),
    [
        ({"plan": "\n　　start: 2018-03\n　　finish: 2018-11"}, "P022", "    start: 2018-03"),
        ({"plan": "\n\u00a0\u00a0start: 2018-03"}, "P022", "  start: 2018-03"),
        ({"photos": "\n  -file: a.jpg\n   alt: x"}, "P023", "  - file: a.jpg\n    alt: x"),
        ({"photos": "\n  -　file: a.jpg\n    alt: x"}, "P022", "  - file: a.jpg"),
    ],
)
def test_signs_before_a_name_that_only_look_like_blanks_and_hyphens_are_told(
    tmp_path: Path, changes: dict[str, str | None], code: str, line: str
) -> None:
    text = changed(PROJECT, **changes)
    name = "x.md"
    (tmp_path / name).write_text(text, encoding="utf-8")
    read, found = record_file.read(tmp_path, name)
    if read is not None:
        _, found = validate(KINDS["projects"].model, read, tmp_path)
    assert (found[0].code, dict(found[0].values)["line"]) == (code, line)
    assert {each.code for each in found} == {code}


def test_a_field_below_the_line_that_closes_the_fields_is_found_there(tmp_path: Path) -> None:
    text = "---\ntitle: 上村\n---\n\nyear: 2018\nstage: library\n"
    assert said(problems(tmp_path, text)) == ["5:1 P021 "]


def test_many_unknown_fields_are_told_and_only_the_first_with_a_proposal(tmp_path: Path) -> None:
    many = "".join(f"titel{n}: x\n" for n in range(900))
    text = changed(PROJECT, title=None).replace("---\n", f"---\n{many}", 1)
    found = [each for each in problems(tmp_path, text) if each.code == "P109"]
    assert len(found) == 900
    near = [dict(each.values)["nearest"] for each in found]
    assert near[0].endswith("title")
    assert near[-1] == ""


def test_a_place_that_is_told_at_once_is_the_one_that_composing_the_file_tells() -> None:
    told = 0
    for file in sorted((ROOT / "tests/sites/whole/content").rglob("*.*")):
        if file.suffix not in (".md", ".yaml"):
            continue
        text, name = file.read_text("utf-8"), f"content/{file.name}"
        drawn = positions.drawn(text, name)
        for key, _ in drawn.node.value:
            at = positions.quickly(text, name, (key.value,))
            told += at is not None
            assert at in (None, drawn.find((key.value,))), (file, key.value)
    assert told > 100
    odd = 'a: "x\nb: y"\nb:   z\nc:\n  - 1\nd: |\n  e: 1\nf: [1]\ng: &x 1\n'
    every = {name: positions.quickly(odd, "content/x.yaml", (name,)) for name in "abcdefg"}
    assert {name for name, at in every.items() if at} == {"a"}
    within = "x: 1\ny:\n  z: 1\n"
    at = positions.quickly(within, "content/x.yaml", ("y",))
    assert at == positions.drawn(within, "content/x.yaml").find(("y",))
    assert at is not None
    assert (at.line, at.column) == (3, 3)
    assert positions.quickly(odd, "content/x.yaml", ("a", 0)) is None
