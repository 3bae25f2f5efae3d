"""Which place each project has in the library of its county, and what in a library cannot be.

A library lies with its county, its projects with towns and villages: so they are held against each
other where all are joined.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.base import natural_order
from generator.base.findings import Finding, Step, finding
from generator.model.kinds.kind import View
from generator.model.kinds.project import URGENCIES
from generator.records.batches import batch_of


@dataclass(slots=True)
class Ranking:
    """The libraries of each county, the latest first, and the place of each project in these.

    `places` has, by batch and project, the place in the county's latest library; `rows` the row of
    every project that a library names.
    """

    libraries: dict[str, list[View]] = field(default_factory=dict)
    places: dict[str, dict[str, View]] = field(default_factory=dict)
    rows: dict[str, View] = field(default_factory=dict)

    def named(self, unit: str) -> dict[str, View]:
        """Return the rows of the projects that the libraries of a unit name."""
        found = (
            each["project"]
            for library in self.libraries.get(unit, ())
            for each in (*library["entries"], *library["removed"])
        )
        return {ident: self.rows[ident] for ident in found}


def settle(
    libraries: Iterable[View],
    rows_of: Callable[[Iterable[str]], Mapping[str, View]],
    batch_of: Callable[[str], str] = batch_of,
) -> Ranking:
    """Return the ranking that the libraries give.

    `rows_of` gives the rows of projects by id, `batch_of` the key of the batch of a unit.
    """
    ranking = Ranking()
    for row in sorted(
        libraries, key=lambda each: (each["date"], natural_order.key(each["id"])), reverse=True
    ):
        ranking.libraries.setdefault(row["unit"], []).append(row)
    if not ranking.libraries:
        return ranking
    places: dict[str, dict[str, View]] = defaultdict(dict)
    for several in ranking.libraries.values():
        for library in several:
            named = (each["project"] for each in (*library["entries"], *library["removed"]))
            ranking.rows.update(rows_of(named))
        latest = several[0]
        of = {"library": latest["id"], "year": latest["year"], "of": len(latest["entries"])}
        for each in latest["entries"]:
            places[batch_of(each["project"].rpartition("/")[0])][each["project"]] = {**of, **each}
        for each in latest["removed"]:
            places[batch_of(each["project"].rpartition("/")[0])][each["project"]] = {
                **of,
                **each,
                "rank": 0,
            }
    ranking.places = dict(places)
    return ranking


def unknown(
    ranking: Ranking, drafts: Collection[str] = ()
) -> Iterator[tuple[str, View, tuple[Step, ...]]]:
    """Yield each project that a library names and that is not public, with library and field.

    Those of `drafts` are among them, too.
    """
    for library, path, each in _named(ranking):
        if each["project"] not in ranking.rows or each["project"] in drafts:
            yield each["project"], library, path


def faults(
    ranking: Ranking, unlisted: Mapping[str, Iterable[View]], lines: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, Finding]]:
    """Yield what cannot be, each with the file it stands in.

    `unlisted` has the rows of the projects of each county that are in the library by their stage;
    `lines` the ids from the root down to each unit, "" being what lies in no folder.
    """
    for library, path, each in _named(ranking):
        row = ranking.rows.get(each["project"])
        if row is None:
            continue
        line = lines.get(row["unit"])
        if line is not None and library["unit"] not in line:
            yield library["file"], finding("P936", *path, unit=library["unit"])
        own, latest = row["urgency"], library is ranking.libraries[library["unit"]][0]
        if latest and own and each.get("urgency", own) != own:
            label = f"\0:{URGENCIES[own][0]}"
            yield library["file"], finding("P938", *path[:-1], "urgency", own=label)
    for unit, rows in unlisted.items():
        listed = {
            each["project"]
            for library in ranking.libraries.get(unit, ())
            for each in (*library["entries"], *library["removed"])
        }
        for row in rows if unit in ranking.libraries else ():
            if row["id"] not in listed:
                yield row["file"], finding("P939", "stage", unit=unit)


def _named(ranking: Ranking) -> Iterator[tuple[View, tuple[Step, ...], View]]:
    for several in ranking.libraries.values():
        for library in several:
            for name in ("entries", "removed"):
                for n, each in enumerate(library[name]):
                    yield library, (name, n, "project"), each
