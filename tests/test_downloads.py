"""Data to take away: the same facts as the pages, in files that programs and people can open."""

import csv
import gzip
import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from string import ascii_uppercase
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string
from python_calamine import CalamineWorkbook

from generator.base import workbook_rows
from generator.build.build import build
from generator.model import config, public_record
from generator.model.kinds.registry import KINDS
from generator.model.public_tables import every, tables
from generator.pages import download_tables, machine_guide
from generator.pages.download_pieces import Some
from generator.pages.downloads import Downloads
from tests import machine
from tests.conftest import files, load

WHOLE = Path(__file__).parent / "sites/whole"
MARK = b"\xef\xbb\xbf"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def make(root: Path) -> None:
    found = load(root)
    report = build(found, config.day(found))
    assert report.published, [each for each in report.problems if each.severity == "error"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("downloads") / "whole"
    shutil.copytree(WHOLE, root)
    make(root)
    return root


def table(root: Path, name: str) -> list[dict[str, str]]:
    content = (root / f"site/data/{name}.csv").read_bytes()
    assert content.startswith(MARK)
    return [*csv.DictReader(StringIO(content.decode("utf-8-sig"), newline=""))]


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8", newline="\n")


def total(rows: list[dict[str, str]], column: str) -> Decimal:
    return sum((Decimal(row[column]) for row in rows if row[column]), Decimal(0))


def test_each_record_has_a_file_of_data_in_its_canonical_form(built: Path) -> None:
    site = built / "site"
    for path in (built / "content").rglob("*"):
        if path.suffix not in (".md", ".yaml") or path.parent.name == "imports":
            continue
        name = path.relative_to(built / "content").with_suffix("")
        if name.parts[0] not in KINDS:
            continue
        file = site / f"{name}.json"
        text = path.read_text("utf-8")
        if re.search(r"^(status: draft|board_only: (yes|是))", text, re.MULTILINE):
            assert not file.exists()
            continue
        content = file.read_bytes()
        record = json.loads(content)
        assert record["demo"] is True
        assert public_record.canonical(record) == content
        assert (record["kind"], *record["id"].split("/")) == (
            *name.parts[:-1],
            name.name.partition(".")[0],
        )


def test_the_whole_is_what_its_places_have_together(built: Path) -> None:
    for each in every():
        parts = [
            row
            for place in ("shili", "jia", "yi")
            if (built / f"site/data/{place}/{each.name}.csv").exists()
            for row in table(built, f"{place}/{each.name}")
        ]
        if parts:
            assert table(built, each.name) == parts
        else:
            assert not (built / f"site/data/{each.name}.csv").exists()


def test_lines_are_the_records_themselves(built: Path) -> None:
    lines = (built / "site/data/projects.jsonl").read_bytes().splitlines()
    assert len(lines) == len(table(built, "projects")) > 1
    for line in lines:
        record = json.loads(line)
        assert (built / f"site/projects/{record['id']}.json").read_bytes() == line


@pytest.mark.parametrize("place", ["", "jia/"])
def test_workbooks_say_what_tables_say_and_open_in_two_readers(built: Path, place: str) -> None:
    for kind in KINDS:
        path = built / f"site/data/{place}{kind}.xlsx"
        if not path.exists():
            assert not (built / f"site/data/{place}{kind}.csv").exists()
            continue
        content = path.read_bytes()
        book = openpyxl.load_workbook(BytesIO(content))
        other = CalamineWorkbook.from_filelike(BytesIO(content))
        assert book.sheetnames == other.sheet_names
        assert "演示数据" in str(book.worksheets[0]["B1"].value)
        for each, sheet in zip(tables(kind), book.worksheets[1:], strict=True):
            there = (built / f"site/data/{place}{each.name}.csv").exists()
            rows = table(built, f"{place}{each.name}") if there else []
            found = [*sheet.iter_rows(min_row=2, values_only=True)]
            assert len(found) == len(rows)
            assert len(other.get_sheet_by_name(sheet.title).to_python()) == len(rows) + 1
            for n, column in enumerate(each.columns):
                if column.type in ("money", "count", "year"):
                    shown = [None if r[n] is None else Decimal(str(r[n])) for r in found]
                    said = [Decimal(row[column.name]) if row[column.name] else None for row in rows]
                    assert shown == said, column.name


@pytest.mark.parametrize("place", ["", "jia/", "yi/"])
def test_rows_and_cells_of_workbooks_name_their_numbers(built: Path, place: str) -> None:
    # without them some readers find nothing, see findings/luckyexcel-….sh
    seen = 0
    for path in (built / f"site/data/{place}").glob("*.xlsx"):
        with ZipFile(path) as archive:
            for name in archive.namelist():
                if not name.startswith("xl/worksheets/"):
                    continue
                rows = ET.fromstring(archive.read(name)).iter(f"{MAIN}row")  # noqa: S314 (ours)
                for number, row in enumerate(rows, start=1):
                    at = [cell.attrib["r"] for cell in row]
                    assert row.attrib["r"] == f"{number}"
                    columns = [column_index_from_string(each.rstrip("0123456789")) for each in at]
                    assert columns == sorted({*columns})
                    assert {each.lstrip(ascii_uppercase) for each in at} <= {f"{number}"}
                    seen += len(at)
    assert seen > 100


def test_rows_that_are_moved_have_other_numbers_and_the_same_cells() -> None:
    cells = [
        workbook_rows.text('12">7<c r="A1"', "A") + "".join(workbook_rows.texts(["乙 3"], "AB")),
        "",
        "".join(workbook_rows.amounts(["9.50"], "Z")) + "".join(workbook_rows.numbers([9], "AA")),
    ]
    for first, second in ((2, 9), (9, 10), (998, 2), (10, 10)):
        moved = workbook_rows.moved(workbook_rows.piece(cells, first), second)
        assert moved == workbook_rows.piece(cells, second)


def test_rows_in_pieces_of_any_size_are_all_of_the_rows() -> None:
    pieces = [workbook_rows.piece([workbook_rows.text(f"{n}", "A")], n) for n in range(2, 700)]
    for least in (1, 7, 256, 10_000):
        found = workbook_rows.together(pieces, least)
        assert b"".join(each.packed for each in found) == b"".join(each.packed for each in pieces)
        assert [each.rows for each in found[:-1]] == [least] * (len(found) - 1)
        assert [each.first for each in found] == [*range(2, 700, least)]
    assert workbook_rows.least_of(10) == 256
    assert 1_048_576 / workbook_rows.least_of(1_048_576) <= 400


def test_sums_agree_with_the_pages_to_the_fen(built: Path) -> None:
    projects = table(built, "projects")
    paid = table(built, "projects-payments")
    back = (
        table(built, "projects-returns")
        if (built / "site/data/projects-returns.csv").exists()
        else []
    )
    page = (built / "site/units/shili.html").read_text("utf-8")
    for county in ("jia", "yi"):
        for column in ("planned", "paid"):
            exact = f"{total(table(built, f'{county}/projects'), column):,.2f} 元"
            assert f'<small class="yuan">{exact}</small>' in page
    assert total(paid, "amount") - total(back, "amount") == total(projects, "paid")
    of_county = [row for row in projects if row["place_id"].startswith("jia")]
    assert table(built, "jia/projects") == of_county


def test_sums_of_each_county_of_the_demonstration_agree_with_its_page_and_the_whole_with_all(
    demonstration: Path,
) -> None:
    data = demonstration / "data"

    def rows(file: Path) -> list[dict[str, str]]:
        text = file.read_bytes().decode("utf-8-sig")
        return [*csv.DictReader(StringIO(text, newline=""))]

    places = [each for each in sorted(data.iterdir()) if each.is_dir()]
    told = 0
    for place in places:
        if (place / "projects.csv").is_file():
            own = rows(place / "projects.csv")
            page = (demonstration / f"units/{place.name}.html").read_text("utf-8")
            for column in ("planned", "paid"):
                assert f"{total(own, column):,.2f} 元" in page, (place, column)
            told += 1
    assert told > 1
    for file in sorted(data.glob("*.csv")):
        if file.name == "fields.csv":
            continue
        whole = rows(file)
        parts = [
            row for each in places if (each / file.name).is_file() for row in rows(each / file.name)
        ]
        assert sorted(map(str, whole)) == sorted(map(str, parts)), file.name
        assert all(row["demo"] for row in whole), file.name


def test_what_is_not_known_is_an_empty_cell(built: Path) -> None:
    row = next(r for r in table(built, "projects") if r["id"] == "jia/dong/2018-shuichang")
    assert (row["paid"], row["percent"], row["beneficiaries_households"]) == ("", "", "")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-", "'-"),
        ("@a", "'@a"),
        ("＝1", "'＝1"),
        ("一=1", "一=1"),
        ("", ""),
    ],
)
def test_no_cell_of_a_table_is_taken_for_a_formula(text: str, cell: str) -> None:
    assert download_tables.safe(text) == cell
    written = download_tables.table([[text]]).decode("utf-8-sig")
    assert [*csv.reader(StringIO(written, newline=""))] == [[cell]]


