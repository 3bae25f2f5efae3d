"""The content folder is walked, cut into places and read; what is kept back leaves no trace."""

import pickle
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from generator.model import problem_words
from generator.model.kinds.registry import COMMAND, KINDS, place_of
from generator.records import batches as content
from generator.records import list_rows, view_cache
from generator.records import read_batch as reading
from generator.records.batches import Batch
from generator.records.summary import Reference, Summary
from tests.records import (
    COMMENDATION,
    PAGE,
    PICTURES,
    PROJECT,
    RULES,
    VILLAGE,
    Small,
    changed,
    jpeg,
    unit,
)

PROJECTS = "content/projects/jia/dong/shang"


def walk(root: Path, *files: str) -> tuple[list[str], list[str], list[str]]:
    """Walk these files; return records as `kind id language`, pictures, and problems."""
    small = Small(
        root, dict.fromkeys((f"content/{each}" for each in files), "title: x"), rich=False
    )
    tree = content.walk(small.root, "content")
    records = [" ".join(filter(None, each[:3])) for each in tree.files]
    problems = [f"{each.place.file.removeprefix('content/')} {each.code}" for each in tree.problems]
    return records, sorted(each.removeprefix("content/") for each in tree.pictures), problems


# ---- walking


def test_a_path_is_a_records_kind_and_id(tmp_path: Path) -> None:
    records, pictures, problems = walk(
        tmp_path,
        "units/jia.yaml",
        "units/jia/dong.md",
        "projects/jia/dong/2018-lu.yml",
        "projects/2018-lu.md",
        "pages/about.md",
        "pages/about.en.md",
        "pages/help/how.zh-Hans.md",
        "projects/jia/photo 1.JPG",
        "pages/图.png",
        "slugs.yaml",
    )
    assert records == [
        "pages about", "pages about en", "pages help/how zh-Hans", "projects 2018-lu",
        "projects jia/dong/2018-lu", "units jia", "units jia/dong",
    ]  # fmt: skip
    assert pictures == ["pages/图.png", "projects/jia/photo 1.JPG"]
    assert problems == []


def test_what_editors_and_systems_leave_behind_is_passed_over(tmp_path: Path) -> None:
    names = [
        ".DS_Store",
        "Thumbs.db",
        ".gitkeep",
        "~$x.docx",
        "x.yaml~",
        ".x.yaml.swp",
        ".git/a.md",
    ]
    assert walk(tmp_path, *(f"units/{name}" for name in names)) == ([], [], [])


@pytest.mark.parametrize(
    "name",
    [
        "readme.md",
        "units/README.txt",
        "others/x",
        "units/notes",
        "x.jpg",
    ],
)
def test_what_no_one_reads_is_a_warning(tmp_path: Path, name: str) -> None:
    assert walk(tmp_path, name) == ([], [], [f"{name} P010"])


@pytest.mark.parametrize(
    "name",
    ["units/Jia.yaml", "units/甲.yaml", "projects/a b/x.md", "projects/a--b.md", "units/a_b.yaml",
     "projects/2018.1.md", "units/-a.yaml"],
)  # fmt: skip
def test_a_name_that_cannot_be_an_address_is_refused(tmp_path: Path, name: str) -> None:
    assert walk(tmp_path, name) == ([], [], [f"{name} P009"])


