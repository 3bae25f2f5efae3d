"""The only writer of the site: stage, then journal, then replace and prune.

What belongs to us stands in the site's own list `SHA256SUMS` (which anyone can check with
`sha256sum -c`), so a lost database never leaves a page behind, and files that others put there are
left alone. A build that is killed before it replaces the first file leaves the old site; one killed
later is finished by the next, as far as the stage still has what is wanted, and what is then made
ends in the same site as if there had been none (see `replace_files`).
"""

import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import Self, TypeVar

from generator.base import disk_files, folder_scan
from generator.base.sorted_rows import LATEST, SortedRows
from generator.build import half_published, replace_files, staging, sums_file
from generator.build.file_list import FileList
from generator.build.journal import GOES, Journal
from generator.build.replace_files import Replacing
from generator.build.site_access import Access, refuse_foreign
from generator.build.sums_file import Listed, Sums

SUMS = sums_file.SUMS
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Published:
    """How many files were written, removed and left as they were, but for the list of them."""

    written: int
    removed: int
    kept: int

    @property
    def of(self) -> int:
        """How many files there are."""
        return self.written + self.kept


class _Folders:
    """The folders from which files are taken, each by its number."""

    def __init__(self, stage: Path) -> None:
        self._stage = stage
        self._numbers = {"": 0}

    def number(self, folder: str) -> int:
        """Return the number of a folder, "" being the stage."""
        if folder not in self._numbers:
            self._numbers[folder] = len(self._numbers)
        return self._numbers[folder]

    @property
    def every(self) -> list[str]:
        """The folders as they are reached from the stage, as that of the site may be moved."""
        return [os.path.relpath(each, self._stage) if each else "" for each in self._numbers]

    @property
    def others(self) -> bool:
        """Whether there is any but the stage."""
        return len(self._numbers) > 1


