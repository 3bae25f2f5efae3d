"""Files of the site that are not as the last build left them are found by name, and made anew."""

import marshal
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from generator.base import folder_scan
from generator.build import build, build_db
from generator.build.build_db import BuildDb
from generator.build.report import Report
from generator.build.site_writer import Output
from tests.conftest import AS_OF, load

KNOWN = {
    "": {"index.html": 4, "404.html": 4},
    "units": {"jia.html": 4},
    "units/jia": {"dong.html": 4, "xi.html": 4},
    "units/jia/dong": {"shang.html": 4},
}
EVERY = sorted(f"{folder}/{name}".strip("/") for folder, own in KNOWN.items() for name in own)


@pytest.fixture(params=["by folder", "by path"])
def site(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of six files, looked at in the way of each system."""
    if request.param == "by path":
        monkeypatch.setattr(os, "supports_dir_fd", set())
    elif os.stat not in os.supports_dir_fd:
        pytest.skip("no files are looked up by an open folder here")
    root = tmp_path / "site"
    for url in EVERY:
        (root / url).parent.mkdir(parents=True, exist_ok=True)
        (root / url).write_bytes(b"1234")
    return root


def lost(site: Path) -> list[str]:
    return sorted(folder_scan.lost(site, KNOWN))


def test_a_file_is_lost_that_is_not_there_or_of_another_size_and_no_other(site: Path) -> None:
    assert lost(site) == []
    (site / "index.html").write_bytes(b"4321")
    (site / "of-others.html").write_bytes(b"1")
    os.utime(site / "404.html", (0, 0))
    assert lost(site) == []
    (site / "index.html").write_bytes(b"12345")
    (site / "404.html").write_bytes(b"")
    (site / "units/jia/dong.html").unlink()
    assert lost(site) == ["404.html", "index.html", "units/jia/dong.html"]


def test_what_is_no_file_is_lost_though_one_of_that_size_lies_behind_it(site: Path) -> None:
    (site / "units/jia.html").rename(site / "units/other")
    (site / "units/jia.html").symlink_to("other")
    (site / "404.html").unlink()
    (site / "404.html").mkdir()
    if hasattr(os, "mkfifo"):
        (site / "index.html").unlink()
        os.mkfifo(site / "index.html")
    assert lost(site) == [
        "404.html",
        *(["index.html"] if hasattr(os, "mkfifo") else []),
        "units/jia.html",
    ]


def test_of_a_folder_that_is_gone_or_a_link_all_is_lost_that_lay_in_it(site: Path) -> None:
    (site / "units/jia").rename(site / "elsewhere")
    below = [url for url in EVERY if url.startswith("units/jia/")]
    assert lost(site) == below
    (site / "units/jia").symlink_to(site / "elsewhere")
    assert lost(site) == below
    (site / "units/jia").unlink()
    (site / "units/jia").write_bytes(b"")
    assert lost(site) == below
    (site / "units/jia").unlink()
    (site / "elsewhere").rename(site / "units/jia")
    assert lost(site) == []
    site.rename(site.with_name("moved"))
    assert lost(site) == EVERY


def built(root: Path) -> tuple[Output, Report]:
    config = load(root)
    report = build.build(config, AS_OF)
    assert report.published
    return Output(config.output, config.state, config.root), report


def damage(ledger: Path, sizes: object) -> None:
    """Put something else in the place of the sizes of one job in the ledger."""
    with closing(sqlite3.connect(ledger)) as base:
        [(name,)] = base.execute("SELECT name FROM jobs ORDER BY name LIMIT 1").fetchall()
        base.execute("UPDATE jobs SET sizes = ? WHERE name = ?", (sizes, name))
        base.commit()


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    "sizes",
    [
        None,
        b"",
        b"{",
        b"\xff" * 40,
        "text",
        7,
        marshal.dumps(5),
        marshal.dumps([1]),
        marshal.dumps({"": 5}),
        marshal.dumps({5: {}}),
        marshal.dumps({"": {5: 5}}),
    ],
    ids=[
        "none",
        "empty",
        "cut",
        "noise",
        "text",
        "number",
        "5",
        "list",
        "no group",
        "5s",
        "no name",
    ],
)
def test_damaged_sizes_in_the_ledger_let_every_file_be_looked_at_and_no_build_fail(
    whole: Path, sizes: object
) -> None:
    out, _ = built(whole)
    sums = out.sums_digest()
    made = [each.url for job in BuildDb(out.build_db).read(sums).jobs.values() for each in job.made]
    assert build_db.lost(out.build_db, out.site) == (sums, [])
    damage(out.build_db, sizes)
    (out.site / "index.html").unlink()
    before = (out.site / "404.html").read_bytes()
    (out.site / "404.html").write_bytes(b"cut")
    assert build_db.lost(out.build_db, out.site) == (sums, made)
    _, report = built(whole)
    assert report.published
    assert (out.site / "index.html").is_file()
    assert (out.site / "404.html").read_bytes() == before
    assert build_db.lost(out.build_db, out.site) == (out.sums_digest(), []), "it is whole again"


@pytest.mark.usefixtures("published")
def test_a_database_of_another_site_or_form_says_nothing_of_lost_files(whole: Path) -> None:
    out, _ = built(whole)
    sums = out.sums_digest()
    assert [*BuildDb(out.build_db).sizes("other")] == []
    known = [(*one,) for each in BuildDb(out.build_db).sizes(sums) for one in each.items()]
    assert {f"{folder}/{name}".lstrip("/") for folder, own in known for name in own} == {
        each.url for job in BuildDb(out.build_db).read(sums).jobs.values() for each in job.made
    }
    with closing(sqlite3.connect(out.build_db)) as base:
        base.execute("PRAGMA user_version = 1")
    assert [*BuildDb(out.build_db).sizes(sums)] == []
    assert [*BuildDb(out.build_db.with_name("none")).sizes(sums)] == []
