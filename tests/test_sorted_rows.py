"""What memory does not hold lies in a file, and no one who asks for it can tell."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.base import sorted_rows
from generator.base.sorted_rows import FIRST, LATEST, LEAST, SortedRows
from generator.build import build, build_db, site_files
from tests.conftest import AS_OF, files
from tests.conftest import load as settings
from tests.records import steady

KEYS = st.text("ab/.二", max_size=3)
PAIRS = st.lists(st.lists(st.tuples(KEYS, st.text("xy", max_size=2)), max_size=9), max_size=5)
STAYS: dict[str, Callable[[str, str], str]] = {
    LATEST: lambda _, new: new,
    FIRST: lambda old, _: old,
    LEAST: min,
}


@steady(200)
@given(PAIRS, st.sampled_from([*STAYS]), st.sampled_from([1, 4, 100]))
def test_rows_are_those_of_a_dictionary_in_order(
    given: list[list[tuple[str, str]]], stays: str, most: int
) -> None:
    found: SortedRows[str] = SortedRows(stays=stays, most=most)
    told: dict[str, str] = {}
    for some in given:
        found.update(some)
        for key, value in some:
            told[key] = STAYS[stays](told[key], value) if key in told else value
        assert [key in found for key, _ in some] == [True] * len(some)
        assert [*found.beginning("a")] == sorted(key for key in told if key.startswith("a"))
    assert [*found.items()] == sorted(told.items())
    assert [*found] == sorted(told)
    assert sorted(found.unordered()) == sorted(told)
    assert (len(found), bool(found)) == (len(told), bool(told))
    assert [found.get(key) for key in ("", "a", "none")] == [
        told.get(key) for key in ("", "a", "none")
    ]


def test_what_is_no_text_comes_back_as_it_was(tmp_path: Path) -> None:
    found = SortedRows([(f"{n}", ("sum", n)) for n in range(9)], folder=tmp_path, most=3)
    assert [*found.items()] == [(f"{n}", ("sum", n)) for n in range(9)]


def test_its_file_ends_with_it(tmp_path: Path) -> None:
    found = SortedRows([(f"{n}", "") for n in range(9)], folder=tmp_path, most=3)
    assert [*tmp_path.rglob("*.sqlite")]
    del found
    assert not [*tmp_path.iterdir()]


@pytest.fixture
def little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold next to nothing in memory."""
    monkeypatch.setattr(sorted_rows, "MOST", 7)
    monkeypatch.setattr(build_db, "LARGE", 0)
    monkeypatch.setattr(site_files, "AT_ONCE", 3)


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_site_is_the_same_however_little_memory_there_is(
    jobs: int, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(name: str) -> dict[str, bytes]:
        """Build once more, and from nothing with enough memory; return both sites."""
        config = settings(whole)
        assert build.build(config, AS_OF, jobs=jobs).published
        with monkeypatch.context() as patch:
            patch.setattr(sorted_rows, "MOST", 200_000)
            patch.setattr(build_db, "LARGE", 200_000_000)
            patch.setattr(site_files, "AT_ONCE", 20_000)
            assert build.build(config, AS_OF, site=whole / name).published
        assert files(whole / "site") == files(whole / name)
        return files(whole / name)

    first = made("from-nothing")
    path = whole / "content/projects/jia/dong/xia/2017-qiao.md"
    path.write_text(path.read_text("utf-8").replace("title: ", "title: 新的"), "utf-8")
    second = made("one-edited")
    path.unlink()
    shutil.rmtree(whole / "site" / "units")
    third = made("one-gone")
    assert first != second
    gone = "projects/jia/dong/xia/2017-qiao.html"
    assert gone in second
    assert gone not in third
    assert build.build(settings(whole), AS_OF, jobs=jobs).published.written == 0  # type: ignore[union-attr]
