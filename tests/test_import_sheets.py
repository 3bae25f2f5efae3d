"""A clerk's workbook becomes records: each trap that real sheets have, in each form they have."""

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Future
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.base import processes
from generator.build import build
from generator.commands import cli, import_sheets
from generator.model import config
from generator.model.site_tables import CONFIG
from generator.parse import record_file, sheet_file, yaml_nodes
from generator.records import sheet_waiting
from generator.records.sheet_plan import Asked, Plan
from tests import sites, workbooks
from tests.sites import AS_OF
from tests.workbooks import FORMS, MONTH, WAN, Cell, Sheet

HEAD = [
    "序号",
    "项目名称",
    "项目年度",
    "乡镇",
    "村",
    "项目类别",
    "项目状态",
    "绩效目标",
    "总投资（万元）",
]
ROAD: list[Cell] = [1, "产业路", 2016, "东镇", "上村", "产业", "入库", "修路2公里", 125.5]
BRIDGE: list[Cell] = [
    2,
    "便民桥",
    2016,
    "东镇",
    "下村",
    "基础设施",
    "入库",
    "方便86户",
    38.456000001,
]
ANSWERS = """\
fill:
  sources.fund: 财政专项扶贫资金
  sources.county.fund: 县级配套资金
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return sites.lay(tmp_path / "site")


def taken(
    site: Path,
    *sheets: Sheet,
    form: str = "xlsx",
    kind: str = "projects",
    under: str = "",
    write: bool = False,
    hidden: bool = False,
    published: bool = False,
    names: Sequence[str] = (),
    content: bytes | None = None,
    overwrite: bool = False,
) -> Plan:
    """Import a workbook into a site as of the tests' day; return what would be done, or was."""
    path = site.parent / f"甲县.{form}"
    path.write_bytes(workbooks.made(form, *sheets) if content is None else content)
    found, _ = config.load(site / CONFIG)
    assert found is not None
    more = {"hidden": hidden, "published": published, "overwrite": overwrite}
    asked = Asked(site, "content", kind, [path], under, names, **more)
    made = import_sheets.judged(found, asked, AS_OF)
    if write:
        import_sheets.written(made, site, "content")
    return made


def said(made: Plan) -> list[str]:
    """Return code and cell of each problem that is an error, and of warnings of sheets."""
    return sorted({f"{each.code} {each.place.cell or each.place}" for each in made.problems})


def records(made: Plan) -> dict[str, dict[str, yaml_nodes.Raw]]:
    """Return the fields of each record that would be written, by the end of its path."""
    found = {}
    for each in made.writes:
        source, _ = record_file.parse(each.path, each.content)
        assert source is not None
        found[each.path.removeprefix("content/").partition("/")[2]] = source.data
    return found


def sheet(*rows: Sequence[Cell], head: Sequence[Cell] = HEAD, **said: object) -> Sheet:
    return Sheet([head, *rows], **said)  # type: ignore[arg-type] # what a test says of it


# --- one table, in every form ---


@pytest.mark.parametrize("form", FORMS)
def test_a_row_becomes_a_draft_at_an_address_that_can_be_read(site: Path, form: str) -> None:
    made = taken(site, sheet(ROAD, BRIDGE), form=form)
    assert said(made) == []
    assert records(made) == {
        "jia/dong/shang/2016-chanyelu.md": {
            "status": "draft",
            "title": "产业路",
            "year": "2016",
            "category": "产业",
            "stage": "入库",
            "performance_target": "修路2公里",
            "budget": "125.5万元",
        },
        "jia/dong/xia/2016-bianminqiao.md": {
            "status": "draft",
            "title": "便民桥",
            "year": "2016",
            "category": "基础设施",
            "stage": "入库",
            "performance_target": "方便86户",
            "budget": "38.456万元",
        },
    }
    assert not (site / "content/projects/jia/dong/shang/2016-chanyelu.md").exists()


@pytest.mark.parametrize("form", FORMS)
def test_what_is_written_is_what_check_takes(site: Path, form: str) -> None:
    taken(site, sheet(ROAD, BRIDGE), form=form, write=True)
    found, _ = config.load(site / CONFIG)
    assert found is not None
    assert [each for each in build.check(found, AS_OF) if each.severity == "error"] == []
    assert build.check(found, AS_OF) == []


@pytest.mark.parametrize("form", FORMS)
def test_the_same_sheet_once_more_changes_nothing(site: Path, form: str) -> None:
    taken(site, sheet(ROAD, BRIDGE), form=form, write=True)
    before = {path: path.read_bytes() for path in (site / "content").rglob("*") if path.is_file()}
    again = taken(site, sheet(ROAD, BRIDGE), form=form, write=True)
    assert (again.writes, again.same, again.bad) == ([], 2, 0)
    assert before == {path: path.read_bytes() for path in before}


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_a_heading_over_three_rows_with_merged_cells_under_titles(site: Path, form: str) -> None:
    names = [
        "序号",
        "项目名称",
        "项目年度",
        "乡镇",
        "村",
        "项目类别",
        "项目状态",
        "绩效目标",
        "统筹资金规模",
    ]
    (site / "content/imports").mkdir()
    (site / "content/imports/projects.yaml").write_text(ANSWERS, "utf-8")
    rows: list[list[Cell]] = [
        ["甲县2016年脱贫攻坚项目库", *[None] * 11],
        ["单位：万元", *[None] * 11],
        [*names, "资金来源", None, None],
        [*[None] * 9, "财政资金", None, "其他"],
        [*[None] * 9, "中央", "县级", "社会"],
        [*ROAD, 100, 25.5, "/"],
        [2, "便民桥", 2016, None, "下村", "基础设施", "入库", "方便86户", 10, 10, 0, "无"],
        ["合计", *[None] * 7, 135.5, 110, 25.5, None],
        ["填表人：示例甲", *[None] * 3, "审核人：示例乙", *[None] * 7],
    ]
    merged = [(0, 0, 0, 11), (2, 9, 2, 11), (3, 9, 3, 10), (5, 3, 6, 3)]
    merged += [(2, column, 4, column) for column in range(9)]
    made = taken(site, Sheet(rows, merged=merged), form=form)
    assert said(made) == []
    road, bridge = records(made).values()
    assert road["sources"] == [
        {"fund": "财政专项扶贫资金", "level": "central", "amount": "100万元"},
        {"fund": "县级配套资金", "level": "county", "amount": "25.5万元"},
    ]
    assert bridge["sources"] == [
        {"fund": "财政专项扶贫资金", "level": "central", "amount": "10万元"}
    ]
    (table,) = made.tables
    assert [(each.row, each.what.name, each.said) for each in table.rows.others] == [
        (7, "TOTAL", "合计"),
        (8, "FOOTER", "填表人：示例甲"),
    ]
    assert [(each.heading, each.total, each.stated) for each in made.sums[:2]] == [
        ("统筹资金规模", 135_500_000, 135_500_000),
        ("资金来源 · 财政资金 · 中央", 110_000_000, 110_000_000),
    ]


