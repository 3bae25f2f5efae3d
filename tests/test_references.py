"""What records name in others, link to and show is there, and public."""

from pathlib import Path

import pytest

from generator.parse import record_file
from tests.records import (
    COMMENDATION,
    DISCLOSURE,
    MEETING,
    PAGE,
    RECORDS,
    RICH,
    SUPERVISORS,
    VILLAGE,
    Small,
    changed,
    spot,
)

UNIT = "content/units/jia/dong/shang.md"
LU = "content/projects/jia/dong/shang/2018-lu.md"
PAGE_HERE, SUPERVISORS_HERE = changed(PAGE, moved=None), changed(SUPERVISORS, moved=None)
"""Those for a second place: no two records were at one address before."""


def test_an_unknown_unit_is_named_where_it_is_written_with_the_nearest(tmp_path: Path) -> None:
    text = COMMENDATION.replace("unit: jia/dong}", "unit: jia/dnog}").replace(
        "by: shili", "by: shil"
    )
    found = Small(tmp_path, {"content/commendations/2018.md": text}).library()[1]
    assert [(f"{p.place.line}:{p.place.column}", p.code, p.field) for p in found] == [
        (spot(text, "shil"), "P201", "by"),
        (spot(text, "jia/dnog"), "P201", "honorees.2.unit"),
    ]
    assert [dict(each.values)["nearest"] for each in found] == ["shili", "jia/dong"]


def test_a_folder_of_records_is_that_of_a_unit(tmp_path: Path) -> None:
    files = {
        "content/projects/jia/dong/xia/2018-lu.yaml": "title: 路\nyear: 2018\ncategory: water\n"
        "stage: approved\nperformance_target: 好\nbudget: 1万元\n",
        "content/supervisors/jia/dong/xia.yaml": SUPERVISORS_HERE,
    }
    assert Small(tmp_path, files).problems() == [
        "projects/jia/dong/xia/2018-lu.yaml:1:1: P201",
        "supervisors/jia/dong/xia.yaml:1:1: P201",
    ]


def test_contacts_belong_to_a_village(tmp_path: Path) -> None:
    files = {"content/supervisors/jia/dong.yaml": SUPERVISORS_HERE}
    assert Small(tmp_path, files).problems() == ["supervisors/jia/dong.yaml: P209"]


@pytest.mark.parametrize(
    "text", [changed(VILLAGE, staff="many"), "---\na: [\n---\n", "---\n", "\0"]
)
def test_records_of_a_unit_with_a_fault_are_not_also_called_lost(tmp_path: Path, text: str) -> None:
    found = Small(tmp_path, {UNIT: text}).problems()
    assert found
    assert all(each.startswith("units/jia/dong/shang.md") for each in found)


@pytest.mark.parametrize("field", [{"status": "draft"}, {"board_only": "yes"}])
def test_a_public_record_does_not_name_a_unit_that_is_kept_back(
    tmp_path: Path, field: dict[str, str | None]
) -> None:
    found = Small(tmp_path, {UNIT: changed(VILLAGE, **field)}).problems()
    board = spot(DISCLOSURE, "unit: ").partition(":")[0]
    letter = spot(RICH["content/answers/jia/dong/2018-li.md"], "jia/dong/shang\n")
    assert found == [
        f"answers/jia/dong/2018-li.md:{letter}: P210 about.unit",
        f"commendations/2018.md:{spot(COMMENDATION, 'jia/dong/shang')}: P210 honorees.1.unit",
        f"disclosures/jia/2018-lu-kaigong.md:{board}:11: P210 places.1.unit",
        f"meetings/jia/dong/2018-04.md:{spot(MEETING, 'jia/dong/shang')}: P210 reports.1",
        "projects/jia/dong/shang/2018-lu.md:2:1: P210",
        f"projects/jia/dong/shang/2018-lu.md:{spot(RICH[LU], '[上村]')}: P701",
        "supervisors/jia/dong/shang.yaml:1:1: P210",
        "teams/jia/dong/shang.yaml:1:1: P210",
    ]


