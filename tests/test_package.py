import ast
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SCRIPTS = "Scripts" if sys.platform == "win32" else "bin"
FINDER = "import generator, pathlib; print(pathlib.Path(generator.__file__).parent)"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment in which `pip install .` was run, offline: what it needs is at hand here."""
    home = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(home, symlinks=sys.platform != "win32")
    own = Path(sysconfig.get_path("purelib", "venv", {"base": str(home)}))
    (own / "at-hand.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--ignore-installed"]
    done = subprocess.run(
        [python(home), "-m", "pip", "install", "--disable-pip-version-check", *options, ROOT],
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return home


def python(home: Path) -> Path:
    return home / SCRIPTS / "python"


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def package(home: Path, cwd: Path) -> Path:
    folder = Path(run(python(home), "-c", FINDER, cwd=cwd).stdout.strip())
    assert home in folder.parents
    return folder


def test_an_installed_package_gives_a_portal_command(installed: Path, tmp_path: Path) -> None:
    done = run(installed / SCRIPTS / "portal", "--help", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for verb in ("build", "check", "serve", "new", "clean"):
        assert verb in done.stdout


def test_wrong_use_of_the_installed_command_ends_with_code_2(
    installed: Path, tmp_path: Path
) -> None:
    assert run(installed / SCRIPTS / "portal", "no-such-verb", cwd=tmp_path).returncode == 2


def test_python_m_generator_is_the_same_command(installed: Path, tmp_path: Path) -> None:
    as_module = run(python(installed), "-m", "generator", "--help", cwd=tmp_path)
    as_command = run(installed / SCRIPTS / "portal", "--help", cwd=tmp_path)
    assert as_module.stdout == as_command.stdout != ""


def files(folder: Path) -> set[Path]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path for path in found if "__pycache__" not in path.parts}


def test_all_default_templates_are_in_the_package(installed: Path, tmp_path: Path) -> None:
    ours = files(ROOT / "templates")
    assert ours
    assert files(package(installed, tmp_path) / "_templates") == ours


def test_all_of_the_generator_is_in_the_package(installed: Path, tmp_path: Path) -> None:
    ours = files(ROOT / "generator")
    assert any(path.suffix == ".mo" for path in ours)
    theirs = files(package(installed, tmp_path))
    assert {path for path in theirs if path.parts[0] != "_templates"} == ours


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_all_that_the_generator_imports_comes_with_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extra = project["optional-dependencies"]["dask"]  # which one verb alone loads
    lines = [*project["dependencies"], *extra]
    asked_for = {re.split(r"[<>=]", line)[0].lower() for line in lines}
    used = set[str]().union(*map(imported, (ROOT / "generator").rglob("*.py")))
    others = used - sys.stdlib_module_names - {"generator", "pydantic_core"}  # it is pydantic's
    makers = packages_distributions()
    for module in others:
        assert {name.lower() for name in makers.get(module, [])} & asked_for, module