def test_without_merged_cells_the_heading_is_found_by_what_stands_below_it(site: Path) -> None:
    (site / "content/imports").mkdir()
    (site / "content/imports/projects.yaml").write_text(ANSWERS, "utf-8")
    rows: list[list[Cell]] = [
        ["单位：万元"],
        [*HEAD, "资金来源", None],
        [*[None] * 9, "中央", "县级"],
        [*ROAD, 100, 25.5],
    ]
    made = taken(site, Sheet(rows), form="csv")
    assert said(made) == []
    (road,) = records(made).values()
    assert len(road["sources"]) == 2


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_one_amount_over_several_rows_is_no_amount_of_each(site: Path, form: str) -> None:
    made = taken(site, sheet(ROAD, [*BRIDGE[:8], None], merged=[(1, 8, 2, 8)]), form=form)
    assert said(made) == ["P558 甲县!I2"]
    assert (made.writes, made.bad) == ([], 2)


# --- amounts and dates ---


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_the_unit_may_stand_in_the_number_format_alone(site: Path, form: str) -> None:
    head = [*HEAD[:8], "总投资"]
    made = taken(site, sheet(ROAD, head=head, formats={(1, 8): WAN}), form=form)
    assert [each["budget"] for each in records(made).values()] == ["125.5万元"]


@pytest.mark.parametrize("form", FORMS)
def test_amounts_without_any_unit_are_one_question_not_one_for_each(site: Path, form: str) -> None:
    made = taken(site, sheet(ROAD, BRIDGE, head=[*HEAD[:8], "总投资"]), form=form)
    assert said(made) == ["P577 甲县!I2"]
    assert dict(made.problems[0].values)["count"] == "2"
    (site / "content/imports").mkdir()
    (site / "content/imports/projects.yaml").write_text("unit: 万元\n", "utf-8")
    assert len(taken(site, sheet(ROAD, BRIDGE, head=[*HEAD[:8], "总投资"]), form=form).writes) == 2


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_cell_with_an_error_is_not_an_empty_one(site: Path, form: str) -> None:
    content = workbooks.made(form, sheet(ROAD, BRIDGE))
    made = taken(site, form=form, content=broken(content, form))
    assert said(made) == ["P565 甲县!I2"]
    assert len(made.writes) == 1


def broken(content: bytes, form: str) -> bytes:
    """Return a workbook whose first amount is an error."""
    into = io.BytesIO()
    old, new = {
        "xlsx": ("<v>125.5</v>", "<v>#N/A</v>"),
        "ods": ('office:value-type="float" office:value="125.5"', 'calcext:value-type="error"'),
    }[form]
    space = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(into, "w") as made:
        for name in parts.namelist():
            text = parts.read(name).decode()
            text = re.sub(rf"(<c r=\"I2\")([^>]*>){old}", rf'\1 t="e"\2{new}', text)
            text = text.replace(old, new).replace("xmlns:office", f"{space}xmlns:office", 1)
            made.writestr(name, text)
    return into.getvalue()


@pytest.mark.parametrize(("ident", "start"), [(31, "2018-03-01"), (57, "2018-03"), (27, "2018-03")])
def test_dates_that_chinese_excel_names_by_a_number_alone_are_dates(
    site: Path, ident: int, start: str
) -> None:
    table = sheet([*ROAD, date(2018, 3, 1)], head=[*HEAD, "计划开工时间"])
    into = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbooks.made("xlsx", table))) as parts,
        zipfile.ZipFile(into, "w") as made,
    ):
        for name in parts.namelist():
            text = parts.read(name).decode()
            text = re.sub(r"<numFmts.*?</numFmts>", "", text)
            made.writestr(name, text.replace('numFmtId="164"', f'numFmtId="{ident}"'))
    (road,) = records(taken(site, content=into.getvalue())).values()
    assert road["plan"] == {"start": start}


def test_what_other_programs_leave_in_texts_is_no_part_of_them(site: Path) -> None:
    text = "修路_x000D_\n2公里\u00a0\u200b宽\u30004米"
    made = taken(site, sheet([*ROAD[:7], text, 125.5]))
    assert [each["performance_target"] for each in records(made).values()] == ["修路 2公里 宽 4米"]


def test_a_format_and_a_heading_that_disagree_are_told(site: Path) -> None:
    head = [*HEAD[:8], "总投资（元）"]
    assert said(taken(site, sheet(ROAD, head=head, formats={(1, 8): WAN}))) == ["P562 甲县!I2"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("2018年3月", "2018-03"),
        ("2018.3.1", "2018-03-01"),
        ("2018/3/1", "2018-03-01"),
        ("2018-03", "2018-03"),
        ("20180301", "2018-03-01"),
        ("二〇一八年三月一日", "2018-03-01"),
        (date(2018, 3, 1), "2018-03-01"),
        (43160, "2018-03-01"),
        (2018, "2018"),
        (201803, "2018-03"),
        ("/", None),
        ("未定", None),
    ],
)
def test_every_form_of_a_date_is_read(
    site: Path, form: str, typed: Cell, start: str | None
) -> None:
    made = taken(site, sheet([*ROAD, typed], head=[*HEAD, "计划开工时间"]), form=form)
    assert said(made) == []
    (road,) = records(made).values()
    assert road.get("plan") == ({"start": start} if start else None)


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_a_day_shown_as_a_month_is_a_month(site: Path, form: str) -> None:
    head, formats = [*HEAD, "计划开工时间"], {(1, 9): MONTH}
    made = taken(site, sheet([*ROAD, date(2018, 11, 1)], head=head, formats=formats), form=form)
    (road,) = records(made).values()
    assert road["plan"] == {"start": "2018-11"}


@pytest.mark.parametrize(
    ("typed", "plan"),
    [
        ("2018.3-2018.9", {"start": "2018-03", "finish": "2018-09"}),
        ("2018年3月至2018年9月", {"start": "2018-03", "finish": "2018-09"}),
        ("2018-2019", {"start": "2018", "finish": "2019"}),
        ("2018-03-01~2018-09-30", {"start": "2018-03-01", "finish": "2018-09-30"}),
    ],
)
def test_a_period_is_a_start_and_a_finish(site: Path, typed: str, plan: Mapping[str, str]) -> None:
    made = taken(site, sheet([*ROAD, typed], head=[*HEAD, "建设周期"]))
    assert [each["plan"] for each in records(made).values()] == [plan]


def test_a_length_of_time_is_no_date_and_is_told(site: Path) -> None:
    made = taken(site, sheet([*ROAD, "6个月"], head=[*HEAD, "建设周期"]))
    assert said(made) == ["P572 甲县!J2"]
    assert len(made.writes) == 1


