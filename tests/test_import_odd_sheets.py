"""Workbooks as offices make them: several tables on a sheet, people by post, months, 1904."""

import io
import re
import subprocess
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from generator.base.messages import CHINESE
from generator.build import build
from generator.model import config, problem_words
from generator.model.site_tables import CONFIG
from generator.parse import sheet_file
from generator.parse.sheet_book import Unreadable
from generator.parse.sheet_cells import Unsure, date_as_typed, text_of, unit_in
from generator.records.sheet_plan import Plan
from tests import machine, sites, workbooks
from tests.sites import AS_OF
from tests.test_import_sheets import BRIDGE, HEAD, ROAD, records, said, sheet, taken
from tests.workbooks import FORMS, Cell, Sheet

NONE: Cell = None


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return sites.lay(tmp_path / "site")


def left_out(made: Plan) -> list[tuple[int, str, str]]:
    """Return row, sort and words of what is no record, over all tables."""
    every = (each for table in made.tables for each in table.rows.others)
    return [(each.row, each.what.name, each.said) for each in every]


def answered(site: Path, kind: str, text: str) -> None:
    """Write what a site says of its sheets."""
    folder = site / "content/imports"
    folder.mkdir(exist_ok=True)
    (folder / f"{kind}.yaml").write_text(text, "utf-8")


# --- several tables on one sheet ---


@pytest.mark.parametrize("form", FORMS)
def test_a_table_that_goes_on_beside_itself_is_read_whole(site: Path, form: str) -> None:
    rows = [[*HEAD, NONE, *HEAD], [*ROAD, NONE, *BRIDGE], [3, "水沟", *ROAD[2:]]]
    made = taken(site, Sheet(rows), form=form)
    assert said(made) == []
    assert [each.rpartition("/")[2] for each in records(made)] == [
        *("2016-chanyelu.md", "2016-shuigou.md", "2016-bianminqiao.md")
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_second_table_below_has_a_heading_of_its_own(site: Path, form: str) -> None:
    other = ["序号", "村", "项目名称", "项目状态", "项目类别", "绩效目标", "总投资", "年度", "乡镇"]
    rows: list[Sequence[Cell]] = [
        ["单位：万元"],
        HEAD,
        ROAD,
        ["合计", *[NONE] * 7, 125.5],
        [],
        ["二、下村项目"],
        ["单位：元"],
        other,
        [1, "下村", "便民桥", "入库", "基础设施", "方便86户", 384_560, 2016, "东镇"],
        ["合计", *[NONE] * 5, 384_560],
    ]
    made = taken(site, Sheet(rows), form=form)
    assert said(made) == []
    assert [each["budget"] for each in records(made).values()] == ["125.5万元", "384560.00元"]
    assert [each.stated for each in made.sums] == [125_500_000, 38_456_000]


def test_the_unit_above_all_tables_of_a_sheet_is_that_of_each(site: Path) -> None:
    head = [*HEAD[:8], "总投资"]
    swapped = [head[1], head[0], *head[2:]]
    rows: list[Sequence[Cell]] = [
        ["单位：万元"],
        head,
        ROAD,
        [],
        swapped,
        [BRIDGE[1], BRIDGE[0], *BRIDGE[2:]],
    ]
    made = taken(site, Sheet(rows))
    assert [(each["title"], each["budget"]) for each in records(made).values()] == [
        ("产业路", "125.5万元"),
        ("便民桥", "38.456万元"),
    ]


# --- what is no record ---


@pytest.mark.parametrize("form", FORMS)
def test_totals_go_by_many_names_and_none_is_a_record(site: Path, form: str) -> None:
    rows: list[Sequence[Cell]] = [
        ["东镇", "2个项目", *[NONE] * 6, 163.956],
        ["其中：产业", *[NONE] * 7, 125.5],
        ROAD,
        BRIDGE,
        ["全州总计：2个项目", *[NONE] * 7, 163.956],
        ["其中", "产业类", *[NONE] * 6, 125.5],
        ["累计完成", *[NONE] * 7, 163.956],
    ]
    made = taken(site, sheet(*rows), form=form)
    assert [each.code for each in made.problems if each.severity == "error"] == []
    assert [each[:2] for each in left_out(made)] == [
        *((1, "TOTAL"), (2, "PART_OF"), (5, "TOTAL"), (6, "PART_OF"), (7, "TOTAL")),
    ]
    assert len(made.writes) == 2


def test_a_total_by_place_is_held_against_the_rows_below_it(site: Path) -> None:
    rows = [["东镇", *[NONE] * 7, 160], ROAD, BRIDGE]
    made = taken(site, sheet(*rows))
    assert said(made) == ["P583 甲县!I2"]
    assert dict(made.problems[0].values)["said"] == "东镇"


def test_remarks_between_rows_are_named_and_are_no_records(site: Path) -> None:
    rows: list[Sequence[Cell]] = [
        ["第二批：", *[NONE] * 8],
        ROAD,
        [NONE, "以上项目已公示", *[NONE] * 7],
        BRIDGE,
        ["2018年3月1日", *[NONE] * 8],
        ["示例办公室", *[NONE] * 8],
    ]
    made = taken(site, sheet(*rows, merged=[(1, 0, 1, 8)]))
    assert said(made) == []
    assert [each[0] for each in left_out(made)] == [1, 3, 5, 6]


def test_a_row_that_lacks_more_than_its_name_is_still_told(site: Path) -> None:
    made = taken(site, sheet(ROAD, [2, "便民桥", *[NONE] * 7]))
    assert {each.code for each in made.problems} >= {"P101", "P592"}


def test_a_part_that_is_called_by_a_town_says_where_its_rows_are(site: Path) -> None:
    head = [*HEAD[:3], *HEAD[4:]]
    rows: list[Sequence[Cell]] = [
        head,
        ["一", "东镇", *[NONE] * 6],
        [*ROAD[:3], *ROAD[4:]],
        ["二", "西乡", *[NONE] * 6],
        [*BRIDGE[:3], "中心社区", *BRIDGE[5:]],
        [3, "水沟", 2016, "上村", *BRIDGE[5:]],
    ]
    made = taken(site, Sheet(rows, name="表1"))
    assert [each.rpartition("/")[0] for each in records(made)] == ["jia/dong/shang", "yi/xi/zhong"]
    assert said(made) == ["P567 表1!D6"]  # 上村 is not of 西乡


def test_a_title_that_names_a_town_says_where_rows_are(site: Path) -> None:
    other = (site / "content/units/jia/dong/shang.yaml").read_text("utf-8")
    (site / "content/units/yi/xi/shang.yaml").write_text(other, "utf-8")
    head = [*HEAD[:3], *HEAD[4:]]
    rows: list[Sequence[Cell]] = [["示例州东镇2016年项目表"], head, [*ROAD[:3], *ROAD[4:]]]
    assert [*records(taken(site, Sheet(rows, name="表1")))] == ["jia/dong/shang/2016-chanyelu.md"]
    assert said(taken(site, Sheet(rows[1:], name="表1"))) == ["P568 表1!D2"]


def test_a_row_left_out_is_told_by_its_name(site: Path) -> None:
    made = taken(site, sheet(ROAD, BRIDGE, hidden_rows=[2]))
    assert left_out(made) == [(2, "HIDDEN", "便民桥")]


# --- what is hidden, broken, of old calendars ---


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_hidden_columns_are_left_out_and_told_unless_they_are_asked_for(
    site: Path, form: str
) -> None:
    table = sheet([*ROAD, "内部电话"], head=[*HEAD, "详细地点"], hidden_columns=[9])
    made = taken(site, table, form=form)
    assert said(made) == ["P596 甲县!J1"]
    assert dict(made.problems[0].values) == {"headings": "“详细地点”"}
    assert [each.get("address") for each in records(made).values()] == [None]
    made = taken(site, table, form=form, hidden=True)
    assert [each["address"] for each in records(made).values()] == ["内部电话"]


def _with_formulas(calculated: float, *, asks: bool = True) -> bytes:
    into = io.BytesIO()
    with xlsxwriter.Workbook(into, {"in_memory": True}) as book:
        book.set_calc_mode("auto")
        written = book.add_worksheet("甲县")
        for column, name in enumerate(HEAD):
            written.write(0, column, name)
        for column, value in enumerate(ROAD[:8]):
            written.write(1, column, value)
        written.write_formula(1, 8, "=100+25.5", None, calculated)
    content = into.getvalue()
    if asks:
        return content
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as parts,
        zipfile.ZipFile(out, "w") as made,
    ):
        for name in parts.namelist():
            made.writestr(name, parts.read(name).replace(b' fullCalcOnLoad="1"', b""))
    return out.getvalue()


