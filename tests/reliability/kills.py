"""Builds that are killed, that find a full disk or a folder they may not write to, or each other.

Each accident is followed by one build, mostly of other content, of another day or with other
settings, which must make exactly the site that a build from nothing makes, in bytes and in its list
of sums; and nothing else may be left there. What the accident itself says must be true.
"""

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generator.build import build, half_published, page_text, sums_file
from generator.model import config
from tests.reliability import Row, command

NAME = "Kills, full disks, two builds at once"
SEED, KILLS, MARGINS = 18, 300, 20
ROOT = Path(__file__).parent.parent.parent
WHOLE = ROOT / "tests" / "sites" / "whole"
RECORD = "content/projects/jia/dong/shang/2019-kill.md"
DAYS = (date(2018, 12, 31), date(2019, 2, 15))
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
NOBODY = 65534
_DIES = """
import os, sys
number, at = int(sys.argv[1]), int(sys.argv[2])
seen = 0
def count(event, given):
    global seen
    if not seen and not (event == "open" and str(given[0]).endswith("/journal") and given[2] & 1):
        return
    if event in {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir"}:
        seen += 1
        if seen == at:
            os.kill(os.getpid(), number)
sys.addaudithook(count)
sys.argv[1:3] = []
from generator.__main__ import run
sys.exit(run())
"""
"""A build that sends itself a signal, at a change of a file after its journal stands."""


class State(NamedTuple):
    """What a site is made from: which of the contents, the day, and whether it is compressed."""

    title: str
    day: date
    packed: bool


class Site:
    """A folder whose content is changed between builds, and what builds from nothing make of it."""

    def __init__(self, base: Path, whole: Path = WHOLE, record: str = RECORD) -> None:
        self.whole, self.record = whole, record
        self.root, self.clean = base / "run", base / "clean"
        self.made: dict[State, dict[str, bytes]] = {}
        self.dice = random.Random(SEED)  # noqa: S311 (to be the same each time)
        self.failures: list[str] = []
        self.cases = self.halves = 0
        self.kept = base / "kept"

    def begin(self, state: State, target: Path) -> None:
        """Put the content there, and the site that was built of it."""
        kept = self.kept / f"{hash((state, target)):x}"
        for folder in (self.root, target):
            shutil.rmtree(folder, ignore_errors=True)
        if not kept.exists():
            self.lay(self.root)
            self.put(state)
            _built(self.root, state, target)
            shutil.copytree(self.root, kept / "root", symlinks=True)
            shutil.copytree(target, kept / "site", dirs_exist_ok=True)
        else:
            shutil.copytree(kept / "root", self.root)
            shutil.copytree(kept / "site", target, dirs_exist_ok=True)

    def put(self, state: State) -> None:
        """Change the content, and the settings."""
        self._put(self.root, state)

    def lay(self, folder: Path) -> None:
        """Put the whole content there, with its settings."""
        folder.mkdir(parents=True)
        shutil.copytree(self.whole / "content", folder / "content")
        shutil.copy(self.whole / "config.yaml", folder)

    def _put(self, root: Path, state: State) -> None:
        record = root / self.record
        record.unlink(missing_ok=True)
        if state.title != "没有这一条":
            text = "---\ntitle: {}的路\nyear: 2018\ncategory: water\nstage: library\n"
            text += "performance_target: 目标\n---\n"
            record.parent.mkdir(parents=True, exist_ok=True)
            record.write_text(text.format(state.title), "utf-8")
        settings = (self.whole / "config.yaml").read_text("utf-8")
        if state.packed:
            settings = f"{settings.replace('precompress: []', '')}\nprecompress: [gz]\n"
        (root / "config.yaml").write_text(settings, "utf-8")

    def other(self) -> State:
        """Choose what comes next."""
        titles = ("甲", "乙", "没有这一条")
        return State(self.dice.choice(titles), self.dice.choice(DAYS), self.dice.random() < 0.2)

    def expected(self, state: State) -> dict[str, bytes]:
        """Return what a build from nothing makes."""
        if state not in self.made:
            shutil.rmtree(self.clean, ignore_errors=True)
            self.lay(self.clean)
            self._put(self.clean, state)
            _built(self.clean, state, self.clean / "site")
            self.made[state] = found(self.clean / "site")
        return self.made[state]

    def check(self, what: str, state: State, site: Path, *, full: bool = False) -> None:
        """Build once, and hold the site to one from nothing."""
        self.cases += 1
        try:
            _built(self.root, state, site, full=full)
        except (OSError, AssertionError) as error:
            self.failures.append(f"{what}: {error!r}")
            return
        now, expected = found(site), self.expected(state)
        if now != expected:
            differ = sorted(
                u for u in now.keys() | expected.keys() if now.get(u) != expected.get(u)
            )
            self.failures.append(f"{what}, then {state}: {differ[:5]}")

    def say(self, what: str, *, holds: bool) -> None:
        """Note something that must hold of an accident itself."""
        if not holds:
            self.failures.append(what)


