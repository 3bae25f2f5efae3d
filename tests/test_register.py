"""The register of divisions becomes unit records, once, and no record is ever touched again.

The real register is `data/qiannan_units.csv` (public statistics: the register of divisions).
"""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import yaml

from generator.base import address_parts
from generator.commands import register_report, register_verb, usage, verbs
from generator.commands.divisions import RegisterError
from generator.commands.register import as_yaml, plan, write
from generator.commands.register_rows import read_register
from generator.commands.register_tree import Register, grown
from generator.commands.terminal import Terminal
from generator.parse import record_file, yaml_nodes

HERE = Path(__file__).parent
REGISTER = HERE / "data" / "qiannan_units.csv"
SHIPPED = HERE.parent / "content"
HEADING = "code,parent_code,level,name,short_name"
TOP = "52,,prefecture,示例州,示例州"
COUNTY = "5201,52,county,甲县城,甲县城"
TOWN = "520101,5201,town,乙河镇,乙河镇"

Fields = dict[str, yaml_nodes.Raw]
Enter = Callable[..., list[str]]


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    """Return the rows of the real register."""
    with REGISTER.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a content folder made from the real register, with the slugs that ship."""
    content = tmp_path_factory.mktemp("content")
    content.joinpath("slugs.yaml").write_bytes(SHIPPED.joinpath("slugs.yaml").read_bytes())
    write(content, plan(content, tree(REGISTER.read_bytes())).new)
    return content


@pytest.fixture(scope="module")
def units(imported: Path) -> dict[str, Fields]:
    """Return the records made from the real register, by id."""
    return records(imported)


@pytest.fixture
def enter(tmp_path: Path) -> Enter:
    """Return a function that imports rows into one content folder; it returns what was written."""

    def imports(*rows: str) -> list[str]:
        work = plan(tmp_path, tree(register(*rows)))
        write(tmp_path, work.new)
        return sorted(work.new)

    return imports


def register(*rows: str) -> bytes:
    """Return a register of these rows."""
    return "\n".join((HEADING, *rows)).encode()


def tree(content: bytes) -> Register:
    """Return the tree of a register's bytes."""
    return grown(read_register(content))


def run(content: Path, *arguments: str | Path) -> int:
    """Run the verb on a content folder, in English; return its exit code."""
    parser = usage.Parser(language="en", prog="portal")
    register_verb.add(verbs.Verbs(parser))
    chosen = parser.parse_args(["register", *map(str, arguments)])
    return register_report.run(content, chosen, Terminal("en"))


def records(content: Path) -> dict[str, Fields]:
    """Read all unit records below `content`, by id."""
    found = {}
    for path in sorted(content.joinpath("units").rglob("*.yaml")):
        file = path.relative_to(content)
        read, problems = record_file.read(content, file.as_posix())
        assert not problems
        assert read
        found[file.relative_to("units").with_suffix("").as_posix()] = read.data
    return found


def parents(units: dict[str, Fields]) -> dict[str, str]:
    """Return the code of the parent of each code, as the folders and the one prefecture tell."""
    top = next(fields["code"] for fields in units.values() if fields["level"] == "prefecture")
    found = {}
    for unit, fields in units.items():
        above = unit.rpartition("/")[0]
        if "code" in fields and fields["code"] != top:
            found[str(fields["code"])] = str(units[above]["code"] if above else top)
    return found


def by_short_name(units: dict[str, Fields], short_name: str) -> set[str]:
    return {unit for unit, fields in units.items() if fields["short_name"] == short_name}


def sentences(error: RegisterError) -> list[str]:
    return list(error.lines("en"))


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


# The real register


def test_every_row_becomes_one_record(units: dict[str, Fields], rows: list[dict[str, str]]) -> None:
    assert len(units) == len(rows) == 1586
    codes = {str(fields["code"]): str(fields["level"]) for fields in units.values()}
    assert codes == {row["code"]: row["level"] for row in rows}


def test_the_folder_of_a_record_gives_the_parent_of_the_register(
    units: dict[str, Fields], rows: list[dict[str, str]]
) -> None:
    listed = {row["code"]: row["parent_code"] for row in rows if row["parent_code"]}
    assert parents(units) == listed


def test_slugs_are_addresses_and_siblings_differ_even_where_case_does_not_count(
    units: dict[str, Fields],
) -> None:
    for unit in units:
        assert all(address_parts.is_slug(part) for part in unit.split("/")), unit
    assert len({unit.casefold() for unit in units}) == len(units)


