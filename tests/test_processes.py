"""Work is the same in this process and in others."""

import gc
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from generator.base.lock_free import cached_property
from generator.base.processes import InProcess, spread, uncollected, undisturbed, workers
from generator.build import build
from tests.conftest import AS_OF, ROOT, files, load


def test_what_fails_in_a_worker_fails_here() -> None:
    for jobs in (1, 2):
        with workers(jobs) as pool, pytest.raises(ValueError, match="invalid literal"):
            list(pool.map(int, ["1", "x"]))


class Worked:
    """Something with a value that is worked out when it is asked for."""

    begun, over = threading.Event(), threading.Event()

    def __init__(self, *, slow: bool) -> None:
        self.slow = slow

    @cached_property
    def value(self) -> int:
        """A number, which takes as long as a test wants."""
        if self.slow:
            self.begun.set()
            assert self.over.wait(60)
        return 7


def ask(slow: bool) -> int:
    """Return the value of one."""
    return Worked(slow=slow).value


def test_a_worker_is_not_held_up_by_what_another_thread_was_working_out() -> None:
    """A process that is forked has the locks that threads held, and none of the threads."""
    thread = threading.Thread(target=ask, args=(True,))
    thread.start()
    assert Worked.begun.wait(20)
    with workers(2) as pool:
        try:
            assert pool.submit(ask, False).result(20) == 7
        finally:
            for each in getattr(pool, "_processes", {}).values():
                each.kill()  # one that waits for ever would keep this test from its end
            Worked.over.set()
            thread.join()


def started() -> int:
    """Start a process of one's own, and return what it gives."""
    with workers(2) as pool:
        return pool.submit(int, "7").result(20)


def test_a_worker_may_start_others() -> None:
    with workers(2) as pool:
        assert pool.submit(started).result(40) == 7


def test_no_value_is_worked_out_behind_a_lock() -> None:
    for path in (ROOT / "generator").rglob("*.py"):
        if path.name != "lock_free.py":
            assert "cached_property" not in re.findall(
                r"^from functools import (.*)", path.read_text("utf-8"), re.MULTILINE
            ), path


def test_the_collector_is_as_it_was_afterwards() -> None:
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_spawned_processes_make_the_same_site_as_this_one(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.build(load(whole), AS_OF, site=tmp_path / "one", jobs=1)

    def spawning(jobs: int, _: object) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))

    monkeypatch.setattr("generator.build.build.workers", spawning)
    monkeypatch.setattr("generator.build.steps.FEW", 0)
    build.build(load(whole), AS_OF, site=tmp_path / "two", jobs=2)
    assert files(tmp_path / "two") == files(tmp_path / "one")
    assert files(tmp_path / "one")


