"""Workbooks say the same in every form, and what is no workbook is told by its first bytes."""

import contextlib
import io
import random
import zipfile
from datetime import date, datetime

import pytest
from pydantic_core import PydanticCustomError

from generator.parse import sheet_file
from generator.parse.amounts import parse_money
from generator.parse.field_types import parse_date
from generator.parse.sheet_book import Area, Unreadable
from generator.parse.sheet_cells import Style, plain, precision, shown, text_of
from tests import workbooks
from tests.workbooks import FINE, FORMS, GENERAL, MONTH, SCALED, SPOILT, TIMES, WAN, Sheet

TABLE = Sheet(
    rows=[
        ["项目", "金额", "开工", None, "是否", "电话"],
        ["路", 125.0, date(2018, 11, 1), None, True, 10000000003],
        [None, 12500, date(2018, 3, 1), None, False, "0854-0000000"],
        ["桥\n(新)", 38.456000001, 43160, None, None, "‍13800000000.0"],
    ],
    merged=[(1, 0, 2, 0)],
    formats={(1, 1): WAN, (2, 1): SCALED, (1, 2): MONTH},
    hidden_rows=[3],
    struck=[3],
)


@pytest.mark.parametrize("form", FORMS)
def test_a_table_is_the_same_in_every_form(form: str) -> None:
    book = sheet_file.book(workbooks.made(form, TABLE), f"甲县.{form}")
    (sheet,) = book.sheets
    assert (book.form, sheet.name) == (form, "甲县")
    assert [plain(cell) for cell in sheet.rows[0]] == ["项目", "金额", "开工", "", "是否", "电话"]
    assert plain(sheet.rows[3][0]) == "桥 (新)"
    assert text_of(sheet.rows[3][2], "date") == "2018-03-01"
    assert text_of(sheet.rows[3][5], "code") == "13800000000"
    assert text_of(sheet.rows[1][5], "code") == "10000000003"
    assert text_of(sheet.rows[3][1], "money", unit=10_000) == "38.456万元"
    assert parse_money(text_of(sheet.rows[1][1], "money", sheet.style(1, 1))) == 125_000_000


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_what_is_said_of_cells_is_read_with_them(form: str) -> None:
    (sheet,) = sheet_file.book(workbooks.made(form, TABLE), "a").sheets
    assert sheet.merged == [Area(1, 0, 2, 0)]
    assert sheet.hidden_rows == {3}
    assert text_of(sheet.rows[1][2], "date", sheet.style(1, 2)) == "2018-11"
    assert text_of(sheet.rows[2][1], "money", sheet.style(2, 1)) == "1.25万元"
    assert sheet.style(3, 1).struck
    assert not sheet.style(1, 1).struck
    assert (sheet.rows[1][4], sheet.rows[2][4]) == (True, False)


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_ten_thousands_that_a_format_draws_are_so_many_yuan_in_every_form(form: str) -> None:
    codes = (SCALED, FINE, SPOILT, TIMES)
    table = Sheet([[12500.0] * 4], formats={(0, n): code for n, code in enumerate(codes)})
    (sheet,) = sheet_file.book(workbooks.made(form, table), "a").sheets
    said = [text_of(each, "money", sheet.style(0, n)) for n, each in enumerate(sheet.rows[0])]
    assert [parse_money(each) for each in said] == [1_250_000] * 4


def test_a_number_that_libreoffice_took_for_an_era_is_told_as_broken() -> None:
    # see findings/libreoffice-takes-the-general-format-for-an-era.sh
    day = datetime(2018, 3, 1, 12)  # noqa: DTZ001 (as a workbook has it)
    lost = Sheet([["甲", day]], formats={(0, 1): GENERAL})
    (sheet,) = sheet_file.book(workbooks.made("ods", lost), "a").sheets
    assert list(sheet.broken) == [1]
    (sheet,) = sheet_file.book("甲,CE/通用格式万元\n".encode(), "a.csv").sheets
    assert sheet.broken == {1: "CE/通用格式万元"}
    for form in ("xlsx", "xls"):  # here the number stays
        kept = Sheet([["甲", 43160.5]], formats={(0, 1): GENERAL})
        (sheet,) = sheet_file.book(workbooks.made(form, kept), "a").sheets
        assert text_of(sheet.rows[0][1], "money", sheet.style(0, 1)) == "43160.5万元"


