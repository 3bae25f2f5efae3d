"""The site is replaced as a whole: staged, journalled, moved; never half of it."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from generator.output import SUMS, Output, Refused

OLD = {"index.html": b"old", "units/a.html": b"a", "units/b/c.html": b"c", "same.html": b"same"}
NEW = {"index.html": b"new", "units/a.html": b"aa", "lists/d.html": b"d", "same.html": b"same"}

PUBLISH = """
import signal, os, sys
from pathlib import Path
from tests.test_output import NEW, publish

step, stop = 0, int(sys.argv[2])

def count(event, arguments):
    global step
    if event in {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree"}:
        step += 1
        if step == stop:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(count)
publish(Path(sys.argv[1]), NEW)
"""


def publish(root: Path, files: dict[str, bytes]) -> None:
    """Publish `files` as the site beneath `root`."""
    with Output(root / "site", root / ".portal", root) as out:
        for url, content in files.items():
            out.put(url, content)
        old = out.sums()
        sums = {url: hashlib.sha256(content).hexdigest() for url, content in files.items()}
        out.publish(sums, {url for url in files if old.get(url) != sums[url]}, old)


def site(root: Path) -> dict[str, bytes]:
    """Return every file of the site but the list of sums."""
    folder = root / "site"
    found = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    return {url: path.read_bytes() for url, path in found.items() if url != SUMS}


def test_a_site_consists_of_what_was_published_and_nothing_else(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    assert site(tmp_path) == OLD
    publish(tmp_path, NEW)
    assert site(tmp_path) == NEW
    assert not (tmp_path / "site/units/b").exists()


def test_the_list_of_sums_can_be_checked_with_a_common_tool(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", SUMS],
        cwd=tmp_path / "site",
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stdout.count(b": OK") == len(OLD)


def test_files_that_did_not_change_keep_their_time(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("same.html")}
    publish(tmp_path, NEW)
    assert before == {path: path.stat().st_mtime_ns for path in before}
    listing = (tmp_path / "site" / SUMS).stat().st_mtime_ns
    publish(tmp_path, NEW)
    assert (tmp_path / "site" / SUMS).stat().st_mtime_ns == listing


def test_files_that_others_put_into_the_site_are_left_alone(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    (tmp_path / "site/units/b/their.txt").write_bytes(b"theirs")
    publish(tmp_path, NEW)
    assert site(tmp_path) == {**NEW, "units/b/their.txt": b"theirs"}


def test_a_lost_state_folder_leaves_no_old_page_behind(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    (tmp_path / ".portal").rename(tmp_path / "elsewhere")
    publish(tmp_path, NEW)
    assert site(tmp_path) == NEW


def test_a_folder_with_files_of_others_is_refused_and_untouched(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/thesis.txt").write_bytes(b"precious")
    with pytest.raises(Refused):
        publish(tmp_path, NEW)
    assert site(tmp_path) == {"thesis.txt": b"precious"}


def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    lock = next((tmp_path / ".portal").glob("*/lock"))
    with FileLock(lock), pytest.raises(Refused):
        publish(tmp_path, NEW)
    assert site(tmp_path) == OLD


def test_clean_removes_what_was_published_and_keeps_the_rest(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    (tmp_path / "site/their.txt").write_bytes(b"theirs")
    with Output(tmp_path / "site", tmp_path / ".portal", tmp_path) as out:
        out.clean()
    assert site(tmp_path) == {"their.txt": b"theirs"}
    (tmp_path / "site/their.txt").unlink()


def test_the_state_is_found_again_when_the_whole_folder_moves(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    publish(one, OLD)
    one.rename(two)
    publish(two, NEW)
    assert len(list((two / ".portal").iterdir())) == 1
    assert site(two) == NEW


def test_a_site_that_is_not_there_appears_at_once_and_a_folder_that_is_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "there/site"
    there.mkdir(parents=True)
    number = there.stat().st_ino
    publish(tmp_path / "there", NEW)
    assert (site(tmp_path / "there"), there.stat().st_ino) == (NEW, number)
    monkeypatch.setattr(Output, "_replay", lambda _: pytest.fail("file by file"))
    publish(tmp_path / "new", NEW)
    assert site(tmp_path / "new") == NEW
    assert (tmp_path / "new/site" / SUMS).read_text().count("\n") == len(NEW)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not there on Windows")
@pytest.mark.parametrize("before", [OLD, {}], ids=["over another", "at first"])
def test_publishing_killed_at_any_step_leaves_the_old_site_or_ends_with_the_new(
    tmp_path: Path, before: dict[str, bytes]
) -> None:
    whole = 0
    for step in range(1, 200):
        root = tmp_path / str(step)
        root.mkdir()
        if before:
            publish(root, before)
        done = subprocess.run(
            [sys.executable, "-c", PUBLISH, str(root), str(step)],
            check=False,
            cwd=Path(__file__).parent.parent,
        )
        killed_in = site(root)
        journal = list((root / ".portal").glob("*/journal.json"))
        assert journal or killed_in in (before, NEW), f"half a site without a journal at {step}"
        with Output(root / "site", root / ".portal", root):
            assert site(root) in (before, NEW)
            whole += site(root) == NEW
        publish(root, NEW)
        assert site(root) == NEW
        if done.returncode == 0:
            break
    assert done.returncode == 0, "the steps never ended"
    assert whole > (len(NEW) if before else 0), "no kill fell between the journal and the end"