@pytest.mark.parametrize(
    ("column", "typed", "code"),
    [
        ("批复文号", 520526201800000010, "P564 P561"),
        ("建设地点", date(2018, 3, 2), "P564"),
        ("计划开工时间", 2018.1, "P563"),
        ("联系方式", "1.38E+10", "P561"),
        ("实施主体", "同上", "P122"),
        ("受益贫困户", "多户", "P106"),
        ("实施主体", "身份证号110101209901010017", "P601"),
    ],
)
def test_what_cannot_be_told_for_sure_is_refused_at_its_cell(
    site: Path, column: str, typed: Cell, code: str
) -> None:
    made = taken(site, sheet(ROAD, [*BRIDGE[:8], 10, typed], head=[*HEAD, column]))
    assert len(made.writes) == 1
    assert any(
        f"{each} 甲县!J3" in said(made) or f"{each} 甲县!B3" in said(made) for each in code.split()
    )


# --- places ---


def test_a_village_is_found_within_its_town_and_never_guessed(site: Path) -> None:
    shutil.copy(site / "content/units/jia/dong/shang.yaml", site / "content/units/yi/xi/shang.yaml")
    rows = [
        [*ROAD[:3], None, "上村", *ROAD[5:]],
        [*BRIDGE[:4], "西村", *BRIDGE[5:]],
        [3, "沟", *ROAD[2:]],
    ]
    made = taken(site, sheet(*rows, name="表1"))
    assert said(made) == ["P567 表1!E3", "P568 表1!E2"]
    assert [*records(made)] == ["jia/dong/shang/2016-gou.md"]
    assert len(taken(site, sheet(rows[0], name="表1"), under="jia").writes) == 1
    assert len(taken(site, sheet(rows[0], name="甲县")).writes) == 1


@pytest.mark.parametrize(
    ("town", "village", "place"),
    [
        ("东镇", "上村村委会", "jia/dong/shang"),
        ("东", "上村", "jia/dong/shang"),
        ("东镇", "东镇上村", "jia/dong/shang"),
        ("东镇", "全镇", "jia/dong"),
        ("东镇", "/", "jia/dong"),
        ("东 镇", "上　村", "jia/dong/shang"),
    ],
)
def test_a_place_is_known_by_each_way_to_write_it(
    site: Path, town: str, village: str, place: str
) -> None:
    made = taken(site, sheet([*ROAD[:3], town, village, *ROAD[5:]]))
    assert [each.rpartition("/")[0] for each in records(made)] == [place]


@pytest.mark.parametrize(
    ("town", "village"),
    [
        ("全镇", None),
        (None, "全镇"),
        (None, "全乡"),
        (None, "整个街道"),
        ("东镇", "全村"),
        (None, "全社区"),
    ],
)
def test_all_of_a_town_or_a_village_that_is_not_named_is_told(
    site: Path, town: str | None, village: str | None
) -> None:
    """Else the money of one town would stand as that of its county."""
    made = taken(site, sheet([*ROAD[:3], town, village, *ROAD[5:]], name="甲县"))
    assert [each.code for each in made.problems] == ["P595"]


@pytest.mark.parametrize(
    ("town", "village", "place"),
    [("各乡镇", None, "jia"), (None, "全县", "jia"), ("东镇", "各村", "jia/dong")],
)
def test_all_of_what_is_named_is_of_that_place(
    site: Path, town: str | None, village: str | None, place: str
) -> None:
    made = taken(site, sheet([*ROAD[:3], town, village, *ROAD[5:]], name="甲县"))
    assert [each.rpartition("/")[0] for each in records(made)] == [place]


def test_several_villages_in_one_cell_are_told(site: Path) -> None:
    assert said(taken(site, sheet([*ROAD[:4], "上村、下村", *ROAD[5:]]))) == ["P569 甲县!E2"]


def test_a_sheet_may_be_called_by_its_town_or_its_year(site: Path) -> None:
    rows = Sheet([[*HEAD[:3], *HEAD[4:]], [*ROAD[:3], *ROAD[4:]]], name="东镇")
    assert [*records(taken(site, rows))] == ["jia/dong/shang/2016-chanyelu.md"]
    rows = Sheet([[*HEAD[:2], *HEAD[3:]], [*ROAD[:2], *ROAD[3:]]], name="2016年")
    assert [each["year"] for each in records(taken(site, rows)).values()] == ["2016"]


def test_a_row_without_a_place_is_told_with_a_place_of_this_site(site: Path) -> None:
    made = taken(site, sheet([*ROAD[:3], None, None, *ROAD[5:]]))
    assert said(made) == ["P592 甲县!E2"]
    assert dict(made.problems[0].values) == {"whole": "示例州"}
    rows = Sheet([[*HEAD[:3], *HEAD[5:]], [*ROAD[:3], *ROAD[5:]]], name="表1")
    made = taken(site, rows)
    assert [each.code for each in made.problems] == ["P566"]
    assert dict(made.problems[0].values) == {"example": "jia/dong"}


@pytest.mark.parametrize("named", ["示例州", "示例州本级"])
def test_what_is_of_the_place_above_all_has_its_name_under_county(site: Path, named: str) -> None:
    rows = sheet([*ROAD[:3], named, *ROAD[5:]], head=[*HEAD[:3], "县", *HEAD[5:]], name="表1")
    made = taken(site, rows, write=True)
    assert [*records(made)] == ["shili/2016-chanyelu.md"]
    assert taken(site, rows).same == 1
    assert build_is_right(site)
    inside = [*ROAD[:3], named, "东镇", "上村", *ROAD[5:]]
    made = taken(site, sheet(inside, head=[*HEAD[:3], "县", *HEAD[3:]], name="表1"))
    assert [*records(made)] == ["jia/dong/shang/2016-chanyelu.md"]


def test_all_lies_in_the_place_above_all(site: Path) -> None:
    taken(site, sheet(ROAD), write=True)
    made = taken(site, sheet(ROAD, BRIDGE), under="shili")
    assert (said(made), made.same, len(made.writes)) == ([], 1, 1)
    assert said(taken(site, sheet(ROAD, BRIDGE), under="yi")) == ["P567 甲县!D2", "P567 甲县!D3"]


# --- what is no record ---


def test_what_is_no_record_is_left_out_and_named(site: Path) -> None:
    rows: list[Sequence[Cell]] = [
        ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
        ["一", "产业项目", None, None, None, None, None, None, 125.5],
        ROAD,
        ["小计", *[None] * 7, 125.5],
        HEAD,
        ["二", "基础设施", None, None, None, None, None, None, 38.456],
        BRIDGE,
        ["合 计", *[None] * 7, 163.956],
        ["备注：以上为初稿", *[None] * 8],
    ]
    made = taken(site, sheet(*rows))
    assert said(made) == []
    assert [(each.row, each.what.name) for each in made.tables[0].rows.others] == [
        *((1, "NUMBERS"), (2, "SECTION"), (4, "TOTAL"), (5, "HEADING")),
        *((6, "SECTION"), (8, "TOTAL"), (9, "FOOTER")),
    ]
    assert len(made.writes) == 2


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_hidden_and_struck_rows_are_left_out_unless_they_are_asked_for(
    site: Path, form: str
) -> None:
    table = sheet(ROAD, BRIDGE, hidden_rows=[1], struck=[2])
    made = taken(site, Sheet([HEAD, ROAD], "旧表", hidden=True), table, form=form)
    assert said(made) == ["P570 旧表"]
    assert [each.what.name for each in made.tables[0].rows.others] == ["HIDDEN", "STRUCK"]
    assert made.writes == []
    assert len(taken(site, table, form=form, hidden=True).writes) == 2


