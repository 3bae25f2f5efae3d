"""What the system ends, for want of memory: nothing is half done, and no one waits for ever.

Each program here is the command as people run it, of which one process is ended by SIGKILL at a
certain moment, as Linux does when memory runs out.
"""

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.base import git
from generator.base.processes import cores, spread, workers
from generator.base.system_errors import Ended
from generator.build import build, rsync_target
from generator.commands import desk_git, machine_faults, poster
from generator.model.publish_targets import Fault
from tests import sites
from tests.conftest import ROOT, files
from tests.test_build import a_project, rename_title
from tests.test_cli import run
from tests.test_serve import free_port, get, wait

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no signals end processes here")

ALONE = "其余的由一个进程做完"
STOPPED = """
import functools, importlib, os, sys
name, how, many, *arguments = sys.argv[1:]
module, _, name = name.rpartition(".")
module, ours = importlib.import_module(module), os.getpid()
does = getattr(module, name)

@functools.wraps(does)
def stopped(*given, **more):
    if os.getpid() == ours:
        return does(*given, **more)
    if how == "after":
        does(*given, **more)
    if how == "half":
        stage, url, content = given
        does(stage, url, content[: len(content) // 2])
    os.kill(os.getpid(), 9)

setattr(module, name, stopped)
from generator.build import steps
from generator.records import histories
steps.FEW = histories.FEW = int(many)  # else a site so small is made by one process
from generator.__main__ import run
sys.argv[1:] = arguments
sys.exit(run())
"""
"""Ends each process that `name` is called in but the first: before, half through or after it."""


def stopped(name: str, how: str, *arguments: str | Path, few: int = 0) -> "list[str | Path]":
    """Return the command in which processes are ended that do what is called `name`."""
    return [sys.executable, "-c", STOPPED, name, how, str(few), *arguments]


