"""Which files to take away there are: those of each county, and of what lies above the counties."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from generator.joined.site_data import Library
from generator.model.config import Config
from generator.pages import shown_earlier
from generator.pages.downloads import Downloads
from generator.pages.jobs import Draft
from generator.pages.page_mark import mark_of
from generator.records.summary import Summary

JOB = "data"


def places(library: Library) -> tuple[str, ...]:
    """Return the places that have files of their own: the topmost unit, then its counties.

    Of the topmost are its own records, and those of no place.
    """
    return (library.root, *library.children.get(library.root, ()))


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
    for summary in sorted(summaries, key=lambda each: each.key):
        own[county(library, summary.key)].append(summary)
    labels = {"categories": settings.categories, "purposes": settings.purposes}
    language = settings.languages[0]
    for place in places(library):
        if not own[place]:
            continue
        below = [*library.below(place)] if place != library.root else [place]
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
            earlier.get(place, ()) if place != library.root else (),
        )
        marks = [(each.views, each.public) for each in own[place]]
        open_data = settings.open_data.model_dump()
        given = (names, about, settings.demo, labels, open_data, [library.above[u] for u in below])
        yield Draft(job_name(place), mark_of(marks, made.earlier, *given), partial(_same, made))


def _same(job: Downloads) -> Downloads:
    return job


def county(library: Library, key: str) -> str:
    """Return the place whose files have the records of a batch."""
    found = library.county(key) if key in library.units else library.root
    return found if found in places(library) else library.root