def test_what_lies_beside_a_few_pages_does_not_send_them_to_other_processes(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[tuple[bool, int, int]] = []

    def noted(pool: Executor, work: Any, ready: Any, known: Any, **more: Any) -> Iterator[Any]:
        known = [*known]
        urls = [url for each in known for url in each]
        pages = sum(url.endswith(".html") for url in urls)
        found.append((isinstance(pool, InProcess), pages, len(urls)))
        return spread(pool, work, ready, known, **more)

    build.build(load(whole), AS_OF)
    monkeypatch.setattr("generator.build.steps.spread", noted)
    project = whole / "content/projects/jia/dong/2018-shuichang.yaml"
    for more in (10_000, 1, 0):
        few = found[0][1] + more if found else more
        monkeypatch.setattr("generator.build.steps.FEW", few)
        project.write_text(project.read_text("utf-8").replace("title: ", "title: 新"), "utf-8")
        build.build(load(whole), AS_OF, jobs=2)
    assert [here for here, _, _ in found] == [True, True, False]
    assert all(pages + 1 < many for _, pages, many in found)


def test_work_is_made_as_it_is_due_and_its_results_come_in_order() -> None:
    made: list[int] = []

    def work() -> Iterator[str]:
        for number in range(20):
            made.append(number)
            yield str(number)

    with workers(2) as pool:
        results = spread(pool, int, work(), ahead=4)
        assert next(results) == 0
        assert len(made) == 4
        assert list(results) == list(range(1, 20))


def begin_and_end(folder: Path) -> None:
    """Say that the work has begun, and some time later that it is done."""
    (folder / "begun").touch()
    time.sleep(0.5)
    (folder / "done").touch()


def test_litter_is_looked_for_among_what_the_work_has_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("generator.base.processes.LITTER", 1_000)
    looked: list[str] = []

    def look(phase: str, _: dict[str, int]) -> None:
        looked.append(phase)

    with uncollected():
        held = [[n] for n in range(5_000)]  # what was there before
        gc.callbacks.append(look)
        try:
            list(spread(InProcess(), len, held[:3]))
            assert looked == []
            left = spread(InProcess(), lambda one: [[n] for n in range(one)], [400, 400, 400, 400])
            every = list(left)
            assert looked == ["start", "stop"]
        finally:
            gc.callbacks.remove(look)
    assert len(every) == 4


def test_no_work_goes_on_when_a_fault_has_ended_it(tmp_path: Path) -> None:
    def fail() -> None:
        with workers(2) as pool:
            pool.submit(begin_and_end, tmp_path)
            while not (tmp_path / "begun").exists():
                time.sleep(0.01)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert (tmp_path / "done").exists()


def test_workers_end_with_the_process_that_they_work_for() -> None:
    program = (
        "import time\n"
        "from generator.base.processes import workers\n"
        "with workers(2) as pool:\n"
        "    print(*pool.map(abs, range(8)), flush=True)\n"
        "    time.sleep(60)\n"
    )
    running = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE)
    assert running.stdout
    running.stdout.readline()
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    if not children.exists():
        running.kill()
        running.communicate()
        pytest.skip("no /proc on this machine (children of a process cannot be seen)")
    ours = children.read_text().split()
    running.kill()
    running.communicate()
    assert len(ours) == 2
    for _ in range(100):
        left = [each for each in ours if Path(f"/proc/{each}").exists()]
        if not left:
            break
        time.sleep(0.05)
    assert not left


NO_FORKS = """
import multiprocessing, sys, threading
multiprocessing.set_start_method("forkserver", force=True)  # as it is from Python 3.14 on
from generator.base.processes import forked, workers
if sys.argv[1] == "together":
    threading.Thread(target=threading.Event().wait, daemon=True).start()
process = forked(print, "beside", "this")
if process:
    process.join()
with workers(2) as pool:
    print(pool._mp_context.get_start_method(), *pool.map(abs, [-1, 2]))
"""


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="processes are not forked here")
@pytest.mark.parametrize(
    ("threads", "said"),
    [("alone", "beside this\nfork 1 2\n"), ("together", "forkserver 1 2\n")],
)
def test_where_python_forks_no_more_processes_are_forked_if_there_is_no_other_thread(
    threads: str, said: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", NO_FORKS, threads],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == (said, "")


PRESSED = """
import os, signal, sys
moment, number, *arguments = sys.argv[1:]
forks = 0
def press():
    global forks
    forks += 1
    if forks == int(number):
        os.kill(os.getpid(), signal.SIGINT)
os.register_at_fork(**{moment: press})
from generator.__main__ import run
sys.argv[1:] = arguments
sys.exit(run())
"""


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="processes are not forked here")
@pytest.mark.parametrize("moment", ["before", "after_in_parent"])
@pytest.mark.parametrize("number", ["1", "2", "3"])
def test_ctrl_c_is_not_lost_while_a_process_is_forked(
    whole: Path, moment: str, number: str
) -> None:
    """The first is the scout, the others are workers; the hook stands for those of libraries."""
    build_ = ("build", "--config", whole / "config.yaml", "--as-of", "2018-12-31", "--jobs", "2")
    done = subprocess.run(
        [sys.executable, "-c", PRESSED, moment, number, *build_],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "已中断；没有留下半成品。\n")
    assert not (whole / "site").exists()


def test_ctrl_c_that_comes_while_processes_are_started_is_raised_afterwards() -> None:
    done = list[str]()

    def start() -> None:
        with undisturbed():
            signal.raise_signal(signal.SIGINT)
            done.append("started")

    with pytest.raises(KeyboardInterrupt):
        start()
    assert done == ["started"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_where_ctrl_c_is_ignored_it_is_so_for_processes_that_are_started() -> None:
    usual = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with undisturbed():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, usual)