def test_a_name_that_looks_like_a_formula_is_safe_in_the_files(tmp_path: Path) -> None:
    root = tmp_path / "whole"
    shutil.copytree(WHOLE, root)
    file = root / "content/projects/jia/dong/shang/2018-gonglu.md"
    file.write_text(
        file.read_text("utf-8").replace("title: 上村通组公路硬化", 'title: "=HYPERLINK(1)"'),
        "utf-8",
    )
    make(root)
    assert "'=HYPERLINK(1)" in {row["title"] for row in table(root, "projects")}
    sheet = openpyxl.load_workbook(root / "site/data/projects.xlsx").worksheets[1]
    cells = {(cell.value, cell.data_type) for row in sheet.iter_rows() for cell in row}
    assert {each for each in cells if "HYPERLINK" in str(each[0])} == {("=HYPERLINK(1)", "s")}


def test_a_list_that_is_there_and_empty_is_an_empty_cell(tmp_path: Path) -> None:
    root = tmp_path / "whole"
    shutil.copytree(WHOLE, root)
    file = root / "content/units/jia/dong/shang.yaml"
    kept = re.sub(
        r"^former_names:.*\n(?:  .*\n|- .*\n)*", "", file.read_text("utf-8"), flags=re.MULTILINE
    )
    file.write_text(f"{kept}former_names: []\n", "utf-8")
    make(root)
    (row,) = [each for each in table(root, "units") if each["id"] == "jia/dong/shang"]
    assert row["former_names"] == ""