def test_a_format_that_stands_for_the_number_it_was_to_show_is_told_as_broken() -> None:
    # see findings/xlsx2csv-writes-the-format-for-the-length.sh
    left = ['0.0"k01"', '0"01²"', '#,##0"元/06"']
    kept = ['5"', "0.5", '3.50"', '20"水管"']
    table = workbooks.made("csv", Sheet([["甲", *left], ["乙", *kept]]))
    (sheet,) = sheet_file.book(table, "a.csv").sheets
    assert [*sheet.broken.values()] == left


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_a_hidden_sheet_is_known_as_one(form: str) -> None:
    book = sheet_file.book(workbooks.made(form, Sheet([["旧"]], "旧表", hidden=True), TABLE), "a")
    assert [(each.name, each.hidden) for each in book.sheets] == [("旧表", True), ("甲县", False)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_of_three_characters_is_read_in_its_encoding(encoding: str) -> None:
    content = workbooks.made("csv", Sheet([["村", "钱"], ["上村", 1]]), encoding=encoding)
    assert sheet_file.book(content, "a.csv").sheets[0].rows == [["村", "钱"], ["上村", "1"]]


def test_tabs_and_semicolons_part_cells_too() -> None:
    for sign in ("\t", ";"):
        text = f"村{sign}钱，元\n上村{sign}1\n"
        assert sheet_file.book(text.encode(), "a.csv").sheets[0].rows[1] == ["上村", "1"]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", "P554"),
        ('\ufeff<?xml version="1.0"?><Workbook/>'.encode(), "a.xls", "P554"),
        ("村\t钱\n".encode("gb18030"), "a.xls", "P554"),
        (b"PK\x03\x04rest", "a.xlsx", "P550"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx",
            "P550",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900, "a.xls", "P550"),
        (b"\x81\xff\xff\xfe\x80,\x81\x20", "a.csv", "P552"),
        (b"%PDF-1.4\0", "a.pdf", "P550"),
    ],
)
def test_what_is_no_workbook_is_told_by_what_it_begins_with(
    content: bytes, name: str, code: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        sheet_file.book(content, name)
    assert refused.value.code == code


def test_question_marks_in_the_place_of_chinese_are_no_names() -> None:
    lost = b"??,????,2018\n???,??,125.5\n????,???,1\n"
    with pytest.raises(Unreadable) as refused:
        sheet_file.book(lost, "a.csv")
    assert refused.value.code == "P553"


def _zip(**parts: str) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return into.getvalue()


def test_a_zip_that_is_no_workbook_is_told() -> None:
    for content, code in ((_zip(a="1"), "P550"), (_zip(content_xml="<"), "P550")):
        with pytest.raises(Unreadable) as refused:
            sheet_file.book(content, "a.xlsx")
        assert refused.value.code == code


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_a_damaged_workbook_is_told_and_stops_nothing(form: str) -> None:
    content = workbooks.made(form, TABLE)
    for seed in range(60):
        draw = random.Random(seed)  # noqa: S311 (no secret)
        hurt = bytearray(content[: draw.randrange(len(content))] if seed % 3 == 0 else content)
        for _ in range(seed % 20):
            hurt[draw.randrange(len(hurt))] = draw.randrange(256)
        with contextlib.suppress(Unreadable):
            sheet_file.book(bytes(hurt), f"a.{form}")


def test_a_cell_far_out_makes_no_grid_of_billions() -> None:
    content = workbooks.made("xlsx", Sheet([["村"]]))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        kept = {each: parts.read(each) for each in parts.namelist()}
    into = io.BytesIO()
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    with zipfile.ZipFile(into, "w") as made:
        for name, part in kept.items():
            made.writestr(name, part.replace(b"</sheetData>", far))
    with pytest.raises(Unreadable) as refused:
        sheet_file.book(into.getvalue(), "a.xlsx")
    assert (refused.value.code, refused.value.values["cell"]) == ("P551", "XFD1048576")


def test_a_formula_that_was_never_computed_is_no_empty_cell() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["村", "钱"])
    book.active.append(["=A1", "=1+1"])
    book.active.append(["上村", 5])
    into = io.BytesIO()
    book.save(into)
    (sheet,) = sheet_file.book(into.getvalue(), "a.xlsx").sheets
    assert sorted(sheet.broken) == [16384, 16385]
    assert [plain(cell) for cell in sheet.rows[2]] == ["上村", "5"]


