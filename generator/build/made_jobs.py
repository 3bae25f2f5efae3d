"""What was made of jobs and is not published yet: it outlives whoever made it, and whoever asked.

Each try of a job stages its files in a folder of its own, and leaves word of them last, under the
key of all that the job is made from. So a job that is done twice, at once or by a machine that was
given up, takes nothing from anyone; and a build that is begun again finds what is done, and makes
the rest. One folder, which may be deleted at any time.
"""

import errno
import marshal
import os
import pickle
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from generator.base.digests import digest
from generator.base.processes import Far, spread
from generator.base.system_errors import naming
from generator.build.cluster_faults import ClusterFault
from generator.parse import template_files

if TYPE_CHECKING:
    from generator.build.build_db import Made
    from generator.build.previous_build import Past
    from generator.build.staged_files import Press, Printed
    from generator.pages.jobs import Draft, Job

DONE = "done"
"""The file of a job's folder that names the try whose files count."""
TOGETHER = 32
"""Pages of lists that are made as one task: to hand over a task takes as long as some of them."""
SHARES = 8
"""Parts in which the folders of all jobs are removed."""
LATE, PAUSE = 10.0, 0.05
"""Seconds until what one machine wrote must be seen by all; those between two looks."""
_BROKEN = (OSError, ValueError, EOFError, TypeError, AttributeError, ImportError, IndexError)


@dataclass(frozen=True, slots=True)
class Asked:
    """A job to be made: `name` for people, `key` of all that it is made from."""

    name: str
    key: str
    job: "Job"
    known: "dict[str, Made]"


@dataclass(frozen=True, slots=True)
class Task:
    """Jobs that are made one after another, and given to a machine as one."""

    jobs: tuple[Asked, ...]

    @property
    def name(self) -> str:
        """The name of the first, for people."""
        return self.jobs[0].name


def key_of(name: str, mark: bytes, known: "dict[str, Made]", press: "Press") -> str:
    """Return the key of a job: its mark, what of it is there already, and what it is held to.

    The name belongs to it, as two jobs of a site may have the same mark.
    """
    before = sorted(known.values())
    beside = [name, press.as_of, sorted(press.vouched), [tuple(each) for each in before]]
    return digest(mark + marshal.dumps(beside, 2)).hex()


def make(asked: Asked, press: "Press", folder: Path) -> "str | Printed":
    """Make a job, in any process of any machine; return its key, or what came of it with problems.

    Files are staged beneath `folder`; raises OSError of what cannot be written there.
    """
    from generator.build import render  # noqa: PLC0415 (it loads much, and this module is small)

    home = _home(asked.key, folder)
    own = home / os.urandom(6).hex()
    own.mkdir(parents=True)
    try:
        own_press = replace(press, stage=own, shared=template_files.shared(press.program))
        printed = render.render(asked.job, asked.known, own_press)
        if printed.problems:
            shutil.rmtree(own, ignore_errors=True)
            return printed
        printed.stage = str(own)
        beside = own.with_name(f"{own.name}.new")
        naming(beside, lambda: beside.write_bytes(_signed(pickle.dumps(printed, 5))))
        naming(home / DONE, lambda: beside.replace(home / DONE))
    except BaseException:
        shutil.rmtree(own, ignore_errors=True)
        raise
    return asked.key


def make_all(task: Task, press: "Press", folder: Path) -> "list[str | Printed]":
    """Make the jobs of a task: see `make`."""
    return [make(each, press, folder) for each in task.jobs]


def _tasks(asked: Iterable[Asked]) -> Iterator[Task]:
    """Yield jobs in their order, those of short lists together."""
    from generator.pages.jobs import Listed  # noqa: PLC0415 (as above)

    some, pages = list[Asked](), 0
    for each in asked:
        short = isinstance(each.job, Listed) and len(each.job.pages)
        if some and (not short or pages + short > TOGETHER):
            yield Task(tuple(some))
            some, pages = [], 0
        if not short:
            yield Task((each,))
            continue
        some.append(each)
        pages += short
    if some:
        yield Task(tuple(some))


def _home(key: str, folder: Path) -> Path:
    """Return the folder of a job; no folder has very many in it."""
    return folder / key[:2] / key


def _signed(content: bytes) -> bytes:
    return digest(content) + content


def read(key: str, folder: Path) -> "Printed | None":
    """Return what came of a job, None if no try of it has come to its end."""
    try:
        content = (_home(key, folder) / DONE).read_bytes()
        if content[:16] != digest(content[16:]):
            return None
        printed: Printed = pickle.loads(content[16:])  # noqa: S301 (written by this program)
    except (*_BROKEN, pickle.UnpicklingError):
        return None
    # the folder of the site may have been moved since
    printed.stage = str(_home(key, folder) / Path(printed.stage).name)
    return printed


def taken(key: str, folder: Path) -> "Printed":
    """Return what came of a job that another machine has just made. Raises OSError if it is lost.

    What one machine writes, others may see a little later.
    """
    until = time.monotonic() + LATE
    while (printed := read(key, folder)) is None:
        if time.monotonic() > until:
            path = _home(key, folder) / DONE
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        time.sleep(PAUSE)
    return printed


def there(keys: Iterable[str], folder: Path) -> list[str]:
    """Return which of the jobs someone has left word of; see `whole`."""
    return [key for key in keys if (_home(key, folder) / DONE).is_file()]


def whole(key: str, folder: Path) -> bool:
    """Tell whether every file of a job lies there as it was made: a machine may have lost some."""
    printed = read(key, folder)
    if printed is None:
        return False
    sums = {each.url: each.sum for each in printed.made}
    try:
        return all(
            sha256(Path(printed.stage, url).read_bytes()).hexdigest() == sums[url]
            for url in printed.staged
        )
    except OSError:
        return False


def made(
    pool: Executor, past: "Past", stale: "Sequence[Draft]", folder: Path
) -> "Iterator[Printed]":
    """Yield what came of jobs, in their order: of those that are there already, and of the others.

    To each job belong the files of the last build that still stand.
    """
    keys = [key_of(each.name, past.mark(each), past.made(each.name), past.press) for each in stale]
    found = there(keys, folder)
    well = zip(found, spread(pool, partial(whole, folder=folder), found), strict=True)
    kept = {key for key, as_made in well if as_made}
    asked = (
        Asked(draft.name, key, draft.make(), past.made(draft.name))
        for draft, key in zip(stale, keys, strict=True)
        if key not in kept
    )
    work = partial(make_all, press=past.press, folder=folder)
    fresh = chain.from_iterable(spread(pool, work, _tasks(asked)))
    for key in keys:
        one = key if key in kept else next(fresh)
        yield taken(one, folder) if isinstance(one, str) else one


def remove(folders: Sequence[str]) -> None:
    """Remove folders, as far as that can be done."""
    for each in folders:
        shutil.rmtree(each, ignore_errors=True)


def forget(pool: Executor, folder: Path) -> None:
    """Have the folders of all jobs removed, which are empty: each is a round trip on a shared disk.

    Whoever fails in that leaves them to others: the site is published.
    """
    if isinstance(pool, Far):
        with suppress(OSError, ClusterFault):
            every = sorted(map(str, folder.iterdir()))
            parts = [each for n in range(SHARES) if (each := every[n::SHARES])]
            for _ in spread(pool, remove, parts):
                pass
