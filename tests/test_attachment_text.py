"""What attachments say is searched, part by part; what could not be read is told, with why."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from stdnum import luhn

from generator.parse import attachment_text
from generator.parse.attachment_text import Bounds, inspect
from generator.records import batches as content
from generator.records import read_batch as reading
from tests import attachments, sites
from tests.conftest import ROOT, load
from tests.records import RICH, Small, changed
from tests.test_privacy import identity, vouched

IDENTITY = identity("52270119000101001")
"""Of nobody: who was born in 1900."""
CARD = "622202000000000000" + luhn.calc_check_digit("622202000000000000")
MOBILE = "15400000000"


def package(**parts: str | bytes) -> bytes:
    """Return a ZIP archive: `word__document_xml` becomes word/document.xml."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


def docx(body: str, **more: str | bytes) -> bytes:
    return package(word__document_xml=f"<w:document><w:body>{body}</w:body></w:document>", **more)


def commented(content: bytes, comment: str) -> bytes:
    """Return an archive with a comment of its own, which stands after all its parts."""
    return content[:-2] + len(comment).to_bytes(2, "little") + comment.encode()


def codes(content: bytes, ending: str) -> list[str]:
    return sorted({code for code, _, _ in inspect(content, ending).numbers})


def runs(text: str, at: int) -> str:
    return f"<w:p><w:r><w:t>{text[:at]}</w:t></w:r><w:r><w:t>{text[at:]}</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    "content",
    [
        docx(f"<w:p><w:r><w:t>号{IDENTITY}</w:t></w:r></w:p>"),
        docx(runs(IDENTITY, 6)),
        docx(f"<w:tbl><w:tr><w:tc>{runs(IDENTITY, 17)}</w:tc></w:tr></w:tbl>"),
        docx(f"<w:txbxContent>{runs(IDENTITY, 3)}</w:txbxContent>"),
        docx(f"<w:ins>{runs(IDENTITY, 3)}</w:ins>"),
        docx(f"<w:p><w:del><w:r><w:delText>{IDENTITY}</w:delText></w:r></w:del></w:p>"),
        docx(f"<w:p><w:smartTag>{runs(IDENTITY, 9)}</w:smartTag></w:p>"),
        docx("", word__header1_xml=f"<w:hdr>{runs(IDENTITY, 9)}</w:hdr>"),
        docx("", word__footnotes_xml=f"<w:footnotes>{runs(IDENTITY, 9)}</w:footnotes>"),
        docx("", word__comments_xml=f"<w:comments>{runs(IDENTITY, 9)}</w:comments>"),
        docx(f'<w:p><wp:docPr id="1" descr="{IDENTITY}"/></w:p>'),
        docx("<w:p><w:t>" + "".join(f"&#{ord(each)};" for each in IDENTITY) + "</w:t></w:p>"),
        docx(f"<w:p><w:t><![CDATA[{IDENTITY}]]></w:t></w:p>"),
        docx(f'<w:textInput><w:default w:val="{IDENTITY}"/></w:textInput>'),
        docx(f'<w:listItem w:displayText="{IDENTITY}" w:value="1"/>'),
        docx("<w:t>甲</w:t>", word__media__image1_svg=f"<svg><text>{IDENTITY}</text></svg>"),
        docx("<w:t>甲</w:t>", word__media__image1_emf=b"\1\0" + IDENTITY.encode("utf-16-le")),
        commented(docx("<w:t>甲</w:t>"), IDENTITY),
        docx("<w:tr>" + "".join(f"<w:tc><w:t>{x}</w:t></w:tc>" for x in IDENTITY) + "</w:tr>"),
        docx("<w:t>甲</w:t>", docProps__custom_xml=f"<p><lpwstr>{IDENTITY}</lpwstr></p>"),
        package(word__document_xml=f"<t>{IDENTITY}</t>".encode("utf-16")),
    ],
)
def test_an_identity_number_is_found_in_every_part_of_a_text(content: bytes) -> None:
    assert codes(content, ".docx") == ["P731"]