def test_the_nought_of_a_formula_that_no_program_computed_is_no_amount(site: Path) -> None:
    """XlsxWriter computes nothing: it writes 0, and asks whoever opens the book to compute."""
    assert said(taken(site, content=_with_formulas(0))) == ["P565 甲县!I2"]
    made = taken(site, content=_with_formulas(125.5))
    assert [each["budget"] for each in records(made).values()] == ["125.5万元"]
    made = taken(site, content=_with_formulas(0, asks=False))  # as Excel saves what is 0
    assert [each["budget"] for each in records(made).values()] == ["0万元"]


def _since_1904(form: str) -> bytes:
    head: list[Cell] = [*HEAD, "计划开工时间"]
    row: list[Cell] = [*ROAD, 41_698]
    if form == "xls":
        book = xlwt.Workbook()
        book.dates_1904 = True
        written = book.add_sheet("甲县")
        for n, cells in enumerate((head, row)):
            for column, value in enumerate(cells):
                written.write(n, column, value)
        into = io.BytesIO()
        book.save(into)
        return into.getvalue()
    content, into = workbooks.made(form, Sheet([head, row])), io.BytesIO()
    null = (
        '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/>'
        "</table:calculation-settings>"
    )
    with (
        zipfile.ZipFile(io.BytesIO(content)) as parts,
        zipfile.ZipFile(into, "w") as made,
    ):
        for name in parts.namelist():
            text = parts.read(name).decode()
            text = re.sub(r"<workbookPr\b", '<workbookPr date1904="1"', text)
            made.writestr(name, text.replace("<table:table ", f"{null}<table:table ", 1))
    return into.getvalue()


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_day_numbers_of_a_workbook_that_counts_from_1904_are_its_days(
    site: Path, form: str
) -> None:
    made = taken(site, form=form, content=_since_1904(form))
    assert [each["plan"] for each in records(made).values()] == [{"start": "2018-03-01"}]


# --- what cells say ---


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("18年7月", "2018年7月"),
        ("2018、7、1", "2018-7-1"),
        ("2018。7", "2018-7"),
        ("2018-07-01 08:30:00", "2018-07-01"),
        ("2018年3月5日 上午9:00", "2018年3月5日"),
        ("2018年3月5日（星期一）", "2018年3月5日"),
        ("2018年7月上旬", "2018年7月上旬"),
        ("18.7.1", "18.7.1"),
    ],
)
def test_a_day_is_read_without_what_stands_beside_it(typed: str, day: str) -> None:
    assert date_as_typed(typed).strip() == day


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_the_time_of_a_day_is_no_fault_of_the_day(site: Path, form: str) -> None:
    row: list[Cell] = [*ROAD, datetime(2018, 3, 1, 8, 30)]  # noqa: DTZ001 (as cells have them)
    made = taken(site, sheet(row, head=[*HEAD, "计划开工时间"]), form=form)
    assert [each["plan"] for each in records(made).values()] == [{"start": "2018-03-01"}]


def _saved_by_office(rows: Sequence[Sequence[Cell]], folder: Path, form: str) -> bytes:
    """Return a workbook that LibreOffice saved, with a remark on the first cell of a record."""
    soffice, book = machine.need_office(), folder / "table.xlsx"
    with xlsxwriter.Workbook(book) as made:
        written, days = made.add_worksheet("甲县"), made.add_format({"num_format": "yyyy-mm-dd"})
        for n, cells in enumerate(rows):
            for column, value in enumerate(cells):
                written.write(n, column, value, days if isinstance(value, date) else None)
        written.write_comment(1, 1, "下村来问过")
    subprocess.run(
        (
            *(soffice, f"-env:UserInstallation={folder.as_uri()}/profile", "--headless"),
            *("--convert-to", form, "--outdir", folder / form, book),
        ),
        capture_output=True,
        check=True,
        timeout=300,
    )
    return (folder / form / f"table.{form}").read_bytes()


def test_equal_and_empty_cells_of_a_sheet_of_libreoffice_stay_where_they_are(
    site: Path, tmp_path: Path
) -> None:
    """It writes one for several that are equal; a day that moves is another field's."""
    head = [*HEAD, "详细地点", "资金来源", "计划开工时间", "计划完工时间"]
    first, last = date(2016, 3, 1), date(2016, 9, 1)
    rows: list[Sequence[Cell]] = [
        head,
        [*ROAD, "一组\n二组", NONE, first, first],
        [*BRIDGE, NONE, NONE, first, last],
    ]
    read = [
        taken(site, form=form, content=_saved_by_office(rows, tmp_path, form))
        for form in ("ods", "xlsx")
    ]
    assert [each["plan"] for each in records(read[0]).values()] == [
        {"start": "2016-03-01", "finish": "2016-03-01"},
        {"start": "2016-03-01", "finish": "2016-09-01"},
    ]
    assert records(read[0]) == records(read[1])
    assert "一组" in str(records(read[0]))
    assert "二组" in str(records(read[0]))
    assert "下村来问过" not in str(records(read[0]))
    assert said(read[0]) == said(read[1])


