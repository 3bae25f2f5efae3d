"""Which files to take away there are: those of each county, and of each place above the counties.

A place above counties has files of its own records, and of what beneath it lies in no county: a
prefecture may have towns alone. So each record is in the files of one place.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from pathlib import Path

from generator.joined.site_data import Library
from generator.model import levels
from generator.model.config import Config
from generator.pages import shown_earlier
from generator.pages.downloads import Downloads
from generator.pages.jobs import Draft
from generator.pages.page_mark import mark_of
from generator.records.summary import Summary

JOB = "data"


def places(library: Library) -> tuple[str, ...]:
    """Return the places that have files of their own: the topmost unit, then down to the counties.

    Of the topmost are its own records, and those of no place. Each stands before what is below it.
    """
    first = library.children.get(library.root, ())
    return (library.root, *(each for unit in first for each in _to_counties(library, unit)))


def _to_counties(library: Library, unit: str) -> Iterator[str]:
    """Yield a unit, and below it each that is no lower than a county."""
    yield unit
    for each in library.children.get(unit, ()):
        if not levels.below(library.units[each]["level"], "county"):
            yield from _to_counties(library, each)


def job_name(place: str) -> str:
    """Return the name of the job that makes the files of a place."""
    return f"{JOB} {place}"


def may_wait(job: str) -> bool:
    """Tell whether a job makes nothing but files to be taken away, which no page is made from."""
    return job.startswith(JOB)


def drafts(
    library: Library, summaries: Sequence[Summary], config: Config, keeps: dict[str, Path]
) -> Iterator[Draft]:
    """Plan the files of each place that has records."""
    settings = config.settings
    earlier = shown_earlier.by_unit(library)
    own: dict[str, list[Summary]] = defaultdict(list)
    there = places(library)
    known = frozenset(there)
    for summary in sorted(summaries, key=lambda each: each.key):
        own[_home(library, summary.key, known)].append(summary)
    labels = {"categories": settings.categories, "purposes": settings.purposes}
    language = settings.languages[0]
    for place in there:
        if not own[place]:
            continue
        below = [*_within(library, place, known)]
        names = {unit: " ".join(library.place(unit)) for unit in below}
        about = {
            "title": settings.title.get(language) or next(iter(settings.title.values())),
            "place": library.units[place]["name"],
            "day": library.times[place][0],
            "licence": settings.open_data.licence or "",
            "url": settings.base_url or "",
            "language": language,
            "publisher": settings.footer.organiser
            or settings.title.get(language)
            or next(iter(settings.title.values())),
        }
        made = Downloads(
            place,
            tuple(keeps[each.key] for each in own[place]),
            tuple(mark_of(each.views, each.public) for each in own[place]),
            names,
            library.root,
            about,
            settings.demo,
            labels,
            settings.open_data.workbooks,
            {unit: library.above[unit] for unit in below},
            settings.open_data.standards,
            tuple(settings.open_data.infrastructure),
            tuple(
                each
                for each in earlier.get(place, ())
                if place != library.root
                and (_home(library, each[0], known) == place or each[0] in library.line(place))
            ),
        )
        marks = [(each.views, each.public) for each in own[place]]
        open_data = settings.open_data.model_dump()
        given = (names, about, settings.demo, labels, open_data, [library.above[u] for u in below])
        yield Draft(job_name(place), mark_of(marks, made.earlier, *given), partial(_same, made))


def _same(job: Downloads) -> Downloads:
    return job


def _home(library: Library, key: str, there: Collection[str]) -> str:
    """Return the place, of those `there`, whose files have the records of a batch or a unit."""
    line = library.line(key) if key in library.units else ()
    return next((each for each in reversed(line) if each in there), library.root)


def _within(library: Library, place: str, there: Collection[str]) -> Iterator[str]:
    """Yield the units whose records are in the files of a place."""
    yield place
    for each in library.children.get(place, ()):
        if each not in there:
            yield from _within(library, each, there)