def test_a_total_that_its_rows_do_not_add_up_to_is_told_to_the_fen(site: Path) -> None:
    made = taken(site, sheet(ROAD, BRIDGE, ["合计", *[None] * 7, 163.9561]))
    assert said(made) == ["P583 甲县!I4"]
    assert dict(made.problems[0].values)["difference"] == "1.00元"


def test_columns_that_no_one_knows_are_named(site: Path) -> None:
    made = taken(site, sheet([*ROAD, "甲"], head=[*HEAD, "科室意见"]))
    assert said(made) == ["P587 甲县!J1"]
    (site / "content/imports").mkdir()
    answers = site / "content/imports/projects.yaml"
    answers.write_text("columns: {科室意见: skip}\n", "utf-8")
    assert said(taken(site, sheet([*ROAD, "甲"], head=[*HEAD, "科室意见"]))) == []
    answers.write_text("columns: {科室意见: task}\n", "utf-8")
    made = taken(site, sheet([*ROAD, "甲"], head=[*HEAD, "科室意见"]))
    assert [each["task"] for each in records(made).values()] == ["甲"]
    answers.write_text("columns: {科室意见: tusk}\n", "utf-8")
    assert said(taken(site, sheet(ROAD))) == ["P557 content/imports/projects.yaml"]


def test_two_columns_for_one_field_are_told(site: Path) -> None:
    made = taken(site, sheet([*ROAD, 5], head=[*HEAD, "投资规模（万元）"]))
    assert said(made) == ["P571 甲县!J1"]


# --- what a sheet cannot know ---


def test_what_a_sheet_cannot_know_is_asked_once(site: Path) -> None:
    head = [*HEAD, "中央资金（万元）"]
    rows = [[n, f"路{n}", *ROAD[2:8], 10, 10] for n in range(1, 39)]
    made = taken(site, sheet(*rows, head=head))
    assert said(made) == ["P574 甲县!B2"]
    assert dict(made.problems[0].values)["count"] == "38"
    assert dict(made.problems[0].values)["lines"] == "sources.central.fund: …"
    assert (made.writes, made.bad) == ([], 38)
    (site / "content/imports").mkdir()
    (site / "content/imports/projects.yaml").write_text(ANSWERS, "utf-8")
    assert len(taken(site, sheet(*rows, head=head)).writes) == 38


def test_a_stage_that_needs_a_start_is_one_question(site: Path) -> None:
    rows = [[n, f"路{n}", *ROAD[2:6], "在建", "修路", 10] for n in range(1, 39)]
    assert said(taken(site, sheet(*rows))) == ["P575 甲县!G2"]
    head = [*HEAD, "实际开工时间"]
    made = taken(site, sheet(*([*each, "2016-03"] for each in rows), head=head))
    assert len(made.writes) == 38


def test_a_word_that_no_one_knows_is_one_question(site: Path) -> None:
    rows = [[n, f"路{n}", *ROAD[2:5], "水利", *ROAD[6:]] for n in range(1, 39)]
    made = taken(site, sheet(*rows))
    assert said(made) == ["P576 甲县!F2"]
    (site / "content/imports").mkdir()
    answers = "values:\n  category: {水利: water}\n"
    (site / "content/imports/projects.yaml").write_text(answers, "utf-8")
    assert {each["category"] for each in records(taken(site, sheet(*rows))).values()} == {"water"}


def test_warnings_of_one_sort_are_told_once_with_their_cells(site: Path) -> None:
    rows = [[n, f"路{n}", *ROAD[2:8], None] for n in range(1, 39)]
    made = taken(site, sheet(*rows))
    assert said(made) == ["P309 甲县!B2", "P578 甲县!B2"]
    assert dict(made.problems[1].values)["count"] == "37"


# --- records that are there ---

BY_HAND = """\
---
# 名字和批文一致
title: 产业路   # 不改
year: 2016
category: industry
stage: library
performance_target: 修路2公里
budget: 1250000.00
plan: {start: 2016-03-01}
---

村里人修的路。
"""


@pytest.fixture
def by_hand(site: Path) -> Path:
    path = site / "content/projects/jia/dong/shang/2016-lu.md"
    path.write_text(BY_HAND, "utf-8")
    return path


def test_next_month_only_what_changed_changes_and_what_was_written_by_hand_stays(
    site: Path, by_hand: Path
) -> None:
    head = [*HEAD, "实施年度", "实施主体"]
    row: list[Cell] = [*ROAD, 2016, "东镇人民政府"]
    for _ in range(2):  # that it was told does not make it the sheet's
        made = taken(site, sheet(row, head=head), write=True)
        assert said(made) == ["P591 甲县!I2"]  # no import has written the amount
        kept = by_hand.read_text("utf-8")
        assert kept == BY_HAND.replace("2公里\n", "2公里\nimplementer: 东镇人民政府\n", 1)
    made = taken(site, sheet(row, head=head), write=True, overwrite=True)
    assert said(made) == []
    assert by_hand.read_text("utf-8") == BY_HAND.replace("1250000.00", "125.5万元").replace(
        "performance_target: 修路2公里\n",
        "performance_target: 修路2公里\nimplementer: 东镇人民政府\n",
    )
    (write,) = made.writes
    assert [(each.path, each.old, each.new) for each in write.changes] == [
        (("budget",), "1250000.00", "125.5万元"),
    ]
    assert taken(site, sheet(row, head=head)).same == 1
    changed = [*row[:7], "修路3公里", *row[8:]]
    assert said(taken(site, sheet(changed, head=head), write=True)) == []  # now it is the sheet's


def test_the_name_may_differ_in_blanks_and_width(site: Path, by_hand: Path) -> None:
    made = taken(site, sheet([1, "产业 路", "2016年", *ROAD[3:]]), overwrite=True)
    assert [each.path for each in made.writes] == [str(by_hand.relative_to(site))]