def test_units_of_money_may_be_written_shorter() -> None:
    assert unit_in("总投资(万)") == unit_in("金额/万") == 10_000
    assert unit_in("受益人口（万人）") is None
    assert text_of("¥12", "money", unit=10_000) == "12万元"
    assert text_of("¥1,200.00", "money", unit=1) == "1200.00元"
    for typed in ("¥1,200.00", "￥1000000"):  # of yuan, below a heading that says 万元
        with pytest.raises(Unsure, match="P562"):
            text_of(typed, "money", unit=10_000)


WEIGHTS = ["县", "年度", "考核内容", "权重", "得分"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ((0.4, 0.6), []),
        (("40%", 60), []),
        ((40, "６０"), []),
        ((0.4, 60), ["P597 甲县!D2"]),
        ((0.4, 1, 60), ["P597 甲县!D2"]),
    ],
)
def test_percentages_are_parts_of_one_or_of_a_hundred_as_their_column_has_them(
    site: Path, form: str, weights: Sequence[Cell], told: list[str]
) -> None:
    of_rows = zip(("减贫", "项目", "资金"), weights, (38, 18, 1), strict=False)
    rows: list[Sequence[Cell]] = [["甲县", 2016, *each] for each in of_rows]
    made = taken(site, Sheet([WEIGHTS, *rows]), kind="assessments", form=form)
    assert [each for each in said(made) if "P597" in each] == told
    if not told:
        (found,) = records(made).values()
        parts = found["measures"]
        assert isinstance(parts, list)
        assert [str(each["weight"]).rstrip("%") for each in parts if isinstance(each, dict)] == [
            "40",
            "60",
        ]


def test_names_of_two_characters_and_phones_that_lost_their_nought_are_mended(site: Path) -> None:
    row: list[Cell] = [*ROAD, "张 三", 8548251234]
    made = taken(site, sheet(row, head=[*HEAD, "项目负责人", "联系电话"]))
    (road,) = records(made).values()
    assert (road["person_responsible"], road["phone"]) == ("张三", "08548251234")


# --- headings as they are in practice ---


@pytest.mark.parametrize(
    ("heading", "typed", "field"),
    [
        ("建设内容及规模", "修路", "task"),
        ("实施地点", "沟边", "address"),
        ("其中：贫困户（户）", 12, "beneficiaries"),
        ("项目主管部门", "示例局", "responsible_unit"),
        ("中标单位", "示例公司", "contractor"),
        ("开竣工时间", "2018.3-2018.9", "plan"),
        ("利益联结方式", "务工", "benefit_mechanism"),
    ],
)
def test_headings_of_projects_are_known_as_offices_word_them(
    site: Path, heading: str, typed: Cell, field: str
) -> None:
    made = taken(site, sheet([*ROAD, typed], head=[*HEAD, heading]))
    assert said(made) == []
    assert field in next(iter(records(made).values()))


def test_a_place_without_groups_is_taken_in(site: Path) -> None:
    """By a column, or once for all; and next month nothing has changed."""
    head: list[Cell] = ["乡镇", "村", "监督员", "全村所有村民小组"]
    rows: list[list[Cell]] = [["东镇", "上村", "示例甲", "无"], ["东镇", "下村", "示例乙", "无"]]
    for path in (site / "content/supervisors").rglob("*.yaml"):
        path.unlink()
    made = taken(site, sheet(*rows, head=head), kind="supervisors")
    assert said(made) == []
    (site / "content/imports").mkdir(exist_ok=True)
    (site / "content/imports/supervisors.yaml").write_text("fill: {groups: 无}\n", "utf-8")
    bare = sheet(*(each[:3] for each in rows), head=head[:3])
    again = taken(site, bare, kind="supervisors", write=True)
    assert said(again) == []
    assert records(made) == records(again)
    assert [each["groups"] for each in records(again).values()] == [[], []]
    assert not taken(site, bare, kind="supervisors").writes


HERDERS = [*HEAD[:1], "旗县", "苏木镇", "嘎查（村）", "项目名称", "项目年度", *HEAD[5:]]


@pytest.fixture
def banner(site: Path) -> Path:
    """Return a site whose places are called as those of Inner Mongolia are."""
    for unit, name in (("jia", "甲乙丙旗"), ("jia/dong", "东苏木"), ("jia/dong/shang", "上嘎查")):
        file = site / f"content/units/{unit}.yaml"
        text = re.sub("short_name: .*", f"short_name: {name}", file.read_text("utf-8"))
        file.write_text(re.sub("name: .*战室", f"name: {name}脱贫攻坚作战室", text), "utf-8")
    return site


@pytest.mark.parametrize(
    ("heads", "village"),
    [
        (("苏木镇", "嘎查（村）"), "上嘎查"),
        (("所属苏木", "嘎查、村"), "上嘎查村"),
        (("苏木乡镇", "嘎查村名称"), "上嘎查委员会"),
        (("苏木", "所在嘎查"), "东苏木上嘎查"),
    ],
)
def test_places_of_herders_are_found_by_their_own_words(
    banner: Path, heads: tuple[str, str], village: str
) -> None:
    head = [*HERDERS[:2], *heads, *HERDERS[4:]]
    row: list[Cell] = [
        1,
        "甲乙丙旗",
        "东苏木",
        village,
        "棚圈",
        2016,
        "产业",
        "入库",
        "建成20座",
        10,
    ]
    made = taken(banner, sheet(row, head=head))
    assert said(made) == []
    (ident,) = records(made)
    assert ident.rpartition("/")[0] == "jia/dong/shang"


def test_a_short_name_that_sheets_have_for_a_place_is_said_once(banner: Path) -> None:
    row: list[Cell] = [
        1,
        "甲丙旗",
        "东苏木",
        "上嘎查",
        "棚圈",
        2016,
        "产业",
        "入库",
        "建成20座",
        10,
    ]
    assert said(taken(banner, sheet(row, head=HERDERS))) == ["P567 甲县!B2"]
    answers = banner / "content/imports/projects.yaml"
    answers.parent.mkdir(exist_ok=True)
    answers.write_text("values:\n  county: {甲丙旗: 甲乙丙旗}\n", "utf-8")
    assert said(taken(banner, sheet(row, head=HERDERS))) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("中央", "自治区", "盟级", "旗级"), []),
        (("中央", "自治区级", "盟市", "旗县区"), []),
        (("中央", "省本级", "地区", "县市"), []),
        # which of the two has the half of it that is not a county's?
        (("中央", "省级", "州级", "市县"), ["P587 甲县!M2"]),
    ],
)
def test_money_is_of_the_level_that_a_column_below_its_heading_names(
    site: Path, words: tuple[str, ...], told: list[str]
) -> None:
    (site / "content/imports").mkdir(exist_ok=True)
    (site / "content/imports/projects.yaml").write_text("fill: {sources.fund: 扶贫资金}\n", "utf-8")
    head: list[Cell] = [*HEAD[:-1], "预算", "资金来源", "", "", ""]
    rows: list[list[Cell]] = [
        head,
        ["", *[""] * 8, *words],
        [*ROAD[:-1], "10万元" if not told else "6万元", "1万元", "2万元", "3万元", "4万元"],
    ]
    merged = [*((0, at, 1, at) for at in range(9)), (0, 9, 0, 12)]
    made = taken(site, Sheet(rows, merged=merged))
    assert said(made) == told
    (road,) = records(made).values()
    levels = [each["level"] for each in road["sources"]]  # type: ignore[index,call-overload]
    assert levels == ["central", "province", "prefecture", "county"][: 4 - len(told)]