def test_records_kept_back_may_name_a_unit_that_is_kept_back(tmp_path: Path) -> None:
    files = {
        **{path: changed(RICH[path], status="draft") for path in RECORDS.values()},
        "content/supervisors/jia/dong/shang.yaml": changed(SUPERVISORS, board_only="yes"),
        "content/pages/about.md": changed(PAGE, board_only="yes"),
    }
    assert Small(tmp_path, files).problems() == []


# ---- links


def page(text: str) -> str:
    return f"---\ntitle: 甲\n---\n{text}\n"


@pytest.mark.parametrize(
    "target",
    [
        "about.md", "./b.md", "/units/jia.yaml", "/units/jia/dong/shang.md", "../units/jia.yaml",
        "/projects/jia/dong/shang/2018-lu.md", "/commendations/2018.md",
        "/supervisors/jia/dong/shang.yaml", "about.en.md",
    ],
)  # fmt: skip
def test_a_link_leads_to_any_published_record(tmp_path: Path, target: str) -> None:
    files = {"content/pages/b.md": page(f"[x]({target})"), "content/pages/about.en.md": PAGE_HERE}
    library, found = Small(tmp_path, files).library()
    assert found == []
    assert library.published["pages/b.md"] == ("pages", "b")
    if target.startswith("/"):
        kind = target.split("/")[1]
        assert library.published[target[1:].partition("#")[0]][0] == kind


@pytest.mark.parametrize(
    ("target", "nearest"),
    [
        ("abuot.md", "/pages/about.md"),
        ("/units/jia", "/units/jia.yaml"),
        ("/units/jia.md", "/units/jia.yaml"),
        ("/content/units/jia.yaml", "/units/jia.yaml"),
        ("/zzzz", ""),
        ("/units/../../config.yaml", ""),
    ],
)
def test_a_link_that_leads_nowhere_is_told_the_nearest_record(
    tmp_path: Path, target: str, nearest: str
) -> None:
    (found,) = Small(tmp_path, {"content/pages/b.md": page(f"一\n\n[x]({target})")}).library()[1]
    assert (found.code, str(found.place)) == ("P701", "content/pages/b.md:6:1")
    assert dict(found.values)["nearest"] == nearest


def test_a_public_text_does_not_link_to_a_draft_but_a_draft_may(tmp_path: Path) -> None:
    files = {
        "content/pages/b.md": page("[x](c.md)"),
        "content/pages/c.md": changed(page("[x](d.md) [y](e.md)"), status="draft"),
        "content/pages/d.md": changed(page("x"), board_only="yes"),
    }
    assert Small(tmp_path, files).problems() == ["pages/b.md:4:1: P701", "pages/c.md:5:11: P701"]


def test_a_draft_of_a_translation_does_not_keep_the_page_back(tmp_path: Path) -> None:
    files = {
        "content/pages/about.en.md": changed(PAGE_HERE, status="draft"),
        "content/pages/b.md": page("[x](about.md)"),
    }
    assert Small(tmp_path, files).problems() == []
    files["content/pages/b.md"] = page("[x](about.en.md)")
    assert Small(tmp_path, files).problems() == ["pages/b.md:4:1: P701"]


def test_a_translation_no_language_asks_for_is_a_warning(tmp_path: Path) -> None:
    assert Small(tmp_path, {"content/pages/about.bo.md": PAGE_HERE}).problems() == [
        "pages/about.bo.md: P010"
    ]


def test_a_file_with_many_lost_names_is_read_as_often_as_one_with_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = record_file.text_of

    def counted(root: Path, file: str) -> str:
        asked.append(file)
        return real(root, file)

    monkeypatch.setattr(record_file, "text_of", counted)
    counts = []
    for many in (5, 500):
        named = "".join(f"\n  - jia/dong/shang/x{n}" for n in range(many))
        file = "content/disclosures/jia/2018-lu-kaigong.md"
        small = Small(tmp_path / str(many), {file: changed(RICH[file], projects=named)})
        asked.clear()
        lost = [each for each in small.problems() if "P211" in each]
        assert len(lost) == many
        counts.append(asked.count(file))
    assert counts[0] == counts[1] <= 3