def test_a_number_is_remembered_whatever_the_name_becomes(site: Path) -> None:
    head = ["项目编号", *HEAD[1:]]
    taken(site, sheet(["00123", *ROAD[1:]], head=head), write=True)
    kept = (site / "content/imports/projects-numbers.yaml").read_text("utf-8")
    assert kept == '"00123": jia/dong/shang/2016-chanyelu\n'
    made = taken(
        site, sheet(["00123", "产业大道", *ROAD[2:]], ["00124", *ROAD[1:]], head=head), write=True
    )
    changed, new = made.writes
    assert [(each.old, each.new) for each in changed.changes] == [("产业路", "产业大道")]
    assert new.path.endswith("2016-chanyelu-2.md")
    assert sites.judge(site) == []


def test_all_that_is_wrong_with_a_row_is_told_at_once(site: Path) -> None:
    row = [*ROAD[:5], "无此类", "无此步", *ROAD[7:]]
    assert said(taken(site, sheet(row))) == ["P576 甲县!F2", "P576 甲县!G2"]
    row[3] = "北镇"
    assert said(taken(site, sheet(row))) == ["P567 甲县!D2", "P576 甲县!F2", "P576 甲县!G2"]
    made = taken(site, sheet(ROAD, [*ROAD[:5], "无此类", *ROAD[6:]]))
    assert said(made) == ["P576 甲县!F3", "P582 甲县!B3"]


def test_an_address_beside_the_rows_is_kept_whatever_the_file_is(site: Path) -> None:
    head = ["档案地址", *HEAD[1:]]
    row: list[Cell] = ["jia/dong/shang/2016-lu", *ROAD[1:]]
    made = taken(site, sheet(row, head=head), form="csv")
    assert (said(made), [*records(made)]) == ([], ["jia/dong/shang/2016-lu.md"])
    row[0] = "jia/none/2016-lu"
    assert said(taken(site, sheet(row, head=head), form="csv")) == ["P580 甲县!A2"]


def test_entries_that_stand_twice_name_the_row_of_the_first(site: Path) -> None:
    (site / "content/teams/jia/dong/shang.yaml").unlink()
    head = ["村", "截至日期", "姓名", "职务", "选派单位"]
    row: list[Cell] = ["上村", "2018-12-01", "示例甲", "驻村干部", "示例局"]
    made = taken(site, sheet(row, row, head=head), kind="teams")
    (told,) = (each for each in made.problems if each.code == "P134")
    assert (told.place.cell, dict(told.values)["first"]) == ("甲县!C3", "2")


def test_what_several_rows_say_alike_is_told_at_the_first(site: Path) -> None:
    (site / "content/teams/jia/dong/shang.yaml").unlink()
    head = ["村", "截至日期", "姓名", "职务", "选派单位"]
    rows: list[list[Cell]] = [
        ["上村", "2030-12-01", name, "驻村干部", "示例局"] for name in ("示例甲", "示例乙")
    ]
    made = taken(site, sheet(*rows, head=head), kind="teams")
    assert "P304 甲县!B2" in said(made)


def test_two_rows_of_one_place_year_and_name_are_told(site: Path) -> None:
    made = taken(site, sheet(ROAD, [2, *ROAD[1:]]))
    assert said(made) == ["P582 甲县!B3"]
    assert (len(made.writes), made.bad) == (1, 1)


@pytest.mark.usefixtures("by_hand")
def test_what_vanished_from_the_sheet_is_listed_and_stays(site: Path) -> None:
    made = taken(site, sheet(["1", "水沟", *ROAD[2:]]))
    assert said(made) == ["P579 content/projects/jia/dong/shang/2016-lu.md"]


def test_a_record_that_cannot_be_read_is_not_made_a_second_time(site: Path, by_hand: Path) -> None:
    by_hand.write_text(BY_HAND.replace("title:", "title"), "utf-8")
    made = taken(site, sheet(ROAD, BRIDGE))
    assert said(made) == ["P584 甲县!B2"]
    assert [*records(made)] == ["jia/dong/xia/2016-bianminqiao.md"]


def test_an_edit_that_would_lose_a_comment_is_refused(site: Path, by_hand: Path) -> None:
    by_hand.write_text(
        BY_HAND.replace("budget: 1250000.00", "budget: > # 暂定\n  125万元"), "utf-8"
    )
    made = taken(site, sheet(ROAD), overwrite=True)
    assert said(made) == ["P585 甲县!I2"]


def test_a_record_that_becomes_wrong_by_it_is_left_as_it_is(site: Path, by_hand: Path) -> None:
    made = taken(site, sheet([*ROAD[:8], "许多"]), write=True, overwrite=True)
    assert said(made) == ["P102 甲县!I2"]
    assert by_hand.read_text("utf-8") == BY_HAND


def test_a_sum_of_two_sources_is_not_parted(site: Path, by_hand: Path) -> None:
    one = "  - {fund: 甲, level: central, amount: 5万元}\n"
    sources = f"sources:\n{one}{one.replace('甲', '乙').replace('5', '6')}"
    by_hand.write_text(BY_HAND.replace("budget: 1250000.00\n", sources), "utf-8")
    head = [*HEAD[:8], "中央资金（万元）"]
    assert taken(site, sheet([*ROAD[:8], 11], head=head)).same == 1
    assert said(taken(site, sheet([*ROAD[:8], 12], head=head))) == ["P588 甲县!I2"]


def test_a_source_keeps_the_name_of_its_fund(site: Path, by_hand: Path) -> None:
    source = "sources:\n  - fund: 甲资金\n    level: central # 中央\n    amount: 5万元\n"
    by_hand.write_text(BY_HAND.replace("budget: 1250000.00\n", source), "utf-8")
    head = [*HEAD[:8], "中央资金（万元）"]
    taken(site, sheet([*ROAD[:8], 6], head=head), write=True, overwrite=True)
    wanted = BY_HAND.replace("budget: 1250000.00\n", source.replace("5万元", "6万元"))
    assert by_hand.read_text("utf-8") == wanted


def test_a_mobile_number_goes_in_masked(site: Path) -> None:
    made = taken(site, sheet([*ROAD, 13900001234], head=[*HEAD, "联系方式"]))
    assert [each["phone"] for each in records(made).values()] == ["139****1234"]


def test_new_records_may_be_public_at_once(site: Path) -> None:
    made = taken(site, sheet(ROAD), published=True)
    assert ["status" in each for each in records(made).values()] == [False]


# --- other kinds ---


def test_rows_of_people_are_entries_of_the_record_of_their_village(site: Path) -> None:
    head = ["乡镇", "村", "村民小组", "岗位", "姓名", "职责", "任职时间"]
    path = site / "content/supervisors/jia/dong/shang.yaml"
    before = path.read_text("utf-8")
    person = re.search(r"person: (\S+)", before)
    assert person is not None
    rows = [["东镇", "上村", None, "监督员", person[1], "看质量", None]]
    made = taken(site, Sheet([head, *rows]), kind="supervisors", write=True, overwrite=True)
    assert [each.code for each in made.problems if each.severity == "error"] == []
    assert "duty: 看质量" in path.read_text("utf-8")
    assert before.count("person:") == path.read_text("utf-8").count("person:")


