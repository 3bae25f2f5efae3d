"""Content becomes a site: the same from the same, whole or not at all, and no more than needed."""

import codecs
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from generator.base import folder_scan
from generator.base.problems import errors
from generator.build import build, build_memory, made_text, old_assets, page_text, steps
from generator.build import load as gather
from generator.build.preview_first import Session, Superseded, Watched
from generator.build.report import Report
from generator.build.site_access import Refused
from generator.build.sums_file import SUMS
from generator.model import config, problem_words
from generator.records import batches
from tests import sites
from tests.conftest import AS_OF, ROOT, files, load


def make(root: Path, jobs: int = 1, *, full: bool = False) -> Report:
    """Build the site in `root` as of the fixed day; it must succeed."""
    report = build.build(load(root), AS_OF, jobs=jobs, full=full)
    assert report.published, [(e.place, problem_words.message(e, "en")) for e in report.problems]
    return report


def clean_copy(root: Path, to: Path) -> dict[str, bytes]:
    """Return the files of a build from nothing of the same sources."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(root, to, ignore=shutil.ignore_patterns("site", ".portal"))
    make(to)
    return files(to / "site")


def a_project(root: Path) -> Path:
    """Return the file of a project that has a budget and sources on record."""
    for path in sorted((root / "content/projects").glob("*/*/*/*.md")):
        text = path.read_text("utf-8")
        if "budget:" in text and "status:" not in text and "board_only" not in text:
            return path
    raise AssertionError("the whole site has no such project")


def edit(path: Path, old: str, new: str) -> None:
    """Replace text in a file that must have it."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def rename_title(path: Path, title: str) -> None:
    """Give a record another title."""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    changed = [f"title: {title}\n" if line.startswith("title:") else line for line in lines]
    path.write_text("".join(changed), "utf-8")


def test_the_same_content_gives_the_same_bytes_with_one_worker_or_two(
    whole: Path, tmp_path: Path
) -> None:
    make(whole, jobs=1)
    one = files(whole / "site")
    other = tmp_path / "other"
    shutil.copytree(whole, other, ignore=shutil.ignore_patterns("site", ".portal"))
    make(other, jobs=2)
    assert files(other / "site") == one


def test_a_second_build_writes_nothing(whole: Path) -> None:
    make(whole)
    again = make(whole)
    assert again.published
    assert (again.published.written, again.published.removed) == (0, 0)


@pytest.mark.usefixtures("published")
def test_a_full_build_of_the_same_content_leaves_every_file_its_time(whole: Path) -> None:
    make(whole)
    before = {p: p.stat().st_mtime_ns for p in (whole / "site").rglob("*") if p.is_file()}
    make(whole, full=True)
    assert {p: p.stat().st_mtime_ns for p in before} == before


@pytest.mark.usefixtures("published")
def test_an_error_in_a_record_leaves_the_site_untouched(whole: Path) -> None:
    make(whole)
    before = files(whole / "site")
    edit(a_project(whole), "title:", "tilte:")
    report = build.build(load(whole), AS_OF)
    assert report.published is None
    assert any(errors(report.problems))
    assert files(whole / "site") == before


@pytest.mark.usefixtures("published")
def test_an_error_in_a_template_leaves_the_site_untouched(whole: Path) -> None:
    make(whole)
    before = files(whole / "site")
    (whole / "templates").mkdir(exist_ok=True)
    (whole / "templates/unit.html").write_text("<html>{{ unit.no_such_name }}</html>")
    report = build.build(load(whole), AS_OF)
    found = {(each.code, each.place.file, each.place.line) for each in report.problems}
    assert found == {("P814", "templates/unit.html", 1)}
    assert report.published is None
    assert files(whole / "site") == before


FORMS = ("index.html", "az/index.html", "en/index.html", "en/az/index.html")
"""The pages with the form of the search."""


