"""What is given out as a workbook comes back the same, to the fen, whoever had it open."""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from openpyxl.packaging.custom import StringProperty

from generator.base.messages import CHINESE, ENGLISH
from generator.commands import cli, export_sheets, import_sheets
from generator.model import config
from generator.model.config import Config
from generator.model.kinds.registry import KINDS
from generator.model.site_tables import CONFIG
from generator.pages import data_pages
from generator.parse import not_known, record_text, sheet_file, site_words, yaml_nodes
from generator.records import sheet_columns, sheet_export
from generator.records.sheet_plan import Asked, Plan
from tests import machine, sites
from tests.conftest import ROOT, lay_demonstration
from tests.records import AS_OF, Small


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site of which each kind has a record with every field."""
    folder = tmp_path_factory.mktemp("rich")
    Small(folder)
    return folder


def found_in(root: Path) -> Config:
    found, _ = config.load(root / CONFIG)
    assert found is not None
    return found


def given(root: Path, folder: str, into: Path, language: str = CHINESE, under: str = "") -> int:
    found = found_in(root)
    rules = found.rules(AS_OF)
    count, problems = export_sheets.written(found, rules, folder, under, into, language)
    assert problems == []
    return count


def taken(root: Path, folder: str, file: Path, *, write: bool = False) -> Plan:
    asked = Asked(root, "content", folder, [file])
    made = import_sheets.judged(found_in(root), asked, AS_OF)
    if write:
        import_sheets.written(made, root, "content")
    return made


def told(made: Plan) -> list[str]:
    return [f"{each.code} {each.place} {dict(each.values)}" for each in made.problems]


@pytest.mark.parametrize("language", [CHINESE, ENGLISH])
@pytest.mark.parametrize("folder", KINDS)
def test_each_record_comes_back_as_it_was(
    site: Path, tmp_path: Path, folder: str, language: str
) -> None:
    file = tmp_path / "x.xlsx"
    count = given(site, folder, file, language)
    made = taken(site, folder, file)
    assert told(made) == []
    assert (made.writes, made.same, made.bad) == ([], count, 0)


@pytest.mark.parametrize(
    ("folder", "language"), [*((n, CHINESE) for n in KINDS), ("exits", ENGLISH)]
)
def test_each_record_comes_back_where_a_program_lost_the_properties_of_the_workbook(
    site: Path, tmp_path: Path, folder: str, language: str
) -> None:
    # exceljs and pyexcel keep none; WPS writes one of its own
    file = tmp_path / "x.xlsx"
    count = given(site, folder, file, language)
    book: Any = openpyxl.load_workbook(file)
    for name in [*book.custom_doc_props.names]:
        del book.custom_doc_props[name]
    if folder == "projects":
        book.custom_doc_props.append(StringProperty(name="KSOProductBuildVer", value="2052-12.1"))
    book.save(file)
    made = taken(site, folder, file)
    assert told(made) == []
    assert (made.writes, made.same, made.bad) == ([], count, 0)
    another = "units" if folder != "units" else "projects"
    assert [each.code for each in taken(site, another, file).problems] == ["P556"]


@pytest.mark.parametrize("folder", KINDS)
def test_all_of_the_demonstration_comes_back_as_it_was(tmp_path: Path, folder: str) -> None:
    file = tmp_path / "x.xlsx"
    count = given(ROOT, folder, file)
    made = taken(ROOT, folder, file)
    assert told(made) == []
    assert (made.writes, made.same, made.bad) == ([], count, 0)


@pytest.mark.parametrize("language", [CHINESE, ENGLISH])
@pytest.mark.parametrize("folder", KINDS)
def test_each_heading_leads_to_its_own_column(folder: str, language: str) -> None:
    for page in sheet_export.pages(folder, levels=True):
        names = [
            of.name(language) + ("（元）" if of.want == "money" else "") for of in page.columns
        ]
        assert len({*names}) == len(names)
        found = sheet_columns.assigned(folder, {n: (each,) for n, each in enumerate(names)}, {})
        assert found.doubled == []
        assert [each.path for each in found.fields.values()] == [of.path for of in page.columns]


@pytest.mark.parametrize("folder", KINDS)
def test_the_same_records_make_the_same_bytes(site: Path, tmp_path: Path, folder: str) -> None:
    one, two = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    given(site, folder, one)
    given(site, folder, two)
    assert one.read_bytes() == two.read_bytes()


def edited(file: Path, sheet: str, changes: Mapping[str, object]) -> None:
    """Change cells of a workbook with another program, as a clerk does."""
    book = openpyxl.load_workbook(file)
    for name, value in changes.items():
        cell = book[sheet][name]
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # a lone = is no formula
    book.save(file)


def cell_of(file: Path, sheet: str, heading: str, row: int = 2) -> str:
    cells = openpyxl.load_workbook(file)[sheet][1]
    return next(f"{each.column_letter}{row}" for each in cells if each.value == heading)


def test_what_a_clerk_changes_is_all_that_changes(tmp_path: Path) -> None:
    root = lay_demonstration(tmp_path / "site")
    (root / "content").unlink()
    subprocess.run(["cp", "-r", ROOT / "content", root / "content"], check=True)
    file = tmp_path / "x.xlsx"
    given(root, "projects", file, under="duyun/mochong/bingwu")
    changes = {
        cell_of(file, "项目", "负责人"): "示例癸亥",
        cell_of(file, "项目", "实施单位"): "=村办",
        cell_of(file, "项目", "轻重缓急"): "缓",
    }
    edited(file, "项目", changes)
    before = {path: path.read_bytes() for path in (root / "content/projects").rglob("*.md")}
    made = taken(root, "projects", file, write=True)
    assert told(made) == []
    (write,) = made.writes
    assert [(each.path, each.new) for each in write.changes] == [
        (("urgency",), "缓"),
        (("implementer",), "=村办"),
        (("person_responsible",), "示例癸亥"),
    ]
    text = write.content.decode()
    assert 'implementer: "=村办"' in text or "implementer: =村办" in text
    changed = [path for path, content in before.items() if path.read_bytes() != content]
    assert len(changed) == len(made.writes)


def test_a_new_entry_and_a_new_record_go_in_by_their_address(site: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    given(site, "meetings", file)
    ident = openpyxl.load_workbook(file)["会议"]["A2"].value
    entries = openpyxl.load_workbook(file)["定了什么事"].max_row
    new = f"{ident.rpartition('/')[0]}/2018-11"
    edited(
        file,
        "定了什么事",
        {
            f"A{entries + 1}": ident,
            f"B{entries + 1}": str(entries),
            f"C{entries + 1}": "再查一次",
            f"D{entries + 1}": "示例镇",
            f"A{entries + 2}": new,
            f"B{entries + 2}": "1",
            f"C{entries + 2}": "公示",
            f"D{entries + 2}": "示例村",
        },
    )
    rows = openpyxl.load_workbook(file)["会议"].max_row
    date = cell_of(file, "会议", "开会日期", rows + 1)
    edited(file, "会议", {f"A{rows + 1}": new, date: "2018-11-05"})
    made = taken(site, "meetings", file)
    assert told(made) == []
    new_one = next(each for each in made.writes if each.new)
    old_one = next(each for each in made.writes if not each.new)
    assert new_one.path == f"content/meetings/{new}.md"
    assert "decisions:\n  - what: 公示\n    owner: 示例村\n" in new_one.content.decode()
    assert [(each.path[0], each.old) for each in old_one.changes] == [("decisions", None)]


def test_an_address_that_no_record_can_have_is_told(site: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    given(site, "meetings", file)
    rows = openpyxl.load_workbook(file)["会议"].max_row
    date = cell_of(file, "会议", "开会日期", rows + 1)
    edited(file, "会议", {f"A{rows + 1}": "nowhere/2018-11", date: "2018-11-05"})
    assert [each.partition(" {")[0] for each in told(taken(site, "meetings", file))] == [
        f"P580 x.xlsx 会议!A{rows + 1}"
    ]


def test_a_workbook_of_another_kind_is_told(site: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    given(site, "meetings", file)
    assert [each.code for each in taken(site, "projects", file).problems] == ["P556"]


def test_an_empty_workbook_has_choices_and_says_what_columns_mean(tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    rules = found_in(ROOT).rules(AS_OF)
    export_sheets.template(found_in(ROOT), rules, "projects", file, CHINESE)
    book = openpyxl.load_workbook(file)
    assert book.sheetnames[0] == "项目"
    assert book.sheetnames[-2:] == ["各列说明", "选项"]
    heads = [each.value for each in book["项目"][1]]
    assert {"项目名称", "计划资金（元）", "资金来源·中央（元）"} <= {*heads}
    lists = [each for each in book["项目"].data_validations.dataValidation if each.type == "list"]
    assert lists
    for each in lists:
        name = each.formula1.removeprefix("=")
        sheet, area = book.defined_names[name].attr_text.split("!")
        cells = book[sheet.strip("'")][area.replace("$", "")]
        assert all(cell.value for row in cells for cell in row)
        assert len(each.promptTitle or "") <= 32
    assert {each.value for each in book["各列说明"]["B"]} >= {*heads}


def test_the_verbs_write_the_workbook_that_is_named_and_no_other(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    beside = {*tmp_path.iterdir()}
    for verb in ("template", "export"):
        named = ["-o", f"{verb}.xlsx", "--config", str(site / "config.yaml")]
        assert cli.main([verb, "projects", *named, "--as-of", AS_OF.isoformat()]) == 0
    assert {*tmp_path.iterdir()} - beside == {tmp_path / "template.xlsx", tmp_path / "export.xlsx"}


def test_an_empty_workbook_that_is_filled_in_goes_in(site: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    found = found_in(site)
    export_sheets.template(found, found.rules(AS_OF), "projects", file, CHINESE)
    fields = {
        "乡镇": "东镇",
        "村（社区）": "上村",
        "项目名称": "水沟",
        "项目年度": 2017,
        "项目类别": "饮水",
        "到了哪个阶段": "入库",
        "绩效目标": "通水",
        "资金来源·中央（元）": 12_345.67,
        "各笔资金共同·资金名称": "专项资金",
    }
    edited(file, "项目", {cell_of(file, "项目", head): value for head, value in fields.items()})
    made = taken(site, "projects", file)
    (write,) = made.writes
    assert write.path == "content/projects/jia/dong/shang/2017-shuigou.md"
    assert (
        "  - fund: 专项资金\n    level: central\n    amount: 12345.67元\n" in write.content.decode()
    )


def test_a_template_does_not_undo_what_was_corrected_by_hand(tmp_path: Path) -> None:
    root, file = sites.lay(tmp_path / "site"), tmp_path / "x.xlsx"
    found = found_in(root)
    export_sheets.template(found, found.rules(AS_OF), "projects", file, CHINESE)
    fields = {
        "乡镇": "东镇",
        "村（社区）": "上村",
        "项目名称": "水沟",
        "项目年度": 2017,
        "项目类别": "饮水",
        "到了哪个阶段": "入库",
        "绩效目标": "通水",
        "计划资金（元）": 120_000,
    }
    edited(file, "项目", {cell_of(file, "项目", head): value for head, value in fields.items()})
    (write,) = taken(root, "projects", file, write=True).writes
    record = root / write.path
    by_hand = record.read_bytes().replace(b"120000", b"130000")
    record.write_bytes(by_hand)
    made = taken(root, "projects", file, write=True)
    assert [each.code for each in made.problems] == ["P589"]
    assert record.read_bytes() == by_hand
    edited(file, "项目", {cell_of(file, "项目", "计划资金（元）"): 140_000})
    made = taken(root, "projects", file, write=True)
    assert [each.code for each in made.problems] == ["P590"]
    assert record.read_bytes() == by_hand
    given(root, "projects", file)  # an export has the correction in it
    rows = [each.value for each in openpyxl.load_workbook(file)["项目"]["A"]]
    at = cell_of(file, "项目", "计划资金（元）", rows.index("jia/dong/shang/2017-shuigou") + 1)
    edited(file, "项目", {at: 150_000})
    made = taken(root, "projects", file)
    assert (told(made), len(made.writes)) == ([], 1)


def test_a_site_s_own_words_stand_in_workbooks_forms_and_the_dictionary(tmp_path: Path) -> None:
    root, file = sites.lay(tmp_path / "site"), tmp_path / "x.xlsx"
    words = site_words.path(root, CHINESE)
    words.parent.mkdir(parents=True)
    words.write_text('msgid "prefecture level"\nmsgstr "盟级"\n', "utf-8")
    found = found_in(root)
    export_sheets.template(found, found.rules(AS_OF), "projects", file, CHINESE)
    fields = {
        "村（社区）": "上村",
        "项目名称": "水沟",
        "项目年度": 2017,
        "项目类别": "饮水",
        "到了哪个阶段": "入库",
        "绩效目标": "通水",
        "资金来源·盟级（元）": 20_000,
        "各笔资金共同·资金名称": "专项资金",
    }
    edited(file, "项目", {cell_of(file, "项目", head): value for head, value in fields.items()})
    (write,) = taken(root, "projects", file, write=True).writes
    assert "level: prefecture\n" in write.content.decode()
    given(root, "projects", file)
    cells = [each.value for row in openpyxl.load_workbook(file)["资金来源"] for each in row]
    assert "盟级" in cells
    assert "州级" not in cells
    made = taken(root, "projects", file)
    assert (told(made), made.writes) == ([], [])
    assert "prefecture=盟级" in data_pages.fields_table(found.settings, root).decode("utf-8-sig")
    path, _ = sites.new_record(root, "allocation", "jia/2018-zijin")
    assert path is not None
    assert "prefecture (盟级)" in (root / path).read_text("utf-8")


def test_all_records_lie_in_the_place_above_all(site: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    assert given(site, "projects", file, under="shili") == given(site, "projects", file) > 0


AWKWARD = [
    "=",
    "=1+1",
    "#N/A 号",
    "+86",
    "-1 层",
    "@甲",
    "0123",
    "1e5",
    "2018-3-2",
    "true",
    "TRUE",
    "=村办",
    "'引号",
    "_x000D_",
    "_x0041_",
    "a_x005F_b",
    "多  空格",
    "一\u00a0二",
    "～",
    "ＡＢ",
    "<b>&amp;",
    "𠮷村",
    "12345678901234567",
    "1,000",
]
TEXTS = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Cn", "Co"]),
        min_size=1,
        max_size=20,
    ).filter(lambda text: bool(text.strip()) and not not_known.elsewhere(text)),  # 同上
)


@settings(max_examples=10, deadline=None)
@for_all(st.lists(TEXTS, min_size=20, max_size=20))
def test_whatever_a_text_says_it_comes_back(texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        root = sites.lay(Path(folder) / "site")
        for n, text in enumerate([*texts, *AWKWARD]):
            data: dict[str, yaml_nodes.Raw] = {
                "title": f"路{n}",
                "year": "2016",
                "category": "water",
                "stage": "library",
                "performance_target": text,
                "budget": f"{n}.07元",
            }
            path = root / f"content/projects/jia/dong/shang/2016-lu-{n}.md"
            path.write_text(record_text.record(data, ".md"), "utf-8")
        file = Path(folder) / "x.xlsx"
        given_out = export_sheets.written(
            found_in(root), found_in(root).rules(AS_OF), "projects", "", file, CHINESE
        )
        made = taken(root, "projects", file)
        assert (made.writes, made.bad) == ([], 0)
        assert made.same == given_out[0]


# --- LibreOffice ---


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """Return workbooks of the demonstration as LibreOffice saves them, by kind and form."""
    soffice = machine.need_office()
    folder = tmp_path_factory.mktemp("office")
    found = {}
    for kind in ("projects", "supervisors"):
        given(ROOT, kind, folder / f"{kind}.xlsx")
        for form in ("xlsx:Calc MS Excel 2007 XML", "ods", "xls:MS Excel 97"):
            into = folder / form.partition(":")[0]
            done = subprocess.run(
                (
                    *(soffice, f"-env:UserInstallation={folder.as_uri()}/profile", "--headless"),
                    *("--convert-to", form, "--outdir", into, folder / f"{kind}.xlsx"),
                ),
                capture_output=True,
                check=True,
                timeout=300,
            )
            assert done.returncode == 0
            found[kind, into.name] = into / f"{kind}.{into.name}"
    return found


@pytest.mark.parametrize("form", ["xlsx", "ods", "xls"])
@pytest.mark.parametrize("kind", ["projects", "supervisors"])
def test_what_libreoffice_saves_comes_back_as_it_was(
    converted: dict[tuple[str, str], Path], kind: str, form: str
) -> None:
    file = converted[kind, form]
    assert sheet_file.read(file).form == form
    made = taken(ROOT, kind, file)
    assert told(made) == []
    assert made.writes == []
    assert made.same == len(
        [*(ROOT / "content" / kind).rglob("*.md"), *(ROOT / "content" / kind).rglob("*.yaml")]
    )
