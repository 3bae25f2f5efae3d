"""Where work is done: in this process, or over several; what is sent must pickle."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from abc import abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager, nullcontext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext

LOOK = 0.05
"""Seconds between two looks at whether what is waited for is still wanted."""
LITTER = 200_000
"""Things that may be left over before anyone looks which of them are in cycles."""
WAKES = (3, 11, 5)
"""Before this version, a thread of Python's own waits for ever to hand on what no one takes."""
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


class Far(Executor):
    """An executor whose workers may be other machines, which share folders with this one.

    `ahead` is how many pieces of work keep them all busy; `folder` is one that all see, for as
    long as the work is wanted. `meanwhile` is done once, when this process would wait for them.
    """

    folder: Path
    meanwhile: Callable[[], None] | None = None

    @property
    @abstractmethod
    def ahead(self) -> int:
        """How many pieces of work keep all workers busy."""

    @abstractmethod
    def room(self, first: Future[Any]) -> bool:
        """Tell whether workers have room for more; wait until they have, or `first` is done."""


NO_FORK = threading.RLock()  # whose thread the copy is: there it may fork, too
"""Held while a process is forked, and by a thread beside that one while it loads modules or works.

A module that one thread is loading stays locked in the copy for ever: see `lock_free`, too.
"""


WAITING = 8
"""How many times as many pieces as workers elsewhere are busy with may be done before the first."""


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
    the memory with what is to be done. In this process each piece is done when it is due; workers
    elsewhere are given more as they come free, so that none waits for the slowest. Raises GivenUp
    soon after `given_up` says so, though what was begun goes on.

    Where the system ends a process of the pool, or lets none be started, this one does what is
    not done, once more where it was begun: so work may be done twice, one time after the other.
    """
    due: deque[tuple[tuple[Any, ...], Future[T] | None]] = deque()
    far, before = isinstance(pool, Far), gc.get_count()[0]
    most = pool.ahead * WAITING if isinstance(pool, Far) else ahead
    for given in zip(*of, strict=True):
        future: Future[T] | None = None
        if not isinstance(pool, InProcess):
            try:  # workers elsewhere tidy up by themselves
                future = pool.submit(work, *given) if far else pool.submit(_tidily, work, *given)
            except BrokenExecutor:
                pool = instead(pool)
        due.append((given, future))
        while due and (isinstance(pool, InProcess) or len(due) >= most or not _room(pool, due)):
            asked, future = due.popleft()
            pool, found = _found(pool, work, asked, future, given_up)
            yield found
            del found
            if isinstance(pool, InProcess):
                before = tidy(before)  # what was there before is no litter
    while due:
        pool, found = _found(pool, work, *due.popleft(), given_up)
        yield found
        del found


def _room(pool: Executor, due: "deque[tuple[tuple[Any, ...], Future[T] | None]]") -> bool:
    """Tell whether more may be begun before the first of what is due is waited for."""
    first = due[0][1]
    return not isinstance(pool, Far) or first is None or pool.room(first)


def _found(
    pool: Executor,
    work: Callable[..., T],
    given: tuple[Any, ...],
    future: Future[T] | None,
    given_up: Callable[[], bool] | None,
) -> tuple[Executor, T]:
    """Return what a piece of work gives, done here if it is not under way; and who goes on."""
    if future is not None:
        try:
            return pool, _result(future, given_up)
        except BrokenExecutor:
            pool = instead(pool)
    if given_up is not None and given_up():
        raise GivenUp
    return pool, work(*given)


def instead(pool: Executor) -> InProcess:
    """Return who does the work of processes of which one was ended by the system: this one.

    It ends the others, and waits until they are no more, as what they write is written again.
    """
    if isinstance(pool, _Workers):
        pool.lose()
    else:
        pool.shutdown(cancel_futures=True)
    return InProcess()


def _result(future: Future[T], given_up: Callable[[], bool] | None) -> T:
    """Wait for what a piece of work gives, for as long as it is wanted."""
    while given_up is not None:
        if given_up():
            raise GivenUp
        if wait([future], timeout=LOOK).done:
            break
    return future.result()


def tidy(before: int = 0) -> int:
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
        tidy()


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


def unheard() -> None:
    """Tell no one."""


@contextmanager
def workers(jobs: int, alone: Callable[[], None] = unheard) -> Iterator[Executor]:
    """Give an executor of `jobs` processes; with one, work is done in this process.

    They are started as work comes; work, what it is given and what it gives must pickle. Work that
    was begun is waited for where an error ends the block, and not where Ctrl-C does. `alone` is
    told once when the system ends one of them or lets none be started: see `spread`.
    """
    if jobs <= 1:
        yield InProcess()
        return
    try:
        made = _Workers(jobs, alone)
    except (OSError, ImportError, NotImplementedError):  # it has no locks that processes share
        alone()
        yield InProcess()
        return
    with made as pool:
        try:
            yield pool
        except Exception:
            pool.shutdown(cancel_futures=True)  # what they are about may write files
            raise
        except BaseException:  # a person wants it to end; they end with this process
            pool.shutdown(wait=False, cancel_futures=True)
            raise


class _Workers(ProcessPoolExecutor):
    """Processes that Ctrl-C is not lost among: they are started as work comes."""

    def __init__(self, jobs: int, alone: Callable[[], None]) -> None:
        super().__init__(jobs, initializer=_begin, mp_context=_forking())
        self._told, self._lost = alone, False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have work done by one of them.

        Raises BrokenExecutor where the system has ended one, or lets none be started.
        """
        if self._lost:
            raise BrokenExecutor
        try:
            # all are started with the first piece of work
            with nullcontext() if self._processes else NO_FORK, undisturbed():
                return super().submit(fn, *args, **kwargs)
        except OSError as error:
            raise BrokenExecutor from error
        except RuntimeError as error:
            if "new thread" not in str(error):  # so Python says that the system gives it none
                raise
            raise BrokenExecutor from error

    def lose(self) -> None:
        """End them all, and wait until they are no more; tell whoever wants to know."""
        if self._lost:
            return
        self._lost = True
        ours = [*(self._processes or {}).values()]
        for each in ours:
            each.kill()
        reader = getattr(getattr(self, "_call_queue", None), "_reader", None)
        if sys.version_info < WAKES and reader is not None:
            reader.close()
        self.shutdown(cancel_futures=True)
        for each in ours:
            each.join()
        self._told()