@pytest.mark.usefixtures("published")
def test_a_new_title_changes_only_pages_that_show_it(whole: Path) -> None:
    make(whole)
    before = files(whole / "site")
    project = a_project(whole)
    rename_title(project, "一个新的名字")
    make(whole)
    after = files(whole / "site")
    changed = {url for url in after if before.get(url) != after[url]}
    shown = {url for url in after if "一个新的名字" in after[url].decode("utf-8", "replace")}
    # what it is found by are pieces of two characters; the mark of those stands in two pages
    searched = {url for url in after if url.startswith("search/") or url in FORMS}
    packed = {
        url for url in after if url.endswith((".xlsx", "/datapackage.json", "/catalog.jsonld"))
    }
    assert changed - {SUMS} - searched - packed == shown - searched
    assert changed & packed == {
        "data/catalog.jsonld",
        *("data/projects.xlsx", "data/jia/projects.xlsx", "data/datapackage.json"),
    }
    marks = {name.split(".")[1] for name in map(str, after) if name.startswith("search/words-")}
    assert len(marks) == 1
    assert all(min(marks) in after[url].decode() for url in FORMS)
    ident = project.relative_to(whole / "content/projects").with_suffix("").as_posix()
    assert {f"projects/{ident}.html", f"units/{ident.rpartition('/')[0]}.html"} <= shown


@pytest.mark.usefixtures("published")
def test_a_picture_where_no_record_lies_is_reported_as_soon_as_it_is_there(whole: Path) -> None:
    make(whole)
    picture = next((whole / "content").rglob("*.png"))
    stray = whole / "content/projects/nowhere" / picture.name
    stray.parent.mkdir()
    shutil.copy(picture, stray)
    assert {each.place.file for each in make(whole).problems} >= {
        stray.relative_to(whole).as_posix()
    }


def test_a_compiled_template_that_was_half_written_is_compiled_again(whole: Path) -> None:
    # words of its own: it keeps what templates become that say them
    catalogue = whole / "locale/zh_Hans/LC_MESSAGES/mingjing.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text('msgid "Home"\nmsgstr "首"\n\nmsgid "Projects"\nmsgstr "事"\n', "utf-8")
    make(whole)
    kept = [*(whole / ".portal").glob("*/compiled/*/*")]
    assert len(kept) > 4
    for n, path in enumerate(kept):
        path.write_bytes(path.read_bytes()[: (20, 40, 60, 400)[n % 4]])
    rename_title(a_project(whole), "一个新的名字")
    page_text.environment.cache_clear()  # as in a process of its own
    make(whole)


@pytest.mark.usefixtures("published")
def test_a_list_of_files_that_was_cut_inside_a_name_is_written_anew(whole: Path) -> None:
    make(whole)
    before, listing = files(whole / "site"), whole / "site" / SUMS
    text = listing.read_text("ascii")
    listing.write_text(text[: text.index("units/") + len("units")], "ascii")  # that is a folder
    make(whole)
    assert files(whole / "site") == before


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("later", [False, True])
def test_a_file_written_again_within_its_own_moment_is_seen(
    whole: Path, monkeypatch: pytest.MonkeyPatch, *, later: bool
) -> None:
    project = a_project(whole)
    rename_title(project, "第一个名字")
    make(whole)
    was = project.stat()
    rename_title(project, "第二个名字")
    os.utime(project, ns=(was.st_atime_ns, was.st_mtime_ns))
    if later:  # when the times of files are trusted
        monkeypatch.setattr(batches, "SETTLED", 0)
    make(whole)
    ident = project.relative_to(whole / "content/projects").with_suffix("").as_posix()
    assert "<h1>第二个名字" in (whole / f"site/projects/{ident}.html").read_text("utf-8")


def test_a_file_that_was_new_at_the_last_build_is_not_read_again_once_it_is_not(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "SETTLED", 0)
    make(whole)
    text = whole / "content/pages/about.md"
    text.write_text(f"{text.read_text('utf-8')}\n又一句。\n", "utf-8")

    def counted() -> list[int]:
        return [each.count for each in make(whole).stages if each.name == "Reading"]

    placeless = [
        path
        for kind in ("pages", "commendations", "documents")
        for path in (whole / "content").glob(f"{kind}/**/*.[my]*")
    ]
    read = len([*placeless, *(whole / "content").glob("projects/*.*")])
    young, changed = folder_scan.stat_of(text.stat()), folder_scan.changed
    monkeypatch.setattr(folder_scan, "changed", lambda of: changed(of) if of == young else 0)
    monkeypatch.setattr(batches, "SETTLED", 60 * 10**9)
    assert counted() == [read]  # what lies in no place is one batch
    monkeypatch.setattr(batches, "SETTLED", 0)
    assert counted() == [0]


