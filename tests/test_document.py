"""Documents: whether they are in force, what replaces them, and the files beside them."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from stdnum.iso7064 import mod_11_2

from generator.build.template_filters import size as _size
from generator.model.kinds import document
from generator.model.kinds.kind import Rules, Size
from generator.model.urls import attachment_url
from generator.parse import attachments
from generator.records import batches as content
from tests.attachments import pdf, xlsx
from tests.conftest import files
from tests.records import DOCUMENT, NEWER, RULES, Small, changed, codes, judge, read
from tests.test_build import clean_copy, edit, make

FILE = "content/documents/2016-yijian.pdf"
OLD, NEW = "content/documents/2016-yijian.md", "content/documents/2018-yijian.md"
Laid = Mapping[str, str | bytes | None]
OWN: dict[str, str | None] = {"since": None, "until": None, "replaced_by": None}


def state(day: str, **fields: str | None) -> str:
    text = changed(DOCUMENT, **{**OWN, **fields})
    rules = Rules(date.fromisoformat(day), {}, RULES.commendation_notice)
    return str(document.view(read("documents", text), rules)["state"])


def library(tmp_path: Path, laid: Laid, rules: Rules = RULES) -> Any:
    return Small(tmp_path, laid).library(rules)[0]


def test_a_document_as_it_should_be_has_nothing_wrong() -> None:
    assert judge("documents", DOCUMENT) == []


@pytest.mark.parametrize(
    ("day", "fields", "expected"),
    [
        ("2016-05-17", {}, "to_come"),
        ("2016-05-18", {}, "in_force"),
        ("2016-05-31", {"since": "2016-06-01"}, "to_come"),
        ("2016-06-01", {"since": "2016-06"}, "in_force"),
        ("2016-05-31", {"since": "2016-06"}, "to_come"),
        ("2018-12-31", {"until": "2018"}, "in_force"),
        ("2019-01-01", {"until": "2018"}, "expired"),
    ],
)
def test_its_dates_say_whether_it_is_in_force(
    day: str, fields: dict[str, str], expected: str
) -> None:
    assert state(day, **fields) == expected


def test_a_document_is_of_the_past_and_ends_after_it_began() -> None:
    assert codes(judge("documents", changed(DOCUMENT, date="2019-01-01", **OWN))) == ["P304 date"]
    assert codes(judge("documents", changed(DOCUMENT, until="2016-05-31"))) == ["P305 until"]
    assert codes(judge("documents", changed(DOCUMENT, **{**OWN, "until": "2016-05-17"}))) == [
        "P305 until"
    ]


def test_a_document_is_replaced_once_the_other_is_in_force(tmp_path: Path) -> None:
    found = library(tmp_path, {}).documents
    assert [(row["id"], row["state"]) for row in found.values()] == [
        ("2018-yijian", "in_force"),
        ("2016-yijian", "replaced"),
    ]
    later = {NEW: changed(NEWER, since="2019-01-01")}
    found = library(tmp_path / "later", later).documents
    assert {row["id"]: row["state"] for row in found.values()} == {
        "2018-yijian": "to_come",
        "2016-yijian": "in_force",
    }


def test_what_is_over_says_what_replaced_it(tmp_path: Path) -> None:
    over = {OLD: changed(DOCUMENT, until="2018-10-07")}
    assert library(tmp_path, over).documents["2016-yijian"]["state"] == "replaced"


def test_the_list_has_those_in_force_first_and_the_latest_before_the_others() -> None:
    rows = [
        {"state": state, "date": day, "id": "x", "number": ""}
        for state, day in (
            ("expired", "2018"), ("in_force", "2015"), ("in_force", "2018-03"), ("to_come", "2014"),
        )
    ]  # fmt: skip
    found = sorted(rows, key=document.order, reverse=True)
    assert [row["date"] for row in found] == ["2018-03", "2015", "2014", "2018"]


def rows(**replaced_by: str) -> dict[str, Any]:
    return {
        ident: {"id": ident, "title": ident, "date": f"20{n:02d}", "replaced_by": other}
        for n, (ident, other) in enumerate(replaced_by.items())
    }


def test_a_chain_leads_from_each_to_the_last() -> None:
    found = rows(a="b", b="c", c="")
    assert document.chain(found, "a") == ["a", "b", "c"]
    assert document.chain(found, "c") == ["c"]
    assert [*document.faults(found)] == []


def test_a_circle_is_named_once_and_what_leads_into_it_is_not_at_fault() -> None:
    found = [*document.faults(rows(a="b", b="c", c="b", d="d"))]
    assert [(ident, each.code, dict(each.values)["chain"]) for ident, each in found] == [
        ("b", "P963", "b → c → b"),
        ("d", "P963", "d → d"),
    ]


def test_what_replaces_a_document_is_not_older_than_it() -> None:
    found = [*document.faults(rows(new="", old="new"))]
    assert [(ident, each.code) for ident, each in found] == [("old", "P964")]
    same = rows(a="b", b="")
    same["a"]["date"], same["b"]["date"] = "2018-05", "2018"
    assert [*document.faults(same)] == []  # the year may well be later than May


def test_a_document_names_the_unit_and_the_document_that_are_there(tmp_path: Path) -> None:
    text = changed(DOCUMENT, unit="jai", replaced_by="2017-yijian")
    assert Small(tmp_path, {OLD: text}).problems() == [
        "documents/2016-yijian.md:7:7: P201 unit",
        "documents/2016-yijian.md:12:14: P211 replaced_by",
    ]


def test_the_documents_of_a_unit_are_listed_with_it(tmp_path: Path) -> None:
    found = library(tmp_path, {}).documents_of
    assert [row["id"] for row in found["jia"]] == ["2016-yijian"]


# ---- files beside documents


def problems(root: Path, laid: Laid, rules: Rules = RULES) -> list[str]:
    return Small(root, laid).problems(rules)


def test_a_file_is_published_under_a_name_that_follows_its_bytes(tmp_path: Path) -> None:
    one, two = (
        library(tmp_path / str(n), {FILE: pdf([text])}).documents["2016-yijian"]["attachment"]
        for n, text in enumerate(("甲乙丙", "丁戊己"))
    )
    assert one["type"] == "pdf"
    assert one["size"] == len(pdf(["甲乙丙"]))
    assert attachment_url(one).startswith("media/2016-yijian-")
    assert attachment_url(one).endswith(".pdf")
    assert attachment_url(one) != attachment_url(two)


def test_a_file_that_is_not_there_or_too_large_is_an_error(tmp_path: Path) -> None:
    assert problems(tmp_path / "a", {FILE: None}) == [
        "documents/2016-yijian.md:13:13: P960 attachment"
    ]
    large = {FILE: pdf(["甲乙丙"]) + bytes(attachments.MEGABYTE)}
    rules = replace(RULES, attachments=Size(1, ""))
    assert problems(tmp_path / "b", {**large}, rules) == [
        "documents/2016-yijian.md:13:13: P961 attachment"
    ]
    assert problems(tmp_path / "c", {**large}) == []


def test_a_file_that_no_document_names_is_read_by_no_one(tmp_path: Path) -> None:
    laid: dict[str, str | bytes | None] = {
        "content/documents/2018-biao.xlsx": xlsx("表", [["甲", 1]]),
        "content/projects/jia/dong/shang/biao.pdf": b"%PDF-",
    }
    assert problems(tmp_path, laid) == [
        "documents/2018-biao.xlsx: P010",
        "projects/jia/dong/shang/biao.pdf: P031",
    ]


def test_a_draft_keeps_its_file_off_the_site_and_it_is_no_stray(tmp_path: Path) -> None:
    found, said = Small(tmp_path, {OLD: changed(DOCUMENT, status="draft")}).library()
    assert said == []
    assert found.attachments == {}


def test_an_identity_number_in_the_name_of_a_file_is_found(tmp_path: Path) -> None:
    invented = "11010119500101000"
    name = f"{invented}{mod_11_2.calc_check_digit(invented)}.pdf"
    laid: dict[str, str | bytes | None] = {
        FILE: None,
        f"content/documents/{name}": pdf(["甲乙丙"]),
        OLD: changed(DOCUMENT, attachment=name),
    }
    found = problems(tmp_path, laid)
    assert f"documents/{name[:3]}***{name[16:]}: P601" in found
    assert any(each.startswith("documents/2016-yijian.md") and "P601" in each for each in found)


@pytest.mark.parametrize(
    ("name", "content", "sound"),
    [
        ("a.pdf", pdf(["甲乙丙"]), True),
        ("a.PDF", pdf(["甲乙丙"]), True),
        ("a.xlsx", xlsx("表", [["甲", 1]]), True),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", True),
        ("a.pdf", b"version https://git-lfs.github.com/spec/v1", False),
        ("a.docx", b"", False),
    ],
)
def test_a_file_begins_as_its_name_says(
    tmp_path: Path, name: str, content: bytes, sound: bool
) -> None:
    (tmp_path / name).write_bytes(content)
    found = attachments.look(tmp_path / name, "x")
    assert (found["sound"], found["type"]) == (sound, name[2:].lower())


def test_a_size_is_shown_as_file_managers_do() -> None:
    assert [*map(_size, (1, 1024, 34_567, 1_500_000))] == ["1 KB", "1 KB", "34 KB", "1.4 MB"]


@pytest.mark.usefixtures("published")
def test_the_page_leads_to_the_file_and_the_site_has_its_very_bytes(whole: Path) -> None:
    make(whole)
    page = (whole / "site/documents/2016-yijian.html").read_text("utf-8")
    (copied,) = (whole / "site/media").glob("2016-yijian-*.pdf")
    assert f'href="../media/{copied.name}"' in page
    assert copied.read_bytes() == (whole / "content/documents/2016-yijian.pdf").read_bytes()
    assert 'href="../documents/2018-yijian.html"' in page
    assert "documents/2016-yijian.html" in (whole / "site/compliance/shili.html").read_text("utf-8")


@pytest.mark.usefixtures("published")
def test_whatever_becomes_of_a_file_the_next_build_is_that_from_nothing(
    whole: Path, tmp_path: Path
) -> None:
    make(whole)
    file = whole / "content/documents/2016-yijian.pdf"

    def again() -> None:
        make(whole)
        assert files(whole / "site") == clean_copy(whole, tmp_path / "clean")

    file.write_bytes(pdf(["另一份"]))
    again()
    assert len([*(whole / "site/media").glob("2016-yijian-*.pdf")]) == 1
    edit(whole / "content/documents/2018-yijian.md", "公示的补充", "公示的新")
    again()  # the title stands on the page of the other, and in lists
    edit(whole / "content/documents/2016-yijian.md", "unit: shili", "unit: yi")
    again()
    edit(whole / "content/documents/2016-yijian.md", "attachment: 2016-yijian.pdf\n", "")
    edit(whole / "content/documents/2016-yijian.md", "---\ntitle", "---\nstatus: draft\ntitle")
    again()
    assert not [*(whole / "site/media").glob("2016-yijian-*.pdf")]
    shutil.rmtree(whole / "content/documents")
    again()


def test_a_preview_sees_a_file_that_is_written_over(tmp_path: Path) -> None:
    small = Small(tmp_path)
    batches, tree = small.batches()
    small.write(FILE, pdf(["另一份"]))
    found = content.after(tree, batches, tmp_path, [FILE], 0)
    assert found is not None
    before, after = ({each.key: each.stamp for each in some} for some in (batches, found[1]))
    assert {key for key in before if before[key] != after[key]} == {""}