def test_one_change_makes_the_files_of_its_county_and_of_the_whole_anew(
    built: Path, tmp_path: Path
) -> None:
    root = tmp_path / "whole"
    shutil.copytree(built, root)
    file = root / "content/projects/jia/dong/shang/2018-gonglu.md"
    file.write_text(file.read_text("utf-8").replace("bid_price: ", "bid_price: 1"), "utf-8")
    before = files(root / "site")
    make(root)
    after = files(root / "site")
    altered = {name for name in after if before.get(name) != after[name]}
    assert {"data/projects.csv", "data/jia/projects.csv", "data/projects.xlsx"} <= altered
    assert "projects/jia/dong/shang/2018-gonglu.json" in altered
    assert not any(name.startswith("data/yi/") or "meetings" in name for name in altered)
    anew = tmp_path / "anew"
    shutil.copytree(root, anew, ignore=shutil.ignore_patterns("site", ".portal*", ".mingjing*"))
    make(anew)
    assert files(anew / "site") == after


@pytest.mark.parametrize(("records", "rows"), [(40, 256), (1, 1), (2, 3)])
def test_files_put_together_from_what_stands_are_those_made_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, records: int, rows: int
) -> None:
    monkeypatch.setattr("generator.pages.downloads._TOGETHER", records)
    monkeypatch.setattr(workbook_rows, "_LEAST", rows)
    root, anew = tmp_path / "whole", tmp_path / "anew"
    shutil.copytree(WHOLE, root)
    folder = root / "content/projects/jia/dong"
    another = folder / "xia/2018-xin.md"

    def data(of: Path) -> dict[str, bytes]:
        at = of / "site"
        return {url: (at / url).read_bytes() for url in files(at) if url.startswith("data/")}

    def steps() -> Iterator[str]:
        yield "as it was"
        edited(folder / "shang/2018-gonglu.md", "bid_price: ", "bid_price: 1")
        yield "an amount"
        another.write_text((folder / "shang/2018-yinshui.md").read_text("utf-8"), "utf-8")
        yield "a new record"
        edited(root / "content/units/jia/dong.yaml", "name: ", "name: 新")
        yield "a name, which stands in the rows of others"
        another.unlink()
        yield "a record that went"

    for step in steps():
        make(root)
        shutil.rmtree(anew, ignore_errors=True)
        shutil.copytree(root, anew, ignore=lambda *_: ["site", ".portal"])
        make(anew)
        assert data(root) == data(anew), step