def test_a_draft_is_nowhere_and_a_board_only_record_is_only_counted(whole: Path) -> None:
    path = a_project(whole)
    for line, name in (("status: draft", "草稿里的秘密"), ("board_only: yes", "只在公示栏的事")):
        other = path.with_name(f"2018-hidden-{len(name)}.md")
        shutil.copy(path, other)
        rename_title(other, name)
        edit(other, "title:", f"{line}\ntitle:")
    make(whole)
    for url, written in files(whole / "site").items():
        assert "草稿里的秘密".encode() not in written, url
        assert "只在公示栏的事".encode() not in written, url
        assert "hidden" not in url


def test_the_build_says_the_day_it_is_made_for_where_the_site_begins(whole: Path) -> None:
    make(whole)
    made = files(whole / "site")
    assert "2018年12月31日" in made["index.html"].decode()
    assert "December 31, 2018" in made["en/index.html"].decode()
    assert json.loads(made["day.json"])["as_of"] == "2018-12-31"
    assert b"<lastmod>2018-12-31</lastmod>" in made["sitemap.xml"]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not there on Windows")
def test_a_build_killed_at_any_moment_leaves_the_old_site_or_ends_with_the_new(
    whole: Path, tmp_path: Path
) -> None:
    make(whole)
    old = files(whole / "site")
    rename_title(a_project(whole), "新的")
    new = clean_copy(whole, tmp_path / "clean")
    command = [sys.executable, "-m", "generator", "build", "--config", "", "--as-of", "2018-12-31"]
    started = time.monotonic()
    run = tmp_path / "run"
    shutil.copytree(whole, run)
    command[5] = str(run / "config.yaml")
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    took = time.monotonic() - started
    for n in range(4):
        shutil.rmtree(run)
        shutil.copytree(whole, run)
        child = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(took * (0.3 + 0.7 * n / 4))
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        journal = list((run / ".portal").glob("*/journal"))
        assert journal or files(run / "site") in (old, new)
        make(run)
        assert files(run / "site") == new


@pytest.mark.usefixtures("published")
def test_a_template_may_become_what_it_was_before_the_last_build(whole: Path) -> None:
    own = whole / "templates" / "project.html"
    shipped = (ROOT / "templates" / "project.html").read_text("utf-8")
    project = next((whole / "content" / "projects").rglob("2018-gonglu.md"))
    text = whole / "content" / "pages" / "about.md"

    def change(path: Path, title: str) -> None:
        before = path.read_text("utf-8")
        path.write_text(re.sub("(?m)^title: .*$", f"title: {title}", before), "utf-8")

    own.parent.mkdir()
    own.write_text(shipped.replace("<h1>", "<h1>甲 "), "utf-8")
    elsewhere = [sys.executable, "-m", "generator", "build", "--as-of", AS_OF.isoformat()]
    subprocess.run(
        [*elsewhere, "--config", whole / "config.yaml"], cwd=ROOT, check=True, capture_output=True
    )
    change(project, "一")
    make(whole)  # this process has met the template of projects, and no other
    own.write_text(shipped.replace("<h1>", "<h1>乙 "), "utf-8")
    make(whole)
    own.write_text(shipped.replace("<h1>", "<h1>甲 "), "utf-8")
    change(text, "二")
    make(whole)
    assert "<h1>二" in (whole / "site" / "about.html").read_text("utf-8")


def page_of(root: Path, project: Path) -> str:
    """Return the address of a project's page."""
    ident = project.relative_to(root / "content/projects").with_suffix("").as_posix()
    return f"projects/{ident}.html"


