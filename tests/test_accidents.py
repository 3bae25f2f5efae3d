"""Accidents with whole builds: kills, full disks, files that cannot be read for a while."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from generator.base import folder_scan
from generator.base.system_errors import Held
from generator.build import build, build_memory, page_text
from generator.build import sources as content_sources
from generator.build.preview_first import Session
from generator.build.replace_files import Halted
from generator.build.report import Report
from generator.build.site_writer import Output
from generator.build.sums_file import SUMS
from generator.commands import cli, machine_faults
from generator.parse import pictures
from generator.records import batches
from tests.accidents import accident
from tests.conftest import AS_OF, ROOT, files, load
from tests.test_build import a_project, clean_copy, edit, make, rename_title

PHOTO = "content/projects/jia/dong/shang/luji.png"


def refused(root: Path, memory: build_memory.Memory | None = None) -> set[tuple[str, str]]:
    """Build what has errors; return their codes and files."""
    report = build.build(load(root), AS_OF, session=Session(memory) if memory else None)
    assert report.published is None
    return {(each.code, each.place.file) for each in report.problems if each.severity == "error"}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Give the files of the whole site, as it should be."""
    return clean_copy(ROOT / "tests/sites/whole", tmp_path_factory.mktemp("good") / "site")


@pytest.fixture
def denied(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path | None], None]]:
    """Give what lets the system refuse to open a file of the content: permissions stop no root."""
    where: list[Path] = []
    read, opened = Path.read_bytes, os.open

    def forbid(path: str | Path) -> None:
        if any(Path(path).is_relative_to(each) for each in where):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    def reading(self: Path) -> bytes:
        forbid(self)
        return read(self)

    def opening(path: str, *given: int, **more: int) -> int:
        forbid(path)
        return opened(path, *given, **more)

    def deny(path: Path | None) -> None:
        where[:] = [path] if path else []

    monkeypatch.setattr(Path, "read_bytes", reading)
    monkeypatch.setattr(os, "open", opening)
    yield deny
    where.clear()


@pytest.mark.parametrize("remembered", [True, False], ids=["preview", "command"])
@pytest.mark.parametrize(
    "name",
    [PHOTO, "content/documents/2016-yijian.pdf", "content/units/jia.yaml"],
)
def test_what_the_system_would_not_give_is_asked_for_again_by_the_next_build(
    whole: Path,
    monkeypatch: pytest.MonkeyPatch,
    denied: Callable[[Path | None], None],
    name: str,
    *,
    remembered: bool,
    good: dict[str, bytes],
) -> None:
    monkeypatch.setattr(batches, "SETTLED", 0)  # so that times alone tell
    memory = build_memory.Memory() if remembered else None
    denied(whole / name)
    found = refused(whole, memory)
    assert {code for code, _ in found} == {"P001"}
    assert all(file.startswith(name) for _, file in found)
    denied(None)
    report = build.build(load(whole), AS_OF, session=Session(memory) if memory else None)
    assert report.published, report.problems
    assert files(whole / "site") == good


def test_content_that_went_away_during_a_build_is_read_when_it_is_back(
    whole: Path, monkeypatch: pytest.MonkeyPatch, good: dict[str, bytes]
) -> None:
    monkeypatch.setattr(batches, "SETTLED", 0)
    look = content_sources.look

    def late(*given: object, **more: object) -> content_sources.Sources:
        found = look(*given, **more)  # type: ignore[arg-type]
        (whole / "content").rename(whole / "away")
        return found

    with monkeypatch.context() as patched:
        patched.setattr("generator.build.steps.look", late)
        assert {code for code, _ in refused(whole)} == {"P001"}
    (whole / "away").rename(whole / "content")
    make(whole)
    assert files(whole / "site") == good


def test_a_picture_that_is_none_is_still_told_from_one_that_is_not_given(whole: Path) -> None:
    (whole / PHOTO).write_bytes(b"no picture")
    assert {code for code, _ in refused(whole)} == {"P706"}
    (whole / PHOTO).unlink()
    with pytest.raises(FileNotFoundError):
        pictures.look(whole / PHOTO)


