"""Tables that someone holds: a spreadsheet's way to save them is no change, one fen more is."""

import csv
import io
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from generator.base.signed_note import LOG, PrivateKey
from generator.build import build, held_cells, held_tables, log_key, public_log
from generator.build.log_check import Finding
from generator.build.log_reader import Elsewhere
from generator.model import public_tables
from tests import sites
from tests.conftest import AS_OF, load

NAME = "example.org/shili"
KEY = PrivateKey.of(NAME, LOG, bytes(range(32)))
TABLES = (
    *("projects", "projects-payments", "units-leaders", "pages"),
    *("projects-progress-photos", "rectifications-done-photos"),  # with the same columns
)
Lines = list[list[str]]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the small whole site, published with a log."""
    root = sites.lay(tmp_path_factory.mktemp("tables") / "root")
    settings = root / "config.yaml"
    text = settings.read_text("utf-8")
    settings.write_text(f"{text}log:\n  name: {NAME}\n  key: {KEY.key}\n", "utf-8")
    public_log.new(root / "log", NAME, KEY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(log_key, "found", lambda *_: KEY)
        assert build.build(load(root), AS_OF).published
    return root / "site"


def lines_of(site: Path, table: str) -> Lines:
    text = (site / f"data/{table}.csv").read_bytes().decode("utf-8-sig")
    return [*csv.reader(io.StringIO(text, newline=""))]


def as_csv(lines: Lines, delimiter: str = ",") -> str:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(lines)
    return written.getvalue()


def told(site: Path, content: bytes, name: str = "held.csv") -> list[Finding]:
    every = held_tables.parts(name, content)
    assert every
    return [*held_tables.of_tables(Elsewhere(str(site)), name, every)]


def bad(found: list[Finding]) -> list[str]:
    return [each.message.format(**each.values) for each in found if not each.good]


def as_saved(lines: Lines) -> Iterator[list[str]]:
    """Yield lines as a spreadsheet saves them: numbers without noughts, days its own way."""
    for line in lines:
        yield [
            "TRUE"
            if each == "true"
            else each.removesuffix(".00")
            if each[:1].isdigit() and each.endswith(".00")
            else f"{int(each[:4])}/{int(each[5:7])}/{int(each[8:])}"
            if len(each) == 10 and each[4::3] == "--"
            else each
            for each in line
        ]


@pytest.mark.parametrize("table", TABLES)
def test_what_was_taken_away_and_what_a_spreadsheet_saved_of_it_is_as_it_is_published(
    site: Path, table: str
) -> None:
    lines = lines_of(site, table)
    whole = (site / f"data/{table}.csv").read_bytes()
    again = [*as_saved(lines)]
    turned = [list(reversed(each)) for each in (lines[0], *reversed(lines[1:]))]
    for content in (
        whole,
        as_csv(again).encode("utf-8"),
        as_csv(again, ";").encode("utf-8-sig"),
        as_csv(again, "\t").encode("utf-16"),
        as_csv(again).replace("\r\n", "\n").encode("gb18030"),
        as_csv(turned).encode(),
        as_csv([["示例州的表", *[""] * (len(lines[0]) - 1)], *lines]).encode(),
    ):
        found = told(site, content)
        assert bad(found) == []
        [same] = [each for each in found if each.message == held_tables.SAME]
        assert same.values["count"] == same.values["all"] == len(lines) - 1


def test_a_table_of_a_place_or_of_some_rows_says_how_many_of_all_it_has(site: Path) -> None:
    lines = lines_of(site, "projects-payments")
    found = told(site, as_csv(lines[:3]).encode())
    assert [each.values for each in found] == [
        {"file": "held.csv", "count": 2, "all": len(lines) - 1}
    ]
    assert bad(told(site, (site / "data/jia/projects.csv").read_bytes())) == []


@pytest.mark.parametrize("table", TABLES)
def test_no_cell_says_something_else_and_passes(site: Path, table: str) -> None:
    lines = lines_of(site, table)
    for at, row in enumerate(lines[1:], 1):
        for column, cell in enumerate(row):
            if lines[0][column] == "demo":
                continue
            for other in _others(cell):
                changed = [[*each] for each in lines]
                changed[at][column] = other
                found = told(site, as_csv(changed).encode())
                assert bad(found), (lines[0][column], cell, other)


def _others(cell: str) -> Iterator[str]:
    yield f"{cell}1" if cell else "x"
    if cell[:1].isdigit() and "." in cell:  # one fen more
        yield f"{float(cell) + 0.01:.2f}"
    if cell:
        yield ""


def test_a_table_without_rows_proves_nothing(site: Path) -> None:
    [one] = told(site, as_csv(lines_of(site, "projects-payments")[:1]).encode())
    assert one.message == held_tables.NO_ROWS
    assert (one.good, one.checked) == (True, False)


def test_a_cell_that_is_otherwise_is_told_with_what_is_published_and_since_when(
    site: Path,
) -> None:
    text = (site / "data/projects-payments.csv").read_bytes()
    [said] = bad(told(site, text.replace(b"375000.00", b"375000.01")))
    assert said.startswith(
        "held.csv, row 3 (jia/dong/shang/2018-gonglu 1), amount: here it says “375000.01”,"
        " published is “375000.00”, and that since 2"
    )
    # what is reckoned the log does not prove: it is held against the table of the site
    lines = lines_of(site, "projects")
    at = lines[0].index("paid")
    assert {"paid", "planned"} < {*_beside(told(site, as_csv(lines).encode()))}
    lines[1][at] = f"{float(lines[1][at]) + 0.01:.2f}"
    [said] = bad(told(site, as_csv(lines).encode()))
    assert "paid: here it says" in said
    assert "the table of the site says" in said


def _beside(found: list[Finding]) -> list[str]:
    [one] = [each for each in found if each.message == held_tables.UNPROVED]
    assert (one.good, one.checked) == (True, False)
    return str(one.values["columns"]).split("、")


def test_a_row_that_nobody_published_or_that_stands_there_twice_is_told(site: Path) -> None:
    lines = lines_of(site, "projects-payments")
    more = [lines[1][0], "99", *lines[1][2:]]
    [said] = bad(told(site, as_csv([*lines, more]).encode()))
    assert "nothing is published now" in said
    [said] = bad(told(site, as_csv([*lines, lines[2]]).encode()))
    assert "stands there before" in said


def test_workbooks_as_they_are_and_as_others_save_them(site: Path, tmp_path: Path) -> None:
    path = site / "data/projects.xlsx"
    book = openpyxl.load_workbook(path)
    book.save(tmp_path / "again.xlsx")
    for content in (path.read_bytes(), (tmp_path / "again.xlsx").read_bytes()):
        found = told(site, content, "projects.xlsx")
        assert bad(found) == []
        assert sum(each.message == held_tables.SAME for each in found) > 3
    sheet = book["付款"]
    [amount] = [n for n, each in enumerate(sheet[1], 1) if "金额" in str(each.value)]
    cell = sheet.cell(3, amount)
    cell.value = float(str(cell.value)) + 0.01
    book.save(tmp_path / "again.xlsx")
    [said] = bad(told(site, (tmp_path / "again.xlsx").read_bytes(), "again.xlsx"))
    assert said.startswith("again.xlsx “付款”, row 3")
    # days as they are counted, from 1900 on or from 1904
    lines = lines_of(site, "projects-progress")
    for epoch in (CALENDAR_WINDOWS_1900, CALENDAR_MAC_1904):
        book = openpyxl.Workbook()
        book.epoch = epoch
        for number, line in enumerate(lines):
            book.worksheets[0].append(
                [
                    date.fromisoformat(e) if number and e[4:5] == "-" and len(e) == 10 else e
                    for e in line
                ]
            )
        book.save(tmp_path / "days.xlsx")
        assert bad(told(site, (tmp_path / "days.xlsx").read_bytes(), "days.xlsx")) == []
    # a table opened by a spreadsheet and saved as a workbook
    lines = lines_of(site, "projects-payments")
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    for number, line in enumerate(lines):
        first.append(
            [float(e) if number and e.replace(".", "").isdigit() else e or None for e in line]
        )
    book.save(tmp_path / "table.xlsx")
    assert bad(told(site, (tmp_path / "table.xlsx").read_bytes(), "table.xlsx")) == []


def test_a_record_that_the_site_changed_and_the_log_does_not_prove_is_told(
    site: Path, tmp_path: Path
) -> None:
    other = tmp_path / "site"
    shutil.copytree(site, other)
    for path in (other / "data").glob("projects*"):
        if path.suffix in (".csv", ".jsonl"):
            path.write_bytes(path.read_bytes().replace(b"375000.00", b"375000.01"))
    found = bad(told(other, (other / "data/projects-payments.csv").read_bytes()))
    assert any("never published as it is here" in each for each in found)
    assert any("of jia/dong/shang/2018-gonglu 1 nothing is published" in each for each in found)


def test_what_is_no_table_of_ours_is_none(site: Path) -> None:
    assert held_tables.parts("fields.csv", (site / "data/fields.csv").read_bytes()) == []
    assert held_tables.parts("a.csv", "项目,说明,网页\n路,甲,x\n".encode()) == []
    assert held_tables.parts("a.csv", b"id,number\n1,2\n") == []
    assert held_tables.parts("a.html", b"<!doctype html><table>") == []
    assert held_tables.parts("a.xlsx", b"PK\x03\x04") == []


def test_where_no_records_are_given_away_no_table_can_be_checked(
    site: Path, tmp_path: Path
) -> None:
    shutil.copytree(site / "log", tmp_path / "log")
    content = (site / "data/projects.csv").read_bytes()
    [one] = told(tmp_path, content)
    assert (one.good, one.checked) == (True, False)


@pytest.mark.parametrize(
    ("type_", "here", "there", "same"),
    [
        ("money", 375000, "375000.00", True),
        ("money", "375,000.00", "375000.00", True),
        ("money", 375000.01, "375000.00", False),
        ("money", True, "1.00", False),
        ("date", "2018-03", "2018-03", True),
        ("date", "Mar-18", "2018-03", True),
        ("date", "Apr-18", "2018-03", False),
        ("date", "2018年3月", "2018-03", True),
        ("date", "2018/3/1", "2018-03", None),
        ("date", "2018/3/2", "2018-03", False),
        ("day", "2018/3/1 0:00", "2018-03-01", True),
        ("day", "2018-03-01", "2018-03-11", False),
        ("day", "2018-03-01T00:00:00+00:00", "2018-03-01", True),
        ("day", "2018-03-01T16:00:00Z", "2018-03-01", False),
        ("yes", "TRUE", True, True),
        ("yes", "否", True, False),
        ("text", "12317", "012317", True),
        ("text", "1.23457E+17", "123456789012345678", None),
        ("text", "1.5", "甲", False),
        ("text", "'=1", "=1", True),
        ("text", "'甲'", "甲'", False),
        ("text", "a\r\nb ", "a\nb", True),
        ("text", None, "", True),
        ("text", "0", None, False),
    ],
)
def test_a_cell_says_what_a_record_says_or_not(
    type_: str, here: object, there: object, same: bool | None
) -> None:
    column = public_tables.Column("a", type_, ())
    judged: Callable[..., bool | None] = held_cells.same
    assert judged(column, here, there) is same