@pytest.mark.usefixtures("published")
def test_a_page_that_is_looked_at_is_shown_before_anything_is_published(whole: Path) -> None:
    make(whole)
    project, shown = a_project(whole), {}
    url = page_of(whole, project)
    before = files(whole / "site")

    def show(pages: dict[str, Path]) -> None:
        shown.update({at: path.read_text("utf-8") for at, path in pages.items()})
        assert files(whole / "site") == before

    rename_title(project, "一个新的名字")
    watched = Watched(frozenset([url, "index.html"]), show)
    build.build(load(whole), AS_OF, session=Session(watched=watched))
    assert "<h1>一个新的名字" in shown[url]
    assert shown[url] == (whole / "site" / url).read_text("utf-8")
    assert shown.keys() <= {url, "index.html"}


def shown_of(whole: Path, memory: build_memory.Memory, url: str, *changed: Path) -> list[str]:
    """Build after the files `changed`; return what was shown of a page before it was done."""
    shown: list[str] = []

    def show(pages: dict[str, Path]) -> None:
        shown.extend(path.read_text("utf-8") for at, path in pages.items() if at == url)

    watched = Watched(frozenset([url]), show)
    build.build(load(whole), AS_OF, session=Session(memory, changed, watched))
    return shown


RECORDS = {
    "projects/jia/dong/shang/2018-gonglu.md": "projects/jia/dong/shang/2018-gonglu.html",
    "documents/2018-yijian.md": "documents/2018-yijian.html",
    "commendations/2018-niandu.md": "commendations/2018-niandu.html",
    "pages/about.md": "about.html",
    "pages/about.en.md": "en/about.html",
}
"""Records of a place and of none, and the page that shows each."""