@pytest.mark.parametrize(
    "parts",
    [
        {"xl__sharedStrings_xml": f"<sst><si><t>{IDENTITY}</t></si></sst>"},
        {"xl__sharedStrings_xml": f"<si><t>{IDENTITY[:5]}</t><t>{IDENTITY[5:]}</t></si>"},
        {
            "xl__sharedStrings_xml": f"<si><t>{IDENTITY[:5]}</t><rPh sb='0'><t>カ</t></rPh>"
            f"<t>{IDENTITY[5:]}</t></si>"
        },
        {"xl__styles_xml": f'<numFmt formatCode="&quot;{IDENTITY}&quot;"/>'},
        {"xl__persons__person_xml": f'<person displayName="{IDENTITY}"/>'},
        {"xl__worksheets__sheet3_xml": f'<c r="A1" t="inlineStr"><is><t>{IDENTITY}</t></is></c>'},
        {"xl__worksheets__sheet1_xml": f'<c r="A1" t="str"><f>B1&amp;""</f><v>{IDENTITY}</v></c>'},
        {"xl__comments1_xml": f"<comment><text><t>{IDENTITY}</t></text></comment>"},
        {"xl__worksheets__sheet1_xml": f"<oddHeader>{IDENTITY}</oddHeader>"},
        {"xl__workbook_xml": f'<sheet name="{IDENTITY}" state="veryHidden"/>'},
        {"xl__pivotCache__records1_xml": f'<r><s v="{IDENTITY}"/></r>'},
        {"xl__embeddings__x_xlsx": package(xl__sharedStrings_xml=f"<si><t>{IDENTITY}</t></si>")},
    ],
)
def test_an_identity_number_is_found_in_every_part_of_a_workbook(
    parts: dict[str, str | bytes],
) -> None:
    assert codes(package(**parts), ".xlsx") == ["P731"]


@pytest.mark.parametrize(
    ("ending", "parts"),
    [
        (".pptx", {"ppt__slides__slide1_xml": f"<a:p><a:t>{IDENTITY}</a:t></a:p>"}),
        (".pptx", {"ppt__notesSlides__notesSlide1_xml": f"<a:p><a:t>{IDENTITY}</a:t></a:p>"}),
        (
            ".odt",
            {"content_xml": f"<text:p>{IDENTITY[:6]}<span>{IDENTITY[6:]}</span></text:p>"},
        ),
        (".ods", {"content_xml": f'<table:table-cell office:string-value="{IDENTITY}"/>'}),
        (".ofd", {"Doc_0__Pages__Page_0__Content_xml": f"<ofd:TextCode>{IDENTITY}</ofd:TextCode>"}),
        (".zip", {"a_txt": f"号码 {IDENTITY}"}),
        (".zip", {"a_csv": f"号码,{IDENTITY}".encode("gb18030")}),
        (".zip", {"b_zip": package(a_docx=docx(runs(IDENTITY, 2)))}),
        (".zip", {"a_pdf": attachments.pdf([f"号码{IDENTITY}"])}),
        (".zip", {f"{IDENTITY}_txt": "x"}),
        (".xls", {}),
    ],
)
def test_an_identity_number_is_found_in_other_formats(
    ending: str, parts: dict[str, str | bytes]
) -> None:
    old = b"\xd0\xcf\x11\xe0" + bytes(500) + IDENTITY.encode("utf-16-le") + bytes(500)
    assert codes(package(**parts) if parts else old, ending) == ["P731"]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["第一行", f"身份证号{IDENTITY}。"], ["P731"]),
        ([f"身份证号{IDENTITY[:10]}", f"{IDENTITY[10:]}号"], ["P731"]),
        ([f"账号 {CARD}"], ["P732"]),
        ([f"电话{MOBILE}"], ["P733"]),
        ([f"电话：{MOBILE[:5]}", MOBILE[5:]], ["P733"]),
        (["154", "00000000"], ["P733"]),
        (["2018年", "1227012018000001", "0854-0000100"], []),
    ],
)
def test_numbers_are_found_in_a_pdf_also_across_the_end_of_a_line(
    lines: list[str], found: list[str]
) -> None:
    assert codes(attachments.pdf(lines), ".pdf") == found


