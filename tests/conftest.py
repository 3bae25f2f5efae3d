"""Sites that many tests look at, made once."""

import gc
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from unittest.mock import patch

import pytest
from filelock import FileLock
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket
from playwright.sync_api import Browser

from generator.build import build
from generator.model import config
from generator.model.config import Config
from generator.parse import template_files
from tests import machine

ROOT = Path(__file__).parent.parent
AS_OF = date(2018, 12, 31)


def pytest_configure() -> None:
    """Let Ctrl-C reach the programs that tests start.

    A shell starts what it puts into the background with Ctrl-C ignored, and children inherit that.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_xdist_auto_num_workers() -> int:
    """Start one test worker more than there are processors, where `-n` says no number.

    Tests of browsers, servers and targets mostly wait for other programs.
    """
    mine = getattr(os, "sched_getaffinity", lambda _: range(os.cpu_count() or 1))(0)
    return len(mine) + 1


FORGET_SHARED = template_files.forget_shared
"""What a full build drops beside all that is of its own site: see `test_template_files`."""


@pytest.fixture(scope="session", autouse=True)
def compiled_templates_stay() -> Iterator[None]:
    """Let full builds keep what shipped templates were compiled to, which is of no site.

    Else each of them would have all tests that run meanwhile compile these anew, which takes
    longer than what most of them do.
    """
    with patch.object(template_files, "forget_shared", lambda: None):
        yield


@pytest.fixture(scope="session", autouse=True)
def compiled_templates_are_read_once() -> Iterator[None]:
    """Let each build of this process take the code of a template from memory, while its file stays.

    A build from nothing has an environment of its own, and to read the code of a hundred templates
    takes a sixth of all that a build of the small site does.
    """
    read = FileSystemBytecodeCache.load_bytecode
    codes: dict[tuple[object, ...], Any] = {}

    def load_bytecode(self: FileSystemBytecodeCache, bucket: Bucket) -> None:
        file = self._get_cache_filename(bucket)
        try:
            there = os.stat(file)  # noqa: PTH116 (as in `content_of`)
        except OSError:
            read(self, bucket)
            return
        of = (file, there.st_ino, there.st_size, there.st_mtime_ns, bucket.checksum)
        if of in codes:
            bucket.code = codes[of]
            return
        read(self, bucket)
        if bucket.code is not None:
            codes[of] = bucket.code

    with patch.object(FileSystemBytecodeCache, "load_bytecode", load_bytecode):
        yield


def pytest_collection_finish() -> None:
    """Leave what was read of all tests out of every later search for litter: it stays."""
    gc.collect()
    gc.freeze()


def load(root: Path) -> Config:
    """Return the configuration of the site in `root`, which must be free of errors."""
    found, problems = config.load(root / "config.yaml")
    assert found is not None, problems
    return found


def files(folder: Path) -> dict[str, bytes]:
    """Return every file beneath `folder` by its path."""
    return {url: content_of(each.path) for url, each in entries(folder).items()}


def content_of(path: str) -> bytes:
    """Return what is in a file. A Path for each of thousands would take longer than to read it."""
    file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        content = os.read(file, 1 << 20)
        while more := os.read(file, 1 << 20):
            content += more
        return content
    finally:
        os.close(file)


def entries(folder: Path) -> "dict[str, os.DirEntry[str]]":
    """Return what the system says of every file beneath `folder`, by its path."""
    found: dict[str, os.DirEntry[str]] = {}
    within = [("", str(folder))] if folder.is_dir() else []
    while within:
        beneath, where = within.pop()
        with os.scandir(where) as there:
            for each in there:
                if each.is_dir(follow_symlinks=False):
                    within.append((f"{beneath}{each.name}/", each.path))
                elif each.is_file():
                    found[beneath + each.name] = each
    return dict(sorted(found.items(), key=lambda item: item[0].split("/")))


def lay_demonstration(root: Path, *, compressed: bool = False) -> Path:
    """Put what the demonstration site is made of into the folder `root`, and return it.

    With `compressed` each text file will have its form for servers beside it.
    """
    root.mkdir(exist_ok=True)
    for name in ("content", "templates"):
        (root / name).symlink_to(ROOT / name)
    settings = (ROOT / "config.yaml").read_text("utf-8")
    if compressed:
        settings = settings.replace("precompress: []", "precompress: [gz]")
    (root / "config.yaml").write_text(settings, "utf-8", newline="\n")
    return root


def demonstrate(root: Path, *, compressed: bool = False) -> Path:
    """Build the demonstration site in the folder `root` and return where it lies."""
    report = build.build(load(lay_demonstration(root, compressed=compressed)), AS_OF, jobs=2)
    assert report.published, report.problems
    return root / "site"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Give the installed Chromium, which all modules of this process share."""
    with machine.open_browser() as browser:
        yield browser


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """Give a copy of the small whole site, to be changed by the test."""
    root = tmp_path / "whole"
    shutil.copytree(ROOT / "tests/sites/whole", root)
    return root


@pytest.fixture(scope="session")
def whole_published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the small whole site as it was built once for the tests of this process."""
    root = tmp_path_factory.mktemp("published") / "whole"
    shutil.copytree(ROOT / "tests/sites/whole", root)
    report = build.build(load(root), AS_OF)
    assert report.published, report.problems
    return root


@pytest.fixture
def published(whole: Path, whole_published: Path) -> None:
    """Let the copy of a test have been built before, for those that do not try a first build.

    The next build of it writes nothing, and takes a tenth of the time of one from nothing.
    """
    for name in ("site", ".portal"):
        shutil.copytree(whole_published / name, whole / name)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Give the folder of the demonstration site, built once for all processes of this run."""
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "demonstration"
    with FileLock(f"{shared}.lock"):
        if not (shared / "site" / "SHA256SUMS").exists():
            demonstrate(shared)
    return shared / "site"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name there)
        """Say nothing."""


@contextmanager
def serve(site: Path) -> Iterator[str]:
    """Serve a site; give its address."""
    handler = partial(_Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def address(demonstration: Path) -> Iterator[str]:
    """Serve the demonstration site; give its address."""
    with serve(demonstration) as served:
        yield served
