"""What `pyproject.toml` says of libraries is true: each version that it allows makes the same site.

The lowest and the newest are installed by uv, as `pip install .` would, from the registry or from
what uv has kept of it. Where that cannot be reached, these tests are skipped; with CI=true that is
a failure.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

import pytest

from tests import machine, sites
from tests.conftest import AS_OF, ROOT, lay_demonstration
from tests.test_package import python, run

LOWEST, NEWEST = "lowest-direct", "highest"
PRIVATE = [name for name in sites.names() if name.startswith(("P6", "P73"))]
"""Broken sites whose numbers no one may see: an older library could fail to find them unnoticed."""
JUDGE = """
import json, sys
root, *names = sys.argv[1:]
sys.path.append(root)  # after the installed generator
from tests import sites
print(json.dumps({name: [*map(sites.line, sites.problems(name))] for name in names}))
"""
PLATFORMS = ("linux", "windows", "macos")
UNREACHABLE = "error sending request"
"""What uv says where no registry answers."""


def uv(*options: str | Path) -> str:
    """Run uv and return what it prints; skip the test where it does not reach the registry."""
    command = [sys.executable, "-m", "uv", "--no-python-downloads", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if UNREACHABLE in done.stderr:
        machine.skip("package registry within reach")
    assert done.returncode == 0, done.stderr
    return done.stdout


def versions(listed: str) -> dict[str, str]:
    """Return the version of each library in a list like a lock's, without options and hashes."""
    return dict(line.split("==") for line in listed.splitlines() if "==" in line)


def resolved(resolution: str, *options: str) -> dict[str, str]:
    """Return the versions that fit `pyproject.toml` and come as wheels."""
    wheels = ("--only-binary", ":all:", "--no-header", "--no-annotate")
    said = uv("pip", "compile", "--resolution", resolution, *wheels, *options, "pyproject.toml")
    return versions(said)


def floors() -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield each library that is asked for, with the lowest version of it that will do."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for line in (*project["dependencies"], *project["optional-dependencies"]["s3"]):
        name, _, bounds = line.partition(">=")
        yield name, numbers(re.split("[,;]", bounds)[0])


def numbers(version: str) -> tuple[int, ...]:
    """Return a version as numbers, without zeros at its end."""
    found = [int(part) for part in version.split(".")]
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def has_nothing_new() -> bool:
    """Tell whether the newest versions are at hand here, so that all other tests run with them."""
    here = {each.name.lower().replace("_", "-"): each.version for each in distributions()}
    return resolved(NEWEST).items() <= here.items()


@pytest.mark.parametrize("resolution", [LOWEST, NEWEST])
def test_with_these_versions_an_installed_portal_makes_the_same_site_and_finds_the_same_numbers(
    resolution: str, demonstration: Path, tmp_path: Path
) -> None:
    if resolution == NEWEST and has_nothing_new():
        return
    home = tmp_path / "venv"
    uv("venv", "--python", sys.executable, home)
    uv("pip", "install", "--python", python(home), "--resolution", resolution, ROOT)
    root = lay_demonstration(tmp_path / "demonstration")
    (root / "templates").unlink()  # the package brings its own
    options = ("--config", root / "config.yaml", "--as-of", AS_OF.isoformat(), "--jobs", "1")
    portal = python(home).with_name("portal")
    done = run(portal, "build", *options, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (root / "site/SHA256SUMS").read_text() == (demonstration / "SHA256SUMS").read_text()
    done = run(python(home), "-Pc", JUDGE, ROOT, *PRIVATE, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {name: sites.expected(name) for name in PRIVATE}


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("version", ["3.11", "3.14"])
def test_the_lowest_versions_come_as_wheels_for_each_python(version: str, platform: str) -> None:
    of = ("--python-version", version, "--python-platform", platform, "--extra", "s3")
    lowest = resolved(LOWEST, *of)
    for name, floor in floors():
        assert numbers(lowest[name]) == floor, name
