"""Short cuts give the same bytes as the libraries' own way, and stay unused where untried."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.base import short_cuts
from generator.build import build, templates
from generator.build.template_compiler import FastEnvironment
from generator.build.template_environment import PageEnvironment
from generator.commands import cli
from tests.conftest import AS_OF, ROOT, lay_demonstration, load
from tests.records import LONGER
from tests.sites import lay


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    short_cuts.taken.cache_clear()
    yield
    short_cuts.taken.cache_clear()


def plain_sums(root: Path) -> str:
    """Build a site without any short cut, and return its list of files."""
    command = [sys.executable, "-m", "generator", "build", "--config", str(root / "config.yaml")]
    subprocess.run(
        [*command, "--as-of", AS_OF.isoformat(), "--jobs", "2"],
        cwd=ROOT,
        env={**os.environ, short_cuts.SWITCH: "1"},
        check=True,
        capture_output=True,
    )
    return (root / "site" / "SHA256SUMS").read_text()


def test_every_file_of_a_small_site_is_the_same_without_any(whole: Path, tmp_path: Path) -> None:
    assert build.build(load(whole), AS_OF).published
    assert plain_sums(lay(tmp_path / "plain")) == (whole / "site" / "SHA256SUMS").read_text()


@pytest.mark.skipif(LONGER == 1, reason="takes a minute; LONGER=2 does it")
def test_every_file_of_the_demonstration_is_the_same_without_any(
    demonstration: Path, tmp_path: Path
) -> None:
    made = plain_sums(lay_demonstration(tmp_path))
    assert made == (demonstration / "SHA256SUMS").read_text()


def test_they_are_taken_with_the_versions_of_the_lock() -> None:
    assert templates.environment_class() is FastEnvironment
    assert [*short_cuts.untried()] == []


@pytest.mark.parametrize("library", ["Jinja2", "MarkupSafe"])
def test_with_a_version_that_was_not_tried_jinja_makes_all(
    library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = [each for each in short_cuts.installed() if not each.startswith(library.lower())]
    monkeypatch.setattr(short_cuts, "installed", lambda: [f"{library}-9.1.dist-info", *known])
    monkeypatch.setitem(sys.modules, "generator.build.template_compiler", None)
    assert templates.environment_class() is PageEnvironment


def test_profile_tells_what_goes_the_plain_way(
    whole: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = whole / "config.yaml"  # in one language: all templates are compiled twice
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("[zh-Hans, en]", "[zh-Hans]"), "utf-8")
    other = [f"{library}-9.1.dist-info" for library in short_cuts.HELD]
    monkeypatch.setattr(short_cuts, "installed", lambda: other)
    command = ["build", "--config", str(whole / "config.yaml"), "--profile"]
    assert cli.main(command) == 0
    told = capsys.readouterr().err
    for library, held in short_cuts.HELD.items():
        assert any(library in line and held in line and "9.1" in line for line in told.splitlines())
    assert short_cuts.SWITCH not in told
    monkeypatch.setenv(short_cuts.SWITCH, "1")
    assert cli.main([*command, "--full"]) == 0
    assert short_cuts.SWITCH in capsys.readouterr().err


def test_the_version_is_that_of_the_library_which_python_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = []
    for version in ("3.1.9", "3.2.0"):
        (tmp_path / version / f"jinja2-{version}.dist-info").mkdir(parents=True)
        paths.append(str(tmp_path / version))
    others = [
        "MarkupSafe-3.0.2.dist-info",
        "pyyaml-6.0.3.dist-info",
        "types_pyyaml-6.0.12.dist-info",
    ]
    for name in others:
        (tmp_path / "3.1.9" / name).mkdir()
    monkeypatch.setattr(sys, "path", paths)
    assert [*short_cuts.untried()] == []
    monkeypatch.setattr(sys, "path", paths[::-1])
    assert [*short_cuts.untried()] == [("Jinja2", "3.2.0")]
    monkeypatch.setattr(sys, "path", [str(tmp_path / "nowhere")])
    assert [*short_cuts.untried()] == [(name, "?") for name in short_cuts.HELD]
