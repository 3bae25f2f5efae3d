"""Place names are read as people there read them."""

import csv
import json
import re
from pathlib import Path

import pytest

from generator.base.pinyin import READINGS, slug, syllables
from tests.conftest import ROOT

REGISTER = Path(__file__).parent / "data" / "qiannan_units.csv"
"""Public statistics: the register of divisions."""


@pytest.fixture(scope="module")
def names() -> list[str]:
    """Return every name of the register."""
    with REGISTER.open(encoding="utf-8-sig", newline="") as file:
        return [row["short_name"] for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("都匀", "du yun"),
        ("三都", "san du"),
        ("都江", "du jiang"),
        ("都柳江", "du liu jiang"),
        ("玉都家园", "yu du jia yuan"),
        ("长顺", "chang shun"),
        ("长寨", "chang zhai"),
        ("基长", "ji chang"),
        ("朝阳", "chao yang"),
        ("柏林", "bai lin"),
        ("马尾", "ma wei"),
        ("重阳", "chong yang"),
        ("重安江", "chong an jiang"),
        ("绿林", "lv lin"),
        ("绿茵湖", "lv yin hu"),
        ("沙包堡", "sha bao bao"),
        ("斛兴", "hu xing"),
        ("罗悃", "luo kun"),
        ("六硐", "liu dong"),
        ("珠藏", "zhu cang"),
        ("卡蒲", "ka pu"),
        ("拉岜", "la ba"),
        ("哪嗙", "na pang"),
        ("高枧坝", "gao jian ba"),
        ("弄苑", "nong yuan"),
        ("摆省", "bai sheng"),
        ("甘粑哨", "gan ba shao"),
        ("羡塘", "xian tang"),
        ("北盛", "bei sheng"),
        ("杨番", "yang fan"),
        ("怎雷", "zen lei"),
        ("尅炳", "ke bing"),
    ],
)
def test_a_name_is_read_as_people_there_read_it(name: str, expected: str) -> None:
    assert " ".join(syllables(name)) == expected


def test_each_character_of_the_register_has_one_readable_syllable(names: list[str]) -> None:
    for name in names:
        read = syllables(name)
        assert len(read) == len(name), name
        assert all(each.isascii() and each.isalpha() and each.islower() for each in read), name


def test_du_is_never_read_as_the_adverb_dou(names: list[str]) -> None:
    with_du = [name for name in names if "都" in name]
    assert len(with_du) >= 7
    for name in with_du:
        assert syllables(name)[name.index("都")] == "du", name


def test_a_reading_of_the_table_holds_in_every_name(names: list[str]) -> None:
    for name in names:
        for character, read in zip(name, syllables(name), strict=True):
            assert read == READINGS.get(character, read), name


def test_letters_and_digits_stay_and_signs_go() -> None:
    assert syllables("第１2组（Ｋ社区）·北") == ("di", "12", "zu", "k", "she", "qu", "bei")


def test_a_character_without_a_known_reading_leaves_no_trace() -> None:
    assert syllables("丰\U0003abcd\u0416村") == ("feng", "cun")


def test_a_slug_joins_the_syllables_without_an_apostrophe() -> None:
    assert slug("瓮安") == "wengan"
    assert slug("（）") == ""


def test_a_name_is_read_alike_alone_and_behind_the_name_of_its_place() -> None:
    # 盘江镇 and 长江村 written in one have the head of a town, 镇长, at their seam
    with REGISTER.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    for row in rows.values():
        if row["parent_code"]:
            alone = syllables(row["name"])
            within = syllables(rows[row["parent_code"]]["name"] + row["name"])
            assert within[-len(alone) :] == alone, row["name"]


def test_no_reading_hangs_on_how_a_runtime_sorts() -> None:
    """Others take the place in its order: see findings/tiny-pinyin-….sh."""
    names = {"黔南": "qian nan", "北京": "bei jing", "那坡": "na po", "电站": "dian zhan"}
    assert {name: " ".join(syllables(name)) for name in names} == names
    said = json.loads((ROOT / "templates/assets/sounds.json").read_text("utf-8"))["read"]
    groups = re.findall("([a-z]+)([^a-z]+)", said)
    of = {sign: syllable for syllable, signs in groups for sign in signs}
    assert {name: " ".join(of[sign] for sign in name) for name in names} == names
    script = (ROOT / "templates/assets/search.js").read_text("utf-8")
    assert "Collator" not in script
    assert "localeCompare" not in script