def test_where_a_number_stands_is_told_without_the_whole_of_it() -> None:
    pages = inspect(attachments.pdf(["甲", f"号{IDENTITY}"]), ".pdf")
    assert pages.numbers == [("P731", "p. 1", "522…")]
    text = inspect(docx(runs(MOBILE, 4)), ".docx")
    assert text.numbers == [("P733", "word/document.xml", "154****0000")]


@pytest.mark.parametrize(
    ("value", "typed"),
    [
        ('<c r="B2"><v>522701190001010000</v></c>', "xl/worksheets/sheet1.xml B2"),
        ('<c r="B2"><v>5.2270119000101E+17</v></c>', "xl/worksheets/sheet1.xml B2"),
        ('<c r="B2" t="n"><v>6222020000000000</v></c>', "xl/worksheets/sheet1.xml B2"),
        ('<c r="B2"><v>123456789012345</v></c>', ""),
        ('<c r="B2"><v>0.1234567890123456789</v></c>', ""),
        ('<c r="B2" t="s"><v>12</v></c><c r="C2"><v>20.5</v></c>', ""),
    ],
)
def test_a_long_number_that_was_typed_as_a_number_is_told(value: str, typed: str) -> None:
    assert inspect(package(xl__worksheets__sheet1_xml=value), ".xlsx").typed == typed


def test_a_long_number_that_lost_its_last_digits_is_told_in_opendocument_too() -> None:
    cell = '<table:table-cell office:value-type="float" office:value="{}"/>'
    for value, where in (("5.2270119000101E17", "content.xml"), ("522701190001010", "")):
        parts = {"content_xml": cell.format(value)}
        assert inspect(package(**parts), ".ods").typed == where


def test_a_mobile_number_that_is_a_number_is_found_however_it_is_kept() -> None:
    for value in ("15400000000", "1.54E10", "1.54E+10", "15400000000.0"):
        sheet = f'<c r="A1"><v>{value}</v></c>'
        assert codes(package(xl__worksheets__sheet1_xml=sheet), ".xlsx") == ["P733"], value


def locked() -> bytes:
    """Return an archive whose part says that it is encrypted."""
    content = bytearray(package(a_txt="x" * 50))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + at] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "ending", "reason"),
    [
        (b"", ".pdf", attachment_text.BROKEN),
        (b"%PDF-1.4\nnothing", ".pdf", attachment_text.BROKEN),
        (attachments.pdf(["甲"])[:300], ".pdf", attachment_text.BROKEN),
        (b"PK\x03\x04 no archive", ".docx", attachment_text.BROKEN),
        (b"text", ".docx", attachment_text.BROKEN),
        (docx(runs("示例", 1))[:-40], ".docx", attachment_text.BROKEN),
        (locked(), ".zip", attachment_text.LOCKED),
        (package(META_INF_x="", **{"META-INF__manifest_xml": "<a:encryption-data/>"}), ".odt",
         attachment_text.LOCKED),
        (b"\xd0\xcf\x11\xe0" + bytes(600), ".doc", attachment_text.OLD),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), ".xlsx",
         attachment_text.LOCKED),
        (b"\xd0\xcf\x11\xe0" + bytes(600), ".docx", attachment_text.OLD),
        (package(a_txt="字" * 90, b_jpg=b"\xff\xd8"), ".zip", attachment_text.PICTURES),
        (docx("", word__media__image1_png=b"\x89PNG"), ".docx", attachment_text.PICTURES),
        (package(x__exe="MZ"), ".zip", attachment_text.OTHER),
        (docx(runs("示例", 1), word__document2_xml="<!DOCTYPE a><a/>"), ".docx",
         attachment_text.DECLARED),
    ],
)  # fmt: skip
def test_what_was_not_looked_into_is_told_with_its_reason(
    content: bytes, ending: str, reason: str
) -> None:
    assert reason in [each for each, _ in inspect(content, ending).unread]


def test_a_scanned_pdf_is_not_taken_for_clean() -> None:
    drawn = attachments.pdf([""]).replace(b"Tj ET", b"Tj ET 0 0 9 9 re f", 1)
    length = re.search(rb"/Length (\d+)", drawn)
    assert length
    drawn = drawn.replace(length[0], b"/Length %d" % (int(length[1]) + 14))
    assert [each for each, _ in inspect(drawn, ".pdf").unread] == [attachment_text.PICTURES]