@pytest.mark.usefixtures("published")
@pytest.mark.skipif(os.name == "nt", reason="the system keeps no time of change")
@pytest.mark.parametrize("how", ["in place", "by another file"])
def test_an_edit_of_the_same_size_and_time_is_seen_by_the_time_of_change(
    whole: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(batches, "SETTLED", 0)
    project = a_project(whole)
    rename_title(project, "第一个名字")
    make(whole)
    was = project.stat()
    if how == "by another file":
        shutil.copy(project, whole / "copy")
        rename_title(whole / "copy", "第二个名字")
        (whole / "copy").replace(project)
    else:
        rename_title(project, "第二个名字")
    os.utime(project, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert (project.stat().st_size, project.stat().st_mtime_ns) == (was.st_size, was.st_mtime_ns)
    make(whole)
    ident = project.relative_to(whole / "content/projects").with_suffix("").as_posix()
    assert "<h1>第二个名字" in (whole / f"site/projects/{ident}.html").read_text("utf-8")


def test_a_file_is_young_by_the_later_of_its_times() -> None:
    assert folder_scan.changed((1, 5, 8, 0)) == folder_scan.changed((9, 5, -8, 0)) == 9


def total(report: Report) -> int:
    """Return how many files a build says there are."""
    assert report.published
    return report.published.written + report.published.kept


def test_every_build_counts_the_same_files_and_clean_removes_as_many(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = make(whole)
    there = len(files(whole / "site")) - 1  # the list of them is of them
    assert total(first) == there == (whole / "site" / SUMS).read_text("utf-8").count("\n")
    assert [total(make(whole)), total(make(whole, full=True))] == [there, there]
    rename_title(a_project(whole), "又一个名字")
    again = make(whole)
    assert again.published
    now = len(files(whole / "site")) - 1
    assert total(again) == now == there + (now - there)
    assert cli.main(["clean", "--config", str(whole / "config.yaml")]) == 0
    assert f"{now}" in capsys.readouterr().err


@pytest.mark.usefixtures("published")
def test_a_full_build_puts_right_what_was_done_to_the_site(whole: Path) -> None:
    make(whole)
    good, site = files(whole / "site"), whole / "site"
    page = site / "index.html"
    page.write_bytes(page.read_bytes().replace(b"<h1>", b"<h2>", 1))
    (site / "404.html").write_bytes(b"")
    (site / "robots.txt").unlink()
    (site / "sitemap.xml").unlink()
    (site / "sitemap.xml").mkdir()
    (site / "sitemap.xml/x").write_bytes(b"x")
    (site / "units").rename(whole / "away")
    (site / "units").symlink_to(whole / "away")
    make(whole, full=True)
    assert files(site) == good
    assert not (site / "units").is_symlink()


# ---- kills: small forms of what `python -m tests.reliability kills` does


def changes(root: Path, old: str, new: str) -> range:
    """Return in which steps files are replaced where a project gets another title."""
    rename_title(a_project(root), old)
    make(root)
    rename_title(a_project(root), new)
    with accident(root) as one:
        make(root)
    journal = [n for n, path in enumerate(one.paths) if path.endswith("/journal")][1:3]
    # before, the list of what is to come is written; behind, the list of sums is put there
    return range(journal[0] + 8, journal[-1] - 3)


@pytest.mark.usefixtures("published")
def test_a_build_killed_at_some_of_its_steps_is_followed_by_the_site_of_the_next(
    whole: Path, tmp_path: Path
) -> None:
    project = a_project(whole)
    steps = changes(whole, "旧的名字", "新的名字")
    expected = {}
    for title in ("旧的名字", "第三个名字"):
        rename_title(project, title)
        expected[title] = clean_copy(whole, tmp_path / "clean")
    halves = 0
    for n in range(8):
        rename_title(project, "新的名字")
        # the first three before, the others where files are replaced
        step = 1 + n * steps.start // 3 if n < 3 else steps[len(steps) * (n + 1) // 12]
        with accident(whole, step):
            page_text.environment.cache_clear()
            make(whole)
        config = load(whole)
        halves += Output(config.output, config.state, config.root).half
        title = ("旧的名字", "第三个名字")[n % 2]
        rename_title(project, title)
        make(whole, full=n % 5 == 0)
        assert files(whole / "site") == expected[title], (n, step, steps)
    assert halves > 2


@pytest.mark.usefixtures("published")
def test_content_with_errors_after_a_kill_leaves_the_site_finished_or_says_that_it_is_not(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [
        "build",
        "--config",
        str(whole / "config.yaml"),
        "--as-of",
        "2018-12-31",
        "--jobs",
        "1",
    ]
    config, project = load(whole), a_project(whole)
    out = Output(config.output, config.state, config.root)

    steps = changes(whole, "旧的名字", "新的名字")
    step = steps[len(steps) // 2]

    def half() -> None:
        rename_title(project, "旧的名字")
        make(whole)
        rename_title(project, "新的名字")
        with accident(whole, step):
            make(whole)
        assert out.half
        edit(project, "title:", "tilte:")

    half()
    assert cli.main(words) == 1
    assert (config.output / SUMS).exists()
    assert "补完" in capsys.readouterr().err
    edit(project, "tilte:", "title:")
    half()
    shutil.rmtree(out.stage)
    assert cli.main(words) == 1
    assert out.half
    assert "换到一半" in capsys.readouterr().err


# ---- what is said


def said(error: OSError, *ours: Path) -> str:
    return machine_faults.sentence(error, "en", ours)


def test_a_site_that_is_half_replaced_is_said_to_be(tmp_path: Path) -> None:
    cause = OSError(errno.ENOSPC, "full", str(tmp_path / "site/index.html"))
    text = said(Halted(cause, tmp_path / "site", 3, 9))
    assert f"{tmp_path}/site/index.html" in text
    assert "3 of 9" in text
    assert "half" in text


def test_a_file_that_another_program_holds_is_said_to_be(tmp_path: Path) -> None:
    held = Held(errno.EACCES, "in use", str(tmp_path / "index.html"))
    assert "Another program" in said(Halted(held, tmp_path, 0, 1))


@pytest.mark.parametrize("code", [5, 32, 33])
def test_a_file_that_is_open_in_excel_on_windows_is_said_to_be(code: int) -> None:
    error = PermissionError(errno.EACCES, "in use", "项目库.xlsx")
    assert "nother program holds" not in said(error)
    error.winerror = code  # type: ignore[attr-defined] # as Windows gives it
    assert "nother program holds" in said(error)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="files have owners of another kind")
@pytest.mark.parametrize("name", [".portal", ".portal/lock", ".portal/stage/a/b.html", "site/a"])
def test_files_of_another_user_are_named_with_the_owner_and_the_command(
    tmp_path: Path, name: str
) -> None:
    file, ours = tmp_path / name, (tmp_path / ".portal", tmp_path / "site")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch() if "." not in file.name or "/" in name else file.mkdir()
    error = PermissionError(errno.EACCES, "denied", str(file))
    assert "chown" not in said(error, *ours)  # it is ours
    with patch.object(os, "geteuid", lambda: 12345):
        text = said(error, *ours)
        assert "chown -R 12345" in text
        assert machine_faults.name_of(os.getuid()) in text
        assert "chown" not in said(PermissionError(errno.EACCES, "denied", "/etc/x"), *ours)


def test_a_dangling_link_for_a_site_is_a_sentence_and_wrong_usage(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (whole / "site").symlink_to(whole / "nowhere")
    words = ["build", "--config", str(whole / "config.yaml"), "--as-of", "2018-12-31"]
    assert cli.main(words) == 2
    assert "链接" in capsys.readouterr().err


@pytest.mark.parametrize(("half", "word"), [(True, "换到一半"), (False, "没有留下半成品")])
def test_ctrl_c_tells_whether_the_site_is_half_replaced(
    whole: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    half: bool,
    word: str,
) -> None:
    def stop(*_: object, **__: object) -> Report:
        raise KeyboardInterrupt

    monkeypatch.setattr(build, "build", stop)
    monkeypatch.setattr(Output, "half", half)
    words = ["build", "--config", str(whole / "config.yaml"), "--as-of", "2018-12-31"]
    assert cli.main(words) == 130
    assert word in capsys.readouterr().err
