"""Who builds, carries out or is paid for projects has a page, made from what records say."""

import re
import shutil
from pathlib import Path

import pytest

from generator.base import initials, pinyin
from generator.build import build
from generator.model import parties, problem_words
from generator.model.kinds import project
from tests.conftest import AS_OF, files, load
from tests.records import PROJECT, RULES, Small, changed, read
from tests.test_project import LEAST

GONGLU = "projects/jia/dong/shang/2018-gonglu.md"
ROADS = "示例路桥公司（一队）"


def said(unit: str = "jia/dong/shang", **fields: str) -> dict[str, tuple[object, ...]]:
    """Return by name what a project says of each party: roles, bid, received, to no one named."""
    text = changed(LEAST, **{"stage": "under_way", **fields})
    view = project.view(read("projects", text), RULES)
    return {name: tuple(rest) for _, name, _, *rest in parties.of_project(view, unit)}


def ident(name: str, unit: str = "jia/dong/shang") -> str:
    return parties.party(name, unit).id


@pytest.mark.parametrize(
    "typed",
    [
        "示例路桥公司(一队)",
        "示例 路桥公司　（一队） ",
        "示例路桥公司〔一队〕",
        "示例路桥公司（\u200b一队）",
        "示例路桥公司［一队］",
        "示例路桥公司（一队）（联合体牵头人）",
        "示例路桥公司（一队）【施工单位】",
        "示例路桥公司（一队） (联合体成员单位)",
        "示例路桥公司（一队）（盖章）",
    ],
)
def test_names_that_differ_by_blanks_and_brackets_are_one(typed: str) -> None:
    assert ident(typed) == ident(ROADS)


def test_a_name_is_told_without_what_its_bearer_is_in_a_contract() -> None:
    assert parties.party("示例路桥公司 （联合体牵头人）", "jia").name == "示例路桥公司"
    assert parties.party("（盖章）", "jia").name == "（盖章）"


@pytest.mark.parametrize(
    "other", ["示例路桥公司（二队）", "示例路桥公司", "示例路桥有限公司（一队）"]
)
def test_names_that_differ_otherwise_are_others(other: str) -> None:
    assert ident(other) != ident(ROADS)


def test_the_office_of_a_county_is_another_in_each_county_however_deep_these_lie() -> None:
    def known(name: str, unit: str) -> str:
        return parties.party(name, unit, county=3).within

    assert known("交通运输局", "dong/jia/wu/he/cun") == "dong/jia/wu"
    assert known("示例甲", "dong/jia/wu/he/cun") == "dong/jia/wu/he"
    assert known("示例路桥公司", "dong/jia/wu/he/cun") == ""


@pytest.mark.parametrize(
    ("name", "reach"),
    [
        ("示例路桥公司（一队）", "anywhere"),
        ("都匀市交通运输局", "anywhere"),
        ("黔南州水务局", "anywhere"),
        ("墨冲镇人民政府", "county"),
        ("交通运输局", "county"),
        ("红光村村民委员会", "town"),
        ("红光社区居民委员会", "town"),
        ("墨冲门市部", "county"),
        ("村委会", "town"),
        ("示例甲", "town"),
        ("村民自建", "town"),
    ],
)
def test_a_name_is_known_as_far_as_it_says(name: str, reach: str) -> None:
    assert parties.reach(parties.folded(name)) == reach


def test_one_name_in_two_towns_may_be_two_people_and_a_firm_is_one() -> None:
    assert ident("示例甲", "jia/dong/shang") == ident("示例甲", "jia/dong/xia")
    assert ident("示例甲", "jia/dong/shang") != ident("示例甲", "jia/xi/zhong")
    assert ident(ROADS, "jia/dong/shang") == ident(ROADS, "yi/xi/zhong") == ident(ROADS, "")


def test_no_address_says_a_name() -> None:
    assert re.fullmatch("[0-9a-f]{12}", ident("示例甲"))
    assert ident("示例甲") == "a9a16f1570f2"


@pytest.mark.parametrize(
    ("name", "person"),
    [("张三", True), ("欧阳示例", True), ("买买提·示例", True), ("村委会", False), (ROADS, False)],
)
def test_a_name_that_may_be_a_persons_is_told(name: str, person: bool) -> None:
    assert parties.may_be_person(name) is person


PAID = "[{date: 2018-05, amount: 1万元, payee: 示例甲}, {date: 2018-06, amount: 2万元}]"


def test_what_was_paid_to_whom_is_what_payments_say() -> None:
    found = said(contractor=ROADS, bid_price="5万元", payments=PAID)
    assert found == {
        ROADS: ("c", 5_000_000, None, 2_000_000),
        "示例甲": ("p", None, 1_000_000, 2_000_000),
    }


def test_what_was_paid_to_others_was_not_paid_to_the_contractor() -> None:
    paid = "[{date: 2018-05, amount: 1万元, payee: 示例甲}]"
    assert said(contractor=ROADS, payments=paid)[ROADS] == ("c", None, 0, 0)
    assert said(contractor=ROADS, payments="[]")[ROADS] == ("c", None, 0, 0)


def test_of_a_project_that_says_nothing_of_payments_it_is_not_known() -> None:
    assert said(contractor=ROADS)[ROADS] == ("c", None, None, 0)


def test_one_who_builds_and_carries_out_and_is_paid_is_one() -> None:
    paid = "[{date: 2018-05, amount: 1万元, payee: 示例路桥公司 (一队)}]"
    back = "[{date: 2018-06, amount: 0.4万元, why: 审计核减, by: 示例路桥公司(一队)}]"
    found = said(contractor=ROADS, implementer=ROADS, payments=paid, returns=back)
    assert found == {ROADS: ("cip", None, 600_000, 0)}