class Output:
    """The site's folder, which becomes another as a whole; a context manager, one build at a time.

    `site` is the folder to publish to, `state` the folder of what is kept between builds; both are
    made when needed.
    Whoever enters finishes what an earlier build was interrupted in, but for one who is to `clean`.
    """

    def __init__(self, site: Path, state: Path, root: Path, *, clean: bool = False) -> None:
        self.site = site
        self.state = state / _name(site, root)
        self.stage = self.state / "stage"
        self.records = self.state / "records"
        self.good = self.state / "good"
        """What each place last said without a fault: see `last_good`."""
        self.compiled = self.state / "compiled"
        self.build_db = self.state / "ledger.sqlite"
        self.made = self.state / "made"
        """What was made of jobs and is not published yet: see `made_jobs`."""
        self.exchange = self.state / "exchange"
        """What is handed to other machines, in a folder for each build."""
        self.cleans = clean
        self.lists = self.state / "lists"
        """Lists of files that memory should not hold, for as long as one build takes."""
        self._journal = self.state / "journal"
        self.access = Access(site, self.state)

    def __enter__(self) -> Self:
        self.access.take()
        try:
            self.access.refuse_parts()
            refuse_foreign(self.site)
            if not self.cleans:
                self._finish()
            self._drop()
            self.stage.mkdir()
        except BaseException:
            self.access.release()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        try:
            if not (self._journal.is_file() and (self.half or not os.path.lexists(self.site))):
                with suppress(OSError):  # the next one that comes will say so
                    self._drop()
                    if not self.half:
                        half_published.tidy(self.site)
        finally:
            self.access.release()

    def held(self) -> AbstractContextManager[None]:
        """Keep builds away while the site is read: see `Access`."""
        return self.access.held()

    def in_part(self) -> AbstractContextManager[None]:
        """Work beside others that do the same, and keep builds away: see `Access`."""
        return self.access.in_part()

    def alone(self) -> AbstractContextManager[None]:
        """Keep all others away that have a state beside this one: see `Access`."""
        return self.access.alone()

    @property
    def half(self) -> bool:
        """Whether the site is half published: none of it is old or new as a whole."""
        return half_published.half(self.site)

    def _finish(self) -> None:
        """Finish what was interrupted, as far as it can be; a site that is whole is only tidied."""
        if not self.half and self.site.is_dir():
            half_published.tidy(self.site)
            return
        journal = Journal.read(self._journal)
        if journal is not None and not self.half:
            self._gather_on(journal)
        elif journal is not None:
            Replacing(self.site, self.stage).finish(journal, self.lists)
            if [*journal.where] != [""]:  # what lay there has been taken
                shutil.rmtree(self.made, ignore_errors=True)

    def _drop(self) -> None:
        """Forget what was staged, and what was to become of it: the journal first."""
        self._journal.unlink(missing_ok=True)
        for folder in (self.stage, self.lists):
            if folder.is_dir():
                disk_files.remove_tree(folder)

    def rows(self, given: Iterable[tuple[str, V]] = (), stays: str = LATEST) -> SortedRows[V]:
        """Return rows, of which those that memory should not hold lie in the state."""
        return SortedRows(given, stays, self.lists)

    def sums(self) -> SortedRows[str]:
        """Return the SHA-256 of each file of the site, by address, as last published.

        Of a half published site it is not known: then it is "".
        """
        if self.half:
            return self.rows((url, "") for url in half_published.may_lie(self.site))
        return self.rows(sums_file.entries(self.site / SUMS))

    def sums_digest(self) -> str:
        """Return what tells this list of files from any other; "" when there is none."""
        return sums_file.sums_digest(self.site)

    def clear_stage(self) -> None:
        """Drop what was staged, as all is to be made once more."""
        if self.stage.is_dir():  # parts have none
            disk_files.remove_tree(self.stage)
            self.stage.mkdir()

    def forget(self) -> None:
        """Drop what is known of the last build, but for the list of files."""
        for folder in (self.records, self.compiled, self.made):
            shutil.rmtree(folder, ignore_errors=True)
        self.build_db.unlink(missing_ok=True)

    def forget_made(self) -> None:
        """Drop what was made of jobs, which has been published or is of no use any more."""
        if self.made.is_dir():  # someone who was given up may still be putting something there
            shutil.rmtree(self.made, ignore_errors=True)

    def put(self, url: str, content: bytes) -> None:
        """Stage the file at `url`; nothing of the site changes yet."""
        staging.put(self.stage, url, content)

    def publish(
        self,
        files: FileList,
        staged: SortedRows[str],
        old: Sums,
        *,
        thorough: bool,
    ) -> Published:
        """Make the site consist of `files`.

        Those that are `staged` (address → folder, "" for the stage) are taken from there where the
        site has not the same: their sizes are looked at, and what their sums were of `old`, which
        is what `sums` returned before; if `thorough`, their bytes. Others that are not pruned keep
        their bytes and their time. Raises `replace_files.Halted` if that stops midway, OSError if
        nothing was touched.
        """
        where, there = _Folders(self.stage), os.path.lexists(self.site)
        size = folder_scan.size_of(self.site) if thorough else None
        lines: SortedRows[int] = self.rows()
        lines.update(
            (url, where.number(folder))
            for url, folder in staged.items()
            if not (there and self._stands(url, files, old, size))
        )
        replaced = len(lines)
        gone = self.rows((url, GOES) for url in files.gone(old))
        removed, of = len(gone), len(files)
        known = old if there and not thorough and isinstance(old, Listed) else None
        whole = self._list(files, staged, gone, known)
        if replaced or removed or not old or whole != self.sums_digest():
            if not old and replaced == of and not there:
                if where.others:
                    self._gather(whole, where, lines)
                    where, lines = _Folders(self.stage), self.rows((url, 0) for url in lines)
                if self._appear():
                    self._journal.unlink(missing_ok=True)
                    return Published(replaced, 0, 0)
            journal = self._written(whole, where, chain(lines.items(), gone.items()))
            replacing = Replacing(self.site, self.stage)
            replacing.run(journal, self.lists)
            replacing.seal()
            self._journal.unlink()
        return Published(replaced, removed, of - replaced)

    def _list(
        self,
        files: FileList,
        staged: SortedRows[str],
        gone: SortedRows[int],
        known: Listed | None,
    ) -> str:
        """Stage the new list of sums, and return its SHA-256.

        If the one that lies in the site is what the last build wrote, it is `known`: then all but
        what was staged since, and what goes, stays as it is there.
        """
        content = b""
        if known and (len(staged) + len(gone)) * sums_file.FEW <= len(known):
            content = known.changed([(url, files.sum(url)) for url in staged], [*gone])
        every = ((url, each) for url, (each, _) in files.items())
        return disk_files.lasting(self.stage / SUMS, content or sums_file.listing_lines(every))

    def _written(self, whole: str, where: _Folders, lines: Iterable[tuple[str, int]]) -> Journal:
        """Write down what is to become of the site."""
        named = ((number, url) for url, number in lines)
        return Journal.written(self._journal, whole, where.every, named)

    def _gather(self, whole: str, where: _Folders, lines: SortedRows[int]) -> None:
        """Move what jobs have made into the stage, folder by folder, for a site that appears.

        That is written down first: whoever was killed in it goes on, and nothing is made twice.
        """
        journal = self._written(whole, where, lines.items())
        for number, folder in enumerate(journal.where):
            if number:
                staging.gather(self.stage, folder, _is(lines, number))

    def _gather_on(self, journal: Journal) -> None:
        """Go on with a first site that was being gathered, as far as all its files are there."""
        where = self.rows(journal.replaced())
        for folder in journal.where[1:]:
            staging.gather(self.stage, folder, _is(where, folder))
        sums = self.rows(sums_file.entries(self.stage / SUMS))
        if disk_files.digest_of(self.stage / SUMS) == journal.sums and all(
            disk_files.same(self.stage / url, sums.get(url) or "") for url in where
        ):
            self._appear()

    def _stands(
        self,
        url: str,
        files: FileList,
        old: Sums,
        size: Callable[[str], int] | None,
    ) -> bool:
        """Tell whether the site has a file as it should be; `size` is there to be thorough by."""
        sum_, bytes_ = files.made(url) or ("", -1)
        path = self.site / url
        if size:
            return size(url) == bytes_ and disk_files.same(path, sum_)
        return old.get(url) == sum_ and folder_scan.size(path) == bytes_

    def _appear(self) -> bool:
        """Make a site that is not there yet of the whole stage, at once; tell whether it could be.

        It could not where the stage is on another disk. A folder that is there stays, as does who
        owns it.
        """
        if os.path.lexists(self.site):
            return False
        try:
            self.site.parent.mkdir(parents=True, exist_ok=True)
            self.stage.rename(self.site)
        except OSError:
            return False
        return True

    def clean(self) -> int:
        """Remove every file of the site that we made; return how many. The list of them is last."""
        urls = self.sums()
        there = sum(os.path.lexists(self.site / url) for url in urls)
        replace_files.remove_all(self.site, urls)
        if self.site.is_dir():
            replace_files.remove_all(self.site, [SUMS])
            half_published.tidy(self.site)
            if not any(self.site.iterdir()):
                self.site.rmdir()
        return there


def _is(rows: SortedRows[V], value: V) -> Callable[[str], bool]:
    """Return what tells whether the value of an address is this one."""
    return lambda url: rows.get(url) == value


def _name(site: Path, root: Path) -> str:
    """Return the name of the state of this output: it stays the same when the root is moved."""
    site, root = site.resolve(), root.resolve()
    where = site.relative_to(root).as_posix() if site.is_relative_to(root) else site.as_posix()
    return f"{site.name}-{blake2b(where.encode(), digest_size=4).hexdigest()}"
