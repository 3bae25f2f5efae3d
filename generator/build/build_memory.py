"""What a process that builds again and again keeps of its last build, to spare most of it."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.base.problems import Problem
from generator.base.spill_file import File
from generator.build.build_db import Last
from generator.build.file_list import FileList
from generator.records import put_away
from generator.records.summary import Summary

if TYPE_CHECKING:
    from generator.build import staged_files
    from generator.build.load import Read
    from generator.build.sources import Sources


@dataclass(slots=True)
class Memory:
    """What a process that builds again and again keeps of its last build.

    It spares looking at every file: only those that are told to have changed.
    """

    sources: "Sources | None" = None
    settings: tuple[bytes, date] | None = None
    """The configuration and the day that `sources` were found with."""
    summaries: dict[str, tuple[bytes, Summary]] = field(default_factory=dict)
    """What each batch handed up, and its stamp."""
    last: Last | None = None
    sums: str = ""
    """The digest of the list of files that `last` left in the site."""
    made: FileList = field(default_factory=FileList)
    """Those files."""
    printed: "tuple[Read, staged_files.Press] | None" = None
    """What they were made of, and with."""
    tried: tuple[bytes, list[Problem]] | None = None
    """The digest of the templates, and what is wrong with the site's own among them."""
    held: frozenset[str] = frozenset()
    """The files of drafts that were left out, though they were to be shown."""
    away: File | None = None
    """Where lies what is seldom asked for of very many summaries."""

    def forget(self) -> None:
        """Begin anew, as after a fault."""
        self.sources, self.settings, self.last, self.printed = None, None, None, None
        self.summaries.clear()

    def taken(self, summary: Summary, many: int, folder: Path) -> Summary:
        """Return a summary, one of so `many`, of which some may lie in a file in the `folder`."""
        if many < put_away.MANY:
            return summary
        if self.away is None:
            self.away = File(folder)
        return put_away.put_away(summary, self.away)