def test_a_source_of_an_autonomous_region_is_no_district_s(site: Path) -> None:
    typed = "自治区级财政专项扶贫资金"
    made = taken(site, sheet([*ROAD, typed], head=[*HEAD, "资金来源"]))
    assert said(made) == []
    (road,) = records(made).values()
    assert road["sources"] == [{"fund": typed, "level": "province", "amount": "125.5万元"}]


def test_a_start_that_may_be_planned_or_actual_is_asked_for(site: Path) -> None:
    rows = [*ROAD[:6], "在建", *ROAD[7:], "2016-03"]
    made = taken(site, sheet(rows, head=[*HEAD, "开工时间"]))
    assert "P599 甲县!J1" in said(made)
    hint = problem_words.hint(next(each for each in made.problems if each.code == "P599"), CHINESE)
    assert "actual.start" in hint
    assert "plan.start" in hint
    made = taken(site, sheet([*rows, "2016-02"], head=[*HEAD, "开工时间", "计划开工时间"]))
    (road,) = records(made).values()
    assert (road["actual"], road["plan"]) == ({"start": "2016-03"}, {"start": "2016-02"})
    made = taken(site, sheet([*rows, "2016-02"], head=[*HEAD, "开工时间", "实际开工时间"]))
    (road,) = records(made).values()
    assert (road["actual"], road["plan"]) == ({"start": "2016-02"}, {"start": "2016-03"})


def test_what_is_missing_in_a_cell_is_to_be_filled_in_there(site: Path) -> None:
    made = taken(site, sheet([*ROAD[:7], NONE, ROAD[8]], [2, NONE, *BRIDGE[2:]]))
    told = next(each for each in made.problems if each.code == "P101")
    hint = problem_words.hint(told, CHINESE)
    assert "projects/" not in hint
    assert "示例村通组公路硬化" in hint


def test_two_columns_of_one_field_are_told_by_what_people_call_it(site: Path) -> None:
    made = taken(site, sheet([*ROAD, 5], head=[*HEAD, "投资规模（万元）"]))
    (told,) = made.problems
    assert "计划资金（budget）" in problem_words.message(told, CHINESE)


# --- people by their post ---

ROSTER = ["乡镇", "村", "村民小组", "监督员姓名", "监督员电话", "联络员姓名", "联络员电话"]


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_a_column_for_each_post_makes_an_entry_for_each(site: Path, form: str) -> None:
    rows: list[Sequence[Cell]] = [
        ROSTER,
        ["东镇", "下村", 1, "示例 甲", "0854-0000001", "示例乙", 13900001234],
        [NONE, NONE, "第2组", "示例丙", "0854-0000002", "示例丙", "0854-0000002"],
        [NONE, NONE, "大寨组", "空缺", NONE, "张 三", NONE],
    ]
    table = Sheet(rows, merged=[(1, 0, 3, 0), (1, 1, 3, 1)])
    made = taken(site, table, kind="supervisors", form=form)
    assert said(made) == ["P549 甲县!D2"]
    (village,) = records(made).values()
    assert village["groups"] == ["1组", "第2组", "大寨组"]
    assert village["posts"] == [
        {"group": "1组", "role": "supervisor", "person": "示例 甲", "phone": "0854-0000001"},
        {"group": "1组", "role": "liaison", "person": "示例乙", "phone": "139****1234"},
        {"group": "第2组", "role": "both", "person": "示例丙", "phone": "0854-0000002"},
        {"group": "大寨组", "role": "supervisor", "vacant": "yes"},
        {"group": "大寨组", "role": "liaison", "person": "张三"},
    ]


def test_a_group_is_the_same_however_it_is_written(site: Path) -> None:
    head = ["乡镇", "村", "组", "岗位", "姓名"]
    rows: list[list[Cell]] = [
        ["东镇", "上村", "第1组", "监督员", "示例辛"],
        ["东镇", "上村2组", NONE, "监督员", "示例癸"],
    ]
    made = taken(site, Sheet([head, *rows]), kind="supervisors", write=True)
    assert [each.code for each in made.problems if each.severity == "error"] == []
    text = (site / "content/supervisors/jia/dong/shang.yaml").read_text("utf-8")
    assert "groups: [一组, 二组]" in text
    assert text.count("group: 一组") == 2
    assert text.count("group: 二组") == 1


def test_leaders_stand_under_their_posts_with_the_phones_beside_them(site: Path) -> None:
    head = ["村", "村党支部书记", "联系电话", "村主任", "联系电话", "办公电话"]
    row: list[Cell] = ["下村", "示例 甲", 13900001234, "示例乙", "0854-0000002", "0854-0000003"]
    made = taken(site, Sheet([head, row], name="东镇"), kind="units", write=True)
    assert said(made) == []
    text = (site / "content/units/jia/dong/xia.yaml").read_text("utf-8")
    assert "phone: 0854-0000003" in text
    for each in ("post: 村党支部书记", "139****1234", "post: 村主任", "0854-0000002"):
        assert each in text
    assert taken(site, Sheet([head, row], name="东镇"), kind="units").same == 1


def test_what_is_merged_over_the_people_of_one_unit_is_of_the_unit(site: Path) -> None:
    head = ["乡镇", "姓名", "职务", "人数"]
    rows: list[Sequence[Cell]] = [
        head,
        ["东镇", "示例甲", "站长", 9],
        [NONE, "示例乙", "副站长", NONE],
    ]
    table = Sheet(rows, merged=[(1, 0, 2, 0), (1, 3, 2, 3)])
    made = taken(site, table, kind="units")
    assert said(made) == ["P591 甲县!B2"]  # who was written by hand stays
    assert ("staff",) in {each.path for write in made.writes for each in write.changes}
    assert [each.total for each in made.sums] == [9]


def test_a_time_in_post_has_two_ends_or_one(site: Path) -> None:
    (site / "content/teams/jia/dong/shang.yaml").unlink()
    head = ["村", "截至日期", "姓名", "职务", "派出单位及职务", "驻村时间"]
    rows: list[Sequence[Cell]] = [
        ["上村", "2018-12-01", "示例甲", "第一书记", "示例局", "2017.3-2019.3"],
        ["上村", "2018-12-01", "示例乙", "驻村队员", "示例局", "2018年3月至今"],
    ]
    made = taken(site, Sheet([head, *rows]), kind="teams")
    (team,) = records(made).values()
    members = team["members"]
    assert isinstance(members, list)
    assert [
        (each.get("since"), each.get("until")) for each in members if isinstance(each, dict)
    ] == [
        ("2017-03", "2019-03"),
        ("2018-03", None),
    ]