def test_a_name_in_another_encoding_is_refused_and_can_be_shown(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "projects"
    folder.mkdir(parents=True)
    (folder / "路.md".encode("gbk").decode("utf-8", "surrogateescape")).write_text("title: x")
    (folder / "照片.jpg".encode("gbk").decode("utf-8", "surrogateescape")).write_text("x")
    tree = content.walk(tmp_path, "content")
    assert (tree.files, tree.pictures) == ((), frozenset())
    assert [each.code for each in tree.problems] == ["P009", "P009"]
    for each in tree.problems:
        assert str(each.place).encode()
        assert problem_words.message(each, "zh-Hans").encode()


def test_two_files_of_one_address_are_a_problem(tmp_path: Path) -> None:
    assert walk(tmp_path, "units/jia.md", "units/jia.yaml", "units/jia.yml", "projects/jia.md") == (
        ["projects jia", "units jia", "units jia", "units jia"],
        [],
        ["units/jia.yaml P202", "units/jia.yml P202"],
    )


# ---- batches


def batches(small: Small) -> dict[str, Batch]:
    found, _ = small.batches()
    assert [each.key for each in found] == sorted({each.key for each in found})
    return {each.key: each for each in found}


def test_a_batch_is_a_town_with_all_beneath_it_or_a_place_above(tmp_path: Path) -> None:
    small = Small(
        tmp_path, {"content/projects/jia/2018.md": PROJECT, "content/projects/x.md": PROJECT}
    )
    found = {
        key: sorted(
            file.path.removeprefix("content/") for file in batch.files if file.kind not in COMMAND
        )
        for key, batch in batches(small).items()
    }
    assert found == {
        "": [
            "commendations/2018.md", "documents/2016-yijian.md", "documents/2018-yijian.md",
            "pages/about.md", "projects/x.md",
        ],
        "jia": [
            "allocations/jia/2018-zhuanxiang.md", "projects/jia/2017-jiguang.yaml",
            "projects/jia/2018.md", "units/jia.yaml",
        ],
        "jia/dong": [
            "projects/jia/dong/shang/2018-lu.md", "supervisors/jia/dong/shang.yaml",
            "units/jia/dong.yaml", "units/jia/dong/shang.md",
        ],
        "shili": ["allocations/shili/2018-zhuanxiang.yaml", "units/shili.yaml"],
    }  # fmt: skip
    board = "content/disclosures/jia/board.jpg"
    assert {*PICTURES} - {board} == batches(small)["jia/dong"].pictures
    assert batches(small)["jia"].pictures == {board}


def test_no_two_batches_keep_their_views_in_one_file(tmp_path: Path) -> None:
    names = ["all", "none", "jia", "jia/all"]
    small = Small(tmp_path, {f"content/units/{name}.yaml": unit("county") for name in names})
    found = batches(small)
    assert {"", "all", "none", "jia/all"} <= set(found)
    assert len({batch.store for batch in found.values()}) == len(found)
    small.summaries()
    for key in names:
        assert set(view_cache.load(found[key].store.views)["units"]) >= {key}


def test_views_are_kept_with_the_sources_they_were_made_from_and_the_rules(tmp_path: Path) -> None:
    for batch in batches(Small(tmp_path, {f"{PROJECTS}/2018-lu.md": PROJECT})).values():
        reading.read_batch(batch)
        _, judged = batch.store.sources()
        by = batch.rules.measures.encode()
        found = view_cache.unpacked(batch.store.views_of(judged, by))
        assert found == view_cache.load(batch.store.views)


def test_a_batch_and_its_summary_can_be_sent_to_another_process(tmp_path: Path) -> None:
    for batch in batches(Small(tmp_path)).values():
        sent: Batch = pickle.loads(pickle.dumps(batch))  # noqa: S301 (made here)
        summary = reading.read_batch(sent)
        assert summary == reading.read_batch(batch)
        assert summary == pickle.loads(reading.read_batch_pickled(batch))  # noqa: S301 (made here)
        again: Summary = pickle.loads(pickle.dumps(summary))  # noqa: S301 (made here)
        assert again == summary


def test_kept_views_are_those_of_published_records_only(tmp_path: Path) -> None:
    small = Small(tmp_path, {f"{PROJECTS}/2018-b.md": changed(PROJECT, status="draft")})
    batch = batches(small)["jia/dong"]
    reading.read_batch(batch)
    views = view_cache.load(batch.store.views)
    assert set(views["projects"]) == {"jia/dong/shang/2018-lu"}
    assert set(views["units"]) == {"jia/dong", "jia/dong/shang"}
    assert set(views["supervisors"]) == {"jia/dong/shang"}
    own = views["projects"]["jia/dong/shang/2018-lu"]
    assert own["file"] == f"{PROJECTS}/2018-lu.md"
    assert "施工情况" in own["body"]


# ---- what is not public


def summary(small: Small, key: str = "jia/dong") -> Summary:
    summaries, _ = small.summaries()
    return next(each for each in summaries if each.key == key)


def of_projects(pictures: Iterable[str]) -> list[str]:
    return [each for each in pictures if each.startswith("projects/")]


@pytest.mark.parametrize(("field", "value"), [("status", "draft"), ("board_only", "yes")])
def test_what_is_kept_back_hands_up_nothing_to_be_shown(
    tmp_path: Path, field: str, value: str
) -> None:
    text = changed(PROJECT, **{field: value})
    found = summary(Small(tmp_path, {f"{PROJECTS}/2018-lu.md": text}))
    reason = "draft" if field == "status" else "board_only"
    assert found.unpublished == [("projects", "jia/dong/shang/2018-lu", reason)]
    assert ([*found.projects], found.links, of_projects(found.pictures)) == ([], [], [])
    assert "projects" not in found.figures.get("jia/dong/shang", {})
    assert found.problems == []


def test_a_draft_is_judged_like_any_record(tmp_path: Path) -> None:
    text = changed(PROJECT, status="draft", budget="9万元").replace("photo.jpg)", "none.jpg)")
    found = summary(Small(tmp_path, {f"{PROJECTS}/2018-lu.md": text}))
    assert sorted(each.code for each in found.problems) == ["P128", "P128", "P301", "P302", "P702"]


@pytest.mark.parametrize("typed", ["饮水", "'饮 水'", "Drinking water", "ＷＡＴＥＲ", "water"])
def test_a_category_is_taken_by_its_code_or_any_of_its_labels(tmp_path: Path, typed: str) -> None:
    labels = {"water": {"zh-Hans": "饮水", "en": "Drinking water"}, "other": {"": "其他"}}
    small = Small(tmp_path, {f"{PROJECTS}/2018-lu.md": changed(PROJECT, category=typed)})
    summaries, _ = small.summaries(replace(RULES, categories=labels))
    lists = {key for each in summaries for key in each.lists}
    assert {code for kind, code in lists if kind == "category"} == {"water"}
    assert [p.code for each in summaries for p in each.problems if "2018-lu" in p.place.file] == []


def test_a_picture_of_a_draft_is_neither_made_nor_called_unread(tmp_path: Path) -> None:
    text = changed(PROJECT, status="draft")
    library, problems = Small(tmp_path, {f"{PROJECTS}/2018-lu.md": text}).library()
    assert of_projects(library.pictures) == []
    # the page about it leads nowhere now, and what is said of it names what is not public
    assert {each.code for each in problems} == {"P701", "P212"}


def test_a_picture_that_a_draft_shares_with_a_public_record_is_made(tmp_path: Path) -> None:
    other = changed(PROJECT, status="draft")
    library, problems = Small(tmp_path, {f"{PROJECTS}/2018-b.md": other}).library()
    assert of_projects(library.pictures) == ["projects/jia/dong/shang/photo.jpg"]
    assert problems == []


# ---- texts and pictures


def test_a_text_knows_the_line_of_each_link_and_fault(tmp_path: Path) -> None:
    body = "一\n\n<b>二</b>\n\n![](photo.jpg)\n\n[三](x.md)\n\n![四](none.jpg)\n"
    text = PROJECT[: PROJECT.index("# 施工情况")] + body
    first = text[: text.index("一\n\n<b>")].count("\n") + 1
    problems = Small(tmp_path, {f"{PROJECTS}/2018-lu.md": text}).problems()
    path = "projects/jia/dong/shang/2018-lu.md"
    assert problems == [
        f"{path}:{first + 2}:1: P704", f"{path}:{first + 4}:1: P703",
        f"{path}:{first + 6}:1: P701", f"{path}:{first + 8}:1: P702",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "code"), [("none.jpg", "P702"), ("Photo.jpg", "P742"), ("photo.JPG", "P742")]
)
def test_a_photo_must_lie_beside_its_record_by_its_very_name(
    tmp_path: Path, name: str, code: str
) -> None:
    text = PROJECT.replace(
        "photos:\n  - file: photo.jpg\n    alt: 村民", f"photos:\n  - file: {name}\n    alt: 村民"
    )
    (problem,) = Small(tmp_path, {f"{PROJECTS}/2018-lu.md": text}).problems()
    assert problem.endswith(f"{code} photos.1.file")