@pytest.mark.parametrize(
    ("code", "unit", "scale"),
    [
        (WAN, 10_000, "1"),
        (SCALED, 10_000, "0.0001"),
        ('0\\.0000"万元"', 10_000, "0.0001"),
        ('0.0,,"百万元"', 10**6, "0.000001"),
        ('0!.00,,"亿元"', 10**8, "0.00000001"),
        ('0\\!.00,,"亿元"', 10**8, "0.00000001"),
        ('0.00,,\n"万元"%', 10_000, "0.0001"),
        ("0.00%", None, "1"),
        ("#,##0.00_);[Red]\\(#,##0.00\\)", None, "1"),
        ('0"户"', None, "1"),
        ('[$¥-804]#,##0.00"元"', 1, "1"),
    ],
)
def test_a_number_format_says_the_unit_and_by_what_it_scales(
    code: str, unit: int | None, scale: str
) -> None:
    said = shown(code)
    assert (said.unit, f"{said.scale:f}") == (unit, scale)


@pytest.mark.parametrize(
    ("code", "known"),
    [
        (MONTH, "month"),
        ("yyyy", "year"),
        ('[$-804]yyyy"年"m"月"d"日";@', "day"),
        ("mmm-yy", "month"),
        ("General", "day"),
    ],
)
def test_a_date_is_known_as_far_as_it_is_shown(code: str, known: str) -> None:
    assert precision(code) == known


@pytest.mark.parametrize("form", ["xlsx", "xls"])
def test_a_day_shown_by_the_sign_for_years_alone_says_no_more_than_its_year(form: str) -> None:
    years = ('e"年"', '[$-804]e"年"', "General")
    table = Sheet([[43160] * 3], formats={(0, n): code for n, code in enumerate(years)})
    (sheet,) = sheet_file.book(workbooks.made(form, table), "a").sheets
    said = [text_of(each, "date", sheet.style(0, n)) for n, each in enumerate(sheet.rows[0])]
    assert said == ["2018", "2018", "2018-03-01"]


@pytest.mark.parametrize("text", ["$43160.50", "$8,000.00元", ".43万元", "43!.2万元"])
@pytest.mark.parametrize("unit", [None, 1, 10_000])
def test_an_amount_with_a_dollar_or_without_its_first_digit_is_refused(
    text: str, unit: int | None
) -> None:
    # as converters write amounts of yuan, see findings/sheetjs-….sh and libreoffice-moves-….sh
    with pytest.raises(PydanticCustomError):
        parse_money(text_of(text, "money", unit=unit))


@pytest.mark.parametrize("text", ["778年12月14日", "778.12.14", "107年3月1日"])
def test_a_year_of_another_calendar_is_refused(text: str) -> None:
    # see findings/libreoffice-gives-years-of-the-hebrew-calendar.sh
    with pytest.raises(PydanticCustomError) as told:
        parse_date(text_of(text, "date"))
    assert told.value.type == "P104"


def test_a_month_typed_as_a_number_is_told_by_its_format_alone() -> None:
    assert text_of(2018.1, "date", Style("0.00")) == "2018-10"
    assert text_of(2018.03, "date") == "2018-03"
    assert text_of(datetime(2018, 3, 1), "date") == "2018-03-01"  # noqa: DTZ001 (as cells are)
