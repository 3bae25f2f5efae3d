"""Where work is done: in this process, or over several; what is sent must pickle."""

import gc
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any


class InProcess(Executor):
    """An executor that does each piece of work at once, where it is asked for."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do the work now; what it raises is raised by the future's `result`."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 (handed on, as executors do)
            future.set_exception(error)
        return future


@contextmanager
def uncollected() -> Iterator[None]:
    """Do what is within without the collector of cycles.

    Records, rows and views are trees without cycles, but so many that looking through them again
    and again would take a third of the time. What cycles are left is collected at the end.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextmanager
def workers(jobs: int) -> Iterator[Executor]:
    """Give an executor of `jobs` processes; with one, work is done in this process."""
    if jobs <= 1:
        yield InProcess()
        return
    with ProcessPoolExecutor(jobs, initializer=_begin) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _begin() -> None:
    """Set up a worker: it does nothing but batches and jobs, so it never needs the collector.

    Ctrl-C, which a terminal sends to every process, is left to the one that speaks.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