def _built(root: Path, state: State, site: Path, *, full: bool = False) -> None:
    loaded, problems = config.load(root / "config.yaml")
    assert loaded, problems
    page_text.environment.cache_clear()
    report = build.build(loaded, state.day, site=site, full=full)
    assert report.published, report.problems


def found(site: Path) -> dict[str, bytes]:
    """Return every file of a site, whatever its name; folders as well, which have no bytes."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes() if path.is_file() else b"/"
        for path in sorted(site.rglob("*"))
    }


def _words(site: Site, state: State, where: Path) -> list[str]:
    """Return the arguments of a build by command."""
    given = ("--config", site.root / "config.yaml", "--out", where, "--as-of", state.day)
    jobs = site.dice.choice(("1", "1", "2"))
    return ["build", *map(str, given), "--jobs", jobs]


def kills(
    site: Site, where: Callable[[], Path], count: int, steps: int = 60, took: float = 2.0
) -> None:
    """Kill builds at random moments, half of them while files are being replaced.

    That is at one of so many `steps`, each a file that is opened or has another name; a build takes
    about `took` seconds.
    """
    # what a shell puts into the background starts with Ctrl-C ignored, and so would the builds
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for n in range(count):
        one, two = site.other(), site.other()
        target = where()
        site.begin(one, target)
        site.put(two)
        number, late = SIGNALS[n % 3], n % 2 == 0
        words = _words(site, two, target)
        if late:
            at = str(site.dice.randrange(6, steps))
            words = ["-c", _DIES, str(number.value), at, *words]
        else:
            words = ["-m", "generator", *words]
        began = time.monotonic()
        child = subprocess.Popen(
            [sys.executable, *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        if not late:
            time.sleep(site.dice.random() * took)
            child.send_signal(number)
        said = child.communicate()[0].decode("utf-8", "replace")
        if child.returncode == 0:
            took = 0.5 * took + 0.5 * (time.monotonic() - began)
        half = half_published.half(target)
        site.halves += half
        what = f"kill {n} ({number.name}, {'late' if late else 'any time'})"
        site.say(f"{what}: {said}", holds="Traceback" not in said)
        if number == signal.SIGINT and child.returncode == 130:
            early = said.strip() in ("已中断。", "已中断。Interrupted.")  # nothing had begun
            site.say(f"{what}: {said}", holds=half is not (early or "没有留下半成品" in said))
        site.say(f"{what}: sums", holds=not (half and (target / sums_file.SUMS).exists()))
        then = site.other()
        site.put(then)
        site.check(what, then, target, full=n % 10 == 0)
        if n % 10 == 9:
            sys.stdout.write(f"{n + 1} of {count} kills, {len(site.failures)} failures\n")
            sys.stdout.flush()


@contextmanager
def disk(size: int) -> Iterator[Path]:
    """Mount a disk in memory of so many kilobytes; only an administrator can."""
    folder = tempfile.mkdtemp(prefix="disk-")
    options = f"size={size}k"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)
    try:
        yield Path(folder)
    finally:
        subprocess.run(["umount", folder], check=True)
        Path(folder).rmdir()


def full_disks(site: Site, margins: int) -> None:
    """Build to disks that are too small by some margin; make room, and build something else."""
    whole = site.expected(State("甲", DAYS[0], packed=False))
    need = sum(len(content) // 4096 * 4 + 4 for content in whole.values())
    for n in range(margins):
        for same in (False, True):
            for update in (False, True):
                one, two, then = site.other(), site.other(), site.other()
                room = int(need * (n + 1) / margins * (2.5 if same else 1.1))
                with disk(room if not update else 8 * need) as mount:
                    site.begin(one, site.root / "site")
                    shutil.rmtree(site.root / ".portal")
                    if same:
                        (site.root / ".portal").symlink_to(mount / "state")
                        (mount / "state").mkdir()
                    target = mount / "site"
                    if update:
                        _built(site.root, one, target)
                        used = shutil.disk_usage(mount).used // 1024
                        _resize(mount, used + (n + 1) * 8)
                    site.put(two)
                    words = ["-m", "generator", *_words(site, two, target)]
                    done = subprocess.run(
                        [sys.executable, *words], cwd=ROOT, capture_output=True, check=False
                    )
                    said = done.stderr.decode("utf-8", "replace")
                    what = (
                        f"disk {n}, {'same' if same else 'other'}, {'update' if update else 'new'}"
                    )
                    half = half_published.half(target)
                    site.say(f"{what}: {said}", holds="Traceback" not in said)
                    if done.returncode:
                        site.say(
                            f"{what}: {said}",
                            holds=(done.returncode == 3 and str(mount) in said)
                            or (same and ".portal" in said),
                        )
                        site.say(f"{what}: {said}", holds=half is ("SHA256SUMS" in said))
                    _resize(mount, 20 * need)
                    site.put(then)
                    site.check(what, then, target)


def _resize(mount: Path, size: int) -> None:
    options = f"remount,size={size}k"
    subprocess.run(["mount", "-o", options, str(mount)], check=True)


def forbidden(site: Site) -> None:
    """Build as a user who may not write to one of the folders; then as one who may."""
    one, two = State("甲", DAYS[0], packed=False), State("乙", DAYS[0], packed=False)
    for name in ("site", "site/projects", "site/units/jia", "site/lists", ".portal", "state"):
        site.begin(one, site.root / "site")
        for path in [site.root, *site.root.rglob("*")]:
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
        [state] = (site.root / ".portal").iterdir()
        folder = state if name == "state" else site.root / name
        folder.chmod(0o555)
        site.put(two)
        error = as_nobody(lambda: _built(site.root, two, site.root / "site"))
        folder.chmod(0o755)
        half = half_published.half(site.root / "site")
        site.say(f"read-only {name}: {error}", holds=error in ("", f"{errno.EACCES}"))
        site.say(f"read-only {name}", holds=half or (site.root / "site/SHA256SUMS").exists())
        site.check(f"read-only {name}", two, site.root / "site")


def as_nobody(do: Callable[[], object]) -> str:
    """Do something as a user who has no rights; return the number of the error it ended in."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        said = ""
        try:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            do()
        except OSError as error:
            said = str(error.errno)
        except BaseException as error:  # noqa: BLE001 (told to who waits)
            said = repr(error)
        os.write(write, said.encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as told:
        said = told.read().decode()
    os.waitpid(child, 0)
    return said


def at_once(site: Site, count: int) -> None:
    """Let two builds run at once: one is refused, or comes after the other."""
    target = site.root / "site"
    for n in range(count):
        one, two = site.other(), site.other()
        site.begin(one, target)
        site.put(two)
        words = [[sys.executable, "-m", "generator", *_words(site, two, target)] for _ in range(2)]
        both = [
            subprocess.Popen(each, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            for each in words
        ]
        said = [each.communicate()[0].decode("utf-8", "replace") for each in both]
        codes = sorted(each.returncode for each in both)
        site.say(f"two at once {n}: {codes} {said}", holds=codes in ([0, 0], [0, 2]))
        site.say(f"two at once {n}", holds=found(target) == site.expected(two))
        site.check(f"two at once {n}", two, target)


def clocks(site: Site) -> None:
    """Let files have times of another clock: far ahead, far back, and the same after an edit."""
    target = site.root / "site"
    for n, days in enumerate((-4000, -1, 1, 4000)):
        one, two = State("甲", DAYS[n % 2], packed=False), State("乙", DAYS[n % 2], packed=False)
        site.begin(one, target)
        then = time.time_ns() + days * 86_400 * 10**9
        record = site.root / site.record
        for path in (site.root / "content").rglob("*.*"):
            os.utime(path, ns=(then, then))
        _built(site.root, one, target)
        site.put(two)
        os.utime(record, ns=(then, then))
        site.check(f"clock {days} days", two, target)


def run() -> Row:
    """Try all; print what failed."""
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        site = Site(Path(folder))
        kills(site, lambda: site.root / "site", KILLS * 3 // 4)
        shared = Path("/dev/shm")  # noqa: S108 (another disk than that of temporary files)
        if shared.is_dir():
            with tempfile.TemporaryDirectory(prefix="kills-", dir=shared) as other:

                def away() -> Path:
                    shutil.rmtree(Path(other) / "site", ignore_errors=True)
                    return Path(other) / "site"

                kills(site, away, KILLS // 4)
        at_once(site, 5)
        clocks(site)
        if hasattr(os, "geteuid") and os.geteuid() == 0:  # only an administrator can mount
            full_disks(site, MARGINS)
            Path(folder).chmod(0o755)
            forbidden(site)
        site.say(f"only {site.halves} kills left a half site", holds=site.halves > KILLS // 4)
        sys.stdout.write(f"{site.halves} of the kills fell while files were replaced\n")
        for each in site.failures:
            sys.stdout.write(f"{each}\n")
        count = len(site.failures)
        version = f"seed {SEED}, {KILLS} kills"
        return Row(NAME, version, site.cases, count, command("kills"))