def test_counties_have_their_official_spellings(units: dict[str, Fields]) -> None:
    counties = {unit for unit, fields in units.items() if fields["level"] == "county"}
    official = "duyun fuquan libo guiding wengan dushan pingtang luodian changshun longli huishui"
    assert counties == {*official.split(), "sandu"}
    assert by_short_name(units, "黔南州") == {"qiannan"}


@pytest.mark.parametrize(
    ("short_name", "unit"),
    [
        ("都江镇", "sandu/dujiang"),
        ("沙包堡街道", "duyun/shabaobao"),
        ("长寨街道", "changshun/changzhai"),
        ("斛兴街道", "luodian/huxing"),
        ("卡蒲毛南族乡", "pingtang/kapu"),
        ("归兰水族乡", "duyun/guilan"),
        ("瑶山瑶族乡", "libo/yaoshan"),
        ("凤亭乡", "luodian/fengting-xiang"),
        ("茂村村", "pingtang/zhemi/maocun"),
        ("俄村村", "luodian/hongshuihe/ecun"),
        ("都柳江社区", "sandu/sanhe/duliujiang"),
        ("地莪村", "libo/xiaoqikong/di-e"),
    ],
)
def test_a_known_place_has_the_address_a_reader_expects(
    units: dict[str, Fields], short_name: str, unit: str
) -> None:
    assert by_short_name(units, short_name) == {unit}


def test_each_level_names_its_own_body(units: dict[str, Fields]) -> None:
    assert units["qiannan"] == {
        "name": "黔南布依族苗族自治州脱贫攻坚指挥部",
        "division": "黔南布依族苗族自治州",
        "short_name": "黔南州",
        "pinyin": "qian nan",
        "level": "prefecture",
        "kind": "headquarters",
        "code": "5227",
    }
    assert units["duyun"]["name"] == "都匀市脱贫攻坚指挥部"
    assert units["duyun/mochong"]["name"] == "墨冲镇脱贫攻坚工作站"
    assert units["duyun/mochong"]["kind"] == "workstation"
    village = units["duyun/mochong/bingwu"]
    assert (village["name"], village["division"]) == ("丙午村脱贫攻坚作战室", "丙午村")
    assert (village["kind"], village["settlement"]) == ("war_room", "village")
    community = units["duyun/guanghui/guanghui"]
    assert (community["name"], community["settlement"]) == ("广惠社区脱贫攻坚作战室", "community")


def test_no_record_invents_a_leader_a_phone_or_an_address(units: dict[str, Fields]) -> None:
    told = {"name", "division", "short_name", "pinyin", "level", "kind", "settlement", "code"}
    for unit, fields in units.items():
        assert fields.keys() <= told, unit


def test_the_units_that_ship_are_those_of_the_register(units: dict[str, Fields]) -> None:
    shipped = records(SHIPPED)
    assert parents(shipped) == parents(units)
    uncoded = {unit for unit, fields in shipped.items() if "code" not in fields}
    assert uncoded == {"duyun-kaifaqu"}
    assert shipped["duyun-kaifaqu"]["level"] == "county"


# The second import, and records that a clerk has worked on


def test_importing_twice_changes_nothing(imported: Path) -> None:
    before = snapshot(imported)
    work = plan(imported, tree(REGISTER.read_bytes()))
    assert (work.new, work.left, work.remarks) == ({}, 1586, ())
    write(imported, work.new)
    assert snapshot(imported) == before


def test_a_record_keeps_its_address_and_new_villages_join_it_there(
    tmp_path: Path, enter: Enter
) -> None:
    enter(TOP, COUNTY, TOWN)
    old = tmp_path / "units" / "jiaxiancheng" / "yihe.yaml"
    renamed = old.with_name("yihezhen.yaml")
    old.rename(renamed)
    new = enter(TOP, COUNTY, TOWN, "520101201,520101,village,丙家村村民委员会,丙家村")
    assert new == ["units/jiaxiancheng/yihezhen/bingjia.yaml"]
    assert not old.exists()