def test_units_take_staff_and_phone_and_are_never_made(site: Path) -> None:
    head = ["乡镇", "工作人员数", "办公电话"]
    rows = Sheet([head, ["东镇", 9, "0854-0000111"], ["北镇", 9, None]])
    made = taken(site, rows, kind="units", overwrite=True)
    assert said(made) == ["P567 甲县!A3"]
    (write,) = made.writes
    assert write.path == "content/units/jia/dong.yaml"
    assert {each.path[0] for each in write.changes} == {"staff", "phone"}


def test_a_kind_of_villages_has_no_record_of_a_town(site: Path) -> None:
    head = ["乡镇", "岗位", "姓名"]
    made = taken(site, Sheet([head, ["东镇", "监督员", "示例甲"]]), kind="supervisors")
    assert said(made) == ["P209 甲县!C2"]


def test_units_are_named_as_people_call_them(site: Path) -> None:
    head = ["乡镇", "会议时间", "会议名称", "汇报的单位"]
    rows: list[list[Cell]] = [
        ["东镇", "2018-04-10", "调度会", "上村、东镇下村"],
        ["东镇", "2018-05-10", "调度会", "北村"],
    ]
    made = taken(site, Sheet([head, *rows]), kind="meetings")
    assert said(made) == ["P567 甲县!D3", "P579 content/meetings/jia/dong/2018-11.md"]
    (meeting,) = records(made).values()
    assert meeting["reports"] == ["jia/dong/shang", "jia/dong/xia"]


def test_allotments_and_meetings_go_in_too(site: Path) -> None:
    head = ["乡镇", "日期", "文号", "资金名称", "资金级次", "用途", "金额（元）"]
    row: list[Cell] = [
        "东镇",
        "2018-03-05",
        "示例财农〔2018〕9号",
        "水利资金",
        "县级",
        "教育",
        120000,
    ]
    made = taken(site, Sheet([head, row]), kind="allocations")
    assert [*records(made)] == ["jia/dong/2018-shuili-zijin.md"]
    head = ["乡镇", "会议时间", "会议名称", "主持人", "参会人数", "议定事项", "责任单位"]
    rows: list[list[Cell]] = [
        ["东镇", "2018-04-10", "调度会", "站长", 20, "验收", "站"],
        ["东镇", "2018-04-10", "调度会", "站长", 20, "公示", "村"],
    ]
    made = taken(site, Sheet([head, *rows]), kind="meetings")
    (meeting,) = records(made).values()
    assert meeting["decisions"] == [
        {"what": "验收", "owner": "站"},
        {"what": "公示", "owner": "村"},
    ]


# --- the verb ---


@pytest.fixture
def portal(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LANGUAGE", raising=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        day = ("--as-of", AS_OF.isoformat())
        code = cli.main([*arguments, "--config", str(site / "config.yaml"), *day])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_a_trial_says_what_would_be_done_and_does_nothing(
    site: Path, portal: Callable[..., tuple[int, str, str]]
) -> None:
    path = site.parent / "项目库.xlsx"
    path.write_bytes(workbooks.made("xlsx", sheet(ROAD, BRIDGE)))
    code, out, err = portal("import", "项目", str(path))
    assert (code, out) == (0, "")
    assert "New: 2. Changed: 0. As before: 0. Rows not taken: 0." in err
    assert "nothing is written" in err
    code, _, err = portal("import", "project", str(path), "--write")
    assert code == 0
    assert "nothing is written" not in err
    assert (site / "content/projects/jia/dong/shang/2016-chanyelu.md").exists()


def test_good_rows_go_in_while_bad_ones_are_listed_by_their_cells(
    site: Path, portal: Callable[..., tuple[int, str, str]]
) -> None:
    path = site.parent / "项目库.xlsx"
    path.write_bytes(workbooks.made("xlsx", sheet(ROAD, [*BRIDGE[:8], "许多"])))
    code, out, _ = portal("import", "projects", str(path), "--write", "--format", "json")
    told = json.loads(out)
    assert code == 1
    assert [(each["cell"], each["code"]) for each in told["problems"]] == [("甲县!I3", "P102")]
    assert (told["new"], told["not_taken"]) == (
        ["content/projects/jia/dong/shang/2016-chanyelu.md"],
        1,
    )
    assert told["written"]
    code, out, _ = portal("import", "projects", str(path))
    assert "项目库.xlsx 甲县!I3: error P102" in out


def test_a_report_is_the_workbook_with_its_faults_marked(
    site: Path, portal: Callable[..., tuple[int, str, str]]
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path, report = site.parent / "项目库.xls", site.parent / "report.xlsx"
    table = sheet(ROAD, [*BRIDGE[:8], "许多"], merged=[(1, 3, 2, 3)])
    path.write_bytes(workbooks.made("xls", table))
    portal("import", "projects", str(path), "--report", str(report))
    book = openpyxl.load_workbook(io.BytesIO(report.read_bytes()))
    assert book.sheetnames == ["Problems", "甲县"]
    assert book["Problems"]["A2"].value == "甲县!I3"
    cell = book["甲县"]["I3"]
    assert (cell.value, cell.fill.fgColor.rgb) == ("许多", "FFFFC7CE")
    assert "P102" in cell.comment.text
    assert [str(each) for each in book["甲县"].merged_cells.ranges] == ["D2:D3"]
    again = sheet_file.read(report).sheets[1]
    assert again.rows[1][1] == "产业路"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("import", "projekt", "a.xlsx"), "no kind of record"),
        (("import", "projects", "nothing.xlsx"), "nothing.xlsx"),
        (("import", "projects", "a.xlsx", "--under", "jia/nord"), "P201"),
    ],
)
def test_a_command_that_is_wrong_says_what_is(
    portal: Callable[..., tuple[int, str, str]], arguments: tuple[str, ...], told: str
) -> None:
    try:
        code, out, err = portal(*arguments)
    except SystemExit as ended:
        code, out, err = 2, "", "no kind of record" if ended.code == 2 else ""
    assert code
    assert told in out + err


# --- what was corrected by hand between two imports ---

MONEY = [*HEAD, "县级资金（万元）", "中央资金（万元）", "实施单位"]
PAID: list[Cell] = [*ROAD, 25.5, 100, "示例镇人民政府"]
ROAD_ID = "jia/dong/shang/2016-chanyelu"
CORRECTED = "projects/jia/dong/shang/2016-chanyelu.md"


def with_cells(row: Sequence[Cell], **cells: Cell) -> list[Cell]:
    """Return a row with other values in some columns, by the beginnings of their headings."""
    found = [*row]
    for name, value in cells.items():
        found[next(n for n, head in enumerate(MONEY) if str(head).startswith(name))] = value
    return found


def corrected(site: Path, old: str, new: str) -> None:
    """Correct a record by hand."""
    file = site / "content" / CORRECTED
    said_there = file.read_text("utf-8")
    assert said_there.count(old) == 1, said_there
    file.write_text(said_there.replace(old, new), "utf-8")


