"""The ledger tells what the last build made, or nothing at all."""

from pathlib import Path

import pytest

from generator.build.build_db import BuildDb, Job, Last, Made

MADE = Made("index.html", b"k" * 16, "0" * 64, 7)
LAST = Last(b"whole", b"said", {"top": Job(b"mark", (MADE,)), "late": Job(b"m", ())})


@pytest.fixture
def db(tmp_path: Path) -> BuildDb:
    """Give a ledger that holds a build which left the site with the sums "one"."""
    made = BuildDb(tmp_path / "ledger.sqlite")
    made.write(LAST, "one", LAST.jobs, anew=True)
    return made


def test_the_last_build_is_read_as_it_was_written(db: BuildDb) -> None:
    assert db.read("one") == LAST


def test_a_site_that_others_changed_since_has_no_last_build(db: BuildDb) -> None:
    assert db.read("two") == Last()


def test_only_named_jobs_are_written_and_jobs_that_are_no_more_dropped(db: BuildDb) -> None:
    changed = Job(b"new", (MADE,))
    db.write(Last(b"w", b"s", {"top": changed}), "two", ["top"], anew=False)
    assert db.read("two") == Last(b"w", b"s", {"top": changed})
    db.write(Last(b"w", b"s", {"top": Job(b"other", ())}), "three", [], anew=False)
    assert db.read("three").jobs == {"top": changed}


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"x" * 200])
def test_a_broken_ledger_is_an_empty_one_and_can_be_written_anew(
    db: BuildDb, content: bytes
) -> None:
    db.path.write_bytes(content)
    assert db.read("one") == Last()
    db.write(LAST, "one", LAST.jobs, anew=True)
    assert db.read("one") == LAST


def test_a_database_cut_in_half_is_empty_or_whole(db: BuildDb) -> None:
    whole = db.path.read_bytes()
    for size in range(0, len(whole), 1000):
        db.path.write_bytes(whole[:size])
        assert db.read("one") in (Last(), LAST)


def test_a_ledger_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert BuildDb(tmp_path / "none.sqlite").read("") == Last()
