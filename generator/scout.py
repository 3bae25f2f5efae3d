"""Looking through folders in another process, while this one still reads the program.

The content and the site are some ten thousand files each, and to ask the system for the time and
size of them all is a good part of what a build takes after an edit.
"""

import marshal
import multiprocessing
import signal
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Self

from generator import ledger, listing
from generator.listing import Stat
from generator.output import Output


class Scout:
    """Lists the files of the content, then what is lost of the site as the last build left it.

    With more than one of `jobs` it sets out at once, where a process can be forked: any other
    would have to read the program first. Else it looks when it is asked, in this process. `began`
    is the time in nanoseconds before it looked at anything.
    """

    def __init__(self, root: Path, content: str, out: Output, jobs: int = 1) -> None:
        self.began = time.time_ns()
        self._content = str(root), content
        self._site = out.ledger, out.site
        self._process: Any = None
        if jobs > 1 and multiprocessing.get_start_method() == "fork":
            self._told, tell = multiprocessing.Pipe(duplex=False)
            given = (self._told, tell, self._content, self._site)
            self._process = multiprocessing.Process(target=_report, args=given, daemon=True)
            self._process.start()
            tell.close()

    @property
    def apart(self) -> bool:
        """Whether another process looks, so that this one has time for something else."""
        return self._process is not None

    def content(self) -> dict[str, Stat]:
        """Return the files of the content, as `listing.files` does; to be asked for once.

        Raises OSError if a folder cannot be looked into.
        """
        told = self._next()
        return listing.files(*self._content) if told is None else told

    def lost(self, sums: str) -> set[str]:
        """Return the files of the site that are not as the build left them whose list has `sums`.

        To be asked for once, after `content`.
        """
        told = self._next()
        if told is None or told[0] != sums:  # another build has published meanwhile
            told = ledger.lost(*self._site)
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


def _report(
    told: Connection, tell: Connection, content: tuple[str, str], site: tuple[Path, Path]
) -> None:
    """Look and tell; whatever fails here, the process that waits does again and finds out."""
    told.close()  # so that this one ends when no one listens any more
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(Exception):
        tell.send_bytes(marshal.dumps(listing.files(*content), 2))
        tell.send_bytes(marshal.dumps(ledger.lost(*site), 2))
