"""What came of a build, for whoever asked for it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.base.problems import Problem
from generator.base.progress import Stage
from generator.build.site_writer import Published

if TYPE_CHECKING:
    from generator.build.keep_going import Earlier, Reason
    from generator.build.log_step import Logged


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a build: problems in order, and what was published, None if refused.

    `stages` has the seconds each stage took and how many things it dealt with.
    """

    problems: list[Problem]
    published: Published | None = None
    units: int = 0
    projects: int = 0
    drafts: tuple[tuple[str, str], ...] = ()
    """Kind and key of the drafts that are shown: none but in a preview."""
    stages: tuple[Stage, ...] = ()
    log: "Logged | None" = None
    """What was added to the log of public records, None where there is none."""
    of: object = None
    """What it was made of: to take every record apart takes a while."""
    earlier: "tuple[Earlier, ...]" = ()
    """The places that the site goes on showing as they were, as their records have errors."""
    hindered: "tuple[Reason, ...]" = ()
    """Why it could not go on, though it was to where that can be: with these nothing is made."""
    put_off: bool = False
    """Whether files to be taken away are left for a later build, as while someone types."""
