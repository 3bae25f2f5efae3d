"""Where work is done: in this process, or over several; what is sent must pickle."""

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from typing import Any, TypeVar

LOOK = 0.05
"""Seconds between two looks at whether what is waited for is still wanted."""
LITTER = 200_000
"""Things that may be left over before anyone looks which of them are in cycles."""
T = TypeVar("T")


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


class GivenUp(Exception):
    """What was being done is no longer wanted."""


def spread(
    pool: Executor,
    work: Callable[..., T],
    *of: Iterable[Any],
    ahead: int = 16,
    given_up: Callable[[], bool] | None = None,
) -> Iterator[T]:
    """Yield the result of `work` for each of `of`, in order, as `Executor.map` does.

    But no more than `ahead` pieces of work are made before they are due: all at once would fill
    the memory with what is to be done. In this process each piece is done when it is due. Raises
    GivenUp soon after `given_up` says so, though what was begun goes on.
    """
    due: deque[Future[T]] = deque()
    here, before = isinstance(pool, InProcess), gc.get_count()[0]
    for given in zip(*of, strict=True):
        due.append(pool.submit(work, *given) if here else pool.submit(_tidily, work, *given))
        if here or len(due) >= ahead:
            yield _result(due.popleft(), given_up)
        if here:
            before = _tidy(before)  # what was there before is no litter
    while due:
        yield _result(due.popleft(), given_up)


def _result(future: Future[T], given_up: Callable[[], bool] | None) -> T:
    """Wait for what a piece of work gives, for as long as it is wanted."""
    while given_up is not None:
        if given_up():
            raise GivenUp
        if wait([future], timeout=LOOK).done:
            break
    return future.result()


def _tidy(before: int = 0) -> int:
    """Drop the cycles that work has left, once they are many: to look for them costs as much.

    `before` is how many things there were to look at; return how many there are now.
    """
    if gc.get_count()[0] - before <= LITTER:
        return before
    gc.collect(0)
    return 0


def _tidily(work: Callable[..., T], *given: object) -> T:
    """Do a piece of work in a worker, and drop the cycles it leaves."""
    try:
        return work(*given)
    finally:
        _tidy()


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
        except Exception:
            pool.shutdown(cancel_futures=True)  # what they are about may write files
            raise
        except BaseException:  # a person wants it to end; they end with this process
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _begin() -> None:
    """Set up a worker: the collector runs after each piece of work, and never within.

    Ctrl-C, which a terminal sends to every process, is left to the one that speaks.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    gc.freeze()  # what a forked process has from its parent, a preview's memory, is no litter
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this worker when the process that it works for is no more, however that ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
