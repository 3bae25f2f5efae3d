"""What stands twice in a record, or in two records of one place, is warned of."""

from pathlib import Path

import pytest

from generator.model import duplicates
from tests import sites
from tests.records import PROJECT, changed, read
from tests.test_project import LEAST, listed

PAYMENT = "date: 2018-05-10, amount: 37.5万元, note: 开工预付款"


def found(text: str, kind: str = "projects") -> list[tuple[str, int]]:
    """Return the path of each entry that stands twice, and the number of the first."""
    return [
        (".".join(map(str, each.path)), int((each.first or (-1,))[-1]))
        for each in duplicates.entries(read(kind, text).data)
    ]


@pytest.mark.parametrize(
    ("field", "entry", "other"),
    [
        ("payments", PAYMENT, PAYMENT.replace("开工", "二期")),
        ("payments", PAYMENT, PAYMENT.replace("37.5", "37.6")),
        (
            "sources",
            "fund: 甲, level: county, amount: 4万元",
            "fund: 甲, level: 县级, amount: 5万元",
        ),
        ("progress", "date: 2018-05-10, percent: 30", "date: 2018-05-11, percent: 30"),
        (
            "changes",
            "date: 2018-05-10, what: 甲, why: 乙, approved_by: 丙",
            "date: 2018-05-10, what: 丁, why: 乙, approved_by: 丙",
        ),
        ("photos", "file: a.jpg, alt: 路", "file: b.jpg, alt: 路"),
    ],
)
def test_an_entry_that_stands_twice_is_told_and_a_different_one_is_not(
    field: str, entry: str, other: str
) -> None:
    assert found(changed(LEAST, **{field: listed(entry, other)})) == []
    assert found(changed(LEAST, **{field: listed(entry, other, entry)})) == [(f"{field}.2", 0)]


def test_the_same_amount_in_another_form_is_the_same_payment() -> None:
    again = PAYMENT.replace("37.5万元", "375000.00").replace("2018-05-10", "2018.5.10")
    assert found(changed(LEAST, payments=listed(PAYMENT, again))) == [("payments.1", 0)]


def test_posts_are_looked_at_too() -> None:
    posts = "groups: [一组]\nposts:\n" + "  - {group: 一组, role: 监督员, person: 示例甲}\n" * 2
    assert found(posts, "supervisors") == [("posts.1", 0)]


def test_a_whole_record_has_nothing_twice() -> None:
    assert found(PROJECT) == []


def copied(folder: Path, record: str, **changes: str | None) -> list[str]:
    """Return what is said where a record of the whole site stands there under another name too."""
    file = sites.lay(folder) / "content" / record
    text = changed(file.read_text("utf-8"), **changes)
    file.with_stem(f"{file.stem}-2").write_text(text, "utf-8")
    return [sites.line(each) for each in sites.judge(folder) if each.code == "P135"]


@pytest.mark.parametrize(
    ("record", "field"),
    [
        ("projects/jia/dong/shang/2018-gonglu.md", "title"),
        ("meetings/jia/2018-03.md", "date"),
        ("rectifications/jia/dong/2018-buzhu.md", "date"),
        ("allocations/jia/2018-zhuanxiang.yaml", "date"),
        ("disclosures/jia/2018-wangong.yaml", "first"),
        ("documents/2018-yijian.md", "date"),
        ("commendations/2017-niandu.md", "year"),
    ],
)
def test_a_copy_of_a_record_under_another_name_is_told(
    tmp_path: Path, record: str, field: str
) -> None:
    (told,) = copied(tmp_path, record)
    assert told.startswith(f"content/{record[:-5].removesuffix('.')}")
    assert told.endswith(f"warning P135 {field}")


def test_two_projects_of_different_titles_are_two(tmp_path: Path) -> None:
    record = "projects/jia/dong/shang/2018-gonglu.md"
    assert copied(tmp_path, record, title="上村二期公路硬化") == []