def test_no_more_is_unpacked_than_the_bound() -> None:
    large = docx(runs("示例" * 500, 1), word__header1_xml="<a>" + "甲" * 5_000 + "</a>")
    assert inspect(large, ".docx", Bounds(size=4_000)).unread == [(attachment_text.LARGE, "")]
    assert inspect(large, ".docx").unread == []
    many = package(**{f"a{n}_txt": "x" for n in range(12)})
    assert inspect(many, ".zip", Bounds(parts=10)).unread == [(attachment_text.LARGE, "")]
    pages = inspect(attachments.pdf(["甲"]), ".pdf", Bounds(pages=0))
    assert pages.unread == [(attachment_text.LARGE, "")]


def test_archives_in_archives_end_somewhere() -> None:
    deep = package(a_txt=IDENTITY)
    for _ in range(3):
        deep = package(a_zip=deep)
    found = inspect(deep, ".zip")
    assert (found.numbers, [each for each, _ in found.unread]) == ([], [attachment_text.DEEP])


@pytest.mark.parametrize(
    "content",
    [
        docx("<w:p><w:r><w:t>示例文件，电话 0854-0000100，15日</w:t></w:r></w:p>"),
        docx("".join(runs(f"合同编号12270120180000{n:02}", 4) for n in range(40))),
    ],
)
def test_an_ordinary_text_is_clean(content: bytes) -> None:
    found = inspect(content, ".docx")
    assert (found.numbers, found.typed, found.unread) == ([], "", [])


def test_shipped_attachments_are_clean() -> None:
    every = [
        *(ROOT / "content/documents").rglob("*.pdf"),
        *(ROOT / "content/documents").rglob("*.xlsx"),
    ]
    assert len(every) > 2
    for path in every:
        assert attachment_text.told(path) == ([], []), path


def test_a_file_is_looked_into_once_and_again_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = attachment_text.told

    def told(path: Path, known: frozenset[str] = frozenset()) -> attachment_text.Told:
        asked.append(path.name)
        return real(path, known)

    monkeypatch.setattr(attachment_text, "told", told)
    root = sites.lay(tmp_path / "whole")
    file = root / "content/documents/2016-yijian.pdf"

    def read() -> list[str]:
        found = load(root)
        rules, program = found.rules(sites.AS_OF), b"p" * 16
        tree = content.walk(root, "content")
        cut = content.batches(tree, root, "content", rules, root / "kept", program, 0)
        return [each.code for each in reading.read_batch(cut[0]).problems]

    assert (read(), asked) == ([], ["2016-yijian.pdf"])
    assert (read(), asked) == ([], ["2016-yijian.pdf"])
    file.write_bytes(attachments.pdf([f"号{IDENTITY}"]))
    assert (read(), len(asked)) == (["P731"], 2)
    assert (read(), len(asked)) == (["P731"], 2)


DRAWN = "4111111111111111"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (f"见 {DRAWN}", []),
        (f"合同编号 {DRAWN}", []),
        (f"见 {DRAWN}，又见 {CARD}", ["P732"]),
        (f"银行卡号 {DRAWN}", ["P732"]),
        ("没有编号", ["P611"]),
    ],
)
def test_a_record_vouches_for_numbers_of_its_attachment(
    tmp_path: Path, said: str, found: list[str]
) -> None:
    file, record = "content/documents/2016-yijian.docx", "content/documents/2016-yijian.md"
    whole = RICH[record]
    text = changed(whole, attachment="2016-yijian.docx", vouched=vouched(DRAWN))
    held = docx(f"<w:p><w:r><w:t>{said}</w:t></w:r></w:p>")
    files = {file: held, record: text, f"{file[:-4]}pdf": None}
    problems = Small(tmp_path, files).problems()
    assert [code for each in problems for code in re.findall("P[0-9]{3}", each)] == found


def test_two_lines_of_a_column_of_numbers_are_no_mobile_number() -> None:
    assert codes(attachments.pdf(["153", "154", "00000000", "00000001"]), ".pdf") == []
    assert codes(attachments.pdf(["电话", "154", "00000000"]), ".pdf") == ["P733"]
