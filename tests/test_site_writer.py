"""The site is replaced as a whole: staged, journalled, moved; never half of it unsaid."""

import errno
import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from filelock import FileLock

from generator.base import system_errors
from generator.build import half_published, replace_files, staging
from generator.build.file_list import FileList
from generator.build.half_published import PART
from generator.build.journal import GOES, Journal
from generator.build.replace_files import Halted, Replacing
from generator.build.site_access import Refused
from generator.build.site_writer import Output
from generator.build.sums_file import SUMS, Listed
from tests.accidents import accident
from tests.published_sites import listing

OLD = {"index.html": b"old", "units/a.html": b"a", "units/b/c.html": b"c", "same.html": b"same"}
NEW = {"index.html": b"new", "units/a.html": b"aa", "lists/d.html": b"d", "same.html": b"same"}
OTHER = {"index.html": b"third", "units/b.html": b"b", "lists/d.html": b"x", "same.html": b"same"}


@pytest.fixture(autouse=True)
def memory_as_a_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Flush nothing: there is no power cut in a test, and each waits for the disk."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def publish(
    root: Path, files: dict[str, bytes], *, full: bool = True, staged: set[str] | None = None
) -> None:
    """Publish `files` as the site beneath `root`; some may be `staged`, others are as before."""
    made_now = files if staged is None else {url: files[url] for url in staged}
    with Output(root / "site", root / ".portal", root) as out:
        for url, content in made_now.items():
            out.put(url, content)
        made = FileList(out.rows)
        made.update(
            (url, (hashlib.sha256(content).hexdigest(), len(content)))
            for url, content in files.items()
        )
        laid = out.rows((url, "") for url in made_now)
        listed = None if full else Listed.read(out.site)[1]
        out.publish(made, laid, listed or out.sums(), thorough=full)


def site(root: Path) -> dict[str, bytes]:
    """Return every file of the site but the list of sums."""
    folder = root / "site"
    found = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    return {url: path.read_bytes() for url, path in found.items() if url != SUMS}


def holds(root: Path, files: dict[str, bytes], *, empty: bool = False) -> bool:
    """Tell whether the site is `files` and the true list of their sums, and nothing else.

    But for `empty` folders, if one could not be removed.
    """
    folder = root / "site"
    found = (p for p in folder.rglob("*") if not (empty and p.is_dir() and not any(p.iterdir())))
    there = {p.relative_to(folder).as_posix() for p in found}
    above = {a.as_posix() for url in files for a in Path(url).parents} - {"."}
    sums = {url: hashlib.sha256(content).hexdigest() for url, content in files.items()}
    return (
        site(root) == files
        and there == {*files, *above, SUMS}
        and (folder / SUMS).read_bytes() == listing(sums)
        and {path.name for path in next((root / ".portal").iterdir()).iterdir()} <= {"lock"}
    )


def begun(root: Path, files: Mapping[str, bytes] = OLD) -> None:
    """Publish OLD, then begin to publish NEW and die when two files are in their places."""
    publish(root, dict(files))
    step = 1
    while len([1 for url, content in NEW.items() if site(root).get(url) == content]) < 3:
        shutil.rmtree(root / "site")
        shutil.rmtree(root / ".portal")
        publish(root, dict(files))
        with accident(root, step):
            publish(root, NEW)
        step += 1
    assert Output(root / "site", root / ".portal", root).half


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
    monkeypatch.setattr(Replacing, "run", lambda *_: pytest.fail("file by file"))
    publish(tmp_path / "new", NEW)
    assert site(tmp_path / "new") == NEW
    assert (tmp_path / "new/site" / SUMS).read_text().count("\n") == len(NEW)


STATES = {"over another": OLD, "at first": {}}


def start(root: Path, before: dict[str, bytes]) -> None:
    """Begin anew with a site of `before`; an empty folder where that is nothing."""
    shutil.rmtree(root, ignore_errors=True)
    (root / "site").mkdir(parents=True)
    if before:
        publish(root, before)


def steps(root: Path, before: dict[str, bytes]) -> range:
    """Return the numbers of the steps in which NEW is published over `before`."""
    start(root, before)
    with accident(root) as one:
        publish(root, NEW)
    return range(1, one.steps + 1)


JOBS = {
    "one": {"units/a.html": b"aa", "units/b/c.html": b"c", "both.html": b"one"},
    "two": {"units/d.html": b"d", "units/b/e/f.html": b"f", "lists/g.html": b"g"},
    "three": {"lists/h/i.html": b"i", "both.html": b"three"},
}
"""What jobs have made, each in a folder of its own; the last one that makes a file counts."""
GATHERED = {"index.html": b"new"} | JOBS["one"] | JOBS["two"] | JOBS["three"]