@pytest.mark.parametrize(
    ("payee", "found"),
    [
        ("示例建筑公司", set()),
        ("同上", {"P122"}),
        ("示例甲 6222 0210 0111 6245 702", {"P602"}),
        ("示例甲13912345678", {"P604"}),
    ],
)
def test_a_payee_is_a_name_and_neither_account_nor_phone(
    tmp_path: Path, payee: str, found: set[str]
) -> None:
    path = "content/projects/jia/dong/shang/2018-lu.md"
    paid = f'[{{date: 2018-05-10, amount: 1万元, payee: "{payee}"}}]'
    before = Small(tmp_path, {path: changed(PROJECT, payments="[]")}).problems()
    now = Small(tmp_path, {path: changed(PROJECT, payments=paid)}).problems()
    assert {each.split()[1] for each in {*now} - {*before}} == found


def test_a_payee_that_is_not_known_is_nobody(tmp_path: Path) -> None:
    path = "content/projects/jia/dong/shang/2018-lu.md"
    paid = "[{date: 2018-05-10, amount: 1万元, payee: 待定}]"
    library, _ = Small(tmp_path, {path: changed(PROJECT, payments=paid)}).library()
    assert "待定" not in {each.name for each in library.parties.values()}


def make(root: Path) -> dict[str, bytes]:
    report = build.build(load(root), AS_OF)
    assert report.published, [(e.place, problem_words.message(e, "en")) for e in report.problems]
    return files(root / "site")


def words(made: dict[str, bytes], url: str) -> str:
    """Return what stands in a page, without markup."""
    text = made[url].decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))


@pytest.mark.usefixtures("published")
def test_a_party_has_a_page_that_projects_and_lists_lead_to(whole: Path) -> None:
    made = make(whole)
    url = f"parties/{ident(ROADS)}.html"
    page = words(made, url)
    assert "上村通组公路硬化" in page
    assert "中标价合计 122.00" in page
    assert "已付给它 37.50" in page
    assert "另有400,000.00元付了，没写付给谁" in page
    for other in (
        "projects/jia/dong/shang/2018-gonglu.html",
        "lists/parties/index.html",
        "lists/parties/s.html",
        "lists/parties/money.html",
    ):
        assert url.encode() in made[other], other
    assert "东镇人民政府 甲县" in words(made, "lists/parties/d.html")
    assert b"noindex" not in made[url]


def test_a_page_that_may_be_of_a_person_is_kept_from_search_engines(whole: Path) -> None:
    path = whole / "content" / GONGLU
    path.write_text(path.read_text("utf-8").replace(ROADS, "张三"), "utf-8")
    made = make(whole)
    page = made[f"parties/{ident('张三')}.html"]
    assert b'<meta name="robots" content="noindex">' in page
    assert "只算甲县 东镇的项目" in page.decode()


@pytest.mark.usefixtures("published")
def test_what_a_record_says_anew_makes_what_a_clean_build_makes(
    whole: Path, tmp_path: Path
) -> None:
    make(whole)
    path = whole / "content" / GONGLU
    text = path.read_text("utf-8")
    for now in (
        text.replace("    amount: 400000.00\n", f"    amount: 400000.00\n    payee: {ROADS}\n"),
        text.replace(ROADS, "示例建筑公司"),
        re.sub("(?m)^(contractor|implementer|    payee): .*\n", "", text),
    ):
        path.write_text(now, "utf-8")
        made = make(whole)
        twin = tmp_path / "twin"
        shutil.copytree(whole, twin, ignore=shutil.ignore_patterns("site", ".portal"))
        assert made == make(twin)
        shutil.rmtree(twin)


def test_more_projects_than_stand_on_a_page_fill_several(whole: Path) -> None:
    folder = whole / "content/projects/jia/dong/shang"
    for n in range(120):
        text = changed(LEAST, title=f"第{n}处水池", contractor="示例水利公司", stage="library")
        (folder / f"2018-chi-{n}.yaml").write_text(text, "utf-8")
    made = make(whole)
    url = f"parties/{ident('示例水利公司')}"
    assert f"{url}--2.html" in made
    first, second = words(made, f"{url}.html"), words(made, f"{url}--2.html")
    assert "120个项目" in first
    assert "个项目" not in second
    assert first.count("处水池") == 100
    assert second.count("处水池") == 20


def test_letters_are_those_of_the_pinyin() -> None:
    for name in ("黔南示例", "鑫磊公司", "（一）重庆", "示例", "ABC", "123", "都匀"):
        spelled = (pinyin.syllables(name) or ("",))[0][:1]
        assert initials.of(name) == (spelled if spelled.isalpha() else ""), name
    table = initials.TABLE.read_text("ascii").split()
    assert [len(line) for line in table] == [94] * 72
    for n, line in enumerate(table):
        for m, letter in enumerate(line):
            character = bytes((0xB0 + n, 0xA1 + m)).decode("gb2312", "replace")
            read = (pinyin.syllables(character) or (".",))[0][:1] if len(character) == 1 else "."
            assert letter == (read if "a" <= read <= "z" else "."), character


def test_names_under_a_letter_stand_as_they_are_said() -> None:
    names = ["示例照明公司", "示例建筑公司", "示例公司", "三都示例"]
    assert sorted(names, key=initials.order) == [
        "三都示例",
        "示例公司",
        "示例建筑公司",
        "示例照明公司",
    ]
