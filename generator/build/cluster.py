"""Work given to the workers of Dask, which may be on many machines: see `cluster_worker`.

Dask takes functions for pure and does equal calls once; here every piece of work has a key of its
own. Only little travels: what is larger lies in a folder that all machines share.
"""

import os
import pickle
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import AbstractContextManager, contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from distributed import KilledWorker

from generator.base import processes
from generator.base.messages import N_
from generator.build import cluster_worker
from generator.build.cluster_connection import LOOK, OURS, Connection
from generator.build.cluster_faults import (
    FAULTY,
    GIVEN_ON,
    KILLED,
    LACKS,
    LOST,
    OTHER_PYTHON,
    ClusterFault,
    Note,
    note,
)
from generator.build.cluster_worker import Sent

if TYPE_CHECKING:
    from distributed.client import Future as Far

    from generator.build.site_writer import Output

WAIT = 60.0
"""Seconds without any worker after which no more are waited for."""
BUSY = 4
"""Tasks that are under way for each worker, so that none waits for this process."""
PARTS = 16_000
"""Bytes of a part of a task that travel with it: it may have a few."""
Begun: TypeAlias = "Far[Any]"


def beside(
    output: "Output", address: str, root: Path, notes: list[Note]
) -> AbstractContextManager["Cluster"]:
    """Give an executor of the workers of a scheduler for a build that writes to `output`.

    What builds before it have left to be handed over is dropped, so that no one goes on for them.
    """
    shutil.rmtree(output.exchange, ignore_errors=True)
    folder = output.exchange / os.urandom(6).hex()
    return connected(address, folder, root, notes=notes)


@contextmanager
def connected(
    address: str,
    folder: Path,
    root: Path,
    wait: float | None = None,
    notes: list[Note] | None = None,
) -> Iterator["Cluster"]:
    """Give an executor of the workers of a scheduler: `dask://HOST:PORT`, or the file it wrote.

    All see the site's folder `root`, and `folder` beneath its state, in which what is large is
    handed over. Raises ClusterFault where that is not so.
    """
    there = Connection(address, folder, root, WAIT if wait is None else wait)
    there.notes = there.notes if notes is None else notes
    cluster = Cluster(there)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there.check()
        yield cluster
    finally:
        cluster.give_up()
        there.close()
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # that of another build may lie beside it
            folder.parent.rmdir()


class Cluster(processes.Far):
    """An executor of the workers `there` are, for one build."""

    def __init__(self, there: Connection) -> None:
        self.there, self.folder = there, there.folder
        self.wrong: set[str] = set()
        """Workers that could not do a task, by their addresses."""
        self._begun: set[Begun] = set()
        self._some_done = threading.Event()
        self._count = 0
        self._shared: dict[int, tuple[object, list[str]]] = {}

    @property
    def ahead(self) -> int:
        """How many tasks keep all workers busy."""
        return max(4, BUSY * len(self.there.workers(LOOK)))

    def room(self, first: Future[Any]) -> bool:
        """Tell whether workers have room for more; wait until they have, or `first` is done.

        Where no worker does anything any more, that is told by asking for what `first` gave.
        """
        assert isinstance(first, _Pending)
        while not first.made:
            self._some_done.clear()
            if sum(each.status == "pending" for each in self._begun) < self.ahead:
                return True
            if self.meanwhile:
                do, self.meanwhile = self.meanwhile, None
                do()
            elif not self._some_done.wait(LOOK) and not self.there.at_work():
                return False
        return False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have work done by a worker; what it is given and what it gives must pickle.

        The future waits where its result is asked for, which raises ClusterFault, or what the work
        raised.
        """
        if kwargs:
            raise TypeError(kwargs)  # nothing here has any
        name = next((each for one in args if (each := _name(one))), "")
        files: list[str] = []
        task = {
            **self.there.needs._asdict(),
            "root": str(self.there.root),
            "folder": str(self.folder),
            "given": [self._common(fn), *(self._part(each, files) for each in args)],
        }
        return _Pending(self, name, task, files)

    def begin(self, task: Sent, spared: set[str]) -> Begun:
        """Give a task to Dask, to any worker but those that are `spared`."""
        self._count += 1
        others = [each for each in self.there.workers() if each not in spared] if spared else None
        begun: Begun = self.there.client.submit(
            *(cluster_worker.do, task),
            key=f"mingjing-{self.folder.name}-{self._count}",
            pure=False,
            workers=others or None,
            allow_other_workers=bool(others),  # once these are gone Dask would wait for ever
        )
        begun.add_done_callback(lambda _: self._some_done.set())  # type: ignore[no-untyped-call] # as above
        self._begun.add(begun)
        return begun

    def done(self, begun: Begun) -> None:
        """Forget a task."""
        self._begun.discard(begun)
        with suppress(Exception):  # the scheduler may be lost
            begun.release()  # type: ignore[no-untyped-call] # as above

    def give_up(self) -> None:
        """Have nothing more begun; what is being done comes to its end, and no one asks for it."""
        if self._begun:
            with suppress(Exception):  # as above
                self.there.client.cancel([*self._begun], force=True)
            self._begun.clear()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Do nothing: workers stay up, and the connection ends with its block."""

    def answer(self, begun: Begun, name: str) -> Sent:
        """Wait for what became of a task. Raises ClusterFault if no one will ever do it."""
        alone = time.monotonic()
        while True:
            try:
                found: Sent = begun.result(timeout=LOOK)
            except KilledWorker as error:
                worker = getattr(error.last_worker, "address", "?")
                raise ClusterFault(KILLED, name=name or "?", worker=worker) from error
            except CancelledError as error:
                raise ClusterFault(LOST, address=self.there.address) from error
            except TimeoutError:
                if self.there.at_work():
                    alone = time.monotonic()
                elif time.monotonic() - alone > self.there.wait:
                    raise self.there.no_workers() from None
            except OSError as error:
                raise ClusterFault(LOST, address=self.there.address) from error
            else:
                return found

    def given_on(self, worker: str, reason: str) -> bool:
        """Note that a worker could not do a task; tell whether there is another for it."""
        self.wrong.add(worker)
        others = [each for each in self.there.workers() if each not in self.wrong]
        if others:
            self.there.notes.append(note(GIVEN_ON, worker=worker, reason=reason))
        return bool(others)

    def _part(self, part: object, files: list[str]) -> bytes | list[str]:
        """Return a part of a task as it travels; what is large goes into a file of its own."""
        content = pickle.dumps(part, 5)
        if len(content) <= PARTS:
            return content
        path = self._laid(content)
        files.append(path)
        return [path, ""]

    def _common(self, work: object) -> bytes | list[str]:
        """Return what many tasks have in common, as it travels; it is pickled once."""
        if id(work) not in self._shared:
            content = pickle.dumps(work, 5)
            way = content if len(content) <= PARTS else [self._laid(content), "shared"]
            self._shared[id(work)] = work, way  # type: ignore[assignment]
        return self._shared[id(work)][1]

    def _laid(self, content: bytes) -> str:
        """Put something into the shared folder, and return where."""
        path = self.folder / f"part-{self._count}-{blake2b(content, digest_size=12).hexdigest()}"
        path.write_bytes(content)
        return str(path)


