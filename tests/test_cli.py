"""The verbs as a person at a terminal meets them: words, forms and exit codes."""

import errno
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.build import build, site_access
from generator.build.site_writer import Output
from generator.commands import cli
from tests.conftest import ROOT, files

DAY = ["--as-of", "2018-12-31"]


@pytest.fixture(autouse=True)
def in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are Chinese unless a test chooses otherwise."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def run(verb: str, root: Path, *more: str) -> int:
    """Run a verb on the site in `root`."""
    return cli.main([verb, "--config", str(root / "config.yaml"), *more])


def spoil(root: Path) -> str:
    """Break an amount in a record; return the record's file."""
    for path in sorted((root / "content/projects").rglob("*.md")):
        text = path.read_text("utf-8")
        if "\nbudget: " in text:
            head, _, tail = text.partition("\nbudget: ")
            path.write_text(f"{head}\nbudget: 125万 左右\n{tail.partition(chr(10))[2]}", "utf-8")
            return path.relative_to(root).as_posix()
    raise AssertionError("no project with a budget")


def test_a_good_site_is_built_and_what_was_made_is_said(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("build", whole, *DAY) == 0
    said = capsys.readouterr().err
    assert "2018-12-31" in said
    assert (whole / "site/index.html").exists()


def test_a_clerk_is_told_file_line_column_what_is_wrong_and_how_to_mend_it(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = spoil(whole)
    text = (whole / file).read_text("utf-8").splitlines()
    line = next(n for n, each in enumerate(text, 1) if each.startswith("budget"))
    assert run("check", whole, *DAY) == 1
    said = capsys.readouterr().out
    assert f"{file}:{line}:9: error P125 计划资金（budget）: “125万 左右”不是一个确切的金额" in said
    assert "    提示：写账上的那一个数" in said


def test_errors_stand_after_all_warnings_where_a_terminal_ends(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commendation = next((whole / "content" / "commendations").rglob("*.md"))
    wrong = commendation.read_text("utf-8").replace("title:", "titel:")
    commendation.write_text(wrong, "utf-8")
    for unit in (whole / "content" / "units").rglob("*.yaml"):  # which come after these
        text = unit.read_text("utf-8")
        if "level: county" in text:
            unit.write_text(f"{text.rstrip()}\nstaff: 1\n", "utf-8")
    assert run("check", whole, *DAY) == 1
    said = [line for line in capsys.readouterr().out.splitlines() if re.search(r" P\d{3}", line)]
    severities = [re.search(r": (error|warning) P", line) for line in said]
    found = [each[1] for each in severities if each]
    assert {*found} == {"error", "warning"}
    assert found == sorted(found, reverse=True)


def test_english_is_spoken_where_the_locale_is_english(
    whole: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    spoil(whole)
    assert run("check", whole, *DAY) == 1
    said = capsys.readouterr().out
    assert "error P125 planned money (budget): “125万 左右” is not one exact amount" in said
    assert "1 error" in said


def test_json_gives_every_problem_to_a_program(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = spoil(whole)
    assert run("check", whole, *DAY, "--format", "json") == 1
    (found,) = json.loads(capsys.readouterr().out)["problems"]
    assert (found["file"], found["code"], found["severity"]) == (file, "P125", "error")
    assert found["line"] > 1
    assert found["column"] == 9
    assert found["message"]
    assert found["hint"]


def test_json_of_a_build_is_all_that_stands_on_standard_output(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("build", whole, *DAY, "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == {"problems": []}


def test_a_pull_request_shows_problems_beside_their_lines(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = spoil(whole)
    assert run("check", whole, *DAY, "--format", "github") == 1
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 1
    assert said[0].startswith(f"::error file={file},line=")
    assert ",col=9,title=P125 计划资金（budget）::" in said[0]


def test_check_writes_nothing(whole: Path) -> None:
    before = files(whole)
    assert run("check", whole, *DAY) == 0
    assert files(whole) == before


def test_a_refused_build_says_that_the_site_was_not_touched(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(whole)
    assert run("build", whole, *DAY) == 1
    assert "网站没有改动" in capsys.readouterr().err
    assert not (whole / "site").exists()


def test_the_day_can_come_from_source_date_epoch(
    whole: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1546272000")  # 2019-01-01 00:00 in Shanghai
    assert run("build", whole) == 0
    assert "2019-01-01" in capsys.readouterr().err


def test_another_folder_can_be_written_to(whole: Path, tmp_path: Path) -> None:
    assert run("build", whole, *DAY, "--out", str(tmp_path / "网站 一")) == 0
    assert (tmp_path / "网站 一/index.html").exists()
    assert not (whole / "site").exists()


def test_a_folder_with_files_of_others_is_wrong_usage(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs/thesis.txt").write_text("precious")
    assert run("build", whole, *DAY, "--out", str(tmp_path / "theirs")) == 2
    assert "theirs" in capsys.readouterr().err
    assert files(tmp_path / "theirs") == {"thesis.txt": b"precious"}


def test_a_folder_without_a_configuration_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("build", tmp_path) == 1
    assert "config.yaml: error P801" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [[], ["bild"], ["build", "--as-of", "2018"], ["build", "--jobs", "0"], ["new", "village", "x"]],
)
def test_wrong_usage_ends_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2


@pytest.mark.parametrize("verb", ["build", "check", "serve", "new", "clean"])
def test_help_of_each_verb_has_an_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([verb, "--help"])
    assert ended.value.code == 0
    assert f"示例：portal {verb}" in " ".join(capsys.readouterr().out.split())


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions of another kind")
def test_a_folder_that_cannot_be_written_to_is_one_sentence_and_3(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (whole / ".portal").write_text("a file where a folder should be")
    assert run("build", whole, *DAY) == 3
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1
    assert ".portal" in said[0]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_full_or_forbidden_disk_is_a_sentence_and_3(
    whole: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    number: int,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number), "/disk/file")

    monkeypatch.setattr(build, "build", fail)
    assert run("build", whole, *DAY) == 3
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1
    assert "/disk/file" in said[0]
    assert "Errno" not in said[0]


def test_a_taken_port_is_a_sentence_and_3(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert run("serve", whole, "--port", str(port)) == 3
    assert "端口" in capsys.readouterr().err


def test_clean_removes_the_site_and_the_caches(whole: Path) -> None:
    before = files(whole)
    run("build", whole, *DAY)
    assert run("clean", whole) == 0
    assert files(whole) == before
    assert not (whole / "site").exists()
    assert not (whole / ".portal").exists()


def test_clean_leaves_all_as_it_is_while_another_builds_beside_it(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("build", whole, *DAY)
    before = files(whole / "site")
    with Output(whole / ".portal/preview", whole / ".portal", whole) as other:
        assert run("clean", whole) == 2
        assert str(other.state) in capsys.readouterr().err
        assert other.stage.is_dir()
        assert files(whole / "site") == before
        (whole / ".portal/preview").mkdir()
        (whole / ".portal/preview/index.html").touch()  # it goes on
    assert run("clean", whole) == 0
    assert not (whole / ".portal").exists()


def test_clean_leaves_the_pages_of_a_preview_that_is_served_though_nothing_is_built(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("build", whole, *DAY)
    with site_access.served(whole / ".portal"):
        assert run("clean", whole) == 2
        assert "预览" in capsys.readouterr().err
        assert (whole / "site/index.html").is_file()
    assert run("clean", whole) == 0
    assert not (whole / ".portal").exists()


def test_a_new_record_is_valid_and_stays_off_the_site_until_it_is_filled_in(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    village = next((whole / "content/supervisors").rglob("*.yaml"))
    place = village.relative_to(whole / "content/supervisors").with_suffix("").as_posix()
    assert run("new", whole, "项目", f"{place}/2018-xin") == 0, "as people call it, or `project`"
    assert f"content/projects/{place}/2018-xin.md" in capsys.readouterr().err
    assert run("build", whole, *DAY) == 0
    assert not (whole / f"site/projects/{place}/2018-xin.html").exists()
    assert run("new", whole, "project", f"{place}/2018-xin") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals are different on Windows")
def test_an_interrupted_build_ends_with_130_and_without_a_traceback(tmp_path: Path) -> None:
    for name in ("content", "config.yaml"):
        (tmp_path / name).symlink_to(ROOT / name)
    child = subprocess.Popen(
        [sys.executable, "-m", "generator", "build", "--config", str(tmp_path / "config.yaml")],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    for _ in range(400):
        if list(tmp_path.glob(".portal/*/records/*.summary")):
            break
        time.sleep(0.05)
    os.killpg(child.pid, signal.SIGINT)  # as a terminal does: to every process of the command
    _, said = child.communicate(timeout=30)
    assert child.returncode == 130
    assert b"Traceback" not in said


@pytest.mark.parametrize("at", ["generator.base.problems", "generator.model.config"])
def test_ctrl_c_while_the_program_is_loaded_is_no_traceback(at: str) -> None:
    program = f"""
import runpy, sys
sys.argv[1:] = ["build"]
class Interrupting:
    def find_spec(self, name, path, target=None):
        if name == "{at}":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupting())
runpy.run_module("generator", run_name="__main__")
"""
    child = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False
    )
    assert child.returncode == 130
    assert child.stderr.decode().partition("。")[0] == "已中断"
    assert child.stderr.decode().count("\n") == 1


def test_a_reader_who_leaves_early_is_no_traceback(whole: Path) -> None:
    spoil(whole)
    child = subprocess.run(  # noqa: S602 (a pipe is what is tested)
        f"{sys.executable} -m generator check --config '{whole}/config.yaml' | true",
        cwd=ROOT,
        shell=True,
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in child.stderr
