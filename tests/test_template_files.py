"""What is shipped is compiled once for all sites of an environment, a site's own for itself."""

import os
import sys
from pathlib import Path

import pytest

from generator.build import render
from generator.parse import template_files
from generator.records import cache
from tests.test_build import make


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of an environment that this Python runs in."""
    folder = tmp_path / "venv"
    folder.mkdir()
    monkeypatch.setattr(sys, "prefix", str(folder))
    return folder


def test_the_shipped_templates_are_kept_with_the_environment_and_a_sites_own_with_it(
    environment: Path, whole: Path
) -> None:
    folder = whole / "templates"
    folder.mkdir(exist_ok=True)
    (folder / "404.html").write_text('{% extends "shipped/404.html" %}', "utf-8")
    make(whole)
    shared = [*environment.rglob("*.cache")]
    assert len(shared) > 80  # in both languages
    own = [*(whole / ".portal").glob("*/compiled/*/*.cache")]
    assert len(own) == 2
    render._environment.cache_clear()  # as in a process of its own
    make(whole, full=True)
    assert {*environment.rglob("*.cache")} == {*shared}


@pytest.mark.usefixtures("environment")
def test_a_site_with_words_of_its_own_keeps_all(tmp_path: Path) -> None:
    assert template_files.shared(tmp_path, b"x") is not None
    (tmp_path / "locale").mkdir()
    assert template_files.shared(tmp_path, b"x") is None


@pytest.mark.usefixtures("environment")
def test_nothing_is_put_into_the_python_of_the_machine_or_where_it_may_not_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert template_files.shared(tmp_path, b"x") is None
    monkeypatch.undo()
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    assert template_files.shared(tmp_path, b"x") is None


def test_the_shipped_folder_by_another_path_is_no_folder_of_the_sites_own(tmp_path: Path) -> None:
    shipped = template_files.folders(tmp_path)
    (tmp_path / "templates").symlink_to(shipped[-1])
    assert template_files.folders(tmp_path) == shipped


def test_of_what_other_programs_compiled_the_newest_stays(tmp_path: Path) -> None:
    for n in range(5):
        (tmp_path / f"zh-Hans-{n}").mkdir()
        os.utime(tmp_path / f"zh-Hans-{n}", (n, n))
    cache.prune_folders(tmp_path, "-0", 2)
    assert {each.name[-1] for each in tmp_path.iterdir()} == {"0", "3", "4"}
    cache.prune_folders(tmp_path, "-0")
    assert {each.name[-1] for each in tmp_path.iterdir()} == {"0"}