@pytest.fixture
def monthly(site: Path) -> Path:
    """Return a site with one project that came from a sheet."""
    (site / "content/imports").mkdir()
    (site / "content/imports/projects.yaml").write_text(
        "fill:\n  sources.fund: 财政专项扶贫资金\n", "utf-8"
    )
    assert said(taken(site, sheet(PAID, head=MONEY), write=True)) == []
    return site


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("绩效", "绩效", ""),
        ("修路2公里", "修路2.4公里", "H"),
        ("budget: 125.5万元", "budget: 130万元", "I"),
        ("amount: 100万元", "amount: 101万元", "K"),
        ("amount: 25.5万元", "amount: 26万元", "J"),
        ("implementer: 示例镇人民政府\n", "", "L"),
    ],
)
def test_what_is_corrected_by_hand_stays_while_the_sheet_says_what_it_did(
    monthly: Path, old: str, new: str, column: str
) -> None:
    if not column:
        assert taken(monthly, sheet(PAID, head=MONEY), write=True).same == 1
        return
    corrected(monthly, old, new)
    before = (monthly / "content" / CORRECTED).read_bytes()
    for _ in range(2):  # and once more: that it was told does not make it the sheet's
        made = taken(monthly, sheet(PAID, head=MONEY), write=True)
        assert said(made) == [f"P589 甲县!{column}2"]
        assert (monthly / "content" / CORRECTED).read_bytes() == before
    other = with_cells(PAID, 村="上村委会", 项目状态="已批复", 项目名称="产业路")
    made = taken(monthly, sheet(other, head=MONEY), write=True)
    assert [each.path[-1] for each in made.writes[0].changes] == ["stage"]
    assert (monthly / "content" / CORRECTED).read_bytes() != before
    assert new.strip() in (monthly / "content" / CORRECTED).read_text("utf-8")


def test_where_both_have_changed_the_record_stays_until_someone_decides(monthly: Path) -> None:
    corrected(monthly, "修路2公里", "修路2.4公里")
    row = with_cells(PAID, 绩效目标="修路3公里", 总投资=140, 县级资金=40)
    for _ in range(2):
        made = taken(monthly, sheet(row, head=MONEY), write=True)
        assert said(made) == ["P590 甲县!H2"]
        assert dict(made.problems[0].values) == {
            "file": f"content/{CORRECTED}",
            "old": "修路2.4公里",
            "new": "修路3公里",
        }
        text = (monthly / "content" / CORRECTED).read_text("utf-8")
        assert "修路2.4公里" in text
        assert "budget: 140万元" in text  # what only the sheet has changed goes in
    found, _ = config.load(monthly / CONFIG)
    assert found is not None
    path = monthly.parent / "甲县.xlsx"
    asked = Asked(monthly, "content", "projects", [path], overwrite=True)
    made = import_sheets.judged(found, asked, AS_OF)
    assert made.problems == []
    assert [(each.old, each.new) for each in made.writes[0].changes] == [
        ("修路2.4公里", "修路3公里")
    ]
    corrected(monthly, "修路2.4公里", "修路3公里")  # or the two are made to say the same
    assert said(taken(monthly, sheet(row, head=MONEY), write=True)) == []
    row = with_cells(row, 绩效目标="修路4公里")
    assert said(taken(monthly, sheet(row, head=MONEY), write=True)) == []  # it is the sheet's again
    assert "修路4公里" in (monthly / "content" / CORRECTED).read_text("utf-8")


def test_a_source_that_was_taken_out_or_renamed_by_hand_does_not_come_back(monthly: Path) -> None:
    text = (monthly / "content" / CORRECTED).read_text("utf-8")
    entry = text[text.index("- fund") :]
    first = entry[: entry.index("- ", 2)]
    corrected(monthly, first, "")
    made = taken(monthly, sheet(PAID, head=MONEY), write=True)
    assert {each.code for each in made.problems} == {"P589"}
    assert made.writes == []


def test_a_record_that_was_written_otherwise_at_first_is_no_correction(monthly: Path) -> None:
    """As 125.5万元 is 1255000, the record may say either: the next value of the sheet goes in."""
    corrected(monthly, "budget: 125.5万元", "budget: 1255000")
    assert said(taken(monthly, sheet(PAID, head=MONEY), write=True)) == []
    made = taken(monthly, sheet(with_cells(PAID, 总投资=130, 县级资金=30), head=MONEY), write=True)
    assert said(made) == []
    assert "budget: 130万元" in (monthly / "content" / CORRECTED).read_text("utf-8")


def test_what_the_last_import_said_is_written_once_and_harms_nothing_where_it_is_spoilt(
    monthly: Path,
) -> None:
    file = monthly / "content/imports/projects-last.yaml"
    before = file.read_bytes()
    assert b"2016-chanyelu: " in before
    assert "产业路".encode() not in before
    taken(monthly, sheet(PAID, head=MONEY), write=True)
    assert file.read_bytes() == before
    assert build_is_right(monthly)
    file.write_bytes(b"\xff\n<<<<<<< HEAD\njia/dong/shang/2016-chanyelu\n: :\n")
    rows = sheet(with_cells(PAID, 总投资=130, 县级资金=30), head=MONEY)
    assert said(taken(monthly, rows, write=True)) == ["P591 甲县!I2", "P591 甲县!J2"]
    assert said(taken(monthly, rows, write=True, overwrite=True)) == []


def build_is_right(site: Path) -> bool:
    found, _ = config.load(site / CONFIG)
    assert found is not None
    return [each.code for each in build.check(found, AS_OF, 1)] == []


def test_a_record_that_moved_to_another_place_is_found_by_a_sheet_that_names_the_old_one(
    monthly: Path,
) -> None:
    file = monthly / "content" / CORRECTED
    moved = file.read_text("utf-8").replace("title:", f"moved: [{ROAD_ID}]\ntitle:", 1)
    (monthly / "content/projects/jia/dong/xia/2016-lu.md").write_text(moved, "utf-8")
    file.unlink()
    made = taken(monthly, sheet(PAID, head=MONEY))
    assert said(made) == []
    assert (made.same, made.writes) == (1, [])


def test_money_of_another_level_before_one_that_was_corrected_mixes_nothing_up(
    monthly: Path,
) -> None:
    row = with_cells(PAID, 中央资金=None, 总投资=25.5)
    other = [*row]
    other[1] = "另一条路"
    taken(monthly, sheet(PAID, other, head=MONEY), write=True)
    later = with_cells(
        other, 中央资金=100, 总投资=125.5
    )  # county money was the first, now it is second
    made = taken(monthly, sheet(PAID, later, head=MONEY), write=True)
    assert said(made) == []
    (file,) = (monthly / "content/projects/jia/dong/shang").glob("2016-ling*.md")
    text = file.read_text("utf-8")
    assert text.count("level: ") == 2
    assert "amount: 100万元" in text
    assert "amount: 25.5万元" in text


