"""What was read last time is taken only when it is whole, and of the same program and files."""

import functools
from pathlib import Path

import pytest

from generator.base.digests import digest
from generator.records import cache
from generator.records.cache import Store

PROGRAM, STAMP, THEN = b"p" * 16, b"s" * 16, b"t" * 16
YOUNG = (("content/a.md", b"digest"),)
WHEN = (STAMP, THEN, YOUNG)
SUMMARY = {"units": ["a"]}
VIEWS, RULES = ("甲" * 20).encode(), b"rules"
SOURCES: cache.Sources = {"content/a.md": (b"digest", b"parsed", None, (1, 2, 3, 4), (1, 2))}


@pytest.fixture
def kept(tmp_path: Path) -> Store:
    """Give a store in which a batch is kept."""
    made = Store(tmp_path, "duyun+mochong", PROGRAM)
    made.keep(WHEN, SUMMARY, VIEWS, SOURCES, digest(VIEWS + RULES))
    return made


def test_what_is_kept_is_found_again(kept: Store) -> None:
    assert kept.summary(STAMP) == SUMMARY
    assert kept.sources()[0] == SOURCES
    assert kept.views.read_bytes() == VIEWS


def test_views_are_those_of_the_sources_and_of_the_same_rules_only(kept: Store) -> None:
    _, judged = kept.sources()
    assert kept.views_of(judged, RULES) == VIEWS
    assert kept.views_of(judged, b"other") == b""
    kept.views.write_bytes(("乙" * 20).encode())
    assert kept.views_of(judged, RULES) == b""
    kept.views.unlink()
    assert kept.views_of(judged, RULES) == b""


def test_nothing_kept_is_nothing_found(tmp_path: Path) -> None:
    empty = Store(tmp_path / "none", "a", PROGRAM)
    assert empty.summary(STAMP) is None
    assert empty.sources()[0] == {}


def test_a_changed_file_makes_the_summary_stale_but_not_the_other_files(kept: Store) -> None:
    assert kept.summary(THEN) is None
    assert kept.sources()[0] == SOURCES


def test_a_summary_of_young_files_stays_good_once_they_are_settled_and_the_same(
    kept: Store,
) -> None:
    asked = []

    def same(young: cache.Young) -> bool:
        asked.append(young)
        return True

    assert kept.summary(THEN, THEN, same) == SUMMARY
    assert asked == [YOUNG]
    assert kept.summary(THEN, THEN, lambda _: False) is None
    assert kept.summary(b"u" * 16, b"u" * 16, same) is None


def test_another_version_of_the_program_finds_nothing(kept: Store) -> None:
    other = Store(kept.folder, kept.name, b"q" * 16)
    assert other.summary(STAMP) is None
    assert other.sources()[0] == {}


@pytest.mark.parametrize("ending", ["summary", "views", "sources"])
@pytest.mark.parametrize("size", [0, 10, 33, -1])
def test_a_half_written_file_is_no_file(kept: Store, ending: str, size: int) -> None:
    path = kept.folder / f"{kept.name}.{ending}"
    path.write_bytes(path.read_bytes()[:size])
    if ending == "sources":
        assert kept.sources()[0] == {}
    else:
        assert kept.summary(STAMP) is None


def test_a_lost_file_of_views_makes_the_summary_stale(kept: Store) -> None:
    kept.views.unlink()
    assert kept.summary(STAMP) is None


def test_batches_that_are_no_more_are_dropped(kept: Store) -> None:
    Store(kept.folder, "gone", PROGRAM).keep(WHEN, SUMMARY, b"", {}, digest(RULES))
    cache.prune(kept.folder, {kept.name})
    assert {path.stem for path in kept.folder.iterdir()} == {kept.name}


@pytest.mark.parametrize("name", ["one.py", "locale/en/words.mo", "model/table.txt"])
def test_another_module_catalogue_or_table_makes_another_program(tmp_path: Path, name: str) -> None:
    for each in ("one.py", "two.py", "locale/en/words.mo", "model/table.txt", "locale/words.po"):
        (tmp_path / each).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / each).write_bytes(b"before")
    before = cache.program(tmp_path)
    assert cache.program(tmp_path) == before
    (tmp_path / "locale/words.po").write_bytes(b"what the catalogue is made from, not read")
    assert cache.program(tmp_path) == before
    (tmp_path / name).write_bytes(b"after")
    assert cache.program(tmp_path) != before


def test_the_digest_of_the_program_is_the_same_each_time() -> None:
    assert cache.program() == cache.program()
    assert len(cache.program()) == 16


def test_a_process_that_stays_up_is_the_program_that_it_began_as(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "a.py").write_text("1", "utf-8")
    monkeypatch.setattr(cache, "HERE", tmp_path)
    monkeypatch.setattr(cache, "_running", functools.cache(cache._running.__wrapped__))
    before = cache.program(tmp_path)
    (tmp_path / "a.py").write_text("2", "utf-8")
    assert cache.program(tmp_path) == before


def test_a_library_of_another_version_makes_it_another_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nh3-0.3.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    before = cache.program()
    (tmp_path / "notes.txt").touch()
    assert cache.program() == before
    (tmp_path / "nh3-0.3.0.dist-info").rename(tmp_path / "nh3-0.3.1.dist-info")
    assert cache.program() != before


def test_what_is_no_folder_on_the_path_of_libraries_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = cache.program()
    (tmp_path / "libraries.zip").touch()
    for none in (tmp_path / "gone", tmp_path / "libraries.zip"):
        monkeypatch.syspath_prepend(none)
    assert cache.program() == before