def publish_of_jobs(root: Path, jobs: Mapping[str, Mapping[str, bytes]] = JOBS) -> None:
    """Publish a site of which each job has staged its files in a folder of its own."""
    with Output(root / "site", root / ".portal", root) as out:
        for name, made in jobs.items():
            for url, content in made.items():
                staging.put(out.made / name, url, content)
        out.put("index.html", GATHERED["index.html"])
        sums = {url: (hashlib.sha256(c).hexdigest(), len(c)) for url, c in GATHERED.items()}
        staged = out.rows([("index.html", "")])
        staged.update((url, str(out.made / name)) for name in JOBS for url in JOBS[name])
        files = FileList(out.rows)
        files.update(sums.items())
        out.publish(files, staged, out.sums(), thorough=True)
        out.forget_made()


def test_a_first_site_is_gathered_from_what_jobs_have_made_by_whole_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Replacing, "run", lambda *_: pytest.fail("file by file"))
    moved: list[str] = []

    def noting(move: Callable[[str, str], None]) -> Callable[[str, str], None]:
        def noted(source: str, target: str) -> None:
            moved.append(str(source).rpartition("/made/")[2])
            move(source, target)

        return noted

    monkeypatch.setattr(os, "rename", noting(os.rename))
    monkeypatch.setattr(os, "replace", noting(os.replace))
    publish_of_jobs(tmp_path)
    assert holds(tmp_path, GATHERED)
    assert {"three/lists", "two/units", "one/units/a.html"} <= {*moved}
    assert not [each for each in moved if each.endswith(("d.html", "f.html", "i.html"))]


@pytest.mark.parametrize("fault", [0, errno.EIO], ids=["killed", "refused"])
def test_a_first_site_that_was_being_gathered_is_finished_and_nothing_made_twice(
    tmp_path: Path, fault: int
) -> None:
    root = tmp_path / "run"
    with accident(root) as one:
        publish_of_jobs(root)
    ends = {"whole": 0, "all there": 0}
    for step in range(1, one.steps + 1):
        shutil.rmtree(root)
        with accident(root, step, fault), suppress(OSError):
            publish_of_jobs(root)
        began = len(made_of_jobs(root))
        with Output(root / "site", root / ".portal", root) as out:
            assert not out.half
        if (root / "site").exists():
            assert site(root) == GATHERED
            ends["whole"] += 1
        elif began == sum(map(len, JOBS.values())):
            assert len(made_of_jobs(root)) == began, "none was moved before it was written down"
            ends["all there"] += 1
        publish_of_jobs(root)
        assert site(root) == GATHERED, step
    assert min(ends.values()) > 3, ends


def made_of_jobs(root: Path) -> list[Path]:
    """Return the files that lie where jobs have staged them, each with all that was written."""
    every = {content for made in JOBS.values() for content in made.values()}
    found = (path for path in root.glob(".portal/*/made/**/*") if path.is_file())
    return [path for path in found if path.read_bytes() in every]


def test_a_first_site_on_another_disk_than_its_state_is_gathered_and_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_disks(monkeypatch, tmp_path)
    publish_of_jobs(tmp_path)
    assert holds(tmp_path, GATHERED)


@pytest.mark.parametrize("elsewhere", [False, True], ids=["one disk", "two disks"])
@pytest.mark.parametrize("before", STATES)
def test_killed_at_any_step_the_next_build_ends_in_its_own_site_whatever_it_is_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, *, elsewhere: bool
) -> None:
    root = tmp_path / "run"
    if elsewhere:
        two_disks(monkeypatch, root)
    halves = 0
    for step in steps(root, STATES[before]):
        start(root, STATES[before])
        with accident(root, step):
            publish(root, NEW)
        out = Output(root / "site", root / ".portal", root)
        halves += out.half
        seen = {url: c for url, c in site(root).items() if not url.startswith(PART)}
        if out.half:
            assert not (root / "site" / SUMS).exists()
            assert seen.keys() <= {*half_published.may_lie(root / "site")}
        else:
            assert seen in (STATES[before], NEW)
        after = (NEW, OTHER, OLD)[step % 3]
        publish(root, after)
        assert holds(root, after), (step, after)
    assert halves > len(NEW)


