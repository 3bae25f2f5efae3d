"""Engines of old phones, as they were, and the last one that Windows 7 had: from packages of Qt.

A test asks for one, which is fetched on first use (some 100 MB) and stays in `.engines` beside
`.venv`: they cannot live in the environment of the tests, as each is another version of the same
packages. There are such packages for Linux on x86-64 alone.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock

from tests import machine
from tests.conftest import ROOT

Version = Literal[49, 56, 65, 69, 108]

FOLDER = ROOT / ".engines"
DRIVER = ROOT / "tests/old_engine.py"
SIP = "PyQt5-sip==12.20.0"
WHEELS: dict[Version, tuple[str, ...]] = {
    49: ("PyQt5==5.7.1", SIP),
    56: ("PyQt5==5.9.2", SIP),
    65: ("PyQt5==5.11.3", SIP),
    69: ("PyQt5==5.12.3", "PyQtWebEngine==5.12.1", SIP),
    108: (
        "PyQt6==6.5.0",
        "PyQt6-Qt6==6.5.0",
        "PyQt6-WebEngine==6.5.0",
        "PyQt6-WebEngine-Qt6==6.5.0",
        "PyQt6-sip==13.13.0",
    ),
}
"""What each is made of; the engine is in the wheel of PyQt5 itself up to 5.11."""
PHONES: tuple[Version, ...] = (49, 56, 65, 69)
OFFICE: Version = 108
"""Of the offices' machines: Chrome 109 is the last that Windows 7 and 8 have."""
EACH_TIME: tuple[Version, ...] = (49, 69)
"""Those that run each time; all of them do with LONGER."""
HASHES = ROOT / "tests/old_engines.lock"
WITHOUT_SCREEN = 69
"""Engines from this on draw without an X server."""
UNUSED = ("qml", "translations", "plugins/geoservices", "plugins/sqldrivers")


def place(version: Version) -> Path:
    """Return the folder of an engine, which is there once it is whole."""
    return FOLDER / f"{version}-{sys.version_info.major}.{sys.version_info.minor}"


def install(version: Version) -> str:
    """Fetch an engine, and return why that failed: nothing where it is there now."""
    target = place(version)
    FOLDER.mkdir(exist_ok=True)
    with FileLock(f"{target}.lock"):
        if target.is_dir():
            return ""
        with tempfile.TemporaryDirectory(dir=FOLDER) as name:
            new = Path(name) / "engine"
            listed = Path(name) / "wheels.txt"
            listed.write_text(_wanted(version), "utf-8")
            command = (
                *(sys.executable, "-m", "pip", "--disable-pip-version-check", "install"),
                *("--quiet", "--no-deps", "--no-compile", "--only-binary=:all:", "--retries=1"),
                *("--require-hashes", "--target", new, "-r", listed),
            )
            done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
            if done.returncode:
                return (done.stderr.strip().splitlines() or ["pip gave no reason"])[-1]
            for unused in UNUSED:
                for qt in ("PyQt5/Qt", "PyQt6/Qt6"):
                    shutil.rmtree(new / qt / unused, ignore_errors=True)
            new.rename(target)
    return ""


def _wanted(version: Version) -> str:
    """Return the lines of the lock that an engine is made of."""
    blocks = HASHES.read_text("utf-8").replace("\\\n", " ").splitlines()
    chosen = [line for line in blocks if line.split(" ")[0] in WHEELS[version]]
    assert len(chosen) == len(WHEELS[version]), version
    return "\n".join(chosen)


def need(version: Version) -> Path:
    """Return the folder of an engine, or skip the test with the reason."""
    machine.need_old_browsers()
    if fault := install(version):
        machine.skip(f"Chrome {version} ({fault})")
    return place(version)


class Engine:
    """An engine that runs, with one window."""

    def __init__(self, process: "subprocess.Popen[str]", version: Version) -> None:
        self.process = process
        self.version = version

    def ask(self, **question: object) -> dict[str, Any]:
        """Ask what `tests/old_engine.py` answers."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps(question), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        assert answer, f"Chrome {self.version} ended: {question}"
        found: dict[str, Any] = json.loads(answer)
        return found


@contextmanager
def running(version: Version) -> Iterator[Engine]:
    """Start an engine, and end it."""
    folder = need(version)
    with tempfile.TemporaryDirectory() as home, _screen(version, Path(home)) as screen:
        environment = {
            **os.environ,
            **screen,
            "PYTHONPATH": str(folder),
            "PYTHONWARNINGS": "ignore",  # of the packages, which are older than this Python
            "LC_ALL": "C.UTF-8",
            "HOME": home,
            "XDG_RUNTIME_DIR": home,
            "QTWEBENGINE_DISABLE_SANDBOX": "1",
        }
        process = subprocess.Popen(
            [sys.executable, "-P", str(DRIVER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            env=environment,
        )
        with process:
            try:
                yield Engine(process, version)
            finally:
                process.terminate()


@contextmanager
def _screen(version: Version, folder: Path) -> Iterator[dict[str, str]]:
    """Give what an engine has to be told of where it shows its window."""
    if version >= WITHOUT_SCREEN:
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    reads, writes = os.pipe()
    command = [str(machine.need_old_browsers()), "-displayfd", str(writes)]
    command += ["-screen", "0", "1600x1200x24", "-nolisten", "tcp", "-noreset"]
    with (folder / "xvfb.log").open("wb") as log:
        server = subprocess.Popen(command, pass_fds=[writes], stdout=log, stderr=log)
    os.close(writes)
    try:
        with os.fdopen(reads) as told:
            number = told.readline().strip()
        assert number, "Xvfb did not start"
        yield {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait(10)