def test_what_someone_changed_in_a_file_of_the_site_is_taken_into_no_other(tmp_path: Path) -> None:
    root = tmp_path / "whole"
    shutil.copytree(WHOLE, root)
    make(root)
    file = root / "site/data/jia/projects.csv"
    before = file.read_bytes()
    file.write_bytes(before.replace(b"1250000.00", b"1250000.01"))
    assert file.read_bytes() != before
    other = root / "content/projects/jia/2018-xin.yaml"
    other.write_text((root / "content/projects/jia/dong/2018-shuichang.yaml").read_text("utf-8"))
    make(root)
    assert b"1250000.01" not in file.read_bytes()


def test_files_that_stay_get_their_compressed_forms_once_these_are_asked_for(
    tmp_path: Path,
) -> None:
    root = tmp_path / "whole"
    shutil.copytree(WHOLE, root)
    make(root)
    with (root / "config.yaml").open("a", encoding="utf-8") as settings:
        settings.write("\nprecompress: [gz]\n")
    make(root)
    for name in ("data/projects.csv", "data/jia/projects.csv", "data/yi/units.jsonl"):
        whole = (root / "site" / name).read_bytes()
        assert gzip.decompress((root / f"site/{name}.gz").read_bytes()) == whole


def test_an_amount_has_the_pieces_of_a_few_records_made_anew_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "whole"
    shutil.copytree(WHOLE, root)
    monkeypatch.setattr("generator.pages.downloads._TOGETHER", 2)
    make(root)
    made, some = list[list[str]](), Downloads._some

    def noted(job: Downloads, own: Sequence[tuple[str, bytes]], *more: Any) -> Some:
        made.append([name for name, _ in own])
        return some(job, own, *more)

    monkeypatch.setattr(Downloads, "_some", noted)
    edited(
        root / "content/projects/jia/dong/shang/2018-gonglu.md",
        *("bid_price: ", "bid_price: 1"),
    )
    make(root)
    [own] = made
    assert "projects/jia/dong/shang/2018-gonglu" in own
    assert len(own) <= 2


def test_an_amount_has_few_rows_of_the_workbook_of_the_whole_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "whole"
    shutil.copytree(WHOLE, root)
    monkeypatch.setattr("generator.pages.downloads._TOGETHER", 1)
    monkeypatch.setattr(workbook_rows, "_LEAST", 1)
    written, moved = list[int](), workbook_rows.moved

    def noted(own: workbook_rows.Piece, first: int) -> workbook_rows.Piece:
        if own.first != first:
            written.append(own.rows)
        return moved(own, first)

    monkeypatch.setattr(workbook_rows, "moved", noted)
    make(root)
    assert len(written) > 20
    for path in ("yi/xi/zhong/2018-lumian.md", "jia/dong/shang/2018-gonglu.md"):
        written.clear()
        edited(root / f"content/projects/{path}", *("title: ", "title: 新"))
        make(root)
        assert len(written) <= 1  # those of the first county have their numbers already


def test_pages_lead_to_every_file_with_its_size(built: Path) -> None:
    page = (built / "site/data/index.html").read_text("utf-8")
    assert not [word for word in ("加起来等于", "空列表") if word in page], (
        "labels, no instructions"
    )
    assert "资金来源" in page
    for path in (built / "site/data").glob("*.*"):
        if path.suffix in (".csv", ".xlsx", ".jsonl") and path.name != "fields.csv":
            assert f'href="../data/{path.name}"' in page
    assert "CC BY 4.0" in page
    assert 'href="../data/jia/index.html"' in page
    assert (built / "site/en/data/index.html").exists()


def test_every_column_is_explained_in_both_languages(built: Path) -> None:
    said = table(built, "fields")
    assert {(row["table"], row["field"]) for row in said} == {
        (each.name, column.name) for each in every() for column in each.columns
    }
    assert all(row["label_zh-Hans"] and row["label_en"] and row["meaning_en"] for row in said)


