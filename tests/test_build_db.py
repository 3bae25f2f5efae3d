"""The ledger tells what the last build made, or nothing at all."""

from pathlib import Path

import pytest

from generator.build.build_db import Job, Last, Ledger, Made

MADE = Made("index.html", b"k" * 16, "0" * 64, 7)
LAST = Last(b"whole", b"said", {"top": Job(b"mark", (MADE,)), "late": Job(b"m", ())})


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Give a ledger that holds a build which left the site with the sums "one"."""
    made = Ledger(tmp_path / "ledger.sqlite")
    made.write(LAST, "one", LAST.jobs, anew=True)
    return made


def test_the_last_build_is_read_as_it_was_written(ledger: Ledger) -> None:
    assert ledger.read("one") == LAST


def test_a_site_that_others_changed_since_has_no_last_build(ledger: Ledger) -> None:
    assert ledger.read("two") == Last()


def test_only_named_jobs_are_written_and_jobs_that_are_no_more_dropped(ledger: Ledger) -> None:
    changed = Job(b"new", (MADE,))
    ledger.write(Last(b"w", b"s", {"top": changed}), "two", ["top"], anew=False)
    assert ledger.read("two") == Last(b"w", b"s", {"top": changed})
    ledger.write(Last(b"w", b"s", {"top": Job(b"other", ())}), "three", [], anew=False)
    assert ledger.read("three").jobs == {"top": changed}


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"x" * 200])
def test_a_broken_ledger_is_an_empty_one_and_can_be_written_anew(
    ledger: Ledger, content: bytes
) -> None:
    ledger.path.write_bytes(content)
    assert ledger.read("one") == Last()
    ledger.write(LAST, "one", LAST.jobs, anew=True)
    assert ledger.read("one") == LAST


def test_a_ledger_cut_in_half_is_empty_or_whole(ledger: Ledger) -> None:
    whole = ledger.path.read_bytes()
    for size in range(0, len(whole), 1000):
        ledger.path.write_bytes(whole[:size])
        assert ledger.read("one") in (Last(), LAST)


def test_a_ledger_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert Ledger(tmp_path / "none.sqlite").read("") == Last()