def test_a_list_that_numbers_towns_as_counties_is_told(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    file = tmp_path_factory.mktemp("register") / "register.csv"
    towns = "".join(
        f"44190{n},{name}\n" for n, name in enumerate(["乙街道", "丙镇", "丁镇", "戊镇", "甲镇"], 1)
    )
    file.write_text(f"code,name\n441900,示例市\n{towns}441990,己县\n", encoding="utf-8")
    assert run(tmp_path, file) == 0
    said = capsys.readouterr().out
    assert "5 rows have the code of a county and the name of a town: 441901 乙街道、" in said
    file.write_text("code,name\n4419,示例市\n441901,己县\n441901101,甲镇\n", encoding="utf-8")
    assert run(tmp_path, file) == 0
    assert "name of a town" not in capsys.readouterr().out


def test_a_clerks_edits_stay_and_are_told(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    enter: Enter,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    enter(TOP, COUNTY, TOWN)
    record = tmp_path / "units" / "jiaxiancheng" / "yihe.yaml"
    edited = record.read_text(encoding="utf-8").replace("short_name: 乙河镇", "short_name: 乙河")
    record.write_text(edited + "phone: 0854-0000001\n", encoding="utf-8")
    before = snapshot(tmp_path)
    file = tmp_path_factory.mktemp("register") / "register.csv"
    file.write_bytes(register(TOP, COUNTY, TOWN))
    assert run(tmp_path, file, "--write") == 0
    assert snapshot(tmp_path) == before
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        (
            "units/jiaxiancheng/yihe.yaml: the place's name as people say it (short_name) is"
            " “乙河”, the register gives “乙河镇”"
        )
    ]
    assert said.err == "0 records written, 3 that were there left as they are.\n"


def test_a_record_moved_to_another_folder_stays_there_and_is_told(
    tmp_path: Path, enter: Enter
) -> None:
    enter(TOP, COUNTY, TOWN)
    (tmp_path / "units" / "jiaxiancheng" / "yihe.yaml").rename(tmp_path / "units" / "yihe.yaml")
    work = plan(tmp_path, tree(register(TOP, COUNTY, TOWN)))
    assert not work.new
    assert [each.text("en") for each in work.remarks] == [
        "units/yihe.yaml: the register puts this unit under units/jiaxiancheng"
    ]


def test_a_record_in_markdown_counts_as_one(tmp_path: Path, enter: Enter) -> None:
    enter(TOP, COUNTY)
    record = tmp_path / "units" / "jiaxiancheng.yaml"
    text = record.read_text(encoding="utf-8")
    record.unlink()
    record.with_suffix(".md").write_text(f"---\n{text}---\n办公时间\n", encoding="utf-8")
    assert enter(TOP, COUNTY) == []


def test_a_copy_put_aside_does_not_count(tmp_path: Path, enter: Enter) -> None:
    enter(TOP, COUNTY, TOWN)
    record = tmp_path / "units" / "jiaxiancheng.yaml"
    record.with_name("jiaxiancheng.2018.yaml").write_bytes(record.read_bytes())
    new = enter(TOP, COUNTY, TOWN, "520102,5201,town,丁山镇,丁山镇")
    assert new == ["units/jiaxiancheng/dingshan.yaml"]


def test_a_hand_written_record_without_a_code_is_taken_for_the_unit_of_its_address(
    tmp_path: Path, enter: Enter
) -> None:
    enter(TOP, COUNTY)
    record = tmp_path / "units" / "jiaxiancheng" / "yihe.yaml"
    record.parent.mkdir()
    record.write_text("name: 乙河镇工作站\n", encoding="utf-8")
    work = plan(tmp_path, tree(register(TOP, COUNTY, TOWN)))
    assert not work.new
    said = [each.text("en") for each in work.remarks]
    lacks = "code of the division in the register (code) is “”, the register gives “520101”"
    assert f"units/jiaxiancheng/yihe.yaml: {lacks}" in said


def test_a_record_that_cannot_be_read_stops_the_import(tmp_path: Path, enter: Enter) -> None:
    enter(TOP, COUNTY)
    (tmp_path / "units" / "jiaxiancheng.yaml").write_text("name: [甲\n", encoding="utf-8")
    with pytest.raises(RegisterError) as caught:
        enter(TOP, COUNTY)
    assert sentences(caught.value)[0].startswith("units/jiaxiancheng.yaml:")


# Addresses of siblings that sound alike


def villages(*names: str) -> list[str]:
    return [
        f"520101{number},520101,village,{name},{name}"
        for number, name in enumerate(names, start=201)
    ]


def slugs(files: Iterable[str]) -> set[str]:
    return {Path(file).stem for file in files if file.count("/") == 3}


def test_a_community_gives_way_to_a_village_of_the_same_name(enter: Enter) -> None:
    new = enter(TOP, COUNTY, TOWN, *villages("平桥社区居民委员会", "平桥村村民委员会"))
    assert slugs(new) == {"pingqiao", "pingqiao-shequ"}


def test_a_community_without_a_rival_has_the_plain_address(enter: Enter) -> None:
    new = enter(TOP, COUNTY, TOWN, *villages("平桥社区居民委员会", "高桥村村民委员会"))
    assert slugs(new) == {"pingqiao", "gaoqiao"}


def test_others_that_sound_alike_are_numbered_in_order_of_code(
    tmp_path: Path, enter: Enter
) -> None:
    alike = villages("新店村村民委员会", "新垫村村民委员会", "欣店社区居委会", "馨店社区居委会")
    new = enter(TOP, COUNTY, TOWN, *reversed(alike))
    assert slugs(new) == {"xindian", "xindian-2", "xindian-shequ", "xindian-shequ-2"}
    first = tmp_path / "units" / "jiaxiancheng" / "yihe" / "xindian.yaml"
    assert 'code: "520101201"' in first.read_text(encoding="utf-8")


def test_a_new_village_does_not_take_the_address_of_an_old_one(enter: Enter) -> None:
    old, *new = villages("新店村村民委员会", "新垫村村民委员会")
    enter(TOP, COUNTY, TOWN, old)
    assert slugs(enter(TOP, COUNTY, TOWN, *new)) == {"xindian-2"}


def test_a_chosen_slug_wins_the_first_time_only(tmp_path: Path, enter: Enter) -> None:
    overrides = tmp_path / "slugs.yaml"
    overrides.write_text('"520101201": xindian-he\n', encoding="utf-8")
    village = villages("新店村村民委员会")
    assert slugs(enter(TOP, COUNTY, TOWN, *village)) == {"xindian-he"}
    overrides.write_text('"520101201": xindian-shan\n', encoding="utf-8")
    assert enter(TOP, COUNTY, TOWN, *village) == []


def test_a_chosen_slug_goes_before_machine_made_ones(tmp_path: Path, enter: Enter) -> None:
    (tmp_path / "slugs.yaml").write_text('"520101202": xindian\n', encoding="utf-8")
    alike = villages("新店村村民委员会", "老店村村民委员会")
    new = enter(TOP, COUNTY, TOWN, *alike)
    assert slugs(new) == {"xindian", "xindian-2"}


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('"999": xin', "slugs.yaml: the register has no code 999"),
        (
            '"520101": Yi He',
            "slugs.yaml: “Yi He” (of 520101) must be small letters, digits and hyphens",
        ),
        (
            '"520101": yi\n"520102": yi',
            "slugs.yaml: “yi” (of 520102) is already the slug of a sibling",
        ),
    ],
)
def test_an_impossible_slug_stops_the_import(
    tmp_path: Path, enter: Enter, line: str, sentence: str
) -> None:
    (tmp_path / "slugs.yaml").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(RegisterError) as caught:
        enter(TOP, COUNTY, TOWN, "520102,5201,town,丁山镇,丁山镇")
    assert sentences(caught.value) == [sentence]
    assert not (tmp_path / "units").exists()