def test_a_file_that_is_no_picture_is_named_where_it_is_shown(tmp_path: Path) -> None:
    problems = Small(tmp_path, {f"{PROJECTS}/photo.jpg": "no picture"}).problems()
    assert [each.rpartition(": ")[2] for each in problems] == [
        "P706 progress.1.photos.1.file", "P706 photos.1.file", "P706",
    ]  # fmt: skip


def test_a_picture_no_record_shows_is_a_warning_once_all_else_is_well(tmp_path: Path) -> None:
    small = Small(tmp_path, {f"{PROJECTS}/other.png": jpeg()})
    assert small.problems() == ["projects/jia/dong/shang/other.png: P010"]
    small.write(f"{PROJECTS}/2018-lu.md", changed(PROJECT, budget="x"))
    assert [each.rpartition(": ")[2] for each in small.problems()] == ["P102 budget"]


# ---- what a summary says


def test_a_row_of_a_project_has_what_lists_need_and_no_more(tmp_path: Path) -> None:
    (row,) = summary(Small(tmp_path)).projects
    assert set(row) == {*list_rows.PROJECT, "unit", "changed", "mark"}
    assert (row["unit"], row["changed"], row["paid"]) == ("jia/dong/shang", 1, 119_500_000)


@pytest.mark.parametrize(
    ("pinyin", "kept"),
    [("shang cun", "shang cun"), ("Shang", "Shang"), ("3 cun", "3 cun"), ("上村", ""), ("/../", ""),
     ("'x", ""), ("é", ""), (". .", "")],
)  # fmt: skip
def test_pinyin_a_list_from_a_to_z_cannot_go_by_is_left_to_the_address(
    tmp_path: Path, pinyin: str, kept: str
) -> None:
    text = changed(VILLAGE, pinyin=f'"{pinyin}"')
    rows = summary(Small(tmp_path, {"content/units/jia/dong/shang.md": text})).units
    assert [row["pinyin"] for row in rows if row["id"] == "jia/dong/shang"] == [kept]