# --- a sheet for each month ---


def test_of_the_sheets_of_months_the_last_one_is_taken(site: Path) -> None:
    months = [sheet([*ROAD[:8], n], name=f"{n}月") for n in (1, 2, 10)]
    more = sheet([*ROAD[:8], 2], [*BRIDGE[:8], 7], name="2月")
    made = taken(site, months[0], more, months[2])
    assert said(made) == ["P598 1月", "P598 2月"]
    assert [each["budget"] for each in records(made).values()] == ["10万元", "7万元"]


def test_rosters_of_months_are_not_added_up(site: Path) -> None:
    (site / "content/teams/jia/dong/shang.yaml").unlink()
    head = ["村", "截至日期", "姓名", "职务", "派出单位"]
    months = [
        Sheet([head, ["上村", f"2018-0{n}-01", f"示例{name}", "第一书记", "示例局"]], f"{n}月份")
        for n, name in ((1, "甲"), (2, "乙"))
    ]
    made = taken(site, *months, kind="teams")
    (team,) = records(made).values()
    assert (team["date"], len(team["members"])) == ("2018-02-01", 1)


# --- places ---


@pytest.mark.parametrize(
    ("village", "place", "address"),
    [
        ("上村三组", "jia/dong/shang", "上村三组"),
        ("上村大寨", "jia/dong/shang", "上村大寨"),
        ("上村村委", "jia/dong/shang", None),
        ("上村支两委", "jia/dong/shang", None),
        ("东镇", "jia/dong", None),
        ("东镇人民政府", "jia/dong", None),
        ("老村", "jia/dong/shang", None),
    ],
)
def test_a_village_is_found_with_what_stands_behind_its_name(
    site: Path, village: str, place: str, address: str | None
) -> None:
    unit = site / "content/units/jia/dong/shang.yaml"
    unit.write_text(f"{unit.read_text('utf-8')}former_names: [老村]\n", "utf-8")
    made = taken(site, sheet([*ROAD[:4], village, *ROAD[5:]]))
    assert said(made) == []
    ((ident, road),) = records(made).items()
    assert (ident.rpartition("/")[0], road.get("address")) == (place, address)


def test_a_village_with_another_title_is_asked_for(site: Path) -> None:
    made = taken(site, sheet([*ROAD[:4], "上社区", *ROAD[5:]]))
    assert said(made) == ["P567 甲县!E2"]
    assert dict(made.problems[0].values)["nearest"] == "东镇上村"


# --- records and units by their names ---


def test_records_are_named_by_their_titles(site: Path) -> None:
    taken(site, sheet(ROAD), write=True, published=True)
    head = ["乡镇", "会议时间", "会议名称", "会议议定事项", "涉及项目", "责任人"]
    row: list[Cell] = ["东镇", "2018-04-10 09:00", "调度会", "先修路", "产业路", "站长"]
    made = taken(site, Sheet([head, row]), kind="meetings")
    decisions = next(iter(records(made).values()))["decisions"]
    assert decisions == [
        {"what": "先修路", "owner": "站长", "project": "jia/dong/shang/2016-chanyelu"}
    ]
    made = taken(site, Sheet([head, [*row[:4], "没有的路", "站长"]]), kind="meetings")
    assert "P548 甲县!E2" in said(made)


def test_a_commendation_is_of_a_unit_that_is_named(site: Path) -> None:
    head = [
        "表彰名称",
        "年度",
        "表彰单位",
        "表彰类别",
        "姓名",
        "所在单位",
        "公示开始",
        "公示结束",
        "表彰时间",
    ]
    rows: list[Sequence[Cell]] = [
        [
            "示例表彰",
            2016,
            "甲县",
            "优秀个人",
            "张 三",
            "东镇上村",
            "2016-06-04",
            "2016-06-16",
            "2016-06-20",
        ],
        [
            "示例表彰",
            2016,
            "甲县",
            "先进集体",
            NONE,
            "东镇",
            "2016-06-04",
            "2016-06-16",
            "2016-06-20",
        ],
    ]
    made = taken(site, Sheet([head, *rows]), kind="commendations", under="jia")
    assert [each.code for each in made.problems if each.severity == "error"] == []
    (found,) = records(made).values()
    assert found["by"] == "jia"
    assert found["honorees"] == [
        {"honour": "优秀个人", "name": "张三", "unit": "jia/dong/shang"},
        {"honour": "先进集体", "unit": "jia/dong"},
    ]


def test_what_a_list_lacks_may_be_said_once(site: Path) -> None:
    head = ["乡镇", "村", "村民小组", "姓名"]
    row: list[Cell] = ["东镇", "下村", "一组", "示例甲"]
    made = taken(site, Sheet([head, row]), kind="supervisors")
    assert [each.code for each in made.problems if each.severity == "error"] == ["P574"]
    asked = dict(next(each for each in made.problems if each.code == "P574").values)
    assert asked["lines"] == "posts.role: …"
    answered(site, "supervisors", "fill:\n  posts.role: both\n")
    made = taken(site, Sheet([head, row]), kind="supervisors")
    assert [each.code for each in made.problems if each.severity == "error"] == []


def test_a_workbook_says_by_which_calendar_it_counts() -> None:
    for form in ("xlsx", "xls", "ods"):
        assert sheet_file.book(_since_1904(form), "a").sheets[0].later == 1_462
        assert sheet_file.book(workbooks.made(form, sheet(ROAD)), "a").sheets[0].later == 0


def test_dates_in_a_workbook_from_1904_are_what_they_show(site: Path) -> None:
    into = io.BytesIO()
    with xlsxwriter.Workbook(into, {"in_memory": True, "date_1904": True}) as book:
        written = book.add_worksheet("甲县")
        shown = book.add_format({"num_format": "yyyy-mm-dd"})
        for column, name in enumerate([*HEAD, "计划开工时间"]):
            written.write(0, column, name)
        for column, value in enumerate(ROAD):
            written.write(1, column, value)
        written.write_datetime(1, 9, date(2018, 3, 1), shown)
    made = taken(site, content=into.getvalue())
    assert [each["plan"] for each in records(made).values()] == [{"start": "2018-03-01"}]


# --- the second month ---

POSTS = ["村", "村民小组", "监督员", "监督员电话", "联络员"]


@pytest.fixture
def roster(site: Path) -> Path:
    """Return a site with the roster of a village that came from a sheet."""
    rows: list[Sequence[Cell]] = [
        POSTS,
        ["下村", "一组", "示例甲", "0854-0000001", "示例乙"],
        ["下村", "二组", "空缺", NONE, "示例丙"],
    ]
    made = taken(site, Sheet(rows, name="东镇"), kind="supervisors", write=True)
    assert [each.code for each in made.problems] == ["P549"]
    return site


def village_of(roster: Path) -> str:
    return (roster / "content/supervisors/jia/dong/xia.yaml").read_text("utf-8")


