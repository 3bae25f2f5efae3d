"""A build on the workers of a cluster: the same bytes, whoever dies; nothing by another program.

The cluster is real, of processes of this machine.
"""

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import pytest
from dask import config as dask_config
from distributed import LocalCluster as _LocalCluster

from generator.base.processes import GivenUp, spread
from generator.build import (
    build,
    cluster,
    cluster_connection,
    cluster_worker,
    made_jobs,
    staged_files,
    steps,
)
from generator.build.cluster import Cluster
from generator.build.cluster_faults import (
    CLOCK,
    FULL,
    GIVEN_ON,
    KILLED,
    LOST,
    NO_PROGRAM,
    NO_WORKERS,
    NOT_SHARED,
    OTHER_PROGRAM,
    OTHER_PYTHON,
    OTHER_TEMPLATES,
    THREADS,
    UNREACHABLE,
    ClusterFault,
    Note,
    note,
)
from generator.build.report import Report
from generator.build.site_writer import Output
from generator.commands import cli
from generator.commands.cluster_verb import workers
from generator.pages.jobs import Listed, Ready
from generator.records.cache import Store
from tests.conftest import AS_OF, ROOT, files, load

LocalCluster: Any = _LocalCluster  # it carries no types
LIMIT = 400_000_000
"""Bytes that a worker may have, and mostly has not half of."""
DIES = 1
"""How often a task may have its worker killed before the cluster gives it up, beyond the first."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Start two workers and a scheduler; give its address."""
    settings = {"distributed.scheduler.allowed-failures": DIES}
    with (
        dask_config.set(settings),
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=":0", host="127.0.0.1"
        ) as started,
    ):
        yield started.scheduler_address.replace("tcp", "dask")


@pytest.fixture
def working(address: str, tmp_path: Path) -> Iterator[Cluster]:
    """Give the executor of the cluster, for a site that has nothing."""
    (tmp_path / "root").mkdir()
    with cluster.connected(address, tmp_path / "shared", tmp_path / "root") as found:
        yield found


@pytest.fixture
def made_here(whole: Path) -> dict[str, bytes]:
    """Build the small site in this process; give its files."""
    plain(whole)
    assert build.build(load(whole), AS_OF, site=whole / "here").published
    return files(whole / "here")


def plain(root: Path) -> None:
    """Leave out what makes a small site take long: a second language, files to be taken away."""
    text = (root / "config.yaml").read_text("utf-8")
    text = text.replace("languages: [zh-Hans, en]", "languages: [zh-Hans]")
    (root / "config.yaml").write_text(text.replace("workbooks: yes", "workbooks: no"), "utf-8")


def built(root: Path, address: str, tell: Callable[[str, int, int], None] = build.quiet) -> Report:
    """Build the site of `root` on the workers of a cluster."""
    on = workers(address, load(root), [])
    return build.build(load(root), AS_OF, tell=tell, on=on)


class Named(NamedTuple):
    """Something to work on that people have a name for."""

    name: str
    folder: Path


def once(named: Named) -> bool:
    """Tell whether this is the first time."""
    try:
        (named.folder / named.name).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def die(_: Named) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def full_once(named: Named) -> str:
    if once(named):
        raise OSError(28, "No space left on device", "x")
    return "done"


def full(_: Named) -> None:
    raise OSError(28, "No space left on device", "x")


