"""What the last build made, and what of it still stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.base.digests import digest
from generator.build.build_db import Job, Last, Made
from generator.build.rendered import Rendered

if TYPE_CHECKING:
    from generator.build import staged_files
    from generator.pages.jobs import Draft


FOLDERS = "folders"
"""How the jobs of folders' pages are called: of very many there are several, each with a number."""
ALONE = ("files", "kept", "log")
"""The other jobs that come after those of all pages."""


@dataclass(frozen=True, slots=True)
class Past:
    """What the last build made, but for what is `lost` of it, beside the press of this one."""

    last: Last
    lost: set[str]
    press: "staged_files.Press"

    def job(self, draft: "Draft") -> Job | None:
        """Return the job that the last build did, if it is the very same."""
        before = self.last.jobs.get(draft.name)
        if before is None or before.mark != self.mark(draft):
            return None
        return before if self.stands(before) else None

    def stands(self, job: Job) -> bool:
        """Tell whether all files of a job of the last build are there as that left them."""
        return not self.lost or self.lost.isdisjoint(made.url for made in job.made)

    def mark(self, draft: "Draft") -> bytes:
        """Return the digest of all that a job is made from."""
        return digest(self.press.key + self.press.words + draft.mark)

    def made(self, name: str) -> dict[str, Made]:
        """Return the files that are there of the last build's job of this name, by address."""
        before = self.last.jobs[name].made if name in self.last.jobs else ()
        return {each.url: each for each in before if each.url not in self.lost}

    def jobs_of(self, urls: frozenset[str]) -> dict[str, frozenset[str]]:
        """Return the names of the jobs that made pages at `urls`, each with those of its own.

        Nothing if the assets that pages load are others now: no page is shown before these.
        """
        there = {each.url for each in self.last.jobs["files"].made} if self.last.jobs else set()
        if not urls or not there.issuperset(self.press.site["assets"].values()):
            return {}
        found = {
            name: urls.intersection(each.url for each in job.made)
            for name, job in self.last.jobs.items()
        }
        new = urls.difference(*found.values())
        for url in new:
            name = self._job_beside(url)
            if name:
                found[name] |= {url}
        return {name: own for name, own in found.items() if own}

    def _job_beside(self, url: str) -> str:
        """Return the job that will make a new page: that of its place, or of those of its kind."""
        path, _, _ = self.press.page_of(url).rpartition(".")
        kind, _, rest = path.partition("/")
        place = rest.rpartition("/")[0]
        beside = f"units/{place or rest}.html"
        for name, job in self.last.jobs.items():
            for each in job.made:
                own = not place and each.url.startswith(f"{kind}/") and each.url.endswith(".html")
                if own or each.url == beside:
                    return name
        return ""


def same_places(done: Rendered, last: Last) -> bool:
    """Tell whether all pages are at the addresses of the last build, and all else in its folders.

    A picture whose name tells what it shows gets another one whenever that changes.
    """
    there = {name for name in last.jobs if name not in ALONE and not name.startswith(FOLDERS)}
    if done.jobs.keys() != there:
        return False
    return all(
        _places(done.jobs[name].made) == _places(last.jobs[name].made) for name in done.fresh
    )


def _places(made: Iterable[Made]) -> tuple[list[str], list[str]]:
    """Return the addresses of all pages among files, and the folders of all, each in order."""
    urls = [each.url for each in made]
    pages = sorted(url for url in urls if url.endswith(".html"))
    return pages, sorted({url.rpartition("/")[0] for url in urls})