def test_a_new_holder_follows_the_old_one_and_takes_nothing_of_theirs(roster: Path) -> None:
    file = roster / "content/supervisors/jia/dong/xia.yaml"
    old = "phone: 0854-0000001\n"
    consent = "    phone_consent: {date: 2018-01-10, scope: 网站, until: 2020-12-31}\n"
    file.write_text(village_of(roster).replace(old, f"{old}{consent}"), "utf-8")
    rows: list[Sequence[Cell]] = [
        POSTS,
        ["下村", "2组", "示例丁", "0854-0000004", "空缺"],
        ["下村", "第1组", "示例戊", NONE, "示例 乙"],
    ]
    made = taken(roster, Sheet(rows, name="东镇"), kind="supervisors", write=True)
    assert said(made) == []
    assert village_of(roster).partition("posts:")[2] == (
        """
  - group: 一组
    role: supervisor
    person: 示例戊
  - group: 一组
    role: liaison
    person: 示例乙
  - group: 二组
    role: supervisor
    person: 示例丁
    phone: 0854-0000004
  - group: 二组
    role: liaison
    vacant: yes
"""
    )
    assert taken(roster, Sheet(rows, name="东镇"), kind="supervisors").same == 1


def test_people_may_change_places(roster: Path) -> None:
    rows: list[Sequence[Cell]] = [
        POSTS,
        ["下村", "二组", "示例甲", "0854-0000001", "示例乙"],
        ["下村", "一组", "空缺", NONE, "示例丙"],
    ]
    made = taken(roster, Sheet(rows, name="东镇"), kind="supervisors", write=True)
    assert said(made) == []
    text = village_of(roster)
    assert [text.count(each) for each in ("示例甲", "示例乙", "示例丙", "0854-0000001")] == [1] * 4
    assert text.index("group: 二组") < text.index("示例甲") < text.index("示例乙")


def test_a_holder_who_was_written_by_hand_stays_and_is_told(roster: Path) -> None:
    file = roster / "content/supervisors/jia/dong/xia.yaml"
    file.write_text(village_of(roster).replace("示例乙", "示例庚"), "utf-8")
    rows: list[Sequence[Cell]] = [POSTS, ["下村", "一组", "示例甲", "0854-0000001", "示例戊"]]
    made = taken(roster, Sheet(rows, name="东镇"), kind="supervisors", write=True)
    assert "P590 东镇!E2" in said(made)
    assert "示例庚" in village_of(roster)
    assert "示例戊" not in village_of(roster)


def test_rows_in_another_order_are_no_corrections_by_hand(roster: Path) -> None:
    rows: list[Sequence[Cell]] = [
        POSTS,
        ["下村", "二组", "空缺", NONE, "示例丙"],
        ["下村", "一组", "示例甲", "0854-0000009", "示例乙"],
    ]
    made = taken(roster, Sheet(rows, name="东镇"), kind="supervisors", write=True)
    assert said(made) == []
    assert "0854-0000009" in village_of(roster)


def test_blanks_between_chinese_characters_change_nothing(site: Path) -> None:
    head = [*HEAD, "实施单位"]
    taken(site, sheet([*ROAD, "示例镇人民政府"], head=head), write=True)
    row: list[Cell] = [1, "产 业路", *ROAD[2:], "示例镇 人民政府"]
    assert taken(site, sheet(row, head=head)).same == 1


def test_a_village_that_was_renamed_is_found_by_its_old_name_behind_its_town(site: Path) -> None:
    unit = site / "content/units/jia/dong/shang.yaml"
    unit.write_text(f"{unit.read_text('utf-8')}former_names: [老村]\n", "utf-8")
    made = taken(site, sheet([*ROAD[:4], "东镇老村", *ROAD[5:]]))
    assert [*records(made)] == ["jia/dong/shang/2016-chanyelu.md"]


# --- headings over headings, titles, sheets beside ---


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_what_stands_below_a_heading_within_a_heading_is_of_both(site: Path, form: str) -> None:
    rows: list[Sequence[Cell]] = [
        [*HEAD, "受益情况", *[NONE] * 3, "负责人及电话", NONE, "村民小组"],
        [*[NONE] * 9, "户数", "人口", "其中：贫困户", NONE, "姓名", "电话", NONE],
        [*[NONE] * 11, "户数", "人数", *[NONE] * 3],
        [*ROAD, 120, 480, 45, 180, "示例甲", "0854-0000001", "三组"],
    ]
    merged = [(0, 9, 0, 12), (0, 13, 0, 14), (1, 11, 1, 12), (0, 15, 2, 15)]
    merged += [(0, column, 2, column) for column in range(9)]
    merged += [(1, column, 2, column) for column in (9, 10, 13, 14)]
    made = taken(site, Sheet(rows, merged=merged), form=form)
    assert said(made) == []
    (road,) = records(made).values()
    assert road["beneficiaries"] == {
        "households": "120",
        "people": "480",
        "poor_households": "45",
        "poor_people": "180",
    }
    assert (road["person_responsible"], road["phone"]) == ("示例甲", "0854-0000001")
    assert road["address"] == "上村三组"


def test_a_title_says_the_year_where_no_column_does(site: Path) -> None:
    rows: list[Sequence[Cell]] = [
        ["甲县2016年度项目库"],
        [*HEAD[:2], *HEAD[3:]],
        [*ROAD[:2], *ROAD[3:]],
    ]
    assert [each["year"] for each in records(taken(site, Sheet(rows))).values()] == ["2016"]
    rows[0] = ["甲县项目库（2016年3月1日填）"]
    assert "P574 甲县!B3" in said(taken(site, Sheet(rows)))


def test_how_to_fill_in_a_sheet_is_no_fault_beside_it(site: Path) -> None:
    notes = Sheet([["填表说明"], ["1.", "名称要写全"]], "填表说明")
    made = taken(site, notes, sheet(ROAD))
    assert [(each.code, each.severity) for each in made.problems] == [("P594", "warning")]
    assert said(taken(site, notes)) == ["P559 填表说明"]


def test_a_line_that_was_broken_to_fit_its_cell_is_one(site: Path) -> None:
    made = taken(site, sheet([1, "产业\n路（一期）\n工程", *ROAD[2:]]))
    assert [each["title"] for each in records(made).values()] == ["产业路（一期）工程"]


# --- more of what offices do ---


def test_a_row_that_merged_cells_say_most_of_is_no_total(site: Path) -> None:
    head = ["乡镇", "资金名称", "文号", "下达日期", "资金级次", "资金用途", "下达金额"]
    first: list[Cell] = ["东镇", "示例资金", "示例〔2018〕1号", "2018-03-05", "县级", "教育", 10]
    rows: list[Sequence[Cell]] = [
        ["甲县资金分配表（万元）"],
        head,
        first,
        ["西乡", *[NONE] * 5, 5],
        ["合计", *[NONE] * 5, 15],
    ]
    merged = [(2, column, 3, column) for column in range(1, 6)]
    made = taken(site, Sheet(rows, "表1", merged=merged), kind="allocations")
    assert {each.code for each in made.problems} <= {"P579"}
    assert [each["amount"] for each in records(made).values()] == ["10万元", "5万元"]
    assert left_out(made) == [(4, "TOTAL", "合计")]


