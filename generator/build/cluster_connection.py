"""The connection to a scheduler of Dask, and what is asked of its workers before they get work."""

import json
import logging
import sys
import time
from concurrent.futures import CancelledError
from contextlib import suppress
from pathlib import Path
from typing import Any

from dask import config as dask_config
from distributed import Client

from generator.base import processes
from generator.build import cluster_worker
from generator.build.cluster_faults import (
    CLOCK,
    FULL,
    LACKS,
    LOST,
    NO_PROGRAM,
    NO_WORKERS,
    NOT_SHARED,
    OTHER_PYTHON,
    THREADS,
    UNREACHABLE,
    ClusterFault,
    Note,
    note,
)
from generator.build.cluster_worker import Needs, Sent

CONNECT = 15
"""Seconds in which a scheduler must answer."""
LOOK = 2.0
"""Seconds of waiting for an answer after which it is asked whether there are workers at all."""
PAUSED = "paused"
"""What Dask calls the state of a worker that has used 80 % of its memory."""
TOLERATED = 2.0
"""Seconds by which clocks may differ without a word."""
OURS = ".".join(map(str, sys.version_info[:2]))
_connect: Any = Client  # its types are half there, as are those of what it gives


def _client(address: str) -> Any:
    """Return a connection to a scheduler. Raises ClusterFault where none answers."""
    _quiet()
    try:
        where = address.replace("dask://", "tcp://", 1)
        if "://" not in where:  # Dask itself would wait for the file for ever
            where = json.loads(Path(address).read_bytes())["address"]
        patience = dask_config.set({"distributed.comm.timeouts.connect": CONNECT})
        with processes.undisturbed(), patience:
            return _connect(where, timeout=CONNECT, set_as_default=False, name="mingjing")
    except (OSError, TimeoutError, ValueError, KeyError, TypeError) as error:
        raise ClusterFault(UNREACHABLE, address=address) from error


def _quiet() -> None:
    """Have Dask tell nothing by itself: what a person can do about it is told by us."""
    for name in [*logging.root.manager.loggerDict]:
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


class Connection:
    """The workers of one scheduler: which there are, what they lack, whether they take work.

    `wait` is how many seconds none may be there. `notes` are what a person should know of them.
    """

    def __init__(self, address: str, folder: Path, root: Path, wait: float) -> None:
        self.client = _client(address)
        self.address, self.folder, self.root, self.wait = address, folder, root, wait
        self.needs: Needs = cluster_worker.needs(root)
        self.notes: list[Note] = []
        self._workers: tuple[float, dict[str, Any]] = (0.0, {})

    def close(self) -> None:
        """End the connection."""
        with suppress(Exception):  # it may be lost, which has been told
            self.client.close(timeout=CONNECT)

    def workers(self, old: float = 0.0) -> dict[str, Any]:
        """Return what the scheduler says of its workers, by address; it may be some seconds old."""
        when, found = self._workers
        if time.monotonic() - when > old or not found:
            try:
                found = self.client.scheduler_info(n_workers=-1)["workers"]
            except (OSError, TimeoutError, CancelledError, ValueError) as error:
                raise ClusterFault(LOST, address=self.address) from error
            self._workers = time.monotonic(), found
        return found

    def check(self) -> None:
        """Wait for a worker; see that all have what they need. Raises ClusterFault if one has not.

        What differs and harms nothing is noted.
        """
        until = time.monotonic() + self.wait
        while not self.workers():
            if time.monotonic() > until:
                raise self.no_workers()
            time.sleep(min(0.2, self.wait))
        token = self.folder / "seen"
        token.write_text(self.folder.name, encoding="ascii")
        before = time.time()
        try:
            found = self.client.run(
                cluster_worker.here, str(self.root), str(token), on_error="return"
            )
        except (OSError, TimeoutError, CancelledError) as error:
            raise ClusterFault(LOST, address=self.address) from error
        between = before, time.time()
        for worker, said in sorted(found.items()):
            self._judge(worker, said, between)
        for worker, more in sorted(self.workers().items()):
            if more["nthreads"] > 1:
                self.notes.append(note(THREADS, worker=worker, count=str(more["nthreads"])))

    def _judge(self, worker: str, said: Sent | Exception, between: tuple[float, float]) -> None:
        """Raise ClusterFault for what a worker lacks; note how its clock goes."""
        if isinstance(said, OSError):  # it has just gone, as workers may
            return
        if isinstance(said, Exception):
            raise ClusterFault(NO_PROGRAM, worker=worker, reason=f"{said}")
        if tuple(said["python"]) != self.needs.python:
            theirs = ".".join(map(str, said["python"]))
            raise ClusterFault(OTHER_PYTHON, worker=worker, theirs=theirs, ours=OURS)
        if said["program"] != self.needs.program:
            raise ClusterFault(LACKS["program"], worker=worker, folder=self.root)
        if said["seen"] != self.folder.name:
            folder = self.folder.parent
            raise ClusterFault(NOT_SHARED, worker=worker, folder=folder, reason=said["seen"])
        if said["templates"] != self.needs.templates:
            raise ClusterFault(LACKS["templates"], worker=worker, folder=self.root)
        apart = max(between[0] - said["clock"], said["clock"] - between[1])
        if apart > TOLERATED:
            self.notes.append(note(CLOCK, worker=worker, seconds=f"{apart:.0f}"))

    def at_work(self) -> bool:
        """Tell whether any worker takes work, or does some: without memory it does neither."""
        return any(
            each["status"] != PAUSED or each["metrics"].get("task_counts", {}).get("executing")
            for each in self.workers().values()
        )

    def no_workers(self) -> ClusterFault:
        """Return why nothing goes on: there are no workers, or none that takes any work."""
        limits = [each["memory_limit"] for each in self.workers().values()]
        if limits:
            values = {"seconds": f"{self.wait:.0f}", "limit": min(limits) // 1_000_000}
            return ClusterFault(FULL, address=self.address, **values)
        return ClusterFault(NO_WORKERS, address=self.address, seconds=f"{self.wait:.0f}")
