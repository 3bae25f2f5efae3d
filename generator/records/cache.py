"""What was read last time: for each batch its summary, its views, and its files as parsed.

One folder, which may be deleted at any time. A file that is missing, half written, or of another
version of the program is no file: it costs time, never correctness.
"""

import functools
import marshal
import pickle
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.base import short_cuts
from generator.base.atomic_write import write_whole
from generator.base.digests import digest
from generator.base.folder_scan import Stat
from generator.base.processes import GivenUp

Young = tuple[tuple[str, bytes], ...]
"""Paths of files with the digests of their contents."""
Sources = dict[str, tuple[bytes, bytes, Any, Stat | None, tuple[int, ...]]]
"""Path → what became of a file: digest of its content, what it was parsed to, packed; then kind, id
and field of each record it names (None if there is more to be said of it), what the system says of
it (None while that does not tell), and the days on which what was judged holds: a `clock.Span`."""
SUMMARY, VIEWS = ".summary", ".views"
HERE = Path(__file__).parent.parent
"""Where this program lies."""
BROKEN = (OSError, ValueError, EOFError, TypeError, AttributeError, ImportError, IndexError)


def program(here: Path = HERE) -> bytes:
    """Return the digest of the program in the folder `here`: its modules, catalogues and tables.

    What its results depend on, the libraries and Python, is part of it, and whether it takes short
    cuts: whoever switches those off wants all made anew.
    """
    parts = _running() if here == HERE else digest(files_of_program(here))
    ways = [sys.version, f"plain: {short_cuts.switched_off()}", *sorted(short_cuts.installed())]
    return digest(b"\0".join([*map(str.encode, ways), parts]))


@functools.cache
def _running() -> bytes:
    """Return the digest of this program's files as they were when this process first asked.

    It runs as those say, even where others have been put in their place since: what it makes and
    keeps is not to be taken for theirs.
    """
    return digest(files_of_program(HERE))


def files_of_program(here: Path = HERE) -> bytes:
    """Return the modules, catalogues and tables of the program in the folder `here`, in one."""
    paths = sorted(p for p in here.rglob("*") if p.suffix in (".py", ".mo", ".txt"))
    parts = (
        part
        for path in paths
        for part in (path.relative_to(here).as_posix().encode(), path.read_bytes())
    )
    return b"\0".join(parts)


def prune(folder: Path, names: set[str]) -> None:
    """Remove what is kept of batches that are no more."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.stem not in names:
            path.unlink()


def prune_folders(folder: Path, ending: str, others: int = 0) -> None:
    """Remove the folders in `folder` whose names do not end in `ending`, but for the newest."""
    there = [*folder.iterdir()] if folder.is_dir() else []
    there = [each for each in there if not each.name.endswith(ending)]
    if len(there) <= others:
        return
    for path in sorted(there, key=_begun)[: len(there) - others]:
        shutil.rmtree(path, ignore_errors=True)


def _begun(folder: Path) -> int:
    """Return when something was last put into a folder; 0 if it has gone."""
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0


@dataclass(frozen=True, slots=True)
class Store:
    """Where a batch is kept: three files beside each other, `name` with three endings.

    `program` is the digest of all that decides what reading a file gives, besides the file.
    """

    folder: Path
    name: str
    program: bytes
    build: Path | None = None
    """The folder of the build that is under way, where others read for it: see `keep`."""

    @property
    def views(self) -> Path:
        """The file of the views."""
        return self.folder / f"{self.name}{VIEWS}"

    def summary(
        self, stamp: bytes, settled: bytes = b"", same: Callable[[Young], bool] | None = None
    ) -> Any:
        """Return the summary kept for a batch with `stamp`, None if there is none.

        One kept for another stamp stands for it too if it was to be `settled` once its young files
        are no longer young, and these are the `same` as they were.
        """

        def stands(of: bytes, then: bytes, young: Young) -> bool:
            return of == stamp or bool(same and then == settled and same(young))

        kept = self.kept(stands)
        return kept and kept[1]

    def kept(
        self, stands: Callable[[bytes, bytes, Young], bool] | None = None
    ) -> tuple[bytes, Any] | None:
        """Return the stamp and the summary that are kept, None if there are none.

        What `stands` does not want, told the stamp, that of once it is settled and the young files,
        is not read.
        """
        try:
            with (self.folder / f"{self.name}{SUMMARY}").open("rb") as file:
                if file.read(16) != self.program:
                    return None
                stamp, settled = file.read(16), file.read(16)
                size = int.from_bytes(file.read(8), "big")
                if self.views.stat().st_size != size:
                    return None
                young: Young = pickle.load(file)  # noqa: S301 (written by this program)
                if stands and not stands(stamp, settled, young):
                    return None
                return stamp, pickle.load(file)  # noqa: S301 (as above)
        except (*BROKEN, pickle.UnpicklingError):
            return None

    def sources(self) -> tuple[Sources, bytes]:
        """Return what the files of the batch were parsed to, and a digest for `views_of`."""
        try:
            content = (self.folder / f"{self.name}.sources").read_bytes()
            if content[:16] != self.program or content[16:32] != digest(content[32:]):
                return {}, b""
            found: Sources = marshal.loads(content[48:])  # noqa: S302 (as above)
        except BROKEN:
            return {}, b""
        return found, content[32:48]

    def views_of(self, judged: bytes, rules: bytes) -> bytes:
        """Return the views that were kept with these sources, b"" if by other `rules`."""
        try:
            content = self.views.read_bytes()
        except OSError:
            return b""
        return content if digest(content + rules) == judged else b""

    def keep(
        self,
        when: tuple[bytes, bytes, Young],
        summary: object,
        views: bytes,
        sources: Sources,
        judged: bytes,
    ) -> bytes:
        """Keep a batch as it was read, the summary last, as it vouches for the views; return that.

        Raises GivenUp where the build that asked for it is over: by now there may be another, of
        other records.

        It is pickled. `when` is its stamp, what that is once it is settled, and its young files;
        `judged` is the digest of the views and of the rules that its records were judged by.
        """
        self._wanted()
        self.folder.mkdir(parents=True, exist_ok=True)
        parsed = judged + marshal.dumps(sources, 2)
        write_whole(self.folder / f"{self.name}.sources", self.program + digest(parsed) + parsed)
        self._wanted()
        write_whole(self.views, views)
        stamp, settled, young = when
        head = self.program + stamp + settled + len(views).to_bytes(8, "big")
        content = pickle.dumps(summary, 5)
        write_whole(self.folder / f"{self.name}{SUMMARY}", head + pickle.dumps(young, 5) + content)
        return content

    def lend(self, views: bytes) -> None:
        """Keep the views for this build alone: no summary vouches for them."""
        self._wanted()
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{self.name}{SUMMARY}").unlink(missing_ok=True)
        write_whole(self.views, views)

    def _wanted(self) -> None:
        if self.build and not self.build.is_dir():
            raise GivenUp
