import ast
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
import zipfile
from collections.abc import Mapping
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PORTAL = ROOT / "portal"
LAUNCHER = ROOT / "generator" / "launcher.py"
LOCKS = tuple(ROOT / f"requirements{each}.lock" for each in ("", "-s3", "-test"))

# Stands in for the program: says where it runs and what it was given, and ends with code 7.
PROGRAM = """\
import os, sys
print(os.getcwd(), *sys.argv[1:], sep="|")
raise SystemExit(7)
"""
OUT_OF_REACH = f"nothing-like-this==1.0 --hash=sha256:{'0' * 64}\n"


def launcher_in(folder: Path) -> ModuleType:
    loader = SourceFileLoader("launcher", str(folder / "generator" / "launcher.py"))
    spec = spec_from_loader("launcher", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


launcher = launcher_in(ROOT)


def environment(**more: str) -> dict[str, str]:
    """No locale, and no registry within reach: what is installed here is nothing at all."""
    left_out = ("PIP_", "LC_", "LANG", "PYTHON", "CI")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(left_out)}
    return kept | {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": "http://127.0.0.1:1/",
        "PIP_RETRIES": "0",
        "PYTHONUTF8": "1",
        **more,
    }


def run(
    folder: Path, *arguments: str, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, folder / "portal", *arguments],
        cwd=cwd or folder,
        env=env or environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


def start(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, folder / "portal", "build"],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def wait_until_half_made(folder: Path) -> None:
    end = time.monotonic() + 120
    while not (folder / ".venv-1" / "pyvenv.cfg").exists():
        assert time.monotonic() < end
        time.sleep(0.01)