def hungry(named: Named) -> int:
    """Take more memory than a worker may have, bit by bit, as reading much does."""
    (named.folder / f"eaten-{os.getpid()}").touch()
    eaten: list[bytes] = []
    while len(eaten) < 30:
        eaten.append(os.urandom(LIMIT // 10))
        time.sleep(0.2)
    return len(eaten)


def many(count: int) -> bytes:
    return b"x" * count


def after_all_others(named: Named) -> bool:
    """Be done at once, but the first: it waits for forty others, and tells whether they came."""
    if named.name != "first":
        (named.folder / named.name).touch()
        return True
    until = time.monotonic() + 60
    while len([*named.folder.glob("n*")]) < 40:
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def wrong(_: int) -> None:
    raise KeyError("what was not there")


def process(_: int) -> int:
    time.sleep(0.2)
    return os.getpid()


def fault(of: Callable[[], object]) -> str:
    """Return what a person is told, as a msgid."""
    with pytest.raises(ClusterFault) as raised:
        of()
    return raised.value.message.format(**raised.value.values) and raised.value.message


@contextmanager
def killing(working: Callable[[], int]) -> Iterator[Callable[[str, int, int], None]]:
    """Give what is told of the progress, and kills a worker while pages are made."""
    killed: list[int] = []

    def tell(stage: str, done: int, _of: int) -> None:
        if stage == "Making pages" and done and not killed:
            killed.append(working())
            os.kill(killed[0], signal.SIGKILL)

    yield tell
    assert killed


def test_a_cluster_makes_the_same_bytes_even_where_a_worker_is_killed(
    made_here: dict[str, bytes], whole: Path, address: str, tmp_path: Path
) -> None:
    with (
        cluster.connected(address, tmp_path / "shared", whole) as apart,
        killing(lambda: apart.submit(process, 0).result()) as tell,
    ):
        report = built(whole, address, tell)
    assert report.published
    assert files(whole / "site") == made_here
    [state] = (whole / ".portal").glob("site-*")
    assert not (state / "made").exists()
    assert not (state / "exchange").exists()
    again = built(whole, address)
    assert again.published
    assert again.published.written == 0


AHEAD = ("--preload", "generator.build.cluster_preload")


@contextmanager
def started(folder: Path) -> Iterator[tuple[Path, "subprocess.Popen[bytes]"]]:
    """Start a scheduler and a worker, as a person does; give the scheduler's file."""
    file = folder / "scheduler.json"
    ours = (sys.executable, "-m")
    common = ("--scheduler-file", str(file), "--no-dashboard")
    quiet = {"cwd": ROOT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    scheduler = subprocess.Popen(  # type: ignore[call-overload]
        [*ours, "distributed.cli.dask_scheduler", *common, "--host", "127.0.0.1", "--port", "0"],
        **quiet,
    )
    worker = subprocess.Popen(  # type: ignore[call-overload]
        [*ours, "distributed.cli.dask_worker", *common, "--nthreads", "1", "--no-nanny", *AHEAD],
        **quiet,
    )
    try:
        while not file.exists():
            time.sleep(0.05)
        yield file, scheduler
    finally:
        for each in (scheduler, worker):
            each.kill()
            each.wait()


def test_a_cluster_goes_on_without_a_place_that_has_errors(
    made_here: dict[str, bytes], whole: Path, address: str
) -> None:
    project = whole / "content/projects/jia/dong/shang/2018-gonglu.md"
    text = project.read_text("utf-8")
    project.write_text(text.replace("stage: ", "stage: un", 1), "utf-8")
    on = workers(address, load(whole), [])
    refused = build.build(load(whole), AS_OF, on=on, keeps_going=True)
    assert refused.hindered  # what is kept is kept for each folder that is published to
    here = build.build(load(whole), AS_OF, site=whole / "here", keeps_going=True)
    assert [each.place for each in here.earlier] == ["jia/dong"]
    project.write_text(text, "utf-8")
    assert built(whole, address).published
    assert files(whole / "site") == made_here
    project.write_text(text.replace("stage: ", "stage: un", 1), "utf-8")
    there = build.build(load(whole), AS_OF, on=on, keeps_going=True)
    assert there.earlier == here.earlier
    assert files(whole / "site") == files(whole / "here")


def test_what_was_made_is_not_made_again_where_the_scheduler_was_lost(
    made_here: dict[str, bytes],
    whole: Path,
    address: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of: list[int] = []
    with started(tmp_path) as (file, scheduler):

        def tell(stage: str, done: int, whole_of: int) -> None:
            if stage == "Making pages" and done * 2 > whole_of and not of:
                of.append(whole_of)
                scheduler.kill()

        said = fault(lambda: built(whole, str(file), tell))
    assert said == LOST
    assert not (whole / "site").exists()
    [made] = (whole / ".portal").glob("site-*/made")
    there = {each.parent.name for each in made.glob("*/*/done")}
    assert len(there) * 2 > of[0]
    again: list[str] = []
    submit = Cluster.submit

    def spied(self: Cluster, fn: Callable[..., Any], /, *args: Any, **more: Any) -> Any:
        tasks = [each for each in args if isinstance(each, made_jobs.Task)]
        again.extend(each.key for task in tasks for each in task.jobs)
        return submit(self, fn, *args, **more)

    monkeypatch.setattr(Cluster, "submit", spied)
    assert built(whole, address).published
    assert files(whole / "site") == made_here
    assert again
    assert there.isdisjoint(again)
    assert len(there) + len(again) == of[0]


def test_a_worker_that_is_started_as_the_docs_say_has_the_program_before_there_is_work(
    tmp_path: Path,
) -> None:
    with started(tmp_path) as (file, _), cluster.connected(str(file), tmp_path, tmp_path) as found:
        [said] = found.there.client.run(
            lambda dask_worker: (
                {"profile", "tick"} & dask_worker.periodic_callbacks.keys(),
                dask_worker.periodic_callbacks["tick"].callback_time,
                {"generator.build.render", "generator.pages.plan"} <= sys.modules.keys(),
            )
        ).values()
    assert said == ({"tick"}, 1_000, True), "milliseconds"


def test_a_file_that_was_lost_meanwhile_is_made_again(whole: Path, tmp_path: Path) -> None:
    asked, press = job_of(whole)
    key = made_jobs.make(asked, press, tmp_path)
    assert isinstance(key, str)
    assert made_jobs.whole(key, tmp_path)
    printed = made_jobs.taken(key, tmp_path)
    page = Path(printed.stage, printed.staged[0])
    page.write_bytes(page.read_bytes()[:-1])
    assert not made_jobs.whole(key, tmp_path)


def test_a_job_that_is_done_twice_at_once_harms_nothing(whole: Path, tmp_path: Path) -> None:
    asked, press = job_of(whole)
    key = made_jobs.make(asked, press, tmp_path)
    assert isinstance(key, str)
    first = made_jobs.taken(key, tmp_path)
    before = files(Path(first.stage))
    assert made_jobs.make(asked, press, tmp_path) == key
    second = made_jobs.taken(key, tmp_path)
    assert second.stage != first.stage
    assert files(Path(first.stage)) == files(Path(second.stage)) == before
    assert second.made == first.made


def test_short_lists_are_made_as_one_task_and_all_else_alone() -> None:
    def asked(name: str, pages: int) -> made_jobs.Asked:
        page: Any = None
        job: Any = Listed((page,) * pages, (), {}, "") if pages else Ready((page,) * 40)
        return made_jobs.Asked(name, name, job, {})

    given = {"a": 3, "b": 20, "c": 9, "d": 1, "place": 0, "e": 40, "f": 1, "g": 1}
    found = made_jobs._tasks(asked(name, pages) for name, pages in given.items())
    together = [[each.name for each in task.jobs] for task in found]
    assert together == [["a", "b", "c"], ["d"], ["place"], ["e"], ["f", "g"]]


def job_of(root: Path) -> tuple[made_jobs.Asked, staged_files.Press]:
    """Return one of the jobs of a site, and what its pages are made with."""
    found: list[tuple[made_jobs.Asked, staged_files.Press]] = []

    def noted(_: steps.Run, drafts: Any, past: Any) -> None:
        draft = drafts[1]
        key = made_jobs.key_of(draft.name, past.mark(draft), {}, past.press)
        found.append((made_jobs.Asked(draft.name, key, draft.make(), {}), past.press))
        raise InterruptedError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps.Run, "render", noted)
        with pytest.raises(InterruptedError):
            build.build(load(root), AS_OF)
    return found[0]


def test_it_is_told_what_no_worker_lives_through(working: Cluster, tmp_path: Path) -> None:
    with pytest.raises(ClusterFault) as raised:
        working.submit(die, Named("jia", tmp_path)).result()
    assert raised.value.message == KILLED
    assert raised.value.values["name"] == "jia"


def test_what_needs_more_memory_than_a_worker_may_have_is_told_and_the_build_goes_on_later(
    made_here: dict[str, bytes], whole: Path, tmp_path: Path
) -> None:
    settings = {"distributed.scheduler.allowed-failures": DIES}
    with (
        dask_config.set(settings),
        LocalCluster(
            n_workers=1,
            threads_per_worker=1,
            memory_limit=f"{LIMIT // 1_000_000}MB",
            dashboard_address=":0",
            host="127.0.0.1",
        ) as small,
    ):
        address = small.scheduler_address.replace("tcp", "dask")
        with (
            cluster.connected(address, tmp_path / "shared", whole) as working,
            pytest.raises(ClusterFault) as raised,
        ):
            working.submit(hungry, Named("jia", tmp_path)).result()
        assert raised.value.message == KILLED
        assert raised.value.values["name"] == "jia"
        assert len([*tmp_path.glob("eaten-*")]) == DIES + 1  # as often was it tried
        assert built(whole, address).published  # another worker has come in its place
    assert files(whole / "site") == made_here


def test_it_is_told_where_no_worker_takes_work_as_its_memory_is_full(tmp_path: Path) -> None:
    memory = "distributed.worker.memory"
    little = {f"{memory}.pause": 0.01, f"{memory}.terminate": False, f"{memory}.spill": False}
    with (
        dask_config.set({**little, f"{memory}.target": False}),
        LocalCluster(
            n_workers=1, threads_per_worker=1, memory_limit="2GB", dashboard_address=":0"
        ) as full_,
        cluster.connected(full_.scheduler_address, tmp_path / "shared", tmp_path, 1.0) as working,
    ):
        until = time.monotonic() + 30
        while working.there.at_work() and time.monotonic() < until:
            time.sleep(0.1)
        with pytest.raises(ClusterFault) as raised:
            working.submit(process, 0).result()
    assert raised.value.message == FULL
    assert raised.value.values["limit"] == "2000"


def test_a_full_disk_at_one_worker_leaves_the_work_to_others(
    working: Cluster, tmp_path: Path
) -> None:
    assert working.submit(full_once, Named("jia", tmp_path)).result() == "done"
    assert [message for message, _ in working.there.notes] == [GIVEN_ON]
    assert working.there.notes[0][1]["reason"] == "No space left on device"
    with pytest.raises(ClusterFault) as raised:
        working.submit(full, Named("jia", tmp_path)).result()
    assert raised.value.cause
    assert raised.value.cause.errno == 28


def test_a_task_that_is_given_on_is_done_by_workers_that_came_later(
    working: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    # see findings/dask-waits-for-ever-for-workers-that-are-gone.sh
    asked = working.submit(process, 0)
    assert isinstance(asked, cluster._Pending)
    assert asked.result()
    with monkeypatch.context() as patch:
        patch.setattr(working.there, "workers", lambda _old=0.0: {"tcp://127.0.0.1:9": {}})
        begun = working.begin(asked._task, {"tcp://127.0.0.1:8"})
    assert begun.result(timeout=15)["answer"]


def test_folders_of_what_is_published_are_removed_by_workers(
    working: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("aa/one/deep", "bb/two", "cc"):
        (tmp_path / "made" / name).mkdir(parents=True)
    monkeypatch.setattr(made_jobs, "SHARES", 2)
    given: list[list[str]] = []
    submit = working.submit

    def noted(work: Any, some: list[str]) -> Any:
        given.append(some)
        return submit(work, some)

    monkeypatch.setattr(working, "submit", noted)
    made_jobs.forget(working, tmp_path / "made")
    assert [[Path(each).name for each in some] for some in given] == [["aa", "cc"], ["bb"]]
    assert not [*(tmp_path / "made").iterdir()]


def test_what_workers_do_not_remove_any_more_is_left(
    working: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object) -> NoReturn:
        raise ClusterFault(LOST, address="x")

    (tmp_path / "made/aa").mkdir(parents=True)
    monkeypatch.setattr(working, "submit", lost)
    made_jobs.forget(working, tmp_path / "made")
    assert (tmp_path / "made/aa").is_dir()


def test_no_worker_waits_for_the_slowest_task(working: Cluster, tmp_path: Path) -> None:
    names = ["first", *(f"n{number}" for number in range(40))]
    asked = [Named(name, tmp_path) for name in names]
    assert all(spread(working, after_all_others, asked))


def test_what_this_process_has_to_do_is_done_once_while_it_would_wait_for_workers(
    working: Cluster,
) -> None:
    done: list[int] = []
    working.meanwhile = lambda: done.append(len(working._begun))
    assert len([*spread(working, process, range(working.ahead + 4))]) == working.ahead + 4
    assert done == [working.ahead], "once, and when all workers had enough to do"


def test_workers_use_the_templates_that_their_own_environment_has_compiled(
    whole: Path, address: str
) -> None:
    plain(whole)
    assert built(whole, address).published
    assert build.build(load(whole), AS_OF, site=whole / "here").published
    kept = [each.name for each in (whole / ".portal").glob("*/compiled/*/*.cache")]
    assert not [name for name in kept if "shipped-" in name]


def test_equal_work_is_done_as_often_as_it_is_asked_for(working: Cluster) -> None:
    done = [working.submit(process, 0) for _ in range(2)]
    assert len({each.result() for each in done}) == 2


def test_what_work_raises_is_raised(working: Cluster) -> None:
    with pytest.raises(KeyError, match="what was not there"):
        working.submit(wrong, 0).result()


def test_large_things_lie_in_the_shared_folder_until_they_are_taken(
    working: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    answer = working.answer

    def weighed(begun: Any, name: str) -> Any:
        said = answer(begun, name)
        sizes.append(len(pickle.dumps(said)))
        return said

    monkeypatch.setattr(working, "answer", weighed)
    assert working.submit(many, 1_000_000).result() == many(1_000_000)
    assert working.submit(len, many(1_000_000)).result() == 1_000_000
    assert max(sizes) < 64 * 1024
    assert [each.name for each in working.folder.iterdir()] == ["seen"]


def test_workers_of_another_program_are_refused_at_the_start_and_at_each_task(
    address: str, tmp_path: Path, working: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_worker, "PROGRAM", b"another")

    def connect() -> None:
        with cluster.connected(address, tmp_path / "again", tmp_path / "root"):
            pass

    assert fault(connect) == OTHER_PROGRAM
    working.there.needs = cluster_worker.needs(tmp_path / "root")  # as of one that joins later
    assert fault(lambda: working.submit(process, 0).result()) == OTHER_PROGRAM


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"python": [3, 9]}, OTHER_PYTHON),
        ({"program": b"another"}, OTHER_PROGRAM),
        ({"templates": b"another"}, OTHER_TEMPLATES),
        ({"seen": "No such file or directory"}, NOT_SHARED),
        (ModuleNotFoundError("No module named 'generator'"), NO_PROGRAM),
    ],
)
def test_it_is_told_what_a_worker_lacks(said: Any, message: str, working: Cluster) -> None:
    token = str(working.folder / "seen")
    good = cluster_worker.here(str(working.there.root), token)
    now = time.time()
    judged = said if isinstance(said, Exception) else {**good, **said}
    assert fault(lambda: working.there._judge("tcp://somewhere:1", judged, (now, now))) == message
    assert not working.there.notes


def test_a_clock_that_is_off_is_told_and_harms_nothing(working: Cluster) -> None:
    said = cluster_worker.here(str(working.there.root), str(working.folder / "seen"))
    now = said["clock"]
    working.there._judge("tcp://somewhere:1", said, (now - 1, now + 1))
    assert not working.there.notes
    working.there._judge("tcp://somewhere:1", {**said, "clock": now - 100}, (now, now + 1))
    assert working.there.notes == [note(CLOCK, worker="tcp://somewhere:1", seconds="100")]


def test_it_is_told_where_no_scheduler_answers_and_where_it_has_no_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect(to: str) -> None:
        with cluster.connected(to, tmp_path / "shared", tmp_path, wait=0.1):
            pass

    monkeypatch.setattr(cluster_connection, "CONNECT", 1)
    assert fault(lambda: connect("dask://127.0.0.1:1")) == UNREACHABLE
    (tmp_path / "no-scheduler.json").write_text("{}", "utf-8")
    assert fault(lambda: connect(str(tmp_path / "no-scheduler.json"))) == UNREACHABLE
    with LocalCluster(n_workers=0, dashboard_address=":0", host="127.0.0.1") as empty:
        address = empty.scheduler_address.replace("tcp", "dask")
        assert fault(lambda: connect(address)) == NO_WORKERS


def test_what_is_no_address_is_told(
    whole: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    config = str(whole / "config.yaml")
    assert cli.main(["build", "--config", config, "--on", "somewhere"]) == 3
    assert "“somewhere” is neither dask://HOST:PORT nor" in capsys.readouterr().err


def test_several_threads_of_a_worker_are_of_no_use_which_is_told(tmp_path: Path) -> None:
    with LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=":0"
    ) as threads:
        address = threads.scheduler_address
        found: list[Note] = []
        with cluster.connected(address, tmp_path / "shared", tmp_path, notes=found):
            pass
    assert [message for message, _ in found] == [THREADS]


def test_who_reads_for_a_build_that_is_over_keeps_nothing(whole: Path) -> None:
    store = Store(whole / "records", "jia", b"", build=whole / "over")
    with pytest.raises(GivenUp):
        store.keep((b"", b"", ()), None, b"", {}, b"")
    assert not (whole / "records").exists()


def test_the_libraries_that_pages_depend_on_are_among_those_asked_for() -> None:
    text = Path(__file__).parent.with_name("pyproject.toml").read_text("utf-8")
    assert all(f'"{each}>=' in text or f'"{each}<' in text for each in cluster_worker.LIBRARIES)
    assert Output(Path("site"), Path("state"), Path()).exchange.name == "exchange"
