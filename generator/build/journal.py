"""What a site is to become, written down so that the next build can go on where one was killed."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from generator.base.disk_files import lasting

GOES = -1
"""What stands in a journal in the place of a folder for a file that goes."""
_END = "."


class Journal:
    """What a site is to become: files that are taken from the stage, and files that go.

    It stands in `file`, as there may be millions of them: a line for what is common, one for each
    file, in their order, and one that says that this is all. The list of sums that it ends with
    lies in the stage beside them.
    """

    def __init__(self, file: Path, sums: str, where: Sequence[str], of: int) -> None:
        self.file = file
        self.sums = sums
        """The SHA-256 of that list."""
        self.where = where
        """The folders, from the stage, from which files are taken."""
        self.of = of
        """How many files these are."""

    @staticmethod
    def written(
        file: Path, sums: str, where: Sequence[str], lines: Iterable[tuple[int, str]]
    ) -> "Journal":
        """Write it down, to be there after whatever happens.

        Of each file there is the number of its folder, or `GOES`, and its address.
        """
        count = 0

        def text() -> Iterator[str]:
            nonlocal count
            yield json.dumps({"sums": sums, "where": [*where]}) + "\n"
            for folder, url in lines:
                count += 1
                yield f"{folder} {url}\n"
            yield _END

        lasting(file, text())
        return Journal(file, sums, where, count)

    @staticmethod
    def read(file: Path) -> "Journal | None":
        """Return what was written down; None if it is not there, or not all of it."""
        try:
            with file.open(encoding="utf-8") as lines:
                said = json.loads(next(lines))
                count, last = -1, ""
                for count, last in enumerate(lines):  # noqa: B007 (the last one is looked at)
                    pass
            if last != _END:
                return None
            return Journal(file, str(said["sums"]), [*map(str, said["where"])], count)
        except (OSError, ValueError, KeyError, TypeError, StopIteration):
            return None

    def replaced(self) -> Iterator[tuple[str, str]]:
        """Yield the address of each file that is taken, and its folder, from the stage."""
        for folder, url in self._lines():
            if folder != GOES:
                yield url, self.where[folder]

    def removed(self) -> Iterator[str]:
        """Yield the address of each file that goes."""
        for folder, url in self._lines():
            if folder == GOES:
                yield url

    def urls(self) -> Iterator[str]:
        """Yield the address of each file."""
        for _, url in self._lines():
            yield url

    def _lines(self) -> Iterator[tuple[int, str]]:
        with self.file.open(encoding="utf-8", newline="\n") as lines:
            next(lines)
            for line in islice(lines, self.of):
                folder, _, url = line[:-1].partition(" ")
                yield int(folder), url