@pytest.mark.parametrize(
    ("title", "unit"),
    [("项目表（万元）", "万元"), ("项目表（单位：元）", "元"), ("共（5万元）", "")],
)
def test_a_title_may_say_the_unit_in_brackets(site: Path, title: str, unit: str) -> None:
    rows: list[Sequence[Cell]] = [[title], [*HEAD[:8], "总投资"], [*ROAD[:8], 125]]
    made = taken(site, Sheet(rows))
    if not unit:
        assert said(made) == ["P577 甲县!I3"]
        return
    (road,) = records(made).values()
    assert str(road["budget"]).endswith(unit)


def test_a_unit_that_is_not_there_is_told_and_no_other_is_changed(site: Path) -> None:
    """Else the leaders of a station that no one knows would become those of its county."""
    head = ["单位", "站长", "办公电话"]
    row: list[Cell] = ["北镇工作站", "示例甲", "0854-0000009"]
    made = taken(site, Sheet([head, row]), kind="units", under="jia", overwrite=True)
    assert said(made) == ["P567 甲县!A2"]
    assert made.writes == []
    row[0] = "东镇扶贫工作站"
    made = taken(site, Sheet([head, row]), kind="units", under="jia", overwrite=True)
    assert [each.path for each in made.writes] == ["content/units/jia/dong.yaml"]


def test_several_columns_of_one_post_are_several_people(site: Path) -> None:
    head = ["村", "村支书", "村主任", "村主任"]
    made = taken(site, Sheet([head, ["下村", "示例甲", "示例乙", "示例丙"]], "东镇"), kind="units")
    assert said(made) == []
    (write,) = made.writes
    (change,) = write.changes
    assert change.new == [
        {"post": "村支书", "name": "示例甲"},
        {"post": "村主任", "name": "示例乙"},
        {"post": "村主任", "name": "示例丙"},
    ]


def test_columns_below_a_post_are_of_its_people(site: Path) -> None:
    (site / "content/teams/jia/dong/shang.yaml").unlink()
    rows: list[Sequence[Cell]] = [
        ["村", "截至日期", "第一书记", NONE, NONE, "驻村工作队员", NONE, NONE],
        [NONE, NONE, "姓名", "派出单位", "电话", "姓名", "派出单位", "电话"],
        ["上村", "2018-12-01", "示例甲", "示例局", "0854-0000001", "示例乙", "示例所", NONE],
    ]
    merged = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4), (0, 5, 0, 7)]
    made = taken(site, Sheet(rows, merged=merged), kind="teams")
    (team,) = records(made).values()
    assert team["members"] == [
        {
            "role": "first_secretary",
            "name": "示例甲",
            "sent_by": "示例局",
            "phone": "0854-0000001",
        },
        {"role": "resident", "name": "示例乙", "sent_by": "示例所"},
    ]


@pytest.mark.parametrize(
    ("typed", "last"),
    [("2018.3.1-2018.3.20", "2018-03-20"), ("2018年3月1日至3月20日", "2018-03-20")],
)
def test_a_notice_has_both_of_its_days_in_one_cell(site: Path, typed: str, last: str) -> None:
    head = ["村", "年度", "公示标题", "公示类别", "公示时间"]
    rows = Sheet([head, ["上村", 2018, "示例公示", "年度计划公示", typed]])
    made = taken(site, rows, kind="disclosures")
    (notice,) = records(made).values()
    assert (notice["stage"], notice["first"], notice["last"]) == ("year_plan", "2018-03-01", last)


def test_a_document_that_has_no_last_day_says_so_in_many_words(site: Path) -> None:
    head = ["文件名称", "发文字号", "发文机关", "发文时间", "有效期"]
    row: list[Cell] = ["示例通知", "示例〔2018〕9号", "示例办", "2018-03-05", "长期有效"]
    made = taken(site, Sheet([head, row]), kind="documents")
    assert said(made) == []
    assert "until" not in next(iter(records(made).values()))


def test_points_are_counts_of_a_hundred(site: Path) -> None:
    rows: list[Sequence[Cell]] = [
        ["甲县", 2016, "减贫", "40分", "38.5分"],
        ["甲县", 2016, "项目", 60, 18],
    ]
    made = taken(site, Sheet([WEIGHTS, *rows]), kind="assessments")
    measures = next(iter(records(made).values()))["measures"]
    assert isinstance(measures, list)
    assert measures[0] == {"name": "减贫", "weight": "40", "score": "38.5"}


def test_a_unit_that_is_said_once_may_be_said_by_its_name(site: Path) -> None:
    answered(site, "commendations", "fill:\n  by: 甲县\n")
    head = ["表彰名称", "年度", "类型", "姓名", "所在单位", "公示开始", "公示结束", "表彰时间"]
    days = ["2016-06-01", "2016-06-16", "2016-06-20"]
    rows = Sheet([head, ["示例表彰", 2016, "优秀个人", "示例甲", "东镇", *days]])
    (found,) = records(taken(site, rows, kind="commendations")).values()
    assert found["by"] == "jia"


def test_what_a_place_cannot_state_does_not_go_in(site: Path) -> None:
    head = ["乡镇", "村", "年度", "贫困人口", "数据来源"]
    made = taken(site, Sheet([head, ["东镇", "下村", 2016, 120, "示例"]]), kind="exits", write=True)
    assert [each.code for each in made.problems] == ["P974"]
    assert made.writes == []
    found, _ = config.load(site / CONFIG)
    assert found is not None
    assert build.check(found, AS_OF) == []


@pytest.mark.parametrize(
    ("said_there", "level", "told"),
    [
        ("中央财政专项扶贫资金", "central", []),
        ("县级配套", "county", []),
        ("群众自筹", "self_raised", []),
        ("扶贫资金", "", ["P547 甲县!J2"]),
        ("中央、省级财政资金", "", ["P547 甲县!J2"]),
    ],
)
def test_a_source_in_one_cell_is_all_the_money_of_its_level(
    site: Path, said_there: str, level: str, told: list[str]
) -> None:
    made = taken(site, sheet([*ROAD, said_there], head=[*HEAD, "资金来源"]))
    assert said(made) == told
    (road,) = records(made).values()
    source = {"fund": said_there, "level": level, "amount": "125.5万元"}
    assert road.get("sources") == ([source] if level else None)


@pytest.mark.parametrize("town", ["归兰水族乡", "归兰乡", "归兰", "黎明关乡", "瑶山乡"])
def test_a_township_of_a_nationality_is_called_without_it(site: Path, town: str) -> None:
    unit = site / "content/units/jia/dong.yaml"
    whole = {"黎明关乡": "黎明关水族乡", "瑶山乡": "瑶山瑶族乡"}.get(town, "归兰水族乡")
    unit.write_text(
        unit.read_text("utf-8").replace("short_name: 东镇", f"short_name: {whole}"), "utf-8"
    )
    made = taken(site, sheet([*ROAD[:3], town, *ROAD[4:]]))
    assert [*records(made)] == ["jia/dong/shang/2016-chanyelu.md"]


