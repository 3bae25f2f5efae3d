"""The ledger tells what the last build made, or nothing at all."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from generator.build import build_db
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


@pytest.mark.parametrize("said", ["made = made || x'00'", "leads = leads || x'00'", "sum = 0"])
def test_a_row_that_is_not_as_it_was_written_makes_it_empty(db: BuildDb, said: str) -> None:
    """Rows are taken apart when they are asked for: by then a build could not begin anew."""
    with closing(sqlite3.connect(db.path)) as base, base:
        base.execute(f"UPDATE jobs SET {said} WHERE name = 'top'")  # noqa: S608 (one of those above)
    assert db.read("one") == Last()


def test_files_of_a_large_ledger_that_are_not_as_they_were_written_are_told_of(
    db: BuildDb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_db, "LARGE", 0)
    found = db.read("one").jobs["top"]
    assert found.made == (MADE,)
    with closing(sqlite3.connect(db.path)) as base, base:
        base.execute("UPDATE jobs SET made = made || x'00' WHERE name = 'top'")
    with pytest.raises(OSError, match=re.escape(str(db.path))):
        found.made  # noqa: B018


@pytest.mark.parametrize("large", [0, 1_000_000])
def test_the_pages_that_links_lead_into_are_known(
    db: BuildDb, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    deep = MADE._replace(deep=("a.html#x", "a.html#y", "b/c.html#x"))
    last = Last(b"whole", b"said", {"top": Job(b"", (MADE, deep))})
    db.write(last, "two", last.jobs, anew=True)
    monkeypatch.setattr(build_db, "LARGE", large)
    for job in (last.jobs["top"], db.read("two").jobs["top"]):
        assert job.leads == {"a.html", "b/c.html"}


def test_a_ledger_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert BuildDb(tmp_path / "none.sqlite").read("") == Last()
