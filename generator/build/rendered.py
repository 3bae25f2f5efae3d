"""What came of the jobs of a site: its files, which of them are new, where links lead."""

from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from typing import TYPE_CHECKING

from generator.base import sorted_rows
from generator.base.problems import Problem
from generator.base.sorted_rows import SortedRows
from generator.base.spill_file import File, Stretch
from generator.build.build_db import Job
from generator.build.file_list import FileList
from generator.build.links import Links
from generator.build.site_writer import Output
from generator.build.sums_file import Listed

if TYPE_CHECKING:
    from generator.build import staged_files


@dataclass(slots=True)
class Rendered:
    """The jobs of a site: those that are as they were, and those that were made now.

    Of what memory should not hold the list lies in files. Of the first, which are of the last build
    (`last`), nothing is taken apart where `before` is the list of files that it left.
    """

    out: Output
    last: InitVar[Mapping[str, Job] | None] = None
    before: InitVar[Listed | None] = None
    jobs: dict[str, Job] = field(default_factory=dict)
    """All of them, by name."""
    fresh: set[str] = field(default_factory=set)
    """The names of those that were made now."""
    problems: list[Problem] = field(default_factory=list)
    """What is wrong with the pages that were made now."""
    at_fault: dict[Problem, str] = field(default_factory=dict)
    """The name of the job in which each of these was found."""
    links: Links = field(init=False)
    files: FileList = field(init=False)
    """Every file of the site by address: its SHA-256 and size."""
    staged: SortedRows[str] = field(init=False)
    """The folder of each that was made now, "" for the stage of the build."""
    count: int = 0
    """How many of these there are."""
    held: int = 0
    """How many files of jobs are in memory."""
    put_off: list[str] = field(default_factory=list)
    """The jobs of files to be taken away that stay as the last build did them, though not right."""
    away: File | None = None

    def __post_init__(self, last: Mapping[str, Job] | None, before: Listed | None) -> None:
        self.files, self.staged = FileList(self.out.rows, last, before), self.out.rows()
        self.links = Links(self.out.rows)

    def keep(self, name: str, job: Job) -> None:
        """Add a job that is as it was."""
        self.jobs[name] = job
        self.files.keep(name, job)

    def take(
        self,
        name: str,
        mark: bytes,
        printed: "staged_files.Printed",
        into: FileList | None = None,
    ) -> None:
        """Add a job that was made now; where it is said `into` what, its files to that alone."""
        made = tuple(printed.made)
        self.links.add(printed.noted)
        self.problems += printed.problems
        self.at_fault.update(dict.fromkeys(printed.problems, name))
        self.staged.update([(url, printed.stage) for url in printed.staged])
        self.count += len(printed.staged)
        self.fresh.add(name)
        self.jobs[name] = self._put_away(Job(mark, made))
        files = self.files if into is None else into
        files.update([(each.url, (each.sum, each.size)) for each in made])

    def job_of(self, problem: Problem) -> str:
        """Return the name of the job that made the page of a problem, "" if there is none."""
        if problem in self.at_fault:
            return self.at_fault[problem]
        page = problem.place.file
        made = (name for name, job in self.jobs.items() for each in job.made if each.url == page)
        return next(made, "")

    def _put_away(self, job: Job) -> Job:
        """Return the same job, whose files lie in a file where there are too many already."""
        self.held += len(job.made)
        if self.held <= sorted_rows.MOST:
            return job
        if self.away is None:
            self.away = File(self.out.state)
            for name in self.fresh & self.jobs.keys():
                self.jobs[name] = self._put_away(self.jobs[name])
        return Job(job.mark, Stretch(self.away, job.packed))