@pytest.mark.parametrize("path", RECORDS)
def test_a_record_that_is_looked_at_is_shown_before_anything_else_is_read(
    whole: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    memory, url, file = build_memory.Memory(), RECORDS[path], whole / "content" / path
    build.build(load(whole), AS_OF, session=Session(memory))
    file.write_text(f"{file.read_text('utf-8')}\n一句新改的话。\n", "utf-8")
    read = gather.read

    def late(*given: Any) -> gather.Read:
        assert shown
        return read(*given)

    shown: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr(build, "read", late)
        to = Watched(frozenset([url]), lambda pages: shown.append(pages[url].read_text("utf-8")))
        build.build(load(whole), AS_OF, session=Session(memory, {file}, to))
    assert shown == [(whole / "site" / url).read_text("utf-8")]
    assert "一句新改的话。" in shown[0]


def test_a_page_that_was_shown_too_early_is_shown_once_more(whole: Path) -> None:
    memory, project = build_memory.Memory(), a_project(whole)
    url = page_of(whole, project)
    build.build(load(whole), AS_OF, session=Session(memory))
    rename_title(project, "一个新的名字")
    [place] = (whole / "content/units").glob(f"{Path(url).parent.relative_to('projects')}.*")
    edit(place, "short_name: ", "short_name: 新")
    early, last = shown_of(whole, memory, url, project, place)
    assert "一个新的名字" in early
    assert early != last == (whole / "site" / url).read_text("utf-8")


def test_a_project_with_an_error_is_not_shown(whole: Path) -> None:
    memory, project = build_memory.Memory(), a_project(whole)
    build.build(load(whole), AS_OF, session=Session(memory))
    edit(project, "title:", "tilte:")
    assert shown_of(whole, memory, page_of(whole, project), project) == []


@pytest.mark.parametrize("remembered", [True, False])
def test_a_page_with_a_persons_number_is_not_shown(
    whole: Path, monkeypatch: pytest.MonkeyPatch, remembered: bool
) -> None:
    memory, project = build_memory.Memory() if remembered else None, a_project(whole)
    build.build(load(whole), AS_OF, session=Session(memory) if memory else None)
    url = page_of(whole, project)
    rename_title(project, "一个新的名字")
    private = made_text.private
    monkeypatch.setattr(
        made_text,
        "private",
        lambda text, *given: "522***" if "一个新的名字" in text else private(text, *given),
    )
    assert shown_of(whole, memory or build_memory.Memory(), url, project) == []


@pytest.mark.usefixtures("published")
def test_no_page_is_shown_before_the_assets_that_it_loads(whole: Path) -> None:
    make(whole)
    own = whole / "templates/assets/style.css"
    own.parent.mkdir(parents=True)
    own.write_text("h1 { letter-spacing: 7px }", "utf-8")
    shown: list[str] = []
    build.build(
        load(whole),
        AS_OF,
        session=Session(watched=Watched(frozenset(["index.html"]), shown.extend)),
    )
    assert not shown


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_build_that_is_no_longer_wanted_publishes_nothing_and_the_next_one_does(
    whole: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr(steps, "FEW", 0)
    memory = build_memory.Memory()
    build.build(load(whole), AS_OF, session=Session(memory))
    before = files(whole / "site")
    project, other = a_project(whole), whole / "content/pages/about.md"
    rename_title(project, "一个新的名字")
    with pytest.raises(Superseded):
        build.build(
            load(whole),
            AS_OF,
            jobs=jobs,
            session=Session(memory, {project}, Watched(stale=lambda: True)),
        )
    assert files(whole / "site") == before
    rename_title(other, "又一个名字")
    build.build(load(whole), AS_OF, session=Session(memory, {other}))
    assert files(whole / "site") == clean_copy(whole, whole.parent / "clean")


def test_files_to_be_taken_away_are_put_off_and_made_by_the_build_after(whole: Path) -> None:
    memory, project = build_memory.Memory(), a_project(whole)
    build.build(load(whole), AS_OF, session=Session(memory, puts_off=True))
    before = files(whole / "site")
    assert before == clean_copy(whole, whole.parent / "at first")
    rename_title(project, "一个新的名字")
    report = build.build(load(whole), AS_OF, session=Session(memory, {project}, puts_off=True))
    assert report.put_off
    clean, now = clean_copy(whole, whole.parent / "clean"), files(whole / "site")
    late = {url for url in now if now[url] != clean[url]}
    assert late - {"SHA256SUMS"}
    assert all(url.startswith("data/") for url in late - {"SHA256SUMS"})
    assert all(now[url] == before[url] for url in late - {"SHA256SUMS"})
    report = build.build(load(whole), AS_OF, session=Session(memory))
    assert not report.put_off
    assert files(whole / "site") == clean


def test_traditional_chinese_is_the_simplified_page_in_other_characters(whole: Path) -> None:
    edit(whole / "config.yaml", "languages: [zh-Hans, en]", "languages: [zh-Hans, zh-Hant, en]")
    make(whole)
    url = page_of(whole, a_project(whole))
    simple, other = ((whole / "site" / each).read_text("utf-8") for each in (url, f"zh-Hant/{url}"))
    assert '<html lang="zh-Hant"' in other
    assert "計劃" in other
    assert "计划" not in other
    assert re.findall("<[a-z0-9]+", other) == re.findall("<[a-z0-9]+", simple)
    assert 'hreflang="zh-Hant"' in simple


def test_the_first_page_shows_the_counties_where_they_roughly_lie(whole: Path) -> None:
    edit(whole / "config.yaml", "rules:", "tiles: {jia: [1, 0], yi: [0, 1]}\nrules:")
    make(whole)
    home = (whole / "site/index.html").read_text("utf-8")
    shown = re.search(r"<svg class=\"map\".*?</svg>", home, re.DOTALL)
    assert shown
    for county in ("jia", "yi"):
        assert f'<a href="units/{county}.html" aria-label="' in shown[0]
        assert home.count(f'<li><a href="units/{county}.html">') == 1, "in the list for large type"
    assert "%</text>" in shown[0]


@pytest.mark.parametrize(
    ("figure", "said", "number"),
    [
        ("planned", "甲 500 万元 甲县 计划花（万元） 500.00", "500 万元"),
        ("late", "甲 过期0% 甲县 过期的项目占多少 0%", "过期0%"),
    ],
)
def test_the_picture_shows_the_chosen_figure_and_a_table_beside_it_all(
    whole: Path, figure: str, said: str, number: str
) -> None:
    edit(whole / "config.yaml", "rules:", "tiles: {jia: [1, 0], yi: [0, 1]}\nrules:")
    make(whole)
    edit(whole / "config.yaml", "rules:", f"tile_figure: {figure}\nrules:")
    make(whole)
    home = (whole / "site/index.html").read_text("utf-8")
    picture = re.search(r"<svg class=\"map\".*?</svg>", home, re.DOTALL)
    assert picture
    assert f'aria-label="{said}"' in picture[0]
    assert f">{number}</text>" in picture[0]
    table = re.search(r"<details>.*?</table>", home, re.DOTALL)
    assert table
    for words in (
        "验收合格",
        "已经付了",
        "过期",
        "计划花",
        number.split(maxsplit=1)[0].removeprefix("过期"),
    ):
        assert words in table[0]


def test_a_place_on_the_picture_for_a_unit_that_is_not_there_is_refused(whole: Path) -> None:
    edit(whole / "config.yaml", "rules:", "tiles: {jiaa: [1, 0]}\nrules:")
    report = build.build(load(whole), AS_OF)
    assert report.published is None
    [problem] = errors(report.problems)
    assert (problem.code, problem.field) == ("P201", "tiles")
    lines = (whole / "config.yaml").read_text("utf-8").splitlines()
    assert lines[problem.place.line - 1] == "tiles: {jiaa: [1, 0]}"
    assert dict(problem.values)["nearest"] == "jia"


@pytest.mark.parametrize(
    "tiles", ["[1, 2]", "{jia: 3}", "{jia: [1, -1]}", "{jia: [1, 1], yi: [1, 1]}"]
)
def test_a_picture_that_makes_no_sense_is_refused(whole: Path, tiles: str) -> None:
    edit(whole / "config.yaml", "rules:", f"tiles: {tiles}\nrules:")
    found, problems = config.load(whole / "config.yaml")
    assert found is None
    assert problems[0].field.startswith("tiles")


def test_a_link_into_a_page_that_stays_holds_and_breaks_when_that_page_changes(
    tmp_path: Path,
) -> None:
    """Neither page is made anew with the other: they are of different towns."""
    root = sites.lay(tmp_path)
    at, to = (
        root / f"content/projects/{name}.md"
        for name in ("yi/xi/zhong/2018-lumian", "jia/dong/xia/2017-qiao")
    )
    found, _ = config.load(root / "config.yaml")
    assert found

    def built(path: Path, text: str) -> list[str]:
        fields = path.read_text("utf-8").split("---\n")[1]
        path.write_text(f"---\n{fields}---\n{text}\n", "utf-8")
        problems = build.build(found, sites.AS_OF).problems
        return [each.code for each in problems if "/en/" not in f"/{each.place.file}"]

    assert built(to, "# 情况") == []
    assert built(at, "见[那里](/projects/jia/dong/xia/2017-qiao.md#情况)。") == []
    assert built(at, "见[那里](/projects/jia/dong/xia/2017-qiao.md#没有)。") == ["P717"]
    assert built(at, "又见[那里](/projects/jia/dong/xia/2017-qiao.md#情况)。") == []
    assert built(to, "# 别的") == ["P717"]
    assert built(to, "# 情况\n\n还在。") == []


@pytest.mark.usefixtures("published")
def test_a_notice_of_the_county_and_the_project_it_names_in_a_village_follow_each_other(
    whole: Path,
) -> None:
    make(whole)
    notice = whole / "content/disclosures/jia/2018-wangong.yaml"
    project = whole / "content/projects/jia/dong/shang/2018-yinshui.md"
    page, county = "projects/jia/dong/shang/2018-yinshui.html", "compliance/jia.html"
    late = {True: "贴晚了", False: "一直贴着"}

    def shown(url: str) -> str:
        make(whole)
        assert files(whole / "site") == clean_copy(whole, whole.parent / "clean")
        return (whole / "site" / url).read_text("utf-8")

    assert late[True] in shown(page)
    edit(notice, "first: 2018-12-25", "first: 2018-11-20")
    assert late[True] not in shown(page)
    # the day of what it discloses makes it late, and stands on the page of the project alone
    edit(project, "finish: 2018-11-12", "finish: 2018-10-12")
    assert late[True] in shown(county)
    rename_title(project, "另一个名字")
    assert "另一个名字" in shown(county)
    edit(notice, "jia/dong/shang/2018-yinshui, ", "")
    assert "甲县完工项目公告" not in shown(page)
    assert "另一个名字" not in shown("lists/disclosures/index.html")


def test_the_first_notice_of_a_county_holds_its_towns_to_what_they_did_not_disclose(
    whole: Path,
) -> None:
    """A project of the town was changed and stopped; no one above or at the town says it."""
    folder = whole / "content/disclosures"
    for path in sorted(folder.rglob("*.*")):
        path.unlink()
    make(whole)
    duties = whole / "site/compliance/jia/dong.html"
    assert "东镇小型水厂" not in duties.read_text("utf-8")
    text = "stage: allocation\ntitle: 公告\nyear: 2018\nfirst: 2018-03-01\n"
    (folder / "jia/2018-fenpei.yaml").write_text(
        text + "allocations: [jia/2018-zhuanxiang]\n", "utf-8"
    )
    make(whole)
    assert "东镇小型水厂" in duties.read_text("utf-8")
    assert files(whole / "site") == clean_copy(whole, whole.parent / "clean")


def test_check_tries_a_sites_own_templates_and_writes_nothing(tmp_path: Path) -> None:
    folder = sites.lay(tmp_path)
    (folder / "templates").mkdir()
    page = "<html><p>{{ texts[''].title }}\n{{ texts[''].nothing.at_all }}</p></html>\n"
    (folder / "templates/page.html").write_text(page, "utf-8")
    found, _ = config.load(folder / "config.yaml")
    assert found is not None
    told = build.check(found, sites.AS_OF)
    assert [(p.code, str(p.place)) for p in told] == [("P814", "templates/page.html:2:1")]
    assert told == build.build(found, sites.AS_OF).problems
    assert sorted(p.name for p in folder.iterdir()) == [
        ".portal",
        "config.yaml",
        "content",
        "templates",
    ]


def test_check_finds_a_broken_link_of_a_sites_own_template(tmp_path: Path) -> None:
    folder = sites.lay(tmp_path)
    (folder / "templates").mkdir()
    (folder / "templates/404.html").write_text(
        '<html><a href="nowhere.html">甲</a></html>\n', "utf-8"
    )
    found, _ = config.load(folder / "config.yaml")
    assert found is not None
    told = build.check(found, sites.AS_OF)
    assert {each.code for each in told} == {"P705"}
    assert told == build.build(found, sites.AS_OF).problems


@pytest.mark.parametrize("place", ["content/site", "content", ".", "..", "templates/site"])
def test_no_site_is_written_among_what_it_is_made_from(tmp_path: Path, place: str) -> None:
    folder = sites.lay(tmp_path / "a")
    found, _ = config.load(folder / "config.yaml")
    assert found is not None
    with pytest.raises(Refused):
        build.build(found, sites.AS_OF, site=folder / place)
    assert build.check(found, sites.AS_OF) == sites.problems()


@pytest.mark.parametrize("there", ["file", "folder", "link"])
def test_check_tells_what_keeps_a_build_from_its_folder(tmp_path: Path, there: str) -> None:
    folder = sites.lay(tmp_path)
    site = folder / "site"
    if there == "file":
        site.write_text("甲", "utf-8")
    elif there == "folder":
        (site / "a").mkdir(parents=True)
    else:
        site.symlink_to("nowhere")
    found, _ = config.load(folder / "config.yaml")
    assert found is not None
    (told,) = build.check(found, sites.AS_OF)
    assert (told.code, told.field) == ("P802", "output")
    with pytest.raises(Refused):
        build.build(found, sites.AS_OF)


def test_pages_styles_and_scripts_say_themselves_that_they_are_utf_8(whole: Path) -> None:
    own = whole / "templates/assets/more.js"
    own.parent.mkdir(parents=True)
    own.write_text("// 村", "utf-8-sig")
    make(whole)
    for url, content in files(whole / "site").items():
        known = url.endswith((".html", ".css", ".js", ".csv"))
        assert content.startswith(codecs.BOM_UTF8) is known, url
        assert content.count(codecs.BOM_UTF8) == known, url
        name = re.fullmatch(r"assets/.+\.([0-9a-f]{10})\.\w+", url)
        assert not name or old_assets.mark(content) == name[1], url
