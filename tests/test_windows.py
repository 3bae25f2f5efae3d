"""What Windows asks for, as far as it can be seen elsewhere.

`.github/workflows/windows.yml` has a machine with Windows look at the rest.
"""

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from generator import launcher
from generator.commands import cli, register
from generator.commands.divisions import RegisterError
from generator.commands.register_rows import read_register
from generator.commands.register_tree import grown
from tests import sites
from tests.conftest import ROOT

SCRIPT = ROOT / "portal.cmd"
WORKFLOW = ROOT / ".github" / "workflows" / "windows.yml"
VERBS = (
    ("check",),
    ("check", "--format", "json"),
    ("build",),
    ("new", "unit", "jia/dong/xin"),
    ("new", "project", "jia/dong/shang/2019-xin", "--title", "新𡌶路\ue170"),
    ("register", "区划.csv"),
    ("register", "区划.csv", "--prefecture", "99", "--write"),
    ("adopt", "new", "--name", "那𡌶市", "--register", "那.csv"),
    ("template", "projects", "-o", "表.xlsx"),
    ("export", "projects", "-o", "项目.xlsx"),
    ("import", "projects", "项目.xlsx"),
    ("publish", "where", "--dry-run"),
    ("poster", "nowhere"),
    ("clean",),
    ("nonsense",),
    ("--help",),
)
"""Every verb that prints and ends by itself."""


def run(encoding: str, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, str]:
    """Run a verb in a console of an encoding; return its exit code and what stands there."""
    shown = io.BytesIO()
    for name in ("stdout", "stderr"):
        console = io.TextIOWrapper(shown, encoding=encoding, errors="strict", write_through=True)
        monkeypatch.setattr(sys, name, console)
    monkeypatch.setattr(sys, "argv", ["portal", *arguments])
    try:
        code = cli.run()
    except SystemExit as ended:  # as argparse does
        code = int(ended.code or 0)
    said = shown.getvalue().decode(encoding)
    monkeypatch.undo()
    return code, said


@pytest.mark.parametrize("encoding", ["gbk", "cp437"])
@pytest.mark.parametrize("language", ["zh_CN", "en_GB"])
def test_every_verb_speaks_in_a_console_that_lacks_some_signs(
    encoding: str, language: str, tmp_path: Path
) -> None:
    root = sites.lay(tmp_path / "site")
    rows = "代码,名称\n99,示例州\n9901,甲𡌶县\n9902,\ue170县\n990101,长镇\n"
    (root / "区划.csv").write_text(rows, "utf-8")
    (root / "那.csv").write_text("代码,名称\n98,那𡌶市\n9801,大\ue170县\n", "utf-8")
    for arguments in VERBS:
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(root)
            patch.setenv("LC_ALL", f"{language}.UTF-8")
            code, said = run(encoding, patch, *arguments)
        assert code in (0, 1, 2), (arguments, said)
        assert said.strip() or arguments[0] == "check", arguments
        assert "Traceback" not in said


def test_the_launcher_speaks_there_too(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.BytesIO()
    console = io.TextIOWrapper(shown, encoding="cp437", errors="strict", write_through=True)
    monkeypatch.setattr(sys, "stderr", console)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    launcher.say("没有 Python", "no Python")
    assert shown.getvalue().split() == [b"??", b"Python"]


def test_the_script_tries_both_ways_to_python_and_opens_the_desk_by_itself() -> None:
    content = SCRIPT.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n")
    assert not content.startswith(b"\xef\xbb\xbf")
    lines = content.decode().split("\r\n")
    assert lines[0] == "@echo off"
    assert 'if "%~1"=="" set "VERB=desk"' in lines
    assert 'py -3 "%PORTAL%" %VERB% %*' in lines
    assert 'python "%PORTAL%" %VERB% %*' in lines
    labels = {line[1:] for line in lines if line.startswith(":")}
    assert {word.split()[-1] for word in lines if "goto " in word} <= labels
    # what is no ASCII is read rightly only once the console reads UTF-8
    chosen = lines.index("chcp 65001 >nul")
    assert all(line.isascii() for line in lines[:chosen])


@pytest.fixture(scope="module")
def interpreter(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path, dict[str, str]]:
    """Give Windows' command interpreter as Wine has it, its system's folder, and how to run it."""
    wine = shutil.which("wine") or shutil.which("wine64")
    if wine is None:  # 250 MB, which nothing else needs
        pytest.skip("wine is not installed: apt-get install wine64 wine")
    prefix = tmp_path_factory.mktemp("wine") / "prefix"
    quiet = {**os.environ, "WINEDEBUG": "-all", "DISPLAY": "", "WINEPREFIX": str(prefix)}
    subprocess.run([wine, "cmd", "/c", "ver"], capture_output=True, check=True, env=quiet)
    return wine, prefix / "drive_c/windows/system32", quiet


def test_the_script_says_where_there_is_no_python(
    interpreter: tuple[str, Path, dict[str, str]],
) -> None:
    wine, _, quiet = interpreter
    command = [wine, "cmd", "/c", str(SCRIPT), "--version"]
    done = subprocess.run(command, capture_output=True, check=False, env=quiet, timeout=120)
    assert done.returncode == 3
    assert b"No Python 3 was found" in done.stdout


@pytest.mark.parametrize("name", ["py", "python"])
def test_the_script_starts_whichever_python_there_is(
    name: str, interpreter: tuple[str, Path, dict[str, str]], tmp_path: Path
) -> None:
    """One that is no Python stands for it: a program that ends well whatever it is given."""
    wine, system, quiet = interpreter
    shutil.copy(system / "cmd.exe", tmp_path / f"{name}.exe")
    done = subprocess.run(
        [wine, "cmd", "/c", str(SCRIPT), "check"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        env={**quiet, "WINEPATH": f"Z:{tmp_path}".replace("/", "\\")},
        timeout=120,
    )
    assert done.returncode == 0
    assert b"No Python 3 was found" not in done.stdout


def test_the_workflow_for_windows_starts_what_a_clerk_starts() -> None:
    said = yaml.safe_load(WORKFLOW.read_text("utf-8"))
    (job,) = said["jobs"].values()
    assert job["runs-on"].startswith("windows")
    assert "936" in job["strategy"]["matrix"]["code-page"]
    commands = [step["run"] for step in job["steps"] if "run" in step]
    assert all(step["shell"] == "cmd" for step in job["steps"] if "run" in step)
    for verb in ("--version", "check", "build", "adopt", "register", "test"):
        assert any(f"portal.cmd {verb}" in command for command in commands), verb
    for command in commands:
        for word in command.split():
            if word.startswith(("tests/", "tests\\")):
                assert (ROOT / word.replace("\\", "/")).exists(), word


def test_a_register_gives_no_path_that_windows_cannot_have(tmp_path: Path) -> None:
    long = "长" * 40
    rows = f"代码,名称\n5205,毕节市\n520502,{long}县\n520502100,{long}镇\n"
    with pytest.raises(RegisterError) as caught:
        register.plan(tmp_path, grown(read_register(rows.encode())))
    told = [*caught.value.lines("en")]
    assert all(each.startswith("content/units/changchang") for each in told)
    (tmp_path / "slugs.yaml").write_text('"520502": con\n', "utf-8")
    with pytest.raises(RegisterError) as caught:
        register.plan(
            tmp_path, grown(read_register("代码,名称\n5205,毕节市\n520502,甲县\n".encode()))
        )
    assert next(iter(caught.value.lines("en"))).startswith("content/units/con.yaml: ")
