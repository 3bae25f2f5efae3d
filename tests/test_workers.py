"""Work is the same in this process and in others."""

import gc
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from generator import build
from generator.workers import uncollected, workers
from tests.conftest import AS_OF, files, load


def test_what_fails_in_a_worker_fails_here() -> None:
    for jobs in (1, 2):
        with workers(jobs) as pool, pytest.raises(ValueError, match="invalid literal"):
            list(pool.map(int, ["1", "x"]))


def test_the_collector_is_as_it_was_afterwards() -> None:
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_spawned_processes_make_the_same_site_as_this_one(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.build(load(whole), AS_OF, site=tmp_path / "one", jobs=1)

    def spawning(jobs: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))

    monkeypatch.setattr("generator.build.workers", spawning)
    monkeypatch.setattr("generator.build.FEW", 0)
    build.build(load(whole), AS_OF, site=tmp_path / "two", jobs=2)
    assert files(tmp_path / "two") == files(tmp_path / "one")
    assert files(tmp_path / "one")
