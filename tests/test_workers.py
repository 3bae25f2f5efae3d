"""Work is the same in this process and in others."""

import gc
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from generator import build
from generator.workers import InProcess, spread, uncollected, workers
from tests.conftest import AS_OF, ROOT, files, load


def test_what_fails_in_a_worker_fails_here() -> None:
    for jobs in (1, 2):
        with workers(jobs) as pool, pytest.raises(ValueError, match="invalid literal"):
            list(pool.map(int, ["1", "x"]))


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

    def spawning(jobs: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))

    monkeypatch.setattr("generator.build.workers", spawning)
    monkeypatch.setattr("generator.build.FEW", 0)
    build.build(load(whole), AS_OF, site=tmp_path / "two", jobs=2)
    assert files(tmp_path / "two") == files(tmp_path / "one")
    assert files(tmp_path / "one")


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
    monkeypatch.setattr("generator.workers.LITTER", 1_000)
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
        "from generator.workers import workers\n"
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