def test_what_goes_on_from_a_kill_may_be_killed_again_and_again(tmp_path: Path) -> None:
    root = tmp_path / "run"
    begun(root)
    shutil.copytree(root, tmp_path / "half")
    with accident(root) as whole:
        publish(root, OTHER)
    assert whole.steps > 20
    for again in range(1, whole.steps + 1):
        shutil.rmtree(root)
        shutil.copytree(tmp_path / "half", root)
        with accident(root, again):
            publish(root, OTHER)
        with accident(root, max(1, again // 2)):
            publish(root, OLD)
        publish(root, NEW)
        assert holds(root, NEW), again


def test_a_half_published_site_is_finished_by_whoever_comes_next_even_to_do_nothing(
    tmp_path: Path,
) -> None:
    begun(tmp_path)
    with Output(tmp_path / "site", tmp_path / ".portal", tmp_path) as out:
        assert not out.half
    assert holds(tmp_path, NEW)


@pytest.mark.parametrize("lost", ["stage", "stage/lists", "stage/SHA256SUMS", "journal", "."])
def test_where_the_stage_or_the_journal_is_lost_the_site_stays_marked_until_a_build_is_done(
    tmp_path: Path, lost: str
) -> None:
    begun(tmp_path)
    [state] = (tmp_path / ".portal").iterdir()
    path = state / lost
    shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    with Output(tmp_path / "site", tmp_path / ".portal", tmp_path) as out:
        assert (tmp_path / "site" / SUMS).exists() is not out.half
    assert out.half or holds(tmp_path, NEW)
    publish(tmp_path, OTHER, full=False)
    assert holds(tmp_path, OTHER)


@pytest.mark.parametrize("cut", [0, 1, 10])
def test_what_a_lost_current_cut_off_is_not_taken_for_published(tmp_path: Path, cut: int) -> None:
    begun(tmp_path)
    [state] = (tmp_path / ".portal").iterdir()
    for path in [*state.rglob("stage/**/*"), *(tmp_path / "site").rglob("*.html")]:
        if path.is_file():
            path.write_bytes(path.read_bytes()[:cut])
    with Output(tmp_path / "site", tmp_path / ".portal", tmp_path) as out:
        assert out.half
    publish(tmp_path, NEW)
    assert holds(tmp_path, NEW)


def test_clean_removes_a_half_published_site_without_finishing_it(tmp_path: Path) -> None:
    begun(tmp_path)
    (tmp_path / "site/their.txt").write_bytes(b"theirs")
    with Output(tmp_path / "site", tmp_path / ".portal", tmp_path, clean=True) as out:
        out.clean()
    assert site(tmp_path) == {"their.txt": b"theirs"}
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["their.txt"]


# ---- disks that are full, files that cannot be replaced


def two_disks(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    """Let nothing be moved out of the state's folder: as where that is on another disk."""
    replace, rename = os.replace, Path.rename

    def apart(source: str | Path, target: str | Path) -> None:
        if (str(root / ".portal") in str(source)) != (str(root / ".portal") in str(target)):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(source), None, str(target))
        replace(source, target)

    def renamed(self: Path, target: Path) -> Path:
        apart(self, target)
        return rename(self, target)

    monkeypatch.setattr(os, "replace", apart)
    monkeypatch.setattr(Path, "rename", renamed)


def failed(root: Path, files: dict[str, bytes]) -> OSError | None:
    """Publish; return what the machine says against it."""
    try:
        publish(root, files)
    except OSError as error:
        return error
    return None


@pytest.mark.parametrize("elsewhere", [False, True], ids=["one disk", "two disks"])
def test_whatever_step_fails_is_named_with_its_own_file_and_the_next_build_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, elsewhere: bool
) -> None:
    root = tmp_path / "run"
    if elsewhere:
        two_disks(monkeypatch, root)
    halves = 0
    for step in steps(root, OLD):
        number = (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO)[step % 4]
        start(root, OLD)
        with accident(root, step, number):
            error = failed(root, NEW)
        half = Output(root / "site", root / ".portal", root).half
        assert half is isinstance(error, Halted)
        halves += half
        if half:
            assert str(error and error.filename).startswith(str(root / "site")), step
        else:
            assert site(root) in (OLD, NEW)
            assert error is None or str(error.filename).startswith(str(root)), step
        assert error is None or error.errno == number
        publish(root, OTHER)
        assert holds(root, OTHER, empty=error is None), step
    assert halves > len(NEW)


def test_a_file_that_another_program_holds_is_tried_again_and_then_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, OLD)
    monkeypatch.setattr(replace_files, "PAUSE", 0)
    replace, tries, target = os.replace, 0, str(tmp_path / "site/index.html")

    def windows(source: str | Path, to: str | Path) -> None:
        nonlocal tries
        if str(to) == target:
            tries += 1
            if tries != good:
                error = PermissionError(errno.EACCES, "in use", str(source), None, str(to))
                error.winerror = 32  # type: ignore[attr-defined,unused-ignore]
                raise error
        replace(source, to)

    monkeypatch.setattr(os, "replace", windows)
    good = -1
    with pytest.raises(Halted) as caught:
        publish(tmp_path, NEW)
    assert isinstance(caught.value.cause, system_errors.Held)
    assert caught.value.filename == target
    assert (caught.value.done, caught.value.of) == (0, 4)
    tries, good = 0, 3
    publish(tmp_path, NEW)
    assert holds(tmp_path, NEW)


