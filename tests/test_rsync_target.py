"""The program rsync as the way to a target: real ones, into a folder and through a shell."""

import getpass
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from generator.build import old_assets, publish, publish_plan, rsync_target, sums_file
from generator.build.publish import Site
from generator.build.rsync_target import Rsync
from generator.build.site_access import Refused
from generator.model.publish_targets import Fault
from tests import machine
from tests.conftest import files
from tests.published_sites import AFTER, BEFORE, OLD, broken, contradictions, lay, run, style, sums
from tests.records import LONGER

SHELL = f"""#!{sys.executable}
import os, sys
# as ssh does: the name of the host, then words for a shell of the other side
words = [each for each in sys.argv[1:] if each not in ("-l", "someone")]
assert words.pop(0) == "www.example", words
os.execvp("sh", ["sh", "-c", " ".join(words)])
"""


class Killed(BaseException):
    """The process ends here."""


class Stopping(Rsync):
    """An rsync that is asked what to do before each of its runs."""

    def __init__(self, site: Path, address: str, hook: Callable[[], bool]) -> None:
        super().__init__(site, address)
        self.hook = hook

    def _try(
        self,
        *arguments: str,
        given: Iterable[str] = (),
        told: Callable[[str], None] = lambda _: None,
    ) -> tuple[int, str]:
        if not self.hook():
            every = [*given]
            super()._try(*arguments, given=every[: len(every) // 2], told=told)
            raise Killed
        return super()._try(*arguments, given=given, told=told)


@pytest.fixture(scope="module")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a real SSH server that lets in by a key; give the command of a client that knows it."""
    program, folder = machine.need_sshd(), tmp_path_factory.mktemp("ssh")
    short = tempfile.mkdtemp(dir="/tmp")  # a socket has a name of some 100 bytes
    for name in ("host", "own"):
        made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(made, check=True)
    port = free_port()
    (folder / "sshd").write_text(
        f"ListenAddress 127.0.0.1\nPort {port}\nHostKey {folder}/host\nPidFile none\n"
        f"AuthorizedKeysFile {folder}/own.pub\nStrictModes no\nUsePAM no\n"
        "PasswordAuthentication no\nKbdInteractiveAuthentication no\n",
        "utf-8",
    )
    known = (folder / "host.pub").read_text("utf-8").split()[:2]
    (folder / "known").write_text(f"[127.0.0.1]:{port} {' '.join(known)}\n", "utf-8")
    (folder / "ssh").write_text(
        f"Host www.example\nHostName 127.0.0.1\nPort {port}\nIdentityFile {folder}/own\n"
        f"IdentitiesOnly yes\nUserKnownHostsFile {folder}/known\nBatchMode yes\n"
        # one connection for all that the tests do: to begin one takes longer than what is sent
        f"ControlMaster auto\nControlPath {short}/%C\nControlPersist 60\n",
        "utf-8",
    )
    if os.geteuid() == 0:  # where a server that root starts puts what it may not do
        Path("/run/sshd").mkdir(exist_ok=True)
    command = [str(program), "-D", "-e", "-f", str(folder / "sshd")]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        wait_for(port)
        yield f"ssh -F {folder}/ssh"
        ended = ["ssh", "-F", str(folder / "ssh"), "-O", "exit", "www.example"]
        subprocess.run(ended, check=False, capture_output=True)
        server.terminate()
    shutil.rmtree(short, ignore_errors=True)


def free_port() -> int:
    """Return a port of this machine that no one listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    """Wait until someone listens at a port of this machine, for 20 seconds at most."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with socket.socket() as asked:
            if not asked.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.01)


WAYS = ("folder", "shell", "ssh")


@pytest.fixture(params=WAYS)
def address(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], str]:
    """Give what makes a name in the folder of the test an address for rsync."""
    machine.need_rsync()
    if request.param == "ssh":
        monkeypatch.setenv("RSYNC_RSH", request.getfixturevalue("ssh"))
        return lambda name: f"{getpass.getuser()}@www.example:{tmp_path / name}"
    if request.param == "folder":
        return lambda name: str(tmp_path / name)
    shell = tmp_path / "shell"
    shell.write_text(SHELL, "utf-8")
    shell.chmod(0o755)
    monkeypatch.setenv("RSYNC_RSH", str(shell))
    return lambda name: f"someone@www.example:{tmp_path / name}"


near = pytest.mark.parametrize("address", WAYS if LONGER > 1 else WAYS[:2], indirect=True)
"""For what does not depend on the way: with LONGER over SSH, too, which takes seconds each time."""


def whole(folder: Path, content: dict[str, bytes]) -> None:
    assert files(folder) == {**content, sums_file.SUMS: sums(content)}


def test_a_target_becomes_the_site_and_then_nothing_is_sent(
    address: Callable[[str], str], tmp_path: Path
) -> None:
    for content in (BEFORE, AFTER):
        site = lay(tmp_path / "site", content)
        for changed in (True, False):
            work = run(site, Rsync(site.folder, address("我们 的")))
            assert bool(work.plan.count) == changed
            assert work.done == work.of
            whole(tmp_path / "我们 的", content)
    assert not (tmp_path / "我们 的/old").exists()
    times = [(tmp_path / each / "feed.xml").stat().st_mtime for each in ("site", "我们 的")]
    assert times[0] == times[1]


@near
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_what_is_published_all_may_read_though_this_machine_keeps_new_files_from_others(
    address: Callable[[str], str], tmp_path: Path
) -> None:
    before = os.umask(0o077)
    try:
        site = lay(tmp_path / "site", AFTER)
        run(site, Rsync(site.folder, address("target")))
    finally:
        os.umask(before)
    rights = {path: path.stat().st_mode for path in (tmp_path / "target").rglob("*")}
    assert {mode & 0o444 for mode in rights.values()} == {0o444}
    assert {mode & 0o555 for path, mode in rights.items() if path.is_dir()} == {0o555}


@near
def test_a_file_of_the_same_size_and_time_is_sent_if_its_sum_differs(
    address: Callable[[str], str], tmp_path: Path
) -> None:
    for content in (b"one", b"two"):
        site = lay(tmp_path / "site", {**AFTER, "feed.xml": content})
        os.utime(site.folder / "feed.xml", (10**9, 10**9))
        run(site, Rsync(site.folder, address("target")))
    assert (tmp_path / "target/feed.xml").read_bytes() == b"two"


Content = dict[str, bytes]


def killed(folder: Path, old: Content, new: Content, run_of_kill: int) -> bool:
    """Kill a publish within one of its runs, hold what is there to it, and publish once more.

    Tell whether there was such a run. What is published once more is the old site or the new one.
    """
    target, left = lay(folder / "target", old).folder, run_of_kill
    site = lay(folder / "site", new)

    def goes_on() -> bool:
        nonlocal left
        there = files(target)
        assert broken(there, old, new) == []
        assert contradictions(there) == []
        left -= 1
        return left >= 0

    try:
        run(site, Stopping(site.folder, str(target), goes_on))
    except Killed:
        pass
    else:
        return False
    there = files(target)
    assert broken(there, old, new) == []
    again = old if run_of_kill % 2 else new
    run(lay(folder / "site", again), Rsync(site.folder, str(target)))
    whole(target, again)
    return True


def test_whoever_is_killed_before_or_within_any_run_the_next_publish_ends_in_the_site(
    tmp_path: Path,
) -> None:
    machine.need_rsync()
    # fewer kinds of files, so that fewer runs are stopped: the order of all is tested elsewhere
    old, new = (
        {
            url: re.sub(rb'<a href="feed[^>]*>x</a>', b"", each)
            for url, each in content.items()
            if publish_plan.kind(url)
            in (publish_plan.PAGES, publish_plan.ASSETS, publish_plan.PICTURES)
        }
        for content in (BEFORE, AFTER)
    )

    runs, site = 0, lay(tmp_path / "counted/site", new)

    def counted() -> bool:
        nonlocal runs
        runs += 1
        return True

    target = lay(tmp_path / "counted/target", old).folder
    run(site, Stopping(site.folder, str(target), counted))
    assert runs > 8

    def at(run_of_kill: int) -> bool:
        return killed(tmp_path / str(run_of_kill), old, new, run_of_kill)

    # an rsync mostly waits for its other half, so that several kills take hardly longer than one
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(at, range(runs)))
    assert not at(runs)


class OfOthers(Rsync):
    """An rsync into folders of someone else in the same group, who alone may set their rights."""

    wrong = 'rsync: [generator] failed to set permissions on "/srv/en": Operation not permitted (1)'
    ends = "rsync error: some files/attrs were not transferred (code 23) at main.c(1338)"

    def _try(
        self,
        *arguments: str,
        given: Iterable[str] = (),
        told: Callable[[str], None] = lambda _: None,
    ) -> tuple[int, str]:
        code, said = super()._try(*arguments, given=given, told=told)
        if code or "--perms" not in arguments:
            return code, said
        return 23, f"{self.wrong}\n{self.ends}\n"


def test_folders_of_someone_else_in_the_same_group_are_published_into(tmp_path: Path) -> None:
    machine.need_rsync()
    for content in (BEFORE, AFTER):
        site = lay(tmp_path / "site", content)
        run(site, OfOthers(site.folder, str(tmp_path / "target")))
        whole(tmp_path / "target", content)


def test_a_file_that_could_not_be_put_there_is_told_beside_rights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.need_rsync()
    site = lay(tmp_path / "site", AFTER)
    lost = 'rsync: [receiver] mkstemp "/srv/en/.a" failed: Permission denied (13)'
    monkeypatch.setattr(OfOthers, "wrong", f"{OfOthers.wrong}\n{lost}")
    with pytest.raises(Fault, match="target"):
        run(site, OfOthers(site.folder, str(tmp_path / "target")))


@near
def test_files_of_others_stay_and_a_target_with_these_alone_is_refused(
    address: Callable[[str], str], tmp_path: Path
) -> None:
    site, target = lay(tmp_path / "site", BEFORE), tmp_path / "target"
    target.mkdir()
    (target / "theirs . ").write_bytes(b"theirs")
    with pytest.raises(Refused, match="not made by portal"):
        run(site, Rsync(site.folder, address("target")))
    (target / "theirs . ").unlink()
    run(site, Rsync(site.folder, address("target")))
    (target / "old/theirs").write_bytes(b"theirs")
    (target / "theirs").mkdir()
    run(lay(tmp_path / "site", AFTER), Rsync(site.folder, address("target")))
    assert (target / "theirs").is_dir()
    assert (target / "old/theirs").read_bytes() == b"theirs"
    assert not (target / "old/deep").exists()


def test_what_was_cut_or_lost_is_sent_again_and_full_compares_bytes(
    address: Callable[[str], str], tmp_path: Path
) -> None:
    site, target = lay(tmp_path / "site", AFTER), tmp_path / "target"
    run(site, Rsync(site.folder, address("target")))
    (target / "index.html").write_bytes(b"cut")
    (target / "a new/页.html").unlink()
    assert run(site, Rsync(site.folder, address("target"))).plan.count == 2
    times = (target / "feed.xml").stat()
    (target / "feed.xml").write_bytes(b"odd")
    os.utime(target / "feed.xml", ns=(times.st_atime_ns, times.st_mtime_ns))
    assert run(site, Rsync(site.folder, address("target"))).plan.empty
    assert run(site, Rsync(site.folder, address("target")), full=True).plan.changed.get("feed.xml")
    whole(target, AFTER)


@near
def test_a_folder_in_the_place_of_a_file_is_replaced_and_what_lies_besides_is_named(
    address: Callable[[str], str], tmp_path: Path
) -> None:
    site, target = lay(tmp_path / "site", AFTER), tmp_path / "target"
    run(site, Rsync(site.folder, address("target")))
    (target / "feed.xml").unlink()
    (target / "feed.xml/within").mkdir(parents=True)
    (target / "别的 页.html").write_bytes(b"mine")
    work = run(site, Rsync(site.folder, address("target")))
    assert "feed.xml" in work.plan.sent
    assert work.strangers == ["别的 页.html"]
    (target / "别的 页.html").unlink()
    whole(target, AFTER)
    with pytest.raises(Fault, match="where a folder should be"):
        run(site, Rsync(site.folder, address("target/feed.xml")))


@near
def test_styles_of_a_site_that_kept_none_itself_stay_for_a_time(
    address: Callable[[str], str], tmp_path: Path
) -> None:
    target = tmp_path / "target"
    for content, day in ((BEFORE, 1), (AFTER, 2), (AFTER, 9)):
        site = lay(tmp_path / "site", content)
        work = publish.prepared(
            site, Rsync(site.folder, address("target")), days=6, day=date(2018, 1, day)
        )
        work.run(lambda *_: None)
        left = set(files(target)) - {*content, sums_file.SUMS}
        assert left == ({style(OLD), old_assets.LEFT} if day == 2 else set())
    whole(target, AFTER)


@near
def test_a_dry_run_changes_nothing(address: Callable[[str], str], tmp_path: Path) -> None:
    site = lay(tmp_path / "site", AFTER)
    work = publish.prepared(site, Rsync(site.folder, address("target")))
    assert len(work.plan.new) == len(AFTER)
    assert not (tmp_path / "target").exists()


def fault(site: Site, address: str, port: int = 0) -> str:
    with pytest.raises(Fault) as caught:
        run(site, Rsync(site.folder, address, port))
    return str(caught.value)


def test_a_machine_without_rsync_is_told_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    said = fault(lay(tmp_path / "site", AFTER), "host:/srv")
    assert "no rsync on this machine" in said
    assert "apt-get install rsync" in said


@pytest.mark.parametrize("says", ["openrsync: protocol version 29", "rsync  version 2.6.9  x"])
def test_an_rsync_that_will_not_do_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str
) -> None:
    (tmp_path / "rsync").write_text(f"#!/bin/sh\necho '{says}'\n", "utf-8")
    (tmp_path / "rsync").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert "rsync 3.1 or later" in fault(lay(tmp_path / "site", AFTER), "host:/srv")


@pytest.mark.parametrize(
    ("shell", "told"),
    [
        ("echo someone@h: Permission denied '(publickey).' >&2; exit 255", "does not let us in"),
        ("echo Host key verification failed. >&2; exit 255", "look at the key"),
        ("echo ssh: Could not resolve hostname h >&2; exit 255", "cannot be reached"),
        ("echo sh: 1: rsync: not found >&2; exit 127", "no rsync on the computer of"),
        ("echo something odd >&2; exit 255", "something odd"),
    ],
)
def test_what_ssh_says_becomes_a_sentence_with_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shell: str, told: str
) -> None:
    machine.need_rsync()
    (tmp_path / "shell").write_text(f"#!/bin/sh\n{shell}\n", "utf-8")
    (tmp_path / "shell").chmod(0o755)
    monkeypatch.setenv("RSYNC_RSH", str(tmp_path / "shell"))
    said = fault(lay(tmp_path / "site", AFTER), "someone@h:/srv/www")
    assert told in said
    assert "h:/srv/www" in said


def test_a_real_ssh_server_that_does_not_let_us_in_or_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ssh: str
) -> None:
    machine.need_rsync()
    site = lay(tmp_path / "site", AFTER)
    here = f"{getpass.getuser()}@www.example:{tmp_path}/target"
    monkeypatch.setenv("RSYNC_RSH", f"{ssh} -o ControlPath=none -o PubkeyAuthentication=no")
    assert "does not let us in" in fault(site, here)
    monkeypatch.setenv("RSYNC_RSH", f"{ssh} -o ControlPath=none -o UserKnownHostsFile=/dev/null")
    assert "look at the key" in fault(site, here)
    monkeypatch.setenv("RSYNC_RSH", f"{ssh} -o ControlPath=none -o Port={free_port()}")
    assert "cannot be reached" in fault(site, here)
    assert not (tmp_path / "target").exists()


def test_the_folder_above_must_be_there_for_an_older_rsync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.need_rsync()
    monkeypatch.setattr(rsync_target, "_MAKES_FOLDERS", (99,))
    said = fault(lay(tmp_path / "site", AFTER), str(tmp_path / "not/there"))
    assert "folder above" in said


def test_the_protocol_of_rsync_itself(tmp_path: Path) -> None:
    program = machine.need_rsync()
    port = free_port()
    target = tmp_path / "target"
    target.mkdir()
    conf = tmp_path / "rsyncd.conf"
    conf.write_text(
        f"use chroot = no\nuid = {os.getuid()}\ngid = {os.getgid()}\n"
        f"[web]\npath = {target}\nread only = no\n[shut]\npath = {target}\nread only = yes\n",
        "utf-8",
    )
    command = [str(program), "--daemon", "--no-detach", f"--config={conf}", f"--port={port}"]
    command += ["--address=127.0.0.1"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as daemon:
        try:
            wait_for(port)
            for content in (BEFORE, AFTER):
                site = lay(tmp_path / "site", content)
                run(site, Rsync(site.folder, f"rsync://127.0.0.1:{port}/web"))
                whole(target, content)
            at = f"rsync://127.0.0.1:{port}"
            assert "no such module" in fault(site, f"{at}/nowhere")
            lay(tmp_path / "site", BEFORE)
            assert "no permission to write" in fault(site, f"{at}/shut")
        finally:
            daemon.terminate()
    assert "cannot be reached" in fault(site, f"{at}/web")
