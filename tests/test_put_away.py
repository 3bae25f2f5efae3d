"""What is seldom asked for of thousands of batches lies in a file: no byte depends on it."""

import pickle
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from generator.base.processes import InProcess
from generator.base.progress import Stages
from generator.base.spill_file import File, Stretch
from generator.build import build, load
from generator.build import sources as content_sources
from generator.records import put_away
from generator.records.put_away import PutAway
from generator.records.read_batch import read_batch
from generator.records.summary import Summary
from generator.records.totals import PackedFigures
from tests.benchmarks import nation
from tests.conftest import AS_OF, files
from tests.conftest import load as settings
from tests.test_cut import LEVELS, places


def copied(what: Any) -> Any:
    """Return the same as another process would have it."""
    return pickle.loads(pickle.dumps(what))  # noqa: S301 (made above)


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put away all that may be, of however few batches."""
    monkeypatch.setattr(put_away, "MANY", 0)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_site_is_the_same_whatever_is_put_away(
    jobs: int, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = settings(whole)
    assert build.build(config, AS_OF, site=whole / "otherwise").published
    monkeypatch.setattr(put_away, "MANY", 0)
    assert build.build(config, AS_OF, jobs=jobs).published
    assert files(whole / "site") == files(whole / "otherwise")
    assert build.build(config, AS_OF + timedelta(days=40), jobs=jobs).published
    monkeypatch.undo()
    assert build.build(config, AS_OF + timedelta(days=40), site=whole / "otherwise").published
    assert files(whole / "site") == files(whole / "otherwise")


@pytest.mark.usefixtures("always")
def test_a_nation_is_the_same_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nation.write(tmp_path / "site", {"top": ("nation", "示例"), **places(LEVELS)}, 1)
    config = settings(tmp_path / "site")
    assert build.build(config, AS_OF).published
    monkeypatch.undo()
    assert build.build(config, AS_OF, site=tmp_path / "site/otherwise").published
    assert files(tmp_path / "site/site") == files(tmp_path / "site/otherwise")


@pytest.mark.usefixtures("always")
def test_what_is_read_and_what_is_kept_is_put_away(whole: Path, tmp_path: Path) -> None:
    config = settings(whole)
    for _ in range(2):
        sources = content_sources.look(config, AS_OF, tmp_path / "records")
        found = load.read(config, sources, InProcess(), Stages(build.quiet))
        assert {type(each) for each in found.summaries} == {PutAway}


def test_a_summary_says_the_same_once_it_is_put_away(whole: Path, tmp_path: Path) -> None:
    config = settings(whole)
    for batch in content_sources.look(config, AS_OF, tmp_path / "records").batches:
        summary = read_batch(batch)
        file = File(tmp_path)
        away = put_away.put_away(copied(summary), file)
        for each in fields(Summary):
            assert getattr(away, each.name) == getattr(summary, each.name), each.name
        assert put_away.put_away(away, file) is away
        rows = away.projects
        assert isinstance(rows.table.content, bytes | Stretch)
        assert [*copied(rows)] == [*summary.projects]


def test_parts_of_what_lies_in_a_file_are_read_where_they_are_asked_for(tmp_path: Path) -> None:
    file = File(tmp_path / "not there")
    first, second = Stretch(file, b"abcdef"), Stretch(file, b"ghi")
    assert (bytes(first), first[2:4], first[4:9], len(second), bytes(second)) == (
        b"abcdef",
        b"cd",
        b"ef",
        3,
        b"ghi",
    )
    with pytest.raises(OSError, match="Input/output"):
        file.read(7, 5)


def test_figures_that_are_packed_stay_in_their_order() -> None:
    packed = PackedFigures()
    packed["a"], packed["b"] = {"projects": 3, "planned": 10**15}, {"planned": 1, "projects": -2}
    packed["c"] = {}
    assert {unit: [*own.items()] for unit, own in packed.items()} == {
        "a": [("projects", 3), ("planned", 10**15)],
        "b": [("planned", 1), ("projects", -2)],
        "c": [],
    }
    packed["a"]["projects"] = 4  # of a copy
    assert packed["a"]["projects"] == 3
    del packed["b"]
    assert ([*packed], "b" in packed, len(packed)) == (["a", "c"], False, 2)