def test_a_town_that_is_not_there_is_told_at_its_own_cell(site: Path) -> None:
    assert said(taken(site, sheet([*ROAD[:3], "北镇", *ROAD[4:]]))) == ["P567 甲县!D2"]


@pytest.mark.parametrize("village", ["上村", "上村三组"])
def test_a_group_that_two_columns_say_is_said_once(site: Path, village: str) -> None:
    row = [*ROAD, "三组"]
    row[HEAD.index("村")] = village
    [written] = records(taken(site, sheet(row, head=[*HEAD, "村民小组"]))).values()
    assert written["address"] == "上村三组"


# --- what merged cells cover ---


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_what_lies_beneath_a_merged_cell_and_is_another_value_is_told(
    site: Path, form: str
) -> None:
    merged = [(1, 4, 2, 4), (1, 8, 2, 8)]
    covered: dict[tuple[int, int], Cell] = {(2, 4): "下村", (2, 8): 30}
    table = Sheet([HEAD, ROAD, [*BRIDGE[:8], NONE]], merged=merged, beneath=covered)
    made = taken(site, table, form=form)
    assert said(made) == ["P546 甲县!E2", "P546 甲县!I2"]  # where a person finds it
    assert [each["budget"] for each in records(made).values()] == ["125.5万元"]


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_what_lies_beneath_a_cell_that_is_merged_sideways_is_told_too(
    site: Path, form: str
) -> None:
    table = Sheet([HEAD, ROAD], merged=[(1, 3, 1, 4)], beneath={(1, 4): "上村"})
    assert said(taken(site, table, form=form)) == ["P546 甲县!E2"]


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_the_same_value_beneath_a_merged_cell_is_no_fault(site: Path, form: str) -> None:
    bridge = [*BRIDGE[:4], NONE, *BRIDGE[5:]]
    table = Sheet([HEAD, ROAD, bridge], merged=[(1, 4, 2, 4)], beneath={(2, 4): "上村"})
    made = taken(site, table, form=form)
    assert said(made) == []
    assert len(records(made)) == 2


# --- what would be lost, or read otherwise than it was meant ---


def of_a_level(amount: Cell) -> Sheet:
    """Return a sheet whose only money is in a column of its level."""
    return Sheet([[*HEAD[:8], "中央资金（万元）"], [*ROAD[:8], amount]])


def filled(site: Path) -> None:
    answers = site / "content/imports/projects.yaml"
    answers.parent.mkdir(exist_ok=True)
    answers.write_text("fill:\n  sources.central.fund: 专项资金\n", "utf-8")


@pytest.mark.parametrize("typed", ["壹拾万元", "全额", "十二"])
def test_money_that_is_no_number_is_told_and_not_taken_for_none(site: Path, typed: str) -> None:
    filled(site)
    made = taken(site, of_a_level(typed))
    assert [each[5:] for each in said(made)] == ["甲县!I2"]
    assert made.writes == []


def test_a_level_that_gives_nothing_is_no_source(site: Path) -> None:
    filled(site)
    for typed in ("0", "0.00", "0万元", 0):
        [write] = taken(site, of_a_level(typed)).writes
        assert "sources" not in write.content.decode(), typed


def test_a_number_of_a_person_is_told_at_its_own_cell(site: Path) -> None:
    named = HEAD.index("负责人") if "负责人" in HEAD else len(HEAD)
    head, row = [*HEAD], [*ROAD]
    if named == len(HEAD):
        head, row = [*head, "负责人"], [*row, NONE]
    row[named] = "11010519491231002X"
    made = taken(site, Sheet([head, row]))
    column = chr(ord("A") + named)
    assert [each for each in said(made) if each.startswith("P601")] == [f"P601 甲县!{column}2"]


def test_households_that_are_not_poor_are_told_where_they_cannot_go_in(site: Path) -> None:
    head = [*HEAD, "受益非贫困户", "受益贫困户"]
    made = taken(site, Sheet([head, [*ROAD, "约20", "5"], [*BRIDGE, "20", NONE]]))
    at = [chr(ord("A") + len(HEAD)) + row for row in "23"]
    told = [each for each in said(made) if each.startswith(("P106", "P545"))]
    assert sorted(told) == [f"P106 甲县!{at[0]}", f"P545 甲县!{at[1]}"]
    [write] = made.writes
    assert "beneficiaries" not in write.content.decode()


def test_a_village_and_others_are_several_places(site: Path) -> None:
    road, town, village = [*ROAD], HEAD.index("乡镇"), HEAD.index("村")
    road[village] = "上村等3个村"
    assert [each[:4] for each in said(taken(site, sheet(road)))] == ["P569"]
    road[town], road[village] = "东镇上村", NONE  # the village with its town, in one cell
    [write] = taken(site, sheet(road)).writes
    assert write.path.startswith("content/projects/jia/dong/shang/")


def test_a_table_on_its_side_is_told_as_such(site: Path) -> None:
    rows: list[list[Cell]] = [[*each] for each in zip(HEAD, ROAD, BRIDGE, strict=True)]
    assert [each[:4] for each in said(taken(site, Sheet(rows)))] == ["P543"]


@pytest.mark.parametrize(("name", "content"), [("~$库.xlsx", b"\x05li"), ("库.xlsx", b"")])
def test_a_file_without_any_table_is_told_for_what_it_is(name: str, content: bytes) -> None:
    with pytest.raises(Unreadable, match="P544"):
        sheet_file.book(content, name)


def test_money_of_a_part_is_named_with_its_heading(site: Path) -> None:
    numbered: list[list[Cell]] = [
        ["序号", *HEAD],
        [1, *ROAD],
        [NONE, NONE, "（续建）", *[NONE] * 6, 3],
        [2, *BRIDGE],
    ]
    made = taken(site, Sheet(numbered))
    [part] = [each for table in made.tables for each in table.rows.others]
    assert (part.what.name, part.amounts) == ("SECTION", ("3",))


def test_a_total_is_held_against_rows_that_there_are(site: Path) -> None:
    made = taken(site, sheet(ROAD, ["合计", *[NONE] * 7, 1]))
    [told] = [each for each in made.problems if each.code == "P583"]
    assert dict(told.values)["sum"] == "1,255,000.00元"


def test_a_total_of_people_is_no_record(site: Path) -> None:
    roster: list[list[Cell]] = [
        ["村", "姓名", "岗位"],
        ["上村", "示例甲", "民生监督员"],
        ["合计", "1人", NONE],
    ]
    made = taken(site, Sheet(roster), kind="supervisors")
    assert [each[:2] for each in left_out(made)] == [(2, "TOTAL")]
