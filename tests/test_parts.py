"""A site made in parts: the same bytes in whatever order, however often, also at once."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generator.build import build, made_jobs, parts, site_access
from generator.build.parts import PartReport, Share
from generator.build.site_access import PARTS, PARTS_BUSY, Refused
from generator.build.site_writer import Output
from generator.commands import cli
from generator.records import batches
from tests.conftest import AS_OF, ROOT, files, load


@pytest.fixture
def root(whole: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the small site without what takes long: a second language, workbooks.

    Its files count as old enough to be known by their times.
    """
    monkeypatch.setattr(batches, "SETTLED", 0)
    for path in (whole / "content/pages").glob("*.en.md"):
        path.unlink()
    config = whole / "config.yaml"
    text = config.read_text("utf-8").replace("[zh-Hans, en]", "[zh-Hans]")
    config.write_text(text.replace("workbooks: yes", "workbooks: no"), "utf-8")
    return whole


def made(root: Path, number: int, of: int) -> PartReport:
    return parts.make(load(root), AS_OF, Share(number, of), tell=build.quiet)


def test_parts_in_any_order_and_twice_are_joined_to_the_same_bytes(root: Path) -> None:
    assert build.build(load(root), AS_OF, site=root / "whole").published
    first = made(root, 3, 3)
    assert (first.pages, first.problems) == (None, [])
    assert first.unread
    again = made(root, 3, 3)
    assert (again.read, again.unread) == (0, first.unread)
    second = made(root, 1, 3)
    third = made(root, 2, 3)  # all have read by now, so it makes its pages
    assert third.unread == 0
    assert third.pages
    others = [made(root, number, 3) for number in (1, 3, 3)]
    assert [each.read for each in others] == [0, 0, 0]
    assert not (root / "site").exists()
    report = build.build(load(root), AS_OF, joins=True)
    assert report.published
    assert files(root / "site") == files(root / "whole")
    assert first.read + second.read + third.read == len(
        [*(root / ".portal").glob("site-*/records/*.views")]
    )
    assert not [*(root / ".portal").glob("site-*/made")]


def test_a_join_makes_what_parts_have_not_made(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert build.build(load(root), AS_OF, site=root / "whole").published
    assert made(root, 1, 2).pages is None
    assert made(root, 2, 2).pages
    asked: list[str] = []
    make = made_jobs.make

    def spied(job: made_jobs.Asked, *more: Any, **named: Any) -> object:
        asked.append(job.name)
        return make(job, *more, **named)

    monkeypatch.setattr(made_jobs, "make", spied)
    assert build.build(load(root), AS_OF, joins=True).published
    assert files(root / "site") == files(root / "whole")
    assert asked
    assert all(Share(1, 2).has(name) for name in asked)


def test_a_join_of_another_day_than_the_parts_says_that_these_are_of_no_use(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    common = ["--config", str(root / "config.yaml"), "--jobs", "1"]
    day, later = ["--as-of", "2018-12-31"], ["--as-of", "2019-01-01"]
    for number in ("1/2", "2/2"):
        assert cli.main(["build", *common, *day, "--part", number]) == 0
    out = Output(root / "site", root / ".portal", root)
    assert parts.days(out) == [AS_OF]
    capsys.readouterr()
    assert cli.main(["join", *common, *later]) == 0
    said = "The parts have made pages of 2018-12-31, and this is to be the site of 2019-01-01:"
    assert said in capsys.readouterr().err
    assert parts.days(out) == []  # a join takes all away
    for number in ("1/2", "2/2", "1/2"):
        assert cli.main(["build", *common, *day, "--part", number]) == 0
    capsys.readouterr()
    assert cli.main(["join", *common, *day]) == 0
    assert "The parts have made" not in capsys.readouterr().err
    assert cli.main(["join", *common, *later]) == 0  # without any parts
    assert "The parts have made" not in capsys.readouterr().err


def test_every_name_belongs_to_exactly_one_part() -> None:
    names = [f"jia/{number}" for number in range(300)]
    shares = [Share(number, 7) for number in range(1, 8)]
    assert all(sum(each.has(name) for each in shares) == 1 for name in names)
    assert all(any(each.has(name) for name in names) for each in shares)


def test_a_part_tells_what_is_wrong_in_its_own_places_and_changes_nothing(root: Path) -> None:
    file = next((root / "content/projects").rglob("*.md"))
    file.write_text(
        re.sub("^stage:.*$", "stage: nothing", file.read_text("utf-8"), flags=re.MULTILINE)
    )
    own = 1 if Share(1, 2).has("") else 2  # it lies in no place
    told = [made(root, number, 2) for number in (3 - own, own)]
    wrong = [[each.place.file for each in one.problems] for one in told]
    assert wrong == [[], [file.relative_to(root).as_posix()]]
    assert not (root / "site").exists()


def test_the_command_line_says_what_is_to_be_done_next(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    common = ["--config", str(root / "config.yaml"), "--as-of", AS_OF.isoformat(), "--jobs", "1"]
    assert cli.main(["build", *common, "--part", "1/2"]) == 0
    said = capsys.readouterr().err
    assert "Part 1 of 2:" in said
    assert "places of other parts are not read yet" in said
    assert cli.main(["build", *common, "--part", "2/2"]) == 0
    assert "batches of pages are made, and wait for `portal join`." in capsys.readouterr().err
    assert cli.main(["join", *common]) == 0
    assert (root / "site/SHA256SUMS").exists()
    for wrong in ("3/2", "0/2", "1/100000"):  # of the right form
        with pytest.raises(SystemExit) as left:
            cli.main(["build", *common, "--part", wrong])
        assert left.value.code == 2
        assert "the first of five is 1/5, the last 5/5" in capsys.readouterr().err
    with pytest.raises(SystemExit) as left:
        cli.main(["build", *common, "--part", "1/2", "--on", "dask://x:1"])
    assert left.value.code == 2


def test_an_address_that_a_script_left_empty_is_not_taken_for_this_machine(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["build", "--config", str(root / "config.yaml"), "--on", ""]) == 3
    assert "dask://" in capsys.readouterr().err
    assert not (root / "site").exists()


def test_parts_are_made_beside_each_other_and_no_build_beside_them(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = Output(root / "site", root / ".portal", root)
    with out.in_part(), out.in_part():
        with pytest.raises(Refused) as refused, Output(root / "site", root / ".portal", root):
            pass
        assert refused.value.message == PARTS_BUSY
    monkeypatch.setattr(site_access, "PATIENCE", 0)
    with out, pytest.raises(Refused), Output(root / "site", root / ".portal", root).in_part():
        pass
    assert not [*(out.state / PARTS).iterdir()]


def test_a_part_that_was_ended_keeps_no_build_away(root: Path) -> None:
    out = Output(root / "site", root / ".portal", root)
    code = (
        "import os; from pathlib import Path; from generator.build.site_writer import Output\n"
        f"out = Output(*map(Path, {[str(root / each) for each in ('site', '.portal', '')]!r}))\n"
        "with out.in_part(): os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == 9
    [left] = (out.state / PARTS).glob("*.lock")
    with out:
        assert not left.exists()