def test_a_chosen_slug_that_is_yaml_for_something_else_is_an_address_all_the_same(
    tmp_path: Path, enter: Enter
) -> None:
    (tmp_path / "slugs.yaml").write_text('"520101": no\n', encoding="utf-8")
    assert "units/jiaxiancheng/no.yaml" in enter(TOP, COUNTY, TOWN)


# Names


def test_a_name_that_cannot_be_read_still_has_an_address(enter: Enter) -> None:
    assert "units/jiaxiancheng/520101.yaml" in enter(TOP, COUNTY, "520101,5201,town,（）,")


@pytest.mark.parametrize(
    "value",
    ["墨冲镇", "no", "Null", "0854", "1e3", "甲: 乙", "# 甲", "甲 “乙”\\", "- 甲", "war_room"],
)
def test_every_value_is_text_to_any_program_that_reads_yaml(value: str) -> None:
    assert yaml.safe_load(as_yaml({"name": value})) == {"name": value}
    read, problems = record_file.parse("x.yaml", as_yaml({"name": value}).encode())
    assert not problems
    assert read
    assert read.data == {"name": value}


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    write(tmp_path, {"units/a.yaml": "name: 甲\n"})
    with pytest.raises(FileExistsError):
        write(tmp_path, {"units/a.yaml": "name: 乙\n"})
    assert (tmp_path / "units" / "a.yaml").read_bytes() == "name: 甲\n".encode()


# Registers that cannot be used


def test_a_refused_register_writes_nothing_and_exits_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    file = tmp_path / "register.csv"
    file.write_bytes(register(TOP, COUNTY, "1,9,town,甲镇,"))
    assert run(tmp_path / "content", file, "--write") == 1
    assert capsys.readouterr().err.splitlines() == [
        "row 4: no row has the code “9”, the parent of 甲镇",
        "Nothing has been written.",
    ]
    assert not (tmp_path / "content").exists()