def assert_one_sentence(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """Only one line after the announcement, with these words; the machine's fault, told plainly."""
    assert done.returncode == 3, done.stderr
    assert done.stdout == ""
    lines = [line for line in done.stderr.splitlines() if "请等一两分钟" not in line]
    assert len(lines) == 1, done.stderr
    assert lines[0].endswith("。")
    for word in words:
        assert word in lines[0]


def environments(folder: Path) -> list[str]:
    """The numbers of the environments that are there, whole or not."""
    return sorted(path.name.partition("-")[2] for path in folder.glob(".venv-*"))


def clone_in(place: Path) -> Path:
    """A clone nobody has used yet, with a program and locks that need no network."""
    folder = place / "明镜 门户"
    (folder / "generator").mkdir(parents=True)
    shutil.copy(PORTAL, folder)
    shutil.copy(LAUNCHER, folder / "generator")
    (folder / "requirements.lock").touch()
    (folder / "requirements-test.lock").touch()
    (folder / "generator" / "__init__.py").touch()
    (folder / "generator" / "__main__.py").write_text(PROGRAM, encoding="utf-8")
    return folder


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    return clone_in(tmp_path)


@pytest.fixture(scope="module")
def used_once(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    folder = clone_in(tmp_path_factory.mktemp("used"))
    return folder, run(folder, "build")


@pytest.fixture
def used(used_once: tuple[Path, subprocess.CompletedProcess[str]]) -> Path:
    """A clone that was used before; for tests that do not change it."""
    return used_once[0]


@pytest.fixture
def moved(used: Path, tmp_path: Path) -> Path:
    """The same, moved to another place; for tests that change it."""
    return copied(used, tmp_path / "moved")


def copied(folder: Path, to: Path) -> Path:
    """Copy `folder`; the packages of its environment, of which no test changes any, are shared."""

    def take(file: str, copy: str) -> None:
        copy_or_link = os.link if "site-packages" in Path(file).parts else shutil.copy2
        copy_or_link(file, copy)

    return Path(shutil.copytree(folder, to, symlinks=True, copy_function=take))


class Quick:
    """The launcher in a folder, called in this process; what it makes is a copy of what was made.

    For what comes before and after an environment is made: to make one takes seconds.
    """

    def __init__(self, folder: Path, used: Path, patch: pytest.MonkeyPatch) -> None:
        for name in os.environ.keys() - environment().keys():
            patch.delenv(name)
        for name, value in environment().items():
            patch.setenv(name, value)
        self.there = launcher_in(folder)

        def make(environment: str, _: int) -> None:
            copied(used / ".venv-1", Path(environment))
            Path(environment, "requirements.lock.installed").unlink()

        patch.setattr(self.there, "make_environment", make)
        patch.setattr(self.there, "forget_misleading", lambda: None)  # for this process may need it
        patch.setattr(self.there, "hand_over", lambda _: 7)

    def run(self, capfd: pytest.CaptureFixture[str]) -> subprocess.CompletedProcess[str]:
        """Run it as `portal build`."""
        code = self.there.main(["build"])
        out, err = capfd.readouterr()
        return subprocess.CompletedProcess([], code, out, err)


def test_first_use_says_what_it_is_doing_and_then_runs_the_program(
    used_once: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, first = used_once
    assert first.stderr.splitlines() == [
        "第一次使用：正在 .venv 文件夹里准备运行环境，要下载约 30 MB，请等一两分钟。",
        "准备好了。",
    ]
    assert first.stdout == f"{folder}|build\n"


def test_second_use_is_quiet(used: Path) -> None:
    again = run(used, "build")
    assert again.stderr == ""
    assert again.stdout == f"{used}|build\n"


def test_the_exit_code_of_the_program_is_handed_back(used: Path) -> None:
    assert run(used, "build").returncode == 7


def test_arguments_with_spaces_quotes_and_chinese_arrive_as_they_are(used: Path) -> None:
    arguments = ["check", "--config", "都匀 市/config.yaml", 'a"b', "", "*"]
    assert run(used, *arguments).stdout == "|".join([str(used), *arguments]) + "\n"


def test_it_runs_from_another_folder_and_stays_there(used: Path, tmp_path: Path) -> None:
    done = run(used, "build", cwd=tmp_path)
    assert (done.stdout, done.returncode) == (f"{tmp_path}|build\n", 7)


def test_modules_in_the_current_folder_do_not_pass_for_the_programs(
    used: Path, tmp_path: Path
) -> None:
    (tmp_path / "generator.py").write_text("raise SystemExit(1)\n", encoding="utf-8")
    (tmp_path / "runpy.py").write_text("raise SystemExit(1)\n", encoding="utf-8")
    assert run(used, cwd=tmp_path).returncode == 7


@pytest.mark.skipif(sys.platform == "win32", reason="making links needs a right there")
def test_it_can_be_called_through_a_link(used: Path, tmp_path: Path) -> None:
    (tmp_path / "portal").symlink_to(used / "portal")
    done = run(tmp_path, "build")
    assert (done.stdout, done.stderr) == (f"{tmp_path}|build\n", "")


def test_a_folder_moved_with_its_venv_goes_on_working(moved: Path, used: Path) -> None:
    done = run(moved, "build")
    assert (done.stdout, done.stderr) == (f"{moved}|build\n", "")
    assert used != moved


def test_a_later_start_imports_nothing_that_python_has_not_at_hand(used: Path) -> None:
    def imported(*command: str | Path) -> set[str]:
        done = subprocess.run(
            [sys.executable, "-X", "importtime", *command],
            env=environment(),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return set(re.findall(r"\| +([\w.]+)$", done.stderr, re.MULTILINE))

    bare = imported("-c", "import os, sys")
    assert "os" in bare
    assert imported(used / "portal", "build") <= bare | {"fcntl"}


def test_a_changed_lock_makes_an_environment_beside_the_old(moved: Path) -> None:
    (moved / "requirements.lock").write_text("# changed\n", encoding="utf-8")
    done = run(moved, "build")
    assert done.returncode == 7
    assert "正在重新准备" in done.stderr
    assert environments(moved) == ["1", "2"]
    assert (moved / ".venv").resolve() == moved / ".venv-2"
    (moved / "requirements.lock").write_text("", encoding="utf-8")  # as `git checkout` does
    assert run(moved, "build").stderr == ""


def test_an_environment_that_another_python_made_is_taken_while_that_python_is_there(
    moved: Path,
) -> None:
    there, lock = launcher_in(moved), str(moved / "requirements.lock")
    environment = moved / ".venv-1"
    assert there.installed(lock, str(environment))
    stamp = environment / "requirements.lock.installed"
    other = Path(shutil.copy(sys.executable, moved / "python3.99"))
    python = Path(there.python_of(str(environment)))
    python.unlink()
    python.symlink_to(other)
    assert not there.installed(lock, str(environment))  # its link leads to another one by now
    there.write_stamp(lock, str(environment))
    assert other.name in stamp.read_text(encoding="utf-8")
    assert there.installed(lock, str(environment))
    other.unlink()
    assert not there.installed(lock, str(environment))


def test_an_environment_of_an_older_launcher_is_taken_as_it_is(
    moved: Path, used: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (moved / ".venv").unlink()
    (moved / ".venv-1").rename(moved / ".venv")
    first = f"{sys.version.split()[0]} {sys.platform} {sys.base_prefix}\n"
    (moved / ".venv" / "requirements.lock.installed").write_text(first, encoding="utf-8")
    (moved / ".venv" / "in-use").unlink()
    done = run(moved, "build")
    assert (done.stderr, done.returncode) == ("", 7)
    (moved / "requirements.lock").write_text("# changed\n", encoding="utf-8")
    assert Quick(moved, used, monkeypatch).run(capfd).returncode == 7
    assert environments(moved) == ["0", "1"]
    assert (moved / ".venv").resolve() == moved / ".venv-1"


def test_an_environment_whose_python_is_gone_is_not_taken(moved: Path) -> None:
    there = launcher_in(moved)
    Path(there.python_of(str(moved / ".venv-1"))).unlink()
    assert not there.installed(str(moved / "requirements.lock"), str(moved / ".venv-1"))


@pytest.mark.skipif(sys.platform == "win32", reason="there what runs is kept by the system")
def test_what_runs_in_an_older_environment_runs_on_however_often_the_lock_changes(
    moved: Path,
) -> None:
    serve = "import sys\nprint('ready', flush=True)\nsys.stdin.read()\nimport wsgiref.util, pip\n"
    program = moved / "generator" / "__main__.py"
    program.write_text(f"{serve}print(pip.__file__)\n", encoding="utf-8")
    long = subprocess.Popen(
        [sys.executable, moved / "portal", "serve"],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert long.stdout is not None
    assert long.stdout.readline() == "ready\n"
    program.write_text(PROGRAM, encoding="utf-8")
    there = launcher_in(moved)
    for number in range(2, 6):  # whole environments, made without waiting for them
        shutil.copytree(moved / ".venv-1", moved / f".venv-{number}", symlinks=True)
    there.tidy(str(moved / ".venv-5"))
    assert environments(moved) == ["1", "3", "4", "5"]
    assert ".venv-1" in long.communicate("", timeout=60)[0]
    assert long.returncode == 0
    there.tidy(str(moved / ".venv-5"))
    assert environments(moved) == ["3", "4", "5"]


def test_a_venv_whose_making_was_killed_is_made_anew(
    fresh: Path, used: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    first = start(fresh)
    wait_until_half_made(fresh)
    first.kill()
    first.communicate()
    assert environments(fresh) == ["1"]
    second = Quick(fresh, used, monkeypatch).run(capfd)
    assert second.returncode == 7
    assert "运行环境不完整" in second.stderr
    assert environments(fresh) == ["2"]
    assert run(fresh, "build").stderr == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
def test_ctrl_c_on_first_use_leaves_nothing_half_made(fresh: Path) -> None:
    first = start(fresh)
    wait_until_half_made(fresh)
    first.send_signal(signal.SIGINT)
    _, said = first.communicate(timeout=60)
    assert first.returncode == 130
    assert "Traceback" not in said
    assert environments(fresh) == []
    assert not (fresh / ".venv").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there files are not executed by themselves")
def test_of_launchers_at_once_one_prepares_and_the_others_wait(fresh: Path) -> None:
    command = [
        str(fresh / "portal"),
        "build",
    ]  # executed itself, as people do, not read by a Python
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    first = subprocess.Popen(
        command, env=environment(PATH=path), stderr=subprocess.PIPE, encoding="utf-8"
    )
    wait_until_half_made(fresh)
    others = [
        subprocess.Popen(command, env=environment(PATH=path), stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=300)[1] for process in (first, *others)]
    assert [process.returncode for process in (first, *others)] == [7, 7, 7]
    assert said[0].startswith("第一次使用")
    assert said[1:] == ["另一个 portal 正在准备运行环境，请稍等。\n"] * 2
    assert environments(fresh) == ["1"]


def test_without_network_a_sentence_names_the_cure_and_nothing_is_left(
    fresh: Path, used: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (fresh / "requirements.lock").write_text(OUT_OF_REACH, encoding="utf-8")
    done = Quick(fresh, used, monkeypatch).run(capfd)
    assert_one_sentence(done, "请检查网络", "pip 镜像", "nothing-like-this")
    assert environments(fresh) == []
    assert not (fresh / ".venv").exists()


def test_without_network_a_changed_lock_leaves_the_old_environment_at_work(
    moved: Path, used: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (moved / "requirements.lock").write_text(OUT_OF_REACH, encoding="utf-8")
    done = Quick(moved, used, monkeypatch).run(capfd)
    assert done.returncode == 7
    again = run(moved, "build")
    assert (again.returncode, again.stdout) == (7, f"{moved}|build\n")
    announced, sentence = done.stderr.splitlines()
    assert "正在重新准备" in announced
    assert "先用原来的继续" in sentence
    assert "请检查网络" in sentence
    assert environments(moved) == ["1"]
    assert (moved / ".venv").resolve() == moved / ".venv-1"


def test_what_failed_is_not_tried_again_at_each_start_until_minutes_later_or_another_lock(
    moved: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    there, tries = launcher_in(moved), []

    def prepare() -> str:
        tries.append(1)
        raise there.Trouble("没有网络。", "No network.")

    monkeypatch.setattr(there, "prepare", prepare)
    (moved / "requirements.lock").write_text(OUT_OF_REACH, encoding="utf-8")
    older = str(moved / ".venv-1")
    assert [there.prepare_or_go_on() for _ in range(3)] == [older] * 3
    assert len(tries) == 1
    said = capfd.readouterr().err.splitlines()
    assert "没有网络" in said[0]
    assert all("10分钟后再试" in line and ".venv.failed" in line for line in said[1:])
    failed = moved / ".venv.failed"
    os.utime(failed, (failed.stat().st_mtime - 600,) * 2)
    there.prepare_or_go_on()
    assert len(tries) == 2
    (moved / "requirements.lock").write_text(f"#\n{OUT_OF_REACH}", encoding="utf-8")
    there.prepare_or_go_on()
    assert len(tries) == 3
    monkeypatch.setattr(there, "prepare", lambda: older)
    failed.touch()
    (moved / "requirements.lock").write_text("", encoding="utf-8")
    assert there.prepare_or_go_on() == older
    assert not failed.exists()


def test_who_may_not_reach_the_python_of_an_environment_is_told_that_and_not_of_writing(
    moved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = launcher_in(moved)
    python = there.python_of(str(moved / ".venv-1"))
    real = os.path.realpath(python)
    stat, access = os.stat, os.access

    def refuse(path: Any, *more: Any, **rest: Any) -> os.stat_result:
        if str(path).startswith(str(moved / ".venv")) and str(path).endswith(there.BIN[-1]):
            raise PermissionError(13, "Permission denied", path)
        return stat(path, *more, **rest)

    def prepare() -> str:
        raise PermissionError(13, "Permission denied", str(moved / ".venv-2"))

    monkeypatch.setattr(os, "stat", refuse)
    monkeypatch.setattr(os, "access", lambda path, mode: path != str(moved) and access(path, mode))
    monkeypatch.setattr(there, "prepare", prepare)
    with pytest.raises(there.Trouble, match="may not reach") as told:
        there.prepare_or_go_on()
    assert real in told.value.chinese
    assert "没有权限使用" in told.value.chinese


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("generator/__main__.py", "def f():\n    from nothing_like_this.here import x\n"),
        ("pyproject.toml", "[project]\ndependencies = ['pip>=9999']\n"),
        ("pyproject.toml", "[project]\ndependencies = ['nothing-like-this']\n"),
    ],
)
def test_an_old_environment_that_lacks_what_the_program_needs_is_not_gone_on_with(
    moved: Path, file: str, text: str
) -> None:
    (moved / file).write_text(text, encoding="utf-8")
    (moved / "requirements.lock").write_text(OUT_OF_REACH, encoding="utf-8")
    there = launcher_in(moved)
    assert there.fallback() == ""
    (moved / file).unlink()
    assert there.fallback() == str(moved / ".venv-1")


def test_where_the_old_environment_will_not_do_the_reason_is_told_and_it_stays(
    moved: Path, used: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (moved / "generator" / "more.py").write_text("import nothing_like_this\n", encoding="utf-8")
    (moved / "requirements.lock").write_text(OUT_OF_REACH, encoding="utf-8")
    done = Quick(moved, used, monkeypatch).run(capfd)
    assert_one_sentence(done, "请检查网络", "nothing-like-this")
    assert environments(moved) == ["1"]  # for going back to the older commit


def test_tests_that_cannot_be_prepared_leave_the_program_usable(moved: Path) -> None:
    (moved / "requirements-test.lock").write_text(OUT_OF_REACH, encoding="utf-8")
    assert_one_sentence(run(moved, "test"), "请检查网络")
    done = run(moved, "build")
    assert (done.stderr, done.returncode) == ("", 7)


@pytest.mark.parametrize(
    ("arguments", "settings"),
    [
        (["s3://bucket/x"], ""),
        (["--dry-run", "s3a://bucket"], "publish: /srv/www\n"),
        ([], "title: x\npublish: s3://bucket\n"),
        (["--full"], 'publish: "s3://bucket"\n'),
        (["--config=other.yaml"], ""),
        (["--config", "other.yaml", "--dry-run"], ""),
    ],
)
def test_publishing_to_a_store_needs_more_and_nothing_else_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], settings: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("config.yaml").write_text(settings, encoding="utf-8")
    Path("other.yaml").write_text("publish:  s3://bucket\n", encoding="utf-8")
    assert launcher.wants_store(["publish", *arguments])
    for others in (["build"], ["publish", "/srv"], ["publish", "host:s3"], ["check", "s3://x"]):
        assert not launcher.wants_store(others)


def test_what_a_store_needs_is_added_once(moved: Path) -> None:
    (moved / "requirements-s3.lock").write_text(OUT_OF_REACH, encoding="utf-8")
    (moved / "config.yaml").write_text("publish: s3://bucket\n", encoding="utf-8")
    done = run(moved, "publish", "--full", cwd=moved)
    assert "对象存储" in done.stderr
    assert "请检查网络" in done.stderr
    assert done.returncode == 3
    for others in (["build"], ["publish", "/srv"]):
        done = run(moved, *others, cwd=moved)
        assert (done.stderr, done.returncode) == ("", 7)
    (moved / "requirements-s3.lock").write_text("", encoding="utf-8")
    assert run(moved, "publish", "--full", cwd=moved).returncode == 7
    assert run(moved, "publish", "--full", cwd=moved).stderr == ""


@pytest.mark.parametrize("option", [["--on", "dask://x:1"], ["--on=dask://x:1"]])
def test_building_on_other_machines_needs_more(option: list[str]) -> None:
    assert launcher.wants_cluster(["build", *option])
    assert not launcher.wants_cluster(["build"])
    assert not launcher.wants_cluster(["check", *option])


def test_what_building_on_other_machines_needs_is_added_once(moved: Path) -> None:
    option = ["--on", "dask://x:1"]
    (moved / "requirements-dask.lock").write_text(OUT_OF_REACH, encoding="utf-8")
    done = run(moved, "build", *option, cwd=moved)
    assert "多机构建" in done.stderr
    assert done.returncode == 3
    done = run(moved, "build", cwd=moved)
    assert (done.stderr, done.returncode) == ("", 7)
    (moved / "requirements-dask.lock").write_text("", encoding="utf-8")
    assert run(moved, "build", *option, cwd=moved).returncode == 7


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are set by its shell")
def test_a_disk_that_takes_nothing_gets_a_sentence_and_nothing_is_left(fresh: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", 'ulimit -f 0; exec "$@"', "sh", sys.executable, fresh / "portal", "build"],
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert_one_sentence(done, str(fresh / ".venv"))
    assert not (fresh / ".venv").exists()


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_the_venv_module_gets_the_debian_package_named(
    fresh: Path, module: str
) -> None:
    without = f"import runpy, sys; sys.modules[{module!r}] = None; sys.argv = ['portal']; "
    done = subprocess.run(
        [sys.executable, "-c", f"{without}runpy.run_path('portal', run_name='__main__')"],
        cwd=fresh,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert_one_sentence(done, "python3-venv")
    assert not (fresh / ".venv").exists()


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 10, 13), (2, 7, 18)])
def test_a_python_that_is_too_old_is_named_with_the_version_needed(
    version: tuple[int, int, int],
) -> None:
    with pytest.raises(launcher.Trouble) as told:
        launcher.check_python(version)
    for sentence in (told.value.chinese, told.value.english):
        assert ".".join(map(str, version)) in sentence
        assert "3.11" in sentence


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 2), (4, 0, 0)])
def test_a_python_that_is_new_enough_is_taken(version: tuple[int, int, int]) -> None:
    launcher.check_python(version)


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the only package there is, `lantern`, and the lock that names it."""
    folder = tmp_path_factory.mktemp("wheels")
    wheel = folder / "lantern-1.0-py3-none-any.whl"
    info = "lantern-1.0.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("lantern.py", "LIGHT = 'ours'\n")
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: lantern\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", f"lantern.py,,\n{info}/METADATA,,\n{info}/RECORD,,\n")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    lock = f"lantern==1.0 ; python_version >= '3' \\\n    --hash=sha256:{digest}\n"
    other = "flare==2 ; sys_platform == 'plan9' \\\n    --hash=sha256:" + "0" * 64 + "\n"
    (folder / "lock").write_text(lock + other, encoding="utf-8")
    return folder


LIGHT = "import lantern\nprint(lantern.LIGHT)\nraise SystemExit(7)\n"


def test_settings_that_lead_elsewhere_do_no_harm_and_those_that_name_sources_count(
    fresh: Path, wheels: Path, tmp_path: Path
) -> None:
    shutil.copy(wheels / "lock", fresh / "requirements.lock")
    (fresh / "generator" / "__main__.py").write_text(LIGHT, encoding="utf-8")
    strange = tmp_path / "strange"
    (strange / "generator").mkdir(parents=True)
    for name in ("lantern.py", "subprocess.py", "venv.py", "pip.py", "generator/__init__.py"):
        (strange / name).write_text("raise SystemExit('not this one')\n", encoding="utf-8")
    settings = tmp_path / "pip.conf"
    settings.write_text(
        f"[global]\nquiet = 3\nno-index = true\nfind-links = {wheels}\nroot = {tmp_path}/root\n"
        f"[install]\ntarget = {tmp_path}/target\nno-binary = :all:\ndry-run = true\n",
        encoding="utf-8",
    )
    misleading = environment(
        PIP_CONFIG_FILE=str(settings),
        PIP_TARGET=str(tmp_path / "target"),
        PIP_PREFIX=str(tmp_path / "prefix"),
        PIP_USER="1",
        PIP_DRY_RUN="1",
        PIP_NO_DEPS="1",
        PIP_QUIET="3",
        PIP_PYTHON="/nowhere/python",
        PIP_PLATFORM="win32",
        PIP_REQUIRE_VIRTUALENV="1",
        PIP_CONSTRAINT="/nowhere/constraints.txt",
        PYTHONPATH=str(strange),
        PYTHONSAFEPATH="1",
        PYTHONDONTWRITEBYTECODE="1",
        PYTHONSTARTUP=str(strange / "lantern.py"),
        PYTHONINSPECT="",
        VIRTUAL_ENV=str(tmp_path / "another"),
    )
    done = run(fresh, "build", env=misleading)
    assert (done.stdout, done.returncode) == ("ours\n", 7), done.stderr
    assert done.stderr.splitlines()[-1] == "准备好了。"
    assert not {"target", "prefix", "root"} & {path.name for path in tmp_path.iterdir()}

    there = launcher_in(fresh)
    lock = str(fresh / "requirements.lock")
    assert there.ask(str(fresh / ".venv-1"), "unusable", lock) == []
    [module] = (fresh / ".venv-1").glob("**/lantern.py")
    module.write_text("import nothing_like_this\n", encoding="utf-8")
    [said] = there.ask(str(fresh / ".venv-1"), "unusable", lock)
    assert "lantern" in said
    assert "nothing_like_this" in said
    (fresh / "requirements.lock").write_text(OUT_OF_REACH, encoding="utf-8")
    [said] = there.ask(str(fresh / ".venv-1"), "unusable", lock)
    assert "nothing-like-this" in said


@pytest.mark.parametrize(
    ("listed", "kept"),
    [
        ("global.index-url='https://a.example/simple'", {"PIP_INDEX_URL"}),
        ("global.trusted-host='\\na.example\\nb.example'", {"PIP_TRUSTED_HOST"}),
        ("install.find-links='/opt/x'\n:env:.proxy='p:1'", {"PIP_FIND_LINKS", "PIP_PROXY"}),
        ("global.target='/x'\ninstall.user='1'\n:env:.dry-run='1'", set()),
        ("global.root='/x'\nglobal.prefix='/y'\nglobal.platform='z'\nglobal.pre='1'", set()),
        ("For variant 'env', will try loading '/x=y'\ndownload.index-url='u'", set()),
        ("", set()),
    ],
)
def test_only_sources_are_taken_from_the_settings_of_pip(listed: str, kept: set[str]) -> None:
    assert launcher.pip_settings(listed).keys() == kept


def test_settings_of_pip_count_in_the_order_of_pip() -> None:
    listed = ":env:.timeout='3'\nglobal.timeout='1'\ninstall.timeout='2'\nglobal.retries='0'"
    assert launcher.pip_settings(listed) == {"PIP_TIMEOUT": "3", "PIP_RETRIES": "1"}


@pytest.mark.parametrize(
    ("tag", "word"),
    [
        ("cpython-311-x86_64-linux-musl", "Alpine"),
        ("cpython-313t-aarch64-linux-musl", "Alpine"),
        ("cp312-win_arm64", "x64"),
        ("cp311-win32", "64-bit"),
        ("cpython-311-arm-linux-gnueabihf", "64-bit"),
        ("cpython-311-i386-linux-gnu", "64-bit"),
        ("cpython-313t-x86_64-linux-gnu", "free-threaded"),
        ("cp314t-win_amd64", "free-threaded"),
        ("pypy311-pp73-x86_64-linux-gnu", "CPython"),
        ("cpython-315-x86_64-linux-gnu", "3.11 to 3.14"),
        ("cpython-311-darwin", "3.11 to 3.14"),
        ("cp311-win_amd64", "3.11 to 3.14"),
    ],
)
def test_a_platform_that_lacks_packages_is_told_which_python_has_them(tag: str, word: str) -> None:
    assert word in launcher.cure_for_platform(tag)[1]


def test_a_package_without_a_build_for_this_machine_is_named() -> None:
    trouble = launcher.explain(
        "ERROR: Could not find a version that satisfies the requirement nh3==0.2.18 "
        "(from versions: none)\nERROR: No matching distribution found for nh3==0.2.18"
    )
    for sentence in (trouble.chinese, trouble.english):
        assert "nh3==0.2.18" in sentence
        assert launcher.platform_tag() in sentence
    assert "镜像" in trouble.chinese


def test_tests_lay_their_files_into_memory_where_there_is_plenty_and_no_one_chose_otherwise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(launcher, "MEMORY", str(tmp_path))
    monkeypatch.setattr(launcher, "room_in", lambda _: launcher.PLENTY - 1)
    monkeypatch.delenv("TMPDIR", raising=False)
    assert launcher.test_command("python", []) == ["python", "-m", "pytest"]
    monkeypatch.setattr(launcher, "room_in", lambda _: launcher.PLENTY)
    monkeypatch.setenv("TMPDIR", "/elsewhere")
    assert launcher.test_command("python", []) == ["python", "-m", "pytest"]
    monkeypatch.delenv("TMPDIR")
    assert "tmp_path_retention_policy=failed" in launcher.test_command("python", [])
    assert os.environ["TMPDIR"] == str(tmp_path)


def test_what_a_program_that_the_system_ends_leaves_says_so() -> None:
    code, said = launcher.run_apart(["sh", "-c", "echo Collecting; kill -9 $$"])
    assert code == -9
    assert "内存" in launcher.explain(said).chinese


def test_a_folder_that_is_not_there_has_no_room(tmp_path: Path) -> None:
    assert launcher.room_in(str(tmp_path / "no")) == 0


def test_tests_in_a_folder_that_cannot_be_written_keep_nothing_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(launcher, "MEMORY", "/nowhere")
    monkeypatch.setattr(launcher.os, "access", lambda *_: False)
    assert "no:cacheprovider" in launcher.test_command("python", ["-n", "0"])
    monkeypatch.setattr(launcher.os, "access", lambda *_: True)
    assert launcher.test_command("python", ["a"]) == ["python", "-m", "pytest", "a"]


def test_programs_that_tests_start_find_their_modules_compiled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    launcher.test_command("python", [])
    assert "PYTHONDONTWRITEBYTECODE" not in os.environ


@pytest.mark.parametrize(
    ("report", "cure"),
    [
        ("[Errno 28] No space left on device", "腾出"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left", "腾出"),
        ("[Errno 13] Permission denied: '.venv'", "有权限"),
        ("[Errno 30] Read-only file system: '.venv'", "有权限"),
        ("[WinError 5] 拒绝访问。: '.venv'", "有权限"),
        ("Collecting x\nended by signal 9", "内存"),
        ("WARNING: Retrying\nERROR: No matching distribution found for x", "检查网络"),
        ("ERROR: No matching distribution found for x==1 (from versions: none)", "换一个镜像"),
        ("ERROR: Configuration file could not be loaded.\nno section", "设置文件"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "镜像"),
        ("ERROR: Failed building wheel for x", "发给维护的人"),
        ("", "发给维护的人"),
    ],
)
def test_each_fault_of_the_machine_has_its_cure(report: str, cure: str) -> None:
    trouble = launcher.explain(report)
    assert cure in trouble.chinese
    assert "\n" not in trouble.chinese + trouble.english
    assert "run this again" in trouble.english


@pytest.mark.parametrize(
    ("environ", "english"),
    [
        ({}, False),
        ({"LANG": "C.UTF-8"}, False),
        ({"LANG": "POSIX"}, False),
        ({"LANG": "zh_CN.UTF-8"}, False),
        ({"LANG": "zh_TW"}, False),
        ({"LANG": "en_US.UTF-8"}, True),
        ({"LANG": "de_DE@euro"}, True),
        ({"LC_ALL": "zh_CN", "LANG": "en_US"}, False),
        ({"LC_ALL": "", "LC_MESSAGES": "en_GB", "LANG": "zh_CN"}, True),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="there no locale means the system's")
def test_it_speaks_english_only_where_the_locale_names_another_language(
    environ: dict[str, str], english: bool
) -> None:
    assert launcher.reads_english(environ) is english


def test_it_speaks_english_where_the_locale_is_english(moved: Path) -> None:
    (moved / "requirements-test.lock").write_text(OUT_OF_REACH, encoding="utf-8")
    said = run(moved, "test", env=environment(LANG="en_US.UTF-8")).stderr
    assert "check the network" in said
    assert said.isascii()


def test_a_child_ended_by_ctrl_c_counts_as_interrupted() -> None:
    itself = "import os, signal; signal.signal(2, signal.SIG_DFL); os.kill(os.getpid(), 2)"
    assert launcher.wait_for([sys.executable, "-c", itself]) == 130


def test_on_windows_the_exit_code_of_the_program_is_handed_back(
    used: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    there = launcher_in(used)
    assert (
        there.wait_for([there.python_of(str(used / ".venv-1")), "-P", "-m", "generator", "a b"])
        == 7
    )
    assert capfd.readouterr().out == f"{Path.cwd()}|a b\n"


@pytest.mark.parametrize("path", [PORTAL, LAUNCHER], ids=lambda path: path.name)
def test_the_launcher_imports_only_what_comes_with_python(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import)
             for alias in node.names}  # fmt: skip
    assert named >= {"os", "sys"}
    assert {name.partition(".")[0] for name in named} <= sys.stdlib_module_names
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]


@pytest.mark.parametrize("path", [PORTAL, LAUNCHER], ids=lambda path: path.name)
def test_an_old_python_can_read_the_launcher_and_so_be_told(path: Path) -> None:
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_a_later_start_reads_the_launcher_as_python_keeps_it_and_mends_that(moved: Path) -> None:
    kept_by_python = environment(PYTHONDONTWRITEBYTECODE="")
    assert run(moved, "build", env=kept_by_python).returncode == 7
    [kept] = (moved / "generator" / "__pycache__").glob("launcher.*.pyc")
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-100])  # as of a disk that was full
    done = run(moved, "build", env=kept_by_python)
    assert (done.stderr, done.returncode) == ("", 7)
    launcher_file = moved / "generator" / "launcher.py"
    old = launcher_file.read_text(encoding="utf-8")
    launcher_file.write_text(f"{old}raise SystemExit(9)\n", encoding="utf-8")
    assert run(moved, "build", env=kept_by_python).returncode == 9


def pins(lock: Path) -> dict[str, str]:
    lines = lock.read_text(encoding="ascii").replace("\\\n", "").splitlines()
    entries = [line for line in lines if line and not line.startswith("#")]
    found = {}
    for entry in entries:
        match = re.match(r"([a-z0-9-]+)==(\S+) .*--hash=sha256:[0-9a-f]{64}", entry)
        assert match, entry[:80]
        found[match[1]] = match[2]
    return found


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_versions_and_hashes_and_no_place(lock: Path) -> None:
    assert pins(lock)
    text = lock.read_text(encoding="ascii")
    assert not re.search(r"://|^-|\bindex\b|\bfind-links\b|@ ", text, re.MULTILINE)


@pytest.mark.parametrize(("one", "other"), [*combinations(LOCKS, 2)], ids=lambda lock: lock.name)
def test_no_two_locks_name_different_versions(one: Path, other: Path) -> None:
    here, there = pins(one), pins(other)
    both = here.keys() & there.keys()
    assert {name: here[name] for name in both} == {name: there[name] for name in both}


def test_all_that_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[<>=!~;\[ ]", line)[0].lower() for line in requirements}

    assert names(project["project"]["dependencies"]) <= pins(LOCKS[0]).keys()
    assert names(project["project"]["optional-dependencies"]["s3"]) <= pins(LOCKS[1]).keys()
    assert names(project["dependency-groups"]["test"]) <= pins(LOCKS[2]).keys()
