"""Looking through folders in another process, while this one still reads the program.

The content and the site are some ten thousand files each, and to ask the system for the time and
size of them all is a good part of what a build takes after an edit.
"""

import marshal
import multiprocessing
import re
import signal
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from generator.base import folder_scan
from generator.base.folder_scan import Stat
from generator.base.patterns import pattern
from generator.base.processes import forked
from generator.build import build_db
from generator.build.site_writer import Output
from generator.model.site_tables import CONFIG, FOLDERS, STATE

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess


_FOLDER = pattern(r"""^["']?(content|output)["']?[ ]*:(?:[ ]*([\w./-]+)[ ]*$)?""", re.MULTILINE)


class Scout:
    """Lists the files of the content, then what is lost of the site as the last build left it.

    With more than one of `jobs` it sets out at once, where a process can be forked. Else it looks
    when it is asked, in this process: a thread would have to wait for this one at each file, and
    make a build longer. `began` is the time in nanoseconds before it looked at anything.
    """

    def __init__(self, root: Path, content: str, out: Output, jobs: int = 1) -> None:
        self.began = time.time_ns()
        self._content = str(root), content
        self._site = out.build_db, out.site
        self._process: BaseProcess | None = None
        if jobs > 1:
            self._told, tell = multiprocessing.Pipe(duplex=False)
            self._process = forked(_report, self._told, tell, self._content, self._site)
            tell.close()
            if self._process is None:
                self._told.close()

    @property
    def apart(self) -> bool:
        """Whether another process looks, so that this one has time for something else."""
        return self._process is not None

    def looks_through(self, root: Path, content: str, out: Output) -> bool:
        """Tell whether it has set out for this content and this site."""
        return (self._content, self._site) == ((str(root), content), (out.build_db, out.site))

    def content(self) -> dict[str, Stat]:
        """Return the files of the content, as `folder_scan.files` does; to be asked for once.

        Raises OSError if a folder cannot be looked into.
        """
        told = self._next()
        return folder_scan.files(*self._content) if told is None else told

    def lost(self, sums: str) -> set[str]:
        """Return the files of the site that are not as the build left them whose list has `sums`.

        To be asked for once, after `content`.
        """
        told = self._next()
        if told is None or told[0] != sums:  # another build has published meanwhile
            told = build_db.lost(*self._site)
        return set(told[1])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Wait no more for what it may still look at."""
        if self._process is not None:
            self._told.close()
            self._process.terminate()
            self._process.join()
            self._process = None

    def _next(self) -> Any:
        """Return what the other process has found next, None if there is none or it has failed."""
        if self._process is None:
            return None
        try:
            return marshal.loads(self._told.recv_bytes())  # noqa: S302 (written by this program)
        except (EOFError, OSError):
            return None


class Early:
    """A scout that has set out before the settings are read, by what their plain lines say.

    Whoever leaves without having asked for it (`of`) ends it.
    """

    def __init__(self, scout: Scout | None = None) -> None:
        self._scout = scout

    def of(self, root: Path, content: str, out: Output, jobs: int) -> Scout:
        """Return it if it looks through these folders, else another that sets out now."""
        early, self._scout = self._scout, None
        if early is None:
            return Scout(root, content, out, jobs)
        if early.looks_through(root, content, out):
            return early
        with early:
            return Scout(root, content, out, jobs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._scout is not None:
            with self._scout:
                pass


def ahead(config: Path, site: Path | None, jobs: int) -> Early:
    """Send out a scout for the settings at `config`, a file or its folder, before they are read.

    To read them takes as long as a third of what there is to be looked through. Where they do not
    say their folders in plain words, or nothing was built yet, none is sent.
    """
    try:
        config = config / CONFIG if config.is_dir() else config
        said = {**FOLDERS, **dict(_FOLDER.findall(config.read_text("utf-8")))}
        if jobs == 1 or not all(said.values()):
            return Early()
        out = Output(site or config.parent / said["output"], config.parent / STATE, config.parent)
        return Early(
            Scout(config.parent, said["content"], out, jobs) if out.build_db.is_file() else None
        )
    except (OSError, ValueError):  # which those who read them will tell
        return Early()


def _report(
    told: Connection, tell: Connection, content: tuple[str, str], site: tuple[Path, Path]
) -> None:
    """Look and tell; whatever fails here, the process that waits does again and finds out."""
    told.close()  # so that this one ends when no one listens any more
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(Exception):
        tell.send_bytes(marshal.dumps(folder_scan.files(*content), 2))
        tell.send_bytes(marshal.dumps(build_db.lost(*site), 2))