def done(command: "list[str | Path]") -> tuple[int, str, str]:
    """Run a command to its end; return its exit code and what it said. It must come to its end."""
    made = subprocess.run(
        command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    return made.returncode, made.stdout, made.stderr


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the small whole site with a history, built without a fault."""
    root = sites.with_history(sites.lay(tmp_path_factory.mktemp("ended") / "told"))
    code, _, said = done([sys.executable, "-m", "generator", "build", *of(root)])
    assert code == 0, said
    return root


def of(root: Path) -> "list[str | Path]":
    return ["--config", root / "config.yaml", "--as-of", "2018-12-31"]


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("generator.records.read_batch.read_batch_pickled", "before"),
        ("generator.records.read_batch.read_batch_pickled", "after"),
        ("generator.records.history.tell", "after"),
        ("generator.build.templates.prepare", "after"),
        ("generator.build.render.render", "before"),
        ("generator.build.staging.put", "half"),
    ],
)
def test_a_build_makes_the_same_site_where_a_process_of_it_is_ended(
    told: Path, tmp_path: Path, name: str, how: str
) -> None:
    site, root = tmp_path / "site", tmp_path / "told"
    shutil.copytree(told, root, ignore=shutil.ignore_patterns("site", ".portal"))
    if name == "generator.build.templates.prepare":
        (root / "templates").mkdir()  # so that there is something to be compiled
        shutil.copy(ROOT / "templates/project.html", root / "templates")
    command = stopped(name, how, "build", *of(root), "--out", site, "--jobs", "2")
    code, out, said = done(command)
    assert (code, out, said.count(ALONE)) == (0, "", 1), said
    assert "Traceback" not in said
    assert files(site) == files(told / "site")
    assert not [*(root / ".portal").glob("*/stage")]


def test_a_scout_that_is_ended_is_done_without(told: Path) -> None:
    command = stopped("generator.build.background_scan._report", "before", "build", *of(told))
    code, _, said = done([*command, "--jobs", "2"])
    assert (code, said.count(ALONE), "Traceback" in said) == (0, 0, False)


def test_a_check_finds_the_same_where_a_process_of_it_is_ended(whole: Path) -> None:
    path = a_project(whole)
    path.write_text(path.read_text("utf-8").replace("title:", "tilte:"), "utf-8")
    name = "generator.records.read_batch.read_batch_pickled"
    said = []
    for jobs in ("1", "2"):
        code, out, _ = done(stopped(name, "after", "check", *of(whole), "--jobs", jobs))
        assert code == 1
        said.append(out)
    assert said[0] == said[1]
    assert "tilte" in said[0]


@pytest.mark.skipif(cores() < 2, reason="a preview has no other processes here (one processor)")
def test_a_preview_goes_on_where_a_process_of_its_build_is_ended(
    whole: Path, tmp_path: Path
) -> None:
    name, port = "generator.records.read_batch.read_batch_pickled", str(free_port())
    words = ("serve", "--port", port, "--config", whole / "config.yaml")
    project = a_project(whole)
    ident = project.relative_to(whole / "content/projects").with_suffix("").as_posix()
    page = f"http://127.0.0.1:{port}/projects/{ident}.html"
    with (tmp_path / "said").open("wb") as said:
        preview = subprocess.Popen(stopped(name, "after", *words), cwd=ROOT, stderr=said)
    try:
        wait(lambda: "<h1" in get(page), "the preview did not start")
        rename_title(project, "刚改的名字")
        wait(lambda: "刚改的名字" in get(page), "the edit did not arrive")
    finally:
        preview.terminate()
        preview.wait(10)
    told = (tmp_path / "said").read_text("utf-8")
    assert ALONE in told
    assert "Traceback" not in told


def end(number: int) -> int:
    """Take a while, and be ended at every seventh piece of work."""
    if number % 7 == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.01)
    return number


def test_work_that_comes_in_large_pieces_is_waited_for_by_no_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ours, kill = os.getpid(), os.kill
    monkeypatch.setattr(os, "kill", lambda who, how: who != ours and kill(who, how))
    alone: list[str] = []

    def work() -> Iterator[bytes]:
        for number in range(40):
            yield bytes(4_000_000) + bytes([number])

    with workers(2, lambda: alone.append("told")) as pool:
        assert [*spread(pool, last_of, work())] == [*range(40)]
        assert [*spread(pool, end, range(5))] == [*range(5)]
    assert alone == ["told"]


def last_of(piece: bytes) -> int:
    return end(piece[-1])


NONE_STARTED = """
import errno, os, sys
def none():
    raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
os.fork = none
import generator.__main__ as program
sys.exit(program.run())
"""


def test_a_build_goes_on_alone_where_the_system_lets_no_process_be_started(whole: Path) -> None:
    code, _, said = done([sys.executable, "-c", NONE_STARTED, "build", *of(whole), "--jobs", "2"])
    assert (code, said.count(ALONE)) == (0, 1), said
    assert (whole / "site" / "SHA256SUMS").exists()


def short(*_: object, **__: object) -> None:
    raise MemoryError


@pytest.mark.parametrize("verb", ["build", "check"])
def test_where_memory_does_not_suffice_that_is_said_and_the_site_stays(
    whole: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    monkeypatch.setattr(build, "plan", short)
    monkeypatch.setattr("generator.build.steps.plan", short)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert run(verb, whole, "--as-of", "2018-12-31", "--jobs", "1") == 3
    assert capsys.readouterr().err.startswith("内存不够。")
    assert not (whole / "site").exists()


@pytest.fixture
def ending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Put a program of a name on the PATH that is ended as soon as it has begun."""

    def made(name: str) -> Path:
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(
            '#!/bin/sh\n[ "$1" = --version ] && exec /usr/bin/rsync --version\nkill -9 $$\n'
        )
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
        return program

    return made


def test_a_history_is_not_taken_for_unknown_because_git_was_ended(
    told: Path, ending: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(told / "site")
    ending("git")
    with pytest.raises(Ended):
        git.asked(told, "rev-parse", "HEAD")
    for each in (told / ".portal").iterdir():
        shutil.rmtree(each)
    assert run("build", told, "--as-of", "2018-12-31") == 3
    assert "git" in capsys.readouterr().err
    assert files(told / "site") == before


def test_a_desk_is_told_that_git_was_ended_and_takes_that_for_no_answer(
    told: Path, ending: Callable[[str], Path]
) -> None:
    desk = desk_git.Repository(told, "content", told / ".portal")
    ending("git")
    with pytest.raises(desk_git.Failed, match="ended git"):
        desk.before("content/pages/about.md")


def test_a_browser_and_an_rsync_that_are_ended_are_named(
    whole: Path, tmp_path: Path, ending: Callable[[str], Path]
) -> None:
    with pytest.raises(Ended) as ended:
        poster.print_page(str(ending("browser")), whole / "config.yaml", tmp_path / "a.pdf")
    assert "browser" in machine_faults.sentence(ended.value, "en")
    assert "内存" in machine_faults.sentence(ended.value, "zh-Hans")
    if shutil.which("rsync"):
        ending("rsync")
        with pytest.raises(Fault, match="ended rsync"):
            rsync_target.Rsync(whole, "rsync://127.0.0.1/x").state()


def test_a_fault_of_the_machine_that_is_none_of_these_is_told_as_before() -> None:
    said = machine_faults.sentence(OSError(errno.EIO, os.strerror(errno.EIO), "x"), "en")
    assert said.startswith("The machine says")