class _Pending(Future[Any]):
    """What a task will give; it is waited for where that is asked for."""

    def __init__(self, cluster: Cluster, name: str, task: Sent, files: list[str]) -> None:
        super().__init__()
        self._cluster, self._name, self._task, self._files = cluster, name, task, files
        self._begun = cluster.begin(task, set())

    @property
    def made(self) -> bool:
        """Whether asking for the result would not wait for workers."""
        return self.done() or self._begun.status != "pending"

    def result(self, timeout: float | None = None) -> Any:
        """Return what the work gave; raise what it raised, or ClusterFault."""
        if not self.done():
            try:
                self.set_result(self._wait())
            except Exception as error:  # noqa: BLE001 (raised again below)
                self.set_exception(error)
            for each in self._files:
                Path(each).unlink(missing_ok=True)
        return super().result(timeout)

    def _wait(self) -> Any:
        """Wait for the answer; a task that one worker could not do is given to others."""
        while True:
            said = self._cluster.answer(self._begun, self._name)
            self._cluster.done(self._begun)
            if "answer" in said:
                return pickle.loads(said["answer"])  # noqa: S301 (of our own worker)
            if "file" in said:
                path = Path(said["file"])
                content = path.read_bytes()
                path.unlink()
                return pickle.loads(content)  # noqa: S301 (as above)
            if "error" in said:
                raise pickle.loads(said["error"])  # noqa: S301 (as above)
            self._again(said)

    def _again(self, said: Sent) -> None:
        """Have others do what a worker could not, for its disk, or for its program."""
        cluster, worker = self._cluster, said["worker"]
        cause = OSError(*said["system"]) if "system" in said else None
        reason = f"{cause.strerror}" if cause else N_("another program")
        if not cluster.given_on(worker, reason):
            if cause:
                raise ClusterFault(FAULTY, cause, worker=worker, reason=reason)
            lacks = said["refused"]
            if lacks == "python":
                raise ClusterFault(OTHER_PYTHON, worker=worker, theirs="?", ours=OURS)
            raise ClusterFault(LACKS[lacks], worker=worker, folder=cluster.there.root)
        self._begun = cluster.begin(self._task, cluster.wrong)


def _name(given: object) -> str:
    """Return what people call that which a task is about, where it has a name."""
    found = getattr(given, "name", None) or getattr(given, "key", None)
    return found if isinstance(found, str) else ""
