"""A division is called what people call it; a register that cannot be used is told row by row."""

import pytest

from generator.commands.divisions import Division, RegisterError
from generator.commands.register_rows import read_register
from tests.test_register import COUNTY, HEADING, TOP, register, sentences, tree


def refused(content: bytes) -> list[str]:
    """Return what is said about a register that is refused."""
    with pytest.raises(RegisterError) as caught:
        tree(content)
    return sentences(caught.value)


@pytest.mark.parametrize(
    ("name", "said", "stem", "community"),
    [
        ("丙午村村民委员会", "丙午村", "丙午", False),
        ("茂村村村民委员会", "茂村村", "茂村", False),
        ("双山村民委员会", "双山村", "双山", False),
        ("双山村委会", "双山村", "双山", False),
        ("柳村村民委员会", "柳村", "柳村", False),
        ("广惠社区居民委员会", "广惠社区", "广惠", True),
        ("中山路居委会", "中山路", "中山路", True),
        ("社区", "社区", "社区", True),
        ("东沟社区村民委员会", "东沟社区", "东沟", False),
        ("双坂社区委员会", "双坂社区", "双坂", True),
        ("柳树沟嘎查村民委员会", "柳树沟嘎查", "柳树沟", False),
        ("巴音宝力格嘎查委员会", "巴音宝力格嘎查", "巴音宝力格", False),
        ("温泉村牧委会", "温泉村", "温泉", False),
        ("代尔森牧委会", "代尔森", "代尔森", False),
        ("新华居民委会", "新华", "新华", True),
        ("村民委员会", "村民委员会", "村民委员会", False),
    ],
)
def test_a_village_is_called_what_its_people_call_it(
    name: str, said: str, stem: str, *, community: bool
) -> None:
    division = Division(2, "1", "2", "village", name, "")
    assert (division.plain_name, division.spoken_name, division.stem) == (said, said, stem)
    assert division.community is community


@pytest.mark.parametrize(
    ("level", "name", "stem"),
    [
        ("prefecture", "黔东南苗族侗族自治州", "黔东南"),
        ("prefecture", "安顺市", "安顺"),
        ("county", "三都水族自治县", "三都"),
        ("county", "道真仡佬族苗族自治县", "道真"),
        ("county", "六枝特区", "六枝"),
        ("county", "费县", "费县"),
        ("town", "卡蒲毛南族乡", "卡蒲"),
        ("town", "水族乡", "水族"),
        ("town", "沙包堡街道", "沙包堡"),
        ("town", "沙包堡街道办事处", "沙包堡"),
        ("town", "平寨彝族苗族白族乡", "平寨"),
        ("town", "回龙镇", "回龙"),
        ("town", "某某农场", "某某农场"),
        ("town", "高碑店地区", "高碑店"),
        ("province", "广西壮族自治区", "广西"),
        ("province", "内蒙古自治区", "内蒙古"),
        ("province", "北京市", "北京"),
        ("nation", "中国", "中国"),
    ],
)
def test_the_stem_of_a_name_leaves_out_what_kind_of_division_it_is(
    level: str, name: str, stem: str
) -> None:
    assert Division(2, "1", "2", level, name, "").stem == stem


def test_a_byte_order_mark_blank_rows_and_more_columns_are_no_trouble() -> None:
    text = f"\ufeff{HEADING},remark\r\n\r\n{TOP},甲\r\n{COUNTY},乙\r\n,,,,,\r\n"
    assert [each.name for each in read_register(text.encode())] == ["示例州", "甲县城"]


def test_a_register_saved_as_gbk_or_with_marks_no_one_sees_is_read_all_the_same() -> None:
    text = f"{HEADING}\n{TOP}\n5201,52,county,甲\u200b县城,\n"
    assert [each.name for each in read_register(text.encode("gb18030"))] == ["示例州", "甲县城"]


def test_bytes_that_are_no_text_are_refused() -> None:
    assert refused(HEADING.encode() + b"\n\xff\xff\xff")[0].startswith("register.csv: ")


def test_an_empty_file_is_no_register() -> None:
    assert refused(b"") == ["register.csv: there is no table in this file: it is empty"]


@pytest.mark.parametrize("content", [b"code,level,short_name\n", "甲,乙\n1,2\n".encode()])
def test_a_table_without_code_and_name_is_no_register(content: bytes) -> None:
    (said,) = refused(content)
    assert "no row is a heading with the columns code and name" in said


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("520102,5299,town,丁山镇,", "no row has the code “5299”, the parent of 丁山镇"),
        (
            "520102,52,town,丁山镇,",
            "丁山镇 is of the level town, and cannot lie right beneath 示例州",
        ),
        ("5201,52,county,丁县城,丁县城", "the code 5201 is already in row 3"),
        ("5.20E+05,5201,town,丁山镇,", "the code “5.20E+05” should be digits only"),
        ("520102,5201,片区,丁山镇,", "the level “片区” of 520102 is unknown; write one of"),
        ("520102,5201,town,,", "the name is missing"),
        ("520102,5201,town", "the name is missing"),
    ],
)
def test_a_bad_row_is_told_with_its_number(row: str, sentence: str) -> None:
    said = refused(register(TOP, COUNTY, row))
    assert len(said) == 1
    assert said[0].startswith("row 4: ")
    assert sentence in said[0]


def test_two_prefectures_are_one_too_many() -> None:
    said = refused(register(TOP, "53,,prefecture,另一州,另一州"))
    assert said[0].startswith("there must be one division at the top, but there are 2: 示例州 (52)")


def test_all_bad_rows_are_told_at_once() -> None:
    said = refused(register(TOP, "1,9,county,甲县,", "2,8,county,乙县,"))
    assert [line[:6] for line in said] == ["row 3:", "row 4:"]
