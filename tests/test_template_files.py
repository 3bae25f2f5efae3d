"""What is shipped is compiled once for all sites of an environment, a site's own for itself."""

import os
import sys
from pathlib import Path

import pytest

from generator.parse import template_files
from generator.records import cache


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of an environment that this Python runs in."""
    folder = tmp_path / "venv"
    folder.mkdir()
    monkeypatch.setattr(sys, "prefix", str(folder))
    return folder


def test_the_shipped_templates_are_kept_with_the_environment(
    environment: Path, tmp_path: Path
) -> None:
    kept = template_files.kept(tmp_path / "site", tmp_path / "state")
    assert kept.parent == environment


@pytest.mark.parametrize("folder", ["templates", "locale"])
def test_a_site_with_templates_or_words_of_its_own_keeps_what_they_become(
    environment: Path, tmp_path: Path, folder: str
) -> None:
    (tmp_path / "site" / folder).mkdir(parents=True)
    kept = template_files.kept(tmp_path / "site", tmp_path / "state")
    assert kept == tmp_path / "state"
    assert not [*environment.iterdir()]


@pytest.mark.usefixtures("environment")
def test_nothing_is_put_into_the_python_of_the_machine_or_where_it_may_not_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, state = tmp_path / "site", tmp_path / "state"
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert template_files.kept(site, state) == state
    monkeypatch.undo()
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    assert template_files.kept(site, state) == state


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