def test_what_is_switched_off_is_not_made(tmp_path: Path) -> None:
    root = tmp_path / "whole"
    shutil.copytree(WHOLE, root)
    file = root / "config.yaml"
    text = file.read_text("utf-8")
    for name in ("tables", "workbooks", "records"):
        text = text.replace(f"  {name}: yes\n", f"  {name}: no\n")
    file.write_text(text, "utf-8")
    make(root)
    assert not (root / "site/data").exists()
    assert not [*(root / "site/projects").rglob("*.json")]
    assert "data/index.html" not in (root / "site/index.html").read_text("utf-8")


def test_checksums_of_two_texts_give_that_of_both() -> None:
    import zlib  # noqa: PLC0415 (for this alone)

    first, second = "甲".encode() * 1000, b"x" * 12345
    found = workbook_rows.combined(zlib.crc32(first), zlib.crc32(second), len(second))
    assert found == zlib.crc32(first + second)


def test_programs_that_read_texts_are_told_where_things_are_and_what_is_not_known(
    built: Path,
) -> None:
    guide = (built / "site/llms.txt").read_text("utf-8")
    assert guide.startswith("# 示例州脱贫攻坚公开网\n\n> 钱花到哪里，有事找谁\n\n- 这是演示数据")
    for url in re.findall(r"https://example.org/shili/([^)\s]*)", guide):
        assert (built / "site" / url).is_file(), url
    assert "[甲县](https://example.org/shili/units/jia.md)" in guide
    # whoever wants the sum of all is not led to the records of the topmost unit alone
    base = "https://example.org/shili/"
    assert f"- [所有地方]({base}data/index.html): {base}data/projects.jsonl\n" in guide
    own = f"- [示例州]({base}units/shili.md): {base}data/shili/projects.jsonl"
    assert f"{own} （只有本级的档案，下面各地方的在各自的文件里）\n" in guide
    assert f"- [甲县]({base}units/jia.md): {base}data/jia/projects.jsonl\n" in guide
    assert "CC BY 4.0" in guide


def test_a_guide_has_no_heading_for_counties_where_none_has_projects() -> None:
    about = dict.fromkeys(("says", "day", "licence"), "")
    about |= {"title": "示例州公开网", "url": "https://example.org/"}
    county = {"id": "jia", "short_name": "甲县", "file": "projects.jsonl", "above": ""}
    some, none = (
        machine_guide.text(about, places, str, earlier=(), demo=False, twins=True)
        for places in ([county], [])
    )
    assert "\n## By place\n\n- [All places together]" in some
    assert "jsonl\n- [甲县]" in some
    assert "## By place" not in none


def test_archives_of_workbooks_have_no_comment_and_all_parts_that_programs_add(built: Path) -> None:
    # LibreOffice opens none where that has more than 512 bytes, see findings/libreoffice-….sh
    for path in sorted((built / "site/data").rglob("*.xlsx")):
        with ZipFile(path) as archive:
            assert (archive.comment, archive.testzip()) == (b"", None)
            kinds = archive.read("[Content_Types].xml").decode()
            related = archive.read("xl/_rels/workbook.xml.rels").decode()
            for name in archive.namelist():
                own = f'PartName="/{name}"' in kinds or name.endswith((".rels", "Types].xml"))
                assert own or name == "customXml/item1.xml"
            assert 'Default Extension="xml" ContentType="application/xml"' in kinds
            assert related.count('Target="../customXml/item1.xml"') == 1
            # else xlsx-populate adds empty ones, see findings/xlsx-populate-….sh
            for name in ("docProps/app.xml", "docProps/core.xml"):
                assert archive.read(name).endswith(b"/>")
                assert archive.read("_rels/.rels").decode().count(f'Target="{name}"') == 1


def test_an_office_program_opens_the_largest_workbook(built: Path, tmp_path: Path) -> None:
    soffice = machine.need_office()
    book = built / "site/data/projects.xlsx"
    profile = f"-env:UserInstallation={tmp_path.as_uri()}/profile"
    asked = (soffice, profile, "--headless", "--convert-to", "ods", "--outdir", tmp_path, book)
    subprocess.run(asked, check=True, capture_output=True, timeout=300)
    assert (tmp_path / "projects.ods").stat().st_size > 5_000