def forked(work: Callable[..., None], *given: object) -> BaseProcess | None:
    """Do `work` beside this process, in one forked from it: any other would load the program first.

    Return that process, None where none can be forked, or not without harm.
    """
    context = _forking()
    if context is None:
        return None
    process = context.Process(target=work, args=given, daemon=True)
    try:
        with NO_FORK, undisturbed():
            process.start()
    except OSError:  # no memory, or too many processes
        return None
    return process


def _forking() -> "ForkContext | None":
    """Return the way of starting processes that forks them, None where that may do harm.

    What another thread holds at that moment, its copy holds for ever: for that, Python by itself
    forks no more since 3.14. Where there is no other thread it is as good as it was, and each
    process is there half a second sooner. On macOS the system's own libraries have threads.
    """
    usual = multiprocessing.get_start_method() == "fork"
    there = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    return multiprocessing.get_context("fork") if usual or (there and _alone()) else None


def _alone() -> bool:
    """Tell whether this process has no other thread, not even one that Python does not know of."""
    try:
        return len([*Path("/proc/self/task").iterdir()]) == 1
    except OSError:
        return threading.active_count() == 1


@contextmanager
def undisturbed() -> Iterator[None]:
    """Start processes within: Ctrl-C that comes meanwhile is raised at the end.

    Where Python forks, it calls what others have registered for that, and only prints what is
    raised there. KeyboardInterrupt is raised in the first thread alone, whichever has the signal.
    """
    first = threading.current_thread() is threading.main_thread()
    usual = signal.getsignal(signal.SIGINT) if first else None
    if not callable(usual):  # ignored, or the end of the process
        yield
        return
    came: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
        if came:
            signal.raise_signal(signal.SIGINT)


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