@pytest.mark.parametrize("form", FORMS)
def test_a_heading_of_two_rows_of_which_only_the_wide_cells_are_merged_is_whole(
    site: Path, form: str
) -> None:
    rows: list[Sequence[Cell]] = [
        ["甲县2018年项目库", *[None] * 10],
        ["序号", "项目名称", "年度", "建设地点", None, "类别", "状态", "绩效目标", "资金（万元）"],
        [None, None, None, "乡镇", "村", None, None, None, "中央", "省级", "合计"],
        [1, "产业路", 2016, "东镇", "上村", "产业", "入库", "修路2公里", 100, 25.5, 125.5],
        ["合计", *[None] * 7, 100, 25.5, 125.5],
    ]
    imports = site / "content/imports"
    imports.mkdir()
    (imports / "projects.yaml").write_text("fill: {sources.fund: 财政专项扶贫资金}\n", "utf-8")
    merged = [(0, 0, 0, 10), (1, 3, 1, 4), (1, 8, 1, 10)]
    made = taken(site, Sheet(rows, merged=merged), form=form)
    assert said(made) == []
    (record,) = records(made).values()
    assert record["budget"] == "125.5万元"
    assert len(record["sources"]) == 2
    assert made.writes[0].path.startswith("content/projects/jia/dong/shang/")


@pytest.mark.parametrize("form", FORMS)
def test_a_wide_cell_over_nothing_takes_no_row_for_heading(site: Path, form: str) -> None:
    head = [*HEAD[:3], "建设地点", None, *HEAD[5:]]
    made = taken(site, Sheet([head, ROAD, BRIDGE], merged=[(0, 3, 0, 4)]), form=form)
    assert [len(each.rows.records) for each in made.tables] == [2]


# --- as hurried people write them ---


def test_headings_may_be_worded_otherwise(site: Path) -> None:
    head = ["编号", "建设项目名称", "计划年度", "所在乡（镇）", "所在村", "项目类型"]
    head += ["建设阶段", "预期绩效", "投资概算(万元)", "备注"]
    made = taken(site, sheet([*ROAD, "先修，后补"], head=head))
    assert said(made) == ["P587 甲县!J1"]  # a remark is not that of an acceptance
    assert records(made)["jia/dong/shang/2016-chanyelu.md"]["budget"] == "125.5万元"


def test_full_width_digits_are_those_of_any_number(site: Path) -> None:
    made = taken(site, sheet([*ROAD[:2], "２０１６", *ROAD[3:8], "１２５．５"]))
    assert said(made) == []
    assert records(made)["jia/dong/shang/2016-chanyelu.md"]["year"] == "2016"


@pytest.mark.parametrize(
    ("address", "ident", "told"),
    [
        ("东镇上村", "jia/dong/shang", []),
        ("甲县东镇下村村委会", "jia/dong/xia", []),
        ("上村三组", "jia/dong/shang", []),
        ("全县", "jia", []),
        ("上村、下村", "jia", ["P593 甲县!C2"]),
        ("河边", "jia", ["P593 甲县!C2"]),
    ],
)
def test_where_no_column_has_places_the_address_tells(
    site: Path, address: str, ident: str, told: list[str]
) -> None:
    head = ["项目名称", "项目年度", "建设地点", *HEAD[5:]]
    row: list[Cell] = ["产业路", 2016, address, *ROAD[5:]]
    made = taken(site, sheet(row, head=head), write=True)
    assert (said(made), [*records(made)]) == (told, [f"{ident}/2016-chanyelu.md"])
    assert taken(site, sheet(row, head=head)).same == 1


def test_a_summary_beside_the_sheets_of_towns_is_left_out(site: Path) -> None:
    towns = (
        Sheet([HEAD, ROAD], "东镇"),
        Sheet([["乡镇", "总投资（万元）"], ["东镇", 125.5]], "汇总"),
    )
    made = taken(site, *towns)
    assert [(each.code, each.place.sheet) for each in made.problems] == [("P594", "汇总")]
    assert len(made.writes) == 1


def test_what_is_later_than_the_end_of_its_village_is_told(site: Path) -> None:
    file = site / "content/units/jia/dong/shang.yaml"
    file.write_text(file.read_text("utf-8") + "until: 2015-12-31\n", "utf-8")
    assert "P227" in {each.code for each in taken(site, sheet(ROAD)).problems}


def test_thousands_of_rows_are_judged_by_several_processes_and_told_in_the_order_of_the_sheet(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [[n, f"第{n}条路", 2016, *ROAD[3:]] for n in range(1, 12)]
    rows[2][7] = None  # no target
    rows[5][6] = "不知道"
    rows[8][4] = "没有的村"
    here = taken(site, sheet(*rows))
    monkeypatch.setattr(sheet_waiting, "FEW", 2)
    monkeypatch.setattr(sheet_waiting, "TOGETHER", 2)
    monkeypatch.setattr(processes, "cores", lambda: 2)
    sent: list[object] = []
    submit = processes._Workers.submit

    def noted(pool: processes._Workers, *work: Any) -> Any:
        sent.append(work)
        return submit(pool, *work)

    monkeypatch.setattr(processes._Workers, "submit", noted)
    spread = taken(site, sheet(*rows))
    assert len(sent) > 2, "others judge most of them"
    assert [(w.path, w.content) for w in spread.writes] == [
        (w.path, w.content) for w in here.writes
    ]
    assert spread.problems == here.problems
    assert (spread.bad, spread.same) == (here.bad, here.same)
    assert 5 < len(here.writes) < 11


def test_where_a_process_that_judges_is_ended_the_rows_are_judged_here(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [[n, f"第{n}条路", 2016, *ROAD[3:]] for n in range(1, 9)]
    here = taken(site, sheet(*rows))
    monkeypatch.setattr(sheet_waiting, "FEW", 0)
    monkeypatch.setattr(sheet_waiting, "TOGETHER", 2)
    monkeypatch.setattr(processes, "cores", lambda: 2)

    def ended(*_: object) -> Any:
        future: Future[Any] = Future()
        future.set_exception(BrokenExecutor())
        return future

    monkeypatch.setattr(processes._Workers, "submit", ended)
    assert [each.path for each in taken(site, sheet(*rows)).writes] == [w.path for w in here.writes]
    assert len(here.writes) == 8


def test_a_total_is_of_the_rows_since_the_one_before(site: Path) -> None:
    parts: list[Sequence[Cell]] = [ROAD, ["小计", *[None] * 7, 125.5], BRIDGE]
    assert said(taken(site, sheet(*parts, ["小计", *[None] * 7, 38.456]))) == []
    assert said(taken(site, sheet(*parts, ["小计", *[None] * 7, 163.956]))) == ["P583 甲县!I5"]
