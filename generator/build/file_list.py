"""Every file of a site by its address, most of them looked up where the last build listed them."""

from collections.abc import Iterable, Iterator, Mapping

from generator.base.sorted_rows import Rows, SortedRows
from generator.build.build_db import Job
from generator.build.sums_file import Listed, Sums


class FileList:
    """The SHA-256 and the size in bytes of every file there will be; `rows` makes what holds them.

    Where `before` is the list that the last build left, which is that of the files of its jobs
    (`last`), those of jobs that stay as they were are not taken apart, but where all files are
    walked through. Else all are held here.
    """

    def __init__(
        self,
        rows: Rows = SortedRows,
        last: Mapping[str, Job] | None = None,
        before: Listed | None = None,
    ) -> None:
        self._last, self._before = last or {}, before if last else None
        self._kept = dict[str, Job]()
        self._held: SortedRows[tuple[str, int]] = rows()
        self._left: frozenset[str] | None = None

    def update(self, given: Iterable[tuple[str, tuple[str, int]]]) -> None:
        """Add files that were made now."""
        self._held.update(given)

    def keep(self, name: str, job: Job) -> None:
        """Add the files of a job of the last build that is as it was."""
        if self._before is None:
            self._held.update(_files(job))
        else:
            self._kept[name], self._left = job, None

    def made(self, url: str) -> tuple[str, int] | None:
        """Return SHA-256 and size of a file that was made now, None if it was not."""
        return self._held.get(url)

    def sum(self, url: str) -> str:
        """Return the SHA-256 of a file, "" if there is none."""
        found = self._held.get(url)
        if found or self._before is None or url in self._others:
            return found[0] if found else ""
        return self._before.get(url) or ""

    def gone(self, old: Sums) -> Iterable[str]:
        """Return those files of which the site has `old` sums and that there will not be."""
        if self._before is None:
            return (url for url in old.unordered() if url not in self._held)
        return (url for url in self._others if url not in self._held)

    def __contains__(self, url: str) -> bool:
        if url in self._held or self._before is None:
            return url in self._held
        return url in self._before and url not in self._others

    def __len__(self) -> int:
        if self._before is None:
            return len(self._held)
        return len(self._before) - len(self._others) + len(self._held)

    def __iter__(self) -> Iterator[str]:
        return iter(self.every())

    def items(self) -> Iterator[tuple[str, tuple[str, int]]]:
        """Yield all addresses with SHA-256 and size, in order."""
        yield from self.every().items()  # not before it is asked for the first

    def every(self) -> SortedRows[tuple[str, int]]:
        """Return all files, which are held here from now on."""
        if self._before is not None:
            for job in self._kept.values():
                self._held.update(_files(job))
            self._before = None
        return self._held

    @property
    def _others(self) -> frozenset[str]:
        """The files that the last build made in jobs that do not stay as they were."""
        if self._left is None:
            jobs = (job for name, job in self._last.items() if name not in self._kept)
            self._left = frozenset(each.url for job in jobs for each in job.made)
        return self._left


def _files(job: Job) -> list[tuple[str, tuple[str, int]]]:
    return [(each.url, (each.sum, each.size)) for each in job.made]