# ---- what someone did to the site


def spoil(path: Path, how: str, away: Path) -> None:
    """Do something to a file of the site."""
    content = path.read_bytes()
    path.unlink()
    if how == "edited":
        path.write_bytes(content[:-1] + b"?")
    elif how == "emptied":
        path.write_bytes(b"")
    elif how == "a folder":
        (path / "deep").mkdir(parents=True)
        (path / "deep/x").write_bytes(b"x")
    elif how == "a link":
        away.mkdir(exist_ok=True)
        (away / path.name).write_bytes(content)
        path.symlink_to(away / path.name)
    elif how == "a dangling link":
        path.symlink_to(away / "nothing")
    elif how == "a link to a folder":
        away.mkdir(exist_ok=True)
        path.symlink_to(away)


@pytest.mark.parametrize(
    "how",
    ["edited", "emptied", "deleted", "a folder", "a link", "a dangling link", "a link to a folder"],
)
@pytest.mark.parametrize("then", [OLD, NEW], ids=["the same", "another"])
def test_a_full_build_mends_whatever_was_done_to_a_file(
    tmp_path: Path, how: str, then: dict[str, bytes]
) -> None:
    publish(tmp_path, OLD)
    for url in ("same.html", "units/a.html"):
        spoil(tmp_path / "site" / url, how, tmp_path / "away")
    publish(tmp_path, then)
    assert holds(tmp_path, then)


@pytest.mark.parametrize("then", [OLD, NEW], ids=["the same", "another"])
@pytest.mark.parametrize("how", ["a link", "a file", "nothing"])
def test_a_folder_of_the_site_that_leads_away_is_made_a_folder_and_nothing_is_touched_there(
    tmp_path: Path, how: str, then: dict[str, bytes]
) -> None:
    publish(tmp_path, OLD)
    (tmp_path / "site/units").rename(tmp_path / "away")
    if how == "a link":
        (tmp_path / "site/units").symlink_to(tmp_path / "away")
    elif how == "a file":
        (tmp_path / "site/units").write_bytes(b"?")
    publish(tmp_path, then)
    assert holds(tmp_path, then)
    assert (tmp_path / "away/a.html").read_bytes() == b"a"
    assert (tmp_path / "away/b/c.html").read_bytes() == b"c"


def test_what_the_list_of_sums_names_outside_of_the_site_is_never_removed(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    precious = tmp_path / "precious.txt"
    precious.write_bytes(b"!")
    listing = tmp_path / "site" / SUMS
    digest = hashlib.sha256(b"!").hexdigest()
    for url in ("../precious.txt", str(precious), "units/../../precious.txt"):
        listing.write_bytes(listing.read_bytes() + f"{digest}  {url}\n".encode())
    publish(tmp_path, NEW)
    assert precious.read_bytes() == b"!"
    assert holds(tmp_path, NEW)


def test_a_file_may_become_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    one, two = {"a": b"1", "b/c": b"2", "b/d/e": b"3"}, {"a/b": b"4", "b": b"5"}
    for files in (one, two, one):
        publish(tmp_path, files)
        assert holds(tmp_path, files)


@pytest.mark.parametrize("what", ["dangling", "file"])
def test_a_site_that_cannot_be_a_folder_is_refused_in_a_sentence(tmp_path: Path, what: str) -> None:
    if what == "dangling":
        (tmp_path / "site").symlink_to(tmp_path / "nowhere")
    else:
        (tmp_path / "site").write_bytes(b"x")
    with pytest.raises(Refused, match="link to a folder" if what == "dangling" else "no folder"):
        publish(tmp_path, OLD)


def test_a_site_may_be_a_link_to_a_folder(tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "www")
    publish(tmp_path, OLD)
    publish(tmp_path, NEW)
    assert holds(tmp_path, NEW)
    assert (tmp_path / "site").is_symlink()


def test_nothing_is_finished_where_the_list_that_was_to_come_is_lost(tmp_path: Path) -> None:
    site, stage = tmp_path / "site", tmp_path / "stage"
    site.mkdir()
    stage.mkdir()
    (site / "old.html").write_bytes(b"old")
    (site / SUMS).write_bytes(listing({"old.html": hashlib.sha256(b"old").hexdigest()}))
    journal = Journal.written(tmp_path / "journal", "0" * 64, [""], [(GOES, "old.html")])
    assert not Replacing(site, stage).finish(journal)
    assert half_published.half(site)
