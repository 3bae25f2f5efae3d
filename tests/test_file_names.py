"""Names of files: what fits, what is no record, and what each is to be called."""

import unicodedata
from pathlib import Path

import pytest

from generator.base.problems import Problem
from generator.build import build
from generator.model import config
from generator.records import batches, file_names
from tests import sites

PAGE = "---\ntitle: 办事指南\n---\n带上身份证原件。\n"


def found(tmp_path: Path, *files: str) -> list[tuple[str, str, str]]:
    """Return file, code and what to call it, of each problem with names."""
    for file in files:
        path = tmp_path / "content" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE, "utf-8")
    problems = batches.walk(tmp_path, "content").problems
    return [(p.place.file.removeprefix("content/"), p.code, instead(p)) for p in problems]


def instead(problem: Problem) -> str:
    return dict(problem.values).get("example", "")


@pytest.mark.parametrize(
    ("file", "code", "example"),
    [
        ("2018-公路硬化.md", "P009", "2018-gonglu-yinghua"),
        ("人饮工程.md", "P009", "renyin-gongcheng"),
        ("My Road (1).md", "P009", "my-road-1"),
        ("２０１８－水渠.md", "P009", "2018-shuiqu"),
        ("x.md.txt", "P029", "x.md"),
        ("x.MD", "P029", "x.md"),
        ("x.Md", "P029", "x.md"),
        ("x.yml.txt", "P029", "x.yml"),
        ("x.yaml.bak", "P029", "x.yaml"),
        ("x.md.orig", "P029", "x.md"),
        ("x.md 副本", "P029", "x.md"),
        ("x.txt", "P029", "x.md"),
        ("x.markdown", "P029", "x.md"),
        ("公路.TXT", "P029", "gonglu.md"),
        ("x.docx", "P031", "x.md"),
        ("台账.xlsx", "P031", "taizhang.md"),
        ("x.wps", "P031", "x.md"),
        ("x.json", "P031", "x.md"),
        ("README.md.txt", "P010", ""),
        ("notes", "P010", ""),
        ("con.md", "P026", "con-1"),
        ("com1.yaml", "P026", "com1-1"),
    ],
)
def test_what_is_typed_into_a_file_no_one_reads_stops_the_build_with_a_name_that_is_read(
    tmp_path: Path, file: str, code: str, example: str
) -> None:
    assert found(tmp_path, f"projects/jia/{file}") == [(f"projects/jia/{file}", code, example)]


@pytest.mark.parametrize(
    ("copy", "example"),
    [
        ("x (1).md", "x-1.md"),
        ("x（2）.md", "x-2.md"),
        ("x - 副本.md", "x-fuben.md"),
        ("x - 副本 (2).md", "x-fuben-2.md"),
        ("x copy.md", "x-copy.md"),
        ("x.md.bak", "x-2.md"),
        ("x.md.txt", "x-2.md"),
    ],
)
def test_a_copy_is_told_from_a_record_of_its_own(tmp_path: Path, copy: str, example: str) -> None:
    told = found(tmp_path, "projects/jia/x.md", f"projects/jia/{copy}")
    assert (f"projects/jia/{copy}", "P028", example) in told


@pytest.mark.parametrize(
    "litter",
    [
        *("Thumbs.db", ".DS_Store", "desktop.ini", "Desktop.ini", "~$x.xlsx", "~WRL0003.tmp"),
        *(".x.md.swp", "x.md~", "__MACOSX/x.md", ".~lock.x.ods#", "._x.md"),
    ],
)
def test_what_systems_leave_in_a_folder_is_passed_over(tmp_path: Path, litter: str) -> None:
    assert found(tmp_path, f"projects/jia/{litter}") == []


@pytest.mark.parametrize(
    ("file", "nearest"),
    [
        ("project/jia/x.md", "projects"),
        ("Units/x.yaml", "units"),
        ("2018-x.md", ""),
        ("项目/x.md", ""),
    ],
)
def test_a_record_outside_of_the_folders_of_kinds_is_told_where_it_belongs(
    tmp_path: Path, file: str, nearest: str
) -> None:
    assert [each[:2] for each in found(tmp_path, file)] == [(file, "P030")]
    [problem] = batches.walk(tmp_path, "content").problems
    assert dict(problem.values)["nearest"] == nearest


@pytest.mark.parametrize("other", ["LUJI.png", "Luji.PNG"])
def test_files_that_are_one_for_windows_are_told(other: str) -> None:
    paths = ["content/projects/jia/luji.png", f"content/projects/jia/{other}"]
    assert [each.code for each in file_names.faults(paths, "content")] == ["P027"]


def test_two_forms_of_one_accented_name_are_told() -> None:
    forms = [unicodedata.normalize(form, "é路.jpg") for form in ("NFC", "NFD")]
    paths = [f"content/projects/jia/{each}" for each in forms]
    assert [each.code for each in file_names.faults(paths, "content")] == ["P027"]
    other = ["content/projects/jia/路.jpg", "content/projects/jia/公路.jpg"]
    assert list(file_names.faults(other, "content")) == []


def test_a_long_chinese_name_of_a_picture_is_measured_in_signs_whatever_lies_beside_it() -> None:
    long = f"content/projects/jia/{'路' * 70}.jpg"  # 210 bytes, which every system holds
    assert [*file_names.faults([long], "content")] == []
    record = f"content/projects/{'a' * (file_names.LONGEST + 1)}.md"
    assert [each.place.file for each in file_names.faults([long, record], "content")] == [record]


@pytest.mark.parametrize(
    ("length", "codes"),
    [(file_names.LONGEST, []), (file_names.LONGEST + 1, ["P025"]), (252, ["P025"])],
)
def test_check_and_build_find_the_same_names_too_long(
    tmp_path: Path, length: int, codes: list[str]
) -> None:
    folder = sites.lay(tmp_path)
    (folder / f"content/pages/{'a' * length}.md").write_text(PAGE, "utf-8")
    settings = (folder / "config.yaml").read_text("utf-8")
    (folder / "config.yaml").write_text(f"{settings}\nprecompress: [gz, br]\n", "utf-8")
    found, _ = config.load(folder / "config.yaml")
    assert found is not None
    assert [each.code for each in sites.judge(folder)] == codes
    assert [each.code for each in build.build(found, sites.AS_OF).problems] == codes