def test_pages_and_their_translations_are_rows_of_their_own(tmp_path: Path) -> None:
    small = Small(tmp_path, {"content/pages/about.en.md": changed(PAGE, title="About")})
    rows = summary(small, "").pages
    assert [(row["id"], row["language"], row["title"]) for row in rows] == [
        ("about", "", "怎样看懂这些数字"), ("about", "en", "About"),
    ]  # fmt: skip


def test_every_unit_that_a_record_names_elsewhere_is_looked_for(tmp_path: Path) -> None:
    small = Small(tmp_path)
    named = {(each.id, each.path) for each in summary(small, "").references}
    assert named == {
        ("shili", ("by",)), ("jia", ("unit",)), ("jia/dong/shang", ("honorees", 0, "unit")),
        ("jia/dong", ("honorees", 1, "unit")),
    }  # fmt: skip
    assert _units(summary(small)) == []  # the batch has its units itself
    draft = {"content/units/jia/dong/shang.md": changed(VILLAGE, status="draft")}
    assert {each.id for each in _units(summary(Small(tmp_path / "draft", draft)))} == {
        "jia/dong/shang"
    }


def _units(found: Summary) -> list[Reference]:
    return [each for each in found.references if each.kind == "units"]


def test_a_file_that_cannot_be_read_does_not_hide_the_others(tmp_path: Path) -> None:
    found = summary(Small(tmp_path, {"content/units/jia/dong.yaml": "a: [".encode("utf-16")}))
    assert [each.code for each in found.problems] == ["P002"]
    assert len(found.units) == len(found.projects) == 1


def test_a_commendations_row_is_its_view_without_the_text(tmp_path: Path) -> None:
    (row,) = summary(
        Small(tmp_path, {"content/commendations/2018.md": COMMENDATION}), ""
    ).commendations
    assert "body" not in row
    assert row["file"] == "content/commendations/2018.md"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ident", ["jia", "jia/dong", "jia/dong/shang", "jia/dong/shang/2018-lu"])
def test_a_batch_is_the_town_of_the_place_that_a_record_belongs_to(kind: str, ident: str) -> None:
    town = "/".join(place_of(kind, ident).split("/")[:2])
    assert content.key_of(content.File(kind, ident, "", "")) == town


def test_what_was_said_on_the_very_day_is_news_and_what_is_dated_after_it_is_not(
    tmp_path: Path,
) -> None:
    small = Small(tmp_path)
    own = next(each for each in small.summaries()[0] if each.latest)
    said = date.fromisoformat(own.latest[0]["updated"])
    for as_of, news in ((said, True), (said - timedelta(days=1), False)):
        found = small.summaries(replace(RULES, as_of=as_of))[0]
        ids = [row["id"] for each in found for row in each.latest]
        assert (own.latest[0]["id"] in ids) == news
